//! Views of lists that somebody keeps.

use kernel::{Error, UnitId, UserId};

use crate::{SavedViewRow, Store, Work, db::Query, table::Record as _};

impl Store {
    /// The views that a user keeps, and those that others share with his unit,
    /// by list and name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn saved_views(&self, user: UserId, unit: Option<UnitId>) -> Result<Vec<SavedViewRow>, Error> {
        let mut query = Query::select::<SavedViewRow>();
        query.push(" WHERE user_id = ").bind(user);
        if let Some(unit) = unit {
            query.push(" OR shared_with = ").bind(unit);
        }
        query.push(" ORDER BY list, name, user_id");
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

    /// A view of a user.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn view(
        &mut self,
        user: UserId,
        list: &str,
        name: &str,
    ) -> Result<Option<SavedViewRow>, Error> {
        self.settle_table(SavedViewRow::TABLE).await?;
        let mut query = Query::select::<SavedViewRow>();
        query.push(" WHERE user_id = ").bind(user).push(" AND list = ").bind(list);
        query.push(" AND name = ").bind(name);
        Ok(self.records(query).await?.pop())
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
