//! Persons who are one: led together and apart again.

use axum::Json;
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::Reason;
use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Id};
use crate::wire::{Instant, Key, Receipt, area, done};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(show_person))
        .routes(routes!(merge_person))
        .routes(routes!(undo_merge))
}

/// A person without what names him.
#[derive(Serialize, ToSchema)]
struct Person {
    id: Uuid,
    area: String,
    recorded_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    erased_at: Option<Instant>,
    /// As whom he is known: commands and lists that name him are about that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_into: Option<Uuid>,
    /// Who is known as him.
    merged: Vec<Uuid>,
}

/// A person, as whom he is known, and who is known as him. What names him is
/// read by `/persons/personal_reads` alone.
#[utoipa::path(get, path = "/persons/{id}", tag = "persons", responses((status = 200, body = Person)))]
async fn show_person(Signed { app, caller }: Signed, Id(person): Id<PersonId>) -> Answer<Person> {
    let trace = app.person_trace(&caller, person).await?;
    Ok(Json(Person {
        id: trace.row.id.0,
        area: area(&trace.row.area),
        recorded_at: trace.row.recorded_at.into(),
        erased_at: trace.row.erased_at.map(Into::into),
        merged_into: trace.merged_into.map(|into| into.0),
        merged: trace.merged.into_iter().map(|one| one.0).collect(),
    }))
}

/// As whom a person is known from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MergeInput {
    into: Key,
    reason: String,
}

/// Finds a person to be the same as another one. Nothing is moved: whoever looks
/// for him is led to the other, and it can be undone. It takes both in reach.
#[utoipa::path(post, path = "/persons/{id}/merge", tag = "persons", request_body = MergeInput,
    responses((status = 200, body = Receipt)))]
async fn merge_person(
    Signed { app, caller }: Signed,
    Id(gone): Id<PersonId>,
    Command { key, input, .. }: Command<MergeInput>,
) -> Answer<Receipt> {
    done(app.merge_persons(&caller, Some(&key), gone, input.into.0.into(), input.reason).await?)
}

/// Takes back that a person is the same as another one. What was recorded of
/// the other meanwhile stays with him.
#[utoipa::path(post, path = "/persons/{id}/undo_merge", tag = "persons", request_body = Reason,
    responses((status = 200, body = Receipt)))]
async fn undo_merge(
    Signed { app, caller }: Signed,
    Id(gone): Id<PersonId>,
    Command { key, input, .. }: Command<Reason>,
) -> Answer<Receipt> {
    done(app.undo_merge(&caller, Some(&key), gone, input.reason).await?)
}
