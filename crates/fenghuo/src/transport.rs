//! One way to ask, two forms: a running server over HTTP, or the same
//! interface in this process on the store, opened under its lock. Both get the
//! same requests, so that no list exists twice.

use crate::args::{Place, Reach};
use crate::installation::{Folder, private_file, unreadable, unwritable};
use crate::voice::{Failure, Outcome, Voice};
use app::App;
use app::jobs::Runner;
use http_body_util::BodyExt as _;
use kernel::IdSource as _;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use std::io::Write as _;
use std::path::Path;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tower::ServiceExt as _;
use ureq::http::{Method, Request, StatusCode};

/// Something that answers requests of the interface.
pub enum Transport {
    /// A running server.
    Server { agent: ureq::Agent, url: String, token: String },
    /// The store of this machine, as its operator.
    Here { app: App },
}

/// Jobs at work in this process.
pub struct Working {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Working {
    /// Ends it. A job under way goes on with the next process.
    pub async fn end(self) {
        let _ = self.stop.send(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the jobs ended badly");
        }
    }
}

/// A query: names and values, those without a value left out.
pub type Query<'a> = [(&'a str, Option<String>)];

impl Transport {
    /// The server named, or the installation at hand.
    pub async fn open(voice: Voice, place: &Place, reach: &Reach) -> Outcome<Self> {
        match &reach.server {
            Some(url) => {
                let token = reach.token.clone().ok_or_else(|| Failure::said("cli-token-missing", &[]))?;
                let failed = |detail| Failure::said("cli-no-answer", &[("detail", detail)]);
                // A refusal is an answer with a sentence of its own.
                let config = ureq::Agent::config_builder()
                    .tls_config(api::tls(None).map_err(failed)?)
                    .http_status_as_error(false)
                    .build();
                let url = url.trim_end_matches('/').to_owned();
                Ok(Self::Server { agent: config.into(), url, token })
            }
            None => Ok(Self::Here { app: Folder::of(place).open(voice).await? }),
        }
    }

    /// Ends what was opened.
    pub async fn close(self) {
        if let Self::Here { app } = self {
            app.store().close().await;
        }
    }

    /// Asks a question.
    pub async fn get(&self, voice: Voice, path: &str, query: &Query<'_>) -> Outcome<Value> {
        let path = format!("{}{path}{}", api::PREFIX, query_text(query));
        self.ask(voice, Method::GET, &path, None).await
    }

    /// Gives a command.
    pub async fn post(&self, voice: Voice, path: &str, body: &Value) -> Outcome<Value> {
        let path = format!("{}{path}", api::PREFIX);
        self.ask(voice, Method::POST, &path, Some(body.to_string())).await
    }

    /// Fetches a file into a new one of this machine, piece by piece.
    pub async fn download(&self, path: &str, to: &Path) -> Outcome {
        let failed =
            |error: &dyn std::fmt::Display| Failure::said("cli-no-answer", &[("detail", error.to_string())]);
        let mut file = private_file(to).map_err(|error| unwritable(to, &error))?;
        let path = format!("{}{path}", api::PREFIX);
        let status = match self {
            Self::Server { agent, url, token } => {
                let request = Request::builder()
                    .uri(format!("{url}{path}"))
                    .header("authorization", format!("Bearer {token}"))
                    .body(())
                    .map_err(|error| failed(&error))?;
                let agent = agent.clone();
                tokio::task::spawn_blocking(move || {
                    let mut response = agent.run(request).map_err(std::io::Error::other)?;
                    if response.status().is_success() {
                        let mut body = response.body_mut().with_config().limit(u64::MAX).reader();
                        std::io::copy(&mut body, &mut file)?;
                        file.sync_all()?;
                    }
                    Ok::<_, std::io::Error>(response.status())
                })
                .await
                .map_err(|error| failed(&error))?
                .map_err(|error| failed(&error))?
            }
            Self::Here { app } => {
                let mut request =
                    Request::builder().uri(path).body(String::new()).map_err(|error| failed(&error))?;
                if let Some(root) = app.directory().areas().first() {
                    request.extensions_mut().insert(app.operator(&root.row.path));
                }
                let router = api::router(app.clone(), api::Config::default());
                let response = router.oneshot(request).await.map_err(|error| failed(&error))?;
                let status = response.status();
                let mut body = response.into_body();
                while let Some(frame) = body.frame().await {
                    let bytes = frame.map_err(|error| failed(&error))?.into_data().unwrap_or_default();
                    file.write_all(&bytes).map_err(|error| unwritable(to, &error))?;
                }
                status
            }
        };
        if status.is_success() { Ok(()) } else { Err(failed(&status)) }
    }

    /// Sends a file to a running server, piece by piece.
    pub async fn upload(&self, path: &Path, name: &str) -> Outcome<Value> {
        let failed =
            |error: &dyn std::fmt::Display| Failure::said("cli-no-answer", &[("detail", error.to_string())]);
        // At hand a file is read where it lies.
        let Self::Server { agent, url, token } = self else { return Err(failed(&path.display())) };
        let file = std::fs::File::open(path).map_err(|error| unreadable(path, &error))?;
        let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{url}{}/files?name={name}", api::PREFIX))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/octet-stream")
            .body(file)
            .map_err(|error| failed(&error))?;
        let agent = agent.clone();
        let sent = tokio::task::spawn_blocking(move || {
            let mut response = agent.run(request)?;
            let status = response.status();
            Ok::<_, ureq::Error>((status, response.body_mut().with_config().limit(1 << 20).read_to_vec()?))
        });
        let (status, bytes) = sent.await.map_err(|error| failed(&error))?.map_err(|error| failed(&error))?;
        answer(status, &bytes)
    }

    /// Works off the queue of jobs in this process, as long as no server does.
    pub fn work_off_jobs(&self) -> Option<Working> {
        let Self::Here { app } = self else { return None };
        let (stop, stopping) = watch::channel(false);
        Some(Working { stop, task: tokio::spawn(Runner::new(app.clone()).run(stopping)) })
    }

    async fn ask(&self, voice: Voice, method: Method, path: &str, body: Option<String>) -> Outcome<Value> {
        let failed =
            |error: &dyn std::fmt::Display| Failure::said("cli-no-answer", &[("detail", error.to_string())]);
        let request = Request::builder()
            .method(method)
            .header("accept-language", voice.language.tag())
            .header("content-type", "application/json")
            .header("idempotency-key", app::ids::SystemIds.next_uuid().to_string());
        let (status, bytes) = match self {
            Self::Server { agent, url, token } => {
                let request = request
                    .uri(format!("{url}{path}"))
                    .header("authorization", format!("Bearer {token}"))
                    .body(body.unwrap_or_default())
                    .map_err(|error| failed(&error))?;
                let agent = agent.clone();
                tokio::task::spawn_blocking(move || over_http(&agent, request))
                    .await
                    .map_err(|error| failed(&error))?
                    .map_err(|error| failed(&error))?
            }
            Self::Here { app } => {
                let mut request =
                    request.uri(path).body(body.unwrap_or_default()).map_err(|error| failed(&error))?;
                if let Some(root) = app.directory().areas().first() {
                    request.extensions_mut().insert(app.operator(&root.row.path));
                }
                let router = api::router(app.clone(), api::Config::default());
                let response = router.oneshot(request).await.map_err(|error| failed(&error))?;
                let status = response.status();
                let body = response.into_body().collect().await.map_err(|error| failed(&error))?;
                (status, body.to_bytes().to_vec())
            }
        };
        answer(status, &bytes)
    }
}

fn over_http(agent: &ureq::Agent, request: Request<String>) -> Result<(StatusCode, Vec<u8>), ureq::Error> {
    let mut response =
        if request.method() == Method::GET { agent.run(request.map(|_| ()))? } else { agent.run(request)? };
    let status = response.status();
    Ok((status, response.body_mut().with_config().limit(256 << 20).read_to_vec()?))
}

/// The answer's body, or the sentences of its problem.
fn answer(status: StatusCode, bytes: &[u8]) -> Outcome<Value> {
    if status == StatusCode::NO_CONTENT {
        return Ok(Value::Null);
    }
    let body: Value = serde_json::from_slice(bytes).unwrap_or(Value::Null);
    if status.is_success() {
        return Ok(body);
    }
    let sentence = |value: &Value| value.get("detail").and_then(Value::as_str).map(str::to_owned);
    let faults = body.get("faults").and_then(Value::as_array).into_iter().flatten().filter_map(sentence);
    let mut sentences: Vec<String> = faults.collect();
    sentences.insert(0, sentence(&body).unwrap_or_else(|| status.to_string()));
    Err(Failure::Answered(sentences.join("\n")))
}

fn query_text(query: &Query<'_>) -> String {
    let pairs: Vec<String> = query
        .iter()
        .filter_map(|(name, value)| {
            Some(format!("{name}={}", utf8_percent_encode(value.as_deref()?, NON_ALPHANUMERIC)))
        })
        .collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_leave_out_what_is_absent_and_encode_the_rest() {
        assert_eq!(query_text(&[("a", None)]), "");
        let query = [
            ("as_of", Some("2022-07-01T09:00:00+08:00".to_owned())),
            ("b", None),
            ("c", Some("14+2".to_owned())),
        ];
        assert_eq!(query_text(&query), "?as_of=2022%2D07%2D01T09%3A00%3A00%2B08%3A00&c=14%2B2");
    }

    #[test]
    fn a_problem_is_told_with_all_its_faults() {
        let body = br#"{"type":"import.refused","detail":"refused","faults":[{"detail":"row 2"},{"detail":"row 3"}]}"#;
        let Err(Failure::Answered(said)) = answer(StatusCode::BAD_REQUEST, body) else { panic!("a failure") };
        assert_eq!(said, "refused\nrow 2\nrow 3");
        assert_eq!(answer(StatusCode::NO_CONTENT, b"").expect("nothing"), Value::Null);
    }
}
