//! From facts to obligations, classes and findings.

use kernel::{SubjectKind, SubjectRef, Timestamp};
use proptest::prelude::*;
use protocol::{
    Classification, Ctx, FactView, Library, Need, NewObligation, ObligationChange, OpenObligation, View,
    proportionality::{add_on, check_order},
};
use serde_json::{Value, json};

use crate::{EDITION, area, at, fact, library, shanghai, subject};

const UNIT: &str = "01890000-0000-7000-8000-000000000001";

fn fever(label: &str, when: &str) -> FactView<'static> {
    fact(
        "fever_seen",
        label,
        subject(SubjectKind::Visit, label),
        when,
        json!({
            "unit": UNIT, "facility": "fever_clinic", "disease": "covid19", "symptoms": ["fever"],
        }),
    )
}

fn apply(library: &Library, fact: &FactView<'_>, open: &[OpenObligation]) -> Vec<ObligationChange> {
    let zone = shanghai();
    let ctx = Ctx { now: fact.recorded_at, zone: &zone };
    library.apply(fact, open, &View::default(), &ctx).expect("applies")
}

fn opened(changes: &[ObligationChange]) -> Vec<NewObligation> {
    let new = |change: &ObligationChange| match change {
        ObligationChange::Open(new) => Some((**new).clone()),
        _ => None,
    };
    changes.iter().filter_map(new).collect()
}

fn kept(fact: &FactView<'_>, new: &NewObligation) -> OpenObligation {
    OpenObligation {
        id: new.id,
        rule: new.rule.clone(),
        disease: new.disease.clone(),
        edition: new.edition.clone(),
        opened_area: fact.area.clone(),
        opened_on: shanghai().date_of(fact.occurred_at),
        subject: new.subject,
        opened_by: new.opened_by,
        occurrence: new.occurrence.clone(),
        from: new.from,
        due: new.due,
    }
}

#[test]
fn d02_fever_is_due_two_hours_after_it_was_seen() {
    let library = library(&[]);
    let seen = fever("v1", "2022-07-01T09:00:00+08:00");
    let new = opened(&apply(&library, &seen, &[]));
    assert_eq!(new.len(), 1);
    assert_eq!(new[0].rule, "RP7");
    assert_eq!(new[0].warn, at("2022-07-01T10:30:00+08:00"));
    assert_eq!(new[0].due, at("2022-07-01T11:00:00+08:00"));
    assert_eq!(new[0].holder_unit.map(|u| u.to_string()).as_deref(), Some(UNIT));
    assert_eq!((new[0].disease.as_str(), new[0].edition.as_str()), ("covid19", "9th"));

    let open = [kept(&seen, &new[0])];
    for (when, late) in [("2022-07-01T11:00:00+08:00", false), ("2022-07-01T11:00:01+08:00", true)] {
        let report = fact("fever_reported", "r", seen.subject, when, json!({}));
        let met = ObligationChange::Meet { id: new[0].id, at: at(when), late };
        assert_eq!(apply(&library, &report, &open), [met]);
    }
    let elsewhere = fact(
        "fever_reported",
        "r",
        subject(SubjectKind::Visit, "v2"),
        "2022-07-01T10:00:00+08:00",
        json!({}),
    );
    assert!(apply(&library, &elsewhere, &open).is_empty());
}

#[test]
fn conditions_decide_whether_it_opens() {
    let library = library(&[]);
    for (symptoms, temperature, opens) in [
        (json!(["cough"]), Value::Null, false),
        (json!(["cough"]), json!(37.3), true),
        (json!(["fever"]), json!(36.0), true),
    ] {
        let mut seen = fever("v", "2022-07-01T09:00:00+08:00");
        seen.fields.insert("symptoms".into(), symptoms);
        seen.fields.insert("temperature_c".into(), temperature);
        assert_eq!(!apply(&library, &seen, &[]).is_empty(), opens, "{:?}", seen.fields);
    }
}

fn case_opened(disease: &str) -> FactView<'static> {
    fact(
        "case_opened",
        disease,
        subject(SubjectKind::Case, disease),
        "2022-07-01T09:00:00+08:00",
        json!({
            "disease": disease, "classification": "confirmed", "rule": "", "edition": "", "manual": false,
            "source": "report", "imported": false,
        }),
    )
}

#[test]
fn the_report_clock_follows_the_disease_and_is_shortest_for_an_unknown_one() {
    let library = library(&[]);
    for (disease, edition, due) in [
        ("covid19", "9th", "2022-07-01T11:00:00+08:00"),
        ("influenza", "general", "2022-07-02T09:00:00+08:00"),
        ("new_disease", "general", "2022-07-01T11:00:00+08:00"),
    ] {
        let new = opened(&apply(&library, &case_opened(disease), &[]));
        assert_eq!((new[0].edition.as_str(), new[0].due), (edition, at(due)), "{disease}");
        assert_eq!(new[0].warn, new[0].due.plus(kernel::Span::minutes(-30)));
    }
}

#[test]
fn a_cause_that_is_gone_makes_it_void() {
    let library = library(&[]);
    let cause = case_opened("covid19");
    let new = opened(&apply(&library, &cause, &[]));
    let open = [kept(&cause, &new[0])];
    let void = [ObligationChange::Void { id: new[0].id }];
    let ended = |outcome: &str| {
        fact("case_ended", "e", cause.subject, "2022-07-01T10:00:00+08:00", json!({"outcome": outcome}))
    };
    assert_eq!(apply(&library, &ended("discarded"), &open), void);
    assert!(apply(&library, &ended("recovered"), &open).is_empty());
    let cause_as_subject = SubjectRef { kind: SubjectKind::Fact, id: cause.id.0 };
    let withdrawn = fact(
        "withdrawn",
        "w",
        cause_as_subject,
        "2022-07-01T10:00:00+08:00",
        json!({"reason": "typing error"}),
    );
    assert_eq!(apply(&library, &withdrawn, &open), void);
    assert!(
        library.may_close("withdrawn") && library.may_close("case_reported") && !library.may_close("erased")
    );
}

fn order() -> FactView<'static> {
    let item = |n: u32, day: u32| {
        json!({
            "occurrence": format!("t{n}"), "from": format!("2022-07-{day:02}T00:00:00+08:00"),
            "due": format!("2022-07-{:02}T00:00:00+08:00", day + 1), "day": n, "on": format!("2022-07-{day:02}"),
        })
    };
    fact(
        "order_issued",
        "o",
        subject(SubjectKind::Order, "o"),
        "2022-07-01T20:00:00+08:00",
        json!({
            "disease": "covid19", "tests": [item(1, 2), item(2, 3), item(3, 5)], "checks": [],
        }),
    )
}

fn sample(when: &str) -> FactView<'static> {
    let mut fact =
        fact("sample_taken", when, subject(SubjectKind::Person, "p"), when, json!({"sampled_at": when}));
    fact.refs.push(subject(SubjectKind::Order, "o"));
    fact
}

#[test]
fn g05_one_sample_closes_one_test_of_the_plan() {
    let library = library(&[]);
    let order = order();
    let new = opened(&apply(&library, &order, &[]));
    assert_eq!(new.iter().map(|n| n.occurrence.as_str()).collect::<Vec<_>>(), ["t1", "t2", "t3"]);
    let open: Vec<_> = new.iter().map(|n| kept(&order, n)).collect();
    for (when, met) in [
        ("2022-07-01T21:00:00+08:00", None),
        ("2022-07-02T08:00:00+08:00", Some((0, false))),
        ("2022-07-03T08:00:00+08:00", Some((1, false))),
        // On a day without a test it makes up for the oldest that was missed.
        ("2022-07-04T08:00:00+08:00", Some((0, true))),
        ("2022-07-05T08:00:00+08:00", Some((2, false))),
        ("2022-07-09T08:00:00+08:00", Some((0, true))),
    ] {
        let expected: Vec<_> = met
            .map(|(index, late): (usize, bool)| ObligationChange::Meet {
                id: new[index].id,
                at: at(when),
                late,
            })
            .into_iter()
            .collect();
        assert_eq!(apply(&library, &sample(when), &open), expected, "{when}");
    }
    let lifted = fact(
        "order_lifted",
        "l",
        order.subject,
        "2022-07-03T12:00:00+08:00",
        json!({"basis": "", "on": "2022-07-03"}),
    );
    assert_eq!(apply(&library, &lifted, &open).len(), 3);
}

#[test]
fn d08_what_only_its_own_day_can_show_is_not_made_up_for_later() {
    let plain = "closed_by = [{ fact = \"sample_taken\", at_field = \"sampled_at\" }]";
    let bound = plain.replace(" }]", ", within_window = true }]");
    let edition = EDITION.replace(plain, &bound);
    assert_ne!(edition, EDITION);
    let library = Library::load([("covid19/9th.toml", edition.as_str())]).expect("sound");
    let order = order();
    let new = opened(&apply(&library, &order, &[]));
    let open: Vec<_> = new.iter().map(|n| kept(&order, n)).collect();
    for (when, met) in [
        ("2022-07-01T21:00:00+08:00", None),
        ("2022-07-02T08:00:00+08:00", Some(0)),
        ("2022-07-03T00:00:00+08:00", Some(0)),
        ("2022-07-03T00:00:01+08:00", Some(1)),
        ("2022-07-04T08:00:00+08:00", None),
        ("2022-07-09T08:00:00+08:00", None),
    ] {
        let expected: Vec<_> = met
            .map(|index: usize| ObligationChange::Meet { id: new[index].id, at: at(when), late: false })
            .into_iter()
            .collect();
        assert_eq!(apply(&library, &sample(when), &open), expected, "{when}");
    }
    // The second of one day closes nothing, not even what was missed the day before.
    let left = [open[0].clone(), open[2].clone()];
    assert!(apply(&library, &sample("2022-07-03T20:00:00+08:00"), &left).is_empty());
}

#[test]
fn one_evidence_closes_one_of_two_causes() {
    let library = library(&[]);
    let visit = subject(SubjectKind::Visit, "v");
    let seen = |label, when| FactView { subject: visit, ..fever(label, when) };
    let causes = [seen("a", "2022-07-01T09:00:00+08:00"), seen("b", "2022-07-01T10:00:00+08:00")];
    let open: Vec<_> = causes
        .iter()
        .flat_map(|c| opened(&apply(&library, c, &[])).into_iter().map(|n| kept(c, &n)))
        .collect();
    for (when, closes, late) in [
        ("2022-07-01T08:00:00+08:00", 0, false),
        ("2022-07-01T10:30:00+08:00", 0, false),
        ("2022-07-01T11:30:00+08:00", 1, false),
        ("2022-07-01T13:00:00+08:00", 0, true),
    ] {
        let report = fact("fever_reported", "r", visit, when, json!({}));
        let met = ObligationChange::Meet { id: open[closes].id, at: at(when), late };
        assert_eq!(apply(&library, &report, &open), [met], "{when}");
    }
}

#[test]
fn needs_name_what_the_view_must_hold() {
    let extra = crate::GENERAL
        .replace("edition = \"base\"", "edition = \"more\"")
        .replace("id = \"R", "id = \"X")
        .replace("id = \"NM2\"", "id = \"XM\"")
        .replace("when = \"!fact.imported\"", "when = \"place.cases > 2\", needs = [\"place.cases(7d)\"]");
    let library = library(&[("any/more.toml", &extra)]);
    let needs = library.needs(&case_opened("covid19"), &shanghai());
    assert_eq!(needs.into_iter().collect::<Vec<_>>(), [Need::PlaceCases(7)]);
    assert!(library.needs(&fever("v", "2022-07-01T09:00:00+08:00"), &shanghai()).is_empty());
}

#[test]
fn the_first_case_definition_that_holds_gives_the_class() {
    let library = library(&[]);
    let protocol = library.edition("covid19", "9th", None).expect("edition");
    let fact = case_opened("covid19");
    let classify = |tests: Value, clinical: i64, epi: i64| {
        let view: View = [
            (Need::SubjectTests, tests),
            (Need::SubjectClinicalItems, json!(clinical)),
            (Need::SubjectEpiItems, json!(epi)),
        ]
        .into_iter()
        .collect();
        protocol.classify(&fact, &view, fact.occurred_at).expect("classifies")
    };
    let positive = json!([{"method": "nat", "result": "positive", "sampled_at": 0, "day": 0}]);
    assert_eq!(classify(positive, 2, 1), Some((Classification::Confirmed, "CA2".into())));
    assert_eq!(classify(json!([]), 2, 1), Some((Classification::Suspected, "CA1".into())));
    assert_eq!(classify(json!([]), 1, 1), None);
    assert_eq!(protocol.classify_needs().len(), 3);
}

#[test]
fn h05_a_secondary_contact_is_released_or_becomes_close() {
    let library = library(&[]);
    let protocol = library.edition("covid19", "9th", None).expect("edition");
    let now = Timestamp::from_micros(0);
    for (results, release, becomes) in [
        (&["negative"][..], false, false),
        (&["negative", "negative"], true, false),
        (&["negative", "positive"], false, true),
    ] {
        let tests: Vec<_> = results.iter().map(|r| json!({"method": "nat", "result": r})).collect();
        let view: View = [(Need::IndexTests, json!(tests))].into_iter().collect();
        assert_eq!(protocol.may_release("sc_9", &view, now).expect("asks"), release, "{results:?}");
        assert_eq!(protocol.becomes("sc_9", &view, now).expect("asks").is_some(), becomes, "{results:?}");
    }
    assert!(protocol.may_release("cc_9", &View::default(), now).expect("no further condition"));
    assert!(protocol.may_release("xx", &View::default(), now).is_err());
}

#[test]
fn p01_orders_are_held_against_the_must_nots() {
    let library = library(&[]);
    let protocol = library.edition("covid19", "9th", Some(&area(&[]))).expect("edition");
    let zone = shanghai();
    let ctx = Ctx { now: Timestamp::from_micros(0), zone: &zone };
    let mut view = View::default();
    view.set(Need::OrderGround, json!("origin_area"))
        .set(Need::OrderOriginZone, json!("low"))
        .set(Need::OrderMeasure, json!("central_isolation"));
    let findings = check_order(&protocol, &view, &ctx).expect("checks");
    assert_eq!(findings.iter().map(|f| f.rule.as_str()).collect::<Vec<_>>(), ["NM2"]);
    view.set(Need::OrderOriginZone, json!("high"));
    assert!(check_order(&protocol, &view, &ctx).expect("checks").is_empty());
}

#[test]
fn p02_more_than_the_regime_is_an_add_on() {
    let library = library(&[]);
    let protocol = library.edition("covid19", "9th", None).expect("edition");
    let regime = protocol.regime("cc_9").expect("regime");
    let beyond = add_on(regime, "C21", "").expect("reads").expect("beyond");
    assert_eq!((beyond.days_beyond, beyond.tests_beyond, beyond.isolation_days_beyond), (11, 0, 14));
    assert_eq!(add_on(regime, "C7@1,2,3,5,7 M3@3", "").expect("reads"), None);
    assert_eq!(add_on(regime, "H5@5", "").expect("reads"), None);
    assert_eq!(add_on(regime, "C7@1,2,3,4,5,6,7 M3@3", "").expect("reads").expect("beyond").tests_beyond, 2);
    assert_eq!(add_on(regime, "C10@1,2,3,5,7", "").expect("reads").expect("beyond").central_days_beyond, 3);
    let as_ruled = |measure| add_on(regime, "C7@1,2,3,5,7 M3@3", measure).expect("reads");
    assert_eq!((as_ruled("central_isolation"), as_ruled("home_isolation")), (None, None));
    // The same days in a stricter place than the regime says.
    let at_home = protocol.regime("sc_9").expect("regime");
    for (form, measure, isolation, central) in [
        ("H7@1,4,7", "central_isolation", 0, 7),
        ("C7@1,4,7", "central_isolation", 0, 7),
        ("C|H7@1,4,7", "central_isolation", 0, 0),
        ("M7@1,4,7", "central_isolation", 0, 7),
        ("M7@1,4,7", "home_isolation", 0, 0),
        ("H7@1,4,7", "home_isolation", 0, 0),
    ] {
        let beyond = add_on(at_home, form, measure).expect("reads").unwrap_or_default();
        let found = (beyond.days_beyond, beyond.isolation_days_beyond, beyond.central_days_beyond);
        assert_eq!(found, (0, isolation, central), "{form} {measure}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Applying a fact twice gives the same ids, and different facts different ones.
    #[test]
    fn applying_twice_changes_nothing(minutes in proptest::collection::btree_set(0i64..100_000, 1..8)) {
        let library = library(&[]);
        let mut ids = std::collections::BTreeSet::new();
        for minute in &minutes {
            let mut seen = fever(&minute.to_string(), "2022-07-01T00:00:00Z");
            seen.occurred_at = seen.occurred_at.plus(kernel::Span::minutes(*minute));
            let first = opened(&apply(&library, &seen, &[]));
            let open: Vec<_> = first.iter().map(|n| kept(&seen, n)).collect();
            let second = apply(&library, &seen, &open);
            prop_assert_eq!(&first, &opened(&second));
            prop_assert_eq!(first.len(), second.len());
            ids.extend(first.iter().map(|n| n.id));
        }
        prop_assert_eq!(ids.len(), minutes.len());
    }
}
