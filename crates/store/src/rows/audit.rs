//! The rows of the audit: entries in chains, whom they name, where chains end
//! and where a purge has cut them.

use kernel::{AreaPath, PersonId, PostId, Timestamp, UserId};
use uuid::Uuid;

use crate::table::record;

record! {
    /// What somebody did besides recording facts, at its place in its writer's chain.
    pub struct AuditRow in "audit" key ["writer", "seq"] on Fail {
        /// Who wrote it.
        writer: Uuid,
        /// Its place, from 1.
        seq: i64,
        /// Which entry.
        id: Uuid,
        /// When (wall clock).
        at: Timestamp,
        /// A word of [`crate::AuditKind`].
        kind: String,
        /// What was done, for example `person.read`.
        action: String,
        /// Who; none for whom nobody knows.
        user: Option<UserId> = "user_id",
        /// From which post.
        post: Option<PostId> = "post_id",
        /// Kind of what it was done to.
        subject_kind: Option<String>,
        /// What it was done to; none for a list.
        subject_id: Option<Uuid>,
        /// Where.
        area: AreaPath = "area_path",
        /// Why.
        purpose: String,
        /// Method and template of the address; never the address itself.
        route: Option<String>,
        /// Why it was refused.
        code: Option<String>,
        /// How many records, or how often.
        count: i64 = "row_count",
        /// JSON without any personal value; empty for nothing more.
        detail: Vec<u8>,
        /// The ids of the persons it names, 16 bytes each, in order.
        persons: Vec<u8>,
        /// Hash of the entry before.
        prev_hash: Vec<u8>,
        /// Hash of this entry.
        hash: Vec<u8>,
    }
}
record! {
    /// That an entry names somebody.
    pub struct AuditPersonRow in "audit_person" key ["person_id", "at", "writer", "seq"] on Ignore {
        /// Whom.
        person: PersonId = "person_id",
        /// When.
        at: Timestamp,
        /// Who wrote the entry.
        writer: Uuid,
        /// Its place.
        seq: i64,
    }
}
record! {
    /// Where a chain of the audit ends.
    pub struct AuditHeadRow in "audit_head" key ["writer"] on Replace {
        /// Whose chain.
        writer: Uuid,
        /// The place of its last entry.
        seq: i64,
        /// That entry's hash.
        hash: Vec<u8>,
    }
}
record! {
    /// Behind which entry a chain of the audit begins since a purge.
    pub struct AuditAnchorRow in "audit_anchor" key ["writer"] on Replace {
        /// Whose chain.
        writer: Uuid,
        /// The place of the last entry that went.
        seq: i64,
        /// That entry's hash.
        hash: Vec<u8>,
        /// The certificate that tells it.
        certificate: Uuid = "certificate_id",
    }
}
