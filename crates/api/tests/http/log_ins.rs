//! Log-ins as a client meets them: a password that must be changed, the second
//! factor, users and sessions, keys of programs, brute force by address.

use api::ClientAddress;
use authz::Role;
use fenghuo_api as api;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::town::{HOME, NEXT, NOBODY, Town};

const GIVEN: &str = "given by another";
const OWN: &str = "chosen by himself";

/// A user made by the administrator of his county, and his first token.
async fn made(town: &Town, admin: &str) -> (String, String) {
    let body = json!({
        "login": "wang", "password": GIVEN, "display_name": "Wang",
        "post": town.post_of(Role::Epidemiologist, HOME), "role": "epidemiologist",
    });
    let user = town.post("/users", &body).by(admin).send().await.ok()["user"].clone();
    (user.as_str().expect("an id").to_owned(), token(town, GIVEN).await)
}

async fn token(town: &Town, password: &str) -> String {
    let body = json!({ "login": "wang", "password": password });
    let session = town.post("/sessions", &body).send().await.ok();
    session["token"].as_str().expect("a token").to_owned()
}

#[tokio::test]
async fn nothing_is_allowed_before_the_password_is_changed() {
    let town = Town::new().await;
    let admin = town.token(&[Role::Administrator], HOME).await;
    let (user, first) = made(&town, &admin).await;
    let me = town.get("/sessions/current").by(&first).send().await.ok();
    assert_eq!((&me["due"], &me["actions"]), (&json!("password"), &json!([])));
    for path in ["/cases", "/areas", "/obligations", "/api_keys", "/events"] {
        town.get(path).by(&first).send().await.refused(403, "access.password_due");
    }
    let change = |present: &str, new: &str| json!({ "present": present, "password": new });
    let path = "/sessions/current/change_password";
    town.post(path, &change("wrong", OWN)).by(&first).send().await.refused(401, "access.wrong_password");
    town.post(path, &change(GIVEN, GIVEN)).by(&first).send().await.refused(422, "access.password_unchanged");
    assert_eq!(town.post(path, &change(GIVEN, OWN)).by(&first).send().await.status, 204);
    town.get("/cases").by(&first).send().await.ok();
    let detail = town.get(format!("/users/{user}")).by(&admin).send().await.ok();
    assert_eq!((&detail["must_change_password"], &detail["login"]), (&json!(false), &json!("wang")));
    assert_eq!(detail["posts"][0]["role"], "epidemiologist");
    let next = town.token(&[Role::Administrator], NEXT).await;
    town.get(format!("/users/{user}")).by(&next).send().await.refused(404, "record.not_found");
    let listed = town.get("/users").by(&next).send().await.ok();
    assert!(!listed.to_string().contains("wang"), "{listed}");
    let sessions = town.get("/sessions").by(&first).send().await.ok();
    assert_eq!(sessions["items"].as_array().expect("sessions").len(), 1);
    let end = format!("/sessions/{}/end", sessions["items"][0]["id"].as_str().expect("an id"));
    town.post(&end, &json!({})).by(&admin).send().await.refused(404, "record.not_found");
    assert_eq!(town.post(&end, &json!({})).by(&first).send().await.status, 204);
    town.get("/cases").by(&first).send().await.refused(401, "access.unauthenticated");
}

#[tokio::test]
async fn a_second_factor_is_asked_for_once_it_is_proved() {
    let town = Town::new().await;
    let token = town.token(&[Role::Commander], HOME).await;
    let password = "correct horse battery";
    let made = town.post("/second_factor/enrol", &json!({ "password": password })).by(&token).send().await;
    let made = made.ok();
    let secret = totp_rs::Secret::try_from_base32(made["secret"].as_str().expect("a secret"));
    let totp = totp_rs::Builder::new().with_secret(secret.expect("Base32")).build().expect("sound");
    let code = |town: &Town| {
        let seconds = u64::try_from(town.clock.now().as_micros() / 1_000_000).expect("after 1970");
        json!(totp.generate(seconds).to_string())
    };
    let wrong = town.post("/second_factor/confirm", &json!({ "code": "1" })).by(&token).send().await;
    wrong.refused(401, "access.wrong_code");
    let proved = town.post("/second_factor/confirm", &json!({ "code": code(&town) })).by(&token).send().await;
    assert_eq!(proved.ok()["recovery_codes"].as_array().expect("codes").len(), 10);
    let login = town.get("/sessions/current").by(&token).send().await.ok()["login"].clone();
    let ask = |code: Option<Value>| {
        let mut body = json!({ "login": login, "password": password });
        if let Some(code) = code {
            body["code"] = code;
        }
        body
    };
    town.post("/sessions", &ask(None)).send().await.refused(401, "access.code_needed");
    town.post("/sessions", &ask(Some(code(&town)))).send().await.refused(401, "access.wrong_code");
    town.clock.advance(kernel::Span::minutes(1));
    town.post("/sessions", &ask(Some(code(&town)))).send().await.ok();
    town.post("/sessions", &ask(Some(code(&town)))).send().await.refused(401, "access.wrong_code");
    let state = town.get("/second_factor").by(&token).send().await.ok();
    assert_eq!(state, json!({ "active": true, "recovery_codes_left": 10 }));
}

#[tokio::test]
async fn a_key_of_a_program_is_shown_once_and_keeps_to_its_bounds() {
    let town = Town::new().await;
    let owner = town.token(&[Role::Epidemiologist], HOME).await;
    let new = json!({
        "name": "hospital", "actions": ["read_cases", "record_test"], "areas": [HOME],
        "expires_at": "2022-09-01T00:00:00Z",
    });
    let made = town.post("/api_keys", &new).by(&owner).send().await.ok();
    let key = made["key"].as_str().expect("a key").to_owned();
    assert!(key.starts_with("fhk_"));
    let listed = town.get("/api_keys").by(&owner).send().await.ok();
    assert!(!listed.to_string().contains("fhk_"), "{listed}");
    assert_eq!(listed["items"][0]["actions"], json!(["record_test", "read_cases"]));
    let me = town.get("/sessions/current").by(&key).send().await.ok();
    assert_eq!(me["api_key"], made["api_key"]["id"]);
    assert_eq!(me["actions"].as_array().expect("actions").len(), 2);
    town.get("/cases").by(&key).send().await.ok();
    town.get("/orders").by(&key).send().await.refused(403, "access.forbidden");
    town.post("/persons", &json!({ "area": HOME })).by(&key).send().await.refused(403, "access.forbidden");
    town.post("/api_keys", &new).by(&key).send().await.refused(403, "access.own_session_only");
    town.get("/sessions").by(&key).send().await.refused(403, "access.own_session_only");
    let mut beyond = new.clone();
    beyond["actions"] = json!(["administer"]);
    town.post("/api_keys", &beyond).by(&owner).send().await.refused(403, "access.forbidden");
    beyond["actions"] = json!(["fly"]);
    town.post("/api_keys", &beyond).by(&owner).send().await.refused(400, "value.invalid");
    let revoke = format!("/api_keys/{}/revoke", made["api_key"]["id"].as_str().expect("an id"));
    let other = town.token(&[Role::Epidemiologist], NEXT).await;
    town.post(&revoke, &json!({})).by(&other).send().await.refused(404, "record.not_found");
    let nobodys = format!("/api_keys/{NOBODY}/revoke");
    town.post(&nobodys, &json!({})).by(&owner).send().await.refused(404, "record.not_found");
    assert_eq!(town.post(&revoke, &json!({})).by(&owner).send().await.status, 204);
    town.get("/cases").by(&key).send().await.refused(401, "access.unauthenticated");
}

#[tokio::test]
async fn an_address_that_guesses_waits() {
    let town = Town::new().await;
    let mut answers = Vec::new();
    for n in 0..51 {
        let body = json!({ "login": format!("name{n}"), "password": "a wrong password" });
        let (router, mut request) = town.post("/sessions", &body).build();
        request.extensions_mut().insert(ClientAddress("192.0.2.9".parse().expect("an address")));
        answers.push(router.oneshot(request).await.expect("an answer").status().as_u16());
    }
    assert_eq!(answers.iter().filter(|status| **status == 401).count(), 50);
    assert_eq!(answers.last(), Some(&429));
}

#[tokio::test]
async fn what_lies_on_a_device_is_opened_by_its_user_alone() {
    let town = Town::new().await;
    let token = town.token(&[Role::CommunityWorker], HOME).await;
    let other = town.token(&[Role::Sentinel], HOME).await;
    let path = "/sessions/current/device_secret";
    let secret = async |device: &str, token: &str| {
        town.post(path, &json!({ "device": device })).by(token).send().await.ok()["secret"].clone()
    };
    let mine = secret("phone", &token).await;
    assert_eq!(mine.as_str().map(str::len), Some(44), "32 bytes in Base64");
    // He logs in again, on the same phone.
    let login = town.get("/sessions/current").by(&token).send().await.ok()["login"].clone();
    town.post("/sessions/current/end", &json!({})).by(&token).send().await;
    let again = json!({ "login": login, "password": "correct horse battery" });
    let again =
        town.post("/sessions", &again).send().await.ok()["token"].as_str().expect("a token").to_owned();
    assert_eq!(secret("phone", &again).await, mine);
    assert_ne!(secret("another phone", &again).await, mine);
    assert_ne!(secret("phone", &other).await, mine);
    for (device, code) in [(String::new(), "value.missing"), ("x".repeat(65), "value.too_long")] {
        town.post(path, &json!({ "device": device })).by(&again).send().await.refused(400, code);
    }
    town.post(path, &json!({ "device": "phone" })).send().await.refused(401, "access.unauthenticated");
}
