//! Commands: one function each. The rooms are those of `domain`.

mod absences;
mod clinical;
mod duty;
mod handovers;
mod headquarters;
mod investigation;
mod isolation;
mod obligations;
mod people;
mod posture;
mod reporting;
mod sentinel;
mod supervision;
mod tasks;
mod testing;
mod zones;

pub use absences::LeaveInput;
pub use clinical::{AssessCase, ClassifyCase, OpenCaseByHand, TakeStep};
pub use duty::{OccasionInput, RequireWatch, RollCallInput, RosterShift};
pub use handovers::{HandoverOf, OfferInput};
pub use headquarters::{AssessmentInput, DirectiveInput, MeetingInput, ProblemInput};
pub use investigation::ExposureInput;
pub use isolation::{CheckInput, OrderInput};
pub(crate) use people::within_limit;
pub use people::{AddressInput, HouseholdInput, NewPersonInput, PersonInput};
pub use posture::TaskForceInput;
pub use reporting::{BulletinInput, Correction, ReportInput, ReportsWanted};
pub use sentinel::FeverInput;
pub use tasks::{ExtensionAnswer, TaskInput};
pub use testing::ResultInput;
pub use zones::ZoneInput;
