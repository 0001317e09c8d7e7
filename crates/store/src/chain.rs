//! The hash chain of the journal: what is hashed, in which bytes.

use kernel::{
    AreaPath, Code, Error, FactId, SubjectKind, SubjectRef, Timestamp, UnitId, UserId, derived_uuid,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::rows::{FactRefRow, JournalRow};

/// What stands before the first fact of a chain.
pub(crate) const GENESIS: [u8; 32] = [0; 32];

/// A fact to be recorded; the writer gives it its place in the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalEntry {
    /// Which fact.
    pub fact: FactId,
    /// Its kind, for example `case_opened`.
    pub kind: String,
    /// What it is about.
    pub subject: SubjectRef,
    /// What else it is about.
    pub refs: Vec<SubjectRef>,
    /// Where it belongs.
    pub area: AreaPath,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// When we learnt it; never earlier than the fact recorded before
    /// (see [`crate::Work::recorded_at`]).
    pub recorded_at: Timestamp,
    /// Who said so; none for what the system found by itself.
    pub by_user: Option<UserId>,
    /// For which unit.
    pub by_unit: Option<UnitId>,
    /// The fact it corrects.
    pub corrects: Option<FactId>,
    /// Canonical bytes without any personal value.
    pub body: Vec<u8>,
}

impl JournalEntry {
    /// The rows by which the fact is found from each thing it is about.
    pub(crate) fn references(&self) -> Vec<FactRefRow> {
        let mut seen = Vec::with_capacity(1 + self.refs.len());
        for subject in std::iter::once(&self.subject).chain(&self.refs) {
            if !seen.contains(&subject.id) {
                seen.push(subject.id);
            }
        }
        seen.into_iter()
            .map(|subject_id| FactRefRow {
                subject_id,
                fact: self.fact,
                kind: self.kind.clone(),
                occurred_at: self.occurred_at,
                recorded_at: self.recorded_at,
            })
            .collect()
    }

    /// The row at its place in the chain.
    pub(crate) fn chained(self, writer: Uuid, seq: i64, prev_hash: [u8; 32]) -> (JournalRow, [u8; 32]) {
        let mut row = JournalRow {
            writer,
            seq,
            fact: self.fact,
            kind: self.kind,
            subject_kind: self.subject.kind,
            subject_id: self.subject.id,
            area: self.area,
            occurred_at: self.occurred_at,
            recorded_at: self.recorded_at,
            by_user: self.by_user,
            by_unit: self.by_unit,
            corrects: self.corrects,
            refs: encode_refs(&self.refs),
            body: self.body,
            prev_hash: prev_hash.to_vec(),
            hash: Vec::new(),
        };
        let hash = hash_of(&row);
        row.hash = hash.to_vec();
        (row, hash)
    }
}

impl TryFrom<JournalRow> for JournalEntry {
    type Error = Error;
    fn try_from(row: JournalRow) -> Result<Self, Error> {
        Ok(Self {
            subject: row.subject(),
            refs: decode_refs(&row.refs)?,
            fact: row.fact,
            kind: row.kind,
            area: row.area,
            occurred_at: row.occurred_at,
            recorded_at: row.recorded_at,
            by_user: row.by_user,
            by_unit: row.by_unit,
            corrects: row.corrects,
            body: row.body,
        })
    }
}

/// SHA-256 of the row before, the header with every field's length, the body.
pub(crate) fn hash_of(row: &JournalRow) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(&row.prev_hash);
    let mut field = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    field(row.writer.as_bytes());
    field(&row.seq.to_be_bytes());
    field(row.fact.0.as_bytes());
    field(row.kind.as_bytes());
    field(row.subject_kind.as_str().as_bytes());
    field(row.subject_id.as_bytes());
    field(row.area.as_str().as_bytes());
    field(&row.occurred_at.as_micros().to_be_bytes());
    field(&row.recorded_at.as_micros().to_be_bytes());
    // An absent field has no bytes; every present one has 16.
    for id in [row.by_user.map(|v| v.0), row.by_unit.map(|v| v.0), row.corrects.map(|v| v.0)] {
        field(id.as_ref().map_or(&[][..], |id| &id.as_bytes()[..]));
    }
    field(&row.refs);
    field(&row.body);
    hash.finalize().into()
}

fn encode_refs(refs: &[SubjectRef]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(refs.len() * 28);
    for subject in refs {
        let kind = subject.kind.as_str().as_bytes();
        // Kinds are short words of a closed list.
        bytes.push(u8::try_from(kind.len()).unwrap_or(u8::MAX));
        bytes.extend_from_slice(kind);
        bytes.extend_from_slice(subject.id.as_bytes());
    }
    bytes
}

fn decode_refs(mut bytes: &[u8]) -> Result<Vec<SubjectRef>, Error> {
    let broken = || Error::new(Code::StoreInconsistent).arg("detail", "the references of a fact");
    let mut refs = Vec::new();
    while let Some((&length, rest)) = bytes.split_first() {
        let (kind, rest) = rest.split_at_checked(usize::from(length)).ok_or_else(broken)?;
        let (id, rest) = rest.split_at_checked(16).ok_or_else(broken)?;
        let kind: SubjectKind = std::str::from_utf8(kind).map_err(|_| broken())?.parse()?;
        refs.push(SubjectRef { kind, id: Uuid::from_slice(id).map_err(|_| broken())? });
        bytes = rest;
    }
    Ok(refs)
}

/// The id of an area in `zone_version`: the same as in [`SubjectRef::area`].
pub(crate) fn area_id(area: &AreaPath) -> Uuid {
    derived_uuid(&["area", area.code()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_survive_their_bytes() {
        let refs = vec![
            SubjectRef { kind: SubjectKind::Person, id: derived_uuid(&["p"]) },
            SubjectRef { kind: SubjectKind::Consignment, id: derived_uuid(&["c"]) },
        ];
        let bytes = encode_refs(&refs);
        assert_eq!(decode_refs(&bytes), Ok(refs));
        assert!(decode_refs(&bytes[..bytes.len() - 1]).is_err());
    }
}
