//! What an order must pass before it binds anybody: the must-nots (P01), the
//! add-on check (P02), and whether it asks enough to stand for a contact (H04).

use kernel::{Code, ContactId, Date, Error, Located, Result, SubjectKind, SubjectRef, Zone};
use protocol::proportionality::{AddOn, add_on, check_order};
use protocol::regime::Regime;
use protocol::schedule::schedule;
use protocol::schema::{ContactClass, Effect, RegimeRule, ZoneLevel};
use protocol::{Need, Protocol, View};
use serde_json::{Value, json};

use crate::Ctx;
use crate::context::text_within;
use crate::investigation::Contact;

/// On what grounds an order may be issued.
pub const GROUNDS: [&str; 10] = [
    "contact_class",
    "zone_stay",
    "origin_area",
    "post",
    "travel",
    "student",
    "checkpoint",
    "medical",
    "place",
    "other",
];

/// Grounds that say nothing without the zone from which the target comes (must-not 2).
const BY_ORIGIN: [&str; 3] = ["origin_area", "zone_stay", "travel"];

/// An order as the must-nots look at it.
pub(super) struct Asked<'a> {
    pub measure: &'a str,
    pub group: &'a str,
    pub ground: &'a str,
    pub origin_zone: &'a str,
    pub place_kind: &'a str,
    pub purpose: &'a str,
    pub target: SubjectKind,
    pub form: &'a str,
    /// Days in all, served or not.
    pub days: i64,
    /// Days of the regime in force; 0 without one.
    pub regime_days: i64,
    /// Whether it prolongs a running order.
    pub extends: bool,
}

impl Asked<'_> {
    /// Refuses words that are none, and what is left out where a must-not asks for it.
    ///
    /// # Errors
    /// `value.invalid`, `value.too_long`, `order.incomplete` with the field.
    pub fn check(&self) -> Result<()> {
        let refuse = |field: &'static str, value: &str, expected: String| {
            Error::new(Code::InvalidValue)
                .arg("field", field)
                .arg("value", value)
                .arg("expected", expected)
                .at(Located { field: Some(field.to_owned()), ..Located::default() })
        };
        if !GROUNDS.contains(&self.ground) {
            return Err(refuse("ground", self.ground, GROUNDS.join(", ")));
        }
        if !self.origin_zone.is_empty()
            && serde_json::from_value::<ZoneLevel>(json!(self.origin_zone)).is_err()
        {
            let levels = "routine, prevention, low, control, medium, lockdown, high";
            return Err(refuse("origin_zone", self.origin_zone, levels.to_owned()));
        }
        for (field, text) in [("place_kind", self.place_kind), ("purpose", self.purpose)] {
            if !text.is_empty() {
                text_within(field, text, 100)?;
            }
        }
        let lacks = |field: &'static str| {
            Error::new(Code::OrderIncomplete)
                .arg("field", field)
                .at(Located { field: Some(field.to_owned()), ..Located::default() })
        };
        if BY_ORIGIN.contains(&self.ground) && self.origin_zone.is_empty() {
            return Err(lacks("origin_zone"));
        }
        if self.measure == "closure" && self.place_kind.trim().is_empty() {
            return Err(lacks("place_kind"));
        }
        Ok(())
    }

    /// Passes the must-nots in force; tells those that warn. `view` holds what
    /// had to be loaded (zone, cases, tests); the order itself is added here.
    ///
    /// # Errors
    /// `order.forbidden` when one blocks it; `condition.failed`.
    pub fn pass(&self, protocol: &Protocol, mut view: View, ctx: &Ctx<'_>) -> Result<Vec<String>> {
        for (need, text) in [
            (Need::OrderMeasure, self.measure),
            (Need::OrderGroup, self.group),
            (Need::OrderGround, self.ground),
            (Need::OrderOriginZone, self.origin_zone),
            (Need::OrderPlaceKind, self.place_kind),
            (Need::PlaceKind, self.place_kind),
            (Need::OrderPurpose, self.purpose),
            (Need::OrderTarget, self.target.as_str()),
        ] {
            view.set(need, text.into());
        }
        view.set(Need::OrderDays, self.days.into());
        view.set(Need::OrderRegimeDays, self.regime_days.into());
        view.set(Need::OrderExtends, self.extends.into());
        view.set(Need::OrderPhases, phases(self.form));
        let at = protocol::Ctx { now: ctx.now, zone: &ctx.zone };
        let findings = check_order(protocol, &view, &at)?;
        if let Some(blocking) = findings.iter().find(|f| f.effect == Effect::Block) {
            return Err(Error::new(Code::OrderForbidden)
                .arg("rule", &blocking.rule)
                .arg("text_zh", &blocking.title.zh)
                .arg("text_en", &blocking.title.en));
        }
        Ok(findings.into_iter().map(|f| f.rule).collect())
    }

    /// What it asks beyond the regime in force. Where no regime asks anything
    /// of people, all of it is beyond.
    ///
    /// # Errors
    /// `protocol.invalid_regime`.
    pub fn beyond(&self, in_force: Option<&RegimeRule>) -> Result<AddOn> {
        if let Some(rule) = in_force {
            return Ok(add_on(rule, self.form, self.measure)?.unwrap_or_default());
        }
        if !matches!(self.target, SubjectKind::Person | SubjectKind::Group) {
            return Ok(AddOn::default());
        }
        let days = u32::try_from(self.days).unwrap_or(u32::MAX);
        let isolates = matches!(self.measure, "central_isolation" | "home_isolation");
        Ok(AddOn {
            days_beyond: days,
            tests_beyond: 0,
            isolation_days_beyond: if isolates { days } else { 0 },
            central_days_beyond: if self.measure == "central_isolation" { days } else { 0 },
        })
    }
}

/// Where the days of a form are spent, as conditions see it; nothing for an
/// order without a regime.
pub(crate) fn phases(form: &str) -> Value {
    let regime = Regime::parse(form).ok();
    let phases = regime.iter().flat_map(|r| r.phases());
    phases.map(|phase| json!({ "place": phase.stay.letter(), "days": phase.days })).collect()
}

/// Something that an order names and that does not fit it.
pub(super) fn mismatch(field: &'static str, id: impl ToString, fault: &str) -> Error {
    Error::new(Code::OrderMismatch)
        .arg("field", field)
        .arg("id", id)
        .arg("fault", fault)
        .at(Located { field: Some(field.to_owned()), ..Located::default() })
}

/// Refuses a contact that is not the target's, of another disease, or over.
///
/// # Errors
/// `order.mismatch`.
pub(super) fn fits(contact: &Contact, target: SubjectRef, disease: &str) -> Result<()> {
    let fault = if contact.person.subject() != target {
        "person"
    } else if contact.disease != disease {
        "disease"
    } else if !contact.is_standing() {
        "ended"
    } else {
        return Ok(());
    };
    Err(mismatch("contact", contact.id, fault))
}

/// Why an order for some groups, to a last day, does not stand for a contact:
/// it must be for his class or a nearer one, and last as long as his own
/// regime would.
pub(super) fn falls_short(
    groups: &[String],
    ends_on: Date,
    contact: &Contact,
    protocol: &Protocol,
    zone: &Zone,
) -> Result<Option<&'static str>> {
    if !is_for(groups, contact.class) {
        return Ok(Some("class"));
    }
    let own = own_end(contact, protocol, zone)?;
    Ok(own.filter(|own| *own > ends_on).map(|_| "end"))
}

/// Whether an order for these groups is for this class or a nearer one.
pub(super) fn is_for(groups: &[String], class: ContactClass) -> bool {
    // `ContactClass` is ordered from the nearest class outwards.
    let nearest = groups.iter().filter_map(|g| serde_json::from_value::<ContactClass>(json!(g)).ok()).min();
    nearest.is_some_and(|nearest| nearest <= class)
}

/// The regime in force for a contact's class, where there is one.
pub(super) fn own_regime<'p>(contact: &Contact, protocol: &'p Protocol) -> Option<&'p RegimeRule> {
    json!(contact.class).as_str().and_then(|class| protocol.regime_for(class))
}

/// The last day of a contact's own regime in force, where there is one.
pub(super) fn own_end(contact: &Contact, protocol: &Protocol, zone: &Zone) -> Result<Option<Date>> {
    let Some(rule) = own_regime(contact, protocol) else { return Ok(None) };
    let last = zone.date_of(contact.last_exposure);
    Ok(Some(schedule(rule, &Regime::parse(&rule.form)?, last, None, zone).ends_on))
}

/// Of a person's contacts those that an order stands for beside the ones it names.
///
/// # Errors
/// `protocol.invalid_regime`.
pub(super) fn further<'c>(
    known: &'c [Contact],
    named: &[ContactId],
    (target, disease): (SubjectRef, &str),
    (groups, ends_on): (&[String], Date),
    protocol: &Protocol,
    zone: &Zone,
) -> Result<Vec<&'c Contact>> {
    let mut found = Vec::new();
    for contact in known.iter().filter(|c| !named.contains(&c.id)) {
        if fits(contact, target, disease).is_ok()
            && falls_short(groups, ends_on, contact, protocol, zone)?.is_none()
        {
            found.push(contact);
        }
    }
    Ok(found)
}
