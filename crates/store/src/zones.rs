//! Risk levels of areas. They are public: no scope.

use kernel::{AreaPath, AsOf, Error};

use crate::{Store, Work, ZoneRow, chain::area_id, db::Query, versions::as_known};

impl Work {
    /// The level of the area itself (not of those above), if one was ever set.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn zone(&mut self, area: &AreaPath) -> Result<Option<ZoneRow>, Error> {
        self.current(area_id(area)).await
    }
    /// Writes a new version of a level; its id is [`ZoneRow::id_of`] the area.
    ///
    /// # Errors
    /// `record.edit_conflict` when the version does not follow the current one.
    pub fn put_zone(&mut self, row: &ZoneRow) -> Result<(), Error> {
        self.put_version(row)
    }
}

impl ZoneRow {
    /// The id under which an area's level is kept.
    pub fn id_of(area: &AreaPath) -> uuid::Uuid {
        area_id(area)
    }
}

impl Store {
    /// Every level set, by path.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn zones(&self, as_of: AsOf) -> Result<Vec<ZoneRow>, Error> {
        let mut query = Query::select::<ZoneRow>();
        query.push(" WHERE 1 = 1");
        as_known(&mut query, as_of);
        query.push(" ORDER BY area_path");
        self.records(query).await
    }
    /// The level of the area itself, if one was set.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn zone(&self, area: &AreaPath, as_of: AsOf) -> Result<Option<ZoneRow>, Error> {
        let mut query = Query::select::<ZoneRow>();
        query.push(" WHERE id = ").bind(area_id(area));
        as_known(&mut query, as_of);
        self.record(query).await
    }
}
