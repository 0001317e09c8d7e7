//! What a job sees of the store while it runs inside a group.

use std::collections::{BTreeSet, HashMap, HashSet};

use kernel::{Code, Error, ObligationId, PersonId, PostId, Timestamp, UnitId, UserId};
use uuid::Uuid;

use crate::{
    db::{Conn, Query, Row},
    index::SharedIndexKey,
    keys::KeyRing,
    local::Local,
    pending::{Close, Heads, Op, OutboxEntry, Pending, RECORDED_FROM, RECORDED_TO, TimerStep, VERSION},
    rows::{
        CaseNumberRow, CaseRow, CommandKeyRow, ContactRow, ObligationRow, OrderRow, PersonKeyRow,
        PersonMergeRow, PersonRow, TABLES, TestRow,
    },
    table::{Record, TableSpec, Versioned},
    value::Value,
};

/// What a job will surely look at. Named up front, it is read for the whole
/// group in one question per table; what is not named is read when asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub(crate) key: Option<(UserId, String)>,
    pub(crate) current: Vec<(&'static TableSpec, Uuid)>,
    pub(crate) subjects: Vec<Uuid>,
    pub(crate) related: Vec<(&'static TableSpec, &'static str, Uuid)>,
    pub(crate) persons: Vec<PersonId>,
    pub(crate) person_keys: Vec<PersonId>,
}

impl Wanted {
    /// Nothing.
    pub fn nothing() -> Self {
        Self::default()
    }
    /// The answer that an earlier command with this key got.
    #[must_use]
    pub fn key(mut self, user: UserId, key: impl Into<String>) -> Self {
        self.key = Some((user, key.into()));
        self
    }
    /// The current version of a row: `wanted.current::<CaseRow>(case.0)`.
    #[must_use]
    pub fn current<R: Versioned>(mut self, id: Uuid) -> Self {
        self.current.push((R::TABLE, id));
        self
    }
    /// The current rows that name something in a column, for example
    /// `wanted.related::<CaseRow>("person_id", person.0)` for `work.cases_of_person(person)`.
    #[must_use]
    pub fn related<R: Versioned>(mut self, column: &'static str, id: Uuid) -> Self {
        self.related.push((R::TABLE, column, id));
        self
    }
    /// The row of a person.
    #[must_use]
    pub fn person(mut self, id: PersonId) -> Self {
        self.persons.push(id);
        self
    }
    /// The key of a person.
    #[must_use]
    pub fn person_key(mut self, id: PersonId) -> Self {
        self.person_keys.push(id);
        self
    }
    /// Everything current about a person: the row, open obligations, cases,
    /// contacts, orders and test results.
    #[must_use]
    pub fn person_file(self, id: PersonId) -> Self {
        self.person(id)
            .current::<PersonMergeRow>(id.0)
            .related::<PersonMergeRow>("into_id", id.0)
            .open_obligations(id.subject())
            .related::<CaseRow>("person_id", id.0)
            .related::<ContactRow>("person_id", id.0)
            .related::<OrderRow>("person_id", id.0)
            .related::<TestRow>("person_id", id.0)
    }
    /// The open obligations about something.
    #[must_use]
    pub fn open_obligations(mut self, subject: kernel::SubjectRef) -> Self {
        self.subjects.push(subject.id);
        self
    }
}

/// The current rows of a table that name something in a column.
pub(crate) type List = (&'static str, &'static str, Uuid);

/// What is known about the group's rows without asking the database again.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) current: HashMap<(&'static str, Uuid), Option<Vec<Value>>>,
    pub(crate) keys: HashMap<(UserId, String), Option<CommandKeyRow>>,
    pub(crate) open: HashMap<Uuid, Vec<ObligationRow>>,
    pub(crate) related: HashMap<List, Vec<Vec<Value>>>,
    /// The lists in which a row of a table stands.
    pub(crate) stands_in: HashMap<(&'static str, Uuid), Vec<List>>,
    pub(crate) numbers: HashMap<(String, i64), i64>,
    pub(crate) persons: HashMap<PersonId, Option<PersonRow>>,
    pub(crate) person_keys: HashMap<PersonId, PersonKeyRow>,
}

impl Known {
    /// Asks again for every list that a row stood in, or may stand in now.
    fn forget_lists_of(&mut self, table: &'static TableSpec, id: Uuid, row: &[Value]) {
        if self.related.is_empty() {
            return;
        }
        for list in self.stands_in.remove(&(table.name, id)).into_iter().flatten() {
            self.related.remove(&list);
        }
        for (column, value) in table.columns.iter().zip(row) {
            if let Value::Uuid(named) = value {
                self.related.remove(&(table.name, column.name, *named));
            }
        }
    }
}

/// A job's view of the store and the place for what it writes.
///
/// What a job writes is kept aside and becomes part of the group only when the
/// job succeeds. Reads see everything earlier jobs of the group wrote. Of the
/// job's own writes they see new versions (`work.case(id)` after
/// `work.put_case(..)`), case numbers and open obligations; other reads do not
/// see the job's own writes. A job holds up the whole group: it must wait for
/// nothing but the store.
pub struct Work {
    pub(crate) conn: Conn,
    pub(crate) heads: Heads,
    pub(crate) pending: Pending,
    pub(crate) known: Known,
    pub(crate) local: Local,
    pub(crate) keys: KeyRing,
    /// The key of the search index.
    pub(crate) index: SharedIndexKey,
    /// A statement failed: the transaction cannot be committed.
    pub(crate) poisoned: Option<Error>,
    /// When the youngest row became known that this group has read.
    pub(crate) seen: Timestamp,
    /// Persons held against other processes until the commit.
    pub(crate) held: HashSet<PersonId>,
    /// Persons whom another process held: the group begins again and waits for them.
    pub(crate) contended: BTreeSet<PersonId>,
    /// Something became known too late for a job: the group begins again.
    pub(crate) again: bool,
}

impl Work {
    pub(crate) fn new(conn: Conn, heads: Heads, keys: KeyRing, index: SharedIndexKey) -> Self {
        Self {
            conn,
            heads,
            keys,
            index,
            pending: Pending::default(),
            known: Known::default(),
            local: Local::default(),
            poisoned: None,
            seen: Timestamp::from_micros(i64::MIN),
            held: HashSet::new(),
            contended: BTreeSet::new(),
            again: false,
        }
    }

    /// Tells others of a change, once this group is recorded.
    pub fn emit(&mut self, entry: OutboxEntry) {
        self.local.push(Op::Emit(entry));
    }

    /// Writes a row of a table without versions (reference data, sessions, audit).
    pub fn put<R: Record>(&mut self, row: &R) {
        self.local.push(Op::Insert(R::TABLE, row.to_values()));
    }

    /// The last row of this job's own writes that begins with an id.
    pub(crate) fn local_row<R: Record>(&self, id: &Uuid) -> Option<Result<R, Error>> {
        self.local.row(R::TABLE, *id).map(|row| R::from_values(row.clone()))
    }

    /// The current version of a row, with what this group and this job wrote.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn current<R: Versioned>(&mut self, id: Uuid) -> Result<Option<R>, Error> {
        let values = self.current_values(R::TABLE, id).await?;
        values.map(R::from_values).transpose()
    }

    async fn current_values(
        &mut self,
        table: &'static TableSpec,
        id: Uuid,
    ) -> Result<Option<Vec<Value>>, Error> {
        if let Some(row) = self.local.row(table, id) {
            return Ok(Some(row.clone()));
        }
        if let Some(known) = self.known.current.get(&(table.name, id)) {
            return Ok(known.clone());
        }
        self.load_current(table, &[id]).await?;
        Ok(self.known.current.get(&(table.name, id)).cloned().flatten())
    }

    /// Reads the current versions of several ids and remembers them for the group.
    pub(crate) async fn load_current(
        &mut self,
        table: &'static TableSpec,
        ids: &[Uuid],
    ) -> Result<(), Error> {
        for chunk in ids.chunks(1000) {
            let mut query = Query::new(format!("SELECT {} FROM {} WHERE ", table.select_list(), table.name));
            query.bind_in("id", chunk.iter().copied()).push(" AND recorded_to IS NULL");
            let rows = self.fetch(query).await?;
            for id in chunk {
                self.known.current.entry((table.name, *id)).or_insert(None);
            }
            for row in rows {
                let values = row.values(table)?;
                self.notice(table, &values);
                let id = values[0].as_uuid().unwrap_or_default();
                self.known.current.insert((table.name, id), Some(values));
            }
        }
        Ok(())
    }

    /// Writes a new version: 1 for something new, else the current one plus 1.
    /// The current version ends when the new one begins.
    ///
    /// # Errors
    /// `record.edit_conflict` when `version` does not follow the current one,
    /// `clock.backwards` when it begins before it, as far as that one is known
    /// here; what is not known is checked when the group is written.
    pub fn put_version<R: Versioned>(&mut self, row: &R) -> Result<(), Error> {
        let table = R::TABLE;
        let values = row.to_values();
        let id = values[0].as_uuid().unwrap_or_default();
        let version = values[VERSION].as_int().unwrap_or_default();
        let before = self.known_version(table, id);
        let follows = before.is_none_or(|(before, _)| version == before + 1);
        if !follows || version < 1 || values[RECORDED_TO] != Value::Null(crate::value::Type::Int) {
            return Err(Error::new(Code::EditConflict)
                .arg("kind", table.name.trim_end_matches("_version"))
                .arg("id", id)
                .arg("fields", "version"));
        }
        let from = values[RECORDED_FROM].as_int().unwrap_or_default();
        if let Some((_, held)) = before.filter(|(_, held)| from < *held) {
            let instant = Timestamp::from_micros;
            return Err(Error::new(Code::ClockBackwards)
                .arg("asked", instant(from))
                .arg("held", instant(held)));
        }
        self.local.push(Op::Version(table, values));
        Ok(())
    }

    /// The current version's number and beginning where they are known: 0 when there is none.
    fn known_version(&self, table: &'static TableSpec, id: Uuid) -> Option<(i64, i64)> {
        let of = |row: &Vec<Value>| {
            let int = |at: usize| row[at].as_int().unwrap_or_default();
            (int(VERSION), int(RECORDED_FROM))
        };
        if let Some(row) = self.local.row(table, id) {
            return Some(of(row));
        }
        self.known.current.get(&(table.name, id)).map(|row| row.as_ref().map_or((0, i64::MIN), of))
    }

    /// The answer an earlier command with this key got, in this group too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn command_key(&mut self, user: UserId, key: &str) -> Result<Option<CommandKeyRow>, Error> {
        let wanted = (user, key.to_owned());
        if !self.known.keys.contains_key(&wanted) {
            self.load_keys(std::slice::from_ref(&wanted)).await?;
        }
        Ok(self.known.keys.get(&wanted).cloned().flatten())
    }

    pub(crate) async fn load_keys(&mut self, keys: &[(UserId, String)]) -> Result<(), Error> {
        let mut query = Query::select::<CommandKeyRow>();
        query.push(" WHERE ").bind_in("key", keys.iter().map(|(_, key)| key.as_str()));
        let rows: Vec<CommandKeyRow> = self.records(query).await?;
        for key in keys {
            self.known.keys.entry(key.clone()).or_insert(None);
        }
        for row in rows {
            self.known.keys.insert((row.user, row.key.clone()), Some(row));
        }
        Ok(())
    }

    /// Keeps the answer of a command for whoever asks again.
    pub fn put_command_key(&mut self, row: &CommandKeyRow) {
        self.put(row);
    }

    /// The next human case number of an area and year, from 1. A job that
    /// fails gives its number back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_case_number(&mut self, area: &kernel::AreaPath, year: i64) -> Result<i64, Error> {
        let wanted = (area.as_str().to_owned(), year);
        let local = self.local.newest_first().find_map(|op| match op {
            Op::Insert(table, row) if table.name == CaseNumberRow::TABLE.name => {
                (row[0] == Value::Text(wanted.0.clone()) && row[1] == Value::Int(year))
                    .then(|| row[2].as_int().unwrap_or_default())
            }
            _ => None,
        });
        let last = match local.or_else(|| self.known.numbers.get(&wanted).copied()) {
            Some(last) => last,
            None => self.load_number(area, year).await?,
        };
        self.put(&CaseNumberRow { area: area.clone(), year, last: last + 1 });
        Ok(last + 1)
    }

    /// Reads the last number and, for other processes, locks it until the commit.
    async fn load_number(&mut self, area: &kernel::AreaPath, year: i64) -> Result<i64, Error> {
        let mut query = Query::new("INSERT INTO case_number (area_path, year, last_number) VALUES (");
        query.bind(area.clone()).push(", ").bind(year);
        query.push(
            ", 0) ON CONFLICT (area_path, year) DO UPDATE SET last_number = case_number.last_number \
             RETURNING last_number",
        );
        let rows = self.fetch(query).await?;
        let last = rows.first().map(|row| row.cell(0)).transpose()?.unwrap_or(0);
        self.known.numbers.insert((area.as_str().to_owned(), year), last);
        Ok(last)
    }

    /// Ends obligations and stops their timers. Whatever is closed already stays as it is.
    pub fn close_obligations(&mut self, closes: impl IntoIterator<Item = Close>) {
        closes.into_iter().for_each(|close| self.local.push(Op::Close(close)));
    }
    /// Opens an obligation; one that is known already changes nothing.
    pub fn put_obligation(&mut self, row: &ObligationRow) {
        self.put(row);
    }
    /// Moves timers to their next step.
    pub fn advance_timers(&mut self, steps: impl IntoIterator<Item = TimerStep>) {
        steps.into_iter().for_each(|step| self.local.push(Op::Timer(step)));
    }
    /// Gives an obligation to a unit and, if named, a post.
    pub fn set_holder(&mut self, id: ObligationId, unit: UnitId, post: Option<PostId>) {
        self.local.push(Op::Holder(id, unit, post));
    }

    /// Asks the database inside the group's transaction.
    pub(crate) async fn fetch(&mut self, query: Query) -> Result<Vec<Row>, Error> {
        let rows = self.conn.fetch(query).await;
        // After a failed statement PostgreSQL would turn COMMIT into ROLLBACK without a word.
        if let Err(error) = &rows {
            self.poisoned = Some(error.clone());
        }
        rows
    }

    /// Changes rows inside the group's transaction at once; how many.
    pub(crate) async fn execute(&mut self, query: Query) -> Result<u64, Error> {
        let changed = self.conn.execute(query).await;
        if let Err(error) = &changed {
            self.poisoned = Some(error.clone());
        }
        changed
    }

    pub(crate) async fn records<R: Record>(&mut self, query: Query) -> Result<Vec<R>, Error> {
        let rows = self.fetch(query).await?;
        rows.iter()
            .map(|row| {
                let values = row.values(R::TABLE)?;
                self.notice(R::TABLE, &values);
                R::from_values(values)
            })
            .collect()
    }

    /// Writes the group's rows now when any of them has one of these ids in
    /// this table, so that a question about it sees them.
    pub(crate) async fn settle(&mut self, table: &'static TableSpec, ids: &[Uuid]) -> Result<(), Error> {
        if ids.iter().any(|id| self.pending.touches(table, *id)) { self.flush().await } else { Ok(()) }
    }

    /// Writes the group's rows now when any waits for this table.
    pub(crate) async fn settle_table(&mut self, table: &'static TableSpec) -> Result<(), Error> {
        if self.pending.has(table) { self.flush().await } else { Ok(()) }
    }

    pub(crate) async fn flush(&mut self) -> Result<(), Error> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let written = self.pending.flush(&mut self.conn, self.heads.writer).await;
        if let Err(error) = &written {
            self.poisoned = Some(error.clone());
        }
        written
    }

    /// Takes over what the job wrote into the group, and into what is known.
    pub(crate) fn keep(&mut self) {
        for op in self.local.take() {
            match &op {
                Op::Version(table, row) => {
                    let id = row[0].as_uuid().unwrap_or_default();
                    self.known.forget_lists_of(table, id, row);
                    self.known.current.insert((table.name, id), Some(row.clone()));
                }
                Op::Insert(table, row) => self.remember(table, row),
                Op::Close(close) => {
                    for open in self.known.open.values_mut() {
                        open.retain(|row| row.id != close.id);
                    }
                }
                Op::Timer(step) => self.amend(step.id, |row| {
                    row.timer_at = step.timer_at;
                    row.timer_step = step.step;
                }),
                Op::Holder(id, unit, post) => self.amend(*id, |row| {
                    row.holder_unit = *unit;
                    row.holder_post = *post;
                }),
                Op::Fact(_) | Op::Audit(_) | Op::Emit(_) | Op::Forget(_) | Op::Unfile(..) => {}
            }
            self.pending.apply(op, &mut self.heads);
        }
    }

    fn amend(&mut self, id: ObligationId, change: impl Fn(&mut ObligationRow)) {
        let rows = self.known.open.values_mut().flatten();
        rows.filter(|row| row.id == id).for_each(change);
    }

    fn remember(&mut self, table: &'static TableSpec, row: &[Value]) {
        if table.name == ObligationRow::TABLE.name {
            // The row came from `to_values`; it reads back.
            let Ok(row) = ObligationRow::from_values(row.to_vec()) else { return };
            if let Some(open) = self.known.open.get_mut(&row.subject_id)
                && open.iter().all(|known| known.id != row.id)
            {
                open.push(row);
            }
        } else if table.name == CommandKeyRow::TABLE.name {
            let Ok(row) = CommandKeyRow::from_values(row.to_vec()) else { return };
            self.known.keys.insert((row.user, row.key.clone()), Some(row));
        } else if table.name == PersonRow::TABLE.name {
            let Ok(row) = PersonRow::from_values(row.to_vec()) else { return };
            self.known.persons.insert(row.id, Some(row));
        } else if table.name == PersonKeyRow::TABLE.name {
            let Ok(row) = PersonKeyRow::from_values(row.to_vec()) else { return };
            self.known.person_keys.insert(row.person, row);
        } else if table.name == CaseNumberRow::TABLE.name
            && let (Value::Text(area), Value::Int(year), Value::Int(last)) = (&row[0], &row[1], &row[2])
        {
            self.known.numbers.insert((area.clone(), *year), *last);
        }
    }

    /// Holds whom the jobs of a group named, and `also`, then reads what they
    /// said they want, one question per table.
    pub(crate) async fn prefetch(
        &mut self,
        wanted: &[&Wanted],
        also: &BTreeSet<PersonId>,
    ) -> Result<(), Error> {
        let mut people: BTreeSet<PersonId> = wanted.iter().flat_map(|w| w.persons.iter().copied()).collect();
        people.extend(also);
        self.wait_for_people(&people).await?;
        let mut keys: Vec<_> = wanted.iter().filter_map(|w| w.key.clone()).collect();
        keys.sort_unstable();
        keys.dedup();
        if !keys.is_empty() {
            self.load_keys(&keys).await?;
        }
        for table in TABLES {
            let of_table = wanted.iter().flat_map(|w| &w.current).filter(|(t, _)| t.name == table.name);
            let mut ids: Vec<_> = of_table.map(|(_, id)| *id).collect();
            ids.sort_unstable();
            ids.dedup();
            if !ids.is_empty() {
                self.load_current(table, &ids).await?;
            }
        }
        let mut persons: Vec<PersonId> = wanted.iter().flat_map(|w| w.persons.iter().copied()).collect();
        persons.sort_unstable();
        persons.dedup();
        self.load_persons(&persons).await?;
        let mut keys: Vec<PersonId> = wanted.iter().flat_map(|w| w.person_keys.iter().copied()).collect();
        keys.sort_unstable();
        keys.dedup();
        self.load_person_keys(&keys).await?;
        let mut lists: Vec<_> = wanted.iter().flat_map(|w| w.related.iter().copied()).collect();
        lists.sort_unstable_by_key(|(table, column, id)| (table.name, *column, *id));
        lists.dedup_by_key(|(table, column, id)| (table.name, *column, *id));
        for list in lists.chunk_by(|a, b| (a.0.name, a.1) == (b.0.name, b.1)) {
            let ids: Vec<Uuid> = list.iter().map(|(.., id)| *id).collect();
            self.load_related(list[0].0, list[0].1, &ids).await?;
        }
        let mut subjects: Vec<_> = wanted.iter().flat_map(|w| w.subjects.iter().copied()).collect();
        subjects.sort_unstable();
        subjects.dedup();
        if !subjects.is_empty() {
            self.load_open(&subjects).await?;
        }
        Ok(())
    }
}
