//! Recording rows: persons, cases and what a newer edition of a list says of
//! them. Links come afterwards ([`super::links`]), when everybody is there.

use domain::clinical::{self, MANUAL_RULE, OpenCase};
use domain::{FactBody, people};
use futures_util::future::{join, join_all};
use interop::{CaseRow, ListedClass, Outcome, PersonCells, Sex, TypedRow};
use kernel::{
    AreaPath, CaseId, Classified, Code, Error, PersonId, PersonalField, Result, SubjectKind, Timestamp,
};
use protocol::schema::Classification;
use std::collections::BTreeSet;
use store::{CaseRow as StoredCase, ListRowRow, Wanted};
use uuid::Uuid;

use super::check::Standing;
use super::entry::{Entry, Item, Reading};
use super::{CHUNK, Desk, List, Stage};
use crate::Recorder;
use crate::commands::NewPersonInput;
use crate::recorder::TakingIn;

/// Rows of a file on their way into the store.
struct Prepared {
    /// Rows read.
    read: u64,
    /// New ones, in the portions in which they are recorded.
    fresh: Vec<Vec<(Entry, i64)>>,
    /// Those that say something else than before.
    changed: Vec<(Entry, ListRowRow, Vec<String>)>,
}

/// What the rows of a file have in common.
#[derive(Clone, Debug)]
pub(super) struct Hand {
    pub(super) list: List,
    pub(super) disease: String,
    pub(super) taking_in: Option<TakingIn>,
}

impl Desk {
    pub(super) fn hand(&self, file: usize) -> Hand {
        let disease = self.request.files[file].mapping.disease.clone();
        Hand { list: self.list.clone(), disease, taking_in: self.taking_in }
    }

    /// Whether the new rows are known by now, and what the rule book asks about
    /// those whom it follows.
    pub(super) fn wanted(&self, chunk: &[(Entry, i64)]) -> Wanted {
        let followed = !self.request.history;
        chunk.iter().fold(Wanted::nothing(), |wanted, (entry, turn)| {
            let person = PersonId(self.list.row_id("person", &entry.number, *turn));
            match &entry.typed {
                TypedRow::Exported(..) => match entry.number.parse() {
                    Ok(id) => wanted.current::<StoredCase>(id),
                    Err(_) => wanted,
                },
                TypedRow::Case(_) => {
                    let wanted = wanted.current::<StoredCase>(self.list.row_id("case", &entry.number, *turn));
                    if followed { wanted.person_file(person) } else { wanted }
                }
                TypedRow::Contact(_) | TypedRow::EventParticipant(_) => wanted.person(person),
                TypedRow::Exposure(_) => wanted,
            }
        })
    }

    /// Records everything that was found sound.
    ///
    /// # Errors
    /// Those of the store; what is recorded by then stays.
    pub(super) async fn record(&mut self) -> Result<()> {
        let (mut done, of) = (0, self.outcome.counts.rows);
        for file in self.order.clone() {
            let mut reading = self.read(file).await?;
            let mut waiting: Option<Prepared> = None;
            loop {
                // The next rows are looked up while those before them are written.
                let next = self.prepare(file, &mut reading);
                let (next, failed) = join(next, self.write(file, waiting.as_ref())).await;
                if let Some(prepared) = waiting.take() {
                    for (chunk, error) in failed {
                        self.one_by_one(file, &prepared.fresh[chunk], error, &reading.headings).await?;
                    }
                    for chunk in prepared.changed.chunks(CHUNK) {
                        self.revise(file, chunk.to_vec()).await?;
                    }
                    self.watch.put_away().await?;
                    done += prepared.read;
                    self.watch.progress(Stage::Recording, done, of);
                    if self.watch.is_cancelled() {
                        self.outcome.cancelled = true;
                        return Ok(());
                    }
                }
                match next? {
                    Some(prepared) => waiting = Some(prepared),
                    None => break,
                }
            }
        }
        self.link().await
    }

    /// Rows that were not refused.
    pub(super) fn sound(&self, file: usize, items: Vec<Item>) -> Vec<Entry> {
        let refused: &BTreeSet<u64> = &self.refused[file];
        let sound = items.into_iter().filter_map(|item| match item {
            Item::Sound(entry, _) if !refused.contains(&entry.row) => Some(*entry),
            _ => None,
        });
        sound.collect()
    }

    /// The next batch, compared with the list; none at the end of the file.
    async fn prepare(&self, file: usize, reading: &mut Reading) -> Result<Option<Prepared>> {
        let Some(batch) = reading.batches.recv().await else { return Ok(None) };
        // The file was whole when it was checked.
        let batch = batch.map_err(|mut faults| faults.swap_remove(0))?;
        let read = batch.items.len() as u64;
        let mut entries = self.sound(file, batch.items);
        entries.retain(|entry| !matches!(entry.typed, TypedRow::Exposure(_)));
        let standings = self.standings(&entries).await?;
        let (mut fresh, mut changed) = (Vec::new(), Vec::new());
        for (entry, standing) in entries.into_iter().zip(standings) {
            match standing {
                Standing::New { turn } => fresh.push((entry, turn)),
                Standing::Same => {}
                Standing::Changed { row, fields } => changed.push((entry, row, fields)),
            }
        }
        let fresh = fresh.chunks(CHUNK).map(<[_]>::to_vec).collect();
        Ok(Some(Prepared { read, fresh, changed }))
    }

    /// Records what is new; which chunks were refused, and why.
    async fn write(&self, file: usize, prepared: Option<&Prepared>) -> Vec<(usize, Error)> {
        let chunks = prepared.map_or(&[][..], |prepared| &prepared.fresh);
        let done = join_all(chunks.iter().map(|chunk| self.record_chunk(file, chunk.clone()))).await;
        done.into_iter().enumerate().filter_map(|(at, done)| Some((at, done.err()?))).collect()
    }

    async fn record_chunk(&self, file: usize, chunk: Vec<(Entry, i64)>) -> Result<()> {
        let wanted = self.wanted(&chunk);
        let input = (self.hand(file), chunk);
        self.app
            .run(&self.caller, None, wanted, input, |rec, (hand, chunk)| {
                Box::pin(async move {
                    for (entry, turn) in chunk {
                        rec.take_in(hand, entry, *turn).await?;
                    }
                    Ok(())
                })
            })
            .await
            .map(drop)
    }

    /// A chunk was refused: its rows go alone, and the one at fault stays out.
    async fn one_by_one(
        &mut self,
        file: usize,
        chunk: &[(Entry, i64)],
        error: Error,
        headings: &[String],
    ) -> Result<()> {
        if matches!(
            error.code(),
            Code::StoreUnavailable
                | Code::DiskFull
                | Code::DatabaseLocked
                | Code::KeyRingMissing
                | Code::Internal
        ) {
            return Err(error);
        }
        for (entry, turn) in chunk {
            if let Err(error) = self.record_chunk(file, vec![(entry.clone(), *turn)]).await {
                let field = error.argument("field").unwrap_or("number").to_owned();
                self.outcome.counts.new = self.outcome.counts.new.saturating_sub(1);
                self.refuse_entry(file, headings, entry, &field, error);
            }
        }
        Ok(())
    }

    async fn revise(&self, file: usize, chunk: Vec<(Entry, ListRowRow, Vec<String>)>) -> Result<()> {
        let wanted =
            chunk.iter().fold(Wanted::nothing(), |wanted, (_, row, _)| wanted.person_file(row.person));
        let input = (self.hand(file), chunk);
        self.app
            .run(&self.caller, None, wanted, input, |rec, (hand, chunk)| {
                Box::pin(async move {
                    for (entry, row, fields) in chunk {
                        rec.revise_row(hand, entry, row, fields).await?;
                    }
                    Ok(())
                })
            })
            .await
            .map(drop)
    }
}

impl Recorder<'_> {
    /// Takes in a row that is new to its list.
    pub(super) async fn take_in(&mut self, hand: &Hand, entry: &Entry, turn: i64) -> Result<()> {
        if let Some(taking_in) = hand.taking_in {
            self.take_in_for(taking_in);
        }
        if let TypedRow::Exported(_, record) = &entry.typed {
            return self.take_over(hand, entry, record).await;
        }
        let person_id = PersonId(hand.list.row_id("person", &entry.number, turn));
        let (kind, record) = match &entry.typed {
            TypedRow::Case(row) => {
                let case = CaseId(hand.list.row_id("case", &entry.number, turn));
                // Somebody else may be taking in the same list.
                if self.work.case(case).await?.is_some() {
                    return Ok(());
                }
                let person = self.register_row(person_id, &row.person, entry).await?;
                self.open_listed(hand, entry, row, case, &person).await?;
                (SubjectKind::Case, case.0)
            }
            TypedRow::Contact(row) => {
                if self.work.person(person_id).await?.is_some() {
                    return Ok(());
                }
                self.register_row(person_id, &row.person, entry).await?;
                (SubjectKind::Person, person_id.0)
            }
            TypedRow::EventParticipant(row) => {
                if self.work.person(person_id).await?.is_some() {
                    return Ok(());
                }
                self.register_row(person_id, &row.person, entry).await?;
                (SubjectKind::Person, person_id.0)
            }
            // Links are recorded when everybody is there.
            TypedRow::Exposure(_) | TypedRow::Exported(..) => return Ok(()),
        };
        self.list_row(hand, entry, kind, record, person_id, turn).await
    }

    /// Notes what a row became and what it says.
    pub(super) async fn list_row(
        &mut self,
        hand: &Hand,
        entry: &Entry,
        record_kind: SubjectKind,
        record: Uuid,
        person: PersonId,
        turn: i64,
    ) -> Result<()> {
        // A row that is only tried belongs to no import.
        let Some(taking_in) = hand.taking_in else { return Ok(()) };
        let row = ListRowRow {
            list: hand.list.id(),
            number: entry.number.clone(),
            record_kind,
            record: Some(record),
            person,
            turn,
            content: Vec::new(),
            sealed: None,
            before: None,
            import: taking_in.import,
        };
        self.work.put_list_row(row, &entry.text).await
    }

    async fn register_row(
        &mut self,
        id: PersonId,
        cells: &PersonCells,
        entry: &Entry,
    ) -> Result<people::Person> {
        let at = entry.occurred_at.unwrap_or(self.now());
        let year = self.directory().zone_at(&entry.area).date_of(at).year();
        let input = NewPersonInput {
            area: entry.area.clone(),
            sex: cells.sex.map(|sex| if sex == Sex::Male { "m" } else { "f" }.to_owned()),
            birth_year: cells
                .birth
                .map(|birth| birth.year)
                .or_else(|| Some(year - i16::from(cells.age?.single()?))),
            values: values_of(cells),
            known_duplicate: true,
        };
        self.register(id, &input).await
    }

    async fn open_listed(
        &mut self,
        hand: &Hand,
        entry: &Entry,
        row: &CaseRow,
        case: CaseId,
        person: &people::Person,
    ) -> Result<()> {
        let disease = disease_of(hand, row.disease.as_deref())?;
        let list = &hand.list.name;
        let occurred_at = entry
            .occurred_at
            .ok_or_else(|| Error::new(Code::MissingField).arg("field", "onset, reported"))?;
        let edition = self.edition_for(hand, &disease, &entry.area, occurred_at)?;
        let class = row.classification.map_or(Classification::Confirmed, class_of);
        let open = OpenCase {
            id: case,
            number: format!("{list}-{}", row.number),
            person: person.id,
            area: entry.area.clone(),
            disease,
            class: (class, MANUAL_RULE.to_owned(), edition),
            manual_reason: Some(format!("line list {list}")),
            onset: row.onset.and_then(interop::DateSpan::single),
            first_positive: None,
            last_negative: None,
            unit: None,
            source: "import".to_owned(),
            occurred_at,
            imported: true,
            visit: None,
        };
        if hand.taking_in.is_some_and(|taking_in| taking_in.history) {
            // No rule is asked about what happened long ago.
            let fact = clinical::open(&open, &mut self.ctx(&entry.area))?;
            self.record(vec![fact]).await?;
        } else {
            self.open_case(&open).await?;
        }
        self.end_listed(case, person.id, &entry.area, row).await
    }

    /// The edition that a class is given under: the one in force now; for
    /// history the one in force then, if there was any.
    fn edition_for(&self, hand: &Hand, disease: &str, area: &AreaPath, at: Timestamp) -> Result<String> {
        if !hand.taking_in.is_some_and(|taking_in| taking_in.history) {
            return Ok(self.protocol(disease, area)?.edition.clone());
        }
        let on = self.directory().zone_at(area).date_of(at);
        let then = self.library().in_force(disease, area, on);
        Ok(then.map_or_else(|_| String::new(), |protocol| protocol.edition.clone()))
    }

    async fn end_listed(
        &mut self,
        case: CaseId,
        person: PersonId,
        area: &AreaPath,
        row: &CaseRow,
    ) -> Result<()> {
        let zone = self.directory().zone_at(area);
        let (outcome, day) = match row.outcome {
            Some(Outcome::Died) => ("died", row.death),
            Some(Outcome::Recovered) => ("recovered", row.recovered),
            Some(Outcome::Ongoing) | None => return Ok(()),
        };
        if self.world.cases.get(&case).is_some_and(|case| case.ended.is_some()) {
            return Ok(());
        }
        let at = day.map_or(self.now(), |day| zone.start_of(day.to)).min(self.now());
        let body = FactBody::CaseEnded { outcome: outcome.to_owned() };
        let fact = self.ctx(area).fact(case.subject(), vec![person.subject()], area, at, body);
        self.record(vec![fact]).await
    }

    /// Records what a row says otherwise than before.
    async fn revise_row(
        &mut self,
        hand: &Hand,
        entry: &Entry,
        row: &ListRowRow,
        fields: &[String],
    ) -> Result<()> {
        if let Some(taking_in) = hand.taking_in {
            self.take_in_for(taking_in);
        }
        let (cells, case_row) = match &entry.typed {
            TypedRow::Case(case) => (&case.person, Some(case)),
            TypedRow::Contact(contact) => (&contact.person, None),
            TypedRow::EventParticipant(participant) => (&participant.person, None),
            TypedRow::Exposure(_) | TypedRow::Exported(..) => return Ok(()),
        };
        let values: Vec<_> = values_of(cells)
            .into_iter()
            .filter(|(field, _)| fields.iter().any(|name| names_value(name, *field)))
            .collect();
        if !values.is_empty() {
            let at = self.now();
            self.work.put_personal_values(row.person, &values, at).await?;
        }
        if let (Some(case_row), SubjectKind::Case, Some(id)) = (case_row, row.record_kind, row.record) {
            self.revise_case(hand, entry, case_row, CaseId(id), fields).await?;
        }
        let Some(taking_in) = hand.taking_in else { return Ok(()) };
        self.work.put_list_row(ListRowRow { import: taking_in.import, ..row.clone() }, &entry.text).await
    }

    async fn revise_case(
        &mut self,
        hand: &Hand,
        entry: &Entry,
        row: &CaseRow,
        id: CaseId,
        fields: &[String],
    ) -> Result<()> {
        self.case_anywhere(id).await?;
        let Some(case) = self.world.cases.get(&id).cloned() else { return Ok(()) };
        self.person_if_known(case.person).await?;
        let refs = vec![case.person.subject()];
        let (list, now) = (hand.list.name.clone(), self.now());
        let was_infected = case.stands_as_infection();
        let onset = row.onset.and_then(interop::DateSpan::single).filter(|onset| case.onset != Some(*onset));
        let body = FactBody::CaseRevised { list: list.clone(), fields: fields.to_vec(), onset };
        let mut facts = vec![self.ctx(&case.area).fact(id.subject(), refs.clone(), &case.area, now, body)];
        let class = row.classification.map_or(Classification::Confirmed, class_of);
        if class != case.classification {
            let edition =
                self.edition_for(hand, &case.disease, &case.area, entry.occurred_at.unwrap_or(now))?;
            let unit = self.caller.unit;
            let body = FactBody::CaseClassified {
                disease: case.disease.clone(),
                from: case.classification,
                classification: class,
                rule: MANUAL_RULE.to_owned(),
                edition,
                manual: true,
                reason: Some(format!("line list {list}")),
                unit,
            };
            facts.push(self.ctx(&case.area).fact(id.subject(), refs, &case.area, now, body));
        }
        self.record(facts).await?;
        self.end_listed(id, case.person, &case.area, row).await?;
        if hand.taking_in.is_some_and(|taking_in| taking_in.history) {
            return Ok(());
        }
        self.follow_class(id, was_infected).await
    }
}

fn disease_of(hand: &Hand, own: Option<&str>) -> Result<String> {
    match own.or(Some(&hand.disease)).filter(|disease| !disease.is_empty()) {
        Some(disease) => Ok(disease.to_owned()),
        None => Err(Error::new(Code::MissingField).arg("field", "disease")),
    }
}

pub(super) const fn class_of(class: ListedClass) -> Classification {
    match class {
        ListedClass::Suspected => Classification::Suspected,
        ListedClass::Probable => Classification::Probable,
        ListedClass::Asymptomatic => Classification::Asymptomatic,
        ListedClass::Confirmed => Classification::Confirmed,
        ListedClass::Discarded => Classification::Discarded,
    }
}

/// The values that name a person.
fn values_of(cells: &PersonCells) -> Vec<(PersonalField, Classified<String>)> {
    let birth = cells.birth.and_then(|birth| birth.date()).map(|date| Classified::new(date.to_string()));
    let named = [
        (PersonalField::Name, cells.name.clone()),
        (PersonalField::IdNumber, cells.id_number.clone()),
        (PersonalField::Phone, cells.phone.clone()),
        (PersonalField::Address, cells.address.clone()),
        (PersonalField::BirthDate, birth),
    ];
    named.into_iter().filter_map(|(field, value)| Some((field, value?))).collect()
}

/// Whether a cell of a row is where a personal value comes from.
fn names_value(cell: &str, field: PersonalField) -> bool {
    match field {
        PersonalField::Name => matches!(cell, "name" | "given_name" | "family_name"),
        PersonalField::BirthDate => matches!(cell, "birth_year" | "birth_month" | "birth_day"),
        PersonalField::IdNumber | PersonalField::Phone | PersonalField::Address => cell == field.as_str(),
    }
}
