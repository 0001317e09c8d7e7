//! The rows of every table. Those that keep versions, and obligations, stand in
//! `state`; who may log in, in `access`.

use kernel::{
    AreaCode, AreaLevel, AreaPath, Classified, Date, FactId, FileId, JobId, PersonId, PersonalField, PostId,
    SubjectKind, SubjectRef, Timestamp, UnitId, UserId,
};
use uuid::Uuid;

use crate::delegations::DelegationRow;
use crate::glass::GlassRow;
use crate::handovers::{HandoverItemRow, HandoverRow};
use crate::law::{CertificateRow, HoldRow, RetentionRow};
use crate::notices::NoticeRow;
use crate::presence::PresenceRow;
use crate::table::{Record, TableSpec, record};
use crate::tally::{AreaTallyRow, RecordTallyRow, UnitTallyRow};

mod access;
mod areas;
mod audit;
mod imports;
mod people;
mod state;

pub use access::{ApiKeyRow, AttemptRow, RecoveryCodeRow, SessionRow, TotpRow, UserPostRow, UserRow};
pub use areas::{AreaBoundaryRow, AreaLinkRow, AreaPastRow, AreaPopulationRow};
pub use audit::{AuditAnchorRow, AuditHeadRow, AuditPersonRow, AuditRow};
pub use imports::{ImportRow, ListRowRow, SavedMappingRow, SavedViewRow};
pub use people::{
    AddressRow, HouseholdMemberRow, MatchRequestRow, MatchTargetRow, PersonMergeRow, PersonTokenRow,
};
pub use state::{
    AffairRow, CaseRow, ContactRow, EscalationRow, ExposureRow, HouseholdRow, ObligationRow, OrderRow,
    ProblemRow, SampleRow, ShiftRow, TestRow, VisitRow, ZoneRow,
};

record! {
    /// A setting of the installation: node id, mode, drill, clock.
    pub struct MetaRow in "meta" key ["key"] on Replace {
        /// Its name.
        key: String,
        /// Its value.
        value: String,
    }
}
record! {
    /// A node of the division tree.
    pub struct AreaRow in "area" key ["code"] on Replace {
        /// The code its authority gave it.
        code: AreaCode,
        /// The area above; none for a root.
        parent: Option<AreaCode>,
        /// The codes from the root.
        path: AreaPath,
        /// Its rank.
        level: AreaLevel,
        /// Chinese name.
        name_zh: String,
        /// English name.
        name_en: String,
        /// IANA time zone.
        zone: String,
        /// First day it exists.
        valid_from: Option<Date>,
        /// First day it no longer exists.
        valid_to: Option<Date>,
    }
}
record! {
    /// An organisation that acts.
    pub struct UnitRow in "unit" key ["id"] on Replace {
        /// Which.
        id: UnitId,
        /// Where it stands; it serves this area and all below.
        area: AreaPath = "area_path",
        /// Its role, for example `county_cdc`.
        role: String,
        /// Chinese name.
        name_zh: String,
        /// English name.
        name_en: String,
        /// Kind of facility, for example `sentinel_clinic`.
        facility: Option<String>,
    }
}
record! {
    /// A standing role in a unit.
    pub struct PostRow in "post" key ["id"] on Replace {
        /// Which.
        id: PostId,
        /// In which unit.
        unit: UnitId = "unit_id",
        /// Its kind.
        kind: String,
        /// Chinese name.
        name_zh: String,
        /// English name.
        name_en: String,
        /// Whether it must be held around the clock.
        all_day: bool,
    }
}
record! {
    /// A person, without anything personal.
    pub struct PersonRow in "person" key ["id"] on Replace {
        /// Who.
        id: PersonId,
        /// Where the person is looked after.
        area: AreaPath = "area_path",
        /// The household, if known.
        household: Option<Uuid> = "household_id",
        /// When we learnt of the person.
        recorded_at: Timestamp,
        /// When the personal values were destroyed.
        erased_at: Option<Timestamp>,
        /// `female`, `male` or `other`.
        sex: Option<String>,
        /// Year of birth, for ages.
        birth_year: Option<i64>,
    }
}
record! {
    /// The wrapped key and salt of a person; empty once erased.
    pub struct PersonKeyRow in "person_key" key ["person_id"] on Replace {
        /// Whose.
        person: PersonId = "person_id",
        /// Key and salt, wrapped by the ring key whose number stands in front.
        wrapped: Option<Vec<u8>>,
    }
}
record! {
    /// One sealed personal value.
    pub struct PersonalValueRow in "personal_value" key ["person_id", "field"] on Replace {
        /// Whose.
        person: PersonId = "person_id",
        /// Which field.
        field: PersonalField,
        /// Nonce and ciphertext.
        ciphertext: Vec<u8>,
        /// SHA-256 of salt, field and value.
        commitment: Vec<u8>,
        /// When it was recorded.
        recorded_at: Timestamp,
    }
}
record! {
    /// A fact as the journal keeps it, with its place in the chain.
    pub struct JournalRow in "journal" key ["writer", "seq"] on Fail {
        /// Who wrote the chain.
        writer: Uuid,
        /// Place in the writer's chain, from 1.
        seq: i64,
        /// The fact.
        fact: FactId = "fact_id",
        /// Its kind, for example `case_opened`.
        kind: String,
        /// Kind of its subject.
        subject_kind: SubjectKind,
        /// Its subject.
        subject_id: Uuid,
        /// Where it belongs.
        area: AreaPath = "area_path",
        /// When it happened.
        occurred_at: Timestamp,
        /// When we learnt it.
        recorded_at: Timestamp,
        /// Who said so.
        by_user: Option<UserId>,
        /// For which unit.
        by_unit: Option<UnitId>,
        /// The fact it corrects.
        corrects: Option<FactId>,
        /// What else it is about, in canonical bytes.
        refs: Vec<u8>,
        /// Its body, canonical bytes without any personal value.
        body: Vec<u8>,
        /// The hash of the row before.
        prev_hash: Vec<u8>,
        /// SHA-256 of `prev_hash`, the header and the body.
        hash: Vec<u8>,
    }
}
record! {
    /// That a fact is about something.
    pub struct FactRefRow in "fact_ref" key ["subject_id", "fact_id"] on Ignore {
        /// What.
        subject_id: Uuid,
        /// Which fact.
        fact: FactId = "fact_id",
        /// The fact's kind.
        kind: String,
        /// When it happened.
        occurred_at: Timestamp,
        /// When we learnt it.
        recorded_at: Timestamp,
    }
}
record! {
    /// The answer that a command got, for whoever asks again with its key.
    pub struct CommandKeyRow in "command_key" key ["key", "user_id"] on Fail {
        /// Whose key.
        user: UserId = "user_id",
        /// The client's key.
        key: String,
        /// Keyed hash of the command (see `KeyRing::keyed_hash`): a plain one
        /// would let a name in a short body be guessed.
        body_hash: Vec<u8>,
        /// The answer given.
        response: Vec<u8>,
        /// When.
        recorded_at: Timestamp,
    }
}

record! {
    /// A change to tell others.
    pub struct OutboxRow in "outbox" key ["writer", "seq"] on Fail {
        /// Who wrote it.
        writer: Uuid,
        /// Its place, from 1.
        seq: i64,
        /// What it is about.
        topic: String,
        /// Kind of the subject.
        subject_kind: SubjectKind,
        /// The subject.
        subject_id: Uuid,
        /// Where it belongs.
        area: AreaPath = "area_path",
        /// When.
        at: Timestamp,
    }
}
record! {
    /// The last case number given in an area and year.
    pub struct CaseNumberRow in "case_number" key ["area_path", "year"] on Replace {
        /// Where.
        area: AreaPath = "area_path",
        /// Which year.
        year: i64,
        /// The last number.
        last: i64 = "last_number",
    }
}

record! {
    /// Long work that goes on by itself.
    pub struct JobRow in "job" key ["id"] on Fail {
        /// Which.
        id: JobId,
        /// What it does, for example `export`.
        kind: String,
        /// Where: the area that holds all that it works on.
        area: AreaPath = "area_path",
        /// Who asked for it.
        user: UserId = "by_user",
        /// From which post.
        post: Option<PostId> = "by_post",
        /// Queued, running, done, failed or cancelled.
        state: String,
        /// What it was asked to do, as JSON without personal values, opaque here.
        params: String,
        /// How much is done, in units of its own.
        done: i64 = "units_done",
        /// How much there is to do, once that is known.
        total: Option<i64> = "units_total",
        /// Where it goes on after a break, opaque here.
        place: Option<String>,
        /// When it was asked for (wall clock, as all instants of a job).
        submitted_at: Timestamp,
        /// When it was first taken up.
        started_at: Option<Timestamp>,
        /// When it ended.
        finished_at: Option<Timestamp>,
        /// What came out, as JSON, opaque here.
        result: Option<String>,
        /// Why it failed, as JSON, opaque here.
        error: Option<String>,
        /// Whether somebody wants it to stop.
        cancel_requested: bool,
        /// How often it was taken up.
        attempts: i64,
        /// The process that works on it.
        lease_holder: Option<Uuid>,
        /// Until when that process is believed to live.
        lease_until: Option<Timestamp>,
    }
}
record! {
    /// A file that was sent in or made; its bytes lie sealed in `blob_chunk`.
    pub struct BlobRow in "blob" key ["id"] on Replace {
        /// Which.
        id: FileId,
        /// Whose.
        user: UserId = "by_user",
        /// The job that made it.
        job: Option<JobId> = "job_id",
        /// Its name.
        name: Classified<String>,
        /// Its media type.
        media_type: String,
        /// Who may read it besides being its owner, opaque here.
        guard: String,
        /// Its own key, wrapped by the key ring.
        wrapped_key: Vec<u8>,
        /// When it was begun.
        created_at: Timestamp,
        /// When it goes.
        expires_at: Timestamp,
        /// Its length in bytes; none until it is whole.
        length: Option<i64> = "byte_length",
        /// How many chunks it has; none until it is whole.
        chunks: Option<i64> = "chunk_count",
        /// Its SHA-256; none until it is whole.
        sha256: Option<Vec<u8>>,
    }
}
record! {
    /// At most 1 MiB of a file, sealed under the file's key.
    pub struct BlobChunkRow in "blob_chunk" key ["blob_id", "seq"] on Fail {
        /// Of which file.
        blob: FileId = "blob_id",
        /// Its place, from 0.
        seq: i64,
        /// The sealed bytes.
        sealed: Vec<u8>,
    }
}

/// Every table but the runner's own, in the order in which a group is written.
pub static TABLES: &[&TableSpec] = &[
    MetaRow::TABLE,
    AreaRow::TABLE,
    UnitRow::TABLE,
    PostRow::TABLE,
    UserRow::TABLE,
    UserPostRow::TABLE,
    SessionRow::TABLE,
    TotpRow::TABLE,
    RecoveryCodeRow::TABLE,
    AttemptRow::TABLE,
    ApiKeyRow::TABLE,
    PersonRow::TABLE,
    PersonKeyRow::TABLE,
    PersonalValueRow::TABLE,
    PersonTokenRow::TABLE,
    MatchRequestRow::TABLE,
    MatchTargetRow::TABLE,
    PersonMergeRow::TABLE,
    HouseholdRow::TABLE,
    HouseholdMemberRow::TABLE,
    AddressRow::TABLE,
    JournalRow::TABLE,
    FactRefRow::TABLE,
    CommandKeyRow::TABLE,
    CaseRow::TABLE,
    ContactRow::TABLE,
    OrderRow::TABLE,
    ExposureRow::TABLE,
    VisitRow::TABLE,
    ProblemRow::TABLE,
    AffairRow::TABLE,
    ShiftRow::TABLE,
    ZoneRow::TABLE,
    TestRow::TABLE,
    SampleRow::TABLE,
    ObligationRow::TABLE,
    EscalationRow::TABLE,
    OutboxRow::TABLE,
    AuditRow::TABLE,
    AuditPersonRow::TABLE,
    AuditHeadRow::TABLE,
    AuditAnchorRow::TABLE,
    CaseNumberRow::TABLE,
    BlobChunkRow::TABLE,
    BlobRow::TABLE,
    CertificateRow::TABLE,
    HoldRow::TABLE,
    GlassRow::TABLE,
    DelegationRow::TABLE,
    HandoverRow::TABLE,
    HandoverItemRow::TABLE,
    NoticeRow::TABLE,
    PresenceRow::TABLE,
    ImportRow::TABLE,
    JobRow::TABLE,
    ListRowRow::TABLE,
    RetentionRow::TABLE,
    SavedMappingRow::TABLE,
    SavedViewRow::TABLE,
    AreaPastRow::TABLE,
    AreaLinkRow::TABLE,
    AreaBoundaryRow::TABLE,
    AreaPopulationRow::TABLE,
    UnitTallyRow::TABLE,
    AreaTallyRow::TABLE,
    RecordTallyRow::TABLE,
];

/// The tables that a rebuild empties and fills again from the journal.
pub static DERIVED: &[&TableSpec] = &[
    FactRefRow::TABLE,
    PersonMergeRow::TABLE,
    HouseholdRow::TABLE,
    HouseholdMemberRow::TABLE,
    CaseRow::TABLE,
    ContactRow::TABLE,
    OrderRow::TABLE,
    ExposureRow::TABLE,
    VisitRow::TABLE,
    ProblemRow::TABLE,
    AffairRow::TABLE,
    ShiftRow::TABLE,
    ZoneRow::TABLE,
    TestRow::TABLE,
    SampleRow::TABLE,
    ObligationRow::TABLE,
    EscalationRow::TABLE,
    UnitTallyRow::TABLE,
    AreaTallyRow::TABLE,
    RecordTallyRow::TABLE,
];

impl JournalRow {
    /// What it is about.
    pub const fn subject(&self) -> SubjectRef {
        SubjectRef { kind: self.subject_kind, id: self.subject_id }
    }
}
