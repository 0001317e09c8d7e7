//! What tests share: a real PostgreSQL in a temporary folder, seeded ids, a
//! clock set by hand, temporary folders, the place of the large data sets,
//! and the arithmetic of latencies. Never shipped.

#[cfg(feature = "kernel")]
mod clock;
mod folders;
#[cfg(feature = "kernel")]
mod ids;
mod latency;
mod postgres;

#[cfg(feature = "kernel")]
pub use clock::TestClock;
pub use folders::{long, shared_data, temp_folder, workspace_root};
#[cfg(feature = "kernel")]
pub use ids::TestIds;
pub use latency::Latencies;
pub use postgres::{ATTACH_VARIABLE, TestPostgres};
