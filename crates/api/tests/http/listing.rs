//! Pages, moments of knowledge, tables in memory.

use authz::Role;
use kernel::Span;
use serde_json::{Value, json};
use std::collections::BTreeSet;

use crate::town::{HOME, NEXT, Town};

async fn all_pages(town: &Town, token: &str, path: &str) -> Vec<String> {
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let joint = if path.contains('?') { '&' } else { '?' };
        let page = town.get(format!("{path}{joint}limit=2{after}")).by(token).send().await.ok();
        let items = page["items"].as_array().expect("items");
        assert!(items.len() <= 2);
        let name = |item: &Value| item.get("id").or_else(|| item.get("code")).expect("a name").to_string();
        found.extend(items.iter().map(name));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return found,
        }
    }
}

#[tokio::test]
async fn pages_hold_every_row_once() {
    let town = Town::new().await;
    let token = town.token(Role::ALL, HOME).await;
    for _ in 0..5 {
        town.positive(&token).await;
    }
    for (path, rows) in [("/cases", 5), ("/cases?classification=discarded", 0), ("/areas", 4)] {
        let found = all_pages(&town, &token, path).await;
        let distinct: BTreeSet<_> = found.iter().collect();
        assert_eq!((found.len(), distinct.len()), (rows, rows), "{path}");
    }
    for path in ["/obligations", "/units", "/posts"] {
        let found = all_pages(&town, &token, path).await;
        let whole = town.get(format!("{path}{}", "?limit=500")).by(&token).send().await.ok();
        assert_eq!(found.len(), whole["items"].as_array().expect("items").len(), "{path}");
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len(), "{path}");
    }
}

#[tokio::test]
async fn a_list_of_the_past_shows_what_was_known() {
    let town = Town::new().await;
    let token = town.token(&[Role::Epidemiologist, Role::Laboratory], HOME).await;
    let (_, case) = town.positive(&token).await;
    let known = town.clock.now();
    town.clock.advance(Span::hours(1));
    let body = json!({ "classification": "discarded", "reason": "sample mixed up" });
    town.post(format!("/cases/{case}/classify"), &body).by(&token).send().await.ok();
    town.clock.advance(Span::hours(1));
    town.positive(&token).await;
    let class = |list: Value| {
        list["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|c| c["classification"].clone())
            .collect::<Vec<_>>()
    };
    let now = class(town.get("/cases").by(&token).send().await.ok());
    let then = class(town.get(format!("/cases?as_of={known}")).by(&token).send().await.ok());
    assert_eq!((now.len(), then.len()), (2, 1));
    assert!(now.contains(&json!("discarded")) && !then.contains(&json!("discarded")));
    let detail = town.get(format!("/cases/{case}?as_of={known}")).by(&token).send().await.ok();
    assert_ne!(detail["case"]["classification"], "discarded");
}

#[tokio::test]
async fn tables_show_the_own_areas_and_what_stands_above() {
    let town = Town::new().await;
    let token = town.token(&[Role::Sentinel], HOME).await;
    let areas = town.get("/areas").by(&token).send().await.ok();
    let codes: Vec<_> = areas["items"].as_array().expect("areas").iter().map(|a| a["code"].clone()).collect();
    assert_eq!(codes, [json!("CN"), json!("140000000000"), json!("140100000000"), json!(HOME)]);
    let home = town.get(format!("/areas/{HOME}")).by(&token).send().await.ok();
    assert_eq!(home["path"], json!(["CN", "140000000000", "140100000000", HOME]));
    assert_eq!(home["zone"], "Asia/Shanghai");
    town.get(format!("/areas/{NEXT}")).by(&token).send().await.refused(404, "record.not_found");
    let unit = town.unit_of(Role::Sentinel, HOME);
    assert_eq!(town.get(format!("/units/{unit}")).by(&token).send().await.ok()["area"], HOME);
    let beyond = town.unit_of(Role::Sentinel, NEXT);
    town.get(format!("/units/{beyond}")).by(&token).send().await.refused(404, "record.not_found");
}

#[tokio::test]
async fn the_rule_book_is_shown_compared_and_read() {
    let town = Town::new().await;
    let token = town.token(&[Role::Sentinel], HOME).await;
    let get = |path: &str| town.get(path).by(&token).send();
    let editions = get("/protocols").await.ok();
    assert!(editions["items"].as_array().expect("editions").iter().any(|e| e["edition"] == "9th"));
    let ninth = get("/protocols/covid19/editions/9th").await.ok();
    assert!(ninth["rules"].as_array().expect("rules").iter().any(|r| r["section"] == "regime"));
    let changes = get("/protocols/covid19/diff?from=8th&to=9th").await.ok();
    assert!(changes["items"].as_array().expect("changes").iter().any(|c| c["strictness"] == "looser"));
    let read = get("/protocols/covid19/notation?text=7%2B3&edition=9th").await.ok();
    assert_eq!(read["days"], 10);
    get("/protocols/covid19/notation?text=14%2B2").await.refused(422, "protocol.ambiguous_notation");
    get("/protocols/covid19/editions/10th").await.refused(400, "protocol.unknown_reference");
}
