//! The doors of a rebuild: the tables that follow from the journal are emptied,
//! the caller derives them again, and nobody works with them half full.

use kernel::Error;

use crate::{
    FactRefRow, JournalEntry, Store,
    db::{Conn, Query},
    dialect,
    journal::{BATCH, place_of, replay_batch},
    rows::DERIVED,
    table::Record,
};

/// Stands in `meta` from the beginning of a rebuild to its end.
pub(crate) const MARK: &str = "rebuilding";

impl Store {
    /// Whether a rebuild has begun and not ended: the tables do not say what
    /// the journal says.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_rebuilding(&self) -> Result<bool, Error> {
        Ok(self.meta(MARK).await?.is_some())
    }

    /// Has the database for this store alone, marks it as being rebuilt,
    /// empties the derived tables and fills `fact_ref` again from the journal;
    /// the rest is the caller's replay, and [`Self::end_rebuild`]. What an
    /// earlier rebuild left half done is begun again.
    ///
    /// # Errors
    /// `store.locked` while another store is open on the database; when the
    /// database fails, nothing has changed.
    pub async fn begin_rebuild(&self) -> Result<u64, Error> {
        self.alone(Box::new(|conn| Box::pin(begin(conn)))).await
    }

    /// Takes the mark off and lets others in again.
    ///
    /// # Errors
    /// When the database fails; then the mark stands.
    pub async fn end_rebuild(&self) -> Result<(), Error> {
        self.alone(Box::new(|conn| Box::pin(end(conn)))).await.map(drop)
    }
}

async fn begin(conn: &mut Conn) -> Result<u64, Error> {
    dialect::exclude(conn).await?;
    let mut query = Query::new("INSERT INTO meta (key, value) VALUES (");
    query.bind(MARK).push(", '1') ON CONFLICT (key) DO NOTHING");
    conn.execute(query).await?;
    for table in DERIVED {
        conn.execute(Query::new(format!("DELETE FROM {}", table.name))).await?;
    }
    let (mut from, mut facts) = (None, 0);
    loop {
        let rows = replay_batch(conn, from, BATCH).await?;
        let Some(last) = rows.last() else { return Ok(facts) };
        from = Some(place_of(last));
        facts += rows.len() as u64;
        let mut references = Vec::with_capacity(rows.len() * 2);
        for row in rows {
            let entry = JournalEntry::try_from(row)?;
            references.extend(entry.references().iter().map(Record::to_values));
        }
        conn.insert_many(FactRefRow::TABLE, references).await?;
    }
}

async fn end(conn: &mut Conn) -> Result<u64, Error> {
    let mut query = Query::new("DELETE FROM meta WHERE key = ");
    query.bind(MARK);
    let ended = conn.execute(query).await?;
    dialect::include(conn).await?;
    Ok(ended)
}
