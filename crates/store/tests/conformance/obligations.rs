//! Obligations: their states, their ends, their timers.

use std::collections::BTreeMap;

use kernel::{AsOf, FactId, ObligationId, PageRequest, SubjectKind, UnitId};
use store::{
    Close, EscalationRow, ObligationCounts, ObligationFilter, ObligationRow, ObligationState, Scope, Store,
    TimerStep, Wanted, state_at,
};

use crate::bench::{Bench, at, case_subject, county, id, nth, obligation, path, user};

async fn load(store: &Store, rows: Vec<ObligationRow>) {
    store.bulk_insert(&rows).await.expect("loaded");
}

fn close(n: u128, state: &str, happened: i64, recorded: i64) -> Close {
    Close {
        id: ObligationId(nth(n)),
        state: state.into(),
        at: at(happened),
        recorded_at: at(recorded),
        fact: FactId(id("closing")),
    }
}

async fn close_all(store: &Store, closes: Vec<Close>) {
    store
        .write(Wanted::nothing(), move |work| {
            work.close_obligations(closes.clone());
            Box::pin(async { Ok(()) })
        })
        .await
        .expect("closed");
}

/// One obligation in each state at 100: opened at 1, recorded with its times.
async fn one_in_each_state(store: &Store) {
    load(
        store,
        vec![
            obligation(1, case_subject("a"), 200, 300), // open
            obligation(2, case_subject("a"), 100, 300), // warned at the exact moment
            obligation(3, case_subject("a"), 50, 100),  // due at the exact moment: still on time
            obligation(4, case_subject("b"), 50, 99),   // overdue
            obligation(5, case_subject("b"), 50, 99),   // met
            obligation(6, case_subject("b"), 50, 60),   // met late
            obligation(7, case_subject("b"), 50, 60),   // waived
            obligation(8, case_subject("b"), 50, 60),   // void
        ],
    )
    .await;
    close_all(
        store,
        vec![
            close(5, "met", 70, 80),
            close(6, "met_late", 70, 80),
            close(7, "waived", 80, 80),
            close(8, "void", 80, 80),
        ],
    )
    .await;
}

pub async fn states_follow_from_times(bench: Bench) {
    let store = bench.open().await;
    one_in_each_state(&store).await;
    use ObligationState::{Met, MetLate, Open, Overdue, Void, Waived, Warned};
    let table: [(AsOf, Vec<(u128, ObligationState)>); 3] = [
        (
            AsOf::Known(at(100)),
            vec![
                (1, Open),
                (2, Warned),
                (3, Warned),
                (4, Overdue),
                (5, Met),
                (6, MetLate),
                (7, Waived),
                (8, Void),
            ],
        ),
        (
            // Before anybody knew of the evidence.
            AsOf::Known(at(79)),
            vec![
                (1, Open),
                (2, Open),
                (3, Warned),
                (4, Warned),
                (5, Warned),
                (6, Overdue),
                (7, Overdue),
                (8, Overdue),
            ],
        ),
        (AsOf::Known(at(0)), vec![]),
    ];
    let scope = Scope::system();
    for (as_of, expected) in table {
        let all = store
            .obligations(&scope, &ObligationFilter::default(), as_of, &PageRequest::default())
            .await
            .expect("a list");
        let found: BTreeMap<_, _> =
            all.items.iter().filter_map(|row| Some((row.id, state_at(row, as_of)?))).collect();
        let wanted: BTreeMap<_, _> =
            expected.iter().map(|(n, state)| (ObligationId(nth(*n)), *state)).collect();
        assert_eq!(found, wanted, "{as_of:?}");
        let mut counts = BTreeMap::new();
        for state in ObligationState::ALL {
            // The list by state agrees with the state of each row.
            let filter = ObligationFilter { states: vec![state], ..Default::default() };
            let page =
                store.obligations(&scope, &filter, as_of, &PageRequest::default()).await.expect("a list");
            let listed: Vec<_> = page.items.iter().map(|row| row.id).collect();
            let mut own: Vec<_> = wanted.iter().filter(|(_, s)| **s == state).map(|(id, _)| *id).collect();
            let mut sorted = listed.clone();
            sorted.sort_unstable();
            own.sort_unstable();
            assert_eq!(sorted, own, "{state:?} at {as_of:?}");
            counts.insert(state, listed.len() as i64);
        }
        let counted =
            store.obligation_counts(&scope, &ObligationFilter::default(), as_of).await.expect("counts");
        let of = |state| counts.get(&state).copied().unwrap_or_default();
        let by_hand = ObligationCounts {
            open: of(Open),
            warned: of(Warned),
            overdue: of(Overdue),
            met: of(Met),
            met_late: of(MetLate),
            waived: of(Waived),
            void: of(Void),
            handed_over: of(ObligationState::HandedOver),
            escalated: 0,
        };
        assert_eq!(counted, by_hand, "{as_of:?}");
    }
    let unclosed =
        ObligationFilter { unclosed: true, subject: Some(case_subject("b")), ..Default::default() };
    let page = store
        .obligations(&scope, &unclosed, AsOf::Now(at(100)), &PageRequest::default())
        .await
        .expect("list");
    assert_eq!(page.items.iter().map(|row| row.id.0).collect::<Vec<_>>(), [nth(4)]);
    let units = [UnitId(id("another unit")), UnitId(id("unit"))];
    for as_of in [AsOf::Now(at(100)), AsOf::Known(at(100))] {
        let by_unit =
            store.obligation_counts_of_units(&scope, &ObligationFilter::default(), &units, as_of).await;
        let by_unit = by_unit.expect("counts");
        assert_eq!((by_unit[0].all(), by_unit[1].overdue, by_unit[1].met), (0, 1, 1));
        let owed = store.owed_by_unit(&scope, None, as_of).await.expect("counts");
        let expected = (by_unit[1].overdue, by_unit[1].unclosed());
        assert_eq!(owed.into_iter().collect::<Vec<_>>(), [(units[1], expected)]);
    }
}

pub async fn the_past_does_not_know_what_came_later(bench: Bench) {
    let store = bench.open().await;
    one_in_each_state(&store).await;
    let filter = ObligationFilter::default();
    let page = store
        .obligations(&Scope::system(), &filter, AsOf::Known(at(79)), &PageRequest::default())
        .await
        .expect("a list");
    assert!(page.items.iter().all(|row| row.close_state.is_none() && row.closed_fact.is_none()));
}

pub async fn lists_page_by_due_time(bench: Bench) {
    let store = bench.open().await;
    // Several are due at the same moment, so the id must decide.
    let mut rows: Vec<_> =
        (0..23).map(|n| obligation(n, case_subject("a"), 5, 10 + (n as i64 % 3))).collect();
    rows.push(ObligationRow {
        area: path(&["CN", "14", "14010"]),
        ..obligation(99, case_subject("a"), 5, 10)
    });
    load(&store, rows).await;
    let scope = Scope::new(user(), vec![county()], "work");
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let request = PageRequest { limit: 5, after };
        let page = store
            .obligations(&scope, &ObligationFilter::default(), AsOf::Now(at(0)), &request)
            .await
            .expect("a page");
        seen.extend(page.items.into_iter().map(|row| (row.due_at, row.id.0)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut sorted = seen.clone();
    sorted.sort_unstable();
    assert_eq!(seen, sorted);
    assert_eq!(seen.len(), 23);
}

pub async fn closing_twice_keeps_the_first(bench: Bench) {
    let store = bench.open().await;
    load(&store, vec![obligation(1, case_subject("a"), 10, 20)]).await;
    close_all(&store, vec![close(1, "met", 15, 16), close(1, "void", 17, 18)]).await;
    close_all(&store, vec![close(1, "waived", 25, 26)]).await;
    let row = store.obligation(&Scope::system(), ObligationId(nth(1))).await.expect("read").expect("there");
    assert_eq!((row.close_state.as_deref(), row.closed_at, row.timer_at), (Some("met"), Some(at(15)), None));
}

pub async fn opening_twice_changes_nothing(bench: Bench) {
    let store = bench.open().await;
    load(&store, vec![obligation(1, case_subject("a"), 10, 20)]).await;
    let again = obligation(1, case_subject("a"), 90, 99);
    for _ in 0..2 {
        let again = again.clone();
        store
            .write(Wanted::nothing(), move |work| {
                work.put_obligation(&again);
                work.put_obligation(&again);
                Box::pin(async { Ok(()) })
            })
            .await
            .expect("nothing happens");
    }
    let row = store.obligation(&Scope::system(), ObligationId(nth(1))).await.expect("read").expect("there");
    assert_eq!(row.due_at, at(20));
}

pub async fn open_ones_follow_the_group(bench: Bench) {
    let store = bench.open().await;
    load(&store, vec![obligation(1, case_subject("a"), 10, 20)]).await;
    // Each job closes what is open and opens the next; half say what they want up front.
    let jobs = (1..40u128).map(|n| {
        let wanted = Wanted::nothing();
        let wanted = if n % 2 == 0 { wanted.open_obligations(case_subject("a")) } else { wanted };
        store.write(wanted, move |work| {
            Box::pin(async move {
                let open = work.open_obligations(&[case_subject("a"), case_subject("b")]).await?;
                assert_eq!(open.len(), 1, "job {n}");
                work.close_obligations([Close { id: open[0].id, ..close(0, "met", 15, 16) }]);
                assert!(work.open_obligations(&[case_subject("a")]).await?.is_empty());
                let next = open[0].id.0.as_u128() + 1;
                let mut row = obligation(0, case_subject("a"), 10, 20);
                row.id = ObligationId(uuid::Uuid::from_u128(next));
                work.put_obligation(&row);
                work.set_holder(row.id, UnitId(id("other unit")), None);
                assert_eq!(work.open_obligations(&[case_subject("a")]).await?.len(), 1);
                // An empty close list and an unknown id change nothing.
                work.close_obligations([close(7777, "void", 1, 1)]);
                Ok(())
            })
        })
    });
    for result in futures_util::future::join_all(jobs).await {
        result.expect("closed and opened");
    }
    let counts = store
        .obligation_counts(&Scope::system(), &ObligationFilter::default(), AsOf::Now(at(5)))
        .await
        .expect("counts");
    assert_eq!((counts.met, counts.open), (39, 1));
    let filter =
        ObligationFilter { unit: Some(UnitId(id("other unit"))), unclosed: true, ..Default::default() };
    let page = store
        .obligations(&Scope::system(), &filter, AsOf::Now(at(5)), &PageRequest::default())
        .await
        .expect("list");
    assert_eq!(page.items.len(), 1);
}

pub async fn timers_move_ten_thousand_at_once(bench: Bench) {
    let store = bench.open().await;
    load(&store, (0..12_000).map(|n| obligation(n, case_subject("a"), 50, 100)).collect()).await;
    assert_eq!(store.next_timer().await.expect("read"), Some(at(50)));
    assert!(store.due_timers(at(49), 10).await.expect("read").is_empty());
    let due = store.due_timers(at(50), 10_000).await.expect("read");
    assert_eq!(due.len(), 10_000);
    store
        .write(Wanted::nothing(), move |work| {
            for row in &due {
                work.put_escalation(&EscalationRow {
                    obligation: row.id,
                    step: 1,
                    level: "county".into(),
                    to_unit: UnitId(id("superior")),
                    to_post: None,
                    at: at(50),
                    recorded_at: at(51),
                    fact: FactId(id("escalated")),
                });
            }
            work.advance_timers(due.iter().map(|row| TimerStep {
                id: row.id,
                timer_at: Some(at(200)),
                step: 1,
            }));
            Box::pin(async { Ok(()) })
        })
        .await
        .expect("moved");
    assert_eq!(store.due_timers(at(50), 10_000).await.expect("read").len(), 2_000);
    assert_eq!(store.due_timers(at(200), 20_000).await.expect("read").len(), 12_000);
    let counts = |as_of| {
        let store = store.clone();
        async move {
            let filter = ObligationFilter::default();
            store.obligation_counts(&Scope::system(), &filter, as_of).await.expect("counts").escalated
        }
    };
    assert_eq!(counts(AsOf::Known(at(50))).await, 0);
    assert_eq!(counts(AsOf::Known(at(51))).await, 10_000);
    let steps = store.escalations(&Scope::system(), ObligationId(nth(0))).await.expect("read");
    assert_eq!(steps.iter().map(|step| step.step).collect::<Vec<_>>(), [1]);
    let told = store.escalations_to(&Scope::system(), UnitId(id("superior")), at(0), 7).await.expect("read");
    assert_eq!(told.len(), 7);
}

pub async fn a_close_is_seen_by_whoever_asks_later(bench: Bench) {
    let store = bench.open().await;
    load(&store, (1..=3).map(|n| obligation(n, case_subject("a"), 10, 20)).collect()).await;
    // The first job changes rows that nobody in the group has read.
    let change = store.write(Wanted::nothing(), |work| {
        work.close_obligations([close(1, "met", 5, 6)]);
        work.advance_timers([TimerStep { id: ObligationId(nth(2)), timer_at: None, step: 7 }]);
        work.set_holder(ObligationId(nth(3)), UnitId(id("other unit")), None);
        Box::pin(async { Ok(()) })
    });
    let ask = store.write(Wanted::nothing(), |work| {
        Box::pin(async move {
            let open = work.open_obligations(&[case_subject("a")]).await?;
            let closed = work.obligation(ObligationId(nth(1))).await?;
            Ok((open, closed))
        })
    });
    let (changed, asked) = tokio::join!(change, ask);
    changed.expect("changed");
    let (open, closed) = asked.expect("asked");
    let seen: Vec<_> = open.iter().map(|row| (row.id.0, row.timer_step, row.holder_unit)).collect();
    assert_eq!(seen, [(nth(2), 7, UnitId(id("unit"))), (nth(3), 0, UnitId(id("other unit")))]);
    assert_eq!(closed.and_then(|row| row.close_state).as_deref(), Some("met"));
}

pub async fn tests_and_checks_of_orders_are_told_apart(bench: Bench) {
    let store = bench.open().await;
    let order = kernel::OrderId(id("order")).subject();
    let rows: Vec<_> = [(order, "t3"), (order, "c2022-07-04-1"), (order, ""), (case_subject("c"), "t3")]
        .into_iter()
        .zip(1u128..)
        .map(|((subject, occurrence), n)| store::ObligationRow {
            occurrence: occurrence.into(),
            ..obligation(n, subject, 10, 20)
        })
        .collect();
    store.bulk_insert(&rows).await.expect("loaded");
    for (kind, first, wanted) in [
        (Some(SubjectKind::Order), Some('t'), vec![1]),
        (Some(SubjectKind::Order), Some('c'), vec![2]),
        (Some(SubjectKind::Order), None, vec![1, 2, 3]),
        (None, Some('t'), vec![1, 4]),
    ] {
        let filter = ObligationFilter { subject_kind: kind, occurrence: first, ..Default::default() };
        let page = PageRequest::default();
        let found = store.obligations(&Scope::system(), &filter, AsOf::Now(at(30)), &page).await;
        let ids: Vec<_> = found.expect("listed").items.into_iter().map(|row| row.id.0).collect();
        assert_eq!(ids, wanted.iter().map(|n| nth(*n)).collect::<Vec<_>>(), "{kind:?} {first:?}");
        let counts = store.obligation_counts(&Scope::system(), &filter, AsOf::Now(at(30))).await;
        assert_eq!(counts.expect("counted").overdue, wanted.len() as i64);
    }
}
