//! Timers: whatever fell due is warned of, told to be overdue, and escalated
//! up the area tree, step by step. Steps that passed while the server was
//! down are taken when it is back: nothing is missed.

use domain::{Actor, Fact, FactBody};
use kernel::{AreaLevel, FactId, IdSource, Result, Span, Timestamp};
use protocol::schema::Escalation;
use store::{EscalationRow, ObligationRow, OutboxEntry, TimerStep, Wanted};

use crate::directory::Directory;
use crate::ids::SystemIds;
use crate::recorder::new_fact;
use crate::{App, rows};

/// Obligations moved in one transaction.
const BATCH: u32 = 10_000;

/// How long a process keeps the timers without sweeping again.
const LEASE: Span = Span::minutes(1);

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sweep {
    /// Obligations whose timer was moved.
    pub moved: usize,
    /// Warnings told.
    pub warned: usize,
    /// Escalations recorded.
    pub escalated: usize,
    /// Proposals made for running orders because an edition came into force.
    pub proposed: usize,
    /// Offers of duties that nobody answered in time.
    pub expired: usize,
}

/// One passed step of an obligation's ladder.
struct Passed {
    step: i64,
    at: Timestamp,
    escalation: Option<Escalation>,
}

impl App {
    /// Takes every step that has come due by now, and compares running orders
    /// with the editions in force from time to time. Callable at any time and
    /// from anywhere; a step is taken once.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn sweep(&self) -> Result<Sweep> {
        let mut total = Sweep::default();
        loop {
            let now = self.now();
            let inner = self.inner.clone();
            let (claimed, done) = self
                .store()
                .write(Wanted::nothing(), move |work| {
                    let inner = inner.clone();
                    Box::pin(async move {
                        let directory = inner.directory();
                        let mut sweep = Sweep::default();
                        if !work.claim_timers(inner.clocks.wall(), LEASE).await? {
                            return Ok((false, sweep));
                        }
                        let due = work.due_timers(now, BATCH).await?;
                        let recorded = work.recorded_after(now).await?.at;
                        let mut steps = Vec::with_capacity(due.len());
                        for row in due {
                            let ladder: Vec<Escalation> = rows::state(&row.ladder)?;
                            let (passed, next) = steps_passed(&row, &ladder, now);
                            for passed in &passed {
                                take(work, &directory, &row, passed, recorded, &mut sweep)?;
                            }
                            sweep.moved += 1;
                            steps.push(TimerStep {
                                id: row.id,
                                timer_at: next,
                                step: row.timer_step + i64::try_from(passed.len()).unwrap_or(i64::MAX),
                            });
                        }
                        work.advance_timers(steps);
                        Ok((true, sweep))
                    })
                })
                .await?;
            if done.moved == 0 {
                // The process that keeps the timers reviews the editions as well.
                if claimed {
                    total.proposed = self.review_when_due().await?;
                    total.expired = self.expire_handovers().await?;
                }
                return Ok(total);
            }
            total.moved += done.moved;
            total.warned += done.warned;
            total.escalated += done.escalated;
            self.inner.changed.send_modify(|count| *count += 1);
        }
    }
}

/// The steps passed by `now`, and when the next one is due. Step 0 is the
/// warning; step n is the n-th escalation.
fn steps_passed(
    row: &ObligationRow,
    ladder: &[Escalation],
    now: Timestamp,
) -> (Vec<Passed>, Option<Timestamp>) {
    let first = usize::try_from(row.timer_step).unwrap_or(0);
    let mut passed = Vec::new();
    for index in first..=ladder.len() {
        let (at, escalation) = match index.checked_sub(1).and_then(|n| ladder.get(n)) {
            None => (row.warn_at, None),
            Some(step) => (row.due_at.plus(step.after), Some(step.clone())),
        };
        // What is due exactly now is still on time; it is late the moment after.
        let reached = if escalation.is_some() { at < now } else { at <= now };
        if !reached {
            return (passed, Some(if escalation.is_some() { at.plus(Span::from_micros(1)) } else { at }));
        }
        passed.push(Passed { step: i64::try_from(index).unwrap_or(i64::MAX), at, escalation });
    }
    (passed, None)
}

fn take(
    work: &mut store::Work,
    directory: &Directory,
    row: &ObligationRow,
    passed: &Passed,
    recorded: Timestamp,
    sweep: &mut Sweep,
) -> Result<()> {
    let Some(escalation) = &passed.escalation else {
        work.emit(OutboxEntry {
            topic: "obligation_warned".to_owned(),
            subject: row.id.subject(),
            area: row.area.clone(),
            at: recorded,
        });
        sweep.warned += 1;
        return Ok(());
    };
    // Where nobody stands above, the holder himself is told: one obligation
    // that finds no superior must not stop the timers of all others.
    let to = directory
        .unit_for(&escalation.role, Some(escalation.level), &row.area)
        .unwrap_or_else(|_| directory.held_by(row.holder_unit));
    let body = FactBody::ObligationEscalated {
        step: u32::try_from(passed.step).unwrap_or(u32::MAX),
        level: level_of(escalation.level),
        unit: to.unit,
    };
    let fact = Fact {
        id: FactId(SystemIds.next_uuid()),
        subject: row.id.subject(),
        refs: vec![row.subject()],
        area: row.area.clone(),
        occurred_at: passed.at,
        recorded_at: recorded,
        by: Actor::default(),
        corrects: None,
        body,
    };
    work.append(new_fact(&fact)?)?;
    work.put_escalation(&EscalationRow {
        obligation: row.id,
        step: passed.step,
        level: level_of(escalation.level),
        to_unit: to.unit,
        to_post: to.post,
        at: passed.at,
        recorded_at: recorded,
        fact: fact.id,
    });
    work.emit(OutboxEntry {
        topic: "obligation_escalated".to_owned(),
        subject: row.id.subject(),
        area: row.area.clone(),
        at: recorded,
    });
    sweep.escalated += 1;
    Ok(())
}

fn level_of(level: AreaLevel) -> String {
    level.as_str().to_owned()
}

/// Takes an escalation of the journal into the tables again.
pub(crate) async fn derive_escalation(
    work: &mut store::Work,
    directory: &Directory,
    fact: &Fact,
) -> Result<()> {
    let FactBody::ObligationEscalated { step, level, unit } = &fact.body else { return Ok(()) };
    let Some(row) = work.obligation(fact.subject.id.into()).await? else { return Ok(()) };
    let ladder: Vec<Escalation> = rows::state(&row.ladder)?;
    let step = i64::from(*step);
    work.put_escalation(&EscalationRow {
        obligation: row.id,
        step,
        level: level.clone(),
        to_unit: *unit,
        to_post: directory.held_by(*unit).post,
        at: fact.occurred_at,
        recorded_at: fact.recorded_at,
        fact: fact.id,
    });
    let next = usize::try_from(step).ok().and_then(|taken| ladder.get(taken));
    let timer_at = next.map(|next| row.due_at.plus(next.after).plus(Span::from_micros(1)));
    work.advance_timers([TimerStep { id: row.id, timer_at, step: step + 1 }]);
    Ok(())
}
