//! Holidays and protected events (A16, A17, C04): a window in which nobody
//! slackens, and a roster that is whole before it begins.

use kernel::{AreaPath, Code, Date, Error, OccasionId, PostId, Result, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use super::{Turn, gaps, proper_span, shifts};
use crate::affairs::{Heading, Record, of_kind};
use crate::context::{one_of, text_within};
use crate::{Ctx, Fact, FactBody};

/// What kind of occasion it is.
pub const FORMS: [&str; 3] = ["holiday", "event", "season"];

/// An occasion as a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OccasionSet {
    /// The unit whose calendar it is: its command office.
    pub unit: UnitId,
    /// One of [`FORMS`].
    pub form: String,
    /// Its name.
    pub name: String,
    /// From when.
    pub from: Timestamp,
    /// Until when (exclusive).
    pub until: Timestamp,
    /// The first day of the window in which it is protected.
    pub protect_from: Date,
    /// The last day of that.
    pub protect_until: Date,
    /// By when the roster of the whole occasion has to be approved.
    pub roster_by: Timestamp,
}

/// An occasion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Occasion {
    /// Which.
    pub id: OccasionId,
    /// Where.
    pub area: AreaPath,
    /// What is set.
    #[serde(flatten)]
    pub set: OccasionSet,
    /// When its roster was approved.
    pub approved_at: Option<Timestamp>,
}

impl Occasion {
    /// Whether a day lies in the window in which it is protected.
    pub fn protects(&self, day: Date) -> bool {
        (self.set.protect_from..=self.set.protect_until).contains(&day)
    }
}

impl Record for Occasion {
    of_kind!(Occasion);
    fn heading(&self) -> Heading {
        let status = if self.approved_at.is_some() { "ready" } else { "announced" };
        Heading {
            unit: Some(self.set.unit),
            parent: None,
            status: status.to_owned(),
            sort: Some(self.set.form.clone()),
            at: Some(self.set.from),
        }
    }
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self> {
        match &fact.body {
            FactBody::OccasionSet(set) => Some(Self {
                id: fact.subject.id.into(),
                area: fact.area.clone(),
                set: set.clone(),
                approved_at: None,
            }),
            FactBody::RosterApproved { .. } => {
                state.map(|occasion| Self { approved_at: Some(fact.occurred_at), ..occasion })
            }
            _ => state,
        }
    }
}

/// Puts an occasion on the calendar.
///
/// # Errors
/// `value.invalid` for an unknown form; `value.missing` without a name;
/// `value.dates_out_of_order` for an empty span, a window that ends before it
/// begins, or a roster that is due after the occasion begins or before now.
pub fn set(area: &AreaPath, set: OccasionSet, ctx: &mut Ctx<'_>) -> Result<Fact> {
    one_of("form", &set.form, &FORMS)?;
    text_within("name", &set.name, 200)?;
    proper_span(set.from, set.until)?;
    let start = |day| ctx.zone.start_of(day);
    ctx.in_order(
        ("protect_from_on", start(set.protect_from)),
        ("protect_until_on", start(set.protect_until)),
    )?;
    ctx.in_order(("now", ctx.now), ("roster_by", set.roster_by))?;
    ctx.in_order(("roster_by", set.roster_by), ("from", set.from))?;
    let (now, id) = (ctx.now, OccasionId::new(ctx.ids));
    Ok(ctx.fact(id.subject(), Vec::new(), area, now, FactBody::OccasionSet(set)))
}

/// A part of an occasion in which a key post is manned by nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmanned {
    /// The post.
    pub post: PostId,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// Where the roster of the key posts has gaps within an occasion (C04).
pub fn unmanned(occasion: &Occasion, posts: &[(PostId, Vec<Turn>)]) -> Vec<Unmanned> {
    let span = [(occasion.set.from, occasion.set.until)];
    posts
        .iter()
        .flat_map(|(post, turns)| {
            let lacking = gaps(&span, &shifts(turns));
            lacking.into_iter().map(|(from, until)| Unmanned { post: *post, from, until })
        })
        .collect()
}

/// Approves the roster of an occasion: every key post is manned from its
/// beginning to its end.
///
/// # Errors
/// `duty.roster_gaps` with the first of them; `duty.wrong_state` when it is approved.
pub fn approve(occasion: &Occasion, posts: &[(PostId, Vec<Turn>)], ctx: &mut Ctx<'_>) -> Result<Fact> {
    if occasion.approved_at.is_some() {
        return Err(Error::new(Code::DutyState).arg("state", "ready").arg("action", "approve"));
    }
    let lacking = unmanned(occasion, posts);
    if let Some(first) = lacking.first() {
        return Err(Error::new(Code::RosterGaps)
            .arg("gaps", lacking.len())
            .arg("post", first.post)
            .arg("from", first.from)
            .arg("to", first.until));
    }
    let now = ctx.now;
    let body = FactBody::RosterApproved { unit: occasion.set.unit };
    Ok(ctx.fact(occasion.id.subject(), Vec::new(), &occasion.area, now, body))
}
