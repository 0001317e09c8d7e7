//! The typed row of each kind.

use kernel::{Classified, Code, Error};

use super::{Layout, cells::Cells};
use crate::{
    CaseRow, ContactRow, DateSpan, EventParticipantRow, ExposureRow, Field, Kind, ListedClass, Outcome,
    PersonCells, ReadRow, Record, RowIds, Sex, TypedRow, exported, mapping::MissingNumber,
};

/// Reads one record.
pub(super) fn read(layout: &Layout<'_>, record: Record) -> ReadRow {
    let mut cells = Cells::new(layout, &record);
    let mut ids = RowIds::default();
    // Where cells have slipped, judging them would only mislead.
    let long_enough = cells.check_length();
    if let Some(columns) = layout.exported.as_ref().filter(|_| long_enough) {
        let read = exported::read(columns, layout.source, &record);
        let read = read.map(|read| TypedRow::Exported(record.row, Box::new(read)));
        return ReadRow { record, read, ids, remarks: Vec::new() };
    }
    let read = if long_enough { typed(&mut cells, layout, record.row, &mut ids) } else { None };
    let Cells { faults, remarks, .. } = cells;
    let read = match read {
        Some(read) if faults.is_empty() => Ok(read),
        _ => Err(faults),
    };
    ReadRow { record, read, ids, remarks }
}

fn typed(cells: &mut Cells<'_, '_>, layout: &Layout<'_>, row: u64, ids: &mut RowIds) -> Option<TypedRow> {
    match layout.mapping.kind {
        Kind::Cases => {
            let case = case(cells, row, layout.mapping.missing_number, ids);
            case.map(|row| TypedRow::Case(Box::new(row)))
        }
        Kind::Contacts => Some(TypedRow::Contact(Box::new(contact(cells, row)))),
        Kind::Exposures => exposure(cells, row).map(|row| TypedRow::Exposure(Box::new(row))),
        Kind::EventParticipants => Some(TypedRow::EventParticipant(Box::new(participant(cells, row)))),
        // Read by their shape.
        Kind::ExportedCases | Kind::ExportedContacts | Kind::ExportedExposures => None,
    }
}

fn case(cells: &mut Cells<'_, '_>, row: u64, numbering: MissingNumber, ids: &mut RowIds) -> Option<CaseRow> {
    let number = cells.number(Field::Number);
    let onset = cells.date(Field::Onset);
    let rash = cells.date(Field::Rash);
    let reported = cells.date(Field::Reported);
    let confirmed = cells.date(Field::Confirmed);
    let hospitalised = cells.date(Field::Hospitalised);
    let (mut recovered, mut death) = (cells.date(Field::Recovered), cells.date(Field::Death));
    let person = person(cells);
    let area = cells.area();
    let facility = cells.text(Field::Facility);
    let classification = cells.coded(Field::Classification, ListedClass::parse);
    let outcome = cells.coded(Field::Outcome, Outcome::parse);
    // Lists have outcomes before the onset now and then; they say nothing of death or recovery.
    let told_outcome = cells.date(Field::OutcomeDate);
    let odd = cells.remark_order((Field::Onset, onset), (Field::OutcomeDate, told_outcome));
    let outcome_date = told_outcome.filter(|_| !odd);
    let infectors = cells.numbers(&[Field::Infector, Field::Infector2, Field::Infector3]);
    let linked = cells.numbers(&[Field::Linked]);
    let exposure_kind = cells.text(Field::ExposureKind);
    let note = cells.personal(Field::Note);
    let mut extras = cells.extras();
    match (outcome, outcome_date) {
        (Some(Outcome::Died), Some(day)) if death.is_none() => death = Some(day),
        (Some(Outcome::Recovered), Some(day)) if recovered.is_none() => recovered = Some(day),
        // Nobody says what happened on that day.
        (_, Some(_)) => extras.extend(cells.as_extra(Field::OutcomeDate)),
        (_, None) if odd => extras.extend(cells.as_extra(Field::OutcomeDate)),
        (_, None) => {}
    }
    let outcome = outcome.or(match (death, recovered) {
        (Some(_), _) => Some(Outcome::Died),
        (None, Some(_)) => Some(Outcome::Recovered),
        (None, None) => None,
    });
    let death_field = end_field(cells, Field::Death);
    let recovery_field = end_field(cells, Field::Recovered);
    cells.check_order((Field::Onset, onset), (Field::Rash, rash));
    cells.check_order((Field::Onset, onset), (death_field, death));
    cells.check_order((Field::Rash, rash), (death_field, death));
    cells.check_order((Field::Onset, onset), (recovery_field, recovered));
    let dates = [Field::Onset, Field::Rash, Field::Reported, Field::Confirmed];
    let dated = dates.iter().any(|field| cells.is_filled(*field));
    if !dated && dates.iter().any(|field| cells.is_mapped(*field)) {
        cells.fault(Field::Onset, Error::new(Code::MissingField).arg("field", "onset"));
    }
    let number = match (number, numbering) {
        (Some(number), _) => number,
        (None, MissingNumber::Row) => format!("row-{row}"),
        (None, MissingNumber::Refused) => {
            cells.fault(Field::Number, Error::new(Code::MissingField).arg("field", "number"));
            return None;
        }
    };
    if infectors.contains(&number) {
        cells.fault(Field::Infector, Error::new(Code::ExposureSelfLink).arg("id", &number));
    }
    *ids = RowIds { number: Some(number.clone()), infectors: infectors.clone() };
    Some(CaseRow {
        row,
        number,
        disease: cells.disease(),
        onset,
        rash,
        reported,
        confirmed,
        hospitalised,
        recovered,
        death,
        outcome,
        person,
        area,
        facility,
        classification,
        infectors,
        linked,
        exposure_kind,
        note,
        extras,
    })
}

/// Where a day of death or recovery was read from.
fn end_field(cells: &Cells<'_, '_>, own: Field) -> Field {
    if cells.is_filled(own) { own } else { Field::OutcomeDate }
}

fn contact(cells: &mut Cells<'_, '_>, row: u64) -> ContactRow {
    let first_contact = cells.date(Field::FirstContact);
    let last_contact = cells.date(Field::LastContact);
    cells.remark_order((Field::FirstContact, first_contact), (Field::LastContact, last_contact));
    ContactRow {
        row,
        number: cells.number(Field::Number),
        case: cells.number(Field::Case),
        disease: cells.disease(),
        reported: cells.date(Field::Reported),
        first_contact,
        last_contact,
        follow_up_until: cells.date_ahead(Field::FollowUpUntil),
        person: person(cells),
        area: cells.area(),
        facility: cells.text(Field::Facility),
        exposure_kind: cells.text(Field::ExposureKind),
        relation: cells.text(Field::Relation),
        note: cells.personal(Field::Note),
        extras: cells.extras(),
    }
}

fn exposure(cells: &mut Cells<'_, '_>, row: u64) -> Option<ExposureRow> {
    let (from, to) = (cells.number(Field::From), cells.number(Field::To));
    for (field, end) in [(Field::From, &from), (Field::To, &to)] {
        if end.is_none() {
            cells.fault(field, Error::new(Code::MissingField).arg("field", field.as_str()));
        }
    }
    let (started, ended) = (cells.date(Field::Started), cells.date(Field::Ended));
    cells.check_order((Field::Started, started), (Field::Ended, ended));
    let when = match (started, ended) {
        (Some(started), Some(ended)) => DateSpan::new(started.from, ended.to.max(started.from)),
        (one, other) => one.or(other),
    };
    let (exposure_kind, relation) = (cells.text(Field::ExposureKind), cells.text(Field::Relation));
    let (note, extras) = (cells.personal(Field::Note), cells.extras());
    let (from, to) = (from?, to?);
    if from == to {
        cells.fault(Field::To, Error::new(Code::ExposureSelfLink).arg("id", &to));
    }
    Some(ExposureRow { row, from, to, when, exposure_kind, relation, note, extras })
}

fn participant(cells: &mut Cells<'_, '_>, row: u64) -> EventParticipantRow {
    EventParticipantRow {
        row,
        number: cells.number(Field::Number),
        event: cells.text(Field::Event),
        reported: cells.date(Field::Reported),
        person: person(cells),
        area: cells.area(),
        facility: cells.text(Field::Facility),
        involvement: cells.personal(Field::Involvement),
        note: cells.personal(Field::Note),
        extras: cells.extras(),
    }
}

fn person(cells: &mut Cells<'_, '_>) -> PersonCells {
    let (age, sex) = (cells.age(), cells.coded(Field::Sex, Sex::parse));
    let (given_name, family_name) = (cells.personal(Field::GivenName), cells.personal(Field::FamilyName));
    let name = cells.personal(Field::Name).or_else(|| whole_name(given_name.as_ref(), family_name.as_ref()));
    PersonCells {
        name,
        given_name,
        family_name,
        sex,
        age,
        birth: cells.birth(),
        id_number: cells.personal(Field::IdNumber),
        phone: cells.personal(Field::Phone),
        address: address(cells),
        household: cells.text(Field::Household),
        school_class: cells.text(Field::SchoolClass),
    }
}

/// Chinese names begin with the family and have no blank between.
fn whole_name(
    given: Option<&Classified<String>>,
    family: Option<&Classified<String>>,
) -> Option<Classified<String>> {
    let (given, family) = (given.map(Classified::expose), family.map(Classified::expose));
    let chinese = |text: &String| text.chars().any(|ch| ('\u{3400}'..='\u{9fff}').contains(&ch));
    let name = match (given, family) {
        (Some(given), Some(family)) if chinese(given) || chinese(family) => format!("{family}{given}"),
        (Some(given), Some(family)) => format!("{given} {family}"),
        (one, other) => one.or(other)?.clone(),
    };
    Some(Classified::new(name))
}

fn address(cells: &mut Cells<'_, '_>) -> Option<Classified<String>> {
    let mut part = |field| cells.text(field).unwrap_or_default();
    let (rest, street, house) = (part(Field::Address), part(Field::Street), part(Field::HouseNumber));
    let (postcode, city) = (part(Field::Postcode), part(Field::City));
    let joined = |first: &str, second: &str| format!("{first} {second}").trim().to_owned();
    let parts = [joined(&street, &house), rest, joined(&postcode, &city)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| Classified::new(parts.join(", ")))
}
