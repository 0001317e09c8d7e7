//! Test results.

use kernel::{AreaPath, AsOf, Error, Page, PageRequest, PersonId, Timestamp, UnitId};

use crate::{
    Scope, Store, TestRow, Work,
    db::Query,
    merges::same_person,
    scope::{any_of, equals},
    versions::{related_doors, versioned_room},
};

/// Which test results a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct TestFilter {
    /// For this disease.
    pub disease: Option<String>,
    /// With this result, or one of several between commas.
    pub result: Option<String>,
    /// Of this person.
    pub person: Option<PersonId>,
    /// By this laboratory.
    pub unit: Option<UnitId>,
    /// In this area or below it.
    pub area: Option<AreaPath>,
    /// Of samples taken at or after this moment.
    pub sampled_from: Option<Timestamp>,
    /// Of samples taken before this moment.
    pub sampled_before: Option<Timestamp>,
}

impl TestFilter {
    pub(crate) fn add(&self, scope: &Scope, query: &mut Query) {
        equals(query, "disease", self.disease.as_deref());
        any_of(query, "result", self.result.as_deref());
        same_person(query, "person_id", self.person);
        equals(query, "unit_id", self.unit);
        if let Some(area) = &self.area {
            query.push(" AND ");
            scope.within(query, "area_path", area);
        }
        if let Some(from) = self.sampled_from {
            query.push(" AND sampled_at >= ").bind(from);
        }
        if let Some(before) = self.sampled_before {
            query.push(" AND sampled_at < ").bind(before);
        }
    }
}

versioned_room!(TestRow, FactId, "a test result", test, put_test);
related_doors! { TestRow:
    /// The test results of a person, in the order in which they became known.
    tests_of_person(PersonId) by "person_id";
}

impl Work {
    /// The results of a person for one disease, oldest sample first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tests_for(&mut self, person: PersonId, disease: &str) -> Result<Vec<TestRow>, Error> {
        Ok(for_disease(self.tests_of_person(person).await?, disease))
    }
}

impl Store {
    /// A page of test results, those that became known last first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn tests(
        &self,
        scope: &Scope,
        filter: &TestFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<TestRow>, Error> {
        self.list_versions(scope, as_of, page, |query| filter.add(scope, query)).await
    }

    /// The results of a person for one disease, oldest sample first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tests_for(
        &self,
        scope: &Scope,
        person: PersonId,
        disease: &str,
        as_of: AsOf,
    ) -> Result<Vec<TestRow>, Error> {
        Ok(for_disease(self.tests_of_person(scope, person, as_of).await?, disease))
    }
}

fn for_disease(mut rows: Vec<TestRow>, disease: &str) -> Vec<TestRow> {
    rows.retain(|row| row.disease == disease);
    rows.sort_by_key(|row| (row.sampled_at, row.id));
    rows
}
