//! Notices of orders: with a link or a code whom an order binds reads it and
//! objects to it, without a log-in.
//!
//! The secret is shown once, to whoever gives it out. A link carries 160 random
//! bits; a code for paper carries 50, and asks besides for what its bearer knows
//! of himself. Whatever opens nothing is answered alike; codes are counted by address
//! and locked for good after five wrong answers. Every use is in the audit.

mod secret;
mod shown;

pub use secret::{Form, NoticeSecret, Second};
pub use shown::{NoticeRule, NoticeShown};

use authz::{Action, Reach};
use domain::Actor;
use domain::isolation::{self, Order};
use kernel::{
    Classified, Code, Error, IdSource as _, OrderId, PersonId, Result, Span, SubjectKind, Timestamp,
};
use serde_json::json;
use store::{AuditEntry, AuditKind, AuditNote, NoticeRow, OrderRow, Scope, Wanted};
use uuid::Uuid;

use crate::access::Counted;
use crate::audit::detail;
use crate::ids::SystemIds;
use crate::recorder::not_found;
use crate::{App, Caller, rows};

/// Longest life of a notice, in days.
pub const MOST_DAYS: i64 = 366;
/// Most uses that may be allowed.
pub const MOST_USES: i64 = 1_000;
/// Uses when nobody says: several a day for as long as an isolation lasts.
const USES: i64 = 200;
/// Good notices of one order at once.
const MOST_GOOD: i64 = 20;
/// How long one is listed after its end; what it was used for stays in the audit.
const KEPT: Span = Span::days(90);
/// Longest reason for revoking one, in characters.
const MOST_REASON: usize = 500;
/// Whoever may do one of these gives notices out and revokes them.
const GIVING: [Action; 2] = [Action::IssueOrders, Action::CarryOutOrders];
/// Why values and records are looked at, for the audit.
const PURPOSE: &str = "notices";

/// A notice to be given out.
#[derive(Clone, Copy, Debug)]
pub struct NewNotice {
    /// A link, or a code for paper.
    pub form: Form,
    /// What a code asks for besides; a link asks for nothing.
    pub second: Option<Second>,
    /// For how many days it is good: 1 to [`MOST_DAYS`].
    pub days: i64,
    /// How often it may be used: 1 to [`MOST_USES`]; two hundred times when absent.
    pub most_uses: Option<i64>,
}

/// A notice without its secret.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The row.
    pub row: NoticeRow,
    /// Whether it opens its order now.
    pub good: bool,
}

/// A notice whose secret somebody has brought.
struct Opened {
    row: NoticeRow,
    counted: Counted,
    now: Timestamp,
}

/// The one answer to whatever opens nothing.
fn not_good() -> Error {
    Error::new(Code::NoticeNotGood)
}

fn within(field: &'static str, value: i64, max: i64) -> Result<i64> {
    if (1..=max).contains(&value) {
        return Ok(value);
    }
    Err(Error::new(Code::OutOfRange).arg("field", field).arg("value", value).arg("min", 1).arg("max", max))
}

/// Where somebody may give notices out.
fn reaches(caller: &Caller) -> Result<Vec<Reach>> {
    let found: Vec<Reach> =
        GIVING.iter().filter_map(|action| caller.authority.reaches_for(*action).ok()).flatten().collect();
    if found.is_empty() {
        return Err(Error::new(Code::Forbidden).arg("action", GIVING[0]));
    }
    Ok(found)
}

impl App {
    fn giving_scope(&self, caller: &Caller) -> Result<Scope> {
        let scope = Scope::of(caller.user, reaches(caller)?, PURPOSE);
        Ok(scope.with_lineage(self.directory().lineage().clone()))
    }

    /// Gives out a notice of a running order. Its secret is shown this once.
    ///
    /// # Errors
    /// `access.forbidden`; `record.not_found`; `order.wrong_state` when the order no
    /// longer runs; `value.missing` for a code that asks for nothing besides and
    /// `value.invalid` for a link that does; `value.out_of_range`;
    /// `notice.nothing_besides` when it is not recorded; `notice.too_many`.
    pub async fn make_notice(
        &self,
        caller: &Caller,
        id: OrderId,
        new: NewNotice,
    ) -> Result<(Notice, Classified<String>)> {
        let scope = self.giving_scope(caller)?;
        let missing = || not_found(SubjectKind::Order, id);
        let order = self.store().order(&scope, id, self.as_of(None)).await?.ok_or_else(missing)?;
        let state: Order = rows::state(&order.state)?;
        let days = within("days", new.days, MOST_DAYS)?;
        let most_uses = within("most_uses", new.most_uses.unwrap_or(USES), MOST_USES)?;
        if !state.is_running() {
            return Err(Error::new(Code::OrderState).arg("state", state.status).arg("action", "make_notice"));
        }
        match (new.form, new.second) {
            (Form::Code, None) => return Err(Error::new(Code::MissingField).arg("field", "second")),
            (Form::Link, Some(second)) => {
                return Err(Error::new(Code::InvalidValue)
                    .arg("field", "second")
                    .arg("value", second.as_str())
                    .arg("expected", Form::Code.as_str()));
            }
            _ => {}
        }
        let now = self.inner.clocks.wall();
        if let Some(second) = new.second {
            let note = self.notice_look(now, "notice.second");
            let known = match state.person {
                Some(person) => self.known_second(Some(caller), person, second, note).await?,
                None => None,
            };
            if known.is_none() {
                return Err(Error::new(Code::NoticeNothingBesides).arg("field", second.as_str()));
            }
        }
        let secret = new.form.fresh();
        let row = NoticeRow {
            id: SystemIds.next_uuid(),
            order: id,
            person: state.person,
            area: order.area,
            disease: order.disease,
            form: new.form.as_str().to_owned(),
            second: new.second.map(|second| second.as_str().to_owned()),
            secret_hash: self.store().notice_hash(&secret)?,
            made_by: caller.user,
            made_at: now,
            ends_at: now.plus(Span::days(days)),
            most_uses,
            uses: 0,
            tries: 0,
            last_used_at: None,
            revoked_at: None,
            revoked_by: None,
            revoke_reason: None,
        };
        let said =
            json!({ "notice": row.id, "form": row.form, "until": row.ends_at, "most_uses": most_uses });
        let entry = AuditEntry {
            detail: detail(&said),
            ..about(&row, self.audit_entry(caller, AuditKind::Notice, "notice.make"))
        };
        let put = row.clone();
        self.store()
            .write(Wanted::nothing(), move |work| {
                let (put, entry) = (put.clone(), entry.clone());
                Box::pin(async move {
                    if work.good_notices(put.order, now).await? >= MOST_GOOD {
                        return Err(Error::new(Code::NoticeTooMany).arg("max", MOST_GOOD));
                    }
                    work.put(&put);
                    work.audit(entry);
                    Ok(())
                })
            })
            .await?;
        Ok((Notice { good: row.is_good(now), row }, new.form.written(&secret)))
    }

    /// The notices of an order, newest first, those that have ended too; a hundred
    /// at most.
    ///
    /// # Errors
    /// `access.forbidden`, `record.not_found`, those of the store.
    pub async fn notices(&self, caller: &Caller, id: OrderId) -> Result<Vec<Notice>> {
        let scope = self.scope(caller, Action::ReadOrders, PURPOSE)?;
        let missing = || not_found(SubjectKind::Order, id);
        let order = self.store().order(&scope, id, self.as_of(None)).await?.ok_or_else(missing)?;
        let found = self.store().notices_of(&scope, id).await?;
        let persons = order.person.into_iter().collect();
        self.saw(caller, "notice.list", id.subject(), &order.area, persons).await?;
        let now = self.inner.clocks.wall();
        Ok(found.into_iter().map(|row| Notice { good: row.is_good(now), row }).collect())
    }

    /// Revokes a notice: it opens nothing any more. The first end stands.
    ///
    /// # Errors
    /// `access.forbidden`; `record.not_found`; `value.missing` without a reason,
    /// `value.too_long`.
    pub async fn revoke_notice(&self, caller: &Caller, id: Uuid, reason: &str) -> Result<Notice> {
        let scope = self.giving_scope(caller)?;
        let missing = || Error::new(Code::NotFound).arg("kind", "notice").arg("id", id);
        let row = self.store().notice(&scope, id).await?.ok_or_else(missing)?;
        let (reason, length) = (reason.trim().to_owned(), reason.trim().chars().count());
        if length == 0 {
            return Err(Error::new(Code::MissingField).arg("field", "reason"));
        }
        if length > MOST_REASON {
            let error = Error::new(Code::TooLong).arg("field", "reason").arg("length", length);
            return Err(error.arg("max", MOST_REASON));
        }
        let (user, now) = (caller.user, self.inner.clocks.wall());
        let entry = AuditEntry {
            detail: detail(&json!({ "notice": id })),
            ..about(&row, self.audit_entry(caller, AuditKind::Notice, "notice.revoke"))
        };
        self.store()
            .write(Wanted::nothing(), move |work| {
                let (entry, reason) = (entry.clone(), reason.clone());
                Box::pin(async move {
                    if work.revoke_notice(id, user, &reason, now).await? {
                        work.audit(entry);
                    }
                    Ok(())
                })
            })
            .await?;
        let row = self.store().notice(&scope, id).await?.ok_or_else(missing)?;
        Ok(Notice { good: row.is_good(now), row })
    }

    /// What an order asks of whom it binds, for whoever brings the secret of a
    /// notice. It is a use, and in the audit before it is answered.
    ///
    /// # Errors
    /// `notice.not_good` for whatever opens nothing; `access.locked_out` for a code
    /// after too many that opened nothing from the address; those of the store.
    pub async fn read_notice(&self, secret: &NoticeSecret) -> Result<NoticeShown> {
        let opened = self.open_notice(secret).await?;
        let row = opened.row.clone();
        let entry = self.use_entry(&row, "notice.read");
        let shared = std::sync::Arc::new((opened, entry));
        let used = self
            .store()
            .write(Wanted::nothing(), move |work| {
                let shared = shared.clone();
                Box::pin(async move {
                    let (opened, entry) = &*shared;
                    let used = work.use_notice(opened.row.id, opened.now).await?;
                    if used {
                        opened.counted.pardon(work).await?;
                        work.audit(entry.clone());
                    }
                    Ok(used)
                })
            })
            .await?;
        if !used {
            return Err(not_good());
        }
        let scope = Scope::by_notice(row.area.clone(), PURPOSE);
        let order = self.store().order(&scope, row.order, self.as_of(None)).await?.ok_or_else(not_good)?;
        Ok(self.shown_by_notice(row.ends_at, rows::state(&order.state)?))
    }

    /// Whom an order binds objects by a notice of it. The objection is the same
    /// fact as one that somebody takes down, and names the notice instead of a
    /// user. Said again while it waits, it is not recorded twice.
    ///
    /// # Errors
    /// As [`Self::read_notice`]; `order.wrong_state` when the order no longer runs or
    /// another objection waits; `value.missing` without grounds, `value.too_long`.
    pub async fn object_by_notice(&self, secret: &NoticeSecret, grounds: String) -> Result<()> {
        let opened = self.open_notice(secret).await?;
        let entry = self.use_entry(&opened.row, "notice.object");
        let wanted = Wanted::nothing().current::<OrderRow>(opened.row.order.0);
        // Nobody who is logged in says it, and nobody's permission is asked.
        self.run(
            &Caller::nobody(),
            None,
            wanted,
            (opened, entry, grounds),
            |rec, (opened, entry, grounds)| {
                Box::pin(async move {
                    let notice = opened.row.id;
                    let order = rec.order_anywhere(opened.row.order).await?;
                    let waiting = order.appeals.iter().find(|appeal| appeal.outcome.is_none());
                    let said = waiting.is_some_and(|a| a.notice == Some(notice) && a.grounds == *grounds);
                    if !said {
                        if waiting.is_some() {
                            let error = Error::new(Code::OrderState).arg("state", "appealed");
                            return Err(error.arg("action", "appeal"));
                        }
                        let mut fact =
                            isolation::appeal(&order, grounds, Some(notice), &mut rec.ctx(&order.area))?;
                        fact.by = Actor::default();
                        rec.record(vec![fact]).await?;
                    }
                    // Last: what it changes stays even where the rest is refused.
                    if !rec.work.use_notice(notice, opened.now).await? {
                        return Err(not_good());
                    }
                    opened.counted.pardon(rec.work).await?;
                    rec.work.audit(entry.clone());
                    Ok(())
                })
            },
        )
        .await
        .map(drop)
    }

    /// The notice that a secret opens; nothing tells why one does not. Codes that open
    /// nothing count for the address. Links do not: nobody guesses one, and whoever has
    /// one shall not wait for the guesses of others behind the same address.
    async fn open_notice(&self, secret: &NoticeSecret) -> Result<Opened> {
        let now = self.inner.clocks.wall();
        let (counted, found) = match secret.read() {
            Some((Form::Link, link)) => (self.counted_by_notice(None)?, self.good_notice(&link, now).await?),
            Some((Form::Code, code)) => {
                let counted = self.counted_by_notice(secret.address)?;
                self.refuse_locked(&counted).await?;
                self.count(&counted, now).await?;
                (counted, self.proved_notice(&code, secret, now).await?)
            }
            None => (self.counted_by_notice(None)?, None),
        };
        match found {
            Some(row) => Ok(Opened { row, counted, now }),
            None => {
                self.inner.denials.log_in_failed(None, Code::NoticeNotGood, now);
                Err(not_good())
            }
        }
    }

    async fn good_notice(&self, secret: &Classified<String>, now: Timestamp) -> Result<Option<NoticeRow>> {
        Ok(self.store().notice_by_secret(secret).await?.filter(|row| row.is_good(now)))
    }

    async fn proved_notice(
        &self,
        code: &Classified<String>,
        secret: &NoticeSecret,
        now: Timestamp,
    ) -> Result<Option<NoticeRow>> {
        let Some(row) = self.good_notice(code, now).await? else { return Ok(None) };
        let broken = || Error::new(Code::StoreInconsistent).arg("detail", "what a notice asks for");
        let second = row.second.as_deref().and_then(Second::parse).ok_or_else(broken)?;
        let (Some(given), Some(person)) = (secret.second_as(second), row.person) else { return Ok(None) };
        let id = row.id;
        let tried = self
            .store()
            .write(Wanted::nothing(), move |work| Box::pin(async move { work.try_notice(id, now).await }))
            .await?;
        if !tried {
            return Ok(None);
        }
        let note = self.notice_look(now, "notice.second");
        let known = self.known_second(None, person, second, note).await?;
        if known.is_some_and(|known| known.expose() == given.expose()) {
            return Ok(Some(row));
        }
        let entry = self.audit_of_nobody(AuditKind::Denial, "notice.open");
        let code = Some(Code::NoticeNotGood.as_str().to_owned());
        self.write_audit(vec![AuditEntry { code, ..about(&row, entry) }]).await?;
        Ok(None)
    }

    /// What is recorded of a person of what a code asks for; the look is in the audit.
    async fn known_second(
        &self,
        by: Option<&Caller>,
        person: PersonId,
        second: Second,
        note: AuditNote,
    ) -> Result<Option<Classified<String>>> {
        // Where he is looked after now may be elsewhere than where the order was issued.
        let Some(row) = self.store().person(&Scope::system(), person).await? else { return Ok(None) };
        let scope = match by {
            Some(caller) => Scope::new(caller.user, vec![row.area], PURPOSE),
            None => Scope::by_notice(row.area, PURPOSE),
        };
        let found = self.store().personal(&scope, &[person], second.fields(), note).await?;
        Ok(found.into_iter().next().and_then(|(_, values)| second.known(&values)))
    }

    fn notice_look(&self, now: Timestamp, action: &str) -> AuditNote {
        AuditNote {
            id: SystemIds.next_uuid(),
            at: now,
            post: None,
            kind: AuditKind::Look,
            action: action.to_owned(),
            detail: Vec::new(),
        }
    }

    /// The entry about a use.
    fn use_entry(&self, row: &NoticeRow, action: &str) -> AuditEntry {
        AuditEntry {
            detail: detail(&json!({ "notice": row.id, "form": row.form })),
            ..about(row, self.audit_of_nobody(AuditKind::Notice, action))
        }
    }

    /// Forgets notices that ended long ago; how many.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn forget_old_notices(&self) -> Result<u64> {
        let before = self.inner.clocks.wall().plus(KEPT.negated());
        self.store()
            .write(Wanted::nothing(), move |work| Box::pin(async move { work.forget_notices(before).await }))
            .await
    }
}

/// An entry that is about the order of a notice and whom it binds.
fn about(row: &NoticeRow, entry: AuditEntry) -> AuditEntry {
    AuditEntry {
        subject: Some((SubjectKind::Order.as_str().to_owned(), row.order.0)),
        area: row.area.clone(),
        purpose: PURPOSE.to_owned(),
        persons: row.person.into_iter().collect(),
        ..entry
    }
}
