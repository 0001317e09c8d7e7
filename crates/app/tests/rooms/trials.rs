//! What would follow: the same as what does follow.

use std::collections::BTreeSet;

use domain::trial::{Met, Stated, Trial};
use kernel::Timestamp;
use serde_json::{Value, json};

use crate::town::{COVID, HOME, Town, at};

fn stated(kind: &str, when: &str, fields: Value) -> Stated {
    let Value::Object(fields) = fields else { panic!("fields") };
    Stated { kind: kind.to_owned(), at: at(when), fields }
}

fn met(kind: &str, from: &str, until: &str) -> Met {
    Met { kind: kind.to_owned(), started_at: at(from), ended_at: at(until), protected: false }
}

/// Rule, beginning, due time and state of every duty.
type Duties = BTreeSet<(String, Timestamp, Timestamp, String)>;

pub async fn f01_a_trial_follows_as_the_records_do(town: Town) {
    town.set("2022-07-01 12:00");
    let (x, y) = (town.person(HOME).await, town.person(HOME).await);
    town.set("2022-07-01 13:00");
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 12:30").await;
    town.set("2022-07-01 18:00");
    let case = town.positive(x).await;
    let contact = town.contact_of(case).await;
    town.set("2022-07-01 19:00");
    let step = app::commands::TakeStep {
        case,
        expected_version: None,
        step: domain::clinical::Step::Report,
        at: None,
    };
    town.app.take_step(&town.cdc(), None, step).await.expect("reported");
    town.set("2022-07-01 23:30");

    let trial = Trial {
        disease: COVID.to_owned(),
        area: town.path(HOME),
        zone: town.app.directory().zone_at(&town.path(HOME)),
        edition: None,
        now: Some(town.clock_now()),
        facts: vec![
            stated("case_reported", "2022-07-01 19:00", json!({})),
            stated("test_result", "2022-07-01 18:00", json!({ "result": "positive" })),
            stated("case_isolated", "2022-07-02 08:00", json!({})),
        ],
        exposures: vec![
            met("household", "2022-07-01 08:00", "2022-07-01 12:30"),
            met("household", "2022-06-01 08:00", "2022-06-01 12:30"),
        ],
    };
    let outcome = town.app.try_protocol(trial.clone()).await.expect("followed");
    let recorded = town.case(case).await;
    assert_eq!(outcome.classification, Some(recorded.classification));
    assert_eq!(outcome.classifications.len(), 1);
    assert_eq!(
        (outcome.classifications[0].rule.as_str(), outcome.classifications[0].fact),
        (recorded.rule.as_str(), Some(1))
    );
    let judged: Vec<_> = outcome.contacts.iter().map(|one| (one.exposure, one.class)).collect();
    assert_eq!(judged, [(0, Some(contact.class)), (1, None)], "the second was before the window");
    assert_eq!(outcome.contacts[0].rule.as_deref(), Some(contact.rule.as_str()));

    // The same duties about the case and the contact, with the same times and states.
    let mut owed = town.owed(case.subject(), "").await;
    owed.extend(town.owed(contact.id.subject(), "").await);
    let records: Duties = owed
        .iter()
        .map(|row| (row.rule.clone(), row.starts_at, row.due_at, town.state(row).to_owned()))
        .collect();
    let about = ["case", "contact"];
    let follows: Duties = outcome
        .obligations
        .iter()
        .filter(|owed| about.contains(&owed.of.new.subject.kind.as_str()))
        .map(|owed| {
            let new = &owed.of.new;
            (new.rule.clone(), new.from, new.due, owed.of.state(outcome.now).to_owned())
        })
        .collect();
    assert!(records.len() > 3 && records.iter().any(|(.., state)| state == "met"), "{records:?}");
    assert_eq!(follows, records);

    // The days of the contact are those of the order that his class asks for.
    let order = town.order(town.ordered(&contact).await).await;
    let plan = outcome.schedules.iter().find(|plan| plan.exposure == Some(0)).expect("a regime");
    assert_eq!((&plan.regime, plan.dates.starts_on), (&order.regime, order.starts_on));
    assert_eq!(plan.dates.ends_on, order.ends_on);
    let days = |on: &mut dyn Iterator<Item = kernel::Date>| on.collect::<Vec<_>>();
    assert_eq!(
        days(&mut plan.dates.tests.iter().map(|test| test.on)),
        days(&mut order.tests.iter().map(|test| test.on))
    );
    // The same question gets the same answer, and nothing was recorded.
    let again = town.app.try_protocol(trial).await.expect("followed");
    assert_eq!(format!("{:?}", again.made_up), format!("{:?}", outcome.made_up));
    assert_eq!(town.contacts_of(case).await.len(), 1);
}
