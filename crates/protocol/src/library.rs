//! Every protocol file, and which rules hold where and when.

mod cross;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use kernel::{AreaCode, AreaPath, Code, Date, Error, Text, Zone};

use crate::{
    fact_view::{FactView, Need},
    load::LoadedFile,
    protocol::Protocol,
    rule::{Rule, Ruled},
    schema::{ANY_DISEASE, Confidence},
};

/// Edition key of the rules that hold for every disease, taken together.
pub const GENERAL_EDITION: &str = "general";

/// All protocol files, checked; merges them on demand and remembers the result.
pub struct Library {
    files: Vec<Arc<LoadedFile>>,
    /// Kinds of facts that can close or void something.
    closing: BTreeMap<String, BTreeSet<Need>>,
    /// Merged protocols by the files they are made of, most specific first.
    merged: Mutex<HashMap<Vec<usize>, Arc<Protocol>>>,
}

/// One file in the list of editions and overlays.
#[derive(Clone, Debug, PartialEq)]
pub struct EditionSummary {
    /// Disease key, or `any`.
    pub disease: String,
    /// Edition key.
    pub edition: String,
    /// Title for people.
    pub title: Text,
    /// First day in force.
    pub from: Date,
    /// Last day in force (inclusive).
    pub until: Option<Date>,
    /// Where it holds; everywhere when absent.
    pub area: Option<AreaCode>,
    /// Whether it is an overlay.
    pub overlay: bool,
    /// Name of the file.
    pub file: String,
    /// How many rules of confidence A, B and C it has.
    pub rules: [usize; 3],
}

impl std::fmt::Debug for Library {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.files().map(|file| &file.name)).finish()
    }
}

impl Library {
    /// Reads and checks files, given as name and text.
    ///
    /// # Errors
    /// Every fault found, each with file, line and column. Faults between
    /// files (inheritance, overlays, references) are looked for once each file
    /// is sound by itself.
    pub fn load<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<Error>> {
        let (mut loaded, mut faults) = (Vec::new(), Vec::new());
        for (name, text) in files {
            match LoadedFile::read(name, text) {
                Ok(file) => loaded.push(Arc::new(file)),
                Err(found) => faults.extend(found),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Self::of(loaded)
    }

    /// This library with one file replaced (or added): the others are not read again.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn replace(&self, name: &str, text: &str) -> Result<Self, Vec<Error>> {
        let fresh = Arc::new(LoadedFile::read(name, text)?);
        let mut files = self.files.clone();
        match files.iter_mut().find(|file| file.name == name) {
            Some(file) => *file = fresh,
            None => files.push(fresh),
        }
        Self::of(files)
    }

    fn of(files: Vec<Arc<LoadedFile>>) -> Result<Self, Vec<Error>> {
        let mut closing: BTreeMap<String, BTreeSet<Need>> = BTreeMap::new();
        closing.entry("withdrawn".to_owned()).or_default();
        for ruled in files.iter().flat_map(|file| &file.obligations) {
            for (field, list) in [("closed_by", &ruled.rule.closed_by), ("voided_by", &ruled.rule.voided_by)]
            {
                for (index, evidence) in list.iter().enumerate() {
                    let needs = ruled.program(field, Some(index)).into_iter().flat_map(|p| p.needs());
                    closing.entry(evidence.fact.clone()).or_default().extend(needs);
                }
            }
        }
        let library = Self { files, closing, merged: Mutex::default() };
        let faults = cross::check(&library);
        if faults.is_empty() { Ok(library) } else { Err(faults) }
    }

    /// The files, in the order given.
    pub fn files(&self) -> impl Iterator<Item = &LoadedFile> {
        self.files.iter().map(|file| &**file)
    }

    /// The protocol of a disease that is in force at a place on a date: its
    /// edition, what that inherits, the general rules, and the overlays on the
    /// way down to the place, the deepest winning.
    ///
    /// # Errors
    /// `protocol.not_in_force`.
    pub fn in_force(&self, disease: &str, area: &AreaPath, on: Date) -> Result<Arc<Protocol>, Error> {
        let base = self
            .files
            .iter()
            .enumerate()
            .filter(|(_, f)| !f.is_overlay() && f.file.disease == disease && disease != ANY_DISEASE)
            .filter(|(_, f)| overlaps(f, on, on))
            .filter_map(|(index, f)| Some((rank(f, Some(area))?, f.file.from, index)))
            .max()
            .map(|(_, _, index)| index)
            .ok_or_else(|| {
                Error::new(Code::ProtocolNotInForce)
                    .arg("disease", disease)
                    .arg("area", area.code())
                    .arg("at", on)
            })?;
        Ok(self.merge(&self.layers(Some(base), Some(area), (on, on))))
    }

    /// The general rules alone at a place on a date.
    pub fn general(&self, area: &AreaPath, on: Date) -> Arc<Protocol> {
        self.merge(&self.layers(None, Some(area), (on, on)))
    }

    /// An edition by key, with the overlays down to an area if one is given;
    /// of overlays that follow each other in time the latest counts.
    ///
    /// # Errors
    /// `protocol.unknown_reference`.
    pub fn edition(
        &self,
        disease: &str,
        edition: &str,
        area: Option<&AreaPath>,
    ) -> Result<Arc<Protocol>, Error> {
        let base = self.base(disease, edition).ok_or_else(|| {
            Error::new(Code::ProtocolUnknownReference)
                .arg("kind", "edition")
                .arg("value", format!("{disease}/{edition}"))
        })?;
        let file = &self.files[base].file;
        let window = (file.from, file.until.unwrap_or(Date::MAX));
        Ok(self.merge(&self.layers(Some(base), area, window)))
    }

    /// The protocol under which something opened: as [`Self::in_force`], but
    /// with the edition named. General rules alone where no such edition is.
    pub fn binding(&self, disease: &str, edition: &str, area: &AreaPath, on: Date) -> Arc<Protocol> {
        self.merge(&self.layers(self.base(disease, edition), Some(area), (on, on)))
    }

    /// The protocol that binds a fact: in force where and when it happened;
    /// general rules alone for a fact without a disease, or one whose disease
    /// has no edition in force.
    pub fn for_fact(&self, fact: &FactView<'_>, zone: &Zone) -> Arc<Protocol> {
        let on = zone.date_of(fact.occurred_at);
        fact.disease()
            .and_then(|disease| self.in_force(disease, &fact.area, on).ok())
            .unwrap_or_else(|| self.general(&fact.area, on))
    }

    /// Every edition and overlay.
    pub fn editions(&self) -> Vec<EditionSummary> {
        fn count<T: Rule>(rules: &[Ruled<T>], into: &mut [usize; 3]) {
            for ruled in rules {
                let at = match ruled.rule.cites().confidence {
                    Confidence::A => 0,
                    Confidence::B => 1,
                    Confidence::C => 2,
                };
                into[at] += 1;
            }
        }
        self.files()
            .map(|loaded| {
                let mut rules = [0; 3];
                count(&loaded.case_definitions, &mut rules);
                count(&loaded.contact_classes, &mut rules);
                count(&loaded.regimes, &mut rules);
                count(&loaded.zones, &mut rules);
                count(&loaded.clusters, &mut rules);
                count(&loaded.notations, &mut rules);
                count(&loaded.report_clocks, &mut rules);
                count(&loaded.parameters, &mut rules);
                count(&loaded.obligations, &mut rules);
                count(&loaded.must_nots, &mut rules);
                EditionSummary {
                    disease: loaded.file.disease.clone(),
                    edition: loaded.file.edition.clone(),
                    title: loaded.file.title.clone(),
                    from: loaded.file.from,
                    until: loaded.file.until,
                    area: loaded.file.area.clone(),
                    overlay: loaded.is_overlay(),
                    file: loaded.name.clone(),
                    rules,
                }
            })
            .collect()
    }

    /// What a view must hold before [`Self::apply`] is asked about a fact.
    pub fn needs(&self, fact: &FactView<'_>, zone: &Zone) -> BTreeSet<Need> {
        self.needs_under(&self.for_fact(fact, zone), fact)
    }

    /// As [`Self::needs`], for [`Self::apply_under`].
    pub fn needs_under(&self, protocol: &Protocol, fact: &FactView<'_>) -> BTreeSet<Need> {
        let mut needs = self.closing.get(fact.kind).cloned().unwrap_or_default();
        needs.extend(
            protocol
                .obligations
                .iter()
                .filter(|ruled| ruled.rule.on == fact.kind)
                .filter_map(|ruled| ruled.program("condition", None))
                .flat_map(|program| program.needs()),
        );
        needs
    }

    /// Whether any rule is closed or voided by this kind of fact, so that open
    /// obligations must be looked up for it.
    pub fn may_close(&self, kind: &str) -> bool {
        self.closing.contains_key(kind)
    }

    fn base(&self, disease: &str, edition: &str) -> Option<usize> {
        self.files.iter().position(|f| {
            !f.is_overlay()
                && f.file.disease == disease
                && f.file.edition == edition
                && disease != ANY_DISEASE
        })
    }

    /// The files that make up a protocol, most specific first.
    /// Without an area no overlay counts, and of the general rules those that
    /// hold everywhere or where the edition does.
    fn layers(&self, base: Option<usize>, area: Option<&AreaPath>, window: (Date, Date)) -> Vec<usize> {
        let edition = base.map(|index| &self.files[index].file);
        let own_area = edition.and_then(|file| file.area.as_ref()).map(AreaPath::root);
        let place = area.or(own_area.as_ref());
        let mut overlays: Vec<_> = self
            .files
            .iter()
            .enumerate()
            .filter(|(_, f)| area.is_some() && f.is_overlay() && overlaps(f, window.0, window.1))
            .filter(|(_, f)| {
                f.file.disease == ANY_DISEASE
                    || edition.is_some_and(|e| e.disease == f.file.disease && e.edition == f.file.edition)
            })
            .filter_map(|(index, f)| {
                Some((rank(f, area)?, f.file.disease != ANY_DISEASE, f.file.from, index))
            })
            .collect();
        overlays.sort_unstable_by(|a, b| b.cmp(a));
        let mut layers: Vec<usize> = overlays.into_iter().map(|(.., index)| index).collect();
        let mut next = base;
        while let Some(index) = next.filter(|index| !layers.contains(index)) {
            layers.push(index);
            let file = &self.files[index].file;
            next = file.inherits.as_ref().and_then(|parent| self.base(&file.disease, parent));
        }
        let mut general: Vec<_> = self
            .files
            .iter()
            .enumerate()
            .filter(|(_, f)| !f.is_overlay() && f.file.disease == ANY_DISEASE)
            .filter(|(_, f)| overlaps(f, window.0, window.1))
            .filter_map(|(index, f)| Some((rank(f, place)?, f.file.from, std::cmp::Reverse(index))))
            .collect();
        general.sort_unstable_by(|a, b| b.cmp(a));
        layers.extend(general.into_iter().map(|(.., index)| index.0));
        layers
    }

    fn merge(&self, layers: &[usize]) -> Arc<Protocol> {
        // A poisoned lock only means that another thread stopped between two
        // whole insertions; what is in the map is complete.
        let mut merged = self.merged.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(protocol) = merged.get(layers) {
            return Arc::clone(protocol);
        }
        let protocol = Arc::new(self.merge_files(layers));
        merged.insert(layers.to_vec(), Arc::clone(&protocol));
        protocol
    }

    fn merge_files(&self, layers: &[usize]) -> Protocol {
        let files: Vec<&LoadedFile> = layers.iter().map(|index| &*self.files[*index]).collect();
        let base = files.iter().find(|f| !f.is_overlay() && f.file.disease != ANY_DISEASE);
        let general = || Text { zh: "通用规则".to_owned(), en: "General rules".to_owned() };
        Protocol {
            disease: base.map_or_else(|| ANY_DISEASE.to_owned(), |f| f.file.disease.clone()),
            edition: base.map_or_else(|| GENERAL_EDITION.to_owned(), |f| f.file.edition.clone()),
            title: base.map_or_else(general, |f| f.file.title.clone()),
            from: base
                .map(|f| f.file.from)
                .or_else(|| files.iter().map(|f| f.file.from).min())
                .unwrap_or(Date::MIN),
            until: base.and_then(|f| f.file.until),
            case_definitions: merge(&files, |f| &f.case_definitions),
            contact_classes: merge(&files, |f| &f.contact_classes),
            regimes: merge(&files, |f| &f.regimes),
            zones: merge(&files, |f| &f.zones),
            clusters: merge(&files, |f| &f.clusters),
            notations: merge(&files, |f| &f.notations),
            report_clocks: merge(&files, |f| &f.report_clocks),
            parameters: merge(&files, |f| &f.parameters),
            obligations: merge(&files, |f| &f.obligations),
            must_nots: merge(&files, |f| &f.must_nots),
        }
    }
}

/// How deep a file's area lies on a path: 0 for a file that holds everywhere,
/// nothing when the path does not pass through the file's area.
fn rank(file: &LoadedFile, area: Option<&AreaPath>) -> Option<usize> {
    match (&file.file.area, area) {
        (None, _) => Some(0),
        (Some(_), None) => None,
        (Some(code), Some(path)) => {
            let up = path.codes_upward().position(|found| found == code.as_str())?;
            Some(1 + path.depth().saturating_sub(up))
        }
    }
}

fn overlaps(file: &LoadedFile, from: Date, until: Date) -> bool {
    file.file.from <= until && file.file.until.is_none_or(|last| from <= last)
}

/// Merges one section: files come most specific first.
fn merge<T: Rule>(files: &[&LoadedFile], section: fn(&LoadedFile) -> &[Ruled<T>]) -> Vec<Ruled<T>> {
    let mut rules: Vec<Ruled<T>> = Vec::new();
    for file in files.iter().rev() {
        let mut fresh = Vec::new();
        for ruled in section(file) {
            match rules.iter_mut().find(|known| known.rule.id() == ruled.rule.id()) {
                Some(known) => *known = ruled.clone(),
                None => fresh.push(ruled.clone()),
            }
        }
        fresh.append(&mut rules);
        rules = fresh;
    }
    rules
}
