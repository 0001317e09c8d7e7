//! The messages and how they are rendered.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use crate::Language;

macro_rules! files {
    ($tag:literal) => {
        [
            include_str!(concat!("../../../content/i18n/", $tag, "/errors.ftl")),
            include_str!(concat!("../../../content/i18n/", $tag, "/words.ftl")),
            include_str!(concat!("../../../content/i18n/", $tag, "/cli.ftl")),
            include_str!(concat!("../../../content/i18n/", $tag, "/demo.ftl")),
            include_str!(concat!("../../../content/i18n/", $tag, "/operations.ftl")),
        ]
    };
}

const ZH_CN: [&str; 5] = files!("zh-CN");
const EN: [&str; 5] = files!("en");

struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// Of each message the variables it names, and whether one is only asked
    /// for (it selects a variant) before it is shown.
    variables: BTreeMap<String, BTreeMap<String, bool>>,
    /// Faults of the files: syntax, and ids that come twice.
    faults: Vec<String>,
}

fn catalogue(language: Language) -> &'static Catalogue {
    static CHINESE: LazyLock<Catalogue> = LazyLock::new(|| build(Language::ZhCn, &ZH_CN));
    static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| build(Language::En, &EN));
    match language {
        Language::ZhCn => &CHINESE,
        Language::En => &ENGLISH,
    }
}

fn build(language: Language, files: &[&str]) -> Catalogue {
    let locale = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // The marks would surround every value with invisible characters, which
    // break searching and copying of ids.
    bundle.set_use_isolating(false);
    let (mut variables, mut faults) = (BTreeMap::new(), Vec::new());
    for file in files {
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(partial, errors)| {
            faults.extend(errors.iter().map(ToString::to_string));
            partial
        });
        for entry in resource.entries() {
            if let ast::Entry::Message(message) = entry {
                let mut names = BTreeMap::new();
                if let Some(pattern) = &message.value {
                    pattern_variables(pattern, &mut names);
                }
                variables.insert(message.id.name.to_owned(), names);
            }
        }
        if let Err(errors) = bundle.add_resource(resource) {
            faults.extend(errors.iter().map(ToString::to_string));
        }
    }
    Catalogue { bundle, variables, faults }
}

fn pattern_variables(pattern: &ast::Pattern<&str>, names: &mut BTreeMap<String, bool>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            expression_variables(expression, names);
        }
    }
}

fn expression_variables(expression: &ast::Expression<&str>, names: &mut BTreeMap<String, bool>) {
    match expression {
        ast::Expression::Inline(inline) => inline_variables(inline, false, names),
        ast::Expression::Select { selector, variants } => {
            inline_variables(selector, true, names);
            for variant in variants {
                pattern_variables(&variant.value, names);
            }
        }
    }
}

fn inline_variables(inline: &ast::InlineExpression<&str>, selects: bool, names: &mut BTreeMap<String, bool>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            *names.entry(id.name.to_owned()).or_default() |= selects;
        }
        ast::InlineExpression::Placeable { expression } => expression_variables(expression, names),
        _ => {}
    }
}

/// The message `id` in a language, with its arguments filled in. Whole numbers
/// among the arguments choose plural forms; text is inserted as it is.
///
/// A missing id renders as the id itself, so that a fault in the texts never
/// hides a fact; a missing argument shows as `{$name}`.
pub fn render(language: Language, id: &str, args: &BTreeMap<&str, String>) -> String {
    let catalogue = catalogue(language);
    let Some(pattern) = catalogue.bundle.get_message(id).and_then(|message| message.value()) else {
        return id.to_owned();
    };
    let selecting = catalogue.variables.get(id);
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        // Only a selector needs a number; shown as a number, 0300 would lose its zeros.
        let selects = selecting.and_then(|names| names.get(*name)).copied().unwrap_or_default();
        match value.parse::<i64>() {
            Ok(number) if selects => values.set(*name, FluentValue::from(number)),
            _ => values.set(*name, FluentValue::from(value.as_str())),
        }
    }
    let mut errors = Vec::new();
    catalogue.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned()
}

/// The word for a code of a group, for example `word(lang, "state", "met_late")`;
/// the code itself when the group has no such word.
pub fn word(language: Language, group: &str, code: &str) -> String {
    lookup(language, group, code).unwrap_or_else(|| code.to_owned())
}

pub(crate) fn lookup(language: Language, group: &str, code: &str) -> Option<String> {
    let id = format!("{group}-{}", code.replace(['_', '.'], "-"));
    catalogue(language).bundle.has_message(&id).then(|| render(language, &id, &BTreeMap::new()))
}

/// The ids of all messages of a language, in order.
pub fn ids(language: Language) -> impl Iterator<Item = &'static str> {
    catalogue(language).variables.keys().map(String::as_str)
}

/// Faults of the files of a language (syntax, ids that come twice), for the
/// check of the content; none in a sound build.
pub fn faults(language: Language) -> &'static [String] {
    &catalogue(language).faults
}

/// The names of the arguments of a message; empty when there is no such id.
pub fn variables(language: Language, id: &str) -> BTreeSet<&'static str> {
    selectors(language, id).keys().map(|name| name.as_str()).collect()
}

pub(crate) fn selectors(language: Language, id: &str) -> &'static BTreeMap<String, bool> {
    static NONE: BTreeMap<String, bool> = BTreeMap::new();
    catalogue(language).variables.get(id).unwrap_or(&NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sound_and_say_the_same_in_both_languages() {
        for language in Language::ALL {
            assert!(faults(language).is_empty(), "{language}: {:?}", faults(language));
        }
        let [chinese, english]: [Vec<_>; 2] = Language::ALL.map(|language| ids(language).collect());
        assert_eq!(chinese, english, "the same ids");
        for id in chinese {
            assert_eq!(variables(Language::ZhCn, id), variables(Language::En, id), "arguments of {id}");
        }
    }

    /// The console reads some files of these folders by itself: what holds for
    /// ours holds for them, and no id comes twice.
    #[test]
    fn all_files_of_the_folders_say_the_same_in_both_languages() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/i18n");
        let [chinese, english] = Language::ALL.map(|language| {
            let entries = std::fs::read_dir(folder.join(language.tag())).expect("a folder");
            let mut names: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
            names.sort();
            let texts: Vec<String> =
                names.iter().map(|name| std::fs::read_to_string(name).expect("UTF-8")).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let names: Vec<_> =
                names.into_iter().map(|name| name.file_name().map(ToOwned::to_owned)).collect();
            let catalogue = build(language, &texts);
            assert!(catalogue.faults.is_empty(), "{language}: {:?}", catalogue.faults);
            let asked = |names: BTreeMap<String, bool>| names.into_keys().collect::<BTreeSet<_>>();
            let variables: BTreeMap<_, _> =
                catalogue.variables.into_iter().map(|(id, names)| (id, asked(names))).collect();
            (names, variables)
        });
        assert_eq!(chinese.0, english.0, "the same files");
        assert_eq!(chinese.1, english.1, "the same ids with the same arguments");
    }

    #[test]
    fn renders_arguments_plurals_and_words() {
        let rows = |n: &str| render(Language::En, "cli-rows", &BTreeMap::from([("count", n.to_owned())]));
        assert_eq!((rows("1"), rows("2")), ("1 row".to_owned(), "2 rows".to_owned()));
        let day = BTreeMap::from([("date", "2022-07-01".to_owned()), ("day", "01".to_owned())]);
        assert_eq!(render(Language::ZhCn, "demo-day", &day), "2022-07-01（第 01 天）");
        assert_eq!(word(Language::ZhCn, "state", "met_late"), "逾期办结");
        assert_eq!(word(Language::En, "fact", "fever_seen"), "fever seen");
        assert_eq!(word(Language::En, "state", "of_no_name"), "of_no_name");
        assert_eq!(render(Language::En, "no-such-id", &BTreeMap::new()), "no-such-id");
    }
}
