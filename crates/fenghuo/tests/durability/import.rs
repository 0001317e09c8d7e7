//! A real `fenghuo import`, killed while it records.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::server::Installation;

/// Rows of the list, each but the first infected by the one before.
const ROWS: usize = 6000;
const MAPPING: &str = "disease = \"covid19\"\n[columns]\nnumber = \"no\"\nname = \"name\"\nonset = \"onset\"\ninfector = \"by\"\n[defaults]\narea = \"140105000000\"\n";
/// Marks of progress after which the program is killed, run by run: while rows
/// are recorded, and while links are.
const KILLS: [(&str, usize); 4] = [("recording", 1), ("recording", 2), ("recording", 4), ("linking", 2)];

/// Kills the import again and again, sends it once more, and counts.
pub fn kill_and_complete(installation: &Installation) {
    let (list, mapping) =
        (installation.folder().join("list.csv"), installation.folder().join("mapping.toml"));
    let rows: String = (1..=ROWS)
        .map(|n| {
            format!("{n},张{n},2022-06-01,{}\n", if n > 1 { (n - 1).to_string() } else { String::new() })
        })
        .collect();
    std::fs::write(&list, format!("no,name,onset,by\n{rows}")).expect("written");
    std::fs::write(&mapping, MAPPING).expect("written");
    let import = |more: &[&str]| {
        let mut command = installation.command();
        command.args(["--json", "import"]).arg(&list).arg("--mapping").arg(&mapping).arg("--history");
        command.args(more).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the program runs")
    };
    for (mark, count) in KILLS {
        let mut running = import(&[]);
        let told = BufReader::new(running.stderr.take().expect("piped"));
        let seen =
            told.lines().map_while(Result::ok).filter(|line| line.starts_with(mark)).take(count).count();
        running.kill().expect("killed");
        running.wait().expect("gone");
        assert_eq!(seen, count, "it was killed while {mark}");
    }
    let counts = |more: &[&str]| {
        let output = import(more).wait_with_output().expect("the program ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("json");
        answer["counts"].clone()
    };
    let last = counts(&[]);
    assert_eq!(last["rows"], ROWS);
    assert!(
        last["kept"].as_u64().is_some_and(|kept| kept > 0),
        "the killed ones had recorded something: {last}"
    );
    let again = counts(&["--dry-run"]);
    assert_eq!((&again["new"], &again["kept"], &again["changed"]), (&0.into(), &ROWS.into(), &0.into()));
    installation.with_app(|app| async move {
        app.verify().await.expect("every chain is whole");
        let of = async |kind: &str| {
            let (scope, from) = (store::Scope::system(), kernel::Timestamp::from_micros(i64::MIN));
            let facts = app.store().facts_of_kind(&scope, kind, from, app.as_of(None), u32::MAX).await;
            facts.expect("readable").len()
        };
        assert_eq!(of("case_opened").await, ROWS, "no row twice, none lost");
        assert_eq!(of("person_registered").await, ROWS);
        assert_eq!(of("exposure_recorded").await, ROWS - 1);
    });
}
