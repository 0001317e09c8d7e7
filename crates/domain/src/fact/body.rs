//! The bodies of facts, one kind a variant.
//!
//! Long: an enumeration of every kind there is, in one place.

use kernel::{AssessmentId, DailyBulletinId, Date, DirectiveId, PostId, Text, Timestamp, UnitId, UserId};
use protocol::schema::{Classification, ContactClass, ZoneLevel};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::{ScheduleItem, Stage, TestMethod, TestOutcome};
use crate::areas::AreaChanged;
use crate::command::{
    DirectiveIssued, MeetingHeld, PolicySet, SituationAssessed, TaskForceStaffed, TaskIssued,
};
use crate::duty::{LeaveAsked, OccasionSet};
use crate::reporting::{BulletinDrafted, ReportSent};

/// The kinds of fact. The tag and fields of each are the rule engine's
/// catalogue; a test in `app` holds the two against each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs, reason = "fields are the catalogue's words, described there")]
pub enum FactBody {
    /// A person was taken in; the values themselves are under the person's key.
    PersonRegistered {
        commitments: BTreeMap<String, String>,
    },
    /// The person's key was destroyed.
    Erased {
        reason: String,
        /// By which right: a code of [`crate::law::ERASURE_GROUNDS`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        basis: Option<String>,
    },
    /// The person is the same as the one named besides.
    PersonsMerged {
        reason: String,
    },
    /// He is not.
    MergeUndone {
        reason: String,
    },
    /// Somewhere persons live together.
    HouseholdFormed {},
    HouseholdJoined {
        from: Date,
    },
    HouseholdLeft {
        /// The first day without him.
        until: Date,
    },
    HouseholdHeadSet {},
    /// Where a person lives or works; the text is under the person's key.
    AddressRecorded {
        commitments: BTreeMap<String, String>,
        address: String,
        address_kind: String,
        from: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    AddressEnded {
        address: String,
        until: Date,
    },
    /// Erasure was asked for and refused.
    ErasureRefused {
        ground: String,
        reason: String,
    },
    /// Records are kept from erasure, whatever their age.
    HoldSet {
        reason: String,
    },
    /// They no longer are.
    HoldReleased {
        reason: String,
    },
    /// What was due by its period was erased; the certificate tells what.
    Purged {
        /// SHA-256 of the certificate.
        certificate: String,
        persons: u32,
        rows: u64,
    },
    /// A fact turned out not to be so; what it opened becomes void.
    Withdrawn {
        reason: String,
    },

    FeverSeen {
        unit: UnitId,
        facility: String,
        disease: String,
        symptoms: Vec<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        temperature_c: Option<f64>,
    },
    FeverReported {
        unit: UnitId,
        facility: String,
        disease: String,
        seen_at: Timestamp,
    },
    VisitDisposed {
        unit: UnitId,
        disposition: String,
    },

    SampleTaken {
        disease: String,
        method: TestMethod,
        sampled_at: Timestamp,
        unit: UnitId,
    },
    TestResult {
        disease: String,
        method: TestMethod,
        result: TestOutcome,
        #[serde(skip_serializing_if = "Option::is_none")]
        ct: Option<f64>,
        sampled_at: Timestamp,
        resulted_at: Timestamp,
        unit: UnitId,
    },

    CaseOpened {
        disease: String,
        number: String,
        classification: Classification,
        rule: String,
        edition: String,
        manual: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        onset: Option<Date>,
        #[serde(skip_serializing_if = "Option::is_none")]
        first_positive: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        last_negative: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<UnitId>,
        source: String,
        imported: bool,
    },
    CaseClassified {
        disease: String,
        from: Classification,
        classification: Classification,
        rule: String,
        edition: String,
        manual: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<UnitId>,
    },
    CaseAssessed {
        epi_items: u8,
        clinical_items: u8,
        symptoms: Vec<String>,
        imaging: bool,
        sequencing: bool,
        antibody: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        onset: Option<Date>,
        #[serde(skip_serializing_if = "Option::is_none")]
        severity: Option<String>,
    },
    CaseReported {
        unit: UnitId,
    },
    CardRevised {
        unit: UnitId,
    },
    InvestigationDone {
        stage: Stage,
        unit: UnitId,
    },
    SeverityAssessed {
        severity: String,
    },
    TreatmentPlanned {
        severity: String,
        unit: UnitId,
    },
    CaseIsolated {
        unit: UnitId,
    },
    CaseAdmitted {
        unit: UnitId,
    },
    CaseEnded {
        outcome: String,
    },
    /// A newer edition of a list says something else of the case than before.
    CaseRevised {
        list: String,
        /// The fields that differ, by their names in the list's mapping.
        fields: Vec<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        onset: Option<Date>,
    },
    /// What had happened to a case before it was taken over from an export.
    CaseTakenOver {
        #[serde(skip_serializing_if = "Option::is_none")]
        severity: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        first_visit_at: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        resulted_at: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        reported_at: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        isolated_at: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        admitted_at: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        ended_at: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        outcome: Option<String>,
        /// Whether it turned out that there was no such case.
        no_case: bool,
    },

    ExposureRecorded {
        disease: String,
        #[serde(rename = "exposure_kind")]
        kind_of_exposure: String,
        started_at: Timestamp,
        ended_at: Timestamp,
        minutes: i64,
        protected: bool,
        setting: String,
        /// Whether the investigator holds that the infection passed here.
        transmission: bool,
    },
    ExposureRetracted {
        reason: String,
    },
    ContactDetermined {
        disease: String,
        class: ContactClass,
        rule: String,
        edition: String,
        first_exposure: Timestamp,
        last_exposure: Timestamp,
        order: u8,
    },
    ContactReclassified {
        disease: String,
        class: ContactClass,
        from: ContactClass,
        rule: String,
        edition: String,
        last_exposure: Timestamp,
        /// Order and first exposure from now on; as before when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<u8>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_exposure: Option<Timestamp>,
    },
    ContactReached {
        unit: UnitId,
    },
    ContactEnded {
        outcome: String,
    },
    /// How a contact stood when it was taken over from an export.
    ContactTakenOver {
        status: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        reached_at: Option<Timestamp>,
    },

    OrderIssued {
        disease: String,
        edition: String,
        measure: String,
        group: String,
        regime: String,
        form: String,
        anchor: Date,
        starts_on: Date,
        ends_on: Date,
        release_due: Timestamp,
        days: u32,
        tests: Vec<ScheduleItem>,
        checks: Vec<ScheduleItem>,
        basis: String,
        reason: Text,
        central: bool,
        /// Must-nots that warned, and by how much the order goes beyond the regime in force.
        warnings: Vec<String>,
        days_beyond: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<UnitId>,
        /// What the must-nots ask of it, kept for every later amendment.
        #[serde(default)]
        ground: String,
        #[serde(default)]
        origin_zone: String,
        #[serde(default)]
        place_kind: String,
        #[serde(default)]
        purpose: String,
        #[serde(default)]
        regime_days: i64,
        #[serde(default)]
        tests_beyond: i64,
        #[serde(default)]
        isolation_days_beyond: i64,
        #[serde(default)]
        central_days_beyond: i64,
    },
    OrderAmended {
        change: String,
        edition: String,
        regime: String,
        form: String,
        ends_on: Date,
        release_due: Timestamp,
        days: u32,
        tests: Vec<ScheduleItem>,
        checks: Vec<ScheduleItem>,
        basis: String,
        reason: Text,
        central: bool,
        days_beyond: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<UnitId>,
        /// Day 0 and measure from now on, and must-nots that warned of an extension.
        #[serde(skip_serializing_if = "Option::is_none")]
        anchor: Option<Date>,
        #[serde(skip_serializing_if = "Option::is_none")]
        measure: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        warnings: Vec<String>,
        /// For whom the regime is from now on; as before when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<String>,
        #[serde(default)]
        regime_days: i64,
        #[serde(default)]
        tests_beyond: i64,
        #[serde(default)]
        isolation_days_beyond: i64,
        #[serde(default)]
        central_days_beyond: i64,
        /// Since when the person is where the order says, seen from the contacts
        /// that it names; absent while he still has to be taken there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        isolated_at: Option<Timestamp>,
        /// Whether somebody isolated elsewhere has to be taken to a site now.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        transfer: bool,
    },
    IsolationStarted {
        unit: UnitId,
    },
    OrderLifted {
        basis: String,
        on: Date,
    },
    OrderReleased {
        basis: String,
        on: Date,
    },
    OrderAppealed {
        grounds: String,
        /// The notice of the order by which whom it binds filed it himself; absent
        /// where somebody took it down.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notice: Option<uuid::Uuid>,
    },
    AppealDecided {
        outcome: String,
        reason: String,
    },
    OrderChangeProposed {
        proposal: String,
        edition: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        regime: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        ends_on: Option<Date>,
    },
    CheckDone {
        #[serde(skip_serializing_if = "Option::is_none")]
        temperature_c: Option<f64>,
        symptoms: Vec<String>,
        checked_at: Timestamp,
    },

    MeetingHeld(MeetingHeld),
    SituationAssessed(SituationAssessed),
    AssessmentReplaced {
        by: AssessmentId,
    },
    DirectiveIssued(DirectiveIssued),
    DirectiveSuperseded {
        by: DirectiveId,
    },
    DirectiveWithdrawn {
        reason: String,
    },
    /// A document goes to a unit, to be read and, by some, to be handed on.
    DocumentDelivered {
        unit: UnitId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        relay_by: Option<Timestamp>,
    },
    DocumentRead {
        unit: UnitId,
    },
    DocumentRelayed {
        unit: UnitId,
        directive: DirectiveId,
    },
    TaskIssued(TaskIssued),
    TaskReceived {
        unit: UnitId,
        executor: UserId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deputy: Option<UserId>,
    },
    TaskExtensionAsked {
        unit: UnitId,
        until: Timestamp,
        reason: String,
    },
    TaskExtended {
        unit: UnitId,
        due_at: Timestamp,
        note: String,
    },
    TaskExtensionRefused {
        unit: UnitId,
        note: String,
    },
    TaskSubmitted {
        unit: UnitId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issuer: Option<UnitId>,
        evidence: String,
    },
    TaskReturned {
        unit: UnitId,
        due_at: Timestamp,
        reason: String,
    },
    TaskDone {
        unit: UnitId,
    },
    TaskCancelled {
        unit: UnitId,
        reason: String,
    },
    ProblemListed {
        unit: UnitId,
        title: String,
        due_at: Timestamp,
        severity: String,
    },
    RectificationSubmitted {
        unit: UnitId,
        evidence: String,
    },
    RectificationReturned {
        unit: UnitId,
        due_at: Timestamp,
        reason: String,
    },
    RectificationVerified {
        unit: UnitId,
    },

    OperatingStateSet {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<UnitId>,
        state: String,
        from: String,
        reason: String,
    },
    PolicySet(PolicySet),
    TaskForceRequired {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<UnitId>,
        group: String,
    },
    TaskForceStaffed(TaskForceStaffed),
    TaskForceDissolved {
        reason: String,
    },
    RollCalled {
        unit: UnitId,
        answer_by: Timestamp,
    },
    RollAnswered {
        unit: UnitId,
    },
    LeaveAsked(LeaveAsked),
    LeaveApproved {
        unit: UnitId,
        note: String,
    },
    LeaveRefused {
        unit: UnitId,
        note: String,
    },
    LeaveWithdrawn {
        unit: UnitId,
    },
    MajorEventReported {
        unit: UnitId,
        category: String,
        title: String,
        report: String,
    },
    MajorEventFollowed {
        unit: UnitId,
        report: String,
    },
    MajorEventClosed {
        unit: UnitId,
        report: String,
    },
    OccasionSet(OccasionSet),
    ReportRequired {
        unit: UnitId,
        on: Date,
        cut_off_at: Timestamp,
        due_at: Timestamp,
    },
    ReportSent(ReportSent),
    BulletinDrafted(BulletinDrafted),
    BulletinApproved {},
    BulletinReleased {
        as_of: Timestamp,
    },
    BulletinCorrected {
        by: DailyBulletinId,
    },
    BulletinWithdrawn {
        reason: String,
    },
    RosterApproved {
        unit: UnitId,
    },
    /// Whoever ends a turn tells the next what he should know.
    ShiftHandedOver {
        unit: UnitId,
        note: String,
    },
    WatchRequired {
        unit: UnitId,
        from: Timestamp,
        until: Timestamp,
    },
    ShiftRostered {
        unit: UnitId,
        from: Timestamp,
        until: Timestamp,
        holder: UserId,
    },
    DutyGapFound {
        unit: UnitId,
        from: Timestamp,
        until: Timestamp,
    },
    DutyGapFilled {
        from: Timestamp,
        until: Timestamp,
    },

    ZoneSet {
        level: ZoneLevel,
        unit_of_zone: String,
    },
    ClusterFound {
        disease: String,
        cases: u32,
    },
    /// The division tree changed on a day.
    AreaChanged(AreaChanged),

    ObligationEscalated {
        step: u32,
        level: String,
        unit: UnitId,
    },
    ObligationWaived {
        reason: String,
    },

    /// Duties and cases were offered to somebody else.
    HandoverOffered {
        from_unit: UnitId,
        unit: UnitId,
        #[serde(skip_serializing_if = "Option::is_none")]
        post: Option<PostId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        holder: Option<UserId>,
        answer_by: Timestamp,
        note: String,
    },
    /// They are his from now on.
    HandoverAccepted {
        unit: UnitId,
        #[serde(skip_serializing_if = "Option::is_none")]
        post: Option<PostId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        holder: Option<UserId>,
    },
    HandoverRejected {
        reason: String,
    },
    HandoverWithdrawn {
        reason: String,
    },
    /// Nobody answered in time.
    HandoverExpired {},

    /// Somebody opened the sight of one record outside his reach.
    GlassBroken {
        ground: String,
        reason: String,
        minutes: i64,
    },
    GlassClosed {
        reason: String,
    },
    GlassReviewed {
        finding: String,
        note: String,
    },

    /// A holder of a post lends what it lets him do.
    GrantLent {
        unit: UnitId,
        lender: UserId,
        holder: UserId,
        role: String,
        from: Timestamp,
        until: Timestamp,
        /// These alone; all of the role when there are none.
        actions: Vec<String>,
        /// Somebody of another unit has it once an office above allows it.
        awaits_leave: bool,
    },
    /// An office allows it.
    GrantAllowed {
        unit: UnitId,
        lender: UserId,
        holder: UserId,
    },
    /// What was lent is no longer.
    GrantReturned {
        unit: UnitId,
        lender: UserId,
        holder: UserId,
    },

    /// A file was taken in; every fact recorded from it names the import.
    ImportBegun {
        list: String,
        rows: String,
        /// What is taken in happened long ago: it is recorded and owes nothing.
        history: bool,
    },
    /// What an import had recorded was taken back.
    ImportUndone {
        reason: String,
    },
}
