//! QR26 to QR28: a short form is read by place and edition, or not at all.

use fenghuo_protocol::{Library, regime::Regime};
use kernel::{AreaCode, AreaPath, Code};

fn edition(key: &str, (from, until): (&str, &str), regime: &str, form: &str, short: &str) -> String {
    format!(
        r#"
schema = 1
disease = "covid19"
edition = "{key}"
title = {{ zh = "{key}", en = "{key}" }}
from = "{from}"
until = "{until}"

[[regime]]
id = "QR-{regime}"
title = {{ zh = "密接", en = "close contact" }}
cites = {{ requirement = "H05", source = "st9", confidence = "A" }}
key = "{regime}"
for = ["close"]
form = "{form}"
anchor = "last_exposure"
day_one = "next_day"

[[notation]]
id = "QR28-{regime}"
title = {{ zh = "集中加居家", en = "central and home" }}
cites = {{ requirement = "H05", source = "st9", confidence = "A" }}
text = "{short}"
regime = "{regime}"
"#
    )
}

const SHANXI: &str = r#"
schema = 1
disease = "covid19"
edition = "8th"
title = { zh = "山西", en = "Shanxi" }
from = "2021-08-04"
area = "140000000000"
overlay = { authority = { zh = "山西省", en = "Shanxi" }, reason = { zh = "省内规定", en = "provincial rule" }, approved = true }

[[regime]]
id = "QR27"
title = { zh = "十四天两检", en = "fourteen days, two tests" }
cites = { requirement = "H05", source = "sx2020", confidence = "B", basis = { zh = "会议", en = "meeting" } }
key = "sx_14_2"
for = ["high_zone_stay"]
form = "C14 Tn=2"
anchor = "arrival"
day_one = "next_day"

[[notation]]
id = "QR27-14-2"
title = { zh = "14天医学观察、2次检测", en = "14 days of observation, 2 tests" }
cites = { requirement = "H05", source = "sx2020", confidence = "B", basis = { zh = "会议", en = "meeting" } }
text = "14+2"
regime = "sx_14_2"
"#;

fn library() -> Library {
    let eighth = edition("8th", ("2021-05-14", "2022-06-27"), "cc_8", "C14@1,4,7,14 M7", "14+7");
    let ninth = edition("9th", ("2022-06-28", "2022-11-10"), "cc_9", "C7@1,2,3,5,7 M3@3", "7+3");
    // The same shape with another meaning.
    let drill = edition("drill", ("2023-06-01", "2023-06-30"), "cc_d", "H7@1,7 M3", "7+3");
    let files = [("8th", &*eighth), ("9th", &*ninth), ("drill", &*drill), ("shanxi", SHANXI)];
    Library::load(files).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn path(codes: &[&str]) -> AreaPath {
    let codes: Vec<AreaCode> = codes.iter().map(|code| AreaCode::new(*code).expect("code")).collect();
    codes[1..].iter().fold(AreaPath::root(&codes[0]), |path, code| path.child(code))
}

/// The form read, or the code of the refusal.
fn read(text: &str, area: Option<&[&str]>, edition: Option<&str>) -> Result<String, Code> {
    let area = area.map(path);
    let read = library().read_notation(text, "covid19", area.as_ref(), edition);
    let (protocol, key) = read.map_err(|error| error.code())?;
    Ok(protocol.regime(&key).expect("its own regime").form.clone())
}

#[test]
fn h05_place_and_edition_decide() {
    let taiyuan: &[&str] = &["CN", "140000000000", "140100000000"];
    let (shanghai, china): (&[&str], &[&str]) = (&["CN", "310000000000"], &["CN"]);
    for (text, area, edition, expected) in [
        ("14+2", Some(taiyuan), None, Ok("C14 Tn=2")),
        ("１４ ＋ ２", Some(taiyuan), Some("8th"), Ok("C14 Tn=2")),
        ("14+7", None, Some("8th"), Ok("C14@1,4,7,14 M7")),
        ("14+7", Some(china), None, Ok("C14@1,4,7,14 M7")),
        ("7+3", Some(china), Some("9th"), Ok("C7@1,2,3,5,7 M3@3")),
        // Two editions disagree, and nothing tells them apart.
        ("7+3", Some(china), None, Err(Code::ProtocolAmbiguousNotation)),
        ("14+7", None, None, Err(Code::ProtocolAmbiguousNotation)),
        ("14+2", None, None, Err(Code::ProtocolAmbiguousNotation)),
        ("14+2", Some(shanghai), None, Err(Code::ProtocolUnknownReference)),
        ("14+2", None, Some("9th"), Err(Code::ProtocolUnknownReference)),
        ("14+2", None, Some("12th"), Err(Code::ProtocolUnknownReference)),
    ] {
        assert_eq!(read(text, area, edition), expected.map(str::to_owned), "{text} {area:?} {edition:?}");
    }
    assert_eq!(Regime::parse("C14 Tn=2").map(|regime| (regime.days(), regime.test_count())), Ok((14, 2)));
}

#[test]
fn h05_the_question_names_the_meanings() {
    let error = library().read_notation("7+3", "covid19", None, None).expect_err("ambiguous");
    let question = error.argument("question").unwrap_or_default();
    assert!(question.contains("9th") && question.contains("drill"), "{question}");
    assert_eq!(error.argument("value"), Some("7+3"));
}
