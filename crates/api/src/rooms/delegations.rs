//! Grants lent for a time, for holidays and illness.

use app::access::{Delegation, LendInput, Taker};
use authz::Action;
use kernel::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, page};
use crate::wire::{Instant, Key, Receipt, area, done};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_delegations, lend_grant))
        .routes(routes!(allow_delegation))
        .routes(routes!(end_delegation))
}

/// That the holder of a post lends its grant, or some of it.
#[derive(Serialize, ToSchema)]
#[schema(as = Delegation)]
struct DelegationLine {
    id: Uuid,
    from_user: Uuid,
    from_name: String,
    to_user: Uuid,
    to_name: String,
    post: Uuid,
    /// Where the grant holds.
    area: String,
    /// These actions alone; all that may be lent when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Vec<String>>,
    starts_at: Instant,
    ends_at: Instant,
    reason: String,
    made_at: Instant,
    /// `waiting` for the leave of an office, `planned`, `lent`, `expired` or `ended`.
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_by: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_by: Option<Uuid>,
}

impl From<Delegation> for DelegationLine {
    fn from(delegation: Delegation) -> Self {
        let row = delegation.row;
        let words = |text: String| text.split(' ').map(str::to_owned).collect();
        Self {
            id: row.id,
            from_user: row.from_user.0,
            from_name: delegation.from_name,
            to_user: row.to_user.0,
            to_name: delegation.to_name,
            post: row.post.0,
            area: area(&row.area),
            actions: row.actions.map(words),
            starts_at: row.starts_at.into(),
            ends_at: row.ends_at.into(),
            reason: row.reason,
            made_at: row.made_at.into(),
            state: delegation.state.as_str(),
            allowed_by: row.allowed_by.map(Into::into),
            ended_at: row.ended_at.map(Into::into),
            ended_by: row.ended_by.map(Into::into),
        }
    }
}

/// What is to be lent to whom: `to_login` or `to_user`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DelegationInput {
    /// Somebody of one's own unit.
    to_login: Option<String>,
    /// Anybody; whoever is of another unit needs the leave of an office.
    to_user: Option<Key>,
    /// A post that one holds oneself.
    post: Key,
    /// These actions alone; all that may be lent when absent.
    actions: Option<Vec<String>>,
    /// At once when absent.
    starts_at: Option<Instant>,
    /// Within 92 days of the beginning.
    ends_at: Instant,
    /// 1 to 200 characters.
    reason: String,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DelegationQuery {
    /// Those that wait for the leave of one's office, instead of one's own.
    waiting: Option<bool>,
    limit: Option<u32>,
    after: Option<String>,
}

/// What one has lent and borrowed, latest first.
#[utoipa::path(get, path = "/delegations", tag = "delegations", params(DelegationQuery),
    responses((status = 200, body = Page<DelegationLine>)))]
async fn list_delegations(
    Signed { app, caller }: Signed,
    Query(query): Query<DelegationQuery>,
) -> Answer<Page<DelegationLine>> {
    let page = page(query.limit, query.after.as_ref())?;
    let found = app.delegations(&caller, query.waiting.unwrap_or(false), &page).await?;
    Ok(Page::of(found, DelegationLine::from))
}

/// Lends the grant of a post that one holds, or some of its actions. The taker
/// never does more than one may do oneself at that moment, and lends nothing on.
/// The delegation has the id of the fact in the receipt.
#[utoipa::path(post, path = "/delegations", tag = "delegations", request_body = DelegationInput,
    responses((status = 200, body = Receipt)))]
async fn lend_grant(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<DelegationInput>,
) -> Answer<Receipt> {
    let to = match (input.to_login, input.to_user) {
        (Some(login), None) => Taker::Login(login),
        (None, Some(user)) => Taker::Id(user.0.into()),
        _ => return Err(Error::new(Code::MissingField).arg("field", "to_login / to_user").into()),
    };
    let action = |text: &String| {
        Action::parse(text)
            .ok_or_else(|| Error::new(Code::InvalidValue).arg("field", "actions").arg("value", text))
    };
    let actions = |words: Vec<String>| words.iter().map(action).collect::<Result<BTreeSet<_>>>();
    let input = LendInput {
        to,
        post: input.post.0.into(),
        actions: input.actions.map(actions).transpose()?,
        starts_at: input.starts_at.map(Into::into),
        ends_at: input.ends_at.into(),
        reason: input.reason,
    };
    done(app.lend(&caller, Some(&key), input).await?)
}

/// Allows a delegation to somebody of another unit.
#[utoipa::path(post, path = "/delegations/{id}/allow", tag = "delegations", request_body = Nothing,
    responses((status = 200, body = Receipt)))]
async fn allow_delegation(
    Signed { app, caller }: Signed,
    Id(delegation): Id<Uuid>,
    Command { key, .. }: Command<Nothing>,
) -> Answer<Receipt> {
    done(app.allow_delegation(&caller, Some(&key), delegation).await?)
}

/// Ends a delegation at once: by its lender, its taker, or an office that
/// manages duty there.
#[utoipa::path(post, path = "/delegations/{id}/end", tag = "delegations", request_body = Nothing,
    responses((status = 200, body = Receipt)))]
async fn end_delegation(
    Signed { app, caller }: Signed,
    Id(delegation): Id<Uuid>,
    Command { key, .. }: Command<Nothing>,
) -> Answer<Receipt> {
    done(app.end_delegation(&caller, Some(&key), delegation).await?)
}
