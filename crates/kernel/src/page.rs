//! Paging by cursor. Lists never count everything.

use serde::{Deserialize, Serialize};

use crate::{Code, Error};

/// Where the next page starts: opaque to a client, the last sort key to us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// A cursor from the sort key and the id of the last row of a page.
    pub fn new(key: i64, id: uuid::Uuid) -> Self {
        Self(format!("{key}.{}", id.simple()))
    }
    /// Wraps what a client sent back.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }
    /// The text that a client sends back.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The sort key and id inside.
    ///
    /// # Errors
    /// `page.invalid_cursor` when a client made it up.
    pub fn parts(&self) -> Result<(i64, uuid::Uuid), Error> {
        self.0
            .split_once('.')
            .and_then(|(key, id)| Some((key.parse().ok()?, uuid::Uuid::parse_str(id).ok()?)))
            .ok_or_else(|| Error::new(Code::PageInvalidCursor).arg("value", &self.0))
    }
}

/// Which page is asked.
#[derive(Clone, Debug)]
pub struct PageRequest {
    /// Rows wanted, 1 to 500; of a directory to 2,000.
    pub limit: u32,
    /// After which row; from the start when absent.
    pub after: Option<Cursor>,
}

impl PageRequest {
    /// Rows in a page when the caller does not say.
    pub const DEFAULT_LIMIT: u32 = 50;
    /// The most rows one page may hold.
    pub const MAX_LIMIT: u32 = 500;
    /// The same for directories, which lie in memory and whose rows are short: a
    /// client reads the areas of a province at once.
    pub const DIRECTORY_LIMIT: u32 = 2_000;

    /// Checks a limit and wraps a request.
    ///
    /// # Errors
    /// `page.invalid_limit` outside 1 to 500.
    pub fn new(limit: Option<u32>, after: Option<Cursor>) -> Result<Self, Error> {
        Self::within(limit, after, Self::MAX_LIMIT)
    }
    /// The same, for a list whose pages may hold more or fewer.
    ///
    /// # Errors
    /// `page.invalid_limit` outside 1 to `max`.
    pub fn within(limit: Option<u32>, after: Option<Cursor>, max: u32) -> Result<Self, Error> {
        let limit = limit.unwrap_or(Self::DEFAULT_LIMIT);
        if (1..=max).contains(&limit) {
            Ok(Self { limit, after })
        } else {
            Err(Error::new(Code::PageInvalidLimit).arg("value", limit).arg("max", max))
        }
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { limit: Self::DEFAULT_LIMIT, after: None }
    }
}

/// One page of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor of the next page; absent on the last.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Builds a page from one row more than asked for: the surplus row only
    /// tells that there is a next page.
    pub fn from_surplus(mut items: Vec<T>, limit: u32, cursor: impl Fn(&T) -> Cursor) -> Self {
        let more = items.len() > limit as usize;
        items.truncate(limit as usize);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }
    /// The same page with other rows.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}
