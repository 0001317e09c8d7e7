//! Who may see a fact. What is stored decides, its kind and its area, never
//! what the asker calls it.

use authz::Action;
use domain::Fact;
use kernel::{AreaPath, Code, Error, Result, SubjectKind};
use store::Scope;

use crate::Caller;

/// The actions that show facts.
const SHOWING: [Action; 5] = [
    Action::ReadObligations,
    Action::ReadCases,
    Action::ReadOrders,
    Action::ReportFever,
    Action::ReadPersonal,
];

/// Any of which shows facts of a kind, or changes of a topic; none shows a kind
/// that is not in the list.
fn shown_by(kind: &str) -> &'static [Action] {
    match kind {
        "person_registered" | "erased" => &[Action::ReadPersonal],
        "fever_seen" | "fever_reported" | "visit_disposed" => &[Action::ReportFever, Action::ReadCases],
        "sample_taken"
        | "test_result"
        | "case_opened"
        | "case_classified"
        | "case_assessed"
        | "case_reported"
        | "card_revised"
        | "investigation_done"
        | "severity_assessed"
        | "treatment_planned"
        | "case_isolated"
        | "case_admitted"
        | "case_ended"
        | "exposure_recorded"
        | "exposure_retracted"
        | "contact_determined"
        | "contact_reclassified"
        | "contact_reached"
        | "contact_ended"
        | "cluster_found"
        | "withdrawn" => &[Action::ReadCases],
        "order_issued"
        | "order_amended"
        | "isolation_started"
        | "order_lifted"
        | "order_released"
        | "order_appealed"
        | "appeal_decided"
        | "order_change_proposed"
        | "check_done" => &[Action::ReadOrders],
        "directive_issued"
        | "problem_listed"
        | "rectification_submitted"
        | "rectification_returned"
        | "rectification_verified"
        | "watch_required"
        | "shift_rostered"
        | "duty_gap_found"
        | "duty_gap_filled"
        | "zone_set"
        | "obligation_warned"
        | "obligation_escalated"
        | "obligation_waived" => &[Action::ReadObligations],
        _ => &[],
    }
}

/// Any of which shows the id of something. A person's opens nothing by itself.
const fn named_by(kind: SubjectKind) -> &'static [Action] {
    match kind {
        SubjectKind::Case | SubjectKind::Contact | SubjectKind::Exposure => &[Action::ReadCases],
        SubjectKind::Order => &[Action::ReadOrders],
        SubjectKind::Visit => &[Action::ReportFever, Action::ReadCases],
        _ => &SHOWING,
    }
}

/// What somebody may see of facts.
pub(super) struct Sight {
    areas: Vec<(Action, Vec<AreaPath>)>,
}

impl Sight {
    /// The sight of a caller.
    ///
    /// # Errors
    /// `access.forbidden` for whom no fact is shown anywhere.
    pub(super) fn of(caller: &Caller) -> Result<Self> {
        let areas: Vec<_> = SHOWING
            .into_iter()
            .filter_map(|action| Some((action, caller.authority.areas_for(action).ok()?)))
            .collect();
        if areas.is_empty() {
            return Err(Error::new(Code::Forbidden).arg("action", Action::ReadObligations));
        }
        Ok(Self { areas })
    }
    /// Everywhere where any fact may be shown.
    pub(super) fn scope(&self, caller: &Caller, purpose: &str) -> Scope {
        let mut all: Vec<AreaPath> = self.areas.iter().flat_map(|(_, areas)| areas.clone()).collect();
        all.sort();
        all.dedup();
        Scope::new(caller.user, all, purpose)
    }
    /// Whether a change of a topic is shown.
    pub(super) fn sees(&self, topic: &str, area: &AreaPath) -> bool {
        self.any(shown_by(topic), area)
    }
    /// The fact as it is shown, without the ids of what the caller may not
    /// read; none when it is not.
    pub(super) fn shown(&self, mut fact: Fact) -> Option<Fact> {
        let seen = match (fact.kind(), fact.refs.first()) {
            // A withdrawal is shown to whoever may read what was withdrawn.
            ("withdrawn", Some(about)) if named_by(about.kind).len() < SHOWING.len() => {
                self.any(named_by(about.kind), &fact.area)
            }
            (kind, _) => self.sees(kind, &fact.area),
        };
        if !seen {
            return None;
        }
        fact.refs.retain(|subject| self.any(named_by(subject.kind), &fact.area));
        Some(fact)
    }

    fn any(&self, actions: &[Action], area: &AreaPath) -> bool {
        let inside = |areas: &[AreaPath]| areas.iter().any(|own| area.is_within(own));
        self.areas.iter().any(|(action, areas)| actions.contains(action) && inside(areas))
    }
}

#[cfg(test)]
mod tests {
    use super::shown_by;

    #[test]
    fn every_kind_of_fact_is_shown_to_somebody() {
        for kind in protocol::catalogue::FACT_KINDS {
            assert!(!shown_by(kind.name).is_empty(), "{}", kind.name);
        }
        assert!(shown_by("no_such_kind").is_empty());
    }
}
