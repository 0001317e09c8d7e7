//! The problem ledger (B01): a directive lists problems, each with a named unit
//! and a deadline; rectified; verified by somebody else, or returned. Lateness
//! is the obligation's affair.

use kernel::{AreaPath, Code, DirectiveId, Error, ProblemId, Result, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use crate::context::text_within;
use crate::{Actor, Ctx, Fact, FactBody};

/// A listed problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// Which problem.
    pub id: ProblemId,
    /// The directive that lists it.
    pub directive: DirectiveId,
    /// Where the responsible unit belongs.
    pub area: AreaPath,
    /// What is wrong.
    pub title: String,
    /// Who must mend it.
    pub unit: UnitId,
    /// By when.
    pub due_at: Timestamp,
    /// `minor`, `major` or `critical`.
    pub severity: String,
    /// `assigned`, `submitted`, `returned` or `closed`.
    pub status: String,
    /// Who says that it is mended.
    pub submitted_by: Option<Actor>,
}

/// One problem of a directive to be issued.
#[derive(Clone, Debug)]
pub struct ListedProblem {
    /// What is wrong.
    pub title: String,
    /// Who must mend it.
    pub unit: UnitId,
    /// Where that unit belongs.
    pub area: AreaPath,
    /// By when.
    pub due_at: Timestamp,
    /// `minor`, `major` or `critical`.
    pub severity: String,
}

/// Lists the problems of a directive.
///
/// # Errors
/// One without title or with a deadline already past, an unknown severity.
pub(crate) fn list(
    directive: DirectiveId,
    problems: &[ListedProblem],
    ctx: &mut Ctx<'_>,
) -> Result<Vec<Fact>> {
    let now = ctx.now;
    let mut facts = Vec::with_capacity(problems.len());
    for problem in problems {
        text_within("problems.title", &problem.title, 300)?;
        ctx.in_order(("now", now), ("problems.due_at", problem.due_at))?;
        if !matches!(problem.severity.as_str(), "minor" | "major" | "critical") {
            return Err(Error::new(Code::InvalidValue)
                .arg("field", "problems.severity")
                .arg("value", &problem.severity)
                .arg("expected", "minor, major, critical"));
        }
        let id = ProblemId::new(ctx.ids);
        let body = FactBody::ProblemListed {
            unit: problem.unit,
            title: problem.title.clone(),
            due_at: problem.due_at,
            severity: problem.severity.clone(),
        };
        facts.push(ctx.fact(id.subject(), vec![directive.subject()], &problem.area, now, body));
    }
    Ok(facts)
}

/// The responsible unit says that the problem is mended.
///
/// # Errors
/// `problem.wrong_state` unless assigned or returned; `value.missing` without evidence.
pub fn submit(problem: &Problem, evidence: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    in_state(problem, &["assigned", "returned"], "submit")?;
    text_within("evidence", evidence, 2000)?;
    let body = FactBody::RectificationSubmitted { unit: problem.unit, evidence: evidence.to_owned() };
    Ok(about(problem, body, ctx))
}

/// Somebody else has seen that it is mended.
///
/// # Errors
/// `problem.verifier_is_executor` for the one who submitted it or his unit.
pub fn verify(problem: &Problem, ctx: &mut Ctx<'_>) -> Result<Fact> {
    in_state(problem, &["submitted"], "verify")?;
    by_another(problem, ctx.actor)?;
    Ok(about(problem, FactBody::RectificationVerified { unit: problem.unit }, ctx))
}

/// Somebody else has seen that it is not mended: back with a new deadline.
///
/// # Errors
/// As [`verify`]; a deadline already past; no reason.
pub fn send_back(problem: &Problem, reason: &str, due_at: Timestamp, ctx: &mut Ctx<'_>) -> Result<Fact> {
    in_state(problem, &["submitted"], "return")?;
    by_another(problem, ctx.actor)?;
    text_within("reason", reason, 500)?;
    ctx.in_order(("now", ctx.now), ("due_at", due_at))?;
    let body = FactBody::RectificationReturned { unit: problem.unit, due_at, reason: reason.to_owned() };
    Ok(about(problem, body, ctx))
}

fn in_state(problem: &Problem, allowed: &[&str], action: &str) -> Result<()> {
    if allowed.contains(&problem.status.as_str()) {
        Ok(())
    } else {
        Err(Error::new(Code::ProblemState).arg("state", &problem.status).arg("action", action))
    }
}

fn by_another(problem: &Problem, actor: Actor) -> Result<()> {
    let executor = problem.submitted_by.unwrap_or_default();
    let same_person = actor.user.is_some() && actor.user == executor.user;
    if same_person || actor.unit == Some(problem.unit) {
        Err(Error::new(Code::VerifierIsExecutor))
    } else {
        Ok(())
    }
}

fn about(problem: &Problem, body: FactBody, ctx: &mut Ctx<'_>) -> Fact {
    let now = ctx.now;
    ctx.fact(problem.id.subject(), vec![problem.directive.subject()], &problem.area, now, body)
}

/// The problem after a fact.
pub fn evolve(problem: Option<Problem>, fact: &Fact) -> Option<Problem> {
    if let FactBody::ProblemListed { unit, title, due_at, severity } = &fact.body {
        return Some(Problem {
            id: fact.subject.id.into(),
            directive: fact.subject_of(kernel::SubjectKind::Directive)?.into(),
            area: fact.area.clone(),
            title: title.clone(),
            unit: *unit,
            due_at: *due_at,
            severity: severity.clone(),
            status: "assigned".to_owned(),
            submitted_by: None,
        });
    }
    let mut problem = problem?;
    match &fact.body {
        FactBody::RectificationSubmitted { .. } => {
            problem.status = "submitted".to_owned();
            problem.submitted_by = Some(fact.by);
        }
        FactBody::RectificationReturned { due_at, .. } => {
            problem.status = "returned".to_owned();
            problem.due_at = *due_at;
        }
        FactBody::RectificationVerified { .. } => problem.status = "closed".to_owned(),
        _ => {}
    }
    Some(problem)
}
