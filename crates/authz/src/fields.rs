//! What a neighbour sees of a record that lies outside his areas, field by
//! field. A chain of transmission does not end at a border; who stands on the
//! other side is told without anything that leads to him. The list is reviewed
//! as a file (`fields.txt`); a field that is not in it is hidden.

use serde::{Deserialize, Serialize};
use std::fmt;

words! {
    /// A kind of record of which neighbours see something.
    Record {
        /// A case.
        Case = "case",
        /// Somebody's standing as contact of a case.
        Contact = "contact",
        /// An edge of the exposure graph.
        Exposure = "exposure",
        /// An order.
        Order = "order",
        /// A person.
        Person = "person",
    }
}

/// How a field is made coarse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coarse {
    /// A day or an instant: the week of the calendar.
    Week,
    /// An area: its prefecture.
    Prefecture,
    /// A year of birth: an age within ten years.
    AgeBand,
    /// An id: a name that holds for one area and one outbreak, and opens nothing.
    Pseudonym,
}

/// What a neighbour sees of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// As it is.
    Shown,
    /// Less than it says.
    Coarse(Coarse),
    /// Nothing.
    Hidden,
}

impl Sight {
    /// The word of the reviewed file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Coarse(Coarse::Week) => "coarse week",
            Self::Coarse(Coarse::Prefecture) => "coarse prefecture",
            Self::Coarse(Coarse::AgeBand) => "coarse age_band",
            Self::Coarse(Coarse::Pseudonym) => "coarse pseudonym",
            Self::Hidden => "hidden",
        }
    }
}

const SHOWN: Sight = Sight::Shown;
const HIDDEN: Sight = Sight::Hidden;
const WEEK: Sight = Sight::Coarse(Coarse::Week);
const PREFECTURE: Sight = Sight::Coarse(Coarse::Prefecture);
const AGE_BAND: Sight = Sight::Coarse(Coarse::AgeBand);
const PSEUDONYM: Sight = Sight::Coarse(Coarse::Pseudonym);

const CASE: &[(&str, Sight)] = &[
    ("id", HIDDEN),
    ("number", HIDDEN),
    ("person", PSEUDONYM),
    ("area", PREFECTURE),
    ("disease", SHOWN),
    ("edition", HIDDEN),
    ("rule", HIDDEN),
    ("classification", SHOWN),
    ("manual_reason", HIDDEN),
    ("onset", WEEK),
    ("first_positive", WEEK),
    ("last_negative", HIDDEN),
    ("opened_at", WEEK),
    ("known_at", HIDDEN),
    ("first_visit_at", HIDDEN),
    ("resulted_at", HIDDEN),
    ("confirmed_at", HIDDEN),
    ("reported_at", HIDDEN),
    ("stages", HIDDEN),
    ("assessment", HIDDEN),
    ("isolated_at", WEEK),
    ("admitted_at", HIDDEN),
    ("plan_at", HIDDEN),
    ("ended", HIDDEN),
    ("imported", HIDDEN),
    ("unit", HIDDEN),
    ("lead", HIDDEN),
    ("withdrawn", HIDDEN),
];

const CONTACT: &[(&str, Sight)] = &[
    ("id", HIDDEN),
    ("person", HIDDEN),
    ("case", HIDDEN),
    ("area", PREFECTURE),
    ("disease", SHOWN),
    ("class", SHOWN),
    ("rule", HIDDEN),
    ("edition", HIDDEN),
    ("order", HIDDEN),
    ("first_exposure", HIDDEN),
    ("last_exposure", WEEK),
    ("determined_at", WEEK),
    ("reached_at", HIDDEN),
    ("status", SHOWN),
];

const EXPOSURE: &[(&str, Sight)] = &[
    ("id", HIDDEN),
    ("disease", SHOWN),
    ("from", PSEUDONYM),
    ("to", PSEUDONYM),
    ("area", HIDDEN),
    ("kind", HIDDEN),
    ("started_at", HIDDEN),
    ("ended_at", HIDDEN),
    ("protected", HIDDEN),
    ("setting", HIDDEN),
    ("transmission", SHOWN),
    ("status", HIDDEN),
];

const ORDER: &[(&str, Sight)] = &[
    ("id", HIDDEN),
    ("target", HIDDEN),
    ("person", HIDDEN),
    ("contact", HIDDEN),
    ("other_contacts", HIDDEN),
    ("case", HIDDEN),
    ("area", PREFECTURE),
    ("disease", SHOWN),
    ("edition", HIDDEN),
    ("measure", SHOWN),
    ("group", HIDDEN),
    ("regime", HIDDEN),
    ("form", HIDDEN),
    ("anchor", HIDDEN),
    ("starts_on", WEEK),
    ("ends_on", WEEK),
    ("tests", HIDDEN),
    ("checks", HIDDEN),
    ("basis", HIDDEN),
    ("reason", HIDDEN),
    ("central", HIDDEN),
    ("unit", HIDDEN),
    ("warnings", HIDDEN),
    ("days_beyond", HIDDEN),
    ("tests_beyond", HIDDEN),
    ("isolation_days_beyond", HIDDEN),
    ("central_days_beyond", HIDDEN),
    ("regime_days", HIDDEN),
    ("ground", HIDDEN),
    ("origin_zone", HIDDEN),
    ("place_kind", HIDDEN),
    ("purpose", HIDDEN),
    ("status", SHOWN),
    ("started_at", HIDDEN),
    ("issued_at", HIDDEN),
    ("appeals", HIDDEN),
    ("proposal", HIDDEN),
    ("history", HIDDEN),
];

const PERSON: &[(&str, Sight)] = &[
    ("id", PSEUDONYM),
    ("area", PREFECTURE),
    ("sex", SHOWN),
    ("birth_year", AGE_BAND),
    ("name", HIDDEN),
    ("id_number", HIDDEN),
    ("phone", HIDDEN),
    ("address", HIDDEN),
    ("birth_date", HIDDEN),
];

/// Every field of a kind of record, with what a neighbour sees of it.
pub const fn fields(record: Record) -> &'static [(&'static str, Sight)] {
    match record {
        Record::Case => CASE,
        Record::Contact => CONTACT,
        Record::Exposure => EXPOSURE,
        Record::Order => ORDER,
        Record::Person => PERSON,
    }
}

/// What a neighbour sees of a field; nothing of one that nobody has reviewed.
pub fn sight_of(record: Record, field: &str) -> Sight {
    fields(record).iter().find(|(name, _)| *name == field).map_or(Sight::Hidden, |(_, sight)| *sight)
}

/// The list as the reviewed file has it: a line per field.
pub fn field_list() -> String {
    let names = Record::ALL.iter().flat_map(|r| fields(*r).iter().map(|(f, _)| r.as_str().len() + f.len()));
    let width = names.max().unwrap_or(0) + 1;
    let mut text = String::new();
    for record in Record::ALL {
        for (field, sight) in fields(*record) {
            let name = format!("{record}.{field}");
            text.push_str(&format!("{name:width$} {}\n", sight.as_str()));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_list_is_the_reviewed_file() {
        assert_eq!(
            field_list(),
            include_str!("../fields.txt"),
            "review the change, then write it to fields.txt"
        );
    }

    #[test]
    fn what_is_not_listed_is_hidden_and_nothing_is_listed_twice() {
        assert_eq!(sight_of(Record::Person, "nickname"), Sight::Hidden);
        for record in Record::ALL {
            let names: BTreeSet<_> = fields(*record).iter().map(|(name, _)| name).collect();
            assert_eq!(names.len(), fields(*record).len(), "{record}");
            assert!(fields(*record).iter().any(|(_, sight)| *sight != Sight::Hidden), "{record}");
        }
    }
}
