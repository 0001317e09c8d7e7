//! Obligations: who must do what about whom by when.

use app::questions::{ObligationLine, Whose};
use app::{EscalationRow, ObligationFilter, ObligationState};
use axum::Json;
use kernel::{Code, Error, ObligationId, Result, SubjectKind, SubjectRef};
use protocol::schema::Evidence;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::cases::Moment;
use super::facts::Fact;
use super::handovers::Handover;
use super::people::Reason;
use super::situation::{Figure, Opening};
use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path, word_of, words_of};
use crate::wire::{Instant, Key, Kind, Receipt, Subject, Text, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_obligations))
        .routes(routes!(count_obligations))
        .routes(routes!(count_obligations_by_unit))
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
    /// The title of its rule; absent where the rule book has it no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Text>,
    /// What closes it: any of these.
    closed_by: Vec<EvidenceKind>,
    /// Its ladder, taken or to come, first step first. What was taken stands in `escalations`.
    ladder: Vec<LadderStep>,
    /// What opened it, moved it and closed it, and who said so; oldest first, as far as one may read it.
    facts: Vec<Fact>,
}

/// A kind of fact that closes an obligation.
#[derive(Serialize, ToSchema)]
struct EvidenceKind {
    /// The kind, for example `case_reported`.
    fact: String,
    /// A further condition on that fact, in the language of the rule book.
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    /// It counts only within the obligation's own time: what was missed then cannot be made up for.
    within_window: bool,
}

/// A step up the ladder.
#[derive(Serialize, ToSchema)]
struct LadderStep {
    step: i64,
    /// The level told.
    level: &'static str,
    /// The role of the unit told.
    role: String,
    /// When it is due, if the obligation is still open then.
    at: Instant,
    /// The unit that would be told today.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Uuid>,
}

/// The obligations of a unit, as numbers.
#[derive(Serialize, ToSchema)]
struct UnitObligations {
    unit: Uuid,
    name: Text,
    area: String,
    role: String,
    /// Not closed.
    unclosed: Figure,
    /// Not closed and due within two hours.
    due_soon: Figure,
    overdue: Figure,
    /// Not closed, and escalated at least once.
    escalated: Figure,
    /// Of those due within the days asked for, or due later: met in time.
    met: Figure,
    /// Of those: met late.
    met_late: Figure,
}

list_query!(UnitsQuery {
    /// Of units in this area and below it; in all of one's own when absent.
    area: String,
    /// Of units with this role.
    role: String,
    disease: String,
    /// Days back for those met, 1 to 92; 7 when absent.
    days: u32,
    /// Whether those who owe most that is overdue stand first, then those who
    /// owe most; else they stand by area and role. The order moves as duties do.
    overdue_first: bool,
});

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

impl From<Evidence> for EvidenceKind {
    fn from(evidence: Evidence) -> Self {
        let condition = evidence.condition.map(|condition| condition.when);
        Self { fact: evidence.fact, condition, within_window: evidence.within_window }
    }
}

impl From<app::questions::LadderStep> for LadderStep {
    fn from(step: app::questions::LadderStep) -> Self {
        Self {
            step: step.step,
            level: step.level.as_str(),
            role: step.role,
            at: step.at.into(),
            unit: step.unit.map(Into::into),
        }
    }
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
    /// `mine` (handed to oneself by name, or of a post that one holds and handed to nobody), `my_unit` or `my_area`;
    /// in place of `unit` or `area`.
    whose: String,
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
    /// `open`, `warned`, `overdue`, `met`, `met_late`, `waived`, `void` or `handed_over`; any of several,
    /// between commas.
    state: String,
    /// Only those not closed.
    unclosed: bool,
    /// Only those that were escalated at least once.
    escalated: bool,
    /// Only those that come from the schedule of an order: each `test`, or each `check`.
    schedule: String,
    due_from: Instant,
    due_before: Instant,
});

impl ObligationQuery {
    async fn filter(&self, app: &app::App, caller: &app::Caller) -> Result<ObligationFilter> {
        let mut filter = self.asked(app)?;
        let words = [("mine", Whose::Mine), ("my_unit", Whose::MyUnit), ("my_area", Whose::MyArea)];
        if let Some((_, whose)) = word_of(self.whose.as_deref(), "whose", &words, |(word, _)| word)? {
            app.whose(caller, whose, &mut filter).await?;
        }
        Ok(filter)
    }

    fn asked(&self, app: &app::App) -> Result<ObligationFilter> {
        let all = &ObligationState::ALL;
        let schedules = [("test", 't'), ("check", 'c')];
        let schedule = word_of(self.schedule.as_deref(), "schedule", &schedules, |(word, _)| word)?;
        Ok(ObligationFilter {
            subject_kind: schedule.map(|_| SubjectKind::Order),
            occurrence: schedule.map(|(_, letter)| letter),
            unit: id(self.unit),
            user: id(self.user),
            mine: None,
            area: maybe_path(app, self.area.as_ref())?,
            subject: subject(self.subject_kind, self.subject)?,
            rule: self.rule.clone(),
            disease: self.disease.clone(),
            states: words_of(self.state.as_deref(), "state", all, ObligationState::as_str)?,
            unclosed: self.unclosed.unwrap_or(false),
            escalated: self.escalated.unwrap_or(false),
            due_from: self.due_from.map(Into::into),
            due_before: self.due_before.map(Into::into),
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
    let (filter, page) = (query.filter(&app, &caller).await?, query.page()?);
    Ok(Page::of(app.obligations(&caller, &filter, query.as_of(&app), &page).await?, Obligation::from))
}

/// How many obligations stand how. Takes the filters of the list.
#[utoipa::path(get, path = "/obligations/counts", tag = "obligations", params(ObligationQuery),
    responses((status = 200, body = Counts)))]
async fn count_obligations(
    Signed { app, caller }: Signed,
    Query(query): Query<ObligationQuery>,
) -> Answer<Counts> {
    let filter = query.filter(&app, &caller).await?;
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

/// How many obligations of each unit stand how, by area and role of the units.
/// As of now the numbers are read from a tally that is kept; as of a past
/// moment they are counted, which takes longer.
#[utoipa::path(get, path = "/obligations/counts_by_unit", tag = "obligations", params(UnitsQuery),
    responses((status = 200, body = Page<UnitObligations>)))]
async fn count_obligations_by_unit(
    Signed { app, caller }: Signed,
    Query(query): Query<UnitsQuery>,
) -> Answer<Page<UnitObligations>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let asked = app::questions::UnitsQuery {
        area: maybe_path(&app, query.area.as_ref())?,
        role: query.role,
        disease: query.disease,
        days: query.days,
        overdue_first: query.overdue_first.unwrap_or(false),
    };
    let found = app.duties_by_unit(&caller, &asked, as_of, &page).await?;
    let open = Opening::as_of(as_of);
    Ok(Page::of(found, |line| UnitObligations {
        unit: line.unit.id.0,
        name: Text::new(&line.unit.name_zh, &line.unit.name_en),
        area: area(&line.unit.area),
        role: line.unit.role,
        unclosed: open.figure(line.unclosed),
        due_soon: open.figure(line.due_soon),
        overdue: open.figure(line.overdue),
        escalated: open.figure(line.escalated),
        met: open.figure(line.met),
        met_late: open.figure(line.met_late),
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
        title: detail.title.map(Into::into),
        closed_by: detail.evidence.into_iter().map(Into::into).collect(),
        ladder: detail.ladder.into_iter().map(Into::into).collect(),
        facts: detail.facts.into_iter().map(Into::into).collect(),
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
