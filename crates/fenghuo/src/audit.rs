//! The audit on the command line, for the auditor.

use crate::args::{AuditOptions, Place};
use crate::records::{Column, table};
use crate::transport::Transport;
use crate::voice::{Outcome, Voice};
use serde_json::Value;

const AUDIT: &[Column] = &[
    ("at", "at", ""),
    ("kind", "kind", "audit"),
    ("action", "action", ""),
    ("user", "user", ""),
    ("purpose", "purpose", ""),
    ("route", "route", ""),
    ("count", "count", ""),
    ("area", "area", ""),
];

/// What was done besides recording facts.
pub async fn run(voice: Voice, place: &Place, options: AuditOptions) -> Outcome {
    let AuditOptions { person, user, subject, kind, action, route, area, from, until, limit, after, reach } =
        options;
    let query = [
        ("person", person),
        ("user", user),
        ("subject", subject),
        ("kind", kind),
        ("action", action),
        ("route", route),
        ("area", area),
        ("from", from),
        ("until", until),
        ("limit", Some(limit.to_string())),
        ("after", after),
    ];
    let transport = Transport::open(voice, place, &reach).await?;
    let found = transport.get(voice, "/audit", &query).await;
    transport.close().await;
    let found = found?;
    if voice.json {
        voice.print_json(&found);
        return Ok(());
    }
    table(voice, found.get("items"), AUDIT);
    if let Some(next) = found.get("next").and_then(Value::as_str) {
        voice.tell("cli-next-page", &[("cursor", next.to_owned())]);
    }
    Ok(())
}
