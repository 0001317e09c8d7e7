//! Samples and results.

use app::commands::ResultInput;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::Answer;
use crate::wire::{Instant, Key, Receipt, TestMethod, TestOutcome, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(take_sample)).routes(routes!(record_result))
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
