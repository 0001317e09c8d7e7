//! PostgreSQL: several processes may write, each its own chain.

use jiff_sqlx::ToSqlx as _;
use kernel::{Code, Error, PersonId, derived_uuid};
use sqlx::{
    ConnectOptions as _, PgPool, Postgres,
    postgres::{PgArguments, PgConnectOptions, PgPoolOptions},
    query::Query as SqlxQuery,
};
use uuid::Uuid;

use crate::{
    db::{Conn, Query, failed},
    value::{Type, Value},
};

/// Readers beside the writer.
const READERS: u32 = 5;

fn options(url: &str) -> Result<PgConnectOptions, Error> {
    let options: PgConnectOptions = url.parse().map_err(failed)?;
    // A plan made while a table was still empty would stay when it no longer is.
    let options = options.options([("plan_cache_mode", "force_custom_plan")]);
    Ok(options.application_name("fenghuo").statement_cache_capacity(400))
}

/// The connection that writes.
pub(crate) async fn writer(url: &str) -> Result<Conn, Error> {
    let mut conn = Conn::Postgres(options(url)?.connect().await.map_err(failed)?);
    // A commit is acknowledged when it is on the disk, whatever the server's default.
    conn.batch("SET synchronous_commit = on").await?;
    Ok(conn)
}

/// The connections that read.
pub(crate) async fn readers(url: &str) -> Result<PgPool, Error> {
    PgPoolOptions::new().max_connections(READERS).connect_with(options(url)?).await.map_err(failed)
}

/// The chain this process writes: the node's own, or the first derived one
/// that no other process holds. The lock lasts as long as the connection.
pub(crate) async fn claim_writer(conn: &mut Conn, node: Uuid) -> Result<Uuid, Error> {
    for n in 0..64u32 {
        let writer =
            if n == 0 { node } else { derived_uuid(&["writer", &node.simple().to_string(), &n.to_string()]) };
        let mut key = [0u8; 8];
        key.copy_from_slice(&writer.as_bytes()[8..]);
        let mut query = Query::new("SELECT pg_try_advisory_lock(");
        query.bind(i64::from_be_bytes(key)).push(")");
        let rows = conn.fetch(query).await?;
        if rows.first().map(|row| row.cell::<bool>(0)).transpose()?.unwrap_or(false) {
            return Ok(writer);
        }
    }
    Err(Error::new(Code::DatabaseLocked).arg("path", "postgres").caused_by("64 writers hold a chain"))
}

/// The lock that every open store shares and a rebuild has for itself.
const AT_WORK: i64 = 0x6665_6e67_6875_6f31;
/// The first number of the locks of persons; the second follows from the id.
const PERSONS: i32 = 0x7065_7273;

/// Says that a store is at work on this database, as long as the connection lasts.
///
/// # Errors
/// `store.locked` while another process rebuilds the tables.
pub(crate) async fn share(conn: &mut Conn) -> Result<(), Error> {
    granted(conn, "SELECT pg_try_advisory_lock_shared(", "a rebuild is running").await
}

/// Has the database for a rebuild alone.
///
/// # Errors
/// `store.locked` while another store is open.
pub(crate) async fn exclude(conn: &mut Conn) -> Result<(), Error> {
    granted(conn, "SELECT pg_try_advisory_lock(", "another process is at work").await
}

/// Lets others in again.
pub(crate) async fn include(conn: &mut Conn) -> Result<(), Error> {
    let mut query = Query::new("SELECT pg_advisory_unlock(");
    query.bind(AT_WORK).push(")");
    conn.fetch(query).await.map(drop)
}

async fn granted(conn: &mut Conn, call: &str, otherwise: &str) -> Result<(), Error> {
    let mut query = Query::new(call);
    query.bind(AT_WORK).push(")");
    let rows = conn.fetch(query).await?;
    if rows.first().map(|row| row.cell::<bool>(0)).transpose()?.unwrap_or(false) {
        return Ok(());
    }
    Err(Error::new(Code::DatabaseLocked).arg("path", "postgres").caused_by(otherwise))
}

/// Waits until these persons are ours until the end of the transaction, in the
/// order that everybody keeps.
pub(crate) async fn lock_people(conn: &mut Conn, people: &[PersonId]) -> Result<(), Error> {
    let call = format!("SELECT pg_advisory_xact_lock({PERSONS}, k::int4)");
    conn.fetch(over_people(&call, people)).await.map(drop)
}

/// The same without waiting; false when somebody else holds one of them.
pub(crate) async fn try_lock_people(conn: &mut Conn, people: &[PersonId]) -> Result<bool, Error> {
    let call = format!("SELECT bool_and(pg_try_advisory_xact_lock({PERSONS}, k::int4))");
    let rows = conn.fetch(over_people(&call, people)).await?;
    Ok(rows.first().map(|row| row.cell::<bool>(0)).transpose()?.unwrap_or(false))
}

fn over_people(call: &str, people: &[PersonId]) -> Query {
    // The random end of the id; two persons of one number only wait for one another.
    let key = |person: &PersonId| {
        let bytes = person.0.as_bytes();
        i64::from(i32::from_be_bytes([bytes[12], bytes[13], bytes[14], bytes[15]]))
    };
    let mut keys: Vec<i64> = people.iter().map(key).collect();
    keys.sort_unstable();
    // A few fixed lengths, so that the statement is prepared once.
    let length = [1, 4, 16, 64, 256, 1024].into_iter().find(|n| *n >= keys.len()).unwrap_or(keys.len());
    keys.resize(length, keys.last().copied().unwrap_or_default());
    let mut query = Query::new(format!("{call} FROM (VALUES "));
    for (i, key) in keys.into_iter().enumerate() {
        query.push(if i > 0 { ", (" } else { "(" }).bind(key).push(")");
    }
    query.push(") AS wanted(k)");
    query
}

/// Rows for one statement: an array for each column, however many rows.
pub(crate) fn sources(rows: Vec<Vec<Value>>, width: usize) -> Vec<(String, Vec<Vec<Value>>)> {
    let places: Vec<String> = (1..=width).map(|n| format!("${n}")).collect();
    let source = format!("SELECT * FROM unnest({})", places.join(", "));
    let mut rows = rows.into_iter().peekable();
    let mut sources = Vec::new();
    while rows.peek().is_some() {
        let mut columns = vec![Vec::new(); width];
        for row in rows.by_ref().take(4096) {
            for (column, value) in columns.iter_mut().zip(row) {
                column.push(value);
            }
        }
        sources.push((source.clone(), columns));
    }
    sources
}

/// Binds a column of values as an array of their type.
pub(crate) fn bind_array(
    query: SqlxQuery<'_, Postgres, PgArguments>,
    column: Vec<Value>,
) -> Result<SqlxQuery<'_, Postgres, PgArguments>, Error> {
    macro_rules! array {
        ($ty:ty, $($pattern:pat => $make:expr),+) => {{
            let mut array: Vec<Option<$ty>> = Vec::with_capacity(column.len());
            for value in column {
                array.push(match value {
                    $($pattern => Some($make),)+
                    Value::Null(_) => None,
                    _ => return Err(Error::new(Code::Internal).caused_by("a column of two types")),
                });
            }
            query.bind(array)
        }};
    }
    Ok(match column.first().map_or(Type::Int, Value::kind) {
        Type::Int => array!(i64, Value::Int(v) => v),
        Type::Text => array!(String, Value::Text(v) => v),
        Type::Bytes => array!(Vec<u8>, Value::Bytes(v) => v),
        Type::Uuid => array!(Uuid, Value::Uuid(v) => v),
        Type::Bool => array!(bool, Value::Bool(v) => v),
        Type::Date => array!(jiff_sqlx::Date, Value::Date(v) => v.to_sqlx()),
        Type::Real => array!(f64, Value::Real(v) => v),
    })
}

/// Loads rows by `COPY`, the fastest way in.
pub(crate) async fn copy(
    conn: &mut Conn,
    table: &str,
    columns: &[&str],
    rows: &[Vec<Value>],
) -> Result<u64, Error> {
    let inner = match conn {
        Conn::Postgres(c) => c,
        Conn::PooledPostgres(c) => &mut **c,
        Conn::Sqlite(_) | Conn::PooledSqlite(_) => return Err(Error::new(Code::Internal)),
    };
    let sql = format!("COPY {table} ({}) FROM STDIN", columns.join(", "));
    let mut copy = inner.copy_in_raw(&sql).await.map_err(failed)?;
    let mut text = String::with_capacity(1 << 20);
    for row in rows {
        for (i, value) in row.iter().enumerate() {
            if i > 0 {
                text.push('\t');
            }
            push_copy(&mut text, value);
        }
        text.push('\n');
        if text.len() > (1 << 20) - 4096 {
            copy.send(text.as_bytes()).await.map_err(failed)?;
            text.clear();
        }
    }
    copy.send(text.as_bytes()).await.map_err(failed)?;
    copy.finish().await.map_err(failed)
}

/// One value in the text form of `COPY`.
fn push_copy(out: &mut String, value: &Value) {
    use std::fmt::Write as _;
    // Writing to a String cannot fail.
    let _ = match value {
        Value::Int(v) => write!(out, "{v}"),
        Value::Uuid(v) => write!(out, "{v}"),
        Value::Bool(v) => out.write_str(if *v { "t" } else { "f" }),
        Value::Date(v) => write!(out, "{v}"),
        Value::Real(v) => write!(out, "{v}"),
        Value::Null(_) => out.write_str("\\N"),
        Value::Bytes(v) => {
            out.push_str("\\\\x");
            v.iter().try_for_each(|b| write!(out, "{b:02x}"))
        }
        Value::Text(v) => {
            for ch in v.chars() {
                match ch {
                    '\\' => out.push_str("\\\\"),
                    '\t' => out.push_str("\\t"),
                    '\n' => out.push_str("\\n"),
                    '\r' => out.push_str("\\r"),
                    other => out.push(other),
                }
            }
            Ok(())
        }
    };
}

/// Lists `table, column, type, nullable` of every table.
pub(crate) const SCHEMA: &str = "SELECT table_name::text, column_name::text, data_type::text, \
     CASE is_nullable WHEN 'YES' THEN 'null' ELSE 'not null' END \
     FROM information_schema.columns WHERE table_schema = current_schema() \
     ORDER BY table_name, ordinal_position";

/// The server's version and the bytes of the database.
pub(crate) const ABOUT: &str =
    "SELECT current_setting('server_version'), pg_database_size(current_database())";

/// What decides whether a commit survives a power loss. `synchronous_commit`
/// is set by ourselves on every connection that writes.
pub(crate) const SETTINGS: &str = "SELECT name::text, setting::text FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') ORDER BY name";
