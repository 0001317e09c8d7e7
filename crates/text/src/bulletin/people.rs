//! Who is named with a post, and who speaks in which sentence.

use std::sync::LazyLock;

use regex::Regex;

use super::{How, Speaker, clauses::Sentence, clean::expression};

/// What posts end with, the longest first.
const POSTS: [&str; 47] = [
    "总指挥长",
    "副指挥长",
    "总指挥",
    "副总指挥",
    "指挥长",
    "副组长",
    "组长",
    "副书记",
    "书记",
    "副省长",
    "省长",
    "副市长",
    "市长",
    "副县长",
    "县长",
    "副区长",
    "区长",
    "副州长",
    "州长",
    "副主席",
    "主席",
    "副主任",
    "主任",
    "副局长",
    "局长",
    "副厅长",
    "厅长",
    "部长",
    "秘书长",
    "专员",
    "盟长",
    "旗长",
    "镇长",
    "乡长",
    "常委",
    "政委",
    "司令员",
    "院长",
    "队长",
    "站长",
    "巡视员",
    "调研员",
    "负责人",
    "委员",
    "召集人",
    "专家",
    "代表",
];

/// What somebody with a post does in a bulletin.
const ACTS: &str = "主持|出席|通报|部署|安排|提出|强调|指出|要求|讲话|作了|作出|作|参加|汇报|传达|介绍|表示|宣布|传达|率队|带队|赴|深入|到|来到|一行|检查|调研|督导|说|同志|在|就|对|先后|前往|听取|宣读|并|分别|等|陪同|现场|以|今天|召开|代表";

/// Verbs after which the words of somebody follow.
const SAYS: &str = "强调指出|强调|指出|要求|表示|提出要求|提出|说|认为|号召|部署|讲话";

/// Surnames in use; with two characters first.
const SURNAMES: &str = "欧阳 上官 司马 诸葛 司徒 令狐 皇甫 尉迟 夏侯 东方 慕容 端木 百里 呼延 南宫 公孙 拓跋 \
赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方\
俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧\
计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫\
经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓\
牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙\
池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向\
古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢\
关蒯相查后荆红游竺权逯盖益桓公年肖闫代付原佟岳苑晋楚仝帅揭覃逯撒楼豆么税谯刀岩";

/// No names, though they look like some.
const NO_NAMES: [&str; 24] = [
    "会议", "会上", "和有", "高度", "要求", "同志", "全面", "全市", "全省", "全县", "全区", "何时", "和谐",
    "相关", "有关", "于是", "常务", "常委", "师生", "文化", "时期", "国家", "公开", "安排",
];

/// Somebody named with a post, or found to speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The posts that the text gives, as it gives them.
    pub post: Option<String>,
}

/// Everybody whom the text names, in the order of the first word.
#[derive(Debug, Default)]
pub struct People {
    all: Vec<Person>,
    /// Those who speak, by place in `all`; the meeting itself is `None`.
    speakers: Vec<Option<usize>>,
}

expression!(BOUNDARY, r"[，。；：！？\s]|由|讯（[^）]*）");

static SAYING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        "(?:^|[，。；：！ ])(?P<who>[^，。；：！ ]{{0,40}}?)(?:并|还|又|在[^，。；：]{{1,40}}(?:时|上|中|后))?(?:，)?(?:再次|最后|同时|特别|着重|反复|进一步|明确|就[^，。；：]{{1,24}})?(?P<says>{SAYS})[，：:]"
    ))
    .expect("an expression")
});

impl People {
    /// Finds everybody with a post, and those whom headings let speak.
    pub fn find(sentences: &[Sentence]) -> Self {
        let mut people = Self::default();
        for sentence in sentences {
            let text: Vec<char> = sentence.bare().chars().collect();
            for at in 1..text.len() {
                if let Some((name, post)) = named_before(&text, at) {
                    people.add(name, post);
                }
            }
        }
        people
    }

    fn add(&mut self, name: String, post: Option<String>) -> usize {
        if let Some(at) = self.all.iter().position(|one| one.name == name) {
            let known = &mut self.all[at].post;
            if post.as_ref().map_or(0, String::len) > known.as_ref().map_or(0, String::len) {
                *known = post;
            }
            return at;
        }
        self.all.push(Person { name, post });
        self.all.len() - 1
    }

    /// Everybody.
    pub fn all(&self) -> &[Person] {
        &self.all
    }

    /// Takes in somebody whom another reading has found.
    pub fn know(&mut self, name: &str, post: Option<String>) {
        self.add(name.to_owned(), post);
    }

    /// Who speaks in each sentence, by place among the speakers.
    /// Minutes speak for the meeting from their first sentence on.
    pub fn voices(&mut self, sentences: &[Sentence], minutes: bool) -> Vec<Option<usize>> {
        let mut voices = Vec::with_capacity(sentences.len());
        let mut voice: Option<Option<usize>> = minutes.then_some(None);
        let mut last: Option<usize> = None;
        for sentence in sentences {
            let bare = sentence.bare();
            let mut met = self.named_in(&bare);
            for found in SAYING.captures_iter(&bare) {
                let who = found.name("who").map_or("", |one| one.as_str());
                if let Some(speaker) = self.speaker(who, met.first().copied().or(last)) {
                    voice = Some(speaker);
                    if let Some(one) = speaker {
                        met = vec![one];
                    }
                }
            }
            if let Some(one) = met.last() {
                last = Some(*one);
            }
            voices.push(voice.map(|one| self.number(one)));
        }
        voices
    }

    fn named_in(&self, text: &str) -> Vec<usize> {
        let mut found: Vec<(usize, usize)> = self
            .all
            .iter()
            .enumerate()
            .filter_map(|(at, one)| text.find(&one.name).map(|place| (place, at)))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, at)| at).collect()
    }

    /// Who is meant by the words before "stresses": a name, `他`, or the meeting.
    fn speaker(&mut self, who: &str, last: Option<usize>) -> Option<Option<usize>> {
        let who = who.trim();
        if who.ends_with("会议") || who.ends_with("会上") || who == "会" {
            return Some(None);
        }
        if who.is_empty() || who.ends_with(['他', '她']) {
            return last.map(Some);
        }
        if let Some(at) = self.all.iter().position(|one| who.contains(&one.name)) {
            return Some(Some(at));
        }
        let chars: Vec<char> = who.chars().collect();
        let whole = (2..=4).contains(&chars.len()) && is_name(&chars);
        whole.then(|| Some(self.add(who.to_owned(), None)))
    }

    fn number(&mut self, one: Option<usize>) -> usize {
        self.speakers.iter().position(|known| *known == one).unwrap_or_else(|| {
            self.speakers.push(one);
            self.speakers.len() - 1
        })
    }

    /// Those who speak, in the order of the first word.
    pub fn speakers(&self) -> Vec<Speaker> {
        let speaker = |one: &Option<usize>| {
            let person = one.and_then(|at| self.all.get(at));
            Speaker {
                name: person.map(|one| one.name.clone()),
                post: person.and_then(|one| one.post.clone()),
                how: How::Stated,
            }
        };
        self.speakers.iter().map(speaker).collect()
    }
}

/// Whether characters may be the name of somebody.
pub fn is_name(chars: &[char]) -> bool {
    let text: String = chars.iter().collect();
    if NO_NAMES.iter().any(|word| text.starts_with(word))
        || text.ends_with(['等', '的', '和', '在', '市', '省', '县', '区'])
    {
        return false;
    }
    let double = chars.len() >= 3
        && SURNAMES.split(' ').any(|name| name.chars().count() == 2 && text.starts_with(name));
    let single = (2..=3).contains(&chars.len()) && SURNAMES.contains(chars[0]);
    chars.iter().all(|c| crate::identity::is_han(*c)) && (double && chars.len() <= 4 || single)
}

/// A name that ends before a place at which an act begins, with a post before it.
fn named_before(text: &[char], at: usize) -> Option<(String, Option<String>)> {
    let rest: String = text[at..].iter().take(4).collect();
    let stops = rest.starts_with(['，', '、', '。', '：', '）']) || at == text.len();
    let acts = ACTS.split('|').any(|act| rest.starts_with(act));
    if !stops && !acts {
        return None;
    }
    // Three characters before two: `总指挥胡昌升` names 胡昌升, not 昌升.
    for length in [3, 2, 4] {
        let Some(from) = at.checked_sub(length) else { continue };
        if !is_name(&text[from..at]) {
            continue;
        }
        let before: String = text[..from].iter().collect();
        if POSTS.iter().any(|post| before.ends_with(post)) {
            let start = BOUNDARY.find_iter(&before).last().map_or(0, |found| found.end());
            let post = before[start..].trim_start_matches(['、', '和']).to_owned();
            return Some((text[from..at].iter().collect(), Some(post)));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post_of(text: &str) -> Vec<(String, Option<String>)> {
        let people = People::find(&[Sentence::of_test(text)]);
        people.all().iter().map(|one| (one.name.clone(), one.post.clone())).collect()
    }

    #[test]
    fn names_are_told_from_posts() {
        for (text, name, post) in [
            (
                "12月31日下午，省委书记、省疫情防控领导小组组长王立主持召开会议。",
                "王立",
                "省委书记、省疫情防控领导小组组长",
            ),
            ("指挥部总指挥胡大升部署相关工作。", "胡大升", "指挥部总指挥"),
            ("副省长欧阳立提出具体要求。", "欧阳立", "副省长"),
        ] {
            assert_eq!(post_of(text), [(name.to_owned(), Some(post.to_owned()))], "{text}");
        }
        assert_eq!(post_of("各级党委书记和有关负责同志参加会议。"), []);
    }

    #[test]
    fn whoever_spoke_last_is_meant_by_he() {
        let texts = [
            "8月4日，市长李明主持召开会议。",
            "他强调，要严格落实责任。",
            "要加强值班。",
            "会议指出，当前形势严峻。",
            "副市长王立要求，抓好排查。",
        ];
        let sentences: Vec<Sentence> = texts.iter().map(|text| Sentence::of_test(text)).collect();
        let mut people = People::find(&sentences);
        let voices = people.voices(&sentences, false);
        let names: Vec<Option<String>> = people.speakers().into_iter().map(|one| one.name).collect();
        assert_eq!(voices, [None, Some(0), Some(0), Some(1), Some(2)]);
        assert_eq!(names, [Some("李明".to_owned()), None, Some("王立".to_owned())]);
    }
}
