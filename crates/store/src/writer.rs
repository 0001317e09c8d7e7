//! The one writer: takes jobs, groups them, commits a group at once.

use std::{collections::BTreeSet, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::{FutureExt as _, future::BoxFuture};
use kernel::{Code, Error, PersonId, Timestamp};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, timeout_at},
};
use uuid::Uuid;

use crate::{
    clock::earliest,
    db::{Conn, Query},
    dialect::leave,
    index::SharedIndexKey,
    keys::KeyRing,
    pending::{Heads, Pending},
    pulse,
    store::Target,
    work::{Known, Wanted, Work},
};

/// Jobs that wait before a caller has to.
pub(crate) const QUEUE: usize = 1024;
/// Jobs in one transaction.
const GROUP: usize = 256;
/// How long the first job of a group waits for others.
const LINGER: Duration = Duration::from_millis(2);

/// How often a group is tried when another process comes in between.
const ATTEMPTS: usize = 8;

/// A job may run twice: again alone when its group could not be written.
pub(crate) type JobFn<T> =
    dyn for<'a> Fn(&'a mut Work) -> BoxFuture<'a, Result<T, Error>> + Send + Sync + 'static;

/// Work that needs the connection for itself, in a transaction of its own.
pub(crate) type Alone =
    Box<dyn for<'a> FnOnce(&'a mut Conn) -> BoxFuture<'a, Result<u64, Error>> + Send + 'static>;

pub(crate) enum Message {
    Job(Box<dyn Job>),
    Alone(Alone, oneshot::Sender<Result<u64, Error>>),
}

/// A job without its type.
pub(crate) trait Job: Send {
    fn wanted(&self) -> &Wanted;
    /// Runs it; true when what it wrote is to be kept.
    fn run<'a>(&'a mut self, work: &'a mut Work) -> BoxFuture<'a, bool>;
    /// Answers the caller; the result of the job counts when the group was recorded.
    fn answer(self: Box<Self>, recorded: Result<(), Error>);
}

pub(crate) struct TypedJob<T> {
    pub(crate) wanted: Wanted,
    pub(crate) job: Arc<JobFn<T>>,
    /// Whether what it writes is recorded; else it is only tried.
    pub(crate) keep: bool,
    pub(crate) result: Option<Result<T, Error>>,
    pub(crate) reply: oneshot::Sender<Result<T, Error>>,
}

impl<T: Send + 'static> Job for TypedJob<T> {
    fn wanted(&self) -> &Wanted {
        &self.wanted
    }
    fn run<'a>(&'a mut self, work: &'a mut Work) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            // A panic in one job must not take the writer with it.
            let job = Arc::clone(&self.job);
            let run = AssertUnwindSafe(async { job(work).await }).catch_unwind().await;
            let result = run.unwrap_or_else(|_| Err(Error::new(Code::Internal).caused_by("a job panicked")));
            let succeeded = result.is_ok() && self.keep;
            self.result = Some(result);
            succeeded
        })
    }
    fn answer(self: Box<Self>, recorded: Result<(), Error>) {
        let result = match (self.result, recorded) {
            (Some(Err(error)), _) | (_, Err(error)) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(Error::new(Code::Internal)),
        };
        // The caller may have gone; what is recorded stays recorded.
        let _ = self.reply.send(result);
    }
}

/// Why a transaction did not succeed.
enum Failure {
    /// One job's rows did not fit: nothing was recorded, the others may go alone.
    Refused(Error),
    /// The database failed (in COMMIT: nobody knows what was recorded).
    Failed(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error.code() {
            Code::StoreUnavailable | Code::DiskFull | Code::DatabaseLocked => Self::Failed(error),
            _ => Self::Refused(error),
        }
    }
}

pub(crate) struct Writer {
    target: Target,
    node: Uuid,
    keys: KeyRing,
    index: SharedIndexKey,
    work: Option<Work>,
    done: Arc<pulse::Work>,
}

impl Writer {
    pub(crate) fn new(
        target: Target,
        node: Uuid,
        keys: KeyRing,
        index: SharedIndexKey,
        conn: Conn,
        heads: Heads,
        done: Arc<pulse::Work>,
    ) -> Self {
        let work = Some(Work::new(conn, heads, keys.clone(), index.clone()));
        Self { target, node, keys, index, work, done }
    }

    /// Serves jobs until every sender is gone.
    pub(crate) async fn run(mut self, mut jobs: mpsc::Receiver<Message>) {
        while let Some(first) = jobs.recv().await {
            let mut group: Vec<Box<dyn Job>> = Vec::new();
            let mut alone = None;
            match first {
                Message::Job(job) => group.push(job),
                Message::Alone(job, reply) => alone = Some((job, reply)),
            }
            let until = Instant::now() + LINGER;
            while alone.is_none() && group.len() < GROUP {
                match timeout_at(until, jobs.recv()).await {
                    Ok(Some(Message::Job(job))) => group.push(job),
                    Ok(Some(Message::Alone(job, reply))) => alone = Some((job, reply)),
                    Ok(None) | Err(_) => break,
                }
            }
            if !group.is_empty() {
                self.serve(group).await;
            }
            if let Some((job, reply)) = alone {
                let outcome = self.alone(job).await;
                let _ = reply.send(outcome);
            }
        }
        if let Some(mut work) = self.work.take() {
            leave(&mut work.conn).await;
            work.conn.close().await;
        }
    }

    async fn serve(&mut self, mut group: Vec<Box<dyn Job>>) {
        match self.attempt(&mut group).await {
            Ok(()) => group.into_iter().for_each(|job| job.answer(Ok(()))),
            Err(Failure::Refused(error)) if group.len() > 1 => {
                tracing::debug!(%error, jobs = group.len(), "a group failed; its jobs run one by one");
                for job in group {
                    let mut single = vec![job];
                    let outcome = self.attempt(&mut single).await;
                    for job in single {
                        job.answer(outcome.as_ref().copied().map_err(Failure::error));
                    }
                }
            }
            Err(failure) => {
                for job in group {
                    job.answer(Err(failure.error()));
                }
            }
        }
    }

    /// One transaction with these jobs.
    async fn attempt(&mut self, group: &mut [Box<dyn Job>]) -> Result<(), Failure> {
        // Persons whom another process held when a job of the group asked for them.
        let mut also = BTreeSet::new();
        for attempt in 1.. {
            let mut work = self.ready().await.map_err(Failure::Failed)?;
            let Err(failure) = in_transaction(&mut work, group, &also).await else {
                self.done.group(group.len());
                self.work = Some(work);
                break;
            };
            let contended = std::mem::take(&mut work.contended);
            let again = std::mem::take(&mut work.again) || !contended.is_empty();
            self.recover(work).await;
            if !again || attempt == ATTEMPTS {
                return Err(failure);
            }
            also.extend(contended);
        }
        Ok(())
    }

    /// After a failure: back to what is recorded, on a sound connection.
    async fn recover(&mut self, mut work: Work) {
        work.pending = Pending::default();
        work.local.clear();
        work.known = Known::default();
        work.poisoned = None;
        work.held.clear();
        let writer = work.heads.writer;
        if work.conn.batch("ROLLBACK").await.is_ok()
            && let Ok(heads) = load_heads(&mut work.conn, writer).await
        {
            work.heads = heads;
            self.work = Some(work);
        }
        // Otherwise the connection is dropped and the next job opens another.
    }

    async fn ready(&mut self) -> Result<Work, Error> {
        if let Some(work) = self.work.take() {
            return Ok(work);
        }
        let (conn, heads) = self.target.open_writer(self.node).await?;
        Ok(Work::new(conn, heads, self.keys.clone(), self.index.clone()))
    }

    async fn alone(&mut self, job: Alone) -> Result<u64, Error> {
        let mut work = self.ready().await?;
        let outcome = match work.conn.begin().await {
            Ok(()) => match job(&mut work.conn).await {
                Ok(count) => work.conn.batch("COMMIT").await.map(|()| count),
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        };
        let reload = match &outcome {
            Ok(_) => load_heads(&mut work.conn, work.heads.writer).await,
            Err(error) => Err(error.clone()),
        };
        match reload {
            Ok(heads) => {
                work.heads = heads;
                self.work = Some(work);
            }
            Err(_) => self.recover(work).await,
        }
        outcome
    }
}

impl Failure {
    fn error(&self) -> Error {
        match self {
            Self::Refused(error) | Self::Failed(error) => error.clone(),
        }
    }
}

async fn in_transaction(
    work: &mut Work,
    group: &mut [Box<dyn Job>],
    also: &BTreeSet<PersonId>,
) -> Result<(), Failure> {
    work.conn.begin().await?;
    work.look_at_the_end().await?;
    let wanted: Vec<Wanted> = group.iter().map(|job| job.wanted().clone()).collect();
    let wanted: Vec<&Wanted> = wanted.iter().collect();
    work.prefetch(&wanted, also).await?;
    for job in group.iter_mut() {
        work.local.clear();
        if job.run(work).await {
            work.keep();
        }
        if let Some(error) = work.poisoned.take() {
            return Err(error.into());
        }
    }
    work.local.clear();
    work.flush().await?;
    work.known = Known::default();
    work.held.clear();
    work.seen = Timestamp::from_micros(i64::MIN);
    Ok(work.conn.batch("COMMIT").await?)
}

/// Reads where this writer's chains end, and where the whole journal does.
pub(crate) async fn load_heads(conn: &mut Conn, writer: Uuid) -> Result<Heads, Error> {
    let mut heads = Heads::new(writer);
    heads.last_recorded = earliest(conn, writer).await?;
    let mut query = Query::new("SELECT seq, hash FROM journal WHERE writer = ");
    query.bind(writer).push(" ORDER BY seq DESC LIMIT 1");
    if let Some(row) = conn.fetch(query).await?.first() {
        heads.seq = row.cell(0)?;
        heads.hash = hash_in(row.cell(1)?, "a hash of the journal")?;
    }
    let mut query = Query::new("SELECT seq FROM outbox WHERE writer = ");
    query.bind(writer).push(" ORDER BY seq DESC LIMIT 1");
    if let Some(row) = conn.fetch(query).await?.first() {
        heads.outbox_seq = row.cell(0)?;
    }
    let mut query = Query::new("SELECT seq, hash FROM audit_head WHERE writer = ");
    query.bind(writer);
    if let Some(row) = conn.fetch(query).await?.first() {
        heads.audit_seq = row.cell(0)?;
        heads.audit_hash = hash_in(row.cell(1)?, "a hash of the audit")?;
    }
    Ok(heads)
}

fn hash_in(bytes: Vec<u8>, what: &str) -> Result<[u8; 32], Error> {
    bytes.try_into().map_err(|_| Error::new(Code::StoreInconsistent).arg("detail", what))
}
