//! Risk zones, as far as orders need them.

use app::commands::ZoneInput as ZoneCommand;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cases::Moment;
use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Items, Query, path_of};
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

/// Every area with a level. Levels are public: travellers must know them.
#[utoipa::path(get, path = "/zones", tag = "zones", params(Moment), responses((status = 200, body = Items<Zone>)))]
async fn list_zones(Signed { app, .. }: Signed, Query(moment): Query<Moment>) -> Answer<Items<Zone>> {
    let zones = app.zones(app.as_of(moment.as_of.map(Into::into))).await?;
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
