//! Obligations: who must do what by when, how they ended, and their timers.

use kernel::{
    AreaPath, AsOf, Cursor, Error, ObligationId, Page, PageRequest, SubjectKind, SubjectRef, Timestamp,
    UnitId, UserId,
};
use uuid::Uuid;

use crate::{
    EscalationRow, ObligationRow, Scope, Store, Work,
    db::Query,
    scope::{equals, is_wide},
    table::Record,
};

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

/// Which obligations a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct ObligationFilter {
    /// Held by this unit.
    pub unit: Option<UnitId>,
    /// Handed over by name to this one of its people.
    pub user: Option<UserId>,
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
    /// In this state at the asked moment.
    pub state: Option<ObligationState>,
    /// Not closed at the asked moment (open, warned or overdue).
    pub unclosed: bool,
    /// Due at this moment or later.
    pub due_from: Option<Timestamp>,
    /// Due before this moment.
    pub due_before: Option<Timestamp>,
}

/// How many obligations stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the states")]
pub struct ObligationCounts {
    pub open: i64,
    pub warned: i64,
    pub overdue: i64,
    pub met: i64,
    pub met_late: i64,
    pub waived: i64,
    pub void: i64,
    pub handed_over: i64,
    /// How many of all these were ever escalated.
    pub escalated: i64,
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
    let at = as_of.at();
    if let AsOf::Known(at) = as_of {
        query.push(" AND opened_recorded_at <= ").bind(at);
    }
    scope.restrict_of(query, column, "disease");
    equals(query, "holder_unit", filter.unit);
    equals(query, "holder_user", filter.user);
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
    if let Some(area) = &filter.area {
        query.push(" AND ");
        scope.within(query, if is_wide(area) { column } else { "area_path" }, area);
    }
    if let Some(from) = filter.due_from {
        query.push(" AND due_at >= ").bind(from);
    }
    if let Some(before) = filter.due_before {
        query.push(" AND due_at < ").bind(before);
    }
    if filter.unclosed || filter.state.is_some_and(ObligationState::is_open) {
        query.push(" AND ");
        unclosed(query, as_of);
    }
    match filter.state {
        None => {}
        Some(ObligationState::Overdue) => {
            query.push(" AND due_at < ").bind(at);
        }
        Some(ObligationState::Warned) => {
            query.push(" AND due_at >= ").bind(at).push(" AND warn_at <= ").bind(at);
        }
        Some(ObligationState::Open) => {
            query.push(" AND due_at >= ").bind(at).push(" AND warn_at > ").bind(at);
        }
        Some(closed) => {
            query.push(" AND close_state = ").bind(closed.as_str());
            if let AsOf::Known(at) = as_of {
                query.push(" AND closed_recorded_at <= ").bind(at);
            }
        }
    }
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

    /// How many obligations stand how, in one question.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn obligation_counts(
        &self,
        scope: &Scope,
        filter: &ObligationFilter,
        as_of: AsOf,
    ) -> Result<ObligationCounts, Error> {
        let rows = self.fetch(counts_query(scope, filter, as_of, None)).await?;
        let mut counts = ObligationCounts::default();
        for row in &rows {
            counts.add(&row.cell::<String>(0)?, row.cell(1)?, row.cell(2)?);
        }
        Ok(counts)
    }

    /// The same, apart for each holding unit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn obligation_counts_by_unit(
        &self,
        scope: &Scope,
        filter: &ObligationFilter,
        as_of: AsOf,
    ) -> Result<Vec<(UnitId, ObligationCounts)>, Error> {
        let rows = self.fetch(counts_query(scope, filter, as_of, Some("holder_unit"))).await?;
        let mut by_unit = std::collections::BTreeMap::<UnitId, ObligationCounts>::new();
        for row in &rows {
            by_unit.entry(row.cell(3)?).or_default().add(&row.cell::<String>(0)?, row.cell(1)?, row.cell(2)?);
        }
        Ok(by_unit.into_iter().collect())
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

fn counts_query(scope: &Scope, filter: &ObligationFilter, as_of: AsOf, by: Option<&str>) -> Query {
    let at = as_of.at();
    let mut query = Query::new("SELECT state, count(*), sum(escalated)");
    if let Some(by) = by {
        query.push(", ").push(by);
    }
    query.push(" FROM (SELECT ");
    if let Some(by) = by {
        query.push(by).push(", ");
    }
    query.push("CASE WHEN NOT ");
    unclosed(&mut query, as_of);
    query.push(" THEN close_state WHEN due_at < ").bind(at).push(" THEN 'overdue' WHEN warn_at <= ").bind(at);
    // The ladder begins with the warning: before that nobody need look for its steps.
    query.push(" THEN 'warned' ELSE 'open' END AS state, CASE WHEN warn_at <= ").bind(at);
    query.push(" AND EXISTS (SELECT 1 FROM escalation WHERE escalation.obligation_id = obligation.id");
    if let AsOf::Known(at) = as_of {
        query.push(" AND escalation.recorded_at <= ").bind(at);
    }
    query.push(") THEN 1 ELSE 0 END AS escalated FROM obligation WHERE 1 = 1");
    add_filter(&mut query, scope, "area_path", filter, as_of);
    query.push(") AS standing GROUP BY state");
    if let Some(by) = by {
        query.push(", ").push(by);
    }
    query
}

impl ObligationCounts {
    fn add(&mut self, state: &str, count: i64, escalated: i64) {
        self.escalated += escalated;
        match ObligationState::parse(state) {
            Some(ObligationState::Open) => self.open += count,
            Some(ObligationState::Warned) => self.warned += count,
            Some(ObligationState::Overdue) => self.overdue += count,
            Some(ObligationState::Met) => self.met += count,
            Some(ObligationState::MetLate) => self.met_late += count,
            Some(ObligationState::Waived) => self.waived += count,
            Some(ObligationState::Void) => self.void += count,
            Some(ObligationState::HandedOver) => self.handed_over += count,
            None => {}
        }
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
