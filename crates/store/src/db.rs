//! One connection to either database: SQL text with `$1` places, values in,
//! rows out. This is the only module that runs SQL that it did not write.

use jiff_sqlx::ToSqlx as _;
use kernel::{Code, Error};
use sqlx::{
    AssertSqlSafe, Connection as _, Postgres, Row as _, Sqlite,
    pool::PoolConnection,
    postgres::{PgArguments, PgRow},
    query::Query as SqlxQuery,
    sqlite::{SqliteArguments, SqliteRow},
};

use crate::{
    dialect::{postgres, sqlite},
    table::{Record, TableSpec},
    value::{Type, Value},
};

/// A connection of our own.
pub(crate) enum Conn {
    Sqlite(sqlx::SqliteConnection),
    Postgres(sqlx::PgConnection),
    PooledSqlite(PoolConnection<Sqlite>),
    PooledPostgres(PoolConnection<Postgres>),
}

/// One row of an answer.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// SQL text that grows together with its values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
}

impl Query {
    pub(crate) fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), values: Vec::new() }
    }
    /// `SELECT` of every column of a record, ready for its `WHERE`.
    pub(crate) fn select<R: Record>() -> Self {
        Self::new(format!("SELECT {} FROM {}", R::TABLE.select_list(), R::TABLE.name))
    }
    pub(crate) fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }
    /// Appends the next place and keeps its value.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.sql.push('$');
        self.sql.push_str(&self.values.len().to_string());
        self
    }
    /// Takes back what was appended since a length of text and of values.
    pub(crate) fn cut(&mut self, (text, values): (usize, usize)) {
        self.sql.truncate(text);
        self.values.truncate(values);
    }
    /// Appends `column IN (…)`; false for an empty list. The list is filled up
    /// to a few fixed lengths, so that the statement is prepared once.
    pub(crate) fn bind_in<V: Into<Value>>(
        &mut self,
        column: &str,
        values: impl IntoIterator<Item = V>,
    ) -> &mut Self {
        let mut values: Vec<Value> = values.into_iter().map(Into::into).collect();
        let Some(last) = values.last().cloned() else { return self.push("1 = 0") };
        let length = [1, 4, 16, 64, 256, 1024].into_iter().find(|n| *n >= values.len());
        values.resize(length.unwrap_or(values.len()), last);
        self.push(column).push(" IN (");
        for (i, value) in values.into_iter().enumerate() {
            if i > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self.push(")")
    }
}

/// Says what a failure of the database means to us.
pub(crate) fn failed(error: sqlx::Error) -> Error {
    let code = match &error {
        sqlx::Error::Database(inner) => match inner.code().as_deref() {
            // SQLITE_FULL, and disk_full of PostgreSQL.
            Some("13" | "53100") => Code::DiskFull,
            // SQLITE_BUSY and SQLITE_LOCKED with their extended forms.
            Some("5" | "6" | "261" | "517") => Code::DatabaseLocked,
            // Serialization failure and deadlock: true when read, no longer true.
            Some("40001" | "40P01") => Code::EditConflict,
            _ if inner.is_unique_violation() => Code::EditConflict,
            _ if inner.constraint().is_some() || inner.is_check_violation() => Code::StoreInconsistent,
            // SQLITE_IOERR, and PostgreSQL's connection, resource and operator classes.
            Some(code)
                if code == "10" || ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class)) =>
            {
                Code::StoreUnavailable
            }
            _ => Code::Internal,
        },
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Code::StoreInconsistent,
        _ => Code::StoreUnavailable,
    };
    let made = Error::new(code).caused_by(&error);
    match code {
        Code::EditConflict => made.arg("kind", "record").arg("id", "").arg("fields", "version"),
        Code::DatabaseLocked => made.arg("path", ""),
        Code::StoreInconsistent => made.arg("detail", "a row does not fit its table"),
        _ => made,
    }
}

/// The same text with `?` places. SQLite looks every named place up in a list,
/// which takes quadratic time for the thousands of places of a bulk insert;
/// [`Query::bind`] numbers them in the order in which they stand.
fn without_names(sql: &str) -> String {
    let mut plain = String::with_capacity(sql.len());
    let mut parts = sql.split('$');
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        plain.push('?');
        plain.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    plain
}

fn bind_sqlite<'q>(sql: &str, values: Vec<Value>) -> SqlxQuery<'q, Sqlite, SqliteArguments> {
    let mut query = sqlx::query::<Sqlite>(AssertSqlSafe(without_names(sql)));
    for value in values {
        query = match value {
            Value::Int(v) => query.bind(v),
            Value::Text(v) => query.bind(v),
            Value::Bytes(v) => query.bind(v),
            Value::Uuid(v) => query.bind(v),
            Value::Bool(v) => query.bind(i64::from(v)),
            Value::Date(v) => query.bind(v.to_string()),
            Value::Real(v) => query.bind(v),
            Value::Null(_) => query.bind(None::<i64>),
        };
    }
    query
}

fn bind_postgres<'q>(sql: String, values: Vec<Value>) -> SqlxQuery<'q, Postgres, PgArguments> {
    let mut query = sqlx::query::<Postgres>(AssertSqlSafe(sql));
    for value in values {
        query = match value {
            Value::Int(v) => query.bind(v),
            Value::Text(v) => query.bind(v),
            Value::Bytes(v) => query.bind(v),
            Value::Uuid(v) => query.bind(v),
            Value::Bool(v) => query.bind(v),
            Value::Date(v) => query.bind(v.to_sqlx()),
            Value::Real(v) => query.bind(v),
            Value::Null(Type::Int) => query.bind(None::<i64>),
            Value::Null(Type::Text) => query.bind(None::<String>),
            Value::Null(Type::Bytes) => query.bind(None::<Vec<u8>>),
            Value::Null(Type::Uuid) => query.bind(None::<uuid::Uuid>),
            Value::Null(Type::Bool) => query.bind(None::<bool>),
            Value::Null(Type::Date) => query.bind(None::<jiff_sqlx::Date>),
            Value::Null(Type::Real) => query.bind(None::<f64>),
        };
    }
    query
}

/// Runs the same expression on whichever connection it is.
macro_rules! on_conn {
    ($conn:expr, $sql:expr, $values:expr, |$query:ident, $c:ident, $wrap:ident| $body:expr) => {
        match $conn {
            Conn::Sqlite(inner) => {
                let ($query, $c) = (bind_sqlite(&$sql, $values), inner);
                #[allow(unused_macros)]
                macro_rules! $wrap {
                    ($row:expr) => {
                        Row::Sqlite($row)
                    };
                }
                $body
            }
            Conn::PooledSqlite(inner) => {
                let ($query, $c) = (bind_sqlite(&$sql, $values), &mut **inner);
                #[allow(unused_macros)]
                macro_rules! $wrap {
                    ($row:expr) => {
                        Row::Sqlite($row)
                    };
                }
                $body
            }
            Conn::Postgres(inner) => {
                let ($query, $c) = (bind_postgres($sql, $values), inner);
                #[allow(unused_macros)]
                macro_rules! $wrap {
                    ($row:expr) => {
                        Row::Postgres($row)
                    };
                }
                $body
            }
            Conn::PooledPostgres(inner) => {
                let ($query, $c) = (bind_postgres($sql, $values), &mut **inner);
                #[allow(unused_macros)]
                macro_rules! $wrap {
                    ($row:expr) => {
                        Row::Postgres($row)
                    };
                }
                $body
            }
        }
    };
}

impl Conn {
    pub(crate) const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_) | Self::PooledPostgres(_))
    }

    /// Every row of an answer.
    pub(crate) async fn fetch(&mut self, query: Query) -> Result<Vec<Row>, Error> {
        on_conn!(self, query.sql, query.values, |q, c, wrap| {
            let rows = q.fetch_all(c).await.map_err(failed)?;
            Ok(rows.into_iter().map(|row| wrap!(row)).collect())
        })
    }

    /// Every row of an answer, as records.
    pub(crate) async fn records<R: Record>(&mut self, query: Query) -> Result<Vec<R>, Error> {
        self.fetch(query).await?.iter().map(Row::record).collect()
    }

    /// Runs a statement; says how many rows it changed.
    pub(crate) async fn execute(&mut self, query: Query) -> Result<u64, Error> {
        on_conn!(self, query.sql, query.values, |q, c, _wrap| {
            Ok(q.execute(c).await.map_err(failed)?.rows_affected())
        })
    }

    /// Runs statements without values or answers, several in one text.
    pub(crate) async fn batch(&mut self, sql: &str) -> Result<(), Error> {
        let text = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(c) => sqlx::raw_sql(text).execute(c).await.map(drop),
            Self::PooledSqlite(c) => sqlx::raw_sql(text).execute(&mut **c).await.map(drop),
            Self::Postgres(c) => sqlx::raw_sql(text).execute(c).await.map(drop),
            Self::PooledPostgres(c) => sqlx::raw_sql(text).execute(&mut **c).await.map(drop),
        }
        .map_err(failed)
    }

    /// Begins a transaction that may write. On SQLite it takes the write lock
    /// at once: an upgrade from reading fails without waiting.
    pub(crate) async fn begin(&mut self) -> Result<(), Error> {
        self.batch(if self.is_postgres() { "BEGIN" } else { "BEGIN IMMEDIATE" }).await
    }

    /// Inserts rows in few statements.
    pub(crate) async fn insert_many(
        &mut self,
        table: &'static TableSpec,
        rows: Vec<Vec<Value>>,
    ) -> Result<u64, Error> {
        let width = table.columns.len();
        self.many(rows, width, |source| table.insert_sql(source)).await
    }

    /// Brings rows into a table by the fastest way there is; every key must be new.
    pub(crate) async fn load(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: Vec<Vec<Value>>,
    ) -> Result<u64, Error> {
        if self.is_postgres() {
            return postgres::copy(self, table, columns, &rows).await;
        }
        let columns_text = columns.join(", ");
        self.many(rows, columns.len(), |source| format!("INSERT INTO {table} ({columns_text}) {source}"))
            .await
    }

    /// Runs `WITH change(columns) AS (rows) statement` in few statements.
    pub(crate) async fn update_many(
        &mut self,
        columns: &'static str,
        statement: &'static str,
        rows: Vec<Vec<Value>>,
    ) -> Result<u64, Error> {
        let width = rows.first().map_or(0, Vec::len);
        self.many(rows, width, |source| format!("WITH change({columns}) AS ({source}) {statement}")).await
    }

    /// The same for an update that returns something of each row it changes.
    pub(crate) async fn update_returning(
        &mut self,
        columns: &str,
        statement: &str,
        rows: Vec<Vec<Value>>,
    ) -> Result<Vec<Row>, Error> {
        let width = rows.first().map_or(0, Vec::len);
        self.many_returning(rows, width, |source| format!("WITH change({columns}) AS ({source}) {statement}"))
            .await
    }

    /// Inserts rows; returns a column of those that were new.
    pub(crate) async fn insert_returning(
        &mut self,
        table: &'static TableSpec,
        column: &str,
        rows: Vec<Vec<Value>>,
    ) -> Result<Vec<Row>, Error> {
        let width = table.columns.len();
        self.many_returning(rows, width, |source| format!("{} RETURNING {column}", table.insert_sql(source)))
            .await
    }

    /// Adds numbers to the rows with the same keys; what is not there begins with them.
    pub(crate) async fn add_many(
        &mut self,
        table: &'static TableSpec,
        numbers: &[&str],
        rows: Vec<Vec<Value>>,
    ) -> Result<u64, Error> {
        let columns: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
        let sums: Vec<String> =
            numbers.iter().map(|of| format!("{of} = {}.{of} + excluded.{of}", table.name)).collect();
        let (columns, key, sums) = (columns.join(", "), table.key.join(", "), sums.join(", "));
        self.many(rows, table.columns.len(), |source| {
            format!(
                "INSERT INTO {} ({columns}) {source} ON CONFLICT ({key}) DO UPDATE SET {sums}",
                table.name
            )
        })
        .await
    }

    async fn many_returning(
        &mut self,
        rows: Vec<Vec<Value>>,
        width: usize,
        sql: impl Fn(&str) -> String,
    ) -> Result<Vec<Row>, Error> {
        let mut returned = Vec::new();
        match self {
            Self::Sqlite(inner) => {
                for (source, values) in sqlite::sources(rows, width) {
                    let query = bind_sqlite(&sql(&source), values);
                    let rows = query.fetch_all(&mut *inner).await.map_err(failed)?;
                    returned.extend(rows.into_iter().map(Row::Sqlite));
                }
            }
            Self::Postgres(inner) => {
                for (source, columns) in postgres::sources(rows, width) {
                    let mut query = sqlx::query::<Postgres>(AssertSqlSafe(sql(&source)));
                    for column in columns {
                        query = postgres::bind_array(query, column)?;
                    }
                    let rows = query.fetch_all(&mut *inner).await.map_err(failed)?;
                    returned.extend(rows.into_iter().map(Row::Postgres));
                }
            }
            // Readers have no business here.
            Self::PooledSqlite(_) | Self::PooledPostgres(_) => return Err(Error::new(Code::Internal)),
        }
        Ok(returned)
    }

    async fn many(
        &mut self,
        rows: Vec<Vec<Value>>,
        width: usize,
        sql: impl Fn(&str) -> String,
    ) -> Result<u64, Error> {
        let mut changed = 0;
        match self {
            Self::Sqlite(inner) => {
                for (source, values) in sqlite::sources(rows, width) {
                    let query = bind_sqlite(&sql(&source), values);
                    changed += query.execute(&mut *inner).await.map_err(failed)?.rows_affected();
                }
            }
            Self::Postgres(inner) => {
                for (source, columns) in postgres::sources(rows, width) {
                    let mut query = sqlx::query::<Postgres>(AssertSqlSafe(sql(&source)));
                    for column in columns {
                        query = postgres::bind_array(query, column)?;
                    }
                    changed += query.execute(&mut *inner).await.map_err(failed)?.rows_affected();
                }
            }
            // Readers have no business here.
            Self::PooledSqlite(_) | Self::PooledPostgres(_) => return Err(Error::new(Code::Internal)),
        }
        Ok(changed)
    }

    /// Ends a connection that is ours alone.
    pub(crate) async fn close(self) {
        let closed = match self {
            Self::Sqlite(c) => c.close().await,
            Self::Postgres(c) => c.close().await,
            Self::PooledSqlite(_) | Self::PooledPostgres(_) => Ok(()),
        };
        if let Err(error) = closed {
            tracing::warn!(%error, "closing a database connection failed");
        }
    }
}

impl Row {
    /// The value in a column, read as the wanted type.
    pub(crate) fn value(&self, at: usize, kind: Type) -> Result<Value, Error> {
        macro_rules! get {
            ($row:expr, $ty:ty, $make:expr) => {
                $row.try_get::<Option<$ty>, _>(at).map_err(failed)?.map($make)
            };
        }
        let value = match self {
            Self::Sqlite(row) => match kind {
                Type::Int => get!(row, i64, Value::Int),
                Type::Text => get!(row, String, Value::Text),
                Type::Bytes => get!(row, Vec<u8>, Value::Bytes),
                Type::Uuid => get!(row, uuid::Uuid, Value::Uuid),
                Type::Bool => get!(row, i64, |v| Value::Bool(v != 0)),
                Type::Date => match get!(row, String, |v| v) {
                    Some(text) => Some(Value::Date(kernel::parse_date(&text)?)),
                    None => None,
                },
                Type::Real => get!(row, f64, Value::Real),
            },
            Self::Postgres(row) => match kind {
                Type::Int => get!(row, i64, Value::Int),
                Type::Text => get!(row, String, Value::Text),
                Type::Bytes => get!(row, Vec<u8>, Value::Bytes),
                Type::Uuid => get!(row, uuid::Uuid, Value::Uuid),
                Type::Bool => get!(row, bool, Value::Bool),
                Type::Date => get!(row, jiff_sqlx::Date, |v| Value::Date(v.to_jiff())),
                Type::Real => get!(row, f64, Value::Real),
            },
        };
        Ok(value.unwrap_or(Value::Null(kind)))
    }

    /// The values of a whole row; the query selected [`TableSpec::select_list`].
    pub(crate) fn values(&self, table: &'static TableSpec) -> Result<Vec<Value>, Error> {
        table.columns.iter().enumerate().map(|(i, c)| self.value(i, c.kind)).collect()
    }

    /// A whole record; the query selected [`TableSpec::select_list`].
    pub(crate) fn record<R: Record>(&self) -> Result<R, Error> {
        R::from_values(self.values(R::TABLE)?)
    }

    /// One cell as a field.
    pub(crate) fn cell<T: crate::value::Cell>(&self, at: usize) -> Result<T, Error> {
        T::from_value(self.value(at, T::TYPE)?)
    }
}
