//! What changed, for those who listen.

use kernel::Error;
use uuid::Uuid;

use crate::{OutboxRow, Scope, Store, db::Query};

impl Store {
    /// The changes of one writer after a place, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outbox_after(
        &self,
        scope: &Scope,
        writer: Uuid,
        after: i64,
        limit: u32,
    ) -> Result<Vec<OutboxRow>, Error> {
        let mut query = Query::select::<OutboxRow>();
        query.push(" WHERE writer = ").bind(writer).push(" AND seq > ").bind(after);
        scope.restrict(&mut query, "area_path");
        query.push(" ORDER BY seq LIMIT ").bind(i64::from(limit));
        self.records(query).await
    }
    /// The last place of every writer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outbox_heads(&self) -> Result<Vec<(Uuid, i64)>, Error> {
        let query = Query::new("SELECT writer, max(seq) FROM outbox GROUP BY writer ORDER BY writer");
        let rows = self.fetch(query).await?;
        rows.iter().map(|row| Ok((row.cell(0)?, row.cell(1)?))).collect()
    }
}
