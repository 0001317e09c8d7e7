//! How areas stand: operating state (A08), policy (A07), task forces (A11).

use app::AffairFilter;
use app::commands::TaskForceInput as TaskForceCommand;
use app::questions::Seen;
use domain::command as state;
use kernel::TaskForceId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::directives::Why;
use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path, path_of};
use crate::wire::{Day, Instant, Key, Receipt, area, done};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_postures))
        .routes(routes!(set_operating_state))
        .routes(routes!(set_policy))
        .routes(routes!(list_task_forces, staff_task_force))
        .routes(routes!(dissolve_task_force))
}

/// How an area stands. One of which nothing was ever decided is not listed: it is routine.
#[derive(Serialize, ToSchema)]
struct Posture {
    version: i64,
    area: String,
    /// `routine`, `alert` or `emergency`.
    state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    since_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The policy that was decided last, whether it has begun or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<Policy>,
}

/// The policy by which an area is led.
#[derive(Serialize, ToSchema)]
struct Policy {
    /// `elimination`, `suppression` or `mitigation`.
    policy: String,
    from_on: Day,
    /// Until further notice when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    until_on: Option<Day>,
    reason: String,
}

impl From<Seen<state::Posture>> for Posture {
    fn from(seen: Seen<state::Posture>) -> Self {
        let policy = |set: state::PolicySet| Policy {
            policy: set.policy,
            from_on: set.from.into(),
            until_on: set.until.map(Into::into),
            reason: set.reason,
        };
        let posture = seen.state;
        Self {
            version: seen.version,
            area: area(&seen.area),
            state: posture.state,
            since_at: posture.since.map(Into::into),
            reason: posture.reason,
            policy: posture.policy.map(policy),
        }
    }
}

list_query!(PostureQuery {
    /// `routine`, `alert` or `emergency`; several between commas.
    state: String,
    /// This area or one below it.
    area: String,
});

/// An operating state, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StateInput {
    area: String,
    /// `routine`, `alert` or `emergency`.
    state: String,
    reason: String,
}

/// A policy with its days, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PolicyInput {
    area: String,
    /// `elimination`, `suppression` or `mitigation`.
    policy: String,
    from_on: Day,
    /// Until further notice when absent.
    until_on: Option<Day>,
    reason: String,
}

/// A task force to be staffed: the one that is asked for or stands, else a new one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TaskForceInput {
    area: String,
    /// `tracing`, `testing`, `isolation`, `treatment`, `supply`, `publicity`, `supervision` or `other`.
    group: String,
    name: String,
    /// What it is there for.
    remit: String,
    /// Who leads it.
    lead: Key,
    /// Who else belongs to it.
    #[serde(default)]
    members: Vec<Key>,
}

/// A task force.
#[derive(Serialize, ToSchema)]
struct TaskForce {
    id: Uuid,
    version: i64,
    area: String,
    group: String,
    /// `required` (nobody yet), `staffed` or `dissolved`.
    status: String,
    since_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lead: Option<Uuid>,
    members: Vec<Uuid>,
}

impl From<Seen<state::TaskForce>> for TaskForce {
    fn from(seen: Seen<state::TaskForce>) -> Self {
        let force = seen.state;
        let (name, remit, lead, members) = match force.staffed {
            Some(it) => (Some(it.name), Some(it.remit), Some(it.lead.0), it.members),
            None => (None, None, None, Vec::new()),
        };
        Self {
            id: seen.id,
            version: seen.version,
            area: area(&seen.area),
            group: force.group,
            status: force.status,
            since_at: force.since.into(),
            name,
            remit,
            lead,
            members: members.into_iter().map(Into::into).collect(),
        }
    }
}

list_query!(TaskForceQuery {
    /// `required`, `staffed` or `dissolved`; several between commas.
    status: String,
    group: String,
    /// In this area or below it.
    area: String,
});

/// How areas stand of which something was decided.
#[utoipa::path(get, path = "/postures", tag = "command", params(PostureQuery),
    responses((status = 200, body = Page<Posture>)))]
async fn list_postures(
    Signed { app, caller }: Signed,
    Query(query): Query<PostureQuery>,
) -> Answer<Page<Posture>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let area = maybe_path(&app, query.area.as_ref())?;
    let filter = AffairFilter { status: query.state, area, ..AffairFilter::default() };
    Ok(Page::of(app.postures(&caller, &filter, as_of, &page).await?, Posture::from))
}

/// Sets the operating state of an area. An emergency asks for every task force that the area lacks.
#[utoipa::path(post, path = "/postures/state", tag = "command", request_body = StateInput,
    responses((status = 200, body = Receipt)))]
async fn set_operating_state(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<StateInput>,
) -> Answer<Receipt> {
    let area = path_of(&app, &input.area)?;
    done(app.set_operating_state(&caller, Some(&key), area, input.state, input.reason).await?)
}

/// Sets the policy by which an area is led.
#[utoipa::path(post, path = "/postures/policy", tag = "command", request_body = PolicyInput,
    responses((status = 200, body = Receipt)))]
async fn set_policy(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<PolicyInput>,
) -> Answer<Receipt> {
    let area = path_of(&app, &input.area)?;
    let set = state::PolicySet {
        policy: input.policy,
        from: input.from_on.into(),
        until: input.until_on.map(Into::into),
        reason: input.reason,
    };
    done(app.set_policy(&caller, Some(&key), area, set).await?)
}

/// Task forces, newest first; `status=required` lists those that nobody leads yet.
#[utoipa::path(get, path = "/task_forces", tag = "command", params(TaskForceQuery),
    responses((status = 200, body = Page<TaskForce>)))]
async fn list_task_forces(
    Signed { app, caller }: Signed,
    Query(query): Query<TaskForceQuery>,
) -> Answer<Page<TaskForce>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let area = maybe_path(&app, query.area.as_ref())?;
    let filter = AffairFilter { status: query.status, sort: query.group, area, ..AffairFilter::default() };
    Ok(Page::of(app.task_forces(&caller, &filter, as_of, &page).await?, TaskForce::from))
}

/// Staffs a task force.
#[utoipa::path(post, path = "/task_forces", tag = "command", request_body = TaskForceInput,
    responses((status = 200, body = Receipt)))]
async fn staff_task_force(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<TaskForceInput>,
) -> Answer<Receipt> {
    let input = TaskForceCommand {
        area: path_of(&app, &input.area)?,
        group: input.group,
        name: input.name,
        remit: input.remit,
        lead: input.lead.0.into(),
        members: input.members.into_iter().map(|user| user.0.into()).collect(),
    };
    done(app.staff_task_force(&caller, Some(&key), input).await?)
}

/// Dissolves a task force.
#[utoipa::path(post, path = "/task_forces/{id}/dissolve", tag = "command", request_body = Why,
    responses((status = 200, body = Receipt)))]
async fn dissolve_task_force(
    Signed { app, caller }: Signed,
    Id(force): Id<TaskForceId>,
    Command { key, input, .. }: Command<Why>,
) -> Answer<Receipt> {
    done(app.dissolve_task_force(&caller, Some(&key), force, input.reason).await?)
}
