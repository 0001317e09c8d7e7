//! Directives, read back with how their problems stand.

use authz::Action;
use domain::{Actor, FactBody};
use kernel::{AreaPath, AsOf, Code, DirectiveId, Error, Page, PageRequest, Result, SubjectKind, Timestamp};
use std::collections::BTreeMap;
use store::{JournalRow, Scope};

use crate::maintenance::fact_of;
use crate::recorder::not_found;
use crate::{App, Caller};

/// A directive with how its problems stand.
#[derive(Clone, Debug)]
pub struct DirectiveLine {
    /// Which.
    pub id: DirectiveId,
    /// For which area.
    pub area: AreaPath,
    /// What it is about.
    pub title: String,
    /// Meeting or document it comes from.
    pub source: String,
    /// When issued.
    pub issued_at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// How many of its problems that the caller sees are in which status.
    pub problems: BTreeMap<String, i64>,
    /// How many of those that are not closed are past their time.
    pub overdue: i64,
}

const PURPOSE: &str = "directives";

impl App {
    /// Directives, the last first.
    ///
    /// # Errors
    /// `access.forbidden`, `page.invalid_cursor`, those of the store.
    pub async fn directives(
        &self,
        caller: &Caller,
        area: Option<&AreaPath>,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<DirectiveLine>> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        let found = self.store().facts_paged(&scope, "directive_issued", area, as_of, page).await?;
        let items = self.directives_of(&scope, &found.items, as_of).await?;
        Ok(Page { items, next: found.next })
    }

    /// One directive.
    ///
    /// # Errors
    /// `record.not_found`, `access.forbidden`, those of the store.
    pub async fn directive(&self, caller: &Caller, id: DirectiveId, as_of: AsOf) -> Result<DirectiveLine> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        let mut facts = self.store().facts_about(&scope, id.subject(), as_of).await?;
        facts.retain(|fact| fact.kind == "directive_issued");
        let found = self.directives_of(&scope, &facts, as_of).await?;
        found.into_iter().next().ok_or_else(|| not_found(SubjectKind::Directive, id))
    }

    async fn directives_of(
        &self,
        scope: &Scope,
        facts: &[JournalRow],
        as_of: AsOf,
    ) -> Result<Vec<DirectiveLine>> {
        let ids: Vec<uuid::Uuid> = facts.iter().map(|fact| fact.subject_id).collect();
        let mut counts: BTreeMap<uuid::Uuid, (BTreeMap<String, i64>, i64)> = BTreeMap::new();
        for (directive, status, count, overdue) in self.store().problem_counts(scope, &ids, as_of).await? {
            let (problems, late) = counts.entry(directive).or_default();
            *problems.entry(status).or_default() += count;
            *late += overdue;
        }
        let line = |row: &JournalRow| -> Result<DirectiveLine> {
            let fact = fact_of(row)?;
            let FactBody::DirectiveIssued { source, title } = fact.body else {
                return Err(Error::new(Code::StoreInconsistent).arg("detail", "directive_issued"));
            };
            let (problems, overdue) = counts.get(&row.subject_id).cloned().unwrap_or_default();
            Ok(DirectiveLine {
                id: fact.subject.id.into(),
                area: fact.area,
                title,
                source,
                issued_at: fact.occurred_at,
                by: fact.by,
                problems,
                overdue,
            })
        };
        facts.iter().map(line).collect()
    }
}
