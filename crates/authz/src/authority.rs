//! What somebody may do where, and for which diseases: the grants of his posts,
//! what an opened glass adds to his sight, what a key takes away.

use kernel::{AreaPath, Code, Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use crate::{Action, Role, allows, is_of_disease};

/// A role somebody holds at a post, in an area, for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The area; the role holds for it and all below.
    pub area: AreaPath,
    /// The diseases; every one when absent.
    pub diseases: Option<BTreeSet<String>>,
    /// From when.
    pub valid_from: Timestamp,
    /// Until when (exclusive); open when absent.
    pub valid_to: Option<Timestamp>,
}

/// Where an action is allowed, and for what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reach {
    /// This area and all below it.
    pub area: AreaPath,
    /// Records of these diseases alone; every record when absent.
    pub diseases: Option<BTreeSet<String>>,
}

impl Reach {
    /// Every record of an area.
    pub const fn whole(area: AreaPath) -> Self {
        Self { area, diseases: None }
    }
    /// Whether a record of an area and a disease lies within it. What has no
    /// disease, or none that is known, lies in no reach that is limited.
    pub fn holds(&self, area: &AreaPath, disease: Option<&str>) -> bool {
        let fits = |mine: &BTreeSet<String>| disease.is_some_and(|asked| mine.contains(asked));
        area.is_within(&self.area) && self.diseases.as_ref().is_none_or(fits)
    }
}

/// What a key lets be done of all that its owner may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// These actions alone.
    pub actions: BTreeSet<Action>,
    /// In these areas alone; everywhere when absent.
    pub areas: Option<Vec<AreaPath>>,
}

/// All that somebody may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authority {
    grants: Vec<Grant>,
    bounds: Option<Bounds>,
}

impl Authority {
    /// The authority of somebody's grants at a moment (wall clock).
    pub fn at(grants: impl IntoIterator<Item = Grant>, now: Timestamp) -> Self {
        let valid = |g: &Grant| g.valid_from <= now && g.valid_to.is_none_or(|to| now < to);
        Self { grants: grants.into_iter().filter(valid).collect(), bounds: None }
    }
    /// The same within bounds: never more than before.
    #[must_use]
    pub fn within(mut self, bounds: Bounds) -> Self {
        self.bounds = Some(bounds);
        self
    }
    /// Where an action is allowed and for which diseases, none inside another
    /// that allows as much.
    ///
    /// # Errors
    /// `access.forbidden` when there is none.
    pub fn reaches_for(&self, action: Action) -> Result<Vec<Reach>> {
        let limited = is_of_disease(action);
        let own = self
            .grants
            .iter()
            .filter(|g| allows(g.role, action))
            .map(|g| Reach { area: g.area.clone(), diseases: g.diseases.clone().filter(|_| limited) });
        let mut reaches: Vec<Reach> = match &self.bounds {
            None => own.collect(),
            Some(bounds) if !bounds.actions.contains(&action) => Vec::new(),
            Some(Bounds { areas: None, .. }) => own.collect(),
            Some(Bounds { areas: Some(areas), .. }) => {
                own.flat_map(|reach| areas.iter().filter_map(move |area| narrowed(&reach, area))).collect()
            }
        };
        // The whole ones first: sorted, an area stands directly behind the one that contains it.
        reaches.sort_by(|a, b| (a.diseases.is_some(), a).cmp(&(b.diseases.is_some(), b)));
        let mut widest: Vec<Reach> = Vec::with_capacity(reaches.len());
        for reach in reaches {
            let told = |known: &Reach| {
                let as_much = known.diseases.is_none() || known.diseases == reach.diseases;
                as_much && reach.area.is_within(&known.area)
            };
            if !widest.iter().any(told) {
                widest.push(reach);
            }
        }
        if widest.is_empty() { Err(forbidden(action)) } else { Ok(widest) }
    }
    /// The areas in which an action is allowed for every disease, none inside another.
    ///
    /// # Errors
    /// `access.forbidden` when there is none.
    pub fn areas_for(&self, action: Action) -> Result<Vec<AreaPath>> {
        let reaches = self.reaches_for(action)?;
        let whole: Vec<_> = reaches.into_iter().filter(|r| r.diseases.is_none()).map(|r| r.area).collect();
        if whole.is_empty() { Err(forbidden(action)) } else { Ok(whole) }
    }
    /// Refuses an action in an area that no grant covers for every disease.
    ///
    /// # Errors
    /// `access.forbidden`.
    pub fn require(&self, action: Action, area: &AreaPath) -> Result<()> {
        self.require_of(action, area, None)
    }
    /// Refuses an action on a record of a disease that no grant covers; without
    /// a disease only grants for every disease count.
    ///
    /// # Errors
    /// `access.forbidden`.
    pub fn require_of(&self, action: Action, area: &AreaPath, disease: Option<&str>) -> Result<()> {
        let reaches = self.reaches_for(action)?;
        if reaches.iter().any(|reach| reach.holds(area, disease)) { Ok(()) } else { Err(forbidden(action)) }
    }
    /// The roles held, for a client that wants to know what to offer.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }
    /// The bounds of a key, where one is used.
    pub const fn bounds(&self) -> Option<&Bounds> {
        self.bounds.as_ref()
    }
}

/// What a reach and an area have in common.
fn narrowed(reach: &Reach, area: &AreaPath) -> Option<Reach> {
    if area.is_within(&reach.area) {
        Some(Reach { area: area.clone(), diseases: reach.diseases.clone() })
    } else {
        reach.area.is_within(area).then(|| reach.clone())
    }
}

fn forbidden(action: Action) -> Error {
    Error::new(Code::Forbidden).arg("action", action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::AreaCode;

    fn area(codes: &[&str]) -> AreaPath {
        let code = |c: &str| AreaCode::new(c).expect("sound code");
        codes[1..].iter().fold(AreaPath::root(&code(codes[0])), |p, c| p.child(&code(c)))
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    fn grant(role: Role, area: AreaPath, from: i64, to: Option<i64>) -> Grant {
        Grant { role, area, diseases: None, valid_from: at(from), valid_to: to.map(at) }
    }

    fn of(diseases: &[&str]) -> Option<BTreeSet<String>> {
        Some(diseases.iter().map(|d| (*d).to_owned()).collect())
    }

    #[test]
    fn an_action_is_allowed_in_the_area_and_below_while_the_grant_is_valid() {
        let county = area(&["CN", "14", "1401"]);
        let township = county.child(&AreaCode::new("140105").expect("sound code"));
        let grants = [grant(Role::Epidemiologist, county.clone(), 10, Some(20))];
        for (now, place, allowed) in [
            (10, &county, true),
            (19, &township, true),
            (9, &county, false),
            (20, &county, false),
            (15, &area(&["CN", "14"]), false),
            (15, &area(&["CN", "14", "1402"]), false),
        ] {
            let authority = Authority::at(grants.clone(), at(now));
            assert_eq!(authority.require(Action::IssueOrders, place).is_ok(), allowed, "{now} {place}");
            assert!(authority.require(Action::Administer, place).is_err());
        }
    }

    #[test]
    fn areas_inside_others_are_folded() {
        let province = area(&["CN", "14"]);
        let city = area(&["CN", "14", "1401"]);
        let other = area(&["CN", "15"]);
        let authority = Authority::at(
            [
                grant(Role::Commander, city, 0, None),
                grant(Role::Office, province.clone(), 0, None),
                grant(Role::Sentinel, other, 0, None),
            ],
            at(1),
        );
        assert_eq!(authority.areas_for(Action::ReadCases).expect("allowed"), [province]);
        assert_eq!(
            authority.areas_for(Action::ReadAudit).expect_err("nobody audits").code(),
            Code::Forbidden
        );
    }

    #[test]
    fn a_grant_for_a_disease_reaches_its_records_alone() {
        let (city, county, other) = (area(&["CN", "14"]), area(&["CN", "14", "1401"]), area(&["CN", "15"]));
        let limited = |area: &AreaPath, diseases: &[&str]| Grant {
            diseases: of(diseases),
            ..grant(Role::Epidemiologist, area.clone(), 0, None)
        };
        let authority = Authority::at([limited(&city, &["measles"]), limited(&county, &["measles"])], at(1));
        let reach = Reach { area: city.clone(), diseases: of(&["measles"]) };
        assert_eq!(authority.reaches_for(Action::ReadCases).expect("allowed"), [reach]);
        for (place, disease, allowed) in [
            (&county, Some("measles"), true),
            (&county, Some("covid19"), false),
            (&county, None, false),
            (&other, Some("measles"), false),
        ] {
            let answer = authority.require_of(Action::ManageCases, place, disease);
            assert_eq!(answer.is_ok(), allowed, "{place} {disease:?}");
        }
        assert!(authority.areas_for(Action::ReadCases).is_err(), "not for every disease");
        // What belongs to no disease is not limited by one.
        assert!(authority.require(Action::RegisterPerson, &county).is_ok());
        // Who holds it for all diseases besides holds it for all.
        let both = [limited(&city, &["measles"]), grant(Role::Commander, county.clone(), 0, None)];
        let authority = Authority::at(both, at(1));
        assert_eq!(authority.areas_for(Action::ReadCases).expect("allowed"), [county]);
        assert_eq!(authority.reaches_for(Action::ReadCases).expect("allowed").len(), 2);
    }

    #[test]
    fn bounds_take_away_and_never_add() {
        let (city, county, other) = (area(&["CN", "14"]), area(&["CN", "14", "1401"]), area(&["CN", "15"]));
        let own = Authority::at([grant(Role::Epidemiologist, city.clone(), 0, None)], at(1));
        for (areas, reached) in [
            (None, vec![city.clone()]),
            (Some(vec![county.clone()]), vec![county.clone()]),
            (Some(vec![area(&["CN"])]), vec![city]),
            (Some(vec![other, county.clone()]), vec![county.clone()]),
            (Some(vec![]), vec![]),
        ] {
            let actions = BTreeSet::from([Action::ReadCases, Action::Administer]);
            let bounded = own.clone().within(Bounds { actions, areas });
            assert_eq!(bounded.areas_for(Action::ReadCases).unwrap_or_default(), reached);
            assert!(bounded.require(Action::ManageCases, &county).is_err(), "not among the actions");
            assert!(bounded.require(Action::Administer, &county).is_err(), "the owner may not");
        }
    }
}
