//! Cases: opened and classified by the protocol in force, overridden by a
//! person with a reason, assessed, treated, ended (D05, E01, E02).

use kernel::{AreaPath, CaseId, Code, Date, Error, PersonId, Result, Timestamp, UnitId, UserId};
use protocol::schema::Classification;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::context::text_within;
use crate::{Ctx, Fact, FactBody, Stage, TestMethod, TestOutcome, TestRecord};

/// The rule named in a classification that a person made by hand.
pub const MANUAL_RULE: &str = "manual";
/// Severities, lightest first (rule book CA6-CA8).
pub const SEVERITIES: [&str; 4] = ["mild", "moderate", "severe", "critical"];

/// One illness episode of one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Which case.
    pub id: CaseId,
    /// The number people call it by.
    pub number: String,
    /// Whose.
    pub person: PersonId,
    /// Where it belongs.
    pub area: AreaPath,
    /// Disease key.
    pub disease: String,
    /// Edition and rule of the present class.
    pub edition: String,
    /// Rule of the present class, or [`MANUAL_RULE`].
    pub rule: String,
    /// Present class.
    pub classification: Classification,
    /// Whether a person set the class, and why.
    pub manual_reason: Option<String>,
    /// Day of onset.
    pub onset: Option<Date>,
    /// First sampling that was positive.
    pub first_positive: Option<Timestamp>,
    /// Last negative sampling before it.
    pub last_negative: Option<Timestamp>,
    /// When the case was opened.
    pub opened_at: Timestamp,
    /// When we learnt of it.
    #[serde(default)]
    pub known_at: Option<Timestamp>,
    /// First visit, where one is known.
    pub first_visit_at: Option<Timestamp>,
    /// When the deciding result was known.
    pub resulted_at: Option<Timestamp>,
    /// Since when it has been confirmed, as long as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
    /// When reported by the network.
    pub reported_at: Option<Timestamp>,
    /// Investigation stages done.
    pub stages: BTreeMap<Stage, Timestamp>,
    /// Items of history and clinic, as last assessed.
    pub assessment: Assessment,
    /// When isolated.
    pub isolated_at: Option<Timestamp>,
    /// When admitted.
    pub admitted_at: Option<Timestamp>,
    /// When the treatment plan was last made.
    pub plan_at: Option<Timestamp>,
    /// When and how it ended.
    pub ended: Option<(Timestamp, String)>,
    /// Whether it came by import of a line list.
    pub imported: bool,
    /// The unit that diagnosed it.
    pub unit: Option<UnitId>,
    /// Who leads it, once it was handed over; before, the unit that diagnosed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Lead>,
    /// Whether the fact that opened it was withdrawn: there was no such case.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// Who leads a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// The unit.
    pub unit: UnitId,
    /// One of its people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
}

/// Clinical and epidemiological items (rule book CA1-CA8).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Items of epidemiological history, 0 to 4.
    pub epi_items: u8,
    /// Clinical items, 0 to 3.
    pub clinical_items: u8,
    /// Symptoms.
    pub symptoms: Vec<String>,
    /// Imaging shows pneumonia.
    pub imaging: bool,
    /// Sequence homologous with known virus.
    pub sequencing: bool,
    /// Specific antibodies changed.
    pub antibody: bool,
    /// One of [`SEVERITIES`].
    pub severity: Option<String>,
}

impl Case {
    /// Where the care of the case stands: `open`, `isolated`, `admitted`,
    /// `ended`; `withdrawn` when there was no such case.
    pub fn care(&self) -> &'static str {
        if self.withdrawn {
            "withdrawn"
        } else if self.ended.is_some() {
            "ended"
        } else if self.admitted_at.is_some() {
            "admitted"
        } else if self.isolated_at.is_some() {
            "isolated"
        } else {
            "open"
        }
    }
    /// Whether the case counts as infected (not suspected, not discarded).
    pub const fn is_infected(&self) -> bool {
        matches!(
            self.classification,
            Classification::Probable | Classification::Asymptomatic | Classification::Confirmed
        )
    }
    /// Whether it turned out to be no case: by its class, or by its end.
    pub fn is_discarded(&self) -> bool {
        self.classification == Classification::Discarded
            || self.ended.as_ref().is_some_and(|(_, outcome)| outcome == "discarded")
    }
    /// Whether the person is held to be, or to have been, infected in this episode.
    pub fn stands_as_infection(&self) -> bool {
        self.is_infected() && !self.is_discarded()
    }
    /// Takes over what the person's tests of the disease say, oldest sample
    /// first. Positive results count from the moment the case is known:
    /// earlier ones belong to an earlier episode or decided nothing. The last
    /// negative sample before them counts whenever it was known (rule CO3), but
    /// an antigen or antibody test proves nobody free of the infection.
    pub(crate) fn retest(&mut self, tests: &[&TestRecord]) {
        let since = self.known_at.unwrap_or(self.opened_at);
        let first =
            tests.iter().find(|test| test.result == TestOutcome::Positive && test.recorded_at >= since);
        self.first_positive = first.map(|test| test.sampled_at);
        self.resulted_at = first.map(|test| test.resulted_at);
        self.last_negative = self.first_positive.and_then(|positive| last_negative(tests, positive));
    }
    /// Severe or critical without a plan (E02).
    pub fn lacks_plan(&self) -> bool {
        self.ended.is_none()
            && !self.withdrawn
            && self.plan_at.is_none()
            && matches!(self.assessment.severity.as_deref(), Some("severe" | "critical"))
    }
    /// There was no such case: it counts as discarded, and nothing more can happen to it.
    pub(crate) fn withdraw(&mut self) -> bool {
        self.classification = Classification::Discarded;
        self.confirmed_at = None;
        !std::mem::replace(&mut self.withdrawn, true)
    }
    fn require_open(&self) -> Result<()> {
        if self.withdrawn {
            return Err(Error::new(Code::CaseState).arg("detail", "case was withdrawn"));
        }
        match &self.ended {
            None => Ok(()),
            Some((at, outcome)) => {
                Err(Error::new(Code::CaseState).arg("detail", format!("case ended at {at}: {outcome}")))
            }
        }
    }
}

/// The last sample before a moment that proves the person free of the infection.
pub fn last_negative(tests: &[&TestRecord], before: Timestamp) -> Option<Timestamp> {
    tests
        .iter()
        .filter(|test| test.result == TestOutcome::Negative && test.sampled_at < before)
        .filter(|test| !matches!(test.method, TestMethod::Antigen | TestMethod::Serology))
        .map(|test| test.sampled_at)
        .max()
}

/// A new case.
#[derive(Clone, Debug)]
pub struct OpenCase {
    /// Chosen by the caller, so that links within a file can name it.
    pub id: CaseId,
    /// Number for people.
    pub number: String,
    /// Whose.
    pub person: PersonId,
    /// Where.
    pub area: AreaPath,
    /// Disease key.
    pub disease: String,
    /// Class, with the rule and edition that gave it.
    pub class: (Classification, String, String),
    /// Reason, when a person set the class.
    pub manual_reason: Option<String>,
    /// Day of onset.
    pub onset: Option<Date>,
    /// First positive sampling.
    pub first_positive: Option<Timestamp>,
    /// Last negative sampling.
    pub last_negative: Option<Timestamp>,
    /// Diagnosing unit.
    pub unit: Option<UnitId>,
    /// `report`, `test` or `import`.
    pub source: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// Whether the case comes from a line list.
    pub imported: bool,
    /// The first visit, as a further subject.
    pub visit: Option<kernel::VisitId>,
}

/// Opens a case.
///
/// # Errors
/// Onset after today, a manual class without a reason.
pub fn open(command: &OpenCase, ctx: &mut Ctx<'_>) -> Result<Fact> {
    ctx.not_in_future("occurred_at", command.occurred_at)?;
    if let Some(onset) = command.onset {
        let today = ctx.zone.date_of(ctx.now);
        if onset > today {
            return Err(Error::new(Code::InFuture)
                .arg("field", "onset")
                .arg("value", onset)
                .arg("now", today));
        }
    }
    let (classification, rule, edition) = command.class.clone();
    let manual = rule == MANUAL_RULE;
    if manual && command.manual_reason.as_deref().is_none_or(|r| r.trim().is_empty()) {
        return Err(Error::new(Code::CaseReasonMissing));
    }
    let body = FactBody::CaseOpened {
        disease: command.disease.clone(),
        number: command.number.clone(),
        classification,
        rule,
        edition,
        manual,
        reason: command.manual_reason.clone(),
        onset: command.onset,
        first_positive: command.first_positive,
        last_negative: command.last_negative,
        unit: command.unit,
        source: command.source.clone(),
        imported: command.imported,
    };
    let mut refs = vec![command.person.subject()];
    refs.extend(command.visit.map(kernel::VisitId::subject));
    Ok(ctx.fact(command.id.subject(), refs, &command.area, command.occurred_at, body))
}

/// A class set or found anew.
#[derive(Clone, Debug)]
pub struct Reclassify {
    /// The new class.
    pub classification: Classification,
    /// Rule that gave it, or [`MANUAL_RULE`].
    pub rule: String,
    /// Edition in force at the decision.
    pub edition: String,
    /// Reason; needed by hand.
    pub reason: Option<String>,
}

/// Gives a case another class.
///
/// # Errors
/// `case.reason_missing` by hand without a reason, `case.wrong_state` after the end.
pub fn reclassify(case: &Case, command: &Reclassify, ctx: &mut Ctx<'_>) -> Result<Fact> {
    case.require_open()?;
    let manual = command.rule == MANUAL_RULE;
    if manual {
        let reason = command.reason.as_deref().unwrap_or_default();
        if reason.trim().is_empty() {
            return Err(Error::new(Code::CaseReasonMissing));
        }
        text_within("reason", reason, 500)?;
    }
    let body = FactBody::CaseClassified {
        disease: case.disease.clone(),
        from: case.classification,
        classification: command.classification,
        rule: command.rule.clone(),
        edition: command.edition.clone(),
        manual,
        reason: command.reason.clone(),
        unit: ctx.actor.unit,
    };
    Ok(about(case, body, ctx))
}

/// Records history, clinic and severity.
///
/// # Errors
/// Counts out of range, an unknown severity, onset in the future.
pub fn assess(
    case: &Case,
    assessment: Assessment,
    onset: Option<Date>,
    ctx: &mut Ctx<'_>,
) -> Result<Vec<Fact>> {
    case.require_open()?;
    if assessment.epi_items > 4 || assessment.clinical_items > 3 {
        return Err(Error::new(Code::OutOfRange)
            .arg("field", "epi_items, clinical_items")
            .arg("value", format!("{}, {}", assessment.epi_items, assessment.clinical_items))
            .arg("min", 0)
            .arg("max", "4, 3"));
    }
    crate::sentinel::symptoms_within(&assessment.symptoms)?;
    if let Some(onset) = onset {
        let today = ctx.zone.date_of(ctx.now);
        if onset > today {
            return Err(Error::new(Code::InFuture)
                .arg("field", "onset")
                .arg("value", onset)
                .arg("now", today));
        }
    }
    let severity = assessment.severity.clone();
    let mut facts = Vec::new();
    if let Some(severity) = &severity {
        known_severity(severity)?;
    }
    facts.push(about(
        case,
        FactBody::CaseAssessed {
            epi_items: assessment.epi_items,
            clinical_items: assessment.clinical_items,
            symptoms: assessment.symptoms,
            imaging: assessment.imaging,
            sequencing: assessment.sequencing,
            antibody: assessment.antibody,
            onset,
            severity: severity.clone(),
        },
        ctx,
    ));
    if let Some(severity) = severity
        && case.assessment.severity.as_ref() != Some(&severity)
    {
        facts.push(about(case, FactBody::SeverityAssessed { severity }, ctx));
    }
    Ok(facts)
}

fn known_severity(severity: &str) -> Result<()> {
    if SEVERITIES.contains(&severity) {
        Ok(())
    } else {
        Err(Error::new(Code::InvalidValue)
            .arg("field", "severity")
            .arg("value", severity)
            .arg("expected", SEVERITIES.join(", ")))
    }
}

/// What units do for a case on its way.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The direct network report.
    Report,
    /// The card was revised.
    ReviseCard,
    /// An investigation stage was finished.
    Investigate(Stage),
    /// The person is apart from others.
    Isolate,
    /// The person is in hospital.
    Admit,
    /// A plan of treatment for this person stands (E02).
    PlanTreatment,
    /// Recovered, died, or no case after all.
    End(String),
}

/// Records a step.
///
/// # Errors
/// `case.wrong_state` after the end or for a stage done before; `value.invalid`
/// for an unknown outcome; `value.missing` when nobody's unit stands behind it.
pub fn step(case: &Case, step: &Step, at: Timestamp, ctx: &mut Ctx<'_>) -> Result<Fact> {
    case.require_open()?;
    ctx.not_in_future("occurred_at", at)?;
    let unit = ctx.actor.unit.ok_or_else(|| Error::new(Code::MissingField).arg("field", "unit"))?;
    let body = match step {
        Step::Report if case.reported_at.is_some() => {
            return Err(Error::new(Code::CaseState).arg("detail", "case is reported already"));
        }
        Step::Report => FactBody::CaseReported { unit },
        Step::ReviseCard => FactBody::CardRevised { unit },
        Step::Investigate(stage) if case.stages.contains_key(stage) => {
            return Err(Error::new(Code::CaseState).arg("detail", "stage is done already"));
        }
        Step::Investigate(stage) => FactBody::InvestigationDone { stage: *stage, unit },
        Step::Isolate => FactBody::CaseIsolated { unit },
        Step::Admit => FactBody::CaseAdmitted { unit },
        Step::PlanTreatment => FactBody::TreatmentPlanned {
            severity: case.assessment.severity.clone().unwrap_or_else(|| SEVERITIES[0].to_owned()),
            unit,
        },
        Step::End(outcome) if matches!(outcome.as_str(), "recovered" | "died" | "discarded") => {
            FactBody::CaseEnded { outcome: outcome.clone() }
        }
        Step::End(outcome) => {
            return Err(Error::new(Code::InvalidValue)
                .arg("field", "outcome")
                .arg("value", outcome)
                .arg("expected", "recovered, died, discarded"));
        }
    };
    Ok(ctx.fact(case.id.subject(), vec![case.person.subject()], &case.area, at, body))
}

fn about(case: &Case, body: FactBody, ctx: &mut Ctx<'_>) -> Fact {
    let now = ctx.now;
    ctx.fact(case.id.subject(), vec![case.person.subject()], &case.area, now, body)
}

/// The case after a fact.
pub fn evolve(case: Option<Case>, fact: &Fact) -> Option<Case> {
    if let FactBody::CaseOpened {
        disease,
        number,
        classification,
        rule,
        edition,
        reason,
        onset,
        first_positive,
        last_negative,
        unit,
        imported,
        ..
    } = &fact.body
    {
        return Some(Case {
            id: fact.subject.id.into(),
            number: number.clone(),
            person: fact.subject_of(kernel::SubjectKind::Person)?.into(),
            area: fact.area.clone(),
            disease: disease.clone(),
            edition: edition.clone(),
            rule: rule.clone(),
            classification: *classification,
            manual_reason: reason.clone(),
            onset: *onset,
            first_positive: *first_positive,
            last_negative: *last_negative,
            opened_at: fact.occurred_at,
            known_at: Some(fact.recorded_at),
            first_visit_at: None,
            resulted_at: first_positive.map(|_| fact.occurred_at),
            confirmed_at: (*classification == Classification::Confirmed).then_some(fact.occurred_at),
            reported_at: None,
            stages: BTreeMap::new(),
            assessment: Assessment::default(),
            isolated_at: None,
            admitted_at: None,
            plan_at: None,
            ended: None,
            imported: *imported,
            unit: *unit,
            lead: None,
            withdrawn: false,
        });
    }
    let mut case = case?;
    let at = fact.occurred_at;
    match &fact.body {
        FactBody::CaseClassified { classification, rule, edition, manual, reason, .. } => {
            case.classification = *classification;
            let confirmed = *classification == Classification::Confirmed;
            case.confirmed_at = confirmed.then_some(case.confirmed_at.unwrap_or(at));
            case.rule.clone_from(rule);
            case.edition.clone_from(edition);
            case.manual_reason = if *manual { reason.clone() } else { None };
        }
        FactBody::CaseAssessed {
            epi_items,
            clinical_items,
            symptoms,
            imaging,
            sequencing,
            antibody,
            onset,
            severity,
        } => {
            case.onset = onset.or(case.onset);
            case.assessment = Assessment {
                epi_items: *epi_items,
                clinical_items: *clinical_items,
                symptoms: symptoms.clone(),
                imaging: *imaging,
                sequencing: *sequencing,
                antibody: *antibody,
                severity: severity.clone().or(case.assessment.severity),
            };
        }
        FactBody::SeverityAssessed { severity } => case.assessment.severity = Some(severity.clone()),
        FactBody::CaseReported { .. } => case.reported_at = case.reported_at.or(Some(at)),
        FactBody::InvestigationDone { stage, .. } => {
            case.stages.entry(*stage).or_insert(at);
        }
        FactBody::CaseIsolated { .. } => case.isolated_at = case.isolated_at.or(Some(at)),
        FactBody::CaseAdmitted { .. } => case.admitted_at = case.admitted_at.or(Some(at)),
        FactBody::TreatmentPlanned { .. } => case.plan_at = Some(at),
        FactBody::HandoverAccepted { unit, holder, .. } => {
            case.lead = Some(Lead { unit: *unit, user: *holder });
        }
        FactBody::CaseEnded { outcome } => case.ended = Some((at, outcome.clone())),
        FactBody::CaseRevised { onset, .. } => case.onset = onset.or(case.onset),
        taken_over @ FactBody::CaseTakenOver { .. } => crate::taken_over::evolve_case(&mut case, taken_over),
        _ => {}
    }
    Some(case)
}

/// The intervals of the four earlies of one case (D05), in microseconds;
/// absent where one end is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FourEarlies {
    /// Onset (start of its day) to first positive sampling.
    pub detection: Option<i64>,
    /// Result to network report.
    pub reporting: Option<i64>,
    /// Result to isolation or admission, whichever came first.
    pub isolation: Option<i64>,
    /// Result to admission.
    pub treatment: Option<i64>,
}

/// Computes the four earlies (early detection, reporting, isolation, treatment).
pub fn four_earlies(case: &Case, zone: &kernel::Zone) -> FourEarlies {
    let known = case.resulted_at.unwrap_or(case.opened_at);
    let since = |at: Option<Timestamp>| at.map(|at| at.since(known).as_micros());
    FourEarlies {
        detection: case
            .onset
            .zip(case.first_positive)
            .map(|(onset, positive)| positive.since(zone.start_of(onset)).as_micros()),
        reporting: since(case.reported_at),
        isolation: since([case.isolated_at, case.admitted_at].into_iter().flatten().min()),
        treatment: since(case.admitted_at),
    }
}
