//! What would follow, asked by anybody who is logged in.

use authz::Role;
use serde_json::{Value, json};

use crate::town::{HOME, Town};

const PATH: &str = "/protocols/covid19/trial";

fn fever(more: Value) -> Value {
    let mut fact = json!({ "fact": "fever_seen", "at": "2022-07-01T09:00:00+08:00", "symptoms": ["fever"] });
    for (name, value) in more.as_object().into_iter().flatten() {
        fact[name] = value.clone();
    }
    fact
}

fn result(at: &str) -> Value {
    json!({ "fact": "test_result", "at": at, "method": "nat", "result": "positive", "sampled_at": at, "resulted_at": at })
}

#[tokio::test]
async fn a_fever_and_a_positive_test_are_followed_with_their_rules() {
    let town = Town::new().await;
    let token = town.token(&[Role::Auditor], HOME).await;
    let met = json!({ "kind": "household", "started_at": "2022-07-01T07:30:00+08:00", "ended_at": "2022-07-01T08:30:00+08:00" });
    let stated = json!({
        "area": HOME, "facts": [result("2022-07-01T18:00:00+08:00"), fever(json!({}))], "exposures": [met],
    });
    let ask =
        |body: &Value| town.send(axum::http::Method::POST, PATH).raw(body.to_string()).by(&token).send();
    let follows = ask(&stated).await.ok();
    assert_eq!((&follows["edition"], &follows["now"]), (&json!("9th"), &json!("2022-07-01T10:00:00Z")));
    let class = &follows["classifications"][0];
    assert_eq!((&follows["classification"], &class["fact"]), (&class["classification"], &json!(0)));
    assert!(class["rule"]["source"].is_string(), "{class}");
    let owed = follows["obligations"].as_array().expect("duties");
    let of = |rule: &str| owed.iter().find(|one| one["rule"]["id"] == rule);
    let report = of("RP7").expect("the report of the fever");
    assert_eq!((&report["due_at"], &report["state"]), (&json!("2022-07-01T03:00:00Z"), &json!("overdue")));
    assert!(report.get("role").is_none(), "the unit that saw it: {report}");
    assert_eq!(
        report["escalations"][0],
        json!({ "at": "2022-07-01T03:00:00Z", "level": "county", "role": "cdc" })
    );
    let core = of("IN1-CORE").expect("core information");
    assert_eq!(
        (&core["subject"], &core["role"], &core["level"]),
        (&json!("case"), &json!("cdc"), &json!("county"))
    );
    assert_eq!(follows["contacts"][0]["class"], "close");
    let plan = follows["schedules"].as_array().expect("plans").iter().find(|plan| plan["exposure"] == 0);
    let plan = plan.expect("of the contact");
    assert_eq!((&plan["regime"], &plan["phases"][0]["stay"]), (&json!("cc_9"), &json!("c")));
    assert_eq!(plan["ends_on"], "2022-07-11");
    let made: Vec<_> = follows["made_up"].as_array().expect("facts").iter().map(|one| &one["kind"]).collect();
    assert_eq!(made, ["case_opened", "contact_determined"]);
    // Under an edition that is named, and as it stood at another moment.
    let mut under = stated.clone();
    under["edition"] = json!("8th");
    under["now"] = json!("2022-07-01T10:00:00+08:00");
    let under = ask(&under).await.ok();
    assert_eq!((&under["edition"], under.get("classification")), (&json!("8th"), None));
    assert_eq!(under["obligations"][0]["state"], "open");
    // Nothing was recorded, and nobody who may see nothing was told more than rules.
    assert_eq!(ask(&stated).await.ok(), follows);
    let all = town.token(Role::ALL, HOME).await;
    for path in ["/cases", "/visits", "/contacts", "/obligations"] {
        assert_eq!(town.get(path).by(&all).send().await.ok()["items"], json!([]), "{path}");
    }
}

#[tokio::test]
async fn what_is_assessed_makes_a_suspicion_and_a_test_confirms_it() {
    let town = Town::new().await;
    let token = town.token(&[Role::Supervisor], HOME).await;
    let assessed = json!({
        "fact": "case_assessed", "at": "2022-07-01T09:00:00+08:00", "epi_items": 1, "clinical_items": 2,
        "symptoms": ["fever"], "onset": "2022-06-30",
    });
    let facts = json!([assessed, result("2022-07-01T18:00:00+08:00"), { "fact": "case_ended", "at": "2022-07-12T18:00:00+08:00", "outcome": "recovered" }]);
    let asked = town.post(PATH, &json!({ "area": HOME, "edition": "9th", "facts": facts })).by(&token);
    let follows = asked.send().await.ok();
    let classes: Vec<_> = follows["classifications"].as_array().expect("classes").iter().collect();
    let told: Vec<_> = classes.iter().map(|one| (&one["classification"], &one["fact"])).collect();
    assert_eq!(told, [(&json!("suspected"), &json!(0)), (&json!("confirmed"), &json!(1))]);
    assert_eq!(classes[1]["rule"]["id"], "CA4");
    assert_eq!(follows["classification"], "confirmed");
}

#[tokio::test]
async fn what_is_stated_wrongly_is_refused_where_it_stands() {
    let town = Town::new().await;
    let token = town.token(&[Role::Supervisor], HOME).await;
    let at = "2022-07-01T09:00:00+08:00";
    let second = |fact: Value| json!({ "area": HOME, "facts": [fever(json!({})), fact] });
    let met = |met: Value| json!({ "area": HOME, "facts": [fever(json!({}))], "exposures": [met] });
    for (body, status, code, field) in [
        (json!({ "area": HOME }), 400, "value.missing", Some("facts")),
        (json!({ "area": "999", "facts": [fever(json!({}))] }), 400, "area.unknown", None),
        (json!({ "area": HOME, "facts": vec![fever(json!({})); 101] }), 400, "value.too_long", Some("facts")),
        (
            json!({ "area": HOME, "edition": "99th", "facts": [fever(json!({}))] }),
            400,
            "protocol.unknown_reference",
            None,
        ),
        (
            json!({ "area": HOME, "facts": [{ "fact": "fever_seen", "at": "1900-01-01T00:00:00Z" }] }),
            422,
            "protocol.not_in_force",
            None,
        ),
        (second(json!({ "fact": "case_opened", "at": at })), 400, "value.invalid", Some("facts[1].fact")),
        (second(json!({ "fact": "fever_seen", "at": "soon" })), 400, "value.invalid_instant", None),
        (second(json!({ "fact": "test_result", "at": at })), 400, "value.missing", Some("facts[1].result")),
        (
            second(json!({ "fact": "test_result", "at": at, "result": "maybe" })),
            400,
            "value.invalid",
            Some("facts[1].result"),
        ),
        (
            second(json!({ "fact": "test_result", "at": at, "result": "negative", "colour": "red" })),
            400,
            "value.invalid",
            Some("facts[1].colour"),
        ),
        (
            second(json!({ "fact": "test_result", "at": at, "result": "negative", "unit": "x" })),
            400,
            "value.invalid",
            Some("facts[1].unit"),
        ),
        (
            second(json!({ "fact": "test_result", "at": at, "result": "negative", "ct": 80 })),
            400,
            "value.out_of_range",
            Some("facts[1].ct"),
        ),
        (
            second(json!({ "fact": "case_assessed", "at": at, "epi_items": 5 })),
            400,
            "value.out_of_range",
            Some("facts[1].epi_items"),
        ),
        (
            second(json!({ "fact": "case_assessed", "at": at, "epi_items": 1.5 })),
            400,
            "value.invalid",
            Some("facts[1].epi_items"),
        ),
        (
            second(json!({ "fact": "case_assessed", "at": at, "onset": "2022-02-31" })),
            400,
            "value.invalid_date",
            Some("facts[1].onset"),
        ),
        (
            second(json!({ "fact": "fever_seen", "at": at, "symptoms": ["x".repeat(61)] })),
            400,
            "value.too_long",
            Some("facts[1].symptoms"),
        ),
        (
            second(json!({ "fact": "fever_seen", "at": at, "symptoms": "fever" })),
            400,
            "value.invalid",
            Some("facts[1].symptoms"),
        ),
        (
            met(json!({ "kind": "", "started_at": at, "ended_at": at })),
            400,
            "value.missing",
            Some("exposures[0].kind"),
        ),
        (
            met(json!({ "kind": "meal", "started_at": at, "ended_at": "2022-07-01T08:00:00+08:00" })),
            400,
            "value.dates_out_of_order",
            Some("exposures[0].ended_at"),
        ),
    ] {
        let answer = town.post(PATH, &body).by(&token).send().await;
        answer.refused(status, code);
        if let Some(field) = field {
            assert_eq!(answer.body["at"]["field"], field, "{}", answer.body);
        }
    }
    let wrong = second(json!({ "fact": "test_result", "at": at, "result": "maybe" }));
    let chinese = town.post(PATH, &wrong).header("accept-language", "zh-CN").by(&token).send().await;
    let told = chinese.body["detail"].as_str().expect("a sentence").to_owned();
    assert!(told.contains("maybe") && told.contains("结果"), "{told}");
    town.post("/protocols/scurvy/trial", &json!({ "area": HOME, "facts": [fever(json!({}))] }))
        .by(&token)
        .send()
        .await
        .refused(422, "protocol.not_in_force");
}
