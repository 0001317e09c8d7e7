//! `cargo xtask bench bulletins`: how much of what a careful reader finds in bulletins the reader finds, and how much
//! it finds beside that; with what it missed.

use crate::{Outcome, root, run};
use serde_json::Value;
use std::fmt::Write as _;

/// Share that must be found, and share of the found that must be right.
const TARGET: f64 = 0.85;

/// Reads our own bulletins, and those of the shared folder where `FENGHUO_SHARED` names it.
pub fn measure() -> Outcome<Vec<Value>> {
    let mut command = run::cargo();
    // Nothing is timed: optimised code would find the same.
    command.args(["run", "--quiet", "-p", "fenghuo-bench", "--", "bulletins", "--own"]);
    command.arg(root().join("crates/text/tests/bulletins"));
    match std::env::var_os("FENGHUO_SHARED") {
        Some(shared) => {
            command.arg("--shared").arg(shared);
        }
        None => println!("not run: the source bulletins (FENGHUO_SHARED does not name the shared data)"),
    }
    let mut rows = Vec::new();
    run::watch(&mut command, |line| {
        rows.extend(serde_json::from_str::<Value>(line).ok().filter(Value::is_object));
    })?;
    if rows.is_empty() { Err("the benchmark gave no numbers".to_owned()) } else { Ok(rows) }
}

fn ids<'a>(row: &'a Value, key: &str) -> Vec<&'a str> {
    row[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A table of each group, and what was missed or found beside.
pub fn section(rows: &[Value]) -> String {
    let mut text = String::new();
    for (group, name) in [("ours", "bulletins of our own"), ("source", "the five source bulletins")] {
        let of_group: Vec<&Value> = rows.iter().filter(|row| row["group"] == group).collect();
        if of_group.is_empty() {
            continue;
        }
        let _ = write!(
            text,
            "| {name} | listed | found | recall | precision | drafts | missed | not listed |\n\
             |---|--:|--:|--:|--:|--:|---|---|\n"
        );
        let (mut all_right, mut all_listed, mut all_found) = (0, 0, 0);
        for row in of_group {
            let right = usize::try_from(row["right"].as_u64().unwrap_or_default()).unwrap_or_default();
            let (missed, extra) = (ids(row, "missed"), ids(row, "extra"));
            let (listed, found) = (right + missed.len(), right + extra.len());
            all_right += right;
            all_listed += listed;
            all_found += found;
            // Writing into a String cannot fail.
            let _ = writeln!(
                text,
                "| {} | {listed} | {found} | {:.2} | {:.2} | {} | {} | {} |",
                row["bulletin"].as_str().unwrap_or_default(),
                share(right, listed),
                share(right, found),
                row["drafts"],
                missed.join(" "),
                extra.join(" "),
            );
        }
        let (recall, precision) = (share(all_right, all_listed), share(all_right, all_found));
        let met = if recall >= TARGET && precision >= TARGET { "met" } else { "**not met**" };
        let _ = writeln!(
            text,
            "| all (target ≥ {TARGET:.2} each: {met}) | {all_listed} | {all_found} | {recall:.2} | {precision:.2} | | | |\n"
        );
    }
    text.trim_end().to_owned() + "\n"
}

#[expect(clippy::cast_precision_loss, reason = "hundreds")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn shares_are_of_all_bulletins_together() {
        let rows = [
            json!({"group": "ours", "bulletin": "b01", "right": 9, "missed": ["A01"], "extra": [], "drafts": 20}),
            json!({"group": "ours", "bulletin": "b02", "right": 10, "missed": [], "extra": ["B01", "B02"], "drafts": 30}),
        ];
        let new = section(&rows);
        assert!(new.contains("| b01 | 10 | 9 | 0.90 | 1.00 | 20 | A01 |  |"), "{new}");
        assert!(new.contains("| all (target ≥ 0.85 each: met) | 20 | 21 | 0.95 | 0.90 | | | |"), "{new}");
        assert!(!new.contains("source"), "{new}");
    }
}
