//! Regimes and their schedules, for any form and date.

use fenghuo_protocol::{
    Anchor, Cites, Confidence, DayOne, RegimeRule,
    regime::Regime,
    schedule::{Schedule, schedule},
};
use jiff::ToSpan as _;
use kernel::{Date, Text, Zone, parse_date};
use proptest::prelude::*;

fn rule(form: &str, day_one: DayOne) -> RegimeRule {
    RegimeRule {
        id: "QR".to_owned(),
        title: Text { zh: "方案".to_owned(), en: "regime".to_owned() },
        cites: Cites {
            requirement: "H05".to_owned(),
            source: "-".to_owned(),
            confidence: Confidence::A,
            basis: None,
        },
        key: "key".to_owned(),
        groups: vec!["close".to_owned()],
        form: form.to_owned(),
        anchor: Anchor::LastExposure,
        day_one,
        checks_per_day: 2,
        release: None,
        becomes: None,
    }
}

fn phase() -> impl Strategy<Value = String> {
    (prop_oneof![Just("C"), Just("H"), Just("M"), Just("C|H")], 1u32..30).prop_flat_map(|(stay, days)| {
        proptest::collection::btree_set(1..=days, 0..=days.min(5) as usize).prop_map(move |tests| {
            let tests: Vec<String> = tests.iter().map(ToString::to_string).collect();
            let at = if tests.is_empty() { "" } else { "@" };
            format!("{stay}{days}{at}{}", tests.join(","))
        })
    })
}

fn form() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::collection::vec(phase(), 1..4).prop_map(|phases| phases.join(" ")),
        1 => (1u32..30, 1u32..5).prop_map(|(days, count)| format!("C{days} Tn={}", count.min(days))),
        1 => (2u32..10).prop_map(|days| format!("T2/{days}d>=24h")),
    ]
}

fn plan(form: &str, anchor: Date, known_on: Option<Date>) -> Schedule {
    let regime = Regime::parse(form).expect("generated form");
    let zone = Zone::named("Asia/Shanghai").expect("known zone");
    schedule(&rule(form, DayOne::NextDay), &regime, anchor, known_on, &zone)
}

fn anchor() -> impl Strategy<Value = Date> {
    (0i64..60_000).prop_map(|days| parse_date("1861-10-30").expect("date").saturating_add(days.days()))
}

proptest! {
    #[test]
    fn a_form_is_printed_as_it_was_read(form in form()) {
        let regime = Regime::parse(&form).expect("generated form");
        prop_assert_eq!(regime.to_string(), form);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "[CHMT|@,/>=dhn 0-9]{0,24}") {
        if let Ok(regime) = Regime::parse(&text) {
            prop_assert!((1..=365).contains(&regime.days()));
            let again = Regime::parse(&regime.to_string()).expect("its own print");
            prop_assert_eq!(again, regime);
        }
    }

    #[test]
    fn h05_a_schedule_covers_each_day_once(form in form(), anchor in anchor()) {
        let regime = Regime::parse(&form).expect("generated form");
        let plan = plan(&form, anchor, None);
        prop_assert_eq!(plan.days, regime.days());
        prop_assert_eq!(plan.phases.iter().map(|phase| phase.days()).sum::<u32>(), plan.days);
        prop_assert_eq!(plan.phases[0].from, anchor.saturating_add(1.day()));
        for pair in plan.phases.windows(2) {
            prop_assert_eq!(pair[1].from, pair[0].to.saturating_add(1.day()));
        }
        prop_assert_eq!(plan.phases[plan.phases.len() - 1].to, plan.ends_on);
        prop_assert_eq!(plan.tests.len(), regime.test_count() as usize);
        prop_assert_eq!(plan.checks.len(), 2 * plan.days as usize);
        for item in plan.tests.iter().chain(&plan.checks) {
            prop_assert!(item.from < item.due);
            prop_assert!((plan.starts_on..=plan.ends_on).contains(&item.on));
        }
        let mut names: Vec<_> = plan.tests.iter().chain(&plan.checks).map(|item| &item.occurrence).collect();
        let all = names.len();
        names.sort();
        names.dedup();
        prop_assert_eq!(names.len(), all);
    }

    #[test]
    fn h05_found_late_keeps_the_end_and_serves_the_rest(form in form(), anchor in anchor(), late in 0u32..60) {
        let (known, whole) = (anchor.saturating_add(i64::from(late).days()), plan(&form, anchor, None));
        let rest = plan(&form, anchor, Some(known));
        prop_assert_eq!(rest.ends_on, whole.ends_on);
        prop_assert_eq!(rest.days, whole.days.saturating_sub(late.saturating_sub(1)));
        prop_assert_eq!(rest.is_over(), known > whole.ends_on);
        prop_assert_eq!(rest.phases.iter().map(|phase| phase.days()).sum::<u32>(), rest.days);
        let zone = Zone::named("Asia/Shanghai").expect("known zone");
        for item in rest.tests.iter().chain(&rest.checks) {
            prop_assert!(item.on >= known && item.due > zone.start_of(known));
        }
        let missed = |items: &[fenghuo_protocol::schedule::Item]| items.iter().filter(|item| item.on >= known).count();
        prop_assert_eq!(rest.checks.len(), missed(&whole.checks));
        prop_assert!(rest.tests.len() >= missed(&whole.tests));
    }
}
