//! Line lists of several counties, tried out, repeated and broken off.

use app::commands::{ImportOutcome, ImportRequest};
use app::{CaseFilter, Key};
use authz::Role;
use interop::Mapping;
use kernel::{AreaCode, Code};
use store::Scope;

use crate::town::{COVID, HOME, NEXT, STREET, Town, refused};

const MAPPING: &str = "disease = \"covid19\"\ndate_format = \"YYYY-MM-DD\"\n[columns]\nnumber = \"no\"\n\
                       onset = \"onset\"\ninfector = \"from\"\narea = \"area\"\nexposure_kind = \"kind\"\n";

fn request(area: Option<&str>, rows: &str) -> ImportRequest {
    ImportRequest {
        source: "list-1".to_owned(),
        bytes: format!("no,onset,from,area,kind\n{rows}").into_bytes(),
        mapping: Mapping::parse("m.toml", MAPPING).expect("sound"),
        area: area.map(|area| AreaCode::new(area).expect("sound")),
        dry_run: false,
    }
}

fn summary(outcome: &ImportOutcome) -> (usize, usize, usize, usize) {
    (outcome.rows, outcome.opened, outcome.known, outcome.links)
}

async fn cases(town: &Town) -> usize {
    let filter = CaseFilter::default();
    let store = town.app.store();
    store.cases(&Scope::system(), &filter, town.now(), &town.whole()).await.expect("read").items.len()
}

pub async fn two_counties_may_use_one_list_name_and_numbers(town: Town) {
    town.set("2022-07-20 12:00");
    let rows = "1,2022-07-01,,,\n2,2022-07-04,1,,\n";
    let home = town.who(Role::Epidemiologist, HOME);
    let next = town.who(Role::Epidemiologist, NEXT);
    for caller in [&home, &next] {
        let done = town.app.import_line_list(caller, None, request(None, rows), |_, _| ()).await;
        let done = done.expect("taken in");
        assert_eq!((summary(&done), done.faults.len()), ((2, 0, 0, 0), 2), "{:?}", done.faults);
        assert_eq!(done.faults[0].code(), Code::MissingField, "no row names its area");
    }
    for (caller, area) in [(&home, HOME), (&next, NEXT)] {
        let done = town.app.import_line_list(caller, None, request(Some(area), rows), |_, _| ()).await;
        assert_eq!(summary(&done.expect("taken in")), (2, 2, 0, 1));
    }
    assert_eq!(cases(&town).await, 4, "each county has two of its own");
    // The widest area of the caller is the same place as its name.
    let named = "1,2022-07-01,,140105001000,\n3,2022-07-05,2,140105001000,\n";
    let done =
        town.app.import_line_list(&home, None, request(None, named), |_, _| ()).await.expect("taken in");
    assert_eq!((summary(&done), done.faults.len()), ((2, 1, 1, 1), 0), "{:?}", done.faults);
    // Nobody imports into another's numbers, and nobody touches a case that he may not.
    let other = town.app.import_line_list(&next, None, request(Some(HOME), rows), |_, _| ()).await;
    assert_eq!(refused(other), Code::Forbidden);
    let city = town.who(Role::Epidemiologist, "140100000000");
    let wide = "7,2022-07-01,,140106001000,\n";
    town.app.import_line_list(&city, None, request(Some(HOME), wide), |_, _| ()).await.expect("taken in");
    let mine = format!("7,2022-07-01,,{STREET},\n8,2022-07-04,7,{STREET},\n");
    let done = town.app.import_line_list(&home, None, request(None, &mine), |_, _| ()).await.expect("read");
    let codes: Vec<_> = done.faults.iter().map(kernel::Error::code).collect();
    assert_eq!(codes, [Code::Forbidden], "number 7 of this list lies next door: {:?}", done.faults);
    let linked = format!("8,2022-07-04,7,{STREET},\n");
    let done = town.app.import_line_list(&home, None, request(None, &linked), |_, _| ()).await.expect("read");
    let codes: Vec<_> = done.faults.iter().map(kernel::Error::code).collect();
    assert_eq!(codes, [Code::ImportUnknownLink]);
}

pub async fn a_list_is_tried_out_before_its_first_row_is_recorded(town: Town) {
    town.set("2022-07-20 12:00");
    // Row 405 has a kind of exposure that the domain refuses, long after the first transaction.
    let kind = "x".repeat(70);
    let rows: String = (1..=450)
        .map(|n| {
            let infector = if n > 1 { (n - 1).to_string() } else { String::new() };
            let kind = if n == 404 { kind.as_str() } else { "household" };
            format!("{n},2022-07-01,{infector},,{kind}\n")
        })
        .collect();
    let cdc = town.cdc();
    let done = town.app.import_line_list(&cdc, None, request(Some(HOME), &rows), |_, _| ()).await;
    let done = done.expect("read");
    let told: Vec<_> = done.faults.iter().map(|f| (f.code(), f.location().and_then(|at| at.line))).collect();
    assert_eq!(told, [(Code::TooLong, Some(405))], "{:?}", done.faults);
    assert_eq!(town.app.verify().await.expect("sound").facts, 0, "nothing was taken in");
    // In the order of the file or not, the infector is recorded first.
    let backwards: String =
        rows.replace(&kind, "household").lines().rev().map(|l| format!("{l}\n")).collect();
    let mut told = Vec::new();
    let done = town
        .app
        .import_line_list(&cdc, None, request(Some(HOME), &backwards), |done, total| told.push((done, total)))
        .await
        .expect("taken in");
    assert_eq!((summary(&done), done.faults.len()), ((450, 450, 0, 449), 0));
    assert_eq!(told, [(200, 450), (400, 450), (450, 450)]);
    let chains = town.app.chains(&cdc, COVID, town.now()).await.expect("counted");
    assert_eq!((chains.components, chains.generations.len()), (vec![450], 450));
}

pub async fn a_key_belongs_to_one_list(town: Town) {
    town.set("2022-07-20 12:00");
    let cdc = town.cdc();
    let (first, second) = ("1,2022-07-01,,,\n", "2,2022-07-02,,,\n");
    let import = async |key: &str, rows: &str| {
        let key = Key::new(key, "/imports", &rows).expect("a key");
        town.app.import_line_list(&cdc, Some(&key), request(Some(HOME), rows), |_, _| ()).await
    };
    assert_eq!(summary(&import("k", first).await.expect("taken in")), (1, 1, 0, 0));
    assert_eq!(summary(&import("k", first).await.expect("known")), (1, 0, 1, 0));
    assert_eq!(refused(import("k", second).await), Code::KeyReused);
    assert_eq!(cases(&town).await, 1);
    // What brings nothing new uses its key up as well.
    assert_eq!(summary(&import("l", first).await.expect("known")), (1, 0, 1, 0));
    assert_eq!(refused(import("l", second).await), Code::KeyReused);
    assert_eq!(summary(&import("m", second).await.expect("taken in")), (1, 1, 0, 0));
}

pub async fn a_list_broken_off_in_the_middle_is_completed(town: Town) {
    town.set("2022-07-20 12:00");
    let cdc = town.cdc();
    let rows: String = (1..=450).map(|n| format!("{n},2022-07-01,,,\n")).collect();
    let key = Key::new("k", "/imports", &rows).expect("a key");
    // The crash: nobody hears of more than the first transaction.
    let (app, caller, held) = (town.app.clone(), cdc.clone(), key.clone());
    let whole = request(Some(HOME), &rows);
    let broken = tokio::spawn(async move {
        app.import_line_list(&caller, Some(&held), whole, |_, _| panic!("on purpose")).await.map(drop)
    });
    assert!(broken.await.is_err(), "the task died");
    assert_eq!(cases(&town).await, 200);
    let town = town.restarted().await;
    let other = Key::new("k", "/imports", &"another").expect("a key");
    let refusal =
        town.app.import_line_list(&cdc, Some(&other), request(Some(HOME), "1,2022-07-01,,,\n"), |_, _| ());
    assert_eq!(refused(refusal.await), Code::KeyReused);
    let done = town.app.import_line_list(&cdc, Some(&key), request(Some(HOME), &rows), |_, _| ()).await;
    assert_eq!(summary(&done.expect("completed")), (450, 250, 200, 0));
    assert_eq!(cases(&town).await, 450);
}
