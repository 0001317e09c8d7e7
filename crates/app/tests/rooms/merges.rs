//! Two records of one person.

use app::CaseFilter;
use app::law::HoldOn;
use app::questions::DuplicateQuery;
use authz::Role;
use domain::TestOutcome;
use kernel::{Classified, Code, PersonId};
use store::{PersonMergeRow, Scope};

use crate::town::{FAR, HOME, NEXT, Town, refused};

async fn merge(town: &Town, gone: PersonId, kept: PersonId) -> kernel::Result<app::Receipt> {
    let everywhere = town.who(Role::Epidemiologist, "CN");
    town.app.merge_persons(&everywhere, None, gone, kept, "same number".to_owned()).await
}

async fn undo(town: &Town, gone: PersonId) -> kernel::Result<app::Receipt> {
    let everywhere = town.who(Role::Epidemiologist, "CN");
    town.app.undo_merge(&everywhere, None, gone, "another person".to_owned()).await
}

async fn cases_of(town: &Town, person: PersonId) -> usize {
    let filter = CaseFilter { person: Some(person), ..CaseFilter::default() };
    let everywhere = town.who(Role::Epidemiologist, "CN");
    town.app.cases(&everywhere, &filter, town.now(), &town.whole()).await.expect("listed").items.len()
}

pub async fn merged_persons_are_one_and_two_again(town: Town) {
    town.set("2022-07-01 09:00");
    let (gone, kept) = (town.person(HOME).await, town.person(HOME).await);
    let case = town.positive(gone).await;
    assert_eq!((cases_of(&town, gone).await, cases_of(&town, kept).await), (1, 0));
    let merged = merge(&town, gone, kept).await.expect("merged");
    assert_eq!(merged.subject_of("persons_merged"), Some(gone.subject()));
    // The records of both are shown under either, and what comes is his who is kept.
    assert_eq!((cases_of(&town, gone).await, cases_of(&town, kept).await), (1, 1));
    for person in [gone, kept] {
        let receipt = town.tested(person, TestOutcome::Positive).await;
        assert!(receipt.subject_of("case_opened").is_none(), "he has a case");
        assert_eq!(receipt.subject_of("test_result"), Some(kept.subject()));
    }
    assert!(town.case(case).await.person == gone, "nothing is moved");
    let trace = town.app.person_trace(&town.cdc(), gone).await.expect("seen");
    assert_eq!((trace.merged_into, trace.merged), (Some(kept), Vec::new()));
    let trace = town.app.person_trace(&town.cdc(), kept).await.expect("seen");
    assert_eq!((trace.merged_into, trace.merged), (None, vec![gone]));
    let query = DuplicateQuery {
        name: Some(Classified::new("王小明".to_owned())),
        purpose: "entry".to_owned(),
        ..DuplicateQuery::default()
    };
    let found = async || town.app.find_duplicates(&town.cdc(), query.clone()).await.expect("searched").items;
    assert_eq!(found().await.iter().map(|one| one.person).collect::<Vec<_>>(), [kept]);
    // Both have the trace of it.
    for person in [gone, kept] {
        let facts = town.app.facts_about(&town.cdc(), person.subject(), town.now()).await.expect("told");
        assert!(facts.iter().any(|line| line.fact.kind() == "persons_merged"), "{person}");
    }
    undo(&town, gone).await.expect("undone");
    assert_eq!((cases_of(&town, gone).await, cases_of(&town, kept).await), (1, 0));
    assert_eq!(found().await.len(), 2);
    let receipt = town.tested(kept, TestOutcome::Positive).await;
    assert!(receipt.subject_of("case_opened").is_some(), "he had none of his own");
    let facts = town.app.facts_about(&town.cdc(), gone.subject(), town.now()).await.expect("told");
    let of = |kind: &str| facts.iter().find(|line| line.fact.kind() == kind).expect("told");
    assert_eq!(of("merge_undone").fact.corrects, Some(of("persons_merged").fact.id));
}

pub async fn a_merge_is_refused_where_it_makes_no_sense(town: Town) {
    town.set("2022-07-01 09:00");
    let (a, b, c) = (town.person(HOME).await, town.person(HOME).await, town.person(HOME).await);
    assert_eq!(refused(merge(&town, a, a).await), Code::PersonMergeCircle);
    assert_eq!(refused(undo(&town, a).await), Code::PersonNotMerged);
    merge(&town, a, b).await.expect("merged");
    assert_eq!(refused(merge(&town, b, a).await), Code::PersonMergeCircle);
    assert_eq!(refused(merge(&town, a, c).await), Code::PersonMerged);
    assert_eq!(refused(merge(&town, c, a).await), Code::PersonMerged);
    // A chain leads to its end, and no way back.
    merge(&town, b, c).await.expect("merged");
    assert_eq!(refused(merge(&town, c, a).await), Code::PersonMerged);
    let receipt = town.tested(a, TestOutcome::Negative).await;
    assert_eq!(receipt.subject_of("test_result"), Some(c.subject()));
    undo(&town, b).await.expect("undone");
    let receipt = town.tested(a, TestOutcome::Negative).await;
    assert_eq!(receipt.subject_of("test_result"), Some(b.subject()));
    // The same key merges once.
    let d = town.person(HOME).await;
    let key = app::Key::new("k1", "merge", &d).expect("a key");
    let once = async || {
        town.app.merge_persons(&town.cdc(), Some(&key), d, b, "same".to_owned()).await.expect("merged")
    };
    assert_eq!(once().await, once().await);
    let admin = town.who(Role::Administrator, HOME);
    let e = town.person(HOME).await;
    town.app.erase_person(&admin, None, e, "asked".to_owned()).await.expect("erased");
    assert_eq!(refused(merge(&town, e, b).await), Code::PersonErased);
    assert_eq!(refused(merge(&town, b, e).await), Code::PersonErased);
    let blank = town.app.merge_persons(&town.cdc(), None, c, b, " ".to_owned()).await;
    assert_eq!(refused(blank), Code::MissingField);
}

pub async fn a_merge_needs_both_in_reach(town: Town) {
    town.set("2022-07-01 09:00");
    let (here, there, far) = (town.person(HOME).await, town.person(NEXT).await, town.person(FAR).await);
    let by = async |who: &app::Caller, gone, kept| {
        town.app.merge_persons(who, None, gone, kept, "same".to_owned()).await
    };
    assert_eq!(refused(by(&town.cdc(), here, there).await), Code::NotFound);
    assert_eq!(refused(by(&town.cdc(), there, here).await), Code::NotFound);
    assert_eq!(refused(by(&town.who(Role::Clinician, HOME), here, here).await), Code::Forbidden);
    merge(&town, here, far).await.expect("both in reach");
    assert_eq!(refused(town.app.undo_merge(&town.cdc(), None, here, "no".to_owned()).await), Code::NotFound);
    // Whoever is known as somebody out of reach is told as he was taken in.
    let query = DuplicateQuery {
        name: Some(Classified::new("王小明".to_owned())),
        purpose: "entry".to_owned(),
        ..DuplicateQuery::default()
    };
    let found = town.app.find_duplicates(&town.cdc(), query).await.expect("searched").items;
    assert_eq!(found.iter().map(|one| one.person).collect::<Vec<_>>(), [here]);
}

pub async fn who_is_one_is_erased_and_held_as_one(town: Town) {
    town.set("2022-07-01 09:00");
    let (gone, kept) = (town.person(HOME).await, town.person(HOME).await);
    let admin = town.who(Role::Administrator, HOME);
    let hold =
        town.app.set_hold(&admin, None, HoldOn::Person(gone), "a court".to_owned()).await.expect("held");
    merge(&town, gone, kept).await.expect("a hold keeps from erasure alone");
    let erase = async |person| town.app.erase_person(&admin, None, person, "asked".to_owned()).await;
    assert_eq!(refused(erase(kept).await), Code::UnderHold, "they are one");
    let id = hold.facts[0].id.0;
    town.app.release_hold(&admin, None, id, "closed".to_owned()).await.expect("released");
    let receipt = erase(gone).await.expect("erased");
    let erased: Vec<_> = receipt.facts.iter().filter(|fact| fact.kind == "erased").collect();
    assert_eq!(erased.len(), 2, "both records of one person");
    for person in [gone, kept] {
        let row = town.app.store().person(&Scope::system(), person).await.expect("read").expect("an id");
        assert!(row.erased_at.is_some());
    }
    assert_eq!(refused(undo(&town, gone).await), Code::PersonErased);
}

pub async fn a_merge_is_told_again_as_it_was(town: Town) {
    town.set("2022-07-01 09:00");
    let (gone, kept) = (town.person(HOME).await, town.person(HOME).await);
    let case = town.positive(gone).await;
    merge(&town, gone, kept).await.expect("merged");
    town.tested(kept, TestOutcome::Positive).await;
    undo(&town, gone).await.expect("undone");
    town.positive(kept).await;
    let history = async || {
        let store = town.app.store();
        let merges = store.history::<PersonMergeRow>(&Scope::system(), gone.0).await.expect("read");
        let cases = store.history::<store::CaseRow>(&Scope::system(), case.0).await.expect("read");
        (merges, cases, cases_of(&town, kept).await)
    };
    let before = history().await;
    assert_eq!(before.0.iter().map(|row| row.into).collect::<Vec<_>>(), [Some(kept), None]);
    town.app.rebuild(|_| ()).await.expect("told again");
    assert_eq!(history().await, before);
}
