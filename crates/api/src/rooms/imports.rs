//! Line lists in: a CSV of cases and the mapping that reads it.

use app::commands::ImportRequest;
use axum::Json;
use axum::http::HeaderMap;
use interop::Mapping;
use kernel::{AreaCode, Code};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, IMPORT_LIMIT};
use crate::edge::language_of;
use crate::listing::Answer;
use crate::problem::{Fault, Problem};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(import_line_list))
}

/// A line list to be taken in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LineList {
    /// Name of the list: with the number and the area of the import it makes a
    /// case's id, so that the same list twice changes nothing.
    source: String,
    /// The file, UTF-8.
    csv: String,
    /// The mapping file (TOML).
    mapping: String,
    /// Area of rows that name none, and of the import; the widest in which the
    /// caller may import when absent.
    area: Option<String>,
    /// Only check.
    #[serde(default)]
    dry_run: bool,
}

/// What an import did, or would do.
#[derive(Serialize, ToSchema)]
struct ImportOutcome {
    dry_run: bool,
    /// Sound rows.
    rows: usize,
    /// Cases opened, or to be opened.
    opened: usize,
    /// Cases of the list known already.
    known: usize,
    /// Infector links recorded, or to be recorded.
    links: usize,
    /// Only in a dry run: otherwise faults refuse the whole list.
    faults: Vec<Fault>,
}

/// Takes in a line list, whole or not at all: every row is tried before the
/// first is recorded. Faulty rows refuse it with `import.refused`, each fault
/// with its row and heading; a dry run answers the same faults without
/// refusing. Should the server crash in the middle, the first rows are there
/// and the same request completes the list.
#[utoipa::path(post, path = "/imports/line_list", tag = "imports", request_body = LineList,
    responses((status = 200, body = ImportOutcome)))]
async fn import_line_list(
    Signed { app, caller }: Signed,
    headers: HeaderMap,
    Command { key, input, .. }: Command<LineList, IMPORT_LIMIT>,
) -> Answer<ImportOutcome> {
    let mapping = Mapping::parse("mapping", &input.mapping)
        .map_err(|faults| Problem::of_many(Code::ImportRefused, faults))?;
    let dry_run = input.dry_run;
    let request = ImportRequest {
        source: input.source,
        bytes: input.csv.into_bytes(),
        mapping,
        area: input.area.map(AreaCode::new).transpose()?,
        dry_run,
    };
    let done = app.import_line_list(&caller, Some(&key), request, |_, _| ()).await?;
    if !dry_run && !done.faults.is_empty() {
        let refused = Problem::of_many(Code::ImportRefused, done.faults);
        return Err(refused.count("rows", done.rows).count("known", done.known));
    }
    let language = language_of(&headers);
    Ok(Json(ImportOutcome {
        dry_run,
        rows: done.rows,
        opened: done.opened,
        known: done.known,
        links: done.links,
        faults: done.faults.iter().map(|fault| Fault::of(fault, language)).collect(),
    }))
}
