//! `fenghuo-bench bulletins`: how much of what a careful reader finds in bulletins the reader finds, and how much it finds
//! beside that: our own bulletins, and the five of the shared folder where that is given.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::json;
use text::bulletin;

use crate::Outcome;

/// What a careful reader says of one of ours; the rest of the file is for the tests.
#[derive(Deserialize)]
struct Answer {
    mechanisms: toml::Table,
}

/// Reads all of them and prints a line of JSON for each.
pub fn measure(own: &Path, shared: Option<&Path>) -> Outcome {
    let mut answers: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(own)? {
        answers.push(entry?.path());
    }
    answers.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    answers.sort();
    for path in answers {
        let answer: Answer = toml::from_str(&fs::read_to_string(&path)?)?;
        let listed = answer.mechanisms.into_iter().map(|(id, _)| id).collect();
        compare("ours", &path.with_extension("txt"), &listed)?;
    }
    let Some(shared) = shared else { return Ok(()) };
    let table = fs::read_to_string(shared.join("design/requirements.tsv"))?;
    let mut seeds: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(shared.join("seeds"))? {
        seeds.push(entry?.path());
    }
    seeds.sort();
    for path in seeds {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().to_uppercase();
        let mark = format!("{}:", name.split('_').next().unwrap_or_default());
        let rows = table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
        let rows = rows.filter(|row| row.get(2).is_some_and(|phrases| phrases.contains(&mark)));
        compare("source", &path, &rows.map(|row| row[0].to_owned()).collect())?;
    }
    Ok(())
}

fn compare(group: &str, path: &Path, listed: &BTreeSet<String>) -> Outcome {
    let bytes = fs::read(path)?;
    let raw = bulletin::decode(&bytes);
    let read = bulletin::read(&raw, false)
        .map_err(|error| format!("{}: {}", path.display(), error.code().as_str()))?;
    let found: BTreeSet<String> = read.mechanisms().into_iter().map(str::to_owned).collect();
    let row = json!({
        "group": group,
        "bulletin": path.file_stem().unwrap_or_default().to_string_lossy(),
        "drafts": read.directives.len(),
        "right": found.intersection(listed).count(),
        "missed": listed.difference(&found).collect::<Vec<_>>(),
        "extra": found.difference(listed).collect::<Vec<_>>(),
    });
    #[allow(clippy::print_stdout, reason = "what `cargo xtask bench` reads")]
    {
        println!("{row}");
    }
    Ok(())
}
