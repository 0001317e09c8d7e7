//! Notices of orders as the page without a log-in meets them.

use authz::Role;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::town::{HOME, Town};

/// An order on somebody met by a case, with the token of an office.
async fn ordered(town: &Town) -> (String, String) {
    let token = town.token(&[Role::Epidemiologist, Role::Laboratory, Role::Commander], HOME).await;
    let (case_of, _) = town.positive(&token).await;
    let born = json!({ "area": HOME, "name": "陈静", "birth_date": "1980-01-31", "phone": "13700001111" });
    let person = town.post("/persons", &born).by(&token).send().await.subject("person_registered");
    let end = |id: &String| json!({ "kind": "person", "id": id });
    let meeting = json!({
        "disease": "covid19", "kind": "household", "setting": "home", "from": end(&case_of), "to": end(&person),
        "started_at": "2022-07-04T18:00:00+08:00", "ended_at": "2022-07-04T20:00:00+08:00",
    });
    let contact = town.post("/exposures", &meeting).by(&token).send().await.subject("contact_determined");
    let order = json!({
        "target": end(&person), "contact": contact, "disease": "covid19", "basis": "QR6",
        "reason": { "zh": "密切接触者", "en": "Close contact" },
    });
    let order = town.post("/orders", &order).by(&token).send().await.subject("order_issued");
    (token, order)
}

#[tokio::test]
async fn p02_a_link_is_given_out_read_without_a_session_and_objected_by() {
    let town = Town::new().await;
    let (token, order) = ordered(&town).await;
    let path = format!("/orders/{order}/notices");
    let wanted = json!({ "form": "link", "days": 30 });
    let made =
        town.send(axum::http::Method::POST, &path).raw(wanted.to_string()).by(&token).send().await.ok();
    let secret = made["code"].as_str().expect("a secret").to_owned();
    let notice = &made["notice"];
    assert_eq!(
        (&notice["form"], &notice["good"], &notice["uses"]),
        (&json!("link"), &json!(true), &json!(0))
    );
    let listed = town.get(&path).by(&token).send().await;
    assert!(!String::from_utf8_lossy(&listed.bytes).contains(&secret), "it is shown once");
    assert_eq!(listed.ok()["items"][0]["id"], notice["id"]);

    let bring = |more: Value| {
        let mut body = json!({ "code": secret });
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        body
    };
    // No session and no key: whom an order binds has neither.
    let post =
        |path: &str, body: &Value| town.send(axum::http::Method::POST, path).raw(body.to_string()).send();
    let shown = post("/notices/read", &bring(json!({}))).await;
    assert_eq!(shown.headers["cache-control"], "no-store");
    let text = String::from_utf8_lossy(&shown.bytes).into_owned();
    for hidden in ["王小明", "陈静", "13700001111", order.as_str(), "\"user\"", "\"person\"", "\"contact\""]
    {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
    let shown = shown.ok();
    assert_eq!(shown["order"]["reason"], json!({ "zh": "密切接触者", "en": "Close contact" }));
    assert_eq!((&shown["rule"]["id"], &shown["rule"]["unconfirmed"]), (&json!("QR6"), &json!(false)));
    assert_eq!(shown["order"]["zone"], "Asia/Shanghai");
    assert!(shown["tests"].as_array().is_some_and(|tests| !tests.is_empty()));
    assert_eq!(shown["objection"]["made"], json!([]));
    assert!(shown["objection"]["until_at"].is_string() && shown["objection"]["decided_by"].is_object());

    let objection = bring(json!({ "grounds": "I was elsewhere" }));
    assert_eq!(post("/notices/object", &objection).await.status, StatusCode::NO_CONTENT);
    let seen = town.get(format!("/orders/{order}")).by(&token).send().await.ok();
    assert_eq!(seen["appeals"][0]["by_notice"], true);
    let decision = json!({ "upheld": false, "reason": "film shows it" });
    town.post(format!("/orders/{order}/decide_appeal"), &decision).by(&token).send().await.ok();
    let after = post("/notices/read", &bring(json!({}))).await.ok();
    let made = &after["objection"]["made"][0];
    assert_eq!(
        (&made["by_notice"], &made["outcome"], &made["reason"]),
        (&json!(true), &json!("rejected"), &json!("film shows it"))
    );

    let revoke = format!("/notices/{}/revoke", notice["id"].as_str().expect("an id"));
    let gone = town.post(&revoke, &json!({ "reason": "lost" })).by(&token).send().await.ok();
    assert_eq!((&gone["good"], gone["revoked_at"].is_string()), (&json!(false), true));
    post("/notices/read", &bring(json!({}))).await.refused(403, "notice.not_good");
}

#[tokio::test]
async fn p02_a_code_for_paper_asks_for_a_date_of_birth() {
    let town = Town::new().await;
    let (token, order) = ordered(&town).await;
    let path = format!("/orders/{order}/notices");
    let wanted = json!({ "form": "code", "second": "birth_date", "days": 14, "most_uses": 5 });
    let made = town.post(&path, &wanted).by(&token).send().await.ok();
    let code = made["code"].as_str().expect("a code").to_owned();
    assert_eq!((code.len(), code.find('-'), &made["notice"]["most_uses"]), (11, Some(5), &json!(5)));
    let read = |second: Option<&str>| {
        let typed = code.replace('-', "").to_lowercase();
        let body = json!({ "code": typed, "second": second });
        town.send(axum::http::Method::POST, "/notices/read").raw(body.to_string()).send()
    };
    read(None).await.refused(403, "notice.not_good");
    read(Some("19800130")).await.refused(403, "notice.not_good");
    read(Some("19800131")).await.ok();
    for (language, sentence) in [("en", "opens nothing"), ("zh-CN", "无法打开")] {
        let body = json!({ "code": "00000-00000" }).to_string();
        let asked = town.send(axum::http::Method::POST, "/notices/read").raw(body);
        let refusal = asked.header("accept-language", language).send().await;
        assert!(
            refusal.body["detail"].as_str().is_some_and(|text| text.contains(sentence)),
            "{}",
            refusal.body
        );
        assert_eq!(refusal.body["args"], json!({}));
    }
    let no_number = json!({ "form": "code", "second": "id_number", "days": 14 });
    town.post(&path, &no_number).by(&token).send().await.refused(422, "notice.nothing_besides");
    let no_second = json!({ "form": "code", "days": 14 });
    town.post(&path, &no_second).by(&token).send().await.refused(400, "value.missing");
}
