//! The protocol files that are shipped.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use fenghuo_protocol::Library;

/// Name (below `content/protocols`) and text of every file, in order of name.
pub fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/protocols");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(path).expect("readable file"))
        })
        .collect()
}

/// The library of all of them.
pub fn library() -> Library {
    let files = files();
    Library::load(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).unwrap_or_else(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{} faults:\n{}", faults.len(), faults.join("\n"))
    })
}

/// The ids of all rules of a file's text.
#[allow(dead_code, reason = "not every test asks for them")]
pub fn rule_ids(text: &str) -> BTreeSet<String> {
    let table: toml::Table = text.parse().expect("loaded before");
    table
        .iter()
        .filter(|(section, _)| section.as_str() != "example")
        .filter_map(|(_, value)| value.as_array())
        .flatten()
        .filter_map(|rule| rule.get("id")?.as_str().map(str::to_owned))
        .collect()
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("readable folder") {
        let path = entry.expect("readable entry").path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            into.push(path);
        }
    }
}
