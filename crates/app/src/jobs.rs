//! Long work that goes on by itself: queued by a command, carried out by one
//! process at a time, taken up by another when that one dies.

mod runner;

pub use runner::Runner;
pub use store::{JobFilter, JobRow, JobState};

use authz::Action;
use kernel::{AreaPath, Code, Error, IdSource, JobId, Page, PageRequest, Result, Span, SubjectKind};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use store::{CommandKeyRow, Lease, Scope, Wanted};
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use crate::ids::SystemIds;
use crate::recorder::not_found;
use crate::{App, COMMAND, Caller, Key, same_request};

/// How long a process keeps a job without a word.
const LEASE: Span = Span::from_micros(30_000_000);

/// What a kind of job does when its turn comes. It ends with what came out.
pub type Working = Pin<Box<dyn Future<Output = Result<Value>> + Send>>;

/// A kind of long work.
pub trait JobKind: Send + Sync {
    /// Its name, as stored and on the wire.
    fn name(&self) -> &'static str;
    /// Whether a job that broke off is taken up again: from the start, or from
    /// the place that it has saved ([`Running::save`]).
    fn resumable(&self) -> bool;
    /// Carries a job out. It asks [`Running::check`] between its steps.
    fn run(&self, app: App, job: Running) -> Working;
}

/// Every kind of job.
pub fn kinds() -> Vec<Arc<dyn JobKind>> {
    vec![Arc::new(crate::export::Export), Arc::new(crate::imports::Import)]
}

/// A job to be queued.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// What it does.
    pub kind: &'static str,
    /// The area that holds all that it works on: who administers it sees the job.
    pub area: AreaPath,
    /// What it is asked to do; no personal value.
    pub params: Value,
}

/// Why a job failed, as it is kept: a code with the arguments of its sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobFault {
    /// The code.
    pub code: String,
    /// Its arguments.
    pub args: BTreeMap<String, String>,
}

impl JobFault {
    fn of(error: &Error) -> Self {
        // Of our own failures only the log tells more.
        let code = match error.code().status() {
            kernel::Status::Internal => Code::Internal,
            _ => error.code(),
        };
        let args = error.args().iter().filter(|_| code == error.code());
        Self {
            code: code.as_str().to_owned(),
            args: args.map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        }
    }
    /// The fault of a job that failed.
    pub fn in_row(row: &JobRow) -> Option<Self> {
        serde_json::from_str(row.error.as_deref()?).ok()
    }
}

/// How far a job is, and whether it is to stop. Shared by the job with its
/// runner and with those who look.
#[derive(Debug, Default)]
pub(crate) struct Flags {
    done: AtomicI64,
    /// Less than nothing as long as nobody knows.
    total: AtomicI64,
    cancelled: AtomicBool,
    lost: AtomicBool,
}

impl Flags {
    fn total(&self) -> Option<i64> {
        Some(self.total.load(Ordering::Relaxed)).filter(|total| *total >= 0)
    }
}

/// The jobs as this process sees them.
pub(crate) struct Jobs {
    /// Rings when one is queued.
    queued: Notify,
    /// Those that run here.
    running: Mutex<HashMap<JobId, Arc<Flags>>>,
    /// Rings when any moves.
    moved: watch::Sender<u64>,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { queued: Notify::new(), running: Mutex::default(), moved: watch::channel(0).0 }
    }
}

impl Jobs {
    // A panic under this lock leaves whole entries behind.
    fn running(&self) -> std::sync::MutexGuard<'_, HashMap<JobId, Arc<Flags>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn ring(&self) {
        self.moved.send_modify(|count| *count = count.wrapping_add(1));
    }
}

/// A job at work, as its kind sees it. Cheap to clone.
#[derive(Clone)]
pub struct Running {
    app: App,
    row: Arc<JobRow>,
    holder: Uuid,
    flags: Arc<Flags>,
}

impl Running {
    /// The job as it was taken up.
    pub fn row(&self) -> &JobRow {
        &self.row
    }
    /// Which job.
    pub fn id(&self) -> JobId {
        self.row.id
    }
    /// What it is asked to do.
    ///
    /// # Errors
    /// `store.inconsistent` when that cannot be read.
    pub fn params<T: DeserializeOwned>(&self) -> Result<T> {
        crate::rows::state(&self.row.params)
    }
    /// Where it goes on, when it was broken off after [`Self::save`].
    ///
    /// # Errors
    /// `store.inconsistent` when that cannot be read.
    pub fn place<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        self.row.place.as_deref().map(crate::rows::state).transpose()
    }
    /// Whoever asked for it, with what he may do now.
    ///
    /// # Errors
    /// `access.unauthenticated` when he is no longer there or is disabled.
    pub async fn caller(&self) -> Result<Caller> {
        self.app.caller_behind(self.row.user).await
    }
    /// Says how far it is, in units of its own.
    pub fn progress(&self, done: u64, total: Option<u64>) {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        self.flags.done.store(number(done), Ordering::Relaxed);
        self.flags.total.store(total.map_or(-1, number), Ordering::Relaxed);
        self.app.inner.jobs.ring();
    }
    /// Whether it is to stop: somebody wants it to, or another process has it.
    pub fn is_cancelled(&self) -> bool {
        self.flags.cancelled.load(Ordering::Relaxed) || self.flags.lost.load(Ordering::Relaxed)
    }
    /// Ends the job with `?` when it is to stop.
    ///
    /// # Errors
    /// `job.cancelled`.
    pub fn check(&self) -> Result<()> {
        if self.is_cancelled() { Err(Error::new(Code::JobCancelled)) } else { Ok(()) }
    }
    /// Keeps the place from which another process would go on, with the progress.
    ///
    /// # Errors
    /// `job.cancelled` when it is to stop; those of the store.
    pub async fn save<T: Serialize>(&self, place: &T) -> Result<()> {
        let place = serde_json::to_string(place).map_err(|e| Error::new(Code::Internal).caused_by(e))?;
        self.renew(Some(place)).await?;
        self.check()
    }

    /// Prolongs the claim.
    async fn renew(&self, place: Option<String>) -> Result<()> {
        let (id, lease) = (self.id(), self.app.lease(self.holder));
        let (done, total) = (self.flags.done.load(Ordering::Relaxed), self.flags.total());
        let stop = self
            .app
            .store()
            .write(Wanted::nothing(), move |work| {
                let place = place.clone();
                Box::pin(async move { work.renew_job(id, lease, done, total, place.as_deref()).await })
            })
            .await?;
        match stop {
            Some(stop) => self.flags.cancelled.fetch_or(stop, Ordering::Relaxed),
            None => self.flags.lost.swap(true, Ordering::Relaxed),
        };
        Ok(())
    }
}

impl App {
    /// Queues a job. The same key with the same request gives the same job.
    ///
    /// # Errors
    /// `idempotency.other_body`; those of the store. Whether the caller may ask
    /// for it is the business of its kind.
    pub async fn submit_job(&self, caller: &Caller, key: Option<&Key>, new: NewJob) -> Result<JobRow> {
        let row = JobRow {
            id: JobId(SystemIds.next_uuid()),
            kind: new.kind.to_owned(),
            area: new.area,
            user: caller.user,
            post: caller.post,
            state: JobState::Queued.as_str().to_owned(),
            params: new.params.to_string(),
            done: 0,
            total: None,
            place: None,
            submitted_at: self.inner.clocks.wall(),
            started_at: None,
            finished_at: None,
            result: None,
            error: None,
            cancel_requested: false,
            attempts: 0,
            lease_holder: None,
            lease_until: None,
        };
        let key = match key {
            Some(key) => Some((key.clone(), self.store().keys().keyed_hash(COMMAND, &key.body_hash)?)),
            None => None,
        };
        let wanted = match &key {
            Some((key, _)) => Wanted::nothing().key(caller.user, &key.text),
            None => Wanted::nothing(),
        };
        let shared = Arc::new((row.clone(), key, self.inner.clone()));
        let known = self
            .store()
            .write(wanted, move |work| {
                let shared = shared.clone();
                Box::pin(async move {
                    let (row, key, inner) = &*shared;
                    if let Some((key, stored_hash)) = key {
                        if let Some(known) = work.command_key(row.user, &key.text).await? {
                            same_request(inner.store.keys(), key, &known)?;
                            return crate::rows::state::<JobId>(&String::from_utf8_lossy(&known.response))
                                .map(Some);
                        }
                        let response = serde_json::to_vec(&row.id)
                            .map_err(|e| Error::new(Code::Internal).caused_by(e))?;
                        work.put_command_key(&CommandKeyRow {
                            user: row.user,
                            key: key.text.clone(),
                            body_hash: stored_hash.clone(),
                            response,
                            recorded_at: inner.clocks.business(),
                        });
                    }
                    work.put_job(row);
                    Ok(None)
                })
            })
            .await?;
        match known {
            Some(id) => self.job(caller, id).await,
            None => {
                self.inner.jobs.queued.notify_one();
                self.inner.jobs.ring();
                Ok(row)
            }
        }
    }

    /// Jobs, newest first: the caller's own, and those of areas that he administers.
    ///
    /// # Errors
    /// `page.invalid_cursor`; those of the store.
    pub async fn jobs(
        &self,
        caller: &Caller,
        filter: &JobFilter,
        page: &PageRequest,
    ) -> Result<Page<JobRow>> {
        let found = self.store().jobs(&jobs_of(caller), filter, page).await?;
        Ok(found.map(|row| self.as_it_moves(row)))
    }

    /// One job, with the progress that it has made at this moment.
    ///
    /// # Errors
    /// `record.not_found`; those of the store.
    pub async fn job(&self, caller: &Caller, id: JobId) -> Result<JobRow> {
        let found = self.store().job(&jobs_of(caller), id).await?;
        found.map(|row| self.as_it_moves(row)).ok_or_else(|| not_found(SubjectKind::Job, id))
    }

    /// Asks a job to stop. One that waits ends at once, one that runs at its
    /// next step.
    ///
    /// # Errors
    /// `record.not_found`, `job.ended`; those of the store.
    pub async fn cancel_job(&self, caller: &Caller, id: JobId) -> Result<JobRow> {
        let before = self.job(caller, id).await?;
        if before.finished_at.is_some() {
            return Err(Error::new(Code::JobEnded).arg("state", before.state));
        }
        let now = self.inner.clocks.wall();
        let row = self
            .store()
            .write(Wanted::nothing(), move |work| Box::pin(async move { work.cancel_job(id, now).await }))
            .await?
            .ok_or_else(|| not_found(SubjectKind::Job, id))?;
        if let Some(flags) = self.inner.jobs.running().get(&id) {
            flags.cancelled.store(true, Ordering::Relaxed);
        }
        self.inner.jobs.ring();
        Ok(self.as_it_moves(row))
    }

    /// Rings whenever a job of this process moves.
    pub fn job_moves(&self) -> watch::Receiver<u64> {
        self.inner.jobs.moved.subscribe()
    }

    fn as_it_moves(&self, mut row: JobRow) -> JobRow {
        let running = self.inner.jobs.running();
        if let (None, Some(flags)) = (row.finished_at, running.get(&row.id)) {
            row.done = flags.done.load(Ordering::Relaxed);
            row.total = flags.total();
        }
        row
    }

    fn lease(&self, holder: Uuid) -> Lease {
        Lease { holder, now: self.inner.clocks.wall(), length: LEASE }
    }

    /// Whoever asked for something earlier, with what he may do now.
    ///
    /// # Errors
    /// `access.unauthenticated` when he is no longer there or is disabled.
    pub async fn caller_behind(&self, user: kernel::UserId) -> Result<Caller> {
        // The operator at the machine is no account.
        if let Some(root) = self.directory().areas().first() {
            let operator = self.operator(&root.row.path);
            if operator.user == user {
                return Ok(operator);
            }
        }
        let row = self.store().user(user).await?.filter(|user| user.disabled_at.is_none());
        let row = row.ok_or_else(|| Error::new(Code::Unauthenticated))?;
        self.caller_of(&row, self.inner.clocks.wall()).await
    }
}

/// What somebody may see of jobs.
fn jobs_of(caller: &Caller) -> Scope {
    let areas = caller.authority.areas_for(Action::Administer).unwrap_or_default();
    Scope::new(caller.user, areas, "jobs")
}
