//! Lists as of a moment, rebuilding, erasing, who looked, and whose it is.

use app::audit::AuditFilter;
use app::commands::ZoneInput;
use app::imports::{FileInput, ImportRequest, Unwatched};
use authz::Role;
use interop::Mapping;
use kernel::{AreaCode, AsOf, Code, PersonalField, SubjectKind, SubjectRef, derived_uuid};
use protocol::schema::ZoneLevel;
use store::{Scope, Versioned};

use crate::town::{COVID, HOME, NEXT, PROVINCE, STREET, Town, at, refused};

pub async fn a_list_as_of_a_moment_shows_what_was_known_then(town: Town) {
    town.set("2022-07-01 20:00");
    let (x, y) = (town.person(HOME).await, town.person(STREET).await);
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let case = town.positive(x).await;
    let contact = town.contact_of(case).await;
    town.set("2022-07-02 09:00");
    let order = town.ordered(&contact).await;
    town.set("2022-07-02 10:00");
    town.started_now(order).await;
    town.set("2022-07-03 09:00");
    let cdc = town.cdc();
    let page = town.whole();
    for (then, cases, status, orders) in [
        ("2022-07-01 19:59", 0, None, 0),
        ("2022-07-01 20:00", 1, Some("determined"), 0),
        ("2022-07-02 09:30", 1, Some("under_order"), 1),
    ] {
        let known = AsOf::Known(at(then));
        let found = town.app.cases(&cdc, &app::CaseFilter::default(), known, &page).await.expect("listed");
        assert_eq!(found.items.len(), cases, "{then}");
        let found =
            town.app.contacts(&cdc, &app::ContactFilter::default(), known, &page).await.expect("listed");
        assert_eq!(found.items.first().map(|c| c.state.status.as_str()), status, "{then}");
        let found = town.app.orders(&cdc, &app::OrderFilter::default(), known, &page).await.expect("listed");
        assert_eq!(found.items.len(), orders, "{then}");
        assert!(found.items.iter().all(|o| o.state.status == "issued"), "{then}: not begun yet");
    }
    // The transfer was met on 2 July at 10:00, seven hours and a half too late.
    let filter = app::ObligationFilter { rule: Some("QR9".to_owned()), ..Default::default() };
    for (then, state) in [
        ("2022-07-01 20:30", "open"),
        ("2022-07-02 03:00", "warned"),
        ("2022-07-02 05:00", "overdue"),
        ("2022-07-02 10:00", "met_late"),
    ] {
        let known = AsOf::Known(at(then));
        let found = town.app.obligations(&cdc, &filter, known, &page).await.expect("listed");
        assert_eq!(found.items.len(), 1);
        assert_eq!(found.items[0].state.as_str(), state, "{then}");
        let counts = town.app.obligation_counts(&cdc, &filter, known).await.expect("counted");
        let told = [counts.open, counts.warned, counts.overdue, counts.met_late];
        let place =
            ["open", "warned", "overdue", "met_late"].iter().position(|s| *s == state).expect("a state");
        assert_eq!((told[place], told.iter().sum::<i64>()), (1, 1), "{then}");
    }
}

/// Everything that follows from the journal, as text.
async fn tables(town: &Town) -> Vec<String> {
    let (scope, store, now, page) = (Scope::system(), town.app.store(), town.now(), town.whole());
    async fn histories<R: Versioned + std::fmt::Debug>(town: &Town, ids: Vec<uuid::Uuid>) -> Vec<String> {
        let mut lines = Vec::new();
        for id in ids {
            let rows = town.app.store().history::<R>(&Scope::system(), id).await.expect("read");
            lines.extend(rows.iter().map(|row| format!("{row:?}")));
        }
        lines
    }
    let mut lines = Vec::new();
    macro_rules! room {
        ($list:ident, $filter:ty) => {{
            let rows = store.$list(&scope, &<$filter>::default(), now, &page).await.expect("read").items;
            assert!(!rows.is_empty(), stringify!($list));
            let ids = rows.iter().map(|row| row.id.0).collect();
            async fn all<R: Versioned + std::fmt::Debug>(
                town: &Town,
                _: &[R],
                ids: Vec<uuid::Uuid>,
            ) -> Vec<String> {
                histories::<R>(town, ids).await
            }
            lines.extend(all(town, &rows, ids).await);
        }};
    }
    room!(cases, app::CaseFilter);
    room!(contacts, app::ContactFilter);
    room!(orders, app::OrderFilter);
    room!(exposures, app::ExposureFilter);
    room!(visits, app::VisitFilter);
    room!(problems, app::ProblemFilter);
    room!(shifts, app::ShiftFilter);
    for contact in
        store.contacts(&scope, &app::ContactFilter::default(), now, &page).await.expect("read").items
    {
        let tests = store.tests_of_person(&scope, contact.person, now).await.expect("read");
        let ids = tests.iter().map(|row| row.id.0).collect();
        lines.extend(histories::<store::TestRow>(town, ids).await);
    }
    let zones = store.zones(now).await.expect("read");
    assert!(!zones.is_empty());
    lines.extend(zones.iter().map(|row| format!("{row:?}")));
    let filter = app::ObligationFilter::default();
    let obligations = store.obligations(&scope, &filter, now, &page).await.expect("read").items;
    assert!(obligations.iter().any(|row| row.close_state.is_none()));
    for row in obligations {
        lines.push(format!("{row:?}"));
        let steps = store.escalations(&scope, row.id).await.expect("read");
        lines.extend(steps.iter().map(|step| format!("{step:?}")));
    }
    lines
}

pub async fn a_rebuild_gives_the_same_tables(town: Town) {
    town.set("2022-07-01 20:00");
    let (x, y, z) = (town.person(HOME).await, town.person(STREET).await, town.person(NEXT).await);
    town.fever(true).await;
    town.fever(false).await;
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    town.met(y, z, "household", "2022-07-01 12:00", "2022-07-01 19:00").await;
    let case = town.positive(x).await;
    for contact in town.contacts_of(case).await {
        let order = town.ordered(&contact).await;
        town.started_now(order).await;
    }
    let office = town.who(Role::Office, HOME);
    let post = town.app.directory().held_by(town.unit("cdc", HOME)).post.expect("a post");
    let watch =
        app::commands::RequireWatch { post, from: at("2022-07-03 20:00"), until: at("2022-07-04 20:00") };
    town.app.require_watch(&office, None, watch).await.expect("required");
    let shift = app::commands::RosterShift {
        post,
        holder: office.user,
        from: at("2022-07-03 20:00"),
        until: at("2022-07-04 08:00"),
    };
    town.app.roster_shift(&office, None, shift).await.expect("rostered");
    let problem = app::commands::ProblemInput {
        title: "p".to_owned(),
        unit: town.unit("hospital", HOME),
        due_at: at("2022-07-02 20:00"),
        severity: "minor".to_owned(),
    };
    let of = app::commands::DirectiveInput::of(town.path(HOME), "t".to_owned(), "s".to_owned());
    let directive = app::commands::DirectiveInput { problems: vec![problem], ..of };
    town.app.issue_directive(&office, None, directive).await.expect("issued");
    let zone =
        ZoneInput { area: town.path(STREET), level: ZoneLevel::High, unit_of_zone: "estate".to_owned() };
    town.app.set_zone(&town.who(Role::Commander, HOME), None, zone).await.expect("set");
    town.set("2022-07-02 10:00");
    town.sweep().await;
    let wrong = town.negative(y).await;
    let fact = wrong.facts.iter().find(|f| f.kind == "test_result").expect("a fact").id;
    town.app.withdraw_fact(&town.cdc(), None, fact, "another's sample".to_owned()).await.expect("withdrawn");
    town.negative(y).await;
    town.checked(y).await;
    town.set("2022-07-03 10:00");
    town.positive(y).await;
    town.set("2022-07-03 21:00");
    town.sweep().await;
    let waived = town.owed(case.subject(), "IN2").await[0].id;
    let mayor = town.who(Role::Commander, HOME);
    town.app.waive_obligation(&mayor, None, waived, "exercise".to_owned()).await.expect("waived");
    let before = tables(&town).await;
    let facts = town.app.verify().await.expect("sound").facts;

    let mut told = 0;
    let done = town.app.rebuild(|count| told = count).await.expect("rebuilt");
    assert_eq!((done.facts as u64, told), (facts, done.facts));
    assert_eq!(town.sweep().await.escalated, 0, "no step is taken twice");
    let after = tables(&town).await;
    for (old, new) in before.iter().zip(&after) {
        assert_eq!(old, new);
    }
    assert_eq!(before.len(), after.len());
    assert_eq!(town.app.verify().await.expect("sound").facts, facts, "the journal has no new fact");
    // And life goes on.
    town.set("2022-07-04 10:00");
    town.negative(z).await;
    town.sweep().await;
}

pub async fn an_erased_person_leaves_a_provable_journal(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person(HOME).await;
    let case = town.positive(person).await;
    let fields = [PersonalField::Name, PersonalField::Phone];
    let cdc = town.cdc();
    let seen = town.app.personal(&cdc, &[person], &fields, "tracing").await.expect("read");
    let values: Vec<_> = seen[0].values.iter().map(|(_, value)| value.expose().as_str()).collect();
    assert_eq!(values, ["王小明", "13800000000"]);
    let admin = town.who(Role::Administrator, HOME);
    let theirs = town.who(Role::Administrator, NEXT);
    let erase = |caller: app::Caller, reason: &'static str| {
        let app = town.app.clone();
        async move { app.erase_person(&caller, None, person, reason.to_owned()).await }
    };
    assert_eq!(refused(erase(theirs, "asked").await), Code::NotFound);
    assert_eq!(refused(erase(cdc.clone(), "asked").await), Code::Forbidden);
    assert_eq!(refused(erase(admin.clone(), " ").await), Code::MissingField);
    erase(admin.clone(), "asked by the person").await.expect("erased");
    assert_eq!(refused(erase(admin, "again").await), Code::PersonErased);
    let left = town.app.personal(&cdc, &[person], &fields, "tracing").await.expect("read");
    assert!(left.iter().all(|line| line.values.is_empty()), "nothing can be read any more");
    assert_eq!(town.case(case).await.person, person, "the case stays");
    let kinds: Vec<_> = {
        let facts = town.app.facts_about(&cdc, person.subject(), town.now()).await.expect("told");
        facts.iter().map(|line| line.fact.kind()).collect()
    };
    assert_eq!(kinds, ["person_registered", "test_result", "case_opened", "erased"]);
    town.app.verify().await.expect("the chain is whole");
    town.app.rebuild(|_| ()).await.expect("and can be replayed");
    assert_eq!(town.case(case).await.person, person);
}

pub async fn every_look_at_a_name_leaves_a_row(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person(HOME).await;
    let auditor = town.who(Role::Auditor, PROVINCE);
    let looks = || async {
        let filter = AuditFilter { person: Some(person), ..AuditFilter::default() };
        let found = town.app.audit(&auditor, filter, &town.whole()).await.expect("listed");
        found.items.into_iter().map(|line| (line.row.user, line.row.purpose, line.row.at)).collect::<Vec<_>>()
    };
    assert!(looks().await.is_empty());
    let cdc = town.cdc();
    let blank = town.app.personal(&cdc, &[person], &[PersonalField::Name], " ").await;
    assert_eq!(refused(blank), Code::MissingField);
    let commander = town.who(Role::Commander, HOME);
    let curious = town.app.personal(&commander, &[person], &[PersonalField::Name], "curious").await;
    assert_eq!(refused(curious), Code::Forbidden);
    let neighbour = town.who(Role::Epidemiologist, NEXT);
    let theirs = town.app.personal(&neighbour, &[person], &[PersonalField::Name], "curious").await;
    assert!(theirs.expect("answered").is_empty());
    assert!(looks().await.is_empty(), "who saw nothing left no row");
    town.set("2022-07-01 21:00");
    town.app.personal(&cdc, &[person], &[PersonalField::Name], "tracing").await.expect("read");
    assert_eq!(looks().await, [(Some(cdc.user), "tracing".to_owned(), at("2022-07-01 21:00"))]);
    assert_eq!(refused(town.app.audit(&cdc, AuditFilter::default(), &town.whole()).await), Code::Forbidden);
}

pub async fn a_record_of_the_neighbouring_county_is_not_found(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person(HOME).await;
    let case = town.positive(person).await;
    let neighbour = town.who(Role::Epidemiologist, NEXT);
    let now = town.now();
    let nobody = kernel::CaseId(derived_uuid(&["nobody"]));
    for id in [case, nobody] {
        assert_eq!(refused(town.app.case(&neighbour, id, now).await.map(drop)), Code::NotFound);
        assert_eq!(refused(town.app.chain(&neighbour, id, now).await.map(drop)), Code::NotFound);
        let step = app::commands::TakeStep {
            case: id,
            expected_version: None,
            step: domain::clinical::Step::Report,
            at: None,
        };
        assert_eq!(refused(town.app.take_step(&neighbour, None, step).await), Code::NotFound);
    }
    let page = town.whole();
    let listed = town.app.cases(&neighbour, &app::CaseFilter::default(), now, &page).await.expect("listed");
    assert!(listed.items.is_empty());
    let asked = app::CaseFilter { area: Some(town.path(HOME)), ..Default::default() };
    let listed = town.app.cases(&neighbour, &asked, now, &page).await.expect("listed");
    assert!(listed.items.is_empty(), "naming the area opens nothing");
    let all = app::ObligationFilter::default();
    let counts = town.app.obligation_counts(&neighbour, &all, now).await.expect("counted");
    assert_eq!(counts, app::ObligationCounts::default());
    let facts = town.app.facts_about(&neighbour, case.subject(), now).await.expect("told");
    assert!(facts.is_empty());
    let check =
        app::commands::CheckInput { person, temperature_c: None, symptoms: Vec::new(), checked_at: None };
    let community = town.who(Role::CommunityWorker, NEXT);
    assert_eq!(refused(town.app.record_check(&community, None, check).await), Code::NotFound);
    let city = town.who(Role::Office, "140100000000");
    assert!(town.app.case(&city, case, now).await.is_ok(), "the city sees its counties");
    let post = SubjectRef { kind: SubjectKind::Post, id: derived_uuid(&["post"]) };
    assert!(town.app.facts_about(&neighbour, post, now).await.is_ok_and(|facts| facts.is_empty()));
}

pub async fn an_import_is_whole_or_not_at_all(town: Town) {
    town.set("2022-07-20 12:00");
    let mapping = "disease = \"covid19\"\ndate_format = \"YYYY-MM-DD\"\n[columns]\nnumber = \"no\"\nonset = \"onset\"\n\
                   age = \"age\"\ninfector = \"from\"\n";
    let mapping = Mapping::parse("m.toml", mapping).expect("sound");
    let request = |rows: &str| {
        let bytes = format!("no,onset,age,from\n{rows}").into_bytes();
        let file = FileInput::of_bytes("list-1.csv", bytes, mapping.clone());
        ImportRequest {
            area: Some(AreaCode::new(HOME).expect("sound")),
            ..ImportRequest::new("list-1", vec![file])
        }
    };
    let import = async |rows: &str| {
        town.app.import(&town.cdc(), None, request(rows), std::sync::Arc::new(Unwatched)).await
    };
    let cdc = town.cdc();
    for (rows, code) in [
        ("1,2022-07-01,30,\n2,2022-07-31,30,1\n", Code::InFuture),
        ("1,2022-02-31,30,\n2,2022-07-03,30,1\n", Code::InvalidDate),
        ("1,2022-07-01,211,\n2,2022-07-03,30,1\n", Code::ImpossibleAge),
        ("1,2022-07-01,30,2\n2,2022-07-03,30,1\n", Code::ExposureCycle),
        ("1,2022-07-01,30,1\n", Code::ExposureSelfLink),
    ] {
        let outcome = import(rows).await.expect("read");
        assert!(outcome.faults.iter().any(|f| f.code() == code), "{rows}: {:?}", outcome.faults);
        assert!(outcome.faults.iter().all(|f| f.location().is_some()), "{rows}");
    }
    assert_eq!(town.app.verify().await.expect("sound").facts, 0, "nothing was taken in");
    let rows = "1,2022-07-01,30,\n2,2022-07-04,31,1\n3,2022-07-05,32,1\n";
    let first = import(rows).await.expect("taken in");
    assert_eq!((first.counts.rows, first.counts.new, first.counts.links, first.faults.len()), (3, 3, 2, 0));
    let again = import(rows).await.expect("known");
    assert_eq!((again.counts.new, again.counts.kept), (0, 3));
    let chains = town.app.chains(&cdc, COVID, town.now()).await.expect("counted");
    assert_eq!((chains.cases, chains.components, chains.generations), (3, vec![3], vec![1, 2]));
    assert_eq!(chains.largest_offspring, Some(("list-1-1".to_owned(), 2)));
}
