//! The journal: its chain, its order, what is found through it.

use kernel::{AsOf, Code, FactId, SubjectKind, SubjectRef};
use store::{JournalEntry, OutboxEntry, Scope, Store, Wanted};

use crate::bench::{Bench, at, case, case_subject, county, fact, id, nth, path, user};

async fn append(store: &Store, entries: Vec<JournalEntry>) -> Result<(), kernel::Error> {
    store
        .write(Wanted::nothing(), move |work| {
            let entries = entries.clone();
            Box::pin(async move {
                for entry in entries {
                    work.emit(OutboxEntry {
                        topic: "case".into(),
                        subject: entry.subject,
                        area: entry.area.clone(),
                        at: entry.recorded_at,
                    });
                    work.append(entry)?;
                }
                Ok(())
            })
        })
        .await
}

fn many(n: i64) -> Vec<JournalEntry> {
    (1..=n).map(|i| fact(&format!("f{i}"), i, case_subject(&format!("c{}", i % 3)))).collect()
}

pub async fn the_chain_verifies(bench: Bench) {
    let store = bench.open().await;
    append(&store, many(300)).await.expect("appended");
    append(&store, vec![fact("last", 400, case_subject("c"))]).await.expect("appended");
    let report = store.verify().await.expect("verifies");
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.facts, report.writers[0].seq, report.writers[0].writer), (301, 301, id("node")));
    let outbox = store.outbox_after(&Scope::system(), id("node"), 299, 10).await.expect("read");
    assert_eq!(outbox.iter().map(|row| row.seq).collect::<Vec<_>>(), [300, 301]);
    assert_eq!(store.outbox_heads().await.expect("read"), [(id("node"), 301)]);
    let outside = Scope::new(user(), vec![path(&["CN", "15"])], "work");
    assert!(store.outbox_after(&outside, id("node"), 0, 10).await.expect("read").is_empty());
}

pub async fn tampering_is_found_where_it_is(bench: Bench) {
    for (sql, seq) in [
        ("UPDATE journal SET occurred_at = occurred_at + 1 WHERE seq = 17", 17),
        ("UPDATE journal SET by_user = NULL WHERE seq = 9", 9),
        ("UPDATE journal SET kind = 'case_closed' WHERE seq = 5", 5),
        ("UPDATE journal SET area_path = 'CN/' WHERE seq = 1", 1),
    ] {
        let store = bench.open().await;
        if store.verify().await.expect("verifies").facts == 0 {
            append(&store, many(20)).await.expect("appended");
        }
        store.close().await;
        bench.meddle(sql).await;
        let store = bench.open().await;
        let report = store.verify().await.expect("verifies");
        assert_eq!(report.first_fault.as_ref().map(|fault| fault.seq), Some(seq), "{sql}");
        let error = report.into_result().expect_err("broken");
        assert_eq!(
            (error.code(), error.argument("seq")),
            (Code::ChainBroken, Some(seq.to_string().as_str()))
        );
        store.close().await;
    }
}

pub async fn a_missing_fact_is_found(bench: Bench) {
    let store = bench.open().await;
    append(&store, many(20)).await.expect("appended");
    store.close().await;
    bench.meddle("DELETE FROM journal WHERE seq = 12").await;
    let store = bench.open().await;
    let report = store.verify().await.expect("verifies");
    assert_eq!(report.first_fault.as_ref().map(|fault| fault.seq), Some(12));
    assert_eq!(report.orphans, [("fact_ref", 2)]);
}

pub async fn facts_are_found_from_everything_they_name(bench: Bench) {
    let store = bench.open().await;
    let mut elsewhere = fact("elsewhere", 30, case_subject("c"));
    elsewhere.area = path(&["CN", "14", "14010"]);
    append(&store, vec![fact("a", 10, case_subject("c")), fact("b", 20, case_subject("d")), elsewhere])
        .await
        .expect("appended");
    let scope = Scope::new(user(), vec![county()], "work");
    let person = SubjectRef { kind: SubjectKind::Person, id: id("person") };
    for (subject, as_of, wanted) in [
        (case_subject("c"), AsOf::Now(at(0)), vec!["a"]),
        (person, AsOf::Now(at(0)), vec!["a", "b"]),
        (person, AsOf::Known(at(10)), vec!["a"]),
        (person, AsOf::Known(at(9)), vec![]),
        (case_subject("none"), AsOf::Now(at(0)), vec![]),
    ] {
        let found = store.facts_about(&scope, subject, as_of).await.expect("read");
        let wanted: Vec<_> = wanted.into_iter().map(|name| FactId(id(name))).collect();
        assert_eq!(found.iter().map(|row| row.fact).collect::<Vec<_>>(), wanted, "{subject:?} {as_of:?}");
    }
    assert_eq!(store.facts_about(&Scope::system(), person, AsOf::Now(at(0))).await.expect("read").len(), 3);
    let row = store.fact(&scope, FactId(id("a"))).await.expect("read").expect("there");
    assert_eq!(JournalEntry::try_from(row), Ok(fact("a", 10, case_subject("c"))));
    assert!(store.fact(&scope, FactId(id("elsewhere"))).await.expect("read").is_none());
    let opened =
        store.facts_of_kind(&scope, "case_opened", at(20), AsOf::Now(at(0)), 10).await.expect("read");
    assert_eq!(opened.len(), 1);
}

pub async fn replay_goes_by_recorded_time(bench: Bench) {
    let store = bench.open().await;
    append(&store, many(25)).await.expect("appended");
    let (mut from, mut seen) = (None, Vec::new());
    loop {
        let (rows, next) = store.replay(from, 10).await.expect("a batch");
        seen.extend(rows.into_iter().map(|row| (row.recorded_at, row.seq)));
        from = next;
        if from.is_none() {
            break;
        }
    }
    assert_eq!(seen, (1..=25).map(|n| (at(n), n)).collect::<Vec<_>>());
}

pub async fn a_rebuild_keeps_the_journal_and_its_references(bench: Bench) {
    let store = bench.open().await;
    append(&store, many(30)).await.expect("appended");
    store
        .write(Wanted::nothing(), |work| Box::pin(async move { work.put_case(&case(nth(1), 1, 1, "open")) }))
        .await
        .expect("written");
    let before =
        store.facts_about(&Scope::system(), case_subject("c1"), AsOf::Now(at(0))).await.expect("read");
    assert_eq!(store.begin_rebuild().await.expect("cleared"), 30);
    assert!(store.is_rebuilding().await.expect("read"));
    assert_eq!(store.begin_rebuild().await.expect("begun again"), 30);
    store.end_rebuild().await.expect("ended");
    assert!(!store.is_rebuilding().await.expect("read"));
    let after =
        store.facts_about(&Scope::system(), case_subject("c1"), AsOf::Now(at(0))).await.expect("read");
    assert_eq!(after, before);
    assert_eq!(store.outbox_heads().await.expect("read"), [(id("node"), 30)], "nobody hears it twice");
    assert!(
        store.case(&Scope::system(), kernel::CaseId(nth(1)), AsOf::Now(at(0))).await.expect("read").is_none()
    );
    append(&store, vec![fact("more", 99, case_subject("c"))]).await.expect("appended");
    let report = store.verify().await.expect("verifies");
    assert_eq!((report.facts, report.is_sound()), (31, true));
}

pub async fn the_clock_does_not_run_back(bench: Bench) {
    let store = bench.open().await;
    append(&store, vec![fact("a", 100, case_subject("c"))]).await.expect("appended");
    let error = append(&store, vec![fact("b", 99, case_subject("c"))]).await.expect_err("earlier");
    assert_eq!(error.code(), Code::ClockBackwards);
    store.close().await;
    let store = bench.open().await;
    let recorded = store.write(Wanted::nothing(), |work| {
        let seen = (work.recorded_at(at(50)), work.recorded_at(at(150)));
        Box::pin(async move { Ok(seen) })
    });
    let (held, free) = recorded.await.expect("asked");
    assert_eq!((held.at, held.held), (at(100), true));
    assert_eq!((free.at, free.held), (at(150), false));
}

pub async fn the_chain_goes_on_after_reopening(bench: Bench) {
    for n in 0..3 {
        let store = bench.open().await;
        append(&store, vec![fact(&format!("r{n}"), n, case_subject("c"))]).await.expect("appended");
        let report = store.verify().await.expect("verifies");
        assert_eq!((report.facts, report.is_sound(), report.writers.len()), (n as u64 + 1, true, 1));
        store.close().await;
    }
}
