//! Enumerated words. They are types of their own, so that a change of a word
//! inside cannot change what clients read; the compiler holds the two together.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $of:path { $($word:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($word,)+ }

        impl From<$of> for $name {
            fn from(word: $of) -> Self {
                use $of as Of;
                match word { $(Of::$word => Self::$word,)+ }
            }
        }
        impl From<$name> for $of {
            fn from(word: $name) -> Self {
                match word { $($name::$word => Self::$word,)+ }
            }
        }
    )+};
}

words! {
    /// Class of a case.
    Classification = protocol::schema::Classification { Suspected, Probable, Asymptomatic, Confirmed, Discarded }
    /// Class of a contact.
    ContactClass = protocol::schema::ContactClass { Close, Secondary, General, Venue, Companion }
    /// Level of a zone.
    ZoneLevel = protocol::schema::ZoneLevel { Routine, Prevention, Low, Control, Medium, Lockdown, High }
    /// How a test was made.
    TestMethod = domain::TestMethod { Nat, Antigen, Culture, Serology }
    /// What a test found.
    TestOutcome = domain::TestOutcome { Positive, Negative, Invalid }
    /// A stage of an investigation.
    InvestigationStage = domain::Stage { OnSite, CoreInfo, PreliminaryReport, FullReport }
    /// A value that names a person.
    PersonalField = kernel::PersonalField { Name, IdNumber, Phone, Address, BirthDate }
    /// What somebody is given to read an order with.
    NoticeForm = app::notices::Form { Link, Code }
    /// What a code asks for besides: the date of birth, or the last four of the identity number.
    NoticeSecond = app::notices::Second { BirthDate, IdNumber }
    /// What a post lets its holder be.
    Role = authz::Role {
        Commander, Office, Epidemiologist, Sentinel, Laboratory, Clinician, CommunityWorker, IsolationSite,
        Transport, Supervisor, Auditor, Integrator, Administrator,
    }
    /// What a subject is.
    Kind = kernel::SubjectKind {
        Person, Case, Contact, Exposure, Order, Fact, Obligation, Unit, Post, Shift, User, Visit, Sample, Place,
        Area, Checkpoint, Consignment, Directive, Event, File, Glass, Group, Handover, Import, Job,
        Problem, Meeting, Assessment, Delivery, Task, Posture, TaskForce, RollCall, Leave, MajorEvent, Occasion, SituationReport, DailyBulletin,
    }
    /// How great a risk is.
    Risk = domain::command::Risk { Low, Moderate, High, VeryHigh }
    /// How sure a judgement is.
    Confidence = domain::command::Confidence { Low, Satisfactory, High }
    /// Which of the four parties acts: the locality, the authority of the trade, the employer or institution, the person.
    Party = domain::command::Party { Territory, Department, Unit, Individual }
}

/// Several words of a closed list between commas, in a query.
macro_rules! several {
    ($($(#[$doc:meta])* $name:ident of $word:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, ToSchema)]
        #[schema(value_type = String)]
        pub struct $name(pub String);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                let mut words = Vec::new();
                for word in text.split(',') {
                    let word = word.trim();
                    // Each is one of the list, or refused with what the list holds.
                    let read = serde::de::value::StrDeserializer::<D::Error>::new(word);
                    $word::deserialize(read)?;
                    words.push(word);
                }
                Ok(Self(words.join(",")))
            }
        }
    )+};
}
several! {
    /// Classes of cases.
    Classes of Classification;
    /// Classes of contacts.
    ContactClasses of ContactClass;
}
