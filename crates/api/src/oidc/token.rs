//! The code for an identity token, and the token's checks.

use kernel::{Classified, Code, Error, Result, Span, Timestamp};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim,
    CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError, Client, ClientId, ClientSecret,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken, IdTokenClaims,
    IdTokenFields, IdTokenVerifier, IssuerUrl, Nonce, PkceCodeVerifier, RedirectUrl, RequestTokenError,
    SignatureVerificationError, StandardErrorResponse, StandardTokenResponse, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use super::wire::{Addresses, call};
use super::{Settings, told, unavailable};

/// The algorithms of signatures that are accepted: those with a public key, which
/// the provider shows. Never `none`, never one with a secret that both know.
pub const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];
/// How far the clocks of the two may differ.
const SKEW: Span = Span::minutes(1);
/// How old a token may be that was issued for a code a moment ago.
const OLDEST: Span = Span::minutes(10);

/// The claims of a token that are no standard claims of a person.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct More(pub BTreeMap<String, serde_json::Value>);

impl AdditionalClaims for More {}

type Token = IdToken<More, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Fields = IdTokenFields<
    More,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
/// What an identity token claims.
pub type Claims = IdTokenClaims<More, CoreGenderClaim>;
/// This installation as a client of the provider.
pub type OurClient = Client<
    More,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// This installation as the provider knows it.
pub fn client(settings: &Settings, addresses: &Addresses, redirect: &RedirectUrl) -> OurClient {
    let secret = settings.client_secret.as_ref().map(|secret| ClientSecret::new(secret.expose().clone()));
    let id = ClientId::new(settings.client_id.clone());
    let client =
        OurClient::from_provider_metadata(addresses.clone(), id, secret).set_redirect_uri(redirect.clone());
    // Without a word of it, the secret goes into a header (RFC 6749, 2.3.1).
    let basic = addresses
        .token_endpoint_auth_methods_supported()
        .is_none_or(|ways| ways.contains(&CoreClientAuthMethod::ClientSecretBasic));
    client.set_auth_type(if basic { AuthType::BasicAuth } else { AuthType::RequestBody })
}

/// Exchanges a code for an identity token that is not checked yet.
pub fn exchange(
    client: &OurClient,
    agent: &ureq::Agent,
    code: Classified<String>,
    verifier: PkceCodeVerifier,
) -> Result<Token> {
    let code = AuthorizationCode::new(code.into_exposed());
    let request = client.exchange_code(code).map_err(|error| unavailable(told(&error)))?;
    let answer = request.set_pkce_verifier(verifier).request(&|request| call(agent, request));
    let answer = answer.map_err(|error| match error {
        RequestTokenError::ServerResponse(said) => {
            let reason = said.error().as_ref().to_owned();
            tracing::warn!(reason, "the provider of log-ins refused a code");
            match said.error() {
                CoreErrorResponseType::InvalidGrant => Error::new(Code::SignInRefused).caused_by(reason),
                // This installation is at fault, or the provider, and not who logs in.
                _ => unavailable(reason),
            }
        }
        error => {
            let detail = match &error {
                // What it says of a value may be a value of somebody's.
                RequestTokenError::Parse(error, _) => format!("an answer cannot be read at {}", error.path()),
                error => told(error),
            };
            tracing::error!(detail, "the provider of log-ins gave no token");
            unavailable(detail)
        }
    })?;
    answer.id_token().cloned().ok_or_else(|| unavailable("no identity token".to_owned()))
}

/// Why a token is refused.
#[derive(Debug)]
pub struct Fault(ClaimsVerificationError);

impl Fault {
    /// Whether the provider may have other keys by now.
    pub const fn is_about_keys(&self) -> bool {
        use SignatureVerificationError::{CryptoError, InvalidKey, NoMatchingKey};
        matches!(
            self.0,
            ClaimsVerificationError::SignatureVerification(NoMatchingKey | CryptoError(_) | InvalidKey(_))
        )
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

/// Checks a token: signature, issuer, audience, nonce, and its times.
pub fn check<'a>(
    settings: &Settings,
    issuer: &IssuerUrl,
    keys: &CoreJsonWebKeySet,
    token: &'a Token,
    nonce: &str,
    now: Timestamp,
) -> std::result::Result<&'a Claims, Fault> {
    let client_id = ClientId::new(settings.client_id.clone());
    // As for a public client: no signature is checked with the client's secret.
    let verifier = IdTokenVerifier::new_public_client(client_id.clone(), issuer.clone(), keys.clone())
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || moment(now.plus(SKEW.negated())).into())
        .set_issue_time_verifier_fn(move |issued| {
            let issued = Timestamp::from_micros(issued.timestamp().saturating_mul(1_000_000));
            let (first, last) = (now.plus(OLDEST.negated()), now.plus(SKEW));
            if (first..=last).contains(&issued) {
                Ok(())
            } else {
                Err(format!("issued at {issued}, and it is {now}"))
            }
        });
    let claims = token.claims(&verifier, &Nonce::new(nonce.to_owned())).map_err(Fault)?;
    // The library leaves this one to its user (OpenID Connect Core, 3.1.3.7, 5).
    if claims.authorized_party().is_some_and(|party| *party != client_id) {
        let said = "made for another client".to_owned();
        return Err(Fault(ClaimsVerificationError::InvalidAudience(said)));
    }
    Ok(claims)
}

/// A moment as the library wants it. It is given, never asked of the machine.
fn moment(at: Timestamp) -> SystemTime {
    let micros = u64::try_from(at.as_micros()).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_micros(micros)
}
