//! A clock that moves only when the test moves it.

use kernel::{Span, Timestamp};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// A clock set by hand. Clones show the same time, so that a test can keep one
/// and hand the other to what it tests.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// A clock that stands at `start`.
    pub fn new(start: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(start.as_micros())))
    }

    /// A clock that stands at an RFC 3339 instant, for example `2022-07-01T09:00:00+08:00`.
    ///
    /// # Panics
    /// When the text is not an instant: the test itself is wrong.
    pub fn at(instant: &str) -> Self {
        Self::new(instant.parse().expect("the test names an RFC 3339 instant"))
    }

    /// The time it shows.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }

    /// Moves it, back as well as forward, and returns what it shows then.
    pub fn advance(&self, by: Span) -> Timestamp {
        let before = self.0.fetch_add(by.as_micros(), Ordering::SeqCst);
        Timestamp::from_micros(before).plus(by)
    }

    /// Sets it, back as well as forward.
    pub fn set(&self, to: Timestamp) {
        self.0.store(to.as_micros(), Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_show_one_time_and_it_moves_both_ways() {
        let clock = TestClock::at("2022-07-01T09:00:00+08:00");
        let other = clock.clone();
        assert_eq!(clock.advance(Span::hours(2)).to_string(), "2022-07-01T03:00:00Z");
        assert_eq!(other.now(), clock.now());
        other.advance(Span::hours(-3));
        assert_eq!(clock.now().to_string(), "2022-07-01T00:00:00Z");
        clock.set(Timestamp::from_micros(-1));
        assert_eq!(other.now().as_micros(), -1);
    }
}
