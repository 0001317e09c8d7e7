//! What the system knows and decides: one room per capability, each with its
//! facts, state, `decide` (state and command to facts) and `evolve` (state and
//! fact to state). Pure: the clock, the ids and the rule book are arguments.
//!
//! Domain types are neither wire types (`api`) nor row types (`store`).

pub mod affairs;
pub mod areas;
pub mod chain;
pub mod clinical;
pub mod command;
mod context;
pub mod delays;
pub mod duty;
mod fact;
pub mod glass;
pub mod handover;
pub mod households;
pub mod investigation;
pub mod isolation;
pub mod law;
pub mod people;
pub mod reporting;
pub mod sentinel;
pub mod supervision;
pub mod taken_over;
pub mod testing;
pub mod trial;
pub mod views;
mod world;
pub mod zones;

pub use context::{Actor, Ctx};
pub use fact::{Fact, FactBody, ScheduleItem, Stage, TestMethod, TestOutcome};
pub use world::{TestRecord, World};
