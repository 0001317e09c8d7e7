//! Major events (C03).

use app::AffairFilter;
use app::questions::Seen;
use domain::duty as state;
use kernel::MajorEventId;
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
        .routes(routes!(list_major_events, report_major_event))
        .routes(routes!(follow_major_event))
}

/// A major event of one's own unit.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MajorEventInput {
    /// `outbreak`, `death`, `supply`, `safety` or `other`.
    category: String,
    title: String,
    happened_at: Instant,
    /// What is known; names nobody.
    report: String,
}

/// A major event with its reports.
#[derive(Serialize, ToSchema)]
struct MajorEvent {
    id: Uuid,
    version: i64,
    area: String,
    unit: Uuid,
    category: String,
    title: String,
    happened_at: Instant,
    /// `open` or `closed`.
    status: String,
    /// The first and those that followed.
    reports: Vec<EventReport>,
}

/// One report of a major event.
#[derive(Serialize, ToSchema)]
struct EventReport {
    at: Instant,
    text: String,
}

impl From<Seen<state::MajorEvent>> for MajorEvent {
    fn from(seen: Seen<state::MajorEvent>) -> Self {
        let event = seen.state;
        let report = |it: state::major_events::Report| EventReport { at: it.at.into(), text: it.text };
        Self {
            id: seen.id,
            version: seen.version,
            area: area(&seen.area),
            unit: event.unit.0,
            category: event.category,
            title: event.title,
            happened_at: event.happened_at.into(),
            status: event.status,
            reports: event.reports.into_iter().map(report).collect(),
        }
    }
}

list_query!(MajorEventQuery {
    /// `open` or `closed`.
    status: String,
    category: String,
    unit: Key,
    /// In this area or below it.
    area: String,
});

/// How a major event goes on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FollowInput {
    report: String,
    /// It is over.
    #[serde(default)]
    closes: bool,
}

/// Major events, newest first.
#[utoipa::path(get, path = "/major_events", tag = "duty", params(MajorEventQuery),
    responses((status = 200, body = Page<MajorEvent>)))]
async fn list_major_events(
    Signed { app, caller }: Signed,
    Query(query): Query<MajorEventQuery>,
) -> Answer<Page<MajorEvent>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = AffairFilter {
        status: query.status,
        sort: query.category,
        unit: id(query.unit),
        area: maybe_path(&app, query.area.as_ref())?,
        ..AffairFilter::default()
    };
    Ok(Page::of(app.major_events(&caller, &filter, as_of, &page).await?, MajorEvent::from))
}

/// Reports a major event for the first time, for one's own unit.
#[utoipa::path(post, path = "/major_events", tag = "duty", request_body = MajorEventInput,
    responses((status = 200, body = Receipt)))]
async fn report_major_event(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<MajorEventInput>,
) -> Answer<Receipt> {
    let words = (input.title, input.report);
    let happened_at = input.happened_at.into();
    done(app.report_major_event(&caller, Some(&key), happened_at, input.category, words).await?)
}

/// Tells how a major event goes on, or that it is over.
#[utoipa::path(post, path = "/major_events/{id}/follow", tag = "duty", request_body = FollowInput,
    responses((status = 200, body = Receipt)))]
async fn follow_major_event(
    Signed { app, caller }: Signed,
    Id(event): Id<MajorEventId>,
    Command { key, input, .. }: Command<FollowInput>,
) -> Answer<Receipt> {
    done(app.follow_major_event(&caller, Some(&key), event, input.report, input.closes).await?)
}
