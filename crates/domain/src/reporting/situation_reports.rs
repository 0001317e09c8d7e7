//! Situation reports of units (A03, C05): asked for ahead for every day, built
//! from the records as they were known at the hour of the cut-off, sent even
//! when all is zero. What a unit says otherwise than its records needs a reason.

use kernel::{
    AreaPath, Code, Date, Error, Result, SituationReportId, Span, Timestamp, UnitId, Zone, derived_uuid,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::Figures;
use crate::affairs::{Heading, Record, of_kind};
use crate::context::text_within;
use crate::{Ctx, Fact, FactBody};

/// Most days that are asked for at once.
pub const MOST_DAYS: i64 = 92;
/// Most reports that are asked for at once.
pub const MOST: usize = 5_000;
/// Sums over all time, which do not fall from one day to the next.
const CUMULATIVE: [&str; 1] = ["cases_total"];

/// A report as a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportSent {
    /// Which unit reports.
    pub unit: UnitId,
    /// The numbers, as the records had them at the cut-off.
    pub figures: Figures,
    /// Where the unit says otherwise: its own number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub said: Figures,
    /// Why, for each number that the unit gives otherwise or that falls.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub explained: BTreeMap<String, String>,
    /// Problems and requests; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub problems: String,
}

/// The report of one unit for one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SituationReport {
    /// Which: it follows from unit and day.
    pub id: SituationReportId,
    /// Whose.
    pub unit: UnitId,
    /// Where the unit stands.
    pub area: AreaPath,
    /// For which day.
    pub on: Date,
    /// What is known by then counts.
    pub cut_off_at: Timestamp,
    /// By when it is sent.
    pub due_at: Timestamp,
    /// What was sent.
    pub sent: Option<ReportSent>,
    /// When.
    pub sent_at: Option<Timestamp>,
}

impl SituationReport {
    /// The id of a unit's report for a day.
    pub fn id_of(unit: UnitId, on: Date) -> SituationReportId {
        SituationReportId(derived_uuid(&["situation_report", &unit.to_string(), &on.to_string()]))
    }
}

impl Record for SituationReport {
    of_kind!(SituationReport);
    fn heading(&self) -> Heading {
        let status = match self.sent_at {
            Some(at) if at > self.due_at => "sent_late",
            Some(_) => "sent",
            None => "required",
        };
        Heading {
            unit: Some(self.unit),
            parent: None,
            status: status.to_owned(),
            sort: Some(self.on.to_string()),
            at: Some(self.due_at),
        }
    }
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self> {
        match &fact.body {
            FactBody::ReportRequired { unit, on, cut_off_at, due_at } => Some(Self {
                id: fact.subject.id.into(),
                unit: *unit,
                area: fact.area.clone(),
                on: *on,
                cut_off_at: *cut_off_at,
                due_at: *due_at,
                sent: None,
                sent_at: None,
            }),
            FactBody::ReportSent(sent) => {
                let (sent, sent_at) = (Some(sent.clone()), Some(fact.occurred_at));
                state.map(|report| Self { sent, sent_at, ..report })
            }
            _ => state,
        }
    }
}

/// Asks units for a report of every day: cut off at an hour of the day by their
/// own calendar, due so long after. What is asked for already is left as it is.
///
/// # Errors
/// `value.dates_out_of_order`; `value.out_of_range`
/// for more than 92 days, an hour that no day has, or no time to write it;
/// `value.too_long` for too many reports at once.
pub fn require(
    units: &[(UnitId, AreaPath, Zone)],
    days: (Date, Date),
    (hour, within): (i8, Span),
    known: impl Fn(SituationReportId) -> bool,
    ctx: &mut Ctx<'_>,
) -> Result<Vec<Fact>> {
    let start = |day| ctx.zone.start_of(day);
    ctx.in_order(("from_on", start(days.0)), ("until_on", start(days.1)))?;
    in_range("cut_off_hour", i64::from(hour), (1, 24))?;
    in_range("minutes_to_write", within.as_micros() / 60_000_000, (1, 24 * 60))?;
    let count = start(days.1).since(start(days.0)).as_micros() / Span::days(1).as_micros() + 1;
    in_range("days", count, (1, MOST_DAYS))?;
    let many = usize::try_from(count).unwrap_or(usize::MAX).saturating_mul(units.len());
    crate::context::at_most("units", many, MOST)?;
    let now = ctx.now;
    let mut facts = Vec::with_capacity(many);
    for (unit, area, zone) in units {
        let mut on = days.0;
        while on <= days.1 {
            let id = SituationReport::id_of(*unit, on);
            let cut_off_at = if hour == 24 { zone.end_of(on) } else { zone.at(on, hour, 0) };
            let due_at = cut_off_at.plus(within);
            if due_at > now && !known(id) {
                let body = FactBody::ReportRequired { unit: *unit, on, cut_off_at, due_at };
                facts.push(ctx.fact(id.subject(), Vec::new(), area, now, body));
            }
            let Ok(next) = on.tomorrow() else { break };
            on = next;
        }
    }
    Ok(facts)
}

/// Sends a report. `before` are the numbers of the unit's last one.
///
/// # Errors
/// `task.not_yours`; `report.wrong_state` for one that was sent, or before the
/// hour of its cut-off; `report.unexplained` for a number that the unit gives
/// otherwise than its records, or a sum that falls, without a reason;
/// `value.invalid` for a number that there is not; `value.too_long`.
pub fn send(
    report: &SituationReport,
    sent: ReportSent,
    before: Option<&Figures>,
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    ctx.acts_for(report.unit)?;
    if report.sent.is_some() {
        return Err(Error::new(Code::ReportState).arg("state", "sent"));
    }
    if ctx.now < report.cut_off_at {
        return Err(Error::new(Code::ReportState).arg("state", "before_cut_off"));
    }
    if !sent.problems.is_empty() {
        text_within("problems", &sent.problems, 5000)?;
    }
    for (name, reason) in &sent.explained {
        text_within("explained", reason, 500)?;
        if !sent.figures.contains_key(name) {
            return Err(unknown("explained", name, &sent.figures));
        }
    }
    let explained = |name: &String| sent.explained.contains_key(name);
    for (name, own) in &sent.said {
        let Some(counted) = sent.figures.get(name) else {
            return Err(unknown("said", name, &sent.figures));
        };
        if own != counted && !explained(name) {
            return Err(unexplained(name, *own, *counted));
        }
    }
    for name in CUMULATIVE.map(str::to_owned) {
        let told = |figures: &Figures| figures.get(&name).copied();
        let (Some(now), Some(then)) = (told(&sent.figures), before.and_then(told)) else { continue };
        if now < then && !explained(&name) {
            return Err(unexplained(&name, now, then));
        }
    }
    let now = ctx.now;
    Ok(ctx.fact(report.id.subject(), Vec::new(), &report.area, now, FactBody::ReportSent(sent)))
}

fn unknown(field: &'static str, name: &str, figures: &Figures) -> Error {
    let known: Vec<&str> = figures.keys().map(String::as_str).collect();
    Error::new(Code::InvalidValue).arg("field", field).arg("value", name).arg("expected", known.join(", "))
}

fn unexplained(name: &str, said: i64, counted: i64) -> Error {
    Error::new(Code::ReportUnexplained).arg("figure", name).arg("said", said).arg("counted", counted)
}

fn in_range(field: &'static str, value: i64, (min, max): (i64, i64)) -> Result<()> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    Err(Error::new(Code::OutOfRange).arg("field", field).arg("value", value).arg("min", min).arg("max", max))
}
