//! The kinds of fact of `domain`, the catalogue of the rule engine and the
//! words people read name the same things.

use std::collections::BTreeSet;

use domain::{Fact, FactBody};
use protocol::catalogue::{FACT_KINDS, Field, Type};
use serde_json::{Map, Value, json};

/// Fields that no rule may see: commitments, and texts in two languages.
const HIDDEN: [(&str, &str); 11] = [
    ("person_registered", "commitments"),
    ("address_recorded", "commitments"),
    ("order_issued", "reason"),
    ("order_amended", "reason"),
    ("area_changed", "decision"),
    ("meeting_held", "invited"),
    ("meeting_held", "attended"),
    ("report_sent", "figures"),
    ("bulletin_drafted", "figures"),
    ("bulletin_drafted", "title"),
    ("bulletin_drafted", "text"),
];

fn sample(kind: &str, field: &Field) -> Value {
    match (kind, field.name, field.ty) {
        (
            _,
            "unit" | "from_unit" | "post" | "holder" | "lender" | "notice" | "by" | "directive" | "issuer"
            | "accountable" | "executor" | "substitute" | "corrects" | "lead",
            Type::Text,
        ) => json!("0189d2b4-7c00-7000-8000-000000000001"),
        (_, "risk", _) => json!("very_high"),
        ("situation_assessed", "confidence", _) => json!("low"),
        (_, "party", _) => json!("territory"),
        (_, "classification", _) | ("case_classified", "from", _) => json!("confirmed"),
        (_, "class", _) | ("contact_reclassified", "from", _) => json!("close"),
        (_, "method", _) => json!("nat"),
        ("test_result", "result", _) => json!("positive"),
        ("investigation_done", "stage", _) => json!("core_info"),
        ("zone_set", "level", _) => json!("low"),
        ("area_changed", "rights", _) => json!("end"),
        (_, _, Type::Bool) => json!(true),
        (_, _, Type::Int) => json!(1),
        (_, _, Type::Double) => json!(36.5),
        (_, _, Type::Text) => json!("x"),
        (_, _, Type::Instant) => json!("2022-07-01T00:00:00Z"),
        (_, _, Type::Date) => json!("2022-07-01"),
        (_, _, Type::Strings) => json!(["x"]),
        (_, _, Type::Items) => json!([{
            "occurrence": "t1", "from": "2022-07-01T00:00:00Z", "due": "2022-07-02T00:00:00Z", "day": 1, "on": "2022-07-01"
        }]),
        (kind, name, ty) => panic!("{kind}.{name}: no sample of {ty:?}"),
    }
}

#[test]
fn every_kind_and_field_of_the_catalogue_is_one_of_the_domain() {
    for kind in FACT_KINDS {
        let mut fields: Map<String, Value> =
            kind.fields.iter().map(|f| (f.name.to_owned(), sample(kind.name, f))).collect();
        for (_, hidden) in HIDDEN.iter().filter(|(of, _)| *of == kind.name) {
            let value = match *hidden {
                "reason" | "title" | "text" => json!({ "zh": "因", "en": "why" }),
                "decision" => json!({ "abolished": { "area": "14" } }),
                "invited" | "attended" => json!([]),
                _ => json!({}),
            };
            fields.insert((*hidden).to_owned(), value);
        }
        let mut whole = fields.clone();
        whole.insert("kind".to_owned(), json!(kind.name));
        let bytes = serde_json::to_vec(&whole).expect("written");
        let body: FactBody = Fact::body_from_bytes(&bytes)
            .unwrap_or_else(|e| panic!("{} lacks a field of the domain: {:?}", kind.name, e.detail()));
        assert_eq!(body.kind(), kind.name);
        assert_eq!(serde_json::to_value(&body).expect("written"), Value::Object(whole), "{}", kind.name);
        // What the catalogue calls optional may be absent, the rest may not.
        for field in kind.fields {
            let mut without = fields.clone();
            without.insert("kind".to_owned(), json!(kind.name));
            without.remove(field.name);
            let bytes = serde_json::to_vec(&without).expect("written");
            let absent = Fact::body_from_bytes(&bytes).is_ok();
            assert_eq!(absent, field.optional, "{}.{}", kind.name, field.name);
        }
    }
}

/// Every kind that the domain knows, as its own reader lists them.
fn domain_kinds() -> BTreeSet<String> {
    let error = Fact::body_from_bytes(br#"{"kind":"no_such_kind"}"#).expect_err("unknown");
    let told = error.detail().unwrap_or_default().to_owned();
    told.split('`').skip(1).step_by(2).map(str::to_owned).filter(|name| name != "no_such_kind").collect()
}

#[test]
fn every_kind_of_the_domain_is_in_the_catalogue_and_has_a_word() {
    let kinds = domain_kinds();
    assert!(kinds.len() > 40, "{kinds:?}");
    let known: BTreeSet<String> = FACT_KINDS.iter().map(|kind| kind.name.to_owned()).collect();
    assert_eq!(kinds, known);
    for kind in &kinds {
        let words =
            [text::Language::ZhCn, text::Language::En].map(|language| text::word(language, "fact", kind));
        assert!(!words.contains(kind), "{kind} has no word");
        assert_ne!(words[0], words[1], "{kind} has the same word in both languages");
    }
}
