//! Holds: records that are kept whatever their age, and whoever asks for their erasure.

use authz::Action;
use domain::law;
use kernel::{AreaPath, CaseId, Code, Error, Page, PageRequest, PersonId, Result, SubjectRef};
use store::{HoldRow, Wanted};
use uuid::Uuid;

use crate::{App, Caller, Key, Receipt, Recorder};

/// A hold, as it is shown.
pub type HoldView = HoldRow;

/// What is to be held.
#[derive(Clone, Debug)]
pub enum HoldOn {
    /// A person.
    Person(PersonId),
    /// A case, with the persons of its contacts.
    Case(CaseId),
    /// Everybody of an area and below.
    Area(AreaPath),
}

impl Recorder<'_> {
    async fn subject_of_hold(&mut self, on: &HoldOn) -> Result<(SubjectRef, AreaPath)> {
        match on {
            HoldOn::Person(id) => {
                let person = self.person(*id, Action::ErasePerson).await?;
                Ok((person.id.subject(), person.area))
            }
            HoldOn::Case(id) => {
                let case = self.case(*id, Action::ErasePerson).await?;
                Ok((case.id.subject(), case.area))
            }
            HoldOn::Area(area) => {
                self.require(Action::ErasePerson, area)?;
                Ok((SubjectRef::area(&kernel::AreaCode::new(area.code())?), area.clone()))
            }
        }
    }
    /// Refuses to erase persons when a hold keeps one of them; one on an area
    /// also keeps whom that has taken over.
    pub(super) async fn refuse_held(&mut self, persons: &[domain::people::Person]) -> Result<()> {
        let held = self.work.held().await?;
        let kept = |person: &&domain::people::Person| {
            let now = self.directory().current(&person.area);
            held.holds(person.id, &person.area) || held.holds(person.id, &now)
        };
        match persons.iter().find(kept) {
            Some(person) => Err(Error::new(Code::UnderHold).arg("id", person.id)),
            None => Ok(()),
        }
    }
}

impl App {
    /// Sets a hold. It has the id of its fact, which the receipt tells.
    ///
    /// # Errors
    /// `access.forbidden`, `record.not_found`; `value.missing` without a reason.
    pub async fn set_hold(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        on: HoldOn,
        reason: String,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), (on, reason, caller.user), |rec, (on, reason, user)| {
            Box::pin(async move {
                let (subject, area) = rec.subject_of_hold(on).await?;
                let fact = law::hold(subject, &area, reason, &mut rec.ctx(&area))?;
                let row = HoldRow {
                    id: fact.id.0,
                    subject_kind: subject.kind,
                    subject_id: subject.id,
                    area,
                    reason: reason.clone(),
                    set_at: rec.now(),
                    set_by: *user,
                    released_at: None,
                    released_by: None,
                    release_reason: None,
                };
                rec.work.put(&row);
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Releases a hold.
    ///
    /// # Errors
    /// `record.not_found` for one that is not there, outside the caller's areas
    /// or released already; `value.missing` without a reason.
    pub async fn release_hold(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        hold: Uuid,
        reason: String,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), (hold, reason, caller.user), |rec, (hold, reason, user)| {
            Box::pin(async move {
                let unknown = || Error::new(Code::NotFound).arg("kind", "hold").arg("id", hold);
                let areas = rec.areas_for(Action::ErasePerson)?;
                let row = rec.work.hold(*hold).await?.ok_or_else(unknown)?;
                let visible = areas.iter().any(|area| row.area.is_within(area));
                if !visible || row.released_at.is_some() {
                    return Err(unknown());
                }
                let subject = SubjectRef { kind: row.subject_kind, id: row.subject_id };
                let fact = law::release(subject, &row.area, reason, &mut rec.ctx(&row.area))?;
                let released = HoldRow {
                    released_at: Some(rec.now()),
                    released_by: Some(*user),
                    release_reason: Some(reason.clone()),
                    ..row
                };
                rec.work.put(&released);
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Holds in the caller's areas, latest first.
    ///
    /// # Errors
    /// `access.forbidden`, `page.invalid_cursor`.
    pub async fn holds(&self, caller: &Caller, standing: bool, page: &PageRequest) -> Result<Page<HoldView>> {
        let scope = self.scope(caller, Action::ErasePerson, "holds")?;
        self.store().holds(&scope, standing, page).await
    }
}
