//! Which form the dates of a column have. Where several orders of
//! day, month and year fit, a person is asked.

use kernel::Date;
use std::sync::LazyLock;

use crate::{DateFormat, DateSpan};

/// The forms that are tried, the likelier ones first.
const FORMS: [&str; 31] = [
    "YYYY-MM-DD",
    "iso",
    "YYYY-M-D",
    "YYYY-M-D time?",
    "YYYY/M/D",
    "YYYY/M/D time?",
    "YYYY.M.D",
    "YYYY年M月D日",
    "YYYYMMDD",
    "D/M/YYYY",
    "M/D/YYYY",
    "D/M/YYYY time?",
    "M/D/YYYY time?",
    "D.M.YYYY",
    "M.D.YYYY",
    "D.M.YYYY time?",
    "D-M-YYYY",
    "M-D-YYYY",
    "D/M/YY",
    "M/D/YY",
    "D.M.YY",
    "D-M-YY",
    "M-D-YY",
    "YY-M-D",
    "YY/M/D",
    "YY.M.D",
    "D-MON-YYYY",
    "D MON YYYY",
    "MON D, YYYY",
    "D-MON-YY",
    "excel",
];
/// Parts of the values that a form must read, in tenths.
const ENOUGH: usize = 8;
/// Years that anybody alive or studied was born or fell ill in.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2100;

static KNOWN: LazyLock<Vec<DateFormat>> =
    LazyLock::new(|| FORMS.iter().filter_map(|form| DateFormat::parse(form).ok()).collect());

/// What the dates of a column look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateGuess {
    /// These forms, tried in order, and no others; mostly one.
    Certain(Vec<DateFormat>),
    /// Each of these forms reads the values; they differ in the order of day, month and year.
    Ambiguous(Vec<DateFormat>),
    /// No form reads most of the values.
    None,
}

/// Guesses on the values of a column; empty ones do not count.
pub fn guess_dates(values: &[&str]) -> DateGuess {
    let values: Vec<&str> = values.iter().copied().filter(|value| !value.trim().is_empty()).collect();
    let mut open: Vec<usize> = (0..values.len()).collect();
    let mut chosen: Vec<DateFormat> = Vec::new();
    let mut read = 0;
    while !open.is_empty() {
        let (forms, count) = best(&values, &open);
        // A form beside the first may only read what that one never could.
        let forms: Vec<&DateFormat> = forms
            .into_iter()
            .filter(|form| chosen.iter().all(|other| other.marks() != form.marks()))
            .collect();
        let Some(first) = forms.first() else { break };
        if chosen.is_empty() && count * 2 < values.len() {
            return DateGuess::None;
        }
        if forms.len() > 1 {
            // A few values of a second form do not make the column ambiguous.
            if chosen.is_empty() && count * 10 >= values.len() * ENOUGH {
                return DateGuess::Ambiguous(forms.into_iter().cloned().collect());
            }
            break;
        }
        chosen.push((*first).clone());
        read += count;
        open.retain(|at| sound(first, values[*at]).is_none());
    }
    if read > 0 && read * 10 >= values.len() * ENOUGH { DateGuess::Certain(chosen) } else { DateGuess::None }
}

/// The forms that read most of the open values, one for each order of day,
/// month and year, and how many they read.
fn best<'a>(values: &[&str], open: &[usize]) -> (Vec<&'a DateFormat>, usize) {
    let mut most = 0;
    let mut found: Vec<&DateFormat> = Vec::new();
    for form in KNOWN.iter() {
        let count = open.iter().filter(|at| sound(form, values[**at]).is_some()).count();
        if count == 0 || count < most {
            continue;
        }
        if count > most {
            found.clear();
            most = count;
        }
        // Of forms that differ in nothing but blanks and zeros the first will do.
        if !found.iter().any(|known| known.order() == form.order()) {
            found.push(form);
        }
    }
    (found, most)
}

/// A date in a year that is believed.
fn sound(form: &DateFormat, value: &str) -> Option<DateSpan> {
    let believed = |day: Date| YEARS.contains(&day.year());
    let span = form.try_read_span(value)?;
    // Small numbers are ages and counts before they are days of 1900.
    let serial = form.is_serial() && !(1950..=2100).contains(&span.from.year());
    (believed(span.from) && believed(span.to) && !serial).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(values: &[&str]) -> String {
        let names =
            |forms: Vec<DateFormat>| forms.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ");
        match guess_dates(values) {
            DateGuess::Certain(forms) => names(forms),
            DateGuess::Ambiguous(forms) => format!("? {}", names(forms)),
            DateGuess::None => "none".to_owned(),
        }
    }

    #[test]
    fn never_chooses_in_silence() {
        for (values, expected) in [
            (&["2022-05-01", "", "2022-05-13"][..], "YYYY-MM-DD"),
            (&["2022-05-01T10:00", "2022-05-13"], "iso"),
            (&["2022/5/1", "2022/12/31"], "YYYY/M/D"),
            (&["13/5/2022", "1/5/2022"], "D/M/YYYY"),
            (&["5/13/2022", "5/1/2022"], "M/D/YYYY"),
            (&["5/1/2022", "5/2/2022"], "? D/M/YYYY | M/D/YYYY"),
            (&["5/5/2022"], "? D/M/YYYY | M/D/YYYY"),
            (&["11.5.22", "13.5.22"], "? D.M.YY | YY.M.D"),
            (&["1.5.22", "31.5.22"], "D.M.YY"),
            (&["2022年5月1日"], "YYYY年M月D日"),
            (&["3-Nov-1861", "13-Dec-1861"], "D-MON-YYYY"),
            (&["44682", "44700"], "excel"),
            (&["34", "7"], "none"),
            (&["2022-05", "2022-05-01 - 2022-05-10"], "YYYY-MM-DD"),
            (&["2022-05-01", "2022-05-02", "2022-05-03", "13.5.2022"], "YYYY-MM-DD | D.M.YYYY"),
            (&["2022-05-01", "2022-05-02", "2022-05-03", "2022-05-04", "late April"], "YYYY-MM-DD"),
            (&["late April", "May", "2022-05-01"], "none"),
            (&["13/5/2022", "14/5/2022", "15/5/2022", "5/13/2022"], "none"),
            (&["Y", "N"], "none"),
            (&[], "none"),
        ] {
            assert_eq!(told(values), expected, "{values:?}");
        }
    }
}
