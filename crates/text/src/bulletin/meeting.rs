//! The meeting: when, whose, who presided, where they sat, how they saw the situation.

use kernel::{Date, Text};

use super::{
    Doubt, How, Level, Meeting, Reading, Speaker,
    clauses::Sentence,
    clean::{Cleaned, expression},
    minutes::{self, Label},
    people::{self, People},
    places::{self, Organ},
};

expression!(PUBLISHED, r"(20\d{2})\s*[-—年/.]\s*(\d{1,2})\s*[-—月/.]\s*(\d{1,2})");
expression!(WHOLE_DAY, r"(20\d{2})年(\d{1,2})月(\d{1,2})日");
expression!(MONTH_DAY, r"(\d{1,2})月(\d{1,2})日");
expression!(DAY_ONLY, r"(?:^|[^\d月])(\d{1,2})日(?:上午|下午|晚|晚上|中午|凌晨|傍晚|召开|，|早)");
expression!(RELATIVE, r"今天|今日|今早|今晚|昨天|昨日|昨晚");
expression!(
    HELD,
    r"主持召开|主持会议|主持了?|召开|举行|出席会议|收听收看|开会|视频会议|电视电话会议|调度会|会议"
);
expression!(CHAIRED, r"主持");
expression!(
    NAME,
    r"(?:召开|举行|参加|出席)(?:了|的)?(?P<name>[^，。；：]{2,40}?(?:会议|调度会|推进会|部署会|例会|专题会|现场会|工作会|办公会|联席会|研判会|会商会))"
);
expression!(VENUES, r"会场|视频(会议)?形式|开到[^，。]{0,8}[级村]|以[^，。]{0,10}形式(召开|举行)");
expression!(AGENDA, r"(听取|传达|学习|审议|研究|分析|部署|安排|通报|讨论)[^，。；]{4,60}");
expression!(SITUATION, r"形势|态势|风险|严峻|复杂|压力|高发|多发|临近|将至|回流");
expression!(SPOKE, r"出席(会议)?并讲话|讲话并|并讲话|作了?(重要)?讲话");

/// Reads the meeting out of the clean text and the page around it.
pub fn read(
    cleaned: &Cleaned,
    sentences: &[Sentence],
    people: &mut People,
    doubts: &mut Vec<Doubt>,
) -> Meeting {
    let published = published(cleaned);
    let fields: Vec<(Label, &str)> =
        cleaned.paragraphs.iter().filter_map(|paragraph| minutes::label(&paragraph.text)).collect();
    let date = date(sentences, &fields, published);
    match &date {
        None => doubts.push(doubt(
            "date",
            "没有读到会议日期，请填写。",
            "The day of the meeting is not in the text: fill it in.",
        )),
        Some(read) if !matches!(read.how, How::Stated) => doubts.push(doubt(
            "date",
            &format!("会议日期由“{}”和发布日期推定为 {}，请核对。", read.said, read.value),
            &format!("“{}” and the day of publication give {}: check it.", read.said, read.value),
        )),
        Some(_) => {}
    }
    let chair = chair(sentences, &fields, people);
    match &chair {
        None => doubts.push(doubt(
            "chair",
            "没有读到主持人，请填写。",
            "Nobody presides in the text: fill it in.",
        )),
        Some(chair) if chair.how == How::SpokeForAll => doubts.push(doubt(
            "chair",
            "原文未写谁主持，按作全面部署的讲话人填写，请核对。",
            "The text does not say who presided: whoever spoke for all is put there. Check it.",
        )),
        Some(_) => {}
    }
    let text = cleaned.text();
    let page = page(cleaned);
    let organ = organ(&text, chair.as_ref());
    // Names of people may be those of places as well.
    let without = |text: String| people.all().iter().fold(text, |text, one| text.replace(&one.name, ""));
    let (text, page) = (without(text), without(page));
    let place = organ.and_then(|organ| places::whose(organ, &text, &page));
    if place.is_none() {
        doubts.push(doubt(
            "place",
            "没有读到是哪个地区的会议，请选择。",
            "Whose meeting it was is not in the text: choose the area.",
        ));
    }
    let (place, level) = match place {
        Some((place, level)) => (Some(place), Some(level)),
        None => (None, organ.map(level_of)),
    };
    let passages = |expression: &regex::Regex, most: usize| {
        let found = sentences.iter().filter(|sentence| expression.is_match(&sentence.text));
        found.map(Sentence::whole).take(most).collect()
    };
    let lead = sentences.first();
    Meeting {
        name: name(sentences, cleaned),
        date,
        place,
        level,
        chair,
        venues: passages(&VENUES, 8),
        agenda: lead
            .map(|lead| {
                let bare = lead.bare();
                AGENDA.find_iter(&bare).map(|found| lead.passage(&bare, found.start(), found.end())).collect()
            })
            .unwrap_or_default(),
        assessment: passages(&SITUATION, 4),
    }
}

fn doubt(about: &'static str, zh: &str, en: &str) -> Doubt {
    Doubt { about, text: Text { zh: zh.to_owned(), en: en.to_owned() } }
}

/// What stands around the bulletin, and its headings.
fn page(cleaned: &Cleaned) -> String {
    let titles = cleaned.paragraphs.iter().filter(|one| one.title).map(|one| one.text.as_str());
    cleaned.page.iter().map(String::as_str).chain(titles).collect::<Vec<_>>().join("\n")
}

/// The first day that the page gives: it was published then, at the latest.
fn published(cleaned: &Cleaned) -> Option<Date> {
    let titles = cleaned.paragraphs.iter().filter(|one| one.title).map(|one| one.text.as_str());
    cleaned.page.iter().map(String::as_str).chain(titles).find_map(|line| {
        PUBLISHED.captures_iter(line).find_map(|found| day(found[1].parse().ok()?, &found[2], &found[3]))
    })
}

fn day(year: i16, month: &str, day: &str) -> Option<Date> {
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The day of the meeting: of a label, of a sentence that tells of it, of the day of publication.
fn date(sentences: &[Sentence], fields: &[(Label, &str)], published: Option<Date>) -> Option<Reading<Date>> {
    let of_field =
        fields.iter().find(|(label, _)| *label == Label::Time).map(|(_, value)| (*value).to_owned());
    let told = sentences.iter().take(12).map(Sentence::bare).filter(|text| HELD.is_match(text));
    let texts: Vec<String> = of_field.into_iter().chain(told).collect();
    for text in &texts {
        if let Some(read) = stated(text, published) {
            return Some(read);
        }
    }
    // A caption or a dateline tells the day where the sentence says "today".
    if texts.iter().any(|text| RELATIVE.is_match(text)) {
        let elsewhere =
            sentences.iter().take(12).map(Sentence::bare).find_map(|text| stated(&text, published));
        if elsewhere.is_some() {
            return elsewhere;
        }
    }
    for text in &texts {
        if let Some(found) = DAY_ONLY.captures(text)
            && let Some(published) = published
        {
            return of_month(&found[1], published);
        }
        if let Some(found) = RELATIVE.find(text)
            && let Some(published) = published
        {
            let value =
                if found.as_str().starts_with('昨') { published.yesterday().ok()? } else { published };
            return Some(Reading { value, how: How::FromPublication, said: found.as_str().to_owned() });
        }
    }
    None
}

/// A day with its month, with or without the year.
fn stated(text: &str, published: Option<Date>) -> Option<Reading<Date>> {
    // What a sentence relays (`传达1月17日…会议精神`) was another meeting.
    let own = |at: usize| {
        let before = &text[..at];
        let clause = before.rfind(['，', '。', '；']).map_or(before, |from| &before[from..]);
        !["传达", "学习", "落实", "根据", "自", "截至", "从"].iter().any(|word| clause.contains(word))
    };
    for found in WHOLE_DAY.captures_iter(text) {
        let said = found.get(0)?;
        if own(said.start())
            && let Some(value) = day(found[1].parse().ok()?, &found[2], &found[3])
        {
            return Some(Reading { value, how: How::Stated, said: said.as_str().to_owned() });
        }
    }
    let published = published?;
    let mut dateline = None;
    for found in MONTH_DAY.captures_iter(text) {
        let said = found.get(0)?;
        if !own(said.start()) {
            continue;
        }
        let (year, before) = (published.year(), published.year() - 1);
        // It cannot have been told before it was: a day behind the publication is one of the year before.
        let same = day(year, &found[1], &found[2]).filter(|day| *day <= published);
        let read = match same {
            Some(value) => (value, How::YearOfPublication),
            None => (day(before, &found[1], &found[2])?, How::YearBefore),
        };
        let read = Reading { value: read.0, how: read.1, said: said.as_str().to_owned() };
        // `本报8月7日讯` dates the report: what it tells may have been the day before.
        if !text[said.end()..].starts_with(['讯', '电']) {
            return Some(read);
        }
        dateline.get_or_insert(read);
    }
    let dateline = dateline?;
    match RELATIVE.find(text) {
        Some(word) if word.as_str().starts_with('昨') => Some(Reading {
            value: dateline.value.yesterday().ok()?,
            how: How::FromPublication,
            said: format!("{}，{}", dateline.said, word.as_str()),
        }),
        _ => Some(dateline),
    }
}

/// A day without its month: the last such day until the publication.
fn of_month(said: &str, published: Date) -> Option<Reading<Date>> {
    let number: i8 = said.parse().ok()?;
    let mut month = published.first_of_month();
    for _ in 0..2 {
        if let Ok(value) = Date::new(month.year(), month.month(), number)
            && value <= published
        {
            return Some(Reading { value, how: How::MonthOfPublication, said: format!("{said}日") });
        }
        month = month.yesterday().ok()?.first_of_month();
    }
    None
}

/// Whoever presides, or, where the text names nobody, whoever spoke for all.
fn chair(sentences: &[Sentence], fields: &[(Label, &str)], people: &mut People) -> Option<Speaker> {
    if let Some((_, value)) = fields.iter().find(|(label, _)| *label == Label::Chair) {
        let words: Vec<&str> =
            value.split(['，', '。', ' ', '、', '（']).filter(|word| !word.is_empty()).collect();
        let name = words.iter().rev().find_map(|word| {
            let chars: Vec<char> = word.chars().collect();
            [3, 2, 4].into_iter().find_map(|length| {
                let from = chars.len().checked_sub(length)?;
                let whole = from == 0
                    || chars[..from].iter().collect::<String>().ends_with(['长', '记', '任', '席', '员']);
                (whole && people::is_name(&chars[from..])).then(|| chars[from..].iter().collect::<String>())
            })
        })?;
        let post = value.replace(&name, "").trim_matches([' ', '，', '。', '、', '（', '）']).to_owned();
        let post = (!post.is_empty()).then_some(post);
        people.know(&name, post.clone());
        return Some(Speaker { name: Some(name), post, how: How::Stated });
    }
    let said = |text: &str, at: usize, how| {
        // The nearest name before the verb, within its sentence.
        let before = &text[..at];
        let nearest = people
            .all()
            .iter()
            .filter_map(|one| before.rfind(&one.name).map(|place| (place, one)))
            .max_by_key(|(place, _)| *place)?;
        Some(Speaker { name: Some(nearest.1.name.clone()), post: nearest.1.post.clone(), how })
    };
    let find = |expression: &regex::Regex, how| {
        sentences.iter().take(30).find_map(|sentence| {
            let bare = sentence.bare();
            expression.find_iter(&bare).find_map(|found| said(&bare, found.start(), how))
        })
    };
    find(&CHAIRED, How::Stated).or_else(|| find(&SPOKE, How::SpokeForAll))
}

/// Whose organs met: by the post of who presides, then by the first words of the text.
fn organ(text: &str, chair: Option<&Speaker>) -> Option<Organ> {
    let of = |words: &str| {
        let table: [(&[&str], Organ); 5] = [
            (
                &[
                    "省委",
                    "省长",
                    "省政府",
                    "自治区党委",
                    "自治区主席",
                    "全省",
                    "全区各族",
                    "省疫情",
                    "省应对",
                    "省指挥部",
                    "省新冠",
                ],
                Organ::Province,
            ),
            (
                &[
                    "市委",
                    "市长",
                    "市政府",
                    "全市",
                    "市疫情",
                    "市应对",
                    "市指挥部",
                    "市新冠",
                    "市防控",
                    "市卫",
                ],
                Organ::City,
            ),
            (&["州委", "州长", "州政府", "全州", "地委", "行署", "盟委", "盟长", "全盟"], Organ::Prefecture),
            (
                &[
                    "县委",
                    "县长",
                    "县政府",
                    "全县",
                    "县疫情",
                    "县应对",
                    "县指挥部",
                    "县新冠",
                    "旗委",
                    "旗长",
                    "全旗",
                    "县卫",
                ],
                Organ::County,
            ),
            (
                &[
                    "区委",
                    "区长",
                    "区政府",
                    "全区",
                    "区疫情",
                    "区应对",
                    "区指挥部",
                    "区新冠",
                    "管委会",
                    "工委",
                    "开发区",
                ],
                Organ::District,
            ),
        ];
        table
            .iter()
            .filter_map(|(words_of, organ)| {
                let first = words_of.iter().filter_map(|word| words.find(word)).min()?;
                Some((first, *organ))
            })
            .min_by_key(|(first, _)| *first)
            .map(|(_, organ)| organ)
    };
    chair.and_then(|chair| chair.post.as_deref()).and_then(of).or_else(|| of(text))
}

const fn level_of(organ: Organ) -> Level {
    match organ {
        Organ::Province => Level::Province,
        Organ::City | Organ::Prefecture => Level::Prefecture,
        Organ::County | Organ::District => Level::County,
    }
}

/// What the meeting is called.
fn name(sentences: &[Sentence], cleaned: &Cleaned) -> Option<String> {
    let headings: Vec<&str> =
        cleaned.paragraphs.iter().filter(|one| one.title).map(|one| one.text.as_str()).collect();
    let told =
        sentences.iter().take(12).map(Sentence::bare).chain(headings.iter().map(|&one| one.to_owned()));
    let mut named = told.filter_map(|text| Some(NAME.captures(&text)?["name"].to_owned()));
    let minutes = || headings.iter().find_map(|one| Some(format!("{}会议", one.split_once("会议纪要")?.0)));
    named.next().or_else(minutes)
}
