//! F02, F05: contacts follow from exposures, by the rules of the edition in force.

use app::commands::{OpenCaseByHand, PersonInput};
use authz::Role;
use kernel::{CaseId, Code, PersonId};
use protocol::schema::{Classification, ContactClass};

use crate::town::{COVID, HOME, NEXT, Town, at, date, hour, refused};

/// A confirmed case with a day of onset.
async fn ill(town: &Town, person: PersonId, onset: &str) -> CaseId {
    let input = OpenCaseByHand {
        person: PersonInput::Known(person),
        disease: COVID.to_owned(),
        classification: Classification::Confirmed,
        reason: "hospital".to_owned(),
        onset: Some(date(onset)),
        occurred_at: None,
        unit: None,
    };
    let receipt = town.app.open_case(&town.cdc(), None, input).await.expect("opened");
    CaseId(receipt.subject_of("case_opened").expect("a case").id)
}

pub async fn f02_an_exposure_counts_from_two_days_before_onset(town: Town) {
    town.set("2022-07-10 12:00");
    let x = town.person(HOME).await;
    let (early, late, guarded, mere) =
        (town.person(HOME).await, town.person(HOME).await, town.person(HOME).await, town.person(HOME).await);
    // Recorded before there is a case: nothing follows yet.
    town.met(x, early, "meal", "2022-07-07 19:00", "2022-07-07 23:59").await;
    let before = town.met(x, late, "meal", "2022-07-08 00:30", "2022-07-08 01:30").await;
    assert!(before.subject_of("contact_determined").is_none());
    let case = ill(&town, x, "2022-07-10").await;
    let contact = town.contact_of(case).await;
    assert_eq!((contact.person, contact.class, contact.rule.as_str()), (late, ContactClass::Close, "CO1"));
    assert_eq!((contact.edition.as_str(), contact.order), ("9th", 1));
    // Recorded after: the contact follows at once.
    let mut protected = town.meeting(x, guarded, "care", "2022-07-09 08:00", "2022-07-09 09:00");
    protected.protected = true;
    let receipt = town.app.record_exposure(&town.cdc(), None, protected).await.expect("recorded");
    assert!(receipt.subject_of("contact_determined").is_none(), "effective protection");
    let receipt = town.met(x, mere, "household", "2022-07-06 08:00", "2022-07-09 20:00").await;
    assert!(receipt.subject_of("contact_determined").is_some());
    let contacts = town.contacts_of(case).await;
    let found = contacts.iter().find(|c| c.person == mere).expect("a contact");
    assert_eq!(found.first_exposure, at("2022-07-08 00:00"), "what lay before the window does not count");
    assert_eq!(found.last_exposure, at("2022-07-09 20:00"));
    // A later exposure moves the last one.
    town.set("2022-07-11 12:00");
    town.met(mere, x, "household", "2022-07-10 08:00", "2022-07-10 20:00").await;
    assert_eq!(town.contact(found.id).await.last_exposure, at("2022-07-10 20:00"));
    // The day of onset found earlier widens the window.
    let assessment = domain::clinical::Assessment::default();
    let input = app::commands::AssessCase {
        case,
        expected_version: None,
        assessment,
        onset: Some(date("2022-07-09")),
    };
    town.app.assess_case(&town.cdc(), None, input).await.expect("assessed");
    assert!(town.contacts_of(case).await.iter().any(|c| c.person == early));
}

pub async fn f02_with_a_negative_sample_before_it_counts_from_that_sample(town: Town) {
    let (x, dinner, office) = (town.person(HOME).await, town.person(HOME).await, town.person(HOME).await);
    town.set("2022-07-09 08:00");
    town.negative(x).await;
    town.met(x, dinner, "meal", "2022-07-08 18:00", "2022-07-08 20:00").await;
    town.set("2022-07-10 08:00");
    town.met(x, office, "same_room", "2022-07-09 09:00", "2022-07-09 12:00").await;
    let case = town.positive(x).await;
    assert_eq!(town.case(case).await.last_negative, Some(at("2022-07-09 08:00")));
    let contact = town.contact_of(case).await;
    assert_eq!((contact.person, contact.rule.as_str()), (office, "CO3"));
}

pub async fn f02_a_contact_must_be_reached_within_a_day(town: Town) {
    town.set("2022-07-10 10:00");
    let (x, y) = (town.person(HOME).await, town.person(HOME).await);
    town.met(x, y, "household", "2022-07-09 08:00", "2022-07-10 08:00").await;
    let case = town.positive(x).await;
    let contact = town.contact_of(case).await;
    let about = contact.id.subject();
    assert_eq!(hour(town.one(about, "F02").await.due_at), "2022-07-11 10:00");
    assert_eq!(hour(town.one(about, "H04").await.due_at), "2022-07-11 10:00");
    assert_eq!(hour(town.one(about, "QR9").await.due_at), "2022-07-10 18:00");
    town.set("2022-07-11 10:00");
    town.app.reach_contact(&town.cdc(), None, contact.id).await.expect("reached");
    assert_eq!(town.stands(about, "F02").await, "met");
    assert_eq!(town.contact(contact.id).await.status, "reached");
    town.set("2022-07-11 10:00:01");
    assert_eq!(town.stands(about, "H04").await, "overdue", "an order is still owed");
    // Not a contact after all: what was owed about him is void.
    town.app.end_contact(&town.cdc(), None, contact.id, "retracted".to_owned()).await.expect("ended");
    assert_eq!(town.stands(about, "H04").await, "void");
    assert_eq!(town.stands(about, "QR9").await, "void");
    assert_eq!(refused(town.app.reach_contact(&town.cdc(), None, contact.id).await), Code::CaseState);
}

pub async fn f02_a_contact_of_a_contact_belongs_to_his_own_county(town: Town) {
    town.set("2022-07-10 10:00");
    let (x, y, z) = (town.person(HOME).await, town.person(HOME).await, town.person(NEXT).await);
    town.met(y, z, "household", "2022-07-08 08:00", "2022-07-08 10:00").await;
    town.met(x, y, "meal", "2022-07-09 12:00", "2022-07-09 13:00").await;
    let case = town.positive(x).await;
    assert_eq!(town.contact_of(case).await.person, y, "Z met Y before Y met the case");
    town.met(y, z, "household", "2022-07-09 18:00", "2022-07-10 08:00").await;
    let contacts = town.contacts_of(case).await;
    let second = contacts.iter().find(|c| c.person == z).expect("a contact of the contact");
    assert_eq!((second.order, second.class, second.rule.as_str()), (2, ContactClass::Secondary, "CO6"));
    assert_eq!(second.area, town.path(NEXT));
    assert_eq!(town.one(second.id.subject(), "F02").await.holder_unit, town.unit("cdc", NEXT));
    assert_eq!(refused(town.app.reach_contact(&town.cdc(), None, second.id).await), Code::NotFound);
    let neighbour = town.who(Role::Epidemiologist, NEXT);
    town.app.reach_contact(&neighbour, None, second.id).await.expect("reached by his own county");
    let listed = town
        .app
        .contacts(&neighbour, &app::ContactFilter::default(), town.now(), &town.whole())
        .await
        .expect("listed");
    assert_eq!(listed.items.len(), 1, "and nobody else's contacts");
}

pub async fn f05_a_chain_is_closed_when_all_contacts_are_controlled(town: Town) {
    town.set("2022-07-10 10:00");
    let (x, y, z) = (town.person(HOME).await, town.person(HOME).await, town.person(HOME).await);
    let first = ill(&town, x, "2022-07-08").await;
    let mut infection = town.meeting(x, y, "household", "2022-07-08 08:00", "2022-07-09 08:00");
    infection.transmission = true;
    town.app.record_exposure(&town.cdc(), None, infection).await.expect("recorded");
    let second = ill(&town, y, "2022-07-10").await;
    town.met(y, z, "household", "2022-07-09 08:00", "2022-07-10 08:00").await;
    let view = town.app.chain(&town.cdc(), second, town.now()).await.expect("drawn");
    assert_eq!(view.links, [(first, second)]);
    let generations: Vec<_> = view.nodes.iter().map(|n| (n.case, n.generation, n.offspring)).collect();
    assert_eq!(generations, [(first, Some(0), 1), (second, Some(1), 0)]);
    let chains = town.app.chains(&town.cdc(), COVID, town.now()).await.expect("counted");
    assert_eq!((chains.cases, chains.components, chains.generations), (2, vec![2], vec![1, 1]));
    assert!(!chains.closure.is_closed());
    assert!(chains.closure.uncontrolled_contacts > 0);
    for case in [first, second] {
        for contact in town.contacts_of(case).await.into_iter().filter(|c| !c.is_controlled()) {
            town.ordered(&contact).await;
        }
    }
    let closure = town.app.chains(&town.cdc(), COVID, town.now()).await.expect("counted").closure;
    assert_eq!(closure.uncontrolled_contacts, 0);
    assert_eq!(closure.recent_unlinked_cases, 1, "where the first one was infected is not known");
    town.set("2022-07-31 10:00");
    let closure = town.app.chains(&town.cdc(), COVID, town.now()).await.expect("counted").closure;
    assert!(closure.is_closed(), "{closure:?}");
}
