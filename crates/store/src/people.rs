//! Persons and their sealed personal values.

use std::collections::HashMap;

use kernel::{AreaPath, Classified, Code, Error, PersonId, PersonalField, Timestamp};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    AuditEntry, AuditNote, PersonKeyRow, PersonRow, PersonalValueRow, Scope, Store, Wanted, Work,
    db::Query,
    index,
    keys::{KeyRing, PersonKey},
    pending::Op,
};

/// Personal values by field.
pub type PersonalValues = Vec<(PersonalField, Classified<String>)>;

/// A person not known before.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Who: a fresh id.
    pub id: PersonId,
    /// Where the person is looked after.
    pub area: AreaPath,
    /// The household, if known.
    pub household: Option<Uuid>,
    /// `female`, `male` or `other`.
    pub sex: Option<String>,
    /// Year of birth.
    pub birth_year: Option<i64>,
    /// When we learnt of the person.
    pub recorded_at: Timestamp,
    /// What is personal.
    pub values: PersonalValues,
}

/// What a fact may say of a personal value: it proves the value to whoever
/// has it and the salt, and says nothing to anybody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Which field: one of [`PersonalField`], `sex` or `birth_year`.
    pub field: &'static str,
    /// SHA-256 of salt, field and value.
    pub hash: [u8; 32],
}

impl Work {
    /// Takes in a person. Sex and year of birth stand in the person's row as
    /// long as he is not erased; the facts carry only what commits to them.
    /// `random` is fresh from the system's random source:
    /// the person's key and salt.
    ///
    /// # Errors
    /// `keys.missing` without a key ring.
    pub fn put_person(&mut self, person: NewPerson, random: [u8; 64]) -> Result<Vec<Commitment>, Error> {
        let key = PersonKey::from_random(&random);
        // One key is wrapped once under a nonce of its own; AES-GCM-SIV keeps
        // its promise even were a nonce to repeat.
        let mut nonce = [0u8; 12];
        nonce.copy_from_slice(&Sha256::digest(random)[..12]);
        let wrapped = self.keys.wrap_key(person.id, &key, nonce)?;
        let year = person.birth_year.map(|year| year.to_string());
        let mut commitments = Vec::with_capacity(2 + person.values.len());
        for (field, value) in [("sex", &person.sex), ("birth_year", &year)] {
            if let Some(value) = value {
                commitments.push(Commitment { field, hash: key.commitment(field, value) });
            }
        }
        for token in index::tokens(&self.index, person.id, &person.area, &person.values)? {
            self.put(&token);
        }
        self.put(&PersonRow {
            id: person.id,
            area: person.area,
            household: person.household,
            recorded_at: person.recorded_at,
            erased_at: None,
            sex: person.sex,
            birth_year: person.birth_year,
        });
        self.put(&PersonKeyRow { person: person.id, wrapped: Some(wrapped) });
        commitments.extend(self.seal_values(person.id, &key, &person.values, person.recorded_at)?);
        Ok(commitments)
    }

    /// Adds or replaces personal values of a known person.
    ///
    /// # Errors
    /// `record.not_found`, `person.erased`, `keys.missing`.
    pub async fn put_personal_values(
        &mut self,
        person: PersonId,
        values: &PersonalValues,
        recorded_at: Timestamp,
    ) -> Result<Vec<Commitment>, Error> {
        let key = self.person_key(person).await?;
        self.refile(person, values).await?;
        self.seal_values(person, &key, values, recorded_at)
    }

    /// Files a person under new values instead of the old ones.
    async fn refile(&mut self, person: PersonId, values: &PersonalValues) -> Result<(), Error> {
        let kinds: Vec<_> = values.iter().flat_map(|(field, _)| index::kinds_of(*field)).collect();
        if kinds.is_empty() {
            return Ok(());
        }
        let row = match self.local_row::<PersonRow>(&person.0) {
            Some(row) => row?,
            None => self.person(person).await?.ok_or_else(|| unknown(person))?,
        };
        self.local.push(Op::Unfile(person, kinds));
        for token in index::tokens(&self.index, person, &row.area, values)? {
            self.put(&token);
        }
        Ok(())
    }

    /// The key of a person, of this job's own writes too.
    pub(crate) async fn person_key(&mut self, person: PersonId) -> Result<PersonKey, Error> {
        let row = match self.local_row::<PersonKeyRow>(&person.0) {
            Some(row) => row?,
            None => {
                if !self.known.person_keys.contains_key(&person) {
                    self.load_person_keys(&[person]).await?;
                }
                self.known.person_keys.get(&person).cloned().ok_or_else(|| unknown(person))?
            }
        };
        let wrapped = row.wrapped.as_ref().ok_or_else(|| Error::new(Code::PersonErased).arg("id", person))?;
        self.keys.unwrap_key(person, wrapped)
    }

    /// Reads sealed keys and remembers them for the group.
    pub(crate) async fn load_person_keys(&mut self, ids: &[PersonId]) -> Result<(), Error> {
        for chunk in ids.chunks(1000) {
            let mut query = Query::select::<PersonKeyRow>();
            query.push(" WHERE ").bind_in("person_id", chunk.iter().copied());
            for row in self.records::<PersonKeyRow>(query).await? {
                // What the group wrote is known already and newer.
                self.known.person_keys.entry(row.person).or_insert(row);
            }
        }
        Ok(())
    }

    fn seal_values(
        &mut self,
        person: PersonId,
        key: &PersonKey,
        values: &PersonalValues,
        recorded_at: Timestamp,
    ) -> Result<Vec<Commitment>, Error> {
        let mut commitments = Vec::with_capacity(values.len());
        for (field, value) in values {
            let hash = key.commitment(field.as_str(), value.expose());
            self.put(&PersonalValueRow {
                person,
                field: *field,
                ciphertext: key.seal(person, *field, value.expose())?,
                commitment: hash.to_vec(),
                recorded_at,
            });
            commitments.push(Commitment { field: field.as_str(), hash });
        }
        Ok(commitments)
    }

    /// The person without anything personal.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person(&mut self, id: PersonId) -> Result<Option<PersonRow>, Error> {
        if !self.known.persons.contains_key(&id) {
            self.load_persons(&[id]).await?;
        }
        Ok(self.known.persons.get(&id).cloned().flatten())
    }

    /// Holds persons, reads them and remembers them for the group.
    pub(crate) async fn load_persons(&mut self, ids: &[PersonId]) -> Result<(), Error> {
        for chunk in ids.chunks(1000) {
            self.hold_people(chunk).await?;
            let mut query = Query::select::<PersonRow>();
            query.push(" WHERE ").bind_in("id", chunk.iter().copied());
            let rows: Vec<PersonRow> = self.records(query).await?;
            // What the group wrote is known already and newer.
            for id in chunk {
                self.known.persons.entry(*id).or_insert(None);
            }
            for row in rows {
                self.known.persons.insert(row.id, Some(row));
            }
        }
        Ok(())
    }

    /// Destroys a person's key and salt for good. The caller appends the
    /// `erased` fact in the same job.
    ///
    /// # Errors
    /// `record.not_found`, `person.erased`.
    pub async fn erase_person(&mut self, id: PersonId, at: Timestamp) -> Result<(), Error> {
        let mut row = self.person(id).await?.ok_or_else(|| unknown(id))?;
        if row.erased_at.is_some() {
            return Err(Error::new(Code::PersonErased).arg("id", id));
        }
        row.erased_at = Some(at);
        row.sex = None;
        row.birth_year = None;
        self.put(&row);
        self.local.push(Op::Forget(id));
        self.put(&PersonKeyRow { person: id, wrapped: None });
        Ok(())
    }
}

fn unknown(id: PersonId) -> Error {
    Error::new(Code::NotFound).arg("kind", "person").arg("id", id)
}

impl Store {
    /// The person without anything personal.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person(&self, scope: &Scope, id: PersonId) -> Result<Option<PersonRow>, Error> {
        let mut query = Query::select::<PersonRow>();
        query.push(" WHERE id = ").bind(id);
        scope.restrict_persons(&mut query, "area_path", "person.id");
        self.record(query).await
    }

    /// Personal values, in the order of `ids`. Everybody looked at stands in
    /// the audit, on the disk before anything is returned. Persons outside the
    /// scope, unknown or erased are absent.
    ///
    /// # Errors
    /// `keys.missing` when a value cannot be opened, or when the database fails.
    pub async fn personal(
        &self,
        scope: &Scope,
        ids: &[PersonId],
        fields: &[PersonalField],
        note: AuditNote,
    ) -> Result<Vec<(PersonId, PersonalValues)>, Error> {
        let found = self.opened(scope, ids, fields).await?;
        self.record_looks(
            note.looks(scope, found.iter().map(|(row, _)| (row.area.clone(), row.id)).collect()),
        )
        .await?;
        let mut found: HashMap<PersonId, PersonalValues> =
            found.into_iter().map(|(row, values)| (row.id, values)).collect();
        Ok(ids.iter().filter_map(|id| found.remove(id).map(|values| (*id, values))).collect())
    }

    /// Records a search and whom it found.
    pub(crate) async fn note_search<T>(
        &self,
        scope: &Scope,
        note: &AuditNote,
        found: &[(PersonRow, T)],
    ) -> Result<(), Error> {
        let people = found.iter().map(|(row, _)| (row.area.clone(), row.id)).collect();
        let mut looks = note.looks(scope, people);
        // A search that finds nobody is told as well.
        if let (true, Some(area)) = (looks.is_empty(), scope.all_areas().first()) {
            looks.push(note.of_nobody(scope, area));
        }
        self.record_looks(looks).await
    }

    /// Records a look at one person.
    pub(crate) async fn note_look(
        &self,
        scope: &Scope,
        note: &AuditNote,
        person: &PersonRow,
    ) -> Result<(), Error> {
        self.record_looks(note.looks(scope, vec![(person.area.clone(), person.id)])).await
    }

    async fn record_looks(&self, looks: Vec<AuditEntry>) -> Result<(), Error> {
        if looks.is_empty() {
            return Ok(());
        }
        self.write(Wanted::nothing(), move |work| {
            looks.iter().cloned().for_each(|look| work.audit(look));
            Box::pin(async { Ok(()) })
        })
        .await
    }

    /// Opens values for whoever records that they were looked at.
    pub(crate) async fn opened(
        &self,
        scope: &Scope,
        ids: &[PersonId],
        fields: &[PersonalField],
    ) -> Result<Vec<(PersonRow, PersonalValues)>, Error> {
        let mut conn = self.reader().await?;
        let mut found = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(1000) {
            let mut query = Query::select::<PersonRow>();
            query.push(" WHERE ").bind_in("id", chunk.iter().copied()).push(" AND erased_at IS NULL");
            scope.restrict_persons(&mut query, "area_path", "person.id");
            let persons: Vec<PersonRow> = conn.records(query).await?;
            if persons.is_empty() || fields.is_empty() {
                found.extend(persons.into_iter().map(|row| (row, Vec::new())));
                continue;
            }
            let mut query = Query::select::<PersonKeyRow>();
            query.push(" WHERE ").bind_in("person_id", persons.iter().map(|row| row.id));
            let wrapped = conn.records(query).await?;
            let mut query = Query::select::<PersonalValueRow>();
            query.push(" WHERE ").bind_in("person_id", persons.iter().map(|row| row.id)).push(" AND ");
            query.bind_in("field", fields.iter().map(|field| field.as_str()));
            let values = conn.records(query).await?;
            found.extend(open_all(self.keys(), persons, &wrapped, values)?);
        }
        Ok(found)
    }
}

/// Opens the values of persons with their keys; the values of each in the order of fields.
pub(crate) fn open_all(
    ring: &KeyRing,
    persons: Vec<PersonRow>,
    wrapped: &[PersonKeyRow],
    values: Vec<PersonalValueRow>,
) -> Result<Vec<(PersonRow, PersonalValues)>, Error> {
    let mut keys = HashMap::with_capacity(wrapped.len());
    for row in wrapped {
        if let Some(wrapped) = &row.wrapped {
            keys.insert(row.person, ring.unwrap_key(row.person, wrapped)?);
        }
    }
    let mut opened: HashMap<PersonId, PersonalValues> = HashMap::with_capacity(persons.len());
    for row in values {
        if let Some(key) = keys.get(&row.person) {
            let value = key.open(row.person, row.field, &row.ciphertext)?;
            opened.entry(row.person).or_default().push((row.field, Classified::new(value)));
        }
    }
    Ok(persons
        .into_iter()
        .map(|row| {
            let mut values = opened.remove(&row.id).unwrap_or_default();
            values.sort_by_key(|(field, _)| *field);
            (row, values)
        })
        .collect())
}
