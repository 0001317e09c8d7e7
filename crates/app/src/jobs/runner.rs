//! Carries out queued jobs, one at a time.

use kernel::{Code, Error, IdSource, Result, Timestamp};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use store::{JobEnd, JobRow, JobState, Wanted};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use uuid::Uuid;

use super::{Flags, JobFault, JobKind, Running, kinds};
use crate::App;
use crate::ids::SystemIds;

/// How often a running job's claim is prolonged, and a free one looked for.
const BEAT: Duration = Duration::from_secs(1);
/// How often files whose time is over are looked for.
const TIDY: kernel::Span = kernel::Span::minutes(1);

/// A process's way of working off the queue.
pub struct Runner {
    app: App,
    kinds: Vec<Arc<dyn JobKind>>,
    holder: Uuid,
}

/// How a job left its runner.
enum Left {
    Ended(Result<Value>),
    /// Another process has it.
    Lost,
    /// The server stops.
    Stopped,
}

impl Runner {
    /// A runner of every kind of job.
    pub fn new(app: App) -> Self {
        Self::with_kinds(app, kinds())
    }
    /// A runner of these kinds alone.
    pub fn with_kinds(app: App, kinds: Vec<Arc<dyn JobKind>>) -> Self {
        Self { app, kinds, holder: SystemIds.next_uuid() }
    }

    /// Works off the queue until the server stops, and deletes files whose time
    /// is over.
    pub async fn run(self, mut stopping: watch::Receiver<bool>) {
        let mut tidied: Option<Timestamp> = None;
        while !*stopping.borrow() {
            match self.run_next(&mut stopping).await {
                Ok(true) => continue,
                Ok(false) => {}
                // The next beat tries again; the job stays where it was.
                Err(error) => {
                    tracing::error!(code = error.code().as_str(), detail = error.detail(), "no job taken up");
                }
            }
            let now = self.app.inner.clocks.wall();
            if tidied.is_none_or(|last| now < last || now.since(last) >= TIDY) {
                tidied = Some(now);
                if let Err(error) = self.app.tidy_files().await {
                    tracing::error!(
                        code = error.code().as_str(),
                        detail = error.detail(),
                        "files not tidied"
                    );
                }
            }
            tokio::select! {
                () = self.app.inner.jobs.queued.notified() => {}
                () = tokio::time::sleep(BEAT) => {}
                _ = stopping.changed() => {}
            }
        }
    }

    /// Carries out the oldest job that is free; false when there is none.
    ///
    /// # Errors
    /// Those of the store. A job that fails is no error: it says so itself.
    pub async fn run_next(&self, stopping: &mut watch::Receiver<bool>) -> Result<bool> {
        let store = self.app.store();
        // A look that writes nothing, so that an idle server does not sync.
        if !store.has_free_job(self.app.inner.clocks.wall()).await? {
            return Ok(false);
        }
        let lease = self.app.lease(self.holder);
        let row = store
            .write(Wanted::nothing(), move |work| Box::pin(async move { work.claim_job(lease).await }))
            .await?;
        let Some(row) = row else { return Ok(false) };
        let Some(kind) = self.kinds.iter().find(|kind| kind.name() == row.kind) else {
            let error = Error::new(Code::Internal).caused_by(format!("no such job: {}", row.kind));
            let flags = Flags::default();
            self.end(&row, &flags, Err(error)).await?;
            return Ok(true);
        };
        if row.attempts > 1 {
            // What an earlier attempt had begun is begun anew.
            store.delete_blobs_of(row.id).await?;
            if !kind.resumable() {
                self.end(&row, &Flags::default(), Err(Error::new(Code::JobInterrupted))).await?;
                return Ok(true);
            }
        }
        self.carry_out(kind.as_ref(), row, stopping).await?;
        Ok(true)
    }

    async fn carry_out(
        &self,
        kind: &dyn JobKind,
        row: JobRow,
        stopping: &mut watch::Receiver<bool>,
    ) -> Result<()> {
        let flags = Arc::new(Flags::default());
        flags.done.store(row.done, Ordering::Relaxed);
        flags.total.store(row.total.unwrap_or(-1), Ordering::Relaxed);
        flags.cancelled.store(row.cancel_requested, Ordering::Relaxed);
        let jobs = &self.app.inner.jobs;
        jobs.running().insert(row.id, flags.clone());
        jobs.ring();
        tracing::info!(job = %row.id, kind = row.kind, attempt = row.attempts, "job taken up");
        let running = Running {
            app: self.app.clone(),
            row: Arc::new(row.clone()),
            holder: self.holder,
            flags: flags.clone(),
        };
        let left = self.watch_over(kind, running, stopping).await;
        let written = match left {
            Left::Ended(outcome) => self.end(&row, &flags, outcome).await,
            Left::Lost => Ok(()),
            Left::Stopped if kind.resumable() => self.release(&row).await,
            Left::Stopped => self.end(&row, &flags, Err(Error::new(Code::JobInterrupted))).await,
        };
        jobs.running().remove(&row.id);
        jobs.ring();
        written
    }

    /// Lets a job work, and says every second that it is alive.
    async fn watch_over(
        &self,
        kind: &dyn JobKind,
        running: Running,
        stopping: &mut watch::Receiver<bool>,
    ) -> Left {
        if running.is_cancelled() {
            return Left::Ended(Err(Error::new(Code::JobCancelled)));
        }
        // A task of its own: what panics or never yields does not silence the
        // beat. It ends with the set, so that nothing goes on unwatched.
        let mut work = JoinSet::new();
        work.spawn(kind.run(self.app.clone(), running.clone()));
        let mut beat = tokio::time::interval(BEAT);
        loop {
            tokio::select! {
                outcome = work.join_next() => return Left::Ended(outcome_of(outcome)),
                _ = beat.tick() => {
                    // One beat that fails is no harm: the claim outlasts many.
                    if let Err(error) = running.renew(None).await {
                        tracing::warn!(code = error.code().as_str(), job = %running.id(), "a job's claim");
                    }
                    if running.flags.lost.load(Ordering::Relaxed) {
                        work.abort_all();
                        return Left::Lost;
                    }
                }
                told = told(stopping) => {
                    if told {
                        // What it had handed to the store is recorded or not before we go on.
                        work.shutdown().await;
                        return Left::Stopped;
                    }
                    // Nobody is left who could stop us.
                    return Left::Ended(outcome_of(work.join_next().await));
                }
            }
        }
    }

    async fn end(&self, row: &JobRow, flags: &Flags, outcome: Result<Value>) -> Result<()> {
        let (state, result, error) = match outcome {
            Ok(result) => (JobState::Done, Some(result.to_string()), None),
            Err(error) if error.code() == Code::JobCancelled => (JobState::Cancelled, None, None),
            Err(error) => {
                let detail = error.detail();
                tracing::error!(job = %row.id, kind = row.kind, code = error.code().as_str(), detail, "job failed");
                let fault = serde_json::to_string(&JobFault::of(&error));
                (JobState::Failed, None, fault.ok())
            }
        };
        if state != JobState::Done {
            self.app.store().delete_blobs_of(row.id).await?;
        }
        let end = JobEnd {
            state,
            done: flags.done.load(Ordering::Relaxed).max(row.done),
            total: flags.total().or(row.total),
            result,
            error,
        };
        let (id, holder, at) = (row.id, self.holder, self.app.inner.clocks.wall());
        let ended = self
            .app
            .store()
            .write(Wanted::nothing(), move |work| {
                let end = end.clone();
                Box::pin(async move { work.end_job(id, holder, &end, at).await })
            })
            .await?;
        tracing::info!(job = %id, state = state.as_str(), ended, "job ended");
        Ok(())
    }

    async fn release(&self, row: &JobRow) -> Result<()> {
        let (id, holder) = (row.id, self.holder);
        self.app
            .store()
            .write(Wanted::nothing(), move |work| Box::pin(async move { work.release_job(id, holder).await }))
            .await
    }
}

/// Whether the server is about to stop, once that is known; false when nobody
/// is left who could say so.
async fn told(stopping: &mut watch::Receiver<bool>) -> bool {
    stopping.wait_for(|stopping| *stopping).await.is_ok()
}

/// What a job's task came to; one that panicked has failed.
fn outcome_of(joined: Option<std::result::Result<Result<Value>, JoinError>>) -> Result<Value> {
    match joined {
        Some(Ok(outcome)) => outcome,
        Some(Err(error)) => Err(Error::new(Code::Internal).caused_by(error)),
        None => Err(Error::new(Code::Internal)),
    }
}
