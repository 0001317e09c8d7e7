//! Leave and trips of people in office, and major events (C03).

use authz::Action;
use domain::duty::{Leave, LeaveAsked, MajorEvent, leave, major_events};
use kernel::{AreaCode, LeaveId, MajorEventId, Result, Timestamp, UnitId, UserId};
use store::{AffairRow, Wanted};

use crate::{App, Caller, Key, Receipt, Recorder};

/// An absence that is asked for.
#[derive(Clone, Debug)]
pub struct LeaveInput {
    /// Who stands in.
    pub substitute: UserId,
    /// `leave` or `trip`.
    pub form: String,
    /// From when.
    pub from: Timestamp,
    /// Until when (exclusive).
    pub until: Timestamp,
    /// The area to which he goes.
    pub destination: Option<AreaCode>,
}

impl App {
    /// Asks for an absence of one's own, from the post at which one acts.
    ///
    /// # Errors
    /// As [`leave::ask`]; `task.not_of_unit` for a substitute of another unit.
    pub async fn ask_for_leave(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: LeaveInput,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                rec.areas_for(Action::ReadObligations)?;
                let (unit, holder) = (rec.own_unit(), rec.caller.user);
                let area = rec.directory().unit(unit)?.area.clone();
                rec.holds_post_in("substitute", input.substitute, unit).await?;
                let asked = LeaveAsked {
                    unit,
                    holder,
                    substitute: input.substitute,
                    form: input.form.clone(),
                    from: input.from,
                    until: input.until,
                    destination: input.destination.clone(),
                };
                let known = rec.leaves_in(unit).await?;
                let fact = leave::ask(&area, asked, &known, &mut rec.ctx(&area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Approves an absence, or refuses it.
    ///
    /// # Errors
    /// As [`leave::decide`]; `record.not_found`.
    pub async fn decide_leave(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: LeaveId,
        approved: bool,
        note: String,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<AffairRow>(id.0).open_obligations(id.subject());
        self.run(caller, key, wanted, (id, approved, note), |rec, (id, approved, note)| {
            Box::pin(async move {
                let leave: Leave = rec.affair(id.0, Action::ManageDuty).await?;
                let known = rec.leaves_in(leave.asked.unit).await?;
                let fact = leave::decide(&leave, *approved, note, &known, &mut rec.ctx(&leave.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Whoever asked for it does not go, or is back.
    ///
    /// # Errors
    /// As [`leave::withdraw`]; `record.not_found`.
    pub async fn withdraw_leave(&self, caller: &Caller, key: Option<&Key>, id: LeaveId) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<AffairRow>(id.0).open_obligations(id.subject());
        self.run(caller, key, wanted, id, |rec, id| {
            Box::pin(async move {
                let leave: Leave = rec.affair(id.0, Action::ReadObligations).await?;
                let fact = leave::withdraw(&leave, &mut rec.ctx(&leave.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Reports a major event for the first time, for one's own unit.
    ///
    /// # Errors
    /// As [`major_events::report`].
    pub async fn report_major_event(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        happened_at: Timestamp,
        category: String,
        (title, report): (String, String),
    ) -> Result<Receipt> {
        let input = (happened_at, category, title, report);
        self.run(caller, key, Wanted::nothing(), input, |rec, (happened_at, category, title, report)| {
            Box::pin(async move {
                rec.areas_for(Action::Rectify)?;
                let unit = rec.own_unit();
                let area = rec.directory().unit(unit)?.area.clone();
                rec.require(Action::Rectify, &area)?;
                let words = (title.as_str(), report.as_str());
                let mut ctx = rec.ctx(&area);
                let fact = major_events::report(unit, &area, *happened_at, category, words, &mut ctx)?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Tells how a major event goes on, or that it is over.
    ///
    /// # Errors
    /// As [`major_events::follow`]; `record.not_found`.
    pub async fn follow_major_event(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: MajorEventId,
        report: String,
        closes: bool,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<AffairRow>(id.0).open_obligations(id.subject());
        self.run(caller, key, wanted, (id, report, closes), |rec, (id, report, closes)| {
            Box::pin(async move {
                let event: MajorEvent = rec.affair(id.0, Action::Rectify).await?;
                let fact = major_events::follow(&event, report, *closes, &mut rec.ctx(&event.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}

impl Recorder<'_> {
    /// The absences of people of a unit that stand or are asked for.
    async fn leaves_in(&mut self, unit: UnitId) -> Result<Vec<Leave>> {
        let area = self.directory().unit(unit)?.area.clone();
        let mut known: Vec<Leave> = self.affairs_at(&area, Some("asked")).await?;
        known.extend(self.affairs_at::<Leave>(&area, Some("approved")).await?);
        known.retain(|leave| leave.asked.unit == unit);
        Ok(known)
    }
}
