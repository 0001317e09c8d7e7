//! Typed identifiers. Every id is a UUID; a type says of what.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};
use uuid::Uuid;

use crate::{Code, Error, Timestamp};

/// Where new identifiers come from. Production draws UUIDv7 from the wall
/// clock and the system's random source; tests and drills pass a seeded one.
pub trait IdSource: Send {
    /// A fresh, time-ordered UUID (version 7).
    fn next_uuid(&mut self) -> Uuid;
}

macro_rules! typed_id {
    ($($(#[$doc:meta])* $name:ident => $kind:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Draws a fresh id.
            pub fn new(source: &mut dyn IdSource) -> Self {
                Self(source.next_uuid())
            }
            /// This id as the subject of a fact or an obligation.
            pub const fn subject(self) -> SubjectRef {
                SubjectRef { kind: SubjectKind::$kind, id: self.0 }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
        impl FromStr for $name {
            type Err = Error;
            fn from_str(s: &str) -> Result<Self, Error> {
                Uuid::parse_str(s).map(Self).map_err(|_| {
                    Error::new(Code::InvalidId).arg("value", s).arg("expected", "UUID")
                })
            }
        }
        impl From<Uuid> for $name { fn from(id: Uuid) -> Self { Self(id) } }
        impl From<$name> for Uuid { fn from(id: $name) -> Self { id.0 } }
    )+};
}

typed_id! {
    /// A human being, apart from any role.
    PersonId => Person,
    /// One illness episode of one person.
    CaseId => Case,
    /// One person's standing as a contact of one case.
    ContactId => Contact,
    /// An edge of the exposure graph.
    ExposureId => Exposure,
    /// A quarantine (or other restricting) order.
    OrderId => Order,
    /// An immutable record that something happened.
    FactId => Fact,
    /// Who must do what about whom by when.
    ObligationId => Obligation,
    /// An organisation that acts.
    UnitId => Unit,
    /// A standing role in a unit.
    PostId => Post,
    /// One person's turn at a post.
    ShiftId => Shift,
    /// Somebody who may log in.
    UserId => User,
    /// A first visit at a sentinel.
    VisitId => Visit,
    /// One swab or specimen.
    SampleId => Sample,
    /// A venue or address.
    PlaceId => Place,
    /// A gathering or incident as exposure source.
    EventId => Event,
    /// A set of persons.
    GroupId => Group,
    /// An order of a headquarters.
    DirectiveId => Directive,
    /// A listed problem that somebody must rectify.
    ProblemId => Problem,
    /// One taking-in of a file.
    ImportId => Import,
    /// Long work that goes on by itself.
    JobId => Job,
    /// A file that was sent in or made.
    FileId => File,
    /// The sight of one record outside one's reach, opened for a reason and a time.
    GlassId => Glass,
    /// An offer of duties to somebody else.
    HandoverId => Handover,
    /// A meeting of a headquarters.
    MeetingId => Meeting,
    /// A recorded judgement of the situation.
    AssessmentId => Assessment,
    /// A document on its way to one unit, until it is read and passed on.
    DeliveryId => Delivery,
    /// A piece of work that a directive gives to a unit.
    TaskId => Task,
    /// How an area stands: its operating state and policy.
    PostureId => Posture,
    /// A task force of an area.
    TaskForceId => TaskForce,
    /// A call to a unit to show that somebody is awake.
    RollCallId => RollCall,
    /// An absence of somebody in office.
    LeaveId => Leave,
    /// A major event that is told upward until it is closed.
    MajorEventId => MajorEvent,
    /// A holiday or an event that is protected.
    OccasionId => Occasion,
    /// The report of a unit for a day.
    SituationReportId => SituationReport,
    /// A bulletin for the public.
    DailyBulletinId => DailyBulletin,
}

/// What an obligation or a fact can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the variants are the words of the glossary")]
pub enum SubjectKind {
    Person,
    Case,
    Contact,
    Exposure,
    Order,
    Fact,
    Obligation,
    Unit,
    Post,
    Shift,
    User,
    Visit,
    Sample,
    Place,
    Event,
    Group,
    Directive,
    Problem,
    Area,
    Consignment,
    Checkpoint,
    Import,
    Job,
    File,
    Glass,
    Handover,
    Meeting,
    Assessment,
    Delivery,
    Task,
    Posture,
    TaskForce,
    RollCall,
    Leave,
    MajorEvent,
    Occasion,
    SituationReport,
    DailyBulletin,
}

impl SubjectKind {
    /// The stored and wire form, as in the glossary.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Case => "case",
            Self::Contact => "contact",
            Self::Exposure => "exposure",
            Self::Order => "order",
            Self::Fact => "fact",
            Self::Obligation => "obligation",
            Self::Unit => "unit",
            Self::Post => "post",
            Self::Shift => "shift",
            Self::User => "user",
            Self::Visit => "visit",
            Self::Sample => "sample",
            Self::Place => "place",
            Self::Event => "event",
            Self::Group => "group",
            Self::Directive => "directive",
            Self::Problem => "problem",
            Self::Area => "area",
            Self::Consignment => "consignment",
            Self::Checkpoint => "checkpoint",
            Self::Import => "import",
            Self::Job => "job",
            Self::File => "file",
            Self::Glass => "glass",
            Self::Handover => "handover",
            Self::Meeting => "meeting",
            Self::Assessment => "assessment",
            Self::Delivery => "delivery",
            Self::Task => "task",
            Self::Posture => "posture",
            Self::TaskForce => "task_force",
            Self::RollCall => "roll_call",
            Self::Leave => "leave",
            Self::MajorEvent => "major_event",
            Self::Occasion => "occasion",
            Self::SituationReport => "situation_report",
            Self::DailyBulletin => "daily_bulletin",
        }
    }
}

impl fmt::Display for SubjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SubjectKind {
    type Err = Error;
    fn from_str(s: &str) -> Result<Self, Error> {
        serde_json::from_value(serde_json::Value::String(s.to_owned()))
            .map_err(|_| Error::new(Code::InvalidValue).arg("field", "subject").arg("value", s))
    }
}

/// A subject of any kind: anything with an id can be obliged about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SubjectRef {
    /// What it is.
    pub kind: SubjectKind,
    /// Which one.
    pub id: Uuid,
}

impl SubjectRef {
    /// An area as subject: its id is derived from its code.
    pub fn area(code: &crate::AreaCode) -> Self {
        Self { kind: SubjectKind::Area, id: derived_uuid(&["area", code.as_str()]) }
    }
}

/// A UUID (version 8) derived from the SHA-256 of the parts, each with its
/// length. The same parts give the same id on every machine: this is how an
/// obligation's key becomes its id, so that applying a fact twice changes nothing.
pub fn derived_uuid(parts: &[&str]) -> Uuid {
    uuid::Builder::from_custom_bytes(digest_of(parts)).into_uuid()
}

/// A derived id whose first 48 bits come from `near` alone and the other 74
/// from the parts: ids with the same `near` lie side by side in an ordered
/// index, so that what is recorded together is written together.
pub fn derived_uuid_near(near: &[&str], parts: &[&str]) -> Uuid {
    let mut bytes = digest_of(parts);
    bytes[..6].copy_from_slice(&digest_of(near)[..6]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn digest_of(parts: &[&str]) -> [u8; 16] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes
}

/// The wall-clock instant inside a UUIDv7, if it is one.
impl Timestamp {
    /// Reads the millisecond instant that a version 7 UUID carries.
    pub fn of_uuid_v7(id: Uuid) -> Option<Self> {
        let (seconds, nanos) = id.get_timestamp()?.to_unix();
        i64::try_from(seconds).ok().map(|s| Self::from_micros(s * 1_000_000 + i64::from(nanos) / 1_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_near_each_other_begin_alike_and_differ() {
        let id = |near: &str, part: &str| derived_uuid_near(&[near], &[part]);
        let (one, other, far) = (id("a", "1"), id("a", "2"), id("b", "1"));
        assert_eq!(one, id("a", "1"));
        assert_ne!(one, other);
        assert_eq!(one.as_bytes()[..6], other.as_bytes()[..6]);
        assert_ne!(one.as_bytes()[..6], far.as_bytes()[..6]);
        assert_eq!((one.get_version_num(), one.get_variant()), (8, uuid::Variant::RFC4122));
    }
}
