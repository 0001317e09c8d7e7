//! Where things stand in the text of a file.

use kernel::{Code, Error, Located};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// One step of a path into a file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// A key of a table.
    Key(&'static str),
    /// An element of an array.
    Index(usize),
}

/// The text of a file with the place of each of its values.
pub(crate) struct Source<'a> {
    name: &'a str,
    text: &'a str,
    table: Spanned<DeTable<'a>>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(name: &'a str, text: &'a str, table: Spanned<DeTable<'a>>) -> Self {
        Self { name, text, table }
    }

    /// Line and column (both from 1, columns in characters) of a byte.
    pub(crate) fn position(&self, byte: usize) -> Located {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let before = &self.text[..byte];
        let line = before.matches('\n').count() as u64 + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before[start..].chars().count() as u64 + 1;
        Located::position(line, column).in_source(self.name)
    }

    /// The place of the value at a path, or of the nearest value above it that exists.
    pub(crate) fn at(&self, path: &[Step]) -> Located {
        self.position(self.span(path).start)
    }

    /// The place of a byte of the decoded text at a path.
    pub(crate) fn inside(&self, path: &[Step], offset: usize) -> Located {
        let span = self.span(path);
        let raw = self.text.get(span.clone()).unwrap_or_default();
        self.position(span.start + raw_offset(raw, offset))
    }

    /// The index of the rule with an id in a section.
    pub(crate) fn rule_index(&self, section: &str, id: &str) -> Option<usize> {
        let rules = self.table.get_ref().get(section)?.get_ref().as_array()?;
        rules.iter().position(|rule| {
            rule.get_ref()
                .as_table()
                .and_then(|table| table.get("id"))
                .and_then(|value| value.get_ref().as_str())
                .is_some_and(|found| found == id)
        })
    }

    /// A fault that the TOML reader found.
    pub(crate) fn toml_error(&self, error: &toml::de::Error) -> Error {
        self.toml_fault(error.message(), error.span().map_or(0, |span| span.start))
    }

    /// A fault with the words of the TOML reader.
    pub(crate) fn toml_fault(&self, message: &str, byte: usize) -> Error {
        let code = if message.starts_with("unknown field") {
            Code::ProtocolUnknownField
        } else {
            Code::ProtocolUnreadable
        };
        Error::new(code).arg("detail", message.trim()).at(self.position(byte))
    }

    fn span(&self, path: &[Step]) -> std::ops::Range<usize> {
        let mut span = 0..0;
        let mut value: Option<&DeValue<'_>> = None;
        for step in path {
            let next = match (step, value) {
                (Step::Key(key), None) => self.table.get_ref().get(*key),
                (Step::Key(key), Some(DeValue::Table(table))) => table.get(*key),
                (Step::Index(index), Some(DeValue::Array(array))) => array.get(*index),
                _ => None,
            };
            let Some(next) = next else { break };
            span = next.span();
            value = Some(next.get_ref());
        }
        span
    }
}

/// The byte of the written form (with its quotes and escapes) of a TOML string
/// that gives a byte of the decoded text.
fn raw_offset(raw: &str, wanted: usize) -> usize {
    let quote = match raw.as_bytes().first() {
        Some(b @ (b'"' | b'\'')) => *b,
        _ => return wanted.min(raw.len()),
    };
    let triple = raw.len() >= 6 && raw.as_bytes()[..3].iter().all(|b| *b == quote);
    let mut at = if triple { 3 } else { 1 };
    if triple {
        at += raw[at..].strip_prefix("\r\n").map_or(usize::from(raw[at..].starts_with('\n')), |_| 2);
    }
    let mut decoded = 0;
    while decoded < wanted && at < raw.len() {
        let rest = &raw[at..];
        let Some(ch) = rest.chars().next() else { break };
        if ch != '\\' || quote == b'\'' {
            decoded += ch.len_utf8();
            at += ch.len_utf8();
            continue;
        }
        let (written, length) = escape(rest);
        decoded += length;
        at += written;
    }
    at.min(raw.len())
}

/// How many bytes an escape takes as written and as decoded.
fn escape(rest: &str) -> (usize, usize) {
    let digits = match rest.as_bytes().get(1) {
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        Some(b' ' | b'\t' | b'\r' | b'\n') => {
            // A backslash at the end of a line swallows all blanks that follow.
            let blanks = rest[1..].len() - rest[1..].trim_start().len();
            return (1 + blanks, 0);
        }
        Some(_) => return (2.min(rest.len()), 1),
        None => return (1, 0),
    };
    let decoded = rest
        .get(2..2 + digits)
        .and_then(|hex| u32::from_str_radix(hex, 16).ok())
        .and_then(char::from_u32)
        .map_or(1, char::len_utf8);
    ((2 + digits).min(rest.len()), decoded)
}

#[cfg(test)]
mod tests {
    use super::raw_offset;

    #[test]
    fn decoded_bytes_are_found_in_the_written_form() {
        for (raw, wanted, found) in [
            (r#""abc""#, 0, 1),
            (r#""abc""#, 2, 3),
            (r#""a\"bc""#, 2, 4),
            (r#""\u4e2dx""#, 3, 7),
            ("'a\\nb'", 2, 3),
            ("\"\"\"\nabc\"\"\"", 1, 5),
            ("'''\nabc'''", 0, 4),
            ("\"\"\"a\\\n   b\"\"\"", 1, 4),
            ("\"中x\"", 3, 4),
        ] {
            assert_eq!(raw_offset(raw, wanted), found, "{raw:?} {wanted}");
        }
    }
}
