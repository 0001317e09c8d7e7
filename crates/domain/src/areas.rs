//! The division tree as it changes: areas are founded, renamed, recoded, moved,
//! merged, split and abolished, each by a document that takes effect on a day.
//!
//! Records carry the path of the area in which they were made, and the journal
//! is never rewritten. So a change leaves **links**, from a path that is no
//! longer to the one that stands for it now; who reaches the new one reaches
//! what lies under the old one ([`kernel::Lineage`]). A code that was ever used is not
//! given to another area: nobody comes to see what was recorded under its
//! namesake.

mod decide;

use kernel::{AreaCode, AreaLevel, AreaPath, Code, Date, Error, Link, Result, Text};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub use decide::{MOST_FOUNDED, by_document, change, outcome};

/// One version of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its code.
    pub code: AreaCode,
    /// The area above; none for a root.
    pub parent: Option<AreaCode>,
    /// The codes from the root.
    pub path: AreaPath,
    /// Its rank.
    pub level: AreaLevel,
    /// Its name.
    pub name: Text,
    /// IANA time zone.
    pub zone: String,
    /// The first day of this version; always, when absent.
    pub since: Option<Date>,
    /// The first day on which this version is no longer.
    pub until: Option<Date>,
}

/// An area to be founded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewArea {
    /// Its code, never used before.
    pub code: AreaCode,
    /// The area above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<AreaCode>,
    /// Its rank.
    pub level: AreaLevel,
    /// Its name.
    pub name: Text,
    /// IANA time zone.
    pub zone: String,
}

/// One of the areas into which another is split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its code: a new one, or that of the split area, which then goes on with the rest.
    pub code: AreaCode,
    /// Its name.
    pub name: Text,
    /// The areas directly below the split one that go to this part.
    #[serde(default)]
    pub children: Vec<AreaCode>,
}

/// What becomes of areas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaChange {
    /// New areas, parents before children.
    Founded(Vec<NewArea>),
    /// Another name.
    Renamed {
        /// Which area.
        area: AreaCode,
        /// Its new name.
        name: Text,
    },
    /// Another code for the same area, perhaps with another name.
    Recoded {
        /// Which area.
        area: AreaCode,
        /// Its new code.
        code: AreaCode,
        /// Its new name, when that changes too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<Text>,
    },
    /// Another area above.
    Moved {
        /// Which area.
        area: AreaCode,
        /// The area above from now on.
        parent: AreaCode,
    },
    /// Areas that become part of another, which goes on.
    Merged {
        /// Those that end.
        areas: Vec<AreaCode>,
        /// The one that goes on.
        into: AreaCode,
    },
    /// An area that becomes several.
    Split {
        /// Which area.
        area: AreaCode,
        /// What it becomes.
        parts: Vec<Part>,
        /// The part that takes over the records; the area above when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        heir: Option<AreaCode>,
    },
    /// An area that ends with nothing in its place.
    Abolished {
        /// Which area.
        area: AreaCode,
    },
}

impl AreaChange {
    /// The stored and wire word of its kind.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Founded(_) => "founded",
            Self::Renamed { .. } => "renamed",
            Self::Recoded { .. } => "recoded",
            Self::Moved { .. } => "moved",
            Self::Merged { .. } => "merged",
            Self::Split { .. } => "split",
            Self::Abolished { .. } => "abolished",
        }
    }
    /// Every area that it names, the main one first.
    pub fn named(&self) -> Vec<&AreaCode> {
        match self {
            Self::Founded(new) => new.iter().map(|area| &area.code).collect(),
            Self::Renamed { area, .. } | Self::Abolished { area } => vec![area],
            Self::Recoded { area, code, .. } => vec![area, code],
            Self::Moved { area, parent } => vec![area, parent],
            Self::Merged { areas, into } => std::iter::once(into).chain(areas).collect(),
            Self::Split { area, parts, .. } => {
                std::iter::once(area).chain(parts.iter().map(|part| &part.code)).collect()
            }
        }
    }
}

/// What becomes of the rights that were held in an area that ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rights {
    /// They end.
    End,
    /// They hold in the area that takes over.
    Follow,
}

/// The body of the fact that areas changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaChanged {
    /// [`AreaChange::kind`].
    pub change: String,
    /// From which day.
    pub on: Date,
    /// The document by which it happens.
    pub document: String,
    /// Why.
    pub reason: String,
    /// What becomes of rights in areas that end.
    pub rights: Rights,
    /// All that is needed to tell the change again.
    pub decision: AreaChange,
    /// Areas that ended with the duties of their units, and the area whose units have these now.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub duties: BTreeMap<AreaPath, AreaPath>,
}

/// What a change does to the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Versions that were, each with its last day.
    pub was: Vec<Area>,
    /// Areas as they are from now on; one that ended has an `until`.
    pub now: Vec<Area>,
    /// What became of paths that are no longer.
    pub links: Vec<Link>,
    /// Areas that ended, with the path of the area that has their duties now.
    pub ended: Vec<(AreaPath, AreaPath)>,
    /// Paths whose administration it takes.
    pub touched: BTreeSet<AreaPath>,
}

/// Every area that is or was, each in its last version.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    areas: BTreeMap<AreaCode, Area>,
    /// Those that are, by path.
    standing: BTreeMap<AreaPath, AreaCode>,
}

impl Tree {
    /// The tree of these areas.
    pub fn of(areas: impl IntoIterator<Item = Area>) -> Self {
        let mut tree = Self::default();
        areas.into_iter().for_each(|area| tree.put(area));
        tree
    }
    fn put(&mut self, area: Area) {
        if let Some(before) = self.areas.get(&area.code)
            && self.standing.get(&before.path) == Some(&area.code)
        {
            self.standing.remove(&before.path);
        }
        if area.until.is_none() {
            self.standing.insert(area.path.clone(), area.code.clone());
        }
        self.areas.insert(area.code.clone(), area);
    }
    /// An area that is or was.
    pub fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.areas.get(code)
    }
    /// An area that is.
    ///
    /// # Errors
    /// `area.unknown`, `area.ended`.
    pub fn standing(&self, code: &AreaCode) -> Result<&Area> {
        let area = self.area(code).ok_or_else(|| Error::new(Code::AreaUnknown).arg("value", code))?;
        match area.until {
            None => Ok(area),
            Some(on) => Err(Error::new(Code::AreaEnded).arg("value", code).arg("on", on)),
        }
    }
    /// The areas that are, parents before children.
    pub fn all(&self) -> impl Iterator<Item = &Area> {
        self.standing.values().filter_map(|code| self.areas.get(code))
    }
    /// An area that is and all below it, parents before children.
    pub fn below(&self, path: &AreaPath) -> Vec<&Area> {
        let from = self.standing.range(path.clone()..);
        from.take_while(|(below, _)| below.is_within(path)).filter_map(|(_, code)| self.area(code)).collect()
    }
    /// The areas directly below.
    pub fn children(&self, area: &Area) -> Vec<&Area> {
        let mut below = self.below(&area.path);
        below.retain(|child| child.parent.as_ref() == Some(&area.code));
        below
    }
    /// Takes in what a change does.
    pub fn apply(&mut self, outcome: &Outcome) {
        outcome.now.iter().for_each(|area| self.put(area.clone()));
    }
}
