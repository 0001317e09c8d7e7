//! Cases.

use kernel::{AreaPath, AsOf, Error, Page, PageRequest, PersonId, Timestamp};
use uuid::Uuid;

use crate::{
    CaseRow, Scope, Store, Work,
    db::Query,
    merges::same_person,
    rows::ExposureRow,
    scope::{equals, within},
    table::Record,
    versions::{related_doors, versioned_room},
};

/// Which cases a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    /// Of this disease.
    pub disease: Option<String>,
    /// With this classification.
    pub classification: Option<String>,
    /// In this status.
    pub status: Option<String>,
    /// Of this severity, as last assessed.
    pub severity: Option<String>,
    /// In this area or below it.
    pub area: Option<AreaPath>,
    /// Of this person.
    pub person: Option<PersonId>,
    /// With this number.
    pub number: Option<String>,
    /// Opened at or after this moment.
    pub opened_from: Option<Timestamp>,
    /// Opened before this moment.
    pub opened_until: Option<Timestamp>,
}

impl CaseFilter {
    pub(crate) fn add(&self, scope: &Scope, query: &mut Query) {
        equals(query, "disease", self.disease.as_deref());
        equals(query, "classification", self.classification.as_deref());
        equals(query, "status", self.status.as_deref());
        equals(query, "severity", self.severity.as_deref());
        same_person(query, "person_id", self.person);
        equals(query, "number", self.number.as_deref());
        if let Some(area) = &self.area {
            query.push(" AND ");
            scope.within(query, "area_path", area);
        }
        if let Some(from) = self.opened_from {
            query.push(" AND opened_at >= ").bind(from);
        }
        if let Some(until) = self.opened_until {
            query.push(" AND opened_at < ").bind(until);
        }
    }
}

versioned_room!(CaseRow, CaseId, "a case", case, put_case);
related_doors! { CaseRow:
    /// The cases of a person.
    cases_of_person(PersonId) by "person_id";
}

impl Store {
    /// A page of cases, newest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn cases(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<CaseRow>, Error> {
        self.list_versions(scope, as_of, page, |query| filter.add(scope, query)).await
    }

    /// How many cases there are by disease, classification and status.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case_counts(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
        as_of: AsOf,
    ) -> Result<Vec<([String; 3], i64)>, Error> {
        let mut query =
            Query::new("SELECT disease, classification, status, count(*) FROM case_version WHERE 1 = 1");
        crate::versions::as_known(&mut query, as_of);
        scope.restrict_of(&mut query, "area_path", "disease");
        filter.add(scope, &mut query);
        query.push(" GROUP BY disease, classification, status ORDER BY disease, classification, status");
        let rows = self.fetch(query).await?;
        rows.iter().map(|row| Ok(([row.cell(0)?, row.cell(1)?, row.cell(2)?], row.cell(3)?))).collect()
    }
}

impl Work {
    /// How many cases of a disease were opened in an area (and below) since a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case_count_in_area(
        &mut self,
        area: &AreaPath,
        disease: &str,
        since: Timestamp,
    ) -> Result<i64, Error> {
        self.settle_table(CaseRow::TABLE).await?;
        let mut query = Query::new("SELECT count(*) FROM case_version WHERE recorded_to IS NULL AND ");
        within(&mut query, "area_path", area);
        query.push(" AND disease = ").bind(disease).push(" AND opened_at >= ").bind(since);
        count(&self.fetch(query).await?)
    }

    /// How many people at either end of an exposure at a place since a moment
    /// are cases of the disease.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case_count_at_place(
        &mut self,
        place: Uuid,
        disease: &str,
        since: Timestamp,
    ) -> Result<i64, Error> {
        self.settle_table(CaseRow::TABLE).await?;
        self.settle(ExposureRow::TABLE, &[place]).await?;
        let mut query = Query::new(
            "SELECT count(DISTINCT c.id) FROM exposure_version e \
             JOIN case_version c ON c.person_id = CASE WHEN e.from_id = ",
        );
        query.bind(place).push(
            " THEN e.to_id ELSE e.from_id END AND c.recorded_to IS NULL \
             WHERE e.recorded_to IS NULL AND (e.from_id = ",
        );
        query.bind(place).push(" OR e.to_id = ").bind(place);
        query.push(") AND e.ended_at >= ").bind(since).push(" AND c.disease = ").bind(disease);
        count(&self.fetch(query).await?)
    }
}

fn count(rows: &[crate::db::Row]) -> Result<i64, Error> {
    rows.first().map_or(Ok(0), |row| row.cell(0))
}
