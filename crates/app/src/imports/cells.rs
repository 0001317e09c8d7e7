//! What a row says, as text: kept under its person's key and compared with
//! what a newer edition of the list says.

use interop::{
    CaseRow, ContactRow, DateSpan, EventParticipantRow, ExposureRow, Extra, PersonCells, TypedRow,
};
use kernel::{Classified, Code, Error, Result};
use std::collections::BTreeMap;

/// The name under which a class stands among the cells.
pub(super) const CLASSIFICATION: &str = "classification";
/// Before the heading of a column that is no field.
const EXTRA: &str = "extra:";

/// Cells by field; only those that say something.
pub(super) type Cells = BTreeMap<String, String>;

/// The cells of a row.
pub(super) fn cells(row: &TypedRow) -> Cells {
    let mut cells = Cells::new();
    match row {
        TypedRow::Case(row) => case(&mut cells, row),
        TypedRow::Contact(row) => contact(&mut cells, row),
        TypedRow::Exposure(row) => exposure(&mut cells, row),
        TypedRow::EventParticipant(row) => participant(&mut cells, row),
        // It is known by its id and compared with nothing.
        TypedRow::Exported(..) => {}
    }
    cells
}

/// Cells as they are kept.
pub(super) fn to_text(cells: &Cells) -> Result<String> {
    serde_json::to_string(cells).map_err(|e| Error::new(Code::Internal).caused_by(e))
}

/// Reads what was kept.
pub(super) fn from_text(text: &str) -> Result<Cells> {
    serde_json::from_str(text)
        .map_err(|e| Error::new(Code::StoreInconsistent).arg("detail", "list row").caused_by(e))
}

/// The fields that differ.
pub(super) fn differing(before: &Cells, after: &Cells) -> Vec<String> {
    let mut fields: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    fields.sort();
    fields.dedup();
    fields.retain(|field| before.get(field) != after.get(field));
    fields
}

fn say(cells: &mut Cells, field: &str, value: Option<impl ToString>) {
    if let Some(value) = value {
        cells.insert(field.to_owned(), value.to_string());
    }
}

fn reveal(cells: &mut Cells, field: &str, value: Option<&Classified<String>>) {
    say(cells, field, value.map(Classified::expose));
}

fn day(cells: &mut Cells, field: &str, value: Option<DateSpan>) {
    say(cells, field, value);
}

fn person(cells: &mut Cells, person: &PersonCells) {
    reveal(cells, "name", person.name.as_ref());
    reveal(cells, "given_name", person.given_name.as_ref());
    reveal(cells, "family_name", person.family_name.as_ref());
    say(cells, "sex", person.sex.map(|sex| sex.as_str()));
    say(cells, "age", person.age);
    if let Some(birth) = person.birth {
        say(cells, "birth_year", Some(birth.year));
        say(cells, "birth_month", birth.month);
        say(cells, "birth_day", birth.day);
    }
    reveal(cells, "id_number", person.id_number.as_ref());
    reveal(cells, "phone", person.phone.as_ref());
    reveal(cells, "address", person.address.as_ref());
    say(cells, "household", person.household.as_ref());
    say(cells, "school_class", person.school_class.as_ref());
}

fn rest(cells: &mut Cells, note: Option<&Classified<String>>, extras: &[Extra]) {
    reveal(cells, "note", note);
    for extra in extras {
        cells.insert(format!("{EXTRA}{}", extra.name), extra.value.expose().clone());
    }
}

fn several(values: &[String]) -> Option<String> {
    (!values.is_empty()).then(|| values.join(", "))
}

fn case(cells: &mut Cells, row: &CaseRow) {
    say(cells, "disease", row.disease.as_ref());
    day(cells, "onset", row.onset);
    day(cells, "rash", row.rash);
    day(cells, "reported", row.reported);
    day(cells, "confirmed", row.confirmed);
    day(cells, "hospitalised", row.hospitalised);
    day(cells, "recovered", row.recovered);
    day(cells, "death", row.death);
    say(cells, "outcome", row.outcome.map(|outcome| outcome.as_str()));
    person(cells, &row.person);
    say(cells, "area", row.area.as_ref());
    say(cells, "facility", row.facility.as_ref());
    say(cells, CLASSIFICATION, row.classification.map(|class| class.as_str()));
    say(cells, "infector", several(&row.infectors));
    say(cells, "linked", several(&row.linked));
    say(cells, "exposure_kind", row.exposure_kind.as_ref());
    rest(cells, row.note.as_ref(), &row.extras);
}

fn contact(cells: &mut Cells, row: &ContactRow) {
    say(cells, "case", row.case.as_ref());
    say(cells, "disease", row.disease.as_ref());
    day(cells, "reported", row.reported);
    day(cells, "first_contact", row.first_contact);
    day(cells, "last_contact", row.last_contact);
    day(cells, "follow_up_until", row.follow_up_until);
    person(cells, &row.person);
    say(cells, "area", row.area.as_ref());
    say(cells, "facility", row.facility.as_ref());
    say(cells, "exposure_kind", row.exposure_kind.as_ref());
    say(cells, "relation", row.relation.as_ref());
    rest(cells, row.note.as_ref(), &row.extras);
}

fn exposure(cells: &mut Cells, row: &ExposureRow) {
    say(cells, "from", Some(&row.from));
    say(cells, "to", Some(&row.to));
    day(cells, "when", row.when);
    say(cells, "exposure_kind", row.exposure_kind.as_ref());
    say(cells, "relation", row.relation.as_ref());
    rest(cells, row.note.as_ref(), &row.extras);
}

fn participant(cells: &mut Cells, row: &EventParticipantRow) {
    say(cells, "event", row.event.as_ref());
    day(cells, "reported", row.reported);
    person(cells, &row.person);
    say(cells, "area", row.area.as_ref());
    say(cells, "facility", row.facility.as_ref());
    reveal(cells, "involvement", row.involvement.as_ref());
    rest(cells, row.note.as_ref(), &row.extras);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_came_went_or_changed_differ() {
        let of = |pairs: &[(&str, &str)]| -> Cells {
            pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
        };
        let (before, after) =
            (of(&[("a", "1"), ("b", "2"), ("c", "3")]), of(&[("a", "1"), ("b", "x"), ("d", "4")]));
        assert_eq!(differing(&before, &after), ["b", "c", "d"]);
        assert_eq!(from_text(&to_text(&before).expect("text")).expect("cells"), before);
    }
}
