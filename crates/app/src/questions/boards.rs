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

/// Most people named in one list of the missing.
const MOST_NAMED: usize = 500;
/// The classes of contacts that are isolated.
const ISOLATED: [ContactClass; 2] = [ContactClass::Close, ContactClass::Secondary];
/// Where a contact stands who is not yet controlled.
const UNCONTROLLED: [&str; 2] = ["determined", "reached"];
/// The classes of cases that count as infected.
const INFECTED: [Classification; 3] =
    [Classification::Probable, Classification::Asymptomatic, Classification::Confirmed];
/// The severities that need a plan of treatment (E02).
const SEVERE: [&str; 2] = ["severe", "critical"];

/// What a schedule asks for: a word, and the letter with which its occurrences begin.
type Scheduled = (&'static str, char);
const TEST: Scheduled = ("test", 't');
const CHECK: Scheduled = ("check", 'c');

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

/// One of the four musts: how many should, how many are, and who is missing.
#[derive(Clone, Debug, Default)]
pub struct Must {
    /// How many should be.
    pub should: usize,
    /// How many are.
    pub done: usize,
    /// Who is missing, by name of the record: at most 500.
    pub missing: Vec<Missing>,
    /// Whether more are missing than are named.
    pub more: bool,
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
            ObligationFilter { area, state: Some(ObligationState::Overdue), ..ObligationFilter::default() };
        self.scheduled(&scope, filter, CHECK, self.as_of(None)).await
    }

    /// The four musts: counted by the database, the missing named. A test that
    /// was waived is no longer owed.
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
        let musts = FourMusts {
            tested: self.must_be_tested(&scope, area.clone(), as_of).await?,
            isolated: self.must_be_isolated(&scope, area.clone(), as_of).await?,
            admitted: self.must_be_admitted(&scope, area.clone(), as_of).await?,
            treated: self.must_be_treated(&scope, area, as_of).await?,
        };
        let all = [&musts.tested, &musts.isolated, &musts.admitted, &musts.treated];
        let persons = all.into_iter().flat_map(|must| &must.missing).filter_map(|missing| missing.person);
        self.saw_on_a_board(caller, "four_musts.list", persons.collect()).await?;
        Ok(musts)
    }

    /// Leaves in the audit whom somebody saw on a board that names people.
    async fn saw_on_a_board(&self, caller: &Caller, action: &str, persons: Vec<PersonId>) -> Result<()> {
        if persons.is_empty() {
            return Ok(());
        }
        let (kind, filters) = (AuditKind::List, Vec::new());
        self.looked(caller, Looked { kind, action, subject: None, area: None, persons, filters }).await
    }

    async fn must_be_tested(&self, scope: &Scope, area: Option<AreaPath>, as_of: AsOf) -> Result<Must> {
        let due = ObligationFilter {
            area,
            subject_kind: Some(SubjectKind::Order),
            occurrence: Some(TEST.1),
            due_before: Some(as_of.at()),
            ..ObligationFilter::default()
        };
        let counts = self.store().obligation_counts(scope, &due, as_of).await?;
        let done = counts.met + counts.met_late;
        let mut must = Must::counted(done + counts.open + counts.warned + counts.overdue, done);
        let late = ObligationFilter { state: Some(ObligationState::Overdue), ..due };
        let found = self.store().obligations(scope, &late, as_of, &named()).await?;
        let missing = found.items.into_iter().map(|row| Missing {
            person: None,
            case: None,
            contact: None,
            obligation: Some(row.id),
            since: row.due_at,
        });
        must.name(missing.collect());
        Ok(must)
    }

    async fn must_be_isolated(&self, scope: &Scope, area: Option<AreaPath>, as_of: AsOf) -> Result<Must> {
        let classes = ISOLATED.map(|class| rows::word(&class));
        let all = ContactFilter { area, ..ContactFilter::default() };
        let (mut should, mut done) = (0, 0);
        for ([class, status], count) in self.store().contact_counts(scope, &all, as_of).await? {
            if classes.contains(&class) && status != "retracted" {
                should += count;
                done += if UNCONTROLLED.contains(&status.as_str()) { 0 } else { count };
            }
        }
        let mut must = Must::counted(should, done);
        let mut missing = Vec::new();
        for (class, status) in classes.iter().flat_map(|class| UNCONTROLLED.map(|status| (class, status))) {
            if missing.len() < MOST_NAMED {
                let filter = ContactFilter {
                    class: Some(class.clone()),
                    status: Some(status.to_owned()),
                    ..all.clone()
                };
                for row in self.store().contacts(scope, &filter, as_of, &named()).await?.items {
                    let contact: Contact = rows::state(&row.state)?;
                    missing.push(Missing {
                        person: Some(contact.person),
                        case: Some(contact.case),
                        contact: Some(contact.id),
                        obligation: None,
                        since: contact.determined_at,
                    });
                }
            }
        }
        must.name(missing);
        Ok(must)
    }

    async fn must_be_admitted(&self, scope: &Scope, area: Option<AreaPath>, as_of: AsOf) -> Result<Must> {
        let classes = INFECTED.map(|class| rows::word(&class));
        let all = CaseFilter { area, ..CaseFilter::default() };
        let (mut should, mut done) = (0, 0);
        for ([_, class, status], count) in self.store().case_counts(scope, &all, as_of).await? {
            if classes.contains(&class) && status != "ended" {
                should += count;
                done += if status == "open" { 0 } else { count };
            }
        }
        let mut must = Must::counted(should, done);
        let mut missing = Vec::new();
        for class in classes {
            if missing.len() < MOST_NAMED {
                let filter = CaseFilter {
                    classification: Some(class),
                    status: Some("open".to_owned()),
                    ..all.clone()
                };
                let found = self.store().cases(scope, &filter, as_of, &named()).await?;
                missing.extend(found.items.into_iter().map(|row| Missing {
                    person: Some(row.person),
                    case: Some(row.id),
                    contact: None,
                    obligation: None,
                    since: row.opened_at,
                }));
            }
        }
        must.name(missing);
        Ok(must)
    }

    /// The severe cases are few: each is looked at.
    async fn must_be_treated(&self, scope: &Scope, area: Option<AreaPath>, as_of: AsOf) -> Result<Must> {
        let (mut should, mut done, mut missing) = (0, 0, Vec::new());
        for severity in SEVERE {
            let filter = CaseFilter {
                area: area.clone(),
                severity: Some(severity.to_owned()),
                ..CaseFilter::default()
            };
            for case in self.cases_in(scope, &filter, as_of).await? {
                if !INFECTED.contains(&case.classification) || case.ended.is_some() {
                    continue;
                }
                should += 1;
                if !case.lacks_plan() {
                    done += 1;
                } else if missing.len() < MOST_NAMED {
                    missing.push(Missing {
                        person: Some(case.person),
                        case: Some(case.id),
                        contact: None,
                        obligation: None,
                        since: case.opened_at,
                    });
                }
            }
        }
        let mut must = Must::counted(should, done);
        must.name(missing);
        Ok(must)
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
        let cases = self.cases_in(&scope, &filter, as_of).await?;
        Ok(cases
            .into_iter()
            .filter(|case| case.classification != Classification::Discarded)
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

/// A page as long as the list of names.
const fn named() -> PageRequest {
    PageRequest { limit: PageRequest::MAX_LIMIT, after: None }
}

impl Must {
    fn counted(should: i64, done: i64) -> Self {
        let count = |n: i64| usize::try_from(n).unwrap_or(0);
        Self { should: count(should), done: count(done), ..Self::default() }
    }
    fn name(&mut self, mut missing: Vec<Missing>) {
        missing.truncate(MOST_NAMED);
        self.more = self.should - self.done > missing.len();
        self.missing = missing;
    }
}
