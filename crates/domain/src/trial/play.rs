//! The facts of a trial, told one after another.

use kernel::{
    CaseId, Code, IdSource, PersonId, Result, SubjectRef, Timestamp, UnitId, VisitId, derived_uuid,
};
use protocol::{Course, Library, Protocol};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

use super::{Classified, MadeUp, Owed, Stated, Trial, place, stated};
use crate::clinical::{self, Case, OpenCase, Reclassify};
use crate::investigation::{self, Contact, RecordExposure};
use crate::people::Person;
use crate::views::{self, Counted, Focus};
use crate::{Actor, Ctx, Fact, FactBody, TestOutcome, World};

/// Ids that are the same whenever the same is asked.
struct Ids(u64);

impl IdSource for Ids {
    fn next_uuid(&mut self) -> Uuid {
        self.0 += 1;
        derived_uuid(&["trial", &self.0.to_string()])
    }
}

/// What has been told so far.
pub(super) struct Play<'a> {
    trial: &'a Trial,
    library: &'a Library,
    /// The edition that was named.
    under: Option<Arc<Protocol>>,
    world: World,
    course: Course,
    /// By which protocol each obligation was bound.
    bound: BTreeMap<Uuid, Arc<Protocol>>,
    ids: Ids,
    unit: UnitId,
    person: PersonId,
    visit: Option<VisitId>,
    /// The case that is open or was the last to be.
    case: Option<CaseId>,
    /// What was assessed before there was a case.
    assessed: Option<FactBody>,
    /// Whom each meeting was with.
    met: BTreeMap<PersonId, usize>,
    pub(super) classifications: Vec<Classified>,
    pub(super) made_up: Vec<MadeUp>,
}

/// Something that happens in a trial.
enum Event {
    Stated(usize),
    Met(usize),
}

/// Tells everything that happens until a moment.
pub(super) fn play<'a>(trial: &'a Trial, library: &'a Library, now: Timestamp) -> Result<Play<'a>> {
    let under = trial.edition.as_deref();
    let under =
        under.map(|edition| library.edition(&trial.disease, edition, Some(&trial.area))).transpose()?;
    let mut ids = Ids(0);
    let (unit, person) = (UnitId::new(&mut ids), PersonId::new(&mut ids));
    let mut play = Play {
        trial,
        library,
        under,
        world: World::default(),
        course: Course::default(),
        bound: BTreeMap::new(),
        ids,
        unit,
        person,
        visit: None,
        case: None,
        assessed: None,
        met: BTreeMap::new(),
        classifications: Vec::new(),
        made_up: Vec::new(),
    };
    play.admit(person);
    let stated = trial.facts.iter().enumerate().map(|(i, fact)| (fact.at, Event::Stated(i)));
    let met = trial.exposures.iter().enumerate().map(|(i, met)| (met.ended_at, Event::Met(i)));
    let mut events: Vec<(Timestamp, Event)> = stated.chain(met).collect();
    // Of one moment, in the order in which they are stated.
    events.sort_by_key(|(at, _)| *at);
    for (at, event) in events {
        match event {
            // What is stated wrongly is refused, even where it is too late to count.
            Event::Stated(index) => play.happens(index, &trial.facts[index], at <= now)?,
            Event::Met(index) => play.meets(index, at <= now)?,
        }
    }
    Ok(play)
}

impl Play<'_> {
    /// The case that is open or was the last to be.
    pub(super) fn case(&self) -> Option<&Case> {
        self.world.cases.get(&self.case?)
    }
    /// Those met who have to be controlled, by the meeting.
    pub(super) fn contacts(&self) -> Vec<(usize, &Contact)> {
        let standing = self.world.contacts.values().filter(|contact| contact.is_standing());
        let mut found: Vec<_> =
            standing.filter_map(|contact| Some((*self.met.get(&contact.person)?, contact))).collect();
        found.sort_by_key(|(exposure, _)| *exposure);
        found
    }
    /// What is owed, each with the protocol that bound it.
    pub(super) fn owed(&self) -> Vec<Owed> {
        let with_rules = |of: &protocol::Tracked| {
            Some(Owed { of: of.clone(), rules: self.bound.get(&of.new.id.0)?.clone() })
        };
        self.course.tracked().iter().filter_map(with_rules).collect()
    }
    /// The rules by which something is decided at a moment.
    pub(super) fn decision(&self, at: Timestamp) -> Result<Arc<Protocol>> {
        match &self.under {
            Some(under) => Ok(under.clone()),
            None => {
                let on = self.trial.zone.date_of(at);
                self.library.in_force(&self.trial.disease, &self.trial.area, on)
            }
        }
    }

    fn admit(&mut self, id: PersonId) {
        self.world.admit(Person {
            id,
            area: self.trial.area.clone(),
            sex: None,
            birth_year: None,
            erased: false,
            merged_into: None,
        });
    }
    fn ctx(&mut self, now: Timestamp) -> Ctx<'_> {
        Ctx {
            now,
            actor: Actor { user: None, unit: Some(self.unit) },
            ids: &mut self.ids,
            zone: self.trial.zone.clone(),
            library: self.library,
        }
    }
    fn fact(&mut self, subject: SubjectRef, refs: Vec<SubjectRef>, at: Timestamp, body: FactBody) -> Fact {
        let area = &self.trial.area;
        self.ctx(at).fact(subject, refs, area, at, body)
    }
    fn open_case(&self) -> Option<CaseId> {
        self.world.open_case(self.person, &self.trial.disease).map(|case| case.id)
    }

    /// Lets a fact happen: the world moves on, obligations open and close.
    fn record(&mut self, fact: &Fact) -> Result<()> {
        self.world.evolve(fact);
        let seen = fact.view();
        let zone = &self.trial.zone;
        // Without a disease general rules bind it, whichever edition is asked about.
        let rules = match (&self.under, seen.disease()) {
            (Some(under), Some(_)) => under.clone(),
            _ => self.library.for_fact(&seen, zone),
        };
        let needs = self.library.needs_under(&rules, &seen);
        let focus = Focus::of(fact, &self.world);
        let disease = seen.disease().unwrap_or_default();
        let nothing = Counted::default();
        let view = views::view(needs, disease, focus, &self.world, &nothing, fact.recorded_at, zone);
        let ctx = protocol::Ctx { now: fact.recorded_at, zone };
        self.course.tell(self.library, &rules, &seen, &view, &ctx)?;
        for opened in self.course.tracked() {
            self.bound.entry(opened.new.id.0).or_insert_with(|| rules.clone());
        }
        Ok(())
    }
    /// As [`Self::record`], for what the rules made of what was stated.
    fn make_up(&mut self, fact: &Fact) -> Result<()> {
        self.made_up.push(MadeUp { kind: fact.kind(), at: fact.occurred_at, subject: fact.subject.kind });
        self.record(fact)
    }

    fn happens(&mut self, index: usize, stated: &Stated, counts: bool) -> Result<()> {
        let body = stated::body(self.trial, index, stated, self.unit)?;
        if !counts {
            return Ok(());
        }
        let (at, person) = (stated.at, self.person.subject());
        let case = self.open_case();
        match &body {
            FactBody::FeverSeen { .. } => {
                let visit = VisitId::new(&mut self.ids);
                self.visit = Some(visit);
                let fact = self.fact(visit.subject(), vec![person], at, body);
                self.record(&fact)
            }
            FactBody::FeverReported { .. } | FactBody::VisitDisposed { .. } => {
                let visit = self.visit.unwrap_or_else(|| VisitId::new(&mut self.ids));
                let fact = self.fact(visit.subject(), vec![person], at, body);
                self.record(&fact)
            }
            FactBody::SampleTaken { .. } | FactBody::TestResult { .. } => {
                let positive = matches!(&body, FactBody::TestResult { result: TestOutcome::Positive, .. });
                let tested = matches!(&body, FactBody::TestResult { .. });
                let refs = case.map(CaseId::subject).into_iter().chain(self.visit.map(VisitId::subject));
                let fact = self.fact(person, refs.collect(), at, body);
                self.record(&fact)?;
                match case {
                    Some(case) if tested => self.classify_again(case, &fact, index),
                    None if positive => self.open_from_test(&fact, index),
                    _ => Ok(()),
                }
            }
            FactBody::CaseAssessed { .. } => self.assess(index, case, at, body),
            _ => {
                let case = case.or(self.case).unwrap_or_else(|| CaseId::new(&mut self.ids));
                let fact = self.fact(case.subject(), vec![person], at, body);
                self.record(&fact)
            }
        }
    }

    /// What is assessed classifies the case; without one it opens one where a
    /// definition fits, and is kept for the one that a test may open later.
    fn assess(&mut self, index: usize, case: Option<CaseId>, at: Timestamp, body: FactBody) -> Result<()> {
        let person = self.person.subject();
        if let Some(case) = case {
            let fact = self.fact(case.subject(), vec![person], at, body);
            self.record(&fact)?;
            return self.classify_again(case, &fact, index);
        }
        let id = CaseId::new(&mut self.ids);
        let fact = self.fact(id.subject(), vec![person], at, body);
        // As if there was a case: a definition looks at what was assessed of one.
        let rules = self.decision(at)?;
        let suspected = protocol::schema::Classification::Suspected;
        let opened = self.opened(id, (suspected, String::new(), rules.edition.clone()), &fact, "report")?;
        let before = self.world.clone();
        self.world.evolve(&opened);
        self.world.evolve(&fact);
        let found = self.class_of(&fact, Some(id), &rules);
        self.world = before;
        match found? {
            Some((class, rule)) => {
                let opened = self.opened(id, (class, rule, rules.edition.clone()), &fact, "report")?;
                self.begin(&opened, index, rules)?;
                self.record(&fact)?;
                self.determine(id, at)
            }
            None => {
                self.assessed = Some(fact.body.clone());
                self.record(&fact)
            }
        }
    }

    fn open_from_test(&mut self, fact: &Fact, index: usize) -> Result<()> {
        let rules = self.decision(fact.occurred_at)?;
        let Some((class, rule)) = self.class_of(fact, None, &rules)? else { return Ok(()) };
        let id = CaseId::new(&mut self.ids);
        let opened = self.opened(id, (class, rule, rules.edition.clone()), fact, "test")?;
        self.begin(&opened, index, rules)?;
        if let Some(body) = self.assessed.take() {
            // Of the case that there is now, the same holds; it was told already.
            let said = self.fact(id.subject(), vec![self.person.subject()], fact.occurred_at, body);
            self.world.evolve(&said);
            self.classify_again(id, &said, index)?;
        }
        self.determine(id, fact.occurred_at)
    }

    fn opened(
        &mut self,
        id: CaseId,
        class: (protocol::schema::Classification, String, String),
        upon: &Fact,
        source: &str,
    ) -> Result<Fact> {
        let sampled_at = match &upon.body {
            FactBody::TestResult { sampled_at, .. } => Some(*sampled_at),
            _ => None,
        };
        let tests = self.world.tests_of(self.person, &self.trial.disease);
        let last_negative = sampled_at.and_then(|at| clinical::last_negative(&tests, at));
        let command = OpenCase {
            id,
            number: String::new(),
            person: self.person,
            area: self.trial.area.clone(),
            disease: self.trial.disease.clone(),
            class,
            manual_reason: None,
            onset: None,
            first_positive: sampled_at,
            last_negative,
            unit: Some(self.unit),
            source: source.to_owned(),
            occurred_at: upon.occurred_at,
            imported: false,
            visit: self.visit,
        };
        clinical::open(&command, &mut self.ctx(upon.occurred_at))
    }

    fn begin(&mut self, opened: &Fact, index: usize, rules: Arc<Protocol>) -> Result<()> {
        if let FactBody::CaseOpened { classification, rule, .. } = &opened.body {
            self.classifications.push(Classified {
                fact: Some(index),
                at: opened.occurred_at,
                classification: *classification,
                rule: rule.clone(),
                rules,
            });
        }
        self.case = Some(opened.subject.id.into());
        self.make_up(opened)
    }

    fn class_of(
        &self,
        fact: &Fact,
        case: Option<CaseId>,
        rules: &Protocol,
    ) -> Result<Option<(protocol::schema::Classification, String)>> {
        let focus = Focus { person: Some(self.person), case, ..Focus::default() };
        let (needs, nothing) = (rules.classify_needs(), Counted::default());
        let (disease, at, zone) = (&self.trial.disease, fact.recorded_at, &self.trial.zone);
        let view = views::view(needs, disease, focus, &self.world, &nothing, at, zone);
        rules.classify(&fact.view(), &view, at)
    }

    /// Gives the open case the class that follows now.
    fn classify_again(&mut self, id: CaseId, fact: &Fact, index: usize) -> Result<()> {
        let Some(case) = self.world.cases.get(&id).cloned() else { return Ok(()) };
        let at = fact.occurred_at;
        let rules = self.decision(at)?;
        if let Some((classification, rule)) = self.class_of(fact, Some(id), &rules)?
            && classification != case.classification
        {
            let edition = rules.edition.clone();
            let command = Reclassify { classification, rule: rule.clone(), edition, reason: None };
            let classified = clinical::reclassify(&case, &command, &mut self.ctx(at))?;
            self.classifications.push(Classified { fact: Some(index), at, classification, rule, rules });
            self.make_up(&classified)?;
        }
        self.determine(id, at)
    }

    /// Somebody was near; he is another one each time.
    fn meets(&mut self, index: usize, counts: bool) -> Result<()> {
        let met = &self.trial.exposures[index];
        let other = PersonId::new(&mut self.ids);
        let command = RecordExposure {
            disease: self.trial.disease.clone(),
            from: self.person.subject(),
            to: other.subject(),
            area: self.trial.area.clone(),
            kind: met.kind.clone(),
            started_at: met.started_at,
            ended_at: met.ended_at,
            protected: met.protected,
            setting: String::new(),
            transmission: false,
        };
        let fact = investigation::record_exposure(&command, &[], &mut self.ctx(met.ended_at));
        let fact = fact.map_err(|error| {
            let field = match (error.code(), error.argument("field")) {
                (Code::DatesOutOfOrder, _) => "ended_at",
                (_, Some("kind")) => "kind",
                _ => return error,
            };
            error.at(place(format!("exposures[{index}].{field}")))
        })?;
        if !counts {
            return Ok(());
        }
        self.admit(other);
        self.met.insert(other, index);
        self.record(&fact)?;
        match self.case {
            Some(case) => self.determine(case, met.ended_at),
            None => Ok(()),
        }
    }

    /// Who is a contact of the case by now.
    fn determine(&mut self, id: CaseId, at: Timestamp) -> Result<()> {
        let Some(case) = self.world.cases.get(&id).filter(|case| !case.is_discarded()).cloned() else {
            return Ok(());
        };
        let rules = self.decision(at)?;
        let mut ctx = Ctx {
            now: at,
            actor: Actor { user: None, unit: Some(self.unit) },
            ids: &mut self.ids,
            zone: self.trial.zone.clone(),
            library: self.library,
        };
        let facts = investigation::determine_contacts(&self.world, &case, &rules, &mut ctx);
        facts.iter().try_for_each(|fact| self.make_up(fact))
    }
}
