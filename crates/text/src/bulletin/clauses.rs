//! Sentences, the demands in them, and the drafts that are made of those.

use std::{collections::BTreeSet, sync::LazyLock};

use kernel::Text;
use regex::Regex;

use super::{
    ClockKind, Doubt, Draft, Passage, Place, Statement,
    clean::{Cleaned, expression, pieces},
    clocks, lexicon,
    minutes::{self, Order},
};

/// A sentence of the clean text.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// The line of the original, counted from one.
    pub line: usize,
    /// Its first character in the text.
    pub start: usize,
    /// Its words, with the mark behind.
    pub text: String,
}

impl Sentence {
    /// Without quotation marks: words are found whether they are quoted or not.
    pub fn bare(&self) -> String {
        self.text.chars().filter(|c| !is_quote(*c)).collect()
    }

    /// The passage of bytes of [`Sentence::bare`]; punctuation at its ends stays out.
    pub fn passage(&self, bare: &str, start: usize, end: usize) -> Passage {
        let trimmed = bare[start..end].trim_start_matches(is_mark);
        let start = end - trimmed.len();
        let end = start + trimmed.trim_end_matches(is_mark).len();
        let (from, to) = (bare[..start].chars().count(), bare[..end].chars().count());
        let places: Vec<usize> =
            self.text.chars().enumerate().filter(|(_, c)| !is_quote(*c)).map(|(at, _)| at).collect();
        let first = places.get(from).copied().unwrap_or_default();
        let last = to.checked_sub(1).and_then(|at| places.get(at)).map_or(first, |at| at + 1);
        let text: String = self.text.chars().skip(first).take(last - first).collect();
        Passage { start: self.start + first, end: self.start + last, line: self.line, text }
    }

    /// The whole sentence.
    pub fn whole(&self) -> Passage {
        let bare = self.bare();
        self.passage(&bare, 0, bare.len())
    }

    #[cfg(test)]
    pub fn of_test(text: &str) -> Self {
        Self { line: 1, start: 0, text: text.to_owned() }
    }
}

const fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '"' | '「' | '」' | '『' | '』' | '《' | '》' | '＂')
}

const fn is_mark(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '、' | '！' | '？' | ' ')
}

/// All sentences of the bulletin; headings are none.
pub fn sentences(cleaned: &Cleaned) -> Vec<Sentence> {
    let mut all = Vec::new();
    let mut at = 0;
    for paragraph in &cleaned.paragraphs {
        let mut start = at;
        for piece in pieces(&paragraph.text) {
            if !paragraph.title {
                all.push(Sentence { line: paragraph.line, start, text: piece.to_owned() });
            }
            start += piece.chars().count();
        }
        at += paragraph.text.chars().count() + 1;
    }
    all
}

/// What is demanded and what is told.
pub struct Read {
    /// Demands.
    pub drafts: Vec<Draft>,
    /// The rest.
    pub statements: Vec<Statement>,
}

/// How a demand begins: a number, a connective, who is to do it, and a verb.
const NUMBER: &str = r"(?:[一二三四五六七八九十]{1,2}(?:是|要|、|，)|第?[一二三四五六七八九十]+，|\d{1,2}[.、]|（[一二三四五六七八九十]{1,2}）|同时|此外|另外|特别是|尤其是|要)*";
const VERBS: &str = "要|必须|务必|务求|应当|应|须|需|不得|不准|不能|严禁|禁止|坚决|坚持|严格|严防|严控|严查|严把|严肃|严密|严厉|严阵|从严|从快|从紧|切实|全力|全面|全员|加强|加大|加快|加密|加速|强化|落实|落细|压实|压紧|做好|做实|做细|做到|做足|抓好|抓实|抓紧|抓细|抓住|抓牢|狠抓|健全|完善|建立|建好|建强|构建|搭建|成立|组建|组织|开展|推进|推动|推广|推行|统筹|提升|提高|提前|扩大|优化|细化|量化|深化|固化|规范|引导|动员|发动|倡导|提倡|鼓励|劝导|保障|保证|保持|储备|备足|备齐|配齐|配足|配备|盯紧|盯住|紧盯|打通|打好|打赢|筑牢|守好|守住|守牢|织密|织牢|扎紧|扎牢|把好|把牢|把住|把|管好|管住|聚焦|突出|用好|用足|实行|实施|执行|制定|制订|修订|编制|发挥|克服|摒弃|始终|毫不|科学|有序|有效|有力|及时|尽快|尽早|快速|迅速|精准|充分|深入|认真|持续|继续|进一步|增强|关心|关爱|妥善|积极|主动|统一|启动|派出|派驻|选派|暂停|关闭|停止|取消|限制|减少|避免|防止|杜绝|遏制|整改|补齐|补足|查漏|对标|对照|对|将|以|按|按照|根据|围绕|针对|巩固|拓展|改进|改造|宣传|普及|培训|演练|摸清|摸排|排查|核查|筛查|清理|清除|翻盆|消杀|消毒|监测|报送|报告|上报|通报|公布|公开|发布|回应|指导|督促|督导|检查|追究|问责|奖励|兑现|落细|疏通|畅通|确定|明确|明晰|划分|划定|设置|设立|安排|调整|调配|调度|转运|隔离|管控|实现|确保|树立|树牢|扛起|扛牢|担起|履行|履职|尽责|提请|责成|由|牵头|负责|会同|配合|协助|协调|支持|跟踪|汇总|坚定|凝聚|立足|着眼|着力|大力|高度|高效|务实|稳妥|稳步|不断|广泛|多渠道|多形式|常态化|最大限度|以最快|首先|重点|谁|凡|凡是|所有|一律|一旦|不|非必要|无|未经";
/// A clause that says what a demand is for: it stays with it.
const PURPOSE: &str = "确保|做到|实现|形成|防止|避免|切断|守住|让|使|为|维护|最大限度|以实际|营造|创造|杜绝|阻断|不留|决不|绝不|切实保障|切实维护|保障|保证|坚决防止|坚决遏制|有效防止|筑牢|构建起";

static DEMAND: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("^{NUMBER}(?:{VERBS})")).expect("an expression"));
static FOR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("^(?:{PURPOSE})")).expect("an expression"));
expression!(
    MUST,
    r"^[^，。；]{1,28}?(要|必须|务必|应当|应|不得|严禁|要求|负责|牵头|始终|坚持|严格|坚决|加强|强化|落实|做好|做到|切实|抓紧|压实|一律|实行|实施|认真|全面|统一|靠前|各司其责|不准|不能|须|需|非必要)"
);
expression!(
    SAYS,
    r"^((\p{Han}{2,4}|会议|会上)(同志)?|[^，。]{2,40}(书记|长|主任|主席|委员)\p{Han}{2,4})?(在[^，。]{1,40}(上|时|中|后))?(并|还|又|再次|最后|同时|特别|进一步|明确)?(强调指出|强调|指出|要求|表示|提出要求|提出|部署|讲话)[，：]$"
);
expression!(
    TELLS,
    r"主持召开|召开会议|召开了|出席|参加(会议)?$|在[^，。]{0,6}会场|分会场|视频(会议)?形式|以[^，。]{0,8}形式(召开|举行)|收听收看|部署贯彻|提出(具体)?要求$|作[^，。]{0,6}(讲话|部署|发言|报告|说明)|开到[^，。]{0,8}[级村]|参会|陪同|一行|会后|会前|会议现场|记者|本报讯"
);
expression!(
    REPORTS,
    r"听取|汇报|通报|传达|转达|研究部署|安排部署|部署[^，。]{0,10}工作$|实地(察看|查看|检查|调研)|来到|深入[^，。]{0,20}(调研|检查|督导)|讨论了|审议|原则同意"
);
expression!(
    SITUATION,
    r"^(当前|目前|近期|近日|从全[球国]|全球|国际|国内|我[省市县区]|节日|春节|元旦|国庆|随着|正值|时值|入[冬夏秋]|岁末|年终|进入|受|由于|因此|连日来|截至|今年以来|去年|这[次场轮]|本[次轮]|[^，。]{0,16}(形势|态势|风险|压力|任务|高发|多发|复杂|严峻|时段|季节|来临|临近|将至|回流|输入|活跃|隐患|叠加)[^，。]{0,12}$)"
);

/// A run of clauses within a sentence, in bytes of its bare text.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    end: usize,
    demand: bool,
}

/// Parts a sentence into runs: each begins with a demand, or is what comes before one. `quiet`: nobody has spoken yet.
fn runs(bare: &str, quiet: bool) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut start = 0;
    let mut demanded = false;
    let mut clauses: Vec<(usize, usize)> = Vec::new();
    for (at, c) in bare.char_indices() {
        if matches!(c, '，' | '：') {
            clauses.push((start, at + c.len_utf8()));
            start = at + c.len_utf8();
        }
    }
    if start < bare.len() {
        clauses.push((start, bare.len()));
    }
    for (start, end) in clauses {
        let clause = bare[start..end].trim_matches(is_mark);
        // "要求" and "部署" are nouns as well: what begins with a demand says nothing of who speaks.
        let says = SAYS.is_match(&bare[start..end]) && !DEMAND.is_match(clause);
        let situation = SITUATION.is_match(clause) && !clause.contains('要');
        // Before somebody speaks the text tells what was done; from then on the same words are demands.
        let told = TELLS.is_match(clause) || quiet && REPORTS.is_match(clause);
        let story = told && !clause.starts_with("要") || says;
        let demand = !story
            && (!quiet || bare.contains('要') || demanded || clause.starts_with("要"))
            && (DEMAND.is_match(clause)
                || !situation && MUST.is_match(clause)
                // Whoever names a time to somebody demands something.
                || !situation && !quiet && clocks::clocks(clause).iter().any(|clock| clock.kind.is_time()));
        let goes_on = demanded && !story;
        match runs.last_mut() {
            // What a demand is for, and what is no demand of its own, stays with the demand before it.
            Some(last) if goes_on && last.demand && (!demand || FOR.is_match(clause)) => last.end = end,
            Some(last) if !demand && !last.demand => last.end = end,
            _ => runs.push(Run { start, end, demand }),
        }
        demanded |= demand;
    }
    runs
}

/// Makes drafts and statements of all sentences. `voices`: who speaks in each.
pub fn drafts(
    sentences: &[Sentence],
    voices: &[Option<usize>],
    place: Option<&Place>,
    doubts: &mut Vec<Doubt>,
) -> Read {
    let mut read = Read { drafts: Vec::new(), statements: Vec::new() };
    let mut stated: BTreeSet<&str> = BTreeSet::new();
    let mut demanded: BTreeSet<String> = BTreeSet::new();
    for (sentence, voice) in sentences.iter().zip(voices) {
        let bare = sentence.bare();
        if let (Some(order), Some(draft)) = (minutes::order(&bare), read.drafts.last_mut()) {
            follow(draft, order);
            continue;
        }
        let field = minutes::label(&bare).is_some();
        // Expressions may end a sentence: its mark is none of their business.
        let hits = lexicon::hits(bare.trim_end_matches(is_mark));
        let mut parts = if field { Vec::new() } else { runs(&bare, voice.is_none()) };
        join_idle(&mut parts, &bare, &hits);
        let mut taken = vec![false; hits.len()];
        for part in parts.iter().filter(|part| part.demand) {
            let inside: Vec<usize> = (0..hits.len())
                .filter(|at| !taken[*at] && part.start <= hits[*at].start && hits[*at].start < part.end)
                .collect();
            let text = &bare[part.start..part.end];
            let clocks = clocks::clocks(text);
            let words: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
            // What is demanded twice in the same words is one directive.
            if words.chars().count() < 4 || !demanded.insert(words) {
                continue;
            }
            let mut mechanisms: Vec<(usize, &str)> = Vec::new();
            for at in inside {
                taken[at] = true;
                mechanisms.push((hits[at].start, hits[at].id));
            }
            mechanisms.sort_unstable();
            let regime = clocks.iter().find(|clock| clock.kind == ClockKind::Regime);
            if let Some(regime) = regime {
                doubts.push(regime_doubt(&regime.said, place));
            }
            read.drafts.push(Draft {
                number: read.drafts.len() + 1,
                speaker: *voice,
                sector: mechanisms.first().and_then(|(_, id)| id.chars().next()),
                mechanisms: mechanisms.into_iter().map(|(_, id)| id.to_owned()).collect(),
                action: action(text),
                actors: lexicon::actors(text),
                places: lexicon::places(text),
                clocks,
                slogans: lexicon::slogans(text),
                passage: sentence.passage(&bare, part.start, part.end),
            });
        }
        for (hit, _) in hits.iter().zip(&taken).filter(|(_, taken)| !**taken) {
            if stated.insert(hit.id) {
                read.statements.push(Statement {
                    mechanism: hit.id.to_owned(),
                    passage: sentence.passage(&bare, hit.start, hit.end),
                });
            }
        }
    }
    read
}

/// What minutes say behind an item belongs to it.
fn follow(draft: &mut Draft, order: Order<'_>) {
    match order {
        Order::Actor(names) => {
            for name in names.split(['、', '，', ' ']).filter(|name| !name.is_empty()) {
                if !draft.actors.iter().any(|known| known == name) {
                    draft.actors.push(name.to_owned());
                }
            }
        }
        Order::Clock(words) => draft.clocks.extend(clocks::clocks(words)),
    }
}

/// A demand that the lexicon knows nothing of, and that names no clock, goes with the one before it in its sentence.
fn join_idle(parts: &mut Vec<Run>, bare: &str, hits: &[lexicon::Hit]) {
    let mut at = 1;
    while at < parts.len() {
        let (before, this) = (parts[at - 1], parts[at]);
        let idle = this.demand
            && before.demand
            && !hits.iter().any(|hit| this.start <= hit.start && hit.start < this.end)
            && clocks::clocks(&bare[this.start..this.end]).is_empty();
        if idle {
            parts[at - 1].end = this.end;
            parts.remove(at);
        } else {
            at += 1;
        }
    }
}

expression!(
    BEFORE,
    r"^(?:[一二三四五六七八九十]{1,2}(?:是|、|，)|第[一二三四五六七八九十]+，|\d{1,2}[.、]|（[一二三四五六七八九十]{1,2}）|同时，?|此外，?)+"
);

/// What is to be done, without its number.
fn action(text: &str) -> String {
    let text = text.trim_matches(is_mark);
    BEFORE.replace(text, "").trim_matches(is_mark).to_owned()
}

fn regime_doubt(said: &str, place: Option<&Place>) -> Doubt {
    let zh = place.map_or("当地", |place| place.name.as_str());
    let en = place.map_or("the place", |place| place.name.as_str());
    Doubt {
        about: "regime",
        text: Text {
            zh: format!("“{said}”按{zh}当时规定解释：请选定天数、检测日和起算日。"),
            en: format!(
                "“{said}” means what was in force in {en}: choose the days, the days of tests and the first day."
            ),
        },
    }
}
