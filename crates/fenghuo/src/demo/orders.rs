//! What is done about contacts: one order at a time for each, tests and checks
//! by its schedule, release on its last day.

use super::acts::Act;
use super::drill::{DISEASE, Drill, lot};
use crate::voice::Outcome;
use app::commands::OrderInput;
use domain::investigation::Contact;
use domain::isolation::{AmendOrder, Order};
use kernel::{Code, ContactId, OrderId, Span, Text};
use protocol::RegimeRule;

/// The close contact (by order of issue) whose first order asks more than the
/// edition does.
const ADD_ON_FOR: usize = 3;
/// What it asks: the terms of the edition before.
const ADD_ON_FORM: &str = "C14@1,4,7,14 M7@2,7";

impl Drill<'_> {
    async fn contact_now(&self, contact: ContactId) -> Outcome<Contact> {
        Ok(self.app.contact(&self.actor("cdc")?.caller, contact, self.app.as_of(None)).await?.state)
    }

    async fn order_now(&self, order: OrderId) -> Outcome<Order> {
        Ok(self.app.order(&self.actor("cdc")?.caller, order, self.app.as_of(None)).await?.state)
    }

    /// The regime of the edition in force for a group.
    fn regime_for(&self, group: &str) -> Outcome<Option<RegimeRule>> {
        let today = self.zone.date_of(self.app.now());
        let protocol = self.app.library().in_force(DISEASE, &self.county, today)?;
        Ok(protocol.regime_for(group).cloned())
    }

    /// Issues the order for a contact. Somebody who is under order already gets
    /// no second one: the running order comes to stand for this contact too,
    /// and is extended if it must be.
    pub async fn order(&mut self, id: ContactId, person: usize) -> Outcome {
        let contact = self.contact_now(id).await?;
        if !contact.is_standing() || self.cases.contains_key(&person) {
            return Ok(());
        }
        let group = app::install::word_of(&contact.class);
        let Some((running, plan)) = self.orders.get(&person).copied() else {
            return self.issue(&contact, person, &group).await;
        };
        let order = self.order_now(running).await?;
        if order.contacts().contains(&id) {
            return Ok(());
        }
        self.cover(&order, plan, &contact, person, &group).await
    }

    /// A contact has become a closer one.
    pub async fn order_again(&mut self, id: ContactId, person: usize) -> Outcome {
        let contact = self.contact_now(id).await?;
        let Some((running, plan)) = self.orders.get(&person).copied() else {
            return self.order(id, person).await;
        };
        let order = self.order_now(running).await?;
        let group = app::install::word_of(&contact.class);
        self.cover(&order, plan, &contact, person, &group).await
    }

    /// Lets the running order stand for a contact of the same person; where it
    /// asks too little for him it is replaced.
    async fn cover(
        &mut self,
        order: &Order,
        plan: u32,
        contact: &Contact,
        person: usize,
        group: &str,
    ) -> Outcome {
        let input = |anchor| AmendOrder {
            regime: None,
            form: None,
            anchor,
            ends_on: None,
            contact: Some(contact.id),
            basis: contact.rule.clone(),
            reason: Text {
                zh: "又被判定为另一病例的接触者，由本决定一并管理".to_owned(),
                en: "Contact of a further case; this order stands for it too".to_owned(),
            },
        };
        let cdc = self.actor("cdc")?.caller;
        let mut answer = self.app.amend_order(&cdc, None, order.id, None, input(None)).await;
        if answer.as_ref().is_err_and(|refused| refused.argument("fault") == Some("end")) {
            // Of a wider class, but to be looked after for longer: the stricter order goes on.
            let anchor = Some(self.zone.date_of(contact.last_exposure));
            answer = self.app.amend_order(&cdc, None, order.id, None, input(anchor)).await;
        }
        match answer {
            Err(refused) if matches!(refused.code(), Code::OrderMismatch | Code::OrderState) => {
                return self.replace(order, contact, person, group).await;
            }
            other => drop(other?),
        }
        self.highlights.covered += 1;
        let amended = self.order_now(order.id).await?;
        if amended.ends_on != order.ends_on {
            self.orders.insert(person, (order.id, plan + 1));
            self.plan_schedule(&amended, plan + 1, person, amended.central);
        }
        Ok(())
    }

    async fn replace(&mut self, order: &Order, contact: &Contact, person: usize, group: &str) -> Outcome {
        let basis = contact.rule.clone();
        self.app.lift_order(&self.actor("cdc")?.caller, None, order.id, basis).await?;
        self.orders.remove(&person);
        if let Some(former) = order.contact.filter(|former| *former != contact.id) {
            self.also_contact.entry(person).or_default().push(former);
        }
        self.issue(contact, person, group).await
    }

    async fn issue(&mut self, contact: &Contact, person: usize, group: &str) -> Outcome {
        let cdc = self.actor("cdc")?.caller;
        let Some(regime) = self.regime_for(group)? else {
            self.app.end_contact(&cdc, None, contact.id, "released".to_owned()).await?;
            return Ok(());
        };
        let central = regime.form.starts_with('C');
        let unit = if central { self.actor("site")?.unit } else { self.community_of(person)?.unit };
        let is_close = group == "close";
        let add_on = is_close && self.highlights.close_orders + 1 == ADD_ON_FOR;
        let input = OrderInput {
            target: contact.person.subject(),
            area: None,
            contact: Some(contact.id),
            case: None,
            disease: DISEASE.to_owned(),
            measure: None,
            group: Some(group.to_owned()),
            regime: Some(regime.key.clone()),
            form: add_on.then(|| ADD_ON_FORM.to_owned()),
            anchor: None,
            ends_on: None,
            basis: regime.id.clone(),
            reason: Some(regime.title.clone()),
            unit: Some(unit),
            ground: None,
            origin_zone: None,
            place_kind: None,
            purpose: None,
        };
        let receipt = match self.app.issue_order(&cdc, None, input).await {
            // Found after the last day: nothing is left to serve.
            Err(refused) if refused.code() == Code::OrderState => {
                self.app.end_contact(&cdc, None, contact.id, "released".to_owned()).await?;
                return Ok(());
            }
            other => other?,
        };
        let Some(id) = receipt.subject_of("order_issued").map(|subject| OrderId(subject.id)) else {
            return Ok(());
        };
        self.highlights.close_orders += usize::from(is_close);
        let now = self.app.now();
        if add_on {
            self.highlights.add_on = Some((id, receipt.warnings.clone()));
            self.plan(now.plus(Span::hours(20)), Act::TakeBackAddOn { order: id, person });
        }
        self.orders.insert(person, (id, 0));
        // Most are taken in within hours; some wait too long.
        let late = if lot(person, 8) % 13 == 6 { 12 * 60 } else { 0 };
        let start = now.plus(Span::minutes(60 + lot(person, 9) % 150 + late));
        self.plan(start, Act::Start { order: id, person, central });
        let order = self.order_now(id).await?;
        self.plan_schedule(&order, 0, person, central);
        Ok(())
    }

    /// Plans tests, checks and release of an order's present schedule.
    fn plan_schedule(&mut self, order: &Order, plan: u32, person: usize, central: bool) {
        let (now, zone) = (self.app.now(), self.zone.clone());
        let today = zone.date_of(now);
        let id = order.id;
        for (nth, item) in order.tests.iter().enumerate().filter(|(_, item)| item.on >= today) {
            let salt = 100 + nth as u64;
            let missed = lot(person, salt) % 29 == 0 && nth + 1 < order.tests.len();
            if !missed {
                let at = zone.at(item.on, 9, 0).plus(Span::minutes(lot(person, salt) % 120));
                self.plan(at, Act::Sample { order: id, plan, person });
            }
        }
        for (nth, item) in order.checks.iter().enumerate().filter(|(_, item)| item.on >= today) {
            let salt = 200 + nth as u64;
            if lot(person, salt) % 23 != 0 {
                let at = zone.at(item.on, 8, 0).plus(Span::minutes(lot(person, salt) % 90));
                self.plan(at, Act::Check { order: id, plan, person, central });
            }
        }
        let late = if lot(person, 10) % 17 == 3 { Span::hours(14) } else { Span::ZERO };
        let release = zone.at(order.ends_on, 20, 0).plus(late);
        self.plan(release, Act::Release { order: id, plan, person, tries: 0 });
    }

    /// The person is taken in, at the site or at home.
    pub async fn start(&mut self, order: OrderId, person: usize, central: bool) -> Outcome {
        let caller = self.carer(person, central)?;
        match self.app.start_order(&caller, None, order, None).await {
            // Lifted in between.
            Err(refused) if refused.code() == Code::OrderState => Ok(()),
            other => other.map(drop).map_err(Into::into),
        }
    }

    async fn amend(&mut self, order: &Order, plan: u32, person: usize) -> Outcome {
        let Some(regime) = self.regime_for(&order.group)? else { return Ok(()) };
        let reason = Text {
            zh: "按现行方案重排日程".to_owned(),
            en: "Dated anew by the edition in force".to_owned(),
        };
        let input = AmendOrder {
            regime: None,
            form: None,
            anchor: None,
            ends_on: None,
            contact: None,
            basis: regime.id,
            reason,
        };
        match self.app.amend_order(&self.actor("cdc")?.caller, None, order.id, None, input).await {
            Err(refused) if refused.code() == Code::OrderState => return Ok(()),
            other => drop(other?),
        }
        self.orders.insert(person, (order.id, plan + 1));
        let amended = self.order_now(order.id).await?;
        self.plan_schedule(&amended, plan + 1, person, amended.central);
        Ok(())
    }

    /// The add-on goes: the order is cut back to what the edition asks.
    pub async fn take_back_add_on(&mut self, order: OrderId, person: usize) -> Outcome {
        let Some((running, plan)) = self.orders.get(&person).copied().filter(|(id, _)| *id == order) else {
            return Ok(());
        };
        let order = self.order_now(running).await?;
        self.amend(&order, plan, person).await
    }

    /// Releases a person whose last day has come. Where the conditions do not
    /// hold, one more test is taken; then the order is lifted.
    pub async fn release(&mut self, order: OrderId, plan: u32, person: usize, tries: u32) -> Outcome {
        if self.orders.get(&person) != Some(&(order, plan)) {
            return Ok(());
        }
        let cdc = self.actor("cdc")?.caller;
        match self.app.release_order(&cdc, None, order).await {
            Ok(_) => self.highlights.released.push(person),
            Err(refused) if refused.code() == Code::OrderNotReleasable && tries == 0 => {
                let now = self.app.now();
                self.plan(now.plus(Span::hours(13)), Act::Sample { order, plan, person });
                self.plan(now.plus(Span::hours(22)), Act::Release { order, plan, person, tries: 1 });
                return Ok(());
            }
            Err(refused) if refused.code() == Code::OrderNotReleasable => {
                let running = self.order_now(order).await?;
                self.app.lift_order(&cdc, None, order, running.basis.clone()).await?;
                self.also_contact.entry(person).or_default().extend(running.contact);
                self.highlights.lifted += 1;
            }
            Err(other) => return Err(other.into()),
        }
        self.orders.remove(&person);
        for contact in self.also_contact.remove(&person).unwrap_or_default() {
            match self.app.end_contact(&cdc, None, contact, "released".to_owned()).await {
                Err(refused) if refused.code() == Code::CaseState => {}
                other => drop(other?),
            }
        }
        Ok(())
    }

    /// Who is under which order today, and what is due.
    pub async fn look_at_schedule(&mut self) -> Outcome {
        let today = self.zone.date_of(self.app.now());
        let caller = self.actor("commander")?.caller;
        let lines = self.app.schedule_on(&caller, Some(self.county.clone()), today).await?;
        self.highlights.schedule = Some((today, lines));
        Ok(())
    }
}
