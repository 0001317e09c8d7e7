//! The line list of 1861, read by its mapping, gives the published figures.

use fenghuo_interop::{Limits, Mapping, Sex, read_line_list};
use std::collections::BTreeMap;

const CASES: &[u8] = include_bytes!("../../../content/hagelloch/cases.csv");
const MAPPING: &str = include_str!("../../../content/hagelloch/mapping.toml");

#[test]
fn hagelloch_reads_whole_with_its_links() {
    let mapping = Mapping::parse("mapping.toml", MAPPING).expect("sound mapping");
    let list = read_line_list("cases.csv", CASES, &mapping, &Limits::default()).expect("readable");
    assert!(list.is_sound(), "{:?}", list.faults);
    assert_eq!(list.rows.len(), 188);
    assert_eq!(list.rows.iter().filter(|row| row.death.is_some()).count(), 12);
    assert_eq!(list.rows.iter().filter(|row| row.sex.is_none()).count(), 11);

    let first = &list.rows[0];
    assert_eq!((first.row, first.number.as_str(), first.infector.as_deref()), (2, "1", Some("45")));
    assert_eq!(first.onset.map(|d| d.to_string()).as_deref(), Some("1861-11-21"));
    assert_eq!((first.age, first.sex), (Some(7), Some(Sex::Female)));
    assert_eq!((first.household.as_deref(), first.school_class.as_deref()), (Some("41"), Some("class 1")));
    assert_eq!(first.area.as_ref().map(|area| area.as_str()), Some("HAGELLOCH"));

    let infector: BTreeMap<&str, Option<&str>> =
        list.rows.iter().map(|row| (row.number.as_str(), row.infector.as_deref())).collect();
    assert_eq!(infector.values().flatten().filter(|by| **by == "45").count(), 30, "case 45 infected 30");
    assert_eq!(infector.values().filter(|by| by.is_none()).count(), 4);
    let (mut generations, mut chains) = (BTreeMap::new(), BTreeMap::new());
    for number in infector.keys() {
        let (mut root, mut steps) = (*number, 0);
        while let Some(by) = infector[root] {
            (root, steps) = (by, steps + 1);
        }
        *generations.entry(steps).or_insert(0) += 1;
        *chains.entry(root).or_insert(0) += 1;
    }
    assert_eq!(generations.into_values().collect::<Vec<_>>(), [4, 8, 50, 102, 22, 2]);
    let mut sizes: Vec<_> = chains.into_values().collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 5, 9, 173]);
}
