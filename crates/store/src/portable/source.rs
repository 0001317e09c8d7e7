//! Rows out of a database: one snapshot, table by table, in the order of keys.

use std::collections::BTreeMap;

use kernel::{Code, Error, Timestamp};
use uuid::Uuid;

use super::{BACKUP_FORMAT, Header, RESTORING, Section, Shape, Tally, values};
use crate::{
    BlobChunkRow, MetaRow, SCHEMA_VERSION, TABLES,
    db::{Conn, Query},
    dialect,
    rebuild::MARK,
    store::Target,
    table::Record as _,
    value::Value,
};

/// Rows read at once: a block is also a frame of a backup.
const BLOCK: i64 = 1000;
/// As many of a table whose rows are pieces of files, of 1 MiB each.
const BLOCK_OF_PIECES: i64 = 16;

fn block(shape: &Shape) -> i64 {
    if shape.name == BlobChunkRow::TABLE.name { BLOCK_OF_PIECES } else { BLOCK }
}

/// Walks tables row by row.
pub(super) struct Walk {
    shapes: Vec<Shape>,
    table: usize,
    after: Option<Vec<Value>>,
    tally: Tally,
    sections: Vec<Section>,
}

impl Walk {
    pub(super) fn new(shapes: Vec<Shape>) -> Self {
        Self { shapes, table: 0, after: None, tally: Tally::new(), sections: Vec::new() }
    }
    pub(super) fn sections(&self) -> Vec<Section> {
        self.sections.clone()
    }
    /// The next rows, and the place of their table; none at the end.
    pub(super) async fn next(&mut self, conn: &mut Conn) -> Result<Option<(usize, Vec<Vec<Value>>)>, Error> {
        while let Some(shape) = self.shapes.get(self.table) {
            let read = conn.fetch(page(shape, self.after.as_deref())).await?;
            let mut rows = Vec::with_capacity(read.len());
            for row in &read {
                let values = shape.columns.iter().enumerate().map(|(at, column)| row.value(at, column.kind));
                rows.push(values.collect::<Result<Vec<_>, _>>()?);
            }
            let place = self.table;
            let mut encoded = Vec::new();
            rows.iter().for_each(|row| values::encode(row, &mut encoded));
            self.tally.add(rows.len(), &encoded);
            if i64::try_from(rows.len()).unwrap_or(i64::MAX) < block(shape) {
                let tally = std::mem::replace(&mut self.tally, Tally::new());
                self.sections.push(tally.section(&shape.name));
                self.after = None;
                self.table += 1;
            } else {
                self.after = rows.last().cloned();
            }
            if !rows.is_empty() {
                return Ok(Some((place, rows)));
            }
        }
        Ok(None)
    }
}

/// The rows behind one, in the order of the key.
fn page(shape: &Shape, after: Option<&[Value]>) -> Query {
    let columns = shape.column_names().join(", ");
    let key = shape.key.join(", ");
    let mut query = Query::new(format!("SELECT {columns} FROM {}", shape.name));
    // The mark of a restore is no part of what was restored.
    query.push(if shape.name == MetaRow::TABLE.name { " WHERE key <> " } else { " WHERE 1 = 1" });
    if shape.name == MetaRow::TABLE.name {
        query.bind(RESTORING);
    }
    if let Some(after) = after {
        query.push(" AND (").push(&key).push(") > (");
        for (at, name) in shape.key.iter().enumerate() {
            let place = shape.columns.iter().position(|column| column.name == *name);
            query.push(if at > 0 { ", " } else { "" });
            query.bind(place.and_then(|place| after.get(place)).cloned().unwrap_or(Value::Int(0)));
        }
        query.push(")");
    }
    query.push(" ORDER BY ").push(&key).push(" LIMIT ").bind(block(shape));
    query
}

/// A database to be read, as it stood when it was opened.
pub(super) struct Source {
    conn: Conn,
    header: Header,
    walk: Walk,
}

impl Source {
    pub(super) async fn open(target: &Target, now: Timestamp) -> Result<Self, Error> {
        let mut conn = target.look().await?;
        match describe(&mut conn, now).await {
            Ok(header) => {
                let walk = Walk::new(header.tables.clone());
                Ok(Self { conn, header, walk })
            }
            Err(error) => {
                conn.close().await;
                Err(error)
            }
        }
    }
    pub(super) const fn header(&self) -> &Header {
        &self.header
    }
    pub(super) async fn next(&mut self) -> Result<Option<(usize, Vec<Vec<Value>>)>, Error> {
        self.walk.next(&mut self.conn).await
    }
    pub(super) fn sections(&self) -> Vec<Section> {
        self.walk.sections()
    }
    pub(super) async fn close(&mut self) {
        // The snapshot goes with the connection as well.
        if let Err(error) = self.conn.batch("ROLLBACK").await {
            tracing::debug!(%error, "the snapshot ends with its connection");
        }
    }
}

/// Begins the snapshot and says what lies in it.
async fn describe(conn: &mut Conn, now: Timestamp) -> Result<Header, Error> {
    conn.batch(dialect::begin_snapshot(conn)).await?;
    let live = live_tables(conn).await?;
    if !live.contains_key("schema_version") {
        return Err(Error::new(Code::NotFound).arg("kind", "installation").arg("id", ""));
    }
    let rows = conn.fetch(Query::new("SELECT max(version) FROM schema_version")).await?;
    let schema: i64 = rows.first().map_or(Ok(0), |row| row.cell(0))?;
    if schema != SCHEMA_VERSION {
        let code = if schema > SCHEMA_VERSION { Code::DatabaseNewer } else { Code::DatabaseOlder };
        return Err(Error::new(code).arg("database", schema).arg("program", SCHEMA_VERSION));
    }
    // A table that is not known would be missing from the copy, unseen.
    if let Some(unknown) =
        live.keys().find(|name| *name != "schema_version" && TABLES.iter().all(|table| table.name != **name))
    {
        return Err(Error::new(Code::StoreInconsistent).arg("detail", format!("table {unknown}")));
    }
    let settings: BTreeMap<String, String> = conn
        .records::<MetaRow>(Query::select::<MetaRow>())
        .await?
        .into_iter()
        .map(|row| (row.key, row.value))
        .collect();
    for (mark, code) in [(MARK, Code::Rebuilding), (RESTORING, Code::Restoring)] {
        if settings.contains_key(mark) {
            return Err(Error::new(code));
        }
    }
    let node = settings.get("node_id").and_then(|text| Uuid::parse_str(text).ok());
    let node = node.ok_or_else(|| Error::new(Code::StoreInconsistent).arg("detail", "meta.node_id"))?;
    let mut tables: Vec<Shape> = TABLES.iter().map(|table| Shape::of(table)).collect();
    for shape in &mut tables {
        let rows = conn.fetch(Query::new(format!("SELECT count(*) FROM {}", shape.name))).await?;
        let count: i64 = rows.first().map_or(Ok(0), |row| row.cell(0))?;
        shape.rows = u64::try_from(count).unwrap_or(0);
    }
    Ok(Header {
        format: BACKUP_FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema,
        node,
        engine: if conn.is_postgres() { "postgres" } else { "sqlite" }.to_owned(),
        made_at: now,
        tables,
    })
}

/// The tables that are there, with how many columns each has.
pub(crate) async fn live_tables(conn: &mut Conn) -> Result<BTreeMap<String, usize>, Error> {
    let mut live = BTreeMap::new();
    for row in conn.fetch(Query::new(dialect::schema_query(conn))).await? {
        *live.entry(row.cell::<String>(0)?).or_insert(0) += 1;
    }
    Ok(live)
}
