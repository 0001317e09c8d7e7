//! What the program says: data on stdout, the rest on stderr, in the reader's
//! language.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the one place that speaks to the terminal")]

use kernel::Error;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use text::Language;

/// Arguments of a sentence.
pub type Words<'a> = [(&'static str, String)];

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// Faults with codes.
    Faults(Vec<Error>),
    /// A sentence of the command line.
    Said(&'static str, Vec<(&'static str, String)>),
    /// A server's answer, as it said it.
    Answered(String),
}

impl Failure {
    /// A failure with a sentence of its own.
    pub fn said(id: &'static str, args: &Words<'_>) -> Self {
        Self::Said(id, args.to_vec())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Faults(vec![error])
    }
}

impl From<Vec<Error>> for Failure {
    fn from(errors: Vec<Error>) -> Self {
        Self::Faults(errors)
    }
}

/// What a command ends with.
pub type Outcome<T = ()> = Result<T, Failure>;

/// Who speaks, and how.
#[derive(Clone, Copy, Debug)]
pub struct Voice {
    /// The language.
    pub language: Language,
    /// Whether data is wanted as JSON.
    pub json: bool,
}

impl Voice {
    /// A sentence.
    pub fn words(&self, id: &str, args: &Words<'_>) -> String {
        let args: BTreeMap<&str, String> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        text::render(self.language, id, &args)
    }
    /// The word for a code.
    pub fn word(&self, group: &str, code: &str) -> String {
        text::word(self.language, group, code)
    }
    /// The reader's one of two names.
    pub fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.language {
            Language::ZhCn => zh,
            Language::En => en,
        }
    }
    /// The reader's text.
    pub fn text<'a>(&self, text: &'a kernel::Text) -> &'a str {
        self.pick(&text.zh, &text.en)
    }
    /// Data.
    pub fn print(&self, data: &str) {
        let mut out = std::io::stdout().lock();
        // A reader who has gone (`| head`) is no fault of ours.
        let _ = writeln!(out, "{}", data.trim_end_matches('\n')).and_then(|()| out.flush());
    }
    /// Data as JSON.
    pub fn print_json(&self, data: &Value) {
        self.print(&serde_json::to_string_pretty(data).unwrap_or_default());
    }
    /// A sentence on stdout.
    pub fn say(&self, id: &str, args: &Words<'_>) {
        self.print(&self.words(id, args));
    }
    /// A sentence on stderr: a hint, a step taken.
    pub fn tell(&self, id: &str, args: &Words<'_>) {
        eprintln!("{}", self.words(id, args));
    }
    /// What went wrong, every fault of it.
    pub fn failure(&self, failure: &Failure) {
        let sentences = match failure {
            Failure::Faults(errors) => {
                errors
                    .iter()
                    .for_each(|e| tracing::debug!(code = e.code().as_str(), detail = e.detail(), "failed"));
                errors.iter().map(|error| text::error(self.language, error)).collect()
            }
            Failure::Said(id, args) => vec![self.words(id, args)],
            Failure::Answered(sentence) => vec![sentence.clone()],
        };
        for sentence in sentences {
            eprintln!("{}", self.words("cli-error", &[("text", sentence)]));
        }
    }
    /// A fault that does not end the command.
    pub fn fault(&self, error: &Error) -> String {
        text::error(self.language, error)
    }
    /// A table with its headings; columns are as wide as their widest cell.
    pub fn table(&self, headings: &[String], rows: &[Vec<String>]) {
        let mut widths: Vec<usize> = headings.iter().map(|h| width(h)).collect();
        for row in rows {
            for (at, cell) in row.iter().enumerate() {
                if let Some(known) = widths.get_mut(at) {
                    *known = (*known).max(width(cell));
                }
            }
        }
        let line = |cells: &[String]| {
            let mut line = String::new();
            for (at, cell) in cells.iter().enumerate() {
                line.push_str(cell);
                let last = at + 1 == cells.len();
                let wide = widths.get(at).copied().unwrap_or(0);
                line.extend(std::iter::repeat_n(
                    ' ',
                    if last { 0 } else { wide.saturating_sub(width(cell)) + 2 },
                ));
            }
            line
        };
        let mut lines = vec![line(headings)];
        lines.extend(rows.iter().map(|row| line(row)));
        self.print(&lines.join("\n"));
    }
    /// A line of progress on stderr, rewritten in place on a terminal; elsewhere
    /// only every so often, so that a log stays short.
    pub fn progress(&self, what: &str, done: usize, total: usize) {
        const STEPS: usize = 20;
        let total = total.max(1);
        let done = done.min(total);
        let filled = done * STEPS / total;
        if std::io::stderr().is_terminal() {
            let bar: String = (0..STEPS).map(|at| if at < filled { '█' } else { '░' }).collect();
            let end = if done == total { "\n" } else { "" };
            eprint!("\r{what} {bar} {done}/{total}{end}");
            let _ = std::io::stderr().flush();
        } else if done == total || done.is_multiple_of(total.div_ceil(5)) {
            eprintln!("{what} {done}/{total}");
        }
    }
    /// Leaves a line of progress that did not come to its end.
    pub fn break_line(&self) {
        if std::io::stderr().is_terminal() {
            eprintln!();
        }
    }
}

/// Columns that a text takes on a terminal: wide characters take two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|ch| match u32::from(ch) {
            0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F => 2,
            0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1F9FF | 0x20000..=0x3FFFD => 2,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        for (text, columns) in [("", 0), ("case", 4), ("病例", 4), ("14+2（晋）", 10)] {
            assert_eq!(width(text), columns, "{text}");
        }
    }
}
