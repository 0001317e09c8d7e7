//! Which area a bulletin speaks of: names of divisions, their short forms, and the one character that stands for a
//! province or a city between verbs of travel (`入晋返晋`, `来天返天`).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::{Level, Place};

/// Provinces, prefectures and counties: code and full name.
const PLACES: &str = include_str!("../../../../content/bulletins/places.csv");

/// What stands for a province, by the first two digits of its code.
const SHORT: [(&str, &str); 31] = [
    ("11", "京"),
    ("12", "津"),
    ("13", "冀"),
    ("14", "晋"),
    ("15", "蒙"),
    ("21", "辽"),
    ("22", "吉"),
    ("23", "黑龙"),
    ("31", "沪"),
    ("32", "苏"),
    ("33", "浙"),
    ("34", "皖"),
    ("35", "闽"),
    ("36", "赣"),
    ("37", "鲁"),
    ("41", "豫"),
    ("42", "鄂"),
    ("43", "湘"),
    ("44", "粤"),
    ("45", "桂"),
    ("46", "琼"),
    ("50", "渝"),
    ("51", "川蜀"),
    ("52", "黔贵"),
    ("53", "滇云"),
    ("54", "藏"),
    ("61", "陕秦"),
    ("62", "甘陇"),
    ("63", "青"),
    ("64", "宁"),
    ("65", "新"),
];

/// Verbs before the character that stands for an area.
const TRAVEL: [char; 9] = ['入', '返', '来', '离', '出', '抵', '在', '进', '赴'];

/// What stands behind that character.
const BEHIND: &str = "人返来入车在通的，、离货师旅后前物抵务学";

/// A division.
struct Division {
    code: &'static str,
    name: &'static str,
    /// Names by which it is found, the full one first.
    names: Vec<String>,
}

static DIVISIONS: LazyLock<Vec<Division>> = LazyLock::new(|| {
    let rows = PLACES.lines().skip(1).filter_map(|line| line.split_once(','));
    rows.map(|(code, name)| Division { code, name, names: names(name) }).collect()
});

/// Endings of names, the longest first.
const ENDINGS: [&str; 16] = [
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "林区",
    "新区",
    "地区",
    "省",
    "市",
    "县",
    "区",
    "旗",
];

/// Peoples whose names stand in the names of autonomous areas.
const PEOPLES: [&str; 24] = [
    "蒙古族",
    "蒙古",
    "回族",
    "藏族",
    "羌族",
    "彝族",
    "苗族",
    "侗族",
    "布依族",
    "土家族",
    "朝鲜族",
    "哈尼族",
    "壮族",
    "傣族",
    "白族",
    "景颇族",
    "傈僳族",
    "满族",
    "瑶族",
    "黎族",
    "畲族",
    "哈萨克",
    "柯尔克孜",
    "维吾尔",
];

fn names(full: &str) -> Vec<String> {
    let mut names = vec![full.to_owned()];
    if let Some(mut short) = ENDINGS.iter().find_map(|ending| full.strip_suffix(ending)) {
        while let Some(shorter) = PEOPLES.iter().find_map(|people| short.strip_suffix(people)) {
            short = shorter;
        }
        if short.chars().count() >= 2 {
            names.push(short.to_owned());
        }
    }
    names
}

impl Division {
    fn level(&self) -> Level {
        match (self.code.ends_with("0000"), self.code.ends_with("00")) {
            (true, _) => Level::Province,
            (_, true) => Level::Prefecture,
            _ => Level::County,
        }
    }

    /// Whether its organs are those of such a level: `市委` is that of a prefecture, of a county-level city and of a
    /// municipality alike.
    fn has_organs(&self, organ: Organ) -> bool {
        match organ {
            Organ::Province => self.level() == Level::Province && !self.name.ends_with('市'),
            Organ::City => self.name.ends_with('市'),
            Organ::Prefecture => self.level() == Level::Prefecture && !self.name.ends_with('市'),
            Organ::County => {
                self.level() == Level::County && (self.name.ends_with('县') || self.name.ends_with('旗'))
            }
            Organ::District => self.level() == Level::County && self.name.ends_with('区'),
        }
    }

    /// Full name from the province down.
    fn path(&self) -> String {
        let of = |code: String| DIVISIONS.iter().find(|one| one.code == code).map_or("", |one| one.name);
        let province = of(format!("{}0000", &self.code[..2]));
        let prefecture = of(format!("{}00", &self.code[..4]));
        match self.level() {
            Level::Prefecture => format!("{province}{}", self.name),
            Level::County => format!("{province}{prefecture}{}", self.name),
            _ => self.name.to_owned(),
        }
    }
}

/// Whose organs met, as their names tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Organ {
    /// `省委`, `全省`, `自治区党委`.
    Province,
    /// `市委`, `全市`.
    City,
    /// `州委`, `全州`, `地委`, `盟委`.
    Prefecture,
    /// `县委`, `全县`, `旗委`.
    County,
    /// `区委`, `全区`.
    District,
}

/// The area whose organs met: the one of that kind that text and page name most, weighed by how they name it. `page`
/// is what stands around the bulletin: the name of a newspaper tells more than a place in a sentence.
pub fn whose(organ: Organ, text: &str, page: &str) -> Option<(Place, Level)> {
    let mut best: Option<(usize, &Division, BTreeSet<String>)> = None;
    let mut tied = false;
    let travelled = travels(text);
    let mut within: BTreeMap<&str, usize> = BTreeMap::new();
    for division in DIVISIONS.iter().filter(|one| one.level() != Level::Province) {
        let name = division.names.first().map_or("", String::as_str);
        let short =
            division.names.get(1).filter(|short| division.level() == Level::Prefecture && !short.is_empty());
        if text.contains(name) || short.is_some_and(|short| text.contains(short.as_str())) {
            *within.entry(&division.code[..2]).or_default() += 1;
        }
    }
    for division in DIVISIONS.iter().filter(|one| one.has_organs(organ)) {
        let mut said = BTreeSet::new();
        let mut weight = 0;
        for (nth, name) in division.names.iter().enumerate() {
            // Short names of counties are words as well (`会同`): in a sentence only the full one counts. Those of
            // cities seldom are.
            let word = nth > 0 && division.level() == Level::County && !division.name.ends_with('市');
            let sentences = if word { "" } else { text };
            weight += named(name, sentences, page, &mut said);
        }
        let lead: Vec<char> = if division.level() == Level::Province {
            SHORT
                .iter()
                .find(|(code, _)| division.code.starts_with(code))
                .map_or("", |(_, short)| short)
                .chars()
                .collect()
        } else {
            division.name.chars().take(1).collect()
        };
        let travels: usize = lead.iter().filter_map(|c| travelled.get(c)).map(|words| words.len()).sum();
        said.extend(lead.iter().filter_map(|c| travelled.get(c)).flatten().cloned());
        // Of a province one character is enough; a city's first one needs its name besides.
        if division.level() == Level::Province || weight > 0 {
            weight += 3 * travels;
        }
        if division.level() == Level::Province && weight > 0 {
            weight += within.get(&division.code[..2]).copied().unwrap_or(0);
        }
        let most = best.as_ref().map_or(0, |(most, ..)| *most);
        if weight > most {
            best = Some((weight, division, said));
            tied = false;
        } else if weight > 0 && weight == most {
            tied = true;
        }
    }
    // Two that are named alike are none: a person is asked.
    let (_, division, said) = best.filter(|_| !tied)?;
    let level = division.level();
    Some((
        Place { code: division.code.to_owned(), name: division.path(), said: said.into_iter().collect() },
        level,
    ))
}

/// How much a name is named.
fn named(name: &str, text: &str, page: &str, said: &mut BTreeSet<String>) -> usize {
    let in_text = text.matches(name).count();
    let press = [
        "日报",
        "晚报",
        "网",
        "新闻",
        "发布",
        "融媒",
        "电视台",
        "党建",
        "广播",
        "卫健",
        "晨报",
        "政府",
        "讯",
    ];
    let of_press = [text, page]
        .iter()
        .flat_map(|where_| where_.match_indices(name).map(move |(at, _)| &where_[at + name.len()..]))
        .filter(|rest| press.iter().any(|word| rest.chars().take(6).collect::<String>().contains(word)))
        .count();
    let in_page = page.matches(name).count();
    // `乡镇卫生院和县疾控中心` names no 和县: so short a name has to be said more than once.
    if in_text + in_page
        < if name.chars().count() == 2 && name.ends_with(['县', '区', '市']) { 3 } else { 1 }
    {
        return 0;
    }
    said.insert(name.to_owned());
    // A full name is no part of something else by chance, the less the longer it is.
    let full =
        if name.ends_with(['省', '市', '县', '区', '州', '旗']) { name.chars().count() } else { 1 };
    full * (in_text + in_page) + 4 * of_press
}

/// Where one travels to, by the one character that stands for it: the words that say so.
fn travels(text: &str) -> BTreeMap<char, Vec<String>> {
    let chars: Vec<char> = text.chars().collect();
    let mut all: BTreeMap<char, Vec<String>> = BTreeMap::new();
    for pair in chars.windows(3) {
        // `返黑人员` but not `来新冠`: the character ends the word.
        if TRAVEL.contains(&pair[0]) && BEHIND.contains(pair[2]) {
            all.entry(pair[1]).or_default().push(pair[..2].iter().collect());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_told_by_its_names() {
        let table = [
            (Organ::Province, "严格入晋返晋人员管理，经停太原航班", "山西日报", Some("山西省")),
            (
                Organ::Province,
                "为北京冬奥会创造环境，牡丹江、黑河、鸡西汇报",
                "来源：黑龙江日报",
                Some("黑龙江省"),
            ),
            (Organ::City, "加强来天返天人员排查", "天门网", Some("湖北省天门市")),
            (Organ::County, "本报讯 2月1日，文水县召开会议", "", Some("山西省吕梁市文水县")),
            (Organ::City, "会议强调，要做好防控工作", "", None),
            // There are two of them, in two provinces.
            (Organ::District, "本报讯 海州区召开会议", "", None),
        ];
        for (organ, text, page, expected) in table {
            let found = whose(organ, text, page).map(|(place, _)| place.name);
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
