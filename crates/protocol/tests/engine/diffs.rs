//! What changes between protocols, and which way.

use protocol::{
    Library,
    diff::{Change, RuleChange, Strictness},
};

use crate::{EDITION, GENERAL, area, library, overlays::overlay};

fn changes(old: (&str, &str), new: (&str, &str)) -> Vec<RuleChange> {
    let load = |general: &str, edition: &str| Library::load([("b", general), ("e", edition)]).expect("sound");
    let (a, b) = (load(old.0, old.1), load(new.0, new.1));
    let edition = |l: &Library| l.edition("covid19", "9th", None).expect("edition");
    a.diff(&edition(&a), &edition(&b))
}

#[test]
fn the_way_of_each_change_is_told() {
    use Strictness::*;
    let must_not_gone = GENERAL.split("[[must_not]]").next().expect("text").to_owned();
    let clock = |text: &str, to: &str| text.replacen("due = \"2h\"", &format!("due = \"{to}\""), 1);
    let form = |to: &str| EDITION.replacen("C7@1,2,3,5,7 M3@3", to, 1);
    let general = GENERAL.to_owned();
    let edition = EDITION.to_owned();
    for (what, new, rule, strictness) in [
        ("deadline shortens", (clock(GENERAL, "1h"), edition.clone()), "RP7", Stricter),
        ("deadline grows", (clock(GENERAL, "4h"), edition.clone()), "RP7", Looser),
        (
            "report clock shortens",
            (GENERAL.replace("within = \"24h\"", "within = \"6h\""), edition.clone()),
            "RP8-C",
            Stricter,
        ),
        ("regime lengthens", (general.clone(), form("C14@1,2,3,5,7 M3@3")), "QR6", Stricter),
        ("regime adds a test", (general.clone(), form("C7@1,2,3,4,5,7 M3@3")), "QR6", Stricter),
        ("regime shortens", (general.clone(), form("C5@1,2,3,5 M3@3")), "QR6", Looser),
        ("central to home", (general.clone(), form("H7@1,2,3,5,7 M3@3")), "QR6", Looser),
        ("both ways", (general.clone(), form("C14@1 M3@3")), "QR6", Unclear),
        (
            "cluster of more cases",
            (general.clone(), EDITION.replace("min_cases = 2", "min_cases = 5")),
            "CA12",
            Looser,
        ),
        ("must-not vanishes", (must_not_gone, edition.clone()), "NM2", Stricter),
        (
            "must-not only warns",
            (GENERAL.replace("effect = \"block\"", "effect = \"warn\""), edition.clone()),
            "NM2",
            Stricter,
        ),
        (
            "other words",
            (general.clone(), EDITION.replace("en = \"Cluster\"", "en = \"Clusters\"")),
            "CA12",
            Same,
        ),
        (
            "other condition",
            (general.clone(), EDITION.replace("subject.epi_items >= 1", "subject.epi_items >= 2")),
            "CA1",
            Unclear,
        ),
    ] {
        let found = changes((GENERAL, EDITION), (&new.0, &new.1));
        assert_eq!(found.len(), 1, "{what}: {found:?}");
        assert_eq!((found[0].rule.as_str(), found[0].strictness), (rule, strictness), "{what}");
        assert!(!found[0].fields.is_empty(), "{what}");
        let back = changes((&new.0, &new.1), (GENERAL, EDITION));
        assert_eq!(back[0].strictness, strictness.reversed(), "{what}, back");
    }
    assert!(changes((GENERAL, EDITION), (GENERAL, EDITION)).is_empty());
}

#[test]
fn p02_a_stricter_overlay_without_approval_is_an_add_on() {
    let text = overlay("140000000000", "2022-07-01", "QR6", "C14@1,2,3,5,7 M3@3", false)
        .replace("key = \"cc_QR6\"\nfor = [\"close\"]", "key = \"cc_9\"\nfor = [\"close\", \"entrant\"]");
    let approved = text.replace("[overlay]", "[overlay]\napproved = true");
    let looser = text.replace("C14@", "C7@").replace(" M3@3", "");
    for (text, strictness, add_on) in [
        (&text, Strictness::Stricter, true),
        (&approved, Strictness::Stricter, false),
        (&looser, Strictness::Looser, false),
    ] {
        let library = library(&[("o.toml", text)]);
        let parent = library.edition("covid19", "9th", None).expect("edition");
        let local = library.edition("covid19", "9th", Some(&area(&["140000000000"]))).expect("edition");
        let found = library.diff(&parent, &local);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].change, found[0].strictness, found[0].add_on),
            (Change::Changed, strictness, add_on)
        );
        let form = found[0].fields.iter().find(|f| f.field == "form").expect("the form differs");
        assert_eq!(form.old, "C7@1,2,3,5,7 M3@3");
    }
}

#[test]
fn a_new_regime_is_held_against_the_one_it_takes_the_place_of() {
    for (form, strictness) in [("C14@1,2,3,4,5,7", Strictness::Stricter), ("H3", Strictness::Looser)] {
        let text = overlay("140000000000", "2022-07-01", "SX1", form, true);
        let library = library(&[("o.toml", &text)]);
        let parent = library.edition("covid19", "9th", None).expect("edition");
        let local = library.edition("covid19", "9th", Some(&area(&["140000000000"]))).expect("edition");
        let found = library.diff(&parent, &local);
        assert_eq!((found[0].change, found[0].strictness), (Change::Added, strictness), "{form}");
    }
}
