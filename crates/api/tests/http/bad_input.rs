//! Bad input: a clear, located message in both languages, and nothing done.

use authz::Role;
use axum::http::Method;
use serde_json::{Value, json};

use crate::town::{HOME, NOBODY, Town};

#[tokio::test]
async fn faults_are_named_and_located() {
    let town = Town::new().await;
    let token = town.token(Role::ALL, HOME).await;
    let case = json!({ "new_person": { "area": HOME }, "disease": "covid19", "classification": "confirmed", "reason": "x" });
    let with = |field: &str, value: Value| {
        let mut body = case.clone();
        body[field] = value;
        body
    };
    let report = |field: &str, value: Value| {
        let mut body = json!({ "new_person": { "area": HOME } });
        body[field] = value;
        body
    };
    for (path, body, code, field) in [
        ("/cases", with("onset_on", json!("2022-02-31")), "value.invalid_date", Some("onset_on")),
        ("/cases", with("onset_on", json!("2022-08-01")), "value.in_future", None),
        ("/cases", with("occurred_at", json!("yesterday")), "value.invalid_instant", Some("occurred_at")),
        ("/cases", with("classification", json!("certain")), "value.invalid", Some("classification")),
        ("/cases", with("colour", json!("red")), "request.unreadable_body", None),
        ("/cases", with("new_person", json!({})), "value.missing", Some("new_person.area")),
        ("/cases", with("new_person", json!({ "area": "140000" })), "area.unknown", None),
        ("/cases", with("new_person", json!({ "area": "14 00" })), "area.invalid_code", None),
        (
            "/cases",
            with("new_person", json!({ "area": HOME, "birth_year": 1811 })),
            "value.impossible_age",
            None,
        ),
        ("/cases", with("person", json!(NOBODY)), "value.invalid", None),
        ("/cases", with("unit", json!("12")), "value.invalid_id", Some("unit")),
        ("/sentinel_reports", json!({}), "value.missing", None),
        ("/sentinel_reports", report("temperature_c", json!(80)), "value.out_of_range", None),
        ("/sentinel_reports", report("symptoms", json!(["x".repeat(61)])), "value.too_long", None),
        ("/sentinel_reports", report("seen_at", json!("2022-07-05T12:00:00+08:00")), "value.in_future", None),
    ] {
        let answer = town.post(path, &body).by(&token).send().await;
        answer.refused(400, code);
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        if let Some(field) = field {
            assert_eq!(answer.body["at"]["field"], field, "{}", answer.body);
            assert_eq!(answer.body["at"]["line"], 1);
        }
    }
    assert_eq!(town.get("/cases").by(&token).send().await.ok()["items"], json!([]));
    assert_eq!(town.get("/visits").by(&token).send().await.ok()["items"], json!([]));
}

#[tokio::test]
async fn bad_requests_are_problems_too() {
    let town = Town::new().await;
    let token = town.token(Role::ALL, HOME).await;
    for (path, code) in [
        ("/cases?limit=0", "page.invalid_limit"),
        ("/cases?limit=501", "page.invalid_limit"),
        ("/cases?limit=many", "request.unreadable_body"),
        ("/cases?after=nonsense", "page.invalid_cursor"),
        ("/cases?as_of=2022-07-01", "value.invalid_instant"),
        ("/cases?diseases=covid19", "request.unreadable_body"),
        ("/cases?area=999", "area.unknown"),
        ("/cases/12", "value.invalid_id"),
        ("/obligations?state=closed", "value.invalid"),
        ("/obligations?subject_kind=case", "value.missing"),
        ("/schedules?on=2022-02-31", "value.invalid_date"),
        ("/schedules", "value.missing"),
        ("/facts?subject_kind=thing&subject=00000000-0000-7000-8000-000000000000", "value.invalid"),
    ] {
        town.get(path).by(&token).send().await.refused(400, code);
    }
    town.get("/no/such/thing").by(&token).send().await.refused(404, "record.not_found");
    town.send(Method::PUT, "/cases").by(&token).send().await.refused(404, "record.not_found");
    let command = |body: &str| {
        let asked = town.post("/zones", &json!({})).by(&token);
        asked.raw(body)
    };
    command("{\"area\": ").send().await.refused(400, "request.unreadable_body");
    command("[]").send().await.refused(400, "request.unreadable_body");
    let large = format!("{{\"area\": \"{}\"}}", "x".repeat(1 << 20));
    command(&large).send().await.refused(413, "request.too_large");
    command("{}").header("idempotency-key", "two words").send().await.refused(400, "value.missing");
    let sound = json!({ "area": HOME, "level": "low", "unit_of_zone": "estate" }).to_string();
    command(&sound)
        .header("idempotency-key", "two words")
        .send()
        .await
        .refused(400, "idempotency.invalid_key");
}

#[tokio::test]
async fn a_problem_speaks_the_language_of_the_caller() {
    let town = Town::new().await;
    let token = town.token(Role::ALL, HOME).await;
    for (language, words) in
        [("zh-CN,zh;q=0.9", "不是有效日期"), ("en-GB", "is not a date"), ("fr", "不是有效日期")]
    {
        let asked = town.get("/schedules?on=2022-02-31").by(&token).header("accept-language", language);
        let answer = asked.send().await;
        answer.refused(400, "value.invalid_date");
        assert!(answer.body["detail"].as_str().expect("a sentence").contains(words), "{}", answer.body);
        assert_eq!(answer.body["args"]["value"], "2022-02-31");
        assert_eq!(answer.headers["x-request-id"], answer.body["reference"].as_str().expect("a reference"));
    }
}

#[tokio::test]
async fn a_faulty_line_list_is_refused_whole_with_every_fault() {
    let town = Town::new().await;
    let token = town.token(&[Role::Epidemiologist], HOME).await;
    let mapping = "disease = \"covid19\"\ndate_format = \"YYYY-MM-DD\"\n[columns]\nnumber = \"case\"\nonset = \"onset\"\ninfector = \"by\"\n";
    let list = |csv: &str, dry_run: bool| {
        let file = json!({ "name": "list.csv", "text": csv, "mapping": mapping });
        json!({ "list": "list", "files": [file], "area": HOME, "dry_run": dry_run })
    };
    let faulty = "case,onset,by\n1,2022-02-31,\n2,2022-07-01,2\n3,2022-07-01,9\n";
    let answer = town.post("/imports", &list(faulty, false)).by(&token).send().await;
    answer.refused(400, "import.refused");
    let faults = answer.body["faults"].as_array().expect("faults").clone();
    assert!(faults.iter().any(|f| f["type"] == "value.invalid_date" && f["at"]["line"] == 2), "{faults:?}");
    assert!(faults.iter().all(|f| f["at"]["source"] == "list.csv"), "{faults:?}");
    let checked = town.post("/imports", &list(faulty, true)).by(&token).send().await.ok();
    assert_eq!(checked["faults"].as_array().expect("faults").len(), faults.len());
    let refused = checked["rejected"][0]["csv"].as_str().expect("the refused rows");
    assert!(refused.contains("2022-02-31") && refused.lines().count() == 1 + 2, "{refused}");
    assert_eq!(town.get("/cases").by(&token).send().await.ok()["items"], json!([]));

    let sound = "case,onset,by\n1,2022-07-01,\n2,2022-07-03,1\n";
    let taken = town.post("/imports", &list(sound, false)).by(&token).send().await.ok();
    assert_eq!((&taken["counts"]["new"], &taken["counts"]["links"]), (&json!(2), &json!(1)));
    let again = town.post("/imports", &list(sound, false)).by(&token).send().await.ok();
    assert_eq!((&again["counts"]["new"], &again["counts"]["kept"]), (&json!(0), &json!(2)));
    let chains = town.get("/chains?disease=covid19").by(&token).send().await.ok();
    assert_eq!((&chains["components"], &chains["generations"]), (&json!([2]), &json!([1, 1])));

    let bad = json!({ "list": "list", "files": [{ "name": "f", "text": sound, "mapping": "disease = 1" }] });
    town.post("/imports", &bad).by(&token).send().await.refused(400, "import.refused");
}
