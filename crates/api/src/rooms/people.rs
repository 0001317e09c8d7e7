//! Persons: taken in, read for a purpose, erased.

mod homes;
mod merge;
mod search;

use app::commands::{NewPersonInput, PersonInput};
use kernel::{Classified, Code, Error, PersonId, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::command::{Body, Command};
use crate::listing::{Answer, Id, Items, path_of};
use crate::wire::{Key, PersonalField, Receipt, done};

/// Persons whose values one request may ask for.
const MOST_PERSONS: usize = 200;

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(register_person))
        .routes(routes!(read_personal))
        .routes(routes!(erase_person))
        .merge(homes::routes())
        .merge(merge::routes())
        .merge(search::routes())
}

/// A person to be taken in. The values that name him are sealed under a key of
/// his own and enter no fact.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPerson {
    /// Where he lives.
    area: String,
    /// `m` or `f`; a citizen identity number tells it.
    sex: Option<String>,
    /// A citizen identity number tells it.
    birth_year: Option<i16>,
    #[schema(value_type = Option<String>)]
    name: Option<Classified<String>>,
    #[schema(value_type = Option<String>)]
    id_number: Option<Classified<String>>,
    #[schema(value_type = Option<String>)]
    phone: Option<Classified<String>>,
    #[schema(value_type = Option<String>)]
    address: Option<Classified<String>>,
    #[schema(value_type = Option<String>)]
    birth_date: Option<Classified<String>>,
    /// Takes him in though somebody in reach has the same identity number.
    known_duplicate: Option<bool>,
}

impl NewPerson {
    fn into_input(self, app: &app::App) -> Result<NewPersonInput> {
        let values = [
            (PersonalField::Name, self.name),
            (PersonalField::IdNumber, self.id_number),
            (PersonalField::Phone, self.phone),
            (PersonalField::Address, self.address),
            (PersonalField::BirthDate, self.birth_date),
        ];
        Ok(NewPersonInput {
            area: path_of(app, &self.area)?,
            sex: self.sex,
            birth_year: self.birth_year,
            values: values.into_iter().filter_map(|(field, value)| Some((field.into(), value?))).collect(),
            known_duplicate: self.known_duplicate.unwrap_or(false),
        })
    }
}

/// The person of a command: known, or taken in with it.
pub(super) fn person(app: &app::App, known: Option<Key>, new: Option<NewPerson>) -> Result<PersonInput> {
    match (known, new) {
        (Some(known), None) => Ok(PersonInput::Known(known.0.into())),
        (None, Some(new)) => Ok(PersonInput::New(new.into_input(app)?)),
        (None, None) => Err(Error::new(Code::MissingField).arg("field", "person")),
        (Some(known), Some(_)) => Err(Error::new(Code::InvalidValue)
            .arg("field", "person")
            .arg("value", known.0)
            .arg("expected", "person / new_person")),
    }
}

/// Whose values are read, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PersonalRead {
    /// 1 to 200 persons.
    persons: Vec<Key>,
    fields: Vec<PersonalField>,
    /// Goes into the audit, 1 to 200 characters.
    purpose: String,
}

/// What names one person.
#[derive(Serialize, ToSchema)]
struct Personal {
    person: Uuid,
    /// By field.
    #[schema(value_type = BTreeMap<String, String>)]
    values: BTreeMap<&'static str, String>,
}

/// Why something is done.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    pub reason: String,
}

/// Takes in a person. A citizen identity number must be sound and fit what else
/// is stated; when somebody in reach has the same one, 409
/// `person.possible_duplicate` names him, unless `known_duplicate` is set.
#[utoipa::path(post, path = "/persons", tag = "persons", request_body = NewPerson,
    responses((status = 200, body = Receipt)))]
async fn register_person(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<NewPerson>,
) -> Answer<Receipt> {
    let input = input.into_input(&app)?;
    done(app.register_person(&caller, Some(&key), input).await?)
}

/// Reads values that name people. Every look is in the audit before it is answered.
#[utoipa::path(post, path = "/persons/personal_reads", tag = "persons", request_body = PersonalRead,
    responses((status = 200, body = Items<Personal>)))]
async fn read_personal(
    Signed { app, caller }: Signed,
    Body(input): Body<PersonalRead>,
) -> Answer<Items<Personal>> {
    let count = input.persons.len();
    if !(1..=MOST_PERSONS).contains(&count) {
        let error = Error::new(Code::OutOfRange).arg("field", "persons").arg("value", count);
        return Err(error.arg("min", 1).arg("max", MOST_PERSONS).into());
    }
    let people: Vec<PersonId> = input.persons.iter().map(|key| key.0.into()).collect();
    let fields: Vec<kernel::PersonalField> = input.fields.iter().map(|field| (*field).into()).collect();
    let lines = app.personal(&caller, &people, &fields, &input.purpose).await?;
    Ok(Items::of(lines.into_iter().map(|line| Personal {
        person: line.person.0,
        values:
            line.values.into_iter().map(|(field, value)| (field.as_str(), value.into_exposed())).collect(),
    })))
}

/// Why somebody is erased, and by which right.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ErasureInput {
    reason: String,
    /// `purpose_ended`, `period_ended`, `consent_withdrawn`, `unlawful` or `other_law`.
    basis: Option<String>,
}

/// Erases a person: key and values go, the facts stay. What a hold keeps is refused.
#[utoipa::path(post, path = "/persons/{id}/erase", tag = "persons", request_body = ErasureInput,
    responses((status = 200, body = Receipt)))]
async fn erase_person(
    Signed { app, caller }: Signed,
    Id(person): Id<PersonId>,
    Command { key, input, .. }: Command<ErasureInput>,
) -> Answer<Receipt> {
    done(app.erase_person_by(&caller, Some(&key), person, input.reason, input.basis).await?)
}
