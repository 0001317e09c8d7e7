//! Start on an existing database, its size, the memory of a server at rest.

use std::{path::Path, process::Command, time::Duration};

use serde_json::{Value, json};
use testkit::Latencies;

use crate::report::{Report, Target};
use crate::stopwatch::{BenchClock, Stopwatch};
use crate::{Outcome, data_ends, open, start_app};

/// Lets PostgreSQL finish what its background work would do in the minutes
/// after such a load; SQLite has no background work.
pub fn settle(url: &str) {
    if url.starts_with("postgres") {
        psql(url, "VACUUM (ANALYZE)");
        psql(url, "CHECKPOINT");
    }
}

/// Runs SQL through `psql`, if it is there.
fn psql(url: &str, sql: &str) -> Option<String> {
    let output = Command::new("psql").args(["-XqAt", "-d", url, "-c", sql]).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Starts a process of its own and says what it measured.
pub fn measure(url: &str, report: &Report) -> Outcome {
    let mut times = Latencies::new();
    let mut memory = 0.0;
    for _ in 0..3 {
        let watch = Stopwatch::start();
        let output = Command::new(std::env::current_exe()?).args(["start", url]).output()?;
        let whole = watch.elapsed();
        let line: Value = serde_json::from_slice(&output.stdout)
            .map_err(|_| format!("start: {}", String::from_utf8_lossy(&output.stderr)))?;
        let inside = Duration::from_secs_f64(line["seconds"].as_f64().unwrap_or(f64::MAX).min(1e6));
        times.add(inside.min(whole));
        memory = line["resident_kib"].as_f64().unwrap_or(0.0) / 1024.0;
    }
    let note = format!(
        "a process of its own, from its first line to the first answer of a question; {memory:.0} MiB resident then; \
         the database has {}",
        size(url)
            .map_or("an unknown size".to_owned(), |bytes| format!("{:.2} GiB", bytes / f64::from(1 << 30)))
    );
    report.times("start on the existing database", &times, Target::P95(1000.0), &note);
    Ok(())
}

fn size(url: &str) -> Option<f64> {
    match url.strip_prefix("sqlite:") {
        // The value is exact up to 2^53 bytes.
        Some(path) => Some(std::fs::metadata(Path::new(path)).ok()?.len() as f64),
        None => psql(url, "SELECT pg_database_size(current_database())")?.parse().ok(),
    }
}

/// What the process does: opens, starts, asks one question.
#[allow(clippy::print_stdout, reason = "the parent reads this line")]
pub async fn child(url: &str) -> Outcome {
    let watch = Stopwatch::start();
    let app = start_app(open(url).await?, &BenchClock::new(data_ends())).await?;
    app.store().ping().await?;
    let seconds = watch.elapsed().as_secs_f64();
    println!("{}", json!({"seconds": seconds, "resident_kib": resident_kib()}));
    app.store().close().await;
    Ok(())
}

/// Memory of this process, where the system tells.
fn resident_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_ascii_whitespace().next()?.parse().ok())
}
