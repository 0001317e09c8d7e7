//! Directives and the documents that carry them down (A02, A04, A05).

use authz::Action;
use domain::command::{
    self, Assessment, Delivery, Directive, DirectiveIssued, NewDirective, Outside, Recipient, Task,
};
use domain::supervision::ListedProblem;
use kernel::{
    AreaPath, AssessmentId, DeliveryId, DirectiveId, Error, Located, MeetingId, PostId, Result, SubjectKind,
    Timestamp, UnitId,
};
use store::{AffairRow, Wanted};

use super::tasks::TaskInput;
use crate::recorder::not_found;
use crate::{App, Caller, Key, Receipt, Recorder};

/// A directive to be issued.
#[derive(Clone, Debug)]
pub struct DirectiveInput {
    /// For which area.
    pub area: AreaPath,
    /// What it is about.
    pub title: String,
    /// Meeting or document it comes from, in words.
    pub source: String,
    /// The meeting that decided it.
    pub meeting: Option<MeetingId>,
    /// The post whose weight it has.
    pub post: Option<PostId>,
    /// The judgement on which it rests.
    pub assessment: Option<AssessmentId>,
    /// The upper directive that it relays.
    pub upper: Option<DirectiveId>,
    /// The same, of a headquarters that is no user of the platform.
    pub outside: Option<Outside>,
    /// The directive that it replaces.
    pub supersedes: Option<DirectiveId>,
    /// The units that get it as a document.
    pub recipients: Vec<UnitId>,
    /// The work it gives out.
    pub tasks: Vec<TaskInput>,
    /// The problems it lists.
    pub problems: Vec<ProblemInput>,
}

impl DirectiveInput {
    /// A directive that has nothing yet but where it holds, what it is about and where it comes from.
    pub const fn of(area: AreaPath, title: String, source: String) -> Self {
        Self {
            area,
            title,
            source,
            meeting: None,
            post: None,
            assessment: None,
            upper: None,
            outside: None,
            supersedes: None,
            recipients: Vec::new(),
            tasks: Vec::new(),
            problems: Vec::new(),
        }
    }
}

/// One problem of a directive.
#[derive(Clone, Debug)]
pub struct ProblemInput {
    /// What is wrong.
    pub title: String,
    /// Who must mend it.
    pub unit: UnitId,
    /// By when.
    pub due_at: Timestamp,
    /// `minor`, `major` or `critical`.
    pub severity: String,
}

impl App {
    /// Issues a directive: tasks and problems for units, a document for those who have to read it.
    ///
    /// # Errors
    /// As [`command::issue`]; `access.forbidden` for a unit outside the caller's areas.
    pub async fn issue_directive(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: DirectiveInput,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                rec.require(Action::IssueDirectives, &input.area)?;
                let new = rec.new_directive(input).await?;
                let facts = command::issue(&new, &mut rec.ctx(&input.area))?;
                rec.record(facts).await
            })
        })
        .await
    }

    /// Takes a directive back, with the work under it that is not done.
    ///
    /// # Errors
    /// As [`command::withdraw`]; `record.not_found`.
    pub async fn withdraw_directive(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: DirectiveId,
        reason: String,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<AffairRow>(id.0);
        self.run(caller, key, wanted, (id, reason), |rec, (id, reason)| {
            Box::pin(async move {
                let directive: Directive = rec.affair(id.0, Action::IssueDirectives).await?;
                let open = rec.open_tasks_of(directive.id).await?;
                let facts = command::withdraw(&directive, &open, reason, &mut rec.ctx(&directive.area))?;
                rec.record(facts).await
            })
        })
        .await
    }

    /// Somebody of the unit has read a document.
    ///
    /// # Errors
    /// As [`command::read`]; `record.not_found`.
    pub async fn read_document(&self, caller: &Caller, key: Option<&Key>, id: DeliveryId) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<AffairRow>(id.0).open_obligations(id.subject());
        self.run(caller, key, wanted, id, |rec, id| {
            Box::pin(async move {
                let delivery: Delivery = rec.affair(id.0, Action::Rectify).await?;
                let fact = command::read(&delivery, &mut rec.ctx(&delivery.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}

impl Recorder<'_> {
    /// A unit that gets a document of an area's headquarters. A headquarters
    /// elsewhere has to hand it on.
    pub(super) fn recipient(&self, unit: UnitId, from: &AreaPath) -> Result<Recipient> {
        let row = self.unit_in_sight(unit)?;
        self.require(Action::IssueDirectives, &row.area)?;
        let leads = matches!(row.role.as_str(), "command_hq" | "command_office");
        let zone = self.directory().zone_at(&row.area);
        Ok(Recipient { unit, area: row.area.clone(), zone, relays: leads && row.area != *from })
    }

    async fn new_directive(&mut self, input: &DirectiveInput) -> Result<NewDirective> {
        if let Some(meeting) = input.meeting {
            self.affair::<command::Meeting>(meeting.0, Action::IssueDirectives).await?;
        }
        if let Some(post) = input.post {
            let unit = self.directory().post(post)?.unit;
            self.unit_in_sight(unit).map_err(|_| not_found(SubjectKind::Post, post))?;
        }
        let assessment = match input.assessment {
            Some(id) => Some(self.assessment_for(id, &input.area).await?),
            None => None,
        };
        let relays = match input.upper {
            Some(upper) => self.deliveries_here(upper, &input.area).await?,
            None => Vec::new(),
        };
        let supersedes = match input.supersedes {
            Some(id) => {
                let old: Directive = self.affair(id.0, Action::IssueDirectives).await?;
                let open = self.open_tasks_of(id).await?;
                Some((old, open))
            }
            None => None,
        };
        let recipients =
            input.recipients.iter().map(|unit| self.recipient(*unit, &input.area)).collect::<Result<_>>()?;
        let mut problems = Vec::with_capacity(input.problems.len());
        for problem in &input.problems {
            let area = self.unit_in_sight(problem.unit)?.area.clone();
            self.require(Action::IssueDirectives, &area)?;
            problems.push(ListedProblem {
                title: problem.title.clone(),
                unit: problem.unit,
                area,
                due_at: problem.due_at,
                severity: problem.severity.clone(),
            });
        }
        let mut tasks = Vec::with_capacity(input.tasks.len());
        for (nth, task) in input.tasks.iter().enumerate() {
            let located = |e: Error| e.at(Located::item("tasks", nth));
            tasks.push(self.new_task(task).await.map_err(located)?);
        }
        Ok(NewDirective {
            area: input.area.clone(),
            issued: DirectiveIssued {
                source: input.source.clone(),
                title: input.title.clone(),
                post: input.post,
                assessment: input.assessment,
                upper: input.upper,
                outside: input.outside.clone(),
            },
            meeting: input.meeting,
            assessment,
            relays,
            supersedes,
            recipients,
            tasks,
            problems,
        })
    }

    /// A judgement on which somebody in an area may rely: of that area or of
    /// one above, whose records he need not see.
    async fn assessment_for(&mut self, id: AssessmentId, area: &AreaPath) -> Result<Assessment> {
        let found = self.affair_anywhere(id.0).await?;
        let judged = found.as_ref().and_then(<Assessment as domain::affairs::Record>::of);
        judged
            .filter(|judged| area.is_within(&judged.area))
            .cloned()
            .ok_or_else(|| not_found(SubjectKind::Assessment, id))
    }
    /// Where a directive arrived in an area itself.
    async fn deliveries_here(&mut self, directive: DirectiveId, area: &AreaPath) -> Result<Vec<Delivery>> {
        let mut found: Vec<Delivery> = self.affairs_under(directive.0).await?;
        found.retain(|delivery| delivery.area == *area);
        Ok(found)
    }
    /// What is not done of the work that a directive has given out, parts before wholes.
    async fn open_tasks_of(&mut self, directive: DirectiveId) -> Result<Vec<Task>> {
        let mut open = Vec::new();
        let mut ask = vec![directive.0];
        while let Some(parent) = ask.pop() {
            let tasks: Vec<Task> = self.affairs_under(parent).await?;
            ask.extend(tasks.iter().map(|task| task.id.0));
            open.extend(tasks.into_iter().filter(Task::is_open));
        }
        open.reverse();
        Ok(open)
    }
}
