//! When cases make a cluster (rules CA11, CA12 and those of other diseases).

use kernel::Date;

use crate::{schedule::days_between, schema::ClusterRule};

/// A cluster that a rule finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cluster<'a> {
    /// The rule.
    pub rule: &'a ClusterRule,
    /// First case of the window.
    pub from: Date,
    /// Last case of the window.
    pub to: Date,
    /// Cases in the window.
    pub cases: u32,
}

/// The earliest cluster among the cases of one place, by the first rule that
/// finds one. `cases` are their days, in any order; several may share one.
pub fn find<'a>(
    rules: impl IntoIterator<Item = &'a ClusterRule>,
    place_kind: &str,
    cases: &[Date],
) -> Option<Cluster<'a>> {
    let mut days = cases.to_vec();
    days.sort_unstable();
    rules
        .into_iter()
        .filter(|rule| rule.places.is_empty() || rule.places.iter().any(|place| place == place_kind))
        .find_map(|rule| {
            let inside = |from: Date, to: Date| {
                let apart = days_between(from, to);
                apart < rule.window_days || rule.boundary_inclusive && apart == rule.window_days
            };
            (0..days.len()).find_map(|first| {
                let window: Vec<Date> =
                    days[first..].iter().copied().take_while(|day| inside(days[first], *day)).collect();
                let cases = u32::try_from(window.len()).unwrap_or(u32::MAX);
                let to = window.last().copied()?;
                (cases >= rule.min_cases).then_some(Cluster { rule, from: days[first], to, cases })
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Cites, Confidence};
    use kernel::parse_date;

    fn rule(min_cases: u32, window_days: u32, boundary_inclusive: bool, places: &[&str]) -> ClusterRule {
        ClusterRule {
            id: "CA12".to_owned(),
            title: kernel::Text { zh: "聚集性疫情".to_owned(), en: "cluster".to_owned() },
            cites: Cites {
                requirement: "D09".into(),
                source: "epim".into(),
                confidence: Confidence::A,
                basis: None,
            },
            min_cases,
            window_days,
            boundary_inclusive,
            places: places.iter().map(|place| (*place).to_owned()).collect(),
        }
    }

    fn september(days: &[u8]) -> Vec<Date> {
        days.iter().map(|day| parse_date(&format!("2022-09-{day:02}")).expect("day")).collect()
    }

    #[test]
    fn the_boundary_is_a_setting() {
        for (rule, days, place, found) in [
            (rule(2, 7, true, &["school"]), &[1, 8][..], "school", true),
            (rule(2, 7, false, &["school"]), &[1, 8], "school", false),
            (rule(2, 7, true, &["school"]), &[1, 10], "school", false),
            (rule(2, 7, true, &["school"]), &[1, 8], "market", false),
            (rule(2, 7, true, &[]), &[8, 1], "market", true),
            (rule(5, 14, true, &[]), &[1, 1, 1, 15], "office", false),
            (rule(5, 14, true, &[]), &[1, 1, 1, 14, 15], "office", true),
            (rule(2, 7, true, &[]), &[], "office", false),
        ] {
            let rules = [rule];
            assert_eq!(find(&rules, place, &september(days)).is_some(), found, "{days:?} {place}");
        }
    }

    #[test]
    fn tells_the_window() {
        let rules = [rule(2, 7, true, &[])];
        let cluster = find(&rules, "school", &september(&[1, 10, 12, 20])).expect("found");
        assert_eq!(cluster.from, september(&[10])[0]);
        assert_eq!(cluster.to, september(&[12])[0]);
        assert_eq!(cluster.cases, 2);
    }
}
