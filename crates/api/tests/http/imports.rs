//! The import desk over HTTP: the key counts, a file is guessed, refused rows
//! come back, a list is taken back, mappings are kept.

use authz::Role;
use base64::Engine as _;
use serde_json::{Value, json};

use crate::town::{HOME, NEXT, Town};

const MAPPING: &str = "disease = \"covid19\"\n[columns]\nnumber = \"no\"\nonset = \"onset\"\n";

fn list(rows: &str) -> Value {
    let file = json!({ "name": "list-1.csv", "text": format!("no,onset\n{rows}"), "mapping": MAPPING });
    json!({ "list": "list-1", "files": [file], "area": HOME })
}

#[tokio::test]
async fn a_key_stands_for_one_line_list() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    let send = async |body: &Value| {
        town.post("/imports", body).header("idempotency-key", "list").by(&cdc).send().await
    };
    let first = send(&list("1,2022-07-01\n2,2022-07-02\n")).await.ok();
    assert_eq!((&first["counts"]["new"], &first["counts"]["kept"]), (&json!(2), &json!(0)));
    let again = send(&list("1,2022-07-01\n2,2022-07-02\n")).await.ok();
    assert_eq!((&again["counts"]["new"], &again["counts"]["kept"]), (&json!(0), &json!(2)));
    assert_eq!(first["import"], again["import"]);
    send(&list("3,2022-07-03\n")).await.refused(409, "idempotency.other_body");
    let cases = town.get("/cases").by(&cdc).send().await.ok();
    assert_eq!(cases["items"].as_array().expect("cases").len(), 2);
}

#[tokio::test]
async fn a_chinese_file_in_gb18030_is_guessed_taken_in_and_taken_back() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    // 编号,姓名,发病日期 / 1,张三,2022-07-01 in GB18030.
    let bytes: &[u8] = b"\xb1\xe0\xba\xc5,\xd0\xd5\xc3\xfb,\xb7\xa2\xb2\xa1\xc8\xd5\xc6\xda\n1,\xd5\xc5\xc8\xfd,2022-07-01\n";
    let coded = base64::engine::general_purpose::STANDARD.encode(bytes);
    let sample = json!({ "name": "list.csv", "base64": coded });
    let proposal = town.post("/imports/guess", &sample).by(&cdc).send().await.ok();
    assert_eq!(proposal["columns"][1]["field"], "name", "{proposal}");
    let asked: Vec<&Value> =
        proposal["questions"].as_array().expect("asked").iter().map(|q| &q["question"]).collect();
    assert!(asked.contains(&&json!("disease")), "{asked:?}");
    let mapping = format!("disease = \"covid19\"\n{}", proposal["mapping"].as_str().expect("a mapping"));
    let file = json!({ "name": "list.csv", "base64": coded, "mapping": mapping });
    let body = json!({ "list": "a", "files": [file], "area": HOME });
    let taken = town.post("/imports", &body).by(&cdc).send().await.ok();
    assert_eq!(taken["counts"]["new"], 1, "{taken}");
    let id = taken["import"].as_str().expect("an import").to_owned();
    let listed = town.get("/imports?limit=1").by(&cdc).send().await.ok();
    assert_eq!((&listed["items"][0]["id"], &listed["items"][0]["state"]), (&json!(id), &json!("done")));

    let next = town.token(&[Role::Epidemiologist], NEXT).await;
    let path = format!("/imports/{id}");
    town.get(&path).by(&next).send().await.refused(404, "record.not_found");
    let undo = json!({ "reason": "wrong file" });
    town.post(format!("{path}/undo"), &undo).by(&next).send().await.refused(404, "record.not_found");
    let done = town.post(format!("{path}/undo"), &undo).by(&cdc).send().await.ok();
    assert_eq!(done["stayed"], 0);
    assert_eq!(town.get(&path).by(&cdc).send().await.ok()["state"], "undone");
    town.post(format!("{path}/undo"), &undo).by(&cdc).send().await.refused(409, "import.wrong_state");
}

#[tokio::test]
async fn mappings_are_kept_for_an_area_and_those_below() {
    let town = Town::new().await;
    let cdc = town.token(&[Role::Epidemiologist], HOME).await;
    let next = town.token(&[Role::Epidemiologist], NEXT).await;
    let kept = json!({ "area": HOME, "name": "our list", "mapping": MAPPING });
    assert_eq!(town.post("/imports/mappings", &kept).by(&cdc).send().await.status, 204);
    town.post("/imports/mappings", &kept).by(&next).send().await.refused(403, "access.forbidden");
    let seen = town.get("/imports/mappings").by(&cdc).send().await.ok();
    assert_eq!(seen["items"][0]["name"], "our list");
    assert_eq!(town.get("/imports/mappings").by(&next).send().await.ok()["items"], json!([]));
    let name = json!({ "area": HOME, "name": "our list" });
    assert_eq!(town.post("/imports/mappings/forget", &name).by(&cdc).send().await.status, 204);
    town.post("/imports/mappings/forget", &name).by(&cdc).send().await.refused(404, "record.not_found");
    let bad = json!({ "area": HOME, "name": "x", "mapping": "kind = 1" });
    town.post("/imports/mappings", &bad).by(&cdc).send().await.refused(400, "import.refused");
}
