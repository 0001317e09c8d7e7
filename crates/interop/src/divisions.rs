//! Division tables: the area tree of a country, or a part of one.

use kernel::{AreaCode, AreaLevel, Code, Error, Located, Text};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    cycles::circles,
    table::{self, Record},
};

/// The tables that come with the program: a name, the file, its text. Each
/// goes down to townships, under the root `CN`.
const SHIPPED: [(&str, &str, &str); 4] = [
    ("shanxi", "content/divisions/shanxi.csv", include_str!("../../../content/divisions/shanxi.csv")),
    (
        "heilongjiang",
        "content/divisions/heilongjiang.csv",
        include_str!("../../../content/divisions/heilongjiang.csv"),
    ),
    ("jilin", "content/divisions/jilin.csv", include_str!("../../../content/divisions/jilin.csv")),
    ("hubei", "content/divisions/hubei.csv", include_str!("../../../content/divisions/hubei.csv")),
];
/// The headings, in any order; the last may be left out.
const HEADINGS: [&str; 6] = ["code", "parent", "level", "name_zh", "name_en", "zone"];
/// More than China has villages (about 600 000).
const MAX_ROWS: usize = 1_000_000;
const MAX_BYTES: usize = 128 << 20;
/// The longest name, in characters.
const MAX_NAME: usize = 100;
/// Names of nodes that only group in the statistical tables and govern nothing.
const GROUPING: [&str; 4] = ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"];

/// One area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// Its code.
    pub code: AreaCode,
    /// The area above; none for a root.
    pub parent: Option<AreaCode>,
    /// Its rank.
    pub level: AreaLevel,
    /// Its name; the Chinese one in both languages where no English one is known.
    pub name: Text,
    /// Its time zone, where the table names one.
    pub zone: Option<String>,
}

/// An area with its row in a table; the heading is row 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DivisionRow {
    /// The row.
    pub row: u64,
    /// The area.
    pub division: Division,
}

/// The first of the tables that come with the program: Shanxi.
pub fn divisions() -> Vec<Division> {
    shipped(0)
}

fn shipped(at: usize) -> Vec<Division> {
    let (_, source, text) = SHIPPED[at];
    // The tables are part of the program and a test reads them.
    read_divisions(source, text.as_bytes()).expect("the tables in the program are sound")
}

/// The names of the tables that come with the program.
pub fn shipped_names() -> [&'static str; 4] {
    SHIPPED.map(|(name, ..)| name)
}

/// The areas of some of the tables that come with the program, by their names
/// with commas between, or `all`; none when one is not there.
pub fn shipped_divisions(names: &str) -> Option<Vec<Division>> {
    let wanted: Vec<usize> = match names {
        "all" => (0..SHIPPED.len()).collect(),
        names => {
            let at = |name: &str| SHIPPED.iter().position(|(known, ..)| *known == name.trim());
            names.split(',').map(at).collect::<Option<_>>()?
        }
    };
    let mut known = BTreeSet::new();
    let all = wanted.into_iter().flat_map(shipped);
    Some(all.filter(|division| known.insert(division.code.clone())).collect())
}

/// Reads a division table: [`read_division_rows`] without its rows, of a tree that is whole.
///
/// # Errors
/// As [`read_division_rows`].
pub fn read_divisions(source: &str, bytes: &[u8]) -> Result<Vec<Division>, Vec<Error>> {
    let rows = read_division_rows(source, bytes, |_| false)?;
    Ok(rows.into_iter().map(|row| row.division).collect())
}

/// Reads a division table (CSV, headings `code, parent, level, name_zh,
/// name_en` and perhaps `zone`): parents before children, else in the order of
/// the file. Nodes that only group (市辖区 …) are dropped and their children
/// hang on the area above. A parent that is not in the table must be known
/// elsewhere.
///
/// # Errors
/// All faults, each with row and heading: a missing heading, `value.missing`,
/// `value.invalid` (level), `value.too_long` (names), `area.invalid_code`,
/// `area.duplicate`, `area.unknown` (parent), `area.loop`.
pub fn read_division_rows(
    source: &str,
    bytes: &[u8],
    is_known: impl Fn(&AreaCode) -> bool,
) -> Result<Vec<DivisionRow>, Vec<Error>> {
    let (headings, records) =
        table::read(source, bytes, b',', MAX_BYTES, MAX_ROWS).map_err(|error| vec![error])?;
    let mut faults = Vec::new();
    let columns = HEADINGS.map(|name| headings.iter().position(|heading| heading == name));
    for (name, column) in HEADINGS.iter().zip(columns) {
        if column.is_none() && *name != "zone" {
            let error = Error::new(Code::ImportUnknownColumn).arg("column", name).arg("field", name);
            faults.push(error.at(Located::cell(1, *name).in_source(source)));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }

    let mut areas: Vec<(u64, Division)> = Vec::with_capacity(records.len());
    let mut row_of: BTreeMap<AreaCode, usize> = BTreeMap::new();
    for record in &records {
        match read_area(record, &columns) {
            Ok(area) => {
                if let Some(first) = row_of.get(&area.code) {
                    let error = Error::new(Code::AreaDuplicate).arg("value", &area.code);
                    let error = error.arg("first_row", areas[*first].0);
                    faults.push(error.at(Located::cell(record.row, "code").in_source(source)));
                } else {
                    row_of.insert(area.code.clone(), areas.len());
                    areas.push((record.row, area));
                }
            }
            Err(found) => faults.extend(found.into_iter().map(|error| error.in_source(source))),
        }
    }
    let mut parent_of = BTreeMap::new();
    for (at, (row, area)) in areas.iter().enumerate() {
        let Some(parent) = &area.parent else { continue };
        match row_of.get(parent) {
            Some(above) if *above == at => {
                let error = Error::new(Code::AreaLoop).arg("chain", format!("{parent} → {parent}"));
                faults.push(error.at(Located::cell(*row, "parent").in_source(source)));
            }
            Some(above) => {
                parent_of.insert(at, *above);
            }
            None if is_known(parent) => {}
            None => {
                let error = Error::new(Code::AreaUnknown).arg("value", parent);
                faults.push(error.at(Located::cell(*row, "parent").in_source(source)));
            }
        }
    }
    for circle in circles(&parent_of) {
        let mut chain: Vec<&str> = circle.iter().map(|at| areas[*at].1.code.as_str()).collect();
        chain.push(chain[0]);
        let error = Error::new(Code::AreaLoop).arg("chain", chain.join(" → "));
        faults.push(error.at(Located::cell(areas[circle[0]].0, "parent").in_source(source)));
    }
    if faults.is_empty() { Ok(in_order(areas, &parent_of)) } else { Err(faults) }
}

fn read_area(record: &Record, columns: &[Option<usize>; 6]) -> Result<Division, Vec<Error>> {
    let mut faults = Vec::new();
    let cell = |at: usize| columns[at].and_then(|column| record.cells.get(column)).map_or("", String::as_str);
    let mut fault = |at: usize, error: Error| {
        faults.push(error.at(Located::cell(record.row, HEADINGS[at])));
    };
    let code = AreaCode::new(cell(0)).map_err(|error| fault(0, error)).ok();
    let parent = match cell(1) {
        "" => None,
        parent => AreaCode::new(parent).map_err(|error| fault(1, error)).ok(),
    };
    let level = AreaLevel::parse(cell(2));
    if level.is_none() {
        let error = Error::new(Code::InvalidValue).arg("field", "level").arg("value", cell(2));
        fault(2, error.arg("expected", "country, province, prefecture, county, township, village"));
    }
    let zh = cell(3);
    if zh.is_empty() {
        fault(3, Error::new(Code::MissingField).arg("field", "name_zh"));
    }
    let en = if cell(4).is_empty() { zh } else { cell(4) };
    for (at, name) in [(3, zh), (4, en)] {
        let length = name.chars().count();
        if length > MAX_NAME {
            let error = Error::new(Code::TooLong).arg("field", HEADINGS[at]).arg("length", length);
            fault(at, error.arg("max", MAX_NAME));
        }
    }
    let zone = Some(cell(5)).filter(|zone| !zone.is_empty()).map(str::to_owned);
    match (code, level) {
        (Some(code), Some(level)) if faults.is_empty() => {
            Ok(Division { code, parent, level, name: Text { zh: zh.to_owned(), en: en.to_owned() }, zone })
        }
        _ => Err(faults),
    }
}

/// Parents before children, grouping nodes left out.
fn in_order(areas: Vec<(u64, Division)>, parent_of: &BTreeMap<usize, usize>) -> Vec<DivisionRow> {
    let groups = |at: usize| GROUPING.contains(&areas[at].1.name.zh.as_str());
    let governed_by = |mut at: usize| loop {
        match parent_of.get(&at) {
            Some(above) if groups(*above) => at = *above,
            Some(above) => return Some(areas[*above].1.code.clone()),
            None => return areas[at].1.parent.clone(),
        }
    };
    let depth = |mut at: usize| {
        let mut steps = 0;
        while let Some(above) = parent_of.get(&at) {
            at = *above;
            steps += 1;
        }
        steps
    };
    let mut order: Vec<usize> = (0..areas.len()).filter(|at| !groups(*at)).collect();
    // Stable, so areas of one depth stay in the order of the file.
    order.sort_by_key(|at| depth(*at));
    order
        .into_iter()
        .map(|at| DivisionRow {
            row: areas[at].0,
            division: Division { parent: governed_by(at), ..areas[at].1.clone() },
        })
        .collect()
}
