//! Directives and the problem ledger (B01).

use authz::Action;
use domain::supervision::{self, ListedProblem};
use kernel::{AreaPath, ProblemId, Result, Timestamp, UnitId};
use store::{ProblemRow, Wanted};

use crate::{App, Caller, Key, Receipt};

/// A directive to be issued.
#[derive(Clone, Debug)]
pub struct DirectiveInput {
    /// For which area.
    pub area: AreaPath,
    /// What it is about.
    pub title: String,
    /// Meeting or document it comes from.
    pub source: String,
    /// Its problems.
    pub problems: Vec<ProblemInput>,
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
    /// Issues a directive, split into listed problems.
    ///
    /// # Errors
    /// As [`supervision::issue`]; `access.forbidden` for a unit outside the
    /// caller's areas.
    pub async fn issue_directive(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: DirectiveInput,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                rec.require(Action::IssueDirectives, &input.area)?;
                let mut problems = Vec::with_capacity(input.problems.len());
                for problem in &input.problems {
                    let area = rec.unit_in_sight(problem.unit)?.area.clone();
                    rec.require(Action::IssueDirectives, &area)?;
                    problems.push(ListedProblem {
                        title: problem.title.clone(),
                        unit: problem.unit,
                        area,
                        due_at: problem.due_at,
                        severity: problem.severity.clone(),
                    });
                }
                let facts = {
                    let mut ctx = rec.ctx(&input.area);
                    supervision::issue(&input.title, &input.source, &input.area, &problems, &mut ctx)?
                };
                rec.record(facts).await
            })
        })
        .await
    }

    /// The responsible unit says that the problem is mended.
    ///
    /// # Errors
    /// As [`supervision::submit`]; `record.not_found`.
    pub async fn submit_rectification(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: ProblemId,
        evidence: String,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, evidence), |rec, (id, evidence)| {
            Box::pin(async move {
                let problem = rec.problem(*id, Action::Rectify).await?;
                let fact = supervision::submit(&problem, evidence, &mut rec.ctx(&problem.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Somebody else has seen that it is mended.
    ///
    /// # Errors
    /// As [`supervision::verify`]; `record.not_found`.
    pub async fn verify_rectification(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: ProblemId,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), id, |rec, id| {
            Box::pin(async move {
                let problem = rec.problem(*id, Action::VerifyRectification).await?;
                let fact = supervision::verify(&problem, &mut rec.ctx(&problem.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Somebody else has seen that it is not mended.
    ///
    /// # Errors
    /// As [`supervision::send_back`]; `record.not_found`.
    pub async fn return_rectification(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: ProblemId,
        reason: String,
        due_at: Timestamp,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, reason, due_at), |rec, (id, reason, due_at)| {
            Box::pin(async move {
                let problem = rec.problem(*id, Action::VerifyRectification).await?;
                let fact = supervision::send_back(&problem, reason, *due_at, &mut rec.ctx(&problem.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}

fn wanted(problem: ProblemId) -> Wanted {
    Wanted::nothing().current::<ProblemRow>(problem.0).open_obligations(problem.subject())
}
