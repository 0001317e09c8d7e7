//! H05: the life of one contact under each edition, and what a new edition
//! does to running orders (rulebook examples 2, 3, 10, 17).

use authz::Role;
use kernel::{Code, OrderId, Span};

use crate::town::{COVID, FAR, HOME, STREET, Town, at, date, hour, refused};

/// What an edition asks of a close contact.
struct Edition {
    key: &'static str,
    /// Day of the last exposure.
    anchor: &'static str,
    regime: &'static str,
    /// Rule and hours of the transfer clock.
    transfer: Option<(&'static str, i64)>,
    /// Test days after the anchor.
    tests: &'static [i64],
    /// Two samples on this day before leaving the site.
    twice_on: Option<i64>,
    days: i64,
    central: bool,
    /// The same days as dates.
    dates: &'static [&'static str],
    ends: &'static str,
}

async fn live(town: Town, edition: Edition) {
    let morning =
        |day: i64, hour: i64| at(&format!("{} 00:00", edition.anchor)).plus(Span::hours(day * 24 + hour));
    town.clock.set(morning(0, 20));
    let (x, y) = (town.person(HOME).await, town.person(STREET).await);
    town.met(x, y, "household", &format!("{} 08:00", edition.anchor), &format!("{} 19:00", edition.anchor))
        .await;
    let case = town.positive(x).await;
    let contact = town.contact_of(case).await;
    assert_eq!(contact.edition, edition.key);
    let about = contact.id.subject();
    if let Some((rule, hours)) = edition.transfer {
        let owed = town.one(about, rule).await;
        assert_eq!(owed.due_at, morning(0, 20 + hours), "{rule}");
        assert_eq!(owed.holder_unit, town.unit("command_office", HOME));
    }
    town.app.reach_contact(&town.cdc(), None, contact.id).await.expect("reached");
    let order = town.ordered(&contact).await;
    let issued = town.order(order).await;
    assert_eq!((issued.edition.as_str(), issued.regime.as_str()), (edition.key, edition.regime));
    assert_eq!(issued.central, edition.central);
    let dates: Vec<String> = issued.tests.iter().map(|t| t.on.to_string()).collect();
    assert_eq!(dates, edition.dates);
    assert_eq!(issued.ends_on, date(edition.ends));
    assert_eq!(issued.days_beyond, 0);
    town.started_now(order).await;
    if let Some((rule, _)) = edition.transfer {
        assert_eq!(town.stands(about, rule).await, "met");
    }
    assert_eq!(town.stands(about, "H04").await, "met");

    for day in 1..=edition.days {
        town.clock.set(morning(day, 9));
        town.checked(y).await;
        if edition.tests.contains(&day) {
            town.clock.set(morning(day, 10));
            town.negative(y).await;
        }
        if edition.twice_on == Some(day) {
            town.clock.set(morning(day, 16));
            town.negative(y).await;
        }
        town.clock.set(morning(day, 17));
        if day < edition.days {
            let early = town.app.release_order(&town.cdc(), None, order).await;
            assert_eq!(refused(early), Code::OrderNotReleasable, "day {day}");
        }
        town.sweep().await;
    }
    town.app.release_order(&town.cdc(), None, order).await.expect("released on the last day");
    let owed = town.owed(order.subject(), "").await;
    let tests = owed.iter().filter(|o| o.rule.starts_with("H05-TEST")).count();
    let checks = owed.iter().filter(|o| o.rule.contains("CHECK")).count();
    assert_eq!((tests, checks as i64), (edition.tests.len(), edition.days));
    for row in &owed {
        assert_eq!(town.state(row), "met", "{} {}", row.rule, row.occurrence);
        assert!(town.told(row).await.is_empty());
    }
    let last = town.order(order).await;
    assert_eq!(last.status, "released");
    let steps: Vec<&str> = last.history.iter().map(|s| s.what.as_str()).collect();
    assert_eq!(steps, ["issued", "started", "released"]);
    assert_eq!(town.contact(contact.id).await.status, "released");
    town.app.verify().await.expect("sound");
}

pub async fn h05_the_whole_life_of_a_contact_under_the_8th_edition(town: Town) {
    live(
        town,
        Edition {
            key: "8th",
            anchor: "2022-03-01",
            regime: "cc_8",
            transfer: Some(("QR2", 12)),
            tests: &[1, 4, 7, 14],
            twice_on: Some(14),
            days: 21,
            central: true,
            dates: &["2022-03-02", "2022-03-05", "2022-03-08", "2022-03-15"],
            ends: "2022-03-22",
        },
    )
    .await;
}

pub async fn h05_the_whole_life_of_a_contact_under_the_9th_edition(town: Town) {
    live(
        town,
        Edition {
            key: "9th",
            anchor: "2022-07-01",
            regime: "cc_9",
            transfer: Some(("QR9", 8)),
            tests: &[1, 2, 3, 5, 7, 10],
            twice_on: None,
            days: 10,
            central: true,
            dates: &["2022-07-02", "2022-07-03", "2022-07-04", "2022-07-06", "2022-07-08", "2022-07-11"],
            ends: "2022-07-11",
        },
    )
    .await;
}

pub async fn h05_the_whole_life_of_a_contact_under_the_twenty_measures(town: Town) {
    live(
        town,
        Edition {
            key: "20-measures",
            anchor: "2022-11-12",
            regime: "cc_20",
            transfer: None,
            tests: &[1, 2, 3, 5, 6, 8],
            twice_on: None,
            days: 8,
            central: true,
            dates: &["2022-11-13", "2022-11-14", "2022-11-15", "2022-11-17", "2022-11-18", "2022-11-20"],
            ends: "2022-11-20",
        },
    )
    .await;
}

pub async fn h05_the_whole_life_of_a_contact_under_the_ten_measures(town: Town) {
    live(
        town,
        Edition {
            key: "10-measures",
            anchor: "2022-12-07",
            regime: "cc_10",
            transfer: None,
            tests: &[5],
            twice_on: None,
            days: 5,
            central: false,
            dates: &["2022-12-12"],
            ends: "2022-12-12",
        },
    )
    .await;
}

pub async fn h05_fourteen_and_two_is_read_by_the_place(town: Town) {
    town.set("2021-08-10 20:00");
    let (here, there) = (town.person(HOME).await, town.person(FAR).await);
    let arrival = |person| app::commands::OrderInput {
        regime: Some("14+2".to_owned()),
        group: Some("medium_zone_stay".to_owned()),
        ground: Some("zone_stay".to_owned()),
        origin_zone: Some("medium".to_owned()),
        anchor: Some(date("2021-08-10")),
        ..town.order_for(person, None)
    };
    let receipt = town.app.issue_order(&town.cdc(), None, arrival(here)).await.expect("issued");
    let order = town.order(OrderId(receipt.subject_of("order_issued").expect("an order").id)).await;
    assert_eq!((order.regime.as_str(), order.edition.as_str()), ("sx_14_2", "8th"));
    assert_eq!(order.ends_on, date("2021-08-24"));
    let days: Vec<String> = order.tests.iter().map(|t| t.on.to_string()).collect();
    assert_eq!(days, ["2021-08-11", "2021-08-24"]);
    let elsewhere = town.who(Role::Epidemiologist, FAR);
    let unread = town.app.issue_order(&elsewhere, None, arrival(there)).await.expect_err("no reading there");
    assert_eq!(unread.code(), Code::ProtocolUnknownReference);
    let asked = town.app.library().read_notation("14+2", COVID, None, None).expect_err("ambiguous");
    assert_eq!(asked.code(), Code::ProtocolAmbiguousNotation);
    assert_eq!(asked.argument("value"), Some("14+2"));
}

pub async fn h05_a_new_edition_proposes_and_changes_nothing_by_itself(town: Town) {
    town.set("2022-06-25 20:00");
    let (x, y) = (town.person(HOME).await, town.person(STREET).await);
    town.met(x, y, "household", "2022-06-25 08:00", "2022-06-25 19:00").await;
    let case = town.positive(x).await;
    let contact = town.contact_of(case).await;
    let id = town.ordered(&contact).await;
    town.started_now(id).await;
    assert_eq!(town.order(id).await.ends_on, date("2022-07-16"));
    assert_eq!(
        town.app.review_edition(&town.cdc(), COVID).await.expect("reviewed"),
        0,
        "the 8th is in force"
    );
    town.set("2022-06-28 09:00");
    assert_eq!(town.app.review_edition(&town.cdc(), COVID).await.expect("reviewed"), 1);
    let order = town.order(id).await;
    assert_eq!((order.edition.as_str(), order.ends_on), ("8th", date("2022-07-16")), "nothing changed");
    let proposal = order.proposal.expect("a proposal");
    assert_eq!((proposal.proposal.as_str(), proposal.edition.as_str()), ("convert", "9th"));
    assert_eq!((proposal.regime.as_deref(), proposal.ends_on), (Some("cc_9"), Some(date("2022-07-05"))));
    assert_eq!(town.app.review_edition(&town.cdc(), COVID).await.expect("reviewed"), 0, "told once");
    // Somebody decides.
    let amend = domain::isolation::AmendOrder {
        regime: Some("cc_9".to_owned()),
        form: None,
        anchor: None,
        ends_on: None,
        contact: None,
        basis: "QR6".to_owned(),
        reason: kernel::Text { zh: "第九版".to_owned(), en: "9th edition".to_owned() },
    };
    town.app.amend_order(&town.cdc(), None, id, None, amend).await.expect("amended");
    let order = town.order(id).await;
    assert_eq!(
        (order.edition.as_str(), order.regime.as_str(), order.ends_on),
        ("9th", "cc_9", date("2022-07-05"))
    );
    assert!(order.proposal.is_none());
    assert_eq!(town.stands(id.subject(), "H05-RELEASE").await, "void");
    assert_eq!(hour(town.one(id.subject(), "H05-RELEASE-AMENDED").await.due_at), "2022-07-06 00:00");
    let tests = town.states(id.subject(), "H05-TEST-AMENDED").await;
    let names: Vec<&str> = tests.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["t3", "t5", "t7", "t10"], "the days before are not asked again");
    assert!(town.states(id.subject(), "H05-TEST-SITE").await.iter().all(|(_, state)| *state != "open"));
}

pub async fn h05_no_secondary_contact_is_determined_under_the_twenty_measures(town: Town) {
    town.set("2022-11-12 21:00");
    let (x, y, z) = (town.person(HOME).await, town.person(HOME).await, town.person(HOME).await);
    town.met(x, y, "household", "2022-11-12 08:00", "2022-11-12 10:00").await;
    town.met(y, z, "household", "2022-11-12 12:00", "2022-11-12 20:00").await;
    let case = town.positive(x).await;
    assert_eq!(town.contact_of(case).await.person, y);
}
