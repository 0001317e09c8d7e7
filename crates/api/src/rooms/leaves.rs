//! Leave and trips of people in office (C03).

use app::AffairFilter;
use app::commands::LeaveInput as LeaveCommand;
use app::questions::Seen;
use domain::duty as state;
use kernel::{AreaCode, LeaveId};
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
        .routes(routes!(list_leaves, ask_for_leave))
        .routes(routes!(decide_leave))
        .routes(routes!(withdraw_leave))
}

/// An absence of one's own, from the post at which one acts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LeaveInput {
    /// Who stands in: somebody of the same unit.
    substitute: Key,
    /// `leave`, or `trip` outside the area.
    form: String,
    starts_at: Instant,
    /// Not included.
    ends_at: Instant,
    /// Code of the area to which one goes.
    destination: Option<String>,
}

/// An absence.
#[derive(Serialize, ToSchema)]
struct Leave {
    id: Uuid,
    version: i64,
    area: String,
    unit: Uuid,
    /// Who is away.
    holder: Uuid,
    substitute: Uuid,
    form: String,
    starts_at: Instant,
    ends_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    destination: Option<String>,
    /// `asked`, `approved`, `refused` or `withdrawn`.
    status: String,
    /// What whoever decided said.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl From<Seen<state::Leave>> for Leave {
    fn from(seen: Seen<state::Leave>) -> Self {
        let state::Leave { asked, status, note, .. } = seen.state;
        Self {
            id: seen.id,
            version: seen.version,
            area: area(&seen.area),
            unit: asked.unit.0,
            holder: asked.holder.0,
            substitute: asked.substitute.0,
            form: asked.form,
            starts_at: asked.from.into(),
            ends_at: asked.until.into(),
            destination: asked.destination.map(|code| code.to_string()),
            status,
            note,
        }
    }
}

list_query!(LeaveQuery {
    /// `asked`, `approved`, `refused` or `withdrawn`; several between commas.
    status: String,
    unit: Key,
    /// Who is away.
    holder: Key,
    /// In this area or below it.
    area: String,
    /// Beginning before this moment.
    starts_before: Instant,
});

/// A decision about an absence.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LeaveDecision {
    approved: bool,
    note: String,
}

/// Absences, newest first.
#[utoipa::path(get, path = "/leaves", tag = "duty", params(LeaveQuery),
    responses((status = 200, body = Page<Leave>)))]
async fn list_leaves(Signed { app, caller }: Signed, Query(query): Query<LeaveQuery>) -> Answer<Page<Leave>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = AffairFilter {
        status: query.status,
        unit: id(query.unit),
        parent: id(query.holder),
        area: maybe_path(&app, query.area.as_ref())?,
        due_before: query.starts_before.map(Into::into),
        ..AffairFilter::default()
    };
    Ok(Page::of(app.leaves(&caller, &filter, as_of, &page).await?, Leave::from))
}

/// Asks for an absence of one's own.
#[utoipa::path(post, path = "/leaves", tag = "duty", request_body = LeaveInput,
    responses((status = 200, body = Receipt)))]
async fn ask_for_leave(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<LeaveInput>,
) -> Answer<Receipt> {
    let input = LeaveCommand {
        substitute: input.substitute.0.into(),
        form: input.form,
        from: input.starts_at.into(),
        until: input.ends_at.into(),
        destination: input.destination.as_deref().map(AreaCode::new).transpose()?,
    };
    done(app.ask_for_leave(&caller, Some(&key), input).await?)
}

/// Approves an absence, or refuses it.
#[utoipa::path(post, path = "/leaves/{id}/decide", tag = "duty", request_body = LeaveDecision,
    responses((status = 200, body = Receipt)))]
async fn decide_leave(
    Signed { app, caller }: Signed,
    Id(leave): Id<LeaveId>,
    Command { key, input, .. }: Command<LeaveDecision>,
) -> Answer<Receipt> {
    done(app.decide_leave(&caller, Some(&key), leave, input.approved, input.note).await?)
}

/// Whoever asked for it does not go, or is back.
#[utoipa::path(post, path = "/leaves/{id}/withdraw", tag = "duty", request_body = Nothing,
    responses((status = 200, body = Receipt)))]
async fn withdraw_leave(
    Signed { app, caller }: Signed,
    Id(leave): Id<LeaveId>,
    Command { key, .. }: Command<Nothing>,
) -> Answer<Receipt> {
    done(app.withdraw_leave(&caller, Some(&key), leave).await?)
}
