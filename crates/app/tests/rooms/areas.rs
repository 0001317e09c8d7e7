//! Areas that change while people work in them: whose the old records are, what
//! becomes of grants, units and duties, and tables taken in.

use app::areas::{AreaChangeInput, EditionInput};
use app::install::NewUser;
use app::{App, Caller};
use authz::{Action, Role};
use domain::areas::{AreaChange, NewArea, Part, Rights};
use interop::DivisionRow;
use kernel::{AreaCode, AreaLevel, CaseId, Classified, Code, Text};

use crate::town::{HOME, NEXT, PROVINCE, STREET, Town, date, refused};

const CITY: &str = "140100000000";
const OTHER_STREET: &str = "140106001000";
const PASSWORD: &str = "correct horse battery";

fn code(text: &str) -> AreaCode {
    AreaCode::new(text).expect("a code")
}

fn code_of(text: &str) -> AreaCode {
    code(text)
}

fn name(text: &str) -> Text {
    Text { zh: text.to_owned(), en: text.to_owned() }
}

fn input(change: AreaChange, rights: Rights, on: &str) -> AreaChangeInput {
    let (document, reason) = ("民发〔2022〕7号".to_owned(), "行政区划调整".to_owned());
    AreaChangeInput { change, rights, on: date(on), document, reason }
}

fn merged(rights: Rights) -> AreaChangeInput {
    input(AreaChange::Merged { areas: vec![code(NEXT)], into: code(HOME) }, rights, "2022-07-05")
}

/// Whoever administers the whole country.
fn ministry(town: &Town) -> Caller {
    town.who(Role::Administrator, "CN")
}

async fn change(town: &Town, input: AreaChangeInput) -> app::Receipt {
    town.app.change_area(&ministry(town), None, input).await.expect("changed")
}

/// The login of somebody at a post.
async fn officer(town: &Town, role: Role, area: &str) -> String {
    let login = format!("{role}-{area}");
    let unit = town.app.directory().unit_for("cdc", None, &town.path(area)).expect("a unit");
    let new = NewUser {
        login: login.clone(),
        password: Classified::new(PASSWORD.to_owned()),
        display_name: login.clone(),
        post: unit.post.expect("a post"),
        role,
        area: Some(town.path(area)),
        diseases: Vec::new(),
        until: None,
        must_change: false,
    };
    town.app.add_user_as_operator(new).await.expect("made");
    login
}

/// With all that he may do now.
async fn logged_in(app: &App, login: &str) -> Caller {
    app.log_in(login, Classified::new(PASSWORD.to_owned())).await.expect("logged in").caller
}

async fn sees(app: &App, login: &str, area: Option<&str>) -> Result<Vec<CaseId>, Code> {
    let caller = logged_in(app, login).await;
    let area = area.map(|area| app.path_of(&code(area)).expect("in the tree"));
    let filter = app::CaseFilter { area, ..Default::default() };
    let page = kernel::PageRequest { limit: 100, after: None };
    let found = app.cases(&caller, &filter, app.as_of(None), &page).await.map_err(|e| e.code())?;
    for case in &found.items {
        app.case(&caller, case.id.into(), app.as_of(None)).await.expect("what is listed is shown");
    }
    let mut ids: Vec<CaseId> = found.items.iter().map(|case| CaseId(case.id)).collect();
    ids.sort_unstable();
    Ok(ids)
}

fn sorted<const N: usize>(mut ids: [CaseId; N]) -> Vec<CaseId> {
    ids.sort_unstable();
    ids.to_vec()
}

pub async fn the_heir_of_an_area_sees_its_old_cases(town: Town) {
    town.set("2022-07-01 09:00");
    let (here, there) = (town.person(HOME).await, town.person(OTHER_STREET).await);
    let county = town.person(NEXT).await;
    let own = town.positive(here).await;
    let (old, direct) = (town.positive(there).await, town.positive(county).await);
    let [home, next, city] = [
        officer(&town, Role::Epidemiologist, HOME).await,
        officer(&town, Role::Epidemiologist, NEXT).await,
        officer(&town, Role::Epidemiologist, CITY).await,
    ];
    assert_eq!(sees(&town.app, &home, None).await, Ok(vec![own]));
    let owed = town.owed(direct.subject(), "").await;
    let unit = town.unit("cdc", NEXT);
    assert!(owed.iter().any(|row| row.holder_unit == unit && row.close_state.is_none()), "next door owes");

    town.set("2022-07-05 09:00");
    let receipt = change(&town, merged(Rights::End)).await;
    assert_eq!(receipt.facts[0].kind, "area_changed");
    // The heir sees all, also when it asks for its own area; who was next door sees nothing any more.
    let all = sorted([own, old, direct]);
    for (who, asked) in [(&home, None), (&home, Some(HOME)), (&city, None), (&city, Some(HOME))] {
        assert_eq!(sees(&town.app, who, asked).await, Ok(all.clone()), "{asked:?}");
    }
    assert_eq!(
        sees(&town.app, &home, Some(OTHER_STREET)).await,
        Ok(vec![old]),
        "by the township, which moved"
    );
    assert_eq!(sees(&town.app, &next, None).await, Err(Code::Forbidden));
    // What is said of an old case is recorded in the area of today, and what it owes as well.
    let heir = town.unit("cdc", HOME);
    for row in town.owed(direct.subject(), "").await.iter().filter(|row| row.close_state.is_none()) {
        assert_ne!(row.holder_unit, unit, "{}", row.rule);
        assert!(town.app.directory().unit(row.holder_unit).expect("a unit").area.is_within(&town.path(CITY)));
    }
    assert!(town.owed(direct.subject(), "").await.iter().any(|row| row.holder_unit == heir));
    let filter = app::ObligationFilter { unit: Some(heir), ..Default::default() };
    let caller = logged_in(&town.app, &home).await;
    let duties = town.app.obligations(&caller, &filter, town.now(), &town.whole()).await.expect("listed");
    assert!(duties.items.iter().any(|line| line.row.subject_id == direct.0), "they stand on its list");
    let step = domain::clinical::Step::Investigate(domain::Stage::CoreInfo);
    let step = app::commands::TakeStep { case: direct, expected_version: None, step, at: None };
    town.app.take_step(&caller, None, step).await.expect("the heir works on it");
    let facts = town.app.facts_about(&caller, direct.subject(), town.now()).await.expect("listed");
    assert_eq!(facts.last().expect("a fact").fact.area, town.path(HOME));
    // A person of the old area is a person of the new one; so is a case that is found in him now.
    let late = town.app.register_person(&caller, None, town.new_person(NEXT)).await.expect("the heir may");
    let late = kernel::PersonId(late.subject_of("person_registered").expect("a person").id);
    let row = town.app.store().person(&store::Scope::system(), late).await.expect("read").expect("there");
    assert_eq!(row.area, town.path(HOME));
    let case = town.case(town.positive(late).await).await;
    assert!(case.number.starts_with(HOME), "{}", case.number);
    // No new post is given in an area that is no longer.
    let mut new = NewUser {
        login: "late".to_owned(),
        password: Classified::new(PASSWORD.to_owned()),
        display_name: "late".to_owned(),
        post: town.app.directory().held_by(heir).post.expect("a post"),
        role: Role::Epidemiologist,
        area: Some(town.path(NEXT)),
        diseases: Vec::new(),
        until: None,
        must_change: false,
    };
    let admin = ministry(&town);
    assert_eq!(refused(town.app.add_user(Some(&admin), new.clone()).await), Code::AreaEnded);
    new.area = None;
    town.app.add_user(Some(&admin), new).await.expect("in the heir");
}

pub async fn rights_follow_into_the_heir_only_when_that_is_said(town: Town) {
    town.set("2022-07-01 09:00");
    let person = town.person(HOME).await;
    let own = town.positive(person).await;
    let next = officer(&town, Role::Epidemiologist, NEXT).await;
    assert_eq!(sees(&town.app, &next, None).await, Ok(vec![]));
    town.set("2022-07-05 09:00");
    change(&town, merged(Rights::Follow)).await;
    assert_eq!(sees(&town.app, &next, None).await, Ok(vec![own]));
    let caller = logged_in(&town.app, &next).await;
    caller.authority.require(Action::ManageCases, &town.path(HOME)).expect("the right is his");
    caller.authority.require(Action::ManageCases, &town.path(CITY)).expect_err("no more than that");
    // Another process takes it over, and the same people see the same.
    if let Some(other) = town.another_process().await {
        assert_eq!(sees(&other, &next, None).await, Ok(vec![own]));
        other.store().close().await;
    }
}

pub async fn after_a_split_no_part_sees_the_other(town: Town) {
    town.set("2022-07-01 09:00");
    let founded = NewArea {
        code: code("140105002000"),
        parent: Some(code(HOME)),
        level: AreaLevel::Township,
        name: name("新街道"),
        zone: "Asia/Shanghai".to_owned(),
    };
    change(&town, input(AreaChange::Founded(vec![founded]), Rights::End, "2022-07-01")).await;
    let (at_street, at_new, at_county) =
        (town.person(STREET).await, town.person("140105002000").await, town.person(HOME).await);
    let old = [town.positive(at_street).await, town.positive(at_new).await, town.positive(at_county).await];
    let [home, city] =
        [officer(&town, Role::Epidemiologist, HOME).await, officer(&town, Role::Epidemiologist, CITY).await];
    town.set("2022-07-05 09:00");
    let part =
        |new: &str, child: &str| Part { code: code(new), name: name(new), children: vec![code(child)] };
    let split = AreaChange::Split {
        area: code(HOME),
        parts: vec![part("140191000000", STREET), part("140192000000", "140105002000")],
        heir: None,
    };
    change(&town, input(split, Rights::End, "2022-07-04")).await;
    let [left, right] = [
        officer(&town, Role::Epidemiologist, "140191000000").await,
        officer(&town, Role::Epidemiologist, "140192000000").await,
    ];
    let (late_left, late_right) = (town.person(STREET).await, town.person("140105002000").await);
    let new = [town.positive(late_left).await, town.positive(late_right).await];
    // Each has its township, old and new; what lay in the county itself stays with the city.
    assert_eq!(sees(&town.app, &left, None).await, Ok(sorted([old[0], new[0]])));
    assert_eq!(sees(&town.app, &right, None).await, Ok(sorted([old[1], new[1]])));
    assert_eq!(sees(&town.app, &city, None).await, Ok(sorted([old[0], old[1], old[2], new[0], new[1]])));
    assert_eq!(sees(&town.app, &home, None).await, Err(Code::Forbidden), "the county is no more");
    // The parts have units of their own from the first day.
    assert_eq!(
        town.app.directory().unit(town.unit("cdc", STREET)).expect("a unit").area,
        town.path("140191000000")
    );
    let directory = town.app.directory();
    let became: Vec<&str> = directory.successors(&code(HOME)).iter().map(|link| link.to.code()).collect();
    assert_eq!(became, ["140191000000", "140192000000"]);
    assert_eq!(directory.predecessors(&code("140191000000"))[0].from.code(), HOME);
}

pub async fn a_moved_or_recoded_area_keeps_its_records_rights_and_units(town: Town) {
    town.set("2022-07-01 09:00");
    let person = town.person(HOME).await;
    let first = town.positive(person).await;
    let home = officer(&town, Role::Epidemiologist, HOME).await;
    let unit = town.unit("cdc", HOME);
    town.set("2022-07-05 09:00");
    let city = NewArea {
        code: code("140200000000"),
        parent: Some(code(PROVINCE)),
        level: AreaLevel::Prefecture,
        name: name("大同市"),
        zone: "Asia/Shanghai".to_owned(),
    };
    change(&town, input(AreaChange::Founded(vec![city]), Rights::End, "2022-07-01")).await;
    let moved = AreaChange::Moved { area: code(HOME), parent: code("140200000000") };
    change(&town, input(moved, Rights::End, "2022-07-05")).await;
    let other = officer(&town, Role::Epidemiologist, "140200000000").await;
    let second = town.positive(town.person(HOME).await).await;
    for who in [&home, &other] {
        assert_eq!(sees(&town.app, who, None).await, Ok(sorted([first, second])));
        assert_eq!(sees(&town.app, who, Some(HOME)).await, Ok(sorted([first, second])));
    }
    // It goes on counting its cases: no number is given twice.
    assert_eq!(
        [town.case(first).await.number, town.case(second).await.number].map(|n| n[13..].to_owned()),
        ["2022-0001", "2022-0002"]
    );
    assert_eq!(town.unit("cdc", HOME), unit, "the unit went along");
    // And under another code.
    let recoded =
        AreaChange::Recoded { area: code(HOME), code: code("140291000000"), name: Some(name("新县")) };
    change(&town, input(recoded, Rights::End, "2022-07-05")).await;
    assert_eq!(sees(&town.app, &home, None).await, Ok(sorted([first, second])));
    assert_eq!(sees(&town.app, &other, Some("140291000000")).await, Ok(sorted([first, second])));
    let directory = town.app.directory();
    assert_eq!(directory.area_on(&code(HOME), date("2022-07-04")).expect("there").parent, Some(code(CITY)));
    assert_eq!(directory.area_on(&code(HOME), date("2022-07-05")), None);
    assert_eq!(directory.area_on(&code("140291000000"), date("2022-07-05")).expect("there").name_en, "新县");
    assert!(directory.areas().iter().all(|area| area.row.code.as_str() != HOME), "it is no area of today");
    let third = town.positive(town.person("140291000000").await).await;
    assert_eq!(town.case(third).await.number, "140291000000-2022-0001");
}

pub async fn a_change_takes_the_administration_of_what_lies_above(town: Town) {
    town.set("2022-07-05 09:00");
    let renamed =
        |on: &str| input(AreaChange::Renamed { area: code(HOME), name: name("新名区") }, Rights::End, on);
    for (role, area, refusal) in [
        (Role::Administrator, HOME, Code::Forbidden),
        (Role::Administrator, NEXT, Code::Forbidden),
        (Role::Commander, "CN", Code::Forbidden),
    ] {
        let who = town.who(role, area);
        assert_eq!(refused(town.app.change_area(&who, None, renamed("2022-07-05")).await), refusal, "{area}");
    }
    let city = town.who(Role::Administrator, CITY);
    assert_eq!(refused(town.app.change_area(&city, None, renamed("2022-07-06")).await), Code::InFuture);
    let mut nameless = renamed("2022-07-05");
    nameless.document = " ".to_owned();
    assert_eq!(refused(town.app.change_area(&city, None, nameless).await), Code::MissingField);
    // Who administers one of two cities moves nothing out of it into the other, nor a new root in.
    let away = AreaChange::Moved { area: code(HOME), parent: code("110100000000") };
    let away = town.app.change_area(&city, None, input(away, Rights::End, "2022-07-05")).await;
    assert_eq!(refused(away), Code::Forbidden);
    let root = NewArea {
        code: code("XX"),
        parent: None,
        level: AreaLevel::Country,
        name: name("X"),
        zone: "UTC".to_owned(),
    };
    let root = input(AreaChange::Founded(vec![root]), Rights::End, "2022-07-05");
    assert_eq!(refused(town.app.change_area(&city, None, root).await), Code::Forbidden);
    assert_eq!(town.app.directory().versions(&code(HOME)).len(), 1, "nothing was changed");
    town.app.change_area(&city, None, renamed("2022-07-05")).await.expect("changed");
    assert_eq!(town.app.directory().versions(&code(HOME)).len(), 2);
    // The tree that was shipped does not undo it.
    town.app
        .load_areas(&interop::divisions(), &interop::unit_templates(), "Asia/Shanghai")
        .await
        .expect("again");
    assert_eq!(town.app.directory().area(&code(HOME)).expect("there").row.name_zh, "新名区");
}

pub async fn a_rebuild_gives_duties_to_the_units_of_then(town: Town) {
    town.set("2022-07-01 09:00");
    let case = town.positive(town.person(NEXT).await).await;
    town.set("2022-07-01 20:00");
    town.sweep().await;
    town.set("2022-07-05 09:00");
    change(&town, merged(Rights::End)).await;
    town.positive(town.person(OTHER_STREET).await).await;
    town.sweep().await;
    let lines = async || {
        let rows = town.owed(case.subject(), "").await;
        let mut lines: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
        lines.push(format!("{:?}", town.case(case).await));
        lines
    };
    let before = lines().await;
    let links = town.app.store().area_links().await.expect("read");
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!(lines().await, before);
    assert_eq!(town.app.store().area_links().await.expect("read"), links);
}

fn edition(rows: &str) -> EditionInput {
    let table = format!("code,parent,level,name_zh,name_en\n{rows}");
    let known = |code: &AreaCode| [CITY, HOME, NEXT, "CN"].contains(&code.as_str());
    let rows: Vec<DivisionRow> =
        interop::read_division_rows("t.csv", table.as_bytes(), known).expect("sound");
    EditionInput {
        rows,
        source: "t.csv".to_owned(),
        zone: None,
        on: date("2022-07-05"),
        document: "GB/T 2260".to_owned(),
        reason: "年度更新".to_owned(),
        complete: false,
    }
}

pub async fn a_newer_table_becomes_changes_and_the_same_again_none(town: Town) {
    town.set("2022-07-05 09:00");
    let admin = ministry(&town);
    let street = format!("{STREET},{NEXT},township,坞城街道,");
    let table = format!(
        "{HOME},{CITY},county,小店新区,Xiaodian New District\n{street}\n140105003000,{HOME},township,新设街道,\n"
    );
    let tried = town.app.try_areas(&admin, &edition(&table)).await.expect("it can be");
    assert_eq!(
        (tried.founded, &tried.renamed[..], &tried.moved[..]),
        (1, &[code(HOME)][..], &[code(STREET)][..])
    );
    assert!(town.app.directory().area(&code("140105003000")).is_err(), "only tried");
    let (done, receipt) = town.app.import_areas(&admin, None, edition(&table)).await.expect("taken in");
    assert_eq!((done, receipt.expect("facts").facts.len()), (tried, 3));
    assert_eq!(town.path(STREET).parent(), Some(town.path(NEXT)));
    let (again, receipt) = town.app.import_areas(&admin, None, edition(&table)).await.expect("taken in");
    assert_eq!((again.founded, again.unchanged, receipt), (0, 3, None));
    // What a whole table does not name has ended, the lower before the higher.
    let whole = EditionInput { complete: true, ..edition(&format!("{HOME},{CITY},county,小店新区,\n")) };
    let (ended, _) = town.app.import_areas(&admin, None, whole).await.expect("taken in");
    assert_eq!(ended.abolished, [code("140105003000")]);
    // Faults name their rows; nothing of the table is taken in.
    for (rows, at, fault) in [
        (format!("{HOME},{CITY},township,小店新区,\n"), 2, Code::AreaUnreadableChange),
        (format!("140105003000,{HOME},township,新设街道,\n"), 2, Code::AreaEnded),
        (format!("140107000000,{CITY},county,杏花岭区,\nX1,{CITY},province,错,\n"), 2, Code::InvalidValue),
        (format!("{HOME},{CITY},county,小店,\n{NEXT},{HOME},county,迎泽区,\n"), 3, Code::InvalidValue),
    ] {
        let faults = town.app.import_areas(&admin, None, edition(&rows)).await.expect_err("faulty");
        let row = faults[0].location().and_then(|at| at.line);
        assert_eq!((faults[0].code(), row), (fault, Some(at)), "{rows}");
    }
    assert!(town.app.directory().area(&code("140107000000")).is_err());
    let county = town.who(Role::Administrator, HOME);
    let other = edition(&format!("{HOME},{CITY},county,又新区,\n"));
    let faults = town.app.import_areas(&county, None, other).await.expect_err("not his");
    assert_eq!(faults[0].code(), Code::Forbidden);
}

pub async fn where_an_area_lies_and_who_lives_there_is_kept_and_summed(town: Town) {
    town.set("2022-07-05 09:00");
    let square = r#"{"type":"Polygon","coordinates":[[[112,37],[113,37],[113,38],[112,37]]]}"#;
    let of =
        |code: &str| format!(r#"{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":{square}}}"#);
    let file = format!(r#"{{"type":"FeatureCollection","features":[{},{}]}}"#, of(HOME), of(NEXT));
    let read = || interop::read_boundaries("b", &file, "code", |_| true).expect("sound");
    let county = town.who(Role::Administrator, HOME);
    let refusal = town.app.put_boundaries(&county, read(), "survey", false).await;
    assert_eq!(refused(refusal), Code::Forbidden, "one of them is not his");
    let city = town.who(Role::Administrator, CITY);
    assert_eq!(refused(town.app.put_boundaries(&city, read(), " ", false).await), Code::MissingField);
    let row = |code: &str| town.app.directory().area(&code_of(code)).expect("there").row.clone();
    town.app.put_boundaries(&city, read(), "survey", true).await.expect("only tried");
    assert!(town.app.boundaries(&row(HOME), None).await.expect("asked").is_empty());
    for _ in 0..2 {
        assert_eq!(town.app.put_boundaries(&city, read(), "survey", false).await.expect("taken in"), 2);
    }
    let found = town.app.boundaries(&row(CITY), Some(AreaLevel::County)).await.expect("asked");
    assert_eq!(found.iter().map(|one| one.area.code.as_str()).collect::<Vec<_>>(), [HOME, NEXT]);
    assert_eq!((found[0].boundary.west, found[0].boundary.north), (112.0, 38.0));

    let table = |rows: &str| {
        let text = format!("code,counted_on,sex,age_from,age_to,persons,source\n{rows}");
        interop::read_population("p", text.as_bytes(), |_| true).expect("sound")
    };
    let census = format!(
        "{HOME},2020-11-01,female,0,14,100,census\n{HOME},2020-11-01,female,15,,300,census\n\
         {HOME},2020-11-01,male,0,14,110,census\n{HOME},2020-11-01,male,15,,290,census\n\
         {OTHER_STREET},2020-11-01,all,0,,50,census\n"
    );
    assert_eq!(refused(town.app.put_population(&county, table(&census), false).await), Code::Forbidden);
    for _ in 0..2 {
        assert_eq!(town.app.put_population(&city, table(&census), false).await.expect("taken in"), 5);
    }
    let later = format!("{HOME},2021-12-31,all,0,,900,yearbook\n");
    town.app.put_population(&city, table(&later), false).await.expect("taken in");
    for (code, on, persons, summed) in [
        (HOME, Some("2020-10-31"), 0, false),
        (HOME, Some("2020-11-01"), 800, false),
        (HOME, Some("2022-01-01"), 900, false),
        (HOME, None, 900, false),
        (NEXT, None, 50, true),
        (CITY, Some("2020-12-01"), 850, true),
    ] {
        let found = town.app.population(&row(code), on.map(date)).await.expect("asked");
        assert_eq!((found.persons, found.summed), (persons, summed), "{code} {on:?}");
    }
    let city = town.app.population(&row(CITY), Some(date("2020-12-01"))).await.expect("asked");
    assert_eq!((city.bands.len(), city.missing.len()), (5, 0));
    // One day for all: what was counted on another is not added to it, and is missed.
    let city = town.app.population(&row(CITY), None).await.expect("asked");
    assert_eq!((city.persons, city.missing), (900, vec![code(NEXT)]));
}
