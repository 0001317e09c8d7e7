//! What a table says vaguely stays vague: spans of days and of ages.

use kernel::Date;
use std::fmt;

/// From one day to another, both included; a single day has equal ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateSpan {
    /// The first day.
    pub from: Date,
    /// The last day, not before the first.
    pub to: Date,
}

impl DateSpan {
    /// A single day.
    pub const fn day(date: Date) -> Self {
        Self { from: date, to: date }
    }
    /// A span; `None` when its end lies before its beginning.
    pub fn new(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }
    /// The day, where there is only one.
    pub fn single(self) -> Option<Date> {
        (self.from == self.to).then_some(self.from)
    }
}

impl fmt::Display for DateSpan {
    /// `2022-05-01`, or `2022-05-01 - 2022-05-10`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.single() {
            Some(day) => write!(f, "{day}"),
            None => write!(f, "{} - {}", self.from, self.to),
        }
    }
}

/// The greatest age that is believed, in years.
pub(crate) const MAX_AGE: u8 = 130;

/// From one age to another in completed years, both included, 0 to 130.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgeSpan {
    /// The least age.
    pub from: u8,
    /// The greatest age, not below the least.
    pub to: u8,
}

impl AgeSpan {
    /// The age, where there is only one.
    pub fn single(self) -> Option<u8> {
        (self.from == self.to).then_some(self.from)
    }
}

impl fmt::Display for AgeSpan {
    /// `34`, or `20-29`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.single() {
            Some(age) => write!(f, "{age}"),
            None => write!(f, "{}-{}", self.from, self.to),
        }
    }
}

/// Why an age cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AgeFault {
    /// Not an age at all.
    Unreadable,
    /// An age nobody has.
    Impossible,
}

/// Reads an age: `34`, `0.5`, `20-29`, `20~29岁`, `<40`, `≥65`, `65+`, `3个月`, `18 days`.
/// `unit` says what a bare number counts; a unit in the cell itself outweighs it.
pub(crate) fn read_age(text: &str, unit: AgeUnit) -> Result<AgeSpan, AgeFault> {
    let text = half_width(text).trim().to_lowercase();
    let (number, unit) = AgeUnit::split(&text, unit);
    let years = |text: &str| -> Result<f64, AgeFault> {
        let value: f64 = text.trim().parse().map_err(|_| AgeFault::Unreadable)?;
        if value.is_finite() { Ok(value / unit.per_year()) } else { Err(AgeFault::Unreadable) }
    };
    let whole = |value: f64| -> Result<u8, AgeFault> {
        // In range and finite, so the whole part fits.
        let sound = (0.0..f64::from(MAX_AGE) + 1.0).contains(&value);
        if sound { Ok(value as u8) } else { Err(AgeFault::Impossible) }
    };
    if let Some(below) = number.strip_prefix("<=").or_else(|| number.strip_prefix('≤')) {
        return Ok(AgeSpan { from: 0, to: whole(years(below)?)? });
    }
    if let Some(below) = number.strip_prefix('<') {
        // Below 40 is at most 39 completed years.
        let below = years(below)?;
        return if below > 0.0 {
            Ok(AgeSpan { from: 0, to: whole((below.ceil() - 1.0).max(0.0))? })
        } else {
            Err(AgeFault::Impossible)
        };
    }
    let from_on = number.strip_prefix(">=").or_else(|| number.strip_prefix('≥'));
    if let Some(least) = from_on.or_else(|| number.strip_suffix('+')) {
        return Ok(AgeSpan { from: whole(years(least)?)?, to: MAX_AGE });
    }
    if let Some(above) = number.strip_prefix('>') {
        return Ok(AgeSpan { from: whole(years(above)?.floor() + 1.0)?, to: MAX_AGE });
    }
    if let Ok(age) = years(number) {
        let age = whole(age)?;
        return Ok(AgeSpan { from: age, to: age });
    }
    let (from, to) = RANGE_MARKS
        .iter()
        .find_map(|mark| number.split_once(mark).filter(|(from, _)| !from.trim().is_empty()))
        .ok_or(AgeFault::Unreadable)?;
    let (from, to) = (whole(years(AgeUnit::split(from, unit).0)?)?, whole(years(to)?)?);
    if from <= to { Ok(AgeSpan { from, to }) } else { Err(AgeFault::Unreadable) }
}

/// What stands between the ends of a span.
pub(crate) const RANGE_MARKS: [&str; 9] = [" - ", " to ", "–", "—", "~", "至", "到", "..", "-"];

/// What an age counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AgeUnit {
    Years,
    Months,
    Weeks,
    Days,
}

impl AgeUnit {
    const WORDS: [(&'static str, Self); 16] = [
        ("years", Self::Years),
        ("year", Self::Years),
        ("yrs", Self::Years),
        ("周岁", Self::Years),
        ("岁", Self::Years),
        ("y", Self::Years),
        ("months", Self::Months),
        ("month", Self::Months),
        ("个月", Self::Months),
        ("月", Self::Months),
        ("weeks", Self::Weeks),
        ("week", Self::Weeks),
        ("周", Self::Weeks),
        ("days", Self::Days),
        ("day", Self::Days),
        ("天", Self::Days),
    ];

    /// Reads the unit of a column of units.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        Self::WORDS.iter().find(|(word, _)| *word == text).map(|(_, unit)| *unit)
    }

    /// The number and its unit.
    fn split(text: &str, otherwise: Self) -> (&str, Self) {
        for (word, unit) in Self::WORDS {
            if let Some(number) = text.strip_suffix(word) {
                return (number.trim_end(), unit);
            }
        }
        (text, otherwise)
    }

    const fn per_year(self) -> f64 {
        match self {
            Self::Years => 1.0,
            Self::Months => 12.0,
            Self::Weeks => 52.0,
            Self::Days => 365.25,
        }
    }
}

/// Full-width digits and marks, as Chinese keyboards give them, in their usual width.
pub(crate) fn half_width(text: &str) -> String {
    let narrow = |ch: char| match ch {
        '\u{3000}' => ' ',
        // The full-width forms stand 0xFEE0 behind ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(ch as u32 - 0xfee0).unwrap_or(ch),
        _ => ch,
    };
    text.chars().map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_ages_as_people_write_them() {
        for (text, expected) in [
            ("34", Ok("34")),
            ("0.5", Ok("0")),
            ("66.9", Ok("66")),
            ("３４岁", Ok("34")),
            ("20-29", Ok("20-29")),
            ("20 - 29", Ok("20-29")),
            ("20~29岁", Ok("20-29")),
            ("20岁至29岁", Ok("20-29")),
            ("20 to 64", Ok("20-64")),
            ("<40", Ok("0-39")),
            ("≤40", Ok("0-40")),
            ("<1", Ok("0")),
            ("65+", Ok("65-130")),
            (">=65", Ok("65-130")),
            (">64", Ok("65-130")),
            ("18 months", Ok("1")),
            ("3个月", Ok("0")),
            ("-1", Err(AgeFault::Impossible)),
            ("211", Err(AgeFault::Impossible)),
            ("29-20", Err(AgeFault::Unreadable)),
            ("<0", Err(AgeFault::Impossible)),
            ("many", Err(AgeFault::Unreadable)),
            ("NaN", Err(AgeFault::Unreadable)),
            ("inf", Err(AgeFault::Unreadable)),
            ("", Err(AgeFault::Unreadable)),
            ("-", Err(AgeFault::Unreadable)),
        ] {
            let read = read_age(text, AgeUnit::Years).map(|span| span.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{text}");
        }
        assert_eq!(read_age("30", AgeUnit::Months), Ok(AgeSpan { from: 2, to: 2 }));
    }
}
