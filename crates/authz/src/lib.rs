//! Who may do what where. Roles, actions and the matrix between them; a user
//! holds roles at posts, each bound to an area and a span of time. The matrix
//! is reviewed as a file (`permissions.txt`): a test fails when code and file
//! differ, and no role or action can be left out.
//!
//! This crate decides; the store turns the allowed areas into a predicate.

use kernel::{AreaPath, Code, Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)+ }
        impl $name {
            /// Every value, in the order of the matrix.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// The stored and wire form.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $text,)+ } }
            /// Reads the stored form.
            pub fn parse(text: &str) -> Option<Self> { Self::ALL.iter().copied().find(|v| v.as_str() == text) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }
    };
}

words! {
    /// What a post lets its holder be.
    Role {
        /// Headquarters: decides, issues directives, sees all of its area.
        Commander = "commander",
        /// Command office: directives, rosters, obligations of its area.
        Office = "office",
        /// CDC: cases, exposures, contacts, orders.
        Epidemiologist = "epidemiologist",
        /// Clinic, pharmacy, fever clinic, school, port.
        Sentinel = "sentinel",
        /// Samples and results.
        Laboratory = "laboratory",
        /// Hospital: treatment of cases.
        Clinician = "clinician",
        /// Checks, visits and home isolation.
        CommunityWorker = "community_worker",
        /// Central isolation.
        IsolationSite = "isolation_site",
        /// Lists problems and verifies that they are mended.
        Supervisor = "supervisor",
        /// Reads the audit; sees no person.
        Auditor = "auditor",
        /// Sets up areas, units, users; sees no person.
        Administrator = "administrator",
    }
}

words! {
    /// What can be done.
    Action {
        /// Record a fever, its report and its disposition.
        ReportFever = "report_fever",
        /// Record samples and results.
        RecordTest = "record_test",
        /// Register a person.
        RegisterPerson = "register_person",
        /// See the values that name a person.
        ReadPersonal = "read_personal",
        /// Erase a person.
        ErasePerson = "erase_person",
        /// See cases, contacts, exposures and chains.
        ReadCases = "read_cases",
        /// Open, assess and classify cases; report and investigate them.
        ManageCases = "manage_cases",
        /// Isolate, admit, plan treatment, end a case.
        TreatCases = "treat_cases",
        /// Record exposures; determine, reach and end contacts.
        TraceContacts = "trace_contacts",
        /// See orders and schedules.
        ReadOrders = "read_orders",
        /// Issue, amend, lift and release orders.
        IssueOrders = "issue_orders",
        /// Take in persons under order, record checks.
        CarryOutOrders = "carry_out_orders",
        /// Decide objections.
        DecideAppeals = "decide_appeals",
        /// See obligations.
        ReadObligations = "read_obligations",
        /// Waive an obligation.
        WaiveObligations = "waive_obligations",
        /// Issue directives and list problems.
        IssueDirectives = "issue_directives",
        /// Submit a rectification.
        Rectify = "rectify",
        /// Verify or return a rectification.
        VerifyRectification = "verify_rectification",
        /// Require watches and fill rosters.
        ManageDuty = "manage_duty",
        /// Set the level of a zone.
        SetZones = "set_zones",
        /// Take in line lists.
        ImportCases = "import_cases",
        /// Withdraw a fact that was not so.
        WithdrawFacts = "withdraw_facts",
        /// See who read what.
        ReadAudit = "read_audit",
        /// Set up areas, units, posts and users; drive a drill's clock.
        Administer = "administer",
    }
}

/// Whether a role allows an action at all.
pub const fn allows(role: Role, action: Action) -> bool {
    use Action as A;
    use Role as R;
    match action {
        A::ReadObligations => !matches!(role, R::Auditor),
        A::Rectify => !matches!(role, R::Auditor | R::Administrator | R::Supervisor),
        A::ReadCases => {
            matches!(role, R::Commander | R::Office | R::Epidemiologist | R::Clinician | R::Supervisor)
        }
        A::ReadOrders => matches!(
            role,
            R::Commander
                | R::Office
                | R::Epidemiologist
                | R::CommunityWorker
                | R::IsolationSite
                | R::Supervisor
        ),
        A::ReportFever => matches!(role, R::Sentinel | R::Clinician | R::Epidemiologist),
        A::RecordTest => matches!(role, R::Laboratory | R::Clinician | R::Epidemiologist),
        A::RegisterPerson => matches!(
            role,
            R::Sentinel
                | R::Laboratory
                | R::Clinician
                | R::Epidemiologist
                | R::CommunityWorker
                | R::IsolationSite
        ),
        A::ReadPersonal => {
            matches!(role, R::Epidemiologist | R::Clinician | R::CommunityWorker | R::IsolationSite)
        }
        A::ManageCases | A::TraceContacts | A::ImportCases | A::WithdrawFacts => {
            matches!(role, R::Epidemiologist)
        }
        A::TreatCases => matches!(role, R::Clinician | R::Epidemiologist),
        A::IssueOrders => matches!(role, R::Commander | R::Epidemiologist),
        A::CarryOutOrders => matches!(role, R::CommunityWorker | R::IsolationSite | R::Epidemiologist),
        A::DecideAppeals | A::WaiveObligations | A::SetZones => matches!(role, R::Commander),
        A::IssueDirectives => matches!(role, R::Commander | R::Office | R::Supervisor),
        A::VerifyRectification => matches!(role, R::Commander | R::Office | R::Supervisor),
        A::ManageDuty => matches!(role, R::Commander | R::Office),
        A::ErasePerson | A::Administer => matches!(role, R::Administrator),
        A::ReadAudit => matches!(role, R::Auditor),
    }
}

/// A role somebody holds at a post, in an area, for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The area; the role holds for it and all below.
    pub area: AreaPath,
    /// From when.
    pub valid_from: Timestamp,
    /// Until when (exclusive); open when absent.
    pub valid_to: Option<Timestamp>,
}

/// All that somebody may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authority {
    grants: Vec<Grant>,
}

impl Authority {
    /// The authority of somebody's grants at a moment (wall clock).
    pub fn at(grants: impl IntoIterator<Item = Grant>, now: Timestamp) -> Self {
        let valid = |g: &Grant| g.valid_from <= now && g.valid_to.is_none_or(|to| now < to);
        Self { grants: grants.into_iter().filter(valid).collect() }
    }
    /// The areas in which an action is allowed, none inside another.
    ///
    /// # Errors
    /// `access.forbidden` when there is none.
    pub fn areas_for(&self, action: Action) -> Result<Vec<AreaPath>> {
        let mut areas: Vec<AreaPath> =
            self.grants.iter().filter(|g| allows(g.role, action)).map(|g| g.area.clone()).collect();
        areas.sort();
        areas.dedup();
        // Sorted, an area stands directly behind the one that contains it.
        let mut widest: Vec<AreaPath> = Vec::with_capacity(areas.len());
        for area in areas {
            if !widest.last().is_some_and(|w| area.is_within(w)) {
                widest.push(area);
            }
        }
        if widest.is_empty() { Err(Error::new(Code::Forbidden).arg("action", action)) } else { Ok(widest) }
    }
    /// Refuses an action in an area that no grant covers.
    ///
    /// # Errors
    /// `access.forbidden`.
    pub fn require(&self, action: Action, area: &AreaPath) -> Result<()> {
        let covered = self.grants.iter().any(|g| allows(g.role, action) && area.is_within(&g.area));
        if covered { Ok(()) } else { Err(Error::new(Code::Forbidden).arg("action", action)) }
    }
    /// The roles held, for a client that wants to know what to offer.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }
}

/// The matrix as the reviewed file has it: a line per action, a column per role.
pub fn matrix() -> String {
    let width = Action::ALL.iter().map(|a| a.as_str().len()).max().unwrap_or(0);
    let mut text = format!("{:width$}", "");
    for role in Role::ALL {
        text.push(' ');
        text.push_str(role.as_str());
    }
    text.push('\n');
    for action in Action::ALL {
        text.push_str(&format!("{:width$}", action.as_str()));
        for role in Role::ALL {
            let mark = if allows(*role, *action) { "x" } else { "." };
            text.push_str(&format!(" {mark:<w$}", w = role.as_str().len()));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
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
        Grant { role, area, valid_from: at(from), valid_to: to.map(at) }
    }

    #[test]
    fn the_matrix_is_the_reviewed_file() {
        assert_eq!(
            matrix(),
            include_str!("../permissions.txt"),
            "review the change, then write it to permissions.txt"
        );
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
}
