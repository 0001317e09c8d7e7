//! Words that every other crate shares: typed identifiers, area codes and
//! paths, instants and business time, pages, the closed registry of error
//! codes, and the wrapper that keeps personal data out of logs.
//!
//! Nothing here knows a database, a network, a clock or a random source.

mod area;
mod classified;
mod error;
mod id;
mod lineage;
mod page;
mod text;
mod time;

pub use area::{AreaCode, AreaLevel, AreaPath};
pub use classified::{Classified, PersonalField};
pub use error::{Code, Error, Located, Result, Status};
pub use id::{
    AssessmentId, CaseId, ContactId, DailyBulletinId, DeliveryId, DirectiveId, EventId, ExposureId, FactId,
    FileId, GlassId, GroupId, HandoverId, IdSource, ImportId, JobId, LeaveId, MajorEventId, MeetingId,
    ObligationId, OccasionId, OrderId, PersonId, PlaceId, PostId, PostureId, ProblemId, RollCallId, SampleId,
    ShiftId, SituationReportId, SubjectKind, SubjectRef, TaskForceId, TaskId, UnitId, UserId, VisitId,
    derived_uuid, derived_uuid_near,
};
pub use lineage::{Lineage, Link, LinkKind};
pub use page::{Cursor, Page, PageRequest};
pub use text::Text;
pub use time::{AsOf, Date, Span, Timestamp, Zone, parse_date};
