//! The settings of the provider of log-ins, together.

use super::{Config, Origin, unreadable};
use api::oidc::{LoginClaim, RequiredClaim, Settings, TIMEOUT};
use kernel::{Classified, Code, Error, Text};
use std::path::Path;

/// A file of certificates that has some.
fn certificates(path: &str) -> Result<Vec<u8>, Error> {
    let pem = std::fs::read(path).map_err(|error| unreadable(Path::new(path), &error))?;
    match api::tls(Some(&pem)) {
        Ok(_) => Ok(pem),
        Err(detail) => {
            Err(Error::new(Code::ConfigUnreadable).arg("detail", detail).in_source(path.to_owned()))
        }
    }
}

impl Config {
    /// What the provider of log-ins is called, if there is one.
    pub fn oidc_issuer(&self) -> Option<&str> {
        self.get("oidc.issuer")
    }
    /// How log-ins through a provider are set up, if they are.
    ///
    /// # Errors
    /// `config.unreadable` for the file of certificates.
    pub fn oidc(&self) -> Result<Option<Settings>, Error> {
        let text = |key| self.get(key).unwrap_or_default().to_owned();
        let words = |key| text(key).split_whitespace().map(str::to_owned).collect();
        let (Some(issuer), Some(client_id)) = (self.get("oidc.issuer"), self.get("oidc.client_id")) else {
            return Ok(None);
        };
        let roots = self.get("oidc.ca_file").map(certificates).transpose()?;
        Ok(Some(Settings {
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            client_secret: self.get("oidc.client_secret").map(|secret| Classified::new(secret.to_owned())),
            public_url: text("server.public_url"),
            scopes: words("oidc.scopes"),
            login_claim: LoginClaim::parse(&text("oidc.login_claim"))
                .unwrap_or(LoginClaim::PreferredUsername),
            link_by_login: self.get("oidc.link") == Some("login"),
            required: self.get("oidc.required_claim").and_then(RequiredClaim::parse),
            second_factor: words("oidc.second_factor"),
            name: Text { zh: text("oidc.name_zh"), en: text("oidc.name_en") },
            administrators_only: self.get("oidc.passwords") == Some("administrators"),
            log_out: self.get("oidc.log_out") == Some("provider"),
            roots,
            timeout: TIMEOUT,
        }))
    }

    /// What is missing for log-ins through a provider, once anything of them is set.
    pub(super) fn missing_for_oidc(&self) -> Vec<Error> {
        let is_set = |key: &str| self.values.get(key).is_some_and(|held| held.origin != Origin::Usual);
        if !self.values.keys().any(|key| key.starts_with("oidc.") && is_set(key)) {
            return Vec::new();
        }
        let needed = ["oidc.issuer", "oidc.client_id", "server.public_url"];
        let missing = needed.into_iter().filter(|key| !is_set(key));
        missing.map(|key| Error::new(Code::MissingField).arg("field", key)).collect()
    }
}
