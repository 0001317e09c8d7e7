//! Which lines of a page are the bulletin.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};
use serde::Deserialize;

/// What the page holds beside the bulletin (`content/bulletins/noise.toml`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoiseFile {
    spam_lines: Vec<String>,
    spam_words: Vec<String>,
    furniture: Vec<String>,
    notices: String,
    trade: String,
}

struct Noise {
    spam_lines: RegexSet,
    spam_words: Vec<Regex>,
    furniture: RegexSet,
    notices: Regex,
    trade: Regex,
}

static NOISE: LazyLock<Noise> = LazyLock::new(|| {
    let file: NoiseFile = toml::from_str(include_str!("../../../../content/bulletins/noise.toml"))
        .expect("noise.toml is sound");
    Noise {
        spam_lines: RegexSet::new(file.spam_lines).expect("spam_lines are expressions"),
        spam_words: file
            .spam_words
            .iter()
            .map(|one| Regex::new(one).expect("spam_words are expressions"))
            .collect(),
        furniture: RegexSet::new(file.furniture).expect("furniture are expressions"),
        notices: Regex::new(&file.notices).expect("notices is an expression"),
        trade: Regex::new(&file.trade).expect("trade is an expression"),
    }
});

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A heading of the bulletin.
    Title,
    /// The bulletin.
    Body,
    /// The page's.
    Furniture,
    /// An advertisement.
    Spam,
}

/// A line without names of gambling firms; they are answered too.
pub fn without_spam_words(line: &str) -> (String, Vec<String>) {
    let mut text = line.to_owned();
    let mut taken = Vec::new();
    for expression in &NOISE.spam_words {
        taken.extend(expression.find_iter(&text).map(|found| found.as_str().to_owned()));
        text = expression.replace_all(&text, "").into_owned();
    }
    (text, taken)
}

/// What each line is. Lines are clean, and none is empty.
pub fn classes(lines: &[&str]) -> Vec<Class> {
    let minutes = super::minutes::are_minutes(lines.iter().copied());
    let mut begun = false;
    let mut notice = false;
    let mut titled = false;
    let mut all: Vec<Class> = lines
        .iter()
        .map(|line| {
            let words = NOISE.trade.find_iter(line).count();
            let length = line.chars().count();
            let ends = line.ends_with(['。', '！', '；', '”', '：']) || line.contains('。');
            if NOISE.spam_lines.is_match(line) && !(ends && words > 4) {
                return Class::Spam;
            }
            if minutes && super::minutes::label(line).is_some() {
                begun = true;
                notice = false;
                return Class::Body;
            }
            if NOISE.notices.is_match(line) && length < 40 {
                notice = true;
                return Class::Furniture;
            }
            // A long sentence of the trade is the bulletin's even where it has a word of the page.
            let telling = words >= 4 && ends && length > 60;
            if NOISE.furniture.is_match(line) && !telling {
                return Class::Furniture;
            }
            if notice && !telling {
                return Class::Furniture;
            }
            let heads = begun || words >= 2 && ends && length > 30;
            // A piece of a sentence without its end is the bulletin's as well: it may be cut off there.
            let sentence = ends || length > 40 || minutes || begun && line.contains('，');
            let body = heads && words >= 1 && sentence;
            let goes_on = begun && minutes && length > 4;
            if body || goes_on {
                begun = true;
                notice = false;
                return Class::Body;
            }
            // A heading goes on in the next line, whatever its words.
            let heads = words >= 1 || titled && !begun && length >= 8;
            titled = heads && length >= 6;
            if titled { Class::Title } else { Class::Furniture }
        })
        .collect();
    // Behind the last sentence nothing is a heading, but for one of a part: that stands before a sentence.
    let last = all.iter().rposition(|class| *class == Class::Body).unwrap_or(0);
    for class in all.iter_mut().skip(last + 1) {
        if *class == Class::Title {
            *class = Class::Furniture;
        }
    }
    all
}

/// Whether a text has any word of the trade.
pub fn is_of_the_trade(text: &str) -> bool {
    NOISE.trade.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_from_its_bulletin() {
        use Class::{Body, Furniture, Spam, Title};
        let page = [
            ("首页 新闻 本地新闻", Furniture),
            ("王立在全市疫情防控会议上强调 严防死守", Title),
            ("2021年8月3日 来源：某报 点击率：1767", Furniture),
            (
                "本报讯 8月2日，市委书记王立主持召开市疫情防控指挥部会议，研究部署疫情防控工作，听取汇报。",
                Body,
            ),
            ("王立强调，要严格落实防控责任。", Body),
            ("（记者 李明）", Furniture),
            ("版权声明：", Furniture),
            ("如因作品内容需要联系的，请在30日内进行。", Furniture),
            ("国产高清天天在线，无码在线观看", Spam),
        ];
        let lines: Vec<&str> = page.iter().map(|(line, _)| *line).collect();
        let expected: Vec<Class> = page.iter().map(|(_, class)| *class).collect();
        assert_eq!(classes(&lines), expected);
    }

    #[test]
    fn the_name_of_a_gambling_firm_leaves_a_name_whole() {
        let (text, taken) = without_spam_words("来源:黑龙江万豪娱乐官网矿业控股集团");
        assert_eq!((text.as_str(), taken.len()), ("来源:黑龙江矿业控股集团", 1));
        let (text, taken) = without_spam_words("加强娱乐场所、体育场馆管理");
        assert_eq!((text.as_str(), taken.len()), ("加强娱乐场所、体育场馆管理", 0));
    }
}
