//! Facts: immutable records that something happened.
//!
//! A body holds no personal field: names, numbers and addresses stand under
//! the person's own key, and the fact carries only their salted commitments.

mod body;
mod kind;
mod parts;

use kernel::{AreaPath, Error, FactId, Result, SubjectRef, Timestamp};
use protocol::FactView;
use serde::{Deserialize, Serialize};

use crate::context::Actor;

pub use body::FactBody;
pub use parts::{ScheduleItem, Stage, TestMethod, TestOutcome};

/// Something that happened, said once and for ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Which fact.
    pub id: FactId,
    /// What it is about in the first place.
    pub subject: SubjectRef,
    /// What else it is about.
    pub refs: Vec<SubjectRef>,
    /// Where it belongs.
    pub area: AreaPath,
    /// When it happened (business time).
    pub occurred_at: Timestamp,
    /// When we learnt it (business time).
    pub recorded_at: Timestamp,
    /// Who said so.
    pub by: Actor,
    /// The fact that this one corrects.
    pub corrects: Option<FactId>,
    /// What happened.
    pub body: FactBody,
}

impl Fact {
    /// The name of the kind, as in the catalogue of the rule engine.
    pub fn kind(&self) -> &'static str {
        self.body.kind()
    }
    /// All subjects, the first one first.
    pub fn subjects(&self) -> impl Iterator<Item = SubjectRef> + '_ {
        std::iter::once(self.subject).chain(self.refs.iter().copied())
    }
    /// The first subject of a kind.
    pub fn subject_of(&self, kind: kernel::SubjectKind) -> Option<uuid::Uuid> {
        self.subjects().find(|s| s.kind == kind).map(|s| s.id)
    }
    /// The bytes that the journal keeps and hashes.
    ///
    /// # Errors
    /// `internal` if a body cannot be written as JSON (a number that is not finite).
    pub fn body_bytes(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(&self.body).map_err(|e| Error::new(kernel::Code::Internal).caused_by(e))
    }
    /// Reads a body from the journal's bytes.
    ///
    /// # Errors
    /// `store.inconsistent` when the bytes are not a body this program knows.
    pub fn body_from_bytes(bytes: &[u8]) -> Result<FactBody> {
        serde_json::from_slice(bytes)
            .map_err(|e| Error::new(kernel::Code::StoreInconsistent).arg("detail", "fact body").caused_by(e))
    }
    /// The fact as the rule engine sees it.
    pub fn view(&self) -> FactView<'static> {
        let fields = match serde_json::to_value(&self.body) {
            Ok(serde_json::Value::Object(mut fields)) => {
                fields.remove("kind");
                fields
            }
            _ => serde_json::Map::new(),
        };
        FactView {
            kind: self.kind(),
            id: self.id,
            subject: self.subject,
            refs: self.refs.clone(),
            area: self.area.clone(),
            occurred_at: self.occurred_at,
            recorded_at: self.recorded_at,
            fields,
        }
    }
}
