//! What is told upward and to the public: situation reports of units (A03,
//! C05), bulletins (O01).

use app::AffairFilter;
use app::commands::{
    BulletinInput as BulletinCommand, Correction, ReportInput as ReportCommand, ReportsWanted,
};
use app::questions::{Seen, SituationQuery};
use axum::Json;
use domain::affairs::Record as _;
use domain::reporting as state;
use kernel::{AsOf, DailyBulletinId, SituationReportId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::cases::Moment;
use super::directives::Why;
use super::situation::{Figure, Opening};
use crate::Api;
use crate::auth::{Open, Signed};
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path, page, path_of};
use crate::wire::{Day, Instant, Key, Receipt, Text, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_situation_reports, require_reports))
        .routes(routes!(send_report))
        .routes(routes!(list_daily_bulletins, draft_bulletin))
        .routes(routes!(show_daily_bulletin))
        .routes(routes!(correct_bulletin))
        .routes(routes!(approve_bulletin))
        .routes(routes!(withdraw_bulletin))
        .routes(routes!(list_public_bulletins))
}

/// Reports that units have to send, one for each day.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReportsInput {
    units: Vec<Key>,
    from_on: Day,
    until_on: Day,
    /// The hour of the cut-off by the calendar of each unit, 1 to 24.
    cut_off_hour: u8,
    /// How long after that a report is due, in minutes: 1 to 1,440.
    minutes_to_write: u32,
}

/// The report of one unit for one day.
#[derive(Serialize, ToSchema)]
struct SituationReport {
    id: Uuid,
    version: i64,
    area: String,
    unit: Uuid,
    on: Day,
    /// `required`, `sent` or `sent_late`.
    status: String,
    /// What was known by then counts.
    cut_off_at: Instant,
    due_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_at: Option<Instant>,
    /// The numbers of the records at the cut-off, once it is sent.
    figures: BTreeMap<String, i64>,
    /// Where the unit says otherwise.
    said: BTreeMap<String, i64>,
    /// Why, by number.
    explained: BTreeMap<String, String>,
    /// Problems and requests.
    problems: String,
}

impl From<Seen<state::SituationReport>> for SituationReport {
    fn from(seen: Seen<state::SituationReport>) -> Self {
        let status = seen.state.heading().status;
        let report = seen.state;
        let (figures, said, explained, problems) = match report.sent {
            Some(sent) => (sent.figures, sent.said, sent.explained, sent.problems),
            None => Default::default(),
        };
        Self {
            id: seen.id,
            version: seen.version,
            area: area(&seen.area),
            unit: report.unit.0,
            on: report.on.into(),
            status,
            cut_off_at: report.cut_off_at.into(),
            due_at: report.due_at.into(),
            sent_at: report.sent_at.map(Into::into),
            figures,
            said,
            explained,
            problems,
        }
    }
}

list_query!(ReportQuery {
    /// `required`, `sent` or `sent_late`; several between commas.
    status: String,
    unit: Key,
    /// For this day.
    on: Day,
    /// In this area or below it.
    area: String,
    /// Due before this moment: with `status=required`, those that are missing.
    due_before: Instant,
});

/// What a unit says beside its records, which are counted as of the cut-off.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReportInput {
    /// Its own numbers by name, where they are others.
    #[serde(default)]
    said: BTreeMap<String, i64>,
    /// Why, for each number that is given otherwise or that falls.
    #[serde(default)]
    explained: BTreeMap<String, String>,
    /// Problems and requests.
    #[serde(default)]
    problems: String,
}

/// A bulletin to be drafted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DailyBulletinInput {
    area: String,
    disease: Option<String>,
    /// What was known by then counts; now when absent.
    frozen_at: Option<Instant>,
    title: Text,
    /// What is said beside the numbers. It names nobody.
    text: Text,
}

impl DailyBulletinInput {
    fn command(self, app: &app::App) -> kernel::Result<BulletinCommand> {
        Ok(BulletinCommand {
            area: path_of(app, &self.area)?,
            disease: self.disease,
            as_of: self.frozen_at.map(Into::into),
            title: self.title.into(),
            text: self.text.into(),
        })
    }
}

/// A bulletin in place of one that is out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CorrectionInput {
    /// What was known by then counts; now when absent.
    frozen_at: Option<Instant>,
    title: Text,
    text: Text,
    /// Why the other one is corrected.
    reason: Text,
}

/// A bulletin.
#[derive(Serialize, ToSchema)]
struct DailyBulletin {
    id: Uuid,
    version: i64,
    area: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    disease: Option<String>,
    /// What was known by then counts.
    frozen_at: Instant,
    /// The numbers, by name.
    figures: BTreeMap<String, i64>,
    title: Text,
    text: Text,
    /// `draft`, `released`, `corrected` or `withdrawn`.
    status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    drafted_by: Option<Uuid>,
    /// Two approvals release it.
    approved_by: Vec<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    released_at: Option<Instant>,
    /// The bulletin that this one corrects, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Text>,
    /// The bulletin that corrects this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected_by: Option<Uuid>,
}

impl From<Seen<state::DailyBulletin>> for DailyBulletin {
    fn from(seen: Seen<state::DailyBulletin>) -> Self {
        let bulletin = seen.state;
        let said = bulletin.drafted;
        Self {
            id: seen.id,
            version: seen.version,
            area: area(&seen.area),
            disease: said.disease,
            frozen_at: said.as_of.into(),
            figures: said.figures,
            title: said.title.into(),
            text: said.text.into(),
            status: bulletin.status,
            drafted_by: bulletin.drafted_by.map(Into::into),
            approved_by: bulletin.approved_by.into_iter().map(Into::into).collect(),
            released_at: bulletin.released_at.map(Into::into),
            corrects: said.corrects.map(Into::into),
            reason: said.reason.map(Into::into),
            corrected_by: bulletin.corrected_by.map(Into::into),
        }
    }
}

/// A number of a bulletin with the records behind it, as they were known then.
#[derive(Serialize, ToSchema)]
struct BulletinFigure {
    name: String,
    /// As the bulletin says.
    said: i64,
    /// As the records of that moment say, and which they are; absent for whoever may not read them.
    #[serde(skip_serializing_if = "Option::is_none")]
    counted: Option<Figure>,
}

/// A bulletin with what is behind its numbers.
#[derive(Serialize, ToSchema)]
struct DailyBulletinDetail {
    bulletin: DailyBulletin,
    figures: Vec<BulletinFigure>,
}

list_query!(DailyBulletinQuery {
    /// `draft`, `released`, `corrected` or `withdrawn`; several between commas.
    status: String,
    /// In this area or below it.
    area: String,
});

/// A bulletin as everybody may read it.
#[derive(Serialize, ToSchema)]
struct PublicBulletin {
    id: Uuid,
    area: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    disease: Option<String>,
    frozen_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    released_at: Option<Instant>,
    figures: BTreeMap<String, i64>,
    title: Text,
    text: Text,
    /// The bulletin that this one corrects, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Text>,
    /// The bulletin that corrects this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected_by: Option<Uuid>,
}

impl From<Seen<state::DailyBulletin>> for PublicBulletin {
    fn from(seen: Seen<state::DailyBulletin>) -> Self {
        let whole = DailyBulletin::from(seen);
        // How late a headquarters is, is told upward, not to everybody.
        let open = whole.figures.into_iter().filter(|(name, _)| name.starts_with("cases_"));
        Self {
            id: whole.id,
            area: whole.area,
            disease: whole.disease,
            frozen_at: whole.frozen_at,
            released_at: whole.released_at,
            figures: open.collect(),
            title: whole.title,
            text: whole.text,
            corrects: whole.corrects,
            reason: whole.reason,
            corrected_by: whole.corrected_by,
        }
    }
}

/// Which bulletins everybody asks for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PublicQuery {
    /// Of this area or one below it.
    area: Option<String>,
    /// Rows wanted, 1 to 500; 50 when absent.
    limit: Option<u32>,
    /// `next` of the page before.
    after: Option<String>,
}

/// Situation reports, newest first; `status=required` with `due_before` lists those that are missing.
#[utoipa::path(get, path = "/situation_reports", tag = "duty", params(ReportQuery),
    responses((status = 200, body = Page<SituationReport>)))]
async fn list_situation_reports(
    Signed { app, caller }: Signed,
    Query(query): Query<ReportQuery>,
) -> Answer<Page<SituationReport>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = AffairFilter {
        status: query.status,
        sort: query.on.map(|day| kernel::Date::from(day).to_string()),
        unit: id(query.unit),
        area: maybe_path(&app, query.area.as_ref())?,
        due_before: query.due_before.map(Into::into),
        ..AffairFilter::default()
    };
    Ok(Page::of(app.situation_reports(&caller, &filter, as_of, &page).await?, SituationReport::from))
}

/// Asks units for a report of every day; what is asked for already, or is past, is left as it is.
#[utoipa::path(post, path = "/situation_reports", tag = "duty", request_body = ReportsInput,
    responses((status = 200, body = Receipt)))]
async fn require_reports(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<ReportsInput>,
) -> Answer<Receipt> {
    let input = ReportsWanted {
        units: input.units.into_iter().map(|unit| unit.0.into()).collect(),
        from: input.from_on.into(),
        until: input.until_on.into(),
        cut_off_hour: i8::try_from(input.cut_off_hour).unwrap_or(i8::MAX),
        within: kernel::Span::minutes(i64::from(input.minutes_to_write)),
    };
    done(app.require_reports(&caller, Some(&key), input).await?)
}

/// Sends the report of a day: its numbers are counted as they were known at the cut-off, also when all are zero.
#[utoipa::path(post, path = "/situation_reports/{id}/send", tag = "duty", request_body = ReportInput,
    responses((status = 200, body = Receipt)))]
async fn send_report(
    Signed { app, caller }: Signed,
    Id(report): Id<SituationReportId>,
    Command { key, input, .. }: Command<ReportInput>,
) -> Answer<Receipt> {
    let input = ReportCommand { said: input.said, explained: input.explained, problems: input.problems };
    done(app.send_report(&caller, Some(&key), report, input).await?)
}

/// Bulletins, newest first.
#[utoipa::path(get, path = "/daily_bulletins", tag = "public", params(DailyBulletinQuery),
    responses((status = 200, body = Page<DailyBulletin>)))]
async fn list_daily_bulletins(
    Signed { app, caller }: Signed,
    Query(query): Query<DailyBulletinQuery>,
) -> Answer<Page<DailyBulletin>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let area = maybe_path(&app, query.area.as_ref())?;
    let filter = AffairFilter { status: query.status, area, ..AffairFilter::default() };
    Ok(Page::of(app.daily_bulletins(&caller, &filter, as_of, &page).await?, DailyBulletin::from))
}

/// One bulletin; each number with the records behind it, as they were known at its moment.
#[utoipa::path(get, path = "/daily_bulletins/{id}", tag = "public", params(Moment),
    responses((status = 200, body = DailyBulletinDetail)))]
async fn show_daily_bulletin(
    Signed { app, caller }: Signed,
    Id(bulletin): Id<DailyBulletinId>,
    Query(moment): Query<Moment>,
) -> Answer<DailyBulletinDetail> {
    let as_of = app.as_of(moment.as_of.map(Into::into));
    let seen = app.daily_bulletin(&caller, bulletin, as_of).await?;
    let said = &seen.state.drafted;
    let frozen = AsOf::Known(said.as_of);
    let query = SituationQuery { area: Some(seen.area.clone()), disease: said.disease.clone(), days: None };
    let situation = app.situation(&caller, &query, frozen).await?;
    let mut counted: BTreeMap<String, _> = situation.named().into_iter().collect();
    let opening = Opening::as_of(frozen);
    let figure = |(name, said): (&String, &i64)| BulletinFigure {
        name: name.clone(),
        said: *said,
        counted: counted.remove(name).map(|figure| opening.figure(figure)),
    };
    let figures = said.figures.iter().map(figure).collect();
    Ok(Json(DailyBulletinDetail { figures, bulletin: seen.into() }))
}

/// Drafts a bulletin, with the numbers as they were known at its moment.
#[utoipa::path(post, path = "/daily_bulletins", tag = "public", request_body = DailyBulletinInput,
    responses((status = 200, body = Receipt)))]
async fn draft_bulletin(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<DailyBulletinInput>,
) -> Answer<Receipt> {
    let input = input.command(&app)?;
    done(app.draft_bulletin(&caller, Some(&key), input).await?)
}

/// Drafts a bulletin in place of one that is out; once released, it marks that one as corrected.
#[utoipa::path(post, path = "/daily_bulletins/{id}/correct", tag = "public", request_body = CorrectionInput,
    responses((status = 200, body = Receipt)))]
async fn correct_bulletin(
    Signed { app, caller }: Signed,
    Id(bulletin): Id<DailyBulletinId>,
    Command { key, input, .. }: Command<CorrectionInput>,
) -> Answer<Receipt> {
    let correction = Correction {
        as_of: input.frozen_at.map(Into::into),
        title: input.title.into(),
        text: input.text.into(),
        reason: input.reason.into(),
    };
    done(app.correct_bulletin(&caller, Some(&key), bulletin, correction).await?)
}

/// Approves a bulletin; the second approval, by somebody else, releases it.
#[utoipa::path(post, path = "/daily_bulletins/{id}/approve", tag = "public", request_body = Nothing,
    responses((status = 200, body = Receipt)))]
async fn approve_bulletin(
    Signed { app, caller }: Signed,
    Id(bulletin): Id<DailyBulletinId>,
    Command { key, .. }: Command<Nothing>,
) -> Answer<Receipt> {
    done(app.approve_bulletin(&caller, Some(&key), bulletin).await?)
}

/// Takes a draft back. What is out is corrected, never withdrawn.
#[utoipa::path(post, path = "/daily_bulletins/{id}/withdraw", tag = "public", request_body = Why,
    responses((status = 200, body = Receipt)))]
async fn withdraw_bulletin(
    Signed { app, caller }: Signed,
    Id(bulletin): Id<DailyBulletinId>,
    Command { key, input, .. }: Command<Why>,
) -> Answer<Receipt> {
    done(app.withdraw_bulletin(&caller, Some(&key), bulletin, input.reason).await?)
}

/// Bulletins that are out, for everybody.
#[utoipa::path(get, path = "/public/bulletins", tag = "public", params(PublicQuery),
    responses((status = 200, body = Page<PublicBulletin>)))]
async fn list_public_bulletins(
    Open { app, .. }: Open,
    Query(query): Query<PublicQuery>,
) -> Answer<Page<PublicBulletin>> {
    let request = page(query.limit, query.after.as_ref())?;
    let area = maybe_path(&app, query.area.as_ref())?;
    Ok(Page::of(app.released_bulletins(area, &request).await?, PublicBulletin::from))
}
