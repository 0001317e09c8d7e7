//! A small town: two neighbouring counties of one city, a county far away,
//! their units, a clock moved by hand, and short words for what tests do often.

use std::any::Any;
use std::sync::{Arc, LazyLock};

use app::commands::{ExposureInput, FeverInput, NewPersonInput, OrderInput, PersonInput, ResultInput};
use app::{
    App, Caller, KeyRing, ObligationFilter, ObligationRow, ObligationState, Options, Receipt, Store,
    WallClock,
};
use authz::{Grant, Role};
use domain::clinical::Case;
use domain::investigation::Contact;
use domain::isolation::Order;
use domain::{TestMethod, TestOutcome};
use interop::Division;
use kernel::{
    AreaCode, AreaLevel, AreaPath, AsOf, CaseId, Classified, Code, ContactId, OrderId, PageRequest, PersonId,
    PersonalField, SubjectRef, Text, Timestamp, UnitId, UserId, derived_uuid,
};
use protocol::Library;
use serde::de::DeserializeOwned;
use store::{Scope, state_at};
use testkit::{TestClock, TestPostgres};

/// The province.
pub const PROVINCE: &str = "140000000000";
/// The county at home.
pub const HOME: &str = "140105000000";
/// A street of it.
pub const STREET: &str = "140105001000";
/// The county next door.
pub const NEXT: &str = "140106000000";
/// A county of another province, without overlays.
pub const FAR: &str = "110101000000";
/// The disease of most tests.
pub const COVID: &str = "covid19";

const AREAS: [&str; 7] = ["CN", PROVINCE, "140100000000", HOME, NEXT, STREET, "140106001000"];

static LIBRARY: LazyLock<Arc<Library>> =
    LazyLock::new(|| Arc::new(app::content::library().expect("the shipped rule book is sound")));

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
    folder: Option<Box<dyn Any + Send + Sync>>,
}

/// An instant of the town, for example `2022-07-01 09:00` or `2022-07-01 09:00:01`.
pub fn at(text: &str) -> Timestamp {
    let seconds = if text.len() == 16 { ":00" } else { "" };
    format!("{}{seconds}+08:00", text.replace(' ', "T")).parse().expect(text)
}

pub fn date(text: &str) -> kernel::Date {
    kernel::parse_date(text).expect(text)
}

pub fn keys() -> KeyRing {
    KeyRing::new(1, [(1, [9; 32])]).expect("the ring has its key")
}

/// What a command refuses with.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(answer: kernel::Result<T>) -> Code {
    answer.expect_err("refused").code()
}

fn areas() -> Vec<Division> {
    let mut areas: Vec<_> =
        interop::divisions().into_iter().filter(|d| AREAS.contains(&d.code.as_str())).collect();
    for (code, parent, level) in [
        ("110000000000", "CN", AreaLevel::Province),
        ("110100000000", "110000000000", AreaLevel::Prefecture),
        (FAR, "110100000000", AreaLevel::County),
    ] {
        areas.push(Division {
            code: AreaCode::new(code).expect("sound"),
            parent: Some(AreaCode::new(parent).expect("sound")),
            level,
            name: Text { zh: code.to_owned(), en: code.to_owned() },
            zone: None,
        });
    }
    areas
}

impl Town {
    /// On SQLite in a folder of its own.
    pub async fn sqlite() -> Self {
        let folder = testkit::temp_folder();
        let url = format!("sqlite:{}", folder.path().join("town.db").display());
        Self::open(url, Some(Box::new(folder))).await
    }
    /// On PostgreSQL, where there is one.
    pub async fn postgres() -> Option<Self> {
        let url = TestPostgres::shared()?.fresh_database();
        Some(Self::open(url, None).await)
    }

    async fn open(url: String, folder: Option<Box<dyn Any + Send + Sync>>) -> Self {
        let clock = TestClock::at("2020-01-01T00:00:00+08:00");
        let app = Self::started(&url, &clock).await;
        app.load_areas(&areas(), &interop::unit_templates(), "Asia/Shanghai").await.expect("the tree loads");
        Self { app, clock, url, folder }
    }

    /// A second process on the same database, where it may have one.
    pub async fn another_process(&self) -> Option<App> {
        match self.app.store().engine() {
            "postgres" => Some(Self::started(&self.url, &self.clock).await),
            _ => None,
        }
    }

    async fn opened(url: &str, clock: &TestClock) -> Store {
        let options = Options {
            url: url.to_owned(),
            keys: keys(),
            now: clock.now(),
            new_node: derived_uuid(&["town"]),
        };
        Store::open(options).await.expect("the store opens")
    }
    async fn started(url: &str, clock: &TestClock) -> App {
        let store = Self::opened(url, clock).await;
        App::start(store, LIBRARY.clone(), Box::new(Hand(clock.clone()))).await.expect("the app starts")
    }
    /// Stops the server in the middle of a rebuild: none starts until another
    /// rebuild has done it all.
    pub async fn rebuilt_after_a_crash(self) -> Self {
        self.app.store().close().await;
        let store = Self::opened(&self.url, &self.clock).await;
        let hand = || Box::new(Hand(self.clock.clone()));
        let refusal = App::start(store.clone(), LIBRARY.clone(), hand()).await.map(drop);
        assert_eq!(refused(refusal), Code::Rebuilding);
        let app =
            App::start_to_rebuild(store.clone(), LIBRARY.clone(), hand()).await.expect("for this alone");
        app.rebuild(|_| ()).await.expect("rebuilt");
        store.close().await;
        self.restarted().await
    }
    /// Stops the server and starts it again on the same data.
    pub async fn restarted(self) -> Self {
        self.app.store().close().await;
        drop(self.app);
        let app = Self::started(&self.url, &self.clock).await;
        Self { app, clock: self.clock, url: self.url, folder: self.folder }
    }

    /// The time of the wall.
    pub fn clock_now(&self) -> Timestamp {
        self.clock.now()
    }
    pub fn set(&self, text: &str) {
        self.clock.set(at(text));
    }
    pub fn path(&self, code: &str) -> AreaPath {
        self.app.path_of(&AreaCode::new(code).expect("sound")).expect("in the tree")
    }
    pub fn now(&self) -> AsOf {
        self.app.as_of(None)
    }
    pub fn whole(&self) -> PageRequest {
        PageRequest { limit: PageRequest::MAX_LIMIT, after: None }
    }
    /// The nearest unit of a role.
    pub fn unit(&self, role: &str, area: &str) -> UnitId {
        self.app.directory().unit_for(role, None, &self.path(area)).expect("somebody holds the role").unit
    }
    /// Somebody at a post of an area.
    pub fn who(&self, role: Role, area: &str) -> Caller {
        let unit_role = match role {
            Role::Epidemiologist => "cdc",
            Role::Sentinel => "sentinel",
            Role::Laboratory => "laboratory",
            Role::Clinician => "hospital",
            Role::CommunityWorker => "community",
            Role::IsolationSite => "isolation_site",
            Role::Integrator => "cdc",
            Role::Commander
            | Role::Office
            | Role::Supervisor
            | Role::Auditor
            | Role::Administrator
            | Role::Transport => "command_office",
        };
        let path = self.path(area);
        // Nobody sits at the root; who acts for the whole country comes from home.
        let seat = if area == "CN" { self.path(HOME) } else { path.clone() };
        let held = self.app.directory().unit_for(unit_role, None, &seat).expect("a unit");
        let login = format!("{role}-{area}");
        let valid_from = Timestamp::from_micros(0);
        let grant = Grant { role, area: path, diseases: None, valid_from, valid_to: None };
        let user = UserId(derived_uuid(&[&login]));
        let seat = held.post.map(|post| (post, held.unit));
        Caller::with(user, &login, seat, [grant], Timestamp::from_micros(1))
    }
    pub fn cdc(&self) -> Caller {
        self.who(Role::Epidemiologist, HOME)
    }

    // Doing.

    pub fn new_person(&self, area: &str) -> NewPersonInput {
        NewPersonInput {
            area: self.path(area),
            sex: Some("f".to_owned()),
            birth_year: Some(1980),
            values: vec![
                (PersonalField::Name, Classified::new("王小明".to_owned())),
                (PersonalField::Phone, Classified::new("13800000000".to_owned())),
            ],
            known_duplicate: false,
        }
    }
    pub async fn person(&self, area: &str) -> PersonId {
        self.person_born(area, 1980).await
    }
    pub async fn person_born(&self, area: &str, year: i16) -> PersonId {
        let caller = self.who(Role::Epidemiologist, area);
        let input = NewPersonInput { birth_year: Some(year), ..self.new_person(area) };
        let receipt = self.app.register_person(&caller, None, input).await.expect("registered");
        PersonId(receipt.subject_of("person_registered").expect("a person").id)
    }
    /// A fever seen now by the sentinel of the county at home.
    pub async fn fever(&self, report: bool) -> Receipt {
        let input = FeverInput {
            person: PersonInput::New(self.new_person(HOME)),
            unit: None,
            disease: Some(COVID.to_owned()),
            symptoms: vec!["fever".to_owned()],
            temperature_c: Some(38.5),
            seen_at: None,
            report,
        };
        self.app.report_fever(&self.who(Role::Sentinel, HOME), None, input).await.expect("seen")
    }
    pub fn result(&self, person: PersonId, result: TestOutcome) -> ResultInput {
        ResultInput {
            person,
            disease: COVID.to_owned(),
            method: TestMethod::Nat,
            result: Some(result),
            ct: None,
            sampled_at: None,
            resulted_at: None,
            unit: None,
            visit: None,
        }
    }
    /// A nucleic acid test sampled and known now.
    pub async fn tested(&self, person: PersonId, result: TestOutcome) -> Receipt {
        let lab = self.who(Role::Laboratory, "CN");
        self.app.record_test(&lab, None, self.result(person, result)).await.expect("recorded")
    }
    pub async fn negative(&self, person: PersonId) -> Receipt {
        self.tested(person, TestOutcome::Negative).await
    }
    /// Tests somebody positive; the case that it opens.
    pub async fn positive(&self, person: PersonId) -> CaseId {
        let receipt = self.tested(person, TestOutcome::Positive).await;
        CaseId(receipt.subject_of("case_opened").expect("a case").id)
    }
    pub fn meeting(&self, a: PersonId, b: PersonId, kind: &str, from: &str, to: &str) -> ExposureInput {
        ExposureInput {
            disease: COVID.to_owned(),
            from: a.subject(),
            to: b.subject(),
            kind: kind.to_owned(),
            started_at: at(from),
            ended_at: at(to),
            protected: false,
            setting: "home".to_owned(),
            transmission: false,
        }
    }
    pub async fn met(&self, a: PersonId, b: PersonId, kind: &str, from: &str, to: &str) -> Receipt {
        let input = self.meeting(a, b, kind, from, to);
        self.app.record_exposure(&self.who(Role::Epidemiologist, "CN"), None, input).await.expect("recorded")
    }
    pub fn order_for(&self, person: PersonId, contact: Option<ContactId>) -> OrderInput {
        OrderInput {
            target: person.subject(),
            area: None,
            contact,
            case: None,
            disease: COVID.to_owned(),
            measure: None,
            group: None,
            regime: None,
            form: None,
            anchor: None,
            ends_on: None,
            basis: "QR6".to_owned(),
            reason: Some(Text { zh: "密切接触者".to_owned(), en: "Close contact".to_owned() }),
            unit: None,
            ground: None,
            origin_zone: None,
            place_kind: None,
            purpose: None,
        }
    }
    /// Issues the order that a contact's class asks for.
    pub async fn ordered(&self, contact: &Contact) -> OrderId {
        let input = self.order_for(contact.person, Some(contact.id));
        let caller = self.who(Role::Epidemiologist, "CN");
        let receipt = self.app.issue_order(&caller, None, input).await.expect("issued");
        OrderId(receipt.subject_of("order_issued").expect("an order").id)
    }
    pub async fn started_now(&self, order: OrderId) -> Receipt {
        self.app.start_order(&self.who(Role::IsolationSite, "CN"), None, order, None).await.expect("started")
    }
    pub async fn checked(&self, person: PersonId) -> Receipt {
        let input = app::commands::CheckInput {
            person,
            temperature_c: Some(36.5),
            symptoms: Vec::new(),
            checked_at: None,
        };
        self.app.record_check(&self.who(Role::CommunityWorker, "CN"), None, input).await.expect("checked")
    }

    // Looking.

    pub async fn case(&self, id: CaseId) -> Case {
        let row =
            self.app.store().case(&Scope::system(), id, self.now()).await.expect("read").expect("a case");
        state(&row.state)
    }
    pub async fn order(&self, id: OrderId) -> Order {
        let row =
            self.app.store().order(&Scope::system(), id, self.now()).await.expect("read").expect("an order");
        state(&row.state)
    }
    pub async fn contact(&self, id: ContactId) -> Contact {
        let row = self
            .app
            .store()
            .contact(&Scope::system(), id, self.now())
            .await
            .expect("read")
            .expect("a contact");
        state(&row.state)
    }
    pub async fn contacts_of(&self, case: CaseId) -> Vec<Contact> {
        let rows = self.app.store().contacts_of_case(&Scope::system(), case, self.now()).await.expect("read");
        rows.iter().map(|row| state(&row.state)).collect()
    }
    /// The only contact of a case.
    pub async fn contact_of(&self, case: CaseId) -> Contact {
        let contacts = self.contacts_of(case).await;
        assert_eq!(contacts.len(), 1, "one contact");
        contacts[0].clone()
    }
    /// Obligations of a rule about something, by due time; all rules for an empty one.
    pub async fn owed(&self, about: SubjectRef, rule: &str) -> Vec<ObligationRow> {
        let filter = ObligationFilter {
            subject: Some(about),
            rule: (!rule.is_empty()).then(|| rule.to_owned()),
            ..ObligationFilter::default()
        };
        let store = self.app.store();
        store.obligations(&Scope::system(), &filter, self.now(), &self.whole()).await.expect("read").items
    }
    /// The only obligation of a rule about something.
    pub async fn one(&self, about: SubjectRef, rule: &str) -> ObligationRow {
        let found = self.owed(about, rule).await;
        assert_eq!(found.len(), 1, "one obligation of {rule}");
        found[0].clone()
    }
    /// How the only obligation of a rule about something stands now.
    pub async fn stands(&self, about: SubjectRef, rule: &str) -> &'static str {
        self.state(&self.one(about, rule).await)
    }
    pub fn state(&self, row: &ObligationRow) -> &'static str {
        state_at(row, self.now()).map_or("unknown", ObligationState::as_str)
    }
    /// Occurrences and states of all obligations of a rule about something.
    pub async fn states(&self, about: SubjectRef, rule: &str) -> Vec<(String, &'static str)> {
        self.owed(about, rule).await.iter().map(|row| (row.occurrence.clone(), self.state(row))).collect()
    }
    /// Who was told of an obligation: area and role of each unit, with the time.
    pub async fn told(&self, about: &ObligationRow) -> Vec<String> {
        let steps = self.app.store().escalations(&Scope::system(), about.id).await.expect("read");
        let directory = self.app.directory();
        let line = |step: &app::EscalationRow| {
            let unit = directory.unit(step.to_unit).expect("a unit");
            format!("{} {} {} {}", step.level, unit.area.code(), unit.role, hour(step.at))
        };
        steps.iter().map(line).collect()
    }
    pub async fn sweep(&self) -> app::timers::Sweep {
        self.app.sweep().await.expect("swept")
    }
}

fn state<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("a state")
}

/// An instant as tests write it.
pub fn hour(at: Timestamp) -> String {
    at.plus(kernel::Span::hours(8)).to_string()[..16].replace('T', " ")
}
