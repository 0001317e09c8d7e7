//! The rows of a table as they are handed out.

use kernel::{Code, Error};

use super::{Progress, Record, Source, TableNote};

pub(super) fn filled(record: &Record) -> usize {
    record.cells.iter().filter(|cell| !cell.is_empty()).count()
}

pub(super) fn is_blank(record: &Record) -> bool {
    record.cells.iter().all(String::is_empty)
}

pub(super) fn is_comment(record: &Record) -> bool {
    record.cells.first().is_some_and(|cell| cell.starts_with("##"))
}

/// The rows of a table below its headings. Blank rows and comments are passed over.
pub struct Records<'a> {
    pub(super) rows: Box<dyn Source + 'a>,
    pub(super) source: &'a str,
    pub(super) kept: &'a [usize],
    pub(super) width: usize,
    pub(super) pads: bool,
    pub(super) heading_row: u64,
    pub(super) max_rows: u64,
    pub(super) progress: Progress,
    pub(super) comments: u64,
    pub(super) ended: bool,
}

impl Records<'_> {
    /// How far the reading is.
    pub fn progress(&self) -> Progress {
        Progress { bytes: self.rows.bytes().min(self.progress.of_bytes), ..self.progress }
    }

    /// What showed while reading; whole once the last row has been read.
    pub fn notes(&self) -> Vec<TableNote> {
        let mut notes = self.rows.notes();
        if self.comments > 0 {
            notes.push(TableNote::Comments(self.comments));
        }
        notes
    }

    fn next_kept(&mut self) -> Result<Option<Record>, Error> {
        loop {
            let Some(mut record) = self.rows.next_record()? else { return Ok(None) };
            if record.row <= self.heading_row {
                continue;
            }
            if is_comment(&record) {
                self.comments += 1;
                continue;
            }
            if self.pads && record.cells.len() < self.width {
                record.cells.resize(self.width, String::new());
            }
            if self.kept.len() < self.width {
                record.cells = keep(record.cells, self.kept, self.width);
            }
            if is_blank(&record) {
                continue;
            }
            if self.progress.rows >= self.max_rows {
                return Err(Error::new(Code::ImportTooManyRows).arg("max", self.max_rows));
            }
            self.progress.rows += 1;
            return Ok(Some(record));
        }
    }
}

/// The cells of the kept columns, and those beyond the last heading, if there are any.
fn keep(mut cells: Vec<String>, kept: &[usize], width: usize) -> Vec<String> {
    let beyond = if cells.len() > width { cells.split_off(width) } else { Vec::new() };
    let whole = cells.len() >= width;
    let mut left: Vec<String> = kept.iter().filter_map(|at| cells.get_mut(*at).map(std::mem::take)).collect();
    if whole {
        left.extend(beyond);
    }
    left
}

impl Iterator for Records<'_> {
    type Item = Result<Record, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.next_kept().map_err(|error| error.in_source(self.source));
        self.ended = !matches!(next, Ok(Some(_)));
        next.transpose()
    }
}
