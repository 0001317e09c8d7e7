//! Ways to log in, and the log-in through a provider: begun, and ended with a session.

use app::access::{SignIn, SignedIn};
use axum::Json;
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{Classified, Code, Error, Result};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::sessions::Session;
use crate::auth::{ComesFrom, Open};
use crate::command::Body;
use crate::edge::language_of;
use crate::listing::Answer;
use crate::oidc::Provider;
use crate::wire::{Instant, Text};
use crate::{Api, Config};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_sign_in_ways))
        .routes(routes!(start_sign_in))
        .routes(routes!(finish_sign_in))
        .routes(routes!(finish_sign_in_with_code))
}

/// The ways to log in.
#[derive(Serialize, ToSchema)]
struct SignInWays {
    /// For whom passwords are: `everyone`, or `administrators` alone.
    password: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    oidc: Option<OidcWay>,
}

/// The way through a provider.
#[derive(Serialize, ToSchema)]
struct OidcWay {
    /// What the button says.
    name: Text,
}

/// A log-in that has begun.
#[derive(Serialize, ToSchema)]
struct SignInBegun {
    /// Where the browser goes. It comes back to `/sign-in/oidc/callback` with `code` and `state`.
    url: String,
    /// Kept by whoever began (`sessionStorage`), in no address and for nobody else.
    ticket: String,
    /// Until when it can be ended.
    expires_at: Instant,
}

/// What the browser came back with, and the ticket.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignInInput {
    #[schema(value_type = String, format = Password)]
    ticket: Classified<String>,
    state: String,
    #[schema(value_type = String, format = Password)]
    code: Classified<String>,
}

/// A code of the second factor that was missing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignInCodeInput {
    #[schema(value_type = String, format = Password)]
    ticket: Classified<String>,
    /// A code, or a recovery code.
    #[schema(value_type = String, format = Password)]
    code: Classified<String>,
}

/// A session, or what is missing for one.
#[derive(Serialize, ToSchema)]
struct SignInEnded {
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<Session>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_needed: Option<CodeNeeded>,
}

/// A code of the second factor is missing: it goes to `/sessions/oidc/code`.
#[derive(Serialize, ToSchema)]
struct CodeNeeded {
    ticket: String,
    expires_at: Instant,
}

fn provider(config: &Config) -> Result<&Arc<Provider>> {
    config.oidc.as_ref().ok_or_else(|| Error::new(Code::NoProvider))
}

fn written(ticket: Classified<Vec<u8>>) -> String {
    URL_SAFE_NO_PAD.encode(ticket.into_exposed())
}

fn read(ticket: &Classified<String>) -> Classified<Vec<u8>> {
    // What is no ticket opens nothing.
    Classified::new(URL_SAFE_NO_PAD.decode(ticket.expose()).unwrap_or_default())
}

/// The ways to log in, for the log-in page. Open to all.
#[utoipa::path(get, path = "/sign_in", tag = "sessions", responses((status = 200, body = SignInWays)))]
async fn list_sign_in_ways(Open { config, .. }: Open) -> Json<SignInWays> {
    let settings = config.oidc.as_ref().map(|provider| provider.settings());
    Json(SignInWays {
        password: match settings {
            Some(settings) if settings.administrators_only => "administrators",
            _ => "everyone",
        },
        oidc: settings.map(|settings| OidcWay { name: settings.name.clone().into() }),
    })
}

/// Begins a log-in through the provider.
#[utoipa::path(get, path = "/sign_in/oidc", tag = "sessions", responses((status = 200, body = SignInBegun)))]
async fn start_sign_in(Open { app, config }: Open, headers: HeaderMap) -> Answer<SignInBegun> {
    let provider = provider(&config)?;
    let begun = app.begin_sign_in()?;
    let url = provider.start(&begun, language_of(&headers).tag(), app.clocks().wall()).await?;
    Ok(Json(SignInBegun { url, ticket: written(begun.ticket), expires_at: begun.expires_at.into() }))
}

/// Ends a log-in through the provider with a session, or says that a code of the
/// second factor is missing. A ticket is good once.
#[utoipa::path(post, path = "/sessions/oidc", tag = "sessions", request_body = SignInInput,
    responses((status = 200, body = SignInEnded)))]
async fn finish_sign_in(
    Open { app, config }: Open,
    ComesFrom(address): ComesFrom,
    Body(input): Body<SignInInput>,
) -> Answer<SignInEnded> {
    let provider = provider(&config)?;
    let SignInInput { ticket, state, code } = input;
    let input = SignIn { ticket: read(&ticket), state, address };
    let ended = app.sign_in(input, |asked| provider.identify(code, asked)).await?;
    Ok(Json(match ended {
        SignedIn::Session(session) => SignInEnded { session: Some((*session).into()), code_needed: None },
        SignedIn::CodeNeeded(ticket, until) => {
            let needed = CodeNeeded { ticket: written(ticket), expires_at: until.into() };
            SignInEnded { session: None, code_needed: Some(needed) }
        }
    }))
}

/// Gives the code of the second factor that was missing. Wrong ones are counted
/// like those of a log-in with a password.
#[utoipa::path(post, path = "/sessions/oidc/code", tag = "sessions", request_body = SignInCodeInput,
    responses((status = 200, body = Session)))]
async fn finish_sign_in_with_code(
    Open { app, config }: Open,
    ComesFrom(address): ComesFrom,
    Body(input): Body<SignInCodeInput>,
) -> Answer<Session> {
    provider(&config)?;
    let session = app.sign_in_with_code(&read(&input.ticket), &input.code, address).await?;
    Ok(Json(session.into()))
}
