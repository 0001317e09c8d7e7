//! Line lists in: a CSV of cases with infector links and a mapping file.
//! Everything is checked before anything is recorded; a case keeps one id for
//! its list and number, so the same list twice changes nothing.

use authz::Action;
use domain::clinical::{MANUAL_RULE, OpenCase};
use domain::{FactBody, people};
use interop::{Limits, LineListRow, Mapping, Sex};
use kernel::{
    AreaCode, AreaPath, CaseId, Code, Date, Error, Located, PersonId, PersonalField, Result, Timestamp,
    derived_uuid,
};
use protocol::schema::Classification;
use std::collections::BTreeSet;
use store::Wanted;

use super::investigation::ExposureInput;
use super::people::NewPersonInput;
use crate::{App, Caller, Recorder};

/// Rows recorded in one transaction.
const CHUNK: usize = 200;
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

/// The id of a listed case: the same list and number are the same case.
pub fn listed_case(source: &str, number: &str) -> CaseId {
    CaseId(derived_uuid(&["line_list", source, "case", number]))
}

fn listed_person(source: &str, number: &str) -> PersonId {
    PersonId(derived_uuid(&["line_list", source, "person", number]))
}

impl App {
    /// Takes in a line list; calls `progress` with rows done and rows in all.
    ///
    /// # Errors
    /// Only where nothing can be read at all; faults of rows are in the outcome.
    pub async fn import_line_list(
        &self,
        caller: &Caller,
        request: ImportRequest,
        mut progress: impl FnMut(usize, usize) + Send,
    ) -> Result<ImportOutcome> {
        caller.authority.areas_for(Action::ImportCases)?;
        let (mut entries, mut outcome) = self.prepare(caller, &request)?;
        let store = self.store();
        let scope = store::Scope::system();
        let in_file: BTreeSet<CaseId> = entries.iter().map(|e| e.case).collect();
        let mut known = BTreeSet::new();
        for entry in &entries {
            if store.case(&scope, entry.case, kernel::AsOf::Now(self.now())).await?.is_some() {
                known.insert(entry.case);
            }
            if let Some((infector, _)) = entry.infector
                && !in_file.contains(&infector)
                && store.case(&scope, infector, kernel::AsOf::Now(self.now())).await?.is_none()
            {
                let number = entry.row.infector.clone().unwrap_or_default();
                let fault = Error::new(Code::ImportUnknownLink).arg("value", number);
                outcome
                    .faults
                    .push(fault.at(Located::cell(entry.row.row, "infector").in_source(&request.source)));
            }
        }
        outcome.known = known.len();
        entries.retain(|e| !known.contains(&e.case));
        outcome.opened = entries.len();
        outcome.links = entries.iter().filter(|e| e.infector.is_some()).count();
        if request.dry_run || !outcome.faults.is_empty() {
            return Ok(outcome);
        }
        // An infector is recorded before those whom he infected.
        order_by_link(&mut entries);
        let total = entries.len();
        for (index, chunk) in entries.chunks(CHUNK).enumerate() {
            let input = (request.source.clone(), request.mapping.disease.clone(), chunk.to_vec());
            self.run(caller, None, Wanted::nothing(), input, |rec, (source, disease, entries)| {
                Box::pin(async move {
                    for entry in entries {
                        rec.take_in(source, disease, entry).await?;
                    }
                    Ok(())
                })
            })
            .await?;
            progress((index * CHUNK + chunk.len()).min(total), total);
        }
        Ok(outcome)
    }

    /// Reads the file and settles ids, areas and times; collects every fault.
    fn prepare(&self, caller: &Caller, request: &ImportRequest) -> Result<(Vec<Entry>, ImportOutcome)> {
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
            let infector = row
                .infector
                .as_deref()
                .map(|number| (listed_case(&request.source, number), listed_person(&request.source, number)));
            entries.push(Entry {
                case: listed_case(&request.source, &row.number),
                person: listed_person(&request.source, &row.number),
                occurred_at: area.zone.start_of(day),
                area: area.row.path.clone(),
                infector,
                row,
            });
        }
        Ok((entries, outcome))
    }
}

fn order_by_link(entries: &mut Vec<Entry>) {
    let mut placed: BTreeSet<CaseId> = BTreeSet::new();
    let listed: BTreeSet<CaseId> = entries.iter().map(|e| e.case).collect();
    let mut waiting = std::mem::take(entries);
    // Circles have been refused, so every pass places somebody.
    while !waiting.is_empty() {
        let before = waiting.len();
        let (ready, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|e| {
            e.infector.is_none_or(|(case, _)| !listed.contains(&case) || placed.contains(&case))
        });
        placed.extend(ready.iter().map(|e| e.case));
        entries.extend(ready);
        waiting = rest;
        if waiting.len() == before {
            entries.append(&mut waiting);
        }
    }
}

impl Recorder<'_> {
    async fn take_in(&mut self, source: &str, disease: &str, entry: &Entry) -> Result<()> {
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
