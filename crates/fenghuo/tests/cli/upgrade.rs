//! A database of every released version of the tables is brought to this one.

use crate::run::{Said, at};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The versions of the tables that were released, with the dumps of their databases.
const RELEASED: [&str; 1] = ["0001"];

fn fixture(version: &str, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/tests/fixtures").join(version).join(name)
}

fn installation(folder: &Path) -> PathBuf {
    let data = folder.join("data");
    fs::create_dir(&data).expect("made");
    fs::write(data.join("keys"), format!("1 {}\n", "09".repeat(32))).expect("written");
    data
}

fn stays_sound(run: impl Fn(&[&str]) -> Said) {
    let before = run(&["--json", "admin", "verify"]).done().json();
    assert!(before["facts"].as_u64().expect("facts") >= 50, "{before}");
    run(&["admin", "rebuild"]).done();
    assert_eq!(run(&["--json", "admin", "verify"]).done().json(), before);
    let found = run(&["--json", "doctor"]).json();
    let items = found["items"].as_array().expect("items").clone();
    for check in ["schema", "journal", "ring"] {
        let item = items.iter().find(|item| item["check"] == check).expect("a finding");
        assert_eq!(item["health"], "good", "{item}");
    }
}

#[test]
fn an_sqlite_database_of_every_released_version_is_upgraded() {
    for version in RELEASED {
        let folder = testkit::temp_folder();
        let data = installation(folder.path());
        let packed = fs::File::open(fixture(version, "sqlite.db.zst")).expect("a fixture");
        let mut file = fs::File::create(data.join("fenghuo.db")).expect("made");
        zstd::stream::copy_decode(packed, &mut file).expect("unpacked");
        stays_sound(|words| at(&data, words));
    }
}

#[test]
fn a_postgresql_database_of_every_released_version_is_upgraded() {
    let Some(postgres) = testkit::TestPostgres::shared() else { return };
    for version in RELEASED {
        let folder = testkit::temp_folder();
        let data = installation(folder.path());
        let url = postgres.fresh_database();
        let packed = fs::File::open(fixture(version, "postgres.sql.zst")).expect("a fixture");
        let dump = folder.path().join("dump.sql");
        zstd::stream::copy_decode(packed, fs::File::create(&dump).expect("made")).expect("unpacked");
        let Ok(loaded) =
            Command::new("psql").args(["-q", "-v", "ON_ERROR_STOP=1", "-f"]).arg(&dump).arg(&url).output()
        else {
            println!("not run: psql is not there");
            return;
        };
        assert!(loaded.status.success(), "{}", String::from_utf8_lossy(&loaded.stderr));
        stays_sound(|words| {
            let mut all = vec!["--database", &url];
            all.extend(words);
            at(&data, &all)
        });
    }
}
