//! How many obligations stand how.

use kernel::{AreaPath, AsOf, Error, UnitId};
use std::collections::BTreeMap;

use super::{ObligationFilter, ObligationState, add_but_area, escalated, is_of_open, unclosed};
use crate::{
    Scope, Store,
    db::Query,
    scope::Part,
    tally::read::{Groups, is_told},
};

/// How many obligations stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the states")]
pub struct ObligationCounts {
    pub open: i64,
    pub warned: i64,
    pub overdue: i64,
    pub met: i64,
    pub met_late: i64,
    pub waived: i64,
    pub void: i64,
    pub handed_over: i64,
    /// How many of all these were ever escalated.
    pub escalated: i64,
}

impl Store {
    /// How many obligations stand how. As of now the tally is asked
    /// ([`crate::tally`]), unless the filter names a subject, a rule or one of
    /// its people: of those there are few, and they are counted row by row. As
    /// of a past moment all that lies in the scope is, however long that takes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn obligation_counts(
        &self,
        scope: &Scope,
        filter: &ObligationFilter,
        as_of: AsOf,
    ) -> Result<ObligationCounts, Error> {
        if is_told(filter, as_of) {
            let counts = self.told(scope, filter, as_of.at(), &Groups::All).await?;
            return Ok(counts.into_iter().next().unwrap_or_default());
        }
        let restrict = |query: &mut Query| narrow(query, scope, filter);
        let query = counts_query(filter, as_of, &Grouped { by: &[], restrict: &restrict });
        let rows = self.fetch(query).await?;
        let mut counts = ObligationCounts::default();
        for row in &rows {
            counts.add(&row.cell::<String>(0)?, row.cell(1)?, row.cell(2)?);
        }
        Ok(counts)
    }

    /// The same for each of several units that hold them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn obligation_counts_of_units(
        &self,
        scope: &Scope,
        filter: &ObligationFilter,
        units: &[UnitId],
        as_of: AsOf,
    ) -> Result<Vec<ObligationCounts>, Error> {
        if units.is_empty() {
            return Ok(Vec::new());
        }
        if is_told(filter, as_of) {
            return self.told(scope, filter, as_of.at(), &Groups::Units(units)).await;
        }
        let restrict = |query: &mut Query| {
            narrow(query, scope, filter);
            query.push(" AND ").bind_in("holder_unit", units.iter().copied());
        };
        let query = counts_query(filter, as_of, &Grouped { by: &["holder_unit"], restrict: &restrict });
        let mut by_unit = BTreeMap::<UnitId, ObligationCounts>::new();
        for row in self.fetch(query).await? {
            by_unit.entry(row.cell(0)?).or_default().add(&row.cell::<String>(1)?, row.cell(2)?, row.cell(3)?);
        }
        Ok(units.iter().map(|unit| by_unit.get(unit).copied().unwrap_or_default()).collect())
    }

    /// How many obligations of a disease, or of all, are overdue, and how many
    /// are not closed, by the unit that holds them. Units that hold none are
    /// left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn owed_by_unit(
        &self,
        scope: &Scope,
        disease: Option<&str>,
        as_of: AsOf,
    ) -> Result<BTreeMap<UnitId, (i64, i64)>, Error> {
        let filter = ObligationFilter {
            unclosed: true,
            disease: disease.map(str::to_owned),
            ..ObligationFilter::default()
        };
        if is_told(&filter, as_of) {
            return self.told_owed(scope, disease, as_of.at()).await;
        }
        let restrict = |query: &mut Query| narrow(query, scope, &filter);
        let query = counts_query(&filter, as_of, &Grouped { by: &["holder_unit"], restrict: &restrict });
        let mut owed = BTreeMap::<UnitId, ObligationCounts>::new();
        for row in self.fetch(query).await? {
            owed.entry(row.cell(0)?).or_default().add(&row.cell::<String>(1)?, row.cell(2)?, row.cell(3)?);
        }
        Ok(owed.into_iter().map(|(unit, counts)| (unit, (counts.overdue, counts.unclosed()))).collect())
    }

    /// How many obligations of each of several areas stand how, with all below
    /// it, within the area of the filter.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn obligation_counts_below(
        &self,
        scope: &Scope,
        filter: &ObligationFilter,
        areas: &[AreaPath],
        as_of: AsOf,
    ) -> Result<Vec<ObligationCounts>, Error> {
        if areas.is_empty() {
            return Ok(Vec::new());
        }
        if is_told(filter, as_of) {
            return self.told(scope, filter, as_of.at(), &Groups::Areas(areas)).await;
        }
        let restrict = |query: &mut Query| narrow(query, scope, filter);
        let query =
            counts_query(filter, as_of, &Grouped { by: &["area_path", "disease"], restrict: &restrict });
        let parts: Vec<Vec<Part>> =
            areas.iter().map(|area| scope.parts(Some(area)).unwrap_or_default()).collect();
        let mut counts = vec![ObligationCounts::default(); areas.len()];
        for row in self.fetch(query).await? {
            let (path, disease): (AreaPath, String) = (row.cell(0)?, row.cell(1)?);
            for (counts, parts) in counts.iter_mut().zip(&parts) {
                if parts.iter().any(|part| part.holds(&path, &disease)) {
                    counts.add(&row.cell::<String>(2)?, row.cell(3)?, row.cell(4)?);
                }
            }
        }
        Ok(counts)
    }
}

/// Appends where obligations may be, in the fewest ranges.
fn narrow(query: &mut Query, scope: &Scope, filter: &ObligationFilter) {
    scope.narrow_to(query, "area_path", "disease", filter.area.as_ref());
}

/// What is counted apart from what, and where.
pub(crate) struct Grouped<'a> {
    /// Columns of which each combination is counted apart.
    pub(crate) by: &'a [&'a str],
    /// Appends where to look.
    pub(crate) restrict: &'a dyn Fn(&mut Query),
}

/// The question for the grouping columns, the state, how many there are, and
/// how many of them were escalated.
pub(crate) fn counts_query(filter: &ObligationFilter, as_of: AsOf, grouped: &Grouped<'_>) -> Query {
    let at = as_of.at();
    let listed: String = grouped.by.iter().map(|column| format!("{column}, ")).collect();
    let mut query =
        Query::new(format!("SELECT {listed}state, count(*), sum(escalated) FROM (SELECT {listed}"));
    query.push("CASE ");
    // Of open ones alone the index of what is open tells all: the rows need not be looked at.
    if !is_of_open(filter) {
        query.push("WHEN NOT ");
        unclosed(&mut query, as_of);
        query.push(" THEN close_state ");
    }
    query.push("WHEN due_at < ").bind(at).push(" THEN 'overdue' WHEN warn_at <= ").bind(at);
    query.push(" THEN 'warned' ELSE 'open' END AS state, CASE WHEN ");
    escalated(&mut query, as_of);
    query.push(" THEN 1 ELSE 0 END AS escalated FROM obligation WHERE 1 = 1");
    (grouped.restrict)(&mut query);
    add_but_area(&mut query, filter, as_of);
    query.push(") AS standing GROUP BY ").push(&listed).push("state");
    query
}

impl ObligationCounts {
    /// How many stand in a state.
    pub const fn of(&self, state: ObligationState) -> i64 {
        match state {
            ObligationState::Open => self.open,
            ObligationState::Warned => self.warned,
            ObligationState::Overdue => self.overdue,
            ObligationState::Met => self.met,
            ObligationState::MetLate => self.met_late,
            ObligationState::Waived => self.waived,
            ObligationState::Void => self.void,
            ObligationState::HandedOver => self.handed_over,
        }
    }
    /// How many are not closed.
    pub const fn unclosed(&self) -> i64 {
        self.open + self.warned + self.overdue
    }
    /// How many there are in all.
    pub fn all(&self) -> i64 {
        ObligationState::ALL.into_iter().map(|state| self.of(state)).sum()
    }
    pub(crate) fn add(&mut self, state: &str, count: i64, escalated: i64) {
        self.escalated += escalated;
        match ObligationState::parse(state) {
            Some(ObligationState::Open) => self.open += count,
            Some(ObligationState::Warned) => self.warned += count,
            Some(ObligationState::Overdue) => self.overdue += count,
            Some(ObligationState::Met) => self.met += count,
            Some(ObligationState::MetLate) => self.met_late += count,
            Some(ObligationState::Waived) => self.waived += count,
            Some(ObligationState::Void) => self.void += count,
            Some(ObligationState::HandedOver) => self.handed_over += count,
            None => {}
        }
    }
}
