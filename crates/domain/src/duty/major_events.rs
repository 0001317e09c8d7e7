//! Major events (C03): told upward at once, followed until they are closed.

use kernel::{AreaPath, Code, Error, MajorEventId, Result, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use crate::affairs::{Heading, Record, of_kind};
use crate::context::{one_of, text_within};
use crate::{Ctx, Fact, FactBody};

/// What kind of event it is.
pub const CATEGORIES: [&str; 5] = ["outbreak", "death", "supply", "safety", "other"];

/// One report of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// When it was given.
    pub at: Timestamp,
    /// What it says; names nobody.
    pub text: String,
}

/// A major event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MajorEvent {
    /// Which.
    pub id: MajorEventId,
    /// Who reports.
    pub unit: UnitId,
    /// Where.
    pub area: AreaPath,
    /// When it happened.
    pub happened_at: Timestamp,
    /// One of [`CATEGORIES`].
    pub category: String,
    /// In a line.
    pub title: String,
    /// The first report and those that followed.
    pub reports: Vec<Report>,
    /// `open` or `closed`.
    pub status: String,
}

impl Record for MajorEvent {
    of_kind!(MajorEvent);
    fn heading(&self) -> Heading {
        Heading {
            unit: Some(self.unit),
            parent: None,
            status: self.status.clone(),
            sort: Some(self.category.clone()),
            at: Some(self.happened_at),
        }
    }
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self> {
        let given = |text: &String| Report { at: fact.recorded_at, text: text.clone() };
        match &fact.body {
            FactBody::MajorEventReported { unit, category, title, report } => Some(Self {
                id: fact.subject.id.into(),
                unit: *unit,
                area: fact.area.clone(),
                happened_at: fact.occurred_at,
                category: category.clone(),
                title: title.clone(),
                reports: vec![given(report)],
                status: "open".to_owned(),
            }),
            FactBody::MajorEventFollowed { report, .. } => state.map(|mut event| {
                event.reports.push(given(report));
                event
            }),
            FactBody::MajorEventClosed { report, .. } => state.map(|mut event| {
                event.reports.push(given(report));
                "closed".clone_into(&mut event.status);
                event
            }),
            _ => state,
        }
    }
}

/// Reports an event for the first time.
///
/// # Errors
/// `value.in_future`, `value.invalid`, `value.missing`, `value.too_long`.
pub fn report(
    unit: UnitId,
    area: &AreaPath,
    happened_at: Timestamp,
    category: &str,
    (title, text): (&str, &str),
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    ctx.not_in_future("happened_at", happened_at)?;
    one_of("category", category, &CATEGORIES)?;
    text_within("title", title, 200)?;
    text_within("report", text, 5000)?;
    let body = FactBody::MajorEventReported {
        unit,
        category: category.to_owned(),
        title: title.to_owned(),
        report: text.to_owned(),
    };
    let id = MajorEventId::new(ctx.ids);
    Ok(ctx.fact(id.subject(), Vec::new(), area, happened_at, body))
}

/// Tells how it goes on, or that it is over.
///
/// # Errors
/// `task.not_yours` for another unit than the one that reports; `duty.wrong_state`
/// when it is closed; `value.missing`, `value.too_long`.
pub fn follow(event: &MajorEvent, text: &str, closes: bool, ctx: &mut Ctx<'_>) -> Result<Fact> {
    ctx.acts_for(event.unit)?;
    if event.status == "closed" {
        return Err(Error::new(Code::DutyState).arg("state", "closed").arg("action", "follow"));
    }
    text_within("report", text, 5000)?;
    let (unit, report, now) = (event.unit, text.to_owned(), ctx.now);
    let body = if closes {
        FactBody::MajorEventClosed { unit, report }
    } else {
        FactBody::MajorEventFollowed { unit, report }
    };
    Ok(ctx.fact(event.id.subject(), Vec::new(), &event.area, now, body))
}
