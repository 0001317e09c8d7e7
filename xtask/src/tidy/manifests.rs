//! Every crate takes version, edition, lints and dependencies from the workspace.

use super::Fault;
use crate::{Outcome, metadata::Metadata, root};
use std::{collections::BTreeSet, fs};
use toml::{Table, Value};

const INHERITED: [&str; 5] = ["version", "edition", "rust-version", "license", "publish"];

/// The page that says why there is each dependency.
const LIST: &str = "docs/dependencies.md";
/// Its heading above the packages of the console.
const CONSOLE: &str = "\n## Packages of the console\n";

/// Checks the manifest of every crate, and that each foreign dependency is used and explained.
pub fn check(metadata: &Metadata) -> Outcome<Vec<Fault>> {
    let read = |name: &str| fs::read_to_string(root().join(name)).map_err(|error| format!("{name}: {error}"));
    let workspace: Table = read("Cargo.toml")?.parse().map_err(|error| format!("Cargo.toml: {error}"))?;
    let named = metadata.members.values().flat_map(|m| m.names.iter().map(|(name, _)| name.as_str()));
    let mut faults = check_listed(&workspace, &named.collect(), &read(LIST)?);
    let package: Value = serde_json::from_str(&read("web/package.json")?)
        .map_err(|error| format!("web/package.json: {error}"))?;
    faults.extend(check_console(&package, &read(LIST)?));
    for member in metadata.members.values() {
        let path = member.manifest.strip_prefix(root()).unwrap_or(&member.manifest).display().to_string();
        let text = fs::read_to_string(&member.manifest).map_err(|error| format!("{path}: {error}"))?;
        let manifest: Table = text.parse().map_err(|error| format!("{path}: {error}"))?;
        faults.extend(check_one(&manifest).into_iter().map(|fault| format!("{path}: {fault}")));
    }
    Ok(faults)
}

/// Every package that the console names has its row in the list, and the list no other.
fn check_console(package: &Value, list: &str) -> Vec<Fault> {
    let named = ["dependencies", "devDependencies"].into_iter().filter_map(|section| package.get(section));
    let named = named.filter_map(Value::as_table).flat_map(Table::keys);
    // What only tells the types of something else needs no reason of its own.
    let named: BTreeSet<&str> =
        named.map(String::as_str).filter(|name| !name.starts_with("@types/")).collect();
    let table = list.split_once(CONSOLE).map_or("", |(_, rest)| rest.split("\n## ").next().unwrap_or(rest));
    let listed: BTreeSet<&str> = rows(table).filter(|name| *name != "package").collect();
    let silent = named.difference(&listed).map(|name| format!("{LIST}: say why the console has {name}"));
    let stale =
        listed.difference(&named).map(|name| format!("{LIST}: the console has no {name}; remove its row"));
    silent.chain(stale).collect()
}

/// The first column of a table.
fn rows(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next())
}

/// Every dependency of the workspace is named by a crate and has its row in the list, and the list no other.
fn check_listed(workspace: &Table, named: &BTreeSet<&str>, list: &str) -> Vec<Fault> {
    let all = workspace.get("workspace").and_then(|w| w.get("dependencies")).and_then(Value::as_table);
    let foreign = all.into_iter().flatten().filter(|(_, value)| value.get("path").is_none());
    let foreign: BTreeSet<&str> = foreign.map(|(name, _)| name.as_str()).collect();
    // The table ends where the next heading begins.
    let table = list.split("\n## ").next().unwrap_or_default();
    let listed: BTreeSet<&str> = rows(table).filter(|name| *name != "crate").collect();
    let unused =
        foreign.difference(named).map(|name| format!("Cargo.toml: {name} is used by no crate; remove it"));
    let silent = foreign.difference(&listed).map(|name| format!("{LIST}: say why there is {name}"));
    let stale =
        listed.difference(&foreign).map(|name| format!("{LIST}: {name} is no dependency; remove its row"));
    unused.chain(silent).chain(stale).collect()
}

fn check_one(manifest: &Table) -> Vec<Fault> {
    let inherits = |value: Option<&Value>| {
        value.and_then(|v| v.get("workspace")).and_then(Value::as_bool).unwrap_or(false)
    };
    let mut faults = Vec::new();
    let package = manifest.get("package");
    for field in INHERITED {
        if !inherits(package.and_then(|package| package.get(field))) {
            faults.push(format!("`{field}.workspace = true` is missing"));
        }
    }
    if !inherits(manifest.get("lints")) {
        faults.push("`[lints] workspace = true` is missing".to_owned());
    }
    for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for (name, value) in manifest.get(section).and_then(Value::as_table).into_iter().flatten() {
            if !inherits(Some(value)) && value.get("path").is_none() {
                faults.push(format!("{name}: its version belongs into the workspace's manifest"));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dependency_is_used_and_explained() {
        let workspace =
            "[workspace.dependencies]\na = \"1\"\nb = { version = \"1\" }\nours = { path = \"x\" }\n";
        let workspace: Table = workspace.parse().unwrap();
        let list = "# L\n\n| crate | why |\n|---|---|\n| a | x |\n| c | y |\n\n## Not taken\n\n| d | z |\n";
        let faults = check_listed(&workspace, &BTreeSet::from(["a", "ours"]), list);
        assert_eq!(faults.len(), 3, "{faults:?}");
        for (fault, part) in faults.iter().zip(["b is used by no", "why there is b", "c is no dependency"]) {
            assert!(fault.contains(part), "{fault}");
        }
    }

    #[test]
    fn each_package_of_the_console_is_explained() {
        let package = "[dependencies]\na = \"1\"\n[devDependencies]\nb = \"1\"\n\"@types/a\" = \"1\"\n";
        let package = Value::Table(package.parse().unwrap());
        let list = "| x | y |\n\n## Packages of the console\n\n| package | why |\n|---|---|\n| a | x |\n| c | x |\n\n\
            ## Not taken\n\n| d | z |\n";
        let faults = check_console(&package, list);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].contains("has b") && faults[1].contains("has no c"), "{faults:?}");
    }

    #[test]
    fn a_manifest_inherits_everything() {
        let good = "[package]\nname = \"a\"\nversion.workspace = true\nedition.workspace = true\n\
            rust-version.workspace = true\nlicense.workspace = true\npublish.workspace = true\n\
            [lints]\nworkspace = true\n[dependencies]\nuuid.workspace = true\nb = { path = \"../b\" }\n";
        assert_eq!(check_one(&good.parse().unwrap()), Vec::<Fault>::new());
        for (from, to) in [
            ("edition.workspace = true", "edition = \"2021\""),
            ("[lints]\nworkspace = true\n", ""),
            ("uuid.workspace = true", "uuid = \"1\""),
            ("uuid.workspace = true", "uuid = { version = \"1\", features = [\"v7\"] }"),
        ] {
            let bad: Table = good.replace(from, to).parse().unwrap();
            assert_eq!(check_one(&bad).len(), 1, "{to}");
        }
    }
}
