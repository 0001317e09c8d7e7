//! Duties that pass from one to another: offered with a note, accepted or
//! rejected within a time. Until it is accepted the giver owes them.

use kernel::{
    AreaPath, Code, Error, HandoverId, PostId, Result, Span, SubjectRef, Timestamp, UnitId, UserId,
};

use crate::context::text_within;
use crate::{Ctx, Fact, FactBody};

/// How long the receiver has unless it is said.
pub const ANSWER_WITHIN: Span = Span::hours(4);
/// How long he has at most.
const LONGEST: Span = Span::days(7);
/// Most duties and cases in one offer.
pub const MOST: usize = 500;
/// The longest note or reason, in characters.
const MOST_TEXT: usize = 500;

/// To whom duties pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receiver {
    /// The unit.
    pub unit: UnitId,
    /// A post of it.
    pub post: Option<PostId>,
    /// One of its people.
    pub user: Option<UserId>,
}

/// What is offered.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Which offer.
    pub id: HandoverId,
    /// The duties and cases.
    pub about: Vec<SubjectRef>,
    /// Whose they are.
    pub from: UnitId,
    /// Where that unit stands.
    pub area: AreaPath,
    /// To whom.
    pub to: Receiver,
    /// What the receiver should know.
    pub note: String,
    /// By when he answers; [`ANSWER_WITHIN`] when absent.
    pub answer_by: Option<Timestamp>,
}

/// Offers duties.
///
/// # Errors
/// `value.missing` without a note or anything to hand over, `value.too_long`;
/// `value.out_of_range` for more than [`MOST`], or for an answer that is due in
/// the past or later than in seven days.
pub fn offer(offer: &Offer, ctx: &mut Ctx<'_>) -> Result<Fact> {
    text_within("note", &offer.note, MOST_TEXT)?;
    if offer.about.is_empty() {
        return Err(Error::new(Code::MissingField).arg("field", "obligations"));
    }
    let count = offer.about.len();
    if count > MOST {
        let error = Error::new(Code::OutOfRange).arg("field", "obligations").arg("value", count);
        return Err(error.arg("min", 1).arg("max", MOST));
    }
    let (now, latest) = (ctx.now, ctx.now.plus(LONGEST));
    let answer_by = offer.answer_by.unwrap_or(now.plus(ANSWER_WITHIN));
    if answer_by <= now || answer_by > latest {
        let error = Error::new(Code::OutOfRange).arg("field", "answer_by").arg("value", answer_by);
        return Err(error.arg("min", now).arg("max", latest));
    }
    let body = FactBody::HandoverOffered {
        from_unit: offer.from,
        unit: offer.to.unit,
        post: offer.to.post,
        holder: offer.to.user,
        answer_by,
        note: offer.note.clone(),
    };
    Ok(ctx.fact(offer.id.subject(), offer.about.clone(), &offer.area, now, body))
}

/// Takes them over: from now on they are the receiver's.
pub fn accept(
    id: HandoverId,
    to: &Receiver,
    about: Vec<SubjectRef>,
    area: &AreaPath,
    ctx: &mut Ctx<'_>,
) -> Fact {
    let now = ctx.now;
    let body = FactBody::HandoverAccepted { unit: to.unit, post: to.post, holder: to.user };
    ctx.fact(id.subject(), about, area, now, body)
}

/// How an offer ends without being accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The receiver does not take it, and says why.
    Rejected(String),
    /// The giver takes it back, and says why.
    Withdrawn(String),
    /// Nobody answered in time.
    Expired,
}

impl End {
    /// The state in which it leaves the offer.
    pub const fn state(&self) -> &'static str {
        match self {
            Self::Rejected(_) => "rejected",
            Self::Withdrawn(_) => "withdrawn",
            Self::Expired => "expired",
        }
    }
}

/// Ends an offer: the giver goes on owing what he offered.
///
/// # Errors
/// `value.missing` without a reason, `value.too_long`.
pub fn end(
    id: HandoverId,
    end: &End,
    about: Vec<SubjectRef>,
    area: &AreaPath,
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    let body = match end {
        End::Rejected(reason) | End::Withdrawn(reason) => {
            text_within("reason", reason, MOST_TEXT)?;
            match end {
                End::Rejected(_) => FactBody::HandoverRejected { reason: reason.clone() },
                _ => FactBody::HandoverWithdrawn { reason: reason.clone() },
            }
        }
        End::Expired => FactBody::HandoverExpired {},
    };
    let now = ctx.now;
    Ok(ctx.fact(id.subject(), about, area, now, body))
}
