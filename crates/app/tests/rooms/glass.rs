//! Breaking the glass: one record outside one's reach, for a reason and a time,
//! told to the area that owns it, reviewed there, and in the audit look by look.

use app::access::{GlassRules, NewGlass};
use app::audit::{AuditFilter, AuditKind};
use app::{Caller, Receipt};
use authz::Role;
use kernel::{Code, GlassId, PageRequest, PersonId, PersonalField, SubjectKind, SubjectRef};
use std::collections::BTreeSet;

use crate::town::{HOME, NEXT, Town, refused};

const REASON: &str = "unconscious in our emergency room, no papers";

fn asked(subject: SubjectRef) -> NewGlass {
    NewGlass { subject, ground: "life_at_risk".to_owned(), reason: REASON.to_owned(), minutes: None }
}

async fn broken(town: &Town, caller: &Caller, subject: SubjectRef) -> (GlassId, Receipt) {
    let receipt = town.app.break_glass(caller, None, asked(subject)).await.expect("broken");
    (GlassId(receipt.subject_of("glass_broken").expect("a glass").id), receipt)
}

async fn names(town: &Town, caller: &Caller, person: PersonId) -> usize {
    let found = town.app.personal(caller, &[person], &[PersonalField::Name], "call the family").await;
    found.expect("asked").len()
}

pub async fn b08_a_broken_glass_shows_one_record_and_no_other(town: Town) {
    town.set("2022-07-01 20:00");
    let (person, other) = (town.person(NEXT).await, town.person(NEXT).await);
    let (case, beside) = (town.positive(person).await, town.positive(other).await);
    let cdc = town.cdc();
    assert_eq!(names(&town, &cdc, person).await, 0);
    let (glass, receipt) = broken(&town, &cdc, case.subject()).await;
    let detail = town.app.case(&cdc, case, town.now()).await.expect("seen");
    assert_eq!(detail.case.state.person, person);
    assert!(detail.obligations.is_empty() && detail.facts.is_empty(), "the record alone");
    assert_eq!(names(&town, &cdc, person).await, 1, "and its person");
    assert_eq!(refused(town.app.case(&cdc, beside, town.now()).await), Code::NotFound);
    assert_eq!(names(&town, &cdc, other).await, 0);
    // Lists know nothing of it, and nothing can be changed.
    let filter = app::CaseFilter { person: Some(person), ..Default::default() };
    let listed = town.app.cases(&cdc, &filter, town.now(), &town.whole()).await.expect("listed");
    assert!(listed.items.is_empty());
    let input =
        app::commands::ClassifyCase { case, expected_version: None, classification: None, reason: None };
    assert_eq!(refused(town.app.classify_case(&cdc, None, input).await), Code::NotFound);
    // A colleague sees nothing by it.
    let colleague = town.who(Role::Clinician, HOME);
    assert_eq!(refused(town.app.case(&colleague, case, town.now()).await), Code::NotFound);
    // Every look carries it.
    let auditor = town.who(Role::Auditor, NEXT);
    let filter = AuditFilter { kind: Some(AuditKind::Look), ..AuditFilter::default() };
    let looks = town.app.audit(&auditor, filter, &town.whole()).await.expect("read").items;
    let kinds: BTreeSet<&str> = looks.iter().map(|look| look.row.action.as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["case.read", "person.read"]));
    assert!(looks.iter().all(|look| look.row.purpose.contains(&glass.to_string())), "{looks:?}");
    assert!(looks.iter().any(|look| look.row.purpose.ends_with("life_at_risk: call the family")));
    assert!(looks.iter().all(|look| look.persons == [person]), "{looks:?}");
    // The office of the owning area owes a review, and nobody at home sees it.
    let owed = town.one(glass.subject(), "B08-GLASS").await;
    assert_eq!((owed.id, owed.holder_unit), (receipt.opened[0], town.unit("command_office", NEXT)));
    let home = town.app.glasses(&town.who(Role::Auditor, HOME), false, None, &town.whole()).await;
    assert!(home.expect("listed").items.is_empty());
    // An hour later it is over.
    town.set("2022-07-01 21:00");
    assert_eq!(refused(town.app.case(&cdc, case, town.now()).await), Code::NotFound);
    assert_eq!(names(&town, &cdc, person).await, 0);
    let reason = "done".to_owned();
    assert_eq!(refused(town.app.close_glass(&cdc, None, glass, reason).await), Code::GlassEnded);
}

pub async fn b08_the_owning_area_closes_and_reviews(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person(NEXT).await;
    let cdc = town.cdc();
    let (glass, _) = broken(&town, &cdc, person.subject()).await;
    let (auditor, office) = (town.who(Role::Auditor, NEXT), town.who(Role::Office, NEXT));
    let open = async |reviewed| {
        town.app.glasses(&auditor, false, reviewed, &town.whole()).await.expect("listed").items
    };
    let listed = open(Some(false)).await;
    assert_eq!((listed.len(), listed[0].open, listed[0].row.reason.as_str()), (1, true, REASON));
    let note = || "no call was ever made".to_owned();
    let unjustified = || "unjustified".to_owned();
    for (who, code) in [
        (&town.who(Role::Auditor, HOME), Code::NotFound),
        (&cdc, Code::Forbidden),
        (&town.who(Role::Administrator, NEXT), Code::Forbidden),
    ] {
        let answer = town.app.review_glass(who, None, glass, unjustified(), note()).await;
        assert_eq!(refused(answer), code);
    }
    let odd = town.app.review_glass(&office, None, glass, "perhaps".to_owned(), note()).await;
    assert_eq!(refused(odd), Code::InvalidValue);
    town.app.review_glass(&office, None, glass, unjustified(), note()).await.expect("reviewed");
    assert_eq!(names(&town, &cdc, person).await, 0, "what was not right is closed at once");
    assert_eq!(town.stands(glass.subject(), "B08-GLASS").await, "met");
    let again = town.app.review_glass(&auditor, None, glass, unjustified(), note()).await;
    assert_eq!(refused(again), Code::GlassReviewed);
    assert_eq!((open(Some(false)).await.len(), open(Some(true)).await.len()), (0, 1));
    let kinds: Vec<_> = town
        .app
        .facts_about(&auditor, glass.subject(), town.now())
        .await
        .expect("told")
        .iter()
        .map(|l| l.fact.kind())
        .collect();
    assert_eq!(kinds, ["glass_broken", "glass_reviewed", "glass_closed"]);
    // Closing is for whoever opened it, and for those who review.
    let (second, _) = broken(&town, &cdc, person.subject()).await;
    let stranger = town.who(Role::Clinician, HOME);
    let close = async |who: &Caller| town.app.close_glass(who, None, second, "over".to_owned()).await;
    assert_eq!(refused(close(&stranger).await), Code::NotFound);
    close(&auditor).await.expect("closed");
    assert_eq!(refused(close(&cdc).await), Code::GlassEnded);
    assert_eq!(names(&town, &cdc, person).await, 0);
}

pub async fn b08_a_glass_is_broken_by_few_for_what_they_do_not_see(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person(NEXT).await;
    let case = town.positive(person).await;
    for role in [Role::Commander, Role::Office, Role::Auditor, Role::Administrator, Role::Sentinel] {
        let answer = town.app.break_glass(&town.who(role, HOME), None, asked(case.subject())).await;
        assert_eq!(refused(answer), Code::Forbidden, "{role}");
    }
    // Whoever reads names but no cases opens persons alone.
    let worker = town.who(Role::CommunityWorker, HOME);
    assert_eq!(refused(town.app.break_glass(&worker, None, asked(case.subject())).await), Code::Forbidden);
    broken(&town, &worker, person.subject()).await;
    // Nobody who also audits or administers.
    let cdc = town.cdc();
    let mut both = cdc.clone();
    let grants = cdc.authority.grants().iter().cloned();
    let audits = town.who(Role::Auditor, HOME).authority.grants().to_vec();
    both.authority = authz::Authority::at(grants.chain(audits), kernel::Timestamp::from_micros(1));
    assert_eq!(refused(town.app.break_glass(&both, None, asked(case.subject())).await), Code::Forbidden);
    // Not for what one sees anyway, not for what is no record, not by a program.
    let own = town.positive(town.person(HOME).await).await;
    assert_eq!(refused(town.app.break_glass(&cdc, None, asked(own.subject())).await), Code::GlassNotNeeded);
    let unit = town.unit("cdc", NEXT).subject();
    assert_eq!(refused(town.app.break_glass(&cdc, None, asked(unit)).await), Code::InvalidValue);
    let program = Caller { api_key: Some(uuid::Uuid::nil()), ..cdc.clone() };
    assert_eq!(
        refused(town.app.break_glass(&program, None, asked(case.subject())).await),
        Code::OwnSessionOnly
    );
    for (input, code) in [
        (NewGlass { ground: "curiosity".to_owned(), ..asked(case.subject()) }, Code::InvalidValue),
        (NewGlass { reason: "  urgent ".to_owned(), ..asked(case.subject()) }, Code::OutOfRange),
        (NewGlass { reason: "x".repeat(501), ..asked(case.subject()) }, Code::TooLong),
        (NewGlass { minutes: Some(61), ..asked(case.subject()) }, Code::OutOfRange),
        (NewGlass { minutes: Some(0), ..asked(case.subject()) }, Code::OutOfRange),
    ] {
        assert_eq!(refused(town.app.break_glass(&cdc, None, input).await), code);
    }
    // An id that there is not is answered alike, and reviewed at home.
    let nobody = SubjectRef { kind: SubjectKind::Case, id: kernel::derived_uuid(&["nobody"]) };
    let (_, known) = broken(&town, &cdc, case.subject()).await;
    let (guess, unknown) = broken(&town, &cdc, nobody).await;
    let shape = |receipt: &Receipt| {
        let facts: Vec<_> = receipt.facts.iter().map(|f| (f.kind.clone(), f.subject.kind)).collect();
        (facts, receipt.opened.len(), receipt.warnings.len())
    };
    assert_eq!(shape(&known), shape(&unknown));
    assert_eq!(refused(town.app.case(&cdc, nobody.id.into(), town.now()).await), Code::NotFound);
    assert_eq!(town.one(guess.subject(), "B08-GLASS").await.holder_unit, town.unit("command_office", HOME));
}

pub async fn b08_openings_are_counted_and_end_with_the_role(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person(NEXT).await;
    let cdc = town.cdc();
    let root = town.who(Role::Administrator, "CN");
    let rules = |longest_minutes, per_day| GlassRules { longest_minutes, per_day };
    for (who, rules, code) in [
        (&town.who(Role::Administrator, HOME), rules(60, 2), Code::Forbidden),
        (&root, rules(1441, 2), Code::OutOfRange),
        (&root, rules(60, 0), Code::OutOfRange),
    ] {
        assert_eq!(refused(town.app.set_glass_rules(who, rules).await), code);
    }
    town.app.set_glass_rules(&root, rules(120, 3)).await.expect("set");
    let settings = AuditFilter { kind: Some(AuditKind::Setting), ..AuditFilter::default() };
    let auditor = town.who(Role::Auditor, "CN");
    let told = town.app.audit(&auditor, settings, &PageRequest::default()).await.expect("told").items;
    let detail = String::from_utf8_lossy(&told[0].row.detail);
    assert_eq!(told[0].row.action, "glass_rules.set");
    assert!(detail.contains(r#""field":"longest_minutes","from":60,"to":120"#), "{detail}");
    let long = NewGlass { minutes: Some(120), ..asked(person.subject()) };
    town.app.break_glass(&cdc, None, long).await.expect("two hours");
    broken(&town, &cdc, person.subject()).await;
    // Whoever has lost the role sees nothing more by it.
    let lost = Caller { authority: authz::Authority::default(), ..cdc.clone() };
    assert_eq!(
        refused(town.app.personal(&lost, &[person], &[PersonalField::Name], "x").await),
        Code::Forbidden
    );
    broken(&town, &cdc, person.subject()).await;
    let fourth = town.app.break_glass(&cdc, None, asked(person.subject())).await.expect_err("too many");
    let tomorrow = town.app.now().plus(kernel::Span::hours(24)).to_string();
    assert_eq!((fourth.code(), fourth.argument("retry_at")), (Code::GlassLimit, Some(tomorrow.as_str())));
    let colleague = town.who(Role::Clinician, HOME);
    broken(&town, &colleague, person.subject()).await;
    town.set("2022-07-02 20:00");
    broken(&town, &cdc, person.subject()).await;
}

pub async fn b08_what_was_opened_is_told_again_by_a_rebuild(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person(NEXT).await;
    let (glass, _) = broken(&town, &town.cdc(), person.subject()).await;
    let office = town.who(Role::Office, NEXT);
    let (finding, note) = ("justified".to_owned(), "a call from the ward".to_owned());
    town.app.review_glass(&office, None, glass, finding, note).await.expect("reviewed");
    let before = town.owed(glass.subject(), "").await;
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!(town.owed(glass.subject(), "").await, before);
    assert_eq!(names(&town, &town.cdc(), person).await, 1, "access does not follow from the journal");
}
