//! Keys of programs, each acting for its owner within bounds.

use app::access::{ApiKey, NewApiKey};
use authz::Action;
use axum::Json;
use axum::http::StatusCode;
use kernel::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::command::{Body, Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, page, path_of};
use crate::problem::Problem;
use crate::wire::{Instant, area};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list_api_keys, make_api_key)).routes(routes!(revoke_api_key))
}

/// A key to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ApiKeyInput {
    /// What it is for, 1 to 60 characters.
    name: String,
    /// The actions it may do, of those that one may do oneself; never `administer`.
    actions: Vec<String>,
    /// Codes of the areas it may act in; all of one's own when absent.
    areas: Option<Vec<String>>,
    /// Within a year.
    expires_at: Instant,
}

/// A key, without the key itself.
#[derive(Serialize, ToSchema)]
#[schema(as = ApiKey)]
struct KeyLine {
    id: Uuid,
    name: String,
    actions: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    areas: Option<Vec<String>>,
    made_at: Instant,
    expires_at: Instant,
    /// To ten minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<Instant>,
}

impl From<ApiKey> for KeyLine {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id,
            name: key.name,
            actions: key.bounds.actions.iter().map(|action| action.as_str()).collect(),
            areas: key.bounds.areas.map(|areas| areas.iter().map(area).collect()),
            made_at: key.made_at.into(),
            expires_at: key.expires_at.into(),
            last_used_at: key.last_used_at.map(Into::into),
            revoked_at: key.revoked_at.map(Into::into),
        }
    }
}

/// A key just made.
#[derive(Serialize, ToSchema)]
struct NewKey {
    /// Goes into `Authorization: Bearer …`; shown this once.
    key: String,
    api_key: KeyLine,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct KeyQuery {
    limit: Option<u32>,
    after: Option<String>,
}

/// One's own keys, newest first, ended ones too.
#[utoipa::path(get, path = "/api_keys", tag = "api_keys", params(KeyQuery),
    responses((status = 200, body = Page<KeyLine>)))]
async fn list_api_keys(
    Signed { app, caller }: Signed,
    Query(query): Query<KeyQuery>,
) -> Answer<Page<KeyLine>> {
    let page = page(query.limit, query.after.as_ref())?;
    Ok(Page::of(app.api_keys(&caller, &page).await?, KeyLine::from))
}

/// Makes a key that acts for oneself. It never does more than one may do oneself
/// at that moment.
#[utoipa::path(post, path = "/api_keys", tag = "api_keys", request_body = ApiKeyInput,
    responses((status = 200, body = NewKey)))]
async fn make_api_key(Signed { app, caller }: Signed, Body(input): Body<ApiKeyInput>) -> Answer<NewKey> {
    let action = |text: &String| {
        Action::parse(text)
            .ok_or_else(|| Error::new(Code::InvalidValue).arg("field", "actions").arg("value", text))
    };
    let areas = |areas: Vec<String>| areas.iter().map(|code| path_of(&app, code)).collect::<Result<_>>();
    let new = NewApiKey {
        name: input.name,
        actions: input.actions.iter().map(action).collect::<Result<_>>()?,
        areas: input.areas.map(areas).transpose()?,
        expires_at: input.expires_at.into(),
    };
    let (made, key) = app.make_api_key(&caller, new).await?;
    Ok(Json(NewKey { key: key.into_exposed(), api_key: made.into() }))
}

/// Revokes a key of one's own.
#[utoipa::path(post, path = "/api_keys/{id}/revoke", tag = "api_keys", request_body = Nothing,
    responses((status = 204)))]
async fn revoke_api_key(
    Signed { app, caller }: Signed,
    Id(id): Id<Uuid>,
    _: Command<Nothing>,
) -> std::result::Result<StatusCode, Problem> {
    app.revoke_api_key(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
