//! The rules of one disease that hold at one place and time, merged from
//! general rules, edition, inherited editions and overlays.

use kernel::{Date, Error, Text, Timestamp};

use crate::{
    condition::Scene,
    fact_view::View,
    rule::{Rule, Ruled, Section},
    schema::{
        CaseDefinition, Cites, ClusterRule, ContactClass, ContactClassRule, MustNotRule, NotationRule,
        ObligationRule, ParameterRule, RegimeRule, ReportClockRule, ZoneRule,
    },
};

/// Merged rules. Of two rules with one id the more specific stands here: an
/// overlay before the edition, a deeper area before a higher one, an edition
/// before what it inherits, the disease before the general rules. A rule that
/// replaces another takes its place in the order; a new one stands before
/// all less specific ones.
#[derive(Clone, Debug)]
pub struct Protocol {
    /// Disease key, or `any` for general rules alone.
    pub disease: String,
    /// Edition key, or [`crate::GENERAL_EDITION`].
    pub edition: String,
    /// Title for people.
    pub title: Text,
    /// First day in force.
    pub from: Date,
    /// Last day in force (inclusive).
    pub until: Option<Date>,
    /// Case definitions, in the order in which they are tried.
    pub case_definitions: Vec<Ruled<CaseDefinition>>,
    /// Contact classes.
    pub contact_classes: Vec<Ruled<ContactClassRule>>,
    /// Regimes.
    pub regimes: Vec<Ruled<RegimeRule>>,
    /// Steps of zones.
    pub zones: Vec<Ruled<ZoneRule>>,
    /// What makes a cluster.
    pub clusters: Vec<Ruled<ClusterRule>>,
    /// Readings of short forms.
    pub notations: Vec<Ruled<NotationRule>>,
    /// Report clocks.
    pub report_clocks: Vec<Ruled<ReportClockRule>>,
    /// Named numbers.
    pub parameters: Vec<Ruled<ParameterRule>>,
    /// What facts oblige.
    pub obligations: Vec<Ruled<ObligationRule>>,
    /// What no order may do.
    pub must_nots: Vec<Ruled<MustNotRule>>,
}

/// One rule in a list of all rules.
#[derive(Clone, Copy, Debug)]
pub struct RuleEntry<'a> {
    /// Kind of rule.
    pub section: Section,
    /// Rule id.
    pub id: &'a str,
    /// Title for people.
    pub title: &'a Text,
    /// Where it comes from.
    pub cites: &'a Cites,
    /// The file it stands in.
    pub origin: &'a crate::rule::Origin,
}

impl Protocol {
    /// The regime with a key.
    pub fn regime(&self, key: &str) -> Option<&RegimeRule> {
        self.regimes.iter().map(|ruled| &*ruled.rule).find(|rule| rule.key == key)
    }
    /// The regime for a group (`close`, `entrant`, …): the most specific one.
    pub fn regime_for(&self, group: &str) -> Option<&RegimeRule> {
        self.regimes.iter().map(|ruled| &*ruled.rule).find(|rule| rule.groups.iter().any(|g| g == group))
    }
    /// The report clock that names a disease.
    pub fn report_clock(&self, disease: &str) -> Option<&ReportClockRule> {
        self.report_clocks
            .iter()
            .map(|ruled| &*ruled.rule)
            .find(|rule| rule.diseases.iter().any(|d| d == disease))
    }
    /// A named number.
    pub fn parameter(&self, name: &str) -> Option<&ParameterRule> {
        self.parameters.iter().map(|ruled| &*ruled.rule).find(|rule| rule.name == name)
    }
    /// The rule of a contact class.
    pub fn contact_class(&self, class: ContactClass) -> Option<&ContactClassRule> {
        self.contact_classes.iter().map(|ruled| &*ruled.rule).find(|rule| rule.class == class)
    }
    /// The obligation rule with an id.
    pub fn obligation(&self, id: &str) -> Option<&Ruled<ObligationRule>> {
        self.obligations.iter().find(|ruled| ruled.rule.id == id)
    }
    /// Whether the further condition of release of a regime holds (true for a
    /// regime without one). The end of the last day is not asked here.
    ///
    /// # Errors
    /// `protocol.unknown_reference` for a key that is not there, `condition.failed`.
    pub fn may_release(&self, key: &str, view: &View, now: Timestamp) -> Result<bool, Error> {
        let regime = self.ruled_regime(key)?;
        match regime.program("release", None) {
            Some(program) => program.holds(&Scene { fact: None, view, now }, &regime.rule.id),
            None => Ok(true),
        }
    }
    /// The class that follows during a regime, if its condition holds.
    ///
    /// # Errors
    /// As [`Self::may_release`].
    pub fn becomes(&self, key: &str, view: &View, now: Timestamp) -> Result<Option<ContactClass>, Error> {
        let regime = self.ruled_regime(key)?;
        let (Some(program), Some(becomes)) = (regime.program("becomes", None), &regime.rule.becomes) else {
            return Ok(None);
        };
        let holds = program.holds(&Scene { fact: None, view, now }, &regime.rule.id)?;
        Ok(holds.then_some(becomes.class))
    }
    /// What a view must hold to ask [`Self::may_release`] and [`Self::becomes`].
    pub fn regime_needs(&self, key: &str) -> std::collections::BTreeSet<crate::Need> {
        self.regimes.iter().filter(|r| r.rule.key == key).flat_map(Ruled::needs).collect()
    }
    /// Every rule, for lists.
    pub fn rules(&self) -> Vec<RuleEntry<'_>> {
        fn entries<T: Rule>(rules: &[Ruled<T>]) -> impl Iterator<Item = RuleEntry<'_>> {
            rules.iter().map(|ruled| RuleEntry {
                section: T::SECTION,
                id: ruled.rule.id(),
                title: ruled.rule.title(),
                cites: ruled.rule.cites(),
                origin: &ruled.origin,
            })
        }
        entries(&self.case_definitions)
            .chain(entries(&self.contact_classes))
            .chain(entries(&self.regimes))
            .chain(entries(&self.zones))
            .chain(entries(&self.clusters))
            .chain(entries(&self.notations))
            .chain(entries(&self.report_clocks))
            .chain(entries(&self.parameters))
            .chain(entries(&self.obligations))
            .chain(entries(&self.must_nots))
            .collect()
    }

    fn ruled_regime(&self, key: &str) -> Result<&Ruled<RegimeRule>, Error> {
        self.regimes.iter().find(|ruled| ruled.rule.key == key).ok_or_else(|| {
            Error::new(kernel::Code::ProtocolUnknownReference).arg("kind", "regime").arg("value", key)
        })
    }
}
