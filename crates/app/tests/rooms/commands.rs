//! What every command promises: one key one answer, no lost change, no fact
//! taken away, a clock that does not run back.

use app::Key;
use app::commands::{FeverInput, PersonInput, TakeStep};
use authz::Role;
use domain::clinical::Step;
use kernel::{Code, FactId, VisitId};

use crate::town::{COVID, HOME, NEXT, Town, at, refused};

fn fever(town: &Town) -> FeverInput {
    FeverInput {
        person: PersonInput::New(town.new_person(HOME)),
        unit: None,
        disease: Some(COVID.to_owned()),
        symptoms: vec!["cough".to_owned()],
        temperature_c: None,
        seen_at: None,
        report: true,
    }
}

async fn facts(town: &Town) -> u64 {
    town.app.verify().await.expect("sound").facts
}

pub async fn d01_the_same_key_gives_the_same_receipt(town: Town) {
    town.set("2022-07-01 09:00");
    let sentinel = town.who(Role::Sentinel, HOME);
    let key = Key::new("k-1", "report_fever", &"body 1").expect("sound");
    let first = town.app.report_fever(&sentinel, Some(&key), fever(&town)).await.expect("recorded");
    let count = facts(&town).await;
    town.set("2022-07-01 09:05");
    let again = town.app.report_fever(&sentinel, Some(&key), fever(&town)).await.expect("known");
    assert_eq!(first, again);
    assert_eq!(facts(&town).await, count);
    for other in [
        Key::new("k-1", "report_fever", &"body 2").expect("sound"),
        Key::new("k-1", "record_test", &"body 1").expect("sound"),
    ] {
        let reused = town.app.report_fever(&sentinel, Some(&other), fever(&town)).await;
        assert_eq!(refused(reused), Code::KeyReused);
    }
    // Another's key of the same name is another key.
    let neighbour = town.who(Role::Sentinel, NEXT);
    let mut input = fever(&town);
    input.person = PersonInput::New(town.new_person(NEXT));
    let theirs = town.app.report_fever(&neighbour, Some(&key), input).await.expect("recorded");
    assert_ne!(first, theirs);
    for bad in ["", " ", "键", &"k".repeat(101)] {
        assert_eq!(refused(Key::new(bad, "report_fever", &())), Code::KeyInvalid, "{bad}");
    }
    // A refused command leaves its key free.
    let free = Key::new("k-2", "report_fever", &"body").expect("sound");
    let hot = FeverInput { temperature_c: Some(99.0), ..fever(&town) };
    assert_eq!(refused(town.app.report_fever(&sentinel, Some(&free), hot).await), Code::OutOfRange);
    town.app.report_fever(&sentinel, Some(&free), fever(&town)).await.expect("recorded");
}

pub async fn d01_one_key_sent_many_times_at_once_is_recorded_once(town: Town) {
    town.set("2022-07-01 09:00");
    let mut answers = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let (app, sentinel, input) = (town.app.clone(), town.who(Role::Sentinel, HOME), fever(&town));
        answers.spawn(async move {
            let key = Key::new("k-1", "report_fever", &"body").expect("sound");
            app.report_fever(&sentinel, Some(&key), input).await.expect("answered")
        });
    }
    let answers = answers.join_all().await;
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(facts(&town).await, 3, "a person, a visit and its report");
}

pub async fn two_changes_of_one_version_meet_only_once(town: Town) {
    town.set("2022-07-01 09:00");
    let person = town.person(HOME).await;
    let case = town.positive(person).await;
    let seen = town.app.case(&town.cdc(), case, town.now()).await.expect("seen");
    let mut answers = tokio::task::JoinSet::new();
    for step in [Step::Isolate, Step::Admit, Step::ReviseCard] {
        let (app, caller) = (town.app.clone(), town.cdc());
        let input = TakeStep { case, expected_version: Some(seen.case.version), step, at: None };
        answers.spawn(async move { app.take_step(&caller, None, input).await });
    }
    let answers = answers.join_all().await;
    let conflicts =
        answers.iter().filter(|a| a.as_ref().is_err_and(|e| e.code() == Code::EditConflict)).count();
    // A revised card changes nothing of the case itself, so it can come before.
    let done = answers.iter().filter(|a| a.is_ok()).count();
    assert_eq!(done + conflicts, 3);
    assert!(conflicts >= 1, "{answers:?}");
    town.app.verify().await.expect("sound");
}

pub async fn a_withdrawn_fact_takes_its_obligations_with_it(town: Town) {
    town.set("2022-07-01 09:00");
    let receipt = town.fever(false).await;
    let visit = VisitId(receipt.subject_of("fever_seen").expect("a visit").id);
    let fact: FactId = receipt.facts.iter().find(|f| f.kind == "fever_seen").expect("a fact").id;
    let blank = town.app.withdraw_fact(&town.cdc(), None, fact, " ".to_owned()).await;
    assert_eq!(refused(blank), Code::MissingField);
    let neighbour = town.who(Role::Epidemiologist, NEXT);
    let theirs = town.app.withdraw_fact(&neighbour, None, fact, "wrong".to_owned()).await;
    assert_eq!(refused(theirs), Code::NotFound);
    town.set("2022-07-01 12:00");
    town.sweep().await;
    let answer =
        town.app.withdraw_fact(&town.cdc(), None, fact, "wrong person".to_owned()).await.expect("withdrawn");
    assert_eq!(answer.void.len(), 2, "the report and the disposition");
    assert_eq!(town.stands(visit.subject(), "RP7").await, "void");
    assert_eq!(town.stands(visit.subject(), "D03").await, "void");
    town.set("2022-07-03 12:00");
    assert_eq!(town.sweep().await, app::timers::Sweep::default(), "nothing of it climbs any more");
    let told = town.app.facts_about(&town.cdc(), visit.subject(), town.now()).await.expect("told");
    let kinds: Vec<_> = told.iter().map(|line| line.fact.kind()).collect();
    assert_eq!(kinds, ["fever_seen", "obligation_escalated", "withdrawn"], "and nothing was taken away");
    assert_eq!(told[2].fact.corrects, Some(fact));
    let then = kernel::AsOf::Known(at("2022-07-01 10:00"));
    let known = town.app.facts_about(&town.cdc(), visit.subject(), then).await.expect("told");
    assert_eq!(known.len(), 1);
}

pub async fn evidence_that_is_withdrawn_opens_the_duty_again(town: Town) {
    town.set("2022-07-01 09:00");
    let visit = VisitId(town.fever(false).await.subject_of("fever_seen").expect("a visit").id);
    let sentinel = town.who(Role::Sentinel, HOME);
    town.set("2022-07-01 10:00");
    let report = town.app.report_visit(&sentinel, None, visit).await.expect("reported");
    assert_eq!(town.stands(visit.subject(), "RP7").await, "met");
    town.set("2022-07-01 10:30");
    let fact = report.facts[0].id;
    let answer = town
        .app
        .withdraw_fact(&town.cdc(), None, fact, "sent to the wrong county".to_owned())
        .await
        .expect("withdrawn");
    let again = town.owed(visit.subject(), "RP7").await;
    assert_eq!(again.len(), 2, "what was believed stays, and the duty stands anew");
    let open: Vec<_> = again.iter().filter(|row| row.closed_at.is_none()).collect();
    assert_eq!((open.len(), answer.opened.contains(&open[0].id)), (1, true));
    assert_eq!(open[0].due_at, at("2022-07-01 11:00"), "the clock has run on");
    town.set("2022-07-01 11:01");
    assert!(town.sweep().await.escalated >= 1, "and it climbs like any other");
}

pub async fn a_waived_obligation_needs_a_reason_and_stays_waived(town: Town) {
    town.set("2022-07-01 09:00");
    let visit = VisitId(town.fever(false).await.subject_of("fever_seen").expect("a visit").id);
    let id = town.one(visit.subject(), "RP7").await.id;
    let mayor = town.who(Role::Commander, HOME);
    let blank = town.app.waive_obligation(&mayor, None, id, String::new()).await;
    assert_eq!(refused(blank), Code::ObligationReasonMissing);
    let sentinel = town.who(Role::Sentinel, HOME);
    let self_help = town.app.waive_obligation(&sentinel, None, id, "busy".to_owned()).await;
    assert!(self_help.is_err());
    town.app.waive_obligation(&mayor, None, id, "exercise".to_owned()).await.expect("waived");
    assert_eq!(town.stands(visit.subject(), "RP7").await, "waived");
    let twice = town.app.waive_obligation(&mayor, None, id, "exercise".to_owned()).await;
    assert_eq!(refused(twice), Code::ObligationClosed);
    town.app.report_visit(&sentinel, None, visit).await.expect("reported all the same");
    assert_eq!(town.stands(visit.subject(), "RP7").await, "waived");
    town.set("2022-07-02 09:00");
    assert_eq!(town.sweep().await.escalated, 1, "only the disposition");
}

pub async fn a_clock_that_ran_back_is_held_and_told(town: Town) {
    town.set("2022-07-01 10:00");
    town.fever(true).await;
    town.set("2022-07-01 09:00");
    let receipt = town.fever(true).await;
    assert_eq!(receipt.recorded_at, Some(at("2022-07-01 10:00")));
    let told: Vec<_> = receipt.warnings.iter().map(|w| w.code.as_str()).collect();
    assert_eq!(told, ["clock.held"]);
    assert_eq!(receipt.warnings[0].args["asked"], at("2022-07-01 09:00").to_string());
    town.sweep().await;
    town.app.verify().await.expect("the chain goes on");
    town.set("2022-07-01 10:01");
    assert!(town.fever(true).await.warnings.is_empty());
}
