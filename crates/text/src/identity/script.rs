//! Chinese characters: traditional ones as simplified ones, and their sounds.

use std::collections::HashMap;
use std::sync::LazyLock;

use pinyin::ToPinyin as _;

const SIMPLIFIED: &str = include_str!("../../../../content/names/simplified.txt");

/// Surnames that are read otherwise than the same character elsewhere.
const SURNAMES: [(char, &str); 14] = [
    ('单', "shan"),
    ('仇', "qiu"),
    ('解', "xie"),
    ('查', "zha"),
    ('曾', "zeng"),
    ('区', "ou"),
    ('朴', "piao"),
    ('盖', "ge"),
    ('任', "ren"),
    ('华', "hua"),
    ('乐', "yue"),
    ('翟', "zhai"),
    ('种', "chong"),
    ('折', "she"),
];

/// The simplified character for a traditional one; any other stays as it is.
pub fn simplified(c: char) -> char {
    static TABLE: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let pair = |line: &str| {
            let (from, to) = line.split_once(' ')?;
            Some((from.chars().next()?, to.chars().next()?))
        };
        SIMPLIFIED.lines().filter(|line| !line.starts_with('#')).filter_map(pair).collect()
    });
    TABLE.get(&c).copied().unwrap_or(c)
}

/// Whether a character is a Chinese one.
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// How a simplified character is read, in letters without tones; the first of a name as a surname.
pub(super) fn sound(c: char, first: bool) -> Option<&'static str> {
    let surname = SURNAMES.iter().find(|(name, _)| first && *name == c).map(|(_, sound)| *sound);
    surname.or_else(|| c.to_pinyin().map(pinyin::Pinyin::plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_become_simplified_ones() {
        let convert = |text: &str| text.chars().map(simplified).collect::<String>();
        for (from, to) in [
            ("張偉國", "张伟国"),
            ("陳麗瓊", "陈丽琼"),
            ("張乾", "张乾"),
            ("王小明", "王小明"),
            ("abc", "abc"),
        ] {
            assert_eq!(convert(from), to);
        }
    }

    #[test]
    fn surnames_have_their_own_reading() {
        for (c, first, read) in [
            ('单', true, Some("shan")),
            ('单', false, Some("dan")),
            ('吕', true, Some("lü")),
            ('王', true, Some("wang")),
            ('a', true, None),
        ] {
            assert_eq!(sound(c, first), read, "{c}");
        }
    }
}
