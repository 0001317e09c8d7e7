//! Who may ask what: nobody without a session, nobody beyond his role, nobody
//! beyond his areas.

use authz::Role;
use axum::http::Method;
use serde_json::{Value, json};

use crate::town::{HOME, NEXT, NOBODY, Town, operations};

/// Open to everybody.
const OPEN: [&str; 9] = [
    "list_public_bulletins",
    "log_in",
    "status",
    "list_sign_in_ways",
    "start_sign_in",
    "finish_sign_in",
    "finish_sign_in_with_code",
    "read_notice",
    "object_by_notice",
];
/// About the whole installation: for those who administer all of it.
const WHOLE: [&str; 2] = ["health", "list_certificates"];

#[tokio::test]
async fn nobody_is_answered_without_a_session() {
    let town = Town::new().await;
    for (id, method, path) in operations() {
        let path = path.replace("{id}", NOBODY);
        for token in [None, Some("0".repeat(64))] {
            let mut asked = town.send(method.clone(), &path).raw("{}").header("idempotency-key", "k");
            if let Some(token) = &token {
                asked = asked.by(token);
            }
            let answer = asked.send().await;
            if OPEN.contains(&id.as_str()) {
                assert_ne!(answer.code(), "access.unauthenticated", "{id}");
            } else {
                answer.refused(401, "access.unauthenticated");
                assert_eq!(answer.headers["www-authenticate"], "Bearer");
            }
        }
    }
}

/// A sound query of a list.
fn sound(id: &str) -> &'static str {
    match id {
        "sum_up_chains" | "four_earlies" => "?disease=covid19",
        "schedule" => "?on=2022-07-05",
        "list_facts" => "?subject_kind=case&subject=00000000-0000-7000-8000-000000000000",
        "list_households" => "?person=00000000-0000-7000-8000-000000000000",
        "list_boundaries" => "?level=county",
        "compare_protocols" => "?from=8th&to=9th",
        "read_notation" => "?text=7%2B3&edition=9th",
        _ => "",
    }
}

fn filled(path: &str) -> String {
    path.replace("{id}", NOBODY)
        .replace("{disease}", "covid19")
        .replace("{edition}", "9th")
        .replace("{code}", HOME)
        .replace("{kind}", "person")
}

#[tokio::test]
async fn every_list_is_answered_to_whom_it_is_for() {
    let town = Town::new().await;
    let all = town.token(Role::ALL, HOME).await;
    let root = town.token(Role::ALL, "CN").await;
    for (id, method, path) in operations() {
        // The stream never ends; single records are not there, and no provider of log-ins is.
        let not_here = ["listen", "show_boundary", "start_sign_in"];
        if method == Method::GET && !path.contains("{id}") && !not_here.contains(&id.as_str()) {
            let asked = town.get(filled(&path) + sound(&id));
            if WHOLE.contains(&id.as_str()) {
                town.get(filled(&path)).by(&all).send().await.refused(403, "access.forbidden");
                asked.by(&root).send().await.ok();
            } else {
                asked.by(&all).send().await.ok();
            }
        }
    }
}

#[tokio::test]
async fn what_lies_next_door_is_not_there() {
    let town = Town::new().await;
    let home = town.token(&[Role::Epidemiologist, Role::Commander], HOME).await;
    let next = town.token(&[Role::Epidemiologist, Role::Commander], NEXT).await;
    let (person, case) = town.positive(&home).await;
    let detail = town.get(format!("/cases/{case}")).by(&home).send().await.ok();
    let obligation = detail["obligations"][0]["id"].as_str().expect("a duty about it").to_owned();
    for path in
        [format!("/cases/{case}"), format!("/cases/{case}/chain"), format!("/obligations/{obligation}")]
    {
        town.get(&path).by(&home).send().await.ok();
        town.get(&path).by(&next).send().await.refused(404, "record.not_found");
    }
    for (path, body) in [
        (format!("/cases/{case}/classify"), json!({})),
        (format!("/cases/{case}/report"), json!({})),
        (format!("/obligations/{obligation}/waive"), json!({ "reason": "x" })),
        ("/checks".to_owned(), json!({ "person": person })),
        (
            "/orders".to_owned(),
            json!({
                "target": { "kind": "person", "id": person }, "disease": "covid19", "basis": "QR1",
                "reason": { "zh": "理由", "en": "reason" }, "measure": "home_isolation", "ends_on": "2022-07-10",
            }),
        ),
    ] {
        town.post(&path, &body).by(&next).send().await.refused(404, "record.not_found");
    }
    for path in ["/cases", "/obligations", "/contacts", "/visits"] {
        assert_eq!(town.get(path).by(&next).send().await.ok()["items"], json!([]), "{path}");
    }
    let counts = town.get("/obligations/counts").by(&next).send().await.ok();
    assert!(counts.as_object().expect("counts").values().all(|count| count == 0), "{counts}");
    let facts = town.get(format!("/facts?subject_kind=case&subject={case}")).by(&next).send().await.ok();
    assert_eq!(facts["items"], json!([]));
}

#[tokio::test]
async fn a_session_tells_who_one_is_and_ends() {
    let town = Town::new().await;
    let token = town.token(&[Role::Sentinel], HOME).await;
    let me = town.get("/sessions/current").by(&token).send().await.ok();
    assert_eq!(me["grants"], json!([{ "role": "sentinel", "area": HOME }]));
    assert!(me.get("due").is_none());
    assert!(me["actions"].as_array().expect("actions").iter().any(|a| a["action"] == "report_fever"));
    assert_eq!(town.post("/sessions/current/end", &json!({})).by(&token).send().await.status, 204);
    town.get("/sessions/current").by(&token).send().await.refused(401, "access.unauthenticated");
}

#[tokio::test]
async fn the_sixth_wrong_password_waits() {
    let town = Town::new().await;
    town.token(&[Role::Sentinel], HOME).await;
    let body = json!({ "login": "nobody", "password": "wrong" });
    for _ in 0..5 {
        town.post("/sessions", &body).send().await.refused(401, "access.wrong_password");
    }
    town.post("/sessions", &body).send().await.refused(429, "access.locked_out");
}

#[tokio::test]
async fn a_look_at_a_name_is_in_the_audit() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    let auditor = town.token(&[Role::Auditor], HOME).await;
    let person = town.person(&cdc).await;
    let body = json!({ "persons": [person], "fields": ["name", "phone"], "purpose": "call the contact" });
    let read = town.post("/persons/personal_reads", &body).by(&cdc).send().await.ok();
    assert_eq!(read["items"], json!([{ "person": person, "values": { "name": "王小明" } }]));
    let audit = town.get(format!("/audit?person={person}")).by(&auditor).send().await.ok();
    assert_eq!(audit["items"][0]["purpose"], "call the contact");
    assert_eq!(audit["items"][0]["subject"]["id"], Value::String(person));
    let me = town.get("/sessions/current").by(&cdc).send().await.ok();
    assert!(me["display_name"].is_string());
    assert_eq!(audit["items"][0]["user_name"], me["display_name"]);
}

#[tokio::test]
async fn an_account_is_changed_by_those_who_administer_all_of_it() {
    let town = Town::new().await;
    let home = town.token(&[Role::Administrator], HOME).await;
    let next = town.token(&[Role::Administrator], NEXT).await;
    let victim = json!({
        "login": "wang", "password": "his own password", "display_name": "Wang",
        "post": town.post_of(Role::Epidemiologist, HOME), "role": "epidemiologist",
    });
    let user = town.post("/users", &victim).by(&home).send().await.ok()["user"].clone();
    let log_in = |password: &str| json!({ "login": "wang", "password": password });
    let session = town.post("/sessions", &log_in("his own password")).send().await.ok();
    let token = session["token"].as_str().expect("a token").to_owned();

    // A neighbour who names him again changes neither password nor name.
    let mut taken = victim.clone();
    taken["password"] = json!("another password");
    taken["post"] = json!(town.post_of(Role::Epidemiologist, NEXT));
    town.post("/users", &taken).by(&next).send().await.ok();
    town.post("/sessions", &log_in("another password")).send().await.refused(401, "access.wrong_password");
    // Nor does he get at the account, though it has a post with him now.
    let path = |action: &str| format!("/users/{}/{action}", user.as_str().expect("an id"));
    let password = json!({ "password": "another password" });
    for (action, body) in [("reset_password", &password), ("disable", &json!({})), ("enable", &json!({}))] {
        town.post(path(action), body).by(&next).send().await.refused(403, "access.forbidden");
    }
    town.post(path("reset_password"), &password).by(&home).send().await.refused(403, "access.forbidden");
    let post = json!({ "post": taken["post"] });
    town.post(path("end_post"), &post).by(&home).send().await.refused(404, "record.not_found");
    town.post(path("end_post"), &post).by(&next).send().await.ok();

    // Who administers all of it sets the password, and nobody is logged in any more.
    town.get("/sessions/current").by(&token).send().await.ok();
    town.post(path("reset_password"), &password).by(&home).send().await.ok();
    town.get("/sessions/current").by(&token).send().await.refused(401, "access.unauthenticated");
    town.post("/sessions", &log_in("his own password")).send().await.refused(401, "access.wrong_password");
    let session = town.post("/sessions", &log_in("another password")).send().await.ok();
    assert_eq!(session["me"]["due"], "password");
    let token = session["token"].as_str().expect("a token").to_owned();
    town.post(path("disable"), &json!({})).by(&home).send().await.ok();
    town.get("/sessions/current").by(&token).send().await.refused(401, "access.unauthenticated");
    town.post("/sessions", &log_in("another password")).send().await.refused(401, "access.wrong_password");
    town.post("/users", &victim).by(&home).send().await.ok();
    town.post("/sessions", &log_in("another password")).send().await.refused(401, "access.wrong_password");
    town.post(path("enable"), &json!({})).by(&home).send().await.ok();
    town.post("/sessions", &log_in("another password")).send().await.ok();
}
