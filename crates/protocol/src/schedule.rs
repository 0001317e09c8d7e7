//! From a regime and an anchor to dates: phases, tests and health checks.

use jiff::ToSpan as _;
use kernel::{Date, Timestamp, Zone};
use serde::{Deserialize, Serialize};

use crate::{
    regime::{Regime, Stay, Tests, days_apart},
    schema::{DayOne, RegimeRule},
};

/// Something due in a window: one test or one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// `t3` for the test of day 3 of the regime, `c2022-07-04-1` for the first check of a date.
    pub occurrence: String,
    /// First instant at which it counts.
    pub from: Timestamp,
    /// Last instant at which it is on time.
    pub due: Timestamp,
    /// Day of the regime, from 1.
    pub day: u32,
    /// The calendar day it is planned for.
    pub on: Date,
}

/// A phase with its dates, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatedPhase {
    /// Where it is spent.
    pub stay: Stay,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl DatedPhase {
    /// How many days it lasts.
    pub fn days(&self) -> u32 {
        days_between(self.from, self.to) + 1
    }
}

/// What one person has to serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The phases still to serve.
    pub phases: Vec<DatedPhase>,
    /// The tests still to take, in order.
    pub tests: Vec<Item>,
    /// The health checks still to make, in order.
    pub checks: Vec<Item>,
    /// First day to serve: day 1, or the day it became known if that is later.
    pub starts_on: Date,
    /// Last day of the regime, whenever it became known.
    pub ends_on: Date,
    /// Days to serve; 0 when the regime was over before it became known.
    pub days: u32,
}

impl Schedule {
    /// Whether the regime was over before it became known: nothing is to be served.
    pub const fn is_over(&self) -> bool {
        self.days == 0
    }
}

/// Puts a regime on the calendar.
///
/// Day 1 is the day after `anchor`, or `anchor` itself, as the rule says. A
/// person found late (`known_on`) serves only the missing days: the end stays,
/// and what lay before `known_on` is left out (rule book 2.21).
///
/// - A test on a stated day may be taken from the first instant of that day to its last.
/// - `Tn=2`: the first and the last of the days to serve; more than two lie
///   evenly between (rule QR27). As the rule states no days, a person found late owes all of them, one a day at most.
/// - `T2/3d>=24h`: planned as far apart as the days allow (days 1 and 3). The
///   window of each is as wide as the others leave it: day 1 to 2 and day 2
///   to 3, for any two days count that are a day apart.
/// - Several checks a day share the day equally, so that one visit is not counted twice.
pub fn schedule(
    rule: &RegimeRule,
    regime: &Regime,
    anchor: Date,
    known_on: Option<Date>,
    zone: &Zone,
) -> Schedule {
    let calendar = Calendar { first: day_one(rule, anchor), zone };
    let total = regime.days();
    let ends_on = calendar.date(total);
    let starts_on = known_on.map_or(calendar.first, |known| known.max(calendar.first));
    if starts_on > ends_on {
        return Schedule { phases: vec![], tests: vec![], checks: vec![], starts_on, ends_on, days: 0 };
    }
    let begin = total - days_between(starts_on, ends_on);

    let (mut phases, mut tests, mut before) = (Vec::new(), Vec::new(), 0);
    for phase in regime.phases() {
        let (from, to) = (before + 1, before + phase.days);
        if to >= begin {
            phases.push(DatedPhase {
                stay: phase.stay,
                from: calendar.date(from.max(begin)),
                to: calendar.date(to),
            });
        }
        match &phase.tests {
            Tests::On(days) => {
                let days = days.iter().map(|day| before + day).filter(|day| *day >= begin);
                tests.extend(days.map(|day| calendar.test(day, day, day, day)));
            }
            Tests::Spread { count, apart } => {
                let gap = days_apart(*apart);
                for (index, planned) in (0..).zip(evenly(from, to, *count)) {
                    let (first, last) = (from + index * gap, to - (count - 1 - index) * gap);
                    if last >= begin {
                        let (first, day) = (first.max(begin), planned.max(begin));
                        tests.push(calendar.test(planned, first, last, day));
                    }
                }
            }
        }
        before = to;
    }
    if let Some(count) = regime.unplaced_tests() {
        let count = count.min(total - begin + 1);
        tests.extend(evenly(begin, total, count).map(|day| calendar.test(day, day, day, day)));
    }
    let checks = (begin..=total).flat_map(|day| calendar.checks(day, rule.checks_per_day)).collect();
    Schedule { phases, tests, checks, starts_on, ends_on, days: total - begin + 1 }
}

/// The calendar day that is day 1 of a regime.
pub fn day_one(rule: &RegimeRule, anchor: Date) -> Date {
    match rule.day_one {
        DayOne::NextDay => anchor.saturating_add(1.day()),
        DayOne::SameDay => anchor,
    }
}

/// Whole days from one date to a later one; 0 if it is not later.
pub(crate) fn days_between(from: Date, to: Date) -> u32 {
    // Both lie within jiff's 19 999 years, so the difference fits.
    u32::try_from(from.duration_until(to).as_hours() / 24).unwrap_or(0)
}

/// `count` days from `first` to `last`, both among them and the rest evenly
/// between; a single one is the last, for it is to show the end result.
fn evenly(first: u32, last: u32, count: u32) -> impl Iterator<Item = u32> {
    (0..count).map(move |index| match count {
        1 => last,
        _ => first + (index * (last - first) + (count - 1) / 2) / (count - 1),
    })
}

struct Calendar<'a> {
    first: Date,
    zone: &'a Zone,
}

impl Calendar<'_> {
    fn date(&self, day: u32) -> Date {
        self.first.saturating_add(i64::from(day - 1).days())
    }

    fn test(&self, name: u32, first: u32, last: u32, planned: u32) -> Item {
        Item {
            occurrence: format!("t{name}"),
            from: self.zone.start_of(self.date(first)),
            due: self.zone.end_of(self.date(last)),
            day: planned,
            on: self.date(planned),
        }
    }

    fn checks(&self, day: u32, per_day: u8) -> impl Iterator<Item = Item> {
        let on = self.date(day);
        let (start, end) = (self.zone.start_of(on), self.zone.end_of(on));
        let part = move |index: u8| {
            let length = end.since(start).as_micros();
            Timestamp::from_micros(start.as_micros() + length / i64::from(per_day) * i64::from(index))
        };
        (0..per_day).map(move |index| Item {
            occurrence: format!("c{on}-{}", index + 1),
            from: part(index),
            due: if index + 1 == per_day { end } else { part(index + 1) },
            day,
            on,
        })
    }
}

#[cfg(test)]
pub(crate) fn test_rule(key: &str, form: &str) -> RegimeRule {
    use crate::schema::{Anchor, Cites, Confidence};
    let text = || kernel::Text { zh: key.to_owned(), en: key.to_owned() };
    RegimeRule {
        id: key.to_uppercase(),
        title: text(),
        cites: Cites {
            requirement: "H04".into(),
            source: "-".into(),
            confidence: Confidence::A,
            basis: None,
        },
        key: key.to_owned(),
        groups: vec!["close".to_owned()],
        form: form.to_owned(),
        anchor: Anchor::LastExposure,
        day_one: DayOne::NextDay,
        checks_per_day: 0,
        release: None,
        becomes: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::parse_date;

    fn date(s: &str) -> Date {
        parse_date(s).expect(s)
    }

    fn run(form: &str, anchor: &str, known_on: Option<&str>) -> Schedule {
        let rule = test_rule("key", form);
        let regime = Regime::parse(form).expect(form);
        let zone = Zone::named("Asia/Shanghai").expect("known zone");
        schedule(&rule, &regime, date(anchor), known_on.map(date), &zone)
    }

    fn days(schedule: &Schedule) -> Vec<String> {
        schedule.tests.iter().map(|test| test.on.to_string()[5..].to_owned()).collect()
    }

    fn phases(schedule: &Schedule) -> Vec<String> {
        let text =
            |p: &DatedPhase| format!("{} {}..{}", p.stay, &p.from.to_string()[5..], &p.to.to_string()[5..]);
        schedule.phases.iter().map(text).collect()
    }

    #[test]
    fn worked_examples_of_the_rule_book() {
        let cc_9 = run("C7@1,2,3,5,7 M3@3", "2022-07-01", None);
        assert_eq!(days(&cc_9), ["07-02", "07-03", "07-04", "07-06", "07-08", "07-11"]);
        assert_eq!(phases(&cc_9), ["C 07-02..07-08", "M 07-09..07-11"]);
        assert_eq!((cc_9.ends_on, cc_9.days), (date("2022-07-11"), 10));
        let names: Vec<_> = cc_9.tests.iter().map(|test| test.occurrence.as_str()).collect();
        assert_eq!(names, ["t1", "t2", "t3", "t5", "t7", "t10"]);
        assert_eq!(cc_9.tests[0].from.to_string(), "2022-07-01T16:00:00Z");
        assert_eq!(cc_9.tests[0].due.to_string(), "2022-07-02T16:00:00Z");

        let cc_20 = run("C5@1,2,3,5 H3@1,3", "2022-11-12", None);
        assert_eq!(days(&cc_20), ["11-13", "11-14", "11-15", "11-17", "11-18", "11-20"]);
        assert_eq!(phases(&cc_20), ["C 11-13..11-17", "H 11-18..11-20"]);
    }

    #[test]
    fn tests_without_days_are_the_first_and_the_last() {
        assert_eq!(days(&run("C14 Tn=2", "2021-08-04", None)), ["08-05", "08-18"]);
        assert_eq!(days(&run("C14 Tn=1", "2021-08-04", None)), ["08-18"]);
        assert_eq!(
            days(&run("H7 M7 Tn=5", "2021-08-04", None)),
            ["08-05", "08-08", "08-12", "08-15", "08-18"]
        );
        assert_eq!(days(&run("C14 Tn=2", "2021-08-04", Some("2021-08-10"))), ["08-10", "08-18"]);
    }

    #[test]
    fn two_tests_in_three_days_leave_a_choice_of_days() {
        let two = run("T2/3d>=24h", "2022-07-01", None);
        assert_eq!(days(&two), ["07-02", "07-04"]);
        let zone = Zone::named("Asia/Shanghai").expect("known zone");
        assert_eq!(two.tests[0].due, zone.end_of(date("2022-07-03")));
        assert_eq!(two.tests[1].from, zone.start_of(date("2022-07-03")));
        let two_days_apart = run("T2/3d>=48h", "2022-07-01", None);
        assert_eq!(two_days_apart.tests[0].due, zone.end_of(date("2022-07-02")));
        assert_eq!(two_days_apart.tests[1].from, zone.start_of(date("2022-07-04")));
    }

    #[test]
    fn found_late_serves_only_the_missing_days() {
        let late = run("C7@1,2,3,5,7 M3@3", "2022-07-01", Some("2022-07-06"));
        assert_eq!(days(&late), ["07-06", "07-08", "07-11"]);
        assert_eq!(phases(&late), ["C 07-06..07-08", "M 07-09..07-11"]);
        assert_eq!((late.starts_on, late.ends_on, late.days), (date("2022-07-06"), date("2022-07-11"), 6));
        assert_eq!(late.tests[0].day, 5);

        let in_monitoring = run("C7@1,2,3,5,7 M3@3", "2022-07-01", Some("2022-07-11"));
        assert_eq!(phases(&in_monitoring), ["M 07-11..07-11"]);

        let over = run("C7@1,2,3,5,7 M3@3", "2022-07-01", Some("2022-07-12"));
        assert!(over.is_over() && over.tests.is_empty() && over.phases.is_empty() && over.checks.is_empty());
        assert_eq!(over.ends_on, date("2022-07-11"));
    }

    #[test]
    fn checks_share_the_day() {
        let rule = RegimeRule { checks_per_day: 2, ..test_rule("key", "C2 M1") };
        let regime = Regime::parse("C2 M1").expect("form");
        let schedule = schedule(&rule, &regime, date("2022-07-01"), None, &Zone::UTC);
        let shown: Vec<_> =
            schedule.checks.iter().map(|c| format!("{} {}..{}", c.occurrence, c.from, c.due)).collect();
        assert_eq!(shown.len(), 6);
        assert_eq!(shown[0], "c2022-07-02-1 2022-07-02T00:00:00Z..2022-07-02T12:00:00Z");
        assert_eq!(shown[1], "c2022-07-02-2 2022-07-02T12:00:00Z..2022-07-03T00:00:00Z");
    }

    #[test]
    fn day_one_may_be_the_anchor_itself() {
        let rule = RegimeRule { day_one: DayOne::SameDay, ..test_rule("key", "H3@1") };
        let regime = Regime::parse("H3@1").expect("form");
        let schedule = schedule(&rule, &regime, date("2022-07-01"), None, &Zone::UTC);
        assert_eq!(schedule.starts_on, date("2022-07-01"));
        assert_eq!(schedule.ends_on, date("2022-07-03"));
    }
}
