//! The journal: reading facts, proving the chain, replaying it.

use kernel::{AreaPath, AsOf, Code, Cursor, Error, FactId, Page, PageRequest, SubjectRef, Timestamp};
use uuid::Uuid;

use crate::{
    AuditReport, FactRefRow, JournalRow, Scope, Store, Work, audit,
    chain::{GENESIS, hash_of},
    db::{Conn, Query},
    table::Record,
};

/// Rows read at once while streaming.
pub(crate) const BATCH: i64 = 2000;

/// The end of one writer's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// Whose chain.
    pub writer: Uuid,
    /// The place of its last fact.
    pub seq: i64,
    /// The hash of its last fact: whoever notes it elsewhere can prove later
    /// that nothing before it changed or went missing.
    pub hash: Vec<u8>,
}

/// Where the record contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Whose chain.
    pub writer: Uuid,
    /// The first place that does not fit.
    pub seq: i64,
    /// What does not fit.
    pub detail: String,
}

/// What verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// The chains.
    pub writers: Vec<ChainHead>,
    /// Facts read.
    pub facts: u64,
    /// The first fault; none when everything fits.
    pub first_fault: Option<Fault>,
    /// Derived rows whose fact is not in the journal: table and how many.
    pub orphans: Vec<(&'static str, i64)>,
    /// The same of the audit.
    pub audit: AuditReport,
}

impl VerifyReport {
    /// Whether everything fits.
    pub fn is_sound(&self) -> bool {
        self.first_fault.is_none() && self.orphans.is_empty() && self.audit.first_fault.is_none()
    }
    /// The first fault as an error.
    ///
    /// # Errors
    /// `journal.chain_broken`, `audit.chain_broken` or `store.inconsistent`.
    pub fn into_result(self) -> Result<Self, Error> {
        if let Some(fault) = &self.first_fault {
            return Err(Error::new(Code::ChainBroken)
                .arg("writer", fault.writer)
                .arg("seq", fault.seq)
                .arg("detail", &fault.detail));
        }
        if let Some(fault) = &self.audit.first_fault {
            return Err(Error::new(Code::AuditBroken)
                .arg("writer", fault.writer)
                .arg("seq", fault.seq)
                .arg("detail", &fault.detail));
        }
        if let Some((table, count)) = self.orphans.first() {
            return Err(Error::new(Code::StoreInconsistent)
                .arg("detail", format!("{count} rows of {table} without their fact")));
        }
        Ok(self)
    }
}

/// Where a replay goes on: after this fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplayFrom {
    /// Its recorded time.
    pub recorded_at: Timestamp,
    /// Its writer.
    pub writer: Uuid,
    /// Its place.
    pub seq: i64,
}

fn facts_query(subject: Uuid) -> Query {
    let mut query = Query::select::<JournalRow>();
    query.push(" JOIN fact_ref ON fact_ref.fact_id = journal.fact_id WHERE fact_ref.subject_id = ");
    query.bind(subject);
    query
}

const FACT_ORDER: &str = " ORDER BY journal.recorded_at, journal.writer, journal.seq";

impl Store {
    /// Every fact about something, in the order in which it became known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn facts_about(
        &self,
        scope: &Scope,
        subject: SubjectRef,
        as_of: AsOf,
    ) -> Result<Vec<JournalRow>, Error> {
        let mut query = facts_query(subject.id);
        if let AsOf::Known(at) = as_of {
            query.push(" AND journal.recorded_at <= ").bind(at);
        }
        scope.restrict(&mut query, "journal.area_path");
        query.push(FACT_ORDER);
        self.records(query).await
    }

    /// One fact.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fact(&self, scope: &Scope, id: FactId) -> Result<Option<JournalRow>, Error> {
        let mut query = Query::select::<JournalRow>();
        query.push(" WHERE fact_id = ").bind(id);
        scope.restrict(&mut query, "area_path");
        self.record(query).await
    }

    /// A page of the facts of one kind, those that became known last first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn facts_paged(
        &self,
        scope: &Scope,
        kind: &str,
        area: Option<&AreaPath>,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<JournalRow>, Error> {
        let mut query = Query::select::<JournalRow>();
        query.push(" WHERE kind = ").bind(kind);
        if let AsOf::Known(at) = as_of {
            query.push(" AND recorded_at <= ").bind(at);
        }
        scope.restrict(&mut query, "area_path");
        if let Some(area) = area {
            query.push(" AND ");
            scope.within(&mut query, "area_path", area);
        }
        if let Some(after) = &page.after {
            let (at, id) = after.parts()?;
            query.push(" AND (recorded_at, fact_id) < (").bind(at).push(", ").bind(id).push(")");
        }
        query.push(" ORDER BY recorded_at DESC, fact_id DESC LIMIT ").bind(i64::from(page.limit) + 1);
        let rows = self.records::<JournalRow>(query).await?;
        Ok(Page::from_surplus(rows, page.limit, |row| Cursor::new(row.recorded_at.as_micros(), row.fact.0)))
    }

    /// The facts of one kind recorded from a moment on, in order, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn facts_of_kind(
        &self,
        scope: &Scope,
        kind: &str,
        from: Timestamp,
        as_of: AsOf,
        limit: u32,
    ) -> Result<Vec<JournalRow>, Error> {
        let mut query = Query::select::<JournalRow>();
        query.push(" WHERE kind = ").bind(kind).push(" AND recorded_at >= ").bind(from);
        if let AsOf::Known(at) = as_of {
            query.push(" AND recorded_at <= ").bind(at);
        }
        scope.restrict(&mut query, "area_path");
        query.push(FACT_ORDER).push(" LIMIT ").bind(i64::from(limit));
        self.records(query).await
    }

    /// Walks every chain from its first fact and reports the first place that
    /// does not fit; then looks for derived rows without their fact, and walks
    /// the chains of the audit.
    ///
    /// # Errors
    /// When the database fails; a fault is no error but part of the report.
    pub async fn verify(&self) -> Result<VerifyReport, Error> {
        verify(&mut self.reader().await?).await
    }

    /// The facts after a place, in the order of a replay: recorded time,
    /// writer, place. The second part says where to go on; none at the end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replay(
        &self,
        from: Option<ReplayFrom>,
        batch: u32,
    ) -> Result<(Vec<JournalRow>, Option<ReplayFrom>), Error> {
        let rows = replay_batch(&mut self.reader().await?, from, i64::from(batch)).await?;
        let next = rows.last().filter(|_| rows.len() == batch as usize).map(place_of);
        Ok((rows, next))
    }
}

pub(crate) fn place_of(row: &JournalRow) -> ReplayFrom {
    ReplayFrom { recorded_at: row.recorded_at, writer: row.writer, seq: row.seq }
}

pub(crate) async fn replay_batch(
    conn: &mut Conn,
    from: Option<ReplayFrom>,
    batch: i64,
) -> Result<Vec<JournalRow>, Error> {
    let mut query = Query::select::<JournalRow>();
    if let Some(from) = from {
        query.push(" WHERE (recorded_at, writer, seq) > (").bind(from.recorded_at);
        query.push(", ").bind(from.writer).push(", ").bind(from.seq).push(")");
    }
    query.push(" ORDER BY recorded_at, writer, seq LIMIT ").bind(batch);
    conn.records(query).await
}

/// Walks every chain from its first fact, and looks for rows without their fact.
pub(crate) async fn verify(conn: &mut Conn) -> Result<VerifyReport, Error> {
    let mut report = VerifyReport::default();
    let rows = conn.fetch(Query::new("SELECT DISTINCT writer FROM journal ORDER BY writer")).await?;
    for row in &rows {
        let head = ChainHead { writer: row.cell(0)?, seq: 0, hash: GENESIS.to_vec() };
        let head = verify_chain(conn, head, &mut report).await?;
        report.writers.push(head);
    }
    for (table, column) in [
        ("fact_ref", "fact_id"),
        ("obligation", "opened_fact"),
        ("escalation", "fact_id"),
        ("test_version", "id"),
    ] {
        let query = Query::new(format!(
            "SELECT count(*) FROM {table} WHERE NOT EXISTS \
             (SELECT 1 FROM journal WHERE journal.fact_id = {table}.{column})"
        ));
        let rows = conn.fetch(query).await?;
        let count: i64 = rows.first().map_or(Ok(0), |row| row.cell(0))?;
        if count > 0 {
            report.orphans.push((table, count));
        }
    }
    report.audit = audit::verify(conn).await?;
    Ok(report)
}

/// Walks the end of one chain, behind a place whose hash is taken as it stands.
pub(crate) async fn verify_tail(conn: &mut Conn, writer: Uuid, behind: i64) -> Result<Option<Fault>, Error> {
    let mut query = Query::select::<JournalRow>();
    query.push(" WHERE writer = ").bind(writer).push(" AND seq = ").bind(behind);
    let before: Option<JournalRow> = conn.records(query).await?.pop();
    let hash = before.map_or(GENESIS.to_vec(), |row| row.hash);
    let mut report = VerifyReport::default();
    verify_chain(conn, ChainHead { writer, seq: behind, hash }, &mut report).await?;
    Ok(report.first_fault)
}

async fn verify_chain(
    conn: &mut Conn,
    mut head: ChainHead,
    report: &mut VerifyReport,
) -> Result<ChainHead, Error> {
    let writer = head.writer;
    loop {
        let mut query = Query::select::<JournalRow>();
        query.push(" WHERE writer = ").bind(writer).push(" AND seq > ").bind(head.seq);
        query.push(" ORDER BY seq LIMIT ").bind(BATCH);
        let rows: Vec<JournalRow> = conn.records(query).await?;
        if rows.is_empty() {
            return Ok(head);
        }
        for row in rows {
            report.facts += 1;
            let fault = if row.seq != head.seq + 1 {
                Some(format!("a fact is missing after {}", head.seq))
            } else if row.prev_hash != head.hash {
                Some("it does not follow the fact before".to_owned())
            } else if row.hash != hash_of(&row) {
                Some("its bytes are not those that were recorded".to_owned())
            } else {
                None
            };
            if let (Some(detail), None) = (fault, &report.first_fault) {
                report.first_fault = Some(Fault { writer, seq: head.seq + 1, detail });
            }
            head.seq = row.seq;
            head.hash = row.hash;
        }
    }
}

impl Work {
    /// Every fact about something, in the order in which it became known, with
    /// those of this group's earlier jobs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn facts_about(&mut self, subject: SubjectRef) -> Result<Vec<JournalRow>, Error> {
        self.settle(FactRefRow::TABLE, &[subject.id]).await?;
        let mut query = facts_query(subject.id);
        query.push(FACT_ORDER);
        self.records(query).await
    }

    /// One fact.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fact(&mut self, id: FactId) -> Result<Option<JournalRow>, Error> {
        self.settle(JournalRow::TABLE, &[id.0]).await?;
        let mut query = Query::select::<JournalRow>();
        query.push(" WHERE fact_id = ").bind(id);
        Ok(self.records(query).await?.pop())
    }
}
