//! P01, P02: what no order may do, and what goes beyond the regime in force
//! (rulebook example 14).

use app::commands::{OrderInput, ZoneInput};
use authz::Role;
use kernel::{Code, OrderId, SubjectKind, SubjectRef, derived_uuid};
use protocol::schema::ZoneLevel;

use crate::town::{HOME, STREET, Town, date};

async fn zone(town: &Town, level: ZoneLevel) {
    let input = ZoneInput { area: town.path(HOME), level, unit_of_zone: "estate".to_owned() };
    town.app.set_zone(&town.who(Role::Commander, HOME), None, input).await.expect("set");
}

pub async fn p01_arrivals_from_low_risk_areas_are_not_isolated(town: Town) {
    town.set("2022-07-01 09:00");
    let person = town.person(HOME).await;
    let arrivals = |origin: &str, target: SubjectRef| OrderInput {
        target,
        area: Some(town.path(HOME)),
        measure: Some("central_isolation".to_owned()),
        group: Some("arrivals".to_owned()),
        ends_on: Some(date("2022-07-08")),
        ground: Some("origin_area".to_owned()),
        origin_zone: Some(origin.to_owned()),
        ..town.order_for(person, None)
    };
    let group = SubjectRef { kind: SubjectKind::Group, id: derived_uuid(&["arrivals"]) };
    for target in [person.subject(), group] {
        let error =
            town.app.issue_order(&town.cdc(), None, arrivals("low", target)).await.expect_err("must not");
        assert_eq!((error.code(), error.argument("rule")), (Code::OrderForbidden, Some("NM2")));
        assert!(error.argument("text_zh").is_some_and(|t| t.contains("低风险地区")));
        assert!(error.argument("text_en").is_some_and(|t| t.contains("low-risk areas")));
    }
    let none = town.app.orders(&town.cdc(), &app::OrderFilter::default(), town.now(), &town.whole()).await;
    assert!(none.expect("listed").items.is_empty(), "nothing was issued");
    let high = OrderInput {
        group: Some("high_zone_stay".to_owned()),
        measure: None,
        ends_on: None,
        anchor: Some(date("2022-06-30")),
        ..arrivals("high", person.subject())
    };
    let receipt = town.app.issue_order(&town.cdc(), None, high).await.expect("issued");
    let order = town.order(OrderId(receipt.subject_of("order_issued").expect("an order").id)).await;
    assert_eq!((order.regime.as_str(), order.days_beyond), ("hi_9", 0));
    assert!(receipt.warnings.is_empty(), "{:?}", receipt.warnings);
}

pub async fn p01_a_market_in_a_low_risk_area_stays_open(town: Town) {
    town.set("2022-07-01 09:00");
    let person = town.person(HOME).await;
    let market = SubjectRef { kind: SubjectKind::Place, id: derived_uuid(&["market"]) };
    let closure = || OrderInput {
        target: market,
        area: Some(town.path(STREET)),
        measure: Some("closure".to_owned()),
        ends_on: Some(date("2022-07-08")),
        ground: Some("place".to_owned()),
        place_kind: Some("market".to_owned()),
        basis: "ZN5".to_owned(),
        ..town.order_for(person, None)
    };
    zone(&town, ZoneLevel::Low).await;
    let error = town.app.issue_order(&town.cdc(), None, closure()).await.expect_err("must not");
    assert_eq!((error.code(), error.argument("rule")), (Code::OrderForbidden, Some("NM9")));
    // The level of the county holds in its streets.
    zone(&town, ZoneLevel::High).await;
    let receipt = town.app.issue_order(&town.cdc(), None, closure()).await.expect("issued");
    let order = town.order(OrderId(receipt.subject_of("order_issued").expect("an order").id)).await;
    assert_eq!((order.target, order.person, order.ends_on), (market, None, date("2022-07-08")));
}

pub async fn p02_days_beyond_the_regime_are_told_and_counted(town: Town) {
    town.set("2022-07-01 20:00");
    let (x, y) = (town.person(HOME).await, town.person(STREET).await);
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let case = town.positive(x).await;
    let contact = town.contact_of(case).await;
    let input =
        OrderInput { form: Some("C14@1,4,7,14 M7".to_owned()), ..town.order_for(y, Some(contact.id)) };
    let receipt = town.app.issue_order(&town.cdc(), None, input).await.expect("issued with a warning");
    let order = town.order(OrderId(receipt.subject_of("order_issued").expect("an order").id)).await;
    assert_eq!(order.warnings, ["NM5"]);
    assert_eq!(order.days_beyond, 11, "21 days where 10 are given");
    let told: Vec<_> = receipt.warnings.iter().map(|w| (w.code.as_str(), w.args["rule"].as_str())).collect();
    assert_eq!(told, [("order.warned", "NM5"), ("order.add_on", "cc_9")]);
    assert_eq!(receipt.warnings[1].args["days"], "11");
    // An order for somebody else at the same moment is told only its own warnings.
    let z = town.person(STREET).await;
    town.met(x, z, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let contact = town.contacts_of(case).await.into_iter().find(|c| c.person == z).expect("a contact");
    let plain = town.order_for(z, Some(contact.id));
    let receipt = town.app.issue_order(&town.cdc(), None, plain).await.expect("issued");
    assert!(receipt.warnings.is_empty());
}
