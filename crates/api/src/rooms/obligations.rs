//! Obligations: who must do what about whom by when.

use app::questions::ObligationLine;
use app::{EscalationRow, ObligationFilter, ObligationState};
use axum::Json;
use kernel::{Code, Error, ObligationId, Result, SubjectRef};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::cases::Moment;
use super::handovers::Handover;
use super::people::Reason;
use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path};
use crate::wire::{Instant, Key, Kind, Receipt, Subject, Text, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_obligations))
        .routes(routes!(count_obligations))
        .routes(routes!(show_obligation))
        .routes(routes!(waive_obligation))
}

/// Who must do what about whom by when.
#[derive(Serialize, ToSchema)]
pub struct Obligation {
    id: Uuid,
    rule: String,
    /// `any` for general rules.
    disease: String,
    edition: String,
    subject: Subject,
    /// Which of several of one rule.
    occurrence: String,
    /// Where its holder stands.
    area: String,
    holder_unit: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder_post: Option<Uuid>,
    /// One of its people, to whom it was handed over by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    holder_user: Option<Uuid>,
    duty: Text,
    /// From when evidence counts.
    starts_at: Instant,
    warn_at: Instant,
    due_at: Instant,
    /// `open`, `warned`, `overdue`, `met`, `met_late`, `waived`, `void` or `handed_over`, at the moment asked.
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_at: Option<Instant>,
    /// How sure the rule is: `A`, `B` or `C` (unconfirmed).
    confidence: String,
    opened_fact: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_fact: Option<Uuid>,
    /// The one that was handed over, which this one continues.
    #[serde(skip_serializing_if = "Option::is_none")]
    continues: Option<Uuid>,
}

impl From<ObligationLine> for Obligation {
    fn from(line: ObligationLine) -> Self {
        let row = line.row;
        // What was not known yet at the moment asked is not told.
        let open = line.state.is_open();
        Self {
            id: row.id.0,
            rule: row.rule,
            disease: row.disease,
            edition: row.edition,
            subject: Subject::new(row.subject_kind, row.subject_id),
            occurrence: row.occurrence,
            area: area(&row.area),
            holder_unit: row.holder_unit.0,
            holder_post: row.holder_post.map(Into::into),
            holder_user: row.holder_user.map(Into::into),
            duty: Text::new(&row.duty_zh, &row.duty_en),
            starts_at: row.starts_at.into(),
            warn_at: row.warn_at.into(),
            due_at: row.due_at.into(),
            state: line.state.as_str(),
            closed_at: row.closed_at.filter(|_| !open).map(Into::into),
            confidence: row.confidence,
            opened_fact: row.opened_fact.0,
            closed_fact: row.closed_fact.filter(|_| !open).map(Into::into),
            continues: row.continues.map(Into::into),
        }
    }
}

/// An obligation with its ladder so far.
#[derive(Serialize, ToSchema)]
struct ObligationDetail {
    #[serde(flatten)]
    obligation: Obligation,
    escalations: Vec<EscalationStep>,
    /// The one that continues it since it was handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    continued_by: Option<Uuid>,
    /// The offers that named it, or those that it continues, oldest first.
    handovers: Vec<Handover>,
}

/// One step up the ladder.
#[derive(Serialize, ToSchema)]
struct EscalationStep {
    step: i64,
    level: String,
    to_unit: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_post: Option<Uuid>,
    /// When it was due.
    at: Instant,
    /// When it was carried out.
    recorded_at: Instant,
}

impl From<EscalationRow> for EscalationStep {
    fn from(row: EscalationRow) -> Self {
        Self {
            step: row.step,
            level: row.level,
            to_unit: row.to_unit.0,
            to_post: row.to_post.map(Into::into),
            at: row.at.into(),
            recorded_at: row.recorded_at.into(),
        }
    }
}

/// How many obligations stand how.
#[derive(Serialize, ToSchema)]
struct Counts {
    open: i64,
    warned: i64,
    overdue: i64,
    met: i64,
    met_late: i64,
    waived: i64,
    void: i64,
    handed_over: i64,
    /// How many of all these were ever escalated.
    escalated: i64,
}

list_query!(ObligationQuery {
    /// Held by this unit.
    unit: Key,
    /// Handed over by name to this user.
    user: Key,
    /// Held in this area or below it.
    area: String,
    /// Goes with `subject`.
    subject_kind: Kind,
    subject: Key,
    rule: String,
    disease: String,
    /// `open`, `warned`, `overdue`, `met`, `met_late`, `waived`, `void` or `handed_over`.
    state: String,
    /// Only those not closed.
    unclosed: bool,
    due_from: Instant,
    due_before: Instant,
});

impl ObligationQuery {
    fn filter(&self, app: &app::App) -> Result<ObligationFilter> {
        let state = match &self.state {
            Some(text) => Some(ObligationState::parse(text).ok_or_else(|| {
                let known: Vec<_> = ObligationState::ALL.iter().map(|state| state.as_str()).collect();
                Error::new(Code::InvalidValue)
                    .arg("field", "state")
                    .arg("value", text)
                    .arg("expected", known.join(", "))
            })?),
            None => None,
        };
        Ok(ObligationFilter {
            unit: id(self.unit),
            user: id(self.user),
            area: maybe_path(app, self.area.as_ref())?,
            subject: subject(self.subject_kind, self.subject)?,
            rule: self.rule.clone(),
            disease: self.disease.clone(),
            state,
            unclosed: self.unclosed.unwrap_or(false),
            due_from: self.due_from.map(Into::into),
            due_before: self.due_before.map(Into::into),
            ..ObligationFilter::default()
        })
    }
}

/// The subject of a query, whose two halves go together.
pub(super) fn subject(kind: Option<Kind>, id: Option<Key>) -> Result<Option<SubjectRef>> {
    match (kind, id) {
        (Some(kind), Some(id)) => Ok(Some(SubjectRef { kind: kind.into(), id: id.0 })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(Error::new(Code::MissingField).arg("field", "subject")),
        (None, Some(_)) => Err(Error::new(Code::MissingField).arg("field", "subject_kind")),
    }
}

/// Obligations, those due first at the head.
#[utoipa::path(get, path = "/obligations", tag = "obligations", params(ObligationQuery),
    responses((status = 200, body = Page<Obligation>)))]
async fn list_obligations(
    Signed { app, caller }: Signed,
    Query(query): Query<ObligationQuery>,
) -> Answer<Page<Obligation>> {
    let (filter, page) = (query.filter(&app)?, query.page()?);
    Ok(Page::of(app.obligations(&caller, &filter, query.as_of(&app), &page).await?, Obligation::from))
}

/// How many obligations stand how. Takes the filters of the list.
#[utoipa::path(get, path = "/obligations/counts", tag = "obligations", params(ObligationQuery),
    responses((status = 200, body = Counts)))]
async fn count_obligations(
    Signed { app, caller }: Signed,
    Query(query): Query<ObligationQuery>,
) -> Answer<Counts> {
    let filter = query.filter(&app)?;
    let found = app.obligation_counts(&caller, &filter, query.as_of(&app)).await?;
    Ok(Json(Counts {
        open: found.open,
        warned: found.warned,
        overdue: found.overdue,
        met: found.met,
        met_late: found.met_late,
        waived: found.waived,
        void: found.void,
        handed_over: found.handed_over,
        escalated: found.escalated,
    }))
}

/// One obligation with its escalations.
#[utoipa::path(get, path = "/obligations/{id}", tag = "obligations", params(Moment),
    responses((status = 200, body = ObligationDetail)))]
async fn show_obligation(
    Signed { app, caller }: Signed,
    Id(obligation): Id<ObligationId>,
    Query(moment): Query<Moment>,
) -> Answer<ObligationDetail> {
    let as_of = app.as_of(moment.as_of.map(Into::into));
    let detail = app.obligation(&caller, obligation, as_of).await?;
    Ok(Json(ObligationDetail {
        obligation: detail.line.into(),
        escalations: detail.escalations.into_iter().map(Into::into).collect(),
        continued_by: detail.continued_by.map(Into::into),
        handovers: detail.handovers.into_iter().map(Into::into).collect(),
    }))
}

/// Waives an obligation, for a reason.
#[utoipa::path(post, path = "/obligations/{id}/waive", tag = "obligations", request_body = Reason,
    responses((status = 200, body = Receipt)))]
async fn waive_obligation(
    Signed { app, caller }: Signed,
    Id(obligation): Id<ObligationId>,
    Command { key, input, .. }: Command<Reason>,
) -> Answer<Receipt> {
    done(app.waive_obligation(&caller, Some(&key), obligation, input.reason).await?)
}
