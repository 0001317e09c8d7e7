//! Log-ins: attempts, second factors, sessions that last, keys of programs.

use kernel::{Cursor, Error, Page, PageRequest, Span, Timestamp, UserId};
use uuid::Uuid;

use crate::{
    ApiKeyRow, AttemptRow, RecoveryCodeRow, SessionRow, Store, TotpRow, Work, db::Query, table::Record as _,
};

/// How many attempts are let through in a row before whoever makes them waits.
#[derive(Clone, Copy, Debug)]
pub struct AttemptLimit {
    /// What is counted: `login`, `address`, `notice`, or `sign_in` for what is good once.
    pub kind: &'static str,
    /// Attempts let through.
    pub most: i64,
    /// How long whoever made them waits, from the last one let through.
    pub wait: Span,
}

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
    /// Until when somebody waits who has made too many attempts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn locked_until(
        &self,
        limit: AttemptLimit,
        key_hash: &[u8],
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Error> {
        let mut query = Query::select::<AttemptRow>();
        query.push(" WHERE kind = ").bind(limit.kind).push(" AND key_hash = ").bind(key_hash.to_vec());
        let row: Option<AttemptRow> = self.record(query).await?;
        let full = row.filter(|row| row.attempts >= limit.most);
        Ok(full.map(|row| row.last_at.plus(limit.wait)).filter(|until| now < *until))
    }
    /// The second factor of somebody, proved or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn totp(&self, user: UserId) -> Result<Option<TotpRow>, Error> {
        let mut query = Query::select::<TotpRow>();
        query.push(" WHERE user_id = ").bind(user);
        self.record(query).await
    }
    /// How many recovery codes somebody has left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recovery_codes_left(&self, user: UserId) -> Result<i64, Error> {
        let mut query = Query::new("SELECT count(*) FROM recovery_code WHERE used_at IS NULL AND user_id = ");
        query.bind(user);
        self.fetch(query).await?.first().map_or(Ok(0), |row| row.cell(0))
    }
    /// The key of a program with a hash, ended or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn api_key(&self, key_hash: &[u8]) -> Result<Option<ApiKeyRow>, Error> {
        let mut query = Query::select::<ApiKeyRow>();
        query.push(" WHERE key_hash = ").bind(key_hash.to_vec());
        self.record(query).await
    }
    /// A page of the keys of a user, newest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn api_keys(&self, user: UserId, page: &PageRequest) -> Result<Page<ApiKeyRow>, Error> {
        let mut query = Query::select::<ApiKeyRow>();
        query.push(" WHERE user_id = ").bind(user);
        if let Some(after) = &page.after {
            query.push(" AND id < ").bind(after.parts()?.1);
        }
        query.push(" ORDER BY id DESC LIMIT ").bind(i64::from(page.limit) + 1);
        let rows = self.records::<ApiKeyRow>(query).await?;
        Ok(Page::from_surplus(rows, page.limit, |row| Cursor::new(0, row.id)))
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
    /// Ends every session of somebody, but for one that may be kept; how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions_of(
        &mut self,
        user: UserId,
        but: Option<&[u8]>,
        at: Timestamp,
    ) -> Result<u64, Error> {
        self.settle_table(SessionRow::TABLE).await?;
        let mut query = Query::new("UPDATE session SET ended_at = ");
        query.bind(at).push(" WHERE user_id = ").bind(user).push(" AND ended_at IS NULL");
        if let Some(kept) = but {
            query.push(" AND token_hash <> ").bind(kept.to_vec());
        }
        self.execute(query).await
    }
    /// Counts an attempt before it is known to fail, so that of many at once no
    /// more are tried than one after the other; says until when to wait when it
    /// is not to be tried.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_attempt(
        &mut self,
        limit: AttemptLimit,
        key_hash: &[u8],
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Error> {
        self.settle_table(AttemptRow::TABLE).await?;
        let over = now.plus(Span::from_micros(-limit.wait.as_micros()));
        let mut query = Query::new("INSERT INTO log_in_attempt (kind, key_hash, attempts, last_at) VALUES (");
        query.bind(limit.kind).push(", ").bind(key_hash.to_vec()).push(", 1, ").bind(now);
        query.push(
            ") ON CONFLICT (kind, key_hash) DO UPDATE SET attempts = CASE WHEN log_in_attempt.last_at <= ",
        );
        query.bind(over).push(" THEN 1 ELSE log_in_attempt.attempts + 1 END, last_at = CASE WHEN ");
        query
            .push("log_in_attempt.last_at > ")
            .bind(over)
            .push(" AND log_in_attempt.attempts >= ")
            .bind(limit.most);
        query.push(" THEN log_in_attempt.last_at ELSE excluded.last_at END RETURNING attempts, last_at");
        let rows = self.fetch(query).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (attempts, last) = (row.cell::<i64>(0)?, Timestamp::from_micros(row.cell(1)?));
        Ok((attempts > limit.most).then(|| last.plus(limit.wait)))
    }
    /// Takes back one counted attempt that succeeded.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn uncount_attempt(&mut self, kind: &str, key_hash: &[u8]) -> Result<(), Error> {
        self.settle_table(AttemptRow::TABLE).await?;
        let mut query = Query::new("UPDATE log_in_attempt SET attempts = attempts - 1 WHERE attempts > 0");
        query.push(" AND kind = ").bind(kind).push(" AND key_hash = ").bind(key_hash.to_vec());
        self.execute(query).await.map(drop)
    }
    /// Lets somebody try anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pardon_attempts(&mut self, kind: &str, key_hash: &[u8]) -> Result<(), Error> {
        self.settle_table(AttemptRow::TABLE).await?;
        let mut query = Query::new("DELETE FROM log_in_attempt WHERE kind = ");
        query.bind(kind).push(" AND key_hash = ").bind(key_hash.to_vec());
        self.execute(query).await.map(drop)
    }
    /// Forgets attempts whose last one is older than a moment; how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_attempts(&mut self, before: Timestamp) -> Result<u64, Error> {
        self.settle_table(AttemptRow::TABLE).await?;
        let mut query = Query::new("DELETE FROM log_in_attempt WHERE last_at < ");
        query.bind(before);
        self.execute(query).await
    }
    /// The second factor of somebody, as it is inside the group.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn totp(&mut self, user: UserId) -> Result<Option<TotpRow>, Error> {
        self.settle_table(TotpRow::TABLE).await?;
        let mut query = Query::select::<TotpRow>();
        query.push(" WHERE user_id = ").bind(user);
        Ok(self.records(query).await?.pop())
    }
    /// Revokes every key of a user; how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_api_keys_of(&mut self, user: UserId, at: Timestamp) -> Result<u64, Error> {
        self.settle_table(ApiKeyRow::TABLE).await?;
        let mut query = Query::new("UPDATE api_key SET revoked_at = ");
        query.bind(at).push(" WHERE revoked_at IS NULL AND user_id = ").bind(user);
        self.execute(query).await
    }
    /// Makes or replaces the second factor of somebody.
    pub fn put_totp(&mut self, row: &TotpRow) {
        self.put(row);
    }
    /// Proves a second factor by its first code, with the step of that code;
    /// false when it was proved before or replaced meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn confirm_totp(&mut self, row: &TotpRow, step: i64, at: Timestamp) -> Result<bool, Error> {
        self.settle_table(TotpRow::TABLE).await?;
        let mut query = Query::new("UPDATE user_totp SET confirmed_at = ");
        query.bind(at).push(", last_step = ").bind(step).push(" WHERE user_id = ").bind(row.user);
        query.push(" AND confirmed_at IS NULL AND sealed = ").bind(row.sealed.clone());
        Ok(self.execute(query).await? > 0)
    }
    /// Uses the code of a step; false when one of that step or a later one was
    /// used before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_totp(&mut self, user: UserId, step: i64) -> Result<bool, Error> {
        self.settle_table(TotpRow::TABLE).await?;
        let mut query = Query::new("UPDATE user_totp SET last_step = ");
        query.bind(step).push(" WHERE user_id = ").bind(user).push(" AND last_step < ").bind(step);
        Ok(self.execute(query).await? > 0)
    }
    /// Takes the second factor from somebody, with its recovery codes; false
    /// when he had none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_totp(&mut self, user: UserId) -> Result<bool, Error> {
        self.settle_table(TotpRow::TABLE).await?;
        self.settle_table(RecoveryCodeRow::TABLE).await?;
        let mut query = Query::new("DELETE FROM recovery_code WHERE user_id = ");
        query.bind(user);
        self.execute(query).await?;
        let mut query = Query::new("DELETE FROM user_totp WHERE user_id = ");
        query.bind(user);
        Ok(self.execute(query).await? > 0)
    }
    /// Gives somebody recovery codes in place of those he had.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_recovery_codes(&mut self, user: UserId, hashes: &[Vec<u8>]) -> Result<(), Error> {
        self.settle_table(RecoveryCodeRow::TABLE).await?;
        let mut query = Query::new("DELETE FROM recovery_code WHERE user_id = ");
        query.bind(user);
        self.execute(query).await?;
        for hash in hashes {
            self.put(&RecoveryCodeRow { user, code_hash: hash.clone(), used_at: None });
        }
        Ok(())
    }
    /// Uses a recovery code; false when there is none such, or it was used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_recovery_code(
        &mut self,
        user: UserId,
        hash: &[u8],
        at: Timestamp,
    ) -> Result<bool, Error> {
        self.settle_table(RecoveryCodeRow::TABLE).await?;
        let mut query = Query::new("UPDATE recovery_code SET used_at = ");
        query.bind(at).push(" WHERE used_at IS NULL AND user_id = ").bind(user);
        query.push(" AND code_hash = ").bind(hash.to_vec());
        Ok(self.execute(query).await? > 0)
    }
    /// Makes the key of a program.
    pub fn put_api_key(&mut self, row: &ApiKeyRow) {
        self.put(row);
    }
    /// Notes that a key was used; false when it was revoked meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_api_key(&mut self, id: Uuid, at: Timestamp) -> Result<bool, Error> {
        self.settle_table(ApiKeyRow::TABLE).await?;
        let mut query = Query::new("UPDATE api_key SET last_used_at = ");
        query.bind(at).push(" WHERE id = ").bind(id).push(" AND revoked_at IS NULL");
        Ok(self.execute(query).await? > 0)
    }
    /// Revokes a key of a user; false when he has none such. The first end stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_api_key(&mut self, user: UserId, id: Uuid, at: Timestamp) -> Result<bool, Error> {
        self.settle_table(ApiKeyRow::TABLE).await?;
        let mut query = Query::new("UPDATE api_key SET revoked_at = COALESCE(revoked_at, ");
        query.bind(at).push(") WHERE id = ").bind(id).push(" AND user_id = ").bind(user);
        Ok(self.execute(query).await? > 0)
    }
}
