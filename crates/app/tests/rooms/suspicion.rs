//! Between suspicion and discard: a person is a contact until he is infected,
//! and again when he turns out not to be.

use app::commands::{ClassifyCase, OpenCaseByHand, PersonInput, TakeStep};
use authz::Role;
use domain::TestOutcome;
use domain::clinical::Step;
use domain::investigation::Contact;
use kernel::{CaseId, Code, OrderId, PersonId};
use protocol::schema::Classification;

use crate::town::{COVID, HOME, STREET, Town, at, refused};

async fn opened(town: &Town, person: PersonId, classification: Classification) -> CaseId {
    let input = OpenCaseByHand {
        person: PersonInput::Known(person),
        disease: COVID.to_owned(),
        classification,
        reason: "clinical picture".to_owned(),
        onset: None,
        occurred_at: None,
        unit: None,
    };
    let receipt = town.app.open_case(&town.cdc(), None, input).await.expect("opened");
    CaseId(receipt.subject_of("case_opened").expect("a case").id)
}

async fn classed(town: &Town, case: CaseId, classification: Classification) -> kernel::Result<app::Receipt> {
    let reason = Some("second look".to_owned());
    let input = ClassifyCase { case, expected_version: None, classification: Some(classification), reason };
    town.app.classify_case(&town.cdc(), None, input).await
}

/// Y met the case X on 1 July and is in a site since the evening.
async fn isolated(town: &Town) -> (CaseId, Contact, OrderId) {
    town.set("2022-07-01 20:00");
    let (x, y) = (town.person(HOME).await, town.person(STREET).await);
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let case = town.positive(x).await;
    let contact = town.contact_of(case).await;
    let order = town.ordered(&contact).await;
    town.started_now(order).await;
    (case, contact, order)
}

async fn standing(town: &Town, source: CaseId) -> Vec<Contact> {
    town.contacts_of(source).await.into_iter().filter(Contact::is_standing).collect()
}

pub async fn h08_a_suspected_contact_stays_in_isolation_until_he_is_infected(town: Town) {
    let (source, contact, order) = isolated(&town).await;
    town.set("2022-07-02 10:00");
    let own = opened(&town, contact.person, Classification::Suspected).await;
    assert_eq!(town.contact(contact.id).await.status, "under_order");
    assert_eq!(town.order(order).await.status, "running");
    // A later meeting with the case still counts for him.
    let x = town.case(source).await.person;
    town.met(x, contact.person, "household", "2022-07-01 19:00", "2022-07-01 19:30").await;
    assert_eq!(town.contact(contact.id).await.last_exposure, at("2022-07-01 19:30"));
    classed(&town, own, Classification::Confirmed).await.expect("classified");
    assert_eq!(town.contact(contact.id).await.status, "became_case");
    assert_eq!(town.order(order).await.status, "lifted");
    assert!(standing(&town, source).await.is_empty());
    // From asymptomatic to confirmed nothing ends a second time.
    let again = classed(&town, own, Classification::Probable).await.expect("classified");
    assert!(again.facts.iter().all(|f| f.kind == "case_classified"), "{again:?}");
}

pub async fn h08_a_case_by_rule_ends_the_contact_when_its_class_says_infected(town: Town) {
    let (_, contact, order) = isolated(&town).await;
    town.set("2022-07-02 10:00");
    let own = opened(&town, contact.person, Classification::Suspected).await;
    let receipt = town.tested(contact.person, TestOutcome::Positive).await;
    assert!(receipt.subject_of("contact_ended").is_none(), "a class by hand is not overruled");
    let input = ClassifyCase { case: own, expected_version: None, classification: None, reason: None };
    town.app.classify_case(&town.cdc(), None, input).await.expect("classified");
    assert_eq!(town.case(own).await.classification, Classification::Asymptomatic);
    assert_eq!(town.contact(contact.id).await.status, "became_case");
    assert_eq!(town.order(order).await.status, "lifted");
}

pub async fn f02_who_was_no_case_after_all_is_a_contact_again(town: Town) {
    let (source, contact, _) = isolated(&town).await;
    town.set("2022-07-02 10:00");
    let own = town.positive(contact.person).await;
    assert_eq!(town.contact(contact.id).await.status, "became_case");
    town.set("2022-07-04 10:00");
    classed(&town, own, Classification::Discarded).await.expect("discarded");
    let again = standing(&town, source).await;
    assert_eq!(again.len(), 1);
    assert_eq!((again[0].person, again[0].last_exposure), (contact.person, contact.last_exposure));
    assert_ne!(again[0].id, contact.id, "what he was before stays told");
    assert_eq!(town.stands(again[0].id.subject(), "H04").await, "open", "and an order is owed");
    assert!(town.case(own).await.ended.is_none(), "discarding ends nothing in silence");
    // Nothing more follows the second time.
    let twice = classed(&town, own, Classification::Discarded).await.expect("said again");
    assert!(twice.subject_of("contact_determined").is_none());
    let order = town.ordered(&again[0]).await;
    assert_eq!(town.order(order).await.ends_on.to_string(), "2022-07-11");
}

pub async fn f02_who_was_no_case_is_no_contact_when_his_days_are_over(town: Town) {
    let (source, contact, _) = isolated(&town).await;
    town.set("2022-07-02 10:00");
    let own = town.positive(contact.person).await;
    town.set("2022-07-12 00:00");
    classed(&town, own, Classification::Discarded).await.expect("discarded");
    assert!(standing(&town, source).await.is_empty());
}

pub async fn f02_a_case_that_ends_as_discarded_gives_the_contact_back(town: Town) {
    let (source, contact, _) = isolated(&town).await;
    let end = |case, outcome: &str| TakeStep {
        case,
        expected_version: None,
        step: Step::End(outcome.to_owned()),
        at: None,
    };
    let clinician = town.who(Role::Clinician, HOME);
    town.set("2022-07-02 10:00");
    let own = town.positive(contact.person).await;
    town.app.take_step(&clinician, None, end(own, "discarded")).await.expect("ended");
    assert_eq!(standing(&town, source).await.len(), 1);
    // Who was ill and is well again is no contact by his old meetings.
    let second = town.positive(contact.person).await;
    assert!(standing(&town, source).await.is_empty());
    town.app.take_step(&clinician, None, end(second, "recovered")).await.expect("ended");
    assert!(standing(&town, source).await.is_empty());
}

pub async fn f01_a_discarded_case_does_not_swallow_a_later_positive(town: Town) {
    town.set("2022-07-01 10:00");
    let (x, y) = (town.person(HOME).await, town.person(HOME).await);
    let first = town.positive(y).await;
    classed(&town, first, Classification::Discarded).await.expect("discarded");
    // The discarded one can be met as anybody else.
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 09:00").await;
    let source = town.positive(x).await;
    assert_eq!(town.contact_of(source).await.person, y);
    town.set("2022-07-02 10:00");
    town.negative(y).await;
    town.set("2022-07-03 10:00");
    let second = town.positive(y).await;
    assert_ne!(first, second);
    let case = town.case(second).await;
    assert_eq!(case.first_positive, Some(at("2022-07-03 10:00")), "the false result is not its own");
    assert_eq!(case.last_negative, Some(at("2022-07-02 10:00")));
    assert_eq!(town.case(first).await.first_positive, Some(at("2022-07-01 10:00")));
    assert_eq!(town.contact_of(source).await.status, "became_case");
    let taken_up = classed(&town, first, Classification::Confirmed).await;
    assert_eq!(refused(taken_up), Code::CaseState, "one case a time");
}
