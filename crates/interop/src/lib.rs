//! Tables in and out: line lists by a mapping file, division tables, the
//! template of units and posts.
//!
//! Everything here takes bytes or text and gives values or located faults.
//! Reading never stops at the first fault: whoever must correct a file wants
//! to know all of them at once. The way of a file: [`open_table`] tells what it
//! is, [`Table::rows`] reads it by a [`Mapping`] row by row, [`LinkCheck`] looks
//! at what no single row shows.

mod boundaries;
mod cycles;
mod date_format;
mod divisions;
mod exported;
mod field;
mod guess;
mod line_list;
mod links;
mod mapping;
mod population;
mod read;
mod records;
mod rejected;
mod retention;
mod rows;
mod shapes;
mod spans;
mod table;
mod toml_text;
mod units;
pub mod write;

pub use boundaries::{Boundary, read_boundaries};
pub use date_format::DateFormat;
pub use divisions::{
    Division, DivisionRow, divisions, read_division_rows, read_divisions, shipped_divisions, shipped_names,
};
pub use exported::{Exported, ExportedCase, ExportedContact, ExportedExposure, ExportedPerson};
pub use field::{Field, Kind, Shape};
pub use guess::{
    ColumnGuess, Confidence, DateGuess, Guess, Origin, Question, SAMPLE_ROWS, Why, guess, guess_dates,
};
pub use line_list::{LineList, LineListRow, Rejected};
pub use links::{End, LinkCheck, LinkReport, Unlisted};
pub use mapping::{Column, ExtraColumns, Mapping, MissingNumber, Renumber};
pub use population::{PopulationRow, read_population};
pub use read::{Limits, read_line_list};
pub use records::{
    Birth, CaseRow, ContactRow, EventParticipantRow, ExposureRow, Extra, ListedClass, Outcome, PersonCells,
    Sex, TypedRow,
};
pub use rejected::RejectedWriter;
pub use retention::{RetentionRule, retention_rules};
pub use rows::{AreaOf, ReadRow, RowIds, Rows, Surroundings};
pub use shapes::fault_labels;
pub use spans::{AgeSpan, DateSpan};
pub use table::{
    Container, Encoding, Progress, ReadSeek, Recognised, Record, Records, Table, TableHints, TableLimits,
    TableNote, open_table,
};
pub use units::{
    PostSeed, PostTemplate, ROLES, UnitSeed, UnitTemplate, UnitTemplates, expand, unit_templates,
};
