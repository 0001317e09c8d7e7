//! Metrics in the text form of Prometheus, on an address of their own. No label
//! carries anything but a route's template, a method or a status.

use app::App;
use axum::Router;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the durations, in seconds.
const BOUNDS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// Requests of one route, method and status.
#[derive(Clone, Debug, Default)]
struct Requests {
    count: u64,
    seconds: f64,
    within: [u64; BOUNDS.len()],
}

/// What has been counted since the server began.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(String, String, u16), Requests>>,
}

impl Metrics {
    /// Counts a request. `route` is a template, never a path with an id in it.
    pub(crate) fn observe(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = requests.entry((route.to_owned(), method.to_owned(), status)).or_default();
        entry.count += 1;
        let seconds = took.as_secs_f64();
        entry.seconds += seconds;
        for (bound, within) in BOUNDS.iter().zip(&mut entry.within) {
            *within += u64::from(seconds <= *bound);
        }
    }

    fn write(&self, out: &mut String) {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        head(out, "fenghuo_http_request_duration_seconds", "histogram", "Requests by route template.");
        for ((route, method, status), seen) in &requests {
            let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
            let name = "fenghuo_http_request_duration_seconds";
            for (bound, within) in BOUNDS.iter().zip(&seen.within) {
                line(out, &format!("{name}_bucket{{{labels},le=\"{bound}\"}}"), within);
            }
            line(out, &format!("{name}_bucket{{{labels},le=\"+Inf\"}}"), &seen.count);
            line(out, &format!("{name}_sum{{{labels}}}"), &seen.seconds);
            line(out, &format!("{name}_count{{{labels}}}"), &seen.count);
        }
    }
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn line(out: &mut String, name: &str, value: &impl std::fmt::Display) {
    let _ = writeln!(out, "{name} {value}");
}

fn single(out: &mut String, name: &str, kind: &str, help: &str, value: &impl std::fmt::Display) {
    head(out, name, kind, help);
    line(out, name, value);
}

/// What the metrics are served from.
#[derive(Clone)]
struct Source {
    app: App,
    metrics: Arc<Metrics>,
    token: Option<Arc<str>>,
}

/// `GET /metrics`, with the token as bearer when there is one.
pub fn metrics_router(app: App, metrics: Arc<Metrics>, token: Option<String>) -> Router {
    let source = Source { app, metrics, token: token.map(Into::into) };
    Router::new().route("/metrics", get(show)).with_state(source)
}

async fn show(State(source): State<Source>, headers: HeaderMap) -> Response {
    if let Some(token) = &source.token
        && !carries(&headers, token)
    {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match text(&source).await {
        Ok(text) => ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        Err(error) => {
            tracing::error!(code = error.code().as_str(), detail = error.detail(), "no metrics");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Whether the bearer is the token; it takes as long wherever they differ.
fn carries(headers: &HeaderMap, token: &str) -> bool {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|text| text.strip_prefix("Bearer ")).unwrap_or_default().as_bytes();
    let differ = given.iter().zip(token.as_bytes()).fold(0, |differ, (a, b)| differ | (a ^ b));
    given.len() == token.len() && differ == 0
}

async fn text(source: &Source) -> kernel::Result<String> {
    let now = source.app.now();
    let pulse = source.app.store_pulse().await?;
    let lag = pulse.next_timer.map_or(0, |due| now.since(due).as_micros().max(0));
    let mut out = String::with_capacity(8192);
    let commands = *source.app.changes().borrow();
    single(
        &mut out,
        "fenghuo_commands_total",
        "counter",
        "Commands and sweeps that recorded something.",
        &commands,
    );
    single(&mut out, "fenghuo_journal_facts", "gauge", "Facts in the journal.", &pulse.facts);
    single(
        &mut out,
        "fenghuo_obligations_open",
        "gauge",
        "Obligations that are open.",
        &pulse.obligations_open,
    );
    single(
        &mut out,
        "fenghuo_obligations_overdue",
        "gauge",
        "Open obligations that are overdue.",
        &pulse.obligations_overdue,
    );
    #[allow(clippy::cast_precision_loss, reason = "seconds for a graph")]
    let lag = lag as f64 / 1e6;
    single(
        &mut out,
        "fenghuo_timers_lag_seconds",
        "gauge",
        "How long the earliest timer has been due.",
        &lag,
    );
    single(&mut out, "fenghuo_commit_groups_total", "counter", "Transactions of the writer.", &pulse.groups);
    single(&mut out, "fenghuo_commit_jobs_total", "counter", "Commands in them.", &pulse.jobs);
    single(
        &mut out,
        "fenghuo_commit_group_largest",
        "gauge",
        "The most commands in one.",
        &pulse.largest_group,
    );
    single(&mut out, "fenghuo_database_readers", "gauge", "Connections that read.", &pulse.readers);
    single(
        &mut out,
        "fenghuo_database_readers_idle",
        "gauge",
        "Those with nothing to do.",
        &pulse.readers_idle,
    );
    if let Some(bytes) = resident() {
        single(&mut out, "process_resident_memory_bytes", "gauge", "Memory of the process.", &bytes);
    }
    source.metrics.write(&mut out);
    Ok(out)
}

/// Memory of this process, where the system tells it.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_template() {
        let metrics = Metrics::default();
        for (took, status) in [(1, 200), (30, 200), (9_000, 503)] {
            metrics.observe("GET", "/api/v1/cases/{id}", status, Duration::from_millis(took));
        }
        let mut out = String::new();
        metrics.write(&mut out);
        for line in [
            "fenghuo_http_request_duration_seconds_count{route=\"/api/v1/cases/{id}\",method=\"GET\",status=\"200\"} 2",
            "fenghuo_http_request_duration_seconds_bucket{route=\"/api/v1/cases/{id}\",method=\"GET\",status=\"200\",le=\"0.005\"} 1",
            "fenghuo_http_request_duration_seconds_bucket{route=\"/api/v1/cases/{id}\",method=\"GET\",status=\"503\",le=\"5\"} 0",
            "fenghuo_http_request_duration_seconds_bucket{route=\"/api/v1/cases/{id}\",method=\"GET\",status=\"503\",le=\"+Inf\"} 1",
        ] {
            assert!(out.lines().any(|told| told == line), "{line}\n{out}");
        }
    }

    #[test]
    fn only_the_token_opens() {
        let with = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, text.parse().expect("a value"));
            headers
        };
        assert!(carries(&with("Bearer secret-secret-secret"), "secret-secret-secret"));
        for wrong in ["Bearer secret", "Bearer ", "secret-secret-secret", "Bearer secret-secret-secreT"] {
            assert!(!carries(&with(wrong), "secret-secret-secret"), "{wrong}");
        }
        assert!(!carries(&HeaderMap::new(), "secret-secret-secret"));
    }
}
