//! Tables of any make as rows of cells, one at a time and within bounds.
//!
//! What a file is, is told by its content, never by its name. A table can be
//! read as often as one likes, from its first row each time; a file of five
//! million rows needs no more memory than one of five.

mod csv_text;
mod decode;
mod encoding;
mod json;
mod packed;
mod recognise;
mod records;
mod xlsx;

use kernel::{Code, Error, Located};
use std::{
    collections::BTreeSet,
    fmt,
    io::{Cursor, Read, Seek, SeekFrom},
};

pub use encoding::Encoding;
pub use records::Records;

use crate::shapes;
use csv_text::CsvText;
use decode::Letters;
use json::{ObjectRecords, Objects};
use records::{filled, is_blank, is_comment};
use xlsx::Workbook;

/// Rows among which the heading is looked for.
const TOP: usize = 20;

/// A file, wherever it lies.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// What the caller knows about a file; the rest is guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableHints {
    /// How its letters are written.
    pub encoding: Option<Encoding>,
    /// What separates its cells.
    pub delimiter: Option<u8>,
    /// Name of the sheet; the first one without it.
    pub sheet: Option<String>,
}

/// What a file may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableLimits {
    /// Most bytes of the file.
    pub bytes: u64,
    /// Most rows below the heading.
    pub rows: u64,
    /// Most columns.
    pub columns: usize,
    /// Most bytes of one row.
    pub record_bytes: usize,
    /// Most bytes that a packed file may unfold to.
    pub inflated: u64,
    /// Most times that a packed part may grow when unfolded.
    pub ratio: u64,
    /// Most bytes of the texts that the cells of a workbook share; they are held in memory.
    pub shared_text: u64,
    /// Most parts of a packed file.
    pub entries: usize,
}

impl Default for TableLimits {
    /// 2 GiB, 20 million rows, 1,000 columns, 8 MiB a row; packed files unfold
    /// to 4 GiB at most and 200-fold at most, share 512 MiB of texts and have 2,000 parts at most.
    fn default() -> Self {
        Self {
            bytes: 2 << 30,
            rows: 20_000_000,
            columns: 1_000,
            record_bytes: 8 << 20,
            inflated: 4 << 30,
            ratio: 200,
            shared_text: 512 << 20,
            entries: 2_000,
        }
    }
}

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Text with separated cells.
    Text,
    /// A workbook of Excel 2007 or later.
    Xlsx,
    /// An array of JSON objects.
    JsonArray,
    /// One JSON object a line.
    JsonLines,
}

impl Container {
    /// The code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Xlsx => "xlsx",
            Self::JsonArray => "json",
            Self::JsonLines => "ndjson",
        }
    }
}

/// Something about a table that its reader should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableNote {
    /// Rows above the heading were passed over, such as a title.
    RowsAboveHeading(u64),
    /// Lines that begin with `##` are comments; so many were passed over.
    Comments(u64),
    /// Above the headings stands a row that groups them, as SORMAS writes it.
    GroupRow,
    /// A heading that stands twice within its groups was given a number: `x (2)`.
    NumberedHeadings(u64),
    /// Columns with our own words about rejected rows were passed over.
    FaultColumns,
    /// Cells are merged; the value stands in the first one only. So many ranges.
    MergedCells(u64),
    /// Cells hold formulas; the value last computed was read. So many cells.
    Formulas(u64),
    /// The workbook has further sheets that were not read.
    OtherSheets(Vec<String>),
}

/// What was recognised about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// What it is.
    pub container: Container,
    /// How its letters are written; none for a workbook.
    pub encoding: Option<Encoding>,
    /// What separates its cells; text only.
    pub delimiter: Option<u8>,
    /// The sheet that is read; workbooks only.
    pub sheet: Option<String>,
    /// What else is to be known before reading. What shows while reading is in [`Records::notes`].
    pub notes: Vec<TableNote>,
}

/// One row and where a spreadsheet shows it. Its cells may be personal, so it prints none.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// The first row of the file is row 1.
    pub row: u64,
    /// Its cells, trimmed, in the order of the headings; there may be fewer or more than those.
    pub cells: Vec<String>,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {} of {} cells", self.row, self.cells.len())
    }
}

/// How far the reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows below the heading that were read.
    pub rows: u64,
    /// Bytes of the file that were read.
    pub bytes: u64,
    /// Bytes of the file.
    pub of_bytes: u64,
}

/// Gives the rows of a file, blank ones included.
trait Source {
    fn next_record(&mut self) -> Result<Option<Record>, Error>;
    /// Bytes of the file that were read so far.
    fn bytes(&self) -> u64;
    /// What showed while reading.
    fn notes(&self) -> Vec<TableNote> {
        Vec::new()
    }
}

enum Plan {
    Text { encoding: Encoding, guessed: bool, delimiter: u8, mark: usize },
    Json { encoding: Encoding, guessed: bool, mark: usize },
    Xlsx(Box<Workbook>),
}

/// A file that has been recognised as a table.
pub struct Table {
    source: String,
    input: Box<dyn ReadSeek + Send>,
    limits: TableLimits,
    plan: Plan,
    size: u64,
    recognised: Recognised,
    headings: Vec<String>,
    groups: Vec<String>,
    /// Columns of the file that are read; `headings` has one for each.
    kept: Vec<usize>,
    /// Columns of the file.
    width: usize,
    /// The row of the headings.
    heading_row: u64,
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("source", &self.source).field("recognised", &self.recognised).finish()
    }
}

/// Recognises a table and reads its headings; `source` is the name of the file, for the places of faults.
///
/// # Errors
/// `request.too_large`, `import.unsupported_format`, `import.empty`,
/// `import.duplicate_column`, `import.too_many_columns`, `import.row_too_long`,
/// `import.encoding`, `import.mixed_encodings`, `import.nul_byte`,
/// `import.unclosed_quote`, `import.zip_bomb`, `import.unknown_sheet`,
/// `import.unreadable`.
pub fn open_table(
    source: &str,
    mut input: Box<dyn ReadSeek + Send>,
    hints: &TableHints,
    limits: &TableLimits,
) -> Result<Table, Error> {
    let named = |error: Error| error.in_source(source);
    let size = input.seek(SeekFrom::End(0)).map_err(|error| named(broken(error)))?;
    if size > limits.bytes {
        return Err(named(Error::new(Code::BodyTooLarge).arg("max", format!("{} bytes", limits.bytes))));
    }
    let (plan, recognised) = recognise::recognise(&mut *input, size, hints, limits).map_err(named)?;
    let mut table = Table {
        source: source.to_owned(),
        input,
        limits: *limits,
        plan,
        size,
        recognised,
        headings: Vec::new(),
        groups: Vec::new(),
        kept: Vec::new(),
        width: 0,
        heading_row: 1,
    };
    table.find_headings().map_err(named)?;
    Ok(table)
}

/// The headings and all rows of a small text table.
pub(crate) fn read(
    source: &str,
    bytes: &[u8],
    delimiter: u8,
    max_bytes: usize,
    max_rows: usize,
) -> Result<(Vec<String>, Vec<Record>), Error> {
    let hints = TableHints { delimiter: Some(delimiter), ..TableHints::default() };
    let limits = TableLimits { bytes: max_bytes as u64, rows: max_rows as u64, ..TableLimits::default() };
    let mut table = open_table(source, Box::new(Cursor::new(bytes.to_vec())), &hints, &limits)?;
    let records = table.records()?.collect::<Result<_, _>>()?;
    Ok((table.headings, records))
}

fn broken(error: std::io::Error) -> Error {
    Error::new(Code::ImportUnreadable).arg("detail", "read").caused_by(error)
}

impl Table {
    /// The name of the file.
    pub fn source(&self) -> &str {
        &self.source
    }
    /// The headings, in the order of the cells of every [`Record`].
    pub fn headings(&self) -> &[String] {
        &self.headings
    }
    /// What stands above each heading in a row of groups, as SORMAS writes it; empty without one.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }
    /// What the file turned out to be.
    pub const fn recognised(&self) -> &Recognised {
        &self.recognised
    }
    /// Bytes of the file.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The rows below the headings, from the first on.
    ///
    /// # Errors
    /// As [`open_table`]; each row may be such an error too, and is then the last.
    pub fn records(&mut self) -> Result<Records<'_>, Error> {
        Ok(self.records_and_headings()?.0)
    }

    /// The rows, with the name of the file and its headings, all borrowed at once.
    pub(crate) fn records_and_headings(&mut self) -> Result<(Records<'_>, &str, &[String]), Error> {
        let source = start(&self.plan, &mut *self.input, &self.limits, &self.headings)
            .map_err(|error| error.in_source(&self.source))?;
        let records = Records {
            rows: source,
            source: &self.source,
            kept: &self.kept,
            width: self.width,
            // Workbooks leave out empty cells at the end of a row.
            pads: matches!(self.plan, Plan::Xlsx(_)),
            heading_row: self.heading_row,
            max_rows: self.limits.rows,
            progress: Progress { of_bytes: self.size, ..Progress::default() },
            comments: 0,
            ended: false,
        };
        Ok((records, &self.source, &self.headings))
    }

    /// The first rows, at most so many, to guess on.
    ///
    /// # Errors
    /// As [`Table::records`].
    pub fn sample(&mut self, rows: usize) -> Result<Vec<Record>, Error> {
        self.records()?.take(rows).collect()
    }

    fn find_headings(&mut self) -> Result<(), Error> {
        if let Plan::Json { encoding, guessed, mark } = self.plan {
            return self.find_keys(encoding, guessed, mark);
        }
        let mut top: Vec<Record> = Vec::new();
        let mut comments = Vec::new();
        let mut rows = start(&self.plan, &mut *self.input, &self.limits, &[])?;
        while top.len() < TOP {
            match rows.next_record()? {
                Some(record) if is_comment(&record) => comments.push(record.row),
                Some(record) if is_blank(&record) => {}
                Some(record) => top.push(record),
                None => break,
            }
        }
        drop(rows);
        // A row with one cell above wider ones is a title.
        let wide = |record: &Record| filled(record) > 1;
        let title =
            if top.iter().take(5).any(wide) { top.iter().take_while(|r| !wide(r)).count() } else { 0 };
        let mut top = top.into_iter().skip(title);
        let mut headings = top.next().ok_or_else(|| Error::new(Code::ImportEmpty))?;
        let mut below = top.next();
        if shapes::is_group_row(&headings.cells) && below.is_some() {
            self.groups = std::mem::replace(
                &mut headings,
                below.take().unwrap_or_else(|| Record { row: 0, cells: Vec::new() }),
            )
            .cells;
            below = top.next();
        }
        if below.is_none() {
            return Err(Error::new(Code::ImportEmpty));
        }
        self.heading_row = headings.row;
        let comments = comments.iter().filter(|row| **row < headings.row).count() as u64;
        let notes = &mut self.recognised.notes;
        notes.extend((title > 0).then_some(TableNote::RowsAboveHeading(title as u64)));
        notes.extend((comments > 0).then_some(TableNote::Comments(comments)));
        notes.extend((!self.groups.is_empty()).then_some(TableNote::GroupRow));
        let mut cells = headings.cells;
        // Separators behind the last heading make no column.
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        self.width = cells.len();
        self.groups.truncate(self.width);
        self.name_columns(cells)
    }

    /// Keeps the columns that are not our own words about rejected rows, and refuses two of one name.
    fn name_columns(&mut self, mut names: Vec<String>) -> Result<(), Error> {
        let mut known = BTreeSet::new();
        let mut numbered = 0;
        for name in &mut names {
            if name.is_empty() || known.insert(name.clone()) {
                continue;
            }
            if self.groups.is_empty() {
                return Err(Error::new(Code::ImportDuplicateColumn)
                    .arg("column", &*name)
                    .at(Located::cell(self.heading_row, &*name)));
            }
            // Groups repeat, such as a second sample of one case.
            let mut number = 2;
            while !known.insert(format!("{name} ({number})")) {
                number += 1;
            }
            *name = format!("{name} ({number})");
            numbered += 1;
        }
        if numbered > 0 {
            self.recognised.notes.push(TableNote::NumberedHeadings(numbered));
        }
        let ours = |name: &String| shapes::is_fault_label(name);
        if names.iter().any(ours) {
            self.recognised.notes.push(TableNote::FaultColumns);
        }
        self.kept = (0..names.len()).filter(|at| !ours(&names[*at])).collect();
        if !self.groups.is_empty() {
            self.groups =
                self.kept.iter().map(|at| self.groups.get(*at).cloned().unwrap_or_default()).collect();
        }
        names.retain(|name| !ours(name));
        self.headings = names;
        Ok(())
    }

    /// The keys of all objects, in the order in which they are first met.
    fn find_keys(&mut self, encoding: Encoding, guessed: bool, mark: usize) -> Result<(), Error> {
        let mut objects = start_objects(&mut *self.input, encoding, guessed, mark, &self.limits)?;
        let (mut names, mut known, mut any) = (Vec::new(), BTreeSet::new(), false);
        while let Some((row, pairs)) = objects.next_object()? {
            any = true;
            for (key, _) in pairs {
                if known.insert(key.clone()) {
                    names.push(key);
                }
            }
            if names.len() > self.limits.columns {
                return Err(csv_text::too_wide(row, &self.limits));
            }
        }
        if objects.in_array() {
            self.recognised.container = Container::JsonArray;
        }
        drop(objects);
        if !any || names.is_empty() {
            return Err(Error::new(Code::ImportEmpty));
        }
        self.name_columns(names)?;
        // Objects are laid out by key: what is not kept never becomes a cell.
        self.width = self.headings.len();
        self.kept = (0..self.width).collect();
        Ok(())
    }
}

fn start_objects<'a>(
    input: &'a mut (dyn ReadSeek + Send),
    encoding: Encoding,
    guessed: bool,
    mark: usize,
    limits: &TableLimits,
) -> Result<Objects<&'a mut (dyn ReadSeek + Send)>, Error> {
    input.seek(SeekFrom::Start(mark as u64)).map_err(broken)?;
    Ok(Objects::new(Letters::new(input, encoding, guessed, mark), *limits))
}

fn start<'a>(
    plan: &'a Plan,
    input: &'a mut (dyn ReadSeek + Send),
    limits: &TableLimits,
    headings: &[String],
) -> Result<Box<dyn Source + 'a>, Error> {
    match plan {
        Plan::Text { encoding, guessed, delimiter, mark } => {
            input.seek(SeekFrom::Start(*mark as u64)).map_err(broken)?;
            let letters = Letters::new(input, *encoding, *guessed, *mark);
            Ok(Box::new(CsvText::new(letters, *delimiter, *limits)))
        }
        Plan::Json { encoding, guessed, mark } => {
            let objects = start_objects(input, *encoding, *guessed, *mark, limits)?;
            Ok(Box::new(ObjectRecords::new(objects, headings)))
        }
        Plan::Xlsx(workbook) => Ok(Box::new(workbook.rows(input, limits)?)),
    }
}
