//! Which path stands for which: what a reach in an area of today holds of the
//! records made under paths that are no longer.

use std::collections::BTreeMap;

use crate::AreaPath;

/// More changes of one area than this are taken for a fault, and followed no further.
const MOST_STEPS: usize = 256;

/// What a link says of the path that is no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    /// The same area under another path: records and rights go along.
    Same,
    /// Another area takes over the records, and the rights where that was said.
    Heir {
        /// Whether the rights go along.
        rights: bool,
    },
    /// A part of it, which takes over nothing.
    Part,
}

impl LinkKind {
    /// The stored and wire form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Heir { rights: false } => "heir",
            Self::Heir { rights: true } => "heir_with_rights",
            Self::Part => "part",
        }
    }
    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Same, Self::Heir { rights: false }, Self::Heir { rights: true }, Self::Part]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// From the path of an area to what it became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The path before.
    pub from: AreaPath,
    /// The path of what it became.
    pub to: AreaPath,
    /// What goes along.
    pub kind: LinkKind,
}

/// All links, in the order in which they were recorded.
#[derive(Clone, Debug, Default)]
pub struct Lineage {
    links: Vec<Link>,
    /// Paths that are no longer, each with the last link that tells what became of it.
    was: BTreeMap<AreaPath, usize>,
    /// Every path that is no longer and whose records went along, with the path they are found by now.
    former: Vec<(AreaPath, AreaPath)>,
}

impl Lineage {
    /// The lineage of these links, the first recorded first.
    pub fn of(links: Vec<Link>) -> Self {
        let mut was = BTreeMap::new();
        for (at, link) in links.iter().enumerate().filter(|(_, link)| link.kind != LinkKind::Part) {
            was.insert(link.from.clone(), at);
            // An area that was moved back has its old path again.
            was.remove(&link.to);
        }
        let mut lineage = Self { links, was, former: Vec::new() };
        lineage.former = lineage.was.keys().map(|path| (path.clone(), lineage.current(path))).collect();
        lineage
    }
    /// Whether no area ever changed its path.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }
    /// The links, in the order in which they were recorded.
    pub fn links(&self) -> &[Link] {
        &self.links
    }
    /// The path under which what was recorded at a path is found now.
    pub fn current(&self, path: &AreaPath) -> AreaPath {
        self.follow(path, |_| true)
    }
    /// The path at which a right that was given at a path holds now, besides
    /// the path itself.
    pub fn with_rights(&self, path: &AreaPath) -> AreaPath {
        self.follow(path, |kind| matches!(kind, LinkKind::Same | LinkKind::Heir { rights: true }))
    }
    /// The paths that are no longer and lead to this very path.
    pub fn leading_to(&self, path: &AreaPath) -> Vec<AreaPath> {
        self.former.iter().filter(|(_, to)| to == path).map(|(from, _)| from.clone()).collect()
    }
    fn follow(&self, path: &AreaPath, may: impl Fn(LinkKind) -> bool) -> AreaPath {
        let mut path = path.clone();
        if self.was.is_empty() {
            return path;
        }
        let mut followed = None;
        for _ in 0..MOST_STEPS {
            // The path itself, else the nearest area above that is no longer: it
            // took along what had ended below it. What was recorded before the
            // last step is over: an area that is moved back does not go again
            // where it went once.
            let told = std::iter::successors(Some(path.clone()), AreaPath::parent).find_map(|above| {
                let at = *self.was.get(&above).filter(|at| followed.is_none_or(|last| **at > last))?;
                Some((at, above))
            });
            let Some((at, from)) = told else { return path };
            let Some(link) = self.links.get(at).filter(|link| may(link.kind)) else { return path };
            match path.rebased(&from, &link.to) {
                Some(next) => path = next,
                None => return path,
            }
            followed = Some(at);
        }
        path
    }
    /// The paths that are no longer and whose records are found in an area of
    /// today, none inside another and none inside the area itself.
    ///
    /// A path is left out when something below it went elsewhere: a reach holds
    /// all that lies below, and would show what others have taken over. Its
    /// parts are then told one by one; what lay at the path itself is left to
    /// whoever holds the area above it.
    pub fn former(&self, area: &AreaPath) -> Vec<AreaPath> {
        let mut found: Vec<AreaPath> = Vec::new();
        // Sorted by path: what lies below a path stands directly behind it.
        for (at, (from, to)) in self.former.iter().enumerate() {
            if !to.is_within(area) || from.is_within(area) {
                continue;
            }
            if found.last().is_some_and(|above| from.is_within(above)) {
                continue;
            }
            let mut below = self.former[at..].iter().take_while(|(below, _)| below.is_within(from));
            if below.all(|(_, to)| to.is_within(area)) {
                found.push(from.clone());
            }
        }
        found
    }
}
