//! Tasks of directives: who answers for what by when (A10, A13), received,
//! split, extended, submitted, signed off by another (B06).

use app::AffairFilter;
use app::commands::{ExtensionAnswer as AnswerCommand, TaskInput as TaskCommand};
use app::questions::{Seen, TaskDetail as Detail, UnitTasks as UnitCounts};
use axum::Json;
use domain::command as state;
use kernel::TaskId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::cases::Moment;
use super::directives::{TaskCounts, Why};
use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Items, Page, Query, list_query, maybe_path};
use crate::wire::{Instant, Key, Party, Receipt, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_tasks))
        .routes(routes!(count_tasks_by_unit))
        .routes(routes!(show_task))
        .routes(routes!(receive_task))
        .routes(routes!(split_task))
        .routes(routes!(ask_extension))
        .routes(routes!(answer_extension))
        .routes(routes!(submit_task))
        .routes(routes!(verify_task))
        .routes(routes!(return_task))
        .routes(routes!(cancel_task))
}

/// A task to be given to a unit.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TaskInput {
    title: String,
    /// Who does it.
    unit: Key,
    party: Party,
    /// The area of work: a letter A to P.
    sector: Option<String>,
    due_at: Instant,
    /// Who answers for it: the unit's leader in office when absent.
    accountable: Option<Key>,
    /// His deputy in charge of it.
    deputy: Option<Key>,
    /// Units that help.
    #[serde(default)]
    cooperating: Vec<Key>,
}

impl From<TaskInput> for TaskCommand {
    fn from(task: TaskInput) -> Self {
        Self {
            title: task.title,
            unit: task.unit.0.into(),
            party: task.party.into(),
            sector: task.sector,
            due_at: task.due_at.into(),
            accountable: id(task.accountable),
            deputy: id(task.deputy),
            cooperating: task.cooperating.into_iter().map(|unit| unit.0.into()).collect(),
        }
    }
}

/// A task.
#[derive(Serialize, ToSchema)]
struct Task {
    id: Uuid,
    version: i64,
    recorded_from_at: Instant,
    area: String,
    directive: Uuid,
    /// The task of which it is a part.
    #[serde(skip_serializing_if = "Option::is_none")]
    part_of: Option<Uuid>,
    title: String,
    unit: Uuid,
    /// The unit that gave it, and checks it.
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<Uuid>,
    party: Party,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<String>,
    issued_at: Instant,
    due_at: Instant,
    /// Who answers for it.
    accountable: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    deputy: Option<Uuid>,
    /// Who carries it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    executor: Option<Uuid>,
    cooperating: Vec<Uuid>,
    /// `issued`, `received`, `submitted`, `returned`, `done` or `cancelled`.
    status: String,
    /// The longer deadline that is asked for and not answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    extension: Option<Extension>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<String>,
    /// When it was signed off or cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Instant>,
}

/// A longer deadline that is asked for.
#[derive(Serialize, ToSchema)]
struct Extension {
    until: Instant,
    reason: String,
}

impl From<Seen<state::Task>> for Task {
    fn from(seen: Seen<state::Task>) -> Self {
        let task = seen.state;
        let extension = |it: state::Extension| Extension { until: it.until.into(), reason: it.reason };
        Self {
            id: seen.id,
            version: seen.version,
            recorded_from_at: seen.recorded_from.into(),
            area: area(&seen.area),
            directive: task.directive.0,
            part_of: task.part_of.map(Into::into),
            title: task.issued.title,
            unit: task.issued.unit.0,
            issuer: task.issued.issuer.map(Into::into),
            party: task.issued.party.into(),
            sector: task.issued.sector,
            issued_at: task.issued_at.into(),
            due_at: task.issued.due_at.into(),
            accountable: task.issued.accountable.0,
            deputy: task.issued.deputy.map(Into::into),
            executor: task.executor.map(Into::into),
            cooperating: task.issued.cooperating.into_iter().map(Into::into).collect(),
            status: task.status,
            extension: task.extension.map(extension),
            evidence: task.evidence,
            ended_at: task.ended_at.map(Into::into),
        }
    }
}

/// A task with what it comes from and its parts.
#[derive(Serialize, ToSchema)]
struct TaskDetail {
    task: Task,
    directive_title: String,
    directive_source: String,
    directive_area: String,
    parts: Vec<Task>,
}

impl From<Detail> for TaskDetail {
    fn from(detail: Detail) -> Self {
        Self {
            task: detail.task.into(),
            directive_area: area(&detail.directive.area),
            directive_title: detail.directive.state.issued.title,
            directive_source: detail.directive.state.issued.source,
            parts: detail.parts.into_iter().map(Task::from).collect(),
        }
    }
}

list_query!(TaskQuery {
    /// `issued`, `received`, `submitted`, `returned`, `done` or `cancelled`; several between commas.
    status: String,
    unit: Key,
    /// Those of this directive, or the parts of this task.
    under: Key,
    /// `territory`, `department`, `unit` or `individual`.
    party: String,
    /// In this area or below it.
    area: String,
    /// Due before this moment.
    due_before: Instant,
});

/// Which tasks the board counts.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BoardQuery {
    /// In this area or below it.
    area: Option<String>,
    /// `territory`, `department`, `unit` or `individual`.
    party: Option<String>,
    /// What was known by then; now when absent.
    as_of: Option<Instant>,
}

/// How the tasks of one unit stand.
#[derive(Serialize, ToSchema)]
struct UnitTasks {
    unit: Uuid,
    tasks: TaskCounts,
}

impl From<UnitCounts> for UnitTasks {
    fn from(counts: UnitCounts) -> Self {
        Self { unit: counts.unit.0, tasks: counts.tasks.into() }
    }
}

/// Who carries a task out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReceiptInput {
    /// Somebody of the unit; whoever receives it when absent.
    executor: Option<Key>,
    /// The deputy in charge of it.
    deputy: Option<Key>,
}

/// The parts into which a task is split.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SplitInput {
    tasks: Vec<TaskInput>,
}

/// A longer deadline, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExtensionInput {
    until: Instant,
    reason: String,
}

/// The new deadline, or none: the extension is refused.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExtensionAnswer {
    until: Option<Instant>,
    note: String,
}

/// What shows that a task is done.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TaskEvidence {
    evidence: String,
}

/// Why a task goes back, and the new deadline.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TaskReturn {
    reason: String,
    due_at: Instant,
}

/// Tasks, newest first.
#[utoipa::path(get, path = "/tasks", tag = "command", params(TaskQuery),
    responses((status = 200, body = Page<Task>)))]
async fn list_tasks(Signed { app, caller }: Signed, Query(query): Query<TaskQuery>) -> Answer<Page<Task>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = AffairFilter {
        status: query.status,
        sort: query.party,
        unit: id(query.unit),
        parent: id(query.under),
        area: maybe_path(&app, query.area.as_ref())?,
        due_before: query.due_before.map(Into::into),
    };
    Ok(Page::of(app.tasks(&caller, &filter, as_of, &page).await?, Task::from))
}

/// The board of tasks: how those of each unit stand.
#[utoipa::path(get, path = "/tasks/units", tag = "command", params(BoardQuery),
    responses((status = 200, body = Items<UnitTasks>)))]
async fn count_tasks_by_unit(
    Signed { app, caller }: Signed,
    Query(query): Query<BoardQuery>,
) -> Answer<Items<UnitTasks>> {
    let as_of = app.as_of(query.as_of.map(Into::into));
    let area = maybe_path(&app, query.area.as_ref())?;
    let filter = AffairFilter { sort: query.party, area, ..AffairFilter::default() };
    let counts = app.tasks_by_unit(&caller, &filter, as_of).await?;
    Ok(Items::of(counts.into_iter().map(UnitTasks::from)))
}

/// One task with its directive and its parts.
#[utoipa::path(get, path = "/tasks/{id}", tag = "command", params(Moment),
    responses((status = 200, body = TaskDetail)))]
async fn show_task(
    Signed { app, caller }: Signed,
    Id(task): Id<TaskId>,
    Query(moment): Query<Moment>,
) -> Answer<TaskDetail> {
    let as_of = app.as_of(moment.as_of.map(Into::into));
    Ok(Json(app.task(&caller, task, as_of).await?.into()))
}

/// The unit says that it has the task, and who carries it out.
#[utoipa::path(post, path = "/tasks/{id}/receive", tag = "command", request_body = ReceiptInput,
    responses((status = 200, body = Receipt)))]
async fn receive_task(
    Signed { app, caller }: Signed,
    Id(task): Id<TaskId>,
    Command { key, input, .. }: Command<ReceiptInput>,
) -> Answer<Receipt> {
    done(app.receive_task(&caller, Some(&key), task, id(input.executor), id(input.deputy)).await?)
}

/// The unit gives parts of its task to others; none is due later than the whole.
#[utoipa::path(post, path = "/tasks/{id}/split", tag = "command", request_body = SplitInput,
    responses((status = 200, body = Receipt)))]
async fn split_task(
    Signed { app, caller }: Signed,
    Id(task): Id<TaskId>,
    Command { key, input, .. }: Command<SplitInput>,
) -> Answer<Receipt> {
    let parts = input.tasks.into_iter().map(Into::into).collect();
    done(app.split_task(&caller, Some(&key), task, parts).await?)
}

/// The unit asks for a longer deadline.
#[utoipa::path(post, path = "/tasks/{id}/ask_extension", tag = "command", request_body = ExtensionInput,
    responses((status = 200, body = Receipt)))]
async fn ask_extension(
    Signed { app, caller }: Signed,
    Id(task): Id<TaskId>,
    Command { key, input, .. }: Command<ExtensionInput>,
) -> Answer<Receipt> {
    let until = input.until.into();
    done(app.ask_extension(&caller, Some(&key), task, until, input.reason).await?)
}

/// Somebody of another unit grants a longer deadline, or refuses it.
#[utoipa::path(post, path = "/tasks/{id}/answer_extension", tag = "command", request_body = ExtensionAnswer,
    responses((status = 200, body = Receipt)))]
async fn answer_extension(
    Signed { app, caller }: Signed,
    Id(task): Id<TaskId>,
    Command { key, input, .. }: Command<ExtensionAnswer>,
) -> Answer<Receipt> {
    let answer = AnswerCommand { until: input.until.map(Into::into), note: input.note };
    done(app.answer_extension(&caller, Some(&key), task, answer).await?)
}

/// The unit says that the task is done.
#[utoipa::path(post, path = "/tasks/{id}/submit", tag = "command", request_body = TaskEvidence,
    responses((status = 200, body = Receipt)))]
async fn submit_task(
    Signed { app, caller }: Signed,
    Id(task): Id<TaskId>,
    Command { key, input, .. }: Command<TaskEvidence>,
) -> Answer<Receipt> {
    done(app.submit_task(&caller, Some(&key), task, input.evidence).await?)
}

/// Somebody of another unit has seen that the task is done, and signs it off.
#[utoipa::path(post, path = "/tasks/{id}/verify", tag = "command", request_body = Nothing,
    responses((status = 200, body = Receipt)))]
async fn verify_task(
    Signed { app, caller }: Signed,
    Id(task): Id<TaskId>,
    Command { key, .. }: Command<Nothing>,
) -> Answer<Receipt> {
    done(app.verify_task(&caller, Some(&key), task).await?)
}

/// Somebody of another unit has seen that the task is not done: back with a new deadline.
#[utoipa::path(post, path = "/tasks/{id}/return", tag = "command", request_body = TaskReturn,
    responses((status = 200, body = Receipt)))]
async fn return_task(
    Signed { app, caller }: Signed,
    Id(task): Id<TaskId>,
    Command { key, input, .. }: Command<TaskReturn>,
) -> Answer<Receipt> {
    let due_at = input.due_at.into();
    done(app.return_task(&caller, Some(&key), task, input.reason, due_at).await?)
}

/// Takes a task back, with its open parts.
#[utoipa::path(post, path = "/tasks/{id}/cancel", tag = "command", request_body = Why,
    responses((status = 200, body = Receipt)))]
async fn cancel_task(
    Signed { app, caller }: Signed,
    Id(task): Id<TaskId>,
    Command { key, input, .. }: Command<Why>,
) -> Answer<Receipt> {
    done(app.cancel_task(&caller, Some(&key), task, input.reason).await?)
}
