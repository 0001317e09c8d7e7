//! How much there is and how it flows, in a few small questions: for metrics.

use std::sync::atomic::{AtomicU64, Ordering};

use kernel::{Error, Timestamp};
use tokio::sync::Notify;

use crate::{Store, db::Query, store::Readers};

/// What the writer has done since the store was opened.
#[derive(Debug, Default)]
pub(crate) struct Work {
    groups: AtomicU64,
    jobs: AtomicU64,
    largest: AtomicU64,
    committed: Notify,
}

impl Work {
    pub(crate) fn group(&self, jobs: usize) {
        let jobs = jobs as u64;
        self.groups.fetch_add(1, Ordering::Relaxed);
        self.jobs.fetch_add(jobs, Ordering::Relaxed);
        self.largest.fetch_max(jobs, Ordering::Relaxed);
        self.committed.notify_one();
    }

    /// Waits until a group has been committed since the last one that was waited for.
    pub(crate) async fn committed(&self) {
        self.committed.notified().await;
    }
}

/// How much there is and how it flows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pulse {
    /// Facts in the journal.
    pub facts: i64,
    /// Obligations that are open.
    pub obligations_open: i64,
    /// Those of them that are overdue.
    pub obligations_overdue: i64,
    /// When the earliest timer was or is due.
    pub next_timer: Option<Timestamp>,
    /// Groups committed by this process.
    pub groups: u64,
    /// Jobs in them.
    pub jobs: u64,
    /// The most jobs that one of them had.
    pub largest_group: u64,
    /// Connections that read.
    pub readers: u32,
    /// Those of them that have nothing to do.
    pub readers_idle: u32,
}

impl Store {
    /// Takes the pulse at a moment of business time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pulse(&self, now: Timestamp) -> Result<Pulse, Error> {
        let mut pulse = Pulse::default();
        let done = self.work_done();
        pulse.groups = done.groups.load(Ordering::Relaxed);
        pulse.jobs = done.jobs.load(Ordering::Relaxed);
        pulse.largest_group = done.largest.load(Ordering::Relaxed);
        let (size, idle) = match self.readers() {
            Readers::Sqlite(pool) => (pool.size(), pool.num_idle()),
            Readers::Postgres(pool) => (pool.size(), pool.num_idle()),
        };
        pulse.readers = size;
        pulse.readers_idle = u32::try_from(idle).unwrap_or(u32::MAX);
        for row in self.fetch(Query::new("SELECT max(seq) FROM journal GROUP BY writer")).await? {
            pulse.facts += row.cell::<i64>(0)?;
        }
        let mut query =
            Query::new("SELECT count(*), (SELECT count(*) FROM obligation WHERE closed_at IS NULL");
        query.push(" AND due_at < ").bind(now);
        query.push("), (SELECT min(timer_at) FROM obligation WHERE timer_at IS NOT NULL)");
        query.push(" FROM obligation WHERE closed_at IS NULL");
        if let Some(row) = self.fetch(query).await?.first() {
            pulse.obligations_open = row.cell(0)?;
            pulse.obligations_overdue = row.cell(1)?;
            pulse.next_timer = row.cell(2)?;
        }
        Ok(pulse)
    }
}
