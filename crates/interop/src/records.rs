//! What the rows of a table are once they have been read.

use kernel::{AreaCode, Classified, Date};

use crate::{
    AgeSpan, DateSpan, Exported,
    field::{Kind, coded},
};

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

coded! {
    /// How a listed case ended, or that it has not.
    Outcome {
        /// 在治
        Ongoing = "ongoing",
        /// 治愈、出院
        Recovered = "recovered",
        /// 死亡
        Died = "died",
    }
}

/// A row of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum TypedRow {
    /// A case.
    Case(Box<CaseRow>),
    /// A contact.
    Contact(Box<ContactRow>),
    /// A link.
    Exposure(Box<ExposureRow>),
    /// A participant of an event.
    EventParticipant(Box<EventParticipantRow>),
    /// A record of our own export, with its row in the table.
    Exported(u64, Box<Exported>),
}

impl TypedRow {
    /// Row in the table.
    pub fn row(&self) -> u64 {
        match self {
            Self::Case(row) => row.row,
            Self::Contact(row) => row.row,
            Self::Exposure(row) => row.row,
            Self::EventParticipant(row) => row.row,
            Self::Exported(row, _) => *row,
        }
    }
    /// What kind it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Case(_) => Kind::Cases,
            Self::Contact(_) => Kind::Contacts,
            Self::Exposure(_) => Kind::Exposures,
            Self::EventParticipant(_) => Kind::EventParticipants,
            Self::Exported(_, record) => match &**record {
                Exported::Case(_) => Kind::ExportedCases,
                Exported::Contact(_) => Kind::ExportedContacts,
                Exported::Exposure(_) => Kind::ExportedExposures,
            },
        }
    }
}

/// A column that is no field, kept under its heading. Personal until somebody says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// The heading.
    pub name: String,
    /// The cell as it stands; never empty.
    pub value: Classified<String>,
}

/// When somebody was born, as far as it is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Birth {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12; without a month there is no day.
    pub month: Option<i8>,
    /// The day, only where the whole date exists.
    pub day: Option<i8>,
}

impl Birth {
    /// The whole date, where it is known.
    pub fn date(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }
}

impl std::fmt::Debug for Birth {
    /// A date of birth is personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("‹personal›")
    }
}

/// What a row tells of a person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonCells {
    /// The whole name, or the given and family names in one.
    pub name: Option<Classified<String>>,
    /// Given name.
    pub given_name: Option<Classified<String>>,
    /// Family name.
    pub family_name: Option<Classified<String>>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Age.
    pub age: Option<AgeSpan>,
    /// Birth.
    pub birth: Option<Birth>,
    /// Number of an identity document.
    pub id_number: Option<Classified<String>>,
    /// Phone number.
    pub phone: Option<Classified<String>>,
    /// Address, its parts in one.
    pub address: Option<Classified<String>>,
    /// Household.
    pub household: Option<String>,
    /// School class.
    pub school_class: Option<String>,
}

/// A case.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseRow {
    /// Row in the table; the heading is row 1.
    pub row: u64,
    /// Number of the case, unique in the file.
    pub number: String,
    /// Disease key, where the rows tell it; else it is the mapping's.
    pub disease: Option<String>,
    /// First day of symptoms. At least one of the first four dates is there.
    pub onset: Option<DateSpan>,
    /// First day of the rash.
    pub rash: Option<DateSpan>,
    /// Day of the report.
    pub reported: Option<DateSpan>,
    /// Day of confirmation.
    pub confirmed: Option<DateSpan>,
    /// Day of admission to a hospital.
    pub hospitalised: Option<DateSpan>,
    /// Day of recovery or discharge.
    pub recovered: Option<DateSpan>,
    /// Day of death.
    pub death: Option<DateSpan>,
    /// How it ended; a day of death or recovery says so as well.
    pub outcome: Option<Outcome>,
    /// The person.
    pub person: PersonCells,
    /// Area.
    pub area: Option<AreaCode>,
    /// Facility.
    pub facility: Option<String>,
    /// Class of the case.
    pub classification: Option<ListedClass>,
    /// Numbers of the cases that may have infected it. One: it did.
    pub infectors: Vec<String>,
    /// Numbers of cases it was in contact with, without a direction.
    pub linked: Vec<String>,
    /// Kind of the exposure to the infector.
    pub exposure_kind: Option<String>,
    /// Anything else; free text may name people.
    pub note: Option<Classified<String>>,
    /// Columns that are no fields.
    pub extras: Vec<Extra>,
}

/// A contact.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactRow {
    /// Row in the table; the heading is row 1.
    pub row: u64,
    /// Number of the contact, unique in the file, where it has one.
    pub number: Option<String>,
    /// Number of the case whose contact it is; none where the whole file belongs to one case.
    pub case: Option<String>,
    /// Disease key, where the rows tell it.
    pub disease: Option<String>,
    /// Day of the report.
    pub reported: Option<DateSpan>,
    /// First day of contact. May lie behind the last one, which is remarked on.
    pub first_contact: Option<DateSpan>,
    /// Last day of contact.
    pub last_contact: Option<DateSpan>,
    /// Last day of follow-up.
    pub follow_up_until: Option<DateSpan>,
    /// The person.
    pub person: PersonCells,
    /// Area.
    pub area: Option<AreaCode>,
    /// Facility.
    pub facility: Option<String>,
    /// Kind of the exposure.
    pub exposure_kind: Option<String>,
    /// How the contact is related to the case.
    pub relation: Option<String>,
    /// Anything else; free text may name people.
    pub note: Option<Classified<String>>,
    /// Columns that are no fields.
    pub extras: Vec<Extra>,
}

/// A link between two numbers. Whether they are listed is another question.
#[derive(Clone, Debug, PartialEq)]
pub struct ExposureRow {
    /// Row in the table; the heading is row 1.
    pub row: u64,
    /// Number of the case that exposed.
    pub from: String,
    /// Number of the one who was exposed.
    pub to: String,
    /// When, where it is told.
    pub when: Option<DateSpan>,
    /// Kind of the exposure.
    pub exposure_kind: Option<String>,
    /// How the two are related.
    pub relation: Option<String>,
    /// Anything else; free text may name people.
    pub note: Option<Classified<String>>,
    /// Columns that are no fields.
    pub extras: Vec<Extra>,
}

/// A participant of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct EventParticipantRow {
    /// Row in the table; the heading is row 1.
    pub row: u64,
    /// Number of the participant, unique in the file, where there is one.
    pub number: Option<String>,
    /// The event; none where the whole file belongs to one event.
    pub event: Option<String>,
    /// Day of the report.
    pub reported: Option<DateSpan>,
    /// The person.
    pub person: PersonCells,
    /// Area.
    pub area: Option<AreaCode>,
    /// Facility.
    pub facility: Option<String>,
    /// What the participant did there; free text.
    pub involvement: Option<Classified<String>>,
    /// Anything else; free text may name people.
    pub note: Option<Classified<String>>,
    /// Columns that are no fields.
    pub extras: Vec<Extra>,
}
