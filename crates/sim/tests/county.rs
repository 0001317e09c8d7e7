//! The drill's outbreak: the same for a seed, in order, and plausible.

use fenghuo_sim::{LONGEST_DELAY, Outbreak, SimPlan, SimWhat, county_outbreak};
use kernel::{AreaCode, Span, Zone, parse_date};
use std::collections::BTreeSet;

fn plan() -> SimPlan {
    let areas = ["140105001000", "140105002000"].map(|code| AreaCode::new(code).expect("sound code"));
    SimPlan::new(
        areas.to_vec(),
        Zone::named("Asia/Shanghai").expect("known zone"),
        parse_date("2022-07-04").expect("a day"),
    )
}

fn outbreaks() -> Vec<Outbreak> {
    (1..=12).map(|seed| county_outbreak(seed, &plan())).collect()
}

#[test]
fn one_seed_one_outbreak() {
    assert_eq!(county_outbreak(7, &plan()), county_outbreak(7, &plan()));
    assert_ne!(county_outbreak(7, &plan()), county_outbreak(8, &plan()));
}

#[test]
fn times_are_in_order() {
    for outbreak in outbreaks() {
        assert!(outbreak.events.is_sorted_by_key(|event| event.at));
        for event in &outbreak.events {
            match &event.what {
                SimWhat::Exposure { from, to, started, ended, .. } => {
                    assert!(started < ended && *ended == event.at && from != to);
                }
                SimWhat::TestResult { sampled_at, .. } => assert!(*sampled_at < event.at),
                _ => {}
            }
        }
        for infection in &outbreak.infections {
            assert!(infection.at < infection.onset);
            if let Some(by) = infection.by {
                let infector = outbreak.infection(by).expect("the infector is infected");
                assert!(infector.at < infection.at && infector.generation + 1 == infection.generation);
                let met = outbreak.events.iter().any(|event| {
                    matches!(&event.what, SimWhat::Exposure { from, to, started, ended, .. }
                        if *from == by && *to == infection.person && *started <= infection.at && infection.at <= *ended)
                });
                assert!(met, "nobody is infected without a recorded exposure");
            }
        }
    }
}

#[test]
fn every_drill_has_what_it_is_to_show() {
    for outbreak in outbreaks() {
        let infected: BTreeSet<_> = outbreak.infections.iter().map(|infection| infection.person).collect();
        assert_eq!(infected.len(), outbreak.infections.len(), "nobody is infected twice");
        assert!((12..60).contains(&infected.len()), "{}", infected.len());
        assert!(outbreak.healthy_contacts().count() >= 3);
        let turned: Vec<_> = outbreak.contacts_turned_case().collect();
        assert!(!turned.is_empty());
        for person in turned {
            let (_, from) =
                outbreak.quarantined.iter().find(|(who, _)| *who == person).expect("in quarantine");
            assert!(!outbreak.test(person, *from).positive, "negative when quarantine begins");
            let later = outbreak.infection(person).expect("infected").positive_from();
            assert!(outbreak.test(person, later).positive, "positive in quarantine");
        }
        let delays = outbreak.events.iter().filter_map(|event| match &event.what {
            SimWhat::FeverSeen { report_after, .. } => Some(*report_after),
            _ => None,
        });
        let (late, timely): (Vec<_>, Vec<_>) = delays.partition(|delay| *delay > Span::hours(2));
        assert!(late.contains(&LONGEST_DELAY) && timely.len() > late.len());
    }
}

#[test]
fn figures_are_plausible_over_many_seeds() {
    let (mut intervals, mut incubations, mut silent, mut all) = (0.0, 0.0, 0, 0);
    for outbreak in outbreaks() {
        for infection in outbreak.infections.iter().filter(|infection| infection.generation > 0) {
            let infector = infection.by.and_then(|by| outbreak.infection(by)).expect("an infector");
            let days = |span: Span| span.as_micros() as f64 / 86_400e6;
            intervals += days(infection.onset.since(infector.onset));
            incubations += days(infection.onset.since(infection.at));
            silent += usize::from(!infection.is_symptomatic());
            all += 1;
        }
    }
    let mean = |sum: f64| sum / f64::from(all);
    assert!((2.0..4.0).contains(&mean(intervals)), "serial interval {}", mean(intervals));
    assert!((2.8..3.8).contains(&mean(incubations)), "incubation {}", mean(incubations));
    assert!((0.12..0.4).contains(&mean(silent as f64)), "without symptoms {}", mean(silent as f64));
}

#[test]
fn the_virus_is_detected_between_infection_and_recovery_only() {
    let outbreak = county_outbreak(3, &plan());
    let infection = &outbreak.infections[0];
    for (moment, positive) in [
        (infection.at.plus(Span::hours(23)), false),
        (infection.positive_from(), true),
        (infection.onset, true),
        (infection.onset.plus(Span::days(11)), true),
        (infection.onset.plus(Span::days(13)), false),
    ] {
        assert_eq!(outbreak.test(infection.person, moment).positive, positive, "{moment}");
    }
    assert!(outbreak.test(infection.person, infection.onset).ct.is_some_and(|ct| ct < 21.0));
    assert!(outbreak.check(infection.person, infection.onset).temperature_c >= 37.3);
    assert!(outbreak.check(infection.person, infection.recovered_at()).symptoms.is_empty());
}

#[test]
fn small_and_empty_plans_come_to_an_end() {
    for (households, days, areas) in [(1, 1, 1), (2, 30, 1), (5, 0, 1), (5, 3, 0)] {
        let mut small = plan();
        small.areas.truncate(areas);
        (small.households, small.days, small.sentinels) = (households, days, 1);
        let outbreak = county_outbreak(1, &small);
        assert_eq!(outbreak.persons.is_empty(), areas == 0);
        assert!(
            outbreak
                .events
                .iter()
                .all(|event| !matches!(event.what, SimWhat::FeverSeen { sentinel, .. } if sentinel > 0))
        );
    }
}
