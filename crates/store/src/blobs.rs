//! Files that were sent in or made: sealed in the database, in chunks, so that
//! none is ever whole in memory; deleted when their time is over.

use kernel::{Classified, Code, Error, FileId, JobId, Timestamp, UserId};
use sha2::{Digest as _, Sha256};

use crate::{BlobChunkRow, BlobRow, Scope, Store, Wanted, db::Query, keys::FileKey};

/// Length of every chunk but the last, in bytes.
pub const CHUNK: usize = 1 << 20;
/// Chunks deleted in one transaction.
const SWEPT: i64 = 64;

/// A file about to be written.
#[derive(Clone, Debug)]
pub struct NewBlob {
    /// A fresh id.
    pub id: FileId,
    /// Whose.
    pub user: UserId,
    /// The job that makes it.
    pub job: Option<JobId>,
    /// Its name.
    pub name: Classified<String>,
    /// Its media type.
    pub media_type: String,
    /// Who may read it besides being its owner, opaque here.
    pub guard: String,
    /// Now, by the wall clock.
    pub created_at: Timestamp,
    /// When it goes, whole or not.
    pub expires_at: Timestamp,
}

/// A file being written. It holds at most one chunk in memory.
pub struct BlobWriter {
    store: Store,
    row: BlobRow,
    key: FileKey,
    buffer: Vec<u8>,
    hash: Sha256,
    length: i64,
    chunks: i64,
}

impl BlobWriter {
    /// Bytes taken so far.
    pub const fn length(&self) -> i64 {
        self.length
    }

    /// Takes more bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<(), Error> {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK - self.buffer.len()));
            self.buffer.extend_from_slice(now);
            if self.buffer.len() == CHUNK {
                self.flush().await?;
            }
            bytes = later;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), Error> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        self.hash.update(&self.buffer);
        self.length += i64::try_from(self.buffer.len()).unwrap_or(i64::MAX);
        let sealed = self.key.seal(self.row.id, self.chunks, &self.buffer)?;
        let row = BlobChunkRow { blob: self.row.id, seq: self.chunks, sealed };
        self.chunks += 1;
        self.buffer.clear();
        self.store
            .write(Wanted::nothing(), move |work| {
                work.put(&row);
                Box::pin(async { Ok(()) })
            })
            .await
    }

    /// Says that the file is whole.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish(mut self) -> Result<BlobRow, Error> {
        self.flush().await?;
        let hash = std::mem::take(&mut self.hash).finalize().to_vec();
        let row = BlobRow {
            length: Some(self.length),
            chunks: Some(self.chunks),
            sha256: Some(hash),
            ..self.row.clone()
        };
        let whole = row.clone();
        self.store
            .write(Wanted::nothing(), move |work| {
                work.put(&whole);
                Box::pin(async { Ok(()) })
            })
            .await?;
        Ok(row)
    }

    /// Throws away what was written.
    ///
    /// # Errors
    /// When the database fails; then it goes when its time is over.
    pub async fn discard(self) -> Result<(), Error> {
        self.store.delete_blob(self.row.id).await
    }
}

/// A whole file, chunk by chunk.
pub struct BlobReader {
    store: Store,
    row: BlobRow,
    key: FileKey,
    hash: Sha256,
    next: i64,
}

impl BlobReader {
    /// The file.
    pub const fn row(&self) -> &BlobRow {
        &self.row
    }

    /// The next chunk in order; none at the end, where the whole was compared
    /// with its hash.
    ///
    /// # Errors
    /// `file.incomplete` when it is not what was written; `keys.missing`; when
    /// the database fails.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        if self.row.chunks.is_none_or(|chunks| self.next >= chunks) {
            let hash = std::mem::take(&mut self.hash).finalize().to_vec();
            // Asked again after the end there is nothing to compare any more.
            let whole = self.next > self.row.chunks.unwrap_or_default() || self.row.sha256 == Some(hash);
            self.next = i64::MAX;
            return if whole { Ok(None) } else { Err(incomplete(self.row.id)) };
        }
        let bytes = self.chunk(self.next).await?;
        self.hash.update(&bytes);
        self.next += 1;
        Ok(Some(bytes))
    }

    /// The chunk at a place, from 0; empty behind the end. Every chunk but the
    /// last has [`CHUNK`] bytes.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub async fn chunk(&self, seq: i64) -> Result<Vec<u8>, Error> {
        if self.row.chunks.is_none_or(|chunks| seq >= chunks) {
            return Ok(Vec::new());
        }
        let mut query = Query::select::<BlobChunkRow>();
        query.push(" WHERE blob_id = ").bind(self.row.id).push(" AND seq = ").bind(seq);
        let found: Option<BlobChunkRow> = self.store.record(query).await?;
        let sealed = found.ok_or_else(|| incomplete(self.row.id))?.sealed;
        self.key.open(self.row.id, seq, &sealed)
    }
}

fn incomplete(id: FileId) -> Error {
    Error::new(Code::FileIncomplete).arg("id", id)
}

impl Store {
    /// Begins a file. `random` is fresh from the system's random source: its
    /// key, and the nonce under which that is wrapped.
    ///
    /// # Errors
    /// `keys.missing` without a key ring; when the database fails.
    pub async fn begin_blob(&self, new: NewBlob, random: [u8; 44]) -> Result<BlobWriter, Error> {
        let (mut key, mut nonce) = ([0u8; 32], [0u8; 12]);
        key.copy_from_slice(&random[..32]);
        nonce.copy_from_slice(&random[32..]);
        let key = FileKey::from_random(key);
        let row = BlobRow {
            wrapped_key: self.keys().wrap_file_key(new.id, &key, nonce)?,
            id: new.id,
            user: new.user,
            job: new.job,
            name: new.name,
            media_type: new.media_type,
            guard: new.guard,
            created_at: new.created_at,
            expires_at: new.expires_at,
            length: None,
            chunks: None,
            sha256: None,
        };
        let begun = row.clone();
        self.write(Wanted::nothing(), move |work| {
            work.put(&begun);
            Box::pin(async { Ok(()) })
        })
        .await?;
        let buffer = Vec::with_capacity(CHUNK);
        Ok(BlobWriter { store: self.clone(), row, key, buffer, hash: Sha256::new(), length: 0, chunks: 0 })
    }

    /// A file of the scope's user, whole or not; of anybody for the system.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn blob(&self, scope: &Scope, id: FileId) -> Result<Option<BlobRow>, Error> {
        let mut query = Query::select::<BlobRow>();
        query.push(" WHERE id = ").bind(id);
        if let Some(user) = scope.user {
            query.push(" AND by_user = ").bind(user);
        }
        self.record(query).await
    }

    /// The whole files of the scope's user that a job has made, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn blobs_of(&self, scope: &Scope, job: JobId) -> Result<Vec<BlobRow>, Error> {
        let mut query = Query::select::<BlobRow>();
        query.push(" WHERE byte_length IS NOT NULL AND job_id = ").bind(job);
        if let Some(user) = scope.user {
            query.push(" AND by_user = ").bind(user);
        }
        query.push(" ORDER BY id");
        self.records(query).await
    }

    /// Reads a file that is whole.
    ///
    /// # Errors
    /// `file.incomplete`; `keys.missing` when its key cannot be unwrapped.
    pub fn read_blob(&self, row: BlobRow) -> Result<BlobReader, Error> {
        if row.chunks.is_none() {
            return Err(incomplete(row.id));
        }
        let key = self.keys().unwrap_file_key(row.id, &row.wrapped_key)?;
        Ok(BlobReader { store: self.clone(), row, key, hash: Sha256::new(), next: 0 })
    }

    /// Deletes a file, its chunks first, few at a time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_blob(&self, id: FileId) -> Result<(), Error> {
        loop {
            let swept = self
                .alone(Box::new(move |conn| {
                    Box::pin(async move {
                        let mut query = Query::new("DELETE FROM blob_chunk WHERE blob_id = ");
                        query.bind(id).push(" AND seq IN (SELECT seq FROM blob_chunk WHERE blob_id = ");
                        query.bind(id).push(" ORDER BY seq LIMIT ").bind(SWEPT).push(")");
                        conn.execute(query).await
                    })
                }))
                .await?;
            if swept == 0 {
                break;
            }
        }
        self.alone(Box::new(move |conn| {
            Box::pin(async move {
                let mut query = Query::new("DELETE FROM blob WHERE id = ");
                query.bind(id);
                conn.execute(query).await
            })
        }))
        .await
        .map(drop)
    }

    /// Deletes every file whose time is over; how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_expired_blobs(&self, now: Timestamp) -> Result<u64, Error> {
        let mut query = Query::new("SELECT id FROM blob WHERE expires_at <= ");
        query.bind(now).push(" ORDER BY expires_at, id LIMIT 1000");
        self.delete_blobs(query).await
    }

    /// Deletes every file that a job has begun or made; how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_blobs_of(&self, job: JobId) -> Result<u64, Error> {
        let mut query = Query::new("SELECT id FROM blob WHERE job_id = ");
        query.bind(job);
        self.delete_blobs(query).await
    }

    async fn delete_blobs(&self, query: Query) -> Result<u64, Error> {
        let rows = self.fetch(query).await?;
        let mut deleted = 0;
        for row in &rows {
            self.delete_blob(row.cell(0)?).await?;
            deleted += 1;
        }
        Ok(deleted)
    }
}
