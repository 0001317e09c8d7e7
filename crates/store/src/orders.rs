//! Orders.

use kernel::{AreaPath, AsOf, Date, Error, Page, PageRequest, PersonId};
use uuid::Uuid;

use crate::{
    OrderRow, Scope, Store,
    db::Query,
    merges::same_person,
    scope::equals,
    versions::{related_doors, versioned_room},
};

/// Which orders a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct OrderFilter {
    /// Of this disease.
    pub disease: Option<String>,
    /// In this status.
    pub status: Option<String>,
    /// Under this edition.
    pub edition: Option<String>,
    /// Under this regime.
    pub regime: Option<String>,
    /// Of this person.
    pub person: Option<PersonId>,
    /// With this target.
    pub target: Option<Uuid>,
    /// In this area or below it.
    pub area: Option<AreaPath>,
    /// Last day on or after this one.
    pub ends_from: Option<Date>,
    /// Last day before this one.
    pub ends_before: Option<Date>,
}

impl OrderFilter {
    pub(crate) fn add(&self, scope: &Scope, query: &mut Query) {
        equals(query, "disease", self.disease.as_deref());
        equals(query, "status", self.status.as_deref());
        equals(query, "edition", self.edition.as_deref());
        equals(query, "regime", self.regime.as_deref());
        same_person(query, "person_id", self.person);
        equals(query, "target_id", self.target);
        if let Some(area) = &self.area {
            query.push(" AND ");
            scope.within(query, "area_path", area);
        }
        if let Some(from) = self.ends_from {
            query.push(" AND ends_on >= ").bind(from);
        }
        if let Some(until) = self.ends_before {
            query.push(" AND ends_on < ").bind(until);
        }
    }
}

versioned_room!(OrderRow, OrderId, "an order", order, put_order);
related_doors! { OrderRow:
    /// The orders of a person.
    orders_of_person(PersonId) by "person_id";
    /// The orders that follow from a contact.
    orders_of_contact(ContactId) by "contact_id";
}

impl Store {
    /// A page of orders, newest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn orders(
        &self,
        scope: &Scope,
        filter: &OrderFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<OrderRow>, Error> {
        self.list_versions(scope, as_of, page, |query| filter.add(scope, query)).await
    }

    /// The diseases, editions and areas of all running orders: few, however
    /// many orders run.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn running_editions(&self, scope: &Scope) -> Result<Vec<(String, String, AreaPath)>, Error> {
        let mut query = Query::new(
            "SELECT disease, edition, area_path FROM order_version \
             WHERE recorded_to IS NULL AND status IN ('issued', 'running')",
        );
        scope.restrict_of(&mut query, "area_path", "disease");
        query.push(" GROUP BY disease, edition, area_path ORDER BY disease, edition, area_path");
        let rows = self.fetch(query).await?;
        rows.iter().map(|row| Ok((row.cell(0)?, row.cell(1)?, row.cell(2)?))).collect()
    }
}

impl crate::Work {
    /// The current orders with a target of any kind.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn orders_of_target(&mut self, target: Uuid) -> Result<Vec<OrderRow>, Error> {
        self.related("target_id", target).await
    }
}
