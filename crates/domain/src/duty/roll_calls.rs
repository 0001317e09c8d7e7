//! Roll-calls (C02): a unit is called without warning and shows within minutes
//! that somebody is awake.

use kernel::{AreaPath, Code, Error, Result, RollCallId, Span, Timestamp, UnitId, derived_uuid};
use serde::{Deserialize, Serialize};

use crate::affairs::{Heading, Record, of_kind};
use crate::context::at_most;
use crate::{Actor, Ctx, Fact, FactBody};

/// Minutes that a unit has unless it is said (C02).
pub const ANSWER_WITHIN: i64 = 10;
/// Most units in one roll-call.
const MOST: usize = 2_000;

/// A call to one unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RollCall {
    /// Which.
    pub id: RollCallId,
    /// Whom.
    pub unit: UnitId,
    /// Where the unit stands.
    pub area: AreaPath,
    /// When.
    pub called_at: Timestamp,
    /// By whom.
    pub called_by: Actor,
    /// By when somebody has to answer.
    pub answer_by: Timestamp,
    /// When somebody did.
    pub answered_at: Option<Timestamp>,
    /// Who did.
    pub answered_by: Option<Actor>,
}

impl RollCall {
    /// `answered`, `answered_late`, `missed` or `called`, at a moment.
    pub fn standing(&self, now: Timestamp) -> &'static str {
        match self.answered_at {
            Some(at) if at <= self.answer_by => "answered",
            Some(_) => "answered_late",
            None if now > self.answer_by => "missed",
            None => "called",
        }
    }
}

impl Record for RollCall {
    of_kind!(RollCall);
    fn heading(&self) -> Heading {
        let status = if self.answered_at.is_some() { "answered" } else { "called" };
        Heading {
            unit: Some(self.unit),
            parent: None,
            status: status.to_owned(),
            sort: None,
            at: Some(self.answer_by),
        }
    }
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self> {
        match &fact.body {
            FactBody::RollCalled { unit, answer_by } => Some(Self {
                id: fact.subject.id.into(),
                unit: *unit,
                area: fact.area.clone(),
                called_at: fact.occurred_at,
                called_by: fact.by,
                answer_by: *answer_by,
                answered_at: None,
                answered_by: None,
            }),
            FactBody::RollAnswered { .. } => {
                let (answered_at, answered_by) = (Some(fact.occurred_at), Some(fact.by));
                state.map(|call| Self { answered_at, answered_by, ..call })
            }
            _ => state,
        }
    }
}

/// Calls units: all of those given, or as many of them as `sample` says, chosen by lot. The lot is
/// drawn from fresh ids, so that nobody can foresee it.
///
/// # Errors
/// `value.missing` without a unit; `value.too_long` for too many;
/// `value.out_of_range` for less than a minute or more than a day.
pub fn call(
    units: &[(UnitId, AreaPath)],
    sample: Option<usize>,
    minutes: Option<i64>,
    ctx: &mut Ctx<'_>,
) -> Result<Vec<Fact>> {
    if units.is_empty() || sample == Some(0) {
        return Err(Error::new(Code::MissingField).arg("field", "units"));
    }
    at_most("units", units.len(), MOST)?;
    let minutes = minutes.unwrap_or(ANSWER_WITHIN);
    if !(1..=24 * 60).contains(&minutes) {
        return Err(Error::new(Code::OutOfRange)
            .arg("field", "minutes_to_answer")
            .arg("value", minutes)
            .arg("min", 1)
            .arg("max", 24 * 60));
    }
    let lot = ctx.ids.next_uuid().to_string();
    let mut drawn: Vec<_> =
        units.iter().map(|(unit, area)| (derived_uuid(&[&lot, &unit.to_string()]), *unit, area)).collect();
    drawn.sort_unstable();
    drawn.dedup_by_key(|(_, unit, _)| *unit);
    drawn.truncate(sample.unwrap_or(usize::MAX));
    let now = ctx.now;
    let answer_by = now.plus(Span::minutes(minutes));
    let called = |(_, unit, area): (_, UnitId, &AreaPath)| {
        let id = RollCallId::new(ctx.ids);
        ctx.fact(id.subject(), Vec::new(), area, now, FactBody::RollCalled { unit, answer_by })
    };
    Ok(drawn.into_iter().map(called).collect())
}

/// Somebody of the unit answers.
///
/// # Errors
/// `task.not_yours` for anybody else; `duty.wrong_state` when it was answered.
pub fn answer(call: &RollCall, ctx: &mut Ctx<'_>) -> Result<Fact> {
    ctx.acts_for(call.unit)?;
    if call.answered_at.is_some() {
        return Err(Error::new(Code::DutyState).arg("state", "answered").arg("action", "answer"));
    }
    let now = ctx.now;
    Ok(ctx.fact(call.id.subject(), Vec::new(), &call.area, now, FactBody::RollAnswered { unit: call.unit }))
}
