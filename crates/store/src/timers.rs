//! Timers as the writer sees them: what is due while the transaction holds.

use kernel::{Error, Timestamp};

use crate::{db::Query, rows::ObligationRow, work::Work};

impl Work {
    /// Obligations whose timer has come, earliest first; open ones only, for a
    /// closed obligation has no timer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due_timers(&mut self, now: Timestamp, limit: u32) -> Result<Vec<ObligationRow>, Error> {
        // Closings wait with the group's other rows and end timers too.
        self.flush().await?;
        let mut query = Query::select::<ObligationRow>();
        query.push(" WHERE timer_at IS NOT NULL AND timer_at <= ").bind(now);
        query.push(" ORDER BY timer_at, id LIMIT ").bind(i64::from(limit));
        self.records(query).await
    }
}
