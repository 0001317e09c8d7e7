//! What a headquarters has on record: meetings, judgements, directives, their
//! documents and tasks.

use authz::Action;
use domain::affairs::Record;
use domain::command::{Assessment, Delivery, Directive, Meeting, Posture, Task, TaskForce};
use domain::duty::{Leave, MajorEvent, Occasion, RollCall};
use domain::reporting::{DailyBulletin, SituationReport};
use kernel::{
    AreaPath, AsOf, DailyBulletinId, DeliveryId, DirectiveId, MeetingId, Page, PageRequest, Result,
    SituationReportId, Span, SubjectKind, TaskId, UnitId,
};
use std::collections::BTreeMap;
use store::{AffairCount, AffairFilter, AffairRow, Scope};
use uuid::Uuid;

use super::Seen;
use crate::recorder::not_found;
use crate::{App, Caller};

const PURPOSE: &str = "headquarters";

/// How many of something stand in which status, and how many of those that are
/// open are past their time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// By status.
    pub by_status: BTreeMap<String, i64>,
    /// Open and past their time.
    pub overdue: i64,
}

impl Standing {
    fn add(&mut self, status: String, count: i64, late: i64, is_open: bool) {
        *self.by_status.entry(status).or_default() += count;
        self.overdue += if is_open { late } else { 0 };
    }
    /// How many stand in a status.
    pub fn of(&self, status: &str) -> i64 {
        self.by_status.get(status).copied().unwrap_or_default()
    }
}

/// A directive with how its problems and tasks stand, as far as the caller sees them.
#[derive(Clone, Debug)]
pub struct DirectiveLine {
    /// The directive.
    pub directive: Seen<Directive>,
    /// Its problems.
    pub problems: Standing,
    /// Its tasks, without parts of tasks.
    pub tasks: Standing,
}

/// A document as a unit gets it.
#[derive(Clone, Debug)]
pub struct DeliveryDetail {
    /// Its way to the unit.
    pub delivery: Seen<Delivery>,
    /// What is delivered.
    pub document: Document,
}

/// What is delivered.
#[derive(Clone, Debug)]
pub enum Document {
    /// A directive.
    Directive(Seen<Directive>),
    /// A meeting's record.
    Meeting(Seen<Meeting>),
}

/// A task with what it comes from and what it is split into.
#[derive(Clone, Debug)]
pub struct TaskDetail {
    /// The task.
    pub task: Seen<Task>,
    /// The directive that gives it: whoever has the task may read that.
    pub directive: Seen<Directive>,
    /// Its parts, as far as the caller sees them.
    pub parts: Vec<Seen<Task>>,
}

/// How the tasks of one unit stand.
#[derive(Clone, Debug)]
pub struct UnitTasks {
    /// The unit.
    pub unit: UnitId,
    /// Its tasks.
    pub tasks: Standing,
}

/// How long a relay took (A05), or has taken until now.
pub fn relay_lag(delivery: &Delivery, now: kernel::Timestamp) -> Option<Span> {
    delivery.relay_by?;
    Some(delivery.relayed_at.unwrap_or(now).since(delivery.delivered_at))
}

macro_rules! affair_lists {
    ($($(#[$doc:meta])* $name:ident -> $state:ident;)+) => {
        impl App {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// `access.forbidden`, `page.invalid_cursor`, those of the store.
            pub async fn $name(
                &self,
                caller: &Caller,
                filter: &AffairFilter,
                as_of: AsOf,
                page: &PageRequest,
            ) -> Result<Page<Seen<$state>>> {
                let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
                let found = self.store().affairs(&scope, $state::KIND, filter, as_of, page).await?;
                let items = found.items.into_iter().map(seen).collect::<Result<_>>()?;
                Ok(Page { items, next: found.next })
            }
        )+}
    };
}

affair_lists! {
    /// Meetings, newest first.
    meetings -> Meeting;
    /// Judgements of the situation, newest first.
    assessments -> Assessment;
    /// Documents on their way to units, newest first.
    deliveries -> Delivery;
    /// Tasks, newest first.
    tasks -> Task;
    /// How areas stand of which something was decided.
    postures -> Posture;
    /// Task forces, newest first.
    task_forces -> TaskForce;
    /// Roll-calls, newest first.
    roll_calls -> RollCall;
    /// Absences, newest first.
    leaves -> Leave;
    /// Major events, newest first.
    major_events -> MajorEvent;
    /// Situation reports, newest first.
    situation_reports -> SituationReport;
    /// Bulletins for the public, newest first.
    daily_bulletins -> DailyBulletin;
    /// The calendar, what was put on it last first.
    occasions -> Occasion;
}

impl App {
    /// Directives, the last first.
    ///
    /// # Errors
    /// `access.forbidden`, `page.invalid_cursor`, those of the store.
    pub async fn directives(
        &self,
        caller: &Caller,
        filter: &AffairFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<DirectiveLine>> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        let found = self.store().affairs(&scope, SubjectKind::Directive, filter, as_of, page).await?;
        let items = self.directive_lines(&scope, found.items, as_of).await?;
        Ok(Page { items, next: found.next })
    }

    /// One directive.
    ///
    /// # Errors
    /// `record.not_found`, `access.forbidden`, those of the store.
    pub async fn directive(&self, caller: &Caller, id: DirectiveId, as_of: AsOf) -> Result<DirectiveLine> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        let row = self.store().affair(&scope, SubjectKind::Directive, id.0, as_of).await?;
        let row = row.ok_or_else(|| not_found(SubjectKind::Directive, id))?;
        let mut lines = self.directive_lines(&scope, vec![row], as_of).await?;
        lines.pop().ok_or_else(|| not_found(SubjectKind::Directive, id))
    }

    /// One meeting.
    ///
    /// # Errors
    /// `record.not_found`, `access.forbidden`, those of the store.
    pub async fn meeting(&self, caller: &Caller, id: MeetingId, as_of: AsOf) -> Result<Seen<Meeting>> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        self.affair_seen(&scope, id.0, as_of).await
    }

    /// One situation report.
    ///
    /// # Errors
    /// `record.not_found`, `access.forbidden`, those of the store.
    pub async fn situation_report(
        &self,
        caller: &Caller,
        id: SituationReportId,
        as_of: AsOf,
    ) -> Result<Seen<SituationReport>> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        self.affair_seen(&scope, id.0, as_of).await
    }

    /// One bulletin.
    ///
    /// # Errors
    /// `record.not_found`, `access.forbidden`, those of the store.
    pub async fn daily_bulletin(
        &self,
        caller: &Caller,
        id: DailyBulletinId,
        as_of: AsOf,
    ) -> Result<Seen<DailyBulletin>> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        self.affair_seen(&scope, id.0, as_of).await
    }

    /// The bulletins of an area that are out, or were until they were corrected: for everybody.
    ///
    /// # Errors
    /// `page.invalid_cursor`, those of the store.
    pub async fn released_bulletins(
        &self,
        area: Option<AreaPath>,
        page: &PageRequest,
    ) -> Result<Page<Seen<DailyBulletin>>> {
        let status = Some("released,corrected".to_owned());
        let filter = AffairFilter { status, area, ..AffairFilter::default() };
        let (scope, as_of) = (Scope::system(), AsOf::Now(self.now()));
        let found = self.store().affairs(&scope, DailyBulletin::KIND, &filter, as_of, page).await?;
        let items = found.items.into_iter().map(seen).collect::<Result<_>>()?;
        Ok(Page { items, next: found.next })
    }

    /// A document that was delivered. What it says is shown to whom it was
    /// delivered, wherever it was issued.
    ///
    /// # Errors
    /// `record.not_found`, `access.forbidden`, those of the store.
    pub async fn delivery(&self, caller: &Caller, id: DeliveryId, as_of: AsOf) -> Result<DeliveryDetail> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        let delivery: Seen<Delivery> = self.affair_seen(&scope, id.0, as_of).await?;
        let (of, whole) = (delivery.state.document, Scope::system());
        let document = if of.kind == SubjectKind::Meeting {
            Document::Meeting(self.affair_seen(&whole, of.id, as_of).await?)
        } else {
            Document::Directive(self.affair_seen(&whole, of.id, as_of).await?)
        };
        Ok(DeliveryDetail { delivery, document })
    }

    /// One task with its directive and its parts.
    ///
    /// # Errors
    /// `record.not_found`, `access.forbidden`, those of the store.
    pub async fn task(&self, caller: &Caller, id: TaskId, as_of: AsOf) -> Result<TaskDetail> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        let task: Seen<Task> = self.affair_seen(&scope, id.0, as_of).await?;
        let directive = self.affair_seen(&Scope::system(), task.state.directive.0, as_of).await?;
        let filter = AffairFilter { parent: Some(id.0), ..AffairFilter::default() };
        let whole = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
        let parts = self.store().affairs(&scope, SubjectKind::Task, &filter, as_of, &whole).await?;
        let parts = parts.items.into_iter().map(seen).collect::<Result<_>>()?;
        Ok(TaskDetail { task, directive, parts })
    }

    /// The board of tasks: how those of each unit stand.
    ///
    /// # Errors
    /// `access.forbidden`, those of the store.
    pub async fn tasks_by_unit(
        &self,
        caller: &Caller,
        filter: &AffairFilter,
        as_of: AsOf,
    ) -> Result<Vec<UnitTasks>> {
        let scope = self.scope(caller, Action::ReadObligations, PURPOSE)?;
        let counts = self.store().affair_counts_by_unit(&scope, SubjectKind::Task, filter, as_of).await?;
        Ok(standings(counts)
            .into_iter()
            .map(|(unit, tasks)| UnitTasks { unit: unit.into(), tasks })
            .collect())
    }

    async fn affair_seen<R: Record>(&self, scope: &Scope, id: Uuid, as_of: AsOf) -> Result<Seen<R>> {
        let row = self.store().affair(scope, R::KIND, id, as_of).await?;
        seen(row.ok_or_else(|| not_found(R::KIND, id))?)
    }

    async fn directive_lines(
        &self,
        scope: &Scope,
        found: Vec<AffairRow>,
        as_of: AsOf,
    ) -> Result<Vec<DirectiveLine>> {
        let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
        let mut problems: BTreeMap<Uuid, Standing> = BTreeMap::new();
        for (directive, status, count, late) in self.store().problem_counts(scope, &ids, as_of).await? {
            // Those that are closed are not counted as late by the store.
            problems.entry(directive).or_default().add(status, count, late, true);
        }
        let counts = self.store().affair_counts_under(scope, SubjectKind::Task, &ids, as_of).await?;
        let mut tasks = standings(counts);
        let line = |row: AffairRow| {
            let id = row.id;
            Ok(DirectiveLine {
                directive: seen(row)?,
                problems: problems.remove(&id).unwrap_or_default(),
                tasks: tasks.remove(&id).unwrap_or_default(),
            })
        };
        found.into_iter().map(line).collect()
    }
}

fn standings(counts: Vec<AffairCount>) -> BTreeMap<Uuid, Standing> {
    let mut standings: BTreeMap<Uuid, Standing> = BTreeMap::new();
    for AffairCount { of, status, count, late } in counts {
        let is_open = !matches!(status.as_str(), "done" | "cancelled");
        standings.entry(of).or_default().add(status, count, late, is_open);
    }
    standings
}

fn seen<R: Record>(row: AffairRow) -> Result<Seen<R>> {
    Seen::<R>::read(row.id, row.version, row.recorded_from, row.area, &row.state)
}
