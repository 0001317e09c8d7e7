//! Test results.

use kernel::{AsOf, Error, PersonId};

use crate::{
    Scope, Store, TestRow, Work,
    versions::{related_doors, versioned_room},
};

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
