//! Brings a database to this program's version. One version list for both
//! databases; a migration that has run is never edited.

use kernel::{Code, Error, Timestamp};
use sha2::{Digest as _, Sha256};

use crate::audit;
use crate::boards;
use crate::db::{Conn, Query};

/// One step: version, name, text for SQLite, text for PostgreSQL.
struct Migration {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($version:literal $name:literal),+ $(,)?) => {
        &[$(Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),+]
    };
}

const MIGRATIONS: &[Migration] = migrations![1 "0001_base", 3 "0003_access", 4 "0004_law", 5 "0005_jobs", 8 "0008_imports", 15 "0015_case_numbers", 16 "0016_people", 17 "0017_areas", 18 "0018_audit", 19 "0019_reach", 20 "0020_sign_in", 21 "0021_boards", 22 "0022_notices", 23 "0023_views", 24 "0024_presence", 25 "0025_shared_views", 26 "0026_open_duties", 27 "0027_affairs"];

/// The migration that gives the audit its chains; no database computes their hashes.
const AUDIT: i64 = 18;

/// The migration that gives cases the columns that boards count by.
const BOARDS: i64 = 21;

/// The version of the schema that this program writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS[MIGRATIONS.len() - 1].version;

const LIST: &str = "CREATE TABLE IF NOT EXISTS schema_version \
    (version BIGINT PRIMARY KEY NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";

const LIST_SQLITE: &str = "CREATE TABLE IF NOT EXISTS schema_version \
    (version INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT";

fn checksum(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Runs what is missing, all in one transaction.
///
/// # Errors
/// `store.newer_version` for a database that a later program made,
/// `store.inconsistent` when a migration differs from the one that ran.
pub(crate) async fn run(conn: &mut Conn, now: Timestamp) -> Result<(), Error> {
    conn.begin().await?;
    let outcome = run_to(conn, SCHEMA_VERSION, now).await;
    match outcome {
        Ok(()) => conn.batch("COMMIT").await,
        Err(error) => {
            // The first error is the one to tell; a failed rollback ends with the connection.
            let _ = conn.batch("ROLLBACK").await;
            Err(error)
        }
    }
}

/// Runs what is missing up to a version, in the transaction that is open.
pub(crate) async fn run_to(conn: &mut Conn, version: i64, now: Timestamp) -> Result<(), Error> {
    if conn.is_postgres() {
        // Several processes may start at once; the second waits here.
        conn.batch("SELECT pg_advisory_xact_lock(7305421)").await?;
    }
    conn.batch(if conn.is_postgres() { LIST } else { LIST_SQLITE }).await?;
    let rows =
        conn.fetch(Query::new("SELECT version, checksum FROM schema_version ORDER BY version")).await?;
    let mut done = Vec::with_capacity(rows.len());
    for row in &rows {
        done.push((row.cell::<i64>(0)?, row.cell::<String>(1)?));
    }
    refuse_newer(conn).await?;
    for migration in MIGRATIONS.iter().filter(|migration| migration.version <= version) {
        let text = if conn.is_postgres() { migration.postgres } else { migration.sqlite };
        let sum = checksum(text);
        match done.iter().find(|(version, _)| *version == migration.version) {
            Some((_, ran)) if *ran == sum => {}
            Some(_) => {
                return Err(Error::new(Code::StoreInconsistent)
                    .arg("detail", format!("migration {} differs from the one that ran", migration.name)));
            }
            None => {
                conn.batch(text).await?;
                if migration.version == AUDIT {
                    audit::seal(conn).await?;
                }
                if migration.version == BOARDS {
                    boards::fill(conn).await?;
                }
                let mut query =
                    Query::new("INSERT INTO schema_version (version, name, checksum, applied_at) VALUES (");
                query.bind(migration.version).push(", ").bind(migration.name).push(", ");
                query.bind(sum).push(", ").bind(now).push(")");
                conn.execute(query).await?;
            }
        }
    }
    Ok(())
}

/// Refuses a database that a later program made.
///
/// # Errors
/// `store.newer_version`.
pub(crate) async fn refuse_newer(conn: &mut Conn) -> Result<(), Error> {
    let rows = conn.fetch(Query::new("SELECT max(version) FROM schema_version")).await?;
    let newest: Option<i64> = rows.first().map_or(Ok(None), |row| row.cell(0))?;
    match newest.filter(|version| *version > SCHEMA_VERSION) {
        Some(newest) => {
            Err(Error::new(Code::DatabaseNewer).arg("database", newest).arg("program", SCHEMA_VERSION))
        }
        None => Ok(()),
    }
}
