//! A line list read whole into memory, with the links between its rows checked.

use kernel::{AreaCode, Classified, Code, Date, Error, Located};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
};

use crate::{
    AreaOf, Field, LineList, LineListRow, LinkCheck, Mapping, Rejected, RowIds, Surroundings, TableLimits,
    TypedRow, open_table,
};

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
/// Only where nothing can be read at all, as [`open_table`]; or
/// `import.unsupported_kind` for a mapping of anything but cases.
pub fn read_line_list(
    source: &str,
    bytes: &[u8],
    mapping: &Mapping,
    limits: &Limits<'_>,
) -> Result<LineList, Error> {
    let bounds = TableLimits {
        bytes: limits.max_bytes as u64,
        rows: limits.max_rows as u64,
        ..TableLimits::default()
    };
    let mut table = open_table(source, Box::new(Cursor::new(bytes.to_vec())), &mapping.hints(), &bounds)?;
    let headings = table.headings().to_vec();
    let mut reader = Reader { source, mapping, faults: Vec::new(), faults_of: BTreeMap::new() };
    let area_of = |texts: &[&str]| {
        let code = texts.first().and_then(|text| AreaCode::new(*text).ok());
        code.filter(|code| limits.area_known.is_none_or(|known| known(code)))
    };
    let around =
        Surroundings { today: limits.today, area_of: limits.area_known.map(|_| &area_of as AreaOf<'_>) };
    let rows = match table.rows(mapping, around) {
        Ok(rows) => rows,
        Err(faults) if faults.iter().all(|fault| fault.code() == Code::ImportUnknownColumn) => {
            return Ok(LineList { headings, rows: Vec::new(), faults, rejected: Vec::new() });
        }
        Err(faults) => return Err(faults.into_iter().next().unwrap_or_else(|| Error::new(Code::Internal))),
    };
    let (mut sound, mut records, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let row = row?;
        ids.push((row.record.row, row.ids));
        match row.read {
            Ok(TypedRow::Case(case)) => sound.push(LineListRow::from(*case)),
            Ok(other) => {
                let kind = other.kind().as_str();
                return Err(Error::new(Code::ImportUnsupportedKind).arg("kind", kind).in_source(source));
            }
            Err(faults) => faults.into_iter().for_each(|fault| reader.note(row.record.row, fault)),
        }
        records.push(row.record);
    }
    reader.check_numbers_and_links(&ids, limits);

    let Reader { faults, faults_of, .. } = reader;
    let rejected = records
        .into_iter()
        .filter_map(|record| {
            let faults = faults_of.get(&record.row)?.clone();
            let cells = record.cells.into_iter().map(Classified::new).collect();
            Some(Rejected { row: record.row, cells, faults })
        })
        .collect();
    sound.retain(|row| !faults_of.contains_key(&row.row));
    Ok(LineList { headings, rows: sound, faults, rejected })
}

struct Reader<'a> {
    source: &'a str,
    mapping: &'a Mapping,
    faults: Vec<Error>,
    /// Row to the indices of its faults.
    faults_of: BTreeMap<u64, Vec<usize>>,
}

impl Reader<'_> {
    fn note(&mut self, row: u64, fault: Error) {
        self.faults_of.entry(row).or_default().push(self.faults.len());
        self.faults.push(fault);
    }

    /// Notes a fault at the cell of a field.
    fn fault(&mut self, row: u64, field: Field, error: Error) {
        let heading = self.mapping.columns.get(&field).map_or(field.as_str(), |column| &column.heading);
        let at = Located::cell(row, heading).in_source(self.source);
        self.note(row, error.at(at));
    }

    fn check_numbers_and_links(&mut self, rows: &[(u64, RowIds)], limits: &Limits<'_>) {
        let ids: BTreeMap<u64, &RowIds> = rows.iter().map(|(row, ids)| (*row, ids)).collect();
        let number = |row: u64| ids.get(&row).and_then(|ids| ids.number.as_deref()).unwrap_or_default();
        let mut check = LinkCheck::new();
        for (row, ids) in rows {
            check.case(*row, ids);
        }
        let report = check.finish();
        for (row, first) in report.duplicates {
            let error = Error::new(Code::ImportDuplicateNumber).arg("value", number(row));
            self.fault(row, Field::Number, error.arg("first_row", first));
        }
        let listed: BTreeSet<&str> = ids.values().filter_map(|ids| ids.number.as_deref()).collect();
        for (row, ids) in rows {
            for infector in ids.infectors.iter().filter(|infector| Some(*infector) != ids.number.as_ref()) {
                let known = listed.contains(infector.as_str())
                    || limits.number_known.is_some_and(|known| known(infector));
                if !known {
                    self.fault(
                        *row,
                        Field::Infector,
                        Error::new(Code::ImportUnknownLink).arg("value", infector),
                    );
                }
            }
        }
        for circle in report.circles {
            // Told in the direction of infection, and closed: A → B → A.
            let chain: Vec<&str> = circle.iter().chain(circle.first()).map(|row| number(*row)).collect();
            let error = Error::new(Code::ExposureCycle).arg("chain", chain.join(" → "));
            let fault = self.faults.len();
            self.fault(circle[0], Field::Infector, error);
            for row in circle[1..].iter().copied().collect::<BTreeSet<u64>>() {
                self.faults_of.entry(row).or_default().push(fault);
            }
        }
    }
}
