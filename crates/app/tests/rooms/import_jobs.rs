//! Imports as jobs: files sent in before, taken in while nobody waits.

use app::imports::{ImportJob, SentFile};
use app::jobs::{JobRow, Runner};
use app::{Caller, CaseFilter};
use authz::Role;
use kernel::{AreaCode, Code, FileId};
use serde_json::{Value, json};
use store::Scope;
use tokio::sync::watch;

use crate::exports::account;
use crate::town::{HOME, NEXT, Town, refused};

const MAPPING: &str = "disease = \"covid19\"\ndate_format = \"YYYY-MM-DD\"\n[columns]\nnumber = \"no\"\n\
                       name = \"name\"\nonset = \"onset\"\n";

async fn sent(town: &Town, caller: &Caller, text: &str) -> FileId {
    let mut file = town.app.receive_file(caller, "list.csv", "text/csv").await.expect("begun");
    file.write(text.as_bytes()).await.expect("written");
    file.finish().await.expect("whole").id
}

fn asked(file: FileId) -> ImportJob {
    ImportJob {
        list: "list-1".to_owned(),
        files: vec![SentFile { file, mapping: MAPPING.to_owned() }],
        area: Some(AreaCode::new(HOME).expect("sound")),
        history: false,
        leave_out: false,
        dry_run: false,
        language: "en".to_owned(),
    }
}

async fn worked_off(town: &Town, caller: &Caller, asked: &ImportJob) -> JobRow {
    let job = town.app.import_as_job(caller, None, asked).await.expect("asked");
    let (_stop, mut stopping) = watch::channel(false);
    assert!(Runner::new(town.app.clone()).run_next(&mut stopping).await.expect("looked"));
    town.app.job(caller, job.id).await.expect("read")
}

fn result(job: &JobRow) -> Value {
    assert_eq!(job.state, "done", "{:?}", job.error);
    serde_json::from_str(job.result.as_deref().expect("a result")).expect("JSON")
}

async fn cases(town: &Town) -> usize {
    let (filter, scope) = (CaseFilter::default(), Scope::system());
    town.app.store().cases(&scope, &filter, town.now(), &town.whole()).await.expect("read").items.len()
}

async fn content(town: &Town, caller: &Caller, id: &Value) -> String {
    let id: FileId = id.as_str().expect("an id").parse().expect("an id");
    let mut reader = town.app.open_file(caller, id).await.expect("opened");
    let mut content = Vec::new();
    while let Some(part) = reader.next().await.expect("sound") {
        content.extend(part);
    }
    String::from_utf8(content).expect("UTF-8")
}

pub async fn a_file_that_was_sent_in_is_taken_in_by_a_job(town: Town) {
    town.set("2022-07-20 12:00");
    let cdc = account(&town, Role::Epidemiologist, HOME).await;
    let file = sent(&town, &cdc, "no,name,onset\n1,王小明,2022-07-01\n2,李雷,2022-07-02\n").await;
    let tried = result(&worked_off(&town, &cdc, &ImportJob { dry_run: true, ..asked(file) }).await);
    assert_eq!((&tried["counts"]["new"], &tried["import"]), (&json!(2), &json!(null)));
    assert_eq!(cases(&town).await, 0, "only tried");
    let job = worked_off(&town, &cdc, &asked(file)).await;
    let done = result(&job);
    assert_eq!((&done["counts"]["new"], &done["refused"]), (&json!(2), &json!(false)));
    assert_eq!((job.done, job.total), (1000, Some(1000)));
    assert_eq!(cases(&town).await, 2);
    let again = result(&worked_off(&town, &cdc, &asked(file)).await);
    assert_eq!((&again["counts"]["kept"], &again["counts"]["changed"]), (&json!(2), &json!(0)));
    assert_eq!(cases(&town).await, 2);
}

pub async fn refused_rows_come_back_as_a_file_and_the_result_names_nobody(town: Town) {
    town.set("2022-07-20 12:00");
    let cdc = account(&town, Role::Epidemiologist, HOME).await;
    let text = "no,name,onset\n1,王小明,2022-07-01\n2,李雷,the day of 李雷\n1,韩梅,2022-07-03\n";
    let file = sent(&town, &cdc, text).await;
    let job = worked_off(&town, &cdc, &asked(file)).await;
    let done = result(&job);
    assert_eq!((&done["refused"], &done["counts"]["rejected"]), (&json!(true), &json!(2)));
    assert_eq!(cases(&town).await, 0, "one faulty row refuses everything");
    let told = job.result.as_deref().expect("a result");
    assert!(!told.contains("李雷") && !job.params.contains("王小明"), "{told}");
    let places: Vec<_> = done["faults"].as_array().expect("faults").iter().map(|f| &f["row"]).collect();
    assert_eq!(places, [&json!(3), &json!(4)]);
    let rejected = content(&town, &cdc, &done["rejected"][0]["file"]).await;
    assert_eq!(done["rejected"][0]["rows"], json!(2));
    assert_eq!(rejected.lines().count(), 3, "{rejected}");
    assert!(rejected.contains("李雷") && rejected.contains("韩梅") && !rejected.contains("王小明"));
    // Mended, it is sent again as it is.
    let whole = result(&worked_off(&town, &cdc, &ImportJob { leave_out: true, ..asked(file) }).await);
    assert_eq!((&whole["counts"]["new"], cases(&town).await), (&json!(1), 1));
    let mended = rejected.replace("the day of 李雷", "2022-07-02").replace("\n1,韩梅", "\n3,韩梅");
    let mended = sent(&town, &cdc, &mended).await;
    let done = result(&worked_off(&town, &cdc, &asked(mended)).await);
    assert_eq!((&done["counts"]["new"], cases(&town).await), (&json!(2), 3));
}

pub async fn a_job_takes_in_only_what_its_owner_sent_and_may(town: Town) {
    let cdc = account(&town, Role::Epidemiologist, HOME).await;
    let next = account(&town, Role::Epidemiologist, NEXT).await;
    let file = sent(&town, &cdc, "no,name,onset\n1,王小明,2022-07-01\n").await;
    let other = ImportJob { area: None, ..asked(file) };
    assert_eq!(refused(town.app.import_as_job(&next, None, &other).await), Code::NotFound);
    let own = sent(&town, &next, "no,name,onset\n1,王小明,2022-07-01\n").await;
    assert_eq!(refused(town.app.import_as_job(&next, None, &asked(own)).await), Code::Forbidden);
    let nonsense =
        ImportJob { files: vec![SentFile { file, mapping: "kind = 1".to_owned() }], ..asked(file) };
    let fault = town.app.import_as_job(&cdc, None, &nonsense).await.expect_err("no mapping");
    assert!(fault.location().is_some(), "{fault}");
    let nothing = ImportJob { files: Vec::new(), ..asked(file) };
    assert_eq!(refused(town.app.import_as_job(&cdc, None, &nothing).await), Code::MissingField);
    // What he may do when its turn comes counts.
    let job = town.app.import_as_job(&cdc, None, &asked(file)).await.expect("asked");
    town.app.disable_user(&town.who(Role::Administrator, "CN"), cdc.user).await.expect("barred");
    let (_stop, mut stopping) = watch::channel(false);
    Runner::new(town.app.clone()).run_next(&mut stopping).await.expect("looked");
    let row = town.app.job(&cdc, job.id).await.expect("read");
    assert_eq!(row.state, "failed");
    assert_eq!(cases(&town).await, 0);
}
