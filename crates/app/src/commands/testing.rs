//! Samples and results. A positive result of somebody without an open case
//! opens one under the protocol in force; the contact he was becomes a case
//! and keeps its history; his own contacts are determined at once. A case that
//! is only suspected ends nothing, and one that is discarded gives back.

use authz::Action;
use domain::clinical::{self, Case, OpenCase, Reclassify};
use domain::people::Person;
use domain::testing::{self, RecordResult};
use domain::views::Focus;
use domain::{Fact, FactBody, TestMethod, TestOutcome, investigation, isolation};
use kernel::{CaseId, PersonId, Result, SubjectKind, Timestamp, UnitId, VisitId};
use protocol::schema::Classification;
use std::collections::BTreeSet;
use store::Wanted;

use crate::{App, Caller, Key, Receipt, Recorder};

/// A sample taken or a result known.
#[derive(Clone, Debug)]
pub struct ResultInput {
    /// Who was tested.
    pub person: PersonId,
    /// Disease key.
    pub disease: String,
    /// How.
    pub method: TestMethod,
    /// What was found; absent for a sample without result yet.
    pub result: Option<TestOutcome>,
    /// Cycle threshold.
    pub ct: Option<f64>,
    /// When sampled; now when absent.
    pub sampled_at: Option<Timestamp>,
    /// When known; now when absent.
    pub resulted_at: Option<Timestamp>,
    /// The unit; the caller's own when absent.
    pub unit: Option<UnitId>,
    /// The visit that led to it.
    pub visit: Option<VisitId>,
}

impl App {
    /// Records a sample (without result) or a result. The unit must lie in the
    /// caller's areas; the person may live anywhere, and his records stay with
    /// his own area: nothing of them is answered beyond the caller's areas.
    ///
    /// # Errors
    /// As [`testing::record_result`]; `access.forbidden`; `record.not_found`;
    /// `protocol.not_in_force` when a positive result falls under no edition.
    pub async fn record_test(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: ResultInput,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().person_file(input.person);
        self.run(caller, key, wanted, input, |rec, input| {
            Box::pin(async move {
                let unit = super::obligations::unit_or_own(rec, input.unit)?;
                rec.caller.authority.reaches_for(Action::RecordTest)?;
                let unit_area = rec.unit_in_sight(unit)?.area.clone();
                rec.require_of(Action::RecordTest, &unit_area, &input.disease)?;
                let person = rec.person_anywhere(input.person).await?;
                let now = rec.now();
                let sampled_at = input.sampled_at.unwrap_or(now);
                let command = RecordResult {
                    person: person.id,
                    area: person.area.clone(),
                    disease: input.disease.clone(),
                    method: input.method,
                    result: input.result.unwrap_or(TestOutcome::Invalid),
                    ct: input.ct,
                    sampled_at,
                    resulted_at: input.resulted_at.unwrap_or_else(|| sampled_at.max(now)),
                    unit,
                    case: rec.world.open_case(person.id, &input.disease).map(|c| c.id),
                    order: rec
                        .world
                        .running_orders(person.id)
                        .find(|o| o.disease == input.disease)
                        .map(|o| o.id),
                    visit: input.visit,
                };
                if input.result.is_none() {
                    let fact = testing::take_sample(&command, &mut rec.ctx(&person.area))?;
                    rec.record(vec![fact]).await?;
                    rec.conceal_elsewhere(Action::RecordTest, &["sample_taken"]);
                    return Ok(());
                }
                let fact = testing::record_result(&command, &mut rec.ctx(&person.area))?;
                // What the case says of its tests is computed from all of them.
                rec.tests_of(person.id).await?;
                let window = |rec: &Recorder<'_>| {
                    rec.world.cases.get(&command.case?).map(|c| (c.first_positive, c.last_negative))
                };
                let before = window(rec);
                rec.record(vec![fact.clone()]).await?;
                let moved = window(rec) != before;
                match command.case {
                    Some(case) => {
                        rec.classify_again(case, &fact).await?;
                        if moved {
                            rec.determine(case).await?;
                        }
                    }
                    None if command.result == TestOutcome::Positive => {
                        rec.open_case_from_test(&person, &command, &fact).await?;
                    }
                    None => {}
                }
                if command.result == TestOutcome::Positive {
                    rec.follow_index(person.id, &command.disease).await?;
                }
                rec.conceal_elsewhere(Action::RecordTest, &["test_result"]);
                Ok(())
            })
        })
        .await
    }
}

impl Recorder<'_> {
    /// What the case definitions in force say of a case or person, with the
    /// edition that says it.
    pub(crate) async fn classify(
        &mut self,
        disease: &str,
        fact: &Fact,
        focus: Focus,
    ) -> Result<Option<(Classification, String, String)>> {
        let protocol = self.protocol(disease, &fact.area)?;
        let zone = self.directory().zone_at(&fact.area);
        let needs = protocol.classify_needs();
        let view = self.view(&needs, disease, focus, &fact.area, &zone).await?;
        let found = protocol.classify(&fact.view(), &view, self.now())?;
        Ok(found.map(|(class, rule)| (class, rule, protocol.edition.clone())))
    }

    /// Gives an open case the class that follows now, unless a person set it by
    /// hand, or it was discarded and the person has another case since.
    pub(crate) async fn classify_again(&mut self, id: CaseId, fact: &Fact) -> Result<()> {
        let Some(case) = self.world.cases.get(&id).cloned() else { return Ok(()) };
        let replaced = case.is_discarded() && self.world.open_case(case.person, &case.disease).is_some();
        if case.rule == clinical::MANUAL_RULE || replaced {
            return Ok(());
        }
        let focus = Focus { person: Some(case.person), case: Some(id), ..Focus::default() };
        match self.classify(&case.disease, fact, focus).await? {
            Some((classification, rule, edition)) if classification != case.classification => {
                let command = Reclassify { classification, rule, edition, reason: None };
                let fact = clinical::reclassify(&case, &command, &mut self.ctx(&case.area))?;
                self.record(vec![fact]).await?;
                self.follow_class(id, case.stands_as_infection()).await
            }
            _ => Ok(()),
        }
    }

    async fn open_case_from_test(
        &mut self,
        person: &Person,
        command: &RecordResult,
        fact: &Fact,
    ) -> Result<()> {
        let focus = Focus { person: Some(person.id), ..Focus::default() };
        let Some(class) = self.classify(&command.disease, fact, focus).await? else { return Ok(()) };
        let tests = self.world.tests_of(person.id, &command.disease);
        let last_negative = clinical::last_negative(&tests, command.sampled_at);
        let id = CaseId::new(&mut crate::ids::SystemIds);
        let number = self.next_number(&person.area).await?;
        let open = OpenCase {
            id,
            number,
            person: person.id,
            area: person.area.clone(),
            disease: command.disease.clone(),
            class,
            manual_reason: None,
            onset: None,
            first_positive: Some(command.sampled_at),
            last_negative,
            unit: Some(command.unit),
            source: "test".to_owned(),
            occurred_at: command.resulted_at,
            imported: false,
            visit: command.visit,
        };
        self.open_case(&open).await
    }

    /// Opens a case with all that follows from its class.
    pub(crate) async fn open_case(&mut self, open: &OpenCase) -> Result<()> {
        let fact = clinical::open(open, &mut self.ctx(&open.area))?;
        self.record(vec![fact]).await?;
        self.follow_class(open.id, false).await
    }

    /// What follows when a case has a class, an end or none any more, told
    /// whether its person was held infected before. Infected now: he is no
    /// contact any more and his orders as a contact end. No longer held
    /// infected: he is a contact again of those through whom he was one. In
    /// between nothing ends: a person under suspicion stays where he is.
    pub(crate) async fn follow_class(&mut self, id: CaseId, was_infected: bool) -> Result<()> {
        let Some(case) = self.world.cases.get(&id).cloned() else { return Ok(()) };
        self.person_if_known(case.person).await?;
        match (was_infected, case.stands_as_infection()) {
            (false, true) => self.end_as_contact(&case).await?,
            (true, false) => self.is_contact_again(&case).await?,
            _ => {}
        }
        self.determine(id).await
    }

    async fn end_as_contact(&mut self, case: &Case) -> Result<()> {
        let contacts: Vec<_> = self.world.standing_contacts(case.person, &case.disease).cloned().collect();
        for contact in contacts {
            let fact = investigation::end(&contact, "became_case", &mut self.ctx(&contact.area))?;
            self.record(vec![fact]).await?;
        }
        // An order for the sake of the case itself is none that he has as a contact.
        let orders: Vec<_> = self
            .world
            .running_orders(case.person)
            .filter(|o| o.disease == case.disease && o.case != Some(case.id))
            .cloned()
            .collect();
        for order in orders {
            let fact = isolation::lift(&order, "became_case", &mut self.ctx(&order.area))?;
            self.record(vec![fact]).await?;
        }
        Ok(())
    }

    async fn is_contact_again(&mut self, case: &Case) -> Result<()> {
        let sources: BTreeSet<CaseId> = self
            .world
            .contacts
            .values()
            .filter(|c| c.person == case.person && c.disease == case.disease && c.status == "became_case")
            .map(|c| c.case)
            .collect();
        for source in sources {
            self.case_anywhere(source).await?;
            self.determine(source).await?;
        }
        Ok(())
    }

    /// Determines the contacts of a case from the exposures on record.
    pub(crate) async fn determine(&mut self, case: CaseId) -> Result<()> {
        let Some(case) = self.world.cases.get(&case).cloned() else { return Ok(()) };
        if case.is_discarded() {
            return Ok(());
        }
        self.contacts_of_case(case.id).await?;
        self.load_neighbours(case.person).await?;
        let known: Vec<PersonId> = self
            .world
            .contacts
            .values()
            .filter(|c| c.case == case.id && c.order == 1)
            .map(|c| c.person)
            .collect();
        for person in known {
            self.load_neighbours(person).await?;
        }
        let protocol = self.protocol(&case.disease, &case.area)?;
        // First the people whom the case met; their own exposures are loaded
        // before those whom they met are looked at.
        for _ in 0..2 {
            let (world, mut ctx) = self.parts(&case.area);
            let facts = investigation::determine_contacts(world, &case, &protocol, &mut ctx);
            if facts.is_empty() {
                break;
            }
            let met: Vec<PersonId> = facts
                .iter()
                .filter(|f| {
                    use FactBody::{ContactDetermined, ContactReclassified};
                    matches!(
                        f.body,
                        ContactDetermined { order: 1, .. } | ContactReclassified { order: Some(1), .. }
                    )
                })
                .filter_map(|f| f.subject_of(SubjectKind::Person).map(Into::into))
                .collect();
            self.record(facts).await?;
            for person in met {
                self.load_neighbours(person).await?;
            }
        }
        Ok(())
    }

    /// Gives those who were met through a close contact the class that their
    /// regime names now that he is tested positive.
    async fn follow_index(&mut self, index: PersonId, disease: &str) -> Result<()> {
        let cases: BTreeSet<CaseId> = self
            .world
            .contacts
            .values()
            .filter(|c| c.person == index && c.disease == disease && c.order == 1 && c.status != "retracted")
            .map(|c| c.case)
            .collect();
        if cases.is_empty() {
            return Ok(());
        }
        self.load_neighbours(index).await?;
        for case in cases {
            self.contacts_of_case(case).await?;
            let met_through = |person: PersonId| {
                self.world.exposures.values().any(|e| {
                    e.disease == disease
                        && e.status == "standing"
                        && e.across(index.subject()) == Some(person.subject())
                })
            };
            let second: Vec<_> = self
                .world
                .contacts
                .values()
                .filter(|c| c.case == case && c.order == 2 && c.is_standing() && met_through(c.person))
                .cloned()
                .collect();
            for contact in second {
                self.follow_regime(&contact).await?;
            }
        }
        Ok(())
    }

    async fn follow_regime(&mut self, contact: &investigation::Contact) -> Result<()> {
        let protocol = self.protocol(&contact.disease, &contact.area)?;
        let Some(regime) = protocol.regime_for(&crate::rows::word(&contact.class)) else { return Ok(()) };
        let zone = self.directory().zone_at(&contact.area);
        let needs = protocol.regime_needs(&regime.key);
        let focus = Focus { person: Some(contact.person), contact: Some(contact.id), ..Focus::default() };
        let view = self.view(&needs, &contact.disease, focus, &contact.area, &zone).await?;
        match protocol.becomes(&regime.key, &view, self.now())? {
            Some(class) if class != contact.class => {
                let mut ctx = self.ctx(&contact.area);
                let fact =
                    investigation::reclassify(contact, class, &regime.id, &protocol.edition, &mut ctx)?;
                self.record(vec![fact]).await
            }
            _ => Ok(()),
        }
    }

    async fn load_neighbours(&mut self, person: PersonId) -> Result<()> {
        self.exposures_of(person.subject()).await?;
        let others: Vec<PersonId> = self
            .world
            .exposures
            .values()
            .filter_map(|e| e.across(person.subject()))
            .filter(|end| end.kind == SubjectKind::Person)
            .map(|end| end.id.into())
            .collect();
        for other in others {
            self.person_anywhere(other).await?;
        }
        Ok(())
    }

    /// The next number that people call a case by: area code, year, running number.
    pub(crate) async fn next_number(&mut self, area: &kernel::AreaPath) -> Result<String> {
        let area = &self.directory().current(area);
        let year = self.directory().zone_at(area).date_of(self.now()).year();
        // An area that was moved goes on counting where it began: its code is the same.
        let paths = self.directory().same_area(area);
        let counted = paths.into_iter().find(|path| path.code() == area.code());
        let counted = counted.unwrap_or_else(|| area.clone());
        let last = self.work.next_case_number(&counted, i64::from(year)).await?;
        Ok(format!("{}-{year}-{last:04}", area.code()))
    }
}
