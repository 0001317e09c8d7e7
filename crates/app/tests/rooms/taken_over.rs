//! Our own exports read back: another installation takes the records over and
//! exports the same bytes.

use app::Caller;
use app::commands::TakeStep;
use app::imports::{FileInput, ImportOutcome, ImportRequest, Unwatched};
use authz::Role;
use domain::clinical::Step;
use interop::{Kind, Mapping};
use kernel::Code;
use std::sync::Arc;
use store::{CaseRow, Scope};

use crate::exports::{account, exported, named, outbreak};
use crate::town::{HOME, NEXT, Town};

const KINDS: [(&str, Kind); 3] = [
    ("cases", Kind::ExportedCases),
    ("contacts", Kind::ExportedContacts),
    ("exposures", Kind::ExportedExposures),
];

/// The tables of a county, by kind.
async fn tables(town: &Town, caller: &Caller, format: &str) -> Vec<Vec<u8>> {
    let mut tables = Vec::new();
    for (kind, _) in KINDS {
        let made = exported(town, caller, named(&[kind], format)).await;
        tables.push(made.files[0].1.clone());
    }
    tables
}

fn files(tables: &[Vec<u8>], format: &str) -> Vec<FileInput> {
    let named = KINDS.iter().zip(tables);
    named
        .map(|((name, kind), bytes)| {
            FileInput::of_bytes(&format!("{name}.{format}"), bytes.clone(), Mapping::empty(*kind))
        })
        .collect()
}

async fn taken_over(town: &Town, caller: &Caller, files: Vec<FileInput>) -> ImportOutcome {
    let request = ImportRequest::new("moved", files);
    town.app.import(caller, None, request, Arc::new(Unwatched)).await.expect("taken over")
}

pub async fn an_export_that_is_taken_over_is_exported_the_same(town: Town) {
    outbreak(&town).await;
    let cdc = account(&town, Role::Epidemiologist, HOME).await;
    // One more who is admitted and recovers, one who was no case, and a name that looks like a formula.
    let (mended, mistaken) = (town.person(HOME).await, town.person(HOME).await);
    let case = town.positive(mended).await;
    for step in [Step::Report, Step::Isolate, Step::Admit, Step::End("recovered".to_owned())] {
        let step = TakeStep { case, step, at: None, expected_version: None };
        town.app.take_step(&town.cdc(), None, step).await.expect("recorded");
    }
    let other = town.positive(mistaken).await;
    let step =
        TakeStep { case: other, step: Step::End("discarded".to_owned()), at: None, expected_version: None };
    town.app.take_step(&town.cdc(), None, step).await.expect("recorded");
    for format in ["csv", "json"] {
        let before = tables(&town, &cdc, format).await;
        let new = Town::sqlite().await;
        new.set("2022-08-01 12:00");
        let there = account(&new, Role::Epidemiologist, HOME).await;
        let done = taken_over(&new, &there, files(&before, format)).await;
        assert_eq!(done.faults, [], "{format}");
        assert_eq!(done.counts.new, done.counts.rows, "{format}");
        let after = tables(&new, &there, format).await;
        for ((kind, _), (before, after)) in KINDS.iter().zip(before.iter().zip(&after)) {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
            assert_eq!(text(before), text(after), "{kind} as {format}");
        }
        assert!(new.app.verify().await.expect("sound").facts > 0);
        // The same again changes nothing.
        let again = taken_over(&new, &there, files(&before, format)).await;
        assert_eq!((again.counts.new, again.counts.kept), (0, done.counts.rows));
        assert_eq!(tables(&new, &there, format).await, after);
        // Nothing is owed for what happened elsewhere.
        let page = town.whole();
        let owed = new.app.store().obligations(&Scope::system(), &Default::default(), new.now(), &page).await;
        assert_eq!(owed.expect("read").items.len(), 0);
        let undone =
            new.app.undo_import(&there, None, done.import.expect("begun"), "moved back".to_owned(), |_| ());
        assert_eq!(undone.await.expect("undone").stayed, 0);
        let left = new.app.store().cases(&Scope::system(), &Default::default(), new.now(), &page).await;
        assert!(left.expect("read").items.iter().all(|row: &CaseRow| row.status == "withdrawn"));
    }
}

pub async fn what_is_no_record_of_the_takers_area_is_refused(town: Town) {
    outbreak(&town).await;
    let cdc = account(&town, Role::Epidemiologist, HOME).await;
    let before = tables(&town, &cdc, "csv").await;
    let new = Town::sqlite().await;
    new.set("2022-08-01 12:00");
    let next = account(&new, Role::Epidemiologist, NEXT).await;
    let done = taken_over(&new, &next, files(&before, "csv")).await;
    assert_eq!((done.import, done.counts.rejected), (None, done.counts.rows));
    assert!(done.faults.iter().all(|fault| fault.code() == Code::Forbidden), "{:?}", done.faults);
    // A contact without its case stays out, whoever takes it over.
    let home = account(&new, Role::Epidemiologist, HOME).await;
    let contacts = files(&before, "csv").swap_remove(1);
    let done = taken_over(&new, &home, vec![contacts]).await;
    assert_eq!(done.faults.iter().map(kernel::Error::code).collect::<Vec<_>>(), [Code::ImportUnknownLink]);
    // Nor does it hang on a case of another county, though that is there.
    let cases = files(&before, "csv").swap_remove(0);
    assert_eq!(taken_over(&new, &home, vec![cases]).await.faults, []);
    let text = String::from_utf8(before[1].clone()).expect("UTF-8").replace(HOME, NEXT);
    let moved =
        FileInput::of_bytes("contacts.csv", text.into_bytes(), Mapping::empty(Kind::ExportedContacts));
    let done = taken_over(&new, &next, vec![moved]).await;
    assert_eq!(done.faults.iter().map(kernel::Error::code).collect::<Vec<_>>(), [Code::ImportUnknownLink]);
    // A table that lacks a column is not of the shape.
    let text = String::from_utf8(before[0].clone()).expect("UTF-8").replacen("number,", "", 1);
    let cut = FileInput::of_bytes("cases.csv", text.into_bytes(), Mapping::empty(Kind::ExportedCases));
    let request = ImportRequest::new("moved", vec![cut]);
    let refused = new.app.import(&home, None, request, Arc::new(Unwatched)).await.expect_err("no shape");
    assert_eq!(refused.code(), Code::ImportUnknownColumn);
}
