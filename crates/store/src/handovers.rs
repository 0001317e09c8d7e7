//! Offers of duties and cases to somebody else. What an accepted one has made
//! of the duties stands with them, and follows from the journal; the offers
//! themselves are kept beside it.

use kernel::{
    AreaPath, Cursor, Error, HandoverId, ObligationId, Page, PageRequest, PostId, SubjectKind, SubjectRef,
    Timestamp, UnitId, UserId,
};
use uuid::Uuid;

use crate::{
    ObligationRow, Scope, Store, Work,
    db::Query,
    table::{Record as _, record},
};

record! {
    /// An offer.
    pub struct HandoverRow in "handover" key ["id"] on Replace {
        /// Which.
        id: HandoverId,
        /// Whose the duties are.
        from_unit: UnitId,
        /// Where that unit stands.
        area: AreaPath = "area_path",
        /// To which unit.
        to_unit: UnitId,
        /// To which post of it.
        to_post: Option<PostId>,
        /// To which of its people.
        to_user: Option<UserId>,
        /// What the receiver should know.
        note: String,
        /// When it was offered (business time, as all instants of it).
        offered_at: Timestamp,
        /// By whom.
        offered_by: UserId,
        /// By when to answer.
        answer_by: Timestamp,
        /// `offered`, `accepted`, `rejected`, `withdrawn` or `expired`.
        state: String,
        /// When it ended.
        answered_at: Option<Timestamp>,
        /// By whom; nobody when it expired.
        answered_by: Option<UserId>,
        /// Why it was rejected or withdrawn.
        reason: Option<String>,
    }
}
record! {
    /// One thing that is offered.
    pub struct HandoverItemRow in "handover_item" key ["handover_id", "subject_id"] on Fail {
        /// In which offer.
        handover: HandoverId = "handover_id",
        /// A duty or a case.
        subject_kind: SubjectKind,
        /// Which one.
        subject_id: Uuid,
    }
}

/// Which offers a list asks for.
#[derive(Clone, Debug, Default)]
pub struct HandoverFilter {
    /// To or from this unit.
    pub unit: Option<UnitId>,
    /// In this state.
    pub state: Option<String>,
}

fn items_of(handover: HandoverId) -> Query {
    let mut query = Query::select::<HandoverItemRow>();
    query.push(" WHERE handover_id = ").bind(handover).push(" ORDER BY subject_id");
    query
}

fn subjects(rows: Vec<HandoverItemRow>) -> Vec<SubjectRef> {
    rows.into_iter().map(|row| SubjectRef { kind: row.subject_kind, id: row.subject_id }).collect()
}

impl Store {
    /// A page of offers, latest first: those of a unit, or of the areas of the
    /// scope where no unit is named.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn handovers(
        &self,
        scope: &Scope,
        filter: &HandoverFilter,
        page: &PageRequest,
    ) -> Result<Page<HandoverRow>, Error> {
        let mut query = Query::select::<HandoverRow>();
        query.push(" WHERE 1 = 1");
        match filter.unit {
            Some(unit) => {
                query.push(" AND (from_unit = ").bind(unit).push(" OR to_unit = ").bind(unit).push(")");
            }
            None => scope.restrict(&mut query, "area_path"),
        }
        crate::scope::equals(&mut query, "state", filter.state.as_deref());
        if let Some(after) = &page.after {
            query.push(" AND id < ").bind(after.parts()?.1);
        }
        query.push(" ORDER BY id DESC LIMIT ").bind(i64::from(page.limit) + 1);
        let rows = self.records::<HandoverRow>(query).await?;
        Ok(Page::from_surplus(rows, page.limit, |row| Cursor::new(0, row.id.0)))
    }
    /// One offer, whoever asks: who may see it is for the caller to say.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn handover(&self, id: HandoverId) -> Result<Option<HandoverRow>, Error> {
        let mut query = Query::select::<HandoverRow>();
        query.push(" WHERE id = ").bind(id);
        self.record(query).await
    }
    /// What is in an offer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn handover_items(&self, id: HandoverId) -> Result<Vec<SubjectRef>, Error> {
        Ok(subjects(self.records(items_of(id)).await?))
    }
    /// The offers that named something, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn handovers_of(&self, subjects: &[Uuid]) -> Result<Vec<HandoverRow>, Error> {
        let mut query = Query::select::<HandoverRow>();
        query.push(" WHERE id IN (SELECT handover_id FROM handover_item WHERE ");
        query.bind_in("subject_id", subjects.iter().copied()).push(") ORDER BY id");
        self.records(query).await
    }
    /// Offers that nobody answered in time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unanswered_handovers(&self, now: Timestamp, limit: u32) -> Result<Vec<HandoverRow>, Error> {
        let mut query = Query::select::<HandoverRow>();
        query.push(" WHERE state = 'offered' AND answer_by < ").bind(now);
        query.push(" ORDER BY answer_by, id LIMIT ").bind(i64::from(limit));
        self.records(query).await
    }
    /// The obligation that continues one that was handed over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn continuation(&self, id: ObligationId) -> Result<Option<ObligationRow>, Error> {
        let mut query = Query::select::<ObligationRow>();
        query.push(" WHERE continues = ").bind(id);
        self.record(query).await
    }
    /// The open obligations that a unit holds, by due time, at most `limit`: all
    /// of them, those of a post, or those of one of its people.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn obligations_held(
        &self,
        unit: UnitId,
        post: Option<PostId>,
        user: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<ObligationId>, Error> {
        let mut query = Query::select::<ObligationRow>();
        query.push(" WHERE closed_at IS NULL AND holder_unit = ").bind(unit);
        crate::scope::equals(&mut query, "holder_post", post);
        crate::scope::equals(&mut query, "holder_user", user);
        query.push(" ORDER BY due_at, id LIMIT ").bind(i64::from(limit));
        Ok(self.records::<ObligationRow>(query).await?.into_iter().map(|row| row.id).collect())
    }
}

impl Work {
    /// One offer, held until the commit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn handover(&mut self, id: HandoverId) -> Result<Option<HandoverRow>, Error> {
        self.settle_table(HandoverRow::TABLE).await?;
        // An update that changes nothing takes the lock of the row in both databases.
        let mut query = Query::new("UPDATE handover SET note = note WHERE id = ");
        query.bind(id).push(" RETURNING ").push(&HandoverRow::TABLE.select_list());
        Ok(self.records(query).await?.pop())
    }
    /// What is in an offer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn handover_items(&mut self, id: HandoverId) -> Result<Vec<SubjectRef>, Error> {
        self.settle_table(HandoverItemRow::TABLE).await?;
        Ok(subjects(self.records(items_of(id)).await?))
    }
    /// Which of these stand in an offer that waits for its answer, with the offer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offered_already(
        &mut self,
        subjects: &[Uuid],
        now: Timestamp,
    ) -> Result<Option<(Uuid, HandoverId)>, Error> {
        self.settle_table(HandoverItemRow::TABLE).await?;
        self.settle_table(HandoverRow::TABLE).await?;
        let mut query = Query::select::<HandoverItemRow>();
        query.push(" WHERE ").bind_in("subject_id", subjects.iter().copied());
        query.push(" AND handover_id IN (SELECT id FROM handover WHERE state = 'offered' AND answer_by >= ");
        query.bind(now).push(") LIMIT 1");
        let rows: Vec<HandoverItemRow> = self.records(query).await?;
        Ok(rows.first().map(|row| (row.subject_id, row.handover)))
    }
}
