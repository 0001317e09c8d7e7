//! The sequence of frames: header; for each table its name, its rows and their
//! sum; perhaps the key ring; the trailer, behind which nothing comes.

use std::io::{self, Read, Write};

use kernel::Error;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

use super::{
    Header, Section, Tally,
    frames::{Fault, FrameReader, FrameWriter, Kind},
    values,
};
use crate::value::Value;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Trailer {
    tables: u64,
    rows: u64,
}

fn json<T: Serialize>(value: &T) -> io::Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(io::Error::other)
}

pub(super) struct BackupWriter<W> {
    frames: FrameWriter<W>,
    tables: Vec<String>,
    /// The table being written, by its place.
    open: Option<(usize, Tally)>,
    sections: Vec<Section>,
    buffer: Vec<u8>,
}

impl<W: Write> BackupWriter<W> {
    pub(super) fn new(out: W, header: &Header) -> io::Result<Self> {
        let mut frames = FrameWriter::new(out)?;
        frames.write(Kind::Header, &json(header)?)?;
        let tables = header.tables.iter().map(|table| table.name.clone()).collect();
        Ok(Self { frames, tables, open: None, sections: Vec::new(), buffer: Vec::new() })
    }
    /// Rows of a table; the tables come in the order of the header.
    pub(super) fn rows(&mut self, table: usize, rows: &[Vec<Value>]) -> io::Result<()> {
        self.advance(table)?;
        self.buffer.clear();
        let count = u32::try_from(rows.len()).map_err(io::Error::other)?;
        self.buffer.extend_from_slice(&count.to_be_bytes());
        rows.iter().for_each(|row| values::encode(row, &mut self.buffer));
        if let Some((_, tally)) = &mut self.open {
            tally.add(rows.len(), &self.buffer[4..]);
        }
        self.frames.write(Kind::Rows, &self.buffer)
    }
    /// Ends tables and begins others until this one is open.
    fn advance(&mut self, table: usize) -> io::Result<()> {
        while self.open.as_ref().is_none_or(|(at, _)| *at < table) {
            self.end_table()?;
            let next = self.sections.len();
            self.frames.write(Kind::Table, self.tables[next].as_bytes())?;
            self.open = Some((next, Tally::new()));
        }
        Ok(())
    }
    fn end_table(&mut self) -> io::Result<()> {
        let Some((at, tally)) = self.open.take() else { return Ok(()) };
        let section = tally.section(&self.tables[at]);
        self.frames.write(Kind::End, &json(&section)?)?;
        self.sections.push(section);
        Ok(())
    }
    fn end_tables(&mut self) -> io::Result<()> {
        if let Some(last) =
            self.tables.len().checked_sub(1).filter(|_| self.sections.len() < self.tables.len())
        {
            self.advance(last)?;
            self.end_table()?;
        }
        Ok(())
    }
    pub(super) fn keys(&mut self, ring: &str) -> io::Result<()> {
        self.end_tables()?;
        self.frames.write(Kind::Keys, ring.as_bytes())
    }
    pub(super) fn finish(mut self) -> io::Result<(W, Vec<Section>)> {
        self.end_tables()?;
        let rows = self.sections.iter().map(|section| section.rows).sum();
        self.frames.write(Kind::Trailer, &json(&Trailer { tables: self.sections.len() as u64, rows })?)?;
        Ok((self.frames.into_inner(), self.sections))
    }
}

/// What comes out of a backup.
pub(super) enum Part {
    /// Rows of the table at this place of the header.
    Rows(usize, Vec<Vec<Value>>),
    /// The key ring.
    Keys(Zeroizing<String>),
}

pub(super) struct BackupReader<R> {
    frames: FrameReader<R>,
    header: Header,
    open: Option<Tally>,
    sections: Vec<Section>,
    done: bool,
}

impl<R: Read> BackupReader<R> {
    pub(super) fn new(input: R) -> Result<Self, Error> {
        let mut frames = FrameReader::new(input)?;
        let header = match frames.read()? {
            (Kind::Header, payload) => payload,
            _ => return Err(Fault::NotABackup.error(0)),
        };
        let header: Header = serde_json::from_slice(&header).map_err(|_| Fault::NotABackup.error(0))?;
        Ok(Self { frames, header, open: None, sections: Vec::new(), done: false })
    }
    pub(super) const fn header(&self) -> &Header {
        &self.header
    }
    pub(super) fn into_parts(self) -> (Header, Vec<Section>) {
        (self.header, self.sections)
    }
    /// The next part; none behind the trailer, when everything fits.
    pub(super) fn next(&mut self) -> Result<Option<Part>, Error> {
        while !self.done {
            let (kind, payload) = self.frames.read().map_err(|error| self.placed(error))?;
            if let Some(part) = self.take(kind, payload)? {
                return Ok(Some(part));
            }
        }
        Ok(None)
    }
    fn take(&mut self, kind: Kind, payload: Vec<u8>) -> Result<Option<Part>, Error> {
        let at = self.sections.len();
        match (kind, self.open.as_mut()) {
            (Kind::Table, None) => {
                let expected = self.header.tables.get(at).map(|table| table.name.as_bytes());
                if expected != Some(payload.as_slice()) {
                    return Err(self.altered());
                }
                self.open = Some(Tally::new());
                Ok(None)
            }
            (Kind::Rows, Some(tally)) => {
                let rows = decode_rows(&self.header, at, &payload);
                if let Some(rows) = &rows {
                    tally.add(rows.len(), &payload[4..]);
                }
                rows.map(|rows| Some(Part::Rows(at, rows))).ok_or_else(|| self.altered())
            }
            (Kind::End, Some(_)) => {
                let found = self.open.take().map(|tally| tally.section(&self.header.tables[at].name));
                if found.is_none() || found != read_json::<Section>(&payload) {
                    return Err(self.altered());
                }
                self.sections.extend(found);
                Ok(None)
            }
            (Kind::Keys, None) => {
                let text = String::from_utf8(payload).map_err(|_| self.altered())?;
                Ok(Some(Part::Keys(Zeroizing::new(text))))
            }
            (Kind::Trailer, None) => {
                let rows: u64 = self.sections.iter().map(|section| section.rows).sum();
                let sound = read_json::<Trailer>(&payload)
                    .is_some_and(|trailer| trailer.tables == at as u64 && trailer.rows == rows);
                if !sound || at != self.header.tables.len() || rows != self.header.rows() {
                    return Err(self.altered());
                }
                self.frames.end()?;
                self.done = true;
                Ok(None)
            }
            _ => Err(self.altered()),
        }
    }
    fn altered(&self) -> Error {
        self.placed(Fault::Altered.error(self.frames.at()))
    }
    /// The fault with the table and the row before which it lies.
    fn placed(&self, error: Error) -> Error {
        let table = self.header.tables.get(self.sections.len()).map_or("", |table| table.name.as_str());
        error.arg("table", table).arg("row", self.open.as_ref().map_or(0, |tally| tally.rows))
    }
}

fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}

fn decode_rows(header: &Header, table: usize, mut payload: &[u8]) -> Option<Vec<Vec<Value>>> {
    let (count, rest) = payload.split_first_chunk::<4>()?;
    payload = rest;
    let columns = &header.tables.get(table)?.columns;
    let mut rows = Vec::new();
    for _ in 0..u32::from_be_bytes(*count) {
        rows.push(values::decode(columns, &mut payload)?);
    }
    payload.is_empty().then_some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portable::{BACKUP_FORMAT, Shape, ShapeColumn};
    use crate::value::Type;
    use kernel::{Code, Timestamp};
    use uuid::Uuid;

    fn header() -> Header {
        let column = |name: &str, kind| ShapeColumn { name: name.to_owned(), kind };
        let table = |name: &str, rows| Shape {
            name: name.to_owned(),
            columns: vec![column("id", Type::Int), column("text", Type::Text)],
            key: vec!["id".to_owned()],
            rows,
        };
        Header {
            format: BACKUP_FORMAT,
            program: "0".to_owned(),
            schema: 1,
            node: Uuid::nil(),
            engine: "sqlite".to_owned(),
            made_at: Timestamp::from_micros(0),
            tables: vec![table("empty", 0), table("full", 3), table("last", 0)],
        }
    }

    fn row(n: i64) -> Vec<Value> {
        vec![Value::Int(n), Value::Text(format!("row {n}"))]
    }

    fn written() -> Vec<u8> {
        let mut writer = BackupWriter::new(Vec::new(), &header()).expect("written");
        writer.rows(1, &[row(1), row(2)]).expect("written");
        writer.rows(1, &[row(3)]).expect("written");
        writer.keys("1 00").expect("written");
        writer.finish().expect("written").0
    }

    fn read(bytes: &[u8]) -> Result<(Vec<Vec<Value>>, Vec<Section>), Error> {
        let mut reader = BackupReader::new(bytes)?;
        let mut all = Vec::new();
        while let Some(part) = reader.next()? {
            if let Part::Rows(1, rows) = part {
                all.extend(rows);
            }
        }
        Ok((all, reader.into_parts().1))
    }

    #[test]
    fn what_was_written_is_read_again() {
        let (rows, sections) = read(&written()).expect("whole");
        assert_eq!(rows, [row(1), row(2), row(3)]);
        let counts: Vec<_> = sections.iter().map(|s| (s.table.as_str(), s.rows)).collect();
        assert_eq!(counts, [("empty", 0), ("full", 3), ("last", 0)]);
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_found() {
        let whole = written();
        for length in 0..whole.len() {
            let error = read(&whole[..length]).expect_err("cut");
            assert_eq!(error.code(), Code::BackupUnreadable);
            assert_eq!(error.argument("fault"), Some("truncated"), "{length}");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x41;
            assert_eq!(read(&changed).expect_err("changed").code(), Code::BackupUnreadable, "{at}");
        }
        let longer = [whole.as_slice(), b"x"].concat();
        assert_eq!(read(&longer).expect_err("longer").argument("fault"), Some("trailing"));
    }

    #[test]
    fn a_fault_is_told_with_its_table_and_row() {
        let whole = written();
        let third = whole.windows(5).position(|window| window == b"row 3").expect("it is there");
        let mut changed = whole;
        changed[third] ^= 1;
        let error = read(&changed).expect_err("changed");
        let told = ["fault", "table", "row"].map(|name| error.argument(name));
        assert_eq!(told, [Some("altered"), Some("full"), Some("2")]);
    }
}
