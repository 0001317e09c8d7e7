//! What differs between the databases, and nowhere else: how to connect, who
//! may write, bulk loading, the shape of the schema.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use kernel::Error;

use crate::db::{Conn, Query};

/// Whether other processes may write beside this one. Beside SQLite's file
/// lies a lock that only one of them has.
pub(crate) const fn is_shared(conn: &Conn) -> bool {
    conn.is_postgres()
}

/// Has the database for a rebuild alone.
///
/// # Errors
/// `store.locked` while another store is open.
pub(crate) async fn exclude(conn: &mut Conn) -> Result<(), Error> {
    if is_shared(conn) { postgres::exclude(conn).await } else { Ok(()) }
}

/// Gives back at once what a connection holds against other processes: the
/// server notices the end of a connection only a moment later.
pub(crate) async fn leave(conn: &mut Conn) {
    // When it fails, the end of the connection does the same.
    if is_shared(conn)
        && let Err(error) = conn.batch("SELECT pg_advisory_unlock_all()").await
    {
        tracing::debug!(%error, "the locks go with the connection");
    }
}

/// Lets others in again.
pub(crate) async fn include(conn: &mut Conn) -> Result<(), Error> {
    if is_shared(conn) { postgres::include(conn).await } else { Ok(()) }
}

/// Begins a transaction that sees one moment and writes nothing.
pub(crate) const fn begin_snapshot(conn: &Conn) -> &'static str {
    if conn.is_postgres() { "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY" } else { "BEGIN" }
}

/// The question for `table, column, type, nullable` of every table.
pub(crate) const fn schema_query(conn: &Conn) -> &'static str {
    if conn.is_postgres() { postgres::SCHEMA } else { sqlite::SCHEMA }
}

/// After much was loaded: PostgreSQL plans by its statistics, SQLite has none.
pub(crate) async fn after_loading(conn: &mut Conn) -> Result<(), Error> {
    if conn.is_postgres() { conn.batch("ANALYZE").await } else { Ok(()) }
}

/// Engine, its version, the bytes of the database, and the settings of the
/// server that decide whether a commit survives.
pub(crate) async fn describe(conn: &mut Conn) -> Result<(String, String, i64, Vec<(String, String)>), Error> {
    let shared = is_shared(conn);
    let about = if shared { postgres::ABOUT } else { sqlite::ABOUT };
    let rows = conn.fetch(Query::new(about)).await?;
    let (version, bytes) = match rows.first() {
        Some(row) => (row.cell(0)?, row.cell(1)?),
        None => (String::new(), 0),
    };
    let mut settings = Vec::new();
    if shared {
        for row in conn.fetch(Query::new(postgres::SETTINGS)).await? {
            settings.push((row.cell(0)?, row.cell(1)?));
        }
    }
    Ok((if shared { "postgres" } else { "sqlite" }.to_owned(), version, bytes, settings))
}
