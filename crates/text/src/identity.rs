//! What tells one person from another: identity numbers, phone numbers and
//! names, brought into one form however they are written, and the keys under
//! which they are found again.
//!
//! A key is still personal: the store keeps only a keyed hash of it.

mod id_number;
mod keys;
mod name;
mod phone;
mod script;

pub use id_number::{IdNumber, NumberFault, ResidentId};
pub use keys::{KeyKind, SearchKey, index_keys, query_keys};
pub use name::{Likeness, MAX_NAME, Name};
pub use phone::phones;
pub(crate) use script::is_han;
pub use script::simplified;
