//! Leave and trips of people in office (C03).

use authz::Action;
use domain::duty::{Leave, LeaveAsked, leave};
use kernel::{AreaCode, LeaveId, Result, Timestamp, UnitId, UserId};
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
