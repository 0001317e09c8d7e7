//! The keys under which people are found. A name lies under itself and under
//! each form with one character left out: two names that differ by one
//! character have such a form in common (the idea of SymSpell).

use std::collections::BTreeSet;

use kernel::PersonalField;

use super::{IdNumber, Name, phones};

/// Longest sound of which forms with a letter left out are made.
const MAX_LETTERS: usize = 24;

/// What a key is made of. Keys of one kind are compared with that kind alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// The number of an identity document.
    IdNumber,
    /// A phone number.
    Phone,
    /// A name in simplified characters.
    Name,
    /// The same with one character left out.
    NamePart,
    /// How a name sounds.
    Sound,
    /// The same with one letter left out.
    SoundPart,
}

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::IdNumber, Self::Phone, Self::Name, Self::NamePart, Self::Sound, Self::SoundPart];
    /// The stored form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IdNumber => "id_number",
            Self::Phone => "phone",
            Self::Name => "name",
            Self::NamePart => "name_part",
            Self::Sound => "sound",
            Self::SoundPart => "sound_part",
        }
    }
    /// The field of a person that it is made of.
    pub const fn field(self) -> PersonalField {
        match self {
            Self::IdNumber => PersonalField::IdNumber,
            Self::Phone => PersonalField::Phone,
            Self::Name | Self::NamePart | Self::Sound | Self::SoundPart => PersonalField::Name,
        }
    }
}

/// A key in plain text: personal, to be hashed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SearchKey {
    /// Its kind.
    pub kind: KeyKind,
    /// What is hashed.
    pub text: String,
}

impl std::fmt::Debug for SearchKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SearchKey({}, ‹personal›)", self.kind.as_str())
    }
}

fn key(kind: KeyKind, text: impl Into<String>) -> SearchKey {
    SearchKey { kind, text: text.into() }
}

/// The keys under which a value of a field is filed; none for a field by which nobody is found.
pub fn index_keys(field: PersonalField, value: &str) -> Vec<SearchKey> {
    match field {
        PersonalField::Name => {
            let Some(name) = Name::of(value) else { return Vec::new() };
            let mut keys = vec![key(KeyKind::Name, name.simple()), key(KeyKind::Sound, name.sounds())];
            keys.extend(shortened(name.simple()).map(|text| key(KeyKind::NamePart, text)));
            // A slip of a letter happens to names in letters. Of a Chinese name
            // a whole character is wrong; ten more keys each would find no more.
            if name.in_letters() {
                keys.extend(letters_shortened(&name).map(|text| key(KeyKind::SoundPart, text)));
            }
            keys
        }
        PersonalField::IdNumber => {
            IdNumber::found_by(value).map(|number| key(KeyKind::IdNumber, number)).into_iter().collect()
        }
        PersonalField::Phone => phones(value).into_iter().map(|phone| key(KeyKind::Phone, phone)).collect(),
        PersonalField::Address | PersonalField::BirthDate => Vec::new(),
    }
}

/// The keys to look under for a value of a field, the strongest first.
pub fn query_keys(field: PersonalField, value: &str) -> Vec<SearchKey> {
    if field != PersonalField::Name {
        return index_keys(field, value);
    }
    let Some(name) = Name::of(value) else { return Vec::new() };
    let mut keys = vec![
        key(KeyKind::Name, name.simple()),
        key(KeyKind::Sound, name.sounds()),
        // Somebody filed with one character more.
        key(KeyKind::NamePart, name.simple()),
    ];
    for text in shortened(name.simple()) {
        // Somebody filed with one character less, and with another one in its place.
        keys.push(key(KeyKind::Name, text.as_str()));
        keys.push(key(KeyKind::NamePart, text));
    }
    keys.push(key(KeyKind::SoundPart, name.sounds()));
    for text in letters_shortened(&name) {
        keys.push(key(KeyKind::Sound, text.as_str()));
        keys.push(key(KeyKind::SoundPart, text));
    }
    keys
}

fn letters_shortened(name: &Name) -> impl Iterator<Item = String> {
    let sounds = if name.sounds().len() <= MAX_LETTERS { name.sounds() } else { "" };
    shortened(sounds)
}

/// Each form of a text with one character left out, as long as two are left.
fn shortened(text: &str) -> impl Iterator<Item = String> {
    let chars: Vec<char> = text.chars().collect();
    let forms: BTreeSet<String> = if chars.len() < 3 {
        BTreeSet::new()
    } else {
        let without = |gone: usize| chars.iter().enumerate().filter(move |(i, _)| *i != gone).map(|(_, c)| c);
        (0..chars.len()).map(|gone| without(gone).collect()).collect()
    };
    forms.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Likeness;

    #[test]
    fn each_value_has_its_keys() {
        let texts = |field, value: &str| {
            let keys = index_keys(field, value);
            keys.into_iter().map(|key| format!("{} {}", key.kind.as_str(), key.text)).collect::<Vec<_>>()
        };
        assert_eq!(
            texts(PersonalField::Name, "王小明"),
            ["name 王小明", "sound wanxiaomin", "name_part 小明", "name_part 王小", "name_part 王明"]
        );
        assert_eq!(texts(PersonalField::Name, "張偉"), ["name 张伟", "sound zanwei"]);
        assert_eq!(texts(PersonalField::Name, "Li An").len(), 2 + 5 + 4);
        assert_eq!(texts(PersonalField::IdNumber, "11010519491231002x"), ["id_number 11010519491231002X"]);
        assert_eq!(
            texts(PersonalField::Phone, "13800138000/0351-4071234"),
            ["phone +8613800138000", "phone +863514071234"]
        );
        assert!(texts(PersonalField::Address, "迎泽大街1号").is_empty());
        assert!(texts(PersonalField::Name, "·").is_empty());
    }

    /// Whoever is like somebody is found under one key at least.
    #[test]
    fn who_is_like_somebody_is_found() {
        let names = [
            "王小明",
            "王明",
            "王小刚",
            "李小明",
            "汪晓鸣",
            "張偉國",
            "张伟国",
            "张卫国",
            "Wang Xiaoming",
            "Wang Xiaomming",
            "Maria Silva",
            "Maria Silvo",
            "Maia Silva",
            "阿卜杜·拉",
            "阿卜杜拉",
            "欧阳小明",
        ];
        for filed in names {
            let under: BTreeSet<_> = index_keys(PersonalField::Name, filed).into_iter().collect();
            for asked in names {
                let like = Name::of(filed).and_then(|a| Name::of(asked).and_then(|b| a.likeness(&b)));
                let found = query_keys(PersonalField::Name, asked).iter().any(|key| under.contains(key));
                // A slip within the letters of a Chinese name is not looked for among Chinese names.
                let by_letters = like == Some(Likeness::OneOff)
                    && Name::of(filed).is_some_and(|n| !n.in_letters())
                    && Name::of(asked).is_some_and(|n| n.in_letters());
                assert!(like.is_none() || found || by_letters, "{filed} {asked} {like:?}");
            }
        }
    }
}
