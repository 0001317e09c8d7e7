//! Sound requests to operations, made from the schemas of the document, and
//! the places in them where something is named by its id or its area.

use axum::http::Method;
use fenghuo_api as api;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the ids of an office name: by kind, one of each.
pub type Ids = BTreeMap<&'static str, String>;

/// The fields that name something by its id, where their name is not the kind.
const KINDS: [(&str, &str); 30] = [
    ("persons", "person"),
    ("holder", "user"),
    ("from", "person"),
    ("to", "person"),
    ("target", "person"),
    ("into", "person"),
    ("head", "person"),
    ("id", "person"),
    ("obligations", "obligation"),
    ("cases", "case"),
    ("shift", "shift"),
    ("to_unit", "unit"),
    ("to_post", "post"),
    ("to_user", "user"),
    ("upper", "directive"),
    ("supersedes", "directive"),
    ("under", "directive"),
    ("document", "directive"),
    ("recipients", "unit"),
    ("invited", "unit"),
    ("attended", "unit"),
    ("cooperating", "unit"),
    ("accountable", "user"),
    ("deputy", "user"),
    ("executor", "user"),
    ("substitute", "user"),
    ("lead", "user"),
    ("members", "user"),
    ("units", "unit"),
    ("meeting", "meeting"),
];
/// Fields that name an area by its code.
const AREAS: [&str; 7] = ["area", "venues", "areas", "within", "parent", "from_area", "to_area"];
/// Kinds of subject that a query may ask about.
const SUBJECTS: [&str; 8] =
    ["person", "case", "contact", "exposure", "order", "visit", "obligation", "problem"];
/// Fields of which one is given.
const ONE_OF: [&[&str]; 2] = [&["person", "new_person"], &["person", "case", "area"]];
const LIST: &str = "case,onset\n1,2022-07-02\n";
const BULLETIN: &str =
    "本报讯 8月2日，市委书记王立主持召开全市疫情防控会议，研究部署疫情防控工作，听取情况汇报。";
const MAPPING: &str = "disease = \"covid19\"\n[columns]\nnumber = \"case\"\nonset = \"onset\"\n";

/// A place in a request, as a pointer into it, and what stands there.
#[derive(Clone, Debug)]
pub struct Spot {
    pub pointer: String,
    pub kind: String,
}

impl Spot {
    /// The name of the parameter or field.
    pub fn name(&self) -> &str {
        let mut words = self.pointer.rsplit('/').filter(|word| word.parse::<usize>().is_err());
        let last = words.next().unwrap_or_default();
        // Of `from: { kind, id }` the field is `from`.
        if last == "id" && self.pointer.starts_with("/body") { words.next().unwrap_or(last) } else { last }
    }
}

/// An operation of the document.
#[derive(Clone, Debug)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    path: String,
    parameters: Vec<Value>,
    body: Option<Value>,
    schemas: Value,
}

/// Every operation of the document.
pub fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&api::openapi()).expect("JSON");
    let schemas = document["components"]["schemas"].clone();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let content = &operation["requestBody"]["content"];
            found.push(Operation {
                id: operation["operationId"].as_str().expect("an id").to_owned(),
                method: method.to_uppercase().parse().expect("a method"),
                path: path.strip_prefix(api::PREFIX).expect("the prefix").to_owned(),
                parameters: operation["parameters"].as_array().cloned().unwrap_or_default(),
                body: content.get("application/json").map(|content| content["schema"].clone()),
                schemas: schemas.clone(),
            });
        }
    }
    assert!(found.len() > 60);
    found
}

impl Operation {
    fn resolve<'a>(&'a self, schema: &'a Value) -> (&'a str, &'a Value) {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap_or_default();
            return (name, &self.schemas[name]);
        }
        for many in ["oneOf", "anyOf", "allOf"] {
            let some = schema[many].as_array().and_then(|all| all.iter().find(|one| one["type"] != "null"));
            if let Some(one) = some.filter(|one| one["$ref"].is_string()) {
                return self.resolve(one);
            }
        }
        ("", schema)
    }

    /// A sound value of a field.
    fn sound(&self, name: &str, schema: &Value, own: &Ids) -> Value {
        let (reference, schema) = self.resolve(schema);
        let is = |kind: &str| schema["type"] == kind || schema["type"][0] == kind;
        match (name, reference) {
            (_, "Key") => json!(own[kind_of(name, "person").as_str()]),
            _ if schema["format"] == "uuid" => json!(own[kind_of(name, "").as_str()]),
            (_, "SubjectKey") => json!({ "kind": "person", "id": own["person"] }),
            ("ends_at" | "due_at" | "expires_at" | "until", _) => json!("2022-07-09T01:00:00Z"),
            (_, "Instant") => json!("2022-07-05T01:00:00Z"),
            (_, "Day") => json!("2022-07-09"),
            _ if AREAS.contains(&name) && is("string") => json!(own["area"]),
            ("disease", _) => json!("covid19"),
            ("edition", _) => json!("9th"),
            ("mapping", _) => json!(MAPPING),
            ("disposition", _) => json!("held"),
            ("severity", _) => json!("minor"),
            ("days", _) => json!(400),
            ("basis", _) => json!("QR1"),
            ("ground", _) => json!("duty_to_keep"),
            ("login", _) => json!(format!("login-{}", own["area"])),
            ("password" | "present", _) => json!("long enough 1"),
            _ if schema["enum"].is_array() => schema["enum"][0].clone(),
            _ if is("array") => json!([self.sound(name, &schema["items"], own)]),
            _ if is("integer") || is("number") => json!(1),
            _ if is("boolean") => json!(true),
            _ if schema["properties"].is_object() => {
                let required = schema["required"].as_array().cloned().unwrap_or_default();
                let fields = schema["properties"].as_object().expect("properties").iter();
                let wanted = fields.filter(|(field, _)| required.contains(&json!(field)));
                wanted.map(|(field, of)| (field.clone(), self.sound(field, of, own))).collect()
            }
            _ if is("object") => json!({}),
            _ => json!("x"),
        }
    }

    /// A sound request: the fields that must be there, and what the operation
    /// needs besides.
    pub fn request(&self, object: Option<&str>, own: &Ids) -> Value {
        let (mut path, mut query) = (Map::new(), Map::new());
        for parameter in &self.parameters {
            let name = parameter["name"].as_str().expect("a name");
            let value = match (parameter["in"].as_str(), name) {
                (Some("path"), "id") => json!(own[object.expect("the table says what the id names")]),
                (Some("path"), "code") => json!(own["area"]),
                (Some("path"), "kind") => json!("person"),
                _ => self.sound(name, &parameter["schema"], own),
            };
            match parameter["in"].as_str() {
                Some("path") => path.insert(name.to_owned(), value),
                Some("query") if parameter["required"] == true => query.insert(name.to_owned(), value),
                _ => None,
            };
        }
        let mut request = json!({ "path": path, "query": query });
        if self.method == Method::POST {
            request["body"] = self.body.as_ref().map_or(json!({}), |body| self.sound("", body, own));
        }
        for (pointer, value) in besides(&self.id, own) {
            put(&mut request, pointer, value);
        }
        request
    }

    /// Every place in which something is named.
    pub fn spots(&self, object: Option<&str>) -> Vec<Spot> {
        let mut spots = Vec::new();
        let spot = |pointer: String, kind: &str| Spot { pointer, kind: kind.to_owned() };
        for parameter in &self.parameters {
            let name = parameter["name"].as_str().expect("a name");
            match (parameter["in"].as_str(), name) {
                (Some("path"), "id") => spots.push(spot("/path/id".into(), object.expect("an object"))),
                (Some("path"), "code") => spots.push(spot("/path/code".into(), "area")),
                (Some("query"), "subject") => {
                    spots.extend(SUBJECTS.map(|kind| spot("/query/subject".into(), kind)));
                }
                (Some("query"), _) => self.walk(name, &parameter["schema"], "/query/", &mut spots),
                _ => {}
            }
        }
        if let Some(body) = &self.body {
            self.walk("", body, "/body", &mut spots);
        }
        spots
    }

    fn walk(&self, name: &str, schema: &Value, pointer: &str, spots: &mut Vec<Spot>) {
        let (reference, schema) = self.resolve(schema);
        let pointer = format!("{pointer}{name}");
        let is = |kind: &str| schema["type"] == kind || schema["type"][0] == kind;
        let field = pointer.rsplit('/').find(|word| word.parse::<usize>().is_err()).unwrap_or_default();
        match reference {
            "Key" => spots.push(Spot { kind: kind_of(field, ""), pointer }),
            _ if schema["format"] == "uuid" => spots.push(Spot { kind: kind_of(field, ""), pointer }),
            "SubjectKey" => spots.push(Spot { pointer: format!("{pointer}/id"), kind: "person".to_owned() }),
            _ if AREAS.contains(&field) && is("string") => {
                spots.push(Spot { pointer, kind: "area".to_owned() });
            }
            _ if is("array") => self.walk("/0", &schema["items"], &pointer, spots),
            _ => {
                for (field, of) in schema["properties"].as_object().into_iter().flatten() {
                    self.walk(&format!("/{field}"), of, &pointer, spots);
                }
            }
        }
    }

    /// Method and template of its address.
    pub fn route(&self) -> String {
        format!("{} {}{}", self.method, api::PREFIX, self.path)
    }

    /// Whether a query knows a field.
    pub fn has_query(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter["in"] == "query" && parameter["name"] == name)
    }

    /// Path and query of a request.
    pub fn path_of(&self, request: &Value) -> String {
        let mut path = self.path.clone();
        for (name, value) in request["path"].as_object().into_iter().flatten() {
            path = path.replace(&format!("{{{name}}}"), &text_of(value));
        }
        let query = request["query"].as_object().into_iter().flatten();
        let query: Vec<String> = query.map(|(name, value)| format!("{name}={}", text_of(value))).collect();
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }
}

fn text_of(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.replace('%', "%25").replace('+', "%2B").replace(' ', "%20")
}

/// What an id is of, by the name of the field in which it stands.
fn kind_of(field: &str, otherwise: &str) -> String {
    let field = field.trim_start_matches('/');
    let known = KINDS.iter().find(|(name, _)| *name == field).map(|(_, kind)| *kind);
    let kinds = [
        "person",
        "case",
        "contact",
        "order",
        "unit",
        "post",
        "visit",
        "directive",
        "assessment",
        "user",
        "file",
        "subject",
    ];
    let own = || kinds.into_iter().find(|kind| *kind == field);
    let kind = known.or_else(own).unwrap_or(otherwise);
    assert!(!kind.is_empty(), "say in request.rs what the id in `{field}` names");
    if kind == "subject" { "case".to_owned() } else { kind.to_owned() }
}

/// What an operation needs besides its required fields, and where their first
/// value is not the one that is meant.
fn besides(id: &str, own: &Ids) -> Vec<(&'static str, Value)> {
    let area = json!(own["area"]);
    match id {
        "report_fever" | "open_case" => vec![("/body/new_person", json!({ "area": area }))],
        "record_result" => vec![("/body/result", json!("negative"))],
        "end_case" => vec![("/body/outcome", json!("recovered"))],
        "end_contact" => vec![("/body/outcome", json!("released"))],
        "find_duplicates" | "ask_for_match" => vec![("/body/name", json!("王小明"))],
        "form_household" => {
            vec![("/body/members", json!([{ "person": own["person"], "from_on": "2022-07-01" }]))]
        }
        "join_household" => vec![("/body/from_on", json!("2022-07-01"))],
        "leave_household" | "end_address" => vec![("/body/until_on", json!("2022-07-05"))],
        "record_address" => {
            vec![("/body/kind", json!("home")), ("/body/from_on", json!("2022-07-01"))]
        }
        "record_exposure" => {
            vec![
                ("/body/kind", json!("household")),
                ("/body/to", json!({ "kind": "place", "id": own["place"] })),
            ]
        }
        "issue_order" => vec![
            ("/body/measure", json!("home_isolation")),
            ("/body/ends_on", json!("2022-07-10")),
            ("/body/reason", json!({ "zh": "理由", "en": "reason" })),
        ],
        "export_records" => vec![("/body/kinds", json!(["cases"])), ("/body/format", json!("csv"))],
        "make_api_key" => vec![
            ("/body/actions", json!(["read_cases"])),
            ("/body/expires_at", json!("2022-08-01T00:00:00Z")),
        ],
        "require_second_factor" => vec![("/body/roles", json!([]))],
        "purge" => vec![("/body/dry_run", json!(true))],
        "change_area" => {
            let name = json!({ "zh": "新乡", "en": "New Town" });
            let new =
                json!({ "code": "NEW-1", "parent": area, "level": "township", "name": name, "zone": "UTC" });
            vec![("/body/change", json!({ "founded": [new] })), ("/body/on", json!("2022-07-05"))]
        }
        "import_areas" => {
            let rows = format!("NEW-2,{},township,某乡,", own["area"]);
            let table = format!("code,parent,level,name_zh,name_en\n{rows}\n");
            vec![("/body/table", json!(table)), ("/body/on", json!("2022-07-05"))]
        }
        "import_boundaries" => {
            let ring = json!([[[112, 37], [113, 37], [113, 38], [112, 37]]]);
            let geometry = json!({ "type": "Polygon", "coordinates": ring });
            let feature = json!({ "type": "Feature", "properties": { "code": area }, "geometry": geometry });
            vec![("/body/geojson", json!(feature.to_string()))]
        }
        "import_population" => {
            let row = format!("{},2020-11-01,all,0,,1,s", own["area"]);
            let table = format!("code,counted_on,sex,age_from,age_to,persons,source\n{row}\n");
            vec![("/body/table", json!(table))]
        }
        "set_hold" => vec![("/body/area", area)],
        "take_in" => vec![("/body/area", area), ("/body/files/0/text", json!(LIST))],
        "take_in_as_job" => vec![
            ("/body/area", area),
            ("/body/files/0/file", json!(own["file"])),
            ("/body/files/0/mapping", json!(MAPPING)),
        ],
        "guess_mapping" => vec![("/body/text", json!(LIST))],
        "set_operating_state" => vec![("/body/state", json!("alert"))],
        "set_policy" => vec![("/body/policy", json!("suppression")), ("/body/from_on", json!("2022-07-05"))],
        "staff_task_force" => vec![("/body/group", json!("other"))],
        "call_roll" => vec![("/body/units", json!([own["unit"]]))],
        "ask_for_leave" => {
            vec![("/body/form", json!("trip")), ("/body/starts_at", json!("2022-07-08T01:00:00Z"))]
        }
        "set_occasion" => vec![
            ("/body/form", json!("holiday")),
            ("/body/roster_by_at", json!("2022-07-06T01:00:00Z")),
            ("/body/starts_at", json!("2022-07-07T01:00:00Z")),
        ],
        "require_reports" => vec![
            ("/body/from_on", json!("2022-07-08")),
            ("/body/cut_off_hour", json!(20)),
            ("/body/minutes_to_write", json!(60)),
        ],
        "report_major_event" => vec![("/body/category", json!("supply"))],
        "hold_meeting" => vec![("/body/form", json!("commanders"))],
        // Each list with one of it: what stands in a list is sound before it is put elsewhere.
        "issue_directive" => {
            let due = "2022-07-09T01:00:00Z";
            let task = json!({ "title": "x", "unit": own["unit"], "party": "unit", "due_at": due });
            let problem = json!({ "title": "x", "unit": own["unit"], "severity": "minor", "due_at": due });
            vec![
                ("/body/recipients", json!([own["unit"]])),
                ("/body/assessment", json!(own["assessment"])),
                ("/body/tasks", json!([task])),
                ("/body/problems", json!([problem])),
            ]
        }
        "set_zone" => vec![("/body/unit_of_zone", json!("estate"))],
        "upload_file" => vec![("/query/name", json!("x.csv"))],
        "compare_protocols" => vec![("/query/from", json!("8th")), ("/query/to", json!("9th"))],
        "offer_handover" => vec![("/body/obligations", json!([own["obligation"]]))],
        "make_notice" => vec![("/body/form", json!("link")), ("/body/days", json!(30))],
        "try_protocol" => {
            vec![("/body/facts", json!([{ "fact": "fever_seen", "at": "2022-07-05T01:00:00Z" }]))]
        }
        "read_bulletin" => vec![("/body/text", json!(BULLETIN))],
        "break_glass" => {
            vec![("/body/ground", json!("other")), ("/body/reason", json!("a reason that is long enough"))]
        }
        "review_glass" => vec![("/body/finding", json!("justified"))],
        "lend_grant" => vec![("/body/to_user", json!(own["user"]))],
        "read_notation" => vec![("/query/text", json!("7+3"))],
        _ => Vec::new(),
    }
}

/// Puts a value at a pointer, and takes away what may not stand beside it.
pub fn put(request: &mut Value, pointer: &str, value: Value) {
    let mut at = request;
    let words: Vec<&str> = pointer.split('/').skip(1).collect();
    for (i, word) in words.iter().enumerate() {
        if let Some(fields) = at.as_object_mut() {
            for group in ONE_OF.iter().filter(|group| i == 1 && group.contains(word)) {
                fields.retain(|field, _| field == word || !group.contains(&field.as_str()));
            }
        }
        at = match word.parse::<usize>() {
            Ok(index) => {
                if !at.is_array() {
                    *at = json!([null]);
                }
                &mut at[index]
            }
            Err(_) => {
                if !at.is_object() {
                    *at = json!({});
                }
                &mut at[*word]
            }
        };
    }
    *at = value;
}
