//! Where persons live and work, and when.

use authz::Action;
use domain::people;
use kernel::{
    AreaPath, Classified, Code, Date, Error, IdSource as _, PersonId, PersonalField, Result, SubjectKind,
};
use std::collections::BTreeMap;
use store::{AddressRow, AuditKind, AuditNote, Wanted};
use uuid::Uuid;

use super::within_limit;
use crate::ids::SystemIds;
use crate::questions::checked_purpose;
use crate::recorder::not_found;
use crate::{App, Caller, Key, Receipt};

/// An address to be recorded.
#[derive(Clone, Debug)]
pub struct AddressInput {
    /// Whose.
    pub person: PersonId,
    /// `home`, `work` or `stay`.
    pub kind: String,
    /// In which area.
    pub area: AreaPath,
    /// Street and house.
    pub text: Option<Classified<String>>,
    /// First day.
    pub from: Date,
    /// First day it no longer is.
    pub until: Option<Date>,
}

impl App {
    /// Records where a person lives or works. Its id stands in the fact.
    ///
    /// # Errors
    /// As [`people::record_address`]; `access.forbidden`; `record.not_found`;
    /// `value.too_long`.
    pub async fn record_address(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: AddressInput,
    ) -> Result<Receipt> {
        if let Some(text) = &input.text {
            within_limit(PersonalField::Address, text.expose())?;
        }
        let wanted = Wanted::nothing().person_file(input.person);
        self.run(caller, key, wanted, input, |rec, input| {
            Box::pin(async move {
                let person = rec.person(input.person, Action::RegisterPerson).await?;
                let (id, recorded_at) = (SystemIds.next_uuid(), rec.now());
                let (days, no_commitments) = ((input.from, input.until), BTreeMap::new());
                // Refused before anything is sealed.
                let address = (id, input.kind.as_str());
                let mut ctx = rec.ctx(&person.area);
                people::record_address(&person, address, days, no_commitments, &mut ctx)?;
                let row = AddressRow {
                    id,
                    person: person.id,
                    kind: input.kind.clone(),
                    area: input.area.clone(),
                    sealed: None,
                    from: input.from,
                    until: input.until,
                    recorded_at,
                };
                let commitment = rec.work.put_address(row, input.text.as_ref()).await?;
                let hex = |hash: [u8; 32]| -> String { hash.iter().map(|b| format!("{b:02x}")).collect() };
                let commitments = commitment.map(|c| (c.field.to_owned(), hex(c.hash))).into_iter().collect();
                let mut ctx = rec.ctx(&person.area);
                let fact = people::record_address(&person, address, days, commitments, &mut ctx)?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
    /// Ends an address.
    ///
    /// # Errors
    /// As [`people::end_address`]; `access.forbidden`; `record.not_found` for one
    /// that is not there, of somebody out of reach, or ended already.
    pub async fn end_address(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        address: Uuid,
        until: Date,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), (address, until), |rec, (address, until)| {
            Box::pin(async move {
                rec.caller.authority.reaches_for(Action::RegisterPerson)?;
                let unknown = || Error::new(Code::NotFound).arg("kind", "address").arg("id", address);
                let row = rec.work.address(*address).await?.filter(|row| row.until.is_none());
                let row = row.ok_or_else(unknown)?;
                let person = rec
                    .person(row.person, Action::RegisterPerson)
                    .await
                    .map_err(|error| if error.code() == Code::NotFound { unknown() } else { error })?;
                let mut ctx = rec.ctx(&person.area);
                let fact = people::end_address(&person, *address, row.from, *until, &mut ctx)?;
                rec.work.put_address(AddressRow { until: Some(*until), ..row }, None).await?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
    /// The addresses of a person, latest first, without their texts.
    ///
    /// # Errors
    /// `access.forbidden`, `record.not_found`, those of the store.
    pub async fn addresses(&self, caller: &Caller, person: PersonId) -> Result<Vec<AddressRow>> {
        let scope = self.scope(caller, Action::RegisterPerson, "addresses")?;
        if self.store().person(&scope, person).await?.is_none() {
            return Err(not_found(SubjectKind::Person, person));
        }
        self.store().addresses(&scope, person).await
    }
    /// The same with their texts; the look is in the audit before it is answered.
    ///
    /// # Errors
    /// As [`Self::personal`]; `record.not_found`.
    pub async fn address_texts(
        &self,
        caller: &Caller,
        person: PersonId,
        purpose: &str,
    ) -> Result<Vec<(AddressRow, Option<Classified<String>>)>> {
        checked_purpose(purpose)?;
        let scope = self.scope(caller, Action::ReadPersonal, purpose)?;
        if self.store().person(&scope, person).await?.is_none() {
            return Err(not_found(SubjectKind::Person, person));
        }
        let note = AuditNote {
            id: SystemIds.next_uuid(),
            at: self.inner.clocks.wall(),
            post: caller.post,
            kind: AuditKind::Look,
            action: "person.addresses".to_owned(),
            detail: Vec::new(),
        };
        self.store().address_texts(&scope, person, note).await
    }
}
