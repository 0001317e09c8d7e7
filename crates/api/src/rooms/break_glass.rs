//! Breaking the glass: the sight of one record outside one's reach, opened for
//! a reason and a short time, told to the area that owns it, and reviewed.

use app::access::{BrokenGlass, GlassRules, NewGlass};
use axum::Json;
use axum::http::StatusCode;
use kernel::{GlassId, SubjectRef};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::people::Reason;
use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Id, Page, Query, page};
use crate::problem::Problem;
use crate::wire::{Instant, Key, Kind, Receipt, area, done};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_break_glass, break_glass))
        .routes(routes!(close_glass))
        .routes(routes!(review_glass))
        .routes(routes!(show_break_glass_rules, set_break_glass_rules))
}

/// That somebody opened the sight of one record.
#[derive(Serialize, ToSchema)]
#[schema(as = BrokenGlass)]
struct GlassLine {
    id: Uuid,
    user: Uuid,
    user_name: String,
    /// `person`, `case`, `contact` or `order`.
    kind: Kind,
    /// Which one; perhaps there is none.
    subject: Uuid,
    /// The area that owns the record; the opener's own where there is none.
    area: String,
    /// `life_at_risk`, `transfer`, `urgent_tracing`, `legal_request` or `other`.
    ground: String,
    reason: String,
    opened_at: Instant,
    ends_at: Instant,
    /// Whether it is open now.
    open: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_by: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    close_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed_by: Option<Uuid>,
    /// `justified` or `unjustified`.
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl From<BrokenGlass> for GlassLine {
    fn from(glass: BrokenGlass) -> Self {
        let row = glass.row;
        Self {
            id: row.id.0,
            user: row.user.0,
            user_name: glass.user_name,
            kind: row.subject_kind.into(),
            subject: row.subject_id,
            area: area(&row.area),
            ground: row.ground,
            reason: row.reason,
            opened_at: row.opened_at.into(),
            ends_at: row.ends_at.into(),
            open: glass.open,
            closed_at: row.closed_at.map(Into::into),
            closed_by: row.closed_by.map(Into::into),
            close_reason: row.close_reason,
            reviewed_at: row.reviewed_at.map(Into::into),
            reviewed_by: row.reviewed_by.map(Into::into),
            finding: row.finding,
            note: row.note,
        }
    }
}

/// Which record is to be opened, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BreakGlassInput {
    /// `person`, `case`, `contact` or `order`.
    kind: Kind,
    id: Key,
    /// `life_at_risk`, `transfer`, `urgent_tracing`, `legal_request` or `other`.
    ground: String,
    /// In words, 10 to 500 characters.
    reason: String,
    /// An hour when absent; at most what the installation allows.
    minutes: Option<i64>,
}

/// What a review finds.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GlassReviewInput {
    /// `justified`, or `unjustified`, which also closes what is open.
    finding: String,
    /// 1 to 500 characters.
    note: String,
}

/// What the installation allows.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BreakGlassRules {
    /// The longest opening: 1 to 1,440 minutes, 60 unless it is said.
    longest_minutes: i64,
    /// Openings of one user within 24 hours: 1 to 50, 5 unless it is said.
    per_day: i64,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct GlassQuery {
    /// Those that one has made oneself, instead of those to review.
    own: Option<bool>,
    /// Only those that were reviewed, or were not.
    reviewed: Option<bool>,
    limit: Option<u32>,
    after: Option<String>,
}

/// Openings of records of one's areas, latest first: for the auditor and the office.
#[utoipa::path(get, path = "/break_glass", tag = "break_glass", params(GlassQuery),
    responses((status = 200, body = Page<GlassLine>)))]
async fn list_break_glass(
    Signed { app, caller }: Signed,
    Query(query): Query<GlassQuery>,
) -> Answer<Page<GlassLine>> {
    let page = page(query.limit, query.after.as_ref())?;
    let found = app.glasses(&caller, query.own.unwrap_or(false), query.reviewed, &page).await?;
    Ok(Page::of(found, GlassLine::from))
}

/// Opens the sight of one record outside one's reach, to read it alone. The
/// area that owns it is told at once and reviews it; every look is in the audit.
/// An id that there is not is answered alike.
#[utoipa::path(post, path = "/break_glass", tag = "break_glass", request_body = BreakGlassInput,
    responses((status = 200, body = Receipt)))]
async fn break_glass(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<BreakGlassInput>,
) -> Answer<Receipt> {
    let new = NewGlass {
        subject: SubjectRef { kind: input.kind.into(), id: input.id.0 },
        ground: input.ground,
        reason: input.reason,
        minutes: input.minutes,
    };
    done(app.break_glass(&caller, Some(&key), new).await?)
}

/// Closes it before its time.
#[utoipa::path(post, path = "/break_glass/{id}/close", tag = "break_glass", request_body = Reason,
    responses((status = 200, body = Receipt)))]
async fn close_glass(
    Signed { app, caller }: Signed,
    Id(glass): Id<GlassId>,
    Command { key, input, .. }: Command<Reason>,
) -> Answer<Receipt> {
    done(app.close_glass(&caller, Some(&key), glass, input.reason).await?)
}

/// Says whether it was right. Nobody reviews what he has opened himself.
#[utoipa::path(post, path = "/break_glass/{id}/review", tag = "break_glass", request_body = GlassReviewInput,
    responses((status = 200, body = Receipt)))]
async fn review_glass(
    Signed { app, caller }: Signed,
    Id(glass): Id<GlassId>,
    Command { key, input, .. }: Command<GlassReviewInput>,
) -> Answer<Receipt> {
    done(app.review_glass(&caller, Some(&key), glass, input.finding, input.note).await?)
}

/// How long and how often the glass may be broken.
#[utoipa::path(get, path = "/installation/break_glass_rules", tag = "installation",
    responses((status = 200, body = BreakGlassRules)))]
async fn show_break_glass_rules(Signed { app, .. }: Signed) -> Answer<BreakGlassRules> {
    let GlassRules { longest_minutes, per_day } = app.glass_rules().await?;
    Ok(Json(BreakGlassRules { longest_minutes, per_day }))
}

/// Says how long and how often the glass may be broken. It takes the
/// administration of all root areas.
#[utoipa::path(post, path = "/installation/break_glass_rules", tag = "installation",
    request_body = BreakGlassRules, responses((status = 204)))]
async fn set_break_glass_rules(
    Signed { app, caller }: Signed,
    Command { input, .. }: Command<BreakGlassRules>,
) -> Result<StatusCode, Problem> {
    let rules = GlassRules { longest_minutes: input.longest_minutes, per_day: input.per_day };
    app.set_glass_rules(&caller, rules).await?;
    Ok(StatusCode::NO_CONTENT)
}
