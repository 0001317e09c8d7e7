//! The part of the world that a decision looks at: what `app` has loaded for
//! one command. Facts evolve it; what they touched is written back.

use kernel::{
    CaseId, ContactId, ExposureId, FactId, GroupId, OrderId, PersonId, ProblemId, ShiftId, SubjectKind,
    SubjectRef, Timestamp, VisitId,
};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::affairs::Affair;
use crate::clinical::{self, Case};
use crate::duty::{self, Turn};
use crate::households::{self, Household};
use crate::investigation::{self, Contact, Exposure};
use crate::isolation::{self, Order};
use crate::people::{self, Person};
use crate::sentinel::{self, Visit};
use crate::supervision::{self, Problem};
use crate::zones::{self, RiskZone};
use crate::{Fact, FactBody, TestMethod, TestOutcome};

/// A test result of a person, as conditions look at it.
#[derive(Clone, Debug, PartialEq)]
pub struct TestRecord {
    /// The fact that recorded it.
    pub fact: FactId,
    /// Who was tested.
    pub person: PersonId,
    /// Disease key.
    pub disease: String,
    /// How.
    pub method: TestMethod,
    /// What was found.
    pub result: TestOutcome,
    /// Cycle threshold.
    pub ct: Option<f64>,
    /// When sampled.
    pub sampled_at: Timestamp,
    /// When the result was known.
    pub resulted_at: Timestamp,
    /// When we learnt it.
    pub recorded_at: Timestamp,
}

/// What has been loaded, by id.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "one table per room")]
pub struct World {
    pub people: BTreeMap<PersonId, Person>,
    pub cases: BTreeMap<CaseId, Case>,
    pub contacts: BTreeMap<ContactId, Contact>,
    pub orders: BTreeMap<OrderId, Order>,
    pub exposures: BTreeMap<ExposureId, Exposure>,
    pub visits: BTreeMap<VisitId, Visit>,
    pub problems: BTreeMap<ProblemId, Problem>,
    pub affairs: BTreeMap<Uuid, Affair>,
    pub turns: BTreeMap<ShiftId, Turn>,
    pub zones: BTreeMap<Uuid, RiskZone>,
    pub households: BTreeMap<GroupId, Household>,
    /// Tests of the persons looked at, any order.
    pub tests: Vec<TestRecord>,
    /// As whom persons among those loaded are known, where it is somebody else.
    merged: BTreeMap<PersonId, PersonId>,
}

impl World {
    /// Takes up a person who was loaded.
    pub fn admit(&mut self, person: Person) {
        self.note_merge(person.id, person.merged_into);
        self.people.insert(person.id, person);
    }
    fn note_merge(&mut self, id: PersonId, into: Option<PersonId>) {
        match into {
            Some(into) => self.merged.insert(id, into),
            None => self.merged.remove(&id),
        };
    }
    /// Lets a fact happen: every loaded thing that it is about moves on. Tells
    /// which did.
    pub fn evolve(&mut self, fact: &Fact) -> Vec<(SubjectKind, Uuid)> {
        let mut moved = Vec::new();
        if let FactBody::TestResult { disease, method, result, ct, sampled_at, resulted_at, .. } = &fact.body
        {
            self.tests.push(TestRecord {
                fact: fact.id,
                person: fact.subject.id.into(),
                disease: disease.clone(),
                method: *method,
                result: *result,
                ct: *ct,
                sampled_at: *sampled_at,
                resulted_at: *resulted_at,
                recorded_at: fact.recorded_at,
            });
        }
        for subject in fact.subjects() {
            let id = subject.id;
            let touched = match subject.kind {
                SubjectKind::Case => match &fact.body {
                    FactBody::TestResult { .. } => self.retest(id.into()),
                    _ => step(&mut self.cases, id.into(), fact, clinical::evolve),
                },
                SubjectKind::Contact => {
                    step(&mut self.contacts, id.into(), fact, investigation::evolve_contact)
                }
                SubjectKind::Exposure => {
                    step(&mut self.exposures, id.into(), fact, investigation::evolve_exposure)
                }
                SubjectKind::Order => step(&mut self.orders, id.into(), fact, isolation::evolve),
                SubjectKind::Visit => step(&mut self.visits, id.into(), fact, sentinel::evolve),
                SubjectKind::Problem => step(&mut self.problems, id.into(), fact, supervision::evolve),
                kind if Affair::is_kind(kind) => {
                    subject == fact.subject && step(&mut self.affairs, id, fact, Affair::evolve)
                }
                SubjectKind::Shift => step(&mut self.turns, id.into(), fact, duty::evolve),
                SubjectKind::Group => step(&mut self.households, id.into(), fact, households::evolve),
                SubjectKind::Area => step(&mut self.zones, id, fact, zones::evolve),
                SubjectKind::Person => match &fact.body {
                    FactBody::PersonRegistered { .. } | FactBody::Erased { .. } => {
                        step(&mut self.people, id.into(), fact, people::evolve);
                        true
                    }
                    FactBody::PersonsMerged { .. } | FactBody::MergeUndone { .. } => {
                        let moved = step(&mut self.people, id.into(), fact, people::evolve);
                        let into = self.people.get(&id.into()).and_then(|person| person.merged_into);
                        self.note_merge(id.into(), into);
                        moved
                    }
                    _ => false,
                },
                _ => false,
            };
            if touched {
                moved.push((subject.kind, id));
            }
        }
        moved
    }
    /// What the loaded tests say now of a case that is open; tells whether it
    /// changed the case. All tests of its person must be loaded.
    pub fn retest(&mut self, id: CaseId) -> bool {
        let Some(case) = self.cases.get(&id).filter(|c| c.ended.is_none() && !c.is_discarded()) else {
            return false;
        };
        let mut tested = case.clone();
        tested.retest(&self.tests_of(case.person, &case.disease));
        let changed = tested != *case;
        self.cases.insert(id, tested);
        changed
    }
    /// Tells the life of something anew from the facts about it that stand,
    /// oldest first, when one of them was withdrawn; tells whether that changed
    /// it. What its first fact brought into the world stays: a visit or a case is marked.
    pub fn retell(&mut self, subject: SubjectRef, standing: &[Fact]) -> bool {
        let id = subject.id;
        match subject.kind {
            SubjectKind::Case if !standing.iter().any(|f| matches!(f.body, FactBody::CaseOpened { .. })) => {
                self.cases.get_mut(&id.into()).is_some_and(Case::withdraw)
            }
            SubjectKind::Case => {
                let Some(before) = self.cases.get(&id.into()).cloned() else { return false };
                let told = standing.iter().fold(None, clinical::evolve);
                let Some(told) = told else { return false };
                // What the tests say is not told by the facts of the case alone.
                let after = Case {
                    first_positive: before.first_positive,
                    last_negative: before.last_negative,
                    resulted_at: before.resulted_at,
                    ..told
                };
                let changed = after != before;
                self.cases.insert(id.into(), after);
                changed
            }
            SubjectKind::Contact => {
                retell(&mut self.contacts, id.into(), standing, investigation::evolve_contact)
            }
            SubjectKind::Order => retell(&mut self.orders, id.into(), standing, isolation::evolve),
            SubjectKind::Visit if standing.iter().any(|f| matches!(f.body, FactBody::FeverSeen { .. })) => {
                retell(&mut self.visits, id.into(), standing, sentinel::evolve)
            }
            SubjectKind::Visit => self
                .visits
                .get_mut(&id.into())
                .is_some_and(|visit| !std::mem::replace(&mut visit.withdrawn, true)),
            _ => false,
        }
    }
    /// As whom a person is known.
    pub fn known_as(&self, person: PersonId) -> PersonId {
        let mut known = person;
        while let Some(into) = self.merged.get(&known) {
            known = *into;
        }
        known
    }
    /// Everybody loaded who is one with a person, himself among them.
    pub fn one_with(&self, person: PersonId) -> Vec<PersonId> {
        let known = self.known_as(person);
        self.people.keys().copied().filter(|other| self.known_as(*other) == known).collect()
    }
    fn is(&self, one: PersonId, other: PersonId) -> bool {
        one == other || (!self.merged.is_empty() && self.known_as(one) == self.known_as(other))
    }
    /// The open case of a person with a disease. One that was discarded is no
    /// case: what is found later is a new one.
    pub fn open_case(&self, person: PersonId, disease: &str) -> Option<&Case> {
        self.cases.values().find(|c| {
            self.is(c.person, person) && c.disease == disease && c.ended.is_none() && !c.is_discarded()
        })
    }
    /// The open case by which a person is held to be infected: not one that is only suspected.
    pub fn infection(&self, person: PersonId, disease: &str) -> Option<&Case> {
        self.open_case(person, disease).filter(|case| case.stands_as_infection())
    }
    /// The running orders on a person.
    pub fn running_orders(&self, person: PersonId) -> impl Iterator<Item = &Order> {
        self.orders.values().filter(move |o| o.person.is_some_and(|p| self.is(p, person)) && o.is_running())
    }
    /// The standing contacts of a person, of a disease.
    pub fn standing_contacts<'a>(
        &'a self,
        person: PersonId,
        disease: &'a str,
    ) -> impl Iterator<Item = &'a Contact> {
        self.contacts
            .values()
            .filter(move |c| self.is(c.person, person) && c.disease == disease && c.is_standing())
    }
    /// Tests of a person for a disease, oldest first.
    pub fn tests_of(&self, person: PersonId, disease: &str) -> Vec<&TestRecord> {
        let mut tests: Vec<_> =
            self.tests.iter().filter(|t| self.is(t.person, person) && t.disease == disease).collect();
        tests.sort_by_key(|t| (t.sampled_at, t.fact));
        tests.dedup_by_key(|t| t.fact);
        tests
    }
}

/// Tells one entity anew; tells whether that changed it.
fn retell<K: Ord + Copy, V: PartialEq>(
    all: &mut BTreeMap<K, V>,
    id: K,
    standing: &[Fact],
    evolve: impl Fn(Option<V>, &Fact) -> Option<V>,
) -> bool {
    let Some(after) = standing.iter().fold(None, evolve) else { return false };
    let changed = all.get(&id) != Some(&after);
    all.insert(id, after);
    changed
}

/// Moves one entity on; tells whether the fact changed it.
fn step<K: Ord + Copy, V: PartialEq + Clone>(
    all: &mut BTreeMap<K, V>,
    id: K,
    fact: &Fact,
    evolve: impl Fn(Option<V>, &Fact) -> Option<V>,
) -> bool {
    let before = all.get(&id).cloned();
    let after = evolve(before.clone(), fact);
    let changed = after != before;
    if let Some(after) = after {
        all.insert(id, after);
    }
    changed
}
