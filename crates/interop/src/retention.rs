//! The reviewed file of periods: how long each kind of data is kept, and why.

use kernel::{Code, Error, Text};
use serde::Deserialize;

use crate::toml_text::unreadable;

const FILE: &str = "content/retention.toml";
const SHIPPED: &str = include_str!("../../../content/retention.toml");

/// How long one kind of data is kept.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionRule {
    /// Which kind: `person`, or the rows of a table that only last for a time.
    pub kind: String,
    /// Days after the last record.
    pub days: i64,
    /// The shortest period that an installation may set, in days.
    pub least: i64,
    /// How sure we are: A official text, B local or inferred, C unconfirmed.
    pub confidence: String,
    /// By which rule.
    pub basis: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<RetentionRule>,
}

/// The shipped rules.
///
/// # Errors
/// `import.unreadable`; a build whose content is sound has none.
pub fn retention_rules() -> Result<Vec<RetentionRule>, Error> {
    read(FILE, SHIPPED)
}

fn read(source: &str, text: &str) -> Result<Vec<RetentionRule>, Error> {
    let file: File = toml::from_str(text).map_err(|error| unreadable(source, text, &error))?;
    for (at, rule) in file.rule.iter().enumerate() {
        let fault = |field: &str, value: String| {
            Err(Error::new(Code::InvalidValue).arg("field", field).arg("value", value).in_source(source))
        };
        if rule.least < 1 || rule.days < rule.least {
            return fault("days", rule.days.to_string());
        }
        if !matches!(rule.confidence.as_str(), "A" | "B" | "C") {
            return fault("confidence", rule.confidence.clone());
        }
        if file.rule[..at].iter().any(|before| before.kind == rule.kind) {
            return fault("kind", rule.kind.clone());
        }
    }
    Ok(file.rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_periods_are_sound_and_faults_are_told() {
        let rules = retention_rules().expect("sound");
        assert!(rules.iter().any(|rule| rule.kind == "person"));
        let rule = |days: i64, confidence: &str| {
            format!(
                "[[rule]]\nkind = \"k\"\ndays = {days}\nleast = 7\nconfidence = \"{confidence}\"\nbasis = {{ zh = \"z\", en = \"e\" }}\n"
            )
        };
        assert_eq!(read("f", &rule(7, "A")).expect("sound").len(), 1);
        for bad in [rule(6, "A"), rule(7, "D"), rule(7, "A") + &rule(8, "A"), "[[rule]]\n".to_owned()] {
            assert!(read("f", &bad).is_err(), "{bad}");
        }
    }
}
