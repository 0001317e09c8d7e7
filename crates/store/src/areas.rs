//! The division tree. Reference data: small, public, read whole.

use kernel::{AreaCode, AreaPath, Error};

use crate::{AreaRow, Store, Work, db::Query, scope::within};

impl Store {
    /// The whole tree, parents before children.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn areas(&self) -> Result<Vec<AreaRow>, Error> {
        let mut query = Query::select::<AreaRow>();
        query.push(" ORDER BY path");
        self.records(query).await
    }
    /// One area.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn area(&self, code: &AreaCode) -> Result<Option<AreaRow>, Error> {
        let mut query = Query::select::<AreaRow>();
        query.push(" WHERE code = ").bind(code.clone());
        self.record(query).await
    }
    /// An area and all below it, parents before children.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn areas_below(&self, path: &AreaPath) -> Result<Vec<AreaRow>, Error> {
        let mut query = Query::select::<AreaRow>();
        query.push(" WHERE ");
        within(&mut query, "path", path);
        query.push(" ORDER BY path");
        self.records(query).await
    }
}

impl Work {
    /// Makes or replaces an area.
    pub fn put_area(&mut self, row: &AreaRow) {
        self.put(row);
    }
}
