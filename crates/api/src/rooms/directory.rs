//! Areas, units and posts: what lies in the caller's areas or above them.

use app::Directory;
use app::accounts::Member as MemberLine;
use app::directory::AreaRow;
use axum::Json;
use axum::extract::Path;
use kernel::{AreaCode, AreaLevel, Code, Error, PostId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::listing::{Answer, Id, Items, Page, Query, directory_page, maybe_path};
use crate::wire::{Day, Instant, Key, Text, area};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_areas))
        .routes(routes!(show_area))
        .routes(routes!(list_units))
        .routes(routes!(show_unit))
        .routes(routes!(list_members))
        .routes(routes!(list_posts))
}

/// A node of the division tree.
#[derive(Serialize, ToSchema)]
pub(super) struct Area {
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// Codes from the root.
    path: Vec<String>,
    /// `country`, `province`, `prefecture`, `county`, `township` or `village`.
    level: &'static str,
    name: Text,
    /// IANA time zone.
    zone: String,
    /// First day of this version; always, when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    since_on: Option<Day>,
    /// First day on which it is no longer so.
    #[serde(skip_serializing_if = "Option::is_none")]
    until_on: Option<Day>,
}

/// An organisation that acts.
#[derive(Serialize, ToSchema)]
struct Unit {
    id: Uuid,
    area: String,
    role: String,
    name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    facility: Option<String>,
}

/// A standing role in a unit.
#[derive(Serialize, ToSchema)]
struct Post {
    id: Uuid,
    unit: Uuid,
    kind: String,
    name: Text,
    /// Whether it must be held around the clock.
    all_day: bool,
}

/// Somebody who works in a unit.
#[derive(Serialize, ToSchema)]
struct Member {
    user: Uuid,
    display_name: String,
    /// The posts of the unit that he holds now.
    posts: Vec<MemberPost>,
}

/// A post that somebody holds.
#[derive(Serialize, ToSchema)]
struct MemberPost {
    post: Uuid,
    /// What it lets him be.
    role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Instant>,
}

impl From<MemberLine> for Member {
    fn from(line: MemberLine) -> Self {
        let posts = line.posts.into_iter().map(|held| MemberPost {
            post: held.post.0,
            role: held.role,
            until: held.valid_to.map(Into::into),
        });
        Self { user: line.user.0, display_name: line.display_name, posts: posts.collect() }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AreaQuery {
    /// This area and all below it.
    within: Option<String>,
    /// Children of this area.
    parent: Option<String>,
    level: Option<String>,
    /// As they were on this day; today's without.
    on: Option<Day>,
    /// Rows wanted, 1 to 2,000; 50 when absent.
    limit: Option<u32>,
    after: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct UnitQuery {
    /// In this area or below it.
    area: Option<String>,
    role: Option<String>,
    /// Rows wanted, 1 to 2,000; 50 when absent.
    limit: Option<u32>,
    after: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PostQuery {
    unit: Option<Key>,
    /// Of units in this area or below it.
    area: Option<String>,
    /// Rows wanted, 1 to 2,000; 50 when absent.
    limit: Option<u32>,
    after: Option<String>,
}

pub(super) fn area_of_row(row: &AreaRow) -> Area {
    let mut path: Vec<String> = row.path.codes_upward().map(str::to_owned).collect();
    path.reverse();
    Area {
        code: row.code.to_string(),
        parent: row.parent.as_ref().map(ToString::to_string),
        path,
        level: row.level.as_str(),
        name: Text::new(&row.name_zh, &row.name_en),
        zone: row.zone.clone(),
        since_on: row.valid_from.map(Into::into),
        until_on: row.valid_to.map(Into::into),
    }
}

/// A unit that the directory has just named.
fn unit_of(directory: &Directory, id: UnitId) -> Unit {
    let row = directory.unit(id).ok();
    Unit {
        id: id.0,
        area: row.map(|row| area(&row.area)).unwrap_or_default(),
        role: row.map(|row| row.role.clone()).unwrap_or_default(),
        name: row.map_or_else(|| Text::new("", ""), |row| Text::new(&row.name_zh, &row.name_en)),
        facility: row.and_then(|row| row.facility.clone()),
    }
}

/// The division tree, by path.
#[utoipa::path(get, path = "/areas", tag = "directory", params(AreaQuery), responses((status = 200, body = Page<Area>)))]
async fn list_areas(Signed { app, caller }: Signed, Query(query): Query<AreaQuery>) -> Answer<Page<Area>> {
    let request = directory_page(query.limit, query.after.as_ref())?;
    let within = maybe_path(&app, query.within.as_ref())?;
    let level = match &query.level {
        Some(text) => Some(
            AreaLevel::parse(text)
                .ok_or_else(|| Error::new(Code::InvalidValue).arg("field", "level").arg("value", text))?,
        ),
        None => None,
    };
    let directory = app.directory();
    let areas: Vec<AreaRow> = match query.on {
        Some(day) => directory.areas_on(day.into()),
        None => directory.areas().into_iter().map(|found| found.row.clone()).collect(),
    };
    let within = match (&query.within, query.on) {
        // The area as it lay on that day.
        (Some(code), Some(day)) => {
            directory.area_on(&AreaCode::new(code.as_str())?, day.into()).map(|row| row.path).or(within)
        }
        _ => within,
    };
    let fitting = areas.iter().filter(|row| {
        within.as_ref().is_none_or(|within| row.path.is_within(within))
            && query
                .parent
                .as_ref()
                .is_none_or(|p| row.parent.as_ref().is_some_and(|parent| parent.as_str() == p))
            && level.is_none_or(|level| row.level == level)
            && caller.sees(&row.path)
    });
    Ok(Page::cut(fitting, &request, |row| row.code.to_string(), area_of_row))
}

/// A day.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DayQuery {
    /// As it was on this day; as it is, or was last, without.
    on: Option<Day>,
}

/// One area; one that ended has an `until_on`.
#[utoipa::path(get, path = "/areas/{code}", tag = "directory", params(DayQuery),
    responses((status = 200, body = Area)))]
async fn show_area(
    Signed { app, caller }: Signed,
    Path(code): Path<String>,
    Query(query): Query<DayQuery>,
) -> Answer<Area> {
    let missing = || Error::new(Code::NotFound).arg("kind", "area").arg("id", &code);
    let asked = AreaCode::new(code.as_str())?;
    let directory = app.directory();
    let row = match query.on {
        Some(day) => directory.area_on(&asked, day.into()),
        None => directory.area(&asked).ok().map(|found| found.row.clone()),
    };
    let row = row.filter(|row| caller.sees(&row.path)).ok_or_else(missing)?;
    Ok(Json(area_of_row(&row)))
}

/// Units, by area and role.
#[utoipa::path(get, path = "/units", tag = "directory", params(UnitQuery), responses((status = 200, body = Page<Unit>)))]
async fn list_units(Signed { app, caller }: Signed, Query(query): Query<UnitQuery>) -> Answer<Page<Unit>> {
    let request = directory_page(query.limit, query.after.as_ref())?;
    let within = maybe_path(&app, query.area.as_ref())?;
    let directory = app.directory();
    let units = directory.units();
    let fitting = units.iter().filter(|row| {
        within.as_ref().is_none_or(|within| row.area.is_within(within))
            && query.role.as_ref().is_none_or(|role| row.role == *role)
            && caller.sees(&row.area)
    });
    let ids = fitting.map(|row| row.id);
    Ok(Page::cut(ids, &request, ToString::to_string, |id| unit_of(&directory, id)))
}

/// One unit.
#[utoipa::path(get, path = "/units/{id}", tag = "directory", responses((status = 200, body = Unit)))]
async fn show_unit(Signed { app, caller }: Signed, Id(id): Id<UnitId>) -> Answer<Unit> {
    let directory = app.directory();
    if !caller.sees(&directory.unit(id)?.area) {
        return Err(Error::new(Code::NotFound).arg("kind", "unit").arg("id", id).into());
    }
    Ok(Json(unit_of(&directory, id)))
}

/// Who works in a unit, by name, with the posts of it that they hold now: for
/// the unit itself, and for whoever may hand over duties where it stands.
#[utoipa::path(get, path = "/units/{id}/members", tag = "directory",
    responses((status = 200, body = Items<Member>)))]
async fn list_members(Signed { app, caller }: Signed, Id(unit): Id<UnitId>) -> Answer<Items<Member>> {
    Ok(Items::of(app.members(&caller, unit).await?.into_iter().map(Member::from)))
}

/// Posts.
#[utoipa::path(get, path = "/posts", tag = "directory", params(PostQuery), responses((status = 200, body = Page<Post>)))]
async fn list_posts(Signed { app, caller }: Signed, Query(query): Query<PostQuery>) -> Answer<Page<Post>> {
    let request = directory_page(query.limit, query.after.as_ref())?;
    let within = maybe_path(&app, query.area.as_ref())?;
    let directory = app.directory();
    let fitting = directory.posts().filter(|row| {
        let Ok(unit) = directory.unit(row.unit) else { return false };
        within.as_ref().is_none_or(|within| unit.area.is_within(within))
            && query.unit.is_none_or(|unit| row.unit.0 == unit.0)
            && caller.sees(&unit.area)
    });
    let key = |id: PostId| id.to_string();
    Ok(Page::cut(
        fitting,
        &request,
        |row| key(row.id),
        |row| Post {
            id: row.id.0,
            unit: row.unit.0,
            kind: row.kind.clone(),
            name: Text::new(&row.name_zh, &row.name_en),
            all_day: row.all_day,
        },
    ))
}
