//! Both demos, to their end.

use crate::run::{at, run};
use serde_json::json;

#[test]
fn hagelloch_has_the_chains_that_were_written_down() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("demo");
    let shown = at(&data, &["--json", "demo", "--scenario", "hagelloch", "--no-serve"]).done();
    let answers: Result<Vec<serde_json::Value>, _> =
        serde_json::Deserializer::from_str(&shown.out).into_iter().collect();
    let answers = answers.expect("JSON");
    assert_eq!(answers[1]["logins"].as_array().map(Vec::len), Some(3));
    let json = &answers[0];
    assert_eq!(json["cases"], 188);
    assert_eq!(json["components"], json!([173, 9, 5, 1]));
    assert_eq!(json["generations"], json!([4, 8, 50, 102, 22, 2]));
    assert_eq!(json["unlinked"], 4);
    assert_eq!(json["largest_offspring"], json!({ "number": "45", "offspring": 30 }));
    assert_eq!(json["obligations"]["open"], 0);
    assert!(json["obligations"]["met_late"].as_i64().is_some_and(|late| late > 0));

    // The tables that follow from the journal are the same when derived again.
    let counts = || at(&data, &["--json", "obligations", "counts"]).done().out;
    let before = counts();
    at(&data, &["admin", "rebuild"]).done();
    assert_eq!(counts(), before);
    at(&data, &["admin", "verify"]).done();
}

#[test]
fn the_drill_shows_the_whole_loop() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("demo");
    let shown = at(&data, &["demo", "--no-serve"]).done().out;
    for expected in [
        "Drill data",
        "Cases: ",
        "met late ",
        "Escalated to the province: RP7",
        "Contact turned case: P-",
        "Order blocked (NM9)",
        "Add-on: order ",
        "flagged by NM5",
        "verified",
        "overdue",
        "filled",
        "Schedule of 2022-07-10",
        "central isolation",
        "home isolation",
        "Logins (post, login, password)",
    ] {
        assert!(shown.contains(expected), "{expected} is missing in\n{shown}");
    }
    let contacts = shown.lines().find(|line| line.starts_with("Contacts: ")).expect("contacts");
    assert!(!contacts.contains("healthy: 0"), "{contacts}");
    let names = ["王", "李", "张", "刘", "陈"];
    let schedule =
        shown.split("Schedule of").nth(1).and_then(|rest| rest.split("Logins").next()).expect("a schedule");
    assert!(!names.iter().any(|name| schedule.contains(name)), "nobody is named");
    at(&data, &["admin", "verify"]).done();

    // Made by a demo, it may be made anew; another installation may not.
    let live = folder.path().join("live");
    at(&live, &["admin", "init"]).done();
    let refused = at(&live, &["demo", "--no-serve"]);
    assert_eq!((refused.code, refused.err.contains("leaves it alone")), (1, true), "{}", refused.err);
    let usage = run("en", &["demo", "--scenario", "none"]);
    assert_eq!(usage.code, 2);
}
