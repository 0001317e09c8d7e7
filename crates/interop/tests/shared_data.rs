//! Real files of many hands, where the folder of reference data is there: what
//! loads, what is refused, and why. Nothing of them is in the repository.

use fenghuo_interop::{
    DateFormat, Field, Guess, Kind, LinkCheck, Mapping, Outcome, Question, ReadRow, RowIds, SAMPLE_ROWS,
    Surroundings, Table, TableHints, TableLimits, TypedRow, guess, open_table,
};
use kernel::{AreaCode, Code, Error};
use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read},
    path::Path,
};

fn unzip(path: &Path) -> Vec<u8> {
    let packed = fs::read(path).expect("a file of the reference data");
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).expect("gzip");
    bytes
}

/// The files of a tar archive, by name.
fn untar(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let (mut files, mut at) = (BTreeMap::new(), 0);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_matches(['\0', ' ']).to_owned();
    while let Some(head) = bytes.get(at..at + 512).filter(|head| head[0] != 0) {
        let size = usize::from_str_radix(&text(&head[124..136]), 8).expect("a size");
        let name = format!("{}{}", text(&head[345..500]), text(&head[..100]));
        if matches!(head[156], b'0' | 0) {
            files.insert(name, bytes[at + 512..at + 512 + size].to_vec());
        }
        at += 512 + size.div_ceil(512) * 512;
    }
    files
}

fn open(name: &str, bytes: Vec<u8>) -> Result<Table, Error> {
    open_table(name, Box::new(Cursor::new(bytes)), &TableHints::default(), &TableLimits::default())
}

fn guessed(table: &mut Table) -> Result<Guess, Error> {
    let sample = table.sample(SAMPLE_ROWS)?;
    guess(table, &sample)
}

/// The area and facility of every name are given.
fn read(table: &mut Table, mapping: &Mapping) -> Vec<ReadRow> {
    let anywhere = |_: &[&str]| AreaCode::new("X").ok();
    let rows = table
        .rows(mapping, Surroundings { today: None, area_of: Some(&anywhere) })
        .expect("the mapping fits");
    rows.collect::<Result<_, _>>().expect("readable")
}

fn faults(rows: &[ReadRow]) -> Vec<String> {
    let faulty = rows.iter().filter_map(|row| row.read.as_ref().err());
    let told = |fault: &Error| format!("{} {}", fault.location().expect("a place"), fault.code().as_str());
    faulty.flatten().map(told).collect()
}

fn mapped(guess: &Guess) -> String {
    let fields = guess
        .columns
        .iter()
        .filter_map(|column| Some(format!("{}={}", column.heading, column.field?.as_str())));
    fields.collect::<Vec<_>>().join(" ")
}

fn cases(rows: &[ReadRow]) -> impl Iterator<Item = &fenghuo_interop::CaseRow> {
    rows.iter().filter_map(|row| match &row.read {
        Ok(TypedRow::Case(case)) => Some(&**case),
        _ => None,
    })
}

#[test]
fn singapore_loads_with_its_own_columns() {
    let Some(shared) = testkit::shared_data() else { return };
    let folder = shared.join("data/linelists_singapore_tianjin");
    let mut table = open("singapore", unzip(&folder.join("singapore_linelist.csv.gz"))).expect("a table");
    let mut guess = guessed(&mut table).expect("cases");
    guess.mapping.disease = "covid19".to_owned();
    println!("{}\n{:?}", mapped(&guess), guess.questions);
    let rows = read(&mut table, &guess.mapping);
    assert_eq!((rows.len(), faults(&rows)), (93, vec![]));
    assert_eq!(cases(&rows).filter(|case| case.onset.is_some()).count(), 83);
    assert_eq!(cases(&rows).filter(|case| case.confirmed.is_some()).count(), 93);
    assert_eq!(cases(&rows).filter(|case| case.recovered.is_some()).count(), 62);
    let listed = guess.columns.iter().filter(|column| column.field.is_some()).count();
    let extras: std::collections::BTreeSet<&str> =
        cases(&rows).flat_map(|case| &case.extras).map(|extra| extra.name.as_str()).collect();
    println!("{listed} columns are fields, {} are kept beside them", extras.len());
    let mut edges = open("edges", unzip(&folder.join("singapore_edges.csv.gz"))).expect("a table");
    let guess = guessed(&mut edges).expect("links");
    assert_eq!(guess.kind, Kind::Exposures);
    let mut check = LinkCheck::new();
    for row in &rows {
        assert_eq!(check.case(row.record.row, &row.ids), None);
    }
    let links = read(&mut edges, &guess.mapping);
    // One case is said to be related to itself.
    assert_eq!(faults(&links), ["edges:63:to exposure.self_link"]);
    add_links(&mut check, &links);
    let report = check.finish();
    println!("{} links, {} between listed cases", report.links, report.listed_links);
    assert_eq!((links.len(), report.numbers, report.links), (71, 93, 70));
}

fn add_links(check: &mut LinkCheck, rows: &[ReadRow]) {
    for row in rows {
        if let Ok(TypedRow::Exposure(link)) = &row.read {
            check.link(link.row, &link.from, &link.to);
        }
    }
}

#[test]
fn mpox_loads_in_both_vintages_with_all_its_columns() {
    let Some(shared) = testkit::shared_data() else { return };
    let folder = shared.join("data/linelists_mpox2022_globalhealth");
    let mut vintages = Vec::new();
    for (file, expected) in [("mpox_2022-05-31.csv.gz", 775), ("mpox_2022-06-30.csv.gz", 5_644)] {
        let mut table = open(file, unzip(&folder.join(file))).expect("a table");
        let mut guess = guessed(&mut table).expect("cases");
        guess.mapping.disease = "mpox".to_owned();
        println!("{file}: {}\n{:?}", mapped(&guess), guess.questions);
        let rows = read(&mut table, &guess.mapping);
        assert_eq!((rows.len(), faults(&rows)), (expected, vec![]), "{file}");
        assert_eq!(guess.columns.len(), 29);
        // Every filled cell is somewhere: in a field, or beside them under its heading.
        for (row, case) in rows.iter().zip(cases(&rows)) {
            let beside = guess
                .columns
                .iter()
                .zip(&row.record.cells)
                .filter(|(c, cell)| c.field.is_none() && !cell.is_empty());
            assert_eq!(case.extras.len(), beside.count(), "{file} row {}", row.record.row);
        }
        let raw: BTreeMap<String, Vec<String>> = rows
            .iter()
            .map(|row| (row.ids.number.clone().expect("a number"), row.record.cells.clone()))
            .collect();
        let class: BTreeMap<String, _> =
            cases(&rows).map(|case| (case.number.clone(), case.classification)).collect();
        vintages.push((raw, class));
    }
    let [(old, old_class), (new, new_class)] = &vintages[..] else { panic!("two vintages") };
    assert_eq!(old.keys().filter(|number| new.contains_key(*number)).count(), 775);
    assert_eq!(old_class.iter().filter(|(number, class)| new_class[*number] != **class).count(), 123);
    assert_eq!(old.iter().filter(|(number, cells)| new[*number] != **cells).count(), 368);
}

#[test]
fn ebola_links_are_listed_and_unlisted_as_published() {
    let Some(shared) = testkit::shared_data() else { return };
    let folder = shared.join("data/linelists_reconhub_GPL");
    let mut list =
        open("linelist", unzip(&folder.join("ebola_sim_clean__linelist.csv.gz"))).expect("a table");
    let mut guess = guessed(&mut list).expect("cases");
    guess.mapping.disease = "ebola".to_owned();
    println!("{}\n{:?}", mapped(&guess), guess.questions);
    let rows = read(&mut list, &guess.mapping);
    assert_eq!((rows.len(), faults(&rows)), (5_829, vec![]));
    let remarks: Vec<&Error> = rows.iter().flat_map(|row| &row.remarks).collect();
    assert_eq!(remarks.len(), 197, "outcomes before the onset");
    assert!(remarks.iter().all(|remark| remark.code() == Code::DatesOutOfOrder));
    assert_eq!(cases(&rows).filter(|case| case.death.is_some()).count(), 2_044);
    assert_eq!(cases(&rows).filter(|case| case.outcome == Some(Outcome::Died)).count(), 2_564);
    let mut contacts =
        open("contacts", unzip(&folder.join("ebola_sim_clean__contacts.csv.gz"))).expect("a table");
    let guess = guessed(&mut contacts).expect("links");
    println!("{}", mapped(&guess));
    assert_eq!(guess.kind, Kind::Exposures);
    let links = read(&mut contacts, &guess.mapping);
    assert_eq!((links.len(), faults(&links)), (3_800, vec![]));
    let mut check = LinkCheck::new();
    for row in &rows {
        assert_eq!(check.case(row.record.row, &RowIds { infectors: Vec::new(), ..row.ids.clone() }), None);
    }
    add_links(&mut check, &links);
    let report = check.finish();
    assert_eq!((report.links, report.listed_links, report.unlisted_links()), (3_800, 2_116, 1_684));
    assert_eq!((report.unlisted.len(), report.unlisted_numbers), (1_716, 1_218));
}

/// What is expected of a SORMAS file: its kind and rows, or the kind that is not taken in.
type Expected = Result<(&'static str, usize), &'static str>;

const SORMAS: [(&str, Expected); 44] = [
    ("DEA_TestImport", Err("travel_entries")),
    ("ImportContactPrio", Ok(("contacts", 1))),
    ("ImportTestData_Events_INT", Err("events")),
    ("Import_Contact_Vaccinations", Ok(("contacts", 1))),
    ("Import_EventParticipants_Vaccinations", Ok(("event_participants", 1))),
    ("Import_specimen_condition", Ok(("cases", 1))),
    ("TestCase_ImportPrio_template", Ok(("cases", 1))),
    ("TestContact_ImportPrio_template", Ok(("contacts", 1))),
    ("sormas_campaign_data_import_test_nonexisting_column", Err("campaign_data")),
    ("sormas_campaign_data_import_test_success", Err("campaign_data")),
    ("sormas_campaign_data_import_test_wrong_type", Err("campaign_data")),
    ("sormas_case_contact_import_test_address_types", Ok(("contacts", 3))),
    ("sormas_case_contact_import_test_comment_success", Ok(("contacts", 5))),
    ("sormas_case_contact_import_test_success", Ok(("contacts", 5))),
    ("sormas_case_import_address_type", Ok(("cases", 3))),
    ("sormas_case_import_test_different_infrastructure", Ok(("cases", 1))),
    ("sormas_case_import_test_pathogen_tests", Ok(("cases", 3))),
    ("sormas_case_import_test_samples", Ok(("cases", 3))),
    ("sormas_case_import_test_vaccinations", Ok(("cases", 3))),
    ("sormas_community_import_test", Err("areas")),
    ("sormas_contact_import_test", Ok(("contacts", 3))),
    ("sormas_contact_import_test_comment", Ok(("contacts", 3))),
    ("sormas_contact_import_test_vaccinations", Ok(("contacts", 3))),
    ("sormas_country_import_test", Err("areas")),
    ("sormas_district_import_test", Err("areas")),
    ("sormas_environment_import_test", Err("environments")),
    ("sormas_event_import_test_comment_success", Err("events")),
    ("sormas_event_import_test_success", Err("events")),
    ("sormas_eventparticipant_import_test_address_types", Ok(("event_participants", 3))),
    ("sormas_eventparticipant_import_test_comment_success", Ok(("event_participants", 5))),
    ("sormas_eventparticipant_import_test_success", Ok(("event_participants", 5))),
    ("sormas_eventparticipant_import_test_vaccinations", Ok(("event_participants", 3))),
    ("sormas_facility_import_test", Err("facilities")),
    ("sormas_import_test_comment_line_listing", Ok(("cases", 5))),
    ("sormas_import_test_comment_success", Ok(("cases", 5))),
    ("sormas_import_test_line_listing", Ok(("cases", 5))),
    ("sormas_import_test_success", Ok(("cases", 5))),
    ("sormas_poe_import_test", Err("points_of_entry")),
    ("sormas_poe_import_test_comment", Err("points_of_entry")),
    ("sormas_region_import_test", Err("areas")),
    ("sormas_region_import_test_iso_8859_1", Err("areas")),
    ("sormas_region_import_test_large_file_utf8", Err("areas")),
    ("sormas_region_import_test_windows_1252", Err("areas")),
    ("sormas_self_report_import_test", Err("self_reports")),
];

#[test]
fn sormas_files_load_whole_or_say_what_they_are() {
    let Some(shared) = testkit::shared_data() else { return };
    let folder = shared.join("data/interop_sormas_import_GPL3");
    let files = untar(&unzip(&folder.join("sormas_import_csvs.tar.gz")));
    assert_eq!(files.len(), SORMAS.len());
    println!("{:<60} {:>8} {:>6} {:>8}  why", "file", "kind", "in", "rejected");
    let mut wrong = Vec::new();
    for (path, bytes) in files {
        let name = path.rsplit("__").next().unwrap_or(&path).trim_end_matches(".csv").to_owned();
        let expected =
            SORMAS.iter().find(|(file, _)| *file == name).unwrap_or_else(|| panic!("{name} is new")).1;
        let german =
            name.contains("Import_") || name.contains("ImportPrio") || name.contains("ImportContactPrio");
        let told = sormas(&name, bytes, if german { "D.M.YYYY" } else { "M/D/YYYY" });
        let line = match &told {
            Ok((kind, sound, reasons)) => {
                format!("{kind:>8} {sound:>6} {:>8}  {}", reasons.len(), reasons.join(", "))
            }
            Err(kind) => format!("{kind:>8} {:>6} {:>8}  unsupported kind", "-", "-"),
        };
        println!("{name:<60} {line}");
        let as_expected = match (&told, expected) {
            (Ok((kind, sound, reasons)), Ok((expected, rows))) => {
                *kind == expected && *sound == rows && reasons.is_empty()
            }
            (Err(kind), Err(expected)) => kind == expected,
            _ => false,
        };
        if !as_expected {
            wrong.push(name);
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// The kind, the sound rows and the reasons of the others; or the kind that is not taken in.
fn sormas(name: &str, bytes: Vec<u8>, order: &str) -> Result<(&'static str, usize, Vec<String>), String> {
    let mut table = open(name, bytes).expect("a table");
    let guess = match guessed(&mut table) {
        Ok(guess) => guess,
        Err(error) => return Err(error.argument("kind").unwrap_or("?").to_owned()),
    };
    let mut mapping = guess.mapping.clone();
    let wanted = DateFormat::parse(order).expect("a form").to_string().replace(['/', '.'], "");
    for question in &guess.questions {
        match question {
            Question::Disease => mapping.disease = "covid19".to_owned(),
            // The order of days is what whoever sent the file says it is.
            Question::DateOrder { field, forms, .. } => {
                let same = |form: &&DateFormat| {
                    form.to_string().replace(['/', '.', '-'], "").starts_with(&wanted[..2])
                };
                let form = forms.iter().find(same).or(forms.first()).expect("a form");
                mapping.date_formats_of.insert(*field, vec![form.clone()]);
            }
            _ => {}
        }
    }
    let mapping = Mapping::parse(name, &mapping.to_text()).expect("a sound mapping");
    let rows = read(&mut table, &mapping);
    assert!(rows.iter().all(|row| row.read.as_ref().map_or(true, |read| read.kind() == guess.kind)));
    let sound = rows.iter().filter(|row| row.read.is_ok()).count();
    assert!(guess.kind != Kind::Cases || mapping.columns.contains_key(&Field::Disease));
    Ok((guess.kind.as_str(), sound, faults(&rows)))
}
