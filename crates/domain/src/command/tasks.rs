//! Tasks: work that a directive gives to a unit, with somebody who answers for
//! it and a deadline (A10), by one of the four parties (A13). It is received by
//! a named executor, may be split, extended, submitted with evidence, and is
//! signed off by somebody else (B06).

use kernel::{
    AreaPath, Code, DirectiveId, Error, Located, Result, SubjectKind, TaskId, Timestamp, UnitId, UserId,
};
use serde::{Deserialize, Serialize};

use crate::affairs::{Heading, Record, of_kind};
use crate::context::{at_most, text_within};
use crate::{Actor, Ctx, Fact, FactBody};

/// The four parties of the responsibility (A13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The locality, by its government.
    Territory,
    /// The authority of the trade.
    Department,
    /// The employer or the institution.
    Unit,
    /// The person and his family.
    Individual,
}

impl Party {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Territory => "territory",
            Self::Department => "department",
            Self::Unit => "unit",
            Self::Individual => "individual",
        }
    }
}

/// A task as a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskIssued {
    /// Who does it.
    pub unit: UnitId,
    /// Which unit gave it, and checks it.
    pub issuer: Option<UnitId>,
    /// What is to be done.
    pub title: String,
    /// Which of the four parties acts.
    pub party: Party,
    /// The area of work: a letter A to P of the catalogue of measures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// By when.
    pub due_at: Timestamp,
    /// The leader of the unit who answers for it.
    pub accountable: UserId,
    /// His deputy in charge of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<UserId>,
    /// Units that help.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cooperating: Vec<UnitId>,
}

/// A longer deadline that has been asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extension {
    /// Until when.
    pub until: Timestamp,
    /// Why.
    pub reason: String,
    /// Who asks.
    pub asked_by: Actor,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Which.
    pub id: TaskId,
    /// The directive that gives it.
    pub directive: DirectiveId,
    /// The task of which it is a part.
    pub part_of: Option<TaskId>,
    /// Where the unit stands.
    pub area: AreaPath,
    /// When it was given.
    pub issued_at: Timestamp,
    /// What it says. Its deadline moves when it is extended or sent back.
    #[serde(flatten)]
    pub issued: TaskIssued,
    /// `issued`, `received`, `submitted`, `returned`, `done` or `cancelled`.
    pub status: String,
    /// Who carries it out, once it is received.
    pub executor: Option<UserId>,
    /// The longer deadline that is asked for and not answered.
    pub extension: Option<Extension>,
    /// What shows that it is done.
    pub evidence: Option<String>,
    /// Who says that it is done.
    pub submitted_by: Option<Actor>,
    /// When it was signed off or cancelled.
    pub ended_at: Option<Timestamp>,
}

impl Task {
    /// Whether somebody still has to do something about it.
    pub fn is_open(&self) -> bool {
        !matches!(self.status.as_str(), "done" | "cancelled")
    }
}

impl Record for Task {
    of_kind!(Task);
    fn heading(&self) -> Heading {
        Heading {
            unit: Some(self.issued.unit),
            parent: Some(self.part_of.map_or(self.directive.0, Into::into)),
            status: self.status.clone(),
            sort: Some(self.issued.party.as_str().to_owned()),
            at: Some(self.issued.due_at),
        }
    }
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self> {
        if let FactBody::TaskIssued(issued) = &fact.body {
            let part_of = fact.refs.iter().find(|of| of.kind == SubjectKind::Task);
            return Some(Self {
                id: fact.subject.id.into(),
                directive: fact.subject_of(SubjectKind::Directive)?.into(),
                part_of: part_of.map(|of| of.id.into()),
                area: fact.area.clone(),
                issued_at: fact.occurred_at,
                issued: issued.clone(),
                status: "issued".to_owned(),
                executor: None,
                extension: None,
                evidence: None,
                submitted_by: None,
                ended_at: None,
            });
        }
        let mut task = state?;
        let mut becomes = |status: &str| status.clone_into(&mut task.status);
        match &fact.body {
            FactBody::TaskReceived { executor, deputy, .. } => {
                becomes("received");
                task.executor = Some(*executor);
                task.issued.deputy = deputy.or(task.issued.deputy);
            }
            FactBody::TaskExtensionAsked { until, reason, .. } => {
                let (until, reason) = (*until, reason.clone());
                task.extension = Some(Extension { until, reason, asked_by: fact.by });
            }
            FactBody::TaskExtended { due_at, .. } => {
                task.extension = None;
                task.issued.due_at = *due_at;
            }
            FactBody::TaskExtensionRefused { .. } => task.extension = None,
            FactBody::TaskSubmitted { evidence, .. } => {
                becomes("submitted");
                // Whoever has done it needs no more time.
                task.extension = None;
                task.evidence = Some(evidence.clone());
                task.submitted_by = Some(fact.by);
            }
            FactBody::TaskReturned { due_at, .. } => {
                becomes("returned");
                task.issued.due_at = *due_at;
            }
            FactBody::TaskDone { .. } => {
                becomes("done");
                task.ended_at = Some(fact.occurred_at);
            }
            FactBody::TaskCancelled { .. } => {
                becomes("cancelled");
                task.extension = None;
                task.ended_at = Some(fact.occurred_at);
            }
            _ => {}
        }
        Some(task)
    }
}

/// A task to be given.
#[derive(Clone, Debug)]
pub struct NewTask {
    /// Where the unit stands.
    pub area: AreaPath,
    /// What it says; the issuer is put in when it is given.
    pub issued: TaskIssued,
}

/// Gives the tasks of a directive.
pub(super) fn issue(
    directive: DirectiveId,
    part_of: Option<&Task>,
    new: &[NewTask],
    ctx: &mut Ctx<'_>,
) -> Result<Vec<Fact>> {
    let now = ctx.now;
    let mut facts = Vec::with_capacity(new.len());
    for (nth, NewTask { area, issued }) in new.iter().enumerate() {
        sound(issued, part_of, ctx).map_err(|e| e.at(Located::item("tasks", nth)))?;
        let mut refs = vec![directive.subject()];
        refs.extend(part_of.map(|whole| whole.id.subject()));
        let body = FactBody::TaskIssued(TaskIssued { issuer: ctx.actor.unit, ..issued.clone() });
        let id = TaskId::new(ctx.ids);
        facts.push(ctx.fact(id.subject(), refs, area, now, body));
    }
    Ok(facts)
}

/// Refuses a task that nobody could do.
fn sound(issued: &TaskIssued, part_of: Option<&Task>, ctx: &Ctx<'_>) -> Result<()> {
    text_within("title", &issued.title, 500)?;
    ctx.in_order(("now", ctx.now), ("due_at", issued.due_at))?;
    if let Some(whole) = part_of {
        ctx.in_order(("due_at", issued.due_at), ("whole_due_at", whole.issued.due_at))?;
    }
    at_most("cooperating", issued.cooperating.len(), 50)?;
    if let Some(sector) = &issued.sector
        && !matches!(sector.as_bytes(), [b'A'..=b'P'])
    {
        return Err(Error::new(Code::InvalidValue)
            .arg("field", "sector")
            .arg("value", sector)
            .arg("expected", "A to P"));
    }
    Ok(())
}

/// The unit that has the task gives parts of it to others; none is due later
/// than the whole.
///
/// # Errors
/// `task.not_yours`, `task.wrong_state`, those of a task of a directive.
pub fn split(task: &Task, parts: &[NewTask], ctx: &mut Ctx<'_>) -> Result<Vec<Fact>> {
    in_state(task, &["received", "returned"], "split")?;
    ctx.acts_for(task.issued.unit)?;
    if parts.is_empty() {
        return Err(Error::new(Code::MissingField).arg("field", "tasks"));
    }
    at_most("tasks", parts.len(), 200)?;
    issue(task.directive, Some(task), parts, ctx)
}

/// The unit says that it has the task, and who carries it out.
///
/// # Errors
/// `task.not_yours`, `task.wrong_state`.
pub fn receive(task: &Task, executor: UserId, deputy: Option<UserId>, ctx: &mut Ctx<'_>) -> Result<Fact> {
    in_state(task, &["issued"], "receive")?;
    let unit = task.issued.unit;
    ctx.acts_for(unit)?;
    Ok(about(task, FactBody::TaskReceived { unit, executor, deputy }, ctx))
}

/// The unit asks for a longer deadline.
///
/// # Errors
/// `task.not_yours`, `task.wrong_state` (also while another one is asked for),
/// `value.dates_out_of_order` for one that is not later, `value.missing` without a reason.
pub fn ask_extension(task: &Task, until: Timestamp, reason: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    in_state(task, &["issued", "received", "returned"], "ask_extension")?;
    if task.extension.is_some() {
        return Err(wrong_state("extension_asked", "ask_extension"));
    }
    let unit = task.issued.unit;
    ctx.acts_for(unit)?;
    text_within("reason", reason, 500)?;
    ctx.in_order(("now", ctx.now), ("until", until))?;
    ctx.in_order(("due_at", task.issued.due_at), ("until", until))?;
    Ok(about(task, FactBody::TaskExtensionAsked { unit, until, reason: reason.to_owned() }, ctx))
}

/// Somebody who is not of the unit grants the longer deadline, or a shorter
/// one, or refuses it (`until` absent).
///
/// # Errors
/// `task.wrong_state` when none is asked for; `problem.verifier_is_executor`;
/// `value.missing` without a word why; `value.dates_out_of_order`.
pub fn answer_extension(
    task: &Task,
    until: Option<Timestamp>,
    note: &str,
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    in_state(task, &["issued", "received", "returned"], "answer_extension")?;
    if task.extension.is_none() {
        return Err(wrong_state(&task.status, "answer_extension"));
    }
    by_another(task, ctx.actor)?;
    text_within("note", note, 500)?;
    let (unit, note) = (task.issued.unit, note.to_owned());
    let body = match until {
        Some(due_at) => {
            ctx.in_order(("now", ctx.now), ("until", due_at))?;
            FactBody::TaskExtended { unit, due_at, note }
        }
        None => FactBody::TaskExtensionRefused { unit, note },
    };
    Ok(about(task, body, ctx))
}

/// The unit says that the task is done, and by what that is seen.
///
/// # Errors
/// `task.not_yours`, `task.wrong_state`, `value.missing` without evidence;
/// `task.open_subtasks` while parts of it are open.
pub fn submit(task: &Task, evidence: &str, parts: &[Task], ctx: &mut Ctx<'_>) -> Result<Fact> {
    in_state(task, &["received", "returned"], "submit")?;
    let unit = task.issued.unit;
    ctx.acts_for(unit)?;
    text_within("evidence", evidence, 2000)?;
    let open = parts.iter().filter(|part| part.is_open()).count();
    if open > 0 {
        return Err(Error::new(Code::TaskOpenSubtasks).arg("open", open));
    }
    let body = FactBody::TaskSubmitted { unit, issuer: task.issued.issuer, evidence: evidence.to_owned() };
    Ok(about(task, body, ctx))
}

/// Somebody else has seen that it is done, and signs it off.
///
/// # Errors
/// `task.wrong_state`; `problem.verifier_is_executor` for the unit itself.
pub fn verify(task: &Task, ctx: &mut Ctx<'_>) -> Result<Fact> {
    in_state(task, &["submitted"], "verify")?;
    by_another(task, ctx.actor)?;
    Ok(about(task, FactBody::TaskDone { unit: task.issued.unit }, ctx))
}

/// Somebody else has seen that it is not done: back with a new deadline.
///
/// # Errors
/// As [`verify`]; a deadline already past; no reason.
pub fn send_back(task: &Task, reason: &str, due_at: Timestamp, ctx: &mut Ctx<'_>) -> Result<Fact> {
    in_state(task, &["submitted"], "return")?;
    by_another(task, ctx.actor)?;
    text_within("reason", reason, 500)?;
    ctx.in_order(("now", ctx.now), ("due_at", due_at))?;
    let body = FactBody::TaskReturned { unit: task.issued.unit, due_at, reason: reason.to_owned() };
    Ok(about(task, body, ctx))
}

/// Takes a task back, with all its parts that are open.
///
/// # Errors
/// `task.wrong_state` for one that has ended; `problem.verifier_is_executor`
/// for the unit itself; `value.missing` without a reason.
pub fn cancel(task: &Task, parts: &[Task], reason: &str, ctx: &mut Ctx<'_>) -> Result<Vec<Fact>> {
    in_state(task, &["issued", "received", "submitted", "returned"], "cancel")?;
    by_another(task, ctx.actor)?;
    text_within("reason", reason, 500)?;
    let open = parts.iter().filter(|part| part.is_open());
    Ok(open.chain([task]).map(|task| cancelled(task, reason, ctx)).collect())
}

pub(super) fn cancelled(task: &Task, reason: &str, ctx: &mut Ctx<'_>) -> Fact {
    about(task, FactBody::TaskCancelled { unit: task.issued.unit, reason: reason.to_owned() }, ctx)
}

fn by_another(task: &Task, actor: Actor) -> Result<()> {
    let submitter = task.submitted_by.and_then(|by| by.user);
    let executor = [submitter, task.executor, Some(task.issued.accountable), task.issued.deputy];
    if actor.unit == Some(task.issued.unit) || (actor.user.is_some() && executor.contains(&actor.user)) {
        return Err(Error::new(Code::VerifierIsExecutor));
    }
    Ok(())
}

fn in_state(task: &Task, allowed: &[&str], action: &str) -> Result<()> {
    if allowed.contains(&task.status.as_str()) {
        return Ok(());
    }
    Err(wrong_state(&task.status, action))
}

fn wrong_state(state: &str, action: &str) -> Error {
    Error::new(Code::TaskState).arg("state", state).arg("action", action)
}

fn about(task: &Task, body: FactBody, ctx: &mut Ctx<'_>) -> Fact {
    let now = ctx.now;
    ctx.fact(task.id.subject(), vec![task.directive.subject()], &task.area, now, body)
}
