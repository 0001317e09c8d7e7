//! The rule book: editions and overlays, what differs between two, how a short
//! form is read, and running orders reviewed when an edition changes.

use axum::Json;
use axum::extract::Path;
use protocol::regime::Regime;
use protocol::{Protocol as Rules, RuleEntry};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Items, Query, maybe_path};
use crate::wire::{Day, Text};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_protocols))
        .routes(routes!(show_protocol))
        .routes(routes!(compare_protocols))
        .routes(routes!(read_notation))
        .routes(routes!(review_orders))
}

/// An edition or overlay.
#[derive(Serialize, ToSchema)]
struct Edition {
    /// `any` for rules of every disease.
    disease: String,
    edition: String,
    title: Text,
    from_on: Day,
    /// Last day in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    until_on: Option<Day>,
    /// Where it holds; everywhere when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    overlay: bool,
    file: String,
    rules: Confidences,
}

/// How many rules are how sure.
#[derive(Serialize, ToSchema)]
struct Confidences {
    a: usize,
    b: usize,
    /// Unconfirmed.
    c: usize,
}

/// The rules of an edition, merged with what it inherits and the overlays of an area.
#[derive(Serialize, ToSchema)]
struct Protocol {
    disease: String,
    edition: String,
    title: Text,
    from_on: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    until_on: Option<Day>,
    rules: Vec<Rule>,
}

/// One rule.
#[derive(Serialize, ToSchema)]
pub(super) struct Rule {
    section: &'static str,
    id: String,
    title: Text,
    /// Mechanism of the requirements, for example `D02`.
    requirement: String,
    source: String,
    /// `A`, `B` or `C` (unconfirmed).
    confidence: String,
    file: String,
    /// The area its file holds for.
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    /// Whether an overlay says it.
    overlay: bool,
}

/// A rule that differs.
#[derive(Serialize, ToSchema)]
struct RuleChange {
    section: &'static str,
    rule: String,
    title: Text,
    /// `added`, `removed` or `changed`.
    change: String,
    /// `stricter`, `looser`, `same` or `unclear`.
    strictness: String,
    /// Stricter by an overlay that nobody above has approved.
    add_on: bool,
    fields: Vec<FieldChange>,
}

/// A field that differs.
#[derive(Serialize, ToSchema)]
struct FieldChange {
    field: String,
    old: serde_json::Value,
    new: serde_json::Value,
}

/// What a short form means.
#[derive(Serialize, ToSchema)]
struct Notation {
    disease: String,
    edition: String,
    /// Key of the regime.
    regime: String,
    form: String,
    days: u32,
    title: Text,
}

/// How many proposals were made.
#[derive(Serialize, ToSchema)]
struct Review {
    proposed: usize,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PlaceQuery {
    /// With the overlays down to this area.
    area: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DiffQuery {
    /// Edition.
    from: String,
    /// Edition.
    to: String,
    /// With the overlays down to this area.
    from_area: Option<String>,
    /// With the overlays down to this area.
    to_area: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NotationQuery {
    /// For example `14+2`.
    text: String,
    area: Option<String>,
    edition: Option<String>,
}

pub(super) fn rule(entry: &RuleEntry<'_>) -> Rule {
    Rule {
        section: entry.section.as_str(),
        id: entry.id.to_owned(),
        title: entry.title.clone().into(),
        requirement: entry.cites.requirement.clone(),
        source: entry.cites.source.clone(),
        confidence: app::install::word_of(&entry.cites.confidence),
        file: entry.origin.file.clone(),
        area: entry.origin.area.as_ref().map(ToString::to_string),
        overlay: entry.origin.overlay.is_some(),
    }
}

fn edition(
    app: &app::App,
    disease: &str,
    edition: &str,
    area: Option<&String>,
) -> kernel::Result<Arc<Rules>> {
    let area = maybe_path(app, area)?;
    app.library().edition(disease, edition, area.as_ref())
}

/// Every edition and overlay.
#[utoipa::path(get, path = "/protocols", tag = "protocols", responses((status = 200, body = Items<Edition>)))]
async fn list_protocols(Signed { app, .. }: Signed) -> Json<Items<Edition>> {
    Items::of(app.library().editions().into_iter().map(|summary| {
        let [a, b, c] = summary.rules;
        Edition {
            disease: summary.disease,
            edition: summary.edition,
            title: summary.title.into(),
            from_on: summary.from.into(),
            until_on: summary.until.map(Into::into),
            area: summary.area.map(|area| area.to_string()),
            overlay: summary.overlay,
            file: summary.file,
            rules: Confidences { a, b, c },
        }
    }))
}

/// The rules of an edition, with the overlays down to an area.
#[utoipa::path(get, path = "/protocols/{disease}/editions/{edition}", tag = "protocols", params(PlaceQuery),
    responses((status = 200, body = Protocol)))]
async fn show_protocol(
    Signed { app, .. }: Signed,
    Path((disease, key)): Path<(String, String)>,
    Query(query): Query<PlaceQuery>,
) -> Answer<Protocol> {
    let rules = edition(&app, &disease, &key, query.area.as_ref())?;
    Ok(Json(Protocol {
        disease: rules.disease.clone(),
        edition: rules.edition.clone(),
        title: rules.title.clone().into(),
        from_on: rules.from.into(),
        until_on: rules.until.map(Into::into),
        rules: rules.rules().iter().map(rule).collect(),
    }))
}

/// What one edition changes against another, rule by rule, and which way.
#[utoipa::path(get, path = "/protocols/{disease}/diff", tag = "protocols", params(DiffQuery),
    responses((status = 200, body = Items<RuleChange>)))]
async fn compare_protocols(
    Signed { app, .. }: Signed,
    Path(disease): Path<String>,
    Query(query): Query<DiffQuery>,
) -> Answer<Items<RuleChange>> {
    let from = edition(&app, &disease, &query.from, query.from_area.as_ref())?;
    let to = edition(&app, &disease, &query.to, query.to_area.as_ref())?;
    Ok(Items::of(app.library().diff(&from, &to).into_iter().map(|change| {
        RuleChange {
            section: change.section.as_str(),
            rule: change.rule,
            title: change.title.into(),
            change: app::install::word_of(&change.change),
            strictness: app::install::word_of(&change.strictness),
            add_on: change.add_on,
            fields: change
                .fields
                .into_iter()
                .map(|field| FieldChange { field: field.field, old: field.old, new: field.new })
                .collect(),
        }
    })))
}

/// Reads a short form such as `14+2`. Without an area or an edition it is
/// refused with the question to ask.
#[utoipa::path(get, path = "/protocols/{disease}/notation", tag = "protocols", params(NotationQuery),
    responses((status = 200, body = Notation)))]
async fn read_notation(
    Signed { app, .. }: Signed,
    Path(disease): Path<String>,
    Query(query): Query<NotationQuery>,
) -> Answer<Notation> {
    let area = maybe_path(&app, query.area.as_ref())?;
    let (rules, regime) =
        app.library().read_notation(&query.text, &disease, area.as_ref(), query.edition.as_deref())?;
    let found = rules.regime(&regime).ok_or_else(|| {
        kernel::Error::new(kernel::Code::ProtocolUnknownReference).arg("kind", "regime").arg("value", &regime)
    })?;
    Ok(Json(Notation {
        disease,
        edition: rules.edition.clone(),
        days: Regime::parse(&found.form)?.days(),
        form: found.form.clone(),
        title: found.title.clone().into(),
        regime,
    }))
}

/// Compares every running order of a disease with the edition in force now and
/// records a proposal for each that runs under another. A second time makes none.
#[utoipa::path(post, path = "/protocols/{disease}/review", tag = "protocols", request_body = Nothing,
    responses((status = 200, body = Review)))]
async fn review_orders(
    Signed { app, caller }: Signed,
    Path(disease): Path<String>,
    _: Command<Nothing>,
) -> Answer<Review> {
    Ok(Json(Review { proposed: app.review_edition(&caller, &disease).await? }))
}
