//! Who reads, why, and where: the store adds the areas to every question.

use kernel::{AreaPath, UserId};

use crate::db::Query;

/// The jurisdiction of a reader. There is no way to read cases, contacts,
/// orders, persons or obligations without one.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Who reads; none for the system itself.
    pub user: Option<UserId>,
    /// Why.
    pub purpose: String,
    areas: Option<Vec<AreaPath>>,
}

/// Whether too much lies in an area to collect and sort it: a prefecture and above.
pub(crate) fn is_wide(area: &AreaPath) -> bool {
    area.depth() <= 2
}

impl Scope {
    /// Somebody who may see these areas and all below them.
    pub fn new(user: UserId, areas: Vec<AreaPath>, purpose: impl Into<String>) -> Self {
        Self { user: Some(user), purpose: purpose.into(), areas: Some(areas) }
    }
    /// The system's own work, everywhere: timers, rebuild, verification.
    pub fn system() -> Self {
        Self { user: None, purpose: "system".into(), areas: None }
    }
    /// The areas; none when it is the system.
    pub fn areas(&self) -> Option<&[AreaPath]> {
        self.areas.as_deref()
    }
    /// Whether something in this area may be seen.
    pub fn covers(&self, area: &AreaPath) -> bool {
        self.areas.as_ref().is_none_or(|areas| areas.iter().any(|mine| area.is_within(mine)))
    }

    /// The column to restrict in a list that is sorted by something else and
    /// cut short. SQLite has no statistics and would collect and sort everything
    /// in a whole province; there it shall rather walk the sorted index. (With
    /// an empty text appended, the column no longer matches the area's index.)
    pub(crate) fn list_column(&self, engine: &str) -> &'static str {
        let wide = self.areas.iter().flatten().all(is_wide);
        if wide && engine == "sqlite" { "(area_path || '')" } else { "area_path" }
    }

    /// Appends ` AND (…)` with the areas of the scope on a column.
    pub(crate) fn restrict(&self, query: &mut Query, column: &str) {
        let Some(areas) = &self.areas else { return };
        if areas.is_empty() {
            query.push(" AND 1 = 0");
            return;
        }
        query.push(" AND (");
        for (i, area) in areas.iter().enumerate() {
            if i > 0 {
                query.push(" OR ");
            }
            within(query, column, area);
        }
        query.push(")");
    }
}

/// Appends that a path is this area or lies below it.
pub(crate) fn within(query: &mut Query, column: &str, area: &AreaPath) {
    query.push("(").push(column).push(" >= ").bind(area.clone());
    query.push(" AND ").push(column).push(" < ").bind(area.end()).push(")");
}

/// Appends ` AND column = value` when a filter asks for it.
pub(crate) fn equals<V: Into<crate::Value>>(query: &mut Query, column: &str, wanted: Option<V>) {
    if let Some(value) = wanted {
        query.push(" AND ").push(column).push(" = ").bind(value);
    }
}
