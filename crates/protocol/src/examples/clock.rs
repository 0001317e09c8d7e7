//! `clock` examples: facts go through the engine one by one, and what is open,
//! met, late or void at a moment is compared.

use std::collections::BTreeSet;

use kernel::{AreaLevel, Timestamp};

use super::{
    Fault, Setting, Verdict, build,
    form::{ExpectClock, ExpectEscalation, ExpectObligation, GivenClock},
};
use crate::{
    course::{Course, Tracked},
    fact_view::{Ctx, FactView, View},
};

fn describe(one: &Tracked, now: Timestamp) -> String {
    let (new, state) = (&one.new, one.state(now));
    let level = new.holder.level.map_or("-", AreaLevel::as_str);
    let role = new.holder.role.as_deref().unwrap_or("-");
    let occurrence = if new.occurrence.is_empty() { "-" } else { &new.occurrence };
    format!(
        "{} {state} due={} warn={} role={role} level={level} occurrence={occurrence}",
        new.rule, new.due, new.warn
    )
}

fn fits(one: &Tracked, expected: &ExpectObligation, now: Timestamp) -> Result<bool, Fault> {
    let new = &one.new;
    let subject = match &expected.subject {
        Some(label) => build::subject(new.subject.kind, label)? == new.subject,
        None => true,
    };
    fn same<T: PartialEq>(expected: Option<T>, got: Option<T>) -> bool {
        expected.is_none() || expected == got
    }
    Ok(subject
        && expected.rule == new.rule
        && expected.state == one.state(now)
        && same(expected.due, Some(new.due))
        && same(expected.warn, Some(new.warn))
        && same(expected.role.as_deref(), new.holder.role.as_deref())
        && same(expected.level.as_deref(), new.holder.level.map(AreaLevel::as_str))
        && same(expected.occurrence.as_deref(), Some(new.occurrence.as_str())))
}

/// The steps of the ladder reached by `now` while it was not closed;
/// evidence at the very instant of a step comes before it.
fn escalations(one: &Tracked, now: Timestamp) -> impl Iterator<Item = (Timestamp, String)> {
    let passed = move |at: Timestamp| at <= now && one.closed.is_none_or(|(closed, _)| at < closed);
    one.ladder().filter_map(move |(at, level, role)| {
        let text = format!("{} at={at} level={} role={role}", one.new.rule, level.as_str());
        passed(at).then_some((at, text))
    })
}

pub(super) fn run(setting: &Setting<'_>, given: &GivenClock, expect: &ExpectClock) -> Result<Verdict, Fault> {
    let course = simulate(setting, given)?;
    let tracked = course.tracked();
    let now = given.now;
    let mut verdict = Verdict::default();

    let mut unused: Vec<&Tracked> = tracked.iter().collect();
    for expected in &expect.obligations {
        let mut fitting = None;
        for (index, one) in unused.iter().enumerate() {
            if fits(one, expected, now)? {
                fitting = Some(index);
                break;
            }
        }
        match fitting {
            Some(index) => {
                let found = describe(unused.remove(index), now);
                verdict.pair(found.clone(), found);
            }
            None => verdict.pair(wanted(expected), all(tracked, Some(&expected.rule), now)),
        }
    }
    if expect.only {
        let rest: Vec<_> = unused.iter().map(|one| describe(one, now)).collect();
        verdict.pair("nothing else".to_owned(), or(rest, "nothing else"));
    }
    for rule in &expect.none {
        let none = format!("no {rule}");
        let found: Vec<_> = tracked.iter().filter(|one| one.new.rule == *rule).collect();
        verdict.pair(none.clone(), or(found.iter().map(|one| describe(one, now)).collect(), &none));
    }
    if let Some(expected) = &expect.escalations {
        // Of the rules it names, an example tells every step passed.
        let rules: BTreeSet<&str> = (expect.obligations.iter().map(|one| one.rule.as_str()))
            .chain(expected.iter().map(|one| one.rule.as_str()))
            .collect();
        let of_rules = tracked.iter().filter(|one| expect.only || rules.contains(one.new.rule.as_str()));
        let mut got: Vec<_> = of_rules.flat_map(|one| escalations(one, now)).collect();
        let mut wanted: Vec<_> = expected.iter().map(escalation).collect();
        got.sort();
        wanted.sort();
        let text = |steps: Vec<(Timestamp, String)>| {
            or(steps.into_iter().map(|(_, text)| text).collect(), "no escalation")
        };
        verdict.pair(text(wanted), text(got));
    }
    Ok(verdict)
}

fn simulate(setting: &Setting<'_>, given: &GivenClock) -> Result<Course, Fault> {
    let mut course = Course::default();
    for (index, stated) in given.facts.iter().enumerate() {
        let fact = build::fact(setting, stated, index + 1)?;
        if fact.recorded_at > given.now {
            continue;
        }
        let view = view_for(setting, &fact)?;
        let ctx = Ctx { now: fact.recorded_at, zone: &setting.zone };
        let protocol = setting.library.for_fact(&fact, &setting.zone);
        course.tell(setting.library, &protocol, &fact, &view, &ctx)?;
    }
    Ok(course)
}

/// The view of an example holds for each of its facts; of it, the engine is
/// shown only what it asks for.
fn view_for(setting: &Setting<'_>, fact: &FactView<'_>) -> Result<View, Fault> {
    let day = setting.zone.date_of(fact.occurred_at);
    let stated = build::view(&setting.view, day, &setting.zone)?;
    let needs = setting.library.needs(fact, &setting.zone);
    Ok(needs.into_iter().filter_map(|need| Some((need, stated.get(need)?.clone()))).collect())
}

fn wanted(expected: &ExpectObligation) -> String {
    let mut text = format!("{} {}", expected.rule, expected.state);
    for (name, value) in [
        ("due", expected.due.map(|at| at.to_string())),
        ("warn", expected.warn.map(|at| at.to_string())),
        ("role", expected.role.clone()),
        ("level", expected.level.clone()),
        ("occurrence", expected.occurrence.clone()),
        ("subject", expected.subject.clone()),
    ] {
        if let Some(value) = value {
            text.push_str(&format!(" {name}={value}"));
        }
    }
    text
}

/// All obligations of a rule, or every one when the rule opened none.
fn all(tracked: &[Tracked], rule: Option<&str>, now: Timestamp) -> String {
    let list = |rule: Option<&str>| -> Vec<String> {
        let of_rule = |one: &&Tracked| rule.is_none_or(|rule| one.new.rule == rule);
        tracked.iter().filter(of_rule).map(|one| describe(one, now)).collect()
    };
    match list(rule) {
        of_rule if of_rule.is_empty() => format!("none of it, but [{}]", list(None).join(" | ")),
        of_rule => of_rule.join(" | "),
    }
}

fn escalation(expected: &ExpectEscalation) -> (Timestamp, String) {
    let ExpectEscalation { rule, at, level, role } = expected;
    (*at, format!("{rule} at={at} level={level} role={role}"))
}

fn or(list: Vec<String>, none: &str) -> String {
    if list.is_empty() { none.to_owned() } else { list.join(" | ") }
}
