//! What jobs want to write, kept in memory until the group is written.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use kernel::{AreaPath, Error, ObligationId, PersonId, PostId, SubjectRef, Timestamp, UnitId};
use uuid::Uuid;

use crate::{
    audit::AuditEntry,
    chain::{GENESIS, JournalEntry},
    db::{Conn, Query},
    rows::{
        AuditHeadRow, AuditPersonRow, AuditRow, JournalRow, ObligationRow, OutboxRow, PersonTokenRow, TABLES,
    },
    table::{OnConflict, Record, TableSpec},
    tally::{Tally, closed_columns, ended_columns, is_tallied, of_rows},
    value::{Cell as _, Value},
};

/// A change that somebody else must hear of.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxEntry {
    /// What it is about, for example `case`.
    pub topic: String,
    /// Which one.
    pub subject: SubjectRef,
    /// Where it belongs.
    pub area: AreaPath,
    /// When.
    pub at: Timestamp,
}

/// How an obligation ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Close {
    /// Which obligation.
    pub id: ObligationId,
    /// `met`, `met_late`, `waived`, `void` or `handed_over`.
    pub state: String,
    /// When the evidence happened.
    pub at: Timestamp,
    /// When we learnt of it.
    pub recorded_at: Timestamp,
    /// The closing fact.
    pub fact: kernel::FactId,
}

/// Where a timer stands after a step.
#[derive(Clone, Debug, PartialEq)]
pub struct TimerStep {
    /// Which obligation.
    pub id: ObligationId,
    /// When the next step is due; none when the ladder ends.
    pub timer_at: Option<Timestamp>,
    /// Steps taken.
    pub step: i64,
}

/// One thing a job wants to write.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    Insert(&'static TableSpec, Vec<Value>),
    Version(&'static TableSpec, Vec<Value>),
    Fact(JournalEntry),
    Audit(Box<AuditEntry>),
    Emit(OutboxEntry),
    Close(Close),
    Timer(TimerStep),
    Holder(ObligationId, UnitId, Option<PostId>),
    Forget(PersonId),
    /// Takes a person out of the search index under some kinds of key.
    Unfile(PersonId, Vec<&'static str>),
}

/// The tables whose rows go with an erased person: sealed values that nobody
/// can open any more, what he was found by, who asked for him, and the notices by
/// which he read of his orders.
const FORGOTTEN: [&str; 5] =
    ["personal_value", "person_token", "match_target", "person_address", "order_notice"];

/// As many rows of a table are brought into the order of its key before they are written.
const SORTED: usize = 64;
/// Columns of every versioned table.
pub(crate) const VERSION: usize = 1;
pub(crate) const RECORDED_FROM: usize = 2;
pub(crate) const RECORDED_TO: usize = 3;

/// The ends of this writer's chains.
#[derive(Clone, Debug)]
pub(crate) struct Heads {
    pub(crate) writer: Uuid,
    pub(crate) seq: i64,
    pub(crate) hash: [u8; 32],
    /// The least time that the next fact may be recorded at.
    pub(crate) last_recorded: Timestamp,
    pub(crate) outbox_seq: i64,
    pub(crate) audit_seq: i64,
    pub(crate) audit_hash: [u8; 32],
}

impl Heads {
    pub(crate) const fn new(writer: Uuid) -> Self {
        let last_recorded = Timestamp::from_micros(i64::MIN);
        Self {
            writer,
            seq: 0,
            hash: GENESIS,
            last_recorded,
            outbox_seq: 0,
            audit_seq: 0,
            audit_hash: GENESIS,
        }
    }
}

/// The rows of a group that are not written yet.
#[derive(Default)]
pub(crate) struct Pending {
    inserts: BTreeMap<usize, Vec<Vec<Value>>>,
    /// Where the current version of an id stands among the inserts.
    current: HashMap<(&'static str, Uuid), usize>,
    /// Versions in the database that end: id → (version, recorded_to).
    ends: BTreeMap<usize, BTreeMap<Uuid, (i64, i64)>>,
    closes: Vec<Close>,
    timers: Vec<TimerStep>,
    holders: Vec<(ObligationId, UnitId, Option<PostId>)>,
    touched: HashSet<(&'static str, Uuid)>,
    forgotten: Vec<PersonId>,
    unfiled: BTreeMap<PersonId, BTreeSet<&'static str>>,
}

fn index_of(table: &'static TableSpec) -> usize {
    // Every spec is made by `record!` and listed in TABLES (a test compares them with the schema).
    TABLES.iter().position(|t| t.name == table.name).unwrap_or(TABLES.len())
}

const CLOSE: &str = "UPDATE obligation SET closed_at = change.closed_at, \
    closed_recorded_at = change.closed_recorded_at, close_state = change.close_state, \
    closed_fact = change.closed_fact, timer_at = NULL \
    FROM change WHERE obligation.id = change.id AND obligation.closed_at IS NULL";
const TIMER: &str = "UPDATE obligation SET timer_at = change.timer_at, timer_step = change.timer_step \
    FROM change WHERE obligation.id = change.id AND obligation.closed_at IS NULL";
const HOLDER: &str = "UPDATE obligation SET holder_unit = change.holder_unit, holder_post = change.holder_post \
    FROM change WHERE obligation.id = change.id";

macro_rules! end_version {
    ($($table:literal)+) => {
        fn end_version(table: &str) -> &'static str {
            match table {
                $($table => concat!(
                    "UPDATE ", $table, " SET recorded_to = change.recorded_to FROM change WHERE ", $table,
                    ".id = change.id AND ", $table, ".version = change.version AND ", $table, ".recorded_to IS NULL AND ", $table,
                    ".recorded_from <= change.recorded_to"
                ),)+
                _ => "",
            }
        }
    };
}
end_version! {
    "case_version" "contact_version" "order_version" "exposure_version" "visit_version" "problem_version"
    "affair_version"
    "shift_version" "zone_version" "test_version" "sample_version" "person_merge_version" "household_version"
}

impl Pending {
    pub(crate) fn is_empty(&self) -> bool {
        self.inserts.is_empty()
            && self.ends.is_empty()
            && self.closes.is_empty()
            && self.timers.is_empty()
            && self.holders.is_empty()
            && self.forgotten.is_empty()
            && self.unfiled.is_empty()
    }

    /// Whether a row with this id in any column waits in the table.
    pub(crate) fn touches(&self, table: &'static TableSpec, id: Uuid) -> bool {
        self.touched.contains(&(table.name, id))
    }

    /// Whether anything waits for the table.
    pub(crate) fn has(&self, table: &'static TableSpec) -> bool {
        self.inserts.contains_key(&index_of(table))
            || (table.name == "obligation" && self.changes_obligations())
    }

    /// Brings rows read from the database to where the group has left them; what it closed goes.
    pub(crate) fn amend(&self, rows: &mut Vec<ObligationRow>) {
        if !self.changes_obligations() || rows.is_empty() {
            return;
        }
        let closed: HashSet<ObligationId> = self.closes.iter().map(|close| close.id).collect();
        rows.retain(|row| !closed.contains(&row.id));
        for row in rows {
            if let Some(step) = self.timers.iter().rev().find(|step| step.id == row.id) {
                row.timer_at = step.timer_at;
                row.timer_step = step.step;
            }
            if let Some((_, unit, post)) = self.holders.iter().rev().find(|(id, ..)| *id == row.id) {
                row.holder_unit = *unit;
                row.holder_post = *post;
            }
        }
    }

    pub(crate) fn changes_obligations(&self) -> bool {
        !(self.closes.is_empty() && self.timers.is_empty() && self.holders.is_empty())
    }

    fn insert(&mut self, table: &'static TableSpec, row: Vec<Value>) -> usize {
        for value in &row {
            if let Value::Uuid(id) = value {
                self.touched.insert((table.name, *id));
            }
        }
        let rows = self.inserts.entry(index_of(table)).or_default();
        rows.push(row);
        rows.len() - 1
    }

    /// Takes over what a successful job wants to write.
    pub(crate) fn apply(&mut self, op: Op, heads: &mut Heads) {
        match op {
            Op::Insert(table, row) => {
                self.insert(table, row);
            }
            Op::Version(table, row) => self.new_version(table, row),
            Op::Fact(entry) => {
                let references = entry.references();
                heads.seq += 1;
                heads.last_recorded = heads.last_recorded.max(entry.recorded_at);
                let (row, hash) = entry.chained(heads.writer, heads.seq, heads.hash);
                heads.hash = hash;
                self.insert(JournalRow::TABLE, row.to_values());
                for row in references {
                    self.insert(crate::rows::FactRefRow::TABLE, row.to_values());
                }
            }
            Op::Audit(entry) => {
                heads.audit_seq += 1;
                let (row, named, hash) = entry.chained(heads.writer, heads.audit_seq, heads.audit_hash);
                heads.audit_hash = hash;
                let head = AuditHeadRow { writer: heads.writer, seq: row.seq, hash: row.hash.clone() };
                self.insert(AuditRow::TABLE, row.to_values());
                for row in named {
                    self.insert(AuditPersonRow::TABLE, row.to_values());
                }
                self.insert(AuditHeadRow::TABLE, head.to_values());
            }
            Op::Emit(entry) => {
                heads.outbox_seq += 1;
                let row = OutboxRow {
                    writer: heads.writer,
                    seq: heads.outbox_seq,
                    topic: entry.topic,
                    subject_kind: entry.subject.kind,
                    subject_id: entry.subject.id,
                    area: entry.area,
                    at: entry.at,
                };
                self.insert(OutboxRow::TABLE, row.to_values());
            }
            Op::Close(close) => self.closes.push(close),
            Op::Timer(step) => self.timers.push(step),
            Op::Holder(id, unit, post) => self.holders.push((id, unit, post)),
            Op::Forget(id) => self.forgotten.push(id),
            Op::Unfile(id, kinds) => self.unfile(id, &kinds),
        }
    }

    /// The rows that wait for a table.
    pub(crate) fn rows_of(&self, table: &'static TableSpec) -> impl Iterator<Item = &Vec<Value>> {
        self.inserts.get(&index_of(table)).into_iter().flatten()
    }

    fn unfile(&mut self, person: PersonId, kinds: &[&'static str]) {
        // What this very group has filed was never written.
        if let Some(rows) = self.inserts.get_mut(&index_of(PersonTokenRow::TABLE)) {
            let is_of = |row: &Vec<Value>| {
                row[2] == Value::Uuid(person.0) && kinds.iter().any(|kind| row[3] == Value::from(*kind))
            };
            rows.retain(|row| !is_of(row));
        }
        self.unfiled.entry(person).or_default().extend(kinds);
    }

    fn new_version(&mut self, table: &'static TableSpec, row: Vec<Value>) {
        let id = row[0].as_uuid().unwrap_or_default();
        let version = row[VERSION].as_int().unwrap_or_default();
        let from = row[RECORDED_FROM].as_int().unwrap_or_default();
        let at = index_of(table);
        match self.current.get(&(table.name, id)) {
            // Made in this very group: it ends before it was ever written.
            Some(&place) => {
                if let Some(before) = self.inserts.get_mut(&at).and_then(|rows| rows.get_mut(place)) {
                    before[RECORDED_TO] = Value::Int(from);
                }
            }
            None if version > 1 => {
                self.ends.entry(at).or_default().insert(id, (version - 1, from));
            }
            None => {}
        }
        let place = self.insert(table, row);
        self.current.insert((table.name, id), place);
    }

    /// Writes everything, table by table.
    ///
    /// # Errors
    /// `record.edit_conflict` when a version to end is no longer the current one or began later, or a key is taken.
    pub(crate) async fn flush(&mut self, conn: &mut Conn, writer: Uuid) -> Result<(), Error> {
        let taken = std::mem::take(self);
        let mut ends = taken.ends;
        let mut tally = Tally::default();
        for (person, kinds) in taken.unfiled {
            let mut query = Query::new("DELETE FROM person_token WHERE person_id = ");
            query.bind(person).push(" AND ").bind_in("kind", kinds);
            conn.execute(query).await?;
        }
        for (at, mut rows) in taken.inserts {
            let Some(table) = TABLES.get(at).copied() else { continue };
            if let Some(ended) = ends.remove(&at) {
                let wanted = ended.len() as u64;
                let values = ended
                    .into_iter()
                    .map(|(id, (version, to))| vec![Value::Uuid(id), Value::Int(version), Value::Int(to)]);
                let (columns, values) = ("id, version, recorded_to", values.collect());
                let changed = match ended_columns(table) {
                    None => conn.update_many(columns, end_version(table.name), values).await?,
                    Some(told) => {
                        let statement = format!("{} RETURNING {told}", end_version(table.name));
                        let ended = conn.update_returning(columns, &statement, values).await?;
                        ended.iter().try_for_each(|row| tally.ended(table, row))?;
                        ended.len() as u64
                    }
                };
                if changed != wanted {
                    return Err(Error::new(kernel::Code::EditConflict)
                        .arg("kind", table.name.trim_end_matches("_version"))
                        .arg("id", "")
                        .arg("fields", "version"));
                }
            }
            if table.on_conflict == OnConflict::Replace {
                rows = last_of_each_key(table, rows);
            }
            // Neighbours in the table share its pages. The sort is stable: of
            // rows with one key the first stays first.
            if rows.len() >= SORTED {
                rows.sort_by_cached_key(|row| table.key_of(row));
            }
            insert(conn, table, rows, &mut tally).await?;
        }
        for chunk in taken.forgotten.chunks(1000) {
            for table in FORGOTTEN {
                let mut query = Query::new(format!("DELETE FROM {table} WHERE "));
                query.bind_in("person_id", chunk.iter().copied());
                conn.execute(query).await?;
            }
        }
        flush_obligations(conn, taken.closes, taken.timers, taken.holders, &mut tally).await?;
        tally.write(conn, writer).await
    }
}

/// Inserts the rows of a table and counts them, where they are counted.
async fn insert(
    conn: &mut Conn,
    table: &'static TableSpec,
    rows: Vec<Vec<Value>>,
    tally: &mut Tally,
) -> Result<(), Error> {
    if !is_tallied(table) {
        return conn.insert_many(table, rows).await.map(drop);
    }
    if table.on_conflict != OnConflict::Ignore {
        let (new, _) = of_rows(table, &rows)?;
        tally.append(new);
        return conn.insert_many(table, rows).await.map(drop);
    }
    // What was there already is not written, and not counted again.
    let key: Vec<_> = table.columns.iter().filter(|column| table.key.contains(&column.name)).collect();
    let names: Vec<&str> = key.iter().map(|column| column.name).collect();
    let mut written = HashSet::new();
    for row in conn.insert_returning(table, &names.join(", "), rows.clone()).await? {
        let mut bytes = Vec::with_capacity(48);
        for (at, column) in key.iter().enumerate() {
            row.value(at, column.kind)?.key_bytes(&mut bytes);
        }
        written.insert(bytes);
    }
    let new: Vec<_> = rows.into_iter().filter(|row| written.remove(&table.key_of(row))).collect();
    let (new, escalated) = of_rows(table, &new)?;
    tally.append(new);
    tally.escalated(conn, &escalated).await
}

/// One statement may not replace one row twice.
fn last_of_each_key(table: &'static TableSpec, rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    let mut last = HashMap::with_capacity(rows.len());
    for (i, row) in rows.iter().enumerate() {
        last.insert(table.key_of(row), i);
    }
    let keep: HashSet<usize> = last.into_values().collect();
    rows.into_iter().enumerate().filter(|(i, _)| keep.contains(i)).map(|(_, row)| row).collect()
}

async fn flush_obligations(
    conn: &mut Conn,
    closes: Vec<Close>,
    timers: Vec<TimerStep>,
    holders: Vec<(ObligationId, UnitId, Option<PostId>)>,
    tally: &mut Tally,
) -> Result<(), Error> {
    // The last word on a timer or a holder counts; the first close counts.
    let timers: BTreeMap<_, _> = timers.into_iter().map(|t| (t.id, t)).collect();
    let holders: BTreeMap<_, _> = holders.into_iter().map(|(id, unit, post)| (id, (unit, post))).collect();
    let mut closed = BTreeMap::new();
    for close in closes {
        closed.entry(close.id).or_insert(close);
    }
    let rows = timers.into_values().map(|t| vec![t.id.into(), t.timer_at.to_value(), Value::Int(t.step)]);
    conn.update_many("id, timer_at, timer_step", TIMER, rows.collect()).await?;
    let given: BTreeMap<Uuid, UnitId> = holders.iter().map(|(id, (unit, _))| (id.0, *unit)).collect();
    if !given.is_empty() {
        tally.given(conn, &given).await?;
    }
    let rows = holders.into_iter().map(|(id, (unit, post))| vec![id.into(), unit.into(), post.to_value()]);
    conn.update_many("id, holder_unit, holder_post", HOLDER, rows.collect()).await?;
    let rows = closed
        .into_values()
        .map(|c| vec![c.id.into(), c.at.into(), c.recorded_at.into(), c.state.into(), c.fact.into()]);
    let columns = "id, closed_at, closed_recorded_at, close_state, closed_fact";
    let statement = format!("{CLOSE} RETURNING {}", closed_columns());
    let closed = conn.update_returning(columns, &statement, rows.collect()).await?;
    closed.iter().try_for_each(|row| tally.closed(row))
}
