//! What one sees and does beyond one's own grants, as a client meets it: over
//! the border under pseudonyms, through a broken glass, by a lent grant, by
//! duties handed over.

use authz::Role;
use serde_json::{Value, json};

use crate::town::{HOME, NEXT, NOBODY, Town};

async fn person(town: &Town, token: &str, area: &str) -> String {
    let body = json!({ "area": area, "sex": "m", "birth_year": 1980, "name": "赵六" });
    town.post("/persons", &body).by(token).send().await.subject("person_registered")
}

async fn positive(town: &Town, token: &str, person: &str) -> String {
    let body = json!({ "person": person, "disease": "covid19", "method": "nat", "result": "positive" });
    town.post("/test_results", &body).by(token).send().await.subject("case_opened")
}

fn texts<'a>(rows: &'a Value, field: &str) -> Vec<&'a str> {
    rows.as_array().expect("rows").iter().filter_map(|row| row[field].as_str()).collect()
}

#[tokio::test]
async fn f05_a_neighbour_is_told_weeks_and_prefectures_and_no_id() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    let next = town.token(&[Role::Epidemiologist], NEXT).await;
    let (here, there) = (person(&town, &cdc, HOME).await, person(&town, &next, NEXT).await);
    let meeting = json!({
        "disease": "covid19", "kind": "household", "transmission": true,
        "started_at": "2022-07-04T01:00:00Z", "ended_at": "2022-07-04T09:00:00Z",
        "from": { "kind": "person", "id": here }, "to": { "kind": "person", "id": there },
    });
    town.post("/exposures", &meeting).by(&cdc).send().await.ok();
    let (case, beyond) = (positive(&town, &cdc, &here).await, positive(&town, &next, &there).await);
    let chain = town.get(format!("/cases/{case}/chain")).by(&cdc).send().await.ok();
    let node = &chain["outside"][0];
    let name = node["pseudonym"].as_str().expect("a pseudonym").to_owned();
    assert_eq!((&node["area"], &node["first_positive_week"]), (&json!("140100000000"), &json!("2022-W27")));
    assert_eq!(chain["links"], json!([{ "from": case, "to": name }]));
    let exposures = town.get("/exposures").by(&cdc).send().await.ok();
    let (from, to) = (&exposures["items"][0]["from"], &exposures["items"][0]["to"]);
    assert_eq!((&from["id"], from.get("outside")), (&json!(here), None));
    assert_eq!((to.get("id"), &to["outside"]["pseudonym"]), (None, &json!(name)));
    assert_eq!(to["outside"]["age_band"], "40-49");
    let detail = town.get(format!("/cases/{case}")).by(&cdc).send().await.ok();
    assert_eq!(detail["exposures"][0]["to"]["outside"]["pseudonym"], json!(name));
    for told in [&chain, &exposures, &detail["exposures"]] {
        let told = told.to_string();
        assert!(![&there, &beyond].iter().any(|id| told.contains(id.as_str())), "{told}");
        assert!(!told.contains(NEXT) && !told.contains("赵六"), "{told}");
    }
    // A pseudonym opens nothing anywhere.
    for path in [
        "/cases/{}",
        "/cases/{}/chain",
        "/contacts/{}",
        "/orders/{}",
        "/obligations/{}",
        "/break_glass?after={}",
    ] {
        let answer = town.get(path.replace("{}", &name)).by(&next).send().await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
    }
    let glass =
        json!({ "kind": "case", "id": name, "ground": "transfer", "reason": "taken over at the border" });
    town.post("/break_glass", &glass).by(&cdc).send().await.refused(400, "value.invalid_id");
    town.get(format!("/cases/{beyond}")).by(&cdc).send().await.refused(404, "record.not_found");
    let found = town.get(format!("/exposures?to={there}")).by(&cdc).send().await.ok();
    assert_eq!(found["items"], json!([]));
}

#[tokio::test]
async fn b08_a_broken_glass_is_told_reviewed_and_closed() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    let next = town.token(&[Role::Epidemiologist], NEXT).await;
    let auditor = town.token(&[Role::Auditor], NEXT).await;
    let there = person(&town, &next, NEXT).await;
    let case = positive(&town, &next, &there).await;
    let ask = |kind: &str, id: &str| json!({ "kind": kind, "id": id, "ground": "urgent_tracing", "reason": "his contacts board a train now" });
    let read = json!({ "persons": [there], "fields": ["name"], "purpose": "warn the train" });
    let names =
        async || town.post("/persons/personal_reads", &read).by(&cdc).send().await.ok()["items"].clone();
    assert_eq!(names().await, json!([]));
    town.get(format!("/cases/{case}")).by(&cdc).send().await.refused(404, "record.not_found");
    let receipt = town.post("/break_glass", &ask("case", &case)).by(&cdc).send().await.ok();
    let unknown = town.post("/break_glass", &ask("case", NOBODY)).by(&cdc).send().await.ok();
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&receipt), keys(&unknown), "the same shape");
    assert_eq!(receipt["opened"].as_array().map(Vec::len), unknown["opened"].as_array().map(Vec::len));
    let glass = receipt["facts"][0]["subject"]["id"].as_str().expect("an id").to_owned();
    let seen = town.get(format!("/cases/{case}")).by(&cdc).send().await.ok();
    assert_eq!((&seen["case"]["person"], &seen["contacts"]), (&json!(there), &json!([])));
    assert_eq!(names().await[0]["values"]["name"], "赵六");
    let audit = town.get("/audit?kind=look").by(&auditor).send().await.ok();
    assert!(texts(&audit["items"], "purpose").iter().all(|purpose| purpose.contains(&glass)), "{audit}");
    let listed = town.get("/break_glass?reviewed=false").by(&auditor).send().await.ok();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "what there is not is reviewed elsewhere");
    assert_eq!((&listed["items"][0]["subject"], &listed["items"][0]["open"]), (&json!(case), &json!(true)));
    let own = town.get("/break_glass?own=true").by(&cdc).send().await.ok();
    assert_eq!(own["items"].as_array().map(Vec::len), Some(2));
    town.get("/break_glass").by(&cdc).send().await.refused(403, "access.forbidden");
    let review = json!({ "finding": "unjustified", "note": "the train had left" });
    let path = format!("/break_glass/{glass}/review");
    town.post(&path, &review).by(&cdc).send().await.refused(403, "access.forbidden");
    town.post(&path, &review).by(&auditor).send().await.ok();
    town.post(&path, &review).by(&auditor).send().await.refused(409, "access.glass_reviewed");
    assert_eq!(names().await, json!([]));
    town.get(format!("/cases/{case}")).by(&cdc).send().await.refused(404, "record.not_found");
    let close = format!("/break_glass/{glass}/close");
    town.post(&close, &json!({ "reason": "over" })).by(&cdc).send().await.refused(409, "access.glass_ended");
    // How often and how long is for the whole installation to say.
    let rules = json!({ "longest_minutes": 30, "per_day": 2 });
    town.post("/installation/break_glass_rules", &rules)
        .by(&auditor)
        .send()
        .await
        .refused(403, "access.forbidden");
    let root = town.token(&[Role::Administrator], "CN").await;
    let set = town.post("/installation/break_glass_rules", &rules).by(&root).send().await;
    assert_eq!(set.status, 204);
    assert_eq!(town.get("/installation/break_glass_rules").by(&cdc).send().await.ok(), rules);
    let third = town.post("/break_glass", &ask("person", &there)).by(&cdc).send().await;
    third.refused(429, "access.glass_limit");
    assert!(third.body["args"]["retry_at"].is_string());
    town.post("/break_glass", &ask("person", &there)).by(&root).send().await.refused(403, "access.forbidden");
}

#[tokio::test]
async fn a_grant_is_lent_shown_and_taken_back() {
    let town = Town::new().await;
    let wang = town.token(&[Role::Epidemiologist], HOME).await;
    let li = town.token(&[Role::Epidemiologist, Role::Transport], HOME).await;
    let me = async |token: &str| town.get("/sessions/current").by(token).send().await.ok();
    let taker = me(&li).await["user"].clone();
    let post = me(&wang).await["post"].clone();
    let body = json!({
        "to_user": taker, "post": post, "actions": ["set_zones"], "reason": "holidays",
        "ends_at": "2022-07-12T00:00:00Z",
    });
    town.post("/delegations", &body).by(&wang).send().await.refused(422, "access.not_lendable");
    let body =
        json!({ "to_user": taker, "post": post, "reason": "holidays", "ends_at": "2022-07-12T00:00:00Z" });
    let lent = town.post("/delegations", &body).by(&wang).send().await.ok();
    let id = lent["facts"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(me(&li).await["loans"][0]["role"], "epidemiologist");
    for token in [&wang, &li] {
        let listed = town.get("/delegations").by(token).send().await.ok();
        assert_eq!((&listed["items"][0]["id"], &listed["items"][0]["state"]), (&json!(id), &json!("lent")));
    }
    town.post(format!("/delegations/{id}/end"), &json!({})).by(&wang).send().await.ok();
    assert!(me(&li).await.get("loans").is_none());
    let again = town.post(format!("/delegations/{id}/end"), &json!({})).by(&wang).send().await;
    again.refused(409, "access.loan_ended");
    town.get("/delegations?waiting=true").by(&wang).send().await.refused(403, "access.forbidden");
    let neither = json!({ "post": post, "reason": "x", "ends_at": "2022-07-12T00:00:00Z" });
    town.post("/delegations", &neither).by(&wang).send().await.refused(400, "value.missing");
}

#[tokio::test]
async fn duties_are_offered_accepted_and_told() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    let doctor = town.token(&[Role::Clinician], HOME).await;
    let here = person(&town, &cdc, HOME).await;
    let case = positive(&town, &cdc, &here).await;
    let mine = town.unit_of(Role::Epidemiologist, HOME);
    let owed = town.get(format!("/obligations?unclosed=true&unit={mine}")).by(&cdc).send().await.ok();
    let duty = owed["items"][0]["id"].as_str().expect("a duty").to_owned();
    let to = town.unit_of(Role::Clinician, HOME);
    let offer =
        json!({ "obligations": [duty], "cases": [case], "to_unit": to, "note": "he lies in your ward" });
    let id = town.post("/handovers", &offer).by(&cdc).send().await.subject("handover_offered");
    town.post("/handovers", &offer).by(&cdc).send().await.refused(409, "handover.offered_already");
    let shown = town.get(format!("/handovers/{id}")).by(&doctor).send().await.ok();
    assert_eq!((&shown["state"], shown["about"].as_array().map(Vec::len)), (&json!("offered"), Some(2)));
    let receipt = town.post(format!("/handovers/{id}/accept"), &json!({})).by(&doctor).send().await.ok();
    let next = receipt["opened"][0].as_str().expect("a duty").to_owned();
    let old = town.get(format!("/obligations/{duty}")).by(&cdc).send().await.ok();
    assert_eq!((&old["state"], &old["continued_by"]), (&json!("handed_over"), &json!(next)));
    assert_eq!(old["handovers"][0]["state"], "accepted");
    let new = town.get(format!("/obligations/{next}")).by(&doctor).send().await.ok();
    assert_eq!((&new["holder_unit"], &new["continues"]), (&json!(to), &json!(duty)));
    let detail = town.get(format!("/cases/{case}")).by(&cdc).send().await.ok();
    assert_eq!(detail["case"]["lead"], json!({ "unit": to }));
    let reason = json!({ "reason": "too late" });
    let late = town.post(format!("/handovers/{id}/reject"), &reason).by(&doctor).send().await;
    late.refused(409, "handover.wrong_state");
    let counts = town.get("/obligations/counts").by(&cdc).send().await.ok();
    assert_eq!(counts["handed_over"], 1);
    let listed = town.get("/handovers?state=accepted").by(&cdc).send().await.ok();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    town.get("/handovers?state=lost").by(&cdc).send().await.refused(400, "value.invalid");
}

#[tokio::test]
async fn colleagues_are_known_by_name_where_duties_may_be_handed_over() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    let office = town.token(&[Role::Office], HOME).await;
    let next = town.token(&[Role::Office], NEXT).await;
    let auditor = town.token(&[Role::Auditor], HOME).await;
    let unit = town.unit_of(Role::Epidemiologist, HOME);
    let path = format!("/units/{unit}/members");
    let of_unit = town.get(&path).by(&cdc).send().await.ok();
    assert_eq!(
        town.get(&path).by(&office).send().await.ok(),
        of_unit,
        "the same to the office of the county"
    );
    let me = town.get("/sessions/current").by(&cdc).send().await.ok();
    let [member] = of_unit["items"].as_array().expect("items").as_slice() else { panic!("{of_unit}") };
    assert_eq!((&member["user"], &member["display_name"]), (&me["user"], &me["display_name"]));
    assert_eq!(
        (&member["posts"][0]["post"], &member["posts"][0]["role"]),
        (&me["post"], &json!("epidemiologist"))
    );
    assert!(member.get("login").is_none(), "{member}");
    // Nothing of another county, nothing for whoever hands nothing over.
    town.get(&path).by(&next).send().await.refused(404, "record.not_found");
    town.get(&path).by(&auditor).send().await.refused(403, "access.forbidden");
    // Whoever is barred is nobody's colleague.
    let admin = town.token(&[Role::Administrator], HOME).await;
    let user = me["user"].as_str().expect("an id");
    town.post(format!("/users/{user}/disable"), &json!({})).by(&admin).send().await.ok();
    assert_eq!(town.get(&path).by(&office).send().await.ok()["items"], json!([]));
}
