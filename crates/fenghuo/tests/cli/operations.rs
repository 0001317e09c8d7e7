//! Configuration, the doctor, metrics and the log, from outside.

use crate::run::{Server, at, at_with, fenghuo, run};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

const PASSWORD: &str = "correct horse battery";

fn init(data: &Path) {
    at(data, &["admin", "init"]).done();
    for (login, post, role) in
        [("wang", "140105000000:cdc", "epidemiologist"), ("zhao", "140105000000:command_office", "commander")]
    {
        at_with(data, &["admin", "user", login, "--post", post, "--role", role], &format!("{PASSWORD}\n"))
            .done();
    }
}

#[test]
fn the_configuration_is_checked_and_shown_without_its_secrets() {
    let folder = testkit::temp_folder();
    let file = folder.path().join("fenghuo.toml");
    let path = file.display().to_string();
    fs::write(folder.path().join("token"), "a-very-secret-token\n").expect("written");
    let text = "data = \"lib\"\n[server]\nlisten = \"127.0.0.1:7999\"\n[metrics]\ntoken_file = \"token\"\n";
    fs::write(&file, text).expect("written");
    run("en", &["--config", &path, "config", "check"]).done();
    let shown = run("en", &["--config", &path, "--json", "config", "show"]).done();
    assert!(!shown.out.contains("very-secret"), "{}", shown.out);
    let items = shown.json()["items"].clone();
    let of = |key: &str| {
        items.as_array().expect("items").iter().find(|item| item["key"] == key).expect("a key").clone()
    };
    assert_eq!(
        (&of("server.listen")["value"], &of("server.listen")["origin"]),
        (&json!("127.0.0.1:7999"), &json!("file"))
    );
    assert_eq!(of("log.format")["origin"], "usual");
    fs::write(&file, text.replace("listen", "lisen") + "[log]\nformat = \"xml\"\n").expect("written");
    for (language, unknown, nearest) in
        [("en", "no setting", "server.listen"), ("zh-CN", "没有配置项", "server.listen")]
    {
        let refused = run(language, &["--config", &path, "config", "check"]);
        assert_eq!(refused.code, 1);
        assert!(refused.err.contains(unknown) && refused.err.contains(nearest), "{}", refused.err);
        assert_eq!(refused.err.lines().count(), 2, "every fault is told: {}", refused.err);
    }
    // A command that needs it does not run on half of it.
    assert_eq!(run("en", &["--config", &path, "admin", "verify"]).code, 1);
}

#[test]
fn the_doctor_says_what_is_wrong_and_what_to_do() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("data");
    let nothing = at(&data, &["--json", "doctor"]);
    assert_eq!(nothing.code, 1, "{}", nothing.out);
    init(&data);
    let said = at(&data, &["--json", "doctor"]);
    assert_eq!(said.code, 3, "only warnings: {}", said.out);
    let states = |said: &crate::run::Said| -> Vec<(String, String)> {
        let items = said.json()["items"].as_array().expect("items").clone();
        let of = |item: &Value, name: &str| item[name].as_str().expect("text").to_owned();
        items.iter().map(|item| (of(item, "check"), of(item, "says"))).collect()
    };
    let pair = |check: &str, says: &str| (check.to_owned(), says.to_owned());
    let found = states(&said);
    for good in ["folder", "keys", "database", "schema", "journal", "ring", "users", "areas", "posts"] {
        assert!(found.contains(&pair(good, "good")), "{good}: {found:?}");
    }
    assert!(found.contains(&pair("backup", "none")) && found.contains(&pair("timers", "never")), "{found:?}");
    // Beside a running server, with a backup made, all is well but for what the machine is.
    let server = Server::start(&data);
    let backup = folder.path().join("a.backup").display().to_string();
    at(&data, &["admin", "backup", &backup]).done();
    let found = states(&at(&data, &["--json", "doctor"]));
    assert!(found.contains(&pair("backup", "good")), "{found:?}");
    assert_eq!(server.stop(), Some(0));
    fs::set_permissions(data.join("keys"), fs::Permissions::from_mode(0o644)).expect("opened");
    assert!(states(&at(&data, &["--json", "doctor"])).contains(&pair("keys", "open")));
    fs::write(data.join("keys"), format!("1 {}\n", "ab".repeat(32))).expect("another ring");
    assert!(states(&at(&data, &["--json", "doctor"])).contains(&pair("ring", "good")), "no person yet");
    fs::remove_file(data.join("keys")).expect("removed");
    for (language, words) in [("en", "Put the key file back"), ("zh-CN", "放回")] {
        let mut command = fenghuo(language);
        let said = command.arg("--data").arg(&data).arg("doctor").output().expect("it runs");
        assert_eq!(said.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&said.stdout).contains(words));
    }
}

#[test]
fn a_provider_of_log_ins_that_is_down_is_told_and_stops_nothing() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("data");
    init(&data);
    // Nobody listens at a port that was given back.
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let text = format!(
        "[server]\npublic_url = \"https://fenghuo.example\"\n[oidc]\nissuer = \"http://{free}\"\n\
         client_id = \"fenghuo\"\nclient_secret_file = \"oidc\"\nname_en = \"province\"\n"
    );
    fs::write(data.join("fenghuo.toml"), text).expect("written");
    fs::write(data.join("oidc"), "between the two of us\n").expect("written");
    let said = at(&data, &["--json", "doctor"]);
    assert_eq!(said.code, 1, "{}", said.out);
    let items = said.json()["items"].as_array().expect("items").clone();
    let found = items.iter().find(|item| item["check"] == "provider").expect("it was asked");
    assert_eq!(
        (&found["says"], &found["args"]["issuer"]),
        (&json!("unreachable"), &json!(format!("http://{free}")))
    );
    let linked = |is: bool| {
        let users = at(&data, &["--json", "admin", "users"]).done().json();
        let of = |user: &&Value| user["login"] == "wang";
        assert_eq!(users["items"].as_array().expect("users").iter().find(of).expect("wang")["linked"], is);
    };
    at(&data, &["admin", "identity", "link", "wang", "c0ffee"]).done();
    linked(true);
    assert_eq!(at(&data, &["admin", "identity", "link", "zhao", "c0ffee"]).code, 1, "it is another's");
    at(&data, &["admin", "identity", "unlink", "wang"]).done();
    linked(false);
    let server = Server::start(&data);
    let ask = |path: &str| -> Value {
        let asked = ureq::get(format!("{}/api/v1{path}", server.url)).config().http_status_as_error(false);
        asked.build().call().expect("an answer").body_mut().read_json().expect("JSON")
    };
    let ways = ask("/sign_in");
    assert_eq!(ways["oidc"]["name"]["en"], "province", "{ways}");
    let body = ask("/sign_in/oidc");
    assert_eq!(body["type"], "access.provider_unavailable", "{body}");
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn the_purge_is_told_and_certified() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("data");
    init(&data);
    let told = at(&data, &["--json", "admin", "purge", "--dry-run"]).done().json();
    assert_eq!((&told["dry_run"], &told["items"][0]["fact"]), (&json!(true), &Value::Null));
    let made = at(&data, &["--json", "admin", "purge"]).done().json();
    assert_eq!(made["items"][0]["sha256"].as_str().map(str::len), Some(64));
    assert!(at(&data, &["admin", "purge"]).done().out.contains("SHA-256"));
    // Nobody has been erased; who is not here is passed over.
    assert_eq!(at(&data, &["admin", "erased"]).done().json()["persons"], json!([]));
    let list = folder.path().join("list.json");
    fs::write(&list, r#"{"items":[{"certificate":{"persons":["00000000-0000-7000-8000-000000000000"]}}]}"#)
        .expect("written");
    let again = at(&data, &["--json", "admin", "erase-again", &list.display().to_string()]).done().json();
    assert_eq!(again, json!({ "listed": 1, "erased": 0 }));
    at(&data, &["admin", "verify"]).done();
    at(&data, &["admin", "rebuild"]).done();
}

/// What names the person of the loop.
const NAMES: [&str; 3] = ["王小明", "13800001111", "140105199003071234"];

#[test]
fn the_log_of_a_whole_loop_names_nobody() {
    let folder = testkit::temp_folder();
    let data = folder.path().join("data");
    init(&data);
    let log = folder.path().join("log");
    let mut child = fenghuo("en")
        .arg("--data")
        .arg(&data)
        .args(["--json", "serve", "--listen", "127.0.0.1:0"])
        .env("FENGHUO_LOG", "debug,sqlx=warn")
        .env("FENGHUO_LOG_FORMAT", "json")
        .env("FENGHUO_METRICS_LISTEN", "127.0.0.1:0")
        .stdout(Stdio::piped())
        .stderr(fs::File::create(&log).expect("a file"))
        .spawn()
        .expect("the binary runs");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("it tells its address");
    let told: Value = serde_json::from_str(&line).expect("a line of JSON");
    let url = told["address"].as_str().expect("an address").to_owned();

    let mut keys = 0;
    let mut post = |token: &str, path: &str, body: &Value| -> Value {
        keys += 1;
        ureq::post(format!("{url}/api/v1{path}"))
            .header("Authorization", format!("Bearer {token}"))
            .header("Idempotency-Key", format!("key-{keys}"))
            .send_json(body)
            .unwrap_or_else(|error| panic!("{path}: {error}"))
            .body_mut()
            .read_json()
            .expect("JSON")
    };
    let mut log_in = |login: &str| {
        let session = post("", "/sessions", &json!({ "login": login, "password": PASSWORD }));
        session["token"].as_str().expect("a token").to_owned()
    };
    let token = log_in("wang");
    let subject = |receipt: &Value, kind: &str| {
        let facts = receipt["facts"].as_array().expect("facts");
        let fact =
            facts.iter().find(|fact| fact["kind"] == kind).unwrap_or_else(|| panic!("{kind}: {receipt}"));
        fact["subject"]["id"].as_str().expect("an id").to_owned()
    };
    let new = json!({ "area": "140105000000", "sex": "m", "birth_year": 1990, "name": NAMES[0], "phone": NAMES[1] });
    let person = subject(&post(&token, "/persons", &new), "person_registered");
    let other = json!({ "area": "140105000000", "sex": "f", "birth_year": 1991, "name": NAMES[0] });
    let other = subject(&post(&token, "/persons", &other), "person_registered");
    post(&token, "/sentinel_reports", &json!({ "person": person }));
    let result = json!({ "person": person, "disease": "covid19", "method": "nat", "result": "positive" });
    let case = subject(&post(&token, "/test_results", &result), "case_opened");
    let look = json!({ "persons": [person, other], "fields": ["name", "phone"], "purpose": "tracing" });
    let read = post(&token, "/persons/personal_reads", &look);
    assert!(read.to_string().contains(NAMES[0]));
    let get = |path: String| {
        ureq::get(format!("{url}/api/v1{path}"))
            .header("Authorization", format!("Bearer {token}"))
            .call()
            .is_ok()
    };
    assert!(get(format!("/cases/{case}")) && get(format!("/facts?subject_kind=person&subject={person}")));
    assert!(!get(format!("/cases/{person}")) && !get(format!("/nothing/{}", NAMES[2])));
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill runs").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));

    let written = fs::read_to_string(&log).expect("a log");
    let requests: Vec<Value> = written
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|event| event["message"] == "request")
        .collect();
    assert!(requests.len() > 8, "{written}");
    assert!(
        requests.iter().any(|event| event["route"] == "/api/v1/cases/{id}" && event["reference"].is_string())
    );
    let mut named: Vec<&str> = NAMES.to_vec();
    named.extend([person.as_str(), other.as_str(), case.as_str(), token.as_str(), PASSWORD]);
    for name in named {
        let place = written.lines().find(|line| line.contains(name));
        assert!(place.is_none(), "{name}: {place:?}");
    }
}
