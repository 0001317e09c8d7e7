//! Configuration: flags before environment before file before what is usual.
//! Every value knows where it came from; unknown keys and values that cannot be
//! are refused, all of them at once; secrets may lie in files of their own and
//! are never shown.

mod oidc;
mod read;
mod settings;

use crate::args::{Cli, Command, Place};
use crate::voice::{Outcome, Voice};
use kernel::{Code, Error};
use serde_json::json;
use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use settings::{SETTINGS, Setting};

/// The configuration in the data folder, when no other file is named.
const USUAL_FILE: &str = "fenghuo.toml";
/// After how many days a backup is old when nobody says otherwise.
pub const BACKUP_DAYS: i64 = 7;
/// Where an installation lies when nobody says otherwise.
const USUAL_FOLDER: &str = "data";

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The command line.
    Flag,
    /// A variable of the environment.
    Environment(String),
    /// The configuration file, at a line.
    File(PathBuf, u64),
    /// A file of its own, named by another setting.
    Secret(PathBuf),
    /// What is usual.
    Usual,
}

#[derive(Clone, Debug)]
struct Held {
    text: String,
    origin: Origin,
}

/// All settings, read and checked.
#[derive(Clone, Debug, Default)]
pub struct Config {
    values: BTreeMap<&'static str, Held>,
    file: Option<PathBuf>,
}

/// What stands outside the program: the environment and the files.
pub struct Outside<'a> {
    /// A variable.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// A file's text.
    pub read: &'a dyn Fn(&Path) -> io::Result<String>,
}

impl Config {
    /// The configuration of this command.
    ///
    /// # Errors
    /// Every fault of file, environment and flags.
    pub fn of(cli: &Cli) -> Result<Self, Vec<Error>> {
        let listen = match &cli.command {
            Command::Serve(options) => options.listen.map(|address| address.to_string()),
            _ => None,
        };
        let data = cli.place.data.as_ref().map(|path| path.display().to_string());
        let flags = [("data", data), ("database", cli.place.database.clone()), ("server.listen", listen)];
        let outside = Outside {
            variable: &|name| std::env::var(name).ok().filter(|value| !value.is_empty()),
            read: &|path| std::fs::read_to_string(path),
        };
        Self::resolve(cli.config_file.as_deref(), &flags, &outside)
    }

    /// As [`Self::of`], from what is given.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub fn resolve(
        named: Option<&Path>,
        flags: &[(&'static str, Option<String>)],
        outside: &Outside<'_>,
    ) -> Result<Self, Vec<Error>> {
        let mut faults = Vec::new();
        let given = |key: &str| flags.iter().find(|(flag, _)| *flag == key).and_then(|(_, v)| v.clone());
        let folder = given("data").or_else(|| (outside.variable)("FENGHUO_DATA"));
        let file = match named {
            Some(path) => Some(path.to_path_buf()),
            None => Some(Path::new(folder.as_deref().unwrap_or(USUAL_FOLDER)).join(USUAL_FILE)),
        };
        let mut config = Self::default();
        let mut entries = BTreeMap::new();
        if let Some(path) = file {
            match (outside.read)(&path) {
                Ok(text) => {
                    let (found, wrong) = read::entries(&path, &text);
                    entries = found;
                    faults.extend(wrong);
                    // The folder of the file cannot be told by the file in it.
                    if named.is_none()
                        && let Some(entry) = entries.remove("data")
                    {
                        faults.push(Error::new(Code::ConfigMisplaced).arg("key", "data").at(
                            kernel::Located::position(entry.line, 1).in_source(path.display().to_string()),
                        ));
                    }
                    config.file = Some(path);
                }
                Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => faults.push(unreadable(&path, &error)),
            }
        }
        for setting in SETTINGS {
            match held(setting, given(setting.key), &entries, config.file.as_deref(), outside) {
                Ok(Some(held)) => {
                    config.values.insert(setting.key, held);
                }
                Ok(None) => {}
                Err(error) => faults.push(error),
            }
        }
        if faults.is_empty() {
            faults = config.missing_for_oidc();
        }
        if faults.is_empty() { Ok(config) } else { Err(faults) }
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(|held| held.text.as_str())
    }
    /// Fills in what the command line left open.
    pub fn place(&self, place: &Place) -> Place {
        let from_elsewhere = self.values.get("data").filter(|held| held.origin != Origin::Usual);
        Place {
            data: place.data.clone().or_else(|| from_elsewhere.map(|held| PathBuf::from(&held.text))),
            database: self.get("database").map(str::to_owned),
            keys: self.get("keys").map(PathBuf::from),
        }
    }
    /// Where the server listens.
    pub fn listen(&self) -> SocketAddr {
        parsed(self.get("server.listen")).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 7140)))
    }
    /// How long a stop waits for requests under way.
    pub fn stop_within(&self) -> Duration {
        Duration::from_secs(parsed(self.get("server.stop_seconds")).unwrap_or(20))
    }
    /// Where the metrics are served, if they are.
    pub fn metrics_listen(&self) -> Option<SocketAddr> {
        parsed(self.get("metrics.listen"))
    }
    /// The token that the metrics want.
    pub fn metrics_token(&self) -> Option<String> {
        self.get("metrics.token").map(str::to_owned)
    }
    /// What is logged.
    pub fn log_filter(&self) -> Option<&str> {
        self.get("log.filter")
    }
    /// Whether the log is JSON.
    pub fn log_json(&self) -> bool {
        self.get("log.format") == Some("json")
    }
    /// After how many days a backup is old.
    pub fn backup_days(&self) -> i64 {
        parsed(self.get("doctor.backup_days")).unwrap_or(BACKUP_DAYS)
    }
}

fn parsed<T: std::str::FromStr>(text: Option<&str>) -> Option<T> {
    text.and_then(|text| text.parse().ok())
}

/// One setting from the first place that has it.
fn held(
    setting: &'static Setting,
    flag: Option<String>,
    entries: &BTreeMap<String, read::Entry>,
    file: Option<&Path>,
    outside: &Outside<'_>,
) -> Result<Option<Held>, Error> {
    let variable = (outside.variable)(setting.variable);
    if let Some(text) = flag {
        // The command line takes the same variables: equal to it, it came from there.
        let origin = match &variable {
            Some(known) if *known == text => Origin::Environment(setting.variable.to_owned()),
            _ => Origin::Flag,
        };
        return check(setting, Held { text, origin }).map(Some);
    }
    let pointed = setting.secret.then(|| (outside.variable)(&format!("{}_FILE", setting.variable))).flatten();
    let in_place = |path: &str| match file.and_then(Path::parent) {
        Some(folder) => folder.join(path),
        None => PathBuf::from(path),
    };
    let twice = |other: String| Error::new(Code::ConfigTwice).arg("key", setting.key).arg("other", other);
    match (variable, pointed) {
        (Some(_), Some(_)) => return Err(twice(format!("{}_FILE", setting.variable))),
        (Some(text), None) => {
            let origin = Origin::Environment(setting.variable.to_owned());
            return check(setting, Held { text, origin }).map(Some);
        }
        (None, Some(path)) => return secret(setting, PathBuf::from(path), outside).map(Some),
        (None, None) => {}
    }
    let pointer = entries.get(&format!("{}_file", setting.key)).filter(|_| setting.secret);
    match (entries.get(setting.key), pointer) {
        (Some(_), Some(_)) => Err(twice(format!("{}_file", setting.key))),
        (Some(entry), None) => {
            let path = file.unwrap_or(Path::new(""));
            let text = if setting.is_path {
                in_place(&entry.text).display().to_string()
            } else {
                entry.text.clone()
            };
            let held = Held { text, origin: Origin::File(path.to_path_buf(), entry.line) };
            check(setting, held).map(Some)
        }
        (None, Some(entry)) => secret(setting, in_place(&entry.text), outside).map(Some),
        (None, None) => Ok(setting.usual.map(|usual| Held { text: usual.to_owned(), origin: Origin::Usual })),
    }
}

fn secret(setting: &'static Setting, path: PathBuf, outside: &Outside<'_>) -> Result<Held, Error> {
    let text = (outside.read)(&path).map_err(|error| unreadable(&path, &error))?;
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    check(setting, Held { text, origin: Origin::Secret(path) })
}

fn check(setting: &'static Setting, held: Held) -> Result<Held, Error> {
    if (setting.accepts)(&held.text) {
        return Ok(held);
    }
    let shown = if setting.secret { MASK } else { held.text.as_str() };
    let error = Error::new(Code::InvalidValue)
        .arg("field", setting.key)
        .arg("value", shown)
        .arg("expected", setting.expected);
    Err(match &held.origin {
        Origin::File(path, line) => {
            error.at(kernel::Located::position(*line, 1).in_source(path.display().to_string()))
        }
        Origin::Environment(name) => error.in_source(name.clone()),
        Origin::Secret(path) => error.in_source(path.display().to_string()),
        Origin::Flag | Origin::Usual => error,
    })
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::new(Code::ConfigUnreadable).arg("detail", error).in_source(path.display().to_string())
}

const MASK: &str = "••••••";

/// Says whether everything is sound.
pub fn say_check(voice: Voice, config: &Config) -> Outcome {
    let file = config.file.as_ref().map_or_else(String::new, |path| path.display().to_string());
    if voice.json {
        voice.print_json(&json!({ "sound": true, "file": config.file }));
    } else if file.is_empty() {
        voice.say("cli-config-sound-no-file", &[]);
    } else {
        voice.say("cli-config-sound", &[("path", file)]);
    }
    Ok(())
}

/// Shows every setting with its value, masked where it is secret, and where it
/// came from.
pub fn show(voice: Voice, config: &Config) -> Outcome {
    let mut rows = Vec::new();
    let mut items = Vec::new();
    for setting in SETTINGS {
        let held = config.values.get(setting.key);
        let value = match held {
            Some(_) if setting.secret => MASK,
            Some(held) => held.text.as_str(),
            None => "",
        };
        let (word, place) = match held.map(|held| &held.origin) {
            None => ("unset", String::new()),
            Some(Origin::Usual) => ("usual", String::new()),
            Some(Origin::Flag) => ("flag", String::new()),
            Some(Origin::Environment(name)) => ("environment", name.clone()),
            Some(Origin::File(path, line)) => ("file", format!("{}:{line}", path.display())),
            Some(Origin::Secret(path)) => ("file", path.display().to_string()),
        };
        let said = format!("{} {place}", voice.words(&format!("cli-origin-{word}"), &[]));
        rows.push(vec![setting.key.to_owned(), value.to_owned(), said.trim_end().to_owned()]);
        items.push(
            json!({ "key": setting.key, "value": held.map(|_| value), "origin": word, "place": place }),
        );
    }
    if voice.json {
        voice.print_json(&json!({ "items": items }));
    } else {
        let headings =
            ["cli-head-setting", "cli-head-value", "cli-head-origin"].map(|id| voice.words(id, &[]));
        voice.table(&headings, &rows);
    }
    Ok(())
}

#[cfg(test)]
#[path = "config/tests.rs"]
mod tests;
