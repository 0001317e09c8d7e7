//! How dates are written in somebody's table.

use kernel::{Code, Date, Error};
use std::fmt;

use crate::{
    DateSpan,
    spans::{RANGE_MARKS, half_width},
};

/// The longest form that a mapping may name.
const MAX_FORM: usize = 40;
/// What ends a form that a time of day may follow.
const TIME: &str = " time?";
/// English names of the months; three letters are enough to know one.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// Two digits up to this one mean 2000 and later, those above mean 1900 and later.
const LAST_OF_2000: i16 = 68;
/// Excel's last day, the end of the year 9999.
const LAST_SERIAL: i64 = 2_958_465;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Four digits, or two.
    Year { four: bool },
    /// Number of the month: exactly two digits, or one or two.
    Month { two: bool },
    /// English name of the month, whole or its first three letters.
    MonthName,
    /// Day of the month: exactly two digits, or one or two.
    Day { two: bool },
    /// A character that must stand there.
    Literal(char),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// Parts, and whether a time may follow.
    Parts { parts: Vec<Part>, time: bool },
    /// Days since the end of 1899, or of 1903, as spreadsheets count them.
    Serial { from_1904: bool },
}

/// A form such as `YYYY-MM-DD`, `D.M.YYYY` or `YYYY年M月D日`: `YYYY` the year
/// (`YY` two digits, 1969 to 2068), `MM` or `M` the month, `MON` its English
/// name, `DD` or `D` the day (doubled: exactly two digits), each once; all else
/// stands for itself. ` time?` at the end lets a time of day follow, which is
/// not kept. `iso` is `YYYY-MM-DD time?`; `excel` and `excel1904` are the day
/// numbers of spreadsheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFormat {
    text: String,
    form: Form,
}

impl DateFormat {
    /// Reads a form.
    ///
    /// # Errors
    /// `value.invalid` when year, month and day are not each there once.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let refuse = || {
            Error::new(Code::InvalidValue)
                .arg("field", "date_format")
                .arg("value", text)
                .arg("expected", "YYYY-MM-DD, YYYY/M/D, D.M.YYYY, YYYY年M月D日, D-MON-YYYY, iso, excel")
        };
        if text.len() > MAX_FORM {
            return Err(refuse());
        }
        let form = match text {
            "iso" => Form::Parts { parts: parse_parts("YYYY-MM-DD").ok_or_else(refuse)?, time: true },
            "excel" => Form::Serial { from_1904: false },
            "excel1904" => Form::Serial { from_1904: true },
            _ => {
                let (days, time) = text.strip_suffix(TIME).map_or((text, false), |days| (days, true));
                Form::Parts { parts: parse_parts(days).ok_or_else(refuse)?, time }
            }
        };
        Ok(Self { text: text.to_owned(), form })
    }

    /// Reads a date of this form; spaces around it do not matter, and
    /// full-width digits are digits.
    ///
    /// # Errors
    /// `value.invalid_date` for another form, or a day that does not exist.
    pub fn read(&self, value: &str) -> Result<Date, Error> {
        self.try_read(half_width(value).trim()).ok_or_else(|| unreadable(value, &self.text))
    }

    /// Reads a day, a span of two days of this form (`2022-05-01 - 2022-05-10`)
    /// or a month (`2022-05`), whose span is all its days.
    ///
    /// # Errors
    /// `value.invalid_date` for another form, a day that does not exist, or an
    /// end before its beginning.
    pub fn read_span(&self, value: &str) -> Result<DateSpan, Error> {
        self.try_read_span(value).ok_or_else(|| unreadable(value, &self.text))
    }

    pub(crate) fn try_read_span(&self, value: &str) -> Option<DateSpan> {
        let value = half_width(value);
        let value = value.trim();
        if let Some(end) = self.end(value) {
            return Some(end);
        }
        // The first mark that leaves two sound ends: a date may hold dashes itself.
        RANGE_MARKS.iter().find_map(|mark| {
            value.match_indices(mark).find_map(|(at, _)| {
                let from = self.end(value[..at].trim())?;
                let to = self.end(value[at + mark.len()..].trim())?;
                DateSpan::new(from.from, to.to)
            })
        })
    }

    /// Whether it is the day numbers of spreadsheets.
    pub(crate) const fn is_serial(&self) -> bool {
        matches!(self.form, Form::Serial { .. })
    }

    /// The marks between the parts: two forms with the same marks may read one text as two days.
    pub(crate) fn marks(&self) -> String {
        let Form::Parts { parts, .. } = &self.form else { return self.text.clone() };
        let marks = parts.iter().map(|part| match part {
            Part::Literal(mark) => *mark,
            Part::MonthName => 'N',
            _ => '0',
        });
        marks.collect()
    }

    /// The order of year, month and day, as three letters.
    pub(crate) fn order(&self) -> String {
        let Form::Parts { parts, .. } = &self.form else { return self.text.clone() };
        let order = parts.iter().filter_map(|part| match part {
            Part::Year { .. } => Some('Y'),
            Part::Month { .. } | Part::MonthName => Some('M'),
            Part::Day { .. } => Some('D'),
            Part::Literal(_) => None,
        });
        order.collect()
    }

    /// One end of a span: a day or a month.
    fn end(&self, value: &str) -> Option<DateSpan> {
        self.try_read(value).map(DateSpan::day).or_else(|| self.try_read_month(value))
    }

    fn try_read(&self, value: &str) -> Option<Date> {
        match &self.form {
            Form::Parts { parts, time } => {
                let (date, rest) = read_parts(parts, value)?;
                (rest.is_empty() || (*time && is_time(rest))).then_some(date)
            }
            Form::Serial { from_1904 } => read_serial(value, *from_1904),
        }
    }

    fn try_read_month(&self, value: &str) -> Option<DateSpan> {
        let Form::Parts { parts, .. } = &self.form else { return None };
        let (first, rest) = read_parts(&without_day(parts), value)?;
        rest.is_empty().then_some(DateSpan { from: first, to: first.last_of_month() })
    }
}

fn unreadable(value: &str, expected: &str) -> Error {
    Error::new(Code::InvalidDate).arg("value", value).arg("expected", expected)
}

fn parse_parts(text: &str) -> Option<Vec<Part>> {
    let (mut parts, mut rest) = (Vec::new(), text);
    let (mut years, mut months, mut days) = (0, 0, 0);
    while let Some(first) = rest.chars().next() {
        let length = rest.chars().take_while(|ch| *ch == first).count();
        let used = match (first, length) {
            ('Y', 2 | 4) => (parts.push(Part::Year { four: length == 4 }), years += 1, length).2,
            ('M', 1) if rest.starts_with("MON") => (parts.push(Part::MonthName), months += 1, 3).2,
            ('M', 1 | 2) => (parts.push(Part::Month { two: length == 2 }), months += 1, length).2,
            ('D', 1 | 2) => (parts.push(Part::Day { two: length == 2 }), days += 1, length).2,
            ('Y' | 'M' | 'D', _) => return None,
            _ => (parts.push(Part::Literal(first)), (), first.len_utf8()).2,
        };
        rest = &rest[used..];
    }
    ((years, months, days) == (1, 1, 1)).then_some(parts)
}

/// The form of a month alone: the day goes, and the mark that set it apart.
fn without_day(parts: &[Part]) -> Vec<Part> {
    let is_mark = |part: Option<&Part>| matches!(part, Some(Part::Literal(_)));
    let Some(day) = parts.iter().position(|part| matches!(part, Part::Day { .. })) else {
        return parts.to_vec();
    };
    let mut rest = parts.to_vec();
    rest.remove(day);
    // `年M月D日` marks the day behind it, `-DD` before it, `D/` behind it.
    if is_mark(rest.get(day)) {
        rest.remove(day);
    } else if day > 0 && is_mark(rest.get(day - 1)) {
        rest.remove(day - 1);
    }
    rest
}

/// A date and what follows it; the first of the month where the parts name no day.
fn read_parts<'a>(parts: &[Part], value: &'a str) -> Option<(Date, &'a str)> {
    let (mut year, mut month, mut day, mut rest) = (0i16, 0i16, 1i16, value);
    for part in parts {
        match part {
            Part::Year { four: true } => year = digits(&mut rest, 4, 4)?,
            Part::Year { four: false } => {
                let short = digits(&mut rest, 2, 2)?;
                year = short + if short <= LAST_OF_2000 { 2000 } else { 1900 };
            }
            Part::Month { two } => month = digits(&mut rest, if *two { 2 } else { 1 }, 2)?,
            Part::MonthName => month = month_name(&mut rest)?,
            Part::Day { two } => day = digits(&mut rest, if *two { 2 } else { 1 }, 2)?,
            Part::Literal(ch) => rest = rest.strip_prefix(*ch)?,
        }
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some((date, rest))
}

/// Takes between `least` and `most` digits off the front.
fn digits(rest: &mut &str, least: usize, most: usize) -> Option<i16> {
    let length = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at(length);
    *rest = after;
    if length < least { None } else { number.parse().ok() }
}

fn month_name(rest: &mut &str) -> Option<i16> {
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = rest[..length].to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == word || (length == 3 && name.starts_with(&word)))?;
    *rest = &rest[length..];
    i16::try_from(month + 1).ok()
}

/// Whether a time of day follows, which only a separated group of digits and colons is.
fn is_time(rest: &str) -> bool {
    let Some(time) = rest.strip_prefix(['T', ' ']) else { return false };
    let time = time.trim_start();
    let clock = time.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b':' | b'.')).count();
    let (clock, zone) = time.split_at(clock);
    let mut parts = clock.splitn(3, ':');
    let mut below = |bound: u8| {
        let part = parts.next().filter(|part| (1..=2).contains(&part.len()));
        part.is_some_and(|part| part.parse::<u8>().is_ok_and(|value| value < bound))
    };
    let seconds = clock.splitn(3, ':').nth(2).is_none_or(|seconds| {
        !seconds.is_empty() && seconds.parse::<f32>().is_ok_and(|seconds| seconds < 61.0)
    });
    let zone = zone.trim();
    let known_zone = zone.is_empty()
        || matches!(zone, "Z" | "z" | "AM" | "PM" | "am" | "pm")
        || zone.strip_prefix(['+', '-']).is_some_and(|offset| {
            (2..=5).contains(&offset.len()) && offset.bytes().all(|b| b.is_ascii_digit() || b == b':')
        });
    below(24) && below(60) && seconds && known_zone
}

/// A day number, whole or with a part of a day behind it.
fn read_serial(value: &str, from_1904: bool) -> Option<Date> {
    let (days, part) = value.split_once('.').unwrap_or((value, "0"));
    let whole = |text: &str| !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit());
    if !whole(days) || !whole(part) {
        return None;
    }
    serial_date(days.parse().ok()?, from_1904)
}

/// The day of a spreadsheet's day number. Day 60 of the older count is
/// 29 February 1900, a day that never was.
pub(crate) fn serial_date(days: i64, from_1904: bool) -> Option<Date> {
    if !(0..=LAST_SERIAL).contains(&days) {
        return None;
    }
    let (start, days) = match (from_1904, days) {
        (true, days) => (Date::new(1904, 1, 1), days),
        (false, 0 | 60) => return None,
        (false, 1..60) => (Date::new(1899, 12, 31), days),
        (false, days) => (Date::new(1899, 12, 30), days),
    };
    start.ok()?.checked_add(jiff_days(days)).ok()
}

const fn jiff_days(days: i64) -> std::time::Duration {
    std::time::Duration::from_secs(days.unsigned_abs() * 86_400)
}

impl Default for DateFormat {
    /// `YYYY-MM-DD`.
    fn default() -> Self {
        let literal = Part::Literal('-');
        let parts = vec![
            Part::Year { four: true },
            literal.clone(),
            Part::Month { two: true },
            literal,
            Part::Day { two: true },
        ];
        Self { text: "YYYY-MM-DD".to_owned(), form: Form::Parts { parts, time: false } }
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_forms_people_use() {
        for (form, value, expected) in [
            ("YYYY-MM-DD", " 2022-07-01 ", Some("2022-07-01")),
            ("YYYY-MM-DD", "2022-7-1", None),
            ("YYYY-MM-DD", "2022-02-31", None),
            ("YYYY-MM-DD", "2022-07-01T09:00", None),
            ("iso", "2022-07-01", Some("2022-07-01")),
            ("iso", "2022-07-01T09:00", Some("2022-07-01")),
            ("iso", "2022-07-01 09:00:59.123+08:00", Some("2022-07-01")),
            ("iso", "2022-07-01T09:00:00Z", Some("2022-07-01")),
            ("iso", "2022-07-01 25:00", None),
            ("iso", "2022-07-01 about noon", None),
            ("iso", "2022-07-0109:00", None),
            ("YYYY/M/D", "2022/7/11", Some("2022-07-11")),
            ("YYYY/M/D time?", "2022/7/11 8:05", Some("2022-07-11")),
            ("YYYY/M/D", "２０２２／７／１１", Some("2022-07-11")),
            ("D.M.YYYY", "29.2.2024", Some("2024-02-29")),
            ("D.M.YYYY", "29.2.2023", None),
            ("D.M.YY", "1.5.22", Some("2022-05-01")),
            ("D.M.YY", "1.5.69", Some("1969-05-01")),
            ("M/D/YYYY", "11/20/2018", Some("2018-11-20")),
            ("D/M/YYYY", "11/20/2018", None),
            ("D-MON-YYYY", "3-Nov-1861", Some("1861-11-03")),
            ("D MON YYYY", "03 november 1861", Some("1861-11-03")),
            ("D-MON-YYYY", "3-Nev-1861", None),
            ("YYYY年M月D日", "1861年11月3日", Some("1861-11-03")),
            ("YYYYMMDD", "20220701", Some("2022-07-01")),
            ("excel", "44682", Some("2022-05-01")),
            ("excel", "44682.75", Some("2022-05-01")),
            ("excel", "59", Some("1900-02-28")),
            ("excel", "60", None),
            ("excel", "61", Some("1900-03-01")),
            ("excel", "2958466", None),
            ("excel1904", "43220", Some("2022-05-01")),
            ("excel", "-1", None),
            ("YYYY-MM-DD", "二〇二二", None),
            ("YYYY-MM-DD", "", None),
        ] {
            let form = DateFormat::parse(form).expect("sound form");
            assert_eq!(form.read(value).ok().map(|d| d.to_string()).as_deref(), expected, "{form} {value}");
        }
        assert_eq!(DateFormat::parse("YYYY-MM-DD").expect("sound form"), DateFormat::default());
    }

    #[test]
    fn spans_stay_spans() {
        for (form, value, expected) in [
            ("YYYY-MM-DD", "2022-05-01", Some("2022-05-01")),
            ("YYYY-MM-DD", "2022-05-01 - 2022-05-10", Some("2022-05-01 - 2022-05-10")),
            ("YYYY-MM-DD", "2022-05-01至2022-05-10", Some("2022-05-01 - 2022-05-10")),
            ("YYYY-MM-DD", "2022-05-01-2022-05-10", Some("2022-05-01 - 2022-05-10")),
            ("YYYY-MM-DD", "2022-05", Some("2022-05-01 - 2022-05-31")),
            ("YYYY-MM-DD", "2022-02 ~ 2022-05-10", Some("2022-02-01 - 2022-05-10")),
            ("YYYY-MM-DD", "2022-05-10 - 2022-05-01", None),
            ("D/M/YYYY", "5/2022", Some("2022-05-01 - 2022-05-31")),
            ("D.M.YYYY", "1.5.2022–3.5.2022", Some("2022-05-01 - 2022-05-03")),
            ("YYYY年M月D日", "2022年2月", Some("2022-02-01 - 2022-02-28")),
            ("D MON YYYY", "May 2022", Some("2022-05-01 - 2022-05-31")),
            ("excel", "44682 - 44683", Some("2022-05-01 - 2022-05-02")),
            ("YYYY-MM-DD", "late April", None),
            ("YYYY-MM-DD", "-", None),
        ] {
            let form = DateFormat::parse(form).expect("sound form");
            let read = form.read_span(value).ok().map(|span| span.to_string());
            assert_eq!(read.as_deref(), expected, "{form} {value}");
        }
    }

    #[test]
    fn refuses_forms_that_are_not_dates() {
        for form in ["", "YYYY-MM", "Y-MM-DD", "YYYY-MM-DD-DD", "MMM D YYYY", "time?", &"-".repeat(50)] {
            assert!(DateFormat::parse(form).is_err(), "{form}");
        }
    }
}
