//! Areas, units and posts in memory: small, read by every command, changed
//! rarely. It is loaded at the start and after each change of the tables; what
//! another process changes is noticed by its revision ([`crate::App::refresh`]).

mod history;

pub(crate) use history::row_of;

use kernel::{AreaCode, AreaLevel, AreaPath, Code, Error, Lineage, PostId, Result, UnitId, Zone};
use protocol::schema::Holder;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::{AreaLinkRow, AreaPastRow, PostRow, UnitRow};

pub use store::{AreaLinkRow as AreaLink, AreaRow};

/// An area with its zone resolved.
#[derive(Clone, Debug)]
pub struct Area {
    /// Row as stored.
    pub row: AreaRow,
    /// Its time zone.
    pub zone: Zone,
}

/// The unit and post that hold an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HolderOf {
    /// The unit.
    pub unit: UnitId,
    /// Its first post, duty posts before others.
    pub post: Option<PostId>,
}

/// All areas, units and posts.
#[derive(Debug, Default)]
pub struct Directory {
    areas: HashMap<AreaCode, Area>,
    units: HashMap<UnitId, UnitRow>,
    by_place: HashMap<(String, String), Vec<UnitId>>,
    posts: BTreeMap<PostId, PostRow>,
    duty_post: HashMap<UnitId, PostId>,
    /// Where units were set up; they stand where that area is found now.
    seats: HashMap<UnitId, AreaPath>,
    past: HashMap<AreaCode, Vec<AreaPastRow>>,
    links: Vec<AreaLinkRow>,
    lineage: Arc<Lineage>,
    same: HashMap<AreaPath, Arc<[AreaPath]>>,
    revision: Option<String>,
}

impl Directory {
    /// Builds the directory from the tables.
    ///
    /// # Errors
    /// `value.invalid_zone` for an area whose time zone is unknown.
    pub fn build(areas: Vec<AreaRow>, units: Vec<UnitRow>, posts: Vec<PostRow>) -> Result<Self> {
        let mut directory = Self::default();
        let mut zones: HashMap<String, Zone> = HashMap::new();
        for row in areas {
            let zone = match zones.get(&row.zone) {
                Some(zone) => zone.clone(),
                None => zones.entry(row.zone.clone()).or_insert(Zone::named(&row.zone)?).clone(),
            };
            directory.areas.insert(row.code.clone(), Area { row, zone });
        }
        for row in units {
            directory.seats.insert(row.id, row.area.clone());
            directory.units.insert(row.id, row);
        }
        directory.seat_units();
        for row in posts {
            let better = directory
                .duty_post
                .get(&row.unit)
                .and_then(|known| directory.posts.get(known))
                .is_none_or(|known| row.all_day && !known.all_day);
            if better {
                directory.duty_post.insert(row.unit, row.id);
            }
            directory.posts.insert(row.id, row);
        }
        Ok(directory)
    }
    /// An area by code.
    ///
    /// # Errors
    /// `area.unknown`.
    pub fn area(&self, code: &AreaCode) -> Result<&Area> {
        self.areas.get(code).ok_or_else(|| Error::new(Code::AreaUnknown).arg("value", code))
    }
    /// An area by path.
    ///
    /// # Errors
    /// `area.unknown`.
    pub fn area_at(&self, path: &AreaPath) -> Result<&Area> {
        self.area(&AreaCode::new(path.code())?)
    }
    /// The time zone at a path; universal time where the area is unknown.
    pub fn zone_at(&self, path: &AreaPath) -> Zone {
        self.area_at(path).map_or(Zone::UTC, |area| area.zone.clone())
    }
    /// All areas that are, by path.
    pub fn areas(&self) -> Vec<&Area> {
        let mut areas: Vec<_> = self.areas.values().filter(|area| area.row.valid_to.is_none()).collect();
        areas.sort_by(|a, b| a.row.path.cmp(&b.row.path));
        areas
    }
    /// A unit.
    ///
    /// # Errors
    /// `record.not_found`.
    pub fn unit(&self, id: UnitId) -> Result<&UnitRow> {
        self.units.get(&id).ok_or_else(|| Error::new(Code::NotFound).arg("kind", "unit").arg("id", id))
    }
    /// All units, by area and role.
    pub fn units(&self) -> Vec<&UnitRow> {
        let mut units: Vec<_> = self.units.values().collect();
        units.sort_by(|a, b| (&a.area, &a.role, a.id).cmp(&(&b.area, &b.role, b.id)));
        units
    }
    /// A post.
    ///
    /// # Errors
    /// `record.not_found`.
    pub fn post(&self, id: PostId) -> Result<&PostRow> {
        self.posts.get(&id).ok_or_else(|| Error::new(Code::NotFound).arg("kind", "post").arg("id", id))
    }
    /// All posts.
    pub fn posts(&self) -> impl Iterator<Item = &PostRow> {
        self.posts.values()
    }
    /// The level of the area at a path.
    pub fn level_at(&self, path: &AreaPath) -> Option<AreaLevel> {
        self.area_at(path).ok().map(|area| area.row.level)
    }
    /// Units of a role at an area itself.
    pub fn units_at(&self, path: &AreaPath, role: &str) -> &[UnitId] {
        self.by_place.get(&(path.as_str().to_owned(), role.to_owned())).map_or(&[], Vec::as_slice)
    }
    /// Who holds what a rule demands about an area: the named unit, else the
    /// unit with the role at the level asked, else the nearest one above with
    /// that role, else the nearest command office or headquarters. No duty is
    /// left without a holder while anybody stands above.
    ///
    /// # Errors
    /// `obligation.no_holder` when nobody stands above at all.
    pub fn holder(&self, holder: &Holder, named: Option<UnitId>, area: &AreaPath) -> Result<HolderOf> {
        if let Some(unit) = named.filter(|unit| self.units.contains_key(unit)) {
            return Ok(self.held_by(unit));
        }
        self.unit_for(holder.role.as_deref().unwrap_or("command_office"), holder.level, area)
    }
    /// The unit with a role at a level above an area, with the same fallbacks
    /// as [`Self::holder`].
    ///
    /// # Errors
    /// `obligation.no_holder`.
    pub fn unit_for(&self, role: &str, level: Option<AreaLevel>, area: &AreaPath) -> Result<HolderOf> {
        let upward: Vec<AreaPath> = std::iter::successors(Some(area.clone()), AreaPath::parent).collect();
        let at_level = upward.iter().find(|path| level.is_some() && self.level_at(path) == level);
        let nearest = |role: &str, paths: &[AreaPath]| {
            paths.iter().find_map(|path| self.units_at(path, role).first().copied())
        };
        at_level
            .and_then(|path| self.units_at(path, role).first().copied())
            .or_else(|| {
                // Looking from the asked level upwards: a lower unit is not a superior.
                let start = at_level.map_or(0, |path| upward.iter().position(|p| p == path).unwrap_or(0));
                nearest(role, &upward[start..])
                    .or_else(|| nearest("command_office", &upward[start..]))
                    .or_else(|| nearest("command_hq", &upward[start..]))
            })
            .or_else(|| nearest(role, &upward))
            .or_else(|| nearest("command_office", &upward))
            .or_else(|| nearest("command_hq", &upward))
            .or_else(|| nearest("cdc", &upward))
            .map(|unit| self.held_by(unit))
            .ok_or_else(|| Error::new(Code::HolderUnresolved).arg("role", role).arg("area", area))
    }
    /// A unit with its duty post.
    pub fn held_by(&self, unit: UnitId) -> HolderOf {
        HolderOf { unit, post: self.duty_post.get(&unit).copied() }
    }
}
