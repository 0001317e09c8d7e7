//! `cargo xtask test`: everything CI runs, step by step.

use crate::{Outcome, console, junit, metadata::Metadata, run, setup, tidy};
use std::{fs, process::Command};
use testkit::TestPostgres;

/// Runs all steps, each even after another has failed, and ends with one line
/// `N passed, N failed` (tests, and one for each other step).
pub fn run(all: bool) -> Outcome {
    let mut report = Report::default();
    let (outcome, time) = run::timed(|| {
        report.step("set-up", || setup::run(setup::Depth::Packages));
        report.step("tidy", tidy::run);
        report.step("format", || run::call(run::cargo().args(["fmt", "--all", "--check"])));
        report.step("lints", || {
            let lints = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
            run::call(run::cargo().args(lints))
        });
        report.counted("tests", |count| tests(all, count));
        report.counted("examples in the documentation", |count| {
            run::watch(run::cargo().args(["test", "--workspace", "--doc", "--quiet"]), |line| count.see(line))
        });
        report.step("protocols", || run::call(run::fenghuo()?.args(["protocol", "check"])));
        walk_the_console(&mut report);
        report.finish()
    });
    println!("all steps took {}", run::plain(time));
    for (line, times) in &report.count.not_run {
        println!("{line}: {times} tests");
    }
    println!("{} passed, {} failed", report.count.passed, report.count.failed);
    outcome
}

/// The console needs Node, and its walks a Chromium: where they are not, that is said.
fn walk_the_console(report: &mut Report) {
    if !console::has_node() {
        let line = "not run: the console (no Node 20 or newer)".to_owned();
        println!("\n{line}");
        report.count.not_run.insert(line, 1);
        return;
    }
    report.step("console: types, lints, format", || run::call(&mut console::npm("check")));
    report.counted("console: unit tests", console::tests);
    report.step("console: build", console::build);
    report.step("console: weight of a first load", || run::call(&mut console::npm("size")));
    report.counted("console: walks in a browser", console::walks);
}

#[derive(Default)]
struct Report {
    count: junit::Count,
    failed: Vec<&'static str>,
}

impl Report {
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> Outcome) {
        self.counted(name, |count| {
            let outcome = work();
            *(if outcome.is_ok() { &mut count.passed } else { &mut count.failed }) += 1;
            outcome
        });
    }

    fn counted(&mut self, name: &'static str, work: impl FnOnce(&mut junit::Count) -> Outcome) {
        println!("\n== {name}");
        let mut count = junit::Count::default();
        let (outcome, time) = run::timed(|| work(&mut count));
        if let Err(text) = &outcome {
            println!("{text}");
            self.failed.push(name);
            // A step that fails without a count (it did not build) still counts as one.
            count.failed = count.failed.max(1);
        }
        println!("== {name}: {} in {}", if outcome.is_ok() { "passed" } else { "FAILED" }, run::plain(time));
        self.count.add(count);
    }

    fn finish(&self) -> Outcome {
        if self.failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", self.failed.join(", "))) }
    }
}

fn tests(all: bool, count: &mut junit::Count) -> Outcome {
    // One server for the whole run instead of one for each test process.
    let server = TestPostgres::start_for_run();
    let prepare = |command: &mut Command| {
        if let Some(server) = &server {
            command.env(testkit::ATTACH_VARIABLE, server.folder());
        }
        if all {
            command.env("FENGHUO_LONG", "1");
        }
    };
    if !setup::has_nextest() {
        let mut command = run::cargo();
        command.args(["test", "--workspace", "--all-targets", "--no-fail-fast", "--", "--show-output"]);
        prepare(&mut command);
        return run::watch(&mut command, |line| count.see(line));
    }
    let profile = if all { "long" } else { "default" };
    let report = Metadata::read()?.target.join("nextest").join(profile).join("junit.xml");
    // An old report must not speak for a run that did not get as far as writing one.
    if report.exists() {
        fs::remove_file(&report).map_err(|error| format!("{}: {error}", report.display()))?;
    }
    let mut command = run::cargo();
    command.args(["nextest", "run", "--workspace", "--no-fail-fast", "--profile", profile]);
    prepare(&mut command);
    let outcome = run::call(&mut command);
    if let Ok(text) = fs::read_to_string(&report) {
        count.add(junit::read(&text));
    }
    outcome
}
