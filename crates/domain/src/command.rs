//! The chain of command: headquarters meet, judge the situation, issue
//! directives; these reach units as documents to be read and handed on, and as
//! tasks with an answerable person and a deadline (A01 to A18, B06).

mod directives;
mod meetings;
mod posture;
mod tasks;

pub use directives::{
    Delivery, Directive, DirectiveIssued, NewDirective, Outside, Recipient, issue, read, supersede, withdraw,
};
pub use meetings::{
    Assessment, Confidence, FORMS, Meeting, MeetingHeld, NewAssessment, Risk, SituationAssessed, assess, hold,
};
pub use posture::{
    FORCES, POLICIES, PolicySet, Posture, STATES, TaskForce, TaskForceStaffed, dissolve, set_policy,
    set_state, staff,
};
pub use tasks::{
    Extension, NewTask, Party, Task, TaskIssued, answer_extension, ask_extension, cancel, receive, send_back,
    split, submit, verify,
};
