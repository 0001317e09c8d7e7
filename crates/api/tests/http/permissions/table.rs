//! The reviewed table: what each operation needs.

use authz::{Action, Role, allows};
use std::collections::BTreeMap;

/// What it takes to call an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needs {
    /// No session.
    Open,
    /// A session, whatever its holder may do.
    Session,
    /// A session; what is not the caller's own is not there.
    Owner,
    /// One of these actions in some area.
    Any(Vec<Action>),
    /// An action in every root area.
    All(Action),
}

/// One line.
#[derive(Clone, Debug)]
pub struct Line {
    pub needs: Needs,
    /// What the id in the path names.
    pub object: Option<String>,
    /// Exceptions by place, with their reasons.
    pub exceptions: BTreeMap<String, String>,
}

impl Line {
    /// Whether a role at home may call it.
    pub fn allows(&self, role: Role) -> bool {
        match &self.needs {
            Needs::Any(actions) => actions.iter().any(|action| allows(role, *action)),
            Needs::All(_) => false,
            Needs::Open | Needs::Session | Needs::Owner => true,
        }
    }
    /// Whether it is limited by a grant's diseases, whichever action lets one do it.
    pub fn is_of_disease(&self) -> bool {
        matches!(&self.needs, Needs::Any(actions) if actions.iter().all(|a| authz::is_of_disease(*a)))
    }
}

/// The table by operation.
pub fn table() -> BTreeMap<String, Line> {
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    let mut last = String::new();
    for text in include_str!("../permissions.txt").lines() {
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if let Some(exception) = text.strip_prefix("~ ") {
            let (place, reason) = exception.split_once(": ").expect("a place and a reason");
            assert!(reason.len() > 20, "{last}: say why {place} is an exception");
            let line = lines.get_mut(&last).expect("a line before its exception");
            line.exceptions.insert(place.to_owned(), reason.to_owned());
            continue;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let [operation, needs, object] = words[..] else { panic!("three words: {text}") };
        let action = |word: &str| Action::parse(word).unwrap_or_else(|| panic!("no action {word}: {text}"));
        let needs = match (needs, needs.strip_prefix("all:")) {
            ("open", _) => Needs::Open,
            ("session", _) => Needs::Session,
            ("owner", _) => Needs::Owner,
            (_, Some(word)) => Needs::All(action(word)),
            (words, None) => Needs::Any(words.split('/').map(action).collect()),
        };
        let object = Some(object.to_owned()).filter(|object| object != "-");
        let line = Line { needs, object, exceptions: BTreeMap::new() };
        assert!(lines.insert(operation.to_owned(), line).is_none(), "{operation} stands twice");
        last = operation.to_owned();
    }
    lines
}
