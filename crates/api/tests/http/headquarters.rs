//! Headquarters at work: they meet, judge, issue directives; these are read,
//! relayed, replaced; tasks are received, split, extended, done and signed off.

use authz::Role;
use kernel::Span;
use serde_json::{Value, json};

use crate::town::{Answer, HOME, NEXT, Town};

/// The prefecture above both counties.
const CITY: &str = "140100000000";
const TOMORROW: &str = "2022-07-06T18:00:00+08:00";

/// A prefecture's office, and one in each of two counties.
struct Chain {
    town: Town,
    city: String,
    home: String,
    next: String,
}

impl Chain {
    async fn new() -> Self {
        let town = Town::new().await;
        let city = town.token(&[Role::Commander, Role::Office], CITY).await;
        let home = town.token(&[Role::Office], HOME).await;
        let next = town.token(&[Role::Office], NEXT).await;
        Self { town, city, home, next }
    }
    /// Time goes by; whoever's session has ended logs in again.
    async fn later(&mut self, span: Span) {
        self.town.clock.advance(span);
        self.city = self.town.token_again(&[Role::Commander, Role::Office], CITY).await;
        self.home = self.town.token_again(&[Role::Office], HOME).await;
        self.next = self.town.token_again(&[Role::Office], NEXT).await;
    }
    fn office(&self, area: &str) -> String {
        self.town.unit_of(Role::Office, area)
    }
    async fn post(&self, path: impl AsRef<str>, body: Value, by: &str) -> Answer {
        self.town.post(path, &body).by(by).send().await
    }
    async fn items(&self, path: impl AsRef<str>, by: &str) -> Vec<Value> {
        let answer = self.town.get(path).by(by).send().await.ok();
        answer["items"].as_array().expect("items").clone()
    }
    async fn assess(&self, area: &str, by: &str) -> String {
        let judged = json!({
            "area": area, "risk": "high", "confidence": "satisfactory",
            "reasoning": "Two chains, one without a source", "review_on": "2022-07-08",
        });
        self.post("/assessments", judged, by).await.subject("situation_assessed")
    }
    /// A directive of the city that gives each county's office a task.
    async fn directive(&self, more: Value) -> Answer {
        let mut body = json!({
            "area": CITY, "title": "Screening of Wards A and B", "source": "Commanders' meeting, 5 July",
            "assessment": self.assess(CITY, &self.city).await,
        });
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        self.post("/directives", body, &self.city).await
    }
    fn task(&self, area: &str) -> Value {
        json!({ "title": "Screen every resident", "unit": self.office(area), "party": "territory", "due_at": TOMORROW })
    }
    async fn task_at(&self, area: &str) -> String {
        self.directive(json!({ "tasks": [self.task(area)] })).await.subject("task_issued")
    }
}

fn len(answer: &Value, field: &str) -> usize {
    answer[field].as_array().expect("a list").len()
}

#[tokio::test]
async fn a01_a_meeting_is_recorded_and_refused_where_it_says_too_little() {
    let chain = Chain::new().await;
    let meeting = json!({
        "area": CITY, "form": "commanders", "title": "Commanders' meeting", "held_at": "2022-07-05T08:00:00+08:00",
        "chair_post": "Commander-in-chief", "venues": [CITY, HOME, NEXT], "agenda": ["Situation", "Screening"],
        "minutes": "Decided: screening.",
    });
    let id = chain.post("/meetings", meeting.clone(), &chain.city).await.subject("meeting_held");
    let seen = chain.town.get(format!("/meetings/{id}")).by(&chain.city).send().await.ok();
    assert_eq!((&seen["form"], &seen["chair_post"]), (&json!("commanders"), &json!("Commander-in-chief")));
    assert_eq!((len(&seen, "venues"), len(&seen, "agenda")), (3, 2));
    for (field, value, code) in [
        ("form", json!("party"), "value.invalid"),
        ("title", json!(" "), "value.missing"),
        ("chair_post", json!(""), "value.missing"),
        ("venues", json!([]), "value.missing"),
        ("agenda", json!([]), "value.missing"),
        ("held_at", json!("2022-07-06T08:00:00+08:00"), "value.in_future"),
        ("minutes", json!("x".repeat(60_001)), "value.too_long"),
        ("attended", json!([chain.office(HOME)]), "value.invalid"),
        ("venues", json!(["999999000000"]), "area.unknown"),
    ] {
        let mut wrong = meeting.clone();
        wrong[field] = value;
        let answer = chain.post("/meetings", wrong, &chain.city).await;
        assert_eq!(answer.code(), code, "{field}: {}", answer.body);
    }
    assert_eq!(chain.items("/meetings", &chain.city).await.len(), 1, "nothing half done");
    let by_form = chain.items("/meetings?form=dispatch", &chain.city).await;
    assert!(by_form.is_empty());
    chain.post("/meetings", meeting, &chain.home).await.refused(403, "access.forbidden");
    let elsewhere = chain.town.get(format!("/meetings/{id}")).by(&chain.home).send().await;
    elsewhere.refused(404, "record.not_found");
}

#[tokio::test]
async fn a04_who_was_called_and_was_not_there_reads_the_record() {
    let mut chain = Chain::new().await;
    let meeting = json!({
        "area": CITY, "form": "teleconference", "title": "Teleconference", "held_at": "2022-07-05T08:00:00+08:00",
        "chair_post": "Leader of the group", "venues": [CITY], "agenda": ["Relay of the province's meeting"],
        "minutes": "Every county reports by six.", "invited": [chain.office(HOME), chain.office(NEXT)],
        "attended": [chain.office(HOME)],
    });
    let receipt = chain.post("/meetings", meeting, &chain.city).await.ok();
    assert_eq!(len(&receipt, "opened"), 1, "one unit was not there: {receipt}");
    assert!(chain.items("/deliveries", &chain.home).await.is_empty());
    let sent = chain.items("/deliveries?status=delivered", &chain.next).await;
    assert_eq!((sent.len(), &sent[0]["document"]["kind"]), (1, &json!("meeting")));
    assert_eq!(sent[0].get("relay_by"), None, "a record is read, not handed on");
    let id = sent[0]["id"].as_str().expect("an id");
    let document = chain.town.get(format!("/deliveries/{id}")).by(&chain.next).send().await.ok();
    assert_eq!(document["text"], "Every county reports by six.", "{document}");
    chain.town.get(format!("/deliveries/{id}")).by(&chain.home).send().await.refused(404, "record.not_found");
    let stranger = chain.post(format!("/deliveries/{id}/read"), json!({}), &chain.city).await;
    stranger.refused(422, "task.not_yours");
    chain.later(Span::hours(1)).await;
    let read = chain.post(format!("/deliveries/{id}/read"), json!({}), &chain.next).await.ok();
    assert_eq!(len(&read, "met"), 1, "{read}");
    assert_eq!(chain.items("/deliveries?status=read", &chain.city).await.len(), 1);
}

#[tokio::test]
async fn a05_an_upper_directive_is_relayed_and_its_lag_is_measured() {
    let mut chain = Chain::new().await;
    let to = json!({ "recipients": [chain.office(HOME), chain.office(NEXT), chain.office(CITY)] });
    let upper = chain.directive(to).await.subject("directive_issued");
    let sent = chain.items(format!("/deliveries?document={upper}"), &chain.city).await;
    assert_eq!(sent.len(), 3);
    let of = |area: &str| sent.iter().find(|it| it["area"] == area).expect("delivered").clone();
    assert_eq!(of(HOME)["relay_by"], "2022-07-05T16:00:00Z", "the end of the day in Shanxi");
    assert_eq!(of(CITY).get("relay_by"), None, "whoever issued it does not relay it to himself");
    chain.later(Span::hours(3)).await;
    let own = json!({
        "area": HOME, "title": "Screening in Xiaodian", "source": "Directive of the city", "upper": upper,
        "assessment": chain.items("/assessments", &chain.city).await[0]["id"], "tasks": [chain.task(HOME)],
    });
    let relayed = chain.post("/directives", own.clone(), &chain.home).await.ok();
    assert_eq!(len(&relayed, "met"), 2, "it was read and relayed: {relayed}");
    let here = chain.items(format!("/deliveries?document={upper}&status=relayed"), &chain.home).await;
    assert_eq!((here.len(), &here[0]["relay_lag"]), (1, &json!("3h")));
    let derived = chain.items(format!("/directives?under={upper}"), &chain.city).await;
    assert_eq!((derived.len(), &derived[0]["id"]), (1, &here[0]["relayed_by"]));
    assert_eq!((&derived[0]["upper"], &derived[0]["tasks"]["issued"]), (&json!(upper), &json!(1)));
    // The other county has not: its lag grows, and the city hears of it at midnight.
    chain.later(Span::hours(13)).await;
    let late = chain.items(format!("/deliveries?document={upper}&status=delivered,read"), &chain.city).await;
    let late = late.iter().find(|it| it["area"] == NEXT).expect("not relayed");
    assert_eq!(late["relay_lag"], "16h");
    let overdue = chain.items("/obligations?state=overdue&rule=A05", &chain.city).await;
    assert_eq!((overdue.len(), &overdue[0]["holder_unit"]), (1, &json!(chain.office(NEXT))), "{overdue:?}");
    // What never came here cannot be relayed from here.
    let local = chain.post(
        "/directives",
        json!({ "area": NEXT, "title": "t", "source": "s", "recipients": [chain.office(NEXT)] }),
        &chain.next,
    );
    let local = local.await.subject("directive_issued");
    let mut wrong = own;
    wrong["upper"] = json!(local);
    chain.post("/directives", wrong, &chain.home).await.refused(422, "directive.not_delivered");
}

#[tokio::test]
async fn a06_no_deployment_without_a_judgement_that_holds() {
    let mut chain = Chain::new().await;
    let bare =
        json!({ "area": CITY, "title": "Screening", "source": "Meeting", "tasks": [chain.task(HOME)] });
    chain.post("/directives", bare.clone(), &chain.city).await.refused(422, "directive.no_assessment");
    let first = chain.assess(CITY, &chain.city).await;
    let second = chain.assess(CITY, &chain.city).await;
    let with = |judged: &str| {
        let mut body = bare.clone();
        body["assessment"] = json!(judged);
        body
    };
    let replaced = chain.post("/directives", with(&first), &chain.city).await;
    replaced.refused(422, "directive.no_assessment");
    chain.post("/directives", with(&second), &chain.city).await.ok();
    let told = chain.items("/assessments", &chain.city).await;
    assert_eq!((&told[0]["id"], &told[1]["replaced_by"]), (&json!(second), &json!(second)));
    // A county relies on the judgement of its city, never on a neighbour's.
    let of_next = chain.assess(NEXT, &chain.next).await;
    let mut own = with(&second);
    own["area"] = json!(HOME);
    chain.post("/directives", own.clone(), &chain.home).await.ok();
    own["assessment"] = json!(of_next);
    chain.post("/directives", own, &chain.home).await.refused(404, "record.not_found");
    // Past its day of review nobody relies on it, and its makers owe a new one.
    chain.later(Span::days(4)).await;
    let mut late = with(&second);
    late["tasks"][0]["due_at"] = json!("2022-07-20T18:00:00+08:00");
    chain.post("/directives", late, &chain.city).await.refused(422, "directive.no_assessment");
    let owed = chain.items("/obligations?state=overdue&rule=A06", &chain.city).await;
    assert!(owed.iter().any(|it| it["holder_unit"] == chain.office(CITY)), "{owed:?}");
    let past = json!({
        "area": CITY, "risk": "low", "confidence": "low", "reasoning": "calm", "review_on": "2022-07-08",
    });
    chain.post("/assessments", past, &chain.city).await.refused(400, "value.dates_out_of_order");
}

#[tokio::test]
async fn a02_a_directive_is_replaced_by_a_later_one_of_the_same_headquarters_or_a_higher() {
    let chain = Chain::new().await;
    let judged = chain.assess(CITY, &chain.city).await;
    let of_home = json!({
        "area": HOME, "title": "Screening twice", "source": "County meeting", "assessment": judged,
        "tasks": [chain.task(HOME)],
    });
    let county = chain.post("/directives", of_home, &chain.home).await.subject("directive_issued");
    let task = chain.items(format!("/tasks?under={county}"), &chain.home).await[0]["id"].clone();
    let post = chain.town.post_of(Role::Commander, CITY).to_string();
    let over = json!({ "supersedes": county, "post": post, "tasks": [chain.task(NEXT)] });
    let receipt = chain.directive(over).await.ok();
    assert_eq!(len(&receipt, "void"), 2, "receipt and task of the county are owed no more: {receipt}");
    let told = chain.town.get(format!("/directives/{county}")).by(&chain.home).send().await.ok();
    assert_eq!((&told["status"], &told["tasks"]["cancelled"]), (&json!("superseded"), &json!(1)));
    let city = told["superseded_by"].as_str().expect("by which").to_owned();
    let told = chain.town.get(format!("/directives/{city}")).by(&chain.city).send().await.ok();
    assert_eq!(told["post"], post, "it has the weight of a post");
    let ended =
        chain.town.get(format!("/tasks/{}", task.as_str().expect("id"))).by(&chain.home).send().await.ok();
    assert_eq!(ended["task"]["status"], "cancelled");
    // From below nobody replaces it, even if he may issue directives above as well.
    let below = json!({
        "area": NEXT, "title": "Not here", "source": "s", "supersedes": city, "recipients": [chain.office(NEXT)],
    });
    chain.post("/directives", below, &chain.city).await.refused(422, "directive.outranked");
    chain
        .post(format!("/directives/{city}/withdraw"), json!({ "reason": " " }), &chain.city)
        .await
        .refused(400, "value.missing");
    let back = chain.post(
        format!("/directives/{city}/withdraw"),
        json!({ "reason": "two tubes were mixed up" }),
        &chain.city,
    );
    assert_eq!(len(&back.await.ok(), "void"), 2);
    let again =
        chain.post(format!("/directives/{city}/withdraw"), json!({ "reason": "once more" }), &chain.city);
    again.await.refused(422, "directive.wrong_state");
}

#[tokio::test]
async fn a10_a_task_needs_somebody_who_answers_and_a_deadline() {
    let mut chain = Chain::new().await;
    let mut task = chain.task(HOME);
    task["unit"] = json!(chain.town.unit_of(Role::Laboratory, HOME));
    let nobody = chain.directive(json!({ "tasks": [task.clone()] })).await;
    nobody.refused(422, "task.nobody_answers");
    task["accountable"] = json!(crate::town::NOBODY);
    chain.directive(json!({ "tasks": [task] })).await.refused(422, "task.not_of_unit");
    for (field, value, code) in [
        ("due_at", json!("2022-07-05T08:59:00+08:00"), "value.dates_out_of_order"),
        ("title", json!(""), "value.missing"),
        ("sector", json!("Q"), "value.invalid"),
        ("party", json!("everybody"), "value.invalid"),
        ("unit", json!(crate::town::NOBODY), "record.not_found"),
    ] {
        let mut wrong = chain.task(HOME);
        wrong[field] = value;
        let answer = chain.directive(json!({ "tasks": [wrong] })).await;
        assert_eq!(answer.code(), code, "{field}: {}", answer.body);
    }
    let mut endless = chain.task(HOME);
    endless.as_object_mut().expect("an object").remove("due_at");
    chain.directive(json!({ "tasks": [endless] })).await.refused(400, "value.missing");
    let nothing = chain.directive(json!({})).await;
    nothing.refused(400, "value.missing");
    // Of several tasks the one that is refused is named.
    for (field, value) in [("title", json!("")), ("unit", json!(chain.town.unit_of(Role::Laboratory, HOME)))]
    {
        let mut wrong = chain.task(NEXT);
        wrong[field] = value;
        let answer = chain.directive(json!({ "tasks": [chain.task(HOME), wrong] })).await;
        assert_eq!(answer.body["at"]["field"], "tasks[1]", "{}", answer.body);
    }
    assert!(chain.items("/tasks", &chain.city).await.is_empty(), "nothing half done");
    let id = chain.task_at(HOME).await;
    let told = chain.town.get(format!("/tasks/{id}")).by(&chain.home).send().await.ok();
    let me = chain.town.user_of(&chain.home).await;
    assert_eq!(told["task"]["accountable"], me, "the unit's leader in office: {me}");
    assert_eq!(
        told["directive_title"], "Screening of Wards A and B",
        "whoever has the task reads what it is of"
    );
    // Not received within two hours, it is late, and the ladder begins.
    chain.later(Span::hours(3)).await;
    let late = chain.items("/obligations?state=overdue&rule=A10-RECEIPT", &chain.city).await;
    assert_eq!((late.len(), &late[0]["holder_unit"]), (1, &json!(chain.office(HOME))));
    chain.post(format!("/tasks/{id}/receive"), json!({}), &chain.next).await.refused(404, "record.not_found");
    chain.post(format!("/tasks/{id}/receive"), json!({}), &chain.city).await.refused(422, "task.not_of_unit");
    let stranger = json!({ "executor": chain.town.user_of(&chain.next).await });
    chain.post(format!("/tasks/{id}/receive"), stranger, &chain.home).await.refused(422, "task.not_of_unit");
    let received = chain.post(format!("/tasks/{id}/receive"), json!({}), &chain.home).await.ok();
    assert_eq!(len(&received, "met"), 1);
    chain.post(format!("/tasks/{id}/receive"), json!({}), &chain.home).await.refused(422, "task.wrong_state");
}

#[tokio::test]
async fn a10_a_deadline_moves_only_when_another_grants_it() {
    let chain = Chain::new().await;
    let id = chain.task_at(HOME).await;
    chain.post(format!("/tasks/{id}/receive"), json!({}), &chain.home).await.ok();
    let ask = |until: &str| json!({ "until": until, "reason": "the tubes come tomorrow" });
    let path = format!("/tasks/{id}/ask_extension");
    let answer = format!("/tasks/{id}/answer_extension");
    chain
        .post(&path, ask("2022-07-06T17:00:00+08:00"), &chain.home)
        .await
        .refused(400, "value.dates_out_of_order");
    chain.post(&answer, json!({ "note": "no" }), &chain.city).await.refused(422, "task.wrong_state");
    chain.post(&path, ask("2022-07-07T18:00:00+08:00"), &chain.home).await.ok();
    chain.post(&path, ask("2022-07-08T18:00:00+08:00"), &chain.home).await.refused(422, "task.wrong_state");
    let told = chain.town.get(format!("/tasks/{id}")).by(&chain.city).send().await.ok();
    assert_eq!(told["task"]["extension"]["reason"], "the tubes come tomorrow");
    assert_eq!(told["task"]["due_at"], "2022-07-06T10:00:00Z", "asking moves nothing");
    let own = json!({ "until": "2022-07-07T18:00:00+08:00", "note": "granted to myself" });
    chain.post(&answer, own.clone(), &chain.home).await.refused(422, "problem.verifier_is_executor");
    chain.post(&answer, json!({ "note": "the tubes are there" }), &chain.city).await.ok();
    let told = chain.town.get(format!("/tasks/{id}")).by(&chain.city).send().await.ok();
    assert_eq!(
        (told["task"].get("extension"), &told["task"]["due_at"]),
        (None, &json!("2022-07-06T10:00:00Z"))
    );
    chain.post(&path, ask("2022-07-07T18:00:00+08:00"), &chain.home).await.ok();
    let granted = chain.post(&answer, own, &chain.city).await.ok();
    assert_eq!((len(&granted, "void"), len(&granted, "opened")), (1, 1), "the old duty gives way: {granted}");
    let told = chain.town.get(format!("/tasks/{id}")).by(&chain.city).send().await.ok();
    assert_eq!(told["task"]["due_at"], "2022-07-07T10:00:00Z");
}

#[tokio::test]
async fn a10_what_is_done_gets_no_more_time() {
    let chain = Chain::new().await;
    let id = chain.task_at(HOME).await;
    let path = |verb: &str| format!("/tasks/{id}/{verb}");
    chain.post(path("receive"), json!({}), &chain.home).await.ok();
    let ask = json!({ "until": "2022-07-07T18:00:00+08:00", "reason": "the tubes come tomorrow" });
    chain.post(path("ask_extension"), ask, &chain.home).await.ok();
    chain.post(path("submit"), json!({ "evidence": "the tubes came today" }), &chain.home).await.ok();
    let granted = json!({ "until": "2022-07-07T18:00:00+08:00", "note": "granted" });
    chain.post(path("answer_extension"), granted.clone(), &chain.city).await.refused(422, "task.wrong_state");
    let done = chain.post(path("verify"), json!({}), &chain.city).await.ok();
    assert_eq!((len(&done, "met"), len(&done, "opened")), (2, 0), "nothing is owed any more: {done}");
    chain.post(path("answer_extension"), granted, &chain.city).await.refused(422, "task.wrong_state");
    let told = chain.town.get(format!("/tasks/{id}")).by(&chain.city).send().await.ok();
    assert_eq!(told["task"].get("extension"), None);
}

#[tokio::test]
async fn a10_a_task_is_split_among_others_and_done_when_its_parts_are() {
    let chain = Chain::new().await;
    let doctor = chain.town.token(&[Role::Epidemiologist], HOME).await;
    let id = chain.task_at(HOME).await;
    let part = json!({
        "title": "Screen Ward A", "unit": chain.town.unit_of(Role::Epidemiologist, HOME), "party": "unit",
        "due_at": "2022-07-06T12:00:00+08:00",
    });
    let split = format!("/tasks/{id}/split");
    let parts = json!({ "tasks": [part] });
    chain.post(&split, parts.clone(), &chain.home).await.refused(422, "task.wrong_state");
    chain.post(format!("/tasks/{id}/receive"), json!({}), &chain.home).await.ok();
    chain.post(&split, parts.clone(), &chain.city).await.refused(422, "task.not_yours");
    chain.post(&split, json!({ "tasks": [] }), &chain.home).await.refused(400, "value.missing");
    let mut late = parts.clone();
    late["tasks"][0]["due_at"] = json!("2022-07-07T12:00:00+08:00");
    chain.post(&split, late, &chain.home).await.refused(400, "value.dates_out_of_order");
    let part = chain.post(&split, parts, &chain.home).await.subject("task_issued");
    let submit = |id: &str| format!("/tasks/{id}/submit");
    let evidence = json!({ "evidence": "list of 4,211 persons" });
    chain.post(submit(&id), evidence.clone(), &chain.home).await.refused(422, "task.open_subtasks");
    chain.post(format!("/tasks/{part}/receive"), json!({}), &doctor).await.ok();
    chain.post(submit(&part), evidence.clone(), &doctor).await.ok();
    chain.post(submit(&id), evidence.clone(), &chain.home).await.refused(422, "task.open_subtasks");
    chain.post(format!("/tasks/{part}/verify"), json!({}), &chain.home).await.ok();
    chain.post(submit(&id), evidence, &chain.home).await.ok();
    let told = chain.town.get(format!("/tasks/{id}")).by(&chain.city).send().await.ok();
    assert_eq!((&told["task"]["status"], &told["parts"][0]["status"]), (&json!("submitted"), &json!("done")));
    let directive = told["task"]["directive"].as_str().expect("its directive").to_owned();
    let told = chain.town.get(format!("/directives/{directive}")).by(&chain.city).send().await.ok();
    assert_eq!(told["tasks"]["submitted"], 1, "parts are not counted twice");
    let own = chain.post(format!("/tasks/{id}/cancel"), json!({ "reason": "no" }), &chain.home).await;
    own.refused(422, "problem.verifier_is_executor");
}

#[tokio::test]
async fn a13_every_task_names_the_party_that_acts() {
    let mut chain = Chain::new().await;
    let mut of_unit = chain.task(NEXT);
    of_unit["party"] = json!("unit");
    chain.directive(json!({ "tasks": [chain.task(HOME), of_unit] })).await.ok();
    let units = chain.items("/tasks?party=unit", &chain.city).await;
    assert_eq!((units.len(), &units[0]["area"]), (1, &json!(NEXT)));
    let board = chain.items("/tasks/units?party=territory", &chain.city).await;
    assert_eq!((board.len(), &board[0]["unit"]), (1, &json!(chain.office(HOME))));
    chain.later(Span::days(2)).await;
    let board = chain.items("/tasks/units", &chain.city).await;
    assert!(
        board.iter().all(|of| of["tasks"]["overdue"] == 1),
        "an unmet task counts against its unit: {board:?}"
    );
    assert_eq!(chain.items("/tasks/units", &chain.home).await.len(), 1, "one's own area alone");
}

#[tokio::test]
async fn b06_only_another_signs_off_what_has_evidence() {
    let chain = Chain::new().await;
    let id = chain.task_at(HOME).await;
    chain.post(format!("/tasks/{id}/receive"), json!({}), &chain.home).await.ok();
    let path = |verb: &str| format!("/tasks/{id}/{verb}");
    chain.post(path("verify"), json!({}), &chain.city).await.refused(422, "task.wrong_state");
    chain.post(path("submit"), json!({ "evidence": " " }), &chain.home).await.refused(400, "value.missing");
    let submitted =
        chain.post(path("submit"), json!({ "evidence": "photo of the list" }), &chain.home).await.ok();
    assert_eq!(len(&submitted, "opened"), 1, "somebody now owes the check: {submitted}");
    chain.post(path("verify"), json!({}), &chain.home).await.refused(422, "problem.verifier_is_executor");
    let back = json!({ "reason": "Ward B is missing", "due_at": "2022-07-07T18:00:00+08:00" });
    chain.post(path("return"), back.clone(), &chain.home).await.refused(422, "problem.verifier_is_executor");
    let mut past = back.clone();
    past["due_at"] = json!("2022-07-05T08:00:00+08:00");
    chain.post(path("return"), past, &chain.city).await.refused(400, "value.dates_out_of_order");
    let returned = chain.post(path("return"), back, &chain.city).await.ok();
    assert_eq!(
        (len(&returned, "met"), len(&returned, "void"), len(&returned, "opened")),
        (1, 1, 1),
        "{returned}"
    );
    chain.post(path("submit"), json!({ "evidence": "both wards" }), &chain.home).await.ok();
    let done = chain.post(path("verify"), json!({}), &chain.city).await.ok();
    assert_eq!(len(&done, "met"), 2, "the task and the check: {done}");
    let told = chain.town.get(format!("/tasks/{id}")).by(&chain.home).send().await.ok();
    assert_eq!((&told["task"]["status"], &told["task"]["evidence"]), (&json!("done"), &json!("both wards")));
    // As it was known before, it still stood as returned.
    let then = chain.town.get(format!("/tasks/{id}?as_of=2022-07-05T00:30:00Z")).by(&chain.home).send().await;
    then.refused(404, "record.not_found");
}

#[tokio::test]
async fn a18_each_opinion_of_a_guidance_team_is_a_task_until_it_is_closed() {
    let chain = Chain::new().await;
    let mut second = chain.task(HOME);
    second["title"] = json!("Separate the fever clinic from the ward");
    let opinions = json!({
        "outside": { "issuer": "National guidance team", "on": "2022-07-04", "text": "Two opinions after the visit." },
        "tasks": [chain.task(HOME), second],
    });
    let directive = chain.directive(opinions.clone()).await.subject("directive_issued");
    let raised = chain.items(format!("/tasks?under={directive}"), &chain.city).await;
    assert_eq!(raised.len(), 2, "an opinion, an owner, a deadline each");
    assert!(raised.iter().all(|it| it["accountable"].is_string() && it["due_at"].is_string()));
    let first = raised[0]["id"].as_str().expect("an id");
    chain.post(format!("/tasks/{first}/receive"), json!({}), &chain.home).await.ok();
    chain
        .post(format!("/tasks/{first}/submit"), json!({ "evidence": "plan of the doors" }), &chain.home)
        .await
        .ok();
    chain.post(format!("/tasks/{first}/verify"), json!({}), &chain.city).await.ok();
    let told = chain.town.get(format!("/directives/{directive}")).by(&chain.city).send().await.ok();
    assert_eq!(
        (&told["tasks"]["done"], &told["tasks"]["issued"]),
        (&json!(1), &json!(1)),
        "from opinion to closure"
    );
    assert_eq!(told["outside"]["issuer"], "National guidance team");
    let mut ahead = opinions;
    ahead["outside"]["on"] = json!("2022-07-09");
    chain.directive(ahead).await.refused(400, "value.dates_out_of_order");
}
