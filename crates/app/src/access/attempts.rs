//! Attempts to log in, counted in the database for every process together, and
//! callers found good, remembered for a moment in this one.

use kernel::{Code, Error, Result, Span, Timestamp, UserId};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::{AttemptLimit, Wanted, Work};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Caller, REMEMBERED};
use crate::App;

/// Failed log-ins of one name before it waits, and how long.
const BY_LOGIN: AttemptLimit = AttemptLimit { kind: "login", most: 5, wait: Span::minutes(5) };
/// Failed log-ins from one address: a whole office may stand behind it.
const BY_ADDRESS: AttemptLimit = AttemptLimit { kind: "address", most: 50, wait: Span::minutes(5) };
/// Codes of notices that opened nothing, from one address: a whole site of isolation may
/// stand behind it, or everybody behind one proxy. One that is right takes nothing away.
const BY_NOTICE: AttemptLimit = AttemptLimit { kind: "notice", most: 100, wait: Span::minutes(10) };
/// Passwords hashed at once. Each takes 19 MiB and a core for some 20 ms: a
/// flood of log-ins must not take the memory of the machine.
const HASHES_AT_ONCE: usize = 4;
/// How long a log-in waits for its turn.
const TURN: Duration = Duration::from_secs(5);
/// When whoever waited in vain may try again.
const BUSY: Span = Span::from_micros(5_000_000);

/// What this process remembers of log-ins.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    good: Mutex<Good>,
    gate: Gate,
}

/// Sessions and keys that need not be looked up for a moment.
#[derive(Debug, Default)]
struct Good {
    callers: HashMap<Vec<u8>, (Caller, Timestamp)>,
    /// Counts what was forgotten: what was looked up before then is not remembered after.
    forgotten: u64,
}

impl Attempts {
    // A panic under this lock leaves whole entries behind.
    fn good(&self) -> MutexGuard<'_, Good> {
        self.good.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// The caller behind a hash, if he is remembered; else how much was forgotten so far.
    pub(super) fn known(&self, hash: &[u8], now: Timestamp) -> std::result::Result<Caller, u64> {
        let good = self.good();
        match good.callers.get(hash) {
            Some((caller, until)) if now < *until => Ok(caller.clone()),
            _ => Err(good.forgotten),
        }
    }
    /// Remembers a caller, unless something was forgotten since he was looked up.
    pub(super) fn remember(&self, hash: Vec<u8>, caller: &Caller, forgotten: u64, now: Timestamp) {
        let mut good = self.good();
        good.callers.retain(|_, (_, until)| now < *until);
        if good.forgotten == forgotten {
            good.callers.insert(hash, (caller.clone(), now.plus(REMEMBERED)));
        }
    }
    /// Looks up all sessions of a user again: what he may do has changed.
    pub(crate) fn forget(&self, user: UserId) {
        let mut good = self.good();
        good.callers.retain(|_, (caller, _)| caller.user != user);
        good.forgotten += 1;
    }
    /// Looks up everybody again: what all must do has changed.
    pub(crate) fn forget_all(&self) {
        let mut good = self.good();
        good.callers.clear();
        good.forgotten += 1;
    }
    pub(super) async fn turn_to_hash(&self, now: Timestamp) -> Result<OwnedSemaphorePermit> {
        self.gate.enter().await.ok_or_else(|| Error::new(Code::LogInBusy).arg("retry_at", now.plus(BUSY)))
    }
}

/// What an attempt counts for: the address first, so that two processes take
/// the rows in one order.
#[derive(Clone, Debug)]
pub(crate) struct Counted(Vec<(AttemptLimit, Vec<u8>)>);

impl Counted {
    /// Lets the name try anew, and takes this attempt off the address.
    pub(crate) async fn pardon(&self, work: &mut Work) -> Result<()> {
        for (limit, hash) in &self.0 {
            if [BY_ADDRESS.kind, BY_NOTICE.kind].contains(&limit.kind) {
                work.uncount_attempt(limit.kind, hash).await?;
            } else {
                work.pardon_attempts(limit.kind, hash).await?;
            }
        }
        Ok(())
    }
}

impl App {
    /// What an attempt of a name from an address counts for.
    pub(super) fn counted(&self, login: &str, address: Option<IpAddr>) -> Result<Counted> {
        let mut counted = self.counted_by_address(address)?;
        counted.0.push((BY_LOGIN, self.attempt_hash(login)?));
        Ok(counted)
    }
    /// What an attempt from an address counts for while nobody knows whose it is.
    pub(super) fn counted_by_address(&self, address: Option<IpAddr>) -> Result<Counted> {
        let counted = address.map(|address| Ok((BY_ADDRESS, self.attempt_hash(&network(address))?)));
        Ok(Counted(counted.into_iter().collect::<Result<_>>()?))
    }
    /// What a code of a notice from an address counts for.
    pub(crate) fn counted_by_notice(&self, address: Option<IpAddr>) -> Result<Counted> {
        let counted = address.map(|address| Ok((BY_NOTICE, self.attempt_hash(&network(address))?)));
        Ok(Counted(counted.into_iter().collect::<Result<_>>()?))
    }
    fn attempt_hash(&self, text: &str) -> Result<Vec<u8>> {
        self.inner.store.keys().keyed_hash("log_in_attempt", text.as_bytes())
    }
    /// Refuses who waits already, without hashing anything for him.
    pub(crate) async fn refuse_locked(&self, counted: &Counted) -> Result<()> {
        let now = self.inner.clocks.wall();
        for (limit, hash) in &counted.0 {
            if let Some(until) = self.inner.store.locked_until(*limit, hash, now).await? {
                return Err(locked_out(until));
            }
        }
        Ok(())
    }
    /// Counts an attempt before it is known to fail.
    pub(crate) async fn count(&self, counted: &Counted, now: Timestamp) -> Result<()> {
        let counted = Arc::new(counted.clone());
        let locked = self
            .inner
            .store
            .write(Wanted::nothing(), move |work| {
                let counted = counted.clone();
                Box::pin(async move {
                    let mut locked = None;
                    for (limit, hash) in &counted.0 {
                        locked = locked.max(work.count_attempt(*limit, hash, now).await?);
                    }
                    Ok(locked)
                })
            })
            .await?;
        locked.map_or(Ok(()), |until| Err(locked_out(until)))
    }
    /// Lets a name try anew, inside a job.
    ///
    /// # Errors
    /// `keys.missing`, those of the store.
    pub(crate) async fn pardon(&self, login: &str) -> Result<()> {
        self.pardon_counted(self.counted(login, None)?).await
    }
    /// Takes an attempt back that was none.
    pub(super) async fn pardon_counted(&self, counted: Counted) -> Result<()> {
        let counted = Arc::new(counted);
        self.inner
            .store
            .write(Wanted::nothing(), move |work| {
                let counted = counted.clone();
                Box::pin(async move { counted.pardon(work).await })
            })
            .await
    }
    /// Forgets attempts that count no more; how many.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn forget_old_attempts(&self) -> Result<u64> {
        let before = self.inner.clocks.wall().plus(Span::hours(-1));
        self.inner
            .store
            .write(Wanted::nothing(), move |work| Box::pin(async move { work.forget_attempts(before).await }))
            .await
    }
}

/// An address as it is counted: whoever has one of IPv6 has 2^64 of them.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

fn locked_out(until: Timestamp) -> Error {
    Error::new(Code::LockedOut).arg("retry_at", until)
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

    #[test]
    fn addresses_are_counted_as_networks() {
        for (address, counted) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(network(address.parse().expect("an address")), counted);
        }
    }
}
