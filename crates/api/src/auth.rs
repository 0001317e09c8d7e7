//! Who asks. There is no way to the use cases but through these extractors, so
//! that a handler without one cannot do anything.

use app::{App, Caller};
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use kernel::{Code, Error};

use crate::problem::Problem;
use crate::{Api, Config};

/// Somebody logged in, and the use cases for him.
///
/// A program that calls the router in its own process (the command line
/// without a server) may put an [`app::Caller`] into the request's extensions;
/// nothing that comes over the network can.
pub struct Signed {
    /// The use cases.
    pub app: App,
    /// Who asks.
    pub caller: Caller,
}

impl FromRequestParts<Api> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let caller = match parts.extensions.remove::<Caller>() {
            Some(caller) => caller,
            None => api.app.authenticate(token(&parts.headers)?).await?,
        };
        Ok(Self { app: api.app.clone(), caller })
    }
}

/// The token of a session that is about to end.
pub struct Token(pub String);

impl FromRequestParts<Api> for Token {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Problem> {
        Ok(Self(token(&parts.headers)?.to_owned()))
    }
}

/// Anybody: for the log-in and the status alone.
pub struct Open {
    /// The use cases.
    pub app: App,
    /// What the server tells.
    pub config: std::sync::Arc<Config>,
}

impl FromRequestParts<Api> for Open {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, api: &Api) -> Result<Self, Self::Rejection> {
        Ok(Self { app: api.app.clone(), config: api.config.clone() })
    }
}

/// The token of `Authorization: Bearer …`.
///
/// # Errors
/// `access.unauthenticated` without one.
pub fn token(headers: &HeaderMap) -> Result<&str, Error> {
    headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .ok_or_else(|| Error::new(Code::Unauthenticated))
}
