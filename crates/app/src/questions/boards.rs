//! Boards: today's schedule, the four musts (H04) and the four earlies (D05)
//! as named lists, and the checks that were missed (D08).

use authz::Action;
use domain::clinical::{Case, FourEarlies, four_earlies};
use domain::investigation::Contact;
use domain::isolation::Order;
use kernel::{
    AreaPath, AsOf, CaseId, ContactId, Date, ObligationId, OrderId, PageRequest, PersonId, Result,
    SubjectKind, Timestamp,
};
use protocol::schema::{Classification, ContactClass};
use std::collections::{BTreeMap, BTreeSet};
use store::{CaseFilter, ContactFilter, ObligationFilter, ObligationState, OrderRow, Scope};

use super::ObligationLine;
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

/// One of the four musts: how many should, how many are, and who is missing.
#[derive(Clone, Debug, Default)]
pub struct Must {
    /// How many should be.
    pub should: usize,
    /// How many are.
    pub done: usize,
    /// Who is missing, by name of the record.
    pub missing: Vec<Missing>,
}

/// Somebody missing from a must.
#[derive(Clone, Debug)]
pub struct Missing {
    /// Who.
    pub person: Option<PersonId>,
    /// As which case.
    pub case: Option<CaseId>,
    /// As which contact.
    pub contact: Option<ContactId>,
    /// Which duty stands open about it.
    pub obligation: Option<ObligationId>,
    /// Since when.
    pub since: Timestamp,
}

/// The four musts: all who should be tested, isolated, admitted, treated.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the fields are the four musts")]
pub struct FourMusts {
    pub tested: Must,
    pub isolated: Must,
    pub admitted: Must,
    pub treated: Must,
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
            None => scope
                .areas()
                .and_then(<[_]>::first)
                .map_or(kernel::Zone::UTC, |a| self.directory().zone_at(a)),
        };
        let filter = ObligationFilter {
            area,
            due_from: Some(zone.start_of(on).plus(kernel::Span::from_micros(1))),
            due_before: Some(zone.end_of(on).plus(kernel::Span::from_micros(1))),
            ..ObligationFilter::default()
        };
        let due = self.scheduled(&scope, &filter, self.as_of(None)).await?;
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
            .filter(|line| line.state != ObligationState::Void)
            .collect();
        lines.sort_by_key(|line| (line.order, line.due, line.kind));
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
            ObligationFilter { area, state: Some(ObligationState::Overdue), ..ObligationFilter::default() };
        let found = self.scheduled(&scope, &filter, self.as_of(None)).await?;
        Ok(found.into_iter().filter(|(_, kind)| *kind == "check").map(|(line, _)| line).collect())
    }

    /// The four musts as named lists.
    ///
    /// # Errors
    /// `access.forbidden`, those of the store.
    pub async fn four_musts(
        &self,
        caller: &Caller,
        area: Option<AreaPath>,
        as_of: AsOf,
    ) -> Result<FourMusts> {
        let scope = self.scope(caller, Action::ReadCases, "four_musts")?;
        let mut musts = FourMusts::default();
        let due = ObligationFilter {
            area: area.clone(),
            due_before: Some(as_of.at()),
            ..ObligationFilter::default()
        };
        for (line, kind) in self.scheduled(&scope, &due, as_of).await? {
            if kind == "test" && line.state != ObligationState::Void {
                let done = matches!(line.state, ObligationState::Met | ObligationState::MetLate);
                musts.tested.count(done, || Missing {
                    person: None,
                    case: None,
                    contact: None,
                    obligation: Some(line.row.id),
                    since: line.row.due_at,
                });
            }
        }
        for contact in self.contacts_in(&scope, area.clone(), as_of).await? {
            let owed = matches!(contact.class, ContactClass::Close | ContactClass::Secondary);
            if owed && contact.status != "retracted" {
                musts.isolated.count(contact.is_controlled(), || Missing {
                    person: Some(contact.person),
                    case: Some(contact.case),
                    contact: Some(contact.id),
                    obligation: None,
                    since: contact.determined_at,
                });
            }
        }
        for case in self.cases_in(&scope, area, as_of).await? {
            let missing = |since| Missing {
                person: Some(case.person),
                case: Some(case.id),
                contact: None,
                obligation: None,
                since,
            };
            if case.is_infected() && case.ended.is_none() {
                let apart = case.isolated_at.is_some() || case.admitted_at.is_some();
                musts.admitted.count(apart, || missing(case.opened_at));
                if matches!(case.assessment.severity.as_deref(), Some("severe" | "critical")) {
                    musts.treated.count(!case.lacks_plan(), || missing(case.opened_at));
                }
            }
        }
        Ok(musts)
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
        let cases = self.cases_in(&scope, area, as_of).await?;
        Ok(cases
            .into_iter()
            .filter(|case| case.disease == disease && case.classification != Classification::Discarded)
            .map(|case| EarlyLine {
                earlies: four_earlies(&case, &directory.zone_at(&case.area)),
                case: case.id,
                number: case.number,
                area: case.area,
            })
            .collect())
    }

    /// Obligations that come from an order's schedule, with what they ask for.
    async fn scheduled(
        &self,
        scope: &Scope,
        filter: &ObligationFilter,
        as_of: AsOf,
    ) -> Result<Vec<(ObligationLine, &'static str)>> {
        let mut page = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
        let mut lines = Vec::new();
        loop {
            let found = self.store().obligations(scope, filter, as_of, &page).await?;
            for row in found.items {
                // Occurrences of a schedule are `t…` for tests and `c…` for checks.
                let kind = match (row.subject_kind, row.occurrence.chars().next()) {
                    (SubjectKind::Order, Some('t')) => "test",
                    (SubjectKind::Order, Some('c')) => "check",
                    _ => continue,
                };
                lines.extend(super::obligations::line(row, as_of).map(|line| (line, kind)));
            }
            match found.next {
                Some(next) => page.after = Some(next),
                None => return Ok(lines),
            }
        }
    }

    async fn cases_in(&self, scope: &Scope, area: Option<AreaPath>, as_of: AsOf) -> Result<Vec<Case>> {
        let filter = CaseFilter { area, ..CaseFilter::default() };
        let mut page = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
        let mut all = Vec::new();
        loop {
            let found = self.store().cases(scope, &filter, as_of, &page).await?;
            for row in found.items {
                all.push(rows::state(&row.state)?);
            }
            match found.next {
                Some(next) => page.after = Some(next),
                None => return Ok(all),
            }
        }
    }

    async fn contacts_in(&self, scope: &Scope, area: Option<AreaPath>, as_of: AsOf) -> Result<Vec<Contact>> {
        let filter = ContactFilter { area, ..ContactFilter::default() };
        let mut page = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
        let mut all = Vec::new();
        loop {
            let found = self.store().contacts(scope, &filter, as_of, &page).await?;
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

impl Must {
    fn count(&mut self, done: bool, missing: impl FnOnce() -> Missing) {
        self.should += 1;
        if done {
            self.done += 1;
        } else {
            self.missing.push(missing());
        }
    }
}
