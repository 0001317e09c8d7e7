//! `fenghuo admin purge`: what is older than its period goes, with certificates.
//! `erased` and `erase-again` carry erasures over a restore.

use crate::args::Place;
use crate::installation::{Folder, unreadable};
use crate::voice::{Failure, Outcome, Voice};
use app::law::CertificateView;
use app::{App, Caller};
use kernel::{Code, Error, PersonId};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use uuid::Uuid;

/// Erases what is due, by as many certificates as it takes; or only tells it.
pub async fn purge(voice: Voice, place: &Place, dry_run: bool) -> Outcome {
    let app = Folder::of(place).open(voice).await?;
    let made = purge_all(&app, dry_run).await;
    app.store().close().await;
    let made = made?;
    if voice.json {
        let items: Vec<Value> = made.iter().map(told).collect();
        voice.print_json(&json!({ "dry_run": dry_run, "items": items }));
        return Ok(());
    }
    let mut rows = Vec::new();
    for view in &made {
        for kind in &view.certificate.kinds {
            rows.push(vec![
                voice.words(&format!("retention-{}", kind.kind.replace('_', "-")), &[]),
                kind.days.to_string(),
                kind.before.to_string(),
                kind.purged.to_string(),
                kind.held.to_string(),
            ]);
        }
    }
    let headings = ["cli-head-kind", "cli-head-days", "cli-head-before", "cli-head-purged", "cli-head-held"];
    voice.table(&headings.map(|id| voice.words(id, &[])), &rows);
    for view in made.iter().filter(|view| view.fact.is_some()) {
        let args = [("id", view.certificate.id.to_string()), ("hash", view.sha256.clone())];
        voice.say("cli-purge-certificate", &args);
    }
    if dry_run {
        voice.tell("cli-purge-dry-run", &[]);
    }
    Ok(())
}

async fn purge_all(app: &App, dry_run: bool) -> kernel::Result<Vec<CertificateView>> {
    let operator = operator(app)?;
    let mut made = Vec::new();
    loop {
        let view = app.purge(&operator, dry_run).await?;
        let more = view.certificate.more && !dry_run && !view.certificate.persons.is_empty();
        made.push(view);
        if !more {
            return Ok(made);
        }
    }
}

/// The operator's own hand, everywhere.
fn operator(app: &App) -> kernel::Result<Caller> {
    let directory = app.directory();
    let areas = directory.areas();
    let root = areas.first().ok_or_else(|| Error::new(Code::NotFound).arg("kind", "area").arg("id", ""))?;
    Ok(app.operator(&root.row.path))
}

/// Lists who has been erased, by id: kept beside the backups, it tells whom a
/// restored one must lose again.
pub async fn erased(voice: Voice, place: &Place) -> Outcome {
    let app = Folder::of(place).open(voice).await?;
    let persons = app.store().erased_persons().await;
    app.store().close().await;
    voice.print_json(&json!({ "persons": persons? }));
    Ok(())
}

/// Erases again whom a list or a certificate names: a backup of an earlier day
/// has brought them back. Who is not there, or erased already, is passed over.
pub async fn erase_again(voice: Voice, place: &Place, file: &Path) -> Outcome {
    let text = std::fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
    let listed: Value = serde_json::from_str(&text).map_err(|error| {
        let detail = error.to_string();
        Failure::said("cli-unreadable", &[("path", file.display().to_string()), ("detail", detail)])
    })?;
    let mut persons = BTreeSet::new();
    collect(&listed, &mut persons);
    let app = Folder::of(place).open(voice).await?;
    let done = erase_all(voice, &app, &persons).await;
    app.store().close().await;
    let erased = done?;
    if voice.json {
        voice.print_json(&json!({ "listed": persons.len(), "erased": erased }));
    } else {
        let args = [("listed", persons.len().to_string()), ("erased", erased.to_string())];
        voice.say("cli-erased-again", &args);
    }
    Ok(())
}

/// Every `persons` list anywhere in the file: of one certificate, or of many.
fn collect(value: &Value, persons: &mut BTreeSet<Uuid>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, persons)),
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::Array(ids) if name == "persons" => {
                        persons.extend(ids.iter().filter_map(|id| id.as_str()?.parse::<Uuid>().ok()));
                    }
                    other => collect(other, persons),
                }
            }
        }
        _ => {}
    }
}

async fn erase_all(voice: Voice, app: &App, persons: &BTreeSet<Uuid>) -> Outcome<usize> {
    let operator = operator(app)?;
    let what = voice.words("cli-erasing", &[]);
    let mut erased = 0;
    for (done, id) in persons.iter().enumerate() {
        let (reason, basis) = ("erased before the backup was restored".to_owned(), "other_law".to_owned());
        match app.erase_person_by(&operator, None, PersonId(*id), reason, Some(basis)).await {
            Ok(_) => erased += 1,
            Err(error) if matches!(error.code(), Code::NotFound | Code::PersonErased) => {}
            Err(error) => return Err(error.into()),
        }
        voice.progress(&what, done + 1, persons.len());
    }
    Ok(erased)
}

fn told(view: &CertificateView) -> Value {
    json!({ "certificate": view.certificate, "sha256": view.sha256, "fact": view.fact })
}
