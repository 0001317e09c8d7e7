//! Logins that last.

use kernel::{Error, Timestamp, UserId};

use crate::{SessionRow, Store, Work, db::Query, table::Record as _};

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
    /// Begins a session.
    pub fn put_session(&mut self, row: &SessionRow) {
        self.put(row);
    }
    /// Notes that a session was used; false when it has ended meanwhile, which it stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_session(&mut self, token_hash: &[u8], at: Timestamp) -> Result<bool, Error> {
        self.settle_table(SessionRow::TABLE).await?;
        let mut query = Query::new("UPDATE session SET last_seen_at = ");
        query.bind(at).push(" WHERE token_hash = ").bind(token_hash.to_vec());
        query.push(" AND ended_at IS NULL");
        Ok(self.execute(query).await? > 0)
    }
    /// Ends a session; the first end stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&mut self, token_hash: &[u8], at: Timestamp) -> Result<(), Error> {
        self.settle_table(SessionRow::TABLE).await?;
        let mut query = Query::new("UPDATE session SET ended_at = ");
        query.bind(at).push(" WHERE token_hash = ").bind(token_hash.to_vec());
        query.push(" AND ended_at IS NULL");
        self.execute(query).await.map(drop)
    }
    /// Ends every session of somebody; how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions_of(&mut self, user: UserId, at: Timestamp) -> Result<u64, Error> {
        self.settle_table(SessionRow::TABLE).await?;
        let mut query = Query::new("UPDATE session SET ended_at = ");
        query.bind(at).push(" WHERE user_id = ").bind(user).push(" AND ended_at IS NULL");
        self.execute(query).await
    }
}
