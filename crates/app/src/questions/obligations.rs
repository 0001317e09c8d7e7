//! The obligations board.

use authz::Action;
use kernel::{
    AreaLevel, AreaPath, AsOf, Code, Cursor, Error, ObligationId, Page, PageRequest, PersonId, Result, Span,
    SubjectKind, Text, Timestamp, UnitId,
};
use protocol::schema::{Escalation, Evidence};
use store::{
    EscalationRow, HandoverRow, JournalRow, Mine, ObligationCounts, ObligationFilter, ObligationRow,
    ObligationState, UnitRow, state_at,
};

use super::records::FactLine;
use super::sight::Sight;
use super::situation::{DEFAULT_DAYS, Figure, MAX_DAYS, Records, SOON};

use crate::audit::{AuditKind, Looked};
use crate::recorder::not_found;
use crate::{App, Caller, rows};

/// Whose duties a board shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those handed to the caller by name, and those of the posts that he holds.
    Mine,
    /// Those of his unit.
    MyUnit,
    /// Those of the area in which his unit stands, and below.
    MyArea,
}

/// A step up the ladder, taken or to come.
#[derive(Clone, Debug)]
pub struct LadderStep {
    /// 1, 2, 3…
    pub step: i64,
    /// The level told.
    pub level: AreaLevel,
    /// The role of the unit told.
    pub role: String,
    /// When it is due.
    pub at: Timestamp,
    /// The unit that would be told today; none where nobody stands above.
    pub unit: Option<UnitId>,
}

/// Which units' duties are counted.
#[derive(Clone, Debug, Default)]
pub struct UnitsQuery {
    /// Of units in this area and below it; in all of the caller's when absent.
    pub area: Option<AreaPath>,
    /// Of units with this role.
    pub role: Option<String>,
    /// Duties of this disease; of all when absent.
    pub disease: Option<String>,
    /// Days back for duties met; 7 when absent.
    pub days: Option<u32>,
    /// Those who owe most that is overdue stand first, then those who owe most;
    /// else by area and role.
    pub overdue_first: bool,
}

/// The duties of a unit.
#[derive(Clone, Debug)]
pub struct UnitDuties {
    /// Which unit.
    pub unit: UnitRow,
    /// Not closed.
    pub unclosed: Figure,
    /// Not closed and due within two hours.
    pub due_soon: Figure,
    /// Overdue.
    pub overdue: Figure,
    /// Not closed, and escalated at least once.
    pub escalated: Figure,
    /// Of those due since the window began: met in time.
    pub met: Figure,
    /// Of those: met late.
    pub met_late: Figure,
}

/// An obligation with its state at the asked moment.
#[derive(Clone, Debug)]
pub struct ObligationLine {
    /// The obligation.
    pub row: ObligationRow,
    /// How it stands.
    pub state: ObligationState,
}

/// One obligation with its ladder so far.
#[derive(Clone, Debug)]
pub struct ObligationDetail {
    /// The obligation.
    pub line: ObligationLine,
    /// Escalations, first one first.
    pub escalations: Vec<EscalationRow>,
    /// The one that continues it since it was handed over.
    pub continued_by: Option<ObligationId>,
    /// The offers that named it, or those that it continues, oldest first.
    pub handovers: Vec<HandoverRow>,
    /// The title of its rule; none where the rule book has it no more.
    pub title: Option<Text>,
    /// What closes it.
    pub evidence: Vec<Evidence>,
    /// Its ladder, first step first.
    pub ladder: Vec<LadderStep>,
    /// What opened it, moved it and closed it, oldest first, as far as the caller may read it.
    pub facts: Vec<FactLine>,
}

/// The purpose named in the audit.
const PURPOSE: &str = "obligations";

impl App {
    /// A page of obligations, those due first at the head.
    ///
    /// # Errors
    /// `access.forbidden`, `page.invalid_cursor`, those of the store.
    pub async fn obligations(
        &self,
        caller: &Caller,
        filter: &ObligationFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<ObligationLine>> {
        let found = self.find_obligations(caller, filter, as_of, page).await?;
        let persons = found.items.iter().filter_map(|line| person_of(&line.row)).collect();
        self.looked_at_duties(caller, AuditKind::List, "obligations.list", None, persons).await?;
        Ok(found)
    }
    pub(super) async fn find_obligations(
        &self,
        caller: &Caller,
        filter: &ObligationFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<ObligationLine>> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        let found = self.store().obligations(&scope, filter, as_of, page).await?;
        let items = found.items.into_iter().filter_map(|row| line(row, as_of)).collect();
        Ok(Page { items, next: found.next })
    }
    /// One obligation.
    ///
    /// # Errors
    /// `record.not_found`, `access.forbidden`, those of the store.
    pub async fn obligation(
        &self,
        caller: &Caller,
        id: ObligationId,
        as_of: AsOf,
    ) -> Result<ObligationDetail> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        let missing = || not_found(SubjectKind::Obligation, id);
        let row = self.store().obligation(&scope, id).await?.ok_or_else(missing)?;
        let line = line(row, as_of).ok_or_else(missing)?;
        let persons = person_of(&line.row).into_iter().collect();
        self.looked_at_duties(caller, AuditKind::Look, "obligation.read", Some(id), persons).await?;
        let mut escalations = self.store().escalations(&scope, id).await?;
        escalations.retain(|e| e.recorded_at <= as_of.at());
        let (continued_by, handovers) = self.passed_on(&line.row, as_of).await?;
        let facts = self.told_of(caller, &line.row, as_of).await?;
        let (title, evidence) = self.rule_of(&line.row);
        let ladder = self.ladder_of(&line.row)?;
        Ok(ObligationDetail { line, escalations, continued_by, handovers, title, evidence, ladder, facts })
    }

    /// The facts that opened a duty, moved it and closed it, as known at a moment.
    async fn told_of(&self, caller: &Caller, row: &ObligationRow, as_of: AsOf) -> Result<Vec<FactLine>> {
        let sight = Sight::of(caller)?;
        let scope = sight.scope(caller, PURPOSE);
        let mut told: Vec<JournalRow> = self.store().facts_about(&scope, row.id.subject(), as_of).await?;
        for id in std::iter::once(row.opened_fact).chain(row.closed_fact) {
            if told.iter().all(|known| known.fact != id) {
                told.extend(self.store().fact(&scope, id).await?);
            }
        }
        if let AsOf::Known(at) = as_of {
            told.retain(|fact| fact.recorded_at <= at);
        }
        told.sort_by_key(|fact| (fact.recorded_at, fact.writer, fact.seq));
        self.shown_facts(caller, &sight, &told).await
    }

    /// The title of a duty's rule and what closes it, by the edition that binds it.
    fn rule_of(&self, row: &ObligationRow) -> (Option<Text>, Vec<Evidence>) {
        let protocol = self.library().binding(&row.disease, &row.edition, &row.opened_area, row.opened_on);
        protocol.obligation(&row.rule).map_or((None, Vec::new()), |ruled| {
            (Some(ruled.rule.title.clone()), ruled.rule.closed_by.clone())
        })
    }

    fn ladder_of(&self, row: &ObligationRow) -> Result<Vec<LadderStep>> {
        let ladder: Vec<Escalation> = rows::state(&row.ladder)?;
        let directory = self.directory();
        let step = |(step, escalation): (i64, Escalation)| LadderStep {
            step,
            at: row.due_at.plus(escalation.after),
            unit: directory
                .unit_for(&escalation.role, Some(escalation.level), &row.area)
                .ok()
                .map(|held| held.unit),
            level: escalation.level,
            role: escalation.role,
        };
        Ok((1..).zip(ladder).map(step).collect())
    }

    /// Narrows a filter to somebody's own duties.
    ///
    /// # Errors
    /// `value.missing` for whoever has no unit; those of the store.
    pub async fn whose(&self, caller: &Caller, whose: Whose, filter: &mut ObligationFilter) -> Result<()> {
        match whose {
            Whose::Mine => {
                let held = self.store().user_posts(caller.user, self.inner.clocks.wall()).await?;
                let directory = self.directory();
                let with_unit =
                    |held: store::UserPostRow| Some((held.post, directory.post(held.post).ok()?.unit));
                let posts = held.into_iter().filter_map(with_unit).collect();
                filter.mine = Some(Mine { user: caller.user, posts });
            }
            Whose::MyUnit => {
                let unit = caller.unit.ok_or_else(|| Error::new(Code::MissingField).arg("field", "unit"))?;
                filter.unit = Some(unit);
            }
            Whose::MyArea => filter.area = Some(self.seat(caller)),
        }
        Ok(())
    }

    /// The duties of units, page after page of units by area and role, or those
    /// who owe most that is overdue first. As of now a tally is read; as of a
    /// past moment the duties of then are counted.
    ///
    /// # Errors
    /// `access.forbidden`, `value.out_of_range` for the days, those of the store.
    pub async fn duties_by_unit(
        &self,
        caller: &Caller,
        query: &UnitsQuery,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<UnitDuties>> {
        use ObligationState::{Met, MetLate, Overdue};
        let days = query.days.unwrap_or(DEFAULT_DAYS);
        if !(1..=MAX_DAYS).contains(&days) {
            let error = Error::new(Code::OutOfRange).arg("field", "days").arg("value", days);
            return Err(error.arg("min", 1).arg("max", MAX_DAYS));
        }
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        let directory = self.directory();
        let reached: Vec<AreaPath> = scope.all_areas().into_iter().cloned().collect();
        let after = page.after.as_ref().map(Cursor::as_str);
        let mut passed = after.is_none();
        let mut fitting = directory.units();
        fitting.retain(|unit| {
            query.area.as_ref().is_none_or(|area| unit.area.is_within(area))
                && query.role.as_ref().is_none_or(|role| unit.role == *role)
                && reached.iter().any(|mine| unit.area.is_within(mine))
        });
        if query.overdue_first {
            let owed = self.store().owed_by_unit(&scope, query.disease.as_deref(), as_of).await?;
            // Those who owe as much keep their order.
            fitting.sort_by_key(|unit| std::cmp::Reverse(owed.get(&unit.id).copied().unwrap_or_default()));
        }
        let rest = fitting.into_iter().filter(|unit| {
            let here = passed;
            passed = passed || after == Some(unit.id.to_string().as_str());
            here
        });
        let surplus: Vec<UnitRow> = rest.take(page.limit as usize + 1).cloned().collect();
        let units = Page::from_surplus(surplus, page.limit, |unit| Cursor::from_text(unit.id.to_string()));
        let ids: Vec<UnitId> = units.items.iter().map(|unit| unit.id).collect();
        let at = as_of.at();
        let all = ObligationFilter { disease: query.disease.clone(), ..ObligationFilter::default() };
        let unclosed = ObligationFilter { unclosed: true, ..all.clone() };
        let soon =
            ObligationFilter { due_from: Some(at), due_before: Some(at.plus(SOON)), ..unclosed.clone() };
        let since = Some(at.plus(Span::days(-i64::from(days))));
        let closed = |states: &[ObligationState]| ObligationFilter {
            states: states.to_vec(),
            due_from: since,
            ..all.clone()
        };
        let counts = async |filter: &ObligationFilter| {
            self.store().obligation_counts_of_units(&scope, filter, &ids, as_of).await
        };
        let (now, next, then) =
            (counts(&unclosed).await?, counts(&soon).await?, counts(&closed(&[Met, MetLate])).await?);
        let lines =
            units.items.into_iter().zip(now).zip(next).zip(then).map(|(((unit, now), next), then)| {
                let figure = |count: i64, filter: &ObligationFilter| {
                    let filter = ObligationFilter { unit: Some(unit.id), ..filter.clone() };
                    Figure { count, records: Records::Obligations(filter) }
                };
                UnitDuties {
                    unclosed: figure(now.unclosed(), &unclosed),
                    due_soon: figure(next.unclosed(), &soon),
                    overdue: figure(now.overdue, &ObligationFilter { states: vec![Overdue], ..all.clone() }),
                    escalated: figure(
                        now.escalated,
                        &ObligationFilter { escalated: true, ..unclosed.clone() },
                    ),
                    met: figure(then.met, &closed(&[Met])),
                    met_late: figure(then.met_late, &closed(&[MetLate])),
                    unit: unit.clone(),
                }
            });
        Ok(Page { items: lines.collect(), next: units.next })
    }
    /// Duties that are not about a person tell of nobody.
    async fn looked_at_duties(
        &self,
        caller: &Caller,
        kind: AuditKind,
        action: &str,
        id: Option<ObligationId>,
        persons: Vec<PersonId>,
    ) -> Result<()> {
        if persons.is_empty() {
            return Ok(());
        }
        let subject = id.map(ObligationId::subject);
        self.looked(caller, Looked { kind, action, subject, area: None, persons, filters: Vec::new() }).await
    }
    /// How many obligations stand how.
    ///
    /// # Errors
    /// `access.forbidden`, those of the store.
    pub async fn obligation_counts(
        &self,
        caller: &Caller,
        filter: &ObligationFilter,
        as_of: AsOf,
    ) -> Result<ObligationCounts> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        self.store().obligation_counts(&scope, filter, as_of).await
    }
}

/// The person that a duty is about, if it is one.
fn person_of(row: &ObligationRow) -> Option<PersonId> {
    (row.subject_kind == SubjectKind::Person).then_some(PersonId(row.subject_id))
}

pub(super) fn line(row: ObligationRow, as_of: AsOf) -> Option<ObligationLine> {
    let state = state_at(&row, as_of)?;
    Some(ObligationLine { row, state })
}
