//! Several processes on one PostgreSQL: one order of time, one file of a
//! person, no rebuild under anybody's feet.

use std::sync::Arc;

use kernel::{AsOf, CaseId, Code, Error, FactId, PersonId};
use store::{CaseFilter, CaseRow, PersonRow, Scope, Store, Wanted};
use tokio::sync::Notify;

use crate::bench::{Bench, at, case, case_subject, county, fact, id, nth, ring};

/// Makes the next version of a case with its fact, however often another is faster.
async fn step(store: &Store) {
    loop {
        let done = store
            .write(Wanted::nothing(), |work| {
                Box::pin(async move {
                    let before = work.case(CaseId(id("c"))).await?;
                    let version = before.map_or(0, |row| row.version) + 1;
                    // The clock stands still: only what was read says what comes later.
                    let now = work.recorded_after(at(10)).await?.at;
                    let mut entry = fact(&format!("v{version}"), 10, case_subject("c"));
                    entry.recorded_at = now;
                    work.append(entry)?;
                    work.put_case(&CaseRow { recorded_from: now, ..case(id("c"), version, 1, "open") })
                })
            })
            .await;
        match done.map_err(|error| error.code()) {
            Ok(()) => return,
            Err(code) => assert_eq!(code, Code::EditConflict),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replay_follows_what_every_process_had_looked_at() {
    let Some(bench) = Bench::postgres() else { return };
    let (first, second) = (bench.open().await, bench.open().await);
    let both = [first.clone(), second].map(|store| async move {
        for _ in 0..20 {
            step(&store).await;
        }
    });
    futures_util::future::join_all(both).await;
    let (facts, _) = first.replay(None, 100).await.expect("replayed");
    let order: Vec<FactId> = facts.iter().map(|row| row.fact).collect();
    assert_eq!(order, (1..=40).map(|n| FactId(id(&format!("v{n}")))).collect::<Vec<_>>());
    let writers: std::collections::BTreeSet<_> = facts.iter().map(|row| row.writer).collect();
    assert_eq!(writers.len(), 2, "both took part");
    let history: Vec<CaseRow> = first.history(&Scope::system(), id("c")).await.expect("read");
    assert!(history.windows(2).all(|two| two[0].recorded_from <= two[1].recorded_from));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_later_process_does_not_record_before_an_earlier_one() {
    let Some(bench) = Bench::postgres() else { return };
    let write = |store: &Store, name: &'static str, now: i64| {
        let store = store.clone();
        async move {
            let recorded = store.write(Wanted::nothing(), move |work| {
                Box::pin(async move {
                    let recorded = work.recorded_at(at(now));
                    let mut entry = fact(name, now, case_subject("c"));
                    entry.recorded_at = recorded.at;
                    work.append(entry)?;
                    Ok(recorded)
                })
            });
            recorded.await.expect("written")
        }
    };
    let (first, second) = (bench.open().await, bench.open().await);
    assert!(!write(&first, "a", 100).await.held);
    let behind = write(&second, "b", 50).await;
    assert!(behind.held && behind.at >= at(100), "{behind:?}");
    // A third one that begins now, and whose chain is empty.
    let behind = write(&bench.open().await, "c", 50).await;
    assert!(behind.held && behind.at >= at(100), "{behind:?}");
    assert!(!write(&first, "d", 100).await.held, "a second is no news");
}

/// Opens a case of a person unless he has one; says whether it did.
async fn open_unless_known(
    store: &Store,
    new: u128,
    wanted: Wanted,
    entered: Arc<Notify>,
    go_on: Option<Arc<Notify>>,
) -> Result<bool, Error> {
    let person = PersonId(id("p"));
    store
        .write(wanted, move |work| {
            let (entered, go_on) = (entered.clone(), go_on.clone());
            Box::pin(async move {
                if go_on.is_none() {
                    entered.notify_one();
                }
                work.person(person).await?;
                if let Some(go_on) = go_on {
                    entered.notify_one();
                    go_on.notified().await;
                }
                if !work.cases_of_person(person).await?.is_empty() {
                    return Ok(false);
                }
                work.put_case(&CaseRow { person, ..case(nth(new), 1, 1, "open") })?;
                Ok(true)
            })
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_do_not_open_two_cases_of_one_person() {
    let Some(bench) = Bench::postgres() else { return };
    let (first, second) = (bench.open().await, bench.open().await);
    let person = PersonRow {
        id: PersonId(id("p")),
        area: county(),
        household: None,
        recorded_at: at(1),
        erased_at: None,
        sex: None,
        birth_year: None,
    };
    first.bulk_insert(&[person]).await.expect("taken in");
    let (holds, asks, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()), Arc::new(Notify::new()));
    let one = {
        let (holds, go_on) = (holds.clone(), go_on.clone());
        tokio::spawn(async move { open_unless_known(&first, 1, Wanted::nothing(), holds, Some(go_on)).await })
    };
    holds.notified().await;
    // The other asks for the same person while the first holds him and has not committed.
    let two = {
        let (second, asks) = (second.clone(), asks.clone());
        tokio::spawn(async move { open_unless_known(&second, 2, Wanted::nothing(), asks, None).await })
    };
    asks.notified().await;
    go_on.notify_one();
    assert_eq!(one.await.expect("ran"), Ok(true));
    assert_eq!(two.await.expect("ran"), Ok(false), "it has waited and seen the first one's case");
    let file = Wanted::nothing().person_file(PersonId(id("p")));
    assert_eq!(open_unless_known(&second, 3, file, asks, None).await, Ok(false));
    let page = kernel::PageRequest::default();
    let found = second.cases(&Scope::system(), &CaseFilter::default(), AsOf::Now(at(9)), &page).await;
    assert_eq!(found.expect("read").items.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_rebuilds_under_anothers_feet() {
    let Some(bench) = Bench::postgres() else { return };
    let (first, second) = (bench.open().await, bench.open().await);
    let refused = first.begin_rebuild().await.expect_err("another is at work");
    assert_eq!(refused.code(), Code::DatabaseLocked);
    assert!(!first.is_rebuilding().await.expect("read"));
    second.close().await;
    first.begin_rebuild().await.expect("alone");
    let refused = Store::open(bench.options(ring())).await.expect_err("a rebuild is running");
    assert_eq!(refused.code(), Code::DatabaseLocked);
    first.end_rebuild().await.expect("ended");
    bench.open().await.close().await;
}
