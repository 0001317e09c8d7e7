//! Meetings (A01, A04) and judgements of the situation (A06).

use app::AffairFilter;
use app::commands::{AssessmentInput, MeetingInput as MeetingCommand};
use app::questions::Seen;
use axum::Json;
use domain::command as state;
use kernel::MeetingId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::cases::Moment;
use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path, path_of};
use crate::wire::{Confidence, Day, Instant, Key, Receipt, Risk, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_meetings, hold_meeting))
        .routes(routes!(show_meeting))
        .routes(routes!(list_assessments, assess_situation))
}

/// A meeting of a headquarters.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MeetingInput {
    /// Whose headquarters met.
    area: String,
    /// `leading_group`, `enlarged`, `teleconference`, `commanders`, `dispatch`, `consultation` or `other`.
    form: String,
    title: String,
    /// When it began.
    held_at: Instant,
    /// The office in which its chair spoke, in words.
    chair_post: String,
    /// Codes of the areas with a venue, the main one first.
    venues: Vec<String>,
    /// What was on the table, in order.
    agenda: Vec<String>,
    /// Bulletin or minutes.
    #[serde(default)]
    minutes: String,
    /// Units that were called. Those that were not there get the record to read.
    #[serde(default)]
    invited: Vec<Key>,
    /// Of these: which were there.
    #[serde(default)]
    attended: Vec<Key>,
}

/// A meeting as it was recorded.
#[derive(Serialize, ToSchema)]
struct Meeting {
    id: Uuid,
    version: i64,
    area: String,
    form: String,
    title: String,
    held_at: Instant,
    chair_post: String,
    /// The unit that called it.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Uuid>,
    venues: Vec<String>,
    agenda: Vec<String>,
    minutes: String,
    invited: Vec<Uuid>,
    attended: Vec<Uuid>,
}

impl From<Seen<state::Meeting>> for Meeting {
    fn from(seen: Seen<state::Meeting>) -> Self {
        let state::Meeting { held_at, held, .. } = seen.state;
        Self {
            id: seen.id,
            version: seen.version,
            area: area(&seen.area),
            form: held.form,
            title: held.title,
            held_at: held_at.into(),
            chair_post: held.chair_post,
            unit: held.unit.map(Into::into),
            venues: held.venues,
            agenda: held.agenda,
            minutes: held.minutes,
            invited: held.invited.into_iter().map(Into::into).collect(),
            attended: held.attended.into_iter().map(Into::into).collect(),
        }
    }
}

list_query!(MeetingQuery {
    form: String,
    /// In this area or below it.
    area: String,
});

/// A judgement of the situation. It takes the place of the one that holds for the area.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SituationAssessmentInput {
    area: String,
    /// The meeting that came to it.
    meeting: Option<Key>,
    risk: Risk,
    confidence: Confidence,
    reasoning: String,
    /// The last day on which it may be relied on.
    review_on: Day,
}

/// A judgement of the situation as it was recorded.
#[derive(Serialize, ToSchema)]
struct SituationAssessment {
    id: Uuid,
    version: i64,
    area: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Uuid>,
    assessed_at: Instant,
    risk: Risk,
    confidence: Confidence,
    reasoning: String,
    review_on: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<Uuid>,
}

impl From<Seen<state::Assessment>> for SituationAssessment {
    fn from(seen: Seen<state::Assessment>) -> Self {
        let state::Assessment { meeting, assessed_at, judged, replaced_by, .. } = seen.state;
        Self {
            id: seen.id,
            version: seen.version,
            area: area(&seen.area),
            meeting: meeting.map(Into::into),
            unit: judged.unit.map(Into::into),
            assessed_at: assessed_at.into(),
            risk: judged.risk.into(),
            confidence: judged.confidence.into(),
            reasoning: judged.reasoning,
            review_on: judged.review_on.into(),
            replaced_by: replaced_by.map(Into::into),
        }
    }
}

list_query!(AssessmentQuery {
    /// `current` or `replaced`.
    status: String,
    /// Those of this meeting.
    meeting: Key,
    /// In this area or below it.
    area: String,
});

/// Meetings, newest first.
#[utoipa::path(get, path = "/meetings", tag = "command", params(MeetingQuery),
    responses((status = 200, body = Page<Meeting>)))]
async fn list_meetings(
    Signed { app, caller }: Signed,
    Query(query): Query<MeetingQuery>,
) -> Answer<Page<Meeting>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let area = maybe_path(&app, query.area.as_ref())?;
    let filter = AffairFilter { sort: query.form, area, ..AffairFilter::default() };
    Ok(Page::of(app.meetings(&caller, &filter, as_of, &page).await?, Meeting::from))
}

/// One meeting.
#[utoipa::path(get, path = "/meetings/{id}", tag = "command", params(Moment),
    responses((status = 200, body = Meeting)))]
async fn show_meeting(
    Signed { app, caller }: Signed,
    Id(meeting): Id<MeetingId>,
    Query(moment): Query<Moment>,
) -> Answer<Meeting> {
    let as_of = app.as_of(moment.as_of.map(Into::into));
    Ok(Json(app.meeting(&caller, meeting, as_of).await?.into()))
}

/// Records a meeting; units that were called and were not there get its record to read.
#[utoipa::path(post, path = "/meetings", tag = "command", request_body = MeetingInput,
    responses((status = 200, body = Receipt)))]
async fn hold_meeting(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<MeetingInput>,
) -> Answer<Receipt> {
    let units = |keys: Vec<Key>| keys.into_iter().map(|unit| unit.0.into()).collect();
    let input = MeetingCommand {
        area: path_of(&app, &input.area)?,
        form: input.form,
        title: input.title,
        held_at: input.held_at.into(),
        chair_post: input.chair_post,
        venues: input.venues.iter().map(|code| path_of(&app, code)).collect::<Result<_, _>>()?,
        agenda: input.agenda,
        minutes: input.minutes,
        invited: units(input.invited),
        attended: units(input.attended),
    };
    done(app.hold_meeting(&caller, Some(&key), input).await?)
}

/// Judgements of the situation, newest first.
#[utoipa::path(get, path = "/assessments", tag = "command", params(AssessmentQuery),
    responses((status = 200, body = Page<SituationAssessment>)))]
async fn list_assessments(
    Signed { app, caller }: Signed,
    Query(query): Query<AssessmentQuery>,
) -> Answer<Page<SituationAssessment>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let area = maybe_path(&app, query.area.as_ref())?;
    let parent = id(query.meeting);
    let filter = AffairFilter { status: query.status, parent, area, ..AffairFilter::default() };
    Ok(Page::of(app.assessments(&caller, &filter, as_of, &page).await?, SituationAssessment::from))
}

/// Records a judgement of the situation.
#[utoipa::path(post, path = "/assessments", tag = "command", request_body = SituationAssessmentInput,
    responses((status = 200, body = Receipt)))]
async fn assess_situation(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<SituationAssessmentInput>,
) -> Answer<Receipt> {
    let input = AssessmentInput {
        area: path_of(&app, &input.area)?,
        meeting: id(input.meeting),
        risk: input.risk.into(),
        confidence: input.confidence.into(),
        reasoning: input.reasoning,
        review_on: input.review_on.into(),
    };
    done(app.assess_situation(&caller, Some(&key), input).await?)
}
