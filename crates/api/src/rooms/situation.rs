//! The situation board: one answer for one picture. Every number names the
//! list and the query that open the records behind it.

mod records;
mod shape;

use app::questions::SituationQuery as Asked;
use axum::Json;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Api;
use crate::auth::Signed;
use crate::listing::{Answer, Query, maybe_path};
use crate::wire::Instant;

pub(super) use records::{Figure, Opening};
use shape::Situation;

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(show_situation))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SituationQuery {
    /// In this area and below it; in all of one's own when absent.
    area: Option<String>,
    /// Of this disease; of all when absent.
    disease: Option<String>,
    /// Days back for the four earlies and for duties met, 1 to 92; 7 when absent.
    days: Option<u32>,
    /// What was known by then; now when absent.
    as_of: Option<Instant>,
}

/// The situation of an area: cases, areas below, duties, orders, the four
/// musts, the four earlies, who is on call. What one may not read is left out.
#[utoipa::path(get, path = "/situation", tag = "lists", params(SituationQuery),
    responses((status = 200, body = Situation)))]
async fn show_situation(
    Signed { app, caller }: Signed,
    Query(query): Query<SituationQuery>,
) -> Answer<Situation> {
    let asked = Asked {
        area: maybe_path(&app, query.area.as_ref())?,
        disease: query.disease.clone(),
        days: query.days,
    };
    let as_of = app.as_of(query.as_of.map(Into::into));
    let found = app.situation(&caller, &asked, as_of).await?;
    Ok(Json(shape::situation(&app, found, query.disease, &Opening::as_of(as_of))))
}
