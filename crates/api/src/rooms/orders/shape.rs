//! Orders as clients see them.

use app::questions::Seen;
use domain::ScheduleItem;
use domain::isolation::Order as State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::{Day, Instant, Subject, Text, area};

/// A restricting order.
#[derive(Serialize, ToSchema)]
pub struct Order {
    id: Uuid,
    version: i64,
    recorded_from_at: Instant,
    area: String,
    /// Whom or what it binds.
    target: Subject,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<Uuid>,
    contact: Option<Uuid>,
    /// The person's other contacts for which it stands.
    other_contacts: Vec<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<Uuid>,
    disease: String,
    edition: String,
    measure: String,
    group: String,
    /// Empty for an order without a regime.
    regime: String,
    form: String,
    /// Day 0.
    anchor_on: Day,
    starts_on: Day,
    ends_on: Day,
    tests: Vec<DatedItem>,
    checks: Vec<DatedItem>,
    /// The rule that permits it.
    basis: String,
    reason: Text,
    /// Whether (at first) in central isolation.
    central: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Uuid>,
    /// Must-nots that warned.
    warnings: Vec<String>,
    /// Days beyond the regime in force; more than 0 is an add-on.
    days_beyond: i64,
    /// Tests beyond it.
    tests_beyond: i64,
    /// Days of isolation beyond it, in a site or at home.
    isolation_days_beyond: i64,
    /// Days in a central site beyond it.
    central_days_beyond: i64,
    /// On what ground it was issued; empty for one of before grounds were kept.
    ground: String,
    /// Zone level of where the target comes from; empty when none was said.
    origin_zone: String,
    /// Type of the place that is closed or limited; empty when none was said.
    place_kind: String,
    /// What for; empty when nothing was said.
    purpose: String,
    /// `issued`, `running`, `released` or `lifted`.
    status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_at: Option<Instant>,
    issued_at: Instant,
    appeals: Vec<Appeal>,
    /// What an edition change proposes, until somebody decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<ProposedChange>,
    /// Every step, oldest first.
    history: Vec<OrderStep>,
}

/// One dated test or check.
#[derive(Serialize, ToSchema)]
struct DatedItem {
    /// Which one within the order, for example `t3`.
    occurrence: String,
    /// From when it counts.
    starts_at: Instant,
    due_at: Instant,
    /// Day of the regime, from 1.
    day: u32,
    /// Calendar day in the area.
    on: Day,
}

/// An objection of the person bound.
#[derive(Serialize, ToSchema)]
struct Appeal {
    at: Instant,
    grounds: String,
    /// Whether whom the order binds filed it himself, by a notice of the order;
    /// otherwise somebody took it down.
    by_notice: bool,
    /// `upheld` or `rejected`, once decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    /// Why it was decided so.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// What a new edition would make of a running order.
#[derive(Serialize, ToSchema)]
struct ProposedChange {
    /// `keep`, `shorten`, `convert` or `lift`.
    proposal: String,
    edition: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    regime: Option<String>,
    ends_on: Option<Day>,
}

/// One step in the life of an order.
#[derive(Serialize, ToSchema)]
struct OrderStep {
    at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<Uuid>,
    unit: Option<Uuid>,
    what: String,
    basis: String,
}

fn items(items: Vec<ScheduleItem>) -> Vec<DatedItem> {
    let item = |item: ScheduleItem| DatedItem {
        occurrence: item.occurrence,
        starts_at: item.from.into(),
        due_at: item.due.into(),
        day: item.day,
        on: item.on.into(),
    };
    items.into_iter().map(item).collect()
}

impl From<Seen<State>> for Order {
    fn from(seen: Seen<State>) -> Self {
        let state = seen.state;
        let appeals = state.appeals.into_iter();
        let history = state.history.into_iter();
        Self {
            id: seen.id,
            version: seen.version,
            recorded_from_at: seen.recorded_from.into(),
            area: area(&seen.area),
            target: state.target.into(),
            person: state.person.map(Into::into),
            contact: state.contact.map(Into::into),
            other_contacts: state.other_contacts.into_iter().map(Into::into).collect(),
            case: state.case.map(Into::into),
            disease: state.disease,
            edition: state.edition,
            measure: state.measure,
            group: state.group,
            regime: state.regime,
            form: state.form,
            anchor_on: state.anchor.into(),
            starts_on: state.starts_on.into(),
            ends_on: state.ends_on.into(),
            tests: items(state.tests),
            checks: items(state.checks),
            basis: state.basis,
            reason: state.reason.into(),
            central: state.central,
            unit: state.unit.map(Into::into),
            warnings: state.warnings,
            days_beyond: state.days_beyond,
            tests_beyond: state.tests_beyond,
            isolation_days_beyond: state.isolation_days_beyond,
            central_days_beyond: state.central_days_beyond,
            ground: state.ground,
            origin_zone: state.origin_zone,
            place_kind: state.place_kind,
            purpose: state.purpose,
            status: state.status,
            started_at: state.started_at.map(Into::into),
            issued_at: state.issued_at.into(),
            appeals: appeals
                .map(|appeal| Appeal {
                    at: appeal.at.into(),
                    grounds: appeal.grounds,
                    by_notice: appeal.notice.is_some(),
                    outcome: appeal.outcome,
                    reason: appeal.reason,
                })
                .collect(),
            proposal: state.proposal.map(|change| ProposedChange {
                proposal: change.proposal,
                edition: change.edition,
                regime: change.regime,
                ends_on: change.ends_on.map(Into::into),
            }),
            history: history
                .map(|step| OrderStep {
                    at: step.at.into(),
                    user: step.by.user.map(Into::into),
                    unit: step.by.unit.map(Into::into),
                    what: step.what,
                    basis: step.basis,
                })
                .collect(),
        }
    }
}
