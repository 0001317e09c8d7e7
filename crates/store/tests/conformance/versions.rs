//! State with its versions: as known then, where, and in which order.

use kernel::{AsOf, CaseId, Code, ContactId, Error, ExposureId, PageRequest, PersonId, SubjectKind};
use store::{CaseFilter, CaseRow, ContactRow, ExposureRow, Scope, Store, Wanted};

use crate::bench::{Bench, at, case, county, id, nth, path, user};

async fn put(store: &Store, row: CaseRow) -> Result<(), Error> {
    store
        .write(Wanted::nothing(), move |work| {
            let row = row.clone();
            Box::pin(async move { work.put_case(&row) })
        })
        .await
}

async fn ids(store: &Store, scope: &Scope, filter: &CaseFilter, as_of: AsOf) -> Vec<CaseId> {
    let page = store.cases(scope, filter, as_of, &PageRequest::default()).await.expect("a list");
    page.items.into_iter().map(|row| row.id).collect()
}

pub async fn a_version_ends_when_the_next_begins(bench: Bench) {
    let store = bench.open().await;
    for (version, from, status) in [(1, 10, "open"), (2, 20, "isolated"), (3, 30, "ended")] {
        put(&store, case(id("c"), version, from, status)).await.expect("written");
    }
    let scope = Scope::system();
    for (as_of, status) in [
        (AsOf::Known(at(9)), None),
        (AsOf::Known(at(10)), Some("open")),
        (AsOf::Known(at(19)), Some("open")),
        (AsOf::Known(at(20)), Some("isolated")),
        (AsOf::Known(at(99)), Some("ended")),
        (AsOf::Now(at(0)), Some("ended")),
    ] {
        let found = store.case(&scope, CaseId(id("c")), as_of).await.expect("read");
        assert_eq!(found.map(|row| row.status).as_deref(), status, "{as_of:?}");
        let listed = ids(&store, &scope, &CaseFilter::default(), as_of).await;
        assert_eq!(listed.len(), usize::from(status.is_some()), "{as_of:?}");
    }
}

pub async fn two_versions_in_one_job(bench: Bench) {
    let store = bench.open().await;
    store
        .write(Wanted::nothing(), |work| {
            Box::pin(async move {
                work.put_case(&case(id("c"), 1, 10, "open"))?;
                let mine = work.case(CaseId(id("c"))).await?.expect("my own version");
                assert_eq!(mine.status, "open");
                work.put_case(&case(id("c"), 2, 11, "isolated"))
            })
        })
        .await
        .expect("written");
    let rows: Vec<CaseRow> = store.history(&Scope::system(), id("c")).await.expect("read");
    let ends: Vec<_> = rows.iter().map(|row| (row.version, row.recorded_to)).collect();
    assert_eq!(ends, [(1, Some(at(11))), (2, None)]);
}

pub async fn the_wrong_version_is_refused(bench: Bench) {
    let store = bench.open().await;
    put(&store, case(id("c"), 1, 10, "open")).await.expect("written");
    for wrong in [1, 3, 0] {
        let refused = store
            .write(Wanted::nothing(), move |work| {
                Box::pin(async move {
                    work.case(CaseId(id("c"))).await?;
                    work.put_case(&case(id("c"), wrong, 20, "isolated"))
                })
            })
            .await;
        let error = refused.expect_err("not the next version");
        assert_eq!((error.code(), error.argument("kind")), (Code::EditConflict, Some("case")));
    }
}

pub async fn a_stale_version_is_refused_when_written(bench: Bench) {
    let store = bench.open().await;
    put(&store, case(id("c"), 1, 10, "open")).await.expect("written");
    put(&store, case(id("c"), 2, 20, "isolated")).await.expect("written");
    // Nothing was read in the job, so only the database can tell.
    for stale in [case(id("c"), 2, 30, "x"), case(id("c"), 4, 30, "x"), case(id("c"), 1, 30, "x")] {
        let error = put(&store, stale).await.expect_err("stale");
        assert_eq!(error.code(), Code::EditConflict);
    }
    let rows: Vec<CaseRow> = store.history(&Scope::system(), id("c")).await.expect("read");
    assert_eq!(rows.len(), 2);
}

pub async fn a_neighbour_with_a_common_prefix_is_invisible(bench: Bench) {
    let store = bench.open().await;
    let areas = [
        ("mine", county(), true),
        ("below", path(&["CN", "14", "1401", "140105"]), true),
        ("longer", path(&["CN", "14", "14010"]), false),
        ("beside", path(&["CN", "14", "1402"]), false),
        ("above", path(&["CN", "14"]), false),
    ];
    for (name, area, _) in &areas {
        put(&store, CaseRow { area: area.clone(), ..case(id(name), 1, 1, "open") }).await.expect("written");
    }
    let scope = Scope::new(user(), vec![county()], "work");
    let listed = ids(&store, &scope, &CaseFilter::default(), AsOf::Now(at(9))).await;
    for (name, area, visible) in &areas {
        let one = store.case(&scope, CaseId(id(name)), AsOf::Now(at(9))).await.expect("read");
        assert_eq!(one.is_some(), *visible, "{name}");
        assert_eq!(listed.contains(&CaseId(id(name))), *visible, "{name}");
        assert_eq!(scope.covers(area), *visible, "{name}");
        let history: Vec<CaseRow> = store.history(&scope, id(name)).await.expect("read");
        assert_eq!(history.len(), usize::from(*visible), "{name}");
    }
    let nowhere = Scope::new(user(), Vec::new(), "work");
    assert!(ids(&store, &nowhere, &CaseFilter::default(), AsOf::Now(at(9))).await.is_empty());
    let two = Scope::new(user(), vec![county(), path(&["CN", "14", "1402"])], "work");
    assert_eq!(ids(&store, &two, &CaseFilter::default(), AsOf::Now(at(9))).await.len(), 3);
    assert_eq!(ids(&store, &Scope::system(), &CaseFilter::default(), AsOf::Now(at(9))).await.len(), 5);
}

pub async fn lists_page_from_the_newest(bench: Bench) {
    let store = bench.open().await;
    let rows: Vec<CaseRow> = (0..25).map(|n| case(nth(n), 1, 1, "open")).collect();
    store.bulk_insert(&rows).await.expect("loaded");
    let (mut after, mut seen, mut pages) = (None, Vec::new(), 0);
    loop {
        let request = PageRequest { limit: 10, after };
        let page = store
            .cases(&Scope::system(), &CaseFilter::default(), AsOf::Now(at(9)), &request)
            .await
            .expect("a page");
        seen.extend(page.items.into_iter().map(|row| row.id.0));
        pages += 1;
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(pages, 3);
    assert_eq!(seen, (0..25).rev().map(nth).collect::<Vec<_>>());
    let made_up = PageRequest { limit: 10, after: Some(kernel::Cursor::from_text("x")) };
    let error = store
        .cases(&Scope::system(), &CaseFilter::default(), AsOf::Now(at(9)), &made_up)
        .await
        .expect_err("not our cursor");
    assert_eq!(error.code(), Code::PageInvalidCursor);
}

pub async fn counts_follow_the_filter(bench: Bench) {
    let store = bench.open().await;
    for (n, status, disease) in [(1, "open", "covid-19"), (2, "open", "covid-19"), (3, "ended", "measles")] {
        let row = CaseRow { disease: disease.into(), opened_at: at(n), ..case(nth(n as u128), 1, 1, status) };
        put(&store, row).await.expect("written");
    }
    let scope = Scope::system();
    let counts = store.case_counts(&scope, &CaseFilter::default(), AsOf::Now(at(9))).await.expect("counts");
    let shown: Vec<_> = counts.iter().map(|([d, _, s], n)| (d.as_str(), s.as_str(), *n)).collect();
    assert_eq!(shown, [("covid-19", "open", 2), ("measles", "ended", 1)]);
    let filter =
        CaseFilter { disease: Some("covid-19".into()), opened_from: Some(at(2)), ..Default::default() };
    assert_eq!(ids(&store, &scope, &filter, AsOf::Now(at(9))).await, [CaseId(nth(2))]);
    let since = store.write(Wanted::nothing(), |work| {
        Box::pin(async move { work.case_count_in_area(&path(&["CN"]), "covid-19", at(2)).await })
    });
    assert_eq!(since.await.expect("counted"), 1);
}

pub async fn related_rows_are_found_from_both_ends(bench: Bench) {
    let store = bench.open().await;
    let (person, place) = (PersonId(id("person")), id("place"));
    let contact = ContactRow {
        id: ContactId(id("contact")),
        version: 1,
        recorded_from: at(1),
        recorded_to: None,
        area: county(),
        person,
        case: CaseId(id("c")),
        disease: "covid-19".into(),
        class: "close".into(),
        status: "found".into(),
        last_exposure: at(0),
        state: "{}".into(),
    };
    let exposure = ExposureRow {
        id: ExposureId(id("exposure")),
        version: 1,
        recorded_from: at(1),
        recorded_to: None,
        area: county(),
        disease: "covid-19".into(),
        from_kind: SubjectKind::Place,
        from_id: place,
        to_kind: SubjectKind::Person,
        to_id: person.0,
        started_at: at(0),
        ended_at: at(5),
        status: "recorded".into(),
        transmission: true,
        state: "{}".into(),
    };
    let (c, e) = (contact.clone(), exposure.clone());
    let counted = store
        .write(Wanted::nothing(), move |work| {
            let (c, e) = (c.clone(), e.clone());
            Box::pin(async move {
                work.put_contact(&c)?;
                work.put_exposure(&e)?;
                work.put_case(&case(id("c"), 1, 1, "open"))
            })
        })
        .await;
    counted.expect("written");
    let found = store
        .write(Wanted::nothing(), move |work| {
            Box::pin(async move {
                Ok((
                    work.contacts_of_case(CaseId(id("c"))).await?,
                    work.contacts_of_person(person).await?,
                    work.exposures_of(place).await?,
                    work.exposures_of(person.0).await?,
                    work.case_count_at_place(place, "covid-19", at(5)).await?,
                    work.case_count_at_place(place, "covid-19", at(6)).await?,
                ))
            })
        })
        .await
        .expect("read");
    assert_eq!(found.0, std::slice::from_ref(&contact));
    assert_eq!(found.1, [contact]);
    assert_eq!(found.2, std::slice::from_ref(&exposure));
    assert_eq!(found.3, std::slice::from_ref(&exposure));
    assert_eq!((found.4, found.5), (1, 0));
    let scope = Scope::system();
    let walked =
        store.exposures_of(&scope, &[place, person.0, id("none")], AsOf::Now(at(9))).await.expect("read");
    assert_eq!(walked, [exposure]);
    let outside = Scope::new(user(), vec![path(&["CN", "15"])], "work");
    assert!(store.exposures_of(&outside, &[place], AsOf::Now(at(9))).await.expect("read").is_empty());
}

pub async fn a_version_does_not_begin_before_the_one_it_follows(bench: Bench) {
    let store = bench.open().await;
    put(&store, case(id("c"), 1, 10, "open")).await.expect("written");
    let read = store.write(Wanted::nothing(), |work| {
        Box::pin(async move {
            work.case(CaseId(id("c"))).await?;
            work.put_case(&case(id("c"), 2, 9, "isolated"))
        })
    });
    let error = read.await.expect_err("earlier");
    assert_eq!((error.code(), error.argument("held")), (Code::ClockBackwards, Some("2022-07-01T00:00:10Z")));
    // Nothing was read in the job, so only the database can tell.
    assert_eq!(put(&store, case(id("c"), 2, 9, "x")).await.expect_err("earlier").code(), Code::EditConflict);
    put(&store, case(id("c"), 2, 10, "isolated")).await.expect("the same moment will do");
}

pub async fn a_walk_knows_the_edges_of_its_moment(bench: Bench) {
    let store = bench.open().await;
    let (infector, infected) = (id("infector"), id("infected"));
    let edge = move |version: i64, from: i64, status: &str| ExposureRow {
        id: ExposureId(id("exposure")),
        version,
        recorded_from: at(from),
        recorded_to: None,
        area: county(),
        disease: "covid-19".into(),
        from_kind: SubjectKind::Person,
        from_id: infector,
        to_kind: SubjectKind::Person,
        to_id: infected,
        started_at: at(0),
        ended_at: at(5),
        status: status.into(),
        transmission: true,
        state: "{}".into(),
    };
    for (version, from, status) in [(1, 10, "standing"), (2, 20, "retracted")] {
        let row = edge(version, from, status);
        let written = store.write(Wanted::nothing(), move |work| {
            let row = row.clone();
            Box::pin(async move { work.put_exposure(&row) })
        });
        written.await.expect("written");
    }
    let scope = Scope::system();
    for (as_of, status) in [
        (AsOf::Known(at(9)), None),
        (AsOf::Known(at(10)), Some("standing")),
        (AsOf::Known(at(19)), Some("standing")),
        (AsOf::Known(at(20)), Some("retracted")),
        (AsOf::Now(at(30)), Some("retracted")),
    ] {
        let walked = store.exposures_of(&scope, &[infected], as_of).await.expect("read");
        assert_eq!(walked.first().map(|row| row.status.as_str()), status, "{as_of:?}");
        assert_eq!(store.transmissions_of(&scope, &[infector], as_of).await.expect("read"), walked);
    }
}

pub async fn contacts_are_counted_by_class_and_status(bench: Bench) {
    let store = bench.open().await;
    let rows: Vec<ContactRow> = [("close", "reached"), ("close", "reached"), ("secondary", "released")]
        .into_iter()
        .enumerate()
        .map(|(n, (class, status))| ContactRow {
            id: ContactId(nth(n as u128)),
            version: 1,
            recorded_from: at(1),
            recorded_to: None,
            area: county(),
            person: PersonId(id("person")),
            case: CaseId(id("c")),
            disease: "covid-19".into(),
            class: class.into(),
            status: status.into(),
            last_exposure: at(0),
            state: "{}".into(),
        })
        .collect();
    store.bulk_insert(&rows).await.expect("loaded");
    let counted = async |as_of| {
        let filter = store::ContactFilter::default();
        let counts = store.contact_counts(&Scope::system(), &filter, as_of).await.expect("counted");
        counts.into_iter().map(|([class, status], n)| format!("{class} {status} {n}")).collect::<Vec<_>>()
    };
    assert_eq!(counted(AsOf::Now(at(9))).await, ["close reached 2", "secondary released 1"]);
    assert!(counted(AsOf::Known(at(0))).await.is_empty());
}
