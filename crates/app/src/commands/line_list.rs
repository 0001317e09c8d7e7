//! Line lists in: a CSV of cases with infector links and a mapping file.
//!
//! Every row is read, checked and tried out before the first one is recorded,
//! so that faults refuse the whole list. The rows are then recorded in
//! transactions of a few hundred. A crash in between leaves the first of them;
//! the same list once more completes it, for a case keeps one id for the area
//! of the import, the list and the number, and what is known is left alone.

use authz::Action;
use domain::clinical::{MANUAL_RULE, OpenCase};
use domain::{FactBody, people};
use interop::{Limits, LineListRow, Mapping, Sex};
use kernel::{
    AreaCode, AreaPath, CaseId, Code, Date, Error, Located, PersonId, PersonalField, Result, Timestamp,
    derived_uuid,
};
use protocol::schema::Classification;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use store::{CaseRow, Wanted};

use super::investigation::ExposureInput;
use super::people::NewPersonInput;
use crate::{App, Caller, Key, Recorder};

/// Rows recorded in one transaction.
const CHUNK: usize = 200;
/// Cases looked up at once.
const LOOKED_UP: usize = 10_000;
/// Greatest file taken in, in bytes.
const MAX_BYTES: usize = 64 << 20;
/// Most rows taken in.
const MAX_ROWS: usize = 500_000;

/// A line list to be taken in.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    /// Name of the list: with the number it makes a case's id.
    pub source: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// How to read it.
    pub mapping: Mapping,
    /// Area of rows that name none, and of the mapping's defaults.
    pub area: Option<AreaCode>,
    /// Only check.
    pub dry_run: bool,
}

/// A fault of an import.
pub type ImportFault = Error;

/// What an import did, or would do.
#[derive(Clone, Debug, Default)]
pub struct ImportOutcome {
    /// Sound rows.
    pub rows: usize,
    /// Cases opened (or to be opened).
    pub opened: usize,
    /// Cases of the list known already.
    pub known: usize,
    /// Infector links recorded (or to be recorded).
    pub links: usize,
    /// What was wrong, with row and heading. Anything here: nothing was recorded.
    pub faults: Vec<ImportFault>,
}

/// A row with its ids and times settled.
#[derive(Clone, Debug)]
struct Entry {
    row: LineListRow,
    area: AreaPath,
    case: CaseId,
    person: PersonId,
    occurred_at: Timestamp,
    infector: Option<(CaseId, PersonId)>,
}

/// What the numbers of a list are unique in: the area of the import and the
/// name of the list. Two counties may both number their cases from 1.
#[derive(Clone, Debug)]
struct NameSpace {
    area: String,
    source: String,
}

impl NameSpace {
    fn id(&self, what: &str, number: &str) -> uuid::Uuid {
        derived_uuid(&["line_list", &self.area, &self.source, what, number])
    }
    /// The same area, list and number are the same case.
    fn case(&self, number: &str) -> CaseId {
        CaseId(self.id("case", number))
    }
    fn person(&self, number: &str) -> PersonId {
        PersonId(self.id("person", number))
    }
}

impl App {
    /// Takes in a line list; calls `progress` with rows done and rows in all.
    /// The first rows are recorded together with the key: the same key with
    /// the same list completes what is missing, with another one it is refused.
    ///
    /// # Errors
    /// Where nothing can be read at all, `access.forbidden`,
    /// `idempotency.other_body`; faults of rows are in the outcome.
    pub async fn import_line_list(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        request: ImportRequest,
        mut progress: impl FnMut(usize, usize) + Send,
    ) -> Result<ImportOutcome> {
        let space = self.name_space(caller, &request)?;
        let key = match key {
            Some(key) if !self.is_recorded(caller, key).await? => Some(key),
            _ => None,
        };
        let (source, disease, dry_run) =
            (request.source.clone(), request.mapping.disease.clone(), request.dry_run);
        let (app, reader) = (self.clone(), caller.clone());
        let read = tokio::task::spawn_blocking(move || app.prepare(&reader, &space, &request));
        let (mut entries, mut outcome) =
            read.await.map_err(|e| Error::new(Code::Internal).caused_by(e))??;
        self.leave_out_known(caller, &source, &mut entries, &mut outcome).await?;
        // An infector is recorded before those whom he infected.
        let entries = by_link(entries);
        if outcome.faults.is_empty() {
            self.try_out(caller, &source, &disease, &entries, &mut outcome).await?;
        }
        if dry_run || !outcome.faults.is_empty() {
            return Ok(outcome);
        }
        let total = entries.len();
        let mut done = 0;
        // A list that brings nothing new keeps its key all the same.
        for chunk in entries.chunks(CHUNK).chain(entries.is_empty().then_some(&[][..])) {
            let key = key.filter(|_| done == 0);
            let input = (source.clone(), disease.clone(), chunk.to_vec());
            self.run(caller, key, wanted(chunk), input, |rec, (source, disease, entries)| {
                Box::pin(async move {
                    for entry in entries {
                        rec.take_in(source, disease, entry).await?;
                    }
                    Ok(())
                })
            })
            .await?;
            done += chunk.len();
            progress(done, total);
        }
        Ok(outcome)
    }

    /// The area of the import: the one named, else the widest in which the
    /// caller may import.
    fn name_space(&self, caller: &Caller, request: &ImportRequest) -> Result<NameSpace> {
        let areas = caller.authority.areas_for(Action::ImportCases)?;
        let area = match &request.area {
            Some(code) => {
                let path = self.path_of(code)?;
                caller.authority.require(Action::ImportCases, &path)?;
                path
            }
            None => areas
                .into_iter()
                .min_by_key(AreaPath::depth)
                .ok_or_else(|| Error::new(Code::Forbidden).arg("action", Action::ImportCases))?,
        };
        Ok(NameSpace { area: area.code().to_owned(), source: request.source.clone() })
    }

    /// Whether a key has been recorded with this very list.
    async fn is_recorded(&self, caller: &Caller, key: &Key) -> Result<bool> {
        let (user, text) = (caller.user, key.text.clone());
        let wanted = Wanted::nothing().key(user, &text);
        let known = self.store().rehearse(wanted, move |work| {
            let text = text.clone();
            Box::pin(async move { work.command_key(user, &text).await })
        });
        match known.await? {
            Some(known) => crate::same_request(self.store().keys(), key, &known).map(|()| true),
            None => Ok(false),
        }
    }

    /// Takes out what is known already, and names what must not be touched:
    /// cases known outside the caller's areas, infectors known nowhere.
    async fn leave_out_known(
        &self,
        caller: &Caller,
        source: &str,
        entries: &mut Vec<Entry>,
        outcome: &mut ImportOutcome,
    ) -> Result<()> {
        let listed: BTreeSet<CaseId> = entries.iter().map(|e| e.case).collect();
        let linked = entries.iter().filter_map(|e| e.infector.map(|(case, _)| case));
        let ids: BTreeSet<uuid::Uuid> = listed.iter().copied().chain(linked).map(|case| case.0).collect();
        let ids: Vec<_> = ids.into_iter().collect();
        let mut known: BTreeMap<CaseId, bool> = BTreeMap::new();
        for batch in ids.chunks(LOOKED_UP) {
            let now = kernel::AsOf::Now(self.now());
            for row in self.store().many::<CaseRow>(&store::Scope::system(), batch, now).await? {
                let own = caller.authority.require(Action::ImportCases, &row.area).is_ok();
                known.insert(row.id, own);
            }
        }
        let mut fault = |entry: &Entry, field: &str, error: Error| {
            outcome.faults.push(error.at(Located::cell(entry.row.row, field).in_source(source)));
        };
        for entry in entries.iter() {
            if known.get(&entry.case) == Some(&false) {
                let error = Error::new(Code::Forbidden).arg("action", Action::ImportCases);
                fault(entry, "number", error);
            }
            if let Some((infector, _)) = entry.infector
                && !listed.contains(&infector)
                && known.get(&infector) != Some(&true)
            {
                let number = entry.row.infector.clone().unwrap_or_default();
                fault(entry, "infector", Error::new(Code::ImportUnknownLink).arg("value", number));
            }
        }
        entries.retain(|e| !known.contains_key(&e.case));
        outcome.known = listed.len() - entries.len();
        outcome.opened = entries.len();
        outcome.links = entries.iter().filter(|e| e.infector.is_some()).count();
        Ok(())
    }

    /// Does with every row what recording it does, and records nothing: what
    /// the rules, the rule book or the directory refuse is named with its row.
    async fn try_out(
        &self,
        caller: &Caller,
        source: &str,
        disease: &str,
        entries: &[Entry],
        outcome: &mut ImportOutcome,
    ) -> Result<()> {
        let places: HashMap<CaseId, &Entry> = entries.iter().map(|e| (e.case, e)).collect();
        for chunk in entries.chunks(CHUNK) {
            // Infectors of earlier chunks will be there by then.
            let infectors = chunk.iter().filter_map(|e| places.get(&e.infector?.0));
            let earlier: Vec<people::Person> = infectors.map(|e| unnamed(e.person, &e.area)).collect();
            let input = (source.to_owned(), disease.to_owned(), chunk.to_vec(), earlier);
            let shared = Arc::new((input, caller.clone(), self.inner.clone()));
            let tried = self.store().rehearse(wanted(chunk), move |work| {
                let shared = shared.clone();
                Box::pin(async move {
                    let ((source, disease, entries, earlier), caller, inner) = &*shared;
                    let now = inner.clocks.business();
                    let mut recorder = Recorder::new(work, inner.clone(), caller.clone(), now);
                    recorder.world.people.extend(earlier.iter().map(|p| (p.id, p.clone())));
                    let mut refused = Vec::new();
                    for entry in entries {
                        if let Err(error) = recorder.take_in(source, disease, entry).await {
                            refused.push((entry.row.row, error));
                        }
                    }
                    Ok(refused)
                })
            });
            for (row, error) in tried.await? {
                let field = error.argument("field").unwrap_or("number").to_owned();
                outcome.faults.push(error.at(Located::cell(row, field).in_source(source)));
            }
        }
        Ok(())
    }

    /// Reads the file and settles ids, areas and times; collects every fault.
    fn prepare(
        &self,
        caller: &Caller,
        space: &NameSpace,
        request: &ImportRequest,
    ) -> Result<(Vec<Entry>, ImportOutcome)> {
        let directory = self.directory();
        let today = kernel::Zone::UTC.date_of(self.now().plus(kernel::Span::days(1)));
        let area_known = |code: &AreaCode| directory.area(code).is_ok();
        let elsewhere = |_: &str| true;
        let limits = Limits {
            max_bytes: MAX_BYTES,
            max_rows: MAX_ROWS,
            today: Some(today),
            area_known: Some(&area_known),
            number_known: Some(&elsewhere),
        };
        let list = interop::read_line_list(&request.source, &request.bytes, &request.mapping, &limits)?;
        let mut outcome =
            ImportOutcome { rows: list.rows.len(), faults: list.faults, ..ImportOutcome::default() };
        let mut entries = Vec::with_capacity(list.rows.len());
        for row in list.rows {
            let at = |field: &str| Located::cell(row.row, field).in_source(&request.source);
            let Some(code) = row.area.clone().or_else(|| request.area.clone()) else {
                outcome.faults.push(Error::new(Code::MissingField).arg("field", "area").at(at("area")));
                continue;
            };
            let area = directory.area(&code)?;
            if let Err(refused) = caller.authority.require(Action::ImportCases, &area.row.path) {
                outcome.faults.push(refused.at(at("area")));
                continue;
            }
            let Some(day) = row.reported.or(row.rash).or(row.onset) else {
                outcome
                    .faults
                    .push(Error::new(Code::MissingField).arg("field", "onset, reported").at(at("onset")));
                continue;
            };
            let infector = row.infector.as_deref().map(|number| (space.case(number), space.person(number)));
            entries.push(Entry {
                case: space.case(&row.number),
                person: space.person(&row.number),
                occurred_at: area.zone.start_of(day),
                area: area.row.path.clone(),
                infector,
                row,
            });
        }
        Ok((entries, outcome))
    }
}

/// A person of whom no more is known.
fn unnamed(id: PersonId, area: &AreaPath) -> people::Person {
    people::Person { id, area: area.clone(), sex: None, birth_year: None, erased: false }
}

/// The wanted rows of some entries: whether they are known by now.
fn wanted(entries: &[Entry]) -> Wanted {
    entries.iter().fold(Wanted::nothing(), |wanted, entry| wanted.current::<CaseRow>(entry.case.0))
}

/// Orders entries so that an infector stands before those whom he infected,
/// else as in the file. Circles have been refused.
fn by_link(entries: Vec<Entry>) -> Vec<Entry> {
    let place: HashMap<CaseId, usize> = entries.iter().enumerate().map(|(i, e)| (e.case, i)).collect();
    let mut infected: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    let mut ready = VecDeque::new();
    for (i, entry) in entries.iter().enumerate() {
        match entry.infector.and_then(|(case, _)| place.get(&case)) {
            Some(infector) => infected[*infector].push(i),
            None => ready.push_back(i),
        }
    }
    let mut entries: Vec<Option<Entry>> = entries.into_iter().map(Some).collect();
    let mut ordered = Vec::with_capacity(entries.len());
    while let Some(i) = ready.pop_front() {
        ordered.extend(entries[i].take());
        ready.extend(&infected[i]);
    }
    ordered
}

impl Recorder<'_> {
    async fn take_in(&mut self, source: &str, disease: &str, entry: &Entry) -> Result<()> {
        // Somebody else may be taking in the same list.
        if self.work.case(entry.case).await?.is_some() {
            return Ok(());
        }
        let row = &entry.row;
        let named = [
            (PersonalField::Name, &row.name),
            (PersonalField::IdNumber, &row.id_number),
            (PersonalField::Phone, &row.phone),
            (PersonalField::Address, &row.address),
        ];
        let values = named.into_iter().filter_map(|(field, value)| Some((field, value.clone()?))).collect();
        let year_of = |date: Date, age: u8| date.year() - i16::from(age);
        let zone = self.directory().zone_at(&entry.area);
        let person = NewPersonInput {
            area: entry.area.clone(),
            sex: row.sex.map(|sex| if sex == Sex::Male { "m" } else { "f" }.to_owned()),
            birth_year: row
                .age
                .map(|age| year_of(row.onset.unwrap_or_else(|| zone.date_of(entry.occurred_at)), age)),
            values,
        };
        let _: people::Person = self.register(entry.person, &person).await?;
        let protocol = self.protocol(disease, &entry.area)?;
        let classification = row
            .classification
            .and_then(|class| {
                serde_json::from_value(serde_json::Value::String(class.as_str().to_owned())).ok()
            })
            .unwrap_or(Classification::Confirmed);
        let open = OpenCase {
            id: entry.case,
            number: format!("{source}-{}", row.number),
            person: entry.person,
            area: entry.area.clone(),
            disease: disease.to_owned(),
            class: (classification, MANUAL_RULE.to_owned(), protocol.edition.clone()),
            manual_reason: Some(format!("line list {source}")),
            onset: row.onset,
            first_positive: None,
            last_negative: None,
            unit: None,
            source: "import".to_owned(),
            occurred_at: entry.occurred_at,
            imported: true,
            visit: None,
        };
        self.open_case(&open).await?;
        if let Some((infector, infector_person)) = entry.infector {
            self.case_anywhere(infector).await?;
            let known =
                |date: Option<Date>, otherwise: Timestamp| date.map_or(otherwise, |d| zone.start_of(d));
            let infected_at = known(row.onset, entry.occurred_at);
            let from = self.world.cases.get(&infector).map_or(infected_at, |c| known(c.onset, c.opened_at));
            let input = ExposureInput {
                disease: disease.to_owned(),
                from: infector_person.subject(),
                to: entry.person.subject(),
                kind: row.exposure_kind.clone().unwrap_or_else(|| "unspecified".to_owned()),
                started_at: from.min(infected_at),
                ended_at: infected_at.max(from),
                protected: false,
                setting: row.school_class.clone().unwrap_or_default(),
                transmission: true,
            };
            self.expose(&input, &entry.area).await?;
        }
        if let Some(death) = row.death {
            let at = zone.start_of(death).min(self.now());
            let body = FactBody::CaseEnded { outcome: "died".to_owned() };
            let refs = vec![entry.person.subject()];
            let fact = self.ctx(&entry.area).fact(entry.case.subject(), refs, &entry.area, at, body);
            self.record(vec![fact]).await?;
        }
        Ok(())
    }
}
