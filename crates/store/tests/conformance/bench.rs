//! A database to test on, and rows to put into it.

use kernel::{
    AreaCode, AreaPath, CaseId, FactId, ObligationId, PersonId, SubjectKind, SubjectRef, Timestamp, UnitId,
    UserId, derived_uuid,
};
use store::{CaseRow, CommandKeyRow, JournalEntry, KeyRing, ObligationRow, Options, Store};
use uuid::Uuid;

pub struct Bench {
    pub url: String,
    _folder: Option<tempfile::TempDir>,
}

impl Bench {
    pub fn sqlite() -> Self {
        let folder = testkit::temp_folder();
        let url = format!("sqlite:{}", folder.path().join("fenghuo.db").display());
        Self { url, _folder: Some(folder) }
    }
    pub fn postgres() -> Option<Self> {
        Some(Self { url: testkit::TestPostgres::shared()?.fresh_database(), _folder: None })
    }
    pub fn options(&self, keys: KeyRing) -> Options {
        Options { url: self.url.clone(), keys, now: at(0), new_node: id("node") }
    }
    pub async fn open(&self) -> Store {
        self.open_with(ring()).await
    }
    pub async fn open_with(&self, keys: KeyRing) -> Store {
        let store = Store::open(self.options(keys)).await.expect("a fresh store opens");
        // A ring that is not the database's own is refused here, and the test goes on without.
        let _ = store.prepare_index([3; 44]).await;
        store
    }
    /// Runs SQL behind the store's back.
    pub async fn meddle(&self, sql: &'static str) {
        use sqlx::{ConnectOptions as _, Connection as _};
        if self.url.starts_with("sqlite:") {
            let path = self.url.trim_start_matches("sqlite:");
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
            let mut conn = options.connect().await.expect("connects");
            sqlx::raw_sql(sql).execute(&mut conn).await.expect("meddles");
            conn.close().await.expect("closes");
        } else {
            let mut conn = sqlx::PgConnection::connect(&self.url).await.expect("connects");
            sqlx::raw_sql(sql).execute(&mut conn).await.expect("meddles");
            conn.close().await.expect("closes");
        }
    }
}

pub fn ring() -> KeyRing {
    KeyRing::new(1, [(1, [1; 32])]).expect("a ring")
}

/// Seconds after the beginning of the test's time.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(1_656_633_600_000_000 + seconds * 1_000_000)
}

pub fn id(name: &str) -> Uuid {
    derived_uuid(&["test", name])
}

/// Ids that grow with `n`.
pub fn nth(n: u128) -> Uuid {
    Uuid::from_u128((0x7000 << 64) | n)
}

pub fn user() -> UserId {
    UserId(id("user"))
}

pub fn path(codes: &[&str]) -> AreaPath {
    let codes: Vec<_> = codes.iter().map(|code| AreaCode::new(*code).expect("a code")).collect();
    codes[1..].iter().fold(AreaPath::root(&codes[0]), |path, code| path.child(code))
}

pub fn county() -> AreaPath {
    path(&["CN", "14", "1401"])
}

pub fn case(name: Uuid, version: i64, from: i64, status: &str) -> CaseRow {
    CaseRow {
        id: CaseId(name),
        version,
        recorded_from: at(from),
        recorded_to: None,
        area: county(),
        number: format!("2022-{}", name.simple()),
        person: PersonId(id("person")),
        disease: "covid-19".into(),
        classification: "confirmed".into(),
        status: status.into(),
        severity: None,
        onset: Some(kernel::parse_date("2022-07-01").expect("a date")),
        opened_at: at(0),
        reported_on: None,
        confirmed_on: None,
        discarded: false,
        planned: false,
        early_detection: None,
        early_reporting: None,
        early_isolation: None,
        early_treatment: None,
        state: "{}".into(),
    }
}

pub fn fact(name: &str, recorded: i64, subject: SubjectRef) -> JournalEntry {
    JournalEntry {
        fact: FactId(id(name)),
        kind: "case_opened".into(),
        subject,
        refs: vec![SubjectRef { kind: SubjectKind::Person, id: id("person") }],
        area: county(),
        occurred_at: at(recorded - 10),
        recorded_at: at(recorded),
        by_user: Some(user()),
        by_unit: Some(UnitId(id("unit"))),
        corrects: None,
        body: br#"{"disease":"covid-19"}"#.to_vec(),
    }
}

pub fn case_subject(name: &str) -> SubjectRef {
    CaseId(id(name)).subject()
}

pub fn obligation(n: u128, subject: SubjectRef, warn: i64, due: i64) -> ObligationRow {
    ObligationRow {
        id: ObligationId(nth(n)),
        rule: "A1".into(),
        disease: "covid-19".into(),
        edition: "v9".into(),
        opened_fact: FactId(id("opening")),
        opened_area: county(),
        opened_on: kernel::parse_date("2022-07-01").expect("a date"),
        subject_kind: subject.kind,
        subject_id: subject.id,
        occurrence: String::new(),
        area: county(),
        holder_unit: UnitId(id("unit")),
        holder_post: None,
        duty_zh: "网络直报".into(),
        duty_en: "report".into(),
        starts_at: at(0),
        warn_at: at(warn),
        due_at: at(due),
        opened_recorded_at: at(1),
        closed_at: None,
        closed_recorded_at: None,
        close_state: None,
        closed_fact: None,
        timer_at: Some(at(warn)),
        timer_step: 0,
        ladder: "[]".into(),
        confidence: "A".into(),
        holder_user: None,
        continues: None,
    }
}

pub fn key(name: &str) -> CommandKeyRow {
    CommandKeyRow {
        user: user(),
        key: name.into(),
        body_hash: vec![1; 32],
        response: br#"{"id":1}"#.to_vec(),
        recorded_at: at(1),
    }
}
