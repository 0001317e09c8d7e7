//! What one job wants to write, with the places at which it is asked again:
//! a job of many rows looks at its own writes for every one of them.

use std::collections::{HashMap, HashSet};

use kernel::{ObligationId, Timestamp};
use uuid::Uuid;

use crate::{
    pending::Op,
    rows::ObligationRow,
    table::{Record, TableSpec},
    value::Value,
};

/// A job's writes in order.
#[derive(Default)]
pub(crate) struct Local {
    ops: Vec<Op>,
    /// The last row of a table that begins with an id.
    last: HashMap<(&'static str, Uuid), usize>,
    /// The obligations opened about a subject.
    obligations: HashMap<Uuid, Vec<usize>>,
    closed: HashSet<ObligationId>,
    last_fact: Option<Timestamp>,
}

impl Local {
    /// Appends a write.
    pub(crate) fn push(&mut self, op: Op) {
        let at = self.ops.len();
        match &op {
            Op::Insert(table, row) | Op::Version(table, row) => {
                if let Some(Value::Uuid(id)) = row.first() {
                    self.last.insert((table.name, *id), at);
                }
                if let (true, Some(subject)) = (table.name == ObligationRow::TABLE.name, subject_of(row)) {
                    self.obligations.entry(subject).or_default().push(at);
                }
            }
            Op::Fact(entry) => self.last_fact = self.last_fact.max(Some(entry.recorded_at)),
            Op::Close(close) => {
                self.closed.insert(close.id);
            }
            _ => {}
        }
        self.ops.push(op);
    }
    /// The last row of a table that begins with an id.
    pub(crate) fn row(&self, table: &'static TableSpec, id: Uuid) -> Option<&Vec<Value>> {
        match self.ops.get(*self.last.get(&(table.name, id))?)? {
            Op::Insert(_, row) | Op::Version(_, row) => Some(row),
            _ => None,
        }
    }
    /// The obligations opened about a subject, closed ones too.
    pub(crate) fn obligations_about(&self, subject: Uuid) -> impl Iterator<Item = &Vec<Value>> {
        let places = self.obligations.get(&subject).into_iter().flatten();
        places.filter_map(|at| match self.ops.get(*at)? {
            Op::Insert(_, row) => Some(row),
            _ => None,
        })
    }
    /// Whether an obligation ends here.
    pub(crate) fn closes(&self, id: ObligationId) -> bool {
        self.closed.contains(&id)
    }
    /// When the youngest fact is recorded.
    pub(crate) const fn last_fact(&self) -> Option<Timestamp> {
        self.last_fact
    }
    /// The writes from the last to the first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &Op> {
        self.ops.iter().rev()
    }
    /// Takes the writes out.
    pub(crate) fn take(&mut self) -> Vec<Op> {
        std::mem::take(self).ops
    }
    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Whom the row of an obligation is about.
fn subject_of(row: &[Value]) -> Option<Uuid> {
    let at = ObligationRow::TABLE.columns.iter().position(|column| column.name == "subject_id")?;
    row.get(at)?.as_uuid()
}
