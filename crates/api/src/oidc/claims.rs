//! Who somebody is by the claims of a token that was checked.

use app::access::Identity;
use kernel::{Code, Error, Result};
use serde_json::Value;

use super::Settings;
use super::token::Claims;

/// Which claim is the login of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginClaim {
    /// `preferred_username`.
    PreferredUsername,
    /// `sub`.
    Subject,
    /// `email`, where the provider says that it is verified.
    Email,
}

impl LoginClaim {
    /// By its name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "preferred_username" => Some(Self::PreferredUsername),
            "sub" => Some(Self::Subject),
            "email" => Some(Self::Email),
            _ => None,
        }
    }
    fn of(self, claims: &Claims) -> Option<String> {
        match self {
            Self::PreferredUsername => claims.preferred_username().map(|name| name.as_str().to_owned()),
            Self::Subject => Some(claims.subject().as_str().to_owned()),
            Self::Email => {
                let verified = claims.email_verified() == Some(true);
                claims.email().filter(|_| verified).map(|email| email.as_str().to_owned())
            }
        }
    }
}

/// A claim without which nobody comes in: `groups=fenghuo`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredClaim {
    name: String,
    value: String,
}

impl RequiredClaim {
    /// Reads `name=value`. The name is that of a claim or, with dots, a way into it
    /// (`realm_access.roles`); the claim is the value or a list that has it.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, value) = text.split_once('=')?;
        let whole = !name.is_empty() && !value.is_empty();
        whole.then(|| Self { name: name.to_owned(), value: value.to_owned() })
    }
    fn holds(&self, claims: &std::collections::BTreeMap<String, Value>) -> bool {
        // The names of some providers have dots of their own.
        let whole = claims.get(&self.name);
        let along = || {
            let mut steps = self.name.split('.');
            let first = claims.get(steps.next()?)?;
            steps.try_fold(first, |value, step| value.get(step))
        };
        match whole.or_else(along) {
            Some(Value::Array(values)) => values.iter().any(|value| value == &self.value),
            Some(value) => value == &self.value,
            None => false,
        }
    }
}

/// The identity that the claims tell of.
///
/// # Errors
/// `access.not_admitted` without the claim that is required.
pub fn identity(settings: &Settings, claims: &Claims) -> Result<Identity> {
    if settings.required.as_ref().is_some_and(|required| !required.holds(&claims.additional_claims().0)) {
        return Err(Error::new(Code::NotAdmitted));
    }
    let trusted = |value: &str| settings.second_factor.iter().any(|known| known == value);
    let by_class = claims.auth_context_ref().is_some_and(|class| trusted(class));
    let by_method = claims.auth_method_refs().is_some_and(|ways| ways.iter().any(|way| trusted(way)));
    Ok(Identity {
        issuer: settings.issuer.clone(),
        subject: claims.subject().as_str().to_owned(),
        login: settings.link_by_login.then(|| settings.login_claim.of(claims)).flatten(),
        second_factor: by_class || by_method,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_required_claim_is_a_value_or_in_a_list_perhaps_deep() {
        let claims = json!({
            "groups": ["staff", "fenghuo"], "unit": "cdc", "https://id.example/roles": ["user"],
            "realm_access": { "roles": ["fenghuo-user"] }, "level": 3,
        });
        let claims: std::collections::BTreeMap<String, Value> =
            serde_json::from_value(claims).expect("an object");
        for (text, holds) in [
            ("groups=fenghuo", true),
            ("groups=feng", false),
            ("unit=cdc", true),
            ("unit=cd", false),
            ("realm_access.roles=fenghuo-user", true),
            ("realm_access.groups=fenghuo-user", false),
            ("https://id.example/roles=user", true),
            ("level=3", false),
            ("absent=x", false),
        ] {
            assert_eq!(RequiredClaim::parse(text).expect(text).holds(&claims), holds, "{text}");
        }
        for text in ["", "groups", "=x", "groups="] {
            assert_eq!(RequiredClaim::parse(text), None, "{text}");
        }
    }
}
