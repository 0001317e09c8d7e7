//! Deadlines, frequencies and numbers of a demand.
//!
//! A number is a clock only where its words say so. What has no figure (`第一时间`, `限时`) is told as such, and what
//! needs something that the text lacks says what to ask for; nothing is filled in.

use std::sync::LazyLock;

use kernel::Text;
use regex::{Captures, Regex};

use super::{Clock, ClockKind, clean::expression};

expression!(
    WITHIN,
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)个?(?P<unit>小时|分钟|工作日|天|日|周|星期|月)(?:之内|以内|内)"
);
expression!(PAST, "^(，?(有|曾|到过|去过|来自|从)|出现过|旅居)");
expression!(AHEAD, r"提前(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})个?(?P<unit>小时|天|日|周|月)");
expression!(
    CONTINUOUS,
    r"24小时[^，。；]{0,10}(值班|值守|在岗|轮班|不间断|畅通|运转|待命|服务|巡查|监测|备勤|响应)(制度)?|(值班|值守|在岗|运转|服务|热线)[^，。；]{0,6}24小时|全天候|全时段|全时空|昼夜[^，。；]{0,4}(值守|值班|轮班|在岗)|昼夜不停|日夜不停|不间断"
);
expression!(
    BY,
    r"(?P<day>(\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日|(今|明|后)(天|日)|当天|当日|今晚|(本|下)?(周|月|季度|年)(底|末)|(本|下)周[一二三四五六日天]|节前|春节前|开学|入冬|国庆|元旦)(?P<time>\d{1,2}(时|点|:\d{2})(\d{1,2}分)?)?(前|之前|以前)|(\d{1,2}月\d{1,2}日)(\d{1,2}(时|点))?(截止|完成|到位)"
);
expression!(
    AT_ONCE,
    r"第一时间|立即|立刻|马上|即刻|即时|迅即|即查即改|立行立改|立查立改|即知即改|及时(兑现|上报|报告|推送|处置|公开|发布|公布|回应|救治)"
);
expression!(LIMITED, r"限时|限期|规定时(限|间)内|时限要求|如期");
expression!(
    DAILY,
    r"每[天日](?P<times>[一二两三四\d]次)?|[一1]日[一两二三1-3](次|测|检|报|调度|研判|会商|消毒|巡)|日(检测|报告|调度|研判|会商|通报|零报告|巡查|监测|清零)|日清日结|按日|逐日"
);
expression!(
    EVERY,
    r"每(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,2})?(?P<unit>小时|周|个?月|天|日|季度?)(?P<day>[一二三四五六日天])?|隔[天日]|每周[一二三四五六日天]"
);
expression!(
    REGIME,
    r"\d{1,2}天?\+\d{1,2}天?(\+\d{1,2}天?)?|[\d一二两三四五六七八九十]{1,2}[天日][\d一二两三四五六七八九十]{1,2}检|\d{1,2}天(集中隔离|居家隔离|医学观察|居家(健康)?监测|健康监测|自我健康监测)|(集中隔离|居家隔离|医学观察|健康监测)(医学观察)?\d{1,2}天"
);
expression!(
    DISTANCE,
    r"(?P<n>\d{1,3}|[一二两三])米(线|(以上)?(的)?(安全|社交|间隔)?(距离|间距|间隔))|(间隔|距离|间距)[^，。；]{0,4}?(?P<m>\d{1,3})米|(周边|半径|周围|范围)[^，。；]{0,3}?(?P<r>\d{2,4})米(范围)?"
);
expression!(
    QUOTA,
    r"(?P<n>\d+(\.\d+)?)(?P<unit>[%％‰]|万?(人份|管|间|张|套|支|个床位|床|台|人次|例|户|辆|吨|份)(/(日|天))?|万人)|百分之[一二三四五六七八九十百零]+|(?P<share>[一二三四五六七八九]成)|布雷图指数[^，。；]{0,8}\d+|(?P<idx>以下|低于|不超过|不少于|不低于)\d+(\.\d+)?[^，。；\d]{0,3}"
);

/// A number in Chinese or Arabic figures, up to 99.
fn number(text: &str) -> Option<u32> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let digit = |c: char| {
        "零一二三四五六七八九".chars().position(|one| one == c).and_then(|at| u32::try_from(at).ok())
    };
    let digit = |c: char| if c == '两' { Some(2) } else { digit(c) };
    match text.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { tens.chars().next().and_then(digit)? };
            let ones = if ones.is_empty() { 0 } else { ones.chars().next().and_then(digit)? };
            Some(tens * 10 + ones)
        }
        None => text.chars().next().and_then(digit).filter(|_| text.chars().count() == 1),
    }
}

/// A span by ISO 8601.
fn span(count: &str, unit: &str) -> Option<String> {
    if count == "半" {
        return (unit == "小时").then(|| "PT30M".to_owned());
    }
    let n = number(count)?;
    Some(match unit {
        "小时" => format!("PT{n}H"),
        "分钟" => format!("PT{n}M"),
        "天" | "日" => format!("P{n}D"),
        "周" | "星期" => format!("P{n}W"),
        "月" => format!("P{n}M"),
        // Working days depend on a calendar: the figure stays as it is.
        _ => return None,
    })
}

fn ask(zh: &str, en: &str) -> Option<Text> {
    Some(Text { zh: zh.to_owned(), en: en.to_owned() })
}

/// All clocks of a demand, in the order of the text; one inside another does not count.
pub fn clocks(bare: &str) -> Vec<Clock> {
    type Make = fn(&Captures<'_>) -> Clock;
    let makers: [(&LazyLock<Regex>, Make); 11] = [
        (&REGIME, |found| Clock {
            kind: ClockKind::Regime,
            value: Some(found[0].to_owned()),
            said: found[0].to_owned(),
            ask: ask(
                "按当地规定：隔离、监测天数与检测日",
                "By the local rule: days of isolation and monitoring, days of tests",
            ),
        }),
        (&CONTINUOUS, |found| plain(ClockKind::Continuous, found)),
        (&WITHIN, |found| Clock {
            kind: ClockKind::Within,
            value: span(&found["n"], &found["unit"]),
            said: found[0].to_owned(),
            ask: match &found["unit"] {
                "工作日" => ask("工作日按当地日历计算", "Working days by the local calendar"),
                _ => None,
            },
        }),
        (&AHEAD, |found| Clock {
            kind: ClockKind::Ahead,
            value: span(&found["n"], &found["unit"]),
            said: found[0].to_owned(),
            ask: None,
        }),
        (&BY, |found| Clock {
            kind: ClockKind::By,
            value: None,
            said: found[0].to_owned(),
            ask: ask("核对截止日期", "Check the day"),
        }),
        (&DAILY, |found| plain(ClockKind::Daily, found)),
        (&EVERY, |found| Clock {
            kind: ClockKind::Every,
            value: found.name("unit").and_then(|unit| {
                let unit = unit.as_str().trim_start_matches('个');
                let unit =
                    if unit == "季" || unit == "季度" { return Some("P3M".to_owned()) } else { unit };
                span(found.name("n").map_or("1", |n| n.as_str()), unit)
            }),
            said: found[0].to_owned(),
            ask: None,
        }),
        (&DISTANCE, |found| Clock {
            kind: ClockKind::Distance,
            value: ["n", "m", "r"]
                .iter()
                .find_map(|name| found.name(name))
                .and_then(|n| number(n.as_str()))
                .map(|n| format!("{n} m")),
            said: found[0].to_owned(),
            ask: None,
        }),
        (&AT_ONCE, |found| Clock {
            ask: ask("没有数字：按当地规定填写时限", "No figure: fill in the local time limit"),
            ..plain(ClockKind::AtOnce, found)
        }),
        (&LIMITED, |found| Clock {
            ask: ask("没有数字：逐项填写整改或完成时限", "No figure: fill in a time limit for each item"),
            ..plain(ClockKind::Limited, found)
        }),
        (&QUOTA, |found| Clock { value: Some(found[0].to_owned()), ..plain(ClockKind::Quota, found) }),
    ];
    let mut all: Vec<(usize, usize, Clock)> = Vec::new();
    for (expression, make) in makers {
        for found in expression.captures_iter(bare) {
            let Some(range) = found.get(0).map(|one| one.range()) else { continue };
            // `14天内有…旅居史` tells of whom it speaks, and until when nothing.
            if PAST.is_match(&bare[range.end..]) {
                continue;
            }
            if all.iter().all(|(start, end, _)| range.end <= *start || *end <= range.start) {
                all.push((range.start, range.end, make(&found)));
            }
        }
    }
    all.sort_by_key(|(start, ..)| *start);
    all.into_iter().map(|(_, _, clock)| clock).collect()
}

fn plain(kind: ClockKind, found: &Captures<'_>) -> Clock {
    Clock { kind, value: None, said: found[0].to_owned(), ask: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_clock_only_where_its_words_say_so() {
        use ClockKind::{
            Ahead, AtOnce, By, Continuous, Daily, Distance, Every, Limited, Quota, Regime, Within,
        };
        type Row = (&'static str, &'static [(ClockKind, Option<&'static str>)]);
        let table: [Row; 19] = [
            ("发现发热等疑似病例2小时内必须上报", &[(Within, Some("PT2H"))]),
            ("三日内完成整改", &[(Within, Some("P3D"))]),
            ("5个工作日内反馈", &[(Within, None)]),
            ("关键岗位24小时值班制度", &[(Continuous, None)]),
            ("24小时内完成流调", &[(Within, Some("PT24H"))]),
            ("严格做好14+2医学观察", &[(Regime, Some("14+2"))]),
            ("三天两检", &[(Regime, Some("三天两检"))]),
            ("限量、预约、错峰、一米线", &[(Distance, Some("1 m"))]),
            ("重点人群日检测", &[(Daily, None)]),
            ("每周一次全员检测", &[(Every, Some("P1W"))]),
            ("第一时间处置", &[(AtOnce, None)]),
            ("清单交办、限时整改", &[(Limited, None)]),
            ("12月15日前完成", &[(By, None)]),
            ("返乡人员提前3天报备", &[(Ahead, Some("P3D"))]),
            ("储备隔离房间3000间", &[(Quota, Some("3000间"))]),
            ("第九版防控方案", &[]),
            ("14天内有中高风险地区旅居史的人员", &[]),
            ("落实四早、四方责任、九不准", &[]),
            ("点击率1767", &[]),
        ];
        for (text, expected) in table {
            let found = clocks(text);
            let found: Vec<(ClockKind, Option<&str>)> =
                found.iter().map(|clock| (clock.kind, clock.value.as_deref())).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
