//! What is told upward and to the public (A03, C05, O01): figures as they were
//! known at a moment, frozen with it, so that each opens its records for ever.

mod daily_bulletins;
mod situation_reports;

pub use daily_bulletins::{
    BulletinDrafted, DailyBulletin, Draft, approve, correct, draft, withdraw as withdraw_bulletin,
};
pub use situation_reports::{MOST, MOST_DAYS, ReportSent, SituationReport, require, send};

use std::collections::BTreeMap;

/// Numbers by name, as the situation counts them.
pub type Figures = BTreeMap<String, i64>;
