//! Who has the page of a record open now. Rows live for a minute or two; no
//! index stands on their end, so that PostgreSQL prolongs them in place.

use kernel::{Error, SubjectKind, SubjectRef, Timestamp, UserId};
use uuid::Uuid;

use crate::{
    Store, Work,
    db::Query,
    table::{Record as _, record},
};

record! {
    /// That somebody has the page of a record open.
    pub struct PresenceRow in "presence" key ["user_id", "subject_kind", "subject_id"] on Replace {
        /// Who.
        user: UserId = "user_id",
        /// Of what kind of record.
        subject_kind: SubjectKind,
        /// Of which one.
        subject_id: Uuid,
        /// Until when, unless he says so again (wall clock).
        ends_at: Timestamp,
    }
}

impl Store {
    /// Who has the page of a record open, whoever asks: `app` tells those alone
    /// who may see the record, to whom may see it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn present_at(&self, subject: SubjectRef, now: Timestamp) -> Result<Vec<PresenceRow>, Error> {
        let mut query = Query::select::<PresenceRow>();
        query.push(" WHERE subject_id = ").bind(subject.id);
        query.push(" AND subject_kind = ").bind(subject.kind.as_str());
        query.push(" AND ends_at > ").bind(now).push(" ORDER BY user_id");
        self.records(query).await
    }
}

impl Work {
    /// Keeps that somebody has a page open. Of the pages of one user at most
    /// `most` are kept, those that end first go.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_presence(&mut self, row: &PresenceRow, most: usize) -> Result<(), Error> {
        self.settle_table(PresenceRow::TABLE).await?;
        let mut query = Query::select::<PresenceRow>();
        query.push(" WHERE user_id = ").bind(row.user).push(" ORDER BY ends_at DESC, subject_id");
        let mut others: Vec<PresenceRow> = self.records(query).await?;
        others.retain(|other| (other.subject_kind, other.subject_id) != (row.subject_kind, row.subject_id));
        for other in others.iter().skip(most.saturating_sub(1)) {
            self.drop_presence(other.user, SubjectRef { kind: other.subject_kind, id: other.subject_id })
                .await?;
        }
        self.put(row);
        Ok(())
    }
    /// Forgets that somebody has a page open.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_presence(&mut self, user: UserId, subject: SubjectRef) -> Result<(), Error> {
        self.settle_table(PresenceRow::TABLE).await?;
        let mut query = Query::new("DELETE FROM presence WHERE user_id = ");
        query.bind(user).push(" AND subject_kind = ").bind(subject.kind.as_str());
        query.push(" AND subject_id = ").bind(subject.id);
        self.execute(query).await.map(drop)
    }
    /// Forgets pages that were closed without a word before a moment; how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_presences(&mut self, before: Timestamp) -> Result<u64, Error> {
        self.settle_table(PresenceRow::TABLE).await?;
        let mut query = Query::new("DELETE FROM presence WHERE ends_at < ");
        query.bind(before);
        self.execute(query).await
    }
}
