//! Sentinels report (D01-D03).

use authz::Action;
use domain::sentinel::{self, SeeFever};
use kernel::{Result, Timestamp, UnitId, VisitId};
use store::{VisitRow, Wanted};

use super::PersonInput;
use crate::{App, Caller, Key, Receipt};

/// Somebody with fever at a sentinel.
#[derive(Clone, Debug)]
pub struct FeverInput {
    /// Who.
    pub person: PersonInput,
    /// The sentinel; the caller's own unit when absent.
    pub unit: Option<UnitId>,
    /// The disease thought of; `unknown_respiratory` when absent.
    pub disease: Option<String>,
    /// Symptoms.
    pub symptoms: Vec<String>,
    /// Temperature in degrees Celsius.
    pub temperature_c: Option<f64>,
    /// When seen; now when absent.
    pub seen_at: Option<Timestamp>,
    /// Whether this is the report as well, or only the register.
    pub report: bool,
}

impl App {
    /// Records that somebody with fever was seen, and reports it. The visit
    /// belongs to the sentinel's area, wherever the person lives.
    ///
    /// # Errors
    /// As [`sentinel::see_fever`]; `access.forbidden`; `value.missing` without a unit.
    pub async fn report_fever(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: FeverInput,
    ) -> Result<Receipt> {
        let wanted = input.person.wanted();
        self.run(caller, key, wanted, input, |rec, input| {
            Box::pin(async move {
                let unit = super::obligations::unit_or_own(rec, input.unit)?;
                rec.areas_for(Action::ReportFever)?;
                let row = rec.unit_in_sight(unit)?.clone();
                rec.require(Action::ReportFever, &row.area)?;
                let person = rec.resolve_person_anywhere(&input.person).await?;
                let command = SeeFever {
                    person: person.id,
                    unit,
                    facility: row.facility.clone().unwrap_or_else(|| row.role.clone()),
                    area: row.area.clone(),
                    disease: input.disease.clone().unwrap_or_else(|| "unknown_respiratory".to_owned()),
                    symptoms: input.symptoms.clone(),
                    temperature_c: input.temperature_c,
                    seen_at: input.seen_at.unwrap_or(rec.now()),
                    report: input.report,
                };
                let facts = sentinel::see_fever(&command, &mut rec.ctx(&row.area))?;
                rec.record(facts).await
            })
        })
        .await
    }

    /// Reports a visit that was only registered.
    ///
    /// # Errors
    /// As [`sentinel::report`]; `record.not_found`.
    pub async fn report_visit(&self, caller: &Caller, key: Option<&Key>, visit: VisitId) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<VisitRow>(visit.0).open_obligations(visit.subject());
        self.run(caller, key, wanted, visit, |rec, visit| {
            Box::pin(async move {
                let visit = rec.visit(*visit, Action::ReportFever).await?;
                let fact = sentinel::report(&visit, &mut rec.ctx(&visit.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Says where the person went from the sentinel.
    ///
    /// # Errors
    /// As [`sentinel::dispose`]; `record.not_found`.
    pub async fn dispose_visit(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        visit: VisitId,
        disposition: String,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<VisitRow>(visit.0).open_obligations(visit.subject());
        self.run(caller, key, wanted, (visit, disposition), |rec, (visit, disposition)| {
            Box::pin(async move {
                let visit = rec.visit(*visit, Action::ReportFever).await?;
                let fact = sentinel::dispose(&visit, disposition, &mut rec.ctx(&visit.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}
