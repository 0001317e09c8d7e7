//! Case investigation (F01, F02, F05): the exposure graph between persons,
//! places and events, and the contacts that follow from it.
//!
//! A contact stands between one person and one case. Its class comes from the
//! protocol in force at the decision; its order from the graph: 1 met a case,
//! 2 met a close contact.

use kernel::{
    AreaPath, CaseId, Code, ContactId, Error, ExposureId, PersonId, Result, SubjectKind, SubjectRef,
    Timestamp,
};
use protocol::Protocol;
use protocol::contact::{self, Source};
use protocol::regime::Regime;
use protocol::schedule::schedule;
use protocol::schema::ContactClass;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::clinical::Case;
use crate::context::text_within;
use crate::isolation::Order;
use crate::{Ctx, Fact, FactBody, World};

/// An edge of the exposure graph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exposure {
    /// Which edge.
    pub id: ExposureId,
    /// Disease key.
    pub disease: String,
    /// One end; with `transmission`, the infector.
    pub from: SubjectRef,
    /// The other end.
    pub to: SubjectRef,
    /// Where it belongs.
    pub area: AreaPath,
    /// Kind of exposure (rule book CO4), for example `same_home`.
    pub kind: String,
    /// First instant together.
    pub started_at: Timestamp,
    /// Last instant together.
    pub ended_at: Timestamp,
    /// Whether protection was effective.
    pub protected: bool,
    /// Type of place.
    pub setting: String,
    /// Whether the infection is held to have passed here.
    pub transmission: bool,
    /// `standing` or `retracted`.
    pub status: String,
}

impl Exposure {
    /// The end across from one.
    pub fn across(&self, end: SubjectRef) -> Option<SubjectRef> {
        if self.from == end {
            Some(self.to)
        } else if self.to == end {
            Some(self.from)
        } else {
            None
        }
    }
}

/// A person's standing as contact of one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// Which contact.
    pub id: ContactId,
    /// Who.
    pub person: PersonId,
    /// Of which case.
    pub case: CaseId,
    /// Where the person's records belong.
    pub area: AreaPath,
    /// Disease key.
    pub disease: String,
    /// Present class.
    pub class: ContactClass,
    /// Rule that gave it.
    pub rule: String,
    /// Edition in force at the decision.
    pub edition: String,
    /// 1 met a case, 2 met a close contact.
    pub order: u8,
    /// First exposure that counts.
    pub first_exposure: Timestamp,
    /// Last exposure.
    pub last_exposure: Timestamp,
    /// When determined.
    pub determined_at: Timestamp,
    /// When somebody spoke to the person.
    pub reached_at: Option<Timestamp>,
    /// `determined`, `reached`, `under_order`, `released`, `became_case` or `retracted`.
    pub status: String,
}

impl Contact {
    /// Whether the contact still has to be controlled.
    pub fn is_standing(&self) -> bool {
        matches!(self.status.as_str(), "determined" | "reached" | "under_order")
    }
    /// Whether the contact is controlled: under an order, or done with.
    pub fn is_controlled(&self) -> bool {
        !matches!(self.status.as_str(), "determined" | "reached")
    }
}

/// An exposure to be recorded.
#[derive(Clone, Debug)]
pub struct RecordExposure {
    /// Disease key.
    pub disease: String,
    /// One end; with `transmission`, the infector.
    pub from: SubjectRef,
    /// The other end.
    pub to: SubjectRef,
    /// Where it belongs.
    pub area: AreaPath,
    /// Kind of exposure.
    pub kind: String,
    /// First instant together.
    pub started_at: Timestamp,
    /// Last instant together.
    pub ended_at: Timestamp,
    /// Whether protection was effective.
    pub protected: bool,
    /// Type of place; may be empty.
    pub setting: String,
    /// Whether the infection is held to have passed here.
    pub transmission: bool,
}

/// Records an exposure. `infectors_of_from` is the chain above `from` (its
/// infector, that one's infector, …), needed where `transmission` is asserted.
///
/// # Errors
/// `exposure.self_link`; `exposure.cycle` when `to` stands above `from`;
/// moments in the wrong order or in the future; an end that cannot be exposed.
pub fn record_exposure(
    command: &RecordExposure,
    infectors_of_from: &[PersonId],
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    if command.from == command.to {
        return Err(Error::new(Code::ExposureSelfLink).arg("id", command.from.id));
    }
    for end in [command.from, command.to] {
        if !matches!(end.kind, SubjectKind::Person | SubjectKind::Place | SubjectKind::Event) {
            return Err(Error::new(Code::InvalidValue)
                .arg("field", "from, to")
                .arg("value", end.kind)
                .arg("expected", "person, place, event"));
        }
    }
    if command.transmission && infectors_of_from.iter().any(|p| p.subject() == command.to) {
        let chain: Vec<_> = infectors_of_from.iter().map(ToString::to_string).collect();
        return Err(Error::new(Code::ExposureCycle).arg("chain", chain.join(" <- ")));
    }
    text_within("disease", &command.disease, 60)?;
    kind_within(&command.kind)?;
    ctx.in_order(("started_at", command.started_at), ("ended_at", command.ended_at))?;
    ctx.not_in_future("ended_at", command.ended_at)?;
    let id = ExposureId::new(ctx.ids);
    let body = FactBody::ExposureRecorded {
        disease: command.disease.clone(),
        kind_of_exposure: command.kind.clone(),
        started_at: command.started_at,
        ended_at: command.ended_at,
        minutes: command.ended_at.since(command.started_at).as_micros() / 60_000_000,
        protected: command.protected,
        setting: command.setting.clone(),
        transmission: command.transmission,
    };
    Ok(ctx.fact(id.subject(), vec![command.from, command.to], &command.area, command.ended_at, body))
}

/// Refuses a kind of exposure that is no word.
///
/// # Errors
/// `value.missing`; `value.too_long` beyond 60 characters.
pub fn kind_within(kind: &str) -> Result<()> {
    text_within("kind", kind, 60)
}

/// Takes an exposure back.
///
/// # Errors
/// `value.missing` without a reason; `case.wrong_state` the second time.
pub fn retract_exposure(exposure: &Exposure, reason: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    text_within("reason", reason, 500)?;
    if exposure.status != "standing" {
        return Err(Error::new(Code::CaseState).arg("detail", "exposure is retracted already"));
    }
    let now = ctx.now;
    let body = FactBody::ExposureRetracted { reason: reason.to_owned() };
    Ok(ctx.fact(exposure.id.subject(), vec![exposure.from, exposure.to], &exposure.area, now, body))
}

/// What the exposures loaded into the world say about the contacts of a case:
/// those it met, and those whom its close contacts met. Facts for new
/// contacts, for later exposures and for nearer classes; nothing for people
/// who are infected themselves. Who had stopped to be a contact as a case that
/// no longer stands is a contact again, unless his regime would be over.
///
/// The world holds the case, the exposures of its person (and of the close
/// contacts' persons), the persons at their other ends with their contacts,
/// cases and orders.
pub fn determine_contacts(world: &World, case: &Case, protocol: &Protocol, ctx: &mut Ctx<'_>) -> Vec<Fact> {
    let first = Source {
        onset: case.onset,
        first_positive: case.first_positive,
        last_negative: case.last_negative,
        first_exposure: None,
        controlled_at: [case.isolated_at, case.admitted_at].into_iter().flatten().min(),
    };
    let mut facts = met_by(world, case, case.person, &first, 1, protocol, ctx);
    let mut after = world.clone();
    for fact in &facts {
        after.evolve(fact);
    }
    let close: BTreeMap<PersonId, Contact> = after
        .contacts
        .values()
        .filter(|c| c.case == case.id)
        .filter_map(|c| Some((c.person, contact_of(&after, c.person, case.id)?.clone())))
        .filter(|(_, c)| c.class == ContactClass::Close && c.order == 1)
        .collect();
    for contact in close.into_values() {
        let source = Source {
            first_exposure: Some(contact.first_exposure),
            controlled_at: controlled_at(&after, &contact),
            ..Source::default()
        };
        let second = met_by(&after, case, contact.person, &source, 2, protocol, ctx);
        for fact in &second {
            after.evolve(fact);
        }
        facts.extend(second);
    }
    facts
}

/// A person's standing as contact of a case: the present one where he was determined twice.
fn contact_of(world: &World, person: PersonId, case: CaseId) -> Option<&Contact> {
    world
        .contacts
        .values()
        .filter(|c| c.person == person && c.case == case && c.status != "retracted")
        .max_by_key(|c| (c.is_standing(), c.determined_at, c.id))
}

/// When a close contact was controlled: whom he meets later is no secondary
/// contact (rule CO5). That is the beginning of the isolation that binds him
/// or was the last to bind him, else the isolation or admission of his own
/// case. Who was let go before the end and still is a contact is not controlled.
fn controlled_at(world: &World, contact: &Contact) -> Option<Timestamp> {
    let isolates = |measure: &str| matches!(measure, "central_isolation" | "home_isolation");
    let last = world
        .orders
        .values()
        .filter(|o| o.person == Some(contact.person) && o.disease == contact.disease && isolates(&o.measure))
        .filter(|o| o.is_running() || o.started_at.is_some_and(|at| at >= contact.first_exposure))
        .max_by_key(|o| (o.is_running(), o.issued_at, o.id));
    let let_go = |o: &&Order| o.status == "lifted" && contact.is_standing();
    last.filter(|o| !let_go(o)).and_then(|o| o.started_at).or_else(|| {
        world
            .cases
            .values()
            .filter(|c| c.person == contact.person && c.disease == contact.disease && c.stands_as_infection())
            .flat_map(|c| [c.isolated_at, c.admitted_at])
            .flatten()
            .filter(|at| *at >= contact.first_exposure)
            .min()
    })
}

/// Whether somebody who stopped to be a contact as a case has no case any more
/// that would be the reason: it was discarded, or its class is only suspected.
fn is_no_case(world: &World, contact: &Contact) -> bool {
    !world.cases.values().any(|c| {
        c.person == contact.person
            && c.disease == contact.disease
            && c.stands_as_infection()
            && c.ended.as_ref().is_none_or(|(at, _)| *at >= contact.first_exposure)
    })
}

/// Whether what a class asks of a contact after his last exposure is over: the
/// regime of the class, or the longest incubation where it has none.
fn is_over(class: ContactClass, last_exposure: Timestamp, protocol: &Protocol, ctx: &Ctx<'_>) -> bool {
    let (last, today) = (ctx.zone.date_of(last_exposure), ctx.zone.date_of(ctx.now));
    let group = serde_json::to_value(class).ok();
    let rule = group.as_ref().and_then(|g| g.as_str()).and_then(|group| protocol.regime_for(group));
    let regime = rule.and_then(|rule| Some((rule, Regime::parse(&rule.form).ok()?)));
    match regime {
        Some((rule, regime)) => schedule(rule, &regime, last, None, &ctx.zone).ends_on < today,
        None => protocol.parameter("incubation_days").is_some_and(|days| {
            last.until(today).is_ok_and(|passed| f64::from(passed.get_days()) > days.max)
        }),
    }
}

/// Contacts of the case that the exposures of one person make.
fn met_by(
    world: &World,
    case: &Case,
    source_person: PersonId,
    source: &Source,
    order: u8,
    protocol: &Protocol,
    ctx: &mut Ctx<'_>,
) -> Vec<Fact> {
    let mut found: BTreeMap<PersonId, (ContactClass, String, Timestamp, Timestamp)> = BTreeMap::new();
    for exposure in world.exposures.values().filter(|e| e.disease == case.disease && e.status == "standing") {
        let Some(other) = exposure.across(source_person.subject()) else { continue };
        if other.kind != SubjectKind::Person || other == case.person.subject() {
            continue;
        }
        let person = PersonId(other.id);
        // Whoever infected this case is behind it, not ahead; the dead meet nobody any more.
        let infector = exposure.transmission && exposure.from == other;
        let died =
            |c: &Case| c.person == person && c.ended.as_ref().is_some_and(|(_, outcome)| outcome == "died");
        if infector || world.infection(person, &case.disease).is_some() || world.cases.values().any(died) {
            continue;
        }
        let seen = contact::Exposure {
            kind: &exposure.kind,
            started_at: exposure.started_at,
            ended_at: exposure.ended_at,
            protected: exposure.protected,
            order,
        };
        let rules = protocol.contact_classes.iter().map(|ruled| &*ruled.rule);
        let Some(finding) = contact::classify(rules, source, &seen, &ctx.zone) else { continue };
        let Some(class) = finding.class else { continue };
        let first = finding.opens.map_or(exposure.started_at, |opens| opens.max(exposure.started_at));
        let last = source.controlled_at.map_or(exposure.ended_at, |until| until.min(exposure.ended_at));
        found
            .entry(person)
            .and_modify(|(known, rule, from, to)| {
                // `ContactClass` is ordered from the nearest class outwards.
                if class < *known {
                    *known = class;
                    rule.clone_from(&finding.rule.id);
                }
                *from = (*from).min(first);
                *to = (*to).max(last);
            })
            .or_insert((class, finding.rule.id.clone(), first, last));
    }
    let mut facts = Vec::new();
    for (person, (class, rule, first_exposure, last_exposure)) in found {
        let area = world.people.get(&person).map_or(&case.area, |p| &p.area).clone();
        let known = contact_of(world, person, case.id);
        let edition = protocol.edition.clone();
        let now = ctx.now;
        let again = |known: &Contact| {
            known.status == "became_case"
                && is_no_case(world, known)
                && !is_over(class, last_exposure, protocol, ctx)
        };
        match known.filter(|known| !again(known)) {
            None => {
                let id = contact_id(world, person, case.id);
                let body = FactBody::ContactDetermined {
                    disease: case.disease.clone(),
                    class,
                    rule,
                    edition,
                    first_exposure,
                    last_exposure,
                    order,
                };
                facts.push(ctx.fact(
                    id.subject(),
                    vec![person.subject(), case.id.subject()],
                    &area,
                    now,
                    body,
                ));
            }
            Some(known) if known.is_standing() && is_news(known, class, order, last_exposure) => {
                // Who met the case himself counts from his own first meeting, not from that of another's.
                let himself = order < known.order;
                let body = FactBody::ContactReclassified {
                    disease: case.disease.clone(),
                    class: class.min(known.class),
                    from: known.class,
                    rule,
                    edition,
                    last_exposure: last_exposure.max(known.last_exposure),
                    order: (order != known.order).then_some(order),
                    first_exposure: Some(if himself {
                        first_exposure
                    } else {
                        first_exposure.min(known.first_exposure)
                    }),
                };
                facts.push(ctx.fact(
                    known.id.subject(),
                    vec![person.subject(), case.id.subject()],
                    &known.area,
                    now,
                    body,
                ));
            }
            Some(_) => {}
        }
    }
    facts
}

/// The id of a person's next contact with a case, the same on every machine:
/// two processes that find him at once do not make two of him. It begins like
/// the case's own id, so that the contacts of a case stand together.
pub fn contact_id(world: &World, person: PersonId, case: CaseId) -> ContactId {
    let before = world.contacts.values().filter(|c| c.person == person && c.case == case).count();
    let parts = ["contact", &case.to_string(), &person.to_string(), &before.to_string()];
    let mut bytes = kernel::derived_uuid(&parts).into_bytes();
    bytes[..6].copy_from_slice(&case.0.as_bytes()[..6]);
    ContactId(uuid::Uuid::from_bytes(bytes))
}

/// Whether a finding says more of a contact than is known: a nearer class, the
/// same class by a meeting with the case himself, or a later exposure.
fn is_news(known: &Contact, class: ContactClass, order: u8, last_exposure: Timestamp) -> bool {
    // `ContactClass` is ordered from the nearest class outwards.
    class < known.class
        || (class == known.class
            && (order < known.order || (order == known.order && last_exposure > known.last_exposure)))
}

/// A contact's class follows a rule of his regime: a secondary contact becomes
/// close when the one through whom he was met turns out infected.
///
/// # Errors
/// `case.wrong_state` when the contact no longer stands.
pub fn reclassify(
    contact: &Contact,
    class: ContactClass,
    rule: &str,
    edition: &str,
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    require_standing(contact)?;
    let body = FactBody::ContactReclassified {
        disease: contact.disease.clone(),
        class,
        from: contact.class,
        rule: rule.to_owned(),
        edition: edition.to_owned(),
        last_exposure: contact.last_exposure,
        order: None,
        first_exposure: None,
    };
    Ok(about(contact, body, ctx))
}

/// Somebody has spoken to the contact.
///
/// # Errors
/// `case.wrong_state` when the contact no longer stands; `value.missing`
/// when nobody's unit stands behind it.
pub fn reach(contact: &Contact, ctx: &mut Ctx<'_>) -> Result<Fact> {
    require_standing(contact)?;
    let unit = ctx.actor.unit.ok_or_else(|| Error::new(Code::MissingField).arg("field", "unit"))?;
    Ok(about(contact, FactBody::ContactReached { unit }, ctx))
}

/// Ends a contact: `released` at the end of the regime, `became_case`, or `retracted`.
///
/// # Errors
/// `case.wrong_state` when it has ended already; `value.invalid` for another outcome.
pub fn end(contact: &Contact, outcome: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    require_standing(contact)?;
    if !matches!(outcome, "released" | "became_case" | "retracted") {
        return Err(Error::new(Code::InvalidValue)
            .arg("field", "outcome")
            .arg("value", outcome)
            .arg("expected", "released, became_case, retracted"));
    }
    Ok(about(contact, FactBody::ContactEnded { outcome: outcome.to_owned() }, ctx))
}

fn require_standing(contact: &Contact) -> Result<()> {
    if contact.is_standing() {
        Ok(())
    } else {
        Err(Error::new(Code::CaseState).arg("detail", format!("contact {}", contact.status)))
    }
}

fn about(contact: &Contact, body: FactBody, ctx: &mut Ctx<'_>) -> Fact {
    let now = ctx.now;
    let refs = vec![contact.person.subject(), contact.case.subject()];
    ctx.fact(contact.id.subject(), refs, &contact.area, now, body)
}

/// The exposure after a fact.
pub fn evolve_exposure(exposure: Option<Exposure>, fact: &Fact) -> Option<Exposure> {
    match &fact.body {
        FactBody::ExposureRecorded {
            disease,
            kind_of_exposure,
            started_at,
            ended_at,
            protected,
            setting,
            transmission,
            ..
        } => Some(Exposure {
            id: fact.subject.id.into(),
            disease: disease.clone(),
            from: *fact.refs.first()?,
            to: *fact.refs.get(1)?,
            area: fact.area.clone(),
            kind: kind_of_exposure.clone(),
            started_at: *started_at,
            ended_at: *ended_at,
            protected: *protected,
            setting: setting.clone(),
            transmission: *transmission,
            status: "standing".to_owned(),
        }),
        FactBody::ExposureRetracted { .. } => {
            exposure.map(|e| Exposure { status: "retracted".to_owned(), ..e })
        }
        _ => exposure,
    }
}

/// The contact after a fact.
pub fn evolve_contact(contact: Option<Contact>, fact: &Fact) -> Option<Contact> {
    if let FactBody::ContactDetermined {
        disease,
        class,
        rule,
        edition,
        first_exposure,
        last_exposure,
        order,
    } = &fact.body
    {
        return Some(Contact {
            id: fact.subject.id.into(),
            person: fact.subject_of(SubjectKind::Person)?.into(),
            case: fact.subject_of(SubjectKind::Case)?.into(),
            area: fact.area.clone(),
            disease: disease.clone(),
            class: *class,
            rule: rule.clone(),
            edition: edition.clone(),
            order: *order,
            first_exposure: *first_exposure,
            last_exposure: *last_exposure,
            determined_at: fact.occurred_at,
            reached_at: None,
            status: "determined".to_owned(),
        });
    }
    let mut contact = contact?;
    match &fact.body {
        FactBody::ContactReclassified {
            class, rule, edition, last_exposure, order, first_exposure, ..
        } => {
            contact.order = order.unwrap_or(contact.order);
            contact.first_exposure = first_exposure.unwrap_or(contact.first_exposure);
            contact.class = *class;
            contact.rule.clone_from(rule);
            contact.edition.clone_from(edition);
            contact.last_exposure = *last_exposure;
        }
        FactBody::ContactReached { .. } => {
            contact.reached_at = contact.reached_at.or(Some(fact.occurred_at));
            if contact.status == "determined" {
                contact.status = "reached".to_owned();
            }
        }
        FactBody::OrderIssued { .. } | FactBody::OrderAmended { .. } if contact.is_standing() => {
            contact.status = "under_order".to_owned();
        }
        FactBody::OrderLifted { .. } if contact.status == "under_order" => {
            contact.status = if contact.reached_at.is_some() { "reached" } else { "determined" }.to_owned();
        }
        FactBody::OrderReleased { .. } if contact.is_standing() => contact.status = "released".to_owned(),
        FactBody::ContactEnded { outcome } => contact.status.clone_from(outcome),
        taken_over => crate::taken_over::evolve_contact(&mut contact, taken_over),
    }
    Some(contact)
}
