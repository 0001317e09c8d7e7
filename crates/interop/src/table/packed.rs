//! The parts of a packed file (ZIP), unfolded as they are read and no further than is allowed.

use flate2::bufread::DeflateDecoder;
use kernel::{Code, Error};
use std::{
    collections::BTreeMap,
    io::{self, BufReader, Read, SeekFrom, Take},
};

use super::{ReadSeek, TableLimits, broken};

/// The end record and the longest comment behind it.
const END: u64 = 22 + 65_535;
/// Most bytes of the list of parts.
const MAX_LIST: u64 = 16 << 20;
/// What a small part may unfold to, whatever it was packed to.
const GRACE: u64 = 16 << 20;
/// How a read beyond the bounds is told through `std::io`.
pub(super) const BEYOND: io::ErrorKind = io::ErrorKind::FileTooLarge;

/// Where a part lies and what it is packed to.
#[derive(Clone, Copy, Debug)]
struct Part {
    deflated: bool,
    packed: u64,
    at: u64,
}

/// The list of parts.
#[derive(Debug)]
pub(super) struct Parts(BTreeMap<String, Part>);

fn damaged() -> Error {
    Error::new(Code::ImportUnreadable).arg("detail", "ZIP")
}

pub(super) fn bomb(limits: &TableLimits) -> Error {
    Error::new(Code::ImportZipBomb).arg("max", format!("{} MiB", limits.inflated >> 20))
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + length)?;
    Some(bytes.iter().rev().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
}

impl Parts {
    /// Reads the list at the end of the file.
    pub(super) fn read(
        input: &mut (dyn ReadSeek + Send),
        size: u64,
        limits: &TableLimits,
    ) -> Result<Self, Error> {
        let start = size.saturating_sub(END);
        let tail = read_at(input, start, size - start)?;
        let end = (0..=tail.len().saturating_sub(22)).rev().find(|at| tail[*at..].starts_with(b"PK\x05\x06"));
        let end = end.ok_or_else(damaged)?;
        let field = |at: usize, length: usize| number(&tail, end + at, length).ok_or_else(damaged);
        let (mut entries, mut length, mut at) = (field(10, 2)?, field(12, 4)?, field(16, 4)?);
        if entries == 0xffff || length == 0xffff_ffff || at == 0xffff_ffff {
            // The larger form has its own end record, which a locator before this one finds.
            let locator = end.checked_sub(20).filter(|at| tail[*at..].starts_with(b"PK\x06\x07"));
            let record = number(&tail, locator.ok_or_else(damaged)? + 8, 8).ok_or_else(damaged)?;
            let record = read_at(input, record, 56)?;
            if !record.starts_with(b"PK\x06\x06") {
                return Err(damaged());
            }
            let field = |at: usize| number(&record, at, 8).ok_or_else(damaged);
            (entries, length, at) = (field(32)?, field(40)?, field(48)?);
        }
        if entries > limits.entries as u64 || length > MAX_LIST {
            return Err(bomb(limits));
        }
        let list = read_at(input, at, length)?;
        let (mut parts, mut at) = (BTreeMap::new(), 0);
        for _ in 0..entries {
            let (name, part, next) = read_part(&list, at).ok_or_else(damaged)?;
            parts.insert(name, part?);
            at = next;
        }
        Ok(Self(parts))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// A part to be read from its beginning; `None` when there is none of the name.
    pub(super) fn open<'a>(
        &self,
        name: &str,
        input: &'a mut (dyn ReadSeek + Send),
        limits: &TableLimits,
    ) -> Result<Option<Bounded<'a>>, Error> {
        let Some(part) = self.0.get(name) else { return Ok(None) };
        let head = read_at(input, part.at, 30)?;
        if !head.starts_with(b"PK\x03\x04") {
            return Err(damaged());
        }
        let skip = |at| number(&head, at, 2).unwrap_or(0);
        let data = part.at + 30 + skip(26) + skip(28);
        input.seek(SeekFrom::Start(data)).map_err(broken)?;
        let packed = BufReader::new(input.take(part.packed));
        let inner = if part.deflated {
            Unfold::Deflated(DeflateDecoder::new(packed))
        } else {
            Unfold::Stored(packed)
        };
        let most = part.packed.saturating_mul(limits.ratio).saturating_add(GRACE).min(limits.inflated);
        Ok(Some(Bounded { inner, left: most, packed: part.packed }))
    }
}

fn read_part(list: &[u8], at: usize) -> Option<(String, Result<Part, Error>, usize)> {
    if !list.get(at..)?.starts_with(b"PK\x01\x02") {
        return None;
    }
    let field = |offset: usize, length: usize| number(list, at + offset, length);
    let (flags, method) = (field(8, 2)?, field(10, 2)?);
    let (mut packed, size, mut place) = (field(20, 4)?, field(24, 4)?, field(42, 4)?);
    let (name, extra, comment) = (field(28, 2)? as usize, field(30, 2)? as usize, field(32, 2)? as usize);
    let text = list.get(at + 46..at + 46 + name)?;
    let extras = list.get(at + 46 + name..at + 46 + name + extra)?;
    let mut offset = 0;
    while let (Some(tag), Some(length)) = (number(extras, offset, 2), number(extras, offset + 2, 2)) {
        if tag == 1 {
            // Sizes and place beyond 4 GiB, each only where the short field is full.
            let mut from = offset + 4;
            let mut long = |short: u64| {
                if short != 0xffff_ffff {
                    return Some(short);
                }
                from += 8;
                number(extras, from - 8, 8)
            };
            long(size)?;
            packed = long(packed)?;
            place = long(place)?;
        }
        offset += 4 + length as usize;
    }
    let sound = flags & 1 == 0 && matches!(method, 0 | 8);
    let part = if sound {
        Ok(Part { deflated: method == 8, packed, at: place })
    } else {
        // Locked by a password, or packed in a way that no spreadsheet uses.
        Err(Error::new(Code::ImportUnsupportedFormat).arg("format", "encrypted zip"))
    };
    Some((String::from_utf8_lossy(text).into_owned(), part, at + 46 + name + extra + comment))
}

fn read_at(input: &mut (dyn ReadSeek + Send), at: u64, length: u64) -> Result<Vec<u8>, Error> {
    input.seek(SeekFrom::Start(at)).map_err(broken)?;
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(damaged()) }
}

enum Unfold<'a> {
    Stored(BufReader<Take<&'a mut (dyn ReadSeek + Send)>>),
    Deflated(DeflateDecoder<BufReader<Take<&'a mut (dyn ReadSeek + Send)>>>),
}

/// A part that gives no more bytes than it may, and tells by [`BEYOND`] when it would.
pub(super) struct Bounded<'a> {
    inner: Unfold<'a>,
    left: u64,
    packed: u64,
}

impl Bounded<'_> {
    /// Packed bytes that have been read.
    pub(super) fn packed_bytes(&self) -> u64 {
        let left = match &self.inner {
            Unfold::Stored(input) => input.get_ref().limit(),
            Unfold::Deflated(input) => input.get_ref().get_ref().limit(),
        };
        self.packed - left
    }
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.inner {
            Unfold::Stored(input) => input.read(buffer)?,
            Unfold::Deflated(input) => input.read(buffer)?,
        };
        self.left = self.left.checked_sub(read as u64).ok_or(BEYOND)?;
        Ok(read)
    }
}
