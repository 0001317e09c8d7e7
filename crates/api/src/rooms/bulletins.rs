//! Bulletins of command meetings: read into the meeting and drafts of directives. Nothing is recorded.

use axum::Json;
use serde::{Deserialize, Serialize};
use text::bulletin;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Api;
use crate::auth::Signed;
use crate::command::Body;
use crate::listing::Answer;
use crate::wire::{Day, Text};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(read_bulletin)).routes(routes!(list_mechanisms))
}

/// A bulletin as it was copied.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BulletinInput {
    /// Its whole text, at most 64 KiB.
    text: String,
    /// Read it though it breaks off, without its last sentence.
    #[serde(default)]
    cut: bool,
}

/// What was read. Places count characters (Unicode scalar values) of `text`, from nought.
#[derive(Serialize, ToSchema)]
struct Bulletin {
    /// The text without noise, in simplified characters.
    text: String,
    changes: Vec<BulletinChange>,
    meeting: BulletinMeeting,
    /// Who demands something, in the order of the first word.
    speakers: Vec<BulletinSpeaker>,
    directives: Vec<DirectiveDraft>,
    /// What the text tells without demanding it.
    statements: Vec<BulletinStatement>,
    /// What a person has to look at.
    doubts: Vec<BulletinDoubt>,
}

/// A piece of the text.
#[derive(Serialize, ToSchema)]
struct Passage {
    start: usize,
    /// Behind its last character.
    end: usize,
    /// The line of what was handed in, from one.
    line: usize,
    text: String,
}

/// Something that was done to the text.
#[derive(Serialize, ToSchema)]
struct BulletinChange {
    line: usize,
    /// `punctuation`, `gloss`, `restored`, `gap`, `markup`, `mojibake`, `script`, `spam_word`, `spam_line`, `furniture`,
    /// `twice` or `cut`.
    kind: String,
    before: String,
    /// Absent where it was dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

/// The meeting.
#[derive(Serialize, ToSchema)]
struct BulletinMeeting {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<Day>,
    /// How the day was read: `stated`, `year_of_publication`, `year_before`, `month_of_publication` or
    /// `from_publication`.
    #[serde(skip_serializing_if = "Option::is_none")]
    on_how: Option<String>,
    /// Code of the area whose headquarters met, six digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    /// Its name, from the province down.
    #[serde(skip_serializing_if = "Option::is_none")]
    area_name: Option<String>,
    /// `province`, `prefecture` or `county`.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chair: Option<BulletinSpeaker>,
    venues: Vec<Passage>,
    agenda: Vec<Passage>,
    assessment: Vec<Passage>,
}

/// Who speaks.
#[derive(Serialize, ToSchema)]
struct BulletinSpeaker {
    /// Absent for the meeting itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The posts that the text gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<String>,
    /// `stated`, or `spoke_for_all` for a chair whom the text does not name as one.
    how: String,
}

/// A draft of a directive: a person confirms it, changes it or drops it.
#[derive(Serialize, ToSchema)]
struct DirectiveDraft {
    number: usize,
    /// Place among the speakers, from nought.
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<usize>,
    /// `A` to `P`; absent where the lexicon knows none of its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<String>,
    /// Ids of mechanisms, in the order of the text.
    mechanisms: Vec<String>,
    action: String,
    /// Who is to do it, as the text names them.
    actors: Vec<String>,
    /// Kinds of places.
    places: Vec<String>,
    clocks: Vec<DraftClock>,
    slogans: Vec<DraftSlogan>,
    passage: Passage,
}

/// A deadline, a frequency or a number.
#[derive(Serialize, ToSchema)]
struct DraftClock {
    /// `within`, `ahead`, `by`, `at_once`, `limited`, `daily`, `every`, `continuous`, `regime`, `distance` or `quota`.
    kind: String,
    /// A span (ISO 8601), a distance, or the figure as it is written; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    said: String,
    /// What has to be filled in before it is a clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<Text>,
}

/// A slogan and what it means for the work.
#[derive(Serialize, ToSchema)]
struct DraftSlogan {
    said: String,
    meaning: Text,
}

/// Something that the text tells.
#[derive(Serialize, ToSchema)]
struct BulletinStatement {
    mechanism: String,
    passage: Passage,
}

/// Something to look at.
#[derive(Serialize, ToSchema)]
struct BulletinDoubt {
    /// `date`, `place`, `chair`, `gap`, `mojibake` or `regime`.
    about: &'static str,
    text: Text,
}

/// A mechanism of the lexicon.
#[derive(Serialize, ToSchema)]
struct Mechanism {
    /// `A01` to `P08`; its letter is the sector.
    id: String,
    name: Text,
}

/// All mechanisms.
#[derive(Serialize, ToSchema)]
struct Mechanisms {
    items: Vec<Mechanism>,
}

/// A value by its code, as everywhere in JSON.
fn code(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

impl From<bulletin::Passage> for Passage {
    fn from(of: bulletin::Passage) -> Self {
        Self { start: of.start, end: of.end, line: of.line, text: of.text }
    }
}

impl From<bulletin::Speaker> for BulletinSpeaker {
    fn from(of: bulletin::Speaker) -> Self {
        Self { name: of.name, post: of.post, how: code(of.how) }
    }
}

impl From<bulletin::Meeting> for BulletinMeeting {
    fn from(of: bulletin::Meeting) -> Self {
        let passages = |all: Vec<bulletin::Passage>| all.into_iter().map(Into::into).collect();
        let (area, area_name) = of.place.map(|place| (place.code, place.name)).unzip();
        Self {
            name: of.name,
            on_how: of.date.as_ref().map(|date| code(date.how)),
            on: of.date.map(|date| date.value.into()),
            area,
            area_name,
            level: of.level.map(code),
            chair: of.chair.map(Into::into),
            venues: passages(of.venues),
            agenda: passages(of.agenda),
            assessment: passages(of.assessment),
        }
    }
}

impl From<bulletin::Draft> for DirectiveDraft {
    fn from(of: bulletin::Draft) -> Self {
        let clock = |of: bulletin::Clock| DraftClock {
            kind: code(of.kind),
            value: of.value,
            said: of.said,
            ask: of.ask.map(Into::into),
        };
        Self {
            number: of.number,
            speaker: of.speaker,
            sector: of.sector.map(String::from),
            mechanisms: of.mechanisms,
            action: of.action,
            actors: of.actors,
            places: of.places,
            clocks: of.clocks.into_iter().map(clock).collect(),
            slogans: of
                .slogans
                .into_iter()
                .map(|one| DraftSlogan { said: one.said, meaning: one.meaning.into() })
                .collect(),
            passage: of.passage.into(),
        }
    }
}

impl From<bulletin::Bulletin> for Bulletin {
    fn from(of: bulletin::Bulletin) -> Self {
        let change = |of: bulletin::Change| BulletinChange {
            line: of.line,
            kind: code(of.kind),
            before: of.before,
            after: of.after,
        };
        Self {
            text: of.text,
            changes: of.changes.into_iter().map(change).collect(),
            meeting: of.meeting.into(),
            speakers: of.speakers.into_iter().map(Into::into).collect(),
            directives: of.directives.into_iter().map(Into::into).collect(),
            statements: of
                .statements
                .into_iter()
                .map(|one| BulletinStatement { mechanism: one.mechanism, passage: one.passage.into() })
                .collect(),
            doubts: of
                .doubts
                .into_iter()
                .map(|one| BulletinDoubt { about: one.about, text: one.text.into() })
                .collect(),
        }
    }
}

/// Reads a bulletin of a command meeting: the meeting, and drafts of directives with
/// the passages that they were read from. Nothing is recorded; docs/bulletins.md says
/// how it is read.
#[utoipa::path(post, path = "/bulletins/read", tag = "bulletins", request_body = BulletinInput,
    responses((status = 200, body = Bulletin)))]
async fn read_bulletin(Signed { app, .. }: Signed, Body(input): Body<BulletinInput>) -> Answer<Bulletin> {
    Ok(Json(app.read_bulletin(input.text, input.cut).await?.into()))
}

/// The mechanisms that bulletins are read for.
#[utoipa::path(get, path = "/bulletins/mechanisms", tag = "bulletins",
    responses((status = 200, body = Mechanisms)))]
async fn list_mechanisms(Signed { .. }: Signed) -> Answer<Mechanisms> {
    let mechanism =
        |one: &bulletin::Mechanism| Mechanism { id: one.id.clone(), name: one.name.clone().into() };
    Ok(Json(Mechanisms { items: bulletin::mechanisms().map(mechanism).collect() }))
}
