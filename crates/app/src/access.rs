//! Who is calling: log-in with a password, a session by an opaque token, the
//! grants of the posts held. A caller is the only way into a use case.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use authz::{Authority, Grant, Role};
use kernel::{Classified, Code, Error, PostId, Result, Span, Timestamp, UnitId, UserId};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use store::{SessionRow, UserRow, Wanted};

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

/// Somebody logged in, with all that he may do.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who.
    pub user: UserId,
    /// The name to log in with.
    pub login: String,
    /// The name to show.
    pub display_name: String,
    /// The post he acts from: his first.
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

/// Failed log-ins and sessions found good, in memory.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    failures: Mutex<HashMap<String, (u32, Timestamp)>>,
    sessions: Mutex<HashMap<Vec<u8>, (Caller, Timestamp)>>,
}

impl Attempts {
    fn failures(&self) -> std::sync::MutexGuard<'_, HashMap<String, (u32, Timestamp)>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn sessions(&self) -> std::sync::MutexGuard<'_, HashMap<Vec<u8>, (Caller, Timestamp)>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hashes a password for storage (Argon2id with the crate's recommended costs).
///
/// # Errors
/// `value.out_of_range` for a password shorter than 10 characters.
pub fn hash_password(password: &Classified<String>) -> Result<Classified<String>> {
    let length = password.expose().chars().count();
    if length < MIN_PASSWORD {
        return Err(Error::new(Code::OutOfRange)
            .arg("field", "password")
            .arg("value", format!("{length} characters"))
            .arg("min", MIN_PASSWORD)
            .arg("max", 1000));
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
    /// after five failures.
    pub async fn log_in(&self, login: &str, password: Classified<String>) -> Result<Session> {
        let now = self.inner.clocks.wall();
        self.refuse_locked(login, now)?;
        let user = self.inner.store.user_by_login(login).await?;
        let stored = user.as_ref().filter(|u| u.disabled_at.is_none()).map(|u| u.password_hash.clone());
        // Unknown names take as long as wrong passwords.
        let good = tokio::task::spawn_blocking(move || match stored {
            Some(stored) => verify(&stored, &password),
            None => {
                let _ = hash_password(&Classified::new("no such user".to_owned()));
                false
            }
        })
        .await
        .map_err(|e| Error::new(Code::Internal).caused_by(e))?;
        let Some(user) = user.filter(|_| good) else {
            self.count_failure(login, now);
            return Err(Error::new(Code::WrongPassword));
        };
        self.inner.attempts.failures().remove(login);
        self.begin_session(&user, now).await
    }

    fn refuse_locked(&self, login: &str, now: Timestamp) -> Result<()> {
        let mut failures = self.inner.attempts.failures();
        failures.retain(|_, (_, last)| now.since(*last) < LOCKED);
        match failures.get(login) {
            Some((count, last)) if *count >= MAX_FAILURES => {
                Err(Error::new(Code::LockedOut).arg("retry_at", last.plus(LOCKED)))
            }
            _ => Ok(()),
        }
    }

    fn count_failure(&self, login: &str, now: Timestamp) {
        let mut failures = self.inner.attempts.failures();
        let entry = failures.entry(login.chars().take(100).collect()).or_insert((0, now));
        *entry = (entry.0 + 1, now);
    }

    async fn begin_session(&self, user: &UserRow, now: Timestamp) -> Result<Session> {
        let caller = self.caller_of(user, now).await?;
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
                let row = row.clone();
                Box::pin(async move {
                    work.put(&row);
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
        if let Some((caller, until)) = self.inner.attempts.sessions().get(&hash)
            && now < *until
        {
            return Ok(caller.clone());
        }
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
            let seen = SessionRow { last_seen_at: now, ..session };
            self.inner
                .store
                .write(Wanted::nothing(), move |work| {
                    let seen = seen.clone();
                    Box::pin(async move {
                        work.put(&seen);
                        Ok(())
                    })
                })
                .await?;
        }
        let mut sessions = self.inner.attempts.sessions();
        sessions.retain(|_, (_, until)| now < *until);
        sessions.insert(hash, (caller.clone(), now.plus(REMEMBERED)));
        Ok(caller)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// `access.unauthenticated` for an unknown one.
    pub async fn log_out(&self, token: &str) -> Result<()> {
        let hash = token_hash(token);
        self.inner.attempts.sessions().remove(&hash);
        let session =
            self.inner.store.session(&hash).await?.ok_or_else(|| Error::new(Code::Unauthenticated))?;
        let ended = SessionRow { ended_at: Some(self.inner.clocks.wall()), ..session };
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                let ended = ended.clone();
                Box::pin(async move {
                    work.put(&ended);
                    Ok(())
                })
            })
            .await
    }

    async fn caller_of(&self, user: &UserRow, now: Timestamp) -> Result<Caller> {
        let posts = self.inner.store.user_posts(user.id, now).await?;
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
