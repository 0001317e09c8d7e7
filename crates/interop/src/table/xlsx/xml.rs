//! XML of a workbook, an element at a time, none larger than a row may be.

use kernel::{Code, Error};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::io::{self, BufReader, Read};

use crate::table::{
    TableLimits,
    packed::{BEYOND, bomb},
};

/// How an element beyond the bounds is told through `std::io`.
const TOO_LONG: io::ErrorKind = io::ErrorKind::QuotaExceeded;
/// Bytes that are read ahead.
const AHEAD: usize = 32 << 10;

/// Gives only so many bytes until it is allowed more.
struct Allowance<R> {
    inner: R,
    left: usize,
}

impl<R: Read> Read for Allowance<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(read).ok_or(TOO_LONG)?;
        Ok(read)
    }
}

/// A part of a workbook.
pub(super) struct Xml<R> {
    reader: Reader<BufReader<Allowance<R>>>,
    buffer: Vec<u8>,
    limits: TableLimits,
}

/// A fault of the workbook's making.
pub(in crate::table) fn unreadable(detail: impl ToString) -> Error {
    Error::new(Code::ImportUnreadable).arg("detail", "XLSX").caused_by(detail)
}

impl<R: Read> Xml<R> {
    pub(super) fn new(inner: R, limits: &TableLimits) -> Self {
        let allowance = Allowance { inner, left: limits.record_bytes + AHEAD };
        let mut reader = Reader::from_reader(BufReader::with_capacity(AHEAD, allowance));
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().check_end_names = false;
        Self { reader, buffer: Vec::new(), limits: *limits }
    }

    /// The part that is read.
    pub(super) fn part(&self) -> &R {
        &self.reader.get_ref().get_ref().inner
    }

    pub(super) fn next(&mut self) -> Result<Event<'_>, Error> {
        self.buffer.clear();
        self.reader.get_mut().get_mut().left = self.limits.record_bytes + AHEAD;
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => Ok(event),
            Err(quick_xml::Error::Io(error)) if error.kind() == BEYOND => Err(bomb(&self.limits)),
            Err(quick_xml::Error::Io(error)) if error.kind() == TOO_LONG => {
                Err(Error::new(Code::ImportRowTooLong).arg("max", self.limits.record_bytes))
            }
            Err(error) => Err(unreadable(error)),
        }
    }

    /// The next element that begins.
    pub(super) fn next_start(&mut self) -> Result<Option<BytesStart<'static>>, Error> {
        loop {
            match self.next()? {
                Event::Start(start) => return Ok(Some(start.into_owned())),
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// Reads on to the next element of a name; `false` at the end.
    pub(super) fn find(&mut self, name: &str) -> Result<bool, Error> {
        loop {
            match self.next()? {
                Event::Start(start) if start.local_name().into_inner() == name => return Ok(true),
                Event::Eof => return Ok(false),
                _ => {}
            }
        }
    }

    /// Adds the text of an element that has just begun, and reads to its end.
    /// Only `t` holds text; what tells the pronunciation (`rPh`) is left out.
    pub(super) fn text_of(&mut self, name: &str, out: &mut String) -> Result<(), Error> {
        let start = out.len();
        let (mut in_text, mut aside) = (name == "t", false);
        loop {
            match self.next()? {
                Event::Start(start) => match start.local_name().into_inner() {
                    "t" => in_text = true,
                    "rPh" => aside = true,
                    _ => {}
                },
                Event::End(end) => match end.local_name().into_inner() {
                    end if end == name => break,
                    "t" => in_text = false,
                    "rPh" => aside = false,
                    _ => {}
                },
                Event::Eof => return Err(unreadable("the end of a text is missing")),
                event if in_text && !aside => push_text(event, out)?,
                _ => {}
            }
            if out.len() - start > self.limits.record_bytes {
                return Err(Error::new(Code::ImportRowTooLong).arg("max", self.limits.record_bytes));
            }
        }
        unescape(out, start);
        Ok(())
    }
}

/// Adds what an event says as text.
pub(super) fn push_text(event: Event<'_>, out: &mut String) -> Result<(), Error> {
    match event {
        Event::Text(text) => out.push_str(&text),
        Event::CData(text) => out.push_str(&text),
        Event::GeneralRef(reference) => match reference.resolve_char_ref().map_err(unreadable)? {
            Some(ch) => out.push(ch),
            None => {
                let known = quick_xml::escape::resolve_predefined_entity(&reference);
                out.push_str(known.ok_or_else(|| unreadable("an entity of its own"))?);
            }
        },
        _ => {}
    }
    Ok(())
}

/// Turns `_x000D_`, as Excel writes control characters, into what it means.
fn unescape(out: &mut String, start: usize) {
    if !out[start..].contains("_x") {
        return;
    }
    let (mut text, mut rest) = (String::new(), &out[start..]);
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let ch = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match ch {
            Some(ch) => {
                text.push_str(&rest[..at]);
                text.push(ch);
                rest = &rest[at + 7..];
            }
            None => {
                text.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    text.push_str(rest);
    out.truncate(start);
    out.push_str(&text);
}

/// An attribute by its name without a prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, Error> {
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(unreadable)?;
        if attribute.key.local_name().into_inner() == name {
            let value = quick_xml::escape::unescape(&attribute.value).map_err(unreadable)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}
