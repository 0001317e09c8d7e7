//! Line lists with faults: each is named with its row and heading, none hides another.

use fenghuo_interop::{Limits, LineList, ListedClass, Mapping, read_line_list};
use kernel::{AreaCode, Code, parse_date};
use proptest::prelude::*;

const MAPPING: &str = r#"
disease = "covid19"
date_format = "YYYY-M-D"
[columns]
number = "编号"
onset = "发病"
death = "死亡"
age = "年龄"
name = "姓名"
infector = "来源"
classification = "分类"
area = "区域"
[values.classification]
"确诊" = "confirmed"
[defaults]
area = "140105000000"
"#;
const HEADING: &str = "编号,姓名,发病,死亡,年龄,来源,分类,区域\n";

fn read_with(rows: &str, limits: &Limits<'_>) -> LineList {
    let mapping = Mapping::parse("m.toml", MAPPING).expect("sound mapping");
    read_line_list("c.csv", format!("{HEADING}{rows}").as_bytes(), &mapping, limits).expect("readable")
}

fn faults(list: &LineList) -> Vec<String> {
    let place = |fault: &kernel::Error| fault.location().map(ToString::to_string).unwrap_or_default();
    list.faults.iter().map(|fault| format!("{} {}", place(fault), fault.code().as_str())).collect()
}

#[test]
fn names_each_fault_of_each_row() {
    for (rows, expected) in [
        ("a,,2022-02-31,,,,,", vec!["c.csv:2:发病 value.invalid_date"]),
        ("a,,2022-7-3,2022-7-1,,,,", vec!["c.csv:2:死亡 value.dates_out_of_order"]),
        ("a,,2022-7-3,,211,,,", vec!["c.csv:2:年龄 value.impossible_age"]),
        ("a,,2022-7-3,,-1,,,", vec!["c.csv:2:年龄 value.impossible_age"]),
        ("a,,2022-7-3,,many,,,", vec!["c.csv:2:年龄 value.invalid"]),
        ("a,,2022-7-3,,NaN,,,", vec!["c.csv:2:年龄 value.invalid"]),
        ("a,,2022-7-3,,,,大概,", vec!["c.csv:2:分类 value.invalid"]),
        ("a,,2022-7-3,,,,,14/01", vec!["c.csv:2:区域 area.invalid_code"]),
        ("a,,2022-7-3,,,a,,", vec!["c.csv:2:来源 exposure.self_link"]),
        ("a,,2022-7-3,,,b,,", vec!["c.csv:2:来源 import.unknown_link"]),
        ("a,,2022-7-3,,,,,\na,,2022-7-3,,,,,", vec!["c.csv:3:编号 import.duplicate_number"]),
        (",,2022-7-3,,,,,", vec!["c.csv:2:编号 value.missing"]),
        ("a,,,,,,,", vec!["c.csv:2:发病 value.missing"]),
        ("a,2022-7-3", vec!["c.csv:2 import.row_length"]),
        (
            "a,,2022-02-31,2022-2-30,211,x,?,",
            vec![
                "c.csv:2:发病 value.invalid_date",
                "c.csv:2:死亡 value.invalid_date",
                "c.csv:2:年龄 value.impossible_age",
                "c.csv:2:分类 value.invalid",
                "c.csv:2:来源 import.unknown_link",
            ],
        ),
    ] {
        let list = read_with(rows, &Limits::default());
        assert_eq!(faults(&list), expected, "{rows}");
        assert!(!list.rejected.is_empty());
    }
}

#[test]
fn sound_rows_stand_beside_rejected_ones() {
    let list = read_with(
        "a,王明,2022-7-3,,34,,确诊,\n\nb,,2022-7-40,,,a,,,\nc,,2022-7-5,,0.5,a,,,,\n",
        &Limits::default(),
    );
    assert_eq!(list.rows.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), ["a", "c"]);
    assert_eq!(list.rows[0].classification, Some(ListedClass::Confirmed));
    assert_eq!(list.rows[0].name.as_ref().map(|name| name.expose().as_str()), Some("王明"));
    assert_eq!(list.rows[0].area, AreaCode::new("140105000000").ok());
    assert_eq!(list.rows[1].age, Some(0));
    assert_eq!(list.rejected.len(), 1);
    assert_eq!(list.rejected[0].row, 4, "blank lines count as rows, as a spreadsheet shows them");
}

#[test]
fn a_circle_of_infection_is_told_as_a_chain() {
    let list = read_with(
        "a,,2022-7-3,,,c,,\nb,,2022-7-3,,,a,,\nc,,2022-7-3,,,b,,\nd,,2022-7-3,,,a,,",
        &Limits::default(),
    );
    assert_eq!(faults(&list), ["c.csv:2:来源 exposure.cycle"]);
    assert_eq!(list.faults[0].argument("chain"), Some("a → b → c → a"));
    assert_eq!(list.rejected.iter().map(|row| row.row).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(list.rows.len(), 1);
}

#[test]
fn what_the_caller_knows_is_checked() {
    let known = |code: &AreaCode| code.as_str() == "140105000000";
    let number = |number: &str| number == "old";
    let limits = Limits {
        today: parse_date("2022-07-10").ok(),
        area_known: Some(&known),
        number_known: Some(&number),
        ..Limits::default()
    };
    let list = read_with("a,,2022-7-11,,,,,\nb,,2022-7-1,,,old,,\nc,,2022-7-1,,,,,9999", &limits);
    assert_eq!(faults(&list), ["c.csv:2:发病 value.in_future", "c.csv:4:区域 area.unknown"]);
    assert_eq!(list.rows.len(), 1);
}

#[test]
fn a_column_that_is_not_there_is_named_at_its_place_in_the_mapping() {
    let mapping = Mapping::parse("m.toml", MAPPING).expect("sound mapping");
    let list = read_line_list("c.csv", "编号,发病\na,2022-7-1\n".as_bytes(), &mapping, &Limits::default())
        .expect("readable");
    assert_eq!(list.faults.len(), 6);
    assert_eq!(list.faults[0].code(), Code::ImportUnknownColumn);
    assert_eq!(list.faults[0].location().map(ToString::to_string).as_deref(), Some("m.toml:7:9"));
}

#[test]
fn files_that_cannot_be_read_are_refused_whole() {
    let mapping = Mapping::parse("m.toml", MAPPING).expect("sound mapping");
    let code = |bytes: &[u8], limits: &Limits<'_>| {
        read_line_list("c.csv", bytes, &mapping, limits).err().map(|error| error.code())
    };
    let (all, few) = (Limits::default(), Limits { max_rows: 1, max_bytes: 200, ..Limits::default() });
    assert_eq!(code(b"\xff\x81\n1\n", &all), Some(Code::ImportUnsupportedFormat));
    assert_eq!(code(b"", &all), Some(Code::ImportEmpty));
    assert_eq!(code("编号\n".as_bytes(), &all), Some(Code::ImportEmpty));
    assert_eq!(code("编号,发病,编号\n1,2,3\n".as_bytes(), &all), Some(Code::ImportDuplicateColumn));
    assert_eq!(
        code(format!("{HEADING}a,,2022-7-1,,,,,\nb,,2022-7-1,,,,,\n").as_bytes(), &few),
        Some(Code::ImportTooManyRows)
    );
    assert_eq!(code(&[b'a'; 201], &few), Some(Code::BodyTooLarge));
    let marked = format!("\u{feff}{HEADING}a,,2022-7-3,,,,,\r\n");
    let list = read_line_list("c.csv", marked.as_bytes(), &mapping, &all).expect("the mark is tolerated");
    assert!(list.is_sound(), "{:?}", list.faults);
}

#[test]
fn rows_keep_their_numbers_over_line_breaks_and_blank_lines() {
    for end in ["\n", "\r\n", "\r"] {
        let rows =
            "a,\"two\nlines\n\",2022-7-3,,,,,\n\n\nb,,2022-7-40,,,,,\nc,,2022-7-41,,,,,".replace('\n', end);
        let list = read_with(&rows, &Limits::default());
        assert_eq!(
            faults(&list),
            ["c.csv:5:发病 value.invalid_date", "c.csv:6:发病 value.invalid_date"],
            "{end:?}"
        );
    }
}

#[test]
fn faults_hold_no_personal_value() {
    let long = "王".repeat(300);
    let list = read_with(&format!("a,{long},2022-7-3,,211,,,"), &Limits::default());
    assert_eq!(list.faults.len(), 2);
    assert!(list.faults.iter().all(|fault| !fault.to_string().contains('王')));
}

proptest! {
    /// Whatever the bytes are, the reader answers, and every row is either sound or rejected.
    #[test]
    fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mapping = Mapping::parse("m.toml", MAPPING).expect("sound mapping");
        let _ = read_line_list("c.csv", &bytes, &mapping, &Limits::default());
        let _ = fenghuo_interop::read_divisions("d.csv", &bytes);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let _ = Mapping::parse("m.toml", text);
        }
    }

    #[test]
    fn every_row_is_sound_or_rejected(
        rows in prop::collection::vec(("[a-e]?", "[a-e]?", "2022-[0-9]{1,2}-[0-9]{1,2}|", "-?[0-9]{0,3}"), 1..12)
    ) {
        let text: String = rows.iter().map(|(number, infector, onset, age)| format!("{number},x,{onset},,{age},{infector},,\n")).collect();
        let list = read_with(&text, &Limits::default());
        prop_assert_eq!(list.rows.len() + list.rejected.len(), rows.len());
        prop_assert_eq!(list.is_sound(), list.rejected.is_empty());
        prop_assert!(list.rejected.iter().all(|row| !row.faults.is_empty()));
    }
}
