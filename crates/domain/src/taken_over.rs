//! Records that another installation had: taken over as they stand, with what
//! has happened to them, for the units that did it are not ours.

use kernel::Timestamp;

use crate::FactBody;
use crate::clinical::Case;
use crate::investigation::Contact;

/// What had happened to a case beside its opening.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourseOfCase {
    /// One of [`crate::clinical::SEVERITIES`].
    pub severity: Option<String>,
    /// First visit.
    pub first_visit_at: Option<Timestamp>,
    /// When the deciding result was known.
    pub resulted_at: Option<Timestamp>,
    /// When it was reported.
    pub reported_at: Option<Timestamp>,
    /// When isolated.
    pub isolated_at: Option<Timestamp>,
    /// When admitted.
    pub admitted_at: Option<Timestamp>,
    /// When and how it ended.
    pub ended: Option<(Timestamp, String)>,
    /// Whether it turned out that there was no such case.
    pub withdrawn: bool,
}

/// The fact that tells the course of a case.
pub fn case(course: CourseOfCase) -> FactBody {
    let (ended_at, outcome) = course.ended.unzip();
    FactBody::CaseTakenOver {
        severity: course.severity,
        first_visit_at: course.first_visit_at,
        resulted_at: course.resulted_at,
        reported_at: course.reported_at,
        isolated_at: course.isolated_at,
        admitted_at: course.admitted_at,
        ended_at,
        outcome,
        no_case: course.withdrawn,
    }
}

/// The case after it.
pub(crate) fn evolve_case(case: &mut Case, body: &FactBody) {
    let FactBody::CaseTakenOver {
        severity,
        first_visit_at,
        resulted_at,
        reported_at,
        isolated_at,
        admitted_at,
        ended_at,
        outcome,
        no_case,
    } = body
    else {
        return;
    };
    case.assessment.severity.clone_from(severity);
    case.first_visit_at = *first_visit_at;
    case.resulted_at = *resulted_at;
    case.reported_at = *reported_at;
    case.isolated_at = *isolated_at;
    case.admitted_at = *admitted_at;
    case.ended = ended_at.zip(outcome.clone());
    if *no_case {
        case.withdraw();
    }
}

/// The contact after it.
pub(crate) fn evolve_contact(contact: &mut Contact, body: &FactBody) {
    if let FactBody::ContactTakenOver { status, reached_at } = body {
        contact.status.clone_from(status);
        contact.reached_at = *reached_at;
    }
}
