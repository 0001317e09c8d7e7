//! Sentinels report (D01-D03).

use app::VisitFilter;
use app::commands::FeverInput;
use app::questions::Seen;
use domain::sentinel::Visit as State;
use kernel::VisitId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::people::{NewPerson, person};
use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path};
use crate::wire::{Instant, Key, Receipt, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(report_fever))
        .routes(routes!(list_visits))
        .routes(routes!(report_visit))
        .routes(routes!(dispose_visit))
}

/// Somebody with fever at a sentinel: `person` or `new_person`, the rest as known.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SentinelReport {
    person: Option<Key>,
    new_person: Option<NewPerson>,
    /// The caller's own unit when absent.
    unit: Option<Key>,
    /// Disease thought of; `unknown_respiratory` when absent.
    disease: Option<String>,
    #[serde(default)]
    symptoms: Vec<String>,
    /// Degrees Celsius, 30 to 45.
    temperature_c: Option<f64>,
    /// Now when absent.
    seen_at: Option<Instant>,
    /// Whether this is the report as well, or only the register; it is when absent.
    report: Option<bool>,
}

/// A first visit at a sentinel.
#[derive(Serialize, ToSchema)]
struct Visit {
    id: Uuid,
    version: i64,
    recorded_from_at: Instant,
    area: String,
    person: Uuid,
    unit: Uuid,
    facility: String,
    disease: String,
    symptoms: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature_c: Option<f64>,
    seen_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported_at: Option<Instant>,
    /// `held`, `handed_over` or `discharged`.
    #[serde(skip_serializing_if = "Option::is_none")]
    disposition: Option<String>,
    /// Whether nobody had come after all: the entry was withdrawn.
    withdrawn: bool,
}

impl From<Seen<State>> for Visit {
    fn from(seen: Seen<State>) -> Self {
        let state = seen.state;
        Self {
            id: seen.id,
            version: seen.version,
            recorded_from_at: seen.recorded_from.into(),
            area: area(&seen.area),
            person: state.person.0,
            unit: state.unit.0,
            facility: state.facility,
            disease: state.disease,
            symptoms: state.symptoms,
            temperature_c: state.temperature_c,
            seen_at: state.seen_at.into(),
            reported_at: state.reported_at.map(Into::into),
            disposition: state.disposition,
            withdrawn: state.withdrawn,
        }
    }
}

list_query!(VisitQuery {
    /// `seen`, `reported`, or the disposition.
    status: String,
    unit: Key,
    person: Key,
    /// In this area or below it.
    area: String,
    seen_from: Instant,
    seen_until: Instant,
});

/// Where somebody went from the sentinel.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Disposition {
    /// `held`, `handed_over` or `discharged`.
    disposition: String,
}

/// Records that somebody with fever was seen, and reports it: one short command.
#[utoipa::path(post, path = "/sentinel_reports", tag = "sentinel", request_body = SentinelReport,
    responses((status = 200, body = Receipt)))]
async fn report_fever(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<SentinelReport>,
) -> Answer<Receipt> {
    let input = FeverInput {
        person: person(&app, input.person, input.new_person)?,
        unit: id(input.unit),
        disease: input.disease,
        symptoms: input.symptoms,
        temperature_c: input.temperature_c,
        seen_at: input.seen_at.map(Into::into),
        report: input.report.unwrap_or(true),
    };
    done(app.report_fever(&caller, Some(&key), input).await?)
}

/// Visits, newest first.
#[utoipa::path(get, path = "/visits", tag = "sentinel", params(VisitQuery),
    responses((status = 200, body = Page<Visit>)))]
async fn list_visits(Signed { app, caller }: Signed, Query(query): Query<VisitQuery>) -> Answer<Page<Visit>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = VisitFilter {
        status: query.status,
        unit: id(query.unit),
        person: id(query.person),
        area: maybe_path(&app, query.area.as_ref())?,
        seen_from: query.seen_from.map(Into::into),
        seen_until: query.seen_until.map(Into::into),
    };
    Ok(Page::of(app.visits(&caller, &filter, as_of, &page).await?, Visit::from))
}

/// Reports a visit that was only registered.
#[utoipa::path(post, path = "/visits/{id}/report", tag = "sentinel", request_body = Nothing,
    responses((status = 200, body = Receipt)))]
async fn report_visit(
    Signed { app, caller }: Signed,
    Id(visit): Id<VisitId>,
    Command { key, .. }: Command<Nothing>,
) -> Answer<Receipt> {
    done(app.report_visit(&caller, Some(&key), visit).await?)
}

/// Says where the person went from the sentinel.
#[utoipa::path(post, path = "/visits/{id}/dispose", tag = "sentinel", request_body = Disposition,
    responses((status = 200, body = Receipt)))]
async fn dispose_visit(
    Signed { app, caller }: Signed,
    Id(visit): Id<VisitId>,
    Command { key, input, .. }: Command<Disposition>,
) -> Answer<Receipt> {
    done(app.dispose_visit(&caller, Some(&key), visit, input.disposition).await?)
}
