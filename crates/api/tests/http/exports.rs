//! Exports over HTTP: asked for, worked off, fetched.

use app::jobs::Runner;
use authz::Role;
use serde_json::json;
use tokio::sync::watch;

use crate::town::{HOME, Town};

#[tokio::test]
async fn an_export_is_a_job_with_files() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    town.positive(&cdc).await;
    let body =
        json!({ "kinds": ["cases"], "format": "csv", "purpose": "report", "filter": { "area": HOME } });
    let send =
        async || town.post("/exports", &body).header("idempotency-key", "once").by(&cdc).send().await.ok();
    let job = send().await;
    assert_eq!(
        (&job["kind"], &job["state"], &job["area"]),
        (&json!("export"), &json!("queued"), &json!(HOME))
    );
    assert_eq!(send().await["id"], job["id"]);
    let path = format!("/jobs/{}", job["id"].as_str().expect("an id"));
    let (_stop, mut stopping) = watch::channel(false);
    assert!(Runner::new(town.app.clone()).run_next(&mut stopping).await.expect("looked"));
    let done = town.get(&path).by(&cdc).send().await.ok();
    assert_eq!((&done["state"], &done["result"]["rows"]), (&json!("done"), &json!(1)), "{done}");
    assert_eq!(done["files"].as_array().expect("files").len(), 2);
    let file = format!("/files/{}", done["files"][0]["id"].as_str().expect("an id"));
    let csv = town.get(&file).by(&cdc).send().await;
    assert!(csv.bytes.starts_with(b"id,disease,"));
    // The stream tells the end of it and is over.
    let told = town.get(format!("{path}/events")).by(&cdc).send().await;
    let told = std::str::from_utf8(&told.bytes).expect("UTF-8");
    assert!(told.starts_with("event: job\n") && told.contains("\"state\":\"done\""), "{told}");
}

#[tokio::test]
async fn a_faulty_request_is_refused() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    for (body, code) in [
        (json!({ "kinds": ["cases"], "format": "csv" }), "value.missing"),
        (json!({ "kinds": ["cases"], "format": "csv", "purpose": "" }), "value.missing"),
        (json!({ "kinds": ["cases"], "format": "doc", "purpose": "x" }), "value.invalid"),
        (
            json!({ "kinds": ["cases"], "format": "csv", "purpose": "x", "filter": { "area": "9" } }),
            "area.unknown",
        ),
        (
            json!({ "kinds": ["cases"], "format": "csv", "purpose": "x", "filter": { "colour": 1 } }),
            "request.unreadable_body",
        ),
    ] {
        town.post("/exports", &body).by(&cdc).send().await.refused(400, code);
    }
    let shapes = town.get("/exports/shapes").by(&cdc).send().await.ok();
    assert_eq!(shapes["items"][0]["fields"][0], json!({ "name": "number", "shown": "identified" }));
}
