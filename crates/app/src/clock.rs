//! The two clocks. *Wall* time makes ids, sessions and the audit; *business*
//! time says when things happen, are recorded and fall due. In a live
//! installation they are one; a drill has its own business time, which may
//! start in 1861, run fast, and pause.

use kernel::{Code, Error, Result, Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Mutex;

/// Where wall time comes from.
pub trait WallClock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl WallClock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(jiff::Timestamp::now().as_microsecond())
    }
}

/// Whether an installation is real. Kept with the data; a drill never becomes live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub enum Mode {
    /// The real thing: business time is wall time.
    Live,
    /// An exercise with its own time.
    Drill {
        /// Business time at `wall`.
        start: Timestamp,
        /// Wall time at which business time was `start`.
        wall: Timestamp,
        /// Business seconds in a wall second, 1 to 86,400.
        speed: i64,
        /// Whether business time stands still at `start`.
        paused: bool,
    },
}

impl Mode {
    /// Whether this is an exercise.
    pub const fn is_drill(&self) -> bool {
        matches!(self, Self::Drill { .. })
    }
}

/// Both clocks of an installation.
pub struct Clocks {
    wall: Box<dyn WallClock>,
    mode: Mutex<Mode>,
}

impl Clocks {
    /// Clocks in a mode.
    pub fn new(wall: Box<dyn WallClock>, mode: Mode) -> Self {
        Self { wall, mode: Mutex::new(mode) }
    }
    /// Wall time.
    pub fn wall(&self) -> Timestamp {
        self.wall.now()
    }
    /// The mode.
    pub fn mode(&self) -> Mode {
        *self.lock()
    }
    /// Business time.
    pub fn business(&self) -> Timestamp {
        let wall = self.wall.now();
        match self.mode() {
            Mode::Live => wall,
            Mode::Drill { start, paused: true, .. } => start,
            Mode::Drill { start, wall: since, speed, .. } => {
                let elapsed = wall.since(since).as_micros().max(0);
                start.plus(Span::from_micros(elapsed.saturating_mul(speed)))
            }
        }
    }
    /// The mode of a drill whose business time stands at `to`.
    ///
    /// # Errors
    /// `installation.wrong_mode` on a live installation, `clock.backwards`
    /// for a moment before the present one, `value.out_of_range` for a speed
    /// outside 1 to 86,400.
    pub fn drill_at(&self, to: Timestamp, speed: i64, paused: bool) -> Result<Mode> {
        if !self.mode().is_drill() {
            return Err(Error::new(Code::WrongMode).arg("mode", "live"));
        }
        if !(1..=86_400).contains(&speed) {
            return Err(Error::new(Code::OutOfRange)
                .arg("field", "speed")
                .arg("value", speed)
                .arg("min", 1)
                .arg("max", 86_400));
        }
        let held = self.business();
        if to < held {
            return Err(Error::new(Code::ClockBackwards).arg("asked", to).arg("held", held));
        }
        Ok(Mode::Drill { start: to, wall: self.wall.now(), speed, paused })
    }
    /// Takes over a mode that has been stored.
    pub fn set_mode(&self, mode: Mode) {
        *self.lock() = mode;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Mode> {
        // A panic while the guard is held leaves a whole `Mode`: it is `Copy`.
        self.mode.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    struct Hand(Arc<AtomicI64>);
    impl WallClock for Hand {
        fn now(&self) -> Timestamp {
            Timestamp::from_micros(self.0.load(Ordering::SeqCst))
        }
    }

    #[test]
    fn a_drill_runs_at_its_speed_and_stands_when_paused() {
        let wall = Arc::new(AtomicI64::new(0));
        let start: Timestamp = "1861-11-21T00:00:00Z".parse().expect("instant");
        let drill = |speed, paused| Mode::Drill { start, wall: Timestamp::from_micros(0), speed, paused };
        let clocks = Clocks::new(Box::new(Hand(wall.clone())), drill(60, false));
        wall.store(60_000_000, Ordering::SeqCst);
        assert_eq!(clocks.business(), start.plus(Span::hours(1)));
        clocks.set_mode(drill(60, true));
        assert_eq!(clocks.business(), start);
    }

    #[test]
    fn business_time_is_never_set_back_and_live_time_never_set() {
        let wall = Arc::new(AtomicI64::new(1_000_000));
        let live = Clocks::new(Box::new(Hand(wall.clone())), Mode::Live);
        assert_eq!(
            live.drill_at(Timestamp::from_micros(9), 1, true).expect_err("live").code(),
            Code::WrongMode
        );
        let start = Timestamp::from_micros(5_000_000);
        let drill = Mode::Drill { start, wall: Timestamp::from_micros(0), speed: 1, paused: true };
        let clocks = Clocks::new(Box::new(Hand(wall)), drill);
        let back = clocks.drill_at(Timestamp::from_micros(4_000_000), 1, true).expect_err("backwards");
        assert_eq!(back.code(), Code::ClockBackwards);
        assert!(clocks.drill_at(Timestamp::from_micros(6_000_000), 1, true).is_ok());
    }
}
