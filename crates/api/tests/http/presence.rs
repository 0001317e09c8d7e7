//! Who else has the page of a record open: told to whoever may see the record,
//! of whoever may, by every process, and written nowhere else.

use authz::Role;
use fenghuo_api as api;
use kernel::Span;
use serde_json::{Value, json};

use crate::town::{HOME, NEXT, NOBODY, Town};

/// Somebody with his token, as the others are told of him.
struct Who {
    token: String,
    told: Value,
}

impl Who {
    async fn logged_in(town: &Town, token: String) -> Self {
        let me = town.get("/sessions/current").by(&token).send().await.ok();
        let told = json!({ "user": me["user"], "display_name": me["display_name"], "unit": me["unit"] });
        Self { token, told }
    }
    async fn of(town: &Town, roles: &[Role], area: &str) -> Self {
        Self::logged_in(town, town.token(roles, area).await).await
    }
    /// Says at a process that he has a page open; who else has.
    async fn opens(&self, town: &Town, page: &Value) -> Value {
        town.post("/presence", page).by(&self.token).send().await.ok()["items"].clone()
    }
}

fn page(kind: &str, id: &str) -> Value {
    json!({ "subject": { "kind": kind, "id": id } })
}

fn closed(kind: &str, id: &str) -> Value {
    json!({ "subject": { "kind": kind, "id": id }, "open": false })
}

fn seconds(seconds: i64) -> Span {
    Span::from_micros(seconds * 1_000_000)
}

/// Two with a case open, each at a process of his own.
async fn two_hear_of_each_other(here: &Town, there: &Town) {
    let cdc = Who::of(here, &[Role::Epidemiologist, Role::Laboratory], HOME).await;
    let commander = Who::of(here, &[Role::Commander], HOME).await;
    let (person, case) = here.positive(&cdc.token).await;
    let open = page("case", &case);
    assert_eq!(cdc.opens(here, &open).await, json!([]));
    assert_eq!(cdc.opens(here, &open).await, json!([]), "nobody hears of himself");
    assert_eq!(commander.opens(there, &open).await, json!([cdc.told]));
    assert_eq!(cdc.opens(here, &open).await, json!([commander.told]));
    assert_eq!(cdc.opens(here, &page("person", &person)).await, json!([]), "another page");

    here.post("/presence", &closed("case", &case)).by(&cdc.token).send().await.ok();
    assert_eq!(commander.opens(there, &open).await, json!([]), "he has closed it");
    // He hears who is there when he closes it, and closing it again changes nothing.
    let told = here.post("/presence", &closed("case", &case)).by(&cdc.token).send().await.ok();
    assert_eq!(told["items"], json!([commander.told]));

    // The commander said so last when the clock stood still: it counts for a hundred seconds.
    here.clock.advance(seconds(80));
    assert_eq!(cdc.opens(here, &open).await, json!([commander.told]));
    here.clock.advance(seconds(30));
    assert_eq!(cdc.opens(here, &open).await, json!([]), "a page that says nothing any more is closed");
}

#[tokio::test]
async fn whoever_has_a_page_open_hears_who_else_has() {
    let town = Town::new().await;
    two_hear_of_each_other(&town, &town).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_has_a_page_open_at_another_process_is_told_of_too() {
    let Some(town) = Town::postgres(api::Config::default()).await else { return };
    let other = town.another_process(api::Config::default()).await;
    two_hear_of_each_other(&town, &other).await;
    other.app.store().close().await;
}

#[tokio::test]
async fn a_page_that_says_so_every_half_minute_stays_open_and_is_seldom_written() {
    let town = Town::new().await;
    let cdc = Who::of(&town, &[Role::Epidemiologist, Role::Laboratory], HOME).await;
    let commander = Who::of(&town, &[Role::Commander], HOME).await;
    let auditor = Who::of(&town, &[Role::Auditor], HOME).await;
    let (_, case) = town.positive(&cdc.token).await;
    let open = page("case", &case);
    let facts = town.app.store_pulse().await.expect("taken").facts;
    let audit = town.get("/audit?limit=500").by(&auditor.token).send().await.ok();
    let mut news = town.app.changes();
    news.borrow_and_update();
    let before = town.app.store_pulse().await.expect("taken").jobs;
    for _ in 0..10 {
        commander.opens(&town, &open).await;
        town.clock.advance(seconds(15));
        assert_eq!(cdc.opens(&town, &open).await, json!([commander.told]));
        town.clock.advance(seconds(15));
    }
    // For each of the two one row a minute, where they have said so ten times in five minutes.
    let after = town.app.store_pulse().await.expect("taken");
    assert_eq!(after.jobs - before, 10);
    assert_eq!(after.facts, facts, "it is no fact");
    assert!(!news.has_changed().expect("it is there"), "nobody who listens is rung");
    // The look of the auditor himself stands at the head.
    let since = town.get("/audit?limit=500").by(&auditor.token).send().await.ok();
    let count = |list: &Value| list["items"].as_array().expect("items").len();
    assert!(count(&since) <= count(&audit) + 1, "it is no look: {since}");
}

#[tokio::test]
async fn nobody_hears_of_a_record_that_is_not_his() {
    let town = Town::new().await;
    let cdc = Who::of(&town, &[Role::Epidemiologist, Role::Laboratory], HOME).await;
    let (person, case) = town.positive(&cdc.token).await;
    let detail = town.get(format!("/cases/{case}")).by(&cdc.token).send().await.ok();
    let obligation = detail["obligations"][0]["id"].as_str().expect("a duty about it").to_owned();
    let next = Who::of(&town, &[Role::Epidemiologist, Role::Commander], NEXT).await;
    let other = town.limited(&[Role::Epidemiologist], HOME, "measles").await;
    let other = Who::logged_in(&town, other).await;
    let auditor = Who::of(&town, &[Role::Auditor], HOME).await;
    for (kind, id) in [("case", &case), ("person", &person), ("obligation", &obligation)] {
        cdc.opens(&town, &page(kind, id)).await;
        for who in [&next, &other] {
            let asked = town.post("/presence", &page(kind, id)).by(&who.token).send().await;
            asked.refused(404, "record.not_found");
            let nobody = town.post("/presence", &page(kind, NOBODY)).by(&who.token).send().await;
            nobody.refused(404, "record.not_found");
        }
        assert_eq!(cdc.opens(&town, &page(kind, id)).await, json!([]), "{kind}");
        // Under the name of another kind it is nobody's.
        let wrong = if kind == "case" { "contact" } else { "case" };
        let asked = town.post("/presence", &page(wrong, id)).by(&cdc.token).send().await;
        asked.refused(404, "record.not_found");
    }
    let asked = town.post("/presence", &page("case", &case)).by(&auditor.token).send().await;
    asked.refused(403, "access.forbidden");
    let asked = town.post("/presence", &page("unit", NOBODY)).by(&cdc.token).send().await;
    asked.refused(400, "value.invalid");
}

#[tokio::test]
async fn whoever_looks_through_a_glass_hears_of_nobody_and_nobody_of_him() {
    let town = Town::new().await;
    let cdc = Who::of(&town, &[Role::Epidemiologist, Role::Laboratory], HOME).await;
    let next = Who::of(&town, &[Role::Epidemiologist], NEXT).await;
    let auditor = Who::of(&town, &[Role::Auditor], NEXT).await;
    let (_, case) = town.positive(&cdc.token).await;
    let open = page("case", &case);
    cdc.opens(&town, &open).await;
    let glass = json!({
        "kind": "case", "id": case, "ground": "life_at_risk",
        "reason": "unconscious in our emergency room, no papers",
    });
    town.post("/break_glass", &glass).by(&next.token).send().await.ok();
    town.get(format!("/cases/{case}")).by(&next.token).send().await.ok();
    let refusals = async || {
        let audit = town.get("/audit?limit=500").by(&auditor.token).send().await.ok();
        audit.to_string().matches("/presence").count()
    };
    assert_eq!(next.opens(&town, &open).await, json!([]));
    assert_eq!(cdc.opens(&town, &open).await, json!([]));
    assert_eq!(refusals().await, 0);
    // Another record next door stays what it was: not there.
    let (_, beside) = town.positive(&cdc.token).await;
    let asked = town.post("/presence", &page("case", &beside)).by(&next.token).send().await;
    asked.refused(404, "record.not_found");
    assert_eq!(refusals().await, 1, "and to have asked for it is in the audit");
}

#[tokio::test]
async fn whoever_has_lost_his_right_is_not_told_of_any_more() {
    let town = Town::new().await;
    let admin = town.token(&[Role::Administrator], HOME).await;
    let cdc = Who::of(&town, &[Role::Epidemiologist, Role::Laboratory], HOME).await;
    let commander = Who::of(&town, &[Role::Commander], HOME).await;
    let (_, case) = town.positive(&cdc.token).await;
    let open = page("case", &case);
    commander.opens(&town, &open).await;
    assert_eq!(cdc.opens(&town, &open).await, json!([commander.told]));
    let user = commander.told["user"].as_str().expect("an id");
    let post = town.post_of(Role::Commander, HOME).to_string();
    let end = json!({ "post": post });
    town.post(format!("/users/{user}/end_post"), &end).by(&admin).send().await.ok();
    assert_eq!(cdc.opens(&town, &open).await, json!([]));
}

#[tokio::test]
async fn a_program_has_no_page_open() {
    let town = Town::new().await;
    let cdc = Who::of(&town, &[Role::Epidemiologist, Role::Laboratory], HOME).await;
    let (_, case) = town.positive(&cdc.token).await;
    let key = json!({ "name": "a program", "actions": ["read_cases"], "expires_at": "2022-08-01T00:00:00Z" });
    let made = town.post("/api_keys", &key).by(&cdc.token).send().await.ok();
    let secret = made["key"].as_str().expect("a key").to_owned();
    let asked = town.post("/presence", &page("case", &case)).by(&secret).send().await;
    asked.refused(403, "access.own_session_only");
}
