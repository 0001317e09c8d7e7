//! The rule book on the command line: needs no database.

use crate::args::ProtocolCommand;
use crate::installation::unreadable;
use crate::voice::{Failure, Outcome, Voice};
use kernel::{AreaCode, AreaPath, Code, Error};
use protocol::diff::{Change, Strictness};
use protocol::regime::Regime;
use protocol::{Confidence, Library, Protocol, examples};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Runs one of the commands.
pub fn run(voice: Voice, command: ProtocolCommand) -> Outcome {
    match command {
        ProtocolCommand::List => list(voice),
        ProtocolCommand::Check { files } => check(voice, &files),
        ProtocolCommand::Show { disease, edition, area } => show(voice, &disease, &edition, area),
        ProtocolCommand::Diff { disease, from, to, from_area, to_area } => {
            diff(voice, &disease, (&from, from_area), (&to, to_area))
        }
        ProtocolCommand::ReadNotation { text, disease, area, edition } => {
            read_notation(voice, &text, &disease, area, edition.as_deref())
        }
        ProtocolCommand::Try { file } => crate::trials::run(voice, &file),
    }
}

pub(crate) fn heads(voice: Voice, ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| voice.words(&format!("cli-head-{id}"), &[])).collect()
}

fn list(voice: Voice) -> Outcome {
    let editions = app::content::library()?.editions();
    let date = |date: Option<kernel::Date>| date.map(|d| d.to_string()).unwrap_or_default();
    if voice.json {
        let items: Vec<_> = editions
            .iter()
            .map(|e| {
                json!({
                    "disease": e.disease, "edition": e.edition, "title": e.title, "from_on": e.from,
                    "until_on": e.until, "area": e.area, "overlay": e.overlay, "file": e.file,
                    "rules": { "a": e.rules[0], "b": e.rules[1], "c": e.rules[2] },
                })
            })
            .collect();
        voice.print_json(&json!({ "items": items }));
        return Ok(());
    }
    let rows: Vec<Vec<String>> = editions
        .iter()
        .map(|e| {
            let overlay = if e.overlay { voice.words("cli-overlay", &[]) } else { String::new() };
            vec![
                e.disease.clone(),
                e.edition.clone(),
                e.from.to_string(),
                date(e.until),
                e.area.as_ref().map(|a| a.as_str().to_owned()).unwrap_or_default(),
                overlay,
                e.rules.map(|n| n.to_string()).join("/"),
                voice.text(&e.title).to_owned(),
            ]
        })
        .collect();
    let headings = ["disease", "edition", "from", "until", "area", "overlay", "confidence", "title"];
    voice.table(&heads(voice, &headings), &rows);
    Ok(())
}

fn check(voice: Voice, files: &[PathBuf]) -> Outcome {
    let library = load(files)?;
    let outcomes = examples::run(&library);
    let failed: Vec<_> = outcomes.iter().filter(|outcome| !outcome.ok).collect();
    let count = library.files().count();
    if voice.json {
        let items: Vec<_> = outcomes
            .iter()
            .map(|o| {
                json!({
                    "file": o.file, "id": o.id, "title": o.title, "cites": o.cites, "source": o.source,
                    "ok": o.ok, "expected": o.expected, "got": o.got,
                })
            })
            .collect();
        voice.print_json(
            &json!({ "files": count, "examples": items.len(), "failed": failed.len(), "items": items }),
        );
    } else {
        let args = [
            ("files", count.to_string()),
            ("examples", outcomes.len().to_string()),
            ("failed", failed.len().to_string()),
        ];
        voice.say("cli-check", &args);
    }
    let faults: Vec<Error> = failed.iter().filter_map(|outcome| outcome.error()).collect();
    if failed.is_empty() {
        Ok(())
    } else if faults.is_empty() {
        Err(Failure::said("cli-check-failed", &[]))
    } else {
        Err(faults.into())
    }
}

/// The shipped rule book; with files, the shipped one with these in it; with
/// folders, what lies in them alone.
fn load(paths: &[PathBuf]) -> Outcome<Library> {
    if paths.is_empty() {
        return Ok(app::content::library()?);
    }
    let mut own: Vec<(String, String)> = Vec::new();
    for path in paths {
        read_into(path, path, &mut own)?;
    }
    if paths.iter().any(|path| path.is_dir()) {
        return Ok(Library::load(own.iter().map(|(name, text)| (name.as_str(), text.as_str())))?);
    }
    let mut files: BTreeMap<String, String> =
        app::content::protocol_files().into_iter().map(|(name, text)| (name, text.to_owned())).collect();
    for (name, text) in own {
        // A file of the source tree stands for the shipped one of the same name.
        let shipped = files.keys().find(|known| name.ends_with(&format!("protocols/{known}"))).cloned();
        files.insert(shipped.unwrap_or(name), text);
    }
    Ok(Library::load(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))?)
}

fn read_into(root: &Path, path: &Path, into: &mut Vec<(String, String)>) -> Outcome {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).map_err(|error| unreadable(path, &error))?;
        let mut below: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|e| e.path())).collect();
        below.sort();
        for path in below.iter().filter(|p| p.is_dir() || p.extension().is_some_and(|ext| ext == "toml")) {
            read_into(root, path, into)?;
        }
        return Ok(());
    }
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let name = path.strip_prefix(root).ok().filter(|name| !name.as_os_str().is_empty()).unwrap_or(path);
    into.push((name.to_string_lossy().replace('\\', "/"), text));
    Ok(())
}

/// The path of an area: of the shipped divisions, or the root area of an edition.
pub(crate) fn area_path(library: &Library, code: Option<String>) -> Outcome<Option<AreaPath>> {
    let Some(code) = code else { return Ok(None) };
    let code = AreaCode::new(code)?;
    let parents: HashMap<AreaCode, Option<AreaCode>> =
        interop::divisions().into_iter().map(|division| (division.code, division.parent)).collect();
    if !parents.contains_key(&code) {
        return if library.editions().iter().any(|edition| edition.area.as_ref() == Some(&code)) {
            Ok(Some(AreaPath::root(&code)))
        } else {
            Err(Error::new(Code::AreaUnknown).arg("value", code).into())
        };
    }
    let mut upward = vec![code];
    while let Some(Some(parent)) = upward.last().and_then(|code| parents.get(code)) {
        upward.push(parent.clone());
    }
    let mut downward = upward.iter().rev();
    let root = downward.next().map(AreaPath::root);
    Ok(root.map(|root| downward.fold(root, |path, code| path.child(code))))
}

fn edition(library: &Library, disease: &str, key: &str, area: Option<String>) -> Outcome<Arc<Protocol>> {
    let area = area_path(library, area)?;
    Ok(library.edition(disease, key, area.as_ref())?)
}

fn confidence(of: Confidence) -> &'static str {
    match of {
        Confidence::A => "a",
        Confidence::B => "b",
        Confidence::C => "c",
    }
}

fn show(voice: Voice, disease: &str, key: &str, area: Option<String>) -> Outcome {
    let library = app::content::library()?;
    let protocol = edition(&library, disease, key, area)?;
    if voice.json {
        let rules: Vec<_> = protocol
            .rules()
            .iter()
            .map(|rule| {
                json!({
                    "section": rule.section.as_str(), "id": rule.id, "title": rule.title,
                    "requirement": rule.cites.requirement, "source": rule.cites.source,
                    "confidence": confidence(rule.cites.confidence), "file": rule.origin.file,
                    "area": rule.origin.area, "overlay": rule.origin.overlay.is_some(),
                })
            })
            .collect();
        voice.print_json(&json!({
            "disease": protocol.disease, "edition": protocol.edition, "title": protocol.title,
            "from_on": protocol.from, "until_on": protocol.until, "rules": rules,
        }));
        return Ok(());
    }
    let until = protocol.until.map_or_else(|| "…".to_owned(), |date| date.to_string());
    voice.print(&format!("{}  {} – {until}", voice.text(&protocol.title), protocol.from));
    let rows: Vec<Vec<String>> = protocol
        .rules()
        .iter()
        .map(|rule| {
            vec![
                voice.word("section", rule.section.as_str()),
                rule.id.to_owned(),
                voice.word("confidence", confidence(rule.cites.confidence)),
                rule.origin.file.clone(),
                voice.text(rule.title).to_owned(),
            ]
        })
        .collect();
    voice.table(&heads(voice, &["section", "rule", "confidence", "file", "title"]), &rows);
    Ok(())
}

fn diff(voice: Voice, disease: &str, from: (&str, Option<String>), to: (&str, Option<String>)) -> Outcome {
    let library = app::content::library()?;
    let a = edition(&library, disease, from.0, from.1)?;
    let b = edition(&library, disease, to.0, to.1)?;
    let changes = library.diff(&a, &b);
    let code = |change: &Change| match change {
        Change::Added => "added",
        Change::Removed => "removed",
        Change::Changed => "changed",
    };
    let way = |strictness: &Strictness| match strictness {
        Strictness::Stricter => "stricter",
        Strictness::Looser => "looser",
        Strictness::Same => "same",
        Strictness::Unclear => "unclear",
    };
    if voice.json {
        let items: Vec<_> = changes
            .iter()
            .map(|c| {
                json!({
                    "section": c.section.as_str(), "rule": c.rule, "title": c.title, "change": code(&c.change),
                    "strictness": way(&c.strictness), "add_on": c.add_on, "fields": c.fields,
                })
            })
            .collect();
        voice.print_json(&json!({ "items": items }));
        return Ok(());
    }
    for change in &changes {
        let mark = if change.strictness == Strictness::Stricter { "▲ " } else { "  " };
        let add_on = if change.add_on { voice.words("cli-add-on", &[]) } else { String::new() };
        voice.print(&format!(
            "{mark}{} · {} {} · {} · {}{add_on}",
            voice.word("strictness", way(&change.strictness)),
            voice.word("rulechange", code(&change.change)),
            voice.word("section", change.section.as_str()),
            change.rule,
            voice.text(&change.title),
        ));
        let fields = change.fields.iter().filter(|_| change.change == Change::Changed);
        for field in fields.filter(|field| !matches!(field.field.as_str(), "title" | "cites")) {
            voice.print(&format!("      {}: {} → {}", field.field, field.old, field.new));
        }
    }
    let stricter = changes.iter().filter(|c| c.strictness == Strictness::Stricter).count();
    voice.say("cli-diff", &[("count", changes.len().to_string()), ("stricter", stricter.to_string())]);
    Ok(())
}

fn read_notation(
    voice: Voice,
    short: &str,
    disease: &str,
    area: Option<String>,
    edition: Option<&str>,
) -> Outcome {
    let library = app::content::library()?;
    let area = area_path(&library, area)?;
    let (protocol, key) = library.read_notation(short, disease, area.as_ref(), edition)?;
    let rule = protocol
        .regime(&key)
        .ok_or_else(|| Error::new(Code::ProtocolUnknownReference).arg("kind", "regime").arg("value", &key))?;
    let days = Regime::parse(&rule.form)?.days();
    if voice.json {
        voice.print_json(&json!({
            "disease": protocol.disease, "edition": protocol.edition, "regime": key, "form": rule.form,
            "days": days, "title": rule.title,
        }));
    } else {
        let args = [
            ("text", short.to_owned()),
            ("edition", voice.text(&protocol.title).to_owned()),
            ("regime", key.clone()),
            ("form", rule.form.clone()),
            ("days", days.to_string()),
            ("title", voice.text(&rule.title).to_owned()),
        ];
        voice.say("cli-notation", &args);
    }
    Ok(())
}
