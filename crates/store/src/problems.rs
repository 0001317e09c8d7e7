//! Problems.

use kernel::{AreaPath, AsOf, DirectiveId, Error, Page, PageRequest, UnitId};
use uuid::Uuid;

use crate::{
    ProblemRow, Scope, Store,
    db::Query,
    scope::equals,
    versions::{as_known, related_doors, versioned_room},
};

/// Which problems a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct ProblemFilter {
    /// In this status.
    pub status: Option<String>,
    /// To be rectified by this unit.
    pub unit: Option<UnitId>,
    /// Under this directive.
    pub directive: Option<DirectiveId>,
    /// In this area or below it.
    pub area: Option<AreaPath>,
}

impl ProblemFilter {
    fn add(&self, scope: &Scope, query: &mut Query) {
        equals(query, "status", self.status.as_deref());
        equals(query, "unit_id", self.unit);
        equals(query, "directive_id", self.directive);
        if let Some(area) = &self.area {
            query.push(" AND ");
            scope.within(query, "area_path", area);
        }
    }
}

versioned_room!(ProblemRow, ProblemId, "a problem", problem, put_problem);
related_doors! { ProblemRow:
    /// The problems under a directive.
    problems_of_directive(DirectiveId) by "directive_id";
}

impl Store {
    /// A page of problems, newest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn problems(
        &self,
        scope: &Scope,
        filter: &ProblemFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<ProblemRow>, Error> {
        self.list_versions(scope, as_of, page, |query| filter.add(scope, query)).await
    }

    /// How many problems of each of several directives are in which status, and
    /// how many of those that are not closed are past their time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn problem_counts(
        &self,
        scope: &Scope,
        directives: &[Uuid],
        as_of: AsOf,
    ) -> Result<Vec<(Uuid, String, i64, i64)>, Error> {
        let mut query = Query::new("SELECT directive_id, status, count(*), sum(CASE WHEN due_at < ");
        query.bind(as_of.at()).push(" AND status <> 'closed' THEN 1 ELSE 0 END) FROM problem_version WHERE ");
        query.bind_in("directive_id", directives.iter().copied());
        as_known(&mut query, as_of);
        scope.restrict(&mut query, "area_path");
        query.push(" GROUP BY directive_id, status");
        let rows = self.fetch(query).await?;
        rows.iter().map(|row| Ok((row.cell(0)?, row.cell(1)?, row.cell(2)?, row.cell(3)?))).collect()
    }
}
