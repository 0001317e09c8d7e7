//! Who is a contact of which class, and from when on one looks.

use jiff::ToSpan as _;
use kernel::{Date, Span, Timestamp, Zone};

use crate::schema::{ContactClass, ContactClassRule};

/// What is known of the person whose contacts are sought: a case, or (for the
/// second order) a close contact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Onset of symptoms.
    pub onset: Option<Date>,
    /// Sampling of the first positive test.
    pub first_positive: Option<Timestamp>,
    /// Sampling of the last negative test before it.
    pub last_negative: Option<Timestamp>,
    /// When a close contact first met the case; for contacts of the second order.
    pub first_exposure: Option<Timestamp>,
    /// When the person was isolated: the window closes.
    pub controlled_at: Option<Timestamp>,
}

/// One exposure, as the rules of contact classes see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exposure<'a> {
    /// Kind (`household`, `same_vehicle`, …).
    pub kind: &'a str,
    /// First instant together.
    pub started_at: Timestamp,
    /// Last instant together.
    pub ended_at: Timestamp,
    /// Whether protection was effective.
    pub protected: bool,
    /// 1: met a case; 2: met a close contact.
    pub order: u8,
}

/// The rule that fits an exposure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding<'a> {
    /// The rule.
    pub rule: &'a ContactClassRule,
    /// Its class; none where the edition no longer determines it.
    pub class: Option<ContactClass>,
    /// When the window opened; unlimited when absent.
    pub opens: Option<Timestamp>,
}

/// When the window of one rule opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Window {
    From(Timestamp),
    Unlimited,
    /// The rule cannot hold: what it counts from is not known, or another replaces it.
    Closed,
}

/// Classes an exposure. The first rule in file order holds whose order of
/// contact, kinds, window, shortest time and protection fit; a fitting rule
/// that is no longer determined gives no class.
///
/// The window opens (rules CO1, CO3, CO5):
/// - at the last negative sampling, where a rule says so and there was one
///   before the first positive; such a rule replaces those of its class and
///   order that do not say so;
/// - for the second order, when the close contact first met the case;
/// - else with the calendar day so many days before onset or first positive
///   sampling, whichever gives the earlier start (rule book 2.24);
/// - without limit where the rule names no look-back.
pub fn classify<'a>(
    rules: impl IntoIterator<Item = &'a ContactClassRule>,
    source: &Source,
    exposure: &Exposure<'_>,
    zone: &Zone,
) -> Option<Finding<'a>> {
    let rules: Vec<_> = rules.into_iter().filter(|rule| concerns(rule, exposure)).collect();
    rules.iter().copied().find_map(|rule| {
        let opens = match window(rule, &rules, source, zone) {
            Window::From(opens) => Some(opens),
            Window::Unlimited => None,
            Window::Closed => return None,
        };
        let begins = opens.map_or(exposure.started_at, |opens| opens.max(exposure.started_at));
        let ends = source.controlled_at.map_or(exposure.ended_at, |until| until.min(exposure.ended_at));
        let together = ends.since(begins);
        let enough = Span::minutes(i64::from(rule.min_minutes.unwrap_or(0)));
        let class = rule.determined.then_some(rule.class);
        (together >= enough).then_some(Finding { rule, class, opens })
    })
}

/// The earliest instant from which exposures of this kind and order count,
/// over all rules that determine a class; none when no rule holds or one has no limit.
pub fn window_opens<'a>(
    rules: impl IntoIterator<Item = &'a ContactClassRule>,
    source: &Source,
    exposure: &Exposure<'_>,
    zone: &Zone,
) -> Option<Timestamp> {
    let rules: Vec<_> = rules.into_iter().filter(|rule| concerns(rule, exposure)).collect();
    let mut earliest = None;
    for rule in rules.iter().filter(|rule| rule.determined) {
        match window(rule, &rules, source, zone) {
            Window::From(opens) => earliest = Some(earliest.map_or(opens, |e: Timestamp| e.min(opens))),
            Window::Unlimited => return None,
            Window::Closed => {}
        }
    }
    earliest
}

/// Whether a rule speaks of exposures like this one, whenever it was.
fn concerns(rule: &ContactClassRule, exposure: &Exposure<'_>) -> bool {
    rule.order == exposure.order
        && (rule.kinds.is_empty() || rule.kinds.iter().any(|kind| kind == exposure.kind))
        && (rule.even_protected || !exposure.protected)
}

fn window(rule: &ContactClassRule, rules: &[&ContactClassRule], source: &Source, zone: &Zone) -> Window {
    let last_negative = source
        .last_negative
        .filter(|negative| source.first_positive.is_none_or(|positive| *negative <= positive));
    if let Some(negative) = last_negative {
        if rule.from_last_negative {
            return Window::From(negative);
        }
        let replaced = |other: &&ContactClassRule| other.from_last_negative && other.class == rule.class;
        if rules.iter().any(replaced) {
            return Window::Closed;
        }
    }
    if let (2.., Some(met)) = (rule.order, source.first_exposure) {
        return Window::From(met);
    }
    let Some(days) = rule.lookback_days else {
        return if rule.from_last_negative { Window::Closed } else { Window::Unlimited };
    };
    let first_positive = source.first_positive.map(|at| zone.date_of(at));
    match [source.onset, first_positive].into_iter().flatten().min() {
        Some(known) => Window::From(zone.start_of(known.saturating_sub(i64::from(days).days()))),
        None => Window::Closed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Cites, Confidence};
    use kernel::parse_date;

    fn rule(id: &str, class: ContactClass, order: u8) -> ContactClassRule {
        ContactClassRule {
            id: id.to_owned(),
            title: kernel::Text { zh: id.to_owned(), en: id.to_owned() },
            cites: Cites {
                requirement: "F01".into(),
                source: "-".into(),
                confidence: Confidence::A,
                basis: None,
            },
            class,
            determined: true,
            order,
            kinds: vec![],
            lookback_days: None,
            from_last_negative: false,
            min_minutes: None,
            even_protected: false,
        }
    }

    fn at(s: &str) -> Timestamp {
        format!("{s}:00+08:00").parse().expect(s)
    }

    fn ninth() -> Vec<ContactClassRule> {
        vec![
            ContactClassRule { lookback_days: Some(2), ..rule("CO1", ContactClass::Close, 1) },
            ContactClassRule { from_last_negative: true, ..rule("CO3", ContactClass::Close, 1) },
            ContactClassRule { kinds: vec!["household".into()], ..rule("CO6", ContactClass::Secondary, 2) },
        ]
    }

    fn exposure(started: &str, ended: &str) -> Exposure<'static> {
        Exposure {
            kind: "household",
            started_at: at(started),
            ended_at: at(ended),
            protected: false,
            order: 1,
        }
    }

    fn find(
        rules: &[ContactClassRule],
        source: Source,
        exposure: Exposure<'_>,
    ) -> Option<(String, Option<ContactClass>, Option<Timestamp>)> {
        let zone = Zone::named("Asia/Shanghai").expect("known zone");
        classify(rules, &source, &exposure, &zone).map(|f| (f.rule.id.clone(), f.class, f.opens))
    }

    #[test]
    fn worked_examples_of_the_look_back() {
        let rules = ninth();
        let eighth = Some(at("2022-07-08T00:00"));
        let onset = Source { onset: parse_date("2022-07-10").ok(), ..Source::default() };
        let met = exposure("2022-07-09T10:00", "2022-07-09T11:00");
        assert_eq!(find(&rules, onset, met), Some(("CO1".into(), Some(ContactClass::Close), eighth)));
        let before = exposure("2022-07-07T10:00", "2022-07-07T23:59");
        assert_eq!(find(&rules, onset, before), None);

        let sampled = Source { first_positive: Some(at("2022-07-10T09:30")), ..Source::default() };
        assert_eq!(find(&rules, sampled, met).and_then(|f| f.2), eighth);

        let tested_daily = Source { last_negative: Some(at("2022-07-09T08:00")), ..sampled };
        let found = find(&rules, tested_daily, met).expect("inside");
        assert_eq!((found.0.as_str(), found.2), ("CO3", Some(at("2022-07-09T08:00"))));
        assert_eq!(find(&rules, tested_daily, exposure("2022-07-08T10:00", "2022-07-09T07:59")), None);

        let after_positive = Source { last_negative: Some(at("2022-07-11T08:00")), ..sampled };
        assert_eq!(find(&rules, after_positive, met).map(|f| f.0), Some("CO1".into()));
    }

    #[test]
    fn second_order_counts_from_the_first_meeting_with_the_case() {
        let rules = ninth();
        let source = Source { first_exposure: Some(at("2022-07-09T10:00")), ..Source::default() };
        let second = |from, to| Exposure { order: 2, ..exposure(from, to) };
        let found = find(&rules, source, second("2022-07-09T12:00", "2022-07-09T13:00"));
        assert_eq!(found.map(|f| f.1), Some(Some(ContactClass::Secondary)));
        assert_eq!(find(&rules, source, second("2022-07-09T08:00", "2022-07-09T09:00")), None);
        let controlled = Source { controlled_at: Some(at("2022-07-09T11:00")), ..source };
        assert_eq!(find(&rules, controlled, second("2022-07-09T12:00", "2022-07-09T13:00")), None);
    }

    #[test]
    fn kind_protection_time_and_determination() {
        let mut rules = ninth();
        rules[2].determined = false;
        rules[0].min_minutes = Some(15);
        let source = Source { onset: parse_date("2022-07-10").ok(), ..Source::default() };
        let met = exposure("2022-07-09T10:00", "2022-07-09T10:15");
        assert!(find(&rules, source, met).is_some());
        assert_eq!(find(&rules, source, exposure("2022-07-09T10:00", "2022-07-09T10:14")), None);
        // Only the minutes inside the window count.
        assert_eq!(find(&rules, source, exposure("2022-07-07T20:00", "2022-07-08T00:14")), None);
        assert_eq!(find(&rules, source, Exposure { protected: true, ..met }), None);
        let second = Exposure { order: 2, ..met };
        assert_eq!(find(&rules, source, second).map(|f| f.1), Some(None));
        assert_eq!(find(&rules, source, Exposure { kind: "same_vehicle", ..second }), None);
    }

    #[test]
    fn the_earlier_of_onset_and_sampling_counts() {
        let rules = ninth();
        let zone = Zone::named("Asia/Shanghai").expect("known zone");
        let source = Source {
            onset: parse_date("2022-07-12").ok(),
            first_positive: Some(at("2022-07-10T09:00")),
            ..Source::default()
        };
        let met = exposure("2022-07-09T10:00", "2022-07-09T10:15");
        assert_eq!(window_opens(&rules, &source, &met, &zone), Some(at("2022-07-08T00:00")));
    }
}
