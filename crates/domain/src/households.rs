//! Households: who lives together, since when, and who speaks for them.

use kernel::{AreaPath, Code, Date, Error, GroupId, PersonId, Result};
use serde::{Deserialize, Serialize};

use crate::people::Person;
use crate::{Ctx, Fact, FactBody};

/// Most members that a household ever had.
pub const MOST_MEMBERS: usize = 200;

/// That somebody lives in a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// First day.
    pub from: Date,
    /// First day he no longer does.
    pub until: Option<Date>,
}

/// Who lives together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Household {
    /// Which household.
    pub id: GroupId,
    /// Where it lives.
    pub area: AreaPath,
    /// Everybody who lives or has lived there, in the order in which they were told.
    pub members: Vec<Member>,
    /// Who speaks for it.
    pub head: Option<PersonId>,
}

impl Household {
    /// Since when somebody lives there, if he does.
    pub fn since(&self, person: PersonId) -> Option<Date> {
        self.members.iter().find(|m| m.person == person && m.until.is_none()).map(|m| m.from)
    }
}

fn not_to_come(field: &'static str, on: Date, ctx: &Ctx<'_>) -> Result<()> {
    let today = ctx.zone.date_of(ctx.now);
    if on > today {
        return Err(Error::new(Code::InFuture).arg("field", field).arg("value", on).arg("now", today));
    }
    Ok(())
}

/// Forms a household.
pub fn form(id: GroupId, area: &AreaPath, ctx: &mut Ctx<'_>) -> Fact {
    let now = ctx.now;
    ctx.fact(id.subject(), Vec::new(), area, now, FactBody::HouseholdFormed {})
}

/// Lets somebody live in a household. `elsewhere` is the one in which he lives.
///
/// # Errors
/// `household.member_elsewhere` for who lives in one, this or another;
/// `person.erased`; `value.in_future`; `value.out_of_range` for too many members.
pub fn join(
    household: &Household,
    person: &Person,
    elsewhere: Option<GroupId>,
    from: Date,
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    not_to_come("from", from, ctx)?;
    if person.erased {
        return Err(Error::new(Code::PersonErased).arg("id", person.id));
    }
    let lives_here = household.since(person.id).map(|_| household.id);
    if let Some(home) = lives_here.or(elsewhere) {
        return Err(Error::new(Code::MemberElsewhere).arg("id", person.id).arg("household", home));
    }
    let count = household.members.len() + 1;
    if count > MOST_MEMBERS {
        let error = Error::new(Code::OutOfRange).arg("field", "members").arg("value", count);
        return Err(error.arg("min", 1).arg("max", MOST_MEMBERS));
    }
    let (now, body) = (ctx.now, FactBody::HouseholdJoined { from });
    Ok(ctx.fact(household.id.subject(), vec![person.id.subject()], &household.area, now, body))
}

/// Lets somebody leave a household; `until` is the first day without him.
///
/// # Errors
/// `household.not_member`; `value.in_future`; `value.dates_out_of_order`.
pub fn leave(household: &Household, person: PersonId, until: Date, ctx: &mut Ctx<'_>) -> Result<Fact> {
    not_to_come("until", until, ctx)?;
    let since = household.since(person).ok_or_else(|| not_member(household, person))?;
    if until < since {
        return Err(Error::new(Code::DatesOutOfOrder)
            .arg("earlier_field", "from")
            .arg("earlier", since)
            .arg("later_field", "until")
            .arg("later", until));
    }
    let (now, body) = (ctx.now, FactBody::HouseholdLeft { until });
    Ok(ctx.fact(household.id.subject(), vec![person.subject()], &household.area, now, body))
}

/// Lets a member speak for a household.
///
/// # Errors
/// `household.not_member`.
pub fn set_head(household: &Household, person: PersonId, ctx: &mut Ctx<'_>) -> Result<Fact> {
    household.since(person).ok_or_else(|| not_member(household, person))?;
    let now = ctx.now;
    let body = FactBody::HouseholdHeadSet {};
    Ok(ctx.fact(household.id.subject(), vec![person.subject()], &household.area, now, body))
}

fn not_member(household: &Household, person: PersonId) -> Error {
    Error::new(Code::NotMember).arg("id", person).arg("household", household.id)
}

/// The household after a fact.
pub fn evolve(household: Option<Household>, fact: &Fact) -> Option<Household> {
    let person = fact.subject_of(kernel::SubjectKind::Person).map(PersonId);
    match (&fact.body, household, person) {
        (FactBody::HouseholdFormed {}, None, _) => Some(Household {
            id: fact.subject.id.into(),
            area: fact.area.clone(),
            members: Vec::new(),
            head: None,
        }),
        (FactBody::HouseholdJoined { from }, Some(mut household), Some(person)) => {
            household.members.push(Member { person, from: *from, until: None });
            Some(household)
        }
        (FactBody::HouseholdLeft { until }, Some(mut household), Some(person)) => {
            let lives = |m: &&mut Member| m.person == person && m.until.is_none();
            if let Some(member) = household.members.iter_mut().find(lives) {
                member.until = Some(*until);
            }
            household.head = household.head.filter(|head| *head != person);
            Some(household)
        }
        (FactBody::HouseholdHeadSet {}, Some(household), Some(person)) => {
            Some(Household { head: Some(person), ..household })
        }
        (_, household, _) => household,
    }
}
