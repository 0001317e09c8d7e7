//! Tables in and out: line lists by a mapping file, division tables, the
//! template of units and posts.
//!
//! Everything here takes bytes or text and gives values or located faults.
//! Reading never stops at the first fault: whoever must correct a file wants
//! to know all of them at once.

mod cycles;
mod date_format;
mod divisions;
mod line_list;
mod mapping;
mod read;
mod rejected;
mod table;
mod toml_text;
mod units;

pub use date_format::DateFormat;
pub use divisions::{Division, divisions, read_divisions};
pub use line_list::{LineList, LineListRow, ListedClass, Rejected, Sex};
pub use mapping::{Column, Field, Mapping};
pub use read::{Limits, read_line_list};
pub use units::{
    PostSeed, PostTemplate, ROLES, UnitSeed, UnitTemplate, UnitTemplates, expand, unit_templates,
};
