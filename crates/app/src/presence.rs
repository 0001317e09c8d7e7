//! Who else has the page of a record open. It is told to whoever may see the
//! record by a right of his own, and tells of those alone who may: what is
//! lent counts; whoever looks through a glass is told of nobody, and nobody of him. It is no fact and no look, so neither the
//! journal nor the audit hears of it; rows live in the database, for the
//! processes of an installation shall all tell the same.

use authz::Action;
use kernel::{Code, Error, Result, Span, SubjectKind, SubjectRef, UnitId, UserId};
use std::sync::Arc;
use store::{PresenceRow, Wanted};

use crate::recorder::not_found;
use crate::{App, Caller};

/// How long a page counts as open after its user has last said so. Clients say
/// so every half minute: one that is lost on the way does not matter.
const LASTS: Span = Span::from_micros(100_000_000);
/// A row that lasts longer than this is not prolonged: of two times that a
/// client says so, one is written.
const PROLONGED: Span = Span::from_micros(65_000_000);
/// Open pages of one user that are kept.
const MOST_PAGES: usize = 20;
/// Others who are told of at once.
const MOST_TOLD: usize = 20;
/// Rows of pages that were closed without a word are kept no longer than this.
const KEPT: Span = Span::hours(1);
/// The purpose of a scope; nothing personal is read by it.
const PURPOSE: &str = "presence";

/// Somebody who has a page open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// Who.
    pub user: UserId,
    /// The name to show.
    pub display_name: String,
    /// The unit for which he acts.
    pub unit: Option<UnitId>,
}

/// The action that shows the page of a record.
fn shown_by(kind: SubjectKind) -> Result<Action> {
    match kind {
        SubjectKind::Person | SubjectKind::Case | SubjectKind::Contact => Ok(Action::ReadCases),
        SubjectKind::Order => Ok(Action::ReadOrders),
        SubjectKind::Obligation => Ok(Action::ReadObligations),
        _ => Err(Error::new(Code::InvalidValue)
            .arg("field", "kind")
            .arg("value", kind)
            .arg("expected", "person, case, contact, order, obligation")),
    }
}

impl App {
    /// Says that the caller has the page of a record open, or that he has closed
    /// it, and answers who else has it open, by name.
    ///
    /// # Errors
    /// `access.forbidden` for whoever sees no records of any such kind,
    /// `record.not_found` for what is not there or not for him, `value.invalid`
    /// for a kind of record without a page, `access.own_session_only` for a
    /// program; those of the store.
    pub async fn present(&self, caller: &Caller, subject: SubjectRef, open: bool) -> Result<Vec<Present>> {
        caller.require_own_session()?;
        let action = shown_by(subject.kind)?;
        let showing = [Action::ReadCases, Action::ReadOrders, Action::ReadObligations];
        if showing.into_iter().all(|shows| caller.authority.reaches_for(shows).is_err()) {
            return Err(Error::new(Code::Forbidden).arg("action", action));
        }
        if !self.covers(caller, subject, action).await? {
            // Through a glass he sees the record and nothing that hangs on it. A refusal
            // each half minute would stand in the audit like a knock at a foreign door.
            return match self.through_glass(caller, subject, PURPOSE).await? {
                Some(_) => Ok(Vec::new()),
                None => Err(not_found(subject.kind, subject.id)),
            };
        }
        let now = self.inner.clocks.wall();
        let rows = self.store().present_at(subject, now).await?;
        let mine = rows.iter().find(|row| row.user == caller.user);
        match (open, mine) {
            (true, Some(row)) if row.ends_at > now.plus(PROLONGED) => {}
            (true, _) => {
                let row = PresenceRow {
                    user: caller.user,
                    subject_kind: subject.kind,
                    subject_id: subject.id,
                    ends_at: now.plus(LASTS),
                };
                self.keep_presence(row).await?;
            }
            (false, Some(_)) => self.end_presence(caller.user, subject).await?,
            (false, None) => {}
        }
        self.told_of_others(caller, subject, action, &rows).await
    }

    /// Whether somebody may see a record by a right of his own.
    async fn covers(&self, caller: &Caller, subject: SubjectRef, action: Action) -> Result<bool> {
        let Ok(scope) = self.scope(caller, action, PURPOSE) else { return Ok(false) };
        let (store, now) = (self.store(), self.as_of(None));
        Ok(match subject.kind {
            SubjectKind::Person => store.person(&scope, subject.id.into()).await?.is_some(),
            SubjectKind::Case => store.case(&scope, subject.id.into(), now).await?.is_some(),
            SubjectKind::Contact => store.contact(&scope, subject.id.into(), now).await?.is_some(),
            SubjectKind::Order => store.order(&scope, subject.id.into(), now).await?.is_some(),
            SubjectKind::Obligation => store.obligation(&scope, subject.id.into()).await?.is_some(),
            _ => false,
        })
    }

    /// The others among those who have a page open. A right may have ended since
    /// they opened it: each is looked up as he stands now.
    async fn told_of_others(
        &self,
        caller: &Caller,
        subject: SubjectRef,
        action: Action,
        rows: &[PresenceRow],
    ) -> Result<Vec<Present>> {
        let now = self.inner.clocks.wall();
        let mut others = Vec::new();
        for row in rows.iter().filter(|row| row.user != caller.user).take(MOST_TOLD) {
            let Some(user) = self.store().user(row.user).await? else { continue };
            if user.disabled_at.is_some() {
                continue;
            }
            let other = self.caller_of(&user, now).await?;
            if self.covers(&other, subject, action).await? {
                let Caller { user, display_name, unit, .. } = other;
                others.push(Present { user, display_name, unit });
            }
        }
        others.sort_by(|a, b| (&a.display_name, a.user).cmp(&(&b.display_name, b.user)));
        Ok(others)
    }

    async fn keep_presence(&self, row: PresenceRow) -> Result<()> {
        let row = Arc::new(row);
        self.store()
            .write(Wanted::nothing(), move |work| {
                let row = row.clone();
                Box::pin(async move { work.put_presence(&row, MOST_PAGES).await })
            })
            .await
    }

    async fn end_presence(&self, user: UserId, subject: SubjectRef) -> Result<()> {
        self.store()
            .write(Wanted::nothing(), move |work| {
                Box::pin(async move { work.drop_presence(user, subject).await })
            })
            .await
    }

    /// Forgets pages that were closed without a word; how many.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn forget_old_presences(&self) -> Result<u64> {
        let before = self.inner.clocks.wall().plus(KEPT.negated());
        self.store()
            .write(Wanted::nothing(), move |work| {
                Box::pin(async move { work.forget_presences(before).await })
            })
            .await
    }
}
