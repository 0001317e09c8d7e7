//! Which of two rules is stricter.

use std::cmp::Ordering;

use super::Strictness::{self, Looser, Same, Stricter, Unclear};
use crate::{
    proportionality::central_days,
    protocol::Protocol,
    regime::Regime,
    schema::{
        CaseDefinition, ClusterRule, Condition, ContactClassRule, Effect, MustNotRule, NotationRule,
        ObligationRule, ParameterRule, RegimeRule, ReportClockRule, ZoneRule,
    },
};

/// Rules that can be compared.
pub(super) trait Compare: Sized {
    /// The way from this rule to a later one of the same id.
    fn compare(&self, new: &Self) -> Strictness;
    /// The way from a protocol without this rule to one with it.
    fn alone(&self, without: &Protocol) -> Strictness;
}

/// More is stricter.
fn more<T: PartialOrd>(old: &T, new: &T) -> Strictness {
    match old.partial_cmp(new) {
        Some(Ordering::Less) => Stricter,
        Some(Ordering::Greater) => Looser,
        Some(Ordering::Equal) => Same,
        None => Unclear,
    }
}

/// Less is stricter.
fn less<T: PartialOrd>(old: &T, new: &T) -> Strictness {
    more(old, new).reversed()
}

fn unless_equal<T: PartialEq>(old: &T, new: &T) -> Strictness {
    if old == new { Same } else { Unclear }
}

/// A set where empty means everything; a wider set is stricter.
fn wider(old: &[String], new: &[String], empty_is_all: bool) -> Strictness {
    let within = |a: &[String], b: &[String]| {
        (empty_is_all && b.is_empty())
            || (!(empty_is_all && a.is_empty()) && a.iter().all(|item| b.contains(item)))
    };
    match (within(old, new), within(new, old)) {
        (true, true) => Same,
        (true, false) => Stricter,
        (false, true) => Looser,
        (false, false) => Unclear,
    }
}

/// A further condition of release is stricter than none.
fn further(old: Option<&Condition>, new: Option<&Condition>) -> Strictness {
    match (old, new) {
        (None, Some(_)) => Stricter,
        (Some(_), None) => Looser,
        (old, new) => unless_equal(&old, &new),
    }
}

impl Compare for CaseDefinition {
    fn compare(&self, new: &Self) -> Strictness {
        unless_equal(&(self.classification, &self.condition), &(new.classification, &new.condition))
    }
    fn alone(&self, _: &Protocol) -> Strictness {
        Unclear
    }
}

impl Compare for ContactClassRule {
    fn compare(&self, new: &Self) -> Strictness {
        if self.class != new.class || self.order != new.order {
            return Unclear;
        }
        more(&self.determined, &new.determined)
            .and(more(&self.lookback_days.unwrap_or(0), &new.lookback_days.unwrap_or(0)))
            .and(less(&self.min_minutes.unwrap_or(0), &new.min_minutes.unwrap_or(0)))
            .and(more(&self.even_protected, &new.even_protected))
            .and(wider(&self.kinds, &new.kinds, true))
            .and(unless_equal(&self.from_last_negative, &new.from_last_negative))
    }
    fn alone(&self, without: &Protocol) -> Strictness {
        let known = without.contact_class(self.class).is_some_and(|rule| rule.determined);
        match (self.determined, known) {
            (false, false) => Same,
            (false, true) => Looser,
            (true, false) => Stricter,
            (true, true) => Unclear,
        }
    }
}

impl Compare for RegimeRule {
    fn compare(&self, new: &Self) -> Strictness {
        let (Ok(a), Ok(b)) = (Regime::parse(&self.form), Regime::parse(&new.form)) else { return Unclear };
        let mut way = more(&a.days(), &b.days())
            .and(more(&a.isolation_days(), &b.isolation_days()))
            .and(more(&central_days(&a), &central_days(&b)))
            .and(more(&a.test_count(), &b.test_count()))
            .and(more(&self.checks_per_day, &new.checks_per_day))
            .and(wider(&self.groups, &new.groups, false))
            .and(further(self.release.as_ref(), new.release.as_ref()))
            .and(unless_equal(&self.becomes, &new.becomes))
            .and(unless_equal(&(self.anchor, self.day_one), &(new.anchor, new.day_one)));
        if way == Same && self.form != new.form {
            // Same sums, other days.
            way = Unclear;
        }
        way
    }
    fn alone(&self, without: &Protocol) -> Strictness {
        let before = self.groups.iter().find_map(|group| without.regime_for(group));
        before.map_or(Stricter, |before| Self { groups: self.groups.clone(), ..before.clone() }.compare(self))
    }
}

impl Compare for ZoneRule {
    fn compare(&self, new: &Self) -> Strictness {
        more(&self.quiet_days, &new.quiet_days)
            .and(more(&self.round_on_day.is_some(), &new.round_on_day.is_some()))
            .and(unless_equal(
                &(self.level, &self.unit, self.stepped_down, self.becomes),
                &(new.level, &new.unit, new.stepped_down, new.becomes),
            ))
    }
    fn alone(&self, without: &Protocol) -> Strictness {
        let same_step = |rule: &&Self| (rule.level, rule.stepped_down) == (self.level, self.stepped_down);
        without
            .zones
            .iter()
            .map(|ruled| &*ruled.rule)
            .find(same_step)
            .map_or(Unclear, |old| old.compare(self))
    }
}

impl Compare for ClusterRule {
    fn compare(&self, new: &Self) -> Strictness {
        less(&self.min_cases, &new.min_cases)
            .and(more(&self.window_days, &new.window_days))
            .and(more(&self.boundary_inclusive, &new.boundary_inclusive))
            .and(wider(&self.places, &new.places, true))
    }
    fn alone(&self, without: &Protocol) -> Strictness {
        match &without.clusters[..] {
            [] => Stricter,
            [only] => only.rule.compare(self),
            _ => Unclear,
        }
    }
}

impl Compare for NotationRule {
    fn compare(&self, new: &Self) -> Strictness {
        unless_equal(&(&self.text, &self.regime), &(&new.text, &new.regime))
    }
    fn alone(&self, _: &Protocol) -> Strictness {
        // How a short form is read binds nobody; the regime it means does.
        Same
    }
}

impl Compare for ReportClockRule {
    fn compare(&self, new: &Self) -> Strictness {
        less(&self.within, &new.within).and(wider(&self.diseases, &new.diseases, false))
    }
    fn alone(&self, without: &Protocol) -> Strictness {
        let mut way = Same;
        for disease in &self.diseases {
            way = way
                .and(without.report_clock(disease).map_or(Stricter, |old| less(&old.within, &self.within)));
        }
        way
    }
}

impl Compare for ParameterRule {
    fn compare(&self, new: &Self) -> Strictness {
        unless_equal(&(&self.name, self.min, self.max), &(&new.name, new.min, new.max))
    }
    fn alone(&self, _: &Protocol) -> Strictness {
        Unclear
    }
}

impl Compare for ObligationRule {
    fn compare(&self, new: &Self) -> Strictness {
        let deadline = match (self.due, new.due) {
            (Some(old), Some(new)) => less(&old, &new),
            _ => unless_equal(
                &(self.due, &self.due_field, self.by_report_clock, &self.each),
                &(new.due, &new.due_field, new.by_report_clock, &new.each),
            ),
        };
        let first = |rule: &Self| rule.escalate.iter().map(|step| step.after).min();
        let ladder = match (first(self), first(new)) {
            (Some(old), Some(new)) => less(&old, &new),
            (old, new) => unless_equal(&old, &new),
        };
        // A further condition means the obligation opens less often.
        let opens = further(self.condition.as_ref(), new.condition.as_ref()).reversed();
        deadline.and(ladder).and(opens).and(unless_equal(
            &(&self.on, self.subject, &self.holder, &self.clock_field, &self.closed_by, &self.voided_by),
            &(&new.on, new.subject, &new.holder, &new.clock_field, &new.closed_by, &new.voided_by),
        ))
    }
    fn alone(&self, _: &Protocol) -> Strictness {
        Stricter
    }
}

impl Compare for MustNotRule {
    /// A must-not protects people from measures: where it only warns, measures
    /// may be stricter.
    fn compare(&self, new: &Self) -> Strictness {
        let blocks = |rule: &Self| rule.effect == Effect::Block;
        let condition = unless_equal(&self.condition.when, &new.condition.when);
        less(&blocks(self), &blocks(new)).and(condition)
    }
    fn alone(&self, _: &Protocol) -> Strictness {
        Looser
    }
}
