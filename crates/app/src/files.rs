//! Files that were sent in or made: whose they are, who may read them, and when
//! they go.

use authz::Action;
use kernel::{AreaCode, Classified, Code, Error, FileId, IdSource, JobId, Result, Span, SubjectKind};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Seek, SeekFrom};
use store::{AuditEntry, AuditKind, BlobReader, BlobRow, BlobWriter, CHUNK, NewBlob, Scope};
use tokio::runtime::Handle;

use crate::ids::{SystemIds, random_bytes};
use crate::recorder::not_found;
use crate::{App, Caller};

/// How long a file is kept.
pub const KEEP: Span = Span::days(7);
/// Longest name of a file, in characters.
const MAX_NAME: usize = 200;

/// What the reader of a file must be allowed to do, at the time he reads it,
/// besides being its owner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileGuard {
    /// Each action with the areas in which it must be his.
    pub needs: Vec<(String, Vec<AreaCode>)>,
}

/// A file to be made or taken in.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The job that makes it.
    pub job: Option<JobId>,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Who may read it.
    pub guard: FileGuard,
}

impl App {
    /// Begins a file of somebody. It goes after seven days, whole or not.
    ///
    /// # Errors
    /// `keys.missing`; those of the store.
    pub async fn begin_file(&self, owner: kernel::UserId, new: NewFile) -> Result<BlobWriter> {
        let now = self.inner.clocks.wall();
        let guard = serde_json::to_string(&new.guard).map_err(|e| Error::new(Code::Internal).caused_by(e))?;
        let blob = NewBlob {
            id: FileId(SystemIds.next_uuid()),
            user: owner,
            job: new.job,
            name: Classified::new(new.name),
            media_type: new.media_type,
            guard,
            created_at: now,
            expires_at: now.plus(KEEP),
        };
        self.store().begin_blob(blob, random_bytes::<44>()).await
    }

    /// Begins a file that somebody sends in, for an import.
    ///
    /// # Errors
    /// `access.forbidden`, `value.too_long` or `value.invalid` for its name;
    /// those of the store.
    pub async fn receive_file(&self, caller: &Caller, name: &str, media_type: &str) -> Result<BlobWriter> {
        caller.authority.areas_for(Action::ImportCases)?;
        let length = name.chars().count();
        if length > MAX_NAME || media_type.len() > MAX_NAME {
            return Err(Error::new(Code::TooLong)
                .arg("field", "name")
                .arg("length", length.max(media_type.len()))
                .arg("max", MAX_NAME));
        }
        if name.chars().any(|c| c.is_control() || c == '/' || c == '\\') {
            return Err(Error::new(Code::InvalidValue).arg("field", "name").arg("value", ""));
        }
        let new = NewFile {
            job: None,
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            guard: FileGuard::default(),
        };
        self.begin_file(caller.user, new).await
    }

    /// A file of the caller that is whole. What he was allowed when it was
    /// made does not count: its guard is asked now.
    ///
    /// # Errors
    /// `record.not_found` for a file of somebody else, `access.forbidden`,
    /// `file.incomplete`; those of the store.
    pub async fn file(&self, caller: &Caller, id: FileId) -> Result<BlobRow> {
        let scope = Scope::new(caller.user, Vec::new(), "file");
        let missing = || not_found(SubjectKind::File, id);
        let row = self.store().blob(&scope, id).await?.ok_or_else(missing)?;
        // Whoever sweeps may be late.
        if row.expires_at <= self.inner.clocks.wall() {
            return Err(missing());
        }
        let guard: FileGuard = crate::rows::state(&row.guard)?;
        for (action, areas) in &guard.needs {
            let action = Action::parse(action)
                .ok_or_else(|| Error::new(Code::StoreInconsistent).arg("detail", "a file's guard"))?;
            for area in areas {
                caller.authority.require(action, &self.path_of(area)?)?;
            }
        }
        if row.length.is_none() {
            return Err(Error::new(Code::FileIncomplete).arg("id", id));
        }
        Ok(row)
    }

    /// The files that a job has made, for its owner.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn files_of(&self, caller: &Caller, job: JobId) -> Result<Vec<BlobRow>> {
        let now = self.inner.clocks.wall();
        let mut files = self.store().blobs_of(&Scope::new(caller.user, Vec::new(), "file"), job).await?;
        files.retain(|file| file.expires_at > now);
        Ok(files)
    }

    /// Opens a file of the caller, and leaves in the audit that he took one
    /// with a guard.
    ///
    /// # Errors
    /// As [`Self::file`].
    pub async fn open_file(&self, caller: &Caller, id: FileId) -> Result<BlobReader> {
        let row = self.file(caller, id).await?;
        let guard: FileGuard = crate::rows::state(&row.guard)?;
        if let Some(area) = guard.needs.iter().flat_map(|(_, areas)| areas).next() {
            let look = AuditEntry {
                subject: Some(("file".to_owned(), id.0)),
                area: self.path_of(area)?,
                ..self.audit_entry(caller, AuditKind::Export, "file.read")
            };
            self.write_audit(vec![look]).await?;
        }
        self.store().read_blob(row)
    }

    /// Deletes the files whose time is over; how many.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn tidy_files(&self) -> Result<u64> {
        self.store().delete_expired_blobs(self.inner.clocks.wall()).await
    }
}

/// A file as readers see it that know nothing of waiting. It holds one chunk in
/// memory. Only for threads that may block (`tokio::task::spawn_blocking`).
pub struct BlockingFile {
    reader: BlobReader,
    runtime: Handle,
    length: u64,
    at: u64,
    held: Option<(i64, Vec<u8>)>,
}

impl BlockingFile {
    /// Over an open file, on the runtime that asks the store.
    pub fn new(reader: BlobReader, runtime: Handle) -> Self {
        let length = reader.row().length.and_then(|length| u64::try_from(length).ok()).unwrap_or(0);
        Self { reader, runtime, length, at: 0, held: None }
    }
}

impl Read for BlockingFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.length || buffer.is_empty() {
            return Ok(0);
        }
        let chunk = CHUNK as u64;
        let seq = i64::try_from(self.at / chunk).unwrap_or(i64::MAX);
        let held = match self.held.take().filter(|(held, _)| *held == seq) {
            Some((_, bytes)) => bytes,
            None => self.runtime.block_on(self.reader.chunk(seq)).map_err(io::Error::other)?,
        };
        let from = usize::try_from(self.at % chunk).unwrap_or(usize::MAX);
        let there = held.get(from..).unwrap_or_default();
        let count = there.len().min(buffer.len());
        buffer[..count].copy_from_slice(&there[..count]);
        self.at += count as u64;
        self.held = Some((seq, held));
        Ok(count)
    }
}

impl Seek for BlockingFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
