//! Fresh ids and random bytes of a production installation.

use kernel::IdSource;
use uuid::Uuid;

use crate::clock::{SystemClock, WallClock};

/// UUIDv7 from the wall clock and the system's random source.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

impl IdSource for SystemIds {
    fn next_uuid(&mut self) -> Uuid {
        let millis = SystemClock.now().as_micros() / 1000;
        let random = random_bytes::<10>();
        uuid::Builder::from_unix_timestamp_millis(u64::try_from(millis).unwrap_or(0), &random).into_uuid()
    }
}

/// Bytes from the system's random source.
///
/// # Panics
/// When the system has no random source: nothing secret can be made then.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("a system without a random source can make no keys or tokens");
    bytes
}
