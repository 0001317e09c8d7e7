//! Files in and out, streamed: none is ever whole in memory.

use app::{BlobReader, BlobRow, BlobWriter};
use axum::Json;
use axum::body::Body;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{
    CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use kernel::{Code, Error, FileId, Result};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::{Open, Signed};
use crate::listing::{Answer, Id, Query};
use crate::problem::Problem;
use crate::wire::Instant;

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(upload_file)).routes(routes!(download_file))
}

/// A file that was sent in or made.
#[derive(Serialize, ToSchema)]
#[schema(as = File)]
pub struct StoredFile {
    id: Uuid,
    name: String,
    media_type: String,
    /// Its length.
    bytes: i64,
    /// Its hash, in hexadecimal digits.
    sha256: String,
    /// When it goes.
    expires_at: Instant,
}

impl StoredFile {
    /// A whole file.
    pub fn of(row: BlobRow) -> Self {
        let hash = row.sha256.unwrap_or_default();
        Self {
            id: row.id.0,
            name: row.name.into_exposed(),
            media_type: row.media_type,
            bytes: row.length.unwrap_or_default(),
            sha256: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
            expires_at: row.expires_at.into(),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct UploadQuery {
    /// Its name, without folders.
    name: String,
}

/// Takes in a file for an import: the body is the file, as it is. It is kept
/// for seven days, sealed, for whoever sent it. Sent twice it is there twice.
#[utoipa::path(post, path = "/files", tag = "files", params(UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = StoredFile)))]
async fn upload_file(
    Signed { app, caller }: Signed,
    Open { config, .. }: Open,
    Query(query): Query<UploadQuery>,
    request: Request,
) -> Answer<StoredFile> {
    let max = config.file_limit;
    let (parts, body) = request.into_parts();
    let header = |name| parts.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if header(CONTENT_LENGTH).and_then(|length| length.parse().ok()).is_some_and(|length: u64| length > max) {
        return Err(too_large(max).into());
    }
    let media_type = header(CONTENT_TYPE).unwrap_or("application/octet-stream").to_owned();
    let mut file = app.receive_file(&caller, &query.name, &media_type).await?;
    match take(body, &mut file, max).await {
        Ok(()) => Ok(Json(StoredFile::of(file.finish().await?))),
        Err(refused) => {
            // What cannot be deleted now goes when its time is over.
            if let Err(error) = file.discard().await {
                tracing::warn!(code = error.code().as_str(), "a file that was not sent whole stays");
            }
            Err(refused.into())
        }
    }
}

/// Takes a body into a file, at most `max` bytes.
async fn take(body: Body, file: &mut BlobWriter, max: u64) -> Result<()> {
    let mut left = max;
    let mut body = body.into_data_stream();
    while let Some(bytes) = body.next().await {
        let early = |_| Error::new(Code::UnreadableBody).arg("detail", "the body ended early");
        let bytes = bytes.map_err(early)?;
        left = left.checked_sub(bytes.len() as u64).ok_or_else(|| too_large(max))?;
        file.write(&bytes).await?;
    }
    Ok(())
}

fn too_large(max: u64) -> Error {
    Error::new(Code::BodyTooLarge).arg("max", format!("{} MiB", max >> 20))
}

/// A file of the caller, as it was sent in or made. What he may do now counts,
/// not what he might when it was made.
#[utoipa::path(get, path = "/files/{id}", tag = "files",
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn download_file(Signed { app, caller }: Signed, Id(id): Id<FileId>) -> Result<Response, Problem> {
    let reader = app.open_file(&caller, id).await?;
    let headers = headers_of(reader.row());
    let chunks = stream::try_unfold(reader, |mut reader: BlobReader| async move {
        Ok::<_, Error>(reader.next().await?.map(|bytes| (bytes, reader)))
    });
    Ok((headers, Body::from_stream(chunks)).into_response())
}

fn headers_of(row: &BlobRow) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut put = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    put(CONTENT_TYPE, "application/octet-stream");
    put(CONTENT_TYPE, &row.media_type);
    put(CONTENT_LENGTH, &row.length.unwrap_or_default().to_string());
    // Never shown in place, whatever it says it is.
    put(X_CONTENT_TYPE_OPTIONS, "nosniff");
    let name = utf8_percent_encode(row.name.expose(), NON_ALPHANUMERIC);
    put(CONTENT_DISPOSITION, &format!("attachment; filename*=UTF-8''{name}"));
    headers
}
