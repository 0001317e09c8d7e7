//! Obligations: waived by a person, with a reason; facts withdrawn.

use authz::Action;
use domain::{Fact, FactBody};
use kernel::{Code, Error, FactId, ObligationId, Result, UnitId};
use store::Wanted;

use crate::recorder::not_found;
use crate::{App, Caller, Key, Receipt, Recorder};

/// The unit named, or the caller's own.
pub(crate) fn unit_or_own(rec: &Recorder<'_>, named: Option<UnitId>) -> Result<UnitId> {
    named.or(rec.caller.unit).ok_or_else(|| Error::new(Code::MissingField).arg("field", "unit"))
}

impl Recorder<'_> {
    /// The caller's unit, or none's.
    pub(crate) fn own_unit(&self) -> UnitId {
        self.caller.unit.unwrap_or(UnitId(uuid::Uuid::nil()))
    }
}

impl App {
    /// Waives an obligation.
    ///
    /// # Errors
    /// `obligation.reason_missing`, `obligation.closed`, `record.not_found`, `access.forbidden`.
    pub async fn waive_obligation(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: ObligationId,
        reason: String,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), (id, reason), |rec, (id, reason)| {
            Box::pin(async move {
                if reason.trim().is_empty() {
                    return Err(Error::new(Code::ObligationReasonMissing));
                }
                let row = rec
                    .work
                    .obligation(*id)
                    .await?
                    .filter(|row| rec.require(Action::WaiveObligations, &row.area).is_ok())
                    .ok_or_else(|| not_found(kernel::SubjectKind::Obligation, id))?;
                if let Some(state) = &row.close_state {
                    return Err(Error::new(Code::ObligationClosed).arg("state", state));
                }
                let (area, subject, now) = (row.area.clone(), row.subject(), rec.now());
                let body = FactBody::ObligationWaived { reason: reason.clone() };
                let fact = rec.ctx(&area).fact(row.id.subject(), vec![subject], &area, now, body);
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Withdraws a fact that was not so: a new fact says it, and every
    /// obligation that the old one opened becomes void.
    ///
    /// # Errors
    /// `record.not_found`, `value.missing` without a reason, `access.forbidden`.
    pub async fn withdraw_fact(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: FactId,
        reason: String,
    ) -> Result<Receipt> {
        let scope = self.scope(caller, Action::WithdrawFacts, "withdraw")?;
        let known =
            self.store().fact(&scope, id).await?.ok_or_else(|| not_found(kernel::SubjectKind::Fact, id))?;
        self.run(caller, key, Wanted::nothing(), (known, reason), |rec, (known, reason)| {
            Box::pin(async move {
                if reason.trim().is_empty() {
                    return Err(Error::new(Code::MissingField).arg("field", "reason"));
                }
                let entry = store::JournalEntry::try_from(known.clone())?;
                let mut refs = vec![entry.subject];
                refs.extend(entry.refs);
                let now = rec.now();
                let body = FactBody::Withdrawn { reason: reason.clone() };
                let mut fact: Fact =
                    rec.ctx(&entry.area).fact(entry.fact.subject(), refs, &entry.area, now, body);
                fact.corrects = Some(entry.fact);
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}
