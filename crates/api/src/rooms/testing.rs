//! Samples and results: recorded, and read back.

use app::commands::ResultInput;
use app::questions::{SampleLine, TestLine};
use app::{SampleFilter, SampleState, TestFilter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Page, Query, list_query, maybe_path, word_of};
use crate::wire::{Instant, Key, Receipt, TestMethod, TestOutcome, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_samples, take_sample))
        .routes(routes!(list_test_results, record_result))
}

/// A sample without a result yet.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SampleInput {
    person: Key,
    disease: String,
    method: TestMethod,
    /// Now when absent.
    sampled_at: Option<Instant>,
    /// The caller's own unit when absent.
    unit: Option<Key>,
    /// The visit that led to it.
    visit: Option<Key>,
}

/// A result.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TestResultInput {
    person: Key,
    disease: String,
    method: TestMethod,
    result: TestOutcome,
    /// Cycle threshold, 5 to 50.
    ct: Option<f64>,
    /// Now when absent.
    sampled_at: Option<Instant>,
    /// Now when absent.
    resulted_at: Option<Instant>,
    /// The caller's own unit when absent.
    unit: Option<Key>,
    /// The visit that led to it.
    visit: Option<Key>,
}

/// A sample.
#[derive(Serialize, ToSchema)]
struct Sample {
    /// Of the fact that recorded it; to withdraw it by.
    id: Uuid,
    recorded_from_at: Instant,
    area: String,
    person: Uuid,
    disease: String,
    method: TestMethod,
    sampled_at: Instant,
    unit: Uuid,
    /// `awaiting` (no result of the person and disease is known that was sampled then or later), `resulted` or
    /// `withdrawn`.
    state: &'static str,
}

impl From<SampleLine> for Sample {
    fn from(line: SampleLine) -> Self {
        Self {
            id: line.id.0,
            recorded_from_at: line.recorded_at.into(),
            area: area(&line.area),
            person: line.person.0,
            disease: line.disease,
            method: line.method.into(),
            sampled_at: line.sampled_at.into(),
            unit: line.unit.0,
            state: line.state.as_str(),
        }
    }
}

/// A test result.
#[derive(Serialize, ToSchema)]
struct TestResult {
    /// Of the fact that recorded it; to withdraw it by.
    id: Uuid,
    recorded_from_at: Instant,
    area: String,
    person: Uuid,
    disease: String,
    method: TestMethod,
    result: TestOutcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    ct: Option<f64>,
    sampled_at: Instant,
    resulted_at: Instant,
    unit: Uuid,
    /// It turned out not to be so.
    withdrawn: bool,
}

impl From<TestLine> for TestResult {
    fn from(line: TestLine) -> Self {
        Self {
            id: line.id.0,
            recorded_from_at: line.recorded_at.into(),
            area: area(&line.area),
            person: line.person.0,
            disease: line.disease,
            method: line.method.into(),
            result: line.result.into(),
            ct: line.ct,
            sampled_at: line.sampled_at.into(),
            resulted_at: line.resulted_at.into(),
            unit: line.unit.0,
            withdrawn: line.withdrawn,
        }
    }
}

list_query!(SampleQuery {
    disease: String,
    person: Key,
    /// Of the person of this case, for its disease.
    case: Key,
    /// Taken by this unit.
    unit: Key,
    /// In this area or below it.
    area: String,
    /// `awaiting`, `resulted` or `withdrawn`.
    state: String,
    sampled_from: Instant,
    sampled_before: Instant,
});

list_query!(TestResultQuery {
    disease: String,
    person: Key,
    /// Of the person of this case, for its disease.
    case: Key,
    /// Of this laboratory.
    unit: Key,
    /// In this area or below it.
    area: String,
    /// `positive`, `negative`, `invalid` or `withdrawn`; any of several, between commas.
    result: String,
    sampled_from: Instant,
    sampled_before: Instant,
});

/// Samples, those that became known last first. Whoever may not read cases
/// sees those that his own unit took.
#[utoipa::path(get, path = "/samples", tag = "testing", params(SampleQuery),
    responses((status = 200, body = Page<Sample>)))]
async fn list_samples(
    Signed { app, caller }: Signed,
    Query(query): Query<SampleQuery>,
) -> Answer<Page<Sample>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = SampleFilter {
        state: word_of(query.state.as_deref(), "state", &SampleState::ALL, SampleState::as_str)?,
        disease: query.disease,
        person: id(query.person),
        unit: id(query.unit),
        area: maybe_path(&app, query.area.as_ref())?,
        sampled_from: query.sampled_from.map(Into::into),
        sampled_before: query.sampled_before.map(Into::into),
    };
    Ok(Page::of(app.samples(&caller, filter, id(query.case), as_of, &page).await?, Sample::from))
}

/// Test results, those that became known last first. Whoever may not read
/// cases sees those of his own unit.
#[utoipa::path(get, path = "/test_results", tag = "testing", params(TestResultQuery),
    responses((status = 200, body = Page<TestResult>)))]
async fn list_test_results(
    Signed { app, caller }: Signed,
    Query(query): Query<TestResultQuery>,
) -> Answer<Page<TestResult>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = TestFilter {
        disease: query.disease,
        result: query.result,
        person: id(query.person),
        unit: id(query.unit),
        area: maybe_path(&app, query.area.as_ref())?,
        sampled_from: query.sampled_from.map(Into::into),
        sampled_before: query.sampled_before.map(Into::into),
    };
    Ok(Page::of(app.test_results(&caller, filter, id(query.case), as_of, &page).await?, TestResult::from))
}

/// Records that a sample was taken.
#[utoipa::path(post, path = "/samples", tag = "testing", request_body = SampleInput,
    responses((status = 200, body = Receipt)))]
async fn take_sample(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<SampleInput>,
) -> Answer<Receipt> {
    let input = ResultInput {
        person: input.person.0.into(),
        disease: input.disease,
        method: input.method.into(),
        result: None,
        ct: None,
        sampled_at: input.sampled_at.map(Into::into),
        resulted_at: None,
        unit: id(input.unit),
        visit: id(input.visit),
    };
    done(app.record_test(&caller, Some(&key), input).await?)
}

/// Records a result. A positive one of somebody without an open case opens
/// one, classified by the protocol in force.
#[utoipa::path(post, path = "/test_results", tag = "testing", request_body = TestResultInput,
    responses((status = 200, body = Receipt)))]
async fn record_result(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<TestResultInput>,
) -> Answer<Receipt> {
    let input = ResultInput {
        person: input.person.0.into(),
        disease: input.disease,
        method: input.method.into(),
        result: Some(input.result.into()),
        ct: input.ct,
        sampled_at: input.sampled_at.map(Into::into),
        resulted_at: input.resulted_at.map(Into::into),
        unit: id(input.unit),
        visit: id(input.visit),
    };
    done(app.record_test(&caller, Some(&key), input).await?)
}
