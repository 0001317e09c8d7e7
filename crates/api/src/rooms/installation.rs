//! The installation: live or drill, and its clock.

use app::Mode;
use app::doctor::{SeenProvider, Surroundings};
use authz::Action;
use axum::Json;
use axum::http::HeaderMap;
use kernel::{Code, Error};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Api;
use crate::auth::{Open, Signed};
use crate::command::Command;
use crate::edge::language_of;
use crate::listing::Answer;
use crate::wire::Instant;

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(status)).routes(routes!(health)).routes(routes!(set_drill_clock))
}

/// What runs here.
#[derive(Serialize, ToSchema)]
struct Status {
    product: &'static str,
    version: String,
    /// `live` or `drill`.
    mode: &'static str,
    /// Business time.
    now: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<DrillClock>,
}

/// How a drill's time runs.
#[derive(Serialize, ToSchema)]
struct DrillClock {
    /// Business seconds in a second.
    speed: i64,
    paused: bool,
}

impl Status {
    fn of(app: &app::App, version: &str) -> Json<Self> {
        let (mode, clock) = match app.clocks().mode() {
            Mode::Live => ("live", None),
            Mode::Drill { speed, paused, .. } => ("drill", Some(DrillClock { speed, paused })),
        };
        Json(Self { product: "fenghuo", version: version.to_owned(), mode, now: app.now().into(), clock })
    }
}

/// How it stands with the installation.
#[derive(Serialize, ToSchema)]
struct Health {
    /// The worst of all: `good`, `warning` or `fault`.
    health: &'static str,
    items: Vec<Finding>,
    /// When the last backup was made; absent when there was none, or nobody looks.
    backed_up_at: Option<Instant>,
    /// After how many days a backup is old; absent when nobody looks.
    backup_days: Option<i64>,
}

/// What was found about one thing.
#[derive(Serialize, ToSchema)]
struct Finding {
    /// What was looked at, for example `journal`.
    check: &'static str,
    /// Which of the check's sentences.
    says: &'static str,
    /// `good`, `warning` or `fault`.
    health: &'static str,
    /// What was found and what to do, in the caller's language.
    sentence: String,
    /// What the sentence names.
    #[schema(value_type = BTreeMap<String, String>)]
    args: BTreeMap<&'static str, String>,
}

/// A drill's clock, set forward.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DrillClockInput {
    /// Business time to be.
    to: Instant,
    /// Business seconds in a second, 1 to 86,400; 1 when absent.
    speed: Option<i64>,
    /// Whether it stands still then; it does when absent.
    paused: Option<bool>,
}

/// What runs here: program, version, live or drill, business time. Open to all.
#[utoipa::path(get, path = "/status", tag = "installation", responses((status = 200, body = Status)))]
async fn status(Open { app, config }: Open) -> Json<Status> {
    Status::of(&app, &config.version)
}

/// How it stands with the installation: version of the tables, ends of the
/// journal, key ring, clock, timers, users, areas, duty posts; and, where the
/// server looks, disk, key file and backups, and the provider of log-ins, which
/// is asked for its addresses and keys. It takes the administration of all root areas.
#[utoipa::path(get, path = "/installation/health", tag = "installation",
    responses((status = 200, body = Health)))]
async fn health(
    Signed { app, caller }: Signed,
    Open { config, .. }: Open,
    headers: HeaderMap,
) -> Answer<Health> {
    let language = language_of(&headers);
    app.require_all(&caller, Action::Administer)?;
    let mut around = match config.around.clone() {
        // Disks may be slow to answer.
        Some(around) => tokio::task::spawn_blocking(move || around.look())
            .await
            .map_err(|error| Error::new(Code::Internal).caused_by(error.to_string()))?,
        None => Surroundings::default(),
    };
    if let Some(provider) = &config.oidc {
        let told = |flaw: crate::oidc::Flaw| (flaw.as_str(), flaw.is_fatal());
        let flaws = provider.examine().await.map(|flaws| flaws.into_iter().map(told).collect());
        around.provider = Some(SeenProvider { issuer: provider.issuer().to_owned(), flaws });
    }
    let backup = around.backup;
    let found = app.health(&caller, &around).await?;
    let worst = found.iter().map(|finding| finding.health).max().unwrap_or(app::doctor::Health::Good);
    let items = found.into_iter().map(|finding| {
        let sentence = finding.sentence();
        let args: BTreeMap<&'static str, String> = finding.args.into_iter().collect();
        Finding {
            check: finding.check,
            says: finding.says,
            health: finding.health.as_str(),
            sentence: text::render(language, &sentence, &args),
            args,
        }
    });
    Ok(Json(Health {
        health: worst.as_str(),
        items: items.collect(),
        backed_up_at: backup.and_then(|(last, _)| last).map(Into::into),
        backup_days: backup.map(|(_, days)| days),
    }))
}

/// Sets a drill's clock forward, its speed, and whether it stands.
#[utoipa::path(post, path = "/installation/drill_clock", tag = "installation", request_body = DrillClockInput,
    responses((status = 200, body = Status)))]
async fn set_drill_clock(
    Signed { app, caller }: Signed,
    Open { config, .. }: Open,
    Command { input, .. }: Command<DrillClockInput>,
) -> Answer<Status> {
    let (speed, paused) = (input.speed.unwrap_or(1), input.paused.unwrap_or(true));
    app.drive_drill_clock(&caller, input.to.into(), speed, paused).await?;
    Ok(Status::of(&app, &config.version))
}
