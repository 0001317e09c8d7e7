//! The rows of one sheet.

use kernel::Error;
use quick_xml::events::{BytesStart, Event};

use super::{
    Shown, Texts,
    xml::{Xml, attribute, push_text, unreadable},
};
use crate::{
    date_format::serial_date,
    table::{
        Record, Source, TableLimits, TableNote,
        csv_text::{row_place, too_long, too_wide},
        packed::Bounded,
    },
    write::unguarded,
};

/// More rows than a sheet can have.
const MAX_ROW: u64 = 1 << 20;
/// Whole numbers up to here are exact.
const EXACT: f64 = 1e15;
const DAY: f64 = 86_400.0;

/// A sheet that is read once from its beginning.
pub(in crate::table) struct SheetRows<'a> {
    xml: Xml<Bounded<'a>>,
    texts: &'a Texts,
    shown: &'a [Shown],
    from_1904: bool,
    limits: TableLimits,
    row: u64,
    ended: bool,
    merged: u64,
    formulas: u64,
}

/// What a cell's value is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Number,
    Shared,
    Text,
    Boolean,
}

/// A cell on its way.
struct Cell {
    column: usize,
    kind: Type,
    shown: Shown,
    text: String,
}

impl<'a> SheetRows<'a> {
    pub(super) const fn new(
        xml: Xml<Bounded<'a>>,
        texts: &'a Texts,
        shown: &'a [Shown],
        from_1904: bool,
        limits: &TableLimits,
    ) -> Self {
        let limits = *limits;
        Self { xml, texts, shown, from_1904, limits, row: 0, ended: false, merged: 0, formulas: 0 }
    }

    /// Reads to the next row; `None` behind the last one, when the merged cells have been counted.
    fn begin_row(&mut self) -> Result<Option<u64>, Error> {
        loop {
            let at = |row: u64| move |error: Error| error.at(row_place(row));
            match self.xml.next().map_err(at(self.row + 1))? {
                Event::Start(start) => match start.local_name().into_inner() {
                    "row" => {
                        let row = match attribute(&start, "r")? {
                            Some(row) => row.parse().map_err(unreadable)?,
                            None => self.row + 1,
                        };
                        if row <= self.row || row > MAX_ROW {
                            return Err(unreadable("rows out of order").at(row_place(self.row + 1)));
                        }
                        return Ok(Some(row));
                    }
                    "mergeCell" => self.merged += 1,
                    _ => {}
                },
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    fn read_cells(&mut self, row: u64) -> Result<Vec<String>, Error> {
        let (mut cells, mut bytes) = (Vec::new(), 0usize);
        let mut next_column = 0;
        loop {
            let cell = match self.xml.next()? {
                Event::Start(start) if start.local_name().into_inner() == "c" => {
                    begin_cell(&start, next_column, self.shown)?
                }
                Event::End(end) if end.local_name().into_inner() == "row" => return Ok(cells),
                Event::Eof => return Err(unreadable("the end of a row is missing")),
                _ => continue,
            };
            let cell = self.finish_cell(cell)?;
            next_column = cell.column + 1;
            let text = self.value(&cell)?;
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            if cell.column >= self.limits.columns {
                return Err(too_wide(row, &self.limits));
            }
            bytes += text.len();
            if bytes > self.limits.record_bytes {
                return Err(too_long(row, &self.limits));
            }
            if cells.len() <= cell.column {
                cells.resize(cell.column + 1, String::new());
            }
            text.clone_into(&mut cells[cell.column]);
        }
    }

    fn finish_cell(&mut self, mut cell: Cell) -> Result<Cell, Error> {
        let mut in_value = false;
        loop {
            let mut inline = false;
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().into_inner() {
                    "v" => in_value = true,
                    "f" => self.formulas += 1,
                    "is" => inline = true,
                    _ => {}
                },
                Event::End(end) => match end.local_name().into_inner() {
                    "v" => in_value = false,
                    "c" => return Ok(cell),
                    _ => {}
                },
                Event::Eof => return Err(unreadable("the end of a cell is missing")),
                event if in_value => push_text(event, &mut cell.text)?,
                _ => {}
            }
            if inline {
                self.xml.text_of("is", &mut cell.text)?;
                cell.kind = Type::Text;
            }
        }
    }

    /// The value of a cell as text: days as `2022-05-01`, with a time where they have one.
    fn value(&self, cell: &Cell) -> Result<String, Error> {
        let text = cell.text.as_str();
        match cell.kind {
            Type::Text => Ok(unguarded(text).to_owned()),
            Type::Boolean => Ok(if text.trim() == "1" { "true" } else { "false" }.to_owned()),
            Type::Shared => {
                let at = text.trim().parse().map_err(unreadable)?;
                let text = self.texts.get(at).ok_or_else(|| unreadable("a shared text is missing"))?;
                Ok(unguarded(text).to_owned())
            }
            Type::Number => {
                let Ok(number) = text.trim().parse::<f64>() else { return Ok(text.to_owned()) };
                let shown = match cell.shown {
                    Shown::Day => day(number, self.from_1904),
                    Shown::Time if number < 1.0 => time(number).map(|(_, time)| time),
                    Shown::Time => day(number, self.from_1904),
                    Shown::Number => None,
                };
                Ok(shown.unwrap_or_else(|| plain(number, text)))
            }
        }
    }
}

fn begin_cell(start: &BytesStart<'_>, next_column: usize, shown: &[Shown]) -> Result<Cell, Error> {
    let column = match attribute(start, "r")? {
        Some(name) => column_of(&name).ok_or_else(|| unreadable("a cell without a place"))?,
        None => next_column,
    };
    let kind = match attribute(start, "t")?.as_deref() {
        Some("s") => Type::Shared,
        Some("b") => Type::Boolean,
        // Texts of formulas, error values, ISO dates.
        Some("str" | "inlineStr" | "e" | "d") => Type::Text,
        _ => Type::Number,
    };
    let style = attribute(start, "s")?.and_then(|style| style.parse::<usize>().ok());
    let shown = style.and_then(|style| shown.get(style)).copied().unwrap_or_default();
    Ok(Cell { column, kind, shown, text: String::new() })
}

/// The place of the column of `BC12`, from 0.
fn column_of(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters
        .take(4)
        .fold(0usize, |column, letter| column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    column.checked_sub(1)
}

/// Whole days and the time of day, to the second; the last half second belongs to the next day.
fn time(number: f64) -> Option<(i64, String)> {
    if !(0.0..3_000_000.0).contains(&number) {
        return None;
    }
    // Within bounds, so both fit.
    let seconds = (number * DAY).round() as i64;
    let (days, seconds) = (seconds / 86_400, seconds % 86_400);
    Some((days, format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)))
}

fn day(number: f64, from_1904: bool) -> Option<String> {
    let (days, time) = time(number)?;
    let day = serial_date(days, from_1904)?;
    Some(if time == "00:00:00" { day.to_string() } else { format!("{day}T{time}") })
}

/// A number as a person would write it: whole ones without a fraction or an exponent.
fn plain(number: f64, text: &str) -> String {
    if number.fract() == 0.0 && number.abs() < EXACT {
        // Within bounds, so it fits.
        (number as i64).to_string()
    } else {
        text.trim().to_owned()
    }
}

impl Source for SheetRows<'_> {
    fn next_record(&mut self) -> Result<Option<Record>, Error> {
        if self.ended {
            return Ok(None);
        }
        let Some(row) = self.begin_row()? else {
            self.ended = true;
            return Ok(None);
        };
        let cells = self.read_cells(row).map_err(|error| match error.location() {
            Some(_) => error,
            None => error.at(row_place(row)),
        })?;
        self.row = row;
        Ok(Some(Record { row, cells }))
    }

    fn bytes(&self) -> u64 {
        self.xml.part().packed_bytes()
    }

    fn notes(&self) -> Vec<TableNote> {
        let merged = (self.merged > 0).then_some(TableNote::MergedCells(self.merged));
        let formulas = (self.formulas > 0).then_some(TableNote::Formulas(self.formulas));
        merged.into_iter().chain(formulas).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_what_a_person_sees() {
        for (number, from_1904, expected) in [
            (44_682.0, false, Some("2022-05-01")),
            (44_682.5, false, Some("2022-05-01T12:00:00")),
            (44_682.999_999_9, false, Some("2022-05-02")),
            (43_220.0, true, Some("2022-05-01")),
            (60.0, false, None),
            (-1.0, false, None),
            (f64::NAN, false, None),
        ] {
            assert_eq!(day(number, from_1904).as_deref(), expected, "{number}");
        }
        for (text, expected) in [
            ("12", "12"),
            ("1.0", "1"),
            ("1.4E2", "140"),
            ("0.1", "0.1"),
            ("-3", "-3"),
            ("1.4010519900101E+17", "1.4010519900101E+17"),
        ] {
            assert_eq!(plain(text.parse().expect("number"), text), expected);
        }
        for (name, expected) in
            [("A1", Some(0)), ("Z9", Some(25)), ("AA1", Some(26)), ("XFD1", Some(16_383)), ("1", None)]
        {
            assert_eq!(column_of(name), expected, "{name}");
        }
        assert_eq!(time(0.5).map(|(_, time)| time).as_deref(), Some("12:00:00"));
    }
}
