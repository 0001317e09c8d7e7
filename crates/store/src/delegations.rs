//! Grants that their holders lend.

use kernel::{AreaPath, Cursor, Error, Page, PageRequest, PostId, Timestamp, UserId};
use uuid::Uuid;

use crate::{
    Scope, Store, UserPostRow, UserRow, Work,
    db::Query,
    table::{Record as _, record},
};

record! {
    /// That the holder of a post lends its grant, or part of it.
    pub struct DelegationRow in "delegation" key ["id"] on Replace {
        /// Which.
        id: Uuid,
        /// Who lends.
        from_user: UserId,
        /// To whom.
        to_user: UserId,
        /// Which post's grant.
        post: PostId = "post_id",
        /// Where the grant holds.
        area: AreaPath = "area_path",
        /// From when (wall clock, as all instants of it).
        starts_at: Timestamp,
        /// Until when (not included).
        ends_at: Timestamp,
        /// The actions, separated by blanks; all of the grant when absent.
        actions: Option<String>,
        /// Why.
        reason: String,
        /// When it was made.
        made_at: Timestamp,
        /// Whether an office above must allow it: the taker is of another unit.
        awaits_leave: bool,
        /// Who allowed it.
        allowed_by: Option<UserId>,
        /// When it was taken back or given up.
        ended_at: Option<Timestamp>,
        /// By whom.
        ended_by: Option<UserId>,
    }
}

/// Whose delegations a list asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DelegationsOf {
    /// Given or taken by a user.
    User(UserId),
    /// Those of an area that wait to be allowed.
    Waiting,
}

impl Store {
    /// A page of delegations, latest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn delegations(
        &self,
        scope: &Scope,
        of: DelegationsOf,
        now: Timestamp,
        page: &PageRequest,
    ) -> Result<Page<DelegationRow>, Error> {
        let mut query = Query::select::<DelegationRow>();
        match of {
            DelegationsOf::User(user) => {
                query.push(" WHERE (from_user = ").bind(user).push(" OR to_user = ").bind(user).push(")");
            }
            DelegationsOf::Waiting => {
                query.push(" WHERE awaits_leave AND allowed_by IS NULL AND ended_at IS NULL AND ends_at > ");
                query.bind(now);
                scope.restrict(&mut query, "area_path");
            }
        }
        if let Some(after) = &page.after {
            query.push(" AND id < ").bind(after.parts()?.1);
        }
        query.push(" ORDER BY id DESC LIMIT ").bind(i64::from(page.limit) + 1);
        let rows = self.records::<DelegationRow>(query).await?;
        Ok(Page::from_surplus(rows, page.limit, |row| Cursor::new(0, row.id)))
    }
    /// What is lent to somebody at a moment, each with the grant as its lender
    /// holds it then; a lender who is barred lends nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn loans_to(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<(DelegationRow, UserPostRow)>, Error> {
        let mut query = Query::select::<DelegationRow>();
        query.push(" WHERE to_user = ").bind(user).push(" AND starts_at <= ").bind(now);
        query.push(" AND ends_at > ").bind(now).push(" AND ended_at IS NULL");
        query.push(" AND (allowed_by IS NOT NULL OR NOT awaits_leave) ORDER BY id");
        let mut loans = Vec::new();
        for row in self.records::<DelegationRow>(query).await? {
            let lender: Option<UserRow> = self.user(row.from_user).await?;
            if lender.is_none_or(|lender| lender.disabled_at.is_some()) {
                continue;
            }
            let held = self.user_posts(row.from_user, now).await?;
            loans.extend(
                held.into_iter().filter(|held| held.post == row.post).map(|held| (row.clone(), held)),
            );
        }
        Ok(loans)
    }
    /// To whom somebody lends anything that has not ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn takers_of(&self, user: UserId, now: Timestamp) -> Result<Vec<UserId>, Error> {
        let mut query = Query::select::<DelegationRow>();
        query.push(" WHERE from_user = ").bind(user).push(" AND ends_at > ").bind(now);
        query.push(" AND ended_at IS NULL");
        let mut takers: Vec<_> =
            self.records::<DelegationRow>(query).await?.into_iter().map(|row| row.to_user).collect();
        takers.sort_unstable();
        takers.dedup();
        Ok(takers)
    }
}

impl Work {
    /// One delegation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delegation(&mut self, id: Uuid) -> Result<Option<DelegationRow>, Error> {
        self.settle_table(DelegationRow::TABLE).await?;
        let mut query = Query::select::<DelegationRow>();
        query.push(" WHERE id = ").bind(id);
        Ok(self.records(query).await?.pop())
    }
}
