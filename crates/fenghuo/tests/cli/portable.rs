//! Backup, restore and copy from outside, killed in the middle as well.

use crate::run::{Server, at, at_with, fenghuo};
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::Duration;

fn init(data: &Path) {
    at(data, &["admin", "init"]).done();
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn a_running_server_is_backed_up_and_restored_elsewhere() {
    let folder = testkit::temp_folder();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    init(&data);
    let file = text(&folder.path().join("fenghuo.backup"));
    let server = Server::start(&data);
    let made = at(&data, &["--json", "admin", "backup", &file]).done().json();
    assert_eq!(server.stop(), Some(0));
    assert!(made["rows"].as_u64().expect("rows") > 1000, "{made}");
    assert!(data.join("last-backup.json").exists());
    let checked = at(&other, &["--json", "admin", "restore", &file, "--check"]).done().json();
    assert_eq!(checked["tables"], made["tables"]);
    assert!(!other.exists(), "a check makes nothing");
    let restored = at(&other, &["admin", "restore", &file]).done();
    assert!(restored.err.contains("no key ring"), "{}", restored.err);
    assert_eq!(at(&other, &["serve"]).code, 1, "no server without the keys");
    fs::copy(data.join("keys"), other.join("keys")).expect("copied");
    at(&other, &["admin", "verify"]).done();
    let again = at(&other, &["admin", "restore", &file]);
    assert_eq!((again.code, again.err.contains("not empty")), (1, true), "{}", again.err);
}

#[test]
fn a_backup_with_its_keys_is_a_whole_installation() {
    let folder = testkit::temp_folder();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    init(&data);
    let file = text(&folder.path().join("fenghuo.backup"));
    let open = at(&data, &["admin", "backup", &file, "--with-keys"]);
    assert_eq!((open.code, open.err.contains("must be encrypted")), (1, true), "{}", open.err);
    let words = ["admin", "backup", &file, "--with-keys", "--encrypt"];
    at_with(&data, &words, "correct horse\n").done();
    let wrong = at_with(&other, &["admin", "restore", &file], "wrong horse\n");
    assert_eq!((wrong.code, wrong.err.contains("does not open")), (1, true), "{}", wrong.err);
    at_with(&other, &["admin", "restore", &file], "correct horse\n").done();
    assert_eq!(fs::read(data.join("keys")).expect("keys"), fs::read(other.join("keys")).expect("keys"));
    at(&other, &["admin", "verify"]).done();
    let theirs = folder.path().join("theirs");
    init(&theirs);
    fs::remove_file(theirs.join("fenghuo.db")).expect("removed");
    let refused = at_with(&theirs, &["admin", "restore", &file], "correct horse\n");
    assert_eq!((refused.code, refused.err.contains("another key ring")), (1, true), "{}", refused.err);
}

fn spawn(data: &Path, words: &[&str]) -> Child {
    let mut command = fenghuo("en");
    command.arg("--data").arg(data).args(words);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the binary runs")
}

/// Kills a command once something has come true, at the latest when it has ended.
fn kill_when(mut child: Child, reached: impl Fn() -> bool) {
    // Nothing is ever sent: the wait only passes a moment.
    let (_keep, nothing) = mpsc::channel::<()>();
    while !reached() && child.try_wait().expect("asked").is_none() {
        let _ = nothing.recv_timeout(Duration::from_millis(1));
    }
    let _ = child.kill();
    let _ = child.wait();
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |meta| meta.len())
}

#[test]
fn a_killed_backup_leaves_no_file_that_is_taken_as_one() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("data");
    init(&data);
    let file = folder.path().join("fenghuo.backup");
    let partial = folder.path().join("fenghuo.backup.partial");
    for least in [1, 20_000, 100_000] {
        kill_when(spawn(&data, &["admin", "backup", &text(&file)]), || size(&partial) >= least);
        if file.exists() {
            // It had ended before: then it is whole.
            at(&data, &["admin", "restore", &text(&file), "--check"]).done();
            fs::remove_file(&file).expect("removed");
        } else {
            let refused = at(&data, &["admin", "restore", &text(&partial), "--check"]);
            assert_eq!((refused.code, refused.err.contains("cut short")), (1, true), "{}", refused.err);
        }
    }
    at(&data, &["admin", "backup", &text(&file)]).done();
    assert!(!partial.exists());
    at(&data, &["admin", "restore", &text(&file), "--check"]).done();
}

#[test]
fn a_killed_restore_leaves_no_database_that_is_served() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("data");
    init(&data);
    let file = folder.path().join("fenghuo.backup");
    let made = at(&data, &["--json", "admin", "backup", &text(&file)]).done().json();
    let other = folder.path().join("other");
    fs::create_dir(&other).expect("made");
    fs::copy(data.join("keys"), other.join("keys")).expect("copied");
    let database = other.join("fenghuo.db");
    let log = other.join("fenghuo.db-wal");
    let mut refused = 0;
    for least in [1, 500_000, 2_000_000] {
        kill_when(spawn(&other, &["admin", "restore", &text(&file)]), || {
            size(&database) + size(&log) >= least
        });
        let verified = at(&other, &["admin", "verify"]);
        if verified.code == 0 {
            // It had ended before, or had not begun: either way nothing is half there.
            let rows = at(&other, &["--json", "admin", "posts"]).done().json();
            let posts = rows["items"].as_array().map_or(0, Vec::len);
            assert!(posts == 0 || posts > 1000, "{posts}");
            for name in ["fenghuo.db", "fenghuo.db-wal", "fenghuo.db-shm"] {
                let _ = fs::remove_file(other.join(name));
            }
        } else {
            assert!(verified.err.contains("begun and not ended"), "{}", verified.err);
            refused += 1;
        }
    }
    assert!(refused > 0, "no kill fell into a restore");
    at(&other, &["admin", "restore", &text(&file)]).done();
    at(&other, &["admin", "verify"]).done();
    let second = folder.path().join("second.backup");
    let again = at(&other, &["--json", "admin", "backup", &text(&second)]).done().json();
    assert_eq!(again["tables"], made["tables"]);
}

#[test]
fn a_database_moves_and_comes_back() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("data");
    init(&data);
    let Some(postgres) = testkit::TestPostgres::shared() else { return };
    let from = format!("sqlite:{}", data.join("fenghuo.db").display());
    let between = postgres.fresh_database();
    let back = format!("sqlite:{}", folder.path().join("back.db").display());
    let first = at(&data, &["--json", "admin", "copy-database", "--from", &from, "--to", &between]).done();
    let second = at(&data, &["--json", "admin", "copy-database", "--from", &between, "--to", &back]).done();
    assert_eq!(first.json()["tables"], second.json()["tables"]);
    let refused = at(&data, &["admin", "copy-database", "--from", &from, "--to", &between]);
    assert_eq!((refused.code, refused.err.contains("not empty")), (1, true), "{}", refused.err);
    at(&data, &["--database", &between, "admin", "verify"]).done();
}
