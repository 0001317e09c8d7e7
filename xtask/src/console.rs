//! The console in `web/`: its packages, its checks, its build. All of it needs
//! Node; without it the rest of the workspace goes on working.

use crate::{Outcome, junit::Count, metadata::Metadata, root, run};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

/// What the built console comes from, besides what lies in `web/` itself.
const SOURCES: [&str; 4] = ["web", "content/i18n", "docs/openapi.json", "crates/authz/permissions.txt"];
/// What is made in `web/`, not written.
const MADE: [&str; 3] = ["node_modules", "dist", "generated"];
/// The oldest Node that builds it.
const NODE: u32 = 20;

/// Whether there is a Node that can build it.
pub fn has_node() -> bool {
    let version = run::read(run::program("node").arg("--version")).unwrap_or_default();
    major(&version).is_some_and(|version| version >= NODE) && run::works(run::program("npm").arg("--version"))
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// A script of `web/package.json`.
pub fn npm(script: &str) -> Command {
    let mut command = run::program("npm");
    command.args(["--prefix", "web", "run", "--silent", script]);
    command
}

/// Installs the packages of the lock file, unless they are there.
pub fn install() -> Outcome {
    let lock = root().join("web/package-lock.json");
    let installed = root().join("web/node_modules/.package-lock.json");
    if changed_at(&installed) >= changed_at(&lock) && installed.is_file() {
        return Ok(());
    }
    println!("installing the packages of the console");
    run::call(run::program("npm").args(["--prefix", "web", "ci", "--silent"]))
}

/// Builds it, unless nothing has changed since the last time.
pub fn build() -> Outcome {
    install()?;
    let index = root().join("web/dist/index.html");
    let newest = SOURCES.iter().map(|name| newest(&root().join(name))).max();
    if index.is_file() && Some(changed_at(&index)) > newest {
        println!("the console is built already");
        return Ok(());
    }
    println!("building the console");
    run::call(&mut npm("build"))
}

fn changed_at(path: &Path) -> SystemTime {
    fs::metadata(path).and_then(|meta| meta.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
}

/// When something below a path was changed last. A folder changes when a file comes or goes.
fn newest(path: &Path) -> SystemTime {
    let own = changed_at(path);
    let below = fs::read_dir(path).into_iter().flatten().flatten().filter(|entry| {
        let name = entry.file_name();
        MADE.iter().all(|made| name != *made)
    });
    below.map(|entry| newest(&entry.path())).fold(own, SystemTime::max)
}

/// The unit tests.
pub fn tests(count: &mut Count) -> Outcome {
    let report = Metadata::read()?.target.join("console-junit.xml");
    // An old report must not speak for a run that did not get as far as writing one.
    let _ = fs::remove_file(&report);
    let mut command = npm("test");
    command.args(["--", "--reporter=default", "--reporter=junit"]);
    command.arg(format!("--outputFile.junit={}", report.display()));
    let outcome = run::call(&mut command);
    count.add(fs::read_to_string(&report).map(|text| crate::junit::read(&text)).unwrap_or_default());
    outcome
}

/// The walks through the built console, served by a server that has it inside.
pub fn walks(count: &mut Count) -> Outcome {
    build()?;
    run::call(run::cargo().args([
        "build",
        "--quiet",
        "--workspace",
        "--bin",
        "fenghuo",
        "--features",
        FEATURE,
    ]))?;
    let server: PathBuf = Metadata::read()?.target.join("debug").join("fenghuo");
    let mut command = npm("e2e");
    command.env("FENGHUO_BIN", server);
    run::watch(&mut command, |line| count.see(line))
}

/// The feature that puts the console into the program.
pub const FEATURE: &str = "fenghuo/console";

/// Where Chromium may lie.
const CHROMIUM: [&str; 3] = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/// Whether there is a Chromium to walk with.
pub fn has_chromium() -> bool {
    std::env::var_os("FENGHUO_CHROMIUM").is_some() || CHROMIUM.iter().any(|path| Path::new(path).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_read() {
        assert_eq!(major("v20.19.4\n"), Some(20));
        assert_eq!(major("v9.0.0"), Some(9));
        assert_eq!(major(""), None);
    }

    #[test]
    fn what_is_made_does_not_count_as_a_source() {
        let folder = testkit::temp_folder();
        let old = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000);
        let set = |path: &Path| fs::File::open(path).and_then(|file| file.set_modified(old)).expect("a time");
        let made = folder.path().join("dist");
        fs::create_dir(&made).expect("a folder");
        fs::write(made.join("index.html"), "").expect("a file");
        let written = folder.path().join("main.ts");
        fs::write(&written, "").expect("a file");
        let later = changed_at(&written);
        fs::File::options()
            .write(true)
            .open(&written)
            .and_then(|file| file.set_modified(old))
            .expect("a time");
        set(folder.path());
        assert_eq!(newest(folder.path()), old);
        fs::File::options()
            .write(true)
            .open(&written)
            .and_then(|file| file.set_modified(later))
            .expect("a time");
        assert_eq!(newest(folder.path()), later);
    }
}
