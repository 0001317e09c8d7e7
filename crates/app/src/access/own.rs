//! What somebody does with his own account: the password, the sessions.

use kernel::{Classified, Code, Error, Result, Span, Timestamp, UserId, derived_uuid};
use store::{AuditEntry, AuditKind, SessionRow, Wanted};
use uuid::Uuid;

use super::{Caller, is_password, token_hash};
use crate::App;
use crate::audit::Changes;
use crate::ids::random_bytes;

/// Longest name of a device, in characters.
const DEVICE: usize = 64;

/// How long a log-in through the provider stands for a password that is asked once more.
const JUST_NOW: Span = Span::minutes(10);

/// A session as its holder sees it: the token is known to him alone.
#[derive(Clone, Debug)]
pub struct OwnSession {
    /// Names it, and opens nothing.
    pub id: Uuid,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to ten minutes.
    pub last_seen_at: Timestamp,
    /// When it ends even if used.
    pub expires_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The name of a session: from a hash one does not get back to the token.
fn session_id(row: &SessionRow) -> Uuid {
    let hex: String = row.token_hash.iter().map(|b| format!("{b:02x}")).collect();
    derived_uuid(&["session", &hex])
}

impl App {
    /// Changes the caller's own password and ends his other sessions.
    ///
    /// # Errors
    /// `access.wrong_password` for a wrong present one, counted like a log-in;
    /// `access.locked_out`, `access.password_unchanged`, `access.own_session_only`;
    /// `value.out_of_range` for a new one that is too short.
    pub async fn change_password(
        &self,
        caller: &Caller,
        token: &str,
        present: Classified<String>,
        new: Classified<String>,
    ) -> Result<()> {
        caller.require_own_session()?;
        let unchanged = present.expose() == new.expose();
        self.require_himself(caller, Some(present)).await?;
        if unchanged {
            return Err(Error::new(Code::PasswordUnchanged));
        }
        let hash = self.hashed(new).await?;
        let (user, now, kept) = (caller.user, self.inner.clocks.wall(), token_hash(token));
        let entry = self.audit_own(caller, "password.change", Changes::default().hidden("password"));
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                let (hash, kept) = (hash.clone(), kept.clone());
                work.audit(entry.clone());
                Box::pin(async move {
                    let refuse = || Error::new(Code::Unauthenticated);
                    let mut row = work.hold_user(user).await?.ok_or_else(refuse)?;
                    row.password_hash = hash;
                    row.must_change = false;
                    work.put_user(&row);
                    work.end_sessions_of(user, Some(&kept), now).await.map(drop)
                })
            })
            .await?;
        self.inner.attempts.forget(user);
        Ok(())
    }

    /// Refuses whoever does not know the caller's password; counted like a log-in.
    /// Whoever came through the provider may know none: he has come just now.
    pub(super) async fn require_himself(
        &self,
        caller: &Caller,
        password: Option<Classified<String>>,
    ) -> Result<()> {
        let Some(password) = password else {
            let by =
                caller.by_provider.ok_or_else(|| Error::new(Code::MissingField).arg("field", "password"))?;
            let recent = self.inner.clocks.wall() < by.at.plus(JUST_NOW);
            return if recent { Ok(()) } else { Err(Error::new(Code::SignInAgain)) };
        };
        let counted = self.counted(&caller.login, None)?;
        self.refuse_locked(&counted).await?;
        let user = self.inner.store.user(caller.user).await?;
        let turn = self.turn_to_hash().await?;
        self.count(&counted, self.inner.clocks.wall()).await?;
        let stored = user.filter(|u| u.disabled_at.is_none()).map(|u| u.password_hash);
        if !is_password(turn, stored, password).await? {
            return Err(Error::new(Code::WrongPassword));
        }
        self.pardon(&caller.login).await
    }

    /// The caller's sessions that have not ended, oldest first.
    ///
    /// # Errors
    /// `access.own_session_only`, those of the store.
    pub async fn own_sessions(&self, caller: &Caller, token: Option<&str>) -> Result<Vec<OwnSession>> {
        caller.require_own_session()?;
        let current = token.map(token_hash);
        let rows = self.inner.store.sessions_of(caller.user, self.inner.clocks.wall()).await?;
        let seen = rows.into_iter().map(|row| OwnSession {
            id: session_id(&row),
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            expires_at: row.expires_at,
            current: current.as_ref() == Some(&row.token_hash),
        });
        Ok(seen.collect())
    }

    /// Ends one of the caller's sessions.
    ///
    /// # Errors
    /// `record.not_found` when it is none of his, `access.own_session_only`.
    pub async fn end_own_session(&self, caller: &Caller, id: Uuid) -> Result<()> {
        caller.require_own_session()?;
        let now = self.inner.clocks.wall();
        let rows = self.inner.store.sessions_of(caller.user, now).await?;
        let found = rows.into_iter().find(|row| session_id(row) == id);
        let row = found.ok_or_else(|| Error::new(Code::NotFound).arg("kind", "session").arg("id", id))?;
        let entry = self.audit_entry(caller, AuditKind::LogOut, "session.end");
        self.end_sessions(caller.user, Some(row.token_hash), now, entry).await
    }

    /// The secret with which the caller's own records lie sealed on a device that
    /// he names: he gets the same one whenever he logs in there again, and nobody
    /// else gets it.
    ///
    /// # Errors
    /// `access.own_session_only`; `value.missing`, `value.too_long` for the name of
    /// the device; `keys.missing`.
    pub async fn device_secret(&self, caller: &Caller, device: &str) -> Result<Classified<[u8; 32]>> {
        caller.require_own_session()?;
        let length = device.chars().count();
        if length == 0 {
            return Err(Error::new(Code::MissingField).arg("field", "device"));
        }
        if length > DEVICE {
            let error = Error::new(Code::TooLong).arg("field", "device");
            return Err(error.arg("length", length).arg("max", DEVICE));
        }
        let key = self.inner.store.pseudonym_key(random_bytes::<44>()).await?;
        key.device_secret(caller.user, device)
    }

    /// An entry about a change of one's own account.
    pub(super) fn audit_own(&self, caller: &Caller, action: &str, changes: Changes) -> AuditEntry {
        AuditEntry {
            subject: Some(("user".to_owned(), caller.user.0)),
            detail: changes.detail(),
            ..self.audit_entry(caller, AuditKind::Account, action)
        }
    }

    /// Ends one session of a user by its hash, or all of them.
    pub(super) async fn end_sessions(
        &self,
        user: UserId,
        only: Option<Vec<u8>>,
        now: Timestamp,
        entry: AuditEntry,
    ) -> Result<()> {
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                let only = only.clone();
                work.audit(entry.clone());
                Box::pin(async move {
                    match only {
                        Some(hash) => work.end_session(&hash, now).await,
                        None => work.end_sessions_of(user, None, now).await.map(drop),
                    }
                })
            })
            .await?;
        self.inner.attempts.forget(user);
        Ok(())
    }
}
