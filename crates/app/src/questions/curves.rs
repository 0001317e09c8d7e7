//! Epidemic curves: cases by day or week of onset, of report, of confirmation,
//! with how complete the last days of a curve by onset are.
//!
//! A case that turned out to be none is in no curve. As of now one index of
//! current cases is read; as of a past moment the versions of then are.

use authz::Action;
use domain::delays::Delays;
use jiff::ToSpan as _;
use kernel::{AreaPath, AsOf, Code, Date, Error, Result, Timestamp, Zone};
use std::collections::BTreeMap;
use store::{CaseDay, CaseDays, CaseFilter, Lacking};

use super::situation::{Figure, Records};
use crate::{App, Caller};

/// Days of a curve when nobody says from when.
const DEFAULT_DAYS: i64 = 60;
/// The longest curve, in days.
const MAX_DAYS: i64 = 1_100;
/// The classes that stand in curves.
pub const CLASSES: [&str; 4] = ["suspected", "probable", "asymptomatic", "confirmed"];

/// How long a column of a curve is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveUnit {
    /// A day.
    Day,
    /// A week from Monday to Sunday (ISO 8601).
    Week,
}

/// Which curve is asked for.
#[derive(Clone, Debug)]
pub struct CurveQuery {
    /// Of cases in this area and below it; in all of the caller's when absent.
    pub area: Option<AreaPath>,
    /// Of this disease; of all when absent.
    pub disease: Option<String>,
    /// By which day cases stand in it.
    pub by: CaseDay,
    /// In days or in weeks.
    pub unit: CurveUnit,
    /// First day; `days` up to the last when absent.
    pub from: Option<Date>,
    /// How many days up to the last, in place of the first; 60 when both are absent.
    pub days: Option<i64>,
    /// Last day; today when absent.
    pub to: Option<Date>,
}

/// A column of a curve.
#[derive(Clone, Debug)]
pub struct CurveBin {
    /// Its first day.
    pub from: Date,
    /// The day after its last.
    pub before: Date,
    /// Cases by class, in the order of [`CLASSES`].
    pub counts: [i64; 4],
    /// All of them.
    pub total: Figure,
    /// In a curve by onset: the share of cases with an onset then that are
    /// reported by now, going by the delays of those that are
    /// ([`Delays::share_within`]); of a week, the mean of its days.
    pub complete: Option<f64>,
}

/// An epidemic curve.
#[derive(Clone, Debug)]
pub struct Curve {
    /// The moment that is shown.
    pub at: Timestamp,
    /// First day.
    pub from: Date,
    /// The day after the last.
    pub before: Date,
    /// Columns without a gap.
    pub bins: Vec<CurveBin>,
    /// Cases of which the day is not known.
    pub undated: Figure,
    /// From onset to report, of all cases with both.
    pub delays: Delays,
}

/// Days from one to another.
fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn plus_days(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}

/// The days of a curve: from the first to the one after the last. Weeks are whole.
fn span_of(query: &CurveQuery, today: Date) -> Result<(Date, Date)> {
    let to = query.to.unwrap_or(today);
    if let Some(days) = query.days {
        if query.from.is_some() {
            return Err(Error::new(Code::InvalidValue).arg("field", "days").arg("value", days));
        }
        if !(1..=MAX_DAYS).contains(&days) {
            let error = Error::new(Code::OutOfRange).arg("field", "days").arg("value", days);
            return Err(error.arg("min", 1).arg("max", MAX_DAYS));
        }
    }
    let from = query.from.unwrap_or_else(|| plus_days(to, 1 - query.days.unwrap_or(DEFAULT_DAYS)));
    if from > to {
        let error = Error::new(Code::DatesOutOfOrder).arg("earlier_field", "from").arg("earlier", from);
        return Err(error.arg("later_field", "to").arg("later", to));
    }
    if days_between(from, to) >= MAX_DAYS {
        let error = Error::new(Code::OutOfRange).arg("field", "from").arg("value", from);
        return Err(error.arg("min", plus_days(to, 1 - MAX_DAYS)).arg("max", to));
    }
    if query.unit == CurveUnit::Day {
        return Ok((from, plus_days(to, 1)));
    }
    let since_monday = i64::from(from.weekday().to_monday_zero_offset());
    let to_sunday = 7 - i64::from(to.weekday().to_monday_zero_offset());
    Ok((plus_days(from, -since_monday), plus_days(to, to_sunday)))
}

impl App {
    /// A curve of cases.
    ///
    /// # Errors
    /// `access.forbidden`; `value.dates_out_of_order`, `value.out_of_range` for
    /// the days; those of the store.
    pub async fn epi_curve(&self, caller: &Caller, query: &CurveQuery, as_of: AsOf) -> Result<Curve> {
        let scope = self.scope(caller, Action::ReadCases, "epi_curve")?;
        let area = query.area.clone().or_else(|| AreaPath::holding(scope.all_areas().into_iter()));
        let zone = area.map_or(Zone::UTC, |area| self.directory().zone_at(&area));
        let today = zone.date_of(as_of.at());
        let (from, before) = span_of(query, today)?;
        let all = CaseFilter {
            area: query.area.clone(),
            disease: query.disease.clone(),
            classification: Some(CLASSES.join(",")),
            discarded: Some(false),
            ..CaseFilter::default()
        };
        let mut by_day: BTreeMap<Option<Date>, [i64; 4]> = BTreeMap::new();
        let days = self.store().case_days(&scope, &all, query.by, as_of).await?;
        for cases in &days {
            if let Some(place) = CLASSES.iter().position(|known| *known == cases.class) {
                by_day.entry(cases.day).or_default()[place] += cases.count;
            }
        }
        let delay = |cases: &CaseDays| Some((days_between(cases.onset?, cases.reported?), cases.count));
        let delays = Delays::of(days.iter().filter_map(delay));
        let shaded = |from: Date, before: Date| {
            if query.by != CaseDay::Onset {
                return None;
            }
            let days = (0..days_between(from, before)).map(|n| days_between(plus_days(from, n), today));
            let shares: Vec<f64> = days.filter_map(|days| delays.share_within(days)).collect();
            let n = u32::try_from(shares.len()).ok().filter(|n| *n > 0)?;
            Some(shares.iter().sum::<f64>() / f64::from(n))
        };
        let step = if query.unit == CurveUnit::Day { 1 } else { 7 };
        let mut bins = Vec::new();
        let mut day = from;
        while day < before {
            let next = plus_days(day, step);
            let mut counts = [0; 4];
            for of_day in by_day.range(Some(day)..Some(next)).map(|(_, counts)| counts) {
                (0..4).for_each(|place| counts[place] += of_day[place]);
            }
            let records = Records::Cases(within(query.by, &all, day, next));
            bins.push(CurveBin {
                from: day,
                before: next,
                counts,
                total: Figure { count: counts.iter().sum(), records },
                complete: shaded(day, next),
            });
            day = next;
        }
        let undated = by_day.get(&None).map_or(0, |counts| counts.iter().sum());
        let lacking = match query.by {
            CaseDay::Onset => Lacking::Onset,
            CaseDay::Report => Lacking::Report,
            CaseDay::Confirmation => Lacking::Confirmation,
        };
        let records = Records::Cases(CaseFilter { lacking: Some(lacking), ..all.clone() });
        Ok(Curve { at: as_of.at(), from, before, bins, undated: Figure { count: undated, records }, delays })
    }
}

/// The cases of a column.
fn within(by: CaseDay, all: &CaseFilter, from: Date, before: Date) -> CaseFilter {
    let mut filter = all.clone();
    let (first, last) = match by {
        CaseDay::Onset => (&mut filter.onset_from, &mut filter.onset_before),
        CaseDay::Report => (&mut filter.reported_from, &mut filter.reported_before),
        CaseDay::Confirmation => (&mut filter.confirmed_from, &mut filter.confirmed_before),
    };
    (*first, *last) = (Some(from), Some(before));
    filter
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        kernel::parse_date(text).expect(text)
    }

    #[test]
    fn a_curve_spans_whole_weeks_and_no_more_than_three_years() {
        let query = |unit, from: Option<&str>, to: Option<&str>| CurveQuery {
            area: None,
            disease: None,
            by: CaseDay::Onset,
            unit,
            from: from.map(day),
            days: None,
            to: to.map(day),
        };
        let span = |query: &CurveQuery| span_of(query, day("2022-07-06")).expect("a span");
        let days = span(&query(CurveUnit::Day, Some("2022-07-01"), Some("2022-07-03")));
        assert_eq!(days, (day("2022-07-01"), day("2022-07-04")));
        let weeks = span(&query(CurveUnit::Week, Some("2022-07-06"), Some("2022-07-11")));
        assert_eq!(weeks, (day("2022-07-04"), day("2022-07-18")), "from Monday to Sunday");
        let alone = span(&query(CurveUnit::Day, None, None));
        assert_eq!(alone, (day("2022-05-08"), day("2022-07-07")), "sixty days up to today");
        for (from, to) in [("2022-07-02", "2022-07-01"), ("2018-07-01", "2022-07-01")] {
            assert!(span_of(&query(CurveUnit::Day, Some(from), Some(to)), day("2022-07-06")).is_err());
        }
        let of_days = |days| CurveQuery { days: Some(days), ..query(CurveUnit::Day, None, None) };
        assert_eq!(span(&of_days(1)), (day("2022-07-06"), day("2022-07-07")));
        assert_eq!(span(&of_days(MAX_DAYS)).1, day("2022-07-07"), "the longest is allowed");
        for days in [0, MAX_DAYS + 1] {
            assert!(span_of(&of_days(days), day("2022-07-06")).is_err(), "{days} days");
        }
        let twice = CurveQuery { days: Some(30), ..query(CurveUnit::Day, Some("2022-07-01"), None) };
        assert!(span_of(&twice, day("2022-07-06")).is_err(), "both say where it begins");
    }
}
