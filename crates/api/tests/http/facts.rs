//! Facts over HTTP: the kind that the client names opens nothing.

use authz::Role;
use serde_json::{Value, json};

use crate::town::{HOME, Town};

#[tokio::test]
async fn the_kind_that_is_asked_for_opens_nothing() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist, Role::Laboratory], HOME).await;
    let sentinel = town.token(&[Role::Sentinel], HOME).await;
    let commander = town.token(&[Role::Commander], HOME).await;
    let (person, case) = town.positive(&cdc).await;
    for subject in [&person, &case] {
        for kind in ["person", "case", "problem", "order", "visit", "obligation"] {
            let path = format!("/facts?subject_kind={kind}&subject={subject}");
            let facts = town.get(&path).by(&sentinel).send().await.ok();
            assert_eq!(facts["items"], json!([]), "{path}");
            let facts = town.get(&path).by(&commander).send().await.ok();
            let kinds = facts["items"].as_array().expect("facts").iter().map(|fact| &fact["kind"]);
            assert!(kinds.clone().any(|kind| kind == "case_opened"), "{path}: {facts}");
            assert!(kinds.into_iter().all(|kind| kind != "person_registered"), "{path}: {facts}");
        }
    }
    let path = format!("/facts?subject_kind=person&subject={person}");
    let facts = town.get(path).by(&cdc).send().await.ok();
    let body = &facts["items"][0]["body"];
    assert_eq!(body["kind"], "person_registered");
    assert!(body["commitments"]["birth_year"].is_string(), "{body}");
    assert_eq!((&body["sex"], &body["birth_year"]), (&Value::Null, &Value::Null));
}
