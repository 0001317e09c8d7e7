//! Reads one protocol file. Every fault is told with file, line and column,
//! and all faults of a file are told together.

mod checks;
mod source;

use std::{collections::BTreeSet, sync::Arc};

use kernel::{Code, Error};
use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    condition::Program,
    fact_view::Need,
    rule::{Origin, Rule, Ruled, Section},
    schema::{
        CaseDefinition, ClusterRule, ContactClassRule, MustNotRule, NotationRule, ObligationRule,
        ParameterRule, ProtocolFile, RegimeRule, ReportClockRule, ZoneRule,
    },
};
pub(crate) use source::{Source, Step};

/// A protocol file that was read and found sound by itself.
#[derive(Clone, Debug)]
pub struct LoadedFile {
    /// Name of the file.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What it says.
    pub file: ProtocolFile,
    pub(crate) case_definitions: Vec<Ruled<CaseDefinition>>,
    pub(crate) contact_classes: Vec<Ruled<ContactClassRule>>,
    pub(crate) regimes: Vec<Ruled<RegimeRule>>,
    pub(crate) zones: Vec<Ruled<ZoneRule>>,
    pub(crate) clusters: Vec<Ruled<ClusterRule>>,
    pub(crate) notations: Vec<Ruled<NotationRule>>,
    pub(crate) report_clocks: Vec<Ruled<ReportClockRule>>,
    pub(crate) parameters: Vec<Ruled<ParameterRule>>,
    pub(crate) obligations: Vec<Ruled<ObligationRule>>,
    pub(crate) must_nots: Vec<Ruled<MustNotRule>>,
}

impl LoadedFile {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// All faults of the file, each located.
    pub fn read(name: &str, text: &str) -> Result<Self, Vec<Error>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let source = Source::new(name, text, table.clone());
        if !errors.is_empty() {
            return Err(errors.iter().map(|e| source.toml_error(e)).collect());
        }
        let mut faults = Vec::new();
        let Some(file) = typed(table, &source, &mut faults) else { return Err(faults) };
        let complete = faults.is_empty();
        checks::header(&file, &source, &mut faults);
        if complete {
            // Indexes into a section only mean the same when no rule was dropped.
            checks::rules(&file, &source, &mut faults);
        }
        let origin = Arc::new(Origin {
            file: name.to_owned(),
            disease: file.disease.clone(),
            edition: file.edition.clone(),
            area: file.area.clone(),
            overlay: file.overlay.clone(),
        });
        let mut ruler = Ruler { source: &source, origin, faults: &mut faults, compile: complete };
        let loaded = Self {
            name: name.to_owned(),
            text: text.to_owned(),
            case_definitions: ruler.all(&file.case_definition),
            contact_classes: ruler.all(&file.contact_class),
            regimes: ruler.all(&file.regime),
            zones: ruler.all(&file.zone),
            clusters: ruler.all(&file.cluster),
            notations: ruler.all(&file.notation),
            report_clocks: ruler.all(&file.report_clock),
            parameters: ruler.all(&file.parameter),
            obligations: ruler.all(&file.obligation),
            must_nots: ruler.all(&file.must_not),
            file,
        };
        if faults.is_empty() { Ok(loaded) } else { Err(faults) }
    }

    /// Whether the file is an overlay.
    pub fn is_overlay(&self) -> bool {
        self.file.overlay.is_some()
    }

    /// The place of a field of a rule, for faults that show only between files.
    pub(crate) fn locate(&self, section: Section, rule: &str, field: &'static str) -> kernel::Located {
        let (table, _) = DeTable::parse_recoverable(&self.text);
        let source = Source::new(&self.name, &self.text, table);
        let index = source.rule_index(section.as_str(), rule).unwrap_or_default();
        source.at(&[Step::Key(section.as_str()), Step::Index(index), Step::Key(field)])
    }
    /// The place of a field of the head of the file.
    pub(crate) fn locate_head(&self, field: &'static str) -> kernel::Located {
        let (table, _) = DeTable::parse_recoverable(&self.text);
        Source::new(&self.name, &self.text, table).at(&[Step::Key(field)])
    }
    /// Every rule's section and id.
    pub(crate) fn rule_ids(&self) -> Vec<(Section, &str, bool)> {
        fn ids<T: Rule>(rules: &[Ruled<T>]) -> impl Iterator<Item = (Section, &str, bool)> {
            rules.iter().map(|r| (T::SECTION, r.rule.id(), r.rule.cites().basis.is_some()))
        }
        ids(&self.case_definitions)
            .chain(ids(&self.contact_classes))
            .chain(ids(&self.regimes))
            .chain(ids(&self.zones))
            .chain(ids(&self.clusters))
            .chain(ids(&self.notations))
            .chain(ids(&self.report_clocks))
            .chain(ids(&self.parameters))
            .chain(ids(&self.obligations))
            .chain(ids(&self.must_nots))
            .collect()
    }
}

/// Turns the table into the typed form, rule by rule, so that one bad rule
/// does not hide the faults of the others.
fn typed(
    mut table: Spanned<DeTable<'_>>,
    source: &Source<'_>,
    faults: &mut Vec<Error>,
) -> Option<ProtocolFile> {
    let rules = table.get_mut();
    let case_definition = section(rules, "case_definition", source, faults);
    let contact_class = section(rules, "contact_class", source, faults);
    let regime = section(rules, "regime", source, faults);
    let zone = section(rules, "zone", source, faults);
    let cluster = section(rules, "cluster", source, faults);
    let notation = section(rules, "notation", source, faults);
    let report_clock = section(rules, "report_clock", source, faults);
    let parameter = section(rules, "parameter", source, faults);
    let obligation = section(rules, "obligation", source, faults);
    let must_not = section(rules, "must_not", source, faults);
    let example = section(rules, "example", source, faults);
    let head = <ProtocolFile as serde::Deserialize>::deserialize(toml::de::Deserializer::from(table));
    match head {
        Ok(head) => Some(ProtocolFile {
            case_definition,
            contact_class,
            regime,
            zone,
            cluster,
            notation,
            report_clock,
            parameter,
            obligation,
            must_not,
            example,
            ..head
        }),
        Err(error) => {
            faults.push(source.toml_error(&error));
            None
        }
    }
}

fn section<'t, T: DeserializeOwned>(
    table: &mut DeTable<'t>,
    name: &'static str,
    source: &Source<'_>,
    faults: &mut Vec<Error>,
) -> Vec<T> {
    let Some(value) = table.remove(name) else { return Vec::new() };
    let span = value.span();
    let DeValue::Array(array) = value.into_inner() else {
        faults.push(
            Error::new(Code::ProtocolUnreadable)
                .arg("detail", format!("`{name}` must be written [[{name}]]"))
                .at(source.position(span.start)),
        );
        return Vec::new();
    };
    array
        .iter()
        .filter_map(|element| {
            let read = T::deserialize(toml::de::ValueDeserializer::from(element.clone()));
            read.map_err(|mut error| {
                // The value deserializer loses the place of a missing field.
                let at = error.span().map_or(element.span().start, |span| span.start);
                error.set_input(None);
                faults.push(source.toml_fault(error.message(), at));
            })
            .ok()
        })
        .collect()
}

/// Joins rules with their origin and compiled conditions.
struct Ruler<'a> {
    source: &'a Source<'a>,
    origin: Arc<Origin>,
    faults: &'a mut Vec<Error>,
    compile: bool,
}

impl Ruler<'_> {
    fn all<T: Rule>(&mut self, rules: &[T]) -> Vec<Ruled<T>> {
        rules
            .iter()
            .enumerate()
            .map(|(index, rule)| Ruled {
                rule: Arc::new(rule.clone()),
                origin: Arc::clone(&self.origin),
                programs: Arc::new(if self.compile { self.programs(rule, index) } else { Vec::new() }),
            })
            .collect()
    }

    fn programs<T: Rule>(&mut self, rule: &T, index: usize) -> Vec<(&'static str, Option<usize>, Program)> {
        let mut programs = Vec::new();
        for slot in rule.conditions() {
            let (field, item) = slot.at;
            let mut path = vec![Step::Key(T::SECTION.as_str()), Step::Index(index), Step::Key(field)];
            path.extend(item.map(Step::Index));
            if item.is_some() || field == "becomes" {
                path.push(Step::Key("condition"));
            }
            let mut needs = BTreeSet::new();
            for (at, need) in slot.condition.needs.iter().enumerate() {
                match need.parse::<Need>() {
                    Ok(need) => {
                        needs.insert(need);
                    }
                    Err(error) => {
                        let mut path = path.clone();
                        path.extend([Step::Key("needs"), Step::Index(at)]);
                        self.faults.push(error.at(self.source.at(&path)));
                    }
                }
            }
            match Program::compile(&slot.condition.when, slot.fact, &needs) {
                Ok(program) => programs.push((field, item, program)),
                Err(faults) => {
                    path.push(Step::Key("when"));
                    for fault in faults {
                        let at = self.source.inside(&path, fault.offset);
                        self.faults.push(fault.error.arg("rule", rule.id()).at(at));
                    }
                }
            }
        }
        programs
    }
}

impl<T: Rule> Ruled<T> {
    /// The views that its conditions look at.
    pub fn needs(&self) -> impl Iterator<Item = Need> + '_ {
        self.programs.iter().flat_map(|(_, _, program)| program.needs())
    }
}
