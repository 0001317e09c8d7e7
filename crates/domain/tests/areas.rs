//! Areas through time: whatever happens, every day has a tree, and nobody comes
//! to see what others have taken over.

use fenghuo_domain::areas::{Area, AreaChange, NewArea, Part, Rights, Tree, outcome};
use kernel::{AreaCode, AreaLevel, AreaPath, Code, Date, Lineage, Link, LinkKind, Text, parse_date};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn code(text: &str) -> AreaCode {
    AreaCode::new(text).expect("a code")
}

fn text(name: &str) -> Text {
    Text { zh: name.to_owned(), en: name.to_owned() }
}

fn day(at: u16) -> Date {
    parse_date("2020-01-01").expect("a day").saturating_add(jiff::Span::new().days(i64::from(at)))
}

fn area(codes: &[&str], level: AreaLevel) -> Area {
    let path = codes[1..].iter().fold(AreaPath::root(&code(codes[0])), |path, c| path.child(&code(c)));
    Area {
        code: code(codes[codes.len() - 1]),
        parent: codes.len().checked_sub(2).map(|at| code(codes[at])),
        path,
        level,
        name: text(codes[codes.len() - 1]),
        zone: "Asia/Shanghai".to_owned(),
        since: None,
        until: None,
    }
}

/// Two cities with two counties each, with two towns each.
fn towns() -> Vec<Area> {
    let mut areas = vec![area(&["P"], AreaLevel::Province)];
    for city in ["A", "B"] {
        areas.push(area(&["P", city], AreaLevel::Prefecture));
        for county in ["1", "2"] {
            let county = format!("{city}{county}");
            areas.push(area(&["P", city, &county], AreaLevel::County));
            for town in ["x", "y"] {
                areas.push(area(&["P", city, &county, &format!("{county}{town}")], AreaLevel::Township));
            }
        }
    }
    areas
}

/// A tree with its history, and who has the records of every path that ever was.
struct World {
    tree: Tree,
    versions: Vec<Area>,
    links: Vec<Link>,
    /// Whose records lie at a path: the code of the area.
    owner: BTreeMap<AreaPath, AreaCode>,
}

impl World {
    fn new() -> Self {
        let areas = towns();
        let owner = areas.iter().map(|area| (area.path.clone(), area.code.clone())).collect();
        Self { tree: Tree::of(areas), versions: Vec::new(), links: Vec::new(), owner }
    }
    fn all_versions(&self, codes: &BTreeSet<AreaCode>) -> Vec<Area> {
        let last = codes.iter().filter_map(|code| self.tree.area(code).cloned());
        self.versions.iter().cloned().chain(last).collect()
    }
    fn happens(&mut self, change: &AreaChange, rights: Rights, on: Date) -> bool {
        let Ok(out) = outcome(&self.tree, change, rights, on) else { return false };
        // Records go where the change says: told here by the areas, not by the paths.
        let becomes = |from: &str, to: Option<AreaCode>, owner: &mut BTreeMap<AreaPath, AreaCode>| {
            for area in owner.values_mut().filter(|area| area.as_str() == from) {
                if let Some(to) = &to {
                    *area = to.clone();
                }
            }
        };
        match change {
            AreaChange::Recoded { area, code, .. } => {
                becomes(area.as_str(), Some(code.clone()), &mut self.owner);
            }
            AreaChange::Merged { areas, into } => {
                for area in areas {
                    becomes(area.as_str(), Some(into.clone()), &mut self.owner);
                }
            }
            AreaChange::Split { area, heir, .. }
                if out.ended.iter().any(|(p, _)| p.code() == area.as_str()) =>
            {
                let above = self.tree.area(area).and_then(|area| area.parent.clone());
                becomes(area.as_str(), heir.clone().or(above), &mut self.owner);
            }
            AreaChange::Abolished { area } => {
                let above = self.tree.area(area).and_then(|area| area.parent.clone());
                becomes(area.as_str(), above, &mut self.owner);
            }
            _ => {}
        }
        self.tree.apply(&out);
        self.versions.extend(out.was);
        self.links.extend(out.links);
        for area in self.tree.all() {
            self.owner.entry(area.path.clone()).or_insert_with(|| area.code.clone());
        }
        true
    }
}

/// One random change: which kind, about which of the areas that are, and new codes.
fn chosen(world: &World, kind: u8, a: usize, b: usize, fresh: usize) -> AreaChange {
    let all: Vec<&Area> = world.tree.all().collect();
    let (one, other) = (all[a % all.len()], all[b % all.len()]);
    let new = |n: usize| code(&format!("N{fresh}-{n}"));
    let split = |stays: bool, heir: bool| {
        let children: Vec<AreaCode> = world.tree.children(one).iter().map(|c| c.code.clone()).collect();
        let (left, right) = children.split_at(if heir { children.len() } else { children.len() / 2 });
        let first = if stays { one.code.clone() } else { new(1) };
        AreaChange::Split {
            area: one.code.clone(),
            parts: vec![
                Part { code: first.clone(), name: text("left"), children: left.to_vec() },
                Part { code: new(2), name: text("right"), children: right.to_vec() },
            ],
            heir: heir.then_some(first),
        }
    };
    match kind % 9 {
        0 => AreaChange::Renamed { area: one.code.clone(), name: text(&format!("name {fresh}")) },
        1 => AreaChange::Recoded { area: one.code.clone(), code: new(0), name: None },
        2 | 3 => AreaChange::Moved { area: one.code.clone(), parent: other.code.clone() },
        4 => AreaChange::Merged { areas: vec![one.code.clone()], into: other.code.clone() },
        5 => split(false, false),
        6 => split(true, false),
        7 => split(false, true),
        _ if a.is_multiple_of(2) => AreaChange::Abolished { area: one.code.clone() },
        _ => AreaChange::Founded(vec![NewArea {
            code: new(0),
            parent: Some(one.code.clone()),
            level: AreaLevel::Village,
            name: text("new"),
            zone: "Asia/Shanghai".to_owned(),
        }]),
    }
}

fn is_a_tree(versions: &[Area], on: Date) {
    let there = |area: &&Area| area.since.is_none_or(|s| s <= on) && area.until.is_none_or(|u| on < u);
    let of_day: Vec<&Area> = versions.iter().filter(there).collect();
    let mut paths = BTreeMap::new();
    for area in &of_day {
        assert!(paths.insert(area.path.clone(), area.code.clone()).is_none(), "{on}: {} twice", area.path);
        let codes: Vec<&str> = area.path.codes_upward().collect();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len(), "{on}: {}", area.path);
        assert_eq!(area.path.code(), area.code.as_str());
    }
    let codes: BTreeSet<&AreaCode> = of_day.iter().map(|area| &area.code).collect();
    assert_eq!(codes.len(), of_day.len(), "{on}: a code twice");
    for area in &of_day {
        let above = area.path.parent();
        assert_eq!(
            above.as_ref().map(|above| above.code().to_owned()),
            area.parent.as_ref().map(|p| p.to_string())
        );
        assert!(above.is_none_or(|above| paths.contains_key(&above)), "{on}: nothing above {}", area.path);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_day_has_a_tree_and_no_reach_grows(
        steps in prop::collection::vec((any::<u8>(), any::<usize>(), any::<usize>(), 0_u16..3), 1..40),
    ) {
        let mut world = World::new();
        let mut codes: BTreeSet<AreaCode> = world.tree.all().map(|area| area.code.clone()).collect();
        let mut today = 0;
        for (fresh, (kind, a, b, later)) in steps.into_iter().enumerate() {
            today += later;
            let change = chosen(&world, kind, a, b, fresh);
            let rights = Rights::End;
            if !world.happens(&change, rights, day(today)) {
                continue;
            }
            codes.extend(world.tree.all().map(|area| area.code.clone()));
            let lineage = Lineage::of(world.links.clone());
            for area in world.tree.all() {
                prop_assert_eq!(lineage.current(&area.path), area.path.clone(), "what stands is nothing former");
                let former = lineage.former(&area.path);
                for (path, owner) in &world.owner {
                    let mine = world.tree.area(owner).is_some_and(|owner| owner.path.is_within(&area.path));
                    if former.iter().any(|former| path.is_within(former)) {
                        prop_assert!(mine, "{} sees {} of {}", area.path, path, owner);
                    } else if mine && !path.is_within(&area.path) {
                        // Left to the area above, because something below it went elsewhere.
                        let gone = world.owner.iter().any(|(below, owner)| {
                            let elsewhere = world.tree.area(owner).is_none_or(|o| !o.path.is_within(&area.path));
                            let mut above = std::iter::successors(Some(path.clone()), AreaPath::parent);
                            elsewhere && above.any(|above| below.is_within(&above) && !area.path.is_within(&above))
                        });
                        prop_assert!(gone, "{} does not see its {}", area.path, path);
                    }
                }
            }
        }
        let versions = world.all_versions(&codes);
        for on in 0..=today + 1 {
            is_a_tree(&versions, day(on));
        }
    }
}

/// Changes on the first of each month from February on; what the last answers.
fn last_of(changes: Vec<AreaChange>) -> Result<World, Code> {
    let mut world = World::new();
    let mut answer = Ok(());
    for (at, change) in (0_u16..).zip(changes) {
        answer =
            outcome(&world.tree, &change, Rights::End, day(31 * (at + 1))).map(drop).map_err(|e| e.code());
        world.happens(&change, Rights::End, day(31 * (at + 1)));
    }
    answer.map(|()| world)
}

fn moved(area: &str, parent: &str) -> AreaChange {
    AreaChange::Moved { area: code(area), parent: code(parent) }
}

fn merged(areas: &[&str], into: &str) -> AreaChange {
    AreaChange::Merged { areas: areas.iter().map(|a| code(a)).collect(), into: code(into) }
}

fn split(area: &str, parts: &[(&str, &[&str])], heir: Option<&str>) -> AreaChange {
    let part = |(new, children): &(&str, &[&str])| Part {
        code: code(new),
        name: text(new),
        children: children.iter().map(|c| code(c)).collect(),
    };
    AreaChange::Split { area: code(area), parts: parts.iter().map(part).collect(), heir: heir.map(code) }
}

#[test]
fn what_cannot_be_is_refused() {
    let recoded = |area: &str, to: &str| AreaChange::Recoded { area: code(area), code: code(to), name: None };
    let abolished = |area: &str| AreaChange::Abolished { area: code(area) };
    for (changes, refusal) in [
        (vec![moved("A", "A1")], Code::AreaLoop),
        (vec![moved("A", "A")], Code::AreaLoop),
        (vec![moved("A1", "A")], Code::AreaUnchanged),
        (vec![moved("A1", "B1")], Code::InvalidValue),
        (vec![moved("Z", "B")], Code::AreaUnknown),
        (vec![recoded("A1", "A2")], Code::AreaCodeUsed),
        (vec![recoded("A1", "C1"), recoded("A2", "A1")], Code::AreaCodeUsed),
        (vec![recoded("A1", "C1"), moved("A1", "B")], Code::AreaEnded),
        (vec![abolished("A1")], Code::AreaChildrenLeft),
        (vec![abolished("A1x"), abolished("A1x")], Code::AreaEnded),
        (vec![merged(&["A1", "A1"], "A2")], Code::InvalidValue),
        (vec![merged(&["A1"], "A1")], Code::InvalidValue),
        (vec![merged(&["A"], "A1")], Code::InvalidValue),
        (vec![merged(&[], "A1")], Code::OutOfRange),
        (vec![split("A1", &[("C1", &["A1x", "A1y"])], None)], Code::OutOfRange),
        (vec![split("A1", &[("C1", &["A1x"]), ("C2", &[])], None)], Code::AreaChildrenLeft),
        (vec![split("A1", &[("C1", &["A1x"]), ("C2", &["A1x", "A1y"])], None)], Code::InvalidValue),
        (vec![split("A1", &[("C1", &["A2x"]), ("C2", &["A1x", "A1y"])], None)], Code::InvalidValue),
        (vec![split("A1", &[("C1", &["A1x"]), ("C2", &["A1y"])], Some("C1"))], Code::InvalidValue),
        (vec![split("A1", &[("A1", &[]), ("C2", &["A1y"])], Some("C2"))], Code::InvalidValue),
        (vec![split("A1", &[("C1", &["A1x"]), ("C1", &["A1y"])], None)], Code::InvalidValue),
        (vec![split("A1", &[("A2", &["A1x"]), ("C1", &["A1y"])], None)], Code::AreaCodeUsed),
    ] {
        let answer = last_of(changes.clone()).map(drop);
        assert_eq!(answer, Err(refusal), "{changes:?}");
    }
    // Rights cannot follow where nothing takes over; a day before the last change is no place for another.
    let tree = Tree::of(towns());
    let answer = outcome(&tree, &abolished("A1x"), Rights::Follow, day(1));
    assert_eq!(answer.map_err(|e| e.code()).map(drop), Err(Code::AreaNoHeir));
    let mut world = World::new();
    assert!(world.happens(&moved("A1", "B"), Rights::End, day(9)));
    assert!(world.happens(&moved("A1", "A"), Rights::End, day(9)), "twice on one day");
    let answer = outcome(&world.tree, &moved("A1x", "A2"), Rights::End, day(8));
    assert_eq!(answer.map_err(|e| e.code()).map(drop), Err(Code::AreaOutOfOrder));
}

#[test]
fn a_path_of_former_days_leads_to_the_area_of_today() {
    let to = |changes: Vec<AreaChange>, path: &str, now: &str| {
        let world = last_of(changes).expect("all can be");
        let lineage = Lineage::of(world.links);
        assert_eq!(lineage.current(&AreaPath::from_stored(path.to_owned())).as_str(), now, "{path}");
    };
    to(vec![moved("A1", "B"), merged(&["A1"], "B2")], "P/A/A1/A1x/", "P/B/B2/A1x/");
    to(vec![moved("A1", "B"), moved("A1", "A")], "P/A/A1/", "P/A/A1/");
    to(vec![moved("A1", "B"), moved("A1", "A")], "P/B/A1/A1y/", "P/A/A1/A1y/");
    // What ended without an heir stays where it was, and goes along with what lies above it.
    let parts = split("A1", &[("C1", &["A1x"]), ("C2", &["A1y"])], None);
    to(vec![parts.clone()], "P/A/A1/", "P/A/A1/");
    let recoded = AreaChange::Recoded { area: code("A"), code: code("AA"), name: None };
    to(vec![parts, recoded], "P/A/A1/", "P/AA/A1/");
}

#[test]
fn rights_go_along_only_where_that_was_said() {
    let link = |kind| Link {
        from: AreaPath::from_stored("P/A/".to_owned()),
        to: AreaPath::from_stored("P/B/".to_owned()),
        kind,
    };
    for (kind, records, rights) in [
        (LinkKind::Same, true, true),
        (LinkKind::Heir { rights: true }, true, true),
        (LinkKind::Heir { rights: false }, true, false),
        (LinkKind::Part, false, false),
    ] {
        let lineage = Lineage::of(vec![link(kind)]);
        let from = AreaPath::from_stored("P/A/x/".to_owned());
        assert_eq!(lineage.current(&from) != from, records, "{kind:?}");
        assert_eq!(lineage.with_rights(&from) != from, rights, "{kind:?}");
        assert_eq!(lineage.former(&link(kind).to).len(), usize::from(records), "{kind:?}");
        assert_eq!(LinkKind::parse(kind.as_str()), Some(kind));
    }
}

#[test]
fn what_ended_below_goes_with_an_area_that_is_moved_away_and_back() {
    // A1y ends while A is elsewhere and leaves its records to A1; A then comes back without it.
    let world =
        last_of(vec![moved("A1", "B"), AreaChange::Abolished { area: code("A1y") }, moved("A1", "A")])
            .expect("all of it can be");
    let lineage = Lineage::of(world.links.clone());
    let path = |text: &str| AreaPath::from_stored(text.to_owned());
    assert_eq!(lineage.current(&path("P/A/A1/A1y/")), path("P/A/A1/A1y/"));
    assert_eq!(lineage.current(&path("P/B/A1/A1y/")), path("P/A/A1/A1y/"));
    assert!(!lineage.former(&path("P/B/")).contains(&path("P/A/A1/A1y/")), "it stays with A");
}
