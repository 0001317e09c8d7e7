//! Workbooks of Excel 2007 and later: the cells of one sheet, row by row.

mod formats;
mod sheet;
mod xml;

use kernel::{Code, Error};
use std::collections::BTreeMap;

use super::{ReadSeek, TableLimits, packed::Parts, recognise::unsupported};
pub(super) use formats::Shown;
pub(super) use sheet::SheetRows;
use xml::{Xml, attribute};

const WORKBOOK: &str = "xl/workbook.xml";

/// What must be known of a workbook to read a sheet.
pub(super) struct Workbook {
    parts: Parts,
    /// Name and part of each sheet, in the order of the workbook.
    sheets: Vec<(String, String)>,
    /// The sheet that is read.
    chosen: usize,
    from_1904: bool,
    texts: Texts,
    /// How the numbers of each cell format are shown.
    shown: Vec<Shown>,
}

/// The shared texts of a workbook, in one piece of memory.
#[derive(Default)]
pub(super) struct Texts {
    letters: String,
    ends: Vec<usize>,
}

impl Texts {
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.letters.get(start..end)
    }
}

impl Workbook {
    /// Reads all but the sheets.
    pub(super) fn read(
        input: &mut (dyn ReadSeek + Send),
        size: u64,
        sheet: Option<&str>,
        limits: &TableLimits,
    ) -> Result<Self, Error> {
        let parts = Parts::read(input, size, limits)?;
        if !parts.has(WORKBOOK) {
            let format = match parts
                .names()
                .find(|name| name.contains("xl/workbook") || *name == "mimetype" || name.starts_with("word/"))
            {
                Some(name) if name.ends_with(".bin") => "xlsb",
                Some("mimetype") => "ods",
                Some(_) => "docx",
                None => "zip",
            };
            return Err(unsupported(format));
        }
        let mut workbook = Self {
            parts,
            sheets: Vec::new(),
            chosen: 0,
            from_1904: false,
            texts: Texts::default(),
            shown: Vec::new(),
        };
        workbook.read_sheets(input, limits)?;
        workbook.chosen = match sheet {
            None => 0,
            Some(name) => workbook.sheets.iter().position(|(known, _)| known == name).ok_or_else(|| {
                let known: Vec<&str> = workbook.sheets.iter().map(|(name, _)| name.as_str()).collect();
                Error::new(Code::ImportUnknownSheet).arg("sheet", name).arg("known", known.join(", "))
            })?,
        };
        workbook.read_formats(input, limits)?;
        workbook.read_texts(input, limits)?;
        Ok(workbook)
    }

    /// The name of the sheet that is read.
    pub(super) fn sheet(&self) -> &str {
        &self.sheets[self.chosen].0
    }
    /// The names of the others.
    pub(super) fn other_sheets(&self) -> Vec<String> {
        let others = self.sheets.iter().enumerate().filter(|(at, _)| *at != self.chosen);
        others.map(|(_, (name, _))| name.clone()).collect()
    }

    /// The rows of the sheet, from its first.
    pub(super) fn rows<'a>(
        &'a self,
        input: &'a mut (dyn ReadSeek + Send),
        limits: &TableLimits,
    ) -> Result<SheetRows<'a>, Error> {
        let part = self.parts.open(&self.sheets[self.chosen].1, input, limits)?;
        let part = part.ok_or_else(|| xml::unreadable("sheet"))?;
        Ok(SheetRows::new(Xml::new(part, limits), &self.texts, &self.shown, self.from_1904, limits))
    }

    fn read_sheets(&mut self, input: &mut (dyn ReadSeek + Send), limits: &TableLimits) -> Result<(), Error> {
        let mut targets = BTreeMap::new();
        if let Some(part) = self.parts.open("xl/_rels/workbook.xml.rels", input, limits)? {
            let mut xml = Xml::new(part, limits);
            while let Some(start) = xml.next_start()? {
                if start.local_name().into_inner() == "Relationship" {
                    let (id, target) = (attribute(&start, "Id")?, attribute(&start, "Target")?);
                    if let (Some(id), Some(target)) = (id, target) {
                        targets.insert(id, target);
                    }
                }
            }
        }
        let part = self.parts.open(WORKBOOK, input, limits)?.ok_or_else(|| xml::unreadable("workbook"))?;
        let mut xml = Xml::new(part, limits);
        while let Some(start) = xml.next_start()? {
            match start.local_name().into_inner() {
                "workbookPr" => {
                    let since = attribute(&start, "date1904")?;
                    self.from_1904 = since.is_some_and(|since| since == "1" || since == "true");
                }
                "sheet" => {
                    let (name, id) = (attribute(&start, "name")?, attribute(&start, "id")?);
                    let place =
                        id.and_then(|id| targets.get(&id)).map(|target| match target.strip_prefix('/') {
                            Some(whole) => whole.to_owned(),
                            None => format!("xl/{target}"),
                        });
                    if let (Some(name), Some(place)) = (name, place.filter(|place| self.parts.has(place))) {
                        self.sheets.push((name, place));
                    }
                }
                _ => {}
            }
        }
        if self.sheets.is_empty() { Err(Error::new(Code::ImportEmpty)) } else { Ok(()) }
    }

    fn read_formats(&mut self, input: &mut (dyn ReadSeek + Send), limits: &TableLimits) -> Result<(), Error> {
        let Some(part) = self.parts.open("xl/styles.xml", input, limits)? else { return Ok(()) };
        let mut xml = Xml::new(part, limits);
        let (mut own, mut in_cells) = (BTreeMap::new(), false);
        while let Some(start) = xml.next_start()? {
            match start.local_name().into_inner() {
                "numFmt" => {
                    let (id, code) = (attribute(&start, "numFmtId")?, attribute(&start, "formatCode")?);
                    if let (Some(id), Some(code)) = (id, code) {
                        own.insert(id, formats::by_code(&code));
                    }
                }
                "cellStyleXfs" | "cellStyles" | "dxfs" => in_cells = false,
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = attribute(&start, "numFmtId")?.unwrap_or_default();
                    self.shown.push(own.get(&id).copied().unwrap_or_else(|| formats::built_in(&id)));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn read_texts(&mut self, input: &mut (dyn ReadSeek + Send), limits: &TableLimits) -> Result<(), Error> {
        let Some(part) = self.parts.open("xl/sharedStrings.xml", input, limits)? else { return Ok(()) };
        let mut xml = Xml::new(part, limits);
        while xml.find("si")? {
            xml.text_of("si", &mut self.texts.letters)?;
            if self.texts.letters.len() as u64 > limits.shared_text {
                return Err(super::packed::bomb(limits));
            }
            self.texts.ends.push(self.texts.letters.len());
        }
        self.texts.letters.shrink_to_fit();
        Ok(())
    }
}
