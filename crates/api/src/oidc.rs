//! The provider of log-ins (OpenID Connect Core 1.0): its addresses and keys, where
//! somebody is sent, and who comes back. Whose account that is, is `app`'s to say.
//!
//! Code flow with PKCE (S256), state and nonce. Addresses and keys are fetched when
//! they are first needed, and keys again when a token names one that is not known.
//! Every request to the provider ends within some seconds, follows no redirect and
//! reads no more than half a MiB; http is spoken to this machine alone.

mod claims;
mod token;
mod wire;

use app::access::{Asked, Identity, SignInStart};
use kernel::{Classified, Code, Error, Result, Span, Text, Timestamp};
use openidconnect::core::{CoreAuthenticationFlow, CoreJsonWebKeySet};
use openidconnect::{
    ClientId, CsrfToken, IssuerUrl, LanguageTag, LogoutRequest, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    PostLogoutRedirectUrl, RedirectUrl, Scope,
};
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore};

pub use claims::{LoginClaim, RequiredClaim};
use wire::{Addresses, call};

/// Where the console takes over from the provider, below the public address.
pub const CALLBACK: &str = "/sign-in/oidc/callback";
/// How long a request to the provider may take when nobody says otherwise.
pub const TIMEOUT: Duration = Duration::from_secs(10);
/// How long addresses and keys are not fetched again without need.
const FRESH: Span = Span::hours(1);
/// How long the provider is not asked again that has not answered.
const PAUSE: Span = Span::from_micros(5_000_000);
/// How long keys are not fetched again because one is missing.
const KEYS_PAUSE: Span = Span::from_micros(10_000_000);
/// Requests to the provider at once.
const AT_ONCE: usize = 8;
/// How long one waits for its turn.
const TURN: Duration = Duration::from_secs(5);

/// How log-ins through the provider are set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The provider: where its discovery document lies, to the letter.
    pub issuer: String,
    /// What this installation is called there.
    pub client_id: String,
    /// Its secret there; none for a public client.
    pub client_secret: Option<Classified<String>>,
    /// The address of this installation as browsers know it.
    pub public_url: String,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// Which claim is the login of an account.
    pub login_claim: LoginClaim,
    /// Whether the first log-in links an account by its login; else an
    /// administrator links it.
    pub link_by_login: bool,
    /// A claim without which nobody comes in.
    pub required: Option<RequiredClaim>,
    /// The values of `acr` and `amr` that stand for a second factor.
    pub second_factor: Vec<String>,
    /// What the log-in page calls it.
    pub name: Text,
    /// Whether passwords are for administrators alone.
    pub administrators_only: bool,
    /// Whether whoever logs out here is sent to log out there.
    pub log_out: bool,
    /// The certificates to trust (PEM) in place of the operating system's.
    pub roots: Option<Vec<u8>>,
    /// How long a request to the provider may take.
    pub timeout: Duration,
}

/// What is wrong with a provider that answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It shows no key that a signature could be checked with.
    NoKeys,
    /// It signs with none of the algorithms that are accepted.
    NoAlgorithm,
    /// It has no address where codes are exchanged.
    NoTokens,
    /// It says that it does not do PKCE with SHA-256.
    NoPkce,
    /// One is to be logged out there, and it has no address for it.
    NoLogOut,
}

impl Flaw {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoKeys => "no-keys",
            Self::NoAlgorithm => "no-algorithm",
            Self::NoTokens => "no-tokens",
            Self::NoPkce => "no-pkce",
            Self::NoLogOut => "no-log-out",
        }
    }
    /// Whether nobody can log in because of it.
    pub const fn is_fatal(self) -> bool {
        matches!(self, Self::NoKeys | Self::NoAlgorithm | Self::NoTokens)
    }
}

/// The provider.
#[derive(Debug)]
pub struct Provider {
    settings: Settings,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    agent: ureq::Agent,
    known: Mutex<Known>,
    gate: Arc<Semaphore>,
}

/// What is known of it for a while.
#[derive(Debug)]
struct Known {
    addresses: Option<Arc<Addresses>>,
    /// Until when nothing is fetched.
    until: Timestamp,
    /// When its keys were fetched.
    keys_at: Timestamp,
}

/// Whether an address may be spoken to: https, or http on this machine.
pub fn is_safe_url(text: &str) -> bool {
    let Ok(url) = openidconnect::url::Url::parse(text) else { return false };
    let bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    bare && wire::is_safe(&url)
}

impl Provider {
    /// The provider as it is set up. Nothing is fetched yet.
    ///
    /// # Errors
    /// `value.invalid` for an issuer or a public address that is none, or a file
    /// of certificates without one.
    pub fn new(settings: Settings) -> Result<Self> {
        let invalid = |field: &str, value: &str, expected: &str| {
            Error::new(Code::InvalidValue).arg("field", field).arg("value", value).arg("expected", expected)
        };
        if !is_safe_url(&settings.issuer) {
            return Err(invalid("oidc.issuer", &settings.issuer, "https://…"));
        }
        let back = format!("{}{CALLBACK}", settings.public_url.trim_end_matches('/'));
        if !is_safe_url(&back) {
            return Err(invalid("server.public_url", &settings.public_url, "https://…"));
        }
        let agent = wire::agent(&settings).map_err(|detail| invalid("oidc.ca_file", &detail, "PEM"))?;
        let issuer = IssuerUrl::new(settings.issuer.clone())
            .map_err(|_| invalid("oidc.issuer", &settings.issuer, "https://…"))?;
        let redirect =
            RedirectUrl::new(back.clone()).map_err(|_| invalid("server.public_url", &back, "https://…"))?;
        let never = Timestamp::from_micros(i64::MIN);
        let known = Mutex::new(Known { addresses: None, until: never, keys_at: never });
        Ok(Self { settings, issuer, redirect, agent, known, gate: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    /// How it is set up.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where the browser is sent to log in.
    ///
    /// # Errors
    /// `access.provider_unavailable`, `access.busy`.
    pub async fn start(&self, begun: &SignInStart, language: &str, now: Timestamp) -> Result<String> {
        let addresses = self.addresses(now).await?;
        let client = token::client(&self.settings, &addresses, &self.redirect);
        let (state, nonce) = (begun.state.clone(), begun.nonce.clone());
        let verifier = PkceCodeVerifier::new(begun.verifier.expose().clone());
        let (url, ..) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scopes(self.settings.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_ui_locale(LanguageTag::new(language.to_owned()))
            .url();
        if wire::is_safe(&url) { Ok(url.into()) } else { Err(unavailable(format!("not safe: {url}"))) }
    }

    /// Exchanges the code that somebody brought back, and says who he is.
    ///
    /// # Errors
    /// `access.sign_in_refused` for a code that the provider does not know, or an
    /// identity token that fails a check; `access.not_admitted`;
    /// `access.provider_unavailable`, `access.busy`.
    pub async fn identify(&self, code: Classified<String>, asked: Asked) -> Result<Identity> {
        let addresses = self.addresses(asked.now).await?;
        let client = token::client(&self.settings, &addresses, &self.redirect);
        let verifier = PkceCodeVerifier::new(asked.verifier.into_exposed());
        let token = self.ask(move |agent| token::exchange(&client, agent, code, verifier)).await??;
        let check = |keys: &CoreJsonWebKeySet| {
            token::check(&self.settings, &self.issuer, keys, &token, &asked.nonce, asked.now)
        };
        let checked = match check(addresses.jwks()) {
            Err(fault) if fault.is_about_keys() => match self.newer_keys(&addresses, asked.now).await {
                Some(newer) => check(newer.jwks()),
                None => Err(fault),
            },
            checked => checked,
        };
        let claims = checked.map_err(|fault| {
            let reason = told(&fault);
            tracing::warn!(reason, "an identity token was refused");
            Error::new(Code::SignInRefused).caused_by(reason)
        })?;
        claims::identity(&self.settings, claims)
    }

    /// Where the browser is sent to log out there, if that is wanted and possible.
    pub async fn log_out_url(&self, now: Timestamp) -> Option<String> {
        if !self.settings.log_out {
            return None;
        }
        let addresses = self.addresses(now).await.ok()?;
        let end = addresses.additional_metadata().end_session_endpoint.clone()?;
        let back = PostLogoutRedirectUrl::new(self.settings.public_url.clone()).ok()?;
        let url = LogoutRequest::from(end)
            .set_client_id(ClientId::new(self.settings.client_id.clone()))
            .set_post_logout_redirect_uri(back)
            .http_get_url();
        wire::is_safe(&url).then(|| url.into())
    }

    /// What it is called, as the doctor names it.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Fetches addresses and keys now, and says what is wrong with them.
    ///
    /// # Errors
    /// In English, why they could not be fetched.
    pub async fn examine(&self) -> std::result::Result<Vec<Flaw>, String> {
        let addresses = self.fetch().await.map_err(|error| error.detail().unwrap_or_default().to_owned())?;
        Ok(wire::flaws(&addresses, &self.settings))
    }

    /// Its addresses and keys, fetched when they are not known or old. While it
    /// does not answer, what was known before is better than nothing.
    async fn addresses(&self, now: Timestamp) -> Result<Arc<Addresses>> {
        let mut known = self.known.lock().await;
        if now >= known.until {
            match self.fetch().await {
                Ok(fetched) => {
                    *known =
                        Known { addresses: Some(Arc::new(fetched)), until: now.plus(FRESH), keys_at: now };
                }
                Err(error) => {
                    tracing::error!(detail = error.detail(), "the provider of log-ins cannot be used");
                    known.until = now.plus(PAUSE);
                }
            }
        }
        known.addresses.clone().ok_or_else(|| Error::new(Code::ProviderUnavailable))
    }

    /// The same with other keys than those that lacked one, if there may be others.
    async fn newer_keys(&self, lacking: &Arc<Addresses>, now: Timestamp) -> Option<Arc<Addresses>> {
        let mut known = self.known.lock().await;
        let present = known.addresses.clone()?;
        if !Arc::ptr_eq(&present, lacking) {
            return Some(present);
        }
        if now < known.keys_at.plus(KEYS_PAUSE) {
            return None;
        }
        known.keys_at = now;
        let uri = present.jwks_uri().clone();
        let fetch = move |agent: &ureq::Agent| {
            CoreJsonWebKeySet::fetch(&uri, &|request| call(agent, request)).map_err(|error| told(&error))
        };
        match self.ask(fetch).await {
            Ok(Ok(keys)) => {
                known.addresses = Some(Arc::new(Addresses::clone(&present).set_jwks(keys)));
                known.addresses.clone()
            }
            Ok(Err(detail)) => {
                tracing::error!(detail, "the keys of the provider of log-ins cannot be fetched");
                None
            }
            Err(_) => None,
        }
    }

    async fn fetch(&self) -> Result<Addresses> {
        let issuer = self.issuer.clone();
        self.ask(move |agent| {
            Addresses::discover(&issuer, &|request| call(agent, request)).map_err(|error| told(&error))
        })
        .await?
        .map_err(unavailable)
    }

    /// Lets something speak to the provider when its turn comes. The turn goes
    /// along: a request that nobody waits for any more still holds its thread.
    async fn ask<T: Send + 'static>(
        &self,
        what: impl FnOnce(&ureq::Agent) -> T + Send + 'static,
    ) -> Result<T> {
        let turn = tokio::time::timeout(TURN, self.gate.clone().acquire_owned()).await;
        let turn = turn.ok().and_then(std::result::Result::ok);
        let turn = turn.ok_or_else(|| unavailable("too many requests at once".to_owned()))?;
        let agent = self.agent.clone();
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            what(&agent)
        })
        .await
        .map_err(|error| Error::new(Code::Internal).caused_by(error))
    }
}

fn unavailable(detail: String) -> Error {
    Error::new(Code::ProviderUnavailable).caused_by(detail)
}

/// An error with all that lies beneath it. What the provider has answered is not
/// in it.
fn told(error: &dyn StdError) -> String {
    let mut said = error.to_string();
    let mut beneath = error.source();
    while let Some(error) = beneath {
        said = format!("{said}: {error}");
        beneath = error.source();
    }
    said
}
