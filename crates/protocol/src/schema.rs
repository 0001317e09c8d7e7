//! The form of a protocol file, read with line and column of every fault.
//!
//! A file is one *edition* of one disease's rules (`content/protocols/<disease>/<edition>.toml`),
//! or an *overlay* that says what one area changes in editions
//! (`content/protocols/overlays/<area>/<edition>.toml`). Files under
//! `content/protocols/any/` hold for every disease.

use kernel::{AreaCode, Date, Span, Text};
use serde::{Deserialize, Serialize};

/// The disease key of files that hold for every disease.
pub const ANY_DISEASE: &str = "any";

/// One protocol file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtocolFile {
    /// Version of this form; 1.
    pub schema: u32,
    /// Disease key (`covid19`), or [`ANY_DISEASE`].
    pub disease: String,
    /// Edition key (`9th`), unique within the disease. An overlay repeats the
    /// edition it changes.
    pub edition: String,
    /// Title for people.
    pub title: Text,
    /// First day in force, in the subject's area.
    pub from: Date,
    /// Last day in force (inclusive); open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Where the file holds: this area and all below. Everywhere when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// Present in an overlay: who decided it and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overlay: Option<Overlay>,
    /// Edition of the same disease whose rules hold where this file has none
    /// of the same id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inherits: Option<String>,
    /// Case definitions; the first whose condition holds gives the class.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub case_definition: Vec<CaseDefinition>,
    /// Contact classes with their look-back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contact_class: Vec<ContactClassRule>,
    /// Isolation, monitoring and testing regimes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regime: Vec<RegimeRule>,
    /// Steps of risk zones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zone: Vec<ZoneRule>,
    /// What makes a cluster.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cluster: Vec<ClusterRule>,
    /// How short forms such as `14+2` are read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notation: Vec<NotationRule>,
    /// Within what time diseases must be reported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub report_clock: Vec<ReportClockRule>,
    /// Named numbers of the disease.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameter: Vec<ParameterRule>,
    /// What facts oblige whom to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obligation: Vec<ObligationRule>,
    /// What no order may do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub must_not: Vec<MustNotRule>,
    /// Worked examples: given these facts, this follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub example: Vec<toml::Table>,
}

/// Who decided an overlay, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// The deciding headquarters.
    pub authority: Text,
    /// Why the area departs from its parent.
    pub reason: Text,
    /// Whether the level above has approved what is stricter than its own
    /// rule; otherwise each stricter rule is an add-on (P02).
    #[serde(default)]
    pub approved: bool,
}

/// Where a rule comes from and how sure we are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cites {
    /// Mechanism of the requirements list, for example `D02`.
    pub requirement: String,
    /// Source key of the rule book, for example `st9`; `-` when none was seen.
    pub source: String,
    /// How sure: A official text, B local or inferred, C unconfirmed.
    pub confidence: Confidence,
    /// Legal or administrative basis; needed for a rule that an overlay adds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Text>,
}

/// How sure a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Confidence {
    /// Official text as reported by a stored source.
    A,
    /// Local, secondary or inferred.
    B,
    /// General knowledge only; shown as unconfirmed.
    C,
}

/// A condition in the Common Expression Language with the data it needs.
/// The expression sees `fact`, `subject`, `index`, `place`, `area`, `order`
/// and `now`, and of these only what `needs` lists (`fact` and `now` are always there).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The expression.
    pub when: String,
    /// Entries of the catalogue, for example `subject.tests`, `place.cases(7d)`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
}

/// The class of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the variants are the words of the glossary")]
pub enum Classification {
    Suspected,
    Probable,
    Asymptomatic,
    Confirmed,
    Discarded,
}

/// A case definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseDefinition {
    /// Rule id, for example `CA1`.
    pub id: String,
    /// Title for people.
    pub title: Text,
    /// Where it comes from.
    pub cites: Cites,
    /// The class it gives.
    pub classification: Classification,
    /// When it gives it.
    pub condition: Condition,
}

/// The class of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactClass {
    /// 密切接触者
    Close,
    /// 密接的密接
    Secondary,
    /// 一般接触者
    General,
    /// Exposed at an epidemic-related venue, neither close nor secondary.
    Venue,
    /// 时空伴随者
    Companion,
}

/// A contact class: who is in it, and how far back one looks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactClassRule {
    /// Rule id, for example `CO1`.
    pub id: String,
    /// Title for people.
    pub title: Text,
    /// Where it comes from.
    pub cites: Cites,
    /// The class it gives.
    pub class: ContactClass,
    /// False where an edition no longer determines this class.
    #[serde(default = "yes")]
    pub determined: bool,
    /// Order of contact in the exposure graph: 1 met a case, 2 met a close contact.
    pub order: u8,
    /// Kinds of exposure that count (`fact.kind` of `exposure_recorded`); all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// Days before onset (or first positive sampling of one without symptoms)
    /// at which the window opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lookback_days: Option<u32>,
    /// The window opens at the last negative sampling instead, where there is one
    /// (people tested again and again).
    #[serde(default)]
    pub from_last_negative: bool,
    /// Shortest time together in minutes, where the rule names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_minutes: Option<u32>,
    /// Whether protected exposures count too.
    #[serde(default)]
    pub even_protected: bool,
}

/// What day 0 of a regime is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// Last unprotected exposure (E).
    LastExposure,
    /// Arrival, or leaving the zone (A).
    Arrival,
    /// When the class was determined.
    Determination,
    /// First positive sampling.
    Positive,
    /// End of the closed-loop shift.
    EndOfShift,
}

/// Which calendar day is day 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOne {
    /// The calendar day after the anchor (rule book 2.21).
    NextDay,
    /// The anchor's own day.
    SameDay,
}

/// A regime of isolation, monitoring and tests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegimeRule {
    /// Rule id, for example `QR6`.
    pub id: String,
    /// Title for people.
    pub title: Text,
    /// Where it comes from.
    pub cites: Cites,
    /// Short key, for example `cc_9`.
    pub key: String,
    /// For whom: `close`, `secondary`, `general`, `venue`, `entrant`,
    /// `high_zone_stay`, `medium_zone_stay`, `low_zone_stay`, `high_risk_post`,
    /// `infected`.
    #[serde(rename = "for")]
    pub groups: Vec<String>,
    /// Compact form, for example `C7@1,2,3,5,7 M3@3` (rule book 2.21):
    /// `C` central isolation, `H` home isolation, `M` home health monitoring,
    /// `C|H` either, `T2/3d>=24h` two tests in three days at least a day apart,
    /// `Tn=2` two tests on days not stated.
    pub form: String,
    /// What day 0 is.
    pub anchor: Anchor,
    /// Which calendar day is day 1.
    pub day_one: DayOne,
    /// Health checks (temperature, symptoms) a day.
    #[serde(default)]
    pub checks_per_day: u8,
    /// Further condition of release beside the end of the last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<Condition>,
    /// A condition under which the class changes, with the class that follows
    /// (a secondary contact whose contact turns positive becomes close).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub becomes: Option<Becomes>,
}

/// A change of class during a regime.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Becomes {
    /// The class that follows.
    pub class: ContactClass,
    /// When it follows.
    pub condition: Condition,
}

/// Risk level of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the variants are the words of the glossary")]
pub enum ZoneLevel {
    Routine,
    Prevention,
    Low,
    Control,
    Medium,
    Lockdown,
    High,
}

/// How a zone steps down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneRule {
    /// Rule id, for example `ZN6`.
    pub id: String,
    /// Title for people.
    pub title: Text,
    /// Where it comes from.
    pub cites: Cites,
    /// The level that steps down.
    pub level: ZoneLevel,
    /// Smallest unit that may be drawn.
    pub unit: String,
    /// True for a zone that came down to this level; false for one drawn at it.
    #[serde(default)]
    pub stepped_down: bool,
    /// Days without a new infection.
    pub quiet_days: u32,
    /// Day of quiet on which a full round of tests must be negative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round_on_day: Option<u32>,
    /// The level that follows.
    pub becomes: ZoneLevel,
}

/// What makes a cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClusterRule {
    /// Rule id, for example `CA12`.
    pub id: String,
    /// Title for people.
    pub title: Text,
    /// Where it comes from.
    pub cites: Cites,
    /// Fewest cases.
    pub min_cases: u32,
    /// Window in days.
    pub window_days: u32,
    /// Whether two cases exactly `window_days` apart are inside the window.
    #[serde(default = "yes")]
    pub boundary_inclusive: bool,
    /// Place types that count; all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
}

/// How a short form is read here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotationRule {
    /// Rule id, for example `QR26`.
    pub id: String,
    /// Title for people: what the short form means.
    pub title: Text,
    /// Where it comes from.
    pub cites: Cites,
    /// The short form, for example `14+2`.
    pub text: String,
    /// Key of the regime meant.
    pub regime: String,
}

/// Within what time a disease must be reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportClockRule {
    /// Rule id, for example `RP8-A`.
    pub id: String,
    /// Title for people.
    pub title: Text,
    /// Where it comes from.
    pub cites: Cites,
    /// Legal class.
    pub class: String,
    /// Time from diagnosis to the network report.
    pub within: Span,
    /// Disease keys.
    pub diseases: Vec<String>,
}

/// A named number of the disease.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterRule {
    /// Rule id, for example `CA9`.
    pub id: String,
    /// Title for people.
    pub title: Text,
    /// Where it comes from.
    pub cites: Cites,
    /// Name: `incubation_days`, `infectious_days` (relative to onset), `chain_quiet_days`.
    pub name: String,
    /// Least value.
    pub min: f64,
    /// Greatest value.
    pub max: f64,
}

/// Who holds an obligation. Either the unit that a field of the fact names,
/// or the unit with a role at a level above the fact's area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// Field of the fact that names the unit, for example `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_field: Option<String>,
    /// Unit role: `cdc`, `hospital`, `sentinel`, `laboratory`, `community`,
    /// `isolation_site`, `command_office`, `command_hq`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Level at which the role is looked for; the nearest above the fact's area
    /// when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<kernel::AreaLevel>,
}

/// What closes an obligation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Kind of fact.
    pub fact: String,
    /// Further condition on that fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// Field of the fact with the moment that counts; when it happened if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_field: Option<String>,
    /// The moment must lie within the obligation's own time: what was missed
    /// then cannot be made up for later (yesterday's temperature). Otherwise
    /// later evidence closes it as late. Only in `closed_by`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub within_window: bool,
}

/// One step of the ladder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// Time after the due time.
    pub after: Span,
    /// Level whose unit is told.
    pub level: kernel::AreaLevel,
    /// Role of that unit.
    pub role: String,
}

/// A rule that turns a fact into an obligation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationRule {
    /// Rule id, for example `RP7`.
    pub id: String,
    /// Title for people.
    pub title: Text,
    /// Where it comes from.
    pub cites: Cites,
    /// Kind of fact that opens it.
    pub on: String,
    /// Further condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// Kind of subject, taken from the fact's references.
    pub subject: kernel::SubjectKind,
    /// Who must.
    pub holder: Holder,
    /// What must be done.
    pub duty: Text,
    /// Field with the instant at which the clock starts; when the fact happened if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_field: Option<String>,
    /// Time allowed. Exactly one of `due`, `due_field`, `by_report_clock` and `each` is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Span>,
    /// Field with the due instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_field: Option<String>,
    /// The time allowed is the report clock of the fact's disease.
    #[serde(default)]
    pub by_report_clock: bool,
    /// List field of the fact; one obligation opens for each item
    /// (`occurrence`, `from`, `due`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<String>,
    /// Share of the time allowed after which a warning shows, in per cent (default 75).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_percent: Option<u8>,
    /// Or: how long before the due time a warning shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_before: Option<Span>,
    /// What closes it.
    pub closed_by: Vec<Evidence>,
    /// Facts that make it pointless (order lifted, cause corrected): it becomes void.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voided_by: Vec<Evidence>,
    /// Who is told when it is late, step by step.
    pub escalate: Vec<Escalation>,
}

/// What no order may do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MustNotRule {
    /// Rule id, for example `NM5`.
    pub id: String,
    /// The must-not in words.
    pub title: Text,
    /// Where it comes from.
    pub cites: Cites,
    /// When an order offends it (`order`, `area`, `subject`).
    pub condition: Condition,
    /// Whether the order is refused or only warned about.
    pub effect: Effect,
}

/// What a must-not does to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The order is refused.
    Block,
    /// The order is issued with a warning that stays on it.
    Warn,
}

const fn yes() -> bool {
    true
}
