//! Contacts.

use kernel::{AreaPath, AsOf, CaseId, Error, Page, PageRequest, PersonId};

use crate::{
    ContactRow, Scope, Store,
    db::Query,
    merges::same_person,
    scope::{any_of, equals},
    versions::{as_known, related_doors, versioned_room},
};

/// Which contacts a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct ContactFilter {
    /// Of this disease.
    pub disease: Option<String>,
    /// Of this class, or one of several between commas.
    pub class: Option<String>,
    /// In this status, or one of several between commas.
    pub status: Option<String>,
    /// Of this case.
    pub case: Option<CaseId>,
    /// Of this person.
    pub person: Option<PersonId>,
    /// In this area or below it.
    pub area: Option<AreaPath>,
}

impl ContactFilter {
    pub(crate) fn add(&self, scope: &Scope, query: &mut Query) {
        equals(query, "disease", self.disease.as_deref());
        any_of(query, "class", self.class.as_deref());
        any_of(query, "status", self.status.as_deref());
        equals(query, "case_id", self.case);
        same_person(query, "person_id", self.person);
        if let Some(area) = &self.area {
            query.push(" AND ");
            scope.within(query, "area_path", area);
        }
    }
}

versioned_room!(ContactRow, ContactId, "a contact", contact, put_contact);
related_doors! { ContactRow:
    /// The contacts of a case.
    contacts_of_case(CaseId) by "case_id";
    /// Where a person is a contact.
    contacts_of_person(PersonId) by "person_id";
}

impl Store {
    /// A page of contacts, newest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn contacts(
        &self,
        scope: &Scope,
        filter: &ContactFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<ContactRow>, Error> {
        self.list_versions(scope, as_of, page, |query| filter.add(scope, query)).await
    }

    /// How many contacts there are by class and status: by the tally as of now
    /// ([`crate::tally`]), version by version as of a past moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contact_counts(
        &self,
        scope: &Scope,
        filter: &ContactFilter,
        as_of: AsOf,
    ) -> Result<Vec<([String; 2], i64)>, Error> {
        if matches!(as_of, AsOf::Now(_)) && filter.case.is_none() && filter.person.is_none() {
            return self.told_contacts(scope, filter).await;
        }
        let mut query = Query::new("SELECT class, status, count(*) FROM contact_version WHERE 1 = 1");
        as_known(&mut query, as_of);
        scope.restrict_of(&mut query, "area_path", "disease");
        filter.add(scope, &mut query);
        query.push(" GROUP BY class, status ORDER BY class, status");
        let rows = self.fetch(query).await?;
        rows.iter().map(|row| Ok(([row.cell(0)?, row.cell(1)?], row.cell(2)?))).collect()
    }
}
