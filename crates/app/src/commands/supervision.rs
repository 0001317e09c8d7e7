//! The problem ledger (B01).

use authz::Action;
use domain::supervision;
use kernel::{ProblemId, Result, Timestamp};
use store::{ProblemRow, Wanted};

use crate::{App, Caller, Key, Receipt};

impl App {
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
