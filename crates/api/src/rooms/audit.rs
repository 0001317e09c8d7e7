//! What was done besides recording facts, for the auditor.

use app::audit::{AuditFilter, AuditKind, AuditLine};
use kernel::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::listing::{Answer, Page, Query, maybe_path, page};
use crate::wire::{Instant, Key, area, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list_audit))
}

/// What somebody did besides recording facts.
#[derive(Serialize, ToSchema)]
struct AuditEntry {
    id: Uuid,
    /// By the wall clock.
    at: Instant,
    /// `look`, `list`, `search`, `export`, `denial`, `log_in`, `log_in_failed`, `log_out`, `account`, `grant`,
    /// `api_key`, `setting`, `break_glass` or `notice`.
    kind: String,
    /// For example `person.read`; of a denial the action that was lacking.
    action: String,
    /// Absent for whom nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<Uuid>,
    /// The name shown to others, as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<Uuid>,
    /// What it was done to; absent for a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<AuditSubject>,
    area: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    purpose: String,
    /// Method and template of the address, of a denial.
    #[serde(skip_serializing_if = "Option::is_none")]
    route: Option<String>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// How many records, or how often the same was refused.
    count: i64,
    /// What more there is to say: changed fields, fields read, filters by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    detail: Option<Value>,
    /// Whom it names, where it was written in the auditor's areas.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    persons: Vec<Uuid>,
}

/// What something was done to.
#[derive(Serialize, ToSchema)]
struct AuditSubject {
    /// `person`, `case`, `user`, `file`, `job`, …; `record` where the address does not say.
    kind: String,
    id: Uuid,
}

impl From<AuditLine> for AuditEntry {
    fn from(AuditLine { row, persons, user_name }: AuditLine) -> Self {
        let subject = row.subject_kind.zip(row.subject_id);
        Self {
            id: row.id,
            at: row.at.into(),
            kind: row.kind,
            action: row.action,
            user: row.user.map(|user| user.0),
            user_name,
            post: row.post.map(|post| post.0),
            subject: subject.map(|(kind, id)| AuditSubject { kind, id }),
            area: area(&row.area),
            purpose: row.purpose,
            route: row.route,
            code: row.code,
            count: row.count,
            detail: serde_json::from_slice(&row.detail).ok(),
            persons: persons.into_iter().map(|person| person.0).collect(),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AuditQuery {
    /// By this user.
    user: Option<Key>,
    /// That name this person: whoever looked at him, his cases, contacts and
    /// orders, found him in a list, took him out with an export, or tried to.
    person: Option<Key>,
    /// About this thing.
    subject: Option<Key>,
    /// Of this kind.
    kind: Option<String>,
    /// With this action, for example `case.read`.
    action: Option<String>,
    /// Denials at this method and template of an address, for example `GET /api/v1/cases/{id}`.
    route: Option<String>,
    /// In this area or below it.
    area: Option<String>,
    /// At or after this moment.
    from: Option<Instant>,
    /// Before this moment.
    until: Option<Instant>,
    /// Rows wanted, 1 to 500; 50 when absent.
    limit: Option<u32>,
    /// `next` of the page before.
    after: Option<String>,
}

fn kind(word: &str) -> Result<AuditKind> {
    AuditKind::parse(word).ok_or_else(|| {
        let known: Vec<&str> = AuditKind::ALL.iter().map(|kind| kind.as_str()).collect();
        Error::new(Code::InvalidValue)
            .arg("field", "kind")
            .arg("value", word.chars().take(40).collect::<String>())
            .arg("expected", known.join(", "))
    })
}

/// What was done besides recording facts, latest first: looks, lists of
/// persons, searches, exports, denials, log-ins, changes of accounts and
/// settings. For the auditor alone, in his areas; of a person of his areas he
/// is told all that befell him, wherever whoever looked sits.
#[utoipa::path(get, path = "/audit", tag = "audit", params(AuditQuery),
    responses((status = 200, body = Page<AuditEntry>)))]
async fn list_audit(
    Signed { app, caller }: Signed,
    Query(query): Query<AuditQuery>,
) -> Answer<Page<AuditEntry>> {
    let filter = AuditFilter {
        user: id(query.user),
        subject: id(query.subject),
        person: id(query.person),
        kind: query.kind.as_deref().map(kind).transpose()?,
        action: query.action,
        route: query.route,
        area: maybe_path(&app, query.area.as_ref())?,
        from: query.from.map(Into::into),
        until: query.until.map(Into::into),
        everywhere: false,
    };
    let page = page(query.limit, query.after.as_ref())?;
    Ok(Page::of(app.audit(&caller, filter, &page).await?, AuditEntry::from))
}
