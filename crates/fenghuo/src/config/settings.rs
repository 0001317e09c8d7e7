//! The settings there are.

use api::oidc::{LoginClaim, RequiredClaim};
use std::net::SocketAddr;

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// Its name in the file: `section.name`.
    pub key: &'static str,
    /// Its variable in the environment.
    pub variable: &'static str,
    /// Whether it is never shown, and may lie in a file named by `<key>_file`
    /// or `<variable>_FILE`.
    pub secret: bool,
    /// Whether it is a path; in the file it is relative to the file's folder.
    pub is_path: bool,
    /// What holds when nobody says otherwise.
    pub usual: Option<&'static str>,
    /// What it may be, for whoever wrote something else.
    pub expected: &'static str,
    /// Whether a text is such a value.
    pub accepts: fn(&str) -> bool,
}

const fn setting(key: &'static str, variable: &'static str, expected: &'static str) -> Setting {
    Setting { key, variable, secret: false, is_path: false, usual: None, expected, accepts: some }
}

const fn path(key: &'static str, variable: &'static str) -> Setting {
    Setting { is_path: true, ..setting(key, variable, "a path") }
}

/// Every setting, in the order in which they are shown.
pub const SETTINGS: &[Setting] = &[
    Setting { usual: Some("data"), ..path("data", "FENGHUO_DATA") },
    path("keys", "FENGHUO_KEYS"),
    Setting {
        secret: true,
        accepts: |text| ["sqlite:", "postgres:", "postgresql:"].iter().any(|begin| text.starts_with(begin)),
        ..setting("database", "FENGHUO_DATABASE", "sqlite:… | postgres://…")
    },
    Setting {
        usual: Some("127.0.0.1:7140"),
        accepts: address,
        ..setting("server.listen", "FENGHUO_LISTEN", "127.0.0.1:7140")
    },
    Setting {
        usual: Some("20"),
        accepts: |text| within(text, 1, 600),
        ..setting("server.stop_seconds", "FENGHUO_STOP_SECONDS", "1-600")
    },
    Setting {
        accepts: api::oidc::is_safe_url,
        ..setting("server.public_url", "FENGHUO_PUBLIC_URL", "https://fenghuo.example.gov.cn")
    },
    Setting {
        accepts: api::oidc::is_safe_url,
        ..setting("oidc.issuer", "FENGHUO_OIDC_ISSUER", "https://id.example.gov.cn/realms/health")
    },
    setting("oidc.client_id", "FENGHUO_OIDC_CLIENT_ID", "fenghuo"),
    Setting {
        secret: true,
        ..setting("oidc.client_secret", "FENGHUO_OIDC_CLIENT_SECRET", "what the provider has given")
    },
    path("oidc.ca_file", "FENGHUO_OIDC_CA_FILE"),
    Setting { usual: Some("profile"), ..setting("oidc.scopes", "FENGHUO_OIDC_SCOPES", "profile email") },
    Setting {
        usual: Some("preferred_username"),
        accepts: |text| LoginClaim::parse(text).is_some(),
        ..setting("oidc.login_claim", "FENGHUO_OIDC_LOGIN_CLAIM", "preferred_username | sub | email")
    },
    Setting {
        usual: Some("administrator"),
        accepts: |text| matches!(text, "administrator" | "login"),
        ..setting("oidc.link", "FENGHUO_OIDC_LINK", "administrator | login")
    },
    Setting {
        accepts: |text| RequiredClaim::parse(text).is_some(),
        ..setting("oidc.required_claim", "FENGHUO_OIDC_REQUIRED_CLAIM", "groups=fenghuo")
    },
    setting("oidc.second_factor", "FENGHUO_OIDC_SECOND_FACTOR", "mfa otp"),
    Setting {
        usual: Some("统一身份认证"),
        ..setting("oidc.name_zh", "FENGHUO_OIDC_NAME_ZH", "统一身份认证")
    },
    Setting {
        usual: Some("single sign-on"),
        ..setting("oidc.name_en", "FENGHUO_OIDC_NAME_EN", "single sign-on")
    },
    Setting {
        usual: Some("everyone"),
        accepts: |text| matches!(text, "everyone" | "administrators"),
        ..setting("oidc.passwords", "FENGHUO_OIDC_PASSWORDS", "everyone | administrators")
    },
    Setting {
        usual: Some("here"),
        accepts: |text| matches!(text, "here" | "provider"),
        ..setting("oidc.log_out", "FENGHUO_OIDC_LOG_OUT", "here | provider")
    },
    Setting { accepts: address, ..setting("metrics.listen", "FENGHUO_METRICS_LISTEN", "127.0.0.1:7141") },
    Setting {
        secret: true,
        accepts: |text| text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_graphic()),
        ..setting("metrics.token", "FENGHUO_METRICS_TOKEN", "16 or more printable ASCII characters")
    },
    Setting {
        accepts: |text| text.parse::<tracing_subscriber::EnvFilter>().is_ok(),
        ..setting("log.filter", "FENGHUO_LOG", "info,sqlx=warn")
    },
    Setting {
        usual: Some("text"),
        accepts: |text| matches!(text, "text" | "json"),
        ..setting("log.format", "FENGHUO_LOG_FORMAT", "text | json")
    },
    Setting {
        usual: Some("7"),
        accepts: |text| within(text, 1, 3650),
        ..setting("doctor.backup_days", "FENGHUO_BACKUP_DAYS", "1-3650")
    },
];

fn some(text: &str) -> bool {
    !text.is_empty()
}

fn address(text: &str) -> bool {
    text.parse::<SocketAddr>().is_ok()
}

fn within(text: &str, min: u64, max: u64) -> bool {
    text.parse::<u64>().is_ok_and(|number| (min..=max).contains(&number))
}
