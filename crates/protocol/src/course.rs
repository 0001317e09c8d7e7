//! Obligations in the course of facts that are told one after another, without a
//! store: for the worked examples of protocol files, and for whoever asks what
//! would follow from facts that are only stated.

use kernel::{AreaLevel, Error, Timestamp};

use crate::{
    fact_view::{Ctx, FactView, View},
    library::Library,
    obligation::{NewObligation, ObligationChange, OpenObligation},
    protocol::Protocol,
};

/// An obligation in the course of facts.
#[derive(Clone, Debug)]
pub struct Tracked {
    /// As it was opened.
    pub new: NewObligation,
    open: OpenObligation,
    /// When the closing fact was recorded, with the state it gave.
    pub closed: Option<(Timestamp, &'static str)>,
}

impl Tracked {
    /// How it stands at a moment: `open`, `warned`, `overdue`, `met`, `met_late` or `void`.
    pub fn state(&self, now: Timestamp) -> &'static str {
        match self.closed {
            Some((_, state)) => state,
            None if now > self.new.due => "overdue",
            None if now >= self.new.warn => "warned",
            None => "open",
        }
    }
    /// The steps of its ladder: when each is reached, at which level, and who is told there.
    pub fn ladder(&self) -> impl Iterator<Item = (Timestamp, AreaLevel, &str)> {
        let due = self.new.due;
        self.new.ladder.iter().map(move |step| (due.plus(step.after), step.level, step.role.as_str()))
    }
}

/// What is owed, fact by fact.
#[derive(Clone, Debug, Default)]
pub struct Course {
    tracked: Vec<Tracked>,
}

impl Course {
    /// Lets a fact happen, at the moment at which it was recorded. What opens is
    /// bound by `protocol`. The same fact twice changes nothing.
    ///
    /// # Errors
    /// As [`Library::apply`].
    pub fn tell(
        &mut self,
        library: &Library,
        protocol: &Protocol,
        fact: &FactView<'_>,
        view: &View,
        ctx: &Ctx<'_>,
    ) -> Result<(), Error> {
        let open: Vec<OpenObligation> =
            self.tracked.iter().filter(|one| one.closed.is_none()).map(|one| one.open.clone()).collect();
        for change in library.apply_under(protocol, fact, &open, view, ctx)? {
            let (id, state) = match change {
                ObligationChange::Open(new) => {
                    // The id is derived: what is there already stays as it is.
                    if self.tracked.iter().all(|one| one.new.id != new.id) {
                        let open = opened(&new, fact, ctx);
                        self.tracked.push(Tracked { new: *new, open, closed: None });
                    }
                    continue;
                }
                ObligationChange::Meet { id, late, .. } => (id, if late { "met_late" } else { "met" }),
                ObligationChange::Void { id } => (id, "void"),
            };
            if let Some(one) = self.tracked.iter_mut().find(|one| one.new.id == id) {
                one.closed = Some((fact.recorded_at, state));
            }
        }
        Ok(())
    }
    /// All of them, in the order in which they were opened.
    pub fn tracked(&self) -> &[Tracked] {
        &self.tracked
    }
}

fn opened(new: &NewObligation, fact: &FactView<'_>, ctx: &Ctx<'_>) -> OpenObligation {
    OpenObligation {
        id: new.id,
        rule: new.rule.clone(),
        disease: new.disease.clone(),
        edition: new.edition.clone(),
        opened_area: fact.area.clone(),
        opened_on: ctx.zone.date_of(fact.occurred_at),
        subject: new.subject,
        opened_by: new.opened_by,
        occurrence: new.occurrence.clone(),
        from: new.from,
        due: new.due,
    }
}
