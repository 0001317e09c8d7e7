//! An installation as rows that either database gives and takes: backup,
//! restore, and the move from one database to another.
//!
//! A backup is one file: frames of rows behind a header ([`frames`], [`file`]),
//! compressed, and encrypted when asked ([`seal`]). It is read from one
//! snapshot while the server goes on writing ([`source`]). What takes rows in
//! ([`target`]) marks its database from the first row to the last check, so
//! that nobody ever works with half of one.

mod file;
mod frames;
mod seal;
mod source;
mod target;
mod values;

use std::{
    fs::File,
    io::{self, BufReader, Read, Write},
    path::Path,
};

use kernel::{Code, Error, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{SCHEMA_VERSION, store::Target, table::TableSpec, value::Type};
use file::{BackupReader, BackupWriter, Part};
use source::Source;
use target::Loader;

pub(crate) use source::live_tables as tables_of;

pub use seal::{Lock, Unlock, is_encrypted};

/// The version of the file's own form.
pub const BACKUP_FORMAT: u32 = 1;

/// Stands in `meta` from the first row of a restore to its last check.
pub(crate) const RESTORING: &str = "restoring";

/// Calls with the rows done and the rows to do.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// One column of a backed-up table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShapeColumn {
    /// Its name.
    pub name: String,
    /// Its type, in the words of [`Type`].
    pub kind: Type,
}

/// One backed-up table. The order of the columns is the order of the values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<ShapeColumn>,
    /// Its primary key: the rows stand in its order.
    pub key: Vec<String>,
    /// How many rows there are.
    pub rows: u64,
}

impl Shape {
    pub(crate) fn of(table: &TableSpec) -> Self {
        let columns = table.columns.iter().map(|c| ShapeColumn { name: c.name.to_owned(), kind: c.kind });
        Self {
            name: table.name.to_owned(),
            columns: columns.collect(),
            key: table.key.iter().map(|name| (*name).to_owned()).collect(),
            rows: 0,
        }
    }
    fn column_names(&self) -> Vec<&str> {
        self.columns.iter().map(|column| column.name.as_str()).collect()
    }
}

/// What stands before the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The version of the form, [`BACKUP_FORMAT`].
    pub format: u32,
    /// The program's version.
    pub program: String,
    /// The version of the schema.
    pub schema: i64,
    /// The installation.
    pub node: Uuid,
    /// The database it was read from: `sqlite` or `postgres`.
    pub engine: String,
    /// When (wall clock).
    pub made_at: Timestamp,
    /// The tables, in the order in which they follow.
    pub tables: Vec<Shape>,
}

impl Header {
    /// All rows.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// One table as it was read or written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its name.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of the rows in the form of the file, in hexadecimal digits: two
    /// databases whose tables agree here hold the same rows.
    pub sha256: String,
}

/// What a backup, a restore or a copy did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portrait {
    /// Where it came from.
    pub header: Header,
    /// Every table.
    pub sections: Vec<Section>,
    /// The key ring that lay in the backup, if it did.
    pub keys: Option<Zeroizing<String>>,
}

/// Sums up one table.
struct Tally {
    rows: u64,
    hash: Sha256,
}

impl Tally {
    fn new() -> Self {
        Self { rows: 0, hash: Sha256::new() }
    }
    fn add(&mut self, count: usize, encoded: &[u8]) {
        self.rows += count as u64;
        self.hash.update(encoded);
    }
    fn section(self, table: &str) -> Section {
        let sha256 = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Section { table: table.to_owned(), rows: self.rows, sha256 }
    }
}

/// Writes a backup of the database at `url` to `path`, from one snapshot, while
/// others go on writing. The file has its name only once it is whole, on the
/// disk, and has been read back; before, it is called `<path>.partial`.
///
/// # Errors
/// `backup.exists` when `path` is there already; `record.not_found` when there
/// is no installation; `store.older_version` and `store.newer_version`;
/// `store.rebuilding`, `store.restoring`; `backup.keys_in_the_open` for keys
/// without a lock; `store.disk_full`, `backup.io`.
pub async fn backup(
    url: &str,
    path: &Path,
    lock: Option<&Lock>,
    keys: Option<&str>,
    now: Timestamp,
    progress: Progress<'_>,
) -> Result<Portrait, Error> {
    if path.exists() {
        return Err(Error::new(Code::BackupExists).arg("path", path.display()));
    }
    if keys.is_some() && lock.is_none() {
        return Err(Error::new(Code::BackupKeysInTheOpen));
    }
    let mut source = Source::open(&Target::parse(url)?, now).await?;
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = Path::new(&partial);
    let io_failed = |error: io::Error| broken_off(path, &error);
    let file = private_file(partial).map_err(io_failed)?;
    let outcome = write_all(&mut source, file, lock, keys, path, progress).await;
    source.close().await;
    let written = match outcome {
        Ok(written) => written,
        Err(error) => {
            // Of no use to anybody, and it may have filled the disk.
            let _ = std::fs::remove_file(partial);
            return Err(error);
        }
    };
    std::fs::rename(partial, path).map_err(io_failed)?;
    sync_folder_of(path).map_err(io_failed)?;
    Ok(written)
}

async fn write_all(
    source: &mut Source,
    file: File,
    lock: Option<&Lock>,
    keys: Option<&str>,
    path: &Path,
    progress: Progress<'_>,
) -> Result<Portrait, Error> {
    let io_failed = |error: io::Error| broken_off(path, &error);
    let header = source.header().clone();
    let total = header.rows();
    let mut writer = BackupWriter::new(seal::writer(file, lock)?, &header).map_err(io_failed)?;
    let mut done = 0;
    while let Some((table, rows)) = source.next().await? {
        writer.rows(table, &rows).map_err(io_failed)?;
        done += rows.len() as u64;
        progress(done, total);
    }
    if let Some(keys) = keys {
        writer.keys(keys).map_err(io_failed)?;
    }
    let (sealed, sections) = writer.finish().map_err(io_failed)?;
    let file = sealed.finish().map_err(io_failed)?;
    file.sync_all().map_err(io_failed)?;
    Ok(Portrait { header, sections, keys: None })
}

/// Reads a backup from its first byte to its last and says what is in it.
///
/// # Errors
/// `backup.unreadable` with the place, `backup.locked` for a wrong passphrase or
/// key, `backup.newer_version`.
pub fn check(path: &Path, unlock: &Unlock, progress: Progress<'_>) -> Result<Portrait, Error> {
    let mut reader = read(path, unlock)?;
    let total = reader.header().rows();
    let (mut done, mut keys) = (0, None);
    while let Some(part) = reader.next()? {
        match part {
            Part::Rows(_, rows) => done += rows.len() as u64,
            Part::Keys(text) => keys = Some(text),
        }
        progress(done, total);
    }
    let (header, sections) = reader.into_parts();
    Ok(Portrait { header, sections, keys })
}

/// Takes a backup into the empty database at `url`. The file is read through
/// once before the first row is written; what was taken in is read back and
/// compared, the journal verified, and sessions that were open are ended, for
/// some of them may have been ended since. Broken off, it is done again from
/// the beginning; until it is done no server starts on the database.
///
/// # Errors
/// Those of [`check`]; `store.not_empty`, `store.locked`, `store.newer_version`;
/// `store.inconsistent` when what was read back differs.
pub async fn restore(
    path: &Path,
    unlock: &Unlock,
    url: &str,
    now: Timestamp,
    progress: Progress<'_>,
) -> Result<Portrait, Error> {
    let total = read(path, unlock)?.header().rows();
    let checked = check(path, unlock, &mut |done, _| progress(done, total * 3))?;
    let mut reader = read(path, unlock)?;
    let mut loader = Loader::open(&Target::parse(url)?, &checked.header, now).await?;
    let mut done = total;
    while let Some(part) = reader.next()? {
        let Part::Rows(table, rows) = part else { continue };
        done += rows.len() as u64;
        loader.rows(table, rows).await?;
        progress(done, total * 3);
    }
    loader.compare(&checked.sections, &mut |more| progress(done + more, total * 3)).await?;
    loader.end_sessions(now).await?;
    loader.finish(now).await?;
    Ok(checked)
}

/// Copies the database at `from` into the empty one at `to`, row by row, and
/// compares both.
///
/// # Errors
/// As [`backup`] and [`restore`].
pub async fn copy(from: &str, to: &str, now: Timestamp, progress: Progress<'_>) -> Result<Portrait, Error> {
    let mut source = Source::open(&Target::parse(from)?, now).await?;
    let outcome = copy_from(&mut source, to, now, progress).await;
    source.close().await;
    outcome
}

async fn copy_from(
    source: &mut Source,
    to: &str,
    now: Timestamp,
    progress: Progress<'_>,
) -> Result<Portrait, Error> {
    let header = source.header().clone();
    let total = header.rows();
    let mut loader = Loader::open(&Target::parse(to)?, &header, now).await?;
    let mut done = 0;
    while let Some((table, rows)) = source.next().await? {
        done += rows.len() as u64;
        loader.rows(table, rows).await?;
        progress(done, total * 2);
    }
    let sections = source.sections();
    loader.compare(&sections, &mut |more| progress(done + more, total * 2)).await?;
    loader.finish(now).await?;
    Ok(Portrait { header, sections, keys: None })
}

/// The sums of every table of a database, as a backup would have them.
///
/// # Errors
/// As [`backup`].
pub async fn portrait(url: &str, now: Timestamp) -> Result<Portrait, Error> {
    let mut source = Source::open(&Target::parse(url)?, now).await?;
    while source.next().await?.is_some() {}
    let portrait = Portrait { header: source.header().clone(), sections: source.sections(), keys: None };
    source.close().await;
    Ok(portrait)
}

fn read(path: &Path, unlock: &Unlock) -> Result<BackupReader<Box<dyn Read>>, Error> {
    let file = File::open(path).map_err(|error| broken_off(path, &error))?;
    let reader = BackupReader::new(seal::reader(BufReader::new(file), unlock)?)?;
    let header = reader.header();
    if header.format > BACKUP_FORMAT || header.schema > SCHEMA_VERSION {
        return Err(Error::new(Code::BackupNewer)
            .arg("backup", header.schema)
            .arg("program", SCHEMA_VERSION)
            .arg("made_by", &header.program));
    }
    Ok(reader)
}

/// A file that could not be read or written to its end.
fn broken_off(path: &Path, error: &io::Error) -> Error {
    let code =
        if error.kind() == io::ErrorKind::StorageFull { Code::DiskFull } else { Code::BackupUnreachable };
    Error::new(code).arg("path", path.display()).arg("detail", error)
}

/// A new file that nobody else may read; what a killed backup left is replaced.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// Puts a new name on the disk.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Where a backup goes, layer by layer.
pub(crate) trait Finish: Write {
    /// Ends every layer.
    fn finish(self: Box<Self>) -> io::Result<File>;
}
