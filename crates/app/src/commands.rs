//! Commands: one function each. The rooms are those of `domain`.

mod clinical;
mod duty;
mod handovers;
mod investigation;
mod isolation;
mod obligations;
mod people;
mod sentinel;
mod supervision;
mod testing;
mod zones;

pub use clinical::{AssessCase, ClassifyCase, OpenCaseByHand, TakeStep};
pub use duty::{RequireWatch, RosterShift};
pub use handovers::{HandoverOf, OfferInput};
pub use investigation::ExposureInput;
pub use isolation::{CheckInput, OrderInput};
pub(crate) use people::within_limit;
pub use people::{AddressInput, HouseholdInput, NewPersonInput, PersonInput};
pub use sentinel::FeverInput;
pub use supervision::{DirectiveInput, ProblemInput};
pub use testing::ResultInput;
pub use zones::ZoneInput;
