//! The import desk: files of a list taken in, tried, listed and taken back;
//! mappings guessed and kept under a name.

use app::imports::{Counts, FileInput, ImportOutcome, ImportRequest, OpenFile, Watch};
use axum::Json;
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use interop::{Mapping, Record, RejectedWriter, TableHints, TableLimits};
use kernel::{AreaCode, Code, Cursor, Error, ImportId, PageRequest, Timestamp};
use serde::{Deserialize, Serialize};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use text::Language;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::command::{Body, Command, IMPORT_LIMIT};
use crate::edge::language_of;
use crate::listing::{Answer, Id, Page, Query, page};
use crate::problem::{Fault, Problem};
use crate::wire::Instant;

use super::people::Reason;

mod guess;
mod job;
mod mappings;

/// Bytes of a file of refused rows; what is beyond is counted and not written.
const REFUSED_BYTES: usize = 32 << 20;

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_imports, take_in))
        .routes(routes!(job::take_in_as_job))
        .routes(routes!(show_import))
        .routes(routes!(undo_import))
        .routes(routes!(guess::guess_mapping))
        .routes(routes!(mappings::list_mappings, mappings::save_mapping))
        .routes(routes!(mappings::forget_mapping))
}

/// A file with the mapping that reads it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MappedFile {
    /// Its name, for the places of faults.
    name: String,
    /// What it holds, as text; or `base64`.
    text: Option<String>,
    /// What it holds, in base64: a workbook, or text in another encoding than UTF-8.
    base64: Option<String>,
    /// The mapping file (TOML).
    mapping: String,
}

/// Files of a list to be taken in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewImport {
    /// Name of the list: with the number and the area of the list it makes a
    /// row's id, so that the same list twice changes nothing.
    list: String,
    /// Area of the list, and of rows that name none; the widest in which the
    /// caller may import when absent.
    area: Option<String>,
    /// At most one of each kind: cases, contacts, exposures, event participants.
    files: Vec<MappedFile>,
    /// What is told happened long ago: it is recorded and owes nothing.
    #[serde(default)]
    history: bool,
    /// Take in the sound rows although others are refused.
    #[serde(default)]
    leave_out: bool,
    /// Only try.
    #[serde(default)]
    dry_run: bool,
}

/// What an import counted.
#[derive(Serialize, Deserialize, Default, ToSchema)]
#[serde(default)]
pub(super) struct ImportCounts {
    /// Rows read.
    rows: u64,
    /// Rows that were refused.
    rejected: u64,
    /// Rows that are new to the list.
    new: u64,
    /// Rows that were in the list before.
    kept: u64,
    /// Of those, rows that say something else than before.
    changed: u64,
    /// Of those, rows whose class is another than before.
    status_changes: u64,
    /// Rows of the list that the files do not have. They stay.
    missing: u64,
    /// Links between listed rows.
    links: u64,
    /// Links with an end that no row lists. None is invented.
    unlisted_links: u64,
    /// Ends of those.
    unlisted_ends: u64,
    /// Different numbers of those.
    unlisted_numbers: u64,
}

impl From<&Counts> for ImportCounts {
    fn from(counts: &Counts) -> Self {
        Self {
            rows: counts.rows,
            rejected: counts.rejected,
            new: counts.new,
            kept: counts.kept,
            changed: counts.changed,
            status_changes: counts.status_changes,
            missing: counts.missing,
            links: counts.links,
            unlisted_links: counts.unlisted_links,
            unlisted_ends: counts.unlisted_ends,
            unlisted_numbers: counts.unlisted_numbers,
        }
    }
}

/// What an import did, or would do.
#[derive(Serialize, ToSchema)]
struct Taken {
    /// Which import; none for a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    import: Option<Uuid>,
    dry_run: bool,
    counts: ImportCounts,
    /// Why rows were refused, at most a thousand.
    faults: Vec<Fault>,
    /// What is to be known and refuses nothing: ends of links that no row lists.
    warnings: Vec<Fault>,
    /// For each file with refused rows, in the order of the request: those rows
    /// as CSV with the reasons, to be mended and sent again.
    rejected: Vec<RejectedFile>,
}

/// Refused rows of a file.
#[derive(Serialize, ToSchema)]
struct RejectedFile {
    /// The file they stood in.
    name: String,
    /// CSV, UTF-8 with a byte order mark.
    csv: String,
}

/// Collects refused rows of each file.
struct Refused {
    language: Language,
    files: Mutex<Vec<Option<RejectedWriter<Vec<u8>>>>>,
    written: std::sync::atomic::AtomicUsize,
}

impl Refused {
    fn new(language: Language, files: usize) -> Self {
        let files = (0..files).map(|_| None).collect();
        Self { language, files: Mutex::new(files), written: std::sync::atomic::AtomicUsize::new(0) }
    }

    fn write(&self, file: usize, headings: &[String], record: &Record, faults: &[Error]) -> io::Result<()> {
        use std::sync::atomic::Ordering::Relaxed;
        let size: usize = record.cells.iter().map(String::len).sum();
        if self.written.fetch_add(size, Relaxed) > REFUSED_BYTES {
            return Ok(());
        }
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(place) = files.get_mut(file) else { return Ok(()) };
        let writer = match place {
            Some(writer) => writer,
            None => place.insert(RejectedWriter::new(Vec::new(), headings, self.language.tag())?),
        };
        writer.write(record, faults, |fault| text::error(self.language, fault))
    }

    fn finish(&self, names: &[String]) -> Vec<RejectedFile> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = std::mem::take(&mut *files);
        let written = names.iter().zip(taken).filter_map(|(name, writer)| {
            let bytes = writer?.finish().ok()?;
            Some(RejectedFile { name: name.clone(), csv: String::from_utf8(bytes).ok()? })
        });
        written.collect()
    }
}

impl Watch for Refused {
    fn progress(&self, _: app::imports::Stage, _: u64, _: u64) {}
    fn rejected(&self, file: usize, headings: &[String], record: &Record, faults: &[Error]) {
        // Writing to memory does not fail.
        let _ = self.write(file, headings, record, faults);
    }
}

/// The bytes of a file that a request carries.
///
/// # Errors
/// `value.missing` unless exactly one of both is there; `request.unreadable`.
fn bytes_of(text: Option<String>, base64: Option<String>) -> Result<Arc<[u8]>, Error> {
    match (text, base64) {
        (Some(text), None) => Ok(text.into_bytes().into()),
        (None, Some(coded)) => {
            let bytes = STANDARD.decode(coded);
            Ok(bytes.map_err(|e| Error::new(Code::UnreadableBody).arg("detail", e))?.into())
        }
        _ => Err(Error::new(Code::MissingField).arg("field", "text, base64")),
    }
}

fn opener(bytes: Arc<[u8]>) -> OpenFile {
    Arc::new(move || Ok(Box::new(io::Cursor::new(bytes.clone()))))
}

/// What a file in a request may cost.
fn limits() -> TableLimits {
    TableLimits { bytes: IMPORT_LIMIT as u64, inflated: 1 << 30, ..TableLimits::default() }
}

/// Takes in files of a list. Every row is read and tried before the first is
/// recorded. Unless `leave_out` is said, one faulty row refuses everything with
/// `import.refused`, each fault with its row and heading; a dry run answers the
/// same faults without refusing. A newer edition of a list changes what it says
/// otherwise, and is counted so. Should the server crash in the middle, the
/// first rows are there and the same request completes the list.
#[utoipa::path(post, path = "/imports", tag = "imports", request_body = NewImport,
    responses((status = 200, body = Taken)))]
async fn take_in(
    Signed { app, caller }: Signed,
    headers: HeaderMap,
    Command { key, input, .. }: Command<NewImport, IMPORT_LIMIT>,
) -> Answer<Taken> {
    let language = language_of(&headers);
    let dry_run = input.dry_run;
    let mut files = Vec::with_capacity(input.files.len());
    for file in input.files {
        let mapping = Mapping::parse(&format!("{}: mapping", file.name), &file.mapping)
            .map_err(|faults| Problem::of_many(Code::ImportRefused, faults))?;
        files.push(FileInput { name: file.name, open: opener(bytes_of(file.text, file.base64)?), mapping });
    }
    let request = ImportRequest {
        list: input.list,
        area: input.area.map(AreaCode::new).transpose()?,
        files,
        history: input.history,
        leave_out: input.leave_out,
        dry_run,
        limits: limits(),
    };
    let leave_out = request.leave_out;
    let names: Vec<String> = request.files.iter().map(|file| file.name.clone()).collect();
    let refused = Arc::new(Refused::new(language, names.len()));
    let done = app.import(&caller, Some(&key), request, refused.clone()).await?;
    if done.counts.rejected > 0 && !dry_run && !leave_out {
        let counts = &done.counts;
        let told = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let problem = Problem::of_many(Code::ImportRefused, done.faults);
        return Err(problem.count("rows", told(counts.rows)).count("rejected", told(counts.rejected)));
    }
    Ok(Json(taken(&done, dry_run, language, refused.finish(&names))))
}

fn taken(done: &ImportOutcome, dry_run: bool, language: Language, rejected: Vec<RejectedFile>) -> Taken {
    let told = |errors: &[Error]| errors.iter().map(|error| Fault::of(error, language)).collect();
    Taken {
        import: done.import.map(|id| id.0),
        dry_run,
        counts: (&done.counts).into(),
        faults: told(&done.faults),
        warnings: told(&done.warnings),
        rejected,
    }
}

/// An import that was begun.
#[derive(Serialize, ToSchema)]
struct Import {
    id: Uuid,
    /// Area of the list.
    area: String,
    /// Name of the list.
    list: String,
    /// What the rows of its first file are.
    kind: String,
    history: bool,
    /// `running`, `done`, `broken_off`, `cancelled` or `undone`.
    state: String,
    /// Names of its files.
    files: String,
    by: Uuid,
    started_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Instant>,
    counts: ImportCounts,
    /// The mappings of its files (TOML).
    mapping: String,
}

impl From<app::imports::ImportRow> for Import {
    fn from(row: app::imports::ImportRow) -> Self {
        Self {
            id: row.id.0,
            area: row.area.code().to_owned(),
            list: row.list,
            kind: row.kind,
            history: row.history,
            state: row.state,
            files: row.file_name,
            by: row.by.0,
            started_at: row.started_at.into(),
            ended_at: row.ended_at.map(Into::into),
            counts: serde_json::from_str(&row.counts).unwrap_or_default(),
            mapping: row.mapping,
        }
    }
}

/// A page of imports.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ImportQuery {
    /// Rows wanted, 1 to 500; 50 when absent.
    limit: Option<u32>,
    /// `next` of the page before.
    after: Option<String>,
}

/// Imports of lists in the caller's areas, newest first.
#[utoipa::path(get, path = "/imports", tag = "imports", params(ImportQuery),
    responses((status = 200, body = Page<Import>)))]
async fn list_imports(
    Signed { app, caller }: Signed,
    Query(query): Query<ImportQuery>,
) -> Answer<Page<Import>> {
    let request: PageRequest = page(query.limit, query.after.as_ref())?;
    let after = request.after.as_ref().map(|cursor| place_of(cursor.as_str())).transpose()?;
    let rows = app.imports(&caller, after, request.limit + 1).await?;
    let cursor = |row: &app::imports::ImportRow| {
        Cursor::from_text(format!("{}~{}", row.started_at.as_micros(), row.id.0))
    };
    Ok(Page::of(kernel::Page::from_surplus(rows, request.limit, cursor), Import::from))
}

fn place_of(cursor: &str) -> Result<(Timestamp, ImportId), Error> {
    let bad =
        || Error::new(Code::InvalidValue).arg("field", "after").arg("value", cursor).arg("expected", "next");
    let (at, id) = cursor.split_once('~').ok_or_else(bad)?;
    let at = at.parse().map_err(|_| bad())?;
    Ok((Timestamp::from_micros(at), id.parse().map_err(|_| bad())?))
}

/// One import.
#[utoipa::path(get, path = "/imports/{id}", tag = "imports", params(("id" = Uuid, Path)),
    responses((status = 200, body = Import)))]
async fn show_import(Signed { app, caller }: Signed, Id(id): Id<ImportId>) -> Answer<Import> {
    Ok(Json(app.import_by_id(&caller, id).await?.into()))
}

/// What an undo did.
#[derive(Serialize, ToSchema)]
struct Undone {
    /// Facts withdrawn, exposures retracted, persons erased.
    taken_back: u64,
    /// Cases that somebody has worked on since and that therefore stay.
    stayed: u64,
    /// Those, at most 200.
    stay: Vec<Uuid>,
}

/// Takes an import back: what it recorded is withdrawn, and persons of whom
/// nothing else is known are erased. Cases that somebody has worked on since
/// stay, and are named.
#[utoipa::path(post, path = "/imports/{id}/undo", tag = "imports", params(("id" = Uuid, Path)),
    request_body = Reason, responses((status = 200, body = Undone)))]
async fn undo_import(
    Signed { app, caller }: Signed,
    Id(id): Id<ImportId>,
    Command { key, input, .. }: Command<Reason>,
) -> Answer<Undone> {
    let done = app.undo_import(&caller, Some(&key), id, input.reason, |_| ()).await?;
    let stay = done.stay.iter().map(|case| case.0).collect();
    Ok(Json(Undone { taken_back: done.taken_back, stayed: done.stayed, stay }))
}
