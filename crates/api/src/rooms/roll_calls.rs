//! Roll-calls (C02) and the calendar of holidays and protected events (A17, C04).

use app::AffairFilter;
use app::commands::{OccasionInput as OccasionCommand, RollCallInput as RollCallCommand};
use app::questions::Seen;
use domain::duty as state;
use kernel::{OccasionId, RollCallId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path, path_of};
use crate::wire::{Day, Instant, Key, Receipt, Span, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_roll_calls, call_roll))
        .routes(routes!(answer_roll))
        .routes(routes!(list_occasions, set_occasion))
        .routes(routes!(approve_roster))
}

/// Units to be called without warning.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RollCallInput {
    /// Which units.
    #[serde(default)]
    units: Vec<Key>,
    /// In place of `units`: all in this area and below it.
    area: Option<String>,
    /// As many of them, by lot; all when absent.
    sample: Option<u32>,
    /// Minutes to answer; ten when absent.
    minutes: Option<u32>,
}

/// A call to one unit.
#[derive(Serialize, ToSchema)]
struct RollCall {
    id: Uuid,
    version: i64,
    area: String,
    unit: Uuid,
    /// `called`, `answered`, `answered_late` or `missed`.
    standing: String,
    called_at: Instant,
    answer_by_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_by: Option<Uuid>,
    /// How long the answer took.
    #[serde(skip_serializing_if = "Option::is_none")]
    delay: Option<Span>,
}

fn roll_call(seen: Seen<state::RollCall>, now: Timestamp) -> RollCall {
    let call = seen.state;
    let delay = call.answered_at.map(|at| Span::micros(at.since(call.called_at).as_micros()));
    RollCall {
        id: seen.id,
        version: seen.version,
        area: area(&seen.area),
        unit: call.unit.0,
        standing: call.standing(now).to_owned(),
        called_at: call.called_at.into(),
        answer_by_at: call.answer_by.into(),
        answered_at: call.answered_at.map(Into::into),
        answered_by: call.answered_by.and_then(|by| by.user).map(Into::into),
        delay,
    }
}

list_query!(RollCallQuery {
    /// `called` or `answered`.
    status: String,
    unit: Key,
    /// In this area or below it.
    area: String,
    /// To be answered before this moment: with `status=called`, those that were missed by then.
    due_before: Instant,
});

/// A holiday, an event or a season for the calendar.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OccasionInput {
    area: String,
    /// `holiday`, `event` or `season`.
    form: String,
    name: String,
    starts_at: Instant,
    /// Not included.
    ends_at: Instant,
    /// The first day of the window in which it is protected.
    protect_from_on: Day,
    /// The last day of that.
    protect_until_on: Day,
    /// By when the roster of the key posts has to be whole and approved.
    roster_by_at: Instant,
}

/// An occasion of the calendar.
#[derive(Serialize, ToSchema)]
struct Occasion {
    id: Uuid,
    version: i64,
    area: String,
    form: String,
    name: String,
    starts_at: Instant,
    ends_at: Instant,
    protect_from_on: Day,
    protect_until_on: Day,
    roster_by_at: Instant,
    /// When the roster was approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    approved_at: Option<Instant>,
}

impl From<Seen<state::Occasion>> for Occasion {
    fn from(seen: Seen<state::Occasion>) -> Self {
        let state::Occasion { set, approved_at, .. } = seen.state;
        Self {
            id: seen.id,
            version: seen.version,
            area: area(&seen.area),
            form: set.form,
            name: set.name,
            starts_at: set.from.into(),
            ends_at: set.until.into(),
            protect_from_on: set.protect_from.into(),
            protect_until_on: set.protect_until.into(),
            roster_by_at: set.roster_by.into(),
            approved_at: approved_at.map(Into::into),
        }
    }
}

list_query!(OccasionQuery {
    /// `announced` or `ready`.
    status: String,
    /// `holiday`, `event` or `season`.
    form: String,
    /// In this area or below it.
    area: String,
    /// Beginning before this moment.
    starts_before: Instant,
});

/// Roll-calls, newest first.
#[utoipa::path(get, path = "/roll_calls", tag = "duty", params(RollCallQuery),
    responses((status = 200, body = Page<RollCall>)))]
async fn list_roll_calls(
    Signed { app, caller }: Signed,
    Query(query): Query<RollCallQuery>,
) -> Answer<Page<RollCall>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = AffairFilter {
        status: query.status,
        unit: id(query.unit),
        area: maybe_path(&app, query.area.as_ref())?,
        due_before: query.due_before.map(Into::into),
        ..AffairFilter::default()
    };
    let found = app.roll_calls(&caller, &filter, as_of, &page).await?;
    Ok(Page::of(found, |seen| roll_call(seen, as_of.at())))
}

/// Calls units without warning.
#[utoipa::path(post, path = "/roll_calls", tag = "duty", request_body = RollCallInput,
    responses((status = 200, body = Receipt)))]
async fn call_roll(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<RollCallInput>,
) -> Answer<Receipt> {
    let input = RollCallCommand {
        units: input.units.into_iter().map(|unit| unit.0.into()).collect(),
        area: maybe_path(&app, input.area.as_ref())?,
        sample: input.sample.map(|many| many as usize),
        minutes: input.minutes.map(i64::from),
    };
    done(app.call_roll(&caller, Some(&key), input).await?)
}

/// Somebody of the unit answers a roll-call.
#[utoipa::path(post, path = "/roll_calls/{id}/answer", tag = "duty", request_body = Nothing,
    responses((status = 200, body = Receipt)))]
async fn answer_roll(
    Signed { app, caller }: Signed,
    Id(call): Id<RollCallId>,
    Command { key, .. }: Command<Nothing>,
) -> Answer<Receipt> {
    done(app.answer_roll(&caller, Some(&key), call).await?)
}

/// The calendar, what was put on it last first.
#[utoipa::path(get, path = "/occasions", tag = "duty", params(OccasionQuery),
    responses((status = 200, body = Page<Occasion>)))]
async fn list_occasions(
    Signed { app, caller }: Signed,
    Query(query): Query<OccasionQuery>,
) -> Answer<Page<Occasion>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = AffairFilter {
        status: query.status,
        sort: query.form,
        area: maybe_path(&app, query.area.as_ref())?,
        due_before: query.starts_before.map(Into::into),
        ..AffairFilter::default()
    };
    Ok(Page::of(app.occasions(&caller, &filter, as_of, &page).await?, Occasion::from))
}

/// Puts an occasion on the calendar.
#[utoipa::path(post, path = "/occasions", tag = "duty", request_body = OccasionInput,
    responses((status = 200, body = Receipt)))]
async fn set_occasion(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<OccasionInput>,
) -> Answer<Receipt> {
    let input = OccasionCommand {
        area: path_of(&app, &input.area)?,
        form: input.form,
        name: input.name,
        from: input.starts_at.into(),
        until: input.ends_at.into(),
        protect_from: input.protect_from_on.into(),
        protect_until: input.protect_until_on.into(),
        roster_by: input.roster_by_at.into(),
    };
    done(app.set_occasion(&caller, Some(&key), input).await?)
}

/// Approves the roster of an occasion: every key post of the area is manned from its beginning to its end.
#[utoipa::path(post, path = "/occasions/{id}/approve_roster", tag = "duty", request_body = Nothing,
    responses((status = 200, body = Receipt)))]
async fn approve_roster(
    Signed { app, caller }: Signed,
    Id(occasion): Id<OccasionId>,
    Command { key, .. }: Command<Nothing>,
) -> Answer<Receipt> {
    done(app.approve_roster(&caller, Some(&key), occasion).await?)
}
