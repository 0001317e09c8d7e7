//! Every sentence a person reads, in Chinese and English, from the Fluent
//! files under `content/i18n`, which are part of the program.
//!
//! A message is named by an id; the id of an error code is the code with
//! dashes for dots and underscores (`value.invalid_date` → `value-invalid-date`),
//! the id of a word is its group and its code (`classification-confirmed`).
//!
//! [`identity`] knows how people are named and numbered, whoever wrote it;
//! [`bulletin`] reads what the press tells of a command meeting.

pub mod bulletin;
mod catalogue;
mod error;
pub mod identity;
mod language;

pub use catalogue::{faults, ids, render, variables, word};
pub use error::{error, message_id};
pub use language::Language;
