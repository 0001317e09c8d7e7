//! Problems.

use kernel::{AreaPath, AsOf, DirectiveId, Error, Page, PageRequest, UnitId};

use crate::{
    ProblemRow, Scope, Store,
    db::Query,
    scope::equals,
    versions::{related_doors, versioned_room},
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
}
