//! What was refused. The first refusal of a kind is written at once; the same
//! again within a minute is counted and written as one entry, so that whoever
//! knocks at a door all day fills no disk.

use kernel::{Code, IdSource as _, PersonId, Result, Span, Timestamp, UserId};
use serde_json::json;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use store::{AuditEntry, AuditKind};
use uuid::Uuid;

use super::{detail, lost};
use crate::ids::SystemIds;
use crate::{App, Caller};

/// How long the same refusals are counted together.
const WINDOW: Span = Span::minutes(1);
/// Most refusals of different kinds that are remembered.
const MOST: usize = 10_000;

/// That somebody was refused, or asked for what is not there for him.
#[derive(Clone, Debug)]
pub struct Denial {
    /// Who.
    pub caller: Caller,
    /// Method and template of the address.
    pub route: String,
    /// Why.
    pub code: String,
    /// The action that he lacks, if that is why.
    pub action: Option<String>,
    /// The id in the address.
    pub subject: Option<Uuid>,
    /// Whether that is a person's.
    pub is_person: bool,
}

/// Who is refused what: what is counted together.
type Key = (UserId, String, String, Option<String>);

/// Refusals of one kind since one was written.
struct Held {
    since: Timestamp,
    more: i64,
    entry: AuditEntry,
}

/// Log-ins that failed with one code, of one user or of names that nobody has.
#[derive(Clone, Copy)]
struct Failed {
    /// When the first of those that are not told.
    at: Timestamp,
    count: i64,
    /// When some were told.
    told: Option<Timestamp>,
}

/// What is counted at present.
#[derive(Default)]
pub(crate) struct Denials {
    held: Mutex<HashMap<Key, Held>>,
    failed: Mutex<HashMap<(Option<UserId>, &'static str), Failed>>,
}

impl Denials {
    /// Counts one; what is to be written because of it.
    fn count(&self, key: Key, entry: AuditEntry) -> Vec<AuditEntry> {
        let now = entry.at;
        // A panic under this lock leaves whole entries behind.
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = held.get_mut(&key).filter(|known| !is_over(known, now)) {
            known.more += 1;
            return Vec::new();
        }
        let mut write = if held.len() < MOST { Vec::new() } else { taken(&mut held, |_| true) };
        write.extend(held.remove(&key).and_then(repeated));
        held.insert(key, Held { since: now, more: 0, entry: entry.clone() });
        write.push(entry);
        write
    }
    /// Remembers a log-in that failed, or a notice that did not open, to be told at the next beat: whoever
    /// tries waits as long for a name that nobody has as for another.
    pub(crate) fn log_in_failed(&self, user: Option<UserId>, refused: Code, now: Timestamp) {
        let told = [
            Code::WrongPassword,
            Code::WrongCode,
            Code::LockedOut,
            Code::PasswordNotUsed,
            Code::SignInRefused,
            Code::NotAdmitted,
            Code::NoAccount,
            Code::NoticeNotGood,
        ];
        if told.contains(&refused) {
            let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
            failed
                .entry((user, refused.as_str()))
                .or_insert(Failed { at: now, count: 0, told: None })
                .count += 1;
        }
    }
    /// The failures that are to be told: at once the first of a kind, then those
    /// of a minute together.
    fn failures(&self, now: Timestamp, all: bool) -> Vec<((Option<UserId>, &'static str), Failed)> {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let mut tell = Vec::new();
        failed.retain(|key, held| {
            let over = held.told.is_none_or(|told| now < told || now.since(told) >= WINDOW);
            if held.count > 0 && (over || all) {
                tell.push((*key, *held));
                *held = Failed { at: now, count: 0, told: Some(now) };
            } else if held.count == 0 && over {
                return false;
            }
            true
        });
        tell
    }
    /// Those whose minute is over; all of them at the end.
    fn due(&self, now: Option<Timestamp>) -> Vec<AuditEntry> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        taken(&mut held, |held| now.is_none_or(|now| is_over(held, now)))
    }
}

fn is_over(held: &Held, now: Timestamp) -> bool {
    // A clock that was set back begins anew.
    now < held.since || now.since(held.since) >= WINDOW
}

fn taken(held: &mut HashMap<Key, Held>, which: impl Fn(&Held) -> bool) -> Vec<AuditEntry> {
    let gone: Vec<Held> = held.extract_if(|_, held| which(held)).map(|(_, held)| held).collect();
    gone.into_iter().filter_map(repeated).collect()
}

/// The entry for what came after the first.
fn repeated(held: Held) -> Option<AuditEntry> {
    (held.more > 0).then(|| AuditEntry {
        id: SystemIds.next_uuid(),
        count: held.more,
        detail: detail(&json!({ "repeated": true })),
        // Which ids they were is not remembered.
        subject: None,
        persons: Vec::new(),
        ..held.entry
    })
}

impl App {
    /// Leaves in the audit that somebody was refused. It never fails: the
    /// refusal is answered all the same, and the log tells what was lost.
    pub async fn denied(&self, denial: Denial) {
        let Denial { caller, route, code, action, subject, is_person } = denial;
        let key = (caller.user, route.clone(), code.clone(), action.clone());
        let kind = if is_person { "person" } else { "record" };
        let entry = AuditEntry {
            route: Some(route),
            code: Some(code),
            subject: subject.map(|id| (kind.to_owned(), id)),
            persons: subject.filter(|_| is_person).map(PersonId).into_iter().collect(),
            ..self.audit_entry(&caller, AuditKind::Denial, action.as_deref().unwrap_or("record.read"))
        };
        let write = self.inner.denials.count(key, entry);
        if let Err(error) = self.write_audit(write).await {
            lost(&error);
        }
    }

    /// Writes what is counted and due: refusals whose minute is over, log-ins
    /// that failed. Asked every second beside the timers.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn tell_denials(&self) -> Result<()> {
        self.tell(false).await
    }

    /// The same for all of them, when the server stops.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn tell_all_denials(&self) -> Result<()> {
        self.tell(true).await
    }

    async fn tell(&self, all: bool) -> Result<()> {
        let now = self.inner.clocks.wall();
        let mut entries = self.inner.denials.due((!all).then_some(now));
        for ((user, code), failed) in self.inner.denials.failures(now, all) {
            let (kind, action) = if code == Code::NoticeNotGood.as_str() {
                (AuditKind::Denial, "notice.open")
            } else {
                (AuditKind::LogInFailed, "session.begin")
            };
            let entry = match user {
                Some(user) => self.audit_of_user(user, kind, action).await?,
                None => self.audit_of_nobody(kind, action),
            };
            let code = Some(code.to_owned());
            entries.push(AuditEntry { at: failed.at, code, count: failed.count, ..entry });
        }
        self.write_audit(entries).await
    }
}
