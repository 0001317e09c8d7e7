//! The rows that facts make: state with its versions, obligations.

use kernel::{
    AreaPath, CaseId, ContactId, Date, DirectiveId, ExposureId, FactId, GroupId, ObligationId, OrderId,
    PersonId, PostId, ProblemId, ShiftId, SubjectKind, SubjectRef, Timestamp, UnitId, UserId, VisitId,
};
use uuid::Uuid;

use crate::table::{Versioned, record};

/// A row struct of a table with versions: the common columns come first, those
/// that a later migration has added come last.
macro_rules! versioned {
    (
        $(#[$meta:meta])*
        pub struct $name:ident in $table:literal of $id:ident { $($rest:tt)* } $(then { $($later:tt)* })?
    ) => {
        record! {
            $(#[$meta])*
            pub struct $name in $table key ["id", "version"] on Fail {
                /// Of what this is a version.
                id: $id,
                /// 1, 2, 3…
                version: i64,
                /// Since when we know it so.
                recorded_from: Timestamp,
                /// Until when we knew it so; none for the current version.
                recorded_to: Option<Timestamp>,
                /// Where it belongs.
                area: AreaPath = "area_path",
                $($rest)*
                /// The whole state as JSON, opaque here.
                state: String,
                $($($later)*)?
            }
        }
        impl Versioned for $name {
            fn uuid(&self) -> Uuid {
                self.id.into()
            }
        }
    };
}
versioned! {
    /// A case.
    pub struct CaseRow in "case_version" of CaseId {
        /// Number that people use, per area and year.
        number: String,
        /// Whose.
        person: PersonId = "person_id",
        /// Which disease.
        disease: String,
        /// Suspected, confirmed, …
        classification: String,
        /// Open, isolated, ended, …
        status: String,
        /// Mild, moderate, severe, critical, once assessed.
        severity: Option<String>,
        /// First day of illness.
        onset: Option<Date>,
        /// When it was opened.
        opened_at: Timestamp,
    } then {
        /// The day of the network report, by the calendar of its area.
        reported_on: Option<Date>,
        /// The day since which it has been confirmed, by the same calendar.
        confirmed_on: Option<Date>,
        /// Whether it turned out to be no case, by its class or by its end.
        discarded: bool,
        /// Whether a plan of treatment stands.
        planned: bool,
        /// Onset to first positive sampling, in microseconds; none while an end is unknown.
        early_detection: Option<i64>,
        /// Result to network report.
        early_reporting: Option<i64>,
        /// Result to isolation or admission.
        early_isolation: Option<i64>,
        /// Result to admission.
        early_treatment: Option<i64>,
    }
}
versioned! {
    /// A contact of a case.
    pub struct ContactRow in "contact_version" of ContactId {
        /// Who.
        person: PersonId = "person_id",
        /// Of which case.
        case: CaseId = "case_id",
        /// Which disease.
        disease: String,
        /// Close, sub-close, general, …
        class: String,
        /// Found, reached, ended, …
        status: String,
        /// End of the last exposure.
        last_exposure: Timestamp,
    }
}
versioned! {
    /// An order that restricts.
    pub struct OrderRow in "order_version" of OrderId {
        /// Kind of its target.
        target_kind: SubjectKind,
        /// Its target.
        target_id: Uuid,
        /// The person, when the target is one.
        person: Option<PersonId> = "person_id",
        /// The contact it follows from.
        contact: Option<ContactId> = "contact_id",
        /// Key of the regime.
        regime: String,
        /// Issued, started, lifted, …
        status: String,
        /// First day.
        starts_on: Date,
        /// Last day.
        ends_on: Date,
        /// The protocol's edition.
        edition: String,
        /// Which disease.
        disease: String,
    }
}
versioned! {
    /// An edge of the exposure graph.
    pub struct ExposureRow in "exposure_version" of ExposureId {
        /// Which disease.
        disease: String,
        /// Kind of the source.
        from_kind: SubjectKind,
        /// The source.
        from_id: Uuid,
        /// Kind of the exposed.
        to_kind: SubjectKind,
        /// The exposed.
        to_id: Uuid,
        /// Start.
        started_at: Timestamp,
        /// End.
        ended_at: Timestamp,
        /// Recorded or retracted.
        status: String,
        /// Whether the infection is held to have passed here.
        transmission: bool,
    }
}
versioned! {
    /// A first visit at a sentinel.
    pub struct VisitRow in "visit_version" of VisitId {
        /// Who came.
        person: PersonId = "person_id",
        /// Where to.
        unit: UnitId = "unit_id",
        /// Seen, reported, disposed.
        status: String,
        /// When seen.
        seen_at: Timestamp,
        /// When reported.
        reported_at: Option<Timestamp>,
    }
}
versioned! {
    /// A listed problem.
    pub struct ProblemRow in "problem_version" of ProblemId {
        /// The directive it stands under.
        directive: Option<DirectiveId> = "directive_id",
        /// Who must rectify.
        unit: UnitId = "unit_id",
        /// Listed, submitted, returned, verified.
        status: String,
        /// By when.
        due_at: Timestamp,
    }
}
versioned! {
    /// What a headquarters keeps a record of beside persons and places, of any kind.
    pub struct AffairRow in "affair_version" of Uuid {
        /// Which kind.
        kind: SubjectKind,
        /// The unit that has to act, or that has acted.
        unit: Option<UnitId> = "unit_id",
        /// What it stands under.
        parent: Option<Uuid> = "parent_id",
        /// How it stands: a word of its kind.
        status: String,
        /// Into which sorts its kind is sorted.
        sort: Option<String>,
        /// By when something is owed, or when it began.
        at: Option<Timestamp> = "due_at",
    }
}
versioned! {
    /// One person's turn at a post.
    pub struct ShiftRow in "shift_version" of ShiftId {
        /// Which post.
        post: PostId = "post_id",
        /// Of which unit.
        unit: UnitId = "unit_id",
        /// Who.
        holder: Option<UserId>,
        /// Start.
        starts_at: Timestamp,
        /// End.
        ends_at: Timestamp,
        /// Rostered, taken, handed over, …
        status: String,
    }
}
versioned! {
    /// The risk level of an area; its id is derived from the area's code.
    pub struct ZoneRow in "zone_version" of Uuid {
        /// The level.
        level: String,
    }
}
versioned! {
    /// A test result; its id is the fact's.
    pub struct TestRow in "test_version" of FactId {
        /// Whose.
        person: PersonId = "person_id",
        /// Which disease.
        disease: String,
        /// Positive, negative, invalid.
        result: String,
        /// When the sample was taken.
        sampled_at: Timestamp,
    } then {
        /// The laboratory.
        unit: Option<UnitId> = "unit_id",
    }
}
versioned! {
    /// A sample; its id is the fact's. Whether its result is known follows from
    /// the results.
    pub struct SampleRow in "sample_version" of FactId {
        /// Whose.
        person: PersonId = "person_id",
        /// For which disease.
        disease: String,
        /// `taken`, or `withdrawn`.
        status: String,
        /// When it was taken.
        sampled_at: Timestamp,
        /// By which unit.
        unit: UnitId = "unit_id",
    }
}
versioned! {
    /// Who lives together.
    pub struct HouseholdRow in "household_version" of GroupId {}
}
record! {
    /// Who must do what about whom by when.
    pub struct ObligationRow in "obligation" key ["id"] on Ignore {
        /// Derived from its key, so opening twice changes nothing.
        id: ObligationId,
        /// The rule.
        rule: String,
        /// The disease (`any` for general rules).
        disease: String,
        /// The edition under which it opened.
        edition: String,
        /// The fact that opened it.
        opened_fact: FactId,
        /// Where that fact belongs.
        opened_area: AreaPath,
        /// The day of that fact there.
        opened_on: Date,
        /// Kind of its subject.
        subject_kind: SubjectKind,
        /// Its subject.
        subject_id: Uuid,
        /// Which of several of one rule.
        occurrence: String,
        /// Where its holder stands.
        area: AreaPath = "area_path",
        /// Who must.
        holder_unit: UnitId,
        /// The post in charge, once assigned.
        holder_post: Option<PostId>,
        /// The duty in Chinese.
        duty_zh: String,
        /// The duty in English.
        duty_en: String,
        /// From when evidence counts.
        starts_at: Timestamp,
        /// When to warn.
        warn_at: Timestamp,
        /// By when.
        due_at: Timestamp,
        /// When we opened it.
        opened_recorded_at: Timestamp,
        /// When the closing evidence happened.
        closed_at: Option<Timestamp>,
        /// When we learnt of it.
        closed_recorded_at: Option<Timestamp>,
        /// `met`, `met_late`, `waived`, `void` or `handed_over`.
        close_state: Option<String>,
        /// The closing fact.
        closed_fact: Option<FactId>,
        /// When the next step of the ladder is due.
        timer_at: Option<Timestamp>,
        /// Steps taken.
        timer_step: i64,
        /// The ladder as JSON, opaque here.
        ladder: String,
        /// How sure the rule is.
        confidence: String,
        /// One of the unit's people, to whom it was handed over by name.
        holder_user: Option<UserId>,
        /// The one that was handed over, which this one continues.
        continues: Option<ObligationId>,
    }
}
record! {
    /// One step up the ladder.
    pub struct EscalationRow in "escalation" key ["obligation_id", "step"] on Ignore {
        /// Of which obligation.
        obligation: ObligationId = "obligation_id",
        /// 1, 2, 3…
        step: i64,
        /// The level told.
        level: String,
        /// The unit told.
        to_unit: UnitId,
        /// The post told.
        to_post: Option<PostId>,
        /// When it was due.
        at: Timestamp,
        /// When it was carried out.
        recorded_at: Timestamp,
        /// Its fact.
        fact: FactId = "fact_id",
    }
}
impl ObligationRow {
    /// What it is about.
    pub const fn subject(&self) -> SubjectRef {
        SubjectRef { kind: self.subject_kind, id: self.subject_id }
    }
}
