//! Rules for every text file: white space, and no trace of one machine.

use super::{Fault, File};

/// Endings of files that people write.
const WRITTEN: [&str; 12] =
    [".rs", ".toml", ".md", ".ftl", ".sql", ".yml", ".sh", ".ci/run", ".ts", ".tsx", ".mjs", ".css"];

/// Folders that exist on one machine only, in two pieces each.
const MACHINE: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];

/// The only registries a lock file may name.
const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";
const NODE: &str = "https://registry.npmjs.org/";

/// Checks every file.
pub fn check(files: &[File]) -> Vec<Fault> {
    files.iter().flat_map(check_one).collect()
}

fn check_one(file: &File) -> Vec<Fault> {
    let path = file.path.as_str();
    let written = WRITTEN.iter().any(|ending| path.ends_with(ending));
    let mut faults = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let mut fault = |text: String| faults.push(format!("{path}:{}: {text}", index + 1));
        if written && line.contains('\t') {
            fault("a tab; use spaces".to_owned());
        }
        if written && line.ends_with([' ', '\r']) {
            fault("white space at the end of the line".to_owned());
        }
        if let Some(folder) = MACHINE.iter().find(|folder| starts_a_path(line, folder)) {
            fault(format!("{folder}… exists on one machine only"));
        }
        if let Some(host) = foreign_registry(path, line) {
            fault(format!("{host}: only the public registry is named"));
        }
    }
    if written && !file.text.is_empty() && !file.text.ends_with('\n') {
        faults.push(format!("{path}: no line end at the end of the file"));
    }
    faults
}

/// Whether `folder` begins a path in `line`, not inside an address or a relative path.
fn starts_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        line[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !"._-/}".contains(c))
    })
}

fn foreign_registry<'a>(path: &str, line: &'a str) -> Option<&'a str> {
    let line = line.trim();
    let value = |key: &str| line.strip_prefix(key).map(|rest| rest.trim_matches([' ', '=', ':', '"', ',']));
    let name = path.rsplit('/').next().unwrap_or(path);
    match name {
        "Cargo.lock" => value("source").filter(|source| *source != CRATES),
        "package-lock.json" => value("\"resolved\"").filter(|source| !source.starts_with(NODE)),
        "config.toml" if path.contains(".cargo/") => {
            (line.starts_with("[source") || line.starts_with("[registr")).then_some(line)
        }
        ".npmrc" => line.starts_with("registry").then_some(line),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(path: &str, text: &str) -> Vec<Fault> {
        check_one(&File { path: path.to_owned(), text: text.to_owned() })
    }

    #[test]
    fn white_space_is_kept_clean_where_people_write() {
        assert_eq!(faults("a.md", "a\tb\nc \nd").len(), 3);
        assert_eq!(faults("a.md", "a\n").len(), 0);
        assert_eq!(faults("a.tsv", "a\tb \n").len(), 0);
    }

    #[test]
    fn folders_of_one_machine_are_found_and_addresses_are_not() {
        for folder in MACHINE {
            assert_eq!(faults("a.md", &format!("see {folder}x\n")).len(), 1, "{folder}");
            assert_eq!(faults("a.rs", &format!("\"{folder}x\"\n")).len(), 1, "{folder}");
            assert_eq!(faults("a.md", &format!("https://example.org{folder}x, ..{folder}y\n")).len(), 0);
        }
    }

    #[test]
    fn lock_files_name_the_public_registries_only() {
        let rows = [
            ("Cargo.lock", "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n", 0),
            ("Cargo.lock", "source = \"registry+https://mirror.example.org/index\"\n", 1),
            ("web/package-lock.json", "  \"resolved\": \"https://registry.npmjs.org/a/-/a.tgz\",\n", 0),
            ("web/package-lock.json", "  \"resolved\": \"https://mirror.example.org/a.tgz\",\n", 1),
            (".cargo/config.toml", "[source.crates-io]\n", 1),
            (".cargo/config.toml", "[alias]\n", 0),
            ("web/.npmrc", "registry=https://mirror.example.org\n", 1),
        ];
        for (path, text, count) in rows {
            assert_eq!(faults(path, text).len(), count, "{path} {text}");
        }
    }
}
