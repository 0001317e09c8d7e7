//! What holds for every command: keys, versions, receipts, the drill's mark.

use authz::Role;
use axum::http::Method;
use serde_json::json;

use crate::town::{HOME, NOBODY, Town, operations};

#[tokio::test]
async fn every_command_needs_a_key() {
    let town = Town::new().await;
    let token = town.token(&[Role::Auditor], HOME).await;
    let keyless = [
        "log_in",
        "log_out",
        "finish_sign_in",
        "finish_sign_in_with_code",
        "read_personal",
        "read_addresses",
        // What answers a secret once is answered once.
        "change_password",
        "device_secret",
        "enrol_second_factor",
        "confirm_second_factor",
        "remove_second_factor",
        "make_api_key",
        "make_notice",
        // What is sent in, or looked at, records nothing twice.
        "upload_file",
        "find_duplicates",
        "guess_mapping",
        "try_protocol",
        "read_bulletin",
        // A page that stands open says so as long as it does.
        "tell_presence",
        // Whom an order binds has no key to give; what he says twice is recorded once.
        "read_notice",
        "object_by_notice",
    ];
    for (id, method, path) in operations() {
        if method == Method::POST && !keyless.contains(&id.as_str()) {
            let path = path.replace("{id}", NOBODY);
            let asked = town.send(method, &path).raw("{}").by(&token);
            asked.send().await.refused(400, "idempotency.invalid_key");
        }
    }
}

#[tokio::test]
async fn the_same_key_gets_the_same_answer_and_another_body_is_refused() {
    let town = Town::new().await;
    let token = town.token(&[Role::Sentinel], HOME).await;
    let body = json!({ "new_person": { "area": HOME, "name": "李华" }, "temperature_c": 38.4 });
    let send =
        |body| town.post("/sentinel_reports", body).header("idempotency-key", "visit-1").by(&token).send();
    let first = send(&body).await.ok();
    assert_eq!(first["facts"].as_array().expect("facts").len(), 3);
    assert_eq!(send(&body).await.ok(), first);
    let other = json!({ "new_person": { "area": HOME, "name": "李华" }, "temperature_c": 39.4 });
    send(&other).await.refused(409, "idempotency.other_body");
    let visits = town.get("/visits").by(&token).send().await.ok();
    assert_eq!(visits["items"].as_array().expect("visits").len(), 1);
}

#[tokio::test]
async fn one_key_does_not_stand_for_two_records() {
    let town = Town::new().await;
    let token = town.token(&[Role::Epidemiologist, Role::Laboratory], HOME).await;
    let (_, first) = town.positive(&token).await;
    let (_, second) = town.positive(&token).await;
    let report = |case: &str| {
        town.post(format!("/cases/{case}/report"), &json!({}))
            .header("idempotency-key", "one")
            .by(&token)
            .send()
    };
    report(&first).await.ok();
    report(&second).await.refused(409, "idempotency.other_body");
}

#[tokio::test]
async fn a_record_that_has_moved_on_is_not_overwritten() {
    let town = Town::new().await;
    let token = town.token(&[Role::Epidemiologist, Role::Laboratory], HOME).await;
    let (_, case) = town.positive(&token).await;
    let seen = town.get(format!("/cases/{case}")).by(&token).send().await;
    let tag = seen.headers["etag"].to_str().expect("a tag").to_owned();
    assert_eq!(tag, format!("\"{}\"", seen.body["case"]["version"]));
    let classify = |tag: &str| {
        let body = json!({ "classification": "probable", "reason": "clinical picture" });
        town.post(format!("/cases/{case}/classify"), &body).header("if-match", tag).by(&token).send()
    };
    classify(&tag).await.ok();
    let refused = classify(&tag).await;
    refused.refused(409, "record.edit_conflict");
    assert_eq!(refused.body["args"]["current"], "2", "{}", refused.body);
    classify("\"x\"").await.refused(400, "value.invalid");
}

#[tokio::test]
async fn a_drill_says_so_in_every_answer() {
    let town = Town::new().await;
    let live = town.get("/status").send().await;
    assert!(!live.headers.contains_key("fenghuo-mode"));
    assert_eq!(live.body["mode"], "live");
    let start = "2022-07-05T09:00:00+08:00".parse().expect("instant");
    town.app.become_drill(start, 1, true).await.expect("a drill");
    for path in ["/status", "/nothing/here", "/cases"] {
        assert_eq!(town.get(path).send().await.headers["fenghuo-mode"], "drill");
    }
    let token = town.token(&[Role::Administrator], HOME).await;
    let body = json!({ "to": "2022-07-06T09:00:00+08:00", "paused": true });
    let status = town.post("/installation/drill_clock", &body).by(&token).send().await.ok();
    assert_eq!((&status["now"], &status["clock"]["paused"]), (&json!("2022-07-06T01:00:00Z"), &json!(true)));
    let back = json!({ "to": "2022-07-01T09:00:00+08:00" });
    town.post("/installation/drill_clock", &back).by(&token).send().await.refused(409, "clock.backwards");
}

#[tokio::test]
async fn an_administrator_adds_a_user() {
    let town = Town::new().await;
    let token = town.token(&[Role::Administrator], HOME).await;
    let post = town.post_of(Role::Sentinel, HOME).to_string();
    let body = json!({
        "login": "zhang", "password": "a long password", "display_name": "张", "post": post, "role": "sentinel",
    });
    town.post("/users", &body).by(&token).send().await.ok();
    let log_in = json!({ "login": "zhang", "password": "a long password" });
    let session = town.post("/sessions", &log_in).send().await.ok();
    assert_eq!(session["me"]["display_name"], "张");
}
