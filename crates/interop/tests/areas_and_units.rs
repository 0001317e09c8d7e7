//! Division tables and the units that areas start with.

use fenghuo_interop::{UnitTemplates, divisions, expand, read_divisions, unit_templates};
use kernel::AreaLevel;
use std::collections::BTreeSet;

fn faults(rows: &str) -> Vec<String> {
    let table = format!("code,parent,level,name_zh,name_en\n{rows}");
    let faults = read_divisions("d.csv", table.as_bytes()).expect_err("faulty");
    faults
        .iter()
        .map(|fault| format!("{} {}", fault.location().expect("located"), fault.code().as_str()))
        .collect()
}

#[test]
fn the_shipped_areas_are_whole() {
    let areas = divisions();
    let count = |level| areas.iter().filter(|area| area.level == level).count();
    assert_eq!(
        [
            AreaLevel::Country,
            AreaLevel::Province,
            AreaLevel::Prefecture,
            AreaLevel::County,
            AreaLevel::Township
        ]
        .map(count),
        [1, 1, 11, 121, 1352]
    );
    assert_eq!(areas[0].code.as_str(), "CN");
    let mut known = BTreeSet::new();
    for area in &areas {
        assert!(
            area.parent.as_ref().is_none_or(|parent| known.contains(parent)),
            "{} before its parent",
            area.code
        );
        known.insert(area.code.clone());
    }
    let county = areas.iter().find(|area| area.code.as_str() == "140105000000").expect("Xiaodian");
    assert_eq!((county.name.zh.as_str(), county.name.en.as_str()), ("小店区", "Xiaodian District"));
}

#[test]
fn every_fault_of_a_division_table_is_named() {
    assert_eq!(
        faults(
            "A,,country,甲,\nB,X,county,乙,\nA,,country,丙,\nC/,A,shire,,\nD,E,county,丁,\nE,D,county,戊,\nF,F,county,己,"
        ),
        [
            "d.csv:4:code area.duplicate",
            "d.csv:5:code area.invalid_code",
            "d.csv:5:level value.invalid",
            "d.csv:5:name_zh value.missing",
            "d.csv:3:parent area.unknown",
            "d.csv:8:parent area.loop",
            "d.csv:6:parent area.loop",
        ]
    );
    let missing = read_divisions("d.csv", b"code,level\nA,country\n").expect_err("headings missing");
    assert_eq!(missing.len(), 3);
}

#[test]
fn grouping_nodes_give_their_children_to_the_area_above() {
    let table = "code,parent,level,name_zh,name_en\n429006000000,429000000000,county,天门市,Tianmen City\n\
                 429000000000,420000000000,prefecture,省直辖县级行政区划,\n420000000000,,province,湖北省,Hubei Province\n";
    let areas = read_divisions("d.csv", table.as_bytes()).expect("sound");
    let parents: Vec<_> = areas
        .iter()
        .map(|area| (area.code.as_str(), area.parent.as_ref().map(|code| code.as_str())))
        .collect();
    assert_eq!(parents, [("420000000000", None), ("429006000000", Some("420000000000"))]);
}

#[test]
fn every_area_gets_the_units_of_its_level() {
    let areas = divisions();
    let units = expand(&unit_templates(), &areas);
    assert_eq!(units, expand(&unit_templates(), &areas), "the same ids again");
    assert_eq!(units.len(), 3 + 11 * 5 + 121 * 8 + 1352);
    let ids: BTreeSet<_> = units.iter().map(|unit| unit.id).collect();
    assert_eq!(ids.len(), units.len());
    let posts: BTreeSet<_> = units.iter().flat_map(|unit| &unit.posts).map(|post| post.id).collect();
    assert_eq!(posts.len(), units.iter().map(|unit| unit.posts.len()).sum::<usize>());

    let county: Vec<_> = units.iter().filter(|unit| unit.area.as_str() == "140105000000").collect();
    let sentinels = county.iter().filter(|unit| unit.role == "sentinel");
    assert_eq!(sentinels.filter_map(|unit| unit.facility.as_deref()).count(), 3);
    let cdc = county.iter().find(|unit| unit.role == "cdc").expect("a CDC");
    assert_eq!(cdc.name.zh, "小店区疾病预防控制中心");
    assert!(cdc.posts.iter().any(|post| post.all_day));
}

#[test]
fn a_faulty_template_says_where() {
    let text = "[[post]]\nkey = \"duty\"\nname = { zh = \"值\", en = \"d\" }\n[[unit]]\nlevel = \"county\"\n\
                key = \"k\"\nrole = \"king\"\nname = { zh = \"a\", en = \"a\" }\nposts = [\"duty\", \"page\"]\n";
    let faults = UnitTemplates::parse("u.toml", text).expect_err("faulty");
    let places: Vec<_> = faults.iter().map(|fault| fault.location().expect("located").to_string()).collect();
    assert_eq!(places, ["u.toml:7:8", "u.toml:9:18"]);
    assert!(UnitTemplates::parse("u.toml", "[[unit]]\ncolour = 1\n").is_err());
}

#[test]
fn the_areas_of_four_provinces_come_along() {
    use fenghuo_interop::{shipped_divisions, shipped_names};
    for (name, areas, prefectures, counties) in [
        ("shanxi", 1486, 11, 121),
        ("heilongjiang", 1844, 13, 126),
        ("jilin", 1155, 9, 69),
        ("hubei", 1595, 13, 105),
    ] {
        let found = shipped_divisions(name).expect("it is there");
        let count = |level| found.iter().filter(|area| area.level == level).count();
        assert_eq!(
            (found.len(), count(AreaLevel::Prefecture), count(AreaLevel::County)),
            (areas, prefectures, counties),
            "{name}"
        );
        let english = found.iter().filter(|area| area.level < AreaLevel::Township);
        assert!(english.clone().all(|area| area.name.en.is_ascii() || area.name.en.contains('ü')), "{name}");
    }
    // Directly below the province, for the node between only groups.
    let hubei = shipped_divisions("hubei").expect("it is there");
    let tianmen = hubei.iter().find(|area| area.name.zh == "天门市").expect("it is there");
    assert_eq!(tianmen.parent.as_ref().map(|code| code.as_str()), Some("420000000000"));
    // Several together have the country once.
    assert_eq!(shipped_divisions("all").expect("all").len(), 1486 + 1844 + 1155 + 1595 - 3);
    assert_eq!(shipped_divisions("jilin, hubei").expect("both").len(), 1155 + 1595 - 1);
    assert_eq!(shipped_divisions("shanxi,atlantis"), None);
    assert_eq!(shipped_names()[0], "shanxi");
}

#[test]
fn a_table_may_hang_on_areas_that_are_known_and_name_zones() {
    let table = "zone,code,parent,level,name_zh,name_en\nAsia/Urumqi,X,K,county,某县,\n,Y,X,township,乡,\n";
    let known = |code: &kernel::AreaCode| code.as_str() == "K";
    let rows = fenghuo_interop::read_division_rows("d.csv", table.as_bytes(), known).expect("sound");
    let told: Vec<_> =
        rows.iter().map(|row| (row.row, row.division.code.as_str(), row.division.zone.as_deref())).collect();
    assert_eq!(told, [(2, "X", Some("Asia/Urumqi")), (3, "Y", None)]);
    // A node that only groups hands its children to what is known above it.
    let table = "code,parent,level,name_zh,name_en\nG,K,prefecture,市辖区,\nY,G,township,乡,\n";
    let rows = fenghuo_interop::read_division_rows("d.csv", table.as_bytes(), known).expect("sound");
    assert_eq!(rows[0].division.parent.as_ref().map(|code| code.as_str()), Some("K"));
    let long = format!("A,,country,{},Long\n", "长".repeat(101));
    assert_eq!(faults(&long), ["d.csv:2:name_zh value.too_long"]);
}
