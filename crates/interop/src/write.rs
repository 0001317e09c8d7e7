//! Tables out: our own shape of every kind of record, as CSV, JSON, NDJSON,
//! XLSX, and chains as `GraphML`.
//!
//! A writer is given rows and gives bytes; it never holds more than what was
//! not yet taken ([`TableWriter::take`]). The same rows give the same bytes.

mod cell;
mod graph;
mod json;
pub mod shape;
mod table;
mod xlsx;

pub use cell::{Cell, guarded, unguarded};
pub use graph::GraphWriter;
pub use shape::{ExportKind, ShapeField, Shown};
pub use table::{TableFormat, TableWriter};
