//! Lines for `cargo xtask bench` and for whoever watches.

use serde_json::{Value, json};
use testkit::Latencies;

/// Prints what was measured on one database.
pub struct Report {
    database: &'static str,
}

/// What a number must be.
#[derive(Clone, Copy)]
pub enum Target {
    /// Nothing is promised.
    None,
    /// At most so many milliseconds at the 95th percentile.
    P95(f64),
    /// At least so many a second.
    PerSecond(f64),
}

impl Report {
    /// For `sqlite` or `postgres`.
    pub const fn new(database: &'static str) -> Self {
        Self { database }
    }

    /// Times of one kind of request.
    pub fn times(&self, what: &str, times: &Latencies, target: Target, note: &str) {
        self.line(what, times.len(), Some(times), None, target, note);
    }

    /// A rate with the times of its requests, where each was measured.
    pub fn rate(
        &self,
        what: &str,
        per_second: f64,
        times: Option<&Latencies>,
        count: usize,
        target: Target,
        note: &str,
    ) {
        self.line(what, count, times, Some(per_second), target, note);
    }

    /// Percentiles that a process of its own has measured, in milliseconds.
    pub fn percentiles(&self, what: &str, told: &Value, target: Target, note: &str) {
        let (words, met) = match target {
            Target::P95(most) => {
                (Some(format!("p95 ≤ {most} ms")), told["p95"].as_f64().map(|p95| p95 <= most))
            }
            Target::None | Target::PerSecond(_) => (None, None),
        };
        print(
            &json!({"database": self.database, "what": what, "count": told["count"], "p50_ms": told["p50"],
            "p95_ms": told["p95"], "per_second": null, "target": words, "met": met, "note": note}),
        );
    }

    /// A line for whoever watches.
    pub fn say(&self, text: &str) {
        print(&Value::String(format!("{}: {text}", self.database)));
    }

    fn line(
        &self,
        what: &str,
        count: usize,
        times: Option<&Latencies>,
        per_second: Option<f64>,
        target: Target,
        note: &str,
    ) {
        let millis = |time: Option<std::time::Duration>| time.map(|time| time.as_secs_f64() * 1e3);
        let (p50, p95) = (millis(times.and_then(Latencies::p50)), millis(times.and_then(Latencies::p95)));
        let (words, met) = match target {
            Target::None => (None, None),
            Target::P95(most) if count == 1 => (Some(format!("≤ {most} ms")), p95.map(|p95| p95 <= most)),
            Target::P95(most) => (Some(format!("p95 ≤ {most} ms")), p95.map(|p95| p95 <= most)),
            Target::PerSecond(least) => {
                (Some(format!("≥ {least} a second")), per_second.map(|rate| rate >= least))
            }
        };
        print(&json!({"database": self.database, "what": what, "count": count, "p50_ms": p50, "p95_ms": p95,
            "per_second": per_second, "target": words, "met": met, "note": note}));
    }
}

#[allow(clippy::print_stdout, reason = "the task runner reads these lines")]
fn print(line: &Value) {
    match line {
        Value::String(text) => println!("{text}"),
        object => println!("{object}"),
    }
}
