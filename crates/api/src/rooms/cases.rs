//! Cases: opened, assessed, classified, carried through their steps (D05, E01, E02).

mod shape;

use app::commands::{AssessCase, ClassifyCase, OpenCaseByHand, TakeStep};
use app::{CaseFilter, Lacking};
use domain::clinical::{Assessment, Step};
use kernel::CaseId;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::people::{NewPerson, person};
use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Id, Page, Query, Versioned, list_query, maybe_path, word_of};
use crate::problem::Problem;
use crate::wire::{Classes, Classification, Day, Instant, InvestigationStage, Key, Receipt, done, id};

pub(super) use shape::Earlies;
use shape::{Case, CaseDetail};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_cases, open_case))
        .routes(routes!(show_case))
        .routes(routes!(assess_case))
        .routes(routes!(classify_case))
        .routes(routes!(report_case))
        .routes(routes!(revise_card))
        .routes(routes!(investigate_case))
        .routes(routes!(isolate_case))
        .routes(routes!(admit_case))
        .routes(routes!(plan_treatment))
        .routes(routes!(end_case))
}

list_query!(CaseQuery {
    disease: String,
    /// `suspected`, `probable`, `asymptomatic`, `confirmed` or `discarded`; any of several, between commas.
    classification: Classes,
    /// `open`, `isolated`, `admitted` or `ended`; any of several, between commas.
    status: String,
    /// `mild`, `moderate`, `severe` or `critical`, as last assessed; any of several, between commas.
    severity: String,
    /// Only those that turned out to be none, by class or end; with `false`, only the others.
    discarded: bool,
    /// Only those with a plan of treatment; with `false`, only the others.
    planned: bool,
    /// Only those of which this is not known yet: `onset`, `report`, `confirmation`, `detection` (onset or a
    /// positive sample), `isolation` (or admission), `treatment` (admission).
    lacking: String,
    /// In this area or below it.
    area: String,
    person: Key,
    number: String,
    opened_from: Instant,
    opened_until: Instant,
    /// Day of onset at or after.
    onset_from: Day,
    /// Day of onset before.
    onset_before: Day,
    /// Day of the network report, by the calendar of the case's area, at or after.
    reported_from: Day,
    reported_before: Day,
    /// Day since which it has been confirmed, by the same calendar, at or after.
    confirmed_from: Day,
    confirmed_before: Day,
});

impl CaseQuery {
    fn filter(&self, app: &app::App) -> kernel::Result<CaseFilter> {
        Ok(CaseFilter {
            disease: self.disease.clone(),
            classification: self.classification.clone().map(|classes| classes.0),
            status: self.status.clone(),
            severity: self.severity.clone(),
            discarded: self.discarded,
            planned: self.planned,
            lacking: word_of(self.lacking.as_deref(), "lacking", &Lacking::ALL, Lacking::as_str)?,
            area: maybe_path(app, self.area.as_ref())?,
            person: id(self.person),
            number: self.number.clone(),
            opened_from: self.opened_from.map(Into::into),
            opened_until: self.opened_until.map(Into::into),
            onset_from: self.onset_from.map(Into::into),
            onset_before: self.onset_before.map(Into::into),
            reported_from: self.reported_from.map(Into::into),
            reported_before: self.reported_before.map(Into::into),
            confirmed_from: self.confirmed_from.map(Into::into),
            confirmed_before: self.confirmed_before.map(Into::into),
        })
    }
}

/// The moment of knowledge of one record.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Moment {
    /// What was known by then; now when absent.
    pub as_of: Option<Instant>,
}

/// A case that a person opens: `person` or `new_person`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CaseInput {
    person: Option<Key>,
    new_person: Option<NewPerson>,
    disease: String,
    classification: Classification,
    /// Why this class: the rules have not given it.
    reason: String,
    onset_on: Option<Day>,
    /// When diagnosed; now when absent.
    occurred_at: Option<Instant>,
    /// The caller's own unit when absent.
    unit: Option<Key>,
}

/// History and clinic.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AssessmentInput {
    /// Items of epidemiological history, 0 to 4.
    #[serde(default)]
    epi_items: u8,
    /// Clinical items, 0 to 3.
    #[serde(default)]
    clinical_items: u8,
    #[serde(default)]
    symptoms: Vec<String>,
    #[serde(default)]
    imaging: bool,
    #[serde(default)]
    sequencing: bool,
    #[serde(default)]
    antibody: bool,
    /// `mild`, `moderate`, `severe` or `critical`.
    severity: Option<String>,
    onset_on: Option<Day>,
}

/// A class with its reason; neither when the rules in force are to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClassInput {
    classification: Option<Classification>,
    reason: Option<String>,
}

/// When a step was taken.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StepInput {
    /// Now when absent.
    pub occurred_at: Option<Instant>,
}

/// A finished stage of the investigation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StageInput {
    stage: InvestigationStage,
    /// Now when absent.
    occurred_at: Option<Instant>,
}

/// The end of a case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EndInput {
    /// `recovered`, `died` or `discarded`.
    outcome: String,
    /// Now when absent.
    occurred_at: Option<Instant>,
}

/// Cases, newest first.
#[utoipa::path(get, path = "/cases", tag = "cases", params(CaseQuery), responses((status = 200, body = Page<Case>)))]
async fn list_cases(Signed { app, caller }: Signed, Query(query): Query<CaseQuery>) -> Answer<Page<Case>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = query.filter(&app)?;
    Ok(Page::of(app.cases(&caller, &filter, as_of, &page).await?, Case::from))
}

/// Opens a case by hand.
#[utoipa::path(post, path = "/cases", tag = "cases", request_body = CaseInput,
    responses((status = 200, body = Receipt)))]
async fn open_case(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<CaseInput>,
) -> Answer<Receipt> {
    let input = OpenCaseByHand {
        person: person(&app, input.person, input.new_person)?,
        disease: input.disease,
        classification: input.classification.into(),
        reason: input.reason,
        onset: input.onset_on.map(Into::into),
        occurred_at: input.occurred_at.map(Into::into),
        unit: id(input.unit),
    };
    done(app.open_case(&caller, Some(&key), input).await?)
}

/// A case with all that hangs on it.
#[utoipa::path(get, path = "/cases/{id}", tag = "cases", params(Moment),
    responses((status = 200, body = CaseDetail, headers(("ETag" = String)))))]
async fn show_case(
    Signed { app, caller }: Signed,
    Id(case): Id<CaseId>,
    Query(moment): Query<Moment>,
) -> Result<Versioned<CaseDetail>, Problem> {
    let as_of = app.as_of(moment.as_of.map(Into::into));
    let detail = app.case(&caller, case, as_of).await?;
    Ok(Versioned { version: detail.case.version, body: detail.into() })
}

/// Records history, clinic and severity; the class follows by the rules.
#[utoipa::path(post, path = "/cases/{id}/assess", tag = "cases", request_body = AssessmentInput,
    responses((status = 200, body = Receipt)))]
async fn assess_case(
    Signed { app, caller }: Signed,
    Id(case): Id<CaseId>,
    Command { key, version, input }: Command<AssessmentInput>,
) -> Answer<Receipt> {
    let input = AssessCase {
        case,
        expected_version: version,
        onset: input.onset_on.map(Into::into),
        assessment: Assessment {
            epi_items: input.epi_items,
            clinical_items: input.clinical_items,
            symptoms: input.symptoms,
            imaging: input.imaging,
            sequencing: input.sequencing,
            antibody: input.antibody,
            severity: input.severity,
        },
    };
    done(app.assess_case(&caller, Some(&key), input).await?)
}

/// Sets the class by hand with a reason, or by the rules in force.
#[utoipa::path(post, path = "/cases/{id}/classify", tag = "cases", request_body = ClassInput,
    responses((status = 200, body = Receipt)))]
async fn classify_case(
    Signed { app, caller }: Signed,
    Id(case): Id<CaseId>,
    Command { key, version, input }: Command<ClassInput>,
) -> Answer<Receipt> {
    let input = ClassifyCase {
        case,
        expected_version: version,
        classification: input.classification.map(Into::into),
        reason: input.reason,
    };
    done(app.classify_case(&caller, Some(&key), input).await?)
}

/// A step without more to say.
async fn step(
    Signed { app, caller }: Signed,
    case: CaseId,
    command: Command<StepInput>,
    step: Step,
) -> Answer<Receipt> {
    let Command { key, version, input } = command;
    let input = TakeStep { case, expected_version: version, step, at: input.occurred_at.map(Into::into) };
    done(app.take_step(&caller, Some(&key), input).await?)
}

/// Reports the case by the direct network.
#[utoipa::path(post, path = "/cases/{id}/report", tag = "cases", request_body = StepInput,
    responses((status = 200, body = Receipt)))]
async fn report_case(signed: Signed, Id(case): Id<CaseId>, command: Command<StepInput>) -> Answer<Receipt> {
    step(signed, case, command, Step::Report).await
}

/// Revises the card of a reported case.
#[utoipa::path(post, path = "/cases/{id}/revise_card", tag = "cases", request_body = StepInput,
    responses((status = 200, body = Receipt)))]
async fn revise_card(signed: Signed, Id(case): Id<CaseId>, command: Command<StepInput>) -> Answer<Receipt> {
    step(signed, case, command, Step::ReviseCard).await
}

/// Records that a stage of the investigation is finished.
#[utoipa::path(post, path = "/cases/{id}/investigate", tag = "cases", request_body = StageInput,
    responses((status = 200, body = Receipt)))]
async fn investigate_case(
    signed: Signed,
    Id(case): Id<CaseId>,
    Command { key, version, input }: Command<StageInput>,
) -> Answer<Receipt> {
    let command = Command { key, version, input: StepInput { occurred_at: input.occurred_at } };
    step(signed, case, command, Step::Investigate(input.stage.into())).await
}

/// Records that the person is apart from others.
#[utoipa::path(post, path = "/cases/{id}/isolate", tag = "cases", request_body = StepInput,
    responses((status = 200, body = Receipt)))]
async fn isolate_case(signed: Signed, Id(case): Id<CaseId>, command: Command<StepInput>) -> Answer<Receipt> {
    step(signed, case, command, Step::Isolate).await
}

/// Records that the person is in hospital.
#[utoipa::path(post, path = "/cases/{id}/admit", tag = "cases", request_body = StepInput,
    responses((status = 200, body = Receipt)))]
async fn admit_case(signed: Signed, Id(case): Id<CaseId>, command: Command<StepInput>) -> Answer<Receipt> {
    step(signed, case, command, Step::Admit).await
}

/// Records that a plan of treatment stands (E02).
#[utoipa::path(post, path = "/cases/{id}/plan_treatment", tag = "cases", request_body = StepInput,
    responses((status = 200, body = Receipt)))]
async fn plan_treatment(
    signed: Signed,
    Id(case): Id<CaseId>,
    command: Command<StepInput>,
) -> Answer<Receipt> {
    step(signed, case, command, Step::PlanTreatment).await
}

/// Ends a case.
#[utoipa::path(post, path = "/cases/{id}/end", tag = "cases", request_body = EndInput,
    responses((status = 200, body = Receipt)))]
async fn end_case(
    signed: Signed,
    Id(case): Id<CaseId>,
    Command { key, version, input }: Command<EndInput>,
) -> Answer<Receipt> {
    let command = Command { key, version, input: StepInput { occurred_at: input.occurred_at } };
    step(signed, case, command, Step::End(input.outcome)).await
}
