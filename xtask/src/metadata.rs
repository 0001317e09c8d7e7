//! What cargo knows of the workspace.

use crate::{Outcome, run};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

/// What a dependency is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// In the crate itself.
    Normal,
    /// Only in its tests and examples.
    Dev,
    /// In its build script.
    Build,
}

/// A crate of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name without the product's: `kernel`, `store`; the binary is `fenghuo`.
    pub name: String,
    /// Its manifest.
    pub manifest: PathBuf,
    /// What it names: package (short for our own) and purpose.
    pub names: BTreeSet<(String, Kind)>,
    /// Every package that the crate itself reaches over normal dependencies.
    pub reaches: BTreeSet<String>,
}

/// The workspace.
#[derive(Clone, Debug)]
pub struct Metadata {
    /// Its crates, by name.
    pub members: BTreeMap<String, Member>,
    /// Where cargo builds.
    pub target: PathBuf,
}

impl Metadata {
    /// Asks cargo.
    pub fn read() -> Outcome<Self> {
        let text = run::read(run::cargo().args(["metadata", "--format-version", "1", "--quiet"]))?;
        let value: Value = serde_json::from_str(&text).map_err(|error| format!("cargo metadata: {error}"))?;
        Ok(Self::from_value(&value))
    }

    /// Reads cargo's answer.
    pub fn from_value(value: &Value) -> Self {
        let packages: BTreeMap<&str, &Value> = items(&value["packages"])
            .filter_map(|package| Some((package["id"].as_str()?, package)))
            .collect();
        let mut edges: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for node in items(&value["resolve"]["nodes"]) {
            let normal = items(&node["deps"])
                .filter(|dep| items(&dep["dep_kinds"]).any(|kind| kind["kind"].is_null()))
                .filter_map(|dep| dep["pkg"].as_str());
            edges.insert(text(&node["id"]), normal.collect());
        }
        let name_of = |id: &str| packages.get(id).map_or_else(String::new, |p| short(text(&p["name"])));
        let members = items(&value["workspace_members"]).filter_map(Value::as_str).filter_map(|id| {
            let package = packages.get(id)?;
            let names = items(&package["dependencies"])
                .map(|dep| (short(text(&dep["name"])), kind(&dep["kind"])))
                .collect();
            let (mut seen, mut todo) = (BTreeSet::new(), vec![id]);
            while let Some(next) = todo.pop() {
                for dep in edges.get(next).into_iter().flatten() {
                    if seen.insert(*dep) {
                        todo.push(dep);
                    }
                }
            }
            let member = Member {
                name: name_of(id),
                manifest: text(&package["manifest_path"]).into(),
                names,
                reaches: seen.into_iter().map(name_of).collect(),
            };
            Some((member.name.clone(), member))
        });
        Self { members: members.collect(), target: text(&value["target_directory"]).into() }
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn kind(value: &Value) -> Kind {
    match value.as_str() {
        Some("dev") => Kind::Dev,
        Some("build") => Kind::Build,
        _ => Kind::Normal,
    }
}

fn short(package: &str) -> String {
    package.strip_prefix("fenghuo-").unwrap_or(package).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_path_counts_only_over_normal_dependencies() {
        let package = |name: &str, deps: Value| json!({"id": name, "name": name, "manifest_path": format!("/x/{name}"), "dependencies": deps});
        let edge = |to: &str, kind: Value| json!({"pkg": to, "dep_kinds": [{"kind": kind}]});
        let value = json!({
            "target_directory": "/x/target",
            "workspace_members": ["fenghuo-kernel", "fenghuo"],
            "packages": [
                package("fenghuo-kernel", json!([{"name": "uuid", "kind": null}, {"name": "tokio", "kind": "dev"}])),
                package("fenghuo", json!([{"name": "fenghuo-kernel", "kind": null}])),
                package("uuid", json!([])), package("tokio", json!([])), package("mio", json!([])),
            ],
            "resolve": {"nodes": [
                {"id": "fenghuo-kernel", "deps": [edge("uuid", Value::Null), edge("tokio", json!("dev"))]},
                {"id": "fenghuo", "deps": [edge("fenghuo-kernel", Value::Null)]},
                {"id": "tokio", "deps": [edge("mio", Value::Null)]},
            ]},
        });
        let metadata = Metadata::from_value(&value);
        let kernel = &metadata.members["kernel"];
        assert_eq!(kernel.reaches, BTreeSet::from(["uuid".to_owned()]));
        assert!(kernel.names.contains(&("tokio".to_owned(), Kind::Dev)));
        assert_eq!(metadata.members["fenghuo"].reaches, BTreeSet::from(["kernel".into(), "uuid".into()]));
    }
}
