//! Rows of our own exports, read back: records that are taken over as they are,
//! with their ids and moments.

use kernel::{
    AreaCode, CaseId, Classified, Code, ContactId, Date, Error, ExposureId, Located, PersonId, PersonalField,
    SubjectKind, SubjectRef, Timestamp,
};
use std::collections::BTreeMap;
use std::str::FromStr;

use crate::write::ExportKind;
use crate::{Kind, ListedClass, Record};

/// What stands in a fault instead of a personal value.
const HIDDEN: &str = "—";
/// The longest text of a record, in characters.
const MAX_TEXT: usize = 10_000;

/// A record of an export, of any kind that is taken over.
#[derive(Clone, Debug, PartialEq)]
pub enum Exported {
    /// A case.
    Case(ExportedCase),
    /// A contact.
    Contact(ExportedContact),
    /// An exposure.
    Exposure(ExportedExposure),
}

/// The person of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportedPerson {
    /// Who.
    pub id: PersonId,
    /// What is personal.
    pub values: Vec<(PersonalField, Classified<String>)>,
    /// `f` or `m`.
    pub sex: Option<String>,
    /// Year of birth.
    pub birth_year: Option<i16>,
}

/// A case as it was exported.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are those of the exported shape")]
pub struct ExportedCase {
    pub id: CaseId,
    pub number: String,
    pub person: ExportedPerson,
    pub area: AreaCode,
    pub disease: String,
    pub classification: ListedClass,
    /// Whether it turned out that there was no such case.
    pub withdrawn: bool,
    pub severity: Option<String>,
    pub onset: Option<Date>,
    pub opened_at: Timestamp,
    pub first_visit_at: Option<Timestamp>,
    pub first_positive_at: Option<Timestamp>,
    pub resulted_at: Option<Timestamp>,
    pub reported_at: Option<Timestamp>,
    pub isolated_at: Option<Timestamp>,
    pub admitted_at: Option<Timestamp>,
    /// When and how it ended.
    pub ended: Option<(Timestamp, String)>,
    pub rule: String,
    pub edition: String,
}

/// A contact as it was exported.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are those of the exported shape")]
pub struct ExportedContact {
    pub id: ContactId,
    pub case: CaseId,
    pub person: ExportedPerson,
    pub area: AreaCode,
    pub disease: String,
    /// `close`, `secondary`, `general`, `venue` or `companion`.
    pub class: String,
    pub order: u8,
    pub status: String,
    pub first_exposure_at: Timestamp,
    pub last_exposure_at: Timestamp,
    pub determined_at: Timestamp,
    pub reached_at: Option<Timestamp>,
    pub rule: String,
    pub edition: String,
}

/// An exposure as it was exported.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are those of the exported shape")]
pub struct ExportedExposure {
    pub id: ExposureId,
    pub disease: String,
    pub from: SubjectRef,
    pub to: SubjectRef,
    pub area: AreaCode,
    pub kind: String,
    pub setting: String,
    pub protected: bool,
    pub transmission: bool,
    pub started_at: Timestamp,
    pub ended_at: Timestamp,
    /// `standing` or `retracted`.
    pub status: String,
}

impl Exported {
    /// The record's id, as text.
    pub fn id(&self) -> String {
        match self {
            Self::Case(row) => row.id.to_string(),
            Self::Contact(row) => row.id.to_string(),
            Self::Exposure(row) => row.id.to_string(),
        }
    }
    /// Where it belongs.
    pub const fn area(&self) -> &AreaCode {
        match self {
            Self::Case(row) => &row.area,
            Self::Contact(row) => &row.area,
            Self::Exposure(row) => &row.area,
        }
    }
    /// When it happened.
    pub const fn occurred_at(&self) -> Timestamp {
        match self {
            Self::Case(row) => row.opened_at,
            Self::Contact(row) => row.determined_at,
            Self::Exposure(row) => row.ended_at,
        }
    }
}

impl Kind {
    /// The shape of our exports that a kind reads back.
    pub const fn exported(self) -> Option<ExportKind> {
        match self {
            Self::ExportedCases => Some(ExportKind::Cases),
            Self::ExportedContacts => Some(ExportKind::Contacts),
            Self::ExportedExposures => Some(ExportKind::Exposures),
            Self::Cases | Self::Contacts | Self::Exposures | Self::EventParticipants => None,
        }
    }
    /// The kind that reads a shape back.
    pub const fn of_exported(shape: ExportKind) -> Option<Self> {
        match shape {
            ExportKind::Cases => Some(Self::ExportedCases),
            ExportKind::Contacts => Some(Self::ExportedContacts),
            ExportKind::Exposures => Some(Self::ExportedExposures),
            _ => None,
        }
    }
}

/// Where the fields of a shape stand in a table. JSON leaves out a field that no
/// record has, and an export may have been of some fields alone.
pub(crate) struct Columns {
    shape: ExportKind,
    at: BTreeMap<&'static str, usize>,
}

impl Columns {
    /// Of a table that has all that a record needs.
    ///
    /// # Errors
    /// `import.unknown_column` for each column that is needed and is not there.
    pub(crate) fn of(shape: ExportKind, headings: &[String]) -> Result<Self, Vec<Error>> {
        let at: BTreeMap<&'static str, usize> = shape
            .headings(true)
            .into_iter()
            .filter_map(|name| Some((name, headings.iter().position(|heading| heading == name)?)))
            .collect();
        let missing = needed(shape).iter().filter(|name| !at.contains_key(*name));
        let faults: Vec<Error> = missing
            .map(|name| Error::new(Code::ImportUnknownColumn).arg("column", name).arg("field", name))
            .collect();
        if faults.is_empty() { Ok(Self { shape, at }) } else { Err(faults) }
    }
}

/// The fields without which a record is none.
const fn needed(shape: ExportKind) -> &'static [&'static str] {
    match shape {
        ExportKind::Cases => {
            &["number", "id", "disease", "classification", "status", "opened_at", "rule", "area", "person"]
        }
        ExportKind::Contacts => &[
            "id",
            "case",
            "disease",
            "class",
            "order",
            "status",
            "first_exposure_at",
            "last_exposure_at",
            "determined_at",
            "rule",
            "area",
            "person",
        ],
        ExportKind::Exposures => &[
            "id",
            "disease",
            "from_kind",
            "from",
            "to_kind",
            "to",
            "kind",
            "protected",
            "transmission",
            "started_at",
            "ended_at",
            "status",
            "area",
        ],
        _ => &[],
    }
}

/// The shape of a table of our own export, and whether it names persons.
pub(crate) fn shape_of(headings: &[&str]) -> Option<(ExportKind, bool)> {
    if let Some(whole) = ExportKind::recognise(headings) {
        return Some(whole);
    }
    let fits = |kind: &ExportKind| {
        let known = kind.headings(true);
        Kind::of_exported(*kind).is_some()
            && headings.iter().all(|heading| known.contains(heading))
            && needed(*kind).iter().all(|name| headings.contains(name))
    };
    ExportKind::ALL.iter().copied().find(fits).map(|kind| (kind, true))
}

/// Reads one record.
pub(crate) fn read(columns: &Columns, source: &str, record: &Record) -> Result<Exported, Vec<Error>> {
    let shape = columns.shape;
    let mut cells = Cells { columns, source, record, faults: Vec::new() };
    let read = match shape {
        ExportKind::Cases => case(&mut cells).map(Exported::Case),
        ExportKind::Contacts => contact(&mut cells).map(Exported::Contact),
        _ => exposure(&mut cells).map(Exported::Exposure),
    };
    match read {
        Some(read) if cells.faults.is_empty() => Ok(read),
        _ => Err(cells.faults),
    }
}

struct Cells<'a> {
    columns: &'a Columns,
    source: &'a str,
    record: &'a Record,
    faults: Vec<Error>,
}

impl Cells<'_> {
    fn cell(&self, heading: &str) -> &str {
        let at = self.columns.at.get(heading);
        at.and_then(|at| self.record.cells.get(*at)).map_or("", String::as_str)
    }
    fn fault(&mut self, heading: &str, error: Error) {
        let at = Located::cell(self.record.row, heading).in_source(self.source);
        self.faults.push(error.at(at));
    }
    /// A text; a fault when it is empty or too long.
    fn text(&mut self, heading: &'static str) -> Option<String> {
        let text = self.maybe_text(heading);
        if text.is_none() && self.cell(heading).is_empty() {
            self.fault(heading, Error::new(Code::MissingField).arg("field", heading));
        }
        text
    }
    fn maybe_text(&mut self, heading: &'static str) -> Option<String> {
        let text = self.cell(heading).to_owned();
        let length = text.chars().count();
        if length > MAX_TEXT {
            let error = Error::new(Code::TooLong).arg("field", heading).arg("length", length);
            self.fault(heading, error.arg("max", MAX_TEXT));
            return None;
        }
        Some(text).filter(|text| !text.is_empty())
    }
    fn maybe<T: FromStr>(&mut self, heading: &'static str, expected: &str) -> Option<T> {
        let text = self.maybe_text(heading)?;
        let read = text.parse().ok();
        if read.is_none() {
            self.refuse(heading, &text, expected);
        }
        read
    }
    fn needed<T: FromStr>(&mut self, heading: &'static str, expected: &str) -> Option<T> {
        let text = self.text(heading)?;
        let read = text.parse().ok();
        if read.is_none() {
            self.refuse(heading, &text, expected);
        }
        read
    }
    /// A word of a closed list.
    fn word(&mut self, heading: &'static str, known: &[&str]) -> Option<String> {
        let text = self.text(heading)?;
        if !known.contains(&text.as_str()) {
            self.refuse(heading, &text, &known.join(", "));
        }
        Some(text)
    }
    fn refuse(&mut self, heading: &'static str, text: &str, expected: &str) {
        let personal = heading == "birth_year" || PersonalField::ALL.iter().any(|f| f.as_str() == heading);
        let shown: String = if personal { HIDDEN.to_owned() } else { text.chars().take(60).collect() };
        let error = Error::new(Code::InvalidValue).arg("field", heading).arg("value", shown);
        self.fault(heading, error.arg("expected", expected));
    }
    fn instant(&mut self, heading: &'static str) -> Option<Timestamp> {
        self.needed(heading, INSTANT)
    }
    fn maybe_instant(&mut self, heading: &'static str) -> Option<Timestamp> {
        self.maybe(heading, INSTANT)
    }
    fn area(&mut self) -> Option<AreaCode> {
        let text = self.text("area")?;
        AreaCode::new(&text).map_err(|error| self.fault("area", error)).ok()
    }
}

const INSTANT: &str = "2022-07-01T08:00:00Z";
const UUID: &str = "UUID";

fn person(cells: &mut Cells<'_>) -> Option<ExportedPerson> {
    let id = cells.needed("person", UUID);
    let values = PersonalField::ALL
        .into_iter()
        .filter_map(|field| Some((field, Classified::new(cells.maybe_text(field.as_str())?))))
        .collect();
    let sex = cells.maybe_text("sex");
    if let Some(other) = sex.as_deref().filter(|sex| !matches!(*sex, "f" | "m")).map(str::to_owned) {
        cells.refuse("sex", &other, "f, m");
    }
    let birth_year = cells.maybe("birth_year", "1980");
    Some(ExportedPerson { id: id?, values, sex, birth_year })
}

fn case(cells: &mut Cells<'_>) -> Option<ExportedCase> {
    let (id, number) = (cells.needed("id", UUID), cells.text("number"));
    let classification = cells.word("classification", ListedClass::CODES);
    let withdrawn = cells.cell("status") == "withdrawn";
    let (ended_at, outcome) = (cells.maybe_instant("ended_at"), cells.maybe_text("outcome"));
    if ended_at.is_some() != outcome.is_some() {
        cells.fault("outcome", Error::new(Code::MissingField).arg("field", "ended_at, outcome"));
    }
    let onset = cells.maybe_text("onset_on").and_then(|text| {
        let read = text.parse().ok();
        if read.is_none() {
            cells.refuse("onset_on", &text, "YYYY-MM-DD");
        }
        read
    });
    let row = (
        cells.text("disease"),
        cells.instant("opened_at"),
        cells.text("rule"),
        cells.maybe_text("edition").unwrap_or_default(),
        cells.area(),
        person(cells),
    );
    Some(ExportedCase {
        severity: cells.maybe_text("severity"),
        first_visit_at: cells.maybe_instant("first_visit_at"),
        first_positive_at: cells.maybe_instant("first_positive_at"),
        resulted_at: cells.maybe_instant("resulted_at"),
        reported_at: cells.maybe_instant("reported_at"),
        isolated_at: cells.maybe_instant("isolated_at"),
        admitted_at: cells.maybe_instant("admitted_at"),
        id: id?,
        number: number?,
        classification: ListedClass::parse(&classification?)?,
        withdrawn,
        onset,
        ended: ended_at.zip(outcome),
        disease: row.0?,
        opened_at: row.1?,
        rule: row.2?,
        edition: row.3,
        area: row.4?,
        person: row.5?,
    })
}

fn contact(cells: &mut Cells<'_>) -> Option<ExportedContact> {
    let (id, case) = (cells.needed("id", UUID), cells.needed("case", UUID));
    let class = cells.word("class", &["close", "secondary", "general", "venue", "companion"]);
    let statuses = ["determined", "reached", "under_order", "released", "became_case", "retracted"];
    let status = cells.word("status", &statuses);
    let moments = ["first_exposure_at", "last_exposure_at", "determined_at"].map(|name| cells.instant(name));
    let reached_at = cells.maybe_instant("reached_at");
    let (disease, order) = (cells.text("disease"), cells.needed("order", "1, 2"));
    let (rule, edition) = (cells.text("rule"), cells.maybe_text("edition").unwrap_or_default());
    let (area, person) = (cells.area(), person(cells));
    let [first_exposure_at, last_exposure_at, determined_at] = moments;
    Some(ExportedContact {
        id: id?,
        case: case?,
        person: person?,
        area: area?,
        disease: disease?,
        class: class?,
        order: order?,
        status: status?,
        first_exposure_at: first_exposure_at?,
        last_exposure_at: last_exposure_at?,
        determined_at: determined_at?,
        reached_at,
        rule: rule?,
        edition,
    })
}

fn exposure(cells: &mut Cells<'_>) -> Option<ExportedExposure> {
    let id = cells.needed("id", UUID);
    let end = |cells: &mut Cells<'_>, kind, id| {
        let kind = cells.needed::<SubjectKind>(kind, "person, place, event");
        Some(SubjectRef { kind: kind?, id: cells.needed(id, UUID)? })
    };
    let (from, to) = (end(cells, "from_kind", "from"), end(cells, "to_kind", "to"));
    let (protected, transmission) =
        (cells.needed("protected", "true, false"), cells.needed("transmission", "true, false"));
    let (started_at, ended_at) = (cells.instant("started_at"), cells.instant("ended_at"));
    let (disease, kind) = (cells.text("disease"), cells.text("kind"));
    let setting = cells.maybe_text("setting").unwrap_or_default();
    let (status, area) = (cells.word("status", &["standing", "retracted"]), cells.area());
    Some(ExportedExposure {
        id: id?,
        disease: disease?,
        from: from?,
        to: to?,
        area: area?,
        kind: kind?,
        setting,
        protected: protected?,
        transmission: transmission?,
        started_at: started_at?,
        ended_at: ended_at?,
        status: status?,
    })
}
