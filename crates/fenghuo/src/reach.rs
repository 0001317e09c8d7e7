//! Duties handed over, and records opened in an emergency, on the command line.

use crate::args::{GlassCommand, HandoverCommand, Place, Reach};
use crate::records::{Column, show, table};
use crate::transport::{Query, Transport};
use crate::voice::{Outcome, Voice};
use serde_json::{Value, json};

const HANDOVERS: &[Column] = &[
    ("id", "id", ""),
    ("state", "state", "handover"),
    ("area", "area", ""),
    ("from", "from_unit", ""),
    ("to", "to_unit", ""),
    ("due", "answer_by_at", ""),
    ("note", "note", ""),
];
const GLASSES: &[Column] = &[
    ("id", "id", ""),
    ("name", "user_name", ""),
    ("kind", "kind", "kind"),
    ("area", "area", ""),
    ("ground", "ground", "ground"),
    ("from", "opened_at", ""),
    ("until", "ends_at", ""),
    ("finding", "finding", "finding"),
];

/// Duties handed over.
pub async fn handovers(voice: Voice, place: &Place, command: HandoverCommand) -> Outcome {
    match command {
        HandoverCommand::List { status, whole_area, limit, after, reach } => {
            let query = [
                ("state", status),
                ("whole_area", whole_area.then(|| "true".to_owned())),
                ("limit", Some(limit.to_string())),
                ("after", after),
            ];
            list(voice, place, &reach, "/handovers", &query, HANDOVERS).await
        }
        HandoverCommand::Show { id, reach } => {
            one(voice, place, &reach, &format!("/handovers/{id}"), None).await
        }
        HandoverCommand::Accept { id, reach } => {
            one(voice, place, &reach, &format!("/handovers/{id}/accept"), Some(json!({}))).await
        }
        HandoverCommand::Reject { id, reason, reach } => {
            let body = json!({ "reason": reason });
            one(voice, place, &reach, &format!("/handovers/{id}/reject"), Some(body)).await
        }
    }
}

/// Records opened in an emergency.
pub async fn glasses(voice: Voice, place: &Place, command: GlassCommand) -> Outcome {
    match command {
        GlassCommand::List { to_review, limit, after, reach } => {
            let query = [
                ("reviewed", to_review.then(|| "false".to_owned())),
                ("limit", Some(limit.to_string())),
                ("after", after),
            ];
            list(voice, place, &reach, "/break_glass", &query, GLASSES).await
        }
        GlassCommand::Review { id, finding, note, reach } => {
            let body = json!({ "finding": finding, "note": note });
            one(voice, place, &reach, &format!("/break_glass/{id}/review"), Some(body)).await
        }
    }
}

async fn list(
    voice: Voice,
    place: &Place,
    reach: &Reach,
    path: &str,
    query: &Query<'_>,
    columns: &[Column],
) -> Outcome {
    let transport = Transport::open(voice, place, reach).await?;
    let found = transport.get(voice, path, query).await;
    transport.close().await;
    let found = found?;
    if voice.json {
        voice.print_json(&found);
        return Ok(());
    }
    table(voice, found.get("items"), columns);
    if let Some(next) = found.get("next").and_then(Value::as_str) {
        voice.tell("cli-next-page", &[("cursor", next.to_owned())]);
    }
    Ok(())
}

async fn one(voice: Voice, place: &Place, reach: &Reach, path: &str, command: Option<Value>) -> Outcome {
    let transport = Transport::open(voice, place, reach).await?;
    let found = match command {
        Some(body) => transport.post(voice, path, &body).await,
        None => transport.get(voice, path, &[]).await,
    };
    transport.close().await;
    show(voice, &found?);
    Ok(())
}
