//! `cargo xtask bench console`: how smoothly the exposure graph is panned, how
//! soon boards and lists can be worked with on the data of the loop, and what a
//! first load weighs. Node and Chromium measure; every script prints a line of
//! JSON for each number.

use crate::{Outcome, console, metadata::Metadata, run};
use serde_json::Value;
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

/// Loads of each page.
const LOADS: &str = "25";

/// What was measured.
#[derive(Default)]
pub struct Measured {
    /// Times: of frames, then of pages.
    times: Vec<Value>,
    /// First loads.
    weights: Vec<Value>,
}

/// Measures all of it; `quick` on a hundredth of the data, with few frames and loads.
pub fn measure(quick: bool) -> Outcome<Measured> {
    if !console::has_node() || !console::has_chromium() {
        return Err(
            "the console is measured with Node 20 or newer and Chromium: cargo xtask setup".to_owned()
        );
    }
    console::build()?;
    println!("building the release binaries");
    let build = ["build", "--release", "--quiet"];
    run::call(run::cargo().args(build).args(["-p", "fenghuo", "--features", console::FEATURE]))?;
    run::call(run::cargo().args(build).args(["-p", "fenghuo-bench"]))?;
    let target = Metadata::read()?.target;
    let province = province(&target, quick)?;
    let mut measured = Measured::default();
    let graph: &[&str] =
        if quick { &["--cases", "500", "--contacts", "2000", "--frames", "20"] } else { &[] };
    collect(run::program("node").arg("web/bench/graph.mjs").args(graph), &mut measured.times)?;
    let mut pages = run::program("node");
    pages.arg("web/bench/pages.mjs").arg("--server").arg(target.join("release").join("fenghuo"));
    pages.args(["--loads", if quick { "3" } else { LOADS }]);
    for (option, value) in [
        ("--data", &province["folder"]),
        ("--commander", &province["logins"]["commander"]),
        ("--epidemiologist", &province["logins"]["epidemiologist"]),
        ("--password", &province["password"]),
    ] {
        pages.args([option, value.as_str().unwrap_or_default()]);
    }
    collect(&mut pages, &mut measured.times)?;
    collect(run::program("node").args(["web/scripts/size.mjs", "--json"]), &mut measured.weights)?;
    Ok(measured)
}

/// Makes the installation that is served, unless it is there: generating it takes minutes. Answers where it
/// lies and how to log in.
fn province(target: &Path, quick: bool) -> Outcome<Value> {
    let folder: PathBuf = target.join("bench").join(if quick { "province-quick" } else { "province" });
    let bench = target.join("release").join("fenghuo-bench");
    let mut command = run::program(&bench.to_string_lossy());
    command.arg("province").arg("--keep").arg(&folder);
    if quick {
        command.arg("--quick");
    }
    let mut said = Vec::new();
    collect(&mut command, &mut said)?;
    said.pop().ok_or_else(|| "the province was not made".to_owned())
}

fn collect(command: &mut std::process::Command, rows: &mut Vec<Value>) -> Outcome {
    run::watch(command, |line| {
        rows.extend(serde_json::from_str::<Value>(line).ok().filter(Value::is_object));
    })
}

/// Both tables, with the notes of the first.
pub fn section(machine: &str, measured: &Measured) -> String {
    let met = |row: &Value| row["met"].as_bool().map_or("–", |met| if met { "yes" } else { "**no**" });
    let word = |row: &Value, key: &str| row[key].as_str().unwrap_or("–").to_owned();
    let number = |value: &Value| value.as_f64().map_or("–".to_owned(), |number| format!("{number:.0}"));
    let mut text = format!(
        "Machine: {machine}.\n\n| what | count | p50 | p95 | target | met |\n|---|--:|--:|--:|---|---|\n"
    );
    for row in &measured.times {
        let (p50, p95) = (number(&row["p50_ms"]), number(&row["p95_ms"]));
        let (what, count, target) = (word(row, "what"), number(&row["count"]), word(row, "target"));
        // Writing into a String cannot fail.
        let _ = writeln!(text, "| {what} | {count} | {p50} ms | {p95} ms | {target} | {} |", met(row));
    }
    text.push_str("\n| first load, compressed | pages | lightest | heaviest | target | met |\n|---|--:|--:|--:|---|---|\n");
    for (frame, name) in [
        ("alone", "the page for the person concerned"),
        ("field", "pages for one hand, and the log-in"),
        ("desk", "pages of a desk"),
    ] {
        let weight = |row: &&Value| row["kb"].as_u64().unwrap_or(u64::MAX);
        let of_frame = || measured.weights.iter().filter(|row| row["frame"] == frame);
        let (Some(lightest), Some(heaviest)) = (of_frame().min_by_key(weight), of_frame().max_by_key(weight))
        else {
            continue;
        };
        let _ = writeln!(
            text,
            "| {name} | {} | {} kB | {} kB ({}) | ≤ {} kB each | {} |",
            of_frame().count(),
            number(&lightest["kb"]),
            number(&heaviest["kb"]),
            word(heaviest, "page"),
            number(&heaviest["limit_kb"]),
            met(heaviest),
        );
    }
    for row in &measured.times {
        if let Some(note) = row["note"].as_str().filter(|note| !note.is_empty()) {
            let _ = write!(text, "\n- {}: {note}", word(row, "what"));
        }
    }
    text.trim_end().to_owned() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_stand_above_weights_and_the_heaviest_page_is_named() {
        let measured = Measured {
            times: vec![json!({"what": "case list", "count": 25, "p50_ms": 310.4, "p95_ms": 1204.0,
                       "target": "p95 ≤ 1000 ms", "met": false, "note": "its files are known"})],
            weights: vec![
                json!({"frame": "field", "page": "field/Today.tsx", "kb": 343, "limit_kb": 400, "met": true}),
                json!({"frame": "field", "page": "log-in", "kb": 345, "limit_kb": 400, "met": true}),
            ],
        };
        let new = section("a machine", &measured);
        assert!(new.contains("| case list | 25 | 310 ms | 1204 ms | p95 ≤ 1000 ms | **no** |"), "{new}");
        assert!(
            new.contains(
                "| pages for one hand, and the log-in | 2 | 343 kB | 345 kB (log-in) | ≤ 400 kB each | yes |"
            ),
            "{new}"
        );
        assert!(!new.contains("pages of a desk"), "{new}");
        assert!(new.ends_with("- case list: its files are known\n"), "{new}");
    }
}
