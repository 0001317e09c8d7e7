//! Households.

use kernel::{Error, PersonId};

use crate::{
    HouseholdMemberRow, HouseholdRow, Scope, Store, Work, db::Query, merges::same_person, table::Record as _,
    versions::versioned_room,
};

versioned_room!(HouseholdRow, GroupId, "a household", household, put_household);

/// Most households of one person that are shown.
const SHOWN: i64 = 100;

impl Store {
    /// The households in which a person lives or has lived, as they are now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn households_of(&self, scope: &Scope, person: PersonId) -> Result<Vec<HouseholdRow>, Error> {
        let mut query = Query::select::<HouseholdRow>();
        query.push(
            " WHERE recorded_to IS NULL AND id IN (SELECT household_id FROM household_member WHERE 1 = 1",
        );
        same_person(&mut query, "person_id", Some(person));
        query.push(")");
        scope.restrict(&mut query, "area_path");
        query.push(" ORDER BY id LIMIT ").bind(SHOWN);
        self.records(query).await
    }
}

impl Work {
    /// Where a person lives and has lived.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn memberships(&mut self, person: PersonId) -> Result<Vec<HouseholdMemberRow>, Error> {
        self.settle_table(HouseholdMemberRow::TABLE).await?;
        let mut query = Query::select::<HouseholdMemberRow>();
        query.push(" WHERE person_id = ").bind(person).push(" ORDER BY from_on, household_id");
        self.records(query).await
    }
}
