//! Real lists through the import desk, where the folder of reference data is
//! there. Nothing of them is in the repository.

use app::imports::{FileInput, ImportOutcome, ImportRequest, Unwatched};
use interop::Mapping;
use kernel::AreaCode;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::town::{HOME, Town};

const MPOX: &str = "disease = \"mpox\"\ndate_format = \"YYYY-MM-DD\"\nextras = \"all\"\n[columns]\nnumber = \"ID\"\n\
                    classification = \"Status\"\nreported = \"Date_entry\"\n";
const EBOLA: &str = "disease = \"measles\"\ndate_format = \"YYYY-MM-DD\"\nextras = \"all\"\n[columns]\n\
                     number = \"case_id\"\nonset = \"date_of_onset\"\n";
const LINKS: &str = "kind = \"exposures\"\ndisease = \"measles\"\nextras = \"all\"\n[columns]\nfrom = \"infector\"\nto = \"case_id\"\n";

fn file(shared: &Path, name: &str, mapping: &str) -> FileInput {
    let packed = std::fs::read(shared.join("data").join(name)).expect("a file of the reference data");
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).expect("gzip");
    FileInput::of_bytes(name, bytes, Mapping::parse("m.toml", mapping).expect("sound"))
}

async fn import(town: &Town, list: &str, files: Vec<FileInput>, dry_run: bool) -> ImportOutcome {
    let area = Some(AreaCode::new(HOME).expect("sound"));
    let request = ImportRequest { area, history: true, dry_run, ..ImportRequest::new(list, files) };
    let done = town.app.import(&town.cdc(), None, request, Arc::new(Unwatched)).await.expect("taken in");
    assert_eq!(done.faults, []);
    done
}

pub async fn two_vintages_of_a_list_are_told_apart(town: Town) {
    let Some(shared) = testkit::shared_data() else { return };
    town.set("2022-07-20 12:00");
    let vintage =
        |day: &str| file(&shared, &format!("linelists_mpox2022_globalhealth/mpox_2022-{day}.csv.gz"), MPOX);
    let first = import(&town, "mpox", vec![vintage("05-31")], false).await;
    assert_eq!((first.counts.rows, first.counts.new), (775, 775));
    // The rows that differ in any of the 29 columns, and those whose status does.
    let second = import(&town, "mpox", vec![vintage("06-30")], true).await;
    let counts = &second.counts;
    assert_eq!((counts.rows, counts.new, counts.kept, counts.missing), (5644, 4869, 775, 0));
    assert_eq!((counts.changed, counts.status_changes), (368, 123));
}

pub async fn links_of_a_list_with_unlisted_ends_are_reported(town: Town) {
    let Some(shared) = testkit::shared_data() else { return };
    town.set("2022-07-20 12:00");
    let cases = file(&shared, "linelists_reconhub_GPL/ebola_sim_clean__linelist.csv.gz", EBOLA);
    let links = file(&shared, "linelists_reconhub_GPL/ebola_sim_clean__contacts.csv.gz", LINKS);
    let counts = import(&town, "ebola", vec![cases, links], true).await.counts;
    assert_eq!((counts.links, counts.unlisted_links), (2116, 1684));
    assert_eq!((counts.unlisted_ends, counts.unlisted_numbers), (1716, 1218));
}
