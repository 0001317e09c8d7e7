//! Accounts once they are made: a new password, a bar, the end of a post.
//!
//! Whoever sets the password of an account could act as its holder. It takes
//! the administration of every area in which he acts, and of the units for
//! which he acts there.

use authz::{Action, Authority};
use kernel::{Classified, Code, Error, PostId, Result, Timestamp, UserId};
use store::{UserPostRow, Wanted};

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
enum Change {
    Password(Classified<String>),
    Disable,
    Enable,
}

impl App {
    /// Sets another password and ends all sessions of the user. Whether he may
    /// log in stays as it is.
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
        self.change_account(Some(caller), account.into(), Change::Password(hash)).await
    }
    /// As [`Self::reset_password`], for the operator at the machine itself.
    ///
    /// # Errors
    /// As [`Self::reset_password`], but for the permission.
    pub async fn reset_password_as_operator(
        &self,
        account: impl Into<Account>,
        password: Classified<String>,
    ) -> Result<UserId> {
        let hash = self.hashed(password).await?;
        self.change_account(None, account.into(), Change::Password(hash)).await
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
        let shared = std::sync::Arc::new((caller.authority.clone(), self.directory()));
        self.store()
            .write(Wanted::nothing(), move |work| {
                let shared = shared.clone();
                Box::pin(async move {
                    work.hold_user(user).await?;
                    let mut grants = work.posts_of_user(user).await?;
                    grants.retain(|held| held.post == post && not_ended(held, now));
                    may_change(&shared.0, &shared.1, user, &grants)?;
                    for held in grants {
                        let ended = UserPostRow { valid_to: Some(now.max(held.valid_from)), ..held };
                        work.put_user_post(&ended);
                    }
                    Ok(())
                })
            })
            .await?;
        self.inner.attempts.forget(user);
        Ok(user)
    }

    async fn change_account(&self, by: Option<&Caller>, account: Account, change: Change) -> Result<UserId> {
        let id = self.account(account).await?;
        let now = self.inner.clocks.wall();
        let authority = by.map(|caller| caller.authority.clone());
        let shared = std::sync::Arc::new((authority, self.directory(), change));
        let login = self
            .store()
            .write(Wanted::nothing(), move |work| {
                let shared = shared.clone();
                Box::pin(async move {
                    let (authority, directory, change) = &*shared;
                    let mut user = work.hold_user(id).await?.ok_or_else(|| unknown(id))?;
                    if let Some(authority) = authority {
                        let grants = work.posts_of_user(id).await?;
                        may_change(authority, directory, id, &in_force(grants, now))?;
                    }
                    match change {
                        Change::Password(hash) => user.password_hash = hash.clone(),
                        Change::Disable => user.disabled_at = user.disabled_at.or(Some(now)),
                        Change::Enable => user.disabled_at = None,
                    }
                    work.put_user(&user);
                    work.end_sessions_of(id, now).await?;
                    Ok(user.login)
                })
            })
            .await?;
        self.inner.attempts.forget(id);
        self.inner.attempts.pardon(&login);
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
