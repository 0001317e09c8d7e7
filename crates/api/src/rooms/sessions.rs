//! Log-in, log-out, who one is, and what one does with one's own account.

use app::access::{Due, LogIn, OwnSession};
use authz::Action;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Classified, Code, Error};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::{ComesFrom, Entrant, Open, Signed};
use crate::command::{Body, Command, Nothing};
use crate::listing::{Answer, Id, Items};
use crate::problem::Problem;
use crate::wire::{Instant, Role, area};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(log_in, list_sessions))
        .routes(routes!(log_out))
        .routes(routes!(me))
        .routes(routes!(end_session))
        .routes(routes!(change_password))
        .routes(routes!(device_secret))
}

/// A log-in. The password goes no further than its check.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LogIn)]
struct LogInInput {
    login: String,
    #[schema(value_type = String, format = Password)]
    password: Classified<String>,
    /// A code of the second factor, or a recovery code, where one is asked for.
    #[schema(value_type = Option<String>, format = Password)]
    code: Option<Classified<String>>,
}

/// A new password of one's own.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnPasswordInput {
    /// The one that holds now.
    #[schema(value_type = String, format = Password)]
    present: Classified<String>,
    /// At least 10 characters.
    #[schema(value_type = String, format = Password)]
    password: Classified<String>,
}

/// Where one works.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DeviceInput {
    /// Chosen by the client once for each device, 1 to 64 characters.
    device: String,
}

/// With what one's own records lie sealed on a device.
#[derive(Serialize, ToSchema)]
struct DeviceSecret {
    /// 32 bytes in Base64: the same whenever one logs in on this device again.
    secret: String,
}

/// A session just begun.
#[derive(Serialize, ToSchema)]
pub(super) struct Session {
    /// Goes into `Authorization: Bearer …`; shown this once.
    token: String,
    /// When it ends even if used.
    expires_at: Instant,
    me: Me,
}

impl From<app::access::Session> for Session {
    fn from(session: app::access::Session) -> Self {
        Self {
            expires_at: session.expires_at.into(),
            me: Me::from(&session.caller),
            token: session.token.into_exposed(),
        }
    }
}

/// Where to go next, to log out at the provider as well.
#[derive(Serialize, ToSchema)]
struct LoggedOut {
    log_out_url: String,
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
    /// What must be done before anything else is allowed: `password` (change it)
    /// or `second_factor` (set one up).
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<&'static str>,
    /// The key of a program that acts here.
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key: Option<Uuid>,
    /// Whether the session was begun through the provider of log-ins: then that,
    /// when it is recent, stands where the password would be asked once more.
    by_provider: bool,
    grants: Vec<Grant>,
    /// What others lend.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    loans: Vec<Loan>,
    /// What may be done where, so that a client offers nothing else.
    actions: Vec<Allowed>,
}

/// What somebody else lends: what is done by it is done for him.
#[derive(Serialize, ToSchema)]
struct Loan {
    /// Who lends it.
    by: Uuid,
    role: Role,
    area: String,
    /// These actions alone; all that may be lent when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Vec<&'static str>>,
}

/// A role in an area and all below it.
#[derive(Serialize, ToSchema)]
struct Grant {
    role: Role,
    area: String,
    /// The diseases it holds for; all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    diseases: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Instant>,
}

/// An action and the areas in which it is allowed.
#[derive(Serialize, ToSchema)]
struct Allowed {
    action: &'static str,
    /// For every disease.
    areas: Vec<String>,
    /// For some diseases alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    limited: Vec<Limited>,
}

/// An area and the diseases for which something is allowed there.
#[derive(Serialize, ToSchema)]
struct Limited {
    area: String,
    diseases: Vec<String>,
}

/// A session of one's own.
#[derive(Serialize, ToSchema)]
struct SessionLine {
    id: Uuid,
    created_at: Instant,
    /// To ten minutes.
    last_seen_at: Instant,
    expires_at: Instant,
    /// Whether it is the one that asks.
    current: bool,
}

impl From<OwnSession> for SessionLine {
    fn from(row: OwnSession) -> Self {
        Self {
            id: row.id,
            created_at: row.created_at.into(),
            last_seen_at: row.last_seen_at.into(),
            expires_at: row.expires_at.into(),
            current: row.current,
        }
    }
}

fn allowed(caller: &app::Caller, action: Action) -> Option<Allowed> {
    let reaches = caller.authority.reaches_for(action).ok()?;
    let (limited, whole): (Vec<_>, Vec<_>) = reaches.into_iter().partition(|r| r.diseases.is_some());
    let limited = limited.into_iter().map(|reach| Limited {
        area: area(&reach.area),
        diseases: reach.diseases.unwrap_or_default().into_iter().collect(),
    });
    Some(Allowed {
        action: action.as_str(),
        areas: whole.iter().map(|reach| area(&reach.area)).collect(),
        limited: limited.collect(),
    })
}

impl From<&app::Caller> for Me {
    fn from(caller: &app::Caller) -> Self {
        let grants = caller.authority.grants().iter().map(|grant| Grant {
            role: grant.role.into(),
            area: area(&grant.area),
            diseases: grant.diseases.as_ref().map(|diseases| diseases.iter().cloned().collect()),
            until: grant.valid_to.map(Into::into),
        });
        let loans = caller.authority.loans().iter().map(|loan| Loan {
            by: loan.by.0,
            role: loan.grant.role.into(),
            area: area(&loan.grant.area),
            actions: loan.actions.as_ref().map(|actions| actions.iter().map(|a| a.as_str()).collect()),
        });
        Self {
            user: caller.user.0,
            login: caller.login.clone(),
            display_name: caller.display_name.clone(),
            post: caller.post.map(Into::into),
            unit: caller.unit.map(Into::into),
            due: caller.due.map(|due| match due {
                Due::Password => "password",
                Due::SecondFactor => "second_factor",
            }),
            api_key: caller.api_key,
            by_provider: caller.by_provider.is_some(),
            grants: grants.collect(),
            loans: loans.collect(),
            actions: Action::ALL.iter().filter_map(|action| allowed(caller, *action)).collect(),
        }
    }
}

/// Begins a session. After five wrong passwords a name waits five minutes, after
/// fifty an address; when too many log in at once, everybody waits some seconds.
#[utoipa::path(post, path = "/sessions", tag = "sessions", request_body = LogInInput,
    responses((status = 200, body = Session)))]
async fn log_in(
    Open { app, config }: Open,
    ComesFrom(address): ComesFrom,
    Body(input): Body<LogInInput>,
) -> Answer<Session> {
    let LogInInput { login, password, code } = input;
    let administrators_only =
        config.oidc.as_ref().is_some_and(|provider| provider.settings().administrators_only);
    let session = app.log_in_with(LogIn { login, password, code, address, administrators_only }).await?;
    Ok(Json(session.into()))
}

/// Ends the session. One that was begun through the provider is answered, where
/// that is wanted, with the address at which to log out there as well.
#[utoipa::path(post, path = "/sessions/current/end", tag = "sessions",
    responses((status = 204), (status = 200, body = LoggedOut)))]
async fn log_out(
    Entrant { app, token, .. }: Entrant,
    Open { config, .. }: Open,
) -> Result<Response, Problem> {
    let by_provider = app.log_out(&token.unwrap_or_default()).await?;
    let url = match &config.oidc {
        Some(provider) if by_provider => provider.log_out_url(app.clocks().wall()).await,
        _ => None,
    };
    Ok(match url {
        Some(log_out_url) => Json(LoggedOut { log_out_url }).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

/// Who is logged in, and what he may do where.
#[utoipa::path(get, path = "/sessions/current", tag = "sessions", responses((status = 200, body = Me)))]
async fn me(Entrant { caller, .. }: Entrant) -> Json<Me> {
    Json(Me::from(&caller))
}

/// One's own sessions that have not ended, oldest first.
#[utoipa::path(get, path = "/sessions", tag = "sessions", responses((status = 200, body = Items<SessionLine>)))]
async fn list_sessions(Entrant { app, caller, token }: Entrant) -> Answer<Items<SessionLine>> {
    let rows = app.own_sessions(&caller, token.as_deref()).await?;
    Ok(Items::of(rows.into_iter().map(SessionLine::from)))
}

/// Ends a session of one's own.
#[utoipa::path(post, path = "/sessions/{id}/end", tag = "sessions", request_body = Nothing,
    responses((status = 204)))]
async fn end_session(
    Entrant { app, caller, .. }: Entrant,
    Id(id): Id<Uuid>,
    _: Command<Nothing>,
) -> Result<StatusCode, Problem> {
    app.end_own_session(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes one's own password and ends one's other sessions. The present one is
/// asked for, and wrong ones are counted like those of a log-in.
#[utoipa::path(post, path = "/sessions/current/change_password", tag = "sessions",
    request_body = OwnPasswordInput, responses((status = 204)))]
async fn change_password(
    Entrant { app, caller, token }: Entrant,
    Body(input): Body<OwnPasswordInput>,
) -> Result<StatusCode, Problem> {
    let token = token.ok_or_else(|| Error::new(Code::OwnSessionOnly))?;
    app.change_password(&caller, &token, input.present, input.password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The secret with which a client seals what it must keep on a device while there
/// is no network: one's own, and this device's. Whoever logs in there next gets
/// another one.
#[utoipa::path(post, path = "/sessions/current/device_secret", tag = "sessions",
    request_body = DeviceInput, responses((status = 200, body = DeviceSecret)))]
async fn device_secret(
    Signed { app, caller }: Signed,
    Body(input): Body<DeviceInput>,
) -> Answer<DeviceSecret> {
    let secret = app.device_secret(&caller, &input.device).await?.into_exposed();
    Ok(Json(DeviceSecret { secret: STANDARD.encode(secret) }))
}
