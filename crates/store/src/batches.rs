//! Many records at once: what a chain or a board would else ask one by one.

use kernel::{AsOf, Error, FactId, PersonId};
use uuid::Uuid;

use crate::{CaseRow, ObligationRow, Scope, Store, Work, db::Query, table::Versioned, versions::as_known};

/// Ids in one statement.
const CHUNK: usize = 256;

impl Work {
    /// One version of one thing, for a comparison with the current one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn past<R: Versioned>(&mut self, id: Uuid, version: i64) -> Result<Option<R>, Error> {
        self.settle(R::TABLE, &[id]).await?;
        let mut query = Query::select::<R>();
        query.push(" WHERE id = ").bind(id).push(" AND version = ").bind(version);
        Ok(self.records(query).await?.pop())
    }

    /// The obligations that a fact closed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn obligations_closed_by(&mut self, fact: FactId) -> Result<Vec<ObligationRow>, Error> {
        self.flush().await?;
        let mut query = Query::select::<ObligationRow>();
        query.push(" WHERE closed_fact = ").bind(fact).push(" ORDER BY due_at, id");
        self.records(query).await
    }
}

impl Store {
    /// The versions of several ids as known at the asked moment, in no order;
    /// what is unknown or outside the scope is absent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn many<R: Versioned>(
        &self,
        scope: &Scope,
        ids: &[Uuid],
        as_of: AsOf,
    ) -> Result<Vec<R>, Error> {
        self.many_by::<R>(scope, "id", ids, as_of).await
    }

    /// The cases of several persons, with the same limits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cases_of_people(
        &self,
        scope: &Scope,
        people: &[PersonId],
        as_of: AsOf,
    ) -> Result<Vec<CaseRow>, Error> {
        let ids: Vec<Uuid> = people.iter().map(|person| person.0).collect();
        self.many_by(scope, "person_id", &ids, as_of).await
    }

    /// What rows of a table there are about several persons, with the same limits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_people<R: Versioned>(
        &self,
        scope: &Scope,
        people: &[PersonId],
        as_of: AsOf,
    ) -> Result<Vec<R>, Error> {
        let ids: Vec<Uuid> = people.iter().map(|person| person.0).collect();
        self.many_by(scope, "person_id", &ids, as_of).await
    }

    async fn many_by<R: Versioned>(
        &self,
        scope: &Scope,
        column: &'static str,
        ids: &[Uuid],
        as_of: AsOf,
    ) -> Result<Vec<R>, Error> {
        let mut found = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let mut query = Query::select::<R>();
            query.push(" WHERE ").bind_in(column, chunk.iter().copied());
            as_known(&mut query, as_of);
            scope.restrict_table(&mut query, R::TABLE, "area_path");
            found.extend(self.records::<R>(query).await?);
        }
        Ok(found)
    }
}
