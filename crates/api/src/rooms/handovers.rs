//! Duties and the lead of cases handed over: offered, accepted, rejected, withdrawn.

use app::HandoverRow;
use app::commands::{HandoverOf, OfferInput};
use app::questions::HandoverView;
use axum::Json;
use domain::handover::{End, Receiver};
use kernel::HandoverId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::people::Reason;
use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, page};
use crate::wire::{Instant, Key, Receipt, Subject, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_handovers, offer_handover))
        .routes(routes!(show_handover))
        .routes(routes!(accept_handover))
        .routes(routes!(reject_handover))
        .routes(routes!(withdraw_handover))
}

/// An offer of duties to somebody else.
#[derive(Serialize, ToSchema)]
pub struct Handover {
    id: Uuid,
    from_unit: Uuid,
    /// Where the giver stands.
    area: String,
    to_unit: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_post: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_user: Option<Uuid>,
    note: String,
    offered_at: Instant,
    offered_by: Uuid,
    /// Until then it can be accepted.
    answer_by_at: Instant,
    /// `offered`, `accepted`, `rejected`, `withdrawn` or `expired`.
    state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_by: Option<Uuid>,
    /// Why it was rejected or withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<HandoverRow> for Handover {
    fn from(row: HandoverRow) -> Self {
        Self {
            id: row.id.0,
            from_unit: row.from_unit.0,
            area: area(&row.area),
            to_unit: row.to_unit.0,
            to_post: row.to_post.map(Into::into),
            to_user: row.to_user.map(Into::into),
            note: row.note,
            offered_at: row.offered_at.into(),
            offered_by: row.offered_by.0,
            answer_by_at: row.answer_by.into(),
            state: row.state,
            answered_at: row.answered_at.map(Into::into),
            answered_by: row.answered_by.map(Into::into),
            reason: row.reason,
        }
    }
}

/// An offer with what is in it.
#[derive(Serialize, ToSchema)]
struct HandoverDetail {
    #[serde(flatten)]
    handover: Handover,
    /// The duties and cases.
    about: Vec<Subject>,
}

impl From<HandoverView> for HandoverDetail {
    fn from(view: HandoverView) -> Self {
        Self { handover: view.row.into(), about: view.about.into_iter().map(Into::into).collect() }
    }
}

/// What is offered to whom: 1 to 500 duties and cases in all.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HandoverInput {
    /// These duties.
    #[serde(default)]
    obligations: Vec<Key>,
    /// The lead of these cases.
    #[serde(default)]
    cases: Vec<Key>,
    /// All open duties of this post of one's own unit.
    post: Option<Key>,
    /// All open duties of the post of this shift.
    shift: Option<Key>,
    /// All open duties that were handed over by name to this user of one's own unit.
    user: Option<Key>,
    /// All open duties of one's own unit.
    #[serde(default)]
    whole_unit: bool,
    /// The unit that shall have them; it serves the area to which they belong.
    to_unit: Key,
    to_post: Option<Key>,
    to_user: Option<Key>,
    /// What the receiver should know, 1 to 500 characters.
    note: String,
    /// By when to answer, within seven days; in four hours when absent.
    answer_by_at: Option<Instant>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HandoverQuery {
    /// All of the areas whose duty one manages, instead of one's own unit's.
    whole_area: Option<bool>,
    /// `offered`, `accepted`, `rejected`, `withdrawn` or `expired`.
    state: Option<String>,
    limit: Option<u32>,
    after: Option<String>,
}

/// Offers to and from one's own unit, latest first.
#[utoipa::path(get, path = "/handovers", tag = "handovers", params(HandoverQuery),
    responses((status = 200, body = Page<Handover>)))]
async fn list_handovers(
    Signed { app, caller }: Signed,
    Query(query): Query<HandoverQuery>,
) -> Answer<Page<Handover>> {
    let page = page(query.limit, query.after.as_ref())?;
    let found = app.handovers(&caller, query.whole_area.unwrap_or(false), query.state, &page).await?;
    Ok(Page::of(found, Handover::from))
}

/// Offers duties and the lead of cases. Until the receiver accepts, they stay
/// the giver's; his clocks run on.
#[utoipa::path(post, path = "/handovers", tag = "handovers", request_body = HandoverInput,
    responses((status = 200, body = Receipt)))]
async fn offer_handover(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<HandoverInput>,
) -> Answer<Receipt> {
    let input = OfferInput {
        of: HandoverOf {
            obligations: input.obligations.iter().map(|key| key.0.into()).collect(),
            cases: input.cases.iter().map(|key| key.0.into()).collect(),
            post: id(input.post),
            shift: id(input.shift),
            user: id(input.user),
            whole_unit: input.whole_unit,
        },
        to: Receiver { unit: input.to_unit.0.into(), post: id(input.to_post), user: id(input.to_user) },
        note: input.note,
        answer_by: input.answer_by_at.map(Into::into),
    };
    done(app.offer_handover(&caller, Some(&key), input).await?)
}

/// One offer, for both sides.
#[utoipa::path(get, path = "/handovers/{id}", tag = "handovers",
    responses((status = 200, body = HandoverDetail)))]
async fn show_handover(
    Signed { app, caller }: Signed,
    Id(handover): Id<HandoverId>,
) -> Answer<HandoverDetail> {
    Ok(Json(app.handover(&caller, handover).await?.into()))
}

/// Takes over what was offered. Each duty that is still open ends as handed
/// over, and another one continues it with the same clock.
#[utoipa::path(post, path = "/handovers/{id}/accept", tag = "handovers", request_body = Nothing,
    responses((status = 200, body = Receipt)))]
async fn accept_handover(
    Signed { app, caller }: Signed,
    Id(handover): Id<HandoverId>,
    Command { key, .. }: Command<Nothing>,
) -> Answer<Receipt> {
    done(app.accept_handover(&caller, Some(&key), handover).await?)
}

/// Rejects what was offered, for a reason.
#[utoipa::path(post, path = "/handovers/{id}/reject", tag = "handovers", request_body = Reason,
    responses((status = 200, body = Receipt)))]
async fn reject_handover(
    Signed { app, caller }: Signed,
    Id(handover): Id<HandoverId>,
    Command { key, input, .. }: Command<Reason>,
) -> Answer<Receipt> {
    done(app.end_handover(&caller, Some(&key), handover, End::Rejected(input.reason)).await?)
}

/// Takes an offer back that nobody has answered.
#[utoipa::path(post, path = "/handovers/{id}/withdraw", tag = "handovers", request_body = Reason,
    responses((status = 200, body = Receipt)))]
async fn withdraw_handover(
    Signed { app, caller }: Signed,
    Id(handover): Id<HandoverId>,
    Command { key, input, .. }: Command<Reason>,
) -> Answer<Receipt> {
    done(app.end_handover(&caller, Some(&key), handover, End::Withdrawn(input.reason)).await?)
}
