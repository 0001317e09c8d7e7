//! What opens a notice: how it is made, how people write it, and what a code asks
//! for besides.

use kernel::{Classified, PersonalField};
use std::net::IpAddr;
use text::identity::IdNumber;

use crate::ids::random_bytes;

/// Crockford's base 32: nobody takes one symbol for another. What looks alike is
/// read as the one that is among them.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Symbols of a link: 160 bits, which nobody guesses.
const LINK: usize = 32;
/// Symbols of a code: 50 bits. With a million codes out, a hundred tries every ten minutes
/// from each of ten thousand addresses meet one of them once in a week, and then what it
/// asks for besides is still to be guessed, within five tries.
const CODE: usize = 10;
/// Symbols that stand together where a code is written on paper.
const GROUP: usize = 5;
/// How many characters of what somebody brings are looked at.
const LOOKED_AT: usize = 100;

/// What somebody is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A link, whose secret stands behind `#` and is in no request.
    Link,
    /// A code for paper.
    Code,
}

impl Form {
    /// The word for it, as stored and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Code => "code",
        }
    }
    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Link, Self::Code].into_iter().find(|form| form.as_str() == word)
    }
    /// A fresh secret from the system's random source.
    pub(super) fn fresh(self) -> Classified<String> {
        let symbols = match self {
            Self::Link => LINK,
            Self::Code => CODE,
        };
        let bytes = random_bytes::<LINK>();
        // Of each byte five bits, so that every symbol is as likely as the others.
        let text = bytes.iter().take(symbols).map(|byte| char::from(SYMBOLS[usize::from(byte & 31)]));
        Classified::new(text.collect())
    }
    /// A secret as it is given out.
    pub(super) fn written(self, secret: &Classified<String>) -> Classified<String> {
        match self {
            Self::Link => secret.clone(),
            Self::Code => {
                let (first, rest) = secret.expose().split_at(GROUP);
                Classified::new(format!("{first}-{rest}"))
            }
        }
    }
}

/// What a code asks for besides, which its bearer knows of himself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Second {
    /// His date of birth.
    BirthDate,
    /// The last four of his identity number.
    IdNumber,
}

impl Second {
    /// The word for it, as stored and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BirthDate => "birth_date",
            Self::IdNumber => "id_number",
        }
    }
    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::BirthDate, Self::IdNumber].into_iter().find(|second| second.as_str() == word)
    }
    /// The values that tell it.
    pub(super) const fn fields(self) -> &'static [PersonalField] {
        match self {
            Self::BirthDate => &[PersonalField::IdNumber, PersonalField::BirthDate],
            Self::IdNumber => &[PersonalField::IdNumber],
        }
    }
    /// What is recorded of it, in the form in which it is compared; none where
    /// nothing is, or too little to tell anybody apart.
    pub(super) fn known(self, values: &[(PersonalField, Classified<String>)]) -> Option<Classified<String>> {
        let value = |field| values.iter().find(|(of, _)| *of == field).map(|(_, value)| value.expose());
        let number = value(PersonalField::IdNumber).and_then(|text| IdNumber::parse(text).ok().flatten());
        match self {
            Self::BirthDate => {
                let told = match &number {
                    Some(IdNumber::Resident(resident)) => Some(resident.birth().to_string()),
                    _ => None,
                };
                let stated = value(PersonalField::BirthDate).cloned().or(told)?;
                Some(Classified::new(stated.replace('-', "")))
            }
            Self::IdNumber => {
                let text: Vec<char> = number?.as_str().chars().collect();
                let last = text.len().checked_sub(4)?;
                Some(Classified::new(text[last..].iter().collect()))
            }
        }
    }
    /// What somebody gives, in the form in which it is compared.
    fn given(self, text: &str) -> Option<Classified<String>> {
        let short: String = text.chars().take(LOOKED_AT).collect();
        IdNumber::found_by(&short).map(Classified::new)
    }
}

/// What somebody brings.
#[derive(Clone, Debug)]
pub struct NoticeSecret {
    /// The secret of a link, or a code as he has typed it.
    pub code: Classified<String>,
    /// What a code asks for besides.
    pub second: Option<Classified<String>>,
    /// From where he comes, if known: what opens nothing is counted by address.
    pub address: Option<IpAddr>,
}

impl NoticeSecret {
    /// The secret itself, and of which form it is; none for what can be none.
    pub(super) fn read(&self) -> Option<(Form, Classified<String>)> {
        let mut read = String::with_capacity(LINK);
        for symbol in self.code.expose().chars().take(LOOKED_AT) {
            match symbol.to_ascii_uppercase() {
                '-' | ' ' => {}
                'O' => read.push('0'),
                'I' | 'L' => read.push('1'),
                symbol if u8::try_from(symbol).is_ok_and(|byte| SYMBOLS.contains(&byte)) => read.push(symbol),
                _ => return None,
            }
        }
        let form = match read.len() {
            LINK => Form::Link,
            CODE => Form::Code,
            _ => return None,
        };
        Some((form, Classified::new(read)))
    }
    /// What he gives besides; none where he gives nothing, which is no try.
    pub(super) fn second_as(&self, second: Second) -> Option<Classified<String>> {
        second.given(self.second.as_ref()?.expose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn brought(code: &str, second: &str) -> NoticeSecret {
        let second = Some(Classified::new(second.to_owned()));
        NoticeSecret { code: Classified::new(code.to_owned()), second, address: None }
    }

    #[test]
    fn a_secret_is_read_as_people_write_it() {
        for form in [Form::Link, Form::Code] {
            let fresh: HashSet<String> = (0..200).map(|_| form.fresh().into_exposed()).collect();
            assert_eq!(fresh.len(), 200);
            for secret in fresh {
                let written = form.written(&Classified::new(secret.clone())).into_exposed();
                assert_eq!(written.contains('-'), form == Form::Code);
                for typed in [written.clone(), written.to_lowercase(), written.replace('-', " ")] {
                    let (read_as, read) = brought(&typed, "").read().expect("a secret");
                    assert_eq!((read_as, read.expose()), (form, &secret), "{typed}");
                }
            }
        }
        let read = |text| brought(text, "").read().map(|(_, secret)| secret.into_exposed());
        assert_eq!(read("O1IL0-oolii").as_deref(), Some("0111000111"));
        let long = "A".repeat(LOOKED_AT + 1);
        for none in ["", "ABCDE", "ABCDE-FGHJ", "ABCDE-FGHJU", "ABCDE-FGHJé", "ABCDE-FGHJKM", &long] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn what_is_asked_for_besides_is_known_from_what_is_recorded() {
        let value = |field, text: &str| (field, Classified::new(text.to_owned()));
        let born = value(PersonalField::BirthDate, "1949-12-31");
        let number = value(PersonalField::IdNumber, "11010519491231002X");
        let passport = value(PersonalField::IdNumber, "E 1234-5678");
        let short = value(PersonalField::IdNumber, "A12");
        for (second, values, given, fits) in [
            (Second::BirthDate, vec![born.clone()], "1949-12-31", true),
            (Second::BirthDate, vec![born.clone()], "19491231", true),
            (Second::BirthDate, vec![born.clone()], "１９４９年12月31", false),
            (Second::BirthDate, vec![born], "1949-12-30", false),
            (Second::BirthDate, vec![number.clone()], "19491231", true),
            (Second::BirthDate, vec![passport.clone()], "19491231", false),
            (Second::IdNumber, vec![number.clone()], "002x", true),
            (Second::IdNumber, vec![number], "0021", false),
            (Second::IdNumber, vec![passport], "5678", true),
            (Second::IdNumber, vec![short], "A12", false),
            (Second::IdNumber, vec![], "", false),
        ] {
            let known = second.known(&values).map(Classified::into_exposed);
            let given = brought("", given).second_as(second).map(Classified::into_exposed);
            assert_eq!(known.is_some() && known == given, fits, "{second:?} {known:?} {given:?}");
        }
    }
}
