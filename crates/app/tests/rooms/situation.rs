//! The situation board and the epidemic curves: every number is the length of
//! the list behind it.

use app::commands::{
    AssessCase, ClassifyCase, OpenCaseByHand, PersonInput, RequireWatch, RosterShift, TakeStep, ZoneInput,
};
use app::questions::{CurveQuery, CurveUnit, Figure, Records, Situation, SituationQuery};
use app::{Caller, CaseDay};
use authz::Role;
use domain::clinical::{Assessment, Step};
use kernel::{AsOf, CaseId, Code, PageRequest, PersonId, Result, UserId, derived_uuid};
use protocol::schema::{Classification, ZoneLevel};

use crate::town::{COVID, FAR, HOME, NEXT, STREET, Town, at, date, refused};

const CITY: &str = "140100000000";

/// How many records there are behind a number, page after page of its list.
async fn behind(town: &Town, caller: &Caller, records: &Records, as_of: AsOf) -> Result<i64> {
    let (app, mut page, mut found) = (&town.app, PageRequest { limit: 3, after: None }, 0);
    loop {
        macro_rules! next {
            ($list:ident, $filter:expr) => {{
                let list = app.$list(caller, $filter, as_of, &page).await?;
                (list.items.len(), list.next)
            }};
        }
        let (items, next) = match records {
            Records::Cases(filter) => next!(cases, filter),
            Records::Contacts(filter) => next!(contacts, filter),
            Records::Orders(filter) => next!(orders, filter),
            Records::Obligations(filter) => next!(obligations, filter),
            Records::Shifts(filter) => next!(shifts, filter),
            Records::Zones(filter) => (app.zones_in(filter, as_of).await?.len(), None),
        };
        found += i64::try_from(items).expect("few");
        match next {
            Some(next) => page.after = Some(next),
            None => return Ok(found),
        }
    }
}

/// Every number of an answer, with its name.
fn figures(told: &Situation) -> Vec<(String, &Figure)> {
    let mut all: Vec<(String, &Figure)> = Vec::new();
    let mut add = |name: &str, figure| all.push((name.to_owned(), figure));
    if let Some(cases) = &told.cases {
        for (name, figure) in [
            ("total", &cases.total),
            ("active", &cases.active),
            ("suspected", &cases.suspected),
            ("new in a day", &cases.new_day),
            ("new in a week", &cases.new_week),
        ] {
            add(name, figure);
        }
        cases.by_status.iter().chain(&cases.by_classification).for_each(|(word, figure)| add(word, figure));
    }
    for below in &told.areas {
        let code = below.area.code.as_str();
        add(&format!("{code} overdue"), &below.overdue);
        add(&format!("{code} zones"), &below.zones);
        if let Some(cases) = &below.cases {
            add(&format!("{code} new 7"), &cases.new_7d);
            add(&format!("{code} new 14"), &cases.new_14d);
            add(&format!("{code} total"), &cases.total);
        }
    }
    let duties = &told.obligations;
    for (name, figure) in [
        ("unclosed", &duties.unclosed),
        ("due soon", &duties.due_soon),
        ("overdue", &duties.overdue),
        ("escalated", &duties.escalated),
        ("met", &duties.met),
        ("met late", &duties.met_late),
        ("tests today", &duties.tests_today),
        ("missed checks", &duties.missed_checks),
        ("on shift", &told.duty.on_shift),
        ("gaps", &told.duty.gaps),
    ] {
        add(name, figure);
    }
    if let Some(orders) = &told.orders {
        add("in force", &orders.in_force);
        add("release today", &orders.release_today);
        add("release overdue", &orders.release_overdue);
    }
    let musts = [
        Some(&told.musts.tested),
        told.musts.isolated.as_ref(),
        told.musts.admitted.as_ref(),
        told.musts.treated.as_ref(),
    ];
    for (name, must) in ["tested", "isolated", "admitted", "treated"].into_iter().zip(musts) {
        let Some(must) = must else { continue };
        add(&format!("should be {name}"), &must.should);
        add(name, &must.done);
        add(&format!("not {name}"), &must.missing);
    }
    if let Some(earlies) = &told.earlies {
        add("looked at", &earlies.cases);
        for (name, early) in [
            ("detection", &earlies.detection),
            ("reporting", &earlies.reporting),
            ("isolation", &earlies.isolation),
            ("treatment", &earlies.treatment),
        ] {
            add(name, &early.lacking);
        }
    }
    all
}

async fn asked(town: &Town, caller: &Caller, query: &SituationQuery, as_of: AsOf) -> Situation {
    town.app.situation(caller, query, as_of).await.expect("told")
}

/// Asks for the situation and opens every number; the numbers by name.
async fn proved(town: &Town, caller: &Caller, query: &SituationQuery, as_of: AsOf) -> Vec<(String, i64)> {
    let told = asked(town, caller, query, as_of).await;
    let mut numbers = Vec::new();
    for (name, figure) in figures(&told) {
        let found = behind(town, caller, &figure.records, as_of).await.expect(&name);
        assert_eq!(figure.count, found, "{name} of {:?}: {:?}", query.area, figure.records);
        numbers.push((name, figure.count));
    }
    numbers
}

async fn opened(town: &Town, area: &str, class: Classification, onset: Option<&str>) -> CaseId {
    let person = town.person(area).await;
    let input = OpenCaseByHand {
        person: PersonInput::Known(person),
        disease: COVID.to_owned(),
        classification: class,
        reason: "clinical picture".to_owned(),
        onset: onset.map(date),
        occurred_at: None,
        unit: None,
    };
    let receipt =
        town.app.open_case(&town.who(Role::Epidemiologist, "CN"), None, input).await.expect("opened");
    CaseId(receipt.subject_of("case_opened").expect("a case").id)
}

async fn step(town: &Town, case: CaseId, step: Step) {
    let input = TakeStep { case, expected_version: None, step, at: None };
    town.app.take_step(&town.who(Role::Epidemiologist, "CN"), None, input).await.expect("taken");
}

async fn classed(town: &Town, case: CaseId, class: Classification) {
    let reason = Some("second look".to_owned());
    let input = ClassifyCase { case, expected_version: None, classification: Some(class), reason };
    town.app.classify_case(&town.who(Role::Epidemiologist, "CN"), None, input).await.expect("classified");
}

async fn severe(town: &Town, case: CaseId) {
    let assessment = Assessment { severity: Some("severe".to_owned()), ..Assessment::default() };
    let input = AssessCase { case, expected_version: None, assessment, onset: None };
    town.app.assess_case(&town.cdc(), None, input).await.expect("assessed");
}

async fn contact(town: &Town, index: PersonId, area: &str, day: &str) -> PersonId {
    let person = town.person(area).await;
    town.met(index, person, "household", &format!("{day} 08:00"), &format!("{day} 19:00")).await;
    person
}

/// An outbreak of a fortnight with something behind every number.
async fn outbreak(town: &Town) {
    town.set("2022-07-01 20:00");
    let x = town.person(HOME).await;
    let mut met = Vec::new();
    for area in [HOME, STREET, NEXT, STREET] {
        met.push(contact(town, x, area, "2022-07-01").await);
    }
    let first = town.positive(x).await;
    severe(town, first).await;
    town.fever(false).await;
    town.fever(true).await;
    let old = opened(town, HOME, Classification::Confirmed, Some("2022-06-28")).await;
    let none = opened(town, NEXT, Classification::Confirmed, Some("2022-06-30")).await;
    opened(town, FAR, Classification::Confirmed, Some("2022-06-30")).await;
    for person in &met[..3] {
        let contacts = town.contacts_of(first).await;
        let contact = contacts.iter().find(|c| c.person == *person).expect("a contact");
        let order = town.ordered(contact).await;
        town.started_now(order).await;
    }
    town.set("2022-07-02 09:00");
    town.sweep().await;
    step(town, old, Step::Report).await;
    step(town, old, Step::Isolate).await;
    step(town, none, Step::End("discarded".to_owned())).await;
    town.negative(met[1]).await;
    town.checked(met[1]).await;
    town.set("2022-07-06 11:00");
    town.sweep().await;
    let suspected = opened(town, STREET, Classification::Suspected, Some("2022-07-05")).await;
    let later = opened(town, NEXT, Classification::Suspected, Some("2022-07-04")).await;
    opened(town, STREET, Classification::Suspected, None).await;
    town.set("2022-07-07 11:00");
    classed(town, later, Classification::Confirmed).await;
    step(town, later, Step::Report).await;
    step(town, later, Step::Admit).await;
    classed(town, suspected, Classification::Discarded).await;
    step(town, old, Step::End("recovered".to_owned())).await;
    town.negative(met[0]).await;
    for (area, level) in [(STREET, ZoneLevel::High), (HOME, ZoneLevel::Routine)] {
        let input = ZoneInput { area: town.path(area), level, unit_of_zone: "estate".to_owned() };
        town.app.set_zone(&town.who(Role::Commander, "CN"), None, input).await.expect("set");
    }
    let post = town.app.directory().held_by(town.unit("cdc", HOME)).post.expect("a duty post");
    let watch = RequireWatch { post, from: at("2022-07-07 20:00"), until: at("2022-07-09 20:00") };
    town.app.require_watch(&town.who(Role::Office, HOME), None, watch).await.expect("required");
    let holder = UserId(derived_uuid(&["on call"]));
    let input = RosterShift { post, holder, from: at("2022-07-07 20:00"), until: at("2022-07-08 08:00") };
    town.app.roster_shift(&town.who(Role::Office, HOME), None, input).await.expect("rostered");
    town.set("2022-07-07 22:00");
    town.sweep().await;
}

pub async fn every_number_is_the_length_of_the_list_behind_it(town: Town) {
    outbreak(&town).await;
    let city = |area: Option<&str>, disease: Option<&str>| SituationQuery {
        area: area.map(|area| town.path(area)),
        disease: disease.map(str::to_owned),
        days: None,
    };
    let office = town.who(Role::Office, "CN");
    let numbers = proved(&town, &office, &city(Some(CITY), Some(COVID)), town.now()).await;
    let of = |name: &str| numbers.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no {name}")).1;
    for (name, expected) in [
        ("total", 3),
        ("active", 2),
        ("suspected", 1),
        ("new in a day", 0),
        ("new in a week", 3),
        ("ended", 1),
        ("admitted", 1),
        ("140105000000 total", 2),
        ("140106000000 total", 1),
        ("140105000000 zones", 1),
        ("in force", 3),
        ("should be treated", 1),
        ("not treated", 1),
        ("looked at", 3),
        ("reporting", 1),
        ("on shift", 1),
        ("gaps", 0),
    ] {
        assert_eq!(of(name), expected, "{name}: {numbers:?}");
    }
    for name in ["unclosed", "overdue", "escalated", "met", "missed checks", "not tested", "not isolated"] {
        assert!(of(name) > 0, "{name}: {numbers:?}");
    }
    // Whoever asks, for whatever, at whatever moment.
    for caller in
        [office, town.cdc(), town.who(Role::CommunityWorker, STREET), town.who(Role::Commander, NEXT)]
    {
        for query in
            [city(None, None), city(Some(HOME), None), city(Some("CN"), Some(COVID)), city(Some(FAR), None)]
        {
            for as_of in
                [town.now(), AsOf::Known(at("2022-07-02 10:00")), AsOf::Known(at("2022-07-07 11:30"))]
            {
                proved(&town, &caller, &query, as_of).await;
            }
        }
    }
    town.set("2022-07-08 09:00");
    let told = asked(&town, &town.cdc(), &city(None, None), town.now()).await;
    assert_eq!((told.duty.gaps.count, told.duty.on_shift.count), (1, 0));
    assert_eq!((told.duty.turns.len(), told.duty.more), (1, false));
    assert_eq!(told.duty.turns[0].turn.status, "gap");
}

pub async fn what_one_may_not_read_is_no_part_of_the_picture(town: Town) {
    outbreak(&town).await;
    let query = SituationQuery::default();
    let lab = asked(&town, &town.who(Role::Laboratory, HOME), &query, town.now()).await;
    assert!(lab.cases.is_none() && lab.orders.is_none() && lab.earlies.is_none());
    assert!(lab.musts.isolated.is_none() && lab.areas.iter().all(|area| area.cases.is_none()));
    let auditor = town.app.situation(&town.who(Role::Auditor, HOME), &query, town.now()).await;
    assert_eq!(refused(auditor.map(drop)), Code::Forbidden);
    let cdc = town.cdc();
    let elsewhere = SituationQuery { area: Some(town.path(NEXT)), ..SituationQuery::default() };
    let next = asked(&town, &cdc, &elsewhere, town.now()).await;
    assert!(figures(&next).iter().all(|(_, figure)| figure.count == 0), "{next:?}");
    assert!(next.areas.is_empty());
    for days in [0, 93] {
        let query = SituationQuery { days: Some(days), ..SituationQuery::default() };
        assert_eq!(refused(town.app.situation(&cdc, &query, town.now()).await.map(drop)), Code::OutOfRange);
    }
}

pub async fn incidence_is_told_where_population_is_known(town: Town) {
    outbreak(&town).await;
    let table = format!(
        "code,counted_on,sex,age_from,age_to,persons,source\n{HOME},2020-11-01,all,0,,2000,census\n\
         {HOME},2021-11-01,female,0,,1500,yearbook\n{HOME},2021-11-01,male,0,,2500,yearbook\n\
         {HOME},2023-11-01,all,0,,9,too late\n"
    );
    let rows = interop::read_population("p", table.as_bytes(), |_| true).expect("sound");
    let admin = town.who(Role::Administrator, "CN");
    town.app.put_population(&admin, rows, false).await.expect("taken in");
    let query = SituationQuery { area: Some(town.path(CITY)), disease: Some(COVID.to_owned()), days: None };
    let told = asked(&town, &town.who(Role::Office, "CN"), &query, town.now()).await;
    let below: Vec<_> = told
        .areas
        .iter()
        .map(|area| {
            (area.area.code.as_str(), area.population, area.cases.as_ref().and_then(|c| c.incidence_14d))
        })
        .collect();
    assert_eq!(below, [(HOME, Some(4000), Some(50.0)), (NEXT, None, None)]);
}

pub async fn a_curve_stands_on_the_days_of_its_cases(town: Town) {
    outbreak(&town).await;
    let query = |by, unit| CurveQuery {
        area: Some(town.path(CITY)),
        disease: Some(COVID.to_owned()),
        by,
        unit,
        from: Some(date("2022-06-27")),
        days: None,
        to: None,
    };
    let office = town.who(Role::Office, "CN");
    let curve = async |by, unit, as_of| {
        let curve = town.app.epi_curve(&office, &query(by, unit), as_of).await.expect("drawn");
        for figure in curve.bins.iter().map(|bin| &bin.total).chain([&curve.undated]) {
            let found = behind(&town, &office, &figure.records, as_of).await.expect("listed");
            assert_eq!(figure.count, found, "{:?}", figure.records);
        }
        for pair in curve.bins.windows(2) {
            assert_eq!(pair[0].before, pair[1].from, "no gap");
        }
        let days = curve.bins.iter().filter(|bin| bin.total.count > 0);
        let told: Vec<_> = days.map(|bin| (bin.from.to_string(), bin.counts)).collect();
        (told, curve)
    };
    let (days, drawn) = curve(CaseDay::Onset, CurveUnit::Day, town.now()).await;
    // The one that ended as discarded and the one that was discarded stand nowhere.
    assert_eq!(days, [("2022-06-28".to_owned(), [0, 0, 0, 1]), ("2022-07-04".to_owned(), [0, 0, 0, 1])]);
    assert_eq!((drawn.bins.len(), drawn.undated.count), (11, 2));
    // Reported four days after onset, and three.
    assert_eq!((drawn.delays.n(), drawn.delays.quantile(0.5)), (2, Some(3.5)));
    let shares: Vec<_> = drawn.bins.iter().rev().take(5).map(|bin| bin.complete).collect();
    assert_eq!(shares, [Some(0.0), Some(0.0), Some(0.0), Some(0.5), Some(1.0)]);
    let (weeks, drawn) = curve(CaseDay::Onset, CurveUnit::Week, town.now()).await;
    assert_eq!(weeks, [("2022-06-27".to_owned(), [0, 0, 0, 1]), ("2022-07-04".to_owned(), [0, 0, 0, 1])]);
    assert_eq!(drawn.bins[0].complete, Some(1.0));
    let (days, drawn) = curve(CaseDay::Report, CurveUnit::Day, town.now()).await;
    assert_eq!(days, [("2022-07-02".to_owned(), [0, 0, 0, 1]), ("2022-07-07".to_owned(), [0, 0, 0, 1])]);
    assert!(drawn.bins.iter().all(|bin| bin.complete.is_none()));
    let (days, _) = curve(CaseDay::Confirmation, CurveUnit::Day, town.now()).await;
    assert_eq!(days, [("2022-07-01".to_owned(), [0, 0, 0, 1]), ("2022-07-07".to_owned(), [0, 0, 0, 1])]);
    // By then the discarded one was still a case, and nobody had been reported.
    let then = AsOf::Known(at("2022-07-01 21:00"));
    let (days, drawn) = curve(CaseDay::Onset, CurveUnit::Day, then).await;
    assert_eq!(days, [("2022-06-28".to_owned(), [0, 0, 0, 1]), ("2022-06-30".to_owned(), [0, 0, 0, 1])]);
    assert_eq!((drawn.delays.n(), drawn.bins[0].complete), (0, None));
}

pub async fn curves_and_boards_are_told_again_as_they_were(town: Town) {
    outbreak(&town).await;
    let office = town.who(Role::Office, "CN");
    let query = SituationQuery { area: Some(town.path(CITY)), ..SituationQuery::default() };
    let before = proved(&town, &office, &query, town.now()).await;
    let town = {
        town.app.rebuild(|_| ()).await.expect("rebuilt");
        town.restarted().await
    };
    assert_eq!(proved(&town, &office, &query, town.now()).await, before);
}
