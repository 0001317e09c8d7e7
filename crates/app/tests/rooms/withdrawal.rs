//! Facts that were not so: what they had made of things is taken back, by
//! whoever may say such things, once.

use app::commands::TakeStep;
use authz::Role;
use domain::clinical::Step;
use domain::{Stage, TestOutcome};
use kernel::{CaseId, Code, FactId, VisitId};

use crate::town::{HOME, NEXT, Town, at, refused};

fn fact(receipt: &app::Receipt, kind: &str) -> FactId {
    receipt.facts.iter().find(|f| f.kind == kind).expect(kind).id
}

async fn step(town: &Town, case: CaseId, role: Role, step: Step) -> app::Receipt {
    let input = TakeStep { case, expected_version: None, step, at: None };
    town.app.take_step(&town.who(role, HOME), None, input).await.expect("taken")
}

async fn withdraw(town: &Town, role: Role, id: FactId) -> kernel::Result<app::Receipt> {
    town.app.withdraw_fact(&town.who(role, HOME), None, id, "wrong entry".to_owned()).await
}

pub async fn a_withdrawn_step_of_a_case_is_taken_back(town: Town) {
    town.set("2022-07-01 10:00");
    let case = town.positive(town.person(HOME).await).await;
    town.set("2022-07-01 11:00");
    let before = town.case(case).await;
    let (epi, clinician) = (Role::Epidemiologist, Role::Clinician);
    for (role, taken, kind) in [
        (epi, Step::Report, "case_reported"),
        (epi, Step::Investigate(Stage::CoreInfo), "investigation_done"),
        (clinician, Step::Isolate, "case_isolated"),
        (clinician, Step::Admit, "case_admitted"),
        (clinician, Step::PlanTreatment, "treatment_planned"),
    ] {
        let receipt = step(&town, case, role, taken.clone()).await;
        assert_ne!(town.case(case).await, before, "{kind}");
        let answer = withdraw(&town, role, fact(&receipt, kind)).await.expect(kind);
        assert_eq!(town.case(case).await, before, "{kind}");
        assert_eq!(answer.opened.len(), receipt.met.len(), "{kind}: what it had met is owed again");
        let again = step(&town, case, role, taken).await;
        withdraw(&town, role, fact(&again, kind)).await.expect(kind);
        assert_eq!(town.case(case).await, before, "{kind}: as often as it is said");
    }
    // Of two plans the other one stands.
    let first = step(&town, case, clinician, Step::PlanTreatment).await;
    town.set("2022-07-01 12:00");
    let second = step(&town, case, clinician, Step::PlanTreatment).await;
    withdraw(&town, clinician, fact(&second, "treatment_planned")).await.expect("withdrawn");
    assert_eq!(town.case(case).await.plan_at, Some(at("2022-07-01 11:00")));
    let beside = town.case(case).await;
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!(town.case(case).await, beside, "and told again it is the same");
    withdraw(&town, clinician, fact(&first, "treatment_planned")).await.expect("withdrawn");
    assert_eq!(town.case(case).await, before);
}

pub async fn a_case_that_had_not_ended_is_open_again_with_its_duties(town: Town) {
    town.set("2022-07-01 10:00");
    let person = town.person(HOME).await;
    let case = town.positive(person).await;
    step(&town, case, Role::Clinician, Step::Admit).await;
    let ended = step(&town, case, Role::Clinician, Step::End("recovered".to_owned())).await;
    assert!(!ended.void.is_empty());
    let was = town.owed(case.subject(), "E01").await;
    assert_eq!(was[0].close_state.as_deref(), Some("void"));
    let answer = withdraw(&town, Role::Clinician, fact(&ended, "case_ended")).await.expect("withdrawn");
    assert_eq!(answer.opened.len(), ended.void.len() + ended.met.len());
    assert!(town.case(case).await.ended.is_none());
    let owed = town.owed(case.subject(), "E01").await;
    let open: Vec<_> = owed.iter().filter(|row| row.close_state.is_none()).collect();
    assert_eq!((open.len(), open[0].due_at), (1, was[0].due_at));
    // Not beside another case of the same person.
    let ended = step(&town, case, Role::Clinician, Step::End("recovered".to_owned())).await;
    town.set("2022-07-20 10:00");
    town.positive(person).await;
    let beside = withdraw(&town, Role::Clinician, fact(&ended, "case_ended")).await;
    assert_eq!(refused(beside), Code::CaseState);
}

pub async fn a_withdrawn_visit_report_or_meeting_is_taken_back(town: Town) {
    town.set("2022-07-01 10:00");
    let sentinel = town.who(Role::Sentinel, HOME);
    let seen = town.fever(false).await;
    let visit = VisitId(seen.subject_of("fever_seen").expect("a visit").id);
    let told = |status: &'static str| {
        let (town, page) = (&town, town.whole());
        async move {
            let filter = app::VisitFilter { status: Some(status.to_owned()), ..Default::default() };
            let who = town.who(Role::Sentinel, HOME);
            town.app.visits(&who, &filter, town.now(), &page).await.expect("listed").items.len()
        }
    };
    let reported = town.app.report_visit(&sentinel, None, visit).await.expect("reported");
    withdraw(&town, Role::Sentinel, fact(&reported, "fever_reported")).await.expect("withdrawn");
    assert_eq!((told("seen").await, told("reported").await), (1, 0));
    let again = town.app.report_visit(&sentinel, None, visit).await.expect("reported anew");
    let held = town.app.dispose_visit(&sentinel, None, visit, "held".to_owned()).await.expect("held");
    withdraw(&town, Role::Sentinel, fact(&held, "visit_disposed")).await.expect("withdrawn");
    assert_eq!(told("reported").await, 1);
    let d03 = town.owed(visit.subject(), "D03").await;
    assert_eq!(d03.iter().filter(|row| row.close_state.is_none()).count(), 1, "where is he?");
    // Nobody had come: there is nothing to report, and nothing of it is owed again.
    withdraw(&town, Role::Sentinel, fact(&seen, "fever_seen")).await.expect("withdrawn");
    assert_eq!(told("withdrawn").await, 1);
    let answer =
        withdraw(&town, Role::Sentinel, fact(&again, "fever_reported")).await.expect("withdrawn too");
    assert!(answer.opened.is_empty(), "{answer:?}");
    assert_eq!(refused(town.app.report_visit(&sentinel, None, visit).await), Code::CaseState);
    let moved = town.app.dispose_visit(&sentinel, None, visit, "held".to_owned()).await;
    assert_eq!(refused(moved), Code::CaseState);

    let (x, y) = (town.person(HOME).await, town.person(HOME).await);
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 09:00").await;
    let contact = town.contact_of(town.positive(x).await).await;
    let reached = town.app.reach_contact(&town.cdc(), None, contact.id).await.expect("reached");
    withdraw(&town, Role::Epidemiologist, fact(&reached, "contact_reached")).await.expect("withdrawn");
    let back = town.contact(contact.id).await;
    assert_eq!((back.status.as_str(), back.reached_at), ("determined", None));
    let order = town.ordered(&contact).await;
    let started = town.started_now(order).await;
    withdraw(&town, Role::IsolationSite, fact(&started, "isolation_started")).await.expect("withdrawn");
    let back = town.order(order).await;
    assert_eq!((back.status.as_str(), back.started_at), ("issued", None));
    town.started_now(order).await;
    assert_eq!(town.contact(contact.id).await.status, "under_order");
    let before = (town.order(order).await, town.contact(contact.id).await);
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!((town.order(order).await, town.contact(contact.id).await), before);
    assert_eq!(told("withdrawn").await, 1);
}

pub async fn a_fact_is_withdrawn_once_and_by_whoever_may_record_it(town: Town) {
    town.set("2022-07-01 10:00");
    let seen = town.fever(false).await;
    let fever = fact(&seen, "fever_seen");
    let registered = fact(&seen, "person_registered");
    let (x, y) = (town.person(HOME).await, town.person(HOME).await);
    let met =
        fact(&town.met(x, y, "meal", "2022-07-01 08:00", "2022-07-01 09:00").await, "exposure_recorded");
    let positive = town.tested(x, TestOutcome::Positive).await;
    let case = CaseId(positive.subject_of("case_opened").expect("a case").id);
    let contact = town.contact_of(case).await;
    let order = town.ordered(&contact).await;
    let issued = town.app.facts_about(&town.cdc(), order.subject(), town.now()).await.expect("told");
    let issued = issued[0].fact.id;
    for (id, kind) in [
        (registered, "person_registered"),
        (met, "exposure_recorded"),
        (fact(&positive, "case_opened"), "case_opened"),
        (fact(&positive, "contact_determined"), "contact_determined"),
        (issued, "order_issued"),
    ] {
        let answer = withdraw(&town, Role::Epidemiologist, id).await.expect_err("refused");
        assert_eq!((answer.code(), answer.argument("kind")), (Code::FactNotWithdrawable, Some(kind)));
        assert_eq!(refused(withdraw(&town, Role::Sentinel, id).await), Code::NotFound, "{kind}");
    }
    let result = fact(&positive, "test_result");
    assert_eq!(refused(withdraw(&town, Role::Sentinel, result).await), Code::NotFound);
    assert_eq!(refused(withdraw(&town, Role::Laboratory, fever).await), Code::NotFound);
    assert_eq!(refused(withdraw(&town, Role::Commander, fever).await), Code::Forbidden);
    let neighbour = town.who(Role::Sentinel, NEXT);
    let theirs = town.app.withdraw_fact(&neighbour, None, fever, "wrong entry".to_owned()).await;
    assert_eq!(refused(theirs), Code::NotFound);
    withdraw(&town, Role::Sentinel, fever).await.expect("his own");
    withdraw(&town, Role::Laboratory, result).await.expect("its own");
    for (role, id) in [(Role::Sentinel, fever), (Role::Laboratory, result), (Role::Epidemiologist, fever)] {
        assert_eq!(refused(withdraw(&town, role, id).await), Code::FactWithdrawn);
    }
    assert_eq!(town.case(case).await.first_positive, None, "no result says so any more");
    let said = town.app.facts_about(&town.cdc(), fever.subject(), town.now()).await.expect("told");
    let withdrawal = said.iter().find(|line| line.fact.kind() == "withdrawn").expect("said").fact.id;
    let back = withdraw(&town, Role::Epidemiologist, withdrawal).await;
    assert_eq!(refused(back), Code::FactNotWithdrawable);
}

pub async fn f02_the_samples_of_a_case_move_its_window_when_they_come_and_go(town: Town) {
    town.set("2022-07-10 08:00");
    let (x, dinner, office) = (town.person(HOME).await, town.person(HOME).await, town.person(HOME).await);
    let opening = town.tested(x, TestOutcome::Positive).await;
    let case = CaseId(opening.subject_of("case_opened").expect("a case").id);
    assert_eq!(town.case(case).await.last_negative, None);
    // A negative sample of the day before becomes known.
    let lab = town.who(Role::Laboratory, HOME);
    let sampled = |outcome, at_text: &str| {
        let mut result = town.result(x, outcome);
        result.sampled_at = Some(at(at_text));
        result
    };
    let late = sampled(TestOutcome::Negative, "2022-07-09 08:00");
    let late = town.app.record_test(&lab, None, late).await.expect("recorded");
    assert_eq!(town.case(case).await.last_negative, Some(at("2022-07-09 08:00")));
    let mut antigen = sampled(TestOutcome::Negative, "2022-07-09 20:00");
    antigen.method = domain::TestMethod::Antigen;
    town.app.record_test(&lab, None, antigen).await.expect("recorded");
    let last = town.case(case).await.last_negative;
    assert_eq!(last, Some(at("2022-07-09 08:00")), "an antigen test only supplements");
    town.met(x, dinner, "meal", "2022-07-08 18:00", "2022-07-08 20:00").await;
    town.met(x, office, "same_room", "2022-07-09 09:00", "2022-07-09 12:00").await;
    let contact = town.contact_of(case).await;
    assert_eq!((contact.person, contact.rule.as_str()), (office, "CO3"));
    // It was another's sample: the two days before the first positive count again.
    withdraw(&town, Role::Laboratory, fact(&late, "test_result")).await.expect("withdrawn");
    assert_eq!(town.case(case).await.last_negative, None);
    let rules: Vec<_> = town.contacts_of(case).await.into_iter().map(|c| (c.person, c.rule)).collect();
    assert!(rules.contains(&(dinner, "CO1".to_owned())), "{rules:?}");
    // An earlier positive sample comes, and goes again.
    let early = sampled(TestOutcome::Positive, "2022-07-09 22:00");
    let early = town.app.record_test(&lab, None, early).await.expect("recorded");
    assert_eq!(town.case(case).await.first_positive, Some(at("2022-07-09 22:00")));
    withdraw(&town, Role::Laboratory, fact(&early, "test_result")).await.expect("withdrawn");
    assert_eq!(town.case(case).await.first_positive, Some(at("2022-07-10 08:00")));
    // The result that opened the case goes while another stands.
    town.set("2022-07-10 12:00");
    town.tested(x, TestOutcome::Positive).await;
    withdraw(&town, Role::Laboratory, fact(&opening, "test_result")).await.expect("withdrawn");
    let now = town.case(case).await;
    assert_eq!(
        (now.first_positive, now.resulted_at),
        (Some(at("2022-07-10 12:00")), Some(at("2022-07-10 12:00")))
    );
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!(town.case(case).await, now, "and told again it is the same");
}
