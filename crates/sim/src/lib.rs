//! A small made-up outbreak for drills: people of one county, fevers at its
//! sentinels, exposures, infections and what tests would find. Everything
//! follows from a seed; nobody in it exists.
//!
//! The outbreak is *the truth* of the drill. [`Outbreak::events`] is what
//! happens by itself (somebody falls ill, is seen, meets somebody);
//! [`Outbreak::test`] and [`Outbreak::check`] answer what a test or a health
//! check that the protocol asks for would find at any moment.
//!
//! The same seed gives the same events as long as the version of the random
//! generator (`rand`'s `StdRng`) stays the same; the workspace pins it.

mod disease;
mod outbreak;
mod people;

pub use disease::{Check, Infection, Test};
pub use people::{Sex, SimPerson};

use kernel::{AreaCode, Date, Span, Timestamp, Zone};

/// A person, as index into [`Outbreak::persons`].
pub type PersonIndex = usize;

/// How long the first fever stays unreported: beyond every deadline, so that
/// the drill shows an obligation that climbs to the province.
pub const LONGEST_DELAY: Span = Span::hours(30);

/// What the drill shall look like.
#[derive(Clone, Debug)]
pub struct SimPlan {
    /// Codes of the townships where people live; at least one.
    pub areas: Vec<AreaCode>,
    /// Time zone of the county.
    pub zone: Zone,
    /// First day.
    pub start: Date,
    /// Days simulated; events after them are left out. 10 days of quarantine
    /// after the last finds need about 24.
    pub days: u32,
    /// Households, 1 to 5 000; two to five persons each.
    pub households: u32,
    /// How many sentinels there are; the first one takes samples and is where
    /// most people go. At least 1.
    pub sentinels: usize,
    /// Fevers a day that have another cause.
    pub other_fevers: u32,
}

impl SimPlan {
    /// 40 households over 24 days, three sentinels, one other fever a day.
    pub fn new(areas: Vec<AreaCode>, zone: Zone, start: Date) -> Self {
        Self { areas, zone, start, days: 24, households: 40, sentinels: 3, other_fevers: 1 }
    }
}

/// Where people met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SimPlace {
    /// The home of a household.
    Household(usize),
    /// A workplace.
    Workplace(usize),
    /// The wedding of the first day.
    Wedding,
}

impl SimPlace {
    /// The kind of exposure there, as facts name it.
    pub const fn exposure_kind(self) -> &'static str {
        match self {
            Self::Household(_) => "household",
            Self::Workplace(_) => "same_room",
            Self::Wedding => "meal",
        }
    }
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq)]
pub struct SimEvent {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: SimWhat,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum SimWhat {
    /// Two people met while one of them could infect the other. Told at its
    /// end; investigators learn of it later.
    Exposure {
        /// Who could infect.
        from: PersonIndex,
        /// Who was exposed.
        to: PersonIndex,
        /// Where.
        place: SimPlace,
        /// When they met.
        started: Timestamp,
        /// When they parted.
        ended: Timestamp,
        /// Whether both wore masks.
        protected: bool,
        /// Whether the case names it when asked. An exposure that nobody names
        /// comes to light when the exposed person is found ill.
        named: bool,
    },
    /// An infected person falls ill.
    Onset {
        /// Who.
        person: PersonIndex,
        /// Codes of symptoms.
        symptoms: Vec<&'static str>,
    },
    /// A sentinel sees somebody with fever.
    FeverSeen {
        /// Who.
        person: PersonIndex,
        /// At which sentinel, from 0.
        sentinel: usize,
        /// Codes of symptoms.
        symptoms: Vec<&'static str>,
        /// Body temperature in °C.
        temperature_c: f64,
        /// After what time the sentinel reports it.
        report_after: Span,
    },
    /// A sample is taken at a visit.
    SampleTaken {
        /// From whom.
        person: PersonIndex,
    },
    /// The result of a sample taken at a visit (nucleic acid test).
    TestResult {
        /// Whose.
        person: PersonIndex,
        /// When the sample was taken.
        sampled_at: Timestamp,
        /// What it found.
        test: Test,
    },
    /// An infected person is well again.
    Recovered {
        /// Who.
        person: PersonIndex,
    },
}

/// A whole outbreak.
#[derive(Clone, Debug, PartialEq)]
pub struct Outbreak {
    /// Everybody, infected or not.
    pub persons: Vec<SimPerson>,
    /// What happens, in order of time.
    pub events: Vec<SimEvent>,
    /// Who was infected, in order of time; the first one came from elsewhere.
    pub infections: Vec<Infection>,
    /// When contacts were out of touch with others, by person: what the drill
    /// assumes of timely quarantine.
    pub quarantined: Vec<(PersonIndex, Timestamp)>,
}

impl Outbreak {
    /// The infection of a person, if there is one.
    pub fn infection(&self, person: PersonIndex) -> Option<&Infection> {
        self.infections.iter().find(|infection| infection.person == person)
    }
    /// What a nucleic acid test sampled at a moment finds.
    pub fn test(&self, person: PersonIndex, sampled_at: Timestamp) -> Test {
        self.infection(person).map_or(Test::NEGATIVE, |infection| infection.test(sampled_at))
    }
    /// What a health check at a moment finds.
    pub fn check(&self, person: PersonIndex, at: Timestamp) -> Check {
        self.infection(person).map_or_else(Check::healthy, |infection| infection.check(at))
    }
    /// Contacts in quarantine who were never infected.
    pub fn healthy_contacts(&self) -> impl Iterator<Item = PersonIndex> + '_ {
        self.quarantined.iter().map(|(person, _)| *person).filter(|person| self.infection(*person).is_none())
    }
    /// Infected contacts whose first positive test falls into their quarantine.
    pub fn contacts_turned_case(&self) -> impl Iterator<Item = PersonIndex> + '_ {
        self.quarantined
            .iter()
            .filter(|(person, from)| {
                self.infection(*person).is_some_and(|infection| infection.positive_from() > *from)
            })
            .map(|(person, _)| *person)
    }
}

/// Makes the outbreak of a seed. Of the outbreaks that the seed leads to, the
/// first is taken that a drill can use: 12 to 60 infected in at least four
/// generations, two of them found at a sentinel, contacts who stay healthy and
/// one who turns case in quarantine.
/// A plan too small for that gives the last one tried.
pub fn county_outbreak(seed: u64, plan: &SimPlan) -> Outbreak {
    outbreak::usable(seed, plan)
}
