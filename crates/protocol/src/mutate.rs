//! Mutants of the numbers in protocol files: an example that notices none of
//! them says nothing. A mutant changes one number of one rule of confidence A
//! or B; the test of the shipped content asks that some example then fails.

use std::ops::Range;

use kernel::Span;
use toml::de::{DeTable, DeValue};

use crate::{examples, library::Library, load::LoadedFile, regime::Regime, rule::Section};

/// One changed number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// Name of the file.
    pub file: String,
    /// Section and id of the rule.
    pub rule: String,
    /// Field inside the rule: `due`, `escalate[1].after`.
    pub field: String,
    /// Line in the file, from 1.
    pub line: usize,
    /// The value as it stands, in full.
    pub from: String,
    /// The value with the number changed.
    pub to: String,
    /// The whole file with the number changed.
    pub text: String,
    /// The whole file with the number one less, for where the loader refuses one more.
    pub one_less: Option<String>,
}

/// What became of a mutant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The loader refuses the file, and also the number one less.
    Refused,
    /// An example fails.
    Killed {
        /// File and id of the first one found.
        example: String,
    },
    /// Every example still holds.
    Survived,
}

const SECTIONS: [Section; 10] = [
    Section::CaseDefinition,
    Section::ContactClass,
    Section::Regime,
    Section::Zone,
    Section::Cluster,
    Section::Notation,
    Section::ReportClock,
    Section::Parameter,
    Section::Obligation,
    Section::MustNot,
];

/// One mutant for each number of the rules of confidence A or B: whole and
/// broken numbers and each number of an expression one more, spans twice as
/// long, each number of a regime changed so that the form can still be read.
/// Ids, titles, dates, sources and the examples themselves are left alone.
///
/// A file that is not TOML has none.
pub fn mutants(name: &str, text: &str) -> Vec<Mutant> {
    let Ok(table) = DeTable::parse(text) else { return Vec::new() };
    let mut found = Vec::new();
    for section in SECTIONS {
        let rules = table.get_ref().get(section.as_str()).and_then(|rules| rules.get_ref().as_array());
        for rule in rules.into_iter().flatten() {
            let Some(rule) = rule.get_ref().as_table() else { continue };
            let string = |table: &DeTable<'_>, key: &str| {
                table.get(key).and_then(|value| value.get_ref().as_str()).unwrap_or_default().to_owned()
            };
            let cites = rule.get("cites").and_then(|cites| cites.get_ref().as_table());
            if !cites.is_some_and(|cites| matches!(string(cites, "confidence").as_str(), "A" | "B")) {
                continue;
            }
            let mut sites = Vec::new();
            for (key, value) in rule.iter() {
                if !matches!(key.get_ref().as_ref(), "id" | "title" | "cites" | "duty" | "key") {
                    numbers(text, key.get_ref(), key.get_ref(), value.get_ref(), value.span(), &mut sites);
                }
            }
            found.extend(sites.into_iter().map(|site| Mutant {
                file: name.to_owned(),
                rule: format!("{} {}", section.as_str(), string(rule, "id")),
                line: text[..site.value.start].matches('\n').count() + 1,
                from: text[site.value.clone()].to_owned(),
                to: replaced(text, &site, site.value.clone()),
                text: replaced(text, &site, 0..text.len()),
                one_less: one_less(&text[site.number.clone()]).map(|put| {
                    let less = Site { put, field: String::new(), ..site.clone() };
                    replaced(text, &less, 0..text.len())
                }),
                field: site.field,
            }));
        }
    }
    found
}

/// Where one number stands, and what to put there.
#[derive(Clone)]
struct Site {
    field: String,
    value: Range<usize>,
    number: Range<usize>,
    put: String,
}

fn replaced(text: &str, site: &Site, within: Range<usize>) -> String {
    format!("{}{}{}", &text[within.start..site.number.start], site.put, &text[site.number.end..within.end])
}

/// The numbers of a value. `key` is the last key above it, `field` its whole path.
fn numbers(
    text: &str,
    key: &str,
    field: &str,
    value: &DeValue<'_>,
    span: Range<usize>,
    into: &mut Vec<Site>,
) {
    let mut site = |number: Range<usize>, put: String| {
        into.push(Site { field: field.to_owned(), value: span.clone(), number, put });
    };
    match value {
        DeValue::Integer(_) | DeValue::Float(_) => site(span.clone(), one_more(&text[span.clone()])),
        DeValue::String(content) => match key {
            "due" | "within" | "warn_before" | "after" => {
                if let Ok(length) = content.parse::<Span>() {
                    // Twice nothing is nothing.
                    let doubled = match length {
                        Span::ZERO => Span::hours(1),
                        _ => Span::from_micros(length.as_micros().saturating_mul(2)),
                    };
                    site(span.clone(), format!("\"{doubled}\""));
                }
            }
            "form" => {
                for digits in literals(text, span.clone()) {
                    let put = readable(&text[span.clone()], digits.start - span.start, digits.len());
                    site(digits, put);
                }
            }
            "when" | "needs" | "text" => {
                for digits in literals(text, span.clone()) {
                    let put = one_more(&text[digits.clone()]);
                    site(digits, put);
                }
            }
            _ => {}
        },
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let field = format!("{field}[{index}]");
                numbers(text, key, &field, item.get_ref(), item.span(), into);
            }
        }
        DeValue::Table(table) => {
            for (key, value) in table.iter() {
                let field = format!("{field}.{}", key.get_ref());
                numbers(text, key.get_ref(), &field, value.get_ref(), value.span(), into);
            }
        }
        DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

/// One more, in the same notation.
fn one_more(number: &str) -> String {
    let plain = number.replace('_', "");
    match (plain.parse::<i64>(), plain.parse::<f64>()) {
        (Ok(whole), _) => whole.saturating_add(1).to_string(),
        (_, Ok(broken)) => format!("{:?}", broken + 1.0),
        _ => format!("{number}1"),
    }
}

/// One less, in the same notation; nothing for what is no plain number above 0.
fn one_less(number: &str) -> Option<String> {
    let plain = number.replace('_', "");
    match (plain.parse::<i64>(), plain.parse::<f64>()) {
        (Ok(whole), _) => (whole > 0).then(|| (whole - 1).to_string()),
        (_, Ok(broken)) => Some(format!("{:?}", broken - 1.0)),
        _ => None,
    }
}

/// The number literals inside a quoted value: not inside an inner text, not
/// part of a name.
fn literals(text: &str, span: Range<usize>) -> Vec<Range<usize>> {
    let raw = &text[span.clone()];
    let fence =
        ["\"\"\"", "'''", "\"", "'"].into_iter().find(|fence| raw.starts_with(fence)).unwrap_or_default();
    let inner = span.start + fence.len()..span.end - fence.len();
    let bytes = text.as_bytes();
    let (mut found, mut quote, mut at) = (Vec::new(), None, inner.start);
    while at < inner.end {
        let byte = bytes[at];
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'\'' || byte == b'"' => quote = Some(byte),
            None if byte.is_ascii_digit() => {
                let start = at;
                while at < inner.end && (bytes[at].is_ascii_digit() || decimal_point(bytes, at)) {
                    at += 1;
                }
                // `C7` and `T2` are letter and number, `ct35` would be a name.
                let name = bytes[inner.start..start]
                    .iter()
                    .rev()
                    .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
                    .filter(|b| !b.is_ascii_digit())
                    .count();
                if name < 2 && !(name == 1 && bytes[start - 1].is_ascii_lowercase()) {
                    found.push(start..at);
                }
                continue;
            }
            None => {}
        }
        at += 1;
    }
    found
}

fn decimal_point(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'.' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// Another number at this place of a quoted form with which it can be read and
/// asks something else; one more if there is none.
fn readable(quoted: &str, at: usize, length: usize) -> String {
    let form = quoted.trim_matches(['"', '\'']);
    let offset = at - quoted.find(form).unwrap_or(0);
    let number: i64 = form[offset..offset + length].parse().unwrap_or(0);
    let original = Regime::parse(form).ok();
    [1, -1, 2, -2]
        .into_iter()
        .map(|change| (number + change).to_string())
        .find(|put| {
            let mutated = format!("{}{put}{}", &form[..offset], &form[offset + length..]);
            Regime::parse(&mutated).is_ok_and(|regime| Some(&regime) != original.as_ref())
        })
        .unwrap_or_else(|| (number + 1).to_string())
}

/// The examples of a library that hold, ready to be run against mutants.
pub struct Judge<'a> {
    library: &'a Library,
    holding: Vec<Holding>,
}

struct Holding {
    file: usize,
    index: usize,
    cites: Vec<String>,
}

impl<'a> Judge<'a> {
    /// Runs every example once; one that fails as it stands judges nothing.
    pub fn new(library: &'a Library) -> Self {
        let mut holding = Vec::new();
        for (file, loaded) in library.files().enumerate() {
            for (index, outcome) in examples::run_file(library, loaded).into_iter().enumerate() {
                if outcome.ok {
                    holding.push(Holding { file, index, cites: outcome.cites });
                }
            }
        }
        Self { library, holding }
    }

    /// Whether some example notices a mutant. Those that cite the rule are
    /// asked first, then those of its file.
    pub fn fate(&self, mutant: &Mutant) -> Fate {
        let texts = [Some(&mutant.text), mutant.one_less.as_ref()];
        let loaded =
            texts.into_iter().flatten().find_map(|text| self.library.replace(&mutant.file, text).ok());
        let Some(library) = loaded else { return Fate::Refused };
        let files: Vec<&LoadedFile> = library.files().collect();
        let id = mutant.rule.rsplit(' ').next().unwrap_or_default();
        let mut order: Vec<&Holding> = self.holding.iter().collect();
        order.sort_by_key(|one| {
            (!one.cites.iter().any(|rule| rule == id), files[one.file].name != mutant.file)
        });
        order
            .into_iter()
            .map(|one| examples::run_one(&library, files[one.file], one.index))
            .find(|outcome| !outcome.ok)
            .map_or(Fate::Survived, |outcome| Fate::Killed {
                example: format!("{}:{}", outcome.file, outcome.id),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_a_sure_rule_and_no_other() {
        let text = r#"
schema = 1
from = "2022-06-28"

[[obligation]]
id = "RP7"
title = { zh = "2小时", en = "2 hours" }
cites = { requirement = "D02", source = "st9", confidence = "A" }
on = "fever_seen"
condition = { when = "fact.temperature_c >= 37.5 && size(subject.tests) > 1 && fact.kind == 'b12'", needs = ["place.cases(7d)"] }
due = "1h30m"
warn_percent = 75
escalate = [{ after = "0m", level = "county", role = "cdc" }, { after = "2h", level = "province", role = "cdc" }]

[[obligation]]
id = "RP5"
cites = { requirement = "C05", source = "-", confidence = "C" }
due = "24h"

[[regime]]
id = "QR6"
cites = { requirement = "H04", source = "st9", confidence = "B" }
key = "cc_9"
form = "C7@1,7 M3"
checks_per_day = 2

[[example]]
id = "one"
now = 5
"#;
        let shown: Vec<_> =
            mutants("f", text).iter().map(|m| format!("{} {} -> {}", m.field, m.from, m.to)).collect();
        let when = |temperature: &str, tests: &str| {
            format!(
                "\"fact.temperature_c >= {temperature} && size(subject.tests) > {tests} && fact.kind == 'b12'\""
            )
        };
        let mut expected = vec![
            format!("condition.when {} -> {}", when("37.5", "1"), when("38.5", "1")),
            format!("condition.when {} -> {}", when("37.5", "1"), when("37.5", "2")),
            r#"condition.needs[0] "place.cases(7d)" -> "place.cases(8d)""#.to_owned(),
            r#"due "1h30m" -> "3h""#.to_owned(),
            "warn_percent 75 -> 76".to_owned(),
            r#"escalate[0].after "0m" -> "1h""#.to_owned(),
            r#"escalate[1].after "2h" -> "4h""#.to_owned(),
            r#"form "C7@1,7 M3" -> "C8@1,7 M3""#.to_owned(),
            r#"form "C7@1,7 M3" -> "C7@2,7 M3""#.to_owned(),
            r#"form "C7@1,7 M3" -> "C7@1,6 M3""#.to_owned(),
            r#"form "C7@1,7 M3" -> "C7@1,7 M4""#.to_owned(),
            "checks_per_day 2 -> 3".to_owned(),
        ];
        let mut shown_sorted = shown;
        shown_sorted.sort();
        expected.sort();
        assert_eq!(shown_sorted, expected);
    }

    #[test]
    fn the_whole_file_is_kept_around_the_number() {
        let text = "[[parameter]]\nid = \"CA9\"\ncites = { confidence = \"A\" }\nmin = 1.0 # least\n";
        let [mutant] = &mutants("f", text)[..] else { panic!("one number") };
        assert_eq!(mutant.text, text.replace("1.0", "2.0"));
        assert_eq!(mutant.one_less, Some(text.replace("1.0", "0.0")));
        assert_eq!(mutant.line, 4);
    }
}
