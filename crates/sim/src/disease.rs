//! The course of an infection, after COVID-19 of the Omicron kind.
//!
//! Figures, and where they come from:
//! - incubation: table below, mean 3.3 days, three quarters of it 2 to 4 days
//!   (rule book CA10, 9th edition: "mostly 2-4 d"; range CA9);
//! - infectiousness: from 2 days before onset, most on the day before and the
//!   day of onset (CA9); with the incubation this makes a mean serial interval
//!   of about 3 days, near published Omicron estimates of 2.8 to 3.5 days;
//! - without symptoms: one in four (an assumption; estimates vary widely);
//! - chance of infection over the whole infectious period: household 0.42
//!   (published Omicron household attack rates lie near 0.4), workplace 0.06 and
//!   wedding 0.2 (assumptions, so that a drill spreads and can be stopped);
//!   masks on both sides leave three tenths of it (an assumption);
//! - Ct: 20 at onset, 35 nine days later, not detected from the thirteenth day
//!   on, detectable from one day after infection (a plain shape for drills).

use kernel::{Span, Timestamp};
use rand::{RngExt, rngs::StdRng};

use crate::{PersonIndex, SimPlace};

/// Days of incubation with their weights in per cent.
const INCUBATION: [(i64, u32); 7] = [(1, 8), (2, 25), (3, 30), (4, 19), (5, 10), (6, 5), (7, 3)];
/// Infectiousness by day from onset, from two days before it, in per cent of the whole.
const INFECTIOUSNESS: [f64; 6] = [15.0, 30.0, 30.0, 15.0, 7.0, 3.0];
const FIRST_INFECTIOUS_DAY: i64 = -2;
/// Share of the infected who never have symptoms.
const WITHOUT_SYMPTOMS: f64 = 0.25;
/// What masks on both sides leave of the chance of infection.
const MASKED: f64 = 0.3;

const DAY: f64 = 86_400e6;
const LATENT: Span = Span::days(1);
const CT_AT_ONSET: f64 = 20.0;
const CT_FIRST: f64 = 38.0;
/// Ct rises by 15 in nine days after onset.
const CT_PER_DAY: f64 = 15.0 / 9.0;
/// Beyond this cycle nothing is detected.
const CT_LAST: f64 = 40.0;
/// Days from onset until well again.
const ILL_FOR: Span = Span::days(7);

/// What a test finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// Whether the virus was detected.
    pub positive: bool,
    /// Cycle threshold, to one decimal; none when nothing was detected.
    pub ct: Option<f64>,
}

impl Test {
    /// Nothing detected.
    pub const NEGATIVE: Self = Self { positive: false, ct: None };
}

/// What a health check finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Body temperature in °C.
    pub temperature_c: f64,
    /// Codes of symptoms.
    pub symptoms: Vec<&'static str>,
}

impl Check {
    /// No fever, no symptoms.
    pub const fn healthy() -> Self {
        Self { temperature_c: 36.5, symptoms: Vec::new() }
    }
}

/// The infection of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Infection {
    /// Who.
    pub person: PersonIndex,
    /// By whom; the first case was infected elsewhere.
    pub by: Option<PersonIndex>,
    /// Where; none for the first case.
    pub place: Option<SimPlace>,
    /// When.
    pub at: Timestamp,
    /// Steps from the first case, which is 0.
    pub generation: u32,
    /// When symptoms begin, or would begin in one who has none.
    pub onset: Timestamp,
    /// Codes of symptoms; empty in those who have none.
    pub symptoms: Vec<&'static str>,
    /// Highest body temperature in °C.
    pub temperature_c: f64,
}

impl Infection {
    pub(crate) fn draw(
        rng: &mut StdRng,
        person: PersonIndex,
        by: Option<(PersonIndex, SimPlace, u32)>,
        at: Timestamp,
    ) -> Self {
        let mut lot = rng.random_range(0..INCUBATION.iter().map(|(_, weight)| weight).sum::<u32>());
        let mut days = 0;
        for (length, weight) in INCUBATION {
            days = length;
            if lot < weight {
                break;
            }
            lot -= weight;
        }
        // Spread within the day, to the minute.
        let onset = at.plus(Span::minutes(days * 1440 + rng.random_range(-720..720)));
        let symptoms = if rng.random_bool(WITHOUT_SYMPTOMS) { Vec::new() } else { symptoms(rng) };
        Self {
            person,
            by: by.map(|(by, _, _)| by),
            place: by.map(|(_, place, _)| place),
            at,
            generation: by.map_or(0, |(_, _, generation)| generation + 1),
            onset: onset.max(at.plus(Span::hours(18))),
            symptoms,
            temperature_c: temperature(rng),
        }
    }

    /// Whether the person ever has symptoms.
    pub fn is_symptomatic(&self) -> bool {
        !self.symptoms.is_empty()
    }
    /// When a test first detects the infection: one day after it.
    pub fn positive_from(&self) -> Timestamp {
        self.at.plus(LATENT).plus(Span::from_micros(1))
    }
    /// When the person is well again.
    pub fn recovered_at(&self) -> Timestamp {
        self.onset.plus(ILL_FOR)
    }

    pub(crate) fn test(&self, at: Timestamp) -> Test {
        let first = self.at.plus(LATENT);
        if at <= first {
            return Test::NEGATIVE;
        }
        let days = |span: Span| span.as_micros() as f64 / DAY;
        let ct = if at < self.onset {
            let way = days(at.since(first)) / days(self.onset.since(first)).max(f64::EPSILON);
            CT_FIRST + (CT_AT_ONSET - CT_FIRST) * way.min(1.0)
        } else {
            // From onset, or from the first moment it can be detected if that is later.
            CT_AT_ONSET + CT_PER_DAY * days(at.since(self.onset))
        };
        if ct < CT_LAST {
            Test { positive: true, ct: Some((ct * 10.0).round() / 10.0) }
        } else {
            Test::NEGATIVE
        }
    }

    pub(crate) fn check(&self, at: Timestamp) -> Check {
        let ill = self.is_symptomatic() && at >= self.onset && at < self.recovered_at();
        if !ill {
            return Check::healthy();
        }
        // Fever lasts three days, the rest as long as the illness.
        let fever = at < self.onset.plus(Span::days(3));
        let symptoms = self.symptoms.iter().copied().filter(|symptom| fever || *symptom != "fever").collect();
        Check { temperature_c: if fever { self.temperature_c } else { 36.7 }, symptoms }
    }

    /// The days from onset on which the person may infect others.
    pub(crate) fn infectious_days() -> impl Iterator<Item = i64> {
        (0..INFECTIOUSNESS.len() as i64).map(|day| FIRST_INFECTIOUS_DAY + day)
    }
}

/// The chance that one meeting infects, `since_onset` from the onset of the infected.
pub(crate) fn chance(place: SimPlace, since_onset: Span, protected: bool) -> f64 {
    let day = (since_onset.as_micros() as f64 / DAY).round() as i64 - FIRST_INFECTIOUS_DAY;
    let weight = usize::try_from(day).ok().and_then(|day| INFECTIOUSNESS.get(day)).copied().unwrap_or(0.0);
    let share = weight / INFECTIOUSNESS.iter().sum::<f64>();
    let whole = match place {
        SimPlace::Household(_) => 0.42 * share,
        SimPlace::Workplace(_) => 0.06 * share,
        // One afternoon only: the whole chance on the likeliest days.
        SimPlace::Wedding => 0.2 * (weight / 30.0),
    };
    if protected { whole * MASKED } else { whole }
}

/// Fever, and about two other symptoms.
pub(crate) fn symptoms(rng: &mut StdRng) -> Vec<&'static str> {
    let mut found = vec!["fever"];
    for (symptom, chance) in
        [("cough", 0.6), ("sore_throat", 0.5), ("fatigue", 0.4), ("runny_nose", 0.3), ("muscle_pain", 0.2)]
    {
        if rng.random_bool(chance) {
            found.push(symptom);
        }
    }
    found
}

/// A fever, 37.5 to 39.4 °C.
pub(crate) fn temperature(rng: &mut StdRng) -> f64 {
    f64::from(rng.random_range(375..395)) / 10.0
}
