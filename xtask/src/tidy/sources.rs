//! What sources may name.

use super::{Fault, File, code_lines, graph::PURE, names, without_tests};

/// Longer than this, a file needs a reason in its head.
const LONG: usize = 600;

/// Endings of the sources of the console.
const SCRIPTS: [&str; 3] = [".ts", ".tsx", ".mjs"];

/// What no pure crate names: effects, clocks and global random sources.
const IMPURE: [&str; 10] = [
    "std::fs",
    "std::net",
    "std::env",
    "env::var",
    "SystemTime",
    "time::Instant",
    "Instant::now",
    "rand::rng",
    "thread_rng",
    "OsRng",
];

/// What no source holds. Written in two pieces, since this file is looked at too.
const NEVER: [(&str, &str); 4] = [
    (concat!("to", "do!("), "unfinished work is not committed"),
    (concat!("un", "implemented!("), "unfinished work is not committed"),
    (concat!("db", "g!("), "a debugging aid is not committed"),
    (concat!("#[ig", "nore"), "a test either runs or says `not run:` with its reason"),
];

/// Checks every Rust file; of the console's own sources their length.
pub fn check(files: &[File]) -> Vec<Fault> {
    files.iter().flat_map(check_one).collect()
}

fn check_one(file: &File) -> Vec<Fault> {
    let path = &file.path;
    let rust = path.ends_with(".rs");
    if !rust && !SCRIPTS.iter().any(|ending| path.ends_with(ending)) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let lines = file.text.lines().count();
    let comment = if rust { "//!" } else { "//" };
    if lines > LONG && !has_reason(&file.text, comment) {
        faults
            .push(format!("{path}: {lines} lines; divide it, or say why in its head (`{comment} Long: …`)"));
    }
    if !rust {
        return faults;
    }
    for (number, line) in code_lines(&file.text) {
        for (pattern, why) in NEVER {
            if line.contains(pattern) {
                faults.push(format!("{path}:{number}: {pattern}…: {why}"));
            }
        }
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    if name == "mod.rs" && path.starts_with("crates/") && path.contains("/src/") {
        faults.push(format!("{path}: use name.rs beside the folder name/ instead of mod.rs"));
    }
    if is_pure(path) {
        faults.extend(impure(path, without_tests(&file.text)));
    }
    faults
}

fn has_reason(text: &str, comment: &str) -> bool {
    text.lines()
        .map_while(|line| line.strip_prefix(comment))
        .any(|line| line.strip_prefix(" Long:").is_some_and(|reason| !reason.trim().is_empty()))
}

fn is_pure(path: &str) -> bool {
    let tests_only = path.ends_with("/tests.rs") || path.contains("/tests/");
    !tests_only && PURE.iter().any(|name| path.starts_with(&format!("crates/{name}/src/")))
}

fn impure(path: &str, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut import = String::new();
    for (number, line) in code_lines(text) {
        for word in IMPURE {
            if names(line, word) {
                faults.push(format!("{path}:{number}: a pure crate does not name {word}"));
            }
        }
        if line.trim_start().starts_with("use std::{") || !import.is_empty() {
            import.push_str(line);
            if line.contains(';') {
                for module in ["fs", "net", "env"] {
                    if top_level(&import).any(|item| names(item, module)) {
                        faults.push(format!("{path}:{number}: a pure crate does not name std::{module}"));
                    }
                }
                import.clear();
            }
        }
    }
    faults
}

/// The first segment of each item of `use std::{a, b::{c, d}, e};`.
fn top_level(import: &str) -> impl Iterator<Item = &str> {
    let inner = import.split_once('{').map_or("", |(_, inner)| inner);
    let mut depth = 0u32;
    inner
        .split(move |c: char| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            c == ',' && depth == 0
        })
        .map(|item| item.split("::").next().unwrap_or(item).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(path: &str, text: &str) -> usize {
        check_one(&File { path: path.to_owned(), text: text.to_owned() }).len()
    }

    #[test]
    fn pure_crates_name_no_effects() {
        let rows = [
            ("use std::fs;", 1),
            ("use std::{collections::{BTreeMap, env}, fmt};", 0),
            ("use std::{\n    collections::BTreeMap,\n    fs,\n};", 1),
            ("use std::{fs::{self, File}, net};", 2),
            ("// SystemTime is not for us", 0),
            ("let now = SystemTime::now();", 1),
            ("enum Type { Instant, Date }", 0),
            ("use std::time::Instant;", 1),
            ("fn a() {}\n#[cfg(test)]\nmod tests { use std::fs; }", 0),
        ];
        for (text, count) in rows {
            assert_eq!(faults("crates/protocol/src/a.rs", text), count, "{text}");
            assert_eq!(faults("crates/store/src/a.rs", text), 0, "{text}");
        }
        assert_eq!(faults("crates/protocol/tests/a.rs", "use std::fs;"), 0);
        assert_eq!(faults("crates/protocol/src/a/tests.rs", "use std::fs;"), 0);
    }

    #[test]
    fn a_long_file_gives_its_reason() {
        let body = "fn a() {}\n".repeat(LONG + 1);
        assert_eq!(faults("crates/app/src/a.rs", &body), 1);
        assert_eq!(faults("crates/app/src/a.rs", &format!("//! A.\n//! Long: one table.\n{body}")), 0);
        assert_eq!(faults("crates/app/src/a.rs", &format!("//! Long:\n{body}")), 1);
        assert_eq!(faults("web/src/a.tsx", &body), 1);
        assert_eq!(faults("web/src/a.tsx", &format!("// A.\n// Long: one table.\n{body}")), 0);
        assert_eq!(faults("docs/a.json", &body), 0);
    }

    #[test]
    fn unfinished_work_and_silenced_tests_are_found() {
        for (pattern, _) in NEVER {
            assert_eq!(faults("crates/app/src/a.rs", &format!("fn a() {{ {pattern} ) }}")), 1, "{pattern}");
        }
        assert_eq!(faults("crates/app/src/a/mod.rs", ""), 1);
    }
}
