//! When an edition changes, running orders get proposals; never a silent change.

use authz::Action;
use domain::isolation::{Order, ProposedChange, propose_change};
use kernel::{PageRequest, Result};
use protocol::change::{Proposal, Running, propose};
use store::{OrderFilter, OrderRow, Wanted};

use crate::{App, Caller, rows};

impl App {
    /// Compares every running order of a disease with the edition in force now
    /// and records a proposal for each that runs under another. Tells how many
    /// proposals were made; a second time makes none.
    ///
    /// # Errors
    /// `access.forbidden`, those of the rule book and the store.
    pub async fn review_edition(&self, caller: &Caller, disease: &str) -> Result<usize> {
        let scope = self.scope(caller, Action::IssueOrders, "edition")?;
        let directory = self.directory();
        let mut proposals = Vec::new();
        for status in ["issued", "running"] {
            let filter = OrderFilter {
                disease: Some(disease.to_owned()),
                status: Some(status.to_owned()),
                ..OrderFilter::default()
            };
            let mut page = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
            loop {
                let found = self.store().orders(&scope, &filter, self.as_of(None), &page).await?;
                for row in found.items {
                    let order: Order = rows::state(&row.state)?;
                    let zone = directory.zone_at(&order.area);
                    let today = zone.date_of(self.now());
                    let new = self.library().in_force(disease, &order.area, today)?;
                    let told = order.proposal.as_ref().is_some_and(|p| p.edition == new.edition);
                    if new.edition == order.edition || told || order.regime.is_empty() {
                        continue;
                    }
                    let old = self.library().edition(disease, &order.edition, Some(&order.area))?;
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
                    proposals.push((
                        order.id,
                        ProposedChange {
                            proposal: change.as_str().to_owned(),
                            edition: new.edition.clone(),
                            regime,
                            ends_on,
                        },
                    ));
                }
                match found.next {
                    Some(next) => page.after = Some(next),
                    None => break,
                }
            }
        }
        let count = proposals.len();
        for (id, proposal) in proposals {
            let wanted = Wanted::nothing().current::<OrderRow>(id.0);
            self.run(caller, None, wanted, (id, proposal), |rec, (id, proposal)| {
                Box::pin(async move {
                    let order = rec.order(*id, Action::IssueOrders).await?;
                    let fact = propose_change(&order, proposal.clone(), &mut rec.ctx(&order.area));
                    rec.record(vec![fact]).await
                })
            })
            .await?;
        }
        Ok(count)
    }
}
