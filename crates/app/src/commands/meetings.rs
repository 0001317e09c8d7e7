//! Meetings (A01, A04) and judgements of the situation (A06).

use authz::Action;
use domain::command::{self, Confidence, MeetingHeld, NewAssessment, Recipient, Risk};
use kernel::{AreaPath, Date, MeetingId, Result, Timestamp, UnitId};
use store::Wanted;

use crate::{App, Caller, Key, Receipt};

/// A meeting to be recorded.
#[derive(Clone, Debug)]
pub struct MeetingInput {
    /// Whose headquarters met.
    pub area: AreaPath,
    /// Its form: one of [`domain::command::FORMS`].
    pub form: String,
    /// Its name.
    pub title: String,
    /// When it began.
    pub held_at: Timestamp,
    /// The office in which its chair spoke.
    pub chair_post: String,
    /// Areas with a venue, the main one first.
    pub venues: Vec<AreaPath>,
    /// What was on the table.
    pub agenda: Vec<String>,
    /// Bulletin or minutes.
    pub minutes: String,
    /// Units that were called.
    pub invited: Vec<UnitId>,
    /// Of these: which were there.
    pub attended: Vec<UnitId>,
}

/// A judgement of the situation to be recorded.
#[derive(Clone, Debug)]
pub struct AssessmentInput {
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

impl App {
    /// Records a meeting. Units that were called and were not there get it to read.
    ///
    /// # Errors
    /// As [`command::hold`]; `access.forbidden` for a unit outside the caller's areas.
    pub async fn hold_meeting(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: MeetingInput,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                rec.require(Action::IssueDirectives, &input.area)?;
                for unit in &input.attended {
                    rec.unit_in_sight(*unit)?;
                }
                let absent = input.invited.iter().filter(|unit| !input.attended.contains(unit));
                let absent = absent
                    .map(|unit| Ok(Recipient { relays: false, ..rec.recipient(*unit, &input.area)? }))
                    .collect::<Result<Vec<_>>>()?;
                let mut ctx = rec.ctx(&input.area);
                let held = MeetingHeld {
                    unit: ctx.actor.unit,
                    form: input.form.clone(),
                    title: input.title.clone(),
                    chair_post: input.chair_post.clone(),
                    venues: input.venues.iter().map(|area| area.code().to_owned()).collect(),
                    agenda: input.agenda.clone(),
                    minutes: input.minutes.clone(),
                    invited: input.invited.clone(),
                    attended: input.attended.clone(),
                };
                let facts = command::hold(held, &input.area, input.held_at, &absent, &mut ctx)?;
                rec.record(facts).await
            })
        })
        .await
    }

    /// Records a judgement of the situation in place of the one that held for the area.
    ///
    /// # Errors
    /// As [`command::assess`]; `record.not_found` for a meeting that is not there.
    pub async fn assess_situation(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: AssessmentInput,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                rec.require(Action::IssueDirectives, &input.area)?;
                if let Some(meeting) = input.meeting {
                    rec.affair::<command::Meeting>(meeting.0, Action::IssueDirectives).await?;
                }
                let current = rec.affairs_at(&input.area, Some("current")).await?;
                let new = NewAssessment {
                    area: input.area.clone(),
                    meeting: input.meeting,
                    risk: input.risk,
                    confidence: input.confidence,
                    reasoning: input.reasoning.clone(),
                    review_on: input.review_on,
                };
                let facts = command::assess(&new, &current, &mut rec.ctx(&input.area))?;
                rec.record(facts).await
            })
        })
        .await
    }
}
