//! Tables in whichever format, one row after the other.

use csv::{QuoteStyle, Terminator, WriterBuilder};
use kernel::{Code, Error, Result};

use super::json::push_row;
use super::xlsx::Workbook;
use super::{Cell, guarded};

/// A format of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TableFormat {
    /// Comma-separated, UTF-8, LF.
    Csv,
    /// A workbook.
    Xlsx,
    /// One array of objects.
    Json,
    /// One object a line.
    Ndjson,
}

impl TableFormat {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Json, Self::Ndjson];
    /// Its name, which is also the ending of its files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
        }
    }
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
            Self::Ndjson => "application/x-ndjson",
        }
    }
    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }
}

enum Body {
    Csv(Box<csv::Writer<Vec<u8>>>),
    Xlsx(Box<Workbook>),
    Json { out: Vec<u8>, lines: bool, rows: u64 },
}

/// A table being written. In CSV and XLSX a text that begins like a formula has
/// an apostrophe before it ([`guarded`]); numbers stay numbers.
pub struct TableWriter {
    headings: Vec<&'static str>,
    body: Body,
}

fn failed(error: impl ToString) -> Error {
    Error::new(Code::Internal).caused_by(error)
}

fn delimited() -> csv::Writer<Vec<u8>> {
    WriterBuilder::new()
        .terminator(Terminator::Any(b'\n'))
        .quote_style(QuoteStyle::Necessary)
        .from_writer(Vec::new())
}

impl TableWriter {
    /// A table with these headings. `bom` puts the mark of UTF-8 before a CSV,
    /// which some spreadsheets want.
    ///
    /// # Errors
    /// `internal` when the archive of a workbook cannot be begun.
    pub fn new(format: TableFormat, headings: &[&'static str], bom: bool) -> Result<Self> {
        let body = match format {
            TableFormat::Csv => {
                let mut out = if bom {
                    WriterBuilder::new()
                        .terminator(Terminator::Any(b'\n'))
                        .from_writer(b"\xef\xbb\xbf".to_vec())
                } else {
                    delimited()
                };
                out.write_record(headings).map_err(failed)?;
                Body::Csv(Box::new(out))
            }
            TableFormat::Xlsx => Body::Xlsx(Box::new(Workbook::new(headings)?)),
            TableFormat::Json => Body::Json { out: b"[".to_vec(), lines: false, rows: 0 },
            TableFormat::Ndjson => Body::Json { out: Vec::new(), lines: true, rows: 0 },
        };
        Ok(Self { headings: headings.to_vec(), body })
    }

    /// Writes a row: a cell for each heading.
    ///
    /// # Errors
    /// `value.too_long` for a text that no cell of a workbook holds.
    pub fn row(&mut self, cells: &[Cell]) -> Result<()> {
        match &mut self.body {
            Body::Csv(out) => {
                for cell in cells {
                    let text = cell.to_string();
                    let text = if let Cell::Text(_) = cell { guarded(&text) } else { text.into() };
                    out.write_field(text.as_bytes()).map_err(failed)?;
                }
                out.write_record(None::<&[u8]>).map_err(failed)
            }
            Body::Xlsx(book) => book.row(cells),
            Body::Json { out, lines, rows } => {
                if !*lines {
                    out.extend_from_slice(if *rows == 0 { b"\n" } else { b",\n" });
                }
                push_row(out, &self.headings, cells);
                if *lines {
                    out.push(b'\n');
                }
                *rows += 1;
                Ok(())
            }
        }
    }

    /// The bytes that are ready to go; what is taken is no longer held.
    ///
    /// # Errors
    /// `internal`.
    pub fn take(&mut self) -> Result<Vec<u8>> {
        match &mut self.body {
            Body::Csv(out) => std::mem::replace(&mut **out, delimited()).into_inner().map_err(failed),
            Body::Xlsx(book) => Ok(book.take()),
            Body::Json { out, .. } => Ok(std::mem::take(out)),
        }
    }

    /// Ends the table; the bytes that were not taken.
    ///
    /// # Errors
    /// `internal`.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        match &mut self.body {
            Body::Csv(_) => {}
            Body::Xlsx(book) => book.finish()?,
            Body::Json { out, lines: false, .. } => out.extend_from_slice(b"\n]\n"),
            Body::Json { .. } => {}
        }
        self.take()
    }
}
