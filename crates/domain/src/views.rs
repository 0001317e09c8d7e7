//! The views that conditions need, computed from the loaded world. `app` asks
//! the same functions whether a rule runs in production, a drill or a replay.

use kernel::{CaseId, ContactId, OrderId, PersonId, SubjectKind, SubjectRef, Timestamp, Zone};
use protocol::{Need, View};
use serde_json::{Value, json};

use crate::{Fact, TestMethod, TestOutcome, World};

/// What a view is about: the person of a fact, and the case or contact through
/// which the fact concerns him.
#[derive(Clone, Copy, Debug, Default)]
pub struct Focus {
    /// The person.
    pub person: Option<PersonId>,
    /// The case.
    pub case: Option<CaseId>,
    /// The contact.
    pub contact: Option<ContactId>,
    /// The order.
    pub order: Option<OrderId>,
    /// The place.
    pub place: Option<uuid::Uuid>,
}

impl Focus {
    /// The focus of a fact, completed from the world (an order knows its person
    /// and contact, a contact its person).
    pub fn of(fact: &Fact, world: &World) -> Self {
        let mut focus = Self {
            person: fact.subject_of(SubjectKind::Person).map(Into::into),
            case: fact.subject_of(SubjectKind::Case).map(Into::into),
            contact: fact.subject_of(SubjectKind::Contact).map(Into::into),
            order: fact.subject_of(SubjectKind::Order).map(Into::into),
            place: fact.subject_of(SubjectKind::Place),
        };
        if let Some(order) = focus.order.and_then(|id| world.orders.get(&id)) {
            focus.person = focus.person.or(order.person);
            focus.contact = focus.contact.or(order.contact);
            focus.case = focus.case.or(order.case);
        }
        if let Some(contact) = focus.contact.and_then(|id| world.contacts.get(&id)) {
            focus.person = focus.person.or(Some(contact.person));
        }
        if let Some(case) = focus.case.and_then(|id| world.cases.get(&id)) {
            focus.person = focus.person.or(Some(case.person));
        }
        focus
    }
}

/// Values that only the store can count or look up.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Level of the zone that holds at the fact's area.
    pub zone_level: Option<String>,
    /// Cases at the fact's place, by days asked.
    pub place_cases: std::collections::BTreeMap<u32, i64>,
    /// Cases in the fact's area, by days asked.
    pub area_cases: std::collections::BTreeMap<u32, i64>,
}

/// Computes one view.
pub fn view(
    needs: impl IntoIterator<Item = Need>,
    disease: &str,
    focus: Focus,
    world: &World,
    counted: &Counted,
    now: Timestamp,
    zone: &Zone,
) -> View {
    let case = focus
        .case
        .and_then(|id| world.cases.get(&id))
        .or_else(|| focus.person.and_then(|person| world.open_case(person, disease)));
    let contact = focus.contact.and_then(|id| world.contacts.get(&id));
    let order = focus.order.and_then(|id| world.orders.get(&id));
    let index = contact.and_then(|c| world.cases.get(&c.case));
    let mut view = View::default();
    for need in needs {
        let value = match need {
            Need::SubjectTests => focus.person.map(|p| tests(world, p, disease, order, zone)),
            Need::OrderTests => {
                order.and_then(|o| o.person).or(focus.person).map(|p| tests(world, p, disease, order, zone))
            }
            Need::IndexTests => index_person(world, contact, disease)
                .map(|p| tests(world, p, disease, order_of(world, p, disease), zone)),
            Need::IndexClass => index.map(|c| json!(c.classification)),
            Need::SubjectEpiItems => case.map(|c| json!(c.assessment.epi_items)),
            Need::SubjectClinicalItems => case.map(|c| json!(c.assessment.clinical_items)),
            Need::SubjectSymptoms => case.map(|c| json!(c.assessment.symptoms)),
            Need::SubjectImaging => case.map(|c| json!(c.assessment.imaging)),
            Need::SubjectSequencing => case.map(|c| json!(c.assessment.sequencing)),
            Need::SubjectAntibody => case.map(|c| json!(c.assessment.antibody)),
            Need::SubjectSeverity => case.map(|c| json!(c.assessment.severity.clone().unwrap_or_default())),
            Need::SubjectClass => {
                case.map(|c| json!(c.classification)).or_else(|| contact.map(|c| json!(c.class)))
            }
            Need::SubjectAge => focus
                .person
                .and_then(|p| world.people.get(&p)?.birth_year)
                .map(|year| json!(zone.date_of(now).year() - year)),
            Need::AreaZone => counted.zone_level.clone().map(Value::from),
            Need::PlaceCases(days) => counted.place_cases.get(&days).map(|n| json!(n)),
            Need::AreaCases(days) => counted.area_cases.get(&days).map(|n| json!(n)),
            Need::OrderMeasure => order.map(|o| json!(o.measure)),
            Need::OrderGroup => order.map(|o| json!(o.group)),
            Need::OrderTarget => order.map(|o| json!(o.target.kind)),
            Need::OrderGround => order.map(|o| json!(o.ground)),
            Need::OrderOriginZone => order.map(|o| json!(o.origin_zone)),
            Need::OrderPlaceKind | Need::PlaceKind => order.map(|o| json!(o.place_kind)),
            Need::OrderPurpose => order.map(|o| json!(o.purpose)),
            Need::OrderDays => order.map(|o| json!(o.days_in_full())),
            Need::OrderRegimeDays => order.map(|o| json!(o.regime_days)),
            Need::OrderPhases => order.map(|o| crate::isolation::limits::phases(&o.form)),
            _ => None,
        };
        if let Some(value) = value {
            view.set(need, value);
        }
    }
    view
}

/// Whose tests stand behind a contact: the close contact through whom a
/// secondary contact was met, else the case itself. Of several close contacts
/// the one who decides: who is positive, else who has the fewest negative tests.
fn index_person(
    world: &World,
    contact: Option<&crate::investigation::Contact>,
    disease: &str,
) -> Option<PersonId> {
    let contact = contact?;
    if contact.order == 1 {
        return world.cases.get(&contact.case).map(|c| c.person);
    }
    let is_close = |person: &PersonId| {
        world.contacts.values().any(|c| c.person == *person && c.case == contact.case && c.order == 1)
    };
    world
        .exposures
        .values()
        .filter(|e| e.status == "standing" && e.disease == disease)
        .filter_map(|e| e.across(contact.person.subject()))
        .filter_map(|end: SubjectRef| (end.kind == SubjectKind::Person).then_some(PersonId(end.id)))
        .filter(is_close)
        .min_by_key(|person| {
            let tests = world.tests_of(*person, disease);
            let count = |outcome| tests.iter().filter(|t| t.result == outcome).count();
            (count(TestOutcome::Positive) == 0, count(TestOutcome::Negative), *person)
        })
}

/// The order by which the days of a person's tests count: the running one, else the last.
fn order_of<'w>(world: &'w World, person: PersonId, disease: &str) -> Option<&'w crate::isolation::Order> {
    world
        .orders
        .values()
        .filter(|o| o.person == Some(person) && o.disease == disease)
        .max_by_key(|o| (o.is_running(), o.issued_at, o.id))
}

fn tests(
    world: &World,
    person: PersonId,
    disease: &str,
    order: Option<&crate::isolation::Order>,
    zone: &Zone,
) -> Value {
    let tests = world.tests_of(person, disease).into_iter().map(|test| {
        let on = zone.date_of(test.sampled_at);
        let day =
            order.and_then(|o| o.anchor.until(on).ok()).map_or(0, |span| i64::from(span.get_days()).max(0));
        json!({
            "method": match test.method {
                TestMethod::Nat => "nat",
                TestMethod::Antigen => "antigen",
                TestMethod::Culture => "culture",
                TestMethod::Serology => "serology",
            },
            "result": match test.result {
                TestOutcome::Positive => "positive",
                TestOutcome::Negative => "negative",
                TestOutcome::Invalid => "invalid",
            },
            "ct": test.ct.unwrap_or(-1.0),
            "sampled_at": test.sampled_at.as_micros(),
            "day": day,
        })
    });
    Value::Array(tests.collect())
}
