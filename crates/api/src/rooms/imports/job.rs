//! Files of any size, sent in before and taken in by a job.

use app::imports::ImportJob;
use axum::Json;
use axum::http::HeaderMap;
use kernel::{AreaCode, FileId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::auth::Signed;
use crate::command::Command;
use crate::edge::language_of;
use crate::listing::Answer;
use crate::rooms::jobs::Job;

/// A file that was sent in, with the mapping that reads it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SentFile {
    /// Which: the id that `POST /files` gave it.
    file: Uuid,
    /// The mapping file (TOML).
    mapping: String,
}

/// Files of a list to be taken in by a job.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewImportJob {
    /// Name of the list.
    list: String,
    /// Area of the list, and of rows that name none; the widest in which the
    /// caller may import when absent.
    area: Option<String>,
    /// At most one of each kind: cases, contacts, exposures, event participants.
    files: Vec<SentFile>,
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

/// Takes in files of any size that were sent in before, as a job. Its result
/// has the counts of an import, `refused` when faulty rows refused everything,
/// the places of the first faults, and under `rejected` the file of refused
/// rows of each file (`of` is its place in the request). Cancelled, it ends at
/// its next step; what it has recorded by then can be undone.
#[utoipa::path(post, path = "/imports/jobs", tag = "imports", request_body = NewImportJob,
    responses((status = 200, body = Job)))]
pub(super) async fn take_in_as_job(
    Signed { app, caller }: Signed,
    headers: HeaderMap,
    Command { key, input, .. }: Command<NewImportJob>,
) -> Answer<Job> {
    let language = language_of(&headers);
    let sent = |file: SentFile| app::imports::SentFile { file: FileId(file.file), mapping: file.mapping };
    let asked = ImportJob {
        list: input.list,
        files: input.files.into_iter().map(sent).collect(),
        area: input.area.map(AreaCode::new).transpose()?,
        history: input.history,
        leave_out: input.leave_out,
        dry_run: input.dry_run,
        language: language.tag().to_owned(),
    };
    Ok(Json(Job::of(app.import_as_job(&caller, Some(&key), &asked).await?, language)))
}
