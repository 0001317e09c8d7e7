//! A county full of records, each of which carries the county's mark wherever
//! somebody may write a word of his own.

use app::jobs::Runner;
use authz::Role;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::permissions::request::Ids;
use crate::town::Town;

/// A county with one of each.
pub struct County {
    /// Of somebody who holds every role here.
    pub token: String,
    /// By kind.
    pub ids: Ids,
    /// Every id that stands for something here.
    pub all_ids: Vec<String>,
    /// What nobody elsewhere may read.
    pub marks: Vec<String>,
}

/// Every UUID in a text.
pub fn uuids(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_hexdigit() || c == '-';
    text.split(|c| !is_part(c)).filter(|word| uuid(word)).map(str::to_owned).collect()
}

/// Whether a word has the form of a UUID.
pub fn uuid(word: &str) -> bool {
    let dashes = [8, 13, 18, 23];
    word.len() == 36 && word.bytes().enumerate().all(|(i, b)| dashes.contains(&i) == (b == b'-'))
}

struct Seed<'a> {
    town: &'a Town,
    token: &'a str,
    county: Ids,
    seen: Vec<String>,
    mark: &'a str,
}

impl Seed<'_> {
    async fn post(&mut self, path: impl AsRef<str>, body: Value) -> Value {
        let answer = self.town.post(path, &body).by(self.token).send().await;
        self.seen.extend(uuids(&answer.body.to_string()));
        answer.ok()
    }
    async fn get(&mut self, path: impl AsRef<str>) -> Value {
        let answer = self.town.get(path).by(self.token).send().await;
        self.seen.extend(uuids(&answer.body.to_string()));
        answer.ok()
    }
    /// Records something; keeps the subject of a fact as the one of its kind.
    async fn record(&mut self, kind: &'static str, fact: &str, path: impl AsRef<str>, body: Value) {
        let receipt = self.post(path, body).await;
        let facts = receipt["facts"].as_array().expect("facts");
        let found =
            facts.iter().find(|f| f["kind"] == fact).unwrap_or_else(|| panic!("no {fact}: {receipt}"));
        self.keep(kind, &found["subject"]["id"]);
        self.keep("fact", &found["id"]);
    }
    fn keep(&mut self, kind: &'static str, id: &Value) {
        self.county.insert(kind, id.as_str().expect("an id").to_owned());
    }
    fn id(&self, kind: &str) -> String {
        self.county[kind].clone()
    }
    fn word(&self, what: &str) -> String {
        format!("{}-{what}", self.mark)
    }

    async fn people(&mut self, phone: &str) {
        let (area, name) = (self.id("area"), self.word("name"));
        let new = json!({ "area": area, "sex": "f", "birth_year": 1980, "name": name, "phone": phone, "address": self.word("address") });
        self.record("friend", "person_registered", "/persons", new.clone()).await;
        let fever = json!({ "new_person": new, "report": false });
        self.record("visit", "fever_seen", "/sentinel_reports", fever).await;
        self.record("person", "person_registered", "/persons", new).await;
        let test = json!({ "person": self.id("person"), "disease": "covid19", "method": "nat", "result": "positive" });
        self.record("case", "case_opened", "/test_results", test.clone()).await;
        let end = |kind: &str, id: String| json!({ "kind": kind, "id": id });
        let meeting = json!({
            "disease": "covid19", "kind": "household", "setting": "home",
            "from": end("person", self.id("person")), "to": end("person", self.id("friend")),
            "started_at": "2022-07-04T18:00:00+08:00", "ended_at": "2022-07-04T20:00:00+08:00",
        });
        self.record("contact", "contact_determined", "/exposures", meeting.clone()).await;
        let mut lunch = meeting;
        lunch["to"] = end("place", self.id("place"));
        self.record("exposure", "exposure_recorded", "/exposures", lunch.clone()).await;
        let taken_back = json!({ "reason": self.word("retraction") });
        self.post(format!("/exposures/{}/retract", self.id("exposure")), taken_back).await;
        lunch["started_at"] = json!("2022-07-04T19:00:00+08:00");
        self.record("exposure", "exposure_recorded", "/exposures", lunch).await;
        let order = json!({
            "target": end("person", self.id("friend")), "contact": self.id("contact"), "disease": "covid19",
            "basis": "QR1", "reason": { "zh": self.word("reason"), "en": self.word("reason") },
            "purpose": self.word("purpose"),
        });
        self.record("order", "order_issued", "/orders", order).await;
        self.post(format!("/orders/{}/start", self.id("order")), json!({})).await;
        self.post("/checks", json!({ "person": self.id("friend"), "symptoms": ["fever"] })).await;
        let grounds = json!({ "grounds": self.word("grounds") });
        self.post(format!("/orders/{}/appeal", self.id("order")), grounds).await;
        let notice = json!({ "form": "link", "days": 30 });
        let made = self.post(format!("/orders/{}/notices", self.id("order")), notice).await;
        self.keep("notice", &made["notice"]["id"]);
        let by_hand = json!({ "classification": "confirmed", "reason": self.word("class") });
        self.post(format!("/cases/{}/classify", self.id("case")), by_hand).await;
        // What may be withdrawn by whoever records tests.
        let mut sample = test;
        sample["result"] = json!("negative");
        self.record("tested", "test_result", "/test_results", sample).await;
        let asked = json!({ "name": self.word("name"), "purpose": self.word("match") });
        let asked = self.post("/persons/match_requests", asked).await;
        self.keep("match_request", &asked["id"]);
        let look =
            json!({ "persons": [self.id("person")], "fields": ["name"], "purpose": self.word("look") });
        self.post("/persons/personal_reads", look).await;
        let lives = json!({ "person": self.id("friend"), "from_on": "2022-01-01" });
        let household = json!({ "area": area, "members": [lives], "head": self.id("friend") });
        self.record("household", "household_formed", "/households", household).await;
        let home =
            json!({ "kind": "home", "area": area, "text": self.word("home"), "from_on": "2022-01-01" });
        let addresses = format!("/persons/{}/addresses", self.id("friend"));
        self.post(&addresses, home).await;
        let addresses = self.get(&addresses).await;
        self.keep("address", &addresses["items"][0]["id"]);
        let detail = self.get(format!("/cases/{}", self.id("case"))).await;
        self.keep("obligation", &detail["obligations"][0]["id"]);
    }

    async fn duties(&mut self) {
        let (area, post) = (self.id("area"), self.id("post"));
        let fact = self.id("fact");
        let problem = json!({ "title": self.word("problem"), "unit": self.id("unit"), "due_at": "2022-07-06T18:00:00+08:00", "severity": "major" });
        let directive = json!({ "area": area, "title": self.word("directive"), "source": self.word("source"), "problems": [problem] });
        self.record("directive", "directive_issued", "/directives", directive.clone()).await;
        self.record("problem", "problem_listed", "/directives", directive).await;
        let meeting = json!({
            "area": area, "form": "commanders", "title": self.word("meeting"), "held_at": "2022-07-05T08:00:00+08:00",
            "chair_post": self.word("chair"), "venues": [area], "agenda": [self.word("agenda")],
            "minutes": self.word("minutes"), "invited": [self.id("unit")],
        });
        self.record("meeting", "meeting_held", "/meetings", meeting).await;
        let judged = json!({
            "area": area, "risk": "high", "confidence": "low", "reasoning": self.word("reasoning"),
            "review_on": "2022-07-09",
        });
        self.record("assessment", "situation_assessed", "/assessments", judged).await;
        let task = json!({ "title": self.word("task"), "unit": self.id("unit"), "party": "unit", "due_at": "2022-07-06T18:00:00+08:00" });
        let work = json!({
            "area": area, "title": self.word("work"), "source": self.word("source"), "tasks": [task],
            "assessment": self.id("assessment"), "recipients": [self.id("unit")],
        });
        let kept = self.id("directive");
        self.record("task", "task_issued", "/directives", work.clone()).await;
        self.record("delivery", "document_delivered", "/directives", work).await;
        self.county.insert("directive", kept);
        let force = json!({
            "area": area, "group": "other", "name": self.word("force"), "remit": self.word("remit"),
            "lead": self.id("user"),
        });
        self.record("task_force", "task_force_staffed", "/task_forces", force).await;
        let reports = json!({
            "units": [self.id("unit")], "from_on": "2022-07-05", "until_on": "2022-07-05", "cut_off_hour": 20,
            "minutes_to_write": 60,
        });
        self.record("situation_report", "report_required", "/situation_reports", reports).await;
        let words = |what: &str| json!({ "zh": what, "en": what });
        let told = json!({ "area": area, "title": words(&self.word("bulletin")), "text": words(&self.word("told")) });
        self.record("daily_bulletin", "bulletin_drafted", "/daily_bulletins", told).await;
        let office = self.town.post_of(Role::Commander, &area);
        let deputy = json!({
            "login": self.word("deputy"), "password": "long enough 1", "display_name": self.word("deputy"),
            "post": office, "role": "office", "area": area,
        });
        let deputy = self.post("/users", deputy).await["user"].clone();
        let leave = json!({
            "substitute": deputy, "form": "trip", "starts_at": "2022-07-20T00:00:00Z", "ends_at": "2022-07-21T00:00:00Z",
        });
        self.record("leave", "leave_asked", "/leaves", leave).await;
        self.record("roll_call", "roll_called", "/roll_calls", json!({ "units": [self.id("unit")] })).await;
        let event = json!({
            "category": "supply", "title": self.word("event"), "happened_at": "2022-07-05T08:00:00+08:00",
            "report": self.word("report"),
        });
        self.record("major_event", "major_event_reported", "/major_events", event).await;
        let holiday = json!({
            "area": area, "form": "holiday", "name": self.word("holiday"), "starts_at": "2022-10-01T00:00:00+08:00",
            "ends_at": "2022-10-08T00:00:00+08:00", "protect_from_on": "2022-09-28", "protect_until_on": "2022-10-09",
            "roster_by_at": "2022-09-26T18:00:00+08:00",
        });
        self.record("occasion", "occasion_set", "/occasions", holiday).await;
        let evidence = json!({ "evidence": self.word("evidence") });
        self.post(format!("/problems/{}/submit", self.id("problem")), evidence).await;
        let turn = json!({ "post": post, "starts_at": "2022-07-06T00:00:00+08:00", "ends_at": "2022-07-07T00:00:00+08:00" });
        self.post("/watches", turn.clone()).await;
        let mut shift = turn;
        shift["holder"] = json!(self.id("user"));
        self.record("shift", "shift_rostered", "/shifts", shift).await;
        let offer = json!({
            "obligations": [self.id("obligation")], "note": self.word("note"),
            "to_unit": self.town.unit_of(Role::Laboratory, &area),
        });
        self.record("handover", "handover_offered", "/handovers", offer).await;
        let lent = json!({
            "to_user": self.id("user"), "post": post, "ends_at": "2022-07-09T00:00:00Z", "reason": self.word("holiday"),
        });
        self.record("post", "grant_lent", "/delegations", lent).await;
        let delegation = self.id("fact");
        self.county.insert("delegation", delegation);
        self.record("hold", "hold_set", "/holds", json!({ "area": area, "reason": self.word("hold") })).await;
        let hold = self.id("fact");
        self.county.insert("hold", hold);
        self.county.insert("fact", fact);
    }

    async fn files(&mut self) {
        let (area, name) = (self.id("area"), self.word("list"));
        let mapping =
            "disease = \"covid19\"\n[columns]\nnumber = \"no\"\nname = \"name\"\nonset = \"onset\"\n";
        let text = format!("no,name,onset\n1,{},2022-07-02\n", self.word("listed"));
        let file = json!({ "name": self.word("file.csv"), "text": text, "mapping": mapping });
        let taken = self.post("/imports", json!({ "list": name, "area": area, "files": [file] })).await;
        self.keep("import", &taken["import"]);
        let kept = json!({ "area": area, "name": self.word("mapping"), "mapping": mapping });
        let answer = self.town.post("/imports/mappings", &kept).by(self.token).send().await;
        assert_eq!(answer.status, 204);
        let wanted = json!({
            "kinds": ["cases"], "format": "csv", "identified": true, "purpose": self.word("export"),
            "filter": { "area": area },
        });
        let job = self.post("/exports", wanted).await;
        self.keep("job", &job["id"]);
        let (_stop, mut stopping) = watch::channel(false);
        while Runner::new(self.town.app.clone()).run_next(&mut stopping).await.expect("looked") {}
        let done = self.get(format!("/jobs/{}", self.id("job"))).await;
        assert_eq!(done["state"], "done", "{done}");
        self.keep("file", &done["files"][0]["id"]);
        let sent = format!("/files?name={}", self.word("sent.csv"));
        self.post(sent, json!({})).await;
        let key = json!({ "name": self.word("key"), "actions": ["read_cases"], "expires_at": "2022-08-01T00:00:00Z" });
        let key = self.post("/api_keys", key).await;
        self.county.insert("api_key", uuids(&key.to_string()).remove(0));
    }

    async fn accounts(&mut self) {
        let (area, post) = (self.id("area"), self.id("post"));
        let user = json!({
            "login": self.word("login"), "password": "long enough 1", "display_name": self.word("user"),
            "post": post, "role": "epidemiologist", "area": area,
        });
        let made = self.post("/users", user).await;
        self.keep("user", &made["user"]);
        let sessions = self.get("/sessions").await;
        self.keep("session", &sessions["items"][0]["id"]);
    }
}

impl County {
    /// Fills a county.
    pub async fn seed(town: &Town, area: &str, mark: &str, phone: &str) -> Self {
        let token = town.token(Role::ALL, area).await;
        let mut county = Ids::new();
        county.insert("area", area.to_owned());
        county.insert("unit", town.unit_of(Role::Epidemiologist, area));
        county.insert("post", town.post_of(Role::Epidemiologist, area).to_string());
        county.insert("place", kernel::derived_uuid(&["place", area]).to_string());
        county.insert("certificate", crate::town::NOBODY.to_owned());
        county.insert("match_request", crate::town::NOBODY.to_owned());
        // Whoever administers or audits breaks none.
        county.insert("glass", crate::town::NOBODY.to_owned());
        let mut seed = Seed { town, token: &token, county, seen: Vec::new(), mark };
        seed.accounts().await;
        seed.people(phone).await;
        let fact = seed.id("fact");
        seed.duties().await;
        seed.county.insert("fact", fact);
        seed.files().await;
        let (ids, mut all_ids) = (seed.county, seed.seen);
        all_ids.extend(ids.values().filter(|id| uuid(id)).cloned());
        all_ids.sort();
        all_ids.dedup();
        all_ids.retain(|id| id != crate::town::NOBODY);
        Self { token, ids, all_ids, marks: vec![mark.to_owned(), phone.to_owned()] }
    }
}
