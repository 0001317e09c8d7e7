//! Bodies of commands: the idempotency key, the version that was read, and the
//! JSON itself, refused with the place of the fault.

use app::Key;
use axum::Json;
use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::IF_MATCH;
use http_body_util::LengthLimitError;
use kernel::{Code, Error, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::error::Error as _;
use utoipa::ToSchema;

use crate::Api;
use crate::problem::Problem;

/// The header of the key.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Greatest body of an ordinary request, in bytes.
pub const BODY_LIMIT: usize = 1 << 20;
/// Greatest body of an import, in bytes.
pub const IMPORT_LIMIT: usize = 64 << 20;

/// A command: its body with the key that the client gave it.
pub struct Command<T, const MAX: usize = BODY_LIMIT> {
    /// Key and hash of the request: the path and the body, byte for byte.
    pub key: Key,
    /// The version that the client has read, if it says so (`If-Match`).
    pub version: Option<i64>,
    /// The body.
    pub input: T,
}

impl<T: DeserializeOwned, const MAX: usize> FromRequest<Api> for Command<T, MAX> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Api) -> Result<Self, Problem> {
        let key = header(request.headers(), IDEMPOTENCY_KEY)
            .ok_or_else(|| Error::new(Code::KeyInvalid).arg("value", ""))?
            .to_owned();
        let version = header(request.headers(), IF_MATCH.as_str()).map(version_of).transpose()?;
        let path = request.uri().path().to_owned();
        let bytes = body(request, MAX).await?;
        let input = parse(&bytes)?;
        let text = std::str::from_utf8(&bytes).unwrap_or_default();
        Ok(Self { key: Key::new(key, &path, &text)?, version, input })
    }
}

/// The body of a request that records nothing twice: a log-in, an audited read.
pub struct Body<T, const MAX: usize = BODY_LIMIT>(pub T);

impl<T: DeserializeOwned, const MAX: usize> FromRequest<Api> for Body<T, MAX> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Api) -> Result<Self, Problem> {
        Ok(Self(parse(&body(request, MAX).await?)?))
    }
}

/// The body of a command that needs no more said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}

/// Reads `"7"`, the form of our entity tags.
fn version_of(tag: &str) -> Result<i64> {
    tag.trim().trim_matches('"').parse().map_err(|_| {
        let shown: String = tag.chars().take(40).collect();
        Error::new(Code::InvalidValue).arg("field", "If-Match").arg("value", shown).arg("expected", "\"1\"")
    })
}

async fn body(request: Request, max: usize) -> Result<Bytes> {
    to_bytes(request.into_body(), max).await.map_err(|error| {
        let too_large = error.source().is_some_and(|source| source.is::<LengthLimitError>());
        if too_large {
            Error::new(Code::BodyTooLarge).arg("max", format!("{} MiB", max >> 20))
        } else {
            Error::new(Code::UnreadableBody).arg("detail", "the body ended early")
        }
    })
}

fn parse<T: DeserializeOwned>(bytes: &Bytes) -> Result<T> {
    let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
    Json::from_bytes(bytes).map(|Json(value)| value).map_err(|rejection| unreadable(&rejection.body_text()))
}

/// What a deserializer said (`Failed …: path: message at line 1 column 2`) as
/// an error with its place. Our own value types put their code in front of the
/// message.
pub fn unreadable(said: &str) -> Error {
    let said = said.split_once(": ").map_or(said, |(_, rest)| rest);
    let (said, line, column) = position(said);
    let (path, message) = said
        .split_once(": ")
        .filter(|(path, _)| !path.contains(' '))
        .map_or((None, said), |(path, message)| (Some(path), message));
    let quoted = message.split('`').nth(1).unwrap_or_default();
    let inside = |field: &str| path.map_or_else(|| field.to_owned(), |path| format!("{path}.{field}"));
    let last = path.map_or("", |path| path.rsplit('.').next().unwrap_or(path));
    let (error, field) = if message.starts_with("missing field") {
        (Error::new(Code::MissingField).arg("field", quoted), Some(inside(quoted)))
    } else if let Some(error) = of_value_type(message) {
        (error.arg("field", last), path.map(str::to_owned))
    } else if message.starts_with("unknown variant") {
        let expected = message.split_once("expected ").map_or("", |(_, known)| known);
        let expected = expected.trim_start_matches("one of ").replace('`', "");
        let error =
            Error::new(Code::InvalidValue).arg("field", last).arg("value", quoted).arg("expected", expected);
        (error, path.map(str::to_owned))
    } else {
        (Error::new(Code::UnreadableBody).arg("detail", message), path.map(str::to_owned))
    };
    error.at(kernel::Located { source: None, line, column, field })
}

/// Takes ` at line 3 column 9` off the end.
fn position(said: &str) -> (&str, Option<u64>, Option<u64>) {
    let parts = || {
        let (message, place) = said.rsplit_once(" at line ")?;
        let (line, column) = place.split_once(" column ")?;
        Some((message, line.parse().ok()?, column.parse().ok()?))
    };
    parts().map_or((said, None, None), |(message, line, column)| (message, Some(line), Some(column)))
}

/// Reads `value.invalid_date expected=YYYY-MM-DD value=2022-02-31`, as kernel
/// prints an error.
fn of_value_type(message: &str) -> Option<Error> {
    const OURS: [Code; 5] =
        [Code::InvalidDate, Code::InvalidInstant, Code::InvalidId, Code::AreaInvalidCode, Code::InvalidSpan];
    let (code, rest) = message.split_once(' ')?;
    let code = OURS.into_iter().find(|known| known.as_str() == code)?;
    let (before, value) = rest.split_once("value=")?;
    let mut error = Error::new(code).arg("value", value);
    if let Some(expected) = before.trim().strip_prefix("expected=") {
        error = error.arg("expected", expected);
    }
    Some(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_and_where() {
        for (said, code, field, column) in [
            (
                "Failed: problems[0].due_at: value.invalid_instant value=soon at line 1 column 7",
                Code::InvalidInstant,
                Some("problems[0].due_at"),
                Some(7),
            ),
            (
                "Failed: missing field `reason` at line 2 column 1",
                Code::MissingField,
                Some("reason"),
                Some(1),
            ),
            (
                "Failed: problems[1]: missing field `unit` at line 2 column 1",
                Code::MissingField,
                Some("problems[1].unit"),
                Some(1),
            ),
            (
                "Failed: method: unknown variant `x`, expected one of `nat`, `antigen` at line 1 column 9",
                Code::InvalidValue,
                Some("method"),
                Some(9),
            ),
            (
                "Failed: unknown field `x`, expected `a` or `b` at line 1 column 9",
                Code::UnreadableBody,
                None,
                Some(9),
            ),
            ("Failed: EOF while parsing a value at line 1 column 0", Code::UnreadableBody, None, Some(0)),
            ("Failed: limit: invalid digit found in string", Code::UnreadableBody, Some("limit"), None),
        ] {
            let error = unreadable(said);
            let at = error.location().cloned().unwrap_or_default();
            assert_eq!((error.code(), at.field.as_deref(), at.column), (code, field, column), "{said}");
        }
        let date = unreadable(
            "Failed: onset_on: value.invalid_date expected=YYYY-MM-DD value=2022-02-31 at line 1 column 4",
        );
        assert_eq!(date.argument("value"), Some("2022-02-31"));
        assert_eq!(date.argument("expected"), Some("YYYY-MM-DD"));
    }
}
