//! Who is awake, who is away, what is told upward, how an area stands.

use authz::Role;
use kernel::Span;
use serde_json::{Value, json};

use crate::town::{Answer, HOME, NEXT, NOBODY, Town};

const CITY: &str = "140100000000";

struct Duty {
    town: Town,
    city: String,
    home: String,
}

impl Duty {
    async fn new() -> Self {
        let town = Town::new().await;
        let city = town.token(&[Role::Commander, Role::Office], CITY).await;
        let home = town.token(&[Role::Office], HOME).await;
        Self { town, city, home }
    }
    async fn post(&self, path: impl AsRef<str>, body: Value, by: &str) -> Answer {
        self.town.post(path, &body).by(by).send().await
    }
    /// Time goes by; whoever's session has ended logs in again.
    async fn later(&mut self, span: Span) {
        self.town.clock.advance(span);
        self.city = self.town.token_again(&[Role::Commander, Role::Office], CITY).await;
        self.home = self.town.token_again(&[Role::Office], HOME).await;
    }
    async fn items(&self, path: impl AsRef<str>, by: &str) -> Vec<Value> {
        let answer = self.town.get(path).by(by).send().await.ok();
        answer["items"].as_array().expect("items").clone()
    }
    async fn me(&self, token: &str) -> Value {
        self.town.user_of(token).await
    }
    fn office(&self, area: &str) -> String {
        self.town.unit_of(Role::Office, area)
    }
}

fn len(answer: &Value, field: &str) -> usize {
    answer[field].as_array().expect("a list").len()
}

#[tokio::test]
async fn a08_a11_an_emergency_is_decided_by_a_commander_and_asks_for_every_task_force() {
    let mut duty = Duty::new().await;
    let emergency = json!({ "area": CITY, "state": "emergency", "reason": "A chain without a source" });
    duty.post("/postures/state", emergency.clone(), &duty.home).await.refused(403, "access.forbidden");
    let lead = duty.me(&duty.city).await;
    let testing =
        json!({ "area": CITY, "group": "testing", "name": "Testing", "remit": "Screening", "lead": lead });
    duty.post("/task_forces", testing.clone(), &duty.city).await.ok();
    for (field, value, code) in [
        ("state", json!("panic"), "value.invalid"),
        ("reason", json!(" "), "value.missing"),
        ("state", json!("routine"), "posture.same"),
    ] {
        let mut wrong = emergency.clone();
        wrong[field] = value;
        assert_eq!(duty.post("/postures/state", wrong, &duty.city).await.code(), code);
    }
    let receipt = duty.post("/postures/state", emergency.clone(), &duty.city).await.ok();
    assert_eq!(len(&receipt, "opened"), 6, "seven task forces less the one that stands: {receipt}");
    duty.post("/postures/state", emergency, &duty.city).await.refused(422, "posture.same");
    let lacking = duty.items("/task_forces?status=required", &duty.city).await;
    assert_eq!(lacking.len(), 6);
    let mut tracing = testing;
    tracing["group"] = json!("tracing");
    tracing["members"] = json!([NOBODY]);
    duty.post("/task_forces", tracing.clone(), &duty.city).await.refused(404, "record.not_found");
    tracing["members"] = json!([]);
    let staffed = duty.post("/task_forces", tracing, &duty.city).await.ok();
    assert_eq!(len(&staffed, "met"), 1);
    assert_eq!(duty.items("/task_forces?status=staffed", &duty.city).await.len(), 2);
    let stands = duty.items("/postures?state=emergency", &duty.city).await;
    assert_eq!((stands.len(), &stands[0]["reason"]), (1, &json!("A chain without a source")));
    duty.later(Span::minutes(1)).await;
    let calm = json!({ "area": CITY, "state": "alert", "reason": "The source is found" });
    let receipt = duty.post("/postures/state", calm, &duty.city).await.ok();
    assert_eq!(len(&receipt, "void"), 5, "what was only asked for is owed no more: {receipt}");
    let then = duty.items("/postures?as_of=2022-07-05T01:00:30Z", &duty.city).await;
    assert_eq!(then.first().map(|it| &it["state"]), Some(&json!("emergency")), "as it was known by then");
}

#[tokio::test]
async fn a07_the_policy_is_a_decision_with_its_days_and_its_reason() {
    let mut duty = Duty::new().await;
    let policy = json!({
        "area": HOME, "policy": "elimination", "from_on": "2022-07-05", "until_on": "2022-07-31",
        "reason": "Two chains, both traced",
    });
    duty.post("/postures/policy", policy.clone(), &duty.home).await.refused(403, "access.forbidden");
    for (field, value, code) in [
        ("policy", json!("hope"), "value.invalid"),
        ("reason", json!(""), "value.missing"),
        ("until_on", json!("2022-07-01"), "value.dates_out_of_order"),
        ("from_on", json!("2022-02-30"), "value.invalid_date"),
    ] {
        let mut wrong = policy.clone();
        wrong[field] = value;
        assert_eq!(duty.post("/postures/policy", wrong, &duty.city).await.code(), code, "{field}");
    }
    duty.post("/postures/policy", policy.clone(), &duty.city).await.ok();
    let mut next = policy;
    next["policy"] = json!("mitigation");
    duty.later(Span::hours(1)).await;
    duty.post("/postures/policy", next, &duty.city).await.ok();
    let told = duty.items("/postures", &duty.home).await;
    assert_eq!((&told[0]["policy"]["policy"], &told[0]["version"]), (&json!("mitigation"), &json!(2)));
    let before = duty.items("/postures?as_of=2022-07-05T01:30:00Z", &duty.home).await;
    assert_eq!(before[0]["policy"]["policy"], "elimination", "each decision is a version of its own");
    assert_eq!(before[0]["state"], "routine");
}

#[tokio::test]
async fn c02_a_roll_call_is_answered_within_minutes_or_climbs() {
    let mut duty = Duty::new().await;
    let next = duty.town.token(&[Role::Office], NEXT).await;
    duty.post("/roll_calls", json!({}), &duty.city).await.refused(400, "value.missing");
    duty.post("/roll_calls", json!({ "area": CITY, "minutes": 0 }), &duty.city)
        .await
        .refused(400, "value.out_of_range");
    duty.post("/roll_calls", json!({ "area": NEXT }), &duty.home).await.refused(403, "access.forbidden");
    let both = json!({ "units": [duty.office(HOME), duty.office(NEXT), duty.office(HOME)] });
    let called = duty.post("/roll_calls", both, &duty.city).await.ok();
    assert_eq!(len(&called, "opened"), 2, "nobody is called twice at once");
    let mine = duty.items("/roll_calls?status=called", &duty.home).await;
    let until = mine[0]["answer_by_at"].as_str().expect("a moment");
    assert!(mine.len() == 1 && until.starts_with("2022-07-05T01:10:00"), "ten minutes from nine: {mine:?}");
    let path = format!("/roll_calls/{}/answer", mine[0]["id"].as_str().expect("an id"));
    duty.post(&path, json!({}), &next).await.refused(404, "record.not_found");
    duty.post(&path, json!({}), &duty.city).await.refused(422, "task.not_yours");
    duty.later(Span::minutes(6)).await;
    let answered = duty.post(&path, json!({}), &duty.home).await.ok();
    assert_eq!(len(&answered, "met"), 1);
    duty.post(&path, json!({}), &duty.home).await.refused(422, "duty.wrong_state");
    duty.later(Span::minutes(5)).await;
    let told = duty.items("/roll_calls", &duty.city).await;
    let of = |area: &str| told.iter().find(|it| it["area"] == area).expect("called").clone();
    assert_eq!((&of(HOME)["standing"], &of(HOME)["delay"]), (&json!("answered"), &json!("6m")));
    assert_eq!(of(NEXT)["standing"], "missed");
    let breach = duty.items("/obligations?state=overdue&rule=C02", &duty.city).await;
    assert_eq!((breach.len(), &breach[0]["holder_unit"]), (1, &json!(duty.office(NEXT))));
    // By lot: as many as asked for, of the units of the area.
    let drawn =
        duty.post("/roll_calls", json!({ "area": HOME, "sample": 2, "minutes": 5 }), &duty.city).await.ok();
    assert_eq!(len(&drawn, "opened"), 2);
}

#[tokio::test]
async fn c03_whoever_leaves_is_stood_in_for_and_somebody_else_decides() {
    let duty = Duty::new().await;
    // Two people of one unit, and one of another.
    let second = duty.town.token(&[Role::Supervisor], HOME).await;
    let doctor = duty.town.token(&[Role::Epidemiologist], HOME).await;
    let (me, substitute) = (duty.me(&duty.home).await, duty.me(&second).await);
    let leave = json!({
        "substitute": substitute, "form": "trip", "starts_at": "2022-07-08T08:00:00+08:00",
        "ends_at": "2022-07-10T20:00:00+08:00", "destination": "140200000000",
    });
    for (field, value, code) in [
        ("substitute", me.clone(), "duty.substitute_away"),
        ("substitute", duty.me(&doctor).await, "task.not_of_unit"),
        ("form", json!("holiday"), "value.invalid"),
        ("ends_at", json!("2022-07-08T08:00:00+08:00"), "value.dates_out_of_order"),
        ("destination", json!("?"), "area.invalid_code"),
    ] {
        let mut wrong = leave.clone();
        wrong[field] = value;
        assert_eq!(duty.post("/leaves", wrong, &duty.home).await.code(), code, "{field}");
    }
    let id = duty.post("/leaves", leave.clone(), &duty.home).await.subject("leave_asked");
    let decide = format!("/leaves/{id}/decide");
    let yes = json!({ "approved": true, "note": "with the deputy at the post" });
    duty.post(&decide, yes.clone(), &duty.home).await.refused(422, "duty.own_leave");
    duty.post(&decide, json!({ "approved": true, "note": "" }), &duty.city)
        .await
        .refused(400, "value.missing");
    duty.post(&decide, yes.clone(), &doctor).await.refused(403, "access.forbidden");
    // Whoever stands in does not leave himself, whoever stood in for him.
    let third = duty.town.token(&[Role::Auditor], HOME).await;
    let mut instead = leave.clone();
    instead["substitute"] = duty.me(&third).await;
    duty.post("/leaves", instead, &second).await.refused(422, "duty.stands_in");
    let mut mutual = leave.clone();
    mutual["substitute"] = me.clone();
    duty.post("/leaves", mutual, &second).await.refused(422, "duty.substitute_away");
    let decided = duty.post(&decide, yes.clone(), &duty.city).await.ok();
    assert_eq!(len(&decided, "met"), 1, "the decision came before the journey");
    duty.post(&decide, yes, &duty.city).await.refused(422, "duty.wrong_state");
    let away =
        duty.items(format!("/leaves?status=approved&holder={}", me.as_str().expect("id")), &duty.city).await;
    assert_eq!((away.len(), &away[0]["destination"]), (1, &json!("140200000000")));
    duty.post(format!("/leaves/{id}/withdraw"), json!({}), &second).await.refused(403, "access.forbidden");
    duty.post(format!("/leaves/{id}/withdraw"), json!({}), &duty.home).await.ok();
    assert!(duty.items("/leaves?status=approved", &duty.city).await.is_empty());
}

#[tokio::test]
async fn c03_a_major_event_is_told_until_it_is_closed() {
    let mut duty = Duty::new().await;
    let event = json!({
        "category": "supply", "title": "No tubes", "happened_at": "2022-07-05T08:30:00+08:00",
        "report": "The depot has tubes for six hours.",
    });
    let mut ahead = event.clone();
    ahead["happened_at"] = json!("2022-07-05T12:00:00+08:00");
    duty.post("/major_events", ahead, &duty.home).await.refused(400, "value.in_future");
    let id = duty.post("/major_events", event, &duty.home).await.subject("major_event_reported");
    let follow = format!("/major_events/{id}/follow");
    duty.post(&follow, json!({ "report": "x" }), &duty.city).await.refused(422, "task.not_yours");
    duty.later(Span::hours(5)).await;
    let followed = duty.post(&follow, json!({ "report": "A lorry left at noon." }), &duty.home).await.ok();
    assert_eq!((len(&followed, "met"), len(&followed, "opened")), (1, 1));
    duty.later(Span::hours(25)).await;
    let silent = duty.items("/obligations?state=overdue&rule=C03-FOLLOWED", &duty.city).await;
    assert_eq!(silent.len(), 1);
    let over = json!({ "report": "Tubes for nine days.", "closes": true });
    let closed = duty.post(&follow, over.clone(), &duty.home).await.ok();
    assert_eq!((len(&closed, "met"), len(&closed, "opened")), (1, 0));
    duty.post(&follow, over, &duty.home).await.refused(422, "duty.wrong_state");
    let told = duty.items("/major_events?status=closed&category=supply", &duty.city).await;
    assert_eq!((told.len(), len(&told[0], "reports")), (1, 3));
}

#[tokio::test]
async fn c04_a17_a_holidays_roster_is_whole_before_it_is_approved() {
    let duty = Duty::new().await;
    let me = duty.me(&duty.home).await;
    let holiday = json!({
        "area": HOME, "form": "holiday", "name": "National Day", "starts_at": "2022-10-01T00:00:00+08:00",
        "ends_at": "2022-10-03T00:00:00+08:00", "protect_from_on": "2022-09-28", "protect_until_on": "2022-10-09",
        "roster_by_at": "2022-09-26T18:00:00+08:00",
    });
    for (field, value, code) in [
        ("form", json!("party"), "value.invalid"),
        ("name", json!(""), "value.missing"),
        ("ends_at", json!("2022-10-01T00:00:00+08:00"), "value.dates_out_of_order"),
        ("roster_by_at", json!("2022-10-01T01:00:00+08:00"), "value.dates_out_of_order"),
        ("protect_until_on", json!("2022-09-01"), "value.dates_out_of_order"),
    ] {
        let mut wrong = holiday.clone();
        wrong[field] = value;
        assert_eq!(duty.post("/occasions", wrong, &duty.home).await.code(), code, "{field}");
    }
    let id = duty.post("/occasions", holiday, &duty.home).await.subject("occasion_set");
    let approve = format!("/occasions/{id}/approve_roster");
    let gaps = duty.post(&approve, json!({}), &duty.home).await;
    gaps.refused(422, "duty.roster_gaps");
    let posts = duty.town.get("/posts").by(&duty.home).send().await.ok();
    let posts: Vec<_> = posts["items"]
        .as_array()
        .expect("posts")
        .iter()
        .filter(|it| it["all_day"] == true)
        .cloned()
        .collect();
    let directory = duty.town.app.directory();
    let here = |post: &Value| {
        let unit: kernel::UnitId = post["unit"].as_str().expect("a unit").parse().expect("an id");
        directory.unit(unit).is_ok_and(|unit| unit.area.code() == HOME)
    };
    let posts: Vec<_> = posts.iter().filter(|post| here(post)).collect();
    assert!(posts.len() > 2, "the county's own units");
    for (nth, post) in posts.iter().enumerate() {
        // The last post lacks an hour at first.
        let from =
            if nth + 1 == posts.len() { "2022-10-01T01:00:00+08:00" } else { "2022-10-01T00:00:00+08:00" };
        let shift = json!({ "post": post["id"], "holder": me, "starts_at": from, "ends_at": "2022-10-03T00:00:00+08:00" });
        duty.post("/shifts", shift, &duty.home).await.ok();
    }
    let gap = duty.post(&approve, json!({}), &duty.home).await;
    assert!(gap.body.to_string().contains("2022-09-30T16:00:00Z"), "the gap is named: {}", gap.body);
    gap.refused(422, "duty.roster_gaps");
    let last = posts.last().expect("posts");
    let hour = json!({ "post": last["id"], "holder": me, "starts_at": "2022-10-01T00:00:00+08:00", "ends_at": "2022-10-01T01:00:00+08:00" });
    duty.post("/shifts", hour, &duty.home).await.ok();
    let ready = duty.post(&approve, json!({}), &duty.home).await.ok();
    assert_eq!(len(&ready, "met"), 1);
    assert_eq!(duty.items("/occasions?status=ready&form=holiday", &duty.city).await.len(), 1);
    duty.post(&approve, json!({}), &duty.home).await.refused(422, "duty.wrong_state");
}

#[tokio::test]
async fn c01_a_turn_ends_with_a_note_for_whoever_comes_next() {
    let mut duty = Duty::new().await;
    let post = duty.town.post_of(Role::Office, HOME).to_string();
    let me = duty.me(&duty.home).await;
    let shift = json!({ "post": post, "holder": me, "starts_at": "2022-07-05T10:00:00+08:00", "ends_at": "2022-07-05T20:00:00+08:00" });
    let id = duty.post("/shifts", shift, &duty.home).await.subject("shift_rostered");
    let path = format!("/shifts/{id}/hand_over");
    let note = json!({ "note": "Two tubes are on their way; the laboratory calls at nine." });
    duty.post(&path, note.clone(), &duty.home).await.refused(422, "duty.wrong_state");
    duty.later(Span::hours(11)).await;
    duty.post(&path, note.clone(), &duty.city).await.refused(403, "access.forbidden");
    duty.post(&path, json!({ "note": " " }), &duty.home).await.refused(400, "value.missing");
    duty.post(&path, note, &duty.home).await.ok();
    let told = duty.items("/shifts?status=shift", &duty.city).await;
    assert!(told[0]["note"].as_str().expect("a note").starts_with("Two tubes"));
}
