//! Directives and the problem ledger (B01).

use app::ProblemFilter;
use app::commands::{DirectiveInput as DirectiveCommand, ProblemInput as ProblemCommand};
use app::questions::{DirectiveLine, Seen};
use axum::Json;
use domain::supervision::Problem as State;
use kernel::{DirectiveId, ProblemId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::cases::Moment;
use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path, path_of};
use crate::wire::{Instant, Key, Receipt, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_directives, issue_directive))
        .routes(routes!(show_directive))
        .routes(routes!(list_problems))
        .routes(routes!(submit_rectification))
        .routes(routes!(verify_rectification))
        .routes(routes!(return_rectification))
}

/// A directive, split into listed problems.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DirectiveInput {
    /// For which area.
    area: String,
    title: String,
    /// Meeting or document it comes from.
    source: String,
    problems: Vec<ProblemInput>,
}

/// One problem of a directive.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProblemInput {
    title: String,
    /// Who must mend it.
    unit: Key,
    due_at: Instant,
    /// `minor`, `major` or `critical`.
    severity: String,
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

/// A directive with how its problems stand, as far as one sees them.
#[derive(Serialize, ToSchema)]
struct Directive {
    id: Uuid,
    /// For which area.
    area: String,
    title: String,
    /// Meeting or document it comes from.
    source: String,
    issued_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Uuid>,
    problems: ProblemCounts,
}

/// How many problems stand how; `GET /problems?directive=…` lists them.
#[derive(Serialize, ToSchema)]
struct ProblemCounts {
    assigned: i64,
    submitted: i64,
    returned: i64,
    closed: i64,
    /// Of those that are not closed: past their time.
    overdue: i64,
}

impl From<DirectiveLine> for Directive {
    fn from(line: DirectiveLine) -> Self {
        let count = |status: &str| line.problems.get(status).copied().unwrap_or_default();
        Self {
            id: line.id.0,
            area: area(&line.area),
            problems: ProblemCounts {
                assigned: count("assigned"),
                submitted: count("submitted"),
                returned: count("returned"),
                closed: count("closed"),
                overdue: line.overdue,
            },
            title: line.title,
            source: line.source,
            issued_at: line.issued_at.into(),
            user: line.by.user.map(Into::into),
            unit: line.by.unit.map(Into::into),
        }
    }
}

list_query!(DirectiveQuery {
    /// For this area or one below it.
    area: String,
});

/// Directives, the last first.
#[utoipa::path(get, path = "/directives", tag = "supervision", params(DirectiveQuery),
    responses((status = 200, body = Page<Directive>)))]
async fn list_directives(
    Signed { app, caller }: Signed,
    Query(query): Query<DirectiveQuery>,
) -> Answer<Page<Directive>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let within = maybe_path(&app, query.area.as_ref())?;
    Ok(Page::of(app.directives(&caller, within.as_ref(), as_of, &page).await?, Directive::from))
}

/// One directive.
#[utoipa::path(get, path = "/directives/{id}", tag = "supervision", params(Moment),
    responses((status = 200, body = Directive)))]
async fn show_directive(
    Signed { app, caller }: Signed,
    Id(directive): Id<DirectiveId>,
    Query(moment): Query<Moment>,
) -> Answer<Directive> {
    let as_of = app.as_of(moment.as_of.map(Into::into));
    Ok(Json(app.directive(&caller, directive, as_of).await?.into()))
}

/// Issues a directive, split into listed problems.
#[utoipa::path(post, path = "/directives", tag = "supervision", request_body = DirectiveInput,
    responses((status = 200, body = Receipt)))]
async fn issue_directive(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<DirectiveInput>,
) -> Answer<Receipt> {
    let problem = |problem: ProblemInput| ProblemCommand {
        title: problem.title,
        unit: problem.unit.0.into(),
        due_at: problem.due_at.into(),
        severity: problem.severity,
    };
    let input = DirectiveCommand {
        area: path_of(&app, &input.area)?,
        title: input.title,
        source: input.source,
        problems: input.problems.into_iter().map(problem).collect(),
    };
    done(app.issue_directive(&caller, Some(&key), input).await?)
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
