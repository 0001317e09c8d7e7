//! An import as a job: files that were sent in before, taken in while nobody
//! waits. Broken off, it begins again under the same key, so that it goes on
//! with the same import and what is there already changes nothing.

use authz::Action;
use interop::{Mapping, Record, RejectedWriter, TableLimits};
use kernel::{AreaCode, Code, Error, FileId, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::future::Future;
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use store::BlobWriter;
use text::Language;
use tokio::runtime::Handle;

use super::{FileInput, ImportOutcome, ImportRequest, OpenFile, Stage, Watch};
use crate::files::{BlockingFile, FileGuard, NewFile};
use crate::jobs::{JobKind, JobRow, NewJob, Running, Working};
use crate::{App, Caller, Key};

/// The kind of job.
pub const JOB: &str = "import";
/// Faults that stand in a job's result, by place and code alone: what a cell
/// held may be personal and stands in the file of refused rows.
const FAULTS_PLACED: usize = 100;

/// A file that was sent in, with the mapping that reads it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SentFile {
    /// Which.
    pub file: FileId,
    /// The mapping (TOML).
    pub mapping: String,
}

/// What an import as a job is asked to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportJob {
    /// Name of the list.
    pub list: String,
    /// At most one file of each kind.
    pub files: Vec<SentFile>,
    /// As in [`ImportRequest`].
    pub area: Option<AreaCode>,
    /// As in [`ImportRequest`].
    pub history: bool,
    /// As in [`ImportRequest`].
    pub leave_out: bool,
    /// As in [`ImportRequest`].
    pub dry_run: bool,
    /// The language of the reasons beside refused rows, as a tag.
    pub language: String,
}

impl App {
    /// Asks for an import of files that the caller has sent in before
    /// ([`App::receive_file`]).
    ///
    /// # Errors
    /// `access.forbidden`, `record.not_found` for a file that is not his,
    /// `file.incomplete`, `value.missing`, `value.invalid`, `area.unknown`,
    /// `idempotency.other_body`; the first fault of a mapping.
    pub async fn import_as_job(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        asked: &ImportJob,
    ) -> Result<JobRow> {
        caller.authority.areas_for(Action::ImportCases)?;
        let request = self.request_of(caller, asked).await?;
        let list = self.list_of(caller, &request)?;
        let params = serde_json::to_value(asked).map_err(|e| Error::new(Code::Internal).caused_by(e))?;
        self.submit_job(caller, key, NewJob { kind: JOB, area: list.area, params }).await
    }

    async fn request_of(&self, caller: &Caller, asked: &ImportJob) -> Result<ImportRequest> {
        let mut files = Vec::with_capacity(asked.files.len());
        for sent in &asked.files {
            let row = self.file(caller, sent.file).await?;
            let name = row.name.expose().clone();
            let mapping = Mapping::parse(&format!("{name}: mapping"), &sent.mapping)
                .map_err(|mut faults| faults.swap_remove(0))?;
            let (store, runtime) = (self.store().clone(), Handle::current());
            let open: OpenFile = Arc::new(move || {
                let reader = store.read_blob(row.clone())?;
                Ok(Box::new(BlockingFile::new(reader, runtime.clone())))
            });
            files.push(FileInput { name, open, mapping });
        }
        Ok(ImportRequest {
            list: asked.list.clone(),
            files,
            area: asked.area.clone(),
            history: asked.history,
            leave_out: asked.leave_out,
            dry_run: asked.dry_run,
            limits: TableLimits::default(),
        })
    }
}

/// The job that takes in files.
pub(crate) struct Import;

impl JobKind for Import {
    fn name(&self) -> &'static str {
        JOB
    }
    fn resumable(&self) -> bool {
        true
    }
    fn run(&self, app: App, job: Running) -> Working {
        Box::pin(async move { import(&app, &job).await })
    }
}

async fn import(app: &App, job: &Running) -> Result<Value> {
    let asked: ImportJob = job.params()?;
    // What he may do now counts: the job may have waited.
    let caller = job.caller().await?;
    let request = app.request_of(&caller, &asked).await?;
    let names: Vec<String> = request.files.iter().map(|file| file.name.clone()).collect();
    let key = Key::new(format!("import-job-{}", job.id()), JOB, &asked)?;
    let watch = Arc::new(JobWatch::new(app.clone(), job.clone(), caller.clone(), &asked, names));
    let done = app.import(&caller, Some(&key), request, watch.clone()).await?;
    if done.cancelled {
        return Err(Error::new(Code::JobCancelled));
    }
    let rejected = watch.finish().await?;
    Ok(told(&asked, &done, &watch.names, rejected))
}

fn told(asked: &ImportJob, done: &ImportOutcome, names: &[String], rejected: Vec<Value>) -> Value {
    let place = |fault: &Error| {
        let at = fault.location().cloned().unwrap_or_default();
        let file = names.iter().position(|name| at.source.as_ref() == Some(name));
        json!({ "type": fault.code().as_str(), "of": file, "row": at.line, "field": at.field })
    };
    let mut codes = BTreeMap::<&str, u64>::new();
    for fault in &done.faults {
        *codes.entry(fault.code().as_str()).or_default() += 1;
    }
    json!({
        "import": done.import,
        "dry_run": asked.dry_run,
        "refused": done.counts.rejected > 0 && !asked.dry_run && !asked.leave_out,
        "counts": done.counts,
        "codes": codes,
        "faults": done.faults.iter().take(FAULTS_PLACED).map(place).collect::<Vec<_>>(),
        "warnings": done.warnings.iter().take(FAULTS_PLACED).map(place).collect::<Vec<_>>(),
        "rejected": rejected,
    })
}

/// Bytes on their way to a file.
#[derive(Clone, Default)]
struct Waiting(Arc<Mutex<Vec<u8>>>);

impl Waiting {
    fn take(&self) -> Vec<u8> {
        // Whole writes alone are in it, whatever panicked.
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Waiting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Refused rows of one file.
struct Refused {
    writer: RejectedWriter<Waiting>,
    waiting: Waiting,
    rows: u64,
}

/// Tells the job how far the import is and keeps refused rows as files.
struct JobWatch {
    app: App,
    job: Running,
    caller: Caller,
    language: Language,
    names: Vec<String>,
    area: Vec<AreaCode>,
    refused: Mutex<BTreeMap<usize, Refused>>,
    /// Files begun; held over a wait, which is why it is another kind of lock.
    files: tokio::sync::Mutex<BTreeMap<usize, BlobWriter>>,
}

impl JobWatch {
    fn new(app: App, job: Running, caller: Caller, asked: &ImportJob, names: Vec<String>) -> Self {
        Self {
            area: AreaCode::new(job.row().area.code()).into_iter().collect(),
            language: Language::from_accept_language(&asked.language).unwrap_or(Language::ZhCn),
            app,
            job,
            caller,
            names,
            refused: Mutex::default(),
            files: tokio::sync::Mutex::default(),
        }
    }

    fn write(&self, file: usize, headings: &[String], record: &Record, faults: &[Error]) -> io::Result<()> {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let place = match refused.entry(file) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(free) => {
                let waiting = Waiting::default();
                let writer = RejectedWriter::new(waiting.clone(), headings, self.language.tag())?;
                free.insert(Refused { writer, waiting, rows: 0 })
            }
        };
        place.rows += 1;
        place.writer.write(record, faults, |fault| text::error(self.language, fault))
    }

    /// Puts what is waiting into the files.
    async fn store(&self) -> Result<()> {
        let waiting: Vec<(usize, Vec<u8>)> = {
            let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
            refused.iter().map(|(file, refused)| (*file, refused.waiting.take())).collect()
        };
        let mut files = self.files.lock().await;
        for (file, bytes) in waiting.into_iter().filter(|(_, bytes)| !bytes.is_empty()) {
            let out = match files.entry(file) {
                std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::btree_map::Entry::Vacant(free) => free.insert(self.begin(file).await?),
            };
            out.write(&bytes).await?;
        }
        Ok(())
    }

    async fn begin(&self, file: usize) -> Result<BlobWriter> {
        let name = self.names.get(file).map_or("", String::as_str);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let new = NewFile {
            job: Some(self.job.id()),
            name: format!("{stem}-rejected.csv"),
            media_type: "text/csv; charset=utf-8".to_owned(),
            guard: FileGuard { needs: vec![(Action::ImportCases.as_str().to_owned(), self.area.clone())] },
        };
        self.app.begin_file(self.caller.user, new).await
    }

    /// Ends the files; each with its source and how many rows it holds.
    async fn finish(&self) -> Result<Vec<Value>> {
        self.store().await?;
        let files = std::mem::take(&mut *self.files.lock().await);
        let mut told = Vec::with_capacity(files.len());
        for (file, out) in files {
            let row = out.finish().await?;
            let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
            let rows = refused.get(&file).map_or(0, |refused| refused.rows);
            told.push(json!({ "of": file, "file": row.id, "rows": rows }));
        }
        Ok(told)
    }
}

impl Watch for JobWatch {
    fn progress(&self, stage: Stage, done: u64, of: u64) {
        // Bytes while checking, rows afterwards: one scale for both, in thousandths.
        let of = of.max(1);
        let part = done.min(of).saturating_mul(500) / of;
        let shown = match stage {
            Stage::Checking => part,
            Stage::Recording => 500 + part * 4 / 5,
            Stage::Linking => 900 + part / 5,
        };
        self.job.progress(shown, Some(1000));
    }
    fn is_cancelled(&self) -> bool {
        self.job.is_cancelled()
    }
    fn rejected(&self, file: usize, headings: &[String], record: &Record, faults: &[Error]) {
        // Writing to memory does not fail.
        let _ = self.write(file, headings, record, faults);
    }
    fn put_away(&self) -> Pin<Box<dyn Future<Output = Result<()>> + Send + '_>> {
        Box::pin(self.store())
    }
}
