//! The words that sentences are read with: mechanisms, actors, places and slogans, from `content/bulletins`.

use std::{ops::Range, sync::LazyLock};

use kernel::Text;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use super::{Slogan, clean::expression};

/// Something that bulletins demand or tell, by the id that it has everywhere (`A01` … `P08`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mechanism {
    /// The id; its letter is the sector.
    pub id: String,
    /// What it is.
    pub name: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MechanismsFile {
    mechanism: Vec<MechanismRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MechanismRow {
    id: String,
    zh: String,
    en: String,
    any: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    actors: Vec<String>,
    places: Vec<String>,
    slogans: Vec<SloganRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SloganRow {
    said: String,
    zh: String,
    en: String,
}

struct Entry {
    mechanism: Mechanism,
    any: Vec<Regex>,
    unless: Vec<Regex>,
}

struct Lexicon {
    entries: Vec<Entry>,
    actors: Regex,
    places: Vec<Regex>,
    slogans: Vec<(Regex, Text)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let expression = |text: &String| {
        RegexBuilder::new(text).size_limit(64 << 20).build().expect("an expression of the lexicon")
    };
    let file: MechanismsFile = toml::from_str(include_str!("../../../../content/bulletins/mechanisms.toml"))
        .expect("mechanisms.toml is sound");
    let words: WordsFile = toml::from_str(include_str!("../../../../content/bulletins/words.toml"))
        .expect("words.toml is sound");
    let entry = |row: MechanismRow| Entry {
        any: row.any.iter().map(expression).collect(),
        unless: row.unless.iter().map(expression).collect(),
        mechanism: Mechanism { id: row.id, name: Text { zh: row.zh, en: row.en } },
    };
    let slogan = |row: SloganRow| (expression(&row.said), Text { zh: row.zh, en: row.en });
    Lexicon {
        entries: file.mechanism.into_iter().map(entry).collect(),
        actors: expression(&words.actors.join("|")),
        places: words.places.iter().map(expression).collect(),
        slogans: words.slogans.into_iter().map(slogan).collect(),
    }
});

/// All mechanisms, by id.
pub fn mechanisms() -> impl Iterator<Item = &'static Mechanism> {
    LEXICON.entries.iter().map(|entry| &entry.mechanism)
}

/// A mechanism in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// Which.
    pub id: &'static str,
    /// Bytes of the sentence.
    pub start: usize,
    /// Behind the last one.
    pub end: usize,
}

expression!(
    ORGAN,
    "[^，。；、]{2,24}(领导小组|指挥部)(办公室)?(（[^）]{1,12}）)?(常务)?(副?(总指挥|组长|指挥长))?"
);

/// What a sentence without quotation marks states; each mechanism at its first place. What stands in the name of an
/// organ (`统筹疫情防控和经济运行工作领导小组`) is no demand; it may tell of a meeting and its posts, sector A.
pub fn hits(bare: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let organs: Vec<_> = ORGAN.find_iter(bare).map(|one| one.range()).collect();
    for entry in &LEXICON.entries {
        let not: Vec<_> =
            entry.unless.iter().flat_map(|one| one.find_iter(bare)).map(|one| one.range()).collect();
        let found = entry
            .any
            .iter()
            .flat_map(|one| one.find_iter(bare))
            .filter(|one| {
                let within = |range: &Range<usize>| range.start <= one.start() && one.end() <= range.end;
                let named = !entry.mechanism.id.starts_with('A') && organs.iter().any(within);
                !named && !not.iter().any(within)
            })
            .min_by_key(|one| (one.start(), one.len()));
        hits.extend(found.map(|one| Hit { id: &entry.mechanism.id, start: one.start(), end: one.end() }));
    }
    hits
}

/// Who is named in a demand, each once.
pub fn actors(bare: &str) -> Vec<String> {
    once(LEXICON.actors.find_iter(bare).map(|one| one.as_str()))
}

/// Kinds of places in a demand, each once.
pub fn places(bare: &str) -> Vec<String> {
    let mut found: Vec<_> = LEXICON.places.iter().filter_map(|one| one.find(bare)).collect();
    found.sort_by_key(|one| (one.start(), usize::MAX - one.end()));
    let mut end = 0;
    found.retain(|one| {
        let free = one.start() >= end;
        end = end.max(one.end());
        free
    });
    once(found.into_iter().map(|one| one.as_str()))
}

fn once<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in words {
        if !all.iter().any(|known| known == word) {
            all.push(word.to_owned());
        }
    }
    all
}

/// Slogans in a demand; one inside another does not count.
pub fn slogans(bare: &str) -> Vec<Slogan> {
    let mut found: Vec<(usize, usize, &Text)> = LEXICON
        .slogans
        .iter()
        .filter_map(|(expression, meaning)| {
            expression.find(bare).map(|one| (one.start(), one.end(), meaning))
        })
        .collect();
    found.sort_by_key(|(start, end, _)| (*start, usize::MAX - end));
    let mut behind = 0;
    found.retain(|(start, end, _)| {
        let free = *start >= behind;
        behind = behind.max(*end);
        free
    });
    found
        .into_iter()
        .map(|(start, end, meaning)| Slogan { said: bare[start..end].to_owned(), meaning: meaning.clone() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mechanism_has_its_letter_and_both_names() {
        let all: Vec<&Mechanism> = mechanisms().collect();
        assert_eq!(all.len(), 136);
        assert!(all.is_sorted_by(|a, b| a.id < b.id), "in order, each once");
        for one in all {
            assert!(one.id.starts_with(|c: char| ('A'..='P').contains(&c)), "{}", one.id);
            assert!(!one.name.zh.is_empty() && !one.name.en.is_empty(), "{}", one.id);
        }
    }

    #[test]
    fn words_are_found_once_and_the_longest_wins() {
        assert_eq!(actors("各级党委政府要成立专班，各级党委政府负责"), ["各级党委政府"]);
        assert_eq!(
            places("强化集中隔离点管理和乡镇卫生院发热门诊"),
            ["集中隔离点", "乡镇卫生院", "发热门诊"]
        );
        let said: Vec<String> = slogans("落实四早和四应四尽要求").into_iter().map(|one| one.said).collect();
        assert_eq!(said, ["四早", "四应四尽"]);
    }
}
