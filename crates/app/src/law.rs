//! What the law asks: how long records are kept, what keeps them beyond that,
//! their erasure with a certificate, and requests for erasure.

mod holds;
mod purge;
mod requests;

use authz::Action;
use interop::RetentionRule;
use kernel::{Code, Error, Result};
use store::{AuditEntry, AuditKind, RetentionRow, Wanted};

pub use holds::{HoldOn, HoldView};
pub use purge::{Certificate, CertificateView, Cut, KindPurged};

use crate::audit::Changes;
use crate::{App, Caller};

/// A period in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// The shipped rule.
    pub rule: RetentionRule,
    /// Days in force: the rule's, or what the installation has set.
    pub days: i64,
    /// By which decision the installation has set them.
    pub set: Option<RetentionRow>,
}

/// What an installation sets.
#[derive(Clone, Debug)]
pub struct PeriodInput {
    /// Of which kind of data.
    pub kind: String,
    /// Days, not below the rule's least.
    pub days: i64,
    /// By which rule or decision, 1 to 500 characters.
    pub basis: String,
}

/// The longest period, in days: a hundred years.
const MOST_DAYS: i64 = 36_525;

impl App {
    /// The periods in force, for whoever administers any area.
    ///
    /// # Errors
    /// `access.forbidden`; those of the store.
    pub async fn periods(&self, caller: &Caller) -> Result<Vec<Period>> {
        caller.authority.areas_for(Action::ErasePerson)?;
        self.periods_in_force().await
    }

    pub(crate) async fn periods_in_force(&self) -> Result<Vec<Period>> {
        let set = self.store().retention_periods().await?;
        let rules = interop::retention_rules()?;
        Ok(rules
            .into_iter()
            .map(|rule| {
                let set = set.iter().find(|row| row.kind == rule.kind).cloned();
                Period { days: set.as_ref().map_or(rule.days, |row| row.days), rule, set }
            })
            .collect())
    }

    /// Sets a period of this installation.
    ///
    /// # Errors
    /// `access.forbidden` unless the caller administers every root area;
    /// `record.not_found` for an unknown kind, `value.out_of_range` below the
    /// rule's least, `value.missing` without a basis.
    pub async fn set_period(&self, caller: &Caller, input: PeriodInput) -> Result<()> {
        self.require_all(caller, Action::ErasePerson)?;
        let rules = interop::retention_rules()?;
        let rule = rules.iter().find(|rule| rule.kind == input.kind);
        let rule = rule
            .ok_or_else(|| Error::new(Code::NotFound).arg("kind", "retention_rule").arg("id", &input.kind))?;
        if !(rule.least..=MOST_DAYS).contains(&input.days) {
            return Err(Error::new(Code::OutOfRange)
                .arg("field", "days")
                .arg("value", input.days)
                .arg("min", rule.least)
                .arg("max", MOST_DAYS));
        }
        if input.basis.trim().is_empty() {
            return Err(Error::new(Code::MissingField).arg("field", "basis"));
        }
        let length = input.basis.chars().count();
        if length > 500 {
            return Err(Error::new(Code::TooLong)
                .arg("field", "basis")
                .arg("length", length)
                .arg("max", 500));
        }
        let row = RetentionRow {
            kind: input.kind,
            days: input.days,
            basis: input.basis,
            set_at: self.inner.clocks.wall(),
            set_by: caller.user,
        };
        let before = self.store().retention_periods().await?.into_iter().find(|known| known.kind == row.kind);
        let days = before.map_or(rule.days, |known| known.days);
        let changes = Changes::default()
            .new_field("kind", &row.kind)
            .field("days", &days, &row.days)
            .new_field("basis", &row.basis);
        let entry = AuditEntry {
            detail: changes.detail(),
            ..self.audit_entry(caller, AuditKind::Setting, "retention.set")
        };
        self.store()
            .write(Wanted::nothing(), move |work| {
                work.put(&row);
                work.audit(entry.clone());
                Box::pin(async { Ok(()) })
            })
            .await
    }
}
