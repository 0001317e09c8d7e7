//! The shipped protocols: they load, and every worked example holds.

#[path = "support/content.rs"]
mod content;

use std::collections::BTreeSet;

use fenghuo_protocol::examples;

#[test]
fn every_shipped_example_holds() {
    let outcomes = examples::run(&content::library());
    let failed: Vec<String> =
        outcomes.iter().filter(|outcome| !outcome.ok).map(ToString::to_string).collect();
    assert!(failed.is_empty(), "{} of {} fail:\n{}", failed.len(), outcomes.len(), failed.join("\n"));
    assert!(outcomes.len() >= 60, "only {} examples", outcomes.len());
}

#[test]
fn every_example_names_its_rules_and_its_source() {
    let rules: BTreeSet<String> =
        content::files().iter().flat_map(|(_, text)| content::rule_ids(text)).collect();
    let mut names = BTreeSet::new();
    for outcome in examples::run(&content::library()) {
        let name = format!("{}:{}", outcome.file, outcome.id);
        assert!(!outcome.source.trim().is_empty(), "{name} has no source");
        assert!(!outcome.cites.is_empty(), "{name} cites no rule");
        for rule in &outcome.cites {
            assert!(rules.contains(rule), "{name} cites {rule}, which no file has");
        }
        assert!(names.insert(name.clone()), "{name} stands twice");
    }
}
