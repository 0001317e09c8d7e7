//! The outbreak, event by event.

use kernel::{Span, Timestamp};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    Infection, LONGEST_DELAY, Outbreak, PersonIndex, SimEvent, SimPlace, SimPlan, SimWhat,
    disease::{chance, symptoms, temperature},
    people::{Population, population},
};

/// Tries before an outbreak is taken that a drill can use only in part.
const TRIES: u64 = 200;
/// Share of sentinel reports that come after the deadline of two hours.
const LATE_REPORTS: f64 = 0.15;
/// Share of meetings at work with masks on both sides.
const MASKS_AT_WORK: f64 = 0.2;
/// Share of exposures outside the home that a case names.
const NAMED: f64 = 0.75;
/// Once infected are so many, nobody else is: a drill is not a catastrophe.
const MOST_INFECTED: usize = 60;

pub(crate) fn usable(seed: u64, plan: &SimPlan) -> Outbreak {
    let mut attempt = 0u64;
    loop {
        // Steps of the golden ratio keep the tries of neighbouring seeds apart.
        let rng = StdRng::seed_from_u64(seed.wrapping_add(attempt.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        let outbreak = run(rng, plan);
        attempt += 1;
        if attempt == TRIES || is_usable(&outbreak) {
            return outbreak;
        }
    }
}

fn is_usable(outbreak: &Outbreak) -> bool {
    let infected = outbreak.infections.len();
    let found_at_sentinels = outbreak
        .events
        .iter()
        .filter(|event| matches!(&event.what, SimWhat::TestResult { test, .. } if test.positive))
        .count();
    (12..MOST_INFECTED).contains(&infected)
        && found_at_sentinels >= 2
        && outbreak.infections.iter().any(|infection| infection.generation >= 3)
        && outbreak.contacts_turned_case().next().is_some()
        && outbreak.healthy_contacts().next().is_some()
}

/// What is still to happen.
enum Step {
    /// The infected person meets those at a place until now.
    Meet { from: PersonIndex, place: SimPlace, started: Timestamp },
    /// A visit at a sentinel that takes samples.
    Visit(PersonIndex),
    /// Somebody with another fever visits; drawn when it happens.
    OtherFever,
    /// The infection becomes known.
    Found(PersonIndex),
    /// The person is out of touch with others from now on.
    Quarantine(PersonIndex),
}

struct Run<'a> {
    plan: &'a SimPlan,
    rng: StdRng,
    people: Population,
    end: Timestamp,
    /// Steps by time, then in the order in which they were planned.
    queue: BTreeMap<(Timestamp, usize), Step>,
    planned: usize,
    events: Vec<SimEvent>,
    infections: BTreeMap<PersonIndex, Infection>,
    found: BTreeSet<PersonIndex>,
    away_from: BTreeMap<PersonIndex, Timestamp>,
    contacts: BTreeMap<PersonIndex, BTreeSet<PersonIndex>>,
}

fn run(mut rng: StdRng, plan: &SimPlan) -> Outbreak {
    let people = population(&mut rng, plan);
    let start = plan.zone.start_of(plan.start);
    let end =
        plan.zone.end_of(plan.zone.date_of(start.plus(Span::days(i64::from(plan.days) - 1).max(Span::ZERO))));
    let mut run = Run {
        plan,
        rng,
        people,
        end,
        queue: BTreeMap::new(),
        planned: 0,
        events: Vec::new(),
        infections: BTreeMap::new(),
        found: BTreeSet::new(),
        away_from: BTreeMap::new(),
        contacts: BTreeMap::new(),
    };
    if !run.people.persons.is_empty() {
        run.plan_other_fevers(start);
        run.first_case(start);
        while let Some(((at, _), step)) = run.queue.pop_first() {
            if at >= end {
                break;
            }
            run.step(at, step);
        }
    }
    run.finish()
}

impl Run<'_> {
    fn later(&mut self, at: Timestamp, step: Step) {
        self.queue.insert((at, self.planned), step);
        self.planned += 1;
    }

    fn tell(&mut self, at: Timestamp, what: SimWhat) {
        if at < self.end {
            self.events.push(SimEvent { at, what });
        }
    }

    /// Somebody comes home infected, is at the wedding of the first day, falls
    /// ill next morning, buys medicine (reported far too late) and goes to the
    /// fever clinic a day after that.
    fn first_case(&mut self, start: Timestamp) {
        let person = 0;
        let mut infection = Infection::draw(&mut self.rng, person, None, start.plus(Span::hours(-50)));
        infection.onset = start.plus(Span::hours(32));
        if infection.symptoms.is_empty() {
            infection.symptoms = symptoms(&mut self.rng);
        }
        let onset = infection.onset;
        let seen = SimWhat::FeverSeen {
            person,
            sentinel: self.plan.sentinels.saturating_sub(1),
            symptoms: infection.symptoms.clone(),
            temperature_c: infection.temperature_c,
            report_after: LONGEST_DELAY,
        };
        self.tell(onset.plus(Span::hours(3)), seen);
        self.later(onset.plus(Span::hours(25)), Step::Visit(person));
        self.infect(infection);
    }

    fn plan_other_fevers(&mut self, start: Timestamp) {
        for day in 0..i64::from(self.plan.days) {
            for _ in 0..self.plan.other_fevers {
                let minute = self.rng.random_range(8 * 60..18 * 60);
                self.later(start.plus(Span::days(day)).plus(Span::minutes(minute)), Step::OtherFever);
            }
        }
    }

    fn step(&mut self, at: Timestamp, step: Step) {
        match step {
            Step::Meet { from, place, started } => self.meet(from, place, started, at),
            Step::Visit(person) => {
                if !self.is_away(person, at) {
                    self.visit(person, at);
                }
            }
            Step::OtherFever => self.other_fever(at),
            Step::Found(person) => self.find(person, at),
            Step::Quarantine(person) => self.quarantine(person, at),
        }
    }

    fn is_away(&self, person: PersonIndex, at: Timestamp) -> bool {
        self.away_from.get(&person).is_some_and(|from| *from <= at)
    }

    /// Records an infection and plans what follows from it.
    fn infect(&mut self, infection: Infection) {
        let person = infection.person;
        if infection.is_symptomatic() {
            let onset = SimWhat::Onset { person, symptoms: infection.symptoms.clone() };
            self.tell(infection.onset, onset);
            // The first case's visits are planned on their own.
            if infection.generation > 0 {
                let at = infection.onset.plus(Span::minutes(self.rng.random_range(600..2_400)));
                let at = self.in_opening_hours(at);
                self.later(at, Step::Visit(person));
            }
        }
        self.tell(infection.recovered_at(), SimWhat::Recovered { person });
        self.plan_meetings(&infection);
        self.infections.insert(person, infection);
    }

    /// The same moment, or the next morning if it is night.
    fn in_opening_hours(&mut self, at: Timestamp) -> Timestamp {
        let zone = &self.plan.zone;
        let day = zone.date_of(at);
        let mut morning = |day| zone.at(day, 8, 0).plus(Span::minutes(self.rng.random_range(0..90)));
        if at < zone.at(day, 8, 0) {
            morning(day)
        } else if at > zone.at(day, 18, 0) {
            morning(day.tomorrow().unwrap_or(day))
        } else {
            at
        }
    }

    fn plan_meetings(&mut self, infection: &Infection) {
        let zone = self.plan.zone.clone();
        let person = infection.person;
        let (household, workplace) = {
            let who = &self.people.persons[person];
            (who.household, who.workplace)
        };
        let earliest = infection.at.plus(Span::hours(12)).max(infection.onset.plus(Span::days(-2)));
        for day in Infection::infectious_days() {
            let date = zone.date_of(infection.onset.plus(Span::days(day)));
            let works = date.weekday().to_monday_one_offset() <= 5;
            let mut slots = vec![(SimPlace::Household(household), (19, 0), (21, 30))];
            if let Some(workplace) = workplace.filter(|_| works) {
                slots.push((SimPlace::Workplace(workplace), (9, 0), (17, 30)));
            }
            if date == self.plan.start && self.people.guests.contains(&person) {
                slots.push((SimPlace::Wedding, (11, 30), (14, 0)));
            }
            for (place, from, until) in slots {
                let started = zone.at(date, from.0, from.1);
                // Who is ill stays away from work and feasts, but is at home.
                let ill = infection.is_symptomatic()
                    && started > infection.onset
                    && !matches!(place, SimPlace::Household(_));
                // The wedding takes the first day, whatever else it is.
                let missed = matches!(place, SimPlace::Workplace(_))
                    && date == self.plan.start
                    && self.people.guests.contains(&person);
                if started >= earliest && !ill && !missed {
                    let step = Step::Meet { from: person, place, started };
                    self.later(zone.at(date, until.0, until.1), step);
                }
            }
        }
    }

    fn meet(&mut self, from: PersonIndex, place: SimPlace, started: Timestamp, ended: Timestamp) {
        if self.is_away(from, started) {
            return;
        }
        let others = match place {
            SimPlace::Household(at) => self.people.households[at].clone(),
            SimPlace::Workplace(at) => self.people.workplaces[at].clone(),
            SimPlace::Wedding => self.people.guests.clone(),
        };
        let Some((onset, generation)) = self.infections.get(&from).map(|i| (i.onset, i.generation)) else {
            return;
        };
        for to in others {
            if to == from || self.is_away(to, started) {
                continue;
            }
            let protected = matches!(place, SimPlace::Workplace(_)) && self.rng.random_bool(MASKS_AT_WORK);
            let named = matches!(place, SimPlace::Household(_)) || self.rng.random_bool(NAMED);
            self.tell(ended, SimWhat::Exposure { from, to, place, started, ended, protected, named });
            if named && !protected {
                self.contacts.entry(from).or_default().insert(to);
            }
            let infects = self.rng.random_bool(chance(place, started.since(onset), protected));
            if infects && !self.infections.contains_key(&to) && self.infections.len() < MOST_INFECTED {
                let minutes = ended.since(started).as_micros() / 60_000_000;
                let at = started.plus(Span::minutes(self.rng.random_range(0..minutes.max(1))));
                let infection = Infection::draw(&mut self.rng, to, Some((from, place, generation)), at);
                self.infect(infection);
            }
        }
    }

    /// A visit with a sample, and its result some hours later.
    fn visit(&mut self, person: PersonIndex, at: Timestamp) {
        let infection = self.infections.get(&person).cloned();
        let (symptoms, temperature_c) = match &infection {
            Some(infection) => (infection.symptoms.clone(), infection.temperature_c),
            None => (symptoms(&mut self.rng), temperature(&mut self.rng)),
        };
        // Two of three go to the first sentinel.
        let sentinel = match self.plan.sentinels {
            0 | 1 => 0,
            count if self.rng.random_bool(1.0 / 3.0) => self.rng.random_range(1..count),
            _ => 0,
        };
        let late = self.rng.random_bool(LATE_REPORTS);
        let minutes = if late { self.rng.random_range(130..360) } else { self.rng.random_range(10..100) };
        let report_after = Span::minutes(minutes);
        self.tell(at, SimWhat::FeverSeen { person, sentinel, symptoms, temperature_c, report_after });
        let sampled_at = at.plus(Span::minutes(20));
        let resulted_at = sampled_at.plus(Span::minutes(self.rng.random_range(240..540)));
        let test = infection.map_or(crate::Test::NEGATIVE, |infection| infection.test(sampled_at));
        self.tell(sampled_at, SimWhat::SampleTaken { person });
        self.tell(resulted_at, SimWhat::TestResult { person, sampled_at, test });
        if test.positive {
            self.later(resulted_at, Step::Found(person));
        }
    }

    fn other_fever(&mut self, at: Timestamp) {
        // A few draws suffice where most people are well; a day without is no harm.
        for _ in 0..20 {
            let person = self.rng.random_range(0..self.people.persons.len());
            if !self.infections.contains_key(&person) && !self.is_away(person, at) {
                self.visit(person, at);
                return;
            }
        }
    }

    /// The case is isolated, and its contacts are reached within half a day.
    fn find(&mut self, person: PersonIndex, at: Timestamp) {
        if !self.found.insert(person) {
            return;
        }
        let from = self.away_from.entry(person).or_insert(at);
        *from = (*from).min(at);
        for contact in self.contacts.get(&person).cloned().unwrap_or_default() {
            let reached = at.plus(Span::minutes(self.rng.random_range(120..720)));
            self.later(reached, Step::Quarantine(contact));
        }
    }

    fn quarantine(&mut self, person: PersonIndex, at: Timestamp) {
        if self.found.contains(&person) || self.is_away(person, at) {
            return;
        }
        self.away_from.insert(person, at);
        if let Some(infection) = self.infections.get(&person) {
            // Daily tests in the morning: found by the first one that can detect it.
            let day = self.plan.zone.date_of(at.max(infection.positive_from()));
            let found = self.plan.zone.at(day.tomorrow().unwrap_or(day), 15, 0);
            self.later(found, Step::Found(person));
        }
    }

    fn finish(self) -> Outbreak {
        let mut events = self.events;
        // Stable: what happens at one moment stays in the order in which it was told.
        events.sort_by_key(|event| event.at);
        let mut infections: Vec<Infection> = self.infections.into_values().collect();
        infections.sort_by_key(|infection| (infection.at, infection.person));
        // Contacts are those who were away before they were found.
        let contacts: BTreeSet<PersonIndex> = self.contacts.into_values().flatten().collect();
        let mut quarantined: Vec<(PersonIndex, Timestamp)> =
            self.away_from.into_iter().filter(|(person, _)| contacts.contains(person)).collect();
        quarantined.sort_by_key(|(person, from)| (*from, Reverse(*person)));
        Outbreak { persons: self.people.persons, events, infections, quarantined }
    }
}
