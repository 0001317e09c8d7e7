//! Reading rows that keep their versions: now, and as known at a past moment.

use kernel::{AsOf, Cursor, Error, Page, PageRequest};
use uuid::Uuid;

use crate::{
    Scope, Store, Work,
    db::Query,
    table::{TableSpec, Versioned},
};

/// Appends which version counts at the asked moment.
pub(crate) fn as_known(query: &mut Query, as_of: AsOf) {
    match as_of {
        AsOf::Now(_) => {
            query.push(" AND recorded_to IS NULL");
        }
        AsOf::Known(at) => {
            query.push(" AND recorded_from <= ").bind(at);
            query.push(" AND (recorded_to IS NULL OR recorded_to > ").bind(at).push(")");
        }
    }
}

impl Store {
    pub(crate) async fn version_at<R: Versioned>(
        &self,
        scope: &Scope,
        id: Uuid,
        as_of: AsOf,
    ) -> Result<Option<R>, Error> {
        let mut query = Query::select::<R>();
        query.push(" WHERE id = ").bind(id);
        as_known(&mut query, as_of);
        scope.restrict_table(&mut query, R::TABLE, "area_path");
        self.record(query).await
    }

    /// A page of versions, newest id first, of what a filter lets through.
    pub(crate) async fn list_versions<R: Versioned>(
        &self,
        scope: &Scope,
        as_of: AsOf,
        page: &PageRequest,
        filter: impl FnOnce(&mut Query),
    ) -> Result<Page<R>, Error> {
        let column = scope.list_column(self.engine());
        self.list_versions_but(as_of, page, |query| {
            scope.restrict_table(query, R::TABLE, column);
            filter(query);
        })
        .await
    }

    /// The same, where the filter restricts to the scope itself.
    pub(crate) async fn list_versions_but<R: Versioned>(
        &self,
        as_of: AsOf,
        page: &PageRequest,
        restrict: impl FnOnce(&mut Query),
    ) -> Result<Page<R>, Error> {
        let mut query = Query::select::<R>();
        query.push(" WHERE 1 = 1");
        as_known(&mut query, as_of);
        restrict(&mut query);
        if let Some(after) = &page.after {
            query.push(" AND id < ").bind(after.parts()?.1);
        }
        query.push(" ORDER BY id DESC LIMIT ").bind(i64::from(page.limit) + 1);
        let rows = self.records::<R>(query).await?;
        Ok(Page::from_surplus(rows, page.limit, |row| Cursor::new(0, row.uuid())))
    }

    /// How many versions a filter lets through; it restricts to the scope itself.
    pub(crate) async fn count_versions<R: Versioned>(
        &self,
        as_of: AsOf,
        restrict: impl FnOnce(&mut Query),
    ) -> Result<i64, Error> {
        let mut query = Query::new(format!("SELECT count(*) FROM {} WHERE 1 = 1", R::TABLE.name));
        as_known(&mut query, as_of);
        restrict(&mut query);
        self.fetch(query).await?.first().map_or(Ok(0), |row| row.cell(0))
    }

    /// Every version of one thing, oldest first, as far as the scope covers them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn history<R: Versioned>(&self, scope: &Scope, id: Uuid) -> Result<Vec<R>, Error> {
        let mut query = Query::select::<R>();
        query.push(" WHERE id = ").bind(id);
        scope.restrict_table(&mut query, R::TABLE, "area_path");
        query.push(" ORDER BY version");
        self.records(query).await
    }

    /// The current versions that name something in a column, oldest id first.
    pub(crate) async fn related<R: Versioned>(
        &self,
        scope: &Scope,
        column: &'static str,
        id: Uuid,
        as_of: AsOf,
    ) -> Result<Vec<R>, Error> {
        let mut query = Query::select::<R>();
        query.push(" WHERE ").push(column).push(" = ").bind(id);
        as_known(&mut query, as_of);
        scope.restrict_table(&mut query, R::TABLE, "area_path");
        query.push(" ORDER BY id");
        self.records(query).await
    }
}

impl Work {
    /// The current versions that name something in a column, oldest id first.
    pub(crate) async fn related<R: Versioned>(
        &mut self,
        column: &'static str,
        id: Uuid,
    ) -> Result<Vec<R>, Error> {
        let list = (R::TABLE.name, column, id);
        if !self.known.related.contains_key(&list) {
            self.load_related(R::TABLE, column, &[id]).await?;
        }
        let rows = self.known.related.get(&list).into_iter().flatten();
        rows.map(|row| R::from_values(row.clone())).collect()
    }

    /// Reads such lists for several ids and remembers them for the group.
    pub(crate) async fn load_related(
        &mut self,
        table: &'static TableSpec,
        column: &'static str,
        ids: &[Uuid],
    ) -> Result<(), Error> {
        self.settle(table, ids).await?;
        let place = table.columns.iter().position(|c| c.name == column).unwrap_or_default();
        for chunk in ids.chunks(1000) {
            let mut query = Query::new(format!("SELECT {} FROM {} WHERE ", table.select_list(), table.name));
            query.bind_in(column, chunk.iter().copied()).push(" AND recorded_to IS NULL ORDER BY id");
            for id in chunk {
                self.known.related.insert((table.name, column, *id), Vec::new());
            }
            for row in self.fetch(query).await? {
                let row = row.values(table)?;
                self.notice(table, &row);
                let (Some(id), Some(own)) = (row[place].as_uuid(), row[0].as_uuid()) else { continue };
                let list = (table.name, column, id);
                self.known.stands_in.entry((table.name, own)).or_default().push(list);
                self.known.related.entry(list).or_default().push(row);
            }
        }
        Ok(())
    }
}

/// The common doors of a room whose rows keep versions.
macro_rules! versioned_room {
    ($row:ident, $id:ident, $what:literal, $one:ident, $put:ident) => {
        impl crate::Work {
            #[doc = concat!("The current version of ", $what, ".")]
            ///
            /// # Errors
            /// When the database fails.
            pub async fn $one(&mut self, id: kernel::$id) -> Result<Option<crate::$row>, kernel::Error> {
                self.current(id.0).await
            }
            #[doc = concat!("Writes a new version of ", $what, "; see [`crate::Work::put_version`].")]
            ///
            /// # Errors
            /// `record.edit_conflict` when the version does not follow the current one.
            pub fn $put(&mut self, row: &crate::$row) -> Result<(), kernel::Error> {
                self.put_version(row)
            }
        }
        impl crate::Store {
            #[doc = concat!("One version of ", $what, ", as known at the asked moment.")]
            ///
            /// # Errors
            /// When the database fails.
            pub async fn $one(
                &self,
                scope: &crate::Scope,
                id: kernel::$id,
                as_of: kernel::AsOf,
            ) -> Result<Option<crate::$row>, kernel::Error> {
                self.version_at(scope, id.0, as_of).await
            }
        }
    };
}
pub(crate) use versioned_room;

/// Doors to the current rows that name something in one column.
macro_rules! related_doors {
    ($row:ident: $($(#[$doc:meta])* $name:ident($id:ident) by $column:literal;)+) => {
        impl crate::Work {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// When the database fails.
            pub async fn $name(&mut self, id: kernel::$id) -> Result<Vec<crate::$row>, kernel::Error> {
                self.related($column, id.0).await
            }
        )+}
        impl crate::Store {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// When the database fails.
            pub async fn $name(
                &self,
                scope: &crate::Scope,
                id: kernel::$id,
                as_of: kernel::AsOf,
            ) -> Result<Vec<crate::$row>, kernel::Error> {
                self.related(scope, $column, id.0, as_of).await
            }
        )+}
    };
}
pub(crate) use related_doors;
