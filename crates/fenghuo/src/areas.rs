//! Areas on the command line: the tree of a day, an area through time, a table taken in.

use crate::args::{AreaCommand, AreaImportOptions, Place, Reach};
use crate::installation::unreadable;
use crate::records::{Column, table, without_nulls};
use crate::transport::Transport;
use crate::voice::{Failure, Outcome, Voice};
use serde_json::{Value, json};
use std::path::Path;

const AREAS: &[Column] = &[
    ("code", "code", ""),
    ("name", "name", ""),
    ("level", "level", "level"),
    ("parent", "parent", ""),
    ("from", "since_on", ""),
    ("until", "until_on", ""),
];

/// Does what is asked.
pub async fn run(voice: Voice, place: &Place, command: AreaCommand) -> Outcome {
    match command {
        AreaCommand::Import(options) => import(voice, place, options).await,
        AreaCommand::List { within, level, on, limit, after, reach } => {
            let transport = Transport::open(voice, place, &reach).await?;
            let query = [
                ("within", within),
                ("level", level),
                ("on", on),
                ("limit", Some(limit.to_string())),
                ("after", after),
            ];
            let page = transport.get(voice, "/areas", &query).await;
            transport.close().await;
            list(voice, &page?);
            Ok(())
        }
        AreaCommand::History { code, reach } => {
            let transport = Transport::open(voice, place, &reach).await?;
            let found = transport.get(voice, &format!("/areas/{code}/history"), &[]).await;
            transport.close().await;
            history(voice, &found?);
            Ok(())
        }
        AreaCommand::Boundaries { file, origin, property, dry_run, reach } => {
            let geojson = text_of(&file)?;
            let body = json!({
                "geojson": geojson, "source": origin, "property": property, "dry_run": dry_run,
            });
            places(voice, place, &reach, "/areas/boundaries", body).await
        }
        AreaCommand::Population { file, dry_run, reach } => {
            let body = json!({ "table": text_of(&file)?, "dry_run": dry_run });
            places(voice, place, &reach, "/areas/population", body).await
        }
        AreaCommand::Change { file, reach } => {
            let bytes = std::fs::read(&file).map_err(|error| unreadable(&file, &error))?;
            let body: Value = serde_json::from_slice(&bytes).map_err(|error| {
                let args = [("path", file.display().to_string()), ("detail", error.to_string())];
                Failure::said("cli-unreadable", &args)
            })?;
            let transport = Transport::open(voice, place, &reach).await?;
            let receipt = transport.post(voice, "/areas/change", &body).await;
            transport.close().await;
            let receipt = receipt?;
            if voice.json {
                voice.print_json(&receipt);
            } else {
                voice.say("cli-areas-changed", &[]);
            }
            Ok(())
        }
    }
}

fn text_of(file: &Path) -> Outcome<String> {
    let bytes = std::fs::read(file).map_err(|error| unreadable(file, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let detail = error.utf8_error().to_string();
        Failure::said("cli-unreadable", &[("path", file.display().to_string()), ("detail", detail)])
    })
}

/// Sends a file in and says how much of it was taken in.
async fn places(voice: Voice, place: &Place, reach: &Reach, path: &str, body: Value) -> Outcome {
    let transport = Transport::open(voice, place, reach).await?;
    let taken = transport.post(voice, path, &without_nulls(body)).await;
    transport.close().await;
    let taken = taken?;
    if voice.json {
        voice.print_json(&taken);
        return Ok(());
    }
    let rows = taken.get("rows").and_then(Value::as_u64).unwrap_or_default();
    let dry_run = taken.get("dry_run").and_then(Value::as_bool).unwrap_or_default();
    let word = if dry_run { "cli-places-checked" } else { "cli-places-taken" };
    voice.say(word, &[("rows", rows.to_string())]);
    Ok(())
}

async fn import(voice: Voice, place: &Place, options: AreaImportOptions) -> Outcome {
    let table = text_of(&options.file)?;
    let body = without_nulls(json!({
        "table": table, "source": options.file.display().to_string(), "zone": options.zone, "on": options.on,
        "document": options.document, "reason": options.reason, "complete": options.complete,
        "dry_run": options.dry_run,
    }));
    let transport = Transport::open(voice, place, &options.reach).await?;
    let report = transport.post(voice, "/areas/import", &body).await;
    transport.close().await;
    let report = report?;
    if voice.json {
        voice.print_json(&report);
        return Ok(());
    }
    let count = |field: &str| match report.get(field) {
        Some(Value::Array(codes)) => codes.len().to_string(),
        Some(Value::Number(count)) => count.to_string(),
        _ => "0".to_owned(),
    };
    let args = [
        ("founded", count("founded")),
        ("renamed", count("renamed")),
        ("moved", count("moved")),
        ("abolished", count("abolished")),
        ("unchanged", count("unchanged")),
        ("missing", count("missing_count")),
    ];
    voice.say(if options.dry_run { "cli-areas-checked" } else { "cli-areas-imported" }, &args);
    Ok(())
}

fn text(value: &Value, field: &str) -> String {
    value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Areas as they are shown: the name is in the reader's language.
fn lines(voice: Voice, areas: Option<&Value>) -> Value {
    let of = |area: &Value, language: &str| {
        area.pointer(&format!("/name/{language}")).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let named = |area: &Value| {
        let mut area = area.clone();
        let name = voice.pick(&of(&area, "zh"), &of(&area, "en")).to_owned();
        if let Some(fields) = area.as_object_mut() {
            fields.insert("name".to_owned(), name.into());
        }
        area
    };
    areas.and_then(Value::as_array).into_iter().flatten().map(named).collect()
}

fn list(voice: Voice, page: &Value) {
    if voice.json {
        voice.print_json(page);
        return;
    }
    table(voice, Some(&lines(voice, page.get("items"))), AREAS);
    if let Some(next) = page.get("next").and_then(Value::as_str) {
        voice.tell("cli-next-page", &[("cursor", next.to_owned())]);
    }
}

fn history(voice: Voice, found: &Value) {
    if voice.json {
        voice.print_json(found);
        return;
    }
    table(voice, Some(&lines(voice, found.get("versions"))), AREAS);
    for (field, other, word) in
        [("predecessors", "from", "cli-areas-from"), ("successors", "to", "cli-areas-to")]
    {
        for link in found.get(field).and_then(Value::as_array).into_iter().flatten() {
            let args = [
                ("on", text(link, "changed_on")),
                ("code", text(link, other)),
                ("kind", voice.word("arealink", &text(link, "kind"))),
            ];
            voice.say(word, &args);
        }
    }
}
