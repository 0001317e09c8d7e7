//! The problem ledger (B01).

use app::ProblemFilter;
use app::questions::Seen;
use domain::supervision::Problem as State;
use kernel::ProblemId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path};
use crate::wire::{Instant, Key, Receipt, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_problems))
        .routes(routes!(submit_rectification))
        .routes(routes!(verify_rectification))
        .routes(routes!(return_rectification))
}

/// A listed problem.
#[derive(Serialize, ToSchema)]
struct ListedProblem {
    id: Uuid,
    version: i64,
    recorded_from_at: Instant,
    area: String,
    directive: Uuid,
    title: String,
    unit: Uuid,
    due_at: Instant,
    severity: String,
    /// `assigned`, `submitted`, `returned` or `closed`.
    status: String,
}

impl From<Seen<State>> for ListedProblem {
    fn from(seen: Seen<State>) -> Self {
        let state = seen.state;
        Self {
            id: seen.id,
            version: seen.version,
            recorded_from_at: seen.recorded_from.into(),
            area: area(&seen.area),
            directive: state.directive.0,
            title: state.title,
            unit: state.unit.0,
            due_at: state.due_at.into(),
            severity: state.severity,
            status: state.status,
        }
    }
}

list_query!(ProblemQuery {
    /// `assigned`, `submitted`, `returned` or `closed`.
    status: String,
    unit: Key,
    directive: Key,
    /// In this area or below it.
    area: String,
});

/// What shows that a problem is mended.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Evidence {
    evidence: String,
}

/// Why a problem goes back, and the new deadline.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReturnInput {
    reason: String,
    due_at: Instant,
}

/// Listed problems, newest first.
#[utoipa::path(get, path = "/problems", tag = "supervision", params(ProblemQuery),
    responses((status = 200, body = Page<ListedProblem>)))]
async fn list_problems(
    Signed { app, caller }: Signed,
    Query(query): Query<ProblemQuery>,
) -> Answer<Page<ListedProblem>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = ProblemFilter {
        status: query.status,
        unit: id(query.unit),
        directive: id(query.directive),
        area: maybe_path(&app, query.area.as_ref())?,
    };
    Ok(Page::of(app.problems(&caller, &filter, as_of, &page).await?, ListedProblem::from))
}

/// The responsible unit says that the problem is mended.
#[utoipa::path(post, path = "/problems/{id}/submit", tag = "supervision", request_body = Evidence,
    responses((status = 200, body = Receipt)))]
async fn submit_rectification(
    Signed { app, caller }: Signed,
    Id(problem): Id<ProblemId>,
    Command { key, input, .. }: Command<Evidence>,
) -> Answer<Receipt> {
    done(app.submit_rectification(&caller, Some(&key), problem, input.evidence).await?)
}

/// Somebody else has seen that it is mended.
#[utoipa::path(post, path = "/problems/{id}/verify", tag = "supervision", request_body = Nothing,
    responses((status = 200, body = Receipt)))]
async fn verify_rectification(
    Signed { app, caller }: Signed,
    Id(problem): Id<ProblemId>,
    Command { key, .. }: Command<Nothing>,
) -> Answer<Receipt> {
    done(app.verify_rectification(&caller, Some(&key), problem).await?)
}

/// Somebody else has seen that it is not mended: back with a new deadline.
#[utoipa::path(post, path = "/problems/{id}/return", tag = "supervision", request_body = ReturnInput,
    responses((status = 200, body = Receipt)))]
async fn return_rectification(
    Signed { app, caller }: Signed,
    Id(problem): Id<ProblemId>,
    Command { key, input, .. }: Command<ReturnInput>,
) -> Answer<Receipt> {
    let due_at = input.due_at.into();
    done(app.return_rectification(&caller, Some(&key), problem, input.reason, due_at).await?)
}
