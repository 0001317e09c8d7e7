//! Identifiers that come out the same on every run.

use kernel::{IdSource, Timestamp};
use uuid::{Builder, Uuid};

/// A seeded source of UUIDv7: the given moment, then one millisecond more for
/// every id; the random part is the seed and a counter. Two sources with
/// different seeds never draw the same id.
#[derive(Clone, Debug)]
pub struct TestIds {
    millis: u64,
    seed: u16,
    drawn: u64,
}

impl TestIds {
    /// Ids that begin at `start` (instants before 1970 count as 1970: UUIDv7 knows none).
    pub fn new(start: Timestamp, seed: u16) -> Self {
        Self { millis: u64::try_from(start.as_micros() / 1_000).unwrap_or(0), seed, drawn: 0 }
    }

    /// Ids that begin on 2022-07-01, 00:00 UTC.
    pub fn seeded(seed: u16) -> Self {
        Self::new(Timestamp::from_micros(1_656_633_600_000_000), seed)
    }

    /// How many ids were drawn.
    pub const fn drawn(&self) -> u64 {
        self.drawn
    }
}

impl IdSource for TestIds {
    fn next_uuid(&mut self) -> Uuid {
        // The builder overwrites the version (top of byte 0) and variant bits
        // (top of byte 2): seed and counter stay clear of both.
        let mut random = [0u8; 10];
        random[3..5].copy_from_slice(&self.seed.to_be_bytes());
        random[5..].copy_from_slice(&self.drawn.to_be_bytes()[3..]);
        let id = Builder::from_unix_timestamp_millis(self.millis + self.drawn, &random).into_uuid();
        self.drawn += 1;
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_same_seed_draws_the_same_ordered_ids() {
        let draw = |seed| {
            let mut ids = TestIds::seeded(seed);
            (0..1_000).map(|_| ids.next_uuid()).collect::<Vec<_>>()
        };
        let first = draw(7);
        assert_eq!(first, draw(7));
        assert!(first.is_sorted());
        assert!(first.iter().all(|id| id.get_version_num() == 7));
        let all: BTreeSet<_> = first.into_iter().chain(draw(8)).collect();
        assert_eq!(all.len(), 2_000);
    }

    #[test]
    fn a_start_before_1970_is_taken_as_1970() {
        let mut ids = TestIds::new(Timestamp::from_micros(-3_438_633_600_000_000), 1);
        assert_eq!(ids.next_uuid().as_u128() >> 80, 0);
    }
}
