//! Boards: today's schedule, the four earlies (D05) as a named list, and the
//! checks that were missed (D08).

use authz::Action;
use domain::clinical::{Case, FourEarlies, four_earlies};
use domain::isolation::Order;
use kernel::{AreaPath, AsOf, CaseId, Date, OrderId, PageRequest, PersonId, Result, SubjectKind, Timestamp};
use protocol::schema::Classification;
use std::collections::{BTreeMap, BTreeSet};
use store::{CaseFilter, ObligationFilter, ObligationState, OrderRow, Scope};

/// What a schedule asks for: a word, and the letter with which its occurrences begin.
pub(super) type Scheduled = (&'static str, char);
pub(super) const TEST: Scheduled = ("test", 't');
pub(super) const CHECK: Scheduled = ("check", 'c');

use super::ObligationLine;
use crate::audit::{AuditKind, Looked};
use crate::{App, Caller, rows};

/// A test or check on a day.
#[derive(Clone, Debug)]
pub struct ScheduleLine {
    /// The order.
    pub order: OrderId,
    /// The person bound.
    pub person: Option<PersonId>,
    /// Regime key.
    pub regime: String,
    /// Measure.
    pub measure: String,
    /// `test` or `check`.
    pub kind: &'static str,
    /// Which one within the order.
    pub occurrence: String,
    /// By when.
    pub due: Timestamp,
    /// How it stands.
    pub state: ObligationState,
}

/// The four earlies of one case.
#[derive(Clone, Debug)]
pub struct EarlyLine {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Where it belongs.
    pub area: AreaPath,
    /// Its intervals.
    pub earlies: FourEarlies,
}

impl App {
    /// Tests and checks due on a day, by order, with how they stand now.
    ///
    /// # Errors
    /// `access.forbidden`, those of the store.
    pub async fn schedule_on(
        &self,
        caller: &Caller,
        area: Option<AreaPath>,
        on: Date,
    ) -> Result<Vec<ScheduleLine>> {
        let scope = self.scope(caller, Action::ReadOrders, "schedule")?;
        let zone = match &area {
            Some(area) => self.directory().zone_at(area),
            None => scope.all_areas().first().map_or(kernel::Zone::UTC, |a| self.directory().zone_at(a)),
        };
        let filter = ObligationFilter {
            area,
            due_from: Some(zone.start_of(on).plus(kernel::Span::from_micros(1))),
            due_before: Some(zone.end_of(on).plus(kernel::Span::from_micros(1))),
            ..ObligationFilter::default()
        };
        let mut due = Vec::new();
        for what in [TEST, CHECK] {
            let lines = self.scheduled(&scope, filter.clone(), what, self.as_of(None)).await?;
            due.extend(lines.into_iter().map(|line| (line, what.0)));
        }
        let ids: BTreeSet<uuid::Uuid> = due.iter().map(|(line, _)| line.row.subject_id).collect();
        let ids: Vec<_> = ids.into_iter().collect();
        let orders: BTreeMap<uuid::Uuid, Order> = self
            .store()
            .many::<OrderRow>(&scope, &ids, self.as_of(None))
            .await?
            .into_iter()
            .map(|row| Ok((row.id.0, rows::state(&row.state)?)))
            .collect::<Result<_>>()?;
        let mut lines: Vec<ScheduleLine> = due
            .into_iter()
            .filter_map(|(line, kind)| {
                let order = orders.get(&line.row.subject_id)?;
                Some(ScheduleLine {
                    order: order.id,
                    person: order.person,
                    regime: order.regime.clone(),
                    measure: order.measure.clone(),
                    kind,
                    occurrence: line.row.occurrence,
                    due: line.row.due_at,
                    state: line.state,
                })
            })
            .filter(|line| !matches!(line.state, ObligationState::Void | ObligationState::HandedOver))
            .collect();
        lines.sort_by_key(|line| (line.order, line.due, line.kind));
        let persons = lines.iter().filter_map(|line| line.person).collect();
        self.saw_on_a_board(caller, "schedule.list", persons).await?;
        Ok(lines)
    }

    /// Daily checks that are late and still not made.
    ///
    /// # Errors
    /// `access.forbidden`, those of the store.
    pub async fn missed_checks(
        &self,
        caller: &Caller,
        area: Option<AreaPath>,
    ) -> Result<Vec<ObligationLine>> {
        let scope = self.scope(caller, Action::ReadOrders, "missed_checks")?;
        let filter =
            ObligationFilter { area, states: vec![ObligationState::Overdue], ..ObligationFilter::default() };
        self.scheduled(&scope, filter, CHECK, self.as_of(None)).await
    }

    /// Leaves in the audit whom somebody saw on a board that names people.
    pub(super) async fn saw_on_a_board(
        &self,
        caller: &Caller,
        action: &str,
        persons: Vec<PersonId>,
    ) -> Result<()> {
        if persons.is_empty() {
            return Ok(());
        }
        let (kind, filters) = (AuditKind::List, Vec::new());
        self.looked(caller, Looked { kind, action, subject: None, area: None, persons, filters }).await
    }

    /// The four earlies of the cases of a disease.
    ///
    /// # Errors
    /// `access.forbidden`, those of the store.
    pub async fn four_earlies(
        &self,
        caller: &Caller,
        area: Option<AreaPath>,
        disease: &str,
        as_of: AsOf,
    ) -> Result<Vec<EarlyLine>> {
        let scope = self.scope(caller, Action::ReadCases, "four_earlies")?;
        let directory = self.directory();
        let filter = CaseFilter { area, disease: Some(disease.to_owned()), ..CaseFilter::default() };
        let mut cases = self.cases_in(&scope, &filter, as_of).await?;
        cases.retain(|case| case.classification != Classification::Discarded);
        let persons = cases.iter().map(|case| case.person).collect();
        self.saw_on_a_board(caller, "four_earlies.list", persons).await?;
        Ok(cases
            .into_iter()
            .map(|case| EarlyLine {
                earlies: four_earlies(&case, &directory.zone_at(&case.area)),
                case: case.id,
                number: case.number,
                area: case.area,
            })
            .collect())
    }

    /// The obligations that come from the schedules of orders.
    async fn scheduled(
        &self,
        scope: &Scope,
        filter: ObligationFilter,
        (_, letter): Scheduled,
        as_of: AsOf,
    ) -> Result<Vec<ObligationLine>> {
        let filter =
            ObligationFilter { subject_kind: Some(SubjectKind::Order), occurrence: Some(letter), ..filter };
        let mut page = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
        let mut lines = Vec::new();
        loop {
            let found = self.store().obligations(scope, &filter, as_of, &page).await?;
            lines.extend(found.items.into_iter().filter_map(|row| super::obligations::line(row, as_of)));
            match found.next {
                Some(next) => page.after = Some(next),
                None => return Ok(lines),
            }
        }
    }

    async fn cases_in(&self, scope: &Scope, filter: &CaseFilter, as_of: AsOf) -> Result<Vec<Case>> {
        let mut page = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
        let mut all = Vec::new();
        loop {
            let found = self.store().cases(scope, filter, as_of, &page).await?;
            for row in found.items {
                all.push(rows::state(&row.state)?);
            }
            match found.next {
                Some(next) => page.after = Some(next),
                None => return Ok(all),
            }
        }
    }
}
