//! The runner of worked examples: it says what differs, and refuses what it
//! cannot read.

use fenghuo_protocol::{
    Library,
    examples::{self, Outcome},
};
use kernel::Code;

const RULES: &str = r#"
schema = 1
disease = "measles"
edition = "test"
title = { zh = "测试", en = "test" }
from = "2022-01-01"

[[regime]]
id = "R1"
title = { zh = "观察", en = "observation" }
cites = { requirement = "H05", source = "mea", confidence = "A" }
key = "obs"
for = ["close"]
form = "H7@1,7"
anchor = "last_exposure"
day_one = "next_day"
checks_per_day = 1
release = { when = "order.tests.exists(t, t.day == 7 && t.result == 'negative')", needs = ["order.tests"] }

[[parameter]]
id = "P1"
title = { zh = "潜伏期", en = "incubation" }
cites = { requirement = "F05", source = "mea", confidence = "A" }
name = "incubation_days"
min = 7
max = 21

[[obligation]]
id = "O1"
title = { zh = "上报", en = "report" }
cites = { requirement = "D02", source = "mea", confidence = "A" }
on = "fever_seen"
subject = "visit"
holder = { unit_field = "unit", role = "sentinel" }
duty = { zh = "上报", en = "report" }
due = "2h"
closed_by = [{ fact = "fever_reported" }]
escalate = [{ after = "0m", level = "county", role = "cdc" }, { after = "1h", level = "prefecture", role = "cdc" }]

[[obligation]]
id = "O2"
title = { zh = "检测", en = "tests" }
cites = { requirement = "H05", source = "mea", confidence = "A" }
on = "order_issued"
subject = "order"
holder = { role = "community" }
duty = { zh = "检测", en = "test" }
each = "tests"
closed_by = [{ fact = "test_result", at_field = "sampled_at" }]
escalate = [{ after = "6h", level = "county", role = "cdc" }]
"#;

/// Runs one example (everything after its common head).
fn run(kind: &str, body: &str) -> Outcome {
    let example = format!(
        "{RULES}\n[[example]]\nid = \"e1\"\ntitle = \"one\"\ncites = [\"R1\"]\nsource = \"mea\"\nkind = \"{kind}\"\n{body}"
    );
    let library = Library::load([("measles/test.toml", &*example)]).unwrap_or_else(|f| panic!("{f:?}"));
    examples::run(&library).pop().expect("one example")
}

#[track_caller]
fn holds(kind: &str, body: &str) {
    let outcome = run(kind, body);
    assert!(outcome.ok, "{outcome}");
}

#[track_caller]
fn fails(kind: &str, body: &str, expected: &str, got: &str) {
    let outcome = run(kind, body);
    let error = outcome.error().expect("it must fail");
    assert_eq!(error.code(), Code::ProtocolExampleFailed);
    let shown = (error.argument("expected").unwrap_or_default(), error.argument("got").unwrap_or_default());
    assert!(shown.0.contains(expected) && shown.1.contains(got), "{shown:?}");
    let place = error.location().expect("located").to_string();
    assert_eq!(place, "measles/test.toml:e1");
}

const REGIME: &str = "given = { regime = \"obs\", anchor = \"2022-07-01\" }\n";

#[test]
fn tells_only_what_differs() {
    let right = "expect = { tests = [\"2022-07-02\", \"2022-07-08\"], phases = [\"H 2022-07-02..2022-07-08\"], ends = \"2022-07-08\", checks = 7, days = 7, windows = [\"t1 2022-07-02..2022-07-02\", \"t7 2022-07-08..2022-07-08\"] }";
    holds("regime", &format!("{REGIME}{right}"));
    fails(
        "regime",
        &format!("{REGIME}{}", right.replace("checks = 7", "checks = 8")),
        "checks=8",
        "checks=7",
    );
    let outcome = run("regime", &format!("{REGIME}{}", right.replace("checks = 7", "checks = 8")));
    assert_eq!((outcome.expected.as_str(), outcome.got.as_str()), ("checks=8", "checks=7"));
}

#[test]
fn refuses_what_it_cannot_read() {
    for (kind, body, reason) in [
        ("regime", "given = { regime = \"obs\", anchr = \"2022-07-01\" }\nexpect = { days = 7 }", "anchr"),
        ("regime", "given = { regime = \"none\", anchor = \"2022-07-01\" }\nexpect = { days = 7 }", "none"),
        ("regime", &format!("{REGIME}expect = {{ dayz = 7 }}"), "dayz"),
        ("regime", &format!("{REGIME}expect = {{}}"), "expects nothing"),
        ("weather", "given = {}\nexpect = {}", "weather"),
        (
            "clock",
            "given = { now = \"2022-07-01T00:00:00Z\", facts = [{ fact = \"sneeze\", at = \"2022-07-01T00:00:00Z\" }] }\nexpect = { only = true }",
            "sneeze",
        ),
        (
            "clock",
            "given = { now = \"2022-07-01T00:00:00Z\", facts = [{ fact = \"fever_seen\", at = \"2022-07-01T00:00:00Z\", colour = \"red\" }] }\nexpect = { only = true }",
            "colour",
        ),
    ] {
        fails(kind, body, "", reason);
    }
}

#[test]
fn d02_the_clock_runs_to_the_second() {
    let facts = |reported: &str| {
        format!(
            "[example.given]\nnow = \"2022-07-01T12:30:00+08:00\"\nfacts = [\n{{ fact = \"fever_seen\", at = \"2022-07-01T09:00:00+08:00\" }},\n{reported}\n]\n[example.expect]\n"
        )
    };
    let report = |at: &str| format!("{{ fact = \"fever_reported\", at = \"2022-07-01T{at}+08:00\" }},");
    let expect = |state: &str| {
        format!(
            "only = true\nobligations = [{{ rule = \"O1\", state = \"{state}\", due = \"2022-07-01T11:00:00+08:00\", role = \"sentinel\" }}]\n"
        )
    };
    holds("clock", &(facts(&report("11:00:00")) + &expect("met") + "escalations = []"));
    holds("clock", &(facts(&report("11:00:01")) + &expect("met_late")));
    fails("clock", &(facts(&report("11:00:01")) + &expect("met")), "O1 met ", "O1 met_late");
    let climbs = "escalations = [{ rule = \"O1\", at = \"2022-07-01T11:00:00+08:00\", level = \"county\", role = \"cdc\" }, { rule = \"O1\", at = \"2022-07-01T12:00:00+08:00\", level = \"prefecture\", role = \"cdc\" }]";
    holds("clock", &(facts("") + &expect("overdue") + climbs));
    // A report about another visit closes nothing.
    let other =
        "{ fact = \"fever_reported\", at = \"2022-07-01T10:00:00+08:00\", subject = \"other\", refs = {} },";
    holds("clock", &(facts(other) + &expect("overdue")));
    // A withdrawn cause makes it void.
    let withdrawn = "{ fact = \"withdrawn\", at = \"2022-07-01T10:00:00+08:00\", subject = \"fact:1\" },";
    holds("clock", &(facts(withdrawn) + &expect("void")));
    fails("clock", &(facts("") + "none = [\"O1\"]"), "no O1", "O1 overdue");
}

#[test]
fn h05_an_order_is_planned_from_its_regime() {
    holds(
        "clock",
        r#"[example.given]
now = "2022-07-03T12:00:00+08:00"
facts = [
  { fact = "order_issued", at = "2022-07-01T20:00:00+08:00", regime = "obs", anchor = "2022-07-01" },
  { fact = "test_result", at = "2022-07-02T20:00:00+08:00", method = "nat", result = "negative", sampled_at = "2022-07-02T10:00:00+08:00" },
]
[example.expect]
only = true
obligations = [
  { rule = "O2", occurrence = "t1", state = "met", due = "2022-07-03T00:00:00+08:00" },
  { rule = "O2", occurrence = "t7", state = "open", due = "2022-07-09T00:00:00+08:00" },
]"#,
    );
}

#[test]
fn h05_release_asks_day_and_condition() {
    let given = |day: u32, result: &str| {
        format!(
            "given = {{ regime = \"obs\", tests = [{{ day = 7, result = \"{result}\" }}], on_day = {day} }}\n"
        )
    };
    holds("release", &(given(7, "negative") + "expect = { release = true, becomes = \"none\" }"));
    holds("release", &(given(6, "negative") + "expect = { release = false }"));
    holds("release", &(given(7, "positive") + "expect = { release = false }"));
    fails(
        "release",
        &(given(7, "positive") + "expect = { release = true }"),
        "release=true",
        "release=false",
    );
}

#[test]
fn named_numbers_are_compared_whole() {
    holds("parameter", "given = { name = \"incubation_days\" }\nexpect = { min = 7.0, max = 21.0 }");
    fails(
        "parameter",
        "given = { name = \"incubation_days\" }\nexpect = { min = 7.0, max = 14.0 }",
        "max=14",
        "max=21",
    );
}
