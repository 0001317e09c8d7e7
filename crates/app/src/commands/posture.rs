//! How an area stands (A07, A08) and its task forces (A11).

use authz::Action;
use domain::affairs::Record as _;
use domain::command::{self, PolicySet, Posture, TaskForce, TaskForceStaffed};
use kernel::{AreaPath, Result, TaskForceId, UserId};
use store::{AffairRow, Wanted};

use crate::{App, Caller, Key, Receipt, Recorder};

/// A task force to be staffed.
#[derive(Clone, Debug)]
pub struct TaskForceInput {
    /// Of which area.
    pub area: AreaPath,
    /// One of [`domain::command::FORCES`], or `other`.
    pub group: String,
    /// Its name.
    pub name: String,
    /// What it is there for.
    pub remit: String,
    /// Who leads it.
    pub lead: UserId,
    /// Who else belongs to it.
    pub members: Vec<UserId>,
}

impl App {
    /// Sets the operating state of an area; an emergency asks for the task forces that it lacks.
    ///
    /// # Errors
    /// As [`command::set_state`]; `access.forbidden`.
    pub async fn set_operating_state(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        area: AreaPath,
        state: String,
        reason: String,
    ) -> Result<Receipt> {
        let input = (area, state, reason);
        self.run(caller, key, Wanted::nothing(), input, |rec, (area, state, reason)| {
            Box::pin(async move {
                rec.require(Action::SetPosture, area)?;
                let posture = rec.posture_of(area).await?;
                let forces: Vec<TaskForce> = rec.affairs_at(area, None).await?;
                let facts = command::set_state(&posture, state, reason, &forces, &mut rec.ctx(area))?;
                rec.record(facts).await
            })
        })
        .await
    }

    /// Sets the policy by which an area is led.
    ///
    /// # Errors
    /// As [`command::set_policy`]; `access.forbidden`.
    pub async fn set_policy(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        area: AreaPath,
        set: PolicySet,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), (area, set), |rec, (area, set)| {
            Box::pin(async move {
                rec.require(Action::SetPosture, area)?;
                let posture = rec.posture_of(area).await?;
                let fact = command::set_policy(&posture, set.clone(), &mut rec.ctx(area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Staffs a task force.
    ///
    /// # Errors
    /// As [`command::staff`]; `access.forbidden`; `record.not_found` for somebody who holds
    /// no post in the caller's areas.
    pub async fn staff_task_force(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: TaskForceInput,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                rec.require(Action::IssueDirectives, &input.area)?;
                rec.in_office("lead", input.lead).await?;
                for member in &input.members {
                    rec.in_office("members", *member).await?;
                }
                let forces: Vec<TaskForce> = rec.affairs_at(&input.area, None).await?;
                let staffed = TaskForceStaffed {
                    group: input.group.clone(),
                    name: input.name.clone(),
                    remit: input.remit.clone(),
                    lead: input.lead,
                    members: input.members.clone(),
                };
                let fact = command::staff(&input.area, staffed, &forces, &mut rec.ctx(&input.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Dissolves a task force.
    ///
    /// # Errors
    /// As [`command::dissolve`]; `record.not_found`.
    pub async fn dissolve_task_force(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: TaskForceId,
        reason: String,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<AffairRow>(id.0).open_obligations(id.subject());
        self.run(caller, key, wanted, (id, reason), |rec, (id, reason)| {
            Box::pin(async move {
                let force: TaskForce = rec.affair(id.0, Action::IssueDirectives).await?;
                let fact = command::dissolve(&force, reason, &mut rec.ctx(&force.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}

impl Recorder<'_> {
    async fn posture_of(&mut self, area: &AreaPath) -> Result<Posture> {
        let nothing = Posture::of_area(area);
        let known = self.affair_anywhere(nothing.id.0).await?;
        Ok(known.as_ref().and_then(Posture::of).cloned().unwrap_or(nothing))
    }
}
