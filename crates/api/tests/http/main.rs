//! The interface as a client meets it: a real router, a real log-in, SQLite in
//! a temporary folder, a clock moved by hand.

mod access;
mod bad_input;
mod commands;
mod events;
mod exports;
mod facts;
mod imports;
mod jobs;
mod listing;
mod log_ins;
mod operations;
mod the_loop;
mod town;
