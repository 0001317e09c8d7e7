//! Orders.

use kernel::{AreaPath, AsOf, Date, Error, Page, PageRequest, PersonId};
use uuid::Uuid;

use crate::{
    OrderRow, Scope, Store,
    db::Query,
    merges::same_person,
    scope::{any_of, equals},
    versions::{related_doors, versioned_room},
};

/// Which orders a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct OrderFilter {
    /// Of this disease.
    pub disease: Option<String>,
    /// In this status, or one of several between commas.
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
    /// Whether a status and a last day are the narrower of two ranges: SQLite
    /// has no statistics and must be kept from walking an area instead.
    const fn is_of_end(&self) -> bool {
        self.status.is_some() && self.ends_before.is_some()
    }
    pub(crate) fn add(&self, scope: &Scope, query: &mut Query) {
        if let Some(area) = &self.area {
            query.push(" AND ");
            scope.within(query, "area_path", area);
        }
        self.add_but_area(query);
    }
    fn add_but_area(&self, query: &mut Query) {
        equals(query, "disease", self.disease.as_deref());
        any_of(query, "status", self.status.as_deref());
        equals(query, "edition", self.edition.as_deref());
        equals(query, "regime", self.regime.as_deref());
        same_person(query, "person_id", self.person);
        equals(query, "target_id", self.target);
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
        if !filter.is_of_end() || self.engine() != "sqlite" {
            return self.list_versions(scope, as_of, page, |query| filter.add(scope, query)).await;
        }
        self.list_versions_but(as_of, page, |query| {
            // With an empty text appended, the column no longer matches the area's index.
            scope.narrow_to(query, "(area_path || '')", "disease", filter.area.as_ref());
            filter.add_but_area(query);
        })
        .await
    }

    /// How many orders a filter lets through: by the tally as of now, where it
    /// asks for nothing but area, disease and status.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn order_count(&self, scope: &Scope, filter: &OrderFilter, as_of: AsOf) -> Result<i64, Error> {
        let OrderFilter {
            disease: _,
            status: _,
            area: _,
            edition,
            regime,
            person,
            target,
            ends_from,
            ends_before,
        } = filter;
        let simple = edition.is_none()
            && regime.is_none()
            && person.is_none()
            && target.is_none()
            && ends_from.is_none()
            && ends_before.is_none();
        if simple && matches!(as_of, AsOf::Now(_)) {
            return self.told_orders(scope, filter).await;
        }
        let by_end = filter.is_of_end() && self.engine() == "sqlite";
        let column = if by_end { "(area_path || '')" } else { "area_path" };
        self.count_versions::<OrderRow>(as_of, |query| {
            scope.narrow_to(query, column, "disease", filter.area.as_ref());
            filter.add_but_area(query);
        })
        .await
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
