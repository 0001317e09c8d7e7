//! Mappings kept under a name.

use axum::http::StatusCode;
use interop::Mapping;
use kernel::Code;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Items, path_of};
use crate::problem::Problem;
use crate::wire::Instant;

/// A mapping kept under a name.
#[derive(Serialize, ToSchema)]
pub(super) struct SavedMapping {
    /// Whose it is: it is seen there and below.
    area: String,
    name: String,
    /// What rows it reads.
    kind: String,
    /// The mapping file (TOML).
    mapping: String,
    saved_at: Instant,
}

/// A mapping to be kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewMapping {
    /// Whose it is.
    area: String,
    /// 1 to 200 characters. The name of one that is there replaces it.
    name: String,
    /// The mapping file (TOML).
    mapping: String,
}

/// Which mapping.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MappingName {
    area: String,
    name: String,
}

/// Mappings kept in the caller's areas and above them, by name.
#[utoipa::path(get, path = "/imports/mappings", tag = "imports",
    responses((status = 200, body = Items<SavedMapping>)))]
pub(super) async fn list_mappings(Signed { app, caller }: Signed) -> Answer<Items<SavedMapping>> {
    let rows = app.saved_mappings(&caller).await?;
    Ok(Items::of(rows.into_iter().map(|row| SavedMapping {
        area: row.area.code().to_owned(),
        name: row.name,
        kind: row.kind,
        mapping: row.text,
        saved_at: row.saved_at.into(),
    })))
}

/// Keeps a mapping under a name, for everybody who imports in the area or below it.
#[utoipa::path(post, path = "/imports/mappings", tag = "imports", request_body = NewMapping,
    responses((status = 204)))]
pub(super) async fn save_mapping(
    Signed { app, caller }: Signed,
    Command { input, .. }: Command<NewMapping>,
) -> Result<StatusCode, Problem> {
    let mapping = Mapping::parse("mapping", &input.mapping)
        .map_err(|faults| Problem::of_many(Code::ImportRefused, faults))?;
    app.save_mapping(&caller, path_of(&app, &input.area)?, input.name, &mapping).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets a mapping.
#[utoipa::path(post, path = "/imports/mappings/forget", tag = "imports", request_body = MappingName,
    responses((status = 204)))]
pub(super) async fn forget_mapping(
    Signed { app, caller }: Signed,
    Command { input, .. }: Command<MappingName>,
) -> Result<StatusCode, Problem> {
    app.forget_mapping(&caller, path_of(&app, &input.area)?, input.name).await?;
    Ok(StatusCode::NO_CONTENT)
}
