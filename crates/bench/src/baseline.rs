//! What the engine does by itself with the rows of a command: no use case, no
//! rule, no chain. The ratio to it says what the loop costs.

use std::time::Duration;

use domain::sentinel::Visit;
use kernel::{
    FactId, ObligationId, PersonId, PersonalField, SubjectKind, Timestamp, UserId, VisitId, derived_uuid,
};
use store::{
    CommandKeyRow, FactRefRow, JournalRow, ObligationRow, OutboxRow, PersonKeyRow, PersonRow,
    PersonalValueRow, Store, VisitRow,
};
use uuid::Uuid;

use crate::Outcome;
use crate::plan::{Lot, Plan, id};
use crate::report::{Report, Target};
use crate::rows::Duties;
use crate::stopwatch::Stopwatch;

/// Commands whose rows go into one transaction of each table: ten full groups.
const BATCH: usize = 2_560;
/// Rows that one command of the measurement writes.
const ROWS: usize = 20;
const TIME: Duration = Duration::from_secs(4);

/// Writes as many rows as the time allows: one in a transaction, and many.
pub async fn measure(store: &Store, plan: &Plan, report: &Report) -> Outcome {
    let watch = Stopwatch::start();
    let mut done = 0;
    while watch.elapsed() < TIME {
        store.bulk_insert(&visits(plan, 1_000_000 + done)[..1]).await?;
        done += 1;
    }
    report.rate(
        "baseline: one row, one transaction",
        done as f64 / watch.elapsed().as_secs_f64(),
        None,
        done,
        Target::None,
        "one writer, each row on the disk before the next",
    );
    let (watch, mut done, mut rows) = (Stopwatch::start(), 0, 0);
    while watch.elapsed() < TIME {
        rows += batch(store, plan, done..done + BATCH).await?;
        done += BATCH;
    }
    assert_eq!(rows as usize, done * ROWS, "the rows of a command have changed");
    report.rate(
        "baseline: the rows of a command, in batches",
        done as f64 / watch.elapsed().as_secs_f64(),
        None,
        done,
        Target::None,
        &format!("{ROWS} rows a command, {BATCH} commands at once, one transaction a table, the same tables and indexes"),
    );
    Ok(())
}

async fn batch(store: &Store, plan: &Plan, numbers: std::ops::Range<usize>) -> Outcome<u64> {
    let all = || numbers.clone();
    let persons: Vec<_> = all().map(|n| person(plan, n)).collect();
    let keys: Vec<_> = all().map(key).collect();
    let values: Vec<_> = all().flat_map(values).collect();
    let journal: Vec<_> = all().flat_map(|n| journal(plan, n)).collect();
    let refs: Vec<_> = all().flat_map(refs).collect();
    let commands: Vec<_> = all().map(command).collect();
    let visits: Vec<_> = all().flat_map(|n| visits(plan, n)).collect();
    let duties = Duties::new();
    let obligations: Vec<_> = all().flat_map(|n| obligations(plan, &duties, n)).collect();
    let outbox: Vec<_> = all().flat_map(|n| outbox(plan, n)).collect();
    Ok(store.bulk_insert(&persons).await?
        + store.bulk_insert(&keys).await?
        + store.bulk_insert(&values).await?
        + store.bulk_insert(&journal).await?
        + store.bulk_insert(&refs).await?
        + store.bulk_insert(&commands).await?
        + store.bulk_insert(&visits).await?
        + store.bulk_insert(&obligations).await?
        + store.bulk_insert(&outbox).await?)
}

/// Moments after those of the data, so that ids come after the known ones.
fn at(n: usize) -> Timestamp {
    Timestamp::from_micros(1_700_000_000_000_000 + n as i64 * 1_000)
}

fn person_id(n: usize) -> PersonId {
    PersonId(id(Lot::Other, n * 8, at(n)))
}

fn visit_id(n: usize) -> VisitId {
    VisitId(id(Lot::Other, n * 8 + 1, at(n)))
}

fn fact_id(n: usize, which: usize) -> FactId {
    FactId(id(Lot::Other, n * 8 + 2 + which, at(n)))
}

fn writer() -> Uuid {
    derived_uuid(&["baseline"])
}

fn person(plan: &Plan, n: usize) -> PersonRow {
    PersonRow {
        id: person_id(n),
        area: plan.counties[0].path.clone(),
        household: None,
        recorded_at: at(n),
        erased_at: None,
        sex: Some("f".to_owned()),
        birth_year: Some(1980),
    }
}

fn key(n: usize) -> PersonKeyRow {
    PersonKeyRow { person: person_id(n), wrapped: Some(vec![n as u8; 96]) }
}

fn values(n: usize) -> [PersonalValueRow; 2] {
    [PersonalField::Name, PersonalField::Phone].map(|field| PersonalValueRow {
        person: person_id(n),
        field,
        ciphertext: vec![n as u8; 40],
        commitment: vec![n as u8; 32],
        recorded_at: at(n),
    })
}

fn journal(plan: &Plan, n: usize) -> [JournalRow; 3] {
    [0, 1, 2].map(|which| JournalRow {
        writer: writer(),
        seq: (n * 3 + which + 1) as i64,
        fact: fact_id(n, which),
        kind: ["person_registered", "fever_seen", "fever_reported"][which].to_owned(),
        subject_kind: SubjectKind::Visit,
        subject_id: visit_id(n).0,
        area: plan.counties[0].path.clone(),
        occurred_at: at(n),
        recorded_at: at(n),
        by_user: Some(UserId(writer())),
        by_unit: Some(plan.counties[0].sentinel),
        corrects: None,
        refs: vec![1; 24],
        body: vec![b'x'; 220],
        prev_hash: vec![1; 32],
        hash: vec![n as u8; 32],
    })
}

fn refs(n: usize) -> [FactRefRow; 5] {
    [(0, false), (1, false), (1, true), (2, false), (2, true)].map(|(which, visit)| FactRefRow {
        subject_id: if visit { visit_id(n).0 } else { person_id(n).0 },
        fact: fact_id(n, which),
        kind: "fever_seen".to_owned(),
        occurred_at: at(n),
        recorded_at: at(n),
    })
}

fn command(n: usize) -> CommandKeyRow {
    CommandKeyRow {
        user: UserId(writer()),
        key: format!("baseline-{n}"),
        body_hash: vec![1; 32],
        response: vec![b'x'; 900],
        recorded_at: at(n),
    }
}

fn visits(plan: &Plan, n: usize) -> [VisitRow; 2] {
    [1, 2].map(|version| {
        let visit = Visit {
            id: visit_id(n),
            person: person_id(n),
            unit: plan.counties[0].sentinel,
            facility: "township_hospital".to_owned(),
            disease: "unknown_respiratory".to_owned(),
            symptoms: vec!["fever".to_owned(), "cough".to_owned()],
            temperature_c: Some(38.4),
            area: plan.counties[0].path.clone(),
            seen_at: at(n),
            reported_at: (version == 2).then(|| at(n)),
            disposition: None,
            withdrawn: false,
        };
        VisitRow {
            id: visit.id,
            version,
            recorded_from: at(n),
            recorded_to: (version == 1).then(|| at(n)),
            area: visit.area.clone(),
            person: visit.person,
            unit: visit.unit,
            status: if version == 1 { "seen" } else { "reported" }.to_owned(),
            seen_at: visit.seen_at,
            reported_at: visit.reported_at,
            state: serde_json::to_string(&visit).expect("a state of plain fields"),
        }
    })
}

fn obligations(plan: &Plan, duties: &Duties, n: usize) -> [ObligationRow; 2] {
    [0, 1].map(|which| {
        let mut row = duties.of_case(plan, n % plan.cases.len(), which, n).row;
        row.id = ObligationId(derived_uuid(&["baseline", &n.to_string(), &which.to_string()]));
        row.subject_kind = SubjectKind::Visit;
        row.subject_id = visit_id(n).0;
        row
    })
}

fn outbox(plan: &Plan, n: usize) -> [OutboxRow; 3] {
    [0, 1, 2].map(|which| OutboxRow {
        writer: writer(),
        seq: (n * 3 + which + 1) as i64,
        topic: "fever_seen".to_owned(),
        subject_kind: SubjectKind::Visit,
        subject_id: visit_id(n).0,
        area: plan.counties[0].path.clone(),
        at: at(n),
    })
}
