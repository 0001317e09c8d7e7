//! Directives and their way down (A02, A04, A05): issued by a post, handed to
//! units as documents to be read, relayed by the headquarters below, replaced
//! by a later directive of the same headquarters or a higher one.

use kernel::{
    AreaPath, AssessmentId, Code, Date, DeliveryId, DirectiveId, Error, MeetingId, PostId, Result, Span,
    SubjectRef, Timestamp, UnitId, Zone,
};
use serde::{Deserialize, Serialize};

use super::meetings::Assessment;
use super::tasks::{self, NewTask, Task};
use crate::affairs::{Heading, Record, of_kind};
use crate::context::{at_most, text_within};
use crate::supervision::{self, ListedProblem};
use crate::{Actor, Ctx, Fact, FactBody};

/// Most units that one directive is delivered to, and most of its tasks and problems.
const MOST: usize = 2_000;
/// A directive is relayed on the day of its arrival, but nobody gets less than this.
const LEAST_TO_RELAY: Span = Span::hours(2);

/// A directive of a headquarters that is no user of the platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outside {
    /// Who issued it.
    pub issuer: String,
    /// On which day.
    pub on: Date,
    /// What it demands, in its own words.
    pub text: String,
}

/// A directive as a fact. What came later than the first form is optional.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DirectiveIssued {
    /// Meeting or document it comes from, in words.
    pub source: String,
    /// What it is about.
    pub title: String,
    /// The post whose weight it has (A02).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
    /// The judgement of the situation on which it rests (A06).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<AssessmentId>,
    /// The upper directive that it relays (A05), where that stands in the platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<DirectiveId>,
    /// The same, where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside: Option<Outside>,
}

/// A directive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Directive {
    /// Which.
    pub id: DirectiveId,
    /// For which area.
    pub area: AreaPath,
    /// When.
    pub issued_at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// The meeting that decided it.
    pub meeting: Option<MeetingId>,
    /// What it says.
    #[serde(flatten)]
    pub issued: DirectiveIssued,
    /// `in_force`, `superseded` or `withdrawn`.
    pub status: String,
    /// The directive that took its place.
    pub superseded_by: Option<DirectiveId>,
}

impl Record for Directive {
    of_kind!(Directive);
    fn heading(&self) -> Heading {
        Heading {
            unit: self.by.unit,
            parent: self.issued.upper.map(Into::into).or(self.meeting.map(Into::into)),
            status: self.status.clone(),
            sort: None,
            at: Some(self.issued_at),
        }
    }
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self> {
        match &fact.body {
            FactBody::DirectiveIssued(issued) => Some(Self {
                id: fact.subject.id.into(),
                area: fact.area.clone(),
                issued_at: fact.occurred_at,
                by: fact.by,
                meeting: fact.subject_of(kernel::SubjectKind::Meeting).map(Into::into),
                issued: issued.clone(),
                status: "in_force".to_owned(),
                superseded_by: None,
            }),
            FactBody::DirectiveSuperseded { by } => {
                let (status, superseded_by) = ("superseded".to_owned(), Some(*by));
                state.map(|old| Self { status, superseded_by, ..old })
            }
            FactBody::DirectiveWithdrawn { .. } => {
                state.map(|old| Self { status: "withdrawn".to_owned(), ..old })
            }
            _ => state,
        }
    }
}

/// A unit that a document goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The unit.
    pub unit: UnitId,
    /// Where it stands.
    pub area: AreaPath,
    /// The time zone there: what is due on the same day is due by its calendar.
    pub zone: Zone,
    /// Whether it is a headquarters that has to issue a directive of its own (A05).
    pub relays: bool,
}

/// A document on its way to one unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Which.
    pub id: DeliveryId,
    /// What is delivered: a directive or a meeting.
    pub document: SubjectRef,
    /// To which unit.
    pub unit: UnitId,
    /// Where it stands.
    pub area: AreaPath,
    /// When.
    pub delivered_at: Timestamp,
    /// By when a directive of its own must hand it on; none where nothing is to be handed on.
    pub relay_by: Option<Timestamp>,
    /// When somebody of the unit said that he has read it.
    pub read_at: Option<Timestamp>,
    /// When a directive of its own handed it on.
    pub relayed_at: Option<Timestamp>,
    /// That directive.
    pub relayed_by: Option<DirectiveId>,
}

impl Record for Delivery {
    of_kind!(Delivery);
    fn heading(&self) -> Heading {
        let status = match (self.relayed_at, self.read_at) {
            (Some(_), _) => "relayed",
            (None, Some(_)) => "read",
            (None, None) => "delivered",
        };
        Heading {
            unit: Some(self.unit),
            parent: Some(self.document.id),
            status: status.to_owned(),
            sort: Some(self.document.kind.to_string()),
            at: self.relay_by.or(Some(self.delivered_at)),
        }
    }
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self> {
        match &fact.body {
            FactBody::DocumentDelivered { unit, relay_by } => Some(Self {
                id: fact.subject.id.into(),
                document: *fact.refs.first()?,
                unit: *unit,
                area: fact.area.clone(),
                delivered_at: fact.occurred_at,
                relay_by: *relay_by,
                read_at: None,
                relayed_at: None,
                relayed_by: None,
            }),
            FactBody::DocumentRead { .. } => {
                state.map(|old| Self { read_at: old.read_at.or(Some(fact.occurred_at)), ..old })
            }
            FactBody::DocumentRelayed { directive, .. } => state.map(|old| Self {
                relayed_at: Some(fact.occurred_at),
                relayed_by: Some(*directive),
                ..old
            }),
            _ => state,
        }
    }
}

/// A directive to be issued.
#[derive(Clone, Debug)]
pub struct NewDirective {
    /// For which area.
    pub area: AreaPath,
    /// What it says.
    pub issued: DirectiveIssued,
    /// The meeting that decided it.
    pub meeting: Option<MeetingId>,
    /// The judgement that it names, as it stands.
    pub assessment: Option<Assessment>,
    /// What it relays: the deliveries of the upper directive in its area.
    pub relays: Vec<Delivery>,
    /// The directive that it replaces, with the work under that that is not done.
    pub supersedes: Option<(Directive, Vec<Task>)>,
    /// To whom it goes as a document.
    pub recipients: Vec<Recipient>,
    /// The work it gives out.
    pub tasks: Vec<NewTask>,
    /// The problems it lists (B01).
    pub problems: Vec<ListedProblem>,
}

/// Issues a directive with its problems and tasks, hands it to those who have
/// to read it, marks what it relays as relayed, and ends what it replaces.
///
/// # Errors
/// `value.missing` without title, source, or anything that somebody has to do or read;
/// `value.too_long`; `directive.no_assessment` for work that rests on no
/// judgement that holds (A06); `directive.not_delivered` for an upper directive
/// that never came here; those of [`supersede`], [`tasks::issue`] and
/// [`supervision::list`].
pub fn issue(new: &NewDirective, ctx: &mut Ctx<'_>) -> Result<Vec<Fact>> {
    text_within("title", &new.issued.title, 300)?;
    text_within("source", &new.issued.source, 300)?;
    if let Some(outside) = &new.issued.outside {
        text_within("outside.issuer", &outside.issuer, 200)?;
        text_within("outside.text", &outside.text, 20_000)?;
        ctx.in_order(("outside.on", ctx.zone.start_of(outside.on)), ("now", ctx.now))?;
    }
    for (field, length) in
        [("tasks", new.tasks.len()), ("problems", new.problems.len()), ("recipients", new.recipients.len())]
    {
        at_most(field, length, MOST)?;
    }
    if new.tasks.is_empty() && new.problems.is_empty() && new.recipients.is_empty() {
        return Err(Error::new(Code::MissingField).arg("field", "problems"));
    }
    let now = ctx.now;
    let rests = new.assessment.as_ref().is_some_and(|judged| judged.holds_for(&new.area, now));
    if !rests && (!new.tasks.is_empty() || new.assessment.is_some()) {
        return Err(Error::new(Code::AssessmentLacking).arg("area", new.area.code()));
    }
    if new.issued.upper.is_some() && new.relays.is_empty() {
        return Err(Error::new(Code::DirectiveNotDelivered).arg("area", new.area.code()));
    }
    let id = DirectiveId::new(ctx.ids);
    let mut refs: Vec<SubjectRef> = new.meeting.map(MeetingId::subject).into_iter().collect();
    refs.extend(new.issued.upper.map(DirectiveId::subject));
    let body = FactBody::DirectiveIssued(new.issued.clone());
    let mut facts = vec![ctx.fact(id.subject(), refs, &new.area, now, body)];
    if let Some((old, open)) = &new.supersedes {
        facts.extend(supersede(old, open, id, (&new.area, &new.issued.title), ctx)?);
    }
    for delivery in new.relays.iter().filter(|delivery| delivery.relayed_at.is_none()) {
        let body = FactBody::DocumentRelayed { unit: delivery.unit, directive: id };
        facts.push(ctx.fact(delivery.id.subject(), vec![id.subject()], &delivery.area, now, body));
    }
    facts.extend(supervision::list(id, &new.problems, ctx)?);
    facts.extend(tasks::issue(id, None, &new.tasks, ctx)?);
    facts.extend(new.recipients.iter().map(|to| deliver(id.subject(), to, ctx)));
    Ok(facts)
}

/// Hands a document to a unit. One that has to relay it gets until the end of
/// the day by its own calendar (A05: the same day), and two hours at least.
pub(super) fn deliver(document: SubjectRef, to: &Recipient, ctx: &mut Ctx<'_>) -> Fact {
    let now = ctx.now;
    let end_of_day = to.zone.end_of(to.zone.date_of(now));
    let relay_by = to.relays.then(|| end_of_day.max(now.plus(LEAST_TO_RELAY)));
    let body = FactBody::DocumentDelivered { unit: to.unit, relay_by };
    let id = DeliveryId::new(ctx.ids);
    ctx.fact(id.subject(), vec![document], &to.area, now, body)
}

/// Replaces a directive by another one for `area`: what is not done under it is
/// cancelled, with the title of that one as the reason. Only a headquarters of the same area or of one above may.
///
/// # Errors
/// `directive.outranked` from below or beside; `directive.wrong_state` for one
/// that holds no more.
pub fn supersede(
    old: &Directive,
    open: &[Task],
    by: DirectiveId,
    (area, title): (&AreaPath, &str),
    ctx: &mut Ctx<'_>,
) -> Result<Vec<Fact>> {
    in_force(old)?;
    if !old.area.is_within(area) {
        return Err(Error::new(Code::DirectiveOutranked)
            .arg("issued", old.area.code())
            .arg("area", area.code()));
    }
    let body = FactBody::DirectiveSuperseded { by };
    let now = ctx.now;
    let mut facts = vec![ctx.fact(old.id.subject(), vec![by.subject()], &old.area, now, body)];
    facts.extend(open.iter().map(|task| tasks::cancelled(task, title, ctx)));
    Ok(facts)
}

/// Takes a directive back: what is not done under it is cancelled.
///
/// # Errors
/// `directive.wrong_state` for one that holds no more; `value.missing` without a reason.
pub fn withdraw(old: &Directive, open: &[Task], reason: &str, ctx: &mut Ctx<'_>) -> Result<Vec<Fact>> {
    in_force(old)?;
    text_within("reason", reason, 500)?;
    let body = FactBody::DirectiveWithdrawn { reason: reason.to_owned() };
    let now = ctx.now;
    let mut facts = vec![ctx.fact(old.id.subject(), Vec::new(), &old.area, now, body)];
    facts.extend(open.iter().map(|task| tasks::cancelled(task, reason, ctx)));
    Ok(facts)
}

fn in_force(directive: &Directive) -> Result<()> {
    if directive.status == "in_force" {
        return Ok(());
    }
    Err(Error::new(Code::DirectiveState).arg("state", &directive.status))
}

/// Somebody of the unit has read the document.
///
/// # Errors
/// `task.not_yours` for anybody else.
pub fn read(delivery: &Delivery, ctx: &mut Ctx<'_>) -> Result<Fact> {
    ctx.acts_for(delivery.unit)?;
    let now = ctx.now;
    let body = FactBody::DocumentRead { unit: delivery.unit };
    Ok(ctx.fact(delivery.id.subject(), vec![delivery.document], &delivery.area, now, body))
}
