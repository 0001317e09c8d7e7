//! Swabs and results. A positive result of a person without an open case
//! opens one, classified by the protocol in force.

use kernel::{AreaPath, CaseId, Code, Error, OrderId, PersonId, Result, Timestamp, UnitId, VisitId};

use crate::context::text_within;
use crate::{Ctx, Fact, FactBody, TestMethod, TestOutcome};

/// A test result of one person.
#[derive(Clone, Debug)]
pub struct RecordResult {
    /// Who was tested.
    pub person: PersonId,
    /// Where the person's records belong.
    pub area: AreaPath,
    /// Disease key.
    pub disease: String,
    /// How.
    pub method: TestMethod,
    /// What was found.
    pub result: TestOutcome,
    /// Cycle threshold, 5 to 50.
    pub ct: Option<f64>,
    /// When the sample was taken.
    pub sampled_at: Timestamp,
    /// When the result was known.
    pub resulted_at: Timestamp,
    /// The laboratory.
    pub unit: UnitId,
    /// The person's open case, running order and visit, where there are.
    pub case: Option<CaseId>,
    /// See `case`.
    pub order: Option<OrderId>,
    /// See `case`.
    pub visit: Option<VisitId>,
}

impl RecordResult {
    fn refs(&self) -> Vec<kernel::SubjectRef> {
        let mut refs: Vec<_> = self.case.map(CaseId::subject).into_iter().collect();
        refs.extend(self.order.map(OrderId::subject));
        refs.extend(self.visit.map(VisitId::subject));
        refs
    }
}

/// Records a swab.
///
/// # Errors
/// A sampling in the future.
pub fn take_sample(command: &RecordResult, ctx: &mut Ctx<'_>) -> Result<Fact> {
    ctx.not_in_future("sampled_at", command.sampled_at)?;
    text_within("disease", &command.disease, 60)?;
    let body = FactBody::SampleTaken {
        disease: command.disease.clone(),
        method: command.method,
        sampled_at: command.sampled_at,
        unit: command.unit,
    };
    Ok(ctx.fact(command.person.subject(), command.refs(), &command.area, command.sampled_at, body))
}

/// Records a result.
///
/// # Errors
/// A moment in the future, a result before its sample, a Ct value outside 5 to 50.
pub fn record_result(command: &RecordResult, ctx: &mut Ctx<'_>) -> Result<Fact> {
    ctx.not_in_future("resulted_at", command.resulted_at)?;
    ctx.in_order(("sampled_at", command.sampled_at), ("resulted_at", command.resulted_at))?;
    text_within("disease", &command.disease, 60)?;
    if let Some(ct) = command.ct
        && !(5.0..=50.0).contains(&ct)
    {
        return Err(Error::new(Code::OutOfRange)
            .arg("field", "ct")
            .arg("value", ct)
            .arg("min", 5)
            .arg("max", 50));
    }
    let body = FactBody::TestResult {
        disease: command.disease.clone(),
        method: command.method,
        result: command.result,
        ct: command.ct,
        sampled_at: command.sampled_at,
        resulted_at: command.resulted_at,
        unit: command.unit,
    };
    Ok(ctx.fact(command.person.subject(), command.refs(), &command.area, command.resulted_at, body))
}
