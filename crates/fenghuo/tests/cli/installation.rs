//! Made, served, logged into, locked, refused.

use crate::run::{Server, at, at_with, run};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

const PASSWORD: &str = "correct horse battery";

fn init(data: &Path) {
    at(data, &["admin", "init"]).done();
    let user = ["admin", "user", "wang", "--post", "140105000000:cdc", "--role", "epidemiologist"];
    at_with(data, &user, &format!("{PASSWORD}\n")).done();
}

#[test]
fn an_installation_is_made_served_and_asked() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("data");
    init(&data);
    let keys = fs::metadata(data.join("keys")).expect("a key ring");
    assert_eq!(keys.permissions().mode() & 0o777, 0o600);
    // A second time changes nothing.
    let before = fs::read(data.join("keys")).expect("keys");
    at(&data, &["admin", "init"]).done();
    assert_eq!(fs::read(data.join("keys")).expect("keys"), before);

    let server = Server::start(&data);
    let mut response = ureq::post(format!("{}/api/v1/sessions", server.url))
        .send_json(json!({ "login": "wang", "password": PASSWORD }))
        .expect("logged in");
    let session: Value = response.body_mut().read_json().expect("a session");
    let token = session["token"].as_str().expect("a token");

    // The command line through the server, and (refused) beside it.
    let through = ["--json", "cases", "list", "--server", &server.url, "--token", token];
    assert_eq!(run("en", &through).done().json()["items"], json!([]));
    let refused = run("en", &["cases", "list", "--server", &server.url, "--token", "nonsense"]);
    assert_eq!((refused.code, refused.err.contains("not logged in")), (1, true), "{}", refused.err);
    let beside = at(&data, &["admin", "verify"]);
    assert_eq!(beside.code, 1);
    assert!(beside.err.contains("in use"), "{}", beside.err);

    assert_eq!(server.stop(), Some(0));
    at(&data, &["admin", "verify"]).done();
    assert_eq!(at(&data, &["--json", "cases", "list"]).done().json()["items"], json!([]));
}

#[test]
fn offers_and_opened_records_are_listed() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("data");
    init(&data);
    for words in [
        &["handovers", "list"][..],
        &["handovers", "list", "--whole-area"],
        &["break-glass", "list", "--to-review"],
    ] {
        let said = at(&data, &[&["--json"], words].concat()).done();
        assert_eq!(said.json()["items"], json!([]), "{words:?}");
    }
    let nobody = "00000000-0000-7000-8000-000000000000";
    for words in [
        &["handovers", "show", nobody][..],
        &["handovers", "accept", nobody],
        &["handovers", "reject", nobody, "--reason", "none is free"],
        &["break-glass", "review", nobody, "--finding", "justified", "--note", "seen"],
    ] {
        let said = at(&data, words);
        assert_eq!((said.code, said.err.is_empty()), (1, false), "{words:?} {}", said.out);
    }
}

#[test]
fn a_known_user_keeps_his_password_until_it_is_set() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("data");
    init(&data);
    let more = ["admin", "user", "wang", "--post", "140106000000:cdc", "--role", "epidemiologist"];
    let said = at(&data, &more).done();
    assert!(said.out.contains("admin password wang"), "{}", said.out);
    let unknown = at_with(&data, &["admin", "password", "li"], "another horse battery\n");
    assert_eq!(unknown.code, 1, "{}", unknown.out);

    let log_in = |server: &Server, password: &str| {
        ureq::post(format!("{}/api/v1/sessions", server.url))
            .send_json(json!({ "login": "wang", "password": password }))
            .is_ok()
    };
    let server = Server::start(&data);
    assert!(log_in(&server, PASSWORD));
    assert_eq!(server.stop(), Some(0));
    at_with(&data, &["admin", "password", "wang"], "another horse battery\n").done();
    let server = Server::start(&data);
    assert!(!log_in(&server, PASSWORD));
    assert!(log_in(&server, "another horse battery"));
}

#[test]
fn a_database_without_its_keys_is_refused() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("data");
    let nothing = at(&data, &["serve"]);
    assert_eq!((nothing.code, nothing.err.contains("admin init")), (1, true), "{}", nothing.err);
    at(&data, &["admin", "init"]).done();
    fs::remove_file(data.join("keys")).expect("removed");
    for words in [&["serve"][..], &["admin", "init"], &["cases", "list"]] {
        let refused = at(&data, words);
        assert_eq!(refused.code, 1);
        assert!(refused.err.contains("key"), "{}", refused.err);
    }
    assert!(!data.join("keys").exists(), "nothing was made in its place");
}

/// A line of the list of migrations.
struct Migration;

impl store::Record for Migration {
    const TABLE: &'static store::TableSpec = &store::TableSpec {
        name: "schema_version",
        columns: &[
            store::Column { name: "version", kind: store::Type::Int, nullable: false },
            store::Column { name: "name", kind: store::Type::Text, nullable: false },
            store::Column { name: "checksum", kind: store::Type::Text, nullable: false },
            store::Column { name: "applied_at", kind: store::Type::Int, nullable: false },
        ],
        key: &["version"],
        on_conflict: store::OnConflict::Fail,
    };
    fn to_values(&self) -> Vec<store::Value> {
        let text = |text: &str| store::Value::Text(text.to_owned());
        vec![store::Value::Int(store::SCHEMA_VERSION + 1), text("later"), text(""), store::Value::Int(0)]
    }
    fn from_values(_: Vec<store::Value>) -> kernel::Result<Self> {
        Ok(Self)
    }
}

#[test]
fn a_database_of_a_newer_version_is_refused() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("data");
    at(&data, &["admin", "init"]).done();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let options = store::Options {
            url: format!("sqlite:{}", data.join("fenghuo.db").display()),
            keys: store::KeyRing::default(),
            now: kernel::Timestamp::from_micros(0),
            new_node: kernel::derived_uuid(&["test"]),
        };
        let store = store::Store::open(options).await.expect("opened");
        store.bulk_insert(&[Migration]).await.expect("written");
        store.close().await;
    });
    let refused = at(&data, &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("newer than this program"), "{}", refused.err);
}

#[test]
fn wrong_usage_is_said_in_both_languages() {
    for (language, words, expected) in [
        ("en", &["case"][..], "There is no command “case”"),
        ("zh-CN", &["case"], "没有命令“case”"),
        ("zh-CN", &["cases", "list", "--limits", "3"], "没有选项“--limits”"),
        ("en", &["demo", "--scenario", "x"], "choose from: drill, hagelloch"),
    ] {
        let said = run(language, words);
        assert_eq!((said.code, said.err.contains(expected)), (2, true), "{}", said.err);
    }
    for (language, expected) in [("en", "Usage: fenghuo"), ("zh-CN", "用法： fenghuo")] {
        let said = run(language, &["--help"]).done();
        assert!(said.out.contains(expected), "{}", said.out);
    }
}

#[test]
fn a_line_list_comes_in_or_is_refused_with_every_fault() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("data");
    at(&data, &["admin", "init"]).done();
    let mapping = folder.path().join("mapping.toml");
    let text = "disease = \"covid19\"\n[columns]\nnumber = \"no\"\nonset = \"onset\"\ninfector = \"by\"\n[defaults]\narea = \"140105000000\"\nclassification = \"confirmed\"\nexposure_kind = \"household\"\n";
    fs::write(&mapping, text).expect("written");
    let list = folder.path().join("list.csv");
    let import = |dry: bool| {
        let (list, mapping) = (list.display().to_string(), mapping.display().to_string());
        let mut words = vec!["--json", "import", &list, "--mapping", &mapping];
        words.extend(dry.then_some("--dry-run"));
        at(&data, &words)
    };
    fs::write(&list, "no,onset,by\n1,2022-07-01,\n2,2022-02-31,1\n3,2022-07-04,4\n4,2022-07-02,3\n")
        .expect("written");
    let refused = import(false);
    assert_eq!(refused.code, 1, "{}", refused.out);
    assert!(refused.err.contains("2022-02-31") && refused.err.contains("row 3"), "{}", refused.err);
    assert_eq!(
        at(&data, &["--json", "cases", "list"]).done().json()["items"],
        json!([]),
        "nothing is half done"
    );
    fs::write(&list, "no,onset,by\n1,2022-07-01,\n2,2022-07-03,1\n").expect("written");
    assert_eq!(import(true).done().json()["counts"]["new"], 2);
    let taken = import(false).done().json();
    assert_eq!(taken["counts"]["new"], 2);
    assert_eq!(import(false).done().json()["counts"]["kept"], 2, "the same list twice changes nothing");
    let chains = at(&data, &["--json", "chains", "summary"]).done().json();
    assert_eq!(chains["generations"], json!([1, 1]));
    let shown = at(&data, &["--json", "cases", "show", "list-2"]).done().json();
    assert_eq!(shown["case"]["number"], "list-2");
    let id = taken["import"].as_str().expect("an import");
    let undone = at(&data, &["--json", "imports", "undo", id, "--reason", "wrong file"]).done().json();
    assert_eq!(undone["stayed"], 0);
    let shown = at(&data, &["--json", "cases", "show", "list-2"]).done().json();
    assert_eq!(shown["case"]["status"], "withdrawn");
}
