//! Watches and shifts (C01), roll-calls (C02), the calendar (C04).

use authz::Action;
use domain::duty::{self, Occasion, OccasionSet, PostPlace, RollCall, Turn, occasions, roll_calls};
use kernel::{
    AreaPath, Code, Date, Error, OccasionId, PostId, Result, RollCallId, ShiftId, SubjectKind, Timestamp,
    UnitId, UserId,
};
use store::{AffairRow, Wanted};

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

/// Units to be called.
#[derive(Clone, Debug)]
pub struct RollCallInput {
    /// Which units; where none is named, those of `area` and below it.
    pub units: Vec<UnitId>,
    /// Units in this area or below it.
    pub area: Option<AreaPath>,
    /// As many of them, by lot; all when absent.
    pub sample: Option<usize>,
    /// Minutes to answer; ten when absent.
    pub minutes: Option<i64>,
}

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

    /// Calls units without warning.
    ///
    /// # Errors
    /// As [`roll_calls::call`]; `record.not_found` or `access.forbidden` for a unit outside the
    /// caller's areas.
    pub async fn call_roll(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: RollCallInput,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                rec.areas_for(Action::ManageDuty)?;
                let units = rec.units_called(input)?;
                let Some((_, area)) = units.first().cloned() else {
                    return Err(Error::new(Code::MissingField).arg("field", "units"));
                };
                let facts = roll_calls::call(&units, input.sample, input.minutes, &mut rec.ctx(&area))?;
                rec.record(facts).await
            })
        })
        .await
    }

    /// Somebody of the unit answers a roll-call.
    ///
    /// # Errors
    /// As [`roll_calls::answer`]; `record.not_found`.
    pub async fn answer_roll(&self, caller: &Caller, key: Option<&Key>, id: RollCallId) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<AffairRow>(id.0).open_obligations(id.subject());
        self.run(caller, key, wanted, id, |rec, id| {
            Box::pin(async move {
                let call: RollCall = rec.affair(id.0, Action::ReadObligations).await?;
                let fact = roll_calls::answer(&call, &mut rec.ctx(&call.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

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
    fn units_called(&self, input: &RollCallInput) -> Result<Vec<(UnitId, AreaPath)>> {
        let mut called = Vec::new();
        for unit in &input.units {
            called.push((*unit, self.unit_in_sight(*unit)?.area.clone()));
        }
        if let Some(area) = input.area.as_ref().filter(|_| input.units.is_empty()) {
            self.require(Action::ManageDuty, area)?;
            let below = self.directory().units().into_iter().filter(|unit| unit.area.is_within(area));
            called.extend(below.map(|unit| (unit.id, unit.area.clone())));
        }
        for (_, area) in &called {
            self.require(Action::ManageDuty, area)?;
        }
        Ok(called)
    }
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
    fn post_place(&self, post: PostId) -> Result<PostPlace> {
        self.areas_for(Action::ManageDuty)?;
        let unit = self.directory().post(post)?.unit;
        let found = self.unit_in_sight(unit).map_err(|_| not_found(SubjectKind::Post, post))?;
        let area = found.area.clone();
        self.require(Action::ManageDuty, &area)?;
        Ok(PostPlace { post, unit, area })
    }
}
