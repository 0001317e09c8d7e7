//! Reading a line list.

use kernel::{AreaCode, Classified, Code, Date, Error, Located};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Field, LineList, LineListRow, ListedClass, Mapping, Rejected, Sex,
    cycles::circles,
    table::{self, Record},
};

/// The greatest age that is believed, in years.
const MAX_AGE: u8 = 130;
/// The longest cell that is taken in, in characters; notes may be ten times as long.
const MAX_CELL: usize = 200;

/// What the caller allows and knows.
pub struct Limits<'a> {
    /// Most bytes of the file.
    pub max_bytes: usize,
    /// Most rows below the heading.
    pub max_rows: usize,
    /// Days after this one lie in the future; unchecked when absent.
    pub today: Option<Date>,
    /// Whether an area is in the tree; unchecked when absent.
    pub area_known: Option<&'a dyn Fn(&AreaCode) -> bool>,
    /// Whether a case number that the file lacks is known already, so that a
    /// row may name it as infector; none is when absent.
    pub number_known: Option<&'a dyn Fn(&str) -> bool>,
}

impl Default for Limits<'_> {
    /// 64 MiB and 500 000 rows.
    fn default() -> Self {
        Self { max_bytes: 64 << 20, max_rows: 500_000, today: None, area_known: None, number_known: None }
    }
}

/// Reads a table of cases. Every fault of every row is named, with the row
/// and the heading; a row with a fault is not among the sound rows. `source`
/// is the name of the file, for the places of faults.
///
/// # Errors
/// Only where nothing can be read at all: `request.too_large`,
/// `import.not_utf8`, `import.unreadable`, `import.too_many_rows`,
/// `import.empty`, `import.duplicate_column`.
pub fn read_line_list(
    source: &str,
    bytes: &[u8],
    mapping: &Mapping,
    limits: &Limits<'_>,
) -> Result<LineList, Error> {
    let (headings, records) =
        table::read(source, bytes, mapping.delimiter, limits.max_bytes, limits.max_rows)?;
    let mut reader = Reader {
        source,
        mapping,
        limits,
        columns: BTreeMap::new(),
        faults: Vec::new(),
        faults_of: BTreeMap::new(),
    };
    reader.find_columns(&headings);
    let rows: Vec<LineListRow> =
        records.iter().filter_map(|record| reader.row(record, headings.len())).collect();
    reader.check_numbers_and_links(&rows);

    let Reader { faults, faults_of, .. } = reader;
    let rejected = records
        .into_iter()
        .filter_map(|record| {
            let faults = faults_of.get(&record.row)?.clone();
            let cells = record.cells.into_iter().map(Classified::new).collect();
            Some(Rejected { row: record.row, cells, faults })
        })
        .collect();
    let rows = rows.into_iter().filter(|row| !faults_of.contains_key(&row.row)).collect();
    Ok(LineList { headings, rows, faults, rejected })
}

struct Reader<'a> {
    source: &'a str,
    mapping: &'a Mapping,
    limits: &'a Limits<'a>,
    /// Where in a record a field stands, with its heading.
    columns: BTreeMap<Field, (usize, &'a str)>,
    faults: Vec<Error>,
    /// Row to the indices of its faults.
    faults_of: BTreeMap<u64, Vec<usize>>,
}

impl<'a> Reader<'a> {
    fn find_columns(&mut self, headings: &[String]) {
        for (field, column) in &self.mapping.columns {
            match headings.iter().position(|heading| *heading == column.heading) {
                Some(at) => {
                    self.columns.insert(*field, (at, &column.heading));
                }
                None => self.faults.push(
                    Error::new(Code::ImportUnknownColumn)
                        .arg("column", &column.heading)
                        .arg("field", field.as_str())
                        .at(column.at.clone()),
                ),
            }
        }
    }

    /// Notes a fault at the cell of a field.
    fn fault(&mut self, row: u64, field: Field, error: Error) {
        let heading = self.columns.get(&field).map_or(field.as_str(), |(_, heading)| heading);
        let at = Located::cell(row, heading).in_source(self.source);
        self.faults_of.entry(row).or_default().push(self.faults.len());
        self.faults.push(error.at(at));
    }

    /// The meaning of a cell: translated by the mapping, or the default where
    /// it is empty. A cell that is too long is a fault.
    fn value(&mut self, record: &Record, field: Field) -> Option<String> {
        let cell =
            self.columns.get(&field).and_then(|(at, _)| record.cells.get(*at)).map_or("", String::as_str);
        if cell.is_empty() {
            return self.mapping.defaults.get(&field).cloned();
        }
        let max = if field == Field::Note { MAX_CELL * 10 } else { MAX_CELL };
        let length = cell.chars().count();
        if length > max {
            let error = Error::new(Code::TooLong).arg("field", field.as_str());
            self.fault(record.row, field, error.arg("length", length).arg("max", max));
            return None;
        }
        let meaning = self.mapping.values.get(&field).and_then(|values| values.get(cell));
        Some(meaning.map_or(cell, String::as_str).to_owned())
    }

    fn personal(&mut self, record: &Record, field: Field) -> Option<Classified<String>> {
        self.value(record, field).map(Classified::new)
    }

    fn date(&mut self, record: &Record, field: Field) -> Option<Date> {
        let text = self.value(record, field)?;
        match self.mapping.date_format.read(&text) {
            Ok(date) => {
                if let Some(today) = self.limits.today.filter(|today| date > *today) {
                    let error = Error::new(Code::InFuture).arg("field", field.as_str());
                    self.fault(record.row, field, error.arg("value", date).arg("now", today));
                    return None;
                }
                Some(date)
            }
            Err(error) => {
                self.fault(record.row, field, error);
                None
            }
        }
    }

    /// A code of a closed list.
    fn coded<T>(
        &mut self,
        record: &Record,
        field: Field,
        codes: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.value(record, field)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            let error = Error::new(Code::InvalidValue).arg("field", field.as_str()).arg("value", text);
            self.fault(record.row, field, error.arg("expected", codes.join(", ")));
        }
        parsed
    }

    fn age(&mut self, record: &Record) -> Option<u8> {
        let text = self.value(record, Field::Age)?;
        let error = match text.parse::<f64>() {
            // In range and finite, so the whole part fits.
            Ok(age) if (0.0..f64::from(MAX_AGE) + 1.0).contains(&age) => return Some(age as u8),
            Ok(age) if age.is_finite() => {
                Error::new(Code::ImpossibleAge).arg("value", text).arg("max", MAX_AGE)
            }
            _ => Error::new(Code::InvalidValue)
                .arg("field", Field::Age.as_str())
                .arg("value", text)
                .arg("expected", format!("0-{MAX_AGE}")),
        };
        self.fault(record.row, Field::Age, error);
        None
    }

    fn area(&mut self, record: &Record) -> Option<AreaCode> {
        let code = match AreaCode::new(self.value(record, Field::Area)?) {
            Ok(code) => code,
            Err(error) => {
                self.fault(record.row, Field::Area, error);
                return None;
            }
        };
        if self.limits.area_known.is_some_and(|known| !known(&code)) {
            self.fault(record.row, Field::Area, Error::new(Code::AreaUnknown).arg("value", code));
            return None;
        }
        Some(code)
    }

    /// Reads one record; `None` when it has no number to speak of it by.
    fn row(&mut self, record: &Record, width: usize) -> Option<LineListRow> {
        let row = record.row;
        let surplus = record.cells.iter().skip(width).any(|cell| !cell.is_empty());
        if record.cells.len() < width || surplus {
            let error = Error::new(Code::ImportRowLength);
            let error = error.arg("found", record.cells.len()).arg("expected", width);
            self.faults_of.entry(row).or_default().push(self.faults.len());
            let at = Located { line: Some(row), ..Located::default() };
            self.faults.push(error.at(at.in_source(self.source)));
            // The cells have slipped: judging them would only mislead.
            return None;
        }
        let number = self.value(record, Field::Number);
        let read = LineListRow {
            row,
            number: number.clone().unwrap_or_default(),
            onset: self.date(record, Field::Onset),
            rash: self.date(record, Field::Rash),
            reported: self.date(record, Field::Reported),
            death: self.date(record, Field::Death),
            age: self.age(record),
            sex: self.coded(record, Field::Sex, Sex::CODES, Sex::parse),
            name: self.personal(record, Field::Name),
            id_number: self.personal(record, Field::IdNumber),
            phone: self.personal(record, Field::Phone),
            address: self.personal(record, Field::Address),
            area: self.area(record),
            classification: self.coded(record, Field::Classification, ListedClass::CODES, ListedClass::parse),
            infector: self.value(record, Field::Infector),
            exposure_kind: self.value(record, Field::ExposureKind),
            household: self.value(record, Field::Household),
            school_class: self.value(record, Field::SchoolClass),
            note: self.personal(record, Field::Note),
        };
        self.check_order_of_dates(&read);
        let dates = [Field::Onset, Field::Rash, Field::Reported];
        let dated = dates.iter().any(|field| self.value_is_present(record, *field));
        if !dated && dates.iter().any(|field| self.columns.contains_key(field)) {
            self.fault(row, Field::Onset, Error::new(Code::MissingField).arg("field", "onset"));
        }
        // Without the column every row would lack it; the column is named already.
        if number.is_none() && self.columns.contains_key(&Field::Number) {
            self.fault(row, Field::Number, Error::new(Code::MissingField).arg("field", "number"));
        }
        if number.is_none() {
            self.faults_of.entry(row).or_default();
        }
        number.map(|_| read)
    }

    fn value_is_present(&self, record: &Record, field: Field) -> bool {
        let cell = self.columns.get(&field).and_then(|(at, _)| record.cells.get(*at));
        cell.is_some_and(|cell| !cell.is_empty()) || self.mapping.defaults.contains_key(&field)
    }

    fn check_order_of_dates(&mut self, row: &LineListRow) {
        for ((earlier_field, earlier), (later_field, later)) in [
            ((Field::Onset, row.onset), (Field::Rash, row.rash)),
            ((Field::Onset, row.onset), (Field::Death, row.death)),
            ((Field::Rash, row.rash), (Field::Death, row.death)),
        ] {
            if let (Some(earlier), Some(later)) = (earlier, later)
                && later < earlier
            {
                let error = Error::new(Code::DatesOutOfOrder)
                    .arg("earlier_field", earlier_field.as_str())
                    .arg("earlier", earlier)
                    .arg("later_field", later_field.as_str())
                    .arg("later", later);
                self.fault(row.row, later_field, error);
            }
        }
    }

    fn check_numbers_and_links(&mut self, rows: &[LineListRow]) {
        let mut by_number: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            if let Some(first) = by_number.get(row.number.as_str()) {
                let error = Error::new(Code::ImportDuplicateNumber).arg("value", &row.number);
                self.fault(row.row, Field::Number, error.arg("first_row", rows[*first].row));
            } else {
                by_number.insert(&row.number, at);
            }
        }
        let mut infector_of: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            let Some(infector) = &row.infector else { continue };
            if *infector == row.number {
                let error = Error::new(Code::ExposureSelfLink).arg("id", infector);
                self.fault(row.row, Field::Infector, error);
            } else if let Some(by) = by_number.get(infector.as_str()) {
                // A second row of the same number is named already; its link is not its first row's.
                if by_number.get(row.number.as_str()) == Some(&at) {
                    infector_of.insert(at, *by);
                }
            } else if !self.limits.number_known.is_some_and(|known| known(infector)) {
                let error = Error::new(Code::ImportUnknownLink).arg("value", infector);
                self.fault(row.row, Field::Infector, error);
            }
        }
        for circle in circles(&infector_of) {
            // Told in the direction of infection, and closed: A → B → A.
            let mut numbers: Vec<&str> = circle.iter().rev().map(|at| rows[*at].number.as_str()).collect();
            numbers.insert(0, &rows[circle[0]].number);
            let error = Error::new(Code::ExposureCycle).arg("chain", numbers.join(" → "));
            let fault = self.faults.len();
            self.fault(rows[circle[0]].row, Field::Infector, error);
            let members: BTreeSet<u64> = circle[1..].iter().map(|at| rows[*at].row).collect();
            for row in members {
                self.faults_of.entry(row).or_default().push(fault);
            }
        }
    }
}
