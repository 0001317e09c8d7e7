//! What a decision is given beside state and command.

use kernel::{
    AreaPath, Code, Error, FactId, IdSource, Result, Span, SubjectRef, Timestamp, UnitId, UserId, Zone,
};
use protocol::Library;
use serde::{Deserialize, Serialize};

use crate::{Fact, FactBody};

/// Who says that something happened: a person at a post of a unit, or the
/// system's own timers (neither).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person logged in.
    pub user: Option<UserId>,
    /// The unit for which the person acts.
    pub unit: Option<UnitId>,
}

/// The clock, the ids, the rule book and the place of a decision.
pub struct Ctx<'a> {
    /// Business time of the decision; it becomes `recorded_at`.
    pub now: Timestamp,
    /// Who decides.
    pub actor: Actor,
    /// Where fresh ids come from.
    pub ids: &'a mut dyn IdSource,
    /// Time zone of the subject's area.
    pub zone: Zone,
    /// The rule book.
    pub library: &'a Library,
}

impl Ctx<'_> {
    /// How far a reported moment may lie ahead of our clock: two clocks are
    /// never quite alike.
    pub const CLOCK_TOLERANCE: Span = Span::minutes(5);

    /// Makes a fact recorded now.
    pub fn fact(
        &mut self,
        subject: SubjectRef,
        refs: Vec<SubjectRef>,
        area: &AreaPath,
        occurred_at: Timestamp,
        body: FactBody,
    ) -> Fact {
        Fact {
            id: FactId::new(self.ids),
            subject,
            refs,
            area: area.clone(),
            occurred_at,
            recorded_at: self.now,
            by: self.actor,
            corrects: None,
            body,
        }
    }
    /// Refuses whoever does not act for a unit.
    ///
    /// # Errors
    /// `task.not_yours`.
    pub fn acts_for(&self, unit: UnitId) -> Result<()> {
        if self.actor.unit == Some(unit) {
            return Ok(());
        }
        Err(Error::new(Code::TaskNotYours).arg("unit", unit))
    }
    /// Refuses a moment that has not come yet.
    ///
    /// # Errors
    /// `value.in_future`.
    pub fn not_in_future(&self, field: &str, at: Timestamp) -> Result<()> {
        if at > self.now.plus(Self::CLOCK_TOLERANCE) {
            Err(Error::new(Code::InFuture).arg("field", field).arg("value", at).arg("now", self.now))
        } else {
            Ok(())
        }
    }
    /// Refuses two moments in the wrong order.
    ///
    /// # Errors
    /// `value.dates_out_of_order`.
    pub fn in_order(&self, earlier: (&str, Timestamp), later: (&str, Timestamp)) -> Result<()> {
        if earlier.1 > later.1 {
            Err(Error::new(Code::DatesOutOfOrder)
                .arg("earlier_field", earlier.0)
                .arg("earlier", earlier.1)
                .arg("later_field", later.0)
                .arg("later", later.1))
        } else {
            Ok(())
        }
    }
}

/// Refuses an empty or overlong text.
///
/// # Errors
/// `value.missing` or `value.too_long`.
pub(crate) fn text_within(field: &'static str, text: &str, max: usize) -> Result<()> {
    if text.trim().is_empty() {
        return Err(Error::new(Code::MissingField).arg("field", field));
    }
    let length = text.chars().count();
    if length > max {
        return Err(Error::new(Code::TooLong).arg("field", field).arg("length", length).arg("max", max));
    }
    Ok(())
}

/// Refuses a word that is not on a list.
pub(crate) fn one_of(field: &'static str, word: &str, known: &[&str]) -> Result<()> {
    if known.contains(&word) {
        return Ok(());
    }
    Err(Error::new(Code::InvalidValue)
        .arg("field", field)
        .arg("value", word)
        .arg("expected", known.join(", ")))
}

/// Refuses more than a limit.
pub(crate) fn at_most(field: &'static str, length: usize, max: usize) -> Result<()> {
    if length <= max {
        return Ok(());
    }
    Err(Error::new(Code::TooLong).arg("field", field).arg("length", length).arg("max", max))
}
