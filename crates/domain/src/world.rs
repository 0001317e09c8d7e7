//! The part of the world that a decision looks at: what `app` has loaded for
//! one command. Facts evolve it; what they touched is written back.

use kernel::{
    CaseId, ContactId, ExposureId, FactId, OrderId, PersonId, ProblemId, ShiftId, SubjectKind, Timestamp,
    VisitId,
};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::clinical::{self, Case};
use crate::duty::{self, Turn};
use crate::investigation::{self, Contact, Exposure};
use crate::isolation::{self, Order};
use crate::people::Person;
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
    pub turns: BTreeMap<ShiftId, Turn>,
    pub zones: BTreeMap<Uuid, RiskZone>,
    /// Tests of the persons looked at, any order.
    pub tests: Vec<TestRecord>,
}

impl World {
    /// Lets a fact happen: every loaded thing that it is about moves on. Tells
    /// which did.
    pub fn evolve(&mut self, fact: &Fact) -> Vec<(SubjectKind, Uuid)> {
        let mut moved = Vec::new();
        if let FactBody::TestResult { disease, method, result, ct, sampled_at, .. } = &fact.body {
            self.tests.push(TestRecord {
                fact: fact.id,
                person: fact.subject.id.into(),
                disease: disease.clone(),
                method: *method,
                result: *result,
                ct: *ct,
                sampled_at: *sampled_at,
            });
        }
        for subject in fact.subjects() {
            let id = subject.id;
            let touched = match subject.kind {
                SubjectKind::Case => step(&mut self.cases, id.into(), fact, clinical::evolve),
                SubjectKind::Contact => {
                    step(&mut self.contacts, id.into(), fact, investigation::evolve_contact)
                }
                SubjectKind::Exposure => {
                    step(&mut self.exposures, id.into(), fact, investigation::evolve_exposure)
                }
                SubjectKind::Order => step(&mut self.orders, id.into(), fact, isolation::evolve),
                SubjectKind::Visit => step(&mut self.visits, id.into(), fact, sentinel::evolve),
                SubjectKind::Problem => step(&mut self.problems, id.into(), fact, supervision::evolve),
                SubjectKind::Shift => step(&mut self.turns, id.into(), fact, duty::evolve),
                SubjectKind::Area => step(&mut self.zones, id, fact, zones::evolve),
                SubjectKind::Person => match &fact.body {
                    FactBody::PersonRegistered { sex, birth_year, .. } => {
                        let person = Person {
                            id: id.into(),
                            area: fact.area.clone(),
                            sex: sex.clone(),
                            birth_year: *birth_year,
                            erased: false,
                        };
                        self.people.insert(person.id, person);
                        true
                    }
                    FactBody::Erased { .. } => {
                        if let Some(person) = self.people.get_mut(&id.into()) {
                            person.erased = true;
                        }
                        true
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
    /// The open case of a person with a disease.
    pub fn open_case(&self, person: PersonId, disease: &str) -> Option<&Case> {
        self.cases.values().find(|c| c.person == person && c.disease == disease && c.ended.is_none())
    }
    /// The running orders on a person.
    pub fn running_orders(&self, person: PersonId) -> impl Iterator<Item = &Order> {
        self.orders.values().filter(move |o| o.person == Some(person) && o.is_running())
    }
    /// The standing contacts of a person, of a disease.
    pub fn standing_contacts<'a>(
        &'a self,
        person: PersonId,
        disease: &'a str,
    ) -> impl Iterator<Item = &'a Contact> {
        self.contacts.values().filter(move |c| c.person == person && c.disease == disease && c.is_standing())
    }
    /// Tests of a person for a disease, oldest first.
    pub fn tests_of(&self, person: PersonId, disease: &str) -> Vec<&TestRecord> {
        let mut tests: Vec<_> =
            self.tests.iter().filter(|t| t.person == person && t.disease == disease).collect();
        tests.sort_by_key(|t| (t.sampled_at, t.fact));
        tests.dedup_by_key(|t| t.fact);
        tests
    }
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
