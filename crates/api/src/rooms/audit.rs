//! Who looked at what, and why.

use app::ReadAuditRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::listing::{Answer, Page, Query, page};
use crate::wire::{Instant, Key, Kind, area, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list_read_audits))
}

/// That somebody looked.
#[derive(Serialize, ToSchema)]
struct ReadAudit {
    id: Uuid,
    at: Instant,
    user: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<Uuid>,
    action: String,
    subject_kind: Kind,
    /// What was looked at; absent for a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Uuid>,
    area: String,
    purpose: String,
    /// How many records.
    count: i64,
}

impl From<ReadAuditRow> for ReadAudit {
    fn from(row: ReadAuditRow) -> Self {
        Self {
            id: row.id,
            at: row.at.into(),
            user: row.user.0,
            post: row.post.map(Into::into),
            action: row.action,
            subject_kind: row.subject_kind.into(),
            subject: row.subject_id,
            area: area(&row.area),
            purpose: row.purpose,
            count: row.count,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AuditQuery {
    subject: Option<Key>,
    limit: Option<u32>,
    after: Option<String>,
}

/// Looks at personal values, latest first.
#[utoipa::path(get, path = "/read_audits", tag = "audit", params(AuditQuery),
    responses((status = 200, body = Page<ReadAudit>)))]
async fn list_read_audits(
    Signed { app, caller }: Signed,
    Query(query): Query<AuditQuery>,
) -> Answer<Page<ReadAudit>> {
    let page = page(query.limit, query.after.as_ref())?;
    Ok(Page::of(app.read_audits(&caller, id(query.subject), &page).await?, ReadAudit::from))
}
