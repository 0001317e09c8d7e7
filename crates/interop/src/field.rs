//! What a table may hold: its kind, and the fields of each kind.

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
pub(crate) use coded;

coded! {
    /// What the rows of a table are.
    Kind {
        /// Cases, one a row.
        Cases = "cases",
        /// Contacts of cases, one a row.
        Contacts = "contacts",
        /// Links: who was exposed to whom.
        Exposures = "exposures",
        /// People who took part in an event.
        EventParticipants = "event_participants",
        /// Cases of our own export, taken over as they are.
        ExportedCases = "exported_cases",
        /// Contacts of our own export.
        ExportedContacts = "exported_contacts",
        /// Exposures of our own export.
        ExportedExposures = "exported_exposures",
    }
}

/// Kinds as the bits of a set.
const CASE: u8 = 1;
const CONTACT: u8 = 2;
const LINK: u8 = 4;
const GUEST: u8 = 8;
const PEOPLE: u8 = CASE | CONTACT | GUEST;
const ANY: u8 = PEOPLE | LINK;

impl Kind {
    const fn bit(self) -> u8 {
        match self {
            Self::Cases => CASE,
            Self::Contacts => CONTACT,
            Self::Exposures => LINK,
            Self::EventParticipants => GUEST,
            // Their headings are those of the shape; nothing is mapped.
            Self::ExportedCases | Self::ExportedContacts | Self::ExportedExposures => 0,
        }
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $personal:literal, $shape:ident, $kinds:expr;)+) => {
        /// A field of a table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$doc])* $name,)+ }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];
            /// The name in a mapping file, and the code of its label.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $text,)+ } }
            /// Whether its values are personal: they never appear in a fault.
            pub const fn is_personal(self) -> bool { match self { $(Self::$name => $personal,)+ } }
            /// What its values look like.
            pub const fn shape(self) -> Shape { match self { $(Self::$name => Shape::$shape,)+ } }
            const fn kinds(self) -> u8 { match self { $(Self::$name => $kinds,)+ } }
        }
    };
}

/// What the values of a field look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The number of a case or contact.
    Number,
    /// Numbers of cases, separated by commas, semicolons, slashes or blanks.
    Numbers,
    /// A day, or a span of days.
    Day,
    /// An age.
    Age,
    /// A code of a closed list.
    Coded,
    /// Any text.
    Text,
}

fields! {
    /// Number of the case or contact, unique in the file.
    Number = "number", false, Number, PEOPLE;
    /// Disease key of the row.
    Disease = "disease", false, Text, CASE | CONTACT;
    /// First day of symptoms.
    Onset = "onset", false, Day, CASE;
    /// First day of the rash.
    Rash = "rash", false, Day, CASE;
    /// Day of the report.
    Reported = "reported", false, Day, PEOPLE;
    /// Day on which the laboratory confirmed the case.
    Confirmed = "confirmed", false, Day, CASE;
    /// Day of admission to a hospital.
    Hospitalised = "hospitalised", false, Day, CASE;
    /// Day of recovery, or of discharge.
    Recovered = "recovered", false, Day, CASE;
    /// Day of death.
    Death = "death", false, Day, CASE;
    /// Day of the outcome, whichever it was.
    OutcomeDate = "outcome_date", false, Day, CASE;
    /// How the case ended.
    Outcome = "outcome", false, Coded, CASE;
    /// Age in years, or in what `age_unit` says.
    Age = "age", false, Age, PEOPLE;
    /// What the age counts: years, months, weeks, days.
    AgeUnit = "age_unit", false, Coded, PEOPLE;
    /// Sex.
    Sex = "sex", false, Coded, PEOPLE;
    /// Whole name of the person.
    Name = "name", true, Text, PEOPLE;
    /// Given name.
    GivenName = "given_name", true, Text, PEOPLE;
    /// Family name.
    FamilyName = "family_name", true, Text, PEOPLE;
    /// Day of birth.
    BirthDate = "birth_date", true, Day, PEOPLE;
    /// Year of birth.
    BirthYear = "birth_year", true, Text, PEOPLE;
    /// Month of birth, 1 to 12.
    BirthMonth = "birth_month", true, Text, PEOPLE;
    /// Day of the month of birth, 1 to 31.
    BirthDay = "birth_day", true, Text, PEOPLE;
    /// Number of an identity document.
    IdNumber = "id_number", true, Text, PEOPLE;
    /// Phone number.
    Phone = "phone", true, Text, PEOPLE;
    /// Address, or what of it has no field of its own.
    Address = "address", true, Text, PEOPLE;
    /// Street.
    Street = "street", true, Text, PEOPLE;
    /// Number of the house.
    HouseNumber = "house_number", true, Text, PEOPLE;
    /// Postal code.
    Postcode = "postcode", true, Text, PEOPLE;
    /// Town or village, as part of the address.
    City = "city", true, Text, PEOPLE;
    /// Code or name of the area.
    Area = "area", false, Text, PEOPLE;
    /// Name of the widest area: province or region.
    AreaFirst = "area_1", false, Text, PEOPLE;
    /// Name of the area below: city or district.
    AreaSecond = "area_2", false, Text, PEOPLE;
    /// Name of the area below that: county or community.
    AreaThird = "area_3", false, Text, PEOPLE;
    /// Name of the facility that reports or treats.
    Facility = "facility", false, Text, PEOPLE;
    /// Class of the case.
    Classification = "classification", false, Coded, CASE;
    /// Number of the case that infected this one.
    Infector = "infector", false, Numbers, CASE;
    /// Number of another case that may have infected it instead.
    Infector2 = "infector_2", false, Numbers, CASE;
    /// Number of a third such case.
    Infector3 = "infector_3", false, Numbers, CASE;
    /// Numbers of cases it was in contact with, nobody says in which direction.
    Linked = "linked", false, Numbers, CASE;
    /// Kind of the exposure.
    ExposureKind = "exposure_kind", false, Text, CASE | CONTACT | LINK;
    /// Household.
    Household = "household", false, Text, PEOPLE;
    /// School class.
    SchoolClass = "school_class", false, Text, PEOPLE;
    /// Number of the case whose contact it is.
    Case = "case", false, Number, CONTACT;
    /// First day of contact.
    FirstContact = "first_contact", false, Day, CONTACT;
    /// Last day of contact.
    LastContact = "last_contact", false, Day, CONTACT;
    /// How the contact is related to the case.
    Relation = "relation", false, Text, CONTACT | LINK;
    /// Last day of follow-up.
    FollowUpUntil = "follow_up_until", false, Day, CONTACT;
    /// Number of the case that exposed.
    From = "from", false, Number, LINK;
    /// Number of the one who was exposed.
    To = "to", false, Number, LINK;
    /// First day of the exposure.
    Started = "started", false, Day, LINK;
    /// Last day of the exposure.
    Ended = "ended", false, Day, LINK;
    /// Name or number of the event.
    Event = "event", false, Text, GUEST;
    /// What the participant did there.
    Involvement = "involvement", true, Text, GUEST;
    /// Anything else.
    Note = "note", true, Text, ANY;
}

impl Field {
    /// Reads the name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str() == name)
    }
    /// Whether rows of this kind have it.
    pub const fn is_of(self, kind: Kind) -> bool {
        self.kinds() & kind.bit() != 0
    }
    /// Those that rows of this kind must have: the number of a case, the ends of a link.
    pub const fn needed(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::Cases => &[Self::Number],
            Kind::Exposures => &[Self::From, Self::To],
            Kind::Contacts
            | Kind::EventParticipants
            | Kind::ExportedCases
            | Kind::ExportedContacts
            | Kind::ExportedExposures => &[],
        }
    }
    /// The names of the fields of a kind, for a sentence.
    pub(crate) fn known(kind: Kind) -> String {
        let of_kind = Self::ALL.iter().filter(|field| field.is_of(kind));
        of_kind.map(|field| field.as_str()).collect::<Vec<_>>().join(", ")
    }
    /// The codes it may have, if it has a closed list.
    pub fn codes(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Sex => Some(crate::Sex::CODES),
            Self::Classification => Some(crate::ListedClass::CODES),
            Self::Outcome => Some(crate::Outcome::CODES),
            Self::AgeUnit => Some(&["years", "months", "weeks", "days"]),
            _ => None,
        }
    }
}
