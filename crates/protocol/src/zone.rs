//! How risk zones step down (rules ZN1 to ZN11).

use jiff::ToSpan as _;
use kernel::Date;

use crate::schema::{ZoneLevel, ZoneRule};

/// A zone as it was drawn or came to its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneState {
    /// Its level.
    pub level: ZoneLevel,
    /// Whether it came down to this level (otherwise it was drawn at it).
    pub stepped_down: bool,
    /// The day from which days without infection count: the last infection of
    /// a drawn zone, the day of the step of one that came down. Unknown for a
    /// drawn zone whose infections follow.
    pub since: Option<Date>,
}

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneStep {
    /// The rule that allowed it.
    pub rule: String,
    /// Level left.
    pub from: ZoneLevel,
    /// Level reached.
    pub to: ZoneLevel,
    /// First day at the new level.
    pub on: Date,
}

/// What the next step waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// The rule that will allow it.
    pub rule: String,
    /// Level that follows.
    pub to: ZoneLevel,
    /// First day on which it may follow, if nothing new happens.
    pub earliest: Date,
    /// The first day of the full round of tests that is still missing.
    pub round_from: Option<Date>,
}

/// Where a zone stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneStanding {
    /// Its level and clock.
    pub state: ZoneState,
    /// The steps that brought it there.
    pub steps: Vec<ZoneStep>,
    /// The next step, if a rule gives one.
    pub next: Option<NextStep>,
    /// Days of new infections after it was drawn: each asks for a new assessment (ZN9).
    pub reassess: Vec<Date>,
}

/// Follows a zone from a state up to and including a day, by the rules of the
/// edition in force at the decision (worked example 6).
///
/// A day of quiet counts when it ends without a new infection: with the last
/// one on the 3rd, day 7 is the 10th, and that is the day of the step. Where a
/// rule asks for a full negative round (`round_on_day`), the first round on or
/// after that day counts, and the step waits for it. A new infection restarts
/// the clock, makes earlier rounds void, and a zone that had come down counts
/// as drawn at its level from then on.
pub fn step<'a>(
    rules: impl IntoIterator<Item = &'a ZoneRule>,
    start: ZoneState,
    infections: &[Date],
    negative_rounds: &[Date],
    on: Date,
) -> ZoneStanding {
    let rules: Vec<&ZoneRule> = rules.into_iter().collect();
    let sorted = |dates: &[Date]| {
        let mut dates: Vec<Date> = dates.iter().copied().filter(|date| *date <= on).collect();
        dates.sort_unstable();
        dates.dedup();
        dates
    };
    let (infections, rounds) = (sorted(infections), sorted(negative_rounds));
    let since = start.since.or_else(|| infections.first().copied());
    let mut standing = ZoneStanding {
        state: ZoneState { since, ..start },
        steps: Vec::new(),
        next: None,
        reassess: Vec::new(),
    };
    let Some(mut clock) = since else { return standing };
    // Each turn either uses up an infection or takes a step; no zone of the
    // loader's making steps in a circle, and the bound holds for any other.
    for _ in 0..=infections.len() + rules.len() {
        let state = standing.state;
        let of = |stepped_down: bool| {
            rules.iter().find(move |rule| rule.level == state.level && rule.stepped_down == stepped_down)
        };
        // A zone that came down follows the rule for such zones, if there is one.
        let rule = of(state.stepped_down).or_else(|| of(false));
        let due = rule.map(|rule| Due::of(rule, clock, &rounds));
        let until = due.as_ref().and_then(|due| due.step_on).filter(|day| *day <= on);
        let renewed = infections.iter().copied().find(|day| *day > clock && *day <= until.unwrap_or(on));
        if let Some(day) = renewed {
            standing.reassess.push(day);
            standing.state = ZoneState { stepped_down: false, since: Some(day), ..state };
            clock = day;
            continue;
        }
        let (Some(rule), Some(due)) = (rule, due) else { break };
        let Some(day) = until else {
            standing.next = Some(NextStep {
                rule: rule.id.clone(),
                to: rule.becomes,
                earliest: due.step_on.unwrap_or(due.quiet_on.max(on)),
                round_from: due.round_from,
            });
            break;
        };
        standing.steps.push(ZoneStep { rule: rule.id.clone(), from: state.level, to: rule.becomes, on: day });
        standing.state = ZoneState { level: rule.becomes, stepped_down: true, since: Some(day) };
        clock = day;
    }
    standing
}

struct Due {
    quiet_on: Date,
    round_from: Option<Date>,
    step_on: Option<Date>,
}

impl Due {
    fn of(rule: &ZoneRule, clock: Date, rounds: &[Date]) -> Self {
        let after = |days: u32| clock.saturating_add(i64::from(days).days());
        let quiet_on = after(rule.quiet_days);
        let Some(round_day) = rule.round_on_day else {
            return Self { quiet_on, round_from: None, step_on: Some(quiet_on) };
        };
        let earliest = after(round_day);
        match rounds.iter().find(|round| **round >= earliest) {
            Some(round) => Self { quiet_on, round_from: None, step_on: Some(quiet_on.max(*round)) },
            None => Self { quiet_on, round_from: Some(earliest), step_on: None },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Cites, Confidence};
    use ZoneLevel::{High, Low, Medium};
    use kernel::parse_date;

    fn rule(
        id: &str,
        level: ZoneLevel,
        stepped_down: bool,
        quiet: u32,
        round: Option<u32>,
        to: ZoneLevel,
    ) -> ZoneRule {
        ZoneRule {
            id: id.to_owned(),
            title: kernel::Text { zh: id.to_owned(), en: id.to_owned() },
            cites: Cites {
                requirement: "K01".into(),
                source: "-".into(),
                confidence: Confidence::A,
                basis: None,
            },
            level,
            unit: "estate".to_owned(),
            stepped_down,
            quiet_days: quiet,
            round_on_day: round,
            becomes: to,
        }
    }

    fn ninth() -> Vec<ZoneRule> {
        vec![
            rule("ZN6", High, false, 7, Some(7), Medium),
            rule("ZN6b", Medium, true, 3, None, Low),
            rule("ZN7", Medium, false, 7, Some(7), Low),
        ]
    }

    fn july(days: &[u8]) -> Vec<Date> {
        days.iter().map(|day| parse_date(&format!("2022-07-{day:02}")).expect("day")).collect()
    }

    fn follow(rules: &[ZoneRule], infections: &[u8], rounds: &[u8], on: u8) -> (ZoneLevel, Vec<String>) {
        let start = ZoneState { level: High, stepped_down: false, since: None };
        let standing = step(rules, start, &july(infections), &july(rounds), july(&[on])[0]);
        let steps = standing.steps.iter().map(|s| format!("{} {}", s.rule, &s.on.to_string()[8..])).collect();
        (standing.state.level, steps)
    }

    #[test]
    fn worked_example_of_the_ninth_edition() {
        let rules = ninth();
        assert_eq!(follow(&rules, &[3], &[10], 9).0, High);
        assert_eq!(follow(&rules, &[3], &[10], 10), (Medium, vec!["ZN6 10".into()]));
        assert_eq!(follow(&rules, &[3], &[10], 12).0, Medium);
        assert_eq!(follow(&rules, &[3], &[10], 13), (Low, vec!["ZN6 10".into(), "ZN6b 13".into()]));
        // A new infection restarts the clock; the round of the 10th is then too early.
        assert_eq!(follow(&rules, &[3, 9], &[10], 15).0, High);
        assert_eq!(follow(&rules, &[3, 9], &[10, 16], 16), (Medium, vec!["ZN6 16".into()]));
        // Without the round, or with a late one, the step waits.
        assert_eq!(follow(&rules, &[3], &[], 20).0, High);
        assert_eq!(follow(&rules, &[3], &[9], 20).0, High);
        assert_eq!(follow(&rules, &[3], &[12], 12), (Medium, vec!["ZN6 12".into()]));
        // An infection on the very day of the step forbids it.
        assert_eq!(follow(&rules, &[3, 10], &[10], 10).0, High);
    }

    #[test]
    fn a_new_infection_ends_the_stepped_down_clock() {
        let start = ZoneState { level: High, stepped_down: false, since: None };
        let standing = step(&ninth(), start, &july(&[3, 12]), &july(&[10]), july(&[18])[0]);
        assert_eq!(standing.state.level, Medium);
        assert_eq!(standing.reassess, july(&[12]));
        let next = standing.next.expect("a rule waits");
        assert_eq!((next.rule.as_str(), next.round_from), ("ZN7", Some(july(&[19])[0])));
    }

    #[test]
    fn twenty_measures_step_after_five_days() {
        let rules = [rule("ZN10", High, false, 5, None, Low)];
        assert_eq!(follow(&rules, &[12], &[], 16).0, High);
        assert_eq!(follow(&rules, &[12], &[], 17), (Low, vec!["ZN10 17".into()]));
    }

    #[test]
    fn a_circle_of_rules_ends() {
        let rules = [rule("A", High, false, 0, None, Medium), rule("B", Medium, true, 0, None, Medium)];
        assert_eq!(follow(&rules, &[3], &[], 20).0, Medium);
    }
}
