//! Areas: nodes of a division tree of any depth, in any country.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{Code, Error};

/// The code of an area, as its authority writes it (China: 12 digits of the
/// statistical division code). 1 to 32 ASCII letters, digits, `-` or `_`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct AreaCode(String);

impl AreaCode {
    /// Checks and wraps a code.
    ///
    /// # Errors
    /// `area.invalid_code` when it is empty, too long or has other characters.
    pub fn new(code: impl Into<String>) -> Result<Self, Error> {
        let code = code.into();
        let sound = (1..=32).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if sound { Ok(Self(code)) } else { Err(Error::new(Code::AreaInvalidCode).arg("value", code)) }
    }
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for AreaCode {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

/// The codes from the root down to an area, each ended by `/`:
/// `140000000000/140100000000/`. An area is inside another exactly when its
/// path begins with the other's, so jurisdiction is one range on an index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AreaPath(String);

impl AreaPath {
    /// The path of a root area.
    pub fn root(code: &AreaCode) -> Self {
        Self(format!("{code}/"))
    }
    /// The path of a child of this area.
    pub fn child(&self, code: &AreaCode) -> Self {
        Self(format!("{}{code}/", self.0))
    }
    /// Wraps a path that the store has kept.
    pub fn from_stored(path: String) -> Self {
        Self(path)
    }
    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether `self` is `other` or lies below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }
    /// The least text greater than every path below this one: `self <= p < end`
    /// holds exactly for this area and all below it (`/` + 1 is `0`).
    pub fn end(&self) -> String {
        let mut end = self.0.clone();
        end.pop();
        end.push('0');
        end
    }
    /// The code of the area itself (the last one).
    pub fn code(&self) -> &str {
        self.0.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
    }
    /// The codes from the area itself up to the root.
    pub fn codes_upward(&self) -> impl Iterator<Item = &str> {
        self.0.trim_end_matches('/').rsplit('/')
    }
    /// The path of the area above, if any.
    pub fn parent(&self) -> Option<Self> {
        let trimmed = self.0.trim_end_matches('/');
        trimmed.rfind('/').map(|at| Self(trimmed[..=at].to_owned()))
    }
    /// The path with `to` in the place of `from`; none when it does not lie within `from`.
    pub fn rebased(&self, from: &Self, to: &Self) -> Option<Self> {
        self.0.strip_prefix(&from.0).map(|rest| Self(format!("{}{rest}", to.0)))
    }
    /// The smallest area that holds all of these; none when there are none, or
    /// nothing holds them all.
    pub fn holding<'a>(mut areas: impl Iterator<Item = &'a Self>) -> Option<Self> {
        let first = areas.next()?.clone();
        areas.try_fold(first, |held, area| {
            std::iter::successors(Some(held), Self::parent).find(|held| area.is_within(held))
        })
    }
    /// How many areas lie above: 0 for a root.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count().saturating_sub(1)
    }
}

impl fmt::Display for AreaPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The rank of an area in the chain of command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the variants are the words of the glossary")]
pub enum AreaLevel {
    Country,
    Province,
    Prefecture,
    County,
    Township,
    Village,
}

impl AreaLevel {
    /// The stored and wire form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Province => "province",
            Self::Prefecture => "prefecture",
            Self::County => "county",
            Self::Township => "township",
            Self::Village => "village",
        }
    }
    /// Reads the stored form.
    pub fn parse(s: &str) -> Option<Self> {
        [Self::Country, Self::Province, Self::Prefecture, Self::County, Self::Township, Self::Village]
            .into_iter()
            .find(|level| level.as_str() == s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(codes: &[&str]) -> AreaPath {
        let codes: Vec<_> = codes.iter().map(|c| AreaCode::new(*c).expect("sound code")).collect();
        codes[1..].iter().fold(AreaPath::root(&codes[0]), |path, code| path.child(code))
    }

    #[test]
    fn range_holds_exactly_the_areas_below() {
        let city = path(&["14", "1401"]);
        for (other, inside) in [
            (path(&["14", "1401"]), true),
            (path(&["14", "1401", "140105"]), true),
            (path(&["14", "14010"]), false),
            (path(&["14", "1402"]), false),
            (path(&["14"]), false),
        ] {
            assert_eq!(other.is_within(&city), inside, "{other}");
            assert_eq!(
                city.as_str() <= other.as_str() && other.as_str() < city.end().as_str(),
                inside,
                "{other}"
            );
        }
    }

    #[test]
    fn walks_up_to_the_root() {
        let county = path(&["14", "1401", "140105"]);
        assert_eq!(county.codes_upward().collect::<Vec<_>>(), ["140105", "1401", "14"]);
        assert_eq!(county.parent(), Some(path(&["14", "1401"])));
        assert_eq!(path(&["14"]).parent(), None);
        assert_eq!(county.code(), "140105");
        assert_eq!(county.depth(), 2);
    }

    #[test]
    fn finds_what_holds_several() {
        let (city, other) = (path(&["14", "1401"]), path(&["14", "1402", "140201"]));
        assert_eq!(AreaPath::holding([&city].into_iter()), Some(city.clone()));
        assert_eq!(AreaPath::holding([&city, &other].into_iter()), Some(path(&["14"])));
        assert_eq!(AreaPath::holding([&city, &path(&["11"])].into_iter()), None);
        assert_eq!(AreaPath::holding(std::iter::empty()), None);
    }

    #[test]
    fn refuses_codes_that_could_break_a_path() {
        for bad in ["", "14/01", "14%", "十四", &"9".repeat(33)] {
            assert!(AreaCode::new(bad).is_err(), "{bad}");
        }
    }
}
