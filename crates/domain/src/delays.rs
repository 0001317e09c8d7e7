//! How long it takes from onset until a case is reported, and how much of the
//! last days of a curve by onset that leaves to come.

use std::collections::BTreeMap;

/// The delays of cases in whole days: day of report minus day of onset. One
/// that was reported before it fell ill has a delay below nought.
///
/// Those who are ill and not yet reported cannot be among them. While an
/// outbreak grows the late reports of the last days are missing, so delays look
/// shorter and days more complete than they are (right truncation; Lagakos,
/// Barraj and De Gruttola, Biometrika 1988;75:515; Charniga et al., PLoS
/// Computational Biology 2024, e1012520). Nothing is corrected here: what
/// follows shades a day, it does not say how many cases are to come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delays {
    counts: BTreeMap<i64, i64>,
    n: i64,
}

impl Delays {
    /// Of how many cases had which delay, in days.
    pub fn of(counts: impl IntoIterator<Item = (i64, i64)>) -> Self {
        let mut all = Self::default();
        for (days, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            *all.counts.entry(days).or_default() += count;
            all.n += count;
        }
        all
    }
    /// How many cases.
    pub const fn n(&self) -> i64 {
        self.n
    }
    /// The longest delay, in days.
    pub fn longest(&self) -> Option<i64> {
        self.counts.keys().next_back().copied()
    }
    /// A quantile in days, `p` from 0 to 1: linear between the two order
    /// statistics around `(n − 1) p` (type 7 of Hyndman and Fan, The American
    /// Statistician 1996;50:361). None without cases.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let last = u32::try_from(self.n - 1).ok()?;
        let place = f64::from(last) * p.clamp(0.0, 1.0);
        let low = self.nth(place.floor())?;
        let high = self.nth(place.ceil())?;
        Some(low + (high - low) * place.fract())
    }
    /// The value at a place of the sorted delays, from 0.
    fn nth(&self, place: f64) -> Option<f64> {
        let mut passed = 0_i64;
        let found = self.counts.iter().find(|(_, count)| {
            passed += **count;
            i32::try_from(passed).is_ok_and(|passed| f64::from(passed) > place)
        });
        found.and_then(|(days, _)| i32::try_from(*days).ok()).map(f64::from)
    }
    /// The share of cases that were reported within `days` of their onset, 0 to
    /// 1: `#{i : delay_i ≤ days} / n`, the empirical distribution function of
    /// the delays. A day of onset that lies `days` back is shaded by it. None
    /// without cases.
    pub fn share_within(&self, days: i64) -> Option<f64> {
        let within: i64 = self.counts.range(..=days).map(|(_, count)| count).sum();
        let (within, n) = (u32::try_from(within).ok()?, u32::try_from(self.n).ok()?);
        (n > 0).then(|| f64::from(within) / f64::from(n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quantiles_and_shares_of_delays_worked_out_by_hand() {
        // 0 0 1 2 2 2 5 9
        let delays = Delays::of([(0, 2), (1, 1), (2, 3), (5, 1), (9, 1)]);
        assert_eq!((delays.n(), delays.longest()), (8, Some(9)));
        for (p, expected) in [(0.0, 0.0), (0.25, 0.75), (0.5, 2.0), (0.75, 2.75), (1.0, 9.0)] {
            assert_eq!(delays.quantile(p), Some(expected), "{p}");
        }
        for (days, expected) in [(-1, 0.0), (0, 0.25), (1, 0.375), (2, 0.75), (4, 0.75), (5, 0.875), (9, 1.0)]
        {
            assert_eq!(delays.share_within(days), Some(expected), "{days}");
        }
    }

    #[test]
    fn nothing_is_said_of_no_cases() {
        let none = Delays::of([(3, 0)]);
        assert_eq!(
            (none.n(), none.quantile(0.5), none.share_within(7), none.longest()),
            (0, None, None, None)
        );
    }

    #[test]
    fn a_case_found_before_it_fell_ill_counts() {
        let delays = Delays::of([(-2, 1), (4, 1)]);
        assert_eq!(delays.share_within(0), Some(0.5));
        assert_eq!(delays.quantile(0.5), Some(1.0));
    }

    proptest! {
        #[test]
        fn shares_grow_with_days_up_to_one(counts in proptest::collection::btree_map(-5i64..40, 1i64..50, 1..20)) {
            let delays = Delays::of(counts);
            let shares: Vec<f64> = (-6..41).filter_map(|days| delays.share_within(days)).collect();
            prop_assert!(shares.windows(2).all(|pair| pair[0] <= pair[1]));
            prop_assert_eq!((shares[0], shares[shares.len() - 1]), (0.0, 1.0));
            let quartiles: Vec<f64> = [0.25, 0.5, 0.75].iter().filter_map(|p| delays.quantile(*p)).collect();
            prop_assert!(quartiles.windows(2).all(|pair| pair[0] <= pair[1]));
        }
    }
}
