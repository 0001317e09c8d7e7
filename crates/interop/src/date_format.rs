//! How dates are written in somebody's table.

use kernel::{Code, Date, Error};
use std::fmt;

/// The longest form that a mapping may name.
const MAX_FORM: usize = 40;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Four digits.
    Year,
    /// Number of the month: exactly two digits, or one or two.
    Month { two: bool },
    /// Day of the month: exactly two digits, or one or two.
    Day { two: bool },
    /// A character that must stand there.
    Literal(char),
}

/// A form such as `YYYY-MM-DD`, `D.M.YYYY` or `YYYY年M月D日`: `YYYY` the year,
/// `MM` or `M` the month, `DD` or `D` the day (doubled: exactly two digits),
/// each once; all else stands for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFormat {
    text: String,
    parts: Vec<Part>,
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
                .arg("expected", "YYYY-MM-DD, YYYY/M/D, D.M.YYYY, YYYY年M月D日")
        };
        if text.len() > MAX_FORM {
            return Err(refuse());
        }
        let (mut parts, mut rest) = (Vec::new(), text);
        let (mut years, mut months, mut days) = (0, 0, 0);
        while let Some(first) = rest.chars().next() {
            let length = rest.chars().take_while(|ch| *ch == first).count();
            let used = match (first, length) {
                ('Y', 4) => (parts.push(Part::Year), years += 1, 4).2,
                ('M', 1 | 2) => (parts.push(Part::Month { two: length == 2 }), months += 1, length).2,
                ('D', 1 | 2) => (parts.push(Part::Day { two: length == 2 }), days += 1, length).2,
                ('Y' | 'M' | 'D', _) => return Err(refuse()),
                _ => (parts.push(Part::Literal(first)), (), first.len_utf8()).2,
            };
            rest = &rest[used..];
        }
        if (years, months, days) == (1, 1, 1) {
            Ok(Self { text: text.to_owned(), parts })
        } else {
            Err(refuse())
        }
    }

    /// Reads a date of this form; spaces around it do not matter.
    ///
    /// # Errors
    /// `value.invalid_date` for another form, or a day that does not exist.
    pub fn read(&self, value: &str) -> Result<Date, Error> {
        self.try_read(value.trim())
            .ok_or_else(|| Error::new(Code::InvalidDate).arg("value", value).arg("expected", &self.text))
    }

    fn try_read(&self, value: &str) -> Option<Date> {
        let (mut year, mut month, mut day, mut rest) = (0i16, 0i8, 0i8, value);
        for part in &self.parts {
            match part {
                Part::Year => year = digits(&mut rest, 4, 4)?,
                Part::Month { two } => {
                    month = i8::try_from(digits(&mut rest, if *two { 2 } else { 1 }, 2)?).ok()?;
                }
                Part::Day { two } => {
                    day = i8::try_from(digits(&mut rest, if *two { 2 } else { 1 }, 2)?).ok()?
                }
                Part::Literal(ch) => rest = rest.strip_prefix(*ch)?,
            }
        }
        if rest.is_empty() { Date::new(year, month, day).ok() } else { None }
    }
}

/// Takes between `least` and `most` digits off the front.
fn digits(rest: &mut &str, least: usize, most: usize) -> Option<i16> {
    let length = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at(length);
    *rest = after;
    if length < least { None } else { number.parse().ok() }
}

impl Default for DateFormat {
    /// `YYYY-MM-DD`.
    fn default() -> Self {
        Self {
            text: "YYYY-MM-DD".to_owned(),
            parts: vec![
                Part::Year,
                Part::Literal('-'),
                Part::Month { two: true },
                Part::Literal('-'),
                Part::Day { two: true },
            ],
        }
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
            ("YYYY/M/D", "2022/7/11", Some("2022-07-11")),
            ("D.M.YYYY", "29.2.2024", Some("2024-02-29")),
            ("D.M.YYYY", "29.2.2023", None),
            ("YYYY年M月D日", "1861年11月3日", Some("1861-11-03")),
            ("YYYYMMDD", "20220701", Some("2022-07-01")),
            ("YYYY-MM-DD", "二〇二二", None),
            ("YYYY-MM-DD", "", None),
        ] {
            let form = DateFormat::parse(form).expect("sound form");
            assert_eq!(form.read(value).ok().map(|d| d.to_string()).as_deref(), expected, "{form} {value}");
        }
        assert_eq!(DateFormat::parse("YYYY-MM-DD").expect("sound form"), DateFormat::default());
    }

    #[test]
    fn refuses_forms_that_are_not_dates() {
        for form in ["", "YYYY-MM", "YY-MM-DD", "YYYY-MM-DD-DD", "MMM D YYYY", &"-".repeat(50)] {
            assert!(DateFormat::parse(form).is_err(), "{form}");
        }
    }
}
