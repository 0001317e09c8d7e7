//! Records on the command line: lists, single records.

use crate::args::{
    CaseCommand, ChainCommand, ContactCommand, ListOptions, ObligationCommand, OrderCommand, Place,
    ShowOptions, TaskCommand,
};
use crate::transport::{Query, Transport};
use crate::voice::{Failure, Outcome, Voice};
use serde_json::Value;

/// A column: heading, field of an item, and the group of words its codes belong to.
pub type Column = (&'static str, &'static str, &'static str);

const CASES: &[Column] = &[
    ("number", "number", ""),
    ("classification", "classification", "classification"),
    ("state", "status", "care"),
    ("onset", "onset_on", ""),
    ("area", "area", ""),
    ("disease", "disease", "disease"),
    ("id", "id", ""),
];
const CONTACTS: &[Column] = &[
    ("id", "id", ""),
    ("class", "class", "class"),
    ("state", "status", "standing"),
    ("order-of", "order", ""),
    ("last-exposure", "last_exposure_at", ""),
    ("rule", "rule", ""),
    ("case", "case", ""),
];
const OBLIGATIONS: &[Column] = &[
    ("due", "due_at", ""),
    ("state", "state", "state"),
    ("rule", "rule", ""),
    ("area", "area", ""),
    ("duty", "duty", ""),
];
const ORDERS: &[Column] = &[
    ("id", "id", ""),
    ("measure", "measure", "measure"),
    ("regime", "regime", ""),
    ("form", "form", ""),
    ("from", "starts_on", ""),
    ("until", "ends_on", ""),
    ("state", "status", "state"),
    ("basis", "basis", ""),
];
const TASKS: &[Column] = &[
    ("due", "due_at", ""),
    ("state", "status", "taskstate"),
    ("task", "title", ""),
    ("area", "area", ""),
    ("party", "party", "party"),
    ("id", "id", ""),
];
const NODES: &[Column] = &[
    ("number", "number", ""),
    ("generation", "generation", ""),
    ("onset", "onset_on", ""),
    ("classification", "classification", "classification"),
    ("offspring", "offspring", ""),
];
const STATES: [&str; 9] =
    ["open", "warned", "overdue", "met", "met_late", "waived", "void", "handed_over", "escalated"];

/// Cases.
pub async fn cases(voice: Voice, place: &Place, command: CaseCommand) -> Outcome {
    match command {
        CaseCommand::List(options) => {
            let status = ("status", options.status.clone());
            list(voice, place, "/cases", status, &options, CASES).await
        }
        CaseCommand::Show(options) => {
            let found = with(voice, place, &options, "cases", async |transport, id| {
                let query = [("as_of", options.as_of.clone())];
                transport.get(voice, &format!("/cases/{id}"), &query).await
            })
            .await?;
            show(voice, &found);
            Ok(())
        }
    }
}

/// Contacts.
pub async fn contacts(voice: Voice, place: &Place, command: ContactCommand) -> Outcome {
    let ContactCommand::List(options) = command;
    let status = ("status", options.status.clone());
    list(voice, place, "/contacts", status, &options, CONTACTS).await
}

/// Obligations.
pub async fn obligations(voice: Voice, place: &Place, command: ObligationCommand) -> Outcome {
    match command {
        ObligationCommand::List(options) => {
            let state = ("state", options.status.clone());
            list(voice, place, "/obligations", state, &options, OBLIGATIONS).await
        }
        ObligationCommand::Counts(options) => {
            let query = [
                ("disease", options.disease.clone()),
                ("area", options.area.clone()),
                ("as_of", options.as_of.clone()),
            ];
            let counts = once(voice, place, &options, "/obligations/counts", &query).await?;
            if voice.json {
                voice.print_json(&counts);
                return Ok(());
            }
            let rows: Vec<Vec<String>> = STATES
                .iter()
                .map(|state| vec![voice.word("state", state), cell(voice, counts.get(*state), "")])
                .collect();
            voice.table(&heads(voice, &["state", "count"]), &rows);
            Ok(())
        }
    }
}

/// Tasks.
pub async fn tasks(voice: Voice, place: &Place, command: TaskCommand) -> Outcome {
    let TaskCommand::List(options) = command;
    let status = ("status", options.status.clone());
    list(voice, place, "/tasks", status, &options, TASKS).await
}

/// Orders.
pub async fn orders(voice: Voice, place: &Place, command: OrderCommand) -> Outcome {
    match command {
        OrderCommand::List(options) => {
            let status = ("status", options.status.clone());
            list(voice, place, "/orders", status, &options, ORDERS).await
        }
        OrderCommand::Show(options) => {
            let transport = Transport::open(voice, place, &options.reach).await?;
            let query = [("as_of", options.as_of.clone())];
            let found = transport.get(voice, &format!("/orders/{}", options.id), &query).await;
            transport.close().await;
            show(voice, &found?);
            Ok(())
        }
    }
}

/// Chains of transmission.
pub async fn chains(voice: Voice, place: &Place, command: ChainCommand) -> Outcome {
    match command {
        ChainCommand::Show(options) => {
            let found = with(voice, place, &options, "cases", async |transport, id| {
                let query = [("as_of", options.as_of.clone())];
                transport.get(voice, &format!("/cases/{id}/chain"), &query).await
            })
            .await?;
            if voice.json {
                voice.print_json(&found);
            } else {
                table(voice, found.get("nodes"), NODES);
            }
            Ok(())
        }
        ChainCommand::Summary(options) => {
            let disease = options.disease.clone().or_else(|| Some("covid19".to_owned()));
            let query = [("disease", disease), ("as_of", options.as_of.clone())];
            let found = once(voice, place, &options, "/chains", &query).await?;
            if voice.json {
                voice.print_json(&found);
                return Ok(());
            }
            let numbers = |field: &str| {
                let list = found.get(field).and_then(Value::as_array).into_iter().flatten();
                list.map(ToString::to_string).collect::<Vec<_>>().join(", ")
            };
            let largest = found.get("largest_offspring");
            let of = |field: &str| cell(voice, largest.and_then(|l| l.get(field)), "");
            let args = [
                ("cases", cell(voice, found.get("cases"), "")),
                ("components", numbers("components")),
                ("generations", numbers("generations")),
                ("unlinked", cell(voice, found.get("unlinked"), "")),
                ("number", of("number")),
                ("offspring", of("offspring")),
            ];
            voice.say("cli-chains", &args);
            Ok(())
        }
    }
}

/// An object without the fields that nobody said.
pub fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(map.into_iter().filter(|(_, value)| !value.is_null()).collect()),
        other => other,
    }
}

async fn once(
    voice: Voice,
    place: &Place,
    options: &ListOptions,
    path: &str,
    query: &Query<'_>,
) -> Outcome<Value> {
    let transport = Transport::open(voice, place, &options.reach).await?;
    let found = transport.get(voice, path, query).await;
    transport.close().await;
    found
}

async fn list(
    voice: Voice,
    place: &Place,
    path: &str,
    state: (&str, Option<String>),
    options: &ListOptions,
    columns: &[Column],
) -> Outcome {
    let query = [
        ("disease", options.disease.clone()),
        ("area", options.area.clone()),
        state,
        ("as_of", options.as_of.clone()),
        ("limit", Some(options.limit.to_string())),
        ("after", options.after.clone()),
    ];
    let page = once(voice, place, options, path, &query).await?;
    if voice.json {
        voice.print_json(&page);
        return Ok(());
    }
    table(voice, page.get("items"), columns);
    if let Some(next) = page.get("next").and_then(Value::as_str) {
        voice.tell("cli-next-page", &[("cursor", next.to_owned())]);
    }
    Ok(())
}

/// Opens the way to the records and asks about one that is named by its id or
/// (a case) by its number.
async fn with<F>(voice: Voice, place: &Place, options: &ShowOptions, kind: &str, ask: F) -> Outcome<Value>
where
    F: AsyncFnOnce(&Transport, String) -> Outcome<Value>,
{
    let transport = Transport::open(voice, place, &options.reach).await?;
    let found = async {
        let id = if options.id.parse::<uuid::Uuid>().is_ok() {
            options.id.clone()
        } else {
            let query = [("number", Some(options.id.clone())), ("as_of", options.as_of.clone())];
            let page = transport.get(voice, &format!("/{kind}"), &query).await?;
            let id = page.pointer("/items/0/id").and_then(Value::as_str);
            id.map(str::to_owned)
                .ok_or_else(|| Failure::said("cli-no-such", &[("value", options.id.clone())]))?
        };
        ask(&transport, id).await
    }
    .await;
    transport.close().await;
    found
}

fn heads(voice: Voice, ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| voice.words(&format!("cli-head-{id}"), &[])).collect()
}

pub fn table(voice: Voice, items: Option<&Value>, columns: &[Column]) {
    let items = items.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if items.is_empty() {
        voice.tell("cli-none", &[]);
        return;
    }
    let rows: Vec<Vec<String>> = items
        .iter()
        .map(|item| columns.iter().map(|(_, field, group)| cell(voice, item.get(*field), group)).collect())
        .collect();
    let headings: Vec<&str> = columns.iter().map(|(heading, ..)| *heading).collect();
    voice.table(&heads(voice, &headings), &rows);
}

/// A value for a person: texts in his language, codes as words.
fn cell(voice: Voice, value: Option<&Value>, group: &str) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(code)) if !group.is_empty() => voice.word(group, code),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(text)) if text.contains_key("zh") && text.contains_key("en") => {
            let of = |key: &str| text.get(key).and_then(Value::as_str).unwrap_or_default();
            voice.pick(of("zh"), of("en")).to_owned()
        }
        Some(other) => other.to_string(),
    }
}

/// A record as an indented list of its fields.
pub fn show(voice: Voice, record: &Value) {
    if voice.json {
        voice.print_json(record);
        return;
    }
    let mut lines = Vec::new();
    outline(voice, record, 0, &mut lines);
    voice.print(&lines.join("\n"));
}

fn outline(voice: Voice, value: &Value, depth: usize, lines: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                let flat = cell(voice, Some(value), "");
                match value {
                    Value::Array(items) if items.is_empty() => {}
                    Value::Array(_) => {
                        lines.push(format!("{indent}{name}:"));
                        outline(voice, value, depth + 1, lines);
                    }
                    Value::Object(text) if !(text.contains_key("zh") && text.contains_key("en")) => {
                        lines.push(format!("{indent}{name}:"));
                        outline(voice, value, depth + 1, lines);
                    }
                    _ => lines.push(format!("{indent}{name}: {flat}")),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                if item.is_object() {
                    let mut below = Vec::new();
                    outline(voice, item, depth + 1, &mut below);
                    if let Some(first) = below.first_mut() {
                        let at = indent.len();
                        first.replace_range(at..at + 2, "- ");
                    }
                    lines.append(&mut below);
                } else {
                    lines.push(format!("{indent}- {}", cell(voice, Some(item), "")));
                }
            }
        }
        other => lines.push(format!("{indent}{}", cell(voice, Some(other), ""))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn records_are_outlined() {
        let voice = Voice { language: text::Language::En, json: false };
        let record = json!({ "number": "x-1", "reason": { "zh": "甲", "en": "A" }, "tests": [{ "day": 1, "on": "2022-07-02" }], "none": [] });
        let mut lines = Vec::new();
        outline(voice, &record, 0, &mut lines);
        assert_eq!(lines, ["number: x-1", "reason: A", "tests:", "  - day: 1", "    on: 2022-07-02"]);
    }
}
