//! Orders and checks (H04, H05, H08, D08, P01, P02).

use authz::Action;
use domain::FactBody;
use domain::isolation::{self, AmendOrder, IssueOrder};
use domain::views::Focus;
use kernel::{
    AreaCode, AreaPath, CaseId, ContactId, Date, OrderId, PersonId, Result, SubjectKind, SubjectRef, Text,
    Timestamp, UnitId,
};
use protocol::Protocol;
use protocol::proportionality::order_needs;
use store::{OrderRow, Wanted};

use crate::recorder::Warning;
use crate::{App, Caller, Key, Receipt, Recorder};

/// An order to be issued.
#[derive(Clone, Debug)]
pub struct OrderInput {
    /// Whom or what it binds; of an area, `area` says which.
    pub target: SubjectRef,
    /// Where the target belongs; needed unless it is a person.
    pub area: Option<AreaPath>,
    /// The contact for whose sake.
    pub contact: Option<ContactId>,
    /// The case for whose sake.
    pub case: Option<CaseId>,
    /// Disease key.
    pub disease: String,
    /// Measure; from the regime when absent.
    pub measure: Option<String>,
    /// Group for the regime; from the contact's class when absent.
    pub group: Option<String>,
    /// Regime key, or a short form such as `14+2` as it is read in the target's area.
    pub regime: Option<String>,
    /// Another form than the regime's own.
    pub form: Option<String>,
    /// Day 0; the contact's last exposure when absent.
    pub anchor: Option<Date>,
    /// Last day, for an order without a regime.
    pub ends_on: Option<Date>,
    /// The rule that permits it.
    pub basis: String,
    /// Why.
    pub reason: Option<Text>,
    /// The unit that carries it out.
    pub unit: Option<UnitId>,
    /// On what ground; `contact_class` with a contact, else `other`.
    pub ground: Option<String>,
    /// Zone level of where the target comes from.
    pub origin_zone: Option<String>,
    /// Type of the place that is closed or limited.
    pub place_kind: Option<String>,
    /// What for.
    pub purpose: Option<String>,
}

/// A health check of somebody under order.
#[derive(Clone, Debug)]
pub struct CheckInput {
    /// Who.
    pub person: PersonId,
    /// Temperature in degrees Celsius.
    pub temperature_c: Option<f64>,
    /// Symptoms.
    pub symptoms: Vec<String>,
    /// When; now when absent.
    pub checked_at: Option<Timestamp>,
}

impl App {
    /// Issues an order after the must-nots and the add-on check.
    ///
    /// # Errors
    /// As [`isolation::issue`]; `protocol.ambiguous_notation`; `access.forbidden`.
    pub async fn issue_order(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: OrderInput,
    ) -> Result<Receipt> {
        let wanted = match input.target.kind {
            SubjectKind::Person => Wanted::nothing().person_file(input.target.id.into()),
            _ => Wanted::nothing(),
        };
        self.run(caller, key, wanted, input, |rec, input| {
            Box::pin(async move { rec.issue_order(input).await })
        })
        .await
    }

    /// Extends, shortens or converts a running order, or lets it stand for a
    /// further contact of its person. Whatever the change, it passes the
    /// must-nots and the add-on check, and stands from now on for every
    /// contact of the person for which it asks enough.
    ///
    /// # Errors
    /// As [`isolation::amend`]; `record.edit_conflict`; `record.not_found`.
    pub async fn amend_order(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: OrderId,
        expected_version: Option<i64>,
        input: AmendOrder,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, expected_version, input), |rec, (id, expected, input)| {
            Box::pin(async move {
                let order = rec.order(*id, Action::IssueOrders).await?;
                rec.expect_version(SubjectKind::Order, id.0, *expected).await?;
                let protocol = rec.protocol(&order.disease, &order.area)?;
                let mut known = Vec::new();
                if let Some(person) = order.person {
                    rec.person_anywhere(person).await?;
                    known.extend(rec.world.contacts.values().filter(|c| c.person == person).cloned());
                }
                if let Some(contact) = input.contact {
                    let contact = rec.contact(contact, Action::IssueOrders).await?;
                    known.retain(|c| c.id != contact.id);
                    known.push(contact);
                }
                rec.load_contact_of(&order).await?;
                let place = (order.target.kind == SubjectKind::Place).then_some(order.target.id);
                let focus = Focus {
                    person: order.person,
                    case: order.case,
                    contact: order.contact,
                    order: Some(*id),
                    place,
                };
                let view = rec.limits(&protocol, focus, &order.disease, &order.area).await?;
                let fact =
                    isolation::amend(&order, input, &known, &protocol, view, &mut rec.ctx(&order.area))?;
                let warned = match &fact.body {
                    FactBody::OrderAmended { warnings, .. } => warnings.clone(),
                    _ => Vec::new(),
                };
                rec.record(vec![fact]).await?;
                rec.warn_of(*id, &warned);
                Ok(())
            })
        })
        .await
    }

    /// The person has been taken in.
    ///
    /// # Errors
    /// As [`isolation::start`]; `record.not_found`.
    pub async fn start_order(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: OrderId,
        at: Option<Timestamp>,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, at), |rec, (id, at)| {
            Box::pin(async move {
                let order = rec.order(*id, Action::CarryOutOrders).await?;
                let at = at.unwrap_or(rec.now());
                let fact = isolation::start(&order, at, &mut rec.ctx(&order.area))?;
                rec.load_contact_of(&order).await?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Lifts an order before its end, on a basis of its own.
    ///
    /// # Errors
    /// As [`isolation::lift`]; `record.not_found`.
    pub async fn lift_order(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: OrderId,
        basis: String,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, basis), |rec, (id, basis)| {
            Box::pin(async move {
                let order = rec.order(*id, Action::IssueOrders).await?;
                rec.load_contact_of(&order).await?;
                let fact = isolation::lift(&order, basis, &mut rec.ctx(&order.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Releases a person whose last day has come, under the edition in force now.
    ///
    /// # Errors
    /// As [`isolation::release`]; `record.not_found`.
    pub async fn release_order(&self, caller: &Caller, key: Option<&Key>, id: OrderId) -> Result<Receipt> {
        self.run(caller, key, wanted(id), id, |rec, id| {
            Box::pin(async move {
                let order = rec.order(*id, Action::IssueOrders).await?;
                rec.load_contact_of(&order).await?;
                let protocol = rec.protocol(&order.disease, &order.area)?;
                let zone = rec.directory().zone_at(&order.area);
                let mut needs = protocol.regime_needs(&order.regime);
                needs.insert(protocol::Need::SubjectTests);
                let focus = Focus {
                    person: order.person,
                    contact: order.contact,
                    order: Some(order.id),
                    ..Focus::default()
                };
                let view = rec.view(&needs, &order.disease, focus, &order.area, &zone).await?;
                let fact = isolation::release(&order, &protocol, &view, &mut rec.ctx(&order.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// The person bound objects.
    ///
    /// # Errors
    /// As [`isolation::appeal`]; `record.not_found`.
    pub async fn appeal_order(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: OrderId,
        grounds: String,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, grounds), |rec, (id, grounds)| {
            Box::pin(async move {
                let order = rec.order(*id, Action::ReadOrders).await?;
                let fact = isolation::appeal(&order, grounds, None, &mut rec.ctx(&order.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Decides an objection.
    ///
    /// # Errors
    /// As [`isolation::decide_appeal`]; `record.not_found`.
    pub async fn decide_appeal(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: OrderId,
        upheld: bool,
        reason: String,
    ) -> Result<Receipt> {
        self.run(caller, key, wanted(id), (id, upheld, reason), |rec, (id, upheld, reason)| {
            Box::pin(async move {
                let order = rec.order(*id, Action::DecideAppeals).await?;
                rec.load_contact_of(&order).await?;
                let facts = isolation::decide_appeal(&order, *upheld, reason, &mut rec.ctx(&order.area))?;
                rec.record(facts).await
            })
        })
        .await
    }

    /// Records a health check.
    ///
    /// # Errors
    /// As [`isolation::check`]; `record.not_found`.
    pub async fn record_check(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: CheckInput,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().person_file(input.person);
        self.run(caller, key, wanted, input, |rec, input| {
            Box::pin(async move {
                let person = rec.person(input.person, Action::CarryOutOrders).await?;
                let orders: Vec<OrderId> = rec.world.running_orders(person.id).map(|o| o.id).collect();
                let at = input.checked_at.unwrap_or(rec.now());
                let (temperature, symptoms) = (input.temperature_c, input.symptoms.clone());
                let fact = {
                    let mut ctx = rec.ctx(&person.area);
                    isolation::check(person.id, &person.area, &orders, temperature, symptoms, at, &mut ctx)?
                };
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}

impl Recorder<'_> {
    pub(crate) async fn issue_order(&mut self, input: &OrderInput) -> Result<()> {
        let area = match (input.target.kind, &input.area) {
            (SubjectKind::Person, _) => {
                self.person(PersonId(input.target.id), Action::IssueOrders).await?.area
            }
            (_, Some(area)) => area.clone(),
            (_, None) => return Err(kernel::Error::new(kernel::Code::MissingField).arg("field", "area")),
        };
        self.require_of(Action::IssueOrders, &area, &input.disease)?;
        // An area is bound by its code: what the must-nots look at is what is bound.
        let target = match input.target.kind {
            SubjectKind::Area => SubjectRef::area(&AreaCode::new(area.code())?),
            _ => input.target,
        };
        let contact = match input.contact {
            Some(id) => Some(self.contact(id, Action::IssueOrders).await?),
            None => None,
        };
        let case = match input.case {
            Some(id) => Some(self.case(id, Action::IssueOrders).await?),
            None => None,
        };
        if let Some(unit) = input.unit {
            self.unit_in_sight(unit)?;
        }
        let protocol = self.protocol(&input.disease, &area)?;
        let regime = match &input.regime {
            Some(text) if protocol.regime(text).is_none() => {
                let edition = Some(protocol.edition.as_str());
                Some(self.library().read_notation(text, &input.disease, Some(&area), edition)?.1)
            }
            other => other.clone(),
        };
        let zone = self.directory().zone_at(&area);
        let focus = Focus {
            person: (input.target.kind == SubjectKind::Person).then_some(PersonId(input.target.id)),
            case: input.case.or(contact.as_ref().map(|c| c.case)),
            contact: input.contact,
            order: None,
            place: (input.target.kind == SubjectKind::Place).then_some(input.target.id),
        };
        let command = IssueOrder {
            target,
            others: self
                .world
                .standing_contacts(PersonId(input.target.id), &input.disease)
                .cloned()
                .collect(),
            case,
            area: area.clone(),
            disease: input.disease.clone(),
            measure: input.measure.clone(),
            group: input
                .group
                .clone()
                .or_else(|| contact.as_ref().map(|c| crate::rows::word(&c.class)))
                .unwrap_or_default(),
            regime,
            form: input.form.clone(),
            anchor: input.anchor.or_else(|| contact.as_ref().map(|c| zone.date_of(c.last_exposure))),
            ends_on: input.ends_on,
            basis: input.basis.clone(),
            reason: input.reason.clone(),
            unit: input.unit,
            ground: input.ground.clone().unwrap_or_else(|| {
                if contact.is_some() { "contact_class".to_owned() } else { "other".to_owned() }
            }),
            origin_zone: input.origin_zone.clone().unwrap_or_default(),
            place_kind: input.place_kind.clone().unwrap_or_default(),
            purpose: input.purpose.clone().unwrap_or_default(),
            contact,
        };
        let view = self.limits(&protocol, focus, &input.disease, &area).await?;
        let facts = isolation::issue(&command, &protocol, view, &mut self.ctx(&area))?;
        let issued: Vec<OrderId> = facts.iter().map(|fact| fact.subject.id.into()).collect();
        self.record(facts).await?;
        for id in issued {
            let warned = self.world.orders.get(&id).map(|o| o.warnings.clone()).unwrap_or_default();
            self.warn_of(id, &warned);
        }
        Ok(())
    }

    /// Tells of the must-nots that warned and of what goes beyond the regime in force.
    fn warn_of(&mut self, id: OrderId, warned: &[String]) {
        let Some(order) = self.world.orders.get(&id) else { return };
        for rule in warned {
            self.receipt.warnings.push(Warning::new("order.warned", &[("rule", rule)]));
        }
        if order.is_add_on() {
            // Where no regime is in force, everything is beyond.
            let rule = if order.regime.is_empty() { "-" } else { &order.regime };
            let beyond = [
                ("rule", &rule as &dyn ToString),
                ("days", &order.days_beyond),
                ("tests", &order.tests_beyond),
                ("isolation_days", &order.isolation_days_beyond),
                ("central_days", &order.central_days_beyond),
            ];
            self.receipt.warnings.push(Warning::new("order.add_on", &beyond));
        }
    }

    /// What the must-nots look at beside the order itself: zone, cases, tests.
    async fn limits(
        &mut self,
        protocol: &Protocol,
        focus: Focus,
        disease: &str,
        area: &AreaPath,
    ) -> Result<protocol::View> {
        let zone = self.directory().zone_at(area);
        self.view(&order_needs(protocol), disease, focus, area, &zone).await
    }

    async fn load_contact_of(&mut self, order: &isolation::Order) -> Result<()> {
        for contact in order.contacts() {
            self.contact_anywhere(contact).await?;
        }
        Ok(())
    }
}

fn wanted(order: OrderId) -> Wanted {
    Wanted::nothing().current::<OrderRow>(order.0).open_obligations(order.subject())
}
