//! Households: formed, joined, left; who speaks for them.

use authz::Action;
use domain::households::{self, Household};
use domain::people::Person;
use kernel::{AreaPath, Code, Date, Error, GroupId, PersonId, Result, SubjectKind};
use store::{HouseholdRow, Wanted};

use crate::ids::SystemIds;
use crate::questions::Seen;
use crate::{App, Caller, Key, Receipt, Recorder, rows};

/// A household to be formed.
#[derive(Clone, Debug)]
pub struct HouseholdInput {
    /// Where it lives.
    pub area: AreaPath,
    /// Who lives there, and since when.
    pub members: Vec<(PersonId, Date)>,
    /// Which of them speaks for it.
    pub head: Option<PersonId>,
}

impl Recorder<'_> {
    /// Loads a household wherever it lives; none when there is no such.
    pub(crate) async fn household_if_known(&mut self, id: GroupId) -> Result<Option<Household>> {
        if !self.world.households.contains_key(&id)
            && let Some(row) = self.work.household(id).await?
        {
            self.has_version(SubjectKind::Group, id.0, row.version);
            self.world.households.insert(id, rows::state(&row.state)?);
        }
        Ok(self.world.households.get(&id).cloned())
    }
    /// Loads a household of the caller's reach.
    async fn household(&mut self, id: GroupId) -> Result<Household> {
        let reaches = self.caller.authority.reaches_for(Action::RegisterPerson)?;
        let found = self.household_if_known(id).await?;
        let unknown = || Error::new(Code::NotFound).arg("kind", "household").arg("id", id);
        found.filter(|h| reaches.iter().any(|reach| h.area.is_within(&reach.area))).ok_or_else(unknown)
    }
    /// The household in which a person lives, by any of the records that are his.
    async fn home_of(&mut self, person: &Person) -> Result<Option<GroupId>> {
        for one in self.world.one_with(person.id) {
            let known = self.world.households.values().find(|h| h.since(one).is_some()).map(|h| h.id);
            let rows = self.work.memberships(one).await?;
            let home = known.or_else(|| rows.iter().find(|m| m.until.is_none()).map(|m| m.household));
            if home.is_some() {
                return Ok(home);
            }
        }
        Ok(None)
    }
    async fn join(&mut self, household: GroupId, person: PersonId, from: Date) -> Result<()> {
        let person = self.person(person, Action::RegisterPerson).await?;
        let elsewhere = self.home_of(&person).await?;
        let household = self.household(household).await?;
        let fact = {
            let mut ctx = self.ctx(&household.area);
            households::join(&household, &person, elsewhere, from, &mut ctx)?
        };
        self.record(vec![fact]).await
    }
    /// By which of the records that are his somebody lives in a household.
    async fn member(&mut self, household: &Household, person: PersonId) -> Result<PersonId> {
        let person = self.person(person, Action::RegisterPerson).await?;
        let mut all = self.world.one_with(person.id).into_iter();
        Ok(all.find(|one| household.since(*one).is_some()).unwrap_or(person.id))
    }
    async fn head(&mut self, household: GroupId, person: PersonId) -> Result<()> {
        let household = self.household(household).await?;
        let person = self.member(&household, person).await?;
        let fact = households::set_head(&household, person, &mut self.ctx(&household.area))?;
        self.record(vec![fact]).await
    }
}

impl App {
    /// Forms a household.
    ///
    /// # Errors
    /// As [`households::join`] and [`households::set_head`]; `access.forbidden`;
    /// `area.unknown`; `record.not_found` for a member out of reach.
    pub async fn form_household(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: HouseholdInput,
    ) -> Result<Receipt> {
        let people = input.members.iter().map(|(person, _)| *person);
        let wanted = people.fold(Wanted::nothing(), Wanted::person_file);
        self.run(caller, key, wanted, input, |rec, input| {
            Box::pin(async move {
                rec.require(Action::RegisterPerson, &input.area)?;
                let id = GroupId::new(&mut SystemIds);
                let fact = households::form(id, &input.area, &mut rec.ctx(&input.area));
                rec.record(vec![fact]).await?;
                for (person, from) in &input.members {
                    rec.join(id, *person, *from).await?;
                }
                match input.head {
                    Some(head) => rec.head(id, head).await,
                    None => Ok(()),
                }
            })
        })
        .await
    }
    /// Lets somebody live in a household.
    ///
    /// # Errors
    /// As [`households::join`]; `access.forbidden`; `record.not_found`.
    pub async fn join_household(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        household: GroupId,
        person: PersonId,
        from: Date,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().person_file(person);
        self.run(caller, key, wanted, (household, person, from), |rec, (household, person, from)| {
            Box::pin(async move {
                rec.household(*household).await?;
                rec.join(*household, *person, *from).await
            })
        })
        .await
    }
    /// Lets somebody leave a household.
    ///
    /// # Errors
    /// As [`households::leave`]; `access.forbidden`; `record.not_found`.
    pub async fn leave_household(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        household: GroupId,
        person: PersonId,
        until: Date,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().person_file(person);
        self.run(caller, key, wanted, (household, person, until), |rec, (household, person, until)| {
            Box::pin(async move {
                let household = rec.household(*household).await?;
                let person = rec.member(&household, *person).await?;
                let fact = households::leave(&household, person, *until, &mut rec.ctx(&household.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
    /// Lets a member speak for a household.
    ///
    /// # Errors
    /// As [`households::set_head`]; `access.forbidden`; `record.not_found`.
    pub async fn set_household_head(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        household: GroupId,
        person: PersonId,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().person_file(person);
        self.run(caller, key, wanted, (household, person), |rec, (household, person)| {
            Box::pin(async move { rec.head(*household, *person).await })
        })
        .await
    }
    /// A household.
    ///
    /// # Errors
    /// `access.forbidden`, `record.not_found`, those of the store.
    pub async fn household(&self, caller: &Caller, id: GroupId) -> Result<Seen<Household>> {
        let scope = self.scope(caller, Action::RegisterPerson, "households")?;
        let row = self.store().household(&scope, id, self.as_of(None)).await?;
        row.map_or_else(|| Err(Error::new(Code::NotFound).arg("kind", "household").arg("id", id)), seen)
    }
    /// The households in which a person lives or has lived; none for somebody out of reach.
    ///
    /// # Errors
    /// `access.forbidden`, those of the store.
    pub async fn households_of(&self, caller: &Caller, person: PersonId) -> Result<Vec<Seen<Household>>> {
        let scope = self.scope(caller, Action::RegisterPerson, "households")?;
        if self.store().person(&scope, person).await?.is_none() {
            return Ok(Vec::new());
        }
        self.store().households_of(&scope, person).await?.into_iter().map(seen).collect()
    }
}

fn seen(row: HouseholdRow) -> Result<Seen<Household>> {
    Seen::read(row.id.0, row.version, row.recorded_from, row.area, &row.state)
}
