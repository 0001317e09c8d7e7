//! Affairs of a headquarters: one table for every kind.

use kernel::{AreaPath, AsOf, Error, Page, PageRequest, SubjectKind, Timestamp, UnitId};
use uuid::Uuid;

use crate::{
    AffairRow, Scope, Store, Work,
    db::Query,
    scope::{any_of, equals},
    table::Record as _,
    versions::as_known,
};

/// Which affairs of a kind a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct AffairFilter {
    /// In one of these statuses, between commas.
    pub status: Option<String>,
    /// Of this sort.
    pub sort: Option<String>,
    /// Of this unit.
    pub unit: Option<UnitId>,
    /// Under this one.
    pub parent: Option<Uuid>,
    /// In this area or below it.
    pub area: Option<AreaPath>,
    /// Due before this moment.
    pub due_before: Option<Timestamp>,
}

impl AffairFilter {
    fn add(&self, scope: &Scope, kind: SubjectKind, query: &mut Query) {
        equals(query, "kind", Some(kind));
        any_of(query, "status", self.status.as_deref());
        equals(query, "sort", self.sort.as_deref());
        equals(query, "unit_id", self.unit);
        equals(query, "parent_id", self.parent);
        if let Some(before) = self.due_before {
            query.push(" AND due_at < ").bind(before);
        }
        if let Some(area) = &self.area {
            query.push(" AND ");
            scope.within(query, "area_path", area);
        }
    }
}

/// How many affairs of a kind stand how, by unit or by what they stand under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AffairCount {
    /// The unit or the parent.
    pub of: Uuid,
    /// The status.
    pub status: String,
    /// How many.
    pub count: i64,
    /// How many of them are past their time.
    pub late: i64,
}

impl Work {
    /// The current version of an affair.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn affair(&mut self, id: Uuid) -> Result<Option<AffairRow>, Error> {
        self.current(id).await
    }
    /// Writes a new version of an affair; see [`Work::put_version`].
    ///
    /// # Errors
    /// `record.edit_conflict` when the version does not follow the current one.
    pub fn put_affair(&mut self, row: &AffairRow) -> Result<(), Error> {
        self.put_version(row)
    }
    /// The affairs that stand under one, of every kind, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn affairs_under(&mut self, parent: Uuid) -> Result<Vec<AffairRow>, Error> {
        self.related("parent_id", parent).await
    }
    /// The affairs of a kind that an area itself has, oldest first; in a status where one is given.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn affairs_at(
        &mut self,
        kind: SubjectKind,
        area: &AreaPath,
        status: Option<&str>,
    ) -> Result<Vec<AffairRow>, Error> {
        self.settle_table(AffairRow::TABLE).await?;
        let mut query = Query::select::<AffairRow>();
        query.push(" WHERE kind = ").bind(kind).push(" AND area_path = ").bind(area.clone());
        equals(&mut query, "status", status);
        query.push(" AND recorded_to IS NULL ORDER BY id");
        self.records(query).await
    }
}

impl Store {
    /// One affair of a kind, as known at the asked moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn affair(
        &self,
        scope: &Scope,
        kind: SubjectKind,
        id: Uuid,
        as_of: AsOf,
    ) -> Result<Option<AffairRow>, Error> {
        let row: Option<AffairRow> = self.version_at(scope, id, as_of).await?;
        Ok(row.filter(|row| row.kind == kind))
    }

    /// A page of affairs of a kind, newest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn affairs(
        &self,
        scope: &Scope,
        kind: SubjectKind,
        filter: &AffairFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<AffairRow>, Error> {
        self.list_versions(scope, as_of, page, |query| filter.add(scope, kind, query)).await
    }

    /// How many affairs of a kind stand how under each of several others.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn affair_counts_under(
        &self,
        scope: &Scope,
        kind: SubjectKind,
        parents: &[Uuid],
        as_of: AsOf,
    ) -> Result<Vec<AffairCount>, Error> {
        if parents.is_empty() {
            return Ok(Vec::new());
        }
        self.affair_counts(scope, kind, "parent_id", as_of, |query| {
            query.push(" AND ").bind_in("parent_id", parents.iter().copied());
        })
        .await
    }

    /// How many affairs of a kind stand how, by unit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn affair_counts_by_unit(
        &self,
        scope: &Scope,
        kind: SubjectKind,
        filter: &AffairFilter,
        as_of: AsOf,
    ) -> Result<Vec<AffairCount>, Error> {
        self.affair_counts(scope, kind, "unit_id", as_of, |query| filter.add(scope, kind, query)).await
    }

    async fn affair_counts(
        &self,
        scope: &Scope,
        kind: SubjectKind,
        by: &'static str,
        as_of: AsOf,
        narrow: impl FnOnce(&mut Query),
    ) -> Result<Vec<AffairCount>, Error> {
        let mut query = Query::new(format!("SELECT {by}, status, count(*), sum(CASE WHEN due_at < "));
        query.bind(as_of.at()).push(" THEN 1 ELSE 0 END) FROM affair_version WHERE kind = ").bind(kind);
        query.push(&format!(" AND {by} IS NOT NULL"));
        as_known(&mut query, as_of);
        scope.restrict(&mut query, "area_path");
        narrow(&mut query);
        query.push(&format!(" GROUP BY {by}, status ORDER BY {by}, status"));
        let rows = self.fetch(query).await?;
        rows.iter()
            .map(|row| {
                Ok(AffairCount {
                    of: row.cell(0)?,
                    status: row.cell(1)?,
                    count: row.cell(2)?,
                    late: row.cell(3)?,
                })
            })
            .collect()
    }
}
