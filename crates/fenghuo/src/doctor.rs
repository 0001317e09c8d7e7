//! `fenghuo doctor`: looks at everything around and in the installation, says
//! how it stands and what to do. It changes nothing and may run beside a server.

use crate::args::Place;
use crate::config::Config;
use crate::installation::Folder;
use crate::portable::NOTE;
use crate::voice::Voice;
use api::oidc::Provider;
use app::doctor::{Finding, Health, SeenProvider, Surroundings, findings};
use app::{KeyRing, SystemClock, WallClock as _};
use kernel::Timestamp;
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

/// The exit code when there are warnings and no fault.
const WARNED: u8 = 3;

/// Examines the installation. Exit codes: 0 all is well, 1 faults, 3 warnings only.
pub async fn run(voice: Voice, place: &Place, config: &Config) -> ExitCode {
    let now = SystemClock.now();
    let folder = Folder::of(place);
    let ring = folder.key_text().ok().and_then(|text| KeyRing::parse(&text).ok());
    let seen = store::examine(&folder.url(), ring.as_ref(), now).await;
    let seen = seen.map_err(|error| error.detail().map_or_else(|| voice.fault(&error), str::to_owned));
    let mut around = around(&folder, config.backup_days());
    around.provider = provider(voice, config).await;
    let found = findings(seen.as_ref().map_err(String::as_str), &around, now);
    say(voice, &found);
    match found.iter().map(|finding| finding.health).max() {
        Some(Health::Fault) => ExitCode::FAILURE,
        Some(Health::Warning) => ExitCode::from(WARNED),
        Some(Health::Good) | None => ExitCode::SUCCESS,
    }
}

/// What stands around an installation: its folder, its keys, its disk, its backups.
pub fn around(folder: &Folder, backup_days: i64) -> Surroundings {
    let keys = folder.keys();
    let path = folder.path();
    Surroundings {
        folder: path.exists().then(|| (path.display().to_string(), is_open(path))),
        keys: Some((keys.display().to_string(), keys.exists(), is_open(&keys))),
        disk: room(path),
        backup: Some((last_backup(path), backup_days)),
        provider: None,
    }
}

/// Asks the provider of log-ins, if there is one, for its addresses and keys.
async fn provider(voice: Voice, config: &Config) -> Option<SeenProvider> {
    let issuer = config.oidc_issuer()?.to_owned();
    let set_up = config.oidc().and_then(|settings| settings.map(Provider::new).transpose());
    match set_up {
        Ok(None) => None,
        Ok(Some(provider)) => {
            let flaws = provider.examine().await;
            let told = |flaw: api::oidc::Flaw| (flaw.as_str(), flaw.is_fatal());
            let flaws = flaws.map(|flaws| flaws.into_iter().map(told).collect());
            Some(SeenProvider { issuer, flaws })
        }
        Err(error) => Some(SeenProvider { issuer, flaws: Err(voice.fault(&error)) }),
    }
}

fn last_backup(folder: &Path) -> Option<Timestamp> {
    let note = std::fs::read_to_string(folder.join(NOTE)).ok()?;
    let note: serde_json::Value = serde_json::from_str(&note).ok()?;
    note["at"].as_str()?.parse().ok()
}

#[cfg(unix)]
fn is_open(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open(_: &Path) -> bool {
    false
}

/// Bytes free and in all on the disk of a folder.
#[cfg(unix)]
fn room(folder: &Path) -> Option<(u64, u64)> {
    let told = rustix::fs::statvfs(folder).ok()?;
    Some((told.f_bavail.saturating_mul(told.f_frsize), told.f_blocks.saturating_mul(told.f_frsize)))
}

#[cfg(not(unix))]
fn room(_: &Path) -> Option<(u64, u64)> {
    None
}

fn say(voice: Voice, found: &[Finding]) {
    let count = |health| found.iter().filter(|finding| finding.health == health).count();
    let (warnings, faults) = (count(Health::Warning), count(Health::Fault));
    let worst = found.iter().map(|finding| finding.health).max().unwrap_or(Health::Good);
    if voice.json {
        let items: Vec<_> = found
            .iter()
            .map(|finding| {
                let args: serde_json::Map<_, _> =
                    finding.args.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
                json!({
                    "check": finding.check,
                    "says": finding.says,
                    "health": finding.health.as_str(),
                    "sentence": voice.words(&finding.sentence(), &finding.args),
                    "args": args,
                })
            })
            .collect();
        voice.print_json(&json!({ "health": worst.as_str(), "items": items }));
        return;
    }
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|finding| {
            let word = voice.words(&format!("health-word-{}", finding.health.as_str()), &[]);
            vec![word, voice.words(&finding.sentence(), &finding.args)]
        })
        .collect();
    let headings = ["cli-head-state", "cli-head-finding"].map(|id| voice.words(id, &[]));
    voice.table(&headings, &rows);
    let args = [("warnings", warnings.to_string()), ("faults", faults.to_string())];
    voice.say(&format!("health-sum-{}", worst.as_str()), &args);
}
