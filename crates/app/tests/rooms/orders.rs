//! H04, H08, D08: orders from issue to end.

use app::commands::OrderInput;
use authz::Role;
use domain::investigation::Contact;
use domain::isolation::Order;
use kernel::{CaseId, Code, OrderId, PersonId, Text};

use crate::town::{HOME, STREET, Town, at, date, hour, refused};

/// A case whose household contact is determined now; the last exposure ended
/// on 1 July at 19:00.
async fn exposed(town: &Town, now: &str) -> (CaseId, Contact) {
    let (x, y) = (town.person(HOME).await, town.person(STREET).await);
    let lab = town.who(Role::Laboratory, HOME);
    town.set(now);
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let mut result = town.result(x, domain::TestOutcome::Positive);
    result.sampled_at = Some(at("2022-07-01 18:00"));
    let receipt = town.app.record_test(&lab, None, result).await.expect("recorded");
    let case = CaseId(receipt.subject_of("case_opened").expect("a case").id);
    (case, town.contact_of(case).await)
}

pub async fn h04_an_order_without_basis_reason_or_end_cannot_exist(town: Town) {
    let (_, contact) = exposed(&town, "2022-07-01 20:00").await;
    let whole = town.order_for(contact.person, Some(contact.id));
    let blank = Text { zh: "密接".to_owned(), en: " ".to_owned() };
    let unmeasured = OrderInput {
        contact: None,
        group: Some("nobody".to_owned()),
        measure: Some("home_isolation".to_owned()),
        ..whole.clone()
    };
    for (input, field) in [
        (OrderInput { basis: " ".to_owned(), ..whole.clone() }, "basis"),
        (OrderInput { reason: None, ..whole.clone() }, "reason"),
        (OrderInput { reason: Some(blank), ..whole.clone() }, "reason"),
        (OrderInput { contact: None, group: Some("close".to_owned()), ..whole.clone() }, "anchor"),
        (unmeasured.clone(), "ends_on"),
        (OrderInput { measure: None, ends_on: Some(date("2022-07-05")), ..unmeasured }, "measure"),
    ] {
        let error = town.app.issue_order(&town.cdc(), None, input).await.expect_err(field);
        assert_eq!((error.code(), error.argument("field")), (Code::OrderIncomplete, Some(field)));
    }
    assert_eq!(town.stands(contact.id.subject(), "H04").await, "open", "nothing was issued");
    // Who lives elsewhere cannot be bound from here.
    let mayor = town.who(Role::Commander, crate::town::NEXT);
    assert_eq!(refused(town.app.issue_order(&mayor, None, whole.clone()).await), Code::NotFound);
    let worker = town.who(Role::CommunityWorker, STREET);
    assert_eq!(refused(town.app.issue_order(&worker, None, whole).await), Code::Forbidden);
}

pub async fn h08_the_transfer_clock_stops_when_isolation_starts(town: Town) {
    let (case, first) = exposed(&town, "2022-07-01 19:00").await;
    let x = town.case(case).await.person;
    let z = town.person(STREET).await;
    town.met(x, z, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let second = town.contacts_of(case).await.into_iter().find(|c| c.person == z).expect("a contact");
    let (one, two) = (town.ordered(&first).await, town.ordered(&second).await);
    // Recorded in the morning, begun in the night: the moment itself counts.
    town.set("2022-07-02 08:00");
    town.sweep().await;
    let site = town.who(Role::IsolationSite, HOME);
    for (contact, order, begun, state) in
        [(&first, one, "2022-07-02 03:00:00", "met"), (&second, two, "2022-07-02 03:00:01", "met_late")]
    {
        let owed = town.one(contact.id.subject(), "QR9").await;
        assert_eq!(hour(owed.due_at), "2022-07-02 03:00");
        let receipt = town.app.start_order(&site, None, order, Some(at(begun))).await.expect("started");
        assert!(receipt.met.contains(&owed.id));
        assert_eq!(town.stands(contact.id.subject(), "QR9").await, state, "{begun}");
        let started = town.order(order).await;
        assert_eq!((started.status.as_str(), started.started_at), ("running", Some(at(begun))));
        assert_eq!(refused(town.app.start_order(&site, None, order, None).await), Code::OrderState);
        assert_eq!(
            town.told(&owed).await,
            [
                "prefecture 140100000000 command_office 2022-07-02 03:00",
                "province 140000000000 command_office 2022-07-02 07:00",
            ],
            "nobody knew in the night that it had begun"
        );
    }
}

pub async fn h05_a_later_exposure_extends_the_order_and_its_days(town: Town) {
    let (case, contact) = exposed(&town, "2022-07-01 20:00").await;
    let id = town.ordered(&contact).await;
    town.started_now(id).await;
    town.set("2022-07-03 20:00");
    let x = town.case(case).await.person;
    town.met(x, contact.person, "household", "2022-07-03 08:00", "2022-07-03 09:00").await;
    assert_eq!(town.contact(contact.id).await.last_exposure, at("2022-07-03 09:00"));
    let amend = |form: Option<&str>| domain::isolation::AmendOrder {
        regime: None,
        form: form.map(str::to_owned),
        anchor: Some(date("2022-07-03")),
        ends_on: None,
        contact: None,
        basis: "QR6".to_owned(),
        reason: Text { zh: "再次暴露".to_owned(), en: "Exposed again".to_owned() },
    };
    let seen = town.app.order(&town.cdc(), id, town.now()).await.expect("seen");
    let stale = town.app.amend_order(&town.cdc(), None, id, Some(seen.version - 1), amend(None)).await;
    assert_eq!(refused(stale), Code::EditConflict);
    let receipt =
        town.app.amend_order(&town.cdc(), None, id, Some(seen.version), amend(None)).await.expect("amended");
    assert!(receipt.warnings.is_empty());
    let order = town.order(id).await;
    assert_eq!((order.anchor, order.ends_on), (date("2022-07-03"), date("2022-07-13")));
    assert_eq!((order.central, order.measure.as_str()), (true, "central_isolation"));
    assert_eq!(order.history.last().map(|s| s.what.as_str()), Some("extended"));
    // Longer than the regime: told like a new order that is longer.
    let receipt =
        town.app.amend_order(&town.cdc(), None, id, None, amend(Some("C14@1,14"))).await.expect("amended");
    let told: Vec<_> = receipt.warnings.iter().map(|w| (w.code.as_str(), w.args["rule"].as_str())).collect();
    assert_eq!(told, [("order.warned", "NM5"), ("order.add_on", "cc_9")]);
    let order = town.order(id).await;
    assert_eq!((order.days_beyond, order.warnings), (4, vec!["NM5".to_owned()]));
}

pub async fn h05_an_order_turned_from_the_site_to_the_home_says_so(town: Town) {
    town.set("2022-12-06 20:00");
    let (x, y) = (town.person(HOME).await, town.person(STREET).await);
    town.met(x, y, "household", "2022-12-06 08:00", "2022-12-06 19:00").await;
    let case = town.positive(x).await;
    let id = town.ordered(&town.contact_of(case).await).await;
    town.started_now(id).await;
    town.set("2022-12-07 09:00");
    assert_eq!(town.app.review_edition(&town.cdc(), crate::town::COVID).await.expect("reviewed"), 1);
    let amend = domain::isolation::AmendOrder {
        regime: Some("cc_10".to_owned()),
        form: None,
        anchor: None,
        ends_on: None,
        contact: None,
        basis: "QR22".to_owned(),
        reason: Text { zh: "新十条".to_owned(), en: "Ten measures".to_owned() },
    };
    town.app.amend_order(&town.cdc(), None, id, None, amend).await.expect("amended");
    let order = town.order(id).await;
    assert_eq!(
        (order.central, order.measure.as_str(), order.ends_on),
        (false, "home_isolation", date("2022-12-11"))
    );
    town.set("2022-12-11 10:00");
    assert_eq!(refused(town.app.release_order(&town.cdc(), None, id).await), Code::OrderNotReleasable);
    town.negative(y).await;
    town.app.release_order(&town.cdc(), None, id).await.expect("negative on day 5");
}

pub async fn h08_who_is_found_late_serves_only_the_missing_days(town: Town) {
    let (_, contact) = exposed(&town, "2022-07-06 09:00").await;
    let id = town.ordered(&contact).await;
    let order: Order = town.order(id).await;
    assert_eq!((order.starts_on, order.ends_on), (date("2022-07-06"), date("2022-07-11")));
    let days: Vec<String> = order.tests.iter().map(|t| t.on.to_string()).collect();
    assert_eq!(days, ["2022-07-06", "2022-07-08", "2022-07-11"]);
    assert_eq!(order.checks.len(), 6);
    town.set("2022-07-12 09:00");
    let (_, over) = exposed(&town, "2022-07-12 09:00").await;
    let input = town.order_for(over.person, Some(over.id));
    assert_eq!(refused(town.app.issue_order(&town.cdc(), None, input).await), Code::OrderState);
}

pub async fn h08_a_contact_who_turns_case_keeps_his_history(town: Town) {
    let (case, contact) = exposed(&town, "2022-07-01 20:00").await;
    let id = town.ordered(&contact).await;
    town.started_now(id).await;
    town.set("2022-07-02 10:00");
    town.negative(contact.person).await;
    town.checked(contact.person).await;
    town.set("2022-07-03 10:00");
    let own = town.positive(contact.person).await;
    let turned = town.case(own).await;
    assert_eq!((turned.person, turned.last_negative), (contact.person, Some(at("2022-07-02 10:00"))));
    let was = town.contact(contact.id).await;
    assert_eq!(
        (was.status.as_str(), was.case, was.first_exposure),
        ("became_case", case, contact.first_exposure)
    );
    let order = town.order(id).await;
    assert_eq!(order.status, "lifted");
    let steps: Vec<(&str, &str)> =
        order.history.iter().map(|s| (s.what.as_str(), s.basis.as_str())).collect();
    assert_eq!(steps, [("issued", "QR6"), ("started", ""), ("lifted", "became_case")]);
    assert_eq!(
        town.states(id.subject(), "H05-TEST-SITE").await,
        [
            ("t1".to_owned(), "met"),
            ("t2".to_owned(), "met"),
            ("t3".to_owned(), "void"),
            ("t5".to_owned(), "void"),
            ("t7".to_owned(), "void"),
            ("t10".to_owned(), "void"),
        ]
    );
    assert_eq!(town.stands(id.subject(), "H05-RELEASE").await, "met");
    let kinds: Vec<&str> = {
        let facts = town.app.facts_about(&town.cdc(), contact.id.subject(), town.now()).await.expect("told");
        facts.iter().map(|line| line.fact.kind()).collect()
    };
    assert_eq!(
        kinds,
        ["contact_determined", "order_issued", "isolation_started", "contact_ended", "order_lifted"]
    );
    let past =
        town.app.contact(&town.cdc(), contact.id, app_as_of("2022-07-02 12:00")).await.expect("known then");
    assert_eq!(past.state.status, "under_order");
}

fn app_as_of(text: &str) -> kernel::AsOf {
    kernel::AsOf::Known(at(text))
}

pub async fn h08_nobody_is_released_early_or_untested(town: Town) {
    let (_, contact) = exposed(&town, "2022-07-01 20:00").await;
    let id = town.ordered(&contact).await;
    town.started_now(id).await;
    town.set("2022-07-10 23:59");
    let early = town.app.release_order(&town.cdc(), None, id).await.expect_err("early");
    assert_eq!(
        (early.code(), early.argument("detail")),
        (Code::OrderNotReleasable, Some("ends_on 2022-07-11"))
    );
    town.set("2022-07-11 08:00");
    let untested = town.app.release_order(&town.cdc(), None, id).await.expect_err("untested");
    assert_eq!(untested.code(), Code::OrderNotReleasable);
    let mut antigen = town.result(contact.person, domain::TestOutcome::Negative);
    antigen.method = domain::TestMethod::Antigen;
    town.app.record_test(&town.who(Role::Laboratory, HOME), None, antigen).await.expect("recorded");
    let supplement = town.app.release_order(&town.cdc(), None, id).await;
    assert_eq!(refused(supplement), Code::OrderNotReleasable, "an antigen test only supplements");
    town.set("2022-07-12 00:00:01");
    town.sweep().await;
    assert_eq!(
        town.stands(id.subject(), "H05-RELEASE").await,
        "overdue",
        "kept a day too long is somebody's fault"
    );
    let wrong = town.negative(contact.person).await;
    let fact = wrong.facts.iter().find(|f| f.kind == "test_result").expect("a fact").id;
    town.app.withdraw_fact(&town.cdc(), None, fact, "another's sample".to_owned()).await.expect("withdrawn");
    let withdrawn = town.app.release_order(&town.cdc(), None, id).await;
    assert_eq!(refused(withdrawn), Code::OrderNotReleasable, "a withdrawn result frees nobody");
    town.negative(contact.person).await;
    town.app.release_order(&town.cdc(), None, id).await.expect("released");
    assert_eq!(town.stands(id.subject(), "H05-RELEASE").await, "met_late");
    assert_eq!(refused(town.app.lift_order(&town.cdc(), None, id, "QR6".to_owned()).await), Code::OrderState);
}

pub async fn h08_an_upheld_appeal_lifts_the_order(town: Town) {
    let (_, contact) = exposed(&town, "2022-07-01 20:00").await;
    let id = town.ordered(&contact).await;
    let mayor = town.who(Role::Commander, HOME);
    let nothing = town.app.decide_appeal(&mayor, None, id, true, "no ground".to_owned()).await;
    assert_eq!(refused(nothing), Code::OrderState);
    let no_basis = town.app.lift_order(&town.cdc(), None, id, " ".to_owned()).await;
    assert_eq!(refused(no_basis), Code::OrderIncomplete);
    for (grounds, upheld, status) in [("was not there", false, "issued"), ("proof of travel", true, "lifted")]
    {
        town.app.appeal_order(&town.cdc(), None, id, grounds.to_owned()).await.expect("appealed");
        town.app.decide_appeal(&mayor, None, id, upheld, "examined".to_owned()).await.expect("decided");
        assert_eq!(town.order(id).await.status, status);
    }
    let outcomes: Vec<_> =
        town.order(id).await.appeals.into_iter().map(|a| a.outcome.expect("decided")).collect();
    assert_eq!(outcomes, ["rejected", "upheld"]);
    assert_ne!(town.contact(contact.id).await.status, "under_order");
}

pub async fn d08_a_missed_check_stays_open_and_is_listed(town: Town) {
    town.set("2022-12-07 20:00");
    let (x, y) = (town.person(HOME).await, town.person(STREET).await);
    town.met(x, y, "household", "2022-12-07 08:00", "2022-12-07 19:00").await;
    let case = town.positive(x).await;
    let contact = town.contact_of(case).await;
    let order: OrderId = town.ordered(&contact).await;
    town.started_now(order).await;
    let about = order.subject();
    assert_eq!(town.owed(about, "D08-CHECK-HOME").await[0].holder_unit, town.unit("community", STREET));
    for (day, check) in [("2022-12-08", true), ("2022-12-09", false), ("2022-12-10", true)] {
        town.set(&format!("{day} 09:00"));
        if check {
            town.checked(y).await;
        }
    }
    // A second one on that day says nothing of the day before.
    town.set("2022-12-10 11:00");
    town.checked(y).await;
    town.sweep().await;
    let states = ["met", "overdue", "met", "open", "open"];
    let found: Vec<_> =
        town.states(about, "D08-CHECK-HOME").await.into_iter().map(|(_, state)| state).collect();
    assert_eq!(found, states, "a check closes the check of its own day");
    let community = town.who(Role::CommunityWorker, STREET);
    let missed = town.app.missed_checks(&community, None).await.expect("listed");
    assert_eq!(missed.len(), 1);
    assert_eq!(missed[0].row.occurrence, "c2022-12-09-1");
    assert_eq!(town.told(&missed[0].row).await.len(), 1, "the county has heard at midnight");
    let today = town.app.schedule_on(&community, None, date("2022-12-11")).await.expect("planned");
    let lines: Vec<_> = today.iter().map(|l| (l.person, l.kind, l.state.as_str())).collect();
    assert_eq!(lines, [(Some(y), "check", "open")]);
}

pub async fn h04_one_order_controls_a_person_who_met_two_cases(town: Town) {
    let people: Vec<PersonId> =
        vec![town.person(HOME).await, town.person(HOME).await, town.person(STREET).await];
    let [a, b, both] = people[..] else { unreachable!("three were made") };
    town.set("2022-07-01 20:00");
    town.met(a, both, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    town.met(b, both, "meal", "2022-07-01 12:00", "2022-07-01 13:00").await;
    let first = town.positive(a).await;
    let second = town.positive(b).await;
    let mut found = Vec::new();
    for case in [first, second] {
        found.extend(town.contacts_of(case).await.into_iter().filter(|c| c.person == both));
    }
    let [one, two] = &found[..] else { unreachable!("he met both") };
    let order = town.ordered(one).await;
    town.started_now(order).await;
    for contact in [one, two] {
        assert_eq!(town.contact(contact.id).await.status, "under_order");
        assert_eq!(town.stands(contact.id.subject(), "H04").await, "met");
        assert_eq!(town.stands(contact.id.subject(), "QR9").await, "met");
    }
    let kept = town.order(order).await;
    assert_eq!((kept.contact, kept.other_contacts), (Some(one.id), vec![two.id]));
    town.app.lift_order(&town.cdc(), None, order, "QR6".to_owned()).await.expect("lifted");
    assert_eq!(town.contact(two.id).await.status, "determined");
}
