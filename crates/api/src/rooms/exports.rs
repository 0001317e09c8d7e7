//! Records out, as files in our own shape.

use app::export::{ExportFilter, ExportRequest};
use axum::Json;
use axum::http::HeaderMap;
use interop::write::{ExportKind, Shown};
use kernel::AreaCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::edge::language_of;
use crate::listing::{Answer, Items};
use crate::rooms::jobs::Job;
use crate::wire::Instant;

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(export_records)).routes(routes!(list_shapes))
}

/// Which records; what is absent does not restrict. A filter that one of the
/// kinds does not know is refused.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExportFilter)]
struct Filter {
    disease: Option<String>,
    /// Area code, with all below it.
    area: Option<String>,
    /// Status; of obligations the state, of tests the result.
    status: Option<String>,
    /// Of cases.
    classification: Option<String>,
    /// Of contacts.
    class: Option<String>,
    /// Of cases.
    opened_from: Option<Instant>,
    /// Of cases.
    opened_until: Option<Instant>,
}

/// Records to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Export {
    /// `cases`, `contacts`, `exposures`, `orders`, `obligations`, `tests`, `visits`; or `chains` alone.
    kinds: Vec<String>,
    /// `csv`, `xlsx`, `json` or `ndjson`; `graphml` for chains.
    format: String,
    /// What for; it stands in the audit and beside the file.
    purpose: String,
    /// Whether persons are named. It takes the right to read what names them.
    #[serde(default)]
    identified: bool,
    /// The fields wanted, of one kind; all of its shape when absent.
    #[serde(default)]
    fields: Vec<String>,
    /// Whether a CSV begins with the mark of UTF-8, which some spreadsheets want.
    #[serde(default)]
    bom: bool,
    /// What was known by then; by now when absent.
    as_of: Option<Instant>,
    #[serde(default)]
    filter: Filter,
}

/// Asks for an export: a job that makes a file for each kind, and beside each
/// another that says who made it, when, what for and of what. Without
/// `identified` nobody is named: ids are pseudonyms of this export, ages stand
/// in bands of ten years, areas are counties; dates stay as they are.
#[utoipa::path(post, path = "/exports", tag = "exports", request_body = Export,
    responses((status = 200, body = Job)))]
async fn export_records(
    Signed { app, caller }: Signed,
    headers: HeaderMap,
    Command { key, input, .. }: Command<Export>,
) -> Answer<Job> {
    let filter = ExportFilter {
        disease: input.filter.disease,
        area: input.filter.area.map(AreaCode::new).transpose()?,
        status: input.filter.status,
        classification: input.filter.classification,
        class: input.filter.class,
        opened_from: input.filter.opened_from.map(Into::into),
        opened_until: input.filter.opened_until.map(Into::into),
    };
    let request = ExportRequest {
        kinds: input.kinds,
        format: input.format,
        purpose: input.purpose,
        identified: input.identified,
        fields: input.fields,
        bom: input.bom,
        as_of: input.as_of.map(Into::into),
        filter,
    };
    Ok(Json(Job::of(app.export(&caller, Some(&key), request).await?, language_of(&headers))))
}

/// When a field is written.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FieldShown)]
enum When {
    /// Always; an id is a pseudonym unless persons are named.
    Always,
    /// Only where persons are named.
    Identified,
    /// Only where they are not.
    DeIdentified,
}

/// A field of a shape.
#[derive(Serialize, ToSchema)]
#[schema(as = ShapeField)]
struct Field {
    name: &'static str,
    shown: When,
}

/// The fields of a kind of record, in the order of the file.
#[derive(Serialize, ToSchema)]
struct Shape {
    kind: &'static str,
    fields: Vec<Field>,
}

/// The kinds of record with their fields.
#[utoipa::path(get, path = "/exports/shapes", tag = "exports", responses((status = 200, body = Items<Shape>)))]
async fn list_shapes(_: Signed) -> Json<Items<Shape>> {
    Items::of(ExportKind::ALL.iter().map(|kind| {
        Shape {
            kind: kind.as_str(),
            fields: kind
                .fields()
                .iter()
                .map(|field| Field {
                    name: field.name,
                    shown: match field.shown {
                        Shown::Always => When::Always,
                        Shown::Named => When::Identified,
                        Shown::Coarse => When::DeIdentified,
                    },
                })
                .collect(),
        }
    }))
}
