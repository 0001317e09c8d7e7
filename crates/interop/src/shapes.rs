//! Words that tables of all sorts use, from `content/imports/words.toml`.

use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use crate::Field;

const TEXT: &str = include_str!("../../../content/imports/words.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    groups: BTreeSet<String>,
    blanks: Vec<String>,
    fault_labels: BTreeMap<String, [String; 4]>,
    meanings: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

struct Words {
    groups: BTreeSet<String>,
    blanks: Vec<String>,
    fault_labels: BTreeMap<String, [String; 4]>,
    /// Field and folded word to the code it means; an empty code is no value.
    meanings: BTreeMap<Field, BTreeMap<String, String>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // The file is part of the program and a test reads it.
    let file: WordsFile = toml::from_str(TEXT).expect("the words in the program are sound");
    let mut meanings = BTreeMap::new();
    for (name, codes) in file.meanings {
        let words = codes.into_iter().flat_map(|(code, words)| {
            let code = if code == "none" { String::new() } else { code };
            words.into_iter().map(move |word| (fold(&word), code.clone()))
        });
        if let Some(field) = Field::parse(&name) {
            meanings.insert(field, words.collect());
        }
    }
    Words { groups: file.groups, blanks: file.blanks, fault_labels: file.fault_labels, meanings }
});

/// A word without what makes no difference: case, width, blanks and marks.
pub(crate) fn fold(word: &str) -> String {
    let word = crate::spans::half_width(word).to_lowercase();
    word.chars().filter(|ch| ch.is_alphanumeric() || matches!(ch, '+' | '?')).collect()
}

/// The code that a word of a field means, wherever it is used; empty for one
/// that means no value. `None` for a word that nobody uses so.
pub(crate) fn meaning(field: Field, word: &str) -> Option<&'static str> {
    WORDS.meanings.get(&field)?.get(&fold(word)).map(String::as_str)
}

/// Cells that mean an empty one in most tables.
pub(crate) fn blanks() -> &'static [String] {
    &WORDS.blanks
}

/// Whether a row only groups the headings below it, as SORMAS writes it.
pub(crate) fn is_group_row(cells: &[String]) -> bool {
    let filled = cells.iter().filter(|cell| !cell.is_empty());
    let known = filled.clone().filter(|cell| WORDS.groups.contains(*cell)).count();
    // Versions differ in a few groups.
    known > 1 && known * 10 >= filled.count() * 9
}

/// The headings of the columns in which rejected rows say what is wrong: row,
/// column, value and reason; English for a language that has none of its own.
pub fn fault_labels(language: &str) -> [&'static str; 4] {
    let labels = WORDS.fault_labels.get(language).or_else(|| WORDS.fault_labels.get("en"));
    labels.map_or(["fault_row", "fault_column", "fault_value", "fault_reason"], |labels| {
        [&labels[0], &labels[1], &labels[2], &labels[3]].map(|label| label.as_str())
    })
}

/// Whether a heading is one of those.
pub(crate) fn is_fault_label(heading: &str) -> bool {
    WORDS.fault_labels.values().flatten().any(|label| label == heading)
}
