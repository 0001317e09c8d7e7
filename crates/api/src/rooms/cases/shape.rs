//! Cases as clients see them.

use app::questions::Seen;
use domain::clinical::{Case as State, FourEarlies};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::rooms::contacts::Contact;
use crate::rooms::exposures::Exposure;
use crate::rooms::facts::Fact;
use crate::rooms::obligations::Obligation;
use crate::rooms::orders::Order;
use crate::wire::{Classification, Day, Instant, InvestigationStage, Span, area};

/// One illness episode of one person.
#[derive(Serialize, ToSchema)]
pub struct Case {
    id: Uuid,
    version: i64,
    recorded_from_at: Instant,
    area: String,
    /// The number people call it by.
    number: String,
    person: Uuid,
    disease: String,
    classification: Classification,
    /// The rule that gave the class, or `manual`.
    rule: String,
    edition: String,
    /// Why a person set the class.
    #[serde(skip_serializing_if = "Option::is_none")]
    manual_reason: Option<String>,
    /// `open`, `isolated`, `admitted` or `ended`.
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    onset_on: Option<Day>,
    first_positive_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_negative_at: Option<Instant>,
    opened_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    resulted_at: Option<Instant>,
    reported_at: Option<Instant>,
    /// Stages of the investigation done, and when.
    #[schema(value_type = BTreeMap<String, String>)]
    stages: BTreeMap<InvestigationStage, Instant>,
    assessment: Assessment,
    #[serde(skip_serializing_if = "Option::is_none")]
    isolated_at: Option<Instant>,
    admitted_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan_at: Option<Instant>,
    ended_at: Option<Instant>,
    /// `recovered`, `died` or `discarded`.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    imported: bool,
    /// The unit that diagnosed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Uuid>,
    /// Who leads it, once it was handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    lead: Option<Lead>,
}

/// Who leads a case.
#[derive(Serialize, ToSchema)]
struct Lead {
    unit: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<Uuid>,
}

/// History and clinic as last assessed.
#[derive(Serialize, ToSchema)]
pub struct Assessment {
    epi_items: u8,
    clinical_items: u8,
    symptoms: Vec<String>,
    imaging: bool,
    sequencing: bool,
    antibody: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<String>,
}

impl From<Seen<State>> for Case {
    fn from(seen: Seen<State>) -> Self {
        let state = seen.state;
        let status = state.care();
        let (ended_at, outcome) = state.ended.unzip();
        let assessment = state.assessment;
        Self {
            id: seen.id,
            version: seen.version,
            recorded_from_at: seen.recorded_from.into(),
            area: area(&seen.area),
            number: state.number,
            person: state.person.0,
            disease: state.disease,
            classification: state.classification.into(),
            rule: state.rule,
            edition: state.edition,
            manual_reason: state.manual_reason,
            status,
            onset_on: state.onset.map(Into::into),
            first_positive_at: state.first_positive.map(Into::into),
            last_negative_at: state.last_negative.map(Into::into),
            opened_at: state.opened_at.into(),
            resulted_at: state.resulted_at.map(Into::into),
            reported_at: state.reported_at.map(Into::into),
            stages: state.stages.into_iter().map(|(stage, at)| (stage.into(), at.into())).collect(),
            assessment: Assessment {
                epi_items: assessment.epi_items,
                clinical_items: assessment.clinical_items,
                symptoms: assessment.symptoms,
                imaging: assessment.imaging,
                sequencing: assessment.sequencing,
                antibody: assessment.antibody,
                severity: assessment.severity,
            },
            isolated_at: state.isolated_at.map(Into::into),
            admitted_at: state.admitted_at.map(Into::into),
            plan_at: state.plan_at.map(Into::into),
            ended_at: ended_at.map(Into::into),
            outcome,
            imported: state.imported,
            unit: state.unit.map(Into::into),
            lead: state.lead.map(|lead| Lead { unit: lead.unit.0, user: lead.user.map(Into::into) }),
        }
    }
}

/// A case with all that hangs on it.
#[derive(Serialize, ToSchema)]
pub struct CaseDetail {
    case: Case,
    contacts: Vec<Contact>,
    /// Orders on its person.
    orders: Vec<Order>,
    /// Exposures of its person.
    exposures: Vec<Exposure>,
    obligations: Vec<Obligation>,
    facts: Vec<Fact>,
    earlies: Earlies,
}

impl From<app::questions::CaseDetail> for CaseDetail {
    fn from(detail: app::questions::CaseDetail) -> Self {
        Self {
            case: detail.case.into(),
            contacts: detail.contacts.into_iter().map(Into::into).collect(),
            orders: detail.orders.into_iter().map(Into::into).collect(),
            exposures: detail.exposures.into_iter().map(Into::into).collect(),
            obligations: detail.obligations.into_iter().map(Into::into).collect(),
            facts: detail.facts.into_iter().map(Into::into).collect(),
            earlies: detail.earlies.into(),
        }
    }
}

/// The four earlies (D05); absent where one end is unknown.
#[derive(Serialize, ToSchema)]
pub struct Earlies {
    /// Onset to first positive sampling.
    #[serde(skip_serializing_if = "Option::is_none")]
    detection: Option<Span>,
    /// Result to network report.
    #[serde(skip_serializing_if = "Option::is_none")]
    reporting: Option<Span>,
    /// Result to isolation or admission.
    #[serde(skip_serializing_if = "Option::is_none")]
    isolation: Option<Span>,
    /// Result to admission.
    #[serde(skip_serializing_if = "Option::is_none")]
    treatment: Option<Span>,
}

impl From<FourEarlies> for Earlies {
    fn from(earlies: FourEarlies) -> Self {
        let span = |micros: Option<i64>| micros.map(Span::micros);
        Self {
            detection: span(earlies.detection),
            reporting: span(earlies.reporting),
            isolation: span(earlies.isolation),
            treatment: span(earlies.treatment),
        }
    }
}
