//! The counts that are kept are those of the rows, whatever was done to them.

use std::collections::{BTreeMap, BTreeSet};

use authz::Reach;
use futures_util::future::join_all;
use kernel::{
    AreaCode, AreaLevel, AreaPath, AsOf, CaseId, ContactId, FactId, ObligationId, OrderId, PageRequest,
    PersonId, SubjectKind, Timestamp, UnitId,
};
use store::{
    AreaRow, CaseRow, Close, ContactFilter, ContactRow, EscalationRow, ObligationCounts, ObligationFilter,
    ObligationRow, ObligationState, OrderFilter, OrderRow, Scope, Store, Wanted, state_at,
};

use crate::bench::{Bench, at, case, case_subject, id, nth, obligation, path, user};

const DAY: i64 = 86_400;
const DISEASES: [&str; 2] = ["covid-19", "measles"];
const UNITS: [&str; 4] = ["cdc", "hospital", "community", "office"];

/// SplitMix64: the same commands on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        let place = usize::try_from(self.below(all.len() as u64)).expect("small");
        all[place].clone()
    }
    fn chance(&mut self, in_ten: u64) -> bool {
        self.below(10) < in_ten
    }
    /// A moment of ten days; sometimes on the edge of a day or an hour.
    fn moment(&mut self) -> Timestamp {
        let second = i64::try_from(self.below(10 * DAY as u64)).expect("small");
        at(match self.below(4) {
            0 => second / DAY * DAY,
            1 => second / 3600 * 3600,
            _ => second,
        })
    }
}

fn areas() -> Vec<AreaPath> {
    [
        &["14"][..],
        &["14", "1401"],
        &["14", "1401", "140105"],
        &["14", "1401", "140105", "140105001"],
        &["14", "1401", "140106"],
        &["14", "1402", "140201"],
        &["15", "1501", "150101"],
    ]
    .into_iter()
    .map(path)
    .collect()
}

#[derive(Clone, Debug)]
enum Act {
    Open(Box<ObligationRow>),
    Close(Close),
    Escalate(u128, i64),
    Give(u128, &'static str),
    Contact(Box<ContactRow>),
    Order(Box<OrderRow>),
}

fn opening(dice: &mut Dice) -> ObligationRow {
    let n = u128::from(dice.below(150));
    numbered(dice, n)
}

/// Every fifth is warned of long before; those alone climb the ladder.
fn numbered(dice: &mut Dice, n: u128) -> ObligationRow {
    let order = OrderId(id("order")).subject();
    let (subject, occurrence) = match dice.below(4) {
        0 => (order, "t1"),
        1 => (order, "c2022-07-04-1"),
        2 => (case_subject("a"), "t1"),
        _ => (case_subject("b"), ""),
    };
    let due = dice.moment();
    let before = i64::try_from(dice.below(30 * 3600)).expect("small");
    let before = if n.is_multiple_of(5) { 100 * DAY } else { before };
    let mut row = ObligationRow {
        area: dice.of(&areas()[2..]),
        disease: dice.of(&DISEASES).to_owned(),
        holder_unit: UnitId(id(dice.of(&UNITS))),
        due_at: due,
        warn_at: due.plus(kernel::Span::from_micros(-before * 1_000_000)),
        occurrence: occurrence.to_owned(),
        ..obligation(n, subject, 0, 0)
    };
    if dice.chance(1) {
        // Opened and met in one command.
        let met = closing(dice, n);
        row.close_state = Some(met.state);
        (row.closed_at, row.closed_recorded_at) = (Some(met.at), Some(met.recorded_at));
        row.closed_fact = Some(met.fact);
        row.timer_at = None;
    }
    row
}

fn closing(dice: &mut Dice, n: u128) -> Close {
    let state = dice.of(&["met", "met_late", "waived", "void", "handed_over"]).to_owned();
    let fact = FactId(id("closing"));
    Close { id: ObligationId(nth(n)), state, at: at(5), recorded_at: at(6), fact }
}

fn acts(dice: &mut Dice, versions: &mut BTreeMap<u128, i64>) -> Vec<Act> {
    let count = 1 + dice.below(6);
    let mut acts = Vec::new();
    for _ in 0..count {
        let n = u128::from(dice.below(150));
        acts.push(match dice.below(10) {
            0..=4 => Act::Open(Box::new(opening(dice))),
            5 | 6 => Act::Close(closing(dice, n)),
            7 => Act::Escalate(n / 5 * 5, 1 + i64::try_from(dice.below(2)).expect("small")),
            8 => Act::Give(n, dice.of(&UNITS)),
            _ => {
                let n = u128::from(dice.below(20));
                let version = versions.entry(n).or_default();
                *version += 1;
                if n % 2 == 0 { contact(dice, n, *version) } else { order(dice, n, *version) }
            }
        });
    }
    acts
}

fn contact(dice: &mut Dice, n: u128, version: i64) -> Act {
    Act::Contact(Box::new(ContactRow {
        id: ContactId(nth(n)),
        version,
        recorded_from: at(version),
        recorded_to: None,
        area: dice.of(&areas()[2..]),
        person: PersonId(id("person")),
        case: CaseId(id("c")),
        disease: dice.of(&DISEASES).to_owned(),
        class: dice.of(&["close", "secondary"]).to_owned(),
        status: dice.of(&["determined", "reached", "released"]).to_owned(),
        last_exposure: at(0),
        state: "{}".into(),
    }))
}

fn order(dice: &mut Dice, n: u128, version: i64) -> Act {
    let day = kernel::parse_date("2022-07-01").expect("a date");
    Act::Order(Box::new(OrderRow {
        id: OrderId(nth(n)),
        version,
        recorded_from: at(version),
        recorded_to: None,
        area: dice.of(&areas()[2..]),
        target_kind: SubjectKind::Person,
        target_id: id("person"),
        person: Some(PersonId(id("person"))),
        contact: None,
        regime: String::new(),
        status: dice.of(&["issued", "running", "released"]).to_owned(),
        starts_on: day,
        ends_on: day,
        edition: "v9".into(),
        disease: dice.of(&DISEASES).to_owned(),
        state: "{}".into(),
    }))
}

async fn carry_out(store: &Store, acts: Vec<Act>) {
    let done = store.write(Wanted::nothing(), move |work| {
        let acts = acts.clone();
        Box::pin(async move {
            for act in acts {
                match act {
                    Act::Open(row) => work.put_obligation(&row),
                    Act::Close(close) => work.close_obligations([close]),
                    Act::Give(n, unit) => work.set_holder(ObligationId(nth(n)), UnitId(id(unit)), None),
                    Act::Contact(row) => work.put_contact(&row)?,
                    Act::Order(row) => work.put_order(&row)?,
                    Act::Escalate(n, step) => {
                        // Nobody climbs the ladder of what is not there.
                        if work.obligation(ObligationId(nth(n))).await?.is_some() {
                            work.put_escalation(&escalation(n, step));
                        }
                    }
                }
            }
            Ok(())
        })
    });
    done.await.expect("carried out");
}

fn escalation(n: u128, step: i64) -> EscalationRow {
    EscalationRow {
        obligation: ObligationId(nth(n)),
        step,
        level: "county".into(),
        to_unit: UnitId(id("superior")),
        to_post: None,
        at: at(-100 * DAY),
        recorded_at: at(-100 * DAY),
        fact: FactId(id("escalated")),
    }
}

async fn every_row(store: &Store) -> Vec<ObligationRow> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = PageRequest { limit: 500, after };
        let found =
            store.obligations(&Scope::system(), &ObligationFilter::default(), AsOf::Now(at(0)), &page).await;
        let found = found.expect("listed");
        rows.extend(found.items);
        after = found.next;
        if after.is_none() {
            return rows;
        }
    }
}

/// The counts by looking at each row.
fn by_hand(
    rows: &[ObligationRow],
    escalated: &BTreeSet<ObligationId>,
    scope: &Scope,
    filter: &ObligationFilter,
    now: Timestamp,
) -> ObligationCounts {
    let mut counts = ObligationCounts::default();
    for row in rows {
        let Some(state) = state_at(row, AsOf::Now(now)) else { continue };
        let was_escalated = escalated.contains(&row.id);
        let scheduled = filter.occurrence.is_none_or(|letter| row.occurrence.starts_with(letter));
        let wanted = scope.covers_of(&row.area, Some(&row.disease))
            && filter.area.as_ref().is_none_or(|area| row.area.is_within(area))
            && filter.unit.is_none_or(|unit| row.holder_unit == unit)
            && filter.disease.as_ref().is_none_or(|disease| row.disease == *disease)
            && filter.subject_kind.is_none_or(|kind| row.subject_kind == kind)
            && filter.due_from.is_none_or(|from| row.due_at >= from)
            && filter.due_before.is_none_or(|before| row.due_at < before)
            && (filter.states.is_empty() || filter.states.contains(&state))
            && (!filter.unclosed || state.is_open())
            && (!filter.escalated || was_escalated)
            && scheduled;
        if wanted {
            let place = match state {
                ObligationState::Open => &mut counts.open,
                ObligationState::Warned => &mut counts.warned,
                ObligationState::Overdue => &mut counts.overdue,
                ObligationState::Met => &mut counts.met,
                ObligationState::MetLate => &mut counts.met_late,
                ObligationState::Waived => &mut counts.waived,
                ObligationState::Void => &mut counts.void,
                ObligationState::HandedOver => &mut counts.handed_over,
            };
            *place += 1;
            counts.escalated += i64::from(was_escalated);
        }
    }
    counts
}

fn a_filter(dice: &mut Dice) -> ObligationFilter {
    let mut filter = ObligationFilter::default();
    if dice.chance(6) {
        filter.area = Some(dice.of(&areas()));
    }
    if dice.chance(2) {
        filter.unit = Some(UnitId(id(dice.of(&UNITS))));
    }
    if dice.chance(3) {
        filter.disease = Some(dice.of(&DISEASES).to_owned());
    }
    if dice.chance(3) {
        filter.subject_kind = Some(SubjectKind::Order);
        filter.occurrence = Some(dice.of(&['t', 'c']));
    }
    if dice.chance(5) {
        filter.due_from = Some(dice.moment());
    }
    if dice.chance(5) {
        filter.due_before = Some(dice.moment());
    }
    filter.unclosed = dice.chance(2);
    filter.escalated = dice.chance(1);
    if dice.chance(3) {
        filter.states = (0..=dice.below(2)).map(|_| dice.of(&ObligationState::ALL)).collect();
        filter.states.dedup();
    }
    filter
}

fn a_scope(dice: &mut Dice) -> Scope {
    let areas = areas();
    let whole = |area: &AreaPath| Reach { area: area.clone(), diseases: None };
    let limited =
        |area: &AreaPath| Reach { area: area.clone(), diseases: Some([DISEASES[0].to_owned()].into()) };
    let reaches = match dice.below(5) {
        0 => return Scope::system(),
        1 => vec![whole(&areas[0])],
        2 => vec![whole(&areas[2]), whole(&areas[3]), whole(&areas[5])],
        // One disease in the province, all in a county of it.
        3 => vec![limited(&areas[0]), whole(&areas[4]), limited(&areas[2])],
        _ => vec![limited(&dice.of(&areas))],
    };
    Scope::of(user(), reaches, "counted")
}

async fn compare(store: &Store, dice: &mut Dice, questions: usize) {
    let rows = every_row(store).await;
    let mut escalated = BTreeSet::new();
    for row in &rows {
        if !store.escalations(&Scope::system(), row.id).await.expect("read").is_empty() {
            escalated.insert(row.id);
        }
    }
    for _ in 0..questions {
        let (now, scope, filter) = (dice.moment(), a_scope(dice), a_filter(dice));
        let told = store.obligation_counts(&scope, &filter, AsOf::Now(now)).await.expect("told");
        let expected = by_hand(&rows, &escalated, &scope, &filter, now);
        assert_eq!(told, expected, "{filter:?}\n{scope:?}\nat {now}");
        let units: Vec<UnitId> = UNITS.iter().map(|unit| UnitId(id(unit))).collect();
        let of_all = ObligationFilter { unit: None, ..filter.clone() };
        let by_unit = store.obligation_counts_of_units(&scope, &of_all, &units, AsOf::Now(now)).await;
        for (unit, told) in units.iter().zip(by_unit.expect("told")) {
            let filter = ObligationFilter { unit: Some(*unit), ..filter.clone() };
            assert_eq!(told, by_hand(&rows, &escalated, &scope, &filter, now), "{filter:?} at {now}");
        }
        let open = ObligationFilter { unclosed: true, disease: filter.disease.clone(), ..Default::default() };
        let owed = store.owed_by_unit(&scope, open.disease.as_deref(), AsOf::Now(now)).await;
        let owed = owed.expect("told");
        for unit in units {
            let filter = ObligationFilter { unit: Some(unit), ..open.clone() };
            let sums = by_hand(&rows, &escalated, &scope, &filter, now);
            let expected = (sums.overdue, sums.unclosed());
            assert_eq!(owed.get(&unit).copied().unwrap_or_default(), expected, "{filter:?} at {now}");
        }
        let asked = filter.area.clone().unwrap_or_else(|| areas()[0].clone());
        let below = areas();
        let within = ObligationFilter { unit: None, area: Some(asked.clone()), ..filter };
        let told =
            store.obligation_counts_below(&scope, &within, &below, AsOf::Now(now)).await.expect("told");
        for (area, told) in below.iter().zip(told).filter(|(area, _)| area.is_within(&asked)) {
            let filter = ObligationFilter { area: Some(area.clone()), ..within.clone() };
            assert_eq!(told, by_hand(&rows, &escalated, &scope, &filter, now), "{filter:?} at {now}");
        }
    }
}

async fn compare_records(store: &Store, dice: &mut Dice) {
    let whole = PageRequest { limit: 500, after: None };
    for _ in 0..10 {
        let scope = a_scope(dice);
        let area = dice.chance(5).then(|| dice.of(&areas()));
        let disease = dice.chance(5).then(|| dice.of(&DISEASES).to_owned());
        let status = dice.chance(5).then(|| "reached,released".to_owned());
        let now = AsOf::Now(at(0));
        let filter = ContactFilter {
            area: area.clone(),
            disease: disease.clone(),
            status: status.clone(),
            ..ContactFilter::default()
        };
        let mut expected = BTreeMap::<[String; 2], i64>::new();
        for row in store.contacts(&scope, &filter, now, &whole).await.expect("listed").items {
            *expected.entry([row.class, row.status]).or_default() += 1;
        }
        let told = store.contact_counts(&scope, &filter, now).await.expect("told");
        assert_eq!(told.into_iter().collect::<BTreeMap<_, _>>(), expected, "{filter:?} {scope:?}");
        let filter = OrderFilter { area, disease, status, ..OrderFilter::default() };
        let expected = store.orders(&scope, &filter, now, &whole).await.expect("listed").items.len();
        let told = store.order_count(&scope, &filter, now).await.expect("told");
        assert_eq!(told, i64::try_from(expected).expect("few"), "{filter:?} {scope:?}");
    }
}

pub async fn tallies_are_the_counts_of_the_rows(bench: Bench) {
    let store = bench.open().await;
    let (mut dice, mut versions) = (Dice(20_220_704), BTreeMap::new());
    for _ in 0..25 {
        // Versions follow each other, so one job after the other of a group.
        let jobs: Vec<Vec<Act>> = (0..3).map(|_| acts(&mut dice, &mut versions)).collect();
        join_all(jobs.into_iter().map(|acts| carry_out(&store, acts))).await;
    }
    let loaded: Vec<ObligationRow> = (200..260u128).map(|n| numbered(&mut dice, n)).collect();
    store.bulk_insert(&loaded).await.expect("loaded");
    store.bulk_insert(&[escalation(200, 1), escalation(205, 1), escalation(200, 2)]).await.expect("loaded");
    compare(&store, &mut dice, 120).await;
    compare_records(&store, &mut dice).await;
    // What was loaded is closed and given like all else.
    let close = Act::Close(closing(&mut dice, 200));
    carry_out(&store, vec![close, Act::Give(201, "office"), Act::Give(202, "office")]).await;
    compare(&store, &mut dice, 40).await;
}

/// Takes the migration back that brought the tallies.
const BEFORE: [&str; 23] = [
    "DELETE FROM schema_version WHERE version = 21",
    "DROP TABLE obligation_unit_tally",
    "DROP TABLE obligation_area_tally",
    "DROP TABLE record_tally",
    "DROP TABLE sample_version",
    "DROP INDEX case_counted",
    "DROP INDEX case_by_opening",
    "DROP INDEX case_by_onset",
    "DROP INDEX case_by_report",
    "DROP INDEX case_by_confirmation",
    "DROP INDEX shift_by_end",
    "DROP INDEX test_by_unit",
    "DROP INDEX obligation_open_by_warning",
    "DROP INDEX obligation_by_user",
    "ALTER TABLE case_version DROP COLUMN reported_on",
    "ALTER TABLE case_version DROP COLUMN confirmed_on",
    "ALTER TABLE case_version DROP COLUMN discarded",
    "ALTER TABLE case_version DROP COLUMN planned",
    "ALTER TABLE case_version DROP COLUMN early_detection",
    "ALTER TABLE case_version DROP COLUMN early_reporting",
    "ALTER TABLE case_version DROP COLUMN early_isolation",
    "ALTER TABLE case_version DROP COLUMN early_treatment",
    "ALTER TABLE test_version DROP COLUMN unit_id",
];

fn state(class: &str, more: &str) -> String {
    format!(
        r#"{{"classification":"{class}","onset":"2022-07-01","first_positive":"2022-07-02T16:30:00Z","resulted_at":"2022-07-02T20:00:00Z"{more}}}"#
    )
}

pub async fn what_stood_before_the_tallies_is_counted(bench: Bench) {
    let store = bench.open().await;
    let county = areas()[2].clone();
    let area = AreaRow {
        code: AreaCode::new("140105").expect("a code"),
        parent: Some(AreaCode::new("1401").expect("a code")),
        path: county.clone(),
        level: AreaLevel::County,
        name_zh: "某县".into(),
        name_en: "County".into(),
        zone: "Asia/Shanghai".into(),
        valid_from: None,
        valid_to: None,
    };
    let reported = r#","reported_at":"2022-07-02T22:00:00Z","isolated_at":"2022-07-03T01:00:00Z""#;
    let ended = r#","reported_at":"2022-07-02T22:00:00Z","plan_at":"2022-07-03T02:00:00Z","ended":["2022-07-04T00:00:00Z","discarded"]"#;
    let versions = [
        (1, 0, state("suspected", "")),
        // Confirmed on 3 July, by the calendar of the county.
        (2, 2 * DAY - 3600, state("confirmed", reported)),
        (3, 3 * DAY, state("confirmed", ended)),
    ];
    let last = versions.len() - 1;
    let rows: Vec<CaseRow> = versions
        .iter()
        .enumerate()
        .map(|(n, (version, from, state))| CaseRow {
            area: county.clone(),
            recorded_to: (n < last).then(|| at(versions[n + 1].1)),
            state: state.clone(),
            ..case(id("c"), *version, *from, "open")
        })
        .collect();
    store.bulk_insert(&[area]).await.expect("loaded");
    store.bulk_insert(&rows).await.expect("loaded");
    let (mut dice, mut versions) = (Dice(7), BTreeMap::new());
    for _ in 0..30 {
        carry_out(&store, acts(&mut dice, &mut versions)).await;
    }
    store.close().await;
    for sql in BEFORE {
        bench.meddle(sql).await;
    }
    let store = bench.open().await;
    compare(&store, &mut dice, 60).await;
    compare_records(&store, &mut dice).await;
    let found: Vec<CaseRow> = store.history(&Scope::system(), id("c")).await.expect("read");
    let day = |text: &str| kernel::parse_date(text).ok();
    let told: Vec<_> =
        found.iter().map(|row| (row.reported_on, row.confirmed_on, row.discarded, row.planned)).collect();
    assert_eq!(
        told,
        [
            (None, None, false, false),
            (day("2022-07-03"), day("2022-07-03"), false, false),
            (day("2022-07-03"), day("2022-07-03"), true, true),
        ]
    );
    let hours = |n: i64| Some(n * 3_600_000_000);
    let earlies: Vec<_> =
        found.iter().map(|row| (row.early_reporting, row.early_isolation, row.early_treatment)).collect();
    assert_eq!(earlies, [(None, None, None), (hours(2), hours(5), None), (hours(2), None, None)]);
    // From midnight of 1 July in Shanghai to half past midnight of 3 July there.
    assert_eq!(found[0].early_detection, Some(48 * 3_600_000_000 + 30 * 60_000_000));
    assert!(found[1].state.contains("confirmed_at") && !found[0].state.contains("confirmed_at"));
}
