//! Logins that last.

use kernel::{Error, Timestamp, UserId};

use crate::{SessionRow, Store, Work, db::Query};

impl Store {
    /// The session with a token's hash, ended or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(&self, token_hash: &[u8]) -> Result<Option<SessionRow>, Error> {
        let mut query = Query::select::<SessionRow>();
        query.push(" WHERE token_hash = ").bind(token_hash.to_vec());
        self.record(query).await
    }
    /// The sessions of a user that have not ended at a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions_of(&self, user: UserId, at: Timestamp) -> Result<Vec<SessionRow>, Error> {
        let mut query = Query::select::<SessionRow>();
        query.push(" WHERE user_id = ").bind(user);
        query.push(" AND ended_at IS NULL AND expires_at > ").bind(at).push(" ORDER BY created_at");
        self.records(query).await
    }
}

impl Work {
    /// Begins, prolongs or ends a session.
    pub fn put_session(&mut self, row: &SessionRow) {
        self.put(row);
    }
}
