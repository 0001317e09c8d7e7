//! What a bulletin says: a question to its text alone, which reads and records nothing.

use kernel::{Code, Error, Result};
use text::bulletin::{self, Bulletin};

use crate::App;

impl App {
    /// Reads a bulletin of a command meeting; with `cut`, without a last sentence that breaks off. It computes, so it
    /// takes no turn from those who wait for the store.
    ///
    /// # Errors
    /// As [`bulletin::read`].
    pub async fn read_bulletin(&self, raw: String, cut: bool) -> Result<Bulletin> {
        tokio::task::spawn_blocking(move || bulletin::read(&raw, cut))
            .await
            .map_err(|e| Error::new(Code::Internal).caused_by(e))?
    }
}
