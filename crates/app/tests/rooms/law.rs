//! Periods, holds, purges with their certificates, refused requests.

use app::law::{HoldOn, PeriodInput};
use authz::Role;
use domain::FactBody;
use kernel::{Code, PersonId, PersonalField};
use sha2::{Digest as _, Sha256};

use crate::town::{HOME, NEXT, Town, refused};

/// Whether anything can still be read of a person.
async fn is_known(town: &Town, person: PersonId) -> bool {
    let read = town.app.personal(&town.cdc(), &[person], &[PersonalField::Name], "test").await;
    read.expect("answered").iter().any(|line| !line.values.is_empty())
}

pub async fn what_is_older_than_its_period_goes_with_a_certificate(town: Town) {
    town.set("2022-07-01 20:00");
    let (old, held, infector) = (town.person(HOME).await, town.person(HOME).await, town.person(HOME).await);
    let neighbour = town.person(HOME).await;
    town.met(infector, neighbour, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let case = town.positive(infector).await;
    assert_eq!(town.contacts_of(case).await.len(), 1);
    let root = town.who(Role::Administrator, "CN");
    let reason = || "a claim is before the court".to_owned();
    town.app.set_hold(&root, None, HoldOn::Person(held), reason()).await.expect("held");
    town.app.set_hold(&root, None, HoldOn::Case(case), reason()).await.expect("held");
    town.set("2025-07-10 20:00");
    let late = town.person(HOME).await;
    let home = town.who(Role::Administrator, HOME);
    assert_eq!(refused(town.app.purge(&home, true).await), Code::Forbidden);

    let told = town.app.purge(&root, true).await.expect("told").certificate;
    assert_eq!((told.persons.as_slice(), told.dry_run), (&[old][..], true));
    // The held one, and those of the held case: whom the hold names and his contact.
    assert_eq!((told.kinds[0].purged, told.kinds[0].held), (1, 3));
    assert!(is_known(&town, old).await, "a dry run erases nothing");

    let view = town.app.purge(&root, false).await.expect("purged");
    let made = &view.certificate;
    assert_eq!((made.persons.as_slice(), made.more), (&[old][..], false));
    assert!(made.kinds.iter().all(|kind| !kind.basis.is_empty()));
    assert!(!is_known(&town, old).await);
    for person in [held, infector, neighbour, late] {
        assert!(is_known(&town, person).await);
    }
    // What was looked at just now is young; the certificate is what its hash in the journal says.
    let bytes = serde_json::to_vec(made).expect("written");
    let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hash, view.sha256);
    let row = town.app.store().fact(&store::Scope::system(), view.fact.expect("a fact")).await.expect("read");
    let body = app::maintenance::fact_of(&row.expect("it is there")).expect("a fact").body;
    assert!(matches!(body, FactBody::Purged { certificate, persons: 1, .. } if certificate == hash));
    let kept = town.app.certificate(&root, made.id).await.expect("kept");
    assert_eq!(&kept.certificate, made);
    assert_eq!(town.app.certificates(&root, &town.whole()).await.expect("listed").items.len(), 1);

    let again = town.app.purge(&root, false).await.expect("purged").certificate;
    assert!(again.persons.is_empty(), "once is enough");
    town.app.verify().await.expect("the journal is whole");
    town.app.rebuild(|_| ()).await.expect("and can be told again");
    assert!(!is_known(&town, old).await);
    assert!(is_known(&town, held).await);
}

pub async fn rows_that_last_for_a_time_go(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person(HOME).await;
    assert!(is_known(&town, person).await);
    let root = town.who(Role::Administrator, "CN");
    let key = app::Key::new("one", "erase", &()).expect("a key");
    let ground = "duty_to_keep".to_owned();
    let refusal = town.app.refuse_erasure(&root, Some(&key), person, ground, "the archive".to_owned()).await;
    refusal.expect("recorded");
    let count = |kind: &'static str| {
        let (app, root) = (town.app.clone(), root.clone());
        async move {
            let told = app.purge(&root, true).await.expect("told").certificate;
            told.kinds.iter().find(|k| k.kind == kind).map(|k| k.purged).expect("a kind")
        }
    };
    assert_eq!(count("audit").await + count("command_key").await + count("outbox").await, 0);
    // A month and a day later the changes are due, after ninety days the keys.
    town.set("2022-08-02 20:00");
    assert!(count("outbox").await > 0);
    assert_eq!(count("command_key").await, 0);
    town.set("2022-10-02 20:00");
    assert_eq!(count("command_key").await, 1);
    town.app.purge(&root, false).await.expect("purged");
    assert_eq!(count("command_key").await, 0);
    // The last change of a writer stays until the next is told.
    assert!(count("outbox").await <= 1);
    assert_eq!(count("audit").await, 0, "looks are kept for years");
    // The places of the changes go on, so that no listener misses one.
    let before = town.app.store().outbox_heads().await.expect("heads");
    let town = town.restarted().await;
    town.person(HOME).await;
    let after = town.app.store().outbox_heads().await.expect("heads");
    assert!(
        after.iter().all(|(writer, seq)| before.iter().any(|(w, s)| w == writer && s < seq)),
        "{after:?}"
    );
}

pub async fn a_hold_keeps_whoever_asks_for_the_erasure(town: Town) {
    town.set("2022-07-01 20:00");
    let (infector, neighbour, other) =
        (town.person(HOME).await, town.person(HOME).await, town.person(HOME).await);
    town.met(infector, neighbour, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let case = town.positive(infector).await;
    let home = town.who(Role::Administrator, HOME);
    let next = town.who(Role::Administrator, NEXT);
    let hold = |caller: app::Caller, on: HoldOn, reason: &'static str| {
        let app = town.app.clone();
        async move { app.set_hold(&caller, None, on, reason.to_owned()).await }
    };
    let erase = |person: PersonId| {
        let (app, home) = (town.app.clone(), home.clone());
        async move { app.erase_person(&home, None, person, "asked".to_owned()).await }
    };
    assert_eq!(refused(hold(next.clone(), HoldOn::Person(other), "x").await), Code::NotFound);
    assert_eq!(refused(hold(next.clone(), HoldOn::Case(case), "x").await), Code::NotFound);
    assert_eq!(refused(hold(next.clone(), HoldOn::Area(town.path(HOME)), "x").await), Code::Forbidden);
    assert_eq!(refused(hold(home.clone(), HoldOn::Person(other), " ").await), Code::MissingField);
    assert_eq!(refused(hold(town.cdc(), HoldOn::Person(other), "x").await), Code::Forbidden);
    let of_case = hold(home.clone(), HoldOn::Case(case), "a claim").await.expect("held");
    for person in [infector, neighbour] {
        assert_eq!(refused(erase(person).await), Code::UnderHold);
    }
    let of_area = hold(home.clone(), HoldOn::Area(town.path(HOME)), "an inquiry").await.expect("held");
    assert_eq!(refused(erase(other).await), Code::UnderHold);
    let standing = town.app.holds(&home, true, &town.whole()).await.expect("listed").items;
    assert_eq!(standing.len(), 2);
    assert!(town.app.holds(&next, true, &town.whole()).await.expect("listed").items.is_empty());

    let release = |caller: app::Caller, hold: uuid::Uuid| {
        let app = town.app.clone();
        async move { app.release_hold(&caller, None, hold, "it is decided".to_owned()).await }
    };
    let (of_case, of_area) = (of_case.facts[0].id.0, of_area.facts[0].id.0);
    assert_eq!(refused(release(next, of_area).await), Code::NotFound);
    release(home.clone(), of_area).await.expect("released");
    assert_eq!(refused(release(home.clone(), of_area).await), Code::NotFound);
    erase(other).await.expect("erased");
    assert_eq!(refused(erase(neighbour).await), Code::UnderHold, "the other hold stands");
    release(home.clone(), of_case).await.expect("released");
    erase(neighbour).await.expect("erased");
    assert!(town.app.holds(&home, true, &town.whole()).await.expect("listed").items.is_empty());
    assert_eq!(town.app.holds(&home, false, &town.whole()).await.expect("listed").items.len(), 2);
    town.app.rebuild(|_| ()).await.expect("told again");
}

pub async fn a_request_for_erasure_is_granted_by_a_right_or_refused_for_a_ground(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person(HOME).await;
    let home = town.who(Role::Administrator, HOME);
    let refuse = |ground: &'static str, reason: &'static str| {
        let (app, home) = (town.app.clone(), home.clone());
        async move { app.refuse_erasure(&home, None, person, ground.to_owned(), reason.to_owned()).await }
    };
    assert_eq!(refused(refuse("no_wish", "x").await), Code::InvalidValue);
    assert_eq!(refused(refuse("duty_to_keep", "").await), Code::MissingField);
    refuse("public_health", "the outbreak is running").await.expect("recorded");
    let by = |basis: &'static str| {
        let (app, home) = (town.app.clone(), home.clone());
        async move { app.erase_person_by(&home, None, person, "asked".to_owned(), Some(basis.to_owned())).await }
    };
    assert_eq!(refused(by("because").await), Code::InvalidValue);
    by("consent_withdrawn").await.expect("erased");
    assert_eq!(refused(refuse("duty_to_keep", "too late").await), Code::PersonErased);
    let facts = town.app.facts_about(&town.cdc(), person.subject(), town.now()).await.expect("told");
    let kinds: Vec<_> = facts.iter().map(|line| line.fact.kind()).collect();
    assert_eq!(kinds, ["person_registered", "erasure_refused", "erased"]);
}

pub async fn a_period_is_set_by_who_administers_all(town: Town) {
    town.set("2022-07-01 20:00");
    let root = town.who(Role::Administrator, "CN");
    let set = |caller: app::Caller, kind: &'static str, days: i64, basis: &'static str| {
        let app = town.app.clone();
        async move {
            app.set_period(&caller, PeriodInput { kind: kind.to_owned(), days, basis: basis.to_owned() })
                .await
        }
    };
    for (kind, days, basis, code) in [
        ("wine", 400, "x", Code::NotFound),
        ("audit", 179, "x", Code::OutOfRange),
        ("person", 40_000, "x", Code::OutOfRange),
        ("person", 400, " ", Code::MissingField),
    ] {
        assert_eq!(refused(set(root.clone(), kind, days, basis).await), code, "{kind} {days}");
    }
    let home = town.who(Role::Administrator, HOME);
    assert_eq!(refused(set(home.clone(), "person", 400, "x").await), Code::Forbidden);
    set(root, "person", 400, "decision 7 of 2022").await.expect("set");
    let periods = town.app.periods(&home).await.expect("shown");
    let person = periods.iter().find(|period| period.rule.kind == "person").expect("a rule");
    assert_eq!((person.days, person.rule.days), (400, 1095));
}
