//! The chain of command: directives (A02) and the documents that carry them
//! down (A04, A05).

use app::AffairFilter;
use app::commands::{DirectiveInput as DirectiveCommand, ProblemInput as ProblemCommand};
use app::questions::{DirectiveLine, Document, Seen, Standing, relay_lag};
use axum::Json;
use domain::command as state;
use kernel::{DeliveryId, DirectiveId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::cases::Moment;
use super::tasks::TaskInput;
use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path, path_of};
use crate::wire::{Day, Instant, Key, Receipt, Span, Subject, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_directives, issue_directive))
        .routes(routes!(show_directive))
        .routes(routes!(withdraw_directive))
        .routes(routes!(list_deliveries))
        .routes(routes!(show_delivery))
        .routes(routes!(read_document))
}

/// A directive: what units have to do, to mend or to read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DirectiveInput {
    /// For which area.
    area: String,
    title: String,
    /// Meeting or document it comes from, in words.
    source: String,
    /// The meeting that decided it.
    meeting: Option<Key>,
    /// The post whose weight it has.
    post: Option<Key>,
    /// The judgement of the situation on which it rests; without one it gives out no tasks.
    assessment: Option<Key>,
    /// The upper directive that it relays.
    upper: Option<Key>,
    /// The same, of a headquarters that is no user of the platform.
    outside: Option<OutsideDirective>,
    /// The directive that it replaces: of this area or one below.
    supersedes: Option<Key>,
    /// The units that have to read it. A headquarters among them that stands elsewhere has to relay it the same day.
    #[serde(default)]
    recipients: Vec<Key>,
    #[serde(default)]
    tasks: Vec<TaskInput>,
    #[serde(default)]
    problems: Vec<ProblemInput>,
}

/// A directive of a headquarters that is no user of the platform.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OutsideDirective {
    issuer: String,
    on: Day,
    /// What it demands, in its own words.
    text: String,
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

/// A directive with how its problems and tasks stand, as far as one sees them.
#[derive(Serialize, ToSchema)]
struct Directive {
    id: Uuid,
    version: i64,
    /// For which area.
    area: String,
    title: String,
    /// Meeting or document it comes from, in words.
    source: String,
    issued_at: Instant,
    /// Who issued it.
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<Uuid>,
    /// For which unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Uuid>,
    /// The post whose weight it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assessment: Option<Uuid>,
    /// The upper directive that it relays.
    #[serde(skip_serializing_if = "Option::is_none")]
    upper: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outside: Option<OutsideDirective>,
    /// `in_force`, `superseded` or `withdrawn`.
    status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    superseded_by: Option<Uuid>,
    problems: ProblemCounts,
    tasks: TaskCounts,
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

/// How many tasks stand how; `GET /tasks?under=…` lists them.
#[derive(Serialize, ToSchema)]
pub(super) struct TaskCounts {
    issued: i64,
    received: i64,
    submitted: i64,
    returned: i64,
    done: i64,
    cancelled: i64,
    /// Of those that are neither done nor cancelled: past their time.
    overdue: i64,
}

impl From<Standing> for TaskCounts {
    fn from(standing: Standing) -> Self {
        Self {
            issued: standing.of("issued"),
            received: standing.of("received"),
            submitted: standing.of("submitted"),
            returned: standing.of("returned"),
            done: standing.of("done"),
            cancelled: standing.of("cancelled"),
            overdue: standing.overdue,
        }
    }
}

impl From<DirectiveLine> for Directive {
    fn from(line: DirectiveLine) -> Self {
        let DirectiveLine { directive, problems, tasks } = line;
        let problems = ProblemCounts {
            assigned: problems.of("assigned"),
            submitted: problems.of("submitted"),
            returned: problems.of("returned"),
            closed: problems.of("closed"),
            overdue: problems.overdue,
        };
        let state::Directive { issued_at, by, meeting, issued, status, superseded_by, .. } = directive.state;
        let outside =
            |it: state::Outside| OutsideDirective { issuer: it.issuer, on: it.on.into(), text: it.text };
        Self {
            id: directive.id,
            version: directive.version,
            area: area(&directive.area),
            title: issued.title,
            source: issued.source,
            issued_at: issued_at.into(),
            user: by.user.map(Into::into),
            unit: by.unit.map(Into::into),
            post: issued.post.map(Into::into),
            meeting: meeting.map(Into::into),
            assessment: issued.assessment.map(Into::into),
            upper: issued.upper.map(Into::into),
            outside: issued.outside.map(outside),
            status,
            superseded_by: superseded_by.map(Into::into),
            problems,
            tasks: tasks.into(),
        }
    }
}

list_query!(DirectiveQuery {
    /// `in_force`, `superseded` or `withdrawn`; several between commas.
    status: String,
    /// Those that relay this directive, or were decided by this meeting and relay none.
    under: Key,
    /// For this area or one below it.
    area: String,
});

/// Why a directive or a task is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Why {
    pub(super) reason: String,
}

/// A document on its way to one unit.
#[derive(Serialize, ToSchema)]
struct Delivery {
    id: Uuid,
    version: i64,
    area: String,
    unit: Uuid,
    /// A directive or a meeting.
    document: Subject,
    /// `delivered`, `read` or `relayed`.
    status: String,
    delivered_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_at: Option<Instant>,
    /// By when a directive of its own has to hand it on; absent where nothing is to be handed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    relay_by: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relayed_at: Option<Instant>,
    /// The directive that handed it on.
    #[serde(skip_serializing_if = "Option::is_none")]
    relayed_by: Option<Uuid>,
    /// How long handing it on took, or has taken until now.
    #[serde(skip_serializing_if = "Option::is_none")]
    relay_lag: Option<Span>,
}

fn delivery(seen: Seen<state::Delivery>, now: Timestamp) -> Delivery {
    use domain::affairs::Record as _;
    let lag = relay_lag(&seen.state, now);
    let status = seen.state.heading().status;
    let state = seen.state;
    Delivery {
        id: seen.id,
        version: seen.version,
        area: area(&seen.area),
        unit: state.unit.0,
        document: state.document.into(),
        status,
        delivered_at: state.delivered_at.into(),
        read_at: state.read_at.map(Into::into),
        relay_by: state.relay_by.map(Into::into),
        relayed_at: state.relayed_at.map(Into::into),
        relayed_by: state.relayed_by.map(Into::into),
        relay_lag: lag.map(|lag| Span::micros(lag.as_micros())),
    }
}

/// A document with what it says.
#[derive(Serialize, ToSchema)]
struct DeliveryDetail {
    delivery: Delivery,
    title: String,
    /// Of a directive: what it comes from. Of a meeting: its minutes.
    text: String,
    /// Whose headquarters it comes from.
    from_area: String,
    /// When it was issued or held.
    at: Instant,
    /// Of a meeting: what was on the table.
    agenda: Vec<String>,
}

list_query!(DeliveryQuery {
    /// `delivered`, `read` or `relayed`; several between commas.
    status: String,
    /// To this unit.
    unit: Key,
    /// Of this directive or meeting.
    document: Key,
    /// In this area or below it.
    area: String,
});

/// Directives, the last first.
#[utoipa::path(get, path = "/directives", tag = "command", params(DirectiveQuery),
    responses((status = 200, body = Page<Directive>)))]
async fn list_directives(
    Signed { app, caller }: Signed,
    Query(query): Query<DirectiveQuery>,
) -> Answer<Page<Directive>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let area = maybe_path(&app, query.area.as_ref())?;
    let parent = id(query.under);
    let filter = AffairFilter { status: query.status, parent, area, ..AffairFilter::default() };
    Ok(Page::of(app.directives(&caller, &filter, as_of, &page).await?, Directive::from))
}

/// One directive.
#[utoipa::path(get, path = "/directives/{id}", tag = "command", params(Moment),
    responses((status = 200, body = Directive)))]
async fn show_directive(
    Signed { app, caller }: Signed,
    Id(directive): Id<DirectiveId>,
    Query(moment): Query<Moment>,
) -> Answer<Directive> {
    let as_of = app.as_of(moment.as_of.map(Into::into));
    Ok(Json(app.directive(&caller, directive, as_of).await?.into()))
}

/// Issues a directive.
#[utoipa::path(post, path = "/directives", tag = "command", request_body = DirectiveInput,
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
    let outside =
        |it: OutsideDirective| state::Outside { issuer: it.issuer, on: it.on.into(), text: it.text };
    let input = DirectiveCommand {
        area: path_of(&app, &input.area)?,
        title: input.title,
        source: input.source,
        meeting: id(input.meeting),
        post: id(input.post),
        assessment: id(input.assessment),
        upper: id(input.upper),
        outside: input.outside.map(outside),
        supersedes: id(input.supersedes),
        recipients: input.recipients.into_iter().map(|unit| unit.0.into()).collect(),
        tasks: input.tasks.into_iter().map(Into::into).collect(),
        problems: input.problems.into_iter().map(problem).collect(),
    };
    done(app.issue_directive(&caller, Some(&key), input).await?)
}

/// Takes a directive back, with the tasks under it that are not done.
#[utoipa::path(post, path = "/directives/{id}/withdraw", tag = "command", request_body = Why,
    responses((status = 200, body = Receipt)))]
async fn withdraw_directive(
    Signed { app, caller }: Signed,
    Id(directive): Id<DirectiveId>,
    Command { key, input, .. }: Command<Why>,
) -> Answer<Receipt> {
    done(app.withdraw_directive(&caller, Some(&key), directive, input.reason).await?)
}

/// Documents on their way to units, newest first.
#[utoipa::path(get, path = "/deliveries", tag = "command", params(DeliveryQuery),
    responses((status = 200, body = Page<Delivery>)))]
async fn list_deliveries(
    Signed { app, caller }: Signed,
    Query(query): Query<DeliveryQuery>,
) -> Answer<Page<Delivery>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = AffairFilter {
        status: query.status,
        unit: id(query.unit),
        parent: id(query.document),
        area: maybe_path(&app, query.area.as_ref())?,
        ..AffairFilter::default()
    };
    let now = as_of.at();
    let found = app.deliveries(&caller, &filter, as_of, &page).await?;
    Ok(Page::of(found, |seen| delivery(seen, now)))
}

/// One document with what it says.
#[utoipa::path(get, path = "/deliveries/{id}", tag = "command", params(Moment),
    responses((status = 200, body = DeliveryDetail)))]
async fn show_delivery(
    Signed { app, caller }: Signed,
    Id(wanted): Id<DeliveryId>,
    Query(moment): Query<Moment>,
) -> Answer<DeliveryDetail> {
    let as_of = app.as_of(moment.as_of.map(Into::into));
    let found = app.delivery(&caller, wanted, as_of).await?;
    let delivery = delivery(found.delivery, as_of.at());
    Ok(Json(match found.document {
        Document::Directive(seen) => DeliveryDetail {
            delivery,
            from_area: area(&seen.area),
            at: seen.state.issued_at.into(),
            title: seen.state.issued.title,
            text: seen.state.issued.source,
            agenda: Vec::new(),
        },
        Document::Meeting(seen) => DeliveryDetail {
            delivery,
            from_area: area(&seen.area),
            at: seen.state.held_at.into(),
            title: seen.state.held.title,
            text: seen.state.held.minutes,
            agenda: seen.state.held.agenda,
        },
    }))
}

/// Somebody of the unit has read the document.
#[utoipa::path(post, path = "/deliveries/{id}/read", tag = "command", request_body = Nothing,
    responses((status = 200, body = Receipt)))]
async fn read_document(
    Signed { app, caller }: Signed,
    Id(delivery): Id<DeliveryId>,
    Command { key, .. }: Command<Nothing>,
) -> Answer<Receipt> {
    done(app.read_document(&caller, Some(&key), delivery).await?)
}
