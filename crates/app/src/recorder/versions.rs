//! Writing what a fact has moved: one version for each fact, so that the
//! versions of a record tell its facts one by one.

use domain::{Fact, FactBody};
use kernel::{Result, SubjectKind};
use store::TestRow;
use uuid::Uuid;

use super::Recorder;
use crate::rows;

impl Recorder<'_> {
    /// A test result that was not so no longer counts for anything decided
    /// from now on; its row keeps both versions.
    pub(super) async fn withdraw_test(&mut self, fact: &Fact) -> Result<()> {
        let Some(row) = self.work.test(fact.subject.id.into()).await? else { return Ok(()) };
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
        Ok(())
    }
    /// Queues the next version of everything that a fact has moved.
    pub(super) fn write_moved(&mut self, fact: &Fact, moved: &[(SubjectKind, Uuid)]) -> Result<()> {
        if let FactBody::TestResult { .. } = &fact.body {
            self.work.put_test(&rows::test_row(fact)?)?;
        }
        for &(kind, id) in moved {
            let version = self.versions.get(&(kind, id)).copied().unwrap_or(0) + 1;
            let at = rows::At { version, recorded_from: self.now };
            let (work, world) = (&mut *self.work, &self.world);
            match kind {
                SubjectKind::Case => {
                    if let Some(case) = world.cases.get(&id.into()) {
                        work.put_case(&rows::case_row(case, at)?)?;
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
                SubjectKind::Shift => {
                    if let Some(turn) = world.turns.get(&id.into()) {
                        work.put_shift(&rows::shift_row(turn, at)?)?;
                    }
                }
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
