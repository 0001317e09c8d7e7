//! The obligations board.

use authz::Action;
use kernel::{AsOf, ObligationId, Page, PageRequest, PersonId, Result, SubjectKind};
use store::{
    EscalationRow, HandoverRow, ObligationCounts, ObligationFilter, ObligationRow, ObligationState, state_at,
};

use crate::audit::{AuditKind, Looked};
use crate::recorder::not_found;
use crate::{App, Caller};

/// An obligation with its state at the asked moment.
#[derive(Clone, Debug)]
pub struct ObligationLine {
    /// The obligation.
    pub row: ObligationRow,
    /// How it stands.
    pub state: ObligationState,
}

/// One obligation with its ladder so far.
#[derive(Clone, Debug)]
pub struct ObligationDetail {
    /// The obligation.
    pub line: ObligationLine,
    /// Escalations, first one first.
    pub escalations: Vec<EscalationRow>,
    /// The one that continues it since it was handed over.
    pub continued_by: Option<ObligationId>,
    /// The offers that named it, or those that it continues, oldest first.
    pub handovers: Vec<HandoverRow>,
}

/// The purpose named in the audit.
const PURPOSE: &str = "obligations";

impl App {
    /// A page of obligations, those due first at the head.
    ///
    /// # Errors
    /// `access.forbidden`, `page.invalid_cursor`, those of the store.
    pub async fn obligations(
        &self,
        caller: &Caller,
        filter: &ObligationFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<ObligationLine>> {
        let found = self.find_obligations(caller, filter, as_of, page).await?;
        let persons = found.items.iter().filter_map(|line| person_of(&line.row)).collect();
        self.looked_at_duties(caller, AuditKind::List, "obligations.list", None, persons).await?;
        Ok(found)
    }
    pub(super) async fn find_obligations(
        &self,
        caller: &Caller,
        filter: &ObligationFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<ObligationLine>> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        let found = self.store().obligations(&scope, filter, as_of, page).await?;
        let items = found.items.into_iter().filter_map(|row| line(row, as_of)).collect();
        Ok(Page { items, next: found.next })
    }
    /// One obligation.
    ///
    /// # Errors
    /// `record.not_found`, `access.forbidden`, those of the store.
    pub async fn obligation(
        &self,
        caller: &Caller,
        id: ObligationId,
        as_of: AsOf,
    ) -> Result<ObligationDetail> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        let missing = || not_found(SubjectKind::Obligation, id);
        let row = self.store().obligation(&scope, id).await?.ok_or_else(missing)?;
        let line = line(row, as_of).ok_or_else(missing)?;
        let persons = person_of(&line.row).into_iter().collect();
        self.looked_at_duties(caller, AuditKind::Look, "obligation.read", Some(id), persons).await?;
        let mut escalations = self.store().escalations(&scope, id).await?;
        escalations.retain(|e| e.recorded_at <= as_of.at());
        let (continued_by, handovers) = self.passed_on(&line.row, as_of).await?;
        Ok(ObligationDetail { line, escalations, continued_by, handovers })
    }
    /// Duties that are not about a person tell of nobody.
    async fn looked_at_duties(
        &self,
        caller: &Caller,
        kind: AuditKind,
        action: &str,
        id: Option<ObligationId>,
        persons: Vec<PersonId>,
    ) -> Result<()> {
        if persons.is_empty() {
            return Ok(());
        }
        let subject = id.map(ObligationId::subject);
        self.looked(caller, Looked { kind, action, subject, area: None, persons, filters: Vec::new() }).await
    }
    /// How many obligations stand how.
    ///
    /// # Errors
    /// `access.forbidden`, those of the store.
    pub async fn obligation_counts(
        &self,
        caller: &Caller,
        filter: &ObligationFilter,
        as_of: AsOf,
    ) -> Result<ObligationCounts> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        self.store().obligation_counts(&scope, filter, as_of).await
    }
}

/// The person that a duty is about, if it is one.
fn person_of(row: &ObligationRow) -> Option<PersonId> {
    (row.subject_kind == SubjectKind::Person).then_some(PersonId(row.subject_id))
}

pub(super) fn line(row: ObligationRow, as_of: AsOf) -> Option<ObligationLine> {
    let state = state_at(&row, as_of)?;
    Some(ObligationLine { row, state })
}
