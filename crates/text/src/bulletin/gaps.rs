//! Readings in brackets behind characters, and characters of which only the reading is left.
//!
//! Pages for learners carry the reading of each character behind it: `網(wǎng)`. Where such a page was saved in
//! another encoding a character may be lost and its reading left: `日?qǐng)?bào)` for 日报. What the word around the gap
//! and the rest of the bytes leave no doubt about is put in again, and told; everything else stays a gap.

use std::{collections::BTreeSet, sync::LazyLock};

use encoding_rs::GBK;
use jieba_rs::Jieba;

use crate::identity::is_han;

use super::script::{is_read, is_reading_letter, is_toned, read_so, simplify};

/// Stands where a character is lost.
pub const GAP: char = '□';

/// Stands for a gap until the script of the line is known (a private character).
const HELD: char = '\u{e000}';

/// A gap, with what is left of the lost character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    /// Readings that are left; the last one is the most telling.
    readings: Vec<String>,
    /// The second byte of the character in GBK, where it was taken for a letter.
    trail: Option<u8>,
}

/// A line without readings; lost characters are held by [`HELD`].
pub struct Unglossed {
    /// The line.
    pub text: String,
    /// Gaps, in order.
    pub gaps: Vec<Gap>,
    /// Readings that were taken out.
    pub glosses: usize,
}

/// Takes readings out of a line.
pub fn unglossed(line: &str) -> Unglossed {
    let chars: Vec<char> = line.chars().filter(|c| *c != HELD).collect();
    let mut out = Unglossed { text: String::with_capacity(line.len()), gaps: Vec::new(), glosses: 0 };
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if c == '?' || c == '？' || c == '\u{fffd}' {
            if let Some((gap, next)) = broken(&chars, at) {
                out.gaps.push(gap);
                out.text.push(HELD);
                at = next;
                continue;
            }
            if c == '\u{fffd}' {
                let run = chars[at..].iter().take_while(|c| **c == '\u{fffd}').count();
                out.gaps.push(Gap::default());
                out.text.push(HELD);
                at += run;
                continue;
            }
        }
        out.text.push(c);
        at += 1;
        if let Some((reading, next)) = bracket(&chars, at)
            && (is_han(c) && (reading.chars().any(is_toned) || is_read(c, &reading))
                || c.is_ascii_alphabetic() && reading.chars().any(is_toned))
        {
            out.glosses += 1;
            at = next;
        }
    }
    out
}

/// A reading in brackets at a place: `(wǎng)`; answers it and the place behind.
fn bracket(chars: &[char], at: usize) -> Option<(String, usize)> {
    matches!(chars.get(at)?, '(' | '（').then_some(())?;
    closed(chars, at + 1)
}

/// Letters of a reading and the bracket that closes it.
fn closed(chars: &[char], at: usize) -> Option<(String, usize)> {
    let reading: String = chars[at..].iter().take_while(|c| is_reading_letter(**c)).take(7).collect();
    let end = at + reading.chars().count();
    let whole = (1..=6).contains(&(end - at)) && matches!(chars.get(end)?, ')' | '）');
    whole.then_some((reading, end + 1))
}

/// `?qǐng)?bào)`: one lost character or more, as far as the readings reach, and a letter that is half of one.
fn broken(chars: &[char], mut at: usize) -> Option<(Gap, usize)> {
    let mut gap = Gap::default();
    while matches!(chars.get(at), Some('?' | '？' | '\u{fffd}')) {
        let open = at + 1 + usize::from(matches!(chars.get(at + 1), Some('(' | '（')));
        let Some((reading, next)) = closed(chars, open).filter(|(reading, _)| {
            reading.chars().any(is_toned) || chars.get(at + 1).is_some_and(|c| matches!(c, '(' | '（'))
        }) else {
            break;
        };
        gap.readings.push(reading);
        at = next;
    }
    if gap.readings.is_empty() {
        return None;
    }
    let half = chars.get(at).filter(|c| c.is_ascii_alphabetic());
    if let Some(c) = half.filter(|_| chars.get(at + 1).is_some_and(|c| is_han(*c))) {
        gap.trail = u8::try_from(*c).ok();
        at += 1;
    }
    Some((gap, at))
}

/// A line whose gaps are filled where there is one answer only. `filled` counts those; the others are [`GAP`].
pub struct Filled {
    /// The line.
    pub text: String,
    /// Gaps that were filled: what was put in, within its word.
    pub filled: Vec<String>,
    /// Gaps that stay.
    pub open: usize,
}

/// Fills the gaps of a line that is in simplified characters already, as many as `left_to_fill` says: a text that lacks
/// more is not to be trusted, and trying them all would keep everybody else waiting.
pub fn fill(text: &str, gaps: &[Gap], left_to_fill: &mut usize) -> Filled {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Filled { text: String::with_capacity(text.len()), filled: Vec::new(), open: 0 };
    let mut gaps = gaps.iter();
    for (at, c) in chars.iter().enumerate() {
        if *c != HELD {
            out.text.push(*c);
            continue;
        }
        let left: Vec<char> = out.text.chars().rev().take(4).take_while(|c| is_han(*c)).collect();
        let left: String = left.into_iter().rev().collect();
        let right: String = chars[at + 1..].iter().take(4).take_while(|c| is_han(**c)).collect();
        let gap = gaps.next().filter(|_| *left_to_fill > 0);
        *left_to_fill = left_to_fill.saturating_sub(1);
        match gap.and_then(|gap| lost(&left, gap, &right)) {
            Some((character, word)) => {
                out.text.push(character);
                out.filled.push(word);
            }
            None => {
                out.text.push(GAP);
                out.open += 1;
            }
        }
    }
    out
}

/// The one character that makes words of its neighbourhood and agrees with what is left of it: the parting into words
/// with the fewest loose characters decides, and two answers are none. Answers the character and its word.
fn lost(left: &str, gap: &Gap, right: &str) -> Option<(char, String)> {
    static WORDS: LazyLock<Jieba> = LazyLock::new(Jieba::new);
    let mut found: Vec<(usize, usize, char, String)> = Vec::new();
    for c in candidates(gap) {
        let text = format!("{left}{c}{right}");
        let tokens = WORDS.cut(&text, false);
        let place = left.len();
        let word = tokens.iter().find(|token| token.byte_start <= place && place < token.byte_end)?.word;
        if word.chars().count() > 1 {
            let loose = tokens.iter().filter(|token| token.word.chars().count() == 1).count();
            found.push((loose, tokens.len(), c, word.to_owned()));
        }
    }
    found.sort();
    match found.as_slice() {
        [] => None,
        [first, second, ..] if (first.0, first.1) == (second.0, second.1) => None,
        [(_, _, c, word), ..] => Some((*c, word.clone())),
    }
}

/// Characters that agree with what is left: half of the bytes where there is one, the last reading otherwise.
fn candidates(gap: &Gap) -> BTreeSet<char> {
    let simple = |c: char| simplify(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c);
    if let Some(trail) = gap.trail {
        return (0x81..=0xfe_u8)
            .filter_map(|lead| {
                let bytes = [lead, trail];
                let (text, _, faulty) = GBK.decode(&bytes);
                text.chars().next().filter(|c| !faulty && is_han(*c)).map(simple)
            })
            .collect();
    }
    gap.readings.last().map(|reading| read_so(reading).clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(line: &str) -> (String, usize, usize, usize) {
        let out = unglossed(line);
        let filled = fill(&simplify(&out.text), &out.gaps, &mut 10);
        (filled.text, out.glosses, filled.filled.len(), filled.open)
    }

    #[test]
    fn readings_go_and_lost_characters_come_back_where_there_is_one_answer() {
        for (line, clean, glosses, filled, open) in [
            ("網(wǎng)絡(luò)", "网络", 2, 0, 0),
            ("网（wang）络（luo）", "网络", 2, 0, 0),
            ("吉林日?qǐng)?bào)", "吉林日报", 0, 1, 0),
            ("發(fā)展?fàn)I造良好", "发展营造良好", 1, 1, 0),
            // An abbreviation in brackets is no reading.
            ("疾控中心(cdc)", "疾控中心(cdc)", 0, 0, 0),
            // A question stays one.
            ("是否到位?(略)", "是否到位?(略)", 0, 0, 0),
            // Nothing around it tells what was lost.
            ("，?yì)，", "，□，", 0, 0, 1),
            ("防\u{fffd}\u{fffd}，", "防□，", 0, 0, 1),
        ] {
            assert_eq!(whole(line), (clean.to_owned(), glosses, filled, open), "{line}");
        }
    }

    #[test]
    fn a_text_that_lacks_too_much_stays_as_it_is() {
        let out = unglossed("吉林日?qǐng)?bào)，吉林日?qǐng)?bào)");
        let mut left = 1;
        let filled = fill(&out.text, &out.gaps, &mut left);
        assert_eq!((filled.text.as_str(), filled.open, left), ("吉林日报，吉林日□", 1, 0));
    }
}
