//! Watches and shifts (C01).

use app::ShiftFilter;
use app::commands::{RequireWatch, RosterShift};
use app::questions::Seen;
use domain::duty::Turn;
use kernel::ShiftId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path};
use crate::wire::{Instant, Key, Receipt, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(require_watch))
        .routes(routes!(list_shifts, roster_shift))
        .routes(routes!(hand_over_shift))
}

/// A post that must be watched without a gap.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WatchInput {
    post: Key,
    starts_at: Instant,
    /// Not included.
    ends_at: Instant,
}

/// Somebody's turn at a post.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShiftInput {
    post: Key,
    /// The user who stands it.
    holder: Key,
    starts_at: Instant,
    /// Not included.
    ends_at: Instant,
}

/// A span of time at a post.
#[derive(Serialize, ToSchema)]
struct Shift {
    id: Uuid,
    version: i64,
    recorded_from_at: Instant,
    area: String,
    post: Uuid,
    unit: Uuid,
    /// Nobody for a required watch or a gap.
    #[serde(skip_serializing_if = "Option::is_none")]
    holder: Option<Uuid>,
    starts_at: Instant,
    ends_at: Instant,
    /// `watch` (must be covered), `shift` (covers), `gap` or `filled`.
    status: String,
    /// What whoever ended the turn told the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// What whoever ends a turn tells the next.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShiftNote {
    note: String,
}

impl From<Seen<Turn>> for Shift {
    fn from(seen: Seen<Turn>) -> Self {
        let state = seen.state;
        Self {
            id: seen.id,
            version: seen.version,
            recorded_from_at: seen.recorded_from.into(),
            area: area(&seen.area),
            post: state.post.0,
            unit: state.unit.0,
            holder: state.holder.map(Into::into),
            starts_at: state.from.into(),
            ends_at: state.until.into(),
            status: state.status,
            note: state.note,
        }
    }
}

list_query!(ShiftQuery {
    /// `watch`, `shift`, `gap` or `filled`; any of several, between commas.
    status: String,
    unit: Key,
    post: Key,
    holder: Key,
    /// In this area or below it.
    area: String,
    ends_from: Instant,
    starts_until: Instant,
});

/// Requires a watch; its gaps become obligations due when they begin.
#[utoipa::path(post, path = "/watches", tag = "duty", request_body = WatchInput,
    responses((status = 200, body = Receipt)))]
async fn require_watch(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<WatchInput>,
) -> Answer<Receipt> {
    let input =
        RequireWatch { post: input.post.0.into(), from: input.starts_at.into(), until: input.ends_at.into() };
    done(app.require_watch(&caller, Some(&key), input).await?)
}

/// Watches, shifts and gaps, newest first.
#[utoipa::path(get, path = "/shifts", tag = "duty", params(ShiftQuery),
    responses((status = 200, body = Page<Shift>)))]
async fn list_shifts(Signed { app, caller }: Signed, Query(query): Query<ShiftQuery>) -> Answer<Page<Shift>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = ShiftFilter {
        status: query.status,
        unit: id(query.unit),
        post: id(query.post),
        holder: id(query.holder),
        area: maybe_path(&app, query.area.as_ref())?,
        ends_from: query.ends_from.map(Into::into),
        starts_until: query.starts_until.map(Into::into),
    };
    Ok(Page::of(app.shifts(&caller, &filter, as_of, &page).await?, Shift::from))
}

/// Puts somebody on the roster.
#[utoipa::path(post, path = "/shifts", tag = "duty", request_body = ShiftInput,
    responses((status = 200, body = Receipt)))]
async fn roster_shift(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<ShiftInput>,
) -> Answer<Receipt> {
    let input = RosterShift {
        post: input.post.0.into(),
        holder: input.holder.0.into(),
        from: input.starts_at.into(),
        until: input.ends_at.into(),
    };
    done(app.roster_shift(&caller, Some(&key), input).await?)
}

/// Ends one's turn at a post with a note for whoever comes next.
#[utoipa::path(post, path = "/shifts/{id}/hand_over", tag = "duty", request_body = ShiftNote,
    responses((status = 200, body = Receipt)))]
async fn hand_over_shift(
    Signed { app, caller }: Signed,
    Id(shift): Id<ShiftId>,
    Command { key, input, .. }: Command<ShiftNote>,
) -> Answer<Receipt> {
    done(app.hand_over_shift(&caller, Some(&key), shift, input.note).await?)
}
