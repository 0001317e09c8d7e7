//! Log-in, log-out, and who one is.

use authz::Action;
use axum::Json;
use axum::http::StatusCode;
use kernel::Classified;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::{Open, Signed, Token};
use crate::command::Body;
use crate::listing::Answer;
use crate::problem::Problem;
use crate::wire::{Instant, Role, area};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(log_in)).routes(routes!(log_out)).routes(routes!(me))
}

/// A log-in. The password goes no further than its check.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LogIn {
    login: String,
    #[schema(value_type = String, format = Password)]
    password: Classified<String>,
}

/// A session just begun.
#[derive(Serialize, ToSchema)]
struct Session {
    /// Goes into `Authorization: Bearer …`; shown this once.
    token: String,
    /// When it ends even if used.
    expires_at: Instant,
    me: Me,
}

/// Somebody logged in.
#[derive(Serialize, ToSchema)]
struct Me {
    user: Uuid,
    login: String,
    display_name: String,
    /// The post acted from.
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<Uuid>,
    /// Its unit: what is done is done for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Uuid>,
    grants: Vec<Grant>,
    /// What may be done where, so that a client offers nothing else.
    actions: Vec<Allowed>,
}

/// A role in an area and all below it.
#[derive(Serialize, ToSchema)]
struct Grant {
    role: Role,
    area: String,
}

/// An action and the areas in which it is allowed.
#[derive(Serialize, ToSchema)]
struct Allowed {
    action: &'static str,
    areas: Vec<String>,
}

impl From<&app::Caller> for Me {
    fn from(caller: &app::Caller) -> Self {
        let allowed = |action: &Action| {
            let areas = caller.authority.areas_for(*action).ok()?;
            Some(Allowed { action: action.as_str(), areas: areas.iter().map(area).collect() })
        };
        let grants = caller.authority.grants().iter();
        Self {
            user: caller.user.0,
            login: caller.login.clone(),
            display_name: caller.display_name.clone(),
            post: caller.post.map(Into::into),
            unit: caller.unit.map(Into::into),
            grants: grants.map(|g| Grant { role: g.role.into(), area: area(&g.area) }).collect(),
            actions: Action::ALL.iter().filter_map(allowed).collect(),
        }
    }
}

/// Begins a session. After five wrong passwords a name waits five minutes; when
/// too many log in at once, everybody waits some seconds.
#[utoipa::path(post, path = "/sessions", tag = "sessions", request_body = LogIn,
    responses((status = 200, body = Session)))]
async fn log_in(Open { app, .. }: Open, Body(input): Body<LogIn>) -> Answer<Session> {
    let session = app.log_in(&input.login, input.password).await?;
    Ok(Json(Session {
        expires_at: session.expires_at.into(),
        me: Me::from(&session.caller),
        token: session.token.into_exposed(),
    }))
}

/// Ends the session.
#[utoipa::path(post, path = "/sessions/current/end", tag = "sessions", responses((status = 204)))]
async fn log_out(Signed { app, .. }: Signed, Token(token): Token) -> Result<StatusCode, Problem> {
    app.log_out(&token).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is logged in, and what he may do where.
#[utoipa::path(get, path = "/sessions/current", tag = "sessions", responses((status = 200, body = Me)))]
async fn me(Signed { caller, .. }: Signed) -> Json<Me> {
    Json(Me::from(&caller))
}
