//! Affairs: what a headquarters keeps a record of beside persons and places.
//! Each kind has its own room; here stands what all have in common, so that a
//! new kind needs neither a table nor a loader of its own.

use kernel::{AreaPath, SubjectKind, SubjectRef, Timestamp, UnitId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::Fact;
use crate::command::{Assessment, Delivery, Directive, Meeting, Posture, Task, TaskForce};
use crate::duty::{Leave, MajorEvent, Occasion, RollCall};
use crate::reporting::{DailyBulletin, SituationReport};

/// What lists ask about an affair, whatever its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// The unit that has to act, or that has acted.
    pub unit: Option<UnitId>,
    /// What it stands under: a task under its directive, a delivery under its document.
    pub parent: Option<Uuid>,
    /// How it stands: a word of its kind.
    pub status: String,
    /// By which its kind is sorted into sorts: the party of a task, the form of a meeting.
    pub sort: Option<String>,
    /// By when something is owed, or when it began.
    pub at: Option<Timestamp>,
}

/// A kind of affair.
pub trait Record: Clone + PartialEq + Serialize + DeserializeOwned + Into<Affair> {
    /// As subject.
    const KIND: SubjectKind;
    /// Which.
    fn id(&self) -> Uuid;
    /// Where it belongs.
    fn area(&self) -> &AreaPath;
    /// What lists ask.
    fn heading(&self) -> Heading;
    /// The state after a fact about it.
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self>;
    /// Of an affair of any kind.
    fn of(affair: &Affair) -> Option<&Self>;
}

/// The part of [`Record`] that is alike for every kind: a state has `id` and `area`.
macro_rules! of_kind {
    ($name:ident) => {
        const KIND: kernel::SubjectKind = kernel::SubjectKind::$name;
        fn id(&self) -> uuid::Uuid {
            self.id.0
        }
        fn area(&self) -> &kernel::AreaPath {
            &self.area
        }
        fn of(affair: &crate::affairs::Affair) -> Option<&Self> {
            match affair {
                crate::affairs::Affair::$name(state) => Some(state),
                _ => None,
            }
        }
    };
}
pub(crate) use of_kind;

macro_rules! affairs {
    ($($name:ident),+) => {
        /// One affair, of any kind.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs, reason = "the variants are the rooms' own types")]
        pub enum Affair { $($name($name),)+ }

        $(impl From<$name> for Affair {
            fn from(state: $name) -> Self {
                Self::$name(state)
            }
        })+

        impl Affair {
            /// Whether subjects of a kind are affairs.
            pub fn is_kind(kind: SubjectKind) -> bool {
                [$($name::KIND),+].contains(&kind)
            }
            /// As subject of facts and duties.
            pub fn subject(&self) -> SubjectRef {
                match self { $(Self::$name(state) => SubjectRef { kind: $name::KIND, id: state.id() },)+ }
            }
            /// Where it belongs.
            pub fn area(&self) -> &AreaPath {
                match self { $(Self::$name(state) => Record::area(state),)+ }
            }
            /// What lists ask.
            pub fn heading(&self) -> Heading {
                match self { $(Self::$name(state) => Record::heading(state),)+ }
            }
            /// The state as JSON.
            ///
            /// # Errors
            /// When a value cannot be written (a number that is not finite).
            pub fn to_json(&self) -> serde_json::Result<String> {
                match self { $(Self::$name(state) => serde_json::to_string(state),)+ }
            }
            /// Reads the state of a kind; `None` for a kind that is none of these.
            ///
            /// # Errors
            /// When the text is not such a state.
            pub fn from_json(kind: SubjectKind, text: &str) -> serde_json::Result<Option<Self>> {
                $(if kind == $name::KIND {
                    return serde_json::from_str::<$name>(text).map(|state| Some(state.into()));
                })+
                Ok(None)
            }
            /// The affair after a fact about it: one moves by facts that are about it in the first
            /// place, and by no others.
            pub fn evolve(affair: Option<Self>, fact: &Fact) -> Option<Self> {
                $(if fact.subject.kind == $name::KIND {
                    let state = affair.as_ref().and_then($name::of).cloned();
                    return $name::evolve(state, fact).map(Self::from);
                })+
                affair
            }
        }
    };
}
affairs!(
    Meeting,
    Assessment,
    Directive,
    Delivery,
    Task,
    Posture,
    TaskForce,
    RollCall,
    Leave,
    MajorEvent,
    Occasion,
    SituationReport,
    DailyBulletin
);
