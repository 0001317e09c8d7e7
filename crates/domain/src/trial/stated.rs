//! Stated facts, read by the catalogue of the rule engine into bodies of facts.

use kernel::{Code, Error, Result, Timestamp, UnitId};
use protocol::catalogue::{self, Field, Type};
use serde_json::{Value, json};

use super::{Stated, Trial, place};
use crate::FactBody;
use crate::clinical::SEVERITIES;

/// What can be stated: what happens to a person, but nothing that the rules make of it.
pub const STATED: [&str; 14] = [
    "fever_seen",
    "fever_reported",
    "visit_disposed",
    "sample_taken",
    "test_result",
    "case_assessed",
    "severity_assessed",
    "case_reported",
    "card_revised",
    "investigation_done",
    "treatment_planned",
    "case_isolated",
    "case_admitted",
    "case_ended",
];

/// Fields that a trial fills itself: there is one disease in it, and one unit.
const OWN: [&str; 2] = ["disease", "unit"];
/// Longest text, in characters.
const MOST_TEXT: usize = 500;
/// Most texts of a list, and the longest of them.
const MOST_TEXTS: (usize, usize) = (30, 60);

/// The body of a stated fact. What it does not say is neutral; a sample and a
/// result are of the moment at which they are stated.
///
/// # Errors
/// `value.*`, each with its place.
pub(super) fn body(trial: &Trial, index: usize, stated: &Stated, unit: UnitId) -> Result<FactBody> {
    let refuse = |error: Error, field: &str| error.at(place(format!("facts[{index}].{field}")));
    let invalid = |field: &str, value: &dyn ToString, expected: String| {
        let value: String = value.to_string().chars().take(60).collect();
        let error = Error::new(Code::InvalidValue).arg("field", field).arg("value", value);
        refuse(error.arg("expected", expected), field)
    };
    let kind = catalogue::fact_kind(&stated.kind)
        .filter(|kind| STATED.contains(&kind.name))
        .ok_or_else(|| invalid("fact", &stated.kind, STATED.join(", ")))?;
    let open = |field: &&Field| !OWN.contains(&field.name);
    let mut whole = serde_json::Map::new();
    for (name, value) in stated.fields.iter().filter(|(_, value)| !value.is_null()) {
        let Some(field) = kind.fields.iter().filter(open).find(|field| field.name == name) else {
            let known: Vec<&str> = kind.fields.iter().filter(open).map(|field| field.name).collect();
            let error = Error::new(Code::InvalidValue).arg("field", "fields").arg("value", name);
            return Err(refuse(error.arg("expected", known.join(", ")), name));
        };
        sound(field, value).map_err(|fault| match fault {
            Fault::Error(error) => refuse(error.arg("field", name), name),
            Fault::Expected(expected) => invalid(name, value, expected),
        })?;
        whole.insert(name.clone(), value.clone());
    }
    let on = trial.zone.date_of(stated.at);
    for field in kind.fields {
        let neutral = match field.name {
            "disease" => json!(trial.disease),
            "unit" => json!(unit),
            _ if field.optional => continue,
            _ => match closed(field.name) {
                Some(known) if !whole.contains_key(field.name) => {
                    let error = Error::new(Code::MissingField).arg("field", field.name);
                    // A method is rarely said, and nearly always this one.
                    if field.name != "method" {
                        return Err(refuse(error, field.name));
                    }
                    json!(known[0])
                }
                _ => field.neutral(stated.at, on),
            },
        };
        whole.entry(field.name).or_insert(neutral);
    }
    whole.insert("kind".to_owned(), json!(kind.name));
    // What the catalogue admits is a body of the domain; a test holds the two together.
    serde_json::from_value(Value::Object(whole)).map_err(|error| Error::new(Code::Internal).caused_by(error))
}

/// Why a value cannot stand in a field.
enum Fault {
    Error(Error),
    Expected(String),
}

/// The words that a field may hold, where its list is closed.
fn closed(field: &str) -> Option<&'static [&'static str]> {
    Some(match field {
        "method" => &["nat", "antigen", "culture", "serology"],
        "result" => &["positive", "negative", "invalid"],
        "stage" => &["on_site", "core_info", "preliminary_report", "full_report"],
        "severity" => &SEVERITIES,
        "disposition" => &["held", "handed_over", "discharged"],
        "outcome" => &["recovered", "died", "discarded"],
        _ => return None,
    })
}

/// Least and greatest of a number.
fn range(field: &str) -> (f64, f64) {
    match field {
        "epi_items" => (0.0, 4.0),
        "clinical_items" => (0.0, 3.0),
        "temperature_c" => (30.0, 45.0),
        "ct" => (5.0, 50.0),
        _ => (f64::MIN, f64::MAX),
    }
}

fn sound(field: &Field, value: &Value) -> std::result::Result<(), Fault> {
    let expected = |text: &str| Err(Fault::Expected(text.to_owned()));
    match (field.ty, value) {
        (Type::Bool, Value::Bool(_)) => Ok(()),
        (Type::Bool, _) => expected("true, false"),
        (Type::Int, Value::Number(number)) if number.as_i64().is_none() => expected("1"),
        (Type::Int | Type::Double, Value::Number(number)) => {
            let (min, max) = range(field.name);
            let value = number.as_f64().unwrap_or(f64::NAN);
            if (min..=max).contains(&value) {
                return Ok(());
            }
            let error = Error::new(Code::OutOfRange).arg("value", number).arg("min", min);
            Err(Fault::Error(error.arg("max", max)))
        }
        (Type::Int, _) => expected("1"),
        (Type::Double, _) => expected("36.5"),
        (Type::Text, Value::String(text)) => match closed(field.name) {
            Some(known) if !known.contains(&text.as_str()) => Err(Fault::Expected(known.join(", "))),
            Some(_) => Ok(()),
            None => within(text, MOST_TEXT),
        },
        (Type::Text, _) => expected("“…”"),
        (Type::Instant, Value::String(text)) => text.parse::<Timestamp>().map(drop).map_err(Fault::Error),
        (Type::Instant, _) => expected("2022-07-01T09:00:00+08:00"),
        (Type::Date, Value::String(text)) => kernel::parse_date(text).map(drop).map_err(Fault::Error),
        (Type::Date, _) => expected("2022-07-01"),
        (Type::Strings, Value::Array(texts)) => {
            let (most, longest) = MOST_TEXTS;
            if texts.len() > most {
                return Err(Fault::Error(
                    Error::new(Code::TooLong).arg("length", texts.len()).arg("max", most),
                ));
            }
            texts.iter().try_for_each(|text| match text.as_str() {
                Some(text) => within(text, longest),
                None => expected("[“…”]"),
            })
        }
        (Type::Strings, _) => expected("[“…”]"),
        // No kind that can be stated has a field of these.
        (Type::Tests | Type::Items | Type::Phases, _) => expected("–"),
    }
}

fn within(text: &str, max: usize) -> std::result::Result<(), Fault> {
    let length = text.chars().count();
    if length <= max {
        return Ok(());
    }
    Err(Fault::Error(Error::new(Code::TooLong).arg("length", length).arg("max", max)))
}
