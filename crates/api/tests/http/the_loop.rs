//! The first loop over HTTP: fever, test, case, exposure, contact, order,
//! checks, release; a directive's problem; a watched post.

use authz::Role;
use kernel::Span;
use serde_json::{Value, json};

use crate::town::{HOME, Town};

#[tokio::test]
async fn from_a_fever_to_a_release() {
    let town = Town::new().await;
    let all = town.token(Role::ALL, HOME).await;
    let post = |path: String, body: Value| {
        let asked = town.post(path, &body).by(&all);
        asked.send()
    };
    let get = |path: String| town.get(path).by(&all).send();

    let fever = json!({ "new_person": { "area": HOME, "name": "王小明" }, "report": false });
    let visit = post("/sentinel_reports".into(), fever).await.subject("fever_seen");
    post(format!("/visits/{visit}/report"), json!({})).await.ok();
    post(format!("/visits/{visit}/dispose"), json!({ "disposition": "held" })).await.ok();
    let seen = get("/visits".into()).await.ok();
    assert_eq!(seen["items"][0]["disposition"], "held");

    let (person, case) = town.positive(&all).await;
    for (verb, body) in [
        ("report", json!({})),
        ("investigate", json!({ "stage": "core_info" })),
        ("assess", json!({ "severity": "severe", "symptoms": ["fever"], "onset_on": "2022-07-04" })),
        ("isolate", json!({})),
        ("admit", json!({})),
        ("plan_treatment", json!({})),
        ("revise_card", json!({})),
    ] {
        post(format!("/cases/{case}/{verb}"), body).await.ok();
    }

    let friend = town.person(&all).await;
    let exposure = json!({
        "disease": "covid19", "kind": "household", "setting": "home",
        "from": { "kind": "person", "id": person }, "to": { "kind": "person", "id": friend },
        "started_at": "2022-07-04T18:00:00+08:00", "ended_at": "2022-07-04T20:00:00+08:00",
    });
    let contact = post("/exposures".into(), exposure).await.subject("contact_determined");
    post(format!("/contacts/{contact}/reach"), json!({})).await.ok();
    let order = json!({
        "target": { "kind": "person", "id": friend }, "contact": contact, "disease": "covid19", "basis": "QR1",
        "reason": { "zh": "密切接触者", "en": "close contact" },
    });
    let order = post("/orders".into(), order).await.subject("order_issued");
    post(format!("/orders/{order}/start"), json!({})).await.ok();
    let seen = get(format!("/orders/{order}")).await;
    assert_eq!((&seen.body["status"], &seen.body["contact"]), (&json!("running"), &json!(contact)));
    assert!(seen.headers.contains_key("etag"));
    let last = seen.body["ends_on"].as_str().expect("an end").to_owned();

    let today = get("/schedules?on=2022-07-05".into()).await.ok();
    assert!(
        today["items"].as_array().expect("lines").iter().any(|line| line["order"] == json!(order)),
        "{today}"
    );
    post("/checks".into(), json!({ "person": friend, "temperature_c": 36.6 })).await.ok();
    let sample = json!({ "person": friend, "disease": "covid19", "method": "nat" });
    post("/samples".into(), sample).await.ok();
    let musts = get("/lists/four_musts".into()).await.ok();
    assert_eq!((&musts["isolated"]["should"], &musts["isolated"]["done"]), (&json!(1), &json!(1)));
    let earlies = get("/lists/four_earlies?disease=covid19".into()).await.ok();
    assert_eq!(earlies["items"][0]["case"], json!(case));
    let chain = get(format!("/cases/{case}/chain")).await.ok();
    assert_eq!(chain["nodes"].as_array().expect("nodes").len(), 1);

    post(format!("/orders/{order}/appeal"), json!({ "grounds": "I was elsewhere" })).await.ok();
    post(format!("/orders/{order}/decide_appeal"), json!({ "upheld": false, "reason": "film shows it" }))
        .await
        .ok();
    post(format!("/orders/{order}/release"), json!({})).await.refused(422, "order.not_releasable");
    let detail = get(format!("/cases/{case}")).await.ok();
    assert_eq!(detail["contacts"][0]["status"], "under_order");
    let stage = detail["case"]["stages"]["core_info"].as_str().expect("a moment");
    assert!(stage.starts_with("2022-07-05T01:00:00"), "{stage}");
    assert!(detail["earlies"]["reporting"].is_string());
    assert!(last.as_str() > "2022-07-10");
    post(format!("/orders/{order}/lift"), json!({ "basis": "QR1" })).await.ok();
    post(format!("/cases/{case}/end"), json!({ "outcome": "recovered" })).await.ok();
    assert_eq!(get("/cases?status=ended".into()).await.ok()["items"][0]["outcome"], "recovered");
}

#[tokio::test]
async fn an_order_that_a_must_not_forbids_is_refused_with_the_rule_in_words() {
    let town = Town::new().await;
    let token = town.token(Role::ALL, HOME).await;
    let order = json!({
        "target": { "kind": "area", "id": crate::town::NOBODY }, "area": HOME, "disease": "covid19",
        "measure": "movement_limit", "ends_on": "2022-07-20", "basis": "x", "ground": "origin_area",
        "origin_zone": "low", "reason": { "zh": "理由", "en": "reason" },
    });
    let answer = town.post("/orders", &order).by(&token).send().await;
    answer.refused(422, "order.forbidden");
    let detail = answer.body["detail"].as_str().expect("a sentence");
    assert!(detail.contains(answer.body["args"]["rule"].as_str().expect("the rule")), "{detail}");
    assert!(detail.contains(answer.body["args"]["text_en"].as_str().expect("its title")), "{detail}");
    let bare = json!({ "target": order["target"], "area": HOME, "disease": "covid19", "measure": "testing" });
    town.post("/orders", &bare).by(&token).send().await.refused(422, "order.incomplete");
}

#[tokio::test]
async fn a_problem_is_mended_and_verified_by_somebody_else() {
    let town = Town::new().await;
    let office = town.token(&[Role::Office], HOME).await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    let unit = town.unit_of(Role::Epidemiologist, HOME);
    let directive = json!({
        "area": HOME, "title": "检查", "source": "第1次会议",
        "problems": [{ "title": "登记不全", "unit": unit, "due_at": "2022-07-06T18:00:00+08:00", "severity": "major" }],
    });
    let problem = town.post("/directives", &directive).by(&office).send().await.subject("problem_listed");
    let submit =
        || town.post(format!("/problems/{problem}/submit"), &json!({ "evidence": "补齐" })).by(&cdc).send();
    submit().await.ok();
    let back = json!({ "reason": "少一页", "due_at": "2022-07-07T18:00:00+08:00" });
    town.post(format!("/problems/{problem}/return"), &back).by(&office).send().await.ok();
    submit().await.ok();
    town.post(format!("/problems/{problem}/verify"), &json!({})).by(&office).send().await.ok();
    let listed = town.get("/problems").by(&office).send().await.ok();
    assert_eq!(listed["items"][0]["status"], "closed");
}

#[tokio::test]
async fn a_gap_in_a_watch_is_found_and_filled() {
    let town = Town::new().await;
    let office = town.token(&[Role::Office], HOME).await;
    let me = town.get("/sessions/current").by(&office).send().await.ok();
    let watch = json!({
        "post": me["post"], "starts_at": "2022-07-06T00:00:00+08:00", "ends_at": "2022-07-07T00:00:00+08:00",
    });
    let receipt = town.post("/watches", &watch).by(&office).send().await.ok();
    assert_eq!(receipt["opened"].as_array().expect("duties").len(), 1);
    let shift = json!({
        "post": me["post"], "holder": me["user"],
        "starts_at": "2022-07-06T00:00:00+08:00", "ends_at": "2022-07-07T00:00:00+08:00",
    });
    let receipt = town.post("/shifts", &shift).by(&office).send().await.ok();
    assert_eq!(receipt["met"].as_array().expect("duties").len(), 1);
    let shifts = town.get("/shifts?status=shift").by(&office).send().await.ok();
    assert_eq!(shifts["items"][0]["holder"], me["user"]);
}

#[tokio::test]
async fn a_waiver_and_a_withdrawal_close_what_was_owed() {
    let town = Town::new().await;
    let all = town.token(Role::ALL, HOME).await;
    let fever = json!({ "new_person": { "area": HOME }, "report": false });
    let receipt = town.post("/sentinel_reports", &fever).by(&all).send().await.ok();
    let duty = receipt["opened"][0].as_str().expect("a duty").to_owned();
    town.clock.advance(Span::hours(3));
    let line = town.get(format!("/obligations/{duty}")).by(&all).send().await.ok();
    assert_eq!(line["state"], "overdue");
    town.post(format!("/obligations/{duty}/waive"), &json!({ "reason": "演练" })).by(&all).send().await.ok();
    assert_eq!(town.get("/obligations/counts").by(&all).send().await.ok()["waived"], 1);

    let receipt = town.post("/sentinel_reports", &fever).by(&all).send().await.ok();
    let facts = receipt["facts"].as_array().expect("facts");
    let fact = facts.iter().find(|f| f["kind"] == "fever_seen").expect("seen")["id"].as_str().expect("an id");
    let receipt =
        town.post(format!("/facts/{fact}/withdraw"), &json!({ "reason": "误录" })).by(&all).send().await.ok();
    assert!(!receipt["void"].as_array().expect("void").is_empty());
}
