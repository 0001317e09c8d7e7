//! The interface as a client meets it: a real router, a real log-in, SQLite in
//! a temporary folder, a clock moved by hand.

mod access;
mod areas;
mod bad_input;
mod boards;
mod bulletins;
mod commands;
mod county;
mod events;
mod exports;
mod facts;
mod headquarters;
mod identity_provider;
mod imports;
mod jobs;
mod listing;
mod log_ins;
mod nothing_of_others;
mod notices;
mod on_duty;
mod operations;
mod permissions;
mod presence;
mod reach;
mod reporting;
mod sign_in;
mod the_loop;
mod town;
mod trials;
