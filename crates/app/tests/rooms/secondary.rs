//! Contacts of contacts under the 9th edition (rulebook example 4).

use authz::Role;
use domain::investigation::Contact;
use domain::isolation::Order;
use kernel::{CaseId, Code, OrderId, PersonId, Span};
use protocol::schema::ContactClass;

use crate::town::{HOME, STREET, Town, at, hour, refused};

/// X is a case; Y, his close contact, is in a site; Z, who lives with Y, is at home.
struct Household {
    case: CaseId,
    y: PersonId,
    z: PersonId,
    second: Contact,
    at_home: OrderId,
}

async fn household(town: &Town) -> Household {
    town.set("2022-07-01 21:00");
    let (x, y, z) = (town.person(HOME).await, town.person(STREET).await, town.person(STREET).await);
    town.met(x, y, "meal", "2022-07-01 12:00", "2022-07-01 13:00").await;
    town.met(y, z, "household", "2022-07-01 18:00", "2022-07-01 20:00").await;
    let case = town.positive(x).await;
    let contacts = town.contacts_of(case).await;
    assert_eq!(contacts.len(), 2);
    let of = |person| contacts.iter().find(|c| c.person == person).cloned().expect("a contact");
    let (first, second) = (of(y), of(z));
    assert_eq!((first.order, second.order, second.class), (1, 2, ContactClass::Secondary));
    let site = town.ordered(&first).await;
    town.started_now(site).await;
    assert_eq!(hour(town.one(second.id.subject(), "QR9-SECONDARY").await.due_at), "2022-07-02 09:00");
    let at_home = town.ordered(&second).await;
    town.started_now(at_home).await;
    assert_eq!(town.stands(second.id.subject(), "QR9-SECONDARY").await, "met");
    let order: Order = town.order(at_home).await;
    assert_eq!(
        (order.regime.as_str(), order.measure.as_str(), order.central),
        ("sc_9", "home_isolation", false)
    );
    let days: Vec<String> = order.tests.iter().map(|t| t.on.to_string()).collect();
    assert_eq!(days, ["2022-07-02", "2022-07-05", "2022-07-08"]);
    assert_eq!(order.ends_on.to_string(), "2022-07-08");
    Household { case, y, z, second, at_home }
}

pub async fn h05_a_secondary_contact_is_released_when_both_are_negative(town: Town) {
    let home = household(&town).await;
    let epi = town.who(Role::Epidemiologist, HOME);
    for (day, index_is_tested) in [(1, true), (4, false), (7, false)] {
        town.clock.set(at("2022-07-01 10:00").plus(Span::days(day)));
        town.negative(home.z).await;
        if index_is_tested {
            town.negative(home.y).await;
        }
    }
    town.set("2022-07-08 17:00");
    assert_eq!(
        refused(town.app.release_order(&epi, None, home.at_home).await),
        Code::OrderNotReleasable,
        "the close contact has one negative test, two are needed"
    );
    town.negative(home.y).await;
    town.app.release_order(&epi, None, home.at_home).await.expect("released");
    assert_eq!(town.contact(home.second.id).await.status, "released");
    assert_eq!(town.stands(home.at_home.subject(), "H05-RELEASE").await, "met");
}

pub async fn h05_a_secondary_contact_becomes_close_when_the_close_one_is_positive(town: Town) {
    let home = household(&town).await;
    town.set("2022-07-02 10:00");
    town.negative(home.y).await;
    town.negative(home.z).await;
    town.set("2022-07-03 10:00");
    let receipt = town.tested(home.y, domain::TestOutcome::Positive).await;
    let reclassified = receipt.facts.iter().filter(|f| f.kind == "contact_reclassified").count();
    assert_eq!(reclassified, 1);
    let contact = town.contact(home.second.id).await;
    assert_eq!((contact.class, contact.rule.as_str()), (ContactClass::Close, "QR8"));
    assert_eq!(contact.last_exposure, at("2022-07-01 20:00"), "his own last exposure stays");
    let owed = town.one(contact.id.subject(), "QR9-RECLASSIFIED").await;
    assert_eq!(hour(owed.due_at), "2022-07-03 18:00");
    // Y was negative after he had met Z: of Y's own case Z is no contact (CO3).
    let second_case = CaseId(receipt.subject_of("case_opened").expect("a case").id);
    assert!(town.contacts_of(second_case).await.is_empty());
    // The old order ends, the new one counts from his own last exposure.
    let epi = town.who(Role::Epidemiologist, HOME);
    town.app.lift_order(&epi, None, home.at_home, "QR8".to_owned()).await.expect("lifted");
    town.set("2022-07-03 12:00");
    let site = town.ordered(&contact).await;
    let order = town.order(site).await;
    assert_eq!((order.regime.as_str(), order.ends_on.to_string().as_str()), ("cc_9", "2022-07-11"));
    let days: Vec<String> = order.tests.iter().map(|t| t.on.to_string()).collect();
    assert_eq!(days, ["2022-07-03", "2022-07-04", "2022-07-06", "2022-07-08", "2022-07-11"]);
    town.started_now(site).await;
    assert_eq!(town.contact(contact.id).await.status, "under_order");
    assert_eq!(town.stands(contact.id.subject(), "QR9-RECLASSIFIED").await, "met");
    assert_eq!(town.contacts_of(home.case).await.len(), 2, "and X has no further contact");
}

pub async fn f02_a_secondary_contact_who_met_the_case_himself_becomes_close(town: Town) {
    let home = household(&town).await;
    let x = town.case(home.case).await.person;
    let w = town.person(HOME).await;
    // Whom Z met before he met Y: nothing follows while Z is only a secondary contact.
    town.met(home.z, w, "household", "2022-07-01 11:00", "2022-07-01 11:30").await;
    assert_eq!(town.contacts_of(home.case).await.len(), 2);
    town.set("2022-07-02 10:00");
    let receipt = town.met(x, home.z, "meal", "2022-07-01 09:00", "2022-07-01 10:00").await;
    let kinds: Vec<_> = receipt.facts.iter().map(|f| f.kind.as_str()).collect();
    assert_eq!(kinds, ["exposure_recorded", "contact_reclassified", "contact_determined"]);
    let contact = town.contact(home.second.id).await;
    assert_eq!((contact.class, contact.order), (ContactClass::Close, 1));
    assert_eq!(
        (contact.first_exposure, contact.last_exposure),
        (at("2022-07-01 09:00"), at("2022-07-01 20:00"))
    );
    let contacts = town.contacts_of(home.case).await;
    let third = contacts.iter().find(|c| c.person == w).expect("whom he met");
    assert_eq!((third.class, third.order), (ContactClass::Secondary, 2));
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!(town.contact(home.second.id).await, contact, "and told again it is the same");
}

pub async fn f02_whom_a_contact_meets_after_he_is_controlled_is_no_secondary_contact(town: Town) {
    let home = household(&town).await;
    town.set("2022-07-02 20:00");
    let (visitor, neighbour, guest) =
        (town.person(HOME).await, town.person(HOME).await, town.person(HOME).await);
    town.met(home.y, visitor, "meal", "2022-07-02 08:00", "2022-07-02 09:00").await;
    town.met(home.y, neighbour, "meal", "2022-07-01 20:30", "2022-07-01 22:00").await;
    let contacts = town.contacts_of(home.case).await;
    let of = |person| contacts.iter().find(|c| c.person == person);
    assert!(of(visitor).is_none(), "in the site since 21:00");
    let met = of(neighbour).expect("met before");
    assert_eq!((met.order, met.last_exposure), (2, at("2022-07-01 21:00")));
    // Let go before the end, and still a contact: he is not controlled any more.
    let first = contacts.iter().find(|c| c.person == home.y).expect("the close contact");
    let epi = town.who(Role::Epidemiologist, HOME);
    let page = town.whole();
    let filter = app::OrderFilter { person: Some(home.y), ..Default::default() };
    let orders = town.app.orders(&epi, &filter, town.now(), &page).await.expect("listed").items;
    town.app.lift_order(&epi, None, OrderId(orders[0].id), "appeal".to_owned()).await.expect("lifted");
    assert!(town.contact(first.id).await.is_standing());
    town.set("2022-07-03 20:00");
    town.met(home.y, guest, "meal", "2022-07-03 08:00", "2022-07-03 09:00").await;
    assert!(town.contacts_of(home.case).await.iter().any(|c| c.person == guest));
    // Infected himself, the day of his admission closes the window.
    let own = town.positive(home.y).await;
    let step = |step| app::commands::TakeStep { case: own, expected_version: None, step, at: None };
    let clinician = town.who(Role::Clinician, HOME);
    let admit = step(domain::clinical::Step::Admit);
    town.app.take_step(&clinician, None, admit).await.expect("admitted");
    town.set("2022-07-04 20:00");
    let nurse = town.person(HOME).await;
    town.met(home.y, nurse, "household", "2022-07-04 08:00", "2022-07-04 09:00").await;
    assert!(town.contacts_of(home.case).await.iter().all(|c| c.person != nurse));
}
