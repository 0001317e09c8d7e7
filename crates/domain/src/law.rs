//! What the law says of records: by which right they go, why a request is
//! refused, what keeps them.

use kernel::{AreaPath, Code, Error, Result, SubjectRef};

use crate::context::text_within;
use crate::people::Person;
use crate::{Ctx, Fact, FactBody};

/// By which right somebody's data are erased (Personal Information Protection
/// Law, article 47): the purpose is reached or the data are no longer needed,
/// the period has passed, consent was withdrawn, the data were handled
/// unlawfully, another rule says so.
pub const ERASURE_GROUNDS: [&str; 5] =
    ["purpose_ended", "period_ended", "consent_withdrawn", "unlawful", "other_law"];

/// Why a request for erasure is refused: the law demands that records be kept,
/// an emergency of public health needs them, a hold stands, the one who asks
/// has not shown to be the person.
pub const REFUSAL_GROUNDS: [&str; 4] = ["duty_to_keep", "public_health", "legal_hold", "identity_unproven"];

/// Refuses a code that is not in a list.
pub(crate) fn known(field: &str, value: &str, list: &[&str]) -> Result<()> {
    if list.contains(&value) {
        return Ok(());
    }
    Err(Error::new(Code::InvalidValue)
        .arg("field", field)
        .arg("value", value)
        .arg("expected", list.join(", ")))
}

/// Refuses a request for erasure.
///
/// # Errors
/// `value.invalid` for a ground not in [`REFUSAL_GROUNDS`], `value.missing`
/// without a reason, `person.erased` when there is nothing left to refuse.
pub fn refuse_erasure(person: &Person, ground: &str, reason: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    known("ground", ground, &REFUSAL_GROUNDS)?;
    text_within("reason", reason, 500)?;
    if person.erased {
        return Err(Error::new(Code::PersonErased).arg("id", person.id));
    }
    let now = ctx.now;
    let body = FactBody::ErasureRefused { ground: ground.to_owned(), reason: reason.to_owned() };
    Ok(ctx.fact(person.id.subject(), Vec::new(), &person.area, now, body))
}

/// Keeps the records of a person, of a case with its contacts, or of an area.
///
/// # Errors
/// `value.missing` without a reason.
pub fn hold(subject: SubjectRef, area: &AreaPath, reason: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    text_within("reason", reason, 500)?;
    let now = ctx.now;
    Ok(ctx.fact(subject, Vec::new(), area, now, FactBody::HoldSet { reason: reason.to_owned() }))
}

/// Ends a hold.
///
/// # Errors
/// `value.missing` without a reason.
pub fn release(subject: SubjectRef, area: &AreaPath, reason: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    text_within("reason", reason, 500)?;
    let now = ctx.now;
    Ok(ctx.fact(subject, Vec::new(), area, now, FactBody::HoldReleased { reason: reason.to_owned() }))
}
