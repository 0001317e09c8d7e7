//! Tasks of directives: received, split, extended, submitted, signed off.

use authz::Action;
use domain::command::{self, NewTask, Party, Task, TaskIssued};
use kernel::{Code, Error, Located, Result, SubjectKind, TaskId, Timestamp, UnitId, UserId};
use store::{AffairRow, Wanted};

use crate::recorder::not_found;
use crate::{App, Caller, Key, Receipt, Recorder};

/// A task to be given.
#[derive(Clone, Debug)]
pub struct TaskInput {
    /// What is to be done.
    pub title: String,
    /// Who does it.
    pub unit: UnitId,
    /// Which of the four parties acts.
    pub party: Party,
    /// The area of work, A to P.
    pub sector: Option<String>,
    /// By when.
    pub due_at: Timestamp,
    /// Who answers for it; the unit's leader in office when absent.
    pub accountable: Option<UserId>,
    /// His deputy in charge of it.
    pub deputy: Option<UserId>,
    /// Units that help.
    pub cooperating: Vec<UnitId>,
}

/// An answer to whoever asks for a longer deadline.
#[derive(Clone, Debug)]
pub struct ExtensionAnswer {
    /// The new deadline; refused when absent.
    pub until: Option<Timestamp>,
    /// Why.
    pub note: String,
}

impl App {
    /// The unit says that it has the task. Who does so carries it out himself,
    /// unless he names somebody of the unit.
    ///
    /// # Errors
    /// As [`command::receive`]; `task.not_of_unit`; `record.not_found`.
    pub async fn receive_task(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: TaskId,
        executor: Option<UserId>,
        deputy: Option<UserId>,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, executor, deputy), |rec, (id, executor, deputy)| {
            Box::pin(async move {
                let task: Task = rec.affair(id.0, Action::Rectify).await?;
                let executor = executor.unwrap_or(rec.caller.user);
                rec.holds_post_in("executor", executor, task.issued.unit).await?;
                if let Some(deputy) = deputy {
                    rec.holds_post_in("deputy", *deputy, task.issued.unit).await?;
                }
                let fact = command::receive(&task, executor, *deputy, &mut rec.ctx(&task.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// The unit gives parts of its task to others.
    ///
    /// # Errors
    /// As [`command::split`]; `record.not_found`; `access.forbidden` for a unit
    /// outside the caller's areas.
    pub async fn split_task(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: TaskId,
        parts: Vec<TaskInput>,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, parts), |rec, (id, parts)| {
            Box::pin(async move {
                let task: Task = rec.affair(id.0, Action::IssueDirectives).await?;
                let mut new = Vec::with_capacity(parts.len());
                for (nth, part) in parts.iter().enumerate() {
                    let located = |e: Error| e.at(Located::item("tasks", nth));
                    new.push(rec.new_task(part).await.map_err(located)?);
                }
                let facts = command::split(&task, &new, &mut rec.ctx(&task.area))?;
                rec.record(facts).await
            })
        })
        .await
    }

    /// The unit asks for a longer deadline.
    ///
    /// # Errors
    /// As [`command::ask_extension`]; `record.not_found`.
    pub async fn ask_extension(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: TaskId,
        until: Timestamp,
        reason: String,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, until, reason), |rec, (id, until, reason)| {
            Box::pin(async move {
                let task: Task = rec.affair(id.0, Action::Rectify).await?;
                let fact = command::ask_extension(&task, *until, reason, &mut rec.ctx(&task.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Grants or refuses a longer deadline.
    ///
    /// # Errors
    /// As [`command::answer_extension`]; `record.not_found`.
    pub async fn answer_extension(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: TaskId,
        answer: ExtensionAnswer,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, answer), |rec, (id, answer)| {
            Box::pin(async move {
                let task: Task = rec.affair(id.0, Action::IssueDirectives).await?;
                let mut ctx = rec.ctx(&task.area);
                let fact = command::answer_extension(&task, answer.until, &answer.note, &mut ctx)?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// The unit says that the task is done.
    ///
    /// # Errors
    /// As [`command::submit`]; `record.not_found`.
    pub async fn submit_task(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: TaskId,
        evidence: String,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, evidence), |rec, (id, evidence)| {
            Box::pin(async move {
                let task: Task = rec.affair(id.0, Action::Rectify).await?;
                let parts: Vec<Task> = rec.affairs_under(task.id.0).await?;
                let fact = command::submit(&task, evidence, &parts, &mut rec.ctx(&task.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Somebody else has seen that the task is done.
    ///
    /// # Errors
    /// As [`command::verify`]; `record.not_found`.
    pub async fn verify_task(&self, caller: &Caller, key: Option<&Key>, id: TaskId) -> Result<Receipt> {
        self.run(caller, key, wanted(id), id, |rec, id| {
            Box::pin(async move {
                let task: Task = rec.affair(id.0, Action::VerifyRectification).await?;
                let fact = command::verify(&task, &mut rec.ctx(&task.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Somebody else has seen that the task is not done.
    ///
    /// # Errors
    /// As [`command::send_back`]; `record.not_found`.
    pub async fn return_task(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: TaskId,
        reason: String,
        due_at: Timestamp,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, reason, due_at), |rec, (id, reason, due_at)| {
            Box::pin(async move {
                let task: Task = rec.affair(id.0, Action::VerifyRectification).await?;
                let fact = command::send_back(&task, reason, *due_at, &mut rec.ctx(&task.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Takes a task back, with its open parts.
    ///
    /// # Errors
    /// As [`command::cancel`]; `record.not_found`.
    pub async fn cancel_task(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: TaskId,
        reason: String,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, reason), |rec, (id, reason)| {
            Box::pin(async move {
                let task: Task = rec.affair(id.0, Action::IssueDirectives).await?;
                let parts = rec.parts_of(&task).await?;
                let facts = command::cancel(&task, &parts, reason, &mut rec.ctx(&task.area))?;
                rec.record(facts).await
            })
        })
        .await
    }
}

impl Recorder<'_> {
    /// A task to be given, with somebody who answers for it (A10).
    ///
    /// # Errors
    /// `record.not_found` for a unit that the caller does not see;
    /// `access.forbidden`; `task.nobody_answers`; `task.not_of_unit`.
    pub(super) async fn new_task(&mut self, input: &TaskInput) -> Result<NewTask> {
        let area = self.unit_in_sight(input.unit)?.area.clone();
        self.require(Action::IssueDirectives, &area)?;
        for unit in &input.cooperating {
            self.unit_in_sight(*unit)?;
        }
        let accountable = match input.accountable {
            Some(user) => {
                self.holds_post_in("accountable", user, input.unit).await?;
                user
            }
            None => self.leader_of(input.unit).await?,
        };
        if let Some(deputy) = input.deputy {
            self.holds_post_in("deputy", deputy, input.unit).await?;
        }
        let issued = TaskIssued {
            unit: input.unit,
            issuer: None,
            title: input.title.clone(),
            party: input.party,
            sector: input.sector.clone(),
            due_at: input.due_at,
            accountable,
            deputy: input.deputy,
            cooperating: input.cooperating.clone(),
        };
        Ok(NewTask { area, issued })
    }
    /// Who leads a unit: in office now, at its leader's post before all others.
    async fn leader_of(&mut self, unit: UnitId) -> Result<UserId> {
        let held = self.work.holders_in_unit(unit, self.wall()).await?;
        let leads = |post| self.directory().post(post).is_ok_and(|post| post.kind == "leader");
        let first = held.iter().min_by_key(|held| (!leads(held.post), held.valid_from, held.user));
        first.map(|held| held.user).ok_or_else(|| Error::new(Code::TaskNobody).arg("unit", unit))
    }
    /// Refuses whoever holds no post in a unit.
    pub(super) async fn holds_post_in(
        &mut self,
        field: &'static str,
        user: UserId,
        unit: UnitId,
    ) -> Result<()> {
        let held = self.work.holders_in_unit(unit, self.wall()).await?;
        if held.iter().any(|held| held.user == user) {
            return Ok(());
        }
        Err(Error::new(Code::TaskNotOfUnit).arg("field", field).arg("user", user).arg("unit", unit))
    }
    /// Refuses somebody who holds no post in the caller's areas.
    pub(super) async fn in_office(&mut self, field: &'static str, user: UserId) -> Result<()> {
        let now = self.wall();
        let held = self.work.posts_of_user(user).await?;
        let here = held.iter().any(|held| {
            held.valid_from <= now
                && held.valid_to.is_none_or(|until| now < until)
                && self.caller.sees(&held.area)
        });
        if here {
            return Ok(());
        }
        Err(not_found(SubjectKind::User, user).arg("field", field))
    }
    /// All parts of a task, parts of parts among them.
    async fn parts_of(&mut self, task: &Task) -> Result<Vec<Task>> {
        let mut found = Vec::new();
        let mut ask = vec![task.id];
        while let Some(whole) = ask.pop() {
            let parts: Vec<Task> = self.affairs_under(whole.0).await?;
            ask.extend(parts.iter().map(|part| part.id));
            found.extend(parts);
        }
        Ok(found)
    }
}

fn wanted(task: TaskId) -> Wanted {
    Wanted::nothing().current::<AffairRow>(task.0).open_obligations(task.subject())
}
