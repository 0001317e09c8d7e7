//! The second factor: codes of six digits that a device makes from a secret and
//! the time (RFC 6238: SHA-1, 30 seconds), and recovery codes for whoever has
//! lost the device. The secret is sealed under the key ring, recovery codes are
//! hashed; both are shown once. No code is good twice.

use authz::{Action, Role};
use kernel::{Classified, Code, Error, Result, Timestamp, UserId};
use sha2::{Digest as _, Sha256};
use store::{AuditKind, TotpRow, Wanted, Work};
use totp_rs::{Builder, Secret, Totp};

use super::Caller;
use crate::App;
use crate::accounts::Account;
use crate::audit::Changes;
use crate::ids::random_bytes;

/// The setting that names the roles which ask for a second factor.
const REQUIRED: &str = "second_factor_roles";
/// What the secrets are sealed for.
pub(crate) const PURPOSE: &str = "totp";
/// Recovery codes given at once.
const RECOVERY_CODES: usize = 10;
/// Who asks for the codes, as a device shows it.
const ISSUER: &str = "Fenghuo";

/// A second factor just made: it counts when its first code was given back.
#[derive(Debug)]
pub struct Enrolment {
    /// The secret in Base32, to be typed into a device; shown once.
    pub secret: Classified<String>,
    /// The same as an address that devices read from a picture.
    pub url: Classified<String>,
}

/// How somebody's second factor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// Whether it was proved and is asked for at every log-in.
    pub active: bool,
    /// How many recovery codes are left.
    pub recovery_codes_left: i64,
}

/// What a log-in has shown besides the password, to be spent with its session.
#[derive(Clone, Debug)]
pub(super) enum Proof {
    /// Nothing was asked for.
    None,
    /// The code of a step.
    Step(i64),
    /// The hash of a recovery code.
    Recovery(Vec<u8>),
}

impl Proof {
    /// Spends it: another log-in with the same finds it spent.
    pub(super) async fn spend(&self, work: &mut Work, user: UserId, now: Timestamp) -> Result<()> {
        let good = match self {
            Self::None => true,
            Self::Step(step) => work.use_totp(user, *step).await?,
            Self::Recovery(hash) => work.use_recovery_code(user, hash, now).await?,
        };
        if good { Ok(()) } else { Err(Error::new(Code::WrongCode)) }
    }
}

impl App {
    /// Checks the code that somebody gives, where he has a second factor.
    pub(super) async fn proof(
        &self,
        user: UserId,
        code: Option<&Classified<String>>,
        now: Timestamp,
    ) -> Result<Proof> {
        let Some(row) = self.inner.store.totp(user).await?.filter(|row| row.confirmed_at.is_some()) else {
            return Ok(Proof::None);
        };
        let code = code.ok_or_else(|| Error::new(Code::CodeNeeded))?.expose().trim().to_owned();
        if code.len() > 8 {
            return Ok(Proof::Recovery(recovery_hash(&code)));
        }
        match self.step_of(&row, &code, now)? {
            Some(step) if step > row.last_step => Ok(Proof::Step(step)),
            _ => Err(Error::new(Code::WrongCode)),
        }
    }

    fn step_of(&self, row: &TotpRow, code: &str, now: Timestamp) -> Result<Option<i64>> {
        let secret = self.inner.store.keys().open_secret(PURPOSE, row.user.0, &row.sealed)?;
        let seconds = u64::try_from(now.as_micros() / 1_000_000).unwrap_or(0);
        Ok(totp(&secret)?.check(code, seconds).and_then(|step| i64::try_from(step).ok()))
    }

    /// How the caller's second factor stands.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn second_factor(&self, caller: &Caller) -> Result<SecondFactor> {
        let row = self.inner.store.totp(caller.user).await?;
        Ok(SecondFactor {
            active: row.is_some_and(|row| row.confirmed_at.is_some()),
            recovery_codes_left: self.inner.store.recovery_codes_left(caller.user).await?,
        })
    }

    /// Makes a second factor for the caller. It takes his password, counted like
    /// a log-in, or that he came through the provider just now; one that is active
    /// already must be taken away first.
    ///
    /// # Errors
    /// `access.wrong_password`, `access.locked_out`, `access.sign_in_again`,
    /// `access.second_factor_active`, `access.own_session_only`.
    pub async fn enrol_second_factor(
        &self,
        caller: &Caller,
        password: impl Into<Option<Classified<String>>>,
    ) -> Result<Enrolment> {
        caller.require_own_session()?;
        self.require_himself(caller, password.into()).await?;
        let secret = random_bytes::<20>();
        let row = TotpRow {
            user: caller.user,
            sealed: self.inner.store.keys().seal_secret(
                PURPOSE,
                caller.user.0,
                &secret,
                random_bytes::<12>(),
            )?,
            last_step: 0,
            made_at: self.inner.clocks.wall(),
            confirmed_at: None,
        };
        let user = caller.user;
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                let row = row.clone();
                Box::pin(async move {
                    work.hold_user(user).await?;
                    if work.totp(user).await?.is_some_and(|known| known.confirmed_at.is_some()) {
                        return Err(Error::new(Code::SecondFactorActive));
                    }
                    work.put_totp(&row);
                    Ok(())
                })
            })
            .await?;
        let text = Secret::new_stack(secret).to_base32();
        let account: String = caller.login.chars().filter(char::is_ascii_alphanumeric).collect();
        let url = format!("otpauth://totp/{ISSUER}:{account}?secret={text}&issuer={ISSUER}");
        Ok(Enrolment { secret: Classified::new(text), url: Classified::new(url) })
    }

    /// Proves the caller's new second factor by its first code: from now on it
    /// is asked for. His recovery codes are answered, this once.
    ///
    /// # Errors
    /// `access.wrong_code`, `access.locked_out`; `record.not_found` without an
    /// enrolment, `access.second_factor_active` for one that is proved.
    pub async fn confirm_second_factor(
        &self,
        caller: &Caller,
        code: &Classified<String>,
    ) -> Result<Vec<Classified<String>>> {
        caller.require_own_session()?;
        let counted = self.counted(&caller.login, None)?;
        let now = self.inner.clocks.wall();
        let row = self.inner.store.totp(caller.user).await?;
        let row = row.ok_or_else(|| Error::new(Code::NotFound).arg("kind", "second_factor").arg("id", ""))?;
        if row.confirmed_at.is_some() {
            return Err(Error::new(Code::SecondFactorActive));
        }
        self.count(&counted, now).await?;
        let step =
            self.step_of(&row, code.expose().trim(), now)?.ok_or_else(|| Error::new(Code::WrongCode))?;
        let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect();
        let hashes: Vec<Vec<u8>> = codes.iter().map(|code| recovery_hash(code)).collect();
        let entry =
            self.audit_own(caller, "second_factor.confirm", Changes::default().hidden("second_factor"));
        let shared = std::sync::Arc::new((row, hashes, counted, entry));
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                let shared = shared.clone();
                Box::pin(async move {
                    let (row, hashes, counted, entry) = &*shared;
                    if !work.confirm_totp(row, step, now).await? {
                        return Err(Error::new(Code::WrongCode));
                    }
                    work.put_recovery_codes(row.user, hashes).await?;
                    work.audit(entry.clone());
                    counted.pardon(work).await
                })
            })
            .await?;
        self.inner.attempts.forget(caller.user);
        Ok(codes.into_iter().map(Classified::new).collect())
    }

    /// Takes the caller's second factor away; it takes his password (or that he
    /// came through the provider just now) and a code.
    ///
    /// # Errors
    /// `access.wrong_password`, `access.code_needed`, `access.wrong_code`,
    /// `access.locked_out`, `access.sign_in_again`.
    pub async fn remove_second_factor(
        &self,
        caller: &Caller,
        password: impl Into<Option<Classified<String>>>,
        code: Option<&Classified<String>>,
    ) -> Result<()> {
        caller.require_own_session()?;
        self.require_himself(caller, password.into()).await?;
        let now = self.inner.clocks.wall();
        let proof = self.proof(caller.user, code, now).await?;
        let user = caller.user;
        let entry =
            self.audit_own(caller, "second_factor.remove", Changes::default().hidden("second_factor"));
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                let proof = proof.clone();
                work.audit(entry.clone());
                Box::pin(async move {
                    proof.spend(work, user, now).await?;
                    work.remove_totp(user).await.map(drop)
                })
            })
            .await?;
        self.inner.attempts.forget(user);
        Ok(())
    }

    /// Takes the second factor from somebody who has lost device and recovery
    /// codes, and ends all his sessions. It takes what a new password takes.
    ///
    /// # Errors
    /// As [`Self::reset_password`].
    pub async fn reset_second_factor(&self, caller: &Caller, account: impl Into<Account>) -> Result<UserId> {
        caller.authority.areas_for(Action::Administer)?;
        self.change_account(Some(caller), account.into(), crate::accounts::Change::SecondFactor).await
    }

    /// As [`Self::reset_second_factor`], for the operator at the machine itself.
    ///
    /// # Errors
    /// As [`Self::reset_second_factor`], but for the permission.
    pub async fn reset_second_factor_as_operator(&self, account: impl Into<Account>) -> Result<UserId> {
        self.change_account(None, account.into(), crate::accounts::Change::SecondFactor).await
    }

    /// The roles that ask for a second factor.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn second_factor_roles(&self) -> Result<Vec<Role>> {
        let words = self.inner.store.meta(REQUIRED).await?.unwrap_or_default();
        Ok(words.split_whitespace().filter_map(Role::parse).collect())
    }

    /// Says which roles ask for a second factor: whoever holds one of them and
    /// has none may do nothing until he has. It takes the administration of
    /// the whole installation.
    ///
    /// # Errors
    /// `access.forbidden`.
    pub async fn require_second_factor(&self, caller: &Caller, roles: &[Role]) -> Result<()> {
        for area in self.directory().areas().iter().filter(|area| area.row.parent.is_none()) {
            caller.authority.require(Action::Administer, &area.row.path)?;
        }
        self.set_second_factor_roles(Some(caller), roles).await
    }

    /// As [`Self::require_second_factor`], for the operator at the machine itself.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn require_second_factor_as_operator(&self, roles: &[Role]) -> Result<()> {
        self.set_second_factor_roles(None, roles).await
    }

    async fn set_second_factor_roles(&self, by: Option<&Caller>, roles: &[Role]) -> Result<()> {
        let words: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        let words = words.join(" ");
        let entry = self.audit_by(by, AuditKind::Setting, "second_factor.require");
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                let (words, mut entry) = (words.clone(), entry.clone());
                Box::pin(async move {
                    let before = work.meta(REQUIRED).await?.unwrap_or_default();
                    entry.detail = Changes::default().field("roles", &before, &words).detail();
                    work.audit(entry);
                    work.put_meta(REQUIRED, &words);
                    Ok(())
                })
            })
            .await?;
        self.inner.attempts.forget_all();
        Ok(())
    }

    /// Whether somebody holds a role that asks for a second factor, and has none.
    pub(super) async fn lacks_second_factor(&self, user: UserId, held: &[Role]) -> Result<bool> {
        let roles = self.second_factor_roles().await?;
        if !held.iter().any(|role| roles.contains(role)) {
            return Ok(false);
        }
        Ok(self.inner.store.totp(user).await?.is_none_or(|row| row.confirmed_at.is_none()))
    }
}

fn totp(secret: &[u8]) -> Result<Totp> {
    let secret: [u8; 20] =
        secret.try_into().map_err(|_| Error::new(Code::StoreInconsistent).arg("detail", "user_totp"))?;
    // SHA-1, six digits, thirty seconds and one step to either side are the defaults.
    Builder::new()
        .with_secret(Secret::new_stack(secret))
        .build()
        .map_err(|e| Error::new(Code::Internal).caused_by(e))
}

/// 80 random bits in four groups of five hexadecimal digits.
fn recovery_code() -> String {
    let digits: String = random_bytes::<10>().iter().map(|b| format!("{b:02x}")).collect();
    let groups: Vec<&str> = (0..4).map(|i| &digits[i * 5..i * 5 + 5]).collect();
    groups.join("-")
}

/// A code as it is kept: it is long and random, so a plain hash tells nothing.
fn recovery_hash(code: &str) -> Vec<u8> {
    let digits: String = code.chars().filter(char::is_ascii_hexdigit).collect();
    Sha256::digest(digits.to_ascii_lowercase().as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, the rows for SHA-1, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let totp = totp(b"12345678901234567890").expect("a secret of 20 bytes");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(totp.check(code, seconds), Some(seconds / 30), "{seconds}");
            assert_eq!(totp.check(code, seconds + 30), Some(seconds / 30), "one step late");
            assert_eq!(totp.check(code, seconds + 90), None, "three steps late");
        }
        for bad in ["", "28708", "2870822", "abcdef", "２８７０８２"] {
            assert_eq!(totp.check(bad, 59), None, "{bad}");
        }
    }

    #[test]
    fn recovery_codes_are_read_as_people_write_them() {
        let code = recovery_code();
        assert_eq!(code.len(), 23);
        let written = code.replace('-', " ").to_uppercase();
        assert_eq!(recovery_hash(&code), recovery_hash(&written));
        assert_ne!(recovery_hash(&code), recovery_hash(&recovery_code()));
    }
}
