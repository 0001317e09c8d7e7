//! Protocols as dated data: editions, overlays, regimes, conditions,
//! obligations and proportionality. Everything is pure: files come in as
//! text, the clock and what is known come in as arguments.
//!
//! The way in is [`Library`]: it reads every protocol file, refuses what is
//! wrong with file, line and column, and answers which [`Protocol`] holds
//! where and when.

pub mod catalogue;
pub mod change;
mod classify;
pub mod cluster;
pub mod condition;
pub mod contact;
pub mod course;
pub mod diff;
pub mod examples;
pub mod fact_view;
pub mod library;
pub mod load;
pub mod mutate;
pub mod notation;
pub mod obligation;
pub mod proportionality;
mod protocol;
pub mod regime;
pub mod rule;
pub mod schedule;
pub mod schema;
pub mod zone;

pub use course::{Course, Tracked};
pub use diff::{RuleChange, Strictness};
pub use fact_view::{Ctx, FactView, Need, View};
pub use library::{EditionSummary, GENERAL_EDITION, Library};
pub use load::LoadedFile;
pub use obligation::{NewObligation, ObligationChange, OpenObligation};
pub use protocol::{Protocol, RuleEntry};
pub use rule::{Origin, Rule, Ruled, Section};
pub use schema::*;
