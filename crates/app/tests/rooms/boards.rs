//! The four musts and chains of a past moment.

use app::commands::{AssessCase, TakeStep};
use app::questions::Must;
use authz::Role;
use domain::clinical::{Assessment, Step};
use kernel::{AsOf, CaseId};

use crate::town::{HOME, NEXT, STREET, Town, at};

fn counts(must: &Must) -> (usize, usize, usize, bool) {
    (must.should, must.done, must.missing.len(), must.more)
}

async fn severe(town: &Town, case: CaseId) {
    let assessment = Assessment { severity: Some("severe".to_owned()), ..Assessment::default() };
    let input = AssessCase { case, expected_version: None, assessment, onset: None };
    town.app.assess_case(&town.cdc(), None, input).await.expect("assessed");
}

async fn step(town: &Town, case: CaseId, step: Step) {
    let input = TakeStep { case, expected_version: None, step, at: None };
    town.app.take_step(&town.who(Role::Clinician, HOME), None, input).await.expect("taken");
}

pub async fn h04_the_four_musts_are_counted_and_the_missing_named(town: Town) {
    town.set("2022-07-01 20:00");
    let (x, y, z) = (town.person(HOME).await, town.person(STREET).await, town.person(HOME).await);
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    town.met(x, z, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let case = town.positive(x).await;
    severe(&town, case).await;
    let contacts = town.contacts_of(case).await;
    let ordered = contacts.iter().find(|c| c.person == y).expect("a contact");
    let free = contacts.iter().find(|c| c.person == z).expect("a contact");
    town.set("2022-07-01 21:00");
    let order = town.ordered(ordered).await;
    town.started_now(order).await;
    let office = town.who(Role::Office, HOME);
    let musts = async |as_of| town.app.four_musts(&office, None, None, as_of).await.expect("counted");

    let now = musts(town.now()).await;
    assert_eq!(counts(&now.tested), (0, 0, 0, false), "no test is due yet");
    assert_eq!(counts(&now.isolated), (2, 1, 1, false));
    assert_eq!(now.isolated.missing[0].contact, Some(free.id));
    assert_eq!(now.isolated.missing[0].since, at("2022-07-01 20:00"));
    assert_eq!(counts(&now.admitted), (1, 0, 1, false));
    assert_eq!(now.admitted.missing[0].case, Some(case));
    assert_eq!(counts(&now.treated), (1, 0, 1, false));
    assert_eq!(now.treated.missing[0].person, Some(x));

    town.set("2022-07-02 10:00");
    step(&town, case, Step::Admit).await;
    step(&town, case, Step::PlanTreatment).await;
    // The test of 2 July is missed, that of 3 July made.
    town.set("2022-07-03 10:00");
    town.negative(y).await;
    town.set("2022-07-04 10:00");
    let now = musts(town.now()).await;
    assert_eq!(counts(&now.tested), (2, 1, 1, false));
    let missed = now.tested.missing[0].obligation.expect("an obligation");
    let missed = town.app.obligation(&office, missed, town.now()).await.expect("known");
    assert_eq!((missed.line.row.occurrence.as_str(), missed.line.state.as_str()), ("t1", "overdue"));
    assert_eq!(counts(&now.admitted), (1, 1, 0, false));
    assert_eq!(counts(&now.treated), (1, 1, 0, false));
    let then = musts(AsOf::Known(at("2022-07-01 20:30"))).await;
    assert_eq!(counts(&then.isolated), (2, 0, 2, false), "the order was not known");
    assert_eq!(counts(&then.treated), (1, 0, 1, false));
    let street =
        town.app.four_musts(&office, Some(town.path(STREET)), None, town.now()).await.expect("counted");
    assert_eq!((counts(&street.isolated), counts(&street.admitted)), ((1, 1, 0, false), (0, 0, 0, false)));
    let next =
        town.app.four_musts(&town.who(Role::Office, NEXT), None, None, town.now()).await.expect("counted");
    assert_eq!(counts(&next.isolated), (0, 0, 0, false));
    step(&town, case, Step::End("recovered".to_owned())).await;
    let now = musts(town.now()).await;
    assert_eq!((counts(&now.admitted), counts(&now.treated)), ((0, 0, 0, false), (0, 0, 0, false)));
}

pub async fn f05_a_chain_of_the_past_has_the_links_of_then(town: Town) {
    town.set("2022-07-01 20:00");
    let (x, y) = (town.person(HOME).await, town.person(HOME).await);
    let mut infected = town.meeting(x, y, "household", "2022-07-01 08:00", "2022-07-01 19:00");
    infected.transmission = true;
    let cdc = town.cdc();
    let receipt = town.app.record_exposure(&cdc, None, infected).await.expect("recorded");
    let exposure = receipt.subject_of("exposure_recorded").expect("an exposure").id;
    let (first, second) = (town.positive(x).await, town.positive(y).await);
    town.set("2022-07-02 20:00");
    town.app.retract_exposure(&cdc, None, exposure.into(), "another".to_owned()).await.expect("taken back");
    let links = async |as_of| town.app.chain(&cdc, first, as_of).await.expect("a chain").links;
    let status = async |as_of| {
        let detail = town.app.case(&cdc, first, as_of).await.expect("known");
        detail.exposures.iter().map(|e| e.seen.state.status.clone()).collect::<Vec<_>>()
    };
    let then = AsOf::Known(at("2022-07-01 21:00"));
    assert_eq!((links(then).await, status(then).await), (vec![(first, second)], vec!["standing".to_owned()]));
    let now = town.now();
    assert_eq!((links(now).await, status(now).await), (vec![], vec!["retracted".to_owned()]));
    let before = AsOf::Known(at("2022-07-02 19:59"));
    assert_eq!(links(before).await, [(first, second)], "what was retracted later stood then");
}
