//! Issuing orders: what the order names fits it, the regime is put on the
//! calendar, the must-nots and the add-on check are passed, basis, reason and
//! end are there.

use kernel::{
    AreaPath, CaseId, Code, ContactId, Date, Error, Located, OrderId, Result, SubjectKind, SubjectRef, Text,
    UnitId,
};
use protocol::regime::{Regime, Stay};
use protocol::schedule::{Schedule, schedule};
use protocol::schema::RegimeRule;
use protocol::{Protocol, View};

use super::limits::{Asked, fits, further, mismatch};
use super::{MAX_DAYS, MEASURES};
use crate::clinical::Case;
use crate::context::text_within;
use crate::investigation::Contact;
use crate::{Ctx, Fact, FactBody, ScheduleItem};

/// An order to be issued.
#[derive(Clone, Debug)]
pub struct IssueOrder {
    /// Whom or what it binds.
    pub target: SubjectRef,
    /// The contact for whose sake.
    pub contact: Option<Contact>,
    /// The same person's other contacts: one order controls all for which it asks enough.
    pub others: Vec<Contact>,
    /// The case for whose sake, where it is named; else the contact's.
    pub case: Option<Case>,
    /// Where it belongs.
    pub area: AreaPath,
    /// Disease key.
    pub disease: String,
    /// One of [`MEASURES`]; from the regime when absent.
    pub measure: Option<String>,
    /// Group, or regime key: one of the two finds the regime.
    pub group: String,
    /// Regime key, if not the group's first.
    pub regime: Option<String>,
    /// Another form than the regime's own.
    pub form: Option<String>,
    /// Day 0.
    pub anchor: Option<Date>,
    /// Last day, for an order without a regime.
    pub ends_on: Option<Date>,
    /// The rule that permits it.
    pub basis: String,
    /// Why.
    pub reason: Option<Text>,
    /// The unit that carries it out.
    pub unit: Option<UnitId>,
    /// On what ground: `contact_class`, `zone_stay`, `origin_area`, `post`,
    /// `travel`, `student`, `checkpoint`, `medical`, `place`, `other`.
    pub ground: String,
    /// Zone level of where the target comes from.
    pub origin_zone: String,
    /// Type of the place that is closed or limited.
    pub place_kind: String,
    /// What for.
    pub purpose: String,
}

impl IssueOrder {
    /// Refuses what the order names and what has nothing to do with it.
    fn names_fit(&self) -> Result<()> {
        if let Some(contact) = &self.contact {
            fits(contact, self.target, &self.disease)?;
        }
        if let Some(case) = &self.case {
            if case.disease != self.disease {
                return Err(mismatch("case", case.id, "disease"));
            }
            let of_contact = self.contact.as_ref().is_some_and(|contact| contact.case == case.id);
            let bound = self.target.kind == SubjectKind::Person || self.contact.is_some();
            if bound && !of_contact && case.person.subject() != self.target {
                return Err(mismatch("case", case.id, "case"));
            }
        }
        Ok(())
    }
}

/// Issues an order. `view` holds what the must-nots look at beside the order itself.
///
/// # Errors
/// `order.incomplete` without basis, reason or end, or without what a must-not
/// asks for; `order.mismatch` for a contact or case that is not the target's; `order.forbidden` when a must-not blocks it;
/// `protocol.unknown_reference` for an unknown regime; `order.wrong_state`
/// when nothing is left to serve.
pub fn issue(command: &IssueOrder, protocol: &Protocol, view: View, ctx: &mut Ctx<'_>) -> Result<Vec<Fact>> {
    let incomplete = |field: &str| Error::new(Code::OrderIncomplete).arg("field", field);
    if command.basis.trim().is_empty() {
        return Err(incomplete("basis"));
    }
    text_within("basis", &command.basis, 300)?;
    let reason = command.reason.clone().ok_or_else(|| incomplete("reason"))?;
    if reason.zh.trim().is_empty() || reason.en.trim().is_empty() {
        return Err(incomplete("reason"));
    }
    text_within("reason", &reason.zh, 500)?;
    text_within("reason", &reason.en, 500)?;
    command.names_fit()?;
    let terms = terms(command, protocol, ctx)?;
    let asked = Asked {
        measure: &terms.measure,
        group: &command.group,
        ground: &command.ground,
        origin_zone: &command.origin_zone,
        place_kind: &command.place_kind,
        purpose: &command.purpose,
        target: command.target.kind,
        form: &terms.form,
        days: terms.days_in_full,
        regime_days: terms.regime_days,
        extends: false,
    };
    asked.check()?;
    let warnings = asked.pass(protocol, view, ctx)?;
    let beyond = asked.beyond(terms.rule)?;
    let named: Vec<ContactId> = command.contact.iter().map(|contact| contact.id).collect();
    let groups = terms.rule.map_or_else(|| vec![command.group.clone()], |rule| rule.groups.clone());
    let about = (command.target, command.disease.as_str());
    let others = match &command.contact {
        Some(_) => further(&command.others, &named, about, (&groups, terms.ends_on), protocol, &ctx.zone)?,
        None => Vec::new(),
    };
    let id = OrderId::new(ctx.ids);
    let case = command.case.as_ref().map(|c| c.id).or(command.contact.as_ref().map(|c| c.case));
    let mut refs = vec![command.target];
    refs.extend(named.into_iter().chain(others.into_iter().map(|c| c.id)).map(ContactId::subject));
    refs.extend(case.map(CaseId::subject));
    let body = FactBody::OrderIssued {
        disease: command.disease.clone(),
        edition: protocol.edition.clone(),
        measure: terms.measure.clone(),
        group: command.group.clone(),
        regime: terms.rule.map(|rule| rule.key.clone()).unwrap_or_default(),
        form: terms.form.clone(),
        anchor: terms.anchor,
        starts_on: terms.starts_on,
        ends_on: terms.ends_on,
        release_due: ctx.zone.end_of(terms.ends_on),
        days: terms.days,
        tests: terms.tests,
        checks: terms.checks,
        basis: command.basis.clone(),
        reason,
        central: terms.measure == "central_isolation",
        warnings,
        days_beyond: beyond.days_beyond.into(),
        unit: command.unit,
        ground: command.ground.clone(),
        origin_zone: command.origin_zone.clone(),
        place_kind: command.place_kind.clone(),
        purpose: command.purpose.clone(),
        regime_days: terms.regime_days,
        tests_beyond: beyond.tests_beyond.into(),
        isolation_days_beyond: beyond.isolation_days_beyond.into(),
        central_days_beyond: beyond.central_days_beyond.into(),
    };
    let now = ctx.now;
    Ok(vec![ctx.fact(id.subject(), refs, &command.area, now, body)])
}

struct Terms<'p> {
    rule: Option<&'p RegimeRule>,
    measure: String,
    form: String,
    anchor: Date,
    starts_on: Date,
    ends_on: Date,
    days: u32,
    days_in_full: i64,
    regime_days: i64,
    tests: Vec<ScheduleItem>,
    checks: Vec<ScheduleItem>,
}

/// Finds the regime and puts it on the calendar.
fn terms<'p>(command: &IssueOrder, protocol: &'p Protocol, ctx: &Ctx<'_>) -> Result<Terms<'p>> {
    let today = ctx.zone.date_of(ctx.now);
    let rule = match &command.regime {
        Some(key) => Some(protocol.regime(key).ok_or_else(|| {
            Error::new(Code::ProtocolUnknownReference).arg("kind", "regime").arg("value", key)
        })?),
        None => protocol.regime_for(&command.group),
    };
    let incomplete = |field: &str| Error::new(Code::OrderIncomplete).arg("field", field);
    let Some(rule) = rule else {
        let ends_on = command.ends_on.ok_or_else(|| incomplete("ends_on"))?;
        let days = last_day(today, today, ends_on)?;
        return Ok(Terms {
            measure: known_measure(command.measure.as_deref().ok_or_else(|| incomplete("measure"))?)?,
            rule: None,
            form: String::new(),
            anchor: today,
            starts_on: today,
            ends_on,
            days,
            days_in_full: i64::from(days),
            regime_days: 0,
            tests: Vec::new(),
            checks: Vec::new(),
        });
    };
    let anchor = command.anchor.ok_or_else(|| incomplete("anchor"))?;
    let own = Regime::parse(&rule.form)?;
    let regime = command.form.as_deref().map_or(Ok(own.clone()), Regime::parse)?;
    let planned = schedule(rule, &regime, anchor, Some(today), &ctx.zone);
    if planned.is_over() {
        return Err(Error::new(Code::OrderState)
            .arg("state", "over")
            .arg("action", format!("issue, last day {}", planned.ends_on)));
    }
    Ok(Terms {
        rule: Some(rule),
        measure: command.measure.as_deref().map_or_else(|| Ok(measure_of(&planned)), known_measure)?,
        form: command.form.clone().unwrap_or_else(|| rule.form.clone()),
        anchor,
        starts_on: planned.starts_on,
        ends_on: planned.ends_on,
        days: planned.days,
        days_in_full: i64::from(regime.days()),
        regime_days: i64::from(own.days()),
        tests: planned.tests.into_iter().map(Into::into).collect(),
        checks: planned.checks.into_iter().map(Into::into).collect(),
    })
}

/// The days of an order without a regime, from its first to its last.
///
/// # Errors
/// `value.dates_out_of_order` for a day that has passed, `value.out_of_range`
/// beyond [`MAX_DAYS`].
pub(super) fn last_day(today: Date, starts_on: Date, ends_on: Date) -> Result<u32> {
    let at = Located { field: Some("ends_on".to_owned()), ..Located::default() };
    if ends_on < today {
        return Err(Error::new(Code::DatesOutOfOrder)
            .arg("earlier_field", "today")
            .arg("earlier", today)
            .arg("later_field", "ends_on")
            .arg("later", ends_on)
            .at(at));
    }
    let days = starts_on.until(ends_on).map_or(0, |span| u32::try_from(span.get_days()).unwrap_or(0)) + 1;
    if days > MAX_DAYS {
        return Err(Error::new(Code::OutOfRange)
            .arg("field", "ends_on")
            .arg("value", ends_on)
            .arg("min", today)
            .arg("max", format!("{MAX_DAYS} d"))
            .at(at));
    }
    Ok(days)
}

fn known_measure(measure: &str) -> Result<String> {
    if MEASURES.contains(&measure) {
        Ok(measure.to_owned())
    } else {
        Err(Error::new(Code::InvalidValue)
            .arg("field", "measure")
            .arg("value", measure)
            .arg("expected", MEASURES.join(", ")))
    }
}

/// What a schedule does at first.
pub(super) fn measure_of(planned: &Schedule) -> String {
    match planned.phases.first().map(|p| p.stay) {
        Some(Stay::Central | Stay::CentralOrHome) => "central_isolation",
        Some(Stay::Home) => "home_isolation",
        Some(Stay::Monitoring) => "health_monitoring",
        Some(Stay::TestsOnly) | None => "testing",
    }
    .to_owned()
}
