//! What the bodies of facts are made of.

use kernel::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// How a test was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the variants are the words of the glossary")]
pub enum TestMethod {
    Nat,
    Antigen,
    Culture,
    Serology,
}

/// What a test found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the variants say it")]
pub enum TestOutcome {
    Positive,
    Negative,
    Invalid,
}

/// A stage of a case investigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the variants are the words of the rule book")]
pub enum Stage {
    OnSite,
    CoreInfo,
    PreliminaryReport,
    FullReport,
}

/// One dated test or check of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleItem {
    /// Which one within the order, for example `t3`.
    pub occurrence: String,
    /// From when it counts.
    pub from: Timestamp,
    /// By when it is due.
    pub due: Timestamp,
    /// Day of the regime, from 1.
    pub day: u32,
    /// Calendar day in the area.
    pub on: Date,
}

impl From<protocol::schedule::Item> for ScheduleItem {
    fn from(item: protocol::schedule::Item) -> Self {
        Self { occurrence: item.occurrence, from: item.from, due: item.due, day: item.day, on: item.on }
    }
}
