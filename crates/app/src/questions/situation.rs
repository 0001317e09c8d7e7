//! The situation of an area in one answer: cases, orders, duties, the four
//! musts, the four earlies, who is on call, and the same for each area below.
//! Every number is counted by a filter and carries it, so that whoever doubts
//! a number opens the records behind it.
//!
//! What is shown of now is read from counts and indexes that are kept for it.
//! As of a past moment the versions of then are counted, which takes as long
//! as there are records.

mod count;

use authz::Action;
use domain::duty::Turn;
use futures_util::try_join;
use kernel::{AreaPath, AsOf, Date, Result, Span, Timestamp};
use store::{CaseFilter, ContactFilter, Lacking, ObligationFilter, OrderFilter, Scope, ShiftFilter};

use super::musts;
use crate::directory::AreaRow;
use crate::{App, Caller};

/// How far ahead a duty is soon due.
pub const SOON: Span = Span::hours(2);
/// Days of the window when nobody says otherwise.
pub const DEFAULT_DAYS: u32 = 7;
/// The longest window, in days.
pub const MAX_DAYS: u32 = 92;
/// The levels of zones in which something is asked of people.
pub const ACTIVE_LEVELS: &str = "prevention,low,control,medium,lockdown,high";
/// Most turns of duty named in one answer.
const MOST_ON_CALL: u32 = 100;
/// The purpose named in the audit.
const PURPOSE: &str = "situation";

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct SituationQuery {
    /// In this area and below it; in all of the caller's when absent.
    pub area: Option<AreaPath>,
    /// Of this disease; of all when absent.
    pub disease: Option<String>,
    /// Days back for the earlies and for duties met; [`DEFAULT_DAYS`] when absent.
    pub days: Option<u32>,
}

/// Which zones a list asks for.
#[derive(Clone, Debug, Default)]
pub struct ZoneFilter {
    /// In this area or below it.
    pub area: Option<AreaPath>,
    /// At this level, or at one of several between commas.
    pub level: Option<String>,
}

/// The list that holds the records behind a number.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each is a list with its filter")]
pub enum Records {
    Cases(CaseFilter),
    Contacts(ContactFilter),
    Orders(OrderFilter),
    Obligations(ObligationFilter),
    Shifts(ShiftFilter),
    Zones(ZoneFilter),
}

/// A number with the records behind it.
#[derive(Clone, Debug)]
pub struct Figure {
    /// How many.
    pub count: i64,
    /// Which.
    pub records: Records,
}

/// Cases. Those who are infected are counted (probable, asymptomatic,
/// confirmed), unless they turned out to be none; the suspected apart.
#[derive(Clone, Debug)]
pub struct CaseFigures {
    /// All there ever were.
    pub total: Figure,
    /// Those that have not ended.
    pub active: Figure,
    /// People under suspicion now.
    pub suspected: Figure,
    /// Opened within 24 hours.
    pub new_day: Figure,
    /// Opened within 7 days.
    pub new_week: Figure,
    /// By status: `open`, `isolated`, `admitted`, `ended`.
    pub by_status: Vec<(&'static str, Figure)>,
    /// By class: `probable`, `asymptomatic`, `confirmed`.
    pub by_classification: Vec<(&'static str, Figure)>,
}

/// Cases of an area below.
#[derive(Clone, Debug)]
pub struct AreaCases {
    /// Opened within 7 days.
    pub new_7d: Figure,
    /// Opened within 14 days.
    pub new_14d: Figure,
    /// All there ever were.
    pub total: Figure,
    /// New cases of 7 days for 100,000 people, where population is known.
    pub incidence_7d: Option<f64>,
    /// The same of 14 days.
    pub incidence_14d: Option<f64>,
}

/// An area directly below the one that was asked for.
#[derive(Clone, Debug)]
pub struct AreaFigures {
    /// Which.
    pub area: AreaRow,
    /// Who lives there, where that is known of all of it.
    pub population: Option<i64>,
    /// Its cases; none for whom cases are not shown.
    pub cases: Option<AreaCases>,
    /// Duties that are overdue.
    pub overdue: Figure,
    /// Areas with a level above routine.
    pub zones: Figure,
}

/// Duties.
#[derive(Clone, Debug)]
pub struct DutyFigures {
    /// Not closed.
    pub unclosed: Figure,
    /// Not closed and due within [`SOON`].
    pub due_soon: Figure,
    /// Overdue.
    pub overdue: Figure,
    /// Not closed, and escalated at least once.
    pub escalated: Figure,
    /// Of those due since the window began: met in time.
    pub met: Figure,
    /// Of those: met late.
    pub met_late: Figure,
    /// Tests of orders due today and not made.
    pub tests_today: Figure,
    /// Checks of orders that were missed.
    pub missed_checks: Figure,
}

/// Orders.
#[derive(Clone, Debug)]
pub struct OrderFigures {
    /// In force.
    pub in_force: Figure,
    /// In force, and today is their last day.
    pub release_today: Figure,
    /// In force although their last day is over.
    pub release_overdue: Figure,
}

/// One of the four musts.
#[derive(Clone, Debug)]
pub struct MustFigures {
    /// Who should be.
    pub should: Figure,
    /// Who is.
    pub done: Figure,
    /// Who is missing.
    pub missing: Figure,
}

/// The four musts, as far as they are shown to the caller.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the fields are the four musts")]
pub struct MustsFigures {
    pub tested: MustFigures,
    pub isolated: Option<MustFigures>,
    pub admitted: Option<MustFigures>,
    pub treated: Option<MustFigures>,
}

/// One of the four earlies, over the cases that were opened in the window.
#[derive(Clone, Debug)]
pub struct EarlyFigures {
    /// Those of whom an end of the interval is not known yet.
    pub lacking: Figure,
    /// The middle of the others' intervals.
    pub median: Option<Span>,
    /// What three in four of them do not exceed.
    pub upper_quartile: Option<Span>,
}

/// The four earlies.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the fields are the four earlies")]
pub struct EarliesFigures {
    /// The cases that were looked at.
    pub cases: Figure,
    pub detection: EarlyFigures,
    pub reporting: EarlyFigures,
    pub isolation: EarlyFigures,
    pub treatment: EarlyFigures,
}

/// A turn of duty now.
#[derive(Clone, Debug)]
pub struct OnCall {
    /// The turn: `shift`, or `gap` without anybody.
    pub turn: Turn,
    /// Name of who stands it.
    pub holder_name: Option<String>,
}

/// Who is on call.
#[derive(Clone, Debug)]
pub struct DutyRoster {
    /// Turns that somebody stands now.
    pub on_shift: Figure,
    /// Posts that must be watched now, and nobody does.
    pub gaps: Figure,
    /// Both, gaps first: at most a hundred.
    pub turns: Vec<OnCall>,
    /// Whether there are more than are named.
    pub more: bool,
}

/// The situation.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The moment that is shown.
    pub at: Timestamp,
    /// The area: the one asked for, else the smallest that holds all of the caller's.
    pub area: Option<AreaPath>,
    /// Today, by the calendar of that area.
    pub today: Date,
    /// Days of the window.
    pub days: u32,
    /// When the window began.
    pub since: Timestamp,
    /// Cases; none for whom cases are not shown.
    pub cases: Option<CaseFigures>,
    /// The areas directly below that the caller sees.
    pub areas: Vec<AreaFigures>,
    /// Duties.
    pub obligations: DutyFigures,
    /// Orders; none for whom orders are not shown.
    pub orders: Option<OrderFigures>,
    /// The four musts.
    pub musts: MustsFigures,
    /// The four earlies; none for whom cases are not shown.
    pub earlies: Option<EarliesFigures>,
    /// Who is on call.
    pub duty: DutyRoster,
}

/// What every part of the answer is counted for.
struct Asked {
    area: Option<AreaPath>,
    disease: Option<String>,
    as_of: AsOf,
    at: Timestamp,
    since: Timestamp,
    /// Today's first instant, and tomorrow's.
    today: (Timestamp, Timestamp),
    /// Today and tomorrow.
    days: (Date, Date),
    duties: Scope,
    cases: Option<Scope>,
    orders: Option<Scope>,
}

impl Situation {
    /// The numbers that reports and bulletins tell, by name.
    pub fn named(&self) -> Vec<(String, Figure)> {
        let mut named: Vec<(String, &Figure)> = Vec::new();
        if let Some(cases) = &self.cases {
            named.push(("cases_total".to_owned(), &cases.total));
            named.push(("cases_new".to_owned(), &cases.new_day));
            named.push(("cases_active".to_owned(), &cases.active));
            let classes = cases.by_classification.iter();
            named.extend(classes.map(|(class, figure)| (format!("cases_{class}"), figure)));
        }
        if let Some(orders) = &self.orders {
            named.push(("orders_in_force".to_owned(), &orders.in_force));
        }
        named.push(("duties_overdue".to_owned(), &self.obligations.overdue));
        named.into_iter().map(|(name, figure)| (name, figure.clone())).collect()
    }
}

impl App {
    /// The situation of an area, as far as the caller may read it: duties for
    /// whoever reads obligations, cases and orders for whoever reads those.
    ///
    /// # Errors
    /// `access.forbidden`, `value.out_of_range` for the days, those of the store.
    pub async fn situation(&self, caller: &Caller, query: &SituationQuery, as_of: AsOf) -> Result<Situation> {
        let days = query.days.unwrap_or(DEFAULT_DAYS);
        if !(1..=MAX_DAYS).contains(&days) {
            let error = kernel::Error::new(kernel::Code::OutOfRange).arg("field", "days").arg("value", days);
            return Err(error.arg("min", 1).arg("max", MAX_DAYS));
        }
        let duties = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        let focus = query.area.clone().or_else(|| AreaPath::holding(duties.all_areas().into_iter()));
        let directory = self.directory();
        let zone = focus.as_ref().map_or(kernel::Zone::UTC, |area| directory.zone_at(area));
        let at = as_of.at();
        let today = zone.date_of(at);
        let asked = Asked {
            area: query.area.clone(),
            disease: query.disease.clone(),
            as_of,
            at,
            since: at.plus(Span::days(-i64::from(days))),
            today: (zone.start_of(today), zone.end_of(today)),
            days: (today, today.tomorrow().unwrap_or(Date::MAX)),
            duties,
            // Whoever may not read them is shown none.
            cases: self.scope(caller, Action::ReadCases, PURPOSE).ok(),
            orders: self.scope(caller, Action::ReadOrders, PURPOSE).ok(),
        };
        // Whoever commands a province has a hundred thousand cases: what does not wait
        // for something else is counted beside it.
        let cases = async {
            let counted = match &asked.cases {
                Some(scope) => Some(self.count_cases(scope, &asked).await?),
                None => None,
            };
            let areas = self.areas_below(caller, focus.as_ref(), counted.as_deref(), &asked).await?;
            let musts = self.count_musts(counted.as_deref(), &asked).await?;
            Ok((counted, areas, musts))
        };
        let earlies = async {
            match &asked.cases {
                Some(scope) => self.count_earlies(scope, &asked).await.map(Some),
                None => Ok(None),
            }
        };
        let orders = async {
            match &asked.orders {
                Some(scope) => self.count_orders(scope, &asked).await.map(Some),
                None => Ok(None),
            }
        };
        let ((counted, areas, musts), earlies, orders, obligations, duty) =
            try_join!(cases, earlies, orders, self.count_duties(&asked), self.roster(&asked))?;
        Ok(Situation {
            at,
            today,
            days,
            since: asked.since,
            areas,
            obligations,
            musts,
            duty,
            cases: counted.map(|counted| count::cases(&counted, &asked)),
            area: focus,
            orders,
            earlies,
        })
    }

    /// The zones known at a moment that a filter lets through.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn zones_in(
        &self,
        filter: &ZoneFilter,
        as_of: AsOf,
    ) -> Result<Vec<super::Seen<domain::zones::RiskZone>>> {
        let directory = self.directory();
        let mut paths = Vec::new();
        if let Some(area) = &filter.area {
            paths = directory.lineage().former(area);
            paths.push(area.clone());
        }
        let mut zones = self.zones(as_of).await?;
        zones.retain(|zone| {
            let level = crate::rows::word(&zone.state.level);
            (paths.is_empty() || paths.iter().any(|path| zone.area.is_within(path)))
                && filter.level.as_deref().is_none_or(|levels| musts::is_one_of(&level, levels))
        });
        Ok(zones)
    }
}

impl Asked {
    /// Duties of the area and the disease.
    fn duties(&self) -> ObligationFilter {
        ObligationFilter {
            area: self.area.clone(),
            disease: self.disease.clone(),
            ..ObligationFilter::default()
        }
    }
    /// Cases of them that count as infected.
    fn infected(&self) -> CaseFilter {
        CaseFilter {
            area: self.area.clone(),
            disease: self.disease.clone(),
            classification: Some(musts::INFECTED.to_owned()),
            discarded: Some(false),
            ..CaseFilter::default()
        }
    }
    fn orders(&self, status: &str) -> OrderFilter {
        OrderFilter {
            area: self.area.clone(),
            disease: self.disease.clone(),
            status: Some(status.to_owned()),
            ..OrderFilter::default()
        }
    }
}

/// The four earlies, with what is lacking where one is not known.
const EARLIES: [Lacking; 4] = [Lacking::Detection, Lacking::Report, Lacking::Isolation, Lacking::Treatment];
