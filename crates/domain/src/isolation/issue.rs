//! Issuing and amending orders: the regime is put on the calendar, the
//! must-nots and the add-on check are passed, basis, reason and end are there.

use kernel::{
    AreaPath, CaseId, Code, ContactId, Date, Error, OrderId, Result, SubjectKind, SubjectRef, Text, UnitId,
};
use protocol::proportionality::check_order;
use protocol::regime::{Regime, Stay};
use protocol::schedule::{Schedule, schedule};
use protocol::schema::{Effect, RegimeRule};
use protocol::{Need, Protocol, View};

use super::{MAX_DAYS, MEASURES, Order, about};
use crate::context::text_within;
use crate::{Ctx, Fact, FactBody, ScheduleItem};

/// An order to be issued.
#[derive(Clone, Debug)]
pub struct IssueOrder {
    /// Whom or what it binds.
    pub target: SubjectRef,
    /// The contact for whose sake.
    pub contact: Option<ContactId>,
    /// The same person's other standing contacts of the disease.
    pub other_contacts: Vec<ContactId>,
    /// The case for whose sake.
    pub case: Option<CaseId>,
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

/// Issues an order.
///
/// # Errors
/// `order.incomplete` without basis, reason or end; `order.forbidden` when a
/// must-not blocks it; `protocol.unknown_reference` for an unknown regime;
/// `order.wrong_state` when nothing is left to serve.
pub fn issue(
    command: &IssueOrder,
    protocol: &Protocol,
    zone_level: &str,
    ctx: &mut Ctx<'_>,
) -> Result<Vec<Fact>> {
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
    let terms = terms(command, protocol, ctx)?;
    let mut view = View::default();
    let set = |view: &mut View, need, text: &str| {
        view.set(need, text.into());
    };
    set(&mut view, Need::OrderMeasure, &terms.measure);
    set(&mut view, Need::OrderGroup, &command.group);
    set(&mut view, Need::OrderGround, &command.ground);
    set(&mut view, Need::OrderOriginZone, &command.origin_zone);
    set(&mut view, Need::OrderPlaceKind, &command.place_kind);
    set(&mut view, Need::OrderTarget, command.target.kind.as_str());
    set(&mut view, Need::OrderPurpose, &command.purpose);
    set(&mut view, Need::AreaZone, zone_level);
    view.set(Need::OrderDays, terms.days_in_full.into());
    view.set(Need::OrderRegimeDays, terms.regime_days.into());
    view.set(Need::OrderExtends, false.into());
    let warnings = pass_must_nots(protocol, &view, ctx)?;
    let id = OrderId::new(ctx.ids);
    let mut refs = vec![command.target];
    refs.extend(command.contact.map(ContactId::subject));
    refs.extend(command.other_contacts.iter().map(|contact| contact.subject()));
    refs.extend(command.case.map(CaseId::subject));
    let body = FactBody::OrderIssued {
        disease: command.disease.clone(),
        edition: protocol.edition.clone(),
        measure: terms.measure,
        group: command.group.clone(),
        regime: terms.regime,
        form: terms.form,
        anchor: terms.anchor,
        starts_on: terms.starts_on,
        ends_on: terms.ends_on,
        release_due: ctx.zone.end_of(terms.ends_on),
        days: terms.days,
        tests: terms.tests,
        checks: terms.checks,
        basis: command.basis.clone(),
        reason,
        central: terms.central,
        warnings,
        days_beyond: terms.days_beyond,
        unit: command.unit,
    };
    let now = ctx.now;
    Ok(vec![ctx.fact(id.subject(), refs, &command.area, now, body)])
}

fn pass_must_nots(protocol: &Protocol, view: &View, ctx: &Ctx<'_>) -> Result<Vec<String>> {
    let at = protocol::Ctx { now: ctx.now, zone: &ctx.zone };
    let findings = check_order(protocol, view, &at)?;
    if let Some(blocking) = findings.iter().find(|f| f.effect == Effect::Block) {
        return Err(Error::new(Code::OrderForbidden)
            .arg("rule", &blocking.rule)
            .arg("text_zh", &blocking.title.zh)
            .arg("text_en", &blocking.title.en));
    }
    Ok(findings.into_iter().map(|f| f.rule).collect())
}

struct Terms {
    measure: String,
    regime: String,
    form: String,
    anchor: Date,
    starts_on: Date,
    ends_on: Date,
    days: u32,
    days_in_full: i64,
    regime_days: i64,
    days_beyond: i64,
    tests: Vec<ScheduleItem>,
    checks: Vec<ScheduleItem>,
    central: bool,
}

/// Finds the regime and puts it on the calendar.
fn terms(command: &IssueOrder, protocol: &Protocol, ctx: &Ctx<'_>) -> Result<Terms> {
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
        if ends_on < today {
            return Err(Error::new(Code::DatesOutOfOrder)
                .arg("earlier_field", "today")
                .arg("earlier", today)
                .arg("later_field", "ends_on")
                .arg("later", ends_on));
        }
        let days = days_from_to(today, ends_on);
        if days > MAX_DAYS {
            return Err(Error::new(Code::OutOfRange)
                .arg("field", "ends_on")
                .arg("value", ends_on)
                .arg("min", today)
                .arg("max", format!("{MAX_DAYS} d")));
        }
        return Ok(Terms {
            measure: known_measure(command.measure.as_deref().ok_or_else(|| incomplete("measure"))?)?,
            regime: String::new(),
            form: String::new(),
            anchor: today,
            starts_on: today,
            ends_on,
            days,
            days_in_full: i64::from(days),
            regime_days: 0,
            days_beyond: if command.target.kind == SubjectKind::Person { i64::from(days) } else { 0 },
            tests: Vec::new(),
            checks: Vec::new(),
            central: command.measure.as_deref() == Some("central_isolation"),
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
    let (measure, central) = measure_of(&planned);
    let days_beyond = i64::from(regime.days()) - i64::from(own.days());
    Ok(Terms {
        measure: command.measure.as_deref().map_or(Ok(measure), known_measure)?,
        regime: rule.key.clone(),
        form: command.form.clone().unwrap_or_else(|| rule.form.clone()),
        anchor,
        starts_on: planned.starts_on,
        ends_on: planned.ends_on,
        days: planned.days,
        days_in_full: i64::from(regime.days()),
        regime_days: i64::from(own.days()),
        days_beyond,
        tests: planned.tests.into_iter().map(Into::into).collect(),
        checks: planned.checks.into_iter().map(Into::into).collect(),
        central,
    })
}

fn days_from_to(from: Date, to: Date) -> u32 {
    from.until(to).map_or(0, |span| u32::try_from(span.get_days()).unwrap_or(0)) + 1
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

fn measure_of(planned: &Schedule) -> (String, bool) {
    match planned.phases.first().map(|p| p.stay) {
        Some(Stay::Central | Stay::CentralOrHome) => ("central_isolation".to_owned(), true),
        Some(Stay::Home) => ("home_isolation".to_owned(), false),
        Some(Stay::Monitoring) => ("health_monitoring".to_owned(), false),
        Some(Stay::TestsOnly) | None => ("testing".to_owned(), false),
    }
}

/// A change of a running order.
#[derive(Clone, Debug)]
pub struct AmendOrder {
    /// Regime key under the edition in force now; the order's own when absent.
    pub regime: Option<String>,
    /// Another form than the regime's.
    pub form: Option<String>,
    /// New day 0 (a later exposure).
    pub anchor: Option<Date>,
    /// The rule that permits it.
    pub basis: String,
    /// Why.
    pub reason: Text,
}

/// Extends, shortens or converts a running order; which of the three is told
/// by the result. An extension passes the must-nots like a new order.
///
/// # Errors
/// As [`issue`]; `order.wrong_state` when the order no longer runs.
pub fn amend(order: &Order, command: &AmendOrder, protocol: &Protocol, ctx: &mut Ctx<'_>) -> Result<Fact> {
    order.require_running("amend")?;
    if command.basis.trim().is_empty() {
        return Err(Error::new(Code::OrderIncomplete).arg("field", "basis"));
    }
    text_within("reason", &command.reason.zh, 500)?;
    text_within("reason", &command.reason.en, 500)?;
    let key = command.regime.clone().unwrap_or_else(|| order.regime.clone());
    let rule: &RegimeRule = protocol
        .regime(&key)
        .or_else(|| protocol.regime_for(&order.group))
        .ok_or_else(|| Error::new(Code::ProtocolUnknownReference).arg("kind", "regime").arg("value", &key))?;
    let own = Regime::parse(&rule.form)?;
    let regime = command.form.as_deref().map_or(Ok(own.clone()), Regime::parse)?;
    let anchor = command.anchor.unwrap_or(order.anchor);
    let today = ctx.zone.date_of(ctx.now);
    let planned = schedule(rule, &regime, anchor, Some(today), &ctx.zone);
    if planned.is_over() {
        return Err(Error::new(Code::OrderState)
            .arg("state", "over")
            .arg("action", format!("amend, last day {}; lift the order instead", planned.ends_on)));
    }
    let change = if planned.ends_on > order.ends_on {
        "extended"
    } else if rule.key != order.regime {
        "converted"
    } else {
        "shortened"
    };
    let days_beyond = i64::from(regime.days()) - i64::from(own.days());
    let mut warnings = Vec::new();
    if change == "extended" {
        let mut view = View::default();
        view.set(Need::OrderMeasure, order.measure.clone().into());
        view.set(Need::OrderGroup, order.group.clone().into());
        view.set(Need::OrderGround, "contact_class".into());
        view.set(Need::OrderTarget, order.target.kind.as_str().into());
        view.set(Need::OrderDays, i64::from(regime.days()).into());
        view.set(Need::OrderRegimeDays, i64::from(own.days()).into());
        view.set(Need::OrderExtends, true.into());
        warnings = pass_must_nots(protocol, &view, ctx)?;
    }
    let (measure, central) = measure_of(&planned);
    let body = FactBody::OrderAmended {
        change: change.to_owned(),
        edition: protocol.edition.clone(),
        regime: rule.key.clone(),
        form: command.form.clone().unwrap_or_else(|| rule.form.clone()),
        ends_on: planned.ends_on,
        release_due: ctx.zone.end_of(planned.ends_on),
        days: planned.days,
        tests: planned.tests.into_iter().map(Into::into).collect(),
        checks: planned.checks.into_iter().map(Into::into).collect(),
        basis: command.basis.clone(),
        reason: command.reason.clone(),
        central,
        days_beyond,
        unit: order.unit,
        anchor: Some(anchor),
        measure: Some(measure),
        warnings,
    };
    Ok(about(order, body, ctx))
}
