//! Whole lists, for an export: page after page in an order of their own, as
//! known at one moment, however much is recorded meanwhile.

use kernel::{AsOf, Error, PersonId};
use uuid::Uuid;

use crate::{
    CaseFilter, CaseRow, ContactFilter, ContactRow, ExposureFilter, ExposureRow, OrderFilter, OrderRow,
    PersonRow, Scope, Store, TestFilter, TestRow, VisitFilter, VisitRow, db::Query, table::Versioned,
    versions::as_known,
};

macro_rules! walks {
    ($($(#[$doc:meta])* $name:ident($filter:ident) -> $row:ident;)+) => {
        impl Store {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// When the database fails.
            pub async fn $name(
                &self,
                scope: &Scope,
                filter: &$filter,
                as_of: AsOf,
                after: Option<Uuid>,
                limit: u32,
            ) -> Result<Vec<$row>, Error> {
                self.walk(scope, as_of, after, limit, |query| filter.add(scope, query)).await
            }
        )+}
    };
}

walks! {
    /// Contacts after one of them, oldest id first.
    walk_contacts(ContactFilter) -> ContactRow;
    /// Exposures after one of them, oldest id first.
    walk_exposures(ExposureFilter) -> ExposureRow;
    /// Orders after one of them, oldest id first.
    walk_orders(OrderFilter) -> OrderRow;
    /// Test results after one of them, oldest id first.
    walk_tests(TestFilter) -> TestRow;
    /// Visits after one of them, oldest id first.
    walk_visits(VisitFilter) -> VisitRow;
}

impl Store {
    /// Cases after one of them, by number, then id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn walk_cases(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
        as_of: AsOf,
        after: Option<(&str, Uuid)>,
        limit: u32,
    ) -> Result<Vec<CaseRow>, Error> {
        let mut query = Query::select::<CaseRow>();
        query.push(" WHERE 1 = 1");
        as_known(&mut query, as_of);
        scope.restrict(&mut query, scope.list_column(self.engine()));
        filter.add(scope, &mut query);
        if let Some((number, id)) = after {
            query.push(" AND (number, id) > (").bind(number).push(", ").bind(id).push(")");
        }
        query.push(" ORDER BY number, id LIMIT ").bind(i64::from(limit));
        self.records(query).await
    }

    async fn walk<R: Versioned>(
        &self,
        scope: &Scope,
        as_of: AsOf,
        after: Option<Uuid>,
        limit: u32,
        filter: impl FnOnce(&mut Query),
    ) -> Result<Vec<R>, Error> {
        let mut query = Query::select::<R>();
        query.push(" WHERE 1 = 1");
        as_known(&mut query, as_of);
        scope.restrict(&mut query, scope.list_column(self.engine()));
        filter(&mut query);
        if let Some(after) = after {
            query.push(" AND id > ").bind(after);
        }
        query.push(" ORDER BY id LIMIT ").bind(i64::from(limit));
        self.records(query).await
    }

    /// Several persons without anything personal but sex and year of birth, in
    /// no order; whoever is unknown or outside the scope is absent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn persons(&self, scope: &Scope, ids: &[PersonId]) -> Result<Vec<PersonRow>, Error> {
        let mut found = Vec::new();
        for chunk in ids.chunks(256) {
            let mut query = Query::select::<PersonRow>();
            query.push(" WHERE ").bind_in("id", chunk.iter().copied());
            scope.restrict(&mut query, "area_path");
            found.extend(self.records::<PersonRow>(query).await?);
        }
        Ok(found)
    }
}
