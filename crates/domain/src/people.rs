//! Persons apart from any role. The values that name a person never enter a fact.

use kernel::{AreaPath, Code, Error, PersonId, Result};
use std::collections::BTreeMap;

use crate::context::text_within;
use crate::{Ctx, Fact, FactBody};

/// The oldest age that is taken as possible, in years.
pub const MAX_AGE: i32 = 130;

/// What is known of a person without naming him.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Which person.
    pub id: PersonId,
    /// Where he lives: his records belong there.
    pub area: AreaPath,
    /// `m`, `f` or unknown.
    pub sex: Option<String>,
    /// Year of birth.
    pub birth_year: Option<i16>,
    /// Whether his key has been destroyed.
    pub erased: bool,
}

/// Takes in a person. The fact carries neither sex nor year of birth, only
/// their salted commitments with the others: it outlives an erasure.
///
/// # Errors
/// `value.impossible_age` for a year of birth in the future or more than
/// [`MAX_AGE`] years ago; `value.invalid` for another sex than `m` or `f`.
pub fn register(
    id: PersonId,
    area: &AreaPath,
    sex: Option<&str>,
    birth_year: Option<i16>,
    commitments: BTreeMap<String, String>,
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    if let Some(year) = birth_year {
        // Any year that a client can write must fit, -32,768 too.
        let age = i32::from(ctx.zone.date_of(ctx.now).year()) - i32::from(year);
        if !(0..=MAX_AGE).contains(&age) {
            return Err(Error::new(Code::ImpossibleAge).arg("value", age).arg("max", MAX_AGE));
        }
    }
    if let Some(sex) = sex
        && !matches!(sex, "m" | "f")
    {
        return Err(Error::new(Code::InvalidValue)
            .arg("field", "sex")
            .arg("value", sex)
            .arg("expected", "m, f"));
    }
    let body = FactBody::PersonRegistered { commitments };
    let now = ctx.now;
    Ok(ctx.fact(id.subject(), Vec::new(), area, now, body))
}

/// Erases a person: the key goes, the facts stay. `basis` is a code of
/// [`crate::law::ERASURE_GROUNDS`].
///
/// # Errors
/// `value.missing` without a reason; `value.invalid` for another basis;
/// `person.erased` the second time.
pub fn erase(person: &Person, reason: &str, basis: Option<&str>, ctx: &mut Ctx<'_>) -> Result<Fact> {
    text_within("reason", reason, 500)?;
    if let Some(basis) = basis {
        crate::law::known("basis", basis, &crate::law::ERASURE_GROUNDS)?;
    }
    if person.erased {
        return Err(Error::new(Code::PersonErased).arg("id", person.id));
    }
    let now = ctx.now;
    Ok(ctx.fact(
        person.id.subject(),
        Vec::new(),
        &person.area,
        now,
        FactBody::Erased { reason: reason.to_owned(), basis: basis.map(str::to_owned) },
    ))
}
