//! Visits.

use kernel::{AreaPath, AsOf, Error, Page, PageRequest, PersonId, Timestamp, UnitId};

use crate::{
    Scope, Store, VisitRow,
    db::Query,
    merges::same_person,
    scope::equals,
    versions::{related_doors, versioned_room},
};

/// Which visits a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct VisitFilter {
    /// In this status.
    pub status: Option<String>,
    /// At this unit.
    pub unit: Option<UnitId>,
    /// Of this person.
    pub person: Option<PersonId>,
    /// In this area or below it.
    pub area: Option<AreaPath>,
    /// Seen at or after this moment.
    pub seen_from: Option<Timestamp>,
    /// Seen before this moment.
    pub seen_until: Option<Timestamp>,
}

impl VisitFilter {
    pub(crate) fn add(&self, scope: &Scope, query: &mut Query) {
        equals(query, "status", self.status.as_deref());
        equals(query, "unit_id", self.unit);
        same_person(query, "person_id", self.person);
        if let Some(area) = &self.area {
            query.push(" AND ");
            scope.within(query, "area_path", area);
        }
        if let Some(from) = self.seen_from {
            query.push(" AND seen_at >= ").bind(from);
        }
        if let Some(until) = self.seen_until {
            query.push(" AND seen_at < ").bind(until);
        }
    }
}

versioned_room!(VisitRow, VisitId, "a visit", visit, put_visit);
related_doors! { VisitRow:
    /// The visits of a person.
    visits_of_person(PersonId) by "person_id";
}

impl Store {
    /// A page of visits, newest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn visits(
        &self,
        scope: &Scope,
        filter: &VisitFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<VisitRow>, Error> {
        self.list_versions(scope, as_of, page, |query| filter.add(scope, query)).await
    }
}
