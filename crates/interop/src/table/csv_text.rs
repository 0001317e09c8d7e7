//! Records of a text with separated cells, one at a time and within bounds.

use kernel::{Code, Error, Located};
use std::io::Read;

use super::{Record, Source, TableLimits, decode::Letters};
use crate::write::unguarded;

/// A text table that is read once from its beginning.
pub(super) struct CsvText<R> {
    letters: Letters<R>,
    delimiter: u8,
    limits: TableLimits,
    /// The row last read.
    row: u64,
    /// The last record ended with a carriage return: a line feed right behind belongs to it.
    after_return: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    CellStart,
    Plain,
    Quoted,
    /// A quote within quotes: the end, or the first of two.
    QuoteSeen,
}

/// A record that grows within its bounds.
struct Growing<'a> {
    limits: &'a TableLimits,
    row: u64,
    cells: Vec<String>,
    cell: Vec<u8>,
    bytes: usize,
}

impl Growing<'_> {
    fn push(&mut self, letters: &[u8]) -> Result<(), Error> {
        self.bytes += letters.len();
        if self.bytes > self.limits.record_bytes {
            return Err(too_long(self.row, self.limits));
        }
        self.cell.extend_from_slice(letters);
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Error> {
        if self.cells.len() >= self.limits.columns {
            return Err(too_wide(self.row, self.limits));
        }
        // A cell ends at an ASCII mark, so its letters are whole.
        let text = String::from_utf8_lossy(&self.cell);
        self.cells.push(unguarded(text.trim()).to_owned());
        self.cell.clear();
        Ok(())
    }
}

pub(super) fn too_long(row: u64, limits: &TableLimits) -> Error {
    Error::new(Code::ImportRowTooLong).arg("max", limits.record_bytes).at(row_place(row))
}

pub(super) fn too_wide(row: u64, limits: &TableLimits) -> Error {
    Error::new(Code::ImportTooManyColumns).arg("max", limits.columns).at(row_place(row))
}

pub(super) fn row_place(row: u64) -> Located {
    Located { line: Some(row), ..Located::default() }
}

impl<R: Read> CsvText<R> {
    pub(super) fn new(letters: Letters<R>, delimiter: u8, limits: TableLimits) -> Self {
        Self { letters, delimiter, limits, row: 0, after_return: false }
    }
}

impl<R: Read> Source for CsvText<R> {
    fn next_record(&mut self) -> Result<Option<Record>, Error> {
        let (row, delimiter, limits) = (self.row + 1, self.delimiter, self.limits);
        let mut record = Growing { limits: &limits, row, cells: Vec::new(), cell: Vec::new(), bytes: 0 };
        let (mut state, mut begun) = (At::CellStart, false);
        loop {
            let letters = self.letters.fill().map_err(|error| error.at(row_place(row)))?;
            let Some(first) = letters.first().copied() else {
                return match state {
                    At::Quoted => Err(Error::new(Code::ImportUnclosedQuote).at(row_place(row))),
                    _ if !begun => Ok(None),
                    _ => {
                        record.end_cell()?;
                        self.row = row;
                        Ok(Some(Record { row, cells: record.cells }))
                    }
                };
            };
            if self.after_return {
                self.after_return = false;
                if first == b'\n' {
                    self.letters.use_up(1);
                    continue;
                }
            }
            begun = true;
            let mut used = 0;
            let mut ended = false;
            while let Some(letter) = letters.get(used).copied() {
                match (state, letter) {
                    (At::CellStart, b'"') => state = At::Quoted,
                    // Blanks before a quote do not hide it.
                    (At::CellStart, b' ') => record.push(b" ")?,
                    (At::Quoted, b'"') => state = At::QuoteSeen,
                    (At::Quoted, _) => {
                        let end = letters[used..].iter().position(|b| *b == b'"');
                        let end = end.map_or(letters.len(), |end| used + end);
                        record.push(&letters[used..end])?;
                        used = end;
                        continue;
                    }
                    (At::QuoteSeen, b'"') => {
                        record.push(b"\"")?;
                        state = At::Quoted;
                    }
                    (_, b'\n' | b'\r') => {
                        self.after_return = letter == b'\r';
                        used += 1;
                        ended = true;
                        break;
                    }
                    (_, letter) if letter == delimiter => {
                        record.end_cell()?;
                        state = At::CellStart;
                    }
                    _ => {
                        state = At::Plain;
                        let plain = |b: &u8| *b != delimiter && *b != b'\n' && *b != b'\r';
                        let length = letters[used..].iter().take_while(|b| plain(b)).count();
                        record.push(&letters[used..used + length])?;
                        used += length;
                        continue;
                    }
                }
                used += 1;
            }
            self.letters.use_up(used);
            if ended {
                record.end_cell()?;
                self.row = row;
                return Ok(Some(Record { row, cells: record.cells }));
            }
        }
    }

    fn bytes(&self) -> u64 {
        self.letters.bytes()
    }
}

/// The separators that a table may have.
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Guesses what separates the cells of a text from its first letters: the mark
/// that splits most lines alike. A comma where none does.
pub(super) fn guess_delimiter(sample: &str) -> u8 {
    let score = |mark: u8| {
        let mut counts = Vec::new();
        let (mut quoted, mut count, mut any) = (false, 0usize, false);
        for letter in sample.bytes() {
            match letter {
                b'"' => quoted = !quoted,
                b'\n' | b'\r' if !quoted => {
                    if any {
                        counts.push(count);
                    }
                    (count, any) = (0, false);
                }
                _ => {
                    any = true;
                    count += usize::from(letter == mark && !quoted);
                }
            }
        }
        // The last line may be cut; it counts where it is the only one.
        if counts.is_empty() && any {
            counts.push(count);
        }
        // The count that most lines share: cells are even, commas within a text are not.
        let shared = |count: usize| counts.iter().filter(|other| **other == count).count();
        counts.iter().filter(|count| **count > 0).map(|count| (shared(*count), *count)).max()
    };
    // The first of equals is the likelier one.
    DELIMITERS.into_iter().rev().max_by_key(|mark| score(*mark)).unwrap_or(b',')
}
