//! Use cases: one function per command or question, and the only place that
//! opens a transaction. It asks `authz` whether somebody may, `domain` whether
//! it is sound, `protocol` what follows, and writes it through `store`.

pub mod access;
pub mod accounts;
pub mod areas;
pub mod audit;
pub mod clock;
pub mod commands;
pub mod content;
pub mod directory;
pub mod doctor;
pub mod export;
pub mod files;
pub mod ids;
pub mod imports;
pub mod install;
pub mod jobs;
pub mod law;
pub mod maintenance;
pub mod matches;
pub mod notices;
pub mod presence;
pub mod questions;
mod recorder;
mod rows;
pub mod timers;
pub mod views;

use authz::Action;
use kernel::{AreaPath, Code, Error, Result, Timestamp};
use protocol::Library;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use store::{CommandKeyRow, Scope, Wanted};

pub use access::Caller;
pub use clock::{Clocks, Mode, SystemClock, WallClock};
pub use directory::Directory;
pub use recorder::{FactReceipt, Receipt, Recorder, Warning};
pub use store::{
    AddressRow, AffairFilter, BlobReader, BlobRow, BlobWriter, CaseDay, CaseFilter, ContactFilter,
    EscalationRow, ExposureFilter, HandoverRow, KeyRing, Lacking, ObligationCounts, ObligationFilter,
    ObligationRow, ObligationState, Options, OrderFilter, OutboxRow, ProblemFilter, SampleFilter,
    SampleState, ShiftFilter, Store, TestFilter, VisitFilter,
};

/// A future that a command's body returns.
pub type Recorded<'a> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// The installation at work. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) library: Arc<Library>,
    pub(crate) clocks: Clocks,
    directory: RwLock<Known>,
    /// Held while settings are written or taken over, so that none is put back.
    settings: tokio::sync::Mutex<()>,
    pub(crate) changed: tokio::sync::watch::Sender<u64>,
    pub(crate) attempts: access::Attempts,
    pub(crate) reviewed: questions::Reviewed,
    pub(crate) jobs: jobs::Jobs,
    pub(crate) denials: audit::Denials,
    pub(crate) looks: audit::Looks,
}

/// The directory as it was read.
#[derive(Clone)]
struct Known {
    directory: Arc<Directory>,
    /// The revision that stood in the settings before the tables were read.
    revision: Option<String>,
}

/// The setting that holds the mode with a drill's clock.
pub(crate) const MODE: &str = "mode";
/// The setting that changes with the tables of areas, units and posts.
pub(crate) const DIRECTORY: &str = "directory";

impl Inner {
    pub(crate) fn directory(&self) -> Arc<Directory> {
        // The lock only guards the exchange of a whole value.
        self.directory.read().unwrap_or_else(PoisonError::into_inner).directory.clone()
    }
}

/// An idempotency key with the hash of the request it came with. What is
/// stored is a keyed hash of that hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    text: String,
    body_hash: Vec<u8>,
}

impl Key {
    /// A key and the command that it stands for.
    ///
    /// # Errors
    /// `idempotency.invalid_key` unless 1 to 100 printable ASCII characters.
    pub fn new<T: Serialize>(text: impl Into<String>, command: &str, body: &T) -> Result<Self> {
        let text = text.into();
        if text.is_empty() || text.len() > 100 || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Error::new(Code::KeyInvalid).arg("value", text.chars().take(40).collect::<String>()));
        }
        let body = serde_json::to_vec(body).map_err(|e| Error::new(Code::UnreadableBody).arg("detail", e))?;
        let mut hash = Sha256::new();
        hash.update(command.as_bytes());
        hash.update([0]);
        hash.update(&body);
        Ok(Self { text, body_hash: hash.finalize().to_vec() })
    }
}

impl App {
    /// Puts an installation to work: the tables of areas, units and posts are
    /// read, the stored mode is taken over.
    ///
    /// # Errors
    /// `store.rebuilding` while the tables are half derived; `keys.missing` when
    /// the ring is not the database's own; those of the store.
    pub async fn start(store: Store, library: Arc<Library>, wall: Box<dyn WallClock>) -> Result<Self> {
        if store.is_rebuilding().await? {
            return Err(Error::new(Code::Rebuilding));
        }
        Self::start_to_rebuild(store, library, wall).await
    }
    /// As [`Self::start`], for nothing but [`Self::rebuild`]: an earlier one may
    /// have been broken off.
    ///
    /// # Errors
    /// `keys.missing` when the ring is not the database's own; those of the store.
    pub async fn start_to_rebuild(
        store: Store,
        library: Arc<Library>,
        wall: Box<dyn WallClock>,
    ) -> Result<Self> {
        store.prepare_index(ids::random_bytes()).await?;
        let settings = store.settings(&[MODE]).await?;
        let mode = mode_in(&settings)?;
        let known = load_directory(&store).await?;
        let inner = Inner {
            store,
            library,
            clocks: Clocks::new(wall, mode),
            directory: RwLock::new(known),
            settings: tokio::sync::Mutex::default(),
            changed: tokio::sync::watch::channel(0).0,
            attempts: access::Attempts::default(),
            reviewed: questions::Reviewed::default(),
            jobs: jobs::Jobs::default(),
            denials: audit::Denials::default(),
            looks: audit::Looks::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }
    /// The rule book.
    pub fn library(&self) -> &Library {
        &self.inner.library
    }
    /// The store, for maintenance.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }
    /// Areas, units and posts.
    pub fn directory(&self) -> Arc<Directory> {
        self.inner.directory()
    }
    /// The clocks.
    pub fn clocks(&self) -> &Clocks {
        &self.inner.clocks
    }
    /// Business time.
    pub fn now(&self) -> Timestamp {
        self.inner.clocks.business()
    }
    /// How much there is and how it flows, for metrics.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn store_pulse(&self) -> Result<store::Pulse> {
        self.inner.store.pulse(self.now()).await
    }
    /// Whether the database answers.
    ///
    /// # Errors
    /// `store.unavailable`.
    pub async fn ping(&self) -> Result<()> {
        self.inner.store.ping().await
    }
    /// Rings whenever something was recorded, with the number of commands so far.
    pub fn changes(&self) -> tokio::sync::watch::Receiver<u64> {
        self.inner.changed.subscribe()
    }
    /// Reads areas, units and posts again after a change.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn reload_directory(&self) -> Result<()> {
        let fresh = load_directory(&self.inner.store).await?;
        *self.inner.directory.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Takes over what another process on the same database has changed: the
    /// mode with a drill's clock, and areas, units and posts. One small
    /// question as long as nothing has; asked every second beside the timers.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn refresh(&self) -> Result<()> {
        let _alone = self.inner.settings.lock().await;
        let settings = self.inner.store.settings(&[MODE, DIRECTORY]).await?;
        let mode = mode_in(&settings)?;
        if mode != self.inner.clocks.mode() {
            tracing::info!(?mode, "the mode was changed by another process");
            self.inner.clocks.set_mode(mode);
        }
        let known = self.inner.directory.read().unwrap_or_else(PoisonError::into_inner).revision.clone();
        if settings.get(DIRECTORY) != known.as_ref() {
            self.reload_directory().await?;
        }
        Ok(())
    }

    /// Records one command: whatever its body records is written in one
    /// transaction together with the key, and acknowledged when it is on disk.
    /// The same key with the same request gives the first answer again.
    pub(crate) async fn run<I, F>(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        wanted: Wanted,
        input: I,
        body: F,
    ) -> Result<Receipt>
    where
        I: Send + Sync + 'static,
        F: for<'a, 'r> Fn(&'a mut Recorder<'r>, &'a I) -> Recorded<'a> + Send + Sync + 'static,
    {
        let user = caller.user;
        let key = match key {
            Some(key) => {
                let stored_hash = self.inner.store.keys().keyed_hash(COMMAND, &key.body_hash)?;
                Some((key.clone(), stored_hash))
            }
            None => None,
        };
        let wanted = match &key {
            Some((key, _)) => wanted.key(user, &key.text),
            None => wanted,
        };
        let shared = Arc::new((input, body, caller.clone(), key, self.inner.clone()));
        let receipt = self
            .inner
            .store
            .write(wanted, move |work| {
                let shared = shared.clone();
                Box::pin(async move {
                    let (input, body, caller, key, inner) = &*shared;
                    if let Some((key, _)) = key
                        && let Some(known) = work.command_key(user, &key.text).await?
                    {
                        same_request(inner.store.keys(), key, &known)?;
                        return serde_json::from_slice(&known.response).map_err(|e| {
                            Error::new(Code::StoreInconsistent).arg("detail", "response").caused_by(e)
                        });
                    }
                    let mut recorder =
                        Recorder::new(work, inner.clone(), caller.clone(), inner.clocks.business());
                    body(&mut recorder, input).await?;
                    recorder.keep_time().await?;
                    let receipt = recorder.finish();
                    if let Some((key, stored_hash)) = key {
                        let response = serde_json::to_vec(&receipt)
                            .map_err(|e| Error::new(Code::Internal).caused_by(e))?;
                        work.put_command_key(&CommandKeyRow {
                            user,
                            key: key.text.clone(),
                            body_hash: stored_hash.clone(),
                            response,
                            recorded_at: receipt.recorded_at.unwrap_or(inner.clocks.business()),
                        });
                    }
                    Ok(receipt)
                })
            })
            .await?;
        self.inner.changed.send_modify(|count| *count += 1);
        Ok(receipt)
    }

    /// The scope in which somebody may ask: the areas in which an action is his,
    /// and the diseases where he is limited to some.
    ///
    /// # Errors
    /// `access.forbidden`.
    pub fn scope(&self, caller: &Caller, action: Action, purpose: &str) -> Result<Scope> {
        let scope = Scope::of(caller.user, caller.authority.reaches_for(action)?, purpose);
        Ok(scope.with_lineage(self.directory().lineage().clone()))
    }
    /// The path of an area.
    ///
    /// # Errors
    /// `area.unknown`.
    pub fn path_of(&self, code: &kernel::AreaCode) -> Result<AreaPath> {
        Ok(self.directory().area(code)?.row.path.clone())
    }
}

/// Refuses a key that came with another request before.
fn same_request(ring: &KeyRing, key: &Key, known: &CommandKeyRow) -> Result<()> {
    if ring.is_keyed_hash(COMMAND, &key.body_hash, &known.body_hash)? {
        Ok(())
    } else {
        Err(Error::new(Code::KeyReused).arg("key", &key.text))
    }
}

/// The domain of the keyed hashes of commands.
const COMMAND: &str = "command_key";

/// The revision is read first: a change in between is noticed by the next look.
async fn load_directory(store: &Store) -> Result<Known> {
    let revision = store.meta(DIRECTORY).await?;
    let directory = Directory::build(store.areas().await?, store.units().await?, store.posts().await?)?
        .with_changes(store.areas_past().await?, store.area_links().await?)
        .at_revision(revision.clone());
    Ok(Known { directory: Arc::new(directory), revision })
}

fn mode_in(settings: &HashMap<String, String>) -> Result<Mode> {
    settings.get(MODE).map_or(Ok(Mode::Live), |text| rows::state(text))
}
