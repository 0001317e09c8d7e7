//! The stream of changes.

use authz::Role;
use axum::body::Body;
use axum::http::Response;
use http_body_util::BodyExt;
use serde_json::json;
use tower::ServiceExt;

use crate::town::{HOME, NEXT, Town};

async fn listen(town: &Town, token: &str, seen: Option<&str>) -> Response<Body> {
    let mut asked = town.get("/events").by(token);
    if let Some(seen) = seen {
        asked = asked.header("last-event-id", seen);
    }
    let (router, request) = asked.build();
    router.oneshot(request).await.expect("an answer")
}

/// Reads until a text has come, and gives all that came.
async fn until(response: &mut Response<Body>, text: &str) -> String {
    let mut came = String::new();
    while !came.contains(text) {
        let frame = response.body_mut().frame().await.expect("the stream goes on").expect("a frame");
        came += std::str::from_utf8(frame.data_ref().expect("data")).expect("UTF-8");
    }
    came
}

#[tokio::test]
async fn changes_come_as_they_happen_and_again_after_the_last_one_seen() {
    let town = Town::new().await;
    let token = town.token(&[Role::Sentinel], HOME).await;
    let next = town.token(&[Role::Sentinel], NEXT).await;
    let mut stream = listen(&town, &token, None).await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let body = json!({ "new_person": { "area": HOME, "name": "李华" } });
    let visit = town.post("/sentinel_reports", &body).by(&token).send().await.subject("fever_seen");
    let came = until(&mut stream, "id: ").await;
    assert!(came.contains("event: fever_seen") && came.contains(&visit), "{came}");
    assert!(!came.contains("李华"));
    let last = came.split("id: ").nth(1).and_then(|rest| rest.lines().next()).expect("an id").to_owned();
    drop(stream);

    // Next door another one; then one more at home, while nobody listened.
    let away = json!({ "new_person": { "area": NEXT } });
    let hidden = town.post("/sentinel_reports", &away).by(&next).send().await.subject("fever_seen");
    let second = town.post("/sentinel_reports", &body).by(&token).send().await.subject("fever_seen");
    let came = until(&mut listen(&town, &token, Some(&last)).await, &second).await;
    assert!(!came.contains(&visit) && !came.contains(&hidden), "{came}");
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let town = Town::new().await;
    let token = town.token(&[Role::Sentinel], HOME).await;
    let other = town.token(&[Role::Epidemiologist], HOME).await;
    let stream = listen(&town, &token, None).await;
    town.post("/sessions/current/end", &json!({})).by(&token).send().await;
    town.person(&other).await;
    let came = stream.into_body().collect().await.expect("the end").to_bytes();
    assert!(came.is_empty(), "{came:?}");
}

#[tokio::test]
async fn a_stream_ends_when_the_server_stops() {
    let town = Town::new().await;
    let token = town.token(&[Role::Sentinel], HOME).await;
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let config = fenghuo_api::Config { stopping, ..fenghuo_api::Config::default() };
    let router = fenghuo_api::router(town.app.clone(), config);
    let (_, request) = town.get("/events").by(&token).build();
    let stream = router.oneshot(request).await.expect("an answer");
    stop.send(true).expect("somebody listens");
    let came = stream.into_body().collect().await.expect("the end").to_bytes();
    let came = std::str::from_utf8(&came).expect("UTF-8");
    assert!(came.trim_end().ends_with("event: stopping\ndata: {}"), "{came}");
}
