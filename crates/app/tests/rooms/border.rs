//! A chain of transmission crosses a border: what lies beyond is told under
//! pseudonyms, one step far, without anything that leads to it.

use app::questions::NodeName;
use authz::{Record, Role, Sight, fields, sight_of};
use kernel::{CaseId, Code, PersonId, SubjectKind, SubjectRef};
use std::collections::BTreeSet;

use crate::town::{HOME, NEXT, PROVINCE, Town, refused};

struct Chain {
    /// At home, next door, at home again, and next door behind that.
    people: [PersonId; 4],
    cases: [CaseId; 4],
}

/// Somebody at home infects somebody next door, who infects one at home and
/// another next door.
async fn chain(town: &Town) -> Chain {
    town.set("2022-07-08 20:00");
    let (a, b, c, d) =
        (town.person(HOME).await, town.person(NEXT).await, town.person(HOME).await, town.person(NEXT).await);
    for (from, to) in [(a, b), (b, c), (b, d)] {
        let mut meeting = town.meeting(from, to, "household", "2022-07-08 08:00", "2022-07-08 19:00");
        meeting.transmission = true;
        let all = town.who(Role::Epidemiologist, "CN");
        town.app.record_exposure(&all, None, meeting).await.expect("recorded");
    }
    let mut cases = Vec::new();
    for person in [a, b, c, d] {
        cases.push(town.positive(person).await);
    }
    Chain { people: [a, b, c, d], cases: cases.try_into().expect("four") }
}

pub async fn f05_a_chain_shows_one_step_beyond_the_border(town: Town) {
    let Chain { people, cases } = chain(&town).await;
    let view = town.app.chain(&town.cdc(), cases[0], town.now()).await.expect("drawn");
    let inside: BTreeSet<_> = view.nodes.iter().map(|node| node.case).collect();
    assert_eq!(inside, BTreeSet::from([cases[0], cases[2]]), "what of his own lies behind belongs to it");
    assert_eq!(view.outside.len(), 1, "one step far");
    let beyond = &view.outside[0];
    assert_eq!((beyond.generation, beyond.offspring), (Some(1), 1));
    let outside = NodeName::Outside(beyond.pseudonym.clone());
    let own = |n: usize| NodeName::Case(cases[n]);
    let mut crossings = vec![(own(0), outside.clone()), (outside, own(2))];
    crossings.sort();
    assert_eq!((view.links.len(), &view.crossings), (0, &crossings));
    // Nothing leads to him: no id, no number, no county, no day.
    let told = format!("{:?}", view.outside);
    let next =
        town.app.case(&town.who(Role::Epidemiologist, NEXT), cases[1], town.now()).await.expect("theirs");
    for secret in [people[1].to_string(), cases[1].to_string(), next.case.state.number, NEXT.to_owned()] {
        assert!(!told.contains(&secret), "{secret} in {told}");
    }
    assert!(!told.contains("2022-07-08"), "{told}");
    let field = |name: &str| beyond.case.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    assert_eq!(field("area").as_deref(), Some("140100000000"), "the prefecture");
    assert_eq!(field("first_positive_week").as_deref(), Some("2022-W27"));
    assert!(field("classification").is_some() && field("disease").is_some());
    // Who administers both sees both; nobody outside is told anything by id.
    let city = town.app.chain(&town.who(Role::Epidemiologist, PROVINCE), cases[0], town.now()).await;
    let city = city.expect("drawn");
    assert_eq!((city.nodes.len(), city.links.len(), city.outside.len()), (4, 3, 0));
    assert_eq!(refused(town.app.chain(&town.cdc(), cases[1], town.now()).await), Code::NotFound);
    assert_eq!(refused(town.app.case(&town.cdc(), cases[1], town.now()).await), Code::NotFound);
}

pub async fn a_pseudonym_is_one_for_an_area_and_another_for_the_next(town: Town) {
    let Chain { cases, .. } = chain(&town).await;
    let names = async |town: &Town, role, area, case: CaseId| {
        let view = town.app.chain(&town.who(role, area), case, town.now()).await.expect("drawn");
        view.outside.into_iter().map(|node| node.pseudonym).collect::<BTreeSet<_>>()
    };
    let home = names(&town, Role::Epidemiologist, HOME, cases[0]).await;
    assert_eq!(home, names(&town, Role::Commander, HOME, cases[2]).await, "whoever looks from there");
    let next = names(&town, Role::Epidemiologist, NEXT, cases[1]).await;
    assert_eq!((home.len(), next.len()), (1, 2));
    assert!(home.is_disjoint(&next));
    for name in home.iter().chain(&next) {
        assert!(name.starts_with('~') && uuid::Uuid::parse_str(name).is_err(), "{name} is no id");
    }
    // It outlives the process.
    let town = town.restarted().await;
    assert_eq!(names(&town, Role::Epidemiologist, HOME, cases[0]).await, home);
}

pub async fn an_end_of_an_exposure_beyond_the_border_is_told_like_that(town: Town) {
    town.set("2022-07-08 20:00");
    let (here, there) = (town.person(HOME).await, town.person(NEXT).await);
    let mut meeting = town.meeting(here, there, "household", "2022-07-08 08:00", "2022-07-08 19:00");
    meeting.transmission = true;
    let (cdc, page) = (town.cdc(), town.whole());
    town.app.record_exposure(&cdc, None, meeting).await.expect("recorded");
    let case = town.positive(here).await;
    let contact = town.contact_of(case).await;
    town.ordered(&contact).await;
    let filter = app::ExposureFilter { from: Some(here.0), ..Default::default() };
    let line = async || {
        let found = town.app.exposure_lines(&cdc, &filter, town.now(), &page).await.expect("listed");
        assert_eq!(found.items.len(), 1);
        found.items.into_iter().next().expect("one")
    };
    let seen = line().await;
    assert!(!seen.outside.contains_key(&here.0), "his own end");
    let beyond = seen.outside[&there.0].clone();
    let person = |name: &str| beyond.person.get(name).and_then(|value| value.as_str());
    assert_eq!((person("sex"), person("age_band")), (Some("f"), Some("40-49")));
    assert_eq!(person("area"), Some("140100000000"), "the prefecture");
    let known = beyond.contact.as_ref().expect("a contact");
    assert_eq!((&known["last_exposure_week"], &known["status"]), (&"2022-W27".into(), &"under_order".into()));
    assert!(beyond.case.is_none() && beyond.order.as_ref().is_some_and(|o| o.contains_key("measure")));
    let told = format!("{beyond:?}");
    for secret in [there.to_string(), contact.id.to_string(), NEXT.to_owned(), "1980".to_owned()] {
        assert!(!told.contains(&secret), "{secret} in {told}");
    }
    // He falls ill: the meeting and the chain name him alike, and the case itself shows him so.
    town.positive(there).await;
    let later = line().await.outside[&there.0].clone();
    assert!(later.case.is_some_and(|case| case["disease"] == "covid19"));
    let chain = town.app.chain(&cdc, case, town.now()).await.expect("drawn");
    assert_eq!((&chain.outside[0].pseudonym, &beyond.pseudonym), (&later.pseudonym, &later.pseudonym));
    let detail = town.app.case(&cdc, case, town.now()).await.expect("his own");
    assert_eq!(detail.exposures[0].outside[&there.0].pseudonym, later.pseudonym);
    // Nor do the facts name him.
    let facts =
        town.app.facts_about(&cdc, SubjectRef { kind: SubjectKind::Exposure, id: seen.seen.id }, town.now());
    let facts = facts.await.expect("told");
    assert_eq!(facts.len(), 1);
    let named: Vec<_> = facts[0].fact.refs.iter().map(|subject| subject.id).collect();
    assert!(named.contains(&here.0) && !named.contains(&there.0), "{named:?}");
    // Who asks for him by his id finds nothing.
    for filter in [
        app::ExposureFilter { to: Some(there.0), ..Default::default() },
        app::ExposureFilter { to: Some(there.0), disease: Some("covid19".to_owned()), ..Default::default() },
    ] {
        let found = town.app.exposure_lines(&cdc, &filter, town.now(), &page).await.expect("listed");
        assert!(found.items.is_empty(), "{filter:?}");
    }
}

/// Every field of what is stored is in the reviewed list.
pub async fn every_stored_field_is_in_the_reviewed_list(town: Town) {
    town.set("2022-07-08 20:00");
    let people = [town.person(HOME).await, town.person(HOME).await];
    town.met(people[0], people[1], "household", "2022-07-08 08:00", "2022-07-08 19:00").await;
    let cases = [town.positive(people[0]).await];
    let contact = town.contact_of(cases[0]).await;
    let order = town.ordered(&contact).await;
    let (all, now) = (store::Scope::system(), town.now());
    let store = town.app.store();
    let states = [
        (Record::Case, store.case(&all, cases[0], now).await.expect("read").expect("a case").state),
        (Record::Contact, store.contact(&all, contact.id, now).await.expect("read").expect("one").state),
        (Record::Order, store.order(&all, order, now).await.expect("read").expect("an order").state),
        (
            Record::Exposure,
            store.exposures_of(&all, &[people[0].0], now).await.expect("read").swap_remove(0).state,
        ),
    ];
    for (record, state) in states {
        let state: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&state).expect("a state");
        let listed: BTreeSet<&str> = fields(record).iter().map(|(name, _)| *name).collect();
        for field in state.keys() {
            assert!(listed.contains(field.as_str()), "{record}.{field} is not in fields.txt");
        }
    }
    for field in kernel::PersonalField::ALL {
        assert_eq!(sight_of(Record::Person, field.as_str()), Sight::Hidden, "{field:?}");
        assert!(fields(Record::Person).iter().any(|(name, _)| *name == field.as_str()), "{field:?}");
    }
}
