//! The counting: one question of the store for each kind of record, folded
//! into the numbers of the board.

use domain::duty::Turn;
use kernel::{AreaCode, AreaPath, Date, PageRequest, Result, Span, SubjectKind, Timestamp};
use std::collections::{BTreeMap, HashMap};
use store::{CaseCount, CaseFilter, ObligationFilter, ObligationState, Scope, ShiftFilter};

use super::super::Seen;
use super::super::boards::{CHECK, TEST};
use super::super::musts::{self, ACTIVE, Counted, INFECTED, is_one_of};
use super::{
    ACTIVE_LEVELS, AreaCases, AreaFigures, Asked, CaseFigures, DutyFigures, DutyRoster, EARLIES,
    EarliesFigures, EarlyFigures, Figure, MOST_ON_CALL, MustFigures, MustsFigures, OnCall, OrderFigures,
    Records, SOON, ZoneFilter,
};
use crate::directory::AreaRow;
use crate::{App, Caller};

/// Spans by which cases are new, in days: places in [`CaseCount::since`].
const NEW: [i64; 3] = [1, 7, 14];
/// Orders that bind.
const IN_FORCE: &str = "issued,running";
/// The statuses of cases, in the order in which they pass.
const STATUSES: [&str; 4] = ["open", "isolated", "admitted", "ended"];
const CLASSES: [&str; 3] = ["probable", "asymptomatic", "confirmed"];

fn is_counted(count: &CaseCount) -> bool {
    !count.discarded && is_one_of(&count.classification, INFECTED)
}

fn new_since(at: Timestamp, days: i64) -> Timestamp {
    at.plus(Span::days(-days))
}

/// The numbers of cases.
pub(super) fn cases(counts: &[CaseCount], asked: &Asked) -> CaseFigures {
    let sum = |which: &dyn Fn(&CaseCount) -> bool| -> i64 {
        counts.iter().filter(|count| which(count)).map(|count| count.count).sum()
    };
    let figure = |count: i64, filter: CaseFilter| Figure { count, records: Records::Cases(filter) };
    let infected = || asked.infected();
    let new = |place: usize| {
        let count = counts.iter().filter(|count| is_counted(count)).map(|count| count.since[place]).sum();
        figure(count, CaseFilter { opened_from: Some(new_since(asked.at, NEW[place])), ..infected() })
    };
    let status = |status: &'static str| {
        let count = sum(&|count| is_counted(count) && count.status == status);
        (status, figure(count, CaseFilter { status: Some(status.to_owned()), ..infected() }))
    };
    let class = |class: &'static str| {
        let count = sum(&|count| is_counted(count) && count.classification == class);
        (class, figure(count, CaseFilter { classification: Some(class.to_owned()), ..infected() }))
    };
    let suspected = CaseFilter {
        classification: Some("suspected".to_owned()),
        status: Some(ACTIVE.to_owned()),
        ..infected()
    };
    let is_suspected = |count: &CaseCount| {
        !count.discarded && count.classification == "suspected" && is_one_of(&count.status, ACTIVE)
    };
    let active = CaseFilter { status: Some(ACTIVE.to_owned()), ..infected() };
    CaseFigures {
        total: figure(sum(&is_counted), infected()),
        active: figure(sum(&|count| is_counted(count) && is_one_of(&count.status, ACTIVE)), active),
        suspected: figure(sum(&is_suspected), suspected),
        new_day: new(0),
        new_week: new(1),
        by_status: STATUSES.into_iter().map(status).collect(),
        by_classification: CLASSES.into_iter().map(class).collect(),
    }
}

/// New cases for 100,000 people.
fn incidence(new: i64, population: Option<i64>) -> Option<f64> {
    let people = population.filter(|people| *people > 0)?;
    // Populations and cases are far below 2^53.
    #[allow(clippy::cast_precision_loss, reason = "exact for every number of people there can be")]
    let rate = new as f64 * 100_000.0 / people as f64;
    Some(rate)
}

/// An area with all paths whose records are found in it.
struct Below {
    row: AreaRow,
    paths: Vec<AreaPath>,
}

impl Below {
    fn holds(&self, path: &AreaPath) -> bool {
        self.paths.iter().any(|mine| path.is_within(mine))
    }
}

impl App {
    pub(super) async fn count_cases(&self, scope: &Scope, asked: &Asked) -> Result<Vec<CaseCount>> {
        let (area, disease) = (asked.area.clone(), asked.disease.clone());
        let all = CaseFilter { area, disease, ..CaseFilter::default() };
        let since = NEW.map(|days| new_since(asked.at, days));
        self.store().case_board(scope, &all, &since, asked.as_of).await
    }

    pub(super) async fn count_earlies(&self, scope: &Scope, asked: &Asked) -> Result<EarliesFigures> {
        let filter = CaseFilter { opened_from: Some(asked.since), ..asked.infected() };
        let found = self.store().case_earlies(scope, &filter, asked.as_of).await?;
        let early = |place: usize| {
            let mut known: Vec<i64> = found.iter().filter_map(|earlies| earlies[place]).collect();
            known.sort_unstable();
            // Nearest rank: always an interval that somebody had.
            let rank = |quarters: usize| {
                let at = (known.len() * quarters).div_ceil(4).checked_sub(1)?;
                known.get(at).copied().map(Span::from_micros)
            };
            let records = CaseFilter { lacking: Some(EARLIES[place]), ..filter.clone() };
            EarlyFigures {
                lacking: Figure {
                    count: count_of(found.len() - known.len()),
                    records: Records::Cases(records),
                },
                median: rank(2),
                upper_quartile: rank(3),
            }
        };
        Ok(EarliesFigures {
            cases: Figure { count: count_of(found.len()), records: Records::Cases(filter.clone()) },
            detection: early(0),
            reporting: early(1),
            isolation: early(2),
            treatment: early(3),
        })
    }

    pub(super) async fn count_orders(&self, scope: &Scope, asked: &Asked) -> Result<OrderFigures> {
        let (today, tomorrow) = asked.days;
        let figure = async |from: Option<Date>, before: Option<Date>| {
            let mut filter = asked.orders(IN_FORCE);
            (filter.ends_from, filter.ends_before) = (from, before);
            let count = self.store().order_count(scope, &filter, asked.as_of).await?;
            Ok::<_, kernel::Error>(Figure { count, records: Records::Orders(filter) })
        };
        Ok(OrderFigures {
            in_force: figure(None, None).await?,
            release_today: figure(Some(today), Some(tomorrow)).await?,
            release_overdue: figure(None, Some(today)).await?,
        })
    }

    pub(super) async fn count_duties(&self, asked: &Asked) -> Result<DutyFigures> {
        use ObligationState::{Met, MetLate, Overdue};
        let counts = async |filter: &ObligationFilter| {
            self.store().obligation_counts(&asked.duties, filter, asked.as_of).await
        };
        let figure =
            |count: i64, filter: ObligationFilter| Figure { count, records: Records::Obligations(filter) };
        let unclosed = ObligationFilter { unclosed: true, ..asked.duties() };
        let now = counts(&unclosed).await?;
        let soon = ObligationFilter {
            due_from: Some(asked.at),
            due_before: Some(asked.at.plus(SOON)),
            ..unclosed.clone()
        };
        let due_soon = counts(&soon).await?.unclosed();
        let in_window =
            |state| ObligationFilter { states: vec![state], due_from: Some(asked.since), ..asked.duties() };
        let both = ObligationFilter { states: vec![Met, MetLate], ..in_window(Met) };
        let closed = counts(&both).await?;
        // What falls due at midnight belongs to the day that ends then.
        let day = |at: Timestamp| Some(at.plus(Span::from_micros(1)));
        let tests = ObligationFilter {
            subject_kind: Some(SubjectKind::Order),
            occurrence: Some(TEST.1),
            due_from: day(asked.today.0),
            due_before: day(asked.today.1),
            ..unclosed.clone()
        };
        let checks = ObligationFilter {
            subject_kind: Some(SubjectKind::Order),
            occurrence: Some(CHECK.1),
            states: vec![Overdue],
            ..asked.duties()
        };
        Ok(DutyFigures {
            overdue: figure(now.overdue, ObligationFilter { states: vec![Overdue], ..asked.duties() }),
            escalated: figure(now.escalated, ObligationFilter { escalated: true, ..unclosed.clone() }),
            due_soon: figure(due_soon, soon),
            met: figure(closed.met, in_window(Met)),
            met_late: figure(closed.met_late, in_window(MetLate)),
            tests_today: figure(counts(&tests).await?.unclosed(), tests),
            missed_checks: figure(counts(&checks).await?.overdue, checks),
            unclosed: figure(now.unclosed(), unclosed),
        })
    }

    pub(super) async fn count_musts(
        &self,
        counts: Option<&[CaseCount]>,
        asked: &Asked,
    ) -> Result<MustsFigures> {
        fn must<F>(of: musts::Asked<F>, counted: Counted, records: fn(F) -> Records) -> MustFigures {
            let figure = |count, filter| Figure { count, records: records(filter) };
            MustFigures {
                should: figure(counted.should, of.should),
                done: figure(counted.done, of.done),
                missing: figure(counted.should - counted.done, of.missing),
            }
        }
        let (area, disease) = (asked.area.clone(), asked.disease.clone());
        let tested = musts::tested(area.clone(), disease.clone(), asked.as_of);
        let tests = self.count_tested(&asked.duties, &tested, asked.as_of).await?;
        let isolated = match &asked.cases {
            Some(scope) => {
                let isolated = musts::isolated(area.clone(), disease.clone());
                let counted = self.count_isolated(scope, &isolated, asked.as_of).await?;
                Some(must(isolated, counted, Records::Contacts))
            }
            None => None,
        };
        let case = |of: fn(_, _) -> _, count: fn(&[CaseCount]) -> Counted| {
            counts.map(|counts| must(of(area.clone(), disease.clone()), count(counts), Records::Cases))
        };
        Ok(MustsFigures {
            tested: must(tested, tests, Records::Obligations),
            isolated,
            admitted: case(musts::admitted, musts::count_admitted),
            treated: case(musts::treated, musts::count_treated),
        })
    }

    pub(super) async fn roster(&self, asked: &Asked) -> Result<DutyRoster> {
        // From when they begin until just before they end.
        let after = Some(asked.at.plus(Span::from_micros(1)));
        let now = |status: &str| ShiftFilter {
            area: asked.area.clone(),
            status: Some(status.to_owned()),
            ends_from: after,
            starts_until: after,
            ..ShiftFilter::default()
        };
        let page = PageRequest { limit: MOST_ON_CALL, after: None };
        let (mut turns, mut more, mut figures) = (Vec::new(), false, Vec::new());
        for status in ["gap", "shift"] {
            let filter = now(status);
            let found = self.store().shifts(&asked.duties, &filter, asked.as_of, &page).await?;
            let count = match found.next {
                None => count_of(found.items.len()),
                Some(_) => self.store().shift_count(&asked.duties, &filter, asked.as_of).await?,
            };
            more = more || found.next.is_some();
            for row in found.items {
                turns.push(
                    Seen::<Turn>::read(row.id.0, row.version, row.recorded_from, row.area, &row.state)?.state,
                );
            }
            figures.push(Figure { count, records: Records::Shifts(filter) });
        }
        let most = usize::try_from(MOST_ON_CALL).unwrap_or(usize::MAX);
        more = more || turns.len() > most;
        turns.truncate(most);
        let mut names = HashMap::new();
        for holder in turns.iter().filter_map(|turn| turn.holder) {
            if let std::collections::hash_map::Entry::Vacant(unknown) = names.entry(holder) {
                unknown.insert(self.store().user(holder).await?.map(|user| user.display_name));
            }
        }
        let named = |turn: Turn| OnCall {
            holder_name: turn.holder.and_then(|holder| names.get(&holder).cloned().flatten()),
            turn,
        };
        let (on_shift, gaps) = match <[Figure; 2]>::try_from(figures) {
            Ok([gaps, on_shift]) => (on_shift, gaps),
            // Two statuses were asked for.
            Err(_) => return Err(kernel::Error::new(kernel::Code::Internal)),
        };
        Ok(DutyRoster { on_shift, gaps, turns: turns.into_iter().map(named).collect(), more })
    }

    pub(super) async fn areas_below(
        &self,
        caller: &Caller,
        focus: Option<&AreaPath>,
        counts: Option<&[CaseCount]>,
        asked: &Asked,
    ) -> Result<Vec<AreaFigures>> {
        let directory = self.directory();
        let Some(focus) = focus else { return Ok(Vec::new()) };
        let below: Vec<Below> = directory
            .areas()
            .into_iter()
            .map(|area| &area.row)
            .filter(|row| row.parent.as_ref().is_some_and(|parent| parent.as_str() == focus.code()))
            .filter(|row| caller.sees(&row.path))
            .map(|row| {
                let mut paths = directory.lineage().former(&row.path);
                paths.push(row.path.clone());
                Below { row: row.clone(), paths }
            })
            .collect();
        let people = self.people_of(&below, asked.days.0).await?;
        let overdue = ObligationFilter { states: vec![ObligationState::Overdue], ..asked.duties() };
        let paths: Vec<AreaPath> = below.iter().map(|below| below.row.path.clone()).collect();
        let late = self.store().obligation_counts_below(&asked.duties, &overdue, &paths, asked.as_of).await?;
        let active = ZoneFilter { area: None, level: Some(ACTIVE_LEVELS.to_owned()) };
        let zones = self.zones_in(&active, asked.as_of).await?;
        let figures = |(below, late): (Below, store::ObligationCounts)| {
            let area = Some(below.row.path.clone());
            let population = people.get(&below.row.code).copied();
            let zones = zones.iter().filter(|zone| below.holds(&zone.area)).count();
            AreaFigures {
                population,
                cases: counts.map(|counts| area_cases(&below, counts, population, asked)),
                overdue: Figure {
                    count: late.overdue,
                    records: Records::Obligations(ObligationFilter { area: area.clone(), ..overdue.clone() }),
                },
                zones: Figure {
                    count: count_of(zones),
                    records: Records::Zones(ZoneFilter { area, level: active.level.clone() }),
                },
                area: below.row,
            }
        };
        Ok(below.into_iter().zip(late).map(figures).collect())
    }

    /// Who lives in these areas, where that is known of all of each: by its own
    /// last count up to a day, else by those of all areas below it.
    async fn people_of(&self, below: &[Below], on: Date) -> Result<HashMap<AreaCode, i64>> {
        let codes: Vec<AreaCode> = below.iter().map(|below| below.row.code.clone()).collect();
        let mut latest: BTreeMap<AreaCode, (Date, BTreeMap<String, i64>)> = BTreeMap::new();
        for (code, day, sex, persons) in self.store().population_totals(&codes, on).await? {
            let known = latest.entry(code).or_insert_with(|| (day, BTreeMap::new()));
            if day > known.0 {
                *known = (day, BTreeMap::new());
            }
            if day == known.0 {
                known.1.insert(sex, persons);
            }
        }
        let mut people = HashMap::new();
        for below in below {
            if let Some((_, by_sex)) = latest.get(&below.row.code) {
                // Where both are told, those of either sex are all.
                let all = by_sex.get("all").copied();
                people.insert(below.row.code.clone(), all.unwrap_or_else(|| by_sex.values().sum()));
                continue;
            }
            let summed = self.population(&below.row, Some(on)).await?;
            if summed.counted_on.is_some() && summed.missing.is_empty() {
                people.insert(below.row.code.clone(), summed.persons);
            }
        }
        Ok(people)
    }
}

fn area_cases(below: &Below, counts: &[CaseCount], population: Option<i64>, asked: &Asked) -> AreaCases {
    let here = || counts.iter().filter(|count| is_counted(count) && below.holds(&count.area));
    let filter = || CaseFilter { area: Some(below.row.path.clone()), ..asked.infected() };
    let new = |place: usize| Figure {
        count: here().map(|count| count.since[place]).sum(),
        records: Records::Cases(CaseFilter {
            opened_from: Some(new_since(asked.at, NEW[place])),
            ..filter()
        }),
    };
    let (new_7d, new_14d) = (new(1), new(2));
    AreaCases {
        incidence_7d: incidence(new_7d.count, population),
        incidence_14d: incidence(new_14d.count, population),
        total: Figure { count: here().map(|count| count.count).sum(), records: Records::Cases(filter()) },
        new_7d,
        new_14d,
    }
}

fn count_of(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::incidence;

    #[test]
    fn incidence_is_new_cases_for_a_hundred_thousand_people() {
        for (new, people, expected) in [
            (12, Some(48_000), Some(25.0)),
            (0, Some(48_000), Some(0.0)),
            (3, Some(0), None),
            (3, None, None),
        ] {
            assert_eq!(incidence(new, people), expected);
        }
    }
}
