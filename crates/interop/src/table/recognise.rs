//! What a file is, told by its first bytes.

use kernel::{Code, Error};
use std::io::Read;

use super::{
    Container, Plan, ReadSeek, Recognised, TableHints, TableLimits, TableNote, broken,
    csv_text::{DELIMITERS, guess_delimiter},
    encoding,
    xlsx::Workbook,
};

/// Bytes on which encoding and separator are guessed.
const SAMPLE: usize = 256 << 10;

/// Recognises a file of `size` bytes.
pub(super) fn recognise(
    input: &mut (dyn ReadSeek + Send),
    size: u64,
    hints: &TableHints,
    limits: &TableLimits,
) -> Result<(Plan, Recognised), Error> {
    let sample = head(input)?;
    if sample.starts_with(b"PK\x03\x04") {
        recognise_workbook(input, size, hints, limits)
    } else {
        recognise_text(&sample, size, hints)
    }
}

fn head(input: &mut (dyn ReadSeek + Send)) -> Result<Vec<u8>, Error> {
    let mut sample = Vec::new();
    input.rewind().map_err(broken)?;
    input.take(SAMPLE as u64).read_to_end(&mut sample).map_err(broken)?;
    Ok(sample)
}

pub(super) fn unsupported(format: &str) -> Error {
    Error::new(Code::ImportUnsupportedFormat).arg("format", format)
}

/// What a file is that is no table, by its first bytes.
fn known_but_unsupported(sample: &[u8]) -> Option<&'static str> {
    const STARTS: [(&[u8], &str); 10] = [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"%PDF", "pdf"),
        (b"PK\x05\x06", "zip"),
        (b"\x1f\x8b", "gzip"),
        (b"\x89PNG", "png"),
        (b"\xff\xd8\xff", "jpeg"),
        (b"{\\rtf", "rtf"),
        (b"<", "xml, html"),
        (b"SQLite format 3", "sqlite"),
        (b"7z\xbc\xaf", "7z"),
    ];
    STARTS.iter().find(|(start, _)| sample.starts_with(start)).map(|(_, name)| *name)
}

fn recognise_workbook(
    input: &mut (dyn ReadSeek + Send),
    size: u64,
    hints: &TableHints,
    limits: &TableLimits,
) -> Result<(Plan, Recognised), Error> {
    let workbook = Workbook::read(input, size, hints.sheet.as_deref(), limits)?;
    let others = workbook.other_sheets();
    let recognised = Recognised {
        container: Container::Xlsx,
        encoding: None,
        delimiter: None,
        sheet: Some(workbook.sheet().to_owned()),
        notes: if others.is_empty() { Vec::new() } else { vec![TableNote::OtherSheets(others)] },
    };
    Ok((Plan::Xlsx(Box::new(workbook)), recognised))
}

fn recognise_text(sample: &[u8], size: u64, hints: &TableHints) -> Result<(Plan, Recognised), Error> {
    let whole = sample.len() as u64 == size;
    let marked = encoding::by_mark(sample);
    let mark = marked.map_or(0, |(_, length)| length);
    if let Some(format) = known_but_unsupported(&sample[mark..]) {
        return Err(unsupported(format));
    }
    let guessed = marked.is_none() && hints.encoding.is_none();
    let encoding = match (marked, hints.encoding) {
        (Some((encoding, _)), _) | (None, Some(encoding)) => encoding,
        (None, None) => {
            if sample.contains(&0) {
                return Err(Error::new(Code::ImportNulByte));
            }
            encoding::guess(sample, whole).ok_or_else(|| unsupported("text"))?
        }
    };
    let text = encoding.decoder().decode_without_bom_handling(&sample[mark..]).0;
    let letters = text.trim_start();
    if letters.is_empty() {
        return Err(Error::new(Code::ImportEmpty));
    }
    let mut recognised = Recognised {
        container: Container::Text,
        encoding: Some(encoding),
        delimiter: None,
        sheet: None,
        notes: Vec::new(),
    };
    let behind_bracket = letters.strip_prefix('[').map(str::trim_start);
    if letters.starts_with('{') || behind_bracket.is_some_and(|rest| rest.starts_with(['{', ']'])) {
        recognised.container =
            if behind_bracket.is_some() { Container::JsonArray } else { Container::JsonLines };
        return Ok((Plan::Json { encoding, guessed, mark }, recognised));
    }
    let delimiter = hints.delimiter.filter(|mark| DELIMITERS.contains(mark));
    let delimiter = delimiter.unwrap_or_else(|| guess_delimiter(letters));
    recognised.delimiter = Some(delimiter);
    Ok((Plan::Text { encoding, guessed, delimiter, mark }, recognised))
}
