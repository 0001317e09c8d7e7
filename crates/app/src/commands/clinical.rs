//! Cases by hand: opened, assessed, classified, carried through their steps.

use authz::Action;
use domain::clinical::{self, Assessment, MANUAL_RULE, OpenCase, Reclassify, Step};
use domain::views::Focus;
use kernel::{CaseId, Code, Date, Error, Result, SubjectKind, Timestamp, UnitId};
use protocol::schema::Classification;
use store::{CaseRow, Wanted};

use super::PersonInput;
use crate::ids::SystemIds;
use crate::{App, Caller, Key, Receipt};

/// A case that a person opens.
#[derive(Clone, Debug)]
pub struct OpenCaseByHand {
    /// Whose.
    pub person: PersonInput,
    /// Disease key.
    pub disease: String,
    /// The class, with the reason: the rules have not given it.
    pub classification: Classification,
    /// Why.
    pub reason: String,
    /// Day of onset.
    pub onset: Option<Date>,
    /// When diagnosed; now when absent.
    pub occurred_at: Option<Timestamp>,
    /// The unit; the caller's own when absent.
    pub unit: Option<UnitId>,
}

/// History and clinic of a case.
#[derive(Clone, Debug)]
pub struct AssessCase {
    /// Which case.
    pub case: CaseId,
    /// Version that the caller has read.
    pub expected_version: Option<i64>,
    /// Items found.
    pub assessment: Assessment,
    /// Day of onset.
    pub onset: Option<Date>,
}

/// A class set by hand.
#[derive(Clone, Debug)]
pub struct ClassifyCase {
    /// Which case.
    pub case: CaseId,
    /// Version that the caller has read.
    pub expected_version: Option<i64>,
    /// The class; by the rules in force when absent.
    pub classification: Option<Classification>,
    /// Why; needed with a class.
    pub reason: Option<String>,
}

/// A step of a case.
#[derive(Clone, Debug)]
pub struct TakeStep {
    /// Which case.
    pub case: CaseId,
    /// Version that the caller has read.
    pub expected_version: Option<i64>,
    /// What was done.
    pub step: Step,
    /// When; now when absent.
    pub at: Option<Timestamp>,
}

impl App {
    /// Opens a case by hand.
    ///
    /// # Errors
    /// As [`clinical::open`]; `case.wrong_state` when the person has an open
    /// case of the disease; `access.forbidden`.
    pub async fn open_case(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: OpenCaseByHand,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                let person = rec.resolve_person(&input.person, Action::ManageCases).await?;
                rec.require_of(Action::ManageCases, &person.area, &input.disease)?;
                if let Some(unit) = input.unit {
                    rec.unit_in_sight(unit)?;
                }
                if let Some(known) = rec.world.open_case(person.id, &input.disease) {
                    return Err(
                        Error::new(Code::CaseState).arg("detail", format!("open case {}", known.number))
                    );
                }
                let edition = rec.protocol(&input.disease, &person.area)?.edition.clone();
                let number = rec.next_number(&person.area).await?;
                let open = OpenCase {
                    id: CaseId::new(&mut SystemIds),
                    number,
                    person: person.id,
                    area: person.area.clone(),
                    disease: input.disease.clone(),
                    class: (input.classification, MANUAL_RULE.to_owned(), edition),
                    manual_reason: Some(input.reason.clone()),
                    onset: input.onset,
                    first_positive: None,
                    last_negative: None,
                    unit: input.unit.or(rec.caller.unit),
                    source: "report".to_owned(),
                    occurred_at: input.occurred_at.unwrap_or(rec.now()),
                    imported: false,
                    visit: None,
                };
                rec.open_case(&open).await
            })
        })
        .await
    }

    /// Records history, clinic and severity; the class follows by the rules.
    ///
    /// # Errors
    /// As [`clinical::assess`]; `record.edit_conflict`; `record.not_found`.
    pub async fn assess_case(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: AssessCase,
    ) -> Result<Receipt> {
        let wanted = wanted(input.case);
        self.run(caller, key, wanted, input, |rec, input| {
            Box::pin(async move {
                let case = rec.case(input.case, Action::ManageCases).await?;
                rec.expect_version(SubjectKind::Case, input.case.0, input.expected_version).await?;
                let facts =
                    clinical::assess(&case, input.assessment.clone(), input.onset, &mut rec.ctx(&case.area))?;
                let assessed = facts.first().cloned();
                rec.person_if_known(case.person).await?;
                rec.record(facts).await?;
                if let Some(fact) = assessed {
                    rec.classify_again(case.id, &fact).await?;
                }
                rec.determine(case.id).await
            })
        })
        .await
    }

    /// Sets the class by hand with a reason, or lets the rules in force set it.
    ///
    /// # Errors
    /// As [`clinical::reclassify`]; `case.wrong_state` when the rules give no
    /// class, or when a discarded case is taken up while the person has another.
    pub async fn classify_case(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: ClassifyCase,
    ) -> Result<Receipt> {
        let wanted = wanted(input.case);
        self.run(caller, key, wanted, input, |rec, input| {
            Box::pin(async move {
                let case = rec.case(input.case, Action::ManageCases).await?;
                rec.expect_version(SubjectKind::Case, input.case.0, input.expected_version).await?;
                rec.person_if_known(case.person).await?;
                if case.is_discarded()
                    && let Some(other) = rec.world.open_case(case.person, &case.disease)
                {
                    return Err(
                        Error::new(Code::CaseState).arg("detail", format!("open case {}", other.number))
                    );
                }
                let command = match input.classification {
                    Some(classification) => Reclassify {
                        classification,
                        rule: MANUAL_RULE.to_owned(),
                        edition: rec.protocol(&case.disease, &case.area)?.edition.clone(),
                        reason: input.reason.clone(),
                    },
                    None => {
                        let now = rec.now();
                        let body = domain::FactBody::CardRevised {
                            unit: case.unit.unwrap_or_else(|| rec.own_unit()),
                        };
                        let probe =
                            rec.ctx(&case.area).fact(case.id.subject(), vec![], &case.area, now, body);
                        let focus =
                            Focus { person: Some(case.person), case: Some(case.id), ..Focus::default() };
                        let (classification, rule, edition) =
                            rec.classify(&case.disease, &probe, focus).await?.ok_or_else(|| {
                                Error::new(Code::CaseState).arg("detail", "no case definition holds")
                            })?;
                        Reclassify { classification, rule, edition, reason: None }
                    }
                };
                let fact = clinical::reclassify(&case, &command, &mut rec.ctx(&case.area))?;
                rec.record(vec![fact]).await?;
                rec.follow_class(case.id, case.stands_as_infection()).await
            })
        })
        .await
    }

    /// Records a step: reported, investigated, isolated, admitted, planned, ended.
    ///
    /// # Errors
    /// As [`clinical::step`]; `record.edit_conflict`; `record.not_found`.
    pub async fn take_step(&self, caller: &Caller, key: Option<&Key>, input: TakeStep) -> Result<Receipt> {
        let wanted = wanted(input.case);
        self.run(caller, key, wanted, input, |rec, input| {
            Box::pin(async move {
                let action = match input.step {
                    Step::Report | Step::ReviseCard | Step::Investigate(_) => Action::ManageCases,
                    Step::Isolate | Step::Admit | Step::PlanTreatment | Step::End(_) => Action::TreatCases,
                };
                let case = rec.case(input.case, action).await?;
                rec.expect_version(SubjectKind::Case, input.case.0, input.expected_version).await?;
                let at = input.at.unwrap_or(rec.now());
                let fact = clinical::step(&case, &input.step, at, &mut rec.ctx(&case.area))?;
                rec.record(vec![fact]).await?;
                match &input.step {
                    Step::End(outcome) if outcome == "discarded" => {
                        rec.follow_class(case.id, case.stands_as_infection()).await
                    }
                    _ => Ok(()),
                }
            })
        })
        .await
    }
}

fn wanted(case: CaseId) -> Wanted {
    Wanted::nothing().current::<CaseRow>(case.0).open_obligations(case.subject())
}
