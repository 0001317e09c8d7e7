//! What the engine sees of the world: a fact, the view of what is known, the
//! moment and the time zone.

use std::{collections::BTreeMap, fmt, str::FromStr};

use kernel::{AreaPath, Code, Error, FactId, SubjectKind, SubjectRef, Timestamp, Zone};
use serde_json::{Map, Value};

use crate::catalogue::{self, Type};

/// A fact as rules see it. Field values are in the wire form of the fact's
/// body: instants as RFC 3339 text, dates as `YYYY-MM-DD`, ids as text.
#[derive(Clone, Debug, PartialEq)]
pub struct FactView<'a> {
    /// Kind of fact, a name of the catalogue.
    pub kind: &'a str,
    /// The fact.
    pub id: FactId,
    /// What it is about.
    pub subject: SubjectRef,
    /// What else it names.
    pub refs: Vec<SubjectRef>,
    /// Where it happened: decides which overlays hold.
    pub area: AreaPath,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// When we learnt it.
    pub recorded_at: Timestamp,
    /// The fields of its body.
    pub fields: Map<String, Value>,
}

impl FactView<'_> {
    /// A text field.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Value::as_str)
    }
    /// An instant field.
    ///
    /// # Errors
    /// `value.invalid_instant` when the field is there but is no instant.
    pub fn instant(&self, field: &str) -> Result<Option<Timestamp>, Error> {
        match self.fields.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => text.parse().map(Some),
            Some(other) => Err(Error::new(Code::InvalidInstant).arg("value", other)),
        }
    }
    /// The disease key, for kinds that carry one.
    pub fn disease(&self) -> Option<&str> {
        self.text("disease")
    }
    /// The subjects of the fact: its own, then those it names.
    pub fn subjects(&self) -> impl Iterator<Item = SubjectRef> + '_ {
        std::iter::once(self.subject).chain(self.refs.iter().copied())
    }
    /// The first subject of a kind.
    pub fn subject_of(&self, kind: SubjectKind) -> Option<SubjectRef> {
        self.subjects().find(|subject| subject.kind == kind)
    }
}

/// The moment and the place's time zone for which a question is asked.
#[derive(Clone, Copy, Debug)]
pub struct Ctx<'a> {
    /// Business time.
    pub now: Timestamp,
    /// Time zone of the fact's area.
    pub zone: &'a Zone,
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident = $text:literal : $type:expr;)+) => {
        /// One entry of the catalogue of views: something beyond the fact itself
        /// that a condition may look at. Printed as protocol files write it
        /// (`subject.tests`, `place.cases(7d)`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Need {
            $($(#[$doc])* $name,)+
            /// Cases at the place within so many days (int).
            PlaceCases(u32),
            /// Cases in the area within so many days (int).
            AreaCases(u32),
        }

        impl Need {
            /// Every entry without a window.
            pub const PLAIN: &'static [Self] = &[$(Self::$name,)+];
            /// The name that a condition reads: `subject.tests`, `place.cases`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                    Self::PlaceCases(_) => "place.cases",
                    Self::AreaCases(_) => "area.cases",
                }
            }
            /// The type of its value.
            pub const fn value_type(self) -> Type {
                match self {
                    $(Self::$name => $type,)+
                    Self::PlaceCases(_) | Self::AreaCases(_) => Type::Int,
                }
            }
        }
    };
}

needs! {
    /// Tests of the subject, oldest first: `method`, `result`, `ct` (-1.0 when none),
    /// `sampled_at`, `day` (of the regime, 0 before it).
    SubjectTests = "subject.tests": Type::Tests;
    /// How many epidemiological items of the case definition hold.
    SubjectEpiItems = "subject.epi_items": Type::Int;
    /// How many clinical items of the case definition hold.
    SubjectClinicalItems = "subject.clinical_items": Type::Int;
    /// Symptoms seen.
    SubjectSymptoms = "subject.symptoms": Type::Strings;
    /// Imaging fits.
    SubjectImaging = "subject.imaging": Type::Bool;
    /// Sequencing fits.
    SubjectSequencing = "subject.sequencing": Type::Bool;
    /// Antibodies fit.
    SubjectAntibody = "subject.antibody": Type::Bool;
    /// Severity, empty when unknown.
    SubjectSeverity = "subject.severity": Type::Text;
    /// Class of the case or contact, empty when none.
    SubjectClass = "subject.class": Type::Text;
    /// Age in years, -1 when unknown.
    SubjectAge = "subject.age": Type::Int;
    /// Tests of the contact's own contact or case, as `subject.tests`.
    IndexTests = "index.tests": Type::Tests;
    /// Class of the contact's own contact or case.
    IndexClass = "index.class": Type::Text;
    /// Type of the place.
    PlaceKind = "place.kind": Type::Text;
    /// Level of the zone the area lies in (`routine` when none).
    AreaZone = "area.zone": Type::Text;
    /// What the order does (`central_isolation`, …).
    OrderMeasure = "order.measure": Type::Text;
    /// For whom.
    OrderGroup = "order.group": Type::Text;
    /// On what ground (`contact_class`, `origin_area`, …).
    OrderGround = "order.ground": Type::Text;
    /// Days the order takes.
    OrderDays = "order.days": Type::Int;
    /// Days the regime in force gives; 0 when there is none.
    OrderRegimeDays = "order.regime_days": Type::Int;
    /// Zone level of where the target comes from.
    OrderOriginZone = "order.origin_zone": Type::Text;
    /// Type of the place the order closes or limits.
    OrderPlaceKind = "order.place_kind": Type::Text;
    /// `person`, `place`, `group`, `area` or `checkpoint`.
    OrderTarget = "order.target": Type::Text;
    /// What for.
    OrderPurpose = "order.purpose": Type::Text;
    /// Tests of the order's target, `day` = day of the regime.
    OrderTests = "order.tests": Type::Tests;
    /// Phases of the order: `place`, `days`.
    OrderPhases = "order.phases": Type::Phases;
    /// Whether the order prolongs another.
    OrderExtends = "order.extends": Type::Bool;
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Self::PlaceCases(days) | Self::AreaCases(days) => write!(f, "({days}d)"),
            _ => Ok(()),
        }
    }
}

impl FromStr for Need {
    type Err = Error;
    /// Reads the form of protocol files.
    ///
    /// # Errors
    /// `condition.unknown_name` with the known names.
    fn from_str(s: &str) -> Result<Self, Error> {
        let window = |name: &str| {
            s.strip_prefix(name)?
                .strip_prefix('(')?
                .strip_suffix("d)")?
                .parse::<u32>()
                .ok()
                .filter(|days| (1..=366).contains(days))
        };
        Self::PLAIN
            .iter()
            .copied()
            .find(|need| need.name() == s)
            .or_else(|| window("place.cases").map(Self::PlaceCases))
            .or_else(|| window("area.cases").map(Self::AreaCases))
            .ok_or_else(|| {
                Error::new(Code::ConditionUnknownName).arg("name", s).arg("known", catalogue::known_needs())
            })
    }
}

/// What is known beyond the fact: the value of each need. A need that is not
/// set reads as the unknown of its type (empty list or text, 0, false, age -1,
/// zone `routine`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    values: BTreeMap<Need, Value>,
}

impl View {
    /// Sets the value of a need, in the types of the catalogue; instants and
    /// dates may be numbers (microseconds, days) or text.
    pub fn set(&mut self, need: Need, value: Value) -> &mut Self {
        self.values.insert(need, value);
        self
    }
    /// The value of a need, if set.
    pub fn get(&self, need: Need) -> Option<&Value> {
        self.values.get(&need)
    }
    /// A text need; empty when not set.
    pub fn text(&self, need: Need) -> &str {
        self.get(need).and_then(Value::as_str).unwrap_or_default()
    }
    /// A whole-number need.
    pub fn int(&self, need: Need) -> Option<i64> {
        self.get(need).and_then(Value::as_i64)
    }
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

impl FromIterator<(Need, Value)> for View {
    fn from_iter<I: IntoIterator<Item = (Need, Value)>>(iter: I) -> Self {
        Self { values: iter.into_iter().collect() }
    }
}
