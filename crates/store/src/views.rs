//! Views of lists that somebody keeps.

use kernel::{Error, UserId};

use crate::{SavedViewRow, Store, Work, db::Query, table::Record as _};

impl Store {
    /// The views that a user keeps, by list and name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn saved_views(&self, user: UserId) -> Result<Vec<SavedViewRow>, Error> {
        let mut query = Query::select::<SavedViewRow>();
        query.push(" WHERE user_id = ").bind(user).push(" ORDER BY list, name");
        self.records(query).await
    }
}

impl Work {
    /// How many views a user keeps besides this one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_other_views(&mut self, view: &SavedViewRow) -> Result<i64, Error> {
        self.settle_table(SavedViewRow::TABLE).await?;
        let mut query = Query::new("SELECT count(*) FROM saved_view WHERE user_id = ");
        query.bind(view.user).push(" AND NOT (list = ").bind(view.list.clone());
        query.push(" AND name = ").bind(view.name.clone()).push(")");
        let rows = self.fetch(query).await?;
        rows.first().map_or(Ok(0), |row| row.cell(0))
    }

    /// Forgets a view; false when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_view(&mut self, user: UserId, list: &str, name: &str) -> Result<bool, Error> {
        self.settle_table(SavedViewRow::TABLE).await?;
        let mut query = Query::new("DELETE FROM saved_view WHERE user_id = ");
        query.bind(user).push(" AND list = ").bind(list).push(" AND name = ").bind(name);
        Ok(self.execute(query).await? > 0)
    }
}
