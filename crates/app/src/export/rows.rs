//! A record as a row of our own shape.

use domain::clinical::Case;
use domain::investigation::{Contact, Exposure};
use domain::isolation::Order;
use domain::sentinel::Visit;
use interop::write::Cell;
use kernel::{AreaLevel, AreaPath, AsOf, Classified, PersonId, PersonalField, Result, SubjectRef, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::{CaseRow, ContactRow, ExposureRow, ObligationRow, OrderRow, TestRow, VisitRow, state_at};
use uuid::Uuid;

use crate::directory::Directory;
use crate::rows;

/// Years in a band of ages, and the age from which there is only one more.
const BAND: i64 = 10;
const LAST_BAND: i64 = 80;

/// A named value of a row.
pub(super) type Named = (&'static str, Cell);

/// One row, with a value for every field of its shape.
pub(super) struct Row {
    /// The record, as it is named in this export.
    pub(super) id: String,
    /// Where it belongs.
    pub(super) area: AreaPath,
    pub(super) cells: Vec<Named>,
}

/// How records are named in an export: by their ids, or by pseudonyms that are
/// the same within it and mean nothing outside.
pub(super) struct Pseudonyms {
    secret: [u8; 32],
    identified: bool,
}

impl Pseudonyms {
    pub(super) const fn new(secret: [u8; 32], identified: bool) -> Self {
        Self { secret, identified }
    }
    pub(super) const fn identified(&self) -> bool {
        self.identified
    }
    pub(super) fn id(&self, id: impl Into<Uuid>) -> String {
        let id: Uuid = id.into();
        if self.identified {
            return id.to_string();
        }
        // The secret is of one length and is forgotten with the job.
        let hash = Sha256::digest([&self.secret[..], id.as_bytes()].concat());
        let digits: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        format!("p{digits}")
    }
    fn subject(&self, subject: SubjectRef) -> String {
        self.id(subject.id)
    }
}

/// What is known of a person for an export.
#[derive(Default)]
pub(super) struct Known {
    pub(super) sex: Option<String>,
    pub(super) birth_year: Option<i64>,
    pub(super) values: Vec<(PersonalField, Classified<String>)>,
}

/// What rows are made with.
pub(super) struct Making<'a> {
    pub(super) directory: &'a Directory,
    pub(super) names: &'a Pseudonyms,
    pub(super) as_of: AsOf,
    pub(super) people: HashMap<PersonId, Known>,
    /// Numbers of cases by their id.
    pub(super) numbers: HashMap<Uuid, String>,
    /// Numbers of people's cases, by person and disease.
    pub(super) of_people: HashMap<(Uuid, String), String>,
}

impl Making<'_> {
    /// The area: itself, or its county where persons may not be named.
    fn area(&self, area: &AreaPath) -> Cell {
        let coarse = || {
            std::iter::successors(Some(area.clone()), AreaPath::parent)
                .find(|path| self.directory.level_at(path) == Some(AreaLevel::County))
        };
        let shown = if self.names.identified() { None } else { coarse() };
        Cell::text(shown.as_ref().unwrap_or(area).code())
    }

    /// The fields of a person at a moment.
    fn person(&self, id: PersonId, area: &AreaPath, at: Timestamp, cells: &mut Vec<Named>) {
        let nobody = Known::default();
        let known = self.people.get(&id).unwrap_or(&nobody);
        let year = i64::from(self.directory.zone_at(area).date_of(at).year());
        let band = known.birth_year.map(|born| band(year - born));
        cells.push(("person", Cell::text(self.names.id(id))));
        for field in PersonalField::ALL {
            let value = known.values.iter().find(|(of, _)| *of == field);
            cells.push((field.as_str(), Cell::text(value.map_or("", |(_, value)| value.expose()))));
        }
        cells.push(("sex", known.sex.clone().into()));
        cells.push(("birth_year", known.birth_year.into()));
        cells.push(("age_band", band.into()));
    }

    pub(super) fn case(&self, row: &CaseRow) -> Result<Row> {
        let case: Case = rows::state(&row.state)?;
        let id = self.names.id(case.id);
        let (ended, outcome) = case.ended.map_or((None, None), |(at, how)| (Some(at), Some(how)));
        let mut cells = vec![
            ("number", case.number.into()),
            ("id", Cell::text(id.as_str())),
            ("disease", case.disease.into()),
            ("classification", rows::word(&case.classification).into()),
            ("status", row.status.as_str().into()),
            ("severity", case.assessment.severity.into()),
            ("onset_on", case.onset.into()),
            ("opened_at", case.opened_at.into()),
            ("first_visit_at", case.first_visit_at.into()),
            ("first_positive_at", case.first_positive.into()),
            ("resulted_at", case.resulted_at.into()),
            ("reported_at", case.reported_at.into()),
            ("isolated_at", case.isolated_at.into()),
            ("admitted_at", case.admitted_at.into()),
            ("ended_at", ended.into()),
            ("outcome", outcome.into()),
            ("rule", case.rule.into()),
            ("edition", case.edition.into()),
            ("area", self.area(&case.area)),
        ];
        self.person(case.person, &case.area, case.opened_at, &mut cells);
        Ok(Row { id, area: row.area.clone(), cells })
    }

    pub(super) fn contact(&self, row: &ContactRow) -> Result<Row> {
        let contact: Contact = rows::state(&row.state)?;
        let id = self.names.id(contact.id);
        let mut cells = vec![
            ("id", Cell::text(id.as_str())),
            ("case", Cell::text(self.names.id(contact.case))),
            ("case_number", self.numbers.get(&contact.case.0).cloned().into()),
            ("disease", contact.disease.into()),
            ("class", rows::word(&contact.class).into()),
            ("order", i64::from(contact.order).into()),
            ("status", contact.status.into()),
            ("first_exposure_at", contact.first_exposure.into()),
            ("last_exposure_at", contact.last_exposure.into()),
            ("determined_at", contact.determined_at.into()),
            ("reached_at", contact.reached_at.into()),
            ("rule", contact.rule.into()),
            ("edition", contact.edition.into()),
            ("area", self.area(&contact.area)),
        ];
        self.person(contact.person, &contact.area, contact.determined_at, &mut cells);
        Ok(Row { id, area: row.area.clone(), cells })
    }

    /// The number of a person's case of a disease.
    fn number_of(&self, end: SubjectRef, disease: &str) -> Cell {
        self.of_people.get(&(end.id, disease.to_owned())).cloned().into()
    }

    pub(super) fn exposure(&self, row: &ExposureRow) -> Result<Row> {
        let exposure: Exposure = rows::state(&row.state)?;
        let id = self.names.id(exposure.id);
        let cells = vec![
            ("id", Cell::text(id.as_str())),
            ("from_kind", exposure.from.kind.as_str().into()),
            ("from", Cell::text(self.names.subject(exposure.from))),
            ("from_number", self.number_of(exposure.from, &exposure.disease)),
            ("to_kind", exposure.to.kind.as_str().into()),
            ("to", Cell::text(self.names.subject(exposure.to))),
            ("to_number", self.number_of(exposure.to, &exposure.disease)),
            ("disease", exposure.disease.into()),
            ("kind", exposure.kind.into()),
            ("setting", exposure.setting.into()),
            ("protected", exposure.protected.into()),
            ("transmission", exposure.transmission.into()),
            ("started_at", exposure.started_at.into()),
            ("ended_at", exposure.ended_at.into()),
            ("status", exposure.status.into()),
            ("area", self.area(&exposure.area)),
        ];
        Ok(Row { id, area: row.area.clone(), cells })
    }

    pub(super) fn order(&self, row: &OrderRow) -> Result<Row> {
        let order: Order = rows::state(&row.state)?;
        let id = self.names.id(order.id);
        let mut cells = vec![
            ("id", Cell::text(id.as_str())),
            ("target_kind", order.target.kind.as_str().into()),
            ("contact", order.contact.map(|contact| self.names.id(contact)).into()),
            ("case", order.case.map(|case| self.names.id(case)).into()),
            ("disease", order.disease.into()),
            ("measure", order.measure.into()),
            ("group", order.group.into()),
            ("regime", order.regime.into()),
            ("form", order.form.into()),
            ("anchor_on", order.anchor.into()),
            ("starts_on", order.starts_on.into()),
            ("ends_on", order.ends_on.into()),
            ("status", order.status.into()),
            ("central", order.central.into()),
            ("issued_at", order.issued_at.into()),
            ("started_at", order.started_at.into()),
            ("basis", order.basis.into()),
            ("reason_zh", order.reason.zh.into()),
            ("reason_en", order.reason.en.into()),
            ("unit", order.unit.map(|unit| unit.to_string()).into()),
            ("days_beyond", order.days_beyond.into()),
            ("edition", order.edition.into()),
            ("area", self.area(&order.area)),
        ];
        match order.person {
            Some(person) => self.person(person, &order.area, order.issued_at, &mut cells),
            None => cells.extend(nobody()),
        }
        Ok(Row { id, area: row.area.clone(), cells })
    }

    pub(super) fn obligation(&self, row: &ObligationRow) -> Row {
        let id = self.names.id(row.id);
        let state = state_at(row, self.as_of).map(|state| state.as_str());
        let cells = vec![
            ("id", Cell::text(id.as_str())),
            ("rule", row.rule.as_str().into()),
            ("disease", row.disease.as_str().into()),
            ("edition", row.edition.as_str().into()),
            ("subject_kind", row.subject_kind.as_str().into()),
            ("subject", Cell::text(self.names.id(row.subject_id))),
            ("occurrence", row.occurrence.as_str().into()),
            ("state", state.into()),
            ("holder", row.holder_unit.to_string().into()),
            ("duty_zh", row.duty_zh.as_str().into()),
            ("duty_en", row.duty_en.as_str().into()),
            ("starts_at", row.starts_at.into()),
            ("warn_at", row.warn_at.into()),
            ("due_at", row.due_at.into()),
            ("closed_at", row.closed_at.into()),
            ("area", self.area(&row.area)),
        ];
        Row { id, area: row.area.clone(), cells }
    }

    pub(super) fn test(&self, row: &TestRow) -> Result<Row> {
        let test = rows::test(row)?;
        let id = self.names.id(row.id);
        let mut cells = vec![
            ("id", Cell::text(id.as_str())),
            ("disease", test.disease.into()),
            ("method", rows::word(&test.method).into()),
            // Of the row: a result that was withdrawn says so there.
            ("result", row.result.as_str().into()),
            ("ct", test.ct.into()),
            ("sampled_at", test.sampled_at.into()),
            ("resulted_at", test.resulted_at.into()),
            ("area", self.area(&row.area)),
        ];
        self.person(row.person, &row.area, test.sampled_at, &mut cells);
        Ok(Row { id, area: row.area.clone(), cells })
    }

    pub(super) fn visit(&self, row: &VisitRow) -> Result<Row> {
        let visit: Visit = rows::state(&row.state)?;
        let id = self.names.id(visit.id);
        let mut cells = vec![
            ("id", Cell::text(id.as_str())),
            ("disease", visit.disease.into()),
            ("unit", visit.unit.to_string().into()),
            ("facility", visit.facility.into()),
            ("symptoms", visit.symptoms.join(" ").into()),
            ("temperature_c", visit.temperature_c.into()),
            ("seen_at", visit.seen_at.into()),
            ("reported_at", visit.reported_at.into()),
            ("disposition", visit.disposition.into()),
            ("status", row.status.as_str().into()),
            ("area", self.area(&visit.area)),
        ];
        self.person(visit.person, &visit.area, visit.seen_at, &mut cells);
        Ok(Row { id, area: row.area.clone(), cells })
    }
}

/// The fields of a person where there is none.
fn nobody() -> impl Iterator<Item = Named> {
    let personal = PersonalField::ALL.into_iter().map(PersonalField::as_str);
    let names = ["person", "sex", "birth_year", "age_band"].into_iter().chain(personal);
    names.map(|name| (name, Cell::Empty))
}

/// `20-29`; `80+` from there on.
pub(crate) fn band(age: i64) -> String {
    if age >= LAST_BAND {
        return format!("{LAST_BAND}+");
    }
    let from = age.max(0) / BAND * BAND;
    format!("{from}-{}", from + BAND - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_have_bands() {
        for (age, text) in
            [(-1, "0-9"), (0, "0-9"), (9, "0-9"), (10, "10-19"), (79, "70-79"), (80, "80+"), (120, "80+")]
        {
            assert_eq!(band(age), text);
        }
    }

    #[test]
    fn a_pseudonym_is_stable_within_its_export_alone() {
        let id = kernel::derived_uuid(&["somebody"]);
        let (one, other) = (Pseudonyms::new([1; 32], false), Pseudonyms::new([2; 32], false));
        assert_eq!(one.id(id), one.id(id));
        assert_ne!(one.id(id), other.id(id));
        assert_eq!(Pseudonyms::new([1; 32], true).id(id), id.to_string());
    }
}
