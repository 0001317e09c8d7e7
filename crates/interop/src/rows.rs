//! Rows of a table by a mapping: each is sound, or rejected with every fault it has.

mod cells;
mod kinds;

use kernel::{AreaCode, Code, Date, Error};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    ExtraColumns, Field, Mapping, Progress, Record, Records, Table, TableNote, TypedRow, exported,
    mapping::Column,
};

/// Which area a row means.
pub type AreaOf<'a> = &'a dyn Fn(&[&str]) -> Option<AreaCode>;

/// What the caller knows that a row must agree with.
#[derive(Clone, Copy, Default)]
pub struct Surroundings<'a> {
    /// Days after this one lie in the future; unchecked when absent.
    pub today: Option<Date>,
    /// Which area a row means: it is given a code or a name, or the names from
    /// the widest area on. Without it the row must give a code, and any will do.
    pub area_of: Option<AreaOf<'a>>,
}

/// A row of the table, and what it says.
#[derive(Clone, Debug)]
pub struct ReadRow {
    /// As it stands in the file. Its cells may be personal: they go back to the importer only.
    pub record: Record,
    /// The typed row, or all its faults with row and heading. None holds a personal value.
    pub read: Result<TypedRow, Vec<Error>>,
    /// Its numbers, rejected or not: other rows may point to it.
    pub ids: RowIds,
    /// What is odd about it and refuses nothing, such as an outcome before the onset.
    pub remarks: Vec<Error>,
}

/// The numbers of a case's row, for [`crate::LinkCheck::case`]; empty for other kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowIds {
    /// Its own number.
    pub number: Option<String>,
    /// Numbers of the cases that may have infected it.
    pub infectors: Vec<String>,
}

/// A column that is read into a field.
struct Source<'a> {
    at: usize,
    heading: &'a str,
}

/// Where the fields and extras of a mapping stand in a table.
struct Layout<'a> {
    source: &'a str,
    mapping: &'a Mapping,
    around: Surroundings<'a>,
    columns: BTreeMap<Field, Source<'a>>,
    extras: Vec<Source<'a>>,
    width: usize,
    /// The shape of our own exports, where the table is one.
    exported: Option<exported::Columns>,
}

/// Reads the rows of a table one after the other.
pub struct Rows<'a> {
    records: Records<'a>,
    layout: Layout<'a>,
}

impl Table {
    /// The rows by a mapping, from the first on.
    ///
    /// # Errors
    /// `import.unknown_column` for each column that the mapping names and the
    /// table lacks, at its place in the mapping; or as [`Table::records`].
    pub fn rows<'a>(
        &'a mut self,
        mapping: &'a Mapping,
        around: Surroundings<'a>,
    ) -> Result<Rows<'a>, Vec<Error>> {
        let (records, source, headings) = self.records_and_headings().map_err(|error| vec![error])?;
        let layout = Layout::new(source, headings, mapping, around)?;
        Ok(Rows { records, layout })
    }
}

impl<'a> Layout<'a> {
    fn new(
        source: &'a str,
        headings: &'a [String],
        mapping: &'a Mapping,
        around: Surroundings<'a>,
    ) -> Result<Self, Vec<Error>> {
        let exported = mapping.kind.exported().map(|shape| exported::Columns::of(shape, headings));
        let exported = exported.transpose()?;
        let mut faults = Vec::new();
        let mut find = |column: &'a Column, field: &str| {
            let at = headings.iter().position(|heading| *heading == column.heading);
            if at.is_none() {
                faults.push(
                    Error::new(Code::ImportUnknownColumn)
                        .arg("column", &column.heading)
                        .arg("field", field)
                        .at(column.at.clone()),
                );
            }
            Some(Source { at: at?, heading: &column.heading })
        };
        let columns: BTreeMap<Field, Source<'a>> = mapping
            .columns
            .iter()
            .filter_map(|(field, column)| Some((*field, find(column, field.as_str())?)))
            .collect();
        let extras = match &mapping.extras {
            ExtraColumns::None => Vec::new(),
            ExtraColumns::Named(named) => named.iter().filter_map(|column| find(column, "extras")).collect(),
            ExtraColumns::All => {
                let taken: BTreeSet<usize> = columns.values().map(|source| source.at).collect();
                let rest = headings.iter().enumerate();
                rest.filter(|(at, heading)| !taken.contains(at) && !heading.is_empty())
                    .map(|(at, heading)| Source { at, heading })
                    .collect()
            }
        };
        if faults.is_empty() {
            Ok(Self { source, mapping, around, columns, extras, width: headings.len(), exported })
        } else {
            Err(faults)
        }
    }
}

impl Rows<'_> {
    /// How far the reading is.
    pub fn progress(&self) -> Progress {
        self.records.progress()
    }
    /// What showed while reading; whole once the last row has been read.
    pub fn notes(&self) -> Vec<TableNote> {
        self.records.notes()
    }
}

impl Iterator for Rows<'_> {
    /// An error is a fault of the file itself, and the last item.
    type Item = Result<ReadRow, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = self.records.next()?;
        Some(record.map(|record| kinds::read(&self.layout, record)))
    }
}
