//! An installation: its folder, its keys, its store, at work.

use crate::args::Place;
use crate::voice::{Failure, Outcome, Voice};
use app::{App, SystemClock, WallClock};
use kernel::{Code, Error};
use protocol::Library;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{KeyRing, Options, Store};

/// Where an installation lies when nobody says otherwise.
const USUAL_FOLDER: &str = "data";
/// The database in the folder.
const DATABASE: &str = "fenghuo.db";
/// The key ring in the folder.
const KEYS: &str = "keys";

/// The folder of an installation and what lies in it.
#[derive(Clone)]
pub struct Folder {
    path: PathBuf,
    database: Option<String>,
    keys: Option<PathBuf>,
}

impl Folder {
    /// The folder asked for, or the usual one.
    pub fn of(place: &Place) -> Self {
        let path = place.data.clone().unwrap_or_else(|| PathBuf::from(USUAL_FOLDER));
        Self { path, database: place.database.clone(), keys: place.keys.clone() }
    }
    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// The file of the key ring.
    pub fn keys(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| self.path.join(KEYS))
    }
    fn file(&self) -> PathBuf {
        self.path.join(DATABASE)
    }
    /// The database.
    pub fn url(&self) -> String {
        self.database.clone().unwrap_or_else(|| format!("sqlite:{}", self.file().display()))
    }
    /// Whether there is a database already, as far as the folder tells.
    pub fn has_database(&self) -> bool {
        self.database.is_none() && self.file().exists()
    }

    /// Makes folder and key ring where they are missing. A database that is
    /// there without its keys is refused: new keys would not open its values.
    pub fn prepare(&self) -> Outcome {
        self.make()?;
        if self.has_keys() {
            return Ok(());
        }
        if self.has_database() {
            return Err(self.keys_missing());
        }
        let ring = KeyRing::new(1, [(1, app::ids::random_bytes::<32>())])?;
        write_private(&self.keys(), ring.to_text().as_bytes())
            .map_err(|error| unwritable(&self.keys(), &error))
    }

    /// Makes the folder where it is missing.
    pub fn make(&self) -> Outcome {
        make_private_folder(&self.path).map_err(|error| unwritable(&self.path, &error))
    }
    /// Whether there is a key ring.
    pub fn has_keys(&self) -> bool {
        self.keys().exists()
    }
    /// The key ring as it stands in its file.
    pub fn key_text(&self) -> Outcome<zeroize::Zeroizing<String>> {
        let path = self.keys();
        let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        Ok(KeyRing::parse(&text)?.to_text())
    }

    fn keys_missing(&self) -> Failure {
        Error::new(Code::KeyRingMissing).arg("detail", self.keys().display()).into()
    }

    fn ring(&self, voice: Voice) -> Outcome<KeyRing> {
        let path = self.keys();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(if self.has_database() || self.database.is_some() {
                    self.keys_missing()
                } else {
                    Failure::said("cli-no-installation", &[("path", self.path.display().to_string())])
                });
            }
            Err(error) => return Err(unreadable(&path, &error)),
        };
        if is_open_to_others(&path) {
            voice.tell("cli-keys-open", &[("path", path.display().to_string())]);
        }
        Ok(KeyRing::parse(&text)?)
    }

    /// Opens the installation and puts it to work.
    pub async fn open(&self, voice: Voice) -> Outcome<App> {
        let (store, library) = self.store(self.known_ring(voice)?).await?;
        Ok(App::start(store, library, Box::new(SystemClock)).await?)
    }

    /// Opens the installation to derive its tables again, and for nothing else.
    pub async fn open_to_rebuild(&self, voice: Voice) -> Outcome<App> {
        let (store, library) = self.store(self.known_ring(voice)?).await?;
        Ok(App::start_to_rebuild(store, library, Box::new(SystemClock)).await?)
    }

    fn known_ring(&self, voice: Voice) -> Outcome<KeyRing> {
        let keys = self.ring(voice)?;
        if self.database.is_none() && !self.file().exists() {
            return Err(Failure::said("cli-no-installation", &[("path", self.path.display().to_string())]));
        }
        Ok(keys)
    }

    /// As [`Self::open`], and makes the database where it is missing. With
    /// fresh keys on a database that has areas the ring is a wrong one.
    pub async fn create(&self, voice: Voice) -> Outcome<App> {
        let fresh = !self.keys().exists();
        self.prepare()?;
        let (store, library) = self.store(self.ring(voice)?).await?;
        let app = App::start(store, library, Box::new(SystemClock)).await?;
        if fresh && self.database.is_some() && !app.directory().areas().is_empty() {
            app.store().close().await;
            let _ = std::fs::remove_file(self.keys());
            return Err(self.keys_missing());
        }
        Ok(app)
    }

    async fn store(&self, keys: KeyRing) -> Outcome<(Store, Arc<Library>)> {
        use kernel::IdSource as _;
        let options = Options {
            url: self.url(),
            keys,
            now: SystemClock.now(),
            new_node: app::ids::SystemIds.next_uuid(),
        };
        let store = Store::open(options).await?;
        Ok((store, Arc::new(app::content::library()?)))
    }
}

/// A file that cannot be read.
pub fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::said("cli-unreadable", &[("path", path.display().to_string()), ("detail", error.to_string())])
}

/// A file or folder that cannot be written.
pub fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::said("cli-unwritable", &[("path", path.display().to_string()), ("detail", error.to_string())])
}

#[cfg(unix)]
fn make_private_folder(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make_private_folder(path: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(path)
}

/// A new file that nobody else may read; one that is there is left alone.
pub fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// Writes a new file that nobody else may read, down to the disk.
pub fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut file = private_file(path)?;
    file.write_all(bytes)?;
    // The keys must be on the disk before anything is sealed with them.
    file.sync_all()
}

/// Puts other bytes in the place of a file that nobody else may read: the old
/// ones stand until the new ones are on the disk.
pub fn replace_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // The file itself may lie elsewhere.
    let path = std::fs::canonicalize(path)?;
    let mut new = path.clone().into_os_string();
    new.push(".new");
    let new = PathBuf::from(new);
    // One that was broken off while it was written is worth nothing.
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    write_private(&new, bytes)?;
    std::fs::rename(&new, &path)?;
    match path.parent() {
        Some(folder) => std::fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}
