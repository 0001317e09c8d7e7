//! Recorded time, one order for all writers.
//!
//! A replay goes by recorded time, then by writer, then by place in the
//! writer's chain. That order is sound when no fact stands before what its
//! command has looked at. One writer keeps it by never stepping back. Of
//! several processes each begins a group behind the end of the whole journal,
//! and looks again when a row that it has read is as young as what it is about
//! to record: somebody else has committed meanwhile.

use kernel::{Code, Error, Span, Timestamp};
use uuid::Uuid;

use crate::{
    JournalEntry, Work,
    db::{Conn, Query},
    dialect::is_shared,
    pending::Op,
    table::TableSpec,
    value::Value,
};

/// How far two clocks may differ before it is told that one is held: those of
/// two machines are never quite alike.
const SKEW: Span = Span::from_micros(1_000_000);

/// The columns that say when a row became known.
const KNOWN_SINCE: [&str; 4] = ["recorded_from", "recorded_at", "opened_recorded_at", "closed_recorded_at"];

/// A recorded time, and whether the business clock had to be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The time to record.
    pub at: Timestamp,
    /// The clock shows more than a second less than what is recorded already;
    /// it is held and must be reported.
    pub held: bool,
}

/// The earliest moment at which a writer's next fact stands behind every fact
/// of the journal. Of two facts of one moment the one of the lesser writer
/// stands first.
pub(crate) async fn earliest(conn: &mut Conn, writer: Uuid) -> Result<Timestamp, Error> {
    let query = Query::new(
        "SELECT recorded_at, writer FROM journal ORDER BY recorded_at DESC, writer DESC, seq DESC LIMIT 1",
    );
    let rows = conn.fetch(query).await?;
    let Some(last) = rows.first() else { return Ok(Timestamp::from_micros(i64::MIN)) };
    let (at, by): (Timestamp, Uuid) = (last.cell(0)?, last.cell(1)?);
    Ok(if by <= writer { at } else { at.plus(Span::from_micros(1)) })
}

impl Work {
    /// The time to record for a fact learnt at `now` (business time): never
    /// before what is recorded already.
    pub fn recorded_at(&self, now: Timestamp) -> Recorded {
        let last = self.last_recorded();
        Recorded { at: now.max(last), held: now.plus(SKEW) < last }
    }

    /// The same, and behind everything that this job has read so far: what
    /// another process recorded while the group ran is looked at again. To be
    /// asked before each fact, and once more before the job ends.
    ///
    /// # Errors
    /// `record.edit_conflict` when the job's facts so far followed from
    /// something that became known after them: the group begins again.
    pub async fn recorded_after(&mut self, now: Timestamp) -> Result<Recorded, Error> {
        let at = self.recorded_at(now).at;
        if self.seen >= at {
            self.seen = Timestamp::from_micros(i64::MIN);
            self.look_at_the_end().await?;
            let said = self.local.last_fact().is_some();
            if said && self.recorded_at(now).at > at {
                let conflict = Error::new(Code::EditConflict).arg("kind", "record").arg("id", "");
                let conflict = conflict.arg("fields", "recorded_at");
                self.again = true;
                self.poisoned = Some(conflict.clone());
                return Err(conflict);
            }
        }
        Ok(self.recorded_at(now))
    }

    /// Takes the end of the whole journal as the least time to record; where
    /// there is but one writer, that is its own end and known.
    pub(crate) async fn look_at_the_end(&mut self) -> Result<(), Error> {
        if is_shared(&self.conn) {
            let earliest = earliest(&mut self.conn, self.heads.writer).await;
            if let Err(error) = &earliest {
                self.poisoned = Some(error.clone());
            }
            self.heads.last_recorded = self.heads.last_recorded.max(earliest?);
        }
        Ok(())
    }

    /// Remembers how young the youngest row is that was read from the database.
    pub(crate) fn notice(&mut self, table: &'static TableSpec, row: &[Value]) {
        if !is_shared(&self.conn) {
            return;
        }
        for (column, value) in table.columns.iter().zip(row) {
            if KNOWN_SINCE.contains(&column.name)
                && let Some(at) = value.as_int()
            {
                self.seen = self.seen.max(Timestamp::from_micros(at));
            }
        }
    }

    fn last_recorded(&self) -> Timestamp {
        self.local.last_fact().map_or(self.heads.last_recorded, |at| at.max(self.heads.last_recorded))
    }

    /// Appends a fact to the journal.
    ///
    /// # Errors
    /// `clock.backwards` when it is recorded before the last fact.
    pub fn append(&mut self, entry: JournalEntry) -> Result<(), Error> {
        let held = self.last_recorded();
        if entry.recorded_at < held {
            return Err(Error::new(Code::ClockBackwards).arg("asked", entry.recorded_at).arg("held", held));
        }
        self.local.push(Op::Fact(entry));
        Ok(())
    }
}
