//! What is refused at load, with file, line and column.

use kernel::{Code, Error};
use protocol::Library;

use crate::{EDITION, GENERAL};

fn faults(edition: &str) -> Vec<Error> {
    match Library::load([("any/base.toml", GENERAL), ("covid19/9th.toml", edition)]) {
        Ok(_) => panic!("must be refused"),
        Err(faults) => faults,
    }
}

/// Line and column of the nth byte.
fn place(text: &str, byte: usize) -> (u64, u64) {
    let before = &text[..byte];
    let line = before.matches('\n').count() as u64 + 1;
    (line, before.rsplit('\n').next().map_or(0, |l| l.chars().count()) as u64 + 1)
}

#[test]
fn one_fault_is_told_with_its_place() {
    use Code::*;
    let inside_tests = "t.method == 'nat'";
    for (old, new, code, mark) in [
        ("min_cases = 2", "min_case = 2", ProtocolUnknownField, "min_case "),
        ("window_days = 7", "", ProtocolUnreadable, "[[cluster]]"),
        ("window_days = 7", "window_days = \"x\"", ProtocolUnreadable, "\"x\""),
        ("form = \"H7@1,4,7\"", "form = \"H7@9\"", ProtocolInvalidRegime, "\"H7@9\""),
        ("for = [\"secondary\"]", "for = [\"secondry\"]", ProtocolUnknownReference, "\"secondry\""),
        ("key = \"sc_9\"", "key = \"cc_9\"", ProtocolDuplicateRule, "\"cc_9\"\nfor = [\"sec"),
        ("id = \"CA1\"", "id = \"CA2\"", ProtocolDuplicateRule, "\"CA2\"\ntitle = { zh = \"疑似\""),
        ("on = \"order_issued\"", "on = \"order_isued\"", ProtocolUnknownReference, "\"order_isued\""),
        ("on = \"order_issued\"", "on = \"order_amended\"", ProtocolUnknownReference, "\"order_amended\""),
        ("subject = \"order\"", "subject = \"visit\"", ProtocolUnknownReference, "\"visit\""),
        ("role = \"community\"", "role = \"comunity\"", ProtocolUnknownReference, "\"comunity\""),
        ("each = \"tests\"", "each = \"form\"", ProtocolUnknownReference, "\"form\""),
        ("each = \"tests\"", "each = \"tests\"\ndue = \"2h\"", InvalidValue, "[[obligation]]"),
        ("each = \"tests\"", "", InvalidValue, "[[obligation]]"),
        ("each = \"tests\"", "each = \"tests\"\ndue = \"2x\"", ProtocolUnreadable, "\"2x\""),
        ("at_field = \"sampled_at\"", "at_field = \"method\"", ProtocolUnknownReference, "\"method\""),
        (
            "fact = \"sample_taken\", at_field = \"sampled_at\"",
            "fact = \"case_reported\"",
            ProtocolUnknownReference,
            "\"case_reported\"",
        ),
        (
            "voided_by = [{ fact = \"order_lifted\" }]",
            "voided_by = [{ fact = \"order_lifted\", within_window = true }]",
            InvalidValue,
            "true",
        ),
        (
            "escalate = [{ after = \"1h\", level = \"county\", role = \"command_office\" }]",
            "escalate = []",
            ProtocolIncompleteRule,
            "[]",
        ),
        (
            "closed_by = [{ fact = \"sample_taken\", at_field = \"sampled_at\" }]",
            "closed_by = []",
            ProtocolIncompleteRule,
            "[]",
        ),
        ("requirement = \"F07\"", "requirement = \"\"", ProtocolIncompleteRule, "\"\""),
        ("2022-11-10", "2022-01-10", DatesOutOfOrder, "\"2022-01-10\""),
        ("schema = 1", "schema = 2", InvalidValue, "2\ndisease"),
        ("until = \"2022-11-10\"", "inherits = \"9th\"", ProtocolLoop, "\"9th\"\n\n[[regime]]"),
        ("until = \"2022-11-10\"", "inherits = \"8th\"", ProtocolUnknownReference, "\"8th\""),
        ("until = \"2022-11-10\"", "area = \"14/\"", ProtocolUnreadable, "\"14/\""),
        (inside_tests, "t.metod == 'nat'", ConditionUnknownName, ".metod"),
        (
            "needs = [\"subject.epi_items\", \"subject.clinical_items\"]",
            "needs = [\"subject.epi_item\", \"subject.clinical_items\"]",
            ConditionUnknownName,
            "\"subject.epi_item\",",
        ),
    ] {
        let text = EDITION.replacen(old, new, 1);
        assert_ne!(text, EDITION, "{old}");
        let found = faults(&text);
        let at = found[0].location().expect("located");
        assert_eq!(found[0].code(), code, "{new}: {found:?}");
        assert_eq!(at.source.as_deref(), Some("covid19/9th.toml"), "{new}");
        // Faults of a whole rule stand at its heading; the others at the value.
        let byte = if mark.starts_with("[[") { text.rfind(mark) } else { text.find(mark) }.expect(mark);
        assert_eq!(
            (at.line, at.column),
            (Some(place(&text, byte).0), Some(place(&text, byte).1)),
            "{new}: {found:?}"
        );
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let text =
        EDITION.replace("min_cases = 2", "min_case = 2").replace("form = \"H7@1,4,7\"", "frm = \"H7@1,4,7\"");
    let other = GENERAL
        .replace("subject = \"case\"", "subject = \"place\"")
        .replace("role = \"cdc\", level", "role = \"cd\", level");
    let Err(found) = Library::load([("a.toml", &*text), ("b.toml", &*other)]) else { panic!("refused") };
    let codes: Vec<_> = found.iter().map(Error::code).collect();
    assert_eq!(codes.iter().filter(|c| **c == Code::ProtocolUnknownField).count(), 2, "{found:?}");
    assert_eq!(codes.iter().filter(|c| **c == Code::ProtocolUnknownReference).count(), 4, "{found:?}");
}

#[test]
fn faults_inside_multi_line_expressions_point_at_the_line() {
    let text = EDITION.replace(
        "when = \"subject.epi_items >= 1 && subject.clinical_items >= 2\"",
        "when = \"\"\"\nsubject.epi_items >= 1\n  && subject.clinical_item >= 2\"\"\"",
    );
    let found = faults(&text);
    let at = found[0].location().expect("located");
    let byte = text.find(".clinical_item >= 2\"\"\"").expect("there");
    assert_eq!((at.line, at.column), (Some(place(&text, byte).0), Some(place(&text, byte).1)));
}

#[test]
fn a_zone_that_steps_in_a_circle_is_refused_and_one_that_stays_is_not() {
    let zone = |level: &str, becomes: &str| {
        format!(
            "[[zone]]\nid = \"Z-{level}\"\ntitle = {{ zh = \"区\", en = \"Zone\" }}\n\
             cites = {{ requirement = \"K03\", source = \"st9\", confidence = \"A\" }}\n\
             level = \"{level}\"\nunit = \"estate\"\nquiet_days = 7\nbecomes = \"{becomes}\"\n"
        )
    };
    let sound = format!("{EDITION}{}{}{}", zone("high", "medium"), zone("medium", "low"), zone("low", "low"));
    assert!(Library::load([("any/base.toml", GENERAL), ("covid19/9th.toml", &sound)]).is_ok());
    let found = faults(&format!("{EDITION}{}{}", zone("high", "medium"), zone("medium", "high")));
    assert_eq!(found[0].code(), Code::ProtocolLoop);
    assert_eq!(found[0].argument("path"), Some("high → medium → high"));
}

#[test]
fn broken_toml_is_told_with_line_and_column() {
    let found = faults("schema = 1\ndisease = \n");
    assert_eq!(found[0].code(), Code::ProtocolUnreadable);
    assert_eq!(found[0].location().and_then(|at| at.line), Some(2));
}
