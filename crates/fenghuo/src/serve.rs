//! The server: the API, and the timers and jobs beside it.

use crate::args::Place;
use crate::config::Config;
use crate::doctor;
use crate::installation::Folder;
use crate::voice::{Failure, Outcome, Voice};
use api::oidc::Provider;
use app::App;
use app::jobs::Runner;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

/// Opens the installation and serves it until the process is told to stop.
pub async fn run(voice: Voice, place: &Place, config: &Config) -> Outcome {
    let oidc = match config.oidc()? {
        Some(settings) => Some(Arc::new(Provider::new(settings)?)),
        None => None,
    };
    let folder = Folder::of(place);
    let app = folder.open(voice).await?;
    let told = Told {
        listen: config.listen(),
        metrics: config.metrics_listen(),
        metrics_token: config.metrics_token(),
        stop_within: config.stop_within(),
        oidc,
        around: Some(around(folder, config.backup_days())),
    };
    let served = serve(voice, &app, told).await;
    app.store().close().await;
    served
}

/// What the doctor sees of the disk, the keys and the backups beside a server.
pub fn around(folder: Folder, backup_days: i64) -> api::Around {
    api::Around::new(move || doctor::around(&folder, backup_days))
}

/// What the server is told.
pub struct Told {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where to show the metrics, if anywhere.
    pub metrics: Option<SocketAddr>,
    /// The token that they want.
    pub metrics_token: Option<String>,
    /// How long a stop waits for requests under way.
    pub stop_within: Duration,
    /// The provider of log-ins, if there is one.
    pub oidc: Option<Arc<Provider>>,
    /// Looks at what stands around the database.
    pub around: Option<api::Around>,
}

impl Told {
    /// Only where to listen.
    pub const fn at(listen: SocketAddr) -> Self {
        Self {
            listen,
            metrics: None,
            metrics_token: None,
            stop_within: Duration::from_secs(20),
            oidc: None,
            around: None,
        }
    }
}

/// Serves an installation that is open; returns after a graceful stop.
pub async fn serve(voice: Voice, app: &App, options: Told) -> Outcome {
    let listen = options.listen;
    // The signals are taken before anybody can learn the address and send one.
    let told = stop_signal()?;
    let cannot = |error: std::io::Error| {
        Failure::said("cli-cannot-listen", &[("address", listen.to_string()), ("detail", error.to_string())])
    };
    let listener = TcpListener::bind(listen).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    if !address.ip().is_loopback() {
        voice.tell("cli-not-loopback", &[("address", address.to_string())]);
    }
    let url = format!("http://{address}");
    if voice.json {
        voice.print(&json!({ "address": url }).to_string());
    } else {
        voice.say("cli-serving", &[("address", url)]);
    }
    let (stop, stopping) = watch::channel(false);
    let timers = tokio::spawn(run_timers(app.clone(), stopping.clone()));
    let config = api::Config {
        stopping: stopping.clone(),
        oidc: options.oidc.clone(),
        around: options.around.clone(),
        ..api::Config::default()
    };
    let metrics = match options.metrics {
        Some(address) => {
            let router = api::metrics_router(app.clone(), config.metrics.clone(), options.metrics_token);
            Some(show_metrics(voice, address, router, stopping.clone()).await?)
        }
        None => None,
    };
    let filing = tokio::spawn(file_everybody(app.clone()));
    let jobs = tokio::spawn(Runner::new(app.clone()).run(stopping.clone()));
    let router = api::router(app.clone(), config);
    let served = api::serve(listener, router, async move {
        told.await;
        // Event streams and the timers end with this.
        let _ = stop.send(true);
    });
    let served = tokio::select! {
        served = served => served,
        () = too_long(stopping, options.stop_within) => {
            // What they had recorded is on the disk; their clients ask again.
            tracing::warn!("requests that did not end in time were cut off");
            Ok(())
        }
    };
    filing.abort();
    if let Some(metrics) = metrics {
        metrics.abort();
    }
    if let Err(error) = timers.await {
        tracing::error!(%error, "the timers ended badly");
    }
    if let Err(error) = jobs.await {
        tracing::error!(%error, "the jobs ended badly");
    }
    if let Err(error) = app.tell_all_denials().await {
        tracing::error!(code = error.code().as_str(), detail = error.detail(), "denials were not told");
    }
    served.map_err(cannot)?;
    voice.tell("cli-stopped", &[]);
    Ok(())
}

/// Serves the metrics until the server stops.
async fn show_metrics(
    voice: Voice,
    address: SocketAddr,
    router: api::Routes,
    mut stopping: watch::Receiver<bool>,
) -> Outcome<tokio::task::JoinHandle<()>> {
    let cannot = |error: std::io::Error| {
        Failure::said("cli-cannot-listen", &[("address", address.to_string()), ("detail", error.to_string())])
    };
    let listener = TcpListener::bind(address).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    voice.tell("cli-metrics", &[("address", format!("http://{address}/metrics"))]);
    Ok(tokio::spawn(async move {
        let stop = async move {
            let _ = stopping.changed().await;
        };
        if let Err(error) = api::serve(listener, router, stop).await {
            tracing::error!(%error, "the metrics ended badly");
        }
    }))
}

/// Comes true when a stop has lasted longer than it may.
async fn too_long(mut stopping: watch::Receiver<bool>, within: Duration) {
    if stopping.wait_for(|stopping| *stopping).await.is_ok() {
        tokio::time::sleep(within).await;
    } else {
        std::future::pending::<()>().await;
    }
}

/// Sweeps at once, to catch up with what passed while the server was down,
/// and then every second; before, it takes over what another process on the
/// same database has changed.
async fn run_timers(app: App, mut stopping: watch::Receiver<bool>) {
    let mut every = tokio::time::interval(Duration::from_secs(1));
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = every.tick() => tick(&app).await,
            _ = stopping.changed() => return,
        }
    }
}

/// Files whoever is not in the search index yet: those of an older version.
async fn file_everybody(app: App) {
    let outcome = match app.store().is_indexed().await {
        Ok(true) => return,
        Ok(false) => app.reindex(|_| ()).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(persons) => tracing::info!(persons, "everybody is filed in the search index"),
        Err(error) => {
            tracing::error!(code = error.code().as_str(), detail = error.detail(), "filing failed");
        }
    }
}

async fn tick(app: &App) {
    // Timers go on by what was known last.
    if let Err(error) = app.refresh().await {
        tracing::error!(code = error.code().as_str(), detail = error.detail(), "refresh failed");
    }
    if let Err(error) = app.tell_denials().await {
        tracing::error!(code = error.code().as_str(), detail = error.detail(), "denials were not told");
    }
    match app.sweep().await {
        Ok(done) if done.moved > 0 => {
            tracing::info!(moved = done.moved, warned = done.warned, escalated = done.escalated, "timers");
        }
        Ok(_) => {}
        // The next second tries again; nothing is lost, for every step stays due.
        Err(error) => {
            tracing::error!(code = error.code().as_str(), detail = error.detail(), "sweep failed");
        }
    }
}

/// Ends when the process is asked to stop (SIGTERM or SIGINT).
fn stop_signal() -> Outcome<impl Future<Output = ()> + Send + 'static> {
    let failed = |error: std::io::Error| Failure::said("cli-no-runtime", &[("detail", error.to_string())]);
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
        Ok(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    {
        let _ = failed;
        Ok(async {
            let _ = tokio::signal::ctrl_c().await;
        })
    }
}
