//! Looks at records: who saw which persons, by lists, searches and details.
//! The same look of the same user within five minutes is one entry: a board
//! that refreshes itself tells nothing new.

use domain::clinical::Case;
use domain::duty::Turn;
use domain::investigation::{Contact, Exposure};
use domain::isolation::Order;
use domain::sentinel::Visit;
use domain::supervision::Problem;
use kernel::{AreaPath, PersonId, Result, Span, SubjectKind, SubjectRef, Timestamp};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use store::{
    AuditEntry, AuditKind, CaseFilter, ContactFilter, ExposureFilter, OrderFilter, ProblemFilter,
    ShiftFilter, VisitFilter,
};

use super::detail;
use crate::questions::Seen;
use crate::{App, Caller};

/// How long the same look is not written again.
const WINDOW: Span = Span::minutes(5);
/// Most looks that are remembered.
const MOST: usize = 50_000;

/// What somebody saw.
#[derive(Clone, Debug)]
pub(crate) struct Looked<'a> {
    /// `Look`, `List` or `Search`.
    pub kind: AuditKind,
    /// For example `case.read`.
    pub action: &'a str,
    /// The one thing, if it is one.
    pub subject: Option<SubjectRef>,
    /// Where; the seat of whoever looks when absent.
    pub area: Option<AreaPath>,
    /// Whom he saw.
    pub persons: Vec<PersonId>,
    /// By which fields he chose; their names alone.
    pub filters: Vec<&'static str>,
}

/// Looks that were written of late.
#[derive(Default)]
pub(crate) struct Looks(Mutex<HashMap<[u8; 32], Timestamp>>);

impl Looks {
    /// Whether the same was written already; if not, it counts as written.
    fn is_known(&self, look: [u8; 32], now: Timestamp) -> bool {
        // A panic under this lock leaves whole entries behind.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.retain(|_, at| *at <= now && now.since(*at) < WINDOW);
        }
        if known.len() >= MOST {
            known.clear();
        }
        let before = known.get(&look).is_some_and(|at| *at <= now && now.since(*at) < WINDOW);
        if !before {
            known.insert(look, now);
        }
        before
    }
    fn forget(&self, look: &[u8; 32]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(look);
    }
}

/// What names persons by their ids.
pub(crate) trait Names {
    /// Whom.
    fn persons(&self) -> Vec<PersonId>;
}

impl Names for Case {
    fn persons(&self) -> Vec<PersonId> {
        vec![self.person]
    }
}
impl Names for Contact {
    fn persons(&self) -> Vec<PersonId> {
        vec![self.person]
    }
}
impl Names for Order {
    fn persons(&self) -> Vec<PersonId> {
        self.person.into_iter().collect()
    }
}
impl Names for Exposure {
    fn persons(&self) -> Vec<PersonId> {
        let ends = [self.from, self.to].into_iter();
        ends.filter(|end| end.kind == SubjectKind::Person).map(|end| PersonId(end.id)).collect()
    }
}
impl Names for Visit {
    fn persons(&self) -> Vec<PersonId> {
        vec![self.person]
    }
}
impl Names for Problem {
    fn persons(&self) -> Vec<PersonId> {
        Vec::new()
    }
}
impl Names for Turn {
    fn persons(&self) -> Vec<PersonId> {
        Vec::new()
    }
}

/// By which person, or which number of a person's record, a list is asked for.
pub(crate) trait Searches {
    /// The fields that say so, and the person where it is one.
    fn searched(&self) -> (Vec<&'static str>, Option<PersonId>);
}

impl Searches for CaseFilter {
    fn searched(&self) -> (Vec<&'static str>, Option<PersonId>) {
        let fields = [("person", self.person.is_some()), ("number", self.number.is_some())];
        (given(fields), self.person)
    }
}
impl Searches for ContactFilter {
    fn searched(&self) -> (Vec<&'static str>, Option<PersonId>) {
        (given([("person", self.person.is_some())]), self.person)
    }
}
impl Searches for OrderFilter {
    fn searched(&self) -> (Vec<&'static str>, Option<PersonId>) {
        (given([("person", self.person.is_some())]), self.person)
    }
}
impl Searches for VisitFilter {
    fn searched(&self) -> (Vec<&'static str>, Option<PersonId>) {
        (given([("person", self.person.is_some())]), self.person)
    }
}
impl Searches for ExposureFilter {
    fn searched(&self) -> (Vec<&'static str>, Option<PersonId>) {
        (given([("from", self.from.is_some()), ("to", self.to.is_some())]), None)
    }
}
impl Searches for ProblemFilter {
    fn searched(&self) -> (Vec<&'static str>, Option<PersonId>) {
        (Vec::new(), None)
    }
}
impl Searches for ShiftFilter {
    fn searched(&self) -> (Vec<&'static str>, Option<PersonId>) {
        (Vec::new(), None)
    }
}

fn given<const N: usize>(fields: [(&'static str, bool); N]) -> Vec<&'static str> {
    fields.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
}

impl App {
    /// Leaves in the audit whom somebody saw, before he is answered.
    ///
    /// # Errors
    /// Those of the store: what cannot be told is not shown.
    pub(crate) async fn looked(&self, caller: &Caller, looked: Looked<'_>) -> Result<()> {
        let now = self.inner.clocks.wall();
        let mut entry = AuditEntry {
            subject: looked.subject.map(|subject| (subject.kind.as_str().to_owned(), subject.id)),
            count: i64::try_from(looked.persons.len()).unwrap_or(i64::MAX),
            persons: looked.persons,
            ..self.audit_entry(caller, looked.kind, looked.action)
        };
        entry.persons.sort_unstable();
        entry.persons.dedup();
        if let Some(area) = looked.area {
            entry.area = area;
        }
        if !looked.filters.is_empty() {
            entry.detail = detail(&json!({ "filters": looked.filters }));
        }
        let mut hash = Sha256::new();
        hash.update(caller.user.0.as_bytes());
        hash.update(caller.api_key.unwrap_or_default().as_bytes());
        hash.update(entry.action.as_bytes());
        hash.update(entry.subject.as_ref().map_or([0; 16], |(_, id)| *id.as_bytes()));
        hash.update(&entry.detail);
        for person in &entry.persons {
            hash.update(person.0.as_bytes());
        }
        let look: [u8; 32] = hash.finalize().into();
        if self.inner.looks.is_known(look, now) {
            return Ok(());
        }
        let written = self.write_audit(vec![entry]).await;
        if written.is_err() {
            self.inner.looks.forget(&look);
        }
        written
    }

    /// As [`Self::looked`], for a list of records. One that names nobody, and
    /// was not asked for by somebody's id, is not told.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn listed<S: Names>(
        &self,
        caller: &Caller,
        action: &str,
        filter: &impl Searches,
        items: &[Seen<S>],
    ) -> Result<()> {
        let (filters, person) = filter.searched();
        let mut persons: Vec<PersonId> = items.iter().flat_map(|item| item.state.persons()).collect();
        persons.extend(person);
        if persons.is_empty() && filters.is_empty() {
            return Ok(());
        }
        let looked = Looked {
            kind: if filters.is_empty() { AuditKind::List } else { AuditKind::Search },
            action,
            subject: person.map(PersonId::subject),
            area: AreaPath::holding(items.iter().map(|item| &item.area)),
            persons,
            filters,
        };
        self.looked(caller, looked).await
    }
}
