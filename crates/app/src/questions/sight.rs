//! Who may see a fact. What is stored decides, its kind and its area, never
//! what the asker calls it.

use authz::{Action, Reach};
use domain::Fact;
use kernel::{AreaPath, Code, Error, Result, SubjectKind, SubjectRef};
use std::collections::{BTreeSet, HashMap};
use store::{CaseRow, ContactRow, ExposureRow, OrderRow, Scope};
use uuid::Uuid;

use crate::{App, Caller};

/// The actions that show facts.
const SHOWING: [Action; 6] = [
    Action::ReadObligations,
    Action::ReadCases,
    Action::ReadOrders,
    Action::ReportFever,
    Action::ReadPersonal,
    Action::ReviewGlass,
];

/// Any of which shows facts of a kind, or changes of a topic; none shows a kind
/// that is not in the list.
fn shown_by(kind: &str) -> &'static [Action] {
    match kind {
        "person_registered" | "erased" | "erasure_refused" | "persons_merged" | "merge_undone"
        | "household_formed" | "household_joined" | "household_left" | "household_head_set"
        | "address_recorded" | "address_ended" => &[Action::ReadPersonal],
        "hold_set" | "hold_released" | "purged" => &[Action::ErasePerson],
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
        | "case_revised"
        | "case_taken_over"
        | "contact_taken_over"
        | "import_begun"
        | "import_undone"
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
        | "meeting_held"
        | "situation_assessed"
        | "assessment_replaced"
        | "directive_superseded"
        | "directive_withdrawn"
        | "document_delivered"
        | "document_read"
        | "document_relayed"
        | "task_issued"
        | "task_received"
        | "task_extension_asked"
        | "task_extended"
        | "task_extension_refused"
        | "task_submitted"
        | "task_returned"
        | "task_done"
        | "task_cancelled"
        | "operating_state_set"
        | "policy_set"
        | "task_force_required"
        | "task_force_staffed"
        | "task_force_dissolved"
        | "roll_called"
        | "roll_answered"
        | "leave_asked"
        | "leave_approved"
        | "leave_refused"
        | "leave_withdrawn"
        | "major_event_reported"
        | "major_event_followed"
        | "major_event_closed"
        | "occasion_set"
        | "roster_approved"
        | "shift_handed_over"
        | "report_required"
        | "report_sent"
        | "bulletin_drafted"
        | "bulletin_approved"
        | "bulletin_released"
        | "bulletin_corrected"
        | "bulletin_withdrawn"
        | "problem_listed"
        | "rectification_submitted"
        | "rectification_returned"
        | "rectification_verified"
        | "watch_required"
        | "shift_rostered"
        | "duty_gap_found"
        | "duty_gap_filled"
        | "zone_set"
        | "area_changed"
        | "obligation_warned"
        | "obligation_escalated"
        | "obligation_waived"
        | "handover_offered"
        | "handover_accepted"
        | "handover_rejected"
        | "handover_withdrawn"
        | "handover_expired"
        | "grant_lent"
        | "grant_allowed"
        | "grant_returned" => &[Action::ReadObligations],
        "glass_broken" | "glass_closed" | "glass_reviewed" => &[Action::ReviewGlass],
        _ => &[],
    }
}

/// Any of which shows the id of something. A person's opens nothing by itself.
const fn named_by(kind: SubjectKind) -> &'static [Action] {
    match kind {
        SubjectKind::Case | SubjectKind::Contact | SubjectKind::Exposure => &[Action::ReadCases],
        SubjectKind::Order => &[Action::ReadOrders],
        SubjectKind::Visit => &[Action::ReportFever, Action::ReadCases],
        SubjectKind::Glass => &[Action::ReviewGlass],
        _ => &SHOWING,
    }
}

/// What somebody may see of facts.
pub(super) struct Sight {
    reaches: Vec<(Action, Vec<Reach>)>,
}

/// The diseases of records that are not said by the facts about them.
pub(super) type Diseases = HashMap<Uuid, String>;

impl Sight {
    /// The sight of a caller.
    ///
    /// # Errors
    /// `access.forbidden` for whom no fact is shown anywhere.
    pub(super) fn of(caller: &Caller) -> Result<Self> {
        let reaches: Vec<_> = SHOWING
            .into_iter()
            .filter_map(|action| Some((action, caller.authority.reaches_for(action).ok()?)))
            .collect();
        if reaches.is_empty() {
            return Err(Error::new(Code::Forbidden).arg("action", Action::ReadObligations));
        }
        Ok(Self { reaches })
    }
    /// Everywhere where any fact may be shown; which ones is for [`Self::shown`] to say.
    pub(super) fn scope(&self, caller: &Caller, purpose: &str) -> Scope {
        let all = self.reaches.iter().flat_map(|(_, reaches)| reaches);
        let mut all: Vec<AreaPath> = all.map(|reach| reach.area.clone()).collect();
        all.sort();
        all.dedup();
        Scope::new(caller.user, all, purpose)
    }
    /// Whether the caller sees records of some diseases alone anywhere.
    fn is_limited(&self) -> bool {
        self.reaches.iter().flat_map(|(_, reaches)| reaches).any(|reach| reach.diseases.is_some())
    }
    /// Whether a change of a topic is shown.
    pub(super) fn sees(&self, topic: &str, area: &AreaPath, disease: Option<&str>) -> bool {
        self.any(shown_by(topic), area, disease)
    }
    /// The fact as it is shown, without the ids of what the caller may not
    /// read; none when it is not.
    pub(super) fn shown(&self, mut fact: Fact, known: &Diseases) -> Option<Fact> {
        let disease = fact.view().disease().map(str::to_owned);
        let disease = disease.or_else(|| fact.subjects().find_map(|about| known.get(&about.id).cloned()));
        let disease = disease.as_deref();
        let seen = match (fact.kind(), fact.refs.first()) {
            // A withdrawal is shown to whoever may read what was withdrawn.
            ("withdrawn", Some(about)) if named_by(about.kind).len() < SHOWING.len() => {
                self.any(named_by(about.kind), &fact.area, disease)
            }
            (kind, _) => self.sees(kind, &fact.area, disease),
        };
        if !seen {
            return None;
        }
        let area = fact.area.clone();
        fact.refs.retain(|subject| self.any(named_by(subject.kind), &area, disease));
        Some(fact)
    }

    fn any(&self, actions: &[Action], area: &AreaPath, disease: Option<&str>) -> bool {
        let holds = |reaches: &[Reach]| reaches.iter().any(|reach| reach.holds(area, disease));
        self.reaches.iter().any(|(action, reaches)| actions.contains(action) && holds(reaches))
    }
}

impl App {
    /// The diseases of the records among some subjects, for a sight that is
    /// limited to some; nothing is looked up for one that is not.
    pub(super) async fn diseases(
        &self,
        sight: &Sight,
        subjects: impl IntoIterator<Item = SubjectRef>,
    ) -> Result<Diseases> {
        let mut diseases = Diseases::new();
        if !sight.is_limited() {
            return Ok(diseases);
        }
        let subjects: BTreeSet<SubjectRef> = subjects.into_iter().collect();
        let of = |kind| subjects.iter().filter(|s| s.kind == kind).map(|s| s.id).collect::<Vec<_>>();
        let (scope, now) = (Scope::system(), self.as_of(None));
        let store = self.store();
        for row in store.many::<CaseRow>(&scope, &of(SubjectKind::Case), now).await? {
            diseases.insert(row.id.0, row.disease);
        }
        for row in store.many::<ContactRow>(&scope, &of(SubjectKind::Contact), now).await? {
            diseases.insert(row.id.0, row.disease);
        }
        for row in store.many::<OrderRow>(&scope, &of(SubjectKind::Order), now).await? {
            diseases.insert(row.id.0, row.disease);
        }
        for row in store.many::<ExposureRow>(&scope, &of(SubjectKind::Exposure), now).await? {
            diseases.insert(row.id.0, row.disease);
        }
        Ok(diseases)
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
