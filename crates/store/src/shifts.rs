//! Shifts.

use kernel::{AreaPath, AsOf, Error, Page, PageRequest, PostId, Timestamp, UnitId, UserId};

use crate::{
    Scope, ShiftRow, Store,
    db::Query,
    scope::{any_of, equals},
    versions::{related_doors, versioned_room},
};

/// Which shifts a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct ShiftFilter {
    /// In this status, or one of several between commas.
    pub status: Option<String>,
    /// Of this unit.
    pub unit: Option<UnitId>,
    /// At this post.
    pub post: Option<PostId>,
    /// Held by this user.
    pub holder: Option<UserId>,
    /// In this area or below it.
    pub area: Option<AreaPath>,
    /// Ends at or after this moment.
    pub ends_from: Option<Timestamp>,
    /// Starts before this moment.
    pub starts_until: Option<Timestamp>,
}

impl ShiftFilter {
    fn add(&self, scope: &Scope, query: &mut Query) {
        self.add_in(scope, query, "area_path");
    }
    fn add_in(&self, scope: &Scope, query: &mut Query, column: &str) {
        any_of(query, "status", self.status.as_deref());
        equals(query, "unit_id", self.unit);
        equals(query, "post_id", self.post);
        equals(query, "holder", self.holder);
        if let Some(area) = &self.area {
            query.push(" AND ");
            scope.within(query, column, area);
        }
        if let Some(from) = self.ends_from {
            query.push(" AND ends_at >= ").bind(from);
        }
        if let Some(until) = self.starts_until {
            query.push(" AND starts_at < ").bind(until);
        }
    }
}

versioned_room!(ShiftRow, ShiftId, "a shift", shift, put_shift);
related_doors! { ShiftRow:
    /// The shifts of a post.
    shifts_of_post(PostId) by "post_id";
}

impl Store {
    /// A page of shifts, newest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn shifts(
        &self,
        scope: &Scope,
        filter: &ShiftFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<ShiftRow>, Error> {
        self.list_versions(scope, as_of, page, |query| filter.add(scope, query)).await
    }

    /// How many shifts a filter lets through.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shift_count(&self, scope: &Scope, filter: &ShiftFilter, as_of: AsOf) -> Result<i64, Error> {
        // What ends from now on is the narrower of two ranges.
        let by_end = filter.ends_from.is_some() && self.engine() == "sqlite";
        let column = if by_end { "(area_path || '')" } else { "area_path" };
        self.count_versions::<ShiftRow>(as_of, |query| {
            scope.restrict(query, column);
            filter.add_in(scope, query, column);
        })
        .await
    }
}
