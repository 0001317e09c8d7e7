//! Offers of duties: those of one's unit, those of an area, and the history of
//! one duty through all who held it.

use authz::Action;
use kernel::{
    AsOf, Code, Error, HandoverId, ObligationId, Page, PageRequest, Result, SubjectKind, SubjectRef,
};
use store::{HandoverFilter, HandoverRow, ObligationRow, Scope};

use crate::recorder::not_found;
use crate::{App, Caller};

/// Most steps of the history of one duty that are followed.
const MOST_STEPS: usize = 50;
/// The states of an offer.
const STATES: [&str; 5] = ["offered", "accepted", "rejected", "withdrawn", "expired"];

/// An offer with what is in it.
#[derive(Clone, Debug)]
pub struct HandoverView {
    /// The offer; one whose time is over is `expired` before anybody has said so.
    pub row: HandoverRow,
    /// The duties and cases.
    pub about: Vec<SubjectRef>,
}

impl App {
    /// Offers, latest first: those to and from the caller's unit; with
    /// `whole_area`, all of the areas whose duty he manages.
    ///
    /// # Errors
    /// `access.forbidden`, `page.invalid_cursor`, `value.invalid` for an unknown
    /// state, those of the store.
    pub async fn handovers(
        &self,
        caller: &Caller,
        whole_area: bool,
        state: Option<String>,
        page: &PageRequest,
    ) -> Result<Page<HandoverRow>> {
        if let Some(unknown) = state.as_ref().filter(|state| !STATES.contains(&state.as_str())) {
            let error = Error::new(Code::InvalidValue).arg("field", "state").arg("value", unknown);
            return Err(error.arg("expected", STATES.join(", ")));
        }
        let (scope, unit) = if whole_area {
            (self.scope(caller, Action::ManageDuty, "handovers")?, None)
        } else {
            let unit =
                caller.unit.ok_or_else(|| Error::new(Code::Forbidden).arg("action", Action::HandOver))?;
            (self.scope(caller, Action::HandOver, "handovers")?, Some(unit))
        };
        let found = self.store().handovers(&scope, &HandoverFilter { unit, state }, page).await?;
        Ok(found.map(|row| self.in_time(row)))
    }

    /// One offer, for both sides and for whoever manages the giver's duty.
    ///
    /// # Errors
    /// `record.not_found`, `access.forbidden`, those of the store.
    pub async fn handover(&self, caller: &Caller, id: HandoverId) -> Result<HandoverView> {
        caller.authority.reaches_for(Action::HandOver)?;
        let missing = || not_found(SubjectKind::Handover, id);
        let row = self.store().handover(id).await?.ok_or_else(missing)?;
        let own = caller.unit.is_some_and(|unit| unit == row.from_unit || unit == row.to_unit);
        if !own && caller.authority.require(Action::ManageDuty, &row.area).is_err() {
            return Err(missing());
        }
        let about = self.store().handover_items(id).await?;
        Ok(HandoverView { row: self.in_time(row), about })
    }

    /// What became of a duty: the one that continues it, and the offers that
    /// named it or those it continues, as known at a moment.
    pub(super) async fn passed_on(
        &self,
        row: &ObligationRow,
        as_of: AsOf,
    ) -> Result<(Option<ObligationId>, Vec<HandoverRow>)> {
        let next = self.store().continuation(row.id).await?;
        let next = next.filter(|next| next.opened_recorded_at <= as_of.at()).map(|next| next.id);
        let (mut ids, mut before) = (vec![row.id.0], row.continues);
        while let Some(id) = before.filter(|_| ids.len() < MOST_STEPS) {
            ids.push(id.0);
            before = self.store().obligation(&Scope::system(), id).await?.and_then(|row| row.continues);
        }
        let mut offers = self.store().handovers_of(&ids).await?;
        offers.retain(|offer| offer.offered_at <= as_of.at());
        for offer in &mut offers {
            if offer.answered_at.is_some_and(|at| at > as_of.at()) {
                offer.state = "offered".to_owned();
                (offer.answered_at, offer.answered_by, offer.reason) = (None, None, None);
            }
        }
        Ok((next, offers))
    }

    fn in_time(&self, row: HandoverRow) -> HandoverRow {
        if row.state == "offered" && self.now() > row.answer_by {
            return HandoverRow { state: "expired".to_owned(), ..row };
        }
        row
    }
}
