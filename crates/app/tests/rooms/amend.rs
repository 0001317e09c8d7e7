//! H04, P01, P02: what an order may name, what it asks beyond the regime, and
//! what becomes of it when it is amended.

use app::commands::{OrderInput, ZoneInput};
use authz::Role;
use domain::TestOutcome;
use domain::investigation::Contact;
use domain::isolation::AmendOrder;
use kernel::{
    AreaCode, CaseId, Code, Error, OrderId, PersonId, SubjectKind, SubjectRef, Text, UnitId, derived_uuid,
};
use protocol::schema::ZoneLevel;

use crate::town::{COVID, HOME, NEXT, STREET, Town, at, date, hour, refused};

fn amendment() -> AmendOrder {
    AmendOrder {
        regime: None,
        form: None,
        anchor: None,
        ends_on: None,
        contact: None,
        basis: "QR6".to_owned(),
        reason: Text { zh: "又一病例".to_owned(), en: "A further case".to_owned() },
    }
}

async fn zone(town: &Town, level: ZoneLevel) {
    let input = ZoneInput { area: town.path(HOME), level, unit_of_zone: "estate".to_owned() };
    town.app.set_zone(&town.who(Role::Commander, HOME), None, input).await.expect("set");
}

async fn issued(town: &Town, input: OrderInput) -> OrderId {
    let receipt = town.app.issue_order(&town.cdc(), None, input).await.expect("issued");
    OrderId(receipt.subject_of("order_issued").expect("an order").id)
}

/// A new case who met somebody in a time; his contact.
async fn met_a_case(town: &Town, person: PersonId, kind: &str, from: &str, to: &str) -> (CaseId, Contact) {
    let x = town.person(HOME).await;
    town.met(x, person, kind, from, to).await;
    let mut result = town.result(x, TestOutcome::Positive);
    result.sampled_at = Some(at(to));
    let lab = town.who(Role::Laboratory, HOME);
    let receipt = town.app.record_test(&lab, None, result).await.expect("recorded");
    let case = CaseId(receipt.subject_of("case_opened").expect("a case").id);
    let contact = town.contacts_of(case).await.into_iter().find(|c| c.person == person);
    (case, contact.expect("a contact"))
}

/// What was refused, which field, and why.
fn told(error: &Error) -> (Code, &str, &str) {
    (error.code(), error.argument("field").unwrap_or_default(), error.argument("fault").unwrap_or_default())
}

pub async fn h04_an_order_names_only_what_is_its_own(town: Town) {
    town.set("2022-07-01 20:00");
    let (y, z) = (town.person(STREET).await, town.person(STREET).await);
    let (case, of_y) = met_a_case(&town, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let (other, of_z) = met_a_case(&town, z, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let whole = town.order_for(y, Some(of_y.id));
    let measles = OrderInput {
        disease: "measles".to_owned(),
        measure: Some("home_isolation".to_owned()),
        group: Some("none".to_owned()),
        ends_on: Some(date("2022-07-09")),
        ..whole.clone()
    };
    let mut ended = whole.clone();
    town.app.end_contact(&town.cdc(), None, of_z.id, "released".to_owned()).await.expect("ended");
    (ended.target, ended.contact) = (z.subject(), Some(of_z.id));
    for (input, fault) in [
        (OrderInput { target: z.subject(), ..whole.clone() }, (Code::OrderMismatch, "contact", "person")),
        (measles.clone(), (Code::OrderMismatch, "contact", "disease")),
        (ended, (Code::OrderMismatch, "contact", "ended")),
        (OrderInput { case: Some(other), ..whole.clone() }, (Code::OrderMismatch, "case", "case")),
        (OrderInput { contact: None, case: Some(case), ..measles }, (Code::OrderMismatch, "case", "disease")),
    ] {
        let error = town.app.issue_order(&town.cdc(), None, input).await.expect_err("does not fit");
        assert_eq!(told(&error), fault);
        assert_eq!(error.location().and_then(|at| at.field.as_deref()), Some(fault.1), "it is located");
        for language in [text::Language::ZhCn, text::Language::En] {
            assert!(!text::error(language, &error).contains("{ $"));
        }
    }
    // An area is bound by its code, not by an id that nobody can know.
    let street = SubjectRef { kind: SubjectKind::Area, id: derived_uuid(&["whatever"]) };
    let limit = OrderInput {
        target: street,
        area: Some(town.path(STREET)),
        measure: Some("movement_limit".to_owned()),
        ends_on: Some(date("2022-07-05")),
        ..town.order_for(y, None)
    };
    let bound = town.order(issued(&town, limit).await).await;
    assert_eq!(bound.target, SubjectRef::area(&AreaCode::new(STREET).expect("sound")));
    let nobody = OrderInput { unit: Some(UnitId(derived_uuid(&["nobody"]))), ..whole.clone() };
    let error = town.app.issue_order(&town.cdc(), None, nobody).await.expect_err("no such unit");
    assert_eq!((error.code(), error.argument("kind")), (Code::NotFound, Some("unit")));
    // A case of the next county is not to be seen from here.
    town.set("2022-07-01 21:00");
    let far = town.person(NEXT).await;
    let hidden = town.positive(far).await;
    let named = OrderInput { case: Some(hidden), ..whole.clone() };
    assert_eq!(refused(town.app.issue_order(&town.cdc(), None, named).await), Code::NotFound);
    assert_eq!(town.stands(of_y.id.subject(), "H04").await, "open", "nothing was issued");
    let id = issued(&town, OrderInput { case: Some(case), ..whole }).await;
    assert_eq!(town.order(id).await.case, Some(case));
}

pub async fn p01_what_a_must_not_asks_for_cannot_be_left_out(town: Town) {
    town.set("2022-07-01 09:00");
    let person = town.person(HOME).await;
    let market = SubjectRef { kind: SubjectKind::Place, id: derived_uuid(&["market"]) };
    let text = |text: &str| Some(text.to_owned());
    let base = || OrderInput {
        area: Some(town.path(HOME)),
        measure: text("central_isolation"),
        group: text("arrivals"),
        ends_on: Some(date("2022-07-08")),
        ..town.order_for(person, None)
    };
    for ground in ["origin_area", "zone_stay", "travel"] {
        let silent = OrderInput { ground: text(ground), ..base() };
        let error = town.app.issue_order(&town.cdc(), None, silent).await.expect_err("left out");
        assert_eq!(told(&error), (Code::OrderIncomplete, "origin_zone", ""), "{ground}");
    }
    let closure = OrderInput { target: market, measure: text("closure"), ground: text("place"), ..base() };
    for (input, fault) in [
        (OrderInput { place_kind: text(" "), ..closure.clone() }, Code::MissingField),
        (closure, Code::OrderIncomplete),
    ] {
        let error = town.app.issue_order(&town.cdc(), None, input).await.expect_err("left out");
        assert_eq!((error.code(), error.argument("field")), (fault, Some("place_kind")));
    }
    for (input, field) in [
        (OrderInput { ground: text("because"), ..base() }, "ground"),
        (OrderInput { ground: text("zone_stay"), origin_zone: text("harmless"), ..base() }, "origin_zone"),
    ] {
        let error = town.app.issue_order(&town.cdc(), None, input).await.expect_err("no such word");
        assert_eq!(told(&error), (Code::InvalidValue, field, ""));
    }
}

pub async fn p02_tests_and_days_in_a_site_beyond_are_told_like_days(town: Town) {
    town.set("2022-07-01 20:00");
    let (y, z) = (town.person(STREET).await, town.person(STREET).await);
    let (case, contact) = met_a_case(&town, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let plain = town.order_for(y, Some(contact.id));
    let more = |form: &str| OrderInput { form: Some(form.to_owned()), ..plain.clone() };
    let receipt =
        town.app.issue_order(&town.cdc(), None, more("C7@1,2,3,4,5,6,7 M3@3")).await.expect("issued");
    let warned = receipt.warnings.iter().find(|w| w.code == "order.add_on").expect("told");
    assert_eq!((warned.args["days"].as_str(), warned.args["tests"].as_str()), ("0", "2"));
    let id = OrderId(receipt.subject_of("order_issued").expect("an order").id);
    let order = town.order(id).await;
    assert_eq!((order.days_beyond, order.tests_beyond, order.central_days_beyond), (0, 2, 0));
    // Amended to the same days, all of them in the site.
    let all_in_site = AmendOrder { form: Some("C10@1,2,3,5,7,10".to_owned()), ..amendment() };
    let receipt = town.app.amend_order(&town.cdc(), None, id, None, all_in_site).await.expect("amended");
    let warned = receipt.warnings.iter().find(|w| w.code == "order.add_on").expect("told");
    assert_eq!((warned.args["isolation_days"].as_str(), warned.args["central_days"].as_str()), ("3", "3"));
    let order = town.order(id).await;
    assert_eq!((order.tests_beyond, order.isolation_days_beyond, order.central_days_beyond), (0, 3, 3));
    let receipt = town.app.amend_order(&town.cdc(), None, id, None, amendment()).await.expect("amended");
    assert!(receipt.warnings.is_empty(), "back to what the edition asks: {:?}", receipt.warnings);
    assert!(!town.order(id).await.is_add_on());
    // A secondary contact stays at home; put into a site, every day of it is an add-on.
    town.met(y, z, "household", "2022-07-01 18:00", "2022-07-01 19:30").await;
    let second = town.contacts_of(case).await.into_iter().find(|c| c.person == z).expect("a contact");
    let site =
        OrderInput { measure: Some("central_isolation".to_owned()), ..town.order_for(z, Some(second.id)) };
    let order = town.order(issued(&town, site).await).await;
    assert_eq!((order.regime.as_str(), order.central), ("sc_9", true));
    assert_eq!((order.days_beyond, order.isolation_days_beyond, order.central_days_beyond), (0, 0, 7));
}

pub async fn p01_a_zone_kept_on_without_a_case_is_warned_of(town: Town) {
    town.set("2022-07-01 09:00");
    let person = town.person(HOME).await;
    zone(&town, ZoneLevel::High).await;
    let limit = OrderInput {
        target: SubjectRef::area(&AreaCode::new(HOME).expect("sound")),
        area: Some(town.path(HOME)),
        measure: Some("movement_limit".to_owned()),
        ends_on: Some(date("2022-07-08")),
        ground: Some("zone_stay".to_owned()),
        origin_zone: Some("high".to_owned()),
        basis: "ZN6".to_owned(),
        ..town.order_for(person, None)
    };
    let id = issued(&town, limit).await;
    assert!(town.order(id).await.warnings.is_empty(), "drawn, not prolonged");
    let until = |day: &str| AmendOrder { ends_on: Some(date(day)), ..amendment() };
    town.set("2022-07-08 09:00");
    for (input, code, field) in [
        (amendment(), Code::OrderIncomplete, "ends_on"),
        (AmendOrder { basis: " ".to_owned(), ..until("2022-07-11") }, Code::OrderIncomplete, "basis"),
        (until("2023-08-01"), Code::OutOfRange, "ends_on"),
    ] {
        let error = town.app.amend_order(&town.cdc(), None, id, None, input).await.expect_err("refused");
        assert_eq!((error.code(), error.argument("field")), (code, Some(field)));
    }
    let past = town.app.amend_order(&town.cdc(), None, id, None, until("2022-07-07")).await;
    assert_eq!(refused(past), Code::DatesOutOfOrder);
    // Shortened: nothing is prolonged.
    let receipt =
        town.app.amend_order(&town.cdc(), None, id, None, until("2022-07-08")).await.expect("amended");
    assert!(receipt.warnings.is_empty());
    let receipt =
        town.app.amend_order(&town.cdc(), None, id, None, until("2022-07-11")).await.expect("amended");
    let rules: Vec<_> = receipt.warnings.iter().map(|w| w.args["rule"].as_str()).collect();
    assert_eq!(rules, ["NM3"]);
    let order = town.order(id).await;
    assert_eq!((order.ends_on, order.warnings.as_slice()), (date("2022-07-11"), &["NM3".to_owned()][..]));
    assert_eq!(hour(town.one(id.subject(), "H05-RELEASE").await.due_at), "2022-07-09 00:00");
    assert_eq!(town.stands(id.subject(), "H05-RELEASE").await, "void");
    let owed = town.owed(id.subject(), "H05-RELEASE-AMENDED").await;
    assert_eq!(owed.last().map(|row| hour(row.due_at)).as_deref(), Some("2022-07-12 00:00"));
    // With a case among the last seven days there is a reason.
    town.positive(person).await;
    let receipt =
        town.app.amend_order(&town.cdc(), None, id, None, until("2022-07-15")).await.expect("amended");
    assert!(receipt.warnings.is_empty(), "{:?}", receipt.warnings);
    assert_eq!(town.order(id).await.history.last().map(|s| s.what.as_str()), Some("extended"));
}

pub async fn p01_a_closure_is_not_prolonged_once_the_zone_is_low(town: Town) {
    town.set("2022-07-01 09:00");
    let person = town.person(HOME).await;
    zone(&town, ZoneLevel::High).await;
    let closure = OrderInput {
        target: SubjectRef { kind: SubjectKind::Place, id: derived_uuid(&["market"]) },
        area: Some(town.path(STREET)),
        measure: Some("closure".to_owned()),
        ends_on: Some(date("2022-07-08")),
        ground: Some("place".to_owned()),
        place_kind: Some("market".to_owned()),
        ..town.order_for(person, None)
    };
    let id = issued(&town, closure).await;
    town.set("2022-07-07 09:00");
    zone(&town, ZoneLevel::Low).await;
    let longer = AmendOrder { ends_on: Some(date("2022-07-20")), ..amendment() };
    let error = town.app.amend_order(&town.cdc(), None, id, None, longer).await.expect_err("must not");
    assert_eq!((error.code(), error.argument("rule")), (Code::OrderForbidden, Some("NM9")));
    assert_eq!(town.order(id).await.ends_on, date("2022-07-08"));
}

pub async fn h04_a_running_order_comes_to_stand_for_a_further_contact(town: Town) {
    town.set("2022-07-01 20:00");
    let y = town.person(STREET).await;
    let (_, first) = met_a_case(&town, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let id = town.ordered(&first).await;
    town.started_now(id).await;
    town.set("2022-07-02 10:00");
    town.checked(y).await;
    // He had met another on the same day.
    let (_, second) = met_a_case(&town, y, "meal", "2022-07-01 12:00", "2022-07-01 13:00").await;
    assert_eq!(town.stands(second.id.subject(), "H04").await, "open");
    town.set("2022-07-02 11:00");
    let before = town.order(id).await;
    let cover = AmendOrder { contact: Some(second.id), ..amendment() };
    let receipt = town.app.amend_order(&town.cdc(), None, id, None, cover.clone()).await.expect("amended");
    assert!(receipt.opened.is_empty() && receipt.void.is_empty(), "its own dates run on");
    for rule in ["H04", "QR9"] {
        assert_eq!(town.stands(second.id.subject(), rule).await, "met", "{rule}");
    }
    assert_eq!(town.one(second.id.subject(), "QR9").await.closed_at, Some(at("2022-07-02 10:00")));
    assert_eq!(town.stands(second.id.subject(), "F02").await, "open", "nobody has spoken to him of it");
    let order = town.order(id).await;
    assert_eq!((order.contact, order.other_contacts.as_slice()), (Some(first.id), &[second.id][..]));
    assert_eq!((order.ends_on, &order.tests), (before.ends_on, &before.tests));
    assert_eq!(order.history.last().map(|s| s.what.as_str()), Some("covered"));
    assert_eq!(town.contact(second.id).await.status, "under_order");
    // A third one, met a day later, moves day 0.
    let (_, third) = met_a_case(&town, y, "household", "2022-07-02 07:00", "2022-07-02 08:00").await;
    let cover = AmendOrder { contact: Some(third.id), ..cover };
    town.app.amend_order(&town.cdc(), None, id, None, cover).await.expect("amended");
    let order = town.order(id).await;
    assert_eq!((order.anchor, order.ends_on), (date("2022-07-02"), date("2022-07-12")));
    assert_eq!(order.contacts(), [first.id, second.id, third.id]);
    assert_eq!(order.status, "running", "he is in the site already");
    assert_eq!(town.stands(third.id.subject(), "H04").await, "met");
    // The end of the order is the end for all three.
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!(town.order(id).await, order);
    town.set("2022-07-12 10:00");
    town.negative(y).await;
    town.app.release_order(&town.cdc(), None, id).await.expect("released");
    for contact in [&first, &second, &third] {
        assert_eq!(town.contact(contact.id).await.status, "released");
    }
    let over = AmendOrder { contact: Some(third.id), ..amendment() };
    assert_eq!(refused(town.app.amend_order(&town.cdc(), None, id, None, over).await), Code::OrderState);
}

pub async fn h04_an_order_at_home_does_not_stand_for_a_close_contact(town: Town) {
    town.set("2022-07-01 21:00");
    let (y, z) = (town.person(STREET).await, town.person(STREET).await);
    let (case, _) = met_a_case(&town, y, "meal", "2022-07-01 12:00", "2022-07-01 13:00").await;
    town.met(y, z, "household", "2022-07-01 18:00", "2022-07-01 20:00").await;
    let second = town.contacts_of(case).await.into_iter().find(|c| c.person == z).expect("a contact");
    let id = town.ordered(&second).await;
    town.started_now(id).await;
    town.set("2022-07-02 10:00");
    let (_, close) = met_a_case(&town, z, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let cover = AmendOrder { contact: Some(close.id), ..amendment() };
    let error =
        town.app.amend_order(&town.cdc(), None, id, None, cover.clone()).await.expect_err("too little");
    assert_eq!(told(&error), (Code::OrderMismatch, "contact", "class"));
    // Any other change of it does not name him either.
    town.app.amend_order(&town.cdc(), None, id, None, amendment()).await.expect("amended");
    assert_eq!(town.stands(close.id.subject(), "H04").await, "open");
    // Under the regime of close contacts it does, and he has to be taken to the site.
    let stricter = AmendOrder { regime: Some("cc_9".to_owned()), ..cover };
    town.app.amend_order(&town.cdc(), None, id, None, stricter).await.expect("amended");
    let order = town.order(id).await;
    assert_eq!((order.group.as_str(), order.regime.as_str(), order.central), ("close", "cc_9", true));
    assert_eq!(order.status, "issued");
    assert_eq!(town.stands(close.id.subject(), "H04").await, "met");
    assert_eq!(town.stands(close.id.subject(), "QR9").await, "open");
    town.set("2022-07-02 14:00");
    town.started_now(id).await;
    assert_eq!(town.stands(close.id.subject(), "QR9").await, "met");
    assert_eq!(town.order(id).await.started_at, Some(at("2022-07-02 14:00")));
    let nobody = town.person(STREET).await;
    let (_, stranger) = met_a_case(&town, nobody, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let wrong = AmendOrder { contact: Some(stranger.id), ..amendment() };
    let error = town.app.amend_order(&town.cdc(), None, id, None, wrong).await.expect_err("somebody else's");
    assert_eq!(told(&error), (Code::OrderMismatch, "contact", "person"));
}

pub async fn h05_the_timers_propose_when_an_edition_comes_into_force(town: Town) {
    town.set("2022-06-25 20:00");
    let mut orders = Vec::new();
    for area in [STREET, NEXT] {
        let person = town.person(area).await;
        let (_, contact) =
            met_a_case(&town, person, "household", "2022-06-25 08:00", "2022-06-25 19:00").await;
        orders.push(town.ordered(&contact).await);
    }
    assert_eq!(town.sweep().await.proposed, 0, "the 8th is in force");
    town.set("2022-06-27 23:59");
    assert_eq!(town.sweep().await.proposed, 0);
    town.set("2022-06-28 00:30");
    assert_eq!(town.sweep().await.proposed, 0, "they look once an hour");
    town.set("2022-06-28 01:00");
    assert_eq!(town.sweep().await.proposed, 2, "in each area");
    for id in &orders {
        let order = town.order(*id).await;
        assert_eq!((order.edition.as_str(), order.ends_on), ("8th", date("2022-07-16")), "nothing changed");
        let proposal = order.proposal.expect("a proposal");
        assert_eq!((proposal.proposal.as_str(), proposal.edition.as_str()), ("convert", "9th"));
        assert_eq!(order.history.last().map(|s| s.by), Some(domain::Actor::default()), "by the timers");
    }
    town.set("2022-06-28 09:00");
    assert_eq!(town.sweep().await.proposed, 0, "told once");
    assert_eq!(town.app.review_edition(&town.cdc(), COVID).await.expect("reviewed"), 0);
    // After a restart they look at once, and find nothing new.
    let town = town.restarted().await;
    assert_eq!(town.sweep().await.proposed, 0);
    town.app.verify().await.expect("sound");
}
