//! Major events (C03).

use authz::Action;
use domain::duty::{MajorEvent, major_events};
use kernel::{MajorEventId, Result, Timestamp};
use store::{AffairRow, Wanted};

use crate::{App, Caller, Key, Receipt};

impl App {
    /// Reports a major event for the first time, for one's own unit.
    ///
    /// # Errors
    /// As [`major_events::report`].
    pub async fn report_major_event(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        happened_at: Timestamp,
        category: String,
        (title, report): (String, String),
    ) -> Result<Receipt> {
        let input = (happened_at, category, title, report);
        self.run(caller, key, Wanted::nothing(), input, |rec, (happened_at, category, title, report)| {
            Box::pin(async move {
                rec.areas_for(Action::Rectify)?;
                let unit = rec.own_unit();
                let area = rec.directory().unit(unit)?.area.clone();
                rec.require(Action::Rectify, &area)?;
                let words = (title.as_str(), report.as_str());
                let mut ctx = rec.ctx(&area);
                let fact = major_events::report(unit, &area, *happened_at, category, words, &mut ctx)?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Tells how a major event goes on, or that it is over.
    ///
    /// # Errors
    /// As [`major_events::follow`]; `record.not_found`.
    pub async fn follow_major_event(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: MajorEventId,
        report: String,
        closes: bool,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<AffairRow>(id.0).open_obligations(id.subject());
        self.run(caller, key, wanted, (id, report, closes), |rec, (id, report, closes)| {
            Box::pin(async move {
                let event: MajorEvent = rec.affair(id.0, Action::Rectify).await?;
                let fact = major_events::follow(&event, report, *closes, &mut rec.ctx(&event.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}
