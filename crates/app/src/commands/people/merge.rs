//! Two records of one person: led together, and apart again. Nothing is moved.

use authz::Action;
use domain::people;
use kernel::{PersonId, Result};
use store::Wanted;

use crate::{App, Caller, Key, Receipt};

impl App {
    /// Finds a person to be the same as another one: from now on whoever looks
    /// for the one is led to the other, with the records of both.
    ///
    /// # Errors
    /// As [`people::merge`]; `access.forbidden`; `record.not_found` unless both
    /// are in the caller's reach.
    pub async fn merge_persons(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        gone: PersonId,
        kept: PersonId,
        reason: String,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().person_file(gone).person_file(kept);
        self.run(caller, key, wanted, (gone, kept, reason), |rec, (gone, kept, reason)| {
            Box::pin(async move {
                let gone = rec.person_as_taken_in(*gone, Action::ManageCases).await?;
                let kept = rec.person_as_taken_in(*kept, Action::ManageCases).await?;
                let fact = people::merge(&gone, &kept, reason, &mut rec.ctx(&gone.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Takes back that a person is the same as another one. The fact names the
    /// one that it takes back; both stay in the journal.
    ///
    /// # Errors
    /// As [`people::undo_merge`] and [`Self::merge_persons`].
    pub async fn undo_merge(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        gone: PersonId,
        reason: String,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().person_file(gone);
        self.run(caller, key, wanted, (gone, reason), |rec, (gone, reason)| {
            Box::pin(async move {
                let gone = rec.person_as_taken_in(*gone, Action::ManageCases).await?;
                if let Some(kept) = gone.merged_into {
                    rec.person_as_taken_in(kept, Action::ManageCases).await?;
                }
                let mut fact = people::undo_merge(&gone, reason, &mut rec.ctx(&gone.area))?;
                fact.corrects = rec.work.merge_of(gone.id).await?.map(|merge| merge.fact);
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}
