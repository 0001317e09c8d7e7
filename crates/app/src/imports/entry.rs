//! Rows on their way from a file to whoever tries or records them. A file is
//! read in a thread of its own; at most a few batches wait.

use authz::Action;
use interop::{DateSpan, Record, RowIds, Surroundings, Table, TableHints, TableNote, TypedRow, open_table};
use kernel::{AreaCode, AreaPath, Code, Error, Located, Result, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::mpsc;

use super::cells::{cells, to_text};
use super::{BATCH, Desk, FileInput};
use crate::{Caller, Directory};

/// Batches that may wait.
const WAITING: usize = 4;

/// A row with its number, place and time settled.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// As it stood in the file.
    pub(super) record: Record,
    /// Row in the file.
    pub(super) row: u64,
    /// Its number in the list.
    pub(super) number: String,
    /// What it says.
    pub(super) typed: TypedRow,
    /// The same as text.
    pub(super) text: String,
    /// Where it belongs.
    pub(super) area: AreaPath,
    /// When it happened, as far as the row tells.
    pub(super) occurred_at: Option<Timestamp>,
}

/// What a row turned out to be.
pub(super) enum Item {
    /// Sound so far.
    Sound(Box<Entry>, RowIds),
    /// Refused, with everything that is wrong.
    Faulty(Record, Vec<Error>, RowIds),
}

/// Rows of one file, and how many bytes of it were read.
pub(super) struct Batch {
    pub(super) items: Vec<Item>,
    pub(super) bytes: u64,
    pub(super) of_bytes: u64,
}

/// A file being read.
pub(super) struct Reading {
    pub(super) headings: Vec<String>,
    pub(super) batches: mpsc::Receiver<Result<Batch, Vec<Error>>>,
    reader: tokio::task::JoinHandle<Vec<TableNote>>,
}

impl Reading {
    /// What showed while reading; to be asked when all batches have been taken.
    pub(super) async fn notes(self) -> Result<Vec<TableNote>> {
        drop(self.batches);
        self.reader.await.map_err(|e| Error::new(Code::Internal).caused_by(e))
    }
}

impl Desk {
    /// Begins to read a file.
    ///
    /// # Errors
    /// Those of opening a table.
    pub(super) async fn read(&self, file: usize) -> Result<Reading> {
        let input: FileInput = self.request.files[file].clone();
        let limits = self.request.limits;
        let opened = tokio::task::spawn_blocking(move || open(&input, &limits).map(|table| (table, input)));
        let (mut table, input) = opened.await.map_err(|e| Error::new(Code::Internal).caused_by(e))??;
        let headings = table.headings().to_vec();
        let settler = Settler {
            names: AreaNames::of(&self.app.directory(), &self.list.area),
            directory: self.app.directory(),
            caller: self.caller.clone(),
            list_area: self.request.area.as_ref().map(|_| self.list.area.clone()),
            source: input.name.clone(),
        };
        let today = kernel::Zone::UTC.date_of(self.app.now().plus(kernel::Span::days(1)));
        let (sender, batches) = mpsc::channel(WAITING);
        let reader = tokio::task::spawn_blocking(move || {
            let area_of = |names: &[&str]| settler.names.find(names);
            let around = Surroundings { today: Some(today), area_of: Some(&area_of) };
            let mut rows = match table.rows(&input.mapping, around) {
                Ok(rows) => rows,
                Err(faults) => {
                    // Whoever asked may have gone.
                    let _ = sender.blocking_send(Err(faults));
                    return Vec::new();
                }
            };
            loop {
                let mut items = Vec::with_capacity(BATCH);
                let mut broken = None;
                for read in rows.by_ref().take(BATCH) {
                    match read {
                        Ok(read) => items.push(settler.settle(read)),
                        Err(error) => broken = Some(error),
                    }
                }
                let done = items.is_empty();
                let at = rows.progress();
                let batch = Batch { items, bytes: at.bytes, of_bytes: at.of_bytes };
                let gone = !done && sender.blocking_send(Ok(batch)).is_err();
                if let Some(error) = broken {
                    let _ = sender.blocking_send(Err(vec![error]));
                    return rows.notes();
                }
                if done || gone {
                    return rows.notes();
                }
            }
        });
        Ok(Reading { headings, batches, reader })
    }
}

fn open(input: &FileInput, limits: &interop::TableLimits) -> Result<Table> {
    let mapping = &input.mapping;
    let hints =
        TableHints { encoding: mapping.encoding, delimiter: mapping.delimiter, sheet: mapping.sheet.clone() };
    open_table(&input.name, (input.open)()?, &hints, limits)
}

/// Settles where, when and under which number a row stands.
struct Settler {
    names: AreaNames,
    directory: Arc<Directory>,
    caller: Caller,
    list_area: Option<AreaPath>,
    source: String,
}

impl Settler {
    fn settle(&self, read: interop::ReadRow) -> Item {
        let typed = match read.read {
            Ok(typed) => typed,
            Err(faults) => return Item::Faulty(read.record, faults, read.ids),
        };
        match self.settled(&typed) {
            Ok((number, area, occurred_at, text)) => {
                let row = read.record.row;
                let entry = Entry { record: read.record, row, number, typed, text, area, occurred_at };
                Item::Sound(Box::new(entry), read.ids)
            }
            Err((field, error)) => {
                let at = Located::cell(read.record.row, field).in_source(&self.source);
                Item::Faulty(read.record, vec![error.at(at)], read.ids)
            }
        }
    }

    #[allow(clippy::type_complexity, reason = "the parts of an entry, taken apart at once")]
    fn settled(
        &self,
        typed: &TypedRow,
    ) -> std::result::Result<(String, AreaPath, Option<Timestamp>, String), (&'static str, Error)> {
        let (code, days, number) = match typed {
            TypedRow::Case(row) => {
                let days = [row.reported, row.confirmed, row.rash, row.onset, row.hospitalised];
                (row.area.as_ref(), days, row.number.clone())
            }
            TypedRow::Contact(row) => {
                let days = [row.reported, row.last_contact, row.first_contact, None, None];
                let own = row.number.clone().unwrap_or_else(|| format!("row-{}", row.row));
                (row.area.as_ref(), days, contact_number(&own))
            }
            TypedRow::Exposure(row) => {
                (None, [row.when, None, None, None, None], format!("{} > {}", row.from, row.to))
            }
            TypedRow::EventParticipant(row) => {
                let own = row.number.clone().unwrap_or_else(|| format!("row-{}", row.row));
                (row.area.as_ref(), [row.reported, None, None, None, None], format!("participant {own}"))
            }
            TypedRow::Exported(_, record) => (Some(record.area()), [None; 5], record.id()),
        };
        let area = match (code, &self.list_area) {
            (Some(code), _) => {
                let row = &self.directory.area(code).map_err(|e| ("area", e))?.row;
                self.directory.present(&row.path).map_err(|e| ("area", e))?
            }
            // A link belongs where its ends do.
            (None, Some(list)) => list.clone(),
            (None, None) if matches!(typed, TypedRow::Exposure(_)) => self.names.root.clone(),
            (None, None) => return Err(("area", Error::new(Code::MissingField).arg("field", "area"))),
        };
        self.caller.authority.require(Action::ImportCases, &area).map_err(|e| ("area", e))?;
        if let Some(kind) = exposure_kind(typed) {
            domain::investigation::kind_within(kind).map_err(|e| ("exposure_kind", e))?;
        }
        let day = days.into_iter().flatten().next().map(|span: DateSpan| span.from);
        let zone = self.directory.zone_at(&area);
        let occurred_at = match typed {
            TypedRow::Exported(_, record) => Some(record.occurred_at()),
            _ => day.map(|day| zone.start_of(day)),
        };
        let text = to_text(&cells(typed)).map_err(|e| ("number", e))?;
        Ok((number, area, occurred_at, text))
    }
}

/// The kind of exposure that a row tells.
fn exposure_kind(row: &TypedRow) -> Option<&str> {
    match row {
        TypedRow::Case(row) => row.exposure_kind.as_deref(),
        TypedRow::Contact(row) => row.exposure_kind.as_deref().or(row.relation.as_deref()),
        TypedRow::Exposure(row) => row.exposure_kind.as_deref().or(row.relation.as_deref()),
        TypedRow::EventParticipant(_) | TypedRow::Exported(..) => None,
    }
}

/// The number of a contact among those of its list: it is no case's.
pub(super) fn contact_number(own: &str) -> String {
    format!("contact {own}")
}

/// Finds areas by what people call them.
struct AreaNames {
    root: AreaPath,
    by_name: HashMap<String, Vec<AreaPath>>,
    codes: HashMap<String, AreaCode>,
    names_of: HashMap<AreaPath, [String; 2]>,
}

impl AreaNames {
    fn of(directory: &Directory, root: &AreaPath) -> Self {
        let mut names = Self {
            root: root.clone(),
            by_name: HashMap::new(),
            codes: HashMap::new(),
            names_of: HashMap::new(),
        };
        for area in directory.areas() {
            let row = &area.row;
            names.codes.insert(row.code.as_str().to_owned(), row.code.clone());
            let both = [row.name_zh.to_lowercase(), row.name_en.to_lowercase()];
            for name in &both {
                let paths = names.by_name.entry(name.clone()).or_default();
                if paths.last() != Some(&row.path) {
                    paths.push(row.path.clone());
                }
            }
            names.names_of.insert(row.path.clone(), both);
        }
        names
    }

    /// The area with a code, or the only one that is called so: in the area of
    /// the list before elsewhere, and below those named before it.
    fn find(&self, names: &[&str]) -> Option<AreaCode> {
        let (last, above) = names.split_last()?;
        if let Some(code) = self.codes.get(*last) {
            return Some(code.clone());
        }
        let called = self.by_name.get(&last.to_lowercase())?;
        let fits = |path: &&AreaPath| {
            above.iter().all(|name| {
                let name = name.to_lowercase();
                std::iter::successors(path.parent(), AreaPath::parent)
                    .any(|path| self.names_of.get(&path).is_some_and(|both| both.contains(&name)))
            })
        };
        let fitting: Vec<&AreaPath> = called.iter().filter(fits).collect();
        let inside: Vec<&AreaPath> =
            fitting.iter().copied().filter(|path| path.is_within(&self.root)).collect();
        let found = match (inside.as_slice(), fitting.as_slice()) {
            ([one], _) | ([], [one]) => one,
            _ => return None,
        };
        self.codes.get(found.code()).cloned()
    }
}
