//! Leave and trips of people in office (C03): approved by somebody else, with a
//! substitute who is there. Of where they go only the area is kept.

use kernel::{AreaCode, AreaPath, Code, Error, LeaveId, Result, Timestamp, UnitId, UserId};
use serde::{Deserialize, Serialize};

use super::proper_span;
use crate::affairs::{Heading, Record, of_kind};
use crate::context::{one_of, text_within};
use crate::{Ctx, Fact, FactBody};

/// Forms of absence: leave, or a trip outside the area on duty.
pub const FORMS: [&str; 2] = ["leave", "trip"];

/// An absence that is asked for, as a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeaveAsked {
    /// In which unit he holds his post.
    pub unit: UnitId,
    /// Who is away.
    pub holder: UserId,
    /// Who stands in for him.
    pub substitute: UserId,
    /// One of [`FORMS`].
    pub form: String,
    /// From when.
    pub from: Timestamp,
    /// Until when (exclusive).
    pub until: Timestamp,
    /// The area to which he goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<AreaCode>,
}

/// An absence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leave {
    /// Which.
    pub id: LeaveId,
    /// Where the unit stands.
    pub area: AreaPath,
    /// What is asked for.
    #[serde(flatten)]
    pub asked: LeaveAsked,
    /// `asked`, `approved`, `refused` or `withdrawn`.
    pub status: String,
    /// What whoever decided said.
    pub note: Option<String>,
    /// Who decided.
    pub decided_by: Option<UserId>,
}

impl Leave {
    /// Whether it stands, or may come to stand, within the span of another one.
    fn overlaps(&self, other: &LeaveAsked) -> bool {
        matches!(self.status.as_str(), "asked" | "approved")
            && self.asked.from < other.until
            && other.from < self.asked.until
    }
}

impl Record for Leave {
    of_kind!(Leave);
    fn heading(&self) -> Heading {
        Heading {
            unit: Some(self.asked.unit),
            parent: Some(self.asked.holder.0),
            status: self.status.clone(),
            sort: Some(self.asked.form.clone()),
            at: Some(self.asked.from),
        }
    }
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self> {
        let decided = |state: Option<Self>, status: &str, note: &str| {
            state.map(|leave| Self {
                status: status.to_owned(),
                note: Some(note.to_owned()),
                decided_by: fact.by.user,
                ..leave
            })
        };
        match &fact.body {
            FactBody::LeaveAsked(asked) => Some(Self {
                id: fact.subject.id.into(),
                area: fact.area.clone(),
                asked: asked.clone(),
                status: "asked".to_owned(),
                note: None,
                decided_by: None,
            }),
            FactBody::LeaveApproved { note, .. } => decided(state, "approved", note),
            FactBody::LeaveRefused { note, .. } => decided(state, "refused", note),
            FactBody::LeaveWithdrawn { .. } => {
                state.map(|leave| Self { status: "withdrawn".to_owned(), ..leave })
            }
            _ => state,
        }
    }
}

/// Asks for an absence. `known` are those of the unit.
///
/// # Errors
/// `value.invalid` for an unknown form; `value.dates_out_of_order` for an empty
/// span or one that is over; `duty.substitute_away` for a substitute who is away
/// himself or the same person; `duty.stands_in` for whoever stands in for somebody
/// else then.
pub fn ask(area: &AreaPath, asked: LeaveAsked, known: &[Leave], ctx: &mut Ctx<'_>) -> Result<Fact> {
    one_of("form", &asked.form, &FORMS)?;
    proper_span(asked.from, asked.until)?;
    ctx.in_order(("now", ctx.now), ("until", asked.until))?;
    present(&asked, known)?;
    if let Some(other) = known.iter().find(|it| it.asked.substitute == asked.holder && it.overlaps(&asked)) {
        return Err(Error::new(Code::StandsIn).arg("from", other.asked.from).arg("to", other.asked.until));
    }
    let refs = vec![asked.holder.subject()];
    let (now, id) = (ctx.now, LeaveId::new(ctx.ids));
    Ok(ctx.fact(id.subject(), refs, area, now, FactBody::LeaveAsked(asked)))
}

/// Approves an absence, or refuses it. `known` are those of the unit.
///
/// # Errors
/// `duty.own_leave` for whoever is away or stands in; `duty.wrong_state` unless
/// it is asked for; `duty.substitute_away`; `value.missing` without a word why.
pub fn decide(leave: &Leave, approved: bool, note: &str, known: &[Leave], ctx: &mut Ctx<'_>) -> Result<Fact> {
    in_state(leave, &["asked"], if approved { "approve" } else { "refuse" })?;
    if [Some(leave.asked.holder), Some(leave.asked.substitute)].contains(&ctx.actor.user) {
        return Err(Error::new(Code::OwnLeave));
    }
    text_within("note", note, 500)?;
    if approved {
        present(&leave.asked, known)?;
    }
    let (unit, note, now) = (leave.asked.unit, note.to_owned(), ctx.now);
    let body =
        if approved { FactBody::LeaveApproved { unit, note } } else { FactBody::LeaveRefused { unit, note } };
    Ok(ctx.fact(leave.id.subject(), Vec::new(), &leave.area, now, body))
}

/// Whoever asked for it does not go, or is back.
///
/// # Errors
/// `duty.wrong_state`; `access.forbidden` for anybody else.
pub fn withdraw(leave: &Leave, ctx: &mut Ctx<'_>) -> Result<Fact> {
    in_state(leave, &["asked", "approved"], "withdraw")?;
    if ctx.actor.user != Some(leave.asked.holder) {
        return Err(Error::new(Code::Forbidden).arg("action", "withdraw_leave"));
    }
    let now = ctx.now;
    let body = FactBody::LeaveWithdrawn { unit: leave.asked.unit };
    Ok(ctx.fact(leave.id.subject(), Vec::new(), &leave.area, now, body))
}

fn present(asked: &LeaveAsked, known: &[Leave]) -> Result<()> {
    let away = known.iter().any(|leave| leave.asked.holder == asked.substitute && leave.overlaps(asked));
    if away || asked.substitute == asked.holder {
        return Err(Error::new(Code::SubstituteAway).arg("user", asked.substitute));
    }
    Ok(())
}

fn in_state(leave: &Leave, allowed: &[&str], action: &str) -> Result<()> {
    if allowed.contains(&leave.status.as_str()) {
        return Ok(());
    }
    Err(Error::new(Code::DutyState).arg("state", &leave.status).arg("action", action))
}
