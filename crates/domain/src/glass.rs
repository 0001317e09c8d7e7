//! Breaking the glass: somebody opens, for a reason and a short time, the
//! sight of one record that lies outside his reach. It is said aloud and
//! reviewed afterwards; nothing is changed under it.

use kernel::{AreaPath, Code, Error, GlassId, Result, SubjectRef};

use crate::context::text_within;
use crate::law::known;
use crate::{Ctx, Fact, FactBody};

/// Why a glass may be broken: a life is at risk, a transfer of a person has to
/// be taken over, an investigation cannot wait, a rule of law asks for it, or
/// what the reason says.
pub const GROUNDS: [&str; 5] = ["life_at_risk", "transfer", "urgent_tracing", "legal_request", "other"];

/// What a review finds.
pub const FINDINGS: [&str; 2] = ["justified", "unjustified"];

/// The shortest reason, in characters.
pub const LEAST_REASON: usize = 10;
/// The longest reason, in characters.
const MOST_REASON: usize = 500;

/// Breaks the glass before a record. The fact belongs to the area that owns it.
///
/// # Errors
/// `value.invalid` for a ground not in [`GROUNDS`]; `value.missing`,
/// `value.too_long` or `value.out_of_range` for a reason of less than
/// [`LEAST_REASON`] characters.
pub fn break_glass(
    id: GlassId,
    about: &[SubjectRef],
    area: &AreaPath,
    (ground, reason, minutes): (&str, &str, i64),
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    known("ground", ground, &GROUNDS)?;
    text_within("reason", reason, MOST_REASON)?;
    let length = reason.trim().chars().count();
    if length < LEAST_REASON {
        return Err(Error::new(Code::OutOfRange)
            .arg("field", "reason")
            .arg("value", format!("{length} characters"))
            .arg("min", LEAST_REASON)
            .arg("max", MOST_REASON));
    }
    let body = FactBody::GlassBroken { ground: ground.to_owned(), reason: reason.to_owned(), minutes };
    let now = ctx.now;
    Ok(ctx.fact(id.subject(), about.to_vec(), area, now, body))
}

/// Closes it before its time.
///
/// # Errors
/// `value.missing` without a reason, `value.too_long`.
pub fn close(
    id: GlassId,
    about: &[SubjectRef],
    area: &AreaPath,
    reason: &str,
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    text_within("reason", reason, MOST_REASON)?;
    let now = ctx.now;
    let body = FactBody::GlassClosed { reason: reason.to_owned() };
    Ok(ctx.fact(id.subject(), about.to_vec(), area, now, body))
}

/// Says afterwards whether it was right.
///
/// # Errors
/// `value.invalid` for a finding not in [`FINDINGS`]; `value.missing` without a
/// note, `value.too_long`.
pub fn review(
    id: GlassId,
    about: &[SubjectRef],
    area: &AreaPath,
    (finding, note): (&str, &str),
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    known("finding", finding, &FINDINGS)?;
    text_within("note", note, MOST_REASON)?;
    let now = ctx.now;
    let body = FactBody::GlassReviewed { finding: finding.to_owned(), note: note.to_owned() };
    Ok(ctx.fact(id.subject(), about.to_vec(), area, now, body))
}
