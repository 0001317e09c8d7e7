//! A real `fenghuo admin key rotate`, killed while it closes everything anew.

use std::io::{BufRead as _, BufReader};
use std::process::{Output, Stdio};

use kernel::{PersonId, PersonalField};

use crate::server::Installation;

/// Persons whose keys are wrapped anew; with the key of the index they make 2,500,
/// of which each fifth is told.
const PERSONS: usize = 2499;
const MAPPING: &str = "disease = \"covid19\"\n[columns]\nnumber = \"no\"\nname = \"name\"\nonset = \"onset\"\n[defaults]\narea = \"140105000000\"\n";
/// Marks of progress after which the program is killed, run by run.
const KILLS: [usize; 2] = [1, 1];

/// Kills the rotation again and again, runs it once more, and opens everything.
pub fn kill_and_complete(installation: &Installation) {
    let (list, mapping) =
        (installation.folder().join("list.csv"), installation.folder().join("mapping.toml"));
    let rows: String = (1..=PERSONS).map(|n| format!("{n},张{n},2022-06-01\n")).collect();
    std::fs::write(&list, format!("no,name,onset\n{rows}")).expect("written");
    std::fs::write(&mapping, MAPPING).expect("written");
    let run = |args: &[&str]| -> Output {
        let mut command = installation.command();
        command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the program runs").wait_with_output().expect("it ends")
    };
    let (list, mapping) = (list.display().to_string(), mapping.display().to_string());
    let taken_in = run(&["import", &list, "--mapping", &mapping, "--history"]);
    assert!(taken_in.status.success(), "{}", String::from_utf8_lossy(&taken_in.stderr));
    let keys = || std::fs::read_to_string(installation.folder().join("keys")).expect("the key ring");
    let old = keys();
    assert_eq!(old.lines().count(), 1);
    for count in KILLS {
        let mut command = installation.command();
        command.args(["admin", "key", "rotate"]).stdin(Stdio::null());
        let mut running = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
        let told = BufReader::new(running.stderr.take().expect("piped"));
        let marks = told.lines().map_while(Result::ok).filter(|line| line.starts_with("Rewrapping"));
        let seen = marks.take(count).count();
        running.kill().expect("killed");
        running.wait().expect("gone");
        assert_eq!(seen, count, "it was killed while it went on");
        assert_eq!(keys().lines().count(), 2, "one new key, however often it is broken off");
        assert!(keys().starts_with(&old), "the old key stays");
    }
    let done = run(&["--json", "admin", "key", "rotate"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&done.stdout).expect("json");
    assert_eq!(answer["current"], 2);
    // Another ring is refused, and touches nothing.
    let right = keys();
    let file = installation.folder().join("keys");
    std::fs::write(&file, format!("1 {}\n", "ab".repeat(32))).expect("written");
    let wrong = run(&["admin", "key", "rotate"]);
    let told = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(!wrong.status.success() && told.contains("keys of personal data"), "{told}");
    assert_eq!(keys().lines().count(), 1);
    std::fs::write(&file, right).expect("written");
    let retired = run(&["--json", "admin", "key", "rotate", "--retire"]);
    assert!(retired.status.success(), "{}", String::from_utf8_lossy(&retired.stderr));
    assert_eq!((keys().lines().count(), keys().contains(old.trim())), (1, false));
    installation.with_app(|app| async move {
        app.verify().await.expect("every chain is whole");
        let uses = app.store().key_uses().await.expect("counted");
        assert_eq!(uses.keys().copied().collect::<Vec<_>>(), [2], "{uses:?}");
        let (scope, from) = (store::Scope::system(), kernel::Timestamp::from_micros(i64::MIN));
        let facts = app.store().facts_of_kind(&scope, "person_registered", from, app.as_of(None), u32::MAX);
        let ids: Vec<PersonId> =
            facts.await.expect("readable").iter().map(|row| PersonId(row.subject_id)).collect();
        let note = store::AuditNote {
            id: uuid::Uuid::from_u128(1),
            at: app.now(),
            post: None,
            kind: store::AuditKind::Look,
            action: "test".to_owned(),
            detail: Vec::new(),
        };
        let opened = app.store().personal(&scope, &ids, &[PersonalField::Name], note).await.expect("opened");
        assert_eq!(opened.len(), PERSONS, "every value opens");
        assert!(opened.iter().all(|(_, values)| values.len() == 1));
    });
}
