//! The binary from outside: what is typed, what comes back.

mod demo;
mod installation;
mod protocol;
mod run;
