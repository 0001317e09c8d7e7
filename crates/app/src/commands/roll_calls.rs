//! Roll-calls (C02).

use authz::Action;
use domain::duty::{RollCall, roll_calls};
use kernel::{AreaPath, Code, Error, Result, RollCallId, UnitId};
use store::{AffairRow, Wanted};

use crate::{App, Caller, Key, Receipt, Recorder};

/// Units to be called.
#[derive(Clone, Debug)]
pub struct RollCallInput {
    /// Which units; where none is named, those of `area` and below it.
    pub units: Vec<UnitId>,
    /// Units in this area or below it.
    pub area: Option<AreaPath>,
    /// As many of them, by lot; all when absent.
    pub sample: Option<usize>,
    /// Minutes to answer; ten when absent.
    pub minutes: Option<i64>,
}

impl App {
    /// Calls units without warning.
    ///
    /// # Errors
    /// As [`roll_calls::call`]; `record.not_found` or `access.forbidden` for a unit outside the
    /// caller's areas.
    pub async fn call_roll(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: RollCallInput,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                rec.areas_for(Action::ManageDuty)?;
                let units = rec.units_called(input)?;
                let Some((_, area)) = units.first().cloned() else {
                    return Err(Error::new(Code::MissingField).arg("field", "units"));
                };
                let facts = roll_calls::call(&units, input.sample, input.minutes, &mut rec.ctx(&area))?;
                rec.record(facts).await
            })
        })
        .await
    }

    /// Somebody of the unit answers a roll-call.
    ///
    /// # Errors
    /// As [`roll_calls::answer`]; `record.not_found`.
    pub async fn answer_roll(&self, caller: &Caller, key: Option<&Key>, id: RollCallId) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<AffairRow>(id.0).open_obligations(id.subject());
        self.run(caller, key, wanted, id, |rec, id| {
            Box::pin(async move {
                let call: RollCall = rec.affair(id.0, Action::ReadObligations).await?;
                let fact = roll_calls::answer(&call, &mut rec.ctx(&call.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}

impl Recorder<'_> {
    fn units_called(&self, input: &RollCallInput) -> Result<Vec<(UnitId, AreaPath)>> {
        let mut called = Vec::new();
        for unit in &input.units {
            called.push((*unit, self.unit_in_sight(*unit)?.area.clone()));
        }
        if let Some(area) = input.area.as_ref().filter(|_| input.units.is_empty()) {
            self.require(Action::ManageDuty, area)?;
            let below = self.directory().units().into_iter().filter(|unit| unit.area.is_within(area));
            called.extend(below.map(|unit| (unit.id, unit.area.clone())));
        }
        for (_, area) in &called {
            self.require(Action::ManageDuty, area)?;
        }
        Ok(called)
    }
}
