//! The chains of the audit: what is hashed, and the proof.

use kernel::{Error, PersonId};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::AuditEntry;
use crate::{
    AuditAnchorRow, AuditHeadRow, AuditPersonRow, AuditRow,
    chain::GENESIS,
    db::{Conn, Query},
    journal::{BATCH, ChainHead, Fault},
    table::Record as _,
    value::Value,
};

/// What a walk over the audit found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// The chains.
    pub writers: Vec<ChainHead>,
    /// Entries read.
    pub entries: u64,
    /// The first fault; none when everything fits.
    pub first_fault: Option<Fault>,
}

impl AuditEntry {
    /// The entry at its place, with the rows by which those it names are found.
    pub(crate) fn chained(
        mut self,
        writer: Uuid,
        seq: i64,
        prev_hash: [u8; 32],
    ) -> (AuditRow, Vec<AuditPersonRow>, [u8; 32]) {
        self.persons.sort_unstable();
        self.persons.dedup();
        let at = self.at;
        let named = |person: &PersonId| AuditPersonRow { person: *person, at, writer, seq };
        let named: Vec<AuditPersonRow> = self.persons.iter().map(named).collect();
        let (subject_kind, subject_id) = self.subject.unzip();
        let mut row = AuditRow {
            writer,
            seq,
            id: self.id,
            at,
            kind: self.kind.as_str().to_owned(),
            action: self.action,
            user: self.user,
            post: self.post,
            subject_kind,
            subject_id,
            area: self.area,
            purpose: self.purpose,
            route: self.route,
            code: self.code,
            count: self.count,
            detail: self.detail,
            persons: self.persons.iter().flat_map(|person| *person.0.as_bytes()).collect(),
            prev_hash: prev_hash.to_vec(),
            hash: Vec::new(),
        };
        let hash = hash_of(&row);
        row.hash = hash.to_vec();
        (row, named, hash)
    }
}

/// SHA-256 of the entry before, a word that tells it from a fact, and every
/// field with its length; an absent one has a length that no field has.
fn hash_of(row: &AuditRow) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(&row.prev_hash);
    hash.update(b"audit");
    let mut field = |bytes: Option<&[u8]>| {
        hash.update(bytes.map_or(u64::MAX, |bytes| bytes.len() as u64).to_be_bytes());
        hash.update(bytes.unwrap_or_default());
    };
    field(Some(row.writer.as_bytes()));
    field(Some(&row.seq.to_be_bytes()));
    field(Some(row.id.as_bytes()));
    field(Some(&row.at.as_micros().to_be_bytes()));
    field(Some(row.kind.as_bytes()));
    field(Some(row.action.as_bytes()));
    field(row.user.as_ref().map(|user| &user.0.as_bytes()[..]));
    field(row.post.as_ref().map(|post| &post.0.as_bytes()[..]));
    field(row.subject_kind.as_ref().map(String::as_bytes));
    field(row.subject_id.as_ref().map(|id| &id.as_bytes()[..]));
    field(Some(row.area.as_str().as_bytes()));
    field(Some(row.purpose.as_bytes()));
    field(row.route.as_ref().map(String::as_bytes));
    field(row.code.as_ref().map(String::as_bytes));
    field(Some(&row.count.to_be_bytes()));
    field(Some(&row.detail));
    field(Some(&row.persons));
    hash.finalize().into()
}

/// Gives hashes to the looks that a database kept before there were chains.
pub(crate) async fn seal(conn: &mut Conn) -> Result<(), Error> {
    let writer = Uuid::nil();
    let mut head = AuditHeadRow { writer, seq: 0, hash: GENESIS.to_vec() };
    loop {
        let mut rows = batch(conn, writer, head.seq).await?;
        if rows.is_empty() {
            break;
        }
        for row in &mut rows {
            row.prev_hash.clone_from(&head.hash);
            row.hash = hash_of(row).to_vec();
            head.seq = row.seq;
            head.hash.clone_from(&row.hash);
        }
        let change = |row: AuditRow| {
            vec![
                Value::Uuid(writer),
                Value::Int(row.seq),
                Value::Bytes(row.prev_hash),
                Value::Bytes(row.hash),
            ]
        };
        conn.update_many(
            "writer, seq, prev_hash, hash",
            "UPDATE audit SET prev_hash = change.prev_hash, hash = change.hash FROM change \
             WHERE audit.writer = change.writer AND audit.seq = change.seq",
            rows.into_iter().map(change).collect(),
        )
        .await?;
    }
    if head.seq > 0 {
        conn.insert_many(AuditHeadRow::TABLE, vec![head.to_values()]).await?;
    }
    Ok(())
}

async fn batch(conn: &mut Conn, writer: Uuid, behind: i64) -> Result<Vec<AuditRow>, Error> {
    let mut query = Query::select::<AuditRow>();
    query.push(" WHERE writer = ").bind(writer).push(" AND seq > ").bind(behind);
    query.push(" ORDER BY seq LIMIT ").bind(BATCH);
    conn.records(query).await
}

/// Walks every chain from its beginning, or from where a purge has cut it, to
/// the end that it should have.
pub(crate) async fn verify(conn: &mut Conn) -> Result<AuditReport, Error> {
    let mut report = AuditReport::default();
    let anchors: Vec<AuditAnchorRow> = conn.records(Query::select::<AuditAnchorRow>()).await?;
    // Read before the entries: what is written meanwhile stands behind it.
    let ends: Vec<AuditHeadRow> = conn.records(Query::select::<AuditHeadRow>()).await?;
    let writers = "SELECT writer FROM audit_head UNION SELECT writer FROM audit \
                   UNION SELECT writer FROM audit_anchor ORDER BY 1";
    for row in conn.fetch(Query::new(writers)).await? {
        let writer: Uuid = row.cell(0)?;
        let anchor = anchors.iter().find(|anchor| anchor.writer == writer);
        let (seq, hash) = anchor.map_or((0, GENESIS.to_vec()), |anchor| (anchor.seq, anchor.hash.clone()));
        let mut walk = Walk { head: ChainHead { writer, seq, hash }, report: &mut report };
        if let Some(back) = before(conn, writer, seq).await? {
            walk.fault(back, "what was purged is there again");
        }
        let end = ends.iter().find(|end| end.writer == writer);
        let mut reached = end.is_some_and(|end| (end.seq, &end.hash) == (walk.head.seq, &walk.head.hash));
        loop {
            let rows = batch(conn, writer, walk.head.seq).await?;
            let Some(last) = rows.last().map(|row| row.seq) else { break };
            let first = walk.head.seq;
            let mut named = 0;
            for row in rows {
                named += row.persons.len() / 16;
                walk.step(row);
                reached |= end.is_some_and(|end| (end.seq, &end.hash) == (walk.head.seq, &walk.head.hash));
            }
            if found_by_name(conn, writer, first, last).await? != i64::try_from(named).unwrap_or(i64::MAX) {
                walk.fault(first + 1, "those whom the entries name are not found by them");
            }
        }
        if !reached {
            walk.fault(walk.head.seq + 1, "the chain does not end where it should");
        }
        let head = walk.head;
        report.writers.push(head);
    }
    Ok(report)
}

/// One chain on its way.
struct Walk<'r> {
    head: ChainHead,
    report: &'r mut AuditReport,
}

impl Walk<'_> {
    fn step(&mut self, row: AuditRow) {
        self.report.entries += 1;
        if row.seq != self.head.seq + 1 {
            self.fault(self.head.seq + 1, "an entry is missing");
        } else if row.prev_hash != self.head.hash {
            self.fault(row.seq, "it does not follow the entry before");
        } else if row.hash != hash_of(&row) {
            self.fault(row.seq, "its bytes are not those that were written");
        }
        self.head.seq = row.seq;
        self.head.hash = row.hash;
    }
    fn fault(&mut self, seq: i64, detail: &str) {
        let writer = self.head.writer;
        self.report.first_fault.get_or_insert_with(|| Fault { writer, seq, detail: detail.to_owned() });
    }
}

/// How many rows by which somebody is found belong to the entries of a stretch.
async fn found_by_name(conn: &mut Conn, writer: Uuid, behind: i64, to: i64) -> Result<i64, Error> {
    let mut query = Query::new("SELECT count(*) FROM audit_person WHERE writer = ");
    query.bind(writer).push(" AND seq > ").bind(behind).push(" AND seq <= ").bind(to);
    conn.fetch(query).await?.first().map_or(Ok(0), |row| row.cell(0))
}

/// An entry at or before a place where none should be.
async fn before(conn: &mut Conn, writer: Uuid, place: i64) -> Result<Option<i64>, Error> {
    let mut query = Query::new("SELECT seq FROM audit WHERE writer = ");
    query.bind(writer).push(" AND seq <= ").bind(place).push(" ORDER BY seq LIMIT 1");
    conn.fetch(query).await?.first().map(|row| row.cell(0)).transpose()
}
