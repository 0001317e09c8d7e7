//! What was acknowledged survives: the server, and PostgreSQL itself, are
//! really killed under load, and the writes to the disk are watched.

#![allow(clippy::print_stdout, reason = "what a run measured, and what was not run, is told")]

#[path = "durability/import.rs"]
mod import;
#[path = "durability/keys.rs"]
mod keys;
#[path = "durability/load.rs"]
mod load;
#[path = "durability/merge.rs"]
mod merge;
#[path = "durability/server.rs"]
mod server;

use kernel::Timestamp;
use load::Load;
use server::{Installation, Server};
use std::sync::Arc;
use std::time::Duration;
use testkit::TestPostgres;

/// Kills in a quick run; the long run makes fifty.
const QUICK_ROUNDS: u64 = 4;

fn rounds() -> u64 {
    if testkit::long() { 50 } else { QUICK_ROUNDS }
}

/// Kills the server at random moments under load, starts it again, and counts.
fn kill_and_count(installation: &Installation, postgres: Option<&TestPostgres>) {
    let load = Arc::new(Load::new(installation.seed()));
    for round in 0..rounds() {
        let mut server = Server::start(installation);
        let token = server.log_in();
        let clients = load.run(&server.address, &token);
        // The moment of the kill is drawn, so that it falls into every part of a commit.
        load.wait_at_least(load.draw(3), Duration::from_millis(load.draw(400)));
        match postgres {
            Some(database) if round % 2 == 1 => {
                database.kill9();
                server.kill();
                database.restart();
            }
            _ => server.kill(),
        }
        load.stop(clients);
    }
    let acknowledged = load.acknowledged_facts().len();
    println!("{} kills, {acknowledged} facts acknowledged by {} keys", rounds(), load.keys_sent());
    assert!(acknowledged as u64 > rounds(), "the load was no load");
    let mut server = Server::start(installation);
    let token = server.log_in();
    load.finish(&server.address, &token);
    server.kill();
    installation.with_app(|app| {
        let load = load.clone();
        async move {
            let report = app.verify().await.expect("every chain is whole");
            assert!(report.facts > 0);
            let scope = store::Scope::system();
            for fact in load.acknowledged_facts() {
                assert!(
                    app.store().fact(&scope, fact).await.expect("readable").is_some(),
                    "lost fact {fact}"
                );
            }
            for obligation in load.acknowledged_obligations() {
                let found = app.store().obligation(&scope, obligation).await.expect("readable");
                assert!(found.is_some(), "lost obligation {obligation}");
            }
            // A command sent again after the crash was recorded once, not twice.
            let seen = app
                .store()
                .facts_of_kind(&scope, "fever_seen", Timestamp::from_micros(0), app.as_of(None), u32::MAX)
                .await
                .expect("readable");
            assert_eq!(seen.len(), load.keys_sent(), "one visit for each key");
            // Timers: what came due while nobody was there is caught up, and once only.
            app.sweep().await.expect("sweeps");
            let now = app.now();
            let next = app.store().next_timer().await.expect("readable");
            assert!(next.is_none_or(|at| at > now), "a timer of {next:?} is still waiting at {now}");
            let escalated = app
                .store()
                .facts_of_kind(
                    &scope,
                    "obligation_escalated",
                    Timestamp::from_micros(0),
                    app.as_of(None),
                    u32::MAX,
                )
                .await
                .expect("readable");
            let mut steps: Vec<_> = escalated
                .iter()
                .map(|row| {
                    (
                        row.subject_id,
                        serde_json::from_slice::<serde_json::Value>(&row.body).expect("json")["step"]
                            .clone()
                            .to_string(),
                    )
                })
                .collect();
            let all = steps.len();
            steps.sort();
            steps.dedup();
            assert_eq!(steps.len(), all, "no step of a ladder was taken twice");
        }
    });
}

#[test]
fn kill_9_under_load_loses_nothing_on_sqlite() {
    kill_and_count(&Installation::sqlite(11), None);
}

#[test]
fn kill_9_under_load_loses_nothing_on_postgres() {
    let Some(database) = TestPostgres::start() else { return };
    let url = database.fresh_database();
    kill_and_count(&Installation::postgres(13, &url), Some(&database));
}

#[test]
fn kill_9_in_an_import_is_mended_by_sending_it_again_on_sqlite() {
    import::kill_and_complete(&Installation::sqlite(19));
}

#[test]
fn kill_9_in_an_import_is_mended_by_sending_it_again_on_postgres() {
    let Some(database) = TestPostgres::start() else { return };
    let url = database.fresh_database();
    import::kill_and_complete(&Installation::postgres(23, &url));
}

#[test]
fn kill_9_in_a_rotation_of_keys_is_mended_by_the_next_on_sqlite() {
    keys::kill_and_complete(&Installation::sqlite(29));
}

#[test]
fn kill_9_in_a_rotation_of_keys_is_mended_by_the_next_on_postgres() {
    let Some(database) = TestPostgres::start() else { return };
    let url = database.fresh_database();
    keys::kill_and_complete(&Installation::postgres(31, &url));
}

#[test]
fn kill_9_in_merges_merges_each_once_on_sqlite() {
    merge::kill_and_count(&Installation::sqlite(37));
}

#[test]
fn kill_9_in_merges_merges_each_once_on_postgres() {
    let Some(database) = TestPostgres::start() else { return };
    let url = database.fresh_database();
    merge::kill_and_count(&Installation::postgres(41, &url));
}

#[test]
fn strace_sees_the_sync_before_the_acknowledgement() {
    if !server::has_strace() {
        assert!(std::env::var_os("CI").is_none(), "strace is needed: cargo xtask setup installs it");
        println!("not run: no strace");
        return;
    }
    let installation = Installation::sqlite(17);
    let log = installation.folder().join("strace.log");
    let mut server = Server::start_traced(&installation, &log);
    let token = server.log_in();
    let marker = "durability-marker";
    let receipt = load::report_fever(&server.address, &token, marker).expect("acknowledged");
    assert!(!receipt.facts.is_empty());
    server.kill();
    let trace = std::fs::read_to_string(&log).expect("a trace");
    let calls: Vec<&str> = trace.lines().collect();
    let received = calls
        .iter()
        .position(|line| line.contains(marker))
        .expect("the request with its key is in the trace");
    let answered = calls[received..]
        .iter()
        .position(|line| (line.contains("write") || line.contains("send")) && line.contains("HTTP/1.1 20"))
        .map(|at| received + at)
        .expect("the answer is in the trace");
    let synced = calls[received..answered].iter().any(|line| {
        line.contains("fsync(")
            || line.contains("fdatasync(")
            || line.contains("fsync resumed")
            || line.contains("fdatasync resumed")
    });
    assert!(synced, "no sync between request and answer:\n{}", calls[received..=answered].join("\n"));
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let folder = testkit::temp_folder();
    let Some(server) = Server::start_on_small_disk(folder.path(), 12) else {
        println!("not run: no file system of our own (needs root and unshare)");
        return;
    };
    let token = server.log_in();
    let (mut acknowledged, mut refused) = (0, Vec::new());
    let languages = [("zh-CN", "磁盘"), ("en", "disk")];
    for key in (0..20_000).map(|n| format!("full-{n}")) {
        let Some((language, words)) = languages.get(refused.len()) else { break };
        let (status, answer) = load::answer(&server.address, &token, &key, language);
        if status < 300 {
            // Also after a refusal: what was copied back meanwhile made room in the log.
            acknowledged += 1;
            continue;
        }
        assert_eq!((status, answer["type"].as_str()), (503, Some("store.disk_full")), "{answer}");
        let detail = answer["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(words), "{detail}");
        refused.push(key);
    }
    println!("{acknowledged} commands until the disk was full");
    assert!(acknowledged > 0);
    assert_eq!(refused.len(), languages.len(), "the disk fills up");
    // Once there is room, what was acknowledged is there, nothing of what was refused, and work goes on.
    server.make_room(folder.path());
    assert_eq!(load::count_visits(&server.address, &token), acknowledged);
    assert!(load::report_fever(&server.address, &token, &refused[0]).is_some());
    assert_eq!(load::count_visits(&server.address, &token), acknowledged + 1);
}
