//! What all kinds of rules have in common, and where a rule comes from.

use std::sync::Arc;

use kernel::{AreaCode, Text};

use crate::{
    condition::Program,
    schema::{
        CaseDefinition, Cites, ClusterRule, Condition, ContactClassRule, Evidence, MustNotRule, NotationRule,
        ObligationRule, Overlay, ParameterRule, RegimeRule, ReportClockRule, ZoneRule,
    },
};

/// The sections of a protocol file, one per kind of rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// `[[case_definition]]`
    CaseDefinition,
    /// `[[contact_class]]`
    ContactClass,
    /// `[[regime]]`
    Regime,
    /// `[[zone]]`
    Zone,
    /// `[[cluster]]`
    Cluster,
    /// `[[notation]]`
    Notation,
    /// `[[report_clock]]`
    ReportClock,
    /// `[[parameter]]`
    Parameter,
    /// `[[obligation]]`
    Obligation,
    /// `[[must_not]]`
    MustNot,
}

impl Section {
    /// The key in the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CaseDefinition => "case_definition",
            Self::ContactClass => "contact_class",
            Self::Regime => "regime",
            Self::Zone => "zone",
            Self::Cluster => "cluster",
            Self::Notation => "notation",
            Self::ReportClock => "report_clock",
            Self::Parameter => "parameter",
            Self::Obligation => "obligation",
            Self::MustNot => "must_not",
        }
    }
}

/// What every rule has.
pub trait Rule: Clone + PartialEq {
    /// The section it stands in.
    const SECTION: Section;
    /// Rule id, unique within an edition.
    fn id(&self) -> &str;
    /// Title for people.
    fn title(&self) -> &Text;
    /// Where it comes from.
    fn cites(&self) -> &Cites;
    /// Its conditions: the path inside the rule, what `fact` is there, and the condition.
    fn conditions(&self) -> Vec<Slot<'_>> {
        Vec::new()
    }
}

/// What `fact` means in a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactScope<'a> {
    /// There is no fact.
    None,
    /// Any fact about a case: only `disease`, `occurred_at` and `recorded_at` are known.
    AnyOfDisease,
    /// A fact of this kind.
    Kind(&'a str),
}

/// One condition of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'a> {
    /// Field and index inside the rule that hold the condition, for example
    /// `("closed_by", Some(0))`.
    pub at: (&'static str, Option<usize>),
    /// What `fact` is.
    pub fact: FactScope<'a>,
    /// The condition.
    pub condition: &'a Condition,
}

fn evidence<'a>(field: &'static str, list: &'a [Evidence]) -> impl Iterator<Item = Slot<'a>> {
    list.iter().enumerate().filter_map(move |(index, evidence)| {
        let fact = FactScope::Kind(&evidence.fact);
        Some(Slot { at: (field, Some(index)), fact, condition: evidence.condition.as_ref()? })
    })
}

macro_rules! rules {
    ($($type:ident : $section:ident $(, |$rule:ident| $conditions:expr)?;)+) => {$(
        impl Rule for $type {
            const SECTION: Section = Section::$section;
            fn id(&self) -> &str { &self.id }
            fn title(&self) -> &Text { &self.title }
            fn cites(&self) -> &Cites { &self.cites }
            $(fn conditions(&self) -> Vec<Slot<'_>> { let $rule = self; $conditions })?
        }
    )+};
}

rules! {
    CaseDefinition: CaseDefinition, |rule| vec![Slot {
        at: ("condition", None), fact: FactScope::AnyOfDisease, condition: &rule.condition,
    }];
    ContactClassRule: ContactClass;
    RegimeRule: Regime, |rule| rule
        .release
        .iter()
        .map(|condition| Slot { at: ("release", None), fact: FactScope::None, condition })
        .chain(rule.becomes.iter().map(|becomes| Slot {
            at: ("becomes", None), fact: FactScope::None, condition: &becomes.condition,
        }))
        .collect();
    ZoneRule: Zone;
    ClusterRule: Cluster;
    NotationRule: Notation;
    ReportClockRule: ReportClock;
    ParameterRule: Parameter;
    ObligationRule: Obligation, |rule| rule
            .condition
            .iter()
            .map(|condition| Slot { at: ("condition", None), fact: FactScope::Kind(&rule.on), condition })
            .chain(evidence("closed_by", &rule.closed_by))
            .chain(evidence("voided_by", &rule.voided_by))
            .collect();
    MustNotRule: MustNot, |rule| vec![Slot {
        at: ("condition", None), fact: FactScope::None, condition: &rule.condition,
    }];
}

/// The file and area a rule comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Name of the file.
    pub file: String,
    /// Disease of the file (`any` for rules of every disease).
    pub disease: String,
    /// Edition of the file.
    pub edition: String,
    /// The area the file holds for; everywhere when absent.
    pub area: Option<AreaCode>,
    /// Who decided it, where it is an overlay.
    pub overlay: Option<Overlay>,
}

/// A rule with its origin and its conditions ready to run.
#[derive(Clone, Debug)]
pub struct Ruled<T> {
    /// The rule.
    pub rule: Arc<T>,
    /// Where it comes from.
    pub origin: Arc<Origin>,
    /// Its compiled conditions, by place in the rule.
    pub(crate) programs: Arc<Vec<(&'static str, Option<usize>, Program)>>,
}

impl<T: Rule> Ruled<T> {
    /// The compiled condition at a place of the rule, if it has one.
    pub(crate) fn program(&self, field: &str, index: Option<usize>) -> Option<&Program> {
        self.programs.iter().find(|(f, i, _)| *f == field && *i == index).map(|(_, _, program)| program)
    }
}
