//! Long work: who asked for it, how far it is, and which process works on it.

use kernel::{AreaPath, Cursor, Error, JobId, Page, PageRequest, Span, Timestamp};
use uuid::Uuid;

use crate::{JobRow, Scope, Store, Work, db::Query, scope::equals, table::Record as _};

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JobState {
    /// Waits for its turn.
    Queued,
    /// A process works on it.
    Running,
    /// Ended well.
    Done,
    /// Ended with an error.
    Failed,
    /// Ended because somebody wanted it to.
    Cancelled,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Queued, Self::Running, Self::Done, Self::Failed, Self::Cancelled];
    /// The stored and wire form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
    /// Whether it is over.
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// Which jobs a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct JobFilter {
    /// Of this kind.
    pub kind: Option<String>,
    /// In this state.
    pub state: Option<JobState>,
    /// In this area or below it.
    pub area: Option<AreaPath>,
}

/// A process's claim on the job that it works on.
#[derive(Clone, Copy, Debug)]
pub struct Lease {
    /// The process.
    pub holder: Uuid,
    /// Now, by the wall clock.
    pub now: Timestamp,
    /// How long it is believed to live without a word.
    pub length: Span,
}

/// How a job ended.
#[derive(Clone, Debug)]
pub struct JobEnd {
    /// Done, failed or cancelled.
    pub state: JobState,
    /// How much was done.
    pub done: i64,
    /// How much there was to do.
    pub total: Option<i64>,
    /// What came out, as JSON.
    pub result: Option<String>,
    /// Why it failed, as JSON.
    pub error: Option<String>,
}

/// Appends that a job waits, or that its process has fallen silent.
fn free(query: &mut Query, now: Timestamp) {
    query.push(" finished_at IS NULL AND (state = 'queued' OR lease_until <= ").bind(now).push(")");
}

/// Appends who may see it: whose it is, and who has its area.
fn seen(query: &mut Query, scope: &Scope) {
    let Some(user) = scope.user else { return };
    query.push(" AND (by_user = ").bind(user).push(" OR (1 = 1");
    scope.restrict(query, "area_path");
    query.push("))");
}

impl Store {
    /// One job: the scope's own, or one in its areas.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job(&self, scope: &Scope, id: JobId) -> Result<Option<JobRow>, Error> {
        let mut query = Query::select::<JobRow>();
        query.push(" WHERE id = ").bind(id);
        seen(&mut query, scope);
        self.record(query).await
    }

    /// A page of jobs, newest first: the scope's own and those in its areas.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn jobs(
        &self,
        scope: &Scope,
        filter: &JobFilter,
        page: &PageRequest,
    ) -> Result<Page<JobRow>, Error> {
        let mut query = Query::select::<JobRow>();
        query.push(" WHERE 1 = 1");
        seen(&mut query, scope);
        equals(&mut query, "kind", filter.kind.as_deref());
        equals(&mut query, "state", filter.state.map(JobState::as_str));
        if let Some(area) = &filter.area {
            query.push(" AND ");
            scope.within(&mut query, "area_path", area);
        }
        if let Some(after) = &page.after {
            query.push(" AND id < ").bind(after.parts()?.1);
        }
        query.push(" ORDER BY id DESC LIMIT ").bind(i64::from(page.limit) + 1);
        let rows = self.records::<JobRow>(query).await?;
        Ok(Page::from_surplus(rows, page.limit, |row| Cursor::new(0, row.id.0)))
    }

    /// Whether any job waits for a process.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_free_job(&self, now: Timestamp) -> Result<bool, Error> {
        let mut query = Query::new("SELECT id FROM job WHERE");
        free(&mut query, now);
        query.push(" LIMIT 1");
        Ok(!self.fetch(query).await?.is_empty())
    }
}

impl Work {
    /// Queues a job.
    pub fn put_job(&mut self, row: &JobRow) {
        self.put(row);
    }

    /// Takes the oldest job that waits, or whose process has fallen silent. Its
    /// `attempts` tell how often it was taken up, this time included. Of several
    /// processes only one gets it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_job(&mut self, lease: Lease) -> Result<Option<JobRow>, Error> {
        self.settle_table(JobRow::TABLE).await?;
        let mut query =
            Query::new("UPDATE job SET state = 'running', attempts = attempts + 1, started_at = ");
        query.push("COALESCE(started_at, ").bind(lease.now).push("), lease_holder = ").bind(lease.holder);
        query.push(", lease_until = ").bind(lease.now.plus(lease.length));
        query.push(" WHERE id = (SELECT id FROM job WHERE");
        free(&mut query, lease.now);
        // Whoever waited for the row looks again: it is no longer free.
        query.push(" ORDER BY submitted_at, id LIMIT 1) AND");
        free(&mut query, lease.now);
        query.push(" RETURNING ").push(&JobRow::TABLE.select_list());
        Ok(self.records(query).await?.pop())
    }

    /// Prolongs the claim on a job and says how far it is; whether somebody
    /// wants it to stop. None when another process has it meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn renew_job(
        &mut self,
        id: JobId,
        lease: Lease,
        done: i64,
        total: Option<i64>,
        place: Option<&str>,
    ) -> Result<Option<bool>, Error> {
        let mut query = Query::new("UPDATE job SET lease_until = ");
        query.bind(lease.now.plus(lease.length)).push(", units_done = ").bind(done);
        query.push(", units_total = ").bind(total);
        if let Some(place) = place {
            query.push(", place = ").bind(place);
        }
        query.push(" WHERE id = ").bind(id).push(" AND finished_at IS NULL AND lease_holder = ");
        query.bind(lease.holder).push(" RETURNING cancel_requested");
        let rows = self.fetch(query).await?;
        rows.first().map(|row| row.cell(0)).transpose()
    }

    /// Ends a job; false when another process has it meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_job(
        &mut self,
        id: JobId,
        holder: Uuid,
        end: &JobEnd,
        at: Timestamp,
    ) -> Result<bool, Error> {
        let mut query = Query::new("UPDATE job SET state = ");
        query.bind(end.state.as_str()).push(", finished_at = ").bind(at);
        query.push(", units_done = ").bind(end.done).push(", units_total = ").bind(end.total);
        query.push(", result = ").bind(end.result.clone()).push(", error = ").bind(end.error.clone());
        query.push(", lease_holder = NULL, lease_until = NULL WHERE id = ").bind(id);
        query.push(" AND finished_at IS NULL AND lease_holder = ").bind(holder);
        Ok(self.execute(query).await? > 0)
    }

    /// Gives a job back, for whoever comes next to go on with it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_job(&mut self, id: JobId, holder: Uuid) -> Result<(), Error> {
        let mut query =
            Query::new("UPDATE job SET state = 'queued', lease_holder = NULL, lease_until = NULL");
        query.push(" WHERE id = ").bind(id).push(" AND finished_at IS NULL AND lease_holder = ").bind(holder);
        self.execute(query).await.map(drop)
    }

    /// Asks a job to stop: one that waits ends at once. The job as it stands
    /// then; one that had ended before stays as it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cancel_job(&mut self, id: JobId, at: Timestamp) -> Result<Option<JobRow>, Error> {
        self.settle_table(JobRow::TABLE).await?;
        let mut query = Query::new("UPDATE job SET cancel_requested = ");
        query.bind(true).push(", finished_at = CASE WHEN state = 'queued' THEN ").bind(at);
        query.push(
            " ELSE finished_at END, state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END",
        );
        query.push(" WHERE id = ").bind(id).push(" AND finished_at IS NULL");
        self.execute(query).await?;
        let mut query = Query::select::<JobRow>();
        query.push(" WHERE id = ").bind(id);
        Ok(self.records(query).await?.pop())
    }
}
