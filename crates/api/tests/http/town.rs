//! Two neighbouring counties with their units, users by role, and short words
//! for requests.

use app::install::NewUser;
use app::{App, KeyRing, Options, Store, WallClock};
use authz::Role;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use fenghuo_api as api;
use kernel::{AreaCode, Classified, Span, Timestamp, derived_uuid};
use protocol::Library;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use testkit::TestClock;
use tower::ServiceExt;

/// The county at home.
pub const HOME: &str = "140105000000";
/// The county next door.
pub const NEXT: &str = "140106000000";
/// An id that nothing has.
pub const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

const AREAS: [&str; 5] = ["CN", "140000000000", "140100000000", HOME, NEXT];
/// Of everybody whom a test logs in.
pub const PASSWORD: &str = "correct horse battery";

static LIBRARY: LazyLock<Arc<Library>> =
    LazyLock::new(|| Arc::new(app::content::library().expect("the shipped rule book is sound")));
static KEYS: AtomicU64 = AtomicU64::new(0);

struct Hand(TestClock);

impl WallClock for Hand {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

/// The installation under test.
pub struct Town {
    pub app: App,
    pub clock: TestClock,
    url: String,
    router: Router,
    _folder: Option<Box<dyn std::any::Any>>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
    /// The same as it came.
    pub bytes: axum::body::Bytes,
}

impl Answer {
    /// The code of a problem.
    pub fn code(&self) -> &str {
        self.body["type"].as_str().unwrap_or_default()
    }
    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.body);
        self.body
    }
    /// The subject of the first fact of a kind in a receipt.
    #[track_caller]
    pub fn subject(self, kind: &str) -> String {
        let receipt = self.ok();
        let facts = receipt["facts"].as_array().expect("facts");
        let fact =
            facts.iter().find(|fact| fact["kind"] == kind).unwrap_or_else(|| panic!("no {kind}: {receipt}"));
        fact["subject"]["id"].as_str().expect("an id").to_owned()
    }
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!((self.status.as_u16(), self.code()), (status, code), "{}", self.body);
    }
}

/// A request in the making.
pub struct Asked<'a> {
    town: &'a Town,
    method: Method,
    path: String,
    body: Option<String>,
    headers: Vec<(&'static str, String)>,
}

impl Asked<'_> {
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }
    pub fn by(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }
    pub fn raw(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }
    pub fn build(self) -> (Router, Request<Body>) {
        let mut request = Request::builder().method(self.method).uri(self.path);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let body = self.body.map_or_else(Body::empty, Body::from);
        (self.town.router.clone(), request.body(body).expect("a request"))
    }
    pub async fn send(self) -> Answer {
        let (router, request) = self.build();
        let response = router.oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 64 << 20).await.expect("a whole body");
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status, headers, body, bytes }
    }
}

impl Town {
    pub async fn new() -> Self {
        Self::with(api::Config::default()).await
    }
    pub async fn with(config: api::Config) -> Self {
        let folder = testkit::temp_folder();
        let url = format!("sqlite:{}", folder.path().join("town.db").display());
        Self { _folder: Some(Box::new(folder)), ..Self::new_at(url, config).await }
    }
    /// On PostgreSQL, where there is one.
    pub async fn postgres(config: api::Config) -> Option<Self> {
        let url = testkit::TestPostgres::shared()?.fresh_database();
        Some(Self::new_at(url, config).await)
    }
    async fn new_at(url: String, config: api::Config) -> Self {
        let town = Self::at(url, TestClock::at("2022-07-05T09:00:00+08:00"), config).await;
        let areas: Vec<_> =
            interop::divisions().into_iter().filter(|d| AREAS.contains(&d.code.as_str())).collect();
        town.app
            .load_areas(&areas, &interop::unit_templates(), "Asia/Shanghai")
            .await
            .expect("the tree loads");
        town
    }
    /// Another process on the same database, by the same clock.
    pub async fn another_process(&self, config: api::Config) -> Self {
        Self::at(self.url.clone(), self.clock.clone(), config).await
    }
    async fn at(url: String, clock: TestClock, config: api::Config) -> Self {
        let options = Options {
            url: url.clone(),
            keys: KeyRing::new(1, [(1, [9; 32])]).expect("the ring has its key"),
            now: clock.now(),
            new_node: derived_uuid(&["town"]),
        };
        let store = Store::open(options).await.expect("the store opens");
        let app =
            App::start(store, LIBRARY.clone(), Box::new(Hand(clock.clone()))).await.expect("the app starts");
        let router = api::router(app.clone(), config);
        Self { app, clock, url, router, _folder: None }
    }

    fn asked(&self, method: Method, path: impl AsRef<str>) -> Asked<'_> {
        let path = format!("{}{}", api::PREFIX, path.as_ref());
        Asked { town: self, method, path, body: None, headers: vec![("accept-language", "en".to_owned())] }
    }
    pub fn get(&self, path: impl AsRef<str>) -> Asked<'_> {
        self.asked(Method::GET, path)
    }
    /// A command with a fresh key.
    pub fn post(&self, path: impl AsRef<str>, body: &Value) -> Asked<'_> {
        let key = format!("key-{}", KEYS.fetch_add(1, Ordering::Relaxed));
        self.asked(Method::POST, path).raw(body.to_string()).header("idempotency-key", key)
    }
    pub fn send(&self, method: Method, path: &str) -> Asked<'_> {
        self.asked(method, path)
    }

    /// A post of the unit that people of a role work in.
    pub fn post_of(&self, role: Role, area: &str) -> kernel::PostId {
        let unit = match role {
            Role::Epidemiologist => "cdc",
            Role::Sentinel => "sentinel",
            Role::Laboratory => "laboratory",
            Role::Clinician => "hospital",
            Role::CommunityWorker => "community",
            Role::IsolationSite => "isolation_site",
            Role::Integrator => "hospital",
            _ => "command_office",
        };
        let path = self.app.path_of(&AreaCode::new(area).expect("sound")).expect("in the tree");
        let held = self.app.directory().unit_for(unit, None, &path).expect("a unit");
        held.post.expect("the unit has a post")
    }
    pub fn unit_of(&self, role: Role, area: &str) -> String {
        self.app.directory().post(self.post_of(role, area)).expect("a post").unit.to_string()
    }
    /// Adds an area of the tree with its units.
    pub async fn add_area(&self, code: &str) {
        let areas: Vec<_> = interop::divisions().into_iter().filter(|d| d.code.as_str() == code).collect();
        self.app
            .load_areas(&areas, &interop::unit_templates(), "Asia/Shanghai")
            .await
            .expect("the area loads");
    }
    /// Logs somebody in who holds roles in an area; his token.
    pub async fn token(&self, roles: &[Role], area: &str) -> String {
        self.token_for(roles, area, &[]).await
    }
    /// As [`Self::token`], for one disease alone.
    pub async fn limited(&self, roles: &[Role], area: &str, disease: &str) -> String {
        self.token_for(roles, area, &[disease]).await
    }
    async fn token_for(&self, roles: &[Role], area: &str, diseases: &[&str]) -> String {
        let login = login_of(roles, area, diseases);
        for role in roles {
            // A user holds a post once at a moment.
            self.clock.advance(Span::from_micros(1));
            let new = NewUser {
                login: login.clone(),
                password: Classified::new(PASSWORD.to_owned()),
                display_name: login.clone(),
                // Nobody sits at the root; who acts for the whole country comes from home.
                post: self.post_of(*role, if area == "CN" { HOME } else { area }),
                role: *role,
                area: Some(self.app.path_of(&AreaCode::new(area).expect("sound")).expect("in the tree")),
                diseases: diseases.iter().map(|d| (*d).to_owned()).collect(),
                until: None,
                must_change: false,
            };
            self.app.add_user_as_operator(new).await.expect("a user");
        }
        self.log_in(&login).await
    }
    /// The same person again, once the session has ended.
    pub async fn token_again(&self, roles: &[Role], area: &str) -> String {
        self.log_in(&login_of(roles, area, &[])).await
    }
    async fn log_in(&self, login: &str) -> String {
        let body = json!({ "login": login, "password": PASSWORD });
        let session = self.post("/sessions", &body).send().await.ok();
        session["token"].as_str().expect("a token").to_owned()
    }
    /// Who it is.
    pub async fn user_of(&self, token: &str) -> Value {
        self.get("/sessions/current").by(token).send().await.ok()["user"].clone()
    }
    pub async fn person(&self, token: &str) -> String {
        let body = json!({ "area": HOME, "sex": "f", "birth_year": 1980, "name": "王小明" });
        self.post("/persons", &body).by(token).send().await.subject("person_registered")
    }
    /// Somebody tested positive; person and case.
    pub async fn positive(&self, token: &str) -> (String, String) {
        let person = self.person(token).await;
        let body = json!({ "person": person, "disease": "covid19", "method": "nat", "result": "positive" });
        let case = self.post("/test_results", &body).by(token).send().await.subject("case_opened");
        (person, case)
    }
}

fn login_of(roles: &[Role], area: &str, diseases: &[&str]) -> String {
    let words = roles.iter().map(ToString::to_string).chain(diseases.iter().map(|d| (*d).to_owned()));
    let login = format!("{}-{area}", words.collect::<Vec<_>>().join("-"));
    login.chars().rev().take(60).collect()
}

/// Every operation of the document: id, method, path.
pub fn operations() -> Vec<(String, Method, String)> {
    let document: Value = serde_json::from_str(&api::openapi()).expect("JSON");
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let id = operation["operationId"].as_str().expect("an id").to_owned();
            let method = method.to_uppercase().parse().expect("a method");
            found.push((id, method, path.strip_prefix(api::PREFIX).expect("the prefix").to_owned()));
        }
    }
    assert!(found.len() > 60);
    found
}
