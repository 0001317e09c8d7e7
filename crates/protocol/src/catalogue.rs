//! The closed catalogue of fact kinds, their subjects and fields, and of the
//! types that conditions see. What is not here no rule may name.

use kernel::{Date, SubjectKind, Timestamp};
use serde_json::{Value, json};

use crate::fact_view::Need;

/// The type of a value as a condition sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// A number with a fraction.
    Double,
    /// A text.
    Text,
    /// A moment: RFC 3339 in facts, microseconds since 1970 (int) in conditions.
    Instant,
    /// A date: `YYYY-MM-DD` in facts, days since 1970 (int) in conditions.
    Date,
    /// A list of texts.
    Strings,
    /// A list of test results (`method, result, ct, sampled_at, day`).
    Tests,
    /// A list of planned things (`occurrence, from, due, day, on`).
    Items,
    /// A list of phases (`place, days`).
    Phases,
}

impl Type {
    /// The fields of one record of a list type.
    pub const fn record(self) -> Option<&'static [(&'static str, Self)]> {
        match self {
            Self::Tests => Some(&[
                ("method", Self::Text),
                ("result", Self::Text),
                ("ct", Self::Double),
                ("sampled_at", Self::Instant),
                ("day", Self::Int),
            ]),
            Self::Items => Some(&[
                ("occurrence", Self::Text),
                ("from", Self::Instant),
                ("due", Self::Instant),
                ("day", Self::Int),
                ("on", Self::Date),
            ]),
            Self::Phases => Some(&[("place", Self::Text), ("days", Self::Int)]),
            _ => None,
        }
    }
}

/// A field of a fact kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ty: Type,
    /// Whether it may be absent; a condition must ask `has(fact.<field>)` first.
    pub optional: bool,
}

impl Field {
    /// What a fact that happened at a moment says of it when nothing was stated,
    /// in the wire form of facts.
    pub fn neutral(&self, at: Timestamp, on: Date) -> Value {
        match self.ty {
            Type::Bool => json!(false),
            Type::Int => json!(0),
            Type::Double => json!(0.0),
            Type::Text => json!(""),
            Type::Instant => json!(at),
            Type::Date => json!(on),
            Type::Strings | Type::Tests | Type::Items | Type::Phases => json!([]),
        }
    }
}

/// A kind of fact.
#[derive(Clone, Copy, Debug)]
pub struct FactKind {
    /// Its name.
    pub name: &'static str,
    /// Kinds its subject can have.
    pub subjects: &'static [SubjectKind],
    /// Kinds of subjects it can name besides.
    pub refs: &'static [SubjectKind],
    /// The fields of its body.
    pub fields: &'static [Field],
}

impl FactKind {
    /// A field by name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
    /// Whether facts of this kind carry or name such a subject.
    pub fn has_subject(&self, kind: SubjectKind) -> bool {
        self.subjects.contains(&kind) || self.refs.contains(&kind)
    }
}

/// A fact kind by name.
pub fn fact_kind(name: &str) -> Option<&'static FactKind> {
    FACT_KINDS.iter().find(|kind| kind.name == name)
}

/// The names of all fact kinds.
pub fn known_kinds() -> String {
    FACT_KINDS.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ")
}

/// The names of all needs, as protocol files write them.
pub fn known_needs() -> String {
    let mut names: Vec<_> = Need::PLAIN.iter().map(|need| need.name()).collect();
    names.extend(["place.cases(Nd)", "area.cases(Nd)"]);
    names.join(", ")
}

/// Unit roles that a holder or an escalation step may name.
pub const ROLES: &[&str] = &[
    "cdc",
    "hospital",
    "sentinel",
    "laboratory",
    "community",
    "isolation_site",
    "command_office",
    "command_hq",
];

/// Groups that a regime may be for.
pub const GROUPS: &[&str] = &[
    "close",
    "secondary",
    "general",
    "venue",
    "companion",
    "entrant",
    "high_zone_stay",
    "medium_zone_stay",
    "low_zone_stay",
    "high_risk_post",
    "infected",
];

macro_rules! ty {
    (text) => {
        Type::Text
    };
    (bool) => {
        Type::Bool
    };
    (int) => {
        Type::Int
    };
    (double) => {
        Type::Double
    };
    (instant) => {
        Type::Instant
    };
    (date) => {
        Type::Date
    };
    (strings) => {
        Type::Strings
    };
    (items) => {
        Type::Items
    };
}
macro_rules! optional {
    () => {
        false
    };
    (opt) => {
        true
    };
}
macro_rules! facts {
    ($($name:ident: $($subject:ident)|+; [$($reference:ident),*]; {$($field:ident: $ty:ident $($opt:ident)?),* $(,)?})+) => {
        /// Every kind of fact, in the order of the catalogue. Fields that no rule
        /// should see (commitments, texts in two languages) are left out.
        pub const FACT_KINDS: &[FactKind] = &[$(FactKind {
            name: stringify!($name),
            subjects: &[$(SubjectKind::$subject),+],
            refs: &[$(SubjectKind::$reference),*],
            fields: &[$(Field { name: stringify!($field), ty: ty!($ty), optional: optional!($($opt)?) }),*],
        }),+];
    };
}

facts! {
    person_registered: Person; []; {}
    fever_seen: Visit; [Person]; {unit: text, facility: text, disease: text, symptoms: strings, temperature_c: double opt}
    fever_reported: Visit; [Person]; {unit: text, facility: text, disease: text, seen_at: instant}
    visit_disposed: Visit; [Person]; {unit: text, disposition: text}
    sample_taken: Person; [Case, Order, Visit]; {disease: text, method: text, sampled_at: instant, unit: text}
    test_result: Person; [Case, Order, Visit]; {disease: text, method: text, result: text, ct: double opt, sampled_at: instant, resulted_at: instant, unit: text}
    case_opened: Case; [Person, Visit]; {disease: text, number: text, classification: text, rule: text, edition: text, manual: bool, reason: text opt, onset: date opt, first_positive: instant opt, last_negative: instant opt, unit: text opt, source: text, imported: bool}
    case_classified: Case; [Person]; {disease: text, from: text, classification: text, rule: text, edition: text, manual: bool, reason: text opt, unit: text opt}
    case_reported: Case; [Person]; {unit: text}
    card_revised: Case; [Person]; {unit: text}
    investigation_done: Case; [Person]; {stage: text, unit: text}
    case_assessed: Case; [Person]; {epi_items: int, clinical_items: int, symptoms: strings, imaging: bool, sequencing: bool, antibody: bool, onset: date opt, severity: text opt}
    severity_assessed: Case; [Person]; {severity: text}
    treatment_planned: Case; [Person]; {severity: text, unit: text}
    case_isolated: Case; [Person]; {unit: text}
    case_admitted: Case; [Person]; {unit: text}
    case_ended: Case; [Person]; {outcome: text}
    case_revised: Case; [Person]; {list: text, fields: strings, onset: date opt}
    case_taken_over: Case; [Person]; {severity: text opt, first_visit_at: instant opt, resulted_at: instant opt, reported_at: instant opt, isolated_at: instant opt, admitted_at: instant opt, ended_at: instant opt, outcome: text opt, no_case: bool}
    exposure_recorded: Exposure; [Person, Place, Event]; {disease: text, exposure_kind: text, started_at: instant, ended_at: instant, minutes: int, protected: bool, setting: text, transmission: bool}
    exposure_retracted: Exposure; []; {reason: text}
    contact_determined: Contact; [Person, Case]; {disease: text, class: text, rule: text, edition: text, first_exposure: instant, last_exposure: instant, order: int}
    contact_reclassified: Contact; [Person, Case]; {disease: text, class: text, from: text, rule: text, edition: text, last_exposure: instant, order: int opt, first_exposure: instant opt}
    contact_reached: Contact; [Person, Case]; {unit: text}
    contact_ended: Contact; [Person, Case]; {outcome: text}
    contact_taken_over: Contact; [Person, Case]; {status: text, reached_at: instant opt}
    order_issued: Order; [Person, Place, Group, Area, Contact, Case]; {disease: text, edition: text, measure: text, group: text, regime: text, form: text, anchor: date, starts_on: date, ends_on: date, release_due: instant, days: int, tests: items, checks: items, basis: text, central: bool, warnings: strings, days_beyond: int, unit: text opt, ground: text opt, origin_zone: text opt, place_kind: text opt, purpose: text opt, regime_days: int opt, tests_beyond: int opt, isolation_days_beyond: int opt, central_days_beyond: int opt}
    order_amended: Order; [Person, Place, Group, Area, Contact, Case]; {change: text, edition: text, regime: text, form: text, ends_on: date, release_due: instant, days: int, tests: items, checks: items, basis: text, central: bool, days_beyond: int, unit: text opt, regime_days: int opt, tests_beyond: int opt, isolation_days_beyond: int opt, central_days_beyond: int opt, isolated_at: instant opt}
    isolation_started: Order; [Person, Place, Group, Area, Contact, Case]; {unit: text}
    order_lifted: Order; [Person, Place, Group, Area, Contact, Case]; {basis: text, on: date}
    order_released: Order; [Person, Place, Group, Area, Contact, Case]; {basis: text, on: date}
    order_appealed: Order; [Person]; {grounds: text, notice: text opt}
    appeal_decided: Order; [Person]; {outcome: text, reason: text}
    order_change_proposed: Order; [Person]; {proposal: text, edition: text, regime: text opt, ends_on: date opt}
    check_done: Person; [Order]; {temperature_c: double opt, symptoms: strings, checked_at: instant}
    meeting_held: Meeting; []; {unit: text opt, form: text, title: text, chair_post: text, venues: strings, agenda: strings}
    situation_assessed: Assessment; [Meeting]; {unit: text opt, risk: text, confidence: text, reasoning: text, review_on: date, review_by: instant}
    assessment_replaced: Assessment; []; {by: text}
    directive_issued: Directive; [Meeting]; {source: text, title: text}
    directive_superseded: Directive; []; {by: text}
    directive_withdrawn: Directive; []; {reason: text}
    document_delivered: Delivery; [Directive, Meeting]; {unit: text, relay_by: instant opt}
    document_read: Delivery; [Directive, Meeting]; {unit: text}
    document_relayed: Delivery; [Directive]; {unit: text, directive: text}
    task_issued: Task; [Directive]; {unit: text, issuer: text opt, title: text, party: text, sector: text opt, due_at: instant, accountable: text}
    task_received: Task; [Directive]; {unit: text, executor: text}
    task_extension_asked: Task; [Directive]; {unit: text, until: instant, reason: text}
    task_extended: Task; [Directive]; {unit: text, due_at: instant, note: text}
    task_extension_refused: Task; [Directive]; {unit: text, note: text}
    task_submitted: Task; [Directive]; {unit: text, issuer: text opt, evidence: text}
    task_returned: Task; [Directive]; {unit: text, due_at: instant, reason: text}
    task_done: Task; [Directive]; {unit: text}
    task_cancelled: Task; [Directive]; {unit: text, reason: text}
    problem_listed: Problem; [Directive]; {unit: text, title: text, due_at: instant, severity: text}
    rectification_submitted: Problem; []; {unit: text, evidence: text}
    rectification_returned: Problem; []; {unit: text, due_at: instant, reason: text}
    rectification_verified: Problem; []; {unit: text}
    operating_state_set: Posture; []; {unit: text opt, state: text, from: text, reason: text}
    policy_set: Posture; []; {policy: text, from: date, until: date opt, reason: text}
    task_force_required: TaskForce; [Posture]; {unit: text opt, group: text}
    task_force_staffed: TaskForce; []; {group: text, name: text, remit: text, lead: text}
    task_force_dissolved: TaskForce; []; {reason: text}
    roll_called: RollCall; []; {unit: text, answer_by: instant}
    roll_answered: RollCall; []; {unit: text}
    leave_asked: Leave; [User]; {unit: text, holder: text, substitute: text, form: text, from: instant, until: instant, destination: text opt}
    leave_approved: Leave; []; {unit: text, note: text}
    leave_refused: Leave; []; {unit: text, note: text}
    leave_withdrawn: Leave; []; {unit: text}
    major_event_reported: MajorEvent; []; {unit: text, category: text, title: text, report: text}
    major_event_followed: MajorEvent; []; {unit: text, report: text}
    major_event_closed: MajorEvent; []; {unit: text, report: text}
    occasion_set: Occasion; []; {unit: text, form: text, name: text, from: instant, until: instant, protect_from: date, protect_until: date, roster_by: instant}
    report_required: SituationReport; []; {unit: text, on: date, cut_off_at: instant, due_at: instant}
    report_sent: SituationReport; []; {unit: text, problems: text opt}
    bulletin_drafted: DailyBulletin; []; {as_of: instant, disease: text opt, corrects: text opt}
    bulletin_approved: DailyBulletin; []; {}
    bulletin_released: DailyBulletin; []; {as_of: instant}
    bulletin_corrected: DailyBulletin; []; {by: text}
    bulletin_withdrawn: DailyBulletin; []; {reason: text}
    roster_approved: Occasion; []; {unit: text}
    shift_handed_over: Shift; [Post]; {unit: text, note: text}
    watch_required: Post; []; {unit: text, from: instant, until: instant}
    shift_rostered: Shift; [Post]; {unit: text, from: instant, until: instant, holder: text}
    duty_gap_found: Post; []; {unit: text, from: instant, until: instant}
    duty_gap_filled: Post; []; {from: instant, until: instant}
    zone_set: Area; []; {level: text, unit_of_zone: text}
    cluster_found: Place | Area; []; {disease: text, cases: int}
    area_changed: Area; [Area]; {change: text, on: date, document: text, reason: text, rights: text}
    obligation_escalated: Obligation; []; {step: int, level: text, unit: text}
    obligation_waived: Obligation; []; {reason: text}
    handover_offered: Handover; [Obligation, Case]; {from_unit: text, unit: text, post: text opt, holder: text opt, answer_by: instant, note: text}
    handover_accepted: Handover; [Obligation, Case]; {unit: text, post: text opt, holder: text opt}
    handover_rejected: Handover; [Obligation, Case]; {reason: text}
    handover_withdrawn: Handover; [Obligation, Case]; {reason: text}
    handover_expired: Handover; [Obligation, Case]; {}
    glass_broken: Glass; [Person, Case, Contact, Order]; {ground: text, reason: text, minutes: int}
    glass_closed: Glass; [Person, Case, Contact, Order]; {reason: text}
    glass_reviewed: Glass; [Person, Case, Contact, Order]; {finding: text, note: text}
    grant_lent: Post; [User]; {unit: text, lender: text, holder: text, role: text, from: instant, until: instant, actions: strings, awaits_leave: bool}
    grant_allowed: Post; [User]; {unit: text, lender: text, holder: text}
    grant_returned: Post; [User]; {unit: text, lender: text, holder: text}
    withdrawn: Fact; []; {reason: text}
    import_begun: Import; []; {list: text, rows: text, history: bool}
    import_undone: Import; []; {reason: text}
    erased: Person; []; {reason: text, basis: text opt}
    household_formed: Group; []; {}
    household_joined: Group; [Person]; {from: date}
    household_left: Group; [Person]; {until: date}
    household_head_set: Group; [Person]; {}
    address_recorded: Person; []; {address: text, address_kind: text, from: date, until: date opt}
    address_ended: Person; []; {address: text, until: date}
    persons_merged: Person; [Person]; {reason: text}
    merge_undone: Person; [Person]; {reason: text}
    erasure_refused: Person; []; {ground: text, reason: text}
    hold_set: Person | Case | Area; []; {reason: text}
    hold_released: Person | Case | Area; []; {reason: text}
    purged: Area; []; {certificate: text, persons: int, rows: int}
}
