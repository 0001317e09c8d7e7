//! Population tables: how many people of an age and sex live in an area.

use kernel::{AreaCode, Code, Date, Error, Located, parse_date};
use std::collections::BTreeMap;

use crate::table::{self, Record};

/// The headings, in any order.
const HEADINGS: [&str; 7] = ["code", "counted_on", "sex", "age_from", "age_to", "persons", "source"];
/// More than a country of 50,000 areas with two sexes and twenty bands needs.
const MAX_ROWS: usize = 5_000_000;
const MAX_BYTES: usize = 256 << 20;
/// The words for sex.
const SEXES: [&str; 3] = ["all", "female", "male"];
/// The greatest age that a band may name.
const OLDEST: i64 = 150;
/// More people than there are.
const MOST: i64 = 100_000_000_000;
/// The longest name of a source, in characters.
const MAX_SOURCE: usize = 200;

/// People of an age and sex in an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PopulationRow {
    /// Which area.
    pub code: AreaCode,
    /// The day of the count.
    pub counted_on: Date,
    /// `all`, `female` or `male`.
    pub sex: String,
    /// Least age, in whole years.
    pub age_from: i64,
    /// Greatest age, included; open when absent.
    pub age_to: Option<i64>,
    /// How many.
    pub persons: i64,
    /// Where it comes from.
    pub source: String,
}

/// Reads a population table (CSV, headings `code, counted_on, sex, age_from,
/// age_to, persons, source`). An age without end is an empty cell; the bands of
/// one area, day and sex may not overlap.
///
/// # Errors
/// All faults, each with row and heading: a missing heading, `value.missing`,
/// `value.invalid`, `value.invalid_date`, `value.out_of_range`,
/// `value.too_long`, `area.invalid_code`, `area.unknown`.
pub fn read_population(
    source: &str,
    bytes: &[u8],
    is_known: impl Fn(&AreaCode) -> bool,
) -> Result<Vec<PopulationRow>, Vec<Error>> {
    let (headings, records) =
        table::read(source, bytes, b',', MAX_BYTES, MAX_ROWS).map_err(|error| vec![error])?;
    let columns = HEADINGS.map(|name| headings.iter().position(|heading| heading == name));
    let missing = HEADINGS.iter().zip(columns).filter(|(_, column)| column.is_none());
    let mut faults: Vec<Error> = missing
        .map(|(name, _)| {
            let error = Error::new(Code::ImportUnknownColumn).arg("column", name).arg("field", name);
            error.at(Located::cell(1, *name).in_source(source))
        })
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut rows = Vec::with_capacity(records.len());
    let mut bands: BTreeMap<(AreaCode, Date, String), BTreeMap<i64, i64>> = BTreeMap::new();
    for record in &records {
        match read_row(record, &columns, &is_known) {
            Ok(row) => {
                let key = (row.code.clone(), row.counted_on, row.sex.clone());
                let known = bands.entry(key).or_default();
                let to = row.age_to.unwrap_or(i64::MAX);
                let before = known.range(..=to).next_back().filter(|(_, end)| **end >= row.age_from);
                if let Some((from, _)) = before {
                    let error = Error::new(Code::InvalidValue).arg("field", "age_from");
                    let error = error.arg("value", row.age_from).arg("expected", format!("≠ {from}…"));
                    faults.push(error.at(Located::cell(record.row, "age_from").in_source(source)));
                } else {
                    known.insert(row.age_from, to);
                    rows.push(row);
                }
            }
            Err(found) => faults.extend(found.into_iter().map(|error| error.in_source(source))),
        }
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn read_row(
    record: &Record,
    columns: &[Option<usize>; 7],
    is_known: &impl Fn(&AreaCode) -> bool,
) -> Result<PopulationRow, Vec<Error>> {
    let mut faults = Vec::new();
    let cell = |at: usize| columns[at].and_then(|column| record.cells.get(column)).map_or("", String::as_str);
    let mut fault = |at: usize, error: Error| {
        faults.push(error.at(Located::cell(record.row, HEADINGS[at])));
    };
    let code = AreaCode::new(cell(0)).and_then(|code| {
        if is_known(&code) { Ok(code) } else { Err(Error::new(Code::AreaUnknown).arg("value", code)) }
    });
    let code = code.map_err(|error| fault(0, error)).ok();
    let day = parse_date(cell(1)).map_err(|error| fault(1, error)).ok();
    if !SEXES.contains(&cell(2)) {
        let error = Error::new(Code::InvalidValue).arg("field", "sex").arg("value", cell(2));
        fault(2, error.arg("expected", SEXES.join(", ")));
    }
    let mut number = |at: usize, least: i64, most: i64| {
        let text = cell(at);
        let refused = |code| Error::new(code).arg("field", HEADINGS[at]).arg("value", text);
        match text.parse::<i64>() {
            Ok(number) if (least..=most).contains(&number) => Some(number),
            Ok(_) => {
                fault(at, refused(Code::OutOfRange).arg("min", least).arg("max", most));
                None
            }
            Err(_) => {
                fault(at, refused(Code::InvalidValue).arg("expected", "0, 1, 2, …"));
                None
            }
        }
    };
    let from = number(3, 0, OLDEST);
    let to = if cell(4).is_empty() { None } else { number(4, from.unwrap_or(0), OLDEST) };
    let persons = number(5, 0, MOST);
    let length = cell(6).chars().count();
    if length == 0 {
        fault(6, Error::new(Code::MissingField).arg("field", "source"));
    } else if length > MAX_SOURCE {
        let error = Error::new(Code::TooLong).arg("field", "source").arg("length", length);
        fault(6, error.arg("max", MAX_SOURCE));
    }
    match (code, day, from, persons) {
        (Some(code), Some(counted_on), Some(age_from), Some(persons)) if faults.is_empty() => {
            Ok(PopulationRow {
                code,
                counted_on,
                sex: cell(2).to_owned(),
                age_from,
                age_to: to,
                persons,
                source: cell(6).to_owned(),
            })
        }
        _ => Err(faults),
    }
}
