//! What would follow? Facts about one person that are only stated, and meetings
//! with others, put to the rules: the class, who owes what by when, who is a
//! contact, which days of isolation. Nothing is recorded; the decisions, the state
//! and the engine are those by which facts are.
//!
//! A trial is one person in one area. What depends on others (cases at a place or
//! in an area, the level of a zone, orders) is unknown in it.

mod play;
mod stated;

use kernel::{AreaPath, Code, Error, Located, Result, SubjectKind, Timestamp, Zone};
use protocol::contact::{self, Source};
use protocol::regime::Regime;
use protocol::schedule::{Schedule, schedule};
use protocol::schema::{Anchor, Classification, ContactClass};
use protocol::{Library, Protocol, Tracked};
use serde_json::{Map, Value};
use std::sync::Arc;

use crate::clinical::Case;

pub use stated::STATED;

/// Most facts of a trial.
pub const MOST_FACTS: usize = 100;
/// Most meetings of a trial.
pub const MOST_EXPOSURES: usize = 50;

/// What is stated.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Disease key.
    pub disease: String,
    /// Where it happens.
    pub area: AreaPath,
    /// Time zone of that area.
    pub zone: Zone,
    /// The edition to which it is put; what is in force when things happen, without.
    pub edition: Option<String>,
    /// The moment looked at: what happens later is left out. When the last of it
    /// happened, without.
    pub now: Option<Timestamp>,
    /// What happened to the person.
    pub facts: Vec<Stated>,
    /// Whom he met.
    pub exposures: Vec<Met>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Stated {
    /// Kind of fact: one of [`STATED`].
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// Fields of its body, in the wire form of facts. What is left out is neutral.
    pub fields: Map<String, Value>,
}

/// Somebody who was near.
#[derive(Clone, Debug)]
pub struct Met {
    /// Kind of exposure.
    pub kind: String,
    /// First instant together.
    pub started_at: Timestamp,
    /// Last instant together.
    pub ended_at: Timestamp,
    /// Whether protection was effective.
    pub protected: bool,
}

/// What would follow.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The rules: of the edition that was named, else of the one in force at `now`.
    pub rules: Arc<Protocol>,
    /// The moment looked at.
    pub now: Timestamp,
    /// The class of the case at that moment; none without a case.
    pub classification: Option<Classification>,
    /// How that came about, oldest first.
    pub classifications: Vec<Classified>,
    /// What the rules say of each meeting, once there is a case.
    pub contacts: Vec<Judged>,
    /// Who owes what, in the order in which it is opened.
    pub obligations: Vec<Owed>,
    /// The days of isolation and tests of each contact, and of the case.
    pub schedules: Vec<Planned>,
    /// Facts that the rules made of those stated.
    pub made_up: Vec<MadeUp>,
}

/// A class, and by which rule it was given.
#[derive(Clone, Debug)]
pub struct Classified {
    /// The stated fact upon which it was given, counted from 0.
    pub fact: Option<usize>,
    /// When.
    pub at: Timestamp,
    /// The class.
    pub classification: Classification,
    /// The rule.
    pub rule: String,
    /// The protocol in which it stands.
    pub rules: Arc<Protocol>,
}

/// What the rules say of a meeting.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Which, counted from 0.
    pub exposure: usize,
    /// The class; none where it makes no contact.
    pub class: Option<ContactClass>,
    /// The rule that fits.
    pub rule: Option<String>,
    /// From when on meetings like it count.
    pub opens: Option<Timestamp>,
}

/// An obligation, with the protocol in which its rule stands.
#[derive(Clone, Debug)]
pub struct Owed {
    /// The obligation.
    pub of: Tracked,
    /// The protocol that bound it.
    pub rules: Arc<Protocol>,
}

/// Days of isolation and tests.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The meeting by which somebody became a contact; none for the case itself.
    pub exposure: Option<usize>,
    /// Key of the regime.
    pub regime: String,
    /// The rule in which it stands.
    pub rule: String,
    /// Its compact form.
    pub form: String,
    /// Its dates.
    pub dates: Schedule,
}

/// A fact that the rules made of those stated.
#[derive(Clone, Debug)]
pub struct MadeUp {
    /// Its kind.
    pub kind: &'static str,
    /// When.
    pub at: Timestamp,
    /// What it is about.
    pub subject: SubjectKind,
}

/// What would follow from a trial under a rule book.
///
/// # Errors
/// `value.missing` when nothing is stated, `value.too_long` beyond [`MOST_FACTS`] or
/// [`MOST_EXPOSURES`]; `value.*` for what cannot be, each with its place
/// (`facts[2].result`); `protocol.not_in_force`, `protocol.unknown_reference`;
/// those of the rules.
pub fn follow(trial: &Trial, library: &Library) -> Result<Outcome> {
    for (field, length, max) in
        [("facts", trial.facts.len(), MOST_FACTS), ("exposures", trial.exposures.len(), MOST_EXPOSURES)]
    {
        if length > max {
            let error = Error::new(Code::TooLong).arg("field", field).arg("length", length).arg("max", max);
            return Err(error.at(place(field.to_owned())));
        }
    }
    let moments =
        trial.facts.iter().map(|fact| fact.at).chain(trial.exposures.iter().map(|met| met.ended_at));
    let last = moments
        .max()
        .ok_or_else(|| Error::new(Code::MissingField).arg("field", "facts").at(place("facts".to_owned())))?;
    let now = trial.now.unwrap_or(last);
    let played = play::play(trial, library, now)?;
    let rules = played.decision(now)?;
    let case = played.case().cloned();
    let contacts = case.as_ref().map_or_else(Vec::new, |case| judged(trial, &rules, case, now));
    let mut schedules = Vec::new();
    for (exposure, contact) in played.contacts() {
        let group = word(&contact.class);
        let (anchor, known) =
            (trial.zone.date_of(contact.last_exposure), trial.zone.date_of(contact.determined_at));
        schedules.extend(planned(Some(exposure), &group, anchor, known, &rules, &trial.zone)?);
    }
    if let Some(case) = case.as_ref().filter(|case| case.stands_as_infection()) {
        let opened = trial.zone.date_of(case.opened_at);
        let positive = case.first_positive.map(|at| trial.zone.date_of(at));
        let anchor = match rules.regime_for("infected").map(|rule| rule.anchor) {
            Some(Anchor::Positive) => positive.unwrap_or(opened),
            _ => opened,
        };
        schedules.extend(planned(None, "infected", anchor, opened, &rules, &trial.zone)?);
    }
    Ok(Outcome {
        now,
        classification: case.map(|case| case.classification),
        contacts,
        schedules,
        obligations: played.owed(),
        classifications: played.classifications,
        made_up: played.made_up,
        rules,
    })
}

/// What the rules say of each meeting by the moment looked at, as
/// [`crate::investigation::determine_contacts`] asks them.
fn judged(trial: &Trial, rules: &Protocol, case: &Case, now: Timestamp) -> Vec<Judged> {
    let source = Source {
        onset: case.onset,
        first_positive: case.first_positive,
        last_negative: case.last_negative,
        first_exposure: None,
        controlled_at: [case.isolated_at, case.admitted_at].into_iter().flatten().min(),
    };
    let classes = || rules.contact_classes.iter().map(|ruled| &*ruled.rule);
    let met = trial.exposures.iter().enumerate().filter(|(_, met)| met.ended_at <= now);
    met.map(|(exposure, met)| {
        let seen = contact::Exposure {
            kind: &met.kind,
            started_at: met.started_at,
            ended_at: met.ended_at,
            protected: met.protected,
            order: 1,
        };
        match contact::classify(classes(), &source, &seen, &trial.zone) {
            Some(found) => {
                Judged { exposure, class: found.class, rule: Some(found.rule.id.clone()), opens: found.opens }
            }
            None => Judged {
                exposure,
                class: None,
                rule: None,
                opens: contact::window_opens(classes(), &source, &seen, &trial.zone),
            },
        }
    })
    .collect()
}

/// The dates of the regime of a group; none where there is none, or it is over
/// before anybody knew.
fn planned(
    exposure: Option<usize>,
    group: &str,
    anchor: kernel::Date,
    known_on: kernel::Date,
    rules: &Protocol,
    zone: &Zone,
) -> Result<Option<Planned>> {
    let Some(rule) = rules.regime_for(group) else { return Ok(None) };
    let dates = schedule(rule, &Regime::parse(&rule.form)?, anchor, Some(known_on), zone);
    Ok((!dates.is_over()).then(|| Planned {
        exposure,
        regime: rule.key.clone(),
        rule: rule.id.clone(),
        form: rule.form.clone(),
        dates,
    }))
}

/// The word of the rule book for a class.
fn word(class: &ContactClass) -> String {
    let value = serde_json::to_value(class).ok();
    value.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A place in what is stated.
fn place(field: String) -> Located {
    Located { field: Some(field), ..Located::default() }
}
