//! The typed forms of `[example.given]` and `[example.expect]`.

use std::collections::BTreeMap;

use kernel::{Date, Span, Timestamp};
use serde::{Deserialize, de::DeserializeOwned};

use crate::schema::{ContactClass, ZoneLevel};

/// One `[[example]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    pub id: String,
    pub title: String,
    pub cites: Vec<String>,
    pub source: String,
    pub kind: Kind,
    #[serde(default)]
    pub given: toml::Table,
    #[serde(default)]
    pub expect: toml::Table,
}

/// What an example exercises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Regime,
    Clock,
    Classify,
    Contact,
    Zone,
    Cluster,
    Notation,
    MustNot,
    Change,
    ReportClock,
    Parameter,
    Release,
}

/// Reads one side of an example; the text of the fault names field and form.
pub(super) fn read<T: DeserializeOwned>(table: toml::Table) -> Result<T, String> {
    toml::Value::Table(table).try_into().map_err(|error: toml::de::Error| error.message().to_owned())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenRegime {
    pub regime: String,
    pub anchor: Date,
    pub found: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectRegime {
    pub tests: Option<Vec<Date>>,
    pub windows: Option<Vec<String>>,
    pub phases: Option<Vec<String>>,
    pub ends: Option<Date>,
    pub checks: Option<usize>,
    pub n_tests: Option<usize>,
    pub days: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenClock {
    pub now: Timestamp,
    pub facts: Vec<GivenFact>,
}

/// A fact of a `clock` example. What is not named here is a field of its body.
#[derive(Deserialize)]
pub(super) struct GivenFact {
    pub fact: String,
    pub at: Timestamp,
    pub recorded: Option<Timestamp>,
    pub subject: Option<String>,
    pub refs: Option<BTreeMap<String, String>>,
    pub area: Option<String>,
    #[serde(flatten)]
    pub fields: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectClock {
    #[serde(default)]
    pub obligations: Vec<ExpectObligation>,
    #[serde(default)]
    pub only: bool,
    #[serde(default)]
    pub none: Vec<String>,
    pub escalations: Option<Vec<ExpectEscalation>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectObligation {
    pub rule: String,
    pub state: String,
    pub due: Option<Timestamp>,
    pub warn: Option<Timestamp>,
    pub role: Option<String>,
    pub level: Option<String>,
    pub occurrence: Option<String>,
    pub subject: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectEscalation {
    pub rule: String,
    pub at: Timestamp,
    pub level: String,
    pub role: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectClassify {
    pub classification: String,
    pub rule: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenContact {
    pub onset: Option<Date>,
    pub first_positive: Option<Timestamp>,
    pub last_negative: Option<Timestamp>,
    pub first_exposure: Option<Timestamp>,
    pub controlled_at: Option<Timestamp>,
    pub kind: String,
    pub started_at: Timestamp,
    pub ended_at: Timestamp,
    #[serde(default)]
    pub protected: bool,
    pub order: Option<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectContact {
    pub class: String,
    pub rule: Option<String>,
    pub window_opens: Option<Timestamp>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenZone {
    pub level: ZoneLevel,
    #[serde(default)]
    pub infections: Vec<Date>,
    #[serde(default)]
    pub rounds_negative: Vec<Date>,
    #[serde(default)]
    pub stepped_down: bool,
    pub stepped_on: Option<Date>,
    pub on: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectZone {
    pub level: ZoneLevel,
    pub on: Option<Date>,
    pub rule: Option<String>,
    pub reassess: Option<Vec<Date>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenCluster {
    pub cases: Vec<Date>,
    pub place: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectCluster {
    pub cluster: bool,
    pub rule: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenNotation {
    pub text: String,
    pub disease: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectNotation {
    #[serde(default)]
    pub ambiguous: bool,
    pub regime: Option<String>,
    pub days: Option<u32>,
    pub tests: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectMustNot {
    #[serde(default)]
    pub findings: Vec<String>,
    pub blocked: Option<bool>,
    pub add_on_days: Option<u32>,
    pub add_on_tests: Option<u32>,
    pub add_on_central_days: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenChange {
    pub regime: String,
    pub edition: Option<String>,
    pub to: Option<String>,
    pub group: String,
    pub anchor: Date,
    pub on: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectChange {
    pub proposal: String,
    pub regime: Option<String>,
    pub ends: Option<Date>,
    pub phases: Option<Vec<String>>,
    pub tests: Option<Vec<Date>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenReportClock {
    pub disease: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectReportClock {
    pub class: String,
    pub within: Span,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenParameter {
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectParameter {
    pub min: f64,
    pub max: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenRelease {
    pub regime: String,
    pub anchor: Option<Date>,
    #[serde(default)]
    pub tests: Vec<toml::Table>,
    #[serde(default)]
    pub index_tests: Vec<toml::Table>,
    pub on_day: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectRelease {
    pub release: bool,
    pub becomes: Option<Becomes>,
}

/// The class that follows, or `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Becomes {
    /// A class.
    Class(ContactClass),
    /// No class follows.
    None(NoClass),
}

/// The word `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NoClass {
    /// `none`
    None,
}
