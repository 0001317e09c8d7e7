//! Orders and checks (H04, H05, H08, D08, P01, P02).

mod shape;

use app::OrderFilter;
use app::commands::{CheckInput as CheckCommand, OrderInput as OrderCommand};
use domain::isolation::AmendOrder;
use kernel::OrderId;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cases::{Moment, StepInput};
use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, Versioned, list_query, maybe_path};
use crate::problem::Problem;
use crate::wire::{Day, Instant, Key, Receipt, SubjectKey, Text, done, id};

pub(super) use shape::Order;

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_orders, issue_order))
        .routes(routes!(show_order))
        .routes(routes!(amend_order))
        .routes(routes!(start_order))
        .routes(routes!(lift_order))
        .routes(routes!(release_order))
        .routes(routes!(appeal_order))
        .routes(routes!(decide_appeal))
        .routes(routes!(record_check))
}

list_query!(OrderQuery {
    disease: String,
    /// `issued`, `running`, `released` or `lifted`; any of several, between commas.
    status: String,
    edition: String,
    regime: String,
    person: Key,
    /// Id of whom or what it binds.
    target: Key,
    /// In this area or below it.
    area: String,
    /// Last day at or after.
    ends_from: Day,
    /// Last day before.
    ends_before: Day,
});

/// An order to be issued. Without basis, reason and end there is none.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrderInput {
    /// Whom or what it binds; of an area, `area` says which, whatever the id.
    target: SubjectKey,
    /// Where the target belongs; needed unless it is a person.
    area: Option<String>,
    /// The contact for whose sake.
    contact: Option<Key>,
    /// The case for whose sake.
    case: Option<Key>,
    disease: String,
    /// `central_isolation`, `home_isolation`, `health_monitoring`, `testing`,
    /// `movement_limit` or `closure`; from the regime when absent.
    measure: Option<String>,
    /// Group for the regime; from the contact's class when absent.
    group: Option<String>,
    /// Regime key, or a short form such as `14+2` as it is read in the target's area.
    regime: Option<String>,
    /// Another form than the regime's own, for example `C7@1,2,3,5,7 M3@3`.
    form: Option<String>,
    /// Day 0; the contact's last exposure when absent.
    anchor_on: Option<Day>,
    /// Last day, for an order without a regime.
    ends_on: Option<Day>,
    /// The rule that permits it.
    #[serde(default)]
    basis: String,
    /// Why, for the person concerned.
    reason: Option<Text>,
    /// The unit that carries it out.
    unit: Option<Key>,
    /// `contact_class`, `zone_stay`, `origin_area`, `post`, `travel`, `student`,
    /// `checkpoint`, `medical`, `place` or `other`.
    ground: Option<String>,
    /// Zone level of where the target comes from; needed for the grounds
    /// `origin_area`, `zone_stay` and `travel`.
    origin_zone: Option<String>,
    /// Type of the place that is closed or limited; needed for a closure.
    place_kind: Option<String>,
    /// What for.
    purpose: Option<String>,
}

/// A change of a running order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AmendInput {
    /// Under the edition in force now; the order's own when absent.
    regime: Option<String>,
    /// Another form than the regime's.
    form: Option<String>,
    /// New day 0 (a later exposure).
    anchor_on: Option<Day>,
    /// New last day, for an order without a regime.
    ends_on: Option<Day>,
    /// A contact of the person whom the order shall stand for from now on.
    /// Alone, it moves day 0 to his last exposure where his own regime ends
    /// later; otherwise every date stays.
    contact: Option<Key>,
    /// The rule that permits it.
    basis: String,
    reason: Text,
}

/// On what basis an order is lifted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LiftInput {
    basis: String,
}

/// Why the person bound objects.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AppealInput {
    grounds: String,
}

/// How an objection is decided.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DecisionInput {
    /// Upheld: the order is lifted.
    upheld: bool,
    reason: String,
}

/// A health check of somebody under order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckInput {
    person: Key,
    /// Degrees Celsius, 30 to 45.
    temperature_c: Option<f64>,
    #[serde(default)]
    symptoms: Vec<String>,
    /// Now when absent.
    checked_at: Option<Instant>,
}

/// Orders, newest first.
#[utoipa::path(get, path = "/orders", tag = "orders", params(OrderQuery),
    responses((status = 200, body = Page<Order>)))]
async fn list_orders(Signed { app, caller }: Signed, Query(query): Query<OrderQuery>) -> Answer<Page<Order>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = OrderFilter {
        disease: query.disease,
        status: query.status,
        edition: query.edition,
        regime: query.regime,
        person: id(query.person),
        target: id(query.target),
        area: maybe_path(&app, query.area.as_ref())?,
        ends_from: query.ends_from.map(Into::into),
        ends_before: query.ends_before.map(Into::into),
    };
    Ok(Page::of(app.orders(&caller, &filter, as_of, &page).await?, Order::from))
}

/// One order.
#[utoipa::path(get, path = "/orders/{id}", tag = "orders", params(Moment),
    responses((status = 200, body = Order, headers(("ETag" = String)))))]
async fn show_order(
    Signed { app, caller }: Signed,
    Id(order): Id<OrderId>,
    Query(moment): Query<Moment>,
) -> Result<Versioned<Order>, Problem> {
    let as_of = app.as_of(moment.as_of.map(Into::into));
    let seen = app.order(&caller, order, as_of).await?;
    Ok(Versioned { version: seen.version, body: seen.into() })
}

/// Issues an order after the nine must-nots and the add-on check: refused with
/// the rule that forbids it, or recorded with warnings.
#[utoipa::path(post, path = "/orders", tag = "orders", request_body = OrderInput,
    responses((status = 200, body = Receipt)))]
async fn issue_order(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<OrderInput>,
) -> Answer<Receipt> {
    let input = OrderCommand {
        target: input.target.into(),
        area: maybe_path(&app, input.area.as_ref())?,
        contact: id(input.contact),
        case: id(input.case),
        disease: input.disease,
        measure: input.measure,
        group: input.group,
        regime: input.regime,
        form: input.form,
        anchor: input.anchor_on.map(Into::into),
        ends_on: input.ends_on.map(Into::into),
        basis: input.basis,
        reason: input.reason.map(Into::into),
        unit: id(input.unit),
        ground: input.ground,
        origin_zone: input.origin_zone,
        place_kind: input.place_kind,
        purpose: input.purpose,
    };
    done(app.issue_order(&caller, Some(&key), input).await?)
}

/// Extends, shortens or converts a running order, or lets it stand for a further
/// contact of its person. It passes the must-nots and the add-on check like a
/// new order.
#[utoipa::path(post, path = "/orders/{id}/amend", tag = "orders", request_body = AmendInput,
    responses((status = 200, body = Receipt)))]
async fn amend_order(
    Signed { app, caller }: Signed,
    Id(order): Id<OrderId>,
    Command { key, version, input }: Command<AmendInput>,
) -> Answer<Receipt> {
    let input = AmendOrder {
        regime: input.regime,
        form: input.form,
        anchor: input.anchor_on.map(Into::into),
        ends_on: input.ends_on.map(Into::into),
        contact: id(input.contact),
        basis: input.basis,
        reason: input.reason.into(),
    };
    done(app.amend_order(&caller, Some(&key), order, version, input).await?)
}

/// Records that the person has been taken in.
#[utoipa::path(post, path = "/orders/{id}/start", tag = "orders", request_body = StepInput,
    responses((status = 200, body = Receipt)))]
async fn start_order(
    Signed { app, caller }: Signed,
    Id(order): Id<OrderId>,
    Command { key, input, .. }: Command<StepInput>,
) -> Answer<Receipt> {
    done(app.start_order(&caller, Some(&key), order, input.occurred_at.map(Into::into)).await?)
}

/// Lifts an order before its end, on a basis of its own.
#[utoipa::path(post, path = "/orders/{id}/lift", tag = "orders", request_body = LiftInput,
    responses((status = 200, body = Receipt)))]
async fn lift_order(
    Signed { app, caller }: Signed,
    Id(order): Id<OrderId>,
    Command { key, input, .. }: Command<LiftInput>,
) -> Answer<Receipt> {
    done(app.lift_order(&caller, Some(&key), order, input.basis).await?)
}

/// Releases a person whose last day has come, under the edition in force now.
#[utoipa::path(post, path = "/orders/{id}/release", tag = "orders", request_body = Nothing,
    responses((status = 200, body = Receipt)))]
async fn release_order(
    Signed { app, caller }: Signed,
    Id(order): Id<OrderId>,
    Command { key, .. }: Command<Nothing>,
) -> Answer<Receipt> {
    done(app.release_order(&caller, Some(&key), order).await?)
}

/// Records that the person bound objects.
#[utoipa::path(post, path = "/orders/{id}/appeal", tag = "orders", request_body = AppealInput,
    responses((status = 200, body = Receipt)))]
async fn appeal_order(
    Signed { app, caller }: Signed,
    Id(order): Id<OrderId>,
    Command { key, input, .. }: Command<AppealInput>,
) -> Answer<Receipt> {
    done(app.appeal_order(&caller, Some(&key), order, input.grounds).await?)
}

/// Decides an objection.
#[utoipa::path(post, path = "/orders/{id}/decide_appeal", tag = "orders", request_body = DecisionInput,
    responses((status = 200, body = Receipt)))]
async fn decide_appeal(
    Signed { app, caller }: Signed,
    Id(order): Id<OrderId>,
    Command { key, input, .. }: Command<DecisionInput>,
) -> Answer<Receipt> {
    done(app.decide_appeal(&caller, Some(&key), order, input.upheld, input.reason).await?)
}

/// Records a health check of somebody under order.
#[utoipa::path(post, path = "/checks", tag = "orders", request_body = CheckInput,
    responses((status = 200, body = Receipt)))]
async fn record_check(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<CheckInput>,
) -> Answer<Receipt> {
    let input = CheckCommand {
        person: input.person.0.into(),
        temperature_c: input.temperature_c,
        symptoms: input.symptoms,
        checked_at: input.checked_at.map(Into::into),
    };
    done(app.record_check(&caller, Some(&key), input).await?)
}
