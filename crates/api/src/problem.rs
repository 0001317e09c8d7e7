//! Failures on the wire: problem+json (RFC 9457), in the language of the caller.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use kernel::{Code, Error, Status};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use text::Language;
use utoipa::ToSchema;
use uuid::Uuid;

/// A request that was refused. It is put into words where the language of the
/// caller is known, at the edge.
#[derive(Debug)]
pub struct Problem {
    /// What is wrong: the first one gives type and status.
    faults: Vec<Error>,
    /// Whether the faults stand under a code of their own.
    over: Option<Code>,
    /// Counts that go with it.
    counts: BTreeMap<&'static str, usize>,
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self { faults: vec![error], over: None, counts: BTreeMap::new() }
    }
}

impl Problem {
    /// Several faults under one code.
    pub fn of_many(code: Code, faults: Vec<Error>) -> Self {
        Self { faults, over: Some(code), counts: BTreeMap::new() }
    }
    /// A count that goes with it.
    pub fn count(mut self, name: &'static str, count: usize) -> Self {
        self.counts.insert(name, count);
        self
    }
    /// The action that the caller lacks, if that is why.
    pub fn action(&self) -> Option<&str> {
        self.faults.first().and_then(|fault| fault.argument("action"))
    }
    /// Its code.
    pub fn code(&self) -> Code {
        self.over.or_else(|| self.faults.first().map(Error::code)).unwrap_or(Code::Internal)
    }
    /// What the log should have of it: our own failures whole, others by code.
    pub fn log(&self, reference: Uuid) {
        let code = self.code();
        if matches!(code.status(), Status::Internal | Status::Unavailable) {
            let detail = self.faults.first();
            tracing::error!(%reference, code = code.as_str(), ?detail, "request failed");
        } else {
            tracing::debug!(%reference, code = code.as_str(), "request refused");
        }
    }
    /// The answer, in a language.
    pub fn render(&self, language: Language, reference: Uuid) -> Response {
        let code = self.code();
        let status = status_of(code);
        let first = self.faults.first().cloned().unwrap_or_else(|| Error::new(code));
        let head = match self.over {
            Some(code) => Error::new(code).arg("rows", self.faults.len()),
            None if code.status() == Status::Internal => Error::new(Code::Internal),
            None => first,
        };
        let many = self.over.is_some() || self.faults.len() > 1;
        let Fault { kind, detail, args, at } = Fault::of(&head, language);
        let document = ProblemDocument {
            kind,
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail,
            args,
            at,
            reference,
            faults: many.then(|| self.faults.iter().map(|fault| Fault::of(fault, language)).collect()),
            counts: self.counts.clone(),
        };
        let mut response = (status, serde_json::to_vec(&document).unwrap_or_default()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = status_of(self.code()).into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

fn status_of(code: Code) -> StatusCode {
    match code.status() {
        Status::Invalid => StatusCode::BAD_REQUEST,
        Status::Unauthenticated => StatusCode::UNAUTHORIZED,
        Status::Forbidden => StatusCode::FORBIDDEN,
        Status::NotFound => StatusCode::NOT_FOUND,
        Status::Conflict => StatusCode::CONFLICT,
        Status::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Status::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        Status::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Status::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Status::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Why a request was refused (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// Dotted code to match on; docs/errors.md lists them all.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The meaning of the status, in English.
    title: &'static str,
    /// HTTP status.
    status: u16,
    /// What is wrong and what to do, in the language asked for.
    detail: String,
    /// Arguments of the sentence.
    args: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<At>,
    /// Names this request in the log.
    reference: Uuid,
    /// Every fault, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    faults: Option<Vec<Fault>>,
    /// What was counted before the refusal.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = BTreeMap<String, u64>)]
    counts: BTreeMap<&'static str, usize>,
}

/// One fault of an input.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fault {
    /// Dotted code.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What is wrong and what to do.
    detail: String,
    /// Arguments of the sentence.
    args: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<At>,
}

impl Fault {
    /// An error in words.
    pub fn of(error: &Error, language: Language) -> Self {
        // A title of a rule stands in both languages; the sentence has one.
        let own = match language {
            Language::ZhCn => "text_zh",
            Language::En => "text_en",
        };
        let detail = match error.argument(own).map(str::to_owned) {
            Some(title) => text::error(language, &error.clone().arg("text", title)),
            None => text::error(language, error),
        };
        Self {
            kind: error.code().as_str(),
            detail,
            args: error.args().iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            at: error.location().map(At::of),
        }
    }
}

/// Where in an input the fault lies. Lines, rows and columns count from 1.
#[derive(Debug, Serialize, ToSchema)]
pub struct At {
    /// File or document.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// Line of a text, or row of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u64>,
    /// Path of a field, or heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
}

impl At {
    fn of(at: &kernel::Located) -> Self {
        Self { source: at.source.clone(), line: at.line, column: at.column, field: at.field.clone() }
    }
}
