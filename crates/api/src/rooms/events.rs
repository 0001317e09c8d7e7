//! What changes, as it changes: server-sent events from the outbox.

use app::questions::NewsCursor;
use app::{App, Caller, OutboxRow};
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use futures_util::stream;
use kernel::Result;
use serde::Serialize;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Api;
use crate::auth::{Open, Signed, token};
use crate::problem::Problem;
use crate::wire::{Instant, Subject, area};

/// Changes read at once.
const BATCH: u32 = 200;
/// After this long without news of our own we look whether another process
/// has written some, and whether the listener may still listen.
const LOOK: Duration = Duration::from_secs(5);
/// A comment is sent this often, so that nobody between us closes the line.
const HEARTBEAT: Duration = Duration::from_secs(15);

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(listen))
}

/// A change: nothing personal, read the subject for more.
#[derive(Serialize, ToSchema)]
struct Change {
    /// Kind of the fact.
    topic: String,
    subject: Subject,
    area: String,
    at: Instant,
}

/// One listener.
struct Listener {
    app: App,
    caller: Caller,
    /// The session, looked at again with every batch: who has logged out, or
    /// lost his post, hears no more.
    token: Option<String>,
    cursor: NewsCursor,
    waiting: VecDeque<OutboxRow>,
    changes: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    /// Whether it was told that the server stops.
    told: bool,
}

impl Listener {
    /// The next change; a last word when the server stops; none when the session has ended or the
    /// store fails: the client comes back with the last id that it has seen.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(row) = self.waiting.pop_front() {
                return Some(self.event(row));
            }
            if *self.stopping.borrow() {
                let first = !std::mem::replace(&mut self.told, true);
                return first.then(|| Event::default().event("stopping").data("{}"));
            }
            // Marked as seen before we look: what comes in between rings again.
            self.changes.borrow_and_update();
            let (rows, cursor) = self.look().await.ok()?;
            let moved = cursor != self.cursor;
            self.cursor = cursor;
            self.waiting.extend(rows);
            if self.waiting.is_empty() && !moved {
                self.wait().await;
            }
        }
    }
    async fn look(&mut self) -> Result<(Vec<OutboxRow>, NewsCursor)> {
        if let Some(token) = &self.token {
            self.caller = self.app.authenticate(token).await?;
        }
        self.app.news(&self.caller, Some(self.cursor.clone()), BATCH).await
    }
    async fn wait(&mut self) {
        tokio::select! {
            _ = self.changes.changed() => {}
            () = stopped(&mut self.stopping) => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
    fn event(&self, row: OutboxRow) -> Event {
        let change = Change {
            subject: Subject::new(row.subject_kind, row.subject_id),
            area: area(&row.area),
            at: row.at.into(),
            topic: row.topic,
        };
        let event = Event::default().event(&change.topic);
        // The place is told with the last change of a batch: a client that
        // comes back after half a batch gets it once more, and misses nothing.
        let event = if self.waiting.is_empty() { event.id(self.cursor.to_text()) } else { event };
        event.json_data(change).unwrap_or_default()
    }
}

/// Comes true when the server is about to stop; never without a server.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    if stopping.wait_for(|stopping| *stopping).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Changes in the caller's areas as server-sent events, from now on, or after
/// the `Last-Event-ID` that the client has seen.
#[utoipa::path(get, path = "/events", tag = "events",
    params(("Last-Event-ID" = Option<String>, Header, description = "Id of the last event seen.")),
    responses((status = 200, body = Change, content_type = "text/event-stream")))]
async fn listen(
    Signed { app, caller }: Signed,
    Open { config, .. }: Open,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>> + use<>>, Problem> {
    let seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(NewsCursor::from_text);
    let changes = app.changes();
    // Asked once before the stream begins, so that a refusal is an answer.
    let (rows, cursor) = app.news(&caller, seen, BATCH).await?;
    let stopping = config.stopping.clone();
    let token = token(&headers).ok().map(str::to_owned);
    let listener =
        Listener { app, caller, token, cursor, waiting: rows.into(), changes, stopping, told: false };
    let events = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}
