//! Watches, shifts and the notes between them (C01).

use authz::Action;
use domain::duty::{self, PostPlace};
use kernel::{PostId, Result, ShiftId, SubjectKind, Timestamp, UserId};
use store::Wanted;

use crate::recorder::not_found;
use crate::{App, Caller, Key, Receipt, Recorder};

/// A post that must be watched without a gap.
#[derive(Clone, Debug)]
pub struct RequireWatch {
    /// The post.
    pub post: PostId,
    /// From when.
    pub from: Timestamp,
    /// Until when (exclusive).
    pub until: Timestamp,
}

/// Somebody's turn at a post.
#[derive(Clone, Debug)]
pub struct RosterShift {
    /// The post.
    pub post: PostId,
    /// Who stands it.
    pub holder: UserId,
    /// From when.
    pub from: Timestamp,
    /// Until when (exclusive).
    pub until: Timestamp,
}

impl App {
    /// Requires a watch; its gaps become obligations due when they begin.
    ///
    /// # Errors
    /// As [`duty::require_watch`]; `record.not_found`; `access.forbidden`.
    pub async fn require_watch(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: RequireWatch,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                let place = rec.post_place(input.post)?;
                let turns = rec.turns_of(input.post).await?;
                let facts = {
                    let mut ctx = rec.ctx(&place.area);
                    duty::require_watch(&place, input.from, input.until, &turns, &mut ctx)?
                };
                rec.record(facts).await
            })
        })
        .await
    }

    /// Puts somebody on the roster.
    ///
    /// # Errors
    /// As [`duty::roster`]; `record.not_found`; `access.forbidden`.
    pub async fn roster_shift(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: RosterShift,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                let place = rec.post_place(input.post)?;
                let turns = rec.turns_of(input.post).await?;
                let facts = {
                    let mut ctx = rec.ctx(&place.area);
                    duty::roster(&place, input.holder, input.from, input.until, &turns, &mut ctx)?
                };
                rec.record(facts).await
            })
        })
        .await
    }

    /// Ends one's turn at a post with a note for whoever comes next.
    ///
    /// # Errors
    /// As [`duty::hand_over`]; `record.not_found`.
    pub async fn hand_over_shift(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: ShiftId,
        note: String,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), (id, note), |rec, (id, note)| {
            Box::pin(async move {
                let turn = rec.turn(*id, Action::ReadObligations).await?;
                let fact = duty::hand_over(&turn, note, &mut rec.ctx(&turn.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}

impl Recorder<'_> {
    fn post_place(&self, post: PostId) -> Result<PostPlace> {
        self.areas_for(Action::ManageDuty)?;
        let unit = self.directory().post(post)?.unit;
        let found = self.unit_in_sight(unit).map_err(|_| not_found(SubjectKind::Post, post))?;
        let area = found.area.clone();
        self.require(Action::ManageDuty, &area)?;
        Ok(PostPlace { post, unit, area })
    }
}
