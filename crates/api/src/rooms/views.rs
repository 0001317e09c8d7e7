//! Views of lists that somebody keeps.

use app::views::{ViewInput, ViewLine};
use axum::http::StatusCode;
use kernel::{Code, Error};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Items};
use crate::problem::Problem;
use crate::wire::Instant;

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_views, save_view))
        .routes(routes!(rename_view))
        .routes(routes!(forget_view))
}

/// What narrows a list.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ViewFilter {
    /// Name of the filter, for example `classification`.
    name: String,
    value: String,
}

/// A view of a list that the caller keeps, or that is shared with his unit.
#[derive(Serialize, ToSchema)]
struct SavedView {
    /// Of which list, for example `cases`.
    list: String,
    name: String,
    query: Vec<ViewFilter>,
    /// The columns that it shows; those that are usual when absent.
    columns: Option<Vec<String>>,
    saved_at: Instant,
    /// Whether the people of a unit may show it.
    shared: bool,
    /// Who shares it; absent for the caller's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
}

/// A view to be kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewView {
    /// Of which list, for example `cases`.
    list: String,
    /// 1 to 100 characters. The name of one that is there replaces it.
    name: String,
    /// What narrows the list; no filter that looks for somebody by name or number.
    query: Vec<ViewFilter>,
    /// The columns that it shows; those that are usual when absent.
    columns: Option<Vec<String>>,
    /// Whether the people of the caller's unit may show it; false when absent.
    #[serde(default)]
    shared: bool,
}

/// Which view, and what it shall be called.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ViewNames {
    list: String,
    name: String,
    /// 1 to 100 characters; none that another view of the list has.
    to: String,
}

/// Which view.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ViewName {
    list: String,
    name: String,
}

/// The views that the caller keeps, and those that others share with his unit, by
/// list and name. A view opens nothing: whoever shows it asks by his own right.
#[utoipa::path(get, path = "/views", tag = "views", responses((status = 200, body = Items<SavedView>)))]
async fn list_views(Signed { app, caller }: Signed) -> Answer<Items<SavedView>> {
    let rows = app.saved_views(&caller).await?;
    let views: Result<Vec<_>, Error> = rows
        .into_iter()
        .map(|ViewLine { row, by }| {
            let query: Vec<(String, String)> = serde_json::from_str(&row.query)
                .map_err(|error| Error::new(Code::Internal).caused_by(error.to_string()))?;
            Ok(SavedView {
                list: row.list,
                name: row.name,
                query: query.into_iter().map(|(name, value)| ViewFilter { name, value }).collect(),
                columns: row.columns.map(|text| text.split(' ').map(str::to_owned).collect()),
                saved_at: row.saved_at.into(),
                shared: row.shared_with.is_some(),
                by,
            })
        })
        .collect();
    Ok(Items::of(views?))
}

/// Keeps a view of a list for the caller: at most 200 of them.
#[utoipa::path(post, path = "/views", tag = "views", request_body = NewView, responses((status = 204)))]
async fn save_view(
    Signed { app, caller }: Signed,
    Command { input, .. }: Command<NewView>,
) -> Result<StatusCode, Problem> {
    let NewView { list, name, query, columns, shared } = input;
    let query = query.into_iter().map(|filter| (filter.name, filter.value)).collect();
    app.save_view(&caller, ViewInput { list, name, query, columns, shared }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a view of the caller another name.
#[utoipa::path(post, path = "/views/rename", tag = "views", request_body = ViewNames, responses((status = 204)))]
async fn rename_view(
    Signed { app, caller }: Signed,
    Command { input, .. }: Command<ViewNames>,
) -> Result<StatusCode, Problem> {
    app.rename_view(&caller, input.list, input.name, &input.to).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets a view of the caller.
#[utoipa::path(post, path = "/views/forget", tag = "views", request_body = ViewName, responses((status = 204)))]
async fn forget_view(
    Signed { app, caller }: Signed,
    Command { input, .. }: Command<ViewName>,
) -> Result<StatusCode, Problem> {
    app.forget_view(&caller, input.list, input.name).await?;
    Ok(StatusCode::NO_CONTENT)
}
