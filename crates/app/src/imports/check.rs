//! Before anything is recorded, every row is read, compared with what its list
//! said before, and tried.

use futures_util::future::try_join_all;
use interop::{End, LinkCheck, RowIds, TypedRow};
use kernel::{Code, Error, Located, Result};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use store::{Compared, ListRowRow};
use uuid::Uuid;

use super::cells::{CLASSIFICATION, differing, from_text};
use super::entry::{Entry, Item};
use super::{CHUNK, Desk, Stage};
use crate::Recorder;

/// What becomes of a row.
#[derive(Clone, Debug)]
pub(super) enum Standing {
    /// It was not in the list; so often it had been and was taken back.
    New { turn: i64 },
    /// It says what it said.
    Same,
    /// These fields say something else.
    Changed { row: ListRowRow, fields: Vec<String> },
}

impl Desk {
    /// Reads all files and tries every row.
    ///
    /// # Errors
    /// Where a file cannot be read at all, or the store fails.
    pub(super) async fn check(&mut self) -> Result<()> {
        let mut links = LinkCheck::new();
        let mut of_bytes = 0;
        for file in self.order.clone() {
            let mut reading = self.read(file).await?;
            while let Some(batch) = reading.batches.recv().await {
                let batch = match batch {
                    Ok(batch) => batch,
                    Err(faults) => return Err(self.whole_file(faults)),
                };
                self.watch.progress(Stage::Checking, of_bytes + batch.bytes, of_bytes + batch.of_bytes);
                if self.watch.is_cancelled() {
                    self.outcome.cancelled = true;
                    return Ok(());
                }
                let entries = self.sort_out(file, batch.items, &reading.headings, &mut links);
                self.weigh(file, entries, &reading.headings).await?;
                self.watch.put_away().await?;
                if batch.bytes == batch.of_bytes {
                    of_bytes += batch.of_bytes;
                }
            }
            self.outcome.notes[file] = reading.notes().await?;
        }
        self.across_rows(links).await
    }

    /// A fault of the file itself: it is the answer.
    fn whole_file(&mut self, faults: Vec<Error>) -> Error {
        self.outcome.faults.extend(faults.iter().cloned());
        faults.into_iter().next().unwrap_or_else(|| Error::new(Code::Internal))
    }

    /// Counts and keeps what is refused already; gives back the rest.
    fn sort_out(
        &mut self,
        file: usize,
        items: Vec<Item>,
        headings: &[String],
        links: &mut LinkCheck,
    ) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(items.len());
        for item in items {
            self.outcome.counts.rows += 1;
            match item {
                Item::Faulty(record, faults, ids) => {
                    self.refuse(file, headings, &record, faults);
                    links.case(place(file, record.row), &ids);
                }
                Item::Sound(entry, ids) => match first_of(file, &entry, &ids, links) {
                    Some(first) => {
                        let first = row_of(first);
                        let number = ids.number.unwrap_or_else(|| entry.number.clone());
                        let fault = Error::new(Code::ImportDuplicateNumber)
                            .arg("value", number)
                            .arg("first_row", first);
                        self.refuse_entry(file, headings, &entry, "number", fault);
                    }
                    None => entries.push(*entry),
                },
            }
        }
        entries
    }

    /// Compares rows with the list and tries those that are new.
    async fn weigh(&mut self, file: usize, entries: Vec<Entry>, headings: &[String]) -> Result<()> {
        let standings = self.standings(&entries).await?;
        let mut fresh = Vec::new();
        for (entry, standing) in entries.into_iter().zip(standings) {
            match standing {
                Standing::New { turn } => {
                    self.outcome.counts.new += 1;
                    fresh.push((entry, turn));
                }
                Standing::Same => self.outcome.counts.kept += 1,
                Standing::Changed { fields, .. } => {
                    self.outcome.counts.kept += 1;
                    self.outcome.counts.changed += 1;
                    if fields.iter().any(|field| field == CLASSIFICATION) {
                        self.outcome.counts.status_changes += 1;
                    }
                }
            }
        }
        // History is recorded as it is told; what is refused then stays out.
        if !self.request.history {
            self.try_out(file, fresh, headings).await?;
        }
        Ok(())
    }

    /// Where rows stand in their list.
    pub(super) async fn standings(&self, entries: &[Entry]) -> Result<Vec<Standing>> {
        if self.kind().exported().is_some() {
            let known = self.known_records(entries).await?;
            let is_known = |entry: &Entry| entry.number.parse().is_ok_and(|id: Uuid| known.contains(&id));
            let standing = |entry| if is_known(entry) { Standing::Same } else { Standing::New { turn: 0 } };
            return Ok(entries.iter().map(standing).collect());
        }
        let store = self.app.store();
        let numbers: Vec<&str> = entries.iter().map(|entry| entry.number.as_str()).collect();
        let known = store.list_rows(self.list.id(), &numbers).await?;
        let mut known: HashMap<String, ListRowRow> =
            known.into_iter().map(|row| (row.number.clone(), row)).collect();
        let mut standings = vec![Standing::Same; entries.len()];
        let mut compare = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            match known.remove(&entry.number) {
                None => standings[at] = Standing::New { turn: 0 },
                Some(row) if row.record.is_none() => standings[at] = Standing::New { turn: row.turn + 1 },
                Some(row) => compare.push((at, row, entry.text.clone())),
            }
        }
        let rows: Vec<(ListRowRow, String)> =
            compare.iter().map(|(_, row, text)| (row.clone(), text.clone())).collect();
        for ((at, row, text), compared) in compare.into_iter().zip(store.compare_list_rows(&rows).await?) {
            if let Compared::Was(before) = compared {
                let fields = differing(&from_text(&before)?, &from_text(&text)?);
                standings[at] = Standing::Changed { row, fields };
            }
        }
        Ok(standings)
    }

    /// Does with every new row what recording it does, and records nothing:
    /// what the rules, the rule book or the directory refuse is named with its row.
    async fn try_out(&mut self, file: usize, fresh: Vec<(Entry, i64)>, headings: &[String]) -> Result<()> {
        let tries = fresh.chunks(CHUNK).map(|chunk| self.rehearse(file, chunk.to_vec()));
        let refused: Vec<Vec<(u64, Error)>> = try_join_all(tries).await?;
        for (row, error) in refused.into_iter().flatten() {
            let field = error.argument("field").unwrap_or("number").to_owned();
            if let Some((entry, _)) = fresh.iter().find(|(entry, _)| entry.row == row) {
                self.outcome.counts.new -= 1;
                self.refuse_entry(file, headings, entry, &field, error);
            }
        }
        Ok(())
    }

    async fn rehearse(&self, file: usize, chunk: Vec<(Entry, i64)>) -> Result<Vec<(u64, Error)>> {
        let wanted = self.wanted(&chunk);
        let shared = Arc::new((self.hand(file), chunk, self.caller.clone(), self.app.inner.clone()));
        self.app
            .store()
            .rehearse(wanted, move |work| {
                let shared = shared.clone();
                Box::pin(async move {
                    let (hand, chunk, caller, inner) = &*shared;
                    let now = inner.clocks.business();
                    let mut recorder = Recorder::new(work, inner.clone(), caller.clone(), now);
                    let mut refused = Vec::new();
                    for (entry, turn) in chunk {
                        if let Err(error) = recorder.take_in(hand, entry, *turn).await {
                            refused.push((entry.row, error));
                        }
                    }
                    Ok(refused)
                })
            })
            .await
    }

    /// What no single row shows: circles, and links to nobody.
    async fn across_rows(&mut self, links: LinkCheck) -> Result<()> {
        let report = links.finish();
        self.outcome.counts.links = report.listed_links;
        let circles: BTreeSet<u64> = report.circles.iter().flatten().copied().collect();
        for circle in &report.circles {
            // Told by rows, for numbers are kept as hashes, and closed: A → B → A.
            let mut rows: Vec<String> = circle.iter().map(|at| row_of(*at).to_string()).collect();
            rows.push(rows[0].clone());
            let fault = Error::new(Code::ExposureCycle).arg("chain", rows.join(" → "));
            let source = self.request.files[self.order[0]].name.clone();
            self.outcome.fault(fault.at(Located::cell(row_of(circle[0]), "infector").in_source(source)));
        }
        let ends: BTreeSet<(u64, End)> = report.unlisted.iter().map(|at| (at.row, at.end)).collect();
        if !circles.is_empty() || !ends.is_empty() {
            self.look_again(&circles, &ends).await?;
        }
        let in_list = self.app.store().count_list_rows(self.list.id()).await?;
        self.outcome.counts.missing = in_list.saturating_sub(self.outcome.counts.kept);
        Ok(())
    }

    /// Reads again what the check across rows only knows by row: the rows of
    /// circles, to refuse them; ends of links that the files do not list, for
    /// an earlier file of the list may have.
    async fn look_again(&mut self, circles: &BTreeSet<u64>, ends: &BTreeSet<(u64, End)>) -> Result<()> {
        let (mut links, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        for file in self.order.clone() {
            let mut reading = self.read(file).await?;
            while let Some(batch) = reading.batches.recv().await {
                let batch = batch.map_err(|faults| self.whole_file(faults))?;
                let mut asked = Vec::new();
                for item in batch.items {
                    let Item::Sound(entry, _) = item else { continue };
                    if matches!(entry.typed, TypedRow::Case(_)) && circles.contains(&place(file, entry.row)) {
                        let fault = Error::new(Code::ExposureCycle).arg("chain", entry.row);
                        self.watch.rejected(file, &reading.headings, &entry.record, &[fault]);
                        if self.refused[file].insert(entry.row) {
                            self.outcome.counts.rejected += 1;
                            self.outcome.counts.new = self.outcome.counts.new.saturating_sub(1);
                        }
                    }
                    for (end, field, number) in ends_of(&entry.typed) {
                        if ends.contains(&(place(file, entry.row), end)) {
                            asked.push((entry.row, end, field, number));
                        }
                    }
                }
                self.watch.put_away().await?;
                let names: Vec<&str> = asked.iter().map(|(.., number)| number.as_str()).collect();
                let known = self.app.store().list_rows(self.list.id(), &names).await?;
                let known: BTreeSet<&str> =
                    known.iter().filter(|row| row.record.is_some()).map(|row| row.number.as_str()).collect();
                for (row, end, field, number) in &asked {
                    if known.contains(number.as_str()) {
                        continue;
                    }
                    self.outcome.counts.unlisted_ends += 1;
                    links.insert((file, *row, *end == End::From && *field != "from", number.clone()));
                    numbers.insert(number.clone());
                    let told = Error::new(Code::ImportUnknownLink).arg("value", number);
                    let source = self.request.files[file].name.clone();
                    self.outcome.warn(told.at(Located::cell(*row, *field).in_source(source)));
                }
            }
        }
        let counts = &mut self.outcome.counts;
        counts.unlisted_links = links
            .iter()
            .map(|(file, row, own, number)| {
                // A link of a links' file has one row; a case has a link to each number.
                (*file, *row, own.then(|| number.clone()))
            })
            .collect::<BTreeSet<_>>()
            .len() as u64;
        counts.unlisted_numbers = numbers.len() as u64;
        Ok(())
    }

    pub(super) fn refuse_entry(
        &mut self,
        file: usize,
        headings: &[String],
        entry: &Entry,
        field: &str,
        fault: Error,
    ) {
        let source = self.request.files[file].name.clone();
        let fault = fault.at(Located::cell(entry.row, field).in_source(source));
        self.refuse(file, headings, &entry.record.clone(), vec![fault]);
    }

    fn refuse(&mut self, file: usize, headings: &[String], record: &interop::Record, faults: Vec<Error>) {
        self.watch.rejected(file, headings, record, &faults);
        self.outcome.counts.rejected += 1;
        self.refused[file].insert(record.row);
        for fault in faults {
            self.outcome.fault(fault);
        }
    }
}

/// A row among those of all files.
const fn place(file: usize, row: u64) -> u64 {
    (file as u64) << 48 | row
}

/// The row of a place in its file.
const fn row_of(place: u64) -> u64 {
    place & ((1 << 48) - 1)
}

/// Lists the number of a row, and its links; the place that has it already.
fn first_of(file: usize, entry: &Entry, ids: &RowIds, links: &mut LinkCheck) -> Option<u64> {
    let at = place(file, entry.row);
    match &entry.typed {
        TypedRow::Case(row) => {
            let first = links.case(at, ids);
            if first.is_none() {
                for other in &row.linked {
                    links.link(at, other, &row.number);
                }
            }
            first
        }
        TypedRow::Exposure(row) => {
            links.link(at, &row.from, &row.to);
            None
        }
        TypedRow::Contact(_) | TypedRow::EventParticipant(_) | TypedRow::Exported(..) => {
            links.number(at, &entry.number)
        }
    }
}

/// The numbers that a row points to: which end, in which field, which number.
fn ends_of(row: &TypedRow) -> Vec<(End, &'static str, String)> {
    match row {
        TypedRow::Case(row) => {
            let infectors = row.infectors.iter().map(|number| (End::From, "infector", number.clone()));
            let linked = row.linked.iter().map(|number| (End::From, "linked", number.clone()));
            infectors.chain(linked).collect()
        }
        TypedRow::Exposure(row) => {
            vec![(End::From, "from", row.from.clone()), (End::To, "to", row.to.clone())]
        }
        TypedRow::Contact(_) | TypedRow::EventParticipant(_) | TypedRow::Exported(..) => Vec::new(),
    }
}
