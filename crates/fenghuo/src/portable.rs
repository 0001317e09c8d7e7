//! Carrying an installation: backup, restore, and the move between databases.

use crate::args::{BackupOptions, CopyOptions, Place, RestoreOptions};
use crate::installation::{Folder, unreadable, write_private};
use crate::voice::{Failure, Outcome, Voice};
use app::{SystemClock, WallClock as _};
use kernel::Classified;
use serde_json::{Value, json};
use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;
use store::{Lock, Portrait, Unlock};

/// Writes a backup while a server may be at work.
pub async fn backup(voice: Voice, place: &Place, options: BackupOptions) -> Outcome {
    let folder = Folder::of(place);
    let lock = lock(voice, &options)?;
    let keys = if options.with_keys { Some(folder.key_text()?) } else { None };
    let keys = keys.as_ref().map(|text| text.as_str());
    let (what, now) = (voice.words("cli-backup", &[]), SystemClock.now());
    let mut bar = Bar::new(voice, &what);
    let made =
        store::backup(&folder.url(), &options.file, lock.as_ref(), keys, now, &mut |d, t| bar.show(d, t))
            .await;
    let made = bar.after(made)?;
    // What was written is read once more: a backup that cannot be read is none.
    let what = voice.words("cli-backup-check", &[]);
    let mut bar = Bar::new(voice, &what);
    if let Some(unlock) = unlock_again(&lock) {
        let found = store::check(&options.file, &unlock, &mut |d, t| bar.show(d, t));
        bar.after(found)?;
    }
    folder.note_backup(&options.file, now, made.header.rows());
    let path = options.file.display().to_string();
    if voice.json {
        voice.print_json(&told(&path, &made));
    } else {
        voice.say("cli-backup-done", &[("path", path), ("rows", made.header.rows().to_string())]);
    }
    voice.tell(if options.with_keys { "cli-backup-with-keys" } else { "cli-backup-without-keys" }, &[]);
    Ok(())
}

/// Takes a backup into an empty installation, or only reads it through.
pub async fn restore(voice: Voice, place: &Place, options: RestoreOptions) -> Outcome {
    let unlock = unlock(voice, &options)?;
    let path = options.file.display().to_string();
    let what = voice.words("cli-backup-check", &[]);
    if options.check || !matches!(unlock, Unlock::Nothing) {
        let mut bar = Bar::new(voice, &what);
        let found = store::check(&options.file, &unlock, &mut |d, t| bar.show(d, t));
        let found = bar.after(found)?;
        if options.check {
            let args = [("path", path.clone()), ("rows", found.header.rows().to_string())];
            if voice.json {
                voice.print_json(&told(&path, &found));
            } else {
                voice.say("cli-backup-sound", &args);
            }
            return Ok(());
        }
        if let Some(keys) = &found.keys {
            Folder::of(place).take_keys(keys)?;
        }
    }
    let folder = Folder::of(place);
    folder.make()?;
    let what = voice.words("cli-restore", &[]);
    let mut bar = Bar::new(voice, &what);
    let now = SystemClock.now();
    let done = store::restore(&options.file, &unlock, &folder.url(), now, &mut |d, t| bar.show(d, t)).await;
    let done = bar.after(done)?;
    if voice.json {
        voice.print_json(&told(&path, &done));
    } else {
        voice.say("cli-restore-done", &[("path", path), ("rows", done.header.rows().to_string())]);
    }
    if !folder.has_keys() {
        voice.tell("cli-restore-keys", &[("path", folder.keys().display().to_string())]);
    }
    Ok(())
}

/// Copies one database into another, empty one.
pub async fn copy_database(voice: Voice, options: CopyOptions) -> Outcome {
    let what = voice.words("cli-copy", &[]);
    let mut bar = Bar::new(voice, &what);
    let now = SystemClock.now();
    let done = store::copy(&options.from, &options.to, now, &mut |d, t| bar.show(d, t)).await;
    let done = bar.after(done)?;
    if voice.json {
        voice.print_json(&told("", &done));
    } else {
        voice.say("cli-copy-done", &[("rows", done.header.rows().to_string())]);
    }
    Ok(())
}

fn told(path: &str, portrait: &Portrait) -> Value {
    let header = &portrait.header;
    json!({
        "file": path,
        "made_at": header.made_at,
        "program": header.program,
        "schema": header.schema,
        "installation": header.node,
        "engine": header.engine,
        "rows": header.rows(),
        "tables": portrait.sections,
        "keys": portrait.keys.is_some(),
    })
}

/// A progress line that is ended also when the work fails.
struct Bar<'a> {
    voice: Voice,
    what: &'a str,
    shown: Option<u64>,
}

impl<'a> Bar<'a> {
    const fn new(voice: Voice, what: &'a str) -> Self {
        Self { voice, what, shown: None }
    }
    /// Shows a hundred steps at most.
    fn show(&mut self, done: u64, total: u64) {
        let step = (done * 100).checked_div(total).unwrap_or(100);
        if self.shown != Some(step) {
            self.shown = Some(step);
            self.voice.progress(self.what, usize::try_from(step).unwrap_or(100), 100);
        }
    }
    fn after<T>(&mut self, outcome: kernel::Result<T>) -> Outcome<T> {
        if self.shown.is_some_and(|step| step < 100) {
            self.voice.break_line();
        }
        Ok(outcome?)
    }
}

fn lock(voice: Voice, options: &BackupOptions) -> Outcome<Option<Lock>> {
    if !options.recipient.is_empty() {
        return Ok(Some(Lock::Recipients(options.recipient.clone())));
    }
    if let Some(file) = &options.passphrase_file {
        return Ok(Some(Lock::Passphrase(first_line(file)?)));
    }
    if options.encrypt { Ok(Some(Lock::Passphrase(ask(voice, true)?))) } else { Ok(None) }
}

/// What opens again what was just written; nothing does for a public key.
fn unlock_again(lock: &Option<Lock>) -> Option<Unlock> {
    match lock {
        None => Some(Unlock::Nothing),
        Some(Lock::Passphrase(passphrase)) => Some(Unlock::Passphrase(passphrase.clone())),
        Some(Lock::Recipients(_)) => None,
    }
}

fn unlock(voice: Voice, options: &RestoreOptions) -> Outcome<Unlock> {
    if let Some(file) = &options.identity {
        let text = std::fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
        return Ok(Unlock::Identities(Classified::new(text)));
    }
    if let Some(file) = &options.passphrase_file {
        return Ok(Unlock::Passphrase(first_line(file)?));
    }
    if store::is_encrypted(&options.file)? {
        return Ok(Unlock::Passphrase(ask(voice, false)?));
    }
    Ok(Unlock::Nothing)
}

fn first_line(file: &Path) -> Outcome<Classified<String>> {
    let text = std::fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
    sound(text.lines().next().unwrap_or_default())
}

/// From the terminal, twice when it is a new one; piped, from stdin.
fn ask(voice: Voice, new: bool) -> Outcome<Classified<String>> {
    let failed = |error: std::io::Error| Failure::said("cli-no-password", &[("detail", error.to_string())]);
    if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password(voice.words("cli-passphrase", &[])).map_err(failed)?;
        if new {
            let second =
                rpassword::prompt_password(voice.words("cli-password-again", &[])).map_err(failed)?;
            if first != second {
                return Err(Failure::said("cli-passwords-differ", &[]));
            }
        }
        return sound(&first);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(failed)?;
    sound(line.trim_end_matches(['\r', '\n']))
}

/// An empty passphrase would lock nothing.
fn sound(text: &str) -> Outcome<Classified<String>> {
    if text.is_empty() {
        return Err(Failure::said("cli-passphrase-empty", &[]));
    }
    Ok(Classified::new(text.to_owned()))
}

/// The note that a backup was made, for whoever asks how old the last one is.
pub const NOTE: &str = "last-backup.json";

impl Folder {
    /// Leaves a note of a backup in the data folder. It is a help, no record:
    /// where it cannot be written nothing else fails.
    fn note_backup(&self, file: &Path, at: kernel::Timestamp, rows: u64) {
        let path = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
        let note = json!({ "at": at, "file": path.display().to_string(), "rows": rows });
        if let Err(error) = std::fs::write(self.path().join(NOTE), format!("{note}\n")) {
            tracing::warn!(%error, "the note of the backup was not written");
        }
    }
    /// Takes the key ring of a backup; another one that is there stays.
    fn take_keys(&self, ring: &str) -> Outcome {
        self.make()?;
        let path = self.keys();
        match std::fs::read_to_string(&path) {
            Ok(known) if known.trim() == ring.trim() => Ok(()),
            Ok(_) => Err(Failure::said("cli-restore-other-keys", &[("path", path.display().to_string())])),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                write_private(&path, ring.as_bytes())
                    .map_err(|error| crate::installation::unwritable(&path, &error))
            }
            Err(error) => Err(unreadable(&path, &error)),
        }
    }
}
