//! Meetings of a headquarters (A01, A04) and the recorded judgement of the
//! situation on which a deployment rests (A06).

use kernel::{AreaPath, AssessmentId, Code, Date, Error, MeetingId, Result, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use super::directives::{self, Recipient};
use crate::affairs::{Heading, Record, of_kind};
use crate::context::{at_most, one_of, text_within};
use crate::{Ctx, Fact, FactBody};

/// The forms of a meeting (A01).
pub const FORMS: [&str; 7] =
    ["leading_group", "enlarged", "teleconference", "commanders", "dispatch", "consultation", "other"];
/// Most points of an agenda, venues or units of one meeting.
const MOST: usize = 500;

/// A meeting as a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeetingHeld {
    /// The unit that called it.
    pub unit: Option<UnitId>,
    /// One of [`FORMS`].
    pub form: String,
    /// Its name.
    pub title: String,
    /// The office in which its chair spoke, in words; no name.
    pub chair_post: String,
    /// Codes of the areas with a venue, the main venue first.
    pub venues: Vec<String>,
    /// What was on the table, in order.
    pub agenda: Vec<String>,
    /// Bulletin or minutes; may be long.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub minutes: String,
    /// Units that were called.
    pub invited: Vec<UnitId>,
    /// Of these: which were there.
    pub attended: Vec<UnitId>,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    /// Which.
    pub id: MeetingId,
    /// Whose headquarters met.
    pub area: AreaPath,
    /// When it began.
    pub held_at: Timestamp,
    /// What is recorded of it.
    #[serde(flatten)]
    pub held: MeetingHeld,
}

impl Record for Meeting {
    of_kind!(Meeting);
    fn heading(&self) -> Heading {
        Heading {
            unit: self.held.unit,
            parent: None,
            status: "held".to_owned(),
            sort: Some(self.held.form.clone()),
            at: Some(self.held_at),
        }
    }
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self> {
        match &fact.body {
            FactBody::MeetingHeld(held) => Some(Self {
                id: fact.subject.id.into(),
                area: fact.area.clone(),
                held_at: fact.occurred_at,
                held: held.clone(),
            }),
            _ => state,
        }
    }
}

/// Records a meeting. Units that were called and were not there get its record
/// to read (A04); `absent` tells where they stand.
///
/// # Errors
/// `value.missing` without title, chair, venue or agenda; `value.invalid` for an
/// unknown form, or for a unit that was there without being called;
/// `value.too_long`; `value.in_future`.
pub fn hold(
    held: MeetingHeld,
    area: &AreaPath,
    held_at: Timestamp,
    absent: &[Recipient],
    ctx: &mut Ctx<'_>,
) -> Result<Vec<Fact>> {
    ctx.not_in_future("held_at", held_at)?;
    one_of("form", &held.form, &FORMS)?;
    text_within("title", &held.title, 300)?;
    text_within("chair_post", &held.chair_post, 200)?;
    at_most("minutes", held.minutes.chars().count(), 60_000)?;
    for (field, list) in [("venues", &held.venues), ("agenda", &held.agenda)] {
        if list.is_empty() {
            return Err(Error::new(Code::MissingField).arg("field", field));
        }
        at_most(field, list.len(), MOST)?;
    }
    for point in &held.agenda {
        text_within("agenda", point, 500)?;
    }
    at_most("invited", held.invited.len(), MOST)?;
    if let Some(stranger) = held.attended.iter().find(|unit| !held.invited.contains(unit)) {
        return Err(Error::new(Code::InvalidValue)
            .arg("field", "attended")
            .arg("value", stranger)
            .arg("expected", "a unit of `invited`"));
    }
    let id = MeetingId::new(ctx.ids);
    let mut facts = vec![ctx.fact(id.subject(), Vec::new(), area, held_at, FactBody::MeetingHeld(held))];
    facts.extend(absent.iter().map(|to| directives::deliver(id.subject(), to, ctx)));
    Ok(facts)
}

/// How great the risk is, as in a rapid risk assessment (WHO, *Rapid Risk
/// Assessment of Acute Public Health Events*, 2012, section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the variants are the words themselves")]
pub enum Risk {
    Low,
    Moderate,
    High,
    VeryHigh,
}

/// How sure the judgement is (the same guide, section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the variants are the words themselves")]
pub enum Confidence {
    Low,
    Satisfactory,
    High,
}

/// A judgement as a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SituationAssessed {
    /// The unit that judged.
    pub unit: Option<UnitId>,
    /// How great the risk is.
    pub risk: Risk,
    /// How sure that is.
    pub confidence: Confidence,
    /// Why.
    pub reasoning: String,
    /// The last day on which it may be relied on, by the calendar of the area.
    pub review_on: Date,
    /// The end of that day: by then it is judged again.
    pub review_by: Timestamp,
}

/// A judgement of the situation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Which.
    pub id: AssessmentId,
    /// Of which area.
    pub area: AreaPath,
    /// The meeting that came to it.
    pub meeting: Option<MeetingId>,
    /// Since when.
    pub assessed_at: Timestamp,
    /// What is judged.
    #[serde(flatten)]
    pub judged: SituationAssessed,
    /// The judgement that took its place.
    pub replaced_by: Option<AssessmentId>,
}

impl Assessment {
    /// Whether somebody may rely on it for an area at a moment.
    pub fn holds_for(&self, area: &AreaPath, at: Timestamp) -> bool {
        self.replaced_by.is_none() && at <= self.judged.review_by && area.is_within(&self.area)
    }
}

impl Record for Assessment {
    of_kind!(Assessment);
    fn heading(&self) -> Heading {
        let status = if self.replaced_by.is_some() { "replaced" } else { "current" };
        Heading {
            unit: self.judged.unit,
            parent: self.meeting.map(Into::into),
            status: status.to_owned(),
            sort: None,
            at: Some(self.judged.review_by),
        }
    }
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self> {
        match &fact.body {
            FactBody::SituationAssessed(judged) => Some(Self {
                id: fact.subject.id.into(),
                area: fact.area.clone(),
                meeting: fact.subject_of(kernel::SubjectKind::Meeting).map(Into::into),
                assessed_at: fact.occurred_at,
                judged: judged.clone(),
                replaced_by: None,
            }),
            FactBody::AssessmentReplaced { by } => state.map(|old| Self { replaced_by: Some(*by), ..old }),
            _ => state,
        }
    }
}

/// A judgement to be recorded.
#[derive(Clone, Debug)]
pub struct NewAssessment {
    /// Of which area.
    pub area: AreaPath,
    /// The meeting that came to it.
    pub meeting: Option<MeetingId>,
    /// How great the risk is.
    pub risk: Risk,
    /// How sure that is.
    pub confidence: Confidence,
    /// Why.
    pub reasoning: String,
    /// The last day on which it may be relied on.
    pub review_on: Date,
}

/// Records a judgement; those of the same area that held until now are replaced.
///
/// # Errors
/// `value.missing` without a reason, `value.too_long`;
/// `value.dates_out_of_order` for a day of review that is over.
pub fn assess(new: &NewAssessment, current: &[Assessment], ctx: &mut Ctx<'_>) -> Result<Vec<Fact>> {
    text_within("reasoning", &new.reasoning, 10_000)?;
    let now = ctx.now;
    let review_by = ctx.zone.end_of(new.review_on);
    ctx.in_order(("now", now), ("review_on", review_by))?;
    let id = AssessmentId::new(ctx.ids);
    let body = FactBody::SituationAssessed(SituationAssessed {
        unit: ctx.actor.unit,
        risk: new.risk,
        confidence: new.confidence,
        reasoning: new.reasoning.clone(),
        review_on: new.review_on,
        review_by,
    });
    let meeting = new.meeting.map(MeetingId::subject).into_iter().collect();
    let mut facts = vec![ctx.fact(id.subject(), meeting, &new.area, now, body)];
    for old in current.iter().filter(|old| old.replaced_by.is_none() && old.area == new.area) {
        let body = FactBody::AssessmentReplaced { by: id };
        facts.push(ctx.fact(old.id.subject(), Vec::new(), &old.area, now, body));
    }
    Ok(facts)
}
