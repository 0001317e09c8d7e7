//! Orders (H04, H05, H08, D08): issued, amended, released, lifted, appealed,
//! each step with its basis; dated tests and checks. Before an order is issued
//! it passes the must-nots and the add-on check (P01, P02). An order without
//! basis, reason and end cannot exist.

mod amend;
mod issue;
pub(crate) mod limits;

pub use amend::{AmendOrder, amend};
pub use issue::{IssueOrder, issue};
pub use limits::GROUNDS;

use kernel::{
    AreaPath, CaseId, Code, ContactId, Date, Error, OrderId, PersonId, Result, SubjectKind, SubjectRef, Text,
    Timestamp, UnitId,
};
use protocol::regime::Regime;
use protocol::{Need, Protocol, View};
use serde::{Deserialize, Serialize};

use crate::context::text_within;
use crate::{Actor, Ctx, Fact, FactBody, ScheduleItem};

/// What an order may do.
pub const MEASURES: [&str; 6] =
    ["central_isolation", "home_isolation", "health_monitoring", "testing", "movement_limit", "closure"];
/// The longest an order may last, in days.
pub const MAX_DAYS: u32 = 366;

/// A restricting order, an object of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Which order.
    pub id: OrderId,
    /// Whom or what it binds.
    pub target: SubjectRef,
    /// The person bound, if it is one.
    pub person: Option<PersonId>,
    /// The contact for whose sake it was issued.
    pub contact: Option<ContactId>,
    /// The same person's other standing contacts of the disease: one order controls them all.
    #[serde(default)]
    pub other_contacts: Vec<ContactId>,
    /// The case for whose sake it was issued.
    pub case: Option<CaseId>,
    /// Where it belongs.
    pub area: AreaPath,
    /// Disease key.
    pub disease: String,
    /// Edition under which it was issued or last converted.
    pub edition: String,
    /// One of [`MEASURES`].
    pub measure: String,
    /// For whom the regime is: `close`, `secondary` …
    pub group: String,
    /// Regime key; empty for an order without a regime.
    pub regime: String,
    /// Compact form actually ordered.
    pub form: String,
    /// Day 0.
    pub anchor: Date,
    /// First day to serve.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Dated tests.
    pub tests: Vec<ScheduleItem>,
    /// Dated checks.
    pub checks: Vec<ScheduleItem>,
    /// The rule that permits it.
    pub basis: String,
    /// Why, in words for the person concerned.
    pub reason: Text,
    /// Whether (at first) in central isolation.
    pub central: bool,
    /// The unit that carries it out.
    pub unit: Option<UnitId>,
    /// Must-nots that warned.
    pub warnings: Vec<String>,
    /// Days beyond the regime in force; more than 0 is an add-on.
    pub days_beyond: i64,
    /// Tests beyond it.
    #[serde(default)]
    pub tests_beyond: i64,
    /// Days of isolation beyond it, in a site or at home.
    #[serde(default)]
    pub isolation_days_beyond: i64,
    /// Days in a central site beyond it.
    #[serde(default)]
    pub central_days_beyond: i64,
    /// Days of the regime in force when it was issued or last amended; 0 without one.
    #[serde(default)]
    pub regime_days: i64,
    /// On what ground it was issued: one of [`GROUNDS`].
    #[serde(default)]
    pub ground: String,
    /// Zone level of where the target comes from.
    #[serde(default)]
    pub origin_zone: String,
    /// Type of the place that is closed or limited.
    #[serde(default)]
    pub place_kind: String,
    /// What for.
    #[serde(default)]
    pub purpose: String,
    /// `issued`, `running`, `released` or `lifted`.
    pub status: String,
    /// When isolation began.
    pub started_at: Option<Timestamp>,
    /// When issued.
    pub issued_at: Timestamp,
    /// Appeals, oldest first.
    pub appeals: Vec<Appeal>,
    /// What an edition change proposes, until somebody decides.
    pub proposal: Option<ProposedChange>,
    /// Every step, oldest first.
    pub history: Vec<Step>,
}

/// One step in the life of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// What: `issued`, `started`, `extended`, `shortened`, `converted`, `covered`, `lifted`,
    /// `released`, `appealed`, `appeal_upheld`, `appeal_rejected`, `change_proposed`.
    pub what: String,
    /// On what basis, or why.
    pub basis: String,
}

/// An objection of the person bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Appeal {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub grounds: String,
    /// `upheld` or `rejected`, once decided.
    pub outcome: Option<String>,
    /// The notice of the order by which he filed it himself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<uuid::Uuid>,
    /// Why it was decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a new edition would make of a running order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposedChange {
    /// `keep`, `shorten`, `convert` or `lift`.
    pub proposal: String,
    /// The new edition.
    pub edition: String,
    /// Regime there.
    pub regime: Option<String>,
    /// Last day there.
    pub ends_on: Option<Date>,
}

impl Order {
    /// Whether the order binds now.
    pub fn is_running(&self) -> bool {
        matches!(self.status.as_str(), "issued" | "running")
    }
    fn require_running(&self, action: &str) -> Result<()> {
        if self.is_running() {
            Ok(())
        } else {
            Err(Error::new(Code::OrderState).arg("state", &self.status).arg("action", action))
        }
    }
    /// Whether it asks more than the regime in force (P02).
    pub const fn is_add_on(&self) -> bool {
        self.days_beyond > 0
            || self.tests_beyond > 0
            || self.isolation_days_beyond > 0
            || self.central_days_beyond > 0
    }
    /// The contacts that it controls.
    pub fn contacts(&self) -> Vec<ContactId> {
        self.contact.iter().chain(&self.other_contacts).copied().collect()
    }
    /// Its days in all, served or not.
    pub fn days_in_full(&self) -> i64 {
        let from_to = || self.starts_on.until(self.ends_on).map_or(0, |span| i64::from(span.get_days()) + 1);
        Regime::parse(&self.form).map_or_else(|_| from_to(), |regime| i64::from(regime.days()))
    }
    fn refs(&self) -> Vec<SubjectRef> {
        self.refs_with(&[])
    }
    fn refs_with(&self, further: &[ContactId]) -> Vec<SubjectRef> {
        let contacts = self.contacts().into_iter().chain(further.iter().copied());
        let mut refs = vec![self.target];
        refs.extend(contacts.map(ContactId::subject));
        refs.extend(self.case.map(CaseId::subject));
        refs
    }
}

/// The person has been taken in (at the site, or at home under seal).
///
/// # Errors
/// `order.wrong_state` unless issued; `value.missing` when nobody's unit stands behind it.
pub fn start(order: &Order, at: Timestamp, ctx: &mut Ctx<'_>) -> Result<Fact> {
    if order.status != "issued" {
        return Err(Error::new(Code::OrderState).arg("state", &order.status).arg("action", "start"));
    }
    ctx.not_in_future("occurred_at", at)?;
    let unit =
        order.unit.or(ctx.actor.unit).ok_or_else(|| Error::new(Code::MissingField).arg("field", "unit"))?;
    Ok(ctx.fact(order.id.subject(), order.refs(), &order.area, at, FactBody::IsolationStarted { unit }))
}

/// Lifts an order before its end.
///
/// # Errors
/// `order.wrong_state` when it no longer runs, `order.incomplete` without a basis.
pub fn lift(order: &Order, basis: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    order.require_running("lift")?;
    if basis.trim().is_empty() {
        return Err(Error::new(Code::OrderIncomplete).arg("field", "basis"));
    }
    let on = ctx.zone.date_of(ctx.now);
    Ok(about(order, FactBody::OrderLifted { basis: basis.to_owned(), on }, ctx))
}

/// Releases a person whose last day has come. Early release is forbidden: that
/// is [`lift`], with its own basis.
///
/// # Errors
/// `order.not_releasable` before the last day, with a planned test that has no
/// negative result, or while the regime's own condition does not hold.
pub fn release(order: &Order, protocol: &Protocol, view: &View, ctx: &mut Ctx<'_>) -> Result<Fact> {
    order.require_running("release")?;
    let refuse = |rule: &str, detail: String| {
        Error::new(Code::OrderNotReleasable).arg("rule", rule).arg("detail", detail)
    };
    let today = ctx.zone.date_of(ctx.now);
    if today < order.ends_on {
        return Err(refuse(&order.basis, format!("ends_on {}", order.ends_on)));
    }
    let negative_at = |item: &ScheduleItem| {
        view.get(Need::SubjectTests).and_then(|v| v.as_array()).is_some_and(|tests| {
            tests.iter().any(|t| {
                let at = t.get("sampled_at").and_then(serde_json::Value::as_i64).unwrap_or(i64::MIN);
                let says = |name: &str| t.get(name).and_then(serde_json::Value::as_str);
                // An antigen test only supplements (rule book TS19).
                says("result") == Some("negative")
                    && says("method") != Some("antigen")
                    && at >= item.from.as_micros()
            })
        })
    };
    match protocol.regime(&order.regime) {
        // The regime says itself what must have been found (two Ct values, the
        // tests of somebody else); without such words the last test must be negative.
        Some(rule) if rule.release.is_some() => {
            if !protocol.may_release(&order.regime, view, ctx.now)? {
                return Err(refuse(
                    &rule.id,
                    rule.release.as_ref().map(|c| c.when.clone()).unwrap_or_default(),
                ));
            }
        }
        _ => {
            if let Some(last) = order.tests.last().filter(|last| !negative_at(last)) {
                return Err(refuse(
                    &order.basis,
                    format!("test {} of {} has no negative result", last.occurrence, last.on),
                ));
            }
        }
    }
    Ok(about(order, FactBody::OrderReleased { basis: order.basis.clone(), on: today }, ctx))
}

/// The person bound objects: by the word of whoever takes it down, or by himself
/// through a notice of the order.
///
/// # Errors
/// `order.wrong_state` when the order no longer runs, `value.missing` without grounds.
pub fn appeal(order: &Order, grounds: &str, notice: Option<uuid::Uuid>, ctx: &mut Ctx<'_>) -> Result<Fact> {
    order.require_running("appeal")?;
    text_within("grounds", grounds, 2000)?;
    Ok(about(order, FactBody::OrderAppealed { grounds: grounds.to_owned(), notice }, ctx))
}

/// Decides the last open objection; upheld, the order is lifted with it.
///
/// # Errors
/// `order.wrong_state` without an open objection, `value.missing` without a reason.
pub fn decide_appeal(order: &Order, upheld: bool, reason: &str, ctx: &mut Ctx<'_>) -> Result<Vec<Fact>> {
    text_within("reason", reason, 2000)?;
    if !order.appeals.iter().any(|a| a.outcome.is_none()) {
        return Err(Error::new(Code::OrderState).arg("state", &order.status).arg("action", "decide_appeal"));
    }
    let outcome = if upheld { "upheld" } else { "rejected" };
    let body = FactBody::AppealDecided { outcome: outcome.to_owned(), reason: reason.to_owned() };
    let mut facts = vec![about(order, body, ctx)];
    if upheld && order.is_running() {
        facts.push(lift(order, "appeal_upheld", ctx)?);
    }
    Ok(facts)
}

/// What a new edition proposes for a running order; nothing changes by itself.
pub fn propose_change(order: &Order, proposal: ProposedChange, ctx: &mut Ctx<'_>) -> Fact {
    let body = FactBody::OrderChangeProposed {
        proposal: proposal.proposal,
        edition: proposal.edition,
        regime: proposal.regime,
        ends_on: proposal.ends_on,
    };
    about(order, body, ctx)
}

/// A health check of a person under order.
///
/// # Errors
/// A temperature nobody has, a moment in the future.
pub fn check(
    person: PersonId,
    area: &AreaPath,
    orders: &[OrderId],
    temperature_c: Option<f64>,
    symptoms: Vec<String>,
    checked_at: Timestamp,
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    ctx.not_in_future("checked_at", checked_at)?;
    if let Some(t) = temperature_c
        && !(30.0..=45.0).contains(&t)
    {
        return Err(Error::new(Code::OutOfRange)
            .arg("field", "temperature_c")
            .arg("value", t)
            .arg("min", 30)
            .arg("max", 45));
    }
    crate::sentinel::symptoms_within(&symptoms)?;
    let refs = orders.iter().map(|o| o.subject()).collect();
    Ok(ctx.fact(
        person.subject(),
        refs,
        area,
        checked_at,
        FactBody::CheckDone { temperature_c, symptoms, checked_at },
    ))
}

fn about(order: &Order, body: FactBody, ctx: &mut Ctx<'_>) -> Fact {
    let now = ctx.now;
    ctx.fact(order.id.subject(), order.refs(), &order.area, now, body)
}

/// The order after a fact.
pub fn evolve(order: Option<Order>, fact: &Fact) -> Option<Order> {
    if let FactBody::OrderIssued {
        disease,
        edition,
        measure,
        group,
        regime,
        form,
        anchor,
        starts_on,
        ends_on,
        tests,
        checks,
        basis,
        reason,
        central,
        warnings,
        days_beyond,
        unit,
        ground,
        origin_zone,
        place_kind,
        purpose,
        regime_days,
        tests_beyond,
        isolation_days_beyond,
        central_days_beyond,
        ..
    } = &fact.body
    {
        let target = *fact.refs.first()?;
        return Some(Order {
            id: fact.subject.id.into(),
            target,
            person: (target.kind == SubjectKind::Person).then(|| target.id.into()),
            contact: fact.subject_of(SubjectKind::Contact).map(Into::into),
            other_contacts: contacts_in(fact).skip(1).collect(),
            case: fact.subject_of(SubjectKind::Case).map(Into::into),
            area: fact.area.clone(),
            disease: disease.clone(),
            edition: edition.clone(),
            measure: measure.clone(),
            group: group.clone(),
            regime: regime.clone(),
            form: form.clone(),
            anchor: *anchor,
            starts_on: *starts_on,
            ends_on: *ends_on,
            tests: tests.clone(),
            checks: checks.clone(),
            basis: basis.clone(),
            reason: reason.clone(),
            central: *central,
            unit: *unit,
            warnings: warnings.clone(),
            days_beyond: *days_beyond,
            tests_beyond: *tests_beyond,
            isolation_days_beyond: *isolation_days_beyond,
            central_days_beyond: *central_days_beyond,
            regime_days: *regime_days,
            ground: ground.clone(),
            origin_zone: origin_zone.clone(),
            place_kind: place_kind.clone(),
            purpose: purpose.clone(),
            status: "issued".to_owned(),
            started_at: None,
            issued_at: fact.occurred_at,
            appeals: Vec::new(),
            proposal: None,
            history: vec![history(fact, "issued", basis)],
        });
    }
    let mut order = order?;
    let (what, why) = match &fact.body {
        FactBody::IsolationStarted { .. } => {
            order.status = "running".to_owned();
            order.started_at = Some(fact.occurred_at);
            ("started", String::new())
        }
        FactBody::OrderAmended {
            change,
            edition,
            regime,
            form,
            ends_on,
            tests,
            checks,
            basis,
            days_beyond,
            central,
            anchor,
            measure,
            warnings,
            group,
            regime_days,
            tests_beyond,
            isolation_days_beyond,
            central_days_beyond,
            transfer,
            ..
        } => {
            // Once there, it is told like at first that he was taken in.
            if *transfer {
                order.status = "issued".to_owned();
            }
            order.central = *central;
            order.anchor = anchor.unwrap_or(order.anchor);
            if let Some(measure) = measure {
                order.measure.clone_from(measure);
            }
            if let Some(group) = group {
                order.group.clone_from(group);
            }
            for warning in warnings {
                if !order.warnings.contains(warning) {
                    order.warnings.push(warning.clone());
                }
            }
            let mut contacts = contacts_in(fact);
            order.contact = contacts.next();
            order.other_contacts = contacts.collect();
            order.edition.clone_from(edition);
            order.regime.clone_from(regime);
            order.form.clone_from(form);
            order.ends_on = *ends_on;
            order.tests.clone_from(tests);
            order.checks.clone_from(checks);
            order.basis.clone_from(basis);
            order.days_beyond = *days_beyond;
            order.tests_beyond = *tests_beyond;
            order.isolation_days_beyond = *isolation_days_beyond;
            order.central_days_beyond = *central_days_beyond;
            order.regime_days = *regime_days;
            // To name a further contact decides nothing about a new edition.
            if change != "covered" {
                order.proposal = None;
            }
            (change.as_str(), basis.clone())
        }
        FactBody::OrderLifted { basis, .. } => {
            order.status = "lifted".to_owned();
            ("lifted", basis.clone())
        }
        FactBody::OrderReleased { basis, .. } => {
            order.status = "released".to_owned();
            ("released", basis.clone())
        }
        FactBody::OrderAppealed { grounds, notice } => {
            order.appeals.push(Appeal {
                at: fact.occurred_at,
                grounds: grounds.clone(),
                outcome: None,
                notice: *notice,
                reason: None,
            });
            ("appealed", grounds.clone())
        }
        FactBody::AppealDecided { outcome, reason } => {
            if let Some(open) = order.appeals.iter_mut().find(|a| a.outcome.is_none()) {
                open.outcome = Some(outcome.clone());
                open.reason = Some(reason.clone());
            }
            (if outcome == "upheld" { "appeal_upheld" } else { "appeal_rejected" }, reason.clone())
        }
        FactBody::OrderChangeProposed { proposal, edition, regime, ends_on } => {
            order.proposal = Some(ProposedChange {
                proposal: proposal.clone(),
                edition: edition.clone(),
                regime: regime.clone(),
                ends_on: *ends_on,
            });
            ("change_proposed", edition.clone())
        }
        _ => return Some(order),
    };
    order.history.push(history(fact, what, &why));
    Some(order)
}

fn contacts_in(fact: &Fact) -> impl Iterator<Item = ContactId> + '_ {
    fact.subjects().filter(|s| s.kind == SubjectKind::Contact).map(|s| s.id.into())
}

fn history(fact: &Fact, what: &str, basis: &str) -> Step {
    Step { at: fact.occurred_at, by: fact.by, what: what.to_owned(), basis: basis.to_owned() }
}
