//! The compact form of a regime (rule book 2.21), read and printed.
//!
//! ```text
//! form  = phase { " " phase } [ " Tn=" n ]
//! phase = place days [ "@" day { "," day } ]      C7@1,2,3,5,7   M3@3   C|H5@5
//!       | "T" n "/" days "d>=" span               T2/3d>=24h
//! place = "C" | "H" | "M" | "C|H"
//! ```
//! Test days count inside their phase. `T2/3d>=24h` is a phase of its own in
//! which nobody is isolated. `Tn=2` counts tests over the whole regime.

use kernel::{Code, Error, Span};
use std::{fmt, str::FromStr};

/// The longest phase and the longest regime, in days.
pub const MAX_DAYS: u32 = 365;

/// Where the days of a phase are spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stay {
    /// `C`: central isolation.
    Central,
    /// `H`: home isolation.
    Home,
    /// `C|H`: either, decided when the order is issued.
    CentralOrHome,
    /// `M`: home health monitoring.
    Monitoring,
    /// `T`: nowhere in particular; only tests are due.
    TestsOnly,
}

impl Stay {
    /// The letters of the compact form.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Central => "C",
            Self::Home => "H",
            Self::CentralOrHome => "C|H",
            Self::Monitoring => "M",
            Self::TestsOnly => "T",
        }
    }
}

impl fmt::Display for Stay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.letter())
    }
}

/// Which tests a phase asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tests {
    /// On these days of the phase, ascending; perhaps none.
    On(Vec<u32>),
    /// So many within the phase, each at least `apart` after the one before.
    Spread {
        /// How many.
        count: u32,
        /// Least time between two samplings.
        apart: Span,
    },
}

/// A stretch of days of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Where it is spent.
    pub stay: Stay,
    /// How many days, 1 to [`MAX_DAYS`].
    pub days: u32,
    /// Which tests it asks for.
    pub tests: Tests,
}

/// A regime: phases one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regime {
    phases: Vec<Phase>,
    unplaced: Option<u32>,
}

impl Regime {
    /// Reads the compact form.
    ///
    /// # Errors
    /// `protocol.invalid_regime` with the form and what is wrong with it.
    pub fn parse(form: &str) -> Result<Self, Error> {
        let refuse =
            |detail: String| Error::new(Code::ProtocolInvalidRegime).arg("value", form).arg("detail", detail);
        let (mut phases, mut unplaced) = (Vec::new(), None);
        for token in form.split(' ') {
            if unplaced.is_some() {
                return Err(refuse(format!("`{token}` follows `Tn=`, which must be last")));
            }
            match token.strip_prefix("Tn=") {
                Some(count) => unplaced = Some(number(count, "tests").map_err(&refuse)?),
                None => phases.push(phase(token).map_err(&refuse)?),
            }
        }
        let regime = Self { phases, unplaced };
        regime.check().map_err(refuse)?;
        Ok(regime)
    }

    /// The phases, in order.
    pub fn phases(&self) -> &[Phase] {
        &self.phases
    }

    /// How many tests are due on days that the regime does not state (`Tn=`).
    pub const fn unplaced_tests(&self) -> Option<u32> {
        self.unplaced
    }

    /// Days in all, 1 to [`MAX_DAYS`].
    pub fn days(&self) -> u32 {
        self.phases.iter().map(|phase| phase.days).sum()
    }

    /// Days spent in isolation (central or home), without monitoring.
    pub fn isolation_days(&self) -> u32 {
        let isolates = |phase: &&Phase| !matches!(phase.stay, Stay::Monitoring | Stay::TestsOnly);
        self.phases.iter().filter(isolates).map(|phase| phase.days).sum()
    }

    /// Tests in all.
    pub fn test_count(&self) -> u32 {
        let placed = self.phases.iter().map(|phase| match &phase.tests {
            Tests::On(days) => u32::try_from(days.len()).unwrap_or(u32::MAX),
            Tests::Spread { count, .. } => *count,
        });
        placed.sum::<u32>() + self.unplaced.unwrap_or(0)
    }

    fn check(&self) -> Result<(), String> {
        if self.phases.is_empty() {
            return Err("it has no phase".to_owned());
        }
        let days = self.days();
        if days > MAX_DAYS {
            return Err(format!("{days} days in all; at most {MAX_DAYS}"));
        }
        match self.unplaced {
            Some(count) if count > days => Err(format!("{count} tests do not fit in {days} days")),
            Some(_) if self.phases.iter().any(|phase| phase.tests != Tests::On(Vec::new())) => {
                Err("`Tn=` stands beside tests whose days are stated".to_owned())
            }
            _ => Ok(()),
        }
    }
}

impl FromStr for Regime {
    type Err = Error;
    fn from_str(form: &str) -> Result<Self, Error> {
        Self::parse(form)
    }
}

impl fmt::Display for Regime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, phase) in self.phases.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            match &phase.tests {
                Tests::On(days) => {
                    write!(f, "{}{}", phase.stay, phase.days)?;
                    for (index, day) in days.iter().enumerate() {
                        write!(f, "{}{day}", if index == 0 { "@" } else { "," })?;
                    }
                }
                Tests::Spread { count, apart } => {
                    write!(f, "T{count}/{}d>={}h", phase.days, apart.as_micros() / HOUR)?;
                }
            }
        }
        self.unplaced.map_or(Ok(()), |count| write!(f, " Tn={count}"))
    }
}

const HOUR: i64 = Span::hours(1).as_micros();

fn phase(token: &str) -> Result<Phase, String> {
    let (stay, rest) = [
        ("C|H", Stay::CentralOrHome),
        ("C", Stay::Central),
        ("H", Stay::Home),
        ("M", Stay::Monitoring),
        ("T", Stay::TestsOnly),
    ]
    .into_iter()
    .find_map(|(letter, stay)| token.strip_prefix(letter).map(|rest| (stay, rest)))
    .ok_or_else(|| match token {
        "" => "a blank too many, or nothing at all".to_owned(),
        _ if token.starts_with('@') => format!("`{token}` lacks its phase; tests alone are `M3@1,3`"),
        _ => format!("`{token}` does not begin with C, H, M, C|H or T"),
    })?;
    if stay == Stay::TestsOnly {
        return spread(token, rest);
    }
    let (days, tests) = rest.split_once('@').map_or((rest, None), |(days, tests)| (days, Some(tests)));
    let days = number(days, "days")?;
    let tests = tests.map_or(Ok(Vec::new()), |list| {
        list.split(',').map(|day| number(day, "a test day")).collect::<Result<Vec<_>, _>>()
    })?;
    if let Some(pair) = tests.windows(2).find(|pair| pair[0] >= pair[1]) {
        return Err(format!("test day {} follows day {}; write them ascending", pair[1], pair[0]));
    }
    match tests.last() {
        Some(last) if *last > days => {
            Err(format!("test day {last} lies outside the {days} days of `{token}`"))
        }
        _ => Ok(Phase { stay, days, tests: Tests::On(tests) }),
    }
}

/// `2/3d>=24h`: the letter has been taken off.
fn spread(token: &str, rest: &str) -> Result<Phase, String> {
    let parts = rest.split_once('/').and_then(|(count, rest)| {
        let (days, hours) = rest.split_once("d>=")?;
        Some((count, days, hours.strip_suffix('h')?))
    });
    let (count, days, hours) = parts.ok_or_else(|| format!("`{token}` is not of the form T2/3d>=24h"))?;
    let (count, days, hours) =
        (number(count, "tests")?, number(days, "days")?, number(hours, "hours apart")?);
    let apart = Span::hours(i64::from(hours));
    let needed = 1 + u64::from(count - 1) * u64::from(days_apart(apart));
    if needed > u64::from(days) {
        return Err(format!("{count} tests {hours} h apart do not fit in {days} days"));
    }
    Ok(Phase { stay: Stay::TestsOnly, days, tests: Tests::Spread { count, apart } })
}

/// The fewest calendar days between two samplings at least `apart`: any
/// started day counts, for a test may be taken at any hour of its day.
pub(crate) fn days_apart(apart: Span) -> u32 {
    let day = Span::days(1).as_micros();
    u32::try_from((apart.as_micros().max(0) + day - 1) / day).unwrap_or(u32::MAX)
}

/// A whole number from 1 to [`MAX_DAYS`] in plain digits.
fn number(digits: &str, what: &str) -> Result<u32, String> {
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    match digits.parse::<u32>() {
        Ok(value) if plain && value <= MAX_DAYS => Ok(value),
        Ok(_) if plain => Err(format!("{what}: {digits} is outside 1 to {MAX_DAYS}")),
        _ => Err(format!("{what}: `{digits}` is not a number from 1 to {MAX_DAYS}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_every_form_of_the_rule_book() {
        for (form, days, isolation, tests) in [
            ("C14@1,4,7,14 M7", 21, 14, 4),
            ("C7@1,2,3,5,7 M3@3", 10, 7, 6),
            ("H7@1,4,7", 7, 7, 3),
            ("C5@1,2,3,5 H3@1,3", 8, 8, 6),
            ("M5@1,3,5", 5, 0, 3),
            ("C|H5@5", 5, 5, 1),
            ("C14 Tn=2", 14, 14, 2),
            ("H7 M7 Tn=5", 14, 7, 5),
            ("C3@1,2,3 H4@2,4", 7, 7, 5),
            ("T2/3d>=24h", 3, 0, 2),
            ("M3@1,3", 3, 0, 2),
            ("M21", 21, 0, 0),
        ] {
            let regime = Regime::parse(form).expect(form);
            assert_eq!(regime.to_string(), form);
            assert_eq!(
                (regime.days(), regime.isolation_days(), regime.test_count()),
                (days, isolation, tests)
            );
        }
    }

    #[test]
    fn refuses_with_the_form_and_the_reason() {
        for (form, reason) in [
            ("", "nothing"),
            ("C7  M3", "blank"),
            (" C7", "blank"),
            ("@1,3", "M3@1,3"),
            ("X7", "begin"),
            ("C0", "number"),
            ("C07", "number"),
            ("C366", "365"),
            ("C365 M1", "366 days"),
            ("C", "number"),
            ("C7@", "test day"),
            ("C7@8", "outside"),
            ("C7@3,2", "ascending"),
            ("C7@2,2", "ascending"),
            ("C7@(2,7 local)", "test day"),
            ("Tn=2", "no phase"),
            ("C7 Tn=8", "fit"),
            ("C7@1 Tn=2", "stated"),
            ("C7 Tn=2 M3", "last"),
            ("T2/3d", "form"),
            ("T3/2d>=24h", "fit"),
            ("T2/3d>=72h", "fit"),
            ("C99999999999", "number"),
            ("C-1", "number"),
        ] {
            let error = Regime::parse(form).expect_err(form);
            assert_eq!(error.code(), Code::ProtocolInvalidRegime, "{form}");
            assert_eq!(error.argument("value"), Some(form));
            let detail = error.argument("detail").unwrap_or_default();
            assert!(detail.contains(reason), "{form}: {detail}");
        }
    }
}
