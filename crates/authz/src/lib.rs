//! Who may do what where. Roles, actions and the matrix between them; a user
//! holds roles at posts, each bound to an area and a span of time. The matrix
//! is reviewed as a file (`permissions.txt`): a test fails when code and file
//! differ, and no role or action can be left out. What a neighbour sees of a
//! record, field by field, is another (`fields.txt`).
//!
//! This crate decides; the store turns the allowed areas and diseases into a predicate.

mod authority;

use serde::{Deserialize, Serialize};
use std::fmt;

pub use authority::{Authority, Bounds, Grant, Loan, Reach};
pub use fields::{Coarse, Record, Sight, field_list, fields, sight_of};

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

// Behind the macro that it uses.
mod fields;

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
        /// Takes persons under order where they must go.
        Transport = "transport",
        /// Lists problems and verifies that they are mended.
        Supervisor = "supervisor",
        /// Reads the audit; sees no person.
        Auditor = "auditor",
        /// A system that hands records over: registers, reports, imports; sees no name.
        Integrator = "integrator",
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
        /// Hand duties and the lead of cases over, and take them over.
        HandOver = "hand_over",
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
        /// Set the operating state of an area and the policy by which it is led.
        SetPosture = "set_posture",
        /// Approve and release bulletins for the public.
        ReleaseBulletins = "release_bulletins",
        /// Take in line lists.
        ImportCases = "import_cases",
        /// Withdraw a fact that was not so.
        WithdrawFacts = "withdraw_facts",
        /// See who read what.
        ReadAudit = "read_audit",
        /// See who opened the sight of records of the area, close it, and review it.
        ReviewGlass = "review_glass",
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
        A::Rectify => !matches!(role, R::Auditor | R::Administrator | R::Supervisor | R::Integrator),
        A::ReadCases => matches!(
            role,
            R::Commander | R::Office | R::Epidemiologist | R::Clinician | R::Supervisor | R::Integrator
        ),
        A::ReadOrders => matches!(
            role,
            R::Commander
                | R::Office
                | R::Epidemiologist
                | R::CommunityWorker
                | R::IsolationSite
                | R::Transport
                | R::Supervisor
        ),
        A::ReportFever => matches!(role, R::Sentinel | R::Clinician | R::Epidemiologist | R::Integrator),
        A::RecordTest => matches!(role, R::Laboratory | R::Clinician | R::Epidemiologist | R::Integrator),
        A::RegisterPerson => matches!(
            role,
            R::Sentinel
                | R::Laboratory
                | R::Clinician
                | R::Epidemiologist
                | R::CommunityWorker
                | R::IsolationSite
                | R::Integrator
        ),
        A::ReadPersonal => matches!(
            role,
            R::Epidemiologist | R::Clinician | R::CommunityWorker | R::IsolationSite | R::Transport
        ),
        A::ManageCases | A::TraceContacts | A::WithdrawFacts => matches!(role, R::Epidemiologist),
        A::ImportCases => matches!(role, R::Epidemiologist | R::Integrator),
        A::TreatCases => matches!(role, R::Clinician | R::Epidemiologist),
        A::IssueOrders => matches!(role, R::Commander | R::Epidemiologist),
        A::CarryOutOrders => {
            matches!(role, R::CommunityWorker | R::IsolationSite | R::Transport | R::Epidemiologist)
        }
        A::DecideAppeals | A::WaiveObligations | A::SetZones | A::SetPosture => matches!(role, R::Commander),
        A::IssueDirectives => matches!(role, R::Commander | R::Office | R::Supervisor),
        A::VerifyRectification => matches!(role, R::Commander | R::Office | R::Supervisor),
        A::ManageDuty | A::ReleaseBulletins => matches!(role, R::Commander | R::Office),
        A::ErasePerson | A::Administer => matches!(role, R::Administrator),
        A::ReadAudit => matches!(role, R::Auditor),
        A::HandOver => !matches!(role, R::Auditor | R::Administrator | R::Integrator),
        A::ReviewGlass => matches!(role, R::Commander | R::Office | R::Auditor),
    }
}

/// Whether what an action touches belongs to a disease: a grant that is
/// limited to diseases lets its holder do it for those alone.
pub const fn is_of_disease(action: Action) -> bool {
    use Action as A;
    match action {
        A::RecordTest
        | A::ReadPersonal
        | A::ReadCases
        | A::ManageCases
        | A::TreatCases
        | A::TraceContacts
        | A::ReadOrders
        | A::IssueOrders
        | A::CarryOutOrders
        | A::DecideAppeals
        | A::ReadObligations
        | A::WaiveObligations
        | A::HandOver
        | A::ImportCases
        | A::WithdrawFacts => true,
        A::ReportFever
        | A::RegisterPerson
        | A::ErasePerson
        | A::IssueDirectives
        | A::Rectify
        | A::VerifyRectification
        | A::ManageDuty
        | A::SetZones
        | A::SetPosture
        | A::ReleaseBulletins
        | A::ReadAudit
        | A::ReviewGlass
        | A::Administer => false,
    }
}

/// Whether an action may be lent to somebody else: what makes one the master of
/// accounts or of what is kept is not.
pub const fn is_lendable(action: Action) -> bool {
    !matches!(action, Action::Administer | Action::ErasePerson)
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

    #[test]
    fn the_matrix_is_the_reviewed_file() {
        assert_eq!(
            matrix(),
            include_str!("../permissions.txt"),
            "review the change, then write it to permissions.txt"
        );
    }
}
