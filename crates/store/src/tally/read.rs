//! Reading the tallies: sums of whole buckets, and the rows of those that lie
//! on an edge.
//!
//! With buckets `w` wide, now `t`, and a span `[from, before)` of due times:
//!
//! - a bucket that `from` or `before` cuts is an edge of the span: its rows are
//!   counted, open and closed;
//! - of the others, open obligations due in the bucket of `t` are counted by
//!   rows (are they overdue?), and so are those due later that are warned of in
//!   the bucket of `t`;
//! - everything else is told by the buckets alone: due before that of `t` is
//!   overdue; due after it is warned of or open as its bucket of warning says.

use futures_util::future::{try_join, try_join_all};
use kernel::{AreaPath, AsOf, Error, SubjectKind, Timestamp, UnitId};
use std::collections::{BTreeMap, BTreeSet};

use super::{HOUR, OPEN, bucket, width_of};
use crate::{
    ContactFilter, ObligationCounts, ObligationFilter, ObligationState, OrderFilter, Scope, Store,
    db::Query,
    obligations::{Grouped, counts_query},
    scope::{Part, any_of, equals},
};

/// A span of due times, and how its buckets lie.
#[derive(Clone, Copy, Debug)]
struct Edges {
    width: i64,
    now: Timestamp,
    from: Option<Timestamp>,
    before: Option<Timestamp>,
}

type Range = (Option<Timestamp>, Option<Timestamp>);

impl Edges {
    /// The whole buckets of the span: from this one, up to that one.
    fn whole(&self) -> (Option<i64>, Option<i64>) {
        let up =
            |at: Timestamp| bucket(at, self.width) + i64::from(at.as_micros().rem_euclid(self.width) != 0);
        (self.from.map(up), self.before.map(|at| bucket(at, self.width)))
    }
    /// The moment at which a bucket begins.
    const fn start(&self, bucket: i64) -> Timestamp {
        Timestamp::from_micros(bucket.saturating_mul(self.width))
    }
    /// The parts of the span that lie in no whole bucket.
    fn cut(&self) -> Vec<Range> {
        let (first, last) = self.whole();
        match (first, last) {
            // The span lies in one bucket, or in two that it cuts both.
            (Some(first), Some(last)) if first >= last => vec![(self.from, self.before)],
            _ => {
                let head = first.map(|first| (self.from, Some(self.start(first))));
                let tail = last.map(|last| (Some(self.start(last)), self.before));
                head.into_iter().chain(tail).filter(|(from, before)| from < before).collect()
            }
        }
    }
    fn is_empty(&self) -> bool {
        matches!(self.whole(), (Some(first), Some(last)) if first >= last)
    }
}

/// What is counted apart from what.
pub(crate) enum Groups<'a> {
    /// All together.
    All,
    /// Each of these areas, with all below it.
    Areas(&'a [AreaPath]),
    /// Each of these units.
    Units(&'a [UnitId]),
}

/// The states of what was counted, with how many of each were escalated.
type States = BTreeMap<ObligationState, (i64, i64)>;

/// Whether the tallies can answer: what they do not tell apart is counted by rows.
pub(crate) fn is_told(filter: &ObligationFilter, as_of: AsOf) -> bool {
    let scheduled = match (filter.subject_kind, filter.occurrence) {
        (None, None) => true,
        (Some(kind), Some(letter)) => kind == SubjectKind::Order && matches!(letter, 't' | 'c'),
        _ => false,
    };
    matches!(as_of, AsOf::Now(_))
        && scheduled
        && filter.user.is_none()
        && filter.mine.is_none()
        && filter.subject.is_none()
        && filter.rule.is_none()
}

/// The sums as a filter wants them.
fn counts_of(states: &States, filter: &ObligationFilter) -> ObligationCounts {
    let mut counts = ObligationCounts::default();
    for (state, (n, escalated)) in states {
        let wanted = (filter.states.is_empty() || filter.states.contains(state))
            && (!filter.unclosed || state.is_open());
        if wanted {
            let n = if filter.escalated { *escalated } else { *n };
            counts.add(state.as_str(), n, *escalated);
        }
    }
    counts
}

impl Store {
    /// How many obligations stand how now, for each group in its order.
    pub(crate) async fn told(
        &self,
        scope: &Scope,
        filter: &ObligationFilter,
        now: Timestamp,
        groups: &Groups<'_>,
    ) -> Result<Vec<ObligationCounts>, Error> {
        let parts = scope.parts(filter.area.as_ref());
        let states = match (groups, parts) {
            (Groups::Areas(_), parts) => {
                self.by_area(scope, filter, now, groups, &parts.unwrap_or_default()).await?
            }
            (Groups::All, Some(parts)) if filter.unit.is_none() => {
                self.by_area(scope, filter, now, groups, &parts).await?
            }
            _ => self.by_unit(scope, filter, now, groups).await?,
        };
        Ok(states.iter().map(|states| counts_of(states, filter)).collect())
    }

    async fn by_area(
        &self,
        scope: &Scope,
        filter: &ObligationFilter,
        now: Timestamp,
        groups: &Groups<'_>,
        parts: &[Part],
    ) -> Result<Vec<States>, Error> {
        // Nothing bounds the system; whoever is bounded has parts of each area.
        let parts_of = |area: &AreaPath| scope.parts(Some(area)).unwrap_or_default();
        let groups: Vec<Vec<Part>> = match groups {
            Groups::Areas(areas) => areas.iter().map(parts_of).collect(),
            _ => vec![parts.to_vec()],
        };
        let mut states = vec![States::new(); groups.len()];
        let widths: BTreeSet<i64> = groups.iter().flatten().map(|part| width_of(&part.path)).collect();
        for width in widths {
            let edges = Edges { width, now, from: filter.due_from, before: filter.due_before };
            let of_width = |part: &&Part| width_of(&part.path) == width;
            let nodes: BTreeSet<AreaPath> =
                groups.iter().flatten().filter(of_width).map(|part| part.path.clone()).collect();
            if !edges.is_empty() {
                let mut query = sums("obligation_area_tally", "node", &edges, filter);
                query.push(" AND ").bind_in("node", nodes);
                query.push(" GROUP BY node, disease, standing");
                for row in self.fetch(query).await? {
                    let (node, disease): (AreaPath, String) = (row.cell(0)?, row.cell(1)?);
                    for (group, parts) in groups.iter().enumerate() {
                        if parts.iter().any(|part| part.path == node && part.admits(&disease)) {
                            add(&mut states[group], &row)?;
                        }
                    }
                }
            }
            for query in by_rows(filter, &edges, "area_path", |query| {
                scope.narrow_to(query, column_of(self.engine(), parts), "disease", filter.area.as_ref());
            }) {
                for row in self.fetch(query).await? {
                    let (area, disease): (AreaPath, String) = (row.cell(0)?, row.cell(1)?);
                    for (group, parts) in groups.iter().enumerate() {
                        if parts.iter().filter(of_width).any(|part| part.holds(&area, &disease)) {
                            add(&mut states[group], &row)?;
                        }
                    }
                }
            }
        }
        Ok(states)
    }

    async fn by_unit(
        &self,
        scope: &Scope,
        filter: &ObligationFilter,
        now: Timestamp,
        groups: &Groups<'_>,
    ) -> Result<Vec<States>, Error> {
        let edges = Edges { width: super::DAY, now, from: filter.due_from, before: filter.due_before };
        let units: Option<Vec<UnitId>> = match groups {
            Groups::Units(units) => Some(units.to_vec()),
            _ => filter.unit.map(|unit| vec![unit]),
        };
        let apart = matches!(groups, Groups::Units(_));
        let mut states: BTreeMap<UnitId, States> = BTreeMap::new();
        let all = UnitId(uuid::Uuid::nil());
        let restrict = |query: &mut Query| {
            scope.narrow_to(query, "area_path", "disease", filter.area.as_ref());
            if let Some(units) = &units {
                query.push(" AND ").bind_in("holder_unit", units.iter().copied());
            }
        };
        // No index leads from a unit to what is closed: where they hold something is the next best.
        let areas = match &units {
            Some(units) if !edges.cut().is_empty() => self.areas_of_units(units).await?,
            _ => Vec::new(),
        };
        let near = |query: &mut Query| {
            restrict(query);
            if !areas.is_empty() {
                query.push(" AND ").bind_in("area_path", areas.iter().cloned());
            }
        };
        let mut queries = by_rows(filter, &edges, "holder_unit", near);
        if !edges.is_empty() {
            let mut query = sums("obligation_unit_tally", "holder_unit", &edges, filter);
            restrict(&mut query);
            query.push(" GROUP BY holder_unit, disease, standing");
            queries.push(query);
        }
        for rows in try_join_all(queries.into_iter().map(|query| self.fetch(query))).await? {
            for row in rows {
                let unit = if apart { row.cell(0)? } else { all };
                add(states.entry(unit).or_default(), &row)?;
            }
        }
        Ok(match groups {
            Groups::Units(units) => {
                units.iter().map(|unit| states.remove(unit).unwrap_or_default()).collect()
            }
            _ => vec![states.remove(&all).unwrap_or_default()],
        })
    }

    /// The areas in which units hold anything.
    async fn areas_of_units(&self, units: &[UnitId]) -> Result<Vec<AreaPath>, Error> {
        let mut query = Query::new("SELECT DISTINCT area_path FROM obligation_unit_tally WHERE ");
        query.bind_in("holder_unit", units.iter().copied());
        self.fetch(query).await?.iter().map(|row| row.cell(0)).collect()
    }

    /// How many obligations are overdue now, and how many are not closed, by
    /// the unit that holds them.
    pub(crate) async fn told_owed(
        &self,
        scope: &Scope,
        disease: Option<&str>,
        now: Timestamp,
    ) -> Result<BTreeMap<UnitId, (i64, i64)>, Error> {
        let today = bucket(now, super::DAY);
        let restrict = |query: &mut Query, column: &str| {
            scope.narrow_to(query, column, "disease", None);
            equals(query, "disease", disease);
        };
        let mut earlier = Query::new("SELECT holder_unit, CAST(sum(CASE WHEN due_bucket < ");
        earlier.bind(today).push(" THEN n ELSE 0 END) AS BIGINT), CAST(sum(n) AS BIGINT)");
        earlier.push(" FROM obligation_unit_tally WHERE state = '").push(OPEN).push("'");
        restrict(&mut earlier, "area_path");
        earlier.push(" GROUP BY holder_unit HAVING sum(n) <> 0");
        let mut since = Query::new("SELECT holder_unit, count(*) FROM obligation WHERE closed_at IS NULL");
        since.push(" AND due_at >= ").bind(Timestamp::from_micros(today.saturating_mul(super::DAY)));
        since.push(" AND due_at < ").bind(now);
        restrict(&mut since, column_of(self.engine(), &scope.parts(None).unwrap_or_default()));
        since.push(" GROUP BY holder_unit");
        let mut owed = BTreeMap::<UnitId, (i64, i64)>::new();
        let (earlier, since) = try_join(self.fetch(earlier), self.fetch(since)).await?;
        for row in earlier {
            owed.insert(row.cell(0)?, (row.cell(1)?, row.cell(2)?));
        }
        for row in since {
            owed.entry(row.cell(0)?).or_default().0 += row.cell::<i64>(1)?;
        }
        Ok(owed)
    }

    /// How many contacts there are by class and status, where the tally tells it.
    pub(crate) async fn told_contacts(
        &self,
        scope: &Scope,
        filter: &ContactFilter,
    ) -> Result<Vec<([String; 2], i64)>, Error> {
        let mut query = Query::new(
            "SELECT class, status, CAST(sum(n) AS BIGINT) FROM record_tally WHERE kind = 'contact'",
        );
        scope.narrow_to(&mut query, "area_path", "disease", filter.area.as_ref());
        equals(&mut query, "disease", filter.disease.as_deref());
        any_of(&mut query, "class", filter.class.as_deref());
        any_of(&mut query, "status", filter.status.as_deref());
        query.push(" GROUP BY class, status HAVING sum(n) <> 0 ORDER BY class, status");
        let rows = self.fetch(query).await?;
        rows.iter().map(|row| Ok(([row.cell(0)?, row.cell(1)?], row.cell(2)?))).collect()
    }

    /// How many orders there are, where the tally tells it.
    pub(crate) async fn told_orders(&self, scope: &Scope, filter: &OrderFilter) -> Result<i64, Error> {
        let mut query =
            Query::new("SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM record_tally WHERE kind = 'order'");
        scope.narrow_to(&mut query, "area_path", "disease", filter.area.as_ref());
        equals(&mut query, "disease", filter.disease.as_deref());
        any_of(&mut query, "status", filter.status.as_deref());
        self.fetch(query).await?.first().map_or(Ok(0), |row| row.cell(0))
    }
}

/// Over a province the due time is the narrower of two ranges; SQLite has no
/// statistics to see it by.
fn column_of(engine: &str, parts: &[Part]) -> &'static str {
    let wide = parts.iter().all(|part| width_of(&part.path) == HOUR);
    if wide && engine == "sqlite" { "(area_path || '')" } else { "area_path" }
}

/// The sums of whole buckets, without the grouping: key, disease, state, how
/// many, how many of them escalated.
fn sums(table: &str, key: &str, edges: &Edges, filter: &ObligationFilter) -> Query {
    let now = bucket(edges.now, edges.width);
    let mut query = Query::new(format!("SELECT {key}, disease, CASE WHEN state <> '{OPEN}' THEN state "));
    query.push("WHEN due_bucket < ").bind(now).push(" THEN 'overdue' WHEN warn_bucket < ").bind(now);
    query.push(" THEN 'warned' ELSE 'open' END AS standing, CAST(sum(n) AS BIGINT), ");
    query.push("CAST(sum(escalated) AS BIGINT) FROM ").push(table).push(" WHERE (state <> '").push(OPEN);
    query.push("' OR due_bucket < ").bind(now).push(" OR (due_bucket > ").bind(now);
    query.push(" AND warn_bucket <> ").bind(now).push("))");
    let (first, last) = edges.whole();
    if let Some(first) = first {
        query.push(" AND due_bucket >= ").bind(first);
    }
    if let Some(last) = last {
        query.push(" AND due_bucket < ").bind(last);
    }
    equals(&mut query, "disease", filter.disease.as_deref());
    equals(&mut query, "schedule", filter.occurrence.map(|letter| letter.to_string()));
    // What is not wanted need not be read.
    let closed_alone = filter.states.iter().all(|state| !state.is_open()) && !filter.states.is_empty();
    let open_alone =
        filter.unclosed || (!filter.states.is_empty() && filter.states.iter().all(|state| state.is_open()));
    if closed_alone {
        query.push(" AND ").bind_in("state", filter.states.iter().map(|state| state.as_str()));
    } else if open_alone {
        query.push(" AND state = '").push(OPEN).push("'");
    }
    query
}

/// The questions for the rows that the buckets do not tell: key, disease,
/// state, how many, how many of them escalated.
fn by_rows(
    filter: &ObligationFilter,
    edges: &Edges,
    key: &'static str,
    restrict: impl Fn(&mut Query),
) -> Vec<Query> {
    let as_of = AsOf::Now(edges.now);
    // States are told apart by the sums; area and scope are restricted once.
    let all =
        ObligationFilter { states: Vec::new(), escalated: false, area: None, unit: None, ..filter.clone() };
    let counted = |filter: &ObligationFilter, more: &dyn Fn(&mut Query)| {
        let grouped = Grouped {
            by: &[key, "disease"],
            restrict: &|query| {
                restrict(query);
                more(query);
            },
        };
        counts_query(filter, as_of, &grouped)
    };
    let nothing: &dyn Fn(&mut Query) = &|_| {};
    let cut = edges.cut();
    let mut queries: Vec<Query> = cut
        .iter()
        .map(|(from, before)| {
            counted(&ObligationFilter { due_from: *from, due_before: *before, ..all.clone() }, nothing)
        })
        .collect();
    let wants_open = filter.states.is_empty() || filter.states.iter().any(|state| state.is_open());
    if edges.is_empty() || !wants_open {
        return queries;
    }
    // What is due later is not overdue, whatever is warned of.
    let overdue_alone =
        !filter.states.is_empty() && filter.states.iter().all(|state| *state == ObligationState::Overdue);
    let now = bucket(edges.now, edges.width);
    let (first, last) = edges.whole();
    let (starts, ends) = (edges.start(now), edges.start(now + 1));
    if first.is_none_or(|first| now >= first) && last.is_none_or(|last| now < last) {
        let due_now = ObligationFilter {
            unclosed: true,
            due_from: Some(starts),
            due_before: Some(if overdue_alone { edges.now } else { ends }),
            ..all.clone()
        };
        queries.push(counted(&due_now, nothing));
    }
    if overdue_alone {
        return queries;
    }
    let later = first.map_or(ends, |first| edges.start(first).max(ends));
    let until = last.map(|last| edges.start(last));
    if until.is_none_or(|until| later < until) {
        let due_later = ObligationFilter { unclosed: true, due_from: Some(later), due_before: until, ..all };
        queries.push(counted(&due_later, &|query| {
            query.push(" AND warn_at >= ").bind(starts).push(" AND warn_at < ").bind(ends);
        }));
    }
    queries
}

fn add(states: &mut States, row: &crate::db::Row) -> Result<(), Error> {
    if let Some(state) = ObligationState::parse(&row.cell::<String>(2)?) {
        let sum = states.entry(state).or_default();
        *sum = (sum.0 + row.cell::<i64>(3)?, sum.1 + row.cell::<i64>(4)?);
    }
    Ok(())
}
