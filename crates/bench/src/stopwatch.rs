//! Time that passes, for whoever measures it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use kernel::{Span, Timestamp};

/// Measures durations.
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Begins now.
    #[allow(clippy::disallowed_methods, reason = "a benchmark measures time")]
    pub fn start() -> Self {
        Self(Instant::now())
    }
    /// Time since the beginning.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
    /// Time since the beginning, which is now from here on.
    pub fn lap(&mut self) -> Duration {
        let time = self.elapsed();
        *self = Self::start();
        time
    }
}

/// A clock that stands at a moment of the past when the run begins, goes on
/// like every clock, and can be set forward.
#[derive(Clone)]
pub struct BenchClock {
    since: Arc<Stopwatch>,
    start: Arc<AtomicI64>,
}

impl BenchClock {
    /// Shows `start` now.
    pub fn new(start: Timestamp) -> Self {
        Self { since: Arc::new(Stopwatch::start()), start: Arc::new(AtomicI64::new(start.as_micros())) }
    }
    /// Sets it forward.
    pub fn advance(&self, by: Span) {
        self.start.fetch_add(by.as_micros(), Ordering::SeqCst);
    }
}

impl app::WallClock for BenchClock {
    fn now(&self) -> Timestamp {
        let passed = i64::try_from(self.since.elapsed().as_micros()).unwrap_or(i64::MAX);
        Timestamp::from_micros(self.start.load(Ordering::SeqCst).saturating_add(passed))
    }
}
