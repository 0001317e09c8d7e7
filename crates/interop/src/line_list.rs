//! What a line list is once it has been read whole.

use kernel::{AreaCode, Classified, Date, Error};

use crate::{CaseRow, DateSpan, ListedClass, Sex};

/// One sound row.
#[derive(Clone, Debug, PartialEq)]
pub struct LineListRow {
    /// Row in the table; the heading is row 1.
    pub row: u64,
    /// Number of the case, unique in the file.
    pub number: String,
    /// First day of symptoms. At least one of the first three dates is there.
    pub onset: Option<Date>,
    /// First day of the rash.
    pub rash: Option<Date>,
    /// Day of the report.
    pub reported: Option<Date>,
    /// Day of death.
    pub death: Option<Date>,
    /// Age in completed years, 0 to 130.
    pub age: Option<u8>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Name of the person.
    pub name: Option<Classified<String>>,
    /// Number of an identity document.
    pub id_number: Option<Classified<String>>,
    /// Phone number.
    pub phone: Option<Classified<String>>,
    /// Address.
    pub address: Option<Classified<String>>,
    /// Area.
    pub area: Option<AreaCode>,
    /// Class of the case.
    pub classification: Option<ListedClass>,
    /// Number of the case that infected this one; it is in the file (perhaps
    /// in a rejected row) or known to the caller.
    pub infector: Option<String>,
    /// Kind of the exposure to the infector.
    pub exposure_kind: Option<String>,
    /// Household.
    pub household: Option<String>,
    /// School class.
    pub school_class: Option<String>,
    /// Anything else; free text may name people.
    pub note: Option<Classified<String>>,
}

impl From<CaseRow> for LineListRow {
    /// Of a span its first day, of several infectors the first; a day of
    /// confirmation stands in for one of the report.
    fn from(case: CaseRow) -> Self {
        let first = |span: Option<DateSpan>| span.map(|span| span.from);
        Self {
            row: case.row,
            number: case.number,
            onset: first(case.onset),
            rash: first(case.rash),
            reported: first(case.reported.or(case.confirmed)),
            death: first(case.death),
            age: case.person.age.map(|age| age.from),
            sex: case.person.sex,
            name: case.person.name,
            id_number: case.person.id_number,
            phone: case.person.phone,
            address: case.person.address,
            area: case.area,
            classification: case.classification,
            infector: case.infectors.into_iter().next(),
            exposure_kind: case.exposure_kind,
            household: case.person.household,
            school_class: case.person.school_class,
            note: case.note,
        }
    }
}

/// A row with at least one fault, as it stood in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Row in the table; the heading is row 1.
    pub row: u64,
    /// Its cells. They may be personal: they go back to the importer only.
    pub cells: Vec<Classified<String>>,
    /// Which of [`LineList::faults`] concern it.
    pub faults: Vec<usize>,
}

/// A line list: its sound rows, and everything that is wrong with it.
#[derive(Clone, Debug)]
pub struct LineList {
    /// The headings of the table.
    pub headings: Vec<String>,
    /// The sound rows, in the order of the file.
    pub rows: Vec<LineListRow>,
    /// All faults: those of single rows first, row by row, then those between
    /// rows. None holds a personal value.
    pub faults: Vec<Error>,
    /// The rows that are not among `rows`, in the order of the file.
    pub rejected: Vec<Rejected>,
}

impl LineList {
    /// Whether the file may be taken in as a whole.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}
