//! Line lists over HTTP: the key counts, and a repeated list brings nothing twice.

use authz::Role;
use serde_json::{Value, json};

use crate::town::{HOME, Town};

const MAPPING: &str =
    "disease = \"covid19\"\ndate_format = \"YYYY-MM-DD\"\n[columns]\nnumber = \"no\"\nonset = \"onset\"\n";

fn list(rows: &str) -> Value {
    json!({ "source": "list-1", "csv": format!("no,onset\n{rows}"), "mapping": MAPPING, "area": HOME })
}

#[tokio::test]
async fn a_key_stands_for_one_line_list() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    let send = async |body: &Value| {
        town.post("/imports/line_list", body).header("idempotency-key", "list").by(&cdc).send().await
    };
    let first = send(&list("1,2022-07-01\n2,2022-07-02\n")).await.ok();
    assert_eq!((&first["opened"], &first["known"]), (&json!(2), &json!(0)));
    let again = send(&list("1,2022-07-01\n2,2022-07-02\n")).await.ok();
    assert_eq!((&again["opened"], &again["known"]), (&json!(0), &json!(2)));
    send(&list("3,2022-07-03\n")).await.refused(409, "idempotency.other_body");
    let cases = town.get("/cases").by(&cdc).send().await.ok();
    assert_eq!(cases["items"].as_array().expect("cases").len(), 2);
}
