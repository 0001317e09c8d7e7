//! Tables that were written, read again by others.

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use fenghuo_interop as interop;
use interop::write::{Cell, GraphWriter, TableFormat, TableWriter, unguarded};
use proptest::prelude::*;
use std::io::Cursor;

const HEADINGS: [&str; 7] = ["text", "number", "real", "yes", "day", "at", "empty"];

fn row(text: &str) -> Vec<Cell> {
    vec![
        Cell::text(text),
        Cell::Int(-3),
        Cell::Real(36.5),
        Cell::Bool(true),
        kernel::parse_date("1861-10-30").expect("a date").into(),
        "2022-07-01T09:00:00+08:00".parse::<kernel::Timestamp>().expect("an instant").into(),
        Cell::Empty,
    ]
}

fn written(format: TableFormat, rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut table = TableWriter::new(format, &HEADINGS, false).expect("begun");
    let mut bytes = Vec::new();
    for row in rows {
        table.row(row).expect("written");
        // Taken after every row: nothing is held, and the bytes are the same.
        bytes.extend(table.take().expect("taken"));
    }
    bytes.extend(table.finish().expect("whole"));
    bytes
}

fn sheet(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let names = book.sheet_names();
    let range = book.worksheet_range(&names[0]).expect("a sheet");
    range.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn each_format_says_the_same() {
    let rows = [row("=1+1"), row("王,\"小明\"\n")];
    let text = |format| String::from_utf8(written(format, &rows)).expect("UTF-8");
    assert_eq!(
        text(TableFormat::Csv),
        "text,number,real,yes,day,at,empty\n\
         '=1+1,-3,36.5,true,1861-10-30,2022-07-01T01:00:00Z,\n\
         \"王,\"\"小明\"\"\n\",-3,36.5,true,1861-10-30,2022-07-01T01:00:00Z,\n"
    );
    let first = "{\"text\":\"=1+1\",\"number\":-3,\"real\":36.5,\"yes\":true,\"day\":\"1861-10-30\",\"at\":\"2022-07-01T01:00:00Z\"}";
    assert!(text(TableFormat::Ndjson).starts_with(&format!("{first}\n")));
    assert!(text(TableFormat::Json).starts_with(&format!("[\n{first},\n")));
    assert!(text(TableFormat::Json).ends_with("}\n]\n"));
    let cells = sheet(written(TableFormat::Xlsx, &rows));
    assert_eq!(cells[0][0], Data::String("text".to_owned()));
    assert_eq!(cells[1][0], Data::String("'=1+1".to_owned()));
    assert_eq!((&cells[1][1], &cells[1][2]), (&Data::Float(-3.0), &Data::Float(36.5)));
    assert_eq!((&cells[1][3], &cells[1][4]), (&Data::Bool(true), &Data::String("1861-10-30".to_owned())));
    assert_eq!(cells[2][0], Data::String("王,\"小明\"\n".to_owned()));
}

#[test]
fn an_empty_table_is_whole() {
    assert_eq!(written(TableFormat::Csv, &[]), b"text,number,real,yes,day,at,empty\n");
    assert_eq!(written(TableFormat::Json, &[]), b"[\n]\n");
    assert_eq!(written(TableFormat::Ndjson, &[]), b"");
    assert_eq!(sheet(written(TableFormat::Xlsx, &[])).len(), 1);
}

#[test]
fn a_graph_is_drawn_with_what_is_told() {
    let mut graph = GraphWriter::new(&["class"], &["kind"]);
    graph.node("a&b", &[Cell::text("<x>")]);
    graph.node("c", &[Cell::Empty]);
    graph.link("a&b", "c", &[Cell::text("meal")]);
    let text = String::from_utf8(graph.finish()).expect("UTF-8");
    for part in [
        "<node id=\"a&amp;b\"><data key=\"node_class\">&lt;x&gt;</data></node>\n",
        "<node id=\"c\"></node>\n",
        "<edge id=\"e1\" source=\"a&amp;b\" target=\"c\"><data key=\"edge_kind\">meal</data></edge>\n",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_text_comes_back_from_csv_and_json(text in "\\PC{0,20}|['=+@\\-\\t,\"a]{1,6}") {
        let rows = [row(&text)];
        let csv = written(TableFormat::Csv, &rows);
        let mut reader = csv::Reader::from_reader(&csv[..]);
        let record = reader.records().next().expect("a row").expect("sound");
        prop_assert_eq!(unguarded(&record[0]), text.as_str());
        let json = written(TableFormat::Ndjson, &rows);
        let read: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        prop_assert_eq!(read["text"].as_str().unwrap_or_default(), text.as_str());
    }
}
