//! Bytes that once did harm to some reader, replayed, and random ones: every
//! reader answers, with rows or a coded fault.

#[path = "support/zip.rs"]
mod support;

use fenghuo_interop::{
    Encoding, Mapping, SAMPLE_ROWS, Surroundings, TableHints, TableLimits, guess, guess_dates, open_table,
};
use proptest::prelude::*;
use std::{fs, io::Cursor, path::Path};

/// Small bounds, so that what grows without them shows.
const LIMITS: TableLimits = TableLimits {
    bytes: 4 << 20,
    rows: 10_000,
    columns: 200,
    record_bytes: 64 << 10,
    inflated: 8 << 20,
    ratio: 100,
    shared_text: 1 << 20,
    entries: 50,
};

const MAPPING: &str = "disease = \"x\"\nextras = \"all\"\nmissing_number = \"row\"\ndate_format = [\"iso\", \"D.M.YY\", \"excel\"]\n[columns]\n";

/// Takes bytes through all that a file goes through. Rows that were read, or the code of the fault.
fn whole_way(bytes: &[u8], hints: &TableHints) -> Result<usize, &'static str> {
    let mut table = open_table("f", Box::new(Cursor::new(bytes.to_vec())), hints, &LIMITS)
        .map_err(|error| error.code().as_str())?;
    assert!(table.headings().len() <= LIMITS.columns);
    let sample: Vec<_> = table.sample(SAMPLE_ROWS).map_err(|error| error.code().as_str())?;
    for column in 0..table.headings().len() {
        let values: Vec<&str> =
            sample.iter().filter_map(|record| record.cells.get(column)).map(String::as_str).collect();
        let _ = guess_dates(&values);
    }
    let mapping = match guess(&table, &sample) {
        Ok(guess) => {
            let mut mapping = guess.mapping;
            mapping.disease = "x".to_owned();
            Mapping::parse("m", &mapping.to_text()).expect("a guess is a sound mapping")
        }
        Err(_) => Mapping::parse("m", MAPPING).expect("a sound mapping"),
    };
    let mut rows = 0;
    for row in table.rows(&mapping, Surroundings::default()).map_err(|faults| faults[0].code().as_str())? {
        let row = row.map_err(|error| error.code().as_str())?;
        if let Err(faults) = &row.read {
            assert!(!faults.is_empty() && faults.iter().all(|fault| fault.location().is_some()));
        }
        rows += 1;
    }
    Ok(rows)
}

#[test]
fn the_stored_corpus_does_no_harm() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut count = 0;
    for reader in fs::read_dir(&root).expect("the corpus").map(|entry| entry.expect("an entry").path()) {
        for file in fs::read_dir(&reader).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            let bytes = fs::read(&file).expect("a file");
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            let told = whole_way(&bytes, &TableHints::default());
            // A name tells what must come: `rows-3…`, or a code with dashes for its dot and a number behind it.
            let expected = name.split('+').next().unwrap_or_default();
            let found = told.map_or_else(|code| code.replace(['.', '_'], "-"), |rows| format!("rows-{rows}"));
            assert_eq!(found, expected, "{}", file.display());
            if let Ok(text) = std::str::from_utf8(&bytes) {
                let _ = Mapping::parse("m", text);
            }
            count += 1;
        }
    }
    assert!(count >= 20, "{count} files");
}

/// Texts that look like tables, and damage to them.
fn nearly_a_table() -> impl Strategy<Value = Vec<u8>> {
    let cell = prop_oneof![
        "[a-z0-9]{0,6}",
        "\"[a-z,\n\"]{0,6}\"?",
        Just("编号".to_owned()),
        Just("发病日期".to_owned()),
        Just("2022-05-01 - 2022-05".to_owned()),
        Just("1/2/22".to_owned()),
        Just("##".to_owned()),
        Just("'=1".to_owned()),
        "[<>]?[0-9]{1,3}(-[0-9]{1,3}|岁|\\+)?",
    ];
    let row = prop::collection::vec(cell, 1..6).prop_map(|cells| cells.join(","));
    let text = prop::collection::vec(row, 1..8).prop_map(|rows| rows.join("\n"));
    (text, 0..4u8, prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3)).prop_map(
        |(text, encoding, damage)| {
            let mut bytes = match encoding {
                0 => encoding_rs::GB18030.encode(&text).0.into_owned(),
                1 => format!("\u{feff}{text}").into_bytes(),
                2 => std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
                _ => text.into_bytes(),
            };
            for (at, byte) in damage {
                let length = bytes.len();
                if length > 0 {
                    bytes[at.index(length)] = byte;
                }
            }
            bytes
        },
    )
}

fn nearly_json() -> impl Strategy<Value = Vec<u8>> {
    let token = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(","),
        Just(":"),
        Just("\"a\""),
        Just("\"编号\""),
        Just("1e9"),
        Just("null"),
        Just("\"\\u00"),
        Just("\\"),
        Just("\n"),
        Just("{\"a\":1}"),
        Just("{\"a\":{\"b\":[1,{}]}}"),
    ];
    prop::collection::vec(token, 0..30).prop_map(|tokens| format!("{{{}", tokens.concat()).into_bytes())
}

fn nearly_a_workbook() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("<row>"),
        Just("<row r='7'>"),
        Just("</row>"),
        Just("<c>"),
        Just("<c r='B2' t='s' s='1'>"),
        Just("</c>"),
        Just("<v>1</v>"),
        Just("<v>44682.5</v>"),
        Just("<is><t>编号</t></is>"),
        Just("<f>1+1</f>"),
        Just("<c r='ZZZZ1'>"),
        Just("<mergeCell ref='A1:B2'/>"),
        Just("&lt;"),
        Just("&x;"),
        Just("]]>"),
        Just("<!--"),
        Just("<row><c t='str'><v>a</v></c></row>"),
    ];
    let rows = prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat());
    (rows, prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4)).prop_map(
        |(rows, damage)| {
            let mut bytes = support::workbook(&rows, "<si><t>_x0041_</t></si><si/>", false);
            for (at, byte) in damage {
                let length = bytes.len();
                bytes[at.index(length)] = byte;
            }
            bytes
        },
    )
}

proptest! {
    #[test]
    fn random_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = whole_way(&bytes, &TableHints::default());
    }

    #[test]
    fn damaged_tables_do_no_harm(bytes in nearly_a_table(), named in prop::option::of(0..4usize)) {
        let encodings = [Encoding::Utf8, Encoding::Gb18030, Encoding::Windows1252, Encoding::Utf16Be];
        let hints = TableHints { encoding: named.map(|at| encodings[at]), ..TableHints::default() };
        let _ = whole_way(&bytes, &hints);
    }

    #[test]
    fn damaged_json_does_no_harm(bytes in nearly_json()) {
        let _ = whole_way(&bytes, &TableHints::default());
    }

    #[test]
    fn damaged_workbooks_do_no_harm(bytes in nearly_a_workbook()) {
        let _ = whole_way(&bytes, &TableHints::default());
    }

    #[test]
    fn what_was_written_is_read(cells in prop::collection::vec(prop::collection::vec("[ -~王]{1,8}", 3), 1..6)) {
        // Through the writer of rejected rows, which quotes and guards as every writer of ours does.
        let headings = ["a", "b", "c"].map(str::to_owned);
        let mut writer = fenghuo_interop::RejectedWriter::new(Vec::new(), &headings, "en").expect("room");
        let trimmed: Vec<Vec<String>> = cells.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
        let kept: Vec<&Vec<String>> = trimmed.iter().filter(|row| !row[0].starts_with("##") && row.iter().any(|cell| !cell.is_empty())).collect();
        for row in &kept {
            writer.write(&fenghuo_interop::Record { row: 1, cells: (*row).clone() }, &[], |_| String::new()).expect("room");
        }
        let bytes = writer.finish().expect("room");
        if !kept.is_empty() {
            let mut table = open_table("w", Box::new(Cursor::new(bytes)), &TableHints::default(), &LIMITS).expect("a table");
            let back: Vec<Vec<String>> = table.records().expect("rows").map(|record| record.expect("a row").cells).collect();
            prop_assert_eq!(back.iter().collect::<Vec<_>>(), kept);
        }
    }
}
