//! Numbers of identity documents. The citizen identity number (GB 11643-1999)
//! is checked; whatever else a document bears is taken as it stands.

use kernel::Date;
use unicode_normalization::UnicodeNormalization as _;

/// First two digits: provinces, the special regions and Taiwan (82 and 83 in
/// residence permits), 91 for foreigners with permanent residence of old form.
const REGIONS: [u8; 36] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82, 83, 91,
];
/// Weights of the first 17 digits: 2^(18 - place) mod 11 (ISO 7064, MOD 11-2).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character by remainder.
const CHECKS: [u8; 11] = *b"10X98765432";
/// Sequence numbers that the old form kept for people born before 1900.
const CENTENARIANS: std::ops::RangeInclusive<u32> = 996..=999;

/// What is wrong with a citizen identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// A digit too many or too few.
    Length,
    /// No province has its first two digits.
    Region,
    /// No day is what its digits 7 to 14 say.
    BirthDate,
    /// The last character does not follow from the others.
    Checksum,
}

impl NumberFault {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Region => "region",
            Self::BirthDate => "birth_date",
            Self::Checksum => "checksum",
        }
    }
}

/// A sound citizen identity number of 18 characters.
#[derive(Clone, PartialEq, Eq)]
pub struct ResidentId {
    number: String,
    birth: Date,
}

impl std::fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("‹personal›")
    }
}

impl ResidentId {
    /// The day of birth.
    pub const fn birth(&self) -> Date {
        self.birth
    }
    /// `m` or `f`: the 17th digit is odd for men.
    pub fn sex(&self) -> &'static str {
        let odd = self.number.as_bytes().get(16).is_some_and(|digit| (digit - b'0') % 2 == 1);
        if odd { "m" } else { "f" }
    }
}

/// The number of an identity document.
#[derive(Clone, PartialEq, Eq)]
pub enum IdNumber {
    /// A citizen identity number.
    Resident(ResidentId),
    /// Of another document, in capitals and without blanks and hyphens.
    Other(String),
}

impl std::fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("‹personal›")
    }
}

impl IdNumber {
    /// Reads a number, in wide or narrow characters. What has the form of a
    /// citizen identity number (18 digits, the last perhaps X, or 15), or a
    /// digit too few or too many for it, must be one. None for an empty text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Option<Self>, NumberFault> {
        let plain = plain(text);
        if plain.is_empty() {
            return Ok(None);
        }
        let (body, last) = plain.split_at(plain.len() - plain.chars().next_back().map_or(0, char::len_utf8));
        let digits = body.bytes().all(|b| b.is_ascii_digit());
        let ends = last.bytes().all(|b| b.is_ascii_digit() || b == b'X');
        if !(digits && ends) {
            return Ok(Some(Self::Other(plain)));
        }
        match (plain.len(), last) {
            (18, _) => checked(&plain).map(|id| Some(Self::Resident(id))),
            (15, last) if last != "X" => checked(&lengthened(&plain)).map(|id| Some(Self::Resident(id))),
            (17 | 19, _) => Err(NumberFault::Length),
            _ => Ok(Some(Self::Other(plain))),
        }
    }
    /// The number in its one form.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Resident(id) => &id.number,
            Self::Other(number) => number,
        }
    }
    /// The form under which a number is found, sound or not; none when nothing is left of it.
    pub fn found_by(text: &str) -> Option<String> {
        let parsed = Self::parse(text).ok().flatten().map(|number| number.as_str().to_owned());
        parsed.or_else(|| Some(plain(text)).filter(|plain| !plain.is_empty()))
    }
}

/// In narrow capitals, without what only groups them.
fn plain(text: &str) -> String {
    let kept = text.nfkc().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_uppercase).take(40).collect()
}

fn number(digits: &str) -> u32 {
    digits.parse().unwrap_or_default()
}

fn check_of(first: &[u8]) -> u8 {
    let sum: u32 = first.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECKS[(sum % 11) as usize]
}

fn checked(text: &str) -> Result<ResidentId, NumberFault> {
    let region = u8::try_from(number(&text[..2])).unwrap_or(u8::MAX);
    // Since 2023 a 9 comes first for foreigners, then the province that gave the card.
    let foreign =
        text.starts_with('9') && REGIONS.contains(&u8::try_from(number(&text[1..3])).unwrap_or(u8::MAX));
    if !REGIONS.contains(&region) && !foreign {
        return Err(NumberFault::Region);
    }
    let written = format!("{}-{}-{}", &text[6..10], &text[10..12], &text[12..14]);
    let birth = kernel::parse_date(&written).map_err(|_| NumberFault::BirthDate)?;
    if birth.year() < 1800 {
        return Err(NumberFault::BirthDate);
    }
    let (first, last) = text.as_bytes().split_at(17);
    if last != [check_of(first)] {
        return Err(NumberFault::Checksum);
    }
    Ok(ResidentId { number: text.to_owned(), birth })
}

/// The old form of 15 digits in the present one: the century, and the check.
fn lengthened(old: &str) -> String {
    let century = if CENTENARIANS.contains(&number(&old[12..15])) { "18" } else { "19" };
    let mut new = format!("{}{century}{}", &old[..6], &old[6..]);
    let check = check_of(new.as_bytes());
    new.push(char::from(check));
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_numbers_tell_birth_and_sex() {
        // Made up, with the check worked out by hand from the standard's table;
        // the first is the example of GB 11643-1999 itself.
        for (text, number, birth, sex) in [
            ("11010519491231002X", "11010519491231002X", "1949-12-31", "f"),
            ("11010519491231002x", "11010519491231002X", "1949-12-31", "f"),
            ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", "1949-12-31", "f"),
            (" 110105 19491231-002X ", "11010519491231002X", "1949-12-31", "f"),
            ("440524188001010014", "440524188001010014", "1880-01-01", "m"),
            // The old form: 19 goes in, the check is added; 996 to 999 were born before 1900.
            ("110105491231002", "11010519491231002X", "1949-12-31", "f"),
        ] {
            let parsed = IdNumber::parse(text);
            let Ok(Some(IdNumber::Resident(id))) = &parsed else { panic!("{text}") };
            assert_eq!((id.number.as_str(), id.birth().to_string().as_str(), id.sex()), (number, birth, sex));
        }
        let Ok(Some(IdNumber::Resident(old))) = IdNumber::parse("110105991231998") else { panic!("old") };
        assert_eq!(old.birth().to_string(), "1899-12-31");
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, fault) in [
            ("110105194912310021", NumberFault::Checksum),
            ("11010519491231003X", NumberFault::Checksum),
            ("110105194902300021", NumberFault::BirthDate),
            ("110105194913010021", NumberFault::BirthDate),
            ("110105170001010021", NumberFault::BirthDate),
            ("000105194912310029", NumberFault::Region),
            ("99010519491231002X", NumberFault::Region),
            ("11010519491231002", NumberFault::Length),
            ("1101051949123100210", NumberFault::Length),
            ("110105490230002", NumberFault::BirthDate),
        ] {
            assert_eq!(IdNumber::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn other_documents_are_taken_as_they_stand() {
        for (text, number) in [
            ("e 1234-5678", "E12345678"),
            ("Ｈ１２３４５６７８", "H12345678"),
            ("护照 G1", "护照G1"),
            ("12", "12"),
        ] {
            assert_eq!(IdNumber::parse(text), Ok(Some(IdNumber::Other(number.to_owned()))), "{text}");
        }
        assert_eq!(IdNumber::parse("  "), Ok(None));
        assert_eq!(IdNumber::parse("—"), Ok(None));
        assert_eq!(IdNumber::found_by("11010519491231003x").as_deref(), Some("11010519491231003X"));
        assert_eq!(IdNumber::found_by(" - "), None);
    }

    #[test]
    fn a_wrong_digit_anywhere_is_noticed() {
        let sound = b"11010519491231002X";
        for place in 0..17 {
            for digit in b'0'..=b'9' {
                let mut text = *sound;
                text[place] = digit;
                if text != *sound {
                    let text = String::from_utf8(text.to_vec()).expect("ASCII");
                    assert!(IdNumber::parse(&text).is_err(), "{text}");
                }
            }
        }
    }
}
