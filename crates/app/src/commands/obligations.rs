//! Obligations: waived by a person, with a reason; facts withdrawn.

use authz::Action;
use domain::{Fact, FactBody};
use kernel::{AreaPath, CaseId, Code, Error, FactId, ObligationId, Result, SubjectKind, UnitId};
use std::collections::BTreeMap;
use store::Wanted;

use crate::maintenance::fact_of;
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
                rec.caller.authority.reaches_for(Action::WaiveObligations)?;
                let row = rec
                    .work
                    .obligation(*id)
                    .await?
                    .filter(|row| rec.require_of(Action::WaiveObligations, &row.area, &row.disease).is_ok())
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

    /// Withdraws a fact that was not so: a new fact says it, what the old one
    /// had made of things is taken back, every obligation that it opened
    /// becomes void, and what it had met or made void is owed again. Who may
    /// record such a fact may withdraw it.
    ///
    /// # Errors
    /// `record.not_found`, `value.missing` without a reason, `access.forbidden`;
    /// `fact.not_withdrawable` for a kind that is corrected in another way,
    /// `fact.withdrawn_already` the second time; `case.wrong_state` where a case would
    /// be open again beside another one.
    pub async fn withdraw_fact(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: FactId,
        reason: String,
    ) -> Result<Receipt> {
        if !WITHDRAWING.iter().any(|action| caller.authority.reaches_for(*action).is_ok()) {
            return Err(Error::new(Code::Forbidden).arg("action", Action::WithdrawFacts));
        }
        let unknown = || not_found(SubjectKind::Fact, id);
        let row = self.store().fact(&store::Scope::system(), id).await?.ok_or_else(unknown)?;
        let known = fact_of(&row)?;
        let action = withdrawal(&known.body);
        // A unit withdraws its own words about people who live elsewhere too.
        let seat = known.by.unit.and_then(|unit| Some(self.directory().unit(unit).ok()?.area.clone()));
        let needed = action.unwrap_or(Action::WithdrawFacts);
        let seen = known.view();
        let may = |area: &AreaPath| caller.authority.require_of(needed, area, seen.disease()).is_ok();
        if !may(&known.area) && !seat.is_some_and(|seat| may(&seat)) {
            return Err(unknown());
        }
        if action.is_none() {
            return Err(Error::new(Code::FactNotWithdrawable).arg("kind", known.kind()));
        }
        self.run(caller, key, Wanted::nothing(), (known, reason, needed), |rec, (known, reason, needed)| {
            Box::pin(async move {
                if reason.trim().is_empty() {
                    return Err(Error::new(Code::MissingField).arg("field", "reason"));
                }
                rec.withdraw(known, reason).await?;
                rec.conceal_elsewhere(*needed, &["withdrawn"]);
                Ok(())
            })
        })
        .await
    }
}

/// The actions that [`withdrawal`] names, and the one that lets somebody ask for the rest.
const WITHDRAWING: [Action; 7] = [
    Action::ReportFever,
    Action::RecordTest,
    Action::CarryOutOrders,
    Action::ManageCases,
    Action::TreatCases,
    Action::TraceContacts,
    Action::WithdrawFacts,
];

/// What one must be allowed to record to withdraw a fact of a kind. Only kinds
/// whose mark on the records can be taken back, or that leave none: orders are
/// lifted, exposures retracted, classes given anew, problems and watches have
/// ways of their own.
fn withdrawal(body: &FactBody) -> Option<Action> {
    match body {
        FactBody::FeverSeen { .. } | FactBody::FeverReported { .. } | FactBody::VisitDisposed { .. } => {
            Some(Action::ReportFever)
        }
        FactBody::SampleTaken { .. } | FactBody::TestResult { .. } => Some(Action::RecordTest),
        FactBody::CheckDone { .. } | FactBody::IsolationStarted { .. } => Some(Action::CarryOutOrders),
        FactBody::CaseReported { .. } | FactBody::CardRevised { .. } | FactBody::InvestigationDone { .. } => {
            Some(Action::ManageCases)
        }
        FactBody::CaseIsolated { .. }
        | FactBody::CaseAdmitted { .. }
        | FactBody::TreatmentPlanned { .. }
        | FactBody::CaseEnded { .. } => Some(Action::TreatCases),
        FactBody::ContactReached { .. } => Some(Action::TraceContacts),
        _ => None,
    }
}

impl Recorder<'_> {
    async fn withdraw(&mut self, known: &Fact, reason: &str) -> Result<()> {
        if self.is_withdrawn(known.id, None).await? {
            return Err(Error::new(Code::FactWithdrawn).arg("id", known.id));
        }
        self.load_for_replay(known).await?;
        let mut refs: Vec<_> = known.subjects().collect();
        if let FactBody::TestResult { disease, .. } = &known.body {
            // The result that opened a case was recorded before there was one.
            let case = self.world.open_case(known.subject.id.into(), disease).map(|c| c.id.subject());
            refs.extend(case.filter(|case| !refs.contains(case)));
        }
        let mut cases = BTreeMap::new();
        for id in refs.iter().filter(|s| s.kind == SubjectKind::Case).map(|s| CaseId(s.id)) {
            let Some(case) = self.world.cases.get(&id).cloned() else { continue };
            self.person_if_known(case.person).await?;
            let other = self.world.open_case(case.person, &case.disease).filter(|other| other.id != id);
            if let (FactBody::CaseEnded { .. }, Some(other)) = (&known.body, other) {
                return Err(Error::new(Code::CaseState).arg("detail", format!("open case {}", other.number)));
            }
            cases.insert(id, case.stands_as_infection());
        }
        let (now, area) = (self.now(), known.area.clone());
        let body = FactBody::Withdrawn { reason: reason.to_owned() };
        let mut fact = self.ctx(&area).fact(known.id.subject(), refs, &area, now, body);
        fact.corrects = Some(known.id);
        self.record(vec![fact.clone()]).await?;
        // What was decided from it is decided again: classes, contacts and their windows.
        for (case, was_infected) in cases {
            if let FactBody::TestResult { .. } = known.body {
                self.classify_again(case, &fact).await?;
            }
            self.follow_class(case, was_infected).await?;
        }
        Ok(())
    }
}
