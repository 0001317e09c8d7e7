//! Areas as they change: their history, changes by document, tables taken in.

use app::areas::{AreaChangeInput, EditionInput, EditionReport};
use axum::Json;
use axum::extract::Path;
use domain::areas::{AreaChange as Decision, NewArea as Founded, Part as SplitPart, Rights as RightsOf};
use kernel::{AreaCode, AreaLevel, Code, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::directory::{Area, area_of_row};
use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, IMPORT_LIMIT};
use crate::listing::Answer;
use crate::problem::Problem;
use crate::wire::{Day, Receipt, Text, area, done};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(show_area_history))
        .routes(routes!(change_area))
        .routes(routes!(import_areas))
}

/// What became of an area, or what it came from.
#[derive(Serialize, ToSchema)]
struct AreaLink {
    /// Code before.
    from: String,
    /// Code of what it became.
    to: String,
    /// `same` (under another code, or elsewhere), `heir` (takes over the
    /// records), `heir_with_rights`, `part` (takes over nothing).
    kind: &'static str,
    /// From which day.
    changed_on: Day,
    /// The fact of the change, with its document and reason.
    fact: Uuid,
}

impl From<&app::directory::AreaLink> for AreaLink {
    fn from(link: &app::directory::AreaLink) -> Self {
        Self {
            from: area(&link.from),
            to: area(&link.to),
            kind: link.kind.as_str(),
            changed_on: link.changed_on.into(),
            fact: link.fact.0,
        }
    }
}

/// An area through time.
#[derive(Serialize, ToSchema)]
struct AreaHistory {
    code: String,
    /// Every version, the oldest first.
    versions: Vec<Area>,
    /// What it came from.
    predecessors: Vec<AreaLink>,
    /// What it became.
    successors: Vec<AreaLink>,
}

/// An area to be founded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewArea {
    /// A code that was never used.
    code: String,
    /// The area above; none for a root.
    parent: Option<String>,
    /// `country`, `province`, `prefecture`, `county`, `township` or `village`.
    level: String,
    name: Text,
    /// IANA time zone.
    zone: String,
}

/// One of the areas into which another is split.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AreaPart {
    /// A code that was never used, or that of the split area, which then goes on with the rest.
    code: String,
    name: Text,
    /// Codes of the areas directly below the split one that go to this part.
    #[serde(default)]
    children: Vec<String>,
}

/// What becomes of areas: one of these.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AreaChange {
    /// New areas, parents before children.
    Founded(Vec<NewArea>),
    /// Another name.
    Renamed(RenamedArea),
    /// Another code for the same area.
    Recoded(RecodedArea),
    /// Another area above.
    Moved(MovedArea),
    /// Areas that become part of another.
    Merged(MergedAreas),
    /// An area that becomes several.
    Split(AreaSplit),
    /// An area that ends with nothing in its place.
    Abolished(AbolishedArea),
}

/// Another name.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RenamedArea {
    area: String,
    name: Text,
}

/// Another code for the same area.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RecodedArea {
    area: String,
    /// A code that was never used.
    code: String,
    /// The new name, when that changes too.
    name: Option<Text>,
}

/// Another area above.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MovedArea {
    area: String,
    parent: String,
}

/// Areas that become part of another.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MergedAreas {
    /// Those that end.
    areas: Vec<String>,
    /// The one that goes on, of the same level.
    into: String,
}

/// An area that becomes several.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AreaSplit {
    area: String,
    parts: Vec<AreaPart>,
    /// The part that takes over the records; the area above when absent.
    heir: Option<String>,
}

/// An area that ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AbolishedArea {
    area: String,
}

/// What becomes of rights in areas that end.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AreaRights {
    /// They end.
    End,
    /// They hold in the area that takes over, all of it.
    Follow,
}

/// A change of areas by a document.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AreaChangeRequest {
    change: AreaChange,
    /// What becomes of rights in areas that end; of one that is only moved or
    /// recoded they go along.
    rights: Option<AreaRights>,
    /// From which day, not later than today.
    on: Day,
    /// The document by which it happens, 1 to 200 characters.
    document: String,
    /// Why, 1 to 500 characters.
    reason: String,
}

fn code(text: String) -> Result<AreaCode> {
    AreaCode::new(text)
}

fn codes(texts: Vec<String>) -> Result<Vec<AreaCode>> {
    texts.into_iter().map(code).collect()
}

fn level(text: &str) -> Result<AreaLevel> {
    AreaLevel::parse(text)
        .ok_or_else(|| Error::new(Code::InvalidValue).arg("field", "level").arg("value", text))
}

fn decision(change: AreaChange) -> Result<Decision> {
    Ok(match change {
        AreaChange::Founded(new) => {
            let founded = |new: NewArea| {
                Ok(Founded {
                    code: code(new.code)?,
                    parent: new.parent.map(code).transpose()?,
                    level: level(&new.level)?,
                    name: new.name.into(),
                    zone: new.zone,
                })
            };
            Decision::Founded(new.into_iter().map(founded).collect::<Result<_>>()?)
        }
        AreaChange::Renamed(of) => Decision::Renamed { area: code(of.area)?, name: of.name.into() },
        AreaChange::Recoded(of) => {
            Decision::Recoded { area: code(of.area)?, code: code(of.code)?, name: of.name.map(Into::into) }
        }
        AreaChange::Moved(of) => Decision::Moved { area: code(of.area)?, parent: code(of.parent)? },
        AreaChange::Merged(of) => Decision::Merged { areas: codes(of.areas)?, into: code(of.into)? },
        AreaChange::Split(of) => {
            let part = |part: AreaPart| {
                Ok(SplitPart {
                    code: code(part.code)?,
                    name: part.name.into(),
                    children: codes(part.children)?,
                })
            };
            Decision::Split {
                area: code(of.area)?,
                parts: of.parts.into_iter().map(part).collect::<Result<_>>()?,
                heir: of.heir.map(code).transpose()?,
            }
        }
        AreaChange::Abolished(of) => Decision::Abolished { area: code(of.area)? },
    })
}

/// A table of areas.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AreaTable {
    /// CSV with the headings `code, parent, level, name_zh, name_en` and perhaps `zone`.
    table: String,
    /// Its name, for the places of faults.
    #[serde(default)]
    source: Option<String>,
    /// Time zone of new areas for which the table names none; that of the area above without.
    zone: Option<String>,
    /// From which day its changes hold.
    on: Day,
    /// The document by which they do.
    document: String,
    /// Why.
    reason: String,
    /// Whether areas below those that it names have ended when it does not name them.
    #[serde(default)]
    complete: bool,
    /// Only tell what would change.
    #[serde(default)]
    dry_run: bool,
}

/// What a table of areas changes.
#[derive(Serialize, ToSchema)]
struct AreaTableReport {
    dry_run: bool,
    /// How many areas are new.
    founded: usize,
    /// Codes of areas with another name.
    renamed: Vec<String>,
    /// Codes of areas that hang elsewhere.
    moved: Vec<String>,
    /// Codes of areas that ended.
    abolished: Vec<String>,
    /// How many stay as they are.
    unchanged: usize,
    /// Areas below those that it names which it does not name: a hundred of them.
    missing: Vec<String>,
    /// How many these are.
    missing_count: usize,
    /// The facts recorded.
    facts: Vec<Uuid>,
}

/// An area through time: its versions, what it came from and what it became.
#[utoipa::path(get, path = "/areas/{code}/history", tag = "directory",
    responses((status = 200, body = AreaHistory)))]
async fn show_area_history(Signed { app, caller }: Signed, Path(code): Path<String>) -> Answer<AreaHistory> {
    let missing = || Error::new(Code::NotFound).arg("kind", "area").arg("id", &code);
    let asked = AreaCode::new(code.as_str())?;
    let directory = app.directory();
    let versions = directory.versions(&asked);
    if !versions.iter().any(|row| caller.sees(&row.path)) {
        return Err(missing().into());
    }
    let links = |links: Vec<&app::directory::AreaLink>| links.into_iter().map(AreaLink::from).collect();
    Ok(Json(AreaHistory {
        code: asked.to_string(),
        versions: versions.iter().map(area_of_row).collect(),
        predecessors: links(directory.predecessors(&asked)),
        successors: links(directory.successors(&asked)),
    }))
}

/// Changes areas by a document: new ones, another name or code, another area
/// above, merged, split or ended. It takes the administration of the areas
/// above all that change. Records stay where they were made; whoever reaches
/// the area that takes over reaches them.
#[utoipa::path(post, path = "/areas/change", tag = "directory", request_body = AreaChangeRequest,
    responses((status = 200, body = Receipt)))]
async fn change_area(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<AreaChangeRequest>,
) -> Answer<Receipt> {
    caller.authority.areas_for(authz::Action::Administer)?;
    let input = AreaChangeInput {
        change: decision(input.change)?,
        rights: match input.rights {
            Some(AreaRights::Follow) => RightsOf::Follow,
            Some(AreaRights::End) | None => RightsOf::End,
        },
        on: input.on.into(),
        document: input.document,
        reason: input.reason,
    };
    done(app.change_area(&caller, Some(&key), input).await?)
}

/// Takes in a table of areas: what is new, named otherwise or hangs elsewhere
/// becomes a change. The same table again changes nothing. One faulty row
/// refuses everything with `import.refused`, each fault with its row and heading.
#[utoipa::path(post, path = "/areas/import", tag = "directory", request_body = AreaTable,
    responses((status = 200, body = AreaTableReport)))]
async fn import_areas(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<AreaTable, IMPORT_LIMIT>,
) -> Answer<AreaTableReport> {
    caller.authority.areas_for(authz::Action::Administer)?;
    let source = input.source.unwrap_or_else(|| "table".to_owned());
    let directory = app.directory();
    let rows = interop::read_division_rows(&source, input.table.as_bytes(), |code| {
        directory.area(code).is_ok_and(|area| area.row.valid_to.is_none())
    })
    .map_err(refused)?;
    let edition = EditionInput {
        rows,
        source,
        zone: input.zone,
        on: input.on.into(),
        document: input.document,
        reason: input.reason,
        complete: input.complete,
    };
    let (report, receipt) = if input.dry_run {
        (app.try_areas(&caller, &edition).await.map_err(refused)?, None)
    } else {
        app.import_areas(&caller, Some(&key), edition).await.map_err(refused)?
    };
    Ok(Json(told(report, receipt, input.dry_run)))
}

/// Faults of rows together; one of the whole request by itself.
pub(super) fn refused(mut faults: Vec<Error>) -> Problem {
    match faults.iter().position(|fault| fault.location().is_none()) {
        Some(at) => faults.swap_remove(at).into(),
        None => Problem::of_many(Code::ImportRefused, faults),
    }
}

fn told(report: EditionReport, receipt: Option<app::Receipt>, dry_run: bool) -> AreaTableReport {
    let texts = |codes: Vec<AreaCode>| codes.into_iter().map(|code| code.to_string()).collect();
    AreaTableReport {
        dry_run,
        founded: report.founded,
        renamed: texts(report.renamed),
        moved: texts(report.moved),
        abolished: texts(report.abolished),
        unchanged: report.unchanged,
        missing: texts(report.missing),
        missing_count: report.missing_count,
        facts: receipt.into_iter().flat_map(|receipt| receipt.facts).map(|fact| fact.id.0).collect(),
    }
}
