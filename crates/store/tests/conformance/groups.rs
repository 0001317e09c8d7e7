//! The writer: jobs share a transaction but not their fate.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use futures_util::future::join_all;
use kernel::{AsOf, CaseId, Code, Error};
use store::{CaseRow, Scope, Wanted};

use crate::bench::{Bench, at, case, case_subject, county, fact, id, key, nth, obligation, user};

pub async fn one_failing_job_does_not_hurt_the_others(bench: Bench) {
    let store = bench.open().await;
    let jobs = (0..20u128).map(|n| {
        store.write(Wanted::nothing(), move |work| {
            Box::pin(async move {
                work.put_case(&case(nth(n), 1, 1, "open"))?;
                work.append(fact(&n.to_string(), 10, case_subject("x")))?;
                if n % 5 == 0 { Err(Error::new(Code::CaseState).arg("detail", n)) } else { Ok(n) }
            })
        })
    });
    let results = join_all(jobs).await;
    for (n, result) in results.iter().enumerate() {
        match result {
            Ok(got) => assert_eq!(*got, n as u128),
            Err(error) => assert_eq!((error.code(), n % 5), (Code::CaseState, 0)),
        }
    }
    let page = kernel::PageRequest::default();
    let found =
        store.cases(&Scope::system(), &Default::default(), AsOf::Now(at(9)), &page).await.expect("list");
    assert_eq!(found.items.len(), 16);
    let report = store.verify().await.expect("verifies");
    assert_eq!((report.facts, report.is_sound()), (16, true));
}

pub async fn a_panic_is_an_error_of_its_job_alone(bench: Bench) {
    let store = bench.open().await;
    let bad = store.write::<(), _>(Wanted::nothing(), |work| {
        Box::pin(async move {
            work.put_case(&case(id("bad"), 1, 1, "open"))?;
            panic!("on purpose")
        })
    });
    let good = store.write(Wanted::nothing(), |work| {
        Box::pin(async move { work.put_case(&case(id("good"), 1, 1, "open")) })
    });
    let (bad, good) = tokio::join!(bad, good);
    assert_eq!(bad.map_err(|error| error.code()), Err(Code::Internal));
    good.expect("not hurt");
    let scope = Scope::system();
    assert!(store.case(&scope, CaseId(id("bad")), AsOf::Now(at(9))).await.expect("read").is_none());
    assert!(store.case(&scope, CaseId(id("good")), AsOf::Now(at(9))).await.expect("read").is_some());
}

pub async fn the_same_key_twice_in_one_group_is_seen(bench: Bench) {
    let store = bench.open().await;
    let done = Arc::new(AtomicUsize::new(0));
    let jobs = (0..50).map(|n| {
        let done = Arc::clone(&done);
        // Half name their key up front, half ask when they run.
        let wanted = if n % 2 == 0 { Wanted::nothing().key(user(), "k") } else { Wanted::nothing() };
        store.write(wanted, move |work| {
            let done = Arc::clone(&done);
            Box::pin(async move {
                if let Some(known) = work.command_key(user(), "k").await? {
                    return Ok(known.response);
                }
                done.fetch_add(1, Ordering::Relaxed);
                work.put_case(&case(nth(n), 1, 1, "open"))?;
                work.put_command_key(&key("k"));
                Ok(key("k").response)
            })
        })
    });
    for answer in join_all(jobs).await {
        assert_eq!(answer.expect("answered"), key("k").response);
    }
    assert_eq!(done.load(Ordering::Relaxed), 1);
    let other = store
        .write(Wanted::nothing(), |work| {
            Box::pin(async move { work.command_key(kernel::UserId(id("other")), "k").await })
        })
        .await;
    assert_eq!(other.expect("read"), None, "a key belongs to its user");
}

pub async fn jobs_see_what_the_group_wrote_before(bench: Bench) {
    let store = bench.open().await;
    store
        .write(Wanted::nothing(), |work| Box::pin(async move { work.put_case(&case(id("c"), 1, 1, "v1")) }))
        .await
        .expect("written");
    let jobs = (0..100).map(|n| {
        store.write(Wanted::nothing(), move |work| {
            Box::pin(async move {
                let before = work.case(CaseId(id("c"))).await?.expect("the case is there");
                // The same question by another way must agree.
                let mine = work.cases_of_person(before.person).await?;
                assert_eq!(mine.iter().map(|row| row.version).collect::<Vec<_>>(), [before.version]);
                let next = before.version + 1;
                work.put_case(&case(id("c"), next, next, &format!("v{next}")))?;
                work.append(fact(&format!("c{n}"), 1, case_subject("c")))?;
                let facts = work.facts_about(case_subject("c")).await?;
                Ok((next, facts.len()))
            })
        })
    });
    let mut seen: Vec<_> = join_all(jobs).await.into_iter().map(|r| r.expect("written")).collect();
    seen.sort_unstable();
    assert_eq!(seen, (0..100).map(|n| (n as i64 + 2, n)).collect::<Vec<_>>());
    let history: Vec<CaseRow> = store.history(&Scope::system(), id("c")).await.expect("read");
    assert_eq!(history.len(), 101);
    for (row, next) in history.iter().zip(&history[1..]) {
        assert_eq!(row.recorded_to, Some(next.recorded_from));
    }
    assert_eq!(history[100].recorded_to, None);
}

pub async fn a_conflicting_job_fails_alone(bench: Bench) {
    let store = bench.open().await;
    let runs = Arc::new(AtomicUsize::new(0));
    let jobs = (0..10u128).map(|n| {
        let runs = Arc::clone(&runs);
        store.write(Wanted::nothing(), move |work| {
            runs.fetch_add(1, Ordering::Relaxed);
            // Job 3 brings a fact that is there already; the group finds out when it is written.
            let name = if n == 3 { "2".to_owned() } else { n.to_string() };
            Box::pin(async move { work.append(fact(&name, 10, case_subject("x"))) })
        })
    });
    let results = join_all(jobs).await;
    for (n, result) in results.iter().enumerate() {
        let code = result.as_ref().err().map(Error::code);
        assert_eq!(code, (n == 3).then_some(Code::EditConflict), "job {n}");
    }
    assert!(runs.load(Ordering::Relaxed) >= 10);
    let report = store.verify().await.expect("verifies");
    assert_eq!((report.facts, report.is_sound()), (9, true));
}

pub async fn numbers_of_failed_jobs_are_given_again(bench: Bench) {
    let store = bench.open().await;
    for round in 0..2i64 {
        let jobs = (0..6).map(|n| {
            store.write(Wanted::nothing(), move |work| {
                Box::pin(async move {
                    let number = work.next_case_number(&county(), 2022).await?;
                    let second = work.next_case_number(&county(), 2022).await?;
                    assert_eq!(second, number + 1);
                    if n % 2 == 0 { Err(Error::new(Code::CaseReasonMissing)) } else { Ok(number) }
                })
            })
        });
        let mut given: Vec<i64> = join_all(jobs).await.into_iter().filter_map(Result::ok).collect();
        given.sort_unstable();
        assert_eq!(given, [1, 3, 5].map(|n| n + round * 6));
    }
}

pub async fn prefetched_answers_equal_asked_ones(bench: Bench) {
    let store = bench.open().await;
    store
        .write(Wanted::nothing(), |work| {
            work.put_obligation(&obligation(1, case_subject("c"), 10, 20));
            work.put_command_key(&key("k"));
            Box::pin(async move { work.put_case(&case(id("c"), 1, 1, "open")) })
        })
        .await
        .expect("written");
    let person = case(id("c"), 1, 1, "open").person;
    let full = Wanted::nothing()
        .key(user(), "k")
        .current::<CaseRow>(id("c"))
        .current::<CaseRow>(id("none"))
        .related::<CaseRow>("person_id", person.0)
        .open_obligations(case_subject("c"));
    let mut answers = Vec::new();
    for wanted in [full, Wanted::nothing()] {
        let answer = store
            .write(wanted, move |work| {
                Box::pin(async move {
                    Ok((
                        work.case(CaseId(id("c"))).await?,
                        work.case(CaseId(id("none"))).await?,
                        work.cases_of_person(person).await?,
                        work.command_key(user(), "k").await?,
                        work.open_obligations(&[case_subject("c")]).await?,
                    ))
                })
            })
            .await;
        answers.push(answer.expect("read"));
    }
    assert_eq!(answers[0], answers[1]);
    assert!(answers[0].0.is_some() && answers[0].1.is_none() && answers[0].4.len() == 1);
}

pub async fn closed_stores_refuse_jobs(bench: Bench) {
    let store = bench.open().await;
    store.close().await;
    let refused = store.write(Wanted::nothing(), |_| Box::pin(async { Ok(()) })).await;
    assert_eq!(refused.map_err(|error| error.code()), Err(Code::StoreUnavailable));
}

pub async fn many_jobs_at_once(bench: Bench) {
    let store = bench.open().await;
    let jobs = (0..3000u128).map(|n| {
        store.write(Wanted::nothing().key(user(), n.to_string()), move |work| {
            Box::pin(async move {
                work.command_key(user(), &n.to_string()).await?;
                work.append(fact(&n.to_string(), 10, case_subject(&n.to_string())))?;
                work.put_case(&case(nth(n), 1, 1, "open"))?;
                work.put_obligation(&obligation(n, case_subject(&n.to_string()), 10, 20));
                work.put_command_key(&key(&n.to_string()));
                Ok(())
            })
        })
    });
    assert!(join_all(jobs).await.into_iter().all(|result| result.is_ok()));
    let report = store.verify().await.expect("verifies");
    assert!(report.orphans.iter().all(|(table, _)| *table == "obligation"), "{report:?}");
    assert_eq!((report.facts, report.first_fault), (3000, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writing_goes_on_after_the_server_was_killed() {
    let Some(server) = testkit::TestPostgres::start() else { return };
    let options = store::Options {
        url: server.fresh_database(),
        keys: crate::bench::ring(),
        now: at(0),
        new_node: id("node"),
    };
    let store = store::Store::open(options).await.expect("opens");
    let write = |n: i64| {
        store.write(Wanted::nothing(), move |work| {
            Box::pin(async move { work.append(fact(&n.to_string(), n, case_subject("c"))) })
        })
    };
    write(1).await.expect("written");
    server.kill9();
    for n in 2..4 {
        assert_eq!(write(n).await.map_err(|error| error.code()), Err(Code::StoreUnavailable));
    }
    server.restart();
    write(4).await.expect("written on a new connection");
    let report = store.verify().await.expect("verifies");
    assert_eq!((report.facts, report.is_sound()), (2, true));
}

pub async fn a_rehearsal_answers_and_leaves_nothing(bench: Bench) {
    let store = bench.open().await;
    let tried = store.rehearse(Wanted::nothing(), |work| {
        Box::pin(async move {
            work.put_case(&case(id("c"), 1, 1, "open"))?;
            work.append(fact("f", 10, case_subject("c")))?;
            Ok(work.case(CaseId(id("c"))).await?.map(|row| row.version))
        })
    });
    let kept = store.write(Wanted::nothing(), |work| {
        Box::pin(async move { work.append(fact("g", 5, case_subject("c"))) })
    });
    let (tried, kept) = tokio::join!(tried, kept);
    assert_eq!(tried, Ok(Some(1)));
    kept.expect("a fact that was only tried holds nobody");
    let scope = Scope::system();
    assert!(store.case(&scope, CaseId(id("c")), AsOf::Now(at(9))).await.expect("read").is_none());
    assert_eq!(store.verify().await.expect("verifies").facts, 1);
}
