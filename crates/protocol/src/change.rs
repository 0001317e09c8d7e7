//! Proposals for running orders when the edition changes. A running order is
//! never changed silently: a person accepts or refuses what is proposed here.

use kernel::{Date, Error, Zone};

use crate::{
    regime::{Regime, Stay},
    schedule::{Schedule, schedule},
    schema::RegimeRule,
};

/// A running order, as far as a change of edition concerns it.
#[derive(Clone, Copy, Debug)]
pub struct Running<'a> {
    /// The regime it runs under.
    pub rule: &'a RegimeRule,
    /// Its day 0.
    pub anchor: Date,
    /// The day of the decision; what lies before it has been served.
    pub on: Date,
}

/// What is proposed for a running order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// It goes on as it is: the new regime asks the same, or would end later
    /// (an order is not lengthened by a change of edition, must-not NM5).
    Keep,
    /// It goes on as it is and ends earlier.
    Shorten {
        /// The new last day.
        ends_on: Date,
    },
    /// Its remaining days follow the new regime, anchored as before.
    Convert {
        /// Key of the new regime.
        regime: String,
        /// What remains from the day of the decision.
        schedule: Schedule,
    },
    /// It ends: the new edition has no regime for the group, or its regime
    /// would be over.
    Lift,
}

impl Proposal {
    /// The word for it in facts: `keep`, `shorten`, `convert`, `lift`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Shorten { .. } => "shorten",
            Self::Convert { .. } => "convert",
            Self::Lift => "lift",
        }
    }
}

/// Compares what remains under the running regime with what would remain
/// under `new` (the new edition's regime for the order's group), both counted
/// from the order's own anchor.
///
/// # Errors
/// `protocol.invalid_regime` when a form cannot be read.
pub fn propose(running: &Running<'_>, new: Option<&RegimeRule>, zone: &Zone) -> Result<Proposal, Error> {
    let Some(new) = new else { return Ok(Proposal::Lift) };
    let rest = |rule: &RegimeRule| -> Result<Schedule, Error> {
        Ok(schedule(rule, &Regime::parse(&rule.form)?, running.anchor, Some(running.on), zone))
    };
    let (old, proposed) = (rest(running.rule)?, rest(new)?);
    if proposed.ends_on > old.ends_on {
        return Ok(Proposal::Keep);
    }
    if proposed.is_over() {
        return Ok(Proposal::Lift);
    }
    let end = proposed.ends_on;
    let same = days_of(&old, end) == days_of(&proposed, end)
        && due(&old.tests, end).eq(due(&proposed.tests, end))
        && due(&old.checks, end).eq(due(&proposed.checks, end));
    Ok(match (same, end == old.ends_on) {
        (true, true) => Proposal::Keep,
        (true, false) => Proposal::Shorten { ends_on: end },
        (false, _) => Proposal::Convert { regime: new.key.clone(), schedule: proposed },
    })
}

/// The stay of each remaining day up to `end`.
fn days_of(schedule: &Schedule, end: Date) -> Vec<Stay> {
    let stays = schedule
        .phases
        .iter()
        .filter(|phase| phase.from <= end)
        .flat_map(|phase| (0..phase.days()).map(|_| phase.stay));
    stays.take(crate::schedule::days_between(schedule.starts_on, end) as usize + 1).collect()
}

fn due(items: &[crate::schedule::Item], end: Date) -> impl Iterator<Item = (Date, kernel::Timestamp)> {
    items.iter().filter(move |item| item.on <= end).map(|item| (item.on, item.due))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::test_rule;
    use kernel::parse_date;

    fn run(old: &str, new: Option<&str>, anchor: &str, on: &str) -> Proposal {
        let (old, new) = (test_rule("old", old), new.map(|form| test_rule("new", form)));
        let date = |s| parse_date(s).expect("date");
        let running = Running { rule: &old, anchor: date(anchor), on: date(on) };
        propose(&running, new.as_ref(), &Zone::UTC).expect("forms are sound")
    }

    #[test]
    fn fourteen_and_seven_becomes_seven_and_three() {
        let Proposal::Convert { regime, schedule } =
            run("C14@1,4,7,14 M7", Some("C7@1,2,3,5,7 M3@3"), "2022-06-25", "2022-06-28")
        else {
            panic!("expected a conversion")
        };
        assert_eq!(regime, "new");
        assert_eq!(schedule.ends_on, parse_date("2022-07-05").expect("date"));
        let tests: Vec<_> = schedule.tests.iter().map(|test| test.on.to_string()).collect();
        assert_eq!(tests, ["2022-06-28", "2022-06-30", "2022-07-02", "2022-07-05"]);
    }

    #[test]
    fn every_proposal_has_its_case() {
        for (old, new, on, expected) in [
            ("H7@1,4,7", Some("H7@1,4,7"), "2022-07-04", "keep"),
            ("H7@1,4,7", Some("H10@1,4,7"), "2022-07-04", "keep"),
            ("H14@1,4,7", Some("H7@1,4,7"), "2022-07-04", "shorten"),
            ("H14@1,4,7", Some("H7@1,4,7"), "2022-07-08", "shorten"),
            ("H14@1,4,7", Some("H7@1,4,7"), "2022-07-09", "lift"),
            // A test that lies behind us no longer makes a difference.
            ("H14@1,2,4,7", Some("H7@1,4,7"), "2022-07-04", "shorten"),
            ("C7@1,4,7", Some("H7@1,4,7"), "2022-07-04", "convert"),
            ("H7@1,4,7", Some("H7@1,3,5,7"), "2022-07-04", "convert"),
            ("C7@1,4,7", None, "2022-07-04", "lift"),
        ] {
            assert_eq!(run(old, new, "2022-07-01", on).as_str(), expected, "{old} {new:?} {on}");
        }
    }
}
