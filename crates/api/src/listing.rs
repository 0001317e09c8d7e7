//! Lists: queries that refuse what they do not know, pages by cursor, the
//! moment of knowledge, ids in paths, versions in `ETag`.

use app::App;
use axum::Json;
use axum::extract::{FromRequestParts, Path};
use axum::http::HeaderValue;
use axum::http::header::ETAG;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use kernel::{AreaCode, AreaPath, Cursor, Error, PageRequest, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Api;
use crate::problem::Problem;

/// What a handler answers.
pub type Answer<T> = std::result::Result<Json<T>, Problem>;

/// The query of a request, refused with the name of the field that is wrong.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Api> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Problem> {
        let query = axum::extract::Query::try_from_uri(&parts.uri);
        query.map(|query| Self(query.0)).map_err(|e| crate::command::unreadable(&e.body_text()).into())
    }
}

/// The one id in a path.
pub struct Id<T>(pub T);

impl<T: From<Uuid>> FromRequestParts<Api> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let text =
            Path::<String>::from_request_parts(parts, api).await.map(|path| path.0).unwrap_or_default();
        Uuid::parse_str(&text).map(|id| Self(id.into())).map_err(|_| {
            Error::new(kernel::Code::InvalidId).arg("value", text).arg("expected", "UUID").into()
        })
    }
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Pass it as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// A page of ours as a page of theirs.
    pub fn of<U>(page: kernel::Page<U>, row: impl FnMut(U) -> T) -> Json<Self> {
        let next = page.next.map(|cursor| cursor.as_str().to_owned());
        Json(Self { items: page.items.into_iter().map(row).collect(), next })
    }
    /// A page of a list in memory, whose rows are in order of a key.
    pub fn cut<U>(
        rows: impl Iterator<Item = U>,
        request: &PageRequest,
        key: impl Fn(&U) -> String,
        row: impl FnMut(U) -> T,
    ) -> Json<Self> {
        let after = request.after.as_ref().map(Cursor::as_str);
        let mut passed = after.is_none();
        let rest = rows.filter(|row| {
            let here = passed;
            passed = passed || after == Some(key(row).as_str());
            here
        });
        let surplus: Vec<U> = rest.take(request.limit as usize + 1).collect();
        Self::of(kernel::Page::from_surplus(surplus, request.limit, |row| Cursor::from_text(key(row))), row)
    }
}

/// A list that is whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct Items<T> {
    /// The rows.
    pub items: Vec<T>,
}

impl<T> Items<T> {
    /// Collects rows.
    pub fn of(rows: impl IntoIterator<Item = T>) -> Json<Self> {
        Json(Self { items: rows.into_iter().collect() })
    }
}

/// A record with its version in `ETag`, for a later `If-Match`.
pub struct Versioned<T> {
    /// The version.
    pub version: i64,
    /// The record.
    pub body: T,
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.body).into_response();
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", self.version)) {
            response.headers_mut().insert(ETAG, tag);
        }
        response
    }
}

/// Checks limit and cursor.
///
/// # Errors
/// `page.invalid_limit`.
pub fn page(limit: Option<u32>, after: Option<&String>) -> Result<PageRequest> {
    PageRequest::new(limit, after.map(Cursor::from_text))
}

/// As [`page`], of a directory.
///
/// # Errors
/// `page.invalid_limit`.
pub fn directory_page(limit: Option<u32>, after: Option<&String>) -> Result<PageRequest> {
    PageRequest::within(limit, after.map(Cursor::from_text), PageRequest::DIRECTORY_LIMIT)
}

/// The path of an area that a request names by its code.
///
/// # Errors
/// `area.invalid_code`, `area.unknown`.
pub fn path_of(app: &App, code: &str) -> Result<AreaPath> {
    app.path_of(&AreaCode::new(code)?)
}

/// As [`path_of`], where it may be absent.
///
/// # Errors
/// As [`path_of`].
pub fn maybe_path(app: &App, code: Option<&String>) -> Result<Option<AreaPath>> {
    code.map(|code| path_of(app, code)).transpose()
}

/// A word of a closed list, where it may be absent.
///
/// # Errors
/// `value.invalid` for any other word.
pub fn word_of<T: Copy>(
    asked: Option<&str>,
    field: &str,
    all: &[T],
    word: impl Fn(T) -> &'static str,
) -> Result<Option<T>> {
    let Some(text) = asked else { return Ok(None) };
    all.iter().copied().find(|one| word(*one) == text).map(Some).ok_or_else(|| {
        let known: Vec<_> = all.iter().map(|one| word(*one)).collect();
        let error = Error::new(kernel::Code::InvalidValue).arg("field", field).arg("value", text);
        error.arg("expected", known.join(", "))
    })
}

/// As [`word_of`], for several words between commas.
///
/// # Errors
/// As [`word_of`].
pub fn words_of<T: Copy>(
    asked: Option<&str>,
    field: &str,
    all: &[T],
    word: impl Fn(T) -> &'static str,
) -> Result<Vec<T>> {
    let words = asked.into_iter().flat_map(|text| text.split(','));
    let found = words.map(|one| word_of(Some(one.trim()), field, all, &word));
    Ok(found.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The query of a list: its filters, the page, the moment of knowledge. A name
/// that is not among them is refused: a misspelt filter would show too much.
macro_rules! list_query {
    ($name:ident { $($(#[$doc:meta])* $field:ident: $type:ident,)* }) => {
        #[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
        #[serde(deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        struct $name {
            $($(#[$doc])* $field: Option<$type>,)*
            /// Rows wanted, 1 to 500; 50 when absent.
            limit: Option<u32>,
            /// `next` of the page before.
            after: Option<String>,
            /// What was known by then; now when absent.
            as_of: Option<$crate::wire::Instant>,
        }

        impl $name {
            fn page(&self) -> kernel::Result<kernel::PageRequest> {
                $crate::listing::page(self.limit, self.after.as_ref())
            }
            fn as_of(&self, app: &app::App) -> kernel::AsOf {
                app.as_of(self.as_of.map(Into::into))
            }
        }
    };
}
pub(crate) use list_query;
