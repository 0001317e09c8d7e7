//! Persons: taken in with their values sealed, erased with their key.

mod addresses;
mod checks;
mod households;
mod merge;

use authz::Action;
use domain::people;
use kernel::{AreaPath, Classified, Code, Error, PersonId, PersonalField, Result};
use std::collections::BTreeMap;
use store::{NewPerson, Wanted};
use text::identity::index_keys;

use crate::ids::{SystemIds, random_bytes};
use crate::{App, Caller, Key, Receipt, Recorder};

pub use addresses::AddressInput;
pub(crate) use checks::within_limit;
pub use households::HouseholdInput;

/// Persons with the same number who are told at most.
const TOLD: usize = 5;

/// A person to be taken in.
#[derive(Clone, Debug)]
pub struct NewPersonInput {
    /// Where he lives.
    pub area: AreaPath,
    /// `m` or `f`.
    pub sex: Option<String>,
    /// Year of birth.
    pub birth_year: Option<i16>,
    /// The values that name him.
    pub values: Vec<(PersonalField, Classified<String>)>,
    /// Whether he is taken in though somebody has the same identity number.
    pub known_duplicate: bool,
}

/// A person of a command: known, or taken in with it.
#[derive(Clone, Debug)]
pub enum PersonInput {
    /// Known already.
    Known(PersonId),
    /// To be taken in.
    New(NewPersonInput),
}

impl PersonInput {
    /// What the store shall have ready: everything about a known person.
    pub(crate) fn wanted(&self) -> Wanted {
        match self {
            Self::Known(id) => Wanted::nothing().person_file(*id),
            Self::New(_) => Wanted::nothing(),
        }
    }
}

impl Recorder<'_> {
    /// Takes in a person, or loads the known one.
    ///
    /// # Errors
    /// Those of [`people::register`]; `record.not_found`; `access.forbidden`.
    pub(crate) async fn resolve_person(
        &mut self,
        input: &PersonInput,
        action: Action,
    ) -> Result<people::Person> {
        match input {
            PersonInput::Known(id) => self.person(*id, action).await,
            PersonInput::New(_) => self.resolve_person_anywhere(input).await,
        }
    }

    /// As [`Self::resolve_person`], for what a unit records of whoever comes to
    /// it: a known person may live anywhere, and so may a new one as long as
    /// the caller may register persons where his unit stands.
    ///
    /// # Errors
    /// As [`Self::resolve_person`]; `area.unknown`.
    pub(crate) async fn resolve_person_anywhere(&mut self, input: &PersonInput) -> Result<people::Person> {
        let new = match input {
            PersonInput::Known(id) => return self.person_anywhere(*id).await,
            PersonInput::New(new) => new,
        };
        let area = self.directory().present(&new.area)?;
        let new = &NewPersonInput { area, ..new.clone() };
        if let Err(refused) = self.require(Action::RegisterPerson, &new.area) {
            let unit = self.caller.unit.ok_or(refused)?;
            let seat = self.directory().unit(unit)?.area.clone();
            self.require(Action::RegisterPerson, &seat)?;
        }
        let today = self.directory().zone_at(&new.area).date_of(self.now());
        let new = checks::sound(new, today)?;
        if !new.known_duplicate {
            self.refuse_duplicate(&new).await?;
        }
        let id = PersonId::new(&mut SystemIds);
        self.register(id, &new).await
    }

    /// Refuses a number that somebody in the caller's reach has already; who
    /// lies outside is not told.
    async fn refuse_duplicate(&mut self, new: &NewPersonInput) -> Result<()> {
        let number = new.values.iter().find(|(field, _)| *field == PersonalField::IdNumber);
        let keys = number.map(|(field, value)| index_keys(*field, value.expose())).unwrap_or_default();
        let Some(key) = keys.first() else { return Ok(()) };
        let reaches = self.caller.authority.reaches_for(Action::RegisterPerson)?;
        let mut filed = self.work.filed_under(key).await?;
        filed.retain(|(_, area)| reaches.iter().any(|reach| area.is_within(&reach.area)));
        if filed.is_empty() {
            return Ok(());
        }
        let ids: Vec<String> = filed.iter().take(TOLD).map(|(id, _)| id.to_string()).collect();
        Err(Error::new(Code::PersonDuplicate).arg("ids", ids.join(", ")))
    }

    /// Takes in a person under an id chosen before.
    ///
    /// # Errors
    /// Those of [`people::register`] and of sealing the values.
    pub(crate) async fn register(&mut self, id: PersonId, new: &NewPersonInput) -> Result<people::Person> {
        let commitments = self.work.put_person(
            NewPerson {
                id,
                area: new.area.clone(),
                household: None,
                sex: new.sex.clone(),
                birth_year: new.birth_year.map(i64::from),
                recorded_at: self.now(),
                values: new.values.clone(),
            },
            random_bytes::<64>(),
        )?;
        let commitments: BTreeMap<String, String> = commitments
            .into_iter()
            .map(|c| (c.field.to_owned(), c.hash.iter().map(|b| format!("{b:02x}")).collect()))
            .collect();
        self.is_born_here(id);
        let fact = {
            let mut ctx = self.ctx(&new.area);
            people::register(id, &new.area, new.sex.as_deref(), new.birth_year, commitments, &mut ctx)?
        };
        let person = people::Person {
            id,
            area: new.area.clone(),
            sex: new.sex.clone(),
            birth_year: new.birth_year,
            erased: false,
            merged_into: None,
        };
        self.world.people.insert(id, person.clone());
        self.record(vec![fact]).await?;
        Ok(person)
    }
}

impl App {
    /// Takes in a person.
    ///
    /// # Errors
    /// As [`people::register`]; `access.forbidden`; `person.id_number_invalid`,
    /// `person.id_number_contradicts`; `person.possible_duplicate` when somebody
    /// in the caller's reach has the same identity number.
    pub async fn register_person(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: NewPersonInput,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), PersonInput::New(input), |rec, input| {
            Box::pin(async move { rec.resolve_person(input, Action::RegisterPerson).await.map(drop) })
        })
        .await
    }
}
