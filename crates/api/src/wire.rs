//! Values that many rooms share on the wire.

use kernel::{AreaPath, Date, SubjectKind, SubjectRef, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

mod words;
pub use words::{
    Classes, Classification, Confidence, ContactClass, ContactClasses, InvestigationStage, Kind, NoticeForm,
    NoticeSecond, Party, PersonalField, Risk, Role, TestMethod, TestOutcome, ZoneLevel,
};

/// An instant, RFC 3339 with offset.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = DateTime, example = "2022-07-01T09:00:00+08:00")]
pub struct Instant(Timestamp);

impl From<Timestamp> for Instant {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}
impl From<Instant> for Timestamp {
    fn from(at: Instant) -> Self {
        at.0
    }
}

/// A calendar day, `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = Date, example = "2022-07-01")]
pub struct Day(Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        kernel::parse_date(&String::deserialize(d)?).map(Self).map_err(serde::de::Error::custom)
    }
}
impl From<Date> for Day {
    fn from(day: Date) -> Self {
        Self(day)
    }
}
impl From<Day> for Date {
    fn from(day: Day) -> Self {
        day.0
    }
}

/// A length of time: `2h`, `1h30m`, `10d`.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, example = "1h30m")]
pub struct Span(kernel::Span);

impl Span {
    /// From microseconds.
    pub const fn micros(micros: i64) -> Self {
        Self(kernel::Span::from_micros(micros))
    }
}

/// An id in a request.
#[derive(Clone, Copy, Debug, ToSchema)]
#[schema(value_type = String, format = Uuid)]
pub struct Key(pub Uuid);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Uuid::parse_str(&text).map(Self).map_err(|_| {
            let error =
                kernel::Error::new(kernel::Code::InvalidId).arg("expected", "UUID").arg("value", text);
            serde::de::Error::custom(error)
        })
    }
}

/// The id in a request, of the type that the use case wants.
pub fn id<T: From<Uuid>>(key: Option<Key>) -> Option<T> {
    key.map(|key| key.0.into())
}

/// The code of the area at a path.
pub fn area(path: &AreaPath) -> String {
    path.code().to_owned()
}

/// What a fact, an order or an obligation is about.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Subject {
    kind: Kind,
    id: Uuid,
}

/// What an order or an exposure is about, in a request.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubjectKey {
    kind: Kind,
    id: Key,
}

impl From<SubjectRef> for Subject {
    fn from(subject: SubjectRef) -> Self {
        Self { kind: subject.kind.into(), id: subject.id }
    }
}
impl From<SubjectKey> for SubjectRef {
    fn from(subject: SubjectKey) -> Self {
        Self { kind: subject.kind.into(), id: subject.id.0 }
    }
}
impl Subject {
    /// Of its two parts.
    pub fn new(kind: SubjectKind, id: Uuid) -> Self {
        Self { kind: kind.into(), id }
    }
}

/// A text in both languages.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    zh: String,
    en: String,
}

impl Text {
    /// Of its two parts.
    pub fn new(zh: &str, en: &str) -> Self {
        Self { zh: zh.to_owned(), en: en.to_owned() }
    }
}
impl From<kernel::Text> for Text {
    fn from(text: kernel::Text) -> Self {
        Self { zh: text.zh, en: text.en }
    }
}
impl From<Text> for kernel::Text {
    fn from(text: Text) -> Self {
        Self { zh: text.zh, en: text.en }
    }
}

/// What a command did. The same key gives the same receipt.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// Facts recorded, in order.
    facts: Vec<RecordedFact>,
    /// Obligations opened.
    opened: Vec<Uuid>,
    /// Obligations met, late or not.
    met: Vec<Uuid>,
    /// Obligations that became pointless.
    void: Vec<Uuid>,
    warnings: Vec<Warning>,
    /// Business time of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_at: Option<Instant>,
}

/// A fact that a command recorded.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordedFact {
    id: Uuid,
    kind: String,
    subject: Subject,
}

/// Something the caller should know: a must-not that warned, an add-on, a held clock.
#[derive(Debug, Serialize, ToSchema)]
pub struct Warning {
    code: String,
    args: BTreeMap<String, String>,
    /// The sentence, in both languages.
    text: Text,
}

impl From<app::Warning> for Warning {
    fn from(warning: app::Warning) -> Self {
        let id = format!("warning-{}", warning.code.replace(['.', '_'], "-"));
        let args = warning.args.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let text = Text {
            zh: text::render(text::Language::ZhCn, &id, &args),
            en: text::render(text::Language::En, &id, &args),
        };
        Self { code: warning.code, args: warning.args, text }
    }
}

impl From<app::Receipt> for Receipt {
    fn from(done: app::Receipt) -> Self {
        let fact = |f: app::FactReceipt| RecordedFact { id: f.id.0, kind: f.kind, subject: f.subject.into() };
        Self {
            facts: done.facts.into_iter().map(fact).collect(),
            opened: done.opened.into_iter().map(Into::into).collect(),
            met: done.met.into_iter().map(Into::into).collect(),
            void: done.void.into_iter().map(Into::into).collect(),
            warnings: done.warnings.into_iter().map(Into::into).collect(),
            recorded_at: done.recorded_at.map(Into::into),
        }
    }
}

/// The answer to a command.
pub fn done(receipt: app::Receipt) -> crate::listing::Answer<Receipt> {
    Ok(axum::Json(receipt.into()))
}
