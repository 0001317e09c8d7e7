//! Percentiles of measured times, for benchmarks.

use std::time::Duration;

/// Times of one kind of operation.
#[derive(Clone, Debug, Default)]
pub struct Latencies(Vec<Duration>);

impl Latencies {
    /// No times yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds one time.
    pub fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Adds the times of another worker.
    pub fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The smallest measured time that at least `percent` per cent of all times
    /// do not exceed (nearest rank: always a time that was measured). `None` of none.
    pub fn percentile(&self, percent: u8) -> Option<Duration> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * usize::from(percent.min(100))).div_ceil(100).max(1);
        sorted.get(rank - 1).copied()
    }

    /// The median.
    pub fn p50(&self) -> Option<Duration> {
        self.percentile(50)
    }

    /// The 95th percentile.
    pub fn p95(&self) -> Option<Duration> {
        self.percentile(95)
    }
}

impl FromIterator<Duration> for Latencies {
    fn from_iter<I: IntoIterator<Item = Duration>>(times: I) -> Self {
        Self(times.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_measured_times_by_nearest_rank() {
        let times: Latencies = (1..=20).rev().map(Duration::from_millis).collect();
        let rows = [(0, 1), (5, 1), (6, 2), (50, 10), (95, 19), (96, 20), (100, 20)];
        for (percent, millis) in rows {
            assert_eq!(times.percentile(percent), Some(Duration::from_millis(millis)), "p{percent}");
        }
        assert_eq!(Latencies::new().p95(), None);
        let one: Latencies = [Duration::from_millis(3)].into_iter().collect();
        assert_eq!((one.p50(), one.p95()), (one.percentile(0), one.percentile(100)));
    }
}
