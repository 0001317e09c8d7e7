//! Instants, dates, spans and time zones.
//!
//! Instants are microseconds since 1970-01-01 UTC, negative before: text
//! instants sort wrongly around fractions, and 1861 is a real year here.

use jiff::{civil, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

use crate::{Code, Error};

/// A calendar date.
pub type Date = civil::Date;

/// An instant in microseconds UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From microseconds since the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }
    /// Microseconds since the epoch.
    pub const fn as_micros(self) -> i64 {
        self.0
    }
    /// This instant later by a span (earlier if negative).
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
    /// The span from `earlier` to this instant.
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
    /// The same instant in `jiff`'s form; saturates at its range (years ±9999).
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_jiff().fmt(f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_jiff().fmt(f)
    }
}

impl FromStr for Timestamp {
    type Err = Error;
    /// RFC 3339 with offset, for example `2022-07-01T09:00:00+08:00`.
    fn from_str(s: &str) -> Result<Self, Error> {
        s.parse::<jiff::Timestamp>()
            .map(|t| Self(t.as_microsecond()))
            .map_err(|_| Error::new(Code::InvalidInstant).arg("value", s))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A length of time in microseconds. Written `2h`, `1h30m`, `90m`, `10d`
/// (a day is 24 hours here; calendar days are counted in [`Zone`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

impl Span {
    /// No time.
    pub const ZERO: Self = Self(0);
    /// From microseconds.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }
    /// From whole minutes.
    pub const fn minutes(minutes: i64) -> Self {
        Self(minutes * 60_000_000)
    }
    /// From whole hours.
    pub const fn hours(hours: i64) -> Self {
        Self::minutes(hours * 60)
    }
    /// From days of 24 hours.
    pub const fn days(days: i64) -> Self {
        Self::hours(days * 24)
    }
    /// In microseconds.
    pub const fn as_micros(self) -> i64 {
        self.0
    }
    /// The span turned round.
    pub const fn negated(self) -> Self {
        Self(-self.0)
    }
    /// The given share of the span, in per cent.
    pub const fn percent(self, percent: i64) -> Self {
        Self(self.0 / 100 * percent)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0m");
        }
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let mut rest = self.0.unsigned_abs();
        for (unit, micros) in
            [("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000), ("us", 1)]
        {
            if rest >= micros {
                write!(f, "{}{unit}", rest / micros)?;
                rest %= micros;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Span {
    type Err = Error;
    fn from_str(s: &str) -> Result<Self, Error> {
        let refuse = || Error::new(Code::InvalidSpan).arg("value", s);
        let (negative, body) = s.strip_prefix('-').map_or((false, s), |rest| (true, rest));
        let (mut total, mut digits, mut rest) = (0i64, String::new(), body);
        while let Some(ch) = rest.chars().next() {
            if ch.is_ascii_digit() {
                digits.push(ch);
                rest = &rest[1..];
                continue;
            }
            let (unit, micros) =
                [("us", 1), ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000)]
                    .into_iter()
                    .find(|(unit, _)| rest.starts_with(unit))
                    .ok_or_else(refuse)?;
            let count: i64 = digits.parse().map_err(|_| refuse())?;
            total = count.checked_mul(micros).and_then(|part| total.checked_add(part)).ok_or_else(refuse)?;
            digits.clear();
            rest = &rest[unit.len()..];
        }
        if body.is_empty() || !digits.is_empty() {
            return Err(refuse());
        }
        Ok(Self(if negative { -total } else { total }))
    }
}

impl Serialize for Span {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Reads a date and tells what is wrong with one that cannot be (`31 Feb`).
///
/// # Errors
/// `value.invalid_date`.
pub fn parse_date(s: &str) -> Result<Date, Error> {
    s.parse::<Date>().map_err(|_| Error::new(Code::InvalidDate).arg("value", s).arg("expected", "YYYY-MM-DD"))
}

/// The time zone of an area: "day 1 is the next calendar day" needs one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Universal time, fixed.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// By IANA name, for example `Asia/Shanghai`.
    ///
    /// # Errors
    /// `value.invalid_zone` for a name that the time-zone database lacks.
    pub fn named(name: &str) -> Result<Self, Error> {
        TimeZone::get(name).map(Self).map_err(|_| Error::new(Code::InvalidZone).arg("value", name))
    }
    /// The calendar date of an instant here.
    pub fn date_of(&self, at: Timestamp) -> Date {
        at.to_jiff().to_zoned(self.0.clone()).date()
    }
    /// The first instant of a date here.
    pub fn start_of(&self, date: Date) -> Timestamp {
        self.at(date, 0, 0)
    }
    /// The first instant after a date here: what is due "by the end of the
    /// day" is on time before it.
    pub fn end_of(&self, date: Date) -> Timestamp {
        self.start_of(date.tomorrow().unwrap_or(Date::MAX))
    }
    /// An hour and minute of a date here.
    pub fn at(&self, date: Date, hour: i8, minute: i8) -> Timestamp {
        date.at(hour, minute, 0, 0)
            .to_zoned(self.0.clone())
            .map(|z| Timestamp(z.timestamp().as_microsecond()))
            .unwrap_or_else(|_| Timestamp(if date.year() < 1970 { i64::MIN } else { i64::MAX }))
    }
    /// The IANA name (`UTC` for universal time).
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }
}

/// The moment of knowledge a question is asked for: what was recorded by
/// then, and nothing later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// What is known now, at this business time.
    Now(Timestamp),
    /// What was known at a past moment.
    Known(Timestamp),
}

impl AsOf {
    /// The moment asked for.
    pub const fn at(self) -> Timestamp {
        match self {
            Self::Now(at) | Self::Known(at) => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_and_print() {
        for (text, micros, printed) in [
            ("2h", 7_200_000_000, "2h"),
            ("90m", 5_400_000_000, "1h30m"),
            ("1h30m", 5_400_000_000, "1h30m"),
            ("10d", 864_000_000_000, "10d"),
            ("-2d", -172_800_000_000, "-2d"),
        ] {
            let span: Span = text.parse().expect(text);
            assert_eq!(span.as_micros(), micros);
            assert_eq!(span.to_string(), printed);
        }
        for bad in ["", "h", "2", "2x", "2h3", "-", "99999999999999999d"] {
            assert!(bad.parse::<Span>().is_err(), "{bad}");
        }
    }

    #[test]
    fn days_follow_the_areas_zone() {
        let shanghai = Zone::named("Asia/Shanghai").expect("known zone");
        let at: Timestamp = "2022-07-01T16:30:00Z".parse().expect("instant");
        assert_eq!(shanghai.date_of(at).to_string(), "2022-07-02");
        assert_eq!(Zone::UTC.date_of(at).to_string(), "2022-07-01");
        assert_eq!(
            shanghai.end_of(parse_date("2022-07-02").expect("date")).to_string(),
            "2022-07-02T16:00:00Z"
        );
    }

    #[test]
    fn instants_before_the_epoch_keep_order() {
        let old: Timestamp = "1861-11-21T00:00:00Z".parse().expect("instant");
        assert!(old.as_micros() < 0);
        assert_eq!(old.to_string(), "1861-11-21T00:00:00Z");
    }

    #[test]
    fn impossible_dates_are_refused_with_the_value() {
        let error = parse_date("2022-02-31").expect_err("no such day");
        assert_eq!(error.code(), Code::InvalidDate);
        assert_eq!(error.argument("value"), Some("2022-02-31"));
    }
}
