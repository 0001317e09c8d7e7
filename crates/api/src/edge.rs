//! What every request passes: a reference for the log, the language, panics
//! caught, failures put into words, the drill's mark.

use app::Caller;
use app::audit::Denial;
use app::ids::SystemIds;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use kernel::{Code, Error, IdSource};
use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};
use text::Language;
use tokio::time::Instant;
use uuid::Uuid;

use crate::Api;
use crate::problem::Problem;

const MODE: HeaderName = HeaderName::from_static("fenghuo-mode");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Who has asked, once that is known: for the log, by id, and for the audit.
#[derive(Clone)]
pub struct Asker(pub Arc<OnceLock<Caller>>);

/// The layer around everything.
pub async fn edge(State(api): State<Api>, request: Request, next: Next) -> Response {
    let reference = SystemIds.next_uuid();
    let language = language_of(request.headers());
    let method = request.method().clone();
    // The template, never the path: an id in it may be a person's.
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str).to_owned();
    let subject = id_in(&route, request.uri().path());
    let who = Arc::new(OnceLock::<Caller>::new());
    let mut request = request;
    request.extensions_mut().insert(Asker(Arc::clone(&who)));
    let began = Instant::now();
    let mut response = match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(panic) => Problem::from(Error::new(Code::Internal).caused_by(said(&*panic))).into_response(),
    };
    let status = response.status();
    if let Some(problem) = response.extensions_mut().remove::<Arc<Problem>>() {
        problem.log(reference);
        if let (403 | 404, Some(caller)) = (status.as_u16(), who.get()) {
            let denial = Denial {
                caller: caller.clone(),
                route: format!("{method} {route}"),
                code: problem.code().as_str().to_owned(),
                action: problem.action().map(str::to_owned),
                subject,
                is_person: route.contains("/persons/{id}"),
            };
            api.app.denied(denial).await;
        }
        response = problem.render(language, reference);
    } else if status.is_client_error() || status.is_server_error() {
        // Refused by the framework before it came to us.
        response = foreign(status).render(language, reference);
    }
    let took = began.elapsed();
    api.config.metrics.observe(method.as_str(), &route, status.as_u16(), took);
    let user = who.get().map(|caller| caller.user.0);
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%reference, %method, route, user = ?user, status = status.as_u16(), ms, "request");
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&reference.to_string()) {
        headers.insert(REQUEST_ID, value);
    }
    if api.app.clocks().mode().is_drill() {
        headers.insert(MODE, HeaderValue::from_static("drill"));
    }
    response
}

/// The id in an address, by the template of its route.
fn id_in(route: &str, path: &str) -> Option<Uuid> {
    let place = route.split('/').position(|word| word == "{id}")?;
    Uuid::parse_str(path.split('/').nth(place)?).ok()
}

/// The answer to a path or method that is not there.
pub async fn unknown(method: Method, uri: Uri) -> Problem {
    Error::new(Code::NotFound).arg("kind", method).arg("id", uri.path()).into()
}

/// The caller's language; Chinese when he does not say.
pub fn language_of(headers: &HeaderMap) -> Language {
    headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .and_then(Language::from_accept_language)
        .unwrap_or(Language::ZhCn)
}

fn foreign(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Error::new(Code::NotFound).into(),
        status if status.is_client_error() => {
            let reason = status.canonical_reason().unwrap_or_default();
            Error::new(Code::UnreadableBody).arg("detail", reason).into()
        }
        _ => Error::new(Code::Internal).into(),
    }
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;
    use app::{App, KeyRing, Options, Store, SystemClock};
    use axum::body::{Body, to_bytes};
    use axum::routing::get;
    use axum::{Router, middleware};
    use tower::ServiceExt;

    async fn boom() -> &'static str {
        panic!("a secret of ours")
    }

    async fn broken() -> Problem {
        Error::new(Code::StoreInconsistent)
            .arg("detail", "a secret of ours")
            .caused_by("SELECT secret")
            .into()
    }

    #[tokio::test]
    async fn our_own_failures_say_only_that_they_are_ours() {
        let folder = testkit::temp_folder();
        let options = Options {
            url: format!("sqlite:{}", folder.path().join("edge.db").display()),
            keys: KeyRing::new(1, [(1, [9; 32])]).expect("the ring has its key"),
            now: kernel::Timestamp::from_micros(0),
            new_node: kernel::derived_uuid(&["edge"]),
        };
        let store = Store::open(options).await.expect("the store opens");
        let library = protocol::Library::load([]).expect("an empty rule book");
        let app = App::start(store, Arc::new(library), Box::new(SystemClock)).await.expect("the app starts");
        let api = Api { app, config: Arc::new(Config::default()) };
        let router = Router::new()
            .route("/boom", get(boom))
            .route("/broken", get(broken))
            .layer(middleware::from_fn_with_state(api.clone(), edge))
            .with_state(api);
        for path in ["/boom", "/broken"] {
            let request = Request::builder().uri(path).body(Body::empty()).expect("a request");
            let response = router.clone().oneshot(request).await.expect("an answer");
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            let reference = response.headers()[REQUEST_ID].to_str().expect("text").to_owned();
            let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
            let text = std::str::from_utf8(&body).expect("UTF-8");
            assert!(!text.contains("secret"), "{text}");
            let problem: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
            assert_eq!((&problem["type"], &problem["reference"]), (&"internal".into(), &reference.into()));
        }
    }
}
