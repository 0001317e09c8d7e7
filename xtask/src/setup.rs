//! `cargo xtask setup`: what the tests use beyond Rust.

use crate::{Outcome, console, run};
use std::io::IsTerminal;
use testkit::TestPostgres;

/// How much is installed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What takes seconds: packages of the system.
    Packages,
    /// Also the test runner, which is compiled here.
    Everything,
}

/// A program that the tests use, and the package of the system that has it.
struct Need {
    name: &'static str,
    package: &'static str,
    why: &'static str,
    present: fn() -> bool,
}

const NEEDS: [Need; 4] = [
    Need {
        name: "PostgreSQL",
        package: "postgresql",
        why: "the conformance suite and the kill test on the second database",
        present: TestPostgres::available,
    },
    Need {
        name: "strace",
        package: "strace",
        why: "the test that sees the fsync before the acknowledgement",
        present: || run::works(run::program("strace").arg("--version")),
    },
    Need {
        name: "Chromium",
        package: CHROMIUM,
        why: "the walks through the console",
        present: console::has_chromium,
    },
    Need {
        name: "a Chinese typeface",
        package: TYPEFACE,
        why: "the Chinese pages as a reader sees them, in the walks and their pictures",
        present: || {
            run::read(run::program("fc-list").arg(":lang=zh")).is_ok_and(|faces| !faces.trim().is_empty())
        },
    },
];

const CHROMIUM: &str = "chromium";
const TYPEFACE: &str = "fonts-wqy-microhei";

/// What is needed here: without Node there is no console to walk through.
fn needs() -> impl Iterator<Item = &'static Need> {
    let node = console::has_node();
    NEEDS.iter().filter(move |need| node || ![CHROMIUM, TYPEFACE].contains(&need.package))
}

/// Installs what is absent as far as this user may, and names the rest. Only
/// `CI=true` makes a missing package an error: elsewhere its tests say that
/// they were not run.
pub fn run(depth: Depth) -> Outcome {
    let missing = || needs().filter(|need| !(need.present)()).collect::<Vec<_>>();
    let before = missing();
    if !before.is_empty() {
        install(&before);
    }
    let after = missing();
    for need in needs().filter(|need| (need.present)()) {
        println!("found {}", need.name);
    }
    for need in &after {
        println!("missing {}: package {}, for {}", need.name, need.package, need.why);
    }
    runner(depth);
    let node = console::has_node();
    if node {
        println!("found Node");
        console::install()?;
    } else {
        println!(
            "missing Node 20 or newer with npm, for the console: take it from nodejs.org or from your system"
        );
    }
    if run::in_ci() && (!after.is_empty() || !node) {
        return Err("CI=true, and what the tests need could not be installed".to_owned());
    }
    Ok(())
}

/// Whether `cargo nextest` can be used.
pub fn has_nextest() -> bool {
    run::works(run::cargo().args(["nextest", "--version"]))
}

fn install(needs: &[&Need]) {
    let Some(prefix) = rights() else {
        println!("no apt-get, or no right to use it: install the packages by hand");
        return;
    };
    let packages: Vec<_> = needs.iter().map(|need| need.package).collect();
    println!("installing {} with apt-get", packages.join(", "));
    let apt = |arguments: &[&str]| {
        let mut words = prefix.to_vec();
        words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]);
        words.extend(arguments);
        run::call(run::program(words[0]).args(&words[1..]))
    };
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(&packages);
    // A stale index is the usual reason for a failure: refresh it, then try once more.
    if apt(&arguments).or_else(|_| apt(&["update"]).and_then(|()| apt(&arguments))).is_err() {
        println!("apt-get could not install {}", packages.join(", "));
    }
}

/// The words before `apt-get` that give the right to install: none as root,
/// `sudo` where it asks nothing or somebody is there to answer.
fn rights() -> Option<&'static [&'static str]> {
    if !run::works(run::program("apt-get").arg("--version")) {
        return None;
    }
    let root = run::read(run::program("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let sudo = || run::works(run::program("sudo").args(["-n", "true"])) || std::io::stdin().is_terminal();
    match root {
        true => Some(&[]),
        false => sudo().then_some(&["sudo"]),
    }
}

fn runner(depth: Depth) {
    if has_nextest() {
        println!("found cargo-nextest");
    } else if depth == Depth::Everything {
        println!("installing cargo-nextest with cargo (some minutes)");
        if run::call(run::cargo().args(["install", "--locked", "cargo-nextest"])).is_err() {
            println!("missing cargo-nextest: plain `cargo test` is used instead");
        }
    } else {
        println!("missing cargo-nextest: plain `cargo test` is used (cargo xtask setup installs it)");
    }
}
