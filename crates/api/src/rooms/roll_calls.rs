//! Roll-calls (C02).

use app::AffairFilter;
use app::commands::RollCallInput as RollCallCommand;
use app::questions::Seen;
use domain::duty as state;
use kernel::{RollCallId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path};
use crate::wire::{Instant, Key, Receipt, Span, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list_roll_calls, call_roll)).routes(routes!(answer_roll))
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
