//! Amending a running order: extended, shortened, converted, or left as it is
//! to stand for a further contact of the same person. Whatever the change, the
//! order passes the must-nots and the add-on check again.

use kernel::{Code, ContactId, Date, Error, Located, Result, Text};
use protocol::proportionality::AddOn;
use protocol::regime::{Regime, Stay};
use protocol::schedule::schedule;
use protocol::schema::RegimeRule;
use protocol::{Protocol, View};

use super::issue::{last_day, measure_of};
use super::limits::{Asked, falls_short, fits, further, is_for, mismatch, own_end, own_regime};
use super::{Order, about};
use crate::context::text_within;
use crate::investigation::Contact;
use crate::{Ctx, Fact, FactBody, ScheduleItem};

/// A change of a running order.
#[derive(Clone, Debug)]
pub struct AmendOrder {
    /// Regime key under the edition in force now; the order's own when absent.
    pub regime: Option<String>,
    /// Another form than the regime's.
    pub form: Option<String>,
    /// New day 0 (a later exposure).
    pub anchor: Option<Date>,
    /// New last day, for an order without a regime.
    pub ends_on: Option<Date>,
    /// A contact of the person whom the order shall stand for from now on:
    /// nobody gets a second order for a further case. Alone, it moves day 0 to
    /// his last exposure where his own regime ends later; otherwise every
    /// date stays.
    pub contact: Option<ContactId>,
    /// The rule that permits it.
    pub basis: String,
    /// Why.
    pub reason: Text,
}

impl AmendOrder {
    fn changes_dates(&self) -> bool {
        self.regime.is_some() || self.form.is_some() || self.anchor.is_some() || self.ends_on.is_some()
    }
}

/// What an order is from now on.
struct Changed<'p> {
    rule: Option<&'p RegimeRule>,
    edition: String,
    regime: String,
    form: String,
    anchor: Date,
    ends_on: Date,
    days: u32,
    days_in_full: i64,
    regime_days: i64,
    tests: Vec<ScheduleItem>,
    checks: Vec<ScheduleItem>,
    measure: String,
    /// For whom: the regime's groups.
    groups: Vec<String>,
    /// Nothing but a further contact.
    covered: bool,
}

/// Extends, shortens or converts a running order, or lets it stand for a
/// further contact; which of these is told by the result. `known` are the
/// contacts of its person; those that it asks enough for are named from now on.
///
/// # Errors
/// As [`super::issue`]; `order.wrong_state` when the order no longer runs;
/// `order.mismatch` for a contact that it does not stand for.
pub fn amend(
    order: &Order,
    command: &AmendOrder,
    known: &[Contact],
    protocol: &Protocol,
    view: View,
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    order.require_running("amend")?;
    if command.basis.trim().is_empty() {
        return Err(Error::new(Code::OrderIncomplete).arg("field", "basis"));
    }
    text_within("basis", &command.basis, 300)?;
    text_within("reason", &command.reason.zh, 500)?;
    text_within("reason", &command.reason.en, 500)?;
    let named = match command.contact {
        Some(id) => {
            let contact = known.iter().find(|contact| contact.id == id);
            let contact =
                contact.ok_or_else(|| Error::new(Code::NotFound).arg("kind", "contact").arg("id", id))?;
            fits(contact, order.target, &order.disease)?;
            Some(contact)
        }
        None => None,
    };
    let changed = changed(order, command, named, protocol, ctx)?;
    if let Some(contact) = named
        && let Some(fault) = falls_short(&changed.groups, changed.ends_on, contact, protocol, &ctx.zone)?
    {
        return Err(mismatch("contact", contact.id, fault));
    }
    let change = if changed.covered {
        "covered"
    } else if changed.ends_on > order.ends_on {
        "extended"
    } else if changed.regime != order.regime {
        "converted"
    } else {
        "shortened"
    };
    // Another regime may be for other people: a secondary contact who becomes close.
    let group = changed.groups.first().filter(|_| !changed.groups.contains(&order.group)).cloned();
    let asked = Asked {
        measure: &changed.measure,
        group: group.as_ref().unwrap_or(&order.group),
        ground: ground_of(order),
        origin_zone: &order.origin_zone,
        place_kind: &order.place_kind,
        purpose: &order.purpose,
        target: order.target.kind,
        form: &changed.form,
        days: changed.days_in_full,
        regime_days: changed.regime_days,
        extends: changed.ends_on > order.ends_on,
    };
    let warnings = asked.pass(protocol, view, ctx)?;
    let beyond = if changed.covered { beyond_of(order) } else { asked.beyond(changed.rule)? };
    let about_whom = (order.target, order.disease.as_str());
    let asks = (changed.groups.as_slice(), changed.ends_on);
    let new = further(known, &order.contacts(), about_whom, asks, protocol, &ctx.zone)?;
    let central = changed.measure == "central_isolation";
    let now_at = stands_at(order, ctx.zone.date_of(ctx.now));
    let there = match now_at {
        Place::Site => true,
        Place::Home => !central,
        Place::Free => false,
    };
    let isolated_at = order.started_at.filter(|_| there && order.status == "running");
    let isolated_at = isolated_at.map(|since| new.iter().map(|c| c.determined_at).fold(since, Ord::max));
    let transfer = central && !there && !changed.covered && order.status == "running";
    let new: Vec<ContactId> = new.into_iter().map(|contact| contact.id).collect();
    let body = FactBody::OrderAmended {
        change: change.to_owned(),
        edition: changed.edition,
        regime: changed.regime,
        form: changed.form.clone(),
        ends_on: changed.ends_on,
        release_due: ctx.zone.end_of(changed.ends_on),
        days: changed.days,
        tests: changed.tests,
        checks: changed.checks,
        basis: command.basis.clone(),
        reason: command.reason.clone(),
        central,
        days_beyond: beyond.days_beyond.into(),
        unit: order.unit,
        anchor: Some(changed.anchor),
        measure: Some(changed.measure.clone()),
        warnings,
        group: group.clone(),
        regime_days: changed.regime_days,
        tests_beyond: beyond.tests_beyond.into(),
        isolation_days_beyond: beyond.isolation_days_beyond.into(),
        central_days_beyond: beyond.central_days_beyond.into(),
        isolated_at,
        transfer,
    };
    let mut fact = about(order, body, ctx);
    fact.refs = order.refs_with(&new);
    Ok(fact)
}

/// Where an order keeps a person on a day.
enum Place {
    /// In a central site.
    Site,
    /// In isolation at home.
    Home,
    /// Monitored, or under tests only.
    Free,
}

fn stands_at(order: &Order, on: Date) -> Place {
    let Ok(regime) = Regime::parse(&order.form) else {
        return match order.measure.as_str() {
            "central_isolation" => Place::Site,
            "home_isolation" => Place::Home,
            _ => Place::Free,
        };
    };
    let left = on.until(order.ends_on).map_or(0, |span| i64::from(span.get_days()));
    let served = i64::from(regime.days()) - 1 - left;
    let mut days = 0;
    let today = regime.phases().iter().find(|phase| {
        days += i64::from(phase.days);
        served < days
    });
    let in_site = |stay| matches!(stay, Stay::Central | Stay::CentralOrHome);
    // Ordered into a site although the form begins elsewhere: every day is spent there.
    let raised = order.central && regime.phases().first().is_some_and(|first| !in_site(first.stay));
    match today.map(|phase| phase.stay) {
        _ if raised => Place::Site,
        Some(stay) if in_site(stay) && order.central => Place::Site,
        Some(Stay::Home | Stay::CentralOrHome | Stay::Central) => Place::Home,
        Some(Stay::Monitoring | Stay::TestsOnly) | None => Place::Free,
    }
}

/// Orders of before grounds were kept were issued for a contact, or for no known ground.
fn ground_of(order: &Order) -> &str {
    match order.ground.as_str() {
        "" if order.contact.is_some() => "contact_class",
        "" => "other",
        ground => ground,
    }
}

fn beyond_of(order: &Order) -> AddOn {
    let count = |n: i64| u32::try_from(n).unwrap_or(0);
    AddOn {
        days_beyond: count(order.days_beyond),
        tests_beyond: count(order.tests_beyond),
        isolation_days_beyond: count(order.isolation_days_beyond),
        central_days_beyond: count(order.central_days_beyond),
    }
}

fn changed<'p>(
    order: &Order,
    command: &AmendOrder,
    named: Option<&Contact>,
    protocol: &'p Protocol,
    ctx: &Ctx<'_>,
) -> Result<Changed<'p>> {
    if let Some(contact) = named.filter(|_| !command.changes_dates()) {
        let own = own_end(contact, protocol, &ctx.zone)?;
        let groups = vec![order.group.clone()];
        if own.is_none_or(|own| own <= order.ends_on) || !is_for(&groups, contact.class) {
            return Ok(untouched(order, groups, ctx));
        }
    }
    let by_last_day = order.regime.is_empty() && command.regime.is_none();
    if by_last_day && (command.ends_on.is_some() || protocol.regime_for(&order.group).is_none()) {
        return to_last_day(order, command, ctx);
    }
    if let Some(ends_on) = command.ends_on {
        return Err(Error::new(Code::InvalidValue)
            .arg("field", "ends_on")
            .arg("value", ends_on)
            .arg("expected", "form, anchor_on")
            .at(Located { field: Some("ends_on".to_owned()), ..Located::default() }));
    }
    by_regime(order, command, named, protocol, ctx)
}

/// The order as it is.
fn untouched<'p>(order: &Order, groups: Vec<String>, ctx: &Ctx<'_>) -> Changed<'p> {
    let today = ctx.zone.date_of(ctx.now);
    let days_in_full = order.days_in_full();
    let regime_days = match order.regime_days {
        0 if !order.regime.is_empty() => days_in_full - order.days_beyond,
        days => days,
    };
    Changed {
        rule: None,
        edition: order.edition.clone(),
        regime: order.regime.clone(),
        form: order.form.clone(),
        anchor: order.anchor,
        ends_on: order.ends_on,
        days: days_from(today.max(order.starts_on), order.ends_on),
        days_in_full,
        regime_days,
        tests: order.tests.clone(),
        checks: order.checks.clone(),
        measure: order.measure.clone(),
        groups,
        covered: true,
    }
}

/// A new last day for an order without a regime (of an area, a place, a group).
fn to_last_day<'p>(order: &Order, command: &AmendOrder, ctx: &Ctx<'_>) -> Result<Changed<'p>> {
    let incomplete = || Error::new(Code::OrderIncomplete).arg("field", "ends_on");
    let today = ctx.zone.date_of(ctx.now);
    let ends_on = command.ends_on.ok_or_else(incomplete)?;
    let days_in_full = last_day(today, order.starts_on, ends_on)?;
    Ok(Changed {
        rule: None,
        edition: order.edition.clone(),
        regime: String::new(),
        form: String::new(),
        anchor: order.anchor,
        ends_on,
        days: days_from(today.max(order.starts_on), ends_on),
        days_in_full: i64::from(days_in_full),
        regime_days: 0,
        tests: Vec::new(),
        checks: Vec::new(),
        measure: order.measure.clone(),
        groups: vec![order.group.clone()],
        covered: false,
    })
}

/// A regime of the edition in force, put on the calendar anew from today.
fn by_regime<'p>(
    order: &Order,
    command: &AmendOrder,
    named: Option<&Contact>,
    protocol: &'p Protocol,
    ctx: &Ctx<'_>,
) -> Result<Changed<'p>> {
    let key = command.regime.clone().unwrap_or_else(|| order.regime.clone());
    let rule = protocol
        .regime(&key)
        .or_else(|| protocol.regime_for(&order.group))
        .ok_or_else(|| Error::new(Code::ProtocolUnknownReference).arg("kind", "regime").arg("value", &key))?;
    let own = Regime::parse(&rule.form)?;
    let regime = command.form.as_deref().map_or(Ok(own.clone()), Regime::parse)?;
    let anchor = command.anchor.unwrap_or_else(|| match named {
        // Of his own class: the same regime, counted from his last exposure.
        Some(contact) if own_regime(contact, protocol).is_some_and(|own| own.key == rule.key) => {
            order.anchor.max(ctx.zone.date_of(contact.last_exposure))
        }
        _ => order.anchor,
    });
    let today = ctx.zone.date_of(ctx.now);
    let planned = schedule(rule, &regime, anchor, Some(today), &ctx.zone);
    if planned.is_over() {
        return Err(Error::new(Code::OrderState)
            .arg("state", "over")
            .arg("action", format!("amend, last day {}; lift the order instead", planned.ends_on)));
    }
    let measure = measure_of(&planned);
    Ok(Changed {
        rule: Some(rule),
        edition: protocol.edition.clone(),
        regime: rule.key.clone(),
        form: command.form.clone().unwrap_or_else(|| rule.form.clone()),
        anchor,
        ends_on: planned.ends_on,
        days: planned.days,
        days_in_full: regime.days().into(),
        regime_days: own.days().into(),
        tests: planned.tests.into_iter().map(Into::into).collect(),
        checks: planned.checks.into_iter().map(Into::into).collect(),
        measure,
        groups: rule.groups.clone(),
        covered: false,
    })
}

fn days_from(from: Date, to: Date) -> u32 {
    from.until(to).map_or(0, |span| u32::try_from(span.get_days() + 1).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// An order as it was stored before grounds and add-ons were kept.
    fn stored() -> Value {
        let id = "0189d2b4-7c00-7000-8000-000000000001";
        json!({
            "id": id, "target": { "kind": "person", "id": id }, "person": id, "contact": id, "case": null,
            "area": "CN/140000000000", "disease": "covid19", "edition": "9th", "measure": "central_isolation",
            "group": "close", "regime": "cc_9", "form": "C7@1,2,3,5,7 M3@3", "anchor": "2022-07-01",
            "starts_on": "2022-07-02", "ends_on": "2022-07-11", "tests": [], "checks": [], "basis": "QR6",
            "reason": { "zh": "密接", "en": "Close contact" }, "central": true, "unit": null, "warnings": [],
            "days_beyond": 0, "status": "running", "started_at": "2022-07-01T13:00:00Z",
            "issued_at": "2022-07-01T12:00:00Z", "appeals": [], "proposal": null, "history": [],
        })
    }

    #[test]
    fn an_order_of_before_is_still_read() {
        let order: Order = serde_json::from_value(stored()).expect("read");
        assert_eq!(
            (ground_of(&order), order.is_add_on(), order.days_in_full()),
            ("contact_class", false, 10)
        );
    }

    #[test]
    fn where_somebody_is_kept_follows_the_phase_of_the_day() {
        let date = |text: &str| kernel::parse_date(text).expect("a date");
        let at = |form: &str, central: bool, on: &str| {
            let mut order: Order = serde_json::from_value(stored()).expect("read");
            (order.form, order.central) = (form.to_owned(), central);
            match stands_at(&order, date(on)) {
                Place::Site => "site",
                Place::Home => "home",
                Place::Free => "free",
            }
        };
        for (form, central, on, expected) in [
            ("C7@1,2,3,5,7 M3@3", true, "2022-07-01", "site"),
            ("C7@1,2,3,5,7 M3@3", true, "2022-07-08", "site"),
            ("C7@1,2,3,5,7 M3@3", true, "2022-07-09", "free"),
            ("C5 H5", true, "2022-07-06", "site"),
            ("C5 H5", true, "2022-07-07", "home"),
            ("H10", false, "2022-07-05", "home"),
            ("H10", true, "2022-07-05", "site"),
            ("C|H10", true, "2022-07-05", "site"),
            ("C|H10", false, "2022-07-05", "home"),
            ("M10", false, "2022-07-05", "free"),
            ("C7 M3", true, "2022-07-12", "free"),
        ] {
            assert_eq!(at(form, central, on), expected, "{form} {central} {on}");
        }
    }
}
