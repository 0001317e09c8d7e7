//! Rows into an empty database. From the first row to the last check it is
//! marked, and no store opens it.

use std::fs::File;

use kernel::{Code, Error, Timestamp};

use super::{
    Header, RESTORING, Section, Shape,
    source::{Walk, live_tables},
};
use crate::{
    MetaRow, TABLES,
    db::{Conn, Query},
    dialect,
    index::{FILED, INDEX_KEY},
    journal, migrate,
    store::Target,
    table::Record as _,
    value::Value,
};

/// What a database has that was opened and never used: these go with the rest.
const PREPARED: [&str; 3] = ["node_id", INDEX_KEY, FILED];
/// Rows of one transaction.
const COMMIT: usize = 20_000;

pub(super) struct Loader {
    conn: Conn,
    shapes: Vec<Shape>,
    schema: i64,
    /// Rows since the last commit.
    since: usize,
    /// Held as long as the loader is there; SQLite only.
    _lock: Option<File>,
}

impl Loader {
    /// Makes the empty tables of the version that the rows come from, and marks them.
    pub(super) async fn open(target: &Target, header: &Header, now: Timestamp) -> Result<Self, Error> {
        let (mut conn, lock) = target.seize().await?;
        if let Err(error) = make_room(&mut conn, header, now).await {
            // A connection that is only dropped keeps its lock a moment longer.
            dialect::leave(&mut conn).await;
            conn.close().await;
            return Err(error);
        }
        let shapes = header.tables.clone();
        Ok(Self { conn, shapes, schema: header.schema, since: 0, _lock: lock })
    }

    pub(super) async fn rows(&mut self, table: usize, rows: Vec<Vec<Value>>) -> Result<(), Error> {
        if self.since == 0 {
            self.conn.begin().await?;
        }
        self.since += rows.len().max(1);
        let shape = &self.shapes[table];
        let columns = shape.column_names();
        self.conn.load(&shape.name, &columns, rows).await?;
        if self.since >= COMMIT { self.commit().await } else { Ok(()) }
    }

    async fn commit(&mut self) -> Result<(), Error> {
        if std::mem::take(&mut self.since) > 0 {
            self.conn.batch("COMMIT").await?;
        }
        Ok(())
    }

    /// Reads everything back and compares it with what it should be.
    pub(super) async fn compare(
        &mut self,
        sections: &[Section],
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), Error> {
        self.commit().await?;
        let mut walk = Walk::new(self.shapes.clone());
        let mut done = 0;
        while let Some((_, rows)) = walk.next(&mut self.conn).await? {
            done += rows.len() as u64;
            progress(done);
        }
        for (wanted, found) in sections.iter().zip(walk.sections()) {
            if *wanted != found {
                return Err(Error::new(Code::StoreInconsistent)
                    .arg("detail", format!("table {} differs from what was taken in", found.table)));
            }
        }
        Ok(())
    }

    /// Ends the sessions that were open.
    pub(super) async fn end_sessions(&mut self, now: Timestamp) -> Result<(), Error> {
        let mut query = Query::new("UPDATE session SET ended_at = ");
        query.bind(now).push(" WHERE ended_at IS NULL");
        self.conn.execute(query).await.map(drop)
    }

    /// Brings the tables to this program's version, proves the journal, and
    /// takes the mark off.
    pub(super) async fn finish(mut self, now: Timestamp) -> Result<(), Error> {
        self.commit().await?;
        if self.schema < migrate::SCHEMA_VERSION {
            migrate::run(&mut self.conn, now).await?;
        }
        journal::verify(&mut self.conn).await?.into_result()?;
        dialect::after_loading(&mut self.conn).await?;
        let mut query = Query::new("DELETE FROM meta WHERE key = ");
        query.bind(RESTORING);
        self.conn.execute(query).await?;
        dialect::leave(&mut self.conn).await;
        self.conn.close().await;
        Ok(())
    }
}

/// Empty tables of the version that the rows come from, with the mark.
async fn make_room(conn: &mut Conn, header: &Header, now: Timestamp) -> Result<(), Error> {
    dialect::exclude(conn).await?;
    refuse_unless_empty(conn).await?;
    conn.begin().await?;
    for table in live_tables(conn).await?.into_keys() {
        conn.batch(&format!("DROP TABLE {table}")).await?;
    }
    migrate::run_to(conn, header.schema, now).await?;
    let mut query = Query::new("INSERT INTO meta (key, value) VALUES (");
    query.bind(RESTORING).push(", '1')");
    conn.execute(query).await?;
    conn.batch("COMMIT").await?;
    let live = live_tables(conn).await?;
    let fits = |shape: &Shape| live.get(&shape.name) == Some(&shape.columns.len());
    match header.tables.iter().find(|shape| !fits(shape)) {
        Some(odd) => Err(Error::new(Code::StoreInconsistent).arg("detail", format!("table {}", odd.name))),
        None => Ok(()),
    }
}

/// Only what is empty, or what a restore has left half done, is written over.
async fn refuse_unless_empty(conn: &mut Conn) -> Result<(), Error> {
    let live = live_tables(conn).await?;
    if live.contains_key("schema_version") {
        migrate::refuse_newer(conn).await?;
    }
    let settings = match live.contains_key(MetaRow::TABLE.name) {
        true => conn.records::<MetaRow>(Query::select::<MetaRow>()).await?,
        false => Vec::new(),
    };
    let broken_off = settings.iter().any(|row| row.key == RESTORING);
    let refuse =
        |table: &str, rows: i64| Err(Error::new(Code::NotEmpty).arg("table", table).arg("rows", rows));
    for table in live.keys().filter(|name| *name != "schema_version") {
        let known = TABLES.iter().any(|known| known.name == *table);
        let rows = if table == MetaRow::TABLE.name {
            i64::try_from(settings.iter().filter(|row| !PREPARED.contains(&row.key.as_str())).count())
                .unwrap_or(i64::MAX)
        } else {
            let rows = conn.fetch(Query::new(format!("SELECT count(*) FROM {table}"))).await?;
            rows.first().map_or(Ok(0), |row| row.cell(0))?
        };
        // A table of somebody else is not ours to drop, empty or not.
        if !known || (rows > 0 && !broken_off) {
            return refuse(table, rows);
        }
    }
    Ok(())
}
