//! A mapping as the text of its file.

use std::fmt::Write;

use super::{ExtraColumns, Mapping, MissingNumber};
use crate::{DateFormat, Kind};

impl Mapping {
    /// The mapping as a file that [`Mapping::parse`] reads back to the same mapping.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let mut line = |key: &str, value: String| {
            // A string takes whatever is written to it.
            let _ = writeln!(out, "{key} = {value}");
        };
        if self.kind != Kind::Cases {
            line("kind", quoted(self.kind.as_str()));
        }
        if !self.disease.is_empty() {
            line("disease", quoted(&self.disease));
        }
        line("date_format", forms(&self.date_formats));
        if let Some(encoding) = self.encoding {
            line("encoding", quoted(encoding.as_str()));
        }
        if let Some(delimiter) = self.delimiter {
            let text = if delimiter == b'\t' { "tab".to_owned() } else { char::from(delimiter).to_string() };
            line("delimiter", quoted(&text));
        }
        if let Some(sheet) = &self.sheet {
            line("sheet", quoted(sheet));
        }
        if !self.blanks.is_empty() {
            line("blanks", list(self.blanks.iter().map(String::as_str)));
        }
        match &self.extras {
            ExtraColumns::None => {}
            ExtraColumns::All => line("extras", quoted("all")),
            ExtraColumns::Named(names) => {
                line("extras", list(names.iter().map(|column| column.heading.as_str())));
            }
        }
        if self.missing_number == MissingNumber::Row {
            line("missing_number", quoted("row"));
        }
        if self.short_rows {
            line("short_rows", "true".to_owned());
        }
        if let Some(rule) = &self.renumber {
            line("renumber", format!("{{ from = {}, to = {} }}", quoted(rule.from()), quoted(rule.to())));
        }
        let columns = self.columns.iter().map(|(field, column)| (field.as_str(), quoted(&column.heading)));
        section(&mut out, "columns", columns);
        let of = self.date_formats_of.iter().map(|(field, of)| (field.as_str(), forms(of)));
        if !self.date_formats_of.is_empty() {
            section(&mut out, "date_formats", of);
        }
        for (field, meanings) in &self.values {
            let keys: Vec<String> = meanings.keys().map(|written| quoted(written)).collect();
            let lines = keys.iter().map(String::as_str).zip(meanings.values().map(|meant| quoted(meant)));
            section(&mut out, &format!("values.{}", field.as_str()), lines);
        }
        if !self.defaults.is_empty() {
            let defaults = self.defaults.iter().map(|(field, value)| (field.as_str(), quoted(value)));
            section(&mut out, "defaults", defaults);
        }
        out
    }
}

fn section<'a>(out: &mut String, name: &str, lines: impl Iterator<Item = (&'a str, String)>) {
    let _ = writeln!(out, "\n[{name}]");
    for (key, value) in lines {
        let _ = writeln!(out, "{key} = {value}");
    }
}

/// A text in quotes, on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for ch in text.chars() {
        match ch {
            '"' | '\\' => out.extend(['\\', ch]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ch if ch.is_control() => {
                let _ = write!(out, "\\u{:04X}", ch as u32);
            }
            ch => out.push(ch),
        }
    }
    out.push('"');
    out
}

fn list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", texts.map(quoted).collect::<Vec<_>>().join(", "))
}

fn forms(forms: &[DateFormat]) -> String {
    match forms {
        [form] => quoted(&form.to_string()),
        forms => list(forms.iter().map(ToString::to_string).collect::<Vec<_>>().iter().map(String::as_str)),
    }
}
