//! What would follow from facts that are only stated: a question to the rule book
//! alone, which reads and records nothing.

use domain::trial::{self, Outcome, Trial};
use kernel::{Code, Error, Result};

use crate::App;

impl App {
    /// Puts stated facts to the rule book. It computes, so it takes no turn from
    /// those who wait for the store.
    ///
    /// # Errors
    /// As [`trial::follow`].
    pub async fn try_protocol(&self, trial: Trial) -> Result<Outcome> {
        let library = self.inner.library.clone();
        tokio::task::spawn_blocking(move || trial::follow(&trial, &library))
            .await
            .map_err(|e| Error::new(Code::Internal).caused_by(e))?
    }
}
