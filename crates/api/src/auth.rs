//! Who asks. There is no way to the use cases but through these extractors, so
//! that a handler without one cannot do anything.

use app::access::Due;
use app::{App, Caller};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use kernel::{Code, Error};
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use crate::edge::Asker;
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
        let Entrant { app, caller, .. } = Entrant::from_request_parts(parts, api).await?;
        match caller.due {
            None => Ok(Self { app, caller }),
            Some(Due::Password) => Err(Error::new(Code::PasswordDue).into()),
            Some(Due::SecondFactor) => Err(Error::new(Code::SecondFactorDue).into()),
        }
    }
}

/// Somebody logged in, who may have something to do before he may do anything
/// else: for his own account alone.
pub struct Entrant {
    /// The use cases.
    pub app: App,
    /// Who asks.
    pub caller: Caller,
    /// The token that he came with; none in this process.
    pub token: Option<String>,
}

impl FromRequestParts<Api> for Entrant {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let app = api.app.clone();
        let (caller, token) = match parts.extensions.remove::<Caller>() {
            Some(caller) => (caller, None),
            None => {
                let token = token(&parts.headers)?.to_owned();
                (app.authenticate(&token).await?, Some(token))
            }
        };
        if let Some(Asker(who)) = parts.extensions.get::<Asker>() {
            // Two extractors of one request name the same user.
            let _ = who.set(caller.clone());
        }
        Ok(Self { app, caller, token })
    }
}

/// From where a request comes, where the server has said so.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// The address that attempts to log in are counted by.
pub struct ComesFrom(pub Option<IpAddr>);

impl FromRequestParts<Api> for ComesFrom {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Infallible> {
        let said = parts.extensions.get::<ClientAddress>().map(|address| address.0);
        let peer = || parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        Ok(Self(said.or_else(peer)))
    }
}

/// Anybody: for the ways to log in, the status, and whoever brings the secret of a notice.
pub struct Open {
    /// The use cases.
    pub app: App,
    /// What the server tells.
    pub config: std::sync::Arc<Config>,
}

impl FromRequestParts<Api> for Open {
    type Rejection = Infallible;

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
