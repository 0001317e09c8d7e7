//! Line lists of several counties, tried, repeated, broken off, brought up to
//! date and taken back.

use app::imports::{Counts, FileInput, ImportOutcome, ImportRequest, Stage, Unwatched, Watch};
use app::{CaseFilter, Key};
use authz::Role;
use domain::clinical::Case;
use interop::Mapping;
use kernel::{AreaCode, Code, PersonalField};
use std::sync::{Arc, Mutex};
use store::{CaseRow, Scope};

use crate::town::{COVID, HOME, NEXT, STREET, Town, refused};

const MAPPING: &str = "disease = \"covid19\"\ndate_format = \"YYYY-MM-DD\"\n[columns]\nnumber = \"no\"\n\
                       onset = \"onset\"\ninfector = \"from\"\narea = \"area\"\nexposure_kind = \"kind\"\n";
const FULL: &str = "disease = \"covid19\"\ndate_format = \"YYYY-MM-DD\"\nextras = \"all\"\n[columns]\n\
                    number = \"no\"\nname = \"name\"\nphone = \"phone\"\nonset = \"onset\"\n\
                    classification = \"class\"\ninfector = \"from\"\n";
const LINKS: &str = "kind = \"exposures\"\ndisease = \"covid19\"\n[columns]\nfrom = \"a\"\nto = \"b\"\n";
const CONTACTS: &str = "kind = \"contacts\"\ndisease = \"covid19\"\ndate_format = \"YYYY-MM-DD\"\n[columns]\n\
                        number = \"no\"\nname = \"name\"\ncase = \"case\"\nlast_contact = \"last\"\n";

fn file(mapping: &str, text: &str) -> FileInput {
    FileInput::of_bytes("f.csv", text.as_bytes().to_vec(), Mapping::parse("m.toml", mapping).expect("sound"))
}

fn request(area: Option<&str>, rows: &str) -> ImportRequest {
    let text = format!("no,onset,from,area,kind\n{rows}");
    list(area, vec![file(MAPPING, &text)])
}

fn list(area: Option<&str>, files: Vec<FileInput>) -> ImportRequest {
    let area = area.map(|area| AreaCode::new(area).expect("sound"));
    ImportRequest { area, ..ImportRequest::new("list-1", files) }
}

fn full(rows: &str) -> ImportRequest {
    list(Some(HOME), vec![file(FULL, &format!("no,name,phone,onset,class,from,ward\n{rows}"))])
}

/// Rows, new, kept, rejected, links.
fn summary(outcome: &ImportOutcome) -> (u64, u64, u64, u64, u64) {
    let Counts { rows, new, kept, rejected, links, .. } = outcome.counts;
    (rows, new, kept, rejected, links)
}

fn codes(outcome: &ImportOutcome) -> Vec<(Code, Option<u64>)> {
    outcome.faults.iter().map(|f| (f.code(), f.location().and_then(|at| at.line))).collect()
}

async fn import(town: &Town, request: ImportRequest) -> kernel::Result<ImportOutcome> {
    town.app.import(&town.cdc(), None, request, Arc::new(Unwatched)).await
}

async fn taken(town: &Town, request: ImportRequest) -> ImportOutcome {
    let done = import(town, request).await.expect("taken in");
    assert_eq!(done.faults, [], "nothing is refused");
    done
}

async fn rows(town: &Town) -> Vec<CaseRow> {
    let (filter, scope) = (CaseFilter::default(), Scope::system());
    town.app.store().cases(&scope, &filter, town.now(), &town.whole()).await.expect("read").items
}

async fn cases(town: &Town) -> usize {
    rows(town).await.len()
}

/// The case of a number of the list.
async fn case(town: &Town, number: &str) -> Case {
    let wanted = format!("list-1-{number}");
    let row = rows(town).await.into_iter().find(|row| row.number == wanted).expect("listed");
    town.case(row.id).await
}

pub async fn two_counties_may_use_one_list_name_and_numbers(town: Town) {
    town.set("2022-07-20 12:00");
    let rows = "1,2022-07-01,,,\n2,2022-07-04,1,,\n";
    let home = town.who(Role::Epidemiologist, HOME);
    let next = town.who(Role::Epidemiologist, NEXT);
    let import = async |caller, request| town.app.import(caller, None, request, Arc::new(Unwatched)).await;
    for caller in [&home, &next] {
        let done = import(caller, request(None, rows)).await.expect("read");
        assert_eq!(codes(&done), [(Code::MissingField, Some(2)), (Code::MissingField, Some(3))]);
        assert_eq!(done.import, None, "no row names its area: nothing was begun");
    }
    for (caller, area) in [(&home, HOME), (&next, NEXT)] {
        let done = import(caller, request(Some(area), rows)).await.expect("taken in");
        assert_eq!(summary(&done), (2, 2, 0, 0, 1), "{:?}", done.faults);
    }
    assert_eq!(cases(&town).await, 4, "each county has two of its own");
    // The widest area of the caller is the same place as its name.
    let named = format!("1,2022-07-01,,{STREET},\n3,2022-07-05,2,{STREET},\n");
    let done = import(&home, request(None, &named)).await.expect("taken in");
    assert_eq!((summary(&done), done.warnings.len()), ((2, 1, 1, 0, 0), 0), "the list knows number 2");
    // Nobody imports into another's numbers.
    assert_eq!(refused(import(&next, request(Some(HOME), rows)).await), Code::Forbidden);
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
    let done = import(&town, request(Some(HOME), &rows)).await.expect("read");
    assert_eq!(codes(&done), [(Code::TooLong, Some(405))], "{:?}", done.faults);
    assert_eq!(town.app.verify().await.expect("sound").facts, 0, "nothing was taken in");
    // Told to, it takes in the sound rows, and tells of the link to the one left out.
    let some = ImportRequest { leave_out: true, ..request(Some(HOME), &rows) };
    let done = import(&town, some).await.expect("taken in");
    assert_eq!((done.counts.new, done.counts.rejected, cases(&town).await), (449, 1, 449));
    // In the order of the file or not: links come when everybody is there.
    let backwards: String =
        rows.replace(&kind, "household").lines().rev().map(|l| format!("{l}\n")).collect();
    let done = taken(&town, request(Some(HOME), &backwards)).await;
    assert_eq!(summary(&done), (450, 1, 449, 0, 449));
    let chains = town.app.chains(&town.cdc(), COVID, town.now()).await.expect("counted");
    assert_eq!((chains.components, chains.generations.len()), (vec![450], 450));
}

pub async fn a_circle_of_infection_is_refused_with_all_its_rows(town: Town) {
    town.set("2022-07-20 12:00");
    let rows = "1,2022-07-01,3,,\n2,2022-07-02,1,,\n3,2022-07-03,2,,\n4,2022-07-04,1,,\n";
    let seen = Arc::new(Seen::default());
    let done =
        town.app.import(&town.cdc(), None, request(Some(HOME), rows), seen.clone()).await.expect("read");
    assert_eq!((codes(&done), done.counts.rejected), (vec![(Code::ExposureCycle, Some(2))], 3));
    assert_eq!(*seen.refused.lock().expect("whole"), [2, 3, 4]);
    assert_eq!(cases(&town).await, 0);
}

#[derive(Default)]
struct Seen {
    refused: Mutex<Vec<u64>>,
    cancel_at: Mutex<Option<u64>>,
}

impl Watch for Seen {
    fn progress(&self, stage: Stage, done: u64, _: u64) {
        let mut at = self.cancel_at.lock().expect("whole");
        if stage == Stage::Recording && at.is_some_and(|at| at != 0 && done >= at) {
            *at = Some(0);
        }
    }
    fn is_cancelled(&self) -> bool {
        *self.cancel_at.lock().expect("whole") == Some(0)
    }
    fn rejected(&self, _: usize, _: &[String], record: &interop::Record, _: &[kernel::Error]) {
        self.refused.lock().expect("whole").push(record.row);
    }
}

pub async fn links_to_nobody_are_told_and_none_is_invented(town: Town) {
    town.set("2022-07-20 12:00");
    let cases =
        file(MAPPING, "no,onset,from,area,kind\n1,2022-07-01,,,\n2,2022-07-04,9,,\n3,2022-07-05,,,\n");
    let links = file(LINKS, "a,b\n1,2\n1,8\n7,8\n9,3\n");
    // In whatever order the files are given.
    let done = taken(&town, list(Some(HOME), vec![links, cases])).await;
    let counts = &done.counts;
    assert_eq!((counts.rows, counts.new, counts.links), (7, 7, 1));
    assert_eq!((counts.unlisted_links, counts.unlisted_ends, counts.unlisted_numbers), (4, 5, 3));
    assert!(done.warnings.iter().all(|told| told.code() == Code::ImportUnknownLink));
    assert_eq!((done.warnings.len(), rows(&town).await.len()), (5, 3));
    let ends = case(&town, "2").await.person.subject();
    let exposures = town.app.store().exposures_of(&Scope::system(), &[ends.id], town.now()).await;
    assert_eq!(exposures.expect("read").len(), 1);
}

pub async fn a_newer_edition_of_a_list_changes_what_it_says_otherwise(town: Town) {
    town.set("2022-07-20 12:00");
    let first = "1,赵一,13800000001,2022-07-01,suspected,,A\n2,钱二,,2022-07-03,confirmed,,B\n3,孙三,,2022-07-04,confirmed,,\n";
    let done = taken(&town, full(first)).await;
    assert_eq!(summary(&done), (3, 3, 0, 0, 0));
    let again = taken(&town, full(first)).await;
    assert_eq!((again.counts.kept, again.counts.changed), (3, 0));
    let before = town.app.verify().await.expect("sound").facts;
    town.set("2022-07-21 12:00");
    // Number 1 is confirmed and has another name; of number 2 a column of its own changes; 3 is gone, 4 came.
    let second = "1,赵壹,13800000001,2022-07-02,confirmed,,A\n2,钱二,,2022-07-03,confirmed,,C\n4,李四,,2022-07-06,confirmed,,\n";
    let tried = taken(&town, ImportRequest { dry_run: true, ..full(second) }).await;
    assert_eq!(town.app.verify().await.expect("sound").facts, before, "only tried");
    let done = taken(&town, full(second)).await;
    for done in [&tried, &done] {
        let counts = &done.counts;
        assert_eq!((counts.new, counts.kept, counts.changed), (1, 2, 2));
        assert_eq!((counts.status_changes, counts.missing), (1, 1));
    }
    let one = case(&town, "1").await;
    assert_eq!(one.classification, protocol::schema::Classification::Confirmed);
    assert_eq!(one.onset.map(|d| d.to_string()).as_deref(), Some("2022-07-02"));
    let lines = town.app.personal(&town.cdc(), &[one.person], &[PersonalField::Name], "check").await;
    assert_eq!(lines.expect("read")[0].values[0].1.expose(), "赵壹");
    assert_eq!(
        case(&town, "3").await.onset.map(|d| d.to_string()).as_deref(),
        Some("2022-07-04"),
        "it stays"
    );
    let nothing = taken(&town, full(second)).await;
    assert_eq!((nothing.counts.kept, nothing.counts.changed, nothing.counts.new), (3, 0, 0));
}

pub async fn an_import_is_taken_back(town: Town) {
    town.set("2022-07-20 12:00");
    let cdc = town.cdc();
    let first =
        taken(&town, full("1,赵一,,2022-07-01,suspected,,A\n2,钱二,,2022-07-03,confirmed,1,B\n")).await;
    town.set("2022-07-21 12:00");
    let second =
        taken(&town, full("1,赵一,,2022-07-01,confirmed,,A\n2,钱二,,2022-07-03,confirmed,1,B\n5,周五,,2022-07-06,confirmed,1,\n"))
            .await;
    let undo = async |id, reason: &str| town.app.undo_import(&cdc, None, id, reason.to_owned(), |_| ()).await;
    let (first, second) = (first.import.expect("begun"), second.import.expect("begun"));
    assert_eq!(refused(undo(second, " ").await), Code::MissingField);
    undo(second, "wrong file").await.expect("taken back");
    assert_eq!(refused(undo(second, "twice").await), Code::ImportState);
    let five = case(&town, "5").await;
    assert!(five.withdrawn && five.is_discarded(), "there was no such case");
    assert_eq!(case(&town, "1").await.classification, protocol::schema::Classification::Suspected);
    let row = town.app.store().person(&Scope::system(), five.person).await.expect("read").expect("known");
    assert!(row.erased_at.is_some(), "of him nothing else is known");
    // The mended file comes again: what was taken back is new, the rest is as it was.
    let again =
        taken(&town, full("1,赵一,,2022-07-01,suspected,,A\n5,周五,,2022-07-07,confirmed,1,\n")).await;
    assert_eq!((again.counts.new, again.counts.kept, again.counts.changed), (1, 1, 0));
    // Somebody works on number 2: it stays, and is named.
    let two = case(&town, "2").await;
    let step = app::commands::TakeStep {
        case: two.id,
        expected_version: None,
        step: domain::clinical::Step::Isolate,
        at: None,
    };
    town.app.take_step(&cdc, None, step).await.expect("isolated");
    let done = undo(first, "wrong county").await.expect("taken back");
    // A later import had built on number 1: that counts as work too.
    assert_eq!(done.stayed, 2);
    assert!(done.stay.contains(&two.id) && done.stay.contains(&case(&town, "1").await.id));
    assert!(!case(&town, "2").await.withdrawn && !case(&town, "1").await.withdrawn);
    town.app.verify().await.expect("sound");
    // Told again from the journal, it is the same.
    let before = rows(&town).await;
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!(rows(&town).await, before);
}

pub async fn history_is_recorded_and_owes_nothing(town: Town) {
    town.set("2022-07-20 12:00");
    let cases = file(
        FULL,
        "no,name,phone,onset,class,from,ward\n1,赵一,,2020-02-01,confirmed,,\n2,钱二,,2020-02-05,confirmed,1,\n",
    );
    let contacts = file(CONTACTS, "no,name,case,last\nk1,吴六,1,2020-02-03\n");
    let done = taken(&town, ImportRequest { history: true, ..list(Some(HOME), vec![cases, contacts]) }).await;
    assert_eq!(summary(&done), (3, 3, 0, 0, 1));
    let owed = town.app.obligation_counts(&town.cdc(), &app::ObligationFilter::default(), town.now()).await;
    assert_eq!(owed.expect("counted"), app::ObligationCounts::default());
    let one = case(&town, "1").await;
    assert_eq!(town.contacts_of(one.id).await.len(), 1);
    let before = (rows(&town).await, town.contacts_of(one.id).await);
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!((rows(&town).await, town.contacts_of(one.id).await), before);
    let owed = town.app.obligation_counts(&town.cdc(), &app::ObligationFilter::default(), town.now()).await;
    assert_eq!(owed.expect("counted"), app::ObligationCounts::default());
}

pub async fn a_key_belongs_to_one_list(town: Town) {
    town.set("2022-07-20 12:00");
    let cdc = town.cdc();
    let (first, second) = ("1,2022-07-01,,,\n", "2,2022-07-02,,,\n");
    let import = async |key: &str, rows: &str| {
        let key = Key::new(key, "/imports", &rows).expect("a key");
        town.app.import(&cdc, Some(&key), request(Some(HOME), rows), Arc::new(Unwatched)).await
    };
    let begun = import("k", first).await.expect("taken in");
    assert_eq!(summary(&begun), (1, 1, 0, 0, 0));
    let again = import("k", first).await.expect("known");
    assert_eq!((summary(&again), again.import), ((1, 0, 1, 0, 0), begun.import));
    assert_eq!(refused(import("k", second).await), Code::KeyReused);
    assert_eq!(cases(&town).await, 1);
    // What brings nothing new uses its key up as well.
    assert_eq!(summary(&import("l", first).await.expect("known")), (1, 0, 1, 0, 0));
    assert_eq!(refused(import("l", second).await), Code::KeyReused);
    assert_eq!(summary(&import("m", second).await.expect("taken in")), (1, 1, 0, 0, 0));
}

pub async fn a_list_broken_off_in_the_middle_is_completed(town: Town) {
    town.set("2022-07-20 12:00");
    let cdc = town.cdc();
    let rows: String = (1..=4000).map(|n| format!("{n},2022-07-01,,,\n")).collect();
    let key = Key::new("k", "/imports", &rows).expect("a key");
    let watch = Arc::new(Seen { cancel_at: Mutex::new(Some(512)), ..Seen::default() });
    let done = town.app.import(&cdc, Some(&key), request(Some(HOME), &rows), watch).await.expect("stopped");
    assert!(done.cancelled);
    assert!(cases(&town).await > 0);
    let state = town.app.import_by_id(&cdc, done.import.expect("begun")).await.expect("known").state;
    assert_eq!(state, "cancelled");
    let town = town.restarted().await;
    let other = Key::new("k", "/imports", &"another").expect("a key");
    let another = request(Some(HOME), "1,2022-07-01,,,\n");
    let refusal = town.app.import(&cdc, Some(&other), another, Arc::new(Unwatched)).await;
    assert_eq!(refused(refusal), Code::KeyReused);
    let whole = request(Some(HOME), &rows);
    let done = town.app.import(&cdc, Some(&key), whole, Arc::new(Unwatched)).await.expect("completed");
    assert_eq!(done.counts.new + done.counts.kept, 4000);
    assert!(done.counts.new > 0 && done.counts.kept > 0, "{:?}", done.counts);
    let taken_back =
        town.app.undo_import(&cdc, None, done.import.expect("begun"), "all".to_owned(), |_| ()).await;
    assert_eq!(taken_back.expect("taken back").stayed, 0);
}
