//! `cargo xtask tidy`: the house rules, each a pure function over what it
//! looks at, with tests of its own.

use crate::{Outcome, metadata::Metadata, root, run};
use std::{fs, path::Path};

pub mod codes;
mod graph;
mod manifests;
mod mechanisms;
mod sources;
mod texts;

/// A text file of the repository.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path from the root, with `/`.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// Something that breaks a rule, as `place: what is wrong and what to do`.
pub type Fault = String;

/// Looks at everything; names every fault.
pub fn run() -> Outcome {
    let metadata = Metadata::read()?;
    let files = files()?;
    let mut faults = graph::check(&metadata);
    faults.extend(manifests::check(&metadata)?);
    faults.extend(sources::check(&files));
    faults.extend(texts::check(&files));
    faults.extend(mechanisms::check(&files));
    faults.extend(codes::check(&files));
    for fault in &faults {
        println!("{fault}");
    }
    match faults.len() {
        0 => {
            println!("tidy: {} files, {} crates", files.len(), metadata.members.len());
            Ok(())
        }
        count => Err(format!("tidy: {count} faults")),
    }
}

/// Every text file that is tracked, or would be by the next commit.
fn files() -> Outcome<Vec<File>> {
    let listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let names = match run::read(run::program("git").args(listed)) {
        Ok(list) => list.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        // An unpacked archive has no history; what is not ours is known by name.
        Err(_) => walk(&root()),
    };
    Ok(names
        .into_iter()
        .filter_map(|path| Some(File { text: fs::read_to_string(root().join(&path)).ok()?, path }))
        .collect())
}

fn walk(root: &Path) -> Vec<String> {
    let (mut found, mut todo) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                let name = entry.file_name();
                if !["target", ".git", "data", "node_modules", "dist", "generated"]
                    .iter()
                    .any(|skip| name == *skip)
                {
                    todo.push(path);
                }
            } else if let Ok(relative) = path.strip_prefix(root) {
                found.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// The part of a Rust source that is not a module of tests at its end.
fn without_tests(text: &str) -> &str {
    text.find("\n#[cfg(test)]").map_or(text, |at| &text[..=at])
}

/// The lines of a Rust source with their numbers, without what stands behind `//`.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| {
        let code = line.find("//").map_or(line, |at| &line[..at]);
        // `://` is an address in a text, not a comment.
        (index + 1, if code.ends_with(':') { line } else { code })
    })
}

/// Whether `word` stands in `line` on its own, not as part of a longer name.
fn names(line: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word)
        .any(|(at, _)| !part(line[..at].chars().next_back()) && !part(line[at + word.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_alone() {
        assert!(names("use std::fs;", "std::fs"));
        assert!(!names("use std::fspath;", "std::fs"));
        assert!(!names("MySystemTime", "SystemTime"));
    }

    #[test]
    fn comments_and_tests_are_not_code() {
        let lines: Vec<_> = code_lines("a // b\nlet u = \"http://c\";\n// d").collect();
        assert_eq!(lines, [(1, "a "), (2, "let u = \"http://c\";"), (3, "")]);
        assert_eq!(without_tests("a\n#[cfg(test)]\nmod tests {}"), "a\n");
    }
}
