//! Who lives together, and where.

use app::commands::{AddressInput, HouseholdInput};
use app::questions::Seen;
use axum::Json;
use kernel::{Classified, GroupId, PersonId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::command::{Body, Command};
use crate::listing::{Answer, Id, Items, Query, path_of};
use crate::wire::{Day, Key, Receipt, area, done, id};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_households, form_household))
        .routes(routes!(show_household))
        .routes(routes!(join_household))
        .routes(routes!(leave_household))
        .routes(routes!(set_household_head))
        .routes(routes!(list_addresses, record_address))
        .routes(routes!(read_addresses))
        .routes(routes!(end_address))
}

/// Who moves in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Joining {
    person: Key,
    /// First day.
    from_on: Day,
}

/// A household to be formed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewHousehold {
    area: String,
    /// At most 200.
    #[serde(default)]
    members: Vec<Joining>,
    /// One of them.
    head: Option<Key>,
}

/// Who moves out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Leaving {
    person: Key,
    /// First day without him.
    until_on: Day,
}

/// Who speaks for the household.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Head {
    person: Key,
}

/// That somebody lives or has lived in a household.
#[derive(Serialize, ToSchema)]
struct HouseholdMember {
    person: Uuid,
    from_on: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    until_on: Option<Day>,
}

/// Who lives together.
#[derive(Serialize, ToSchema)]
struct Household {
    id: Uuid,
    area: String,
    members: Vec<HouseholdMember>,
    #[serde(skip_serializing_if = "Option::is_none")]
    head: Option<Uuid>,
}

impl From<Seen<domain::households::Household>> for Household {
    fn from(seen: Seen<domain::households::Household>) -> Self {
        let member = |m: domain::households::Member| HouseholdMember {
            person: m.person.0,
            from_on: m.from.into(),
            until_on: m.until.map(Into::into),
        };
        Self {
            id: seen.id,
            area: area(&seen.area),
            members: seen.state.members.into_iter().map(member).collect(),
            head: seen.state.head.map(|head| head.0),
        }
    }
}

/// Whose households.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OfPerson {
    person: Key,
}

/// Forms a household of persons in the caller's areas.
#[utoipa::path(post, path = "/households", tag = "persons", request_body = NewHousehold,
    responses((status = 200, body = Receipt)))]
async fn form_household(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<NewHousehold>,
) -> Answer<Receipt> {
    let members = input.members.into_iter().map(|one| (one.person.0.into(), one.from_on.into()));
    let input = HouseholdInput {
        area: path_of(&app, &input.area)?,
        members: members.collect(),
        head: id(input.head),
    };
    done(app.form_household(&caller, Some(&key), input).await?)
}

/// The households in which a person lives or has lived.
#[utoipa::path(get, path = "/households", tag = "persons", params(OfPerson),
    responses((status = 200, body = Items<Household>)))]
async fn list_households(
    Signed { app, caller }: Signed,
    Query(query): Query<OfPerson>,
) -> Answer<Items<Household>> {
    let found = app.households_of(&caller, query.person.0.into()).await?;
    Ok(Items::of(found.into_iter().map(Household::from)))
}

/// A household.
#[utoipa::path(get, path = "/households/{id}", tag = "persons", responses((status = 200, body = Household)))]
async fn show_household(Signed { app, caller }: Signed, Id(household): Id<GroupId>) -> Answer<Household> {
    Ok(Json(app.household(&caller, household).await?.into()))
}

/// Lets somebody live in a household; he must have left the one before.
#[utoipa::path(post, path = "/households/{id}/join", tag = "persons", request_body = Joining,
    responses((status = 200, body = Receipt)))]
async fn join_household(
    Signed { app, caller }: Signed,
    Id(household): Id<GroupId>,
    Command { key, input, .. }: Command<Joining>,
) -> Answer<Receipt> {
    let (person, from) = (input.person.0.into(), input.from_on.into());
    done(app.join_household(&caller, Some(&key), household, person, from).await?)
}

/// Lets somebody leave a household.
#[utoipa::path(post, path = "/households/{id}/leave", tag = "persons", request_body = Leaving,
    responses((status = 200, body = Receipt)))]
async fn leave_household(
    Signed { app, caller }: Signed,
    Id(household): Id<GroupId>,
    Command { key, input, .. }: Command<Leaving>,
) -> Answer<Receipt> {
    let (person, until) = (input.person.0.into(), input.until_on.into());
    done(app.leave_household(&caller, Some(&key), household, person, until).await?)
}

/// Lets a member speak for a household.
#[utoipa::path(post, path = "/households/{id}/set_head", tag = "persons", request_body = Head,
    responses((status = 200, body = Receipt)))]
async fn set_household_head(
    Signed { app, caller }: Signed,
    Id(household): Id<GroupId>,
    Command { key, input, .. }: Command<Head>,
) -> Answer<Receipt> {
    done(app.set_household_head(&caller, Some(&key), household, input.person.0.into()).await?)
}

/// Where a person lives or works.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAddress {
    /// `home`, `work` or `stay`.
    kind: String,
    area: String,
    /// Street and house, sealed; at most 500 characters.
    #[schema(value_type = Option<String>)]
    text: Option<Classified<String>>,
    /// First day.
    from_on: Day,
    /// First day it no longer is.
    until_on: Option<Day>,
}

/// Where a person lives or works.
#[derive(Serialize, ToSchema)]
struct Address {
    id: Uuid,
    kind: String,
    area: String,
    from_on: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    until_on: Option<Day>,
    /// Only where the texts are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl Address {
    fn of(row: app::AddressRow, text: Option<Classified<String>>) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            area: area(&row.area),
            from_on: row.from.into(),
            until_on: row.until.map(Into::into),
            text: text.map(Classified::into_exposed),
        }
    }
}

/// Records where a person lives or works. The text is sealed under his key.
#[utoipa::path(post, path = "/persons/{id}/addresses", tag = "persons", request_body = NewAddress,
    responses((status = 200, body = Receipt)))]
async fn record_address(
    Signed { app, caller }: Signed,
    Id(person): Id<PersonId>,
    Command { key, input, .. }: Command<NewAddress>,
) -> Answer<Receipt> {
    let input = AddressInput {
        person,
        kind: input.kind,
        area: path_of(&app, &input.area)?,
        text: input.text,
        from: input.from_on.into(),
        until: input.until_on.map(Into::into),
    };
    done(app.record_address(&caller, Some(&key), input).await?)
}

/// The addresses of a person, latest first, without their texts.
#[utoipa::path(get, path = "/persons/{id}/addresses", tag = "persons",
    responses((status = 200, body = Items<Address>)))]
async fn list_addresses(Signed { app, caller }: Signed, Id(person): Id<PersonId>) -> Answer<Items<Address>> {
    Ok(Items::of(app.addresses(&caller, person).await?.into_iter().map(|row| Address::of(row, None))))
}

/// Why addresses are read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddressRead {
    /// Goes into the audit, 1 to 200 characters.
    purpose: String,
}

/// The addresses of a person with their texts. The look is in the audit before it is answered.
#[utoipa::path(post, path = "/persons/{id}/address_reads", tag = "persons", request_body = AddressRead,
    responses((status = 200, body = Items<Address>)))]
async fn read_addresses(
    Signed { app, caller }: Signed,
    Id(person): Id<PersonId>,
    Body(input): Body<AddressRead>,
) -> Answer<Items<Address>> {
    let found = app.address_texts(&caller, person, &input.purpose).await?;
    Ok(Items::of(found.into_iter().map(|(row, text)| Address::of(row, text))))
}

/// From when an address no longer is one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddressEnd {
    until_on: Day,
}

/// Ends an address.
#[utoipa::path(post, path = "/addresses/{id}/end", tag = "persons", request_body = AddressEnd,
    responses((status = 200, body = Receipt)))]
async fn end_address(
    Signed { app, caller }: Signed,
    Id(address): Id<Uuid>,
    Command { key, input, .. }: Command<AddressEnd>,
) -> Answer<Receipt> {
    done(app.end_address(&caller, Some(&key), address, input.until_on.into()).await?)
}
