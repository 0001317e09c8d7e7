//! D01-D03: a fever is seen, reported on the clock, and the patient is kept.

use authz::Role;
use domain::{TestMethod, TestOutcome};
use kernel::{PersonId, VisitId};

use crate::town::{HOME, NEXT, PROVINCE, Town, at, hour, refused};

fn visit(receipt: &app::Receipt) -> VisitId {
    VisitId(receipt.subject_of("fever_seen").expect("a visit").id)
}

pub async fn d01_a_fever_seen_owes_one_report_and_the_report_closes_it(town: Town) {
    town.set("2021-01-20 09:00");
    let seen = town.fever(false).await;
    let visit = visit(&seen);
    let owed = town.one(visit.subject(), "RP7").await;
    assert_eq!(owed.holder_unit, town.unit("sentinel", HOME));
    assert_eq!(
        (hour(owed.warn_at).as_str(), hour(owed.due_at).as_str()),
        ("2021-01-20 10:30", "2021-01-20 11:00")
    );
    assert!(seen.opened.contains(&owed.id));
    town.set("2021-01-20 09:10");
    let sentinel = town.who(Role::Sentinel, HOME);
    let reported = town.app.report_visit(&sentinel, None, visit).await.expect("reported");
    assert_eq!(reported.met, [owed.id]);
    assert_eq!(town.stands(visit.subject(), "RP7").await, "met");
    assert_eq!(refused(town.app.report_visit(&sentinel, None, visit).await), kernel::Code::CaseState);
    // In one short command: seen and reported.
    let both = town.fever(true).await;
    assert_eq!(town.stands(self::visit(&both).subject(), "RP7").await, "met");
    let neighbour = town.who(Role::Sentinel, NEXT);
    let other = town.fever(false).await;
    assert_eq!(
        refused(town.app.report_visit(&neighbour, None, self::visit(&other)).await),
        kernel::Code::NotFound
    );
}

pub async fn d02_a_report_is_late_from_the_first_second_after_two_hours(town: Town) {
    let table =
        [("2021-01-20 10:29:59", "met"), ("2021-01-20 11:00:00", "met"), ("2021-01-20 11:00:01", "met_late")];
    for (days, (reported, state)) in (0..).zip(table) {
        // The clock goes on: each row of the table is a day later.
        let shift = kernel::Span::days(days);
        town.clock.set(at("2021-01-20 09:00").plus(shift));
        let visit = visit(&town.fever(false).await);
        town.clock.set(at("2021-01-20 10:29:59").plus(shift));
        assert_eq!(town.stands(visit.subject(), "RP7").await, "open");
        if reported != "2021-01-20 10:29:59" {
            town.clock.set(at("2021-01-20 10:30").plus(shift));
            assert_eq!(town.stands(visit.subject(), "RP7").await, "warned");
            town.clock.set(at("2021-01-20 11:00").plus(shift));
            assert_eq!(town.stands(visit.subject(), "RP7").await, "warned", "due now is not overdue");
            town.clock.set(at(reported).plus(shift));
        }
        town.app.report_visit(&town.who(Role::Sentinel, HOME), None, visit).await.expect("reported");
        assert_eq!(town.stands(visit.subject(), "RP7").await, state, "{reported}");
    }
}

const LADDER: [&str; 3] = [
    "county 140105000000 cdc 2021-01-20 11:00",
    "prefecture 140100000000 cdc 2021-01-20 13:00",
    "province 140000000000 command_office 2021-01-20 17:00",
];

pub async fn d02_an_unreported_fever_climbs_from_county_to_province(town: Town) {
    town.set("2021-01-20 09:00");
    let visit = visit(&town.fever(false).await);
    let owed = town.one(visit.subject(), "RP7").await;
    for (now, warned, told) in [
        ("2021-01-20 10:29:59", 0, 0),
        ("2021-01-20 10:30:00", 1, 0),
        ("2021-01-20 11:00:00", 0, 0),
        ("2021-01-20 11:00:01", 0, 1),
        ("2021-01-20 13:00:00", 0, 1),
        ("2021-01-20 13:00:01", 0, 2),
        ("2021-01-20 17:00:01", 0, 3),
    ] {
        town.set(now);
        let first = town.sweep().await;
        assert_eq!(first.warned, if now.ends_with("17:00:01") { 1 } else { warned }, "{now}");
        assert_eq!(town.told(&owed).await, LADDER[..told], "{now}");
        assert_eq!(town.sweep().await.escalated, 0, "{now}: a step is taken once");
    }
    town.set("2021-01-20 18:00");
    town.app.report_visit(&town.who(Role::Sentinel, HOME), None, visit).await.expect("reported");
    assert_eq!(town.stands(visit.subject(), "RP7").await, "met_late");
    let province = town.who(Role::Office, PROVINCE);
    let filter = app::ObligationFilter { subject: Some(visit.subject()), ..Default::default() };
    let counts = town.app.obligation_counts(&province, &filter, town.now()).await.expect("counted");
    assert_eq!((counts.met_late, counts.escalated), (1, 2), "the report and the disposition climbed");
}

pub async fn d02_steps_missed_while_the_server_was_down_are_taken_once(town: Town) {
    town.set("2021-01-20 09:00");
    let visit = visit(&town.fever(false).await);
    let owed = town.one(visit.subject(), "RP7").await;
    town.set("2021-01-25 08:00");
    let town = town.restarted().await;
    let swept = town.sweep().await;
    // Three steps of the report and one of the disposition; a warning each.
    assert_eq!((swept.warned, swept.escalated), (2, 4));
    assert_eq!(town.told(&owed).await, LADDER);
    assert_eq!(town.sweep().await, app::timers::Sweep::default());
    let town = town.restarted().await;
    assert_eq!(town.sweep().await, app::timers::Sweep::default());
    town.app.verify().await.expect("sound");
}

pub async fn d03_a_patient_is_held_or_handed_over_and_not_let_go(town: Town) {
    town.set("2021-01-20 09:00");
    let sentinel = town.who(Role::Sentinel, HOME);
    let mut visits = Vec::new();
    for (disposition, state) in [("held", "met"), ("handed_over", "met"), ("discharged", "open")] {
        let visit = visit(&town.fever(true).await);
        town.app.dispose_visit(&sentinel, None, visit, disposition.to_owned()).await.expect(disposition);
        assert_eq!(town.stands(visit.subject(), "D03").await, state, "{disposition}");
        visits.push(visit);
    }
    let away = town.app.dispose_visit(&sentinel, None, visits[2], "sent_home".to_owned()).await;
    assert_eq!(refused(away), kernel::Code::InvalidValue);
    // A negative test frees the patient as well.
    let seen = town.fever(true).await;
    let person = PersonId(seen.subject_of("person_registered").expect("a person").id);
    let mut result = town.result(person, TestOutcome::Negative);
    (result.method, result.visit) = (TestMethod::Nat, Some(visit(&seen)));
    town.app.record_test(&town.who(Role::Laboratory, HOME), None, result).await.expect("recorded");
    assert_eq!(town.stands(visit(&seen).subject(), "D03").await, "met");
    town.set("2021-01-20 15:00:01");
    assert_eq!(town.stands(visits[2].subject(), "D03").await, "overdue");
}
