//! Sight of single records outside one's reach, opened for a reason and a time.

use kernel::{
    AreaPath, Cursor, Error, GlassId, Page, PageRequest, PersonId, SubjectKind, SubjectRef, Timestamp, UserId,
};
use uuid::Uuid;

use crate::{
    Scope, Store, Work,
    db::Query,
    table::{Record as _, record},
};

record! {
    /// That somebody opened the sight of one record.
    pub struct GlassRow in "break_glass" key ["id"] on Replace {
        /// Which.
        id: GlassId,
        /// Who.
        user: UserId = "user_id",
        /// What is seen.
        subject_kind: SubjectKind,
        /// Which one; perhaps there is none.
        subject_id: Uuid,
        /// The person whom the record is about.
        person: Option<PersonId> = "person_id",
        /// The area that owns the record; the opener's own when there is none.
        area: AreaPath = "area_path",
        /// Why, of a closed list.
        ground: String,
        /// Why, in words.
        reason: String,
        /// Since when (wall clock, as all instants of it).
        opened_at: Timestamp,
        /// When it ends by itself.
        ends_at: Timestamp,
        /// When it was closed before.
        closed_at: Option<Timestamp>,
        /// By whom.
        closed_by: Option<UserId>,
        /// Why.
        close_reason: Option<String>,
        /// When it was reviewed.
        reviewed_at: Option<Timestamp>,
        /// By whom.
        reviewed_by: Option<UserId>,
        /// `justified` or `unjustified`.
        finding: Option<String>,
        /// What the reviewer says.
        note: Option<String>,
    }
}

impl GlassRow {
    /// Whether it is open at a moment.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.closed_at.is_none() && now < self.ends_at
    }
    /// The record, and the person whom it is about.
    pub fn about(&self) -> Vec<SubjectRef> {
        let subject = SubjectRef { kind: self.subject_kind, id: self.subject_id };
        let person = self.person.map(PersonId::subject).filter(|person| *person != subject);
        std::iter::once(subject).chain(person).collect()
    }
}

/// Which of them a list asks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct GlassFilter {
    /// Of this user.
    pub user: Option<UserId>,
    /// Reviewed, or not.
    pub reviewed: Option<bool>,
}

fn narrow(query: &mut Query, filter: &GlassFilter) {
    crate::scope::equals(query, "user_id", filter.user);
    match filter.reviewed {
        Some(true) => query.push(" AND reviewed_at IS NOT NULL"),
        Some(false) => query.push(" AND reviewed_at IS NULL"),
        None => query,
    };
}

impl Store {
    /// A page of them, latest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn glasses(
        &self,
        scope: &Scope,
        filter: &GlassFilter,
        page: &PageRequest,
    ) -> Result<Page<GlassRow>, Error> {
        let mut query = Query::select::<GlassRow>();
        query.push(" WHERE 1 = 1");
        scope.restrict(&mut query, "area_path");
        self.page_of_glasses(query, filter, page).await
    }
    /// A page of those of one user, wherever they lie.
    ///
    /// # Errors
    /// As [`Self::glasses`].
    pub async fn glasses_of(&self, user: UserId, page: &PageRequest) -> Result<Page<GlassRow>, Error> {
        let mut query = Query::select::<GlassRow>();
        query.push(" WHERE 1 = 1");
        self.page_of_glasses(query, &GlassFilter { user: Some(user), reviewed: None }, page).await
    }
    async fn page_of_glasses(
        &self,
        mut query: Query,
        filter: &GlassFilter,
        page: &PageRequest,
    ) -> Result<Page<GlassRow>, Error> {
        narrow(&mut query, filter);
        if let Some(after) = &page.after {
            query.push(" AND id < ").bind(after.parts()?.1);
        }
        query.push(" ORDER BY id DESC LIMIT ").bind(i64::from(page.limit) + 1);
        let rows = self.records::<GlassRow>(query).await?;
        Ok(Page::from_surplus(rows, page.limit, |row| Cursor::new(0, row.id.0)))
    }
    /// Those of a user that are open at a moment, latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_glasses(&self, user: UserId, now: Timestamp) -> Result<Vec<GlassRow>, Error> {
        let mut query = Query::select::<GlassRow>();
        query.push(" WHERE user_id = ").bind(user).push(" AND ends_at > ").bind(now);
        query.push(" AND closed_at IS NULL ORDER BY id DESC LIMIT 100");
        self.records(query).await
    }
}

impl Work {
    /// One of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn glass(&mut self, id: GlassId) -> Result<Option<GlassRow>, Error> {
        self.settle_table(GlassRow::TABLE).await?;
        let mut query = Query::select::<GlassRow>();
        query.push(" WHERE id = ").bind(id);
        Ok(self.records(query).await?.pop())
    }
    /// When a user opened the last ones since a moment, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn glasses_since(&mut self, user: UserId, since: Timestamp) -> Result<Vec<Timestamp>, Error> {
        self.settle_table(GlassRow::TABLE).await?;
        let mut query = Query::select::<GlassRow>();
        query.push(" WHERE user_id = ").bind(user).push(" AND opened_at > ").bind(since);
        query.push(" ORDER BY opened_at");
        Ok(self.records::<GlassRow>(query).await?.into_iter().map(|row| row.opened_at).collect())
    }
}
