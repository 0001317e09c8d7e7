//! The blind index: persons are found by keyed hashes of their names and
//! numbers, so that no table holds what they are made of.
//!
//! The key of the hashes is a random secret of its own, sealed by the key ring:
//! a ring that is rotated seals it anew, and no hash changes.

use std::sync::{Arc, OnceLock};

use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::{AreaPath, Code, Error, PersonId, PersonalField};
use sha2::Sha256;
use text::identity::{KeyKind, SearchKey, index_keys};
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    MetaRow, PersonKeyRow, PersonRow, PersonTokenRow, PersonalValueRow, PersonalValues, Scope, Store, Wanted,
    Work,
    db::{Conn, Query},
    examine::unusable_keys,
    keys::KeyRing,
    pending::Op,
    table::Record,
    value::Value,
};

/// The setting that holds the sealed key.
pub(crate) const INDEX_KEY: &str = "index_key";
/// The setting that says by which version of the keys everybody is filed.
pub(crate) const FILED: &str = "person_index";
/// Grows when the same value gets other keys.
pub(crate) const VERSION: &str = "1";
/// What the secret is sealed for.
const PURPOSE: &str = "person_index";
/// In front of what is no key of the search: no kind of key begins so.
const SECRET: &[u8] = b"secret\0";
/// Bytes of a token.
const TOKEN: usize = 16;
/// Persons filed in one transaction.
const BATCH: u32 = 500;
/// Rows looked at under one key before years of birth are compared.
const SCANNED: i64 = 2000;
/// Persons taken from one key.
const PER_KEY: i64 = 100;

/// The key of all hashes.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct IndexKey([u8; 32]);

/// The key as the parts of a store share it; empty until it is made.
pub(crate) type SharedIndexKey = Arc<OnceLock<IndexKey>>;

impl IndexKey {
    /// What stands in the table for a key.
    pub(crate) fn token(&self, key: &SearchKey) -> Result<Vec<u8>, Error> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(|_| missing())?;
        mac.update(key.kind.as_str().as_bytes());
        mac.update(&[0]);
        mac.update(key.text.as_bytes());
        Ok(mac.finalize().into_bytes()[..TOKEN].to_vec())
    }

    /// What stands in a table for a secret that somebody brings: the whole hash,
    /// which no key of the search ever equals.
    pub(crate) fn secret(&self, purpose: &str, secret: &str) -> Result<Vec<u8>, Error> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(|_| missing())?;
        mac.update(SECRET);
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(secret.as_bytes());
        Ok(mac.finalize().into_bytes().to_vec())
    }
}

pub(crate) fn missing() -> Error {
    Error::new(Code::KeyRingMissing).arg("detail", "the key of the search index")
}

/// Reads the key; none when there is none yet.
///
/// # Errors
/// `keys.missing` when the ring does not open it.
pub(crate) async fn read_key(conn: &mut Conn, keys: &KeyRing) -> Result<Option<IndexKey>, Error> {
    let Some(sealed) = sealed_key(conn).await? else { return Ok(None) };
    let secret = keys.open_secret(PURPOSE, Uuid::nil(), &sealed)?;
    <[u8; 32]>::try_from(secret.as_slice()).map(|key| Some(IndexKey(key))).map_err(|_| missing())
}

/// The key as it stands sealed.
pub(crate) async fn sealed_key(conn: &mut Conn) -> Result<Option<Vec<u8>>, Error> {
    let mut query = Query::select::<MetaRow>();
    query.push(" WHERE key = ").bind(INDEX_KEY);
    let row = conn.records::<MetaRow>(query).await?.pop();
    row.map(|row| bytes_of(&row.value).ok_or_else(missing)).transpose()
}

/// Seals the key anew under the current key of the ring.
pub(crate) fn reseal(keys: &KeyRing, sealed: &[u8], nonce: [u8; 12]) -> Result<MetaRow, Error> {
    let secret = keys.open_secret(PURPOSE, Uuid::nil(), sealed)?;
    seal(keys, &secret, nonce)
}

fn seal(keys: &KeyRing, secret: &[u8], nonce: [u8; 12]) -> Result<MetaRow, Error> {
    let sealed = keys.seal_secret(PURPOSE, Uuid::nil(), secret, nonce)?;
    let value = sealed.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(MetaRow { key: INDEX_KEY.to_owned(), value })
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// Makes the key where there is none. A ring that does not open the keys of
/// persons is a wrong one, and seals nothing.
async fn make_key(conn: &mut Conn, keys: KeyRing, secret: [u8; 32], nonce: [u8; 12]) -> Result<u64, Error> {
    if let Some(number) = unusable_keys(conn, &keys).await?.first() {
        return Err(Error::new(Code::KeyRingMissing).arg("detail", format!("key {number} opens nothing")));
    }
    let row = seal(&keys, &secret, nonce)?;
    let mut query = Query::new("INSERT INTO meta (key, value) VALUES (");
    query.bind(row.key).push(", ").bind(row.value).push(") ON CONFLICT DO NOTHING");
    conn.execute(query).await?;
    // Where nobody is, everybody is filed.
    let mut query = Query::new("INSERT INTO meta (key, value) SELECT ");
    query.bind(FILED).push(", ").bind(VERSION);
    query.push(" WHERE NOT EXISTS (SELECT 1 FROM person) ON CONFLICT DO NOTHING");
    conn.execute(query).await
}

/// The rows under which a person's values are filed.
pub(crate) fn tokens(
    index: &SharedIndexKey,
    person: PersonId,
    area: &AreaPath,
    values: &PersonalValues,
) -> Result<Vec<PersonTokenRow>, Error> {
    let mut rows = Vec::with_capacity(8);
    for (field, value) in values {
        for key in index_keys(*field, value.expose()) {
            let token = index.get().ok_or_else(missing)?.token(&key)?;
            rows.push(PersonTokenRow { token, area: area.clone(), person, kind: key.kind.as_str().into() });
        }
    }
    Ok(rows)
}

/// The kinds of key that come from a field.
pub(crate) fn kinds_of(field: PersonalField) -> Vec<&'static str> {
    KeyKind::ALL.into_iter().filter(|kind| kind.field() == field).map(KeyKind::as_str).collect()
}

/// What a search looks for.
#[derive(Clone, Debug)]
pub struct Search {
    /// The keys to look under, the strongest first.
    pub keys: Vec<SearchKey>,
    /// The years of birth to which weak keys are narrowed, inclusive.
    pub years: Option<(i64, i64)>,
    /// Most persons to find.
    pub most: usize,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found<T> {
    /// Who, the best first, with what was judged of him.
    pub persons: Vec<(PersonRow, T)>,
    /// Whether so many stand under a key that not all were looked at.
    pub more: bool,
}

impl Store {
    /// Makes the key of the search index where there is none, from fresh random
    /// bytes, and takes it in use. Without a key ring nothing is done.
    ///
    /// # Errors
    /// `keys.missing` when the ring is not the one of this database.
    pub async fn prepare_index(&self, random: [u8; 44]) -> Result<(), Error> {
        if self.index().get().is_some() || self.keys().is_empty() {
            return Ok(());
        }
        let mut known = read_key(&mut self.reader().await?, self.keys()).await?;
        if known.is_none() {
            let (mut secret, mut nonce) = ([0; 32], [0; 12]);
            secret.copy_from_slice(&random[..32]);
            nonce.copy_from_slice(&random[32..]);
            let keys = self.keys().clone();
            self.alone(Box::new(move |conn| Box::pin(make_key(conn, keys, secret, nonce)))).await?;
            // Another process may have been first.
            known = read_key(&mut self.reader().await?, self.keys()).await?;
        }
        // Two tasks of one process read the same.
        let _ = self.index().set(known.ok_or_else(missing)?);
        Ok(())
    }

    /// Whether everybody is filed in the search index as this program files them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_indexed(&self) -> Result<bool, Error> {
        Ok(self.meta(FILED).await?.as_deref() == Some(VERSION))
    }

    /// Files everybody anew, batch by batch, beside everything else that goes
    /// on; calls `progress` with the persons done. Broken off, it is begun again.
    ///
    /// # Errors
    /// `keys.missing`, or when the database fails.
    pub async fn reindex(&self, mut progress: impl FnMut(u64)) -> Result<u64, Error> {
        let (mut after, mut done) = (Uuid::nil(), 0);
        loop {
            let batch = self
                .write(Wanted::nothing(), move |work| Box::pin(async move { work.file_behind(after).await }))
                .await?;
            let Some((last, count)) = batch else { break };
            (after, done) = (last, done + count);
            progress(done);
        }
        self.write(Wanted::nothing(), |work| {
            work.put_meta(FILED, VERSION);
            Box::pin(async { Ok(()) })
        })
        .await?;
        Ok(done)
    }

    /// The persons of a scope under some keys whom `judge` lets through, the
    /// greatest judgement first. It sees their values, which go no further. The
    /// search and everybody found are in the audit before anything is returned.
    ///
    /// # Errors
    /// `keys.missing`, or when the database fails.
    pub async fn search<T: Ord + Send>(
        &self,
        scope: &Scope,
        search: &Search,
        note: crate::AuditNote,
        judge: impl Fn(&PersonRow, &PersonalValues) -> Option<T> + Send,
    ) -> Result<Found<T>, Error> {
        let index = self.index().get().ok_or_else(missing)?;
        let (mut ids, mut more) = (Vec::new(), false);
        {
            let mut conn = self.reader().await?;
            for key in &search.keys {
                let rows = conn.fetch(under(scope, key, index.token(key)?, search.years)).await?;
                more |= i64::try_from(rows.len()).is_ok_and(|count| count >= PER_KEY);
                for row in &rows {
                    let id: PersonId = row.cell(0)?;
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                }
            }
        }
        let fields = [PersonalField::Name, PersonalField::IdNumber, PersonalField::Phone];
        let opened = self.opened(scope, &ids, &fields).await?;
        let mut persons: Vec<(PersonRow, T)> = opened
            .into_iter()
            .filter_map(|(row, values)| judge(&row, &values).map(|judged| (row, judged)))
            .collect();
        persons.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.id.cmp(&b.id)));
        more |= persons.len() > search.most;
        persons.truncate(search.most);
        self.note_search(scope, &note, &persons).await?;
        Ok(Found { persons, more })
    }
}

/// The persons under one key: those in the scope alone, so that whoever lies
/// outside costs nothing and shows nowhere.
fn under(scope: &Scope, key: &SearchKey, token: Vec<u8>, years: Option<(i64, i64)>) -> Query {
    let mut query = Query::new("SELECT person.id FROM (SELECT person_id FROM person_token WHERE token = ");
    query.bind(token);
    scope.restrict(&mut query, "area_path");
    query.push(&format!(" LIMIT {SCANNED}) filed JOIN person ON person.id = filed.person_id"));
    query.push(" WHERE person.erased_at IS NULL");
    let weak = matches!(key.kind, KeyKind::NamePart | KeyKind::Sound | KeyKind::SoundPart);
    if let Some((from, to)) = years.filter(|_| weak) {
        query.push(" AND (person.birth_year IS NULL OR person.birth_year BETWEEN ").bind(from);
        query.push(" AND ").bind(to).push(")");
    }
    query.push(&format!(" LIMIT {PER_KEY}"));
    query
}

impl Work {
    /// Who is filed under a key, with his area, in this group too.
    ///
    /// # Errors
    /// `keys.missing`, or when the database fails.
    pub async fn filed_under(&mut self, key: &SearchKey) -> Result<Vec<(PersonId, AreaPath)>, Error> {
        let token = self.index.get().ok_or_else(missing)?.token(key)?;
        let mut rows: Vec<PersonTokenRow> = Vec::new();
        for row in
            self.pending.rows_of(PersonTokenRow::TABLE).filter(|row| row[0] == Value::Bytes(token.clone()))
        {
            rows.push(PersonTokenRow::from_values(row.clone())?);
        }
        let mut query = Query::select::<PersonTokenRow>();
        query.push(" WHERE token = ").bind(token).push(&format!(" LIMIT {PER_KEY}"));
        rows.extend(self.records::<PersonTokenRow>(query).await?);
        let mut found: Vec<_> = rows.into_iter().map(|row| (row.person, row.area)).collect();
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// Files the next persons behind an id; the last of them and how many, none at the end.
    async fn file_behind(&mut self, after: Uuid) -> Result<Option<(Uuid, u64)>, Error> {
        self.flush().await?;
        let mut query = Query::select::<PersonRow>();
        query.push(" WHERE erased_at IS NULL AND id > ").bind(after);
        query.push(&format!(" ORDER BY id LIMIT {BATCH}"));
        let persons: Vec<PersonRow> = self.records(query).await?;
        let Some(last) = persons.last().map(|row| row.id.0) else { return Ok(None) };
        let ids = || persons.iter().map(|row| row.id);
        let mut query = Query::select::<PersonKeyRow>();
        query.push(" WHERE ").bind_in("person_id", ids());
        let wrapped: Vec<PersonKeyRow> = self.records(query).await?;
        let mut query = Query::select::<PersonalValueRow>();
        query.push(" WHERE ").bind_in("person_id", ids());
        let values: Vec<PersonalValueRow> = self.records(query).await?;
        let opened = crate::people::open_all(&self.keys, persons, &wrapped, values)?;
        let count = opened.len() as u64;
        for (row, values) in opened {
            let kinds = KeyKind::ALL.into_iter().map(KeyKind::as_str).collect();
            self.local.push(Op::Unfile(row.id, kinds));
            for token in tokens(&self.index, row.id, &row.area, &values)? {
                self.put(&token);
            }
        }
        Ok(Some((last, count)))
    }
}
