//! Two counties full of marked names, places, words and ids. Somebody who holds
//! every role in the one asks all that can be asked, and finds nothing of the
//! other: not in lists, details, searches, exports, imports, files, jobs,
//! boards, events, and not in the words of a refusal.

use app::jobs::Runner;
use axum::body::Body;
use axum::http::{Method, Response};
use http_body_util::BodyExt;
use kernel::{AreaCode, AreaPath};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tokio::sync::watch;
use tower::ServiceExt;

use crate::county::{County, uuid, uuids};
use crate::permissions::request::{Operation, operations, put};
use crate::permissions::table::table;
use crate::town::{HOME, NEXT, Town};

/// Every field by which something may be searched that the caller writes himself.
const SEARCHED: [&str; 6] = ["number", "rule", "regime", "edition", "kind", "status"];

struct Walk<'a> {
    town: &'a Town,
    /// Who asks.
    me: County,
    /// What he may not find.
    hidden: BTreeSet<String>,
    /// What of it he has named himself: the audit tells his county's auditor that he did.
    named: BTreeSet<String>,
    asked: usize,
    found: Vec<String>,
}

impl Walk<'_> {
    /// Looks for what is hidden in an answer; what the question named may be
    /// named again.
    fn look(&mut self, question: &str, answer: &[u8]) {
        self.asked += 1;
        let text = String::from_utf8_lossy(answer);
        let (said, unsaid): (Vec<_>, Vec<_>) =
            self.hidden.iter().cloned().partition(|hidden| question.contains(hidden.as_str()));
        self.named.extend(said.into_iter().filter(|word| uuid(word)));
        let audit = question.starts_with("/audit");
        for hidden in unsaid.iter().filter(|hidden| !(audit && self.named.contains(*hidden))) {
            if text.contains(hidden.as_str()) {
                self.found.push(format!("{hidden} in the answer to {question}:\n  {text}"));
            }
        }
    }
    async fn get(&mut self, path: &str) -> Value {
        let (router, request) = self.town.get(path).by(&self.me.token).build();
        let response = router.oneshot(request).await.expect("an answer");
        let endless = response.headers()["content-type"] == "text/event-stream";
        // A stream that opens for what is hidden would be found by its first word.
        let bytes = if endless { first(response).await } else { whole(response).await };
        self.look(path, &bytes);
        serde_json::from_slice(&bytes).unwrap_or(Value::Null)
    }
    async fn post(&mut self, path: &str, body: &Value) -> Value {
        let answer = self.town.post(path, body).by(&self.me.token).send().await;
        self.look(&format!("{path} {body}"), &answer.bytes);
        answer.body
    }
    async fn call(&mut self, operation: &Operation, request: &Value) -> Value {
        let path = operation.path_of(request);
        match operation.method {
            Method::GET if operation.id == "listen" => Value::Null,
            Method::GET => self.get(&path).await,
            _ => self.post(&path, &request["body"]).await,
        }
    }
}

async fn whole(response: Response<Body>) -> Vec<u8> {
    response.into_body().collect().await.expect("a whole body").to_bytes().to_vec()
}

async fn first(mut response: Response<Body>) -> Vec<u8> {
    let frame = response.body_mut().frame().await;
    frame.and_then(Result::ok).and_then(|frame| frame.into_data().ok()).unwrap_or_default().to_vec()
}

/// Ids of units and posts above both counties: everybody below may see them.
fn shared(town: &Town) -> BTreeSet<String> {
    let home = town.app.path_of(&AreaCode::new(HOME).expect("sound")).expect("in the tree");
    let above: Vec<AreaPath> = std::iter::successors(home.parent(), AreaPath::parent).collect();
    let directory = town.app.directory();
    let units = directory.units().into_iter().filter(|unit| above.contains(&unit.area));
    let units: BTreeSet<String> = units.map(|unit| unit.id.to_string()).collect();
    let posts = directory.posts().filter(|post| units.contains(&post.unit.to_string()));
    let posts: Vec<String> = posts.map(|post| post.id.to_string()).collect();
    units.into_iter().chain(posts).collect()
}

#[tokio::test]
async fn nothing_of_another_county_is_found_anywhere() {
    let town = Town::new().await;
    let next = County::seed(&town, NEXT, "Heronmark", "13787654321").await;
    // He listens while the other county works.
    let (router, request) = town.get("/events").by(&next.token).build();
    let mut stream = router.oneshot(request).await.expect("a stream");
    let home = County::seed(&town, HOME, "Ottermark", "13912345678").await;
    let shared = shared(&town);
    let mut hidden: BTreeSet<String> = home.all_ids.iter().cloned().collect();
    hidden.retain(|id| !shared.contains(id) && !next.all_ids.contains(id));
    hidden.extend(home.marks.iter().cloned());
    hidden.insert(HOME.to_owned());
    assert!(hidden.len() > 60, "{}", hidden.len());
    let mut walk =
        Walk { town: &town, me: next, hidden, named: BTreeSet::new(), asked: 0, found: Vec::new() };

    every_operation(&mut walk, &home, &Method::GET).await;
    every_id(&mut walk, &home).await;
    every_list(&mut walk, &home).await;
    every_export(&mut walk).await;
    their_list(&mut walk).await;
    // Last: what he writes himself, with ids of theirs in it, he may read again.
    every_operation(&mut walk, &home, &Method::POST).await;

    let fever = json!({ "new_person": { "area": NEXT } });
    let last = uuids(&walk.post("/sentinel_reports", &fever).await["facts"][0].to_string()).remove(1);
    let mut came = String::new();
    while !came.contains(&last) {
        let frame = stream.body_mut().frame().await.expect("the stream goes on").expect("a frame");
        came += std::str::from_utf8(frame.data_ref().expect("data")).expect("UTF-8");
    }
    walk.look("/events", came.as_bytes());
    assert!(walk.asked > 1000, "{}", walk.asked);
    assert!(
        walk.found.is_empty(),
        "{}\n{} of {} answers",
        walk.found.join("\n"),
        walk.found.len(),
        walk.asked
    );
}

/// His own, and then each place naming what is theirs.
async fn every_operation(walk: &mut Walk<'_>, home: &County, method: &Method) {
    let lines = table();
    // What ends his session, or his account, ends the walk.
    let ending =
        ["log_out", "change_password", "end_session", "disable_user", "reset_password", "end_user_sessions"];
    for operation in operations().into_iter().filter(|operation| operation.method == *method) {
        let line = &lines[&operation.id];
        let object = line.object.as_deref();
        if !ending.contains(&operation.id.as_str()) {
            let own = operation.request(object, &walk.me.ids);
            walk.call(&operation, &own).await;
        }
        for spot in operation.spots(object) {
            let mut request = operation.request(object, &walk.me.ids);
            put(&mut request, &spot.pointer, json!(home.ids[spot.kind.as_str()]));
            if spot.pointer == "/query/subject" && operation.has_query("subject_kind") {
                put(&mut request, "/query/subject_kind", json!(spot.kind));
            }
            walk.call(&operation, &request).await;
        }
    }
}

/// Every id of theirs in every address, whatever it is the id of.
async fn every_id(walk: &mut Walk<'_>, home: &County) {
    let details: Vec<Operation> = operations()
        .into_iter()
        .filter(|operation| operation.method == Method::GET)
        .filter(|operation| operation.spots(Some("case")).iter().any(|spot| spot.pointer == "/path/id"))
        .collect();
    for id in &home.all_ids {
        for operation in &details {
            let mut request = operation.request(Some("case"), &walk.me.ids);
            put(&mut request, "/path/id", json!(id));
            walk.call(operation, &request).await;
        }
        walk.get(&format!("/facts?subject_kind=person&subject={id}")).await;
    }
}

/// Lists whole and page by page, as of long ago and later, and searched for
/// their words.
async fn every_list(walk: &mut Walk<'_>, home: &County) {
    let number = walk.town.get("/cases").by(&home.token).send().await.ok()["items"][0]["number"].clone();
    let number = number.as_str().expect("a number").to_owned();
    for operation in operations().into_iter().filter(|operation| operation.method == Method::GET) {
        let has = |name: &str| operation.has_query(name);
        if has("limit") {
            let mut request = operation.request(Some("case"), &walk.me.ids);
            put(&mut request, "/query/limit", json!(500));
            walk.call(&operation, &request).await;
            put(&mut request, "/query/limit", json!(1));
            for _ in 0..40 {
                let page = walk.call(&operation, &request).await;
                let Some(next) = page["next"].as_str() else { break };
                put(&mut request, "/query/after", json!(next));
            }
        }
        if has("as_of") {
            for moment in ["2022-07-05T01:30:00Z", "2030-01-01T00:00:00Z"] {
                let mut request = operation.request(Some("case"), &walk.me.ids);
                put(&mut request, "/query/as_of", json!(moment));
                walk.call(&operation, &request).await;
            }
        }
        for field in SEARCHED.into_iter().filter(|field| has(field)) {
            for word in [home.marks[0].as_str(), "Ottermark-name", number.as_str()] {
                let mut request = operation.request(Some("case"), &walk.me.ids);
                put(&mut request, &format!("/query/{field}"), json!(word));
                walk.call(&operation, &request).await;
            }
        }
    }
}

/// Every kind of record in every form, named or not, of his area and of theirs.
async fn every_export(walk: &mut Walk<'_>) {
    let shapes = walk.get("/exports/shapes").await;
    let kinds = shapes["items"].as_array().expect("shapes").iter().map(|shape| shape["kind"].clone());
    let kinds: Vec<Value> = kinds.collect();
    assert!(kinds.len() > 5, "{shapes}");
    for kind in kinds {
        let formats: &[&str] = if kind == "chains" { &["graphml"] } else { &["csv", "ndjson"] };
        for format in formats {
            for (identified, area) in [(false, None), (true, None), (true, Some(HOME))] {
                let mut body = json!({
                    "kinds": [kind], "format": format, "purpose": "walk", "identified": identified,
                });
                if let Some(area) = area {
                    body["filter"] = json!({ "area": area });
                }
                let job = walk.post("/exports", &body).await;
                let (_stop, mut stopping) = watch::channel(false);
                while Runner::new(walk.town.app.clone()).run_next(&mut stopping).await.expect("looked") {}
                let Some(id) = job["id"].as_str() else { continue };
                let (router, request) = walk.town.get(format!("/jobs/{id}")).by(&walk.me.token).build();
                let bytes = whole(router.oneshot(request).await.expect("an answer")).await;
                let asked = area.unwrap_or_default();
                walk.look(&format!("an export of {asked}"), &bytes);
                let done: Value = serde_json::from_slice(&bytes).expect("JSON");
                for file in done["files"].as_array().into_iter().flatten() {
                    let path = format!("/files/{}", file["id"].as_str().expect("an id"));
                    let (router, request) = walk.town.get(&path).by(&walk.me.token).build();
                    let bytes = whole(router.oneshot(request).await.expect("an answer")).await;
                    walk.look(&format!("a file of an export of {asked}"), &bytes);
                }
            }
        }
    }
}

/// A list of the same name with the same numbers, tried and taken in.
async fn their_list(walk: &mut Walk<'_>) {
    let mapping = "disease = \"covid19\"\n[columns]\nnumber = \"no\"\nonset = \"onset\"\n";
    for (area, dry_run) in [(HOME, true), (HOME, false), (NEXT, true), (NEXT, false)] {
        let file = json!({ "name": "x.csv", "text": "no,onset\n1,2022-07-03\n", "mapping": mapping });
        let body = json!({ "list": "Ottermark-list", "area": area, "files": [file], "dry_run": dry_run });
        let taken = walk.post("/imports", &body).await;
        if area == NEXT {
            assert_eq!(taken["counts"]["new"], 1, "{taken}");
        } else {
            assert_eq!(taken["type"], "access.forbidden", "{taken}");
        }
    }
}
