//! Households of people who do not exist.

use kernel::AreaCode;
use rand::{RngExt, rngs::StdRng};

use crate::{PersonIndex, SimPlan};

const SURNAMES: [&str; 24] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
    "郭", "马", "罗", "梁", "宋", "郑", "郝",
];
const GIVEN_MALE: [&str; 20] = [
    "建国", "志强", "海峰", "文斌", "俊杰", "晓东", "立新", "永刚", "成林", "卫东", "子轩", "浩然", "宇航",
    "振华", "保平", "根生", "天佑", "明远", "家豪", "思远",
];
const GIVEN_FEMALE: [&str; 20] = [
    "秀英", "桂兰", "丽娟", "晓燕", "海霞", "雪梅", "文静", "婷婷", "春花", "玉珍", "欣怡", "雨桐", "子涵",
    "美玲", "巧云", "改花", "佳慧", "若琳", "诗涵", "静怡",
];

/// Persons at one workplace.
const WORKPLACE_SIZE: usize = 8;

/// Sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the variants say it")]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    /// The code, as in facts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}

/// A made-up person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimPerson {
    /// Made-up name; two may share one.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Age in years on the first day.
    pub age: u8,
    /// Township.
    pub area: AreaCode,
    /// Household, from 0.
    pub household: usize,
    /// Workplace, from 0, of those who work.
    pub workplace: Option<usize>,
}

/// Everybody, and who is together where.
pub(crate) struct Population {
    pub persons: Vec<SimPerson>,
    pub households: Vec<Vec<PersonIndex>>,
    pub workplaces: Vec<Vec<PersonIndex>>,
    /// Guests of the wedding: the first household and the adults of seven others.
    pub guests: Vec<PersonIndex>,
}

fn pick<'a, T>(rng: &mut StdRng, list: &'a [T]) -> Option<&'a T> {
    if list.is_empty() { None } else { list.get(rng.random_range(0..list.len())) }
}

fn person(
    rng: &mut StdRng,
    surname: &str,
    ages: std::ops::RangeInclusive<u8>,
    sex: Sex,
) -> (String, u8, Sex) {
    let given = if sex == Sex::Male { &GIVEN_MALE } else { &GIVEN_FEMALE };
    let given = pick(rng, given).copied().unwrap_or_default();
    (format!("{surname}{given}"), rng.random_range(ages), sex)
}

/// Households of two adults with perhaps a child, a second child or a
/// grandparent (mean about 3; the census of 2020 counts 2.6 a household, but
/// persons living alone would make a drill dull).
pub(crate) fn population(rng: &mut StdRng, plan: &SimPlan) -> Population {
    let mut all = Population { persons: vec![], households: vec![], workplaces: vec![], guests: vec![] };
    let count = plan.households.clamp(1, 5_000) as usize;
    for household in 0..count {
        let Some(area) = plan.areas.get(household % plan.areas.len().max(1)) else { break };
        let mut surname = || SURNAMES[rng.random_range(0..SURNAMES.len())];
        let (family, hers) = (surname(), surname());
        let mut members =
            vec![person(rng, family, 24..=58, Sex::Male), person(rng, hers, 23..=56, Sex::Female)];
        for (chance, ages, surname) in [(0.6, 3..=17, family), (0.2, 1..=15, family), (0.3, 62..=84, family)]
        {
            if rng.random_bool(chance) {
                let sex = if rng.random_bool(0.5) { Sex::Male } else { Sex::Female };
                members.push(person(rng, surname, ages, sex));
            }
        }
        let mut home = Vec::new();
        for (name, age, sex) in members {
            home.push(all.persons.len());
            all.persons.push(SimPerson { name, sex, age, area: area.clone(), household, workplace: None });
        }
        all.households.push(home);
    }
    assign_workplaces(rng, &mut all);
    let others = (1..all.households.len()).take(7);
    let mut guests: Vec<PersonIndex> = all.households.first().cloned().unwrap_or_default();
    guests.extend(
        others.flat_map(|at| all.households[at].iter().copied().filter(|p| all.persons[*p].age >= 18)),
    );
    all.guests = guests;
    all
}

/// Seven of ten persons of working age work; who works where is drawn.
fn assign_workplaces(rng: &mut StdRng, all: &mut Population) {
    let mut workers: Vec<PersonIndex> = Vec::new();
    for (at, person) in all.persons.iter().enumerate() {
        // The first person always works: the drill starts with him.
        if (18..=60).contains(&person.age) && (at == 0 || rng.random_bool(0.7)) {
            workers.push(at);
        }
    }
    for at in (1..workers.len()).rev() {
        workers.swap(at, rng.random_range(0..=at));
    }
    for (workplace, group) in workers.chunks(WORKPLACE_SIZE).enumerate() {
        for person in group {
            all.persons[*person].workplace = Some(workplace);
        }
        all.workplaces.push(group.to_vec());
    }
}
