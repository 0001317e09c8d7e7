//! Where persons live and work. The area stands in plain, street and house are
//! sealed under the person's key and go with it.

use kernel::{Classified, Error, PersonId};
use uuid::Uuid;

use crate::{
    AddressRow, AuditNote, Commitment, PersonKeyRow, Scope, Store, Work, db::Query, table::Record as _,
};

/// The name under which the text is committed to.
const FIELD: &str = "address_text";

impl Store {
    /// The addresses of a person of the scope, latest first, without their texts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn addresses(&self, scope: &Scope, person: PersonId) -> Result<Vec<AddressRow>, Error> {
        if self.person(scope, person).await?.is_none() {
            return Ok(Vec::new());
        }
        let mut query = Query::select::<AddressRow>();
        query.push(" WHERE person_id = ").bind(person).push(" ORDER BY from_on DESC, id DESC");
        self.records(query).await
    }

    /// The same with their texts, once the look is on the disk.
    ///
    /// # Errors
    /// `keys.missing`, or when the database fails.
    pub async fn address_texts(
        &self,
        scope: &Scope,
        person: PersonId,
        note: AuditNote,
    ) -> Result<Vec<(AddressRow, Option<Classified<String>>)>, Error> {
        let rows = self.addresses(scope, person).await?;
        let Some(row) = self.person(scope, person).await? else { return Ok(Vec::new()) };
        self.note_look(scope, &note, &row).await?;
        let mut query = Query::select::<PersonKeyRow>();
        query.push(" WHERE person_id = ").bind(person);
        let wrapped = self.record::<PersonKeyRow>(query).await?.and_then(|row| row.wrapped);
        let Some(wrapped) = wrapped else { return Ok(Vec::new()) };
        let key = self.keys().unwrap_key(person, &wrapped)?;
        rows.into_iter()
            .map(|row| {
                let text = match &row.sealed {
                    Some(sealed) => Some(Classified::new(key.open_address(person, row.id, sealed)?)),
                    None => None,
                };
                Ok((row, text))
            })
            .collect()
    }
}

impl Work {
    /// Writes an address with its text, sealed; what a fact may say of the text.
    ///
    /// # Errors
    /// `person.erased`, `record.not_found`, `keys.missing`, or when the database fails.
    pub async fn put_address(
        &mut self,
        mut row: AddressRow,
        text: Option<&Classified<String>>,
    ) -> Result<Option<Commitment>, Error> {
        let key = self.person_key(row.person).await?;
        let mut commitment = None;
        if let Some(text) = text {
            row.sealed = Some(key.seal_address(row.person, row.id, text.expose())?);
            commitment = Some(Commitment { field: FIELD, hash: key.commitment(FIELD, text.expose()) });
        }
        self.put(&row);
        Ok(commitment)
    }
    /// An address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn address(&mut self, id: Uuid) -> Result<Option<AddressRow>, Error> {
        self.settle(AddressRow::TABLE, &[id]).await?;
        let mut query = Query::select::<AddressRow>();
        query.push(" WHERE id = ").bind(id);
        Ok(self.records(query).await?.pop())
    }
}
