//! Writing what a fact has moved: one version for each fact, so that the
//! versions of a record tell its facts one by one.

use domain::{Fact, FactBody};
use kernel::{Result, SubjectKind};
use uuid::Uuid;

use super::Recorder;
use crate::rows;

impl Recorder<'_> {
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
