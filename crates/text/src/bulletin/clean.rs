//! From a page to the text of its bulletin, step by step; every step that changes something is told.

use std::collections::BTreeSet;

use super::{
    Change, ChangeKind, Doubt,
    gaps::{self, GAP},
    lines::{self, Class},
    script::simplify,
};
use crate::identity::is_han;
use kernel::{Code, Error, Located, Text};

/// Shortened to so many characters where a change is told.
const SHORT: usize = 60;
/// So many lost characters are put in again at most.
const MOST_RESTORED: usize = 200;
/// Two sentences are one when so large a share of their pairs of characters is the same.
const SAME: f64 = 0.93;
/// A sentence shorter than this is only the same when it is equal.
const LONG: usize = 20;

/// A paragraph of the bulletin.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// The line of the original, counted from one.
    pub line: usize,
    /// Its text.
    pub text: String,
    /// Whether it is a heading.
    pub title: bool,
}

/// A clean bulletin.
pub struct Cleaned {
    /// Headings and paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// Lines of the page around it: where it says when it was published, and by whom.
    pub page: Vec<String>,
    /// What was done.
    pub changes: Vec<Change>,
}

impl Cleaned {
    /// The whole text; paragraphs stand in lines of their own.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.paragraphs.iter().map(|one| one.text.as_str()).collect();
        texts.join("\n")
    }

    /// What the cleaning leaves open.
    pub fn doubts(&self) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        let gaps: usize = self.paragraphs.iter().map(|one| one.text.matches(GAP).count()).sum();
        if gaps > 0 {
            doubts.push(Doubt {
                about: "gap",
                text: Text {
                    zh: format!("有 {gaps} 处缺字无法确定，文中以{GAP}标出。"),
                    en: format!("{gaps} lost characters could not be told; {GAP} stands for them."),
                },
            });
        }
        if let Some(change) = self.changes.iter().find(|change| change.kind == ChangeKind::Mojibake) {
            doubts.push(Doubt {
                about: "mojibake",
                text: Text {
                    zh: format!("第 {} 行有乱码，请核对原文。", change.line),
                    en: format!(
                        "Line {} was read in a wrong encoding: check it against the page.",
                        change.line
                    ),
                },
            });
        }
        doubts
    }
}

macro_rules! expression {
    ($name:ident, $text:literal) => {
        static $name: ::std::sync::LazyLock<::regex::Regex> =
            ::std::sync::LazyLock::new(|| ::regex::Regex::new($text).expect("an expression"));
    };
}
pub(super) use expression;

expression!(
    TAG,
    r#"<[!/a-zA-Z][^<>]{0,300}>|[?？]?/?\b(span|div|p|a|br|img|font|strong)( +[a-zA-Z-]+ *= *["'][^"'<>]{0,80}["'])+ */?>"#
);
expression!(ENTITY, r"&(#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});");
expression!(MOJIBAKE, "锟斤拷|烫烫|屯屯|[ÃÂâ€œäåçéè¤¸]{3,}|[ㄅ-ㄩ][\\p{Han}ń]|[?？][。.]");
expression!(STOPS, r"[。．.！!；;，,、：:？?…～~·\s]*[。！；，、：？][。．.！!；;，,、：:？?…～~·\s]*");
expression!(SPACES, r"\s+");

/// Cleans what was handed in. With `cut` a last sentence without its end is left out instead of refused.
pub fn clean(raw: &str, cut: bool) -> Result<Cleaned, Error> {
    if raw.trim().is_empty() {
        return Err(Error::new(Code::BulletinEmpty));
    }
    let mut changes = Vec::new();
    let mut left_to_fill = MOST_RESTORED;
    let lines: Vec<(usize, String)> = raw
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, one_line(index + 1, line, &mut left_to_fill, &mut changes)))
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let han = lines.iter().flat_map(|(_, line)| line.chars()).filter(|c| is_han(*c)).count();
    if han < 20 {
        let code = if lines.is_empty() { Code::BulletinEmpty } else { Code::BulletinNotChinese };
        return Err(Error::new(code));
    }
    let classes = lines::classes(&lines.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>());
    let mut cleaned = Cleaned { paragraphs: Vec::new(), page: Vec::new(), changes };
    for ((line, text), class) in lines.into_iter().zip(classes) {
        match class {
            Class::Body | Class::Title => {
                cleaned.paragraphs.push(Paragraph { line, text, title: class == Class::Title });
            }
            Class::Furniture => {
                cleaned.changes.push(told(line, ChangeKind::Furniture, &text, None));
                cleaned.page.push(text);
            }
            Class::Spam => cleaned.changes.push(told(line, ChangeKind::SpamLine, &text, None)),
        }
    }
    if !cleaned.paragraphs.iter().any(|one| !one.title) {
        let spam = cleaned.changes.iter().any(|change| change.kind == ChangeKind::SpamLine);
        let nothing = cleaned.page.iter().all(|line| !lines::is_of_the_trade(line));
        let code = if spam && nothing { Code::BulletinOnlySpam } else { Code::BulletinNoMeeting };
        return Err(Error::new(code));
    }
    without_doubles(&mut cleaned);
    whole(&mut cleaned, cut)?;
    cleaned.changes.sort_by_key(|change| change.line);
    Ok(cleaned)
}

fn told(line: usize, kind: ChangeKind, before: &str, after: Option<&str>) -> Change {
    Change { line, kind, before: shortened(before), after: after.map(shortened) }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(SHORT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// All steps within one line.
fn one_line(number: usize, line: &str, left_to_fill: &mut usize, changes: &mut Vec<Change>) -> String {
    let mut tell = |kind, before: &str, after: Option<&str>| changes.push(told(number, kind, before, after));
    let visible = markup_out(line);
    if visible.trim() != line.trim() {
        tell(ChangeKind::Markup, line.trim(), Some(visible.trim()));
    }
    if MOJIBAKE.is_match(&visible) {
        tell(ChangeKind::Mojibake, visible.trim(), None);
    }
    let unglossed = gaps::unglossed(&visible);
    if unglossed.glosses > 0 {
        tell(ChangeKind::Gloss, visible.trim(), Some(unglossed.text.trim()));
    }
    let simple = simplify(&unglossed.text);
    if simple != unglossed.text {
        tell(ChangeKind::Script, unglossed.text.trim(), Some(simple.trim()));
    }
    let filled = gaps::fill(&simple, &unglossed.gaps, left_to_fill);
    for word in &filled.filled {
        tell(ChangeKind::Restored, line.trim(), Some(word));
    }
    if filled.open > 0 {
        tell(ChangeKind::Gap, line.trim(), Some(filled.text.trim()));
    }
    let (without, spam) = lines::without_spam_words(&filled.text);
    for word in spam {
        tell(ChangeKind::SpamWord, &word, None);
    }
    let punctuated = punctuated(&without);
    if punctuated != without.trim() {
        tell(ChangeKind::Punctuation, without.trim(), Some(&punctuated));
    }
    punctuated
}

/// Without tags, entities and characters that nobody sees.
fn markup_out(line: &str) -> String {
    let line = TAG.replace_all(line, "");
    let line = ENTITY.replace_all(&line, |found: &regex::Captures<'_>| entity(&found[1]));
    line.chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}'))
        .map(|c| match c {
            '\u{a0}' | '\u{3000}' | '\t' => ' ',
            // Digits and letters of full width.
            '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
                char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
            }
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

fn entity(name: &str) -> String {
    let code = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let character = match name {
        "ldquo" => Some('“'),
        "rdquo" => Some('”'),
        "lsquo" => Some('‘'),
        "rsquo" => Some('’'),
        "quot" => Some('"'),
        "middot" => Some('·'),
        "hellip" => Some('…'),
        "mdash" => Some('—'),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        _ => name.strip_prefix("#x").map_or_else(
            || name.strip_prefix('#').and_then(|digits| code(digits, 10)),
            |digits| code(digits, 16),
        ),
    };
    character.unwrap_or(' ').to_string()
}

/// Punctuation once and full; spaces only between words.
fn punctuated(line: &str) -> String {
    let chars: Vec<char> = SPACES.replace_all(line.trim(), " ").chars().collect();
    let mut full = String::with_capacity(line.len());
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied().unwrap_or(' ');
        let after = chars.get(at + 1).copied().unwrap_or(' ');
        let in_number = before.is_ascii_digit() && after.is_ascii_digit();
        let in_latin = before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
        full.push(match c {
            ',' if !in_number => '，',
            ';' => '；',
            ':' if !in_number && after != '/' => '：',
            '!' => '！',
            '?' => '？',
            '(' => '（',
            ')' => '）',
            '｡' => '。',
            '.' if !in_latin && is_han(before) => '。',
            c => c,
        });
    }
    // Of several marks in a row the strongest stays.
    let once = STOPS.replace_all(&full, |found: &regex::Captures<'_>| {
        let run = &found[0];
        let kept = ['。', '！', '？', '；', '：', '，', '、'].into_iter().find(|mark| run.contains(*mark));
        kept.map(String::from).unwrap_or_default()
    });
    let once = once.trim_start_matches(['，', '、', '；', '。', '：', ' ']);
    once.trim().to_owned()
}

/// Sentences that stand there a second time go.
fn without_doubles(cleaned: &mut Cleaned) {
    let mut seen: Vec<BTreeSet<(char, char)>> = Vec::new();
    let mut equal: BTreeSet<String> = BTreeSet::new();
    for paragraph in cleaned.paragraphs.iter_mut().filter(|one| !one.title) {
        let mut kept = String::with_capacity(paragraph.text.len());
        for sentence in pieces(&paragraph.text) {
            let bare: String = sentence.chars().filter(|c| c.is_alphanumeric()).collect();
            let pairs: BTreeSet<(char, char)> = bare.chars().zip(bare.chars().skip(1)).collect();
            let known = bare.chars().count() > 3
                && (equal.contains(&bare)
                    || bare.chars().count() >= LONG && seen.iter().any(|one| likeness(one, &pairs) >= SAME));
            if known {
                cleaned.changes.push(told(paragraph.line, ChangeKind::Twice, sentence, None));
            } else {
                kept.push_str(sentence);
                equal.insert(bare);
                seen.push(pairs);
            }
        }
        paragraph.text = kept;
    }
    cleaned.paragraphs.retain(|one| !one.text.is_empty());
}

/// Share of pairs that two sentences have in common (Dice).
#[expect(clippy::cast_precision_loss, reason = "a sentence has few characters")]
fn likeness(a: &BTreeSet<(char, char)>, b: &BTreeSet<(char, char)>) -> f64 {
    if a.len().abs_diff(b.len()) * 8 > a.len().max(b.len()) {
        return 0.0;
    }
    2.0 * a.intersection(b).count() as f64 / (a.len() + b.len()).max(1) as f64
}

/// A text in sentences, each with its mark.
pub fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '。' | '！' | '？' | '；') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((at, c)) = chars.next_if(|(_, c)| matches!(c, '”' | '’' | '"' | '」' | '』' | '）'))
        {
            end = at + c.len_utf8();
        }
        pieces.push(&text[start..end]);
        start = end;
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

expression!(CREDIT, r"^[（(]?[^，。]{0,12}(记者|通讯员|编辑|供稿|来源|摄|文/)[^。，]{0,30}[）)]?$");

/// The last sentence must have its end: a text that breaks off is not a bulletin yet.
fn whole(cleaned: &mut Cleaned, cut: bool) -> Result<(), Error> {
    let Some(last) = cleaned.paragraphs.iter_mut().rev().find(|one| !one.title) else { return Ok(()) };
    let ends = |text: &str| text.ends_with(['。', '！', '？', '”', '）', ')', '；', '：', '」', '"']);
    let loose = pieces(&last.text).pop().unwrap_or_default().to_owned();
    let is_field = super::minutes::label(&last.text).is_some();
    if ends(&last.text) || CREDIT.is_match(loose.trim()) || is_field || loose.chars().count() < 12 {
        return Ok(());
    }
    if !cut {
        let line = u64::try_from(last.line).unwrap_or_default();
        let at = Located { line: Some(line), ..Located::default() };
        return Err(Error::new(Code::BulletinCut).arg("said", shortened(&loose)).at(at));
    }
    let keep = last.text.len() - loose.len();
    last.text.truncate(keep);
    let change = told(last.line, ChangeKind::Cut, &loose, None);
    cleaned.changes.push(change);
    cleaned.paragraphs.retain(|one| !one.text.is_empty());
    Ok(())
}
