//! Long work on the command line.

use crate::args::{JobCommand, Place, Reach};
use crate::records::{Column, show, table};
use crate::transport::Transport;
use crate::voice::{Outcome, Voice};
use serde_json::{Value, json};

const JOBS: &[Column] = &[
    ("id", "id", ""),
    ("job", "kind", "job"),
    ("state", "state", "jobstate"),
    ("done", "done", ""),
    ("total", "total", ""),
    ("area", "area", ""),
    ("submitted", "submitted_at", ""),
];

/// Jobs.
pub async fn run(voice: Voice, place: &Place, command: JobCommand) -> Outcome {
    match command {
        JobCommand::List { status, limit, after, reach } => {
            let query = [("state", status), ("limit", Some(limit.to_string())), ("after", after)];
            let transport = Transport::open(voice, place, &reach).await?;
            let found = transport.get(voice, "/jobs", &query).await;
            transport.close().await;
            let found = found?;
            if voice.json {
                voice.print_json(&found);
                return Ok(());
            }
            table(voice, found.get("items"), JOBS);
            if let Some(next) = found.get("next").and_then(Value::as_str) {
                voice.tell("cli-next-page", &[("cursor", next.to_owned())]);
            }
            Ok(())
        }
        JobCommand::Show { id, reach } => one(voice, place, &reach, &format!("/jobs/{id}"), false).await,
        JobCommand::Cancel { id, reach } => {
            one(voice, place, &reach, &format!("/jobs/{id}/cancel"), true).await
        }
    }
}

async fn one(voice: Voice, place: &Place, reach: &Reach, path: &str, command: bool) -> Outcome {
    let transport = Transport::open(voice, place, reach).await?;
    let found = if command {
        transport.post(voice, path, &json!({})).await
    } else {
        transport.get(voice, path, &[]).await
    };
    transport.close().await;
    show(voice, &found?);
    Ok(())
}
