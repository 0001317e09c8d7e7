//! Notices of orders: given out, listed and revoked by an office; read and objected
//! by, without a log-in, by whom the order binds. A secret stands in a body alone,
//! never in an address.

use app::notices::{Form, NewNotice, NoticeSecret, NoticeShown as Seen};
use axum::Json;
use axum::http::StatusCode;
use domain::ScheduleItem;
use kernel::{Classified, OrderId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::{ComesFrom, Open, Signed};
use crate::command::{Body, Command};
use crate::listing::{Answer, Id, Items};
use crate::problem::Problem;
use crate::wire::{Day, Instant, NoticeForm, NoticeSecond, Text};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_notices, make_notice))
        .routes(routes!(revoke_notice))
        .routes(routes!(read_notice))
        .routes(routes!(object_by_notice))
}

/// A notice without its secret. Its instants are of the wall clock.
#[derive(Serialize, ToSchema)]
struct Notice {
    id: Uuid,
    form: NoticeForm,
    #[serde(skip_serializing_if = "Option::is_none")]
    second: Option<NoticeSecond>,
    made_at: Instant,
    /// When it ends by itself.
    ends_at: Instant,
    most_uses: i64,
    uses: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<Instant>,
    /// Locked for good after wrong tries of what it asks for besides.
    locked: bool,
    /// Whether it opens its order now.
    good: bool,
}

impl From<app::notices::Notice> for Notice {
    fn from(app::notices::Notice { row, good }: app::notices::Notice) -> Self {
        Self {
            id: row.id,
            // The table holds no other word; a link is what asks for nothing more.
            form: Form::parse(&row.form).unwrap_or(Form::Link).into(),
            second: row.second.as_deref().and_then(app::notices::Second::parse).map(Into::into),
            made_at: row.made_at.into(),
            ends_at: row.ends_at.into(),
            most_uses: row.most_uses,
            uses: row.uses,
            last_used_at: row.last_used_at.map(Into::into),
            revoked_at: row.revoked_at.map(Into::into),
            locked: row.is_locked(),
            good,
        }
    }
}

/// A notice just given out.
#[derive(Serialize, ToSchema)]
struct NoticeMade {
    /// The secret of the link, for the part of an address behind `#`, or the code for
    /// paper; shown this once.
    code: String,
    notice: Notice,
}

/// A notice to be given out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoticeInput {
    form: NoticeForm,
    /// What a code asks for besides; needed for one, and for nothing else.
    second: Option<NoticeSecond>,
    /// For how many days it is good, 1 to 366.
    days: i64,
    /// How often it may be used, 1 to 1,000; 200 when absent.
    most_uses: Option<i64>,
}

/// Why a notice is revoked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoticeRevokeInput {
    /// At most 500 characters.
    reason: String,
}

/// What whom an order binds brings.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoticeSecretInput {
    /// The secret of a link, or a code as it stands on paper.
    #[schema(value_type = String, format = Password)]
    code: Classified<String>,
    /// What a code asks for besides.
    #[schema(value_type = Option<String>, format = Password)]
    second: Option<Classified<String>>,
}

/// An objection, with what whom the order binds brings.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoticeObjectInput {
    /// The secret of a link, or a code as it stands on paper.
    #[schema(value_type = String, format = Password)]
    code: Classified<String>,
    /// What a code asks for besides.
    #[schema(value_type = Option<String>, format = Password)]
    second: Option<Classified<String>>,
    /// Why he objects, in his own words: at most 2,000 characters.
    grounds: String,
}

/// What an order asks of whom it binds. It names no other person.
#[derive(Serialize, ToSchema)]
struct NoticeShown {
    /// Until when the notice can be read, by the wall clock.
    good_until_at: Instant,
    order: NoticeOrder,
    /// The rule that permits it, where its basis names one of the rule book.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<NoticeRule>,
    tests: Vec<NoticeDated>,
    checks: Vec<NoticeDated>,
    /// The office that issued it.
    #[serde(skip_serializing_if = "Option::is_none")]
    issued_by: Option<Text>,
    /// The office that carries it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    carried_out_by: Option<Text>,
    objection: NoticeObjection,
}

/// An order, as far as it concerns whom it binds.
#[derive(Serialize, ToSchema)]
struct NoticeOrder {
    disease: String,
    measure: String,
    /// `issued`, `running`, `released` or `lifted`.
    status: String,
    reason: Text,
    basis: String,
    edition: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition_title: Option<Text>,
    issued_at: Instant,
    starts_on: Day,
    ends_on: Day,
    central: bool,
    /// Days beyond the regime in force.
    days_beyond: i64,
    /// The time zone in which its days are meant.
    zone: String,
}

/// A rule with its source.
#[derive(Serialize, ToSchema)]
struct NoticeRule {
    id: String,
    title: Text,
    /// Title of the edition or overlay in which it stands.
    edition: Text,
    source: String,
    /// Whether nobody has confirmed it yet.
    unconfirmed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<Text>,
    /// Who decided it, where an area did.
    #[serde(skip_serializing_if = "Option::is_none")]
    authority: Option<Text>,
}

/// A test or a check.
#[derive(Serialize, ToSchema)]
struct NoticeDated {
    due_at: Instant,
    on: Day,
}

/// How to object, and what was objected.
#[derive(Serialize, ToSchema)]
struct NoticeObjection {
    /// Until when one may; absent when the order no longer runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    until_at: Option<Instant>,
    /// The office that decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<Text>,
    made: Vec<NoticeObjectionMade>,
}

/// An objection that was made.
#[derive(Serialize, ToSchema)]
struct NoticeObjectionMade {
    at: Instant,
    /// Whether it was filed by a notice; otherwise somebody took it down.
    by_notice: bool,
    /// `upheld` or `rejected`, once decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    /// Why it was decided so.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<Seen> for NoticeShown {
    fn from(seen: Seen) -> Self {
        let order = seen.order;
        let dated = |items: Vec<ScheduleItem>| {
            let one = |item: ScheduleItem| NoticeDated { due_at: item.due.into(), on: item.on.into() };
            items.into_iter().map(one).collect()
        };
        let made = order.appeals.into_iter().map(|appeal| NoticeObjectionMade {
            at: appeal.at.into(),
            by_notice: appeal.notice.is_some(),
            outcome: appeal.outcome,
            reason: appeal.reason,
        });
        Self {
            good_until_at: seen.good_until.into(),
            rule: seen.rule.map(|rule| NoticeRule {
                id: rule.id,
                title: rule.title.into(),
                edition: rule.edition.into(),
                source: rule.source,
                unconfirmed: rule.unconfirmed,
                basis: rule.basis.map(Into::into),
                authority: rule.authority.map(Into::into),
            }),
            tests: dated(order.tests),
            checks: dated(order.checks),
            issued_by: seen.issued_by.map(Into::into),
            carried_out_by: seen.carried_out_by.map(Into::into),
            objection: NoticeObjection {
                until_at: seen.object_until.map(Into::into),
                decided_by: seen.decided_by.map(Into::into),
                made: made.collect(),
            },
            order: NoticeOrder {
                disease: order.disease,
                measure: order.measure,
                status: order.status,
                reason: order.reason.into(),
                basis: order.basis,
                edition: order.edition,
                edition_title: seen.edition_title.map(Into::into),
                issued_at: order.issued_at.into(),
                starts_on: order.starts_on.into(),
                ends_on: order.ends_on.into(),
                central: order.central,
                days_beyond: order.days_beyond,
                zone: seen.zone.name().to_owned(),
            },
        }
    }
}

/// The notices of an order, newest first, those that have ended too; a hundred at most.
#[utoipa::path(get, path = "/orders/{id}/notices", tag = "orders",
    responses((status = 200, body = Items<Notice>)))]
async fn list_notices(Signed { app, caller }: Signed, Id(order): Id<OrderId>) -> Answer<Items<Notice>> {
    Ok(Items::of(app.notices(&caller, order).await?.into_iter().map(Notice::from)))
}

/// Gives out a link or a code with which whom a running order binds reads it and
/// objects, without a log-in.
#[utoipa::path(post, path = "/orders/{id}/notices", tag = "orders", request_body = NoticeInput,
    responses((status = 200, body = NoticeMade)))]
async fn make_notice(
    Signed { app, caller }: Signed,
    Id(order): Id<OrderId>,
    Body(input): Body<NoticeInput>,
) -> Answer<NoticeMade> {
    let new = NewNotice {
        form: input.form.into(),
        second: input.second.map(Into::into),
        days: input.days,
        most_uses: input.most_uses,
    };
    let (made, secret) = app.make_notice(&caller, order, new).await?;
    Ok(Json(NoticeMade { code: secret.into_exposed(), notice: made.into() }))
}

/// Revokes a notice. The first end stands.
#[utoipa::path(post, path = "/notices/{id}/revoke", tag = "orders", request_body = NoticeRevokeInput,
    responses((status = 200, body = Notice)))]
async fn revoke_notice(
    Signed { app, caller }: Signed,
    Id(id): Id<Uuid>,
    Command { input, .. }: Command<NoticeRevokeInput>,
) -> Answer<Notice> {
    Ok(Json(app.revoke_notice(&caller, id, &input.reason).await?.into()))
}

/// What an order asks of whom it binds, for whoever brings the secret of a notice.
/// Whatever opens nothing is answered alike.
#[utoipa::path(post, path = "/notices/read", tag = "orders", request_body = NoticeSecretInput,
    responses((status = 200, body = NoticeShown)))]
async fn read_notice(
    Open { app, .. }: Open,
    ComesFrom(address): ComesFrom,
    Body(input): Body<NoticeSecretInput>,
) -> Answer<NoticeShown> {
    let secret = NoticeSecret { code: input.code, second: input.second, address };
    Ok(Json(app.read_notice(&secret).await?.into()))
}

/// Records that whom an order binds objects, for whoever brings the secret of a
/// notice. Said again while it waits, it is not recorded twice.
#[utoipa::path(post, path = "/notices/object", tag = "orders", request_body = NoticeObjectInput,
    responses((status = 204)))]
async fn object_by_notice(
    Open { app, .. }: Open,
    ComesFrom(address): ComesFrom,
    Body(input): Body<NoticeObjectInput>,
) -> Result<StatusCode, Problem> {
    let secret = NoticeSecret { code: input.code, second: input.second, address };
    app.object_by_notice(&secret, input.grounds).await?;
    Ok(StatusCode::NO_CONTENT)
}
