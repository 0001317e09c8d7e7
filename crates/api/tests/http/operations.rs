//! What watches the server: readiness, health, metrics; and what its log says.

use authz::Role;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use serde_json::json;
use std::sync::Arc;
use tower::ServiceExt as _;

use crate::town::{HOME, Town};

async fn plain(router: axum::Router, path: &str, token: Option<&str>) -> (u16, String) {
    let mut request = Request::builder().uri(path);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let answer = router.oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.expect("a body").to_bytes();
    (status, String::from_utf8(body.to_vec()).expect("UTF-8"))
}

#[tokio::test]
async fn whoever_watches_the_process_is_told_without_a_session() {
    let town = Town::new().await;
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let config = fenghuo_api::Config { stopping, ..fenghuo_api::Config::default() };
    let router = fenghuo_api::router(town.app.clone(), config);
    assert_eq!(plain(router.clone(), "/healthz", None).await, (200, "ok".to_owned()));
    assert_eq!(plain(router.clone(), "/readyz", None).await, (200, "ready".to_owned()));
    stop.send(true).expect("somebody listens");
    assert_eq!(plain(router.clone(), "/healthz", None).await.0, 200);
    assert_eq!(plain(router.clone(), "/readyz", None).await, (503, "stopping".to_owned()));
    assert_eq!(plain(router, "/metrics", None).await.0, 404, "metrics have an address of their own");
}

#[tokio::test]
async fn metrics_name_routes_and_no_ids() {
    let town = Town::new().await;
    let config = fenghuo_api::Config::default();
    let metrics = Arc::clone(&config.metrics);
    let token = town.token(&[Role::Epidemiologist], HOME).await;
    let (person, case) = town.positive(&token).await;
    let router = fenghuo_api::router(town.app.clone(), config);
    let (status, _) = plain(router, &format!("/api/v1/cases/{case}"), Some(&token)).await;
    assert_eq!(status, 200);
    let secret = "0123456789abcdef";
    let shown = fenghuo_api::metrics_router(town.app.clone(), metrics, Some(secret.to_owned()));
    assert_eq!(plain(shown.clone(), "/metrics", None).await.0, 401);
    assert_eq!(plain(shown.clone(), "/metrics", Some("wrong")).await.0, 401);
    let (status, text) = plain(shown, "/metrics", Some(secret)).await;
    assert_eq!(status, 200);
    assert!(!text.contains(&case) && !text.contains(&person), "{text}");
    for begin in [
        "fenghuo_journal_facts ",
        "fenghuo_obligations_open ",
        "fenghuo_obligations_overdue ",
        "fenghuo_timers_lag_seconds ",
        "fenghuo_commit_groups_total ",
        "fenghuo_database_readers ",
        "fenghuo_http_request_duration_seconds_count{route=\"/api/v1/cases/{id}\",method=\"GET\",status=\"200\"} 1",
    ] {
        assert!(text.lines().any(|line| line.starts_with(begin)), "{begin}\n{text}");
    }
}

#[tokio::test]
async fn health_is_told_in_words_to_who_administers_all() {
    let town = Town::new().await;
    let root = town.token(&[Role::Administrator], "CN").await;
    let found = town.get("/installation/health").by(&root).send().await.ok();
    let items = found["items"].as_array().expect("items");
    let of =
        |check: &str| items.iter().find(|item| item["check"] == check).unwrap_or_else(|| panic!("{check}"));
    assert_eq!((&of("journal")["health"], &of("ring")["health"]), (&json!("good"), &json!("good")));
    // Nobody sweeps in a test.
    assert_eq!(of("timers")["health"], "warning");
    assert!(items.iter().all(|item| !item["sentence"].as_str().expect("a sentence").starts_with("health-")));
    let home = town.token(&[Role::Administrator], HOME).await;
    town.get("/installation/health").by(&home).send().await.refused(403, "access.forbidden");
}

#[tokio::test]
async fn health_tells_of_disk_and_backups_where_the_server_looks() {
    let backup: kernel::Timestamp = "2022-07-01T02:00:00Z".parse().expect("a moment");
    let around = fenghuo_api::Around::new(move || app::doctor::Surroundings {
        disk: Some((1 << 20, 1 << 40)),
        backup: Some((Some(backup), 2)),
        ..app::doctor::Surroundings::default()
    });
    let config = fenghuo_api::Config { around: Some(around), ..fenghuo_api::Config::default() };
    let town = Town::with(config).await;
    let root = town.token(&[Role::Administrator], "CN").await;
    let found = town.get("/installation/health").by(&root).send().await.ok();
    let items = found["items"].as_array().expect("items");
    let says =
        |check: &str| items.iter().find(|item| item["check"] == check).map(|item| item["says"].clone());
    assert_eq!((says("disk"), says("backup")), (Some(json!("full")), Some(json!("old"))), "{found}");
    assert_eq!(found["health"], "fault");
    assert_eq!(found["backed_up_at"], "2022-07-01T02:00:00Z");
    assert_eq!(found["backup_days"], 2);
}

#[tokio::test]
async fn records_are_held_and_purged_through_the_interface() {
    let town = Town::new().await;
    let root = town.token(&[Role::Administrator], "CN").await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    let person = town.person(&cdc).await;
    let hold = json!({ "person": person, "reason": "a claim" });
    let set = town.post("/holds", &hold).by(&root).send().await.ok();
    let id = set["facts"][0]["id"].as_str().expect("a fact").to_owned();
    let erase = json!({ "reason": "asked", "basis": "consent_withdrawn" });
    town.post(format!("/persons/{person}/erase"), &erase)
        .by(&root)
        .send()
        .await
        .refused(422, "law.under_hold");
    let refusal = json!({ "ground": "legal_hold", "reason": "see the hold" });
    town.post(format!("/persons/{person}/refuse_erasure"), &refusal).by(&root).send().await.ok();
    assert_eq!(town.get("/holds?standing=true").by(&root).send().await.ok()["items"][0]["id"], json!(id));
    town.post(format!("/holds/{id}/release"), &json!({ "reason": "settled" })).by(&root).send().await.ok();
    town.post(format!("/persons/{person}/erase"), &erase).by(&root).send().await.ok();
    let period = json!({ "days": 400, "basis": "decision 7" });
    let rules = town.post("/retention_rules/person/set", &period).by(&root).send().await.ok();
    assert!(
        rules["items"]
            .as_array()
            .expect("rules")
            .iter()
            .any(|r| r["days"] == 400 && r["set_by_basis"] == "decision 7")
    );
    let dry = town.post("/purges", &json!({ "dry_run": true })).by(&root).send().await.ok();
    assert_eq!((&dry["dry_run"], dry.get("fact")), (&json!(true), None));
    let made = town.post("/purges", &json!({})).by(&root).send().await.ok();
    let shown = town
        .get(format!("/certificates/{}", made["id"].as_str().expect("an id")))
        .by(&root)
        .send()
        .await
        .ok();
    assert_eq!(shown, made);
    assert_eq!(town.get("/certificates").by(&root).send().await.ok()["items"][0], made);
    let home = town.token(&[Role::Administrator], HOME).await;
    town.post("/purges", &json!({})).by(&home).send().await.refused(403, "access.forbidden");
}
