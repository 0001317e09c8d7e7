//! Where areas lie, as GeoJSON, and who lives there.

use app::areas::{AreaWithBoundary, Population as Counted};
use app::directory::AreaRow;
use app::{App, Caller};
use axum::Json;
use axum::extract::Path;
use kernel::{AreaCode, AreaLevel, Code, Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::areas::refused;
use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, IMPORT_LIMIT};
use crate::listing::{Answer, Query};
use crate::wire::{Day, Text};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(show_boundary))
        .routes(routes!(list_boundaries))
        .routes(routes!(import_boundaries))
        .routes(routes!(show_population))
        .routes(routes!(import_population))
}

/// What a boundary is about.
#[derive(Serialize, ToSchema)]
struct BoundaryProperties {
    code: String,
    name: Text,
    level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// Where it comes from.
    source: String,
}

/// A boundary as a feature of GeoJSON.
#[derive(Serialize, ToSchema)]
struct BoundaryFeature {
    /// `Feature`.
    r#type: &'static str,
    /// Code of the area.
    id: String,
    /// West, south, east, north.
    bbox: [f64; 4],
    properties: BoundaryProperties,
    /// A Polygon or MultiPolygon in WGS 84, longitude first.
    #[schema(value_type = Object)]
    geometry: Value,
}

/// Boundaries as a collection of GeoJSON.
#[derive(Serialize, ToSchema)]
struct BoundaryCollection {
    /// `FeatureCollection`.
    r#type: &'static str,
    features: Vec<BoundaryFeature>,
}

fn feature(found: AreaWithBoundary) -> Result<BoundaryFeature> {
    let AreaWithBoundary { area, boundary } = found;
    let geometry = serde_json::from_str(&boundary.geometry)
        .map_err(|e| Error::new(Code::StoreInconsistent).arg("detail", "geometry").caused_by(e))?;
    Ok(BoundaryFeature {
        r#type: "Feature",
        id: area.code.to_string(),
        bbox: [boundary.west, boundary.south, boundary.east, boundary.north],
        properties: BoundaryProperties {
            code: area.code.to_string(),
            name: Text::new(&area.name_zh, &area.name_en),
            level: area.level.as_str(),
            parent: area.parent.map(|code| code.to_string()),
            source: boundary.source,
        },
        geometry,
    })
}

/// The area of a code, where the caller sees it.
fn seen(app: &App, caller: &Caller, code: &str, on: Option<Day>) -> Result<AreaRow> {
    let asked = AreaCode::new(code)?;
    let directory = app.directory();
    let row = match on {
        Some(day) => directory.area_on(&asked, day.into()),
        None => directory.area(&asked).ok().map(|found| found.row.clone()),
    };
    row.filter(|row| caller.sees(&row.path))
        .ok_or_else(|| Error::new(Code::NotFound).arg("kind", "area").arg("id", code))
}

/// Of which areas boundaries are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BoundaryQuery {
    /// `country`, `province`, `prefecture`, `county`, `township` or `village`.
    level: String,
}

/// Of which day.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PopulationQuery {
    /// The last count up to this day; the last of all without.
    on: Option<Day>,
}

/// Boundaries to take in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BoundaryFile {
    /// A FeatureCollection or a Feature of GeoJSON, as text.
    geojson: String,
    /// The property that holds the code of the area; `code` unless said. A
    /// number of up to twelve digits that is no code is one with zeros behind it.
    property: Option<String>,
    /// Where they come from, 1 to 200 characters.
    source: String,
    /// Only check.
    #[serde(default)]
    dry_run: bool,
}

/// A population table to take in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PopulationTable {
    /// CSV with the headings `code, counted_on, sex, age_from, age_to, persons, source`.
    table: String,
    /// Only check.
    #[serde(default)]
    dry_run: bool,
}

/// How much was taken in.
#[derive(Serialize, ToSchema)]
struct PlacesTaken {
    dry_run: bool,
    /// Boundaries, or rows of a population table.
    rows: usize,
}

/// People of an age and sex.
#[derive(Serialize, ToSchema)]
struct PopulationBand {
    /// `all`, `female` or `male`.
    sex: String,
    /// Least age, in whole years.
    age_from: i64,
    /// Greatest age, included; open when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    age_to: Option<i64>,
    persons: i64,
}

/// Who lives in an area.
#[derive(Serialize, ToSchema)]
struct Population {
    area: String,
    /// The day of the count; absent when nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    counted_on: Option<Day>,
    /// All of them.
    persons: i64,
    /// By sex and age, as they were counted.
    bands: Vec<PopulationBand>,
    sources: Vec<String>,
    /// Whether these are the sums of areas below.
    summed: bool,
    /// Areas below of which nothing is known: the sums leave them out.
    missing: Vec<String>,
}

fn population(code: &AreaCode, found: Counted) -> Population {
    Population {
        area: code.to_string(),
        counted_on: found.counted_on.map(Into::into),
        persons: found.persons,
        bands: found
            .bands
            .into_iter()
            .map(|(band, persons)| PopulationBand {
                sex: band.sex,
                age_from: band.age_from,
                age_to: band.age_to,
                persons,
            })
            .collect(),
        sources: found.sources.into_iter().collect(),
        summed: found.summed,
        missing: found.missing.into_iter().map(|code| code.to_string()).collect(),
    }
}

/// Where an area lies, as a feature of GeoJSON.
#[utoipa::path(get, path = "/areas/{code}/boundary", tag = "directory",
    responses((status = 200, body = BoundaryFeature)))]
async fn show_boundary(Signed { app, caller }: Signed, Path(code): Path<String>) -> Answer<BoundaryFeature> {
    let area = seen(&app, &caller, &code, None)?;
    let found = app.boundaries(&area, None).await?.pop();
    let found = found.ok_or_else(|| Error::new(Code::NotFound).arg("kind", "boundary").arg("id", &code))?;
    Ok(Json(feature(found)?))
}

/// Where the areas of a level within an area lie, as far as it is known, as a
/// collection of GeoJSON.
#[utoipa::path(get, path = "/areas/{code}/boundaries", tag = "directory", params(BoundaryQuery),
    responses((status = 200, body = BoundaryCollection)))]
async fn list_boundaries(
    Signed { app, caller }: Signed,
    Path(code): Path<String>,
    Query(query): Query<BoundaryQuery>,
) -> Answer<BoundaryCollection> {
    let area = seen(&app, &caller, &code, None)?;
    let level = AreaLevel::parse(&query.level).ok_or_else(|| {
        let error = Error::new(Code::InvalidValue).arg("field", "level").arg("value", &query.level);
        error.arg("expected", "country, province, prefecture, county, township, village")
    })?;
    let mut found = app.boundaries(&area, Some(level)).await?;
    found.retain(|found| caller.sees(&found.area.path));
    let features = found.into_iter().map(feature).collect::<Result<_>>()?;
    Ok(Json(BoundaryCollection { r#type: "FeatureCollection", features }))
}

/// Takes in boundaries of areas that one administers, all or none: each takes
/// the place of the one before. Rings are checked, and turned as GeoJSON asks.
#[utoipa::path(post, path = "/areas/boundaries", tag = "directory", request_body = BoundaryFile,
    responses((status = 200, body = PlacesTaken)))]
async fn import_boundaries(
    Signed { app, caller }: Signed,
    Command { input, .. }: Command<BoundaryFile, IMPORT_LIMIT>,
) -> Answer<PlacesTaken> {
    caller.authority.areas_for(authz::Action::Administer)?;
    let directory = app.directory();
    let property = input.property.as_deref().unwrap_or("code");
    let known = |code: &AreaCode| directory.area(code).is_ok_and(|area| caller.sees(&area.row.path));
    let read = interop::read_boundaries("geojson", &input.geojson, property, known).map_err(refused)?;
    let rows = app.put_boundaries(&caller, read, &input.source, input.dry_run).await?;
    Ok(Json(PlacesTaken { dry_run: input.dry_run, rows }))
}

/// Who lived in an area: by its own last count up to a day, else the sums of
/// the areas below.
#[utoipa::path(get, path = "/areas/{code}/population", tag = "directory", params(PopulationQuery),
    responses((status = 200, body = Population)))]
async fn show_population(
    Signed { app, caller }: Signed,
    Path(code): Path<String>,
    Query(query): Query<PopulationQuery>,
) -> Answer<Population> {
    let area = seen(&app, &caller, &code, query.on)?;
    let found = app.population(&area, query.on.map(Into::into)).await?;
    Ok(Json(population(&area.code, found)))
}

/// Takes in who lives in areas that one administers, all or none. A band that
/// is known takes the new count.
#[utoipa::path(post, path = "/areas/population", tag = "directory", request_body = PopulationTable,
    responses((status = 200, body = PlacesTaken)))]
async fn import_population(
    Signed { app, caller }: Signed,
    Command { input, .. }: Command<PopulationTable, IMPORT_LIMIT>,
) -> Answer<PlacesTaken> {
    caller.authority.areas_for(authz::Action::Administer)?;
    let directory = app.directory();
    let known = |code: &AreaCode| directory.area(code).is_ok_and(|area| caller.sees(&area.row.path));
    let read = interop::read_population("table", input.table.as_bytes(), known).map_err(refused)?;
    let rows = app.put_population(&caller, read, input.dry_run).await?;
    Ok(Json(PlacesTaken { dry_run: input.dry_run, rows }))
}
