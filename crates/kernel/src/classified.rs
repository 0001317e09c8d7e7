//! The wrapper of personal values.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A value that must not reach a log, a fact's body or an unaudited answer.
///
/// It neither prints nor serialises; whoever needs the value says so with
/// [`Classified::expose`], which is easy to find and to review.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Classified<T>(T);

impl<T> Classified<T> {
    /// Wraps a personal value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }
    /// The value itself. Only `store` (to encrypt) and an audited read may ask.
    pub const fn expose(&self) -> &T {
        &self.0
    }
    /// Unwraps the value itself; the same caution as [`Classified::expose`].
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Classified<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹personal›")
    }
}

impl<T> fmt::Display for Classified<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹personal›")
    }
}

/// The personal fields of a person. Each is kept under the person's own key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the variants say it")]
pub enum PersonalField {
    Name,
    IdNumber,
    Phone,
    Address,
    BirthDate,
}

impl PersonalField {
    /// Every field, in stored order.
    pub const ALL: [Self; 5] = [Self::Name, Self::IdNumber, Self::Phone, Self::Address, Self::BirthDate];
    /// The stored and wire form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::IdNumber => "id_number",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::BirthDate => "birth_date",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_prints_its_value() {
        let name = Classified::new("张三".to_owned());
        assert_eq!(format!("{name:?} {name}"), "‹personal› ‹personal›");
        assert_eq!(name.expose(), "张三");
    }
}
