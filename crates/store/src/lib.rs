//! The record and its views: the only crate that knows a database.
//!
//! The journal is the record. State tables, obligations and the outbox are
//! written in the same transaction as the facts they follow from. State and
//! obligations can be rebuilt from them; the outbox is left alone, for whoever
//! listens must not hear everything again. One SQL text serves SQLite and PostgreSQL; what differs
//! lives in `dialect`.
//!
//! - [`Store::open`] migrates; [`Store::write`] runs a job in a group of up to
//!   256 that is committed at once; reads take a [`Scope`].
//! - [`Work`] is what a job sees; [`Wanted`] is what it names up front.
//! - [`backup`], [`restore`] and [`copy`] carry a whole installation, from and to either database.
//! - Row structs are plain: kernel types and JSON text. No domain type comes here.

mod addresses;
mod affairs;
mod areas;
mod audit;
mod batches;
mod blobs;
mod boards;
mod cases;
mod chain;
mod clock;
mod contacts;
mod db;
mod delegations;
mod dialect;
mod examine;
mod exposures;
mod glass;
mod handovers;
mod households;
mod imports;
mod index;
mod jobs;
mod journal;
mod keys;
mod law;
mod local;
mod locks;
mod matches;
mod merges;
mod meta;
mod migrate;
mod notices;
mod obligations;
mod orders;
mod outbox;
mod pending;
mod people;
mod portable;
mod presence;
mod problems;
mod pseudonyms;
mod pulse;
mod rebuild;
mod results;
mod rotation;
mod rows;
mod samples;
mod scope;
mod sessions;
mod shifts;
mod store;
mod table;
mod tally;
mod timers;
mod units;
mod value;
mod versions;
mod views;
mod visits;
mod walks;
mod work;
mod writer;
mod zones;

pub use affairs::{AffairCount, AffairFilter};
pub use audit::{AuditCut, AuditEntry, AuditFilter, AuditKind, AuditNote, AuditReport, persons_in};
pub use blobs::{BlobReader, BlobWriter, CHUNK, NewBlob};
pub use cases::{CaseCount, CaseDay, CaseDays, CaseFilter, Earlies, Lacking};
pub use chain::JournalEntry;
pub use clock::Recorded;
pub use contacts::ContactFilter;
pub use delegations::{DelegationRow, DelegationsOf};
pub use examine::{Examination, TAIL, examine};
pub use exposures::ExposureFilter;
pub use glass::{GlassFilter, GlassRow};
pub use handovers::{HandoverFilter, HandoverItemRow, HandoverRow};
pub use imports::Compared;
pub use index::{Found, Search};
pub use jobs::{JobEnd, JobFilter, JobState, Lease};
pub use journal::{ChainHead, Fault, ReplayFrom, VerifyReport};
pub use keys::KeyRing;
pub use law::{Aged, CertificateRow, DuePerson, Held, HoldRow, RetentionRow};
pub use migrate::SCHEMA_VERSION;
pub use notices::NoticeRow;
pub use obligations::{Mine, ObligationCounts, ObligationFilter, ObligationState, state_at};
pub use orders::OrderFilter;
pub use pending::{Close, OutboxEntry, TimerStep};
pub use people::{Commitment, NewPerson, PersonalValues};
pub use portable::{
    BACKUP_FORMAT, Header, Lock, Portrait, Progress, Section, Shape, ShapeColumn, Unlock, backup, check,
    copy, is_encrypted, portrait, restore,
};
pub use presence::PresenceRow;
pub use problems::ProblemFilter;
pub use pseudonyms::PseudonymKey;
pub use pulse::Pulse;
pub use results::TestFilter;
pub use rotation::KeyUses;
pub use rows::{
    AddressRow, AffairRow, ApiKeyRow, AreaBoundaryRow, AreaLinkRow, AreaPastRow, AreaPopulationRow, AreaRow,
    AttemptRow, AuditAnchorRow, AuditHeadRow, AuditPersonRow, AuditRow, BlobChunkRow, BlobRow, CaseNumberRow,
    CaseRow, CommandKeyRow, ContactRow, DERIVED, EscalationRow, ExposureRow, FactRefRow, HouseholdMemberRow,
    HouseholdRow, ImportRow, JobRow, JournalRow, ListRowRow, MatchRequestRow, MatchTargetRow, MetaRow,
    ObligationRow, OrderRow, OutboxRow, PersonKeyRow, PersonMergeRow, PersonRow, PersonTokenRow,
    PersonalValueRow, PostRow, ProblemRow, RecoveryCodeRow, SampleRow, SavedMappingRow, SavedViewRow,
    SessionRow, ShiftRow, TABLES, TestRow, TotpRow, UnitRow, UserPostRow, UserRow, VisitRow, ZoneRow,
};
pub use samples::{SampleFilter, SampleState};
pub use scope::Scope;
pub use sessions::AttemptLimit;
pub use shifts::ShiftFilter;
pub use store::{Options, Store};
pub use table::{Column, OnConflict, Record, TableSpec, Versioned};
pub use value::{Cell, Type, Value};
pub use visits::VisitFilter;
pub use work::{Wanted, Work};
