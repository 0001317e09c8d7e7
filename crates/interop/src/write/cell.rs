//! One cell, and what keeps a text from becoming a formula.

use kernel::{Date, Timestamp};
use std::borrow::Cow;
use std::fmt;

/// The value of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Not said.
    Empty,
    /// A text or a code.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number.
    Real(f64),
    /// Yes or no.
    Bool(bool),
    /// A calendar day, written `YYYY-MM-DD`.
    Day(Date),
    /// An instant, written in RFC 3339, UTC.
    At(Timestamp),
}

impl Cell {
    /// A text, or nothing for an empty one.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}
impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}
impl From<Timestamp> for Cell {
    fn from(at: Timestamp) -> Self {
        Self::At(at)
    }
}
impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}
impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}
impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}
impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl fmt::Display for Cell {
    /// The cell as text, not guarded.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Int(number) => number.fmt(f),
            Self::Real(number) => number.fmt(f),
            Self::Bool(yes) => yes.fmt(f),
            Self::Day(day) => day.fmt(f),
            Self::At(at) => at.fmt(f),
        }
    }
}

/// What a spreadsheet takes for the beginning of a formula, in either width.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a text, without apostrophes before it, would be taken for a formula.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// A text that no spreadsheet runs: one that begins like a formula gets an
/// apostrophe before it. One that has apostrophes there already gets one more,
/// so that [`unguarded`] gives back what it was.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Takes off what [`guarded`] has put before a text.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_begins_like_a_formula_is_guarded() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+8613800000000", "'+8613800000000"),
            ("-3", "'-3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\r=x", "'\r=x"),
            ("＝1", "'＝1"),
            ("'=x", "''=x"),
            ("'abc", "'abc"),
            ("a=b", "a=b"),
            ("", ""),
            ("王小明", "王小明"),
        ] {
            assert_eq!(guarded(text), written);
            assert_eq!(unguarded(written), text);
        }
    }

    proptest! {
        #[test]
        fn guarding_is_undone_exactly(text in "['=+@\\-a\\t]{0,4}.{0,4}") {
            let written = guarded(&text);
            prop_assert!(!written.starts_with(FORMULA));
            prop_assert_eq!(unguarded(&written), text.as_str());
        }
    }
}
