//! The situation as clients see it.

use app::App;
use app::questions as q;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::records::{Figure, Opening};
use crate::wire::{Day, Instant, Span, Text, area};

/// The situation of an area at a moment.
#[derive(Serialize, ToSchema)]
pub struct Situation {
    /// The moment that is shown. Every list opens as it stands when it is asked; with this as `as_of`, as it stood then.
    at: Instant,
    /// The area asked for, else the smallest that holds all of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disease: Option<String>,
    /// Today, by the calendar of the area.
    today_on: Day,
    /// Days of the window.
    days: u32,
    /// When the window began.
    since_at: Instant,
    /// For whoever may read cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<SituationCases>,
    /// The areas directly below that one sees. What is recorded at the area itself stands in none of them.
    areas: Vec<SituationArea>,
    obligations: SituationDuties,
    /// For whoever may read orders.
    #[serde(skip_serializing_if = "Option::is_none")]
    orders: Option<SituationOrders>,
    musts: SituationMusts,
    /// For whoever may read cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    earlies: Option<SituationEarlies>,
    duty: SituationRoster,
}

/// Cases: those infected (probable, asymptomatic, confirmed) that did not turn out to be none, and the suspected apart.
#[derive(Serialize, ToSchema)]
struct SituationCases {
    /// All there ever were.
    total: Figure,
    /// Those that have not ended.
    active: Figure,
    /// People under suspicion.
    suspected: Figure,
    /// Opened within 24 hours.
    new_24h: Figure,
    /// Opened within 7 days.
    new_7d: Figure,
    by_status: Vec<Share>,
    by_classification: Vec<Share>,
}

/// A part of the cases.
#[derive(Serialize, ToSchema)]
struct Share {
    /// A status (`open`, `isolated`, `admitted`, `ended`) or a class (`probable`, `asymptomatic`, `confirmed`).
    word: &'static str,
    cases: Figure,
}

/// An area directly below.
#[derive(Serialize, ToSchema)]
struct SituationArea {
    code: String,
    name: Text,
    /// `province`, `prefecture`, `county`, `township` or `village`.
    level: &'static str,
    /// Who lives there by the last counts; absent unless it is known of all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    population: Option<i64>,
    /// For whoever may read cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<SituationAreaCases>,
    /// Duties held there that are overdue.
    overdue: Figure,
    /// Areas there with a level above routine.
    zones: Figure,
}

/// Cases of an area below.
#[derive(Serialize, ToSchema)]
struct SituationAreaCases {
    /// Opened within 7 days.
    new_7d: Figure,
    /// Opened within 14 days.
    new_14d: Figure,
    total: Figure,
    /// `new_7d` for 100,000 people; absent without population.
    #[serde(skip_serializing_if = "Option::is_none")]
    incidence_7d: Option<f64>,
    /// `new_14d` for 100,000 people.
    #[serde(skip_serializing_if = "Option::is_none")]
    incidence_14d: Option<f64>,
}

/// Duties held in the area.
#[derive(Serialize, ToSchema)]
struct SituationDuties {
    /// Not closed.
    unclosed: Figure,
    /// Not closed and due within two hours.
    due_soon: Figure,
    overdue: Figure,
    /// Not closed, and escalated at least once.
    escalated: Figure,
    /// Of those due since the window began, or due later: met in time.
    met: Figure,
    /// Of those: met late.
    met_late: Figure,
    /// Tests of orders due today and not made yet.
    tests_today: Figure,
    /// Checks of orders that were missed.
    missed_checks: Figure,
}

/// Orders of the area.
#[derive(Serialize, ToSchema)]
struct SituationOrders {
    in_force: Figure,
    /// In force, and today is their last day.
    release_today: Figure,
    /// In force although their last day is over.
    release_overdue: Figure,
}

/// The four musts (H04) as numbers; `tested` counts tests, the others people.
#[derive(Serialize, ToSchema)]
struct SituationMusts {
    tested: SituationMust,
    /// This and the next for whoever may read cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    isolated: Option<SituationMust>,
    #[serde(skip_serializing_if = "Option::is_none")]
    admitted: Option<SituationMust>,
    #[serde(skip_serializing_if = "Option::is_none")]
    treated: Option<SituationMust>,
}

/// One of the four musts.
#[derive(Serialize, ToSchema)]
struct SituationMust {
    should: Figure,
    done: Figure,
    missing: Figure,
}

/// The four earlies (D05) of the cases opened in the window.
#[derive(Serialize, ToSchema)]
struct SituationEarlies {
    /// The cases looked at.
    cases: Figure,
    /// Onset to first positive sampling.
    detection: SituationEarly,
    /// Result to network report.
    reporting: SituationEarly,
    /// Result to isolation or admission.
    isolation: SituationEarly,
    /// Result to admission.
    treatment: SituationEarly,
}

/// One of the four earlies.
#[derive(Serialize, ToSchema)]
struct SituationEarly {
    /// Cases of which an end of the interval is not known yet.
    lacking: Figure,
    /// Of the others: the middle interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    median: Option<Span>,
    /// What three in four of them do not exceed.
    #[serde(skip_serializing_if = "Option::is_none")]
    upper_quartile: Option<Span>,
}

/// Who is on call.
#[derive(Serialize, ToSchema)]
struct SituationRoster {
    /// Turns that somebody stands now.
    on_shift: Figure,
    /// Posts that must be watched now, and nobody does.
    gaps: Figure,
    /// Both, gaps first; at most a hundred.
    turns: Vec<OnCall>,
    /// Whether there are more than are named.
    more: bool,
}

/// A turn of duty now.
#[derive(Serialize, ToSchema)]
struct OnCall {
    shift: Uuid,
    post: Uuid,
    post_name: Text,
    unit: Uuid,
    unit_name: Text,
    area: String,
    /// Who stands it; nobody for a gap.
    #[serde(skip_serializing_if = "Option::is_none")]
    holder: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder_name: Option<String>,
    starts_at: Instant,
    /// Not included.
    ends_at: Instant,
    /// `shift` or `gap`.
    status: String,
}

/// What was found, on the wire.
pub fn situation(app: &App, found: q::Situation, disease: Option<String>, open: &Opening) -> Situation {
    let figure = |counted| open.figure(counted);
    let parts = |parts: Vec<(&'static str, q::Figure)>| {
        parts.into_iter().map(|(word, cases)| Share { word, cases: figure(cases) }).collect()
    };
    let must = |must: q::MustFigures| SituationMust {
        should: figure(must.should),
        done: figure(must.done),
        missing: figure(must.missing),
    };
    let early = |early: q::EarlyFigures| {
        let span = |span: Option<kernel::Span>| span.map(|span| Span::micros(span.as_micros()));
        SituationEarly {
            lacking: figure(early.lacking),
            median: span(early.median),
            upper_quartile: span(early.upper_quartile),
        }
    };
    let duties = found.obligations;
    Situation {
        at: found.at.into(),
        area: found.area.as_ref().map(area),
        disease,
        today_on: found.today.into(),
        days: found.days,
        since_at: found.since.into(),
        cases: found.cases.map(|cases| SituationCases {
            total: figure(cases.total),
            active: figure(cases.active),
            suspected: figure(cases.suspected),
            new_24h: figure(cases.new_day),
            new_7d: figure(cases.new_week),
            by_status: parts(cases.by_status),
            by_classification: parts(cases.by_classification),
        }),
        areas: found.areas.into_iter().map(|below| area_below(below, open)).collect(),
        obligations: SituationDuties {
            unclosed: figure(duties.unclosed),
            due_soon: figure(duties.due_soon),
            overdue: figure(duties.overdue),
            escalated: figure(duties.escalated),
            met: figure(duties.met),
            met_late: figure(duties.met_late),
            tests_today: figure(duties.tests_today),
            missed_checks: figure(duties.missed_checks),
        },
        orders: found.orders.map(|orders| SituationOrders {
            in_force: figure(orders.in_force),
            release_today: figure(orders.release_today),
            release_overdue: figure(orders.release_overdue),
        }),
        musts: SituationMusts {
            tested: must(found.musts.tested),
            isolated: found.musts.isolated.map(must),
            admitted: found.musts.admitted.map(must),
            treated: found.musts.treated.map(must),
        },
        earlies: found.earlies.map(|earlies| SituationEarlies {
            cases: figure(earlies.cases),
            detection: early(earlies.detection),
            reporting: early(earlies.reporting),
            isolation: early(earlies.isolation),
            treatment: early(earlies.treatment),
        }),
        duty: SituationRoster {
            on_shift: figure(found.duty.on_shift),
            gaps: figure(found.duty.gaps),
            turns: found.duty.turns.into_iter().map(|turn| on_call(app, turn)).collect(),
            more: found.duty.more,
        },
    }
}

fn area_below(below: q::AreaFigures, open: &Opening) -> SituationArea {
    SituationArea {
        code: below.area.code.to_string(),
        name: Text::new(&below.area.name_zh, &below.area.name_en),
        level: below.area.level.as_str(),
        population: below.population,
        cases: below.cases.map(|cases| SituationAreaCases {
            new_7d: open.figure(cases.new_7d),
            new_14d: open.figure(cases.new_14d),
            total: open.figure(cases.total),
            incidence_7d: cases.incidence_7d,
            incidence_14d: cases.incidence_14d,
        }),
        overdue: open.figure(below.overdue),
        zones: open.figure(below.zones),
    }
}

fn on_call(app: &App, on_call: q::OnCall) -> OnCall {
    let directory = app.directory();
    let turn = on_call.turn;
    let post_name = directory.post(turn.post).map(|row| Text::new(&row.name_zh, &row.name_en));
    let unit_name = directory.unit(turn.unit).map(|row| Text::new(&row.name_zh, &row.name_en));
    OnCall {
        shift: turn.id.0,
        post: turn.post.0,
        post_name: post_name.unwrap_or_else(|_| Text::new("", "")),
        unit: turn.unit.0,
        unit_name: unit_name.unwrap_or_else(|_| Text::new("", "")),
        area: area(&turn.area),
        holder: turn.holder.map(Into::into),
        holder_name: on_call.holder_name,
        starts_at: turn.from.into(),
        ends_at: turn.until.into(),
        status: turn.status,
    }
}
