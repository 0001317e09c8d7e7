//! What would follow, on the command line: facts from a file put to the shipped
//! rule book. Needs no database.

use crate::installation::unreadable;
use crate::protocols::{area_path, heads};
use crate::voice::{Failure, Outcome, Voice};
use domain::trial::{self, Met, Stated, Trial};
use kernel::{AreaLevel, Code, Error, Located, Timestamp, Zone};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::path::Path;

/// The time zone of an area whose table names none.
const ZONE: &str = "Asia/Shanghai";

/// The file: the same words as the request of the interface, and the disease.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    disease: String,
    area: String,
    edition: Option<String>,
    now: Option<Timestamp>,
    #[serde(default)]
    facts: Vec<FormFact>,
    #[serde(default)]
    exposures: Vec<FormMeeting>,
}

#[derive(Deserialize)]
struct FormFact {
    fact: String,
    at: Timestamp,
    #[serde(flatten)]
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormMeeting {
    kind: String,
    started_at: Timestamp,
    ended_at: Timestamp,
    #[serde(default)]
    protected: bool,
}

/// Reads the file and tells what would follow.
pub fn run(voice: Voice, file: &Path) -> Outcome {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
    let form = read(&text).map_err(|error| Failure::from(error.in_source(&name)))?;
    let library = app::content::library()?;
    let missing = || Error::new(Code::MissingField).arg("field", "area");
    let area = area_path(&library, Some(form.area.clone()))?.ok_or_else(missing)?;
    let divisions = interop::divisions();
    let named = divisions.into_iter().find(|division| division.code.as_str() == form.area);
    let zone = named.and_then(|division| division.zone).unwrap_or_else(|| ZONE.to_owned());
    let trial = Trial {
        disease: form.disease,
        area,
        zone: Zone::named(&zone)?,
        edition: form.edition,
        now: form.now,
        facts: form
            .facts
            .into_iter()
            .map(|fact| Stated { kind: fact.fact, at: fact.at, fields: fact.fields })
            .collect(),
        exposures: form
            .exposures
            .into_iter()
            .map(|met| Met {
                kind: met.kind,
                started_at: met.started_at,
                ended_at: met.ended_at,
                protected: met.protected,
            })
            .collect(),
    };
    let outcome = trial::follow(&trial, &library).map_err(|error| Failure::from(error.in_source(&name)))?;
    if voice.json {
        voice.print_json(&told(&outcome));
    } else {
        print(voice, &outcome);
    }
    Ok(())
}

fn read(text: &str) -> Result<Form, Error> {
    toml::from_str(text).map_err(|fault: toml::de::Error| {
        let before = fault.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() as u64 + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
        let error = Error::new(Code::UnreadableBody).arg("detail", fault.message());
        error.at(Located::position(line, column))
    })
}

fn told(of: &trial::Outcome) -> Value {
    let obligations: Vec<Value> = of
        .obligations
        .iter()
        .map(|owed| {
            let new = &owed.of.new;
            json!({
                "rule": new.rule, "duty": new.duty, "subject": new.subject.kind, "state": owed.of.state(of.now),
                "starts_at": new.from, "warn_at": new.warn, "due_at": new.due,
                "role": new.holder.role, "level": new.holder.level.map(AreaLevel::as_str),
            })
        })
        .collect();
    let contacts: Vec<Value> = of
        .contacts
        .iter()
        .map(|one| {
            json!({
                "exposure": one.exposure, "class": one.class, "rule": one.rule, "window_opens_at": one.opens,
            })
        })
        .collect();
    let schedules: Vec<Value> = of
        .schedules
        .iter()
        .map(|plan| {
            json!({
                "exposure": plan.exposure, "regime": plan.regime, "rule": plan.rule, "form": plan.form,
                "starts_on": plan.dates.starts_on, "ends_on": plan.dates.ends_on,
                "tests_on": plan.dates.tests.iter().map(|test| test.on).collect::<Vec<_>>(),
            })
        })
        .collect();
    let classes: Vec<Value> = of
        .classifications
        .iter()
        .map(|one| json!({ "fact": one.fact, "at": one.at, "classification": one.classification, "rule": one.rule }))
        .collect();
    json!({
        "disease": of.rules.disease, "edition": of.rules.edition, "now": of.now,
        "classification": of.classification, "classifications": classes, "contacts": contacts,
        "obligations": obligations, "schedules": schedules,
    })
}

fn print(voice: Voice, of: &trial::Outcome) {
    let word = |value: Value, group: &str, none: &str| voice.word(group, value.as_str().unwrap_or(none));
    let class = match of.classification {
        Some(class) => word(json!(class), "classification", ""),
        None => voice.words("cli-trial-no-class", &[]),
    };
    let args =
        [("edition", voice.text(&of.rules.title).to_owned()), ("now", of.now.to_string()), ("class", class)];
    voice.print(&voice.words("cli-trial", &args));
    let owed: Vec<Vec<String>> = of
        .obligations
        .iter()
        .map(|owed| {
            let new = &owed.of.new;
            vec![
                voice.word("state", owed.of.state(of.now)),
                new.due.to_string(),
                new.rule.clone(),
                voice.text(&new.duty).to_owned(),
            ]
        })
        .collect();
    voice.table(&heads(voice, &["state", "due", "rule", "duty"]), &owed);
    for contact in &of.contacts {
        let args = [
            ("number", (contact.exposure + 1).to_string()),
            ("class", word(json!(contact.class), "class", "none")),
            ("rule", contact.rule.clone().unwrap_or_else(|| "–".to_owned())),
        ];
        voice.print(&voice.words("cli-trial-contact", &args));
    }
    for plan in &of.schedules {
        let args = [
            ("number", plan.exposure.map_or_else(|| "–".to_owned(), |exposure| (exposure + 1).to_string())),
            ("rule", plan.rule.clone()),
            ("form", plan.form.clone()),
            ("from", plan.dates.starts_on.to_string()),
            ("until", plan.dates.ends_on.to_string()),
        ];
        voice.print(&voice.words("cli-trial-plan", &args));
    }
}
