//! Requests for erasure: granted by a right, or refused for a ground.

use authz::Action;
use domain::{law, people};
use kernel::{PersonId, Result};
use store::Wanted;

use crate::{App, Caller, Key, Receipt, Recorder};

impl Recorder<'_> {
    /// Erases a loaded person with everybody who is one with him, unless a hold
    /// keeps any of them.
    pub(crate) async fn erase(
        &mut self,
        person: &people::Person,
        reason: &str,
        basis: Option<&str>,
    ) -> Result<()> {
        let all = self.one_with(person);
        self.refuse_held(&all).await?;
        self.erase_all(&all, reason, basis).await
    }
    /// A loaded person, and those who are one with him and not erased.
    pub(super) fn one_with(&self, person: &people::Person) -> Vec<people::Person> {
        let others = self.world.one_with(person.id).into_iter().filter(|id| *id != person.id);
        let others = others.filter_map(|id| self.world.people.get(&id)).filter(|other| !other.erased);
        std::iter::once(person).chain(others).cloned().collect()
    }
    /// Erases persons who are one, whom no hold keeps.
    pub(super) async fn erase_all(
        &mut self,
        all: &[people::Person],
        reason: &str,
        basis: Option<&str>,
    ) -> Result<()> {
        for person in all {
            let fact = people::erase(person, reason, basis, &mut self.ctx(&person.area))?;
            let at = self.now();
            self.work.erase_person(person.id, at).await?;
            self.record(vec![fact]).await?;
        }
        Ok(())
    }
}

impl App {
    /// Erases a person, and everybody who is one with him: the key and the
    /// sealed values go, the facts stay and the journal stays provable.
    ///
    /// # Errors
    /// As [`people::erase`]; `access.forbidden`; `record.not_found`;
    /// `law.under_hold` while a hold keeps him.
    pub async fn erase_person(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        person: PersonId,
        reason: String,
    ) -> Result<Receipt> {
        self.erase_person_by(caller, key, person, reason, None).await
    }

    /// As [`Self::erase_person`], with the right by which it is done.
    ///
    /// # Errors
    /// As [`Self::erase_person`].
    pub async fn erase_person_by(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        person: PersonId,
        reason: String,
        basis: Option<String>,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), (person, reason, basis), |rec, (person, reason, basis)| {
            Box::pin(async move {
                let known = rec.person(*person, Action::ErasePerson).await?;
                for one in rec.one_with(&known) {
                    rec.require(Action::ErasePerson, &one.area)?;
                }
                rec.erase(&known, reason, basis.as_deref()).await
            })
        })
        .await
    }

    /// Records that a request for erasure is refused, and why.
    ///
    /// # Errors
    /// As [`law::refuse_erasure`]; `access.forbidden`; `record.not_found`.
    pub async fn refuse_erasure(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        person: PersonId,
        ground: String,
        reason: String,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), (person, ground, reason), |rec, (person, ground, reason)| {
            Box::pin(async move {
                let known = rec.person(*person, Action::ErasePerson).await?;
                let fact = law::refuse_erasure(&known, ground, reason, &mut rec.ctx(&known.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}
