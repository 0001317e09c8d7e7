//! Long work: what is queued, how far it is, what came out.

use app::jobs::{JobFault, JobFilter, JobRow, JobState};
use app::{App, Caller};
use axum::Json;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, stream};
use kernel::{JobId, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;
use text::Language;
use tokio::sync::watch;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::{Open, Signed, token};
use crate::command::{Command, Nothing};
use crate::edge::language_of;
use crate::listing::{Answer, Id, Page, Query, maybe_path, page};
use crate::problem::Problem;
use crate::rooms::files::StoredFile;
use crate::wire::{Instant, area};

/// After this long without news of our own we look whether another process
/// has moved the job, and whether the listener may still listen.
const LOOK: Duration = Duration::from_secs(1);
/// Progress is told at most this often.
const PACE: Duration = Duration::from_millis(200);
/// A comment is sent this often, so that nobody between us closes the line.
const HEARTBEAT: Duration = Duration::from_secs(15);

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_jobs))
        .routes(routes!(show_job))
        .routes(routes!(cancel_job))
        .routes(routes!(watch_job))
}

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = JobState)]
enum State {
    Queued,
    Running,
    Done,
    Failed,
    Cancelled,
}

impl From<State> for JobState {
    fn from(state: State) -> Self {
        match state {
            State::Queued => Self::Queued,
            State::Running => Self::Running,
            State::Done => Self::Done,
            State::Failed => Self::Failed,
            State::Cancelled => Self::Cancelled,
        }
    }
}

/// Why a job failed.
#[derive(Serialize, ToSchema)]
#[schema(as = JobFault)]
struct Failed {
    /// Dotted code; docs/errors.md lists them all.
    #[serde(rename = "type")]
    kind: String,
    /// What is wrong and what to do, in the language asked for.
    detail: String,
    /// Arguments of the sentence.
    args: BTreeMap<String, String>,
}

/// Long work that goes on by itself.
#[derive(Serialize, ToSchema)]
pub struct Job {
    id: Uuid,
    /// What it does, for example `export`.
    kind: String,
    /// The area that holds all that it works on.
    area: String,
    /// Who asked for it.
    user: Uuid,
    #[schema(value_type = State)]
    state: String,
    /// What it was asked to do.
    #[schema(value_type = Object)]
    params: serde_json::Value,
    /// How much is done, in units of its own: rows, mostly.
    done: i64,
    /// How much there is to do; absent until that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<i64>,
    submitted_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<Instant>,
    /// Whether somebody wants it to stop.
    cancel_requested: bool,
    /// What came out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    result: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<Failed>,
    /// Files that it has made, for its owner alone and as long as they are kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<StoredFile>,
}

impl Job {
    /// A job in words.
    pub fn of(row: JobRow, language: Language) -> Self {
        let json = |text: &str| serde_json::from_str(text).unwrap_or_default();
        let fault = JobFault::in_row(&row).map(|fault| {
            let id = fault.code.replace(['.', '_'], "-");
            let words = fault.args.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
            Failed { detail: text::render(language, &id, &words), kind: fault.code, args: fault.args }
        });
        Self {
            id: row.id.0,
            area: area(&row.area),
            user: row.user.0,
            params: json(&row.params),
            done: row.done,
            total: row.total,
            submitted_at: row.submitted_at.into(),
            started_at: row.started_at.map(Into::into),
            finished_at: row.finished_at.map(Into::into),
            cancel_requested: row.cancel_requested,
            result: row.result.as_deref().map(json),
            fault,
            files: Vec::new(),
            kind: row.kind,
            state: row.state,
        }
    }
    async fn whole(app: &App, caller: &Caller, row: JobRow, language: Language) -> Result<Self> {
        let files = app.files_of(caller, row.id).await?;
        Ok(Self { files: files.into_iter().map(StoredFile::of).collect(), ..Self::of(row, language) })
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct JobQuery {
    /// Of this kind.
    kind: Option<String>,
    /// In this state.
    state: Option<State>,
    /// Area code, with all below it.
    area: Option<String>,
    /// Rows wanted, 1 to 500; 50 when absent.
    limit: Option<u32>,
    /// `next` of the page before.
    after: Option<String>,
}

/// Jobs, newest first: the caller's own, and those of areas that he administers.
#[utoipa::path(get, path = "/jobs", tag = "jobs", params(JobQuery), responses((status = 200, body = Page<Job>)))]
async fn list_jobs(
    Signed { app, caller }: Signed,
    headers: HeaderMap,
    Query(query): Query<JobQuery>,
) -> Answer<Page<Job>> {
    let filter = JobFilter {
        kind: query.kind.clone(),
        state: query.state.map(Into::into),
        area: maybe_path(&app, query.area.as_ref())?,
    };
    let found = app.jobs(&caller, &filter, &page(query.limit, query.after.as_ref())?).await?;
    let language = language_of(&headers);
    Ok(Page::of(found, |row| Job::of(row, language)))
}

/// One job with its files.
#[utoipa::path(get, path = "/jobs/{id}", tag = "jobs", responses((status = 200, body = Job)))]
async fn show_job(Signed { app, caller }: Signed, headers: HeaderMap, Id(id): Id<JobId>) -> Answer<Job> {
    let row = app.job(&caller, id).await?;
    Ok(Json(Job::whole(&app, &caller, row, language_of(&headers)).await?))
}

/// Asks a job to stop: one that waits ends at once, one that runs at its next
/// step.
#[utoipa::path(post, path = "/jobs/{id}/cancel", tag = "jobs", request_body = Nothing,
    responses((status = 200, body = Job)))]
async fn cancel_job(
    Signed { app, caller }: Signed,
    Id(id): Id<JobId>,
    headers: HeaderMap,
    Command { .. }: Command<Nothing>,
) -> Answer<Job> {
    Ok(Json(Job::of(app.cancel_job(&caller, id).await?, language_of(&headers))))
}

/// One who watches a job.
struct Watcher {
    app: App,
    caller: Caller,
    /// The session, looked at again with every look.
    token: Option<String>,
    id: JobId,
    language: Language,
    told: Option<(i64, String)>,
    moves: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    over: bool,
}

impl Watcher {
    /// The next move of the job; none after its end, or when the server stops
    /// or the session has ended.
    async fn next(&mut self) -> Option<Event> {
        while !self.over && !*self.stopping.borrow() {
            // Marked as seen before we look: what comes in between rings again.
            self.moves.borrow_and_update();
            if let Some(token) = &self.token {
                self.caller = self.app.authenticate(token).await.ok()?;
            }
            let row = self.app.job(&self.caller, self.id).await.ok()?;
            let news = (row.done, row.state.clone());
            self.over = row.finished_at.is_some();
            if self.told.as_ref() != Some(&news) {
                self.told = Some(news);
                let job = Job::whole(&self.app, &self.caller, row, self.language).await.ok()?;
                return Event::default().event("job").json_data(job).ok();
            }
            tokio::select! {
                _ = self.moves.changed() => tokio::time::sleep(PACE).await,
                _ = self.stopping.changed() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        None
    }
}

/// The progress of a job as server-sent events (`job`), until it has ended.
#[utoipa::path(get, path = "/jobs/{id}/events", tag = "jobs",
    responses((status = 200, body = Job, content_type = "text/event-stream")))]
async fn watch_job(
    Signed { app, caller }: Signed,
    Open { config, .. }: Open,
    headers: HeaderMap,
    Id(id): Id<JobId>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>> + use<>>, Problem> {
    // Asked once before the stream begins, so that a refusal is an answer.
    app.job(&caller, id).await?;
    let watcher = Watcher {
        moves: app.job_moves(),
        token: token(&headers).ok().map(str::to_owned),
        language: language_of(&headers),
        stopping: config.stopping.clone(),
        told: None,
        over: false,
        app,
        caller,
        id,
    };
    let events = stream::unfold(watcher, |mut watcher| async move {
        let event = watcher.next().await?;
        Some((Ok(event), watcher))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}
