//! How the provider is spoken to, and its discovery document.

use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType,
    CoreSubjectIdentifierType,
};
use openidconnect::url::{Host, Url};
use openidconnect::{
    AdditionalProviderMetadata, EndSessionUrl, HttpRequest, HttpResponse, ProviderMetadata, http,
};
use serde::{Deserialize, Serialize};

use super::token::ALGORITHMS;
use super::{Flaw, Settings};

/// Most bytes of an answer that are read.
const MOST: u64 = 512 << 10;

/// What its discovery document says, with its keys.
pub type Addresses = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// What other standards add to the discovery document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct More {
    /// Where one logs out (RP-Initiated Logout 1.0).
    pub end_session_endpoint: Option<EndSessionUrl>,
    /// Which forms of PKCE there are (RFC 8414).
    pub code_challenge_methods_supported: Option<Vec<String>>,
}

impl AdditionalProviderMetadata for More {}

/// Whether an address is https, or http on this machine.
pub fn is_safe(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return false,
    };
    url.scheme() == "https" || (here && url.scheme() == "http")
}

/// What requests to the provider are made with.
pub fn agent(settings: &Settings) -> Result<ureq::Agent, String> {
    let mut config = ureq::Agent::config_builder()
        .tls_config(crate::tls(settings.roots.as_deref())?)
        .timeout_global(Some(settings.timeout))
        .max_redirects(0)
        .http_status_as_error(false);
    if settings.issuer.starts_with("http://") {
        // This machine is not reached by way of another one.
        config = config.proxy(None);
    }
    Ok(config.build().into())
}

/// One request to the provider.
pub fn call(agent: &ureq::Agent, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
    let address = request.uri().to_string();
    if !Url::parse(&address).is_ok_and(|url| is_safe(&url)) {
        return Err(ureq::Error::RequireHttpsOnly(address));
    }
    let answer = match *request.method() {
        http::Method::GET => agent.run(request.map(|_| ()))?,
        _ => agent.run(request)?,
    };
    let (head, mut body) = answer.into_parts();
    let body = body.with_config().limit(MOST).read_to_vec()?;
    Ok(HttpResponse::from_parts(head, body))
}

/// What stands in the way of log-ins, by its discovery document.
pub fn flaws(addresses: &Addresses, settings: &Settings) -> Vec<Flaw> {
    let more = addresses.additional_metadata();
    let signs = addresses.id_token_signing_alg_values_supported();
    let pkce = more.code_challenge_methods_supported.as_ref();
    [
        (addresses.jwks().keys().is_empty(), Flaw::NoKeys),
        (!signs.iter().any(|algorithm| ALGORITHMS.contains(algorithm)), Flaw::NoAlgorithm),
        (addresses.token_endpoint().is_none(), Flaw::NoTokens),
        (pkce.is_some_and(|forms| !forms.iter().any(|form| form == "S256")), Flaw::NoPkce),
        (settings.log_out && more.end_session_endpoint.is_none(), Flaw::NoLogOut),
    ]
    .into_iter()
    .filter_map(|(is, flaw)| is.then_some(flaw))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_is_spoken_to_this_machine_alone() {
        for (url, safe) in [
            ("https://id.example.gov.cn/realms/health", true),
            ("http://127.0.0.1:8080/realms/health", true),
            ("http://[::1]:8080/", true),
            ("http://localhost:8080/", true),
            ("http://id.example.gov.cn/", false),
            ("http://localhost.example.gov.cn/", false),
            ("http://127.0.0.1.example.gov.cn/", false),
            ("http://192.168.1.7/", false),
            ("ftp://127.0.0.1/", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_safe(&Url::parse(url).expect("an address")), safe, "{url}");
        }
        for url in [
            "",
            "id.example.gov.cn",
            "https://a:b@id.example/",
            "https://id.example/?x=1",
            "https://id.example/#x",
        ] {
            assert!(!crate::oidc::is_safe_url(url), "{url}");
        }
    }
}
