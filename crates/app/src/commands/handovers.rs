//! Duties and the lead of cases handed from one unit, post or person to
//! another: offered, accepted or rejected, withdrawn, or left unanswered. Until
//! it is accepted the giver owes them.

use authz::Action;
use domain::handover::{self, End, MOST, Offer, Receiver};
use domain::{Fact, FactBody};
use kernel::{
    AreaPath, CaseId, Code, Error, HandoverId, ObligationId, PostId, Result, ShiftId, SubjectKind,
    SubjectRef, Timestamp, UnitId, UserId,
};
use store::{HandoverItemRow, HandoverRow, ObligationRow, Wanted};

use crate::ids::SystemIds;
use crate::recorder::not_found;
use crate::{App, Caller, Key, Receipt, Recorder};

/// What is handed over: the named duties and cases, and all open duties of what else is named.
#[derive(Clone, Debug, Default)]
pub struct HandoverOf {
    /// These duties.
    pub obligations: Vec<ObligationId>,
    /// The lead of these cases.
    pub cases: Vec<CaseId>,
    /// All that a post of the caller's unit holds.
    pub post: Option<PostId>,
    /// All that the post of a shift holds.
    pub shift: Option<ShiftId>,
    /// All that was handed over by name to one of the unit's people.
    pub user: Option<UserId>,
    /// All that the caller's unit holds.
    pub whole_unit: bool,
}

/// An offer to be made.
#[derive(Clone, Debug)]
pub struct OfferInput {
    /// What.
    pub of: HandoverOf,
    /// To whom.
    pub to: Receiver,
    /// What the receiver should know.
    pub note: String,
    /// By when he answers; four hours when absent.
    pub answer_by: Option<Timestamp>,
}

impl Recorder<'_> {
    /// A duty that the caller may hand over: his unit's, or one of an area whose
    /// duty he manages. All others are not there.
    async fn own_obligation(&mut self, id: ObligationId) -> Result<ObligationRow> {
        let missing = || not_found(SubjectKind::Obligation, id);
        let row = self.work.obligation(id).await?.ok_or_else(missing)?;
        let own = self.caller.unit == Some(row.holder_unit);
        let action = if own { Action::HandOver } else { Action::ManageDuty };
        if own {
            self.require_of(action, &row.area, &row.disease).map_err(|_| missing())?;
        } else {
            self.require(action, &row.area).map_err(|_| missing())?;
            self.require_of(Action::ReadObligations, &row.area, &row.disease).map_err(|_| missing())?;
        }
        match &row.close_state {
            Some(state) => Err(Error::new(Code::ObligationClosed).arg("state", state)),
            None => Ok(row),
        }
    }

    /// A case whose lead the caller may hand over.
    async fn own_case(&mut self, id: CaseId) -> Result<AreaPath> {
        let case = self.case(id, Action::ReadCases).await?;
        let leads = case.lead.as_ref().is_none_or(|lead| Some(lead.unit) == self.caller.unit);
        if !leads || self.require_of(Action::ManageCases, &case.area, &case.disease).is_err() {
            self.require(Action::ManageDuty, &case.area).map_err(|_| not_found(SubjectKind::Case, id))?;
        }
        if case.ended.is_some() || case.is_discarded() {
            return Err(Error::new(Code::CaseState).arg("detail", format!("ended case {}", case.number)));
        }
        Ok(case.area)
    }

    /// Refuses a receiver who does not serve where something belongs.
    fn serves(&self, unit: UnitId, area: &AreaPath, id: impl ToString) -> Result<()> {
        let seat = &self.directory().unit(unit)?.area;
        if area.is_within(seat) || seat.is_within(area) {
            return Ok(());
        }
        Err(Error::new(Code::HandoverOutOfArea).arg("unit", unit).arg("id", id))
    }

    async fn offer(&mut self, input: &OfferInput, obligations: &[ObligationId]) -> Result<()> {
        let from = self.caller.unit.ok_or_else(|| Error::new(Code::MissingField).arg("field", "unit"))?;
        let to = &input.to;
        let seat = &self.directory().unit(to.unit)?.area;
        if !self.caller.sees(seat) {
            return Err(not_found(SubjectKind::Unit, to.unit));
        }
        if let Some(post) = to.post
            && self.directory().post(post)?.unit != to.unit
        {
            return Err(not_found(SubjectKind::Post, post));
        }
        for (user, unit) in [(to.user, to.unit), (input.of.user, from)] {
            if let Some(user) = user
                && !self.is_of_unit(user, unit).await?
            {
                return Err(not_found(SubjectKind::User, user));
            }
        }
        let mut about: Vec<SubjectRef> = Vec::new();
        for id in obligations {
            let row = self.own_obligation(*id).await?;
            let unchanged = row.holder_unit == to.unit
                && row.holder_user == to.user
                && to.post.is_none_or(|post| row.holder_post == Some(post));
            if unchanged {
                return Err(Error::new(Code::HandoverSame).arg("id", id));
            }
            self.serves(to.unit, &row.opened_area, id)?;
            about.push(id.subject());
        }
        for id in &input.of.cases {
            let area = self.own_case(*id).await?;
            self.serves(to.unit, &area, id)?;
            about.push(id.subject());
        }
        let ids: Vec<_> = about.iter().map(|subject| subject.id).collect();
        let now = self.now();
        if !ids.is_empty()
            && let Some((id, handover)) = self.work.offered_already(&ids, now).await?
        {
            return Err(Error::new(Code::HandoverOffered).arg("id", id).arg("handover", handover));
        }
        let area = self.directory().unit(from)?.area.clone();
        let offer = Offer {
            id: HandoverId::new(&mut SystemIds),
            about,
            from,
            area: area.clone(),
            to: to.clone(),
            note: input.note.clone(),
            answer_by: input.answer_by,
        };
        let fact = handover::offer(&offer, &mut self.ctx(&area))?;
        let FactBody::HandoverOffered { answer_by, .. } = fact.body else { return Ok(()) };
        self.work.put(&HandoverRow {
            id: offer.id,
            from_unit: from,
            area,
            to_unit: to.unit,
            to_post: to.post,
            to_user: to.user,
            note: offer.note,
            offered_at: now,
            offered_by: self.caller.user,
            answer_by,
            state: "offered".to_owned(),
            answered_at: None,
            answered_by: None,
            reason: None,
        });
        for subject in &offer.about {
            let (subject_kind, subject_id) = (subject.kind, subject.id);
            self.work.put(&HandoverItemRow { handover: offer.id, subject_kind, subject_id });
        }
        self.record(vec![fact]).await
    }

    /// Whether somebody holds or will hold a post of a unit.
    async fn is_of_unit(&mut self, user: UserId, unit: UnitId) -> Result<bool> {
        let held = self.work.posts_of_user(user).await?;
        let wall = self.wall();
        Ok(held.iter().any(|held| {
            held.valid_to.is_none_or(|until| wall < until)
                && self.directory().post(held.post).is_ok_and(|post| post.unit == unit)
        }))
    }

    /// An offer that waits for its answer, with what is in it.
    async fn waiting(
        &mut self,
        id: HandoverId,
        action: &'static str,
    ) -> Result<(HandoverRow, Vec<SubjectRef>)> {
        let row = self.work.handover(id).await?.ok_or_else(|| not_found(SubjectKind::Handover, id))?;
        if !self.may_see(&row) {
            return Err(not_found(SubjectKind::Handover, id));
        }
        let overdue = row.state == "offered" && self.now() > row.answer_by;
        if row.state != "offered" || overdue {
            let state = if overdue { "expired" } else { row.state.as_str() };
            return Err(Error::new(Code::HandoverState).arg("state", state).arg("action", action));
        }
        let about = self.work.handover_items(id).await?;
        Ok((row, about))
    }
    fn may_see(&self, row: &HandoverRow) -> bool {
        let unit = self.caller.unit;
        unit == Some(row.from_unit)
            || unit == Some(row.to_unit)
            || self.caller.authority.require(Action::ManageDuty, &row.area).is_ok()
    }
    /// Whether the caller is the one to whom it is offered.
    async fn is_receiver(&mut self, row: &HandoverRow) -> Result<bool> {
        if self.caller.unit != Some(row.to_unit) || row.to_user.is_some_and(|user| user != self.caller.user) {
            return Ok(false);
        }
        let area = self.directory().unit(row.to_unit)?.area.clone();
        // Somebody limited to diseases takes over for his unit all the same.
        let reaches = self.caller.authority.reaches_for(Action::HandOver)?;
        Ok(reaches.iter().any(|reach| area.is_within(&reach.area)))
    }

    async fn accept(&mut self, id: HandoverId) -> Result<()> {
        let (row, about) = self.waiting(id, "accept").await?;
        if !self.is_receiver(&row).await? {
            return Err(Error::new(Code::Forbidden).arg("action", Action::HandOver));
        }
        let mut open = Vec::with_capacity(about.len());
        for subject in about {
            // What was done meanwhile, or has gone to somebody else, stays as it is.
            match subject.kind {
                SubjectKind::Obligation => {
                    let found = self.work.obligation(subject.id.into()).await?;
                    if found.is_some_and(|found| found.close_state.is_none()) {
                        open.push(subject);
                    }
                }
                _ => {
                    self.case_anywhere(subject.id.into()).await?;
                    let case = self.world.cases.get(&subject.id.into());
                    if case.is_some_and(|case| case.ended.is_none() && !case.is_discarded()) {
                        open.push(subject);
                    }
                }
            }
        }
        if open.is_empty() {
            return Err(Error::new(Code::HandoverNothing));
        }
        let to = Receiver { unit: row.to_unit, post: row.to_post, user: row.to_user };
        let area = row.area.clone();
        let fact = handover::accept(id, &to, open, &area, &mut self.ctx(&area));
        self.answered(row, "accepted", None);
        self.record(vec![fact]).await
    }

    async fn end_offer(&mut self, id: HandoverId, end: &End) -> Result<()> {
        let action = if matches!(end, End::Rejected(_)) { "reject" } else { "withdraw" };
        let (row, about) = self.waiting(id, action).await?;
        let may = match end {
            End::Rejected(_) => self.is_receiver(&row).await?,
            _ => {
                self.caller.unit == Some(row.from_unit)
                    || self.caller.authority.require(Action::ManageDuty, &row.area).is_ok()
            }
        };
        if !may {
            return Err(Error::new(Code::Forbidden).arg("action", Action::HandOver));
        }
        self.end_as(row, about, end).await
    }

    async fn end_as(&mut self, row: HandoverRow, about: Vec<SubjectRef>, end: &End) -> Result<()> {
        let area = row.area.clone();
        let fact = handover::end(row.id, end, about, &area, &mut self.ctx(&area))?;
        let reason = match end {
            End::Rejected(reason) | End::Withdrawn(reason) => Some(reason.clone()),
            End::Expired => None,
        };
        self.answered(row, end.state(), reason);
        self.record(vec![fact]).await
    }

    fn answered(&mut self, row: HandoverRow, state: &str, reason: Option<String>) {
        let user = Some(self.caller.user).filter(|user| !user.0.is_nil());
        let row = HandoverRow {
            state: state.to_owned(),
            answered_at: Some(self.now()),
            answered_by: user,
            reason,
            ..row
        };
        self.work.put(&row);
    }

    /// What a hand-over makes of the duties: each ends as handed over, and
    /// another one continues it at the receiver, with the same clock. So a board
    /// of the past still names who held it then.
    pub(crate) async fn pass_on(&mut self, fact: &Fact) -> Result<()> {
        let FactBody::HandoverAccepted { unit, post, holder } = &fact.body else { return Ok(()) };
        let to = self.directory().held_by(*unit);
        let area = self.directory().unit(*unit)?.area.clone();
        for subject in fact.refs.iter().filter(|subject| subject.kind == SubjectKind::Obligation) {
            let Some(old) = self.work.obligation(subject.id.into()).await? else { continue };
            if old.close_state.is_some() {
                continue;
            }
            let id = kernel::derived_uuid(&["handed_over", &old.id.to_string(), &fact.id.to_string()]);
            let new = ObligationRow {
                id: id.into(),
                area: area.clone(),
                holder_unit: *unit,
                holder_post: post.or(to.post),
                holder_user: *holder,
                opened_recorded_at: self.now(),
                continues: Some(old.id),
                ..old.clone()
            };
            self.hand_on(old, new, fact);
        }
        Ok(())
    }
}

impl App {
    /// Offers duties and cases to somebody else.
    ///
    /// # Errors
    /// `record.not_found` for what is not the caller's to hand over and for a
    /// receiver that there is not, `obligation.closed`, `case.wrong_state`,
    /// `handover.out_of_area`, `handover.offered_already`; those of
    /// [`handover::offer`].
    pub async fn offer_handover(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: OfferInput,
    ) -> Result<Receipt> {
        caller.authority.reaches_for(Action::HandOver)?;
        let obligations = self.obligations_of(caller, &input.of).await?;
        self.run(caller, key, Wanted::nothing(), (input, obligations), |rec, (input, obligations)| {
            Box::pin(async move { rec.offer(input, obligations).await })
        })
        .await
    }

    /// The named duties, and all open ones of a post, a shift, a user or the unit.
    async fn obligations_of(&self, caller: &Caller, of: &HandoverOf) -> Result<Vec<ObligationId>> {
        let mut found = of.obligations.clone();
        let unit = caller.unit.ok_or_else(|| Error::new(Code::MissingField).arg("field", "unit"))?;
        let limit = u32::try_from(MOST + 1).unwrap_or(u32::MAX);
        let mut post = of.post;
        if let Some(shift) = of.shift {
            let missing = || not_found(SubjectKind::Shift, shift);
            let scope = self.scope(caller, Action::ReadObligations, "handover")?;
            let row = self.store().shift(&scope, shift, self.as_of(None)).await?.ok_or_else(missing)?;
            if row.unit != unit {
                return Err(missing());
            }
            post = Some(row.post);
        }
        if let Some(post) = post
            && self.directory().post(post)?.unit != unit
        {
            return Err(not_found(SubjectKind::Post, post));
        }
        if post.is_some() || of.user.is_some() || of.whole_unit {
            found.extend(self.store().obligations_held(unit, post, of.user, limit).await?);
        }
        found.sort_unstable();
        found.dedup();
        let count = found.len() + of.cases.len();
        if count > MOST {
            let error = Error::new(Code::OutOfRange).arg("field", "obligations").arg("value", count);
            return Err(error.arg("min", 1).arg("max", MOST));
        }
        Ok(found)
    }

    /// Takes over what was offered; what was done meanwhile stays done.
    ///
    /// # Errors
    /// `record.not_found`, `access.forbidden` for anybody but the receiver,
    /// `handover.wrong_state` once it has ended or its time is over,
    /// `handover.nothing_open`.
    pub async fn accept_handover(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: HandoverId,
    ) -> Result<Receipt> {
        caller.authority.reaches_for(Action::HandOver)?;
        self.run(caller, key, Wanted::nothing(), id, |rec, id| Box::pin(async move { rec.accept(*id).await }))
            .await
    }

    /// Rejects an offer, as its receiver; or withdraws it, as its giver.
    ///
    /// # Errors
    /// As [`Self::accept_handover`]; `value.missing` without a reason.
    pub async fn end_handover(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: HandoverId,
        end: End,
    ) -> Result<Receipt> {
        caller.authority.reaches_for(Action::HandOver)?;
        self.run(caller, key, Wanted::nothing(), (id, end), |rec, (id, end)| {
            Box::pin(async move { rec.end_offer(*id, end).await })
        })
        .await
    }

    /// Ends the offers that nobody answered in time; how many. The giver is told
    /// as of any other change.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn expire_handovers(&self) -> Result<usize> {
        let found = self.store().unanswered_handovers(self.now(), 500).await?;
        let count = found.len();
        for row in found {
            self.run(&Caller::nobody(), None, Wanted::nothing(), row.id, |rec, id| {
                Box::pin(async move {
                    // Another may have answered or ended it meanwhile.
                    match rec.work.handover(*id).await? {
                        Some(row) if row.state == "offered" => {
                            let about = rec.work.handover_items(*id).await?;
                            rec.end_as(row, about, &End::Expired).await
                        }
                        _ => Ok(()),
                    }
                })
            })
            .await?;
        }
        Ok(count)
    }
}
