//! Grants lent for a time: the holder of a post lends what it lets him do, or
//! some of it, to somebody of his unit, or to somebody else where an office
//! above allows it. The taker never does more than the lender may do at that
//! moment, lends nothing on, and acts by name for the lender.

use authz::{Action, Loan, Role, allows, is_lendable};
use domain::FactBody;
use kernel::{Code, Error, Page, PageRequest, PostId, Result, Span, SubjectKind, Timestamp, UserId};
use std::collections::BTreeSet;
use store::{DelegationRow, DelegationsOf, Scope, Wanted};
use uuid::Uuid;

use super::{Caller, grant_of};
use crate::recorder::not_found;
use crate::{App, Key, Receipt, Recorder};

/// How long a grant is lent at most: a season, not a way to give posts.
const LONGEST: Span = Span::days(92);
/// How long before it may be said.
const AHEAD: Span = Span::days(366);
/// Longest reason, in characters.
const MAX_REASON: usize = 200;

/// To whom something is lent.
#[derive(Clone, Debug)]
pub enum Taker {
    /// Somebody whose unit the caller sees, by id: whoever is of another unit than
    /// the post needs the leave of an office.
    Id(UserId),
    /// Somebody of the same unit, by the name to log in with.
    Login(String),
}

/// What is to be lent.
#[derive(Clone, Debug)]
pub struct LendInput {
    /// To whom.
    pub to: Taker,
    /// Which post's grant; one that the caller holds himself.
    pub post: PostId,
    /// These actions alone; all of them when absent.
    pub actions: Option<BTreeSet<Action>>,
    /// From when; at once when absent.
    pub starts_at: Option<Timestamp>,
    /// Until when: 92 days at most.
    pub ends_at: Timestamp,
    /// Why, 1 to 200 characters.
    pub reason: String,
}

/// How a delegation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DelegationState {
    /// It waits for the leave of an office.
    Waiting,
    /// It has not begun.
    Planned,
    /// It stands, as long as the lender holds the grant himself.
    Lent,
    /// Its time is over.
    Expired,
    /// It was taken back or given up.
    Ended,
}

impl DelegationState {
    /// The wire form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Planned => "planned",
            Self::Lent => "lent",
            Self::Expired => "expired",
            Self::Ended => "ended",
        }
    }
    fn of(row: &DelegationRow, now: Timestamp) -> Self {
        if row.ended_at.is_some() {
            Self::Ended
        } else if now >= row.ends_at {
            Self::Expired
        } else if row.awaits_leave && row.allowed_by.is_none() {
            Self::Waiting
        } else if now < row.starts_at {
            Self::Planned
        } else {
            Self::Lent
        }
    }
}

/// A delegation, as both sides see it.
#[derive(Clone, Debug)]
pub struct Delegation {
    /// The row.
    pub row: DelegationRow,
    /// How it stands.
    pub state: DelegationState,
    /// The lender's name.
    pub from_name: String,
    /// The taker's name.
    pub to_name: String,
}

fn words(actions: &BTreeSet<Action>) -> Vec<String> {
    actions.iter().map(|action| action.as_str().to_owned()).collect()
}

fn parsed(row: &DelegationRow) -> Option<BTreeSet<Action>> {
    row.actions.as_ref().map(|words| words.split(' ').filter_map(Action::parse).collect())
}

fn not_lendable(action: Action) -> Error {
    Error::new(Code::NotLendable).arg("action", action)
}

/// Refuses actions that none of the roles allows, or that nobody lends.
fn lendable(roles: &[Role], actions: Option<&BTreeSet<Action>>) -> Result<()> {
    let roles: Vec<Role> = roles.iter().copied().filter(|role| *role != Role::Administrator).collect();
    if roles.is_empty() {
        return Err(not_lendable(Action::Administer));
    }
    let lent = |action: Action| is_lendable(action) && roles.iter().any(|role| allows(*role, action));
    match actions {
        Some(actions) if actions.is_empty() => Err(Error::new(Code::MissingField).arg("field", "actions")),
        Some(actions) => match actions.iter().find(|action| !lent(**action)) {
            Some(action) => Err(not_lendable(*action)),
            None => Ok(()),
        },
        None => Ok(()),
    }
}

/// Refuses a span that is over, begins too far ahead or lasts too long.
fn proper_span(input: &LendInput, now: Timestamp) -> Result<(Timestamp, Timestamp)> {
    let starts = input.starts_at.map_or(now, |at| at.max(now));
    if starts > now.plus(AHEAD) {
        return Err(Error::new(Code::OutOfRange)
            .arg("field", "starts_at")
            .arg("value", starts)
            .arg("min", now)
            .arg("max", now.plus(AHEAD)));
    }
    if input.ends_at <= starts || input.ends_at > starts.plus(LONGEST) {
        return Err(Error::new(Code::OutOfRange)
            .arg("field", "ends_at")
            .arg("value", input.ends_at)
            .arg("min", starts)
            .arg("max", starts.plus(LONGEST)));
    }
    Ok((starts, input.ends_at))
}

fn proper_reason(reason: &str) -> Result<()> {
    let length = reason.chars().count();
    if reason.trim().is_empty() {
        return Err(Error::new(Code::MissingField).arg("field", "reason"));
    }
    if length > MAX_REASON {
        let error = Error::new(Code::TooLong).arg("field", "reason").arg("length", length);
        return Err(error.arg("max", MAX_REASON));
    }
    Ok(())
}

impl Recorder<'_> {
    async fn record_loan(&mut self, row: &DelegationRow, body: FactBody) -> Result<()> {
        let directory = self.directory();
        let area = directory.unit(directory.post(row.post)?.unit)?.area.clone();
        let about = vec![row.from_user.subject(), row.to_user.subject()];
        let now = self.now();
        let mut fact = self.ctx(&area).fact(row.post.subject(), about, &area, now, body);
        if let FactBody::GrantLent { .. } = fact.body {
            fact.id = row.id.into();
        }
        self.work.put(row);
        self.record(vec![fact]).await
    }
}

impl App {
    /// What is lent to somebody at a moment.
    pub(super) async fn loans_to(&self, user: UserId, now: Timestamp) -> Result<Vec<Loan>> {
        let loans = self.store().loans_to(user, now).await?;
        let loan = |(row, held): (DelegationRow, store::UserPostRow)| {
            Some(Loan { by: row.from_user, actions: parsed(&row), grant: grant_of(held)? })
        };
        Ok(loans.into_iter().filter_map(loan).filter(|loan| loan.grant.role != Role::Administrator).collect())
    }

    /// Lends the grant of a post, or some of it. The delegation has the id of
    /// its fact, which the receipt tells. Somebody of another unit has it once
    /// an office above allows it.
    ///
    /// # Errors
    /// `record.not_found` for a post that the caller does not hold himself (what
    /// is lent to him he cannot lend) or a taker that there is not;
    /// `access.not_lendable` for what nobody lends or the post does not allow;
    /// `value.out_of_range` for an improper span, `value.missing` and
    /// `value.too_long` for the reason; `value.invalid` for oneself as taker;
    /// `access.own_session_only`.
    pub async fn lend(&self, caller: &Caller, key: Option<&Key>, input: LendInput) -> Result<Receipt> {
        caller.require_own_session()?;
        proper_reason(&input.reason)?;
        let now = self.inner.clocks.wall();
        let (starts_at, ends_at) = proper_span(&input, now)?;
        let mut held = self.store().user_posts(caller.user, now).await?;
        held.retain(|held| held.post == input.post);
        let area = held.first().map(|held| held.area.clone());
        let area = area.ok_or_else(|| not_found(SubjectKind::Post, input.post))?;
        let unknown = |who: &dyn ToString| not_found(SubjectKind::User, who.to_string());
        let taker = match &input.to {
            Taker::Id(id) => self.store().user(*id).await?.ok_or_else(|| unknown(id))?,
            Taker::Login(login) => self.store().user_by_login(login).await?.ok_or_else(|| unknown(login))?,
        };
        let directory = self.directory();
        let unit = directory.post(input.post)?.unit;
        let posts = self.store().user_posts(taker.id, now).await?;
        let units: Vec<_> =
            posts.iter().filter_map(|held| Some(directory.post(held.post).ok()?.unit)).collect();
        let is_of_unit = units.contains(&unit);
        let seen = units.iter().any(|unit| directory.unit(*unit).is_ok_and(|unit| caller.sees(&unit.area)));
        if let (Taker::Login(login), false) = (&input.to, is_of_unit && taker.disabled_at.is_none()) {
            return Err(unknown(login));
        }
        if taker.disabled_at.is_some() || !seen {
            return Err(unknown(&taker.id));
        }
        if taker.id == caller.user {
            let error = Error::new(Code::InvalidValue).arg("field", "to").arg("value", taker.id);
            return Err(error.arg("expected", "somebody else"));
        }
        let roles: Vec<Role> = held.iter().filter_map(|held| Role::parse(&held.role)).collect();
        lendable(&roles, input.actions.as_ref())?;
        let words_of_roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        let actions = input.actions.as_ref().map(words).unwrap_or_default();
        let row = DelegationRow {
            id: Uuid::nil(),
            from_user: caller.user,
            to_user: taker.id,
            post: input.post,
            area,
            starts_at,
            ends_at,
            actions: (!actions.is_empty()).then(|| actions.join(" ")),
            reason: input.reason,
            made_at: now,
            awaits_leave: !is_of_unit,
            allowed_by: None,
            ended_at: None,
            ended_by: None,
        };
        let body = FactBody::GrantLent {
            unit,
            lender: row.from_user,
            holder: row.to_user,
            role: words_of_roles.join(" "),
            from: starts_at,
            until: ends_at,
            actions,
            awaits_leave: row.awaits_leave,
        };
        let receipt = self
            .run(caller, key, Wanted::nothing(), (row, body), |rec, (row, body)| {
                Box::pin(async move {
                    let id = kernel::IdSource::next_uuid(&mut crate::ids::SystemIds);
                    rec.record_loan(&DelegationRow { id, ..row.clone() }, body.clone()).await
                })
            })
            .await?;
        self.inner.attempts.forget(taker.id);
        Ok(receipt)
    }

    /// Allows a delegation to somebody of another unit. It takes the management
    /// of duty where the grant holds, and is for neither of the two to do.
    ///
    /// # Errors
    /// `record.not_found` for one that is not there or lies elsewhere,
    /// `access.loan_ended`; `access.forbidden`.
    pub async fn allow_delegation(&self, caller: &Caller, key: Option<&Key>, id: Uuid) -> Result<Receipt> {
        caller.require_own_session()?;
        caller.authority.reaches_for(Action::ManageDuty)?;
        let now = self.inner.clocks.wall();
        let receipt = self
            .run(caller, key, Wanted::nothing(), (id, now), |rec, (id, now)| {
                Box::pin(async move {
                    let row = rec.delegation(*id).await?;
                    rec.require_office(&row)?;
                    if rec.caller.user == row.from_user || rec.caller.user == row.to_user {
                        return Err(Error::new(Code::Forbidden).arg("action", Action::ManageDuty));
                    }
                    if DelegationState::of(&row, *now) != DelegationState::Waiting {
                        return Err(Error::new(Code::LoanEnded).arg("id", id));
                    }
                    let row = DelegationRow { allowed_by: Some(rec.caller.user), ..row };
                    let unit = rec.directory().post(row.post)?.unit;
                    let (lender, holder) = (row.from_user, row.to_user);
                    rec.record_loan(&row, FactBody::GrantAllowed { unit, lender, holder }).await
                })
            })
            .await?;
        self.inner.attempts.forget_all();
        Ok(receipt)
    }

    /// Ends a delegation at once: by its lender, its taker, or an office that
    /// manages duty where the grant holds.
    ///
    /// # Errors
    /// As [`Self::allow_delegation`].
    pub async fn end_delegation(&self, caller: &Caller, key: Option<&Key>, id: Uuid) -> Result<Receipt> {
        caller.require_own_session()?;
        let now = self.inner.clocks.wall();
        let receipt = self
            .run(caller, key, Wanted::nothing(), (id, now), |rec, (id, now)| {
                Box::pin(async move {
                    let row = rec.delegation(*id).await?;
                    let user = rec.caller.user;
                    if user != row.from_user && user != row.to_user {
                        rec.require_office(&row)?;
                    }
                    let state = DelegationState::of(&row, *now);
                    if matches!(state, DelegationState::Ended | DelegationState::Expired) {
                        return Err(Error::new(Code::LoanEnded).arg("id", id));
                    }
                    let row = DelegationRow { ended_at: Some(*now), ended_by: Some(user), ..row };
                    let unit = rec.directory().post(row.post)?.unit;
                    let (lender, holder) = (row.from_user, row.to_user);
                    rec.record_loan(&row, FactBody::GrantReturned { unit, lender, holder }).await
                })
            })
            .await?;
        self.inner.attempts.forget_all();
        Ok(receipt)
    }

    /// What the caller has lent and borrowed, latest first; with `waiting`, what
    /// waits for his office's leave.
    ///
    /// # Errors
    /// `access.forbidden`, `page.invalid_cursor`, those of the store.
    pub async fn delegations(
        &self,
        caller: &Caller,
        waiting: bool,
        page: &PageRequest,
    ) -> Result<Page<Delegation>> {
        let now = self.inner.clocks.wall();
        let (scope, of) = if waiting {
            (self.scope(caller, Action::ManageDuty, "delegations")?, DelegationsOf::Waiting)
        } else {
            (Scope::new(caller.user, Vec::new(), "delegations"), DelegationsOf::User(caller.user))
        };
        let found = self.store().delegations(&scope, of, now, page).await?;
        let mut items = Vec::with_capacity(found.items.len());
        for row in found.items {
            let name = async |id| Ok(self.store().user(id).await?.map(|user| user.display_name));
            let from_name: Result<_> = name(row.from_user).await;
            let to_name: Result<_> = name(row.to_user).await;
            items.push(Delegation {
                state: DelegationState::of(&row, now),
                from_name: from_name?.unwrap_or_default(),
                to_name: to_name?.unwrap_or_default(),
                row,
            });
        }
        Ok(Page { items, next: found.next })
    }
}

impl Recorder<'_> {
    async fn delegation(&mut self, id: Uuid) -> Result<DelegationRow> {
        let found = self.work.delegation(id).await?;
        found.ok_or_else(|| Error::new(Code::NotFound).arg("kind", "delegation").arg("id", id))
    }
    /// To whoever manages no duty there the delegation is not there.
    fn require_office(&self, row: &DelegationRow) -> Result<()> {
        let own = self.caller.authority.own();
        own.require(Action::ManageDuty, &row.area)
            .map_err(|_| Error::new(Code::NotFound).arg("kind", "delegation").arg("id", row.id))
    }
}
