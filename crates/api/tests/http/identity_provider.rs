//! An identity provider on this machine: discovery, keys, tokens signed with a key
//! made in the test. It can be told to fail in every way that matters.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openidconnect::url::{Url, form_urlencoded};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use ring::{digest, hmac};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What the installation is called there.
pub const CLIENT: &str = "fenghuo";
/// Its secret there.
pub const SECRET: &str = "between the two of us";

/// How it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Well,
    /// With an error of its own.
    Broken,
    /// Never.
    Silent,
    /// With a body that does not end soon.
    Huge,
    /// From elsewhere.
    Moved,
}

/// How it signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signs {
    Well,
    /// With its present key under another's name.
    UnderAnotherName,
    /// With a key that it does not show, under the name of the one that it does.
    WithAnotherKey,
    /// Not at all.
    Not,
    /// With the secret of the client.
    WithTheSecret,
    /// With what it shows of its key, as if that were a secret.
    WithThePublicKey,
}

struct Grant {
    nonce: String,
    challenge: String,
    redirect: String,
    claims: Value,
    signs: Signs,
}

struct Inner {
    issuer: String,
    key: EcdsaKeyPair,
    key_name: String,
    grants: HashMap<String, Grant>,
    given: usize,
    mood: Mood,
    /// How often its keys were fetched.
    fetched: usize,
}

/// The provider. It ends with the value.
pub struct IdentityProvider {
    pub issuer: String,
    inner: Arc<Mutex<Inner>>,
    task: JoinHandle<()>,
}

impl Drop for IdentityProvider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn fresh_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).expect("the same")
}

fn base64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl IdentityProvider {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}/realms/health", listener.local_addr().expect("an address"));
        let inner = Arc::new(Mutex::new(Inner {
            issuer: issuer.clone(),
            key: fresh_key(),
            key_name: "first".to_owned(),
            grants: HashMap::new(),
            given: 0,
            mood: Mood::Well,
            fetched: 0,
        }));
        let router = Router::new()
            .route("/realms/health/.well-known/openid-configuration", get(discovery))
            .route("/realms/health/keys", get(keys))
            .route("/realms/health/token", post(token))
            .with_state(inner.clone());
        let task = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        Self { issuer, inner, task }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no panic under the lock")
    }
    pub fn is(&self, mood: Mood) {
        self.inner().mood = mood;
    }
    /// Signs with a new key from now on.
    pub fn rotate(&self) {
        let mut inner = self.inner();
        inner.key = fresh_key();
        inner.key_name = "second".to_owned();
    }
    pub fn keys_fetched(&self) -> usize {
        self.inner().fetched
    }

    /// Somebody has come to this address and logs in; the code and the state that
    /// he is sent back with. The claims stand above the usual ones.
    pub fn logs_in(
        &self,
        url: &str,
        now: kernel::Timestamp,
        claims: &Value,
        signs: Signs,
    ) -> (String, String) {
        let url = Url::parse(url).expect("an address");
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(url.path(), "/realms/health/authorize");
        for (name, value) in
            [("response_type", "code"), ("client_id", CLIENT), ("code_challenge_method", "S256")]
        {
            assert_eq!(asked[name], value, "{name}");
        }
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"), "{}", asked["scope"]);
        let seconds = now.as_micros() / 1_000_000;
        let mut told = json!({
            "iss": self.issuer, "aud": CLIENT, "sub": "c0ffee", "preferred_username": "wang",
            "iat": seconds, "exp": seconds + 300, "nonce": asked["nonce"],
        });
        for (name, value) in claims.as_object().expect("claims") {
            told[name] = value.clone();
        }
        let mut inner = self.inner();
        inner.given += 1;
        let code = format!("code-{}", inner.given);
        let grant = Grant {
            nonce: asked["nonce"].clone(),
            challenge: asked["code_challenge"].clone(),
            redirect: asked["redirect_uri"].clone(),
            claims: told,
            signs,
        };
        assert!(grant.nonce.len() >= 32 && asked["state"].len() >= 32);
        inner.grants.insert(code.clone(), grant);
        (code, asked["state"].clone())
    }
}

impl Inner {
    /// A token in the form of RFC 7515, signed or not.
    fn sign(&self, claims: &Value, signs: Signs) -> String {
        let algorithm = match signs {
            Signs::Not => "none",
            Signs::WithTheSecret | Signs::WithThePublicKey => "HS256",
            _ => "ES256",
        };
        let name = if signs == Signs::UnderAnotherName { "third" } else { &self.key_name };
        let head = json!({ "alg": algorithm, "typ": "JWT", "kid": name });
        let text = format!("{}.{}", base64(head.to_string()), base64(claims.to_string()));
        let by = |key: &EcdsaKeyPair| {
            base64(key.sign(&SystemRandom::new(), text.as_bytes()).expect("a signature"))
        };
        let with =
            |secret: &[u8]| base64(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), text.as_bytes()));
        let signature = match signs {
            Signs::Well | Signs::UnderAnotherName => by(&self.key),
            Signs::WithAnotherKey => by(&fresh_key()),
            Signs::Not => String::new(),
            Signs::WithTheSecret => with(SECRET.as_bytes()),
            Signs::WithThePublicKey => with(self.key.public_key().as_ref()),
        };
        format!("{text}.{signature}")
    }
}

type Shared = State<Arc<Mutex<Inner>>>;

/// What is answered in place of the truth.
async fn moody(mood: Mood) -> Option<Response> {
    match mood {
        Mood::Well => None,
        Mood::Broken => Some((StatusCode::BAD_GATEWAY, "<html>no</html>").into_response()),
        Mood::Silent => std::future::pending().await,
        Mood::Huge => {
            let head = [(header::CONTENT_TYPE, "application/json")];
            Some((head, Body::from(vec![b' '; 2 << 20])).into_response())
        }
        Mood::Moved => {
            let head = [(header::LOCATION, "/elsewhere")];
            Some((StatusCode::FOUND, head).into_response())
        }
    }
}

async fn discovery(State(inner): Shared) -> Response {
    let (mood, issuer) = {
        let inner = inner.lock().expect("no panic under the lock");
        (inner.mood, inner.issuer.clone())
    };
    if let Some(answer) = moody(mood).await {
        return answer;
    }
    let at = |what: &str| format!("{issuer}/{what}");
    Json(json!({
        "issuer": issuer, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"),
        "jwks_uri": at("keys"), "end_session_endpoint": at("logout"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "ES512"],
        "code_challenge_methods_supported": ["plain", "S256"],
    }))
    .into_response()
}

async fn keys(State(inner): Shared) -> Response {
    let mood = inner.lock().expect("no panic under the lock").mood;
    if let Some(answer) = moody(mood).await {
        return answer;
    }
    let mut inner = inner.lock().expect("no panic under the lock");
    inner.fetched += 1;
    let point = inner.key.public_key().as_ref();
    let key = json!({
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": inner.key_name,
        "x": base64(&point[1..33]), "y": base64(&point[33..65]),
    });
    Json(json!({ "keys": [key] })).into_response()
}

async fn token(State(inner): Shared, headers: HeaderMap, body: Bytes) -> Response {
    let mood = inner.lock().expect("no panic under the lock").mood;
    if let Some(answer) = moody(mood).await {
        return answer;
    }
    let form: HashMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let secret: String = form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{secret}")));
    let refuse = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    if headers.get(header::AUTHORIZATION).is_none_or(|sent| sent != basic.as_str()) {
        return refuse("invalid_client");
    }
    let mut inner = inner.lock().expect("no panic under the lock");
    // A code is good once, whoever comes with it.
    let Some(grant) = inner.grants.remove(&form["code"]) else { return refuse("invalid_grant") };
    let challenge = base64(digest::digest(&digest::SHA256, form["code_verifier"].as_bytes()));
    if challenge != grant.challenge || form["redirect_uri"] != grant.redirect {
        return refuse("invalid_grant");
    }
    let id_token = inner.sign(&grant.claims, grant.signs);
    Json(json!({ "access_token": "of no use here", "token_type": "Bearer", "id_token": id_token }))
        .into_response()
}
