//! Files of every make become the same rows; what is no table, or too much of one, is refused with its reason.

#[path = "support/zip.rs"]
mod support;

use fenghuo_interop::{
    Container, Encoding, ReadSeek, RejectedWriter, Table, TableHints, TableLimits, TableNote, fault_labels,
    open_table,
};
use kernel::{Code, Error};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use support::{workbook, zip};

fn open(bytes: &[u8]) -> Result<Table, Error> {
    open_with(bytes, &TableHints::default(), &TableLimits::default())
}

fn open_with(bytes: &[u8], hints: &TableHints, limits: &TableLimits) -> Result<Table, Error> {
    open_table("t", Box::new(Cursor::new(bytes.to_vec())), hints, limits)
}

/// All rows with their numbers, or the fault with its place.
fn rows(table: &mut Table) -> Result<Vec<String>, String> {
    let records: Result<Vec<_>, Error> = table.records().and_then(Iterator::collect);
    let records = records.map_err(|error| told(&error))?;
    Ok(records.iter().map(|record| format!("{}: {}", record.row, record.cells.join("|"))).collect())
}

fn told(error: &Error) -> String {
    format!("{} {}", error.location().map(ToString::to_string).unwrap_or_default(), error.code().as_str())
}

fn fault(bytes: &[u8]) -> String {
    match open(bytes) {
        Err(error) => told(&error),
        Ok(mut table) => rows(&mut table).expect_err("refused"),
    }
}

#[test]
fn one_table_in_every_make_is_one_table() {
    let text = "编号,姓名,发病\n1,王明,2022-05-01\n\n3,\"李,四\",2022-05-02\n";
    let utf16 = |big: bool| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let json =
        r#"[{"编号":1,"姓名":"王明","发病":"2022-05-01"}, {"编号":"3","姓名":"李,四","发病":"2022-05-02"}]"#;
    let lines = "{\"编号\":1,\"姓名\":\"王明\",\"发病\":\"2022-05-01\"}\n{\"编号\":3,\"发病\":\"2022-05-02\",\"姓名\":\"李,四\"}\n";
    let sheet = workbook(
        r#"<row r="1"><c t="s"><v>0</v></c><c t="inlineStr"><is><t>姓名</t></is></c><c t="str"><v>发病</v></c></row>
           <row r="2"><c r="A2"><v>1</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" s="1"><v>44682</v></c></row>
           <row r="4"><c r="A4"><v>3.0</v></c><c r="B4" t="s"><v>2</v></c><c r="C4" s="1"><f>C2+1</f><v>44683</v></c></row>"#,
        "<si><t>编号</t></si><si><r><t>王</t></r><r><t>明</t></r><rPh><t>wang</t></rPh></si><si><t>李,四</t></si>",
        false,
    );
    for (name, bytes, container, encoding, second) in [
        ("utf-8", text.as_bytes().to_vec(), Container::Text, Some(Encoding::Utf8), 4),
        ("mark", format!("\u{feff}{text}").into_bytes(), Container::Text, Some(Encoding::Utf8), 4),
        ("utf-16le", utf16(false), Container::Text, Some(Encoding::Utf16Le), 4),
        ("utf-16be", utf16(true), Container::Text, Some(Encoding::Utf16Be), 4),
        ("gb", encoding_rs::GB18030.encode(text).0.into_owned(), Container::Text, Some(Encoding::Gb18030), 4),
        (
            "tab",
            text.replace("李,四", "李;四").replace(',', "\t").replace(';', ",").into_bytes(),
            Container::Text,
            Some(Encoding::Utf8),
            4,
        ),
        ("crlf", text.replace('\n', "\r\n").into_bytes(), Container::Text, Some(Encoding::Utf8), 4),
        ("json", json.as_bytes().to_vec(), Container::JsonArray, Some(Encoding::Utf8), 3),
        ("ndjson", lines.as_bytes().to_vec(), Container::JsonLines, Some(Encoding::Utf8), 3),
        ("xlsx", sheet, Container::Xlsx, None, 4),
    ] {
        let mut table = open(&bytes).expect(name);
        assert_eq!(table.headings(), ["编号", "姓名", "发病"], "{name}");
        assert_eq!(
            (table.recognised().container, table.recognised().encoding),
            (container, encoding),
            "{name}"
        );
        let expected = ["2: 1|王明|2022-05-01".to_owned(), format!("{second}: 3|李,四|2022-05-02")];
        assert_eq!(rows(&mut table).expect(name), expected, "{name}");
        assert_eq!(rows(&mut table).expect(name), expected, "{name} once more");
    }
}

#[test]
fn a_workbook_as_a_spreadsheet_program_writes_it() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    let moment = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let sheet = book.add_worksheet().set_name("病例").expect("name");
    sheet.merge_range(0, 0, 0, 4, "2022年5月病例一览表", &rust_xlsxwriter::Format::new()).expect("title");
    for (column, heading) in ["编号", "姓名", "发病", "报告", "年龄"].into_iter().enumerate() {
        sheet.write(1, column as u16, heading).expect("heading");
    }
    sheet.write(2, 0, 140_105_199_001_i64).expect("number");
    sheet.write(2, 1, "王明\n(组长)").expect("text");
    sheet.write_with_format(2, 2, 44_682, &day).expect("day");
    sheet.write_with_format(2, 3, 44_682.75, &moment).expect("moment");
    sheet.write_formula(2, 4, rust_xlsxwriter::Formula::new("=30+4").set_result("34")).expect("formula");
    sheet.write(3, 0, 2).expect("number");
    sheet.merge_range(3, 1, 4, 1, "合并", &rust_xlsxwriter::Format::new()).expect("merged");
    sheet.write(4, 0, 3).expect("number");
    book.add_worksheet().set_name("说明").expect("name").write(0, 0, "a").expect("text");
    let bytes = book.save_to_buffer().expect("memory");

    let mut table = open(&bytes).expect("a workbook");
    assert_eq!(table.headings(), ["编号", "姓名", "发病", "报告", "年龄"]);
    assert_eq!(table.recognised().sheet.as_deref(), Some("病例"));
    assert_eq!(
        table.recognised().notes,
        [TableNote::OtherSheets(vec!["说明".to_owned()]), TableNote::RowsAboveHeading(1)]
    );
    let mut records = table.records().expect("rows");
    let read: Vec<String> = records.by_ref().map(|record| record.expect("a row").cells.join("|")).collect();
    assert_eq!(read, ["140105199001|王明\n(组长)|2022-05-01|2022-05-01T18:00:00|34", "2|合并|||", "3||||"]);
    assert_eq!(records.notes(), [TableNote::MergedCells(2), TableNote::Formulas(1)]);
    drop(records);
    let named = |sheet: &str| TableHints { sheet: Some(sheet.to_owned()), ..TableHints::default() };
    let missing = open_with(&bytes, &named("疫苗"), &TableLimits::default()).expect_err("no such sheet");
    assert_eq!((missing.code(), missing.argument("known")), (Code::ImportUnknownSheet, Some("病例, 说明")));
    assert!(open_with(&bytes, &named("说明"), &TableLimits::default()).is_err(), "a sheet without rows");

    let since_1904 = workbook(
        r#"<row><c><v>1</v></c><c t="str"><v>d</v></c></row><row><c t="e"><v>#N/A</v></c><c s="1"><v>43220</v></c></row>"#,
        "",
        true,
    );
    assert_eq!(rows(&mut open(&since_1904).expect("a workbook")), Ok(vec!["2: #N/A|2022-05-01".to_owned()]));
}

#[test]
fn objects_are_flattened_one_level() {
    let text = r#"{"id":"a","person":{"name":"王","deep":{"x":[1]}},"tags":["x","y"],"none":null,"yes":true}
                  {"id":"b","extra":1.5}"#;
    let mut table = open(text.as_bytes()).expect("objects");
    assert_eq!(table.headings(), ["id", "person.deep", "person.name", "tags", "none", "yes", "extra"]);
    assert_eq!(rows(&mut table).expect("rows"), [r#"2: a|{"x":[1]}|王|x, y||true|"#, "3: b||||||1.5"]);
}

#[test]
fn what_stands_around_a_table_is_passed_over() {
    let sormas = "## a comment; with marks\nCaseData,Person,Sample,Sample\n##\ndisease,person.firstName,lab,lab\n\
                  EVD,x,1,2\n## another\nEVD,y\n";
    let mut table = open(sormas.as_bytes()).expect("a table");
    assert_eq!(table.headings(), ["disease", "person.firstName", "lab", "lab (2)"]);
    assert_eq!(table.groups(), ["CaseData", "Person", "Sample", "Sample"]);
    let notes = [TableNote::Comments(2), TableNote::GroupRow, TableNote::NumberedHeadings(1)];
    assert_eq!(table.recognised().notes, notes);
    assert_eq!(rows(&mut table).expect("rows"), ["5: EVD|x|1|2", "7: EVD|y"]);
    let mut titled = open("2022年病例,,\n\n编号,姓名,\n1,王,\n".as_bytes()).expect("a table");
    assert_eq!(titled.headings(), ["编号", "姓名"]);
    assert_eq!(rows(&mut titled).expect("rows"), ["4: 1|王|"]);
}

#[test]
fn what_is_no_table_is_refused_by_name() {
    for (bytes, expected) in [
        (&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"[..], "xls"),
        (b"%PDF-1.7", "pdf"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"<html><table>", "xml, html"),
        (b"PK\x05\x06", "zip"),
        (&zip(&[("word/document.xml", b"x")]), "docx"),
        (&zip(&[("mimetype", b"x")]), "ods"),
        (&zip(&[("a.txt", b"x")]), "zip"),
    ] {
        let error = open(bytes).expect_err("refused");
        assert_eq!((error.code(), error.argument("format")), (Code::ImportUnsupportedFormat, Some(expected)));
    }
}

#[test]
fn every_bound_has_its_own_fault() {
    let wide = |columns: usize| vec!["a"; columns].join(",");
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let latin = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let mixed_gb =
        [gb("编号,姓名,地址\n1,王明,太原市小店区学府街\n"), "2,李四,太原\n".as_bytes().to_vec()].concat();
    let mixed_latin = [latin("id,name\n1,Müller\n"), "2,Jörg\n".as_bytes().to_vec()].concat();
    let late = [b"id,name\n".to_vec(), b"1,plain\n".repeat(60_000), latin("2,Jörg\n")].concat();
    for (bytes, expected) in [
        (&b""[..], "t import.empty"),
        (b" \n \n", "t import.empty"),
        (b"a,b\n", "t import.empty"),
        (b"[]", "t import.empty"),
        (b"a,b,a\n1,2,3\n", "t:1:a import.duplicate_column"),
        (b"{\"a\":1,\"a\":2}", "t:2:a import.duplicate_column"),
        (b"a,b\n1,\0\n", "t import.nul_byte"),
        (b"a,b\n1,\"open\n2,3\n", "t:2 import.unclosed_quote"),
        (wide(1_001).as_bytes(), "t:1 import.too_many_columns"),
        (format!("a,b\n1,{}\n", "x".repeat(9 << 20)).as_bytes(), "t:2 import.row_too_long"),
        (&mixed_gb, "t:3 import.mixed_encodings"),
        (&mixed_latin, "t:3 import.mixed_encodings"),
        (&late, "t:60002 import.encoding"),
        (b"[{\"a\":1}", "t:3 import.unreadable"),
        (b"[{\"a\":1} x]", "t:3 import.unreadable"),
        (b"{\"a\":[}", "t:2 import.unreadable"),
        (b"PK\x03\x04 and no more", "t import.unreadable"),
    ] {
        assert_eq!(fault(bytes), expected);
    }
    let few = TableLimits { rows: 2, bytes: 20, ..TableLimits::default() };
    let code = |bytes: &[u8]| match open_with(bytes, &TableHints::default(), &few) {
        Err(error) => told(&error),
        Ok(mut table) => rows(&mut table).expect_err("refused"),
    };
    assert_eq!(code(b"a,b\n1,2\n1,2\n1,2\n"), "t import.too_many_rows");
    assert_eq!(code(&[b'a'; 21]), "t request.too_large");
    // Who names the encoding is believed.
    let named = TableHints { encoding: Some(Encoding::Windows1252), ..TableHints::default() };
    let mut table = open_with(&mixed_latin, &named, &TableLimits::default()).expect("a table");
    assert_eq!(rows(&mut table).expect("rows"), ["2: 1|Müller", "3: 2|JÃ¶rg"]);
}

#[test]
fn packed_files_unfold_within_bounds() {
    let texts = format!("<sst>{}</sst>", "<si><t>aaaaaaaa</t></si>".repeat(100_000));
    let bomb = workbook("<row/>", &texts, false);
    let small = TableLimits { inflated: 1 << 20, ..TableLimits::default() };
    let narrow = TableLimits { shared_text: 1 << 10, ..TableLimits::default() };
    for limits in [small, narrow] {
        let error = open_with(&bomb, &TableHints::default(), &limits).expect_err("refused");
        assert_eq!(error.code(), Code::ImportZipBomb);
    }
    assert!(bomb.len() < 40_000, "{} bytes", bomb.len());
    let many: Vec<(String, &[u8])> = (0..2_001).map(|at| (format!("{at}"), &b"x"[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    assert_eq!(fault(&zip(&many)), "t import.zip_bomb");
    let long =
        format!("<row><c t='str'><v>a</v></c></row><row><c t='str'><v>{}</v></c></row>", "x".repeat(9 << 20));
    assert_eq!(fault(&workbook(&long, "", false)), "t:2 import.row_too_long");
    for (rows, expected) in [
        ("<row><c r='A1' t='s'><v>9</v></c></row>", "t:1 import.unreadable"),
        ("<row r='2'/><row r='1'/>", "t:3 import.unreadable"),
        (
            "<row><c t='str'><v>a</v></c></row><row><c r='ALM2'><v>1</v></c></row>",
            "t:2 import.too_many_columns",
        ),
        ("<row><c><v>&own;</v></c></row>", "t:1 import.unreadable"),
        ("<row><c t='str'><v>a</v></c>", "t:1 import.unreadable"),
        ("", "t import.empty"),
    ] {
        assert_eq!(fault(&workbook(rows, "", false)), expected, "{rows}");
    }
}

/// Rows that are made as they are read.
struct Endless {
    rows: u64,
    at: u64,
    largest: std::sync::Arc<std::sync::atomic::AtomicUsize>,
}

const LINE: &[u8] = b"1234567,wang,2022-05-01\n";

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.largest.fetch_max(buffer.len(), std::sync::atomic::Ordering::Relaxed);
        let end = self.rows * LINE.len() as u64;
        let length = buffer.len().min(usize::try_from(end - self.at).unwrap_or(usize::MAX));
        for byte in &mut buffer[..length] {
            *byte = LINE[(self.at % LINE.len() as u64) as usize];
            self.at += 1;
        }
        Ok(length)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(_) => self.rows * LINE.len() as u64,
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

#[test]
fn a_long_table_is_never_held() {
    let largest = std::sync::Arc::default();
    let input: Box<dyn ReadSeek + Send> =
        Box::new(Endless { rows: 100_000, at: 0, largest: std::sync::Arc::clone(&largest) });
    let limits = TableLimits { rows: 90_000, ..TableLimits::default() };
    let mut table = open_table("t", input, &TableHints::default(), &limits).expect("a table");
    assert_eq!(table.sample(5).expect("rows").len(), 5);
    let mut records = table.records().expect("rows");
    assert_eq!(records.by_ref().take_while(Result::is_ok).count(), 90_000);
    let progress = records.progress();
    assert_eq!((progress.rows, progress.of_bytes), (90_000, 2_400_000));
    assert!(progress.bytes > 2_000_000 && progress.bytes < progress.of_bytes, "{progress:?}");
    // The largest single read is the sample on which the file is recognised.
    assert!(largest.load(std::sync::atomic::Ordering::Relaxed) <= 256 << 10);
}

#[test]
fn mended_rows_are_sent_again_as_they_are() {
    let file = "编号,公式,姓名\n1,'=1+1,\"a\nb\"\n2,-5,x\n3,''=y,王\n";
    let mut table = open(file.as_bytes()).expect("a table");
    let headings = table.headings().to_vec();
    let records: Vec<_> = table.records().expect("rows").collect::<Result<_, _>>().expect("rows");
    for language in ["en", "zh-CN"] {
        let mut writer = RejectedWriter::new(Vec::new(), &headings, language).expect("room");
        for record in &records {
            let place = kernel::Located::cell(record.row, "公式");
            let error = Error::new(Code::InvalidValue).arg("value", "=1").at(place);
            writer.write(record, &[error.clone(), error], |_| "because, so".to_owned()).expect("room");
        }
        let text = String::from_utf8(writer.finish().expect("room")).expect("text");
        let first = text.lines().next().expect("headings").trim_start_matches('\u{feff}');
        assert_eq!(first, format!("编号,公式,姓名,{}", fault_labels(language).join(",")));
        assert!(text.contains("2,-5,x,3,公式; 公式,'=1; =1,\"because, so; because, so\"\r\n"), "{text}");
        let mut again = open(text.as_bytes()).expect("a table");
        assert_eq!(again.headings(), headings);
        assert_eq!(again.recognised().notes, [TableNote::FaultColumns]);
        let back: Vec<_> =
            again.records().expect("rows").map(|record| record.expect("a row").cells).collect();
        assert_eq!(back, records.iter().map(|record| record.cells.clone()).collect::<Vec<_>>());
    }
}
