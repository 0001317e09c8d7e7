//! Units, posts, users and who holds which post. Reference data.

use kernel::{AreaPath, Cursor, Error, Page, PageRequest, PostId, Timestamp, UnitId, UserId};

use crate::{PostRow, Scope, Store, UnitRow, UserPostRow, UserRow, Work, db::Query, table::Record as _};

impl Store {
    /// Every unit, by path.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn units(&self) -> Result<Vec<UnitRow>, Error> {
        let mut query = Query::select::<UnitRow>();
        query.push(" ORDER BY area_path, id");
        self.records(query).await
    }
    /// One unit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unit(&self, id: UnitId) -> Result<Option<UnitRow>, Error> {
        let mut query = Query::select::<UnitRow>();
        query.push(" WHERE id = ").bind(id);
        self.record(query).await
    }
    /// The units with a role, by path.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn units_of_role(&self, role: &str) -> Result<Vec<UnitRow>, Error> {
        let mut query = Query::select::<UnitRow>();
        query.push(" WHERE role = ").bind(role).push(" ORDER BY area_path, id");
        self.records(query).await
    }
    /// Every post.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn posts(&self) -> Result<Vec<PostRow>, Error> {
        let mut query = Query::select::<PostRow>();
        query.push(" ORDER BY unit_id, id");
        self.records(query).await
    }
    /// The posts of a unit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn posts_of(&self, unit: UnitId) -> Result<Vec<PostRow>, Error> {
        let mut query = Query::select::<PostRow>();
        query.push(" WHERE unit_id = ").bind(unit).push(" ORDER BY id");
        self.records(query).await
    }
    /// One post.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn post(&self, id: PostId) -> Result<Option<PostRow>, Error> {
        let mut query = Query::select::<PostRow>();
        query.push(" WHERE id = ").bind(id);
        self.record(query).await
    }
    /// One user.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user(&self, id: UserId) -> Result<Option<UserRow>, Error> {
        let mut query = Query::select::<UserRow>();
        query.push(" WHERE id = ").bind(id);
        self.record(query).await
    }
    /// The user with a login name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user_by_login(&self, login: &str) -> Result<Option<UserRow>, Error> {
        let mut query = Query::select::<UserRow>();
        query.push(" WHERE login = ").bind(login);
        self.record(query).await
    }
    /// Whom an identity of the provider is linked to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user_by_subject(&self, subject: &str) -> Result<Option<UserRow>, Error> {
        let mut query = Query::select::<UserRow>();
        query.push(" WHERE subject = ").bind(subject);
        self.record(query).await
    }
    /// Every user, by login name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn users(&self) -> Result<Vec<UserRow>, Error> {
        let mut query = Query::select::<UserRow>();
        query.push(" ORDER BY login");
        self.records(query).await
    }
    /// A page of the users who hold, have held or will hold a post in the areas
    /// of a scope (and in an area, when one is named), newest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn users_in(
        &self,
        scope: &Scope,
        area: Option<&AreaPath>,
        page: &PageRequest,
    ) -> Result<Page<UserRow>, Error> {
        let mut query = Query::select::<UserRow>();
        query.push(" WHERE EXISTS (SELECT 1 FROM user_post WHERE user_post.user_id = user_account.id");
        scope.restrict(&mut query, "user_post.area_path");
        if let Some(area) = area {
            query.push(" AND ");
            scope.within(&mut query, "user_post.area_path", area);
        }
        query.push(")");
        if let Some(after) = &page.after {
            query.push(" AND id < ").bind(after.parts()?.1);
        }
        query.push(" ORDER BY id DESC LIMIT ").bind(i64::from(page.limit) + 1);
        let rows = self.records::<UserRow>(query).await?;
        Ok(Page::from_surplus(rows, page.limit, |row| Cursor::new(0, row.id.0)))
    }
    /// Every post that some users hold, have held or will hold, as far as it
    /// lies in the areas of a scope.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn posts_of_users(&self, scope: &Scope, users: &[UserId]) -> Result<Vec<UserPostRow>, Error> {
        let mut query = Query::select::<UserPostRow>();
        query.push(" WHERE ").bind_in("user_id", users.iter().copied());
        scope.restrict(&mut query, "area_path");
        query.push(" ORDER BY user_id, valid_from, post_id");
        self.records(query).await
    }
    /// The posts that somebody holds at a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user_posts(&self, user: UserId, at: Timestamp) -> Result<Vec<UserPostRow>, Error> {
        let mut query = Query::select::<UserPostRow>();
        query.push(" WHERE user_id = ").bind(user);
        held_at(&mut query, at);
        self.records(query).await
    }
    /// Who holds a post at a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn holders_of(&self, post: PostId, at: Timestamp) -> Result<Vec<UserPostRow>, Error> {
        let mut query = Query::select::<UserPostRow>();
        query.push(" WHERE post_id = ").bind(post);
        held_at(&mut query, at);
        self.records(query).await
    }
}

fn held_at(query: &mut Query, at: Timestamp) {
    query.push(" AND valid_from <= ").bind(at);
    query.push(" AND (valid_to IS NULL OR valid_to > ").bind(at);
    query.push(") ORDER BY user_id, post_id");
}

impl Work {
    /// Makes or replaces a unit.
    pub fn put_unit(&mut self, row: &UnitRow) {
        self.put(row);
    }
    /// Makes or replaces a post.
    pub fn put_post(&mut self, row: &PostRow) {
        self.put(row);
    }
    /// A user as he is now; no other process changes him, or begins a session
    /// for him, before this group is recorded.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hold_user(&mut self, id: UserId) -> Result<Option<UserRow>, Error> {
        self.settle_table(UserRow::TABLE).await?;
        // An update that changes nothing takes the lock of the row in both databases.
        let mut query = Query::new("UPDATE user_account SET login = login WHERE id = ");
        query.bind(id).push(" RETURNING ").push(&UserRow::TABLE.select_list());
        Ok(self.records(query).await?.pop())
    }
    /// Every post that somebody holds, has held or will hold.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn posts_of_user(&mut self, user: UserId) -> Result<Vec<UserPostRow>, Error> {
        self.settle_table(UserPostRow::TABLE).await?;
        let mut query = Query::select::<UserPostRow>();
        query.push(" WHERE user_id = ").bind(user).push(" ORDER BY valid_from, post_id");
        self.records(query).await
    }
    /// Who holds a post of a unit at a moment and may log in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn holders_in_unit(&mut self, unit: UnitId, at: Timestamp) -> Result<Vec<UserPostRow>, Error> {
        self.settle_table(UserPostRow::TABLE).await?;
        let mut query = Query::select::<UserPostRow>();
        query.push(" WHERE post_id IN (SELECT id FROM post WHERE unit_id = ").bind(unit);
        query.push(") AND user_id IN (SELECT id FROM user_account WHERE disabled_at IS NULL)");
        held_at(&mut query, at);
        self.records(query).await
    }
    /// Makes or replaces a user.
    pub fn put_user(&mut self, row: &UserRow) {
        self.put(row);
    }
    /// Gives somebody a post, or ends it.
    pub fn put_user_post(&mut self, row: &UserPostRow) {
        self.put(row);
    }
}
