//! Obligations: who must do what by when, how they ended, and their timers.

mod counts;

use kernel::{
    AreaPath, AsOf, Cursor, Error, ObligationId, Page, PageRequest, PostId, SubjectKind, SubjectRef,
    Timestamp, UnitId, UserId,
};
use uuid::Uuid;

use crate::{
    EscalationRow, ObligationRow, Scope, Store, Work,
    db::Query,
    scope::{equals, is_wide},
    table::Record,
};

pub use counts::ObligationCounts;
pub(crate) use counts::{Grouped, counts_query};

/// How an obligation stands at a moment. Computed, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ObligationState {
    /// Neither warned nor due.
    Open,
    /// The warning time has come.
    Warned,
    /// The due time has passed (the exact moment is still on time).
    Overdue,
    /// Met in time.
    Met,
    /// Met after it was due.
    MetLate,
    /// Waived by somebody, for a reason.
    Waived,
    /// Its cause was corrected.
    Void,
    /// It passed to somebody else, who goes on with it as another one.
    HandedOver,
}

impl ObligationState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Open,
        Self::Warned,
        Self::Overdue,
        Self::Met,
        Self::MetLate,
        Self::Waived,
        Self::Void,
        Self::HandedOver,
    ];
    /// The stored and wire form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Warned => "warned",
            Self::Overdue => "overdue",
            Self::Met => "met",
            Self::MetLate => "met_late",
            Self::Waived => "waived",
            Self::Void => "void",
            Self::HandedOver => "handed_over",
        }
    }
    /// Reads the wire form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
    /// Whether it is not closed.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Warned | Self::Overdue)
    }
}

/// How an obligation stood, as known at the asked moment; none when it was
/// not known yet.
pub fn state_at(row: &ObligationRow, as_of: AsOf) -> Option<ObligationState> {
    let at = as_of.at();
    let known_by = |recorded: Timestamp| matches!(as_of, AsOf::Now(_)) || recorded <= at;
    if !known_by(row.opened_recorded_at) {
        return None;
    }
    if row.closed_recorded_at.is_some_and(known_by) {
        return row.close_state.as_deref().and_then(ObligationState::parse);
    }
    Some(if at > row.due_at {
        ObligationState::Overdue
    } else if at >= row.warn_at {
        ObligationState::Warned
    } else {
        ObligationState::Open
    })
}

/// What is somebody's own to do: what was handed over to him by name, and what
/// falls to a post that he holds and was handed to nobody.
#[derive(Clone, Debug)]
pub struct Mine {
    /// Who.
    pub user: UserId,
    /// His posts, each with its unit.
    pub posts: Vec<(PostId, UnitId)>,
}

/// Which obligations a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct ObligationFilter {
    /// Held by this unit.
    pub unit: Option<UnitId>,
    /// Handed over by name to this one of its people.
    pub user: Option<UserId>,
    /// Somebody's own.
    pub mine: Option<Mine>,
    /// Held in this area or below it.
    pub area: Option<AreaPath>,
    /// About this.
    pub subject: Option<SubjectRef>,
    /// About something of this kind.
    pub subject_kind: Option<SubjectKind>,
    /// Whose occurrence begins with this letter.
    pub occurrence: Option<char>,
    /// From this rule.
    pub rule: Option<String>,
    /// Of this disease.
    pub disease: Option<String>,
    /// In one of these states at the asked moment; in any, when there is none.
    pub states: Vec<ObligationState>,
    /// Not closed at the asked moment (open, warned or overdue).
    pub unclosed: bool,
    /// Escalated at least once, as known at the asked moment.
    pub escalated: bool,
    /// Due at this moment or later.
    pub due_from: Option<Timestamp>,
    /// Due before this moment.
    pub due_before: Option<Timestamp>,
}

/// Appends that an obligation was not closed, as known at the asked moment.
fn unclosed(query: &mut Query, as_of: AsOf) {
    match as_of {
        AsOf::Now(_) => query.push("closed_at IS NULL"),
        // Both are null together; this one stands in the index by due time.
        AsOf::Known(at) => {
            query.push("(closed_recorded_at IS NULL OR closed_recorded_at > ").bind(at).push(")")
        }
    };
}

fn add_filter(query: &mut Query, scope: &Scope, column: &str, filter: &ObligationFilter, as_of: AsOf) {
    scope.restrict_of(query, column, "disease");
    if let Some(area) = &filter.area {
        query.push(" AND ");
        scope.within(query, if is_wide(area) { column } else { "area_path" }, area);
    }
    add_but_area(query, filter, as_of);
}

/// Appends everything but where it may be.
fn add_but_area(query: &mut Query, filter: &ObligationFilter, as_of: AsOf) {
    if let AsOf::Known(at) = as_of {
        query.push(" AND opened_recorded_at <= ").bind(at);
    }
    equals(query, "holder_unit", filter.unit);
    equals(query, "holder_user", filter.user);
    if let Some(mine) = &filter.mine {
        // Two small questions by the indexes of user and unit, instead of a walk through all.
        let open = matches!(as_of, AsOf::Now(_)) && is_of_open(filter);
        let open = if open { " AND own.closed_at IS NULL" } else { "" };
        query.push(" AND id IN (SELECT own.id FROM obligation own WHERE own.holder_user = ").bind(mine.user);
        query.push(open).push(" UNION ALL SELECT own.id FROM obligation own WHERE ");
        query.bind_in("own.holder_unit", mine.posts.iter().map(|(_, unit)| *unit)).push(" AND ");
        query.bind_in("own.holder_post", mine.posts.iter().map(|(post, _)| *post));
        query.push(" AND own.holder_user IS NULL").push(open).push(")");
    }
    equals(query, "rule", filter.rule.as_deref());
    equals(query, "disease", filter.disease.as_deref());
    equals(query, "subject_id", filter.subject.map(|s| s.id));
    equals(query, "subject_kind", filter.subject_kind.map(SubjectKind::as_str));
    if let Some(first) = filter.occurrence {
        // Texts sort by byte, so all that begin alike are one range.
        let next = char::from_u32(u32::from(first) + 1).unwrap_or(char::MAX);
        query.push(" AND occurrence >= ").bind(first.to_string());
        query.push(" AND occurrence < ").bind(next.to_string());
    }
    if let Some(from) = filter.due_from {
        query.push(" AND due_at >= ").bind(from);
    }
    if let Some(before) = filter.due_before {
        query.push(" AND due_at < ").bind(before);
    }
    let all_open = is_of_open(filter);
    if all_open {
        query.push(" AND ");
        unclosed(query, as_of);
    }
    if filter.escalated {
        query.push(" AND ");
        escalated(query, as_of);
    }
    match filter.states.as_slice() {
        [] => {}
        [state] => {
            query.push(" AND ");
            in_state(query, *state, as_of);
        }
        states => {
            query.push(" AND (");
            for (n, state) in states.iter().enumerate() {
                query.push(if n > 0 { " OR (" } else { "(" });
                if state.is_open() && !all_open {
                    unclosed(query, as_of);
                    query.push(" AND ");
                }
                in_state(query, *state, as_of);
                query.push(")");
            }
            query.push(")");
        }
    }
}

/// Whether a filter lets nothing through but what is not closed.
fn is_of_open(filter: &ObligationFilter) -> bool {
    filter.unclosed || (!filter.states.is_empty() && filter.states.iter().all(|state| state.is_open()))
}

/// Appends that an obligation which is not closed is in an open state, or that
/// it was closed in this one.
fn in_state(query: &mut Query, state: ObligationState, as_of: AsOf) {
    let at = as_of.at();
    match state {
        ObligationState::Overdue => {
            query.push("due_at < ").bind(at);
        }
        ObligationState::Warned => {
            query.push("due_at >= ").bind(at).push(" AND warn_at <= ").bind(at);
        }
        ObligationState::Open => {
            query.push("due_at >= ").bind(at).push(" AND warn_at > ").bind(at);
        }
        closed => {
            query.push("close_state = ").bind(closed.as_str());
            if let AsOf::Known(at) = as_of {
                query.push(" AND closed_recorded_at <= ").bind(at);
            }
        }
    }
}

/// Appends that an obligation was escalated at least once. The ladder begins
/// with the warning: before that nobody need look for its steps.
fn escalated(query: &mut Query, as_of: AsOf) {
    query.push("warn_at <= ").bind(as_of.at());
    query.push(" AND EXISTS (SELECT 1 FROM escalation WHERE escalation.obligation_id = obligation.id");
    if let AsOf::Known(at) = as_of {
        query.push(" AND escalation.recorded_at <= ").bind(at);
    }
    query.push(")");
}

/// What was learnt after the asked moment is not told.
fn as_then(mut row: ObligationRow, as_of: AsOf) -> ObligationRow {
    if let AsOf::Known(at) = as_of
        && row.closed_recorded_at.is_some_and(|recorded| recorded > at)
    {
        (row.closed_at, row.closed_recorded_at, row.close_state, row.closed_fact) = (None, None, None, None);
    }
    row
}

impl Store {
    /// A page of obligations by due time.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn obligations(
        &self,
        scope: &Scope,
        filter: &ObligationFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<ObligationRow>, Error> {
        let mut query = Query::select::<ObligationRow>();
        query.push(" WHERE 1 = 1");
        add_filter(&mut query, scope, scope.list_column(self.engine()), filter, as_of);
        if let Some(after) = &page.after {
            let (due, id) = after.parts()?;
            query.push(" AND (due_at > ").bind(due).push(" OR (due_at = ").bind(due);
            query.push(" AND id > ").bind(id).push("))");
        }
        query.push(" ORDER BY due_at, id LIMIT ").bind(i64::from(page.limit) + 1);
        let rows = self.records::<ObligationRow>(query).await?;
        let page = Page::from_surplus(rows, page.limit, |row| Cursor::new(row.due_at.as_micros(), row.id.0));
        Ok(page.map(|row| as_then(row, as_of)))
    }

    /// One obligation, as it stands now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn obligation(&self, scope: &Scope, id: ObligationId) -> Result<Option<ObligationRow>, Error> {
        let mut query = Query::select::<ObligationRow>();
        query.push(" WHERE id = ").bind(id);
        scope.restrict_of(&mut query, "area_path", "disease");
        self.record(query).await
    }

    /// The steps up the ladder of an obligation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn escalations(&self, scope: &Scope, id: ObligationId) -> Result<Vec<EscalationRow>, Error> {
        let mut query = Query::select::<EscalationRow>();
        query.push(" JOIN obligation ON obligation.id = escalation.obligation_id WHERE obligation_id = ");
        query.bind(id);
        scope.restrict_of(&mut query, "obligation.area_path", "obligation.disease");
        query.push(" ORDER BY step");
        self.records(query).await
    }

    /// The steps told to a unit since a moment, latest first, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn escalations_to(
        &self,
        scope: &Scope,
        unit: UnitId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<EscalationRow>, Error> {
        let mut query = Query::select::<EscalationRow>();
        query.push(" JOIN obligation ON obligation.id = escalation.obligation_id WHERE to_unit = ");
        query.bind(unit).push(" AND escalation.at >= ").bind(since);
        scope.restrict_of(&mut query, "obligation.area_path", "obligation.disease");
        query.push(" ORDER BY escalation.at DESC, obligation_id LIMIT ").bind(i64::from(limit));
        self.records(query).await
    }

    /// The obligations whose next step up the ladder is due, longest due first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due_timers(&self, now: Timestamp, limit: u32) -> Result<Vec<ObligationRow>, Error> {
        let mut query = Query::select::<ObligationRow>();
        query.push(" WHERE timer_at IS NOT NULL AND timer_at <= ").bind(now);
        query.push(" ORDER BY timer_at, id LIMIT ").bind(i64::from(limit));
        self.records(query).await
    }

    /// When the next timer is due.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_timer(&self) -> Result<Option<Timestamp>, Error> {
        let rows = self
            .fetch(Query::new(
                "SELECT timer_at FROM obligation WHERE timer_at IS NOT NULL ORDER BY timer_at, id LIMIT 1",
            ))
            .await?;
        rows.first().map(|row| row.cell(0)).transpose()
    }
}

impl Work {
    /// The open obligations about any of these, by due time, with what this
    /// group and this job opened and closed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_obligations(&mut self, subjects: &[SubjectRef]) -> Result<Vec<ObligationRow>, Error> {
        let mut ids: Vec<Uuid> = subjects.iter().map(|subject| subject.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let missing: Vec<Uuid> = ids.iter().copied().filter(|id| !self.known.open.contains_key(id)).collect();
        if !missing.is_empty() {
            self.load_open(&missing).await?;
        }
        let mut rows: Vec<ObligationRow> =
            ids.iter().filter_map(|id| self.known.open.get(id)).flatten().cloned().collect();
        for values in ids.iter().flat_map(|id| self.local.obligations_about(*id)) {
            let row = ObligationRow::from_values(values.clone())?;
            if rows.iter().all(|known| known.id != row.id) {
                rows.push(row);
            }
        }
        rows.retain(|row| !self.local.closes(row.id));
        rows.sort_by_key(|row| (row.due_at, row.id));
        Ok(rows)
    }

    pub(crate) async fn load_open(&mut self, subjects: &[Uuid]) -> Result<(), Error> {
        self.settle(ObligationRow::TABLE, subjects).await?;
        for chunk in subjects.chunks(1000) {
            let mut query = Query::select::<ObligationRow>();
            query.push(" WHERE ").bind_in("subject_id", chunk.iter().copied());
            query.push(" AND closed_at IS NULL");
            let mut rows: Vec<ObligationRow> = self.records(query).await?;
            self.pending.amend(&mut rows);
            for subject in chunk {
                self.known.open.insert(*subject, Vec::new());
            }
            for row in rows {
                self.known.open.entry(row.subject_id).or_default().push(row);
            }
        }
        Ok(())
    }

    /// One obligation, open or closed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn obligation(&mut self, id: ObligationId) -> Result<Option<ObligationRow>, Error> {
        if let Some(row) = self.known.open.values().flatten().find(|row| row.id == id) {
            return Ok(Some(row.clone()));
        }
        if self.pending.changes_obligations() {
            self.flush().await?;
        }
        self.settle(ObligationRow::TABLE, &[id.0]).await?;
        let mut query = Query::select::<ObligationRow>();
        query.push(" WHERE id = ").bind(id);
        Ok(self.records(query).await?.pop())
    }

    /// The open obligations that a fact opened, in this group too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn obligations_opened_by(&mut self, fact: kernel::FactId) -> Result<Vec<ObligationRow>, Error> {
        self.settle_table(ObligationRow::TABLE).await?;
        let mut query = Query::select::<ObligationRow>();
        query.push(" WHERE opened_fact = ").bind(fact).push(" AND closed_at IS NULL ORDER BY due_at, id");
        self.records(query).await
    }

    /// Records a step up the ladder; one that is known already changes nothing.
    pub fn put_escalation(&mut self, row: &EscalationRow) {
        self.put(row);
    }
}
