//! What differs between the databases, and nowhere else: how to connect, who
//! may write, bulk loading, the shape of the schema.

pub(crate) mod postgres;
pub(crate) mod sqlite;
