//! Every operation of the document, called without a session, with too little,
//! with the right role in another county, and with one for another disease.
//! What each needs stands in `permissions.txt`.

pub mod request;
pub mod table;

use authz::Role;
use axum::http::{HeaderMap, Method, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tower::ServiceExt;

use crate::county::{County, uuid};
use crate::town::{HOME, NEXT, NOBODY, PASSWORD, Town};
use request::{Ids, Operation, operations, put};
use table::{Line, Needs, table};

/// A county in which nothing is recorded.
const EMPTY: &str = "140107000000";

/// What came back.
#[derive(Clone, Debug, PartialEq)]
struct Came {
    status: StatusCode,
    kind: String,
    body: Value,
    headers: Vec<String>,
}

impl Came {
    fn code(&self) -> &str {
        self.body["type"].as_str().unwrap_or_default()
    }
}

async fn ask(town: &Town, operation: &Operation, request: &Value, token: Option<&str>) -> Came {
    let path = operation.path_of(request);
    let asked = match operation.method {
        Method::GET => town.get(path),
        _ => town.post(path, &request["body"]),
    };
    let (router, request) = token.into_iter().fold(asked, |asked, token| asked.by(token)).build();
    let response = router.oneshot(request).await.expect("an answer");
    let (status, headers) = (response.status(), response.headers().clone());
    let kind = text_of(&headers, "content-type");
    // A stream does not end by itself.
    let body = match kind.as_str() {
        "text/event-stream" => Value::Null,
        _ => {
            let bytes = response.into_body().collect().await.expect("a whole body").to_bytes();
            serde_json::from_slice(&bytes).unwrap_or(Value::Null)
        }
    };
    let mut headers: Vec<String> = headers.keys().map(ToString::to_string).collect();
    headers.sort();
    headers.dedup();
    Came { status, kind, body, headers }
}

fn text_of(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// The same without what differs from call to call: ids, moments, numbers of cases.
fn normal(value: &Value) -> Value {
    match value {
        Value::String(text) => json!(normal_text(text)),
        Value::Array(items) => items.iter().map(normal).collect(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "reference")
            .map(|(k, v)| (k.clone(), normal(v)))
            .collect(),
        other => other.clone(),
    }
}

fn normal_text(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-:.+".contains(c);
    let (mut told, mut word) = (String::new(), String::new());
    for c in text.chars().chain([' ']) {
        if is_part(c) {
            word.push(c);
            continue;
        }
        let bare = word.trim_end_matches('.');
        let moment = bare.len() >= 20 && bare.as_bytes()[4] == b'-' && bare.contains('T');
        if uuid(bare) {
            told += "<id>";
        } else if moment {
            told += "<moment>";
        } else if [HOME, NEXT, EMPTY].iter().any(|area| bare.contains(area)) {
            told += "<area>";
        } else {
            told += &word;
        }
        word.clear();
        told.push(c);
    }
    told
}

/// A text as a value of a query.
fn encoded(text: &str) -> String {
    text.replace(' ', "%20").replace('{', "%7B").replace('}', "%7D")
}

fn without_ids(came: &Came) -> Came {
    Came { body: normal(&came.body), ..came.clone() }
}

/// A request in which every id of the path is one that nothing has.
fn of_nobody(operation: &Operation, line: &Line, own: &Ids) -> Value {
    let mut request = operation.request(line.object.as_deref(), own);
    if request["path"]["id"].is_string() {
        put(&mut request, "/path/id", json!(NOBODY));
    }
    request
}

fn matched() -> Vec<(Operation, Line)> {
    let mut lines = table();
    let mut found = Vec::new();
    for operation in operations() {
        let line = lines.remove(&operation.id);
        let line = line.unwrap_or_else(|| panic!("`{}` has no line in permissions.txt", operation.id));
        found.push((operation, line));
    }
    assert!(lines.is_empty(), "no operation of the document: {:?}", lines.keys());
    found
}

fn ids(area: &str) -> Ids {
    let kinds = [
        "person",
        "case",
        "contact",
        "exposure",
        "order",
        "visit",
        "obligation",
        "problem",
        "fact",
        "hold",
        "import",
        "job",
        "file",
        "user",
        "session",
        "api_key",
        "unit",
        "post",
        "place",
        "certificate",
        "directive",
        "meeting",
        "assessment",
        "delivery",
        "task",
        "task_force",
        "roll_call",
        "leave",
        "major_event",
        "occasion",
        "situation_report",
        "daily_bulletin",
        "household",
        "address",
        "match_request",
        "handover",
        "delegation",
        "glass",
        "notice",
        "shift",
        "match_request",
    ];
    let mut ids: Ids = kinds.into_iter().map(|kind| (kind, NOBODY.to_owned())).collect();
    ids.insert("area", area.to_owned());
    ids
}

#[tokio::test]
async fn without_a_session_nothing_is_answered_but_what_the_table_opens() {
    let town = Town::new().await;
    let ended = town.token(&[Role::Office], HOME).await;
    town.post("/sessions/current/end", &json!({})).by(&ended).send().await;
    let wrong = "0".repeat(64);
    for (operation, line) in matched() {
        let request = of_nobody(&operation, &line, &ids(HOME));
        for token in [None, Some(wrong.as_str()), Some(ended.as_str())] {
            let came = ask(&town, &operation, &request, token).await;
            let refused = came.code() == "access.unauthenticated";
            assert_eq!(refused, line.needs != Needs::Open, "{}: {came:?}", operation.id);
            assert_eq!(came.status == StatusCode::UNAUTHORIZED, refused || operation.id == "log_in");
        }
        assert_eq!(line.needs == Needs::Open, line.exceptions.contains_key("open"), "{}", operation.id);
    }
}

#[tokio::test]
async fn whoever_may_too_little_is_refused_whether_there_is_something_or_not() {
    let town = Town::new().await;
    let home = County::seed(&town, HOME, "Ottermark", "13912345678").await;
    let next = County::seed(&town, NEXT, "Heronmark", "13787654321").await;
    let mut wrong = Vec::new();
    for role in Role::ALL {
        let token = town.token(&[*role], HOME).await;
        for (operation, line) in matched() {
            if matches!(line.needs, Needs::Open | Needs::Session | Needs::Owner) {
                continue;
            }
            let nobody = of_nobody(&operation, &line, &home.ids);
            if line.allows(*role) {
                let came = ask(&town, &operation, &nobody, Some(&token)).await;
                if matches!(came.status.as_u16(), 400 | 401 | 403 | 500..) {
                    wrong.push(format!("{role} may not {}: {came:?}", operation.id));
                }
                continue;
            }
            // Here, next door and nowhere: the answer is the same.
            let mut requests = vec![nobody];
            for county in [&home, &next] {
                requests.push(operation.request(line.object.as_deref(), &county.ids));
            }
            let mut told = BTreeSet::new();
            for request in &requests {
                let came = ask(&town, &operation, request, Some(&token)).await;
                told.insert((came.status.as_u16(), normal(&came.body).to_string()));
            }
            let refused =
                told.iter().all(|(status, body)| *status == 403 && body.contains("access.forbidden"));
            if !refused || told.len() > 1 {
                wrong.push(format!("{role}, {}: {told:?}", operation.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} faults", wrong.join("\n"), wrong.len());
}

#[tokio::test]
async fn whoever_administers_a_county_does_not_administer_the_installation() {
    let town = Town::new().await;
    let (all, root) = (town.token(Role::ALL, HOME).await, town.token(Role::ALL, "CN").await);
    for (operation, line) in matched() {
        if matches!(line.needs, Needs::All(_)) {
            let request = of_nobody(&operation, &line, &ids(HOME));
            let came = ask(&town, &operation, &request, Some(&all)).await;
            assert_eq!(came.code(), "access.forbidden", "{}: {came:?}", operation.id);
            let came = ask(&town, &operation, &request, Some(&root)).await;
            assert!(
                came.status.is_success() || came.status == StatusCode::NOT_FOUND,
                "{}: {came:?}",
                operation.id
            );
        }
    }
}

/// Calls every operation with each place of its request in turn naming what
/// the caller may not see, and what nothing is; tells where the answers differ.
async fn told_apart(
    town: &Town,
    token: &str,
    own: &Ids,
    theirs: &Ids,
    looked_at: impl Fn(&Line, &str) -> bool,
) -> (usize, Vec<String>) {
    let (mut places, mut wrong) = (0, Vec::new());
    // Questions first: what he writes himself, with ids of theirs in it, he may find again.
    let mut operations = matched();
    operations.sort_by_key(|(operation, _)| operation.method != Method::GET);
    for (operation, line) in operations {
        if line.needs == Needs::Open {
            continue;
        }
        for spot in operation.spots(line.object.as_deref()) {
            if !looked_at(&line, &spot.kind) {
                continue;
            }
            places += 1;
            let mut answers = Vec::new();
            // An id that nobody has named yet, and an area where nothing is recorded.
            let nothing = kernel::derived_uuid(&["nothing", &operation.id, &spot.pointer, &spot.kind]);
            let nothing = if spot.kind == "area" { EMPTY.to_owned() } else { nothing.to_string() };
            for named in [&theirs[spot.kind.as_str()], &nothing] {
                let mut request = operation.request(line.object.as_deref(), own);
                put(&mut request, &spot.pointer, json!(named));
                if spot.pointer == "/query/subject" && operation.has_query("subject_kind") {
                    put(&mut request, "/query/subject_kind", json!(spot.kind));
                }
                answers.push(ask(town, &operation, &request, Some(token)).await);
            }
            let [there, nowhere] = &answers[..] else { unreachable!("two answers") };
            let same = without_ids(there) == without_ids(nowhere);
            let hidden = spot.pointer != "/path/id" || there.code() == "record.not_found";
            let excepted = line.exceptions.contains_key(spot.name());
            let fails = nowhere.status == StatusCode::BAD_REQUEST || nowhere.status.is_server_error();
            let sound = excepted || (same && hidden);
            if !sound || fails {
                let place = format!("{} {} ({})", operation.id, spot.pointer, spot.kind);
                wrong.push(format!("{place}\n  there:   {there:?}\n  nowhere: {nowhere:?}"));
            }
        }
    }
    (places, wrong)
}

#[tokio::test]
async fn what_lies_in_another_county_is_answered_like_what_does_not_exist() {
    let town = Town::new().await;
    town.add_area(EMPTY).await;
    let home = County::seed(&town, HOME, "Ottermark", "13912345678").await;
    let next = County::seed(&town, NEXT, "Heronmark", "13787654321").await;
    let (places, wrong) =
        told_apart(&town, &next.token, &next.ids, &home.ids, |line, _| !matches!(line.needs, Needs::All(_)))
            .await;
    assert!(wrong.is_empty(), "{}\n{} faults of {places}", wrong.join("\n"), wrong.len());
    assert!(places > 100, "{places}");
    // All of it is in the audit, by route and never by address.
    let auditor = town.token(&[Role::Auditor], NEXT).await;
    for (operation, line) in matched() {
        if line.object.is_some() && !matches!(line.needs, Needs::All(_)) {
            let path = format!("/audit?kind=denial&route={}", encoded(&operation.route()));
            let found = town.get(path).by(&auditor).send().await.ok();
            let entry = &found["items"][0];
            assert_eq!(entry["code"], "record.not_found", "{}: {found}", operation.id);
            assert!(entry["user"].is_string() && entry["area"] == NEXT, "{}: {found}", operation.id);
        }
    }
}

#[tokio::test]
async fn what_is_of_another_disease_is_answered_like_what_does_not_exist() {
    let town = Town::new().await;
    town.add_area(EMPTY).await;
    let home = County::seed(&town, HOME, "Ottermark", "13912345678").await;
    let token = town.limited(Role::ALL, HOME, "measles").await;
    let of_disease = ["case", "contact", "exposure", "order", "obligation"];
    let (places, wrong) = told_apart(&town, &token, &home.ids, &home.ids, |line, kind| {
        line.is_of_disease() && of_disease.contains(&kind)
    })
    .await;
    assert!(wrong.is_empty(), "{}\n{} faults of {places}", wrong.join("\n"), wrong.len());
    assert!(places > 30, "{places}");
    let body = json!({ "login": "nobody", "password": PASSWORD });
    town.post("/sessions", &body).send().await.refused(401, "access.wrong_password");
}
