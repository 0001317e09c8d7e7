//! The rule book needs no installation.

use crate::run::run;
use std::fs;

#[test]
fn the_shipped_rule_book_holds() {
    let said = run("en", &["--json", "protocol", "check"]).done().json();
    assert_eq!(said["failed"], 0);
    assert!(said["examples"].as_u64().is_some_and(|examples| examples >= 60), "{}", said["examples"]);
}

#[test]
fn a_bad_file_is_refused_where_it_is_bad() {
    let folder = testkit::temp_folder();
    let file = folder.path().join("bad.toml");
    let text = "schema = 1\ndisease = \"covid19\"\nedition = \"bad\"\ntitle = { zh = \"坏\", en = \"Bad\" }\nfrom = \"2022-01-01\"\nfronm = \"2022-01-01\"\n";
    fs::write(&file, text).expect("written");
    let path = file.display().to_string();
    for (language, expected) in [("en", "line 6"), ("zh-CN", "第 6 行")] {
        let said = run(language, &["protocol", "check", &path]);
        assert_eq!(said.code, 1);
        assert!(
            said.err.contains(expected) && said.err.contains("bad.toml") && said.err.contains("fronm"),
            "{}",
            said.err
        );
    }
}

#[test]
fn editions_are_listed_shown_and_compared() {
    let list = run("en", &["protocol", "list"]).done().out;
    assert!(list.contains("9th") && list.contains("1861-drill"), "{list}");
    let shown = run("zh-CN", &["protocol", "show", "covid19", "9th", "--area", "140105000000"]).done().out;
    assert!(shown.contains("QR6") && shown.contains("管理措施"), "{shown}");
    let diff = run("en", &["protocol", "diff", "covid19", "9th", "8th"]).done().out;
    assert!(diff.contains("▲ stricter"), "{diff}");
    assert_eq!(run("en", &["protocol", "show", "covid19", "none"]).code, 1);
}

#[test]
fn h05_a_short_form_without_a_place_is_a_question() {
    let asked = run("en", &["protocol", "read-notation", "14+2"]);
    assert_eq!((asked.code, asked.err.contains("several meanings")), (1, true), "{}", asked.err);
    let read = ["--json", "protocol", "read-notation", "14+2", "--area", "140105000000", "--edition", "8th"];
    let read = run("en", &read).done().json();
    assert_eq!((read["regime"].as_str(), read["days"].as_u64()), (Some("sx_14_2"), Some(14)));
}

#[test]
fn what_would_follow_is_told_from_a_file() {
    let folder = testkit::temp_folder();
    let file = folder.path().join("stated.toml");
    let path = file.display().to_string();
    let stated = "disease = \"covid19\"\narea = \"140105000000\"\n\
        [[facts]]\nfact = \"test_result\"\nat = \"2022-07-01T18:00:00+08:00\"\nresult = \"positive\"\n\
        [[exposures]]\nkind = \"household\"\nstarted_at = \"2022-07-01T07:30:00+08:00\"\n\
        ended_at = \"2022-07-01T08:30:00+08:00\"\n";
    fs::write(&file, stated).expect("written");
    let told = run("en", &["--json", "protocol", "try", &path]).done().json();
    assert_eq!((&told["edition"], &told["contacts"][0]["class"]), (&"9th".into(), &"close".into()));
    let said = run("zh-CN", &["protocol", "try", &path]).done().out;
    assert!(said.contains("IN1-CORE") && said.contains("密切接触者"), "{said}");
    fs::write(&file, stated.replace("positive", "maybe")).expect("written");
    for (language, expected) in [("en", "result"), ("zh-CN", "结果")] {
        let refused = run(language, &["protocol", "try", &path]);
        assert_eq!(refused.code, 1);
        assert!(
            refused.err.contains("stated.toml") && refused.err.contains("facts[0].result"),
            "{}",
            refused.err
        );
        assert!(refused.err.contains(expected) && refused.err.contains("maybe"), "{}", refused.err);
    }
    fs::write(&file, stated.replace("area =", "arena =")).expect("written");
    let refused = run("en", &["protocol", "try", &path]);
    assert!(refused.err.contains("line 2"), "{}", refused.err);
}

#[test]
fn the_interface_describes_itself() {
    let document = run("en", &["openapi"]).done().json();
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
}
