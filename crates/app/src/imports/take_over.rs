//! Records of our own export taken over as they are: with their ids, their
//! moments and what had happened to them. They are history: nothing follows.
//! A record that is there already stays as it is; from then on it is kept here.

use authz::Action;
use domain::clinical::{self, MANUAL_RULE, OpenCase};
use domain::taken_over::{self, CourseOfCase};
use domain::{Fact, FactBody};
use interop::{Exported, ExportedCase, ExportedContact, ExportedExposure, ExportedPerson, TypedRow};
use kernel::{AreaPath, Code, Error, PersonId, Result, SubjectKind, SubjectRef};
use protocol::schema::ContactClass;
use std::collections::BTreeSet;
use store::{CaseRow, ContactRow, ExposureRow, Scope};
use uuid::Uuid;

use super::Desk;
use super::entry::Entry;
use super::take_in::{Hand, class_of};
use crate::Recorder;
use crate::commands::NewPersonInput;

impl Desk {
    /// Which of some rows of an export are there already, by their ids. One
    /// that was taken back is not: its person is erased, and the row is refused.
    pub(super) async fn known_records(&self, entries: &[Entry]) -> Result<BTreeSet<Uuid>> {
        let (mut cases, mut contacts, mut exposures) = (Vec::new(), Vec::new(), Vec::new());
        for entry in entries {
            match &entry.typed {
                TypedRow::Exported(_, record) => match &**record {
                    Exported::Case(row) => cases.push(row.id.0),
                    Exported::Contact(row) => contacts.push(row.id.0),
                    Exported::Exposure(row) => exposures.push(row.id.0),
                },
                _ => continue,
            }
        }
        let (store, scope, now) = (self.app.store(), Scope::system(), self.app.as_of(None));
        let mut known = BTreeSet::new();
        known.extend(store.many::<CaseRow>(&scope, &cases, now).await?.iter().map(|row| row.id.0));
        known.extend(store.many::<ContactRow>(&scope, &contacts, now).await?.iter().map(|row| row.id.0));
        known.extend(store.many::<ExposureRow>(&scope, &exposures, now).await?.iter().map(|row| row.id.0));
        Ok(known)
    }
}

impl Recorder<'_> {
    /// Takes over one record.
    ///
    /// # Errors
    /// `import.unknown_link` for a contact without its case or an exposure
    /// without its persons in the caller's areas, `person.erased`; those of registering and opening.
    pub(super) async fn take_over(&mut self, hand: &Hand, entry: &Entry, record: &Exported) -> Result<()> {
        match record {
            Exported::Case(row) => self.take_over_case(hand, &entry.area, row).await,
            Exported::Contact(row) => self.take_over_contact(&entry.area, row).await,
            Exported::Exposure(row) => self.take_over_exposure(&entry.area, row).await,
        }
    }

    /// Registers the person of a record under his id, unless an earlier record has.
    async fn take_over_person(&mut self, area: &AreaPath, person: &ExportedPerson) -> Result<()> {
        if let Some(row) = self.work.person(person.id).await? {
            if row.erased_at.is_some() {
                return Err(Error::new(Code::PersonErased).arg("id", person.id));
            }
            // Whoever lives elsewhere and is not the caller's is not his to write about.
            return self.require(Action::ImportCases, &row.area);
        }
        let input = NewPersonInput {
            area: area.clone(),
            sex: person.sex.clone(),
            birth_year: person.birth_year,
            values: person.values.clone(),
            known_duplicate: true,
        };
        self.register(person.id, &input).await.map(drop)
    }

    async fn take_over_case(&mut self, hand: &Hand, area: &AreaPath, row: &ExportedCase) -> Result<()> {
        if self.work.case(row.id).await?.is_some() {
            return Ok(());
        }
        self.take_over_person(area, &row.person).await?;
        let manual = row.rule == MANUAL_RULE;
        let open = OpenCase {
            id: row.id,
            number: row.number.clone(),
            person: row.person.id,
            area: area.clone(),
            disease: row.disease.clone(),
            class: (class_of(row.classification), row.rule.clone(), row.edition.clone()),
            manual_reason: manual.then(|| format!("line list {}", hand.list.name)),
            onset: row.onset,
            first_positive: row.first_positive_at,
            last_negative: None,
            unit: None,
            source: "export".to_owned(),
            occurred_at: row.opened_at,
            imported: true,
            visit: None,
        };
        let opened = clinical::open(&open, &mut self.ctx(area))?;
        let course = CourseOfCase {
            severity: row.severity.clone(),
            first_visit_at: row.first_visit_at,
            resulted_at: row.resulted_at,
            reported_at: row.reported_at,
            isolated_at: row.isolated_at,
            admitted_at: row.admitted_at,
            ended: row.ended.clone(),
            withdrawn: row.withdrawn,
        };
        let course =
            self.about(row.id.subject(), vec![row.person.id.subject()], area, taken_over::case(course));
        self.record(vec![opened, course]).await
    }

    async fn take_over_contact(&mut self, area: &AreaPath, row: &ExportedContact) -> Result<()> {
        if self.work.contact(row.id).await?.is_some() {
            return Ok(());
        }
        // A case of somebody else's area is answered like none.
        let case = self.work.case(row.case).await?;
        if case.is_none_or(|case| self.require(Action::ImportCases, &case.area).is_err()) {
            return Err(unknown("case", row.case));
        }
        self.take_over_person(area, &row.person).await?;
        let refs = vec![row.person.id.subject(), row.case.subject()];
        let body = FactBody::ContactDetermined {
            disease: row.disease.clone(),
            class: class_named(&row.class)?,
            rule: row.rule.clone(),
            edition: row.edition.clone(),
            first_exposure: row.first_exposure_at,
            last_exposure: row.last_exposure_at,
            order: row.order,
        };
        let determined = self.ctx(area).fact(row.id.subject(), refs.clone(), area, row.determined_at, body);
        let body = FactBody::ContactTakenOver { status: row.status.clone(), reached_at: row.reached_at };
        let course = self.about(row.id.subject(), refs, area, body);
        self.record(vec![determined, course]).await
    }

    async fn take_over_exposure(&mut self, area: &AreaPath, row: &ExportedExposure) -> Result<()> {
        if self.work.exposure(row.id).await?.is_some() {
            return Ok(());
        }
        for end in [row.from, row.to] {
            if end.kind != SubjectKind::Person {
                continue;
            }
            let person = self.work.person(PersonId(end.id)).await?;
            if person.is_none_or(|person| self.require(Action::ImportCases, &person.area).is_err()) {
                return Err(unknown(if end == row.from { "from" } else { "to" }, end.id));
            }
        }
        let refs = vec![row.from, row.to];
        let body = FactBody::ExposureRecorded {
            disease: row.disease.clone(),
            kind_of_exposure: row.kind.clone(),
            started_at: row.started_at,
            ended_at: row.ended_at,
            minutes: row.ended_at.since(row.started_at).as_micros() / 60_000_000,
            protected: row.protected,
            setting: row.setting.clone(),
            transmission: row.transmission,
        };
        let mut facts = vec![self.ctx(area).fact(row.id.subject(), refs.clone(), area, row.ended_at, body)];
        if row.status == "retracted" {
            let reason = "retracted before it was taken over".to_owned();
            facts.push(self.about(row.id.subject(), refs, area, FactBody::ExposureRetracted { reason }));
        }
        self.record(facts).await
    }

    fn about(&mut self, subject: SubjectRef, refs: Vec<SubjectRef>, area: &AreaPath, body: FactBody) -> Fact {
        let now = self.now();
        self.ctx(area).fact(subject, refs, area, now, body)
    }
}

fn unknown(field: &'static str, id: impl std::fmt::Display) -> Error {
    Error::new(Code::ImportUnknownLink).arg("field", field).arg("value", id)
}

fn class_named(word: &str) -> Result<ContactClass> {
    serde_json::from_value(word.into())
        .map_err(|_| Error::new(Code::InvalidValue).arg("field", "class").arg("value", word))
}
