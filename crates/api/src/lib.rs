//! The HTTP interface: wire types, their OpenAPI document, and thin handlers
//! that call `app` and nothing below it.
//!
//! A handler reaches the use cases only through [`auth::Signed`] (for one's own
//! account [`auth::Entrant`], for what comes before a log-in [`auth::Open`]); a command takes its body
//! through [`command::Command`], which demands the idempotency key; every
//! failure leaves as problem+json through [`edge`]. Around it lies the [`console`].

mod auth;
mod command;
mod console;
mod document;
mod edge;
mod listing;
mod metrics;
pub mod oidc;
mod problem;
mod rooms;
mod tls;
mod wire;

use app::App;
use app::doctor::Surroundings;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::serve::ListenerExt;
use axum::{Router, middleware};
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub use auth::ClientAddress;
/// What [`serve`] serves.
pub type Routes = Router;

pub use document::openapi;
pub use metrics::{Metrics, metrics_router};
pub use tls::tls;

/// Where the interface begins.
pub const PREFIX: &str = "/api/v1";

/// What the server tells the interface.
#[derive(Clone, Debug)]
pub struct Config {
    /// Version of the program, as `GET /status` says it.
    pub version: String,
    /// Becomes `true` when the server is about to stop: event streams end, so
    /// that it can.
    pub stopping: watch::Receiver<bool>,
    /// Where requests are counted.
    pub metrics: Arc<Metrics>,
    /// Greatest file that may be sent in, in bytes.
    pub file_limit: u64,
    /// The provider of log-ins, if there is one.
    pub oidc: Option<Arc<oidc::Provider>>,
    /// Looks at what stands around the database, for the doctor; nobody does when absent.
    pub around: Option<Around>,
}

/// Looks at the disk, the key file and the backups of an installation.
#[derive(Clone)]
pub struct Around(Arc<dyn Fn() -> Surroundings + Send + Sync>);

impl Around {
    /// Looks in this way, each time that somebody asks.
    pub fn new(look: impl Fn() -> Surroundings + Send + Sync + 'static) -> Self {
        Self(Arc::new(look))
    }
    pub(crate) fn look(&self) -> Surroundings {
        (self.0)()
    }
}

impl std::fmt::Debug for Around {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Around")
    }
}

/// Greatest file that may be sent in when nobody says otherwise: 2 GiB.
pub const FILE_LIMIT: u64 = 2 << 30;

impl Default for Config {
    fn default() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            stopping: watch::channel(false).1,
            metrics: Arc::default(),
            file_limit: FILE_LIMIT,
            oidc: None,
            around: None,
        }
    }
}

/// What every handler may reach, by way of its extractors.
#[derive(Clone)]
pub(crate) struct Api {
    app: App,
    config: Arc<Config>,
}

/// The whole interface. Paths that it does not know are answered with a
/// problem as well.
pub fn router(app: App, config: Config) -> Router {
    let api = Api { app, config: Arc::new(config) };
    let (routes, _) = rooms::all().split_for_parts();
    routes
        .fallback(edge::unknown)
        .method_not_allowed_fallback(edge::unknown)
        .layer(middleware::from_fn_with_state(api.clone(), edge::edge))
        // For whoever watches the process: outside the edge, for their answers are no problem documents.
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .with_state(api)
        // The console lies around the interface and takes what is not of it.
        .layer(middleware::from_fn(console::console))
}

/// Whether requests are answered: the database does, and nobody has asked to stop.
async fn ready(State(api): State<Api>) -> (StatusCode, &'static str) {
    if *api.config.stopping.borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping");
    }
    match api.app.ping().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "not ready"),
    }
}

/// Serves the interface until `stop` comes true: requests under way are
/// finished, event streams end when [`Config::stopping`] says so.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // Answers are small and whole: waiting to fill a packet only delays them.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
    });
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}
