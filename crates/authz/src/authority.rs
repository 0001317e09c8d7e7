//! What somebody may do where, and for which diseases: the grants of his posts,
//! what others lend him of theirs, what a key takes away.

use kernel::{AreaPath, Code, Error, Result, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use crate::{Action, Role, allows, is_lendable, is_of_disease};

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

/// What the holder of a post lends of its grant, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loan {
    /// Who lends it: for him its holder acts.
    pub by: UserId,
    /// The grant, as the lender has it at that moment.
    pub grant: Grant,
    /// These actions alone; all that may be lent when absent.
    pub actions: Option<BTreeSet<Action>>,
}

impl Loan {
    /// Whether an action is lent.
    pub fn allows(&self, action: Action) -> bool {
        let named = self.actions.as_ref().is_none_or(|actions| actions.contains(&action));
        named && is_lendable(action) && allows(self.grant.role, action)
    }
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
    loans: Vec<Loan>,
    bounds: Option<Bounds>,
}

impl Authority {
    /// The authority of somebody's grants at a moment (wall clock).
    pub fn at(grants: impl IntoIterator<Item = Grant>, now: Timestamp) -> Self {
        let valid = |g: &Grant| is_valid(g, now);
        Self { grants: grants.into_iter().filter(valid).collect(), ..Self::default() }
    }
    /// The same with what others lend at that moment; a loan ends with its grant.
    #[must_use]
    pub fn with_loans(mut self, loans: impl IntoIterator<Item = Loan>, now: Timestamp) -> Self {
        self.loans.extend(loans.into_iter().filter(|loan| is_valid(&loan.grant, now)));
        self
    }
    /// The same without what others lend.
    #[must_use]
    pub fn own(&self) -> Self {
        Self { loans: Vec::new(), ..self.clone() }
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
        let lent = self.loans.iter().filter(|loan| loan.allows(action)).map(|loan| &loan.grant);
        let own = self.grants.iter().filter(|g| allows(g.role, action)).chain(lent);
        let own = own.map(|g| reach_of(g, action));
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
    /// Who lends what lets an action be done on a record; none where it is one's own.
    pub fn lender_for(&self, action: Action, area: &AreaPath, disease: Option<&str>) -> Option<UserId> {
        let holds = |grant: &Grant| {
            let reach = reach_of(grant, action);
            // A person belongs to no disease.
            area.is_within(&reach.area) && (disease.is_none() || reach.holds(area, disease))
        };
        if self.grants.iter().any(|grant| allows(grant.role, action) && holds(grant)) {
            return None;
        }
        let mut lent = self.loans.iter().filter(|loan| loan.allows(action));
        lent.find(|loan| holds(&loan.grant)).map(|loan| loan.by)
    }
    /// What others lend.
    pub fn loans(&self) -> &[Loan] {
        &self.loans
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

fn is_valid(grant: &Grant, now: Timestamp) -> bool {
    grant.valid_from <= now && grant.valid_to.is_none_or(|to| now < to)
}

fn reach_of(grant: &Grant, action: Action) -> Reach {
    Reach { area: grant.area.clone(), diseases: grant.diseases.clone().filter(|_| is_of_disease(action)) }
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
    fn a_loan_gives_what_its_grant_gives_and_names_the_lender() {
        let (city, county, other) = (area(&["CN", "14"]), area(&["CN", "14", "1401"]), area(&["CN", "15"]));
        let lender = UserId(kernel::derived_uuid(&["lender"]));
        let loan = |role, actions: Option<&[Action]>| Loan {
            by: lender,
            grant: grant(role, city.clone(), 0, Some(10)),
            actions: actions.map(|actions| actions.iter().copied().collect()),
        };
        let own = Authority::at([grant(Role::Office, county.clone(), 0, None)], at(1));
        let whole = own.clone().with_loans([loan(Role::Epidemiologist, None)], at(1));
        for (action, place, allowed, by) in [
            (Action::ManageCases, &county, true, Some(lender)),
            (Action::ReadCases, &county, true, None),
            (Action::ReadCases, &city, true, Some(lender)),
            (Action::ReadCases, &other, false, None),
            (Action::WaiveObligations, &county, false, None),
        ] {
            assert_eq!(whole.require(action, place).is_ok(), allowed, "{action} {place}");
            assert_eq!(whole.lender_for(action, place, None), by, "{action} {place}");
        }
        assert_eq!(whole.own(), own);
        let part = own.clone().with_loans([loan(Role::Epidemiologist, Some(&[Action::ManageCases]))], at(1));
        assert!(part.require(Action::ManageCases, &city).is_ok());
        assert!(part.require(Action::IssueOrders, &city).is_err(), "not lent");
        // Never more than the lender has, never what nobody lends, never beyond the grant's own end.
        let more = own.clone().with_loans([loan(Role::Office, Some(&[Action::ManageCases]))], at(1));
        assert!(more.require(Action::ManageCases, &city).is_err());
        let masters = own.clone().with_loans([loan(Role::Administrator, None)], at(1));
        assert!(masters.require(Action::Administer, &city).is_err());
        assert!(masters.require(Action::ErasePerson, &city).is_err());
        assert_eq!(own.clone().with_loans([loan(Role::Epidemiologist, None)], at(10)), own);
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
