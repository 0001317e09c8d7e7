//! What the law asks: periods, holds, purges with their certificates, refused
//! requests for erasure.

use app::law::{CertificateView, HoldOn, HoldView, Period, PeriodInput};
use axum::Json;
use axum::extract::Path;
use kernel::{Code, Error, PersonId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::people::Reason;
use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Id, Items, Page, Query, page, path_of};
use crate::wire::{Instant, Key, Kind, Receipt, Text, area, done};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_retention_rules))
        .routes(routes!(set_retention_rule))
        .routes(routes!(list_holds))
        .routes(routes!(set_hold))
        .routes(routes!(release_hold))
        .routes(routes!(purge))
        .routes(routes!(list_certificates))
        .routes(routes!(show_certificate))
        .routes(routes!(refuse_erasure))
}

/// How long one kind of data is kept.
#[derive(Serialize, ToSchema)]
struct RetentionRule {
    kind: String,
    /// The period in force, in days after the last record.
    days: i64,
    /// The shipped period.
    shipped_days: i64,
    /// The shortest period that may be set.
    least_days: i64,
    /// By which rule the shipped period stands.
    basis: Text,
    /// How sure we are: A official text, B local or inferred, C unconfirmed.
    confidence: String,
    /// By which decision the installation has set another.
    #[serde(skip_serializing_if = "Option::is_none")]
    set_by_basis: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set_at: Option<Instant>,
}

impl From<Period> for RetentionRule {
    fn from(period: Period) -> Self {
        let rule = period.rule;
        Self {
            kind: rule.kind,
            days: period.days,
            shipped_days: rule.days,
            least_days: rule.least,
            basis: Text::new(&rule.basis.zh, &rule.basis.en),
            confidence: rule.confidence,
            set_at: period.set.as_ref().map(|set| set.set_at.into()),
            set_by_basis: period.set.map(|set| set.basis),
        }
    }
}

/// A period of this installation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RetentionInput {
    days: i64,
    /// By which rule or decision.
    basis: String,
}

/// How long each kind of data is kept.
#[utoipa::path(get, path = "/retention_rules", tag = "law",
    responses((status = 200, body = Items<RetentionRule>)))]
async fn list_retention_rules(Signed { app, caller }: Signed) -> Answer<Items<RetentionRule>> {
    Ok(Items::of(app.periods(&caller).await?.into_iter().map(RetentionRule::from)))
}

/// Sets the period of one kind for this installation. It takes the
/// administration of all root areas.
#[utoipa::path(post, path = "/retention_rules/{kind}/set", tag = "law", request_body = RetentionInput,
    responses((status = 200, body = Items<RetentionRule>)))]
async fn set_retention_rule(
    Signed { app, caller }: Signed,
    Path(kind): Path<String>,
    Command { input, .. }: Command<RetentionInput>,
) -> Answer<Items<RetentionRule>> {
    app.set_period(&caller, PeriodInput { kind, days: input.days, basis: input.basis }).await?;
    Ok(Items::of(app.periods(&caller).await?.into_iter().map(RetentionRule::from)))
}

/// That records are kept.
#[derive(Serialize, ToSchema)]
struct Hold {
    id: Uuid,
    /// `person`, `case` or `area`.
    kind: Kind,
    subject: Uuid,
    area: String,
    reason: String,
    set_at: Instant,
    set_by: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    released_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    released_by: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_reason: Option<String>,
}

impl From<HoldView> for Hold {
    fn from(hold: HoldView) -> Self {
        Self {
            id: hold.id,
            kind: hold.subject_kind.into(),
            subject: hold.subject_id,
            area: area(&hold.area),
            reason: hold.reason,
            set_at: hold.set_at.into(),
            set_by: hold.set_by.0,
            released_at: hold.released_at.map(Into::into),
            released_by: hold.released_by.map(|user| user.0),
            release_reason: hold.release_reason,
        }
    }
}

/// What is to be held: one of the three.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HoldInput {
    person: Option<Key>,
    /// A case, with the persons of its contacts.
    case: Option<Key>,
    /// Everybody of an area and below.
    area: Option<String>,
    reason: String,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HoldQuery {
    /// Only those that stand.
    standing: Option<bool>,
    limit: Option<u32>,
    after: Option<String>,
}

/// Holds, latest first.
#[utoipa::path(get, path = "/holds", tag = "law", params(HoldQuery),
    responses((status = 200, body = Page<Hold>)))]
async fn list_holds(Signed { app, caller }: Signed, Query(query): Query<HoldQuery>) -> Answer<Page<Hold>> {
    let page = page(query.limit, query.after.as_ref())?;
    Ok(Page::of(app.holds(&caller, query.standing.unwrap_or(false), &page).await?, Hold::from))
}

/// Keeps the records of a person, of a case with its contacts, or of an area.
/// The hold has the id of the fact in the receipt.
#[utoipa::path(post, path = "/holds", tag = "law", request_body = HoldInput,
    responses((status = 200, body = Receipt)))]
async fn set_hold(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<HoldInput>,
) -> Answer<Receipt> {
    let on = match (input.person, input.case, input.area) {
        (Some(person), None, None) => HoldOn::Person(person.0.into()),
        (None, Some(case), None) => HoldOn::Case(case.0.into()),
        (None, None, Some(code)) => HoldOn::Area(path_of(&app, &code)?),
        _ => return Err(Error::new(Code::MissingField).arg("field", "person / case / area").into()),
    };
    done(app.set_hold(&caller, Some(&key), on, input.reason).await?)
}

/// Releases a hold.
#[utoipa::path(post, path = "/holds/{id}/release", tag = "law", request_body = Reason,
    responses((status = 200, body = Receipt)))]
async fn release_hold(
    Signed { app, caller }: Signed,
    Id(hold): Id<Uuid>,
    Command { key, input, .. }: Command<Reason>,
) -> Answer<Receipt> {
    done(app.release_hold(&caller, Some(&key), hold, input.reason).await?)
}

/// What went of one kind of data.
#[derive(Serialize, ToSchema)]
struct KindPurged {
    kind: String,
    days: i64,
    /// By which rule, in Chinese and English, or by which decision of the installation.
    basis: Vec<String>,
    /// What was last recorded before this moment was due.
    before: Instant,
    /// How many went; in a dry run, how many would.
    purged: u64,
    /// How many were due and kept by a hold.
    held: u64,
}

/// The proof of a purge.
#[derive(Serialize, ToSchema)]
struct Certificate {
    id: Uuid,
    installation: Uuid,
    made_at: Instant,
    made_by: Uuid,
    dry_run: bool,
    kinds: Vec<KindPurged>,
    /// The persons erased, by id.
    persons: Vec<Uuid>,
    /// Where the chains of the audit were cut.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    audit: Vec<AuditCut>,
    /// Whether more persons are due than one certificate takes: purge again.
    more: bool,
    /// SHA-256 of the certificate's bytes, as the fact in the journal has it.
    sha256: String,
    /// That fact; absent for a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<Uuid>,
}

/// Where a chain of the audit was cut: it goes on behind this entry.
#[derive(Serialize, ToSchema)]
struct AuditCut {
    /// Whose chain.
    writer: Uuid,
    /// The place of the last entry that went.
    seq: i64,
    /// That entry's hash, in hexadecimal digits.
    hash: String,
}

impl From<CertificateView> for Certificate {
    fn from(view: CertificateView) -> Self {
        let told = view.certificate;
        let kinds = told.kinds.into_iter().map(|kind| KindPurged {
            kind: kind.kind,
            days: kind.days,
            basis: kind.basis,
            before: kind.before.into(),
            purged: kind.purged,
            held: kind.held,
        });
        Self {
            id: told.id,
            installation: told.installation,
            made_at: told.made_at.into(),
            made_by: told.made_by.0,
            dry_run: told.dry_run,
            kinds: kinds.collect(),
            persons: told.persons.into_iter().map(|person| person.0).collect(),
            audit: told
                .audit
                .into_iter()
                .map(|cut| AuditCut { writer: cut.writer, seq: cut.seq, hash: cut.hash })
                .collect(),
            more: told.more,
            sha256: view.sha256,
            fact: view.fact.map(|fact| fact.0),
        }
    }
}

/// Whether it is only told what would go.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PurgeInput {
    dry_run: Option<bool>,
}

/// Erases what is older than its period, but for what a hold keeps, and makes
/// the certificate. It takes the administration of all root areas.
#[utoipa::path(post, path = "/purges", tag = "law", request_body = PurgeInput,
    responses((status = 200, body = Certificate)))]
async fn purge(
    Signed { app, caller }: Signed,
    Command { input, .. }: Command<PurgeInput>,
) -> Answer<Certificate> {
    Ok(Json(app.purge(&caller, input.dry_run.unwrap_or(false)).await?.into()))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CertificateQuery {
    limit: Option<u32>,
    after: Option<String>,
}

/// Certificates, latest first.
#[utoipa::path(get, path = "/certificates", tag = "law", params(CertificateQuery),
    responses((status = 200, body = Page<Certificate>)))]
async fn list_certificates(
    Signed { app, caller }: Signed,
    Query(query): Query<CertificateQuery>,
) -> Answer<Page<Certificate>> {
    let page = page(query.limit, query.after.as_ref())?;
    Ok(Page::of(app.certificates(&caller, &page).await?, Certificate::from))
}

/// One certificate.
#[utoipa::path(get, path = "/certificates/{id}", tag = "law", responses((status = 200, body = Certificate)))]
async fn show_certificate(Signed { app, caller }: Signed, Id(id): Id<Uuid>) -> Answer<Certificate> {
    Ok(Json(app.certificate(&caller, id).await?.into()))
}

/// Why a request for erasure is refused.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RefusalInput {
    /// `duty_to_keep`, `public_health`, `legal_hold` or `identity_unproven`.
    ground: String,
    reason: String,
}

/// Records that a request for erasure is refused, and why.
#[utoipa::path(post, path = "/persons/{id}/refuse_erasure", tag = "law", request_body = RefusalInput,
    responses((status = 200, body = Receipt)))]
async fn refuse_erasure(
    Signed { app, caller }: Signed,
    Id(person): Id<PersonId>,
    Command { key, input, .. }: Command<RefusalInput>,
) -> Answer<Receipt> {
    done(app.refuse_erasure(&caller, Some(&key), person, input.ground, input.reason).await?)
}
