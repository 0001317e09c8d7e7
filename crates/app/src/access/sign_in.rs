//! Log-in through a provider (OpenID Connect): what holds its beginning and its
//! end together, whose account an identity is, and the session.
//!
//! Between beginning and end nothing is kept here. Whoever begins gets a ticket,
//! sealed under the key ring, from which state, nonce and PKCE verifier follow; he
//! gives it back at the end. So every process on the database can end what
//! another has begun, a flood of beginnings fills nothing, and there is no cookie.
//! The ticket never stands in an address: whoever is lured to an address with
//! somebody else's code lacks it. That it is good once is held by the database.

use kernel::{Classified, Code, Error, Result, Span, Timestamp, UserId};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::net::IpAddr;
use store::{AttemptLimit, AuditEntry, UserRow, Wanted, Work};
use uuid::Uuid;

use super::second_factor::Proof;
use super::{ByProvider, Caller, Session};
use crate::App;
use crate::accounts::{Account, Change};
use crate::audit::{Changes, detail};
use crate::ids::random_bytes;

/// How long a log-in may take at the provider, and a code of the second factor after it.
const LIFE: Span = Span::minutes(10);
/// A ticket is good once; it is too old before its use is forgotten.
const ONCE: AttemptLimit = AttemptLimit { kind: "sign_in", most: 1, wait: LIFE };
/// What the ticket of a beginning is sealed for.
const BEGUN: &str = "sign_in";
/// What the ticket of somebody is sealed for whose code is still missing.
const CODE_MISSING: &str = "sign_in_code";
/// Longest name that a provider may have for somebody, in bytes (OpenID Connect Core, 2).
const LONGEST_SUBJECT: usize = 255;

/// A log-in that has begun: what goes to the provider, and the ticket to end it with.
#[derive(Debug)]
pub struct SignInStart {
    /// Comes back with the code.
    pub state: String,
    /// Comes back in the identity token.
    pub nonce: String,
    /// The secret that the code is exchanged with (RFC 7636).
    pub verifier: Classified<String>,
    /// For whoever began, and nobody else.
    pub ticket: Classified<Vec<u8>>,
    /// Until when it can be ended.
    pub expires_at: Timestamp,
}

/// What somebody brings back from the provider.
#[derive(Debug)]
pub struct SignIn {
    /// The ticket of his beginning.
    pub ticket: Classified<Vec<u8>>,
    /// The state that came with the code.
    pub state: String,
    /// From where he comes, if known.
    pub address: Option<IpAddr>,
}

/// What the code is exchanged and the identity token checked with.
#[derive(Debug)]
pub struct Asked {
    /// It must stand in the identity token.
    pub nonce: String,
    /// The secret of the beginning.
    pub verifier: Classified<String>,
    /// The moment that the token must hold at, by the wall clock.
    pub now: Timestamp,
}

/// Who somebody is by the word of the provider.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// Its own name for him, which never changes and is never given twice.
    pub subject: String,
    /// The login by which an account may be linked to him now, where that is wanted.
    pub login: Option<String>,
    /// Whether it has asked him for a second factor that counts here.
    pub second_factor: bool,
}

/// How a log-in through the provider has ended.
#[derive(Debug)]
pub enum SignedIn {
    /// With a session.
    Session(Box<Session>),
    /// A code of his second factor is still missing: the ticket to give it with,
    /// and until when.
    CodeNeeded(Classified<Vec<u8>>, Timestamp),
}

/// An identity as an account is linked to it. An issuer has no blank in it.
pub fn identity_key(issuer: &str, subject: &str) -> String {
    format!("{issuer} {subject}")
}

/// By what somebody comes in, to be made sure of with the session.
#[derive(Debug)]
pub(super) enum Way {
    /// The password that was verified.
    Password,
    /// The word of the provider.
    Provider {
        /// The identity.
        key: String,
        /// Whether it has asked for a second factor.
        second_factor: bool,
        /// The hash of a ticket that goes with the session.
        ticket: Option<Vec<u8>>,
    },
}

impl Way {
    /// That it is the provider, for the session.
    pub(super) const fn by_provider(&self, now: Timestamp) -> Option<ByProvider> {
        match self {
            Self::Password => None,
            Self::Provider { second_factor, .. } => {
                Some(ByProvider { at: now, second_factor: *second_factor })
            }
        }
    }
    /// What the audit tells of it.
    pub(super) fn told(&self) -> Vec<u8> {
        match self {
            Self::Password => Vec::new(),
            Self::Provider { second_factor, .. } => {
                detail(&json!({ "by": "provider", "second_factor": second_factor }))
            }
        }
    }
    /// Makes sure that what let him in still does: the user as he was seen and as
    /// he is now, with his row held. The row to be written when this links him.
    pub(super) fn linked(&self, seen: &UserRow, held: Option<UserRow>) -> Result<Option<UserRow>> {
        let held = held.filter(|held| held.disabled_at.is_none());
        match self {
            Self::Password => match held {
                Some(held) if held.password_hash == seen.password_hash => Ok(None),
                _ => Err(Error::new(Code::WrongPassword)),
            },
            Self::Provider { key, .. } => {
                let held = held.ok_or_else(no_account)?;
                match (&seen.subject, &held.subject) {
                    (_, Some(known)) if known == key => Ok(None),
                    (None, None) => Ok(Some(UserRow { subject: Some(key.clone()), ..held })),
                    _ => Err(no_account()),
                }
            }
        }
    }
    /// Spends the ticket that goes with the session.
    pub(super) async fn spend(&self, work: &mut Work, now: Timestamp) -> Result<()> {
        match self {
            Self::Provider { ticket: Some(hash), .. } => spend(work, hash, now).await,
            _ => Ok(()),
        }
    }
}

/// A ticket as it lies under its seal: until when, what all of it follows from,
/// and whatever else it carries.
struct Ticket {
    seed: [u8; 32],
    rest: Vec<u8>,
}

impl Ticket {
    /// A value that follows from it, 64 hexadecimal digits.
    fn derived(&self, what: &str) -> String {
        let digest = Sha256::new().chain_update(what).chain_update([0]).chain_update(self.seed).finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
    fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.seed).to_vec()
    }
}

impl App {
    /// Begins a log-in through the provider. Nothing is kept of it.
    ///
    /// # Errors
    /// `keys.missing`.
    pub fn begin_sign_in(&self) -> Result<SignInStart> {
        let (ticket, sealed, expires_at) = self.seal(BEGUN, &[])?;
        Ok(SignInStart {
            state: ticket.derived("state"),
            nonce: ticket.derived("nonce"),
            verifier: Classified::new(ticket.derived("verifier")),
            ticket: sealed,
            expires_at,
        })
    }

    /// Ends a log-in through the provider: `identify` exchanges the code and checks
    /// the identity token.
    ///
    /// # Errors
    /// `access.sign_in_refused` for a ticket that is not ours, too old or used, or
    /// another's state; `access.no_account` without an account in use that is
    /// linked or may be; `access.locked_out` after too many failures from the
    /// address; those of `identify`.
    pub async fn sign_in<F>(&self, input: SignIn, identify: impl FnOnce(Asked) -> F) -> Result<SignedIn>
    where
        F: Future<Output = Result<Identity>>,
    {
        let mut who = None;
        let outcome = self.try_to_sign_in(input, identify, &mut who).await;
        if let Err(refused) = &outcome {
            self.inner.denials.log_in_failed(who, refused.code(), self.inner.clocks.wall());
        }
        outcome
    }

    async fn try_to_sign_in<F>(
        &self,
        input: SignIn,
        identify: impl FnOnce(Asked) -> F,
        who: &mut Option<UserId>,
    ) -> Result<SignedIn>
    where
        F: Future<Output = Result<Identity>>,
    {
        let counted = self.counted_by_address(input.address)?;
        self.refuse_locked(&counted).await?;
        let now = self.inner.clocks.wall();
        self.count(&counted, now).await?;
        let ticket = self.open(BEGUN, &input.ticket, now)?;
        if ticket.derived("state") != input.state {
            return Err(refused());
        }
        let hash = ticket.hash();
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                let hash = hash.clone();
                Box::pin(async move { spend(work, &hash, now).await })
            })
            .await?;
        let asked = Asked {
            nonce: ticket.derived("nonce"),
            verifier: Classified::new(ticket.derived("verifier")),
            now,
        };
        let identity = match identify(asked).await {
            Ok(identity) => identity,
            Err(error) => {
                // That the provider is down is nobody's guess.
                if error.code() == Code::ProviderUnavailable {
                    self.pardon_counted(counted).await?;
                }
                return Err(error);
            }
        };
        let user = self.account_of(&identity, now).await?;
        *who = user.as_ref().map(|user| user.id);
        let user = user.filter(|user| user.disabled_at.is_none()).ok_or_else(no_account)?;
        let key = identity_key(&identity.issuer, &identity.subject);
        let proof = if identity.second_factor {
            Proof::None
        } else {
            match self.proof(user.id, None, now).await {
                Err(error) if error.code() == Code::CodeNeeded => {
                    let rest = [user.id.0.as_bytes(), key.as_bytes()].concat();
                    let (_, sealed, until) = self.seal(CODE_MISSING, &rest)?;
                    self.pardon_counted(counted).await?;
                    return Ok(SignedIn::CodeNeeded(sealed, until));
                }
                proof => proof?,
            }
        };
        let way = Way::Provider { key, second_factor: identity.second_factor, ticket: None };
        self.begin_session(user, way, proof, counted, now)
            .await
            .map(|session| SignedIn::Session(Box::new(session)))
    }

    /// Gives the code of the second factor that was missing.
    ///
    /// # Errors
    /// `access.wrong_code`, `access.sign_in_refused`, `access.no_account`;
    /// `access.locked_out` after too many failures of the name or from the address.
    pub async fn sign_in_with_code(
        &self,
        ticket: &Classified<Vec<u8>>,
        code: &Classified<String>,
        address: Option<IpAddr>,
    ) -> Result<Session> {
        let mut who = None;
        let outcome = self.try_code(ticket, code, address, &mut who).await;
        if let Err(refused) = &outcome {
            self.inner.denials.log_in_failed(who, refused.code(), self.inner.clocks.wall());
        }
        outcome
    }

    async fn try_code(
        &self,
        ticket: &Classified<Vec<u8>>,
        code: &Classified<String>,
        address: Option<IpAddr>,
        who: &mut Option<UserId>,
    ) -> Result<Session> {
        let now = self.inner.clocks.wall();
        let ticket = self.open(CODE_MISSING, ticket, now)?;
        let (user, key) = ticket.rest.split_first_chunk::<16>().ok_or_else(refused)?;
        let key = String::from_utf8(key.to_vec()).map_err(|_| refused())?;
        let user = self.inner.store.user(UserId(Uuid::from_bytes(*user))).await?.ok_or_else(no_account)?;
        *who = Some(user.id);
        let counted = self.counted(&user.login, address)?;
        self.refuse_locked(&counted).await?;
        self.count(&counted, now).await?;
        let proof = self.proof(user.id, Some(code), now).await?;
        let way = Way::Provider { key, second_factor: false, ticket: Some(ticket.hash()) };
        self.begin_session(user, way, proof, counted, now).await
    }

    /// Whose account an identity is, in use or not: the one that is linked, or the
    /// one whose login the provider tells, where that is wanted. Whoever
    /// administers is linked by an administrator alone: who may choose his name at
    /// the provider must not choose that one.
    async fn account_of(&self, identity: &Identity, now: Timestamp) -> Result<Option<UserRow>> {
        let key = identity_key(&identity.issuer, &identity.subject);
        if let Some(user) = self.inner.store.user_by_subject(&key).await? {
            return Ok(Some(user));
        }
        let Some(login) = &identity.login else { return Ok(None) };
        match self.inner.store.user_by_login(login).await?.filter(|user| user.subject.is_none()) {
            Some(user) if !self.administers(user.id, now).await? => Ok(Some(user)),
            _ => Ok(None),
        }
    }

    /// The entry about an account that a log-in links.
    pub(super) fn audit_of_link(&self, caller: &Caller) -> AuditEntry {
        self.audit_own(caller, "identity.link", Changes::default().hidden("identity"))
    }

    /// Links an account to an identity ([`identity_key`]), or parts them, and ends
    /// the user's sessions. It takes what a new password takes. Without an
    /// identity, because there is no provider, it is refused all the same to
    /// whoever may not.
    ///
    /// # Errors
    /// As [`Self::reset_password`]; `access.identity_taken` for an identity that
    /// another account is linked to, `access.no_provider` without one.
    pub async fn link_identity(
        &self,
        by: Option<&Caller>,
        account: impl Into<Account>,
        key: Option<String>,
    ) -> Result<UserId> {
        let account = account.into();
        if let Some(caller) = by {
            caller.authority.areas_for(authz::Action::Administer)?;
        }
        let subject = key.as_deref().and_then(|key| key.split_once(' ')).map_or("", |(_, subject)| subject);
        if key.is_some() && !(1..=LONGEST_SUBJECT).contains(&subject.len()) {
            return Err(Error::new(Code::InvalidValue)
                .arg("field", "subject")
                .arg("value", subject)
                .arg("expected", format!("1-{LONGEST_SUBJECT}")));
        }
        let holder = match &key {
            Some(key) => self.inner.store.user_by_subject(key).await?,
            None => None,
        };
        let taken = holder.is_some_and(|holder| match &account {
            Account::Id(id) => holder.id != *id,
            Account::Login(login) => holder.login != *login,
        });
        self.change_account(by, account, Change::Link { key, taken }).await
    }

    /// As [`Self::link_identity`], the other way.
    ///
    /// # Errors
    /// As [`Self::reset_password`].
    pub async fn unlink_identity(&self, by: Option<&Caller>, account: impl Into<Account>) -> Result<UserId> {
        if let Some(caller) = by {
            caller.authority.areas_for(authz::Action::Administer)?;
        }
        self.change_account(by, account.into(), Change::Unlink).await
    }

    fn seal(&self, purpose: &str, rest: &[u8]) -> Result<(Ticket, Classified<Vec<u8>>, Timestamp)> {
        let until = self.inner.clocks.wall().plus(LIFE);
        let ticket = Ticket { seed: random_bytes(), rest: rest.to_vec() };
        let plain = [&until.as_micros().to_be_bytes()[..], &ticket.seed, rest].concat();
        let keys = self.inner.store.keys();
        let sealed = keys.seal_secret(purpose, Uuid::nil(), &plain, random_bytes::<12>())?;
        Ok((ticket, Classified::new(sealed), until))
    }

    /// Opens a ticket; whatever is wrong with it is one refusal.
    fn open(&self, purpose: &str, sealed: &Classified<Vec<u8>>, now: Timestamp) -> Result<Ticket> {
        let opened = self.inner.store.keys().open_secret(purpose, Uuid::nil(), sealed.expose());
        let opened = opened.map_err(|error| refused().caused_by(error))?;
        let (until, rest) = opened.split_first_chunk::<8>().ok_or_else(refused)?;
        let (seed, rest) = rest.split_first_chunk::<32>().ok_or_else(refused)?;
        if now >= Timestamp::from_micros(i64::from_be_bytes(*until)) {
            return Err(refused());
        }
        Ok(Ticket { seed: *seed, rest: rest.to_vec() })
    }
}

async fn spend(work: &mut Work, hash: &[u8], now: Timestamp) -> Result<()> {
    work.count_attempt(ONCE, hash, now).await?.map_or(Ok(()), |_| Err(refused()))
}

fn refused() -> Error {
    Error::new(Code::SignInRefused)
}

fn no_account() -> Error {
    Error::new(Code::NoAccount)
}
