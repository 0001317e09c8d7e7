//! Areas as they change: what stood for what on which day, and what of former
//! days an area of today stands for.

use authz::{Bounds, Grant};
use domain::areas::{Area as Version, Tree};
use kernel::{
    AreaCode, AreaPath, Code, Date, Error, Lineage, Link, LinkKind, Result, Text, Timestamp, UnitId,
};
use std::collections::HashMap;
use std::sync::Arc;
use store::{AreaLinkRow, AreaPastRow, AreaRow};

use super::Directory;

/// A version of an area as the rules of changes see it.
pub(crate) fn version_of(row: &AreaRow) -> Version {
    Version {
        code: row.code.clone(),
        parent: row.parent.clone(),
        path: row.path.clone(),
        level: row.level,
        name: Text { zh: row.name_zh.clone(), en: row.name_en.clone() },
        zone: row.zone.clone(),
        since: row.valid_from,
        until: row.valid_to,
    }
}

/// The row of an area's last version.
pub(crate) fn row_of(area: &Version) -> AreaRow {
    AreaRow {
        code: area.code.clone(),
        parent: area.parent.clone(),
        path: area.path.clone(),
        level: area.level,
        name_zh: area.name.zh.clone(),
        name_en: area.name.en.clone(),
        zone: area.zone.clone(),
        valid_from: area.since,
        valid_to: area.until,
    }
}

fn row_of_past(past: &AreaPastRow) -> AreaRow {
    AreaRow {
        code: past.code.clone(),
        parent: past.parent.clone(),
        path: past.path.clone(),
        level: past.level,
        name_zh: past.name_zh.clone(),
        name_en: past.name_en.clone(),
        zone: past.zone.clone(),
        valid_from: past.valid_from,
        valid_to: Some(past.valid_to),
    }
}

fn holds_on(row: &AreaRow, day: Date) -> bool {
    row.valid_from.is_none_or(|from| from <= day) && row.valid_to.is_none_or(|to| day < to)
}

/// The paths that one area had one after another, by each of them.
fn same_areas(links: &[AreaLinkRow]) -> HashMap<AreaPath, Arc<[AreaPath]>> {
    let mut groups: Vec<Vec<AreaPath>> = Vec::new();
    let mut group_of: HashMap<AreaPath, usize> = HashMap::new();
    for link in links.iter().filter(|link| link.kind == LinkKind::Same) {
        let group = match group_of.get(&link.from) {
            Some(group) => *group,
            None => {
                groups.push(vec![link.from.clone()]);
                group_of.insert(link.from.clone(), groups.len() - 1);
                groups.len() - 1
            }
        };
        // An area that was moved back has its old path again: it is in the group already.
        if group_of.insert(link.to.clone(), group).is_none() {
            groups[group].push(link.to.clone());
        }
    }
    let groups: Vec<Arc<[AreaPath]>> = groups.into_iter().map(Arc::from).collect();
    group_of.into_iter().map(|(path, group)| (path, groups[group].clone())).collect()
}

impl Directory {
    /// The same with the changes of areas: versions that are no longer, and
    /// what became of paths, the first recorded first.
    #[must_use]
    pub fn with_changes(mut self, past: Vec<AreaPastRow>, links: Vec<AreaLinkRow>) -> Self {
        for row in past {
            self.past.entry(row.code.clone()).or_default().push(row);
        }
        self.links = links;
        self.link();
        self
    }
    /// The same, read at this revision of the tables.
    #[must_use]
    pub(crate) fn at_revision(mut self, revision: Option<String>) -> Self {
        self.revision = revision;
        self
    }
    /// The revision of the tables that it was read from.
    pub(crate) fn revision(&self) -> Option<&str> {
        self.revision.as_deref()
    }
    fn link(&mut self) {
        let link = |row: &AreaLinkRow| Link { from: row.from.clone(), to: row.to.clone(), kind: row.kind };
        self.lineage = Arc::new(Lineage::of(self.links.iter().map(link).collect()));
        self.same = same_areas(&self.links);
        self.seat_units();
    }
    /// Puts every unit where the area of its seat is found now. In an area that
    /// has taken over others its own units come first.
    pub(super) fn seat_units(&mut self) {
        let mut by_place: HashMap<(String, String), Vec<(bool, UnitId)>> = HashMap::new();
        for (id, seat) in &self.seats {
            let area = self.current(seat);
            let Some(unit) = self.units.get_mut(id) else { continue };
            let place = (area.as_str().to_owned(), unit.role.clone());
            by_place.entry(place).or_default().push((area != *seat, *id));
            unit.area = area;
        }
        self.by_place = by_place
            .into_iter()
            .map(|(place, mut units)| {
                units.sort_unstable();
                (place, units.into_iter().map(|(_, id)| id).collect())
            })
            .collect();
    }
    /// How many paths had changed before a moment.
    pub(crate) fn changes_before(&self, at: Timestamp) -> usize {
        self.links.partition_point(|link| link.recorded_at < at)
    }
    /// How many paths have changed.
    pub(crate) const fn changes(&self) -> usize {
        self.links.len()
    }
    /// As it was when only the first changes of paths had been recorded: units
    /// stand where they stood then. Areas are those of today.
    pub(crate) fn with_first_changes(&self, count: usize) -> Self {
        let mut before = Self {
            areas: self.areas.clone(),
            units: self.units.clone(),
            by_place: HashMap::new(),
            posts: self.posts.clone(),
            duty_post: self.duty_post.clone(),
            seats: self.seats.clone(),
            past: self.past.clone(),
            links: self.links.iter().take(count).cloned().collect(),
            lineage: Arc::default(),
            same: HashMap::new(),
            revision: self.revision.clone(),
        };
        before.link();
        before
    }

    /// Which paths of former days stand for which of today.
    pub fn lineage(&self) -> &Arc<Lineage> {
        &self.lineage
    }
    /// Whether an area with this path is there today.
    pub fn is_standing(&self, path: &AreaPath) -> bool {
        self.area_at(path).is_ok_and(|area| area.row.path == *path && area.row.valid_to.is_none())
    }
    /// The path under which something is recorded that belongs to a path of
    /// former days; the path itself where nothing took over.
    pub fn current(&self, path: &AreaPath) -> AreaPath {
        if self.lineage.is_empty() {
            return path.clone();
        }
        let now = self.lineage.current(path);
        // While an older state is asked for, areas stand where they stand today.
        if now == *path || self.area_at(&now).is_ok() { now } else { path.clone() }
    }
    /// The area of today in which something new can be recorded.
    ///
    /// # Errors
    /// `area.unknown`, `area.ended` for one that ended with nothing in its place.
    pub fn present(&self, path: &AreaPath) -> Result<AreaPath> {
        let now = self.current(path);
        let area = self.area_at(&now)?;
        match area.row.valid_to {
            Some(on) => Err(Error::new(Code::AreaEnded).arg("value", &area.row.code).arg("on", on)),
            None if area.row.path != now => Err(Error::new(Code::AreaUnknown).arg("value", path)),
            None => Ok(now),
        }
    }
    /// Grants with what follows from changes of areas: one given in an area
    /// that has another path now holds there, and whoever holds it in an area
    /// holds it for what that area has taken over.
    pub fn followed(&self, grants: impl IntoIterator<Item = Grant>) -> Vec<Grant> {
        let mut all = Vec::new();
        for grant in grants {
            let areas = self.reached(&grant.area);
            all.extend(areas.into_iter().map(|area| Grant { area, ..grant.clone() }));
            all.push(grant);
        }
        all
    }
    /// The bounds of a key, followed in the same way.
    pub(crate) fn followed_bounds(&self, mut bounds: Bounds) -> Bounds {
        if let Some(areas) = &mut bounds.areas {
            let more: Vec<AreaPath> = areas.iter().flat_map(|area| self.reached(area)).collect();
            areas.extend(more);
        }
        bounds
    }
    fn reached(&self, area: &AreaPath) -> Vec<AreaPath> {
        if self.lineage.is_empty() {
            return Vec::new();
        }
        let now = self.lineage.with_rights(area);
        let mut reached = self.lineage.former(&now);
        if now != *area {
            reached.extend(self.lineage.former(area));
            if self.is_standing(&now) {
                reached.push(now);
            }
        }
        reached
    }
    /// Every path that the same area has or had, the oldest first; the path
    /// itself when it never changed.
    pub fn same_area(&self, path: &AreaPath) -> Vec<AreaPath> {
        self.same.get(path).map_or_else(|| vec![path.clone()], |paths| paths.to_vec())
    }

    /// An area as it was on a day.
    pub fn area_on(&self, code: &AreaCode, day: Date) -> Option<AreaRow> {
        self.versions(code).into_iter().find(|row| holds_on(row, day))
    }
    /// Every area as it was on a day, by path.
    pub fn areas_on(&self, day: Date) -> Vec<AreaRow> {
        let mut rows: Vec<AreaRow> = self.areas.keys().filter_map(|code| self.area_on(code, day)).collect();
        rows.sort_by(|a, b| a.path.cmp(&b.path));
        rows
    }
    /// Every version of an area, the oldest first; none when it never was.
    pub fn versions(&self, code: &AreaCode) -> Vec<AreaRow> {
        let past = self.past.get(code).into_iter().flatten();
        past.map(row_of_past).chain(self.areas.get(code).map(|area| area.row.clone())).collect()
    }
    /// What became of an area's paths: the links away from them, the first recorded first.
    pub fn successors(&self, code: &AreaCode) -> Vec<&AreaLinkRow> {
        self.links.iter().filter(|link| link.from.code() == code.as_str()).collect()
    }
    /// What became this area: the links to its paths, the first recorded first.
    pub fn predecessors(&self, code: &AreaCode) -> Vec<&AreaLinkRow> {
        self.links.iter().filter(|link| link.to.code() == code.as_str()).collect()
    }
    /// The tree, as the rules of changes see it.
    pub(crate) fn tree(&self) -> Tree {
        Tree::of(self.areas.values().map(|area| version_of(&area.row)))
    }
}
