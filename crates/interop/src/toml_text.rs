//! Places in a TOML text.

use kernel::{Code, Error, Located};
use std::ops::Range;

/// Line and column (both from 1; columns in characters) of a byte offset.
pub(crate) fn position(text: &str, offset: usize) -> Located {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line = before.matches('\n').count() as u64 + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
    Located::position(line, column)
}

/// A fault of the text as the reader reports it, located in `source`.
pub(crate) fn unreadable(source: &str, text: &str, error: &toml::de::Error) -> Error {
    let at = position(text, error.span().map_or(0, |span: Range<usize>| span.start));
    // Only the first line: the rest repeats the place.
    let detail = error.message().lines().next().unwrap_or_default();
    Error::new(Code::ImportUnreadable).arg("detail", detail).at(at.in_source(source))
}
