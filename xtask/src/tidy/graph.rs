//! Which crate may use which: one direction, from the edges to the kernel.

use super::Fault;
use crate::metadata::{Kind, Member, Metadata};

/// Pure crates: no clock, no file, no network, no database.
pub const PURE: [&str; 7] = ["kernel", "protocol", "domain", "authz", "text", "interop", "sim"];

/// Each crate and those it may use. Tests may in addition use `testkit` and
/// whatever stands above in this table.
const MAY_USE: [(&str, &[&str]); 14] = [
    ("kernel", &[]),
    ("protocol", &["kernel"]),
    ("domain", &["kernel", "protocol"]),
    ("authz", &["kernel"]),
    ("text", &["kernel", "protocol", "domain"]),
    ("interop", &["kernel", "protocol", "domain"]),
    ("sim", &["kernel", "protocol", "domain"]),
    // The store alone writes personal values, and files each under the keys that `text` makes of it.
    ("store", &["kernel", "protocol", "domain", "authz", "text"]),
    ("app", &["kernel", "protocol", "domain", "authz", "text", "interop", "sim", "store"]),
    ("api", &["kernel", "protocol", "domain", "authz", "text", "interop", "app"]),
    ("fenghuo", &["kernel", "protocol", "domain", "authz", "text", "interop", "sim", "store", "app", "api"]),
    ("testkit", &["kernel"]),
    ("xtask", &["testkit"]),
    (
        "bench",
        &[
            "kernel", "protocol", "domain", "authz", "text", "interop", "sim", "store", "app", "api",
            "testkit",
        ],
    ),
];

/// Packages that do what a pure crate must not, however far away.
const IMPURE: [&str; 8] = ["tokio", "sqlx", "sqlx-core", "axum", "reqwest", "ureq", "hyper", "mio"];

/// Packages that only one crate may name.
const KEPT_BY: [(&str, &[&str]); 2] =
    [("store", &["sqlx", "jiff-sqlx"]), ("api", &["axum", "utoipa", "utoipa-axum", "tower-http"])];

/// Checks every crate of the workspace.
pub fn check(metadata: &Metadata) -> Vec<Fault> {
    let ours = |name: &str| metadata.members.contains_key(name);
    metadata.members.values().flat_map(|member| check_one(member, ours)).collect()
}

fn check_one(member: &Member, ours: impl Fn(&str) -> bool) -> Vec<Fault> {
    let name = member.name.as_str();
    let Some(place) = MAY_USE.iter().position(|(crate_name, _)| *crate_name == name) else {
        return vec![format!(
            "{name}: not in the table of crates (xtask/src/tidy/graph.rs); give it its place"
        )];
    };
    let above: Vec<_> = MAY_USE[..place].iter().map(|(crate_name, _)| *crate_name).collect();
    let mut faults = Vec::new();
    for (used, kind) in &member.names {
        let used = used.as_str();
        let in_tests = *kind == Kind::Dev && (used == "testkit" || used == name || above.contains(&used));
        if ours(used) && !MAY_USE[place].1.contains(&used) && !in_tests {
            faults.push(format!("{name}: may not use {used} (it may use: {})", MAY_USE[place].1.join(", ")));
        }
        for (keeper, kept) in KEPT_BY {
            let api_test = *kind == Kind::Dev && keeper == "api";
            if kept.contains(&used) && name != keeper && !api_test {
                faults.push(format!("{name}: only {keeper} names {used}"));
            }
        }
    }
    if PURE.contains(&name) {
        let reached = IMPURE.iter().filter(|package| member.reaches.contains(**package));
        faults.extend(reached.map(|package| format!("{name}: is pure, but has a path to {package}")));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn member(name: &str, names: &[(&str, Kind)], reaches: &[&str]) -> Member {
        Member {
            name: name.to_owned(),
            manifest: "Cargo.toml".into(),
            names: names.iter().map(|(n, k)| ((*n).to_owned(), *k)).collect(),
            reaches: reaches.iter().map(|r| (*r).to_owned()).collect(),
        }
    }

    #[test]
    fn the_direction_holds_for_each_kind_of_dependency() {
        let ours = |name: &str| MAY_USE.iter().any(|(ours, _)| *ours == name);
        let rows = [
            (member("domain", &[("kernel", Kind::Normal), ("serde", Kind::Normal)], &[]), 0),
            (member("domain", &[("store", Kind::Normal)], &[]), 1),
            (member("api", &[("store", Kind::Normal)], &[]), 1),
            (member("api", &[("store", Kind::Dev), ("testkit", Kind::Dev)], &[]), 0),
            (member("store", &[("app", Kind::Dev)], &[]), 1),
            (member("app", &[("testkit", Kind::Normal)], &[]), 1),
            (member("app", &[("sqlx", Kind::Dev)], &[]), 1),
            (member("fenghuo", &[("axum", Kind::Normal)], &[]), 1),
            (member("store", &[("sqlx", Kind::Normal)], &["tokio"]), 0),
            (member("text", &[], &["tokio", "mio"]), 2),
            (member("cellar", &[], &[]), 1),
        ];
        for (member, faults) in rows {
            let found = check_one(&member, ours);
            assert_eq!(found.len(), faults, "{member:?}: {found:?}");
        }
    }

    #[test]
    fn the_table_has_no_cycle() {
        for (place, (name, uses)) in MAY_USE.iter().enumerate() {
            let above: BTreeSet<_> = MAY_USE[..place].iter().map(|(above, _)| *above).collect();
            assert!(uses.iter().all(|used| above.contains(used)), "{name} uses what stands below it");
        }
    }
}
