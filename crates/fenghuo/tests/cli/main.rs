//! The binary from outside: what is typed, what comes back.

mod demo;
mod installation;
mod operations;
mod portable;
mod protocol;
mod run;
mod upgrade;
