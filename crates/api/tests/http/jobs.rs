//! Files in and out over HTTP, and jobs.

use authz::Role;
use fenghuo_api as api;
use serde_json::json;

use crate::town::{HOME, NEXT, NOBODY, Town};

#[tokio::test]
async fn a_file_comes_back_as_it_was_sent() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    let next = town.token(&[Role::Epidemiologist], NEXT).await;
    let text = "号,发病\n1,2022-07-01\n".repeat(100_000);
    let sent = town
        .post("/files?name=%E8%A1%A8.csv", &json!({}))
        .by(&cdc)
        .header("content-type", "text/csv")
        .raw(text.clone())
        .send()
        .await
        .ok();
    assert_eq!((&sent["name"], &sent["bytes"]), (&json!("表.csv"), &json!(text.len())));
    let path = format!("/files/{}", sent["id"].as_str().expect("an id"));
    let back = town.get(&path).by(&cdc).send().await;
    assert!(back.bytes == text.as_bytes());
    assert_eq!(back.headers["content-type"], "text/csv");
    assert_eq!(back.headers["content-disposition"], "attachment; filename*=UTF-8''%E8%A1%A8%2Ecsv");
    town.get(&path).by(&next).send().await.refused(404, "record.not_found");
    town.get(format!("/files/{NOBODY}")).by(&cdc).send().await.refused(404, "record.not_found");
    town.post("/files", &json!({})).by(&cdc).send().await.refused(400, "value.missing");
}

#[tokio::test]
async fn a_file_beyond_the_limit_is_refused_and_leaves_nothing() {
    let town = Town::with(api::Config { file_limit: 1 << 20, ..api::Config::default() }).await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    let send = async |length: usize, said: bool| {
        let mut asked = town.post("/files?name=x", &json!({})).by(&cdc).raw("x".repeat(length));
        if said {
            asked = asked.header("content-length", length.to_string());
        }
        asked.send().await
    };
    for said in [true, false] {
        send((1 << 20) + 1, said).await.refused(413, "request.too_large");
        send(1 << 20, said).await.ok();
    }
}

#[tokio::test]
async fn jobs_are_the_callers_own() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    assert_eq!(
        town.get("/jobs?state=running&area=140105000000").by(&cdc).send().await.ok()["items"],
        json!([])
    );
    town.get("/jobs?state=lost").by(&cdc).send().await.refused(400, "value.invalid");
    for path in [format!("/jobs/{NOBODY}"), format!("/jobs/{NOBODY}/events")] {
        town.get(&path).by(&cdc).send().await.refused(404, "record.not_found");
    }
    town.post(format!("/jobs/{NOBODY}/cancel"), &json!({}))
        .by(&cdc)
        .send()
        .await
        .refused(404, "record.not_found");
}
