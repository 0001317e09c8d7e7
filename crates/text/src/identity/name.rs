//! Names, however they are written.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::script::{is_han, simplified, sound};

/// Longest name that is compared, in characters; what follows is not looked at.
pub const MAX_NAME: usize = 64;

/// How one name is like another, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same characters.
    Exact,
    /// The same in simplified characters.
    Variant,
    /// They sound alike, or one writes in letters how the other sounds.
    Sound,
    /// One character more, less or another.
    OneOff,
}

impl Likeness {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "name_exact",
            Self::Variant => "name_variant",
            Self::Sound => "name_sound",
            Self::OneOff => "name_one_off",
        }
    }
}

/// A name in the forms in which it is compared.
#[derive(Clone, PartialEq, Eq)]
pub struct Name {
    /// Without what only separates, in small letters without accents.
    written: String,
    /// The same in simplified characters.
    simple: String,
    /// How it sounds, in letters alone; sounds that are often mixed up are one.
    sounds: String,
    /// Whether it is written in letters alone.
    in_letters: bool,
}

impl std::fmt::Debug for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("‹personal›")
    }
}

impl Name {
    /// Reads a name; none when nothing is left of it.
    pub fn of(text: &str) -> Option<Self> {
        let written = plain(text);
        if written.is_empty() {
            return None;
        }
        let simple: String = written.chars().map(simplified).collect();
        let mut letters = String::with_capacity(simple.len() * 2);
        for (place, c) in simple.chars().enumerate() {
            match sound(c, place == 0) {
                Some(sound) => letters.push_str(&sound.replace('ü', "v")),
                None if c == ' ' => {}
                None => letters.push(c),
            }
        }
        let in_letters = !simple.chars().any(is_han);
        Some(Self { sounds: folded(&letters), written, simple, in_letters })
    }
    /// The name in simplified characters, without what only separates.
    pub fn simple(&self) -> &str {
        &self.simple
    }
    /// How it sounds.
    pub fn sounds(&self) -> &str {
        &self.sounds
    }
    /// Whether it is written in letters alone.
    pub const fn in_letters(&self) -> bool {
        self.in_letters
    }
    /// How this name is like another, if it is.
    pub fn likeness(&self, other: &Self) -> Option<Likeness> {
        if self.written == other.written {
            Some(Likeness::Exact)
        } else if self.simple == other.simple {
            Some(Likeness::Variant)
        } else if self.sounds == other.sounds {
            Some(Likeness::Sound)
        } else if is_one_off(&self.simple, &other.simple)
            || ((self.in_letters || other.in_letters) && is_one_off(&self.sounds, &other.sounds))
        {
            Some(Likeness::OneOff)
        } else {
            None
        }
    }
}

/// Compatible forms as one, small letters without accents; blanks stand only
/// between words in letters, dots and hyphens nowhere.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut blank = false;
    // A name may be longer than what is compared, but not without end.
    for c in text.chars().take(MAX_NAME * 4).nfkd().filter(|c| !is_combining_mark(*c)) {
        // Apostrophes bind, everything else that is no letter or digit separates.
        if matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ') {
            continue;
        }
        if !c.is_alphanumeric() {
            blank = !plain.is_empty();
            continue;
        }
        if blank && !is_han(c) && !plain.chars().next_back().is_some_and(is_han) {
            plain.push(' ');
        }
        blank = false;
        plain.extend(c.to_lowercase());
    }
    let plain: String = plain.nfc().take(MAX_NAME).collect();
    plain.trim_end().to_owned()
}

/// Sounds that speakers of many places do not tell apart, as one.
fn folded(letters: &str) -> String {
    letters.replace("zh", "z").replace("ch", "c").replace("sh", "s").replace("ng", "n")
}

/// Whether two texts differ by one character more, less or another, and have
/// two at least in common: one alone is nothing to go by.
fn is_one_off(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let same = long.iter().zip(&short).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 => long.len() > 2 && same < long.len() && long[same + 1..] == short[same + 1..],
        1 => short.len() > 1 && long[same + 1..] == short[same..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::of(text).expect("a name")
    }

    #[test]
    fn names_have_one_form() {
        for (text, simple, sounds) in [
            ("王小明", "王小明", "wanxiaomin"),
            (" 王 小 明 ", "王小明", "wanxiaomin"),
            ("張偉國", "张伟国", "zanweiguo"),
            ("吕布", "吕布", "lvbu"),
            ("阿卜杜·拉", "阿卜杜拉", "abodula"),
            ("阿卜杜•拉", "阿卜杜拉", "abodula"),
            ("Wang  Xiaoming", "wang xiaoming", "wanxiaomin"),
            ("ＷＡＮＧ　Ｘｉａｏｍｉｎｇ", "wang xiaoming", "wanxiaomin"),
            ("O’Brien, José", "obrien jose", "obrienjose"),
            ("Jean-Pierre", "jean pierre", "jeanpierre"),
        ] {
            let name = name(text);
            assert_eq!((name.simple(), name.sounds()), (simple, sounds), "{text}");
        }
        for text in ["", "  ", "·", "--"] {
            assert_eq!(Name::of(text), None, "{text}");
        }
    }

    #[test]
    fn likeness_is_told_by_its_kind() {
        for (a, b, likeness) in [
            ("王小明", "王 小明", Some(Likeness::Exact)),
            ("張偉", "张伟", Some(Likeness::Variant)),
            ("王小明", "汪晓鸣", Some(Likeness::Sound)),
            ("王小明", "Wang Xiaoming", Some(Likeness::Sound)),
            ("章小林", "臧晓玲", Some(Likeness::Sound)),
            ("王小明", "王明", Some(Likeness::OneOff)),
            ("王小明", "王小刚", Some(Likeness::OneOff)),
            ("王小明", "李小明", Some(Likeness::OneOff)),
            ("Maria Silva", "Maria Silvo", Some(Likeness::OneOff)),
            ("王小明", "Wang Xiaomming", Some(Likeness::OneOff)),
            ("王小明", "王大刚", None),
            ("王小明", "明小王", None),
            ("王", "李", None),
        ] {
            assert_eq!(name(a).likeness(&name(b)), likeness, "{a} {b}");
            assert_eq!(name(b).likeness(&name(a)), likeness, "{b} {a}");
        }
    }

    #[test]
    fn a_name_without_end_is_cut() {
        let long = name(&"王".repeat(4000));
        assert_eq!(long.simple().chars().count(), MAX_NAME);
        assert!(name(&"a\u{301}".repeat(4000)).simple().chars().count() <= MAX_NAME);
    }
}
