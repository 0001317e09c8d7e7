//! The boards as clients meet them: every number names the query that opens
//! the records behind it, and that query finds as many.

use authz::Role;
use kernel::Span;
use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::county::County;
use crate::town::{HOME, NEXT, Town};

/// Every number of an answer with the place where it stands.
fn figures<'a>(told: &'a Value, place: &str, found: &mut BTreeMap<String, &'a Value>) {
    if told["list"].is_string() && told["query"].is_object() {
        found.insert(place.to_owned(), told);
        return;
    }
    match told {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, part)| figures(part, &format!("{place}/{name}"), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, part)| figures(part, &format!("{place}/{n}"), found));
        }
        _ => {}
    }
}

fn address(figure: &Value, more: &str) -> String {
    let query = figure["query"].as_object().expect("a query").iter();
    let fields =
        query.map(|(name, value)| format!("{name}={}", value.as_str().expect("a text").replace('+', "%2B")));
    let fields: Vec<String> = fields.collect();
    format!("/{}?{}{more}", figure["list"].as_str().expect("a list"), fields.join("&"))
}

/// Opens every number of an answer; how many there were that were not nought.
async fn opened(town: &Town, token: &str, told: &Value) -> usize {
    let mut found = BTreeMap::new();
    figures(told, "", &mut found);
    let mut some = 0;
    for (place, figure) in &found {
        let paged = figure["list"] != "zones";
        let (mut count, mut after) = (0, if paged { "&limit=2".to_owned() } else { String::new() });
        loop {
            let page = town.get(address(figure, &after)).by(token).send().await.ok();
            count += page["items"].as_array().expect("items").len();
            match page["next"].as_str() {
                Some(next) => after = format!("&limit=2&after={next}"),
                None => break,
            }
        }
        assert_eq!(figure["count"], json!(count), "{place}: {figure}");
        some += usize::from(count > 0);
    }
    some
}

#[tokio::test]
async fn every_number_opens_the_records_behind_it() {
    let town = Town::new().await;
    let home = County::seed(&town, HOME, "Ottermark", "13912345678").await;
    County::seed(&town, NEXT, "Heronmark", "13787654321").await;
    let zone = json!({ "area": HOME, "level": "high", "unit_of_zone": "estate" });
    town.post("/zones", &zone).by(&home.token).send().await.ok();
    town.clock.advance(Span::hours(30));
    let known = town.clock.now();
    town.app.sweep().await.expect("swept");
    town.clock.advance(Span::days(3));
    town.app.sweep().await.expect("swept");
    // The sessions of then have ended.
    let (root, own) = (town.token(Role::ALL, "CN").await, town.token(Role::ALL, HOME).await);
    for (token, query, least) in [
        (&root, "?area=140100000000&disease=covid19".to_owned(), 20),
        (&root, String::new(), 15),
        (&own, "?days=30".to_owned(), 15),
        (&root, format!("?area=CN&as_of={known}"), 10),
        (&own, format!("?area={NEXT}"), 0),
    ] {
        let told = town.get(format!("/situation{query}")).by(token).send().await.ok();
        let some = opened(&town, token, &told).await;
        assert!(some >= least, "{query}: {some} of {told:#}");
        for curve in ["by=onset", "by=report&unit=week", "by=confirmation"] {
            let joint = if query.is_empty() { "?" } else { "&" };
            let query = query.replace("?days=30", "?");
            let told = town.get(format!("/epi_curve{query}{joint}{curve}")).by(token).send().await.ok();
            opened(&town, token, &told).await;
        }
    }
    let told = town.get("/situation?area=140100000000").by(&root).send().await.ok();
    let names: Vec<_> =
        told["areas"].as_array().expect("areas").iter().map(|area| area["code"].clone()).collect();
    assert_eq!(names, [HOME, NEXT]);
    assert_eq!(told["areas"][0]["zones"]["count"], 1);
    assert_eq!(told["days"], 7);
}

#[tokio::test]
async fn a_board_refuses_what_it_does_not_know() {
    let town = Town::new().await;
    let token = town.token(&[Role::Epidemiologist], HOME).await;
    for (path, code) in [
        ("/situation?days=0", "value.out_of_range"),
        ("/situation?day=3", "request.unreadable_body"),
        ("/situation?area=nowhere", "area.unknown"),
        ("/epi_curve?by=death", "value.invalid"),
        ("/epi_curve?unit=month", "value.invalid"),
        ("/epi_curve?from=2022-07-04&to=2022-07-01", "value.dates_out_of_order"),
        ("/epi_curve?from=1990-01-01", "value.out_of_range"),
        ("/epi_curve?days=0", "value.out_of_range"),
        ("/epi_curve?days=30&from=2022-07-01", "value.invalid"),
        ("/cases?lacking=patience", "value.invalid"),
        ("/cases?classification=confirmed,imagined", "value.invalid"),
        ("/obligations?state=met,done", "value.invalid"),
        ("/obligations?schedule=visit", "value.invalid"),
    ] {
        town.get(path).by(&token).send().await.refused(400, code);
    }
}
