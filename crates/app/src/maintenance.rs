//! Proving and rebuilding: the journal is the record, the tables its view.

use domain::{Actor, Fact};
use kernel::{Code, Error, Result, SubjectKind};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{JournalEntry, JournalRow, VerifyReport, Wanted};

use crate::directory::Directory;
use crate::ids::random_bytes;
use crate::recorder::{Recorder, TakingIn};
use crate::{App, timers};

/// What a rebuild did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Facts read again.
    pub facts: usize,
}

/// Facts of one transaction of the rebuild.
const BATCH: u32 = 500;

impl App {
    /// Checks every chain of the journal from its first fact, and those of the
    /// audit from where a certificate says that they begin.
    ///
    /// # Errors
    /// `journal.chain_broken` and `audit.chain_broken` with writer and place,
    /// and those of the store.
    pub async fn verify(&self) -> Result<VerifyReport> {
        let report = self.store().verify().await?.into_result()?;
        self.verify_cuts().await?;
        Ok(report)
    }

    /// Closes under the current key of the ring whatever an older one closes;
    /// calls `progress` with how much is done.
    ///
    /// # Errors
    /// `keys.missing`; those of the store.
    pub async fn rewrap(&self, progress: impl FnMut(u64) + Send) -> Result<u64> {
        self.store().rewrap(crate::access::SECOND_FACTOR, random_bytes::<12>, progress).await
    }

    /// Files everybody in the search index again; calls `progress` with the
    /// number of persons so far.
    ///
    /// # Errors
    /// `keys.missing`; those of the store.
    pub async fn reindex(&self, progress: impl FnMut(u64) + Send) -> Result<u64> {
        self.store().reindex(progress).await
    }

    /// Empties the tables that follow from the journal and derives them again,
    /// fact by fact, by the same code that records. Calls `progress` with the
    /// number of facts so far. Until it is done no server starts on the
    /// database; a rebuild that was broken off is begun again.
    ///
    /// # Errors
    /// `store.locked` while another process is at work on the database; those
    /// of the journal and the store.
    pub async fn rebuild(&self, mut progress: impl FnMut(usize) + Send) -> Result<Rebuilt> {
        self.verify().await?;
        self.store().begin_rebuild().await?;
        let done = self.derive_all(&mut progress).await?;
        self.store().end_rebuild().await?;
        Ok(done)
    }

    async fn derive_all(&self, progress: &mut (impl FnMut(usize) + Send)) -> Result<Rebuilt> {
        let mut done = Rebuilt::default();
        let mut imports = BTreeMap::new();
        let today = self.directory();
        let mut directory = today.clone();
        let mut from = None;
        loop {
            let (batch, next) = self.store().replay(from, BATCH).await?;
            if batch.is_empty() {
                return Ok(done);
            }
            // Timers ran between the facts: what a sweep had recorded is a fact
            // too and comes with the others; only the timers' place is set here.
            for fact in batch.iter().map(fact_of).collect::<Result<Vec<_>>>()? {
                // Every fact of an import stands behind the one that began it.
                if let domain::FactBody::ImportBegun { history, .. } = fact.body {
                    imports.insert(fact.subject.id, history);
                }
                let import = fact.subject_of(SubjectKind::Import).map(|id| TakingIn {
                    import: id.into(),
                    history: imports.get(&id).copied().unwrap_or_default(),
                });
                // Duties went to the units that stood there by then.
                let known = today.changes_before(fact.recorded_at);
                if directory.changes() != known {
                    directory = Arc::new(today.with_first_changes(known));
                }
                self.derive(fact, import, directory.clone()).await?;
            }
            done.facts += batch.len();
            progress(done.facts);
            from = next;
            if from.is_none() {
                return Ok(done);
            }
        }
    }

    async fn derive(&self, fact: Fact, import: Option<TakingIn>, directory: Arc<Directory>) -> Result<()> {
        let inner = self.inner.clone();
        self.store()
            .write(Wanted::nothing(), move |work| {
                let (fact, inner, directory) = (fact.clone(), inner.clone(), directory.clone());
                Box::pin(async move {
                    if let domain::FactBody::ObligationEscalated { .. } = fact.body {
                        return timers::derive_escalation(work, &directory, &fact).await;
                    }
                    let mut recorder = Recorder::replaying(work, inner.clone(), directory, fact.recorded_at);
                    if let Some(import) = import {
                        recorder.take_in_for(import);
                    }
                    recorder.load_for_replay(&fact).await?;
                    recorder.record(vec![fact.clone()]).await?;
                    recorder.finish();
                    Ok(())
                })
            })
            .await
    }
}

/// Reads a fact from its journal row.
///
/// # Errors
/// `store.inconsistent`.
pub fn fact_of(row: &JournalRow) -> Result<Fact> {
    let entry = JournalEntry::try_from(row.clone())?;
    let fact = Fact {
        id: entry.fact,
        subject: entry.subject,
        refs: entry.refs,
        area: entry.area,
        occurred_at: entry.occurred_at,
        recorded_at: entry.recorded_at,
        by: Actor { user: entry.by_user, unit: entry.by_unit },
        corrects: entry.corrects,
        body: Fact::body_from_bytes(&entry.body)?,
    };
    if fact.kind() != row.kind {
        return Err(Error::new(Code::StoreInconsistent).arg("detail", "fact kind"));
    }
    Ok(fact)
}
