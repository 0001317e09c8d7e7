//! A rule that turns the numbers of a file into those known already.

use kernel::Error;
use regex::Regex;

/// The longest pattern or replacement.
const MAX_TEXT: usize = 200;
/// Most bytes that a compiled pattern may need.
const MAX_COMPILED: usize = 1 << 20;

/// Numbers that a later vintage writes in another form: where all of a number
/// matches `from`, it becomes `to`, in which `$1` is the first group. Matching
/// takes time in proportion to the text, whatever the pattern.
#[derive(Clone, Debug)]
pub struct Renumber {
    from: Regex,
    to: String,
}

impl Renumber {
    /// Makes a rule.
    ///
    /// # Errors
    /// `value.invalid` for a pattern that is none, or too large.
    pub fn new(from: &str, to: &str) -> Result<Self, Error> {
        let refuse = || super::invalid("renumber", from, "{ from = '^(\\d+)$', to = 'N$1' }");
        if from.is_empty() || from.len() > MAX_TEXT || to.len() > MAX_TEXT {
            return Err(refuse());
        }
        let whole = format!("^(?:{from})$");
        let from = regex::RegexBuilder::new(&whole)
            .size_limit(MAX_COMPILED)
            .build()
            .map_err(|error| refuse().caused_by(error))?;
        Ok(Self { from, to: to.to_owned() })
    }

    /// The pattern, as it was given.
    pub fn from(&self) -> &str {
        let whole = self.from.as_str();
        whole.strip_prefix("^(?:").and_then(|rest| rest.strip_suffix(")$")).unwrap_or(whole)
    }
    /// The replacement.
    pub fn to(&self) -> &str {
        &self.to
    }
    /// A number in its known form; one that the pattern does not match stays as it is.
    pub fn apply(&self, number: String) -> String {
        if self.from.is_match(&number) {
            self.from.replace(&number, self.to.as_str()).into_owned()
        } else {
            number
        }
    }
}

impl PartialEq for Renumber {
    fn eq(&self, other: &Self) -> bool {
        self.from.as_str() == other.from.as_str() && self.to == other.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Code;

    #[test]
    fn turns_numbers_and_leaves_the_rest() {
        for (from, to, number, expected) in [
            (r"^(\d+)$", "N$1", "12", "N12"),
            (r"(\d+)", "N$1", "12a", "12a"),
            (r"N(\d+)", "$1", "N12", "12"),
            (r"N(\d+)", "$1", "E12", "E12"),
        ] {
            let rule = Renumber::new(from, to).expect("sound rule");
            assert_eq!(rule.apply(number.to_owned()), expected, "{from} {number}");
            assert_eq!((rule.from(), rule.to()), (from, to));
        }
        for from in ["", "(", "((a{1000}){1000}){1000}", &"a".repeat(201)] {
            assert_eq!(Renumber::new(from, "").err().map(|e| e.code()), Some(Code::InvalidValue), "{from}");
        }
    }
}
