//! `cargo xtask gen`: files that are written from the sources and committed.

use crate::{Outcome, root, run, tidy::codes};
use std::fs;

/// Writes the generated files, or only compares them.
pub fn run(check: bool) -> Outcome {
    let mut stale = Vec::new();
    let mut take = |name: &'static str, new: &str| -> Outcome {
        let path = root().join(name);
        if fs::read_to_string(&path).is_ok_and(|old| old == new) {
            println!("{name}: as it should be");
        } else if check {
            stale.push(name);
        } else {
            fs::write(&path, new).map_err(|error| format!("{name}: {error}"))?;
            println!("{name}: written");
        }
        Ok(())
    };
    take("docs/errors.md", &codes::page(&codes::read()?))?;
    let document = run::read(run::fenghuo()?.arg("openapi"))?;
    if serde_json::from_str::<serde_json::Value>(&document).map_or(true, |value| value["openapi"].is_null()) {
        return Err("`fenghuo openapi` did not write an OpenAPI document".to_owned());
    }
    take("docs/openapi.json", &document)?;
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("stale: {} (run `cargo xtask gen` and look at the difference)", stale.join(", ")))
    }
}
