//! Keys of programs: each acts for a user within bounds, and never does more
//! than he may do himself at that moment.

use authz::{Action, Bounds};
use kernel::{AreaPath, Classified, Code, Error, IdSource as _, Page, PageRequest, Result, Span, Timestamp};
use std::collections::BTreeSet;
use store::{ApiKeyRow, AuditEntry, AuditKind, Wanted};
use uuid::Uuid;

use super::{Caller, token_hash};
use crate::App;
use crate::audit::Changes;
use crate::ids::{SystemIds, random_bytes};

/// With what a key begins, so that one is known for what it is wherever it turns up.
pub const KEY_MARK: &str = "fhk_";
/// How long a key is good at most.
const LONGEST: Span = Span::days(366);
/// How often its use is noted.
const NOTED: Span = Span::minutes(10);

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewApiKey {
    /// What it is for: 1 to 60 characters.
    pub name: String,
    /// The actions it may do: some that its owner may do now.
    pub actions: BTreeSet<Action>,
    /// The areas it may act in; all of its owner's when absent.
    pub areas: Option<Vec<AreaPath>>,
    /// When it ends: within a year.
    pub expires_at: Timestamp,
}

/// A key as its owner sees it, without the key itself.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// Which.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// What it may do at most.
    pub bounds: Bounds,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was last used, to ten minutes.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl From<ApiKeyRow> for ApiKey {
    fn from(row: ApiKeyRow) -> Self {
        Self {
            id: row.id,
            bounds: bounds_of(&row),
            name: row.name,
            made_at: row.made_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
        }
    }
}

fn bounds_of(row: &ApiKeyRow) -> Bounds {
    let paths = |text: &String| text.split(' ').filter(|p| !p.is_empty()).map(str::to_owned).collect();
    let areas: Option<Vec<String>> = row.areas.as_ref().map(paths);
    Bounds {
        actions: row.actions.split(' ').filter_map(Action::parse).collect(),
        areas: areas.map(|areas| areas.into_iter().map(AreaPath::from_stored).collect()),
    }
}

impl App {
    /// Makes a key that acts for the caller; it is shown this once.
    ///
    /// # Errors
    /// `access.own_session_only`; `access.forbidden` for an action that he may
    /// not do himself (administration is given to no key) or an area where he
    /// may do none of them; `value.too_long`, `value.missing` for the name;
    /// `value.out_of_range` for an end that is past or more than a year away.
    pub async fn make_api_key(
        &self,
        caller: &Caller,
        new: NewApiKey,
    ) -> Result<(ApiKey, Classified<String>)> {
        caller.require_own_session()?;
        let length = new.name.trim().chars().count();
        if length == 0 || new.actions.is_empty() {
            let field = if length == 0 { "name" } else { "actions" };
            return Err(Error::new(Code::MissingField).arg("field", field));
        }
        if length > 60 {
            return Err(Error::new(Code::TooLong).arg("field", "name").arg("length", length).arg("max", 60));
        }
        let now = self.inner.clocks.wall();
        if new.expires_at <= now || new.expires_at > now.plus(LONGEST) {
            return Err(Error::new(Code::OutOfRange)
                .arg("field", "expires_at")
                .arg("value", new.expires_at)
                .arg("min", now)
                .arg("max", now.plus(LONGEST)));
        }
        let forbidden = |action: Action| Error::new(Code::Forbidden).arg("action", action);
        let own = caller.authority.own();
        for action in &new.actions {
            if *action == Action::Administer {
                return Err(forbidden(*action));
            }
            own.reaches_for(*action)?;
        }
        for area in new.areas.iter().flatten() {
            let meets = |action: &Action| {
                let reaches = own.reaches_for(*action).unwrap_or_default();
                reaches.iter().any(|r| area.is_within(&r.area) || r.area.is_within(area))
            };
            if let (false, Some(action)) = (new.actions.iter().any(meets), new.actions.first()) {
                return Err(forbidden(*action));
            }
        }
        let secret: String = random_bytes::<32>().iter().map(|b| format!("{b:02x}")).collect();
        let key = format!("{KEY_MARK}{secret}");
        let words: Vec<&str> = new.actions.iter().map(|action| action.as_str()).collect();
        let areas = new
            .areas
            .as_ref()
            .map(|areas| areas.iter().map(|area| area.as_str().to_owned()).collect::<Vec<_>>().join(" "));
        let row = ApiKeyRow {
            id: SystemIds.next_uuid(),
            user: caller.user,
            name: new.name.trim().to_owned(),
            key_hash: token_hash(&key),
            actions: words.join(" "),
            areas,
            made_at: now,
            expires_at: new.expires_at,
            last_used_at: None,
            revoked_at: None,
        };
        let put = row.clone();
        let changes = Changes::default()
            .new_field("actions", &row.actions)
            .new_field("areas", &row.areas)
            .new_field("expires_at", &row.expires_at);
        let entry = AuditEntry {
            subject: Some(("api_key".to_owned(), row.id)),
            detail: changes.detail(),
            ..self.audit_entry(caller, AuditKind::ApiKey, "api_key.make")
        };
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                work.put_api_key(&put);
                work.audit(entry.clone());
                Box::pin(async { Ok(()) })
            })
            .await?;
        Ok((row.into(), Classified::new(key)))
    }

    /// The caller's keys, newest first, ended ones too.
    ///
    /// # Errors
    /// `access.own_session_only`, `page.invalid_cursor`, those of the store.
    pub async fn api_keys(&self, caller: &Caller, page: &PageRequest) -> Result<Page<ApiKey>> {
        caller.require_own_session()?;
        Ok(self.inner.store.api_keys(caller.user, page).await?.map(ApiKey::from))
    }

    /// Revokes a key of the caller's.
    ///
    /// # Errors
    /// `record.not_found` when it is none of his, `access.own_session_only`.
    pub async fn revoke_api_key(&self, caller: &Caller, id: Uuid) -> Result<()> {
        caller.require_own_session()?;
        let (user, now) = (caller.user, self.inner.clocks.wall());
        let entry = AuditEntry {
            subject: Some(("api_key".to_owned(), id)),
            ..self.audit_entry(caller, AuditKind::ApiKey, "api_key.revoke")
        };
        let known = self
            .inner
            .store
            .write(Wanted::nothing(), move |work| {
                let entry = entry.clone();
                Box::pin(async move {
                    let known = work.revoke_api_key(user, id, now).await?;
                    if known {
                        work.audit(entry);
                    }
                    Ok(known)
                })
            })
            .await?;
        self.inner.attempts.forget(user);
        if known { Ok(()) } else { Err(Error::new(Code::NotFound).arg("kind", "api_key").arg("id", id)) }
    }

    /// The caller behind a key: its owner, within its bounds.
    pub(super) async fn caller_by_key(&self, hash: &[u8], now: Timestamp) -> Result<Caller> {
        let refuse = || Error::new(Code::Unauthenticated);
        let key = self.inner.store.api_key(hash).await?.ok_or_else(refuse)?;
        if key.revoked_at.is_some() || now >= key.expires_at {
            return Err(refuse());
        }
        let user = self.inner.store.user(key.user).await?.ok_or_else(refuse)?;
        if user.disabled_at.is_some() {
            return Err(refuse());
        }
        let mut caller = self.caller_of(&user, now).await?;
        if key.last_used_at.is_none_or(|last| now.since(last) > NOTED) {
            let id = key.id;
            let goes_on = self
                .inner
                .store
                .write(Wanted::nothing(), move |work| {
                    Box::pin(async move { work.touch_api_key(id, now).await })
                })
                .await?;
            if !goes_on {
                return Err(refuse());
            }
        }
        let bounds = self.directory().followed_bounds(bounds_of(&key));
        // A program does nothing by what others lend to its owner.
        caller.authority = caller.authority.own().within(bounds);
        caller.api_key = Some(key.id);
        Ok(caller)
    }
}
