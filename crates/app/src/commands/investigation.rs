//! Exposures and contacts (F01, F02, F05).

use authz::Action;
use domain::investigation::{self, RecordExposure};
use kernel::{Code, ContactId, Error, ExposureId, PersonId, Result, SubjectKind, SubjectRef, Timestamp};
use store::{ContactRow, ExposureRow, Wanted};

use crate::{App, Caller, Key, Receipt, Recorder};

/// The longest chain of infectors looked up for a circle.
const MAX_CHAIN: usize = 500;

/// An exposure between two persons, or a person and a place or event.
#[derive(Clone, Debug)]
pub struct ExposureInput {
    /// Disease key.
    pub disease: String,
    /// One end; with `transmission`, the infector.
    pub from: SubjectRef,
    /// The other end.
    pub to: SubjectRef,
    /// Kind of exposure.
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
}

impl App {
    /// Records an exposure; the contacts that follow are determined at once.
    /// One of its persons must live in the caller's areas, the other may live
    /// anywhere.
    ///
    /// # Errors
    /// As [`investigation::record_exposure`]; `record.not_found`.
    pub async fn record_exposure(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: ExposureInput,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                let people = [input.from, input.to].into_iter().filter(|end| end.kind == SubjectKind::Person);
                let (mut own, mut elsewhere) = (None, None);
                for end in people {
                    match rec.person(PersonId(end.id), Action::TraceContacts).await {
                        Ok(person) => own = own.or(Some(person.area)),
                        Err(hidden) if hidden.code() == Code::NotFound => {
                            rec.person_anywhere(PersonId(end.id)).await?;
                            elsewhere = elsewhere.or(Some(hidden));
                        }
                        Err(other) => return Err(other),
                    }
                }
                let missing = || Error::new(Code::MissingField).arg("field", "from, to");
                let area = own.ok_or_else(|| elsewhere.unwrap_or_else(missing))?;
                rec.require_of(Action::TraceContacts, &area, &input.disease)?;
                rec.expose(input, &area).await?;
                rec.conceal_elsewhere(Action::TraceContacts, &["exposure_recorded"]);
                Ok(())
            })
        })
        .await
    }

    /// Takes an exposure back; the contacts that stood on it are not taken back
    /// silently: they are listed for a decision by their owners.
    ///
    /// # Errors
    /// As [`investigation::retract_exposure`]; `record.not_found`.
    pub async fn retract_exposure(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: ExposureId,
        reason: String,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<ExposureRow>(id.0);
        self.run(caller, key, wanted, (id, reason), |rec, (id, reason)| {
            Box::pin(async move {
                let exposure = rec.exposure(*id, Action::TraceContacts).await?;
                let fact = investigation::retract_exposure(&exposure, reason, &mut rec.ctx(&exposure.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Somebody has spoken to a contact.
    ///
    /// # Errors
    /// As [`investigation::reach`]; `record.not_found`.
    pub async fn reach_contact(&self, caller: &Caller, key: Option<&Key>, id: ContactId) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<ContactRow>(id.0).open_obligations(id.subject());
        self.run(caller, key, wanted, id, |rec, id| {
            Box::pin(async move {
                let contact = rec.contact(*id, Action::TraceContacts).await?;
                let fact = investigation::reach(&contact, &mut rec.ctx(&contact.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Ends a contact by hand.
    ///
    /// # Errors
    /// As [`investigation::end`]; `record.not_found`.
    pub async fn end_contact(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: ContactId,
        outcome: String,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<ContactRow>(id.0).open_obligations(id.subject());
        self.run(caller, key, wanted, (id, outcome), |rec, (id, outcome)| {
            Box::pin(async move {
                let contact = rec.contact(*id, Action::TraceContacts).await?;
                let fact = investigation::end(&contact, outcome, &mut rec.ctx(&contact.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}

impl Recorder<'_> {
    /// Records an exposure whose persons are loaded, and what follows for the
    /// contacts of the cases at its ends.
    pub(crate) async fn expose(&mut self, input: &ExposureInput, area: &kernel::AreaPath) -> Result<()> {
        let above = if input.transmission {
            self.infectors_of(input.from, &input.disease).await?
        } else {
            Vec::new()
        };
        let command = RecordExposure {
            disease: input.disease.clone(),
            from: input.from,
            to: input.to,
            area: area.clone(),
            kind: input.kind.clone(),
            started_at: input.started_at,
            ended_at: input.ended_at,
            protected: input.protected,
            setting: input.setting.clone(),
            transmission: input.transmission,
        };
        let fact = investigation::record_exposure(&command, &above, &mut self.ctx(area))?;
        self.record(vec![fact]).await?;
        let mut cases = Vec::new();
        for end in [input.from, input.to].into_iter().filter(|end| end.kind == SubjectKind::Person) {
            let person = PersonId(end.id);
            cases.extend(self.world.open_case(person, &input.disease).map(|c| c.id));
            // Whom a close contact met is a contact of the same case.
            cases.extend(
                self.world.standing_contacts(person, &input.disease).filter(|c| c.order == 1).map(|c| c.case),
            );
        }
        cases.sort_unstable();
        cases.dedup();
        for case in cases {
            if !self.world.cases.contains_key(&case) {
                self.case_anywhere(case).await?;
            }
            self.determine(case).await?;
        }
        Ok(())
    }

    /// The chain above a person: his infector, that one's infector, …
    async fn infectors_of(&mut self, from: SubjectRef, disease: &str) -> Result<Vec<PersonId>> {
        let mut chain: Vec<PersonId> = Vec::new();
        let mut at = from;
        while at.kind == SubjectKind::Person && chain.len() < MAX_CHAIN {
            let person = PersonId(at.id);
            if chain.contains(&person) {
                break;
            }
            chain.push(person);
            self.exposures_of(at).await?;
            let above = self
                .world
                .exposures
                .values()
                .find(|e| e.transmission && e.status == "standing" && e.disease == disease && e.to == at)
                .map(|e| e.from);
            match above {
                Some(infector) => at = infector,
                None => break,
            }
        }
        Ok(chain)
    }
}
