//! What a line list is once it has been read.

use kernel::{AreaCode, Classified, Date, Error};

use crate::Field;

macro_rules! coded {
    ($(#[$doc:meta])* $type:ident { $($(#[$variant_doc:meta])* $name:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($(#[$variant_doc])* $name,)+ }

        impl $type {
            /// The codes of all variants.
            pub const CODES: &'static [&'static str] = &[$($text,)+];
            /// The code, as in mappings and facts.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $text,)+ } }
            /// Reads a code.
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($text => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

coded! {
    /// Sex, where it is recorded.
    Sex {
        /// 男
        Male = "male",
        /// 女
        Female = "female",
    }
}

coded! {
    /// The class that a line list gives a case; the codes are those of the protocols.
    ListedClass {
        /// 疑似病例
        Suspected = "suspected",
        /// 临床诊断病例
        Probable = "probable",
        /// 无症状感染者
        Asymptomatic = "asymptomatic",
        /// 确诊病例
        Confirmed = "confirmed",
        /// 已排除
        Discarded = "discarded",
    }
}

/// The codes a field may have, if it has a closed list.
pub(crate) fn codes_of(field: Field) -> Option<&'static [&'static str]> {
    match field {
        Field::Sex => Some(Sex::CODES),
        Field::Classification => Some(ListedClass::CODES),
        _ => None,
    }
}

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
    /// All faults: those of the mapping against the file first, then row by
    /// row. None holds a personal value.
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
