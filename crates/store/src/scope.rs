//! Who reads, why, and where: the store adds the areas, and the diseases where
//! a reader is limited to some, to every question.

use authz::Reach;
use kernel::{AreaPath, Lineage, UserId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::{db::Query, table::TableSpec};

/// The jurisdiction of a reader. There is no way to read cases, contacts,
/// orders, persons or obligations without one.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Who reads; none for the system itself.
    pub user: Option<UserId>,
    /// Why.
    pub purpose: String,
    areas: Option<Vec<AreaPath>>,
    /// Where only records of some diseases may be seen.
    limited: Vec<Reach>,
    /// Which paths of former days stand for which of today.
    lineage: Arc<Lineage>,
}

/// A part of the tree that a question may look at. No part lies in another
/// with a disease in common, so that nothing is counted twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// This area and all below it.
    pub(crate) path: AreaPath,
    /// Of these diseases alone, where the reader is limited to some.
    only: Option<BTreeSet<String>>,
    /// Not of these: a part above holds them already.
    except: BTreeSet<String>,
}

impl Part {
    /// Whether it holds something at a path, of a disease.
    pub(crate) fn holds(&self, path: &AreaPath, disease: &str) -> bool {
        path.is_within(&self.path) && self.admits(disease)
    }
    /// Whether it holds what is of a disease.
    pub(crate) fn admits(&self, disease: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(disease)) && !self.except.contains(disease)
    }
}

/// Those of these paths that lie in no other of them.
fn outermost(mut paths: Vec<AreaPath>) -> Vec<AreaPath> {
    paths.sort();
    let mut found: Vec<AreaPath> = Vec::with_capacity(paths.len());
    for path in paths {
        if found.last().is_none_or(|above| !path.is_within(above)) {
            found.push(path);
        }
    }
    found
}

/// Whether too much lies in an area to collect and sort it: a prefecture and above.
pub(crate) fn is_wide(area: &AreaPath) -> bool {
    area.depth() <= 2
}

impl Scope {
    /// Somebody who may see these areas and all below them.
    pub fn new(user: UserId, areas: Vec<AreaPath>, purpose: impl Into<String>) -> Self {
        Self {
            user: Some(user),
            purpose: purpose.into(),
            areas: Some(areas),
            limited: Vec::new(),
            lineage: Arc::default(),
        }
    }
    /// Somebody who may see what these reaches hold.
    pub fn of(user: UserId, reaches: Vec<Reach>, purpose: impl Into<String>) -> Self {
        let (limited, whole): (Vec<_>, Vec<_>) = reaches.into_iter().partition(|r| r.diseases.is_some());
        let mut scope = Self::new(user, whole.into_iter().map(|reach| reach.area).collect(), purpose);
        scope.limited = limited;
        scope
    }
    /// The system's own work, everywhere: timers, rebuild, verification.
    pub fn system() -> Self {
        Self {
            user: None,
            purpose: "system".into(),
            areas: None,
            limited: Vec::new(),
            lineage: Arc::default(),
        }
    }
    /// Whoever brings the secret of an order's notice: nobody who is logged in, in
    /// the area of the order alone.
    pub fn by_notice(area: AreaPath, purpose: impl Into<String>) -> Self {
        Self { areas: Some(vec![area]), purpose: purpose.into(), ..Self::system() }
    }
    /// The same, with the changes of areas: a filter by an area then also holds
    /// what was recorded there under former paths. It widens nothing.
    #[must_use]
    pub fn with_lineage(mut self, lineage: Arc<Lineage>) -> Self {
        self.lineage = lineage;
        self
    }
    /// The areas in which everything may be seen; none when it is the system.
    pub fn areas(&self) -> Option<&[AreaPath]> {
        self.areas.as_deref()
    }
    /// Every area in which anything may be seen; empty for the system.
    pub fn all_areas(&self) -> Vec<&AreaPath> {
        self.areas.iter().flatten().chain(self.limited.iter().map(|reach| &reach.area)).collect()
    }
    /// Whether something of no disease in this area may be seen.
    pub fn covers(&self, area: &AreaPath) -> bool {
        self.covers_of(area, None)
    }
    /// Whether something of a disease in this area may be seen.
    pub fn covers_of(&self, area: &AreaPath, disease: Option<&str>) -> bool {
        self.areas.as_ref().is_none_or(|areas| {
            areas.iter().any(|mine| area.is_within(mine))
                || self.limited.iter().any(|reach| reach.holds(area, disease))
        })
    }

    /// The column to restrict in a list that is sorted by something else and
    /// cut short. SQLite has no statistics and would collect and sort everything
    /// in a whole province; there it shall rather walk the sorted index. (With
    /// an empty text appended, the column no longer matches the area's index.)
    pub(crate) fn list_column(&self, engine: &str) -> &'static str {
        let wide = self.all_areas().into_iter().all(is_wide);
        if wide && engine == "sqlite" { "(area_path || '')" } else { "area_path" }
    }

    /// The parts of the tree in which a reader may look when he asks for an
    /// area (all that may be seen, without one); none when nothing bounds them.
    pub(crate) fn parts(&self, area: Option<&AreaPath>) -> Option<Vec<Part>> {
        let asked = area.map(|area| {
            let mut asked = self.lineage.former(area);
            asked.push(area.clone());
            outermost(asked)
        });
        let part = |path| Part { path, only: None, except: BTreeSet::new() };
        let Some(areas) = &self.areas else {
            return asked.map(|asked| asked.into_iter().map(part).collect());
        };
        let clip = |mine: &AreaPath| -> Vec<AreaPath> {
            let Some(asked) = &asked else { return vec![mine.clone()] };
            let inner = |asked: &AreaPath| {
                let within = if mine.is_within(asked) { Some(mine) } else { None };
                within.or(Some(asked).filter(|asked| asked.is_within(mine))).cloned()
            };
            asked.iter().filter_map(inner).collect()
        };
        let mut whole: Vec<Part> =
            outermost(areas.iter().flat_map(clip).collect()).into_iter().map(part).collect();
        let mut by_disease: BTreeMap<&str, Vec<AreaPath>> = BTreeMap::new();
        for reach in &self.limited {
            for disease in diseases_of(reach) {
                by_disease.entry(disease).or_default().extend(clip(&reach.area));
            }
        }
        let mut limited: BTreeMap<AreaPath, BTreeSet<String>> = BTreeMap::new();
        for (disease, paths) in by_disease {
            for path in outermost(paths) {
                if whole.iter().any(|part| path.is_within(&part.path)) {
                    continue;
                }
                for inside in whole.iter_mut().filter(|part| part.path.is_within(&path)) {
                    inside.except.insert(disease.to_owned());
                }
                limited.entry(path).or_default().insert(disease.to_owned());
            }
        }
        let only = |(path, only)| Part { path, only: Some(only), except: BTreeSet::new() };
        whole.extend(limited.into_iter().map(only));
        Some(whole)
    }

    /// Appends ` AND (…)` with the parts of the tree in which to look, for rows
    /// whose disease stands in a column: the same as [`Self::restrict_of`] with
    /// [`Self::within`], in the fewest and narrowest ranges.
    pub(crate) fn narrow_to(&self, query: &mut Query, column: &str, disease: &str, area: Option<&AreaPath>) {
        let Some(parts) = self.parts(area) else { return };
        if parts.is_empty() {
            query.push(" AND 1 = 0");
            return;
        }
        query.push(" AND (");
        for (at, part) in parts.iter().enumerate() {
            query.push(if at > 0 { " OR (" } else { "(" });
            within(query, column, &part.path);
            if let Some(only) = &part.only {
                query.push(" AND ").bind_in(disease, only.iter().map(String::as_str));
            }
            if !part.except.is_empty() {
                query.push(" AND NOT ").bind_in(disease, part.except.iter().map(String::as_str));
            }
            query.push(")");
        }
        query.push(")");
    }

    /// Appends that a path is an area, lies below it, or stood for either in former days.
    pub(crate) fn within(&self, query: &mut Query, column: &str, area: &AreaPath) {
        query.push("(");
        within(query, column, area);
        for former in self.lineage.former(area) {
            query.push(" OR ");
            within(query, column, &former);
        }
        query.push(")");
    }

    /// Appends ` AND (…)` with the areas of the scope on a column, for rows that
    /// belong to no disease: whoever is limited to some sees none of them.
    pub(crate) fn restrict(&self, query: &mut Query, column: &str) {
        self.restrict_by(query, column, |_, _| false);
    }

    /// As [`Self::restrict`], for rows whose disease stands in a column.
    pub(crate) fn restrict_of(&self, query: &mut Query, column: &str, disease: &str) {
        self.restrict_by(query, column, |query, reach| {
            query.push(" AND ").bind_in(disease, diseases_of(reach));
            true
        });
    }

    /// As [`Self::restrict_of`] for a table that has a column `disease`, else
    /// as [`Self::restrict`].
    pub(crate) fn restrict_table(&self, query: &mut Query, table: &TableSpec, column: &str) {
        if table.columns.iter().any(|c| c.name == "disease") {
            self.restrict_of(query, column, "disease");
        } else {
            self.restrict(query, column);
        }
    }

    /// As [`Self::restrict`], for persons: whoever is limited to diseases sees
    /// those who have a case, a standing as contact or an order of one of them.
    pub(crate) fn restrict_persons(&self, query: &mut Query, column: &str, person: &str) {
        self.restrict_by(query, column, |query, reach| {
            query.push(" AND (");
            for (i, table) in ["case_version", "contact_version", "order_version"].into_iter().enumerate() {
                query.push(if i > 0 { " OR EXISTS (SELECT 1 FROM " } else { "EXISTS (SELECT 1 FROM " });
                query
                    .push(table)
                    .push(" WHERE person_id = ")
                    .push(person)
                    .push(" AND recorded_to IS NULL AND ");
                query.bind_in("disease", diseases_of(reach)).push(")");
            }
            query.push(")");
            true
        });
    }

    fn restrict_by(&self, query: &mut Query, column: &str, narrow: impl Fn(&mut Query, &Reach) -> bool) {
        let Some(areas) = &self.areas else { return };
        let before = (query.sql.len(), query.values.len());
        let mut parts = 0;
        query.push(" AND (");
        for area in areas {
            query.push(if parts > 0 { " OR " } else { "" });
            within(query, column, area);
            parts += 1;
        }
        for reach in &self.limited {
            let here = (query.sql.len(), query.values.len());
            query.push(if parts > 0 { " OR (" } else { "(" });
            within(query, column, &reach.area);
            if narrow(query, reach) {
                query.push(")");
                parts += 1;
            } else {
                query.cut(here);
            }
        }
        if parts == 0 {
            query.cut(before);
            query.push(" AND 1 = 0");
        } else {
            query.push(")");
        }
    }
}

fn diseases_of(reach: &Reach) -> Vec<&str> {
    reach.diseases.iter().flatten().map(String::as_str).collect()
}

/// Appends that a path is this area or lies below it.
pub(crate) fn within(query: &mut Query, column: &str, area: &AreaPath) {
    query.push("(").push(column).push(" >= ").bind(area.clone());
    query.push(" AND ").push(column).push(" < ").bind(area.end()).push(")");
}

/// Appends that a column holds a word that a filter asks for, or one of several
/// that stand in it separated by commas: no word of a closed list has one.
pub(crate) fn any_of(query: &mut Query, column: &str, wanted: Option<&str>) {
    match wanted {
        Some(words) if words.contains(',') => {
            query.push(" AND ").bind_in(column, words.split(',').map(str::trim));
        }
        word => equals(query, column, word),
    }
}

/// Appends ` AND column = value` when a filter asks for it.
pub(crate) fn equals<V: Into<crate::Value>>(query: &mut Query, column: &str, wanted: Option<V>) {
    if let Some(value) = wanted {
        query.push(" AND ").push(column).push(" = ").bind(value);
    }
}
