//! JSON: an array of objects, or one object a line. An object is a row; its
//! keys are headings, and those of an object within it follow a dot.

use kernel::{Code, Error, Located};
use serde::de::{DeserializeSeed, MapAccess, Visitor};
use std::{collections::BTreeMap, fmt, io::Read};

use super::{
    Record, Source, TableLimits,
    csv_text::{row_place, too_long, too_wide},
    decode::Letters,
};

/// The keys and values of one object, in its order.
pub(super) type Pairs = Vec<(String, String)>;

/// A stream of objects.
pub(super) struct Objects<R> {
    letters: Letters<R>,
    limits: TableLimits,
    row: u64,
    /// Within the outer array; `None` before the first letter.
    in_array: Option<bool>,
    /// A comma stands before the next object, or none is needed.
    separated: bool,
    done: bool,
}

impl<R: Read> Objects<R> {
    pub(super) fn new(letters: Letters<R>, limits: TableLimits) -> Self {
        // The keys are the heading, hence row 1.
        Self { letters, limits, row: 1, in_array: None, separated: true, done: false }
    }

    /// Whether the objects stand in an array, once one has been read.
    pub(super) fn in_array(&self) -> bool {
        self.in_array == Some(true)
    }

    pub(super) fn next_object(&mut self) -> Result<Option<(u64, Pairs)>, Error> {
        let row = self.row + 1;
        let at = |error: Error| error.at(row_place(row));
        if self.done {
            return Ok(None);
        }
        let mut text = Vec::new();
        // How deep in brackets, and whether within a string and behind a backslash.
        let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
        'object: loop {
            let letters = self.letters.fill().map_err(at)?;
            if letters.is_empty() {
                // An array must be closed; lines just end.
                self.done = true;
                return if depth > 0 || self.in_array == Some(true) {
                    Err(at(unreadable("JSON", "the text ends in the middle")))
                } else {
                    Ok(None)
                };
            }
            let mut used = 0;
            for letter in letters {
                used += 1;
                if depth > 0 {
                    if text.len() >= self.limits.record_bytes {
                        return Err(too_long(row, &self.limits));
                    }
                    text.push(*letter);
                    match letter {
                        _ if escaped => escaped = false,
                        b'\\' if in_string => escaped = true,
                        b'"' => in_string = !in_string,
                        b'{' | b'[' if !in_string => depth += 1,
                        b'}' | b']' if !in_string => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 {
                        self.letters.use_up(used);
                        break 'object;
                    }
                    continue;
                }
                match (letter, self.in_array) {
                    (b' ' | b'\t' | b'\n' | b'\r', _) => {}
                    (b'[', None) => self.in_array = Some(true),
                    (b'{', _) if self.separated => {
                        self.in_array.get_or_insert(false);
                        text.push(b'{');
                        depth = 1;
                        self.separated = self.in_array == Some(false);
                    }
                    (b',', Some(true)) if !self.separated => self.separated = true,
                    (b']', Some(true)) => {
                        self.done = true;
                        return Ok(None);
                    }
                    _ => {
                        self.done = true;
                        return Err(at(unreadable("JSON", "no object where one should begin")));
                    }
                }
            }
            self.letters.use_up(used);
        }
        self.row = row;
        let mut pairs = Pairs::new();
        let seed = Flat { pairs: &mut pairs, columns: self.limits.columns };
        let mut reader = serde_json::Deserializer::from_slice(&text);
        seed.deserialize(&mut reader)
            .and_then(|()| reader.end())
            .map_err(|error| at(unreadable("JSON", &error.to_string())))?;
        if pairs.len() > self.limits.columns {
            return Err(too_wide(row, &self.limits));
        }
        let mut keys: Vec<&str> = pairs.iter().map(|(key, _)| key.as_str()).collect();
        keys.sort_unstable();
        if let Some(twice) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
            let error = Error::new(Code::ImportDuplicateColumn).arg("column", twice[0]);
            return Err(error.at(Located::cell(row, twice[0])));
        }
        Ok(Some((row, pairs)))
    }

    pub(super) const fn bytes(&self) -> u64 {
        self.letters.bytes()
    }
}

fn unreadable(form: &str, detail: &str) -> Error {
    // What the reader says may quote the file, which may be personal.
    Error::new(Code::ImportUnreadable).arg("detail", form).caused_by(detail)
}

/// Reads an object into pairs; an object within it one level deep, anything deeper as its text.
struct Flat<'a> {
    pairs: &'a mut Pairs,
    columns: usize,
}

impl<'de> DeserializeSeed<'de> for Flat<'_> {
    type Value = ();
    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Flat<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let key = key.trim();
            let value = map.next_value::<serde_json::Value>()?;
            match value {
                serde_json::Value::Object(inner) => {
                    let mut inner: Vec<_> = inner.into_iter().collect();
                    // Whether the reader keeps their order depends on how the program was built.
                    inner.sort_by(|one, other| one.0.cmp(&other.0));
                    let named =
                        |(within, value): (String, _)| (format!("{key}.{}", within.trim()), cell(value));
                    self.pairs.extend(inner.into_iter().map(named));
                }
                value => self.pairs.push((key.to_owned(), cell(value))),
            }
            // One more is enough to be refused.
            if self.pairs.len() > self.columns {
                self.pairs.truncate(self.columns + 1);
            }
        }
        Ok(())
    }
}

fn cell(value: serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.trim().to_owned(),
        serde_json::Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            items.into_iter().map(cell).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// Objects as records under headings that are known by now.
pub(super) struct ObjectRecords<R> {
    objects: Objects<R>,
    columns: BTreeMap<String, usize>,
    width: usize,
}

impl<R: Read> ObjectRecords<R> {
    pub(super) fn new(objects: Objects<R>, headings: &[String]) -> Self {
        let columns = headings.iter().enumerate().map(|(at, heading)| (heading.clone(), at)).collect();
        Self { objects, columns, width: headings.len() }
    }
}

impl<R: Read> Source for ObjectRecords<R> {
    fn next_record(&mut self) -> Result<Option<Record>, Error> {
        let Some((row, pairs)) = self.objects.next_object()? else { return Ok(None) };
        let mut cells = vec![String::new(); self.width];
        for (key, value) in pairs {
            if let Some(cell) = self.columns.get(&key).and_then(|at| cells.get_mut(*at)) {
                *cell = value;
            }
        }
        Ok(Some(Record { row, cells }))
    }
    fn bytes(&self) -> u64 {
        self.objects.bytes()
    }
}
