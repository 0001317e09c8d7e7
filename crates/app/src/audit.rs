//! The audit as use cases write it: looks, lists, searches, exports, denials,
//! log-ins, changes of accounts and settings; and as the auditor asks it.
//!
//! Whatever goes with a command is written in the command's own transaction
//! ([`store::Work::audit`] with an entry of [`App::audit_entry`]). A look is on
//! the disk before it is answered. No entry holds a personal value: persons
//! stand in it by id, changes of what is secret or personal say only that it
//! was changed.

mod denials;
mod looks;

pub use denials::Denial;
pub(crate) use denials::Denials;
pub(crate) use looks::{Looked, Looks, Names};
use store::persons_in;
pub use store::{AuditFilter, AuditKind, AuditRow};

use authz::Action;
use kernel::{AreaPath, Error, IdSource as _, Page, PageRequest, PersonId, Result, UserId};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use store::{AuditEntry, Scope, Wanted};

use crate::ids::SystemIds;
use crate::{App, Caller};

/// An entry as the auditor sees it.
#[derive(Clone, Debug)]
pub struct AuditLine {
    /// The entry. Of one that was written elsewhere it is not told what else was
    /// looked at.
    pub row: AuditRow,
    /// Whom it names, where it was written in his areas.
    pub persons: Vec<PersonId>,
    /// What whoever did it is called.
    pub user_name: Option<String>,
}

impl AuditLine {
    fn of(
        mut row: AuditRow,
        user_name: Option<String>,
        scope: &Scope,
        asked: Option<PersonId>,
    ) -> Result<Self> {
        let named = std::mem::take(&mut row.persons);
        if scope.covers(&row.area) {
            return Ok(Self { persons: persons_in(&named)?, row, user_name });
        }
        if row.subject_id != asked.map(|person| person.0) {
            row.subject_kind = None;
            row.subject_id = None;
        }
        row.detail.clear();
        Ok(Self { row, persons: asked.into_iter().collect(), user_name })
    }
}

/// What was changed, field by field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes(Vec<Value>);

impl Changes {
    /// A field that may be told, if it is another now.
    pub(crate) fn field<T: Serialize + PartialEq>(mut self, name: &str, from: &T, to: &T) -> Self {
        if from != to {
            self.0.push(json!({ "field": name, "from": from, "to": to }));
        }
        self
    }
    /// A field of something new.
    pub(crate) fn new_field<T: Serialize>(mut self, name: &str, to: &T) -> Self {
        self.0.push(json!({ "field": name, "to": to }));
        self
    }
    /// A field that is secret or personal: only that it was changed.
    pub(crate) fn hidden(mut self, name: &str) -> Self {
        self.0.push(json!({ "field": name, "changed": true }));
        self
    }
    /// As an entry keeps it.
    pub(crate) fn detail(self) -> Vec<u8> {
        detail(&json!({ "changes": self.0 }))
    }
}

/// What more an entry says, as bytes.
pub(crate) fn detail(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

impl App {
    /// An entry about what somebody does, at his own seat and by the wall
    /// clock: a drill's clock shows another time than the one at which he did
    /// it. Purpose, subject, area and the rest are set by whoever writes it.
    pub fn audit_entry(&self, caller: &Caller, kind: AuditKind, action: &str) -> AuditEntry {
        AuditEntry {
            user: Some(caller.user),
            post: caller.post,
            area: self.seat(caller),
            ..self.audit_of_nobody(kind, action)
        }
    }

    /// An entry about what somebody does whom nobody knows.
    pub(crate) fn audit_of_nobody(&self, kind: AuditKind, action: &str) -> AuditEntry {
        AuditEntry {
            id: SystemIds.next_uuid(),
            at: self.inner.clocks.wall(),
            kind,
            action: action.to_owned(),
            user: None,
            post: None,
            subject: None,
            area: self.first_root(),
            purpose: String::new(),
            route: None,
            code: None,
            count: 1,
            detail: Vec::new(),
            persons: Vec::new(),
        }
    }

    /// As [`Self::audit_entry`]; of the operator at the machine when it is nobody else.
    pub(crate) fn audit_by(&self, by: Option<&Caller>, kind: AuditKind, action: &str) -> AuditEntry {
        match by {
            Some(caller) => self.audit_entry(caller, kind, action),
            None => {
                let operator = self.operator(&self.first_root()).user;
                AuditEntry { user: Some(operator), ..self.audit_of_nobody(kind, action) }
            }
        }
    }

    /// As [`Self::audit_entry`], for a user who is known by his id alone.
    pub(crate) async fn audit_of_user(
        &self,
        user: UserId,
        kind: AuditKind,
        action: &str,
    ) -> Result<AuditEntry> {
        match self.store().user(user).await? {
            Some(row) => {
                let caller = self.caller_of(&row, self.inner.clocks.wall()).await?;
                Ok(self.audit_entry(&caller, kind, action))
            }
            None => Ok(AuditEntry { user: Some(user), ..self.audit_of_nobody(kind, action) }),
        }
    }

    /// Where somebody sits: his unit's area, else the first in which he may do anything.
    pub(crate) fn seat(&self, caller: &Caller) -> AreaPath {
        let unit = caller.unit.and_then(|unit| Some(self.directory().unit(unit).ok()?.area.clone()));
        let granted = || caller.authority.grants().first().map(|grant| grant.area.clone());
        unit.or_else(granted).unwrap_or_else(|| self.first_root())
    }

    /// The area of what belongs to no place; nothing lies above it.
    pub(crate) fn first_root(&self) -> AreaPath {
        let directory = self.directory();
        let root = directory.areas().first().map(|area| area.row.path.clone());
        root.unwrap_or_else(|| AreaPath::from_stored(String::new()))
    }

    /// Writes entries and waits until they are on the disk.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn write_audit(&self, entries: Vec<AuditEntry>) -> Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        self.store()
            .write(Wanted::nothing(), move |work| {
                entries.iter().cloned().for_each(|entry| work.audit(entry));
                Box::pin(async { Ok(()) })
            })
            .await
    }

    /// What was done, latest first, in the areas of the auditor. Of a person
    /// of his areas he is told all that befell him, wherever whoever looked
    /// sits: his cases, contacts, orders and the exports that named him too.
    ///
    /// # Errors
    /// `access.forbidden`, `page.invalid_cursor`, those of the store.
    pub async fn audit(
        &self,
        caller: &Caller,
        mut filter: AuditFilter,
        page: &PageRequest,
    ) -> Result<Page<AuditLine>> {
        let scope = self.scope(caller, Action::ReadAudit, "audit")?;
        filter.everywhere = match filter.person {
            Some(person) => self.store().person(&scope, person).await?.is_some(),
            None => false,
        };
        let found = self.store().audit(&scope, &filter, page).await?;
        let mut names: HashMap<UserId, Option<String>> = HashMap::new();
        let mut items = Vec::with_capacity(found.items.len());
        for row in found.items {
            let name = match row.user {
                None => None,
                Some(user) => match names.entry(user) {
                    Entry::Occupied(known) => known.get().clone(),
                    Entry::Vacant(unknown) => {
                        let found = self.store().user(user).await?;
                        unknown.insert(found.map(|user| user.display_name)).clone()
                    }
                },
            };
            items.push(AuditLine::of(row, name, &scope, filter.person)?);
        }
        Ok(Page { items, next: found.next })
    }
}

/// Logs what an audit entry lacked; for entries that nobody waits for.
pub(crate) fn lost(error: &Error) {
    tracing::error!(code = error.code().as_str(), detail = error.detail(), "an audit entry was not written");
}
