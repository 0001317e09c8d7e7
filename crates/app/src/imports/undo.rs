//! Taking an import back: what it had recorded is withdrawn fact by fact, the
//! newest first. What somebody has worked on since stays, and is named.

use authz::Action;
use domain::{Fact, FactBody, investigation};
use kernel::{CaseId, Code, Error, FactId, ImportId, PersonId, Result, SubjectKind, SubjectRef};
use std::collections::BTreeSet;
use store::{ImportRow, ListRowRow, Wanted};

use super::List;
use crate::maintenance::fact_of;
use crate::recorder::{TakingIn, not_found};
use crate::{App, Caller, Key, Recorder};

/// Facts looked at in one transaction.
const CHUNK: u32 = 100;
/// Rows put back in one transaction.
const ROWS: u32 = 500;
/// Records that stay which are told one by one.
const TOLD: usize = 200;

/// What an undo did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoOutcome {
    /// Facts withdrawn, exposures retracted, persons erased.
    pub taken_back: u64,
    /// Cases that somebody has worked on since: they stay as they are. At most 200 are named.
    pub stay: Vec<CaseId>,
    /// How many those are.
    pub stayed: u64,
}

impl App {
    /// Takes an import back. A crash in the middle is mended by doing it again.
    ///
    /// # Errors
    /// `access.forbidden`, `record.not_found`; `import.wrong_state` while it
    /// runs or when it was taken back before; `value.missing` without a reason.
    pub async fn undo_import(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: ImportId,
        reason: String,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<UndoOutcome> {
        let row = self.import_by_id(caller, id).await?;
        caller.authority.require(Action::ImportCases, &row.area)?;
        if reason.trim().is_empty() {
            return Err(Error::new(Code::MissingField).arg("field", "reason"));
        }
        if matches!(row.state.as_str(), "running" | "undone") {
            return Err(Error::new(Code::ImportState).arg("state", &row.state));
        }
        let taking_in = TakingIn { import: id, history: row.history };
        let begun = (id, row.area.clone(), reason.clone(), taking_in);
        self.run(caller, key, Wanted::nothing(), begun, |rec, (id, area, reason, taking_in)| {
            Box::pin(async move {
                rec.take_in_for(*taking_in);
                let now = rec.now();
                let body = FactBody::ImportUndone { reason: reason.clone() };
                let fact = rec.ctx(area).fact(id.subject(), Vec::new(), area, now, body);
                rec.record(vec![fact]).await
            })
        })
        .await?;
        let mut outcome = UndoOutcome::default();
        let mut stay = BTreeSet::new();
        let mut before = None;
        loop {
            let rows = self.store().facts_of_import(id, before, CHUNK).await?;
            let Some(last) = rows.last() else { break };
            before = Some(last.fact);
            let facts = rows.iter().map(fact_of).collect::<Result<Vec<_>>>()?;
            let (taken, worked_on) = self.take_back(caller, taking_in, facts, &reason).await?;
            outcome.taken_back += taken;
            stay.extend(worked_on);
            progress(outcome.taken_back);
        }
        self.put_rows_back(&row, &stay).await?;
        outcome.stayed = stay.len() as u64;
        outcome.stay = stay.into_iter().take(TOLD).collect();
        let undone = ImportRow { state: "undone".to_owned(), ..row };
        self.store()
            .write(Wanted::nothing(), move |work| {
                work.put(&undone);
                Box::pin(async { Ok(()) })
            })
            .await?;
        Ok(outcome)
    }

    async fn take_back(
        &self,
        caller: &Caller,
        taking_in: TakingIn,
        facts: Vec<Fact>,
        reason: &str,
    ) -> Result<(u64, Vec<CaseId>)> {
        let found = std::sync::Arc::new(std::sync::Mutex::new((0, Vec::new())));
        let input = (taking_in, facts, reason.to_owned(), found.clone());
        self.run(caller, None, Wanted::nothing(), input, |rec, (taking_in, facts, reason, found)| {
            Box::pin(async move {
                rec.take_in_for(*taking_in);
                let (mut taken, mut stay) = (0, Vec::new());
                for fact in facts {
                    match rec.take_back_imported(fact, *taking_in, reason).await? {
                        Taken::Back => taken += 1,
                        Taken::Stays(case) => stay.push(case),
                        Taken::Nothing => {}
                    }
                }
                // The job may run twice: the last run counts.
                *found.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = (taken, stay);
                Ok(())
            })
        })
        .await?;
        let mut found = found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(std::mem::take(&mut *found))
    }

    /// The rows of the list say again what they said before.
    async fn put_rows_back(&self, import: &ImportRow, stay: &BTreeSet<CaseId>) -> Result<()> {
        let list = List { area: import.area.clone(), name: import.list.clone() }.id();
        let mut after: Option<String> = None;
        loop {
            let rows = self.store().list_rows_of_import(list, import.id, after.as_deref(), ROWS).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = Some(last.number.clone());
            let rows: Vec<ListRowRow> = rows
                .into_iter()
                .filter(|row| row.record.is_some_and(|record| !stay.contains(&CaseId(record))))
                .collect();
            self.store()
                .write(Wanted::nothing(), move |work| {
                    let rows = rows.clone();
                    Box::pin(async move {
                        for row in rows {
                            work.take_back_list_row(row).await?;
                        }
                        Ok(())
                    })
                })
                .await?;
        }
    }
}

/// What became of a fact.
enum Taken {
    Back,
    /// Somebody has worked on the case since.
    Stays(CaseId),
    Nothing,
}

impl Recorder<'_> {
    async fn take_back_imported(&mut self, fact: &Fact, import: TakingIn, reason: &str) -> Result<Taken> {
        match &fact.body {
            FactBody::CaseOpened { .. }
            | FactBody::CaseClassified { .. }
            | FactBody::CaseRevised { .. }
            | FactBody::CaseTakenOver { .. }
            | FactBody::CaseEnded { .. } => {
                let case = CaseId(fact.subject.id);
                if self.is_worked_on(fact.subject, import).await? {
                    return Ok(Taken::Stays(case));
                }
                self.withdraw_imported(fact, reason).await
            }
            FactBody::ExposureRecorded { .. } => {
                let Some(row) = self.work.exposure(fact.subject.id.into()).await? else {
                    return Ok(Taken::Nothing);
                };
                if row.status != "standing" {
                    return Ok(Taken::Nothing);
                }
                self.load_for_replay(fact).await?;
                let Some(exposure) = self.world.exposures.get(&row.id).cloned() else {
                    return Ok(Taken::Nothing);
                };
                let retracted =
                    investigation::retract_exposure(&exposure, reason, &mut self.ctx(&exposure.area))?;
                self.record(vec![retracted]).await?;
                Ok(Taken::Back)
            }
            FactBody::ContactTakenOver { .. } => self.withdraw_imported(fact, reason).await,
            FactBody::ContactDetermined { .. } => {
                self.load_for_replay(fact).await?;
                let contact = self.world.contacts.get(&fact.subject.id.into()).cloned();
                // Who is under an order is released by whoever ordered it.
                let Some(contact) = contact.filter(|c| c.is_standing() && c.status != "under_order") else {
                    return Ok(Taken::Nothing);
                };
                let ended = investigation::end(&contact, "retracted", &mut self.ctx(&contact.area))?;
                self.record(vec![ended]).await?;
                Ok(Taken::Back)
            }
            FactBody::PersonRegistered { .. } => {
                let id = PersonId(fact.subject.id);
                let Some(row) = self.work.person(id).await? else { return Ok(Taken::Nothing) };
                if row.erased_at.is_some() || self.is_worked_on(fact.subject, import).await? {
                    return Ok(Taken::Nothing);
                }
                self.person_anywhere(id).await?;
                let person = self.world.people.get(&id).cloned();
                let person = person.ok_or_else(|| not_found(SubjectKind::Person, id))?;
                match self.erase(&person, reason, None).await {
                    Ok(()) => Ok(Taken::Back),
                    // A hold outweighs the undo: nothing has been recorded of it.
                    Err(error) if error.code() == Code::UnderHold => Ok(Taken::Nothing),
                    Err(error) => Err(error),
                }
            }
            _ => Ok(Taken::Nothing),
        }
    }

    /// Whether anything has been recorded about something since the import that does not come from it.
    async fn is_worked_on(&mut self, subject: SubjectRef, import: TakingIn) -> Result<bool> {
        let mut begun = false;
        for row in self.work.facts_about(subject).await? {
            let fact = fact_of(&row)?;
            let from_here = fact.subjects().any(|subject| subject == import.import.subject());
            begun |= from_here;
            if begun && !from_here && fact.kind() != "obligation_escalated" {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn withdraw_imported(&mut self, fact: &Fact, reason: &str) -> Result<Taken> {
        if self.is_withdrawn(fact.id, None).await? {
            return Ok(Taken::Nothing);
        }
        self.load_for_replay(fact).await?;
        let case = CaseId(fact.subject.id);
        let was_infected =
            self.world.cases.get(&case).is_some_and(domain::clinical::Case::stands_as_infection);
        let refs: Vec<SubjectRef> =
            fact.subjects().filter(|subject| subject.kind != SubjectKind::Import).collect();
        let (now, area) = (self.now(), fact.area.clone());
        let body = FactBody::Withdrawn { reason: reason.to_owned() };
        let mut withdrawal = self.ctx(&area).fact(FactId::subject(fact.id), refs, &area, now, body);
        withdrawal.corrects = Some(fact.id);
        self.record(vec![withdrawal]).await?;
        if !self.is_history() {
            self.follow_class(case, was_infected).await?;
        }
        Ok(Taken::Back)
    }
}
