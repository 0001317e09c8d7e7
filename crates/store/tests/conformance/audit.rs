//! The audit: chains, what is found by whom, cuts, and what is noticed.

use kernel::{PageRequest, PersonId};
use store::{AuditEntry, AuditFilter, AuditKind, PersonRow, Scope, Store, Wanted};

use crate::bench::{Bench, at, county, id, path, user};

fn entry(name: &str, second: i64) -> AuditEntry {
    AuditEntry {
        id: id(name),
        at: at(second),
        kind: AuditKind::Look,
        action: "case.read".into(),
        user: Some(user()),
        post: None,
        subject: Some(("case".into(), id("case"))),
        area: county(),
        purpose: "tracing".into(),
        route: None,
        code: None,
        count: 1,
        detail: b"{}".to_vec(),
        persons: vec![PersonId(id(name)), PersonId(id("everybody"))],
    }
}

async fn write(store: &Store, entries: Vec<AuditEntry>) {
    store
        .write(Wanted::nothing(), move |work| {
            entries.iter().cloned().for_each(|entry| work.audit(entry));
            Box::pin(async { Ok(()) })
        })
        .await
        .expect("written");
}

async fn found(store: &Store, scope: &Scope, filter: AuditFilter) -> Vec<i64> {
    let page = store.audit(scope, &filter, &PageRequest::default()).await.expect("read");
    page.items.into_iter().map(|row| row.seq).collect()
}

pub async fn entries_are_chained_and_found(bench: Bench) {
    let store = bench.open().await;
    write(&store, vec![entry("a", 10), entry("b", 20)]).await;
    store.close().await;
    // The chain goes on where it ended.
    let store = bench.open().await;
    let elsewhere = AuditEntry { area: path(&["CN", "14", "14010"]), ..entry("c", 30) };
    let refused = AuditEntry {
        kind: AuditKind::Denial,
        route: Some("GET /cases/{id}".into()),
        code: Some("record.not_found".into()),
        user: None,
        subject: None,
        persons: Vec::new(),
        ..entry("d", 40)
    };
    write(&store, vec![elsewhere, refused]).await;
    let report = store.verify().await.expect("verifies");
    assert_eq!((report.audit.entries, report.is_sound()), (4, true), "{report:?}");
    let all = AuditFilter::default;
    let person = |name: &str| Some(PersonId(id(name)));
    let own = Scope::new(user(), vec![county()], "audit");
    for (filter, seen) in [
        (all(), vec![4, 2, 1]),
        (AuditFilter { user: Some(user()), ..all() }, vec![2, 1]),
        (AuditFilter { kind: Some(AuditKind::Denial), ..all() }, vec![4]),
        (AuditFilter { route: Some("GET /cases/{id}".into()), ..all() }, vec![4]),
        (AuditFilter { action: Some("case.write".into()), ..all() }, vec![]),
        (AuditFilter { subject: Some(id("case")), ..all() }, vec![2, 1]),
        (AuditFilter { from: Some(at(20)), until: Some(at(40)), ..all() }, vec![2]),
        (AuditFilter { area: Some(path(&["CN", "14", "14010"])), ..all() }, vec![]),
        (AuditFilter { person: person("a"), ..all() }, vec![1]),
        (AuditFilter { person: person("everybody"), ..all() }, vec![2, 1]),
        (AuditFilter { person: person("everybody"), everywhere: true, ..all() }, vec![3, 2, 1]),
    ] {
        assert_eq!(found(&store, &own, filter.clone()).await, seen, "{filter:?}");
    }
    let mut page = PageRequest { limit: 2, after: None };
    let first = store.audit(&Scope::system(), &all(), &page).await.expect("read");
    page.after = first.next;
    let second = store.audit(&Scope::system(), &all(), &page).await.expect("read");
    let seqs: Vec<i64> = first.items.iter().chain(&second.items).map(|row| row.seq).collect();
    assert_eq!((seqs, second.next.is_none()), (vec![4, 3, 2, 1], true));
}

pub async fn whatever_is_done_to_the_audit_is_found(bench: Bench) {
    for (n, sql) in [
        "UPDATE audit SET purpose = 'other' WHERE seq = 3",
        "UPDATE audit SET code = '' WHERE seq = 3",
        "UPDATE audit SET user_id = NULL WHERE seq = 3",
        "UPDATE audit SET row_count = 7 WHERE seq = 3",
        "DELETE FROM audit WHERE seq = 3",
        // The end is cut off.
        "DELETE FROM audit WHERE seq > 4",
        "DELETE FROM audit_head",
        // Somebody is no longer found by what befell him.
        "DELETE FROM audit_person WHERE seq = 3",
    ]
    .into_iter()
    .enumerate()
    {
        let store = bench.open().await;
        // The faults of the rounds before are mended by beginning anew.
        store.close().await;
        for sql in ["DELETE FROM audit", "DELETE FROM audit_person", "DELETE FROM audit_head"] {
            bench.meddle(sql).await;
        }
        let store = bench.open().await;
        write(&store, (0..6).map(|i| entry(&format!("{n}-{i}"), i)).collect()).await;
        assert!(store.verify().await.expect("verifies").is_sound());
        store.close().await;
        bench.meddle(sql).await;
        let store = bench.open().await;
        let report = store.verify().await.expect("verifies");
        let fault = report.audit.first_fault.clone();
        assert!(fault.is_some_and(|fault| fault.seq <= 7), "{sql}: {report:?}");
        let error = report.into_result().expect_err("broken");
        assert_eq!(error.code(), kernel::Code::AuditBroken, "{sql}");
        store.close().await;
    }
}

pub async fn a_chain_is_cut_and_goes_on(bench: Bench) {
    let store = bench.open().await;
    // The wall clock was set back once: what is younger keeps what stands behind it.
    let times = [10, 20, 90, 30, 100];
    write(&store, times.iter().map(|t| entry(&format!("e{t}"), *t)).collect()).await;
    let cuts = store.audit_cuts(at(50)).await.expect("read");
    assert_eq!(cuts.iter().map(|cut| (cut.seq, cut.entries)).collect::<Vec<_>>(), [(2, 2)]);
    for than in [50, 1000] {
        store
            .write(Wanted::nothing(), move |work| {
                Box::pin(async move {
                    for cut in work.audit_cuts(at(than)).await? {
                        work.cut_audit(&cut, id("certificate")).await?;
                    }
                    Ok(())
                })
            })
            .await
            .expect("cut");
        assert!(store.verify().await.expect("verifies").is_sound());
    }
    assert!(found(&store, &Scope::system(), AuditFilter::default()).await.is_empty());
    let anchors = store.audit_anchors().await.expect("read");
    assert_eq!(anchors.iter().map(|a| (a.seq, a.certificate)).collect::<Vec<_>>(), [(5, id("certificate"))]);
    write(&store, vec![entry("later", 2000)]).await;
    assert_eq!(found(&store, &Scope::system(), AuditFilter::default()).await, [6]);
    assert!(store.verify().await.expect("verifies").is_sound());
    // What was purged does not come back unseen.
    store.close().await;
    bench.meddle("UPDATE audit SET seq = 5 WHERE seq = 6").await;
    let store = bench.open().await;
    assert!(!store.verify().await.expect("verifies").is_sound());
}

/// A database as it was before the audit had chains.
const BEFORE: [&str; 3] = [
    "CREATE TABLE read_audit AS SELECT id, recorded_at AS at, id AS user_id, household_id AS post_id, \
     'person.read' AS action, 'person' AS subject_kind, id AS subject_id, area_path, 'tracing' AS purpose, \
     CAST(2 AS BIGINT) AS row_count FROM person",
    "DROP TABLE audit; DROP TABLE audit_person; DROP TABLE audit_head; DROP TABLE audit_anchor",
    "DELETE FROM schema_version WHERE version = 18",
];

pub async fn looks_of_before_get_a_chain(bench: Bench) {
    let store = bench.open().await;
    let person = |n: u128| PersonRow {
        id: PersonId(crate::bench::nth(n)),
        area: county(),
        household: None,
        recorded_at: at(i64::try_from(n).expect("small")),
        erased_at: None,
        sex: None,
        birth_year: None,
    };
    // More than are read at once.
    let persons: Vec<PersonRow> = (1..=2100).map(person).collect();
    store.bulk_insert(&persons).await.expect("loaded");
    store.close().await;
    for sql in BEFORE {
        bench.meddle(sql).await;
    }
    let store = bench.open().await;
    let report = store.verify().await.expect("verifies");
    assert_eq!((report.audit.entries, report.is_sound()), (2100, true), "{:?}", report.audit.first_fault);
    let own = Scope::new(user(), vec![county()], "audit");
    let of_one = AuditFilter { person: Some(persons[6].id), ..AuditFilter::default() };
    let page = store.audit(&own, &of_one, &PageRequest::default()).await.expect("read");
    let look = &page.items[0];
    assert_eq!((look.at, look.purpose.as_str(), look.count), (at(7), "tracing", 2));
    // What comes now stands in a chain of its own.
    write(&store, vec![entry("now", 9000)]).await;
    let report = store.verify().await.expect("verifies");
    assert_eq!((report.audit.writers.len(), report.is_sound()), (2, true));
}
