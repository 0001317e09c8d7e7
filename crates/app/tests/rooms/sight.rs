//! Who sees which facts and changes: what is stored decides.

use app::questions::NewsCursor;
use authz::Role;
use kernel::{SubjectKind, SubjectRef};

use crate::town::{HOME, NEXT, Town};

async fn kinds(town: &Town, role: Role, area: &str, subject: SubjectRef) -> Vec<&'static str> {
    let facts = town.app.facts_about(&town.who(role, area), subject, town.now()).await.expect("told");
    facts.iter().map(|line| line.fact.kind()).collect()
}

pub async fn a_fact_is_shown_to_whoever_may_read_its_kind(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person(HOME).await;
    let case = town.positive(person).await;
    town.checked(person).await;
    // Whatever the asker calls it: the id alone finds the facts.
    let called = |kind| SubjectRef { kind, id: person.0 };
    for kind in [SubjectKind::Person, SubjectKind::Problem, SubjectKind::Order, SubjectKind::Visit] {
        let subject = called(kind);
        assert_eq!(
            kinds(&town, Role::Epidemiologist, HOME, subject).await,
            ["person_registered", "test_result", "case_opened", "check_done"]
        );
        assert_eq!(
            kinds(&town, Role::Commander, HOME, subject).await,
            ["test_result", "case_opened", "check_done"],
            "who may not read what names a person is not told that he was taken in"
        );
        assert_eq!(
            kinds(&town, Role::Clinician, HOME, subject).await,
            ["person_registered", "test_result", "case_opened"]
        );
        assert_eq!(
            kinds(&town, Role::CommunityWorker, HOME, subject).await,
            ["person_registered", "check_done"]
        );
        assert!(kinds(&town, Role::Sentinel, HOME, subject).await.is_empty());
        assert!(kinds(&town, Role::Epidemiologist, NEXT, subject).await.is_empty());
    }
    // An auditor is told of opened records alone.
    assert!(kinds(&town, Role::Auditor, HOME, case.subject()).await.is_empty());
    // Of a case that a clinician sees he is told no more by its detail.
    let seen = town.app.case(&town.who(Role::Clinician, HOME), case, town.now()).await.expect("seen");
    assert!(seen.facts.iter().all(|line| line.fact.kind() == "case_opened"));
}

pub async fn a_fact_does_not_name_what_one_may_not_read(town: Town) {
    town.set("2022-07-01 20:00");
    let (x, y) = (town.person(HOME).await, town.person(HOME).await);
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let case = town.positive(x).await;
    let order = town.ordered(&town.contact_of(case).await).await;
    let named = async |role| {
        let facts = town.app.facts_about(&town.who(role, HOME), order.subject(), town.now()).await;
        let facts = facts.expect("told");
        let issued = facts.iter().find(|line| line.fact.kind() == "order_issued").expect("issued");
        issued.fact.refs.iter().map(|subject| subject.kind).collect::<Vec<_>>()
    };
    let all = named(Role::Epidemiologist).await;
    assert!(all.contains(&SubjectKind::Case) && all.contains(&SubjectKind::Contact), "{all:?}");
    let some = named(Role::CommunityWorker).await;
    assert_eq!(some, [SubjectKind::Person]);
}

pub async fn a_sentinel_hears_of_fevers_and_not_of_cases(town: Town) {
    town.set("2022-07-01 20:00");
    let heard = async |role, after: &NewsCursor| {
        let (rows, cursor) =
            town.app.news(&town.who(role, HOME), Some(after.clone()), 500).await.expect("heard");
        assert_ne!(&cursor, after, "who is not told still goes on");
        rows.into_iter().map(|row| row.topic).collect::<Vec<_>>()
    };
    let (_, start) = town.app.news(&town.cdc(), None, 10).await.expect("from now on");
    town.fever(true).await;
    let person = town.person(HOME).await;
    town.positive(person).await;
    assert_eq!(
        heard(Role::Epidemiologist, &start).await,
        [
            "person_registered",
            "fever_seen",
            "fever_reported",
            "person_registered",
            "test_result",
            "case_opened"
        ]
    );
    assert_eq!(heard(Role::Sentinel, &start).await, ["fever_seen", "fever_reported"]);
    assert_eq!(
        heard(Role::Commander, &start).await,
        ["fever_seen", "fever_reported", "test_result", "case_opened"]
    );
    assert!(heard(Role::Laboratory, &start).await.is_empty());
    assert!(heard(Role::Auditor, &start).await.is_empty());
}
