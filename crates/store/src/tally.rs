//! Counts that are kept: how many obligations stand how, by the unit that holds
//! them and by every area above it; how many contacts and orders, by area.
//!
//! Why a tally and no index: a province after a bad month has three million
//! obligations, a third of them open, and whoever counts rows, by whatever
//! index, looks at each. A tally is written in the transaction that changes the
//! rows, so it is never behind them, and a rebuild derives it with them. It is
//! only ever added to: each process adds to rows of its own (`writer`), so that
//! no two wait for each other, and a question sums them up.
//!
//! *Overdue* and *warned* are computed, never stored: open obligations are
//! counted by the bucket of time in which they fall due and by the one in which
//! they are warned of. What lies in the very bucket of the asked moment, or on
//! the edge of a span that was asked for, is counted from its rows, which are
//! few and indexed ([`read`]). Buckets are an hour wide for the two uppermost
//! levels of the tree, where most is owed, and a day wide below and for units.
//!
//! As of a past moment nothing is tallied: rows are counted as they stood then.

pub(crate) mod read;

use kernel::{AreaPath, Error, Timestamp, UnitId};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{
    db::{Conn, Query, Row},
    pending::RECORDED_TO,
    rows::{ContactRow, EscalationRow, ObligationRow, OrderRow},
    table::{Record as _, TableSpec, record},
    value::Value,
};

record! {
    /// How many obligations of a unit stand how.
    pub struct UnitTallyRow in "obligation_unit_tally"
        key ["holder_unit", "area_path", "disease", "schedule", "state", "due_bucket", "warn_bucket", "writer"]
        on Fail {
        /// Who must.
        unit: UnitId = "holder_unit",
        /// Where they are held.
        area: AreaPath = "area_path",
        /// Of which disease.
        disease: String,
        /// `t` for the tests and `c` for the checks of an order, else empty.
        schedule: String,
        /// `open`, or how they were closed.
        state: String,
        /// Days from the epoch to when they are due.
        due_bucket: i64,
        /// Days from the epoch to when they are warned of; 0 for closed ones.
        warn_bucket: i64,
        /// The process that added this.
        writer: Uuid,
        /// How many; one process may close what another has opened.
        n: i64,
        /// How many of them were ever escalated.
        escalated: i64,
    }
}
record! {
    /// How many obligations stand how in an area and all below it.
    pub struct AreaTallyRow in "obligation_area_tally"
        key ["node", "disease", "schedule", "state", "due_bucket", "warn_bucket", "writer"]
        on Fail {
        /// The area.
        node: AreaPath,
        /// Of which disease.
        disease: String,
        /// `t` for the tests and `c` for the checks of an order, else empty.
        schedule: String,
        /// `open`, or how they were closed.
        state: String,
        /// Buckets from the epoch to when they are due; see [`width_of`].
        due_bucket: i64,
        /// Buckets from the epoch to when they are warned of; 0 for closed ones.
        warn_bucket: i64,
        /// The process that added this.
        writer: Uuid,
        /// How many.
        n: i64,
        /// How many of them were ever escalated.
        escalated: i64,
    }
}
record! {
    /// How many contacts and orders of an area stand how now.
    pub struct RecordTallyRow in "record_tally"
        key ["kind", "area_path", "disease", "class", "status", "writer"]
        on Fail {
        /// `contact` or `order`.
        kind: String,
        /// Where they belong: the area itself, without those below.
        area: AreaPath = "area_path",
        /// Of which disease.
        disease: String,
        /// Class of a contact; empty for orders.
        class: String,
        /// Their status.
        status: String,
        /// The process that added this.
        writer: Uuid,
        /// How many.
        n: i64,
    }
}

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

/// How wide the buckets of an area are, in microseconds.
pub(crate) fn width_of(node: &AreaPath) -> i64 {
    if node.depth() <= 1 { HOUR } else { DAY }
}

/// The bucket of a moment.
pub(crate) const fn bucket(at: Timestamp, width: i64) -> i64 {
    at.as_micros().div_euclid(width)
}

/// What stands for `open` beside the words of closed obligations.
pub(crate) const OPEN: &str = "open";

/// An obligation as far as it is counted.
#[derive(Clone, Debug)]
struct Owed {
    unit: UnitId,
    area: AreaPath,
    disease: String,
    schedule: &'static str,
    state: String,
    due: Timestamp,
    warn: Timestamp,
    escalated: bool,
}

/// The columns of [`Owed`], for a question or for what an update returns.
const OWED: &str = "obligation.holder_unit, obligation.area_path, obligation.disease, obligation.subject_kind, \
    obligation.occurrence, obligation.close_state, obligation.due_at, obligation.warn_at, \
    CAST(CASE WHEN EXISTS (SELECT 1 FROM escalation WHERE escalation.obligation_id = obligation.id) \
    THEN 1 ELSE 0 END AS BIGINT)";

/// The letter of a schedule, for what comes from one.
pub(crate) fn schedule_of(subject_kind: &str, occurrence: &str) -> &'static str {
    match (subject_kind, occurrence.as_bytes().first()) {
        ("order", Some(b't')) => "t",
        ("order", Some(b'c')) => "c",
        _ => "",
    }
}

impl Owed {
    fn of(row: &ObligationRow) -> Self {
        Self {
            unit: row.holder_unit,
            area: row.area.clone(),
            disease: row.disease.clone(),
            schedule: schedule_of(row.subject_kind.as_str(), &row.occurrence),
            state: row.close_state.clone().unwrap_or_else(|| OPEN.to_owned()),
            due: row.due_at,
            warn: row.warn_at,
            escalated: false,
        }
    }
    /// Reads [`OWED`] from a column on.
    fn read(row: &Row, at: usize) -> Result<Self, Error> {
        let (kind, occurrence): (String, String) = (row.cell(at + 3)?, row.cell(at + 4)?);
        Ok(Self {
            unit: row.cell(at)?,
            area: row.cell(at + 1)?,
            disease: row.cell(at + 2)?,
            schedule: schedule_of(&kind, &occurrence),
            state: row.cell::<Option<String>>(at + 5)?.unwrap_or_else(|| OPEN.to_owned()),
            due: row.cell(at + 6)?,
            warn: row.cell(at + 7)?,
            escalated: row.cell::<i64>(at + 8)? > 0,
        })
    }
    fn key(&self, width: i64) -> Bucketed {
        let warn = if self.state == OPEN { bucket(self.warn, width) } else { 0 };
        Bucketed {
            disease: self.disease.clone(),
            schedule: self.schedule,
            state: self.state.clone(),
            due: bucket(self.due, width),
            warn,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Bucketed {
    disease: String,
    schedule: &'static str,
    state: String,
    due: i64,
    warn: i64,
}

/// A number of obligations and how many of them were escalated.
type Sum = (i64, i64);

/// What a group adds to the tallies.
#[derive(Default)]
pub(crate) struct Tally {
    units: BTreeMap<(UnitId, AreaPath, Bucketed), Sum>,
    areas: BTreeMap<(AreaPath, Bucketed), Sum>,
    records: BTreeMap<[String; 5], i64>,
}

impl Tally {
    fn add(&mut self, owed: &Owed, n: i64) {
        self.add_escalated(owed, n, if owed.escalated { n } else { 0 });
    }
    fn add_escalated(&mut self, owed: &Owed, n: i64, escalated: i64) {
        let add = |sum: &mut Sum| *sum = (sum.0 + n, sum.1 + escalated);
        add(self.units.entry((owed.unit, owed.area.clone(), owed.key(DAY))).or_default());
        for node in std::iter::successors(Some(owed.area.clone()), AreaPath::parent) {
            let key = owed.key(width_of(&node));
            add(self.areas.entry((node, key)).or_default());
        }
    }
    /// Takes over what another one holds.
    pub(crate) fn append(&mut self, other: Self) {
        let add = |sum: &mut Sum, more: Sum| *sum = (sum.0 + more.0, sum.1 + more.1);
        other.units.into_iter().for_each(|(key, more)| add(self.units.entry(key).or_default(), more));
        other.areas.into_iter().for_each(|(key, more)| add(self.areas.entry(key).or_default(), more));
        other.records.into_iter().for_each(|(key, more)| *self.records.entry(key).or_default() += more);
    }
    /// An obligation that was written.
    fn opened(&mut self, row: &ObligationRow) {
        self.add(&Owed::of(row), 1);
    }
    /// A version of a contact or an order that begins (`1`) or ends (`-1`).
    fn version(&mut self, table: &TableSpec, row: &[Value], n: i64) {
        let Some((kind, columns)) = tallied(table) else { return };
        let words = columns.map(|column| text_in(table, row, column));
        let [area, disease, class, status] = words;
        *self.records.entry([kind.to_owned(), area, disease, class, status]).or_default() += n;
    }
    /// A version that an update has ended; it returned [`ended_columns`].
    pub(crate) fn ended(&mut self, table: &TableSpec, row: &Row) -> Result<(), Error> {
        let Some((kind, columns)) = tallied(table) else { return Ok(()) };
        let mut key = [const { String::new() }; 5];
        kind.clone_into(&mut key[0]);
        for (at, column) in columns.into_iter().enumerate() {
            if !column.is_empty() {
                key[at + 1] = row.cell(at)?;
            }
        }
        *self.records.entry(key).or_default() -= 1;
        Ok(())
    }
    /// An obligation that an update has closed; it returned [`closed_columns`].
    pub(crate) fn closed(&mut self, row: &Row) -> Result<(), Error> {
        let closed = Owed::read(row, 0)?;
        self.add(&Owed { state: OPEN.to_owned(), ..closed.clone() }, -1);
        self.add(&closed, 1);
        Ok(())
    }
    /// Obligations that are given to other units, before the update that does it.
    pub(crate) async fn given(&mut self, conn: &mut Conn, to: &BTreeMap<Uuid, UnitId>) -> Result<(), Error> {
        for (id, before) in owed_by(conn, to.keys().copied().collect()).await? {
            let after = Owed { unit: to.get(&id).copied().unwrap_or(before.unit), ..before.clone() };
            self.add(&before, -1);
            self.add(&after, 1);
        }
        Ok(())
    }
    /// Steps up the ladder that were just written, by obligation: whoever had
    /// none before counts as escalated from now on.
    pub(crate) async fn escalated(
        &mut self,
        conn: &mut Conn,
        new: &BTreeMap<Uuid, i64>,
    ) -> Result<(), Error> {
        let ids: Vec<Uuid> = new.keys().copied().collect();
        let mut first = std::collections::BTreeSet::new();
        for chunk in ids.chunks(1000) {
            let mut query = Query::new("SELECT obligation_id, count(*) FROM escalation WHERE ");
            query.bind_in("obligation_id", chunk.iter().copied()).push(" GROUP BY obligation_id");
            for row in conn.fetch(query).await? {
                let (id, steps): (Uuid, i64) = (row.cell(0)?, row.cell(1)?);
                if new.get(&id) == Some(&steps) {
                    first.insert(id);
                }
            }
        }
        for (_, owed) in owed_by(conn, first.into_iter().collect()).await? {
            self.add_escalated(&owed, 0, 1);
        }
        Ok(())
    }

    /// Adds everything to the tables, in rows of this process.
    pub(crate) async fn write(self, conn: &mut Conn, writer: Uuid) -> Result<(), Error> {
        let bucketed = |key: Bucketed, (n, escalated): Sum| {
            [
                Value::Text(key.disease),
                Value::from(key.schedule),
                Value::Text(key.state),
                Value::Int(key.due),
                Value::Int(key.warn),
                Value::Uuid(writer),
                Value::Int(n),
                Value::Int(escalated),
            ]
        };
        let some = |sum: &Sum| *sum != (0, 0);
        let units = self.units.into_iter().filter(|(_, sum)| some(sum)).map(|((unit, area, key), sum)| {
            let mut row = vec![unit.into(), area.into()];
            row.extend(bucketed(key, sum));
            row
        });
        conn.add_many(UnitTallyRow::TABLE, &["n", "escalated"], units.collect()).await?;
        let areas = self.areas.into_iter().filter(|(_, sum)| some(sum)).map(|((node, key), sum)| {
            let mut row = vec![node.into()];
            row.extend(bucketed(key, sum));
            row
        });
        conn.add_many(AreaTallyRow::TABLE, &["n", "escalated"], areas.collect()).await?;
        let records = self.records.into_iter().filter(|(_, n)| *n != 0).map(|(key, n)| {
            let mut row: Vec<Value> = key.into_iter().map(Value::Text).collect();
            row.extend([Value::Uuid(writer), Value::Int(n)]);
            row
        });
        conn.add_many(RecordTallyRow::TABLE, &["n"], records.collect()).await?;
        Ok(())
    }
}

/// Obligations as they stand in the table, by id.
async fn owed_by(conn: &mut Conn, ids: Vec<Uuid>) -> Result<Vec<(Uuid, Owed)>, Error> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(1000) {
        let mut query = Query::new(format!("SELECT obligation.id, {OWED} FROM obligation WHERE "));
        query.bind_in("id", chunk.iter().copied());
        for row in conn.fetch(query).await? {
            found.push((row.cell(0)?, Owed::read(&row, 1)?));
        }
    }
    Ok(found)
}

/// What an update that closes obligations returns for [`Tally::closed`].
pub(crate) const fn closed_columns() -> &'static str {
    OWED
}

/// What rows that are loaded at once add, as far as it follows from them alone;
/// of escalations, how many there are of each obligation.
pub(crate) fn of_rows(table: &TableSpec, rows: &[Vec<Value>]) -> Result<(Tally, BTreeMap<Uuid, i64>), Error> {
    let (mut tally, mut escalated) = (Tally::default(), BTreeMap::new());
    for row in rows {
        if table.name == ObligationRow::TABLE.name {
            tally.opened(&ObligationRow::from_values(row.clone())?);
        } else if table.name == EscalationRow::TABLE.name {
            *escalated.entry(row[0].as_uuid().unwrap_or_default()).or_default() += 1;
        } else if tallied(table).is_some() && matches!(row[RECORDED_TO], Value::Null(_)) {
            tally.version(table, row, 1);
        }
    }
    Ok((tally, escalated))
}

/// Whether rows of a table are counted.
pub(crate) fn is_tallied(table: &TableSpec) -> bool {
    [ObligationRow::TABLE.name, EscalationRow::TABLE.name].contains(&table.name) || tallied(table).is_some()
}

/// Which tables with versions are tallied: the kind, and the columns of area,
/// disease, class and status (empty where there is none).
fn tallied(table: &TableSpec) -> Option<(&'static str, [&'static str; 4])> {
    if table.name == ContactRow::TABLE.name {
        Some(("contact", ["area_path", "disease", "class", "status"]))
    } else if table.name == OrderRow::TABLE.name {
        Some(("order", ["area_path", "disease", "", "status"]))
    } else {
        None
    }
}

/// What an update that ends versions of a table returns for [`Tally::ended`];
/// none for a table that is not tallied.
pub(crate) fn ended_columns(table: &TableSpec) -> Option<String> {
    let (_, columns) = tallied(table)?;
    let columns = columns.map(|column| {
        if column.is_empty() { "CAST('' AS TEXT)".to_owned() } else { format!("{}.{column}", table.name) }
    });
    Some(columns.join(", "))
}

fn text_in(table: &TableSpec, row: &[Value], column: &str) -> String {
    let place = table.columns.iter().position(|known| known.name == column);
    match place.and_then(|place| row.get(place)) {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

/// Counts what stands in the tables already: for the migration that brings the
/// tallies.
///
/// # Errors
/// When the database fails.
pub(crate) async fn fill(conn: &mut Conn) -> Result<(), Error> {
    let units = conn.fetch(Query::new("SELECT DISTINCT holder_unit FROM obligation")).await?;
    for unit in units.iter().map(|row| row.cell::<UnitId>(0)) {
        let mut query = Query::new(format!("SELECT {OWED} FROM obligation WHERE holder_unit = "));
        query.bind(unit?);
        let mut tally = Tally::default();
        for row in conn.fetch(query).await? {
            tally.add(&Owed::read(&row, 0)?, 1);
        }
        tally.write(conn, Uuid::nil()).await?;
    }
    let mut tally = Tally::default();
    for table in [ContactRow::TABLE, OrderRow::TABLE] {
        let Some((kind, columns)) = tallied(table) else { continue };
        let known: Vec<&str> = columns.into_iter().filter(|column| !column.is_empty()).collect();
        let listed = known.join(", ");
        let query = Query::new(format!(
            "SELECT count(*), {listed} FROM {} WHERE recorded_to IS NULL GROUP BY {listed}",
            table.name
        ));
        for row in conn.fetch(query).await? {
            let mut key = [const { String::new() }; 5];
            kind.clone_into(&mut key[0]);
            for (at, column) in known.iter().enumerate() {
                let place = columns.iter().position(|of| of == column).unwrap_or_default();
                key[place + 1] = row.cell(at + 1)?;
            }
            *tally.records.entry(key).or_default() += row.cell::<i64>(0)?;
        }
    }
    tally.write(conn, Uuid::nil()).await
}
