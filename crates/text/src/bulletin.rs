//! A bulletin of a command meeting, as it comes off a web page or out of an
//! office: cleaned, understood, and turned into drafts of directives.
//!
//! Nothing is decided here. A draft says what a sentence demands, of whom, where
//! and by when, and shows the passage that it was read from; a person confirms
//! it, changes it or drops it. Reading is a function of the text and of the
//! lexicon in `content/bulletins` alone: the same text gives the same answer,
//! and every step that changed the text is told ([`Change`]).

mod clauses;
mod clean;
mod clocks;
mod gaps;
mod lexicon;
mod lines;
mod meeting;
mod minutes;
mod people;
mod places;
mod script;

use std::borrow::Cow;

use kernel::{Code, Date, Error, Text};
use serde::Serialize;

pub use lexicon::{Mechanism, mechanisms};

/// The longest bulletin that is read, in bytes: a long one has 30 kB.
pub const MAX_BULLETIN: usize = 64 * 1024;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bulletin {
    /// The text that was read, without noise, in simplified characters; passages count its characters.
    pub text: String,
    /// What was done to the text, in the order of its lines.
    pub changes: Vec<Change>,
    /// The meeting.
    pub meeting: Meeting,
    /// Who demands something, in the order of the first word.
    pub speakers: Vec<Speaker>,
    /// What is demanded, as drafts.
    pub directives: Vec<Draft>,
    /// What the text states besides: that there was a meeting, who reported, who was there.
    pub statements: Vec<Statement>,
    /// What a person has to look at: what was not said, or could be read in two ways.
    pub doubts: Vec<Doubt>,
}

impl Bulletin {
    /// All mechanisms that the text states, in order, each once.
    pub fn mechanisms(&self) -> Vec<&str> {
        let drafts = self.directives.iter().flat_map(|draft| &draft.mechanisms);
        let stated = self.statements.iter().map(|statement| &statement.mechanism);
        let mut all: Vec<&str> = drafts.chain(stated).map(String::as_str).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Characters `start..end` of [`Bulletin::text`], which stood in a line of what was handed in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Passage {
    /// The first character, counted from nought (Unicode scalar values).
    pub start: usize,
    /// Behind the last one.
    pub end: usize,
    /// The line of the original, counted from one.
    pub line: usize,
    /// The characters themselves.
    pub text: String,
}

/// Something that was done to the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The line of the original, counted from one.
    pub line: usize,
    /// What it was.
    pub kind: ChangeKind,
    /// What stood there, shortened.
    pub before: String,
    /// What stands there now; absent if it was dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// Kinds of noise, and what becomes of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Repeated or half-width punctuation, made one and full.
    Punctuation,
    /// The reading of a character in brackets behind it, taken out.
    Gloss,
    /// A lost character that the word around it and its reading leave no doubt about, put in.
    Restored,
    /// A lost character that stays lost: a mark stands there.
    Gap,
    /// Tags, entities and characters that nobody sees, taken out.
    Markup,
    /// Bytes read in a wrong encoding: the line is told, nothing is guessed.
    Mojibake,
    /// Traditional characters, made simplified ones.
    Script,
    /// Words of an advertisement inside a line, taken out.
    SpamWord,
    /// A line of advertisements, dropped.
    SpamLine,
    /// What belongs to the page and not to the bulletin: menus, notices, counters.
    Furniture,
    /// A sentence that stood there already.
    Twice,
    /// A sentence that is not whole, left out.
    Cut,
}

/// The meeting that the bulletin tells of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Meeting {
    /// What it is called in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The day, and where that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Reading<Date>>,
    /// The area whose headquarters met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// How high.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Who presided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chair: Option<Speaker>,
    /// Where they sat: main and branch venues, as the text says.
    pub venues: Vec<Passage>,
    /// What was on the agenda, as the text says.
    pub agenda: Vec<Passage>,
    /// The situation as the meeting saw it.
    pub assessment: Vec<Passage>,
}

/// Something that was read or concluded, with the passage and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reading<T> {
    /// What was read.
    pub value: T,
    /// How it was read: word for word, or what was added to it.
    pub how: How,
    /// Where, as the text says.
    pub said: String,
}

/// How a reading came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The text says it.
    Stated,
    /// The year is that of the publication.
    YearOfPublication,
    /// The year is the one before the publication: the meeting was in December, the page is of January.
    YearBefore,
    /// Month and year are those of the publication.
    MonthOfPublication,
    /// The text says "today" or "yesterday", and the page has a date.
    FromPublication,
    /// Nobody presides in the text: who spoke for all.
    SpokeForAll,
}

/// An area as the text names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Code of the division (GB/T 2260, six digits).
    pub code: String,
    /// Full name from the province down.
    pub name: String,
    /// Words of the text that lead to it.
    pub said: Vec<String>,
}

/// How high a meeting or a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Of a province.
    Province,
    /// Of a prefecture or a city with districts.
    Prefecture,
    /// Of a county, a district or a county-level city.
    County,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Speaker {
    /// The name; absent for the meeting itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The posts that the text gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// How the reader knows.
    pub how: How,
}

/// A draft of a directive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// Place in the list, counted from one.
    pub number: usize,
    /// Whose demand it is, by place in [`Bulletin::speakers`]; absent where nobody is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<usize>,
    /// The sector (`A` … `P`); absent where the lexicon knows none of its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<char>,
    /// Mechanisms that it states, the most telling first.
    pub mechanisms: Vec<String>,
    /// What is to be done: the demand without the speaker.
    pub action: String,
    /// Who is to do it, as the text names them; empty where it names nobody.
    pub actors: Vec<String>,
    /// Kinds of places that it is about.
    pub places: Vec<String>,
    /// Deadlines, clocks and numbers with a meaning for the work.
    pub clocks: Vec<Clock>,
    /// Slogans in it, with what each means for the work.
    pub slogans: Vec<Slogan>,
    /// Where it stands.
    pub passage: Passage,
}

/// A deadline, a frequency or a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// What it is.
    pub kind: ClockKind,
    /// A span (ISO 8601), a day, a distance, or the figure as it is written; absent where the text gives none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// As the text says.
    pub said: String,
    /// What a person has to fill in before it is a clock: the first moment, or the figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask: Option<Text>,
}

/// What kind of clock it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// Within a span of something.
    Within,
    /// Not later than a span before something.
    Ahead,
    /// Not later than a day.
    By,
    /// At once; the figure is a matter of the setting.
    AtOnce,
    /// In a limited time; no figure.
    Limited,
    /// Every day.
    Daily,
    /// Every so often.
    Every,
    /// Without a break.
    Continuous,
    /// Days of observation and tests of a local rule.
    Regime,
    /// A distance.
    Distance,
    /// A share or a number of something.
    Quota,
}

impl ClockKind {
    /// Whether it says when something has to be done.
    const fn is_time(self) -> bool {
        matches!(
            self,
            Self::Within | Self::Ahead | Self::By | Self::AtOnce | Self::Limited | Self::Daily | Self::Every
        )
    }
}

/// A slogan of the trade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Slogan {
    /// As it is written.
    pub said: String,
    /// What it means for the work.
    pub meaning: Text,
}

/// What the text states beside demands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// The mechanism.
    pub mechanism: String,
    /// Where.
    pub passage: Passage,
}

/// What a person has to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// What it is about (`date`, `place`, `chair`, `gap`, `regime`, `mojibake`).
    pub about: &'static str,
    /// What is open.
    pub text: Text,
}

/// The characters of a file: UTF-8 or UTF-16 as its first bytes say, GB18030 where it is no UTF-8.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let (text, faulty) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    if faulty { String::from_utf8_lossy(bytes) } else { text }
}

/// Reads a bulletin. `cut`: a text that ends in the middle of a sentence is read without that sentence.
///
/// Errors, each with its reason: `bulletin.empty`, `bulletin.too_long`, `bulletin.not_chinese`, `bulletin.only_spam`,
/// `bulletin.no_meeting`, `bulletin.cut` (with the line).
pub fn read(raw: &str, cut: bool) -> Result<Bulletin, Error> {
    if raw.len() > MAX_BULLETIN {
        return Err(Error::new(Code::BulletinTooLong).arg("length", raw.len()).arg("max", MAX_BULLETIN));
    }
    let cleaned = clean::clean(raw, cut)?;
    let sentences = clauses::sentences(&cleaned);
    let mut doubts = cleaned.doubts();
    let mut people = people::People::find(&sentences);
    let meeting = meeting::read(&cleaned, &sentences, &mut people, &mut doubts);
    let minutes = minutes::are_minutes(cleaned.paragraphs.iter().map(|one| one.text.as_str()));
    let voices = people.voices(&sentences, minutes);
    let read = clauses::drafts(&sentences, &voices, meeting.place.as_ref(), &mut doubts);
    Ok(Bulletin {
        text: cleaned.text(),
        changes: cleaned.changes,
        meeting,
        speakers: people.speakers(),
        directives: read.drafts,
        statements: read.statements,
        doubts,
    })
}
