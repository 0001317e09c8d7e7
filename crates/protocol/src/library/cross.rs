//! Faults that show only between files.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Code, Date, Error};

use super::{Library, overlaps};
use crate::{
    load::LoadedFile,
    rule::Section,
    schema::{ANY_DISEASE, ZoneLevel},
};

/// All faults between the files of a library.
pub(super) fn check(library: &Library) -> Vec<Error> {
    let mut faults = Vec::new();
    inheritance(library, &mut faults);
    if !faults.is_empty() {
        return faults;
    }
    overlays(library, &mut faults);
    clashes(library, &mut faults);
    merged(library, &mut faults);
    faults
}

fn inheritance(library: &Library, faults: &mut Vec<Error>) {
    for loaded in library.files().filter(|f| !f.is_overlay()) {
        let Some(parent) = &loaded.file.inherits else { continue };
        let at = || loaded.locate_head("inherits");
        let (mut path, mut next) = (vec![loaded.file.edition.clone()], Some(parent.clone()));
        while let Some(edition) = next {
            let known = path.contains(&edition);
            path.push(edition.clone());
            if known {
                faults.push(Error::new(Code::ProtocolLoop).arg("path", path.join(" → ")).at(at()));
                break;
            }
            let Some(base) = library.base(&loaded.file.disease, &edition) else {
                faults.push(unknown("edition", &format!("{}/{edition}", loaded.file.disease)).at(at()));
                break;
            };
            next = library.files[base].file.inherits.clone();
        }
    }
}

fn overlays(library: &Library, faults: &mut Vec<Error>) {
    for overlay in library.files().filter(|f| f.is_overlay()) {
        let file = &overlay.file;
        let general = library
            .files()
            .any(|f| !f.is_overlay() && f.file.disease == ANY_DISEASE && f.file.edition == file.edition);
        let base = library.base(&file.disease, &file.edition);
        if base.is_none() && !(file.disease == ANY_DISEASE && general) {
            let value = format!("{}/{}", file.disease, file.edition);
            faults.push(unknown("edition", &value).at(overlay.locate_head("edition")));
            continue;
        }
        // Whatever the edition has anywhere in time and wherever, so that only
        // an id that nobody knows counts as new.
        let window = (Date::MIN, Date::MAX);
        let known: BTreeSet<(Section, &str)> = library
            .layers(base, None, window)
            .into_iter()
            .flat_map(|index| library.files[index].rule_ids())
            .map(|(section, id, _)| (section, id))
            .collect();
        for (section, id, has_basis) in overlay.rule_ids() {
            if !has_basis && !known.contains(&(section, id)) {
                faults.push(
                    Error::new(Code::ProtocolMissingBasis)
                        .arg("rule", id)
                        .at(overlay.locate(section, id, "cites")),
                );
            }
        }
    }
}

/// Files of equal rank that hold at the same time and say different things.
fn clashes(library: &Library, faults: &mut Vec<Error>) {
    for (index, second) in library.files().enumerate() {
        for first in library.files().take(index) {
            let (a, b) = (&first.file, &second.file);
            if a.disease != b.disease || first.is_overlay() != second.is_overlay() {
                continue;
            }
            let edition = format!("{}/{}", b.disease, b.edition);
            if a.edition == b.edition && !second.is_overlay() {
                let error = Error::new(Code::ProtocolDuplicateRule).arg("rule", edition);
                faults.push(error.at(second.locate_head("edition")));
                continue;
            }
            if a.area != b.area || !overlaps(first, b.from, b.until.unwrap_or(Date::MAX)) {
                continue;
            }
            if second.is_overlay() && a.edition != b.edition {
                continue;
            }
            if second.is_overlay() || b.disease == ANY_DISEASE {
                shared_rules(first, second, faults);
            } else {
                // Two editions of one disease in force at once: nobody could say which binds.
                faults.push(clash(&edition, first, second).at(second.locate_head("from")));
            }
        }
    }
}

fn shared_rules(first: &LoadedFile, second: &LoadedFile, faults: &mut Vec<Error>) {
    let theirs: BTreeSet<_> = first.rule_ids().into_iter().map(|(section, id, _)| (section, id)).collect();
    for (section, id, _) in second.rule_ids() {
        if theirs.contains(&(section, id)) {
            faults.push(clash(id, first, second).at(second.locate(section, id, "id")));
        }
    }
}

fn clash(rule: &str, first: &LoadedFile, second: &LoadedFile) -> Error {
    Error::new(Code::ProtocolOverlayClash)
        .arg("rule", rule)
        .arg("first", &first.name)
        .arg("second", &second.name)
}

/// References and zone loops, seen over each file with all that lies below it.
fn merged(library: &Library, faults: &mut Vec<Error>) {
    for (index, loaded) in library.files().enumerate() {
        let file = &loaded.file;
        let base = library.base(&file.disease, &file.edition);
        let window = (file.from, file.until.unwrap_or(Date::MAX));
        let mut layers = vec![index];
        layers.extend(library.layers(base, None, window).into_iter().filter(|layer| *layer != index));
        let protocol = library.merge_files(&layers);
        for notation in &loaded.notations {
            if protocol.regime(&notation.rule.regime).is_none() {
                faults.push(unknown("regime", &notation.rule.regime).at(loaded.locate(
                    Section::Notation,
                    &notation.rule.id,
                    "regime",
                )));
            }
        }
        let steps: BTreeMap<(ZoneLevel, bool), ZoneLevel> = protocol
            .zones
            .iter()
            .filter(|ruled| ruled.rule.level != ruled.rule.becomes)
            .map(|ruled| ((ruled.rule.level, ruled.rule.stepped_down), ruled.rule.becomes))
            .collect();
        for ruled in &loaded.zones {
            let rule = &ruled.rule;
            let (mut path, mut level) = (vec![rule.level], rule.becomes);
            if rule.level == rule.becomes {
                continue;
            }
            while !path.contains(&level) {
                path.push(level);
                // A zone that came down follows the rule for such zones, if there is one.
                match steps.get(&(level, true)).or_else(|| steps.get(&(level, false))) {
                    Some(next) => level = *next,
                    None => break,
                }
            }
            if path.contains(&level) && path.last() != Some(&level) {
                path.push(level);
                let names: Vec<_> = path.iter().map(|level| format!("{level:?}").to_lowercase()).collect();
                faults.push(Error::new(Code::ProtocolLoop).arg("path", names.join(" → ")).at(loaded.locate(
                    Section::Zone,
                    &rule.id,
                    "becomes",
                )));
            }
        }
    }
}

fn unknown(kind: &str, value: &str) -> Error {
    Error::new(Code::ProtocolUnknownReference).arg("kind", kind).arg("value", value)
}
