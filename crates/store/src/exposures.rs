//! Exposures.

use kernel::{AreaPath, AsOf, Error, Page, PageRequest, Timestamp};
use uuid::Uuid;

use crate::{
    ExposureRow, Scope, Store,
    db::Query,
    scope::equals,
    versions::{as_known, related_doors, versioned_room},
};

/// Which exposures a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct ExposureFilter {
    /// Of this disease.
    pub disease: Option<String>,
    /// In this status.
    pub status: Option<String>,
    /// From this source.
    pub from: Option<Uuid>,
    /// Of this exposed.
    pub to: Option<Uuid>,
    /// In this area or below it.
    pub area: Option<AreaPath>,
    /// Ended at or after this moment.
    pub ended_from: Option<Timestamp>,
}

impl ExposureFilter {
    pub(crate) fn add(&self, scope: &Scope, query: &mut Query) {
        equals(query, "disease", self.disease.as_deref());
        equals(query, "status", self.status.as_deref());
        equals(query, "from_id", self.from);
        equals(query, "to_id", self.to);
        if let Some(area) = &self.area {
            query.push(" AND ");
            scope.within(query, "area_path", area);
        }
        if let Some(from) = self.ended_from {
            query.push(" AND ended_at >= ").bind(from);
        }
    }
}

versioned_room!(ExposureRow, ExposureId, "an exposure", exposure, put_exposure);
related_doors! { ExposureRow:
    /// The exposures whose source is a person.
    exposures_from_person(PersonId) by "from_id";
    /// The exposures of a person.
    exposures_to_person(PersonId) by "to_id";
    /// The exposures whose source is a place.
    exposures_from_place(PlaceId) by "from_id";
    /// The exposures at a place.
    exposures_to_place(PlaceId) by "to_id";
}

impl Store {
    /// A page of exposures, newest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn exposures(
        &self,
        scope: &Scope,
        filter: &ExposureFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<ExposureRow>, Error> {
        self.list_versions(scope, as_of, page, |query| filter.add(scope, query)).await
    }
}

/// What is asked of both ends at once.
const EITHER_END: &str = " WHERE recorded_to IS NULL AND (from_id = ";

impl crate::Work {
    /// The current exposures with something at either end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exposures_of(&mut self, subject: Uuid) -> Result<Vec<ExposureRow>, Error> {
        use crate::table::Record as _;
        self.settle(ExposureRow::TABLE, &[subject]).await?;
        let mut query = Query::select::<ExposureRow>();
        query.push(EITHER_END).bind(subject).push(" OR to_id = ").bind(subject).push(") ORDER BY id");
        self.records(query).await
    }
}

impl Store {
    /// The exposures with any of these at either end, as known at the asked
    /// moment: one step of a walk through the graph.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exposures_of(
        &self,
        scope: &Scope,
        subjects: &[Uuid],
        as_of: AsOf,
    ) -> Result<Vec<ExposureRow>, Error> {
        self.step(scope, subjects, "", as_of).await
    }

    /// The same along infections only: one step of a walk along a chain.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn transmissions_of(
        &self,
        scope: &Scope,
        subjects: &[Uuid],
        as_of: AsOf,
    ) -> Result<Vec<ExposureRow>, Error> {
        self.step(scope, subjects, " AND transmission", as_of).await
    }

    async fn step(
        &self,
        scope: &Scope,
        subjects: &[Uuid],
        only: &str,
        as_of: AsOf,
    ) -> Result<Vec<ExposureRow>, Error> {
        let mut found = Vec::new();
        for chunk in subjects.chunks(256) {
            // Two questions, each a range of one index; as one with OR, an engine may read the whole table.
            for end in ["from_id", "to_id"] {
                let mut query = Query::select::<ExposureRow>();
                query.push(" WHERE ").bind_in(end, chunk.iter().copied());
                as_known(&mut query, as_of);
                query.push(only);
                scope.restrict_of(&mut query, "area_path", "disease");
                found.extend(self.records::<ExposureRow>(query).await?);
            }
        }
        found.sort_unstable_by_key(|row| row.id);
        found.dedup_by_key(|row| row.id);
        Ok(found)
    }
}
