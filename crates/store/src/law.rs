//! What the law asks of what is stored: holds that keep records, periods after
//! which they go, and the certificates of what has gone.

use std::collections::BTreeSet;

use kernel::{
    AreaPath, Cursor, Date, Error, FactId, Page, PageRequest, PersonId, SubjectKind, Timestamp, UserId,
};
use uuid::Uuid;

use crate::{
    Scope, Store, Work, audit,
    db::{Conn, Query},
    table::{Record, record},
};

record! {
    /// That records may not be erased, as long as it stands.
    pub struct HoldRow in "legal_hold" key ["id"] on Replace {
        /// Which hold.
        id: Uuid,
        /// `person`, `case` or `area`.
        subject_kind: SubjectKind,
        /// What is held.
        subject_id: Uuid,
        /// Where it belongs; the area itself when that is held.
        area: AreaPath = "area_path",
        /// Why.
        reason: String,
        /// Since when.
        set_at: Timestamp,
        /// By whom.
        set_by: UserId,
        /// When it was released.
        released_at: Option<Timestamp>,
        /// By whom.
        released_by: Option<UserId>,
        /// Why.
        release_reason: Option<String>,
    }
}
record! {
    /// A period that this installation sets in place of the shipped one.
    pub struct RetentionRow in "retention_period" key ["kind"] on Replace {
        /// Of which kind of data.
        kind: String,
        /// How many days.
        days: i64,
        /// By which rule or decision.
        basis: String,
        /// When it was set.
        set_at: Timestamp,
        /// By whom.
        set_by: UserId,
    }
}
record! {
    /// The proof of what was erased. Its hash stands in a fact of the journal.
    pub struct CertificateRow in "certificate" key ["id"] on Fail {
        /// Which certificate.
        id: Uuid,
        /// When it was made.
        made_at: Timestamp,
        /// By whom.
        made_by: UserId,
        /// JSON, byte for byte as it was hashed.
        body: String,
        /// SHA-256 of the body, in hexadecimal digits.
        sha256: String,
        /// The fact that carries the hash.
        fact: FactId = "fact_id",
    }
}

/// A person whose last record is older than the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePerson {
    /// Who.
    pub id: PersonId,
    /// Where he belongs.
    pub area: AreaPath,
}

/// Rows that only last for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aged {
    /// Keys of commands with their answers.
    CommandKeys,
    /// Sessions that have ended or run out.
    Sessions,
    /// Changes told to listeners; the last of each writer stays.
    Outbox,
    /// The audit, from the beginning of each chain.
    Audits,
}

impl Aged {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::CommandKeys, Self::Sessions, Self::Outbox, Self::Audits];
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CommandKeys => "command_key",
            Self::Sessions => "session",
            Self::Outbox => "outbox",
            Self::Audits => "audit",
        }
    }
    /// `FROM … WHERE …` of what is older.
    fn older(self, than: Timestamp) -> Query {
        let mut query = Query::new(" FROM ");
        match self {
            Self::CommandKeys => query.push("command_key WHERE recorded_at < ").bind(than),
            Self::Sessions => query.push("session WHERE coalesce(ended_at, expires_at) < ").bind(than),
            // The next place of a writer follows from its last row.
            Self::Outbox => query.push("outbox WHERE at < ").bind(than).push(
                " AND seq < (SELECT max(newest.seq) FROM outbox newest WHERE newest.writer = outbox.writer)",
            ),
            // Chains are cut, not thinned out: see [`Work::cut_audit`].
            Self::Audits => query.push("audit WHERE 1 = 0"),
        };
        query
    }
}

async fn count_aged(conn: &mut Conn, kind: Aged, than: Timestamp) -> Result<i64, Error> {
    if kind == Aged::Audits {
        return Ok(audit::cuts(conn, than).await?.iter().map(|cut| cut.entries).sum());
    }
    let mut query = kind.older(than);
    query.sql.insert_str(0, "SELECT count(*)");
    conn.fetch(query).await?.first().map_or(Ok(0), |row| row.cell(0))
}

/// Whom nothing recorded since `than` names, and whom no order in force binds
/// on `today`.
fn due_query(than: Timestamp, today: Date) -> Query {
    let mut query = Query::new(
        "SELECT person.id, person.area_path FROM person WHERE erased_at IS NULL AND recorded_at < ",
    );
    query.bind(than);
    query.push(
        " AND NOT EXISTS (SELECT 1 FROM fact_ref WHERE subject_id = person.id AND fact_ref.recorded_at >= ",
    );
    query.bind(than).push(")");
    // Whoever is one with another goes with him.
    query.push(
        " AND NOT EXISTS (SELECT 1 FROM person_merge_version m WHERE m.id = person.id \
         AND m.recorded_to IS NULL AND m.into_id IS NOT NULL)",
    );
    // What is recorded of somebody's case or order need not name him.
    for table in ["case_version", "contact_version", "order_version", "visit_version", "test_version"] {
        query.push(&format!(
            " AND NOT EXISTS (SELECT 1 FROM {table} v WHERE v.person_id = person.id AND v.recorded_from >= "
        ));
        query.bind(than).push(")");
    }
    query.push(
        " AND NOT EXISTS (SELECT 1 FROM order_version o WHERE o.person_id = person.id \
         AND o.recorded_to IS NULL AND o.status IN ('issued', 'running') AND o.ends_on >= ",
    );
    query.bind(today).push(")");
    query
}

fn due_rows(rows: &[crate::db::Row]) -> Result<Vec<DuePerson>, Error> {
    rows.iter().map(|row| Ok(DuePerson { id: row.cell(0)?, area: row.cell(1)? })).collect()
}

/// The persons of cases that are held: the case's own, and those of its contacts.
fn persons_of_cases(cases: &[Uuid]) -> Query {
    let mut query = Query::new("SELECT person_id FROM case_version WHERE ");
    query.bind_in("id", cases.iter().copied());
    query
        .push(" UNION SELECT person_id FROM contact_version WHERE ")
        .bind_in("case_id", cases.iter().copied());
    query
}

/// What standing holds keep.
#[derive(Clone, Debug, Default)]
pub struct Held {
    persons: BTreeSet<PersonId>,
    areas: Vec<AreaPath>,
}

impl Held {
    /// Whether a person of an area is held.
    pub fn holds(&self, person: PersonId, area: &AreaPath) -> bool {
        self.persons.contains(&person) || self.areas.iter().any(|held| area.is_within(held))
    }
}

fn standing_query() -> Query {
    let mut query = Query::select::<HoldRow>();
    query.push(" WHERE released_at IS NULL");
    query
}

fn begin(holds: &[HoldRow]) -> (Held, Vec<Uuid>) {
    let of = |kind| holds.iter().filter(move |hold| hold.subject_kind == kind);
    let held = Held {
        persons: of(SubjectKind::Person).map(|hold| PersonId(hold.subject_id)).collect(),
        areas: of(SubjectKind::Area).map(|hold| hold.area.clone()).collect(),
    };
    (held, of(SubjectKind::Case).map(|hold| hold.subject_id).collect())
}

impl Store {
    /// Holds in the scope, latest first; those that stand, or all.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn holds(
        &self,
        scope: &Scope,
        standing: bool,
        page: &PageRequest,
    ) -> Result<Page<HoldRow>, Error> {
        let mut query = Query::select::<HoldRow>();
        query.push(if standing { " WHERE released_at IS NULL" } else { " WHERE 1 = 1" });
        scope.restrict(&mut query, "area_path");
        if let Some(after) = &page.after {
            let (at, id) = after.parts()?;
            query.push(" AND (set_at, id) < (").bind(at).push(", ").bind(id).push(")");
        }
        query.push(" ORDER BY set_at DESC, id DESC LIMIT ").bind(i64::from(page.limit) + 1);
        let rows = self.records::<HoldRow>(query).await?;
        Ok(Page::from_surplus(rows, page.limit, |row| Cursor::new(row.set_at.as_micros(), row.id)))
    }
    /// What standing holds keep, everywhere.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn held(&self) -> Result<Held, Error> {
        let holds: Vec<HoldRow> = self.records(standing_query()).await?;
        let (mut held, cases) = begin(&holds);
        for row in self.fetch(persons_of_cases(&cases)).await? {
            held.persons.insert(row.cell(0)?);
        }
        Ok(held)
    }
    /// Periods that this installation has set.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn retention_periods(&self) -> Result<Vec<RetentionRow>, Error> {
        let mut query = Query::select::<RetentionRow>();
        query.push(" ORDER BY kind");
        self.records(query).await
    }
    /// Persons whose last record is older than a moment, by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due_persons(
        &self,
        than: Timestamp,
        today: Date,
        after: Option<PersonId>,
        limit: u32,
    ) -> Result<Vec<DuePerson>, Error> {
        let mut query = due_query(than, today);
        if let Some(after) = after {
            query.push(" AND person.id > ").bind(after);
        }
        query.push(" ORDER BY person.id LIMIT ").bind(i64::from(limit));
        due_rows(&self.fetch(query).await?)
    }
    /// How many rows of a kind are older than a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_aged(&self, kind: Aged, than: Timestamp) -> Result<i64, Error> {
        count_aged(&mut self.reader().await?, kind, than).await
    }
    /// Certificates, latest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn certificates(&self, page: &PageRequest) -> Result<Page<CertificateRow>, Error> {
        let mut query = Query::select::<CertificateRow>();
        query.push(" WHERE 1 = 1");
        if let Some(after) = &page.after {
            let (at, id) = after.parts()?;
            query.push(" AND (made_at, id) < (").bind(at).push(", ").bind(id).push(")");
        }
        query.push(" ORDER BY made_at DESC, id DESC LIMIT ").bind(i64::from(page.limit) + 1);
        let rows = self.records::<CertificateRow>(query).await?;
        Ok(Page::from_surplus(rows, page.limit, |row| Cursor::new(row.made_at.as_micros(), row.id)))
    }
    /// One certificate.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn certificate(&self, id: Uuid) -> Result<Option<CertificateRow>, Error> {
        let mut query = Query::select::<CertificateRow>();
        query.push(" WHERE id = ").bind(id);
        self.record(query).await
    }
    /// The persons whose data have been erased, by id: what a restored backup
    /// of an earlier day must lose again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn erased_persons(&self) -> Result<Vec<PersonId>, Error> {
        let query = Query::new("SELECT id FROM person WHERE erased_at IS NOT NULL ORDER BY id");
        self.fetch(query).await?.iter().map(|row| row.cell(0)).collect()
    }
}

impl Work {
    /// A hold.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hold(&mut self, id: Uuid) -> Result<Option<HoldRow>, Error> {
        self.settle_table(HoldRow::TABLE).await?;
        let mut query = Query::select::<HoldRow>();
        query.push(" WHERE id = ").bind(id);
        Ok(self.records(query).await?.pop())
    }
    /// What standing holds keep, everywhere, with those of this group.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn held(&mut self) -> Result<Held, Error> {
        // A case or contact opened in this group may be of a held case.
        self.flush().await?;
        let holds: Vec<HoldRow> = self.records(standing_query()).await?;
        let (mut held, cases) = begin(&holds);
        if !cases.is_empty() {
            for row in self.fetch(persons_of_cases(&cases)).await? {
                held.persons.insert(row.cell(0)?);
            }
        }
        Ok(held)
    }
    /// Those of these persons who are still due, by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn still_due(
        &mut self,
        than: Timestamp,
        today: Date,
        persons: &[PersonId],
    ) -> Result<Vec<DuePerson>, Error> {
        self.flush().await?;
        let mut due = Vec::with_capacity(persons.len());
        for chunk in persons.chunks(1000) {
            let mut query = due_query(than, today);
            query.push(" AND ").bind_in("person.id", chunk.iter().copied()).push(" ORDER BY person.id");
            due.extend(due_rows(&self.fetch(query).await?)?);
        }
        Ok(due)
    }
    /// Deletes the rows of a kind that are older than a moment; how many. A job
    /// does this last: what it has executed stays when it then refuses.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_aged(&mut self, kind: Aged, than: Timestamp) -> Result<u64, Error> {
        let mut query = kind.older(than);
        query.sql.insert_str(0, "DELETE");
        self.execute(query).await
    }
    /// How many rows of a kind are older than a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_aged(&mut self, kind: Aged, than: Timestamp) -> Result<i64, Error> {
        count_aged(&mut self.conn, kind, than).await
    }
}
