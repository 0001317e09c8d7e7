//! Which heading is which field, by `content/imports/headings.toml`.

use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::{ColumnGuess, Confidence, Why};
use crate::{Field, Kind, Shape, shapes::fold};

const TEXT: &str = include_str!("../../../../content/imports/headings.toml");
/// Chinese headings of at least so many characters are known within a longer one.
const PART: usize = 2;

type Synonyms = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadingsFile {
    aside: BTreeSet<String>,
    all: Synonyms,
    cases: Synonyms,
    contacts: Synonyms,
    exposures: Synonyms,
    event_participants: Synonyms,
    kinds: Vec<Signature>,
    groups: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signature {
    kind: String,
    headings: Vec<String>,
}

static HEADINGS: LazyLock<HeadingsFile> = LazyLock::new(|| {
    // The file is part of the program and a test reads it.
    let mut file: HeadingsFile = toml::from_str(TEXT).expect("the headings in the program are sound");
    let HeadingsFile { all, cases, contacts, exposures, event_participants, .. } = &mut file;
    for synonyms in [all, cases, contacts, exposures, event_participants] {
        for words in synonyms.values_mut() {
            *words = words.iter().map(|word| fold(word)).collect();
        }
    }
    for signature in &mut file.kinds {
        signature.headings = signature.headings.iter().map(|word| fold(word)).collect();
    }
    file
});

/// The kind of a table by its headings and the groups above them; the name of one that is not taken in.
pub(super) fn kind(headings: &[String], groups: &[String]) -> Result<Kind, String> {
    let named = |name: &str| Kind::parse(name).ok_or_else(|| name.to_owned());
    if let Some(group) = groups.iter().find_map(|group| HEADINGS.groups.get(group)) {
        return named(group);
    }
    let folded: BTreeSet<String> = headings.iter().map(|heading| fold(heading)).collect();
    let fits = |signature: &&Signature| signature.headings.iter().all(|heading| folded.contains(heading));
    if let Some(signature) = HEADINGS.kinds.iter().find(fits) {
        return named(&signature.kind);
    }
    let links = columns(headings, groups, Kind::Exposures);
    let has =
        |columns: &[ColumnGuess], field: Field| columns.iter().any(|column| column.field == Some(field));
    let of_people = |column: &ColumnGuess| {
        let person = |field: Field| {
            matches!(field, Field::Name | Field::Age | Field::Sex | Field::IdNumber)
                || (field.shape() == Shape::Day && field.is_of(Kind::Cases))
        };
        column.field.is_some_and(person)
    };
    let cases = columns(headings, groups, Kind::Cases);
    if has(&links, Field::From) && has(&links, Field::To) && !cases.iter().any(of_people) {
        return Ok(Kind::Exposures);
    }
    Ok(Kind::Cases)
}

/// The field of each column. Every field has one column at most: the one with the likeliest heading.
pub(super) fn columns(headings: &[String], groups: &[String], kind: Kind) -> Vec<ColumnGuess> {
    let unknown = |heading: &String| ColumnGuess {
        heading: heading.clone(),
        field: None,
        confidence: Confidence::None,
        why: Why::Unknown,
    };
    let mut columns: Vec<ColumnGuess> = headings.iter().map(unknown).collect();
    // How plainly, how likely a word, which field, which column.
    let mut claims: Vec<(bool, usize, Field, usize)> = Vec::new();
    let aside = |at: usize| groups.get(at).is_some_and(|group| HEADINGS.aside.contains(group));
    for (at, heading) in headings.iter().enumerate().filter(|(at, _)| !aside(*at)) {
        let whole = fold(heading);
        let bare = fold(&without_brackets(heading));
        for field in Field::ALL.iter().copied().filter(|field| field.is_of(kind)) {
            let words = words(kind, field);
            if heading == field.as_str() {
                claims.push((false, 0, field, at));
            } else if let Some(rank) = words.iter().position(|word| *word == whole) {
                claims.push((false, rank + 1, field, at));
            } else if let Some(rank) = words.iter().position(|word| *word == bare || is_part(&bare, word)) {
                claims.push((true, rank + 1, field, at));
            }
        }
    }
    claims.sort();
    for (part, _, field, at) in claims {
        let taken = columns.iter().any(|column| column.field == Some(field));
        let column = &mut columns[at];
        match (column.field, taken) {
            (Some(_), _) => {}
            (None, true) => column.why = Why::Taken(field),
            (None, false) => {
                column.field = Some(field);
                (column.confidence, column.why) = if part {
                    (Confidence::Likely, Why::PartOfHeading)
                } else {
                    (Confidence::Certain, Why::Heading)
                };
            }
        }
    }
    columns
}

/// The folded headings of a field: those of the kind first.
fn words(kind: Kind, field: Field) -> Vec<&'static str> {
    let of_kind = match kind {
        Kind::Cases => &HEADINGS.cases,
        Kind::Contacts => &HEADINGS.contacts,
        Kind::Exposures => &HEADINGS.exposures,
        Kind::EventParticipants => &HEADINGS.event_participants,
        Kind::ExportedCases | Kind::ExportedContacts | Kind::ExportedExposures => return Vec::new(),
    };
    let words = |synonyms: &'static Synonyms| synonyms.get(field.as_str()).into_iter().flatten();
    words(of_kind).chain(words(&HEADINGS.all)).map(String::as_str).collect()
}

/// Whether a Chinese heading holds a usual one at its end: 患者姓名 is a 姓名.
fn is_part(heading: &str, word: &str) -> bool {
    let chinese = word.chars().all(|ch| ('\u{3400}'..='\u{9fff}').contains(&ch));
    chinese && word.chars().count() >= PART && heading.ends_with(word)
}

/// A heading without what stands in brackets: `Age (years)` is `Age`.
fn without_brackets(heading: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::new();
    for ch in heading.chars() {
        match ch {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            ch if depth == 0 => out.push(ch),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_synonym_belongs_to_a_field_of_its_kind() {
        for (kind, synonyms) in [
            (Some(Kind::Cases), &HEADINGS.cases),
            (Some(Kind::Contacts), &HEADINGS.contacts),
            (Some(Kind::Exposures), &HEADINGS.exposures),
            (Some(Kind::EventParticipants), &HEADINGS.event_participants),
            (None, &HEADINGS.all),
        ] {
            for (name, words) in synonyms {
                let field = Field::parse(name);
                assert!(field.is_some_and(|f| kind.is_none_or(|kind| f.is_of(kind))), "{name} {kind:?}");
                assert!(words.iter().all(|word| !word.is_empty()), "{name}");
            }
        }
    }

    #[test]
    fn headings_of_many_hands_are_known() {
        for (kind, heading, field) in [
            (Kind::Cases, "Date_onset", Some(Field::Onset)),
            (Kind::Cases, "发病日期", Some(Field::Onset)),
            (Kind::Cases, "患者姓名（必填）", Some(Field::Name)),
            (Kind::Cases, "Age (years)", Some(Field::Age)),
            (Kind::Cases, "gender ", Some(Field::Sex)),
            (Kind::Cases, "person.birthdateYYYY", Some(Field::BirthYear)),
            (Kind::Cases, "infector_2", Some(Field::Infector2)),
            (Kind::Cases, "last_contact", None),
            (Kind::Cases, "Confirmation_method", None),
            (Kind::Cases, "Contact_location", None),
            (Kind::Contacts, "末次接触日期", Some(Field::LastContact)),
            (Kind::Contacts, "caseIdExternalSystem", Some(Field::Case)),
            (Kind::Exposures, "Source UID", Some(Field::From)),
            (Kind::EventParticipants, "involvementDescription", Some(Field::Involvement)),
        ] {
            let found = columns(&[heading.to_owned()], &[], kind);
            assert_eq!(found[0].field, field, "{heading}");
        }
    }

    #[test]
    fn kinds_are_told_by_their_headings() {
        let kind_of = |headings: &[&str], groups: &[&str]| {
            let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
            kind(&owned(headings), &owned(groups)).map(Kind::as_str).map_err(|kind| kind.to_owned())
        };
        for (headings, groups, expected) in [
            (&["infector", "case_id", "source"][..], &[][..], Ok("exposures")),
            (&["case_ID", "infector", "date_of_rash"], &[], Ok("cases")),
            (&["编号", "姓名"], &[], Ok("cases")),
            (&["姓名", "末次接触日期"], &[], Ok("contacts")),
            (&["reportDateTime"], &["Contact"], Ok("contacts")),
            (&["eventTitle"], &["Event"], Err("events")),
            (&["name", "epidCode", "growthRate", "archived"], &[], Err("areas")),
            (&["pointOfEntry", "dateOfArrival"], &[], Err("travel_entries")),
        ] {
            assert_eq!(
                kind_of(headings, groups).as_deref().map_err(String::as_str),
                expected.map_err(|e: &str| e),
                "{headings:?}"
            );
        }
    }
}
