//! SQLite: one file, one writer, readers beside it (WAL).

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use kernel::{Code, Error};
use sqlx::{
    ConnectOptions as _, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use tokio::sync::oneshot;

use crate::{
    db::{Conn, Query, failed},
    pulse,
    value::Value,
};

/// Readers beside the one writer.
const READERS: u32 = 4;

/// The file behind a `sqlite:` address.
pub(crate) fn path_of(url: &str) -> PathBuf {
    let rest = url.strip_prefix("sqlite:").unwrap_or(url);
    PathBuf::from(rest.strip_prefix("//").unwrap_or(rest))
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        // What was acknowledged survives a power loss.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(400)
        .pragma("cache_size", "-65536")
        .pragma("temp_store", "memory")
        // The log begins anew after 250 MiB. Until then commits only add to it, while
        // `copy_back` copies beside them.
        .pragma("wal_autocheckpoint", "64000")
        // What was erased is overwritten, not only forgotten.
        .pragma("secure_delete", "on")
}

/// Takes the lock file beside the database for as long as the file is open:
/// a second program must not write the same chain.
pub(crate) fn lock(path: &Path) -> Result<File, Error> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let refuse = |code, detail: String| Error::new(code).arg("path", path.display()).caused_by(detail);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(PathBuf::from(name))
        .map_err(|error| refuse(Code::StoreUnavailable, error.to_string()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(refuse(Code::DatabaseLocked, "held by another program".into())),
        Err(TryLockError::Error(error)) => Err(refuse(Code::StoreUnavailable, error.to_string())),
    }
}

/// The connection that writes.
pub(crate) async fn writer(path: &Path) -> Result<Conn, Error> {
    Ok(Conn::Sqlite(options(path).create_if_missing(true).connect().await.map_err(failed)?))
}

/// How long commits gather before they are copied back into the file: a page that
/// changes often is copied once for many of them.
const GATHER: Duration = Duration::from_millis(200);

/// Copies back, beside the writer, what it has committed: a moment after a
/// commit, over and over, until `over` resolves. The writer still does it
/// itself when its log has grown large, but finds little left to do, so that
/// no commit waits for a long copy.
pub(crate) async fn copy_back(path: PathBuf, done: Arc<pulse::Work>, mut over: oneshot::Receiver<()>) {
    // The writer copies back itself what nobody has copied beside it.
    let failed = |error: Error| tracing::warn!(%error, "nothing was copied back beside the writer");
    let options = options(&path).pragma("wal_autocheckpoint", "0");
    let mut conn = match options.connect().await {
        Ok(conn) => Conn::Sqlite(conn),
        Err(error) => return failed(self::failed(error)),
    };
    let gathered = async || {
        done.committed().await;
        tokio::time::sleep(GATHER).await;
    };
    while tokio::select! { () = gathered() => true, _ = &mut over => false } {
        // A reader or the writer may have been in its way; the rest follows the next time.
        if let Err(error) = conn.fetch(Query::new("PRAGMA wal_checkpoint(PASSIVE)")).await {
            failed(error);
        }
    }
    conn.close().await;
}

/// A connection that reads beside whoever writes the file.
///
/// # Errors
/// `record.not_found` when there is no file.
pub(crate) async fn onlooker(path: &Path) -> Result<Conn, Error> {
    if !path.exists() {
        return Err(Error::new(Code::NotFound).arg("kind", "installation").arg("id", path.display()));
    }
    Ok(Conn::Sqlite(options(path).read_only(true).connect().await.map_err(failed)?))
}

/// The connections that read.
pub(crate) async fn readers(path: &Path) -> Result<SqlitePool, Error> {
    SqlitePoolOptions::new()
        .max_connections(READERS)
        .connect_with(options(path).read_only(true))
        .await
        .map_err(failed)
}

/// Lists `table, column, type, nullable, place in key` of every table.
pub(crate) const SCHEMA: &str = "SELECT m.name, c.name, lower(c.type), \
     CASE WHEN c.\"notnull\" = 0 AND c.pk = 0 THEN 'null' ELSE 'not null' END \
     FROM sqlite_master m JOIN pragma_table_info(m.name) c \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid";

/// The library's version and the bytes of the file.
pub(crate) const ABOUT: &str =
    "SELECT sqlite_version(), page_count * page_size FROM pragma_page_count(), pragma_page_size()";

/// Splits rows into `VALUES` lists of few different lengths, so that each
/// statement is prepared once and used again.
pub(crate) fn sources(rows: Vec<Vec<Value>>, width: usize) -> Vec<(String, Vec<Value>)> {
    let tuple = format!("({})", vec!["?"; width].join(", "));
    let mut left = rows.len();
    let mut rows = rows.into_iter();
    let mut sources = Vec::new();
    while left > 0 {
        let size = [128, 32, 8, 2].into_iter().find(|n| *n <= left).unwrap_or(1);
        left -= size;
        let mut values = Vec::with_capacity(size * width);
        values.extend(rows.by_ref().take(size).flatten());
        sources.push((format!("VALUES {}", vec![tuple.as_str(); size].join(", ")), values));
    }
    sources
}
