//! Several processes that record at once, and rebuilds.

use std::collections::BTreeSet;

use app::{App, CaseFilter, ContactFilter, Receipt};
use authz::Role;
use domain::TestOutcome;
use kernel::{Code, PersonId};
use store::Scope;

use crate::town::{HOME, Town, refused};

/// Tests somebody positive through one of the processes, however often it is asked again.
async fn positive(town: &Town, app: &App, person: PersonId) -> Receipt {
    let lab = town.who(Role::Laboratory, "CN");
    loop {
        match app.record_test(&lab, None, town.result(person, TestOutcome::Positive)).await {
            Ok(receipt) => return receipt,
            Err(error) => assert_eq!(error.code(), Code::EditConflict),
        }
    }
}

pub async fn f01_two_processes_open_one_case_and_one_contact(town: Town) {
    town.set("2022-07-01 20:00");
    let Some(other) = town.another_process().await else { return };
    for _ in 0..8 {
        let (x, y) = (town.person(HOME).await, town.person(HOME).await);
        town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
        let (one, two) = tokio::join!(positive(&town, &town.app, x), positive(&town, &other, x));
        let opened = [one, two].map(|receipt| receipt.subject_of("case_opened").is_some());
        assert_eq!(opened.iter().filter(|opened| **opened).count(), 1, "{opened:?}");
    }
    let (scope, now, page) = (Scope::system(), town.now(), town.whole());
    let cases = town.app.store().cases(&scope, &CaseFilter::default(), now, &page).await.expect("read");
    let contacts =
        town.app.store().contacts(&scope, &ContactFilter::default(), now, &page).await.expect("read");
    assert_eq!((cases.items.len(), contacts.items.len()), (8, 8));
    other.store().close().await;
}

/// What both processes recorded, in the order of a replay, follows from what each had seen.
pub async fn a_rebuild_follows_every_process(town: Town) {
    town.set("2022-07-01 20:00");
    let people = [town.person(HOME).await, town.person(HOME).await, town.person(HOME).await];
    let Some(other) = town.another_process().await else { return };
    for person in people {
        let other_people = people.into_iter().filter(|p| *p != person);
        for (app, met) in [&town.app, &other].into_iter().zip(other_people) {
            let input = town.meeting(person, met, "household", "2022-07-01 08:00", "2022-07-01 19:00");
            app.record_exposure(&town.who(Role::Epidemiologist, "CN"), None, input).await.expect("recorded");
        }
        // Both look at the same file at the same standing moment.
        tokio::join!(positive(&town, &town.app, person), positive(&town, &other, person));
    }
    other.store().close().await;
    let (scope, now, page) = (Scope::system(), town.now(), town.whole());
    let table = async || {
        let store = town.app.store();
        let cases = store.cases(&scope, &CaseFilter::default(), now, &page).await.expect("read").items;
        let contacts = store.contacts(&scope, &ContactFilter::default(), now, &page).await.expect("read");
        format!("{cases:?} {:?}", contacts.items)
    };
    let before = table().await;
    let writers: BTreeSet<_> =
        town.app.store().replay(None, 500).await.expect("read").0.into_iter().map(|row| row.writer).collect();
    assert_eq!(writers.len(), 2);
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!(table().await, before);
}

pub async fn a_rebuild_that_was_broken_off_is_begun_again(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person(HOME).await;
    let case = town.positive(person).await;
    let (_, heard) = town.app.news(&town.cdc(), None, 10).await.expect("from now on");
    if let Some(other) = town.another_process().await {
        assert_eq!(refused(town.app.rebuild(|_| ()).await), Code::DatabaseLocked);
        assert_eq!(town.case(case).await.person, person, "nothing was emptied");
        other.store().close().await;
    }
    town.app.store().begin_rebuild().await.expect("begun");
    let town = town.rebuilt_after_a_crash().await;
    let (rows, cursor) = town.app.news(&town.cdc(), Some(heard.clone()), 10).await.expect("heard");
    assert!(rows.is_empty() && cursor == heard, "nobody hears anything again");
    assert_eq!(town.case(case).await.person, person);
    let next = town.person(HOME).await;
    town.positive(next).await;
}

pub async fn an_age_is_known_after_a_rebuild_and_stands_in_no_fact(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person_born(HOME, 1947).await;
    let plain = async || {
        let (rows, _) = town.app.store().replay(None, 500).await.expect("read");
        rows.iter().map(|row| String::from_utf8_lossy(&row.body).into_owned()).collect::<String>()
    };
    let said = plain().await;
    assert!(!said.contains("1947") && !said.contains(r#""f""#), "{said}");
    for field in ["sex", "birth_year", "name", "phone"] {
        assert!(said.contains(&format!(r#""{field}":""#)), "a commitment to {field}: {said}");
    }
    let row = async || {
        let row = town.app.store().person(&Scope::system(), person).await.expect("read").expect("there");
        (row.sex, row.birth_year)
    };
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!(row().await, (Some("f".to_owned()), Some(1947)));
    let admin = town.who(Role::Administrator, HOME);
    town.app.erase_person(&admin, None, person, "asked".to_owned()).await.expect("erased");
    assert_eq!(row().await, (None, None));
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!(row().await, (None, None));
}
