//! The file: which keys it has, at which lines, and which it may not have.

use super::SETTINGS;
use kernel::{Code, Error, Located};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// A value of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As text.
    pub text: String,
    /// Its line, from 1.
    pub line: u64,
}

/// The known entries by key, and the faults.
pub fn entries(path: &Path, text: &str) -> (BTreeMap<String, Entry>, Vec<Error>) {
    let source = path.display().to_string();
    let place = |span: Range<usize>| position(text, span.start).in_source(source.clone());
    let mut found = BTreeMap::new();
    let mut faults = Vec::new();
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let detail = error.message().lines().next().unwrap_or_default().to_owned();
            let at = place(error.span().unwrap_or(0..0));
            return (found, vec![Error::new(Code::ConfigUnreadable).arg("detail", detail).at(at)]);
        }
    };
    let mut left = Vec::from([(String::new(), table.get_ref())]);
    while let Some((prefix, table)) = left.pop() {
        for (name, value) in table {
            let key = if prefix.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{prefix}.{}", name.get_ref())
            };
            let is_section = SETTINGS.iter().any(|setting| setting.key.starts_with(&format!("{key}.")));
            match value.get_ref() {
                DeValue::Table(below) if is_section => left.push((key, below)),
                _ if !is_known(&key) => {
                    faults.push(
                        Error::new(Code::ConfigUnknown)
                            .arg("key", &key)
                            .arg("nearest", nearest(&key))
                            .at(place(name.span())),
                    );
                }
                value => match plain(value) {
                    Some(text) => {
                        let line = position_line(&place(name.span()));
                        found.insert(key, Entry { text, line });
                    }
                    None => faults.push(
                        Error::new(Code::InvalidValue)
                            .arg("field", &key)
                            .arg("value", value.type_str())
                            .arg("expected", expected(&key))
                            .at(place(name.span())),
                    ),
                },
            }
        }
    }
    faults.sort_by_key(|fault| fault.location().and_then(|at| at.line));
    (found, faults)
}

fn known() -> impl Iterator<Item = String> {
    SETTINGS.iter().flat_map(|setting| {
        let file = setting.secret.then(|| format!("{}_file", setting.key));
        std::iter::once(setting.key.to_owned()).chain(file)
    })
}

fn is_known(key: &str) -> bool {
    known().any(|name| name == key)
}

fn expected(key: &str) -> &'static str {
    SETTINGS.iter().find(|setting| setting.key == key).map_or("a path", |setting| setting.expected)
}

fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().replace('_', "")),
        _ => None,
    }
}

/// The known key that is most like one that is not.
fn nearest(key: &str) -> String {
    known().min_by_key(|name| distance(key, name)).unwrap_or_default()
}

/// How many letters must be put in, left out or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

fn position(text: &str, offset: usize) -> Located {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() as u64 + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
    Located::position(line, column)
}

fn position_line(at: &Located) -> u64 {
    at.line.unwrap_or(1)
}
