//! Division tables: the area tree of a country, or a part of one.

use kernel::{AreaCode, AreaLevel, Code, Error, Located, Text};
use std::collections::BTreeMap;

use crate::{
    cycles::circles,
    table::{self, Record},
};

/// The table that comes with the program: Shanxi down to townships, under the root `CN`.
const SHANXI: &str = include_str!("../../../content/divisions/shanxi.csv");
const SOURCE: &str = "content/divisions/shanxi.csv";
/// The headings, in any order.
const HEADINGS: [&str; 5] = ["code", "parent", "level", "name_zh", "name_en"];
/// More than China has villages (about 600 000).
const MAX_ROWS: usize = 1_000_000;
const MAX_BYTES: usize = 128 << 20;
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
}

/// The areas that come with the program, parents before children.
pub fn divisions() -> Vec<Division> {
    // The table is part of the program and a test reads it.
    read_divisions(SOURCE, SHANXI.as_bytes()).expect("the table in the program is sound")
}

/// Reads a division table (CSV, headings `code, parent, level, name_zh,
/// name_en`): parents before children, else in the order of the file. Nodes
/// that only group (市辖区 …) are dropped and their children hang on the area above.
///
/// # Errors
/// All faults, each with row and heading: a missing heading, `value.missing`,
/// `value.invalid` (level), `area.invalid_code`, `area.duplicate`,
/// `area.unknown` (parent), `area.loop`.
pub fn read_divisions(source: &str, bytes: &[u8]) -> Result<Vec<Division>, Vec<Error>> {
    let (headings, records) =
        table::read(source, bytes, b',', MAX_BYTES, MAX_ROWS).map_err(|error| vec![error])?;
    let mut faults = Vec::new();
    let columns = HEADINGS.map(|name| headings.iter().position(|heading| heading == name));
    for (name, column) in HEADINGS.iter().zip(columns) {
        if column.is_none() {
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

fn read_area(record: &Record, columns: &[Option<usize>; 5]) -> Result<Division, Vec<Error>> {
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
    match (code, level) {
        (Some(code), Some(level)) if faults.is_empty() => {
            Ok(Division { code, parent, level, name: Text { zh: zh.to_owned(), en: en.to_owned() } })
        }
        _ => Err(faults),
    }
}

/// Parents before children, grouping nodes left out.
fn in_order(areas: Vec<(u64, Division)>, parent_of: &BTreeMap<usize, usize>) -> Vec<Division> {
    let groups = |at: usize| GROUPING.contains(&areas[at].1.name.zh.as_str());
    let governed_by = |mut at: usize| loop {
        match parent_of.get(&at) {
            Some(above) if groups(*above) => at = *above,
            other => return other.copied(),
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
        .map(|at| Division {
            parent: governed_by(at).map(|above| areas[above].1.code.clone()),
            ..areas[at].1.clone()
        })
        .collect()
}
