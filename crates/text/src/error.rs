//! The sentence of an error: where it lies, what is wrong, what to do.

use kernel::{Code, Error, Located};
use std::collections::BTreeMap;

use crate::{
    Language,
    catalogue::{lookup, render, selectors},
};

/// Stands where an argument should be that the error does not carry.
const ABSENT: &str = "—";

/// The message id of an error code.
pub fn message_id(code: Code) -> String {
    code.as_str().replace(['.', '_'], "-")
}

/// The error as a sentence, with its place (file, row or line, column or
/// field) in front. Codes among the arguments (`field=onset`, `state=met`)
/// appear as words. What lay beneath the error is not part of it.
pub fn error(language: Language, error: &Error) -> String {
    let id = message_id(error.code());
    let mut args: BTreeMap<&str, String> = selectors(language, &id)
        .iter()
        .map(|(name, selects)| (name.as_str(), if *selects { "none" } else { ABSENT }.to_owned()))
        .collect();
    for (name, value) in error.args() {
        args.insert(
            name,
            group_of(name).and_then(|group| lookup(language, group, value)).unwrap_or_else(|| value.clone()),
        );
    }
    // A text of a protocol comes in both languages; the sentence names it once.
    let suffix = if language == Language::ZhCn { "_zh" } else { "_en" };
    for (name, value) in error.args() {
        if let Some(name) = name.strip_suffix(suffix) {
            args.insert(name, value.clone());
        }
    }
    let place = error.location().map(|at| place(language, at)).unwrap_or_default();
    place + &render(language, &id, &args)
}

/// The group of words that the codes in an argument belong to.
fn group_of(argument: &str) -> Option<&'static str> {
    Some(match argument {
        "field" | "earlier_field" | "later_field" => "field",
        "state" => "state",
        "mode" => "mode",
        "kind" => "kind",
        "role" => "role",
        "disease" => "disease",
        _ => return None,
    })
}

fn place(language: Language, at: &Located) -> String {
    let mut args = BTreeMap::new();
    let place = match (at.line, at.column, &at.field) {
        (Some(line), Some(column), _) => {
            args.insert("line", line.to_string());
            args.insert("column", column.to_string());
            "position"
        }
        (Some(line), None, Some(field)) => {
            args.insert("line", line.to_string());
            args.insert("field", field.clone());
            "cell"
        }
        (Some(line), None, None) => {
            args.insert("line", line.to_string());
            "line"
        }
        (None, _, Some(field)) => {
            args.insert("field", field.clone());
            "field"
        }
        (None, _, None) => "",
    };
    let id = match (&at.source, place) {
        (Some(_), "") => "at-source".to_owned(),
        (None, "") => return String::new(),
        (Some(_), place) => format!("at-source-{place}"),
        (None, place) => format!("at-{place}"),
    };
    if let Some(source) = &at.source {
        args.insert("source", source.clone());
    }
    render(language, &id, &args)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids, variables};
    use std::collections::BTreeSet;

    #[test]
    fn every_code_has_a_sentence_in_both_languages() {
        for language in Language::ALL {
            let known: BTreeSet<_> = ids(language).collect();
            let missing: Vec<_> = Code::ALL
                .iter()
                .map(|code| message_id(*code))
                .filter(|id| !known.contains(id.as_str()))
                .collect();
            assert!(missing.is_empty(), "{language} lacks {missing:?}");
        }
    }

    #[test]
    fn no_sentence_is_left_over() {
        let file = include_str!("../../../content/i18n/zh-CN/errors.ftl");
        let codes: BTreeSet<_> = Code::ALL.iter().map(|code| message_id(*code)).collect();
        for line in file.lines().filter(|line| line.starts_with(|ch: char| ch.is_ascii_lowercase())) {
            let id = line.split(" =").next().expect("an id");
            assert!(codes.contains(id) || id.starts_with("at-"), "{id} belongs to no code");
        }
    }

    /// The registry names the arguments of each code in its comment; the
    /// sentences may use only those.
    #[test]
    fn sentences_use_the_arguments_that_the_registry_names() {
        let registry = include_str!("../../kernel/src/error.rs");
        let (mut doc, mut checked) = (String::new(), 0);
        for line in registry.lines().map(str::trim) {
            if let Some(text) = line.strip_prefix("///") {
                doc += text;
                continue;
            }
            let dotted =
                line.split_once(" = \"").and_then(|(_, rest)| rest.split_once('"')).map(|(code, _)| code);
            if let Some(code) =
                dotted.and_then(|dotted| Code::ALL.iter().find(|code| code.as_str() == dotted))
            {
                let args = doc.split_once("Args:").map_or("", |(_, args)| args.trim_end_matches('.'));
                let named: BTreeSet<_> =
                    args.split(',').map(|arg| arg.trim().trim_end_matches('?')).collect();
                for used in variables(Language::En, &message_id(*code)) {
                    assert!(named.contains(used), "{code:?} does not carry {used}");
                }
                checked += 1;
            }
            doc.clear();
        }
        assert_eq!(checked, Code::ALL.len());
    }

    #[test]
    fn a_bare_code_still_makes_a_clean_sentence() {
        for language in Language::ALL {
            for code in Code::ALL {
                let sentence = error(language, &Error::new(*code));
                assert!(!sentence.contains(['{', '}']) && !sentence.contains("none"), "{sentence}");
            }
        }
    }

    #[test]
    fn says_where_what_and_what_to_do() {
        let fault = Error::new(Code::InvalidDate)
            .arg("value", "2022-02-31")
            .arg("expected", "YYYY-MM-DD")
            .at(Located::cell(7, "发病").in_source("cases.csv"));
        assert_eq!(
            error(Language::ZhCn, &fault),
            "cases.csv 第 7 行“发病”栏：“2022-02-31”不是有效日期，或者历法上没有这一天。请按 YYYY-MM-DD 填写。"
        );
        assert_eq!(
            error(Language::En, &fault),
            "cases.csv, row 7, column “发病”: “2022-02-31” is not a date, or no such day exists. Write it as YYYY-MM-DD."
        );
        let forbidden = Error::new(Code::OrderForbidden)
            .arg("rule", "NM9")
            .arg("text_zh", "不准随意关闭")
            .arg("text_en", "must not be closed");
        assert!(error(Language::ZhCn, &forbidden).contains("不准随意关闭"));
        assert!(error(Language::En, &forbidden).contains("NM9: must not be closed"));
        let order = Error::new(Code::DatesOutOfOrder)
            .arg("earlier_field", "onset")
            .arg("earlier", "2022-07-03")
            .arg("later_field", "death")
            .arg("later", "2022-07-01");
        assert_eq!(
            error(Language::En, &order),
            "The date of death (2022-07-01) is before the date of onset (2022-07-03). Check both dates."
        );
        let value = Error::new(Code::InvalidValue).arg("field", "sex").arg("value", "x");
        assert_eq!(error(Language::ZhCn, &value), "性别不能是“x”，请更正。");
        assert_eq!(
            error(Language::En, &value.arg("expected", "male, female").at(Located::position(3, 9))),
            "Line 3, column 9: The sex cannot be “x”; expected: male, female."
        );
    }
}
