//! Checks across rows: numbers that stand twice, links to nobody, circles.
//!
//! Numbers are kept as hashes: some 60 bytes for each number and each link,
//! whatever their length. Whoever reads five million rows decides whether to
//! spend that.

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{RowIds, cycles::circles};

/// A number as its hash.
type Key = u128;

fn key(number: &str) -> Key {
    let hash: [u8; 32] = Sha256::digest(number.as_bytes()).into();
    let mut half = [0; 16];
    half.copy_from_slice(&hash[..16]);
    Key::from_be_bytes(half)
}

/// Which end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// The one who exposed.
    From,
    /// The one who was exposed.
    To,
}

/// An end of a link that no row lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unlisted {
    /// Row of the link.
    pub row: u64,
    /// Which end.
    pub end: End,
}

struct Link {
    row: u64,
    from: Key,
    to: Key,
    /// The only infector of its row, so that a circle would be one of infection.
    certain: bool,
}

/// Collects numbers and links row by row, in any order and from several tables;
/// the numbers must come from one table.
#[derive(Default)]
pub struct LinkCheck {
    numbers: HashMap<Key, u64>,
    links: Vec<Link>,
    duplicates: Vec<(u64, u64)>,
}

/// What the check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkReport {
    /// Different numbers that are listed.
    pub numbers: u64,
    /// Rows whose number was listed before, and the first row that has it.
    pub duplicates: Vec<(u64, u64)>,
    /// Links.
    pub links: u64,
    /// Links between two listed numbers.
    pub listed_links: u64,
    /// Ends that no row lists, by row.
    pub unlisted: Vec<Unlisted>,
    /// Different numbers among those ends.
    pub unlisted_numbers: u64,
    /// Circles of infection, each as the rows of its cases in the direction of infection.
    pub circles: Vec<Vec<u64>>,
}

impl LinkReport {
    /// Links with an end that no row lists.
    pub const fn unlisted_links(&self) -> u64 {
        self.links - self.listed_links
    }
}

impl LinkCheck {
    /// A check that knows nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lists a number. The row that listed it before, if one did.
    pub fn number(&mut self, row: u64, number: &str) -> Option<u64> {
        match self.numbers.entry(key(number)) {
            std::collections::hash_map::Entry::Occupied(first) => {
                self.duplicates.push((row, *first.get()));
                Some(*first.get())
            }
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(row);
                None
            }
        }
    }

    /// Takes up a link.
    pub fn link(&mut self, row: u64, from: &str, to: &str) {
        self.links.push(Link { row, from: key(from), to: key(to), certain: false });
    }

    /// Takes up the number of a case and its infectors. The row that listed
    /// the number before, if one did: then its links are left out.
    pub fn case(&mut self, row: u64, ids: &RowIds) -> Option<u64> {
        let number = ids.number.as_deref()?;
        let first = self.number(row, number);
        if first.is_none() {
            let certain = ids.infectors.len() == 1;
            let to = key(number);
            // A link to itself is a fault of the row.
            let others = ids.infectors.iter().filter(|infector| *infector != number);
            self.links.extend(others.map(|from| Link { row, from: key(from), to, certain }));
        }
        first
    }

    /// Draws the conclusions.
    pub fn finish(self) -> LinkReport {
        let mut report = LinkReport {
            numbers: self.numbers.len() as u64,
            duplicates: self.duplicates,
            links: self.links.len() as u64,
            ..LinkReport::default()
        };
        let (mut missing, mut infector_of) = (BTreeSet::new(), BTreeMap::new());
        for link in &self.links {
            let (from, to) = (self.numbers.get(&link.from), self.numbers.get(&link.to));
            for (found, end, key) in [(from, End::From, link.from), (to, End::To, link.to)] {
                if found.is_none() {
                    report.unlisted.push(Unlisted { row: link.row, end });
                    missing.insert(key);
                }
            }
            if let (Some(from), Some(to)) = (from, to) {
                report.listed_links += 1;
                if link.certain {
                    infector_of.insert(*to, *from);
                }
            }
        }
        report.unlisted_numbers = missing.len() as u64;
        report.circles = circles(&infector_of);
        for circle in &mut report.circles {
            // From the least on, in the direction of infection.
            circle[1..].reverse();
        }
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(number: &str, infectors: &[&str]) -> RowIds {
        RowIds {
            number: Some(number.to_owned()),
            infectors: infectors.iter().map(|infector| (*infector).to_owned()).collect(),
        }
    }

    #[test]
    fn finds_what_no_single_row_shows() {
        let mut check = LinkCheck::new();
        for (row, number, infectors) in [
            (2, "a", &["c"][..]),
            (3, "b", &["a"]),
            (4, "c", &["b"]),
            (5, "d", &["a", "x"]),
            (6, "a", &["d"]),
            (7, "e", &["y"]),
            (8, "f", &["f"]),
        ] {
            check.case(row, &ids(number, infectors));
        }
        check.link(9, "x", "z");
        let report = check.finish();
        assert_eq!(report.numbers, 6);
        assert_eq!(report.duplicates, [(6, 2)]);
        assert_eq!(report.circles, [[2, 3, 4]]);
        assert_eq!((report.links, report.listed_links, report.unlisted_links()), (7, 4, 3));
        assert_eq!((report.unlisted.len(), report.unlisted_numbers), (4, 3));
    }
}
