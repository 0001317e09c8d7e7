//! The province after a bad month: who is ill, who infected whom, who was met.
//! Everything follows from a seed; what a table needs is computed again from
//! its number, so that no table has to be kept in memory.

use app::Directory;
use kernel::{AreaLevel, AreaPath, Span, Timestamp, UnitId};
use uuid::Uuid;

use crate::Outcome;

/// Days that the data spans.
pub const DAYS: i64 = 60;
/// Days after which obligations are closed, which leaves a third of them open.
pub const OPEN_DAYS: i64 = 20;
/// Chains that go on at the same time.
const ACTIVE_CHAINS: usize = 100;
/// Most cases of a chain.
const LARGEST_CHAIN: f64 = 500.0;

/// How much there is of everything.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Cases.
    pub cases: usize,
    /// Contacts; as many persons are made, those of cases included.
    pub contacts: usize,
    /// Obligations that fall due at once.
    pub due: usize,
}

impl Size {
    /// The full size, or a hundredth of it.
    pub const fn new(quick: bool) -> Self {
        let n = if quick { 1 } else { 100 };
        Self { cases: 1_000 * n, contacts: 10_000 * n, due: 100 * n }
    }
}

/// Where things happen and who holds what follows.
pub struct County {
    /// Its path.
    pub path: AreaPath,
    /// Its townships.
    pub townships: Vec<(AreaPath, UnitId)>,
    /// Centre for disease control.
    pub cdc: UnitId,
    /// Hospital.
    pub hospital: UnitId,
    /// Sentinel.
    pub sentinel: UnitId,
}

/// One case, as far as other tables need it.
pub struct CaseSeed {
    /// Place in `counties`.
    pub county: usize,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Who infected this case.
    pub infector: Option<usize>,
    /// Number of its first contact.
    pub first_contact: usize,
}

/// The whole plan.
pub struct Plan {
    /// How much.
    pub size: Size,
    /// Business time at the end of the data.
    pub now: Timestamp,
    /// Where.
    pub counties: Vec<County>,
    /// Cases, oldest first.
    pub cases: Vec<CaseSeed>,
}

/// What a number is drawn for.
#[derive(Clone, Copy)]
pub enum Lot {
    /// Ids and moments of each kind of row.
    Case = 1,
    /// Contacts.
    Contact,
    /// Persons of contacts.
    Person,
    /// Persons of cases.
    Patient,
    /// Exposures that passed the infection on.
    Transmission,
    /// Exposures of contacts.
    Exposure,
    Obligation,
    /// Facts.
    Fact,
    /// Chains.
    Chain,
    /// Whatever else.
    Other,
    /// Orders.
    Order,
}

/// SplitMix64 over seed, purpose and number.
pub fn draw(lot: Lot, n: usize) -> u64 {
    let mut z =
        (n as u64).wrapping_mul(32).wrapping_add(lot as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x20_22;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number below `end`.
pub fn below(lot: Lot, n: usize, end: usize) -> usize {
    // The remainder is smaller than `end`, which is a usize.
    #[allow(clippy::cast_possible_truncation, reason = "smaller than a usize")]
    let found = (draw(lot, n) % end.max(1) as u64) as usize;
    found
}

/// A fraction in [0, 1).
fn fraction(lot: Lot, n: usize) -> f64 {
    (draw(lot, n) >> 11) as f64 / (1u64 << 53) as f64
}

/// A UUIDv7 of a moment.
pub fn id(lot: Lot, n: usize, at: Timestamp) -> Uuid {
    let mut random = [0u8; 10];
    random[..8].copy_from_slice(&draw(lot, n).to_be_bytes());
    random[8..].copy_from_slice(&(lot as u16).to_be_bytes());
    let millis = u64::try_from(at.as_micros() / 1000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

impl Plan {
    /// Plans the province of a directory.
    pub fn new(size: Size, now: Timestamp, directory: &Directory) -> Self {
        let counties = counties(directory);
        let start = now.plus(Span::days(-DAYS));
        let span = Span::days(DAYS).as_micros();
        let contacts = contacts_per_case(size);
        let mut chains: Vec<Chain> = Vec::new();
        let mut begun = 0;
        let mut cases = Vec::with_capacity(size.cases);
        let mut first_contact = 0;
        for (n, met) in contacts.into_iter().enumerate() {
            let place = below(Lot::Chain, n, ACTIVE_CHAINS.min(size.cases / 10 + 1));
            let going = chains.get(place).is_some_and(|chain| chain.left > 0);
            if !going {
                let chain = Chain::new(begun, counties.len());
                begun += 1;
                if place < chains.len() { chains[place] = chain } else { chains.push(chain) }
            }
            let last = chains.len() - 1;
            let chain = &mut chains[place.min(last)];
            // Whoever fell ill one to seven days before may be the infector; with the
            // root of the lot, some infect many and most infect nobody.
            let day = size.cases / 60;
            let first = chain.cases.partition_point(|case| case + 7 * day < n);
            let last = chain.cases.partition_point(|case| case + day < n);
            let infector = match last - first {
                0 => chain.cases.first().copied(),
                count => Some(chain.cases[last - 1 - below(Lot::Other, n, count * count).isqrt()]),
            };
            let stays = !draw(Lot::Case, n).is_multiple_of(10);
            let county = if stays { chain.county } else { below(Lot::Case, n * 2 + 1, counties.len()) };
            chain.cases.push(n);
            chain.left = chain.left.saturating_sub(1);
            let offset = span / size.cases as i64 * n as i64;
            cases.push(CaseSeed {
                county,
                opened_at: start.plus(Span::from_micros(offset)),
                infector,
                first_contact,
            });
            first_contact += met;
        }
        Self { size, now, counties, cases }
    }

    /// The case of a contact.
    pub fn case_of(&self, contact: usize) -> usize {
        self.cases.partition_point(|case| case.first_contact <= contact) - 1
    }
    /// Id of a case.
    pub fn case_id(&self, case: usize) -> Uuid {
        id(Lot::Case, case, self.cases[case].opened_at)
    }
    /// The person of a case.
    pub fn patient(&self, case: usize) -> Uuid {
        id(Lot::Patient, case, self.cases[case].opened_at)
    }
    /// When the contact was determined.
    pub fn determined_at(&self, contact: usize) -> Timestamp {
        let opened = self.cases[self.case_of(contact)].opened_at;
        let after = Span::minutes(30 + below(Lot::Contact, contact, 600) as i64);
        Timestamp::min(opened.plus(after), self.now.plus(Span::minutes(-1)))
    }
    /// Id of a contact.
    pub fn contact_id(&self, contact: usize) -> Uuid {
        id(Lot::Contact, contact, self.determined_at(contact))
    }
    /// Whether the contact is somebody who is the contact of another case already.
    pub const fn is_met_again(contact: usize) -> bool {
        contact % 10 == 9
    }
    /// The person of a contact.
    pub fn contact_person(&self, contact: usize) -> Uuid {
        let own =
            if Self::is_met_again(contact) { contact - 1 - below(Lot::Person, contact, 8) } else { contact };
        id(Lot::Person, own, self.determined_at(own))
    }
    /// Where a contact lives, with the unit that looks after him there.
    pub fn home(&self, contact: usize) -> &(AreaPath, UnitId) {
        let county = &self.counties[self.cases[self.case_of(contact)].county];
        &county.townships[below(Lot::Person, contact * 2 + 1, county.townships.len())]
    }
    /// The province.
    pub fn province(&self) -> Outcome<AreaPath> {
        Ok(self.counties[0].path.parent().and_then(|path| path.parent()).ok_or("no province")?)
    }
    /// The county with most cases.
    pub fn worst_county(&self) -> usize {
        let mut counts = vec![0u32; self.counties.len()];
        self.cases.iter().for_each(|case| counts[case.county] += 1);
        (0..counts.len()).max_by_key(|at| counts[*at]).unwrap_or(0)
    }
    /// How many obligations there are about a contact: 2.4 on average.
    pub fn obligations_of_contact(contact: usize) -> usize {
        2 + usize::from(contact % 5 < 2)
    }
}

struct Chain {
    county: usize,
    left: usize,
    cases: Vec<usize>,
}

impl Chain {
    fn new(n: usize, counties: usize) -> Self {
        // A Pareto tail: most chains are short, a few have hundreds of cases.
        let size = (1.0 / (1.0 - fraction(Lot::Chain, n + 1_000_000_000))).powf(1.0 / 1.1).min(LARGEST_CHAIN);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 500")]
        let left = size as usize;
        Self { county: below(Lot::Chain, n + 2_000_000_000, counties), left, cases: Vec::new() }
    }
}

/// Seven in ten contacts fall on any case, three in ten on every twentieth.
fn contacts_per_case(size: Size) -> Vec<usize> {
    let mut counts = vec![0; size.cases];
    for contact in 0..size.contacts {
        let any = below(Lot::Other, contact + 3_000_000_000, size.cases);
        let at = if contact % 10 < 7 { any } else { any / 20 * 20 };
        counts[at] += 1;
    }
    counts
}

fn counties(directory: &Directory) -> Vec<County> {
    let areas = directory.areas();
    let first = |path: &AreaPath, role: &str| directory.units_at(path, role).first().copied();
    areas
        .iter()
        .filter(|area| area.row.level == AreaLevel::County)
        .filter_map(|area| {
            let path = area.row.path.clone();
            let cdc = first(&path, "cdc")?;
            let townships: Vec<_> = areas
                .iter()
                .filter(|below| below.row.level == AreaLevel::Township && below.row.path.is_within(&path))
                .map(|below| (below.row.path.clone(), first(&below.row.path, "community").unwrap_or(cdc)))
                .collect();
            let townships = if townships.is_empty() { vec![(path.clone(), cdc)] } else { townships };
            let (hospital, sentinel) = (first(&path, "hospital")?, first(&path, "sentinel")?);
            Some(County { path, townships, cdc, hospital, sentinel })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_spread_and_repeatable() {
        let first: Vec<_> = (0..1000).map(|n| below(Lot::Case, n, 10)).collect();
        assert_eq!(first, (0..1000).map(|n| below(Lot::Case, n, 10)).collect::<Vec<_>>());
        for wanted in 0..10 {
            let count = first.iter().filter(|found| **found == wanted).count();
            assert!((60..150).contains(&count), "{wanted}: {count}");
        }
    }

    #[test]
    fn every_contact_falls_on_a_case() {
        let size = Size::new(true);
        let counts = contacts_per_case(size);
        assert_eq!(counts.iter().sum::<usize>(), size.contacts);
        assert!(counts[0] > counts[1], "every twentieth case met more people");
    }
}
