//! Conditions: what the checker refuses and where, and what holds.

use kernel::{Code, SubjectKind};
use proptest::prelude::*;
use protocol::{
    Need, View,
    condition::{Program, Scene},
    rule::FactScope,
};
use serde_json::json;
use std::collections::BTreeSet;

use crate::{at, fact, subject};

fn needs(names: &[&str]) -> BTreeSet<Need> {
    names.iter().map(|name| name.parse().expect("known need")).collect()
}

fn compile(text: &str, kind: &str, names: &[&str]) -> Result<Program, Vec<(Code, usize)>> {
    Program::compile(text, FactScope::Kind(kind), &needs(names))
        .map_err(|faults| faults.into_iter().map(|f| (f.error.code(), f.offset)).collect())
}

#[test]
fn the_checker_refuses_with_a_code_at_a_place() {
    use Code::*;
    for (text, kind, names, code, offset) in [
        ("subject.tests.size(", "test_result", &["subject.tests"][..], ConditionSyntax, 19),
        ("patient.age > 3", "test_result", &[], ConditionUnknownName, 0),
        ("fact.sympton == 'x'", "fever_seen", &[], ConditionUnknownName, 4),
        (
            "subject.tests.exists(t, t.resultt == 'x')",
            "test_result",
            &["subject.tests"],
            ConditionUnknownName,
            25,
        ),
        ("subject.shoe == 1", "test_result", &[], ConditionUnknownName, 7),
        ("matches('a', 'b')", "test_result", &[], ConditionUnknownName, 7),
        ("subject.age > 3", "test_result", &[], ConditionUndeclaredNeed, 7),
        ("subject.age > 3.5", "test_result", &["subject.age"], ConditionWrongType, 12),
        ("subject.age", "test_result", &["subject.age"], ConditionWrongType, 7),
        ("fact.ct < 35.0", "test_result", &[], ConditionWrongType, 4),
        ("has(fact.ct) || fact.ct < 35.0", "test_result", &[], ConditionWrongType, 20),
        ("subject == subject", "test_result", &[], ConditionWrongType, 8),
        ("fact.result in [1, 2]", "test_result", &[], ConditionWrongType, 15),
        ("'发热' == '' && subject.age > 3", "test_result", &[], ConditionUndeclaredNeed, 25),
        // Offsets are bytes of the text, also after wide characters.
        ("'发热' == == 'x'", "test_result", &[], ConditionSyntax, 12),
        ("place.cases > 2", "test_result", &["place.cases(7d)", "place.cases(3d)"], ConditionWrongType, 5),
        (
            "subject.symptoms.all(now, now == '')",
            "test_result",
            &["subject.symptoms"],
            ConditionUnknownName,
            20,
        ),
    ] {
        let faults = compile(text, kind, names).expect_err(text);
        assert!(faults.iter().any(|(found, _)| *found == code), "{text}: {faults:?}");
        assert_eq!(faults[0], (code, offset), "{text}");
    }
}

#[test]
fn all_faults_of_an_expression_are_told() {
    let faults =
        compile("fact.nope == 1 && subject.age > 2 && foo", "test_result", &[]).expect_err("three faults");
    assert_eq!(faults.len(), 3, "{faults:?}");
}

#[test]
fn size_is_bounded() {
    let deep = format!("{}true{}", "(".repeat(200), ")".repeat(200));
    let wide = vec!["now > 1"; 400].join(" && ");
    let list = format!("now in [{}]", vec!["1"; 65].join(","));
    let long = format!("'{}' == ''", "x".repeat(5000));
    let loops = "subject.tests.all(a, subject.tests.all(b, subject.tests.all(c, a.day == c.day)))";
    for text in [&*deep, &wide, &list, &long, loops] {
        let faults = compile(text, "test_result", &["subject.tests"]).expect_err("too large");
        assert_eq!(faults[0].0, Code::ConditionTooLarge, "{faults:?}");
    }
}

#[test]
fn conditions_hold_as_written() {
    let fact = fact(
        "test_result",
        "t",
        subject(SubjectKind::Person, "p"),
        "2022-07-04T01:00:00Z",
        json!({"disease": "covid19", "method": "nat", "result": "positive", "ct": 34.9,
               "sampled_at": "2022-07-04T00:00:00Z", "resulted_at": "2022-07-04T01:00:00Z", "unit": "u"}),
    );
    let mut view = View::default();
    view.set(
        Need::SubjectTests,
        json!([
            {"method": "nat", "result": "negative", "ct": 36.0, "sampled_at": "2022-07-01T00:00:00Z", "day": 6},
            {"method": "nat", "result": "negative", "sampled_at": 1_656_720_000_000_000_i64, "day": 7},
        ]),
    )
    .set(Need::PlaceCases(7), json!(3))
    .set(Need::SubjectSymptoms, json!(["发热"]));
    let all = &[
        "subject.tests",
        "place.cases(7d)",
        "subject.symptoms",
        "subject.age",
        "area.zone",
        "subject.severity",
    ];
    for (text, expected) in [
        ("has(fact.ct) && fact.ct < 35.0", true),
        ("!has(fact.ct) || fact.ct >= 35.0", false),
        ("has(fact.ct) ? fact.ct < 30.0 : false", false),
        ("fact.resulted_at - fact.sampled_at == hours(1)", true),
        ("now - fact.sampled_at > days(1)", false),
        ("subject.tests.filter(t, t.day in [6, 7] && t.ct >= 35.0).size() == 2", false),
        ("subject.tests.exists_one(t, t.ct == -1.0)", true),
        ("size(subject.tests.map(t, t.day)) == 2 && subject.tests[0].day == 6", true),
        ("subject.tests[1].sampled_at - subject.tests[0].sampled_at == days(1)", true),
        ("place.cases >= 3", true),
        ("'发热' in subject.symptoms", true),
        ("subject.age == -1 && area.zone == 'routine' && subject.severity == ''", true),
        ("fact.disease.startsWith('cov') && fact.method.contains('a')", true),
        ("fact.occurred_at == now", true),
    ] {
        let program = compile(text, "test_result", all).unwrap_or_else(|f| panic!("{text}: {f:?}"));
        let scene = Scene { fact: Some(&fact), view: &view, now: at("2022-07-04T01:00:00Z") };
        assert_eq!(program.holds(&scene, "X").expect(text), expected, "{text}");
    }
}

#[test]
fn a_condition_that_fails_while_running_names_its_rule() {
    let view = View::default();
    let scene = Scene { fact: None, view: &view, now: at("2022-07-04T01:00:00Z") };
    for text in ["subject.tests[3].day == 1", "1 / subject.epi_items == 1", "hours(9223372036854775807) == 1"]
    {
        let program = compile(text, "test_result", &["subject.tests", "subject.epi_items"]).expect(text);
        let error = program.holds(&scene, "QR1").expect_err(text);
        assert_eq!((error.code(), error.argument("rule")), (Code::ConditionFailed, Some("QR1")), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever the text, the checker answers and its faults lie inside the text.
    #[test]
    fn the_checker_never_panics(text in "\\PC{0,60}") {
        if let Err(faults) = Program::compile(&text, FactScope::Kind("test_result"), &needs(&["subject.tests"])) {
            prop_assert!(faults.iter().all(|f| f.offset <= text.len() && text.is_char_boundary(f.offset)));
        }
    }

    /// The same over texts made of the language's own pieces; what compiles also runs.
    #[test]
    fn pieces_of_the_language_never_panic(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "fact", ".ct", ".result", "subject.tests", ".all(t, ", ".exists(t,", ".map(t, t.day)", "has(", "(", ")", "[", "]",
        "0", "1.5", "'a'", "&&", "||", "!", "-", "==", "<", " in ", "?", ":", "now", "hours(1)", "t.day", "true", ",", "{", "}",
        "size(", "\"", "\\", "`", "0x", "1e9999", "9999999999999999999", "null", "b'x'", "?.", "@",
    ]), 1..14)) {
        let text = pieces.concat();
        if let Ok(program) = Program::compile(&text, FactScope::Kind("test_result"), &needs(&["subject.tests"])) {
            let view = View::default();
            let _ = program.holds(&Scene { fact: None, view: &view, now: at("2022-07-04T01:00:00Z") }, "X");
        }
    }
}

#[test]
fn needs_read_as_they_print() {
    let windows = [Need::PlaceCases(7), Need::AreaCases(14)];
    for need in Need::PLAIN.iter().copied().chain(windows) {
        assert_eq!(need.to_string().parse::<Need>().expect("reads"), need);
    }
    for bad in ["place.cases", "place.cases(0d)", "place.cases(7h)", "subject", "subject.tests(7d)", ""] {
        let error = bad.parse::<Need>().expect_err(bad);
        assert_eq!(error.code(), Code::ConditionUnknownName);
        assert!(error.argument("known").is_some_and(|known| known.contains("place.cases(Nd)")));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Loading any text answers with faults that lie in it.
    #[test]
    fn loading_never_panics(text in "(schema = 1|\\[\\[regime\\]\\]|[a-z]{1,8} = |\"[^\"]{0,5}\"|\n|\\PC){0,30}") {
        if let Err(faults) = protocol::Library::load([("f.toml", text.as_str())]) {
            prop_assert!(faults.iter().all(|f| f.location().is_some_and(|at| at.line.is_some())));
        }
    }
}
