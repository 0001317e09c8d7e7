//! Persons apart from any role. The values that name a person never enter a fact.

use kernel::{AreaPath, Code, Date, Error, PersonId, Result, SubjectKind};
use std::collections::BTreeMap;
use uuid::Uuid;

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
    /// As whom he is known, since he was found to be the same.
    pub merged_into: Option<PersonId>,
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

/// Finds a person to be the same as another one. Nothing of either is moved or
/// lost: whoever looks for the one is led to the other, and it can be undone. A
/// hold keeps both from erasure all the same, so it keeps nobody from this.
///
/// # Errors
/// `person.merge_circle` for one with himself, or into one who is already known
/// as him; `person.merged_already` when either is known as somebody else;
/// `person.erased`; `value.missing` without a reason.
pub fn merge(gone: &Person, kept: &Person, reason: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    text_within("reason", reason, 500)?;
    if gone.id == kept.id || kept.merged_into == Some(gone.id) {
        return Err(Error::new(Code::PersonMergeCircle).arg("id", gone.id).arg("into", kept.id));
    }
    for person in [gone, kept] {
        if let Some(into) = person.merged_into {
            return Err(Error::new(Code::PersonMerged).arg("id", person.id).arg("into", into));
        }
        if person.erased {
            return Err(Error::new(Code::PersonErased).arg("id", person.id));
        }
    }
    let (now, body) = (ctx.now, FactBody::PersonsMerged { reason: reason.to_owned() });
    Ok(ctx.fact(gone.id.subject(), vec![kept.id.subject()], &gone.area, now, body))
}

/// Takes back that somebody is the same as another one. What was recorded of
/// the other meanwhile stays with him.
///
/// # Errors
/// `person.not_merged`; `person.erased`; `value.missing` without a reason.
pub fn undo_merge(gone: &Person, reason: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    text_within("reason", reason, 500)?;
    let kept = gone.merged_into.ok_or_else(|| Error::new(Code::PersonNotMerged).arg("id", gone.id))?;
    if gone.erased {
        return Err(Error::new(Code::PersonErased).arg("id", gone.id));
    }
    let (now, body) = (ctx.now, FactBody::MergeUndone { reason: reason.to_owned() });
    Ok(ctx.fact(gone.id.subject(), vec![kept.subject()], &gone.area, now, body))
}

/// The kinds of address.
pub const ADDRESS_KINDS: [&str; 3] = ["home", "work", "stay"];

/// Records where a person lives or works, from a day on and perhaps until another.
///
/// # Errors
/// `value.invalid` for an unknown kind; `value.in_future`; `value.dates_out_of_order`;
/// `person.erased`.
pub fn record_address(
    person: &Person,
    address: (Uuid, &str),
    days: (Date, Option<Date>),
    commitments: BTreeMap<String, String>,
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    let ((id, kind), (from, until)) = (address, days);
    crate::law::known("kind", kind, &ADDRESS_KINDS)?;
    let today = ctx.zone.date_of(ctx.now);
    if from > today {
        return Err(Error::new(Code::InFuture).arg("field", "from").arg("value", from).arg("now", today));
    }
    in_order(from, until)?;
    if person.erased {
        return Err(Error::new(Code::PersonErased).arg("id", person.id));
    }
    let body = FactBody::AddressRecorded {
        commitments,
        address: id.to_string(),
        address_kind: kind.to_owned(),
        from,
        until,
    };
    let now = ctx.now;
    Ok(ctx.fact(person.id.subject(), Vec::new(), &person.area, now, body))
}

/// Ends an address; `until` is the first day on which it no longer is one.
///
/// # Errors
/// `value.dates_out_of_order`.
pub fn end_address(
    person: &Person,
    address: Uuid,
    from: Date,
    until: Date,
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    in_order(from, Some(until))?;
    let (now, body) = (ctx.now, FactBody::AddressEnded { address: address.to_string(), until });
    Ok(ctx.fact(person.id.subject(), Vec::new(), &person.area, now, body))
}

fn in_order(from: Date, until: Option<Date>) -> Result<()> {
    match until.filter(|until| *until < from) {
        None => Ok(()),
        Some(until) => Err(Error::new(Code::DatesOutOfOrder)
            .arg("earlier_field", "from")
            .arg("earlier", from)
            .arg("later_field", "until")
            .arg("later", until)),
    }
}

/// What a fact about a person makes of him.
pub fn evolve(person: Option<Person>, fact: &Fact) -> Option<Person> {
    let id = fact.subject.id.into();
    match (&fact.body, person) {
        // Sex and year of birth are in no fact; who knows them has put him here before.
        (FactBody::PersonRegistered { .. }, None) => Some(Person {
            id,
            area: fact.area.clone(),
            sex: None,
            birth_year: None,
            erased: false,
            merged_into: None,
        }),
        // The other person of a merge is named, and stays as he is.
        (_, Some(person)) if person.id != id => Some(person),
        (FactBody::Erased { .. }, Some(person)) => Some(Person { erased: true, ..person }),
        (FactBody::PersonsMerged { .. }, Some(person)) => {
            let kept = fact.refs.iter().find(|other| other.kind == SubjectKind::Person);
            Some(Person { merged_into: kept.map(|other| other.id.into()), ..person })
        }
        (FactBody::MergeUndone { .. }, Some(person)) => Some(Person { merged_into: None, ..person }),
        (_, person) => person,
    }
}
