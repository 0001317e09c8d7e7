//! Which edition holds where and when, and how overlays merge.

use kernel::{Code, parse_date};
use protocol::{GENERAL_EDITION, Library};

use crate::{EDITION, GENERAL, area, library};

const NEXT: &str = r#"
schema = 1
disease = "covid19"
edition = "20"
title = { zh = "二十条", en = "Twenty measures" }
from = "2022-11-11"
inherits = "9th"

[[regime]]
id = "QR14"
title = { zh = "密接 5+3", en = "Close contacts 5+3" }
cites = { requirement = "H05", source = "m20", confidence = "A" }
key = "cc_20"
for = ["close", "entrant"]
form = "C5@1,2,3,5 H3@1,3"
anchor = "last_exposure"
day_one = "next_day"
"#;

pub fn overlay(code: &str, from: &str, id: &str, form: &str, basis: bool) -> String {
    let basis = if basis { ", basis = { zh = \"通告\", en = \"Notice\" }" } else { "" };
    format!(
        "schema = 1\ndisease = \"covid19\"\nedition = \"9th\"\ntitle = {{ zh = \"本地\", en = \"Local\" }}\n\
         from = \"{from}\"\narea = \"{code}\"\n\
         [overlay]\nauthority = {{ zh = \"省指挥部\", en = \"Provincial HQ\" }}\nreason = {{ zh = \"疫情\", en = \"Outbreak\" }}\n\
         [[regime]]\nid = \"{id}\"\ntitle = {{ zh = \"密接\", en = \"Close contacts\" }}\n\
         cites = {{ requirement = \"H05\", source = \"-\", confidence = \"B\"{basis} }}\n\
         key = \"cc_{id}\"\nfor = [\"close\"]\nform = \"{form}\"\nanchor = \"last_exposure\"\nday_one = \"next_day\"\n"
    )
}

fn form(library: &Library, codes: &[&str], on: &str) -> String {
    let on = parse_date(on).expect("date");
    let protocol = library.in_force("covid19", &area(codes), on).expect("in force");
    protocol.regime_for("close").expect("regime").form.clone()
}

#[test]
fn the_edition_of_the_day_holds_with_what_it_inherits() {
    let library = library(&[("covid19/20.toml", NEXT)]);
    assert_eq!(form(&library, &[], "2022-11-10"), "C7@1,2,3,5,7 M3@3");
    assert_eq!(form(&library, &[], "2022-11-11"), "C5@1,2,3,5 H3@1,3");
    let protocol = library.edition("covid19", "20", None).expect("edition");
    assert_eq!(protocol.regime_for("secondary").expect("inherited").key, "sc_9");
    assert!(protocol.obligation("RP7").is_some(), "general rules hold under every edition");
    let before = library.in_force("covid19", &area(&[]), parse_date("2022-06-27").expect("date"));
    assert_eq!(before.expect_err("not yet").code(), Code::ProtocolNotInForce);
    let general = library.general(&area(&[]), parse_date("2022-06-27").expect("date"));
    assert_eq!((general.disease.as_str(), general.edition.as_str()), ("any", GENERAL_EDITION));
    assert!(general.regimes.is_empty());
}

#[test]
fn the_deepest_overlay_wins_by_rule_id() {
    let province = overlay("140000000000", "2022-07-01", "QR6", "C10@1,10", false);
    let city = overlay("140100000000", "2022-07-01", "QR6", "C14@1,14", false);
    let library = library(&[("o/1.toml", &city), ("o/2.toml", &province)]);
    for (codes, on, expected) in [
        (&[][..], "2022-08-01", "C7@1,2,3,5,7 M3@3"),
        (&["140000000000"], "2022-08-01", "C10@1,10"),
        (&["140000000000", "140100000000"], "2022-08-01", "C14@1,14"),
        (&["140000000000", "140100000000", "140105000000"], "2022-08-01", "C14@1,14"),
        (&["140000000000", "140200000000"], "2022-08-01", "C10@1,10"),
        (&["140000000000", "140100000000"], "2022-06-29", "C7@1,2,3,5,7 M3@3"),
    ] {
        assert_eq!(form(&library, codes, on), expected, "{codes:?} {on}");
    }
    let protocol = library.edition("covid19", "9th", Some(&area(&["140000000000"]))).expect("edition");
    let origin = &protocol.regimes.iter().find(|r| r.rule.id == "QR6").expect("rule").origin;
    assert_eq!(origin.file, "o/2.toml");
    assert!(origin.overlay.is_some());
}

#[test]
fn a_new_rule_of_an_overlay_needs_a_basis() {
    let load = |text: &str| {
        Library::load([("any/base.toml", GENERAL), ("covid19/9th.toml", EDITION), ("o.toml", text)])
    };
    assert!(load(&overlay("140000000000", "2022-07-01", "SX1", "C3", true)).is_ok());
    let Err(found) = load(&overlay("140000000000", "2022-07-01", "SX1", "C3", false)) else {
        panic!("refused")
    };
    assert_eq!((found[0].code(), found[0].argument("rule")), (Code::ProtocolMissingBasis, Some("SX1")));
    assert_eq!(found[0].location().and_then(|at| at.source.clone()).as_deref(), Some("o.toml"));
    assert_eq!(found[0].location().and_then(|at| at.line), Some(13));
}

#[test]
fn overlays_of_equal_rank_must_not_change_one_rule() {
    let first = overlay("140000000000", "2022-07-01", "QR6", "C10", false);
    let second = overlay("140000000000", "2022-08-01", "QR6", "C12", false);
    let load = |first: &str, second: &str| {
        Library::load([("b", GENERAL), ("e", EDITION), ("one.toml", first), ("two.toml", second)])
    };
    let Err(found) = load(&first, &second) else { panic!("refused") };
    assert_eq!((found[0].code(), found[0].argument("first")), (Code::ProtocolOverlayClash, Some("one.toml")));
    // One after the other in time, and elsewhere, they live together.
    let ended = first.replace("from = \"2022-07-01\"", "from = \"2022-07-01\"\nuntil = \"2022-07-31\"");
    let library = load(&ended, &second).expect("sound");
    assert_eq!(form(&library, &["140000000000"], "2022-07-31"), "C10");
    assert_eq!(form(&library, &["140000000000"], "2022-08-01"), "C12");
    assert!(load(&first, &overlay("150000000000", "2022-08-01", "QR6", "C12", false)).is_ok());
}

#[test]
fn two_editions_must_not_hold_at_once() {
    let early = NEXT.replace("2022-11-11", "2022-11-01");
    let Err(found) = Library::load([("b", GENERAL), ("e", EDITION), ("n", &*early)]) else {
        panic!("refused")
    };
    assert_eq!(found[0].code(), Code::ProtocolOverlayClash);
}

#[test]
fn a_file_can_be_replaced_alone() {
    let first = library(&[]);
    let second =
        first.replace("covid19/9th.toml", &EDITION.replace("C7@1,2,3,5,7 M3@3", "C8")).expect("sound");
    assert_eq!(form(&first, &[], "2022-08-01"), "C7@1,2,3,5,7 M3@3");
    assert_eq!(form(&second, &[], "2022-08-01"), "C8");
}

#[test]
fn editions_are_listed_with_their_confidence() {
    let overlay = overlay("140000000000", "2022-07-01", "QR6", "C10", false);
    let library = library(&[("o.toml", &overlay)]);
    let list = library.editions();
    assert_eq!(
        list.iter().map(|e| (e.edition.as_str(), e.overlay, e.rules)).collect::<Vec<_>>(),
        [("base", false, [5, 0, 0]), ("9th", false, [6, 0, 0]), ("9th", true, [0, 1, 0]),]
    );
}
