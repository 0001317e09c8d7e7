//! Timers as the writer sees them: what is due while the transaction holds.

use kernel::{Error, Span, Timestamp};

use crate::{db::Query, rows::ObligationRow, work::Work};

/// Where the claim stands in `meta`.
pub(crate) const LEASE: &str = "timer_lease";

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

    /// Claims the timers for this process until `now + length` (wall clock), or
    /// prolongs its claim. False while another process holds them: of several
    /// processes on one database, one sweeps.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_timers(&mut self, now: Timestamp, length: Span) -> Result<bool, Error> {
        let mine = self.heads.writer.simple().to_string();
        // The update that changes nothing locks the row until the commit, so
        // that two processes cannot both find the claim free.
        let mut query = Query::new("INSERT INTO meta (key, value) VALUES (");
        query.bind(LEASE).push(", '') ON CONFLICT (key) DO UPDATE SET value = meta.value RETURNING value");
        let rows = self.fetch(query).await?;
        let held: String = rows.first().map(|row| row.cell(0)).transpose()?.unwrap_or_default();
        let (holder, until) = held.split_once(' ').unwrap_or_default();
        let free = until.parse().map_or(true, |until| now.as_micros() >= until);
        if !free && holder != mine {
            return Ok(false);
        }
        self.put_meta(LEASE, &format!("{mine} {}", now.plus(length).as_micros()));
        Ok(true)
    }
}
