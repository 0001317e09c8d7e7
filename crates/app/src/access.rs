//! Who is calling: log-in with a password, a session by an opaque token, the
//! grants of the posts held. A caller is the only way into a use case.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use authz::{Authority, Grant, Role};
use kernel::{Classified, Code, Error, PostId, Result, Span, Timestamp, UnitId, UserId};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::{SessionRow, UserRow, Wanted};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::App;
use crate::ids::random_bytes;

/// How long a session lasts without use.
const IDLE: Span = Span::hours(12);
/// How long it lasts at most.
const LIFETIME: Span = Span::days(7);
/// How long a session that was found good is not looked up again: a session
/// ended by another process is noticed after this.
const REMEMBERED: Span = Span::from_micros(5_000_000);
/// Failed log-ins of one name before it waits.
const MAX_FAILURES: u32 = 5;
/// How long it waits then.
const LOCKED: Span = Span::minutes(5);
/// Shortest password.
const MIN_PASSWORD: usize = 10;
/// Longest password.
const MAX_PASSWORD: usize = 1000;
/// Passwords hashed at once. Each takes 19 MiB and a core for some 20 ms: a
/// flood of log-ins must not take the memory of the machine.
const HASHES_AT_ONCE: usize = 4;
/// How long a log-in waits for its turn.
const TURN: Duration = Duration::from_secs(5);
/// When whoever waited in vain may try again.
const BUSY: Span = Span::from_micros(5_000_000);

/// Somebody logged in, with all that he may do.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who.
    pub user: UserId,
    /// The name to log in with.
    pub login: String,
    /// The name to show.
    pub display_name: String,
    /// The post he acts from: the one he has held longest.
    pub post: Option<PostId>,
    /// That post's unit.
    pub unit: Option<UnitId>,
    /// What he may do where.
    pub authority: Authority,
}

impl Caller {
    /// The system's own hand: timers, imports by the operator, the demo.
    pub fn system(root: kernel::AreaPath, user: UserId, roles: &[Role]) -> Self {
        let grants = roles.iter().map(|role| Grant {
            role: *role,
            area: root.clone(),
            valid_from: Timestamp::from_micros(i64::MIN),
            valid_to: None,
        });
        Self {
            user,
            login: "system".to_owned(),
            display_name: "system".to_owned(),
            post: None,
            unit: None,
            authority: Authority::at(grants, Timestamp::from_micros(0)),
        }
    }
    /// Nobody, who may do nothing: a replay asks no permission.
    pub(crate) fn nobody() -> Self {
        Self {
            user: UserId(uuid::Uuid::nil()),
            login: String::new(),
            display_name: String::new(),
            post: None,
            unit: None,
            authority: Authority::default(),
        }
    }
    /// The caller as the source of facts.
    pub const fn actor(&self) -> domain::Actor {
        domain::Actor { user: Some(self.user), unit: self.unit }
    }
}

/// A session just begun.
#[derive(Debug)]
pub struct Session {
    /// The token, shown once; only its hash is kept.
    pub token: Classified<String>,
    /// When it ends even if used.
    pub expires_at: Timestamp,
    /// Whose it is.
    pub caller: Caller,
}

/// Attempts to log in and sessions found good, in memory.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    /// By name: attempts without success, the last one's moment. Few enter it
    /// in its five minutes, for each has passed the gate.
    counted: Mutex<HashMap<String, (u32, Timestamp)>>,
    good: Mutex<Good>,
    gate: Gate,
}

/// Sessions that need not be looked up for a moment.
#[derive(Debug, Default)]
struct Good {
    callers: HashMap<Vec<u8>, (Caller, Timestamp)>,
    /// Counts what was forgotten: what was looked up before then is not remembered after.
    forgotten: u64,
}

impl Attempts {
    // A panic under these locks leaves whole entries behind.
    fn counted(&self) -> MutexGuard<'_, HashMap<String, (u32, Timestamp)>> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn good(&self) -> MutexGuard<'_, Good> {
        self.good.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refuse_locked(&self, login: &str, now: Timestamp) -> Result<()> {
        unless_locked(&self.counted(), &short(login), now)
    }
    /// Counts an attempt before it is known to fail: of many at once no more
    /// are tried than one after the other.
    fn count(&self, login: &str, now: Timestamp) -> Result<()> {
        let login = short(login);
        let mut counted = self.counted();
        counted.retain(|_, (_, last)| now.since(*last) < LOCKED);
        unless_locked(&counted, &login, now)?;
        let (count, last) = counted.entry(login).or_insert((0, now));
        *count += 1;
        *last = now;
        Ok(())
    }
    /// Lets a name try anew.
    pub(crate) fn pardon(&self, login: &str) {
        self.counted().remove(&short(login));
    }
    /// Looks up all sessions of a user again: what he may do has changed.
    pub(crate) fn forget(&self, user: UserId) {
        let mut good = self.good();
        good.callers.retain(|_, (caller, _)| caller.user != user);
        good.forgotten += 1;
    }
}

fn unless_locked(counted: &HashMap<String, (u32, Timestamp)>, login: &str, now: Timestamp) -> Result<()> {
    match counted.get(login) {
        Some((count, last)) if *count >= MAX_FAILURES && now.since(*last) < LOCKED => {
            Err(Error::new(Code::LockedOut).arg("retry_at", last.plus(LOCKED)))
        }
        _ => Ok(()),
    }
}

/// A name as it is counted.
fn short(login: &str) -> String {
    login.chars().take(100).collect()
}

/// Lets few in at once.
#[derive(Debug)]
struct Gate(Arc<Semaphore>);

impl Default for Gate {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(HASHES_AT_ONCE)))
    }
}

impl Gate {
    /// Waits for a turn, but not for ever. The turn lasts as long as the permit.
    async fn enter(&self) -> Option<OwnedSemaphorePermit> {
        tokio::time::timeout(TURN, self.0.clone().acquire_owned()).await.ok()?.ok()
    }
}

/// Hashes a password for storage (Argon2id with the crate's recommended costs).
///
/// # Errors
/// `value.out_of_range` for a password of less than 10 or more than 1,000 characters.
pub fn hash_password(password: &Classified<String>) -> Result<Classified<String>> {
    let length = password.expose().chars().count();
    if !(MIN_PASSWORD..=MAX_PASSWORD).contains(&length) {
        return Err(Error::new(Code::OutOfRange)
            .arg("field", "password")
            .arg("value", format!("{length} characters"))
            .arg("min", MIN_PASSWORD)
            .arg("max", MAX_PASSWORD));
    }
    Argon2::default()
        .hash_password_with_salt(password.expose().as_bytes(), &random_bytes::<16>())
        .map(|hash| Classified::new(hash.to_string()))
        .map_err(|e| Error::new(Code::Internal).caused_by(e))
}

fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

impl App {
    /// Begins a session.
    ///
    /// # Errors
    /// `access.wrong_password` (the same for an unknown name), `access.locked_out`
    /// after five failures, `access.busy` when too many log in at once.
    pub async fn log_in(&self, login: &str, password: Classified<String>) -> Result<Session> {
        let attempts = &self.inner.attempts;
        attempts.refuse_locked(login, self.inner.clocks.wall())?;
        let user = self.inner.store.user_by_login(login).await?;
        let turn = self.turn_to_hash().await?;
        let now = self.inner.clocks.wall();
        attempts.count(login, now)?;
        let stored = user.as_ref().filter(|u| u.disabled_at.is_none()).map(|u| u.password_hash.clone());
        // Unknown names take as long as wrong passwords. The turn goes along:
        // a hash that nobody waits for any more still takes its memory.
        let good = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            match stored {
                Some(stored) => verify(&stored, &password),
                None => {
                    let _ = hash_password(&Classified::new("no such user".to_owned()));
                    false
                }
            }
        })
        .await
        .map_err(|e| Error::new(Code::Internal).caused_by(e))?;
        let user = user.filter(|_| good).ok_or_else(|| Error::new(Code::WrongPassword))?;
        let session = self.begin_session(user, now).await?;
        attempts.pardon(login);
        Ok(session)
    }

    async fn turn_to_hash(&self) -> Result<OwnedSemaphorePermit> {
        self.inner
            .attempts
            .gate
            .enter()
            .await
            .ok_or_else(|| Error::new(Code::LogInBusy).arg("retry_at", self.inner.clocks.wall().plus(BUSY)))
    }

    /// Hashes a password when its turn comes.
    ///
    /// # Errors
    /// As [`hash_password`]; `access.busy`.
    pub(crate) async fn hashed(&self, password: Classified<String>) -> Result<Classified<String>> {
        let turn = self.turn_to_hash().await?;
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            hash_password(&password)
        })
        .await
        .map_err(|e| Error::new(Code::Internal).caused_by(e))?
    }

    async fn begin_session(&self, user: UserRow, now: Timestamp) -> Result<Session> {
        let caller = self.caller_of(&user, now).await?;
        let bytes = random_bytes::<32>();
        let token: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        let expires_at = now.plus(LIFETIME);
        let row = SessionRow {
            token_hash: token_hash(&token),
            user: user.id,
            created_at: now,
            last_seen_at: now,
            expires_at,
            ended_at: None,
        };
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                let (user, row) = (user.clone(), row.clone());
                Box::pin(async move {
                    // The password may have been changed while the old one was verified.
                    let held = work.hold_user(user.id).await?;
                    let same = |held: UserRow| {
                        held.disabled_at.is_none() && held.password_hash == user.password_hash
                    };
                    if !held.is_some_and(same) {
                        return Err(Error::new(Code::WrongPassword));
                    }
                    work.put_session(&row);
                    Ok(())
                })
            })
            .await?;
        Ok(Session { token: Classified::new(token), expires_at, caller })
    }

    /// The caller behind a token.
    ///
    /// # Errors
    /// `access.unauthenticated` for an unknown, ended or expired session.
    pub async fn authenticate(&self, token: &str) -> Result<Caller> {
        let now = self.inner.clocks.wall();
        let hash = token_hash(token);
        let forgotten = {
            let good = self.inner.attempts.good();
            match good.callers.get(&hash) {
                Some((caller, until)) if now < *until => return Ok(caller.clone()),
                _ => good.forgotten,
            }
        };
        let refuse = || Error::new(Code::Unauthenticated);
        let session = self.inner.store.session(&hash).await?.ok_or_else(refuse)?;
        let expired = now >= session.expires_at || now.since(session.last_seen_at) >= IDLE;
        if session.ended_at.is_some() || expired {
            return Err(refuse());
        }
        let user = self.inner.store.user(session.user).await?.ok_or_else(refuse)?;
        if user.disabled_at.is_some() {
            return Err(refuse());
        }
        let caller = self.caller_of(&user, now).await?;
        if now.since(session.last_seen_at) > Span::minutes(10) {
            let hash = hash.clone();
            let goes_on = self
                .inner
                .store
                .write(Wanted::nothing(), move |work| {
                    let hash = hash.clone();
                    Box::pin(async move { work.touch_session(&hash, now).await })
                })
                .await?;
            if !goes_on {
                return Err(refuse());
            }
        }
        let mut good = self.inner.attempts.good();
        good.callers.retain(|_, (_, until)| now < *until);
        if good.forgotten == forgotten {
            good.callers.insert(hash, (caller.clone(), now.plus(REMEMBERED)));
        }
        Ok(caller)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// `access.unauthenticated` for an unknown one.
    pub async fn log_out(&self, token: &str) -> Result<()> {
        let hash = token_hash(token);
        let session =
            self.inner.store.session(&hash).await?.ok_or_else(|| Error::new(Code::Unauthenticated))?;
        let now = self.inner.clocks.wall();
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                let hash = hash.clone();
                Box::pin(async move { work.end_session(&hash, now).await })
            })
            .await?;
        self.inner.attempts.forget(session.user);
        Ok(())
    }

    async fn caller_of(&self, user: &UserRow, now: Timestamp) -> Result<Caller> {
        let mut posts = self.inner.store.user_posts(user.id, now).await?;
        // A post given later does not change for whom he acts.
        posts.sort_by_key(|held| (held.valid_from, held.post));
        let directory = self.directory();
        let post = posts.first().map(|p| p.post);
        let unit = post.and_then(|p| directory.post(p).ok()).map(|p| p.unit);
        let grants = posts.into_iter().filter_map(|p| {
            Some(Grant {
                role: Role::parse(&p.role)?,
                area: p.area,
                valid_from: p.valid_from,
                valid_to: p.valid_to,
            })
        });
        Ok(Caller {
            user: user.id,
            login: user.login.clone(),
            display_name: user.display_name.clone(),
            post,
            unit,
            authority: Authority::at(grants, now),
        })
    }
}

fn verify(stored: &Classified<String>, password: &Classified<String>) -> bool {
    PasswordHash::new(stored.expose())
        .is_ok_and(|hash| Argon2::default().verify_password(password.expose().as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn whoever_finds_no_turn_in_time_is_sent_away() {
        let gate = Gate::default();
        let mut inside = Vec::new();
        for _ in 0..HASHES_AT_ONCE {
            inside.push(gate.enter().await.expect("there is room"));
        }
        assert!(gate.enter().await.is_none());
        inside.pop();
        assert!(gate.enter().await.is_some());
    }
}
