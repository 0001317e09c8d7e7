//! Loads the plan into a store, table by table. One thread makes the rows
//! while the database takes in those before.

use std::sync::Arc;

use kernel::{Error, Timestamp, Zone};
use store::{
    CaseRow, ContactRow, EscalationRow, ExposureRow, JournalEntry, NewPerson, ObligationRow, PersonRow,
    Store, Wanted,
};
use tokio::sync::mpsc;

use crate::plan::{Lot, Plan, draw};
use crate::rows::{self, Duties};
use crate::stopwatch::Stopwatch;

/// Rows of one transaction.
const BATCH: usize = 20_000;

/// Contacts for one order.
const CONTACTS_AN_ORDER: usize = 10;

/// Loads an order for each tenth contact. The loop has none: what it measures asks for none.
pub async fn load_orders(store: &Store, plan: &Plan) -> Result<u64, Error> {
    let zone = zone();
    let contacts: Vec<usize> = (0..plan.size.contacts).step_by(CONTACTS_AN_ORDER).collect();
    let mut loaded = 0;
    for batch in contacts.chunks(BATCH) {
        let orders: Vec<_> = batch.iter().map(|contact| rows::order(plan, *contact, &zone)).collect();
        loaded += store.bulk_insert(&orders).await?;
    }
    Ok(loaded)
}

/// The province has one time zone, and no summer time in 2022.
fn zone() -> Zone {
    Zone::named("Asia/Shanghai").unwrap_or(Zone::UTC)
}

enum Batch {
    Patients(Vec<(NewPerson, [u8; 64])>),
    Persons(Vec<PersonRow>),
    Facts(Vec<JournalEntry>),
    Cases(Vec<CaseRow>),
    Contacts(Vec<ContactRow>),
    Exposures(Vec<ExposureRow>),
    Obligations(Vec<ObligationRow>),
    Escalations(Vec<EscalationRow>),
}

/// Loads everything; obligations fall due in the minute after `due_from`.
pub async fn load(
    store: &Store,
    plan: &Arc<Plan>,
    due_from: Timestamp,
    say: impl Fn(String),
) -> Result<u64, Error> {
    let (sender, mut batches) = mpsc::channel(3);
    let source = plan.clone();
    // The thread ends when all is made or nobody takes it any more.
    let maker = std::thread::spawn(move || make(&source, due_from, &sender));
    let (mut total, mut last) = (0, "");
    let mut watch = Stopwatch::start();
    let mut of_table = 0;
    while let Some(batch) = batches.recv().await {
        let (name, count) = take_in(store, batch).await?;
        if name != last && !last.is_empty() {
            say(format!("{last}: {of_table} rows in {:.1} s", watch.lap().as_secs_f64()));
            of_table = 0;
        }
        (total, of_table, last) = (total + count, of_table + count, name);
    }
    say(format!("{last}: {of_table} rows in {:.1} s", watch.lap().as_secs_f64()));
    // It has ended: the channel is closed.
    drop(maker.join());
    Ok(total)
}

async fn take_in(store: &Store, batch: Batch) -> Result<(&'static str, u64), Error> {
    Ok(match batch {
        Batch::Patients(people) => ("persons of cases, sealed", patients(store, people).await?),
        Batch::Persons(rows) => ("persons", store.bulk_insert(&rows).await?),
        Batch::Facts(entries) => ("facts of cases", facts(store, entries).await?),
        Batch::Cases(rows) => ("case versions", store.bulk_insert(&rows).await?),
        Batch::Contacts(rows) => ("contacts", store.bulk_insert(&rows).await?),
        Batch::Exposures(rows) => ("exposures", store.bulk_insert(&rows).await?),
        Batch::Obligations(rows) => ("obligations", store.bulk_insert(&rows).await?),
        Batch::Escalations(rows) => ("escalations", store.bulk_insert(&rows).await?),
    })
}

async fn patients(store: &Store, people: Vec<(NewPerson, [u8; 64])>) -> Result<u64, Error> {
    let people = Arc::new(people);
    store
        .write(Wanted::nothing(), move |work| {
            let people = people.clone();
            Box::pin(async move {
                for (person, random) in people.iter() {
                    work.put_person(person.clone(), *random)?;
                }
                Ok(people.len() as u64)
            })
        })
        .await
}

async fn facts(store: &Store, entries: Vec<JournalEntry>) -> Result<u64, Error> {
    let entries = Arc::new(entries);
    store
        .write(Wanted::nothing(), move |work| {
            let entries = entries.clone();
            Box::pin(async move {
                for entry in entries.iter() {
                    work.append(entry.clone())?;
                }
                Ok(entries.len() as u64)
            })
        })
        .await
}

/// Collects rows and hands them over in batches.
struct Heap<'s, T> {
    rows: Vec<T>,
    wrap: fn(Vec<T>) -> Batch,
    sender: &'s mpsc::Sender<Batch>,
}

impl<'s, T> Heap<'s, T> {
    fn new(sender: &'s mpsc::Sender<Batch>, wrap: fn(Vec<T>) -> Batch) -> Self {
        Self { rows: Vec::with_capacity(BATCH), wrap, sender }
    }
    fn push(&mut self, row: T) {
        self.rows.push(row);
        if self.rows.len() == BATCH {
            self.send();
        }
    }
    fn send(&mut self) {
        if !self.rows.is_empty() {
            let rows = std::mem::replace(&mut self.rows, Vec::with_capacity(BATCH));
            // Nobody listens after a failure; there is nothing more to do then.
            let _ = self.sender.blocking_send((self.wrap)(rows));
        }
    }
}

fn make(plan: &Plan, due_from: Timestamp, sender: &mpsc::Sender<Batch>) {
    let zone = zone();
    let mut heap = Heap::new(sender, Batch::Patients);
    for n in 0..plan.cases.len() {
        let mut random = [0; 64];
        for (at, chunk) in random.chunks_exact_mut(8).enumerate() {
            chunk.copy_from_slice(&draw(Lot::Patient, n * 8 + at).to_be_bytes());
        }
        heap.push((rows::patient(plan, n), random));
    }
    heap.send();
    let mut heap = Heap::new(sender, Batch::Persons);
    (0..plan.size.contacts)
        .filter(|n| !Plan::is_met_again(*n))
        .for_each(|n| heap.push(rows::neighbour(plan, n)));
    heap.send();
    let mut heap = Heap::new(sender, Batch::Facts);
    for (at, case, which) in rows::moments(plan) {
        heap.push(rows::case_fact(plan, at, case, which, &zone));
    }
    heap.send();
    let mut heap = Heap::new(sender, Batch::Cases);
    (0..plan.cases.len()).flat_map(|n| rows::case_versions(plan, n, &zone)).for_each(|row| heap.push(row));
    heap.send();
    let mut heap = Heap::new(sender, Batch::Contacts);
    (0..plan.size.contacts).for_each(|n| heap.push(rows::contact(plan, n)));
    heap.send();
    let mut heap = Heap::new(sender, Batch::Exposures);
    (0..plan.cases.len()).filter_map(|n| rows::transmission(plan, n)).for_each(|row| heap.push(row));
    (0..plan.size.contacts).for_each(|n| heap.push(rows::contact_exposure(plan, n)));
    heap.send();
    make_obligations(plan, due_from, sender);
}

fn make_obligations(plan: &Plan, due_from: Timestamp, sender: &mpsc::Sender<Batch>) {
    let duties = Duties::new();
    let mut escalations = Vec::new();
    let mut heap = Heap::new(sender, Batch::Obligations);
    let of_cases = (0..plan.cases.len()).flat_map(|case| (0..6).map(move |which| (false, case, which)));
    let of_contacts = (0..plan.size.contacts).flat_map(|contact| {
        (0..Plan::obligations_of_contact(contact)).map(move |which| (true, contact, which))
    });
    let mut due = 0;
    for (n, (of_contact, subject, which)) in of_cases.chain(of_contacts).enumerate() {
        let mut made = if of_contact {
            duties.of_contact(plan, subject, which, n)
        } else {
            duties.of_case(plan, subject, which, n)
        };
        if of_contact && made.row.timer_at.is_some() && due < plan.size.due && n.is_multiple_of(3) {
            made.fall_due(due_from, n);
            due += 1;
        }
        escalations.extend(made.escalation);
        heap.push(made.row);
    }
    heap.send();
    let mut heap = Heap::new(sender, Batch::Escalations);
    escalations.into_iter().for_each(|row| heap.push(row));
    heap.send();
}
