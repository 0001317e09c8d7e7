//! Settings of the installation: mode, drill, business clock.

use kernel::Error;
use std::collections::HashMap;

use crate::{MetaRow, Store, Work, db::Query, table::Record as _};

impl Store {
    /// A setting.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn meta(&self, key: &str) -> Result<Option<String>, Error> {
        let mut query = Query::select::<MetaRow>();
        query.push(" WHERE key = ").bind(key);
        Ok(self.record::<MetaRow>(query).await?.map(|row| row.value))
    }
    /// Several settings in one question, by name; those that are not there are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settings(&self, keys: &[&str]) -> Result<HashMap<String, String>, Error> {
        let mut query = Query::select::<MetaRow>();
        query.push(" WHERE ").bind_in("key", keys.iter().copied());
        Ok(self.records::<MetaRow>(query).await?.into_iter().map(|row| (row.key, row.value)).collect())
    }
}

impl Work {
    /// A setting.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn meta(&mut self, key: &str) -> Result<Option<String>, Error> {
        self.settle_table(MetaRow::TABLE).await?;
        let mut query = Query::select::<MetaRow>();
        query.push(" WHERE key = ").bind(key);
        Ok(self.records::<MetaRow>(query).await?.pop().map(|row| row.value))
    }
    /// Makes or replaces a setting.
    pub fn put_meta(&mut self, key: &str, value: &str) {
        self.put(&MetaRow { key: key.to_owned(), value: value.to_owned() });
    }
}
