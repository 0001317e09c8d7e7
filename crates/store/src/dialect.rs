//! What differs between the databases, and nowhere else: how to connect, who
//! may write, bulk loading, the shape of the schema.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use kernel::Error;

use crate::db::Conn;

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
