//! Risk zones, as far as orders need them.

use app::commands::ZoneInput as ZoneCommand;
use app::questions::ZoneFilter;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Items, Query, maybe_path, path_of};
use crate::wire::{Instant, Receipt, ZoneLevel, area, done};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list_zones, set_zone))
}

/// The level of an area.
#[derive(Serialize, ToSchema)]
struct Zone {
    area: String,
    version: i64,
    recorded_from_at: Instant,
    level: ZoneLevel,
    /// The unit drawn: estate, building, household …
    unit_of_zone: String,
}

/// The level that an area gets.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ZoneInput {
    area: String,
    level: ZoneLevel,
    /// The unit drawn: estate, building, household …
    unit_of_zone: String,
}

/// Which levels are asked for.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ZoneQuery {
    /// In this area or below it.
    area: Option<String>,
    /// `routine`, `prevention`, `low`, `control`, `medium`, `lockdown` or `high`; any of several, between commas.
    level: Option<String>,
    /// What was known by then; now when absent.
    as_of: Option<Instant>,
}

/// Every area with a level. Levels are public: travellers must know them.
#[utoipa::path(get, path = "/zones", tag = "zones", params(ZoneQuery), responses((status = 200, body = Items<Zone>)))]
async fn list_zones(Signed { app, .. }: Signed, Query(query): Query<ZoneQuery>) -> Answer<Items<Zone>> {
    let filter = ZoneFilter { area: maybe_path(&app, query.area.as_ref())?, level: query.level };
    let zones = app.zones_in(&filter, app.as_of(query.as_of.map(Into::into))).await?;
    Ok(Items::of(zones.into_iter().map(|seen| Zone {
        area: area(&seen.area),
        version: seen.version,
        recorded_from_at: seen.recorded_from.into(),
        level: seen.state.level.into(),
        unit_of_zone: seen.state.unit_of_zone,
    })))
}

/// Sets the level of an area.
#[utoipa::path(post, path = "/zones", tag = "zones", request_body = ZoneInput,
    responses((status = 200, body = Receipt)))]
async fn set_zone(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<ZoneInput>,
) -> Answer<Receipt> {
    let input = ZoneCommand {
        area: path_of(&app, &input.area)?,
        level: input.level.into(),
        unit_of_zone: input.unit_of_zone,
    };
    done(app.set_zone(&caller, Some(&key), input).await?)
}
