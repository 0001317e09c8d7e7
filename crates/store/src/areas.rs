//! The division tree, as it is and as it was. Reference data: small, public, read whole.

use kernel::{AreaCode, AreaPath, Date, Error, Timestamp, UnitId};

use crate::{
    AreaBoundaryRow, AreaLinkRow, AreaPastRow, AreaPopulationRow, AreaRow, MetaRow, ObligationRow, Store,
    UserPostRow, Work, db::Query, scope::within, table::Record as _,
};

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
    /// Every version of an area that is no longer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn areas_past(&self) -> Result<Vec<AreaPastRow>, Error> {
        let mut query = Query::select::<AreaPastRow>();
        query.push(" ORDER BY code, valid_to");
        self.records(query).await
    }
    /// What became of paths that are no longer, the first recorded first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn area_links(&self) -> Result<Vec<AreaLinkRow>, Error> {
        let mut query = Query::select::<AreaLinkRow>();
        query.push(" ORDER BY recorded_at, fact_id, place");
        self.records(query).await
    }
    /// The boundaries of areas, those that are known, by code.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn area_boundaries(&self, codes: &[AreaCode]) -> Result<Vec<AreaBoundaryRow>, Error> {
        let mut found = Vec::new();
        for chunk in codes.chunks(1000) {
            let mut query = Query::select::<AreaBoundaryRow>();
            query.push(" WHERE ").bind_in("code", chunk.iter().cloned()).push(" ORDER BY code");
            found.extend(self.records::<AreaBoundaryRow>(query).await?);
        }
        Ok(found)
    }
    /// The days on which people were counted in any of these areas, up to a
    /// day, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn population_days(&self, codes: &[AreaCode], until: Option<Date>) -> Result<Vec<Date>, Error> {
        let mut days = Vec::new();
        for chunk in codes.chunks(1000) {
            let mut query = Query::new("SELECT DISTINCT counted_on FROM area_population WHERE ");
            query.bind_in("code", chunk.iter().cloned());
            if let Some(until) = until {
                query.push(" AND counted_on <= ").bind(until);
            }
            for row in self.fetch(query).await? {
                days.push(row.cell::<Date>(0)?);
            }
        }
        days.sort_unstable_by(|a, b| b.cmp(a));
        days.dedup();
        Ok(days)
    }
    /// How many people of each sex were counted in areas, on every day up to one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn population_totals(
        &self,
        codes: &[AreaCode],
        until: Date,
    ) -> Result<Vec<(AreaCode, Date, String, i64)>, Error> {
        let mut found = Vec::new();
        for chunk in codes.chunks(1000) {
            let mut query = Query::new(
                "SELECT code, counted_on, sex, CAST(sum(persons) AS BIGINT) FROM area_population WHERE ",
            );
            query.bind_in("code", chunk.iter().cloned()).push(" AND counted_on <= ").bind(until);
            query.push(" GROUP BY code, counted_on, sex");
            for row in self.fetch(query).await? {
                found.push((row.cell(0)?, row.cell(1)?, row.cell(2)?, row.cell(3)?));
            }
        }
        Ok(found)
    }
    /// Who was counted in areas on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn population(&self, codes: &[AreaCode], on: Date) -> Result<Vec<AreaPopulationRow>, Error> {
        let mut found = Vec::new();
        for chunk in codes.chunks(1000) {
            let mut query = Query::select::<AreaPopulationRow>();
            query.push(" WHERE ").bind_in("code", chunk.iter().cloned());
            query.push(" AND counted_on = ").bind(on).push(" ORDER BY code, sex, age_from");
            found.extend(self.records::<AreaPopulationRow>(query).await?);
        }
        Ok(found)
    }
}

impl Work {
    /// Turns a setting that holds a revision from the one to the other; tells
    /// whether it did. Another process that turns it waits for this group, and
    /// then finds that it is no longer what it has read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn turn_meta(&mut self, key: &str, from: &str, to: &str) -> Result<bool, Error> {
        self.settle_table(MetaRow::TABLE).await?;
        let mut query = Query::new("UPDATE meta SET value = ");
        query.bind(to).push(" WHERE key = ").bind(key).push(" AND value = ").bind(from);
        Ok(self.execute(query).await? == 1)
    }
    /// The posts that are held, or will be, with a role at one of these very areas.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn posts_held_at(
        &mut self,
        areas: &[AreaPath],
        at: Timestamp,
    ) -> Result<Vec<UserPostRow>, Error> {
        self.settle_table(UserPostRow::TABLE).await?;
        let mut found = Vec::new();
        for chunk in areas.chunks(1000) {
            let mut query = Query::select::<UserPostRow>();
            query.push(" WHERE ").bind_in("area_path", chunk.iter().cloned());
            query.push(" AND (valid_to IS NULL OR valid_to > ").bind(at);
            query.push(") ORDER BY user_id, post_id, valid_from");
            found.extend(self.records::<UserPostRow>(query).await?);
        }
        Ok(found)
    }
    /// The open obligations that some units hold.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_obligations_of(&mut self, units: &[UnitId]) -> Result<Vec<ObligationRow>, Error> {
        self.settle_table(ObligationRow::TABLE).await?;
        let mut found = Vec::new();
        for chunk in units.chunks(1000) {
            let mut query = Query::select::<ObligationRow>();
            query.push(" WHERE close_state IS NULL AND ").bind_in("holder_unit", chunk.iter().copied());
            query.push(" ORDER BY id");
            found.extend(self.records::<ObligationRow>(query).await?);
        }
        Ok(found)
    }
    /// Makes or replaces an area.
    pub fn put_area(&mut self, row: &AreaRow) {
        self.put(row);
    }
}
