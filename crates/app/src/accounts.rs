//! Accounts once they are made: who there is, a new password, a bar, the end of
//! a post or of sessions.
//!
//! Whoever sets the password of an account could act as its holder. It takes
//! the administration of every area in which he acts, and of the units for
//! which he acts there.

use authz::{Action, Authority};
use kernel::{
    AreaPath, Classified, Code, Error, Page, PageRequest, PostId, Result, Timestamp, UnitId, UserId,
};
use store::{AuditEntry, AuditKind, UserPostRow, UserRow, Wanted};

use crate::audit::Changes;
use crate::directory::Directory;
use crate::{App, Caller};

/// Whose account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    /// By id.
    Id(UserId),
    /// By the name to log in with.
    Login(String),
}

impl From<UserId> for Account {
    fn from(id: UserId) -> Self {
        Self::Id(id)
    }
}

impl From<&str> for Account {
    fn from(login: &str) -> Self {
        Self::Login(login.to_owned())
    }
}

/// What is to become of an account.
#[derive(Clone)]
pub(crate) enum Change {
    /// Another password; whether the user must change it first.
    Password(Classified<String>, bool),
    /// No log-in any more.
    Disable,
    /// Log-in again.
    Enable,
    /// No second factor any more.
    SecondFactor,
    /// Linked to an identity of the provider: which one, if there is a provider, and
    /// whether another account has it.
    Link { key: Option<String>, taken: bool },
    /// Linked to none.
    Unlink,
    /// No session any more, and perhaps no key of a program either.
    Sessions { keys: bool },
}

impl Change {
    /// What it is called in the audit.
    const fn action(&self) -> &'static str {
        match self {
            Self::Password(..) => "password.reset",
            Self::Disable => "user.disable",
            Self::Enable => "user.enable",
            Self::SecondFactor => "second_factor.reset",
            Self::Link { .. } => "identity.link",
            Self::Unlink => "identity.unlink",
            Self::Sessions { .. } => "sessions.end",
        }
    }
    /// What the audit tells of it.
    fn told(&self, before: &UserRow, after: &UserRow) -> Changes {
        let changes = Changes::default().field("disabled_at", &before.disabled_at, &after.disabled_at).field(
            "must_change",
            &before.must_change,
            &after.must_change,
        );
        match self {
            Self::Password(..) => changes.hidden("password"),
            Self::SecondFactor => changes.hidden("second_factor"),
            Self::Link { .. } | Self::Unlink => changes.hidden("identity"),
            Self::Sessions { keys } => changes.new_field("keys_revoked", keys),
            Self::Disable | Self::Enable => changes,
        }
    }
}

/// A user as those see him who administer him.
#[derive(Clone, Debug)]
pub struct UserLine {
    /// Who.
    pub user: UserId,
    /// Name to log in with.
    pub login: String,
    /// Name to show.
    pub display_name: String,
    /// When he was barred.
    pub disabled_at: Option<Timestamp>,
    /// When he was made.
    pub created_at: Timestamp,
    /// Whether he must change a password that another has set.
    pub must_change: bool,
    /// Whether he is linked to an identity of the provider of log-ins.
    pub linked: bool,
    /// The posts that he holds or will hold, in the areas of whoever asks.
    pub posts: Vec<UserPostRow>,
}

/// Somebody who works in a unit, as his colleagues know him.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// Name to show.
    pub display_name: String,
    /// The posts of the unit that he holds now.
    pub posts: Vec<UserPostRow>,
}

impl App {
    /// Who holds a post of a unit now and may log in, by name: for whoever may
    /// hand over duties where the unit stands, and for the unit itself.
    ///
    /// # Errors
    /// `access.forbidden` for whoever hands over nothing anywhere,
    /// `record.not_found` for a unit elsewhere, those of the store.
    pub async fn members(&self, caller: &Caller, unit: UnitId) -> Result<Vec<Member>> {
        let reaches = caller.authority.reaches_for(Action::HandOver)?;
        let missing = || crate::recorder::not_found(kernel::SubjectKind::Unit, unit);
        let directory = self.directory();
        let area = directory.unit(unit).map(|row| row.area.clone()).map_err(|_| missing())?;
        if caller.unit != Some(unit) && !reaches.iter().any(|reach| area.is_within(&reach.area)) {
            return Err(missing());
        }
        let now = self.inner.clocks.wall();
        let mut members: Vec<Member> = Vec::new();
        for post in directory.posts().filter(|post| post.unit == unit) {
            for held in self.store().holders_of(post.id, now).await? {
                if let Some(known) = members.iter_mut().find(|known| known.user == held.user) {
                    known.posts.push(held);
                } else if let Some(user) = self.store().user(held.user).await?
                    && user.disabled_at.is_none()
                {
                    let display_name = user.display_name;
                    members.push(Member { user: user.id, display_name, posts: vec![held] });
                }
            }
        }
        members.sort_by(|a, b| (&a.display_name, a.user).cmp(&(&b.display_name, b.user)));
        Ok(members)
    }

    /// The users who hold, have held or will hold a post in the areas that the
    /// caller administers, newest first. Posts elsewhere are not told.
    ///
    /// # Errors
    /// `access.forbidden`, `page.invalid_cursor`, those of the store.
    pub async fn users(
        &self,
        caller: &Caller,
        area: Option<&AreaPath>,
        page: &PageRequest,
    ) -> Result<Page<UserLine>> {
        let scope = self.scope(caller, Action::Administer, "users")?;
        let found = self.store().users_in(&scope, area, page).await?;
        let ids: Vec<UserId> = found.items.iter().map(|user| user.id).collect();
        let now = self.inner.clocks.wall();
        let mut held = self.store().posts_of_users(&scope, &ids).await?;
        held.retain(|post| not_ended(post, now));
        Ok(found.map(|user| line(user, &held)))
    }
    /// One user, as in the list.
    ///
    /// # Errors
    /// `access.forbidden`, `record.not_found` for one who is not in the list.
    pub async fn user(&self, caller: &Caller, account: impl Into<Account>) -> Result<UserLine> {
        let scope = self.scope(caller, Action::Administer, "users")?;
        let id = self.account(account.into()).await?;
        let mut held = self.store().posts_of_users(&scope, &[id]).await?;
        let user = self.store().user(id).await?.filter(|_| !held.is_empty()).ok_or_else(|| unknown(id))?;
        let now = self.inner.clocks.wall();
        held.retain(|post| not_ended(post, now));
        Ok(line(user, &held))
    }
    /// Ends all sessions of a user, and revokes the keys of his programs where
    /// that is asked for.
    ///
    /// # Errors
    /// As [`Self::reset_password`].
    pub async fn end_sessions_of(
        &self,
        caller: &Caller,
        account: impl Into<Account>,
        keys: bool,
    ) -> Result<UserId> {
        caller.authority.areas_for(Action::Administer)?;
        self.change_account(Some(caller), account.into(), Change::Sessions { keys }).await
    }
    /// Sets another password, which the user must change when he logs in, and
    /// ends all his sessions. Whether he may log in stays as it is.
    ///
    /// # Errors
    /// `access.forbidden`, `record.not_found` for an unknown user or one
    /// outside the caller's areas, `value.out_of_range` for a short password.
    pub async fn reset_password(
        &self,
        caller: &Caller,
        account: impl Into<Account>,
        password: Classified<String>,
    ) -> Result<UserId> {
        caller.authority.areas_for(Action::Administer)?;
        let hash = self.hashed(password).await?;
        self.change_account(Some(caller), account.into(), Change::Password(hash, true)).await
    }
    /// As [`Self::reset_password`], for the operator at the machine itself, who
    /// says whether the user must change it.
    ///
    /// # Errors
    /// As [`Self::reset_password`], but for the permission.
    pub async fn reset_password_as_operator(
        &self,
        account: impl Into<Account>,
        password: Classified<String>,
        must_change: bool,
    ) -> Result<UserId> {
        let hash = self.hashed(password).await?;
        self.change_account(None, account.into(), Change::Password(hash, must_change)).await
    }
    /// Bars a user from logging in and ends all his sessions.
    ///
    /// # Errors
    /// As [`Self::reset_password`].
    pub async fn disable_user(&self, caller: &Caller, account: impl Into<Account>) -> Result<UserId> {
        caller.authority.areas_for(Action::Administer)?;
        self.change_account(Some(caller), account.into(), Change::Disable).await
    }
    /// Lets a disabled user log in again, with the password he had.
    ///
    /// # Errors
    /// As [`Self::reset_password`].
    pub async fn enable_user(&self, caller: &Caller, account: impl Into<Account>) -> Result<UserId> {
        caller.authority.areas_for(Action::Administer)?;
        self.change_account(Some(caller), account.into(), Change::Enable).await
    }
    /// Takes a post from a user, with all that it let him do. It takes the
    /// administration of that post's areas alone.
    ///
    /// # Errors
    /// `access.forbidden`, `record.not_found` when he does not hold it or it
    /// lies outside the caller's areas.
    pub async fn end_post(
        &self,
        caller: &Caller,
        account: impl Into<Account>,
        post: PostId,
    ) -> Result<UserId> {
        caller.authority.areas_for(Action::Administer)?;
        let user = self.account(account.into()).await?;
        let now = self.inner.clocks.wall();
        let entry = AuditEntry {
            subject: Some(("user".to_owned(), user.0)),
            ..self.audit_entry(caller, AuditKind::Grant, "post.end")
        };
        let shared = std::sync::Arc::new((caller.authority.clone(), self.directory(), entry));
        self.store()
            .write(Wanted::nothing(), move |work| {
                let shared = shared.clone();
                Box::pin(async move {
                    work.hold_user(user).await?;
                    let mut grants = work.posts_of_user(user).await?;
                    grants.retain(|held| held.post == post && not_ended(held, now));
                    may_change(&shared.0, &shared.1, user, &grants)?;
                    for held in grants {
                        let ended = UserPostRow { valid_to: Some(now.max(held.valid_from)), ..held.clone() };
                        let changes = Changes::default()
                            .new_field("post", &held.post)
                            .new_field("role", &held.role)
                            .field("valid_to", &held.valid_to, &ended.valid_to);
                        work.audit(AuditEntry {
                            area: held.area,
                            detail: changes.detail(),
                            ..shared.2.clone()
                        });
                        work.put_user_post(&ended);
                    }
                    Ok(())
                })
            })
            .await?;
        // What he lends goes with his own.
        self.inner.attempts.forget_all();
        Ok(user)
    }

    pub(crate) async fn change_account(
        &self,
        by: Option<&Caller>,
        account: Account,
        change: Change,
    ) -> Result<UserId> {
        let id = self.account(account).await?;
        let now = self.inner.clocks.wall();
        let authority = by.map(|caller| caller.authority.clone());
        let entry = AuditEntry {
            subject: Some(("user".to_owned(), id.0)),
            ..self.audit_by(by, AuditKind::Account, change.action())
        };
        let shared = std::sync::Arc::new((authority, self.directory(), change, entry));
        let login = self
            .store()
            .write(Wanted::nothing(), move |work| {
                let shared = shared.clone();
                Box::pin(async move {
                    let (authority, directory, change, entry) = &*shared;
                    let mut user = work.hold_user(id).await?.ok_or_else(|| unknown(id))?;
                    let before = user.clone();
                    let grants = in_force(work.posts_of_user(id).await?, now);
                    if let Some(authority) = authority {
                        may_change(authority, directory, id, &grants)?;
                    }
                    match change {
                        Change::Password(hash, must_change) => {
                            user.password_hash = hash.clone();
                            user.must_change = *must_change;
                        }
                        Change::Disable => user.disabled_at = user.disabled_at.or(Some(now)),
                        Change::Enable => user.disabled_at = None,
                        Change::SecondFactor => work.remove_totp(id).await.map(drop)?,
                        Change::Link { key: None, .. } => return Err(Error::new(Code::NoProvider)),
                        Change::Link { taken: true, .. } => return Err(Error::new(Code::IdentityTaken)),
                        Change::Link { key, taken: false } => user.subject.clone_from(key),
                        Change::Unlink => user.subject = None,
                        Change::Sessions { keys: true } => {
                            work.revoke_api_keys_of(id, now).await.map(drop)?
                        }
                        Change::Sessions { keys: false } => {}
                    }
                    work.put_user(&user);
                    work.audit(AuditEntry {
                        area: grants.first().map_or_else(|| entry.area.clone(), |held| held.area.clone()),
                        detail: change.told(&before, &user).detail(),
                        ..entry.clone()
                    });
                    work.end_sessions_of(id, None, now).await?;
                    Ok(user.login)
                })
            })
            .await?;
        self.inner.attempts.forget_all();
        self.pardon(&login).await?;
        Ok(id)
    }

    async fn account(&self, account: Account) -> Result<UserId> {
        match account {
            Account::Id(id) => Ok(id),
            Account::Login(login) => {
                let user = self.store().user_by_login(&login).await?;
                Ok(user.ok_or_else(|| unknown(login))?.id)
            }
        }
    }
}

fn line(user: UserRow, held: &[UserPostRow]) -> UserLine {
    UserLine {
        posts: held.iter().filter(|post| post.user == user.id).cloned().collect(),
        user: user.id,
        login: user.login,
        display_name: user.display_name,
        disabled_at: user.disabled_at,
        created_at: user.created_at,
        must_change: user.must_change,
        linked: user.subject.is_some(),
    }
}

fn not_ended(held: &UserPostRow, now: Timestamp) -> bool {
    held.valid_to.is_none_or(|to| now < to)
}

/// What somebody may do or will; what he could once, if nothing is left.
fn in_force(mut grants: Vec<UserPostRow>, now: Timestamp) -> Vec<UserPostRow> {
    if grants.iter().any(|held| not_ended(held, now)) {
        grants.retain(|held| not_ended(held, now));
    }
    grants
}

/// Refuses whoever does not administer all areas of these grants and of their
/// units. To those who administer none of them the user is not there.
fn may_change(
    authority: &Authority,
    directory: &Directory,
    user: UserId,
    grants: &[UserPostRow],
) -> Result<()> {
    let mut places = Vec::with_capacity(grants.len() * 2);
    for held in grants {
        places.push(&held.area);
        places.push(&directory.unit(directory.post(held.post)?.unit)?.area);
    }
    if !places.iter().any(|area| authority.require(Action::Administer, area).is_ok()) {
        return Err(unknown(user));
    }
    places.into_iter().try_for_each(|area| authority.require(Action::Administer, area))
}

fn unknown(user: impl ToString) -> Error {
    Error::new(Code::NotFound).arg("kind", "user").arg("id", user)
}
