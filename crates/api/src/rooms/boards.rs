//! Boards: the schedule of a day, the four musts (H04), the four earlies (D05),
//! missed checks (D08).

use app::questions;
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::cases::Earlies;
use super::obligations::Obligation;
use crate::Api;
use crate::auth::Signed;
use crate::listing::{Answer, Items, Query, maybe_path};
use crate::wire::{Day, Instant, area};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(schedule))
        .routes(routes!(four_musts))
        .routes(routes!(four_earlies))
        .routes(routes!(missed_checks))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ScheduleQuery {
    on: Day,
    /// In this area or below it.
    area: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MustsQuery {
    disease: Option<String>,
    /// In this area or below it.
    area: Option<String>,
    /// What was known by then; now when absent.
    as_of: Option<Instant>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EarliesQuery {
    disease: String,
    /// In this area or below it.
    area: Option<String>,
    /// What was known by then; now when absent.
    as_of: Option<Instant>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MissedQuery {
    /// In this area or below it.
    area: Option<String>,
}

/// A test or check on a day.
#[derive(Serialize, ToSchema)]
struct ScheduleLine {
    order: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<Uuid>,
    regime: String,
    measure: String,
    /// `test` or `check`.
    kind: &'static str,
    occurrence: String,
    due_at: Instant,
    /// State of its obligation.
    state: &'static str,
}

/// The four musts: all who should be tested, isolated, admitted, treated.
#[derive(Serialize, ToSchema)]
struct FourMusts {
    tested: Must,
    isolated: Must,
    admitted: Must,
    treated: Must,
}

/// How many should be, how many are, who is missing.
#[derive(Serialize, ToSchema)]
struct Must {
    should: usize,
    done: usize,
    /// At most 500.
    missing: Vec<Missing>,
    /// Whether more are missing than are named.
    more: bool,
}

/// Somebody missing from a must.
#[derive(Serialize, ToSchema)]
struct Missing {
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<Uuid>,
    case: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<Uuid>,
    obligation: Option<Uuid>,
    since_at: Instant,
}

/// The four earlies of one case.
#[derive(Serialize, ToSchema)]
struct EarlyLine {
    case: Uuid,
    number: String,
    area: String,
    earlies: Earlies,
}

impl From<questions::Must> for Must {
    fn from(must: questions::Must) -> Self {
        let missing = |m: questions::Missing| Missing {
            person: m.person.map(Into::into),
            case: m.case.map(Into::into),
            contact: m.contact.map(Into::into),
            obligation: m.obligation.map(Into::into),
            since_at: m.since.into(),
        };
        Self {
            should: must.should,
            done: must.done,
            more: must.more,
            missing: must.missing.into_iter().map(missing).collect(),
        }
    }
}

/// Tests and checks due on a day, by order, with how they stand.
#[utoipa::path(get, path = "/schedules", tag = "lists", params(ScheduleQuery),
    responses((status = 200, body = Items<ScheduleLine>)))]
async fn schedule(
    Signed { app, caller }: Signed,
    Query(query): Query<ScheduleQuery>,
) -> Answer<Items<ScheduleLine>> {
    let area = maybe_path(&app, query.area.as_ref())?;
    let lines = app.schedule_on(&caller, area, query.on.into()).await?;
    Ok(Items::of(lines.into_iter().map(|line| ScheduleLine {
        order: line.order.0,
        person: line.person.map(Into::into),
        regime: line.regime,
        measure: line.measure,
        kind: line.kind,
        occurrence: line.occurrence,
        due_at: line.due.into(),
        state: line.state.as_str(),
    })))
}

/// The four musts as named lists.
#[utoipa::path(get, path = "/lists/four_musts", tag = "lists", params(MustsQuery),
    responses((status = 200, body = FourMusts)))]
async fn four_musts(Signed { app, caller }: Signed, Query(query): Query<MustsQuery>) -> Answer<FourMusts> {
    let area = maybe_path(&app, query.area.as_ref())?;
    let as_of = app.as_of(query.as_of.map(Into::into));
    let musts = app.four_musts(&caller, area, query.disease, as_of).await?;
    Ok(Json(FourMusts {
        tested: musts.tested.into(),
        isolated: musts.isolated.into(),
        admitted: musts.admitted.into(),
        treated: musts.treated.into(),
    }))
}

/// The four earlies of the cases of a disease.
#[utoipa::path(get, path = "/lists/four_earlies", tag = "lists", params(EarliesQuery),
    responses((status = 200, body = Items<EarlyLine>)))]
async fn four_earlies(
    Signed { app, caller }: Signed,
    Query(query): Query<EarliesQuery>,
) -> Answer<Items<EarlyLine>> {
    let within = maybe_path(&app, query.area.as_ref())?;
    let as_of = app.as_of(query.as_of.map(Into::into));
    let lines = app.four_earlies(&caller, within, &query.disease, as_of).await?;
    Ok(Items::of(lines.into_iter().map(|line| EarlyLine {
        case: line.case.0,
        number: line.number,
        area: area(&line.area),
        earlies: line.earlies.into(),
    })))
}

/// Daily checks that are late and still not made.
#[utoipa::path(get, path = "/lists/missed_checks", tag = "lists", params(MissedQuery),
    responses((status = 200, body = Items<Obligation>)))]
async fn missed_checks(
    Signed { app, caller }: Signed,
    Query(query): Query<MissedQuery>,
) -> Answer<Items<Obligation>> {
    let area = maybe_path(&app, query.area.as_ref())?;
    let lines = app.missed_checks(&caller, area).await?;
    Ok(Items::of(lines.into_iter().map(Obligation::from)))
}
