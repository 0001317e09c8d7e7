//! What would follow? Stated facts put to the rule book; nothing is recorded.

use axum::Json;
use axum::extract::Path;
use domain::trial::{Met, Outcome, Owed, Planned, Stated, Trial};
use protocol::Protocol;
use protocol::regime::Stay;
use protocol::schedule::Item;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::protocols::{Rule, rule};
use crate::Api;
use crate::auth::Signed;
use crate::command::Body;
use crate::listing::{Answer, path_of};
use crate::wire::{Classification, ContactClass, Day, Instant, Kind, Text};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(try_protocol))
}

/// What is stated of one person: at most 100 facts and 50 meetings.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TrialInput {
    /// Where it happens: decides which overlays hold, and whose day it is.
    area: String,
    /// The edition to which it is put; what is in force when things happen, without.
    edition: Option<String>,
    /// The moment looked at; when the last of it happened, without.
    now: Option<Instant>,
    /// What happened, in any order.
    #[serde(default)]
    facts: Vec<StatedFact>,
    /// Who was near; each is another person.
    #[serde(default)]
    exposures: Vec<StatedExposure>,
}

/// Something that happened. Beside the two, fields of the fact's body, as they stand
/// in facts (`result`, `onset`, `symptoms`, …); what is left out is neutral.
#[derive(Deserialize, ToSchema)]
struct StatedFact {
    /// `fever_seen`, `fever_reported`, `visit_disposed`, `sample_taken`, `test_result`, `case_assessed`,
    /// `severity_assessed`, `case_reported`, `card_revised`, `investigation_done`, `treatment_planned`,
    /// `case_isolated`, `case_admitted` or `case_ended`.
    fact: String,
    at: Instant,
    #[serde(flatten)]
    fields: BTreeMap<String, Value>,
}

/// Somebody who was near.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StatedExposure {
    kind: String,
    started_at: Instant,
    ended_at: Instant,
    /// Whether protection was effective.
    #[serde(default)]
    protected: bool,
}

/// What would follow.
#[derive(Serialize, ToSchema)]
struct TrialOutcome {
    disease: String,
    /// The edition that was named, else the one in force at `now`.
    edition: String,
    title: Text,
    from_on: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    until_on: Option<Day>,
    /// The moment looked at.
    now: Instant,
    /// The class at that moment; absent without a case.
    #[serde(skip_serializing_if = "Option::is_none")]
    classification: Option<Classification>,
    /// How that came about, oldest first.
    classifications: Vec<TrialClass>,
    /// What the rules say of each meeting, once there is a case.
    contacts: Vec<TrialContact>,
    /// Who owes what, in the order in which it is opened.
    obligations: Vec<TrialObligation>,
    /// Days of isolation and tests of each contact, and of the case.
    schedules: Vec<TrialSchedule>,
    /// Facts that the rules made of those stated.
    made_up: Vec<TrialFact>,
}

/// A class that was given.
#[derive(Serialize, ToSchema)]
struct TrialClass {
    /// The stated fact upon which it was given, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<usize>,
    at: Instant,
    classification: Classification,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<Rule>,
}

/// What the rules say of a meeting.
#[derive(Serialize, ToSchema)]
struct TrialContact {
    /// Which, counted from 0.
    exposure: usize,
    /// Absent where it makes no contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<ContactClass>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<Rule>,
    /// From when on meetings like it count; absent without a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    window_opens_at: Option<Instant>,
}

/// An obligation.
#[derive(Serialize, ToSchema)]
struct TrialObligation {
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<Rule>,
    duty: Text,
    /// What it is about.
    subject: Kind,
    /// Which of several from one fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    occurrence: Option<String>,
    /// Role of the unit that owes it; absent for the unit that the fact names.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// Level at which that unit is looked for; the nearest above without.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    starts_at: Instant,
    warn_at: Instant,
    due_at: Instant,
    /// `open`, `warned`, `overdue`, `met`, `met_late` or `void`, at `now`.
    state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_at: Option<Instant>,
    /// Its whole ladder: who is told when it is late.
    escalations: Vec<TrialStep>,
}

/// A step of a ladder.
#[derive(Serialize, ToSchema)]
struct TrialStep {
    at: Instant,
    level: String,
    role: String,
}

/// Days of isolation and tests.
#[derive(Serialize, ToSchema)]
struct TrialSchedule {
    /// The meeting by which somebody became a contact; absent for the case itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    exposure: Option<usize>,
    /// Key of the regime.
    regime: String,
    form: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<Rule>,
    starts_on: Day,
    ends_on: Day,
    days: u32,
    phases: Vec<TrialPhase>,
    tests: Vec<TrialItem>,
    checks: Vec<TrialItem>,
}

/// A phase of a regime.
#[derive(Serialize, ToSchema)]
struct TrialPhase {
    /// `c` central isolation, `h` home isolation, `c_or_h` either, `m` home monitoring, `t` tests alone.
    stay: &'static str,
    from_on: Day,
    to_on: Day,
}

/// A test or a check.
#[derive(Serialize, ToSchema)]
struct TrialItem {
    occurrence: String,
    on: Day,
    /// Day of the regime, from 1.
    day: u32,
    starts_at: Instant,
    due_at: Instant,
}

/// A fact that the rules made.
#[derive(Serialize, ToSchema)]
struct TrialFact {
    kind: &'static str,
    at: Instant,
    subject: Kind,
}

/// A rule by its id.
fn rule_of(rules: &Protocol, id: &str) -> Option<Rule> {
    rules.rules().iter().find(|entry| entry.id == id).map(rule)
}

fn items(items: Vec<Item>) -> Vec<TrialItem> {
    let item = |item: Item| TrialItem {
        occurrence: item.occurrence,
        on: item.on.into(),
        day: item.day,
        starts_at: item.from.into(),
        due_at: item.due.into(),
    };
    items.into_iter().map(item).collect()
}

const fn stay(stay: Stay) -> &'static str {
    match stay {
        Stay::Central => "c",
        Stay::Home => "h",
        Stay::CentralOrHome => "c_or_h",
        Stay::Monitoring => "m",
        Stay::TestsOnly => "t",
    }
}

impl TrialObligation {
    fn of(Owed { of, rules }: &Owed, now: kernel::Timestamp) -> Self {
        let new = &of.new;
        let of_role = new.holder_unit.is_none();
        let step = |(at, level, role): (kernel::Timestamp, kernel::AreaLevel, &str)| TrialStep {
            at: at.into(),
            level: level.as_str().to_owned(),
            role: role.to_owned(),
        };
        Self {
            rule: rule_of(rules, &new.rule),
            duty: new.duty.clone().into(),
            subject: new.subject.kind.into(),
            occurrence: Some(new.occurrence.clone()).filter(|occurrence| !occurrence.is_empty()),
            role: new.holder.role.clone().filter(|_| of_role),
            level: new.holder.level.filter(|_| of_role).map(|level| level.as_str().to_owned()),
            starts_at: new.from.into(),
            warn_at: new.warn.into(),
            due_at: new.due.into(),
            state: of.state(now).to_owned(),
            closed_at: of.closed.map(|(at, _)| at.into()),
            escalations: of.ladder().map(step).collect(),
        }
    }
}

impl TrialSchedule {
    fn of(planned: Planned, rules: &Protocol) -> Self {
        let Planned { exposure, regime, rule, form, dates } = planned;
        let phases = dates.phases.iter().map(|phase| TrialPhase {
            stay: stay(phase.stay),
            from_on: phase.from.into(),
            to_on: phase.to.into(),
        });
        Self {
            exposure,
            regime,
            form,
            rule: rule_of(rules, &rule),
            starts_on: dates.starts_on.into(),
            ends_on: dates.ends_on.into(),
            days: dates.days,
            phases: phases.collect(),
            tests: items(dates.tests),
            checks: items(dates.checks),
        }
    }
}

impl From<Outcome> for TrialOutcome {
    fn from(of: Outcome) -> Self {
        let rules = of.rules;
        Self {
            disease: rules.disease.clone(),
            edition: rules.edition.clone(),
            title: rules.title.clone().into(),
            from_on: rules.from.into(),
            until_on: rules.until.map(Into::into),
            now: of.now.into(),
            classification: of.classification.map(Into::into),
            classifications: of
                .classifications
                .into_iter()
                .map(|one| TrialClass {
                    fact: one.fact,
                    at: one.at.into(),
                    classification: one.classification.into(),
                    rule: rule_of(&one.rules, &one.rule),
                })
                .collect(),
            contacts: of
                .contacts
                .into_iter()
                .map(|one| TrialContact {
                    exposure: one.exposure,
                    class: one.class.map(Into::into),
                    rule: one.rule.and_then(|id| rule_of(&rules, &id)),
                    window_opens_at: one.opens.map(Into::into),
                })
                .collect(),
            obligations: of.obligations.iter().map(|owed| TrialObligation::of(owed, of.now)).collect(),
            schedules: of.schedules.into_iter().map(|one| TrialSchedule::of(one, &rules)).collect(),
            made_up: of
                .made_up
                .into_iter()
                .map(|one| TrialFact { kind: one.kind, at: one.at.into(), subject: one.subject.into() })
                .collect(),
        }
    }
}

/// What would follow from what is stated: the class, who owes what by when, who is
/// a contact of which class, which days of isolation; each with its rule. Nothing is
/// recorded.
#[utoipa::path(post, path = "/protocols/{disease}/trial", tag = "protocols", request_body = TrialInput,
    responses((status = 200, body = TrialOutcome)))]
async fn try_protocol(
    Signed { app, .. }: Signed,
    Path(disease): Path<String>,
    Body(input): Body<TrialInput>,
) -> Answer<TrialOutcome> {
    let area = path_of(&app, &input.area)?;
    let stated = |fact: StatedFact| Stated {
        kind: fact.fact,
        at: fact.at.into(),
        fields: fact.fields.into_iter().collect(),
    };
    let met = |met: StatedExposure| Met {
        kind: met.kind,
        started_at: met.started_at.into(),
        ended_at: met.ended_at.into(),
        protected: met.protected,
    };
    let trial = Trial {
        disease,
        zone: app.directory().zone_at(&area),
        area,
        edition: input.edition,
        now: input.now.map(Into::into),
        facts: input.facts.into_iter().map(stated).collect(),
        exposures: input.exposures.into_iter().map(met).collect(),
    };
    Ok(Json(app.try_protocol(trial).await?.into()))
}
