//! Who is calling: log-in with a password or through a provider and, where it is
//! asked for, a second factor; a session by an opaque token; the grants of the
//! posts held. A caller is the only way into a use case.

mod api_keys;
mod attempts;
mod delegations;
mod glass;
mod own;
mod second_factor;
mod sign_in;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use authz::{Action, Authority, Grant, Loan, Role};
use kernel::{Classified, Code, Error, PostId, Result, Span, Timestamp, UnitId, UserId};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use store::{AuditKind, SessionRow, UserRow, Wanted};
use tokio::sync::OwnedSemaphorePermit;
use uuid::Uuid;

use crate::App;
use crate::ids::random_bytes;

pub use api_keys::{ApiKey, KEY_MARK, NewApiKey};
pub(crate) use attempts::{Attempts, Counted};
pub use delegations::{Delegation, DelegationState, LendInput, Taker};
pub use glass::{BrokenGlass, GlassRules, NewGlass};
pub use own::OwnSession;
pub(crate) use second_factor::PURPOSE as SECOND_FACTOR;
use second_factor::Proof;
pub use second_factor::{Enrolment, SecondFactor};
use sign_in::Way;
pub use sign_in::{Asked, Identity, SignIn, SignInStart, SignedIn, identity_key};

/// How long a session lasts without use.
const IDLE: Span = Span::hours(12);
/// How long it lasts at most.
const LIFETIME: Span = Span::days(7);
/// How long a session that was found good is not looked up again: a session
/// ended by another process is noticed after this.
const REMEMBERED: Span = Span::from_micros(5_000_000);
/// Shortest password.
const MIN_PASSWORD: usize = 10;
/// Longest password.
const MAX_PASSWORD: usize = 1000;

/// What somebody must do before anything else is allowed to him.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Change a password that another has set.
    Password,
    /// Enrol the second factor that his role asks for.
    SecondFactor,
}

/// That the provider of log-ins has let somebody in, and no password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByProvider {
    /// When.
    pub at: Timestamp,
    /// Whether it has asked him for a second factor, too.
    pub second_factor: bool,
}

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
    /// What he may do where; nothing while something is due.
    pub authority: Authority,
    /// What he must do first.
    pub due: Option<Due>,
    /// The key of a program that acts for him; none when he acts himself.
    pub api_key: Option<Uuid>,
    /// Set when his session was begun through the provider.
    pub by_provider: Option<ByProvider>,
}

impl Caller {
    /// Somebody without anything that he may do.
    fn bare(user: UserId, login: &str) -> Self {
        Self {
            user,
            login: login.to_owned(),
            display_name: login.to_owned(),
            post: None,
            unit: None,
            authority: Authority::default(),
            due: None,
            api_key: None,
            by_provider: None,
        }
    }
    /// The system's own hand: timers, imports by the operator, the demo.
    pub fn system(root: kernel::AreaPath, user: UserId, roles: &[Role]) -> Self {
        let grants = roles.iter().map(|role| Grant {
            role: *role,
            area: root.clone(),
            diseases: None,
            valid_from: Timestamp::from_micros(i64::MIN),
            valid_to: None,
        });
        Self { authority: Authority::at(grants, Timestamp::from_micros(0)), ..Self::bare(user, "system") }
    }
    /// Somebody who may do what these grants let him do at a moment (wall
    /// clock), from a post of a unit. For programs that act as somebody they
    /// have made sure of, and for tests.
    pub fn with(
        user: UserId,
        login: &str,
        seat: Option<(PostId, UnitId)>,
        grants: impl IntoIterator<Item = Grant>,
        now: Timestamp,
    ) -> Self {
        Self {
            post: seat.map(|(post, _)| post),
            unit: seat.map(|(_, unit)| unit),
            authority: Authority::at(grants, now),
            ..Self::bare(user, login)
        }
    }
    /// Nobody, who may do nothing: a replay asks no permission.
    pub(crate) fn nobody() -> Self {
        Self::bare(UserId(Uuid::nil()), "")
    }
    /// The caller as the source of facts.
    pub const fn actor(&self) -> domain::Actor {
        domain::Actor { user: Some(self.user), unit: self.unit }
    }
    /// Whether he sees what stands at a path, units and posts above all: in his
    /// areas, or above them, where his superiors are.
    pub fn sees(&self, path: &kernel::AreaPath) -> bool {
        let lent = self.authority.loans().iter().map(|loan| &loan.grant);
        let mut grants = self.authority.grants().iter().chain(lent);
        grants.any(|g| path.is_within(&g.area) || g.area.is_within(path))
    }
    /// Refuses what nobody may do but the user himself, without a program between.
    ///
    /// # Errors
    /// `access.own_session_only`.
    pub fn require_own_session(&self) -> Result<()> {
        if self.api_key.is_some() { Err(Error::new(Code::OwnSessionOnly)) } else { Ok(()) }
    }
}

/// What somebody gives who wants to log in.
#[derive(Clone, Debug)]
pub struct LogIn {
    /// His name.
    pub login: String,
    /// His password.
    pub password: Classified<String>,
    /// A code of his second factor, or a recovery code.
    pub code: Option<Classified<String>>,
    /// From where he comes, if known: attempts are counted by address too.
    pub address: Option<IpAddr>,
    /// Whether passwords are for those alone who administer, for the others come
    /// through the provider.
    pub administrators_only: bool,
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
    /// Begins a session with a password alone.
    ///
    /// # Errors
    /// As [`Self::log_in_with`].
    pub async fn log_in(&self, login: &str, password: Classified<String>) -> Result<Session> {
        let login = login.to_owned();
        self.log_in_with(LogIn { login, password, code: None, address: None, administrators_only: false })
            .await
    }

    /// Begins a session.
    ///
    /// # Errors
    /// `access.wrong_password` (the same for an unknown name), `access.code_needed`
    /// where a second factor is asked for, `access.wrong_code`; `access.locked_out`
    /// after too many failures of the name or from the address, `access.busy` when
    /// too many log in at once; `access.password_not_used` where passwords are not
    /// for him.
    pub async fn log_in_with(&self, input: LogIn) -> Result<Session> {
        let mut who = None;
        let outcome = self.try_to_log_in(input, &mut who).await;
        if let Err(refused) = &outcome {
            self.inner.denials.log_in_failed(who, refused.code(), self.inner.clocks.wall());
        }
        outcome
    }

    async fn try_to_log_in(&self, input: LogIn, who: &mut Option<UserId>) -> Result<Session> {
        let counted = self.counted(&input.login, input.address)?;
        self.refuse_locked(&counted).await?;
        let user = self.inner.store.user_by_login(&input.login).await?;
        *who = user.as_ref().map(|user| user.id);
        let turn = self.turn_to_hash().await?;
        let now = self.inner.clocks.wall();
        self.count(&counted, now).await?;
        let stored = user.as_ref().filter(|u| u.disabled_at.is_none()).map(|u| u.password_hash.clone());
        let good = is_password(turn, stored, input.password).await?;
        let user = user.filter(|_| good).ok_or_else(|| Error::new(Code::WrongPassword))?;
        if input.administrators_only && !self.administers(user.id, now).await? {
            return Err(Error::new(Code::PasswordNotUsed));
        }
        let proof = self.proof(user.id, input.code.as_ref(), now).await?;
        self.begin_session(user, Way::Password, proof, counted, now).await
    }

    /// Whether somebody holds a post that lets him administer.
    async fn administers(&self, user: UserId, now: Timestamp) -> Result<bool> {
        let posts = self.inner.store.user_posts(user, now).await?;
        let own = Authority::at(posts.into_iter().filter_map(grant_of), now);
        Ok(own.areas_for(Action::Administer).is_ok())
    }

    async fn turn_to_hash(&self) -> Result<OwnedSemaphorePermit> {
        self.inner.attempts.turn_to_hash(self.inner.clocks.wall()).await
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

    async fn begin_session(
        &self,
        user: UserRow,
        way: Way,
        proof: Proof,
        counted: attempts::Counted,
        now: Timestamp,
    ) -> Result<Session> {
        let by_provider = way.by_provider(now);
        let caller = self.caller_through(&user, by_provider, now).await?;
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
            by_provider: by_provider.is_some(),
            factor_by_provider: by_provider.is_some_and(|by| by.second_factor),
        };
        let mut entry = self.audit_entry(&caller, AuditKind::LogIn, "session.begin");
        entry.detail = way.told();
        let linked = self.audit_of_link(&caller);
        let shared = std::sync::Arc::new((user, row, way, proof, counted, entry, linked));
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                let shared = shared.clone();
                Box::pin(async move {
                    let (user, row, way, proof, counted, entry, linked) = &*shared;
                    // What let him in may have been changed while it was verified.
                    let held = work.hold_user(user.id).await?;
                    if let Some(anew) = way.linked(user, held)? {
                        work.put_user(&anew);
                        work.audit(linked.clone());
                    }
                    way.spend(work, now).await?;
                    proof.spend(work, user.id, now).await?;
                    counted.pardon(work).await?;
                    work.put_session(row);
                    work.audit(entry.clone());
                    Ok(())
                })
            })
            .await?;
        Ok(Session { token: Classified::new(token), expires_at, caller })
    }

    /// The caller behind the token of a session or the key of a program.
    ///
    /// # Errors
    /// `access.unauthenticated` for an unknown, ended or expired one.
    pub async fn authenticate(&self, token: &str) -> Result<Caller> {
        let now = self.inner.clocks.wall();
        let hash = token_hash(token);
        let forgotten = match self.inner.attempts.known(&hash, now) {
            Ok(caller) => return Ok(caller),
            Err(forgotten) => forgotten,
        };
        let caller = if token.starts_with(KEY_MARK) {
            self.caller_by_key(&hash, now).await?
        } else {
            self.caller_by_session(&hash, now).await?
        };
        self.inner.attempts.remember(hash, &caller, forgotten, now);
        Ok(caller)
    }

    async fn caller_by_session(&self, hash: &[u8], now: Timestamp) -> Result<Caller> {
        let refuse = || Error::new(Code::Unauthenticated);
        let session = self.inner.store.session(hash).await?.ok_or_else(refuse)?;
        let expired = now >= session.expires_at || now.since(session.last_seen_at) >= IDLE;
        if session.ended_at.is_some() || expired {
            return Err(refuse());
        }
        let user = self.inner.store.user(session.user).await?.ok_or_else(refuse)?;
        if user.disabled_at.is_some() {
            return Err(refuse());
        }
        let by_provider = session
            .by_provider
            .then_some(ByProvider { at: session.created_at, second_factor: session.factor_by_provider });
        let caller = self.caller_through(&user, by_provider, now).await?;
        if now.since(session.last_seen_at) > Span::minutes(10) {
            let hash = hash.to_vec();
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
        Ok(caller)
    }

    /// Ends a session; whether it was begun through the provider, where one may
    /// want to log out as well.
    ///
    /// # Errors
    /// `access.unauthenticated` for an unknown one.
    pub async fn log_out(&self, token: &str) -> Result<bool> {
        let hash = token_hash(token);
        let session =
            self.inner.store.session(&hash).await?.ok_or_else(|| Error::new(Code::Unauthenticated))?;
        let now = self.inner.clocks.wall();
        let entry = self.audit_of_user(session.user, AuditKind::LogOut, "session.end").await?;
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                let hash = hash.clone();
                work.audit(entry.clone());
                Box::pin(async move { work.end_session(&hash, now).await })
            })
            .await?;
        self.inner.attempts.forget(session.user);
        Ok(session.by_provider)
    }

    /// Somebody whose session is not at hand: behind a key, a job, an entry of the
    /// audit. Whoever comes through the provider has changed no password here and
    /// may have his second factor there; he had nothing due when he made them.
    pub(crate) async fn caller_of(&self, user: &UserRow, now: Timestamp) -> Result<Caller> {
        let linked = user.subject.is_some().then_some(ByProvider { at: now, second_factor: true });
        let caller = self.caller_through(user, linked, now).await?;
        Ok(Caller { by_provider: None, ..caller })
    }

    async fn caller_through(
        &self,
        user: &UserRow,
        by_provider: Option<ByProvider>,
        now: Timestamp,
    ) -> Result<Caller> {
        let mut posts = self.inner.store.user_posts(user.id, now).await?;
        // A post given later does not change for whom he acts.
        posts.sort_by_key(|held| (held.valid_from, held.post));
        let directory = self.directory();
        let post = posts.first().map(|p| p.post);
        let unit = post.and_then(|p| directory.post(p).ok()).map(|p| p.unit);
        let grants = directory.followed(posts.into_iter().filter_map(grant_of));
        // What is lent follows its area as what is one's own does.
        let follow = |loan: Loan| {
            let grants = directory.followed([loan.grant.clone()]);
            grants.into_iter().map(move |grant| Loan { grant, ..loan.clone() })
        };
        let loans: Vec<Loan> = self.loans_to(user.id, now).await?.into_iter().flat_map(follow).collect();
        let roles = grants.iter().chain(loans.iter().map(|loan| &loan.grant)).map(|grant| grant.role);
        // A password that did not let him in need not be changed.
        let due = if user.must_change && by_provider.is_none() {
            Some(Due::Password)
        } else if by_provider.is_some_and(|by| by.second_factor) {
            None
        } else if self.lacks_second_factor(user.id, &roles.collect::<Vec<_>>()).await? {
            Some(Due::SecondFactor)
        } else {
            None
        };
        let (grants, loans) = if due.is_some() { (Vec::new(), Vec::new()) } else { (grants, loans) };
        Ok(Caller {
            user: user.id,
            login: user.login.clone(),
            display_name: user.display_name.clone(),
            post,
            unit,
            authority: Authority::at(grants, now).with_loans(loans, now),
            due,
            api_key: None,
            by_provider,
        })
    }
}

/// What a post that is held lets its holder do.
fn grant_of(held: store::UserPostRow) -> Option<Grant> {
    Some(Grant {
        role: Role::parse(&held.role)?,
        area: held.area,
        diseases: held.diseases.map(|words| words.split_whitespace().map(str::to_owned).collect()),
        valid_from: held.valid_from,
        valid_to: held.valid_to,
    })
}

/// Whether a password is the one that is stored. Unknown names take as long as
/// wrong passwords. The turn goes along: a hash that nobody waits for any more
/// still takes its memory.
async fn is_password(
    turn: OwnedSemaphorePermit,
    stored: Option<Classified<String>>,
    password: Classified<String>,
) -> Result<bool> {
    tokio::task::spawn_blocking(move || {
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
    .map_err(|e| Error::new(Code::Internal).caused_by(e))
}

fn verify(stored: &Classified<String>, password: &Classified<String>) -> bool {
    PasswordHash::new(stored.expose())
        .is_ok_and(|hash| Argon2::default().verify_password(password.expose().as_bytes(), &hash).is_ok())
}
