//! What people do: sentinels, laboratory, clinic, investigators.

use super::drill::{DISEASE, Drill, lot};
use super::script::Scene;
use crate::voice::Outcome;
use app::commands::{
    AssessCase, CheckInput, ExposureInput, FeverInput, NewPersonInput, PersonInput, ResultInput, TakeStep,
};
use app::{Caller, Receipt};
use domain::clinical::{Assessment, Step};
use domain::{Stage, TestMethod, TestOutcome};
use kernel::{CaseId, Classified, Code, ContactId, OrderId, PersonalField, Span, Timestamp, VisitId};
use sim::{Sex, SimPlace, SimWhat};

/// The sentinels of the simulation, by number: the first one takes samples,
/// the last one is where the first case buys his medicine.
const SENTINELS: [&str; 3] = ["fever-clinic", "township-hospital", "pharmacy"];
/// How long before the earlier of onset and first positive sampling an
/// investigator asks.
const ASKED_BACK: Span = Span::days(4);

/// One act.
#[derive(Clone, Debug)]
pub enum Act {
    /// An event of the simulation.
    Happens(usize),
    /// A sentinel reports a visit that it had only registered.
    ReportVisit { visit: VisitId, sentinel: usize },
    /// A sentinel says where the person went.
    Dispose { visit: VisitId, sentinel: usize },
    /// A step of a case.
    Take { person: usize, step: Step },
    /// History and clinic of a case are recorded.
    Assess { person: usize },
    /// A case is asked whom he met.
    AskCase { person: usize },
    /// A contact is spoken to.
    Reach { contact: ContactId },
    /// An order is issued for a contact.
    Order { contact: ContactId, person: usize },
    /// A contact has become a closer one: the order is replaced.
    OrderAgain { contact: ContactId, person: usize },
    /// The person is taken in.
    Start { order: OrderId, person: usize, central: bool },
    /// A daily check.
    Check { order: OrderId, plan: u32, person: usize, central: bool },
    /// A test of the schedule.
    Sample { order: OrderId, plan: u32, person: usize },
    /// Its result.
    Result { person: usize, sampled_at: Timestamp },
    /// The last day has come.
    Release { order: OrderId, plan: u32, person: usize, tries: u32 },
    /// An add-on is taken back.
    TakeBackAddOn { order: OrderId, person: usize },
    /// Somebody looks at who is under which order today.
    LookAtSchedule,
    /// A scene of the script.
    Play(Scene),
}

impl Drill<'_> {
    /// Does one act.
    pub async fn act(&mut self, act: Act) -> Outcome {
        match act {
            Act::Happens(event) => self.happens(event).await,
            Act::ReportVisit { visit, sentinel } => {
                let who = self.actor(SENTINELS[sentinel])?;
                self.app.report_visit(&who.caller, None, visit).await?;
                Ok(())
            }
            Act::Dispose { visit, sentinel } => {
                let who = self.actor(SENTINELS[sentinel])?;
                let how = if sentinel == 0 { "held" } else { "handed_over" };
                self.app.dispose_visit(&who.caller, None, visit, how.to_owned()).await?;
                Ok(())
            }
            Act::Take { person, step } => self.take(person, step).await,
            Act::Assess { person } => self.assess(person).await,
            Act::AskCase { person } => self.ask_case(person).await,
            Act::Reach { contact } => self.reach(contact).await,
            Act::Order { contact, person } => self.order(contact, person).await,
            Act::OrderAgain { contact, person } => self.order_again(contact, person).await,
            Act::Start { order, person, central } => self.start(order, person, central).await,
            Act::Check { order, plan, person, central } => self.check(order, plan, person, central).await,
            Act::Sample { order, plan, person } => self.sample(order, plan, person).await,
            Act::Result { person, sampled_at } => {
                let test = self.truth.test(person, sampled_at);
                self.result(person, sampled_at, test).await
            }
            Act::Release { order, plan, person, tries } => self.release(order, plan, person, tries).await,
            Act::TakeBackAddOn { order, person } => self.take_back_add_on(order, person).await,
            Act::LookAtSchedule => self.look_at_schedule().await,
            Act::Play(scene) => self.play(scene).await,
        }
    }

    async fn happens(&mut self, event: usize) -> Outcome {
        match self.truth.events[event].what.clone() {
            // Nobody who works here knows of it yet.
            SimWhat::Exposure { .. } => Ok(()),
            SimWhat::Onset { person, .. } => {
                if self.cases.contains_key(&person) {
                    self.plan(self.app.now().plus(Span::hours(2)), Act::Assess { person });
                }
                Ok(())
            }
            SimWhat::FeverSeen { person, sentinel, symptoms, temperature_c, report_after } => {
                let who = self.actor(SENTINELS[sentinel])?;
                let input = FeverInput {
                    person: self.known_or_new(person)?,
                    unit: Some(who.unit),
                    disease: Some(DISEASE.to_owned()),
                    symptoms: symptoms.into_iter().map(str::to_owned).collect(),
                    temperature_c: Some(temperature_c),
                    seen_at: None,
                    report: false,
                };
                let receipt = self.app.report_fever(&who.caller, None, input).await?;
                self.remember(person, &receipt);
                if let Some(visit) = receipt.subject_of("fever_seen").map(|subject| VisitId(subject.id)) {
                    self.visits.insert(person, visit);
                    let now = self.app.now();
                    self.plan(now.plus(report_after), Act::ReportVisit { visit, sentinel });
                    // Where the report was forgotten, so was the person.
                    let disposed =
                        if report_after > Span::hours(12) { report_after } else { Span::minutes(45) };
                    self.plan(now.plus(disposed), Act::Dispose { visit, sentinel });
                }
                Ok(())
            }
            SimWhat::SampleTaken { person } => self.take_sample(person).await,
            SimWhat::TestResult { person, sampled_at, test } => self.result(person, sampled_at, test).await,
            SimWhat::Recovered { person } => self.take(person, Step::End("recovered".to_owned())).await,
        }
    }

    fn new_person(&self, person: usize) -> Outcome<NewPersonInput> {
        let who = &self.truth.persons[person];
        Ok(NewPersonInput {
            area: self.app.path_of(&who.area)?,
            sex: Some(if who.sex == Sex::Male { "m" } else { "f" }.to_owned()),
            birth_year: Some(self.start.year() - i16::from(who.age)),
            values: vec![(PersonalField::Name, Classified::new(who.name.clone()))],
            known_duplicate: true,
        })
    }

    fn known_or_new(&self, person: usize) -> Outcome<PersonInput> {
        Ok(match self.people.get(&person) {
            Some(id) => PersonInput::Known(*id),
            None => PersonInput::New(self.new_person(person)?),
        })
    }

    fn remember(&mut self, person: usize, receipt: &Receipt) {
        if let Some(subject) = receipt.subject_of("person_registered") {
            self.people.insert(person, subject.id.into());
            self.index.insert(subject.id.into(), person);
        }
    }

    async fn register(&mut self, person: usize) -> Outcome<kernel::PersonId> {
        if let Some(id) = self.people.get(&person) {
            return Ok(*id);
        }
        let new = self.new_person(person)?;
        let receipt = self.app.register_person(&self.actor("cdc")?.caller, None, new).await?;
        self.remember(person, &receipt);
        self.people
            .get(&person)
            .copied()
            .ok_or_else(|| kernel::Error::new(Code::NotFound).arg("kind", "person").arg("id", person).into())
    }

    fn test_of(&self, person: usize, by: kernel::UnitId) -> Outcome<ResultInput> {
        let missing = || kernel::Error::new(Code::NotFound).arg("kind", "person").arg("id", person);
        Ok(ResultInput {
            person: self.people.get(&person).copied().ok_or_else(missing)?,
            disease: DISEASE.to_owned(),
            method: TestMethod::Nat,
            result: None,
            ct: None,
            sampled_at: None,
            resulted_at: None,
            unit: Some(by),
            visit: None,
        })
    }

    async fn take_sample(&mut self, person: usize) -> Outcome {
        let who = self.actor("laboratory")?;
        let input =
            ResultInput { visit: self.visits.get(&person).copied(), ..self.test_of(person, who.unit)? };
        self.app.record_test(&who.caller, None, input).await?;
        Ok(())
    }

    async fn sample(&mut self, order: OrderId, plan: u32, person: usize) -> Outcome {
        if self.orders.get(&person) != Some(&(order, plan)) {
            return Ok(());
        }
        let who = self.actor("laboratory")?;
        let input = self.test_of(person, who.unit)?;
        self.app.record_test(&who.caller, None, input).await?;
        let now = self.app.now();
        let hours = if lot(person, now.as_micros().unsigned_abs()) % 12 == 5 { 7 } else { 4 };
        self.plan(now.plus(Span::hours(hours)), Act::Result { person, sampled_at: now });
        Ok(())
    }

    async fn result(&mut self, person: usize, sampled_at: Timestamp, test: sim::Test) -> Outcome {
        let who = self.actor("laboratory")?;
        let hospital = self.actor("fever-clinic")?.unit;
        let input = ResultInput {
            result: Some(if test.positive { TestOutcome::Positive } else { TestOutcome::Negative }),
            ct: test.ct,
            sampled_at: Some(sampled_at),
            visit: self.visits.get(&person).copied(),
            // A case belongs to the hospital that takes it in.
            ..self.test_of(person, if test.positive { hospital } else { who.unit })?
        };
        let receipt = self.app.record_test(&who.caller, None, input).await?;
        if let Some(case) = receipt.subject_of("case_opened").map(|subject| CaseId(subject.id)) {
            if self.orders.remove(&person).is_some() {
                self.highlights.turned_case.push(person);
            }
            self.cases.insert(person, case);
            self.plan_case(person);
        }
        self.follow(&receipt).await
    }

    /// What is done about a new case, some of it late.
    fn plan_case(&mut self, person: usize) {
        let (now, nth) = (self.app.now(), self.cases.len());
        let after = |minutes: i64| now.plus(Span::minutes(minutes));
        let late =
            |every: usize, at: usize, on_time: i64, late: i64| if nth % every == at { late } else { on_time };
        let mut plan = |minutes: i64, act: Act| self.plan(after(minutes), act);
        let take = |step: Step| Act::Take { person, step };
        plan(late(6, 3, 30 + lot(person, 3) % 60, 190), take(Step::Isolate));
        plan(late(7, 5, 20 + lot(person, 4) % 80, 145), take(Step::Report));
        plan(100, take(Step::Investigate(Stage::OnSite)));
        plan(120, Act::Assess { person });
        let core = late(5, 2, 150 + lot(person, 5) % 80, 300);
        plan(core, take(Step::Investigate(Stage::CoreInfo)));
        plan(core + 10, Act::AskCase { person });
        plan(190, take(Step::Admit));
        plan(500, take(Step::PlanTreatment));
        plan(late(8, 4, 18 * 60, 27 * 60), take(Step::Investigate(Stage::PreliminaryReport)));
        // One report in nine is never written: it stays on the board.
        if nth % 9 != 7 {
            plan(22 * 60, take(Step::Investigate(Stage::FullReport)));
        }
    }

    async fn take(&mut self, person: usize, step: Step) -> Outcome {
        let Some(case) = self.cases.get(&person).copied() else { return Ok(()) };
        let login = match step {
            Step::Report | Step::ReviseCard | Step::Investigate(_) => "cdc",
            Step::Isolate | Step::Admit | Step::PlanTreatment | Step::End(_) => "fever-clinic",
        };
        let caller = self.actor(login)?.caller;
        let input = TakeStep { case, expected_version: None, step, at: None };
        match self.app.take_step(&caller, None, input).await {
            // The case may have ended in between.
            Err(refused) if refused.code() == Code::CaseState => Ok(()),
            other => self.follow(&other?).await,
        }
    }

    async fn assess(&mut self, person: usize) -> Outcome {
        let (Some(case), Some(infection)) =
            (self.cases.get(&person).copied(), self.truth.infection(person).cloned())
        else {
            return Ok(());
        };
        let now = self.app.now();
        let ill = infection.is_symptomatic() && infection.onset <= now;
        let assessment = Assessment {
            epi_items: u8::from(infection.by.is_some()),
            clinical_items: if ill { 2 } else { 0 },
            symptoms: if ill {
                infection.symptoms.iter().map(|s| (*s).to_owned()).collect()
            } else {
                Vec::new()
            },
            severity: ill.then(|| "mild".to_owned()),
            ..Assessment::default()
        };
        let onset = ill.then(|| self.zone.date_of(infection.onset));
        let caller = self.actor("cdc")?.caller;
        let input = AssessCase { case, expected_version: None, assessment, onset };
        let receipt = match self.app.assess_case(&caller, None, input).await {
            Err(refused) if refused.code() == Code::CaseState => return Ok(()),
            other => other?,
        };
        if receipt.subject_of("case_classified").is_some() {
            self.plan(now.plus(Span::hours(6)), Act::Take { person, step: Step::ReviseCard });
        }
        self.follow(&receipt).await
    }

    /// Records whom the case says he met, and who can now be told to have
    /// infected whom.
    async fn ask_case(&mut self, person: usize) -> Outcome {
        let now = self.app.now();
        let known_from = self.truth.infection(person).map_or(now, |infection| infection.onset).min(now);
        let since = known_from.plus(ASKED_BACK.negated());
        // Of several meetings with the same person in the same place the last one is recorded.
        let mut met: std::collections::BTreeMap<(usize, SimPlace), (Timestamp, Timestamp, bool)> =
            Default::default();
        for event in &self.truth.events {
            if let SimWhat::Exposure { from, to, place, started, ended, protected, named } = &event.what
                && *from == person
                && *named
                && *ended <= now
                && *ended >= since
            {
                met.insert((*to, *place), (*started, *ended, *protected));
            }
        }
        for ((to, place), (started, ended, protected)) in met {
            let infected = self.cases.contains_key(&to)
                && self.truth.infection(to).is_some_and(|i| i.by == Some(person) && i.place == Some(place));
            let transmission = infected && self.linked.insert((person, to));
            self.expose((person, to), place, (started, ended), protected, transmission).await?;
        }
        if let Some(by) = self.truth.infection(person).and_then(|infection| infection.by) {
            self.link(by, person).await?;
        }
        let infected: Vec<usize> =
            self.truth.infections.iter().filter(|i| i.by == Some(person)).map(|i| i.person).collect();
        for other in infected {
            self.link(person, other).await?;
        }
        Ok(())
    }

    /// Records that one case infected another, as soon as both are known.
    async fn link(&mut self, from: usize, to: usize) -> Outcome {
        let both = self.cases.contains_key(&from) && self.cases.contains_key(&to);
        if !both || !self.linked.insert((from, to)) {
            return Ok(());
        }
        let Some(infection) = self.truth.infection(to).cloned() else { return Ok(()) };
        let meeting = self.truth.events.iter().find_map(|event| match &event.what {
            SimWhat::Exposure { from: f, to: t, place, started, ended, protected, .. }
                if *f == from && *t == to && *started <= infection.at && infection.at <= *ended =>
            {
                Some((*place, *started, *ended, *protected))
            }
            _ => None,
        });
        match meeting {
            Some((place, started, ended, protected)) => {
                self.expose((from, to), place, (started, ended), protected, true).await
            }
            None => Ok(()),
        }
    }

    async fn expose(
        &mut self,
        (from, to): (usize, usize),
        place: SimPlace,
        (started_at, ended_at): (Timestamp, Timestamp),
        protected: bool,
        transmission: bool,
    ) -> Outcome {
        let (source, exposed) = (self.register(from).await?, self.register(to).await?);
        let setting = match place {
            SimPlace::Household(_) => "home",
            SimPlace::Workplace(_) => "workplace",
            SimPlace::Wedding => "restaurant",
        };
        let input = ExposureInput {
            disease: DISEASE.to_owned(),
            from: source.subject(),
            to: exposed.subject(),
            kind: place.exposure_kind().to_owned(),
            started_at,
            ended_at,
            protected,
            setting: setting.to_owned(),
            transmission,
        };
        let receipt = self.app.record_exposure(&self.actor("cdc")?.caller, None, input).await?;
        self.follow(&receipt).await
    }

    /// A contact is spoken to. Whoever lives with a close contact is a contact
    /// of the second order.
    async fn reach(&mut self, contact: ContactId) -> Outcome {
        let cdc = self.actor("cdc")?.caller;
        match self.app.reach_contact(&cdc, None, contact).await {
            Err(refused) if refused.code() == Code::CaseState => return Ok(()),
            other => drop(other?),
        }
        let seen = self.app.contact(&cdc, contact, self.app.as_of(None)).await?.state;
        let person = self.index.get(&seen.person).copied();
        let Some(person) = person.filter(|p| seen.order == 1 && !self.asked.contains(p)) else {
            return Ok(());
        };
        self.asked.insert(person);
        let home = self.truth.persons[person].household;
        let others: Vec<usize> = (0..self.truth.persons.len())
            .filter(|other| *other != person && self.truth.persons[*other].household == home)
            .filter(|other| !self.cases.contains_key(other))
            .collect();
        let together = (seen.first_exposure, self.app.now());
        for other in others {
            self.expose((person, other), SimPlace::Household(home), together, false, false).await?;
        }
        Ok(())
    }

    async fn check(&mut self, order: OrderId, plan: u32, person: usize, central: bool) -> Outcome {
        let Some(id) = self.people.get(&person).copied() else { return Ok(()) };
        if self.orders.get(&person) != Some(&(order, plan)) {
            return Ok(());
        }
        let found = self.truth.check(person, self.app.now());
        let input = CheckInput {
            person: id,
            temperature_c: Some(found.temperature_c),
            symptoms: found.symptoms.into_iter().map(str::to_owned).collect(),
            checked_at: None,
        };
        let caller = self.carer(person, central)?;
        self.app.record_check(&caller, None, input).await?;
        Ok(())
    }

    /// Who carries out the order of a person.
    pub fn carer(&self, person: usize, central: bool) -> Outcome<Caller> {
        Ok(if central { self.actor("site")? } else { self.community_of(person)? }.caller)
    }
}
