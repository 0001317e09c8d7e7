//! How an area stands: routine, alert or emergency (A08), under which policy
//! (A07), and the task forces that an emergency must have (A11).

use kernel::{AreaPath, Code, Date, Error, PostureId, Result, TaskForceId, Timestamp, UserId, derived_uuid};
use serde::{Deserialize, Serialize};

use crate::affairs::{Heading, Record, of_kind};
use crate::context::{at_most, one_of, text_within};
use crate::{Actor, Ctx, Fact, FactBody};

/// The operating states of an area, calm first (A08).
pub const STATES: [&str; 3] = ["routine", "alert", "emergency"];
/// The policies by which an area may be led (A07): to let nothing spread, to hold it down, to soften it.
pub const POLICIES: [&str; 3] = ["elimination", "suppression", "mitigation"];
/// The task forces that an emergency must have (A11).
pub const FORCES: [&str; 7] =
    ["tracing", "testing", "isolation", "treatment", "supply", "publicity", "supervision"];

/// How an area stands. There is one for each area; its id follows from the area's code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Posture {
    /// Which.
    pub id: PostureId,
    /// Of which area.
    pub area: AreaPath,
    /// One of [`STATES`].
    pub state: String,
    /// Since when.
    pub since: Option<Timestamp>,
    /// Why.
    pub reason: Option<String>,
    /// The policy that was decided last, whether it has begun or not.
    pub policy: Option<PolicySet>,
    /// Who decided last.
    pub by: Actor,
}

/// A policy as a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicySet {
    /// One of [`POLICIES`].
    pub policy: String,
    /// The first day.
    pub from: Date,
    /// The last day; until further notice when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Why.
    pub reason: String,
}

impl Posture {
    /// How an area stands of which nothing was decided.
    pub fn of_area(area: &AreaPath) -> Self {
        Self {
            id: PostureId(derived_uuid(&["posture", area.code()])),
            area: area.clone(),
            state: "routine".to_owned(),
            since: None,
            reason: None,
            policy: None,
            by: Actor::default(),
        }
    }
    /// The policy in force on a day.
    pub fn policy_on(&self, day: Date) -> Option<&PolicySet> {
        self.policy.as_ref().filter(|set| set.from <= day && set.until.is_none_or(|until| day <= until))
    }
}

impl Record for Posture {
    of_kind!(Posture);
    fn heading(&self) -> Heading {
        Heading {
            unit: self.by.unit,
            parent: None,
            status: self.state.clone(),
            sort: self.policy.as_ref().map(|set| set.policy.clone()),
            at: self.since,
        }
    }
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self> {
        let before = state.unwrap_or_else(|| Self::of_area(&fact.area));
        match &fact.body {
            FactBody::OperatingStateSet { state, reason, .. } => Some(Self {
                state: state.clone(),
                since: Some(fact.occurred_at),
                reason: Some(reason.clone()),
                by: fact.by,
                ..before
            }),
            FactBody::PolicySet(set) => Some(Self { policy: Some(set.clone()), by: fact.by, ..before }),
            _ => Some(before),
        }
    }
}

/// Sets the operating state. An emergency asks for every task force of
/// [`FORCES`] that the area does not have: `forces` are those it has.
///
/// # Errors
/// `value.invalid` for an unknown state; `value.missing` without a reason;
/// `posture.same` for the state that it has.
pub fn set_state(
    posture: &Posture,
    state: &str,
    reason: &str,
    forces: &[TaskForce],
    ctx: &mut Ctx<'_>,
) -> Result<Vec<Fact>> {
    one_of("state", state, &STATES)?;
    text_within("reason", reason, 1000)?;
    if posture.state == state {
        return Err(Error::new(Code::PostureSame).arg("state", state));
    }
    let now = ctx.now;
    let (from, unit) = (posture.state.clone(), ctx.actor.unit);
    let body = FactBody::OperatingStateSet { unit, state: state.to_owned(), from, reason: reason.to_owned() };
    let mut facts = vec![ctx.fact(posture.id.subject(), Vec::new(), &posture.area, now, body)];
    if state == "emergency" {
        let has = |group: &str| forces.iter().any(|force| force.group == group && force.stands());
        for group in FORCES.into_iter().filter(|group| !has(group)) {
            let body = FactBody::TaskForceRequired { unit, group: group.to_owned() };
            let id = TaskForceId::new(ctx.ids);
            facts.push(ctx.fact(id.subject(), vec![posture.id.subject()], &posture.area, now, body));
        }
    } else {
        // What was only asked for because of the emergency is asked for no more.
        for force in forces.iter().filter(|force| force.status == "required") {
            facts.push(dissolved(force, "no emergency any more", ctx));
        }
    }
    Ok(facts)
}

/// Sets the policy of an area: a decision with its days and its reason.
///
/// # Errors
/// `value.invalid` for an unknown policy; `value.missing` without a reason;
/// `value.dates_out_of_order`.
pub fn set_policy(posture: &Posture, set: PolicySet, ctx: &mut Ctx<'_>) -> Result<Fact> {
    one_of("policy", &set.policy, &POLICIES)?;
    text_within("reason", &set.reason, 1000)?;
    if let Some(until) = set.until {
        let start = |day| ctx.zone.start_of(day);
        ctx.in_order(("from_on", start(set.from)), ("until_on", start(until)))?;
    }
    let now = ctx.now;
    Ok(ctx.fact(posture.id.subject(), Vec::new(), &posture.area, now, FactBody::PolicySet(set)))
}

/// A task force as a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskForceStaffed {
    /// One of [`FORCES`], or `other`.
    pub group: String,
    /// Its name.
    pub name: String,
    /// What it is there for.
    pub remit: String,
    /// Who leads it.
    pub lead: UserId,
    /// Who else belongs to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<UserId>,
}

/// A task force: asked for, staffed or dissolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskForce {
    /// Which.
    pub id: TaskForceId,
    /// Of which area.
    pub area: AreaPath,
    /// One of [`FORCES`], or `other`.
    pub group: String,
    /// Who belongs to it, once it is staffed.
    pub staffed: Option<TaskForceStaffed>,
    /// `required`, `staffed` or `dissolved`.
    pub status: String,
    /// Since when it stands so.
    pub since: Timestamp,
}

impl TaskForce {
    /// Whether it is there, or asked for already.
    pub fn stands(&self) -> bool {
        self.status != "dissolved"
    }
}

impl Record for TaskForce {
    of_kind!(TaskForce);
    fn heading(&self) -> Heading {
        Heading {
            unit: None,
            parent: None,
            status: self.status.clone(),
            sort: Some(self.group.clone()),
            at: Some(self.since),
        }
    }
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self> {
        let new = |group: &str| Self {
            id: fact.subject.id.into(),
            area: fact.area.clone(),
            group: group.to_owned(),
            staffed: None,
            status: "required".to_owned(),
            since: fact.occurred_at,
        };
        let becomes =
            |force: Self, status: &str| Self { status: status.to_owned(), since: fact.occurred_at, ..force };
        match &fact.body {
            FactBody::TaskForceRequired { group, .. } => Some(new(group)),
            FactBody::TaskForceStaffed(staffed) => {
                let force = state.unwrap_or_else(|| new(&staffed.group));
                Some(Self { staffed: Some(staffed.clone()), ..becomes(force, "staffed") })
            }
            FactBody::TaskForceDissolved { .. } => state.map(|force| becomes(force, "dissolved")),
            _ => state,
        }
    }
}

/// Staffs a task force: the one that is asked for or stands already, else a new one.
///
/// # Errors
/// `value.invalid` for an unknown group; `value.missing` without a name or a
/// remit; `value.too_long`.
pub fn staff(
    area: &AreaPath,
    staffed: TaskForceStaffed,
    forces: &[TaskForce],
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    if staffed.group != "other" {
        one_of("group", &staffed.group, &FORCES)?;
    }
    text_within("name", &staffed.name, 200)?;
    text_within("remit", &staffed.remit, 1000)?;
    at_most("members", staffed.members.len(), 500)?;
    let known = forces.iter().find(|it| it.group == staffed.group && it.group != "other" && it.stands());
    let id = known.map_or_else(|| TaskForceId::new(ctx.ids), |force| force.id);
    let now = ctx.now;
    Ok(ctx.fact(id.subject(), Vec::new(), area, now, FactBody::TaskForceStaffed(staffed)))
}

/// Dissolves a task force.
///
/// # Errors
/// `value.missing` without a reason; `posture.same` for one that is dissolved.
pub fn dissolve(force: &TaskForce, reason: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    text_within("reason", reason, 500)?;
    if !force.stands() {
        return Err(Error::new(Code::PostureSame).arg("state", &force.status));
    }
    Ok(dissolved(force, reason, ctx))
}

fn dissolved(force: &TaskForce, reason: &str, ctx: &mut Ctx<'_>) -> Fact {
    let now = ctx.now;
    let body = FactBody::TaskForceDissolved { reason: reason.to_owned() };
    ctx.fact(force.id.subject(), Vec::new(), &force.area, now, body)
}
