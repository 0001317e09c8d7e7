//! Areas over HTTP: changed by a document, read as of a day, taken in from a table.

use authz::Role;
use serde_json::{Value, json};

use crate::town::{HOME, Town};

const CITY: &str = "140100000000";

fn renamed(on: &str) -> Value {
    json!({
        "change": { "renamed": { "area": HOME, "name": { "zh": "新名区", "en": "New Name District" } } },
        "on": on, "document": "民发〔2020〕1号", "reason": "更名",
    })
}

#[tokio::test]
async fn an_area_is_told_as_of_a_day_with_its_history() {
    let town = Town::new().await;
    let admin = town.token(&[Role::Administrator], CITY).await;
    let county = town.token(&[Role::Administrator], HOME).await;
    town.post("/areas/change", &renamed("2020-01-01"))
        .by(&county)
        .send()
        .await
        .refused(403, "access.forbidden");
    let receipt = town.post("/areas/change", &renamed("2020-01-01")).by(&admin).send().await.ok();
    assert_eq!(receipt["facts"][0]["kind"], "area_changed");
    let path = format!("/areas/{HOME}");
    for (on, name) in [("?on=2019-12-31", "小店区"), ("?on=2020-01-01", "新名区"), ("", "新名区")] {
        let area = town.get(format!("{path}{on}")).by(&county).send().await.ok();
        assert_eq!(area["name"]["zh"], name, "{on}");
        let list =
            town.get(format!("/areas{}", if on.is_empty() { "?level=county" } else { on })).by(&county);
        let list = list.send().await.ok();
        let found = list["items"].as_array().expect("a list").iter().find(|area| area["code"] == HOME);
        assert_eq!(found.expect("in the tree of the day")["name"]["zh"], name, "{on}");
    }
    let history = town.get(format!("{path}/history")).by(&county).send().await.ok();
    assert_eq!(history["versions"].as_array().expect("versions").len(), 2);
    assert_eq!(history["versions"][0]["until_on"], "2020-01-01");
    town.get("/areas/999/history").by(&county).send().await.refused(404, "record.not_found");
    for (body, status, code) in [
        (
            json!({ "change": { "renamed": { "area": HOME } }, "on": "2020-01-02", "document": "d", "reason": "r" }),
            400,
            "value.missing",
        ),
        (
            json!({ "change": { "vanished": {} }, "on": "2020-01-02", "document": "d", "reason": "r" }),
            400,
            "value.invalid",
        ),
        (
            json!({ "change": { "abolished": { "area": "9" } }, "on": "2020-01-02", "document": "d", "reason": "r" }),
            400,
            "area.unknown",
        ),
        (
            json!({ "change": { "abolished": { "area": CITY } }, "on": "2020-01-02", "document": "d", "reason": "r" }),
            422,
            "area.children_left",
        ),
        (renamed("2019-06-01"), 422, "area.nothing_changed"),
        (renamed("2020-13-01"), 400, "value.invalid_date"),
    ] {
        town.post("/areas/change", &body).by(&admin).send().await.refused(status, code);
    }
}

#[tokio::test]
async fn a_table_of_areas_is_tried_taken_in_and_refused_with_its_rows() {
    let town = Town::new().await;
    let admin = town.token(&[Role::Administrator], CITY).await;
    let body = |rows: &str, dry_run: bool| {
        json!({
            "table": format!("code,parent,level,name_zh,name_en\n{rows}"), "source": "2020.csv",
            "on": "2020-01-01", "document": "GB/T 2260", "reason": "年度更新", "dry_run": dry_run,
        })
    };
    let rows = format!("{HOME},{CITY},county,小店区,Xiaodian District\n140199000000,{CITY},county,新区,\n");
    for (dry_run, founded, unchanged) in [(true, 1, 1), (false, 1, 1), (false, 0, 2)] {
        let report = town.post("/areas/import", &body(&rows, dry_run)).by(&admin).send().await.ok();
        assert_eq!(
            (&report["founded"], &report["unchanged"]),
            (&json!(founded), &json!(unchanged)),
            "{report}"
        );
        assert_eq!(report["facts"].as_array().expect("facts").len(), usize::from(founded == 1 && !dry_run));
    }
    let faulty = format!("{HOME},{CITY},shire,小店区,\nX,Y,county,某县,\n");
    let told = town.post("/areas/import", &body(&faulty, false)).by(&admin).send().await;
    told.refused(400, "import.refused");
    let at: Vec<(&Value, &Value)> = told.body["faults"]
        .as_array()
        .expect("faults")
        .iter()
        .map(|fault| (&fault["at"]["line"], &fault["at"]["field"]))
        .collect();
    assert_eq!(at, [(&json!(2), &json!("level")), (&json!(3), &json!("parent"))]);
    let clerk = town.token(&[Role::Office], CITY).await;
    town.post("/areas/import", &body(&rows, true)).by(&clerk).send().await.refused(403, "access.forbidden");
}

#[tokio::test]
async fn boundaries_and_population_are_served() {
    let town = Town::new().await;
    let admin = town.token(&[Role::Administrator], CITY).await;
    let feature = json!({
        "type": "Feature", "properties": { "adcode": 140105 },
        "geometry": { "type": "Polygon", "coordinates": [[[112, 37], [112, 38], [113, 37], [112, 37]]] },
    });
    let file = json!({ "geojson": feature.to_string(), "property": "adcode", "source": "survey" });
    let path = format!("/areas/{HOME}/boundary");
    town.get(&path).by(&admin).send().await.refused(404, "record.not_found");
    assert_eq!(town.post("/areas/boundaries", &file).by(&admin).send().await.ok()["rows"], 1);
    let county = town.token(&[Role::Office], HOME).await;
    town.post("/areas/boundaries", &file).by(&county).send().await.refused(403, "access.forbidden");
    let found = town.get(&path).by(&county).send().await.ok();
    assert_eq!((&found["type"], &found["bbox"]), (&json!("Feature"), &json!([112.0, 37.0, 113.0, 38.0])));
    assert_eq!(found["geometry"]["coordinates"][0][1], json!([113.0, 37.0]), "it turns left now");
    let all = town.get(format!("/areas/{CITY}/boundaries?level=county")).by(&county).send().await.ok();
    assert_eq!(
        (&all["type"], all["features"].as_array().map(Vec::len)),
        (&json!("FeatureCollection"), Some(1))
    );
    town.get(format!("/areas/{CITY}/boundaries?level=shire"))
        .by(&county)
        .send()
        .await
        .refused(400, "value.invalid");
    let bow = feature.to_string().replace("[112,38]", "[113,38],[113,36.5],[112.2,38]");
    let body = json!({ "geojson": bow, "property": "adcode", "source": "survey" });
    town.post("/areas/boundaries", &body).by(&admin).send().await.refused(400, "import.refused");

    let head = "code,counted_on,sex,age_from,age_to,persons,source";
    let body = json!({ "table": format!("{head}\n{HOME},2020-11-01,female,0,,400,census\n{HOME},2020-11-01,male,0,,390,census\n") });
    assert_eq!(town.post("/areas/population", &body).by(&admin).send().await.ok()["rows"], 2);
    let found = town.get(format!("/areas/{CITY}/population?on=2021-01-01")).by(&county).send().await.ok();
    assert_eq!(
        (&found["persons"], &found["summed"], &found["counted_on"]),
        (&json!(790), &json!(true), &json!("2020-11-01"))
    );
    let body = json!({ "table": format!("{head}\n9,2020-11-01,all,0,,1,s\n") });
    town.post("/areas/population", &body).by(&admin).send().await.refused(400, "import.refused");
}
