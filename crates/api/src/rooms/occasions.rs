//! The calendar of holidays and protected events, each with a roster that is
//! whole before it begins (A17, C04).

use app::AffairFilter;
use app::commands::OccasionInput as OccasionCommand;
use app::questions::Seen;
use domain::duty as state;
use kernel::OccasionId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path, path_of};
use crate::wire::{Day, Instant, Receipt, area, done};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list_occasions, set_occasion)).routes(routes!(approve_roster))
}

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
