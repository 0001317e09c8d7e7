//! The calendar, and rosters that are whole before an occasion begins (A17, C04).

use authz::Action;
use domain::duty::{Occasion, OccasionSet, Turn, occasions};
use kernel::{AreaPath, Date, OccasionId, PostId, Result, Timestamp};
use store::{AffairRow, Wanted};

use crate::{App, Caller, Key, Receipt, Recorder};

/// An occasion for the calendar.
#[derive(Clone, Debug)]
pub struct OccasionInput {
    /// Where.
    pub area: AreaPath,
    /// `holiday`, `event` or `season`.
    pub form: String,
    /// Its name.
    pub name: String,
    /// From when.
    pub from: Timestamp,
    /// Until when (exclusive).
    pub until: Timestamp,
    /// The first day of the window in which it is protected.
    pub protect_from: Date,
    /// The last day of that.
    pub protect_until: Date,
    /// By when the roster has to be approved.
    pub roster_by: Timestamp,
}

impl App {
    /// Puts an occasion on the calendar.
    ///
    /// # Errors
    /// As [`occasions::set`]; `access.forbidden`.
    pub async fn set_occasion(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: OccasionInput,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                rec.require(Action::ManageDuty, &input.area)?;
                let unit = rec.directory().unit_for("command_office", None, &input.area)?.unit;
                let set = OccasionSet {
                    unit,
                    form: input.form.clone(),
                    name: input.name.clone(),
                    from: input.from,
                    until: input.until,
                    protect_from: input.protect_from,
                    protect_until: input.protect_until,
                    roster_by: input.roster_by,
                };
                let fact = occasions::set(&input.area, set, &mut rec.ctx(&input.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Approves the roster of an occasion.
    ///
    /// # Errors
    /// As [`occasions::approve`]; `record.not_found`.
    pub async fn approve_roster(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: OccasionId,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<AffairRow>(id.0).open_obligations(id.subject());
        self.run(caller, key, wanted, id, |rec, id| {
            Box::pin(async move {
                let occasion: Occasion = rec.affair(id.0, Action::ManageDuty).await?;
                let posts = rec.key_posts(&occasion.area).await?;
                let fact = occasions::approve(&occasion, &posts, &mut rec.ctx(&occasion.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}

impl Recorder<'_> {
    /// The posts of an area's own units that are manned around the clock, with their turns.
    async fn key_posts(&mut self, area: &AreaPath) -> Result<Vec<(PostId, Vec<Turn>)>> {
        let here = |unit| self.directory().unit(unit).is_ok_and(|unit| unit.area == *area);
        let posts: Vec<PostId> = self
            .directory()
            .posts()
            .filter(|post| post.all_day && here(post.unit))
            .map(|post| post.id)
            .collect();
        let mut found = Vec::with_capacity(posts.len());
        for post in posts {
            found.push((post, self.turns_of(post).await?));
        }
        Ok(found)
    }
}
