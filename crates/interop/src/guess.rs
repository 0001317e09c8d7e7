//! A proposal how a table is to be read: to be corrected, and never more than a proposal.

mod dates;
mod headings;

use kernel::{Code, Error, Located};
use std::collections::BTreeMap;

pub use dates::{DateGuess, guess_dates};

use crate::{
    Column, DateFormat, ExtraColumns, Field, Kind, Mapping, MissingNumber, Record, Shape, Table,
    exported::shape_of,
    shapes,
    spans::{AgeUnit, read_age},
};

/// Rows that are enough to guess on.
pub const SAMPLE_ROWS: usize = 1_000;
/// Most values of one column that are asked about.
const MAX_ASKED: usize = 20;

/// Which program wrote a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// SORMAS: its technical headings, perhaps under a row of groups.
    Sormas,
    /// Go.Data: its headings or the keys of its reference data.
    GoData,
    /// Ours: every heading is the name of a field.
    Fenghuo,
    /// Somebody's own table.
    Unknown,
}

/// How sure a guess is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Nothing was recognised.
    None,
    /// Likely, to be looked at.
    Likely,
    /// As good as certain.
    Certain,
}

/// Why a column was given its field, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The heading is a usual one.
    Heading,
    /// A part of the heading is a usual one.
    PartOfHeading,
    /// The heading is usual, but another column has it more plainly: that one was taken.
    Taken(Field),
    /// The heading is usual, but the values are of another sort.
    Values(Field),
    /// The heading is not known.
    Unknown,
}

/// What one column was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnGuess {
    /// The heading.
    pub heading: String,
    /// The field; none for a column that is kept as an extra.
    pub field: Option<Field>,
    /// How sure that is.
    pub confidence: Confidence,
    /// Why.
    pub why: Why,
}

/// What only a person can know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which disease the rows are of: [`Mapping::disease`] is empty.
    Disease,
    /// In which order days, months and years stand: the column reads as each of these.
    DateOrder {
        /// The heading.
        heading: String,
        /// Its field.
        field: Field,
        /// The forms, the likeliest first. The mapping has none of them yet.
        forms: Vec<DateFormat>,
    },
    /// What values mean; the mapping takes them for faults as long as it is not said.
    Values {
        /// The heading.
        heading: String,
        /// Its field.
        field: Field,
        /// The values that no code is known for; at most twenty.
        values: Vec<String>,
    },
    /// Whether codes were understood rightly, such as 1 for male.
    Codes {
        /// The heading.
        heading: String,
        /// Its field.
        field: Field,
        /// What each was taken for.
        meanings: Vec<(String, String)>,
    },
    /// Rows without a number are numbered by their row: the same row of a later file is the same case.
    Number,
    /// No column tells the area: the import needs one.
    Area,
    /// No column tells a day of onset, rash, confirmation or report.
    Day,
}

/// A proposal.
#[derive(Clone, Debug)]
pub struct Guess {
    /// What the rows are.
    pub kind: Kind,
    /// Who wrote the table.
    pub origin: Origin,
    /// The mapping, as far as it can be guessed.
    pub mapping: Mapping,
    /// Each column, in the order of the table.
    pub columns: Vec<ColumnGuess>,
    /// What to ask before the mapping is used.
    pub questions: Vec<Question>,
}

/// Guesses how a table is to be read, on some of its rows (see [`SAMPLE_ROWS`]).
///
/// # Errors
/// `import.unsupported_kind`, naming the kind, for a table of something that is not taken in.
pub fn guess(table: &Table, sample: &[Record]) -> Result<Guess, Error> {
    let headings = table.headings();
    if let Some(guess) = exported(table)? {
        return Ok(guess);
    }
    let kind = headings::kind(headings, table.groups()).map_err(|kind| {
        Error::new(Code::ImportUnsupportedKind).arg("kind", kind).in_source(table.source())
    })?;
    let mut work = Work {
        sample,
        blanks: seen_blanks(sample),
        mapping: Mapping::empty(kind),
        columns: headings::columns(headings, table.groups(), kind),
        questions: Vec::new(),
    };
    if work.columns.iter().all(|column| column.field.is_none()) {
        return Err(Error::new(Code::ImportUnsupportedKind).arg("kind", "unknown").in_source(table.source()));
    }
    work.check_values();
    work.name_columns();
    work.find_dates();
    work.find_codes();
    let origin = origin(headings, table.groups(), sample);
    let recognised = table.recognised();
    // The encoding is left to be guessed again: only then are pieces of another one looked for.
    work.mapping.delimiter = recognised.delimiter;
    work.mapping.sheet.clone_from(&recognised.sheet);
    work.mapping.extras = ExtraColumns::All;
    // SORMAS leaves out cells at the end of a row.
    work.mapping.short_rows = origin == Origin::Sormas;
    work.ask();
    let Work { mut mapping, columns, questions, blanks, .. } = work;
    mapping.blanks = blanks;
    Ok(Guess { kind, origin, mapping, columns, questions })
}

/// A table of our own export needs no mapping but its kind.
fn exported(table: &Table) -> Result<Option<Guess>, Error> {
    let headings: Vec<&str> = table.headings().iter().map(String::as_str).collect();
    let Some((shape, identified)) = shape_of(&headings) else { return Ok(None) };
    let Some(kind) = Kind::of_exported(shape).filter(|_| identified) else {
        let kind = if identified { shape.as_str().to_owned() } else { format!("{shape}, de-identified") };
        return Err(Error::new(Code::ImportUnsupportedKind).arg("kind", kind).in_source(table.source()));
    };
    let columns = table.headings().iter().map(|heading| ColumnGuess {
        heading: heading.clone(),
        field: None,
        confidence: Confidence::Certain,
        why: Why::Heading,
    });
    let mut mapping = Mapping::empty(kind);
    mapping.delimiter = table.recognised().delimiter;
    mapping.sheet.clone_from(&table.recognised().sheet);
    let columns = columns.collect();
    Ok(Some(Guess { kind, origin: Origin::Fenghuo, mapping, columns, questions: Vec::new() }))
}

/// Cells that mean an empty one, as far as they are seen.
fn seen_blanks(sample: &[Record]) -> Vec<String> {
    let cells = || sample.iter().flat_map(|record| &record.cells);
    shapes::blanks().iter().filter(|blank| cells().any(|cell| cell == *blank)).cloned().collect()
}

fn origin(headings: &[String], groups: &[String], sample: &[Record]) -> Origin {
    const SORMAS: [&str; 7] = [
        "person.firstName",
        "person.lastName",
        "responsibleRegion",
        "responsibleDistrict",
        "caseIdExternalSystem",
        "involvementDescription",
        "reportDateTime",
    ];
    const GO_DATA: [&str; 6] = [
        "visualId",
        "dateOfReporting",
        "dateOfOnset",
        "Date of reporting",
        "dateOfLastContact",
        "outbreakId",
    ];
    let has =
        |known: &[&str]| known.iter().filter(|name| headings.iter().any(|heading| heading == *name)).count();
    if !groups.is_empty() || has(&SORMAS) >= 2 {
        return Origin::Sormas;
    }
    let reference = |cell: &String| cell.starts_with("LNG_REFERENCE_DATA_");
    if has(&GO_DATA) >= 2 || sample.iter().take(100).any(|record| record.cells.iter().any(reference)) {
        return Origin::GoData;
    }
    let ours = headings.iter().all(|heading| Field::parse(heading).is_some());
    if ours { Origin::Fenghuo } else { Origin::Unknown }
}

struct Work<'a> {
    sample: &'a [Record],
    blanks: Vec<String>,
    mapping: Mapping,
    columns: Vec<ColumnGuess>,
    questions: Vec<Question>,
}

impl<'a> Work<'a> {
    /// The filled cells of a column.
    fn values(&self, at: usize) -> Vec<&'a str> {
        let cells = self.sample.iter().filter_map(|record| record.cells.get(at));
        cells
            .map(String::as_str)
            .filter(|cell| !cell.is_empty() && !self.blanks.iter().any(|b| b == cell))
            .collect()
    }

    /// Columns whose values are of another sort than their heading says are no field.
    fn check_values(&mut self) {
        for at in 0..self.columns.len() {
            let Some(field) = self.columns[at].field else { continue };
            let values = self.values(at);
            let fits = match field.shape() {
                Shape::Day => values.is_empty() || guess_dates(&values) != DateGuess::None,
                Shape::Age => mostly(&values, |value| read_age(value, AgeUnit::Years).is_ok()),
                _ => true,
            };
            if !fits {
                let column = &mut self.columns[at];
                (column.field, column.confidence, column.why) = (None, Confidence::None, Why::Values(field));
            }
        }
    }

    fn name_columns(&mut self) {
        for column in &self.columns {
            if let Some(field) = column.field {
                let named = Column { heading: column.heading.clone(), at: Located::default() };
                self.mapping.columns.insert(field, named);
            }
        }
    }

    /// The forms of each column of days; what is not certain is asked.
    fn find_dates(&mut self) {
        let mut forms_of: BTreeMap<Field, Vec<DateFormat>> = BTreeMap::new();
        let mut open = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let Some(field) = column.field.filter(|field| field.shape() == Shape::Day) else { continue };
            match guess_dates(&self.values(at)) {
                DateGuess::Certain(forms) => {
                    forms_of.insert(field, forms);
                }
                DateGuess::Ambiguous(forms) => open.push((column.heading.clone(), field, forms)),
                DateGuess::None => {}
            }
        }
        // A form that another column of the file certainly has is the likelier one.
        for (heading, field, mut forms) in open {
            forms.sort_by_key(|form| !forms_of.values().flatten().any(|known| known.order() == form.order()));
            self.questions.push(Question::DateOrder { heading, field, forms });
        }
        // What most columns have stands for the file.
        let mut counts: Vec<(usize, &Vec<DateFormat>)> = Vec::new();
        for forms in forms_of.values() {
            match counts.iter_mut().find(|(_, known)| *known == forms) {
                Some((count, _)) => *count += 1,
                None => counts.push((1, forms)),
            }
        }
        if let Some((_, most)) = counts.into_iter().rev().max_by_key(|(count, _)| *count) {
            self.mapping.date_formats = most.clone();
        }
        forms_of.retain(|_, forms| *forms != self.mapping.date_formats);
        // An open question must not be answered by the file's form.
        for question in &self.questions {
            if let Question::DateOrder { field, .. } = question {
                forms_of.insert(*field, vec![DateFormat::default()]);
            }
        }
        self.mapping.date_formats_of = forms_of;
    }

    /// What the values of coded columns mean; what is not known is asked.
    fn find_codes(&mut self) {
        for (at, column) in self.columns.iter().enumerate() {
            let Some(field) = column.field else { continue };
            let Some(codes) = field.codes() else { continue };
            let mut open = Vec::new();
            let mut meanings = Vec::new();
            for value in self.values(at) {
                let known = codes.contains(&value) || shapes::meaning(field, value).is_some();
                if known
                    || open.iter().any(|open| open == value)
                    || meanings.iter().any(|(known, _)| known == value)
                {
                    continue;
                }
                match numbered(field, value) {
                    Some(code) => meanings.push((value.to_owned(), code.to_owned())),
                    None => open.push(value.to_owned()),
                }
            }
            let heading = column.heading.clone();
            if !meanings.is_empty() {
                self.mapping.values.insert(field, meanings.iter().cloned().collect());
                self.questions.push(Question::Codes { heading: heading.clone(), field, meanings });
            }
            if !open.is_empty() {
                open.truncate(MAX_ASKED);
                self.questions.push(Question::Values { heading, field, values: open });
            }
        }
    }

    fn ask(&mut self) {
        let kind = self.mapping.kind;
        let has = |mapping: &Mapping, field: Field| mapping.columns.contains_key(&field);
        if matches!(kind, Kind::Cases | Kind::Contacts) && !has(&self.mapping, Field::Disease) {
            self.questions.push(Question::Disease);
        }
        if kind == Kind::Cases {
            let at = self.columns.iter().position(|column| column.field == Some(Field::Number));
            if at.is_none_or(|at| self.values(at).len() < self.sample.len()) {
                self.mapping.missing_number = MissingNumber::Row;
                self.questions.push(Question::Number);
            }
            let days = [Field::Onset, Field::Rash, Field::Confirmed, Field::Reported];
            if !days.iter().any(|field| has(&self.mapping, *field)) {
                self.questions.push(Question::Day);
            }
        }
        let areas = [Field::Area, Field::AreaFirst, Field::AreaSecond, Field::AreaThird];
        if kind != Kind::Exposures && !areas.iter().any(|field| has(&self.mapping, *field)) {
            self.questions.push(Question::Area);
        }
    }
}

/// Whether most of the values are sound; a column without values is.
fn mostly(values: &[&str], sound: impl Fn(&str) -> bool) -> bool {
    let count = values.iter().filter(|value| sound(value)).count();
    count * 10 >= values.len() * 8
}

/// What a bare number means in the national tables of codes (GB/T 2261.1 for sex).
fn numbered(field: Field, value: &str) -> Option<&'static str> {
    match (field, value) {
        (Field::Sex, "1") => Some("male"),
        (Field::Sex, "2") => Some("female"),
        (Field::Sex, "0" | "9") => Some(""),
        _ => None,
    }
}
