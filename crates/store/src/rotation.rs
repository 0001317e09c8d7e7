//! Rotation: whatever an older key of the ring closes is closed by the current one.
//!
//! Each batch is a transaction of its own. Broken off, what is done stays done,
//! and the old key, still in the ring, opens the rest.

use std::collections::BTreeMap;

use kernel::Error;
use uuid::Uuid;

use crate::{
    BlobRow, MetaRow, PersonKeyRow, Store, TotpRow,
    db::{Conn, Query},
    dialect, index, pseudonyms,
};

/// Persons of one transaction.
const BATCH: i64 = 500;

/// What a key of the ring is needed for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyUses {
    /// Persons whose key it wraps.
    pub persons: u64,
    /// Files whose key it wraps.
    pub files: u64,
    /// Secrets of the installation and of second factors that it seals.
    pub secrets: u64,
    /// Answers of commands that are known again by it.
    pub commands: u64,
}

impl KeyUses {
    /// What another key can take over.
    pub const fn wrapped(&self) -> u64 {
        self.persons + self.files + self.secrets
    }
    /// Everything.
    pub const fn all(&self) -> u64 {
        self.wrapped() + self.commands
    }
}

impl Store {
    /// Has the database for this store alone until it is closed.
    ///
    /// # Errors
    /// `store.locked` while another store is open on it.
    pub async fn have_alone(&self) -> Result<(), Error> {
        self.alone(Box::new(|conn| {
            Box::pin(async move {
                dialect::exclude(conn).await?;
                Ok(0)
            })
        }))
        .await
        .map(drop)
    }

    /// What each key is needed for, by its number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn key_uses(&self) -> Result<BTreeMap<u32, KeyUses>, Error> {
        let mut conn = self.reader().await?;
        let mut uses: BTreeMap<u32, KeyUses> = BTreeMap::new();
        for (number, count) in numbers(&mut conn, "person_key", "wrapped").await? {
            uses.entry(number).or_default().persons += count;
        }
        for (number, count) in numbers(&mut conn, "blob", "wrapped_key").await? {
            uses.entry(number).or_default().files += count;
        }
        for (number, count) in numbers(&mut conn, "user_totp", "sealed").await? {
            uses.entry(number).or_default().secrets += count;
        }
        for (number, count) in numbers(&mut conn, "command_key", "body_hash").await? {
            uses.entry(number).or_default().commands += count;
        }
        if let Some(number) = index::sealed_key(&mut conn).await?.as_deref().and_then(number_of) {
            uses.entry(number).or_default().secrets += 1;
        }
        if let Some(number) = pseudonyms::sealed_key(&mut conn).await?.as_deref().and_then(number_of) {
            uses.entry(number).or_default().secrets += 1;
        }
        Ok(uses)
    }

    /// Closes under the current key whatever an older one closes; says how much.
    /// `totp` is what the secrets of second factors are sealed for; `nonces`
    /// must give fresh random bytes; `progress` hears of what is done.
    ///
    /// # Errors
    /// `keys.missing` when an old key is no longer in the ring.
    pub async fn rewrap(
        &self,
        totp: &'static str,
        mut nonces: impl FnMut() -> [u8; 12],
        mut progress: impl FnMut(u64),
    ) -> Result<u64, Error> {
        let mut done = 0;
        let mut after = Uuid::nil();
        loop {
            let rows = self.stale_persons(after).await?;
            let Some(last) = rows.last() else { break };
            after = last.person.0;
            let mut rewrapped = Vec::with_capacity(rows.len());
            for row in &rows {
                let Some(wrapped) = &row.wrapped else { continue };
                let key = self.keys().unwrap_key(row.person, wrapped)?;
                let wrapped = Some(self.keys().wrap_key(row.person, &key, nonces())?);
                rewrapped.push(PersonKeyRow { person: row.person, wrapped });
            }
            done += self.alone(Box::new(move |conn| Box::pin(replace_keys(conn, rewrapped)))).await?;
            progress(done);
        }
        let mut changes = Vec::new();
        for row in self.records::<BlobRow>(Query::select::<BlobRow>()).await? {
            if self.keys().is_stale(&row.wrapped_key) {
                let key = self.keys().unwrap_file_key(row.id, &row.wrapped_key)?;
                let wrapped = self.keys().wrap_file_key(row.id, &key, nonces())?;
                let mut query = Query::new("UPDATE blob SET wrapped_key = ");
                query.bind(wrapped).push(" WHERE id = ").bind(row.id);
                changes.push(query);
            }
        }
        for row in self.records::<TotpRow>(Query::select::<TotpRow>()).await? {
            if self.keys().is_stale(&row.sealed) {
                let secret = self.keys().open_secret(totp, row.user.0, &row.sealed)?;
                let sealed = self.keys().seal_secret(totp, row.user.0, &secret, nonces())?;
                let mut query = Query::new("UPDATE user_totp SET sealed = ");
                query.bind(sealed).push(" WHERE user_id = ").bind(row.user);
                query.push(" AND sealed = ").bind(row.sealed);
                changes.push(query);
            }
        }
        let sealed = index::sealed_key(&mut self.reader().await?).await?;
        if let Some(sealed) = sealed.filter(|sealed| self.keys().is_stale(sealed)) {
            let MetaRow { key, value } = index::reseal(self.keys(), &sealed, nonces())?;
            let mut query = Query::new("UPDATE meta SET value = ");
            query.bind(value).push(" WHERE key = ").bind(key);
            changes.push(query);
        }
        let sealed = pseudonyms::sealed_key(&mut self.reader().await?).await?;
        if let Some(sealed) = sealed.filter(|sealed| self.keys().is_stale(sealed)) {
            let MetaRow { key, value } = pseudonyms::reseal(self.keys(), &sealed, nonces())?;
            let mut query = Query::new("UPDATE meta SET value = ");
            query.bind(value).push(" WHERE key = ").bind(key);
            changes.push(query);
        }
        if !changes.is_empty() {
            done += self.alone(Box::new(move |conn| Box::pin(run(conn, changes)))).await?;
            progress(done);
        }
        Ok(done)
    }

    async fn stale_persons(&self, after: Uuid) -> Result<Vec<PersonKeyRow>, Error> {
        let mut query = Query::select::<PersonKeyRow>();
        query.push(" WHERE wrapped IS NOT NULL AND person_id > ").bind(after);
        query.push(" AND substr(wrapped, 1, 4) <> ").bind(self.keys().current().to_be_bytes().to_vec());
        query.push(" ORDER BY person_id LIMIT ").bind(BATCH);
        self.records(query).await
    }
}

/// Replaces wrapped keys, but never brings back one that was erased meanwhile.
async fn replace_keys(conn: &mut Conn, rows: Vec<PersonKeyRow>) -> Result<u64, Error> {
    let rows = rows.iter().map(crate::table::Record::to_values).collect();
    conn.update_many(
        "person_id, wrapped",
        "UPDATE person_key SET wrapped = change.wrapped FROM change \
         WHERE person_key.person_id = change.person_id AND person_key.wrapped IS NOT NULL",
        rows,
    )
    .await
}

async fn run(conn: &mut Conn, changes: Vec<Query>) -> Result<u64, Error> {
    let mut changed = 0;
    for query in changes {
        changed += conn.execute(query).await?;
    }
    Ok(changed)
}

fn number_of(closed: &[u8]) -> Option<u32> {
    closed.first_chunk::<4>().map(|number| u32::from_be_bytes(*number))
}

/// The numbers of keys in front of what a column holds, with how often each stands there.
async fn numbers(conn: &mut Conn, table: &str, column: &str) -> Result<Vec<(u32, u64)>, Error> {
    let query = Query::new(format!(
        "SELECT substr({column}, 1, 4), count(*) FROM {table} WHERE {column} IS NOT NULL \
         GROUP BY substr({column}, 1, 4)"
    ));
    let mut found = Vec::new();
    for row in conn.fetch(query).await? {
        let (number, count): (Vec<u8>, i64) = (row.cell(0)?, row.cell(1)?);
        found.extend(number_of(&number).map(|number| (number, u64::try_from(count).unwrap_or(0))));
    }
    Ok(found)
}
