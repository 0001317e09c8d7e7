//! The tasks of the workspace: `cargo xtask --help` names them.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task talks to whoever runs it")]

use clap::{Parser, Subcommand, ValueEnum};
use std::{path::PathBuf, process::ExitCode};

mod bench;
mod console;
mod demo;
mod generate;
mod junit;
mod metadata;
mod run;
mod setup;
mod test;
mod tidy;

/// What a task ends with; the text says what went wrong and what to do.
type Outcome<T = ()> = Result<T, String>;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, check, show and measure Fenghuo", version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what the tests use (PostgreSQL, strace, Node, Chromium, cargo-nextest) and name what is missing
    Setup,
    /// Run everything CI runs
    Test {
        /// Also the long suites (fifty kills, mutation); CI=true implies it
        #[arg(long)]
        all: bool,
    },
    /// Hold the house rules: who depends on whom, what the sources may name
    Tidy,
    /// Build the console and the release binary, and show a whole outbreak
    Demo(demo::Options),
    /// Measure, and write the numbers to docs/benchmarks.md
    Bench {
        /// What is measured
        #[arg(value_enum)]
        suite: Suite,
        /// A hundredth of the data: shows that it runs, measures nothing worth keeping
        #[arg(long)]
        quick: bool,
        /// Of files, no list longer than this
        #[arg(long)]
        most: Option<usize>,
        /// On which database
        #[arg(long, value_enum, default_value = "both")]
        database: Database,
    },
    /// Write the generated files (docs/openapi.json, docs/errors.md) anew
    Gen {
        /// Only compare, and fail when one is stale
        #[arg(long)]
        check: bool,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Suite {
    /// One loop, from a report to a release, at the size of a province
    Loop,
    /// Lists in and out, searches for persons, log-ins
    Files,
    /// Frames of the exposure graph, pages on the data of the loop, weight of a first load
    Console,
    /// What is found in bulletins of meetings, against a careful reader
    Bulletins,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Database {
    /// The default of an installation
    Sqlite,
    /// A temporary server of the benchmark's own
    Postgres,
    /// One after the other
    Both,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Setup => setup::run(setup::Depth::Everything),
        Task::Test { all } => test::run(all || run::in_ci()),
        Task::Tidy => tidy::run(),
        Task::Demo(options) => demo::run(&options),
        Task::Bench { suite, quick, most, database } => bench::run(suite, quick, most, database),
        Task::Gen { check } => generate::run(check),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(text) => {
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the workspace.
fn root() -> PathBuf {
    testkit::workspace_root()
}
