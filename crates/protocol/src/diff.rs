//! What two protocols differ in, rule by rule, and which of the two is
//! stricter on the people and units it binds.

mod strictness;

use std::collections::BTreeSet;

use kernel::Text;
use serde::Serialize;
use serde_json::Value;

use crate::{
    library::Library,
    protocol::Protocol,
    rule::{Rule, Ruled, Section},
};
use strictness::Compare;

/// Whether a rule is there in one protocol only, or differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Only in the second.
    Added,
    /// Only in the first.
    Removed,
    /// In both, not alike.
    Changed,
}

/// Which way a change goes, from the first protocol to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strictness {
    /// A deadline shortens, a restriction lengthens or widens, a safeguard goes.
    Stricter,
    /// The reverse.
    Looser,
    /// Only words or sources changed.
    Same,
    /// Both ways at once, or not to be told by comparing numbers.
    Unclear,
}

impl Strictness {
    /// The change seen from the other side.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Stricter => Self::Looser,
            Self::Looser => Self::Stricter,
            other => other,
        }
    }
    /// Both changes together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Same, s) | (s, Self::Same) => s,
            (a, b) if a == b => a,
            _ => Self::Unclear,
        }
    }
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldChange {
    /// Its name in the file.
    pub field: String,
    /// What the first protocol says; null when absent.
    pub old: Value,
    /// What the second says; null when absent.
    pub new: Value,
}

/// A rule that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleChange {
    /// Kind of rule.
    pub section: Section,
    /// Rule id.
    pub rule: String,
    /// Title for people (of the second protocol, where it is there).
    pub title: Text,
    /// Added, removed or changed.
    pub change: Change,
    /// Which fields, with both values.
    pub fields: Vec<FieldChange>,
    /// Which way.
    pub strictness: Strictness,
    /// Stricter by an overlay that nobody above has approved (P02).
    pub add_on: bool,
}

impl Library {
    /// What `b` changes against `a`, rule by rule.
    pub fn diff(&self, a: &Protocol, b: &Protocol) -> Vec<RuleChange> {
        let mut changes = Vec::new();
        section(a, b, &a.case_definitions, &b.case_definitions, &mut changes);
        section(a, b, &a.contact_classes, &b.contact_classes, &mut changes);
        section(a, b, &a.regimes, &b.regimes, &mut changes);
        section(a, b, &a.zones, &b.zones, &mut changes);
        section(a, b, &a.clusters, &b.clusters, &mut changes);
        section(a, b, &a.notations, &b.notations, &mut changes);
        section(a, b, &a.report_clocks, &b.report_clocks, &mut changes);
        section(a, b, &a.parameters, &b.parameters, &mut changes);
        section(a, b, &a.obligations, &b.obligations, &mut changes);
        section(a, b, &a.must_nots, &b.must_nots, &mut changes);
        changes
    }
}

fn section<T: Rule + Compare + Serialize>(
    a: &Protocol,
    b: &Protocol,
    old: &[Ruled<T>],
    new: &[Ruled<T>],
    changes: &mut Vec<RuleChange>,
) {
    let find = |rules: &[Ruled<T>], id: &str| rules.iter().find(|r| r.rule.id() == id).cloned();
    for ruled in new {
        let (change, strictness, fields) = match find(old, ruled.rule.id()) {
            None => (Change::Added, ruled.rule.alone(a), fields(None, Some(&*ruled.rule))),
            Some(before) if before.rule == ruled.rule => continue,
            Some(before) => (
                Change::Changed,
                before.rule.compare(&ruled.rule),
                fields(Some(&*before.rule), Some(&*ruled.rule)),
            ),
        };
        let unapproved = ruled.origin.overlay.as_ref().is_some_and(|overlay| !overlay.approved);
        changes.push(RuleChange {
            section: T::SECTION,
            rule: ruled.rule.id().to_owned(),
            title: ruled.rule.title().clone(),
            change,
            fields,
            strictness,
            add_on: unapproved && strictness == Strictness::Stricter,
        });
    }
    for ruled in old.iter().filter(|ruled| find(new, ruled.rule.id()).is_none()) {
        changes.push(RuleChange {
            section: T::SECTION,
            rule: ruled.rule.id().to_owned(),
            title: ruled.rule.title().clone(),
            change: Change::Removed,
            fields: fields(Some(&*ruled.rule), None),
            strictness: ruled.rule.alone(b).reversed(),
            add_on: false,
        });
    }
}

fn fields<T: Serialize>(old: Option<&T>, new: Option<&T>) -> Vec<FieldChange> {
    let object = |rule: Option<&T>| match rule.map(serde_json::to_value) {
        Some(Ok(Value::Object(map))) => map,
        _ => serde_json::Map::new(),
    };
    let (old, new) = (object(old), object(new));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    names
        .into_iter()
        .filter(|name| old.get(*name) != new.get(*name))
        .map(|name| FieldChange {
            field: name.clone(),
            old: old.get(name).cloned().unwrap_or_default(),
            new: new.get(name).cloned().unwrap_or_default(),
        })
        .collect()
}
