//! Records out: nobody is named without leave, what is written is what was
//! known at one moment, and whoever finds a file can tell what it is.

use app::Caller;
use app::audit::{AuditFilter, AuditKind, AuditRow};
use app::export::{ExportFilter, ExportRequest};
use app::install::NewUser;
use app::jobs::{JobRow, Runner};
use authz::Role;
use interop::write::{ExportKind, TableFormat};
use kernel::{Classified, Code, FileId, PageRequest, PersonId, PersonalField, derived_uuid};
use serde_json::Value;
use std::collections::BTreeSet;
use store::{CaseRow, Scope};
use tokio::sync::watch;

use crate::town::{COVID, HOME, NEXT, Town, refused};

/// Somebody with an account, as a job finds him again.
pub async fn account(town: &Town, role: Role, area: &str) -> Caller {
    let post = town.who(role, area).post.expect("a post");
    let new = NewUser {
        login: format!("{role}-{area}"),
        password: Classified::new("a long password".to_owned()),
        display_name: "x".to_owned(),
        post,
        role,
        area: Some(town.path(area)),
        diseases: Vec::new(),
        until: None,
        must_change: false,
    };
    let user = town.app.add_user_as_operator(new).await.expect("made");
    town.app.caller_behind(user).await.expect("an account")
}

fn asked(kinds: &[&str], format: &str) -> ExportRequest {
    ExportRequest {
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        format: format.to_owned(),
        purpose: "weekly report".to_owned(),
        identified: false,
        fields: Vec::new(),
        bom: false,
        as_of: None,
        filter: ExportFilter::default(),
    }
}

pub fn named(kinds: &[&str], format: &str) -> ExportRequest {
    ExportRequest { identified: true, ..asked(kinds, format) }
}

pub struct Made {
    job: JobRow,
    /// Name and content of each file, in the order in which they were made.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Made {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.files[0].1).expect("UTF-8")
    }
    fn watermark(&self) -> Value {
        serde_json::from_slice(&self.files[1].1).expect("JSON")
    }
    fn lines(&self) -> usize {
        self.text().lines().count()
    }
}

/// Asks, works off the queue, and fetches the files.
pub async fn exported(town: &Town, caller: &Caller, request: ExportRequest) -> Made {
    let job = town.app.export(caller, None, request).await.expect("asked");
    let (_stop, mut stopping) = watch::channel(false);
    assert!(Runner::new(town.app.clone()).run_next(&mut stopping).await.expect("looked"));
    let job = town.app.job(caller, job.id).await.expect("read");
    assert_eq!(job.state, "done", "{:?}", job.error);
    let mut files = Vec::new();
    let result: Value = serde_json::from_str(job.result.as_deref().expect("a result")).expect("JSON");
    for file in result["files"].as_array().expect("files") {
        for field in ["file", "watermark"] {
            let id: FileId = file[field].as_str().expect("an id").parse().expect("an id");
            let mut reader = town.app.open_file(caller, id).await.expect("opened");
            let mut content = Vec::new();
            while let Some(part) = reader.next().await.expect("sound") {
                content.extend(part);
            }
            files.push((reader.row().name.expose().clone(), content));
        }
    }
    Made { job, files }
}

/// A case with a contact, an order, a visit and tests; case's person and contact's.
pub async fn outbreak(town: &Town) -> (PersonId, PersonId) {
    town.set("2022-07-01 20:00");
    town.fever(true).await;
    let (x, y) = (town.person(HOME).await, town.person(HOME).await);
    let case = town.positive(x).await;
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let contact = town.contact_of(case).await;
    town.ordered(&contact).await;
    (x, y)
}

pub async fn nobody_is_named_unless_somebody_may_and_says_so(town: Town) {
    let (x, _) = outbreak(&town).await;
    let cdc = account(&town, Role::Epidemiologist, HOME).await;
    let coarse = exported(&town, &cdc, asked(&["cases"], "csv")).await;
    let text = coarse.text();
    for secret in ["王小明", "13800000000", "1980", &x.to_string()] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    for kept in ["40-49", HOME, "covid19"] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    assert!(text.starts_with("id,disease,classification,"));
    let auditor = town.who(Role::Auditor, HOME);
    let looks = async |person| {
        let filter = AuditFilter { person, kind: Some(AuditKind::Export), ..AuditFilter::default() };
        let found = town.app.audit(&auditor, filter, &PageRequest::default()).await.expect("read");
        found.items.into_iter().map(|line| line.row).collect::<Vec<_>>()
    };
    assert_eq!(looks(Some(x)).await.len(), 0);

    let open = exported(&town, &cdc, named(&["cases"], "csv")).await;
    let text = open.text();
    for shown in ["王小明", "13800000000", "1980", &x.to_string()] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    assert!(text.starts_with("number,id,disease,") && !text.contains("age_band"));
    assert_eq!(looks(Some(x)).await.len(), 1);
    let whole = looks(None).await;
    let written = |look: &&AuditRow| look.action == "export.write" && look.purpose == "weekly report";
    assert_eq!(whole.iter().filter(written).map(|look| look.count).collect::<Vec<_>>(), [1, 1]);

    // Who may see cases, but not people.
    let commander = account(&town, Role::Commander, HOME).await;
    assert_eq!(exported(&town, &commander, asked(&["cases"], "csv")).await.lines(), 2);
    assert_eq!(refused(town.app.export(&commander, None, named(&["cases"], "csv")).await), Code::Forbidden);
    let sentinel = account(&town, Role::Sentinel, HOME).await;
    assert_eq!(refused(town.app.export(&sentinel, None, asked(&["cases"], "csv")).await), Code::Forbidden);
}

pub async fn a_neighbour_gets_nothing(town: Town) {
    outbreak(&town).await;
    let next = account(&town, Role::Epidemiologist, NEXT).await;
    let kinds = ["cases", "contacts", "exposures", "orders", "obligations", "tests", "visits"];
    let made = exported(&town, &next, named(&kinds, "csv")).await;
    for (name, content) in made.files.iter().step_by(2) {
        assert_eq!(String::from_utf8_lossy(content).lines().count(), 1, "{name}");
    }
    let mut elsewhere = asked(&["cases"], "csv");
    elsewhere.filter.area = Some(kernel::AreaCode::new(HOME).expect("sound"));
    assert_eq!(exported(&town, &next, elsewhere).await.lines(), 1);
}

pub async fn every_kind_is_written_in_every_format(town: Town) {
    outbreak(&town).await;
    let cdc = account(&town, Role::Epidemiologist, HOME).await;
    let tables: Vec<&str> = ExportKind::ALL
        .iter()
        .filter(|kind| **kind != ExportKind::Chains)
        .map(|kind| kind.as_str())
        .collect();
    for format in TableFormat::ALL {
        for request in [asked(&tables, format.as_str()), named(&tables, format.as_str())] {
            let made = exported(&town, &cdc, request).await;
            assert_eq!(made.files.len(), 2 * tables.len());
            for (kind, (name, content)) in tables.iter().zip(made.files.iter().step_by(2)) {
                assert!(name.starts_with(&format!("fenghuo-{kind}-2022")) && name.ends_with(format.as_str()));
                assert!(!content.is_empty(), "{name}");
            }
            let rows: Value =
                serde_json::from_str(made.job.result.as_deref().expect("a result")).expect("JSON");
            for file in rows["files"].as_array().expect("files") {
                assert!(file["rows"].as_u64() > Some(0), "{file}");
            }
        }
    }
    let one = exported(
        &town,
        &cdc,
        ExportRequest { fields: vec!["disease".into(), "id".into()], ..asked(&["tests"], "csv") },
    )
    .await;
    assert!(one.text().starts_with("id,disease\n"));
    let bom = exported(&town, &cdc, ExportRequest { bom: true, ..asked(&["tests"], "csv") }).await;
    assert!(bom.text().starts_with("\u{feff}id,"));
}

pub async fn one_moment_gives_one_file(town: Town) {
    let (x, _) = outbreak(&town).await;
    let cdc = account(&town, Role::Epidemiologist, HOME).await;
    // Two pages and a bit, with the state of a real case.
    let page = PageRequest { limit: 1, after: None };
    let found = town.app.store().cases(&Scope::system(), &Default::default(), town.now(), &page).await;
    let first = found.expect("read").items.pop().expect("a case");
    let copies: Vec<CaseRow> = (0..1100)
        .map(|n| {
            let id = kernel::CaseId(derived_uuid(&["copy", &n.to_string()]));
            let number = format!("copy-{:04}", n % 1000);
            let state =
                first.state.replace(&first.id.to_string(), &id.to_string()).replace(&first.number, &number);
            CaseRow { id, number, state, version: 1, ..first.clone() }
        })
        .collect();
    town.app.store().bulk_insert(&copies).await.expect("loaded");
    let moment = town.app.now();
    let request = || ExportRequest { as_of: Some(moment), ..named(&["cases"], "csv") };
    let one = exported(&town, &cdc, request()).await;
    assert_eq!((one.lines(), one.job.done), (1102, 1101));
    let numbers: Vec<(&str, &str)> = one
        .text()
        .lines()
        .skip(1)
        .map(|line| line.split_once(',').expect("cells"))
        .map(|(number, rest)| (number, &rest[..36]))
        .collect();
    assert!(numbers.is_sorted());
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), 1101);
    // What is recorded later is not in it, and the file is the same.
    town.set("2022-07-01 22:00");
    town.positive(town.person(HOME).await).await;
    let again = exported(&town, &cdc, request()).await;
    assert!(again.files[0].1 == one.files[0].1);
    assert_eq!(exported(&town, &cdc, named(&["cases"], "csv")).await.lines(), 1103);
    let filter = AuditFilter { person: Some(x), ..AuditFilter::default() };
    let looks = town.app.audit(&town.who(Role::Auditor, HOME), filter, &PageRequest::default()).await;
    assert!(looks.expect("read").items.len() >= 3);
}

pub async fn a_file_says_what_it_is(town: Town) {
    outbreak(&town).await;
    let cdc = account(&town, Role::Epidemiologist, HOME).await;
    let made = exported(&town, &cdc, asked(&["contacts"], "json")).await;
    let mark = made.watermark();
    let row = town.app.files_of(&cdc, made.job.id).await.expect("read").remove(0);
    let hash: String = row.sha256.expect("whole").iter().map(|byte| format!("{byte:02x}")).collect();
    for (field, value) in [
        ("sha256", hash.as_str()),
        ("purpose", "weekly report"),
        ("kind", "contacts"),
        ("mode", "live"),
        ("file", made.files[0].0.as_str()),
    ] {
        assert_eq!(mark[field], value, "{mark}");
    }
    assert_eq!((&mark["rows"], &mark["identified"]), (&1.into(), &false.into()));
    assert_eq!((&mark["areas"][0], &mark["by"]["login"]), (&HOME.into(), &cdc.login.as_str().into()));
    assert_eq!(made.files[1].0, format!("{}.watermark.json", made.files[0].0));
    // Whoever has lost the right to read does not get the file any more.
    let mut lost = town.who(Role::Auditor, HOME);
    lost.user = cdc.user;
    assert_eq!(refused(town.app.file(&lost, row.id).await), Code::Forbidden);
}

pub async fn a_formula_stays_a_text(town: Town) {
    town.set("2022-07-01 20:00");
    let mut input = town.new_person(HOME);
    input.values = vec![
        (PersonalField::Name, Classified::new("=HYPERLINK(\"http://x\")".to_owned())),
        (PersonalField::Phone, Classified::new("+8613800000000".to_owned())),
    ];
    let receipt = town.app.register_person(&town.cdc(), None, input).await.expect("registered");
    let person = PersonId(receipt.subject_of("person_registered").expect("a person").id);
    town.positive(person).await;
    let cdc = account(&town, Role::Epidemiologist, HOME).await;
    let csv = exported(&town, &cdc, named(&["cases"], "csv")).await;
    assert!(csv.text().contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{}", csv.text());
    let json = exported(&town, &cdc, named(&["cases"], "json")).await;
    let rows: Value = serde_json::from_str(json.text()).expect("JSON");
    assert_eq!(rows[0]["name"], "=HYPERLINK(\"http://x\")");
    let line = exported(&town, &cdc, named(&["cases"], "ndjson")).await;
    assert_eq!(serde_json::from_str::<Value>(line.text()).expect("JSON"), rows[0]);
}

pub async fn chains_are_drawn(town: Town) {
    town.set("2022-07-01 20:00");
    let (x, y, z) = (town.person(HOME).await, town.person(HOME).await, town.person(HOME).await);
    town.positive(x).await;
    town.positive(y).await;
    for (from, to) in [(x, y), (y, z)] {
        let mut meeting = town.meeting(from, to, "household", "2022-07-01 08:00", "2022-07-01 19:00");
        meeting.transmission = true;
        town.app.record_exposure(&town.cdc(), None, meeting).await.expect("recorded");
    }
    let cdc = account(&town, Role::Epidemiologist, HOME).await;
    let mut request = asked(&["chains"], "graphml");
    request.filter.disease = Some(COVID.to_owned());
    let made = exported(&town, &cdc, request).await;
    let count = |tag: &str| made.text().matches(tag).count();
    // The third is no case: nothing is invented for it.
    assert_eq!((count("<node "), count("<edge ")), (2, 1), "{}", made.text());
    assert!(!made.text().contains(&x.to_string()));
    assert_eq!((&made.watermark()["rows"], &made.watermark()["links"]), (&2.into(), &1.into()));
}

pub async fn what_makes_no_sense_is_refused(town: Town) {
    let cdc = account(&town, Role::Epidemiologist, HOME).await;
    let refusal = async |request: ExportRequest| refused(town.app.export(&cdc, None, request).await);
    let cases = || asked(&["cases"], "csv");
    assert_eq!(refusal(ExportRequest { purpose: " ".to_owned(), ..cases() }).await, Code::MissingField);
    assert_eq!(refusal(ExportRequest { purpose: "x".repeat(201), ..cases() }).await, Code::TooLong);
    assert_eq!(refusal(asked(&[], "csv")).await, Code::MissingField);
    for request in [
        asked(&["persons"], "csv"),
        asked(&["cases", "cases"], "csv"),
        asked(&["cases"], "pdf"),
        asked(&["cases"], "graphml"),
        asked(&["chains"], "csv"),
        asked(&["chains", "cases"], "graphml"),
        ExportRequest { fields: vec!["colour".to_owned()], ..cases() },
        ExportRequest { fields: vec!["name".to_owned()], ..cases() },
        ExportRequest { fields: vec!["id".to_owned()], ..asked(&["cases", "tests"], "csv") },
        ExportRequest {
            filter: ExportFilter { class: Some("close".to_owned()), ..ExportFilter::default() },
            ..cases()
        },
        ExportRequest {
            filter: ExportFilter { status: Some("lost".to_owned()), ..ExportFilter::default() },
            ..asked(&["obligations"], "csv")
        },
    ] {
        let said = format!("{request:?}");
        assert_eq!(refusal(request).await, Code::InvalidValue, "{said}");
    }
}
