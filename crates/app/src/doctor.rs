//! Whether all is well with an installation: what was seen becomes findings,
//! each good, a warning or a fault. Pure: the shell looks, this judges.

use authz::Action;
use kernel::{Result, Span, Timestamp, Zone};
use std::collections::BTreeSet;
use store::{Examination, SCHEMA_VERSION};

use crate::{App, Caller, Directory, Mode, rows};

/// How it stands with one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// As it should be.
    Good,
    /// It works, and will not for ever or not for everybody.
    Warning,
    /// It does not work, or what is recorded is in danger.
    Fault,
}

impl Health {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Fault => "fault",
        }
    }
}

/// What was found about one thing. Its sentence says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, for example `backup`.
    pub check: &'static str,
    /// The sentence among those of the check, for example `old`.
    pub says: &'static str,
    /// How it stands.
    pub health: Health,
    /// Arguments of the sentence.
    pub args: Vec<(&'static str, String)>,
}

impl Finding {
    /// The id of its sentence in the texts.
    pub fn sentence(&self) -> String {
        format!("health-{}-{}", self.check, self.says)
    }
}

/// What stands around the database, as far as somebody has looked.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The data folder, and whether others may look into it.
    pub folder: Option<(String, bool)>,
    /// The file of the key ring: its path, whether it is there, whether others may read it.
    pub keys: Option<(String, bool, bool)>,
    /// Bytes free and bytes in all where the data lies.
    pub disk: Option<(u64, u64)>,
    /// The last backup, none when there was none; and after how many days it is old.
    pub backup: Option<(Option<Timestamp>, i64)>,
    /// The provider of log-ins, where one is set up.
    pub provider: Option<SeenProvider>,
}

/// A provider of log-ins that was asked for its addresses and keys.
#[derive(Clone, Debug)]
pub struct SeenProvider {
    /// What it is called.
    pub issuer: String,
    /// The words for what is wrong with it, and whether nobody can log in because
    /// of it; or why it does not answer.
    pub flaws: std::result::Result<Vec<(&'static str, bool)>, String>,
}

/// Free bytes below which nothing can be relied on.
const NO_ROOM: u64 = 200 << 20;
/// How long the timers may be without a keeper.
const TIMERS_LATE: Span = Span::minutes(2);
/// How far the last fact may lie ahead of the clock.
const CLOCK_AHEAD: Span = Span::minutes(1);
/// The oldest PostgreSQL that we run on.
const OLDEST_POSTGRES: u32 = 14;

struct Findings(Vec<Finding>);

impl Findings {
    fn say(
        &mut self,
        check: &'static str,
        says: &'static str,
        health: Health,
        args: &[(&'static str, String)],
    ) {
        self.0.push(Finding { check, says, health, args: args.to_vec() });
    }
}

/// Judges what was seen. `seen` is none when the database did not answer, with
/// the reason in its place.
pub fn findings(
    seen: std::result::Result<&Examination, &str>,
    around: &Surroundings,
    now: Timestamp,
) -> Vec<Finding> {
    let mut found = Findings(Vec::new());
    around_it(&mut found, around, now);
    match seen {
        Ok(seen) => database(&mut found, seen, now),
        Err(detail) => {
            found.say("database", "unreachable", Health::Fault, &[("detail", detail.to_owned())]);
        }
    }
    found.0
}

fn around_it(found: &mut Findings, around: &Surroundings, now: Timestamp) {
    use Health::{Fault, Good, Warning};
    if let Some((path, open)) = &around.folder {
        let args = [("path", path.clone())];
        if *open {
            found.say("folder", "open", Warning, &args)
        } else {
            found.say("folder", "good", Good, &args)
        }
    }
    if let Some((path, there, open)) = &around.keys {
        let args = [("path", path.clone())];
        match (there, open) {
            (false, _) => found.say("keys", "missing", Fault, &args),
            (true, true) => found.say("keys", "open", Warning, &args),
            (true, false) => found.say("keys", "good", Good, &args),
        }
    }
    if let Some((free, all)) = around.disk {
        let args = [("free", (free >> 20).to_string()), ("all", (all >> 20).to_string())];
        let (says, health) = match free {
            free if free < NO_ROOM => ("full", Fault),
            free if free < all / 20 => ("low", Warning),
            _ => ("good", Good),
        };
        found.say("disk", says, health, &args);
    }
    if let Some(SeenProvider { issuer, flaws }) = &around.provider {
        let mut args = vec![("issuer", issuer.clone())];
        match flaws {
            Ok(flaws) if flaws.is_empty() => found.say("provider", "good", Good, &args),
            Ok(flaws) => {
                for (says, fatal) in flaws {
                    found.say("provider", says, if *fatal { Fault } else { Warning }, &args);
                }
            }
            Err(detail) => {
                args.push(("detail", detail.clone()));
                found.say("provider", "unreachable", Fault, &args);
            }
        }
    }
    if let Some((last, days)) = around.backup {
        match last {
            None => found.say("backup", "none", Warning, &[]),
            Some(at) => {
                let age = now.since(at).as_micros() / Span::days(1).as_micros();
                let args = [("at", at.to_string()), ("days", age.to_string())];
                if age > days {
                    found.say("backup", "old", Warning, &args);
                } else {
                    found.say("backup", "good", Good, &args);
                }
            }
        }
    }
}

fn database(found: &mut Findings, seen: &Examination, now: Timestamp) {
    use Health::{Fault, Good, Warning};
    let about = [
        ("engine", seen.engine.clone()),
        ("version", seen.engine_version.clone()),
        ("size", (seen.bytes >> 20).to_string()),
    ];
    found.say("database", "good", Good, &about);
    postgres(found, seen);
    let versions = [("database", seen.schema.to_string()), ("program", SCHEMA_VERSION.to_string())];
    match seen.schema {
        0 => found.say("schema", "none", Fault, &versions),
        version if version < SCHEMA_VERSION => found.say("schema", "older", Warning, &versions),
        version if version > SCHEMA_VERSION => found.say("schema", "newer", Fault, &versions),
        _ => found.say("schema", "good", Good, &versions),
    }
    if seen.rebuilding {
        found.say("tables", "rebuilding", Fault, &[]);
    }
    if seen.restoring {
        found.say("tables", "restoring", Fault, &[]);
    }
    if seen.schema != SCHEMA_VERSION {
        return;
    }
    match &seen.fault {
        Some(fault) => {
            let args = [
                ("writer", fault.writer.to_string()),
                ("seq", fault.seq.to_string()),
                ("detail", fault.detail.clone()),
            ];
            found.say("journal", "broken", Fault, &args);
        }
        None => found.say("journal", "good", Good, &[("facts", seen.facts.to_string())]),
    }
    if seen.unusable_keys.is_empty() {
        found.say("ring", "good", Good, &[]);
    } else {
        let numbers: Vec<String> = seen.unusable_keys.iter().map(u32::to_string).collect();
        found.say("ring", "wrong", Fault, &[("numbers", numbers.join(", "))]);
    }
    match seen.unfiled {
        true => found.say("index", "old", Warning, &[]),
        false => found.say("index", "good", Good, &[]),
    }
    clock(found, seen, now);
    match seen.timers_until {
        Some(until) if now.since(until).as_micros() <= TIMERS_LATE.as_micros() => {
            found.say("timers", "good", Good, &[]);
        }
        Some(until) => found.say("timers", "stopped", Warning, &[("at", until.to_string())]),
        None => found.say("timers", "never", Warning, &[]),
    }
    let users = [("count", seen.users.to_string()), ("without", seen.users_without_post.to_string())];
    match (seen.users, seen.users_without_post) {
        (0, _) => found.say("users", "none", Warning, &users),
        (_, 0) => found.say("users", "good", Good, &users),
        _ => found.say("users", "without-post", Warning, &users),
    }
    places(found, seen);
}

fn postgres(found: &mut Findings, seen: &Examination) {
    if seen.engine != "postgres" {
        return;
    }
    let major: u32 = seen
        .engine_version
        .split(|c: char| !c.is_ascii_digit())
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(0);
    if major < OLDEST_POSTGRES {
        let args = [("version", seen.engine_version.clone()), ("oldest", OLDEST_POSTGRES.to_string())];
        found.say("postgres", "old", Health::Warning, &args);
    }
    let off: Vec<String> =
        seen.settings.iter().filter(|(_, value)| value == "off").map(|(name, _)| name.clone()).collect();
    if off.is_empty() {
        found.say("postgres", "good", Health::Good, &[]);
    } else {
        found.say("postgres", "unsafe", Health::Fault, &[("settings", off.join(", "))]);
    }
}

/// A live installation's clock stands behind its last fact only when somebody
/// has set it back.
fn clock(found: &mut Findings, seen: &Examination, now: Timestamp) {
    let drill =
        seen.mode.as_deref().and_then(|text| rows::state::<Mode>(text).ok()).is_some_and(|m| m.is_drill());
    let Some(last) = seen.last_recorded.filter(|_| !drill) else { return };
    if last > now.plus(CLOCK_AHEAD) {
        let args = [("last", last.to_string()), ("now", now.to_string())];
        found.say("clock", "behind", Health::Fault, &args);
    } else {
        found.say("clock", "good", Health::Good, &[]);
    }
}

/// Areas and their zones, units and their duty posts.
fn places(found: &mut Findings, seen: &Examination) {
    use Health::{Fault, Good, Warning};
    if seen.areas.is_empty() {
        found.say("areas", "none", Warning, &[]);
        return;
    }
    let unknown: BTreeSet<&str> =
        seen.areas.iter().map(|area| area.zone.as_str()).filter(|zone| Zone::named(zone).is_err()).collect();
    if unknown.is_empty() {
        found.say("areas", "good", Good, &[("count", seen.areas.len().to_string())]);
    } else {
        let zones: Vec<&str> = unknown.into_iter().collect();
        found.say("areas", "unknown-zone", Fault, &[("zones", zones.join(", "))]);
        return;
    }
    let built = Directory::build(seen.areas.clone(), seen.units.clone(), seen.posts.clone());
    let directory = match built {
        Ok(directory) => directory,
        Err(error) => {
            found.say("areas", "unreadable", Fault, &[("detail", error.code().as_str().to_owned())]);
            return;
        }
    };
    let without: Vec<String> = directory
        .units()
        .into_iter()
        .filter(|unit| directory.held_by(unit.id).post.is_none())
        .map(|unit| format!("{}:{}", unit.area.code(), unit.role))
        .collect();
    match without.first() {
        None => found.say("posts", "good", Good, &[("count", seen.units.len().to_string())]),
        Some(first) => {
            let args = [("count", without.len().to_string()), ("first", first.clone())];
            found.say("posts", "no-duty-post", Warning, &args);
        }
    }
}

impl App {
    /// Examines the installation, and judges what stands around it, for
    /// somebody who administers all of it.
    ///
    /// # Errors
    /// `access.forbidden` unless the caller administers every root area; those of the store.
    pub async fn health(&self, caller: &Caller, around: &Surroundings) -> Result<Vec<Finding>> {
        self.require_all(caller, Action::Administer)?;
        let now = self.inner.clocks.wall();
        let seen = self.store().examine(now).await?;
        Ok(findings(Ok(&seen), around, now))
    }

    /// Refuses whoever may not do something in the whole installation: what is
    /// about all of it is nobody's in a part of it.
    ///
    /// # Errors
    /// `access.forbidden`.
    pub fn require_all(&self, caller: &Caller, action: Action) -> Result<()> {
        caller.authority.areas_for(action)?;
        let directory = self.directory();
        let roots = directory.areas().into_iter().filter(|area| area.row.parent.is_none());
        for root in roots {
            caller.authority.require(action, &root.row.path)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    fn said(found: &[Finding]) -> Vec<(String, Health)> {
        found
            .iter()
            .filter(|finding| finding.health != Health::Good)
            .map(|finding| (finding.sentence(), finding.health))
            .collect()
    }

    fn sound() -> Examination {
        Examination {
            engine: "sqlite".to_owned(),
            schema: SCHEMA_VERSION,
            timers_until: Some(at(1000)),
            last_recorded: Some(at(900)),
            users: 1,
            ..Examination::default()
        }
    }

    #[test]
    fn what_is_wrong_is_told_and_nothing_else() {
        use Health::{Fault, Warning};
        let around = Surroundings {
            folder: Some(("data".to_owned(), false)),
            keys: Some(("data/keys".to_owned(), true, false)),
            disk: Some((1 << 40, 1 << 41)),
            backup: Some((Some(at(0)), 7)),
            provider: Some(SeenProvider { issuer: String::new(), flaws: Ok(Vec::new()) }),
        };
        let good = findings(Ok(&sound()), &around, at(1000));
        assert_eq!(said(&good), [("health-areas-none".to_owned(), Warning)]);
        type Spoil = fn(&mut Examination);
        let cases: [(Spoil, &str, Health); 10] = [
            (|seen| seen.unfiled = true, "health-index-old", Warning),
            (|seen| seen.schema = 0, "health-schema-none", Fault),
            (|seen| seen.schema = SCHEMA_VERSION + 1, "health-schema-newer", Fault),
            (|seen| seen.restoring = true, "health-tables-restoring", Fault),
            (|seen| seen.unusable_keys = vec![3], "health-ring-wrong", Fault),
            (|seen| seen.last_recorded = Some(at(5000)), "health-clock-behind", Fault),
            (|seen| seen.timers_until = Some(at(10)), "health-timers-stopped", Warning),
            (|seen| seen.users_without_post = 1, "health-users-without-post", Warning),
            (
                |seen| {
                    seen.engine = "postgres".to_owned();
                    seen.engine_version = "17.2 (Debian)".to_owned();
                    seen.settings = vec![("fsync".to_owned(), "off".to_owned())];
                },
                "health-postgres-unsafe",
                Fault,
            ),
            (
                |seen| {
                    seen.engine = "postgres".to_owned();
                    seen.engine_version = "9.6".to_owned();
                },
                "health-postgres-old",
                Warning,
            ),
        ];
        for (spoil, sentence, health) in cases {
            let mut seen = sound();
            spoil(&mut seen);
            let found = said(&findings(Ok(&seen), &around, at(1000)));
            assert!(found.contains(&(sentence.to_owned(), health)), "{sentence}: {found:?}");
        }
        let around = Surroundings {
            folder: Some(("data".to_owned(), true)),
            keys: Some(("data/keys".to_owned(), false, false)),
            disk: Some((1, 100)),
            backup: Some((Some(at(-8 * 86_400)), 7)),
            provider: Some(SeenProvider {
                issuer: String::new(),
                flaws: Ok(vec![("no-keys", true), ("no-pkce", false)]),
            }),
        };
        let bad = said(&findings(Err("refused"), &around, at(1000)));
        let told: Vec<_> = bad.iter().map(|(sentence, _)| sentence.as_str()).collect();
        assert_eq!(
            told,
            [
                "health-folder-open",
                "health-keys-missing",
                "health-disk-full",
                "health-provider-no-keys",
                "health-provider-no-pkce",
                "health-backup-old",
                "health-database-unreachable"
            ]
        );
    }
}
