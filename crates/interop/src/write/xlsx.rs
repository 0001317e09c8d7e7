//! Workbooks, written in a stream: texts stand inside their cells, so that no
//! table of all texts is kept, and a sheet that is full is followed by another.

use kernel::{Code, Error, Located, Result};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::json::push_xml;
use super::{Cell, guarded};

/// Rows of one sheet, as the format allows.
const SHEET_ROWS: u32 = 1_048_576;
/// Characters of one cell, as the format allows.
const CELL_CHARS: usize = 32_767;

const SHEET_HEAD: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
const SHEET_END: &[u8] = b"</sheetData></worksheet>";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Where the archive writes, until somebody takes it.
#[derive(Clone, Default)]
struct Drain(Arc<Mutex<Vec<u8>>>);

impl Drain {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Drain {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A workbook being written.
pub struct Workbook {
    archive: Option<ZipWriter<StreamWriter<Drain>>>,
    drain: Drain,
    headings: Vec<&'static str>,
    sheets: u32,
    /// Rows of the present sheet, its heading counted.
    rows: u32,
    /// Rows that one sheet holds.
    full: u32,
    line: Vec<u8>,
}

fn failed(error: impl ToString) -> Error {
    Error::new(Code::Internal).caused_by(error)
}

fn options() -> SimpleFileOptions {
    // No time of day: the same rows give the same bytes.
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
}

impl Workbook {
    /// A workbook with these headings on every sheet.
    pub fn new(headings: &[&'static str]) -> Result<Self> {
        Self::with_sheets_of(headings, SHEET_ROWS)
    }

    fn with_sheets_of(headings: &[&'static str], full: u32) -> Result<Self> {
        let drain = Drain::default();
        let mut book = Self {
            archive: Some(ZipWriter::new_stream(drain.clone())),
            drain,
            headings: headings.to_vec(),
            sheets: 0,
            rows: 0,
            full,
            line: Vec::new(),
        };
        book.next_sheet()?;
        Ok(book)
    }

    fn archive(&mut self) -> Result<&mut ZipWriter<StreamWriter<Drain>>> {
        self.archive.as_mut().ok_or_else(|| failed("the workbook is finished"))
    }

    fn next_sheet(&mut self) -> Result<()> {
        if self.sheets > 0 {
            self.archive()?.write_all(SHEET_END).map_err(failed)?;
        }
        self.sheets += 1;
        self.rows = 0;
        let name = format!("xl/worksheets/sheet{}.xml", self.sheets);
        let archive = self.archive()?;
        archive.start_file(name, options()).map_err(failed)?;
        archive.write_all(SHEET_HEAD).map_err(failed)?;
        let headings: Vec<Cell> = self.headings.iter().map(|heading| Cell::from(*heading)).collect();
        self.push(&headings)
    }

    /// Writes a row.
    pub fn row(&mut self, cells: &[Cell]) -> Result<()> {
        if self.rows == self.full {
            self.next_sheet()?;
        }
        self.push(cells)
    }

    fn push(&mut self, cells: &[Cell]) -> Result<()> {
        self.rows += 1;
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        line.extend_from_slice(format!("<row r=\"{}\">", self.rows).as_bytes());
        for (at, cell) in cells.iter().enumerate() {
            let place = format!("{}{}", column(at), self.rows);
            match cell {
                Cell::Empty => {}
                Cell::Int(_) | Cell::Real(_) => {
                    line.extend_from_slice(format!("<c r=\"{place}\"><v>{cell}</v></c>").as_bytes());
                }
                Cell::Bool(yes) => {
                    let value = u8::from(*yes);
                    line.extend_from_slice(format!("<c r=\"{place}\" t=\"b\"><v>{value}</v></c>").as_bytes());
                }
                Cell::Text(_) | Cell::Day(_) | Cell::At(_) => {
                    let text = cell.to_string();
                    let text = guarded(&text);
                    if text.chars().count() > CELL_CHARS {
                        let heading = self.headings.get(at).copied().unwrap_or_default();
                        return Err(Error::new(Code::TooLong)
                            .arg("field", heading)
                            .arg("length", text.chars().count())
                            .arg("max", CELL_CHARS)
                            .at(Located::cell(u64::from(self.rows), heading)));
                    }
                    line.extend_from_slice(
                        format!("<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">").as_bytes(),
                    );
                    push_xml(&mut line, &text);
                    line.extend_from_slice(b"</t></is></c>");
                }
            }
        }
        line.extend_from_slice(b"</row>");
        self.archive()?.write_all(&line).map_err(failed)?;
        self.line = line;
        Ok(())
    }

    /// What is ready to go.
    pub fn take(&mut self) -> Vec<u8> {
        self.drain.take()
    }

    /// Ends the workbook.
    pub fn finish(&mut self) -> Result<()> {
        self.archive()?.write_all(SHEET_END).map_err(failed)?;
        let sheets = self.sheets;
        let list = |line: &dyn Fn(u32) -> String| (1..=sheets).map(line).collect::<String>();
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        let types = list(&|n| {
            format!(
                "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{kind}.worksheet+xml\"/>"
            )
        });
        let named = list(&|n| format!("<sheet name=\"{n}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>"));
        let related = list(&|n| {
            format!(
                "<Relationship Id=\"rId{n}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
            )
        });
        let parts = [
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{RELATIONS}\"><sheets>{named}</sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{related}</Relationships>"),
            ),
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "[Content_Types].xml",
                format!(
                    "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/>{types}</Types>"
                ),
            ),
        ];
        let mut archive = self.archive.take().ok_or_else(|| failed("the workbook is finished"))?;
        for (name, text) in parts {
            archive.start_file(name, options()).map_err(failed)?;
            archive
                .write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n")
                .and_then(|()| archive.write_all(text.as_bytes()))
                .map_err(failed)?;
        }
        archive.finish().map(drop).map_err(failed)
    }
}

/// The letters of a column, from 0.
fn column(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(at % 26).unwrap_or(0)));
        if at < 26 {
            return letters.iter().rev().collect();
        }
        at = at / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (at, letters) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(column(at), letters);
        }
    }

    #[test]
    fn a_full_sheet_is_followed_by_another() {
        let mut book = Workbook::with_sheets_of(&["n"], 3).expect("begun");
        for n in 0..5 {
            book.row(&[Cell::Int(n)]).expect("written");
        }
        book.finish().expect("whole");
        let bytes = book.take();
        let archive = zip::ZipArchive::new(io::Cursor::new(bytes)).expect("an archive");
        let sheets = archive
            .file_names()
            .filter(|name| name.as_ref().is_ok_and(|name| name.starts_with("xl/worksheets/")))
            .count();
        assert_eq!(sheets, 3);
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_named() {
        let mut book = Workbook::new(&["n"]).expect("begun");
        let error = book.row(&[Cell::text("x".repeat(CELL_CHARS + 1))]).expect_err("too long");
        assert_eq!((error.code(), error.argument("field")), (Code::TooLong, Some("n")));
    }
}
