//! When an edition changes, running orders get proposals; never a silent change.

use authz::Action;
use domain::Actor;
use domain::isolation::{Order, ProposedChange, propose_change};
use kernel::{AreaPath, Code, OrderId, PageRequest, Result, Span, Timestamp};
use protocol::change::{Proposal, Running, propose};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use store::{OrderFilter, OrderRow, Scope, Wanted};

use crate::{App, Caller, rows};

/// How much business time passes between two reviews by the timers.
const EVERY: Span = Span::hours(1);

/// When the timers of this process last compared the running orders with the
/// editions in force.
#[derive(Debug, Default)]
pub(crate) struct Reviewed(Mutex<Option<Timestamp>>);

impl Reviewed {
    /// Whether a review is due. A clock that was set back makes one due too.
    fn is_due(&self, now: Timestamp) -> bool {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_none_or(|last| now < last || now.since(last) >= EVERY)
    }
    fn done(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }
}

impl App {
    /// Compares every running order of a disease with the edition in force now
    /// and records a proposal for each that runs under another. Tells how many
    /// proposals were made; a second time makes none.
    ///
    /// # Errors
    /// `access.forbidden`, those of the rule book and the store.
    pub async fn review_edition(&self, caller: &Caller, disease: &str) -> Result<usize> {
        let scope = self.scope(caller, Action::IssueOrders, "edition")?;
        let mut count = 0;
        for (_, edition, area) in self.outdated(&scope, Some(disease)).await? {
            for (id, proposal) in self.proposals(&scope, disease, &edition, &area).await? {
                count += usize::from(self.propose(Some(caller), id, proposal).await?);
            }
        }
        Ok(count)
    }

    /// The same by the timers, for all diseases and areas: at the start and
    /// then once an hour of business time, so that a proposal lies ready soon
    /// after an edition has come into force. Tells how many were made.
    ///
    /// What one order or one area lacks (a rule book that no longer knows its
    /// edition, a unit above) is logged and does not stop the others.
    ///
    /// # Errors
    /// Those of the store; the next sweep tries again.
    pub(crate) async fn review_when_due(&self) -> Result<usize> {
        let now = self.now();
        if !self.inner.reviewed.is_due(now) {
            return Ok(0);
        }
        let scope = Scope::system();
        let mut count = 0;
        for (disease, edition, area) in self.outdated(&scope, None).await? {
            let Some(found) = passable(self.proposals(&scope, &disease, &edition, &area).await)? else {
                continue;
            };
            for (id, proposal) in found {
                count += usize::from(passable(self.propose(None, id, proposal).await)?.unwrap_or(false));
            }
        }
        // As seldom as this, and by one process: attempts to log in that count no more,
        // notices that ended long ago, and pages that were closed without a word.
        self.forget_old_attempts().await?;
        self.forget_old_notices().await?;
        self.forget_old_presences().await?;
        self.inner.reviewed.done(now);
        Ok(count)
    }

    /// Diseases, editions and areas of running orders under another edition
    /// than the one in force. Where none is in force any more, nothing can be
    /// proposed: the order runs to its end.
    async fn outdated(
        &self,
        scope: &Scope,
        disease: Option<&str>,
    ) -> Result<Vec<(String, String, AreaPath)>> {
        let mut running = self.store().running_editions(scope).await?;
        running.retain(|(of, edition, area)| {
            let today = self.directory().zone_at(area).date_of(self.now());
            disease.is_none_or(|disease| disease == of)
                && self.library().in_force(of, area, today).is_ok_and(|new| new.edition != *edition)
        });
        Ok(running)
    }

    /// What the edition in force proposes for the orders of an area under an
    /// older one, as far as it has not been told yet.
    async fn proposals(
        &self,
        scope: &Scope,
        disease: &str,
        edition: &str,
        area: &AreaPath,
    ) -> Result<BTreeMap<OrderId, ProposedChange>> {
        let zone = self.directory().zone_at(area);
        let today = zone.date_of(self.now());
        let new = self.library().in_force(disease, area, today)?;
        let old = self.library().edition(disease, edition, Some(area))?;
        let mut proposals = BTreeMap::new();
        for status in ["issued", "running"] {
            let filter = OrderFilter {
                disease: Some(disease.to_owned()),
                status: Some(status.to_owned()),
                edition: Some(edition.to_owned()),
                area: Some(area.clone()),
                ..OrderFilter::default()
            };
            let mut page = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
            loop {
                let found = self.store().orders(scope, &filter, self.as_of(None), &page).await?;
                // Areas below have their own overlays and their own turn.
                for row in found.items.into_iter().filter(|row| row.area == *area) {
                    let order: Order = rows::state(&row.state)?;
                    if is_told(&order, &new.edition) {
                        continue;
                    }
                    let Some(rule) = old.regime(&order.regime) else { continue };
                    let running = Running { rule, anchor: order.anchor, on: today };
                    let change = propose(&running, new.regime_for(&order.group), &zone)?;
                    let (regime, ends_on) = match &change {
                        Proposal::Keep | Proposal::Lift => (None, None),
                        Proposal::Shorten { ends_on } => (None, Some(*ends_on)),
                        Proposal::Convert { regime, schedule } => {
                            (Some(regime.clone()), Some(schedule.ends_on))
                        }
                    };
                    let proposal = change.as_str().to_owned();
                    let edition = new.edition.clone();
                    proposals.insert(order.id, ProposedChange { proposal, edition, regime, ends_on });
                }
                match found.next {
                    Some(next) => page.after = Some(next),
                    None => break,
                }
            }
        }
        Ok(proposals)
    }

    /// Records a proposal, by somebody or by the timers, unless the order has
    /// ended or another has told it meanwhile. Tells whether it was recorded.
    async fn propose(&self, caller: Option<&Caller>, id: OrderId, proposal: ProposedChange) -> Result<bool> {
        let wanted = Wanted::nothing().current::<OrderRow>(id.0);
        let by_timers = caller.is_none();
        let caller = caller.cloned().unwrap_or_else(Caller::nobody);
        let input = (id, proposal, by_timers);
        let receipt = self
            .run(&caller, None, wanted, input, |rec, (id, proposal, by_timers)| {
                Box::pin(async move {
                    let order = if *by_timers {
                        rec.order_anywhere(*id).await?
                    } else {
                        rec.order(*id, Action::IssueOrders).await?
                    };
                    if !order.is_running() || is_told(&order, &proposal.edition) {
                        return Ok(());
                    }
                    let mut fact = propose_change(&order, proposal.clone(), &mut rec.ctx(&order.area));
                    if *by_timers {
                        fact.by = Actor::default();
                    }
                    rec.record(vec![fact]).await
                })
            })
            .await?;
        Ok(!receipt.facts.is_empty())
    }
}

/// Whether nothing is left to say of an edition: the order runs under it, or
/// has been proposed for it.
fn is_told(order: &Order, edition: &str) -> bool {
    order.edition == edition || order.proposal.as_ref().is_some_and(|p| p.edition == edition)
}

/// What concerns one order only is logged and passed over; what concerns the
/// store stops the review.
fn passable<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error)
            if matches!(
                error.code(),
                Code::StoreUnavailable
                    | Code::StoreInconsistent
                    | Code::DiskFull
                    | Code::DatabaseLocked
                    | Code::Internal
            ) =>
        {
            Err(error)
        }
        Err(error) => {
            tracing::warn!(code = error.code().as_str(), %error, "no proposal for a running order");
            Ok(None)
        }
    }
}
