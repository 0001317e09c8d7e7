//! A CSV text as rows of cells, within bounds.

use kernel::{Code, Error, Located};

/// One record and the row at which a spreadsheet shows it.
pub(crate) struct Record {
    /// The heading is row 1.
    pub row: u64,
    pub cells: Vec<String>,
}

/// The heading and all records that are not blank. A byte order mark is
/// tolerated; cells are trimmed.
pub(crate) fn read(
    source: &str,
    bytes: &[u8],
    delimiter: u8,
    max_bytes: usize,
    max_rows: usize,
) -> Result<(Vec<String>, Vec<Record>), Error> {
    let refuse = |code| Error::new(code).in_source(source);
    if bytes.len() > max_bytes {
        return Err(refuse(Code::BodyTooLarge).arg("max", format!("{max_bytes} bytes")));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| refuse(Code::ImportNotUtf8).arg("byte", error.valid_up_to() + 1))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);

    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let (mut records, mut record) = (Vec::new(), csv::StringRecord::new());
    let (mut row, mut end) = (0u64, 0usize);
    loop {
        let more = reader
            .read_record(&mut record)
            .map_err(|error| refuse(Code::ImportUnreadable).arg("detail", "CSV").caused_by(error))?;
        if !more {
            break;
        }
        // The reader passes over blank lines; a spreadsheet shows them as rows.
        row += 1 + blank_lines(text.as_bytes(), end);
        end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        if record.iter().all(str::is_empty) {
            continue;
        }
        // One more than the limit, for the heading.
        if records.len() > max_rows {
            return Err(refuse(Code::ImportTooManyRows).arg("max", max_rows));
        }
        records.push(Record { row, cells: record.iter().map(str::to_owned).collect() });
    }
    if records.len() < 2 {
        return Err(refuse(Code::ImportEmpty));
    }
    let headings = records.remove(0).cells;
    for (at, heading) in headings.iter().enumerate() {
        if !heading.is_empty() && headings[..at].contains(heading) {
            return Err(Error::new(Code::ImportDuplicateColumn)
                .arg("column", heading)
                .at(Located::cell(1, heading).in_source(source)));
        }
    }
    Ok((headings, records))
}

/// How many line ends follow at `from`, where a record has just ended: a line
/// feed right after its carriage return belongs to that record's own end.
fn blank_lines(text: &[u8], from: usize) -> u64 {
    let mut lines = 0;
    for at in from..text.len() {
        match text[at] {
            b'\r' => lines += 1,
            b'\n' if at > 0 && text[at - 1] == b'\r' => {}
            b'\n' => lines += 1,
            _ => break,
        }
    }
    lines
}
