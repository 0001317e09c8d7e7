//! What is told upward and to the public: frozen with its moment, borne out by
//! the records, released by two.

use authz::Role;
use kernel::Span;
use serde_json::{Value, json};

use crate::town::{Answer, HOME, NEXT, Town};

const CITY: &str = "140100000000";

/// A county with its epidemiologist, its office and its commander, and the city above.
struct Upward {
    town: Town,
    city: String,
    office: String,
    commander: String,
    doctor: String,
}

impl Upward {
    async fn new() -> Self {
        let town = Town::new().await;
        let city = town.token(&[Role::Commander, Role::Office], CITY).await;
        let office = town.token(&[Role::Office], HOME).await;
        let commander = town.token(&[Role::Commander], HOME).await;
        let doctor = town.token(&[Role::Epidemiologist], HOME).await;
        Self { town, city, office, commander, doctor }
    }
    /// Time goes by; whoever's session has ended logs in again.
    async fn later(&mut self, span: Span) {
        self.town.clock.advance(span);
        self.city = self.town.token_again(&[Role::Commander, Role::Office], CITY).await;
        self.office = self.town.token_again(&[Role::Office], HOME).await;
        self.commander = self.town.token_again(&[Role::Commander], HOME).await;
        self.doctor = self.town.token_again(&[Role::Epidemiologist], HOME).await;
    }
    async fn post(&self, path: impl AsRef<str>, body: Value, by: &str) -> Answer {
        self.town.post(path, &body).by(by).send().await
    }
    async fn items(&self, path: impl AsRef<str>, by: &str) -> Vec<Value> {
        let answer = self.town.get(path).by(by).send().await.ok();
        answer["items"].as_array().expect("items").clone()
    }
    /// Asks the county's office for the reports of three days, cut off at eight in the evening.
    async fn require(&self) -> Value {
        let wanted = json!({
            "units": [self.town.unit_of(Role::Office, HOME)], "from_on": "2022-07-05", "until_on": "2022-07-07",
            "cut_off_hour": 20, "minutes_to_write": 60,
        });
        self.post("/situation_reports", wanted, &self.city).await.ok()
    }
    async fn report_of(&self, day: &str) -> Value {
        self.items(format!("/situation_reports?on={day}"), &self.office).await.remove(0)
    }
    async fn send(&self, day: &str, body: Value) -> Answer {
        let id = self.report_of(day).await["id"].as_str().expect("an id").to_owned();
        self.post(format!("/situation_reports/{id}/send"), body, &self.office).await
    }
    fn bulletin(&self) -> Value {
        json!({
            "area": HOME, "title": { "zh": "\u{75ab}\u{60c5}\u{901a}\u{62a5}", "en": "Bulletin of 5 July" },
            "text": { "zh": "\u{53d1}\u{73b0}1\u{4f8b}", "en": "One case was found." },
        })
    }
    async fn draft(&self) -> String {
        self.post("/daily_bulletins", self.bulletin(), &self.office).await.subject("bulletin_drafted")
    }
    async fn approve(&self, id: &str, by: &str) -> Answer {
        self.post(format!("/daily_bulletins/{id}/approve"), json!({}), by).await
    }
    async fn seen(&self, id: &str) -> Value {
        self.town.get(format!("/daily_bulletins/{id}")).by(&self.office).send().await.ok()
    }
}

fn len(answer: &Value, field: &str) -> usize {
    answer[field].as_array().expect("a list").len()
}

#[tokio::test]
async fn c05_the_report_of_a_day_is_sent_by_its_hour_also_when_all_is_zero() {
    let mut upward = Upward::new().await;
    for (field, value, code) in [
        ("units", json!([]), "value.missing"),
        ("until_on", json!("2022-07-04"), "value.dates_out_of_order"),
        ("until_on", json!("2023-07-04"), "value.out_of_range"),
        ("cut_off_hour", json!(25), "value.out_of_range"),
        ("minutes_to_write", json!(0), "value.out_of_range"),
    ] {
        let mut wrong = json!({
            "units": [upward.town.unit_of(Role::Office, HOME)], "from_on": "2022-07-05", "until_on": "2022-07-07",
            "cut_off_hour": 20, "minutes_to_write": 60,
        });
        wrong[field] = value;
        assert_eq!(upward.post("/situation_reports", wrong, &upward.city).await.code(), code, "{field}");
    }
    assert_eq!(len(&upward.require().await, "opened"), 3, "a duty for each day");
    assert_eq!(len(&upward.require().await, "opened"), 0, "what is asked for already is left as it is");
    upward.send("2022-07-05", json!({})).await.refused(422, "report.wrong_state");
    upward.later(Span::hours(11)).await;
    let id = upward.report_of("2022-07-05").await["id"].as_str().expect("an id").to_owned();
    let stranger = upward.post(format!("/situation_reports/{id}/send"), json!({}), &upward.doctor).await;
    stranger.refused(422, "task.not_yours");
    let sent = upward.send("2022-07-05", json!({})).await.ok();
    assert_eq!(len(&sent, "met"), 1);
    let told = upward.report_of("2022-07-05").await;
    assert_eq!(
        (&told["status"], &told["figures"]["cases_total"]),
        (&json!("sent"), &json!(0)),
        "a report of zero"
    );
    upward.send("2022-07-05", json!({})).await.refused(422, "report.wrong_state");
    // The next day nobody sends anything: it is missing, and late once it comes.
    upward.later(Span::hours(26)).await;
    let missing = "/situation_reports?status=required&due_before=2022-07-06T13:30:00Z";
    assert_eq!(upward.items(missing, &upward.city).await.len(), 1);
    assert_eq!(upward.items("/obligations?state=overdue&rule=C05", &upward.city).await.len(), 1);
    upward.send("2022-07-06", json!({})).await.ok();
    assert_eq!(upward.report_of("2022-07-06").await["status"], "sent_late");
}

#[tokio::test]
async fn a03_a_report_is_built_from_the_records_and_every_other_number_is_explained() {
    let mut upward = Upward::new().await;
    upward.require().await;
    let (_, case) = upward.town.positive(&upward.doctor).await;
    upward.later(Span::hours(12)).await;
    // Known after the cut-off, a second case is of the next day.
    upward.town.positive(&upward.doctor).await;
    let unexplained = upward.send("2022-07-05", json!({ "said": { "cases_total": 3 } })).await;
    unexplained.refused(422, "report.unexplained");
    upward.send("2022-07-05", json!({ "said": { "happiness": 3 } })).await.refused(400, "value.invalid");
    let empty = json!({ "said": { "cases_total": 3 }, "explained": { "cases_total": " " } });
    upward.send("2022-07-05", empty).await.refused(400, "value.missing");
    let why = json!({
        "said": { "cases_total": 3 }, "explained": { "cases_total": "two on paper, entered tomorrow" },
        "problems": "Tubes for six hours.",
    });
    upward.send("2022-07-05", why).await.ok();
    let told = upward.report_of("2022-07-05").await;
    assert_eq!((&told["figures"]["cases_total"], &told["said"]["cases_total"]), (&json!(1), &json!(3)));
    // A sum over all time does not fall without a reason.
    let no_case = json!({ "classification": "discarded", "reason": "a mixed-up tube" });
    upward.post(format!("/cases/{case}/classify"), no_case.clone(), &upward.doctor).await.ok();
    let others = upward.items("/cases", &upward.doctor).await;
    for other in others.iter().filter(|it| it["classification"] != "discarded") {
        let path = format!("/cases/{}/classify", other["id"].as_str().expect("an id"));
        upward.post(path, no_case.clone(), &upward.doctor).await.ok();
    }
    upward.later(Span::hours(24)).await;
    upward.send("2022-07-06", json!({})).await.refused(422, "report.unexplained");
    let why = json!({ "explained": { "cases_total": "both were no cases: tubes were mixed up" } });
    upward.send("2022-07-06", why).await.ok();
    let told = upward.report_of("2022-07-06").await;
    assert_eq!(told["figures"]["cases_total"], 0);
}

#[tokio::test]
async fn o01_a_bulletin_is_out_when_two_have_approved_it_and_its_numbers_open_their_records() {
    let mut upward = Upward::new().await;
    let (_, case) = upward.town.positive(&upward.doctor).await;
    upward.later(Span::minutes(1)).await;
    for (field, value, code) in [
        ("title", json!({ "zh": "", "en": "x" }), "value.missing"),
        ("text", json!({ "zh": "\u{7535}\u{8bdd}13912345678", "en": "x" }), "bulletin.names_somebody"),
        ("text", json!({ "zh": "x", "en": "x".repeat(10_001) }), "value.too_long"),
        ("frozen_at", json!("2022-07-06T09:00:00+08:00"), "value.in_future"),
        ("area", json!("999999000000"), "area.unknown"),
    ] {
        let mut wrong = upward.bulletin();
        wrong[field] = value;
        let answer = upward.post("/daily_bulletins", wrong, &upward.office).await;
        assert_eq!(answer.code(), code, "{field}: {}", answer.body);
    }
    upward.post("/daily_bulletins", upward.bulletin(), &upward.doctor).await.refused(403, "access.forbidden");
    let id = upward.draft().await;
    let nobody = upward.town.get("/public/bulletins").send().await.ok();
    assert_eq!(len(&nobody, "items"), 0, "a draft is nobody's but the headquarters'");
    upward.approve(&id, &upward.doctor).await.refused(403, "access.forbidden");
    let first = upward.approve(&id, &upward.office).await.ok();
    assert_eq!(len(&first, "facts"), 1, "one approval releases nothing: {first}");
    upward.approve(&id, &upward.office).await.refused(422, "bulletin.same_person");
    let second = upward.approve(&id, &upward.commander).await.ok();
    assert_eq!(second["facts"][1]["kind"], "bulletin_released");
    upward.approve(&id, &upward.city).await.refused(422, "bulletin.wrong_state");
    let public = upward.town.get(format!("/public/bulletins?area={CITY}")).send().await.ok();
    let public = &public["items"][0];
    assert_eq!(
        (&public["figures"]["cases_total"], &public["title"]["en"]),
        (&json!(1), &json!("Bulletin of 5 July"))
    );
    assert_eq!(public["figures"].get("duties_overdue"), None, "how late offices are is told upward alone");
    let elsewhere = upward.town.get(format!("/public/bulletins?area={NEXT}")).send().await.ok();
    assert_eq!(len(&elsewhere, "items"), 0);
    // What becomes known later changes the records, and not what was frozen.
    upward.later(Span::hours(1)).await;
    upward.town.positive(&upward.doctor).await;
    let told = upward.seen(&id).await;
    let total = told["figures"].as_array().expect("figures").iter().find(|it| it["name"] == "cases_total");
    let total = total.expect("a number").clone();
    assert_eq!((&total["said"], &total["counted"]["count"]), (&json!(1), &json!(1)));
    let query = total["counted"]["query"].as_object().expect("a query");
    let query: Vec<_> = query.iter().map(|(k, v)| format!("{k}={}", v.as_str().expect("text"))).collect();
    let path = format!("/{}?{}", total["counted"]["list"].as_str().expect("a list"), query.join("&"));
    let records = upward.items(path, &upward.office).await;
    assert_eq!((records.len(), &records[0]["id"]), (1, &json!(case)), "the very record that was counted");
}

#[tokio::test]
async fn o01_what_is_out_is_corrected_by_another_that_says_why() {
    let mut upward = Upward::new().await;
    let id = upward.draft().await;
    let correction = json!({
        "title": { "zh": "\u{66f4}\u{6b63}", "en": "Correction" }, "text": { "zh": "\u{4e24}\u{4f8b}", "en": "Two cases." },
        "reason": { "zh": "\u{6f0f}\u{62a5}", "en": "One was left out." },
    });
    let path = format!("/daily_bulletins/{id}/correct");
    upward.post(&path, correction.clone(), &upward.office).await.refused(422, "bulletin.wrong_state");
    let second = upward.draft().await;
    let why = json!({ "reason": "a slip" });
    upward.post(format!("/daily_bulletins/{second}/withdraw"), why.clone(), &upward.office).await.ok();
    upward.approve(&second, &upward.office).await.refused(422, "bulletin.wrong_state");
    upward.approve(&id, &upward.office).await.ok();
    upward.approve(&id, &upward.commander).await.ok();
    upward
        .post(format!("/daily_bulletins/{id}/withdraw"), why, &upward.office)
        .await
        .refused(422, "bulletin.wrong_state");
    upward.later(Span::hours(1)).await;
    let mut silent = correction.clone();
    silent["reason"] = json!({ "zh": " ", "en": " " });
    upward.post(&path, silent, &upward.office).await.refused(400, "value.missing");
    let other = upward.post(&path, correction.clone(), &upward.office).await.subject("bulletin_drafted");
    let better = upward.post(&path, correction, &upward.office).await.subject("bulletin_drafted");
    assert_eq!(upward.seen(&id).await["bulletin"]["status"], "released", "until the other one is out");
    upward.approve(&better, &upward.commander).await.ok();
    upward.approve(&better, &upward.office).await.ok();
    let old = upward.seen(&id).await;
    assert_eq!(
        (&old["bulletin"]["status"], &old["bulletin"]["corrected_by"]),
        (&json!("corrected"), &json!(better))
    );
    let public = upward.town.get("/public/bulletins").send().await.ok();
    assert_eq!(len(&public, "items"), 2, "what was said stays, marked");
    assert_eq!(public["items"][0]["reason"]["en"], "One was left out.");
    // Another draft of the same correction comes too late.
    upward.approve(&other, &upward.office).await.refused(422, "bulletin.wrong_state");
}
