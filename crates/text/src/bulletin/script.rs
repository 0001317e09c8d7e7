//! Scripts and sounds: traditional text as simplified text, and whether letters are the reading of a character.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use pinyin::ToPinyinMulti as _;
use unicode_normalization::UnicodeNormalization as _;

use super::clean::expression;
use crate::identity;

expression!(AUTHORED, "著[作名称者述书]|[显编土名论专遗卓昭原巨译合]著");

/// Simplified characters for traditional ones, by words where a word decides.
pub fn simplify(text: &str) -> String {
    static OPENCC: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());
    let simple = match &*OPENCC {
        Some(opencc) => opencc.convert(text),
        None => text.chars().map(identity::simplified).collect(),
    };
    // 着 is written 著 in Taiwan and on most converted pages; the dictionaries for those would touch simplified text.
    if simple == text || !simple.contains('著') {
        return simple;
    }
    let kept: Vec<_> = AUTHORED.find_iter(&simple).map(|found| found.range()).collect();
    let place = |at: usize| kept.iter().any(|range| range.contains(&at));
    simple.char_indices().map(|(at, c)| if c == '著' && !place(at) { '着' } else { c }).collect()
}

/// A letter that readings are written with.
pub fn is_reading_letter(c: char) -> bool {
    c.is_ascii_lowercase() || is_toned(c) || matches!(c, 'ü' | 'ê' | 'ɡ')
}

/// A letter with a mark of tone.
pub fn is_toned(c: char) -> bool {
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ".contains(c)
}

/// A reading without its tone (`qǐng` → `qing`).
fn plain(reading: &str) -> String {
    let no_marks = reading.nfd().filter(|c| !matches!(c, '\u{300}' | '\u{301}' | '\u{304}' | '\u{30c}'));
    no_marks.nfc().map(|c| if c == 'ɡ' { 'g' } else { c }).collect()
}

/// Simplified characters by their readings without tones; pages often have a wrong one.
static SOUNDS: LazyLock<HashMap<String, BTreeSet<char>>> = LazyLock::new(|| {
    let mut sounds: HashMap<String, BTreeSet<char>> = HashMap::new();
    for c in '\u{4e00}'..='\u{9fff}' {
        for reading in c.to_pinyin_multi().into_iter().flatten() {
            sounds.entry(reading.plain().to_owned()).or_default().insert(identity::simplified(c));
        }
    }
    sounds
});

/// Simplified characters that may be read so, whatever the tone.
pub fn read_so(reading: &str) -> &'static BTreeSet<char> {
    static NONE: BTreeSet<char> = BTreeSet::new();
    let plain = plain(reading);
    SOUNDS.get(&plain).or_else(|| SOUNDS.get(&plain.replace('v', "ü"))).unwrap_or(&NONE)
}

/// Whether a character, simplified or not, may be read so, whatever the tone.
pub fn is_read(c: char, reading: &str) -> bool {
    read_so(reading).contains(&identity::simplified(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_decide_where_a_character_alone_does_not() {
        for (from, to) in [
            ("隨著春節臨近", "随着春节临近"),
            ("著作權", "著作权"),
            ("乾燥、乾部", "干燥、干部"),
            ("防控，哄抬物价", "防控，哄抬物价"),
            ("著名", "著名"),
        ] {
            assert_eq!(simplify(from), to);
        }
    }

    #[test]
    fn a_reading_belongs_to_its_character() {
        for (c, reading, is) in [
            ('實', "shí", true),
            ('们', "men", true),
            ('長', "zhǎng", true),
            ('長', "cháng", true),
            ('中', "cdc", false),
            ('吕', "lǚ", true),
        ] {
            assert_eq!(is_read(c, reading), is, "{c} {reading}");
        }
    }
}
