//! Writing what a fact has moved: one version for each fact, so that the
//! versions of a record tell its facts one by one.

use domain::affairs::Affair;
use domain::{Fact, FactBody};
use kernel::{FactId, Result, SubjectKind, SubjectRef, Timestamp};
use std::collections::BTreeSet;
use store::{JournalRow, SampleRow, TestRow};
use uuid::Uuid;

use super::Recorder;
use crate::maintenance::fact_of;
use crate::rows;

/// The place of a fact in the order in which the journal is told.
fn place_of(row: JournalRow) -> (Timestamp, Uuid, i64) {
    (row.recorded_at, row.writer, row.seq)
}

impl Recorder<'_> {
    /// Takes back what a withdrawn fact had made of things: what it was about
    /// is told anew from the facts that stand. Both versions are kept.
    pub(super) async fn take_back(&mut self, fact: &Fact) -> Result<()> {
        let Some(id) = fact.corrects else { return Ok(()) };
        let Some(row) = self.work.fact(id).await? else { return Ok(()) };
        let said = fact_of(&row)?;
        match said.body {
            FactBody::TestResult { .. } => return self.withdraw_test(fact).await,
            FactBody::SampleTaken { .. } => return self.withdraw_sample(said.id).await,
            _ => {}
        }
        let standing = self.standing_about(said.subject, fact).await?;
        if self.world.retell(said.subject, &standing) {
            self.write_moved(fact, &[(said.subject.kind, said.subject.id)])?;
        }
        Ok(())
    }
    /// The facts about something that stand once a withdrawal has happened, oldest first.
    async fn standing_about(&mut self, subject: SubjectRef, withdrawal: &Fact) -> Result<Vec<Fact>> {
        let rows = self.work.facts_about(subject).await?;
        // While the journal is told again it already holds what came later.
        let told = rows.iter().take_while(|row| row.fact != withdrawal.id);
        let mut facts = told.map(fact_of).collect::<Result<Vec<_>>>()?;
        let withdrawn: BTreeSet<FactId> = facts
            .iter()
            .chain([withdrawal])
            .filter(|f| matches!(f.body, FactBody::Withdrawn { .. }))
            .filter_map(|f| f.corrects)
            .collect();
        facts.retain(|f| !withdrawn.contains(&f.id) && !self.withdrawn.contains(&f.id));
        Ok(facts)
    }
    /// Whether a fact has been withdrawn, before another one where that is given.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn is_withdrawn(&mut self, id: FactId, before: Option<&Fact>) -> Result<bool> {
        let limit = match before {
            Some(fact) => self.work.fact(fact.id).await?.map(place_of),
            None => None,
        };
        let about = self.work.facts_about(id.subject()).await?;
        Ok(about.iter().any(|row| {
            row.kind == "withdrawn"
                && row.corrects == Some(id)
                && limit.is_none_or(|limit| place_of(row.clone()) < limit)
        }))
    }
    /// A sample that was not taken is waited for no more.
    async fn withdraw_sample(&mut self, id: FactId) -> Result<()> {
        let Some(row) = self.work.sample(id).await? else { return Ok(()) };
        let (version, status) = (row.version + 1, rows::WITHDRAWN.to_owned());
        let (recorded_from, recorded_to) = (self.now, None);
        self.work.put_sample(&SampleRow { version, recorded_from, recorded_to, status, ..row })
    }
    /// A test result that was not so no longer counts for anything decided from now on.
    async fn withdraw_test(&mut self, fact: &Fact) -> Result<()> {
        let Some(row) = self.work.test(fact.subject.id.into()).await? else { return Ok(()) };
        self.tests_of(row.person).await?;
        let (id, version) = (row.id, row.version + 1);
        let result = rows::WITHDRAWN.to_owned();
        self.work.put_test(&TestRow {
            version,
            recorded_from: self.now,
            recorded_to: None,
            result,
            ..row
        })?;
        self.world.tests.retain(|test| test.fact != id);
        let cases: Vec<_> = fact.subjects().filter(|s| s.kind == SubjectKind::Case).collect();
        let moved: Vec<_> =
            cases.into_iter().filter(|s| self.world.retest(s.id.into())).map(|s| (s.kind, s.id)).collect();
        self.write_moved(fact, &moved)
    }
    /// Queues the next version of everything that a fact has moved.
    pub(super) fn write_moved(&mut self, fact: &Fact, moved: &[(SubjectKind, Uuid)]) -> Result<()> {
        match &fact.body {
            FactBody::TestResult { .. } => self.work.put_test(&rows::test_row(fact)?)?,
            FactBody::SampleTaken { .. } => self.work.put_sample(&rows::sample_row(fact)?)?,
            _ => {}
        }
        for &(kind, id) in moved {
            let version = self.versions.get(&(kind, id)).copied().unwrap_or(0) + 1;
            let at = rows::At { version, recorded_from: self.now };
            let (work, world) = (&mut *self.work, &self.world);
            match kind {
                SubjectKind::Case => {
                    if let Some(case) = world.cases.get(&id.into()) {
                        let zone = self.directory.zone_at(&case.area);
                        work.put_case(&rows::case_row(case, at, &zone)?)?;
                    }
                }
                SubjectKind::Contact => {
                    if let Some(contact) = world.contacts.get(&id.into()) {
                        work.put_contact(&rows::contact_row(contact, at)?)?;
                    }
                }
                SubjectKind::Order => {
                    if let Some(order) = world.orders.get(&id.into()) {
                        work.put_order(&rows::order_row(order, at)?)?;
                    }
                }
                SubjectKind::Exposure => {
                    if let Some(exposure) = world.exposures.get(&id.into()) {
                        work.put_exposure(&rows::exposure_row(exposure, at)?)?;
                    }
                }
                SubjectKind::Visit => {
                    if let Some(visit) = world.visits.get(&id.into()) {
                        work.put_visit(&rows::visit_row(visit, at)?)?;
                    }
                }
                SubjectKind::Problem => {
                    if let Some(problem) = world.problems.get(&id.into()) {
                        work.put_problem(&rows::problem_row(problem, at)?)?;
                    }
                }
                kind if Affair::is_kind(kind) => {
                    if let Some(affair) = world.affairs.get(&id) {
                        work.put_affair(&rows::affair_row(affair, at)?)?;
                    }
                }
                SubjectKind::Shift => {
                    if let Some(turn) = world.turns.get(&id.into()) {
                        work.put_shift(&rows::shift_row(turn, at)?)?;
                    }
                }
                SubjectKind::Group => {
                    if let Some(household) = world.households.get(&id.into()) {
                        work.put_household(&rows::household_row(household, at)?)?;
                        rows::members(household).for_each(|row| work.put(&row));
                    }
                }
                SubjectKind::Person => match &fact.body {
                    FactBody::PersonsMerged { .. } | FactBody::MergeUndone { .. } => {
                        let Some(person) = world.people.get(&id.into()) else { continue };
                        work.put_merge(&rows::merge_row(person, fact.id, at))?;
                    }
                    _ => continue,
                },
                SubjectKind::Area => {
                    if let Some(zone) = world.zones.get(&id) {
                        work.put_zone(&rows::zone_row(id, zone, at)?)?;
                    }
                }
                _ => continue,
            }
            self.versions.insert((kind, id), version);
        }
        Ok(())
    }
}
