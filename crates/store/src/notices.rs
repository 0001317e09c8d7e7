//! Notices of orders: a link or a code with which whom an order binds reads it
//! without a log-in. The secret is never kept, only its keyed hash; the key is
//! that of the search index, which a rotation of the ring leaves as it is.

use kernel::{AreaPath, Classified, Error, OrderId, PersonId, Timestamp, UserId};
use uuid::Uuid;

use crate::{
    Scope, Store, Work,
    db::Query,
    index::missing,
    table::{Record as _, record},
};

/// Most notices of an order that a list shows.
const LISTED: i64 = 100;

record! {
    /// That an order may be read by whoever has a link or code.
    pub struct NoticeRow in "order_notice" key ["id"] on Replace {
        /// Which.
        id: Uuid,
        /// Of which order.
        order: OrderId = "order_id",
        /// Whom it binds, if it is a person.
        person: Option<PersonId> = "person_id",
        /// Where the order belongs.
        area: AreaPath = "area_path",
        /// Of which disease it is.
        disease: String,
        /// `link` or `code`.
        form: String,
        /// What a code asks for besides: `birth_date` or `id_number` (its last four).
        second: Option<String>,
        /// Keyed hash of the secret.
        secret_hash: Vec<u8>,
        /// Who gave it out.
        made_by: UserId,
        /// When (wall clock, as all instants of it).
        made_at: Timestamp,
        /// When it ends by itself.
        ends_at: Timestamp,
        /// How often it may be used.
        most_uses: i64,
        /// How often it was.
        uses: i64,
        /// Tries of what it asks for besides since the last that was right.
        tries: i64,
        /// When it was last used.
        last_used_at: Option<Timestamp>,
        /// When it was revoked.
        revoked_at: Option<Timestamp>,
        /// By whom.
        revoked_by: Option<UserId>,
        /// Why.
        revoke_reason: Option<String>,
    }
}

impl NoticeRow {
    /// Tries of what a code asks for besides before it is locked for good.
    pub const MOST_TRIES: i64 = 5;

    /// Whether it is locked after wrong tries.
    pub const fn is_locked(&self) -> bool {
        self.tries >= Self::MOST_TRIES
    }
    /// Whether it opens its order at a moment.
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.ends_at && self.uses < self.most_uses && !self.is_locked()
    }
}

/// Appends what makes a row good but for its tries: as [`NoticeRow::is_good`].
fn push_good(query: &mut Query, now: Timestamp) {
    query.push(" AND revoked_at IS NULL AND uses < most_uses AND ends_at > ").bind(now);
}

impl Store {
    /// What stands in the table for a secret.
    ///
    /// # Errors
    /// `keys.missing`.
    pub fn notice_hash(&self, secret: &Classified<String>) -> Result<Vec<u8>, Error> {
        self.index().get().ok_or_else(missing)?.secret("order_notice", secret.expose())
    }
    /// The notices of an order, newest first; a hundred at most.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notices_of(&self, scope: &Scope, order: OrderId) -> Result<Vec<NoticeRow>, Error> {
        let mut query = Query::select::<NoticeRow>();
        query.push(" WHERE order_id = ").bind(order);
        scope.restrict_of(&mut query, "area_path", "disease");
        query.push(" ORDER BY id DESC LIMIT ").bind(LISTED);
        self.records(query).await
    }
    /// One of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notice(&self, scope: &Scope, id: Uuid) -> Result<Option<NoticeRow>, Error> {
        let mut query = Query::select::<NoticeRow>();
        query.push(" WHERE id = ").bind(id);
        scope.restrict_of(&mut query, "area_path", "disease");
        self.record(query).await
    }
    /// The notice with a secret, good or not: no scope but the secret itself.
    ///
    /// # Errors
    /// `keys.missing`, or when the database fails.
    pub async fn notice_by_secret(&self, secret: &Classified<String>) -> Result<Option<NoticeRow>, Error> {
        let mut query = Query::select::<NoticeRow>();
        query.push(" WHERE secret_hash = ").bind(self.notice_hash(secret)?);
        self.record(query).await
    }
}

impl Work {
    /// How many notices of an order are good.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn good_notices(&mut self, order: OrderId, now: Timestamp) -> Result<i64, Error> {
        self.settle_table(NoticeRow::TABLE).await?;
        let mut query = Query::new("SELECT count(*) FROM order_notice WHERE order_id = ");
        query.bind(order).push(" AND tries < ").bind(NoticeRow::MOST_TRIES);
        push_good(&mut query, now);
        self.fetch(query).await?.first().map_or(Ok(0), |row| row.cell(0))
    }
    /// Counts a try of what a code asks for besides before it is known to be wrong,
    /// so that of many at once no more are tried than one after the other; false
    /// when it is not to be tried.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn try_notice(&mut self, id: Uuid, now: Timestamp) -> Result<bool, Error> {
        self.settle_table(NoticeRow::TABLE).await?;
        let mut query = Query::new("UPDATE order_notice SET tries = tries + 1 WHERE id = ");
        query.bind(id).push(" AND tries < ").bind(NoticeRow::MOST_TRIES);
        push_good(&mut query, now);
        Ok(self.execute(query).await? > 0)
    }
    /// Uses a notice; false when it is good no more. Whoever has proved what is
    /// asked for besides takes the tries back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_notice(&mut self, id: Uuid, now: Timestamp) -> Result<bool, Error> {
        self.settle_table(NoticeRow::TABLE).await?;
        let mut query = Query::new("UPDATE order_notice SET uses = uses + 1, tries = 0, last_used_at = ");
        query.bind(now).push(" WHERE id = ").bind(id);
        push_good(&mut query, now);
        Ok(self.execute(query).await? > 0)
    }
    /// Revokes a notice; the first end stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_notice(
        &mut self,
        id: Uuid,
        by: UserId,
        reason: &str,
        now: Timestamp,
    ) -> Result<bool, Error> {
        self.settle_table(NoticeRow::TABLE).await?;
        let mut query = Query::new("UPDATE order_notice SET revoked_at = ");
        query.bind(now).push(", revoked_by = ").bind(by).push(", revoke_reason = ").bind(reason);
        query.push(" WHERE revoked_at IS NULL AND id = ").bind(id);
        Ok(self.execute(query).await? > 0)
    }
    /// Forgets notices that ended before a moment; how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_notices(&mut self, before: Timestamp) -> Result<u64, Error> {
        self.settle_table(NoticeRow::TABLE).await?;
        let mut query = Query::new("DELETE FROM order_notice WHERE ends_at < ");
        query.bind(before);
        self.execute(query).await
    }
}
